/* registry - holders entered, found and shown */
#include <ipp/act/registry.h>

#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>
#include <ipp/model/request.h>
#include <ipp/rule/contact.h>
#include <ipp/rule/permission.h>
#include <ipp/rule/request.h>
#include <ipp/store/desk.h>
#include <ipp/store/holder.h>

#include "overlay.h"
#include "registry_part.h"
#include "request_part.h"

#define DATA_MIN 3 /* when there is no tax code */

/* Everything that is to be said of a new entry, at once. */
static enum status examine(struct desk *desk, struct request *request,
			   struct holder *found, struct error *err)
{
	unsigned steps = REGISTRY_STEPS;
	enum status rc;

	if (!request->document.mrz && error_is_on(desk->flaws, "mrz")) /* it might have told the rest */
		steps &= ~(STEP_HOLDER | STEP_DOCUMENT);
	rc = request_examine(desk, request, steps, err);

	if (rc == OK || rc == DATA)
		rc = status_worse(rc, registry_look(desk, request, found, err));
	if (rc == OK || rc == DATA)
		rc = status_worse(
		    rc, registry_exists(found, ABSENT, &request->person, err));
	return rc;
}

enum status registry_add(struct desk *desk, const struct holder *in,
			 struct holder *ret, struct error *err)
{
	struct request request;
	struct holder holder;
	enum status rc = OK;

	record_clear(&request_record, &request);
	overlay_person(&request_record, &request, &holder_record, in);
	registry_propose(desk, &request);
	if (in->holder_id != ABSENT)
		rc =
		    error_add(err, DATA, "holder_id_unexpected", "holder_id",
			      "a new entry has no holder_id yet; leave it out, "
			      "or change the entry with: ipp-registry edit");
	rc = status_worse(rc, examine(desk, &request, &holder, err));
	if (rc != OK || desk->flaws)
		return rc;
	if ((rc = registry_similar(desk, &request, err)) != OK ||
	    (rc = registry_enter(desk, &request, &holder, err)) != OK ||
	    (rc = holder_journal(desk, "holder_added", &holder, ABSENT, NULL,
				 err)) != OK)
		return rc;
	holder.warnings = request.warnings;
	*ret = holder;
	return OK;
}

/* As request_check writes them. */
static void code_form(struct arena *arena, const char **text)
{
	char *to;

	if (!*text)
		return;
	to = arena_text(arena, *text);
	*text = to;
	for (const char *p = to; *p; p++)
		if (*p != ' ')
			*to++ = *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A')
						       : *p;
	*to = '\0';
}

/* Data in the form in which the registry keeps them. */
static enum status like_form(struct desk *desk, struct holder *like,
			     struct error *err)
{
	struct person *person = &like->person;
	const char **const codes[] = {
		&person->tax_code,
		&person->birth_place_code,
		&person->birth_country,
		&person->citizenship,
		&person->legal_id_country,
		&person->legal_id_number,
		&person->province,
		&person->country,
		&like->document.document_country,
		&like->document.document_number,
	};
	struct error more;
	char *mobile;

	error_reset(&more);
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		code_form(desk->arena, codes[i]);
	email_domain(desk, person, &more);
	if (more.count > 0)
		return error_merge(err, &more);
	if (!person->mobile)
		return OK;
	if (contact_mobile(desk->arena, person->mobile, "mobile", &mobile,
			   err) != OK)
		return err->status;
	person->mobile = mobile;
	return OK;
}

static enum status filter_check(const struct holder_filter *filter,
				struct error *err)
{
	const struct holder *like = filter->like;

	if (filter->limit != ABSENT && filter->limit < 1)
		return error_set(err, USAGE, "limit", "limit",
				 "a limit is 1 or more; give another");
	if (like->person.tax_code || like->holder_id != ABSENT ||
	    holder_find_data(like) >= DATA_MIN)
		return OK;
	return error_set(err, USAGE, "too_few_data", NULL,
			 "a holder is found by his tax code, or by at least %d "
			 "personal data; give more, such as surname, "
			 "given_name and birth_date",
			 DATA_MIN);
}

struct finding {
	struct desk desk;
	struct arena *arena; /* of one holder */
	enum status (*each)(void *context, const struct holder *holder,
			    struct error *err);
	void *context;
};

static enum status found(void *context, const struct holder *holder,
			 struct error *err)
{
	struct finding *finding = context;
	struct holder whole = *holder;
	enum status rc;

	arena_reset(finding->arena);
	if ((rc = registry_images(&finding->desk, &whole, err)) != OK)
		return rc;
	whole.document_images = (struct records){ 0 };
	return finding->each(finding->context, &whole, err);
}

enum status registry_find(struct desk *desk, const struct holder_filter *filter,
			  enum status (*each)(void *context,
					      const struct holder *holder,
					      struct error *err),
			  void *context, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	const struct session *session = desk->session;
	struct finding finding = { *desk, arena, each, context };
	struct holder_filter wanted = *filter;
	struct holder like = *filter->like;
	enum status rc;

	finding.desk.arena = arena;
	wanted.like = &like;
	wanted.client_id = session->client_id;
	if ((rc = permission_check(session->profile, session->unit_id,
				   MAY_SEARCH, ABSENT, err)) != OK ||
	    (rc = filter_check(&wanted, err)) != OK ||
	    (rc = like_form(desk, &like, err)) != OK)
		return rc;
	return holder_find(desk->store, &wanted, found, &finding, err);
}

/* Lists that are empty are written nevertheless. */
static void list_form(struct records *list)
{
	if (!list->items)
		list->items = "";
}

enum status registry_show(struct desk *desk, int64_t holder_id,
			  struct holder *ret, struct error *err)
{
	const struct session *session = desk->session;
	enum reach reach = permission_reach(session->profile, MAY_SEARCH);
	struct holder holder;
	enum status rc;

	if ((rc = permission_check(session->profile, session->unit_id,
				   MAY_SEARCH, ABSENT, err)) != OK ||
	    (rc = holder_load(desk->store, session->client_id, holder_id,
			      desk->arena, &holder, err)) != OK ||
	    (rc = registry_images(desk, &holder, err)) != OK ||
	    (rc =
		 holder_history(desk->store, holder_id,
				reach == REACH_UNIT ? session->unit_id : ABSENT,
				desk->arena, &holder.history, err)) != OK)
		return rc;
	list_form(&holder.document_images);
	list_form(&holder.history);
	*ret = holder;
	return OK;
}
