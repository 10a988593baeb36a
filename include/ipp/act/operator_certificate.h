/* operator_certificate - the certificates officers sign with */
#ifndef IPP_ACT_OPERATOR_CERTIFICATE_H
#define IPP_ACT_OPERATOR_CERTIFICATE_H

#include <stddef.h>

#include <ipp/base/error.h>

struct desk;
struct operator_certificate;

/* Registers a certificate (PEM or DER) that an officer signs with. It must be
 * meant for signatures (nonRepudiation, RFC 5280, 4.2.1.3), not over yet, and
 * name the officer's tax code when he has one (EN 319 412-1, 5.1.3). Needs
 * MAY_MANAGE. DATA `pem_unreadable`, `certificate_unreadable`,
 * `operator_unknown`; REFUSED `certificate_purpose`, `certificate_expired`,
 * `certificate_other_person`, `duplicate`. */
enum status operator_certificate_add(struct desk *desk, const char *login,
				     const void *bytes, size_t n,
				     struct operator_certificate *ret,
				     struct error *err);

/* Withdraws one by its fingerprint: it is usable no more, stays known for what
 * was signed with it before, and cannot be registered again. Needs MAY_MANAGE.
 * DATA `missing`, `not_a_hash`, `certificate_unknown`; REFUSED
 * `certificate_withdrawn`. */
enum status operator_certificate_withdraw(struct desk *desk,
					  const char *fingerprint,
					  struct operator_certificate *ret,
					  struct error *err);

/* Those of one officer, or of all (NULL), withdrawn ones too. */
enum status operator_certificate_list(
    struct desk *desk, const char *login,
    enum status (*each)(void *context, const void *operator_certificate,
			struct error *err),
    void *context, struct error *err);

#endif
