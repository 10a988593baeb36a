/* build - how this program was compiled, in the few places where it matters */
#ifndef IPP_BASE_BUILD_H
#define IPP_BASE_BUILD_H

/* 1 in a build for the address sanitizer, else 0. */
#if defined(__SANITIZE_ADDRESS__)
#define BUILD_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BUILD_ASAN 1
#endif
#endif
#ifndef BUILD_ASAN
#define BUILD_ASAN 0
#endif

/* Threads for work that forks; 0: as many as there are processors. The
 * allocator of the address sanitizer is no good after a fork beside another
 * thread: the child waits for a lock that nobody will ever release. */
#define BUILD_FORKING_THREADS (BUILD_ASAN ? 1U : 0U)

#endif
