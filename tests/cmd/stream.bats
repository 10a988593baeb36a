# stream - documents in, lines out: order, limits, formats, all or nothing

load ../lib/house
load ../lib/serve

setup() {
	house_store
	people=$BATS_FILE_TMPDIR/people
	[ -s "$people" ] ||
		"$house_top/tests/lib/people.py" --count 40 >"$people"
}

# So many of the people, from the first or from line $2 on.
people() {
	tail -n "+${2:-1}" "$people" | head -n "$1"
}

codes() {
	people "$@" | jq -rs '[.[].external_code] | join(" ")'
}

orders() {
	sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) FROM orders'
}

# Runs ipp-request import over standard input.
feed() {
	run --separate-stderr ipp-request import "$@"
}

# The codes that came out, in order.
imported() {
	jq -rs '[.[].external_code] | join(" ")' <<<"$output"
}

@test "documents come out in the order they went in" {
	feed < <(people 40)
	[ "$status" = 0 ]
	valid request
	[ "$(imported)" = "$(codes 40)" ]
	expect 'map(.order_id) == (map(.order_id) | sort)'
}

@test "a refused document is told by its line, the others go through" {
	feed < <(people 3; echo '{"surnam":"x"}'; people 3 4)
	[ "$status" = 65 ]
	[ "$(imported)" = "$(codes 6)" ]
	expect_error 'any(.code == "unknown_member" and .field == "surnam" and
		.line == 4 and .document == 4 and .tool == "ipp-request import")'
}

@test "the worst status is the exit status" {
	feed < <(people 1)
	[ "$status" = 0 ]
	feed < <(people 1 | jq -c '.unit = "elsewhere"'; people 1)
	one=$status
	[ "$one" != 0 ]
	feed < <(people 1; echo '{"x_y":1}'; people 1 | jq -c '.unit = "elsewhere"')
	[ "$status" -ge "$one" ] && [ "$status" -ge 65 ]
}

@test "no documents are no work" {
	feed </dev/null
	[ "$status" = 0 ] && [ -z "$output$stderr" ]
	feed --format=json </dev/null
	[ "$status" = 0 ] && [ "$output" = "[]" ]
	feed --format=csv --columns=order_id,status </dev/null
	[ "$status" = 0 ] && [ "$output" = "order_id,status" ]
	feed < <(printf ' \n\t\r\n\n')
	[ "$status" = 0 ] && [ -z "$output$stderr" ]
}

@test "arrays, separators, indentation and line ends do not matter" {
	for form in 'jq -s .' 'jq -sc .' 'jq .' 'sed s/^/\x1e/' 'sed s/$/\r/' \
		'tr -d \n' 'jq --indent 7 -s .' 'sed 1s/^/\xef\xbb\xbf/'; do
		feed --dry-run < <(people 4 | $form)
		[ "$status" = 0 ] || { echo "$form: $stderr"; false; }
		[ "$(imported)" = "$(codes 4)" ]
	done
	[ "$(orders)" = 0 ]
}

@test "two arrays after each other are one stream" {
	feed < <(people 2 | jq -s .; people 2 3 | jq -sc .; people 1 5)
	[ "$status" = 0 ]
	[ "$(imported)" = "$(codes 5)" ]
}

@test "an array that is cut off between documents is told" {
	printf '[%s,\n' "$(people 1)" >short
	feed <short
	[ "$status" = 65 ]
	[ "$(imported)" = "$(codes 1)" ]
	expect_error 'length == 1 and .[0].code == "json_truncated"'
}

@test "a document that is cut off at the end is told, those before it are kept" {
	{ people 2; people 1 3 | head -c 200; } >short
	feed <short
	[ "$status" = 65 ]
	[ "$(imported)" = "$(codes 2)" ]
	expect_error 'length == 1 and .[0].code == "json_truncated" and .[0].line == 3'
}

@test "a document cut off in the middle takes no other with it" {
	for cut in '{"external_code":"a","surname":"Ros' '{"external_code":"a"' \
		'{"external_code":' '{' '{"a":[{"b":1}' '{"a":{}' '[' '{"a":1,'; do
		{ people 2; echo "$cut"; people 2 3; } >broken
		feed --dry-run <broken
		[ "$status" = 65 ]
		[ "$(imported)" = "$(codes 4)" ] || { echo "$cut: $stderr"; false; }
		expect_error 'length == 1'
	done
}

@test "garbage between documents is refused alone" {
	for garbage in '\x00\x01\x02\xff\xfe{{{[[' 'hello' '}' ']' 'null' '"x"' \
		'{"a":1,"a":2}' '{"surname":"\\u0000"}' '{"surname":"\xff"}' \
		'{"surname":"a\tb"}' '[[[[[[[[[[[[[[[[[[[[]]]]' '{"a" "b"}' \
		'{x}' 'PK\x03\x04{"' '\x1f\x8b\x08\x00\x00' '%%PDF-1.7 <</A [1 2' \
		'<html><body>"it'"'"'s"'; do
		# shellcheck disable=SC2059 # the bytes are the format
		{ people 2; printf "$garbage\n"; people 2 3; } >broken
		feed --dry-run <broken
		[ "$status" = 65 ]
		[ "$(imported)" = "$(codes 4)" ] || { echo "$garbage: $stderr"; false; }
		expect_error '.[0].line == 3 and (length == 1 or
			(length == 2 and .[1].code == "json_truncated"))'
	done
}

@test "broken lines one after the other leave the rest alone" {
	{
		people 1
		for _ in {1..300}; do echo '{"external_code":"x'; done
		for _ in {1..300}; do echo '{"external_code":"x"'; done
		people 1 2
	} >broken
	feed --dry-run <broken
	[ "$status" = 65 ]
	[ "$(imported)" = "$(codes 2)" ]
	expect_error 'length == 600 and all(.code == "json_malformed")'
}

@test "a document is taken up to its limit, and one past it refused alone" {
	{
		people 1
		people 1 2 | python3 -c '
import sys
line = sys.stdin.readline().rstrip("\n")
print(line[:-1] + " " * (1048576 - len(line.encode())) + "}")
line = line.replace("{", "{" + " " * (1048577 - len(line.encode())), 1)
print(line)
print("{\"x\":\"" + "y" * 5000000 + "\"}")'
		people 1 3
	} >large
	feed --dry-run <large
	[ "$status" = 65 ]
	[ "$(imported)" = "$(codes 3)" ]
	expect_error 'map([.code, .line]) == [["document_too_large", 3],
		["document_too_large", 4]]'
}

@test "a large document over many lines is refused once" {
	{
		people 1
		printf '{\n  "a": [\n'
		for _ in {1..20}; do
			printf '    "%s",\n' "$(head -c 60000 /dev/zero | tr '\0' x)"
		done
		printf '    {\n      "b": "}"\n    }\n  ]\n}\n'
		people 1 2
	} >large
	feed --dry-run <large
	[ "$status" = 65 ]
	[ "$(imported)" = "$(codes 2)" ]
	expect_error 'map([.code, .line]) == [["document_too_large", 2]]'
}

@test "nesting is taken up to its limit" {
	deep=$(people 1 | jq -c '.note = "x"')
	nest() { printf '%*s' "$1" '' | tr ' ' "$2"; }
	{
		echo "{\"reject\":$(nest 15 '[')$(nest 15 ']'),${deep#\{}"
		echo "{\"reject\":$(nest 16 '[')$(nest 16 ']'),${deep#\{}"
		people 1 2
	} >nested
	feed --dry-run <nested
	[ "$(imported)" = "$(codes 2)" ]
	expect_error 'map([.code, .line]) == [["json_too_deep", 2]]'
}

@test "all mistakes of a document are told at once" {
	feed < <(people 1 | jq -c '.birth_date = "1990-02-30" | .sex = "X" |
		.colour = 1 | .validity = "long" | .citizenship = [1]')
	[ "$status" = 65 ]
	expect_error '(map(.field) | contains(["birth_date", "sex", "colour",
		"validity", "citizenship"])) and (map(.external_code) | unique | length == 1)'
}

@test "mistakes that find no room are counted" {
	feed < <(jq -nc '[range(50) | {"key": "member_\(.)", "value": 1}] | from_entries')
	[ "$status" = 65 ]
	expect_error 'length == 33 and .[32].code == "more_mistakes" and
		(.[32].message | test("18"))'
}

@test "with --atomic one refused document keeps all back" {
	feed --atomic < <(people 5; echo '{"x_y":1}'; people 5 6)
	[ "$status" = 65 ]
	[ -z "$output" ]
	[ "$(orders)" = 0 ]
	expect_error 'any(.code == "unknown_member") and any(.code == "stream_refused")'
	feed --atomic < <(people 10)
	[ "$status" = 0 ]
	[ "$(imported)" = "$(codes 10)" ]
	[ "$(orders)" = 10 ]
	run -0 ipp-store check
}

@test "with --fail-fast nothing after the refused document is done" {
	feed --fail-fast < <(people 2; echo '{"x_y":1}'; people 5 3)
	[ "$status" = 65 ]
	[ "$(imported)" = "$(codes 2)" ]
	[ "$(orders)" = 2 ]
	# a document that decodes, but that the rules refuse
	feed --fail-fast < <(people 1 3; people 1 4 | jq -c 'del(.surname)'; people 5 5)
	[ "$status" = 65 ]
	[ "$(orders)" = 3 ]
	expect_error '(map(.document) | unique) == [2]'
}

@test "with --dry-run everything is judged and nothing is kept" {
	before=$(sqlite3 "$IPP_STORE/ipp.db" .dump | sha256sum)
	feed --dry-run < <(people 5; echo '{"x_y":1}')
	[ "$status" = 65 ]
	valid request
	[ "$(imported)" = "$(codes 5)" ]
	[ "$before" = "$(sqlite3 "$IPP_STORE/ipp.db" .dump | sha256sum)" ]
	run -0 ipp-store check
}

@test "rejects are mended and fed again, and nothing is doubled" {
	{ people 3; people 2 4 | jq -c 'del(.surname)'; people 1 6; } >rows
	feed --rejects=mend.jsonl <rows
	[ "$status" = 65 ]
	[ "$(stat -c %a mend.jsonl)" = 600 ]
	[ "$(jq -rs '[.[].external_code] | join(" ")' mend.jsonl)" = "$(codes 2 4)" ]
	jq -es 'all(.reject[0] | .code and .message and .field and .line)' mend.jsonl
	feed --rejects=again.jsonl <mend.jsonl
	[ "$status" = 65 ]
	cmp <(jq -c 'del(.reject[].line)' mend.jsonl) <(jq -c 'del(.reject[].line)' again.jsonl)
	people 2 4 >mended.jsonl
	jq -c --slurpfile was mend.jsonl '. + {reject: $was[0].reject}' mended.jsonl >fed.jsonl
	feed --rejects=again.jsonl <fed.jsonl
	[ "$status" = 0 ]
	[ ! -s again.jsonl ]
	expect 'all(has("reject") | not)'
	[ "$(orders)" = 6 ]
	feed < <(people 6)
	[ "$status" = 0 ]
	expect 'all(.existing)'
	[ "$(orders)" = 6 ]
}

@test "what is no document leaves its place among the rejects" {
	feed --rejects=mend.jsonl < <(people 1; echo 'hello'; people 1 2)
	[ "$status" = 65 ]
	jq -es 'length == 1 and .[0].reject[0].line == 2' mend.jsonl
}

@test "rejects are not written over the input" {
	people 2 | jq -c 'del(.surname)' >mend.jsonl
	cp mend.jsonl before
	refused 64 rejects_is_input ipp-request import --rejects=mend.jsonl <mend.jsonl
	cmp mend.jsonl before
	refused 73 rejects_uncreatable ipp-request import --rejects=no/mend.jsonl <before
	[ "$(orders)" = 0 ]
}

@test "rejects that cannot be written are told" {
	refused 74 rejects_unwritable ipp-request import --rejects=/dev/full \
		< <(echo '{"x_y":1}')
}

@test "members of other tools and the customer pass through" {
	feed < <(people 1 | jq -c '.user_ids = ["x"] | .serial = "abc"')
	[ "$status" = 0 ]
	expect '.[0].serial == "abc" and .[0].user_ids != ["x"]'
	feed --columns=external_code,status < <(people 1 2 | jq -c '.serial = "abc"')
	[ "$status" = 0 ]
	expect '.[0] | keys == ["external_code", "status"]'
}

@test "every format holds the same rows" {
	wanted=$(codes 5 | tr ' ' '\n')
	feed --dry-run --format=jsonl < <(people 5)
	[ "$(jq -r .external_code <<<"$output")" = "$wanted" ]
	feed --dry-run --format=json < <(people 5)
	[ "$(jq -r '.[].external_code' <<<"$output")" = "$wanted" ]
	feed --dry-run --format=csv --columns=external_code,surname < <(people 5)
	[ "$(python3 -c 'import csv, sys
for row in csv.DictReader(sys.stdin): print(row["external_code"])' <<<"$output")" = "$wanted" ]
	feed --dry-run --format=tsv --columns=external_code,surname < <(people 5)
	[ "$(tail -n +2 <<<"$output" | cut -f 1)" = "$wanted" ]
	[ "$(head -n 1 <<<"$output")" = "$(printf 'external_code\tsurname')" ]
	feed --dry-run --format=table --columns=external_code,surname < <(people 5)
	[ "$(tail -n +2 <<<"$output" | awk '{ print $1 }')" = "$wanted" ]
}

@test "a column or format that is not known is a mistake of usage" {
	refused 64 unknown_column ipp-request import --columns=external_code,pin </dev/null
	refused 64 unknown_column ipp-request import --columns=order </dev/null
	feed --format=xml </dev/null
	[ "$status" = 64 ]
	[ "$(orders)" = 0 ]
}

@test "errors are lines for people or for programs, as is wished" {
	feed --errors=text < <(printf '{"a\\u001b[31m\\nb":1}\n')
	[ "$status" = 65 ]
	[ "$(wc -l <<<"$stderr")" = 1 ]
	[[ $stderr == "ipp-request import: line 1: "*"[unknown_member]" ]]
	[[ $stderr != *$'\e'* ]]
	feed --errors=json < <(echo '{"x_y":1}')
	expect_error 'length == 1 and (.[0] | .status == 65 and .message)'
}

@test "a name that is no UTF-8 is told in an error that is" {
	refused 64 not_text ipp-request import --csv=$'caf\xe9.csv'
	refused 64 unknown_verb ipp-request $'caf\xe9'
	expect_error '.[0].message | test("caf\\?")'
}

@test "options fill members of every document" {
	feed --note=hello --language=en < <(people 3)
	[ "$status" = 0 ]
	[ "$(sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT count(*) FROM orders WHERE note = 'hello' AND language = 'en'")" = 3 ]
	feed --language=xx < <(people 1 4)
	[ "$status" = 64 ]
	[ "$(orders)" = 3 ]
}

@test "a document sent alone is answered while the pipe stays open" {
	mkfifo in out
	ipp-request import <in >out 2>error &
	pid=$!
	exec 7>in 8<out
	for n in 1 2 3; do
		people 1 "$n" >&7
		read -r -t 60 line <&8
		[ "$(jq -r .external_code <<<"$line")" = "$(codes 1 "$n")" ]
		[ "$(orders)" = "$n" ]
	done
	echo garbage >&7
	serve_await error "$pid"
	jq -e '.error.code == "json_malformed"' error
	exec 7>&- 8<&-
	run wait "$pid"
}

@test "what is on stdout is in the store, even when the reader goes away" {
	"$house_top/tests/lib/people.py" --count 5000 >many
	ipp-request import <many 2>error | head -n 3 >some || true
	[ "$(wc -l <some)" = 3 ]
	jq -es 'length == 1 and .[0].error.status == 74' error
	for code in $(jq -r .external_code some); do
		[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM orders
			WHERE external_code = '$code'")" = 1 ]
	done
	run -0 ipp-store check
	run -0 --separate-stderr ipp-request import <many
	[ "$(orders)" = 5000 ]
}

@test "an output that takes nothing is told once, and the store is sound" {
	for target in /dev/full closed; do
		if [ "$target" = closed ]; then
			run bash -c 'ipp-request import 2>error >&-' < <(people 5)
		else
			run bash -c 'ipp-request import 2>error >/dev/full' < <(people 5)
		fi
		[ "$status" = 74 ]
		jq -es 'length == 1 and .[0].error.code == "output_unwritable"' error
		run -0 ipp-store check
		[ "$(orders)" = 5 ]
	done
}

@test "closed descriptors never become files of ours" {
	before=$(head -c 100 "$IPP_STORE/ipp.db" | sha256sum)
	run bash -c 'ipp-request import --rejects=mend <&- >&- 2>&-'
	[ "$status" = 74 ]
	run bash -c 'ipp-request import --rejects=mend >&- 2>&-' < <(people 3; echo x)
	[ "$status" = 74 ]
	jq -es 'length == 1' mend
	[ "$before" = "$(head -c 100 "$IPP_STORE/ipp.db" | sha256sum)" ]
	run -0 ipp-store check
}

@test "an input that cannot be read is told" {
	refused 74 input_unreadable ipp-request import <.
	run bash -c 'ipp-request import <&- 2>error'
	[ "$status" = 74 ]
	jq -e '.error.code == "input_unreadable"' error
}

@test "at a terminal a verb that is given nothing says what it wants, and a tool which verbs it has" {
	: >nothing
	run -64 "$house_top/tests/lib/ask.exp" nothing ipp-issue
	[[ $output == *"ipp-issue: nothing to work on; give user_id as an argument"* ]]
	[[ $output == *"[nothing_named]"* ]]
	refused 64 no_verb ipp-org
	expect_error 'any(.message | contains("policy-add"))'
	# one document has no number; several have
	run -65 "$house_top/tests/lib/ask.exp" nothing ipp-issue USR9
	[[ $output == *"ipp-issue: "* && $output != *document* ]]
	run -65 "$house_top/tests/lib/ask.exp" nothing ipp-issue USR9 USR8
	[[ $output == *"document 2: "* ]]
}

@test "who is to type what is read from standard input is told so" {
	: >nothing
	printf 'ends it\tLe regole.\nLe regole.\t^D\n' >answers
	run -0 "$house_top/tests/lib/ask.exp" answers \
		ipp-org policy-add 1 --language=it
	[[ $output == *"reading from the terminal"* ]]
	run -0 ipp-org policy-show
	expect '.[0].text | startswith("Le regole.")'
	printf 'ends it\t%s\nRossi\t^D\n' '{"surname":"Rossi"}' >answers
	run -0 "$house_top/tests/lib/ask.exp" answers ipp-request new -
	# nobody types into a pipe, nor into a verb that reads nothing
	run -0 --separate-stderr ipp-org policy-add 2 --language=it <<<'Altre.'
	[ -z "$stderr" ]
	run -0 "$house_top/tests/lib/ask.exp" nothing ipp-org policy-list
	[[ $output != *"reading from"* ]]
}

@test "at a terminal a stream ends with how many were refused, and where they are" {
	people 3 | sed '2s/"sex":"."/"sex":"X"/' >in
	: >nothing
	run -65 "$house_top/tests/lib/ask.exp" nothing \
		sh -c 'ipp-request import --rejects=mend.jsonl <in'
	[[ $output == *"1 of 3 refused"*'mend them in "mend.jsonl"'* ]]
	run -0 "$house_top/tests/lib/ask.exp" nothing sh -c 'head -1 in | ipp-request import'
	[[ $output != *refused* ]]
	run -65 --separate-stderr ipp-request import <in
	[[ $stderr != *"of 3 refused"* ]]
}

@test "what is no option is named" {
	run -64 ipp-store backup copy
	[[ $output == *'"copy" is no option'* ]]
}

@test "help stands in columns of 80" {
	run -0 ipp-operator --help
	for line in "${lines[@]}"; do
		((${#line} < 80))
	done
	[[ $output == *"  reset                 make a one-time code"* ]]
}

@test "a refusal of a stream names the document, and its line once" {
	run -65 ipp-request import --errors=text < <(printf '{"external_code":"RS-1"}\n')
	[[ $output == *"line 1: RS-1: "* ]]
	printf 'external_code;surname\nRS-1;Rossi;x\n' >bad.csv
	run -65 ipp-request import --errors=text --csv=bad.csv
	[[ $output == *'import: "bad.csv" line 2: '* ]]
}

@test "on a terminal, warnings stand on a line each, short words side by side" {
	run -0 script -qec "ipp-request new --surname=Rossi --products=REM --products=REM-ROLE" /dev/null
	grep -q '^warnings *privacy_policy_missing: ' <<<"$output"
	grep -qE '^ {23}role_missing: ' <<<"$output"
	grep -q '^products *REM REM-ROLE' <<<"$output"
}

@test "on a narrow terminal a table leaves texts out rather than break its lines" {
	ipp-request new --recognition=offline --surname=Rossi >/dev/null
	run -0 script -qec "stty cols 80; ipp-request list --format=table" /dev/null
	[[ $output == *Status* && $output != *"Tax code"* ]]
	run -0 script -qec "stty cols 120; ipp-request list --format=table" /dev/null
	[[ $output == *"Tax code"*Status* ]]
}
