# mdoc - blocks of a manual page (mdoc) from what a tool says of itself
# usage: TOOL --describe | jq -r -f man/mdoc.jq --arg block NAME
# Blocks: SUMMARY, SYNOPSIS, COMMANDS, OPTIONS, INPUT, OUTPUT.

include "text";

def own: .group == "options";
def member: .group == "members";
def common: .group == "common";

# `-f FILE, --form=FILE` as macros, for a list item
def option_item:
	"." + ([
		"It",
		(.letter // empty | "Fl \(arg)"),
		(if .letter and .argument then .argument else empty end
			| "Ar \(arg)"),
		(if .letter then "," else empty end),
		"Fl -\(.name)",
		(.argument // empty | "Ns = Ns Ar \(arg)")
	] | join(" "));

def option_entry:
	option_item,
	(.help // "" | sentence),
	((.values // []) | if length > 0 then
		"One of", (listing("Cm")) else empty end);

def option_list:
	if length == 0 then empty else
		".Bl -tag -width Ds", (.[] | option_entry), ".El"
	end;

def synopsis_line($verb):
	".Nm",
	($verb.name // empty | ".Cm \(arg)"),
	($verb.options[] | select(own) |
		".Op Fl -\(.name)" + (if .argument then
			" Ns = Ns Ar \(.argument | arg)" else "" end)),
	(if any($verb.options[]; member) then
		".Op Fl - Ns Ar member Ns = Ns Ar VALUE ..." else empty end),
	($verb.argument // empty | ".Op Ar \(arg) ...");

def record_named($name): first(.records[]? | select(.name == $name));

def traffic($verb):
	(if $verb.reads == "stream" and $verb.in then
		"Reads documents of the kind", ".Cm \($verb.in | arg)",
		"from standard input."
	elif $verb.reads == "one" and $verb.in then
		"Reads one document of the kind", ".Cm \($verb.in | arg) ."
	else empty end),
	(if $verb.out then
		"Writes documents of the kind", ".Cm \($verb.out | arg) ."
	else empty end);

def commands:
	".Sh COMMANDS",
	(.verbs[] | . as $verb |
		".Ss \($verb.name // "Without a verb" | arg)",
		($verb.summary // "" | sentence),
		traffic($verb),
		([$verb.options[] | select(own)] | option_list));

# Options of a group, each once, with the commands that know it where they
# are not all.
def union(f):
	. as $tool |
	[.verbs[].options[] | select(f)] | unique_by(.name) | map(
		. as $option |
		[$tool.verbs[] | select(any(.options[]; .name == $option.name))
			| .name // "without a verb"] as $verbs |
		if ($verbs | length) < ($tool.verbs | length) then
			.help = "\(.help // "") (\($verbs | join(", ")))"
		else . end);

def options:
	. as $tool | union(member) as $members | union(common) as $common |
	".Sh OPTIONS",
	(if ($tool.verbs | length) == 1 then
		([$tool.verbs[0].options[] | select(own)] | option_list)
	else empty end),
	(if ($members | length) > 0 then
		".Ss Members",
		"These fill a member of every document that does not have it.",
		"",
		($members | option_list)
	else empty end),
	(if ($common | length) > 0 then
		".Ss Common options", ($common | option_list)
	else empty end)
	| select(. != "") ;

def members($heading; $which; f):
	. as $tool |
	[.verbs[] | .[$which] // empty] | unique as $names |
	if ($names | length) == 0 then empty else
		".Sh \($heading)",
		($names[] as $name | $tool | record_named($name) // empty |
			(if ($names | length) > 1 then ".Ss \($name | arg)" else empty end),
			(.title // "" | sentence),
			([.fields[] | select(f)] | field_list))
	end;

if $block == "SUMMARY" then .summary
elif $block == "SYNOPSIS" then
	".Sh SYNOPSIS", synopsis_line(.verbs[])
elif $block == "COMMANDS" then commands
elif $block == "OPTIONS" then options
elif $block == "INPUT" then members("INPUT"; "in"; .in)
elif $block == "OUTPUT" then members("OUTPUT"; "out"; .out and (.secret | not))
else error("no block \($block)") end
