/* issue_device - certificates on a holder's device, step by step */
#ifndef IPP_LIB_ACT_ISSUE_DEVICE_H
#define IPP_LIB_ACT_ISSUE_DEVICE_H

#include <ipp/act/issue.h>
#include <ipp/model/issue_options.h>
#include <ipp/store/device.h>

#include "issue_part.h"

struct signing;
struct token;

/* For a run of the tool. */
struct device_work {
	struct device_options options;
	struct signing *officer;
	struct token *token; /* of the product at hand, or NULL */
};

/* The second certificate of a product, and what both are put on. */
struct issuing_device {
	struct device_work *work;
	struct device_row row;
	bool is_claimed; /* by a run before, and so as it is wanted now */
	bool resumes;	 /* that run may have begun anything on the device */
	bool is_cns;
	const char *qscd;	     /* certified kinds, from the settings */
	const char *authority_token; /* serial number; NULL: none */
	const char *pin, *puk;	     /* that it was sold with */
	struct issuing *second;	     /* the authentication certificate */
	bool is_stored;		     /* both certificates are */
	bool is_lost;		     /* nothing more is done with it */
	struct octets proof;	     /* what the officer signed */
	const char *key_sha256[2];
};

/* Each is one of the steps of act/issue.h, for device products. */
/* Whether what the wish says of devices can be, for a product that is put on
 * one or not. */
enum status issue_device_wanted(const struct issuing *issuing,
				const struct issue_wish *wish, bool has_device,
				struct error *err);
enum status issue_device_begin(struct desk *desk, struct issuing *issuing,
			       const struct issue_wish *wish,
			       struct error *err);
enum status issue_device_reload(struct desk *desk, struct issuing *issuing,
				struct error *err);
enum status issue_device_authority(struct desk *desk, struct issuing *issuing,
				   struct error *err);
enum status issue_device_look(struct issuing *issuing, struct error *err);
enum status issue_device_derive(struct issuing *issuing, struct error *err);
enum status issue_device_claim(struct desk *desk, struct issuing *issuing,
			       struct error *err);
enum status issue_device_make(struct issuing *issuing, struct error *err);
enum status issue_device_reserve(struct desk *desk, struct issuing *issuing,
				 struct error *err);
enum status issue_device_write(struct issuing *issuing, struct error *err);
enum status issue_device_settle(struct desk *desk, struct issuing *issuing,
				struct error *err);
/* Revokes what is on a device that is lost, or would be. */
enum status issue_device_end(struct desk *desk, struct issuing *issuing,
			     struct error *err);

/* The kind of key of a device: one of device_key_words. */
enum key_kind issue_device_kind(const struct device_row *row);

/* The officer's signed statement that these keys were made there, with the
 * requests that the keys signed (lib/act/device_proof.c). */
struct key;
enum status device_proof_make(struct issuing *issuing,
			      const struct key *const keys[2],
			      struct error *err);
/* Keeps it as evidence. */
enum status device_proof_keep(struct desk *desk, const struct issuing *issuing,
			      struct error *err);

#endif
