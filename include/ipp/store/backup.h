/* backup - the store copied while it is in use */
#ifndef IPP_STORE_BACKUP_H
#define IPP_STORE_BACKUP_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct store;

/* Copies database and objects into the new folder `target`, and the master
 * key too if `with_key`. What it copies is the state of one moment, while
 * others write. BUSY `backup_under_way`; CANTCREAT `backup_exists`; IOERR. In a folder that was not
 * finished the database has not got its name; what failed or was killed may be
 * run again into it. */
enum status store_backup(struct store *store, const char *target,
			 bool with_key, struct error *err);

/* Makes the store `directory` from the backup `source`; the key comes from
 * `key_path`, or from the backup when it has it. DATA `backup_incomplete`;
 * CONFIG `key_missing`, `key_wrong`; CANTCREAT `store_exists`. Nothing is
 * left when it fails. */
enum status store_restore(const char *source, const char *key_path,
			  const char *directory, struct error *err);

/* Takes away database and key of a store that was just made and failed its
 * checks; objects, named by their content, stay. */
void store_discard(const char *directory);

#endif
