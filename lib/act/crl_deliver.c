/* crl_deliver - a revocation list goes out, and is seen to be out */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/model/authority.h>
#include <ipp/model/settings.h>
#include <ipp/port/crl.h>
#include <ipp/port/http.h>
#include <ipp/port/key.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#include "crl_part.h"

#define MEDIA_TYPE    "application/pkix-crl" /* RFC 5280, 4.2.1.13 */
#define TOTAL_SECONDS 300 /* a million entries over a slow line */

static void scratch_close(FILE *file)
{
	if (file)
		(void)fclose(file); /* it has no name */
}
DEFINE_OWN(scratch, FILE, scratch_close)

enum status crl_sites_open(struct desk *desk, struct crl_sites *ret,
			   struct error *err)
{
	const struct settings *settings = desk->settings;
	const struct http_config config = { .ca_file = settings->crl_ca_file,
					    .total_seconds = TOTAL_SECONDS };
	char *password = NULL;

	if (settings->crl_password_file &&
	    secret_read(desk->arena, settings->crl_password_file, &password,
			err) != OK)
		return err->status = CONFIG;
	ret->urls = settings->crl_url;
	ret->publisher =
	    (struct publisher){ settings->crl_user, password };
	ret->failed = OK;
	/* the addresses of a demo store lead nowhere */
	ret->by_address = settings->crl_look == ABSENT
			      ? !store_is_demo(desk->store)
			      : settings->crl_look == CRL_LOOK_ADDRESS;
	return ret->by_address || ret->urls.count
		   ? http_open(&config, &ret->http, err)
		   : OK;
}

void crl_sites_close(struct crl_sites *sites)
{
	http_close(sites->http);
}

static bool is_it(const struct revocation_list *list,
		  const struct crl_seen *seen)
{
	return seen->number == list->number &&
	       seen->base_number ==
		   (list->base_number == ABSENT ? 0 : list->base_number) &&
	       seen->this_update == list->this_update &&
	       seen->next_update == list->next_update;
}

static enum status own_look(struct making *making, const struct key *key,
			    int fd, struct error *err)
{
	struct revocation_list *list = &making->list;
	char hex[2 * DIGEST_SIZE + 1];
	struct crl_seen seen;
	enum status rc = crl_look(
	    fd, list->path ? list->path : "the list that was made", key, &seen,
	    err);

	if (rc != OK)
		return rc;
	if (!is_it(list, &seen))
		return error_set(err, IOERR, "list_changed", NULL,
				 "list number %" PRId64 " reads otherwise than "
				 "it was written; see that nobody else writes "
				 "there, and check the disk",
				 list->number);
	hex_encode(seen.sha256, sizeof seen.sha256, hex);
	list->sha256 = arena_text(making->desk->arena, hex);
	list->size = seen.size;
	return OK;
}

/* What is seen must be the very bytes; what else is there is named, if it is a
 * list of ours. */
static enum status seen_judge(const struct making *making, const char *url,
			      const struct key *key, int fd, struct error *err)
{
	const struct revocation_list *list = &making->list;
	char hex[2 * DIGEST_SIZE + 1] = "";
	struct crl_seen seen = { 0 };
	struct error why;

	error_reset(&why);
	if (crl_look(fd, url, key, &seen, &why) == OK)
		hex_encode(seen.sha256, sizeof seen.sha256, hex);
	if (is_it(list, &seen) && text_equal(hex, list->sha256))
		return OK;
	if (seen.number)
		return error_set(err, UNAVAILABLE, "list_not_seen", NULL,
				 "\"%.200s\" shows list number %" PRId64
				 " where %" PRId64 " was put; see that the web "
				 "server shows what it is given, and run again",
				 url, seen.number, list->number);
	return error_set(err, UNAVAILABLE, "list_not_seen", NULL,
			 "\"%.200s\" shows something that is no list of \"%s\" "
			 "(%s); see that the web server shows what it is "
			 "given, and run again",
			 url, list->authority, why.mistakes[0].code);
}

static enum status world_look(const struct making *making, const char *url,
			      const struct key *key, struct error *err)
{
	OWN(arena) struct arena *arena = arena_new();
	OWN(scratch) FILE *file = tmpfile();
	struct http_file into;
	enum status rc;

	if (!file)
		return error_system(err, CANTCREAT, "file_uncreatable", errno,
				    "cannot make a temporary file for the "
				    "revocation list");
	/* longer is something else */
	into = (struct http_file){ fileno(file),
				   (size_t)making->list.size + 65536 };
	if ((rc = publication_get(making->sites->http, arena, url, &into,
				  err)) != OK)
		return rc;
	return seen_judge(making, url, key, into.fd, err);
}

static enum status web_deliver(const struct making *making,
			       const struct key *key, int fd, struct error *err)
{
	const struct crl_sites *sites = making->sites;
	OWN(arena) struct arena *arena = arena_new();
	const struct http_file from = { fd, (size_t)making->list.size };
	const char *name = strrchr(making->address, '/') + 1, *url;
	enum status rc;

	for (size_t i = 0; i < sites->urls.count; i++) {
		url = path_join(arena, sites->urls.items[i], name);
		if ((rc = publication_put(sites->http, arena,
					  &sites->publisher, url, MEDIA_TYPE,
					  &from, err)) != OK)
			return rc;
	}
	if (sites->by_address)
		return world_look(making, making->address, key, err);
	for (size_t i = 0; i < sites->urls.count; i++) {
		url = path_join(arena, sites->urls.items[i], name);
		if ((rc = world_look(making, url, key, err)) != OK)
			return rc;
	}
	return OK;
}

enum status crl_deliver(struct making *making, int fd, struct error *err)
{
	struct octets spki = making->authority->facts->plan.key.spki;
	OWN(key) struct key *key = NULL;
	enum status rc;

	if ((rc = key_import_public(spki.bytes, spki.size, &key, err)) != OK ||
	    (rc = own_look(making, key, fd, err)) != OK)
		return rc;
	if (making->sites->failed == OK)
		making->sites->failed = web_deliver(making, key, fd, err);
	return making->sites->failed;
}
