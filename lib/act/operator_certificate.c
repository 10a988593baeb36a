/* operator_certificate - the certificates officers sign with */
#include <ipp/act/operator_certificate.h>

#include <string.h>

#include <ipp/act/operator.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/operator.h>
#include <ipp/model/service_token.h>
#include <ipp/port/certificate.h>
#include <ipp/port/digest.h>
#include <ipp/port/json.h>
#include <ipp/store/desk.h>
#include <ipp/store/operator_certificate.h>

#include "operator.h"

static void row_tell(struct desk *desk,
		     const struct operator_certificate_row *row,
		     const struct certificate_facts *facts,
		     struct operator_certificate *ret)
{
	char *fingerprint = arena_alloc(desk->arena, 2 * DIGEST_SIZE + 1);

	hex_encode(row->fingerprint, DIGEST_SIZE, fingerprint);
	*ret = (struct operator_certificate){
		.login = row->login,
		.fingerprint = fingerprint,
		.subject = facts->subject_text,
		.issuer = facts->issuer_text,
		.serial = facts->serial,
		.not_before = row->not_before,
		.not_after = row->not_after,
		.added_at = row->added_at,
		.withdrawn_at = row->withdrawn_at,
		.usable = row->withdrawn_at == ABSENT &&
			  row->not_before <= desk->now &&
			  desk->now <= row->not_after,
	};
}

/* "TINIT-RSSMRA80A01H501U" or, in older certificates, "IT:RSS...". */
static bool names_tax_code(const struct certificate_facts *facts,
			   const char *tax_code)
{
	for (size_t i = 0; i < facts->plan.subject_count; i++) {
		const struct name_attribute *a = &facts->plan.subject[i];
		size_t n = strlen(a->value), m = strlen(tax_code);

		if (a->type == ATTRIBUTE_SERIAL_NUMBER && n > m &&
		    strchr("-:", a->value[n - m - 1]) &&
		    !strcmp(a->value + n - m, tax_code))
			return true;
	}
	return false;
}

static enum status fitness_check(struct desk *desk,
				 const struct operator_person *person,
				 const struct certificate_facts *facts,
				 struct error *err)
{
	if (facts->plan.authority ||
	    !(facts->plan.key_usage & KEY_USAGE_NON_REPUDIATION))
		return error_set(err, REFUSED, "certificate_purpose", "file",
				 "this certificate is not meant for signatures "
				 "of a person; register another");
	if (facts->plan.not_after < desk->now)
		return error_set(err, REFUSED, "certificate_expired", "file",
				 "this certificate has expired; register "
				 "another");
	if (person->tax_code && !names_tax_code(facts, person->tax_code))
		return error_set(err, REFUSED, "certificate_other_person",
				 "file",
				 "this certificate does not name the tax code "
				 "of operator \"%s\"",
				 person->login);
	return OK;
}

static enum status certificate_journal(struct desk *desk, const char *event,
				       const struct operator_certificate *it,
				       struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "fingerprint", it->fingerprint);
	json_set_text(detail, "serial", it->serial);
	json_set_text(detail, "issuer", it->issuer);
	return operator_journal(desk, event, it->login, detail, err);
}

enum status operator_certificate_add(struct desk *desk, const char *login,
				     const void *bytes, size_t n,
				     struct operator_certificate *ret,
				     struct error *err)
{
	struct operator_certificate_row row = { .added_at = desk->now,
						.withdrawn_at = ABSENT };
	struct certificate_facts facts = { 0 };
	struct operator_certificate it;
	struct operator_person person;
	struct octets der;
	enum status rc;

	if ((rc = operator_show(desk, login, &person, err)) != OK ||
	    (rc = pem_decode(desk->arena, "CERTIFICATE", bytes, n, &der,
			     err)) != OK ||
	    (rc = certificate_read(desk->arena, der.bytes, der.size, &facts,
				   err)) != OK ||
	    (rc = fitness_check(desk, &person, &facts, err)) != OK ||
	    (rc = digest_sha256(der.bytes, der.size, row.fingerprint, err)) !=
		OK)
		return rc;
	row.operator_id = person.operator_id;
	row.login = person.login;
	row.der = der.bytes;
	row.size = der.size;
	row.not_before = facts.plan.not_before;
	row.not_after = facts.plan.not_after;
	row_tell(desk, &row, &facts, &it);
	if ((rc = operator_certificate_insert(desk->store, &row, err)) != OK ||
	    (rc = certificate_journal(desk, "operator_certificate_added", &it,
				      err)) != OK)
		return rc;
	*ret = it;
	return OK;
}

static enum status fingerprint_read(const char *text,
				    unsigned char ret[DIGEST_SIZE],
				    struct error *err)
{
	if (!text)
		return error_set(err, DATA, "missing", "fingerprint",
				 "fingerprint is missing; give it");
	if (strlen(text) == 2 * DIGEST_SIZE &&
	    hex_decode(text, DIGEST_SIZE, ret))
		return OK;
	return error_set(err, DATA, "not_a_hash", "fingerprint",
			 "\"%.80s\" is no SHA-256; give 64 hexadecimal digits",
			 text);
}

enum status operator_certificate_withdraw(struct desk *desk,
					  const char *fingerprint,
					  struct operator_certificate *ret,
					  struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	struct operator_certificate_row row = { 0 };
	struct certificate_facts facts = { 0 };
	struct operator_certificate it;
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK ||
	    (rc = fingerprint_read(fingerprint, hash, err)) != OK ||
	    (rc = operator_certificate_find(desk->store,
					    desk->session->client_id, hash,
					    desk->arena, &row, err)) != OK)
		return rc;
	if (row.withdrawn_at != ABSENT)
		return error_set(err, REFUSED, "certificate_withdrawn",
				 "fingerprint",
				 "this certificate of \"%s\" was withdrawn "
				 "before",
				 row.login);
	row.withdrawn_at = desk->now;
	if ((rc = certificate_read(desk->arena, row.der, row.size, &facts,
				   err)) != OK ||
	    (rc = operator_certificate_mark_withdrawn(desk->store, hash,
						      desk->now, err)) != OK)
		return rc;
	row_tell(desk, &row, &facts, &it);
	if ((rc = certificate_journal(desk, "operator_certificate_withdrawn",
				      &it, err)) != OK)
		return rc;
	*ret = it;
	return OK;
}

struct listing {
	struct desk *desk;
	enum status (*each)(void *context, const void *operator_certificate,
			    struct error *err);
	void *context;
};

static enum status list_row(void *context,
			    const struct operator_certificate_row *row,
			    struct error *err)
{
	struct listing *listing = context;
	struct certificate_facts facts = { 0 };
	struct operator_certificate it;
	enum status rc;

	if ((rc = certificate_read(listing->desk->arena, row->der, row->size,
				   &facts, err)) != OK)
		return rc;
	row_tell(listing->desk, row, &facts, &it);
	return listing->each(listing->context, &it, err);
}

enum status operator_certificate_list(
    struct desk *desk, const char *login,
    enum status (*each)(void *context, const void *operator_certificate,
			struct error *err),
    void *context, struct error *err)
{
	struct listing listing = { desk, each, context };
	struct operator_person person = { .operator_id = ABSENT };
	enum status rc;

	if ((rc = manage_check(desk, err)) != OK)
		return rc;
	if (login && (rc = operator_show(desk, login, &person, err)) != OK)
		return rc;
	return operator_certificate_each(desk->store, desk->session->client_id,
					 person.operator_id, desk->arena,
					 list_row, &listing, err);
}
