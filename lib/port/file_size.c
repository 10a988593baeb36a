/* file_size - whether a stranger's file has a size that is read at all */
#include <ipp/port/file_inspect.h>

#include <ipp/base/limits.h>

enum status file_size_check(const struct file_bytes *file, struct error *err)
{
	if (file->size == 0)
		return error_set(err, DATA, "file_empty", NULL,
				 "\"%s\" is empty; give the file that was "
				 "meant",
				 file->name);
	if (file->size > LIMIT_FILE_BYTES)
		return error_set(err, DATA, "file_too_large", NULL,
				 "\"%s\" is larger than %zu bytes; give a "
				 "smaller file",
				 file->name, LIMIT_FILE_BYTES);
	return OK;
}
