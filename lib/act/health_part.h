/* health_part - what the checks of health share */
#ifndef IPP_LIB_ACT_HEALTH_PART_H
#define IPP_LIB_ACT_HEALTH_PART_H

#include <stdbool.h>

#include <ipp/act/health.h>
#include <ipp/rule/health.h>

struct probe;
struct publication_check;

typedef enum status probe_run(struct probe *probe, struct error *err);

/* A check. */
struct health_row {
	const char *name, *summary;
	enum measure measure;
	bool falls;		/* less is worse */
	bool deep;		/* takes long */
	const char *thresholds; /* unless somebody says otherwise */
	probe_run *run;
};
extern const struct health_row health_rows[];
extern const size_t health_row_count;

/* A check at work. */
struct probe {
	struct desk *desk;
	const struct health_row *row;
	struct threshold threshold;
	bool deep;
	struct health *health;
	size_t told;		  /* findings so far */
	bool has_best;
	struct finding best;	  /* of those that are well, the least so */
};

/* A run of checks, and all that was found, for the file. */
struct health {
	struct desk *desk;
	const struct health_wish *wish;
	enum status (*each)(void *context, const struct finding *it,
			    struct error *err);
	void *context;
	enum severity worst;
	struct finding *findings; /* grown as needed */
	size_t count, room;
	bool is_broken; /* `each` failed, and so does everything */
};

/* health_file.c: writes the Prometheus file of the wish. */
enum status health_file_write(struct health *health, struct error *err);

/* The threshold of a check by the settings, and by the wish (or NULL). */
enum status health_threshold(const struct desk *desk,
			     const struct health_wish *wish, const char *check,
			     struct threshold *ret, struct error *err);

/* A finding to be filled in. */
struct finding finding_of(const struct probe *probe);
/* Tells one with the severity that it has. */
enum status probe_tell(struct probe *probe, const struct finding *it,
		       struct error *err);
/* Judges its value by the thresholds. Where that is not well, what to do is
 * added to its text (`remedy`, or NULL); else its code is dropped, and of all
 * that are well only the one nearest to the thresholds is told, in the end, if
 * nothing else was. */
enum status probe_judge(struct probe *probe, struct finding *it,
			const char *remedy, struct error *err);

/* health_list.c: state and left_percent of a list or request. */
void publication_judge(struct publication_check *it,
		       const struct threshold *threshold, int64_t now);

probe_run probe_lists, probe_deadlines;				/* health_list.c */
probe_run probe_suspensions, probe_issuing, probe_unsealed;	/* health_work.c */
probe_run probe_outbox, probe_failures, probe_backup;		/* health_work.c */
probe_run probe_authorities, probe_officers, probe_tokens;	/* health_end.c */
probe_run probe_responder, probe_trust_lists;			/* health_end.c */
probe_run probe_antivirus, probe_disk;			     /* health_machine.c */
probe_run probe_remote_access, probe_remote_notices;	      /* health_remote.c */
probe_run probe_journal, probe_store;				/* health_store.c */

#endif
