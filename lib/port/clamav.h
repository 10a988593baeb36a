/* clamav - the functions of libclamav, loaded when somebody scans */
#ifndef IPP_LIB_PORT_CLAMAV_H
#define IPP_LIB_PORT_CLAMAV_H

#include <clamav.h>

#include <ipp/port/clamav.h>

struct clamav {
	void *library;
	struct cl_engine *engine;
	struct clamav_facts facts;
	__typeof__(cl_init) *init;
	__typeof__(cl_retver) *version;
	__typeof__(cl_strerror) *strerror;
	__typeof__(cl_set_clcb_msg) *set_clcb_msg;
	__typeof__(cl_load) *load;
	__typeof__(cl_engine_new) *engine_new;
	__typeof__(cl_engine_free) *engine_free;
	__typeof__(cl_engine_set_num) *set_num;
	__typeof__(cl_engine_get_num) *get_num;
	__typeof__(cl_engine_set_str) *set_str;
	__typeof__(cl_engine_compile) *compile;
	__typeof__(cl_fmap_open_memory) *fmap_open_memory;
	__typeof__(cl_fmap_close) *fmap_close;
	__typeof__(cl_scanmap_callback) *scanmap;
	__typeof__(cl_cvdhead) *cvdhead;
	__typeof__(cl_cvdfree) *cvdfree;
};

/* A file that is unpacked may grow to the second, and looking at more than
 * the first is told: so what libclamav would cut off without a word cannot
 * even be written. */
#define CLAMAV_FILE_BYTES   ((size_t)128 << 20)
#define CLAMAV_UNPACK_BYTES ((size_t)96 << 20)

#endif
