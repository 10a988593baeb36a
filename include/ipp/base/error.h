/* error - what went wrong, for the caller to print */
#ifndef IPP_BASE_ERROR_H
#define IPP_BASE_ERROR_H

#include <stdarg.h>
#include <stddef.h>

#include <ipp/base/status.h>

struct arena;

#define ERROR_MISTAKES_MAX 32

/* One mistake. The code is stable interface (`tax_code_mismatch`), the field
 * is the member, column or option it is about (empty if none), the text one
 * line for people: no capital, no full stop, and what to do about it. */
struct mistake {
	char code[40];
	char field[48];
	char text[400];
};

/* All mistakes of one document. Untouched as long as calls succeed. */
struct error {
	enum status status;
	size_t count;	/* entries of `mistakes` in use */
	size_t dropped; /* further ones that found no room */
	struct mistake mistakes[ERROR_MISTAKES_MAX];
};

/* Forgets all mistakes; must be called once before first use. */
void error_reset(struct error *err);

/* Replaces whatever `err` holds by one mistake. `field` may be NULL. The
 * text is cut at the size of `mistake.text`. Returns `status`. */
enum status error_set(struct error *err, enum status status, const char *code,
		      const char *field, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Adds a mistake to those before; the worse status stays. Returns it. */
enum status error_add(struct error *err, enum status status, const char *code,
		      const char *field, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Like error_set, with the text of errno = `number` appended. */
enum status error_system(struct error *err, enum status status,
			 const char *code, int number, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Appends every mistake of `more` to `err`. Returns the worse status. */
enum status error_merge(struct error *err, const struct error *more);

/* The same with those on members that `err` has no mistake on: what follows
 * from a mistake is not another one. */
enum status error_merge_new(struct error *err, const struct error *more);

/* The mistakes of one document while others are worked on: in the room that
 * they take, where a struct error has room for all there might be. */
struct mistakes {
	enum status status;
	size_t count, dropped; /* as in struct error */
	struct mistake items[];
};

/* A copy of `err` in the arena; NULL if it holds nothing. */
struct mistakes *error_keep(const struct error *err, struct arena *arena);
/* What was kept becomes `ret`; NULL gives an empty one. */
void error_recall(const struct mistakes *kept, struct error *ret);

/* True if some mistake of `err` has this code. */
int error_has(const struct error *err, const char *code);
/* True if some mistake is on this member; false if `err` is NULL. */
int error_is_on(const struct error *err, const char *field);

#endif
