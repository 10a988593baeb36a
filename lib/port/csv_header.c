/* csv_header - what the first line of a table says: delimiter and names */
#include "csv_header.h"

#include <stdbool.h>
#include <string.h>

char csv_header_delimiter(const unsigned char *line, size_t n)
{
	static const char candidates[] = ";,\t";
	size_t counts[sizeof candidates] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		const char *at = line[i] ? strchr(candidates, line[i]) : NULL;

		if (line[i] == '"')
			quoted = !quoted;
		else if (at && !quoted)
			counts[at - candidates]++;
	}
	for (size_t i = 1; i < sizeof candidates; i++)
		if (counts[i] > counts[best])
			best = i;
	return candidates[best];
}

static char *trim(char *name)
{
	size_t n;

	name += strspn(name, " \t");
	n = strlen(name);
	while (n > 0 && strchr(" \t", name[n - 1]))
		name[--n] = '\0';
	for (char *p = name; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return name;
}

enum status csv_header_names(char *text, size_t count, const char *file,
			     const char **names, struct error *err)
{
	for (size_t i = 0; i < count; i++) {
		size_t n = strlen(text) + 1;

		names[i] = trim(text);
		text += n;
		if (!*names[i])
			return error_set(err, DATA, "csv_header_empty", NULL,
					 "column %zu of \"%s\" has no name; "
					 "name it or remove it",
					 i + 1, file);
		for (size_t j = 0; j < i; j++)
			if (strcmp(names[i], names[j]) == 0)
				return error_set(
				    err, DATA, "csv_header_duplicate", names[i],
				    "\"%s\" has two columns "
				    "\"%s\"; remove one",
				    file, names[i]);
	}
	return OK;
}
