/* name - transliteration of names to A-Z */
#include <ipp/model/name.h>

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/port/unicode.h>

#include "letter.h"
#include "name_style.h"

#define SHADDA	  0x0651 /* the letter before counts twice */
#define PIECE_MAX 8	 /* bytes that one letter can become, doubled */

struct spelling {
	enum name_style style;
	const uint32_t *points;
	size_t count;
	char *start, *to;
	size_t piece;  /* length of what the letter before became */
	bool gap;      /* a word has ended */
	bool is_lossy; /* a letter was left out */
};

static bool is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0x00B4 || c == 0x2018 ||
	       c == 0x2019 || c == 0x201B || c == 0x2032 ||
	       (c >= 0x02B9 && c <= 0x02BF) || c == 0x00B7;
}

static uint32_t point_at(const struct spelling *s, size_t i)
{
	return i < s->count ? s->points[i] : 0;
}

/* The Greek capital, without marks, or 0. */
static uint32_t greek_at(const struct spelling *s, size_t i)
{
	uint32_t c = unicode_base(point_at(s, i));

	return c >= 0x0391 && c <= 0x03A9 ? c : 0;
}

static bool ends_word(const struct spelling *s, size_t i)
{
	uint32_t c;

	while (unicode_is_mark(point_at(s, i)))
		i++;
	c = point_at(s, i);
	return !is_apostrophe(c) && !unicode_is_letter(c);
}

static bool begins_word(const struct spelling *s)
{
	return s->gap || s->to == s->start;
}

static void put(struct spelling *s, const char *text)
{
	size_t n = strlen(text);

	if (n && s->gap && s->to > s->start)
		*s->to++ = ' ';
	if (n)
		s->gap = false;
	memcpy(s->to, text, n);
	s->to += n;
	s->piece = n;
}

/* ELOT 743: upsilon after alpha, epsilon, eta sounds V or F by what follows;
 * an accent on the first vowel or a diaeresis on the second divides them. */
static const char *upsilon(const struct spelling *s, size_t i)
{
	uint32_t before = i > 0 ? s->points[i - 1] : 0;
	uint32_t here = s->points[i], next = greek_at(s, i + 1);
	bool is_divided = here == 0x03AB ||
			  (here == 0x03A5 && point_at(s, i + 1) == 0x0308);

	if (is_divided)
		return "Y";
	if (before == 0x039F)
		return "U";
	if (before != 0x0391 && before != 0x0395 && before != 0x0397)
		return "Y";
	return next && strchr("\x01\x02\x03\x04\x05\x06\x07\x09\x0B\x0C\x0D"
			      "\x0F\x11\x15\x19",
			      (int)(next - 0x0390))
		   ? "V"
		   : "F";
}

/* Returns how many letters it used. */
static size_t put_greek(struct spelling *s, size_t i, uint32_t c)
{
	static const char text[25][3] = {
		"A", "V", "G", "D", "E",  "Z",	"I", "TH", "I",
		"K", "L", "M", "N", "X",  "O",	"P", "R",  "",
		"S", "T", "Y", "F", "CH", "PS", "O",
	};
	uint32_t next = greek_at(s, i + 1);

	if (c == 0x0393 && (next == 0x0393 || next == 0x039E || next == 0x03A7))
		return put(s, "N"), 1;
	if (c == 0x039C && next == 0x03A0 &&
	    (begins_word(s) || ends_word(s, i + 2)))
		return put(s, "B"), 2;
	put(s, c == 0x03A5 ? upsilon(s, i) : text[c - 0x0391]);
	return 1;
}

static const char *letter_text(const struct spelling *s,
			       const struct letter *letter, size_t i)
{
	bool is_other =
	    (letter->when == WHEN_PLAIN && s->style == NAME_PLAIN) ||
	    (letter->when == WHEN_INITIAL && begins_word(s)) ||
	    (letter->when == WHEN_FINAL && ends_word(s, i + 1));

	return is_other ? letter->other : letter->text;
}

static size_t put_letter(struct spelling *s, size_t i)
{
	uint32_t c = s->points[i], base;
	const struct letter *letter = letter_find(c);
	char ascii[2] = "";

	if (letter)
		return put(s, letter_text(s, letter, i)), 1;
	base = unicode_base(c);
	if (base >= 'A' && base <= 'Z') {
		ascii[0] = (char)base;
		return put(s, ascii), 1;
	}
	if (greek_at(s, i))
		return put_greek(s, i, base);
	letter = letter_find(base);
	if (letter)
		put(s, letter_text(s, letter, i));
	else
		s->is_lossy = true;
	return 1;
}

static size_t put_point(struct spelling *s, size_t i)
{
	uint32_t c = s->points[i];
	char again[PIECE_MAX + 1] = "";

	if (c == SHADDA && s->gap)
		return 1;
	if (c == SHADDA) {
		memcpy(again, s->to - s->piece, s->piece);
		put(s, again);
		s->piece = 0;
		return 1;
	}
	if (unicode_is_letter(c) && !is_apostrophe(c))
		return put_letter(s, i);
	if (!is_apostrophe(c) && !unicode_is_mark(c))
		s->gap = true;
	return 1;
}

static char *name_spell(struct arena *arena, const char *text,
			enum name_style style, bool *is_lossy)
{
	struct spelling s = { .style = style };

	s.points = unicode_upper(arena, text, &s.count);
	if (!s.points)
		return arena_text(arena, "");
	s.to = s.start = arena_alloc(arena, s.count * PIECE_MAX + 1);
	for (size_t i = 0; i < s.count;)
		i += put_point(&s, i);
	if (is_lossy)
		*is_lossy |= s.is_lossy;
	return s.start;
}

/* Most names: capitals, small letters and blanks need no tables. */
static char *name_ascii(struct arena *arena, const char *text)
{
	char *ret = arena_alloc(arena, strlen(text) + 1), *to = ret;
	bool gap = false;

	for (; *text; text++) {
		char c = *text;

		if (c == '\'' || c == '`')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - ('a' - 'A'));
		if (c < 'A' || c > 'Z') {
			gap = true;
			continue;
		}
		if (gap && to > ret)
			*to++ = ' ';
		gap = false;
		*to++ = c;
	}
	return ret;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text & 0x80)
			return false;
	return true;
}

char *name_style(struct arena *arena, const char *text, enum name_style style,
		 bool *is_lossy)
{
	return is_ascii(text) ? name_ascii(arena, text)
			      : name_spell(arena, text, style, is_lossy);
}

char *name_transliterate(struct arena *arena, const char *text)
{
	return name_style(arena, text, NAME_ICAO, NULL);
}

char *name_plain(struct arena *arena, const char *text)
{
	return name_style(arena, text, NAME_PLAIN, NULL);
}

bool name_is_valid(const char *text)
{
	return unicode_is_name(text);
}
