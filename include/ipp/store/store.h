/* store - the one SQLite file, its key and its objects */
#ifndef IPP_STORE_STORE_H
#define IPP_STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct arena;
struct sql;
struct store;

#define STORE_DATABASE "ipp.db"
#define STORE_KEY "master.key"
#define STORE_OBJECTS "objects"
#define STORE_APPLICATION_ID 0x49505031 /* "IPP1" */
#define STORE_KEY_SIZE 32

enum store_mode {
	STORE_OPEN,
	STORE_READ,    /* no writing; works on a read-only disk */
	STORE_MIGRATE, /* an older store is brought up to date */
};

/* Opens the store in `directory`; the master key is read from `key_path`
 * (NULL: master.key in the directory) when it is first needed.
 * CONFIG: `store_missing`, `store_foreign`, `store_newer`, `store_outdated`,
 * `store_damaged`. */
enum status store_open(const char *directory, const char *key_path,
		       enum store_mode mode, struct store **ret,
		       struct error *err);

/* Who is told what to type on a token's keypad, when the authority's key is on
 * one; NULL (at first): nobody. Borrowed. */
struct keypad;
void store_attend(struct store *store, const struct keypad *keypad);
const struct keypad *store_attendant(const struct store *store);

/* CANTCREAT `store_exists`, `key_exists` where store_create would refuse. */
enum status store_is_absent(const char *directory, const char *key_path,
			    struct error *err);

/* Makes an empty store with a fresh master key; refuses (CANTCREAT) where
 * one is already. A half-made store is removed. */
enum status store_create(const char *directory, const char *key_path,
			 bool demo, int64_t now, struct store **ret,
			 struct error *err);

void store_close(struct store *store); /* wipes keys; NULL is fine */
/* Closes and removes a store that was just made and is good for nothing. */
void store_remove(struct store *store);
DEFINE_OWN(store, struct store, store_close)

const char *store_directory(const struct store *store);
const char *store_key_path(const struct store *store);
bool store_is_demo(const struct store *store);
int store_version(const struct store *store);	  /* user_version found */
int store_version_known(void);			  /* newest migration */
/* What tells this store from all others, also from those whose numbers and
 * instants are the same. CONFIG `store_damaged`. */
#define STORE_IDENTITY_SIZE 17 /* hexadecimal */
enum status store_identity(struct store *store, char ret[STORE_IDENTITY_SIZE],
			   struct error *err);
/* Rows written since it was opened, rolled back or not. */
int64_t store_changes(struct store *store);
struct sql *store_sql(struct store *store);	  /* for lib/store only */

/* Says that what comes looks all over the store, again and again: it keeps up
 * to 64 MiB of it in memory. */
enum status store_keep_pages(struct store *store, struct error *err);
/* The same, when so many products all over the store are about to be changed.
 * If those are few, what is written waits in the log for the next that opens
 * it to write. */
enum status store_scatter(struct store *store, size_t products,
			  struct error *err);

/* A key for one purpose, derived from the master key; borrowed until close.
 * CONFIG `key_missing`, `key_wrong`; NOPERM `secret_exposed`. Purposes:
 * "objects", "outbox", "totp", "reset", "session", "codes", "erc", "holder",
 * "authority", "responder", "remote", "pepper", "journal". */
enum status store_key(struct store *store, const char *purpose,
		      const unsigned char **ret, struct error *err);

/* Transactions nest (the inner ones are savepoints). A `tx` that leaves its
 * scope uncommitted rolls back:
 *
 *	OWN(tx) struct tx *tx = NULL;
 *	if ((rc = tx_begin(store, &tx, err)) != OK || ...)
 *		return rc;
 *	return tx_commit(&tx, err);
 *
 * The outermost begin takes the write lock and waits for other writers. */
struct tx;
enum status tx_begin(struct store *store, struct tx **ret, struct error *err);
/* One view of the store, for reading only, which keeps nobody from writing.
 * Ends as it leaves its scope; does not nest. */
enum status tx_begin_reading(struct store *store, struct tx **ret,
			     struct error *err);
enum status tx_commit(struct tx **tx, struct error *err);
void tx_rollback(struct tx *tx); /* NULL is fine */
DEFINE_OWN(tx, struct tx, tx_rollback)

#endif
