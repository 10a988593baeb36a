/* catalog_aid - the catalogue that ships, and what its parts must be like */
#ifndef IPP_TESTS_UNIT_CATALOG_AID_H
#define IPP_TESTS_UNIT_CATALOG_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <unistr.h>

#include <ipp/base/embedded.h>

struct catalog {
	json_t *products, *limits, *profiles;
};

static json_t *shipped(const char *name)
{
	const struct embedded *file = embedded_find(name);
	json_error_t why;
	json_t *json;

	assert_non_null(file);
	json = json_loadb(file->text, file->size, JSON_REJECT_DUPLICATES, &why);
	if (!json)
		fail_msg("%s line %d: %s", name, why.line, why.text);
	assert_int_equal(json_integer_value(json_object_get(json, "version")),
			 1);
	return json;
}

static int load(void **state)
{
	static struct catalog catalog;
	json_t *products = shipped("catalog/products.json");
	json_t *profiles = shipped("catalog/profiles.json");

	catalog.products = json_incref(json_object_get(products, "products"));
	catalog.limits = json_incref(json_object_get(products, "limits"));
	catalog.profiles = json_incref(json_object_get(profiles, "profiles"));
	json_decref(products);
	json_decref(profiles);
	*state = &catalog;
	return 0;
}

static int unload(void **state)
{
	struct catalog *catalog = *state;

	json_decref(catalog->products);
	json_decref(catalog->limits);
	json_decref(catalog->profiles);
	return 0;
}

static const char *text(const json_t *row, const char *member)
{
	const char *value = json_string_value(json_object_get(row, member));

	if (!value)
		fail_msg("no text \"%s\" in %s", member,
			 json_dumps(row, JSON_COMPACT));
	return value;
}

__attribute__((unused)) static const json_t *
find(const json_t *rows, const char *key, const char *name)
{
	const json_t *row, *ret = NULL;
	size_t i;

	json_array_foreach(rows, i, row) if (strcmp(text(row, key), name) == 0)
	{
		assert_null(ret); /* codes are unique */
		ret = row;
	}
	return ret;
}

__attribute__((unused)) static bool holds(const json_t *list, const char *word)
{
	const json_t *item;
	size_t i;

	assert_true(json_is_array(list));
	json_array_foreach(list, i, item) if (strcmp(json_string_value(item),
						     word) == 0) return true;
	return false;
}

/* Every item is a text, one of `words`, and stands there once. */
__attribute__((unused)) static void expect_words(const json_t *list,
						 const char *const *words)
{
	const json_t *item;
	size_t i, j;

	assert_true(json_is_array(list));
	json_array_foreach(list, i, item)
	{
		const char *const *word = words;

		while (*word && strcmp(*word, json_string_value(item)))
			word++;
		if (!*word)
			fail_msg("\"%s\" is no word of the list",
				 json_string_value(item));
		for (j = 0; j < i; j++)
			assert_false(json_equal(item, json_array_get(list, j)));
	}
}

static size_t characters(const char *value)
{
	assert_null(u8_check((const uint8_t *)value, strlen(value)));
	return u8_mbsnlen((const uint8_t *)value, strlen(value));
}

__attribute__((unused)) static void expect_both_languages(const json_t *texts,
							  size_t max)
{
	assert_int_equal(json_object_size(texts), 2);
	assert_in_range(characters(text(texts, "it")), 1, max);
	assert_in_range(characters(text(texts, "en")), 1, max);
}

#endif
