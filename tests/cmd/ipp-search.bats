# ipp-search - products by any combination of filters, and all about one

load ../lib/house

fixtures=$house_top/tests/fixtures/demo

# A desk with the demo's batch; RS-101 to RS-103 issued. Made once a file.
setup() {
	house_store
	if [ ! -d "$BATS_FILE_TMPDIR/desk" ]; then
		ipp-request import --csv="$fixtures/batch.csv" 2>/dev/null >imported.jsonl || true
		ipp-request import <"$fixtures/batch.jsonl" 2>/dev/null >>imported.jsonl || true
		grep -E 'RS-10[123]"' imported.jsonl |
			"$house_top/tests/lib/scans.py" --out inbox
		for code in RS-101 RS-102 RS-103; do
			ipp-search --external-code=$code
		done | ipp-recognize offline --forms=inbox |
			ipp-issue --confirm --seal=later >issued.jsonl
		cp -a "$IPP_STORE" "$BATS_FILE_TMPDIR/desk"
		cp imported.jsonl issued.jsonl "$BATS_FILE_TMPDIR"
	else
		rm -rf "$IPP_STORE"
		cp -a "$BATS_FILE_TMPDIR/desk" "$IPP_STORE"
		cp "$BATS_FILE_TMPDIR"/{imported,issued}.jsonl .
	fi
}

# search OPTION...: its lines in $output
search() {
	run -0 --separate-stderr ipp-search "$@"
}

@test "without a filter every product is listed, in order, by the schema" {
	search
	valid product
	expect "length == $(jq -s '[.[].user_ids | length] | add' imported.jsonl)"
	expect '[.[].order_id] == ([.[].order_id] | sort)'
}

@test "each filter finds what it says and nothing else" {
	local one
	one=$(jq -sc '.[0]' issued.jsonl)
	for filter in user_id serial order_id external_code tax_code email mobile \
		holder_id iut; do
		value=$(jq -r --arg f "$filter" '.[$f]' <<<"$one")
		search "--${filter//_/-}=$value"
		expect "length >= 1 and all(.$filter == \"$value\")"
	done
	search --status=active
	expect 'length == 3 and all(.status == "active")'
	search --product=AUTO
	expect 'length >= 1 and all(.product == "AUTO")'
	search --recognition=live
	expect 'length == 2 and all(.recognition == "live")'
	search --created-by=OPR000000001 --limit=1
	expect 'length == 1'
	search --unit=MAIN --limit=1
	expect 'length == 1'
	search --device-serial=NONE
	[ -z "$output" ]
	search --email-alias=nobody
	[ -z "$output" ]
}

@test "a tax code, a serial number and an address are found in either case" {
	search --tax-code=bncgli92c48a944r
	expect 'length == 1'
	search --serial="$(jq -sr '.[0].serial | ascii_downcase' issued.jsonl)"
	expect 'length == 1'
	search --email=Giulia.Bianchi@EXAMPLE.it
	expect 'length == 1'
}

@test "case and accents do not matter in names, and * finds beginnings" {
	search --surname=DABROWSKI
	expect 'length == 1 and .[0].surname == "Dąbrowski"'
	search --surname=lukas*
	expect 'length == 1 and .[0].surname == "Łukasiewicz"'
	search --surname="d angelo"
	expect 'length == 1'
	search --surname=παπα*
	expect 'length == 2'
	search --given-name=niccolo --surname=d*
	expect 'length == 1'
}

@test "filters combine, and sections are statuses" {
	search --section=to_identify --recognition=sign --surname=rinaldi
	expect 'length == 1 and .[0].external_code == "RS-107"'
	search --section=to_identify --recognition=sign --surname=rossi
	[ -z "$output" ]
	refused 64 section_status ipp-search --section=active --status=revoked
	for section in drafts to_identify to_issue active revoked; do
		search --section=$section
	done
}

@test "times bound a list on either side" {
	search --activated-from=2026-11-22 --activated-to=2026-11-23
	expect 'length == 3'
	search --activated-from=today
	expect 'length == 3'
	search --created-from=yesterday --created-to=today
	[ -z "$output" ]
	search --activated-from=2026-11-23
	[ -z "$output" ]
	search --created-to=2026-11-22T08:00:00Z
	[ -z "$output" ]
	search --valid-from=2029-01-01 --valid-to=2030-01-01
	expect 'length == 3'
}

@test "pages follow each other without gap or overlap, in every order" {
	for options in "" --sort=user_id --sort=surname --sort=created_at \
		"--status=to_identify --reverse" "--sort=surname --reverse"; do
		# shellcheck disable=SC2086 # options are words
		ipp-search $options | jq -r .user_id >whole
		: >pages
		after=
		while :; do
			# shellcheck disable=SC2086
			ipp-search $options --limit=7 ${after:+--after=$after} |
				jq -r .user_id >page
			[ -s page ] || break
			cat page >>pages
			after=$(tail -n 1 page)
		done
		diff whole pages
		[ "$(sort -u whole | wc -l)" = "$(wc -l <whole)" ]
	done
}

@test "sorting and reversing are each other's mirror" {
	search --sort=surname
	expect '[.[].user_id] | length > 10'
	ipp-search --sort=surname | jq -r .user_id | tac >down
	ipp-search --sort=surname --reverse | jq -r .user_id | diff - down
}

@test "a page after a product that is not there, or of no row, is refused" {
	refused 65 product_unknown ipp-search --after=USR000999999
	refused 64 limit ipp-search --limit=0
	refused 64 not_an_id ipp-search --user-id=12
	refused 65 unit_unknown ipp-search --unit=NOWHERE
}

@test "lists come as table, csv, tsv, json and json lines" {
	search --status=active --format=csv --columns=user_id,surname
	[ "${lines[0]}" = user_id,surname ]
	[ "${#lines[@]}" = 4 ]
	search --status=active --format=tsv --columns=user_id,surname
	[ "${lines[0]}" = $'user_id\tsurname' ]
	search --status=active --format=json
	jq -e 'length == 3' <<<"$output"
	search --status=revoked --format=json
	jq -e 'length == 0' <<<"$output"
	search --status=active --format=table
	[ "${#lines[@]}" = 4 ]
	refused 64 unknown_column ipp-search --columns=shoe_size
}

@test "an officer finds his unit's products, an auditor everybody's" {
	ipp-org unit-add NORTH --name=North >/dev/null
	ipp-operator add nora --surname=Neri --given-name=Nora --profile=rao \
		--unit=NORTH --code-file=nora.code >/dev/null
	(umask 077 && echo 'seven green bottles' >nora.password)
	ipp-access activate nora --code-file=nora.code \
		--password-file=nora.password --otp-secret-file=nora.otp
	house_operator audit auditor
	run -0 --separate-stderr house_as nora ipp-search
	[ -z "$output" ]
	run -0 --separate-stderr house_as audit ipp-search --limit=3
	expect 'length == 3'
	refused 77 other_unit house_as nora ipp-search --unit=MAIN
	refused 77 other_unit house_as nora ipp-search show USR000000001
}

@test "show tells everything about a product" {
	local user
	user=$(jq -sr '.[0].user_id' issued.jsonl)
	run -0 --separate-stderr ipp-search show "$user"
	valid detail
	expect ".[0].user_id == \"$user\" and .[0].email != null"
	expect '.[0].certificates | length == 1'
	expect '.[0].evidence | map(.kind) | contains(["form", "report"])'
	expect '.[0].events | map(.event) | index("request_submitted") != null'
	expect '.[0].recognised_by_login == "admin"'
	found '.[0].certificates[0].pem' >holder.pem
	ipp-ca export --root=root.pem --issuer=issuer.pem
	openssl verify -attime "$(date -d "$IPP_NOW + 1 hour" +%s)" -x509_strict \
		-CAfile root.pem -untrusted issuer.pem holder.pem
}

@test "show of an order shows its products, and of nothing says so" {
	local order
	order=$(jq -sr 'map(select(.user_ids | length == 2))[0].order_id' imported.jsonl)
	run -0 --separate-stderr ipp-search show "$order"
	expect "length == 2 and all(.order_id == \"$order\")"
	refused 65 order_unknown ipp-search show ORD000999999
	refused 65 product_unknown ipp-search show USR000999999
	refused 65 not_an_id ipp-search show nonsense
}

@test "show is a sheet for people on request" {
	run -0 ipp-search show USR000000001 --format=table
	[[ $output == *"surname"*"Rossi"* ]]
	[[ $output == *"events"*"request_submitted"* ]]
}
