/* test_mime - messages that nobody can smuggle a header into */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <ipp/base/memory.h>
#include <ipp/port/mime.h>

static struct error err;

static const struct mime_attachment pdf = { "busta.pdf", "application/pdf",
					    "%PDF\0\n.\nFrom x\n", 16 };
static const struct mime_header automatic = { "Auto-Submitted",
					      "auto-generated" };

static struct mime_message sample(void)
{
	struct mime_message ret = {
		.from = { "Σπορτέλλο", "desk@example.org" },
		.to = { "محمد الأندلسي", "m@example.org" },
		.subject = "Η υπογραφή σας",
		.date = 1795335300, /* 2026-11-22T08:15:00Z */
		.message_id = "1.mail@desk.example.org",
		.language = "it",
		.text = "Città\n.\nFrom here\n--=_x\n",
		.attachments = &pdf,
		.attachment_count = 1,
		.headers = &automatic,
		.header_count = 1,
	};

	return ret;
}

static char *build(struct arena *arena, const struct mime_message *message)
{
	char *ret = NULL;
	size_t size = 0;

	error_reset(&err);
	assert_int_equal(mime_build(arena, message, &ret, &size, &err), OK);
	assert_int_equal(strlen(ret), size);
	return ret;
}

static void refuse(const struct mime_message *message, const char *code,
		   const char *field)
{
	OWN(arena) struct arena *arena = arena_new();
	char *ret = NULL;
	size_t size = 7;

	error_reset(&err);
	assert_int_equal(mime_build(arena, message, &ret, &size, &err), DATA);
	assert_string_equal(err.mistakes[0].code, code);
	assert_string_equal(err.mistakes[0].field, field);
	assert_null(ret);
	assert_int_equal(size, 7);
}

static void test_message_is_short_ascii_lines(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct mime_message message = sample();
	const char *text;
	char subject[3000] = "";

	(void)state;
	for (int i = 0; i < 100; i++)
		strcat(subject, "υπογραφή ");
	message.subject = subject;
	text = build(arena, &message);
	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n");

		assert_true(n <= 78);
		for (size_t i = 0; i < n; i++)
			assert_in_range((unsigned char)line[i], '\t', '~');
		line += n + (line[n] == '\n');
	}
	assert_null(strchr(text, '\r'));
}

static void test_headers_are_there(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct mime_message message = sample();
	const char *text = build(arena, &message);

	(void)state;
	assert_non_null(
	    strstr(text, "\nMessage-Id: <1.mail@desk.example.org>\n"));
	assert_non_null(
	    strstr(text, "Date: Sun, 22 Nov 2026 08:15:00 +0000\n"));
	assert_non_null(strstr(text, "\nAuto-Submitted: auto-generated\n"));
	assert_non_null(strstr(text, "\nContent-Language: it\n"));
	assert_non_null(strstr(text, "\nMIME-Version: 1.0\n"));
}

static void test_same_message_gives_same_bytes(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct mime_message message = sample();
	const char *first = build(arena, &message);

	(void)state;
	assert_string_equal(first, build(arena, &message));
	message.message_id = "2.mail@desk.example.org";
	assert_string_not_equal(first, build(arena, &message));
}

static void test_headers_cannot_be_smuggled(void **state)
{
	static const char *const bad[] = {
		"a\r\nBcc: x@y.z", "a\nb",	"a\rb", "a\tb",
		"a\x7f",	   "a\xc2\x85", "\xff", "a\xc3"
	};
	struct mime_attachment file = pdf;
	struct mime_header header = automatic;
	struct mime_message m;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		m = sample();
		m.subject = bad[i];
		refuse(&m, "header_refused", "subject");
		m = sample();
		m.to.name = bad[i];
		refuse(&m, "header_refused", "to");
		m = sample();
		m.from.name = bad[i];
		refuse(&m, "header_refused", "from");
		m = sample();
		m.reply_to.address = "a@b";
		m.reply_to.name = bad[i];
		refuse(&m, "header_refused", "reply_to");
		m = sample();
		file.name = bad[i];
		m.attachments = &file;
		refuse(&m, "header_refused", "name");
		m = sample();
		header.value = bad[i];
		m.headers = &header;
		refuse(&m, "header_refused", "Auto-Submitted");
		m = sample();
		m.to.address = bad[i];
		refuse(&m, "address_refused", "to");
	}
}

static void test_other_nonsense_is_refused(void **state)
{
	static const char *const names[] = { "",   "a b",	   "X:Y", "bcc",
					     "TO", "Content-Type", "x\n" };
	static const char *const types[] = { "",      "pdf",	  "/pdf", "a/",
					     "a/b/c", "a/b; c=d", "a b/c" };
	struct mime_attachment file = pdf;
	struct mime_header header = { "", "v" };
	struct mime_message m = sample();

	(void)state;
	m.headers = &header;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		header.name = names[i];
		refuse(&m, "header_refused", "");
	}
	m = sample();
	m.attachments = &file;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		file.type = types[i];
		refuse(&m, "header_refused", "type");
	}
	file = pdf;
	file.name = "../busta.pdf";
	refuse(&m, "header_refused", "name");
	m = sample();
	m.message_id = "no id";
	refuse(&m, "message_id_refused", "message_id");
	m = sample();
	m.language = "it\r\nX: y";
	refuse(&m, "header_refused", "language");
	m = sample();
	m.date = -1;
	refuse(&m, "header_refused", "date");
	m = sample();
	m.text = "bell \a";
	refuse(&m, "text_refused", "text");
	m = sample();
	m.subject = NULL;
	refuse(&m, "header_refused", "subject");
}

static void test_size_of_attachments_is_bounded(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	struct mime_attachment files[2] = { pdf, pdf };
	struct mime_message m = sample();

	(void)state;
	files[0].bytes = arena_alloc(arena, MIME_BYTES_MAX);
	files[0].size = MIME_BYTES_MAX - pdf.size + 1;
	m.attachments = files;
	m.attachment_count = 2;
	refuse(&m, "message_too_large", "attachments");
	files[0].size--;
	(void)build(arena, &m);
}

static void test_crlf(void **state)
{
	OWN(arena) struct arena *arena = arena_new();
	size_t size = 0;

	(void)state;
	assert_string_equal(mime_crlf(arena, "a\n\nb", 4, &size), "a\r\n\r\nb");
	assert_int_equal(size, 6);
	assert_string_equal(mime_crlf(arena, "", 0, &size), "");
	assert_int_equal(size, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_message_is_short_ascii_lines),
		cmocka_unit_test(test_headers_are_there),
		cmocka_unit_test(test_same_message_gives_same_bytes),
		cmocka_unit_test(test_headers_cannot_be_smuggled),
		cmocka_unit_test(test_other_nonsense_is_refused),
		cmocka_unit_test(test_size_of_attachments_is_bounded),
		cmocka_unit_test(test_crlf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
