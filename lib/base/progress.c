/* progress - one line on a terminal that says how far a long stream is */
#include <ipp/base/progress.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>

#define QUIET_MS    1000 /* nothing is shown before */
#define PAUSE_MS    200	 /* between two writes */
#define BAR_MIN	    ((size_t)10)
#define BAR_MAX	    ((size_t)40)
#define NUMBER_SIZE sizeof "18,446,744,073,709,551,615"
#define LINE_SIZE   512

static const char *number(uint64_t n, char ret[NUMBER_SIZE])
{
	char digits[24];
	int count = snprintf(digits, sizeof digits, "%" PRIu64, n);
	char *to = ret;

	for (int i = 0; i < count; i++) {
		if (i > 0 && (count - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
	return ret;
}

static void duration(uint64_t seconds, char *ret, size_t size)
{
	if (seconds >= 3600)
		snprintf(ret, size, "%" PRIu64 ":%02d:%02d", seconds / 3600,
			 (int)(seconds / 60 % 60), (int)(seconds % 60));
	else
		snprintf(ret, size, "%d:%02d", (int)(seconds / 60),
			 (int)(seconds % 60));
}

/* Doubles: bytes times milliseconds may pass 64 bits. */
static double share_of(const struct progress_facts *facts)
{
	double share = (double)facts->part / (double)facts->whole;

	return share > 1 ? 1 : share;
}

static void bar(char *ret, size_t places, double share)
{
	size_t full = (size_t)((double)places * share);

	*ret++ = '[';
	memset(ret, '#', full);
	memset(ret + full, ' ', places - full);
	if (full < places)
		ret[full] = '>';
	memcpy(ret + places, "] ", sizeof "] ");
}

static void head(char *ret, size_t size, const struct progress_facts *facts)
{
	char done[NUMBER_SIZE], refused[NUMBER_SIZE];

	if (facts->refused)
		snprintf(ret, size, _("%s done, %s refused "),
			 number(facts->done, done),
			 number(facts->refused, refused));
	else
		snprintf(ret, size, _("%s done "), number(facts->done, done));
}

static void tail(char *ret, size_t size, const struct progress_facts *facts)
{
	double seconds = (double)facts->elapsed / 1000, left;
	uint64_t rate = 0;
	char each[NUMBER_SIZE], time[32];
	double share = facts->whole ? share_of(facts) : 0;

	if (seconds > 0)
		rate = (uint64_t)((double)facts->done / seconds);
	if (!facts->whole) {
		duration((uint64_t)seconds, time, sizeof time);
		snprintf(ret, size, "%s/s %s", number(rate, each), time);
		return;
	}
	left = share > 0 ? seconds * (1 - share) / share : 0;
	duration((uint64_t)(left < 8640000 ? left : 8640000), time,
		 sizeof time);
	snprintf(ret, size, _("%3d%% %s/s %s left"), (int)(share * 100),
		 number(rate, each), share > 0 ? time : "-");
}

/* Cut at `width` characters of UTF-8, not within one. */
static void cut(char *text, size_t width)
{
	for (; *text; text++)
		if (((unsigned char)*text & 0xc0) != 0x80 && width-- == 0) {
			*text = '\0';
			return;
		}
}

size_t progress_format(char *ret, size_t size,
		       const struct progress_facts *facts, size_t width)
{
	char before[128], after[128], middle[BAR_MAX + 4] = "";
	char line[LINE_SIZE];
	size_t used;

	head(before, sizeof before, facts);
	tail(after, sizeof after, facts);
	used = strlen(before) + strlen(after) + strlen("[] ");
	if (facts->whole && width >= used + BAR_MIN)
		bar(middle, width - used < BAR_MAX ? width - used : BAR_MAX,
		    share_of(facts));
	snprintf(line, sizeof line, "%s%s%s", before, middle, after);
	cut(line, width);
	if (strlen(line) >= size)
		cut(line, (size - 1) / 4); /* no character takes more bytes */
	memcpy(ret, line, strlen(line) + 1);
	return strlen(ret);
}

int64_t progress_clock(void)
{
	return steady_clock();
}

void progress_begin(struct progress *progress, int fd, size_t width,
		    int64_t now)
{
	*progress = (struct progress){ .fd = fd, .width = width };
	progress->began = now;
	progress->written = now + QUIET_MS - PAUSE_MS;
}

/* A terminal that has gone away is no reason to stop the work. */
static void put(const struct progress *progress, const char *text)
{
	struct error ignored;

	error_reset(&ignored);
	(void)file_write_fd(progress->fd, text, strlen(text), "terminal",
			    &ignored);
}

void progress_show(struct progress *progress,
		   const struct progress_facts *facts, int64_t now)
{
	char line[LINE_SIZE + 8], text[LINE_SIZE];
	struct progress_facts shown = *facts;

	if (now - progress->written < PAUSE_MS)
		return;
	shown.elapsed = now - progress->began;
	progress_format(text, sizeof text, &shown, progress->width);
	snprintf(line, sizeof line, "\r%s\033[K", text);
	put(progress, line);
	progress->written = now;
	progress->is_shown = true;
}

void progress_hide(struct progress *progress)
{
	if (!progress->is_shown)
		return;
	put(progress, "\r\033[K");
	progress->is_shown = false;
}
