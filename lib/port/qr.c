/* qr - QR codes by libqrencode */
#include <ipp/port/qr.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <qrencode.h>

#include <ipp/base/memory.h>

#define QUIET 4 /* ISO/IEC 18004, 5.3.8 */

static void qrcode_free(QRcode *code)
{
	if (code) /* it may show a secret */
		memory_wipe(code->data,
			    (size_t)code->width * (size_t)code->width);
	QRcode_free(code);
}
DEFINE_OWN(qrcode, QRcode, qrcode_free)

static enum status qrcode_new(const char *text, QRcode **ret, struct error *err)
{
	/* Runs of digits and capitals are packed; the case is kept. */
	QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_L, QR_MODE_8, 1);

	if (code) {
		*ret = code;
		return OK;
	}
	if (errno == ERANGE)
		return error_set(err, DATA, "qr_text_too_long", NULL,
				 "%zu bytes are too many for a QR code; "
				 "shorten them",
				 strlen(text));
	return error_system(err, errno == ENOMEM ? SYSTEM : INTERNAL,
			    "qr_failed", errno, "a QR code cannot be made");
}

/* Light outside of the symbol: the quiet zone. */
static bool is_dark(const QRcode *code, int x, int y)
{
	if (x < 0 || y < 0 || x >= code->width || y >= code->width)
		return false;
	return code->data[y * code->width + x] & 1;
}

static char *put(char *out, const char *text)
{
	size_t n = strlen(text);

	memcpy(out, text, n);
	return out + n;
}

enum status qr_terminal(struct arena *arena, const char *text, char **ret,
			struct error *err)
{
	/* By upper and lower module, dark is 1; black ink on white. */
	static const char *const blocks[2][2] = {
		{ " ", "\xe2\x96\x84" },
		{ "\xe2\x96\x80", "\xe2\x96\x88" },
	};
	static const char start[] = "\033[38;5;16;48;5;231m";
	static const char end[] = "\033[0m\n";
	OWN(qrcode) QRcode *code = NULL;
	size_t side;
	enum status rc;
	char *out;

	if ((rc = qrcode_new(text, &code, err)) != OK)
		return rc;
	side = (size_t)code->width + 2 * QUIET;
	out = *ret = arena_alloc(
	    arena, (side + 1) / 2 * (3 * side + sizeof start + sizeof end) + 1);
	for (int y = -QUIET; y < code->width + QUIET; y += 2) {
		out = put(out, start);
		for (int x = -QUIET; x < code->width + QUIET; x++)
			out = put(out, blocks[is_dark(code, x, y)]
					     [is_dark(code, x, y + 1)]);
		out = put(out, end);
	}
	return OK;
}

enum status qr_ascii(struct arena *arena, const char *text, char **ret,
		     struct error *err)
{
	OWN(qrcode) QRcode *code = NULL;
	size_t side;
	enum status rc;
	char *out;

	if ((rc = qrcode_new(text, &code, err)) != OK)
		return rc;
	side = (size_t)code->width + 2 * QUIET;
	out = *ret = arena_alloc(arena, side * (2 * side + 1) + 1);
	for (int y = -QUIET; y < code->width + QUIET; y++) {
		for (int x = -QUIET; x < code->width + QUIET; x++)
			out = put(out, is_dark(code, x, y) ? "##" : "  ");
		out = put(out, "\n");
	}
	return OK;
}
