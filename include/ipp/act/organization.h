/* organization - the session's organization: its data, units and policies */
#ifndef IPP_ACT_ORGANIZATION_H
#define IPP_ACT_ORGANIZATION_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct organization;
struct policy_text;
struct unit;

enum status act_organization_show(struct desk *desk, struct organization *ret,
				  struct error *err);

/* Changes what is present in `it`. Needs MAY_MANAGE. DATA `identifier_form`,
 * `email_invalid`, `missing`. */
enum status act_organization_edit(struct desk *desk,
				  const struct organization *it,
				  struct organization *ret, struct error *err);

/* Adds a main unit or, with it->parent, a secondary unit of a main one. Its
 * name is its code if not given. Needs MAY_MANAGE. DATA `code_invalid`,
 * `unit_unknown`; REFUSED `duplicate`, `unit_not_main`. */
enum status act_unit_add(struct desk *desk, const struct unit *it,
			 struct unit *ret, struct error *err);
/* Gives the unit it->unit another name. Needs MAY_MANAGE. */
enum status act_unit_edit(struct desk *desk, const struct unit *it,
			  struct unit *ret, struct error *err);
enum status act_unit_list(struct desk *desk,
			  enum status (*each)(void *context,
					      const struct unit *it,
					      struct error *err),
			  void *context, struct error *err);

/* Adds a privacy policy with the text `bytes` (UTF-8, at most
 * POLICY_BYTES_MAX). Never into the past, but another language joins a
 * version that is in force. Needs MAY_MANAGE. DATA `missing`, `not_text`,
 * `policy_backdated`, `policy_valid_from`; REFUSED `duplicate`. */
enum status act_policy_add(struct desk *desk, const struct policy_text *it,
			   const void *bytes, size_t n, struct policy_text *ret,
			   struct error *err);
/* The policy of a version (NULL: in force), in a language (ABSENT: that of
 * the settings). DATA `policy_unknown`. */
enum status act_policy_show(struct desk *desk, const char *version,
			    int64_t language, struct policy_text *ret,
			    struct error *err);
/* Without their texts. */
enum status act_policy_list(struct desk *desk,
			    enum status (*each)(void *context,
						const struct policy_text *it,
						struct error *err),
			    void *context, struct error *err);

#endif
