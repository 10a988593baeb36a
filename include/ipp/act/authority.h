/* authority - the local certificate authority of a desk */
#ifndef IPP_ACT_AUTHORITY_H
#define IPP_ACT_AUTHORITY_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>

struct arena;
struct authority;
struct desk;
struct key_options;
struct terminal;

/* What an authority shall be like; what is NULL or ABSENT is chosen. */
struct authority_wish {
	const char *name, *root_name;	     /* common names */
	const char *organization;	     /* whose it is; needed */
	const char *organization_identifier; /* VATIT-... */
	const char *country;		     /* IT */
	int64_t key;			     /* of key_kind_words; P-256 */
	const char *base_url; /* of what it publishes; needed, but in a demo
				 store */
	const char *policy_arc;
	int64_t remote_qscd; /* boolean; yes in a demo store, else no */
	int64_t partitions;  /* 0 to PARTITIONS_MAX; 0 */
	const struct key_wish *place; /* of both keys; NULL: in the store */
};

/* A token that shall hold them, or what changes about one that does: then what
 * is NULL stays. */
struct key_wish {
	const char *module, *token;
	const char *pin, *pin_file; /* one of both */
};

/* What the options of ipp-ca init say of it, or of ipp-ca edit where it
 * `moves`, with the PIN asked for as terminal_secret does; NULL if they name
 * none. USAGE `module_missing`, `secret_file_missing`. */
enum status act_authority_place(
	struct desk *desk, const struct key_options *options, bool moves,
	enum status (*asks)(struct terminal *terminal, const char *path,
			    const char *question, struct arena *arena,
			    char **ret, struct error *err),
	struct terminal *terminal, struct key_wish **ret, struct error *err);

/* Makes a root and an issuing authority below it and journals it. Needs an
 * open transaction. REFUSED `authority_exists`; USAGE `base_url_missing`;
 * and what the rules say of their certificates. */
enum status act_authority_make(struct desk *desk,
			       const struct authority_wish *wish,
			       struct error *err);

/* The same for the organization of the session, unless the wish names
 * another. */
enum status act_authority_init(struct desk *desk, struct authority_wish wish,
			       struct error *err);

/* Spreads the certificates that will be issued over so many lists of revoked
 * certificates (ABSENT: as it is); those that are issued stay where they are.
 * `moved`, if not NULL: how the token with the keys of all authorities is
 * reached from now on. Needs an open transaction. DATA `partitions_invalid`; CONFIG `authority_missing`; and
 * errors of authority_key_move. */
enum status act_authority_edit(struct desk *desk, int64_t partitions,
			       const struct key_wish *moved,
			       struct error *err);

/* Calls `each` for every authority, root first. With `pem` their
 * certificates go along. */
enum status act_authority_list(struct desk *desk, int pem,
			       enum status (*each)(void *context,
						   const struct authority *it,
						   struct error *err),
			       void *context, struct error *err);

/* Writes the certificate of the authority of a role (enum authority_role) as
 * PEM to a file. */
enum status act_authority_export(struct desk *desk, int64_t role,
				 const char *path, struct error *err);

#endif
