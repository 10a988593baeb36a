/* source - documents on their way in */
#ifndef IPP_CLI_SOURCE_H
#define IPP_CLI_SOURCE_H

#include "internal.h"

struct csv;

struct source {
	struct run *run;
	enum {
		FROM_NOTHING,
		FROM_MEMBERS,
		FROM_ARGUMENTS,
		FROM_JSON,
		FROM_CSV,
		FROM_STORE
	} kind;
	size_t argument;
	struct feed feed;
	int fd;
	char *buffer;
	size_t start, end, room;
	bool eof, begun, is_array, done;
	bool is_lost;  /* inside something broken; look for the next line on
			  which a document may begin */
	size_t indent; /* blanks before the document at hand */
	size_t line;
	const char *text; /* of the document given last, in the buffer */
	size_t text_size;
	uint64_t read_bytes, whole;
	struct csv *csv;
};

/* The next document of a stream of JSON. What is no document is refused
 * alone: the stream goes on at the next line on which one may begin. */
enum source_event documents_next(struct source *source, int milliseconds,
				 struct json **ret, size_t *line,
				 struct error *err);

#endif
