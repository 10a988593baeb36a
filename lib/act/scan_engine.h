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

/* The same without the whole database of libclamav in memory, and whether it is
 * fresh or not: `date` 0 where it is not known and the settings believe it all
 * the same. *most is the age in seconds that is believed. */
enum status scanner_date(const struct desk *desk, struct clamav_facts *ret,
			 int64_t *most, struct error *err);

#endif
