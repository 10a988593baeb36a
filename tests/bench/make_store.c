/* make_store - fills a store with synthetic products, as many as wanted
 *
 *	make_store [--products=N] [--seed=N] [--certificate-bytes=N] FOLDER
 *	make_store --to-issue=N FOLDER
 *
 * Makes a demo store in FOLDER, or fills the one that is there and has no
 * products yet; with --to-issue, adds products that wait for being issued, to
 * any. The same seed gives the same people, dates and statuses. A
 * token that ipp-search accepts (IPP_TOKEN_FILE) is written to FOLDER/token.
 * Every product walks the legal steps to its status, so the triggers of the
 * schema stay in force; only the flushing to disk is left out. */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <ipp/act/catalog.h>
#include <ipp/base/file.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/person.h>
#include <ipp/port/digest.h>
#include <ipp/port/sql.h>
#include <ipp/port/unicode.h>
#include <ipp/rule/tax_code.h>
#include <ipp/store/desk.h>
#include <ipp/store/journal.h>
#include <ipp/store/store.h>

#define NOW	      INT64_C(1793520000) /* 2026-11-01, the newest day */
#define SPAN	      (INT64_C(3) * 366 * DAY_SECONDS)
#define PRODUCTS_A_TX 20000
#define UNITS	      12
#define OPERATORS     24
#define DAYS	      20000 /* of birth, from 1950 on */
#define SURNAMES      480
#define GIVEN_NAMES   96

/* What a product is on its way to. */
struct goal {
	const char *status;
	unsigned weight; /* of 1000 */
	const char *steps[5];
};

static const struct goal goals[] = {
	{ "draft", 5, { NULL } },
	{ "to_identify", 5, { NULL } },
	{ "to_sign", 2, { "to_sign" } },
	{ "to_review", 2, { "to_review" } },
	{ "to_issue", 5, { "to_issue" } },
	{ "cancelled", 21, { "cancelled" } },
	{ "suspended", 5, { "to_issue", "issuing", "active", "suspended" } },
	{ "revoked", 30, { "to_issue", "issuing", "active", "revoked" } },
	{ "expired", 60, { "to_issue", "issuing", "active", "expired" } },
	{ "active", 865, { "to_issue", "issuing", "active" } },
};

#define GOAL_TO_ISSUE 4

/* Statuses that a small store has as well: the first products take turns. */
#define SMALL 600

static const struct kind {
	const char *code, *key_place, *recognitions;
	unsigned weight;
} kinds[] = {
	{ "REM", "remote", "offline live video sign", 560 },
	{ "REM-SPID", "remote", "spid", 70 },
	{ "REM-ROLE", "remote", "offline live video sign", 60 },
	{ "AUTO", "remote", "offline live video sign", 60 },
	{ "DEV-SC", "device", "offline live video sign", 130 },
	{ "DEV-BK", "device", "offline live video sign", 90 },
	{ "DEV-CNS", "device", "offline live", 30 },
};

static const char *const stems[] = {
	"Ross",	   "Bianch",  "Ferrar",	 "Esposit", "Romagnol", "Colomb",
	"Ricc",	   "Marin",   "Grec",	 "Brun",    "Gall",	"Cont",
	"Mancin",  "Cost",    "Giordan", "Rizz",    "Lombard",	"Morett",
	"Barbier", "Fontan",  "Santor",	 "Marian",  "Rinald",	"Carus",
	"Ferr",	   "Longh",   "Leon",	 "Martin",  "Gentil",	"Vital",
	"Serr",	   "Copp",    "D'Angel", "D'Amic",  "De Lucch", "Di Stefan",
	"Zan",	   "Pellegr", "Palumb",	 "Sann",    "Monter",	"Guerr",
	"Catalan", "Vall",    "Bass",	 "Negr",    "Tosc",	"Piras",
};
static const char *const endings[] = { "i",    "o",   "a", "ini",  "etti",
				       "ello", "oni", "ù", "acci", "is" };
static const char *const given_names[] = {
	"Maria",     "Giuseppe", "Anna",       "Antonio",  "Giulia",
	"Mario",     "Rosa",	 "Luigi",      "Angela",   "Francesco",
	"Giovanna",  "Angelo",	 "Teresa",     "Vincenzo", "Lucia",
	"Pietro",    "Carmela",	 "Salvatore",  "Caterina", "Carlo",
	"Francesca", "Franco",	 "Antonietta", "Domenico", "Carla",
	"Bruno",     "Elena",	 "Paolo",      "Concetta", "Michele",
	"Rita",	     "Giorgio",	 "Margherita", "Aldo",	   "Franca",
	"Sergio",    "Paola",	 "Luciano",    "Désirée",  "Nicolò",
	"Chiara",    "José",	 "Noè",	       "Zoë",	   "Irène",
	"Gabriele",  "Ömer",	 "Łucja",
};
static const char *const seconds[] = { "", " Maria" };
static const char *const places[][3] = {
	{ "Roma", "H501", "RM" },     { "Milano", "F205", "MI" },
	{ "Napoli", "F839", "NA" },   { "Torino", "L219", "TO" },
	{ "Palermo", "G273", "PA" },  { "Genova", "D969", "GE" },
	{ "Bologna", "A944", "BO" },  { "Firenze", "D612", "FI" },
	{ "Bari", "A662", "BA" },     { "Catania", "C351", "CT" },
	{ "Verona", "L781", "VR" },   { "Venezia", "L736", "VE" },
	{ "Messina", "F158", "ME" },  { "Padova", "G224", "PD" },
	{ "Trieste", "L424", "TS" },  { "Brescia", "B157", "BS" },
	{ "Parma", "G337", "PR" },    { "Prato", "G999", "PO" },
	{ "Modena", "F257", "MO" },   { "Perugia", "G478", "PG" },
	{ "Cagliari", "B354", "CA" }, { "Ancona", "A271", "AN" },
	{ "Trento", "L378", "TN" },   { "Lecce", "E506", "LE" },
};

#define COUNT(array_) (sizeof(array_) / sizeof *(array_))

struct name {
	const char *text, *key, *address;
};

struct maker {
	struct arena *names_arena, *arena;
	struct store *store;
	struct sql *sql;
	struct error err;
	uint64_t random;
	int64_t products, made, certificate_bytes, to_issue;
	const char *folder;
	struct name surnames[SURNAMES], given[GIVEN_NAMES];
	int64_t client, other_client, authority;
	int64_t units[UNITS + 1], operators[OPERATORS + 1]; /* last: other's */
	int64_t persons, order_id, holder_id;
	struct session session;
	struct desk desk;
};

/* One order under way. */
struct order {
	int64_t order_id, client, unit, operator_id, created_at, holder;
	int64_t person;
	bool is_draft, is_new;
	const char *recognition;
	const struct name *surname, *given_name;
	struct person who;
	char tax_code[TAX_CODE_SIZE];
};

static void check(struct maker *maker, enum status rc)
{
	if (rc == OK)
		return;
	(void)fprintf(stderr, "make_store: %s\n",
		      maker->err.count ? maker->err.mistakes[0].text : "?");
	exit((int)rc);
}

/* splitmix64 (Steele, Lea, Flood 2014) */
static uint64_t mixed(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static uint64_t below(struct maker *maker, uint64_t n)
{
	return mixed(maker->random += UINT64_C(0x9e3779b97f4a7c15)) % n;
}

/* Small numbers are the frequent ones. */
static uint64_t skewed(struct maker *maker, uint64_t n)
{
	uint64_t a = below(maker, n), b = below(maker, n);

	return a < b ? a : b;
}

/* The first is one of ten. */
static uint64_t favoured(struct maker *maker, uint64_t n)
{
	return below(maker, 10) == 0 ? 0 : skewed(maker, n);
}

/* Runs a statement: `types` says what follows, i(nteger), t(ext), b(ytes
 * with size); returns what the first column of the first row holds. */
static int64_t run(struct maker *maker, const char *sql, const char *types, ...)
{
	OWN(sql_statement) struct sql_statement *st = NULL;
	int64_t ret = 0;
	va_list ap;
	bool row;

	check(maker, sql_prepare(maker->sql, sql, &st, &maker->err));
	va_start(ap, types);
	for (int n = 1; types[n - 1]; n++) {
		const void *bytes;

		switch (types[n - 1]) {
		case 'i':
			sql_bind_integer(st, n, va_arg(ap, int64_t));
			break;
		case 't':
			sql_bind_text(st, n, va_arg(ap, const char *));
			break;
		default:
			bytes = va_arg(ap, const void *);
			sql_bind_bytes(st, n, bytes, va_arg(ap, size_t));
		}
	}
	va_end(ap);
	check(maker, sql_step(st, &row, &maker->err));
	if (row) {
		ret = sql_integer(st, 0);
		check(maker, sql_execute(st, &maker->err));
	}
	return ret;
}

static struct name name_make(struct maker *maker, const char *text)
{
	struct arena *arena = maker->names_arena;
	struct name ret = { arena_text(arena, text), NULL, NULL };
	char *address;

	ret.key = unicode_search_key(arena, text);
	ret.address = address = arena_text(arena, ret.key);
	for (char *p = address; *p; p++)
		if (*p == ' ')
			*p = '.';
	return ret;
}

static void names_make(struct maker *maker)
{
	struct arena *arena = maker->names_arena;

	for (size_t i = 0; i < SURNAMES; i++)
		maker->surnames[i] = name_make(
		    maker, arena_printf(arena, "%s%s", stems[i % COUNT(stems)],
					endings[i / COUNT(stems)]));
	for (size_t i = 0; i < GIVEN_NAMES; i++)
		maker->given[i] = name_make(
		    maker, arena_printf(arena, "%s%s",
					given_names[i % COUNT(given_names)],
					seconds[i / COUNT(given_names)]));
}

static int64_t organization_make(struct maker *maker, const char *code)
{
	int64_t ret = run(maker,
			  "SELECT client_id FROM organizations"
			  " WHERE client_code = $1",
			  "t", code);

	if (ret)
		return ret;
	return run(maker,
		   "INSERT INTO organizations (client_code, name, created_at)"
		   " VALUES ($1, $1, $2) RETURNING client_id",
		   "ti", code, NOW - SPAN);
}

static int64_t unit_make(struct maker *maker, int64_t client, const char *code)
{
	int64_t ret = run(maker,
			  "SELECT unit_id FROM units WHERE client_id = $1"
			  " AND code = $2",
			  "it", client, code);

	if (ret)
		return ret;
	return run(maker,
		   "INSERT INTO units (client_id, code, name)"
		   " VALUES ($1, $2, $2) RETURNING unit_id",
		   "it", client, code);
}

static int64_t operator_make(struct maker *maker, int64_t client,
			     const char *login, int i)
{
	int64_t ret = run(maker,
			  "SELECT operator_id FROM operators WHERE login = $1",
			  "t", login);

	if (ret)
		return ret;
	return run(maker,
		   "INSERT INTO operators (client_id, login, surname,"
		   " given_name, created_at) VALUES ($1, $2, $3, $4, $5)"
		   " RETURNING operator_id",
		   "ittti", client, login, maker->surnames[i].text,
		   maker->given[i].text, NOW - SPAN);
}

static void people_make(struct maker *maker)
{
	char code[16];

	for (int i = 0; i <= UNITS; i++) {
		(void)snprintf(code, sizeof code, "U%02d", i);
		maker->units[i] = unit_make(
			maker, i == UNITS ? maker->other_client : maker->client,
			code);
	}
	for (int i = 0; i <= OPERATORS; i++) {
		(void)snprintf(code, sizeof code, "bench%02d", i);
		maker->operators[i] = operator_make(
			maker,
			i == OPERATORS ? maker->other_client : maker->client,
			code, i);
	}
}

/* A session that lasts, so that tools can be measured without signing in. */
static void token_make(struct maker *maker, int who, const char *profile,
		       const char *name)
{
	unsigned char hash[DIGEST_SIZE];
	char token[65];
	const char *path;
	int64_t now = instant_clock(), profile_id;

	for (int i = 0; i < 64; i++)
		token[i] = "0123456789abcdef"[below(maker, 16)];
	token[64] = '\0';
	check(maker, digest_sha256(token, 64, hash, &maker->err));
	profile_id = run(maker,
			 "INSERT INTO profiles (operator_id, unit_id, profile)"
			 " VALUES ($1, $2, $3) ON CONFLICT DO UPDATE SET"
		 " withdrawn_at = NULL RETURNING profile_id",
			 "iit", maker->operators[who], maker->units[0],
			 profile);
	(void)run(maker,
		  "INSERT INTO sessions (token_hash, kind, operator_id,"
		  " profile_id, label, created_at, used_at, idle_seconds,"
		  " expires_at) VALUES ($1, 'service', $2, $3, 'bench', $4,"
		  " $4, $5, $4 + $5) ON CONFLICT DO NOTHING",
		  "biiii", (const void *)hash, sizeof hash,
		  maker->operators[who], profile_id, now,
		  366 * DAY_SECONDS);
	path = arena_printf(maker->arena, "%s/%s", maker->folder, name);
	check(maker, file_write(path, token, 64, 0600, &maker->err));
}

/* Everything the program ships is enabled. */
static void catalog_make(struct maker *maker)
{
	check(maker, act_catalog_load(&maker->desk, &maker->err));
	check(maker, act_catalog_enable_all(&maker->desk, maker->client,
					    (1u << (RECOGNITION_SPID + 1)) - 1,
					    &maker->err));
}

static void desk_make(struct maker *maker)
{
	maker->client =
	    run(maker, "SELECT min(client_id) FROM organizations", "");
	if (!maker->client || maker->client == SQL_NULL)
		maker->client = organization_make(maker, "BENCH");
	maker->other_client = organization_make(maker, "OTHER");
	people_make(maker);
	maker->authority =
	    run(maker, "SELECT min(authority_id) FROM authorities", "");
	if (!maker->authority || maker->authority == SQL_NULL)
		maker->authority =
		    run(maker,
			"INSERT INTO authorities (name, role, key_kind,"
			" sealed_key, certificate, not_before, not_after,"
			" base_url, policy_arc, created_at, retired_at)"
			" VALUES ('BENCH', 'issuing', 'p256', x'00', x'00',"
			" $1, $2, 'http://localhost/', '1.3.6.1.4.1.32473',"
			" $1, $2)"
			" RETURNING authority_id",
			"ii", NOW - SPAN, NOW + SPAN);
	token_make(maker, 0, "master_rao", "token");
	token_make(maker, 1, "rao", "token-unit");
	maker->session.client_id = maker->client;
	maker->session.profile = PROFILE_MASTER_RAO;
	maker->session.unit_id = maker->units[0];
	maker->session.operator_id = maker->operators[0];
	maker->session.login = "bench00";
	maker->desk.now = NOW - SPAN;
	maker->desk.store = maker->store;
	maker->desk.session = &maker->session;
	maker->desk.arena = maker->arena;
	maker->desk.tool = "make_store";
	catalog_make(maker);
}

/* Person number i: day, place of birth and sex tell him from the others, or
 * the omocodia of his tax code does. */
static void person_make(struct maker *maker, int64_t i, struct order *ret)
{
	uint64_t saved = maker->random;
	const char *const *place;
	char original[TAX_CODE_SIZE];
	char *birth = arena_alloc(maker->arena, DATE_SIZE);

	ret->person = i;
	maker->random = mixed((uint64_t)i + 1) ^ UINT64_C(0x5eed);
	ret->surname = &maker->surnames[favoured(maker, SURNAMES)];
	ret->given_name = &maker->given[favoured(maker, GIVEN_NAMES)];
	place = places[(i / DAYS) % (int64_t)COUNT(places)];
	date_of(((i * 7919) % DAYS - 7300) * DAY_SECONDS, birth);
	ret->who = (struct person){
		.surname = ret->surname->text,
		.given_name = ret->given_name->text,
		.sex = (i / DAYS / (int64_t)COUNT(places)) % 2 ? SEX_F : SEX_M,
		.birth_date = birth,
		.birth_place = place[0],
		.birth_place_code = place[1],
		.province = place[2],
	};
	ret->who.email =
	    arena_printf(maker->arena, "%s.%s.%" PRId64 "@example.org",
			 ret->given_name->address, ret->surname->address, i);
	ret->who.mobile = arena_printf(maker->arena, "+393%09" PRId64,
				       (i * 7919 + 12345) % 1000000000);
	check(maker,
	      tax_code_compute(maker->arena, &ret->who, original, &maker->err));
	tax_code_variant(original,
			 (unsigned)(i / DAYS / 2 / (int64_t)COUNT(places)),
			 ret->tax_code);
	maker->random = saved;
}

static int64_t holder_make(struct maker *maker, const struct order *order)
{
	const struct person *who = &order->who;
	const char *identity =
	    arena_printf(maker->arena, "IT:%s", order->tax_code);
	int64_t ret = 0;

	if (!order->is_new)
		ret = run(maker,
			  "SELECT holder_id FROM holders WHERE client_id = $1"
			  " AND identity_key = $2",
			  "it", order->client, identity);
	if (ret)
		return ret;
	(void)run(maker,
		  "INSERT INTO holders (holder_id, client_id, iut, surname, "
		  "given_name,"
		  " sex, birth_date, birth_place, birth_place_code,"
		  " birth_country, citizenship, tax_code, province, country,"
		  " email, mobile, surname_key, given_name_key,"
		  " identity_key, created_at, updated_at) VALUES ($1, $2, $3,"
		  " $4, $5, $6, $7, $8, $9, 'IT', 'IT', $10, $11, 'IT', $12,"
		  " $13, $14, $15, $16, $17, $17)",
		  "iitttttttttttttti", ++maker->holder_id, order->client,
		  arena_printf(maker->arena, "2026%" PRId64 "%010" PRId64,
			       order->client, order->person),
		  who->surname, who->given_name, sex_words[who->sex].name,
		  who->birth_date, who->birth_place, who->birth_place_code,
		  order->tax_code, who->province, who->email, who->mobile,
		  order->surname->key, order->given_name->key, identity,
		  order->created_at);
	return maker->holder_id;
}

static void order_save(struct maker *maker, const struct order *order)
{
	const struct person *who = &order->who;
	uint64_t dice = below(maker, 100);

	(void)run(
	    maker,
	    "INSERT INTO orders (order_id, client_id, unit_id, created_by,"
	    " created_at, updated_at, submitted_at, external_code,"
	    " recognition, holder_id, surname, given_name, sex,"
	    " birth_date, birth_place, birth_place_code, birth_country,"
	    " citizenship, tax_code, street, street_number, postal_code,"
	    " city, province, country, email, email_alias, mobile,"
	    " document_type, document_country, document_number,"
	    " document_expiry_date, consent_privacy, consent_terms,"
	    " consented_at, language, surname_key, given_name_key) VALUES"
	    " ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13,"
	    " $14, $15, 'IT', 'IT', $16, 'Via del Glicine', '7', '00184',"
	    " $14, $17, 'IT', $18, $19, $20, 'identity_card', 'IT', $21,"
	    " '2031-01-01', 1, 1, $5, 'it', $22, $23)",
	    "iiiiiittitttttttttttttt", order->order_id, order->client,
	    order->unit, order->operator_id, order->created_at,
	    order->is_draft ? SQL_NULL : order->created_at,
	    dice < 60
		? arena_printf(maker->arena, "EXT-%08" PRId64, order->order_id)
		: NULL,
	    order->recognition, order->holder, who->surname, who->given_name,
	    sex_words[who->sex].name, who->birth_date, who->birth_place,
	    who->birth_place_code, order->tax_code, who->province, who->email,
	    dice % 50 == 0
		? arena_printf(maker->arena, "alias%" PRId64, order->person)
		: NULL,
	    who->mobile,
	    arena_printf(maker->arena, "CA%07" PRId64 "AA", order->person),
	    order->surname->key, order->given_name->key);
}

static void certificate_make(struct maker *maker, int64_t user_id,
			     const char *purpose, const char *serial,
			     int64_t from, int64_t to)
{
	unsigned char hash[DIGEST_SIZE] = { 0 };
	size_t size = (size_t)maker->certificate_bytes;
	unsigned char *bytes = arena_alloc(maker->arena, size);

	for (size_t i = 0; i < size; i++)
		bytes[i] = (unsigned char)(user_id >> (i % 8));
	memcpy(hash, &user_id, sizeof user_id);
	(void)run(maker,
		  "INSERT INTO certificates (serial, user_id, authority_id,"
		  " purpose, profile, profile_hash, tbs_hash, certificate,"
		  " not_before, not_after, reserved_at, issued_at) VALUES ($1,"
		  " $2, $3, $4, 'bench', x'00', $5, $6, $7, $8, $7, $7)",
		  "tiitbbii", serial, user_id, maker->authority, purpose,
		  (const void *)hash, sizeof hash, (const void *)bytes, size,
		  from, to);
}

static const char *serial_make(struct maker *maker)
{
	uint64_t high = below(maker, UINT64_MAX),
		 low = below(maker, UINT64_MAX);

	return arena_printf(maker->arena, "%016" PRIX64 "%016" PRIX64,
			    (high | (UINT64_C(1) << 62)) & INT64_MAX, low);
}

/* The step to `active`, with everything that an issue leaves behind. */
static void product_issue(struct maker *maker, const struct order *order,
			  int64_t user_id, const struct kind *kind, int64_t at,
			  int64_t until)
{
	bool is_device = !strcmp(kind->key_place, "device");
	const char *serial = serial_make(maker), *second = NULL;

	certificate_make(maker, user_id, "signature", serial, at, until);
	if (is_device) {
		second = serial_make(maker);
		certificate_make(maker, user_id, "authentication", second, at,
				 until);
	}
	(void)run(maker,
		  "UPDATE products SET status = 'active', status_at = $2,"
		  " recognised_by = $3, recognised_at = $2, issued_by = $4,"
		  " activated_at = $2, valid_until = $5, serial = $6,"
		  " device_serial = $7 WHERE user_id = $1",
		  "iiiiitt", user_id, at, order->operator_id, maker->operators[0],
		  until, serial,
		  is_device
		      ? arena_printf(maker->arena, "7420%012" PRId64, user_id)
		      : NULL);
	maker->desk.now = at;
	check(maker,
	      journal_append(&maker->desk, "product_issued", order->order_id,
			     user_id, NULL, &maker->err));
}

static void product_make(struct maker *maker, const struct order *order,
			 const struct goal *goal, const struct kind *kind)
{
	int64_t user_id = ++maker->made, at, until;
	bool has_ended = !strcmp(goal->status, "expired");

	(void)run(maker,
		  "INSERT INTO products (user_id, order_id, client_id, product,"
		  " status, status_at, recognition, unit_id, created_by,"
		  " created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
		  " $6)",
		  "iiittitii", user_id, order->order_id, order->client,
		  kind->code, order->is_draft ? "draft" : "to_identify",
		  order->created_at, order->recognition, order->unit,
		  order->operator_id);
	at = order->created_at + 600 +
	     (int64_t)below(maker, 5 * (uint64_t)DAY_SECONDS);
	until = has_ended ? at + (NOW - at) / 2
			  : instant_add_months(at, 36 + (int)below(maker, 9));
	for (size_t i = 0; goal->steps[i]; i++) {
		if (!strcmp(goal->steps[i], "active"))
			product_issue(maker, order, user_id, kind, at, until);
		else
			(void)run(maker,
				  "UPDATE products SET status = $2,"
				  " status_at = $3, recognised_by = $4,"
				  " recognised_at = $3 WHERE user_id = $1",
				  "itii", user_id, goal->steps[i], at,
				  order->operator_id);
	}
}

static const struct goal *goal_choose(struct maker *maker)
{
	unsigned dice = (unsigned)below(maker, 1000);
	const struct goal *ret = goals;

	if (maker->to_issue)
		return &goals[GOAL_TO_ISSUE];
	if (maker->made < SMALL)
		return &goals[maker->made % (int64_t)COUNT(goals)];
	while (dice >= ret->weight)
		dice -= ret++->weight;
	return ret;
}

static const struct kind *kind_choose(struct maker *maker)
{
	unsigned dice = (unsigned)below(maker, 1000);
	const struct kind *ret = kinds;

	if (maker->to_issue)
		return kinds;
	while (dice >= ret->weight)
		dice -= ret++->weight;
	return ret;
}

/* Mostly someone new, else someone who was here before. */
static void order_make(struct maker *maker)
{
	static const char *const ways[] = { "offline", "offline", "sign",
					    "video", "live" };
	const struct goal *goal = goal_choose(maker);
	const struct kind *kind = kind_choose(maker);
	struct order order = { .order_id = ++maker->order_id };
	bool is_other = below(maker, 50) == 0 && !maker->to_issue;
	uint64_t unit = skewed(maker, UNITS);

	order.is_new = maker->persons == 0 || maker->to_issue ||
		       below(maker, 100) < 88;
	person_make(maker,
		    order.is_new
			? maker->persons++
			: (int64_t)below(maker, (uint64_t)maker->persons),
		    &order);
	order.is_draft = !strcmp(goal->status, "draft");
	order.client = is_other ? maker->other_client : maker->client;
	order.unit = maker->units[is_other ? UNITS : unit];
	order.operator_id =
	    maker->operators[is_other ? OPERATORS : 2 * unit + below(maker, 2)];
	order.created_at = NOW - SPAN +
			   (int64_t)((double)SPAN * (double)maker->made /
				     (double)maker->products) +
			   (int64_t)below(maker, 3600);
	order.recognition =
	    !strcmp(kind->code, "REM-SPID")
		? "spid"
		: ways[below(maker,
			     strcmp(kind->code, "DEV-CNS") ? COUNT(ways) : 2)];
	order.holder = order.is_draft ? SQL_NULL : holder_make(maker, &order);
	order_save(maker, &order);
	product_make(maker, &order, goal, kind);
	if (below(maker, 20) == 0 && maker->made < maker->products)
		product_make(maker, &order, goal, kind);
	arena_reset(maker->arena);
}

static void products_make(struct maker *maker)
{
	while (maker->made < maker->products) {
		OWN(tx) struct tx *tx = NULL;
		int64_t until = maker->made + PRODUCTS_A_TX;

		if (until > maker->products)
			until = maker->products;
		check(maker, tx_begin(maker->store, &tx, &maker->err));
		while (maker->made < until)
			order_make(maker);
		check(maker, tx_commit(&tx, &maker->err));
		(void)fprintf(stderr, "\r%" PRId64 " products", maker->made);
	}
	(void)fprintf(stderr, "\n");
}

/* Goes on where the store ends; the persons then are new ones. */
static void counters_set(struct maker *maker)
{
	maker->order_id = run(maker, "SELECT coalesce(max(order_id), 0)"
				     " FROM orders", "");
	maker->holder_id = run(maker, "SELECT coalesce(max(holder_id), 0)"
				      " FROM holders", "");
	maker->made = run(maker, "SELECT coalesce(max(user_id), 0)"
				 " FROM products", "");
	maker->persons = maker->order_id;
	if (maker->to_issue)
		maker->products = maker->made + maker->to_issue;
	else if (maker->made)
		check(maker, error_set(&maker->err, CANTCREAT, "not_empty", NULL,
				       "the store \"%s\" has products already; "
				       "name another folder",
				       maker->folder));
}

static void store_fill(struct maker *maker)
{
	OWN(tx) struct tx *tx = NULL;
	const char *database = arena_printf(
	    maker->names_arena, "%s/" STORE_DATABASE, maker->folder);

	if (access(database, F_OK) == 0)
		check(maker, store_open(maker->folder, NULL, STORE_OPEN,
					&maker->store, &maker->err));
	else
		check(maker, store_create(maker->folder, NULL, true, NOW - SPAN,
					  &maker->store, &maker->err));
	maker->sql = store_sql(maker->store);
	check(maker, sql_run(maker->sql,
			     "PRAGMA synchronous = OFF;"
			     "PRAGMA cache_size = -2000000;"
			     "PRAGMA wal_autocheckpoint = 100000;",
			     &maker->err));
	counters_set(maker);
	check(maker, tx_begin(maker->store, &tx, &maker->err));
	desk_make(maker);
	check(maker, tx_commit(&tx, &maker->err));
	products_make(maker);
	check(maker, sql_run(maker->sql, "PRAGMA wal_checkpoint(TRUNCATE);",
			     &maker->err));
}

static error_t option(int key, char *arg, struct argp_state *state)
{
	struct maker *maker = state->input;

	switch (key) {
	case 'n':
		maker->products = atoll(arg);
		return 0;
	case 's':
		maker->random = strtoull(arg, NULL, 10);
		return 0;
	case 't':
		maker->to_issue = atoll(arg);
		return maker->to_issue < 1 ? EINVAL : 0;
	case 'c':
		maker->certificate_bytes = atoll(arg);
		return 0;
	case ARGP_KEY_ARG:
		maker->folder = arg;
		return 0;
	case ARGP_KEY_END:
		if (!maker->folder || maker->products < 1)
			argp_usage(state);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

int main(int argc, char *argv[])
{
	static const struct argp_option options[] = {
		{ "products", 'n', "N", 0, "this many products (1000000)", 0 },
		{ "seed", 's', "N", 0, "another seed gives other people", 0 },
		{ "to-issue", 't', "N", 0,
		  "add this many products that wait for being issued", 0 },
		{ "certificate-bytes", 'c', "N", 0,
		  "size of what stands for a certificate (900)", 0 },
		{ 0 }
	};
	static const struct argp argp = {
		options, option, "FOLDER", "Fill a store for measuring.",
		NULL,	 NULL,	 NULL
	};
	OWN(arena) struct arena *names = arena_new();
	OWN(arena) struct arena *arena = arena_new();
	struct maker maker = { .names_arena = names,
			       .arena = arena,
			       .products = 1000000,
			       .random = 1,
			       .certificate_bytes = 900 };

	error_reset(&maker.err);
	if (argp_parse(&argp, argc, argv, 0, NULL, &maker))
		return USAGE;
	names_make(&maker);
	store_fill(&maker);
	store_close(maker.store);
	return OK;
}
