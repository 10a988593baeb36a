/* crl_queue - entries on their way to a file, written by a thread of its own */
#include "crl_part.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/port/crl.h>

#define BATCH	   ((size_t)4096)
#define SIZE_LIMIT ((size_t)1 << 30)

struct packed {
	int64_t revoked_at, invalidity_at;
	int16_t reason, serial_size;
	unsigned char serial[CRL_SERIAL_MAX];
};

struct batch {
	size_t count;
	struct packed items[BATCH];
};

/* One batch is filled while the other is written; under `lock`, `full` says
 * whose that is. */
struct crl_queue {
	FILE *file; /* without a name */
	struct batch batches[2];
	size_t filling;
	pthread_t thread;
	bool has_thread;
	pthread_mutex_t lock;
	pthread_cond_t turn;
	struct batch *full; /* NULL: the thread has nothing to do */
	bool is_ended;
	/* of who writes */
	struct crl_dates dates;
	size_t size;
	enum status status;
	struct error err;
	unsigned char bytes[BATCH * CRL_ENTRY_MAX];
};

enum status crl_queue_new(struct crl_queue **ret, struct error *err)
{
	FILE *file = tmpfile();
	struct crl_queue *it;

	if (!file)
		return error_system(err, CANTCREAT, "file_uncreatable", errno,
				    "cannot make a temporary file for the "
				    "entries of the revocation list");
	*ret = it = memory_new(sizeof *it);
	it->file = file;
	(void)pthread_mutex_init(&it->lock, NULL); /* cannot fail here */
	(void)pthread_cond_init(&it->turn, NULL);  /* nor can this */
	crl_dates_clear(&it->dates);
	error_reset(&it->err);
	return OK;
}

static void batch_write(struct crl_queue *it, struct batch *batch)
{
	size_t n = 0;

	for (size_t i = 0; i < batch->count; i++) {
		const struct packed *from = &batch->items[i];
		const struct crl_entry entry = {
			.serial = { from->serial, (size_t)from->serial_size },
			.revoked_at = from->revoked_at,
			.reason = from->reason,
			.invalidity_at = from->invalidity_at,
		};

		n += crl_entry_put(&it->dates, &entry, it->bytes + n);
	}
	batch->count = 0;
	if (it->status != OK)
		return;
	if (n > SIZE_LIMIT - it->size) {
		it->status = error_set(&it->err, DATA, "crl_too_large", NULL,
				       "the revocation list is larger than "
				       "1 GiB");
		return;
	}
	it->size += n;
	it->status = file_write_fd(fileno(it->file), it->bytes, n,
				   "the temporary file of a revocation list",
				   &it->err);
}

static void *work(void *context)
{
	struct crl_queue *it = context;

	(void)pthread_mutex_lock(&it->lock); /* ours, not held */
	for (;;) {
		struct batch *batch = it->full;

		if (!batch && it->is_ended)
			break;
		if (!batch) {
			(void)pthread_cond_wait(&it->turn, &it->lock);
			continue;
		}
		(void)pthread_mutex_unlock(&it->lock); /* held */
		batch_write(it, batch);
		(void)pthread_mutex_lock(&it->lock); /* not held */
		it->full = NULL;
		(void)pthread_cond_broadcast(&it->turn);
	}
	(void)pthread_mutex_unlock(&it->lock); /* held */
	return NULL;
}

/* It handles no signals. Where none can be made the caller writes. */
static void thread_start(struct crl_queue *it)
{
	sigset_t all, before;

	(void)sigfillset(&all); /* cannot fail */
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	it->has_thread = pthread_create(&it->thread, NULL, work, it) == 0;
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* Waits for the batch before; *rc is what became of it. */
static void hand_over(struct crl_queue *it, enum status *rc)
{
	struct batch *batch = &it->batches[it->filling];

	if (!it->has_thread)
		thread_start(it);
	if (!it->has_thread) {
		batch_write(it, batch);
		*rc = it->status;
		return;
	}
	(void)pthread_mutex_lock(&it->lock); /* ours, not held */
	while (it->full)
		(void)pthread_cond_wait(&it->turn, &it->lock);
	*rc = it->status;
	it->full = batch;
	(void)pthread_cond_broadcast(&it->turn);
	(void)pthread_mutex_unlock(&it->lock); /* held */
	it->filling ^= 1;
}

static void thread_end(struct crl_queue *it)
{
	if (!it->has_thread)
		return;
	(void)pthread_mutex_lock(&it->lock); /* ours, not held */
	it->is_ended = true;
	(void)pthread_cond_broadcast(&it->turn);
	(void)pthread_mutex_unlock(&it->lock); /* held */
	(void)pthread_join(it->thread, NULL);  /* ours, joined once */
	it->has_thread = false;
	it->is_ended = false;
}

void crl_queue_free(struct crl_queue *it)
{
	if (!it)
		return;
	thread_end(it);
	(void)fclose(it->file); /* nobody needs it any more */
	(void)pthread_cond_destroy(&it->turn);
	(void)pthread_mutex_destroy(&it->lock);
	memory_free(it);
}

enum status crl_queue_put(struct crl_queue *it, const struct crl_entry *entry,
			  struct error *err)
{
	struct batch *batch = &it->batches[it->filling];
	struct packed *to = &batch->items[batch->count++];
	enum status rc = OK;

	to->revoked_at = entry->revoked_at;
	to->invalidity_at = entry->invalidity_at;
	to->reason = (int16_t)entry->reason;
	to->serial_size = (int16_t)entry->serial.size;
	memcpy(to->serial, entry->serial.bytes, entry->serial.size);
	if (batch->count == BATCH)
		hand_over(it, &rc);
	return rc == OK ? OK : error_merge(err, &it->err);
}

enum status crl_queue_end(struct crl_queue *it, int *fd, size_t *size,
			  struct error *err)
{
	thread_end(it);
	batch_write(it, &it->batches[it->filling]);
	if (it->status != OK)
		return error_merge(err, &it->err);
	*fd = fileno(it->file);
	*size = it->size;
	return OK;
}
