/* clamd - a connection to clamd, one for each question */
#ifndef IPP_LIB_PEER_CLAMD_H
#define IPP_LIB_PEER_CLAMD_H

#include <ipp/base/file.h>
#include <ipp/peer/clamd.h>

/* Longest answer of clamd; longer ones are garbled. */
#define CLAMD_ANSWER_MAX 1024

struct call {
	const struct clamd *clamd;
	int fd;
	int64_t deadline; /* of steady_clock */
};

/* For OWN(call) struct call call = ...: closes. */
static inline void own_call(struct call *call)
{
	descriptor_close(&call->fd);
}

/* Connects; what is asked must be answered within `seconds` from now. */
enum status call_begin(struct call *call, const struct clamd *clamd,
		       unsigned seconds, struct error *err);
/* Sends all. If clamd has closed its ear that is no error: its answer tells
 * why. */
enum status call_send(struct call *call, const void *bytes, size_t n,
		      struct error *err);
/* Sends a command, and bytes in the chunks of INSTREAM. */
enum status call_stream(struct call *call, const void *bytes, size_t n,
			struct error *err);
/* Sends an open file. */
enum status call_send_file(struct call *call, int file, struct error *err);
/* The whole answer, without the zero that ends it. */
enum status call_answer(struct call *call, char ret[CLAMD_ANSWER_MAX],
			size_t *n, struct error *err);
/* The same, of a scan. */
enum status call_verdict(struct call *call, struct clamav_answer *ret,
			 struct error *err);

#endif
