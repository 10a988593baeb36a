/* verify_part - what the files of verifying share */
#ifndef IPP_LIB_ACT_VERIFY_PART_H
#define IPP_LIB_ACT_VERIFY_PART_H

#include <ipp/act/verify.h>
#include <ipp/base/signature.h>
#include <ipp/base/trust.h>
#include <ipp/port/signed_file.h>
#include <ipp/store/trust.h>

#define LEVELS_MAX   4 /* of messages in messages */
#define FINDINGS_MAX 16
#define OWN_MAX	     SIGNATURES_MAX

struct json;
struct sandbox_answer;
struct trust_verdict;

/* A certificate that our own authority issued. */
struct own_status {
	const char *serial;
	bool ours, revoked;
	int64_t since;
	bool on_hold;
};

/* What the child works on; it reads it where the parent has it. */
struct verify_task {
	const struct file_bytes *file, *detached;
	bool lay_beside;
	int64_t at, now;
	int64_t grace; /* seconds that a trusted list may be late */
	struct trust_material material;
	const struct own_status *own;
	size_t own_count;
	const char *attachment; /* as wished */
	size_t attachment_max;
	const struct verify_origin *origins;
	size_t origin_count;
};

enum content_place {
	CONTENT_NONE,
	CONTENT_FILE,	  /* the whole file */
	CONTENT_SLICE,	  /* a part of the file */
	CONTENT_DETACHED, /* what was given apart */
	CONTENT_COPY,	  /* behind the answer */
};

/* A want, a datum that was of use: as they travel. */
struct verify_want {
	int64_t kind, group;
	const char *key, *key_id, *url, *request;
};
struct verify_use {
	const char *key;
	int64_t this_update, next_update;
};

/* What the child says. */
struct verify_answer {
	const char *refusal;   /* a code; then nothing else counts */
	struct records report; /* one */
	struct records wants, uses;
	int64_t content; /* enum content_place */
	int64_t offset, size;
	int64_t holds;	 /* every signature over the content does */
	int64_t descent; /* enum verify_descent */
};
extern const struct record verify_answer_record;

/* What came from the network, to be kept. */
struct fetched {
	struct revocation_datum datum;
	struct fetched *next;
};

/* One file, in the parent. */
struct verification {
	struct arena *arena;
	struct verify_wish wish;
	int64_t now;
	const char *sha256;
	struct own_status own[OWN_MAX];
	size_t own_count;
	bool is_new; /* something came for it since it was judged last */
	bool is_judged;
	size_t seen; /* version of the shelf then */
	struct verify_answer answer;
	const struct signature_report *report;
	struct octets content;
	struct file_look look;	 /* at it */
	struct fetched *fetched; /* to be kept */
};

/* The child. */
void verify_child(const void *in, size_t n, struct sandbox_answer *answer);

/* What it gathers. */
struct verifying {
	const struct verify_task *task;
	struct arena *arena;
	struct signature_report *report;
	struct signature_result *results;
	size_t count;
	const char **findings;
	size_t finding_count;
	struct signature_wants wants;
	struct verify_use *uses;
	size_t use_count;
	const struct octets *proofs; /* of a PDF */
	size_t proof_count;
	struct signed_cms *open; /* freed at the end */
	struct octets content;
	struct pdf_facts pdf; /* of it */
	bool has_pdf;
	bool holds;
};

/* What it gathered as its answer; says it. */
void verify_answer_fill(struct verifying *it, struct verify_answer *ret);
void verify_answer_say(struct verifying *it, const struct verify_answer *what,
		       struct sandbox_answer *answer);

/* Signatures of a PDF. */
enum status verify_pades(struct verifying *it, struct error *err);
/* Judges one signature and adds its result. `proofs` are time-stamps from
 * elsewhere that cover it. */
void verify_signature(struct verifying *it, const struct signature_facts *facts,
		      const struct stamp_facts *const *proofs, size_t count);
/* Adds what was found; at most FINDINGS_MAX. */
void verify_find(struct verifying *it, const char *text);

/* The facts of one signature as a record. */
struct verify_case {
	const struct signature_facts *facts;
	const struct path_facts *path;
	const struct trust_anchor *anchor; /* or NULL */
	const struct trust_verdict *trust; /* or NULL */
	const struct stamp_facts *stamp;   /* that proves its time, or NULL */
	struct signature_fault stamp_fault; /* of one that does not */
	int64_t at;
};
void verify_result(struct arena *arena, const struct verify_case *it,
		   struct signature_result *ret);

/* What a shelf holds now; borrowed from it, the arrays in the arena. Answers
 * its version: another number as soon as something was added. */
size_t verify_shelf_look(struct verify_shelf *shelf, struct arena *arena,
			 struct trust_material *ret);
size_t verify_shelf_version(struct verify_shelf *shelf);
bool verify_shelf_is_alone(const struct verify_shelf *shelf);
/* Whether an anchor or a datum was looked for in the store, or asked of the
 * network, in this run; says yes from then on. */
enum shelf_place { SHELF_STORE, SHELF_NETWORK };
bool verify_shelf_asked(struct verify_shelf *shelf, enum shelf_place place,
			const unsigned char key[32]);
/* Adds copies. */
void verify_shelf_anchors(struct verify_shelf *shelf, struct trust_anchor *list,
			  size_t count);
void verify_shelf_datum(struct verify_shelf *shelf, const unsigned char key[32],
			struct octets bytes);
/* An arena for what stays; only in STAGE_STORE. */
struct arena *verify_shelf_arena(struct verify_shelf *shelf);

#endif
