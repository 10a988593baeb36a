/* lend - a driver for tests: registers remote certificates in $IPP_STORE
 *
 * usage: lend login=LOGIN authority=NAME alias=ALIAS [NAME=VALUE]... [count=N]
 * The certificate is made here, and no authority is asked. Other names are
 * members of `remote_certificate` and of `remote_grant` (registered_at and
 * granted_at are now, unless they are given), and: used=N signatures,
 * withdrawn=REASON, certificate_days=N, again=yes for another grant of a
 * certificate that is there. With count, so many are registered, and a % in
 * the alias becomes their number. It works for the operator's organization, at
 * the instant IPP_NOW. */
#include <string.h>

#include <ipp/model/remote_authority.h>
#include <ipp/store/remote_authority.h>

#include "remote_samples.h"

struct lending {
	struct arena *arena;
	struct store *store;
	int64_t now, operator_id, client_id;
	const char *login, *authority, *withdrawn;
	long count, used, days;
	bool again;
	struct remote_certificate certificate;
	struct remote_grant grant;
};

static void member_set(struct lending *it, const char *name, const char *value)
{
	static const struct record *const members[] = {
		&remote_grant_record, &remote_certificate_record
	};
	void *bases[] = { &it->grant, &it->certificate };

	for (int i = 0; i < 2; i++) {
		const struct field *field = record_field(members[i], name);

		if (!field)
			continue;
		sample_must(field_parse(field, bases[i], value, it->arena,
					&sample_err));
		return;
	}
	(void)fprintf(stderr, "lend: no member %s\n", name);
	exit(USAGE);
}

static void arguments_read(struct lending *it, int argc, char *argv[])
{
	for (int i = 1; i < argc; i++) {
		char *value = strchr(argv[i], '=');
		const char *name = argv[i];

		if (!value)
			exit(USAGE);
		*value++ = '\0';
		if (text_equal(name, "login"))
			it->login = value;
		else if (text_equal(name, "authority"))
			it->authority = value;
		else if (text_equal(name, "withdrawn"))
			it->withdrawn = value;
		else if (text_equal(name, "count"))
			it->count = strtol(value, NULL, 10);
		else if (text_equal(name, "used"))
			it->used = strtol(value, NULL, 10);
		else if (text_equal(name, "certificate_days"))
			it->days = strtol(value, NULL, 10);
		else if (text_equal(name, "again"))
			it->again = text_equal(value, "yes");
		else
			member_set(it, name, value);
	}
	if (!it->login || !it->authority || !it->certificate.alias)
		exit(USAGE);
}

static void operator_look(struct lending *it)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	bool row;

	sample_must(sql_prepare(store_sql(it->store),
				"SELECT operator_id, client_id FROM operators"
				" WHERE login = $1",
				&st, &sample_err));
	sql_bind_text(st, 1, it->login);
	sample_must(sql_step(st, &row, &sample_err));
	if (!row)
		exit(DATA);
	it->operator_id = sql_integer(st, 0);
	it->client_id = sql_integer(st, 1);
}

static const char *numbered(struct arena *arena, const char *text, long n)
{
	const char *mark = strchr(text, '%');

	if (!mark)
		return text;
	return arena_printf(arena, "%.*s%ld%s", (int)(mark - text), text, n,
			    mark + 1);
}

static void lend(struct lending *it, const struct remote_authority *authority,
		 long n)
{
	struct remote_certificate certificate = it->certificate;
	struct remote_grant grant = it->grant;
	struct sample_certificate sample;

	certificate.client_id = it->client_id;
	certificate.authority_id = authority->authority_id;
	certificate.alias = numbered(it->arena, certificate.alias, n);
	if (certificate.registered_at == ABSENT)
		certificate.registered_at = it->now;
	if (grant.granted_at == ABSENT)
		grant.granted_at = it->now;
	if (it->again) {
		sample_must(remote_certificate_find(
		    it->store, it->client_id, certificate.alias, it->now,
		    it->arena, &certificate, &sample_err));
	} else {
		sample_certificate(it->arena, n, grant.granted_at - DAY_SECONDS,
				   grant.granted_at + it->days * DAY_SECONDS,
				   &sample);
		sample_insert(it->store, &certificate, &sample);
	}
	grant.client_id = it->client_id;
	grant.certificate_id = certificate.certificate_id;
	grant.granted_by = it->operator_id;
	grant.certificate_ends_at = certificate.not_after;
	if (grant.access_days == ABSENT)
		grant.access_days = authority->access_days;
	if (grant.signature_limit == ABSENT)
		grant.signature_limit = authority->access_signatures;
	sample_grant(it->store, &grant, it->used, it->withdrawn);
}

int main(int argc, char *argv[])
{
	struct lending it = { .arena = arena_new(), .count = 1, .days = 365 };
	struct remote_authority authority;
	struct tx *tx = NULL;

	error_reset(&sample_err);
	record_clear(&remote_certificate_record, &it.certificate);
	record_clear(&remote_grant_record, &it.grant);
	arguments_read(&it, argc, argv);
	if (!instant_parse(getenv("IPP_NOW"), &it.now))
		return USAGE;
	sample_must(store_open(getenv("IPP_STORE"), NULL, STORE_OPEN, &it.store,
			       &sample_err));
	operator_look(&it);
	sample_must(remote_authority_find(it.store, it.client_id, it.authority,
					  it.arena, &authority, &sample_err));
	sample_must(tx_begin(it.store, &tx, &sample_err));
	for (long n = 1; n <= it.count; n++)
		lend(&it, &authority, n);
	sample_must(tx_commit(&tx, &sample_err));
	store_close(it.store);
	arena_free(it.arena);
	return OK;
}
