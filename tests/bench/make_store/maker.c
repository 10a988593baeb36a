/* maker - statements and dice of what fills a store */
#include "maker.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <ipp/port/sql.h>

void check(struct maker *maker, enum status rc)
{
	if (rc == OK)
		return;
	(void)fprintf(stderr, "make_store: %s\n",
		      maker->err.count ? maker->err.mistakes[0].text : "?");
	exit((int)rc);
}

/* splitmix64 (Steele, Lea, Flood 2014) */
uint64_t mixed(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

uint64_t below(struct maker *maker, uint64_t n)
{
	return mixed(maker->random += UINT64_C(0x9e3779b97f4a7c15)) % n;
}

uint64_t skewed(struct maker *maker, uint64_t n)
{
	uint64_t a = below(maker, n), b = below(maker, n);

	return a < b ? a : b;
}

uint64_t favoured(struct maker *maker, uint64_t n)
{
	return below(maker, 10) == 0 ? 0 : skewed(maker, n);
}

int64_t run(struct maker *maker, const char *sql, const char *types, ...)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	int64_t ret = 0;
	va_list ap;
	bool row;

	check(maker, sql_prepare(maker->sql, sql, &st, &maker->err));
	va_start(ap, types);
	for (int n = 1; types[n - 1]; n++) {
		const void *bytes;

		switch (types[n - 1]) {
		case 'i':
			sql_bind_integer(st, n, va_arg(ap, int64_t));
			break;
		case 't':
			sql_bind_text(st, n, va_arg(ap, const char *));
			break;
		default:
			bytes = va_arg(ap, const void *);
			sql_bind_bytes(st, n, bytes, va_arg(ap, size_t));
		}
	}
	va_end(ap);
	check(maker, sql_step(st, &row, &maker->err));
	if (row) {
		ret = sql_integer(st, 0);
		check(maker, sql_execute(st, &maker->err));
	}
	return ret;
}
