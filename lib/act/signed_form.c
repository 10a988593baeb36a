/* signed_form - finds signed forms by their names and by the record in them */
#include "signed_form.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include <ipp/base/build.h>
#include <ipp/base/file.h>
#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/parallel.h>
#include <ipp/base/text.h>
#include <ipp/model/product.h>
#include <ipp/port/file_inspect.h>

#include "form_record.h"
#include "paper.h"

#define KEYS_MAX  3
#define ROOM_BASE 64

/* A file of the folder, and what its record says of whose form it is. */
struct entry {
	const char *path;
	bool is_form;
	int64_t order_id;
	char external_code[LIMIT_CODE_BYTES]; /* "": it has none */
	char sha256[2 * DIGEST_SIZE + 1];
};

struct form_folder {
	struct arena *arena;
	const char *path;
	bool is_read;
	struct entry *entries;
	size_t count, room;
};

struct form_folder *form_folder_new(struct arena *arena, const char *path)
{
	struct form_folder *ret = arena_alloc(arena, sizeof *ret);

	ret->arena = arena;
	ret->path = path;
	return ret;
}

/* A signature dictionary is never compressed: its bytes are to be found. */
static bool is_signed(const void *bytes, size_t size)
{
	return file_sniff(bytes, size) == FILE_P7M ||
	       memmem(bytes, size, "/ByteRange", strlen("/ByteRange"));
}

static bool is_regular(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* What a signature that is apart may be of: the ending says it. */
static const char *beside(struct arena *arena, const char *path)
{
	static const char *const endings[] = { "", ".pdf" };
	size_t n = strlen(path);

	if (n < 4 || (strcmp(path + n - 4, ".p7s") != 0 &&
		      strcmp(path + n - 4, ".p7m") != 0))
		return NULL;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		const char *ret = arena_printf(arena, "%.*s%s", (int)(n - 4),
					       path, endings[i]);

		if (is_regular(ret))
			return ret;
	}
	return NULL;
}

static bool is_signed_file(const char *path)
{
	OWN(arena) struct arena *arena = arena_new();
	unsigned char *bytes;
	struct error ignored; /* then it is no signed form */
	size_t size;

	error_reset(&ignored);
	return file_read(arena, path, LIMIT_FILE_BYTES, &bytes, &size,
			 &ignored) == OK &&
	       is_signed(bytes, size);
}

static enum status ambiguous(const char *a, const char *b, struct error *err)
{
	return error_set(err, DATA, "file_ambiguous", "form",
			 "\"%s\" and \"%s\" are both there; keep the one that "
			 "is meant",
			 a, b);
}

/* What stands under one key: the signed file, and any at all. */
struct named {
	const char *signed_path, *path;
};

static enum status named_look(struct form_folder *folder, struct arena *arena,
			      const char *key, struct named *ret,
			      struct error *err)
{
	static const char *const bases[] = { "-form", "/form", "" };
	static const char *const endings[] = {
		".pdf.p7m",    ".p7m",	      ".pdf.p7s", ".p7s",
		"-signed.pdf", "_signed.pdf", ".pdf",
	};

	for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
		for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
			const char *path =
			    path_join(arena, folder->path,
				      arena_printf(arena, "%s%s%s", key,
						   bases[i], endings[k]));

			if (!is_regular(path))
				continue;
			ret->path = path;
			if (!is_signed_file(path))
				continue;
			if (ret->signed_path)
				return ambiguous(ret->signed_path, path, err);
			ret->signed_path = path;
		}
	return OK;
}

static enum status by_name(struct form_folder *folder, struct arena *arena,
			   const struct product *product, struct named *ret,
			   struct error *err)
{
	const char *keys[KEYS_MAX] = {
		arena_printf(arena, "USR%09" PRId64, product->user_id),
		paper_key_is_plain(product->external_code)
		    ? product->external_code
		    : NULL,
		arena_printf(arena, "ORD%09" PRId64, product->order_id),
	};
	enum status rc = OK;

	for (size_t i = 0; i < KEYS_MAX && rc == OK && !ret->signed_path; i++)
		if (keys[i])
			rc = named_look(folder, arena, keys[i], ret, err);
	return rc;
}

static enum status entry_add(struct form_folder *folder, const char *path,
			     struct error *err)
{
	if (folder->count == LIMIT_FOLDER_FILES)
		return error_set(err, DATA, "folder_too_large", "forms",
				 "\"%s\" has more than %d files to look into; "
				 "name each form by its user_id",
				 folder->path, LIMIT_FOLDER_FILES);
	if (folder->count == folder->room) {
		struct entry *more;

		folder->room = 2 * folder->room + ROOM_BASE;
		more = arena_alloc(folder->arena, folder->room * sizeof *more);
		if (folder->count > 0)
			memcpy(more, folder->entries,
			       folder->count * sizeof *more);
		folder->entries = more;
	}
	folder->entries[folder->count++] = (struct entry){ .path = path };
	return OK;
}

static void directory_close(DIR **directory)
{
	if (*directory)
		(void)closedir(*directory);
}

/* Takes the files of a folder, and of the folders in it. */
static enum status files_list(struct form_folder *folder, const char *path,
			      bool goes_down, struct error *err)
{
	__attribute__((cleanup(directory_close)))
	DIR *directory = opendir(path);
	struct dirent *it;
	enum status rc = OK;

	if (!directory)
		return error_system(err, IOERR, "folder_unreadable", errno,
				    "cannot read the folder \"%s\"", path);
	while (rc == OK && (it = readdir(directory))) {
		const char *name = path_join(folder->arena, path, it->d_name);
		struct stat st;

		if (*it->d_name == '.' || stat(name, &st) != 0)
			continue;
		if (S_ISREG(st.st_mode))
			rc = entry_add(folder, name, err);
		else if (S_ISDIR(st.st_mode) && goes_down)
			rc = files_list(folder, name, false, err);
	}
	return rc;
}

static void entry_fill(struct entry *entry, const struct form_record *record)
{
	const char *code = record->request.external_code;

	if (code && strlen(code) >= sizeof entry->external_code)
		return;
	if (code)
		memcpy(entry->external_code, code, strlen(code) + 1);
	memcpy(entry->sha256, record->sha256, sizeof entry->sha256);
	entry->order_id = record->request.order_id;
	entry->is_form = true;
}

static bool form_read(struct arena *arena, const char *path, bool *signs,
		      struct form_record *ret)
{
	struct file_bytes file = { .name = path };
	unsigned char *bytes;
	struct error ignored; /* then it is no form of ours */

	error_reset(&ignored);
	if (file_read(arena, path, LIMIT_FILE_BYTES, &bytes, &file.size,
		      &ignored) != OK)
		return false;
	file.bytes = bytes;
	*signs |= is_signed(bytes, file.size);
	return *signs && form_record_read(arena, &file, ret, &ignored) == OK;
}

static void entry_read(size_t index, void *context)
{
	OWN(arena) struct arena *arena = arena_new();
	struct form_folder *folder = context;
	struct entry *entry = &folder->entries[index];
	const char *content = beside(arena, entry->path);
	struct form_record record;
	bool signs = false;

	if (form_read(arena, entry->path, &signs, &record) ||
	    (signs && content && form_read(arena, content, &signs, &record)))
		entry_fill(entry, &record);
}

static bool entry_is_of(const struct entry *entry, struct arena *arena,
			const struct product *product)
{
	struct form_record record = {
		.request = { .order_id = entry->order_id,
			     .external_code = *entry->external_code
						  ? entry->external_code
						  : NULL }
	};

	memcpy(record.sha256, entry->sha256, sizeof record.sha256);
	return entry->is_form &&
	       form_record_is_of(arena, &record, product->order_id,
				 product->external_code);
}

static enum status folder_read(struct form_folder *folder, struct error *err)
{
	enum status rc;

	if (folder->is_read)
		return OK;
	if ((rc = files_list(folder, folder->path, true, err)) != OK)
		return rc;
	parallel_run(folder->count, BUILD_FORKING_THREADS, entry_read, folder);
	folder->is_read = true;
	return OK;
}

static enum status by_record(struct form_folder *folder, struct arena *arena,
			     const struct product *product, const char **ret,
			     struct error *err)
{
	enum status rc;

	if ((rc = folder_read(folder, err)) != OK)
		return rc;
	for (size_t i = 0; i < folder->count; i++) {
		const struct entry *entry = &folder->entries[i];

		if (!entry_is_of(entry, arena, product))
			continue;
		if (*ret)
			return ambiguous(*ret, entry->path, err);
		*ret = entry->path;
	}
	return OK;
}

enum status form_folder_find(struct form_folder *folder, struct arena *arena,
			     const struct product *product,
			     struct form_found *ret, struct error *err)
{
	struct named named = { NULL, NULL };
	const char *found = NULL;
	enum status rc;

	if ((rc = by_name(folder, arena, product, &named, err)) != OK ||
	    (!named.signed_path &&
	     (rc = by_record(folder, arena, product, &found, err)) != OK))
		return rc;
	ret->path = named.signed_path ? named.signed_path
		    : found	      ? found
				      : named.path;
	ret->beside = ret->path ? beside(arena, ret->path) : NULL;
	return OK;
}
