/* own - handles that end with their scope */
#ifndef IPP_BASE_OWN_H
#define IPP_BASE_OWN_H

/*
 * DEFINE_OWN(arena, struct arena, arena_free) once beside a destructor lets
 * a function write
 *
 *	OWN(arena) struct arena *a = NULL;
 *
 * and the destructor runs on every way out. Destructors accept NULL.
 * TAKE(a) hands the value over and leaves NULL behind.
 */
#define DEFINE_OWN(name, type, destroy)                                        \
	__attribute__((unused)) static inline void own_##name(type **p)        \
	{                                                                      \
		destroy(*p);                                                   \
	}

#define OWN(name) __attribute__((cleanup(own_##name)))

#define TAKE(p)                                                                \
	__extension__({                                                        \
		__typeof__(p) taken_ = (p);                                    \
		(p) = NULL;                                                    \
		taken_;                                                        \
	})

#endif
