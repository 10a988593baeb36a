/* key_token - a key pair whose private half stays on its token */
#include <ipp/port/key_token.h>

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/secret.h>
#include <ipp/base/text.h>
#include <ipp/port/digest.h>
#include <ipp/port/random.h>

#include "crypto.h"
#include "key_part.h"
#include "token_pair.h"

#define CHALLENGE_SIZE 32
#define MARK	       "pkcs11:1\n"

struct token_key {
	struct token *token;
	struct token_signing how;
	pthread_mutex_t mutex; /* a session does one thing at a time */
	/* of a key of our own, which owns its token */
	bool is_own;
	struct arena *arena;
	struct key_site site; /* the PIN is not in it */
	char *pin;		/* in secret memory */
	unsigned char id[KEY_ID_SIZE];
};

void token_key_free(struct token_key *it)
{
	if (!it)
		return;
	if (it->is_own)
		token_close(it->token);
	secret_free(it->pin);
	arena_free(it->arena);
	(void)pthread_mutex_destroy(&it->mutex); /* nobody holds it */
	memory_free(it);
}

enum status token_key_sign(struct token_key *it, enum key_kind kind,
			   const unsigned char *hash, struct arena *arena,
			   struct octets *ret, struct error *err)
{
	enum signer_digest digest = kind == KEY_P384	? SIGNER_SHA384 :
				    kind == KEY_RSA4096 ? SIGNER_SHA512 :
							  SIGNER_SHA256;
	enum status rc;

	(void)pthread_mutex_lock(&it->mutex);
	rc = token_sign_digest(it->token, &it->how, digest, hash, arena, ret,
			       err);
	(void)pthread_mutex_unlock(&it->mutex);
	return rc;
}

/* That the private half is there is proved by using it. */
static enum status challenge(const struct key *key, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	unsigned char bytes[CHALLENGE_SIZE];
	struct octets signature;
	struct error wrong;
	enum status rc;

	if ((rc = random_bytes(bytes, sizeof bytes, err)) != OK ||
	    (rc = key_sign(arena, key, bytes, sizeof bytes, &signature, err)) !=
		    OK)
		return rc;
	error_reset(&wrong);
	if (key_verify(key, bytes, sizeof bytes, signature, &wrong) == OK)
		return OK;
	return error_set(err, REFUSED, "key_not_proved", NULL,
			 "token \"%s\" does not sign with the key that it "
			 "shows; use another token",
			 token_label(key->on_token->token));
}

enum status key_token_pair(struct token *token, const struct token_pair *pair,
			   bool must_be, struct key **ret, struct error *err)
{
	OWN(key) struct key *key = memory_new(sizeof *key);
	enum status rc;

	key->kind = pair->kind;
	key->on_token = memory_new(sizeof *key->on_token);
	(void)pthread_mutex_init(&key->on_token->mutex, NULL); /* cannot fail */
	key->on_token->token = token;
	key->on_token->how.is_ec = pair->kind == KEY_P256 ||
				   pair->kind == KEY_P384;
	memcpy(key->on_token->id, pair->id, KEY_ID_SIZE);
	if ((rc = token_pair_get(token, pair, must_be, &key->on_token->how.key,
				 &key->pair, err)) != OK)
		return rc;
	token_signing_look(token, &key->on_token->how);
	if (key->on_token->how.asks_always)
		key->on_token->how.pin = token->pin;
	if ((rc = challenge(key, err)) != OK)
		return rc;
	*ret = TAKE(key);
	return OK;
}

static enum status pin_wrong(const struct key_site *site,
			     const struct token *token, struct error *err)
{
	return error_set(err, CONFIG, "key_pin_wrong", "secret_file",
			 "the PIN%s%s does not open token \"%s\"; a few wrong "
			 "ones lock it, so mend it before you try again",
			 site->pin_file ? " in " : "",
			 site->pin_file ? site->pin_file : "", token->label);
}

/* Opens the token of a key of our own with its PIN. */
static enum status site_open(const struct key_site *site, bool writes,
			      struct token **ret, struct error *err)
{
	OWN(token) struct token *token = NULL;
	OWN(arena) struct arena *arena = arena_new();
	char *pin = NULL;
	enum status rc;
	CK_RV rv;

	if (site->pin)
		pin = arena_text(arena, site->pin);
	else if (site->pin_file &&
		 (rc = secret_read(arena, site->pin_file, &pin, err)) != OK)
		return rc;
	if ((rc = token_find(site->module, site->token, &token, err)) != OK ||
	    (rc = token_session(token, writes, err)) != OK)
		return rc;
	token_attend(token, site->keypad);
	if (token_has_keypad(token))
		pin = NULL;
	if ((rc = token_keypad_say(token, false, err)) != OK)
		return rc;
	rv = token_login(token, CKU_USER, pin);
	if (rv == CKR_PIN_INCORRECT || rv == CKR_PIN_INVALID ||
	    rv == CKR_PIN_LEN_RANGE)
		return pin_wrong(site, token, err);
	if ((rc = token_login_judge(token, rv, err)) != OK)
		return rc;
	if (pin)
		token_pin_keep(token, pin);
	*ret = TAKE(token);
	return OK;
}

/* The key takes the token over, and what must be known to find it again. */
static void key_own(struct key *key, struct token **token,
		    const struct key_site *site)
{
	struct token_key *it = key->on_token;

	it->token = TAKE(*token);
	it->is_own = true;
	it->arena = arena_new();
	it->site.module = arena_text(it->arena, site->module);
	it->site.token = arena_text(it->arena, it->token->serial);
	if (site->pin_file)
		it->site.pin_file = arena_text(it->arena, site->pin_file);
	if (!site->pin)
		return;
	it->pin = secret_alloc(strlen(site->pin) + 1);
	memcpy(it->pin, site->pin, strlen(site->pin) + 1);
}

static enum status site_pair(const struct key_site *site,
			      const struct token_pair *pair, bool must_be,
			      struct key **ret, struct error *err)
{
	OWN(token) struct token *token = NULL;
	enum status rc;

	if ((rc = site_open(site, !must_be, &token, err)) != OK ||
	    (rc = key_token_pair(token, pair, must_be, ret, err)) != OK)
		return rc;
	key_own(*ret, &token, site);
	return OK;
}

/* It is opened from another folder the next time. Links are not followed: they
 * lead to the version of the day. */
static const char *path_whole(const char *path, struct arena *arena)
{
	char *here = path && *path != '/' ? realpath(".", NULL) : NULL;
	const char *ret = here ? path_join(arena, here, path) : path;

	free(here);
	return ret;
}

static enum status site_whole(struct key_site *site, struct arena *arena,
			      struct error *err)
{
	if (strchr(site->module, '/'))
		site->module = path_whole(site->module, arena);
	site->pin_file = path_whole(site->pin_file, arena);
	if (!strchr(site->module, '\n') &&
	    !(site->pin_file && strchr(site->pin_file, '\n')))
		return OK;
	return error_set(err, DATA, "path_unusable", "module",
			 "a path cannot have several lines; rename the file");
}

enum status key_token_make(const struct key_site *site,
			   const struct token_pair *pair, struct key **ret,
			   struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	struct key_site whole = *site;
	enum status rc;

	if ((rc = site_whole(&whole, arena, err)) != OK)
		return rc;
	return site_pair(&whole, pair, false, ret, err);
}

/* Lines: mark, module, serial number of the token, kind of key, CKA_ID,
 * SHA-256 of the public key, file of the PIN, PIN. */
enum { LINE_MODULE, LINE_TOKEN, LINE_KIND, LINE_ID, LINE_HASH, LINE_PIN_FILE,
       LINE_PIN, LINES };

static enum status public_hash(const struct key *key, struct arena *arena,
			       char ret[2 * DIGEST_SIZE + 1],
			       struct error *err)
{
	unsigned char hash[DIGEST_SIZE];
	struct public_key public;
	enum status rc;

	if ((rc = key_public(arena, key, &public, err)) != OK ||
	    (rc = digest_sha256(public.spki.bytes, public.spki.size, hash,
				err)) != OK)
		return rc;
	hex_encode(hash, sizeof hash, ret);
	return OK;
}

enum status token_key_export(const struct token_key *it, const struct key *key,
			     struct arena *arena, struct octets *ret,
			     struct error *err)
{
	char id[2 * KEY_ID_SIZE + 1], hash[2 * DIGEST_SIZE + 1];
	char *text;
	enum status rc;

	if (!it->is_own)
		return error_set(err, INTERNAL, "key_not_ours", NULL,
				 "a holder's key stays on his device; please "
				 "report this");
	if ((rc = public_hash(key, arena, hash, err)) != OK)
		return rc;
	hex_encode(it->id, KEY_ID_SIZE, id);
	text = arena_printf(arena, MARK "%s\n%s\n%s\n%s\n%s\n%s\n%s\n",
			    it->site.module, it->site.token,
			    key_kind_name(key->kind), id, hash,
			    it->site.pin_file ? it->site.pin_file : "",
			    it->pin ? it->pin : "");
	*ret = (struct octets){ (unsigned char *)text, strlen(text) };
	return OK;
}

bool token_key_is(const void *bytes, size_t n)
{
	return n >= strlen(MARK) && memcmp(bytes, MARK, strlen(MARK)) == 0;
}

static bool lines_split(struct arena *arena, struct octets from,
			char *ret[LINES])
{
	char *at, *end;

	if (!token_key_is(from.bytes, from.size))
		return false;
	at = arena_text_n(arena, (const char *)from.bytes + strlen(MARK),
			  from.size - strlen(MARK));
	for (size_t i = 0; i < LINES; i++, at = end + 1) {
		if (!(end = strchr(at, '\n')))
			return false;
		*end = '\0';
		ret[i] = at;
	}
	return *at == '\0';
}

static struct key_site site_of(char *const lines[LINES])
{
	return (struct key_site){
		.module = lines[LINE_MODULE],
		.token = lines[LINE_TOKEN],
		.pin_file = *lines[LINE_PIN_FILE] ? lines[LINE_PIN_FILE] : NULL,
		.pin = *lines[LINE_PIN] ? lines[LINE_PIN] : NULL,
	};
}

bool key_site_read(struct arena *arena, struct octets exported,
		    struct key_site *ret)
{
	char *lines[LINES];

	if (!lines_split(arena, exported, lines))
		return false;
	*ret = site_of(lines);
	return true;
}

static enum status away(const struct key_site *site, struct error *err)
{
	return error_set(err, UNAVAILABLE, "key_token_missing", NULL,
			 "the authority's key is on token %s, which %s does "
			 "not see; put it in",
			 site->token, site->module);
}

enum status key_token_move(struct octets exported,
			   const struct key_site *changes, struct key **ret,
			   struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(key) struct key *key = NULL;
	struct token_pair pair = { .label = "" };
	char *lines[LINES], hash[2 * DIGEST_SIZE + 1];
	struct key_site site;
	struct error why;
	enum status rc;

	if (!lines_split(arena, exported, lines) ||
	    strlen(lines[LINE_ID]) != 2 * KEY_ID_SIZE ||
	    !hex_decode(lines[LINE_ID], KEY_ID_SIZE, pair.id) ||
	    !(pair.kind = key_kind_parse(lines[LINE_KIND])))
		return error_set(err, DATA, "key_unreadable", NULL,
				 "where the key is cannot be read; restore a "
				 "backup");
	pair.label = arena_printf(arena, "%.8s...", lines[LINE_ID]);
	site = site_of(lines);
	if (changes->module)
		site.module = changes->module;
	site.keypad = changes->keypad;
	if (changes->pin || changes->pin_file) {
		site.pin = changes->pin;
		site.pin_file = changes->pin_file;
	}
	if ((rc = site_whole(&site, arena, err)) != OK)
		return rc;
	error_reset(&why);
	if ((rc = site_pair(&site, &pair, true, &key, &why)) != OK)
		return error_has(&why, "token_missing") ? away(&site, err) :
							  error_merge(err,
								      &why);
	if ((rc = public_hash(key, arena, hash, err)) != OK)
		return rc;
	if (!text_equal(hash, lines[LINE_HASH]))
		return error_set(err, CONFIG, "key_changed", NULL,
				 "the key on token %s is not the one that was "
				 "made there; put in the right token",
				 site.token);
	*ret = TAKE(key);
	return OK;
}

enum status token_key_import(const void *bytes, size_t n, struct key **ret,
			     struct error *err)
{
	const struct key_site as_it_is = { .keypad = NULL };

	return key_token_move((struct octets){ bytes, n }, &as_it_is, ret, err);
}
