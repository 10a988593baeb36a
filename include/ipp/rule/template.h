/* template - texts of mails and short messages, with holes */
#ifndef IPP_RULE_TEMPLATE_H
#define IPP_RULE_TEMPLATE_H

#include <stddef.h>

#include <ipp/base/error.h>

struct arena;

/*
 * share/templates/NAME.LANGUAGE.txt: a line `Subject: TEXT`, an empty line,
 * the body. In both, `{{name}}` is replaced by a value, and what stands
 * between `{{#name}}` and `{{/name}}` is kept only if the value is not
 * empty. A line that holds nothing but `{{#name}}` or `{{/name}}` vanishes.
 */
#define TEMPLATE_DEPTH_MAX 8
#define TEMPLATE_BYTES_MAX ((size_t)256 * 1024) /* of a rendered body */

/* NULL counts as empty. The last row of a list has name NULL. */
struct template_value {
	const char *name;
	const char *value;
};

struct template_text {
	char *subject;
	char *body;
};

/* The shipped template in that language (`it`; `it-IT` and `it_IT` mean `it`
 * too), else in English; DATA `template_unknown` if there is none. */
enum status template_find(const char *name, const char *language,
			  const char **ret, struct error *err);

/* Fills in `text`. Values go in as they are and are not looked at for holes.
 * `ret` may be NULL: what would be wrong is told.
 * All mistakes are DATA with the line in the message: `template_head` (no
 * subject line, or none after it), `template_value` (a name that `values`
 * does not have), `template_section` (not closed, not opened, nested too
 * deep), `template_hole` (`{{` without `}}`, or no name in it), and
 * `template_subject` (a control character in the subject), `template_size`. */
enum status template_render(struct arena *arena, const char *text,
			    const struct template_value *values,
			    struct template_text *ret, struct error *err);

#endif
