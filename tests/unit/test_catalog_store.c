/* test_catalog_store - the catalogue in the store, and what is enabled */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/act/catalog.h>
#include <ipp/base/memory.h>
#include <ipp/model/catalog.h>
#include <ipp/model/words.h>
#include <ipp/port/sql.h>
#include <ipp/store/catalog.h>
#include <ipp/store/journal.h>

#include "place_aid.h"

#define ALL 31u

static void refuses(struct place *place, enum status rc, enum status wanted,
		    const char *code)
{
	assert_int_equal(rc, wanted);
	assert_string_equal(place->err.mistakes[0].code, code);
	error_reset(&place->err);
}

static int make(void **state)
{
	struct place *place = place_new(
	    INT64_C(1795335300),
	    "INSERT INTO organizations (client_id, client_code, name,"
	    " created_at) VALUES (1, 'ONE', 'One', 0), (2, 'TWO', 'Two', 0)");

	place->desk.session = NULL; /* as when the store is made */
	must(place, act_catalog_load(&place->desk, &place->err));
	must(place, act_catalog_enable_all(&place->desk, 1, ALL, &place->err));
	place->session = (struct session){ .client_id = 1,
					   .operator_id = 1,
					   .unit_id = 1,
					   .profile = PROFILE_MASTER_RAO };
	place->desk.session = &place->session;
	*state = place;
	return 0;
}

static void a_product_has_what_ships(void **state)
{
	struct place *place = *state;
	struct catalog_item item;

	must(place, catalog_find(place->store, 1, "AUTO-ROLE", place->arena,
				 &item, &place->err));
	assert_string_equal(item.name_it, "Firma automatica con ruolo");
	assert_int_equal(item.key_place, KEY_REMOTE);
	assert_int_equal(item.validity_unit, VALIDITY_MONTHS);
	assert_int_equal(item.validity, 36);
	assert_int_equal(item.validity_min, 1);
	assert_int_equal(item.recognition_mask,
			 1u << RECOGNITION_OFFLINE | 1u << RECOGNITION_LIVE |
				 1u << RECOGNITION_VIDEO |
				 1u << RECOGNITION_SIGN);
	assert_int_equal(item.role, 1);
	assert_int_equal(item.asked_by, ABSENT);
	assert_int_equal(item.needs.count, 2);
	assert_string_equal(item.needs.items[0], "organization_name");
	assert_string_equal(item.evidence.items[0], "third_party_consent");
	assert_string_equal(item.policies.items[1], "1.3.76.16.6");
	assert_non_null(strstr(item.limit_en, "automatic"));
	assert_int_equal(item.enabled, 1);
	must(place, catalog_find(place->store, 1, "DEV-RAO", place->arena,
				 &item, &place->err));
	assert_int_equal(item.key_place, KEY_DEVICE);
	assert_int_equal(item.profiles.count, 2);
	assert_int_equal(item.asked_by, PROFILE_MASTER_RAO);
	must(place, catalog_find(place->store, 1, "ONESHOT", place->arena,
				 &item, &place->err));
	assert_int_equal(item.validity_unit, VALIDITY_MINUTES);
	refuses(place,
		catalog_find(place->store, 1, "rem", place->arena, &item,
			     &place->err),
		DATA, "catalog_unknown");
}

static void a_snapshot_says_the_same(void **state)
{
	struct place *place = *state;
	struct catalog catalog;

	must(place, catalog_load(place->store, 1, place->arena, &catalog,
				 &place->err));
	assert_int_equal(catalog.count, 16);
	assert_int_equal(catalog.recognitions, ALL);
	for (size_t i = 0; i < catalog.count; i++) {
		const struct catalog_item *it = &catalog.items[i];

		assert_ptr_equal(catalog_item(&catalog, it->product), it);
		assert_int_equal(it->enabled, 1);
	}
	assert_null(catalog_item(&catalog, "NONE"));
	assert_null(catalog_item(&catalog, NULL));
}

static void nothing_is_enabled_for_others(void **state)
{
	struct place *place = *state;
	struct catalog catalog;
	bool enabled;

	must(place, catalog_load(place->store, 2, place->arena, &catalog,
				 &place->err));
	assert_int_equal(catalog.recognitions, 0);
	assert_int_equal(catalog_item(&catalog, "REM")->enabled, 0);
	must(place, recognition_is_enabled(place->store, 2, RECOGNITION_LIVE,
					   &enabled, &place->err));
	assert_false(enabled);
}

static int64_t entries(struct place *place)
{
	struct journal_state state;

	must(place, journal_verify(place->store, place->desk.arena, &state,
				   &place->err));
	assert_int_equal(state.fault, JOURNAL_WHOLE);
	return state.count;
}

static void a_change_is_kept_and_journalled_once(void **state)
{
	struct place *place = *state;
	struct catalog_change change = { .product = "REM",
					 .recognition = ABSENT,
					 .enabled = 0 };
	int64_t before = entries(place);
	struct catalog catalog;

	must(place, act_catalog_change(&place->desk, &change, &place->err));
	must(place, act_catalog_change(&place->desk, &change, &place->err));
	assert_int_equal(entries(place), before + 1);
	change = (struct catalog_change){ .recognition = RECOGNITION_VIDEO,
					  .enabled = 0 };
	must(place, act_catalog_change(&place->desk, &change, &place->err));
	must(place, catalog_load(place->store, 1, place->arena, &catalog,
				 &place->err));
	assert_int_equal(catalog_item(&catalog, "REM")->enabled, 0);
	assert_int_equal(catalog_item(&catalog, "AUTO")->enabled, 1);
	assert_int_equal(catalog.recognitions,
			 ALL & ~(1u << RECOGNITION_VIDEO));
	assert_false(catalog_item_allows(catalog_item(&catalog, "REM"),
					 catalog.recognitions,
					 RECOGNITION_VIDEO));
	assert_true(catalog_item_allows(catalog_item(&catalog, "REM"),
					catalog.recognitions,
					RECOGNITION_SIGN));
	assert_false(catalog_item_allows(catalog_item(&catalog, "REM"),
					 catalog.recognitions,
					 RECOGNITION_SPID));
	assert_false(catalog_item_allows(catalog_item(&catalog, "REM"),
					 catalog.recognitions, ABSENT));
	must(place, act_catalog_load(&place->desk, &place->err));
	must(place, catalog_load(place->store, 1, place->arena, &catalog,
				 &place->err));
	assert_int_equal(catalog_item(&catalog, "REM")->enabled, 0);
	change = (struct catalog_change){ .product = "REM",
					  .recognition = ABSENT,
					  .enabled = 1 };
	must(place, act_catalog_change(&place->desk, &change, &place->err));
	change = (struct catalog_change){ .recognition = RECOGNITION_VIDEO,
					  .enabled = 1 };
	must(place, act_catalog_change(&place->desk, &change, &place->err));
}

static void a_change_names_one_thing_that_is_there(void **state)
{
	struct place *place = *state;
	struct catalog_change change = { .recognition = ABSENT };

	refuses(place, act_catalog_change(&place->desk, &change, &place->err),
		USAGE, "catalog_change");
	change = (struct catalog_change){ .product = "REM" };
	refuses(place, act_catalog_change(&place->desk, &change, &place->err),
		USAGE, "catalog_change");
	change = (struct catalog_change){ .product = "NONE",
					  .recognition = ABSENT };
	refuses(place, act_catalog_change(&place->desk, &change, &place->err),
		DATA, "catalog_unknown");
}

static void only_a_manager_may_change(void **state)
{
	struct place *place = *state;
	struct catalog_change change = { .product = "REM",
					 .recognition = ABSENT };

	for (int64_t profile = 0; profile <= PROFILE_ISSUER; profile++) {
		if (profile == PROFILE_MASTER_RAO)
			continue;
		place->session.profile = profile;
		refuses(place,
			act_catalog_change(&place->desk, &change, &place->err),
			NOPERM, "not_permitted");
	}
	place->session.profile = PROFILE_MASTER_RAO;
}

static void a_load_brings_rows_to_what_ships(void **state)
{
	struct place *place = *state;
	struct catalog_item item;
	const char *definition;

	must(place,
	     sql_run(store_sql(place->store),
		     "UPDATE catalog SET validity_max = 99, limit_it = 'x';"
		     "UPDATE certificate_profiles SET definition = '{}'",
		     &place->err));
	must(place, act_catalog_load(&place->desk, &place->err));
	must(place, catalog_find(place->store, 1, "REM", place->arena, &item,
				 &place->err));
	assert_int_equal(item.validity_max, 36);
	assert_null(item.limit_it);
	must(place, catalog_profile_find(place->store, "signature",
					 place->arena, &definition,
					 &place->err));
	assert_non_null(strstr(definition, "\"non_repudiation\""));
	refuses(place,
		catalog_profile_find(place->store, "none", place->arena,
				     &definition, &place->err),
		DATA, "profile_unknown");
}

static enum status count(void *context, const struct limit_of_use *it,
			 struct error *err)
{
	(void)err;
	assert_non_null(it->limit);
	assert_non_null(it->text_it);
	assert_non_null(it->text_en);
	++*(int *)context;
	return OK;
}

static void limits_of_use_are_listed(void **state)
{
	struct place *place = *state;
	int n = 0;

	must(place, act_catalog_limits(&place->desk, count, &n, &place->err));
	assert_int_equal(n, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_product_has_what_ships),
		cmocka_unit_test(a_snapshot_says_the_same),
		cmocka_unit_test(nothing_is_enabled_for_others),
		cmocka_unit_test(a_change_is_kept_and_journalled_once),
		cmocka_unit_test(a_change_names_one_thing_that_is_there),
		cmocka_unit_test(only_a_manager_may_change),
		cmocka_unit_test(a_load_brings_rows_to_what_ships),
		cmocka_unit_test(limits_of_use_are_listed),
	};

	return cmocka_run_group_tests(tests, make, place_close);
}
