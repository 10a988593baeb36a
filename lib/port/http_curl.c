/* http_curl - libcurl, loaded by whoever talks to the network first */
#define HTTP_CURL_PLAIN /* names as they are */
#include "http_curl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#define LIBRARY "libcurl.so.4"

struct http_curl http_curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool is_loaded;

/* It stays loaded: it has threads and tables of its own. */
static void load(void)
{
	static const struct {
		const char *name;
		size_t offset;
	} rows[] = {
#define X(name) { #name, offsetof(struct http_curl, name##_) },
		HTTP_CURL_FUNCTIONS(X)
#undef X
	};
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	bool all = library;

	for (size_t i = 0; all && i < sizeof rows / sizeof *rows; i++) {
		void *found = dlsym(library, rows[i].name);

		*(void **)(void *)((char *)&http_curl + rows[i].offset) = found;
		all = found;
	}
	is_loaded = all && http_curl.curl_global_init_(CURL_GLOBAL_DEFAULT) ==
			       CURLE_OK;
}

bool http_curl_load(void)
{
	(void)pthread_once(&once, load);
	return is_loaded;
}
