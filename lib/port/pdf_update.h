/* pdf_update - the objects that a signature adds to a PDF and changes in it */
#ifndef IPP_LIB_PORT_PDF_UPDATE_H
#define IPP_LIB_PORT_PDF_UPDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include <ipp/base/error.h>
#include <ipp/port/pdf_file.h>

struct pdf_signature;

#define PDF_UPDATE_OBJECTS 8

struct pdf_object {
	long number, generation;
	size_t offset; /* in the whole file */
};

struct pdf_update {
	FILE *out;	     /* what is appended */
	size_t base;	     /* size of the file before */
	struct pdf_object objects[PDF_UPDATE_OBJECTS];
	size_t count;
	long next;	     /* the first object number that is free */
	size_t range;	     /* where the value of /ByteRange is, in `out` */
	size_t gap;	     /* where that of /Contents is */
	char *trailer;	     /* /Root, /Info and /ID as text */
};

/* Room for the value of /ByteRange, brackets included. */
#define PDF_RANGE_SIZE 48

/* Writes the objects of the update. DATA `file_broken`, `pdf_encrypted`;
 * REFUSED `pdf_locked`. */
enum status pdf_update_write(const void *pdf, size_t n,
			     const struct pdf_signature *what,
			     struct pdf_update *update, struct error *err);

#endif
