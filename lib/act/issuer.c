/* issuer - what an authority puts into the certificates that it issues */
#include "issuer.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/model/authority.h>
#include <ipp/port/random.h>

#define SERIAL_TIME  3
#define SERIAL_BYTES (SERIAL_TIME + 16)

static struct texts one_text(const char *text, struct arena *arena)
{
	const char **items = arena_alloc(arena, sizeof *items);

	items[0] = text;
	return (struct texts){ items, 1 };
}

static struct texts one_url(const char *base, const char *path,
			    struct arena *arena)
{
	return one_text(arena_printf(arena, "%s/%s", base, path), arena);
}

static const char *list_url(const struct authority *authority,
			    int64_t partition, const char *kind,
			    struct arena *arena)
{
	const char *base = authority->base_url;
	const char *name = authority->role == AUTHORITY_ROOT ? "root" : "ca";

	return partition ? arena_printf(arena, "%s/%s-%" PRId64 "%s.crl", base,
					name, partition, kind)
			 : arena_printf(arena, "%s/%s%s.crl", base, name, kind);
}

const char *issuer_list_url(const struct authority *authority,
			    int64_t partition, struct arena *arena)
{
	return list_url(authority, partition, "", arena);
}

const char *issuer_changes_url(const struct authority *authority,
			       int64_t partition, struct arena *arena)
{
	return list_url(authority, partition, "-delta", arena);
}

void issuer_divide(struct certificate_issuer *issuer,
		   const struct authority *authority, int64_t partition,
		   struct arena *arena)
{
	issuer->crl_urls =
	    one_text(issuer_list_url(authority, partition, arena), arena);
}

int64_t issuer_partition(const struct authority *authority,
			 struct octets serial)
{
	uint64_t dice = 0;

	if (authority->partitions < 1)
		return 0;
	for (size_t i = serial.size - 8; i < serial.size; i++)
		dice = dice << 8 | serial.bytes[i];
	return (int64_t)(dice % (uint64_t)authority->partitions) + 1;
}

/* EN 319 412-5, 4.3.4: over https, English among them. */
static const struct qc_pds *disclosures(const char *base, struct arena *arena,
					size_t *count)
{
	static const char *const languages[] = { "en", "it" };
	struct qc_pds *ret = arena_alloc(arena, 2 * sizeof *ret);
	const char *rest = strstr(base, "://");

	for (size_t i = 0; i < 2; i++) {
		ret[i].language = languages[i];
		ret[i].url = arena_printf(arena, "https%s/pds/%s.pdf",
					  rest ? rest : "", languages[i]);
	}
	*count = 2;
	return ret;
}

struct certificate_issuer issuer_of(const struct authority *authority,
				    bool demo, struct arena *arena)
{
	bool root = authority->role == AUTHORITY_ROOT;
	const char *base = authority->base_url;
	struct certificate_issuer ret = {
		.policy_arc = authority->policy_arc,
		.demo = demo,
		.remote_qscd = authority->remote_qscd == 1,
		.issuer_urls =
		    one_url(base, root ? "root.cer" : "ca.cer", arena),
		.crl_urls =
		    one_text(issuer_list_url(authority, 0, arena), arena),
		.cps = arena_printf(arena, "%s/cps", base),
	};

	if (!root)
		ret.ocsp_urls = one_url(base, "ocsp", arena);
	ret.pds = disclosures(base, arena, &ret.pds_count);
	if (!authority->facts) /* not made yet: a root issues itself */
		return ret;
	ret.name = authority->facts->subject;
	ret.key = authority->facts->plan.key.kind;
	ret.key_id = authority->facts->plan.subject_key_id;
	ret.not_before = authority->not_before;
	ret.not_after = authority->not_after;
	return ret;
}

enum status serial_draw(int64_t now, struct arena *arena, struct octets *ret,
			struct error *err)
{
	unsigned char *bytes = arena_alloc(arena, SERIAL_BYTES);
	uint64_t time = (uint64_t)now >> 10;
	enum status rc =
	    random_bytes(bytes + SERIAL_TIME, SERIAL_BYTES - SERIAL_TIME, err);

	for (size_t i = SERIAL_TIME; i-- > 0; time >>= 8)
		bytes[i] = (unsigned char)time;
	bytes[0] &= 0x7f;
	if (rc == OK)
		*ret = (struct octets){ bytes, SERIAL_BYTES };
	return rc;
}

const char *serial_text(struct octets serial, struct arena *arena)
{
	char *ret = arena_alloc(arena, 2 * serial.size + 1);

	hex_encode(serial.bytes, serial.size, ret);
	for (char *p = ret; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return ret;
}
