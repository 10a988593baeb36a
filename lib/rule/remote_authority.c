/* remote_authority - what must be known of an authority that lends */
#include <ipp/rule/remote_authority.h>

#include <string.h>
#include <strings.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/remote_authority.h>

#define THRESHOLDS     "30,15,7,1"
#define DAYS_MAX       3650
#define SIGNATURES_MAX INT64_C(1000000000000000)

/* An address (RFC 3986) in parts; `host` with the brackets of an IPv6 one. */
struct address {
	bool is_https;
	const char *host, *port, *path;
	size_t host_n, port_n;
};

static bool address_parse(const char *url, struct address *ret)
{
	static const char host_set[] = "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789.-";
	const char *p = url;

	for (; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("\"<>\\^`{|}", *p))
			return false;
	ret->is_https = !strncasecmp(url, "https://", 8);
	if (!ret->is_https && strncasecmp(url, "http://", 7))
		return false;
	ret->host = url + (ret->is_https ? 8 : 7);
	if (*ret->host == '[')
		ret->host_n =
		    2 + strspn(ret->host + 1, "0123456789abcdefABCDEF:.");
	else
		ret->host_n = strspn(ret->host, host_set);
	if (ret->host_n == 0 ||
	    (*ret->host == '[' && ret->host[ret->host_n - 1] != ']'))
		return false;
	p = ret->host + ret->host_n;
	ret->port = p + 1;
	ret->port_n = *p == ':' ? strspn(p + 1, "0123456789") : 0;
	if (*p == ':') {
		if (ret->port_n == 0 || ret->port_n > 5)
			return false;
		p += 1 + ret->port_n;
	}
	ret->path = p;
	return *p == '\0' || *p == '/';
}

static bool is_loopback(const struct address *it)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost",
					     "[::1]" };

	for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
		if (it->host_n == strlen(hosts[i]) &&
		    !strncasecmp(it->host, hosts[i], it->host_n))
			return true;
	return false;
}

static enum status invalid(const char *url, const char *field,
			   struct error *err)
{
	return error_add(err, DATA, "url_invalid", field,
			 "\"%.100s\" is no address of a server; write it as "
			 "https://HOST/PATH, without user, query or fragment",
			 url);
}

/* Without the slashes at its end. */
static enum status address_check(const char **url, const char *field,
				 bool is_demo, struct arena *arena,
				 struct error *err)
{
	struct address it;
	size_t n = strlen(*url);

	if (!address_parse(*url, &it) || strpbrk(it.path, "?#"))
		return invalid(*url, field, err);
	if (!it.is_https && !(is_demo && is_loopback(&it)))
		return error_add(err, DATA, "url_in_clear", field,
				 "\"%.100s\" would send secrets in the clear; "
				 "give an https: address (http: is for demo "
				 "stores and this machine only)",
				 *url);
	while (n > 0 && (*url)[n - 1] == '/')
		n--;
	*url = arena_text_n(arena, *url, n);
	return OK;
}

/* As it is registered there, to the letter; on this machine in the clear
 * (RFC 8252, 7.3), or somewhere else, from where the code is pasted. */
static enum status redirect_check(const char *url, struct error *err)
{
	struct address it;

	if (!address_parse(url, &it) || strchr(it.path, '#'))
		return invalid(url, "redirect_uri", err);
	if (it.is_https || is_loopback(&it))
		return OK;
	return error_add(err, DATA, "url_in_clear", "redirect_uri",
			 "\"%.100s\" would get codes in the clear; give an "
			 "https: address, or one of this machine",
			 url);
}

bool remote_thresholds_parse(const char *text,
			     int64_t ret[REMOTE_THRESHOLDS_MAX], size_t *count)
{
	size_t found = 0, n;

	for (;; text += n + 1) {
		char digits[5] = "";

		n = strcspn(text, ",");
		if (n == 0 || n >= sizeof digits ||
		    found == REMOTE_THRESHOLDS_MAX)
			return false;
		memcpy(digits, text, n);
		if (!integer_parse(digits, 0, DAYS_MAX, &ret[found]) ||
		    (found > 0 && ret[found] >= ret[found - 1]))
			return false;
		found++;
		if (text[n] == '\0')
			break;
	}
	*count = found;
	return true;
}

struct limit {
	const char *field;
	size_t offset;
	int64_t least, most;
};

#define LIMIT(member_, least_, most_)                                         \
	{                                                                     \
#member_, offsetof(struct remote_authority, member_), least_, \
		    most_                                                     \
	}

static const struct limit limits[] = {
	LIMIT(access_days, 1, DAYS_MAX),
	LIMIT(access_signatures, 1, SIGNATURES_MAX),
	LIMIT(notice_days, 0, DAYS_MAX),
	LIMIT(notice_percent, 1, 100),
};

static enum status limits_check(const struct remote_authority *it,
				struct error *err)
{
	enum status rc = OK;

	for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
		const struct limit *limit = &limits[i];
		int64_t value =
		    *(const int64_t *)(const void *)((const char *)it +
						     limit->offset);

		if (value != ABSENT &&
		    (value < limit->least || value > limit->most))
			rc = error_add(err, DATA, "limit_invalid", limit->field,
				       "%s must be %lld to %lld; give another",
				       limit->field, (long long)limit->least,
				       (long long)limit->most);
	}
	return rc;
}

/* .../csc/v0, .../csc/v2: the address says it, as a rule. */
static int64_t type_guess(const char *base_url)
{
	size_t n = strlen(base_url);

	while (n > 0 && base_url[n - 1] == '/')
		n--;
	if (n < 3 || strncasecmp(base_url + n - 3, "/v", 2))
		return REMOTE_CSC_V1;
	return base_url[n - 1] == '0'	? REMOTE_CSC_V0
	       : base_url[n - 1] == '2' ? REMOTE_CSC_V2
					: REMOTE_CSC_V1;
}

static void complete(struct remote_authority *it)
{
	if (it->type == ABSENT && it->base_url)
		it->type = type_guess(it->base_url);
	if (it->status == ABSENT)
		it->status = REMOTE_ACTIVE;
	if (it->authentication == ABSENT)
		it->authentication = REMOTE_AUTHORIZATION_CODE;
	if (!it->redirect_uri)
		it->redirect_uri = REMOTE_REDIRECT_URI;
	if (it->access_days == 0)
		it->access_days = ABSENT;
	if (it->access_signatures == 0)
		it->access_signatures = ABSENT;
	if (it->notice_days == ABSENT)
		it->notice_days = REMOTE_NOTICE_DAYS;
	if (it->notice_percent == ABSENT)
		it->notice_percent = REMOTE_NOTICE_PERCENT;
	if (it->notice_mode == ABSENT)
		it->notice_mode = NOTICE_DAILY;
	if (it->notice_mode == NOTICE_THRESHOLD && !it->notice_thresholds)
		it->notice_thresholds = THRESHOLDS;
}

static enum status words_check(const struct remote_authority *it,
			       bool has_secret, struct error *err)
{
	int64_t days[REMOTE_THRESHOLDS_MAX];
	size_t count;
	enum status rc = OK;

	if (!it->authority)
		rc = error_add(err, DATA, "missing", "authority",
			       "authority is missing; give the name that it "
			       "shall have here");
	if (!it->oauth_client)
		rc = error_add(err, DATA, "missing", "oauth_client",
			       "oauth_client is missing; give the client_id "
			       "that the authority gave out");
	if (it->notice_thresholds &&
	    !remote_thresholds_parse(it->notice_thresholds, days, &count))
		rc = error_add(err, DATA, "thresholds_invalid",
			       "notice_thresholds",
			       "\"%.100s\" are no thresholds; write at most %d "
			       "numbers of days, the most first: 30,15,7,1",
			       it->notice_thresholds, REMOTE_THRESHOLDS_MAX);
	if (it->authentication != REMOTE_AUTHORIZATION_CODE && !has_secret)
		rc = error_add(
		    err, DATA, "secret_missing", "secret_file",
		    "%s needs a secret; give it with: "
		    "--secret-file",
		    remote_authentication_words[it->authentication].name);
	return rc;
}

enum status remote_authority_check(struct remote_authority *it, bool has_secret,
				   bool is_demo, struct arena *arena,
				   struct error *err)
{
	enum status rc, one;

	complete(it);
	rc = words_check(it, has_secret, err);
	if (!it->base_url)
		rc = error_add(err, DATA, "missing", "base_url",
			       "base_url is missing; give the address of its "
			       "API");
	else if ((one = address_check(&it->base_url, "base_url", is_demo, arena,
				      err)) != OK)
		rc = one;
	if (it->oauth_url && (one = address_check(&it->oauth_url, "oauth_url",
						  is_demo, arena, err)) != OK)
		rc = one;
	if ((one = redirect_check(it->redirect_uri, err)) != OK)
		rc = one;
	if ((one = limits_check(it, err)) != OK)
		rc = one;
	return rc;
}
