/* person - invented people, each told from the others */
#include "maker.h"

#include <inttypes.h>

#include <ipp/base/memory.h>
#include <ipp/base/time.h>
#include <ipp/port/unicode.h>

#define DAYS 20000 /* of birth, from 1950 on */

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

void names_make(struct maker *maker)
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

void person_make(struct maker *maker, int64_t i, struct order *ret)
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
