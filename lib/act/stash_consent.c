/* stash_consent - the holder of a certificate says yes in his browser */
#include <ipp/act/stash_consent.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/remote_authority.h>
#include <ipp/model/field.h>
#include <ipp/peer/oauth.h>
#include <ipp/port/command.h>
#include <ipp/port/loopback.h>
#include <ipp/port/qr.h>

#define BROWSER		"/usr/bin/xdg-open"
#define BROWSER_SECONDS 10

/* A consent that is waited for. */
struct consent {
	struct arena *arena;
	struct csc *csc;
	const struct stash_holder *holder;
	struct loopback *loopback; /* NULL: it is pasted */
	struct oauth_place place;
	struct oauth_proof proof;
	struct oauth_request *request;
	const char *code;
};

static void browser_open(const struct consent *it, const char *url)
{
	const char *const argv[] = { BROWSER, url, NULL };
	struct command_result result = { .in_time = true };
	struct error ignored;

	error_reset(&ignored);
	if (command_run(argv, "", 0, BROWSER_SECONDS, &result, &ignored) !=
		OK ||
	    (result.in_time && result.exit_code != 0))
		it->holder->says(it->holder->terminal,
				 _("No browser could be opened here."));
}

/* On paper, a log or a terminal: the address is no secret, the code that it
 * leads to goes to this machine. */
static void address_show(const struct consent *it, const char *url)
{
	const struct stash_holder *holder = it->holder;
	struct error ignored;
	char *qr;

	holder->says(holder->terminal,
		     _("Open this address in a browser and give access:"));
	holder->says(holder->terminal, "%s", url);
	error_reset(&ignored);
	if (holder->descriptor(holder->terminal) >= 0 &&
	    qr_terminal(it->arena, url, &qr, &ignored) == OK)
		(void)holder->shows(holder->terminal, qr, &ignored);
	if (it->loopback && holder->descriptor(holder->terminal) >= 0)
		holder->says(holder->terminal,
			     _("If the browser is on another machine, paste "
			       "here the address that it ends at."));
	if (holder->consent.browser == 1)
		browser_open(it, url);
}

static enum status nobody_came(int64_t seconds, struct error *err)
{
	return error_set(err, UNAVAILABLE, "consent_timeout", NULL,
			 "nobody gave access in %lld seconds; run this again, "
			 "or give more time with --wait",
			 (long long)seconds);
}

/* An empty line is none. */
static enum status line_take(struct consent *it, const char *question,
			     struct error *err)
{
	const struct stash_holder *holder = it->holder;
	char *line = NULL;
	enum status rc;

	if ((rc = holder->asks(holder->terminal, question, it->arena, &line,
			       err)) != OK ||
	    text_is_empty(line))
		return rc;
	return oauth_redirect_read(it->arena, line, &it->proof, true, &it->code,
				   err);
}

static enum status browser_take(struct consent *it, const char *target,
				struct error *err)
{
	enum status rc = oauth_redirect_read(it->arena, target, &it->proof,
					     false, &it->code, err);

	if (rc != OK)
		loopback_answer(it->loopback, false,
				_("No access was given. The terminal says "
				  "why."));
	return rc;
}

/* Whichever comes first: the browser, or somebody who types. */
static enum status code_wait(struct consent *it, struct error *err)
{
	const struct stash_holder *holder = it->holder;
	int64_t wait = holder->consent.wait;
	int64_t seconds = wait == ABSENT ? STASH_CONSENT_SECONDS : wait;
	int64_t end = steady_clock() + seconds * 1000, left;
	int typed = holder->descriptor(holder->terminal);
	enum loopback_event event;
	enum status rc = OK;
	char *target;

	while (rc == OK && !it->code) {
		if ((left = end - steady_clock()) <= 0)
			return nobody_came(seconds, err);
		if (left > INT32_MAX)
			left = INT32_MAX;
		if ((rc = loopback_wait(it->loopback, typed, (int)left,
					it->arena, &target, &event, err)) != OK)
			return rc;
		if (event == LOOPBACK_CAME)
			rc = browser_take(it, target, err);
		else if (event == LOOPBACK_OTHER)
			rc = line_take(it, "", err);
	}
	return rc;
}

static enum status code_get(struct consent *it, struct error *err)
{
	enum status rc = OK;

	if (it->loopback)
		return code_wait(it, err);
	while (rc == OK && !it->code)
		rc = line_take(it,
			       _("Address that the browser ends at, or the "
				 "code: "),
			       err);
	return rc;
}

/* A code that is refused is no access that was taken back. */
static enum status code_exchange(struct consent *it, struct oauth_tokens *ret,
				 struct error *err)
{
	struct error why;
	enum status rc;

	error_reset(&why);
	rc = oauth_exchange(it->csc, it->arena, &it->place, it->code,
			    it->request, &it->proof, ret, &why);
	if (it->loopback)
		loopback_answer(it->loopback, rc == OK,
				rc == OK ? _("Access was given. You can close "
					     "this page.")
					 : _("No access was given. The "
					     "terminal says why."));
	if (rc == OK)
		return OK;
	if (!error_has(&why, "grant_refused"))
		return error_merge(err, &why);
	return error_set(err, REFUSED, "code_refused", NULL,
			 "authority does not take the code of the browser: it "
			 "was too late or used already; run this again (%s)",
			 csc_outcome(it->csc)->description);
}

static enum status listen_for(struct consent *it,
			      const struct remote_authority *authority,
			      struct error *err)
{
	enum status rc;

	it->request->redirect_uri = authority->redirect_uri;
	if (!loopback_is(authority->redirect_uri))
		return OK;
	if ((rc = loopback_open(authority->redirect_uri, &it->loopback, err)) ==
	    OK)
		it->request->redirect_uri = loopback_uri(it->loopback);
	return rc;
}

static enum status consent_run(struct consent *it,
			       const struct remote_authority *authority,
			       struct oauth_tokens *ret, struct error *err)
{
	enum status rc;
	char *url;

	if ((rc = oauth_find(it->csc, it->arena, NULL, &it->place, err)) !=
		OK ||
	    (rc = oauth_proof_make(&it->proof, err)) != OK ||
	    (rc = listen_for(it, authority, err)) != OK ||
	    (rc = oauth_authorization_url(it->csc, it->arena, &it->place,
					  it->request, &it->proof, &url,
					  err)) != OK)
		return rc;
	address_show(it, url);
	if ((rc = code_get(it, err)) != OK)
		return rc;
	return code_exchange(it, ret, err);
}

enum status stash_consent(struct arena *arena, struct csc *csc,
			  const struct remote_authority *authority,
			  const struct stash_holder *holder,
			  struct oauth_request *request,
			  struct oauth_tokens *ret, struct error *err)
{
	struct consent it = {
		.arena = arena, .csc = csc, .holder = holder, .request = request
	};
	enum status rc = consent_run(&it, authority, ret, err);

	/* it lives in the loopback, which ends here */
	request->redirect_uri = arena_text(arena, request->redirect_uri);
	loopback_close(it.loopback);
	memory_wipe(&it.proof, sizeof it.proof);
	return rc;
}
