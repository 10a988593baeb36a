/* fuzz_documents - any bytes at all as a stream of documents */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/port/json.h>

#include "../../lib/cli/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads all documents; tells how many were taken. */
static size_t stream_read(int fd, size_t size, size_t *refused)
{
	struct source source = { .fd = fd, .line = 1 };
	size_t documents = 0, before = 0, line = 0;
	enum source_event event;

	*refused = 0;
	do {
		OWN(json) struct json *json = NULL;
		struct error err;

		error_reset(&err);
		event = documents_next(&source, -1, &json, &line, &err);
		if (event == SOURCE_WAIT || event == SOURCE_BROKEN ||
		    (event == SOURCE_DOCUMENT) != (json != NULL) ||
		    (event == SOURCE_REFUSED) != (err.count > 0) ||
		    line < before)
			abort();
		before = line;
		documents += event == SOURCE_DOCUMENT;
		*refused += event == SOURCE_REFUSED;
		if (documents + *refused > size + 1)
			abort(); /* it does not come to an end */
	} while (event != SOURCE_END);
	memory_wipe_free(source.buffer, source.room);
	return documents;
}

/* Documents on lines of their own are read, whatever the garbage in front of
 * them on its lines. */
static size_t stream_of(const uint8_t *data, size_t size, size_t *refused)
{
	static const char good[] = "\n{\"good\":1}\n{\"good\":2}\n";
	size_t ret;
	int fd = memfd_create("fuzz", 0);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size ||
	    write(fd, good, sizeof good - 1) != (ssize_t)sizeof good - 1 ||
	    lseek(fd, 0, SEEK_SET) != 0)
		abort();
	ret = stream_read(fd, size + sizeof good, refused);
	(void)close(fd);
	return ret;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t refused, taken = stream_of(data, size, &refused);

	/* blanks before an unclosed document shift where others may begin,
	 * and an unclosed list may have them as items */
	if (taken < 2 && !memchr(data, ' ', size) && !memchr(data, '\t', size) &&
	    !memchr(data, '[', size) && !memchr(data, ':', size) &&
	    !memchr(data, ',', size))
		abort();
	return 0;
}
