/* operator_check - is this how an operator can be written down? */
#include "operator.h"

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/operator.h>
#include <ipp/port/json.h>
#include <ipp/port/unicode.h>
#include <ipp/rule/access.h>
#include <ipp/rule/contact.h>
#include <ipp/rule/permission.h>
#include <ipp/rule/tax_code.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>

enum status manage_check(struct desk *desk, struct error *err)
{
	return permission_check(desk->session->profile, desk->session->unit_id,
				MAY_MANAGE, ABSENT, err);
}

static enum status name_check(const char *name, const char *field,
			      struct error *err)
{
	if (text_is_empty(name))
		return error_set(err, DATA, "missing", field,
				 "%s is missing; give it", field);
	if (!unicode_is_name(name))
		return error_set(err, DATA, "not_a_name", field,
				 "\"%.64s\" cannot be a name; take letters, "
				 "apostrophes, hyphens and single blanks",
				 name);
	return OK;
}

/* What a part of the check complains about joins what was found before. */
static enum status join(enum status so_far, enum status now, struct error *one,
			struct error *err)
{
	if (now != OK)
		so_far = error_merge(err, one);
	error_reset(one);
	return so_far;
}

enum status operator_check(struct desk *desk, struct operator_person *it,
			   struct error *err)
{
	struct arena *arena = desk->arena;
	enum status rc = OK;
	struct tax_code code;
	struct error one;
	char *text;

	error_reset(&one);
	rc = join(rc, login_check(it->login, &one), &one, err);
	rc = join(rc, name_check(it->surname, "surname", &one), &one, err);
	rc =
	    join(rc, name_check(it->given_name, "given_name", &one), &one, err);
	if (it->tax_code) {
		enum status bad = tax_code_check(it->tax_code, &code, &one);

		rc = join(rc, bad, &one, err);
		if (bad == OK)
			it->tax_code = arena_text(arena, code.code);
	}
	if (it->email) {
		enum status bad =
		    contact_email(arena, it->email, "email", &text, &one);

		rc = join(rc, bad, &one, err);
		it->email = bad == OK ? text : it->email;
	}
	if (it->mobile) {
		enum status bad =
		    contact_mobile(arena, it->mobile, "mobile", &text, &one);

		rc = join(rc, bad, &one, err);
		it->mobile = bad == OK ? text : it->mobile;
	}
	return rc;
}

enum status operator_journal(struct desk *desk, const char *event,
			     const char *login, struct json *detail,
			     struct error *err)
{
	struct json *facts = detail ? detail : json_object_new();

	json_set_text(facts, "login", login);
	return journal_append(desk, event, ABSENT, ABSENT, facts, err);
}
