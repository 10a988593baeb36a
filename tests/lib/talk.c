/* talk - a driver for tests: the client of remote signing services, by hand
 *
 * usage: talk VERSION BASE CA_FILE ACT [ARGUMENT]...
 *   info
 *   consent		prints the address of the page, reads where the browser
 *			was sent to, gets tokens, refreshes and revokes them
 *   list | show ID	what user anna has
 *   sign ID FILE [FACTOR=VALUE]...
 *			authorizes FILE's hash and prints its signature
 *
 * It works at the instant IPP_NOW, as the client ipp, or signed in as anna.
 * What is refused is told as JSON: code, what is certain, the server's words;
 * it ends with the status of the error. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/peer/csc.h>
#include <ipp/peer/oauth.h>
#include <ipp/port/base64.h>
#include <ipp/port/digest.h>

#define RSA_SHA256   "1.2.840.113549.1.1.11"
#define ECDSA_SHA256 "1.2.840.10045.4.3.2"
#define LINE_BYTES   4096
#define VALUES_MAX   4

static struct error err;
static struct csc *csc;

static void must(enum status rc)
{
	static const char *const certain[] = { [CSC_DONE] = "done",
					       [CSC_NOT_DONE] = "not_done",
					       [CSC_UNKNOWN] = "unknown" };
	const struct csc_outcome *outcome;

	if (rc == OK)
		return;
	outcome = csc_outcome(csc);
	printf("{\"code\":\"%s\",\"certain\":\"%s\",\"http\":%d,\"wait\":%d,"
	       "\"says\":\"%s\"}\n",
	       err.mistakes[0].code, certain[outcome->certainty], outcome->code,
	       (int)outcome->retry_after, outcome->description);
	(void)fprintf(stderr, "talk: %s\n", err.mistakes[0].text);
	exit((int)rc);
}

static void sign_in(struct arena *arena)
{
	struct oauth_tokens tokens;

	must(csc_login(csc, arena, &tokens, &err));
	csc_bear(csc, tokens.access_token);
}

static void consent(struct arena *arena)
{
	struct oauth_request request = { .redirect_uri =
					     "http://127.0.0.1:9/" };
	struct oauth_place place;
	struct oauth_proof proof;
	struct oauth_tokens tokens, next;
	struct csc_info info;
	char *url, line[LINE_BYTES];
	const char *code;

	must(csc_info(csc, arena, &info, &err));
	must(oauth_find(csc, arena, &info, &place, &err));
	must(oauth_proof_make(&proof, &err));
	must(oauth_authorization_url(csc, arena, &place, &request, &proof, &url,
				     &err));
	puts(url);
	(void)fflush(stdout);
	if (!fgets(line, sizeof line, stdin))
		exit(1);
	line[strcspn(line, "\n")] = '\0';
	must(oauth_redirect_read(arena, line, &proof, false, &code, &err));
	must(oauth_exchange(csc, arena, &place, code, &request, &proof, &tokens,
			    &err));
	csc_bear(csc, tokens.access_token);
	must(oauth_refresh(csc, arena, &place, tokens.refresh_token, &next,
			   &err));
	must(oauth_revoke(csc, arena, &place, next.refresh_token, true, &err));
	puts("{\"revoked\":true}");
}

static void list(struct arena *arena)
{
	struct texts ids;

	must(csc_credentials_list(csc, arena, NULL, &ids, &err));
	for (size_t i = 0; i < ids.count; i++)
		puts(ids.items[i]);
}

static void show(struct arena *arena, const char *id)
{
	struct csc_credential it;

	must(csc_credential_info(csc, arena, id, &it, &err));
	printf("{\"id\":\"%s\",\"bits\":%d,\"chain\":%zu,\"mode\":%d,"
	       "\"scal\":%d,\"factors\":%zu,\"expression\":\"%s\","
	       "\"multisign\":%d,\"key\":%d,\"certificate\":%d}\n",
	       it.id, (int)it.key_bits, it.chain_count, (int)it.auth_mode,
	       it.scal, it.factor_count, it.expression, (int)it.multisign,
	       (int)it.key_status, (int)it.certificate_status);
}

static void sign(struct arena *arena, const char *id, int argc, char *argv[])
{
	struct csc_factor_value values[VALUES_MAX];
	struct csc_authorization ask = { .credential_id = id,
					 .signatures = 1,
					 .hash_count = 1,
					 .hash_algorithm = CSC_OID_SHA256,
					 .values = values };
	struct csc_signing signing = { .credential_id = id,
				       .hash_count = 1,
				       .hash_algorithm = CSC_OID_SHA256,
				       .sign_algorithm = strstr(id, "RSA")
							     ? RSA_SHA256
							     : ECDSA_SHA256 };
	unsigned char digest[DIGEST_SIZE], *bytes;
	struct octets hash = { digest, sizeof digest }, signature;
	struct csc_sad sad;
	size_t size;

	must(file_read(arena, argv[0], 1 << 20, &bytes, &size, &err));
	must(digest_sha256(bytes, size, digest, &err));
	for (int i = 1; i < argc && i <= VALUES_MAX; i++) {
		char *equals = strchr(argv[i], '=');

		values[ask.value_count++] = (struct csc_factor_value){
			arena_text_n(arena, argv[i],
				     (size_t)(equals - argv[i])),
			equals[1] ? equals + 1 : NULL
		};
	}
	ask.hashes = signing.hashes = &hash;
	must(csc_authorize(csc, arena, &ask, &sad, &err));
	signing.sad = sad.text;
	must(csc_sign_hash(csc, arena, &signing, &signature, &err));
	puts(base64_write(arena, signature));
}

static void act(struct arena *arena, int argc, char *argv[])
{
	struct csc_info info;

	if (text_equal(argv[0], "info")) {
		must(csc_info(csc, arena, &info, &err));
		printf("{\"specs\":\"%s\",\"name\":\"%s\"}\n", info.specs,
		       info.name);
		return;
	}
	if (text_equal(argv[0], "consent")) {
		consent(arena);
		return;
	}
	sign_in(arena);
	if (text_equal(argv[0], "list"))
		list(arena);
	else if (text_equal(argv[0], "show") && argc > 1)
		show(arena, argv[1]);
	else if (text_equal(argv[0], "sign") && argc > 2)
		sign(arena, argv[1], argc - 2, argv + 2);
	else
		exit(2);
}

int main(int argc, char *argv[])
{
	OWN(arena) struct arena *arena = arena_new();
	struct csc_service service = { .clock_stands = true,
				       .call_seconds = 5,
				       .patience_seconds = 10 };
	unsigned char *pem;
	size_t size;

	error_reset(&err);
	if (argc < 5 || !instant_parse(getenv("IPP_NOW"), &service.now))
		return 2;
	must(file_read(arena, argv[3], 1 << 20, &pem, &size, &err));
	service.version = (enum csc_version)strtol(argv[1], NULL, 10);
	service.base_url = argv[2];
	service.tls_ca = arena_text_n(arena, (const char *)pem, size);
	service.client = text_equal(argv[4], "consent") ? "ipp" : "anna";
	service.secret = text_equal(argv[4], "consent") ? "quaderno a quadretti"
							: "rosso di sera";
	must(csc_open(&service, &csc, &err));
	act(arena, argc - 4, argv + 4);
	csc_close(csc);
	return 0;
}
