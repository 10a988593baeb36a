/* crl_entry - an entry of a revocation list, in DER */
#include "crl_part.h"

#include <stdio.h>
#include <string.h>

#include <ipp/base/time.h>
#include <ipp/port/crl.h>

#define YEAR_2050 INT64_C(2524608000)

/* DER tags. */
#define TAG_INTEGER	     0x02
#define TAG_UTC_TIME	     0x17
#define TAG_GENERALIZED_TIME 0x18
#define TAG_SEQUENCE	     0x30

void crl_dates_clear(struct crl_dates *dates)
{
	for (size_t i = 0; i < CRL_DAYS; i++)
		dates->days[i].day = CRL_NO_TIME;
}

static void two_digits(unsigned char *at, int64_t n)
{
	at[0] = (unsigned char)('0' + n / 10);
	at[1] = (unsigned char)('0' + n % 10);
}

/* Most entries share their day with one before. */
static const char *date_digits(struct crl_dates *dates, int64_t day)
{
	struct crl_date *it = &dates->days[(uint64_t)day % CRL_DAYS];
	char text[DATE_SIZE];

	if (it->day != day) {
		date_of(day * DAY_SECONDS, text);
		(void)snprintf(it->digits, sizeof it->digits, "%.4s%.2s%.2s",
			       text, text + 5, text + 8);
		it->day = day;
	}
	return it->digits;
}

/* Times to the second, with Z (RFC 5280, 4.1.2.5): UTCTime has two digits of
 * the year. */
static unsigned char *time_put(struct crl_dates *dates, unsigned char *at,
			       int tag, int64_t when)
{
	int64_t day = when / DAY_SECONDS - (when % DAY_SECONDS < 0);
	int64_t second = when - day * DAY_SECONDS;
	size_t year = tag == TAG_UTC_TIME ? 2 : 4;

	*at++ = (unsigned char)tag;
	*at++ = (unsigned char)(year + sizeof "MMDDHHMMSS");
	memcpy(at, date_digits(dates, day) + 4 - year, year + 4);
	at += year + 4;
	two_digits(at, second / 3600);
	two_digits(at + 2, second / 60 % 60);
	two_digits(at + 4, second % 60);
	at[6] = 'Z';
	return at + 7;
}

static unsigned char *serial_put(unsigned char *at, struct octets serial)
{
	size_t zeros = 0, pad;

	while (zeros < serial.size && serial.bytes[zeros] == 0)
		zeros++;
	serial.bytes += zeros;
	serial.size -= zeros;
	pad = serial.bytes[0] >> 7; /* it is positive */
	*at++ = TAG_INTEGER;
	*at++ = (unsigned char)(serial.size + pad);
	if (pad)
		*at++ = 0;
	memcpy(at, serial.bytes, serial.size);
	return at + serial.size;
}

/* Lengths below 128 are one byte, and all of an entry are. */
static void length_set(unsigned char *header, const unsigned char *end)
{
	header[1] = (unsigned char)(end - header - 2);
}

/* cRLReason and invalidityDate (RFC 5280, 5.3.1 and 5.3.2), both not
 * critical: SEQUENCE { OID, OCTET STRING { value } }. */
static unsigned char *extensions_put(struct crl_dates *dates,
				     unsigned char *at,
				     const struct crl_entry *entry)
{
	static const unsigned char reason[] = { TAG_SEQUENCE, 10, 6, 3,	 85, 29,
						21,	      4,  3, 10, 1 };
	static const unsigned char invalidity[] = { TAG_SEQUENCE, 24, 6, 3, 85,
						    29,		  24, 4, 17 };
	unsigned char *list = at;

	if (!entry->reason && entry->invalidity_at == CRL_NO_TIME)
		return at;
	*at = TAG_SEQUENCE;
	at += 2;
	if (entry->reason) {
		memcpy(at, reason, sizeof reason);
		at += sizeof reason;
		*at++ = (unsigned char)entry->reason;
	}
	if (entry->invalidity_at != CRL_NO_TIME) {
		memcpy(at, invalidity, sizeof invalidity);
		at = time_put(dates, at + sizeof invalidity,
			      TAG_GENERALIZED_TIME, entry->invalidity_at);
	}
	length_set(list, at);
	return at;
}

size_t crl_entry_put(struct crl_dates *dates, const struct crl_entry *entry,
		     unsigned char ret[CRL_ENTRY_MAX])
{
	unsigned char *at = serial_put(ret + 2, entry->serial);

	ret[0] = TAG_SEQUENCE;
	at = time_put(dates, at,
		      entry->revoked_at < YEAR_2050 ? TAG_UTC_TIME
						    : TAG_GENERALIZED_TIME,
		      entry->revoked_at);
	at = extensions_put(dates, at, entry);
	length_set(ret, at);
	return (size_t)(at - ret);
}
