/* health - what a check of the desk's health finds */
#ifndef IPP_MODEL_HEALTH_H
#define IPP_MODEL_HEALTH_H

#include <ipp/model/field.h>

enum severity {
	SEVERITY_OK,
	SEVERITY_INFO,	   /* good to know */
	SEVERITY_WARNING,  /* somebody must act before long */
	SEVERITY_CRITICAL, /* now, or it could not be looked at */
};
extern const struct word severity_words[];

/* What the value of a finding counts. */
enum measure { MEASURE_SECONDS, MEASURE_PERCENT, MEASURE_COUNT };
extern const struct word measure_words[];

/* The record `finding`: what a check says of one thing. */
struct finding {
	const char *check;   /* name */
	int64_t severity;    /* enum severity */
	const char *subject; /* which thing; none twice in a check */
	const char *code;    /* stable; NULL if all is well */
	const char *text;    /* for people, and what to do */
	int64_t value;
	int64_t measure; /* enum measure */
	int64_t at;	 /* what the value is reckoned from, or to */
	int64_t checked_at;
};
extern const struct record finding_record;

/* The record `health_check`: a check there is, and its thresholds. */
struct health_check {
	const char *check;
	const char *summary;
	int64_t measure;      /* enum measure */
	const char *warning;  /* from here on: 30d, 25% */
	const char *critical;
	int64_t enabled; /* 0: switched off by a threshold */
	int64_t deep;	 /* 1: only with --deep, or if it is named */
};
extern const struct record health_check_record;

/* The options of a run. */
struct health_wish {
	struct texts only;	/* names of checks; none: all */
	struct texts threshold; /* NAME:WARNING:CRITICAL, or NAME:off */
	int64_t at_least;	/* enum severity; ABSENT: all findings */
	int64_t deep;
	const char *prometheus; /* file, or NULL */
};
extern const struct record health_wish_record;

#endif
