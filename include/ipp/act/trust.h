/* trust - says whose certificates signatures may lead to */
#ifndef IPP_ACT_TRUST_H
#define IPP_ACT_TRUST_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct trust_import;
struct trusted_anchor;
struct trusted_list;

/* How a file is to be taken; what is NULL or ABSENT was not said. */
struct trust_wish {
	const char *file;
	/* certificates: what they are for, and names for people */
	int64_t service_type; /* enum trust_service_type */
	const char *territory, *provider, *service;
	/* a trusted list: a file with the certificates that may sign it, and
	 * where newer editions are found */
	const char *signers, *url;
};

/* A file of certificates or a trusted list on its way into the store. */
struct trust_file_work;

/* In the store: who may sign which list. */
enum status trust_import_begin(struct desk *desk, const struct trust_wish *wish,
			       struct trust_file_work **ret, struct error *err);
/* Apart from it: reads the file and verifies a list in a sandbox. DATA, IOERR;
 * errors of certificate_bundle_read and trusted_list_read. */
enum status trust_import_read(struct desk *desk, struct trust_file_work *work,
			      struct error *err);
/* In the store again. REFUSED what rule/trust_list.h refuses, `duplicate` for
 * certificates that are all here already. */
enum status trust_import_keep(struct desk *desk, struct trust_file_work *work,
			      struct trust_import *ret, struct error *err);

/* Forgets an imported certificate (by its fingerprint, in hexadecimal) or a
 * list and its anchors. REFUSED `trust_unknown`, `trust_of_list`. */
enum status trust_remove(struct desk *desk, const char *fingerprint,
			 struct error *err);
/* With the list of lists go those that it points to. */
enum status trust_list_drop(struct desk *desk, const char *territory,
			    struct error *err);

struct trust_update {
	const char *territory; /* this list; NULL: those that are due */
	bool all;	       /* whether due or not */
};

/* Looks for newer editions by HTTP, the list of lists first. Calls `each` for
 * every list that was looked at; one that fails leaves the edition that is
 * there and its trouble in the store, and is among the mistakes in the end.
 * Needs no transaction. UNAVAILABLE `list_unavailable`; REFUSED
 * `trust_unknown`, `list_without_url`; errors of http_call,
 * trusted_list_read and trust_edition_check. */
enum status trust_update(struct desk *desk, const struct trust_update *wish,
			 enum status (*each)(void *context,
					     const struct trusted_list *it,
					     struct error *err),
			 void *context, struct error *err);

struct trust_selection {
	int64_t source;
	const char *territory;
	int64_t service_type, status;
	const char *fingerprint; /* hexadecimal */
	bool whole; /* with history and certificate */
};

/* Calls `each` for the anchors, our own authorities first. */
enum status trust_list_anchors(struct desk *desk,
			       const struct trust_selection *selection,
			       enum status (*each)(void *context,
						   const struct trusted_anchor *it,
						   struct error *err),
			       void *context, struct error *err);

/* Calls `each` for the trusted lists. */
enum status trust_list_lists(struct desk *desk,
			     enum status (*each)(void *context,
						 const struct trusted_list *it,
						 struct error *err),
			     void *context, struct error *err);

#endif
