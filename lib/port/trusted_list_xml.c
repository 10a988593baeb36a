/* trusted_list_xml - the XML of trusted lists, by libxml2 */
#include "trusted_list.h"

#include <limits.h>
#include <string.h>

#include <libxml/parser.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/base64.h>

#include <ipp/base/limits.h>
#include <ipp/base/memory.h>
#include <ipp/base/text.h>
#include <ipp/base/time.h>
#include <ipp/port/certificate_bundle.h>
#include <ipp/port/json.h>

#define NAME_MAX_BYTES 400

/* Ends the reading before any entity can be declared. */
static void doctype_met(void *context, const xmlChar *name,
			const xmlChar *external, const xmlChar *system)
{
	xmlParserCtxt *parser = context;

	(void)name;
	(void)external;
	(void)system;
	*(bool *)parser->_private = true;
	xmlStopParser(parser);
}

enum list_refusal list_parse(const void *bytes, size_t size, xmlDoc **ret)
{
	xmlParserCtxt *parser;
	bool doctype = false, whole;
	xmlDoc *doc;

	/* the library would take a NUL for the end */
	if (size == 0 || size > INT_MAX || memchr(bytes, '\0', size))
		return LIST_BROKEN;
	parser = xmlNewParserCtxt();
	if (!parser)
		memory_exhausted();
	parser->_private = &doctype;
	parser->sax->internalSubset = doctype_met;
	parser->sax->externalSubset = doctype_met;
	doc = xmlCtxtReadMemory(parser, bytes, (int)size, NULL, NULL,
				XML_PARSE_NONET | XML_PARSE_NOERROR |
				    XML_PARSE_NOWARNING);
	whole = doc && parser->wellFormed && !doc->intSubset &&
		!doc->extSubset && xmlDocGetRootElement(doc);
	xmlFreeParserCtxt(parser);
	if (doctype || !whole) {
		xmlFreeDoc(doc);
		return doctype ? LIST_DOCTYPE : LIST_BROKEN;
	}
	*ret = doc;
	return LIST_FINE;
}

bool list_is(const xmlNode *node, const char *ns, const char *name)
{
	return node && node->type == XML_ELEMENT_NODE && node->ns &&
	       !strcmp((const char *)node->name, name) &&
	       !strcmp((const char *)node->ns->href, ns);
}

static xmlNode *first_of(xmlNode *node, const char *ns, const char *name)
{
	while (node && !list_is(node, ns, name))
		node = node->next;
	return node;
}

xmlNode *list_child(const xmlNode *node, const char *ns, const char *name)
{
	return node ? first_of(node->children, ns, name) : NULL;
}

xmlNode *list_next(const xmlNode *node, const char *ns, const char *name)
{
	return first_of(node->next, ns, name);
}

xmlNode *list_walk(const xmlNode *root, const xmlNode *node)
{
	xmlNode *it;

	for (it = node->children; it; it = it->next)
		if (it->type == XML_ELEMENT_NODE)
			return it;
	for (; node && node != root; node = node->parent)
		for (it = node->next; it; it = it->next)
			if (it->type == XML_ELEMENT_NODE)
				return it;
	return NULL;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Blanks around go, each run inside becomes one; NULL for other control
 * characters. */
static char *text_clean(struct arena *arena, const char *text, size_t n)
{
	char *ret = arena_alloc(arena, n + 1), *to = ret;

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (is_blank((char)c)) {
			if (to > ret && to[-1] != ' ')
				*to++ = ' ';
		} else if (c < ' ' || c == 0x7f) {
			return NULL;
		} else {
			*to++ = (char)c;
		}
	}
	if (to > ret && to[-1] == ' ')
		to--;
	*to = '\0';
	return to > ret ? ret : NULL;
}

const char *list_text(struct arena *arena, const xmlNode *node, size_t max)
{
	const char *ret = NULL;
	xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
	size_t n = content ? strlen((char *)content) : 0;

	if (n > 0 && n <= max)
		ret = text_clean(arena, (char *)content, n);
	xmlFree(content);
	return ret;
}

const char *list_child_text(struct arena *arena, const xmlNode *node,
			    const char *ns, const char *name)
{
	return list_text(arena, list_child(node, ns, name), LIMIT_TEXT_BYTES);
}

const char *list_attribute(struct arena *arena, const xmlNode *node,
			   const char *name)
{
	xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
	size_t n = value ? strlen((char *)value) : 0;
	const char *ret = NULL;

	if (n > 0 && n <= LIMIT_TEXT_BYTES)
		ret = text_clean(arena, (char *)value, n);
	xmlFree(value);
	return ret;
}

/* At a character of UTF-8. */
static const char *text_cut(struct arena *arena, const char *text)
{
	size_t n = strlen(text);

	if (n <= NAME_MAX_BYTES)
		return text;
	for (n = NAME_MAX_BYTES; n > 0 && (text[n] & 0xc0) == 0x80;)
		n--;
	return arena_text_n(arena, text, n);
}

const char *list_name(struct arena *arena, const xmlNode *names)
{
	const xmlNode *it = list_child(names, TSL_NS, "Name"), *best = it;
	const char *ret;

	for (; it; it = list_next(it, TSL_NS, "Name")) {
		xmlChar *language =
		    xmlGetNsProp(it, (const xmlChar *)"lang",
				 XML_XML_NAMESPACE);
		bool english = language &&
			       !strcmp((const char *)language, "en");

		xmlFree(language);
		if (english) {
			best = it;
			break;
		}
	}
	ret = list_text(arena, best, LIMIT_TEXT_BYTES);
	return ret ? text_cut(arena, ret) : NULL;
}

/* xsd:dateTime; fractions of a second are dropped. */
bool list_instant(const char *text, int64_t *ret)
{
	char whole[40];
	const char *rest;
	size_t n;

	if (!text || strlen(text) < 19 || strlen(text) >= sizeof whole)
		return false;
	memcpy(whole, text, 19);
	rest = text + 19;
	if (*rest == '.') {
		n = strspn(++rest, "0123456789");
		if (n == 0)
			return false;
		rest += n;
	}
	strcpy(whole + 19, *rest ? rest : "Z");
	return instant_parse(whole, ret);
}

static void hex_set(struct arena *arena, struct json *object, const char *name,
		    const void *bytes, size_t n)
{
	char *hex = arena_alloc(arena, 2 * n + 1);

	hex_encode(bytes, n, hex);
	json_set_text(object, name, hex);
}

static struct json *certificate_write(struct arena *arena,
				      const xmlNode *node)
{
	xmlChar *text = xmlNodeGetContent(node);
	size_t room = text ? strlen((char *)text) : 0;
	unsigned char *der = arena_alloc(arena, room + 1);
	xmlSecSize n = 0;
	bool decoded = room && room < 2 * LIMIT_CERTIFICATE_BYTES &&
		       xmlSecBase64Decode_ex(text, der, (xmlSecSize)room,
					     &n) >= 0;
	struct trust_certificate it;
	struct json *ret;
	struct error err;

	xmlFree(text);
	error_reset(&err);
	if (!decoded || n == 0 ||
	    trust_certificate_make(arena, (struct octets){ der, n }, &it,
				   &err) != OK)
		return NULL;
	ret = json_object_new();
	hex_set(arena, ret, "der", der, n);
	hex_set(arena, ret, "name", it.name_sha256, sizeof it.name_sha256);
	hex_set(arena, ret, "key", it.key_id.bytes, it.key_id.size);
	return ret;
}

struct json *list_certificates(struct arena *arena, const xmlNode *identity,
			       size_t max)
{
	const xmlNode *id = list_child(identity, TSL_NS, "DigitalId");
	struct json *ret = json_array_new();

	for (; id; id = list_next(id, TSL_NS, "DigitalId")) {
		const xmlNode *node =
		    list_child(id, TSL_NS, "X509Certificate");
		struct json *it = node && json_count(ret) < max
				      ? certificate_write(arena, node)
				      : NULL;

		if (it)
			json_append(ret, it);
	}
	return ret;
}
