/* prometheus - gauges in the text exposition format 0.0.4 */
#ifndef IPP_PEER_PROMETHEUS_H
#define IPP_PEER_PROMETHEUS_H

#include <stddef.h>

#include <ipp/base/own.h>

/* The text of a file on its way. */
struct prometheus;

struct prometheus_label {
	const char *name, *value; /* any UTF-8 */
};

struct prometheus *prometheus_new(void);
void prometheus_free(struct prometheus *it); /* NULL is fine */
DEFINE_OWN(prometheus, struct prometheus, prometheus_free)

/* Begins a family of gauges, [a-zA-Z_][a-zA-Z0-9_]*; it is written with its
 * first sample, and not at all without one. The texts are borrowed until the
 * next family. */
void prometheus_family(struct prometheus *it, const char *name,
		       const char *help);
/* A sample of the family; no two may have the same labels. */
void prometheus_sample(struct prometheus *it,
		       const struct prometheus_label *labels, size_t count,
		       double value);

/* All of it, borrowed until prometheus_free. */
const char *prometheus_text(struct prometheus *it, size_t *size);

#endif
