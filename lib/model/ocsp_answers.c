/* ocsp_answers - the field table of answers made in advance */
#include <ipp/model/ocsp_answers.h>

#define COLUMN (FIELD_OUT | FIELD_COLUMN)

static const struct field fields[] = {
	{ FIELD(struct ocsp_answers, authority), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("Authority"),
	  .help = N_("common name of the authority that is answered for") },
	{ FIELD(struct ocsp_answers, folder), FIELD_TEXT, .flags = COLUMN,
	  .title = N_("Folder"), .help = N_("the folder of the answers") },
	{ FIELD(struct ocsp_answers, made), FIELD_INTEGER, .flags = COLUMN,
	  .title = N_("Made"), .help = N_("answers that were made now") },
	{ FIELD(struct ocsp_answers, existing), FIELD_INTEGER, .flags = COLUMN,
	  .title = N_("Existing"),
	  .help = N_("answers that were there before and are still good") },
	{ FIELD(struct ocsp_answers, this_update), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when those made now were made") },
	{ FIELD(struct ocsp_answers, next_update), FIELD_INSTANT,
	  .flags = COLUMN, .title = N_("Next update"),
	  .help = N_("until when those made now hold") },
	{ FIELD(struct ocsp_answers, responder), FIELD_TEXT,
	  .flags = FIELD_OUT,
	  .help = N_("serial number of the certificate that signs them") },
	{ FIELD(struct ocsp_answers, responder_not_after), FIELD_INSTANT,
	  .flags = FIELD_OUT, .help = N_("when that certificate ends") },
	{ 0 }
};

const struct record ocsp_answers_record = {
	.name = "ocsp_answers",
	.title = N_("Answers about certificates, made in advance"),
	.size = sizeof(struct ocsp_answers),
	.fields = fields,
};

static const struct field option_fields[] = {
	{ FIELD(struct ocsp_options, cgi), FIELD_BOOLEAN,
	  .help = N_("answer one request of a web server (RFC 3875)") },
	{ FIELD(struct ocsp_options, serve), FIELD_BOOLEAN,
	  .help = N_("answer requests of web servers at a socket (SCGI) until "
		     "ended") },
	{ FIELD(struct ocsp_options, socket), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FILE",
	  .help = N_("the socket; that of section [ocsp] of the "
		     "configuration file, or /run/ipp/ocsp.sock, if not "
		     "given") },
	{ FIELD(struct ocsp_options, all), FIELD_BOOLEAN,
	  .help = N_("make answers about all certificates in advance") },
	{ FIELD(struct ocsp_options, folder), FIELD_TEXT, .flags = FIELD_FILE,
	  .title = "FOLDER",
	  .help = N_("put them into this folder; that of section [ocsp] of "
		     "the configuration file if not given") },
	{ FIELD(struct ocsp_options, due), FIELD_BOOLEAN,
	  .help = N_("only where something has changed or half of the time "
		     "is over") },
	{ 0 }
};
const struct record ocsp_options = { .name = "ocsp_options",
					    .size = sizeof(struct ocsp_options),
					    .fields = option_fields };

enum status ocsp_options_check(const struct ocsp_options *options,
			       struct error *err)
{
	int64_t cgi = options->cgi == 1, serve = options->serve == 1,
		all = options->all == 1;

	if (cgi + serve + all > 1)
		return error_set(err, USAGE, "ocsp_one_way", NULL,
				 "--cgi, --serve and --all are three things; "
				 "give one of them");
	if (!all && (options->folder || options->due == 1))
		return error_set(err, USAGE, "option_unused", "all",
				 "--folder and --due are for answers made in "
				 "advance; add --all");
	if (!serve && options->socket)
		return error_set(err, USAGE, "option_unused", "serve",
				 "--socket is for who serves; add --serve");
	return OK;
}
