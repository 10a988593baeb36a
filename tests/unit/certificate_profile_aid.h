/* certificate_profile_aid - a sample of each profile, and what the rule says */
#ifndef IPP_TESTS_UNIT_CERTIFICATE_PROFILE_AID_H
#define IPP_TESTS_UNIT_CERTIFICATE_PROFILE_AID_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../lib/certificate_samples.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

static struct samples all;
static struct error *const err = &all.err;

static int set_up(void **state)
{
	(void)state;
	samples_open(&all, SAMPLES_START, false);
	error_reset(err);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	samples_close(&all);
	return 0;
}

__attribute__((unused)) static enum status judge(const struct sample *one)
{
	error_reset(err);
	return certificate_plan_check(one->profile, &one->issuer, &one->plan,
				      err);
}

#endif
