/* ocsp_pattern - requests that are like one which was read before
 *
 * Those of one client are the same but for the serial number. What OpenSSL made
 * of the first then holds for the others, with theirs. */
#include <ipp/port/ocsp.h>

#include <string.h>

#include <ipp/base/memory.h>

#define PATTERN_MAX  127 /* lengths are one byte */
#define BEFORE_ID    8	 /* four headers */
#define TAG_SEQUENCE 0x30
#define TAG_INTEGER  2

struct ocsp_pattern {
	unsigned char bytes[PATTERN_MAX];
	size_t size; /* 0: none yet */
	size_t name_at, key_at, serial_at;
	struct ocsp_question question; /* its bytes are gone */
};

struct ocsp_pattern *ocsp_pattern_new(void)
{
	return memory_new(sizeof(struct ocsp_pattern));
}

void ocsp_pattern_free(struct ocsp_pattern *pattern)
{
	free(pattern);
}

/* As DER writes a positive number without a zero before it: any other such
 * bytes in their place are a number, too (X.690, 8.3). */
static bool is_plain(const unsigned char *serial)
{
	return *serial >= 1 && *serial <= 0x7f;
}

/* Nothing but what must be there stands before the CertID, and nothing behind
 * it (RFC 6960, 4.1.1). */
static bool is_bare(struct octets der, struct octets id)
{
	if (der.size > PATTERN_MAX || der.size != BEFORE_ID + id.size)
		return false;
	for (size_t i = 0; i < BEFORE_ID; i += 2)
		if (der.bytes[i] != TAG_SEQUENCE ||
		    der.bytes[i + 1] != der.size - i - 2)
			return false;
	return memcmp(der.bytes + BEFORE_ID, id.bytes, id.size) == 0;
}

/* Where the same bytes are before the serial number; 0: nowhere. */
static size_t place_of(const struct ocsp_pattern *it, struct octets what)
{
	const unsigned char *at =
	    what.size ? memmem(it->bytes, it->serial_at, what.bytes, what.size)
		      : NULL;

	return at ? (size_t)(at - it->bytes) : 0;
}

/* Keeps what can be a pattern: one certificate, nothing besides. */
static void pattern_take(struct ocsp_pattern *it, struct octets der,
			 const struct ocsp_request *request)
{
	const struct ocsp_question *one = request->items;
	size_t n = one->serial.size;

	it->size = 0;
	if (request->count != 1 || !is_bare(der, one->id) || n == 0 ||
	    n + 2 > one->id.size || !is_plain(one->serial.bytes))
		return;
	memcpy(it->bytes, der.bytes, der.size);
	it->serial_at = der.size - n;
	it->name_at = place_of(it, one->name);
	it->key_at = place_of(it, one->key);
	it->question = *one;
	if (it->name_at && it->key_at &&
	    it->bytes[it->serial_at - 2] == TAG_INTEGER &&
	    it->bytes[it->serial_at - 1] == n)
		it->size = der.size;
}

static bool is_like(const struct ocsp_pattern *it, struct octets der)
{
	return it->size && der.size == it->size &&
	       memcmp(der.bytes, it->bytes, it->serial_at) == 0 &&
	       is_plain(der.bytes + it->serial_at);
}

enum status ocsp_request_read_next(struct ocsp_pattern *pattern,
				   struct arena *arena, struct octets der,
				   struct ocsp_request *ret, struct error *err)
{
	struct ocsp_question *one;
	enum status rc;

	if (!is_like(pattern, der)) {
		rc = ocsp_request_read(arena, der, ret, err);
		if (rc == OK)
			pattern_take(pattern, der, ret);
		return rc;
	}
	one = arena_alloc(arena, sizeof *one);
	*one = pattern->question; /* its sizes */
	one->id.bytes = der.bytes + BEFORE_ID;
	one->name.bytes = der.bytes + pattern->name_at;
	one->key.bytes = der.bytes + pattern->key_at;
	one->serial.bytes = der.bytes + pattern->serial_at;
	*ret = (struct ocsp_request){ .items = one, .count = 1 };
	return OK;
}
