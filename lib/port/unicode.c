/* unicode - normal forms, search keys and what may be a name (libunistring) */
#include <ipp/port/unicode.h>

#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#include <ipp/base/memory.h>

#define MARKS_MAX 4 /* in a row; more is mischief, no name of a person */

/* Letters without decomposition, after case folding. */
static const struct plain {
	uint32_t point;
	char text[3];
} plain[] = {
	{ 0x00E6, "ae" }, { 0x00F0, "d" }, { 0x00F8, "o" },  { 0x00FE, "th" },
	{ 0x0111, "d" },  { 0x0127, "h" }, { 0x0131, "i" },  { 0x0138, "k" },
	{ 0x0142, "l" },  { 0x014B, "n" }, { 0x0153, "oe" }, { 0x0167, "t" },
	{ 0x0180, "b" },  { 0x0188, "c" }, { 0x0199, "k" },  { 0x01E5, "g" },
	{ 0x0253, "b" },  { 0x0256, "d" }, { 0x0257, "d" },  { 0x0259, "a" },
	{ 0x025B, "e" },  { 0x0268, "i" }, { 0x0272, "n" },  { 0x0289, "u" },
	{ 0x0254, "o" },
};

static const uint8_t *bytes_of(const char *text)
{
	return (const uint8_t *)text;
}

static bool is_well_formed(const char *text)
{
	return u8_check(bytes_of(text), strlen(text)) == NULL;
}

static bool is_control(ucs4_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 ||
	       c == 0x2029;
}

static bool is_noncharacter(ucs4_t c)
{
	return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

static bool is_apostrophe(ucs4_t c)
{
	return c == '\'' || c == '`' || c == 0x2018 || c == 0x2019 ||
	       c == 0x201B || c == 0x2032 || c == 0xFF07 ||
	       (c >= 0x02B9 && c <= 0x02BF) || c == 0x02C8 || c == 0x05F3;
}

static bool is_hyphen(ucs4_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
	       c == 0x058A || c == 0x05BE;
}

static bool is_blank(ucs4_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x00A0 ||
	       c == 0x202F || c == 0x3000 || (c >= 0x2000 && c <= 0x200A);
}

/* Marks that searches skip. Those with combining class 0 (vowels of Indic
 * scripts), 8 (kana) and 9 (virama) are letters to their readers. */
static bool is_skipped(ucs4_t c)
{
	int class;

	if (c < 0x0300)
		return c == 0x00AD || c == 0x00B7;
	if (c == 0x0640 || (c >= 0x200B && c <= 0x200F) ||
	    (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
	    c == 0xFEFF)
		return true;
	class = uc_combining_class(c);
	return class != UC_CCC_NR && class != UC_CCC_KV && class != UC_CCC_VR;
}

bool unicode_is_valid(const char *text, const char *controls)
{
	const uint8_t *at = bytes_of(text);
	ucs4_t c;

	if (!is_well_formed(text))
		return false;
	while ((at = u8_next(&c, at))) {
		if (is_noncharacter(c))
			return false;
		if (is_control(c) &&
		    (c > 0x7F || !controls || !strchr(controls, (int)c)))
			return false;
	}
	return true;
}

bool unicode_is_letter(uint32_t point)
{
	return uc_is_general_category_withtable(point, UC_CATEGORY_MASK_L);
}

bool unicode_is_mark(uint32_t point)
{
	return uc_is_general_category_withtable(point, UC_CATEGORY_MASK_M);
}

/* The scripts that Japanese, Korean and Chinese mix count as one. */
static const char *script_name(ucs4_t c)
{
	static const char *const east[] = { "Han", "Hiragana", "Katakana",
					    "Hangul", "Bopomofo" };
	const uc_script_t *script = uc_script(c);

	if (!script || !strcmp(script->name, "Common") ||
	    !strcmp(script->name, "Inherited"))
		return NULL;
	for (size_t i = 0; i < sizeof east / sizeof *east; i++)
		if (!strcmp(script->name, east[i]))
			return east[0];
	return script->name;
}

struct spelling {
	const char *script; /* of the word so far */
	size_t letters, marks;
	ucs4_t before;
};

static bool name_takes(struct spelling *s, ucs4_t c)
{
	const char *script;

	if (unicode_is_mark(c))
		return s->before && s->before != ' ' && s->marks++ < MARKS_MAX;
	s->marks = 0;
	if (c == ' ') {
		s->script = NULL;
		return s->before && s->before != ' ';
	}
	if (is_apostrophe(c))
		return true;
	if (is_hyphen(c) || c == '.')
		return s->before != 0;
	if (!unicode_is_letter(c))
		return false;
	s->letters++;
	script = script_name(c);
	if (script && s->script && strcmp(script, s->script) != 0)
		return false;
	if (script)
		s->script = script;
	return true;
}

bool unicode_is_name(const char *text)
{
	const uint8_t *at = bytes_of(text);
	struct spelling s = { 0 };
	ucs4_t c;

	if (!is_well_formed(text))
		return false;
	while ((at = u8_next(&c, at))) {
		if (!name_takes(&s, c))
			return false;
		s.before = c;
	}
	return s.letters > 0 && s.before != ' ';
}

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if (*text & 0x80)
			return false;
	return true;
}

char *unicode_nfc(struct arena *arena, const char *text)
{
	OWN(bytes) uint8_t *form = NULL;
	size_t n = 0;

	if (is_ascii(text))
		return arena_text(arena, text);
	if (!is_well_formed(text))
		return NULL;
	form =
	    u8_normalize(UNINORM_NFC, bytes_of(text), strlen(text), NULL, &n);
	return form ? arena_text_n(arena, (const char *)form, n) : NULL;
}

/* Appends to a key that has room; blanks only between other things. */
static char *key_put(char *start, char *to, bool *gap, const char *text,
		     size_t n)
{
	if (*gap && to > start)
		*to++ = ' ';
	*gap = false;
	memcpy(to, text, n);
	return to + n;
}

static char *ascii_key(struct arena *arena, const char *text)
{
	char *ret = arena_alloc(arena, strlen(text) + 1), *to = ret;
	bool gap = false;

	for (; *text; text++) {
		char c = *text;

		if (c == ' ' || c == '\'' || c == '-' || c == '`' ||
		    (c >= '\t' && c <= '\r')) {
			gap = true;
			continue;
		}
		if (gap && to > ret)
			*to++ = ' ';
		gap = false;
		*to++ = (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	}
	return ret;
}

static const char *plain_find(ucs4_t c)
{
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (plain[i].point == c)
			return plain[i].text;
	return NULL;
}

static char *folded_key(struct arena *arena, const uint8_t *folded, size_t n)
{
	char *ret = arena_alloc(arena, 2 * n + 1), *to = ret;
	bool gap = false;
	ucs4_t c;

	for (size_t i = 0; i < n;) {
		int size = u8_mbtouc(&c, folded + i, n - i);
		const char *text = (const char *)folded + i;

		i += (size_t)size;
		if (is_blank(c) || is_apostrophe(c) || is_hyphen(c))
			gap = true;
		else if (c >= 0x80 && is_skipped(c))
			continue;
		else if (c >= 0x80 && plain_find(c))
			to = key_put(ret, to, &gap, plain_find(c),
				     strlen(plain_find(c)));
		else
			to = key_put(ret, to, &gap, text, (size_t)size);
	}
	return ret;
}

char *unicode_search_key(struct arena *arena, const char *text)
{
	OWN(bytes) uint8_t *folded = NULL;
	size_t n = 0;

	if (is_ascii(text))
		return ascii_key(arena, text);
	if (!is_well_formed(text))
		return NULL;
	folded = u8_casefold(bytes_of(text), strlen(text), NULL, UNINORM_NFKD,
			     NULL, &n);
	return folded ? folded_key(arena, folded, n) : NULL;
}

uint32_t *unicode_upper(struct arena *arena, const char *text, size_t *count)
{
	OWN(bytes) uint8_t *upper = NULL;
	size_t n = 0;
	uint32_t *ret;

	if (!is_well_formed(text))
		return NULL;
	upper = u8_toupper(bytes_of(text), strlen(text), NULL, UNINORM_NFC,
			   NULL, &n);
	if (!upper)
		return NULL;
	ret = arena_alloc(arena, (n + 1) * sizeof *ret);
	*count = 0;
	for (size_t i = 0; i < n; (*count)++)
		i += (size_t)u8_mbtouc(&ret[*count], upper + i, n - i);
	return ret;
}

uint32_t unicode_base(uint32_t point)
{
	ucs4_t parts[UC_DECOMPOSITION_MAX_LENGTH];

	while (uc_canonical_decomposition(point, parts) > 0)
		point = parts[0];
	return point;
}

size_t unicode_length(const char *text)
{
	return is_well_formed(text) ? u8_mbsnlen(bytes_of(text), strlen(text))
				    : 0;
}

size_t unicode_width(const char *text)
{
	int width;

	if (!is_well_formed(text))
		return 0;
	width = u8_strwidth(bytes_of(text), "UTF-8");
	return width > 0 ? (size_t)width : 0;
}

size_t unicode_character_size(const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = *p < 0x80   ? 1
		   : *p < 0xc2 ? 0
		   : *p < 0xe0 ? 2
		   : *p < 0xf0 ? 3
		   : *p < 0xf5 ? 4
			       : 0;

	for (size_t i = 1; i < n; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}
