/* crl - a revocation list around entries that never stand in memory */
#include <ipp/port/crl.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/base/text.h>
#include <ipp/port/key.h>

#include "crl_part.h"

#define CHUNK	       ((size_t)64 * 1024)
#define PIECE	       ((size_t)8 * 1024 * 1024) /* copied at once */
#define SIGNATURE_LIKE 72 /* bytes of one that is not made yet */

#define YEAR_1950  INT64_C(-631152000)
#define YEAR_10000 INT64_C(253402300800)

struct crl_writer {
	struct crl_queue *queue;
	int64_t count;
};

enum status crl_writer_new(struct crl_writer **ret, struct error *err)
{
	struct crl_queue *queue;
	enum status rc = crl_queue_new(&queue, err);

	if (rc != OK)
		return rc;
	*ret = memory_new(sizeof **ret);
	(*ret)->queue = queue;
	return OK;
}

void crl_writer_free(struct crl_writer *writer)
{
	if (!writer)
		return;
	crl_queue_free(writer->queue);
	memory_free(writer);
}

int64_t crl_count(const struct crl_writer *writer)
{
	return writer->count;
}

static bool serial_is_valid(struct octets serial)
{
	size_t i = 0;

	if (serial.size > CRL_SERIAL_MAX ||
	    (serial.size == CRL_SERIAL_MAX && serial.bytes[0] & 0x80))
		return false;
	while (i < serial.size && serial.bytes[i] == 0)
		i++;
	return i < serial.size;
}

static bool time_is_valid(int64_t when)
{
	return when >= YEAR_1950 && when < YEAR_10000;
}

enum status crl_add(struct crl_writer *writer, const struct crl_entry *entry,
		    struct error *err)
{
	enum status rc;

	if (!serial_is_valid(entry->serial) ||
	    !time_is_valid(entry->revoked_at) || entry->reason < 0 ||
	    entry->reason == 7 || /* RFC 5280, 5.3.1: not used */
	    entry->reason > 10 ||
	    (entry->invalidity_at != CRL_NO_TIME &&
	     !time_is_valid(entry->invalidity_at)))
		return error_set(err, DATA, "crl_entry_invalid", NULL,
				 "entry %lld of the revocation list has a "
				 "serial number, a time or a reason that none "
				 "can have; look with: ipp-store check",
				 (long long)writer->count + 1);
	rc = crl_queue_put(writer->queue, entry, err);
	if (rc == OK)
		writer->count++;
	return rc;
}

/* Signing and copying are two things for two processors. */
struct finishing {
	struct arena *arena;
	const struct key *key;
	int entries, fd; /* from, to */
	const char *name;
	size_t size, at; /* of the entries; where they go */
	struct crl_frame tbs;
	struct octets signature;
	enum status status[2];
	struct error errors[2];
};

/* What is signed: what is before the entries, they, what is after. */
struct pass {
	const struct finishing *of;
	enum { BEFORE, ENTRIES, DONE } part;
	size_t at;
	unsigned char *chunk;
};

static enum status entries_next(struct pass *pass, struct octets *ret,
				struct error *err)
{
	ssize_t got;

	do
		got = pread(pass->of->entries, pass->chunk, CHUNK,
			    (off_t)pass->at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot read the entries of the revocation "
				    "list again");
	pass->at += (size_t)got;
	*ret = (struct octets){ pass->chunk, (size_t)got };
	return OK;
}

static enum status pass_next(void *context, struct octets *ret,
			     struct error *err)
{
	struct pass *pass = context;
	enum status rc;

	switch (pass->part) {
	case BEFORE:
		*ret = pass->of->tbs.before;
		pass->part = ENTRIES;
		return OK;
	case ENTRIES:
		if ((rc = entries_next(pass, ret, err)) != OK || ret->size)
			return rc;
		*ret = pass->of->tbs.after;
		pass->part = DONE;
		return OK;
	default:
		*ret = (struct octets){ NULL, 0 };
		return OK;
	}
}

static enum status entries_sign(struct finishing *it, struct error *err)
{
	struct pass pass = { it, BEFORE, 0, arena_alloc(it->arena, CHUNK) };

	return key_sign_pieces(it->arena, it->key, pass_next, &pass,
			       &it->signature, err);
}

static enum status unwritable(const struct finishing *it, struct error *err)
{
	return error_system(err, IOERR, "file_unwritable", errno,
			    "cannot write \"%s\"", it->name);
}

/* The disk begins while the list is still being signed. */
static enum status entries_copy(struct finishing *it, struct error *err)
{
	off_t from = 0;

	if (lseek(it->fd, (off_t)it->at, SEEK_SET) < 0)
		return unwritable(it, err);
	while ((size_t)from < it->size) {
		size_t left = it->size - (size_t)from;
		off_t begin = (off_t)it->at + from;
		ssize_t put = sendfile(it->fd, it->entries, &from,
				       left < PIECE ? left : PIECE);

		if (put == 0)
			errno = EIO;
		if (put <= 0 && errno != EINTR)
			return unwritable(it, err);
		if (put > 0) /* a hint; fsync() tells what went wrong */
			(void)sync_file_range(it->fd, begin, put,
					      SYNC_FILE_RANGE_WRITE);
	}
	return OK;
}

static void finish_one(size_t index, void *context)
{
	struct finishing *it = context;

	it->status[index] = index == 0 ? entries_sign(it, &it->errors[0])
				       : entries_copy(it, &it->errors[1]);
}

static enum status put(const struct finishing *it, struct octets bytes,
		       size_t at, struct error *err)
{
	while (bytes.size > 0) {
		ssize_t n = pwrite(it->fd, bytes.bytes, bytes.size, (off_t)at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return unwritable(it, err);
		bytes.bytes += n;
		bytes.size -= (size_t)n;
		at += (size_t)n;
	}
	return OK;
}

/* Where the entries begin does not depend on the signature, but for a list
 * whose length is just about to need another byte. */
static enum status parts_make(struct finishing *it, size_t tbs,
			      struct error *err)
{
	static const unsigned char like[SIGNATURE_LIKE];
	struct crl_frame whole;
	enum status rc;

	if ((rc = crl_seal_make(it->arena, key_kind(it->key),
				(struct octets){ like, sizeof like }, tbs,
				&whole, err)) != OK)
		return rc;
	it->at = whole.before.size + it->tbs.before.size;
	for (size_t i = 0; i < 2; i++)
		error_reset(&it->errors[i]);
	parallel_run(2, 0, finish_one, it);
	for (size_t i = 0; i < 2; i++)
		if (it->status[i] != OK)
			return error_merge(err, &it->errors[i]);
	return OK;
}

enum status crl_finish(struct crl_writer *writer, const struct crl_plan *plan,
		       const struct key *key, int fd, const char *name,
		       struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct finishing it = {
		.arena = arena, .key = key, .fd = fd, .name = name
	};
	struct crl_frame whole;
	size_t tbs, before;
	enum status rc;

	if ((rc = crl_queue_end(writer->queue, &it.entries, &it.size, err)) !=
		OK ||
	    (rc = crl_frame_make(arena, plan, key_kind(key), it.size, &it.tbs,
				 err)) != OK)
		return rc;
	tbs = it.tbs.before.size + it.size + it.tbs.after.size;
	if ((rc = parts_make(&it, tbs, err)) != OK ||
	    (rc = crl_seal_make(arena, key_kind(key), it.signature, tbs,
				&whole, err)) != OK)
		return rc;
	before = whole.before.size;
	if (it.at != before + it.tbs.before.size) {
		it.at = before + it.tbs.before.size;
		if ((rc = entries_copy(&it, err)) != OK)
			return rc;
	}
	if ((rc = put(&it, whole.before, 0, err)) != OK ||
	    (rc = put(&it, it.tbs.before, before, err)) != OK ||
	    (rc = put(&it, it.tbs.after, it.at + it.size, err)) != OK)
		return rc;
	return put(&it, whole.after, before + tbs, err);
}
