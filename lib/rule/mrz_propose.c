/* mrz_propose - what a machine-readable zone tells of holder and document */
#include <ipp/rule/mrz.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/person.h>

struct proposal {
	struct arena *arena;
	const char *names; /* of members filled so far */
};

static void name_add(struct proposal *proposal, const char *name)
{
	proposal->names =
	    proposal->names
		? arena_printf(proposal->arena, "%s, %s", proposal->names, name)
		: name;
}

static void fill_text(struct proposal *proposal, const char **member,
		      const char *value, const char *name)
{
	if (*member || text_is_empty(value))
		return;
	*member = value;
	name_add(proposal, name);
}

static void fill_word(struct proposal *proposal, int64_t *member, int64_t value,
		      const char *name)
{
	if (*member != ABSENT || value == ABSENT)
		return;
	*member = value;
	name_add(proposal, name);
}

const char *mrz_propose(struct arena *arena, const struct mrz *mrz,
			struct person *person,
			struct identity_document *document)
{
	struct proposal it = { arena, NULL };
	int64_t type = *mrz->document_type == 'P' ? DOCUMENT_PASSPORT
						  : DOCUMENT_IDENTITY_CARD;

	if (!mrz->is_truncated) {
		fill_text(&it, &person->surname, mrz->surname, "surname");
		fill_text(&it, &person->given_name, mrz->given_name,
			  "given_name");
		if (text_is_empty(mrz->given_name) && !person->given_name)
			fill_word(&it, &person->single_name, 1, "single_name");
	}
	fill_word(&it, &person->sex, mrz->sex, "sex");
	fill_text(&it, &person->birth_date, mrz->birth_date, "birth_date");
	fill_text(&it, &person->citizenship, mrz->nationality, "citizenship");
	fill_word(&it, &document->document_type, type, "document_type");
	fill_text(&it, &document->document_country, mrz->issuer,
		  "document_country");
	fill_text(&it, &document->document_number, mrz->number,
		  "document_number");
	fill_text(&it, &document->document_expiry_date, mrz->expiry_date,
		  "document_expiry_date");
	return it.names;
}
