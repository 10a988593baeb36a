/* crl_look - a revocation list as relying parties see it, piece by piece */
#include <ipp/port/crl.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/port/key.h>

#include "crypto.h"

#define PART_MAX   ((size_t)64 * 1024) /* before the entries, and after them */
#define HEADER_MAX ((size_t)16)	       /* tag and length of an element */
#define CHUNK	   ((size_t)64 * 1024)

static void list_free(X509_EXTENSIONS *list)
{
	sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
}
DEFINE_OWN(extension_list, X509_EXTENSIONS, list_free)
DEFINE_OWN(integer, ASN1_INTEGER, ASN1_INTEGER_free)
DEFINE_OWN(instant, ASN1_TIME, ASN1_TIME_free)
DEFINE_OWN(bits, ASN1_BIT_STRING, ASN1_BIT_STRING_free)

/* A part of the file in memory; `at` and `size` count from its beginning. */
struct part {
	const unsigned char *bytes;
	size_t from, end; /* what is in memory */
	size_t at, size;
};

struct element {
	int tag;
	size_t inside; /* bytes of its value */
};

struct looking {
	int fd;
	const char *name;
	struct arena *arena;
	size_t tbs_from, tbs_end;
	struct octets algorithm; /* as the signed part names it */
	struct octets signature;
	const struct key *key;
	struct crl_seen seen;
	enum status status[2];
	struct error errors[2];
};

static enum status unreadable(const struct looking *it, struct error *err)
{
	ERR_clear_error();
	return error_set(err, DATA, "crl_unreadable", NULL,
			 "\"%s\" is no whole revocation list", it->name);
}

static enum status bytes_read(const struct looking *it, size_t from, size_t n,
			      unsigned char *ret, struct error *err)
{
	while (n > 0) {
		ssize_t got = pread(it->fd, ret, n, (off_t)from);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return error_system(err, IOERR, "file_unreadable",
					    got < 0 ? errno : EIO,
					    "cannot read \"%s\"", it->name);
		ret += got;
		from += (size_t)got;
		n -= (size_t)got;
	}
	return OK;
}

static enum status part_read(const struct looking *it, size_t from, size_t n,
			     struct part *ret, struct error *err)
{
	unsigned char *bytes = arena_alloc(it->arena, n + HEADER_MAX);

	ret->bytes = bytes;
	ret->from = ret->at = from;
	ret->end = from + n;
	return bytes_read(it, from, n, bytes, err);
}

static const unsigned char *here(const struct part *part)
{
	return part->bytes + (part->at - part->from);
}

/* Goes to the value of an element that ends before `end`. */
static bool element_open(struct part *part, size_t end, struct element *ret)
{
	const unsigned char *p = here(part);
	long inside;
	int class;

	if (part->at >= end || part->at > part->end ||
	    ASN1_get_object(&p, &inside, &ret->tag, &class,
			    (long)(end - part->at)) &
		0x80)
		return false;
	part->at += (size_t)(p - here(part));
	ret->inside = (size_t)inside;
	return part->at <= part->end;
}

static bool element_skip(struct part *part, size_t end, int tag)
{
	struct element it;

	if (!element_open(part, end, &it) || it.tag != tag)
		return false;
	part->at += it.inside;
	return true;
}

/* RFC 5280, 5.1.1.2: the same stands in what is signed, and behind it. */
static bool algorithm_take(struct part *part, size_t end, struct octets *ret)
{
	const unsigned char *from = here(part);
	size_t at = part->at;

	if (!element_skip(part, end, V_ASN1_SEQUENCE) || part->at > part->end)
		return false;
	*ret = (struct octets){ from, part->at - at };
	return true;
}

static bool time_take(struct part *part, int64_t *ret)
{
	OWN(instant) ASN1_TIME *time = NULL;
	const unsigned char *p = here(part);
	struct tm parts;

	if (part->at >= part->end ||
	    !(time = d2i_ASN1_TIME(NULL, &p, (long)(part->end - part->at))) ||
	    ASN1_TIME_to_tm(time, &parts) != 1)
		return false;
	part->at += (size_t)(p - here(part));
	*ret = timegm(&parts);
	return true;
}

/* Up to the entries, and over them. */
static bool head_take(struct looking *it, struct part *part)
{
	struct element all, tbs, entries;
	struct part next;

	if (!element_open(part, part->size, &all) ||
	    part->bytes[0] != (V_ASN1_SEQUENCE | V_ASN1_CONSTRUCTED) ||
	    part->at + all.inside != part->size)
		return false;
	it->tbs_from = part->at;
	if (!element_open(part, part->size, &tbs) || tbs.tag != V_ASN1_SEQUENCE)
		return false;
	it->tbs_end = part->at + tbs.inside;
	if (!element_skip(part, it->tbs_end, V_ASN1_INTEGER) ||
	    !algorithm_take(part, it->tbs_end, &it->algorithm) ||
	    !element_skip(part, it->tbs_end, V_ASN1_SEQUENCE) ||
	    !time_take(part, &it->seen.this_update) ||
	    !time_take(part, &it->seen.next_update))
		return false;
	next = *part;
	if (element_open(&next, it->tbs_end, &entries) &&
	    entries.tag == V_ASN1_SEQUENCE)
		part->at = next.at + entries.inside;
	return part->at <= it->tbs_end;
}

static int64_t number_of(const X509_EXTENSIONS *list, int nid)
{
	OWN(integer) ASN1_INTEGER *value = X509V3_get_d2i(list, nid, NULL, NULL);
	int64_t ret = 0;

	return value && ASN1_INTEGER_get_int64(&ret, value) == 1 ? ret : 0;
}

static bool tail_take(struct looking *it, struct part *part)
{
	OWN(extension_list) X509_EXTENSIONS *list = NULL;
	OWN(bits) ASN1_BIT_STRING *bits = NULL;
	struct element wrapping;
	struct octets algorithm;
	const unsigned char *p;

	if (!element_open(part, it->tbs_end, &wrapping) || wrapping.tag != 0 ||
	    part->at + wrapping.inside != it->tbs_end)
		return false;
	p = here(part);
	list = d2i_X509_EXTENSIONS(NULL, &p, (long)wrapping.inside);
	if (!list)
		return false;
	it->seen.number = number_of(list, NID_crl_number);
	it->seen.base_number = number_of(list, NID_delta_crl);
	part->at += wrapping.inside;
	if (!algorithm_take(part, part->size, &algorithm) ||
	    algorithm.size != it->algorithm.size ||
	    memcmp(algorithm.bytes, it->algorithm.bytes, algorithm.size))
		return false;
	p = here(part);
	bits = d2i_ASN1_BIT_STRING(NULL, &p, (long)(part->size - part->at));
	/* of a signature no bit is unused, and others look at that, too */
	if (!bits || (bits->flags & 7) ||
	    p != part->bytes + (part->size - part->from))
		return false;
	it->signature.size = (size_t)ASN1_STRING_length(bits);
	it->signature.bytes = arena_bytes(
	    it->arena, ASN1_STRING_get0_data(bits), it->signature.size);
	return true;
}

static enum status frame_look(struct looking *it, size_t size,
			      struct error *err)
{
	struct part head = { .size = size }, tail = { .size = size };
	enum status rc;

	if ((rc = part_read(it, 0, size < PART_MAX ? size : PART_MAX, &head,
			    err)) != OK)
		return rc;
	if (!head_take(it, &head) || size - head.at > PART_MAX)
		return unreadable(it, err);
	if ((rc = part_read(it, head.at, size - head.at, &tail, err)) != OK)
		return rc;
	return tail_take(it, &tail) ? OK : unreadable(it, err);
}

/* Once over the file, or over what is signed. */
struct pass {
	const struct looking *looking;
	size_t at, end;
	unsigned char *chunk;
};

static enum status pass_next(void *context, struct octets *ret,
			     struct error *err)
{
	struct pass *pass = context;
	size_t n = pass->end - pass->at;
	enum status rc;

	if (n > CHUNK)
		n = CHUNK;
	if ((rc = bytes_read(pass->looking, pass->at, n, pass->chunk, err)) !=
	    OK)
		return rc;
	pass->at += n;
	*ret = (struct octets){ pass->chunk, n };
	return OK;
}

static enum status hash(struct looking *it, struct pass *pass,
			struct error *err)
{
	OWN(digest) struct digest *digest = NULL;
	struct octets piece;
	enum status rc;

	if ((rc = digest_new(&digest, err)) != OK)
		return rc;
	while ((rc = pass_next(pass, &piece, err)) == OK && piece.size)
		if ((rc = digest_update(digest, piece.bytes, piece.size,
					err)) != OK)
			return rc;
	return rc == OK ? digest_finish(digest, it->seen.sha256, err) : rc;
}

/* The signature and the hash of the file are two things for two processors. */
static void bytes_look(size_t index, void *context)
{
	struct looking *it = context;
	OWN(arena) struct arena *arena = arena_new();
	struct pass pass = { it, 0, (size_t)it->seen.size,
			     arena_alloc(arena, CHUNK) };

	if (index == 0) {
		it->status[0] = hash(it, &pass, &it->errors[0]);
		return;
	}
	pass.at = it->tbs_from;
	pass.end = it->tbs_end;
	it->status[1] = key_verify_pieces(it->key, pass_next, &pass,
					  it->signature, &it->errors[1]);
}

enum status crl_look(int fd, const char *name, const struct key *key,
		     struct crl_seen *ret, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct looking it = { .fd = fd, .name = name, .arena = arena,
			      .key = key };
	struct stat facts;
	enum status rc;

	if (fstat(fd, &facts) != 0)
		return error_system(err, IOERR, "file_unreadable", errno,
				    "cannot read \"%s\"", name);
	it.seen.size = facts.st_size;
	if ((rc = frame_look(&it, (size_t)facts.st_size, err)) != OK)
		return rc;
	for (size_t i = 0; i < 2; i++)
		error_reset(&it.errors[i]);
	if (key)
		parallel_run(2, 0, bytes_look, &it);
	for (size_t i = 0; i < 2; i++)
		if (it.status[i] != OK)
			return error_merge(err, &it.errors[i]);
	*ret = it.seen;
	return OK;
}
