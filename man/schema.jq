# schema - JSON Schemas (draft 2020-12) of the records
# usage: (each TOOL --describe) | jq -s -f man/schema.jq
# Answers an object: record name -> schema.

def value:
	if .type == "text" then { type: "string", minLength: 1 } +
		(if (.max // 0) > 0 then { maxLength: .max } else {} end)
	elif .type == "date" then { type: "string", format: "date" }
	elif .type == "instant" then { type: "string", format: "date-time" }
	elif .type == "integer" then { type: "integer" }
	elif .type == "boolean" then { type: "boolean" }
	elif .type == "word" then { enum: .values }
	elif .type == "id" then { type: "string",
		pattern: "^\(.prefix // "[A-Z]+")[0-9]+$" }
	elif .type == "texts" then { type: "array", items: { type: "string" } }
	elif .type == "records" then { type: "array",
		items: (if .record then { "$ref": "urn:ipp-tools:schema:\(.record)" }
			else { type: "object" } end) }
	elif .type == "json" then {}
	else error("field \(.name) has the unknown type \(.type)") end;

def property:
	value +
	(if .help then { description: .help } else {} end) +
	(if .secret then { writeOnly: true } else {} end) +
	(if .out and (.in | not) then { readOnly: true } else {} end);

[.[].records[]?] | group_by(.name) | map(
	if (map(tojson) | unique | length) > 1
	then error("two tools describe the record \(.[0].name) differently")
	else .[0] end) |
map({ key: .name, value: ({
	"$schema": "https://json-schema.org/draft/2020-12/schema",
	"$id": "urn:ipp-tools:schema:\(.name)",
	title: (.title // .name),
	type: "object",
	properties: (.fields | map({ key: .name, value: property }) | from_entries)
}) }) | from_entries
