/* fuzz_clamd - any bytes at all as the answer of clamd */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/text.h>
#include <ipp/peer/clamd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Texts of a stranger end, and can be printed. */
static void check_text(const char *text, size_t room)
{
	size_t n = strnlen(text, room);

	if (n == room)
		abort();
	for (size_t i = 0; i < n; i++)
		if (text[i] < ' ' || text[i] > '~')
			abort();
}

/* Clean is one of two texts, but for a number. */
static void check_clean(const char *text, size_t n)
{
	if (n < 9 || memcmp(text + n - 4, ": OK", 4) != 0 ||
	    (memcmp(text, "stream", 6) != 0 && memcmp(text, "fd[", 3) != 0))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct clamav_answer answer;
	struct clamav_facts facts;

	if (clamd_answer_parse(text, size, &answer)) {
		check_text(answer.name, sizeof answer.name);
		if (answer.result == CLAMAV_CLEAN)
			check_clean(text, size);
		if (answer.result == CLAMAV_FOUND && !*answer.name)
			abort();
	}
	if (clamd_version_parse(text, size, &facts)) {
		check_text(facts.engine, sizeof facts.engine);
		check_text(facts.version, sizeof facts.version);
		if (!text_starts(facts.engine, "ClamAV ") ||
		    (*facts.version == '\0') != (facts.date == 0))
			abort();
	}
	return 0;
}
