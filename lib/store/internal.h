/* internal - the store as lib/store sees it */
#ifndef IPP_STORE_INTERNAL_H
#define IPP_STORE_INTERNAL_H

#include <ipp/store/store.h>

#define STORE_PURPOSES_MAX 16

struct store_subkey {
	const char *purpose;
	unsigned char key[STORE_KEY_SIZE];
};

struct store {
	struct sql *sql;
	char *directory, *key_path;
	bool demo;
	int version;
	bool has_master;
	unsigned char *master; /* STORE_KEY_SIZE, in secret memory */
	struct store_subkey *subkeys; /* STORE_PURPOSES_MAX, likewise */
	size_t subkey_count;
	bool journal_changed; /* in the open transaction */
	bool has_last_entry;  /* its end is known, see journal.c */
	int64_t last_entry_id;
	unsigned char last_entry_hash[32];
	/* read in the open transaction, see facts.h */
	const struct organization_facts *facts;
	int64_t facts_client_id;
	struct arena *facts_arena;
	struct store_authority *authorities; /* those read so far */
	struct key_pool *key_pool; /* of holders' keys, once needed */
	const struct keypad *keypad; /* of whoever is there */
};

/* Brings the schema up to the newest migration, each in a transaction of its
 * own together with its number. */
enum status migrate(struct sql *sql, int from, struct error *err);

/* Writes the head of the journal if the transaction added to it. */
enum status journal_seal(struct store *store, struct error *err);

/* Closes what authority.c keeps open; wipes keys. */
void store_authorities_free(struct store_authority *list);

/* HMAC that tells whether a key is this store's. */
enum status key_check(const unsigned char master[STORE_KEY_SIZE],
		      unsigned char ret[32], struct error *err);

#endif
