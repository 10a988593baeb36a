/* trust_part - what the acts about trust share */
#ifndef IPP_LIB_ACT_TRUST_PART_H
#define IPP_LIB_ACT_TRUST_PART_H

#include <ipp/act/trust.h>
#include <ipp/base/certificate.h>
#include <ipp/base/trust.h>

struct trust_list_row;

struct trust_file_work {
	struct trust_wish wish;
	int64_t content; /* enum trust_content */
	struct octets bytes;
	struct trust_certificate *certificates;
	size_t certificate_count;
};

/* Seconds that a list may be late. */
int64_t trust_grace(const struct desk *desk);
/* A fingerprint in hexadecimal. DATA `not_a_fingerprint`. */
enum status trust_hash_read(const char *fingerprint, unsigned char ret[32],
			    struct error *err);
/* In hexadecimal, in the desk's arena; NULL for nothing. */
const char *trust_hex(struct desk *desk, const void *bytes, size_t n);

#endif
