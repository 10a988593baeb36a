/* scan_engine - an engine that may be believed, whichever it is */
#ifndef IPP_LIB_ACT_SCAN_ENGINE_H
#define IPP_LIB_ACT_SCAN_ENGINE_H

#include <ipp/act/scan.h>
#include <ipp/peer/clamd.h>

struct settings;

struct scanner {
	const struct settings *settings;
	struct clamd clamd;    /* .socket NULL: not used */
	struct clamav *clamav; /* NULL: not used */
	unsigned seconds;
};

/* What the engine works with now, if that is known and fresh enough. */
enum status scanner_facts(const struct scanner *scanner, int64_t now,
			  struct clamav_facts *ret, struct error *err);

#endif
