/* request - drafts, submissions, and a reseller's batch */
#ifndef IPP_ACT_REQUEST_H
#define IPP_ACT_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct desk;
struct order_reference;
struct request;
struct texts;

/*
 * Every act finds the order by `order_id`, or by `order` (an order_id, or the
 * name of a draft). Where neither is given, all but request_delete take the
 * draft that the operator changed last. DATA `order_unknown`,
 * `draft_unknown`, `no_draft`; NOPERM as permission_check(MAY_REQUEST).
 */

/* Whoever may search sees it; warnings tell what of a draft would be
 * refused. */
enum status request_show(struct desk *desk, const struct order_reference *named,
			 struct request *ret, struct error *err);

/* Keeps any subset of a request as a draft. What cannot be kept at all is
 * refused: unknown products and units, an external code that is in use. */
enum status request_new(struct desk *desk, const struct request *in,
			struct request *ret, struct error *err);

/* Changes what `in` has; `clear` names members to be emptied, or is NULL.
 * REFUSED `not_a_draft`. */
enum status request_edit(struct desk *desk, const struct request *in,
			 const struct texts *clear, struct request *ret,
			 struct error *err);

/* Checks a draft whole (rule/request.h, act/registry.h), enters the holder in
 * the registry, and hands it on: status `to_identify`. `tells_holder` queues a
 * mail for each product. */
enum status request_submit(struct desk *desk,
			   const struct order_reference *named,
			   bool tells_holder, struct request *ret,
			   struct error *err);

enum status request_delete(struct desk *desk,
			   const struct order_reference *named,
			   struct request *ret, struct error *err);

/* A new draft with the data of an order of any status; without what belongs
 * to that one order: external code, name, consents, what it renews. What `in`
 * has besides replaces the copy. */
enum status request_clone(struct desk *desk, const struct request *in,
			  struct request *ret, struct error *err);

/*
 * A draft for what takes the place of a product whose certificate ends: the
 * same product with the same configuration for the same holder, with the data
 * that the registry has verified, and the consents of `in`, which are given
 * anew. `recognition` (ABSENT: as
 * renewal_recognition has it) says how he is recognised. While a renewal is
 * there that did not come to nothing, it is told (`existing`). REFUSED as
 * renewal_check; DATA `consent_undated`, `consent_old`. Warnings beside those
 * of a draft: recognition_chain.
 */
struct renewal_wish;
enum status request_renew(struct desk *desk, const struct renewal_wish *in,
			  int64_t recognition, struct request *ret,
			  struct error *err);

/*
 * New and submitted in one. The same external_code with the same content
 * again is the order of before (`existing`); with other content DATA
 * `external_code_conflict`, unless that is a draft still: then it is changed.
 * `keep` keeps what cannot be submitted as a draft, with the mistakes as
 * warnings. *ret has the members by which people and tools go on, not all.
 */
enum status request_import(struct desk *desk, const struct request *in,
			   bool keep, struct request *ret, struct error *err);

/*
 * The same with the record in a form that was printed here or elsewhere.
 * request_from_form reads it, and needs no store; request_import_form imports
 * it, with what else `in` has before it; without a record it is
 * request_import. The form of an order that is here and
 * says the same finds that order (`existing`). What has no external_code gets
 * one from the SHA-256 of the record. DATA as form_record_read, IOERR
 * `file_unreadable`.
 */
struct form_record;
struct request_import;
enum status request_from_form(struct desk *desk,
			      const struct request_import *in,
			      struct form_record **ret, struct error *err);
enum status request_import_form(struct desk *desk,
				const struct request_import *in,
				const struct form_record *record, bool keep,
				struct request *ret, struct error *err);

/* Calls `each` for drafts of the session's unit, or of the organization if the profile
 * reaches so far, the newest first, below order `after` (or ABSENT). */
struct drafts_asked {
	bool is_mine; /* only what the operator made himself */
	int64_t after, limit;
};
enum status request_drafts(struct desk *desk, const struct drafts_asked *asked,
			   enum status (*each)(void *context,
					       const struct request *request,
					       struct error *err),
			   void *context, struct error *err);

/* For asking step by step: checks some steps (enum request_step) of what is
 * not kept yet, and with STEP_CONTACTS whether they are another holder's. */
enum status request_look(struct desk *desk, struct request *request,
			 unsigned steps, struct error *err);

/* Fills what is absent with what is known elsewhere: the registry entry of
 * the tax code, the machine-readable zone, the tax code itself. For a person
 * to confirm. DATA as tax_code_check and mrz_parse, both together. */
enum status request_propose(struct desk *desk, struct request *request,
			    struct error *err);
/* True if a product asked for is a role certificate. */
enum status request_wants_role(struct desk *desk, const struct request *request,
			       bool *ret, struct error *err);

#endif
