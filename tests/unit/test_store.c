/* test_store - the store, its key, journal and objects: whole, or refused */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/port/json.h>
#include <ipp/port/sql.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/object.h>
#include <ipp/store/store.h>

#define NOW 1795335300

static char folder[] = "/tmp/ipp-store.XXXXXX";
static struct arena *arena;
static struct error err;
static struct store *store;
static struct desk desk;

static int group_setup(void **state)
{
	(void)state;
	return !mkdtemp(folder) || chdir(folder);
}

static int group_teardown(void **state)
{
	char command[80];

	(void)state;
	(void)snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command);
}

static int setup(void **state)
{
	(void)state;
	arena = arena_new();
	error_reset(&err);
	if (store_create("s", NULL, true, NOW, &store, &err) != OK)
		return -1;
	desk = (struct desk){
		.store = store, .arena = arena, .now = NOW, .tool = "test"
	};
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	store_close(TAKE(store));
	arena_free(arena);
	return system("rm -rf s s2 key");
}

static void assert_error(enum status rc, enum status wanted, const char *code)
{
	assert_int_equal(rc, wanted);
	assert_string_equal(err.mistakes[0].code, code);
	error_reset(&err);
}

/* By another program, behind our back. */
static void meddle(const char *script)
{
	OWN(sql) struct sql *sql = NULL;

	assert_int_equal(sql_open("s/ipp.db", SQL_OPEN, &sql, &err), OK);
	if (sql_run(sql, script, &err) != OK)
		fail_msg("%s: %s", script, err.mistakes[0].text);
}

static enum status reopen(void)
{
	store_close(TAKE(store));
	error_reset(&err);
	desk.store = NULL;
	if (store_open("s", NULL, STORE_OPEN, &store, &err) != OK)
		return err.status;
	desk.store = store;
	return OK;
}

static void test_a_new_store_is_made_once_and_for_its_owner(void **state)
{
	static const char *const files[] = { "s", "s/ipp.db", "s/master.key",
					     "s/objects" };
	struct store *other = NULL;
	struct stat st;

	(void)state;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		assert_int_equal(stat(files[i], &st), 0);
		assert_int_equal(st.st_mode & 077, 0);
	}
	assert_error(store_create("s", NULL, true, NOW, &other, &err),
		     CANTCREAT, "store_exists");
	assert_null(other);
	assert_int_equal(reopen(), OK);
	assert_true(store_is_demo(store));
	assert_int_equal(store_version(store), store_version_known());
}

static void test_a_key_that_is_there_is_not_overwritten(void **state)
{
	struct store *other = NULL;

	(void)state;
	assert_int_equal(file_write("key", "mine", 4, 0600, &err), OK);
	assert_error(store_create("s2", "key", false, NOW, &other, &err),
		     CANTCREAT, "key_exists");
	assert_int_equal(access("s2/ipp.db", F_OK), -1);
}

static void test_other_stores_are_refused(void **state)
{
	(void)state;
	meddle("PRAGMA user_version = 9999");
	assert_error(reopen(), CONFIG, "store_newer");
	meddle("PRAGMA user_version = 1");
	assert_error(reopen(), CONFIG, "store_outdated");
	meddle("PRAGMA application_id = 42");
	assert_error(reopen(), CONFIG, "store_foreign");
	assert_int_equal(file_write("s/ipp.db", "", 0, 0600, &err), OK);
	(void)unlink("s/ipp.db-wal");
	assert_error(reopen(), CONFIG, "store_foreign");
	assert_int_equal(unlink("s/ipp.db"), 0);
	assert_error(reopen(), CONFIG, "store_missing");
}

static void test_only_the_right_key_opens_secrets(void **state)
{
	const unsigned char *key = NULL, *again = NULL;
	char wrong[66];

	(void)state;
	assert_int_equal(store_key(store, "objects", &key, &err), OK);
	assert_int_equal(store_key(store, "objects", &again, &err), OK);
	assert_ptr_equal(key, again);
	assert_int_equal(store_key(store, "journal", &again, &err), OK);
	assert_memory_not_equal(key, again, STORE_KEY_SIZE);
	assert_int_equal(reopen(), OK);
	assert_int_equal(chmod("s/master.key", 0640), 0);
	assert_error(store_key(store, "objects", &key, &err), NOPERM,
		     "secret_exposed");
	memset(wrong, 'a', 64);
	memcpy(wrong + 64, "\n", 2);
	assert_int_equal(file_write("s/master.key", wrong, 65, 0600, &err), OK);
	assert_error(store_key(store, "objects", &key, &err), CONFIG,
		     "key_wrong");
	assert_int_equal(file_write("s/master.key", "short\n", 6, 0600, &err),
			 OK);
	assert_error(store_key(store, "objects", &key, &err), CONFIG,
		     "key_wrong");
	assert_int_equal(unlink("s/master.key"), 0);
	assert_error(store_key(store, "objects", &key, &err), CONFIG,
		     "key_missing");
}

static void append(const char *event)
{
	struct json *detail = json_object_new();

	json_set_text(detail, "who", "caf\xc3\xa9");
	if (journal_append(&desk, event, ABSENT, 7, detail, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
}

static void append_three(void)
{
	OWN(tx) struct tx *tx = NULL;

	assert_int_equal(tx_begin(store, &tx, &err), OK);
	append("one");
	append("two");
	append("three");
	assert_int_equal(tx_commit(&tx, &err), OK);
}

static void assert_journal(enum journal_fault wanted, int64_t entry)
{
	OWN(arena) struct arena *place = arena_new();
	struct journal_state state;

	error_reset(&err);
	if (journal_verify(store, place, &state, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
	assert_int_equal(state.fault, wanted);
	if (wanted == JOURNAL_WHOLE)
		assert_true(state.count == entry);
	else
		assert_true(state.entry_id == entry);
}

static void test_a_journal_left_alone_verifies(void **state)
{
	(void)state;
	assert_journal(JOURNAL_WHOLE, 0);
	append_three();
	assert_journal(JOURNAL_WHOLE, 3);
	append_three();
	assert_int_equal(reopen(), OK);
	assert_journal(JOURNAL_WHOLE, 6);
}

static void test_what_is_rolled_back_leaves_no_entry(void **state)
{
	OWN(tx) struct tx *tx = NULL, *inner = NULL;

	(void)state;
	assert_int_equal(tx_begin(store, &tx, &err), OK);
	append("kept");
	assert_int_equal(tx_begin(store, &inner, &err), OK);
	append("lost");
	tx_rollback(TAKE(inner));
	append("kept");
	assert_int_equal(tx_commit(&tx, &err), OK);
	assert_journal(JOURNAL_WHOLE, 2);
	assert_int_equal(tx_begin(store, &tx, &err), OK);
	append("lost");
	tx_rollback(TAKE(tx));
	assert_journal(JOURNAL_WHOLE, 2);
}

static void test_any_change_of_an_entry_is_found(void **state)
{
	static const char *const changes[] = {
		"at = at + 1",	    "event = 'other'",	   "client_id = 1",
		"operator_id = 1",  "unit_id = 1",	   "order_id = 1",
		"user_id = 8",	    "user_id = NULL",	   "detail = '{}'",
		"previous = x'00'", "hash = zeroblob(32)",
	};

	(void)state;
	append_three();
	meddle("DROP TRIGGER journal_no_update;"
	       "DROP TRIGGER journal_no_delete; CREATE TABLE kept AS"
	       " SELECT * FROM journal");
	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		char script[160];

		(void)snprintf(script, sizeof script,
			       "UPDATE journal SET %s WHERE entry_id = 2",
			       changes[i]);
		meddle(script);
		assert_journal(JOURNAL_CHANGED, 2);
		meddle("REPLACE INTO journal SELECT * FROM kept"
		       " WHERE entry_id = 2");
		assert_journal(JOURNAL_WHOLE, 3);
	}
}

static void test_entries_that_are_gone_are_missed(void **state)
{
	(void)state;
	append_three();
	meddle("DROP TRIGGER journal_no_delete; CREATE TABLE kept AS"
	       " SELECT * FROM journal;"
	       "DELETE FROM journal WHERE entry_id = 1");
	assert_journal(JOURNAL_MISSING, 1);
	meddle("INSERT INTO journal SELECT * FROM kept WHERE entry_id = 1;"
	       "DELETE FROM journal WHERE entry_id = 2");
	assert_journal(JOURNAL_MISSING, 2);
	meddle("DELETE FROM journal WHERE entry_id = 3");
	assert_journal(JOURNAL_CUT, 2);
	meddle("DELETE FROM journal");
	assert_journal(JOURNAL_CUT, 1);
}

/* Who has the database but no key cannot cut the end off and sign anew. */
static void test_an_older_head_does_not_hide_a_cut(void **state)
{
	(void)state;
	append_three();
	meddle("DROP TRIGGER journal_no_delete;"
	       "DELETE FROM journal WHERE entry_id = 3;"
	       "UPDATE store SET journal_count = 2");
	assert_journal(JOURNAL_FOREIGN, 1);
	meddle("UPDATE store SET journal_head = NULL");
	assert_journal(JOURNAL_FOREIGN, 1);
}

static void test_without_the_journal_nothing_is_done(void **state)
{
	OWN(tx) struct tx *tx = NULL;

	(void)state;
	assert_int_equal(unlink("s/master.key"), 0);
	assert_int_equal(reopen(), OK);
	assert_int_equal(tx_begin(store, &tx, &err), OK);
	append("one"); /* without a key its head cannot be written */
	assert_error(tx_commit(&tx, &err), CONFIG, "key_missing");
	tx_rollback(TAKE(tx));
	assert_journal(JOURNAL_WHOLE, 0);
}

static enum status put(const void *bytes, size_t n, unsigned char hash[32])
{
	OWN(tx) struct tx *tx = NULL;
	enum status rc;

	if ((rc = tx_begin(store, &tx, &err)) != OK ||
	    (rc = object_put(&desk, bytes, n, "text/plain", ABSENT, hash,
			     &err)) != OK)
		return rc;
	return tx_commit(&tx, &err);
}

static const char *file_of(const unsigned char hash[32])
{
	const char *ret = arena_printf(arena, "s/objects/%02x/", hash[0]);

	for (int i = 1; i < 32; i++)
		ret = arena_printf(arena, "%s%02x", ret, hash[i]);
	return ret;
}

static void test_objects_come_back_and_are_kept_once(void **state)
{
	static unsigned char much[100000];
	unsigned char hash[32], again[32], *bytes;
	struct stat st;
	size_t n;

	(void)state;
	memset(much, 'm', sizeof much);
	assert_int_equal(put(much, sizeof much, hash), OK);
	assert_int_equal(stat(file_of(hash), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(put(much, sizeof much, again), OK);
	assert_memory_equal(hash, again, 32);
	assert_int_equal(object_get(store, arena, hash, &bytes, &n, &err), OK);
	assert_int_equal(n, sizeof much);
	assert_memory_equal(bytes, much, n);
	assert_int_equal(put("", 0, hash), OK);
	assert_int_equal(object_get(store, arena, hash, &bytes, &n, &err), OK);
	assert_int_equal(n, 0);
}

static void test_the_file_of_an_object_hides_what_it_holds(void **state)
{
	unsigned char hash[32], *bytes;
	size_t n;

	(void)state;
	assert_int_equal(put("4815162342 4815162342", 21, hash), OK);
	assert_int_equal(
	    file_read(arena, file_of(hash), 1000, &bytes, &n, &err), OK);
	assert_null(memmem(bytes, n, "4815", 4));
}

static void test_an_object_that_was_changed_is_not_handed_out(void **state)
{
	unsigned char hash[32], other[32], *bytes, *file, *others;
	size_t n, m;

	(void)state;
	assert_int_equal(put("abc", 3, hash), OK);
	assert_int_equal(put("xyz", 3, other), OK);
	assert_int_equal(file_read(arena, file_of(hash), 1000, &file, &n, &err),
			 OK);
	assert_int_equal(
	    file_read(arena, file_of(other), 1000, &others, &m, &err), OK);
	for (size_t i = 0; i < n; i += 9) {
		file[i] ^= 1;
		assert_int_equal(file_write(file_of(hash), file, n, 0600, &err),
				 OK);
		assert_error(object_get(store, arena, hash, &bytes, &n, &err),
			     DATA, "object_broken");
		file[i] ^= 1;
	}
	/* whole, but another object's */
	assert_int_equal(file_write(file_of(hash), others, m, 0600, &err), OK);
	assert_error(object_get(store, arena, hash, &bytes, &n, &err), DATA,
		     "object_broken");
	assert_int_equal(file_write(file_of(hash), file, 5, 0600, &err), OK);
	assert_error(object_get(store, arena, hash, &bytes, &n, &err), DATA,
		     "object_broken");
	assert_int_equal(unlink(file_of(hash)), 0);
	assert_error(object_get(store, arena, hash, &bytes, &n, &err), IOERR,
		     "object_missing");
}

static void test_a_dry_run_writes_no_object(void **state)
{
	unsigned char hash[32];

	(void)state;
	desk.dry_run = true;
	assert_int_equal(put("abc", 3, hash), OK);
	assert_int_equal(access(file_of(hash), F_OK), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_new_store_is_made_once_and_for_its_owner),
		TEST(test_a_key_that_is_there_is_not_overwritten),
		TEST(test_other_stores_are_refused),
		TEST(test_only_the_right_key_opens_secrets),
		TEST(test_a_journal_left_alone_verifies),
		TEST(test_what_is_rolled_back_leaves_no_entry),
		TEST(test_any_change_of_an_entry_is_found),
		TEST(test_entries_that_are_gone_are_missed),
		TEST(test_an_older_head_does_not_hide_a_cut),
		TEST(test_without_the_journal_nothing_is_done),
		TEST(test_objects_come_back_and_are_kept_once),
		TEST(test_the_file_of_an_object_hides_what_it_holds),
		TEST(test_an_object_that_was_changed_is_not_handed_out),
		TEST(test_a_dry_run_writes_no_object),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
