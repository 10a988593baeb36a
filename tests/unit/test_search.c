/* test_search - any combination of filters finds what looking at every product
 * finds, in order, and pages lose nothing */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/model/product.h>
#include <ipp/model/search.h>
#include <ipp/port/sql.h>
#include <ipp/store/search.h>
#include <ipp/store/store.h>

#define ROWS	 12000 /* many of them more than a plan takes for few */
#define SEARCHES 300
#define FIRST	 1000000 /* created_at */
#define HOLDERS	 400

/* What the store holds of product i, kept beside it. */
struct row {
	int64_t user_id, order_id, client_id, unit_id, created_by, created_at;
	int64_t activated_at, valid_until, status, recognition;
	int64_t holder_id;
	const char *product, *surname, *given_name;
	const char *external_code, *tax_code, *email, *email_alias, *mobile;
	const char *iut, *serial, *device_serial;
};

struct world {
	char folder[40];
	struct store *store;
	struct arena *arena;
	struct row rows[ROWS];
	unsigned seed;
};

static const char *const surnames[] = { "rossi", "rosso", "ross", "bianchi",
					"orru" };
static const char *const given_names[] = { "anna", "annarita", "ugo" };
static const char *const products[] = { "REM", "AUTO", "DEV-SC" };

static unsigned dice(struct world *world, unsigned n)
{
	world->seed = world->seed * 1103515245 + 12345;
	return (world->seed >> 16) % n;
}

/* What names few products: a holder has some, an order two. */
static void holder_choose(struct world *world, struct row *row, int i)
{
	struct arena *arena = world->arena;
	int n = (int)dice(world, HOLDERS);

	row->holder_id = row->client_id == 2 ? HOLDERS + 1 : n + 1;
	row->iut = arena_printf(arena, "IUT%" PRId64, row->holder_id);
	row->external_code = dice(world, 2) ? arena_printf(arena, "X%d", i)
					    : NULL;
	row->tax_code = arena_printf(arena, "TAX%d", n / 2);
	row->email = arena_printf(arena, "mail%d@example.org", n / 3);
	row->email_alias = n % 3 ? NULL : arena_printf(arena, "alias%d", n);
	row->mobile = arena_printf(arena, "+39%d", n / 4);
}

static void row_make(struct world *world, int i)
{
	static const int statuses[] = { STATUS_ACTIVE, STATUS_ACTIVE,
					STATUS_ACTIVE, STATUS_TO_ISSUE,
					STATUS_DRAFT };
	struct row *row = &world->rows[i];

	*row = (struct row){
		.user_id = i + 1,
		.order_id = i / 2 + 1, /* two products an order */
		.client_id = 1,
		.unit_id = 1,
		.status = statuses[dice(world, 5)],
		.product = products[dice(world, 40) == 0 ? 2 : dice(world, 2)],
		.activated_at = ABSENT,
		.valid_until = ABSENT,
	};
	if (i % 2) {
		struct row *first = &world->rows[i - 1];

		row->client_id = first->client_id;
		row->unit_id = first->unit_id;
		row->created_by = first->created_by;
		row->created_at = first->created_at;
		row->recognition = first->recognition;
		row->holder_id = first->holder_id;
		row->iut = first->iut;
		row->external_code = first->external_code;
		row->tax_code = first->tax_code;
		row->email = first->email;
		row->email_alias = first->email_alias;
		row->mobile = first->mobile;
		row->surname = first->surname;
		row->given_name = first->given_name;
	} else {
		row->client_id = dice(world, 20) == 0 ? 2 : 1;
		row->unit_id = row->client_id == 2 ? 3 : 1 + dice(world, 9) / 8;
		row->created_by = row->client_id == 2 ? 3 : 1 + dice(world, 2);
		row->created_at = FIRST + i / 50; /* many of one second */
		row->recognition = dice(world, 30) == 0 ? RECOGNITION_SPID
							: dice(world, 3);
		row->surname =
		    surnames[dice(world, 50) == 0 ? 4 : dice(world, 4)];
		row->given_name = given_names[dice(world, 3)];
		holder_choose(world, row, i);
	}
	if (row->status == STATUS_ACTIVE) {
		row->activated_at = row->created_at + dice(world, 60);
		row->valid_until = row->activated_at + 50 + dice(world, 3);
		row->serial = arena_printf(world->arena, "5E%06X", i);
		row->device_serial = arena_printf(world->arena, "D%d", i % 900);
	}
}

static void run(struct world *world, const char *sql, const int64_t *numbers,
		int count, const char *const *texts, int text_count)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	struct error err;
	enum status rc;

	error_reset(&err);
	rc = sql_prepare(store_sql(world->store), sql, &st, &err);
	if (rc == OK) {
		for (int n = 1; n <= count; n++)
			sql_bind_integer(st, n, numbers[n - 1]);
		for (int n = 1; n <= text_count; n++)
			sql_bind_text(st, count + n, texts[n - 1]);
		rc = sql_execute(st, &err);
	}
	if (rc != OK)
		fail_msg("%s: %s", sql, err.mistakes[0].text);
}

static void row_store(struct world *world, int i)
{
	const struct row *row = &world->rows[i];
	const char *way = recognition_words[row->recognition].name;

	if (i % 2 == 0)
		run(world,
		    "INSERT INTO orders (order_id, client_id, unit_id,"
		    " created_by, created_at, updated_at, recognition,"
		    " surname, given_name, external_code)"
		    " VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9)",
		    (const int64_t[]){ row->order_id, row->client_id,
				       row->unit_id, row->created_by,
				       row->created_at },
		    5,
		    (const char *const[]){ way, row->surname, row->given_name,
					   row->external_code },
		    4);
	run(world,
	    "INSERT INTO products (user_id, order_id, client_id, unit_id,"
	    " created_by, created_at, status_at, activated_at, valid_until,"
	    " holder_id, product, recognition, status, surname, given_name,"
	    " surname_key, given_name_key, external_code, tax_code, email,"
	    " email_alias, mobile, iut, serial, device_serial) VALUES ($1,"
	    " $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12, $13, $14,"
	    " $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
	    (const int64_t[]){ row->user_id, row->order_id, row->client_id,
			       row->unit_id, row->created_by, row->created_at,
			       row->activated_at, row->valid_until,
			       row->holder_id },
	    9,
	    (const char *const[]){ row->product, way,
				   row->status == STATUS_DRAFT
					   ? "draft"
					   : "to_identify",
				   row->surname, row->given_name,
				   row->external_code, row->tax_code,
				   row->email, row->email_alias, row->mobile,
				   row->iut, row->serial, row->device_serial },
	    13);
	for (int step = STATUS_TO_ISSUE; step <= row->status; step++)
		run(world, "UPDATE products SET status = $2 WHERE user_id = $1",
		    &row->user_id, 1,
		    (const char *const[]){ product_status_words[step].name },
		    1);
}

static int world_make(void **state)
{
	static struct world world = { .seed = 7 };
	struct error err;
	OWN(tx) struct tx *tx = NULL;

	error_reset(&err);
	strcpy(world.folder, "/tmp/test_search.XXXXXX");
	assert_non_null(mkdtemp(world.folder));
	world.arena = arena_new();
	assert_int_equal(
	    store_create(world.folder, NULL, true, FIRST, &world.store, &err),
	    OK);
	assert_int_equal(
	    sql_run(store_sql(world.store),
		    "PRAGMA synchronous = OFF;"
		    "INSERT INTO organizations (client_id,"
		    " client_code, name, created_at) VALUES"
		    " (1, 'A', 'A', 1), (2, 'B', 'B', 1);"
		    "INSERT INTO units (unit_id, client_id, code,"
		    " name) VALUES (1, 1, 'M', 'M'),"
		    " (2, 1, 'N', 'N'), (3, 2, 'O', 'O');"
		    "INSERT INTO operators (operator_id,"
		    " client_id, login, surname, given_name,"
		    " created_at) VALUES (1, 1, 'a', 'A', 'A', 1),"
		    " (2, 1, 'b', 'B', 'B', 1),"
		    " (3, 2, 'c', 'C', 'C', 1);"
		    "INSERT INTO catalog (product, name_it,"
		    " name_en, key_place, profiles,"
		    " validity_unit, validity, validity_min,"
		    " validity_max, recognitions, role,"
		    " definition) SELECT column1, '', '',"
		    " 'remote', '', 'months', 1, 1, 1, '', 0, ''"
		    " FROM (VALUES ('REM'), ('AUTO'), ('DEV-SC'));",
		    &err),
	    OK);
	assert_int_equal(tx_begin(world.store, &tx, &err), OK);
	for (int64_t i = 1; i <= HOLDERS + 1; i++)
		run(&world,
		    "INSERT INTO holders (holder_id, client_id, created_at,"
		    " updated_at, iut, identity_key, surname_key,"
		    " given_name_key) VALUES ($1, $2, 1, 1, $3, $3, '', '')",
		    (const int64_t[]){ i, i > HOLDERS ? 2 : 1 }, 2,
		    (const char *const[]){
			arena_printf(world.arena, "IUT%" PRId64, i) },
		    1);
	for (int i = 0; i < ROWS; i++) {
		row_make(&world, i);
		row_store(&world, i);
	}
	assert_int_equal(tx_commit(&tx, &err), OK);
	*state = &world;
	return 0;
}

static int world_end(void **state)
{
	struct world *world = *state;
	char command[80];

	store_close(world->store);
	arena_free(world->arena);
	(void)snprintf(command, sizeof command, "rm -rf %s", world->folder);
	return system(command);
}

/* One filter that names few products, taken from one that there is. */
static void few_invent(struct world *world, struct search *ret)
{
	const struct row *row = &world->rows[dice(world, ROWS)];

	switch (dice(world, 11)) {
	case 0:
		ret->user_id = row->user_id;
		break;
	case 1:
		ret->order_id = row->order_id;
		break;
	case 2:
		ret->external_code = row->external_code;
		break;
	case 3:
		ret->holder_id = row->holder_id;
		break;
	case 4:
		ret->iut = row->iut;
		break;
	case 5:
		ret->tax_code = row->tax_code;
		break;
	case 6:
		ret->email = row->email;
		break;
	case 7:
		ret->email_alias = row->email_alias;
		break;
	case 8:
		ret->mobile = row->mobile;
		break;
	case 9:
		ret->serial = row->serial;
		break;
	default:
		ret->device_serial = row->device_serial;
	}
}

static void search_invent(struct world *world, struct search *ret)
{
	record_clear(&search_record, ret);
	ret->client_id = 1;
	if (dice(world, 3) == 0)
		ret->status = dice(world, 2) ? STATUS_ACTIVE : STATUS_TO_ISSUE;
	if (dice(world, 4) == 0)
		ret->product = dice(world, 2) ? "rem" : "DEV-SC";
	if (dice(world, 4) == 0)
		ret->recognition = dice(world, 2) ? RECOGNITION_SPID
						  : RECOGNITION_OFFLINE;
	if (dice(world, 4) == 0)
		ret->unit_id = 1 + dice(world, 2);
	if (dice(world, 5) == 0)
		ret->created_by = 1 + dice(world, 2);
	if (dice(world, 4) == 0)
		ret->created_from = FIRST + dice(world, ROWS / 50);
	if (dice(world, 4) == 0)
		ret->created_to = FIRST + dice(world, ROWS / 50);
	if (dice(world, 6) == 0)
		ret->activated_from = FIRST + dice(world, ROWS / 50);
	if (dice(world, 6) == 0)
		ret->valid_to = FIRST + 50 + dice(world, ROWS / 50);
	if (dice(world, 4) == 0)
		ret->surname = dice(world, 3) == 0 ? "ROS*"
			       : dice(world, 2)	   ? "Rossi"
						   : "Orrù";
	if (dice(world, 5) == 0)
		ret->given_name = dice(world, 2) ? "Anna" : "ann*";
	if (dice(world, 8) == 0)
		ret->activated_to = FIRST + dice(world, ROWS / 50);
	if (dice(world, 8) == 0)
		ret->valid_from = FIRST + 50 + dice(world, ROWS / 50);
	if (dice(world, 4) == 0)
		few_invent(world, ret);
	if (dice(world, 2) == 0)
		ret->sort = dice(world, SORT_GIVEN_NAME + 1);
	if (dice(world, 3) == 0)
		ret->reverse = 1;
}

static bool is_name(const char *wanted, const char *name)
{
	size_t n = strlen(wanted);

	if (wanted[n - 1] == '*')
		return !strncasecmp(wanted, name, n - 1);
	return !strcmp(wanted, "Orrù") ? !strcmp(name, "orru")
				       : !strcasecmp(wanted, name);
}

#define IS(member_) (s->member_ == ABSENT || s->member_ == row->member_)
#define SAYS(member_) \
	(!s->member_ || (row->member_ && !strcmp(s->member_, row->member_)))
#define FROM(from_, member_)   \
	(s->from_ == ABSENT || \
	 (row->member_ != ABSENT && row->member_ >= s->from_))
#define TO(to_, member_) \
	(s->to_ == ABSENT || (row->member_ != ABSENT && row->member_ < s->to_))

static bool is_found(const struct search *s, const struct row *row)
{
	return row->client_id == s->client_id && IS(status) &&
	       IS(recognition) && IS(unit_id) && IS(created_by) &&
	       IS(order_id) && IS(user_id) && IS(holder_id) &&
	       SAYS(external_code) && SAYS(tax_code) && SAYS(email) &&
	       SAYS(email_alias) && SAYS(mobile) && SAYS(iut) &&
	       SAYS(serial) && SAYS(device_serial) &&
	       (!s->product || !strcasecmp(s->product, row->product)) &&
	       FROM(created_from, created_at) && TO(created_to, created_at) &&
	       FROM(activated_from, activated_at) &&
	       TO(activated_to, activated_at) && FROM(valid_from, valid_until) &&
	       TO(valid_to, valid_until) &&
	       (!s->surname || is_name(s->surname, row->surname)) &&
	       (!s->given_name || is_name(s->given_name, row->given_name)) &&
	       (s->sort != SORT_ACTIVATED_AT || row->activated_at != ABSENT) &&
	       (s->sort != SORT_VALID_UNTIL || row->valid_until != ABSENT);
}

struct result {
	int64_t ids[ROWS];
	size_t count;
};

static enum status take(void *context, const struct product *product,
			struct error *err)
{
	struct result *result = context;

	(void)err;
	assert_true(result->count < ROWS);
	result->ids[result->count++] = product->user_id;
	return OK;
}

static void find(struct world *world, const struct search *search,
		 struct result *ret)
{
	struct error err;

	error_reset(&err);
	if (products_search(world->store, search, take, ret, &err) != OK)
		fail_msg("%s", err.mistakes[0].text);
}

/* -1, 0, 1 by the members that the order compares */
static int compare(const struct row *a, const struct row *b, int64_t sort)
{
	const int64_t keys[][2] = {
		[SORT_USER_ID] = { a->user_id, b->user_id },
		[SORT_ORDER_ID] = { a->order_id, b->order_id },
		[SORT_CREATED_AT] = { a->created_at, b->created_at },
		[SORT_ACTIVATED_AT] = { a->activated_at, b->activated_at },
		[SORT_VALID_UNTIL] = { a->valid_until, b->valid_until },
	};

	if (sort == SORT_SURNAME)
		return strcmp(a->surname, b->surname);
	if (sort == SORT_GIVEN_NAME)
		return strcmp(a->given_name, b->given_name);
	return (keys[sort][0] > keys[sort][1]) -
	       (keys[sort][0] < keys[sort][1]);
}

static void whole_check(struct world *world, const struct search *search,
			const struct result *whole)
{
	bool seen[ROWS + 1] = { false };
	size_t expected = 0;

	for (int i = 0; i < ROWS; i++)
		expected += is_found(search, &world->rows[i]);
	assert_int_equal(whole->count, expected);
	for (size_t i = 0; i < whole->count; i++) {
		const struct row *row = &world->rows[whole->ids[i] - 1];

		assert_false(seen[row->user_id]);
		seen[row->user_id] = true;
		assert_true(is_found(search, row));
		if (i > 0 && search->sort != ABSENT) {
			int c = compare(&world->rows[whole->ids[i - 1] - 1],
					row, search->sort);

			assert_true(search->reverse == 1 ? c >= 0 : c <= 0);
		}
	}
}

static void pages_check(struct world *world, const struct search *search,
			const struct result *whole, int64_t limit)
{
	struct search page = *search;
	size_t at = 0;

	page.limit = limit;
	do {
		struct result result = { .count = 0 };

		find(world, &page, &result);
		assert_true(at + result.count <= whole->count);
		assert_memory_equal(result.ids, whole->ids + at,
				    result.count * sizeof *result.ids);
		at += result.count;
		if (result.count < (size_t)limit)
			break;
		page.after = result.ids[result.count - 1];
	} while (at < whole->count);
	assert_int_equal(at, whole->count);
}

static void test_combinations(void **state)
{
	struct world *world = *state;

	for (int i = 0; i < SEARCHES; i++) {
		struct result whole = { .count = 0 };
		struct search search;

		search_invent(world, &search);
		find(world, &search, &whole);
		whole_check(world, &search, &whole);
		pages_check(world, &search, &whole,
			    (int64_t)whole.count / 7 + 1 + dice(world, 5));
	}
}

static void test_after_foreign(void **state)
{
	struct world *world = *state;
	struct search search;
	struct result result = { .count = 0 };
	struct error err;

	record_clear(&search_record, &search);
	search.client_id = 1;
	for (int i = 0; i < ROWS && search.after == ABSENT; i++)
		if (world->rows[i].client_id == 2)
			search.after = world->rows[i].user_id;
	error_reset(&err);
	assert_int_equal(
	    products_search(world->store, &search, take, &result, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "product_unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_combinations),
		cmocka_unit_test(test_after_foreign),
	};

	return cmocka_run_group_tests(tests, world_make, world_end);
}
