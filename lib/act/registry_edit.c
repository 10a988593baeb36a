/* registry_edit - registry entries changed, within what was verified */
#include <ipp/act/registry.h>

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/holder.h>
#include <ipp/model/request.h>
#include <ipp/port/json.h>
#include <ipp/rule/request.h>
#include <ipp/store/desk.h>
#include <ipp/store/holder.h>

#include "overlay.h"
#include "registry_part.h"
#include "request_part.h"

/* Members in the order of the record, up to the first of the next group. */
static const struct group {
	const char *first;
	unsigned steps;	  /* to be checked when one of them changes */
	bool is_verified; /* an officer has seen the document */
} groups[] = {
	{ "surname", STEP_HOLDER | STEP_DOCUMENT, true },
	{ "street", STEP_HOLDER, false },
	{ "email", STEP_CONTACTS, false },
	{ "document_type", STEP_DOCUMENT, true },
	{ "verified_at", 0, false },
};

struct difference {
	unsigned steps;
	bool is_verified;
	struct json *names; /* of members */
	const char *text;   /* the verified ones, for people */
};

static bool is_same(const struct field *field, const struct holder *a,
		    const struct holder *b, struct arena *arena)
{
	const char *left = field_format(field, a, arena);
	const char *right = field_format(field, b, arena);

	return !strcmp(field->name, "email") ? !strcasecmp(left, right)
					     : !strcmp(left, right);
}

/* What is not the same; the caller frees ret->names. */
static void compare(const struct holder *a, const struct holder *b,
		    struct arena *arena, struct difference *ret)
{
	const struct group *group = NULL, *next = groups;

	*ret = (struct difference){ .names = json_array_new() };
	for (const struct field *f = holder_record.fields; f->name; f++) {
		if (next->steps == 0 && !strcmp(f->name, next->first))
			return;
		if (!strcmp(f->name, next->first))
			group = next++;
		if (!group || is_same(f, a, b, arena))
			continue;
		ret->steps |= group->steps;
		json_append_text(ret->names, f->name);
		if (!group->is_verified)
			continue;
		ret->text = ret->is_verified ? arena_printf(arena, "%s, %s",
							    ret->text, f->name)
					     : f->name;
		ret->is_verified = true;
	}
}

/* A new zone is another document: what it tells of it replaces the old. */
static void zone_adopt(const struct holder *in, const struct holder *before,
		       struct request *request)
{
	static const char *const told[] = { "document_type", "document_country",
					    "document_number",
					    "document_expiry_date" };
	struct holder blank;

	if (!in->document.mrz ||
	    text_equal(in->document.mrz, before->document.mrz))
		return;
	record_clear(&holder_record, &blank);
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		const struct field *f = record_field(&holder_record, told[i]);

		if (field_is_absent(f, in))
			field_copy(record_field(&request_record, told[i]),
				   request, f, &blank);
	}
}

static enum status identity_check(struct desk *desk,
				  const struct request *request,
				  struct error *err)
{
	const char *identity = identity_key(desk->arena, &request->person);
	struct holder found;
	enum status rc;

	if (!identity)
		return OK; /* the rule has said so */
	if ((rc = holder_find_identity(desk->store, desk->session->client_id,
				       identity, desk->arena, &found, err)) !=
	    OK)
		return rc;
	return registry_exists(&found, request->holder_id, &request->person,
			       err);
}

static enum status examine(struct desk *desk, struct request *request,
			   unsigned steps, struct error *err)
{
	enum status rc = request_examine(desk, request, steps, err);

	if (steps & STEP_CONTACTS && (rc == OK || rc == DATA))
		rc = status_worse(rc,
				  registry_contacts(desk, &request->person,
						    request->holder_id, err));
	if (steps & STEP_HOLDER && (rc == OK || rc == DATA))
		rc = status_worse(rc, identity_check(desk, request, err));
	return rc;
}

static enum status verification_check(const struct holder *before,
				      const struct difference *difference,
				      bool is_confirmed, struct error *err)
{
	if (before->verified_at == ABSENT || !difference->is_verified ||
	    is_confirmed)
		return OK;
	return error_set(err, REFUSED, "holder_verified", "holder_id",
			 "HLD%09" PRId64 " is verified, and a change of %s "
			 "undoes that; if it must be, give --confirm",
			 before->holder_id, difference->text);
}

static enum status keep(struct desk *desk, const struct holder *before,
			struct holder *holder, struct difference *difference,
			struct error *err)
{
	OWN(json) struct json *detail = json_object_new();
	bool is_undone = holder->verified_at != ABSENT &&
			 difference->is_verified;
	enum status rc;

	if (json_count(difference->names) == 0)
		return OK;
	if (is_undone)
		holder->verified_at = ABSENT;
	json_set(detail, "changed", TAKE(difference->names));
	json_set_boolean(detail, "verification_undone", is_undone);
	if ((rc = holder_update(desk, holder, err)) != OK)
		return rc;
	return holder_journal(desk, "holder_changed", before, ABSENT,
			      TAKE(detail), err);
}

/* The entry as it would be, in the form that the rule checks. */
static enum status draw_up(struct desk *desk,
			   const struct registry_change *change,
			   const struct holder *before, struct request *ret,
			   struct error *err)
{
	struct holder holder = *before;
	enum status rc;

	overlay_person(&holder_record, &holder, &holder_record, change->in);
	rc = overlay_clear(&holder_record, &holder, change->clear, err);
	record_clear(&request_record, ret);
	overlay_person(&request_record, ret, &holder_record, &holder);
	ret->holder_id = before->holder_id;
	zone_adopt(change->in, before, ret);
	registry_propose(desk, ret);
	return rc;
}

/* The members of person and document, absent ones too. */
static void person_copy(struct holder *holder, const struct request *request)
{
	holder->person = request->person;
	holder->document = request->document;
}

static enum status change_check(struct desk *desk,
				const struct registry_change *change,
				const struct holder *before,
				struct holder *holder, struct difference *ret,
				struct error *err)
{
	struct request request;
	enum status rc = draw_up(desk, change, before, &request, err);

	person_copy(holder, &request);
	compare(before, holder, desk->arena, ret);
	rc = status_worse(rc, examine(desk, &request, ret->steps, err));
	if (rc == OK && ret->steps & STEP_HOLDER)
		rc = registry_similar(desk, &request, err);
	if (rc != OK)
		return rc;
	json_free(TAKE(ret->names));
	person_copy(holder, &request);
	compare(before, holder, desk->arena, ret);
	holder->warnings = request.warnings;
	return verification_check(before, ret, change->is_confirmed, err);
}

enum status registry_edit(struct desk *desk,
			  const struct registry_change *change,
			  struct holder *ret, struct error *err)
{
	struct difference difference = { 0 };
	struct holder before, holder;
	enum status rc;

	if (change->in->holder_id == ABSENT)
		return error_set(err, DATA, "missing", "holder_id",
				 "holder_id is missing; give it");
	if ((rc = holder_load(desk->store, desk->session->client_id,
			      change->in->holder_id, desk->arena, &before,
			      err)) != OK)
		return rc;
	holder = before;
	if ((rc = change_check(desk, change, &before, &holder, &difference,
			       err)) == OK &&
	    !desk->flaws &&
	    (rc = keep(desk, &before, &holder, &difference, err)) == OK &&
	    (rc = registry_images(desk, &holder, err)) == OK) {
		holder.document_images = (struct records){ 0 };
		*ret = holder;
	}
	json_free(difference.names);
	return rc;
}
