# ipp-request - drafts, submissions, copies, and a reseller's batch

load ../lib/house

setup() {
	house_store
	demo=$house_top/tests/fixtures/demo
	row=$BATS_FILE_TMPDIR/row.json
	[ -s "$row" ] || head -n 1 "$demo/batch.jsonl" >"$row"
}

# The first of the demo's people, changed by a jq filter; $2 is the code.
person() {
	jq -c --arg code "${2:-RS-101}" ".external_code = \$code | ${1:-.}" "$row"
}

# Somebody else than the first, with his own contacts.
other() {
	sed -n 2p "$demo/batch.jsonl" | jq -c "${1:-.}"
}

count() {
	sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM $1"
}

import() {
	run --separate-stderr ipp-request import "$@"
}

# What became of each row: its verdict by the external code.
verdicts() {
	jq -nr --slurpfile out <(echo "$output") --slurpfile err <(echo "$stderr") '
		[$out[] | select(has("order_id")) | [.external_code,
			if (.warnings // [] | map(select(startswith("privacy") | not))
				| length) > 0
			then "warning" else "taken" end]] +
		[$err[].error | [.external_code, "refused"]] |
		unique[] | select(.[0]) | join(" ")'
}

# expected.jsonl in the same form; rows that are no rows have no code.
expected() {
	jq -r --arg file "$1" 'select(.file == $file) |
		select(.why != "too few columns" and
			.why != "a quote inside an unquoted field") |
		[.external_code, .verdict] | join(" ")' \
		"$demo/expected.jsonl" | sort -u
}

@test "a batch of JSON lines comes out as its people deserve" {
	import <"$demo/batch.jsonl"
	[ "$status" = 65 ]
	valid request
	diff <(verdicts | sort -u) <(expected batch.jsonl)
	expect 'length == 19 and all(.[]; .status == "to_identify")'
	expect_error 'map(.code) | . == ["unknown_member", "wrong_type",
		"validity_out_of_range", "email_invalid", "missing",
		"mrz_check_number", "external_code_conflict"]'
	ipp-store check
}

@test "a batch of CSV comes out as its people deserve" {
	import --csv="$demo/batch.csv"
	[ "$status" = 65 ]
	valid request
	diff <(verdicts | sort -u) <(expected batch.csv)
	expect_error 'any(.code == "csv_columns" and .line == 33)'
	expect_error 'any(.code == "csv_quote" and .line == 34)'
	expect_error 'any(.code == "tax_code_check" and .line == 23)'
	expect_error 'any(.code == "email_taken" and .field == "email" and
		(.message | contains("email_alias") and contains("\"maria.rossi\"")))'
	ipp-store check
}

@test "rejects are mended and fed again" {
	import --csv="$demo/batch.csv" --rejects=mend.jsonl
	[ "$(jq -s length mend.jsonl)" -ge 10 ]
	jq -es 'all(.[]; .reject | length > 0)' mend.jsonl
	before=$(count orders)
	import <mend.jsonl # as they are, they are refused again
	[ "$status" = 65 ]
	[ "$(count orders)" = "$before" ]
	jq -c 'select(.external_code == "RS-022") | .tax_code = "BRNCRL82H58D969P"' \
		mend.jsonl >mended.jsonl
	import <mended.jsonl
	[ "$status" = 0 ]
	expect '.[0].external_code == "RS-022" and (.[0] | has("reject") | not)'
	import <"$demo/mended.jsonl" # the same content in another form
	expect '.[0].existing'
}

@test "importing again finds the same orders, whatever the form" {
	import <"$demo/batch.jsonl"
	orders=$(found 'map(.order_id) | join(" ")') before=$(count orders)
	entries=$(count journal)
	import <"$demo/batch.jsonl"
	expect 'length == 19 and all(.[]; .existing)'
	[ "$(found 'map(.order_id) | join(" ")')" = "$orders" ]
	import < <(jq -c 'to_entries | reverse | from_entries' "$row")
	expect '.[0].existing'
	person '.surname = "  Bianchi "' | import
	[ "$(count orders)" = "$before" ] && [ "$(count journal)" = "$entries" ]
}

@test "an external code with other content is a conflict, unless it is a draft" {
	import < <(person)
	order=$(found '.[0].order_id')
	refused 65 external_code_conflict ipp-request import < <(person '.city = "Roma"')
	import --draft < <(other 'del(.email)')
	expect '.[0].status == "draft" and (.[0].warnings | any(. == "missing: email"))'
	draft=$(found '.[0].order_id')
	import < <(other '.city = "Ostia"')
	[ "$status" = 0 ]
	expect ".[0].order_id == \"$draft\" and .[0].existing"
	expect '.[0].status == "to_identify"'
	run -0 ipp-request show "$draft"
	expect '.[0].city == "Ostia"'
	[ "$draft" != "$order" ] && [ "$(count orders)" = 2 ]
}

@test "a draft that is whole by now is submitted by importing it again" {
	import --draft < <(other 'del(.mobile)')
	import --draft < <(other)
	expect '.[0].status == "to_identify" and .[0].existing'
	[ "$(count products)" = 1 ]
}

@test "each row needs an external code of its own" {
	refused 65 missing ipp-request import < <(jq -c 'del(.external_code)' "$row")
	expect_error '.[0].field == "external_code"'
}

@test "what would be refused after it wrote leaves nothing, the others go on" {
	sqlite3 "$IPP_STORE/ipp.db" "CREATE TRIGGER late BEFORE INSERT ON products
		WHEN EXISTS (SELECT 1 FROM orders o WHERE o.order_id = NEW.order_id
			AND o.external_code = 'RS-103')
		BEGIN SELECT RAISE(ABORT, 'too_late: the test says no'); END"
	refused 65 too_late ipp-request import < <(head -n 19 "$demo/batch.jsonl";
		echo '{"external_code":"x","surnam":"y"}')
	expect 'length == 18 and (map(.external_code) | index("RS-103") | not)'
	expect_error 'map(.code) == ["too_late", "unknown_member"]'
	[ "$(count orders)" = 18 ] && [ "$(count holders)" = 18 ]
	[ "$(sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT count(*) FROM journal WHERE event = 'request_submitted'")" = 18 ]
	sqlite3 "$IPP_STORE/ipp.db" 'DROP TRIGGER late'
	ipp-store check
}

# RS-001 to RS-003 of the demo, as other programs write CSV.
csv() {
	python3 - "$demo/batch.csv" "$@" <<-'PYTHON'
	import csv, sys
	path, delimiter, encoding, mark = sys.argv[1:5]
	rows = list(csv.reader(open(path, encoding="utf-8-sig"), delimiter=";"))[:4]
	with open("batch.csv", "w", encoding=encoding, newline="") as out:
	    out.write(mark.encode().decode("unicode_escape"))
	    csv.writer(out, delimiter=delimiter).writerows(rows)
	PYTHON
}

@test "CSV is taken with commas and semicolons, in UTF-8 and Latin-1, with a mark" {
	local form
	for form in '; utf-8 \ufeff' ', utf-8 ' ', latin-1 ' '; utf-16 '; do
		house_store
		# shellcheck disable=SC2086 # three words
		csv $form ''
		import --csv=batch.csv
		[ "$status" = 0 ] || { echo "$form: $stderr"; return 1; }
		expect 'map(.external_code) == ["RS-001", "RS-002", "RS-003"]'
		expect '.[1].given_name == "Niccolò"'
	done
}

@test "a column that is not known is told by its name" {
	tr -d '\r' <"$demo/batch.csv" | head -n 2 |
		sed '1s/;note/;colour/; 2s/;$/;blue/' >batch.csv
	refused 65 unknown_member ipp-request import --csv=batch.csv
	expect_error '.[0].field == "colour" and .[0].line == 2'
}

@test "faults of CSV are told by their lines and take no other row with them" {
	{
		head -n 2 "$demo/batch.csv"
		printf 'RS-X;offline;REM;%b\n' 'a\0b'
		sed -n 3p "$demo/batch.csv"
		printf 'RS-Y;"offline\n'
	} >batch.csv
	import --csv=batch.csv
	[ "$status" = 65 ]
	expect 'map(.external_code) == ["RS-001", "RS-002"]'
	expect_error 'any(.line == 3) and any(.line == 5) and length == 2'
	: >empty.csv
	refused 65 csv_header_missing ipp-request import --csv=empty.csv
	printf 'surname;surname\nx;y\n' >twice.csv
	refused 65 csv_header_duplicate ipp-request import --csv=twice.csv
	refused 74 file_unreadable ipp-request import --csv=none.csv
}

# The mistakes of the last command, one line: code member, ...
mistakes() {
	jq -rs 'map(.error | "\(.code) \(.field)") | sort | join(", ")' <<<"$stderr"
}

@test "what did not decode and what the rules refuse are told together" {
	import < <(person '.sex = 3 | .birth_date = "1980-02-30" | .mobile = []
		| .email = "nowhere" | .province = "XX" | .products = ["NONE"]
		| del(.city)')
	[ "$status" = 65 ]
	[ "$(mistakes)" = "email_invalid email, missing city, not_date birth_date, product_unknown products, province_invalid province, wrong_type mobile, wrong_type sex" ]
	[ "$(count orders)" = 0 ]
	import --rejects=mend.jsonl < <(person '.sex = 3 | .email = "nowhere"'; other; person '.validity = "x" | del(.city)' RS-109)
	[ "$(jq -r '.reject | map(.code) | join(" ")' mend.jsonl | tr '\n' ,)" = \
		'wrong_type email_invalid,wrong_type missing,' ]
	expect 'length == 1 and .[0].external_code == "RS-102"'
	import --atomic < <(person '.sex = 3 | .email = "nowhere"')
	[ "$(mistakes)" = 'email_invalid email, stream_refused null, wrong_type sex' ]
	import --fail-fast < <(person '.sex = 3 | .email = "nowhere"'; person '.email = "nowhere"' RS-110)
	[ "$(mistakes)" = 'email_invalid email, wrong_type sex' ]
	[ "$(count orders)" = 1 ]
}

@test "what follows from a member that did not decode is no second mistake" {
	local change
	for change in tax_code citizenship recognition surname consent_privacy \
		products external_code document_number country holder_id email; do
		import < <(person "del(.consent_marketing)
			| if \"$change\" == \"recognition\" then del(.consent_privacy, .consent_terms) else . end
			| .$change = {}" RS-120)
		[ "$status" = 65 ]
		case $change in
		recognition) [ "$(mistakes)" = "wrong_type recognition" ] ;;
		*) [ "$(mistakes)" = "missing consent_marketing, wrong_type $change" ] ;;
		esac || { echo "$change: $(mistakes)"; return 1; }
	done
	import < <(person '.holder_id = 1 | del(.surname, .tax_code, .document_number, .email)' RS-121)
	[ "$(mistakes)" = 'wrong_type holder_id' ]
	# a member that is unknown may be the one that is missing
	import < <(person '.surnam = .surname | del(.surname, .tax_code) | .email = "nowhere"' RS-121)
	[ "$(mistakes)" = 'email_invalid email, unknown_member surnam' ]
	# the address is this person's own, whoever he is
	import < <(person)
	import < <(person '.tax_code = 7' RS-122)
	[ "$(mistakes)" = 'wrong_type tax_code' ]
	import --draft < <(person '.sex = 3 | .email = "nowhere" | .products = ["NONE"]' RS-123)
	[ "$(mistakes)" = 'product_unknown products, wrong_type sex' ]
	[ "$(count orders)" = 1 ]
	# what its form says was not read
	refused 65 wrong_type ipp-request import --from-form <<<'{"from_form":"none.pdf","sex":3}'
	[ "$(mistakes)" = 'wrong_type sex' ]
}

@test "a draft tells all its mistakes together, too, and is not touched" {
	refused 65 wrong_type ipp-request new <<<'{"sex":3,"products":["NONE"],"name":"rossi"}'
	[ "$(mistakes)" = 'product_unknown products, wrong_type sex' ]
	[ "$(count orders)" = 0 ]
	ipp-request new --name=rossi --surname=Rossi >/dev/null
	refused 65 wrong_type ipp-request edit - <<<'{"order":"rossi","sex":3,"surname":"Bianchi"}'
	[ "$(mistakes)" = 'wrong_type sex' ]
	refused 65 wrong_type ipp-request edit - <<<'{"order":"none","sex":3}'
	[ "$(mistakes)" = 'draft_unknown order, wrong_type sex' ]
	refused 65 wrong_type ipp-request edit - <<<'{"order":3,"products":["NONE"]}'
	[ "$(mistakes)" = 'wrong_type order' ]
	run -0 --separate-stderr ipp-request show rossi
	expect '.[0].surname == "Rossi" and (.[0] | has("sex") | not)'
}

@test "broken documents are told for what they are" {
	refused 65 json_duplicate_member ipp-request import <<<'{"surname":"a","surname":"b"}'
	refused 65 json_malformed ipp-request import < <(printf '{"surname":"\xff"}\n')
	refused 65 json_truncated ipp-request import < <(head -c 300 "$row")
	refused 65 json_too_deep ipp-request import \
		< <(printf '{"surname":%s1%s}\n' "$(printf '[%.0s' {1..40})" "$(printf ']%.0s' {1..40})")
	refused 65 document_too_large ipp-request import \
		< <(printf '{"surname":"%s"}\n' "$(head -c 1100000 /dev/zero | tr '\0' a)")
	refused 65 not_date ipp-request import < <(person '.birth_date = "1992-02-30"')
	refused 65 not_text ipp-request import < <(person '.surname = "Bian\u0001chi"')
	refused 65 too_long ipp-request import < <(person '.surname = ("a" * 65)')
	refused 65 not_an_id ipp-request import < <(person '.holder_id = "HLD0"')
	refused 65 wrong_type ipp-request import < <(person '.surname = ["a"]')
	[ "$(count orders)" = 0 ]
}

@test "an import that is a rehearsal judges and keeps nothing" {
	import --dry-run <"$demo/batch.jsonl"
	[ "$status" = 65 ]
	expect 'length == 19'
	[ "$(count orders)" = 0 ] && [ "$(count holders)" = 0 ]
}

@test "the same person again is the same entry of the registry" {
	import < <(person)
	holder=$(found '.[0].holder_id')
	import < <(person '.street = "Via Nuova" | .email = "new@example.it"' again)
	expect ".[0].holder_id == \"$holder\""
	[ "$(count holders)" = 1 ]
	run -0 sqlite3 "$IPP_STORE/ipp.db" 'SELECT street, email FROM holders'
	[ "$output" = "Via Nuova|new@example.it" ]
}

@test "a request does not change what an officer has verified" {
	import < <(person)
	sqlite3 "$IPP_STORE/ipp.db" 'UPDATE holders SET verified_at = 1'
	import < <(person '.street = "Via Nuova" | .surname = "Bianco"' again)
	[ "$status" = 0 ]
	expect '.[0].warnings | any(startswith("registry_differs: ") and
		contains("another surname, street"))'
	run -0 sqlite3 "$IPP_STORE/ipp.db" 'SELECT surname, street FROM holders'
	[ "$output" = "Bianchi|Via dei Sette Gatti" ]
	import < <(person '.mobile = null' third)
	[ "$status" = 65 ]
}

@test "the data of a registry entry fill what a request leaves out" {
	import < <(person)
	holder=$(found '.[0].holder_id')
	import <<-EOF
	{"external_code":"short","holder_id":"$holder","recognition":"offline",
	"products":["AUTO"],"consent_privacy":true,"consent_terms":true,
	"consent_marketing":true}
	EOF
	[ "$status" = 0 ]
	expect '.[0].surname == "Bianchi"'
	refused 65 holder_unknown ipp-request import \
		< <(person '.holder_id = "HLD000000099"' nobody)
	import < <(other)
	refused 65 holder_mismatch ipp-request import \
		< <(person '.holder_id = "HLD000000002"' wrong)
}

@test "an address of somebody else needs an alias, and one is proposed" {
	import < <(person)
	refused 65 email_taken ipp-request import \
		< <(other '.email = "GIULIA.Bianchi@example.it"')
	expect_error '.[0].message | contains("HLD000000001") and
		contains("\"francesco.de-luca\"")'
	import < <(other '.email = "giulia.bianchi@example.it" |
		.email_alias = "Francesco.De-Luca"')
	[ "$status" = 0 ]
	refused 65 email_taken ipp-request import < <(sed -n 3p "$demo/batch.jsonl" |
		jq -c '.email = "giulia.bianchi@example.it" |
			.email_alias = "francesco.de-luca"')
	expect_error '.[0].field == "email_alias"'
	# his second request needs not name the alias again
	import < <(other '.email = "giulia.bianchi@example.it" | .external_code = "2"')
	[ "$status" = 0 ]
}

@test "a mobile number belongs to one holder" {
	import < <(person)
	refused 65 mobile_taken ipp-request import \
		< <(other '.mobile = "320 000 1101"')
	expect_error '.[0].field == "mobile"'
}

@test "any part of a request is a draft, and what is missing is told" {
	run -0 --separate-stderr ipp-request new --surname=Rossi --products=REM --name=mario
	valid request
	expect '.[0].status == "draft" and .[0].order_id == "ORD000000001"'
	expect '.[0].user_ids == ["USR000000001"]'
	expect '.[0].warnings | any(startswith("missing: recognition, given_name, "))'
	run -0 ipp-request new <<<'{}'
	expect '.[0].user_ids == ["USR000000002"] and (.[0] | has("products") | not)'
	refused 65 product_unknown ipp-request new --products=NONE
	refused 65 unit_unknown ipp-request new --unit=NOWHERE
	refused 65 missing ipp-request submit ORD000000002
	ipp-store check
}

@test "a rehearsal of new and edit judges and keeps nothing" {
	run -0 --separate-stderr ipp-request new --name=rossi --surname=Rossi --dry-run
	valid request
	expect '.[0].status == "draft" and (.[0].warnings | any(startswith("missing: ")))'
	[ "$(count orders)" = 0 ]
	[ "$(sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT count(*) FROM journal WHERE event LIKE 'request%'")" = 0 ]
	refused 65 draft_unknown ipp-request edit rossi --dry-run
	ipp-request new --name=rossi --surname=Rossi >/dev/null
	run -0 --separate-stderr ipp-request edit rossi --surname=Bianchi --clear=name --dry-run
	expect '.[0].surname == "Bianchi" and (.[0] | has("name") | not)'
	run -0 --separate-stderr ipp-request show rossi
	expect '.[0].surname == "Rossi"'
	refused 65 product_unknown ipp-request new --products=NONE --dry-run
	refused 64 rehearsal_asks ipp-request new --ask --dry-run
	refused 64 rehearsal_asks ipp-request edit rossi --ask --dry-run
	[ "$(count orders)" = 1 ]
	ipp-store check
}

@test "the latest draft goes on without being named" {
	ipp-request new --surname=Rossi --name=first >one.jsonl
	house_clock +1m
	ipp-request new --surname=Verdi --name=second >two.jsonl
	run -0 ipp-request edit - <<<'{"given_name":"Anna"}'
	expect '.[0].surname == "Verdi" and .[0].given_name == "Anna"'
	house_clock +1m
	run -0 ipp-request edit first --given-name=Mario
	expect '.[0].surname == "Rossi"'
	run -0 ipp-request show - <<<'{}'
	expect '.[0].surname == "Rossi" and .[0].given_name == "Mario"'
	run -0 ipp-request edit ORD000000002 --clear="given_name name"
	expect '.[0] | has("given_name") or has("name") | not'
	refused 65 unknown_member ipp-request edit ORD000000002 --clear=status
	refused 65 draft_unknown ipp-request edit second --surname=x
	refused 65 order_unknown ipp-request show ORD000000099
}

@test "products of a draft may change, and those that stay keep their names" {
	ipp-request new --products="REM AUTO" --name=d >/dev/null
	run -0 ipp-request edit d --products="REM"
	expect '.[0].user_ids == ["USR000000001"]'
	run -0 ipp-request edit d --products="REM ONESHOT AUTO"
	expect '.[0].products == ["REM", "ONESHOT", "AUTO"]'
	expect '.[0].user_ids | length == 3 and .[0] == "USR000000001"'
	[ "$(count products)" = 3 ]
}

@test "a draft is submitted when it is whole, and then is no draft" {
	person '. + {name: "g"}' | ipp-request new >/dev/null
	run -0 --separate-stderr ipp-request submit g
	valid request
	expect '.[0].status == "to_identify" and .[0].submitted_at == "2026-11-22T08:00:00Z"'
	expect '.[0].consented_at == "2026-11-22T08:00:00Z" and .[0].language == "it"'
	refused 1 not_a_draft ipp-request submit ORD000000001
	refused 1 not_a_draft ipp-request edit ORD000000001 --city=Roma
	refused 1 not_a_draft ipp-request delete ORD000000001
	expect_error 'any(.message | endswith("give it up with: ipp-recognize cancel"))'
	refused 65 no_draft ipp-request submit - <<<'{}'
	run -0 sqlite3 "$IPP_STORE/ipp.db" "SELECT group_concat(event, ' ')
		FROM (SELECT event FROM journal WHERE order_id = 1 ORDER BY entry_id)"
	[ "$output" = "request_created request_submitted" ]
	ipp-store check
}

@test "drafts are piped from one verb to the next" {
	# shellcheck disable=SC2016 # for the shell inside
	run -0 bash -o pipefail -c 'jq -c . "$1" | ipp-request new | ipp-request submit' \
		- "$row"
	expect '.[0].status == "to_identify" and .[0].surname == "Bianchi"'
}

@test "drafts are listed, the newest first, and deleted" {
	for name in a b c; do ipp-request new --name=$name >/dev/null; done
	run -0 ipp-request list
	valid request
	expect 'map(.name) == ["c", "b", "a"]'
	run -0 ipp-request list --limit=1 --after=ORD000000003
	expect 'map(.name) == ["b"]'
	run -0 ipp-request delete b
	run -0 ipp-request list --mine
	expect 'map(.name) == ["c", "a"]'
	[ "$(count products)" = 2 ]
	refused 65 missing ipp-request delete - <<<'{}'
	ipp-store check
}

@test "a copy has the data of the order and nothing that was its own" {
	import < <(person)
	run -0 ipp-request clone ORD000000001 --products=AUTO --name=copy
	expect '.[0].status == "draft" and .[0].surname == "Bianchi"'
	expect '.[0].products == ["AUTO"] and .[0].holder_id == "HLD000000001"'
	expect '.[0] | has("external_code") or has("consent_privacy") or
		has("consented_at") | not'
	run -0 ipp-request edit copy --consent-privacy=yes --consent-terms=yes \
		--consent-marketing=no
	run -0 ipp-request submit copy
	expect '.[0].holder_id == "HLD000000001"'
}

# Works as somebody of this profile and unit from here on.
work_as() {
	(umask 077 && mkdir -p tokens)
	[ -f "tokens/$1" ] || {
		ipp-operator add "$1" --surname="$1" --given-name=X --profile="$2" \
			--unit="$3" --code-file=code >/dev/null && rm -f code &&
			ipp-token add "$1" --tools=ipp-request \
				--token-file="tokens/$1" >/dev/null
	} || return
	export IPP_TOKEN_FILE=$PWD/tokens/$1
}

@test "drafts are seen in their unit, and by who reaches the organization" {
	ipp-org unit-add MILANO --name=Milano >/dev/null
	ipp-request new --name=here --surname=Rossi >/dev/null
	work_as otto operator MILANO
	refused 77 other_unit ipp-request show ORD000000001
	refused 77 other_unit ipp-request edit ORD000000001 --surname=x
	refused 77 other_unit ipp-request delete ORD000000001
	refused 77 other_unit ipp-request new --unit=MAIN
	refused 77 other_unit ipp-request import < <(person '.unit = "MAIN"')
	ipp-request new --name=there --surname=Verdi >/dev/null
	run -0 ipp-request list
	expect 'map(.name) == ["there"]'
	unset IPP_TOKEN_FILE
	work_as anna operator MILANO # a colleague of the same unit
	run -0 ipp-request edit there --given-name=Ada
	expect '.[0].created_by == "OPR000000002"'
	run -0 ipp-request list --mine
	[ -z "$output" ]
	unset IPP_TOKEN_FILE
	run -0 ipp-request list
	expect 'map(.name) == ["there", "here"]'
	work_as audi auditor MAIN
	run -0 ipp-request show ORD000000001
	refused 77 not_permitted ipp-request new --surname=x
	unset IPP_TOKEN_FILE
	run -0 sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT count(*) FROM journal WHERE event = 'permission_refused'"
	[ "$output" = 6 ]
}

answers() {
	cat >answers <<-'EOF'
	Recognition	offline
	Tax code	rssmra80a01h501u
	MRZ	
	Surname	?
	Surname	Rossi
	Given name	Mario
	Sex (F, M) [M]	
	Birth date [1980-01-01]	
	Birth place	Roma
	Birth place code [H501]	
	Birth country [IT]	
	Citizenship	IT
	Street	Via Verdi
	Street number	1
	Postal code	0018
	City	Roma
	Province	RM
	Country	IT
	Postal code [0018]	00184
	EOF
}

@test "step by step, mistakes are asked again and knowledge is proposed" {
	answers
	cat >>answers <<-'EOF'
	Document type	identity_card
	Document country	IT
	Document number	ca00001aa
	Document issuer	Comune di Roma
	Document issue date	2024-02-30
	Document issue date	2024-02-01
	Document expiry date	2034-01-31
	E-mail	mario.rossi@example.it
	Mobile	333 1234567
	Products	REM
	Limit text	
	Language	it
	Consent privacy (yes, no):	yes
	Consent terms	yes
	Consent marketing	
	Note	
	Consent marketing (yes, no):	no
	Submit this request? [y/N]	y
	EOF
	run -0 "$house_top/tests/lib/ask.exp" answers ipp-request new --ask
	[[ $output == *"family name, in any script"* ]]
	[[ $output == *"[postal_code_invalid]"* ]]
	[[ $output == *"2024-02-30"*"is no day of the calendar"* ]]
	[[ $output == *"consent_marketing is missing"* ]]
	run -0 ipp-request show ORD000000001
	expect '.[0].status == "to_identify" and .[0].tax_code == "RSSMRA80A01H501U"'
	expect '.[0].mobile == "+393331234567" and .[0].consent_marketing == false'
	[ "$(count orders)" = 1 ]
	# the next request of the same person is filled from the registry
	cat >answers <<-'EOF'
	Recognition	offline
	Tax code	RSSMRA80A01H501U
	MRZ	
	Surname [Rossi]	^D
	EOF
	run -64 "$house_top/tests/lib/ask.exp" answers ipp-request new --ask
}

@test "a mistyped tax code or zone is asked again before anything follows from it" {
	cat >answers <<-'EOF'
	Recognition	offline
	Tax code	RSSMRA80A01H501A
	MRZ	P<ITA
	Tax code [RSSMRA80A01H501A]	RSSMRA80A01H501U
	MRZ [P<ITA]	-
	Surname	^D
	EOF
	run -64 "$house_top/tests/lib/ask.exp" answers ipp-request new --ask
	[[ $output == *"[tax_code_check]"* && $output == *"[mrz_"* ]]
}

@test "asking that is broken off leaves the draft, and goes on with edit" {
	answers
	printf 'Document type\t^D\n' >>answers
	run -64 "$house_top/tests/lib/ask.exp" answers ipp-request new --ask
	[[ $output == *"ORD000000001 is kept as a draft; go on with: ipp-request edit --ask"* ]]
	run -0 ipp-request list
	expect 'length == 1 and .[0].surname == "Rossi" and .[0].city == "Roma"'
	printf 'Recognition (offline, live, video, sign, spid) [offline]\tsign\nTax code [RSSMRA80A01H501U]\t^D\n' >answers
	run -64 "$house_top/tests/lib/ask.exp" answers ipp-request edit --ask
	run -0 ipp-request list
	expect 'length == 1 and .[0].recognition == "sign"'
}

@test "who does not submit is told that the draft stays, in the words he was asked in" {
	answers
	cat >>answers <<-'EOF'
	Document type	identity_card
	Document country	ITA
	is a code of two letters, not "ITA"	IT
	Document number	ca00001aa
	Document issuer	Comune di Roma
	Document issue date	2024-02-01
	Document expiry date	2034-01-31
	E-mail	mario.rossi@example.it
	Mobile	333 123
	Mobile	333 1234567
	Products	?
	as in: ipp-catalog list	REM
	Limit text	
	Language	it
	Consent privacy (yes, no):	y
	Consent terms	yes
	Consent marketing	n
	Note	
	Submit this request? [y/N]	n
	EOF
	run -0 "$house_top/tests/lib/ask.exp" answers ipp-request new --ask
	[[ $output == *"neither a whole Italian mobile number"* ]]
	[[ $output == *"Consent terms            yes"* ]]
	[[ $output == *"Consent marketing        no"* ]]
	[[ $output == *"ORD000000001 stays a draft"* ]]
}

@test "asking needs a terminal" {
	refused 64 no_terminal setsid -w ipp-request new --ask --surname=Rossi
}

# Imports people.jsonl in less than 64 MiB, whatever it ends with.
import_flat() {
	run --separate-stderr command time -f %M ipp-request import <people.jsonl
	[[ ${B##*/} == *asan* ]] || [ "$(tail -n 1 <<<"$stderr")" -lt 65536 ]
}

@test "six thousand people need no more memory than a few" {
	"$house_top/tests/lib/people.py" --count 6000 >people.jsonl
	import_flat
	[ "$status" = 0 ]
	[ "$(count orders)" = 6000 ]
}

@test "neither do documents that are refused, nor large ones" {
	"$house_top/tests/lib/people.py" --count 6000 |
		sed 's/"sex":"[FM]"/"sex":"Q"/' >people.jsonl
	import_flat
	[ "$status" = 65 ]
	[ "$(count orders)" = 0 ]
	"$house_top/tests/lib/people.py" --count 500 |
		sed "s/}$/,\"theirs\":\"$(printf '%0100000d' 0)\"}/" >people.jsonl
	import_flat
	[ "$status" = 65 ]
	[ "$(count orders)" = 0 ]
}

@test "batches that follow each other closely keep order and count" {
	"$house_top/tests/lib/people.py" --count 2400 >people.jsonl
	import --fail-fast < <(head -n 2100 people.jsonl; echo '{}'; tail -n 300 people.jsonl)
	[ "$status" = 65 ]
	expect_error 'length == 1 and .[0].document == 2101 and .[0].line == 2101'
	[ "$(found 'map(.external_code) | join(" ")')" = \
		"$(head -n 2100 people.jsonl | jq -rs 'map(.external_code) | join(" ")')" ]
	[ "$(count orders)" = 2100 ]
	import < <(head -n 2048 people.jsonl; sleep 0.4; tail -n +2049 people.jsonl)
	[ "$status" = 0 ]
	expect 'length == 2400 and (map(select(.existing)) | length) == 2100'
	import --csv=<("$house_top/tests/lib/people.py" --count 2400 --format csv)
	[ "$status" = 0 ]
	expect 'length == 2400 and all(.[]; .existing)' # the same in another form
}

# Somebody with one name only, from the foreigner of the batch.
suharto() {
	sed -n 12p "$demo/batch.jsonl" | jq -c "del(.given_name, .mrz) |
		.surname = \"Suharto\" | .single_name = true | .email = \"s@example.org\" | ${1:-.}"
}

@test "who has one name only says so, and a given name that was forgotten is a mistake" {
	import < <(suharto 'del(.single_name)')
	[ "$(mistakes)" = 'missing given_name' ]
	import < <(suharto '.single_name = false')
	[ "$(mistakes)" = 'missing given_name' ]
	import < <(suharto '.given_name = "Haji"')
	[ "$(mistakes)" = 'single_name_conflict given_name' ]
	import < <(suharto 'del(.surname)')
	[ "$(mistakes)" = 'missing surname' ]
	import < <(suharto)
	[ "$status" = 0 ]
	valid request
	expect '.[0].surname == "Suharto" and .[0].single_name and (.[0] | has("given_name") | not)'
	expect '[.[0].warnings[]? | select(startswith("privacy") | not)] == []'
	import < <(suharto '.external_code = "RS-190"') # the same person again
	run -0 --separate-stderr ipp-registry find --surname=suharto --birth-date=1969-02-17 --sex=F
	valid holder
	expect 'length == 1 and .[0].single_name'
	# he got a second name
	import < <(suharto '.external_code = "RS-191" | del(.single_name) | .given_name = "Haji"')
	[ "$status" = 0 ]
	run -0 --separate-stderr ipp-registry show HLD000000001
	expect '.[0].given_name == "Haji" and (.[0] | has("single_name") | not)'
	import < <(suharto '.external_code = "RS-192"')
	run -0 --separate-stderr ipp-registry show HLD000000001
	expect '.[0].single_name and (.[0] | has("given_name") | not)'
	run -0 --separate-stderr ipp-registry edit HLD000000001 --given-name=Haji --single-name=no
	expect '.[0].given_name == "Haji" and .[0].single_name == false'
}

@test "a zone with one name agrees with it, and tells it" {
	local zone='P<POLSUHARTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<PP42001120POL6902173F3306013<<<<<<<<<<<<<<<8'
	import < <(suharto ".mrz = \"$zone\"")
	[ "$status" = 0 ]
	expect '[.[0].warnings[]? | select(startswith("mrz"))] == []'
	import < <(suharto ".external_code = \"RS-190\" | .mrz = \"${zone/SUHARTO<<<<<</SUHARTO<<HAJI}\"")
	expect '.[0].warnings | any(startswith("mrz_name: "))'
	import < <(suharto ".external_code = \"RS-191\" | .mrz = \"$zone\" | del(.single_name) | .given_name = \"Haji\"")
	expect '.[0].warnings | any(startswith("mrz_name: "))'
	run -0 --separate-stderr ipp-registry add < <(suharto ".mrz = \"$zone\" | .legal_id_number = \"X1\"
		| .email = \"x@example.org\" | .mobile = \"+393200009999\"
		| del(.surname, .single_name, .external_code, .recognition, .products, .language, .consent_privacy, .consent_terms, .consent_marketing)")
	expect '.[0].surname == "SUHARTO" and .[0].single_name'
	expect '.[0].warnings | any(startswith("mrz_filled: ") and test("single_name"))'
}

@test "one name alone stands in form, certificate, envelope and mail" {
	local subject
	printf 'external_code;single_name\nRS-1;si\n' >one.csv
	import --csv=one.csv
	[[ $stderr != *single_name* ]]
	import < <(suharto)
	ipp-request form ORD000000001 --output=form.pdf >/dev/null
	run -0 pdftotext -layout form.pdf -
	[[ $output == *Suharto* && $output != *"Given name"* && $output != *null* ]]
	sqlite3 "$IPP_STORE/ipp.db" "UPDATE products SET status = 'to_issue',
		recognised_by = 1, recognised_at = created_at"
	run -0 --separate-stderr ipp-issue --confirm USR000000001
	valid issued
	sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT writefile('issued.der', certificate) FROM certificates" >/dev/null
	subject=$(openssl x509 -in issued.der -inform DER -noout -subject -nameopt multiline,utf8)
	[[ $subject == *"surname                   = Suharto"* && $subject != *givenName* ]]
	[[ $subject == *"commonName                = DEMO Suharto"* ]]
	ipp-notify deliver >/dev/null
	run -0 "$house_top/tests/lib/message.py" "$IPP_STORE"/mail/new/* text to
	[[ $output == *"Dear Suharto,"* && $output == *"Suharto <s@example.org>"* ]]
	run -0 --separate-stderr ipp-search --surname=Suharto
	expect 'length == 1'
	ipp-store check
}

@test "who submits may have the holder told, once a product" {
	local order
	order=$(suharto '.products = ["REM", "AUTO"] | .name = "s" | del(.external_code)' |
		ipp-request new | jq -r .order_id)
	run -0 --separate-stderr ipp-request submit "$order" --notify --dry-run
	[ "$(count outbox)" = 0 ]
	run -0 --separate-stderr ipp-request submit "$order" --notify
	run -0 --separate-stderr ipp-notify deliver
	valid message
	expect 'map(.template) == ["request_received", "request_received"]'
	grep -lq "$order" "$IPP_STORE"/mail/new/*
	for mail in "$IPP_STORE"/mail/new/*; do
		run -0 "$house_top/tests/lib/message.py" "$mail" text
		[[ $output == *"Dear Suharto,"*"$order"* ]]
	done
	refused 1 not_a_draft ipp-request submit "$order" --notify
	[ "$(count outbox)" = 2 ]
	order=$(other 'del(.external_code)' | ipp-request new | jq -r .order_id)
	ipp-request submit "$order" >/dev/null
	[ "$(count outbox)" = 2 ]
}
