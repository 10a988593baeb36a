/* ini - configuration files (inih) */
#include <ipp/port/ini.h>

#include <errno.h>

#include <ini.h>

struct reading {
	enum status (*each)(void *context, const char *section,
			    const char *name, const char *value,
			    struct error *err);
	void *context;
	struct error *err;
	enum status status;
};

static int line(void *user, const char *section, const char *name,
		const char *value)
{
	struct reading *reading = user;

	if (reading->status == OK)
		reading->status = reading->each(reading->context, section,
						name, value, reading->err);
	return reading->status == OK;
}

enum status ini_read(const char *path,
		     enum status (*each)(void *context, const char *section,
					 const char *name, const char *value,
					 struct error *err),
		     void *context, struct error *err)
{
	struct reading reading = { each, context, err, OK };
	int bad = ini_parse(path, line, &reading);

	if (reading.status != OK)
		return reading.status;
	if (bad < 0)
		return error_system(err, IOERR, "config_unreadable", errno,
				    "cannot read \"%s\"", path);
	if (bad > 0)
		return error_set(err, CONFIG, "config_malformed", NULL,
				 "line %d of \"%s\" is no setting; write: name "
				 "= value",
				 bad, path);
	return OK;
}
