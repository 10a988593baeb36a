/* founding - what an organization begins with, and the options that say it */
#ifndef IPP_MODEL_FOUNDING_H
#define IPP_MODEL_FOUNDING_H

#include <ipp/base/text.h>
#include <ipp/model/field.h>

/* An organization with its main unit and its first officer, a master_rao. */
struct founding {
	const char *client_code, *organization;
	bool four_eyes;
	const char *unit;
	const char *login, *surname, *given_name, *email;
	const char *password;
	const char *totp;  /* secret in base32 */
	int64_t totp_step; /* of the code that proved it; -1: none */
	/* a store for real work gets an authority only with an address */
	bool no_authority;
	const char *base_url; /* or NULL */
};

/* A member `founding` of the options of a verb. */
struct founding_options {
	int64_t four_eyes;
	const char *client_code, *organization, *unit;
	const char *operator, *surname, *given_name, *email;
	const char *password_file, *otp_secret_file;
};

#define FOUNDING_ROW(type_, member_) \
	.name = #member_, .offset = offsetof(type_, founding.member_)
#define FOUNDING_TEXT(type_, member_, title_, max_, help_)            \
	{ FOUNDING_ROW(type_, member_), FIELD_TEXT, .title = (title_), \
	  .max = (max_), .help = (help_) }
#define FOUNDING_PATH(type_, member_, help_)                           \
	{ FOUNDING_ROW(type_, member_), FIELD_TEXT, .title = "FILE",    \
	  .flags = FIELD_FILE, .help = (help_) }

/* Their rows; the help of two differs from verb to verb. */
#define FOUNDING_FIELDS(type_, code_help_, login_help_)                       \
	FOUNDING_TEXT(type_, client_code, "CODE", 32, code_help_),            \
	FOUNDING_TEXT(type_, organization, "NAME", 120,                       \
		      N_("name of the organization; its code if not given")), \
	{ FOUNDING_ROW(type_, four_eyes), FIELD_BOOLEAN,                      \
	  .help = N_("nobody may issue to whom he recognised") },             \
	FOUNDING_TEXT(type_, unit, "CODE", 32,                                \
		      N_("code of the main unit; MAIN")),                     \
	FOUNDING_TEXT(type_, operator, "LOGIN", 64, login_help_),             \
	FOUNDING_TEXT(type_, surname, "NAME", 64,                             \
		      N_("family name of the officer")),                      \
	FOUNDING_TEXT(type_, given_name, "NAME", 64,                          \
		      N_("given names of the officer")),                      \
	FOUNDING_TEXT(type_, email, "ADDRESS", 254,                           \
		      N_("e-mail address of the officer")),                   \
	FOUNDING_PATH(type_, password_file,                                   \
		      N_("read the officer's password from this file (mode "  \
			 "0600; - is stdin, fd:N a descriptor) instead of "   \
			 "asking for it")),                                   \
	FOUNDING_PATH(type_, otp_secret_file,                                 \
		      N_("write the secret of the second factor to this "     \
			 "file instead of showing it on the terminal"))

/* What the options say. `demo` fills the names of the officer. */
struct founding founding_of(const struct founding_options *options, bool demo);

#endif
