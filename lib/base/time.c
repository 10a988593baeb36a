/* time - instants and calendar dates */
#include <ipp/base/time.h>

#include <ctype.h>
#include <string.h>
#include <time.h>

#include <ipp/base/text.h>

int64_t instant_clock(void)
{
	return time(NULL);
}

int64_t steady_clock(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail on Linux */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void instant_format(int64_t at, char ret[INSTANT_SIZE])
{
	static const char form[INSTANT_SIZE] = "0000-00-00T00:00:00Z";
	time_t t = at;
	struct tm tm;

	ret[0] = '\0';
	if (!gmtime_r(&t, &tm) || tm.tm_year < -1900 || tm.tm_year > 8099)
		return;
	memcpy(ret, form, INSTANT_SIZE);
	(void)digits_put(ret, (uint64_t)(tm.tm_year + 1900), 4);
	(void)digits_put(ret + 5, (uint64_t)(tm.tm_mon + 1), 2);
	(void)digits_put(ret + 8, (uint64_t)tm.tm_mday, 2);
	(void)digits_put(ret + 11, (uint64_t)tm.tm_hour, 2);
	(void)digits_put(ret + 14, (uint64_t)tm.tm_min, 2);
	(void)digits_put(ret + 17, (uint64_t)tm.tm_sec, 2);
}

static int month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* True if text begins with pattern, where 0 stands for any digit. */
static bool has_form(const char *text, const char *pattern)
{
	for (; *pattern; text++, pattern++)
		if (*pattern == '0' ? !isdigit((unsigned char)*text)
				    : *text != *pattern)
			return false;
	return true;
}

static int two_digits(const char *text)
{
	return (text[0] - '0') * 10 + text[1] - '0';
}

static bool date_scan(const char *text, struct tm *ret)
{
	int year, month, day;

	if (!has_form(text, "0000-00-00"))
		return false;
	year = two_digits(text) * 100 + two_digits(text + 2);
	month = two_digits(text + 5);
	day = two_digits(text + 8);
	if (year < 1800 || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month))
		return false;
	*ret = (struct tm){ .tm_year = year - 1900,
			    .tm_mon = month - 1,
			    .tm_mday = day };
	return true;
}

bool date_is_valid(const char *date)
{
	struct tm tm;

	return date && strlen(date) == DATE_SIZE - 1 && date_scan(date, &tm);
}

static bool offset_parse(const char *text, int64_t *ret)
{
	int hours, minutes;

	if (!strcmp(text, "Z")) {
		*ret = 0;
		return true;
	}
	if ((!has_form(text, "+00:00") && !has_form(text, "-00:00")) ||
	    text[6])
		return false;
	hours = two_digits(text + 1);
	minutes = two_digits(text + 4);
	if (hours > 23 || minutes > 59)
		return false;
	*ret = (hours * 60 + minutes) * 60 * (text[0] == '-' ? -1 : 1);
	return true;
}

bool instant_parse(const char *text, int64_t *ret)
{
	struct tm tm;
	int64_t offset;

	if (!date_scan(text, &tm))
		return false;
	if (text[10] == '\0') {
		*ret = timegm(&tm);
		return true;
	}
	if (!has_form(text + 10, "T00:00:00"))
		return false;
	tm.tm_hour = two_digits(text + 11);
	tm.tm_min = two_digits(text + 14);
	tm.tm_sec = two_digits(text + 17);
	if (tm.tm_hour > 23 || tm.tm_min > 59 || tm.tm_sec > 59 ||
	    !offset_parse(text + 19, &offset))
		return false;
	*ret = timegm(&tm) - offset;
	return true;
}

void date_of(int64_t at, char ret[DATE_SIZE])
{
	char text[INSTANT_SIZE];

	instant_format(at, text);
	memcpy(ret, text, DATE_SIZE - 1);
	ret[DATE_SIZE - 1] = '\0';
}

int64_t date_instant(const char *date)
{
	struct tm tm = { 0 };

	return date_scan(date, &tm) ? (int64_t)timegm(&tm) : 0;
}

static void tm_add_months(struct tm *tm, int months)
{
	int total = (tm->tm_year + 1900) * 12 + tm->tm_mon + months, last;

	tm->tm_year = total / 12 - 1900;
	tm->tm_mon = total % 12;
	last = month_days(tm->tm_year + 1900, tm->tm_mon + 1);
	if (tm->tm_mday > last)
		tm->tm_mday = last;
}

void date_add_months(const char *date, int months, char ret[DATE_SIZE])
{
	struct tm tm = { 0 };

	if (!date_scan(date, &tm)) {
		ret[0] = '\0';
		return;
	}
	tm_add_months(&tm, months);
	(void)strftime(ret, DATE_SIZE, "%Y-%m-%d", &tm);
}

int64_t instant_add_months(int64_t at, int months)
{
	time_t t = at;
	struct tm tm;

	if (!gmtime_r(&t, &tm))
		return at;
	tm_add_months(&tm, months);
	return timegm(&tm);
}
