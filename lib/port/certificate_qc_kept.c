/* certificate_qc_kept - qcStatements made before: most are those of the last */
#include <pthread.h>
#include <string.h>

#include <openssl/asn1.h>

#include "certificate_part.h"

#define KEPT	   4 /* an authority issues after a few profiles at a time */
#define QUESTION   1024
#define ANSWER_MAX 1024

/* All that is asked for, one after the other: equal for equal statements. */
struct question {
	size_t size; /* beyond QUESTION: not to be kept */
	unsigned char bytes[QUESTION];
};

struct answer {
	struct question question;
	size_t size; /* 0: none */
	unsigned char bytes[ANSWER_MAX];
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct answer kept[KEPT];
static size_t oldest;

static void put(struct question *to, const void *bytes, size_t n)
{
	if (to->size + n <= QUESTION)
		memcpy(to->bytes + to->size, bytes, n);
	to->size += n;
}

static void put_number(struct question *to, int64_t number)
{
	put(to, &number, sizeof number);
}

static void put_text(struct question *to, const char *text)
{
	put_number(to, text ? (int64_t)strlen(text) : -1);
	put(to, text ? text : "", text ? strlen(text) : 0);
}

/* Each member of the struct that is written. */
static void question_ask(struct question *to, const struct qc_statements *qc)
{
	to->size = 0;
	put_number(to, qc->compliance);
	put_number(to, qc->qscd);
	put_text(to, qc->limit.currency);
	put_number(to, qc->limit.amount);
	put_number(to, qc->limit.exponent);
	put_number(to, qc->retention_years);
	put_number(to, (int64_t)qc->pds_count);
	for (size_t i = 0; i < qc->pds_count; i++) {
		put_text(to, qc->pds[i].url);
		put_text(to, qc->pds[i].language);
	}
	put_number(to, qc->types);
	put_number(to, qc->identified);
	put_number(to, qc->semantics);
	put_text(to, qc->name_authority);
}

static bool is_of(const struct answer *it, const struct question *question)
{
	return it->size > 0 && it->question.size == question->size &&
	       memcmp(it->question.bytes, question->bytes, question->size) ==
		       0;
}

/* A copy of the answer to that question, or NULL. */
static ASN1_STRING *answer_find(const struct question *question)
{
	ASN1_STRING *ret = NULL;

	(void)pthread_mutex_lock(&lock); /* ours, not held */
	for (size_t i = 0; i < KEPT && !ret; i++) {
		if (!is_of(&kept[i], question))
			continue;
		ret = ASN1_OCTET_STRING_new();
		if (ret && ASN1_STRING_set(ret, kept[i].bytes,
					   (int)kept[i].size) != 1) {
			ASN1_STRING_free(ret);
			ret = NULL;
			break;
		}
	}
	(void)pthread_mutex_unlock(&lock); /* held */
	return ret;
}

static void answer_keep(const struct question *question,
			const ASN1_STRING *answer)
{
	size_t size = (size_t)ASN1_STRING_length(answer);
	struct answer *to;

	if (size > ANSWER_MAX)
		return;
	(void)pthread_mutex_lock(&lock); /* ours, not held */
	to = &kept[oldest];
	oldest = (oldest + 1) % KEPT;
	to->question = *question;
	to->size = size;
	memcpy(to->bytes, ASN1_STRING_get0_data(answer), size);
	(void)pthread_mutex_unlock(&lock); /* held */
}

ASN1_STRING *qc_pack(const struct qc_statements *qc)
{
	struct question question;
	ASN1_STRING *ret;

	question_ask(&question, qc);
	if (question.size > QUESTION)
		return qc_pack_new(qc);
	ret = answer_find(&question);
	if (!ret && (ret = qc_pack_new(qc)))
		answer_keep(&question, ret);
	return ret;
}
