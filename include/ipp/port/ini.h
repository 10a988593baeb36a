/* ini - configuration files (inih) */
#ifndef IPP_PORT_INI_H
#define IPP_PORT_INI_H

#include <ipp/base/error.h>

/* Reads `path` and calls `each` for every line `name = value` below a
 * `[section]` ("" before any). CONFIG `config_malformed` names the line;
 * IOERR `config_unreadable`; what `each` returns but OK ends the reading. */
enum status ini_read(const char *path,
		     enum status (*each)(void *context, const char *section,
					 const char *name, const char *value,
					 struct error *err),
		     void *context, struct error *err);

#endif
