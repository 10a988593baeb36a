/* recognize_sign - what the files of Sign ID share */
#ifndef IPP_LIB_ACT_RECOGNIZE_SIGN_H
#define IPP_LIB_ACT_RECOGNIZE_SIGN_H

#include <ipp/act/recognize_sign.h>
#include <ipp/model/product.h>
#include <ipp/model/recognition.h>
#include <ipp/model/request.h>
#include <ipp/model/scan.h>
#include <ipp/port/digest.h>
#include <ipp/port/file_inspect.h>
#include <ipp/rule/sign_check.h>
#include <ipp/store/form.h>

#define SIGN_ID_WARNINGS_MAX 16

struct sign_id {
	const struct signed_form *in;
	struct product product;
	struct request order;
	struct printed_form *printed; /* forms of the order */
	size_t printed_count;
	const char *path;
	struct file_bytes file;
	unsigned char hash[DIGEST_SIZE]; /* of the file */
	char sha256[2 * DIGEST_SIZE + 1];
	const char *content_path; /* NULL: nothing apart from the file */
	bool lay_beside;	  /* nobody named it, and it may be another's */
	bool is_apart;		  /* it is what was signed */
	struct file_bytes content;
	unsigned char content_hash[DIGEST_SIZE];
	struct verification *verification;
	struct scan_verdict scan;
	struct sign_facts facts;
	struct recognition_check checks[CHECKS_MAX];
	size_t check_count;
	bool refers; /* what a person may decide goes to one */
	const char *warnings[SIGN_ID_WARNINGS_MAX];
	size_t warning_count;
};

/* Everything that is known before a file is touched, and must still be so
 * when the recognition is recorded. */
enum status sign_id_load(struct desk *desk, struct sign_id *work,
			 struct error *err);

/* What the signed document is: sets facts.form and facts.form_reason. `look`:
 * what the sandbox saw of it. */
enum status sign_id_document(struct desk *desk, struct sign_id *work,
			     const struct file_bytes *document,
			     const struct file_look *look, struct error *err);

#endif
