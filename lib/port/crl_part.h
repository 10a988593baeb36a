/* crl_part - what the files of revocation lists share */
#ifndef IPP_LIB_PORT_CRL_PART_H
#define IPP_LIB_PORT_CRL_PART_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct crl_plan;

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
