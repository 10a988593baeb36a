# text - words of ours as mdoc, shared by mdoc.jq and records.jq

# A text line: nothing in it is taken for a request or an escape.
def line:
	gsub("\\\\"; "\\e") | gsub("--"; "\\-\\-") |
	gsub("(?<a>^|[^A-Za-z0-9_])-(?<b>[A-Za-z])(?![A-Za-z])"; "\(.a)\\-\(.b)") |
	gsub("[ \t\n]+"; " ") | if test("^[.']") then "\\&" + . else . end;

# One argument of a macro.
def arg:
	gsub("\\\\"; "\\e") |
	if test(" ") then "\"" + gsub("\""; "\"\"") + "\"" else . end |
	if test("^[A-Z%][A-Za-z0-9]{0,2}$") or test("^[][().,:;!?|]$")
	then "\\&" + . else . end;

# An imperative clause as a sentence.
def sentence:
	if . == "" then empty
	else (.[0:1] | ascii_upcase) + .[1:] | line |
		if test("[.!?:]$") then . else . + "." end
	end;

# A list of words, each in a macro, with commas between and a stop.
def listing($macro):
	. as $words | range(length) as $i |
	".\($macro) \($words[$i] | arg) " +
		(if $i == ($words | length) - 1 then "." else "," end);

def field_kind:
	[
		(if .type == "word" then "word"
		elif .type == "id" then
			"identifier" + (if .prefix then " \(.prefix)..." else "" end)
		elif .type == "texts" then "list of texts"
		elif .type == "records" then
			"list" + (if .record then " of \(.record)" else "" end)
		elif .type == "json" then "any value"
		elif .type == "instant" then "instant, RFC 3339"
		elif .type == "date" then "date, YYYY-MM-DD"
		else .type end),
		(if (.max // 0) > 0 then "at most \(.max) characters" else empty end),
		(if .required then "required" else empty end),
		(if .secret then "secret, never shown" else empty end),
		(if .out and (.in | not) then "written only"
		elif .in and (.out | not) then "read only" else empty end)
	] | join("; ");

def field_list:
	if length == 0 then empty else
		".Bl -tag -width Ds",
		(.[] |
			".It Cm \(.name | arg) Pq \(field_kind | arg)",
			(.help // "" | sentence),
			((.values // []) | if length > 0 then
				"One of", listing("Cm") else empty end),
			(.alias // empty | "In CSV also", ".Ql \(arg) .")),
		".El"
	end;
