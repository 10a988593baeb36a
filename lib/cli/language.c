/* language - finds the translations of what is said to people */
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#include "internal.h"

#define DOMAIN "ipp-tools"

/* The folder share/locale beside the folder of the program, as the build
 * folder and every prefix have it; NULL if it is not there. */
static const char *beside_program(struct arena *arena)
{
	char path[4096], *slash;
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	if (n <= 0 || getauxval(AT_SECURE))
		return NULL;
	path[n] = '\0';
	for (int i = 0; i < 2; i++) {
		if (!(slash = strrchr(path, '/')))
			return NULL;
		*slash = '\0';
	}
	slash = arena_printf(arena, "%s/share/locale", path);
	return access(slash, R_OK | X_OK) == 0 ? slash : NULL;
}

void language_choose(void)
{
	OWN(arena) struct arena *arena = arena_new();
	const char *folder = beside_program(arena);

	/* The C locale serves as well. The other categories are of no use:
	 * numbers and times are written alike everywhere. */
	(void)setlocale(LC_CTYPE, "");
	(void)setlocale(LC_MESSAGES, "");
	(void)bindtextdomain(DOMAIN, folder ? folder : IPP_LOCALEDIR);
	(void)bind_textdomain_codeset(DOMAIN, "UTF-8"); /* like all we write */
	(void)textdomain(DOMAIN);
	(void)gettext(""); /* reads it now: a sandbox opens no file */
}
