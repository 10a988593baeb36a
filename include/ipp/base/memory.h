/* memory - allocation, and the arena a document lives in */
#ifndef IPP_BASE_MEMORY_H
#define IPP_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <ipp/base/own.h>

/*
 * Memory that runs out ends the process with status 71 and one line on
 * stderr: what was promised is committed, what was not is rolled back by the
 * store, and the same command finishes the job. So nothing here returns NULL.
 */
void *memory_new(size_t size);	/* zeroed; free() it */
void *memory_room(size_t size); /* not zeroed: for more than is used */
void *memory_grow(void *p, size_t size);
char *memory_text(const char *text);
/* What they do then; for other allocators. */
_Noreturn void memory_exhausted(void);

/* Much will be asked for, again and again: the next `size` bytes of the heap
 * are asked of the kernel in large pages, so that the processor finds its way
 * in them faster. Takes no memory; a hint, and never an error. What is freed
 * stays with the process from then on: not where files are held. */
void memory_expect(size_t size);

/* Frees after wiping `size` bytes; for secrets. NULL is fine. */
void memory_wipe_free(void *p, size_t size);
/* Wipes in a way the compiler keeps. */
void memory_wipe(void *p, size_t size);

static inline void memory_free(void *p)
{
	free(p);
}
DEFINE_OWN(text, char, memory_free)
DEFINE_OWN(bytes, unsigned char, memory_free)

/* Data that lives as long as one document. Wiped when released, so that a
 * PIN cannot outlive its document. Not shared between threads. */
struct arena;

struct arena *arena_new(void);
/* One that grows by chunks of so many bytes, where there are many of them. */
struct arena *arena_new_of(size_t chunk_size);
/* Wipes everything handed out; the memory is kept for the next document. */
void arena_reset(struct arena *arena);
void arena_free(struct arena *arena); /* wipes; NULL is fine */
DEFINE_OWN(arena, struct arena, arena_free)

void *arena_alloc(struct arena *arena, size_t size); /* zeroed, aligned 16 */
/* The same, not zeroed: for what is written over at once. */
void *arena_room(struct arena *arena, size_t size);
char *arena_text(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_text_n(struct arena *arena, const char *text, size_t n);
void *arena_bytes(struct arena *arena, const void *bytes, size_t n);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
