/* audit - what the journal says, and the proof that it is whole */
#ifndef IPP_ACT_AUDIT_H
#define IPP_ACT_AUDIT_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/text.h>

struct desk;
struct figures;
struct figures_wish;
struct journal_check;
struct journal_entry;
struct journal_filter;
struct journal_proof;

/* Calls `each` for the entries of the session's organization, and those of
 * none, that pass the filter; see journal_list. USAGE `limit`, `period` if it
 * ends before it begins; DATA `operator_unknown`, `unit_unknown`. */
enum status act_audit_log(struct desk *desk,
			  const struct journal_filter *filter,
			  enum status (*each)(void *context,
					      const struct journal_entry *entry,
					      struct error *err),
			  void *context, struct error *err);

/* Verifies the whole journal, then holds each head (a file that
 * act_audit_head wrote) to it: whether what was signed then is still there.
 * Calls `each` with what came of the journal and of each head, then answers
 * REFUSED `journal_unsound` if one did not pass. `offline`: nobody is asked
 * about the revocation of time-stamp authorities. IOERR for a head that
 * cannot be read. */
enum status act_audit_verify(struct desk *desk, const struct texts *heads,
			     bool offline,
			     enum status (*each)(void *context,
						 const struct journal_check *it,
						 struct error *err),
			     void *context, struct error *err);

/* Calls `each` for the entries from `first` to `last` (or ABSENT), with what
 * anybody needs to prove them. USAGE `range`. */
enum status act_audit_export(struct desk *desk, int64_t first, int64_t last,
			     enum status (*each)(void *context,
						 const struct journal_proof *it,
						 struct error *err),
			     void *context, struct error *err);

/* Has the authority sign number and hash of the newest entry, writes the
 * message (CMS SignedData, DER, the record `journal_head` in it) to a new file,
 * and says so in the journal. `stamp_url`, or NULL: a time-stamp authority
 * (RFC 3161) is asked for a time-stamp of the signature. Outside transactions.
 * CONFIG `authority_missing`; CANTCREAT `file_exists`; what cms_stamp_add and
 * stamp_fetch say. */
enum status act_audit_head(struct desk *desk, const char *path,
			   const char *stamp_url, struct error *err);

/* A time-stamp by other means than a URL: what is asked for goes out as a file,
 * and what came of it comes back as one. Outside transactions. */
struct audit_stamp {
	const char *head;     /* a file that act_audit_head wrote */
	const char *query;    /* TimeStampReq (RFC 3161) */
	const char *response; /* TimeStampResp, or the bare token */
	const char *policy;   /* OID, or NULL: any */
	bool offline;	      /* nobody is asked about the authority */
};

/* Writes `query` for the head to a new file; one that is there already is fine
 * if it asks for just that. REFUSED `head_stamped`; CANTCREAT `file_exists`;
 * USAGE `policy_invalid`; what is said of what is no head of this store. */
enum status act_audit_stamp_query(struct desk *desk,
				  const struct audit_stamp *it,
				  struct error *err);

/* Puts the time-stamp in `response` into the file of the head, which is
 * replaced as a whole, and says so in the journal; nothing happens if it is
 * there. It must answer `query`, unless that is NULL. REFUSED `head_stamped`
 * (with another), `stamp_unproved` (an authority that is not trusted for
 * time-stamps, or whatever else verify would hold against it; that nothing can
 * be told about its revocation now is no reason where `offline` is set), and
 * what cms_stamp_put says. */
enum status act_audit_stamp(struct desk *desk, const struct audit_stamp *it,
			    struct error *err);

/* Calls `each` for the figures of the session's organization in a period; for
 * one row of zeroes where nothing happened and nothing was asked by. USAGE
 * `period` if it ends before it begins. */
enum status act_audit_figures(struct desk *desk,
			      const struct figures_wish *wish,
			      enum status (*each)(void *context,
						  const struct figures *figures,
						  struct error *err),
			      void *context, struct error *err);

#endif
