/* crl - a revocation list around entries that never stand in memory */
#include <ipp/port/crl.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/key.h>

#include "crl_part.h"

#define SERIAL_MAX 20 /* RFC 5280, 4.1.2.2 */
#define ENTRY_MAX  96
#define SIZE_LIMIT ((size_t)1 << 30)
#define CHUNK	   ((size_t)64 * 1024)
#define DAYS	   1024 /* that stay written: almost three years */

#define YEAR_1950  INT64_C(-631152000)
#define YEAR_2050  INT64_C(2524608000)
#define YEAR_10000 INT64_C(253402300800)

/* DER tags. */
#define TAG_INTEGER	     0x02
#define TAG_UTC_TIME	     0x17
#define TAG_GENERALIZED_TIME 0x18
#define TAG_SEQUENCE	     0x30

/* A day, counted from 1970, and its date. */
struct dated {
	int64_t day;
	char digits[sizeof "YYYYMMDD"];
};

struct crl_writer {
	FILE *entries;
	size_t size;
	int64_t count;
	struct dated days[DAYS]; /* each in the place of its remainder */
	char buffer[CHUNK];
};

enum status crl_writer_new(struct crl_writer **ret, struct error *err)
{
	FILE *file = tmpfile();

	if (!file)
		return error_system(err, CANTCREAT, "file_uncreatable", errno,
				    "cannot make a temporary file for the "
				    "entries of the revocation list");
	*ret = memory_new(sizeof **ret);
	(*ret)->entries = file;
	(void)setvbuf(file, (*ret)->buffer, _IOFBF, CHUNK); /* only faster */
	for (size_t i = 0; i < DAYS; i++)
		(*ret)->days[i].day = CRL_NO_TIME;
	return OK;
}

void crl_writer_free(struct crl_writer *writer)
{
	if (!writer)
		return;
	(void)fclose(writer->entries); /* nobody needs it any more */
	free(writer);
}

int64_t crl_count(const struct crl_writer *writer)
{
	return writer->count;
}

static enum status unwritable(struct error *err)
{
	return error_system(err, IOERR, "file_unwritable", errno,
			    "cannot write the entries of the revocation list");
}

static void two_digits(unsigned char *at, int64_t n)
{
	at[0] = (unsigned char)('0' + n / 10);
	at[1] = (unsigned char)('0' + n % 10);
}

/* Most entries share their day with one before. */
static const char *date_digits(struct crl_writer *writer, int64_t day)
{
	struct dated *it = &writer->days[(uint64_t)day % DAYS];
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
static unsigned char *time_put(struct crl_writer *writer, unsigned char *at,
			       int tag, int64_t when)
{
	int64_t day = when / DAY_SECONDS - (when % DAY_SECONDS < 0);
	int64_t second = when - day * DAY_SECONDS;
	size_t year = tag == TAG_UTC_TIME ? 2 : 4;

	*at++ = (unsigned char)tag;
	*at++ = (unsigned char)(year + sizeof "MMDDHHMMSS");
	memcpy(at, date_digits(writer, day) + 4 - year, year + 4);
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
static unsigned char *extensions_put(struct crl_writer *writer,
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
		at = time_put(writer, at + sizeof invalidity,
			      TAG_GENERALIZED_TIME, entry->invalidity_at);
	}
	length_set(list, at);
	return at;
}

static bool serial_is_valid(struct octets serial)
{
	bool ret = false;

	if (serial.size > SERIAL_MAX ||
	    (serial.size == SERIAL_MAX && serial.bytes[0] & 0x80))
		return false;
	for (size_t i = 0; i < serial.size; i++)
		ret |= serial.bytes[i] != 0;
	return ret;
}

static bool time_is_valid(int64_t when)
{
	return when >= YEAR_1950 && when < YEAR_10000;
}

enum status crl_add(struct crl_writer *writer, const struct crl_entry *entry,
		    struct error *err)
{
	unsigned char bytes[ENTRY_MAX], *at = bytes + 2;
	size_t n;

	if (!serial_is_valid(entry->serial) ||
	    !time_is_valid(entry->revoked_at) || entry->reason < 0 ||
	    entry->reason > 10 ||
	    (entry->invalidity_at != CRL_NO_TIME &&
	     !time_is_valid(entry->invalidity_at)))
		return error_set(err, DATA, "crl_entry_invalid", NULL,
				 "entry %lld of the revocation list has a "
				 "serial number, a time or a reason that none "
				 "can have; look with: ipp-store check",
				 (long long)writer->count + 1);
	bytes[0] = TAG_SEQUENCE;
	at = serial_put(at, entry->serial);
	at = time_put(writer, at,
		      entry->revoked_at < YEAR_2050 ? TAG_UTC_TIME
						    : TAG_GENERALIZED_TIME,
		      entry->revoked_at);
	at = extensions_put(writer, at, entry);
	length_set(bytes, at);
	n = (size_t)(at - bytes);
	if (n > SIZE_LIMIT - writer->size)
		return error_set(err, DATA, "crl_too_large", NULL,
				 "the revocation list is larger than 1 GiB");
	if (fwrite_unlocked(bytes, 1, n, writer->entries) != n)
		return unwritable(err);
	writer->size += n;
	writer->count++;
	return OK;
}

/* The list once over: what is before the entries, they, what is after. */
struct pass {
	struct crl_writer *writer;
	const struct crl_frame *frame;
	enum { BEFORE, ENTRIES, AFTER, DONE } at;
	unsigned char *chunk;
};

static enum status pass_entries(struct pass *pass, struct octets *ret,
				struct error *err)
{
	FILE *file = pass->writer->entries;

	ret->bytes = pass->chunk;
	ret->size = fread_unlocked(pass->chunk, 1, CHUNK, file);
	if (!ret->size && ferror(file))
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot read the entries of the revocation "
				    "list again");
	return OK;
}

static enum status pass_next(void *context, struct octets *ret,
			     struct error *err)
{
	struct pass *pass = context;
	enum status rc;

	switch (pass->at) {
	case BEFORE:
		rewind(pass->writer->entries);
		*ret = pass->frame->before;
		pass->at = ENTRIES;
		return OK;
	case ENTRIES:
		if ((rc = pass_entries(pass, ret, err)) != OK || ret->size)
			return rc;
		*ret = pass->frame->after;
		pass->at = DONE;
		return OK;
	default:
		*ret = (struct octets){ NULL, 0 };
		return OK;
	}
}

struct sink {
	int fd;
	const char *name;
};

static enum status put(const struct sink *sink, struct octets bytes,
		       struct error *err)
{
	return file_write_fd(sink->fd, bytes.bytes, bytes.size, sink->name,
			     err);
}

static enum status pass_put(struct pass *pass, const struct sink *sink,
			    struct error *err)
{
	struct octets piece;
	enum status rc;

	pass->at = BEFORE;
	while ((rc = pass_next(pass, &piece, err)) == OK && piece.size)
		if ((rc = put(sink, piece, err)) != OK)
			return rc;
	return rc;
}

enum status crl_finish(struct crl_writer *writer, const struct crl_plan *plan,
		       const struct key *key, int fd, const char *name,
		       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct crl_frame tbs, whole;
	struct pass pass = { writer, &tbs, BEFORE, arena_alloc(arena, CHUNK) };
	const struct sink sink = { fd, name };
	struct octets signature;
	enum status rc;

	if (fflush(writer->entries) != 0)
		return unwritable(err);
	if ((rc = crl_frame_make(arena, plan, key_kind(key), writer->size, &tbs,
				 err)) != OK ||
	    (rc = key_sign_pieces(arena, key, pass_next, &pass, &signature,
				  err)) != OK ||
	    (rc = crl_seal_make(arena, key_kind(key), signature,
				tbs.before.size + writer->size + tbs.after.size,
				&whole, err)) != OK)
		return rc;
	if ((rc = put(&sink, whole.before, err)) != OK ||
	    (rc = pass_put(&pass, &sink, err)) != OK)
		return rc;
	return put(&sink, whole.after, err);
}
