/* test_file_inspect - wolves among the scans of a registration desk */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>


#include <leptonica/allheaders.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <ipp/base/limits.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/sandbox.h>

#include "pdf_aid.h"

#define ALL (FILE_JPEG | FILE_PNG | FILE_PDF | FILE_P7M)

static struct arena *arena;

static int start(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static enum status inspect(struct blob b, unsigned allowed,
			   struct file_facts *ret, struct error *err)
{
	struct file_bytes file = { "scan 1", b.bytes, b.size };

	error_reset(err);
	return file_inspect(arena, &file, allowed, ret, err);
}

static struct file_facts taken(struct blob b)
{
	struct file_facts ret = { 0 };
	struct error err;

	if (inspect(b, ALL, &ret, &err) != OK)
		fail_msg("%s: %s", err.mistakes[0].code, err.mistakes[0].text);
	return ret;
}

/* The text of the refusal, after a look at its code. */
static const char *refused(struct blob b, const char *code)
{
	static struct error err;
	struct file_facts facts = { .mime = "untouched" };

	assert_int_equal(inspect(b, ALL, &facts, &err), DATA);
	assert_int_equal(err.count, 1);
	if (strcmp(err.mistakes[0].code, code) != 0)
		fail_msg("%s: %s, not %s", err.mistakes[0].code,
			 err.mistakes[0].text, code);
	assert_string_equal(facts.mime, "untouched");
	return err.mistakes[0].text;
}

static struct blob text_blob(const char *text)
{
	return (struct blob){ (unsigned char *)arena_text(arena, text),
			      strlen(text) };
}

static struct blob image_make(int width, int height, int bits, int format)
{
	PIX *pix = pixCreate(width, height, bits);
	struct blob ret;
	l_uint8 *bytes = NULL;

	assert_non_null(pix);
	for (int i = 0; bits == 8 && i < 4000; i++)
		(void)pixSetPixel(pix, i * 7 % width, i * 13 % height, i & 255);
	assert_int_equal(pixWriteMem(&bytes, &ret.size, pix, format), 0);
	ret.bytes = arena_bytes(arena, bytes, ret.size);
	lept_free(bytes);
	pixDestroy(&pix);
	return ret;
}

static struct blob cut(struct blob b, size_t n)
{
	return (struct blob){ b.bytes, b.size - n };
}

/* A JPEG with comments up to the given size. */
static struct blob jpeg_padded(size_t size)
{
	struct blob jpeg = image_make(64, 64, 8, IFF_JFIF_JPEG), ret;
	size_t at = 2, more = size - jpeg.size;

	ret.size = size;
	ret.bytes = arena_alloc(arena, size);
	memcpy(ret.bytes, jpeg.bytes, 2);
	while (more > 0) {
		size_t n = more > 65000 ? 60000 : more;

		ret.bytes[at] = 0xFF;
		ret.bytes[at + 1] = 0xFE;
		ret.bytes[at + 2] = (unsigned char)((n - 2) >> 8);
		ret.bytes[at + 3] = (unsigned char)((n - 2) & 255);
		at += n;
		more -= n;
	}
	memcpy(ret.bytes + at, jpeg.bytes + 2, jpeg.size - 2);
	return ret;
}

static void images_are_taken_with_their_size(void **state)
{
	struct file_facts f;

	(void)state;
	f = taken(image_make(640, 480, 8, IFF_JFIF_JPEG));
	assert_int_equal(f.kind, FILE_JPEG);
	assert_string_equal(f.mime, "image/jpeg");
	assert_int_equal(f.image.width, 640);
	assert_int_equal(f.image.height, 480);
	f = taken(image_make(33, 77, 1, IFF_PNG));
	assert_int_equal(f.kind, FILE_PNG);
	assert_int_equal(f.image.width, 33);
	assert_int_equal(f.image.height, 77);
	assert_int_equal(f.image.bits, 1);
}

static void a_cut_image_is_broken(void **state)
{
	struct blob jpeg = image_make(640, 480, 8, IFF_JFIF_JPEG);
	struct blob png = image_make(640, 480, 8, IFF_PNG);

	(void)state;
	(void)refused(cut(jpeg, 100), "file_broken");
	(void)refused(cut(jpeg, jpeg.size / 2), "file_broken");
	(void)refused(cut(jpeg, jpeg.size - 4), "file_broken");
	(void)refused(cut(png, png.size / 2), "file_broken");
	(void)refused(cut(png, png.size - 8), "file_broken");
	png.bytes[png.size / 2] ^= 4;
	(void)refused(png, "file_broken");
}

static void a_script_in_clothes_of_a_jpeg_is_broken(void **state)
{
	(void)state;
	(void)refused(text_blob("\xFF\xD8\xFF\xE0\n<?php system($_GET[1]);"),
		      "file_broken");
	(void)refused(text_blob("\x89PNG\r\n\x1A\n<script>alert(1)</script>"),
		      "file_broken");
}

static void pixels_are_counted_before_they_are_made(void **state)
{
	struct blob png = image_make(10000, 10000, 1, IFF_PNG);

	(void)state;
	assert_int_equal(taken(png).image.width, 10000);
	png = image_make(10000, 10001, 1, IFF_PNG);
	assert_true(png.size < 100000);
	(void)refused(png, "image_too_large");
}

static void a_file_may_have_20_mebibytes(void **state)
{
	(void)state;
	(void)taken(jpeg_padded(LIMIT_FILE_BYTES));
	(void)refused(jpeg_padded(LIMIT_FILE_BYTES + 1), "file_too_large");
	(void)refused((struct blob){ NULL, 0 }, "file_empty");
}

static void a_pdf_may_have_100_pages(void **state)
{
	struct file_facts f = taken(pages_make(arena, LIMIT_PDF_PAGES));

	(void)state;
	assert_int_equal(f.kind, FILE_PDF);
	assert_string_equal(f.mime, "application/pdf");
	assert_int_equal(f.pdf.pages, LIMIT_PDF_PAGES);
	assert_string_equal(f.pdf.version, "1.5");
	assert_non_null(strstr(
	    refused(pages_make(arena, LIMIT_PDF_PAGES + 1), "too_many_pages"),
	    "101 pages"));
}

static void an_encrypted_pdf_is_refused(void **state)
{
	struct blob b = pages_make(arena, 1);
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(pdf_encrypt(arena, b.bytes, b.size, "a", "o", &b.bytes,
				     &b.size, &err),
			 OK);
	(void)refused(b, "pdf_encrypted");
}

/* The page with its catalog's type said in other words of the same length,
 * so that all offsets stay. */
static struct blob pdf_swap(const char *from, const char *to)
{
	struct blob b = pages_make(arena, 1);
	unsigned char *p = memmem(b.bytes, b.size, from, strlen(from));

	assert_non_null(p);
	assert_int_equal(strlen(from), strlen(to));
	memcpy(p, to, strlen(to));
	return b;
}

static void scripts_and_junk_in_a_pdf_are_refused(void **state)
{
	struct blob b = pages_make(arena, 1), junk;

	(void)state;
	assert_non_null(
	    strstr(refused(pdf_swap("/Type /Catalog", "/JS(abcdefghi)"),
			   "pdf_active_content"),
		   "JavaScript"));
	junk.size = b.size + 5;
	junk.bytes = arena_alloc(arena, junk.size);
	memcpy(junk.bytes, "junk\n", 5);
	memcpy(junk.bytes + 5, b.bytes, b.size);
	(void)refused(junk, "file_kind_refused");
	(void)refused(cut(b, 100), "file_broken");
}

static struct blob attach(const char *name, const char *content)
{
	struct pdf_attachment what = { name, "test", "text/plain", content,
				       strlen(content) };
	struct blob b = pages_make(arena, 1);
	struct error err;

	error_reset(&err);
	assert_int_equal(
	    pdf_attach(arena, b.bytes, b.size, &what, &b.bytes, &b.size, &err),
	    OK);
	return b;
}

static void a_record_is_attached_but_no_program(void **state)
{
	(void)state;
	assert_int_equal(taken(attach("record.json", "{}")).pdf.features,
			 PDF_ATTACHMENT);
	(void)refused(attach("record.json", "#!/bin/sh\n"),
		      "pdf_active_content");
	(void)refused(attach("record.js", "{}"), "pdf_active_content");
}

static void an_attachment_is_read_in_the_sandbox(void **state)
{
	struct blob b = attach("record.json", "{\"a\":1}"), got = { 0 };
	struct file_bytes file = { "form", b.bytes, b.size };
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(file_attachment(arena, &file, "record.json", 7,
					 &got.bytes, &got.size, &err),
			 OK);
	assert_int_equal(got.size, 7);
	assert_memory_equal(got.bytes, "{\"a\":1}", 7);
	assert_int_equal(file_attachment(arena, &file, "record.json", 6,
					 &got.bytes, &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "attachment_too_large"));
	assert_int_equal(file_attachment(arena, &file, "other.json", 99,
					 &got.bytes, &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "attachment_missing"));
}

/* What a child says of a form; a unit test may do without the child. */
static struct file_look look(struct blob b, const char *name, char *room,
			     size_t size)
{
	struct file_bytes file = { "form", b.bytes, b.size };
	struct sandbox_answer answer = { room, size, 0 };

	file_look_say(&file, NULL, name, 7, &answer);
	assert_in_range(answer.used, file_look_size(0), file_look_size(7));
	return (struct file_look){ room, answer.used };
}

static void who_looked_already_is_asked_instead(void **state)
{
	struct blob b = attach("record.json", "{\"a\":1}"), got = { 0 };
	struct file_bytes file = { "form", b.bytes, b.size };
	char room[256];
	struct file_look seen = look(b, "record.json", room, sizeof room);
	unsigned features = 0;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(file_look_attachment(arena, &file, &seen, &got.bytes,
					      &got.size, &err),
			 OK);
	assert_int_equal(got.size, 7);
	assert_memory_equal(got.bytes, "{\"a\":1}", 7);
	assert_int_equal(file_look_features(&file, &seen, &features, &err), OK);
	assert_int_equal(features, PDF_ATTACHMENT);
	seen = look(b, "other.json", room, sizeof room);
	assert_int_equal(file_look_features(&file, &seen, &features, &err), OK);
	assert_int_equal(file_look_attachment(arena, &file, &seen, &got.bytes,
					      &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "attachment_missing"));
}

static void a_look_refuses_what_the_sandbox_refuses(void **state)
{
	struct blob script = attach("record.js", "{}"), got;
	struct blob cut = attach("record.json", "{}");
	struct file_bytes file = { "form", script.bytes, script.size };
	char room[256];
	struct file_look seen = look(script, "record.js", room, sizeof room);
	unsigned features;
	struct error err;

	(void)state;
	error_reset(&err);
	assert_int_equal(file_look_attachment(arena, &file, &seen, &got.bytes,
					      &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "pdf_active_content"));
	cut.size /= 2;
	seen = look(cut, "record.json", room, sizeof room);
	error_reset(&err);
	assert_int_equal(file_look_features(&file, &seen, &features, &err),
			 DATA);
	assert_true(error_has(&err, "file_broken"));
	seen.size--;
	error_reset(&err);
	assert_int_equal(file_look_attachment(arena, &file, &seen, &got.bytes,
					      &got.size, &err),
			 DATA);
	assert_true(error_has(&err, "file_broken"));
}

/* A signature by somebody of no name. */
static CMS_ContentInfo *sign(BIO *in, unsigned flags)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *certificate = X509_new();
	CMS_ContentInfo *ret;

	assert_true(X509_set_version(certificate, 2) &&
		    X509_gmtime_adj(X509_getm_notBefore(certificate), 0) &&
		    X509_gmtime_adj(X509_getm_notAfter(certificate), 60) &&
		    X509_set_pubkey(certificate, key) &&
		    X509_sign(certificate, key, EVP_sha256()));
	ret = CMS_sign(certificate, key, NULL, in, flags);
	X509_free(certificate);
	EVP_PKEY_free(key);
	return ret;
}

/* In DER, PEM or bare base64. */
static struct blob signed_make(bool detached, char how)
{
	BIO *in = BIO_new_mem_buf("hello", 5), *out = BIO_new(BIO_s_mem());
	CMS_ContentInfo *cms =
	    sign(in, CMS_BINARY | (detached ? CMS_DETACHED : 0));
	struct blob ret;
	char *p;

	assert_non_null(cms);
	if (how == 'd')
		assert_int_equal(i2d_CMS_bio(out, cms), 1);
	else
		assert_int_equal(PEM_write_bio_CMS_stream(out, cms, NULL, 0),
				 1);
	ret.size = (size_t)BIO_get_mem_data(out, &p);
	ret.bytes = arena_bytes(arena, p, ret.size);
	if (how == 'b') { /* the lines between the first and the last */
		p = strchr((char *)ret.bytes, '\n') + 1;
		ret.size -= (size_t)(p - (char *)ret.bytes);
		ret.bytes = (unsigned char *)p;
		ret.size = (size_t)((char *)memmem(p, ret.size, "---", 3) - p);
	}
	CMS_ContentInfo_free(cms);
	BIO_free(in);
	BIO_free(out);
	return ret;
}

static void signed_messages_are_taken_in_each_coding(void **state)
{
	struct file_facts f;

	(void)state;
	for (const char *how = "dpb"; *how; how++) {
		f = taken(signed_make(false, *how));
		assert_int_equal(f.kind, FILE_P7M);
		assert_string_equal(f.mime, "application/pkcs7-mime");
		assert_int_equal(f.cms.signers, 1);
		assert_false(f.cms.detached);
	}
	assert_true(taken(signed_make(true, 'd')).cms.detached);
	(void)refused(cut(signed_make(false, 'd'), 1), "file_broken");
}

static void what_follows_a_signed_message_is_seen(void **state)
{
	struct blob b = signed_make(false, 'd');
	struct blob more = { arena_alloc(arena, b.size + 4), b.size + 4 };

	(void)state;
	memcpy(more.bytes, b.bytes, b.size);
	memcpy(more.bytes + b.size, "\r\n\n", 4);
	(void)taken(more);
	memcpy(more.bytes + b.size, "PK\3\4", 4);
	(void)refused(more, "file_broken");
}

static void a_refused_kind_is_named(void **state)
{
	static const struct {
		const char *text, *name;
	} cases[] = {
		{ "GIF89a\1\0\1\0\0\0\0", "GIF image" },
		{ "II*\0\10\0\0\0\0\0", "TIFF image" },
		{ "#!/bin/sh\necho\n", "shell script" },
		{ "<html><body>hi</body></html>", "HTML" },
		{ "hello\n", "ASCII text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = i < 2 ? 12 - 2 * i : strlen(cases[i].text);
		struct blob b = { arena_bytes(arena, cases[i].text, n), n };
		const char *text = refused(b, "file_kind_refused");

		if (!strstr(text, cases[i].name))
			fail_msg("%s", text);
		assert_non_null(strstr(text, "give JPEG, PNG, PDF or P7M"));
	}
}

static void a_good_file_of_another_kind_is_refused(void **state)
{
	struct file_facts f;
	struct error err;

	(void)state;
	assert_int_equal(inspect(image_make(9, 9, 8, IFF_PNG),
				 FILE_PDF | FILE_JPEG, &f, &err),
			 DATA);
	assert_true(error_has(&err, "file_kind_refused"));
	assert_non_null(strstr(err.mistakes[0].text, "give JPEG or PDF"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(images_are_taken_with_their_size),
		cmocka_unit_test(a_cut_image_is_broken),
		cmocka_unit_test(a_script_in_clothes_of_a_jpeg_is_broken),
		cmocka_unit_test(pixels_are_counted_before_they_are_made),
		cmocka_unit_test(a_file_may_have_20_mebibytes),
		cmocka_unit_test(a_pdf_may_have_100_pages),
		cmocka_unit_test(an_encrypted_pdf_is_refused),
		cmocka_unit_test(scripts_and_junk_in_a_pdf_are_refused),
		cmocka_unit_test(a_record_is_attached_but_no_program),
		cmocka_unit_test(an_attachment_is_read_in_the_sandbox),
		cmocka_unit_test(who_looked_already_is_asked_instead),
		cmocka_unit_test(a_look_refuses_what_the_sandbox_refuses),
		cmocka_unit_test(signed_messages_are_taken_in_each_coding),
		cmocka_unit_test(what_follows_a_signed_message_is_seen),
		cmocka_unit_test(a_refused_kind_is_named),
		cmocka_unit_test(a_good_file_of_another_kind_is_refused),
	};

	return cmocka_run_group_tests(tests, start, end);
}
