/* form_words - the texts of papers, in Italian and English */
#include "form_words.h"

#include <ipp/model/evidence.h>
#include <ipp/model/message.h>
#include <ipp/model/words.h>

/* Texts by enum language. Laws: D.P.R. 445/2000, art. 76 (false statements);
 * AgID, Det. 147/2019 (the organization's duty to ask for revocation). */
static const char *const phrases[PHRASE_COUNT][2] = {
	[PHRASE_APPLICATION] = { "Richiesta di certificato di firma",
				 "Application for a signature certificate" },
	[PHRASE_REPORT] = { "Verbale di riconoscimento", "Recognition report" },
	[PHRASE_CONSENT] = { "Consenso dell'organizzazione",
			     "Consent of the organization" },
	[PHRASE_DRAFT] = { "BOZZA: questa richiesta non è ancora stata "
			   "inoltrata.",
			   "DRAFT: this request has not been submitted yet." },
	[PHRASE_DEMO] = { "MODULO DI PROVA: proviene da un archivio "
			  "dimostrativo e non ha alcun valore.",
			  "TRIAL FORM: it comes from a demonstration store and "
			  "has no value." },
	[PHRASE_ASKS] = { "La persona indicata sotto chiede a %s il rilascio "
			  "dei certificati di firma elettronica elencati in "
			  "questo modulo, intestati a suo nome.",
			  "The person named below asks %s for the electronic "
			  "signature certificates listed in this form, to be "
			  "issued in his or her name." },
	[PHRASE_REPORTS] = { "L'incaricato che firma dichiara di avere "
			     "identificato di persona, per conto di %s, il "
			     "titolare indicato sotto; di avere verificato che "
			     "il documento di riconoscimento esibito è "
			     "originale, valido e appartiene a chi lo ha "
			     "esibito; e che il titolare ha firmato in sua "
			     "presenza il modulo di richiesta.",
			     "The officer who signs declares to have "
			     "identified "
			     "in person, on behalf of %s, the holder named "
			     "below; to have verified that the identity "
			     "document shown is an original, valid, and "
			     "belongs to the person who showed it; and that "
			     "the holder signed the application form in his or "
			     "her presence." },
	[PHRASE_CONSENTS] = { "L'organizzazione indicata sotto acconsente, nei "
			      "confronti di %s, a che il proprio nome e la "
			      "qualifica del titolare siano scritti nei "
			      "certificati di firma che gli sono rilasciati.",
			      "The organization named below consents, towards "
			      "%s, that its name and the holder's role be "
			      "written in the signature certificates issued to "
			      "him or her." },
	[PHRASE_RECOGNITION] = { "Riconoscimento", "Recognition" },
	[PHRASE_METHOD] = { "Modalità", "Method" },
	[PHRASE_HOLDER] = { "Titolare", "Holder" },
	[PHRASE_RESIDENCE] = { "Residenza", "Residence" },
	[PHRASE_DOCUMENT] = { "Documento di riconoscimento",
			      "Identity document" },
	[PHRASE_CONTACTS] = { "Recapiti", "Contacts" },
	[PHRASE_PRODUCT] = { "Prodotti richiesti", "Products asked for" },
	[PHRASE_CONFIGURATION] = { "Organizzazione e limiti d'uso",
				   "Organization and limits of use" },
	[PHRASE_CONSENT_SECTION] = { "Consensi", "Consents" },
	[PHRASE_MESSAGE] = { "Messaggio al titolare", "Message to the holder" },
	[PHRASE_SUMMARY] = { "Dichiarazione e firma",
			     "Declaration and signature" },
	[PHRASE_ORDER] = { "Ordine", "Order" },
	[PHRASE_USER] = { "Codice utente", "User code" },
	[PHRASE_TYPE] = { "Prodotto", "Product" },
	[PHRASE_VALIDITY] = { "Validità", "Validity" },
	[PHRASE_MONTHS] = { "%s mesi", "%s months" },
	[PHRASE_MINUTES] = { "%s minuti", "%s minutes" },
	[PHRASE_LIMIT] = { "Limite d'uso", "Limit of use" },
	[PHRASE_PRIVACY] = { "Ho letto l'informativa sul trattamento dei dati "
			     "personali, versione %s.",
			     "I have read the privacy policy, version %s." },
	[PHRASE_PRIVACY_NONE] = { "Ho letto l'informativa sul trattamento dei "
				  "dati personali.",
				  "I have read the privacy policy." },
	[PHRASE_TERMS] = { "Accetto i termini e le condizioni del servizio.",
			   "I accept the terms and conditions of the "
			   "service." },
	[PHRASE_MARKETING] = { "Acconsento a ricevere comunicazioni "
			       "commerciali.",
			       "I agree to receive advertising." },
	[PHRASE_YES] = { "Sì", "Yes" },
	[PHRASE_NO] = { "No", "No" },
	[PHRASE_CONSENTED_AT] = { "Consensi espressi il %s (UTC).",
				  "Consents given on %s (UTC)." },
	[PHRASE_DECLARES] = { "Dichiaro, consapevole delle sanzioni previste "
			      "dall'art. 76 del D.P.R. 445/2000 per le "
			      "dichiarazioni mendaci, che i dati riportati in "
			      "questo modulo sono veri e completi, e mi "
			      "impegno a comunicarne ogni variazione.",
			      "I declare, knowing the penalties for false "
			      "statements (Italian D.P.R. 445/2000, art. 76), "
			      "that the data in this form are true and "
			      "complete, and I undertake to report any "
			      "change." },
	[PHRASE_DUTY] = { "L'organizzazione si impegna a chiedere senza "
			  "indugio la revoca dei certificati quando la "
			  "qualifica o il rapporto con il titolare vengono "
			  "meno o i dati che la riguardano cambiano.",
			  "The organization undertakes to ask without delay "
			  "for revocation of the certificates when the role or "
			  "the relation with the holder ends or the data about "
			  "it change." },
	[PHRASE_PLACE_DATE] = { "Luogo e data", "Place and date" },
	[PHRASE_HOLDER_SIGNS] = { "Firma del titolare",
				  "Signature of the holder" },
	[PHRASE_OFFICER] = { "Cognome e nome dell'incaricato",
			     "Name of the officer" },
	[PHRASE_RECOGNISED_ON] = { "Data del riconoscimento",
				   "Day of the recognition" },
	[PHRASE_OFFICER_SIGNS] = { "Firma dell'incaricato",
				   "Signature of the officer" },
	[PHRASE_PAPERS] = { "Documenti esaminati", "Papers seen" },
	[PHRASE_NOTE] = { "Annotazioni", "Remarks" },
	[PHRASE_SIGNED_BY] = { "Firmato digitalmente da %s con il certificato "
			       "indicato sotto.",
			       "Signed digitally by %s with the certificate "
			       "named below." },
	[PHRASE_SIGNATORY] = { "Cognome e nome di chi firma",
			       "Name of the signatory" },
	[PHRASE_SIGNATORY_ROLE] = { "In qualità di", "In the capacity of" },
	[PHRASE_ORGANIZATION_SIGNS] = { "Firma per l'organizzazione",
					"Signature for the organization" },
	[PHRASE_ATTACHED] = { "I dati di questo modulo sono allegati al PDF "
			      "nel file record.json.",
			      "The data of this form are attached to the PDF "
			      "as "
			      "record.json." },
};

const char *phrase(enum phrase which, int64_t language)
{
	return phrases[which][language];
}

const struct form_row holder_rows[] = {
	{ "surname", { "Cognome", "Surname" } },
	{ "given_name", { "Nome", "Given name" } },
	{ "tax_code", { "Codice fiscale", "Italian tax code" } },
	{ "legal_id_type", { "Tipo di identificativo", "Kind of identifier" } },
	{ "legal_id_country",
	  { "Paese dell'identificativo", "Country of the identifier" } },
	{ "legal_id_number", { "Identificativo", "Identifier" } },
	{ 0 }
};

const struct form_row birth_rows[] = {
	{ "sex", { "Sesso", "Sex" } },
	{ "birth_date", { "Data di nascita", "Date of birth" } },
	{ "birth_place", { "Luogo di nascita", "Place of birth" } },
	{ "birth_country", { "Paese di nascita", "Country of birth" } },
	{ "citizenship", { "Cittadinanza", "Citizenship" } },
	{ 0 }
};

const struct form_row residence_rows[] = {
	{ "street", { "Via o piazza", "Street" } },
	{ "street_number", { "Numero civico", "Number" } },
	{ "postal_code", { "CAP", "Postal code" } },
	{ "city", { "Comune", "Town" } },
	{ "province", { "Provincia", "Province" } },
	{ "country", { "Paese", "Country" } },
	{ 0 }
};

const struct form_row document_rows[] = {
	{ "document_type", { "Tipo", "Kind" } },
	{ "document_country", { "Paese", "Country" } },
	{ "document_number", { "Numero", "Number" } },
	{ "document_issuer", { "Rilasciato da", "Issued by" } },
	{ "document_issue_date", { "Data di rilascio", "Date of issue" } },
	{ "document_expiry_date", { "Data di scadenza", "Date of expiry" } },
	{ 0 }
};

const struct form_row contact_rows[] = {
	{ "email", { "E-mail", "E-mail" } },
	{ "email_alias", { "Nome dell'identità", "Name of the identity" } },
	{ "mobile", { "Cellulare", "Mobile phone" } },
	{ 0 }
};

const struct form_row role_rows[] = {
	{ "organization_name", { "Organizzazione", "Organization" } },
	{ "organization_identifier",
	  { "Identificativo dell'organizzazione",
	    "Identifier of the organization" } },
	{ "title", { "Qualifica", "Role" } },
	{ "istat_code", { "Codice ISTAT", "ISTAT code" } },
	{ 0 }
};

#define LABELS_MAX (STATUS_CANCELLED + 1) /* of the largest set */

/* The closed sets where a form does not call them as the model does. */
static const struct {
	const struct word *words;
	int64_t language;
	const char *labels[LABELS_MAX]; /* NULL: as the model says */
} labels[] = {
	{ sex_words, LANGUAGE_IT, { "Femmina", "Maschio" } },
	{ document_type_words,
	  LANGUAGE_IT,
	  { "Carta d'identità", "Passaporto" } },
	{ legal_id_type_words,
	  LANGUAGE_IT,
	  { "Codice fiscale estero", "Numero personale nazionale",
	    "Numero di carta d'identità", "Numero di passaporto" } },
	{ evidence_kind_words,
	  LANGUAGE_IT,
	  { "Modulo di richiesta", "Verbale di riconoscimento",
	    "Documento di riconoscimento, fronte",
	    "Documento di riconoscimento, retro", "Documento di riconoscimento",
	    "Consenso dell'organizzazione", "Verifica", "Dichiarazione",
	    "Richiesta sullo stato", "Contratto recesso" } },
	{ evidence_verdict_words,
	  LANGUAGE_IT,
	  { "superata", "non superata", "rinviata" } },
	{ message_state_words,
	  LANGUAGE_IT,
	  { "in attesa", "inviato", "non consegnato", "annullato" } },
	{ product_status_words,
	  LANGUAGE_IT,
	  { "Bozza", "Da identificare", "In attesa di firma", "Da verificare",
	    "Da emettere", "In emissione", "Attivo", "Sospeso", "Revocato",
	    "Scaduto", "Annullato" } },
	{ recognition_words,
	  LANGUAGE_EN,
	  { "In person (Offline)", "In person (Live ID)",
	    "At a distance with a video operator (Video ID)",
	    "With a digital signature held already (Sign ID)", "With SPID" } },
	{ recognition_words,
	  LANGUAGE_IT,
	  { "Di persona (Offline)", "Di persona (Live ID)",
	    "A distanza con operatore video (Video ID)",
	    "Con firma digitale già posseduta (Sign ID)", "Con SPID" } },
};

const char *word_label(const struct word *words, int64_t value,
		       int64_t language)
{
	if (value == ABSENT)
		return NULL;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (labels[i].language == language &&
		    labels[i].words == words && labels[i].labels[value])
			return labels[i].labels[value];
	return words[value].label;
}
