/* request_part - what the parts of request_check share */
#ifndef IPP_RULE_REQUEST_PART_H
#define IPP_RULE_REQUEST_PART_H

#include <stdbool.h>

#include <ipp/base/memory.h>
#include <ipp/model/facts.h>
#include <ipp/model/request.h>
#include <ipp/rule/request.h>

struct check {
	struct request *request;
	const struct request_view *view;
	struct arena *arena;
	struct error *err;
	enum status rc;
};

#define MISTAKE(check, code, field, ...)                                       \
	((check)->rc = error_add((check)->err, DATA, code, field, __VA_ARGS__))
#define WARN(check, code, ...)                                                 \
	request_warn((check)->request, (check)->arena, code,                   \
		     arena_printf((check)->arena, __VA_ARGS__))

/* True if the absence of the member says nothing, see record_excuses. */
bool is_excused(const struct check *check, const char *field);
/* True if `present`; else the member is reported as missing. */
bool need(struct check *check, bool present, const char *field);
/* Adds what another rule found. */
void merge(struct check *check, const struct error *more);
/* The text in ASCII capitals, without blanks; NULL stays NULL. */
const char *capitals(struct check *check, const char *text);
/* Brings a country into its form and checks it, if there is one. */
void check_country(struct check *check, const char **country,
		   const char *field);

void check_holder(struct check *check);
void check_document(struct check *check);
void check_contacts(struct check *check);

#endif
