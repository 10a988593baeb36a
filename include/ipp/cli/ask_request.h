/* ask_request - a request asked for at the terminal in its eight steps */
#ifndef IPP_CLI_ASK_REQUEST_H
#define IPP_CLI_ASK_REQUEST_H

#include <stdbool.h>

#include <ipp/base/error.h>

struct desk;
struct job;
struct request;

/* What the asking needs of the acts. */
struct request_acts {
	/* checks some steps (enum request_step) */
	enum status (*look)(struct desk *desk, struct request *request,
			    unsigned steps, struct error *err);
	/* fills in what is known elsewhere */
	enum status (*propose)(struct desk *desk, struct request *request,
			       struct error *err);
	enum status (*wants_role)(struct desk *desk,
				  const struct request *request, bool *ret,
				  struct error *err);
	/* keeps it as a draft; sets order_id */
	enum status (*keep)(struct desk *desk, struct request *request,
			    struct error *err);
};

/* Asks for everything, keeps the draft after every step, shows it whole, and
 * asks whether to submit it. Of steps with mistakes the step is asked again.
 * Nothing that was kept is lost if the person goes away. USAGE
 * `rehearsal_asks` in a rehearsal. */
enum status ask_request(struct job *job, const struct request_acts *acts,
			struct request *request, bool *submit,
			struct error *err);

#endif
