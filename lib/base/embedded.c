/* embedded - files of share/ that live inside the programs */
#include <ipp/base/embedded.h>

#include <string.h>

const struct embedded *embedded_find(const char *name)
{
	for (const struct embedded *file = embedded_files; file->name; file++)
		if (!strcmp(file->name, name))
			return file;
	return NULL;
}
