/* ocsp_answers - answers about certificates that were made in advance */
#ifndef IPP_MODEL_OCSP_ANSWERS_H
#define IPP_MODEL_OCSP_ANSWERS_H

#include <ipp/model/field.h>

/* The record `ocsp_answers`. */
struct ocsp_answers {
	const char *authority; /* name */
	const char *folder;
	int64_t made, existing;
	int64_t this_update, next_update;
	const char *responder;	     /* serial number of its certificate */
	int64_t responder_not_after; /* of it */
};

/* What `ipp-ca ocsp` is asked for. */
struct ocsp_options {
	int64_t cgi, serve, all, due;
	const char *socket, *folder;
};

extern const struct record ocsp_answers_record;
extern const struct record ocsp_options;

/* USAGE `ocsp_one_way` where options of several ways to answer come together,
 * `option_unused` where one is given without its way. */
enum status ocsp_options_check(const struct ocsp_options *options,
			       struct error *err);

#endif
