/* file_verdict - what a child says of a file, and how it is told */
#ifndef IPP_LIB_PORT_FILE_VERDICT_H
#define IPP_LIB_PORT_FILE_VERDICT_H

#include <ipp/port/file_inspect.h>

struct sandbox_answer;
struct sandbox_limits;

/* For all that read one file. */
extern const struct sandbox_limits file_sandbox_limits;

/* What the child says first. The size of each of its members is fixed, and
 * no value of them is a trap: it may lie, but not confuse. */
struct file_verdict {
	size_t refusal;	   /* 1 + index, or 0 */
	size_t attachment; /* the same, of what is attached */
	size_t pages, width, height, signers;
	unsigned features, bits, detached;
	char version[8];
};

/* What it is by its first bytes, and how large. Errors of file_inspect. */
enum status file_kind_check(struct arena *arena, const struct file_bytes *file,
			    unsigned allowed, struct error *err);

/* The number of an error for the verdict; 0 for OK. */
size_t file_refusal_of(enum status rc, const struct error *err);
/* The error of a number, which may be any. */
enum status file_refuse(const struct file_bytes *file, size_t refusal,
			struct error *err);
/* Refuses a PDF that has too many pages, or does something. */
enum status file_pdf_judge(const struct file_bytes *file,
			   const struct file_verdict *v, struct pdf_facts *ret,
			   struct error *err);

/* The same, and all else that file_inspect refuses, of an answer that begins
 * with what file_look_say said. */
enum status file_look_judge(const struct file_bytes *file,
			    const struct sandbox_answer *answer,
			    struct error *err);

#endif
