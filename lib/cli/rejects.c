/* rejects - what a stream refused: kept to be mended, and counted */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/cli/terminal.h>
#include <ipp/model/records.h>
#include <ipp/port/json.h>

#include "stream.h"

/* What was wrong with it, for the file of rejects. */
static struct json *mistakes_json(const struct item *item,
				  const struct error *err)
{
	struct json *ret = json_array_new();

	for (size_t i = 0; i < err->count; i++) {
		const struct mistake *m = &err->mistakes[i];
		struct json *json = json_object_new();

		json_set_text(json, "code", m->code);
		if (*m->field)
			json_set_text(json, "field", m->field);
		json_set_text(json, "message", m->text);
		if (item->line)
			json_set_integer(json, "line", (int64_t)item->line);
		json_append(ret, json);
	}
	return ret;
}

/* The document without its secrets; what was no document leaves its place. */
void reject_write(struct stream *stream, struct item *item,
			 const struct error *err)
{
	OWN(arena) struct arena *arena = NULL;
	OWN(json) struct json *json = json_object_new();
	const struct json *doc = item_document(item);
	bool is_object = doc && json_kind(doc) == JSON_IS_OBJECT;

	if (!stream->rejects)
		return;
	for (void *it = is_object ? json_first(doc) : NULL; it;
	     it = json_next(doc, it))
		if (!records_hide(json_it_name(it)))
			json_set_shared(json, json_it_name(it),
					json_it_value(it));
	json_set(json, "reject", mistakes_json(item, err));
	arena = arena_new();
	(void)fprintf(stream->rejects, "%s\n",
		      json_write(arena, json)); /* closing tells */
}

/* To mend rejects and write the new ones over them would lose both. */
static bool is_input(const struct stream *stream, int fd)
{
	const char *csv = stream->run->common.csv;
	struct stat out, in;

	return fstat(fd, &out) == 0 && S_ISREG(out.st_mode) &&
	       (csv && strcmp(csv, "-") != 0 ? stat(csv, &in)
					     : fstat(STDIN_FILENO, &in)) == 0 &&
	       in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

enum status rejects_open(struct stream *stream, struct error *err)
{
	const char *path = stream->run->common.rejects;
	OWN(descriptor) int fd = -1;

	if (!path)
		return OK;
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	if (fd >= 0 && is_input(stream, fd))
		return error_set(err, USAGE, "rejects_is_input", "rejects",
				 "rejects would overwrite \"%s\" while it is "
				 "read; name another file",
				 path);
	if (fd < 0 || (ftruncate(fd, 0) && errno != EINVAL) ||
	    !(stream->rejects = fdopen(fd, "w")))
		return error_system(err, CANTCREAT, "rejects_uncreatable",
				    errno, "cannot create \"%s\"", path);
	fd = -1; /* the stream closes it */
	return OK;
}

enum status rejects_close(struct stream *stream, struct error *err)
{
	FILE *rejects = TAKE(stream->rejects);

	if (!rejects)
		return OK;
	if (fflush(rejects) | ferror(rejects) | fsync(fileno(rejects)) |
	    fclose(rejects))
		return error_system(err, IOERR, "rejects_unwritable", errno,
				    "cannot write \"%s\"",
				    stream->run->common.rejects);
	return OK;
}

void refused_tell(const struct stream *stream)
{
	const char *rejects = stream->run->common.rejects;

	if (stream->refused == 0 || !stream->source ||
	    !source_is_stream(stream->source) || !isatty(STDERR_FILENO))
		return;
	terminal_say(stream->run->terminal, _("%zu of %zu refused"),
		     stream->refused, stream->documents);
	if (rejects)
		terminal_say(stream->run->terminal,
			     _("mend them in \"%s\" and feed it again"),
			     rejects);
}
