/* name_compare - whether two names can be the same person's */
#include <ipp/model/name.h>

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <ipp/port/unicode.h>

#include "name_style.h"

#define WORDS_MAX 32

/* A word in both styles. */
struct word {
	const char *text[2];
	size_t size[2];
};

struct words {
	struct word list[WORDS_MAX];
	size_t count;
	bool is_cut; /* more than fit */
};

static void words_split(const char *icao, const char *plain, struct words *ret)
{
	const char *at[2] = { icao, plain };

	ret->count = 0;
	while (*at[0] && ret->count < WORDS_MAX) {
		struct word *word = &ret->list[ret->count++];

		for (int i = 0; i < 2; i++) {
			word->text[i] = at[i];
			word->size[i] = strcspn(at[i], " ");
			at[i] += word->size[i];
			at[i] += *at[i] == ' ';
		}
	}
	ret->is_cut = *at[0] != '\0';
}

static bool word_equal(const struct word *a, const struct word *b)
{
	for (int i = 0; i < 4; i++)
		if (a->size[i / 2] == b->size[i % 2] &&
		    !memcmp(a->text[i / 2], b->text[i % 2], a->size[i / 2]))
			return true;
	return false;
}

/* True if the words `two` and the one after it, written together, are `one`
 * (De Rossi: Derossi). */
static bool word_equal_pair(const struct word *one, const struct word *two)
{
	for (int i = 0; i < 4; i++) {
		const char *text = one->text[i / 2];
		size_t first = two[0].size[i % 2], second = two[1].size[i % 2];

		if (one->size[i / 2] == first + second &&
		    !memcmp(text, two[0].text[i % 2], first) &&
		    !memcmp(text + first, two[1].text[i % 2], second))
			return true;
	}
	return false;
}

/* Finds word `i` of `a` in `b` and marks what it used there; returns how
 * many words of `a` are found so, 0 if none. */
static size_t word_find(const struct words *a, size_t i, const struct words *b,
			bool used[WORDS_MAX])
{
	for (size_t j = 0; j < b->count; j++)
		if (!used[j] && word_equal(&a->list[i], &b->list[j])) {
			used[j] = true;
			return 1;
		}
	for (size_t j = 0; j + 1 < b->count; j++)
		if (!used[j] && !used[j + 1] &&
		    word_equal_pair(&a->list[i], &b->list[j])) {
			used[j] = used[j + 1] = true;
			return 1;
		}
	for (size_t j = 0; j < b->count && i + 1 < a->count; j++)
		if (!used[j] && word_equal_pair(&b->list[j], &a->list[i])) {
			used[j] = true;
			return 2;
		}
	return 0;
}

/* Same if `b` has the words of `a` and no others, similar if it has more. */
static enum name_match words_within(const struct words *a,
				    const struct words *b)
{
	bool used[WORDS_MAX] = { false };

	for (size_t i = 0; i < a->count;) {
		size_t found = word_find(a, i, b, used);

		if (!found)
			return NAME_DIFFERENT;
		i += found;
	}
	for (size_t j = 0; j < b->count; j++)
		if (!used[j])
			return NAME_SIMILAR;
	return NAME_SAME;
}

static bool key_equal(struct arena *arena, const char *a, const char *b)
{
	const char *x = unicode_search_key(arena, a);
	const char *y = unicode_search_key(arena, b);

	return x && y && !strcmp(x, y);
}

static void name_words(struct arena *arena, const char *text, struct words *ret,
		       bool *is_lossy)
{
	words_split(name_style(arena, text, NAME_ICAO, is_lossy),
		    name_style(arena, text, NAME_PLAIN, is_lossy), ret);
}

enum name_match name_compare(struct arena *arena, const char *a, const char *b)
{
	struct words x, y;
	bool is_lossy = false;
	enum name_match ret;

	if (!strcmp(a, b))
		return NAME_SAME;
	name_words(arena, a, &x, &is_lossy);
	name_words(arena, b, &y, &is_lossy);
	if (is_lossy || x.is_cut || y.is_cut || !x.count || !y.count)
		return key_equal(arena, a, b) ? NAME_SAME : NAME_DIFFERENT;
	ret = words_within(&x, &y);
	if (ret == NAME_DIFFERENT && words_within(&y, &x) != NAME_DIFFERENT)
		ret = NAME_SIMILAR;
	return ret;
}
