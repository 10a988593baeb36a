/* test_sql - transactions nest, values come back, errors have their names */
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

#include <ipp/base/memory.h>
#include <ipp/port/sql.h>

static char folder[] = "/tmp/ipp-sql.XXXXXX";
static struct arena *arena;
static struct error err;
static struct sql *sql;

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

static void run(const char *script)
{
	error_reset(&err);
	if (sql_run(sql, script, &err) != OK)
		fail_msg("%s: %s", script, err.mistakes[0].text);
}

static int setup(void **state)
{
	(void)state;
	(void)system("rm -f db*");
	arena = arena_new();
	error_reset(&err);
	assert_int_equal(sql_open("db", SQL_CREATE, &sql, &err), OK);
	run("CREATE TABLE t (n INTEGER PRIMARY KEY, a TEXT NOT NULL,"
	    " b BLOB, c INTEGER CHECK (c < 100), UNIQUE (n, a)) STRICT;"
	    "CREATE UNIQUE INDEX t_a ON t (a);"
	    "CREATE TABLE u (n INTEGER REFERENCES t (n)) STRICT;"
	    "CREATE TRIGGER t_no BEFORE DELETE ON t BEGIN"
	    " SELECT RAISE(ABORT, 'not_this: it stays; leave it'); END;");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	sql_close(sql);
	arena_free(arena);
	return 0;
}

static enum status execute(struct sql *on, const char *text)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	enum status rc;

	error_reset(&err);
	if ((rc = sql_prepare(on, text, &st, &err)) != OK)
		return rc;
	return sql_execute(st, &err);
}

static int64_t number(struct sql *on, const char *text)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	bool row;

	error_reset(&err);
	assert_int_equal(sql_prepare(on, text, &st, &err), OK);
	assert_int_equal(sql_step(st, &row, &err), OK);
	assert_true(row);
	return sql_integer(st, 0);
}

#define COUNT "SELECT count(*) FROM t"

static void assert_error(enum status rc, enum status wanted, const char *code)
{
	assert_int_equal(rc, wanted);
	assert_int_equal(err.status, wanted);
	assert_string_equal(err.mistakes[0].code, code);
}

static void test_values_come_back_as_they_went(void **state)
{
	OWN(sql_statement) struct sql_statement *put = NULL, *get = NULL;
	size_t size = 9;
	bool row;

	(void)state;
	assert_int_equal(sql_prepare(sql,
				     "INSERT INTO t VALUES ($1, $2, $3, $4)",
				     &put, &err),
			 OK);
	sql_bind_integer(put, 1, INT64_MAX);
	sql_bind_text(put, 2, "\xc3\xa9'\"");
	sql_bind_bytes(put, 3, "a\0b", 3);
	sql_bind_integer(put, 4, SQL_NULL);
	assert_int_equal(sql_execute(put, &err), OK);
	assert_true(sql_changes(sql) == 1);
	assert_int_equal(
	    sql_prepare(sql, "SELECT n, a, b, c FROM t", &get, &err), OK);
	assert_int_equal(sql_step(get, &row, &err), OK);
	assert_true(row);
	assert_true(sql_integer(get, 0) == INT64_MAX);
	assert_string_equal(sql_text(get, 1, arena), "\xc3\xa9'\"");
	assert_memory_equal(sql_bytes(get, 2, arena, &size), "a\0b", 3);
	assert_int_equal(size, 3);
	assert_true(sql_integer(get, 3) == SQL_NULL);
	assert_null(sql_text(get, 3, arena));
	assert_null(sql_bytes(get, 3, arena, &size));
	assert_int_equal(size, 0);
	assert_int_equal(sql_step(get, &row, &err), OK);
	assert_false(row);
}

static void test_what_was_bound_is_forgotten(void **state)
{
	(void)state;
	for (int n = 1; n <= 2; n++) {
		OWN(sql_statement) struct sql_statement *st = NULL;

		assert_int_equal(
		    sql_prepare(sql, "INSERT INTO t VALUES ($1, $2, NULL, $3)",
				&st, &err),
		    OK);
		sql_bind_integer(st, 1, n);
		sql_bind_text(st, 2, n == 1 ? "a" : "b");
		if (n == 1)
			sql_bind_integer(st, 3, 5);
		assert_int_equal(sql_execute(st, &err), OK);
	}
	assert_true(number(sql, "SELECT c FROM t WHERE n = 2") == SQL_NULL);
}

static void test_the_same_text_twice_at_once_is_two_statements(void **state)
{
	OWN(sql_statement) struct sql_statement *a = NULL, *b = NULL;

	(void)state;
	assert_int_equal(sql_prepare(sql, COUNT, &a, &err), OK);
	assert_int_equal(sql_prepare(sql, COUNT, &b, &err), OK);
	assert_ptr_not_equal(a, b);
	sql_done(TAKE(b));
	assert_int_equal(sql_prepare(sql, COUNT, &b, &err), OK);
	assert_ptr_not_equal(a, b);
}

static void test_more_texts_than_are_kept_work_too(void **state)
{
	char text[80];

	(void)state;
	for (int i = 0; i < 300; i++) {
		(void)snprintf(text, sizeof text, "SELECT %d FROM u", i);
		assert_int_equal(execute(sql, text), OK);
	}
}

static void test_a_parameter_the_text_lacks_is_our_mistake(void **state)
{
	static const int wrong[] = { 0, 2, 97, -1 };

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		OWN(sql_statement) struct sql_statement *st = NULL;

		error_reset(&err);
		assert_int_equal(
		    sql_prepare(sql, "SELECT n FROM t WHERE n = $1", &st, &err),
		    OK);
		sql_bind_integer(st, wrong[i], 1);
		assert_error(sql_execute(st, &err), INTERNAL,
			     "store_parameter");
	}
	assert_int_equal(execute(sql, "SELECT n FROM t WHERE n = $1"), OK);
}

static void test_transactions_nest_and_roll_back_alone(void **state)
{
	(void)state;
	assert_int_equal(sql_begin(sql, &err), OK);
	run("INSERT INTO t VALUES (1, 'a', NULL, 0)");
	assert_int_equal(sql_begin(sql, &err), OK);
	run("INSERT INTO t VALUES (2, 'b', NULL, 0)");
	assert_int_equal(sql_begin(sql, &err), OK);
	run("INSERT INTO t VALUES (3, 'c', NULL, 0)");
	assert_int_equal(sql_commit(sql, &err), OK);
	assert_int_equal(sql_depth(sql), 2);
	sql_rollback(sql);
	assert_true(number(sql, COUNT) == 1);
	assert_int_equal(sql_begin(sql, &err), OK);
	run("INSERT INTO t VALUES (4, 'd', NULL, 0)");
	assert_int_equal(sql_commit(sql, &err), OK);
	assert_int_equal(sql_commit(sql, &err), OK);
	assert_int_equal(sql_depth(sql), 0);
	assert_true(number(sql, "SELECT sum(n) FROM t") == 5);
}

static void test_nesting_has_a_bottom(void **state)
{
	enum status rc = OK;
	unsigned depth = 0;

	(void)state;
	while (depth < 20 && (rc = sql_begin(sql, &err)) == OK)
		depth++;
	assert_error(rc, INTERNAL, "store_nesting");
	assert_int_equal(depth, 7);
	run("INSERT INTO t VALUES (1, 'a', NULL, 0)");
	for (error_reset(&err); sql_depth(sql) > 0;)
		assert_int_equal(sql_commit(sql, &err), OK);
	assert_true(number(sql, COUNT) == 1);
	sql_rollback(sql); /* nothing is open */
}

static void test_closing_rolls_back(void **state)
{
	(void)state;
	assert_int_equal(sql_begin(sql, &err), OK);
	run("INSERT INTO t VALUES (1, 'a', NULL, 0)");
	sql_close(TAKE(sql));
	assert_int_equal(sql_open("db", SQL_OPEN, &sql, &err), OK);
	assert_true(number(sql, COUNT) == 0);
}

static void test_what_a_constraint_refuses_has_a_name(void **state)
{
	(void)state;
	run("INSERT INTO t VALUES (1, 'a', NULL, 0)");
	assert_error(execute(sql, "INSERT INTO t VALUES (2, 'a', NULL, 0)"),
		     REFUSED, "duplicate");
	assert_string_equal(err.mistakes[0].field, "a");
	assert_error(execute(sql, "INSERT INTO t VALUES (1, 'b', NULL, 0)"),
		     REFUSED, "duplicate");
	assert_string_equal(err.mistakes[0].field, "n");
	assert_error(execute(sql, "DELETE FROM t"), REFUSED, "not_this");
	assert_string_equal(err.mistakes[0].text, "it stays; leave it");
	assert_error(execute(sql, "INSERT INTO t VALUES (3, 'c', NULL, 100)"),
		     INTERNAL, "constraint");
	assert_error(execute(sql, "INSERT INTO u VALUES (7)"), INTERNAL,
		     "constraint");
	assert_error(execute(sql, "INSERT INTO t VALUES (3, NULL, NULL, 1)"),
		     INTERNAL, "constraint");
	assert_error(execute(sql, "SELECT \"no_column\" FROM t"), INTERNAL,
		     "store_error");
	assert_true(number(sql, COUNT) == 1);
}

static void test_a_locked_store_is_busy(void **state)
{
	OWN(sql) struct sql *other = NULL;

	(void)state;
	assert_int_equal(sql_open("db", SQL_OPEN, &other, &err), OK);
	assert_int_equal(sql_run(other, "PRAGMA busy_timeout = 20", &err), OK);
	assert_int_equal(sql_begin(sql, &err), OK);
	assert_error(sql_begin(other, &err), BUSY, "store_busy");
	assert_int_equal(sql_depth(other), 0);
	assert_true(number(other, COUNT) == 0); /* reading goes on */
	sql_rollback(sql);
	error_reset(&err);
	assert_int_equal(sql_begin(other, &err), OK);
}

static void test_a_store_opened_to_read_is_not_written(void **state)
{
	OWN(sql) struct sql *reader = NULL;

	(void)state;
	assert_int_equal(sql_open("db", SQL_READ, &reader, &err), OK);
	assert_true(number(reader, COUNT) == 0);
	assert_error(execute(reader, "INSERT INTO t VALUES (1, 'a', NULL, 0)"),
		     CONFIG, "store_read_only");
}

/* SQLite ends the whole transaction when a statement finds no room. */
static void test_a_full_store_keeps_nothing_of_the_transaction(void **state)
{
	enum status rc;

	(void)state;
	run("PRAGMA max_page_count = 20");
	assert_int_equal(sql_begin(sql, &err), OK);
	run("INSERT INTO t VALUES (1, 'a', NULL, 0)");
	assert_int_equal(sql_begin(sql, &err), OK);
	rc = execute(sql, "INSERT INTO t VALUES (2, 'b', zeroblob(200000), 0)");
	assert_error(rc, IOERR, "store_full");
	sql_rollback(sql);
	run("PRAGMA max_page_count = 1000");
	for (int n = 3; n < 5; n++) {
		error_reset(&err);
		if ((rc = sql_begin(sql, &err)) != OK) {
			assert_error(rc, IOERR, "store_lost");
			continue;
		}
		assert_int_equal(
		    execute(sql, "INSERT INTO t VALUES (3, 'c', NULL, 0)"), OK);
		sql_rollback(sql);
	}
	error_reset(&err);
	rc = sql_commit(sql, &err);
	assert_int_equal(sql_depth(sql), 0);
	assert_true(number(sql, COUNT) == (rc == OK ? 1 : 0));
	run("INSERT INTO t VALUES (9, 'z', NULL, 0)"); /* and it goes on */
}

static void test_a_transaction_sqlite_ended_is_not_committed(void **state)
{
	(void)state;
	assert_int_equal(sql_begin(sql, &err), OK);
	run("INSERT INTO t VALUES (1, 'a', NULL, 0)");
	run("ROLLBACK"); /* as a full disk does */
	assert_error(sql_begin(sql, &err), IOERR, "store_lost");
	assert_error(execute(sql, "INSERT INTO t VALUES (2, 'b', NULL, 0)"),
		     IOERR, "store_lost");
	assert_error(sql_commit(sql, &err), IOERR, "store_lost");
	assert_int_equal(sql_depth(sql), 0);
	assert_true(number(sql, COUNT) == 0);
}

static void test_what_is_no_database_is_damaged(void **state)
{
	OWN(sql) struct sql *other = NULL;
	FILE *file = fopen("text", "w");

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_true(fputs("this is no database\n", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_error(sql_open("text", SQL_OPEN, &other, &err), CONFIG,
		     "store_damaged");
	assert_error(sql_open("nowhere", SQL_OPEN, &other, &err), CONFIG,
		     "store_missing");
	assert_error(sql_open("db", SQL_CREATE, &other, &err), CANTCREAT,
		     "store_uncreatable");
	assert_int_equal(mkdir("folder", 0700), 0);
	error_reset(&err);
	assert_error(sql_open("folder", SQL_OPEN, &other, &err), CONFIG,
		     "store_unusable");
}

static void test_a_new_database_is_for_its_owner_only(void **state)
{
	struct stat st;

	(void)state;
	run("INSERT INTO t VALUES (1, 'a', NULL, 0)");
	assert_int_equal(stat("db", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat("db-wal", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void test_a_copy_is_whole_while_others_write(void **state)
{
	OWN(sql) struct sql *other = NULL, *copy = NULL;

	(void)state;
	run("INSERT INTO t VALUES (1, 'a', zeroblob(100000), 0)");
	assert_int_equal(sql_open("db", SQL_OPEN, &other, &err), OK);
	assert_int_equal(sql_begin(other, &err), OK);
	assert_int_equal(
	    sql_run(other, "INSERT INTO t VALUES (2, 'b', NULL, 0)", &err), OK);
	assert_int_equal(sql_backup(sql, "db-copy", &err), OK);
	assert_int_equal(sql_commit(other, &err), OK);
	assert_int_equal(sql_open("db-copy", SQL_OPEN, &copy, &err), OK);
	assert_true(number(copy, COUNT) == 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_values_come_back_as_they_went),
		TEST(test_what_was_bound_is_forgotten),
		TEST(test_the_same_text_twice_at_once_is_two_statements),
		TEST(test_more_texts_than_are_kept_work_too),
		TEST(test_a_parameter_the_text_lacks_is_our_mistake),
		TEST(test_transactions_nest_and_roll_back_alone),
		TEST(test_nesting_has_a_bottom),
		TEST(test_closing_rolls_back),
		TEST(test_what_a_constraint_refuses_has_a_name),
		TEST(test_a_locked_store_is_busy),
		TEST(test_a_store_opened_to_read_is_not_written),
		TEST(test_a_full_store_keeps_nothing_of_the_transaction),
		TEST(test_a_transaction_sqlite_ended_is_not_committed),
		TEST(test_what_is_no_database_is_damaged),
		TEST(test_a_new_database_is_for_its_owner_only),
		TEST(test_a_copy_is_whole_while_others_write),
	};

	return cmocka_run_group_tests(tests, group_setup, group_teardown);
}
