/* health_file - what the checks found, for the textfile collector of Prometheus */
#include "health_part.h"

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/peer/prometheus.h>
#include <ipp/store/desk.h>

static const char *const suffixes[] = { [MEASURE_SECONDS] = "_seconds",
					[MEASURE_PERCENT] = "_ratio",
					[MEASURE_COUNT] = "_faults" };

static void samples_add(struct prometheus *file, const struct health *health,
			const struct health_row *row, bool instants)
{
	for (size_t i = 0; i < health->count; i++) {
		const struct finding *it = &health->findings[i];
		const struct prometheus_label label = { "subject",
							it->subject };
		int64_t value = instants ? it->at : it->value;

		if (!text_equal(it->check, row->name) || value == ABSENT)
			continue;
		prometheus_sample(file, &label, it->subject ? 1 : 0,
				  !instants && row->measure == MEASURE_PERCENT
				      ? (double)value / 100
				      : (double)value);
	}
}

static void severities_add(struct prometheus *file,
			   const struct health *health)
{
	prometheus_family(file, "ipp_check_severity",
			  "Worst finding of a check: 0 ok, 1 to know, 2 "
			  "warning, 3 critical.");
	for (size_t i = 0; i < health_row_count; i++) {
		const char *name = health_rows[i].name;
		const struct prometheus_label label = { "check", name };
		int64_t worst = ABSENT;

		for (size_t k = 0; k < health->count; k++)
			if (text_equal(health->findings[k].check, name) &&
			    health->findings[k].severity > worst)
				worst = health->findings[k].severity;
		if (worst != ABSENT)
			prometheus_sample(file, &label, 1, (double)worst);
	}
}

/* What the collector reads is English, whoever runs the check. */
enum status health_file_write(struct health *health, struct error *err)
{
	OWN(prometheus) struct prometheus *file = prometheus_new();
	struct arena *arena = health->desk->arena;
	const char *text;
	size_t size;

	prometheus_family(file, "ipp_check_run_timestamp_seconds",
			  "When ipp-check looked at the desk.");
	prometheus_sample(file, NULL, 0, (double)health->desk->now);
	severities_add(file, health);
	for (size_t i = 0; i < health_row_count; i++) {
		const struct health_row *row = &health_rows[i];

		prometheus_family(
		    file,
		    arena_printf(arena, "ipp_check_%s%s", row->name,
				 suffixes[row->measure]),
		    arena_printf(arena, "Check %s: %s.", row->name,
				 row->summary));
		samples_add(file, health, row, false);
		prometheus_family(
		    file,
		    arena_printf(arena, "ipp_check_%s_timestamp_seconds",
				 row->name),
		    arena_printf(arena,
				 "Instant that check %s reckons from or to.",
				 row->name));
		samples_add(file, health, row, true);
	}
	text = prometheus_text(file, &size);
	return file_write(health->wish->prometheus, text, size, 0644, err);
}
