/* health_end - checks of what ends: certificates, tokens, trusted lists */
#include "health_part.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/authority.h>
#include <ipp/store/authority.h>
#include <ipp/store/desk.h>
#include <ipp/store/health.h>
#include <ipp/store/trust_list.h>

#include "trust_part.h"

/* How long a token or responder that has ended is still missed. */
#define MISSED_SECONDS (7 * DAY_SECONDS)

/* Judges what `what` is left until it ends. */
static enum status end_judge(struct probe *probe, const char *subject,
			     const char *code, const char *what,
			     int64_t ends_at, const char *remedy,
			     struct error *err)
{
	struct arena *arena = probe->desk->arena;
	struct finding it = finding_of(probe);
	int64_t left = ends_at - probe->desk->now;
	char date[DATE_SIZE];

	date_of(ends_at, date);
	it.subject = subject;
	it.code = code;
	it.at = ends_at;
	it.value = left;
	it.text =
	    left > 0
		? arena_printf(arena, _("%s ends on %s, in %s"), what, date,
			       measure_text(arena, MEASURE_SECONDS, left))
		: arena_printf(arena, _("%s ended on %s"), what, date);
	return probe_judge(probe, &it, remedy, err);
}

/* What stands there when there is nothing that could end. */
static enum status none_tell(struct probe *probe, const char *text,
			     struct error *err)
{
	struct finding it = finding_of(probe);

	if (probe->told > 0 || probe->has_best)
		return OK;
	it.severity = SEVERITY_OK;
	it.text = text;
	return probe_tell(probe, &it, err);
}

static enum status officer_look(void *context, const struct ending *ending,
				struct error *err)
{
	struct probe *probe = context;

	return end_judge(probe, ending->owner, "officer_certificate_ending",
			 _("the last registered certificate of this operator"),
			 ending->ends_at,
			 _("register a new one: ipp-operator certificate-add"),
			 err);
}

enum status probe_officers(struct probe *probe, struct error *err)
{
	enum status rc = officer_endings_each(probe->desk->store, officer_look,
					      probe, err);

	return rc == OK ? none_tell(probe,
				    _("nobody has registered a certificate"),
				    err)
			: rc;
}

static enum status token_look(void *context, const struct ending *ending,
			      struct error *err)
{
	struct probe *probe = context;
	struct arena *arena = probe->desk->arena;
	const char *what =
	    ending->label
		? arena_printf(arena, _("the service token \"%s\" of %s"),
			       ending->label, ending->owner)
		: arena_printf(arena, _("a service token of %s"),
			       ending->owner);

	return end_judge(probe, id_text(arena, "TKN", ending->token_id),
			 "token_ending", what, ending->ends_at,
			 _("make another: ipp-token add, or end it: ipp-token "
			   "withdraw"),
			 err);
}

enum status probe_tokens(struct probe *probe, struct error *err)
{
	enum status rc = token_endings_each(
	    probe->desk->store, probe->desk->now - MISSED_SECONDS, token_look,
	    probe, err);

	return rc == OK
		   ? none_tell(probe, _("there are no service tokens"), err)
		   : rc;
}

static enum status responder_look(void *context, const struct ending *ending,
				  struct error *err)
{
	struct probe *probe = context;

	return end_judge(probe, ending->owner, "responder_ending",
			 _("the certificate of who answers about certificates"),
			 ending->ends_at,
			 _("it renews itself when somebody asks; see: ipp-ca "
			   "ocsp"),
			 err);
}

enum status probe_responder(struct probe *probe, struct error *err)
{
	enum status rc = responder_endings_each(
	    probe->desk->store, probe->desk->now - MISSED_SECONDS,
	    responder_look, probe, err);

	return rc == OK ? none_tell(probe,
				    _("nobody answers about certificates"),
				    err)
			: rc;
}

static enum status authority_look(void *context,
				  const struct authority *authority,
				  struct error *err)
{
	struct probe *probe = context;

	if (authority->retired_at != ABSENT)
		return OK;
	return end_judge(probe, authority->name, "authority_ending",
			 _("the certificate of this authority"),
			 authority->not_after,
			 _("certificates cannot be issued beyond that day"),
			 err);
}

enum status probe_authorities(struct probe *probe, struct error *err)
{
	enum status rc =
	    authority_list(probe->desk->store, authority_look, probe, err);

	if (rc != OK || probe->told > 0 || probe->has_best)
		return rc;
	return error_set(err, CONFIG, "authority_missing", NULL,
			 "this store has no certificate authority; make one "
			 "with: ipp-ca init");
}

/* One that was pointed to, and that nobody has fetched, is missed by nobody. */
static enum status trust_list_look(struct probe *probe,
				   const struct trust_list_row *row,
				   struct error *err)
{
	struct finding it = finding_of(probe);

	if (row->trouble) {
		it.subject = row->territory;
		it.severity = SEVERITY_WARNING;
		it.code = "trust_list_trouble";
		it.at = row->checked_at;
		it.text = arena_printf(
		    probe->desk->arena,
		    _("no newer edition could be taken (%s); see: ipp-trust "
		      "lists"),
		    row->trouble);
		if (row->next_update == ABSENT ||
		    row->next_update + trust_grace(probe->desk) >
			probe->desk->now)
			return probe_tell(probe, &it, err);
	}
	if (row->next_update == ABSENT)
		return OK;
	return end_judge(probe, row->territory, "trust_list_ending",
			 _("the edition of the trusted list"),
			 row->next_update + trust_grace(probe->desk),
			 _("nothing is valid by it after that; run: ipp-trust "
			   "update"),
			 err);
}

enum status probe_trust_lists(struct probe *probe, struct error *err)
{
	struct trust_list_row *rows;
	size_t count;
	enum status rc = trust_lists_load(probe->desk->store,
					  probe->desk->arena, &rows, &count,
					  err);

	for (size_t i = 0; i < count && rc == OK; i++)
		rc = trust_list_look(probe, &rows[i], err);
	return rc == OK ? none_tell(probe, _("no trusted lists are kept"), err)
			: rc;
}
