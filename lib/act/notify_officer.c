/* notify_officer - officers told that their certificates end soon */
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/expiry.h>
#include <ipp/model/words.h>
#include <ipp/port/certificate.h>
#include <ipp/port/json.h>
#include <ipp/store/expiry.h>
#include <ipp/store/journal.h>
#include <ipp/store/operator_certificate.h>

#include "notify_due.h"

static const char *full_name(struct arena *arena, const char *given_name,
			     const char *surname)
{
	return arena_printf(arena, "%s %s", given_name, surname);
}

/* What the mails to him and about him say. */
static struct json *officer_values(struct noticing *it,
				   const struct expiry_officer *officer)
{
	struct json *ret = json_object_new();
	char until[INSTANT_SIZE], hex[2 * sizeof officer->fingerprint + 1];

	instant_format(officer->not_after, until);
	hex_encode(officer->fingerprint, sizeof officer->fingerprint, hex);
	json_set_text(ret, "officer_name",
		      full_name(it->desk.arena, officer->given_name,
				officer->surname));
	json_set_text(ret, "operator_id", officer->login);
	json_set_text(ret, "fingerprint", hex);
	json_set_text(ret, "valid_until", until);
	json_set_text(ret, "expires_on",
		      noticing_day(it, officer->not_after, 0));
	return ret;
}

static enum status officer_mail(struct noticing *it,
				const struct expiry_officer *officer,
				struct expiry_notice *notice,
				struct error *err)
{
	OWN(json) struct json *values = officer_values(it, officer);
	const struct outbox_message message = {
		.channel = CHANNEL_MAIL,
		.template_name = "officer_certificate_expiring",
		.language = officer->language,
		.recipient = officer->email,
		.recipient_name = full_name(it->desk.arena,
					    officer->given_name,
					    officer->surname),
		.values = values,
		.order_id = ABSENT,
		.user_id = ABSENT,
	};

	if (!officer->email) {
		notice_warn(it, notice,
			    _("the officer has no e-mail address; tell him "
			      "otherwise"));
		return OK;
	}
	notice_recipient(it, notice, officer->email);
	return outbox_queue(&it->desk, &message, err);
}

static enum status master_mail(struct noticing *it,
			       const struct expiry_officer *officer,
			       const struct expiry_master *master,
			       struct expiry_notice *notice,
			       struct error *err)
{
	OWN(json) struct json *values = officer_values(it, officer);
	const char *name = full_name(it->desk.arena, master->given_name,
				     master->surname);
	const struct outbox_message message = {
		.channel = CHANNEL_MAIL,
		.template_name = "colleague_certificate_expiring",
		.language = master->language,
		.recipient = master->email,
		.recipient_name = name,
		.values = values,
		.order_id = ABSENT,
		.user_id = ABSENT,
	};

	json_set_text(values, "operator_name", name);
	notice_recipient(it, notice, master->email);
	return outbox_queue(&it->desk, &message, err);
}

/* Those who can have another certificate registered for him. */
static enum status masters_mail(struct noticing *it,
				const struct expiry_officer *officer,
				struct expiry_notice *notice,
				struct error *err)
{
	struct expiry_master *masters;
	size_t count;
	enum status rc;

	if (notice->days != it->notices.days[0] && officer->email)
		return OK;
	if ((rc = expiry_masters(it->desk.store, it->scope.client_id,
				 it->desk.arena, &masters, &count, err)) != OK)
		return rc;
	for (size_t i = 0; i < count && rc == OK; i++)
		if (masters[i].operator_id != officer->operator_id)
			rc = master_mail(it, officer, &masters[i], notice,
					 err);
	return rc;
}

static enum status officer_journal(struct noticing *it,
				   const struct expiry_notice *notice,
				   struct error *err)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "operator", notice->login);
	json_set_text(detail, "fingerprint", notice->fingerprint);
	json_set_integer(detail, "days", notice->days);
	json_set_text(detail, "expires_on",
		      noticing_day(it, notice->valid_until, 0));
	json_set_integer(detail, "mails", (int64_t)notice->recipients.count);
	return journal_append(&it->desk, "officer_expiry_told", ABSENT, ABSENT,
			      detail, err);
}

/* One that this desk has stopped is of no use to him any more. */
static enum status is_stopped(struct noticing *it,
			      const struct expiry_officer *officer, bool *ret,
			      struct error *err)
{
	const struct octets der = { officer->der, officer->size };
	struct certificate_facts facts;
	int64_t status, since;
	enum status rc;

	if ((rc = certificate_read(it->desk.arena, officer->der, officer->size,
				   &facts, err)) != OK ||
	    (rc = operator_certificate_status(it->desk.store, der, facts.serial,
					      &status, &since, err)) != OK)
		return rc;
	*ret = status != ABSENT && status != STATUS_ACTIVE;
	return OK;
}

static enum status officer_tell(struct noticing *it, const void *what,
				struct expiry_notice *ret, bool *silent,
				struct error *err)
{
	const struct expiry_officer *officer = what;
	char hex[2 * sizeof officer->fingerprint + 1];
	bool is_new = false, stopped = false;
	enum status rc;

	*silent = true;
	ret->days = expiry_notice(&it->notices, officer->not_before,
				  officer->not_after, it->desk.now);
	if (ret->days == ABSENT)
		return OK;
	if ((rc = is_stopped(it, officer, &stopped, err)) != OK || stopped ||
	    (rc = expiry_officer_mark(it->desk.store, officer->fingerprint,
				      ret->days, &is_new, err)) != OK ||
	    !is_new)
		return rc;
	*silent = false;
	hex_encode(officer->fingerprint, sizeof officer->fingerprint, hex);
	ret->login = officer->login;
	ret->fingerprint = arena_text(it->desk.arena, hex);
	ret->surname = officer->surname;
	ret->given_name = officer->given_name;
	ret->valid_until = officer->not_after;
	if ((rc = officer_mail(it, officer, ret, err)) != OK ||
	    (rc = masters_mail(it, officer, ret, err)) != OK)
		return rc;
	return officer_journal(it, ret, err);
}

enum status noticing_officers(struct noticing *it, struct error *err)
{
	size_t last = it->notices.count - 1;
	struct expiry_officer *officers;
	int64_t from, before;
	size_t count;
	enum status rc;

	expiry_range(&it->notices, last, it->desk.now, &from, &before);
	if ((rc = expiry_officers(it->desk.store, it->scope.client_id,
				  it->desk.now, before, it->arena, &officers,
				  &count, err)) != OK)
		return rc;
	return noticing_run(it, officer_tell, officers, sizeof *officers, count,
			    err);
}
