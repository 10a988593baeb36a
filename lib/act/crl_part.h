/* crl_part - one revocation list on its way */
#ifndef IPP_LIB_ACT_CRL_PART_H
#define IPP_LIB_ACT_CRL_PART_H

#include <stdbool.h>

#include <ipp/base/own.h>
#include <ipp/model/revocation_list.h>
#include <ipp/peer/publication.h>

struct authority;
struct crl_writer;
struct desk;
struct error;
struct http;
struct key;

/* Where lists go besides a folder, and where they are looked for then. */
struct crl_sites {
	struct http *http;
	struct texts urls; /* addresses above the files */
	struct publisher publisher;
	bool by_address;    /* as in the certificates */
	enum status failed; /* nothing more goes there in this run */
};

/* From the settings. CONFIG for what cannot be; talks to nobody. */
enum status crl_sites_open(struct desk *desk, struct crl_sites *ret,
			   struct error *err);
void crl_sites_close(struct crl_sites *sites);

struct making {
	struct desk *desk;
	const struct authority *authority;
	const struct key *key;
	struct crl_sites *sites;
	const char *address;	      /* where the world finds it */
	const char *point, *freshest; /* addresses; NULL: it names none */
	int64_t period;		      /* that it holds, in seconds */
	struct revocation_list list; /* path NULL: it is in no folder */
	int64_t since; /* of a list of changes: the change before its first */
	struct crl_writer *writer;
};

/* Makes the list, puts it where it goes, looks at it there, and keeps that it
 * is out. Sets what is known of it then. */
enum status crl_make(struct making *making, struct error *err);

/* Looks at the list that was made and is in `fd`: sets its size and hash. Then
 * puts it on the web, and looks there as relying parties do. UNAVAILABLE
 * `list_not_seen` if they see another. After a failure on the web
 * sites->failed says so, and every further call fails without a word. */
enum status crl_deliver(struct making *making, int fd, struct error *err);

#endif
