/* health - thresholds, and what a measured value is by them */
#include <ipp/rule/health.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>

#define VALUE_MAX ((int64_t)10000000000) /* seconds: three centuries */
#define TEXT_MAX  24

/* The largest first. */
static const struct {
	char letter;
	int64_t seconds;
} spans[] = { { 'd', DAY_SECONDS }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };

#define SPANS (sizeof spans / sizeof *spans)

/* What the last letter of `text` makes of the number before; 0 if it may not
 * stand there. *n is how long the number is. */
static int64_t factor_of(const char *text, enum measure measure, size_t *n)
{
	*n = strspn(text, "0123456789");
	if (!text[*n])
		return 1;
	if (text[*n + 1])
		return 0;
	if (measure == MEASURE_PERCENT)
		return text[*n] == '%';
	for (size_t i = 0; i < SPANS && measure == MEASURE_SECONDS; i++)
		if (text[*n] == spans[i].letter)
			return spans[i].seconds;
	return 0;
}

static bool value_parse(const char *text, size_t length, enum measure measure,
			int64_t *ret)
{
	char copy[TEXT_MAX];
	int64_t factor;
	size_t n;

	if (length >= sizeof copy)
		return false;
	memcpy(copy, text, length);
	copy[length] = '\0';
	factor = factor_of(copy, measure, &n);
	copy[n] = '\0';
	if (factor == 0 || !integer_parse(copy, 0, VALUE_MAX / factor, ret))
		return false;
	*ret *= factor;
	return measure != MEASURE_PERCENT || *ret <= 100;
}

enum status threshold_parse(const char *text, enum measure measure, bool falls,
			    const char *field, struct threshold *ret,
			    struct error *err)
{
	static const char *const forms[] = {
		[MEASURE_SECONDS] = "2h:1d",
		[MEASURE_PERCENT] = "20%:5%",
		[MEASURE_COUNT] = "1:10",
	};
	const char *colon = strchr(text, ':');
	struct threshold it = { .is_off = text_equal(text, "off") };

	if (!it.is_off &&
	    (!colon ||
	     !value_parse(text, (size_t)(colon - text), measure,
			  &it.warning) ||
	     !value_parse(colon + 1, strlen(colon + 1), measure,
			  &it.critical)))
		return error_set(err, DATA, "threshold_invalid", field,
				 "\"%.40s\" are no thresholds; write the "
				 "warning and the critical one, as %s, or off",
				 text, forms[measure]);
	if (falls ? it.critical > it.warning : it.critical < it.warning)
		return error_set(err, DATA, "threshold_invalid", field,
				 falls ? "\"%.40s\": less is worse here, so "
					 "the critical threshold must not be "
					 "above that of a warning"
				       : "\"%.40s\": more is worse here, so "
					 "the critical threshold must not be "
					 "below that of a warning",
				 text);
	*ret = it;
	return OK;
}

enum severity threshold_judge(const struct threshold *threshold, bool falls,
			      int64_t value)
{
	if (falls ? value <= threshold->critical
		  : value >= threshold->critical)
		return SEVERITY_CRITICAL;
	if (falls ? value <= threshold->warning : value >= threshold->warning)
		return SEVERITY_WARNING;
	return SEVERITY_OK;
}

static const char *value_text(struct arena *arena, enum measure measure,
			      int64_t value, bool exact)
{
	int64_t size = value < 0 ? -value : value;
	size_t i = 0;

	if (measure == MEASURE_COUNT)
		return arena_printf(arena, "%" PRId64, value);
	if (measure == MEASURE_PERCENT)
		return arena_printf(arena, "%" PRId64 "%%", value);
	while (i + 1 < SPANS && (exact ? size % spans[i].seconds != 0 ||
						 size == 0
				       : size < 2 * spans[i].seconds))
		i++;
	return arena_printf(arena, "%" PRId64 "%c", value / spans[i].seconds,
			    spans[i].letter);
}

const char *threshold_text(struct arena *arena, enum measure measure,
			   int64_t value)
{
	return value_text(arena, measure, value, true);
}

const char *measure_text(struct arena *arena, enum measure measure,
			 int64_t value)
{
	return value_text(arena, measure, value, false);
}

int64_t percent_left(int64_t from, int64_t to, int64_t now)
{
	if (now >= to)
		return 0;
	if (now <= from)
		return 100;
	return (to - now) * 100 / (to - from);
}
