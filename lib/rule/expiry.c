/* expiry - when people hear that a certificate ends */
#include <ipp/rule/expiry.h>

#include <string.h>

#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/field.h>

#define DAYS_MAX   365
#define SEPARATORS ", "

static enum status malformed(const char *text, struct error *err)
{
	return error_set(err, USAGE, "expiring_malformed", "expiring",
			 "\"%.60s\" are no days before an end; write up to %d "
			 "numbers from 0 to %d, as 60,30,15,7",
			 text, EXPIRY_NOTICES_MAX, DAYS_MAX);
}

/* Keeps them in order. */
static bool days_add(struct expiry_notices *ret, int64_t days)
{
	size_t i = 0;

	while (i < ret->count && ret->days[i] < days)
		i++;
	if (i < ret->count && ret->days[i] == days)
		return true;
	if (ret->count == EXPIRY_NOTICES_MAX)
		return false;
	memmove(&ret->days[i + 1], &ret->days[i],
		(ret->count - i) * sizeof *ret->days);
	ret->days[i] = days;
	ret->count++;
	return true;
}

enum status expiry_notices_read(const char *text, struct expiry_notices *ret,
				struct error *err)
{
	const char *at = text ? text : EXPIRY_NOTICES_USUAL;
	struct expiry_notices notices = { .count = 0 };
	char word[8];

	for (at += strspn(at, SEPARATORS); *at; at += strspn(at, SEPARATORS)) {
		size_t n = strcspn(at, SEPARATORS);
		int64_t days;

		if (n >= sizeof word)
			return malformed(text, err);
		memcpy(word, at, n);
		word[n] = '\0';
		if (!integer_parse(word, 0, DAYS_MAX, &days) ||
		    !days_add(&notices, days))
			return malformed(text, err);
		at += n;
	}
	if (notices.count == 0)
		return malformed(text, err);
	*ret = notices;
	return OK;
}

static int64_t day_of(int64_t at)
{
	return at / DAY_SECONDS - (at % DAY_SECONDS < 0);
}

int64_t expiry_days_left(int64_t valid_until, int64_t now)
{
	if (valid_until < now)
		return -1;
	return day_of(valid_until) - day_of(now);
}

int64_t expiry_notice(const struct expiry_notices *notices, int64_t issued_at,
		      int64_t valid_until, int64_t now)
{
	int64_t left = expiry_days_left(valid_until, now);

	for (size_t i = 0; left >= 0 && i < notices->count; i++)
		if (left <= notices->days[i])
			return expiry_days_left(valid_until, issued_at) >
				       notices->days[i]
				   ? notices->days[i]
				   : ABSENT;
	return ABSENT;
}

void expiry_range(const struct expiry_notices *notices, size_t i, int64_t now,
		  int64_t *from, int64_t *before)
{
	int64_t today = day_of(now);

	*from = i == 0 ? now
		       : (today + notices->days[i - 1] + 1) * DAY_SECONDS;
	*before = (today + notices->days[i] + 1) * DAY_SECONDS;
}
