/* test_template - texts with holes, and the texts that ship */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/embedded.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/rule/template.h>

#define HEAD "Subject: s\n\n"

static const struct template_value values[] = {
	{ "name", "Ελένη {{org}}" },
	{ "org", "Desk" },
	{ "empty", "" },
	{ "none", NULL },
	{ "break", "a\nb" },
	{ NULL, NULL },
};

static struct error err;

static void expect(const char *text, const char *subject, const char *body)
{
	OWN(arena) struct arena *arena = arena_new();
	struct template_text ret;

	error_reset(&err);
	assert_int_equal(template_render(arena, text, values, &ret, &err), OK);
	assert_string_equal(ret.subject, subject);
	assert_string_equal(ret.body, body);
}

static void refuse(const char *text, const char *code)
{
	OWN(arena) struct arena *arena = arena_new();
	struct template_text ret = { NULL, NULL };

	error_reset(&err);
	assert_int_equal(template_render(arena, text, values, &ret, &err),
			 DATA);
	assert_string_equal(err.mistakes[0].code, code);
	assert_null(ret.subject);
	assert_null(ret.body);
}

static void test_values_go_in_as_they_are(void **state)
{
	(void)state;
	expect("Subject: To {{name}}\n\nDear {{name}},\n{{org}}{{none}}.\n",
	       "To Ελένη {{org}}", "Dear Ελένη {{org}},\nDesk.\n");
	expect(HEAD, "s", "");
	expect(HEAD "a } }} { {a", "s", "a } }} { {a");
}

static void test_sections_need_a_value(void **state)
{
	(void)state;
	expect(HEAD "{{#org}}yes {{org}}{{/org}}{{#empty}}no{{/empty}}"
		    "{{#none}}no{{/none}}!",
	       "s", "yes Desk!");
	expect(HEAD "{{#empty}}{{#org}}no{{/org}}{{name}}{{/empty}}.", "s",
	       ".");
	expect(HEAD "{{#org}}a{{#empty}}b{{/empty}}c{{/org}}", "s", "ac");
}

static void test_lone_marks_take_their_line_along(void **state)
{
	(void)state;
	expect(HEAD "a\n{{#org}}\nb\n{{/org}}\n{{#empty}}\nc\n{{/empty}}\nd\n",
	       "s", "a\nb\nd\n");
	expect(HEAD "a{{#org}}\nb{{/org}}\n", "s", "a\nb\n");
}

static void test_mistakes_are_refused(void **state)
{
	(void)state;
	refuse("", "template_head");
	refuse("Subject: s", "template_head");
	refuse("Subject: s\nbody\n", "template_head");
	refuse("subject: s\n\nbody\n", "template_head");
	refuse(HEAD "{{other}}", "template_value");
	refuse(HEAD "{{#empty}}{{other}}{{/empty}}", "template_value");
	refuse(HEAD "{{#org}}", "template_section");
	refuse("Subject: {{#org}}\n\n{{/org}}", "template_section");
	refuse(HEAD "{{/org}}", "template_section");
	refuse(HEAD "{{#org}}{{#name}}{{/org}}{{/name}}", "template_section");
	refuse(HEAD "{{", "template_hole");
	refuse(HEAD "{{org", "template_hole");
	refuse(HEAD "{{org}", "template_hole");
	refuse(HEAD "{{}}", "template_hole");
	refuse(HEAD "{{ org }}", "template_hole");
	refuse("Subject: {{break}}\n\n", "template_subject");
}

static void test_line_of_the_mistake_is_told(void **state)
{
	(void)state;
	refuse(HEAD "\n{{org}}\n{{other}}\n", "template_value");
	assert_non_null(strstr(err.mistakes[0].text, "line 5"));
	assert_string_equal(err.mistakes[0].field, "other");
}

static void test_nesting_is_bounded(void **state)
{
	char text[400];

	(void)state;
	for (int depth = TEMPLATE_DEPTH_MAX; depth <= TEMPLATE_DEPTH_MAX + 1;
	     depth++) {
		char *p = stpcpy(text, HEAD);

		for (int i = 0; i < depth; i++)
			p = stpcpy(p, "{{#org}}");
		for (int i = 0; i < depth; i++)
			p = stpcpy(p, "{{/org}}");
		if (depth <= TEMPLATE_DEPTH_MAX)
			expect(text, "s", "");
		else
			refuse(text, "template_section");
	}
}

static void test_size_is_bounded(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	char *big = arena_alloc(arena, TEMPLATE_BYTES_MAX + 2);
	struct template_value row[] = { { "big", big }, { NULL, NULL } };
	struct template_text ret;

	(void)state;
	memset(big, 'x', TEMPLATE_BYTES_MAX);
	error_reset(&err);
	assert_int_equal(
	    template_render(arena, HEAD "{{big}}", row, &ret, &err), OK);
	big[TEMPLATE_BYTES_MAX] = 'x';
	assert_int_equal(
	    template_render(arena, HEAD "{{big}}", row, &ret, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "template_size");
}

/* Every name that a shipped text may use, with a value for it. */
/* A section of a mail about remote certificates. */
#define REMOTE_MATTER(name_)                                                   \
	{ "has_" name_, "yes" }, { name_, "    acme (CA)" },                   \
	{                                                                      \
		name_ "_more", "7"                                             \
	}

static const struct template_value shipped[] = {
	{ "holder_name", "محمد الأندلسي" },
	{ "operator_name", "Σοφία Παπαδοπούλου" },
	{ "operator_id", "op-7" },
	{ "order_id", "ORD1" },
	{ "user_id", "USR1" },
	{ "product_name", "Firma remota" },
	{ "certificate_serial", "0A1B" },
	{ "valid_until", "2029-11-22" },
	{ "organization_name", "Camera di prova" },
	{ "desk_name", "Sportello 1" },
	{ "desk_email", "desk@example.org" },
	{ "help", "Telefono 000" },
	{ "demo", "yes" },
	{ "reason", "foto illeggibile" },
	{ "envelope_file", "USR1.pdf" },
	{ "envelope_is_pdf", "yes" },
	{ "envelope_is_cms", "yes" },
	{ "passphrase", "one-two-three" },
	{ "passphrase_by_sms", "yes" },
	{ "passphrase_by_hand", "yes" },
	{ "passphrase_is_tax_code", "yes" },
	{ "iut", "IUT0001" },
	{ "pin", "19283746" },
	{ "puk", "56473829" },
	{ "erc", "K7MQ2XWD9R" },
	{ "resent", "yes" },
	{ "reset_code", "123-456" },
	{ "reset_until", "2026-11-22 10:00" },
	{ "revoked_at", "2026-11-22 10:00" },
	{ "suspended_at", "2026-11-22 10:00" },
	{ "suspended_until", "2026-11-22 10:00" },
	{ "reinstated_at", "2026-11-22 10:00" },
	{ "publish_by", "2026-11-22 10:00" },
	{ "at_its_end", "yes" },
	{ "by_emergency_code", "yes" },
	{ "is_revoked_then", "yes" },
	{ "was_suspended", "yes" },
	{ "expires_on", "2029-11-22" },
	{ "renew_by", "2029-11-21" },
	{ "may_renew", "yes" },
	{ "renewal", "USR2" },
	{ "officer_name", "Ada Verdi" },
	{ "fingerprint", "0a1b" },
	{ "third_party", "Camera di prova" },
	{ "title", "Avvocato" },
	{ "contract_withdrawal", "yes" },
	{ "data_changed", "yes" },
	{ "device_unusable", "yes" },
	{ "disuse", "yes" },
	{ "key_compromised", "yes" },
	{ "loss", "yes" },
	{ "office_procedure", "yes" },
	{ "other", "yes" },
	{ "role_revoked", "yes" },
	{ "verification", "yes" },
	{ "certificates", "12" },
	{ "is_one", "yes" },
	{ "are_many", "yes" },
	REMOTE_MATTER("certificate_revoked"),
	REMOTE_MATTER("certificate_expired"),
	REMOTE_MATTER("certificate_suspended"),
	REMOTE_MATTER("key_disabled"),
	REMOTE_MATTER("access_ended"),
	REMOTE_MATTER("access_used_up"),
	REMOTE_MATTER("access_withdrawn"),
	REMOTE_MATTER("access_lost"),
	REMOTE_MATTER("access_ending"),
	REMOTE_MATTER("access_filling"),
	REMOTE_MATTER("certificate_ending"),
	REMOTE_MATTER("refresh_refused"),
	{ NULL, NULL },
};

static void test_shipped_texts_render(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct template_text ret;
	size_t count = 0;

	(void)state;
	for (const struct embedded *file = embedded_files; file->name; file++) {
		if (!text_starts(file->name, "templates/"))
			continue;
		error_reset(&err);
		if (template_render(arena, file->text, shipped, &ret, &err))
			fail_msg("%s: %s", file->name, err.mistakes[0].text);
		assert_true(strlen(ret.subject) > 5);
		assert_true(strlen(ret.body) > 50);
		assert_null(strstr(ret.body, "\n\n\n"));
		count++;
	}
	assert_true(count >= 26);
}

/* The same holes in Italian and English, so that no datum gets lost. */
static void test_languages_use_the_same_values(void **state)
{
	static const char *const names[] = {
		"envelope",	      "envelope_resent",     "passphrase_sms",
		"request_received",   "recognition_refused", "issue_confirmed",
		"operator_reset_code", "envelope_page", "certificate_suspended",
		"certificate_reinstated", "certificate_revoked",
		"certificate_expiring", "officer_certificate_expiring",
		"colleague_certificate_expiring", "remote_notices",
		"organization_suspended",
		"organization_reinstated", "organization_revoked"
	};
	const char *it, *en, *other;
	char hole[60];

	(void)state;
	error_reset(&err);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(template_find(names[i], "it", &it, &err), OK);
		assert_int_equal(template_find(names[i], "en", &en, &err), OK);
		assert_ptr_not_equal(it, en);
		for (size_t j = 0; shipped[j].name; j++) {
			(void)snprintf(hole, sizeof hole, "%s}}",
				       shipped[j].name);
			if (!strstr(it, hole) != !strstr(en, hole))
				fail_msg("%s: %s", names[i], hole);
		}
	}
	assert_int_equal(template_find("envelope", "it_IT", &other, &err), OK);
	assert_non_null(strstr(other, "Gentile"));
	assert_int_equal(template_find("envelope", "fr", &other, &err), OK);
	assert_non_null(strstr(other, "Dear"));
	assert_int_equal(template_find("envelope", NULL, &other, &err), OK);
	assert_int_equal(template_find("nothing", "it", &other, &err), DATA);
	assert_string_equal(err.mistakes[0].code, "template_unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_go_in_as_they_are),
		cmocka_unit_test(test_sections_need_a_value),
		cmocka_unit_test(test_lone_marks_take_their_line_along),
		cmocka_unit_test(test_mistakes_are_refused),
		cmocka_unit_test(test_line_of_the_mistake_is_told),
		cmocka_unit_test(test_nesting_is_bounded),
		cmocka_unit_test(test_size_is_bounded),
		cmocka_unit_test(test_shipped_texts_render),
		cmocka_unit_test(test_languages_use_the_same_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
