/* key_pool - makers of keys that several threads share */
#include <pthread.h>
#include <stdlib.h>

#include <ipp/base/memory.h>
#include <ipp/port/key.h>

/* As many makers as there ever were threads making keys at the same time. */
struct idle {
	struct idle *next;
	struct key_maker *maker;
};

struct key_pool {
	pthread_mutex_t lock;
	struct idle *idle;
	enum key_kind kind;
};

struct key_pool *key_pool_new(enum key_kind kind)
{
	struct key_pool *ret = memory_new(sizeof *ret);

	(void)pthread_mutex_init(&ret->lock, NULL); /* cannot fail here */
	ret->kind = kind;
	return ret;
}

static void idle_put(struct key_pool *pool, struct idle *it)
{
	(void)pthread_mutex_lock(&pool->lock); /* ours, not held */
	it->next = pool->idle;
	pool->idle = it;
	(void)pthread_mutex_unlock(&pool->lock); /* held */
}

static struct idle *idle_take(struct key_pool *pool)
{
	struct idle *ret;

	(void)pthread_mutex_lock(&pool->lock); /* ours, not held */
	ret = pool->idle;
	if (ret)
		pool->idle = ret->next;
	(void)pthread_mutex_unlock(&pool->lock); /* held */
	return ret;
}

enum status key_pool_make(struct key_pool *pool, struct key **ret,
			  struct error *err)
{
	struct idle *it = idle_take(pool);
	enum status rc;

	if (!it) {
		it = memory_new(sizeof *it);
		if ((rc = key_maker_new(pool->kind, &it->maker, err)) != OK) {
			free(it);
			return rc;
		}
	}
	rc = key_maker_make(it->maker, ret, err);
	idle_put(pool, it);
	return rc;
}

void key_pool_free(struct key_pool *pool)
{
	struct idle *it;

	if (!pool)
		return;
	while ((it = idle_take(pool))) {
		key_maker_free(it->maker);
		free(it);
	}
	(void)pthread_mutex_destroy(&pool->lock); /* not held */
	free(pool);
}
