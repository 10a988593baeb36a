/* ocsp_lane - what a thread that signs answers has for itself meanwhile */
#ifndef IPP_LIB_ACT_OCSP_LANE_H
#define IPP_LIB_ACT_OCSP_LANE_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct key;
struct ocsp_service;
struct ocsp_writer;

struct ocsp_lane {
	struct arena *arena; /* of the answers at hand */
	struct ocsp_writer *writer;
	enum status rc; /* what failed of this lane's work */
	struct error err;
};

/* Gives all of them writers for this key, or leaves them as they are. */
enum status ocsp_lanes_arm(struct ocsp_service *service, const struct key *key,
			   struct octets certificate, struct error *err);

#endif
