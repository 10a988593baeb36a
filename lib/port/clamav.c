/* clamav - loads libclamav and a database of viruses */
#include "clamav.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <ipp/base/memory.h>

/* In a build for the leak sanitizer, and in no other: what libclamav forgets
 * while it loads is not ours. */
__attribute__((weak)) void __lsan_disable(void);
__attribute__((weak)) void __lsan_enable(void);

/* Linked, it would cost every tool its start-up time. */
#define LIBRARY "libclamav.so.12"

#define FUNCTION(name_, member_)                      \
	{                                             \
		name_, offsetof(struct clamav, member_) \
	}

static const struct function {
	const char *name;
	size_t offset;
} functions[] = {
	FUNCTION("cl_init", init),
	FUNCTION("cl_retver", version),
	FUNCTION("cl_strerror", strerror),
	FUNCTION("cl_set_clcb_msg", set_clcb_msg),
	FUNCTION("cl_load", load),
	FUNCTION("cl_engine_new", engine_new),
	FUNCTION("cl_engine_free", engine_free),
	FUNCTION("cl_engine_set_num", set_num),
	FUNCTION("cl_engine_get_num", get_num),
	FUNCTION("cl_engine_set_str", set_str),
	FUNCTION("cl_engine_compile", compile),
	FUNCTION("cl_fmap_open_memory", fmap_open_memory),
	FUNCTION("cl_fmap_close", fmap_close),
	FUNCTION("cl_scanmap_callback", scanmap),
	FUNCTION("cl_cvdhead", cvdhead),
	FUNCTION("cl_cvdfree", cvdfree),
};

/* What libclamav has to say beside its answers; it would go to stderr. */
static void keep_quiet(enum cl_msg severity, const char *full,
		       const char *message, void *context)
{
	(void)severity;
	(void)full;
	(void)message;
	(void)context;
}

static enum status library_load(struct clamav *clamav, struct error *err)
{
	clamav->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (!clamav->library)
		return error_set(err, CONFIG, "scan_engine_missing", NULL,
				 "%s is not installed (package libclamav12); "
				 "install it, or set socket in [scan] to that "
				 "of clamd",
				 LIBRARY);
	for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		void *symbol = dlsym(clamav->library, functions[i].name);

		if (!symbol)
			return error_set(err, CONFIG, "scan_engine_missing",
					 NULL, "%s has no %s; install the one "
					 "of Debian",
					 LIBRARY, functions[i].name);
		memcpy((char *)clamav + functions[i].offset, &symbol,
		       sizeof symbol);
	}
	clamav->set_clcb_msg(keep_quiet);
	if (clamav->init(CL_INIT_DEFAULT) != CL_SUCCESS)
		return error_set(err, SYSTEM, "scan_engine_missing", NULL,
				 "%s cannot be used", LIBRARY);
	return OK;
}

static bool limits_set(const struct clamav *clamav)
{
	static const struct {
		enum cl_engine_field field;
		long long value;
	} limits[] = {
		{ CL_ENGINE_MAX_FILESIZE, (long long)CLAMAV_FILE_BYTES },
		{ CL_ENGINE_MAX_SCANSIZE, (long long)4 * CLAMAV_FILE_BYTES },
		{ CL_ENGINE_MAX_RECURSION, 17 },
		{ CL_ENGINE_MAX_FILES, 10000 },
		{ CL_ENGINE_DISABLE_CACHE, 1 }, /* a child has no use for it */
	};

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
		if (clamav->set_num(clamav->engine, limits[i].field,
				    limits[i].value) != CL_SUCCESS)
			return false;
	return true;
}

static enum status database_missing(const char *database, struct error *err)
{
	return error_set(err, CONFIG, "scan_database_missing", NULL,
			 "there is no virus database in \"%s\"; fetch one "
			 "(freshclam), or set database in [scan]",
			 database);
}

static enum status database_load(struct clamav *clamav, const char *database,
				 struct error *err)
{
	unsigned signatures = 0;
	struct stat st;
	cl_error_t rc;

	clamav->engine = clamav->engine_new();
	if (!clamav->engine || !limits_set(clamav))
		memory_exhausted();
	if (stat(database, &st) != 0)
		return errno == ENOENT || errno == ENOTDIR
			   ? database_missing(database, err)
			   : error_system(err, CONFIG, "scan_database_missing",
					  errno, "cannot reach the virus "
					  "database \"%s\"", database);
	rc = clamav->load(database, clamav->engine, &signatures,
			  CL_DB_STDOPT);
	if (rc == CL_EOPEN || (rc == CL_SUCCESS && signatures == 0))
		return database_missing(database, err);
	if (rc == CL_SUCCESS)
		rc = clamav->compile(clamav->engine);
	if (rc != CL_SUCCESS)
		return error_set(err, CONFIG, "scan_database_broken", NULL,
				 "the virus database in \"%s\" cannot be read "
				 "(%s); fetch it anew (freshclam)",
				 database, clamav->strerror(rc));
	return OK;
}

static void facts_set(struct clamav *clamav)
{
	struct clamav_facts *facts = &clamav->facts;
	const struct cl_engine *engine = clamav->engine;
	long long version =
	    clamav->get_num(engine, CL_ENGINE_DB_VERSION, NULL);

	facts->date = clamav->get_num(engine, CL_ENGINE_DB_TIME, NULL);
	(void)snprintf(facts->engine, sizeof facts->engine, "ClamAV %s",
		       clamav->version());
	if (version > 0 && facts->date > 0)
		(void)snprintf(facts->version, sizeof facts->version, "%lld",
			       version);
}

enum status clamav_open(const char *database, struct clamav **ret,
			struct error *err)
{
	OWN(clamav) struct clamav *clamav = memory_new(sizeof *clamav);
	enum status rc;

	if (__lsan_disable)
		__lsan_disable();
	if ((rc = library_load(clamav, err)) == OK)
		rc = database_load(clamav, database, err);
	if (__lsan_enable)
		__lsan_enable();
	if (rc != OK)
		return rc;
	facts_set(clamav);
	*ret = TAKE(clamav);
	return OK;
}

/* A database of ClamAV, whole or a part: the others have no head. */
static bool has_head(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (!strcmp(dot, ".cvd") || !strcmp(dot, ".cld") ||
		       !strcmp(dot, ".cud"));
}

static void head_look(const struct clamav *clamav, const char *database,
		      const char *name, struct clamav_facts *facts)
{
	OWN(arena) struct arena *arena = arena_new();
	struct cl_cvd *head = clamav->cvdhead(
	    arena_printf(arena, "%s/%s", database, name));

	if (!head)
		return;
	if ((int64_t)head->stime > facts->date) {
		facts->date = head->stime;
		(void)snprintf(facts->version, sizeof facts->version, "%u",
			       head->version);
	}
	clamav->cvdfree(head);
}

static enum status heads_look(const struct clamav *clamav, const char *database,
			      struct clamav_facts *facts, struct error *err)
{
	DIR *folder = opendir(database);
	struct dirent *entry;
	size_t files = 0;

	while (folder && (entry = readdir(folder))) {
		files += *entry->d_name != '.';
		if (has_head(entry->d_name))
			head_look(clamav, database, entry->d_name, facts);
	}
	if (folder)
		(void)closedir(folder); /* only read */
	return files > 0 ? OK : database_missing(database, err);
}

enum status clamav_look(const char *database, struct clamav_facts *ret,
			struct error *err)
{
	OWN(clamav) struct clamav *clamav = memory_new(sizeof *clamav);
	struct clamav_facts facts = { .date = 0 };
	enum status rc;

	if (__lsan_disable)
		__lsan_disable();
	if ((rc = library_load(clamav, err)) == OK)
		rc = heads_look(clamav, database, &facts, err);
	if (__lsan_enable)
		__lsan_enable();
	if (rc != OK)
		return rc;
	(void)snprintf(facts.engine, sizeof facts.engine, "ClamAV %s",
		       clamav->version());
	*ret = facts;
	return OK;
}

void clamav_close(struct clamav *clamav)
{
	if (!clamav)
		return;
	if (clamav->engine)
		(void)clamav->engine_free(clamav->engine); /* ours alone */
	/* the library stays: what it registered with the process would be gone */
	free(clamav);
}

const struct clamav_facts *clamav_facts(const struct clamav *clamav)
{
	return &clamav->facts;
}
