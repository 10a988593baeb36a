/* mailbox - which mail addresses may go on the wire */
#include <ipp/base/mailbox.h>

#include <stddef.h>
#include <string.h>

#define LOCAL_BYTES_MAX 64
#define LABEL_BYTES_MAX 63
#define ID_BYTES_MAX	200

static bool is_alphanumeric(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

/* RFC 5322, 3.2.3 */
static bool is_atom_char(unsigned char c)
{
	return is_alphanumeric(c) ||
	       (c && strchr("!#$%&'*+-/=?^_`{|}~", c) != NULL);
}

/* RFC 5322, 3.2.3: atoms joined by single dots. */
static bool is_dot_atom(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '.' && i > 0 && i < n - 1 && text[i - 1] != '.')
			continue;
		if (!is_atom_char((unsigned char)text[i]))
			return false;
	}
	return n > 0;
}

static bool is_label(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (!is_alphanumeric(c) && c < 0x80 &&
		    (c != '-' || i == 0 || i == n - 1))
			return false;
	}
	return n > 0 && n <= LABEL_BYTES_MAX;
}

bool mailbox_is_sendable(const char *address)
{
	const char *at = address ? strrchr(address, '@') : NULL;

	if (!at || strlen(address) > MAILBOX_BYTES_MAX || *address == '-' ||
	    at - address > LOCAL_BYTES_MAX ||
	    !is_dot_atom(address, (size_t)(at - address)))
		return false;
	for (const char *label = at + 1;;) {
		size_t n = strcspn(label, ".");

		if (!is_label(label, n))
			return false;
		if (!label[n])
			return true;
		label += n + 1;
	}
}

bool message_id_is_valid(const char *id)
{
	const char *at = id ? strchr(id, '@') : NULL;

	return at && strlen(id) <= ID_BYTES_MAX &&
	       is_dot_atom(id, (size_t)(at - id)) &&
	       is_dot_atom(at + 1, strlen(at + 1));
}
