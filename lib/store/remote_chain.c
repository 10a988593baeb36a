/* remote_chain - remote certificates in DER, and those above them */
#include <ipp/store/remote_certificate.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>

#include "internal.h"
#include "row.h"

#define ISSUERS_MAX 16

static enum status damaged(struct error *err)
{
	return error_set(err, CONFIG, "store_damaged", NULL,
			 "the chain of a remote certificate cannot be read; "
			 "run: ipp-store check");
}

/* One behind the other; the same chain is kept once. */
static enum status issuers_keep(struct store *store, struct octets chain,
				const unsigned char sha256[DIGEST_SIZE],
				struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO remote_issuers (sha256, chain)"
			      " VALUES ($1, $2) ON CONFLICT DO NOTHING",
			      &st, err)) != OK)
		return rc;
	sql_bind_bytes(st, 1, sha256, DIGEST_SIZE);
	sql_bind_bytes(st, 2, chain.bytes, chain.size);
	return sql_execute(st, err);
}

static struct octets joined(struct arena *arena, const struct octets *items,
			    size_t count)
{
	struct octets ret = { 0 };
	unsigned char *bytes;

	for (size_t i = 0; i < count; i++)
		ret.size += items[i].size;
	bytes = arena_alloc(arena, ret.size);
	ret.bytes = bytes;
	for (size_t i = 0; i < count; bytes += items[i++].size)
		memcpy(bytes, items[i].bytes, items[i].size);
	return ret;
}

enum status remote_chain_save(struct store *store, int64_t certificate_id,
			      struct octets certificate,
			      const struct octets *issuers, size_t count,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	OWN(arena) struct arena *arena = arena_new();
	unsigned char sha256[DIGEST_SIZE];
	struct octets chain;
	enum status rc;

	if (count > ISSUERS_MAX)
		return error_set(err, DATA, "chain_too_long", NULL,
				 "the authority sent %zu certificates above "
				 "its own; at most %d are kept",
				 count, ISSUERS_MAX);
	if (count > 0) {
		chain = joined(arena, issuers, count);
		if ((rc = digest_sha256(chain.bytes, chain.size, sha256,
					err)) != OK ||
		    (rc = issuers_keep(store, chain, sha256, err)) != OK)
			return rc;
	}
	if ((rc = sql_prepare(store->sql,
			      "INSERT INTO remote_chains"
			      " (certificate_id, certificate, issuers)"
			      " VALUES ($1, $2, $3)"
			      " ON CONFLICT (certificate_id) DO UPDATE"
			      " SET certificate = excluded.certificate,"
			      "     issuers = excluded.issuers",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	sql_bind_bytes(st, 2, certificate.bytes, certificate.size);
	sql_bind_bytes(st, 3, count > 0 ? sha256 : NULL, DIGEST_SIZE);
	return sql_execute(st, err);
}

/* The bytes of the SEQUENCE that begins here (X.690, 8.1); 0 if none does. */
static size_t sequence_size(const unsigned char *bytes, size_t n)
{
	size_t length, digits;

	if (n < 2 || bytes[0] != 0x30)
		return 0;
	if (bytes[1] < 0x80)
		return 2 + (size_t)bytes[1];
	digits = bytes[1] & 0x7f;
	if (digits == 0 || digits > 3 || n < 2 + digits)
		return 0;
	length = 0;
	for (size_t i = 0; i < digits; i++)
		length = length << 8 | bytes[2 + i];
	return 2 + digits + length;
}

static enum status split(struct octets chain, struct arena *arena,
			 struct octets **ret, size_t *count, struct error *err)
{
	struct octets *items = arena_alloc(arena, ISSUERS_MAX * sizeof *items);
	size_t found = 0, n;

	for (size_t at = 0; at < chain.size; at += n) {
		n = sequence_size(chain.bytes + at, chain.size - at);
		if (n == 0 || n > chain.size - at || found == ISSUERS_MAX)
			return damaged(err);
		items[found++] = (struct octets){ chain.bytes + at, n };
	}
	*ret = items;
	*count = found;
	return OK;
}

enum status remote_chain_load(struct store *store, int64_t certificate_id,
			      struct arena *arena, struct octets *certificate,
			      struct octets **issuers, size_t *count,
			      struct error *err)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct octets chain = { 0 };
	enum status rc;
	bool row;

	if ((rc = sql_prepare(store->sql,
			      "SELECT r.certificate, i.chain"
			      "  FROM remote_chains r"
			      "  LEFT JOIN remote_issuers i"
			      "    ON i.sha256 = r.issuers"
			      " WHERE r.certificate_id = $1",
			      &st, err)) != OK)
		return rc;
	sql_bind_integer(st, 1, certificate_id);
	if ((rc = sql_step(st, &row, err)) != OK)
		return rc;
	if (!row)
		return damaged(err);
	chain = row_octets(st, 1, arena);
	if ((rc = split(chain, arena, issuers, count, err)) != OK)
		return rc;
	*certificate = row_octets(st, 0, arena);
	return OK;
}
