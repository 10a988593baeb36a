/* trusted_list - what the files that read trusted lists share */
#ifndef IPP_LIB_PORT_TRUSTED_LIST_H
#define IPP_LIB_PORT_TRUSTED_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include <libxml/tree.h>

#include <ipp/port/trusted_list.h>

struct arena;
struct json;
struct sandbox_answer;

#define TSL_NS	 "http://uri.etsi.org/02231/v2#"
#define TSLX_NS	 "http://uri.etsi.org/02231/v2/additionaltypes#"
#define SIE_NS \
	"http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
#define XADES_NS "http://uri.etsi.org/01903/v1.3.2#"
#define DSIG_NS	 "http://www.w3.org/2000/09/xmldsig#"

/* Why a list is not taken; the words are in trusted_list.c. */
enum list_refusal {
	LIST_FINE,
	LIST_BROKEN,
	LIST_DOCTYPE,
	LIST_NONE,
	LIST_TOO_LARGE,
	LIST_VERSION,
	LIST_UNSIGNED,
	LIST_SIGNATURES,
	LIST_REFERENCE,
	LIST_SIGNER_UNKNOWN,
	LIST_SIGNATURE_WRONG,
	LIST_REFUSALS
};

/* What the child gets. */
struct list_task {
	const void *bytes;
	size_t size;
	const struct trusted_list_signer *signers;
	size_t signer_count;
};

/* XML without document type, network, entities and messages. LIST_BROKEN,
 * LIST_DOCTYPE. */
enum list_refusal list_parse(const void *bytes, size_t size, xmlDoc **ret);

bool list_is(const xmlNode *node, const char *ns, const char *name);
/* The first child element of that name; NULL if there is none or no node. */
xmlNode *list_child(const xmlNode *node, const char *ns, const char *name);
/* The next element of that name beside it. */
xmlNode *list_next(const xmlNode *node, const char *ns, const char *name);
/* The whole text of an element, without blanks around it; NULL if it has
 * none, more than `max` bytes or a control character. */
const char *list_text(struct arena *arena, const xmlNode *node, size_t max);
/* The text of a child. */
const char *list_child_text(struct arena *arena, const xmlNode *node,
			    const char *ns, const char *name);
/* An attribute without namespace. */
const char *list_attribute(struct arena *arena, const xmlNode *node,
			   const char *name);
/* Of names in several languages the English one, or the first; cut where it
 * is long. */
const char *list_name(struct arena *arena, const xmlNode *names);
/* Every element of the tree in document order; NULL after the last. */
xmlNode *list_walk(const xmlNode *root, const xmlNode *node);
bool list_instant(const char *text, int64_t *ret);
/* The certificates of a ServiceDigitalIdentity, as an array of objects; those
 * that cannot be read are left out. At most `max`. */
struct json *list_certificates(struct arena *arena, const xmlNode *identity,
			       size_t max);

/* Verifies the one signature; *signed_bytes, in the arena, is what was
 * digested, *signer the index of the certificate that fits. */
enum list_refusal list_verify(xmlDoc *doc, const struct list_task *task,
			      struct arena *arena, struct octets *signed_bytes,
			      size_t *signer);

/* What a list says, as JSON. */
enum list_refusal list_write(xmlDoc *doc, struct arena *arena,
			     struct json **ret);
/* A service with its history; NULL if it is of no use here. */
struct json *list_service_write(const xmlNode *service, const char *provider,
				struct arena *arena);
/* Adds what a period's ServiceInformationExtensions say. False if one of them
 * is critical and unknown. */
bool list_extensions_write(const xmlNode *extensions, struct arena *arena,
			   struct json *period);

/* Takes what list_write wrote, and `signer` beside it. False if it is not
 * so. */
bool list_decode(const struct json *json, struct arena *arena,
		 struct trust_edition *ret);

/* Gets the libraries ready, once; false if they are not. */
bool list_prepare(void);
/* In the child: a list_task in, JSON out. */
void list_work(const void *in, size_t n, struct sandbox_answer *answer);

#endif
