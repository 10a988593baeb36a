/* remote_part - what the tables of remote certificates share */
#ifndef IPP_STORE_REMOTE_PART_H
#define IPP_STORE_REMOTE_PART_H

#include <ipp/base/certificate.h>
#include <ipp/base/error.h>

struct arena;
struct remote_certificate;
struct sql_statement;
struct store;

/* No key that begins like another is behind that one and this. */
#define REMOTE_KEY_END "\xf4\x8f\xbf\xbf"

/* What names are compared by: without case and accents. DATA `name_invalid` in
 * `field` if nothing of the name is left then. */
enum status remote_key(const char *name, const char *field, struct arena *arena,
		       const char **ret, struct error *err);

/* A secret under the master key, bound to a label that says whose it is. */
enum status remote_seal(struct store *store, const char *label,
			const char *secret, struct arena *arena,
			struct octets *ret, struct error *err);
/* NULL for no blob. CONFIG `store_damaged` if it does not open. */
enum status remote_open(struct store *store, const char *label,
			struct octets blob, struct arena *arena,
			const char **ret, struct error *err);

/* What remote_certificate_read reads, in this order: the stored fields in the
 * order of the field table, then what stands elsewhere. The tables joined are
 * looked up by their keys, for rows that are wanted only. */
#define REMOTE_COLUMNS                                                      \
	" c.certificate_id, c.client_id, c.alias, c.wallet_id,"             \
	" c.authority_id, c.description, c.status, c.registered_at,"        \
	" c.removed_at, c.muted_until, c.credential_id, c.subject,"         \
	" c.issuer, c.serial, c.not_before, c.not_after, c.fingerprint,"    \
	" c.key_algorithm, c.key_bits, c.key_curve, c.key_status,"          \
	" c.certificate_status, c.auth_mode, c.scal, c.pin, c.otp, c.auth," \
	" c.multisign, c.algorithms, c.refreshed_at, c.trouble,"            \
	" c.trouble_at,"                                                    \
	" c.access, c.access_ends_at, c.grant_id, w.wallet, a.authority,"   \
	" g.access_ends_at, g.access_end_reason, g.granted_at,"             \
	" g.signatures_used, g.signature_limit, o.login, g.refresh_asked_at"
#define REMOTE_JOINED                                              \
	" LEFT JOIN remote_wallets w ON w.wallet_id = c.wallet_id" \
	" LEFT JOIN remote_authorities a"                          \
	"   ON a.authority_id = c.authority_id"                    \
	" LEFT JOIN remote_grants g ON g.grant_id = c.grant_id"    \
	" LEFT JOIN operators o ON o.operator_id = g.granted_by"

#define REMOTE_COLUMN_COUNT 44

/* `access` becomes what it is at `now`. */
void remote_certificate_read(struct sql_statement *st, int64_t now,
			     struct arena *arena,
			     struct remote_certificate *ret);

#endif
