/* desk - the organizations, units and operators of a store that is filled */
#include "maker.h"

#include <stdio.h>

#include <ipp/act/catalog.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>

static int64_t organization_make(struct maker *maker, const char *code)
{
	int64_t ret = run(maker,
			  "SELECT client_id FROM organizations"
			  " WHERE client_code = $1",
			  "t", code);

	if (ret)
		return ret;
	return run(maker,
		   "INSERT INTO organizations (client_code, name, created_at)"
		   " VALUES ($1, $1, $2) RETURNING client_id",
		   "ti", code, NOW - SPAN);
}

static int64_t unit_make(struct maker *maker, int64_t client, const char *code)
{
	int64_t ret = run(maker,
			  "SELECT unit_id FROM units WHERE client_id = $1"
			  " AND code = $2",
			  "it", client, code);

	if (ret)
		return ret;
	return run(maker,
		   "INSERT INTO units (client_id, code, name)"
		   " VALUES ($1, $2, $2) RETURNING unit_id",
		   "it", client, code);
}

static int64_t operator_make(struct maker *maker, int64_t client,
			     const char *login, int i)
{
	int64_t ret = run(maker,
			  "SELECT operator_id FROM operators WHERE login = $1",
			  "t", login);

	if (ret)
		return ret;
	return run(maker,
		   "INSERT INTO operators (client_id, login, surname,"
		   " given_name, created_at) VALUES ($1, $2, $3, $4, $5)"
		   " RETURNING operator_id",
		   "ittti", client, login, maker->surnames[i].text,
		   maker->given[i].text, NOW - SPAN);
}

static void people_make(struct maker *maker)
{
	char code[16];

	for (int i = 0; i <= UNITS; i++) {
		(void)snprintf(code, sizeof code, "U%02d", i);
		maker->units[i] = unit_make(
			maker, i == UNITS ? maker->other_client : maker->client,
			code);
	}
	for (int i = 0; i <= OPERATORS; i++) {
		(void)snprintf(code, sizeof code, "bench%02d", i);
		maker->operators[i] = operator_make(
			maker,
			i == OPERATORS ? maker->other_client : maker->client,
			code, i);
	}
}

static void token_make(struct maker *maker, int who, const char *profile,
		       const char *name)
{
	unsigned char hash[DIGEST_SIZE];
	char token[65];
	const char *path;
	int64_t now = instant_clock(), profile_id;

	for (int i = 0; i < 64; i++)
		token[i] = "0123456789abcdef"[below(maker, 16)];
	token[64] = '\0';
	check(maker, digest_sha256(token, 64, hash, &maker->err));
	profile_id = run(maker,
			 "INSERT INTO profiles (operator_id, unit_id, profile)"
			 " VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET"
			 " withdrawn_at = NULL RETURNING profile_id",
			 "iit", maker->operators[who], maker->units[0],
			 profile);
	(void)run(maker,
		  "INSERT INTO sessions (token_hash, kind, operator_id,"
		  " profile_id, label, created_at, used_at, idle_seconds,"
		  " expires_at) VALUES ($1, 'service', $2, $3, 'bench', $4,"
		  " $4, $5, $4 + $5) ON CONFLICT DO NOTHING",
		  "biiii", (const void *)hash, sizeof hash,
		  maker->operators[who], profile_id, now,
		  366 * DAY_SECONDS);
	path = arena_printf(maker->arena, "%s/%s", maker->folder, name);
	check(maker, file_write(path, token, 64, 0600, &maker->err));
}

/* Everything the program ships is enabled. */
static void catalog_make(struct maker *maker)
{
	check(maker, act_catalog_load(&maker->desk, &maker->err));
	check(maker, act_catalog_enable_all(&maker->desk, maker->client,
					    (1u << (RECOGNITION_SPID + 1)) - 1,
					    &maker->err));
}

void desk_make(struct maker *maker)
{
	maker->client =
	    run(maker, "SELECT min(client_id) FROM organizations", "");
	if (!maker->client || maker->client == SQL_NULL)
		maker->client = organization_make(maker, "BENCH");
	maker->other_client = organization_make(maker, "OTHER");
	people_make(maker);
	maker->authority =
	    run(maker,
		"SELECT min(authority_id) FROM authorities"
		" WHERE role = 'issuing'",
		"");
	if (!maker->authority || maker->authority == SQL_NULL)
		maker->authority =
		    run(maker,
			"INSERT INTO authorities (name, role, key_kind,"
			" sealed_key, certificate, not_before, not_after,"
			" base_url, policy_arc, created_at, retired_at)"
			" VALUES ('BENCH', 'issuing', 'p256', x'00', x'00',"
			" $1, $2, 'http://localhost/', '1.3.6.1.4.1.32473',"
			" $1, $2)"
			" RETURNING authority_id",
			"ii", NOW - SPAN, NOW + SPAN);
	maker->session.client_id = maker->client;
	maker->session.profile = PROFILE_MASTER_RAO;
	maker->session.unit_id = maker->units[0];
	maker->session.operator_id = maker->operators[0];
	maker->session.login = "bench00";
	maker->desk.now = NOW - SPAN;
	maker->desk.store = maker->store;
	maker->desk.session = &maker->session;
	maker->desk.arena = maker->arena;
	maker->desk.tool = "make_store";
	catalog_make(maker);
}

void tokens_make(struct maker *maker)
{
	token_make(maker, 0, "master_rao", "token");
	token_make(maker, 1, "rao", "token-unit");
}
