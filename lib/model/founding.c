/* founding - what an organization begins with, as options say it */
#include <ipp/model/founding.h>

struct founding founding_of(const struct founding_options *options, bool demo)
{
	const char *name = demo ? "Demo" : NULL;
	struct founding ret = {
		.client_code = options->client_code,
		.four_eyes = options->four_eyes == 1,
		.unit = options->unit ?: "MAIN",
		.login = options->operator,
		.surname = options->surname ?: name,
		.given_name = options->given_name ?: name,
		.email = options->email,
	};

	ret.organization = options->organization ?: ret.client_code;
	return ret;
}
