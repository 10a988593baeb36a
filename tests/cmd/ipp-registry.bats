# ipp-registry - one entry a person, found again, changed with care

load ../lib/house

batch=$house_top/tests/fixtures/demo/batch.jsonl

setup() {
	house_store
}

# The person of the first such row of the demo's batch, with changes by a jq filter.
person() {
	jq -c --arg code "$1" 'select(.external_code == $code) |
		del(.external_code, .recognition, .products, .language,
		.consent_privacy, .consent_terms, .consent_marketing)' "$batch" |
		sed -n 1p | jq -c "${2:-.}"
}

# Rows of the batch entered: enter RS-101 RS-102
enter() {
	local code
	for code; do
		person "$code"
	done | ipp-registry add >/dev/null
}

# What an officer's recognition leaves.
verify() {
	sqlite3 "$IPP_STORE/ipp.db" \
		"UPDATE holders SET verified_at = 1795334400 WHERE holder_id = $1"
}

last_detail() {
	sqlite3 "$IPP_STORE/ipp.db" "SELECT event || ' ' || detail FROM journal
		ORDER BY entry_id DESC LIMIT 1"
}

zone() {
	PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$house_top/tests/lib \
		python3 -c "import taxcode; print(taxcode.$1)"
}

scans() {
	jq -c 'select(.external_code == "RS-101" or .external_code == "RS-102")' \
		"$batch" | "$house_top/tests/lib/scans.py" --out in
}

@test "holders of many kinds are entered, each with an IUT of his own" {
	local code
	for code in RS-101 RS-102 $(seq -f RS-%g 103 118); do
		person "$code"
	done >people
	run -0 --separate-stderr ipp-registry add <people
	valid holder
	[ "$(found length)" = "$(wc -l <people)" ]
	expect 'map(.iut) | unique | length == 18'
	expect 'any(.[]; .tax_code == "91000123454")'
	expect 'any(.[]; .surname == "حداد" and .legal_id_type == "PAS")'
	expect 'any(.[]; .surname == "Παπαδάκης")'
	expect 'any(.[]; .surname == "王" and (has("tax_code") | not))'
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "all mistakes of an entry are reported at once, and nothing is kept" {
	person RS-101 '.tax_code = "BNCGLI92C48A944X" | .sex = "F" | del(.city)
		| .email = "nobody" | .postal_code = "401"
		| .document_expiry_date = "2026-01-01" | .holder_id = "HLD7"
		| del(.mrz)' >wrong
	refused 65 holder_id_unexpected ipp-registry add --rejects=mend <wrong
	expect_error 'map(.code) | sort == ["document_expired", "email_invalid",
		"holder_id_unexpected", "missing", "postal_code_invalid",
		"tax_code_check"]'
	[ "$(jq '.reject | length' mend)" = 6 ]
	[ "$(sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) FROM holders')" = 0 ]
}

@test "a person who is there already is pointed to" {
	enter RS-101
	refused 65 holder_exists ipp-registry add < <(person RS-101)
	expect_error 'length == 1 and (.[0].message | contains("HLD000000001"))'
	# the same by passport
	enter RS-114
	refused 65 holder_exists ipp-registry add < <(person RS-114 \
		'.email = "other@example.org" | .mobile = "+393209990001"')
	expect_error '.[0].field == "legal_id_number"'
}

@test "somebody alike is a warning, for two persons can be" {
	enter RS-101
	run -0 --separate-stderr ipp-registry add < <(person RS-101 \
		'.surname = "BIANCHÌ" | .email = "b@example.org" | del(.tax_code)
		| .mobile = "+393209990001" | .citizenship = "FR" | del(.mrz)
		| .legal_id_type = "PAS" | .legal_id_country = "FR"
		| .legal_id_number = "09FR12345"')
	expect '.[0].warnings | any(startswith("holder_similar: HLD000000001"))'
}

@test "e-mail and mobile are one holder's alone, and an alias is proposed" {
	enter RS-101
	refused 65 email_taken ipp-registry add < <(person RS-102 \
		'.email = "Giulia.Bianchi@EXAMPLE.it" | .mobile = "320 000 1101"')
	expect_error 'map(.code) | sort == ["email_taken", "mobile_taken"]'
	expect_error '.[0].message | contains("\"francesco.de-luca\"")'
	run -0 --separate-stderr ipp-registry add < <(person RS-102 \
		'.email = "giulia.bianchi@example.it" | .email_alias = "francesco.de-luca"')
	refused 65 email_taken ipp-registry edit HLD000000002 --clear=email_alias
	ipp-registry edit HLD000000002 --clear=email_alias --email=f@example.it
}

@test "what is not told is taken from the machine-readable zone" {
	zone 'td1("ITA", "CA10101FZ", "1992-03-08", "F", "2034-03-18", "Bianchi", "Giulia")' >card
	person RS-101 'del(.surname, .given_name, .sex, .birth_date, .citizenship,
		.document_type, .document_country, .document_number,
		.document_expiry_date, .mrz)' >rest
	run -0 --separate-stderr ipp-registry add --mrz="$(cat card)" <rest
	expect '.[0] | .surname == "BIANCHI" and .given_name == "GIULIA" and
		.sex == "F" and .birth_date == "1992-03-08" and
		.document_type == "identity_card" and .document_country == "IT" and
		.document_number == "CA10101FZ" and
		.document_expiry_date == "2034-03-18" and .citizenship == "IT"'
	expect '.[0].warnings | length == 1 and
		(.[0] | startswith("mrz_filled: surname, given_name, sex,"))'
}

@test "what is told and contradicts the zone is refused or warned of" {
	refused 65 mrz_mismatch ipp-registry add < <(person RS-101 \
		'.document_number = "CA10101FX" | .birth_date = "1992-03-09"')
	expect_error 'map(.field) | sort == ["birth_date", "document_number"]'
	run -0 --separate-stderr ipp-registry add < <(person RS-101 \
		'.surname = "Neri"')
	expect '.[0].warnings | any(startswith("mrz_name:")) and
		any(startswith("tax_code_mismatch:"))'
	refused 65 mrz_check_number ipp-registry add < <(person RS-102 \
		'.mrz = "C<ITACA10102GX0<<<<<<<<<<<<<<<8107144M3403185ITA<<<<<<<<<<<0DE<LUCA<<FRANCESCO<<<<<<<<<<<<"')
}

@test "holders are found by tax code however it is typed, or by three data" {
	enter RS-101 RS-102 RS-112 RS-114
	run -0 --separate-stderr ipp-registry find bncgli92c48a944r
	valid holder
	expect 'map(.holder_id) == ["HLD000000001"]'
	run -0 --separate-stderr ipp-registry find --surname=DE-LUCÀ \
		--given-name=francesco --birth-date=1981-07-14
	expect 'map(.surname) == ["De Luca"]'
	run -0 --separate-stderr ipp-registry find --surname=wojcik \
		--given-name=GRAZYNA --sex=F
	expect 'map(.surname) == ["Wójcik"]'
	run -0 --separate-stderr ipp-registry find --surname=حداد \
		--birth-country=LB --mobile='+39 320 000 1114'
	expect 'map(.given_name) == ["ليلى"]'
	run -0 --separate-stderr ipp-registry find --email=GIULIA.Bianchi@example.it \
		--birth-place=BOLOGNA --document-number=ca10101fz
	expect 'map(.holder_id) == ["HLD000000001"]'
	# all that is told must agree
	run -0 --separate-stderr ipp-registry find BNCGLI92C48A944R --sex=M
	[ -z "$output" ]
	run -0 --separate-stderr ipp-registry find --surname=Bianchi \
		--given-name=Giulia --birth-place=Roma
	[ -z "$output" ]
}

@test "two data are too few, and an unreadable number is said" {
	refused 64 too_few_data ipp-registry find --surname=Rossi --sex=F
	refused 64 too_few_data ipp-registry find <<<'{"surname":"Rossi"}'
	refused 65 mobile_invalid ipp-registry find --surname=A --sex=F --mobile=1
	refused 64 limit ipp-registry find --sex=F --country=IT --citizenship=IT --limit=0
}

@test "what is found comes as a table, and in pages" {
	enter RS-101 RS-102 RS-103
	run -0 --separate-stderr ipp-registry find --citizenship=IT --country=IT \
		--document-country=IT --format=table
	[[ ${lines[0]} == Holder*Surname*"Tax code"* && ${#lines[@]} = 4 ]]
	run -0 --separate-stderr ipp-registry find --citizenship=IT --country=IT \
		--document-country=IT --limit=1 --after=HLD000000001
	expect 'map(.holder_id) == ["HLD000000002"]'
}

@test "holders of another organization are not there" {
	enter RS-101
	sqlite3 "$IPP_STORE/ipp.db" "INSERT INTO organizations
		(client_code, name, created_at) VALUES ('OTHER', 'Other', 0);
		UPDATE holders SET client_id = 2"
	run -0 --separate-stderr ipp-registry find BNCGLI92C48A944R
	[ -z "$output" ]
	refused 65 holder_unknown ipp-registry show HLD000000001
	refused 65 holder_unknown ipp-registry edit HLD000000001 --street=Here
	scans
	refused 65 holder_unknown ipp-registry image HLD000000001 \
		--front=in/RS-101/front.png
}

@test "show has the orders and products of the holder" {
	head -n 2 "$batch" | ipp-request import >/dev/null
	run -0 --separate-stderr ipp-registry show HLD000000001 HLD000000002
	valid holder
	expect '.[0].history | length == 1 and .[0].order_id == "ORD000000001"
		and .[0].user_id == "USR000000001" and .[0].status == "to_identify"'
	expect '.[1].history[0].order_id == "ORD000000002"'
	expect 'all(.[]; .document_images == [])'
}

@test "contacts of a verified holder change freely, even with an expired document" {
	enter RS-101
	verify 1
	house_clock 2035-01-01T08:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	run -0 --separate-stderr ipp-registry edit HLD000000001 \
		--email=giulia@Bücher.example --mobile='320 999 8877'
	expect '.[0].email == "giulia@xn--bcher-kva.example" and
		.[0].mobile == "+393209998877" and
		.[0].verified_at == "2026-11-22T08:00:00Z"'
	run -0 last_detail
	[[ $output == 'holder_changed {"changed":["email","mobile"],'* ]]
	[[ $output != *8877* && $output != *giulia* ]]
	refused 65 document_expired ipp-registry edit HLD000000001 \
		--document-issuer=Roma
}

@test "what was verified changes only when confirmed, and is verified no more" {
	enter RS-101
	verify 1
	refused 1 holder_verified ipp-registry edit HLD000000001 \
		--surname=Neri --street='Via Nuova'
	expect_error '.[0].message | contains("a change of surname undoes")'
	run -0 --separate-stderr ipp-registry show HLD000000001
	expect '.[0] | .surname == "Bianchi" and .verified_at != null'
	run -0 --separate-stderr ipp-registry edit HLD000000001 --street='Via Nuova'
	expect '.[0].verified_at == "2026-11-22T08:00:00Z"'
	run -0 --separate-stderr ipp-registry edit HLD000000001 --surname=Neri --confirm
	expect '.[0] | .surname == "Neri" and (has("verified_at") | not)'
	run -0 last_detail
	[[ $output == *'"changed":["surname"]'*'"verification_undone":true'* ]]
	# not verified any more: nothing to confirm
	ipp-registry edit HLD000000001 --surname=Bianchi >/dev/null
}

@test "an edit that changes nothing leaves no trace" {
	enter RS-101
	before=$(last_detail)
	ipp-registry show HLD000000001 | ipp-registry edit >/dev/null
	ipp-registry edit HLD000000001 --email=GIULIA.BIANCHI@example.it \
		--mobile='320 000 1101' >/dev/null
	[ "$(last_detail)" = "$before" ]
}

@test "an entry cannot become another person, or lose what it needs" {
	enter RS-101 RS-102
	refused 65 holder_exists ipp-registry edit HLD000000002 \
		--tax-code=BNCGLI92C48A944R
	refused 65 missing ipp-registry edit HLD000000002 --clear='email city'
	expect_error 'map(.field) | sort == ["city", "email"]'
	refused 65 unknown_member ipp-registry edit HLD000000002 --clear=iut
	refused 65 missing ipp-registry edit < <(echo '{"email":"a@example.org"}')
}

@test "a new zone brings its document along" {
	enter RS-101
	zone 'td1("ITA", "CA90909XX", "1992-03-08", "F", "2036-11-02", "Bianchi", "Giulia")' >card
	run -0 --separate-stderr ipp-registry edit HLD000000001 \
		--mrz="$(cat card)" --document-issue-date=2026-11-02
	expect '.[0] | .document_number == "CA90909XX" and .surname == "Bianchi"
		and .document_expiry_date == "2036-11-02"
		and .document_issue_date == "2026-11-02"'
	# a zone of somebody else
	zone 'td1("ITA", "CA90909XY", "1990-03-08", "M", "2036-11-02", "Verdi", "Ugo")' >card
	refused 65 mrz_mismatch ipp-registry edit HLD000000001 --mrz="$(cat card)"
	expect_error 'map(.field) | sort == ["birth_date", "sex"]'
}

@test "images come from files and from a pipe, and belong to the document" {
	enter RS-101
	scans
	run -0 --separate-stderr ipp-registry image HLD000000001 \
		--front=in/RS-101/front.png
	valid holder
	run -0 --separate-stderr ipp-registry image HLD000000001 --back=- \
		< <(cat in/RS-101/back.png)
	expect '.[0].images == ["back", "front"]'
	run -0 --separate-stderr ipp-registry show HLD000000001
	[ "$(found '.[0].document_images | map(.sha256) | .[]')" = "$(sha256sum \
		in/RS-101/back.png in/RS-101/front.png | cut -d' ' -f1)" ]
	expect '.[0].document_images | all(.mime == "image/png" and .size > 1000
		and .document_number == "CA10101FZ")'
	# encrypted
	run ! grep -rlF IHDR "$IPP_STORE"
	# another document has no images yet
	run -0 --separate-stderr ipp-registry edit HLD000000001 --clear=mrz \
		--document-number=CA77777AA
	expect '.[0] | has("images") | not'
	run -0 --separate-stderr ipp-registry image HLD000000001 \
		--both=in/RS-101/form.pdf
	expect '.[0].images == ["both"] and (.[0].document_images | length) == 3'
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "what is no image is refused by its content, and nothing is kept" {
	enter RS-101
	scans
	printf '#!/bin/sh\necho\n' >front.png
	refused 65 file_kind_refused ipp-registry image HLD000000001 \
		--front=front.png --back=in/RS-101/back.png
	expect_error '.[0].field == "front"'
	head -c 900 in/RS-101/front.png >cut.png
	refused 65 file_broken ipp-registry image HLD000000001 --both=cut.png
	refused 65 file_empty ipp-registry image HLD000000001 --both=- </dev/null
	refused 65 same_file ipp-registry image HLD000000001 \
		--front=in/RS-101/back.png --back=in/RS-101/back.png
	refused 74 file_unreadable ipp-registry image HLD000000001 --front=nowhere.png
	refused 64 image_missing ipp-registry image HLD000000001
	refused 64 sides_ambiguous ipp-registry image HLD000000001 \
		--both=a.png --front=b.png
	refused 64 stdin_twice ipp-registry image HLD000000001 --front=- --back=-
	run -0 --separate-stderr ipp-registry show HLD000000001
	expect '.[0].document_images == []'
}

@test "who may request changes the registry, who may search only looks" {
	enter RS-101
	house_operator anna operator
	house_operator audit auditor
	house_as anna ipp-registry edit HLD000000001 --street='Via Nuova' >/dev/null
	run -0 --separate-stderr house_as audit ipp-registry find BNCGLI92C48A944R
	expect 'map(.street) == ["Via Nuova"]'
	refused 77 not_permitted house_as audit ipp-registry edit HLD000000001 --street=X
	refused 77 not_permitted house_as audit ipp-registry add < <(person RS-102)
	refused 77 not_permitted house_as audit ipp-registry image HLD000000001 --front=a
}

@test "what did not decode and what is wrong besides are told together" {
	refused 65 wrong_type ipp-registry add < <(person RS-101 '.sex = 3 | .email = "nowhere" | del(.city)')
	expect_error 'map(.code + " " + .field) | sort == ["email_invalid email", "missing city", "wrong_type sex"]'
	refused 65 wrong_type ipp-registry add < <(person RS-101 '.tax_code = 3')
	expect_error 'map(.field) == ["tax_code"]'
	ipp-registry add < <(person RS-101) >/dev/null
	refused 65 wrong_type ipp-registry edit - <<<'{"holder_id":"HLD000000001","sex":3,"email":"nowhere","city":"Elsewhere"}'
	expect_error 'map(.code) | sort == ["email_invalid", "wrong_type"]'
	refused 65 wrong_type ipp-registry edit - <<<'{"holder_id":3,"email":"nowhere"}'
	expect_error 'map(.field) == ["holder_id"]'
	run -0 --separate-stderr ipp-registry show HLD000000001
	expect '.[0].city != "Elsewhere"'
}

@test "a dry run keeps nothing" {
	run -0 --separate-stderr ipp-registry add --dry-run < <(person RS-101)
	expect 'length == 1'
	run -0 --separate-stderr ipp-registry find BNCGLI92C48A944R
	[ -z "$output" ]
}
