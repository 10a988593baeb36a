/* secret - pages for keys: not swapped, not dumped, not inherited */
#include <ipp/base/secret.h>

#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <ipp/base/memory.h>

struct header {
	size_t length; /* of the mapping; zero in a child */
	_Alignas(16) unsigned char bytes[];
};

void *secret_alloc(size_t size)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), length;
	struct header *ret = MAP_FAILED;

	if (size < SIZE_MAX - sizeof *ret - page) {
		length = (sizeof *ret + size + page - 1) / page * page;
		ret = mmap(NULL, length, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	}
	if (ret == MAP_FAILED || madvise(ret, length, MADV_WIPEONFORK) != 0 ||
	    madvise(ret, length, MADV_DONTDUMP) != 0)
		memory_exhausted();
	/* Best effort: the limit is small for ordinary users. */
	(void)mlock(ret, length);
	ret->length = length;
	return ret->bytes;
}

void secret_free(void *p)
{
	struct header *header;

	if (!p)
		return;
	header = (struct header *)((unsigned char *)p - sizeof *header);
	if (header->length == 0) /* a child's empty copy */
		return;
	size_t length = header->length;

	memory_wipe(header, length);
	(void)munmap(header, length);
}

void secret_guard(void)
{
	/* cannot fail: 0 is a value it takes */
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
