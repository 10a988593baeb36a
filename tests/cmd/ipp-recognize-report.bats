# ipp-recognize offline --sign - the report is made and signed on the spot

load ../lib/house
load ../lib/serve

# Requests of the demo batch and their scans, without reports; the officer
# `admin` has the registered key me.p12. Made once.
setup() {
	local made=$BATS_FILE_TMPDIR/report
	house_store
	if [ ! -d "$made" ]; then
		mkdir "$made"
		wanted >"$made/batch.jsonl"
		"$house_top/tests/lib/scans.py" --out "$made/inbox" \
			<"$made/batch.jsonl"
		rm "$made"/inbox/*/report.*
		ipp-request import <"$made/batch.jsonl" >"$made/imported.jsonl"
		(cd "$made" && "$house_top/tests/lib/officer" me)
		ipp-operator certificate-add admin --file="$made/me.pem" >/dev/null
		cp -a "$IPP_STORE" "$made/store"
	fi
	rm -rf "$IPP_STORE"
	cp -a "$made/store" "$IPP_STORE"
	cp -a "$made"/inbox "$made"/me.* "$made"/ca.* .
	mkdir reports
}

# Two of Italy, and those whose names are in other scripts; one in English.
wanted() {
	local batch=$house_top/tests/fixtures/demo/batch.jsonl
	jq -c 'select(.recognition == "offline" and .surname == "Bianchi")
	       ' "$batch" | head -n 1
	jq -c 'select(.recognition == "offline") | select(.language == "en")
	       ' "$batch" | head -n 1
	jq -c 'select(.surname | test("Παπαδάκης|بن يوسف|王")) |
	       . + {recognition: "offline"}' "$batch"
}

teardown() {
	serve_stop
}

sql() {
	sqlite3 -cmd '.timeout 5000' "$IPP_STORE/ipp.db" "$1"
}

recognises() {
	ipp-recognize offline --forms=inbox --sign --pkcs12=me.p12 \
		--secret-file=me.pass --reports=reports "$@"
}

# The report of a product as text.
said() {
	pdftotext -layout "reports/USR00000000$1-report.pdf" -
}

@test "the report says who, whom, when, which document and papers, and is signed" {
	local folder paper
	run -0 --separate-stderr recognises USR000000001 \
		--recognised-on=2026-11-20 --recognition-note='Conosciuta di persona'
	valid product
	expect '.[0].status == "to_issue"'
	run -0 pdfsig -nocert reports/USR000000001-report.pdf
	[[ $output == *"ETSI.CAdES.detached"* ]]
	[[ $output == *"Signature is Valid"* ]]
	[[ $output == *"Total document signed"* ]]
	[[ $output == *"Signer Certificate Common Name: me"* ]]
	run -0 said 1
	[[ $output == *"Verbale di riconoscimento"* ]]
	[[ $output == *Bianchi* && $output == *BNCGLI92C48A944R* ]]
	[[ $output == *"20/11/2026"* && $output == *"Conosciuta di persona"* ]]
	[[ $output == *"CA10101FZ"* && $output == *"Comune di Bologna"* ]]
	[[ $output == *"USR000000001"* && $output == *"ORD000000001"* ]]
	[[ $output == *"Firmato digitalmente da"* ]]
	[[ $output == *"$(openssl x509 -in me.pem -noout -serial | cut -d= -f2)"* ]]
	[[ $output != *"Firma dell'incaricato"* ]]
	folder=$(echo inbox/*101)
	for paper in "$folder"/form.* "$folder"/front.* "$folder"/back.*; do
		[[ $output == *"${paper##*/}"* ]]
		[[ $output == *"$(sha256sum <"$paper" | cut -c1-64)"* ]]
	done
}

@test "the signed report is evidence, bound by SHA-256, with the certificate that signed it" {
	recognises USR000000001 >/dev/null
	[ "$(sql "SELECT lower(hex(sha256)) FROM evidence WHERE user_id = 1
	           AND kind = 'report'")" = \
		"$(sha256sum <reports/USR000000001-report.pdf | cut -c1-64)" ]
	[ "$(sql "SELECT detail ->> 'certificate_sha256' FROM evidence
	           WHERE user_id = 1 AND kind = 'report'")" = \
		"$(openssl x509 -in me.pem -outform DER | sha256sum | cut -c1-64)" ]
	[ "$(sql "SELECT detail ->> 'signature' FROM evidence
	           WHERE user_id = 1 AND kind = 'report'")" = pades_cades ]
	[ "$(stat -c %a reports/USR000000001-report.pdf)" = 600 ]
	run -0 ipp-store check
	run -0 pdfdetach -save 1 -o record.json reports/USR000000001-report.pdf
	run -0 cat record.json
	expect '.[0].user_ids == ["USR000000001"]'
}

@test "a stream is signed with one question, in the language of each, with names in any script" {
	ipp-search --section=to_identify --recognition=offline |
		recognises >out.jsonl
	run -0 cat out.jsonl
	valid product
	expect 'length == 5 and all(.[]; .status == "to_issue")'
	run -0 said 2
	[[ $output == *"Recognition report"* && $output == *"Papers seen"* ]]
	[[ $output == *"Signed digitally by"* ]]
	for name in Παπαδάκης 王; do
		grep -q "$name" <(for i in 3 4 5; do said $i; done)
	done
	# right to left, shaped: letters of بن يوسف in presentation forms or not
	for i in 1 2 3 4 5; do
		run -0 pdfsig -nocert reports/USR00000000$i-report.pdf
		[[ $output == *"Signature is Valid"* ]]
		run -0 pdffonts reports/USR00000000$i-report.pdf
	done
}

@test "the officer's name stands there in his script" {
	sql "UPDATE operators SET surname = 'Țepeș', given_name = 'Владимир'
	      WHERE login = 'admin'"
	recognises USR000000001 >/dev/null
	run -0 said 1
	[[ $output == *"Țepeș Владимир"* ]]
}

@test "who did not recognise does not sign, and no report comes twice" {
	refused 65 report_given recognises USR000000001 --report=me.pem
	house_operator rita rao
	refused 1 report_not_yours recognises USR000000001 --recogniser=rita
	refused 64 sign_unused ipp-recognize offline USR000000001 --sign --accept
	refused 64 sign_unused ipp-recognize offline USR000000001 --reports=reports
	[ "$(sql "SELECT count(*) FROM evidence")" = 0 ]
	[ -z "$(ls reports)" ]
	# a report that lies in the inbox does not count
	echo nonsense >inbox/USR000000001-report.pdf
	run -0 recognises USR000000001
}

@test "an officer whose certificate may not sign recognises nobody" {
	house_operator rita rao
	refused 1 certificate_not_registered house_as rita ipp-recognize offline \
		USR000000001 --forms=inbox --sign --pkcs12=me.p12 \
		--secret-file=me.pass
	refused 65 passphrase_wrong ipp-recognize offline USR000000001 \
		--forms=inbox --sign --pkcs12=me.p12 --secret-file=ca.pem
	FROM=2025-11-20 DAYS=368 "$house_top/tests/lib/officer" short
	ipp-operator certificate-add admin --file=short.pem >/dev/null
	house_clock 2026-11-23T08:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	refused 1 certificate_expired ipp-recognize offline USR000000001 \
		--forms=inbox --sign --pkcs12=short.p12 --secret-file=short.pass
	[ "$(sql "SELECT count(*) FROM evidence")" = 0 ]
}

@test "a report whose certificate its issuer has revoked is not kept" {
	load ../lib/pki
	pki_make
	pki_issue mario
	pki_revoke mario
	pki_crl ca
	openssl crl -in pki/ca.crl -outform DER -out pki/list.crl
	serve_start webfolder.py pki
	# shellcheck disable=SC2034 # pki_issue uses it
	pki_more="crlDistributionPoints = URI:http://127.0.0.1:$port/list.crl"
	pki_issue luigi
	(umask 077 && echo secret >pass)
	openssl pkcs12 -export -inkey pki/luigi.key -in pki/luigi.pem \
		-passout file:pass -out luigi.p12
	ipp-operator certificate-add admin --file=pki/luigi.pem >/dev/null
	ipp-trust import pki/ca.pem >/dev/null
	set -- ipp-recognize offline --forms=inbox --sign --pkcs12=luigi.p12 \
		--secret-file=pass --reports=reports
	run -0 --separate-stderr "$@" USR000000001
	expect '.[0] | has("warnings") | not'
	house_clock +2d
	house_sign_in admin "$house_password" "$house_otp"
	pki_revoke luigi
	pki_crl ca
	openssl crl -in pki/ca.crl -outform DER -out pki/list.crl
	refused 1 certificate_revoked "$@" USR000000002
	[ "$(sql "SELECT count(*) FROM evidence WHERE user_id = 2")" = 0 ]
	[ ! -e reports/USR000000002-report.pdf ]
}

@test "a dry run signs but keeps nothing" {
	run -0 --separate-stderr recognises USR000000001 --dry-run
	expect '.[0].status == "to_issue"'
	[ -z "$(ls reports)" ]
	[ "$(sql "SELECT count(*) FROM evidence")" = 0 ]
}

@test "papers that are missing or broken are told, the report apart" {
	rm inbox/*101/form.*
	refused 65 paper_missing recognises USR000000001
	expect_error 'map(.field) == ["form"]'
	[ -z "$(ls reports)" ]
}
