/* activation - draws and judges activation codes; the bytes come from above */
#include <ipp/rule/activation.h>

#include <string.h>

#include <ipp/base/memory.h>

#define GROUPS	      5
#define GROUP_LETTERS 4

static const char digits[] = "0123456789";
static const char upper[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
static const char lower[] = "23456789abcdefghjkmnpqrstuvwxyz";

/* Bytes past the last whole round of the alphabet would favour its first
 * letters and are passed over. */
static bool letters_draw(struct activation_bytes *from, const char *alphabet,
			 char *ret, size_t n)
{
	size_t letters = strlen(alphabet), fair = 256 - 256 % letters;

	while (n > 0 && from->left > 0) {
		unsigned char byte = *from->next++;

		from->left--;
		if (byte >= fair)
			continue;
		*ret++ = alphabet[byte % letters];
		n--;
	}
	return n == 0;
}

static bool is_formed(const char *text, const char *alphabet, size_t n)
{
	return strspn(text, alphabet) == n && text[n] == '\0';
}

bool activation_pin_is_formed(const char *pin)
{
	return is_formed(pin, digits, ACTIVATION_PIN_SIZE - 1);
}

bool activation_erc_is_formed(const char *erc)
{
	return is_formed(erc, upper, ACTIVATION_ERC_SIZE - 1);
}

bool activation_passphrase_is_formed(const char *passphrase)
{
	for (int group = 1; group <= GROUPS; group++) {
		if (strspn(passphrase, lower) != GROUP_LETTERS)
			return false;
		passphrase += GROUP_LETTERS;
		if (*passphrase != (group < GROUPS ? '-' : '\0'))
			return false;
		passphrase++;
	}
	return true;
}

/* Every digit is the one `back` places before plus `step`, modulo 10. */
static bool goes_by(const char *pin, size_t back, int step)
{
	for (size_t i = back; pin[i]; i++)
		if ((pin[i - back] - '0' + step + 10) % 10 != pin[i] - '0')
			return false;
	return true;
}

bool activation_pin_is_weak(const char *pin)
{
	static const struct {
		size_t back;
		int step;
	} patterns[] = { { 1, 0 }, { 1, 1 }, { 1, -1 }, { 2, 0 } };

	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		if (goes_by(pin, patterns[i].back, patterns[i].step))
			return true;
	return false;
}

enum status activation_pin_check(const char *pin, struct error *err)
{
	if (!activation_pin_is_formed(pin))
		return error_set(err, DATA, "pin_invalid", "pin",
				 "the PIN is not of 8 digits; choose another");
	if (activation_pin_is_weak(pin))
		return error_set(err, DATA, "pin_weak", "pin",
				 "the PIN is among the first to be guessed; "
				 "choose one without runs or repetitions");
	return OK;
}

bool activation_pin(struct activation_bytes *from,
		    char ret[ACTIVATION_PIN_SIZE])
{
	char pin[ACTIVATION_PIN_SIZE] = "";
	bool drawn;

	do
		drawn = letters_draw(from, digits, pin, sizeof pin - 1);
	while (drawn && activation_pin_is_weak(pin));
	if (drawn)
		memcpy(ret, pin, sizeof pin);
	memory_wipe(pin, sizeof pin);
	return drawn;
}

bool activation_puk(struct activation_bytes *from,
		    char ret[ACTIVATION_PUK_SIZE])
{
	return activation_pin(from, ret);
}

bool activation_erc(struct activation_bytes *from,
		    char ret[ACTIVATION_ERC_SIZE])
{
	char erc[ACTIVATION_ERC_SIZE] = "";
	bool drawn = letters_draw(from, upper, erc, sizeof erc - 1);

	if (drawn)
		memcpy(ret, erc, sizeof erc);
	memory_wipe(erc, sizeof erc);
	return drawn;
}

bool activation_passphrase(struct activation_bytes *from,
			   char ret[ACTIVATION_PASSPHRASE_SIZE])
{
	char passphrase[ACTIVATION_PASSPHRASE_SIZE] = "", *out = passphrase;
	bool drawn = true;

	for (int group = 0; drawn && group < GROUPS; group++) {
		if (group > 0)
			*out++ = '-';
		drawn = letters_draw(from, lower, out, GROUP_LETTERS);
		out += GROUP_LETTERS;
	}
	if (drawn)
		memcpy(ret, passphrase, sizeof passphrase);
	memory_wipe(passphrase, sizeof passphrase);
	return drawn;
}
