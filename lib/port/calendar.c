/* calendar - a calendar file of coming events (iCalendar, by libical) */
#include <ipp/port/calendar.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>

#define VERSION "2.0" /* RFC 5545, 3.7.4 */

struct calendar {
	icalcomponent *root;
	char *text;
};

static enum status refused(const char *what, struct error *err)
{
	return error_set(err, INTERNAL, "calendar_refused", NULL,
			 "the calendar library refuses %s (%s)", what,
			 icalerror_strerror(icalerrno));
}

struct calendar *calendar_new(const char *product, const char *name)
{
	struct calendar *ret = memory_new(sizeof *ret);
	icalproperty *title;

	icalerror_set_errors_are_fatal(0);
	ret->root = icalcomponent_vanew(
	    ICAL_VCALENDAR_COMPONENT, icalproperty_new_version(VERSION),
	    icalproperty_new_prodid(product),
	    icalproperty_new_method(ICAL_METHOD_PUBLISH), NULL);
	if (!ret->root)
		memory_exhausted();
	title = icalproperty_new_x(name);
	icalproperty_set_x_name(title, "X-WR-CALNAME");
	icalcomponent_add_property(ret->root, title);
	return ret;
}

void calendar_free(struct calendar *calendar)
{
	if (!calendar)
		return;
	if (calendar->root)
		icalcomponent_free(calendar->root);
	free(calendar->text);
	memory_free(calendar);
}

/* The library escapes what has a meaning (RFC 5545, 3.3.11) and lets through
 * what may not stand there. Free it. */
static char *plain(const char *text)
{
	char *ret = memory_text(text);

	for (char *p = ret; *p; p++)
		if (((unsigned char)*p < ' ' && *p != '\n') || *p == 0x7f)
			*p = ' ';
	return ret;
}

static struct icaltimetype instant(int64_t at)
{
	return icaltime_from_timet_with_zone((time_t)at, 0,
					     icaltimezone_get_utc_timezone());
}

static icalcomponent *alarm_new(const struct calendar_event *event,
				const char *summary)
{
	struct icaltriggertype trigger = {
		.time = icaltime_null_time(),
		.duration = icaldurationtype_from_int(
		    (int)(-event->remind_days * DAY_SECONDS)),
	};

	return icalcomponent_vanew(ICAL_VALARM_COMPONENT,
				   icalproperty_new_action(ICAL_ACTION_DISPLAY),
				   icalproperty_new_trigger(trigger),
				   icalproperty_new_description(summary), NULL);
}

enum status calendar_add(struct calendar *calendar,
			 const struct calendar_event *event, struct error *err)
{
	OWN(text) char *summary = plain(event->summary);
	OWN(text) char *description = plain(event->description);
	icalcomponent *made = icalcomponent_vanew(
	    ICAL_VEVENT_COMPONENT, icalproperty_new_uid(event->uid),
	    icalproperty_new_dtstamp(instant(event->changed_at)),
	    icalproperty_new_dtstart(instant(event->at)),
	    icalproperty_new_sequence(event->sequence),
	    icalproperty_new_summary(summary),
	    icalproperty_new_description(description),
	    icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), NULL);

	if (!made)
		return refused(event->uid, err);
	if (event->remind_days > 0 &&
	    event->remind_days < INT_MAX / DAY_SECONDS)
		icalcomponent_add_component(made, alarm_new(event, summary));
	icalcomponent_add_component(calendar->root, made);
	return OK;
}

enum status calendar_text(struct calendar *calendar, const char **ret,
			  size_t *size, struct error *err)
{
	free(calendar->text);
	calendar->text = icalcomponent_as_ical_string_r(calendar->root);
	if (!calendar->text)
		return refused("to be written", err);
	*ret = calendar->text;
	*size = strlen(calendar->text);
	return OK;
}
