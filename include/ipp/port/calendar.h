/* calendar - a calendar file of coming events (iCalendar, by libical) */
#ifndef IPP_PORT_CALENDAR_H
#define IPP_PORT_CALENDAR_H

#include <stddef.h>
#include <stdint.h>

#include <ipp/base/error.h>
#include <ipp/base/own.h>

struct calendar;

/* An event at an instant, with a reminder some days before. Texts are UTF-8
 * and may hold anything but NUL. */
struct calendar_event {
	const char *uid; /* the same for the same event, in the world */
	const char *summary, *description;
	int64_t at;
	int64_t changed_at; /* when it was made as it is */
	int sequence;	    /* how often it was moved */
	int64_t remind_days; /* 0: no reminder */
};

/* A calendar with a name, published by `product` (RFC 5545, 3.7.3). */
struct calendar *calendar_new(const char *product, const char *name);
void calendar_free(struct calendar *calendar); /* NULL is fine */
DEFINE_OWN(calendar, struct calendar, calendar_free)

/* INTERNAL `calendar_refused` where the library does not take it. */
enum status calendar_add(struct calendar *calendar,
			 const struct calendar_event *event, struct error *err);

/* The file (RFC 5545), borrowed until calendar_free. */
enum status calendar_text(struct calendar *calendar, const char **ret,
			  size_t *size, struct error *err);

#endif
