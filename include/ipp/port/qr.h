/* qr - a QR code on a terminal or in plain text */
#ifndef IPP_PORT_QR_H
#define IPP_PORT_QR_H

#include <ipp/base/error.h>

struct arena;

/*
 * Both draw `text` (not empty) as a QR code (ISO/IEC 18004) with its quiet zone
 * of 4 modules, lines ended by \n; error correction level L, since a screen
 * has no stains and lines are few. DATA `qr_text_too_long` above 2953 bytes
 * (more, if there are runs of digits or capitals).
 */

/* For a terminal: UTF-8 half blocks, two rows of modules a line, in black on
 * white whatever the colours of the terminal are. */
enum status qr_terminal(struct arena *arena, const char *text, char **ret,
			struct error *err);

/* For paper and files: `##` for a dark module, two blanks for a light one. */
enum status qr_ascii(struct arena *arena, const char *text, char **ret,
		     struct error *err);

#endif
