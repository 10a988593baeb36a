# ipp-request form - papers to be signed say what the record says

load ../lib/house

setup() {
	local made=$BATS_FILE_TMPDIR/form batch=$house_top/tests/fixtures/demo/batch
	house_store
	if [ ! -d "$made" ]; then
		mkdir "$made"
		sqlite3 "$IPP_STORE/ipp.db" "INSERT INTO privacy_policies VALUES
			(1, '2026-1', 'it', 'Trattiamo i dati con cura.', 0),
			(1, '2026-1', 'en', 'We treat data with care.', 0)"
		cp -a "$IPP_STORE" "$made/empty"
		ipp-request import <"$batch.jsonl" >"$made/imported.jsonl" \
			2>/dev/null || true
		cp -a "$IPP_STORE" "$made/store"
	fi
	rm -rf "$IPP_STORE"
	cp -a "$made/store" "$IPP_STORE"
	cp "$made/imported.jsonl" .
}

text() {
	pdftotext -layout "$1" -
}

@test "the form of an order is a PDF that others read, with the record inside" {
	ipp-request form ORD000000001 >form.pdf
	run -0 qpdf --check form.pdf
	run -0 pdfdetach -save 1 -o record.json form.pdf
	run -0 cat record.json
	valid request
	expect '.[0].order_id == "ORD000000001" and (.[0] | has("warnings") | not)'
	run -0 text form.pdf
	[[ $output == *"Richiesta di certificato di firma"* ]]
	[[ $output == *"$(jq -rs '.[0].surname' imported.jsonl)"* ]]
	[[ $output == *"$(jq -rs '.[0].tax_code' imported.jsonl)"* ]]
	[[ $output == *"Firma remota (REM)"* ]]
	[[ $output == *USR000000001* ]]
	[[ $output == *"Firma del titolare"* ]]
}

@test "the consents are ticked as the record has them" {
	run -0 --separate-stderr ipp-request form ORD000000001 -o form.pdf
	valid form_file
	sqlite3 "$IPP_STORE/ipp.db" "UPDATE orders SET consent_marketing = 1,
		consent_terms = 0 WHERE order_id = 2"
	ipp-request form ORD000000002 -o other.pdf
	[ "$(ticks form.pdf)" = 101001 ] # privacy, terms: yes; advertising: no
	[ "$(ticks other.pdf)" = 100110 ]
	ipp-request form --blank REM -o blank.pdf
	[ "$(ticks blank.pdf)" = 000000 ]
}

# The boxes of a form in their order, 1 where one is ticked: a box is a square
# of 8 points, a tick two strokes after it.
ticks() {
	qpdf --qdf --object-streams=disable "$1" - | LC_ALL=C awk '
	/ 8 8 re S$/ { boxes = boxes "0" }
	/ m .* l .* m .* l S$/ { sub(/0$/, "1", boxes) }
	END { print boxes }'
}

@test "the privacy policy is named by version and SHA-256, in the language" {
	local hash
	hash=$(printf 'Trattiamo i dati con cura.' | sha256sum | cut -c1-64)
	ipp-request form ORD000000001 -o it.pdf
	run -0 text it.pdf
	[[ $output == *"versione 2026-1"* ]]
	[[ $output == *"$hash"* ]]
	hash=$(printf 'We treat data with care.' | sha256sum | cut -c1-64)
	ipp-request form ORD000000001 -o en.pdf --language=en
	run -0 text en.pdf
	[[ $output == *"version 2026-1"* ]]
	[[ $output == *"$hash"* ]]
	[[ $output == *"Application for a signature certificate"* ]]
	[[ $output != *"Codice fiscale"* ]]
}

@test "a stream of orders becomes a folder of forms, in every script" {
	local name names
	run -0 --separate-stderr ipp-request form --output=forms/ <imported.jsonl
	valid form_file
	[ "$(find forms -name 'ORD*-form.pdf' -perm 600 | wc -l)" = \
		"$(wc -l <imported.jsonl)" ]
	expect 'all(.[]; .form_path == "forms/\(.order_id)-form.pdf")'
	[ "$(found '.[0].sha256')" = \
		"$(sha256sum <"$(found '.[0].form_path')" | cut -c1-64)" ]
	# Latin, Greek and Chinese can be read back; Arabic is shaped
	mapfile -t names < <(jq -r 'select((.surname | test("[^ -~]")) and
		(.surname | test("\\p{Arabic}") | not))
		| "\(.order_id):\(.surname)"' imported.jsonl)
	[ "${#names[@]}" -ge 6 ]
	for name in "${names[@]}"; do
		run -0 text "forms/${name%%:*}-form.pdf"
		[[ $output == *"${name#*:}"* ]]
	done
}

@test "one file does not take several forms, nor does standard output" {
	head -n 2 imported.jsonl >two.jsonl
	refused 64 output_not_a_folder ipp-request form -o one.pdf <two.jsonl
	run -64 ipp-request form <two.jsonl
}

@test "a blank form asks for what the product needs" {
	mkdir -p blanks
	run -0 --separate-stderr ipp-request form --blank REM REM-ROLE -o blanks
	valid form_file
	expect 'map(.form_path) == ["blanks/REM-form.pdf",
		"blanks/REM-ROLE-form.pdf"]'
	run -0 qpdf --check blanks/REM-form.pdf
	run -0 text blanks/REM-form.pdf
	[[ $output == *Cognome* && $output != *Organizzazione* ]]
	run -0 text blanks/REM-ROLE-form.pdf
	[[ $output == *Organizzazione* ]]
	refused 65 catalog_unknown ipp-request form --blank NOTHING
}

@test "report and consent are papers of their own" {
	ipp-request form ORD000000001 --kind=report -o report.pdf
	run -0 text report.pdf
	[[ $output == *"Verbale di riconoscimento"* ]]
	[[ $output == *"Firma dell'incaricato"* ]]
	refused 1 no_organization ipp-request form ORD000000001 --kind=consent
	ipp-request form --blank REM-ROLE --kind=consent --language=en >consent.pdf
	run -0 text consent.pdf
	[[ $output == *"Consent of the organization"* ]]
	[[ $output == *"revocation"* ]]
}

@test "a demonstration says so on every form" {
	ipp-request form --blank REM --language=en >form.pdf
	run -0 text form.pdf
	[[ $output == *"TRIAL FORM"* ]]
}

@test "an order that is not there has no form" {
	refused 65 order_unknown ipp-request form ORD000009999
}

# The store of a desk that has none of these orders.
elsewhere() {
	rm -rf "$IPP_STORE"
	cp -a "$BATS_FILE_TMPDIR/form/empty" "$IPP_STORE"
}

# What of a request the holder signs for.
said() {
	jq -S 'del(.order_id, .user_ids, .external_code, .created_at, .created_by,
		.updated_at, .submitted_at, .holder_id, .status, .warnings,
		.existing, .unit, .note, .message, .name)'
}

@test "the record in a form becomes a request where there is none" {
	ipp-request form ORD000000001 -o form.pdf
	ipp-request show ORD000000001 | said >wanted.json
	elsewhere
	run -0 --separate-stderr ipp-request import --from-form form.pdf
	valid request
	expect '.[0].status == "to_identify" and (.[0] | has("existing") | not)'
	[ "$(found '.[0].external_code')" = \
		"$(jq -r .external_code <<<"$(head -n 1 imported.jsonl)")" ]
	run -0 ipp-request show "$(found '.[0].order_id')"
	[ "$(said <<<"$output")" = "$(cat wanted.json)" ]
	run -0 --separate-stderr ipp-request import --from-form form.pdf
	expect '.[0].existing'
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM orders")" = 1 ]
}

@test "the form of an order that is here finds it" {
	ipp-request form ORD000000001 -o form.pdf
	run -0 --separate-stderr ipp-request import --from-form form.pdf
	expect '.[0].existing and .[0].order_id == "ORD000000001"'
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM orders")" = \
		"$(wc -l <imported.jsonl)" ]
}

@test "a form whose record has no external_code gets one from its bytes" {
	ipp-request clone ORD000000001 --consent-privacy=true \
		--consent-terms=true --consent-marketing=false >draft.json
	ipp-request submit <draft.json >order.json
	ipp-request form "$(jq -r .order_id order.json)" -o form.pdf
	elsewhere
	run -0 --separate-stderr ipp-request import --from-form form.pdf
	expect '.[0].external_code | test("^FORM-[0-9a-f]{32}$")'
	run -0 --separate-stderr ipp-request import --from-form form.pdf
	expect '.[0].existing'
}

@test "members beside the form go before its record, alone or in a stream" {
	ipp-request form ORD000000001 -o form.pdf
	elsewhere
	run -0 --separate-stderr ipp-request import \
		<<<'{"from_form":"form.pdf","external_code":"NEW-1","note":"by form"}'
	expect '.[0].external_code == "NEW-1"'
	run -0 ipp-request show "$(found '.[0].order_id')"
	expect '.[0].note == "by form"'
}

@test "what is no form of ours becomes no request" {
	ipp-request form ORD000000001 -o form.pdf
	qpdf --remove-attachment=record.json form.pdf bare.pdf
	refused 65 attachment_missing ipp-request import --from-form bare.pdf
	for wrong in '{"surname":"Rossi","colour":1}' '[]' '{"surname":' '{"a":1,"a":2}'; do
		printf '%s' "$wrong" >record.json
		qpdf --add-attachment record.json -- bare.pdf wrong.pdf
		refused 65 form_record_broken ipp-request import \
			--from-form wrong.pdf
		rm wrong.pdf
	done
	head -c 1048577 /dev/zero | tr '\0' ' ' >record.json
	qpdf --add-attachment record.json -- bare.pdf wrong.pdf
	refused 65 attachment_too_large ipp-request import --from-form wrong.pdf
	head -c 900 form.pdf >cut.pdf
	refused 65 file_broken ipp-request import --from-form cut.pdf
	echo text >text.pdf
	refused 65 file_broken ipp-request import --from-form text.pdf
	refused 74 file_unreadable ipp-request import --from-form missing.pdf
	refused 65 missing ipp-request import --from-form <<<'{}'
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM orders")" = \
		"$(wc -l <imported.jsonl)" ]
}

@test "--atomic keeps all forms or none" {
	ipp-request form ORD000000001 -o form.pdf
	ipp-request form ORD000000002 -o other.pdf
	elsewhere
	run -74 ipp-request import --from-form --atomic form.pdf missing.pdf other.pdf
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM orders")" = 0 ]
	run -0 ipp-request import --from-form --atomic form.pdf other.pdf
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM orders")" = 2 ]
}

@test "the store remembers what was printed, a draft's until it is deleted" {
	local hash
	ipp-request form ORD000000001 -o form.pdf
	hash=$(sha256sum <form.pdf | cut -c1-64)
	ipp-request form ORD000000001 >again.pdf
	cmp form.pdf again.pdf
	ipp-request form ORD000000001 --kind=report -o report.pdf
	run -0 sqlite3 "$IPP_STORE/ipp.db" "SELECT kind, size, order_id, lower(hex(sha256)) = '$hash'
		FROM forms ORDER BY kind"
	[ "$output" = "form|$(stat -c %s form.pdf)|1|1
report|$(stat -c %s report.pdf)|1|0" ]
	ipp-request form --blank REM -o blank.pdf
	ipp-request new --name=draft --products=REM >/dev/null
	ipp-request form draft -o draft.pdf
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM forms")" = 3 ]
	ipp-request delete draft
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM forms")" = 2 ]
}
