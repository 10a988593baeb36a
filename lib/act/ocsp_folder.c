/* ocsp_folder - answers about all certificates, made in advance */
#include <ipp/act/ocsp.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/authority.h>
#include <ipp/model/ocsp_answers.h>
#include <ipp/model/settings.h>
#include <ipp/port/ocsp.h>
#include <ipp/store/desk.h>
#include <ipp/store/lock.h>
#include <ipp/store/revoked.h>

#include "ocsp_part.h"

#define PAGE	   512 /* written, then synced at once, then named */
#define SERIAL_MAX 20
#define LOCK_SECONDS 60

struct page {
	struct ocsp_service *service;
	struct arena *arena;
	const char *folder;
	bool due;
	char last[2 * SERIAL_MAX + 1]; /* of the page before */
	size_t seen;		       /* certificates of this page */
	const char *paths[PAGE];
	struct ocsp_exchange list[PAGE];
	size_t count;
};

static bool is_fresh(const struct page *page, const char *path,
		     int64_t changed_at)
{
	int64_t now = page->service->desk->now;
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_size > 0 && st.st_mtime <= now &&
	       now - st.st_mtime < page->service->period / 2 &&
	       (changed_at == ABSENT || changed_at < st.st_mtime);
}

static const char *draft_of(const struct page *page, size_t i)
{
	return arena_printf(page->arena, "%s.new", page->paths[i]);
}

/* Slashes of base64 are folders. */
static enum status certificate_take(void *context, const struct known *it,
				    struct error *err)
{
	struct page *page = context;
	size_t digits = strlen(it->serial);
	unsigned char serial[SERIAL_MAX];
	struct octets request, id;
	const char *path;
	enum status rc;

	page->seen++;
	if (digits > 2 * SERIAL_MAX ||
	    !hex_decode(it->serial, digits / 2, serial))
		return error_set(err, INTERNAL, "serial_unreadable", "serial",
				 "\"%.80s\" is no serial number; look with: "
				 "ipp-store check",
				 it->serial);
	(void)snprintf(page->last, sizeof page->last, "%s", it->serial);
	if ((rc = ocsp_request_make(
		 page->arena, page->service->issuer,
		 (struct octets){ serial, digits / 2 }, &request, &id, err)) !=
	    OK)
		return rc;
	path = path_join(page->arena, page->folder,
			 ocsp_text_write(page->arena, request));
	page->paths[page->count] = path;
	if (page->due && is_fresh(page, path, it->changed_at)) {
		/* what a run that was killed has left beside it */
		(void)unlink(draft_of(page, page->count));
		return OK;
	}
	page->list[page->count++] = (struct ocsp_exchange){
		.request = request,
	};
	return OK;
}

static enum status unwritable(const char *path, struct error *err)
{
	return error_system(err, IOERR, "file_unwritable", errno,
			    "cannot write \"%s\"", path);
}

/* For the web server to read, whatever the umask. */
static enum status folder_open_make(const char *path, struct error *err)
{
	bool made = mkdir(path, 0755) == 0;

	if (made ? chmod(path, 0755) == 0 : errno == EEXIST)
		return OK;
	return error_system(err, CANTCREAT, "folder_uncreatable", errno,
			    "cannot make the folder \"%s\"", path);
}

/* The folder itself, too, but not what it lies in. */
static enum status parents_make(const struct page *page, const char *path,
				struct error *err)
{
	char *copy = arena_text(page->arena, path);
	char *slash = copy + strlen(page->folder);
	enum status rc;

	for (slash = strchr(slash[-1] == '/' ? slash - 1 : slash, '/'); slash;
	     slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if ((rc = folder_open_make(copy, err)) != OK)
			return rc;
		*slash = '/';
	}
	return OK;
}

/* The time of the file is that of the answer: whoever makes what is due looks
 * at it. */
static enum status draft_write(const struct page *page, size_t i,
			       struct error *err)
{
	const struct ocsp_exchange *it = &page->list[i];
	const struct timespec times[2] = { { it->this_update, 0 },
					   { it->this_update, 0 } };
	const char *path = draft_of(page, i);
	OWN(descriptor) int fd = -1;
	enum status rc;

	if ((rc = parents_make(page, path, err)) != OK)
		return rc;
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
		  0644);
	if (fd < 0)
		return error_system(err, CANTCREAT, "file_uncreatable", errno,
				    "cannot make \"%s\"", path);
	if ((rc = file_write_fd(fd, it->answer.bytes, it->answer.size, path,
				err)) != OK)
		return rc;
	if (fchmod(fd, 0644) || futimens(fd, times))
		return unwritable(path, err);
	return OK;
}

/* Many files are brought to the disk at once: one after the other it takes a
 * hundred times as long. */
static enum status page_sync(const struct page *page, struct error *err)
{
	OWN(descriptor) int fd =
	    open(page->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd >= 0 && syncfs(fd) == 0 ? OK : unwritable(page->folder, err);
}

static enum status page_write(const struct page *page, struct error *err)
{
	enum status rc;

	for (size_t i = 0; i < page->count; i++)
		if ((rc = draft_write(page, i, err)) != OK)
			return rc;
	if ((rc = page_sync(page, err)) != OK)
		return rc;
	for (size_t i = 0; i < page->count; i++)
		if (rename(draft_of(page, i), page->paths[i]))
			return unwritable(page->paths[i], err);
	return OK;
}

static enum status page_make(struct page *page, struct ocsp_answers *ret,
			     struct error *err)
{
	enum status rc;

	arena_reset(page->arena);
	page->seen = page->count = 0;
	if ((rc = certificates_known(
		 page->service->desk->store,
		 page->service->authority->authority_id, page->last, PAGE,
		 certificate_take, page, err)) != OK ||
	    !page->count)
		return rc;
	if ((rc = ocsp_answer(page->service, page->list, page->count, err)) !=
		OK ||
	    (rc = page_write(page, err)) != OK)
		return rc;
	ret->made += (int64_t)page->count;
	ret->this_update = page->list[0].this_update;
	ret->next_update = page->list[0].next_update;
	return OK;
}

static enum status folder_of(const struct desk *desk,
			     const struct ocsp_wish *wish, const char **ret,
			     struct error *err)
{
	*ret = wish->folder;
	if (!*ret && desk->settings)
		*ret = desk->settings->ocsp_folder;
	if (!text_is_empty(*ret))
		return OK;
	return error_set(err, USAGE, "folder_missing", "folder",
			 "where the answers go is not known; say it with "
			 "--folder, or with folder in section [ocsp] of the "
			 "configuration file");
}

static enum status all_make(struct page *page, struct ocsp_answers *ret,
			    struct error *err)
{
	enum status rc;

	do {
		if ((rc = page_make(page, ret, err)) != OK)
			return rc;
		ret->existing += (int64_t)(page->seen - page->count);
	} while (page->seen == PAGE);
	return OK;
}

/* Two would write the same drafts. */
static enum status turn_take(struct desk *desk, int *ret_fd, struct error *err)
{
	enum status rc = store_lock(desk->store, "answers.lock", 0,
				    LOCK_SECONDS, ret_fd, err);

	if (rc == OK && *ret_fd < 0)
		return error_set(err, BUSY, "answers_under_way", NULL,
				 "somebody else makes answers about all "
				 "certificates at the moment; try again later");
	return rc;
}

enum status act_ocsp_all(struct desk *desk, const struct ocsp_wish *wish,
			 struct ocsp_answers *ret, struct error *err)
{
	OWN(ocsp_service) struct ocsp_service *service = NULL;
	OWN(arena) struct arena *arena = arena_new();
	OWN(descriptor) int lock = -1;
	struct page *page = arena_alloc(desk->arena, sizeof *page);
	enum status rc;

	if ((rc = folder_of(desk, wish, &page->folder, err)) != OK ||
	    (rc = ocsp_service_open(desk, &service, err)) != OK ||
	    (rc = ocsp_service_ready(service, err)) != OK ||
	    (rc = turn_take(desk, &lock, err)) != OK)
		return rc;
	page->service = service;
	page->arena = arena;
	page->due = wish->due;
	ret->made = ret->existing = 0;
	ret->authority = service->authority->name;
	ret->folder = arena_text(desk->arena, page->folder);
	if ((rc = all_make(page, ret, err)) != OK)
		return rc;
	ret->responder = arena_text(desk->arena, service->responder.serial);
	ret->responder_not_after = service->responder.not_after;
	return OK;
}
