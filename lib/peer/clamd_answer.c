/* clamd_answer - what clamd says, read with suspicion */
#include <ipp/peer/clamd.h>

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <ipp/base/text.h>

static bool ends(const char *text, size_t n, const char *with)
{
	size_t m = strlen(with);

	return n >= m && memcmp(text + n - m, with, m) == 0;
}

/* Bytes of `stream: ` or `fd[9]: `, 0 if there is nothing of this. */
static size_t prefix_size(const char *text, size_t n)
{
	size_t at = 3;

	if (n >= 8 && memcmp(text, "stream: ", 8) == 0)
		return 8;
	if (n < 4 || memcmp(text, "fd[", 3) != 0)
		return 0;
	while (at < n && isdigit((unsigned char)text[at]))
		at++;
	return at > 3 && n - at >= 3 && memcmp(text + at, "]: ", 3) == 0
		   ? at + 3
		   : 0;
}

bool clamd_answer_parse(const char *text, size_t n, struct clamav_answer *ret)
{
	size_t skip = prefix_size(text, n);

	*ret = (struct clamav_answer){ .result = CLAMAV_FAILED };
	if (memchr(text, '\0', n))
		return false;
	/* the blank may be that of the prefix */
	if (n - skip >= 6 && ends(text, n, " ERROR")) {
		if (n >= 8 && memcmp(text, "INSTREAM", 8) == 0)
			ret->result = CLAMAV_TOO_LARGE;
		clamav_name_set(ret->name, text + skip, n - skip - 6);
		return true;
	}
	if (skip == 0)
		return false;
	if (n - skip == 2 && ends(text, n, "OK")) {
		ret->result = CLAMAV_CLEAN;
		return true;
	}
	if (n - skip <= 6 || !ends(text, n, " FOUND"))
		return false;
	ret->result = CLAMAV_FOUND;
	clamav_name_set(ret->name, text + skip, n - skip - 6);
	return *ret->name;
}

/* `Wed Nov 25 08:12:13 2026`, as ctime writes it in any place. */
static bool date_parse(const char *text, int64_t *ret)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct tm tm = { 0 };
	char month[4];
	const char *found;
	int used = 0;

	if (sscanf(text, "%*3[A-Za-z] %3[A-Za-z] %2d %2d:%2d:%2d %4d%n", month,
		   &tm.tm_mday, &tm.tm_hour, &tm.tm_min, &tm.tm_sec,
		   &tm.tm_year, &used) != 6 ||
	    text[used] || strlen(month) != 3)
		return false;
	found = strstr(months, month);
	if (!found || (found - months) % 3 || tm.tm_mday < 1 ||
	    tm.tm_mday > 31 || tm.tm_hour < 0 || tm.tm_hour > 23 ||
	    tm.tm_min < 0 || tm.tm_min > 59 || tm.tm_sec < 0 ||
	    tm.tm_sec > 60 || tm.tm_year < 1970)
		return false;
	tm.tm_mon = (int)((found - months) / 3);
	tm.tm_year -= 1900;
	*ret = timegm(&tm);
	return *ret > 0;
}

bool clamd_version_parse(const char *text, size_t n, struct clamav_facts *ret)
{
	struct clamav_facts facts = { 0 };
	char copy[128], *version, *date;

	if (n >= sizeof copy || memchr(text, '\0', n))
		return false;
	memcpy(copy, text, n);
	copy[n] = '\0';
	for (size_t i = 0; i < n; i++)
		if (copy[i] < ' ' || copy[i] > '~')
			return false;
	version = strchr(copy, '/');
	if (version)
		*version++ = '\0';
	if (!text_starts(copy, "ClamAV ") || !isdigit((unsigned char)copy[7]) ||
	    strlen(copy) >= sizeof facts.engine)
		return false;
	(void)stpcpy(facts.engine, copy);
	if (version) {
		date = strchr(version, '/');
		if (!date)
			return false;
		*date++ = '\0';
		if (!*version || strlen(version) >= sizeof facts.version ||
		    version[strspn(version, "0123456789")] ||
		    !date_parse(date, &facts.date))
			return false;
		(void)stpcpy(facts.version, version);
	}
	*ret = facts;
	return true;
}
