/* request_options - what the verbs of ipp-request take as options */
#ifndef IPP_MODEL_REQUEST_OPTIONS_H
#define IPP_MODEL_REQUEST_OPTIONS_H

#include <ipp/model/field.h>

struct new_options {
	int64_t ask;
};
struct edit_options {
	int64_t ask;
	struct texts clear;
};
struct submit_options {
	int64_t notify;
};
struct import_options {
	int64_t from_form, draft;
};
struct list_options {
	int64_t mine, after, limit;
};
struct renew_options {
	int64_t recognition;
};
struct form_options {
	int64_t blank, kind, language;
	const char *output;
};

extern const struct record new_options_record;
extern const struct record edit_options_record;
extern const struct record submit_options_record;
extern const struct record import_options_record;
extern const struct record list_options_record;
extern const struct record renew_options_record;
extern const struct record form_options_record;

#endif
