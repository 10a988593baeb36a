/* progress - one line on a terminal that says how far a long stream is */
#ifndef IPP_BASE_PROGRESS_H
#define IPP_BASE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress_facts {
	uint64_t done;	  /* documents */
	uint64_t refused; /* of these */
	uint64_t part;	  /* of `whole`, in any unit: bytes, documents */
	uint64_t whole;	  /* 0 if it is not known */
	int64_t elapsed;  /* milliseconds */
};

/*
 * Formats e.g. "12,345 done, 3 refused [####>     ]  42% 3,086/s 0:17 left".
 * Without a whole there is no bar, but the time gone. Takes at most `width`
 * characters (all ASCII in the C locale) and `size` - 1 bytes: the bar shrinks
 * first and vanishes below 10 places; then the text is cut. Returns its bytes.
 */
size_t progress_format(char *ret, size_t size,
		       const struct progress_facts *facts, size_t width);

/* The line on descriptor `fd`, which the caller knows to be a terminal
 * `width` characters wide. Times are milliseconds of a steady clock. */
struct progress {
	int fd;
	size_t width;
	int64_t began, written;
	bool is_shown;
};

int64_t progress_clock(void);
void progress_begin(struct progress *progress, int fd, size_t width,
		    int64_t now);
/* Writes the line anew; at most five times a second, and not in the first
 * second, so that short work stays silent. `facts->elapsed` is ignored. */
void progress_show(struct progress *progress,
		   const struct progress_facts *facts, int64_t now);
/* Wipes the line off the terminal, if it is there: call it before anything
 * else is printed, and at the end. */
void progress_hide(struct progress *progress);

#endif
