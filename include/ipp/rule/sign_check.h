/* sign_check - what a form that the holder signed digitally is held to */
#ifndef IPP_RULE_SIGN_CHECK_H
#define IPP_RULE_SIGN_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include <ipp/base/error.h>
#include <ipp/model/recognition.h>

struct arena;
struct identity_document;
struct person;
struct scan_verdict;
struct signature_report;
struct signature_result;

/* What the signed document is. */
enum form_proof {
	FORM_NOT_READ,	 /* its signature does not hold, so nobody looked */
	FORM_PRINTED,	 /* what was printed of the order, and signatures */
	FORM_REDRAWN,	 /* the same, and something else is shown since */
	FORM_HOLDS_DATA, /* other bytes that hold the data of the order */
	FORM_ELSEWHERE,	 /* the same, and none was printed here */
	FORM_RECORD,	 /* the data of the order without the pages */
	FORM_DIFFERS,	 /* anything else; `form_reason` says what */
};

struct sign_facts {
	const struct signature_report *report;
	const struct person *person; /* who applied */
	const struct identity_document *document;
	enum form_proof form;
	const char *form_reason;
	const struct scan_verdict *scan; /* the worst */
};

/* The signature of the applicant among those of a file: the one whose
 * identifier is his, of several the one that covers the file, else the first
 * one. NULL if there is none. */
const struct signature_result *sign_choose(struct arena *arena,
					   const struct sign_facts *facts);

/*
 * Judges a signed form, check by check (enum recognition_check_kind), in
 * `ret`; returns how many. What cannot be said since an earlier check failed
 * is left out. A check is `referred` where a person may decide and a program
 * may not: names that differ, omocodia, a signature that is not qualified, a
 * certificate that may or may not rest on a signature itself, a form whose
 * pages may show something else than its record says.
 *
 * The signature that counts must cover the whole file, and every other
 * signature in it must hold too. A certificate that was got by a signature
 * cannot get another one (eIDAS, 24(1a)(b); EN 319 412-5, 4.3.6); one that
 * does not say how its holder was identified passes, with a warning.
 */
size_t sign_check(struct arena *arena, const struct sign_facts *facts,
		  struct recognition_check ret[CHECKS_MAX]);

/* Refuses what did not pass: a mistake on `form` for each, with what to do.
 * With `refers` what is referred is no mistake. REFUSED `signature_failed`,
 * `tax_code_referred` and so on, by the words of the checks. */
enum status sign_refuse(const struct recognition_check *checks, size_t count,
			bool refers, struct error *err);

#endif
