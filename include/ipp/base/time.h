/* time - instants and calendar dates */
#ifndef IPP_BASE_TIME_H
#define IPP_BASE_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* An instant is seconds since 1970-01-01T00:00:00Z. A date is the text
 * `YYYY-MM-DD` of the proleptic Gregorian calendar, years 1800 to 9999. */
#define INSTANT_SIZE sizeof "2026-11-22T08:15:00Z"
#define DATE_SIZE    sizeof "2026-11-22"
#define DAY_SECONDS  ((int64_t)86400)

int64_t instant_clock(void); /* the machine's clock; only tool_main asks
				   it, and who serves for a long time */
/* Milliseconds that only ever grow, for measuring how long something takes. */
int64_t steady_clock(void);
void instant_format(int64_t at, char ret[INSTANT_SIZE]); /* RFC 3339, UTC */
/* RFC 3339 with `Z` or an offset, or a date (its first second, UTC). */
bool instant_parse(const char *text, int64_t *ret);

bool date_is_valid(const char *date); /* the very form, and a day that exists */
void date_of(int64_t at, char ret[DATE_SIZE]); /* the UTC day */
/* Both need valid dates; the day is cut to the month's end (31 Jan + 1). */
int64_t date_instant(const char *date);
void date_add_months(const char *date, int months, char ret[DATE_SIZE]);
int64_t instant_add_months(int64_t at, int months);

#endif
