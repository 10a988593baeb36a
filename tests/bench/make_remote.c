/* make_remote - fills a store with synthetic remote certificates
 *
 *	make_remote [--certificates=N] FOLDER
 *
 * FOLDER is a store as `ipp-store init` makes it. Its first organization gets
 * ten authorities, fifty wallets and N certificates (1000000), each granted by
 * its first operator, who becomes an issuer; a token that the stash tools
 * accept (IPP_TOKEN_FILE) is written to FOLDER/token. Authorities follow one
 * another in time, registrations come in batches of 64, most certificates are
 * in the first wallet; some are suspended or blocked, used up, withdrawn or
 * over. The triggers of the schema stay in force; only the flushing to disk is
 * left out. */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/words.h>
#include <ipp/rule/remote_authority.h>
#include <ipp/store/remote_authority.h>
#include <ipp/store/session.h>

#include "../lib/remote_samples.h"

#define NOW	     INT64_C(1793520000) /* 2026-11-01, the newest day */
#define AUTHORITIES  10
#define SAMPLES	     100
#define SAMPLES_FROM (NOW - 900 * DAY_SECONDS)
#define SAMPLES_TO   (NOW + 900 * DAY_SECONDS)

struct maker {
	struct arena *arena;
	struct store *store;
	struct sql *sql;
	const char *folder;
	int64_t certificates;
};

static void script(struct maker *maker, const char *text)
{
	sample_must(sql_run(maker->sql, text, &sample_err));
}

/* A statement whose parameters are $1 = N, $2 = NOW. */
static void step(struct maker *maker, const char *what, const char *text)
{
	OWN(sql_statement) struct sql_statement *st = NULL;

	(void)fprintf(stderr, "%s\n", what);
	sample_must(sql_prepare(maker->sql, text, &st, &sample_err));
	sql_bind_integer(st, 1, maker->certificates);
	if (strstr(text, "$2"))
		sql_bind_integer(st, 2, NOW);
	sample_must(sql_execute(st, &sample_err));
}

static void authorities_make(struct maker *maker)
{
	for (int i = 0; i < AUTHORITIES; i++) {
		struct remote_authority it;

		record_clear(&remote_authority_record, &it);
		it.client_id = 1;
		it.authority =
		    arena_printf(maker->arena, "Authority %d", i + 1);
		it.base_url = "https://csc.example/csc/v1";
		it.oauth_client = "bench";
		it.access_days = 60;
		it.access_signatures = 1000000000;
		it.registered_at = NOW - 900 * DAY_SECONDS + i;
		sample_must(remote_authority_check(&it, true, true,
						   maker->arena, &sample_err));
		sample_must(remote_authority_insert(
		    maker->store, &it, "not to be guessed", &sample_err));
	}
}

/* One real certificate for each hundredth; the others share them. */
static void samples_make(struct maker *maker)
{
	script(maker, "CREATE TEMP TABLE samples (sample INTEGER PRIMARY KEY,"
		      " certificate BLOB, subject TEXT, serial TEXT,"
		      " not_before INTEGER, not_after INTEGER,"
		      " fingerprint TEXT)");
	for (int64_t n = 0; n < SAMPLES; n++) {
		OWN(arena) struct arena *arena = arena_new();
		OWN(sql_statement) struct sql_statement *st = NULL;
		struct sample_certificate it;

		sample_certificate(arena, n + 1, SAMPLES_FROM, SAMPLES_TO, &it);
		sample_must(sql_prepare(maker->sql,
					"INSERT INTO samples VALUES"
					" ($1, $2, $3, $4, $5, $6, $7)",
					&st, &sample_err));
		sql_bind_integer(st, 1, n);
		sql_bind_bytes(st, 2, it.der.bytes, it.der.size);
		sql_bind_text(st, 3, it.facts.subject_text);
		sql_bind_text(st, 4, it.facts.serial);
		sql_bind_integer(st, 5, it.facts.plan.not_before);
		sql_bind_integer(st, 6, it.facts.plan.not_after);
		sql_bind_text(st, 7, it.facts.fingerprint);
		sample_must(sql_execute(st, &sample_err));
	}
}

/* i, and numbers that look like chance: a of 0..99, b of 0..999. */
#define EACH                                                              \
	"WITH RECURSIVE each(i, a, b) AS (SELECT 1, 1, 1 UNION ALL"       \
	"  SELECT i + 1, (i + 1) * 2654435761 % 4294967296 / 1021 % 100," \
	"         (i + 1) * 2246822519 % 4294967296 / 997 % 1000"         \
	"    FROM each WHERE i < $1) "

static const char wallets_sql[] =
    "WITH RECURSIVE each(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM each"
    " WHERE i < min(50, $1))"
    " INSERT INTO remote_wallets (client_id, wallet, wallet_key)"
    " SELECT 1, CASE i WHEN 1 THEN 'Principal' ELSE 'Wallet ' || i END,"
    "  CASE i WHEN 1 THEN 'principal' ELSE 'wallet ' || i END FROM each";

static const char certificates_sql[] = EACH
    "INSERT INTO remote_certificates (client_id, alias, alias_key, wallet_id,"
    " authority_id, status, registered_at, credential_id, key_status,"
    " certificate_status, refreshed_at, auth_mode, scal, pin, otp, multisign,"
    " algorithms, key_algorithm, key_bits, key_curve, subject, issuer, serial,"
    " not_before, not_after, fingerprint)"
    " SELECT 1, w.word || '-' || i, lower(w.word) || ' ' || i,"
    "  CASE WHEN a < 60 THEN 1 ELSE 2 + b % (min(50, $1) - 1) END,"
    "  1 + (i - 1) * 10 / $1,"
    "  CASE WHEN b < 20 THEN 'blocked' WHEN b < 60 THEN 'suspended'"
    "   ELSE 'active' END,"
    "  $2 - 60 * 86400 - ($1 - i) / 64 * 64 * 69120000 / $1,"
    "  'credential-' || i, CASE WHEN i % 5000 = 7 THEN 'disabled'"
    "   ELSE 'enabled' END,"
    "  CASE WHEN i % 5000 = 11 THEN 'revoked' ELSE 'valid' END,"
    "  $2, 'explicit', 1, 'yes', 'no', 100, '1.2.840.10045.4.3.2', 'ec', 256,"
    "  '1.2.840.10045.3.1.7', s.subject, s.subject, s.serial, s.not_before,"
    "  s.not_after, s.fingerprint"
    " FROM each"
    " JOIN words w ON w.word_id = a / 5"
    " JOIN samples s ON s.sample = i % 100";

static const char chains_sql[] =
    "INSERT INTO remote_chains (certificate_id, certificate)"
    " SELECT c.certificate_id, s.certificate FROM remote_certificates c"
    " JOIN samples s ON s.fingerprint = c.fingerprint WHERE $1 > 0";

/* Granted within the last seventy days. */
static const char grants_sql[] = EACH
    "INSERT INTO remote_grants (client_id, certificate_id, granted_at,"
    " granted_by, access_days, certificate_ends_at, access_ends_at,"
    " access_end_reason, signature_limit)"
    " SELECT 1, i, g, 1, 60, c.not_after, g + 60 * 86400, 'access_days',"
    "  1000000000"
    " FROM (SELECT i, $2 - (b * 100 + a) * 60 - i % 60 AS g FROM each)"
    " AS when_"
    " JOIN remote_certificates c ON c.certificate_id = when_.i";

static const char used_sql[] = EACH
    "INSERT INTO remote_signings (client_id, certificate_id, grant_id,"
    " asked_by, signatures, algorithm, sha256, reserved_at)"
    " SELECT 1, i, i, 1,"
    "  CASE WHEN i % 40 = 1 THEN 1000000000 ELSE 1 + b END,"
    "  '1.2.840.10045.4.3.2', zeroblob(32),"
    "  (SELECT granted_at FROM remote_grants WHERE grant_id = i)"
    " FROM each JOIN remote_certificates c ON c.certificate_id = i"
    " WHERE i % 10 = 1 AND c.status = 'active'";

static const char signed_sql[] =
    "UPDATE remote_signings SET state = 'signed', settled_at = reserved_at"
    " WHERE $1 > 0";

static const char withdrawn_sql[] =
    "UPDATE remote_grants SET withdrawn_at = granted_at + 1,"
    " withdrawn_reason = 'The access or refresh token is expired or has been"
    " revoked' WHERE grant_id % 33 = 5 AND $1 > 0";

static void words_make(struct maker *maker)
{
	script(maker,
	       "CREATE TEMP TABLE words (word_id INTEGER PRIMARY KEY, word);"
	       "INSERT INTO words (word_id, word) VALUES (0, 'Fatture'),"
	       " (1, 'Contratti'), (2, 'Bolle'), (3, 'Sigillo'), (4, 'Ordini'),"
	       " (5, 'Referti'), (6, 'Verbali'), (7, 'Bilanci'),"
	       " (8, 'Libri'), (9, 'Notifiche'), (10, 'Polizze'),"
	       " (11, 'Quietanze'), (12, 'Ricevute'), (13, 'Registri'),"
	       " (14, 'Atti'), (15, 'Delibere'), (16, 'Avvisi'),"
	       " (17, 'Estratti'), (18, 'Mandati'), (19, 'Invoices')");
}

/* As in make_store.c: indexes are made of full tables. What is unique, and
 * what triggers look up, stays. Returns what makes them again. */
static const char *indexes_drop(struct maker *maker)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	const char *ret = "", *drop = "";
	enum status rc;
	bool row;

	sample_must(sql_prepare(maker->sql,
				"SELECT name, sql FROM sqlite_schema"
				" WHERE type = 'index'"
				"   AND tbl_name = 'remote_certificates'"
				"   AND sql LIKE 'CREATE INDEX%'",
				&st, &sample_err));
	while ((rc = sql_step(st, &row, &sample_err)) == OK && row) {
		drop = arena_printf(maker->arena, "%sDROP INDEX %s;", drop,
				    sql_text(st, 0, maker->arena));
		ret = arena_printf(maker->arena, "%s%s;", ret,
				   sql_text(st, 1, maker->arena));
	}
	sample_must(rc);
	sql_done(TAKE(st));
	script(maker, "CREATE TEMP TABLE kept AS SELECT * FROM sqlite_stat1");
	script(maker, drop);
	return arena_printf(maker->arena,
			    "%sDELETE FROM sqlite_stat1;"
			    "INSERT INTO sqlite_stat1 SELECT * FROM kept;"
			    "DROP TABLE kept;",
			    ret);
}

/* The first operator works unattended as an issuer. */
static void token_make(struct maker *maker)
{
	static const char text[] = "0123456789abcdef0123456789abcdef"
				   "0123456789abcdef0123456789abcdef";
	struct session_row row = { .token = text,
				   .is_service = true,
				   .operator_id = 1,
				   .label = "bench",
				   .scope = "stash-ca stash-cert stash-sign",
				   .created_at = NOW,
				   .idle_seconds = 36600 * DAY_SECONDS,
				   .expires_at = NOW + 36600 * DAY_SECONDS };

	script(maker, "INSERT INTO profiles (operator_id, unit_id, profile)"
		      " VALUES (1, 1, 'issuer')");
	row.profile_id = sql_inserted(maker->sql);
	sample_must(session_insert(maker->store, &row, &sample_err));
	sample_must(
	    file_write(arena_printf(maker->arena, "%s/token", maker->folder),
		       text, sizeof text - 1, 0600, &sample_err));
}

static void store_fill(struct maker *maker)
{
	OWN(tx) struct tx *tx = NULL;
	const char *indexes;

	sample_must(store_open(maker->folder, NULL, STORE_OPEN, &maker->store,
			       &sample_err));
	maker->sql = store_sql(maker->store);
	script(maker, "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000;"
		      "PRAGMA journal_mode = MEMORY;");
	samples_make(maker);
	words_make(maker);
	indexes = indexes_drop(maker);
	sample_must(tx_begin(maker->store, &tx, &sample_err));
	authorities_make(maker);
	step(maker, "wallets", wallets_sql);
	step(maker, "certificates", certificates_sql);
	step(maker, "chains", chains_sql);
	step(maker, "grants", grants_sql);
	step(maker, "signatures", used_sql);
	step(maker, "answers", signed_sql);
	step(maker, "withdrawals", withdrawn_sql);
	token_make(maker);
	sample_must(tx_commit(&tx, &sample_err));
	(void)fprintf(stderr, "indexes\n");
	script(maker, indexes);
	script(maker, "PRAGMA journal_mode = WAL;");
}

static error_t option(int key, char *arg, struct argp_state *state)
{
	struct maker *maker = state->input;

	switch (key) {
	case 'c':
		return integer_parse(arg, 2, 100000000, &maker->certificates)
			   ? 0
			   : EINVAL;
	case ARGP_KEY_ARG:
		if (maker->folder)
			argp_usage(state);
		maker->folder = arg;
		return 0;
	case ARGP_KEY_NO_ARGS:
		argp_usage(state);
		return EINVAL;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char *argv[])
{
	static const struct argp_option options[] = {
		{ "certificates", 'c', "N", 0, "so many (1000000)", 0 }, { 0 }
	};
	static const struct argp argp = {
		options,  option,
		"FOLDER", "Fill a store with synthetic remote certificates.",
		NULL,	  NULL,
		NULL
	};
	struct maker maker = { .certificates = 1000000 };

	error_reset(&sample_err);
	if (argp_parse(&argp, argc, argv, 0, NULL, &maker))
		return USAGE;
	maker.arena = arena_new();
	store_fill(&maker);
	store_close(maker.store);
	arena_free(maker.arena);
	return OK;
}
