/* form - names and values as addresses and forms have them */
#include <ipp/port/form.h>

#include <stdbool.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define ROOM 256

static void room_make(struct form *to, size_t more)
{
	size_t room = 2 * to->room + more;
	char *grown;

	if (to->room - to->n > more)
		return;
	grown = arena_alloc(to->arena, room);
	memcpy(grown, to->text, to->n);
	to->text = grown;
	to->room = room;
}

static bool is_unreserved(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9') || (c && strchr("-._~", c));
}

static void put_escaped(struct form *to, const char *text)
{
	static const char digits[] = "0123456789ABCDEF";

	room_make(to, 3 * strlen(text));
	for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
		if (is_unreserved(*p)) {
			to->text[to->n++] = (char)*p;
		} else {
			to->text[to->n++] = '%';
			to->text[to->n++] = digits[*p >> 4];
			to->text[to->n++] = digits[*p & 15];
		}
	}
}

static void put_char(struct form *to, char c)
{
	room_make(to, 1);
	to->text[to->n++] = c;
}

void form_begin(struct form *ret, struct arena *arena)
{
	*ret = (struct form){ .arena = arena,
			      .text = arena_alloc(arena, ROOM),
			      .room = ROOM };
}

void form_add(struct form *to, const char *name, const char *value)
{
	if (!value)
		return;
	if (to->n)
		put_char(to, '&');
	put_escaped(to, name);
	put_char(to, '=');
	put_escaped(to, value);
}

char *form_text(struct form *to)
{
	room_make(to, 1);
	to->text[to->n] = '\0';
	return to->text;
}

/* False for a bad escape and for what cannot be shown. */
static bool unescape(const char *text, size_t n, char *ret)
{
	for (size_t i = 0; i < n; i++) {
		char c = text[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			char digits[3] = "";

			if (n - i < 3)
				return false;
			memcpy(digits, text + i + 1, 2);
			if (!hex_decode(digits, 1, &c))
				return false;
			i += 2;
		}
		if ((unsigned char)c < ' ' || c == 0x7f)
			return false;
		*ret++ = c;
	}
	*ret = '\0';
	return true;
}

/* Finds the value from `text` on; NULL if there is none. */
static const char *pair_find(const char *text, const char *name, size_t *size)
{
	size_t n = strlen(name);

	while (*text) {
		size_t whole = strcspn(text, "&#");

		if (whole > n && !strncmp(text, name, n) && text[n] == '=') {
			*size = whole - n - 1;
			return text + n + 1;
		}
		if (text[whole] != '&')
			break;
		text += whole + 1;
	}
	return NULL;
}

enum form_found form_find(struct arena *arena, const char *text,
			  const char *name, size_t max, const char **ret)
{
	size_t size, other;
	const char *at = pair_find(text, name, &size);
	char *value;

	if (!at)
		return FORM_ABSENT;
	if (size > 3 * max ||
	    (at[size] == '&' && pair_find(at + size + 1, name, &other)))
		return FORM_BROKEN;
	value = arena_alloc(arena, size + 1);
	if (!unescape(at, size, value) || strlen(value) > max)
		return FORM_BROKEN;
	*ret = value;
	return FORM_FOUND;
}
