/* csc_part - a conversation with a signing service, as its client's files see
 * it */
#ifndef IPP_LIB_PEER_CSC_PART_H
#define IPP_LIB_PEER_CSC_PART_H

#include <ipp/peer/csc.h>
#include <ipp/port/json.h>

struct http;
struct http_reply;

#define CSC_CALL_SECRETS 4
#define CSC_CALL_LIFE	 3600 /* seconds, where no server says */
#define CSC_REPLY_BYTES	 ((size_t)8 * 1024 * 1024)
#define CSC_TOKEN_MAX	 ((size_t)16 * 1024)
#define CSC_SAID_MAX	 ((size_t)255)
#define CSC_LETTERS_MAX	 ((size_t)96 * 1024) /* of one certificate */

struct csc {
	struct http *http;
	struct csc_service service;
	char *base; /* no slash at its end */
	char *token;
	int64_t began;	/* of steady_clock */
	int64_t waited; /* milliseconds of patience that are gone */
	struct csc_outcome outcome;
	char said_error[CSC_SAID_MAX + 1], said[CSC_SAID_MAX + 1];
};

struct csc_call {
	const char *name; /* for messages: "credentials/list" */
	const char *url;  /* NULL: base and name */
	const char *body; /* NULL: a GET */
	bool is_form;	  /* else JSON */
	bool is_idempotent;
	bool is_bearing;
	bool is_grant; /* to an authorization server */
	bool may_be_empty;
	const char *user, *password;
	/* what no message may repeat, though the server does; or NULL */
	const char *secrets[CSC_CALL_SECRETS];
};

/* Makes the call, again where it may be, and reads the answer: an object, or
 * NULL where it may be empty. *code is 200, 202 or 204. */
enum status csc_call(struct csc *csc, struct arena *arena,
		     const struct csc_call *call, struct json **ret, int *code,
		     struct error *err);

/* Sleeps, and counts it: false, and does not, once patience is over. */
bool csc_wait(struct csc *csc, int64_t milliseconds);
/* A lifetime as an instant; ABSENT: 3600. */
int64_t csc_ends(int64_t now, int64_t seconds);

/* "https://host/path/" of a service: checked, and no slash at its end. CONFIG
 * `authority_url`. */
enum status csc_url_read(struct arena *arena, const char *url, char **ret,
			 struct error *err);

/* What a server said that is none of the answers: an error for people, and
 * what was said into csc->outcome. */
enum status csc_refusal(struct csc *csc, const struct csc_call *call,
			const struct http_reply *reply, struct error *err);
/* DATA `authority_garbled`; the outcome is not certain any more. */
enum status csc_garbled(struct csc *csc, const char *name, const char *member,
			const char *what, struct error *err);

/* A text as it may be shown: no control characters, no more than `max` bytes,
 * cut between characters, none of the secrets; into `ret` of max + 1. */
void csc_text_clean(const char *text, const char *const *secrets, size_t count,
		    size_t max, char *ret);

/* ---- answers, read leniently (csc_decode.c) */

enum csc_type {
	CSC_TEXT,    /* const char *; a number is taken, too */
	CSC_SHOWN,   /* const char *: for people: cleaned and cut; "" */
	CSC_INTEGER, /* int64_t; a text of digits is taken, too; ABSENT */
	CSC_BOOLEAN, /* bool; "true" and "false" are taken, too */
	CSC_TEXTS,   /* struct texts; one text is taken for a list of it */
	CSC_LETTERS, /* the same, base64: blanks and line ends are dropped */
};

/* A row a member; a name that is written in other case is found, too, and null
 * is absent. */
struct csc_member {
	const char *name;
	size_t offset;
	enum csc_type type;
	size_t max; /* bytes of a text, items of a list */
	bool is_required;
};

/* Reads the members of an object into `base`. Texts are in the arena. DATA
 * `authority_garbled`, naming the member and the call. */
enum status csc_decode(struct csc *csc, const char *name,
		       const struct csc_member *members,
		       const struct json *json, void *base, struct arena *arena,
		       struct error *err);

/* A member, in other case, too; NULL if absent or null. */
const struct json *csc_find(const struct json *object, const char *name);

struct json_text;

/* Hashes as members of a call: `hash`, or in version 2 `hashes` and their
 * algorithm; nothing where there are none. */
void csc_hashes_put(const struct csc *csc, struct json_text *body,
		    const struct octets *hashes, size_t count,
		    const char *algorithm);

/* PIN and OTP, or the objects of version 2, of a credential's answer, once its
 * auth_mode is known. */
enum status csc_factors_read(struct csc *csc, struct arena *arena,
			     const struct json *json,
			     struct csc_credential *ret, struct error *err);

#define CSC_MEMBER(type_, member_) .offset = offsetof(type_, member_)

#endif
