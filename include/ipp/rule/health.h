/* health - thresholds, and what a measured value is by them */
#ifndef IPP_RULE_HEALTH_H
#define IPP_RULE_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/model/health.h>

struct arena;

struct threshold {
	int64_t warning, critical;
	bool is_off;
};

/* WARNING:CRITICAL as people write it, or `off`: seconds as a number with s, m,
 * h or d (seconds without), percent with or without %, a count alone. `falls`:
 * a value is bad that is lower, so that critical must not be above warning, or
 * else not below it. DATA `threshold_invalid` on `field`. */
enum status threshold_parse(const char *text, enum measure measure, bool falls,
			    const char *field, struct threshold *ret,
			    struct error *err);

/* What a value is: with `falls` bad from the threshold on downwards, else
 * from the threshold on upwards. */
enum severity threshold_judge(const struct threshold *threshold, bool falls,
			      int64_t value);

/* A threshold as threshold_parse reads it, exactly: 36h, 25%, 7. In the
 * arena. */
const char *threshold_text(struct arena *arena, enum measure measure,
			   int64_t value);
/* A value for people, seconds in the largest unit of which there are two, cut.
 * In the arena. */
const char *measure_text(struct arena *arena, enum measure measure,
			 int64_t value);

/* How much of the time from `from` to `to` is left at `now`, in percent, cut;
 * 0 from `to` on, 100 at most. */
int64_t percent_left(int64_t from, int64_t to, int64_t now);

#endif
