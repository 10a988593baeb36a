/* ocsp_part - who answers about certificates, as the acts of this folder see
 * it */
#ifndef IPP_LIB_ACT_OCSP_PART_H
#define IPP_LIB_ACT_OCSP_PART_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>
#include <ipp/base/own.h>
#include <ipp/store/responder.h>

struct arena;
struct authority;
struct desk;
struct key;
struct ocsp_issuer;
struct ocsp_lane;
struct ocsp_pattern;

/* The responder of the issuing authority, ready to sign. */
struct ocsp_service {
	struct desk *desk;
	const struct authority *authority;
	struct ocsp_issuer *issuer;
	struct arena *arena; /* of `responder` */
	struct responder responder;
	struct key *key;   /* NULL: none yet */
	int64_t look_at;   /* when to look whether a new one is due */
	int64_t period;	   /* that answers hold, in seconds */
	struct ocsp_lane *lanes; /* each one thread's at a time */
	struct arena *read_arena; /* of the requests at hand */
	struct ocsp_pattern *pattern; /* of those before */
	size_t lane_count;
	void *room; /* of the requests at hand, in ocsp.c */
	size_t room_size;
};

/* CONFIG `setting_invalid`, `authority_missing`. */
enum status ocsp_service_open(struct desk *desk, struct ocsp_service **ret,
			      struct error *err);
void ocsp_service_close(struct ocsp_service *service); /* NULL is fine */
DEFINE_OWN(ocsp_service, struct ocsp_service, ocsp_service_close)

/* Takes the time, and another responder where there is a newer one or a new
 * one is due, which it makes then: 10 days before the end, or at once if there
 * is none. That it cannot matters only when there is none left. Not in a
 * transaction. */
enum status ocsp_service_ready(struct ocsp_service *service,
			       struct error *err);

/* A request and its answer. */
struct ocsp_exchange {
	struct octets request; /* DER */
	struct octets answer;  /* DER, until the next ocsp_answer */
	bool is_refused;       /* it says why there is no answer */
	bool is_malformed;     /* because of the request itself */
	bool has_nonce;
	int64_t this_update, next_update; /* unless it is refused */
};

/* Answers all of them, by one view of the store and on all processors. Each
 * has an answer afterwards; what fails is that of nobody but us. */
enum status ocsp_answer(struct ocsp_service *service,
			struct ocsp_exchange *list, size_t count,
			struct error *err);

/* What is said to everybody when that failed: BUSY is `tryLater`. */
struct octets ocsp_failure(enum status why);

#endif
