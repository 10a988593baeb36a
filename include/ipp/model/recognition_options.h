/* recognition_options - what the verbs of ipp-recognize take as options */
#ifndef IPP_MODEL_RECOGNITION_OPTIONS_H
#define IPP_MODEL_RECOGNITION_OPTIONS_H

#include <ipp/model/signing.h>

/* An officer's word on what somebody else handed in. */
struct review_options {
	int64_t accept, reject;
	const char *reason;
	int64_t notify;
};

struct offline_options {
	const char *forms;
	int64_t sign, offline;
	const char *reports;
	struct signing_options signing;
	struct review_options review;
};
struct sign_options {
	const char *forms;
	int64_t refer, offline;
	struct review_options review;
};
struct cancel_options {
	const char *reason;
	int64_t notify;
};

/* True if it is one. */
bool review_options_given(const struct review_options *options);
/* What cannot be said together: USAGE `verdict_ambiguous`, `reason_unused`;
 * and for offline `sign_unused`. */
enum status review_options_check(const struct review_options *options,
				 struct error *err);
enum status offline_options_check(const struct offline_options *options,
				  struct error *err);

extern const struct record offline_options_record;
extern const struct record sign_options_record;
extern const struct record cancel_options_record;

#endif
