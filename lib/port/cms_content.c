/* cms_content - takes the content out of a signed message, in a sandbox */
#include <ipp/port/cms_content.h>

#include <string.h>

#include <openssl/err.h>

#include <ipp/base/memory.h>
#include <ipp/port/file_inspect.h>
#include <ipp/port/sandbox.h>

#include "cms_shape.h"

static const struct sandbox_limits limits = {
	.cpu_seconds = 10,
	.wall_ms = 20000,
	.memory_bytes = (size_t)256 << 20,
};

enum found { BROKEN, NOTHING, CONTENT };

/* Says what there is, in one byte, and after CONTENT the bytes. */
static void take(const void *in, size_t n, struct sandbox_answer *answer)
{
	OWN(cms) CMS_ContentInfo *cms = NULL;
	ASN1_OCTET_STRING **content = NULL;
	unsigned char found = BROKEN;
	struct error err;

	error_reset(&err);
	if (cms_read(in, n, &cms, &err) == OK) {
		content = CMS_get0_content(cms);
		found = content && *content ? CONTENT : NOTHING;
	}
	if (sandbox_say(answer, &found, 1) && found == CONTENT)
		(void)sandbox_say(answer, ASN1_STRING_get0_data(*content),
				  (size_t)ASN1_STRING_length(*content));
	ERR_clear_error();
}

enum status cms_content(struct arena *arena, const struct file_bytes *file,
			unsigned char **ret, size_t *size, struct error *err)
{
	unsigned char *room = arena_alloc(arena, file->size + 1);
	struct sandbox_answer answer = { room, file->size + 1, 0 };
	enum status rc = sandbox_run(take, file->bytes, file->size, &limits,
				     &answer, err);

	if (rc != OK)
		return rc;
	if (answer.used < 1 || (*room != NOTHING && *room != CONTENT))
		return error_set(err, DATA, "file_broken", NULL,
				 "\"%s\" is no signed message that can be read "
				 "to its end; give it as the signing program "
				 "wrote it",
				 file->name);
	*ret = *room == CONTENT ? room + 1 : NULL;
	*size = *room == CONTENT ? answer.used - 1 : 0;
	return OK;
}
