/* dossier_page - a dossier as people read it, in Italian or English */
#include "dossier_page.h"

#include <inttypes.h>
#include <string.h>

#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/model/detail.h>
#include <ipp/model/evidence.h>
#include <ipp/model/message.h>
#include <ipp/model/words.h>
#include <ipp/port/json.h>
#include <ipp/port/pdf_page.h>
#include <ipp/store/desk.h>
#include <ipp/store/store.h>

#include "form_words.h"

/* What a page says, by enum language. */
typedef const char *const both[2];

static both title = { "Fascicolo del prodotto", "Dossier of product" };
static both demo = { "PROVA: proviene da un archivio dimostrativo e non ha "
		     "alcun valore.",
		     "TRIAL: it comes from a demonstration store and has no "
		     "value." };
static both proof = {
	"Ogni file del fascicolo è elencato in SHA256SUMS, che l'autorità di "
	"certificazione ha firmato (SHA256SUMS.p7s).",
	"Every file of the dossier is listed in SHA256SUMS, which the "
	"certification authority signed (SHA256SUMS.p7s)."
};
static both certificates = { "Che cosa è stato firmato", "What was signed" };
static both evidence = { "Con quali prove", "By which evidence" };
static both delivery = { "Che cosa è stato consegnato", "What was delivered" };
static both told = { "Chi è stato avvisato", "Who was told" };
static both happened = { "Che cosa è accaduto", "What happened" };
static both nothing = { "Niente.", "Nothing." };

struct section {
	both title;
	const struct form_row *rows;
};

static const struct section sections[] = {
	{ { "Il prodotto", "The product" },
	  (const struct form_row[]){
	      { "order_id", { "Ordine", "Order" } },
	      { "user_id", { "Prodotto", "Product" } },
	      { "product", { "Tipo", "Type" } },
	      { "external_code", { "Codice del cliente", "Customer's key" } },
	      { "status", { "Stato", "Status" } },
	      { "status_at", { "Dal", "Since" } },
	      { "reason", { "Motivo", "Reason" } },
	      { "valid_until", { "Valido fino al", "Valid until" } },
	      { "renews", { "Rinnova", "Renews" } },
	      { "renewed_by", { "Rinnovato da", "Renewed by" } },
	      { NULL, { NULL, NULL } } } },
	{ { "Chi l'ha chiesto", "Who asked" },
	  (const struct form_row[]){
	      { "created_by_login", { "Operatore", "Operator" } },
	      { "unit", { "Unità", "Unit" } },
	      { "created_at", { "Richiesto il", "Asked for" } },
	      { "submitted_at", { "Inoltrato il", "Submitted" } },
	      { "organization_name", { "Organizzazione", "Organization" } },
	      { "title", { "Qualifica", "Role" } },
	      { "consent_privacy",
		{ "Informativa letta", "Privacy policy read" } },
	      { "privacy_version",
		{ "Versione dell'informativa", "Version of the policy" } },
	      { "consent_terms",
		{ "Condizioni accettate", "Terms accepted" } },
	      { "consent_marketing",
		{ "Pubblicità accettata", "Advertising agreed to" } },
	      { NULL, { NULL, NULL } } } },
	{ { "Titolare", "Holder" },
	  (const struct form_row[]){
	      { "holder_id", { "Scheda anagrafica", "Registry entry" } },
	      { "iut", { "IUT", "IUT" } },
	      { "surname", { "Cognome", "Family name" } },
	      { "given_name", { "Nome", "Given names" } },
	      { "sex", { "Sesso", "Sex" } },
	      { "birth_date", { "Nascita", "Born" } },
	      { "birth_place", { "Luogo di nascita", "Place of birth" } },
	      { "birth_country", { "Paese di nascita", "Country of birth" } },
	      { "tax_code", { "Codice fiscale", "Tax code" } },
	      { "document_type", { "Documento", "Document" } },
	      { "document_number", { "Numero", "Number" } },
	      { "document_issuer", { "Rilasciato da", "Issued by" } },
	      { "document_expiry_date", { "Scadenza", "Expiry" } },
	      { "email", { "E-mail", "E-mail" } },
	      { "mobile", { "Cellulare", "Mobile" } },
	      { NULL, { NULL, NULL } } } },
	{ { "Come è stato identificato, chi ha approvato",
	    "How he was identified, who approved" },
	  (const struct form_row[]){
	      { "recognition", { "Modalità", "Method" } },
	      { "handed_in_by_login",
		{ "Documenti consegnati da", "Papers handed in by" } },
	      { "recognised_by_login", { "Identificato da", "Recognised by" } },
	      { "reviewed_by_login", { "Verificato da", "Reviewed by" } },
	      { "issued_by_login", { "Emesso da", "Issued by" } },
	      { "activated_at", { "Emesso il", "Issued" } },
	      { NULL, { NULL, NULL } } } },
};

/* Words of the journal that people read often; the others stand as they are. */
static const struct {
	const char *event;
	both words;
} events[] = {
	{ "request_created", { "Richiesta creata", "Request made" } },
	{ "request_changed", { "Richiesta modificata", "Request changed" } },
	{ "request_imported", { "Richiesta importata", "Request imported" } },
	{ "request_submitted", { "Richiesta inoltrata", "Request submitted" } },
	{ "request_cancelled", { "Richiesta annullata", "Request cancelled" } },
	{ "product_cancelled", { "Prodotto annullato", "Product cancelled" } },
	{ "recognition_recorded",
	  { "Riconoscimento registrato", "Recognition recorded" } },
	{ "holder_verified",
	  { "Dati del titolare verificati", "Holder's data verified" } },
	{ "recognition_refused",
	  { "Riconoscimento respinto", "Recognition refused" } },
	{ "certificate_reserved",
	  { "Numero di serie riservato", "Serial number reserved" } },
	{ "certificate_issued", { "Certificato emesso", "Certificate issued" } },
	{ "product_revoked", { "Certificato revocato", "Certificate revoked" } },
	{ "product_suspended", { "Certificato sospeso", "Certificate suspended" } },
	{ "product_reinstated",
	  { "Certificato riattivato", "Certificate reinstated" } },
	{ "expiry_told",
	  { "Avviso di scadenza al titolare", "Holder told of the end" } },
	{ "renewal_requested", { "Rinnovo richiesto", "Renewal asked for" } },
	{ "envelope_sealed", { "Busta sigillata", "Envelope sealed" } },
	{ "message_sent", { "Messaggio inviato", "Message sent" } },
	{ "message_failed",
	  { "Messaggio non consegnato", "Message not delivered" } },
	{ "dossier_written", { "Fascicolo scritto", "Dossier written" } },
};

static const char *say(const struct dossier_page *page, const both words)
{
	return words[page->language];
}

static const char *instant(const struct dossier_page *page, int64_t at)
{
	char text[INSTANT_SIZE];

	if (at == ABSENT)
		return "";
	instant_format(at, text);
	return arena_text(page->desk->arena, text);
}

static const char *value_of(const struct dossier_page *page,
			    const struct field *field)
{
	static both yes = { "sì", "yes" }, no = { "no", "no" };
	int64_t number;

	if (field_is_absent(field, page->detail))
		return NULL;
	if (field->type == FIELD_WORD || field->type == FIELD_BOOLEAN) {
		memcpy(&number, (const char *)page->detail + field->offset,
		       sizeof number);
		return field->type == FIELD_WORD
			   ? word_label(field->words, number, page->language)
			   : say(page, number ? yes : no);
	}
	return field_format(field, page->detail, page->desk->arena);
}

static void section_print(const struct dossier_page *page,
			  const struct section *section,
			  struct pdf_page_writer *writer)
{
	pdf_page_heading(writer, 2, say(page, section->title));
	for (const struct form_row *row = section->rows; row->member; row++) {
		const struct field *field =
		    record_field(&detail_record, row->member);
		const char *value = field ? value_of(page, field) : NULL;

		if (value)
			pdf_page_row(writer, row->labels[page->language],
				     value);
	}
}

static void list_begin(const struct dossier_page *page,
		       struct pdf_page_writer *writer, const both heading,
		       const struct records *list)
{
	pdf_page_heading(writer, 2, say(page, heading));
	if (list->count == 0)
		pdf_page_paragraph(writer, say(page, nothing));
}

static void certificates_print(const struct dossier_page *page,
			       struct pdf_page_writer *writer)
{
	static both serial = { "Numero di serie", "Serial number" };
	static both subject = { "Intestato a", "Subject" };
	static both issuer = { "Emesso da", "Issuer" };
	static both valid = { "Validità", "Validity" };
	const struct issued *items = page->detail->certificates.items;

	list_begin(page, writer, certificates, &page->detail->certificates);
	for (size_t i = 0; i < page->detail->certificates.count; i++) {
		pdf_page_row(writer, say(page, serial), items[i].serial);
		if (items[i].subject)
			pdf_page_row(writer, say(page, subject),
				     items[i].subject);
		if (items[i].issuer)
			pdf_page_row(writer, say(page, issuer),
				     items[i].issuer);
		pdf_page_row(
		    writer, say(page, valid),
		    arena_printf(page->desk->arena, "%s - %s",
				 instant(page, items[i].not_before),
				 instant(page, items[i].not_after)));
		if (items[i].fingerprint)
			pdf_page_row(writer, "SHA-256", items[i].fingerprint);
	}
}

static const char *file_of(const struct dossier_page *page, const char *sha256)
{
	for (size_t i = 0; sha256 && i < page->count; i++)
		if (!strcmp(page->files[i].sha256, sha256))
			return page->files[i].path;
	return NULL;
}

/* What a check is called and came to. */
static const char *check_text(const struct dossier_page *page,
			      const struct evidence *it)
{
	const char *name = json_as_text(json_member(it->detail, "check"));
	const char *said = json_as_text(json_member(it->detail, "finding"));

	return arena_printf(page->desk->arena, "%s%s%s%s%s", name ? name : "",
			    it->verdict == ABSENT ? "" : ": ",
			    it->verdict == ABSENT
				? ""
				: word_label(evidence_verdict_words,
					     it->verdict, page->language),
			    said ? ", " : "", said ? said : "");
}

static void evidence_print(const struct dossier_page *page,
			   struct pdf_page_writer *writer)
{
	const struct evidence *items = page->detail->evidence.items;

	list_begin(page, writer, evidence, &page->detail->evidence);
	for (size_t i = 0; i < page->detail->evidence.count; i++) {
		const struct evidence *it = &items[i];
		const char *path = file_of(page, it->sha256);

		pdf_page_row(
		    writer,
		    word_label(evidence_kind_words, it->kind, page->language),
		    arena_printf(page->desk->arena, "%s  %s",
				 instant(page, it->at),
				 path ? path : check_text(page, it)));
		if (path)
			pdf_page_row(writer, "SHA-256", it->sha256);
	}
}

static void envelopes_print(const struct dossier_page *page,
			    struct pdf_page_writer *writer)
{
	static both sealed = { "Busta sigillata", "Envelope sealed" };
	static both ended = { "sostituita il", "replaced on" };
	const struct sealed *items = page->detail->envelopes.items;

	list_begin(page, writer, delivery, &page->detail->envelopes);
	for (size_t i = 0; i < page->detail->envelopes.count; i++)
		pdf_page_row(
		    writer, say(page, sealed),
		    arena_printf(page->desk->arena, "%s  %s  %s%s%s%s",
				 instant(page, items[i].sealed_at),
				 items[i].format, items[i].sealed_by,
				 items[i].void_at == ABSENT ? "" : "  ",
				 items[i].void_at == ABSENT ? ""
							    : say(page, ended),
				 items[i].void_at == ABSENT
				     ? ""
				     : arena_printf(
					   page->desk->arena, " %s",
					   instant(page, items[i].void_at))));
}

static void messages_print(const struct dossier_page *page,
			   struct pdf_page_writer *writer)
{
	const struct message *items = page->detail->messages.items;

	list_begin(page, writer, told, &page->detail->messages);
	for (size_t i = 0; i < page->detail->messages.count; i++)
		pdf_page_row(
		    writer, items[i].recipient,
		    arena_printf(page->desk->arena, "%s  %s  %s",
				 instant(page, items[i].sent_at == ABSENT
						   ? items[i].created_at
						   : items[i].sent_at),
				 items[i].template,
				 word_label(message_state_words,
					    items[i].state, page->language)));
}

static const char *event_text(const struct dossier_page *page,
			      const char *event)
{
	for (size_t i = 0; i < sizeof events / sizeof *events; i++)
		if (!strcmp(events[i].event, event))
			return say(page, events[i].words);
	return event;
}

static void events_print(const struct dossier_page *page,
			 struct pdf_page_writer *writer)
{
	const struct event *items = page->detail->events.items;

	list_begin(page, writer, happened, &page->detail->events);
	for (size_t i = 0; i < page->detail->events.count; i++)
		pdf_page_row(
		    writer, instant(page, items[i].at),
		    arena_printf(page->desk->arena, "%s%s%s  (%" PRId64 ")",
				 event_text(page, items[i].event),
				 items[i].operator_login ? ", " : "",
				 items[i].operator_login
				     ? items[i].operator_login
				     : "",
				 items[i].entry_id));
}

enum status dossier_page_print(const struct dossier_page *page,
			       unsigned char **ret, size_t *size,
			       struct error *err)
{
	struct arena *arena = page->desk->arena;
	const char *name = id_text(arena, "USR", page->detail->user_id);
	const struct pdf_page_about about = {
		.title = arena_printf(arena, "%s %s", say(page, title), name),
		.language = language_words[page->language].name,
		.reference = name,
		.created = page->desk->now,
	};
	OWN(pdf_page_writer) struct pdf_page_writer *writer =
	    pdf_page_begin(&about);

	pdf_page_heading(writer, 1, about.title);
	if (store_is_demo(page->desk->store))
		pdf_page_paragraph(writer, say(page, demo));
	pdf_page_small(writer, say(page, proof));
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		section_print(page, &sections[i], writer);
	evidence_print(page, writer);
	certificates_print(page, writer);
	envelopes_print(page, writer);
	messages_print(page, writer);
	events_print(page, writer);
	return pdf_page_finish(writer, arena, ret, size, err);
}
