/* mrz_check - check digits of a machine-readable zone (ICAO 9303-3, 4.9) */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/text.h>

#include "mrz_layout.h"

static int value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c == '<' ? 0 : c - 'A' + 10;
}

/* Adds the weighted values of a stretch; `*n` counts the places so far. */
static int sum_of(const char *text, struct span span, int *n)
{
	static const int weights[] = { 7, 3, 1 };
	int sum = 0;

	for (int i = 0; i < span.size; i++)
		sum += value_of(text[span.at + i]) * weights[(*n)++ % 3];
	return sum;
}

static char digit_of(const char *text, const struct span *spans, size_t count)
{
	int n = 0, sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += sum_of(text, spans[i], &n);
	return (char)('0' + sum % 10);
}

/* Each pair is what scanners and people take for one another. */
static bool replace(char *text, size_t n, const char *from, const char *to)
{
	bool ret = false;

	for (size_t i = 0; i < n; i++) {
		const char *at = strchr(from, text[i]);

		if (at)
			text[i] = to[at - from];
		ret |= at != NULL;
	}
	return ret;
}

bool mrz_make_digits(char *text, size_t n)
{
	return replace(text, n, "OQDILZSGB", "000112568");
}

bool mrz_make_letters(char *text, size_t n)
{
	return replace(text, n, "01258", "OIZSB");
}

void mrz_wrong(struct zone *zone, const char *code, const char *format, ...)
{
	char text[sizeof zone->err->mistakes->text];
	va_list ap;

	va_start(ap, format);
	(void)vsnprintf(text, sizeof text, _(format), ap);
	va_end(ap);
	zone->status = error_add(zone->err, DATA, code, "mrz", "%s", text);
}

static bool is_empty(const char *text, struct span span)
{
	for (int i = 0; i < span.size; i++)
		if (text[span.at + i] != '<')
			return false;
	return true;
}

/* Where O 0, I 1, B 8 stand: what they could be instead; or 0. */
static char lookalike(char c)
{
	static const char from[] = "O0I1B8", to[] = "0O1I8B";
	const char *at = strchr(from, c);

	return at ? to[at - from] : '\0';
}

static size_t place_of(const struct span spans[2], size_t i)
{
	return i < spans[0].size ? spans[0].at + i
				 : spans[1].at + (i - spans[0].size);
}

/* True if both the check digit of the number and that of the whole are. */
static bool number_fits(const struct zone *zone, const struct span spans[2],
			char check)
{
	const struct layout *layout = zone->layout;

	return digit_of(zone->text, spans, 2) == check &&
	       digit_of(zone->text, layout->composite, 4) ==
		   zone->text[layout->composite_check];
}

/* Makes the check digits right by exchanging one character, if there is just
 * one way: two exchanges would be right by chance too often. */
static bool number_repair(struct zone *zone, const struct span spans[2],
			  char check)
{
	size_t n = (size_t)spans[0].size + spans[1].size;
	char *found = NULL;
	int ways = 0;

	for (size_t i = 0; i < n; i++) {
		char *c = &zone->text[place_of(spans, i)], before = *c;

		if (!lookalike(before))
			continue;
		*c = lookalike(before);
		if (number_fits(zone, spans, check)) {
			found = c;
			ways++;
		}
		*c = before;
	}
	if (ways == 1)
		*found = lookalike(*found);
	return ways == 1;
}

/* Numbers of the Italian card (D.M. 23 December 2015): CA00000AA. Where they
 * have letters and where digits is known, so nothing must be guessed; and
 * three Os read for 0 can have the right check digit. */
static bool italian_repair(struct zone *zone, const struct span spans[2],
			   char check)
{
	char *number = zone->text + spans[0].at, before[9];
	bool is_other;

	if (strncmp(zone->text, "C<ITA", 5) != 0)
		return false;
	memcpy(before, number, sizeof before);
	is_other = mrz_make_letters(number, 2);
	is_other |= mrz_make_digits(number + 2, 5);
	is_other |= mrz_make_letters(number + 7, 2);
	if (is_other && number_fits(zone, spans, check))
		return true;
	memcpy(number, before, sizeof before);
	return false;
}

/* The check digit at `at`, a lookalike put right; a filler stays. */
static char check_at(struct zone *zone, size_t at)
{
	if (mrz_make_digits(&zone->text[at], 1))
		zone->repaired |= MRZ_REPAIR_CHECK;
	return zone->text[at];
}

/* A filler is right for nothing (ICAO 9303-4, 4.2.2.2, note on field 13). */
static bool is_right(const struct zone *zone, const struct span *spans,
		     size_t count, char check)
{
	if (check == '<' && is_empty(zone->text, spans[0]))
		return true;
	return check == digit_of(zone->text, spans, count);
}

static void check_wrong(struct zone *zone, const char *code, const char *what,
			char check, char expected)
{
	mrz_wrong(zone, code,
		  "check digit \"%c\" of the %s would be \"%c\"; compare the "
		  "zone with the document",
		  check, _(what), expected);
}

/* Where the number goes on: the optional data up to its first filler, the
 * last character of which is the check digit (ICAO 9303-5, 4.2.2.1 note j). */
static struct span number_rest(const struct zone *zone)
{
	const struct layout *layout = zone->layout;
	struct span ret = layout->number_more;
	const char *more = zone->text + ret.at;

	if (!ret.size || zone->text[layout->number_check] != '<' ||
	    more[0] == '<' || is_empty(zone->text, layout->number))
		return (struct span){ 0 };
	for (unsigned char i = 0; i < ret.size; i++)
		if (more[i] == '<')
			ret.size = i;
	return ret;
}

static void number_verify(struct zone *zone)
{
	const struct layout *layout = zone->layout;
	struct span rest = number_rest(zone), spans[2] = { layout->number };
	size_t at = layout->number_check;
	char check;

	if (rest.size) {
		zone->is_long = true;
		zone->long_rest = rest;
		spans[1] =
		    (struct span){ rest.at, (unsigned char)(rest.size - 1) };
		at = (size_t)rest.at + rest.size - 1;
	}
	check = check_at(zone, at);
	if (zone->status == OK && italian_repair(zone, spans, check))
		zone->repaired |= MRZ_REPAIR_NUMBER;
	else if (is_right(zone, spans, 2, check))
		return;
	else if (zone->status == OK && number_repair(zone, spans, check))
		zone->repaired |= MRZ_REPAIR_NUMBER;
	else
		check_wrong(zone, "mrz_check_number", N_("document number"),
			    check, digit_of(zone->text, spans, 2));
}

static void date_verify(struct zone *zone, struct span span, size_t at,
			unsigned repair, const char *code, const char *what)
{
	char check = check_at(zone, at);

	if (mrz_make_digits(zone->text + span.at, span.size))
		zone->repaired |= repair;
	if (!is_right(zone, &span, 1, check))
		check_wrong(zone, code, what, check,
			    digit_of(zone->text, &span, 1));
}

static void optional_verify(struct zone *zone)
{
	const struct layout *layout = zone->layout;
	char check;

	if (!layout->optional_check)
		return;
	check = check_at(zone, layout->optional_check);
	if (!is_right(zone, layout->optional, 1, check))
		check_wrong(zone, "mrz_check_optional", N_("optional data"),
			    check, digit_of(zone->text, layout->optional, 1));
}

void mrz_check_all(struct zone *zone)
{
	const struct layout *layout = zone->layout;
	enum status before = zone->status;
	char check, expected;

	zone->status = OK;
	date_verify(zone, layout->birth, layout->birth_check, MRZ_REPAIR_BIRTH,
		    "mrz_check_birth", N_("day of birth"));
	date_verify(zone, layout->expiry, layout->expiry_check,
		    MRZ_REPAIR_EXPIRY, "mrz_check_expiry", N_("day of expiry"));
	optional_verify(zone);
	check = check_at(zone, layout->composite_check);
	number_verify(zone);
	expected = digit_of(zone->text, layout->composite, 4);
	if (zone->status == OK && check != expected)
		check_wrong(zone, "mrz_check_composite", N_("whole zone"),
			    check, expected);
	zone->status = status_worse(before, zone->status);
}
