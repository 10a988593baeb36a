/* verify_shelf - trust and revocation data of a run, for all its files */
#include <pthread.h>
#include <search.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/field.h>
#include <ipp/port/certificate.h>

#include "verify_part.h"

#define DATA_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define BEGIN	       "-----BEGIN "
#define CERTIFICATE    "CERTIFICATE"
#define CRL	       "X509 CRL"

struct asked {
	enum shelf_place place;
	unsigned char key[32];
};

struct verify_shelf {
	pthread_mutex_t lock;
	bool alone;
	struct arena *arena;
	const struct trust_anchor **anchors;
	size_t anchor_count;
	struct trust_datum *data;
	size_t data_count, data_bytes;
	size_t version; /* how often something was added */
	void *asked;	/* tree of struct asked */
};

struct verify_shelf *verify_shelf_new(bool alone)
{
	struct verify_shelf *ret = memory_new(sizeof *ret);

	(void)pthread_mutex_init(&ret->lock, NULL); /* cannot fail */
	ret->alone = alone;
	ret->arena = arena_new();
	signed_file_prepare();
	return ret;
}

void verify_shelf_free(struct verify_shelf *shelf)
{
	if (!shelf)
		return;
	tdestroy(shelf->asked, free);
	for (size_t i = 0; i < shelf->data_count; i++)
		free((void *)(uintptr_t)shelf->data[i].bytes.bytes);
	memory_free(shelf->data);
	memory_free(shelf->anchors);
	arena_free(shelf->arena);
	(void)pthread_mutex_destroy(&shelf->lock);
	memory_free(shelf);
}

bool verify_shelf_is_alone(const struct verify_shelf *shelf)
{
	return shelf->alone;
}

struct arena *verify_shelf_arena(struct verify_shelf *shelf)
{
	return shelf->arena;
}

static void anchor_add(struct verify_shelf *shelf,
		       const struct trust_anchor *anchor)
{
	for (size_t i = 0; i < shelf->anchor_count; i++) {
		const struct trust_anchor *one = shelf->anchors[i];

		if (one->source == anchor->source &&
		    one->anchor_id == anchor->anchor_id &&
		    one->certificate.size == anchor->certificate.size &&
		    !memcmp(one->certificate.bytes, anchor->certificate.bytes,
			    one->certificate.size))
			return;
	}
	shelf->anchors = memory_grow(
	    shelf->anchors, (shelf->anchor_count + 1) * sizeof *shelf->anchors);
	shelf->anchors[shelf->anchor_count++] = anchor;
	shelf->version++;
}

void verify_shelf_anchors(struct verify_shelf *shelf, struct trust_anchor *list,
			  size_t count)
{
	(void)pthread_mutex_lock(&shelf->lock);
	for (size_t i = 0; i < count; i++)
		anchor_add(shelf, &list[i]);
	(void)pthread_mutex_unlock(&shelf->lock);
}

static enum status trust_one(struct verify_shelf *shelf, const void *bytes,
			     size_t n, struct error *err)
{
	struct trust_anchor *anchor = arena_alloc(shelf->arena, sizeof *anchor);
	enum status rc;

	if ((rc = pem_decode(shelf->arena, CERTIFICATE, bytes, n,
			     &anchor->certificate, err)) != OK)
		return rc;
	if (!signed_anchor_reads(anchor->certificate))
		return error_set(err, DATA, "certificate_unreadable", NULL,
				 "what is to be trusted is no certificate; "
				 "give PEM or DER");
	anchor->source = TRUST_FILE;
	anchor->service_type = TRUST_CA;
	anchor->next_update = ABSENT;
	verify_shelf_anchors(shelf, anchor, 1);
	return OK;
}

enum status verify_shelf_trust(struct verify_shelf *shelf, const void *bytes,
			       size_t n, struct error *err)
{
	static const char begin[] = BEGIN CERTIFICATE "-----";
	const char *at = bytes, *end = at + n, *next;
	enum status rc;

	next = memmem(at, n, begin, sizeof begin - 1);
	if (!next)
		return trust_one(shelf, bytes, n, err);
	for (at = next; at; at = next) {
		next = memmem(at + 1, (size_t)(end - at) - 1, begin,
			      sizeof begin - 1);
		if ((rc = trust_one(shelf, at,
				    (size_t)((next ? next : end) - at), err)) !=
		    OK)
			return rc;
	}
	return OK;
}

static void datum_add(struct verify_shelf *shelf, const unsigned char *key,
		      struct octets bytes)
{
	struct trust_datum *datum = NULL;
	void *copy = memory_new(bytes.size + 1);

	memcpy(copy, bytes.bytes, bytes.size);
	for (size_t i = 0; key && i < shelf->data_count; i++)
		if (!shelf->data[i].given &&
		    !memcmp(shelf->data[i].key, key, sizeof datum->key))
			datum = &shelf->data[i];
	if (datum) { /* nobody looks at it any more: rounds do not overlap */
		shelf->data_bytes -= datum->bytes.size;
		free((void *)(uintptr_t)datum->bytes.bytes);
	} else {
		shelf->data = memory_grow(shelf->data, (shelf->data_count + 1) *
							   sizeof *shelf->data);
		datum = &shelf->data[shelf->data_count++];
	}
	*datum = (struct trust_datum){ .given = !key,
				       .bytes = { copy, bytes.size } };
	if (key)
		memcpy(datum->key, key, sizeof datum->key);
	shelf->data_bytes += bytes.size;
	shelf->version++;
}

void verify_shelf_datum(struct verify_shelf *shelf, const unsigned char key[32],
			struct octets bytes)
{
	(void)pthread_mutex_lock(&shelf->lock);
	if (bytes.size <= DATA_BYTES_MAX - shelf->data_bytes)
		datum_add(shelf, key, bytes);
	(void)pthread_mutex_unlock(&shelf->lock);
}

void verify_shelf_revocation(struct verify_shelf *shelf, const void *bytes,
			     size_t n)
{
	OWN(arena) struct arena *arena = arena_new();
	struct octets der = { bytes, n };
	struct error err;

	error_reset(&err);
	if (n > sizeof BEGIN && !memcmp(bytes, BEGIN, sizeof BEGIN - 1))
		(void)pem_decode(arena, CRL, bytes, n, &der, &err);
	(void)pthread_mutex_lock(&shelf->lock);
	datum_add(shelf, NULL, der);
	(void)pthread_mutex_unlock(&shelf->lock);
}

size_t verify_shelf_version(struct verify_shelf *shelf)
{
	size_t ret;

	(void)pthread_mutex_lock(&shelf->lock);
	ret = shelf->version;
	(void)pthread_mutex_unlock(&shelf->lock);
	return ret;
}

size_t verify_shelf_look(struct verify_shelf *shelf, struct arena *arena,
			 struct trust_material *ret)
{
	size_t version;

	(void)pthread_mutex_lock(&shelf->lock);
	ret->anchors =
	    arena_bytes(arena, shelf->anchors,
			shelf->anchor_count * sizeof *shelf->anchors);
	ret->anchor_count = shelf->anchor_count;
	ret->data = arena_bytes(arena, shelf->data,
				shelf->data_count * sizeof *shelf->data);
	ret->data_count = shelf->data_count;
	version = shelf->version;
	(void)pthread_mutex_unlock(&shelf->lock);
	return version;
}

static int asked_compare(const void *a, const void *b)
{
	const struct asked *x = a, *y = b;

	return x->place != y->place
		   ? (x->place > y->place) - (x->place < y->place)
		   : memcmp(x->key, y->key, sizeof x->key);
}

bool verify_shelf_asked(struct verify_shelf *shelf, enum shelf_place place,
			const unsigned char key[32])
{
	struct asked *new = memory_new(sizeof *new);
	struct asked **found;
	bool ret;

	new->place = place;
	memcpy(new->key, key, sizeof new->key);
	(void)pthread_mutex_lock(&shelf->lock);
	found = tsearch(new, &shelf->asked, asked_compare);
	(void)pthread_mutex_unlock(&shelf->lock);
	if (!found)
		memory_exhausted();
	ret = *found != new;
	if (ret)
		memory_free(new);
	return ret;
}
