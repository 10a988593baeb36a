/* crl_part - what the files of revocation lists share */
#ifndef IPP_LIB_PORT_CRL_PART_H
#define IPP_LIB_PORT_CRL_PART_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct crl_entry;
struct crl_plan;

#define CRL_SERIAL_MAX 20  /* bytes; RFC 5280, 4.1.2.2 */
#define CRL_ENTRY_MAX 96   /* bytes of an entry */
#define CRL_DAYS      1024 /* whose dates stay written: almost three years */

/* A day, counted from 1970, and its date. */
struct crl_date {
	int64_t day;
	char digits[sizeof "YYYYMMDD"];
};

/* Each in the place of its remainder. */
struct crl_dates {
	struct crl_date days[CRL_DAYS];
};

void crl_dates_clear(struct crl_dates *dates);

/* Writes an entry that can be written; its size. */
size_t crl_entry_put(struct crl_dates *dates, const struct crl_entry *entry,
		     unsigned char ret[CRL_ENTRY_MAX]);

/* Entries on their way to a file without a name, so that a list of millions
 * needs no memory; a thread writes them while the next are read. */
struct crl_queue;

/* CANTCREAT if there is no place for them. */
enum status crl_queue_new(struct crl_queue **ret, struct error *err);
void crl_queue_free(struct crl_queue *queue); /* NULL is fine */
/* DATA `crl_too_large` above 1 GiB; IOERR. Both may be told with a later one. */
enum status crl_queue_put(struct crl_queue *queue,
			  const struct crl_entry *entry, struct error *err);
/* All are written: *size bytes, from the beginning of *fd on, which is the
 * queue's. */
enum status crl_queue_end(struct crl_queue *queue, int *fd, size_t *size,
			  struct error *err);

/* The bytes around something that is not in memory. */
struct crl_frame {
	struct octets before, after;
};

/* The TBSCertList around `entries` bytes of entries. DATA `crl_value_invalid`.
 */
enum status crl_frame_make(struct arena *arena, const struct crl_plan *plan,
			   enum key_kind kind, size_t entries,
			   struct crl_frame *ret, struct error *err);

/* The CertificateList around a TBSCertList of `tbs` bytes. */
enum status crl_seal_make(struct arena *arena, enum key_kind kind,
			  struct octets signature, size_t tbs,
			  struct crl_frame *ret, struct error *err);

#endif
