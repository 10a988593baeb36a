/* http_curl - libcurl, loaded by whoever talks to the network first */
#ifndef IPP_LIB_PORT_HTTP_CURL_H
#define IPP_LIB_PORT_HTTP_CURL_H

#include <stdbool.h>

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/*
 * It brings thirty libraries along, and with them half of the time that a
 * small program takes. So programs that may talk to somebody, but as a rule
 * do not, are not linked with it. Before http_curl_load said yes, nothing of
 * it may be called.
 */
#define HTTP_CURL_FUNCTIONS(X) \
	X(curl_easy_cleanup)   \
	X(curl_easy_getinfo)   \
	X(curl_easy_init)      \
	X(curl_easy_perform)   \
	X(curl_easy_setopt)    \
	X(curl_easy_strerror)  \
	X(curl_global_init)    \
	X(curl_free)           \
	X(curl_slist_append)   \
	X(curl_slist_free_all) \
	X(curl_url)            \
	X(curl_url_cleanup)    \
	X(curl_url_get)        \
	X(curl_url_set)

#undef curl_easy_setopt
#undef curl_easy_getinfo
struct http_curl {
#define X(name) __typeof__(&name) name##_;
	HTTP_CURL_FUNCTIONS(X)
#undef X
};
extern struct http_curl http_curl;

/* False if the library is not there. Any thread may call it. */
bool http_curl_load(void);

#ifndef HTTP_CURL_PLAIN
#define curl_easy_cleanup   http_curl.curl_easy_cleanup_
#define curl_easy_getinfo   http_curl.curl_easy_getinfo_
#define curl_easy_init	    http_curl.curl_easy_init_
#define curl_easy_perform   http_curl.curl_easy_perform_
#define curl_easy_setopt    http_curl.curl_easy_setopt_
#define curl_easy_strerror  http_curl.curl_easy_strerror_
#define curl_free	    http_curl.curl_free_
#define curl_slist_append   http_curl.curl_slist_append_
#define curl_slist_free_all http_curl.curl_slist_free_all_
#define curl_url	    http_curl.curl_url_
#define curl_url_cleanup    http_curl.curl_url_cleanup_
#define curl_url_get	    http_curl.curl_url_get_
#define curl_url_set	    http_curl.curl_url_set_
#endif

#endif
