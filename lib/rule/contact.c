/* contact - normalises e-mail addresses and mobile numbers */
#include <ipp/rule/contact.h>

#include <stdbool.h>
#include <string.h>

#include <ipp/base/mailbox.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>

#define E164_MIN 8
#define E164_MAX 15 /* ITU-T E.164, 6.1 */
#define DIGITS	 "0123456789"

static const char *domain_fault(const char *domain)
{
	const char *top = strrchr(domain, '.');

	for (const char *c = domain; *c; c++)
		if (*c & 0x80)
			return _("its domain is not in ASCII");
	if (!top)
		return _("its domain has no dot");
	if (strspn(top + 1, DIGITS) == strlen(top + 1))
		return _("its domain ends in a number");
	return NULL;
}

static const char *email_fault(const char *address)
{
	const char *at = strrchr(address, '@');

	if (!at)
		return _("it has no @");
	if (strlen(address) > MAILBOX_BYTES_MAX)
		return _("it is longer than 254 characters");
	if (at == address || at - address > 64)
		return _("the part before @ is empty or longer than 64 "
			 "characters");
	if (!mailbox_is_sendable(address))
		return _("it holds a character or a dot where none can be");
	return domain_fault(at + 1);
}

enum status contact_email(struct arena *arena, const char *text,
			  const char *field, char **ret, struct error *err)
{
	size_t n = strlen(text);
	const char *fault;
	char *address;

	while (n > 0 && text[n - 1] == ' ')
		n--;
	while (n > 0 && *text == ' ')
		text++, n--;
	address = arena_text_n(arena, text, n);
	fault = email_fault(address);
	if (fault)
		return error_set(err, DATA, "email_invalid", field,
				 "not an e-mail address: \"%s\": %s; check "
				 "the spelling",
				 address, fault);
	for (char *c = strrchr(address, '@'); *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + ('a' - 'A'));
	*ret = address;
	return OK;
}

/* The digits, a leading + kept; false if there is something else. */
static bool digits_of(const char *text, char ret[E164_MAX + 5])
{
	size_t n = 0;

	for (; *text; text++) {
		bool is_sign = *text == '+' && n == 0;

		if (strchr(" .-/()", *text))
			continue;
		if ((!is_sign && (*text < '0' || *text > '9')) ||
		    n == E164_MAX + 4)
			return false;
		ret[n++] = *text;
	}
	ret[n] = '\0';
	return true;
}

/* Puts the country's prefix; NULL if there is none to put. */
static const char *number_international(struct arena *arena, const char *digits)
{
	if (digits[0] == '+')
		return digits;
	if (!strncmp(digits, "00", 2))
		return arena_printf(arena, "+%s", digits + 2);
	if (digits[0] == '3' && (strlen(digits) == 9 || strlen(digits) == 10))
		return arena_printf(arena, "+39%s", digits);
	return NULL;
}

static const char *number_fault(const char *number)
{
	size_t n;

	if (!number)
		return _("it is neither a whole Italian mobile number nor "
			 "begins with a country prefix such as +44");
	n = strlen(number + 1);
	if (n < E164_MIN || n > E164_MAX)
		return _("it does not have 8 to 15 digits");
	if (number[1] == '0')
		return _("no country prefix begins with 0");
	if (!strncmp(number, "+39", 3) &&
	    (number[3] != '3' || (n != 11 && n != 12)))
		return _("Italian mobile numbers are +39 3 and 8 or 9 digits");
	return NULL;
}

enum status contact_mobile(struct arena *arena, const char *text,
			   const char *field, char **ret, struct error *err)
{
	char digits[E164_MAX + 5];
	const char *number = NULL, *fault;

	if (digits_of(text, digits)) {
		number = number_international(arena, digits);
		fault = number_fault(number);
	} else {
		fault = _("it holds something else than digits, or "
			  "too many");
	}
	if (fault)
		return error_set(err, DATA, "mobile_invalid", field,
				 "not a mobile number: \"%s\": %s; write it "
				 "like +39 333 1234567",
				 text, fault);
	*ret = arena_text(arena, number);
	return OK;
}
