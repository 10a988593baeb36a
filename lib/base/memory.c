/* memory - allocation that cannot fail, and arenas that forget */
#include <ipp/base/memory.h>

#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <ipp/base/status.h>

#define CHUNK_SIZE ((size_t)16 * 1024)
#define ALIGNMENT  ((size_t)16)
#define BLOCKS_BESIDE 65536 /* as malloc has it */

struct chunk {
	struct chunk *next;
	size_t size, used;
	_Alignas(16) unsigned char bytes[];
};

struct arena {
	struct chunk *first, *current;
	size_t chunk_size;
};

void memory_exhausted(void)
{
	static const char text[] = "out of memory; nothing of the unfinished "
				   "document was kept, run again\n";

	(void)!write(2, text, sizeof text - 1);
	_exit(SYSTEM);
}

void *memory_new(size_t size)
{
	void *ret = calloc(1, size ? size : 1);

	if (!ret)
		memory_exhausted();
	return ret;
}

void *memory_room(size_t size)
{
	void *ret = malloc(size ? size : 1);

	if (!ret)
		memory_exhausted();
	return ret;
}

void *memory_grow(void *p, size_t size)
{
	void *ret = realloc(p, size ? size : 1);

	if (!ret)
		memory_exhausted();
	return ret;
}

void memory_expect(size_t size)
{
	size_t page = (size_t)2 * 1024 * 1024;
	char *block, *from;

	/* One block in the heap, not beside it; free, it stays there. */
	if (mallopt(M_TRIM_THRESHOLD, INT_MAX) != 1 ||
	    mallopt(M_MMAP_MAX, 0) != 1)
		return;
	block = malloc(size);
	(void)mallopt(M_MMAP_MAX, BLOCKS_BESIDE);
	if (!block)
		return;
	from = block + (page - (uintptr_t)block % page) % page;
	if (size > (size_t)(from - block))
		(void)madvise(from, size - (size_t)(from - block),
			      MADV_HUGEPAGE);
	free(block);
}

char *memory_text(const char *text)
{
	char *ret = strdup(text);

	if (!ret)
		memory_exhausted();
	return ret;
}

void memory_wipe(void *p, size_t size)
{
	if (p)
		explicit_bzero(p, size);
}

void memory_wipe_free(void *p, size_t size)
{
	memory_wipe(p, size);
	free(p);
}

static struct chunk *chunk_new(size_t size)
{
	struct chunk *ret;

	if (size > SIZE_MAX - sizeof *ret)
		memory_exhausted();
	ret = malloc(sizeof *ret + size);
	if (!ret)
		memory_exhausted();
	*ret = (struct chunk){ .size = size };
	return ret;
}

struct arena *arena_new_of(size_t chunk_size)
{
	struct arena *ret = memory_new(sizeof *ret);

	ret->chunk_size = chunk_size;
	ret->first = ret->current = chunk_new(chunk_size);
	return ret;
}

struct arena *arena_new(void)
{
	return arena_new_of(CHUNK_SIZE);
}

static void chunks_free(struct chunk *chunk)
{
	while (chunk) {
		struct chunk *next = chunk->next;

		memory_wipe(chunk->bytes, chunk->used);
		free(chunk);
		chunk = next;
	}
}

void arena_reset(struct arena *arena)
{
	chunks_free(arena->first->next);
	arena->first->next = NULL;
	memory_wipe(arena->first->bytes, arena->first->used);
	arena->first->used = 0;
	arena->current = arena->first;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	chunks_free(arena->first);
	free(arena);
}

void *arena_room(struct arena *arena, size_t size)
{
	struct chunk *chunk = arena->current;
	void *ret;

	if (size > SIZE_MAX / 2)
		memory_exhausted();
	size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (chunk->size - chunk->used < size) {
		chunk->next = chunk_new(size > arena->chunk_size
					    ? size
					    : arena->chunk_size);
		arena->current = chunk = chunk->next;
	}
	ret = chunk->bytes + chunk->used;
	chunk->used += size;
	return ret;
}

/* Only what is used takes memory, not the whole chunk. */
void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_room(arena, size), 0, size);
}

void *arena_bytes(struct arena *arena, const void *bytes, size_t n)
{
	void *ret = arena_alloc(arena, n ? n : 1);

	if (n)
		memcpy(ret, bytes, n);
	return ret;
}

char *arena_text_n(struct arena *arena, const char *text, size_t n)
{
	char *ret = arena_alloc(arena, n + 1);

	if (n)
		memcpy(ret, text, n);
	return ret;
}

char *arena_text(struct arena *arena, const char *text)
{
	return text ? arena_text_n(arena, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	char small[256];
	va_list ap;
	int n;
	char *ret;

	va_start(ap, format);
	n = vsnprintf(small, sizeof small, format, ap);
	va_end(ap);
	if (n < 0)
		memory_exhausted();
	ret = arena_alloc(arena, (size_t)n + 1);
	if ((size_t)n < sizeof small) {
		memcpy(ret, small, (size_t)n);
		memory_wipe(small, (size_t)n);
		return ret;
	}
	memory_wipe(small, sizeof small);
	va_start(ap, format);
	(void)vsnprintf(ret, (size_t)n + 1, format, ap);
	va_end(ap);
	return ret;
}
