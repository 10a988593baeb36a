/* hostname - domain names to A-labels (libidn2) */
#include <ipp/port/hostname.h>

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <idn2.h>

#include <ipp/base/memory.h>
#include <ipp/base/own.h>
#include <ipp/base/text.h>

#define HOSTNAME_MAX 253 /* RFC 1035, 2.3.4, without the root's dot */
#define LABEL_MAX    63

static void alabels_free(char *text)
{
	idn2_free(text);
}
DEFINE_OWN(alabels, char, alabels_free)

/* RFC 1123, 2.1: letters, digits and hyphens, none of these at an end. */
static const char *hostname_fault(const char *name)
{
	static const char legal[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	size_t n = strlen(name);

	if (n == 0)
		return _("it is empty");
	if (n > HOSTNAME_MAX)
		return _("it is longer than 253 characters");
	if (strspn(name, legal) != n)
		return _("it holds a character that no host name has");
	while (name) {
		size_t label = strcspn(name, ".");

		if (label == 0)
			return _("it has an empty label");
		if (label > LABEL_MAX)
			return _("a label is longer than 63 characters");
		if (name[0] == '-' || name[label - 1] == '-')
			return _("a label begins or ends with a hyphen");
		name = name[label] ? name + label + 1 : NULL;
	}
	return NULL;
}

enum status hostname_to_ascii(struct arena *arena, const char *domain,
			      const char *field, char **ret, struct error *err)
{
	OWN(alabels) char *name = NULL;
	const char *fault;
	int rc = idn2_to_ascii_8z(domain, &name,
				  IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);

	fault = rc == IDN2_OK ? hostname_fault(name) : idn2_strerror(rc);
	if (fault)
		return error_set(err, DATA, "domain_invalid", field,
				 "not a domain name: \"%s\": %s; check the "
				 "spelling",
				 domain, fault);
	*ret = arena_text(arena, name);
	return OK;
}
