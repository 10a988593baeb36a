/* trust_facts - qualifications of trusted lists as JSON, and back */
#include <ipp/port/trust_facts.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/port/json.h>

#define QUALIFIERS_ALL (2 * TRUST_QUALIFIER_OTHER - 1)
#define USAGE_ALL      (2 * KEY_USAGE_DECIPHER_ONLY - 1)

static struct json *texts_encode(const struct texts *sets, size_t count)
{
	struct json *ret = json_array_new();

	for (size_t i = 0; i < count; i++) {
		struct json *set = json_array_new();

		for (size_t k = 0; k < sets[i].count; k++)
			json_append_text(set, sets[i].items[k]);
		json_append(ret, set);
	}
	return ret;
}

static struct json *usages_encode(const struct trust_usage *usages,
				  size_t count)
{
	struct json *ret = json_array_new();

	for (size_t i = 0; i < count; i++) {
		struct json *usage = json_object_new();

		json_set_integer(usage, "mask", usages[i].mask);
		json_set_integer(usage, "value", usages[i].value);
		json_append(ret, usage);
	}
	return ret;
}

static struct json *criteria_encode(const struct trust_criteria *it)
{
	struct json *ret = json_object_new(), *lists = json_array_new();

	json_set_integer(ret, "assert", it->assertion);
	json_set(ret, "usages", usages_encode(it->usages, it->usage_count));
	json_set(ret, "policies",
		 texts_encode(it->policies, it->policy_count));
	json_set(ret, "purposes",
		 texts_encode(it->purposes, it->purpose_count));
	json_set(ret, "attributes",
		 texts_encode(it->attributes, it->attribute_count));
	for (size_t i = 0; i < it->list_count; i++)
		json_append(lists, criteria_encode(&it->lists[i]));
	json_set(ret, "lists", lists);
	json_set_integer(ret, "foreign", (int64_t)it->foreign);
	return ret;
}

struct json *
trust_qualifications_encode(const struct trust_qualification *items,
			    size_t count)
{
	struct json *ret = json_array_new();

	for (size_t i = 0; i < count; i++) {
		struct json *item = json_object_new();

		json_set_integer(item, "qualifiers", items[i].qualifiers);
		json_set(item, "criteria", criteria_encode(&items[i].criteria));
		json_append(ret, item);
	}
	return ret;
}

/* An integer member within [0, max]. */
static bool number_decode(const struct json *object, const char *name,
			  int64_t max, int64_t *ret)
{
	const struct json *value = json_member(object, name);

	if (!value || json_kind(value) != JSON_IS_INTEGER ||
	    json_as_integer(value) < 0 || json_as_integer(value) > max)
		return false;
	*ret = json_as_integer(value);
	return true;
}

static bool array_of(const struct json *object, const char *name,
		     const struct json **ret, size_t *count)
{
	*ret = object ? json_member(object, name) : NULL;
	if (!*ret || json_kind(*ret) != JSON_IS_ARRAY ||
	    json_count(*ret) > LIMIT_TRUST_CRITERIA)
		return false;
	*count = json_count(*ret);
	return true;
}

static bool set_decode(const struct json *json, struct arena *arena,
		       struct texts *ret)
{
	size_t count = json_count(json);
	const char **items;

	if (json_kind(json) != JSON_IS_ARRAY || count > LIMIT_TRUST_CRITERIA)
		return false;
	items = arena_alloc(arena, (count + 1) * sizeof *items);
	for (size_t i = 0; i < count; i++) {
		const char *text = json_as_text(json_item(json, i));

		if (!text)
			return false;
		items[i] = arena_text(arena, text);
	}
	*ret = (struct texts){ items, count };
	return true;
}

static bool sets_decode(const struct json *object, const char *name,
			struct arena *arena, const struct texts **ret,
			size_t *count)
{
	const struct json *list;
	struct texts *sets;

	if (!array_of(object, name, &list, count))
		return false;
	*ret = sets = arena_alloc(arena, (*count + 1) * sizeof *sets);
	for (size_t i = 0; i < *count; i++)
		if (!set_decode(json_item(list, i), arena, &sets[i]))
			return false;
	return true;
}

static bool usages_decode(const struct json *object, struct arena *arena,
			  struct trust_criteria *ret)
{
	struct trust_usage *usages;
	const struct json *list;

	if (!array_of(object, "usages", &list, &ret->usage_count))
		return false;
	usages = arena_alloc(arena, (ret->usage_count + 1) * sizeof *usages);
	for (size_t i = 0; i < ret->usage_count; i++) {
		int64_t mask, value;

		if (!number_decode(json_item(list, i), "mask", USAGE_ALL,
				   &mask) ||
		    !number_decode(json_item(list, i), "value", USAGE_ALL,
				   &value))
			return false;
		usages[i] = (struct trust_usage){ (unsigned)mask,
						  (unsigned)value };
	}
	ret->usages = usages;
	return true;
}

static bool criteria_decode(const struct json *json, unsigned depth,
			    struct arena *arena, struct trust_criteria *ret)
{
	struct trust_criteria *lists;
	const struct json *list;
	int64_t foreign;

	if (!json || json_kind(json) != JSON_IS_OBJECT ||
	    !number_decode(json, "assert", TRUST_ASSERT_NONE,
			   &ret->assertion) ||
	    !number_decode(json, "foreign", INT32_MAX, &foreign) ||
	    !usages_decode(json, arena, ret) ||
	    !sets_decode(json, "policies", arena, &ret->policies,
			 &ret->policy_count) ||
	    !sets_decode(json, "purposes", arena, &ret->purposes,
			 &ret->purpose_count) ||
	    !sets_decode(json, "attributes", arena, &ret->attributes,
			 &ret->attribute_count) ||
	    !array_of(json, "lists", &list, &ret->list_count) ||
	    (ret->list_count > 0 && depth == 0))
		return false;
	ret->foreign = (size_t)foreign;
	ret->lists = lists =
	    arena_alloc(arena, (ret->list_count + 1) * sizeof *lists);
	for (size_t i = 0; i < ret->list_count; i++)
		if (!criteria_decode(json_item(list, i), depth - 1, arena,
				     &lists[i]))
			return false;
	return true;
}

bool trust_qualifications_decode(const struct json *json, struct arena *arena,
				 const struct trust_qualification **ret,
				 size_t *count)
{
	struct trust_qualification *items;
	size_t n = json ? json_count(json) : 0;

	if (!json || json_kind(json) != JSON_IS_ARRAY ||
	    n > LIMIT_TRUST_CRITERIA)
		return false;
	items = arena_alloc(arena, (n + 1) * sizeof *items);
	for (size_t i = 0; i < n; i++) {
		const struct json *item = json_item(json, i);
		int64_t qualifiers;

		if (json_kind(item) != JSON_IS_OBJECT ||
		    !number_decode(item, "qualifiers", QUALIFIERS_ALL,
				   &qualifiers) ||
		    !criteria_decode(json_member(item, "criteria"),
				     TRUST_CRITERIA_DEPTH, arena,
				     &items[i].criteria))
			return false;
		items[i].qualifiers = (unsigned)qualifiers;
	}
	*ret = items;
	*count = n;
	return true;
}
