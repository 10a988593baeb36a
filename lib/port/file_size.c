/* file_size - what is known of a stranger's file before it is read */
#include <ipp/port/file_inspect.h>

#include <string.h>

#include <ipp/base/limits.h>
#include <ipp/port/digest.h>

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

enum status file_sha256(const struct file_bytes *file, unsigned char ret[32],
			struct error *err)
{
	if (!file->sha256)
		return digest_sha256(file->bytes, file->size, ret, err);
	memcpy(ret, file->sha256, DIGEST_SIZE);
	return OK;
}
