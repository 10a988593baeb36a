/* crl_part - one revocation list on its way */
#ifndef IPP_LIB_ACT_CRL_PART_H
#define IPP_LIB_ACT_CRL_PART_H

#include <ipp/base/certificate.h>
#include <ipp/model/revocation_list.h>
#include <ipp/port/digest.h>

struct authority;
struct crl_writer;
struct desk;
struct error;
struct key;

struct making {
	struct desk *desk;
	const struct authority *authority;
	const struct key *key;
	const char *folder;	      /* where it goes */
	const char *point, *freshest; /* addresses; NULL: it names none */
	int64_t period;		      /* that it holds, in seconds */
	struct revocation_list list;
	int64_t since; /* of a list of changes: the change before its first */
	struct crl_writer *writer;
	unsigned char sha256[DIGEST_SIZE];
};

/* Makes the list, puts it where it goes, and keeps that it is out. Sets what
 * is known of it then. */
enum status crl_make(struct making *making, struct error *err);

#endif
