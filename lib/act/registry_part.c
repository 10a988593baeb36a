/* registry_part - what the verbs of the registry share */
#include "registry_part.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/holder.h>
#include <ipp/model/request.h>
#include <ipp/rule/mrz.h>
#include <ipp/rule/request.h>
#include <ipp/store/desk.h>
#include <ipp/store/holder.h>

#define SIMILAR_MAX 3

void registry_propose(struct desk *desk, struct request *request)
{
	char today[DATE_SIZE];
	struct error ignored; /* the rule says it again, with all mistakes */
	const char *filled;
	struct mrz mrz;

	error_reset(&ignored);
	date_of(desk->now, today);
	if (!request->document.mrz ||
	    mrz_parse(desk->arena, request->document.mrz, today, 0, &mrz,
		      &ignored) != OK)
		return;
	filled = mrz_propose(desk->arena, &mrz, &request->person,
			     &request->document);
	if (filled)
		request_warn(request, desk->arena, "mrz_filled",
			     arena_printf(desk->arena,
					  "%s taken from the machine-readable "
					  "zone; compare with the document",
					  filled));
}

void registry_names(struct person *to, const struct person *from)
{
	if (from->single_name == 1)
		to->given_name = NULL;
	else if (from->given_name)
		to->single_name = from->single_name;
}

enum status registry_exists(const struct holder *found, int64_t holder_id,
			    const struct person *person, struct error *err)
{
	if (found->holder_id == ABSENT || found->holder_id == holder_id)
		return OK;
	return error_add(err, DATA, "holder_exists",
			 person->tax_code ? "tax_code" : "legal_id_number",
			 "HLD%09" PRId64 " is this person already; change that "
			 "entry with: ipp-registry edit",
			 found->holder_id);
}

/* Who is like the holder of a request. */
struct similar {
	struct desk *desk;
	struct request *request;
};

static enum status similar_warn(void *context, const struct holder *holder,
				struct error *err)
{
	const struct similar *similar = context;
	struct arena *arena = similar->desk->arena;

	(void)err; /* warnings cannot fail */
	if (holder->holder_id != similar->request->holder_id &&
	    (holder->person.single_name == 1) ==
		    (similar->request->person.single_name == 1))
		request_warn(
		    similar->request, arena, "holder_similar",
		    arena_printf(arena,
				 "HLD%09" PRId64 " has the same name "
				 "and day of birth; look whether it is "
				 "the same person",
				 holder->holder_id));
	return OK;
}

enum status registry_similar(struct desk *desk, struct request *request,
			     struct error *err)
{
	const struct person *person = &request->person;
	struct similar similar = { desk, request };
	struct holder like;
	struct holder_filter filter = {
		.client_id = desk->session->client_id,
		.like = &like,
		.after = ABSENT,
		.limit = SIMILAR_MAX + 1,
	};

	record_clear(&holder_record, &like);
	like.person.surname = person->surname;
	like.person.given_name = person->given_name;
	like.person.birth_date = person->birth_date;
	return holder_find(desk->store, &filter, similar_warn, &similar, err);
}

enum status registry_images(struct desk *desk, struct holder *holder,
			    struct error *err)
{
	const struct document_image *images;
	const char **sides;
	size_t count = 0;
	enum status rc;

	if ((rc = holder_images(desk->store, holder->holder_id, desk->arena,
				&holder->document_images, err)) != OK)
		return rc;
	images = holder->document_images.items;
	sides = arena_alloc(desk->arena, (SIDE_BOTH + 1) * sizeof *sides);
	for (size_t i = 0; i < holder->document_images.count; i++)
		if (text_equal(images[i].document_number,
			       holder->document.document_number))
			sides[count++] =
			    document_side_words[images[i].side].name;
	holder->images = (struct texts){ sides, count };
	return OK;
}
