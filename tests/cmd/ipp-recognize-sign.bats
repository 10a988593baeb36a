# ipp-recognize sign - a signature proves who the holder is, or it does not

load ../lib/house
load ../lib/hands
load ../lib/signid
load ../lib/pki

# A store with five requests for recognition by signature, and in the folder
# `forms` their forms; made once. giulia, francesco, concetta, ottavia and
# alvise (1 to 5) have qualified certificates; giulia's key is RSA.
setup_file() {
	signid_start
}

teardown_file() {
	signid_stop
}

setup() {
	local made=$BATS_FILE_TMPDIR/made
	house_store
	signid_desk
	if [ ! -d "$made" ]; then
		mkdir "$made"
		ipp-trust import "$SIGNID/pki/ca.pem" --territory=IT \
			--provider='Test Trust' --service-type=ca_qc >/dev/null
		wanted | ipp-request import >"$made/imported.jsonl"
		ipp-request form -o "$made/forms/" <"$made/imported.jsonl" >/dev/null
		ALGORITHM=rsa:2048 signid_person giulia ORD000000001
		signid_person francesco ORD000000002
		signid_person concetta ORD000000003
		signid_person ottavia ORD000000004
		signid_person alvise ORD000000005
		for operator in ivo:ir:MAIN rita:rao:MAIN anna:operator:MAIN otto:ir:ELSE; do
			IFS=: read -r login profile unit <<<"$operator"
			hire "$made" "$login" "$profile" "$unit"
		done
		cp -a "$IPP_STORE" "$made/store"
	fi
	rm -rf "$IPP_STORE"
	cp -a "$made/store" "$IPP_STORE"
	cp -a "$made/forms" .
	hands_of "$made"
}

wanted() {
	local batch=$house_top/tests/fixtures/demo/batch.jsonl code
	for code in RS-101 RS-102 RS-103 RS-108 RS-109; do
		jq -c --arg code "$code" 'select(.external_code == $code)
			| .recognition = "sign"' "$batch" | head -n 1
	done
}

# The form of an order, and where to put what is made of it.
form() {
	echo "$PWD/forms/ORD00000000$1-form.pdf"
}

# signs NAME NUMBER: NAME signs the form of that order; out.p7m
signs() {
	signers cades "$1" "$(form "$2")" "$PWD/out.p7m"
}

# recognizes NUMBER [OPTION]...: ivo recognises with out.p7m, if no other form
# is named.
recognizes() {
	local number=$1
	shift
	case " $*" in
	*' --form'*) ;;
	*) set -- --form=out.p7m "$@" ;;
	esac
	as ivo ipp-recognize sign "USR00000000$number" "$@"
}

# The verdicts of a product's checks, in their order: "signature passed ...".
verdicts() {
	sql "SELECT group_concat(detail ->> 'check' || ' ' || verdict, ' ')
	       FROM (SELECT * FROM evidence WHERE user_id = $1 AND kind = 'check'
	             ORDER BY evidence_id)"
}

all_passed='signature passed trust passed revocation passed qualified passed not_from_signature passed tax_code passed name passed document passed antivirus passed'

# not_taken NUMBER CODES [OPTION]...: refused with these codes and no others,
# and nothing is kept.
not_taken() {
	local number=$1 codes=$2
	shift 2
	run --separate-stderr recognizes "$number" "$@"
	[ "$status" = 1 ] || {
		echo "status $status: $output $stderr"
		return 1
	}
	expect_error "map(.code) | join(\" \") == \"$codes\""
	expect_error 'all(.[]; .field == "form" and (.message | test("; ")))'
	[ "$(status_of "$number")" = to_identify ]
	[ "$(sql "SELECT count(*) FROM evidence WHERE user_id = $number")" = 0 ]
	[ "$(sql "SELECT count(*) FROM outbox WHERE user_id = $number")" = 0 ]
}

@test "a form that the applicant signed (CAdES) goes to issue, each check an entry" {
	local hash
	signs francesco 2
	run -0 --separate-stderr recognizes 2
	valid product
	expect '.[0].status == "to_issue" and .[0].recognised_by == .[0].handed_in_by'
	[ "$(status_of 2)" = to_issue ]
	[ "$(verdicts 2)" = "$all_passed" ]
	hash=$(sha256sum <out.p7m | cut -c1-64)
	[ "$(sql "SELECT DISTINCT lower(hex(sha256)) FROM evidence WHERE user_id = 2")" = "$hash" ]
	[ -f "$IPP_STORE/objects/${hash:0:2}/${hash:2}" ]
	[ "$(sql "SELECT count(*) FROM evidence WHERE user_id = 2")" = 11 ]
	[ "$(sql "SELECT detail ->> 'facts' ->> 'indication' FROM evidence
	           WHERE detail ->> 'check' = 'signature'")" = TOTAL_PASSED ]
	[ "$(sql "SELECT template || ' ' || recipient FROM outbox")" = \
		"recognition_confirmed $(sql "SELECT email FROM orders WHERE order_id = 2")" ]
	[ "$(sql "SELECT event FROM journal WHERE user_id = 2")" = recognition_recorded ]
	[ -n "$(sql "SELECT verified_at FROM holders JOIN orders USING (holder_id)
	              WHERE order_id = 2")" ]
	run -0 ipp-store check
}

@test "one that he signed in the PDF, with another program, goes to issue" {
	signers pades giulia "$(form 1)" "$PWD/signed.pdf"
	run -0 --separate-stderr recognizes 1 --form=signed.pdf
	expect '.[0].status == "to_issue"'
	[ "$(verdicts 1)" = "$all_passed" ]
}

@test "PEM, base64 and a signature of a signature are taken too" {
	signers cades francesco "$(form 2)" "$PWD/pem.p7m" -outform PEM
	run -0 recognizes 2 --form=pem.p7m
	signers cades concetta "$(form 3)" "$PWD/inner.p7m"
	signers cades concetta "$PWD/inner.p7m" "$PWD/outer.p7m"
	base64 outer.p7m >nested.p7m
	run -0 recognizes 3 --form=nested.p7m
}

@test "a signature apart from the form is taken with it, and both are kept" {
	local hash
	signers apart francesco "$(form 2)" "$PWD/out.p7s"
	not_taken 2 signature_failed --form=out.p7s
	expect_error '.[0].message | test("--content")'
	run -0 --separate-stderr recognizes 2 --form=out.p7s --content="$(form 2)"
	expect '.[0].status == "to_issue"'
	[ "$(verdicts 2)" = "$all_passed" ]
	for hash in out.p7s "$(form 2)"; do
		hash=$(sha256sum <"$hash" | cut -c1-64)
		[ -f "$IPP_STORE/objects/${hash:0:2}/${hash:2}" ]
	done
	[ "$(sql "SELECT group_concat(mime, ' ') FROM
	           (SELECT mime FROM evidence JOIN objects USING (sha256)
	             WHERE kind = 'form' ORDER BY evidence_id)")" = \
		'application/pkcs7-signature application/pdf' ]
	[ "$(sql "SELECT count(DISTINCT sha256) FROM evidence
	           WHERE kind IN ('check', 'statement')")" = 1 ]
	run -0 ipp-store check
	run -0 ipp-audit dossier USR000000002 --output=out
	for hash in out.p7s "$(form 2)"; do
		cmp "$hash" out/USR000000002/files/*-form."${hash##*.}"
	done
	signers apart concetta "$(form 3)" "$PWD/pem.p7s" -outform PEM
	run -0 recognizes 3 --form=pem.p7s --content="$(form 3)"
}

@test "a signature apart from the form is held to what one inside is" {
	# of another form, and of nothing
	signers apart francesco "$(form 2)" "$PWD/out.p7s"
	not_taken 2 signature_failed --form=out.p7s --content="$(form 3)"
	: >empty.pdf
	refused 65 file_empty recognizes 2 --form=out.p7s --content=empty.pdf
	refused 74 file_unreadable recognizes 2 --form=out.p7s --content=nowhere.pdf
	truncate -s 21M large.pdf
	refused 65 file_too_large recognizes 2 --form=out.p7s --content=large.pdf
	# by somebody else, of somebody else
	signers apart concetta "$(form 2)" "$PWD/out.p7s"
	not_taken 2 'tax_code_failed name_referred' --form=out.p7s --content="$(form 2)"
	signers apart francesco "$(form 3)" "$PWD/out.p7s"
	not_taken 2 document_failed --form=out.p7s --content="$(form 3)"
	# infected, whether the signature holds or not
	infected 2
	signers apart francesco "$PWD/out.pdf" "$PWD/out.p7s"
	not_taken 2 antivirus_failed --form=out.p7s --content=out.pdf
	printf ' ' >>out.pdf
	not_taken 2 'signature_failed antivirus_failed' --form=out.p7s --content=out.pdf
	# the content is inside, and another one is named
	signs francesco 2
	refused 65 content_differs recognizes 2 --form=out.p7m --content="$(form 3)"
	signers pades giulia "$(form 1)" "$PWD/signed.pdf"
	refused 65 content_differs recognizes 1 --form=signed.pdf --content="$(form 1)"
	run -0 recognizes 2 --form=out.p7m --content="$(form 2)"
}

@test "in a folder the form lies beside its signature" {
	mkdir -p inbox/RS-103
	signers apart giulia "$(form 1)" "$PWD/inbox/USR000000001-form.pdf.p7s"
	cp "$(form 1)" inbox/USR000000001-form.pdf
	signers apart francesco "$(form 2)" "$PWD/inbox/mail 0815.p7m"
	cp "$(form 2)" 'inbox/mail 0815.pdf'
	signers apart concetta "$(form 3)" "$PWD/inbox/RS-103/form.p7s"
	cp "$(form 3)" inbox/RS-103/form.pdf
	# beside this one is another, and its content is inside
	signers cades alvise "$(form 5)" "$PWD/inbox/USR000000005-form.pdf.p7m"
	cp "$(form 3)" inbox/USR000000005-form.pdf
	run --separate-stderr bash -c 'ipp-search --section=to_identify \
		--recognition=sign | ipp-recognize sign --forms=inbox'
	[ "$status" = 65 ]
	expect 'map(select(.status == "to_issue") | .user_id) ==
		["USR000000001", "USR000000002", "USR000000003", "USR000000005"]'
	expect_error 'length == 1 and .[0].code == "form_missing"'
	[ "$(sql "SELECT count(*) FROM evidence WHERE kind = 'form' AND user_id = 5")" = 1 ]
}

@test "a stream is recognised from a folder, whatever the files are called" {
	mkdir -p inbox/RS-109
	signers cades giulia "$(form 1)" "$PWD/inbox/USR000000001-form.pdf.p7m"
	signers cades francesco "$(form 2)" "$PWD/inbox/scan0815.p7m"
	signers cades concetta "$(form 3)" "$PWD/inbox/ORD000000003.p7m"
	cp "$(form 3)" inbox/ORD000000003-form.pdf # the one that nobody signed
	signers cades alvise "$(form 5)" "$PWD/inbox/RS-109/form.p7m"
	echo nothing >inbox/notes.txt
	run --separate-stderr bash -c 'ipp-search --section=to_identify \
		--recognition=sign | ipp-recognize sign --forms=inbox/'
	[ "$status" = 65 ]
	valid product
	expect 'map(select(.status == "to_issue") | .user_id) ==
		["USR000000001", "USR000000002", "USR000000003", "USR000000005"]'
	expect_error 'length == 1 and .[0].code == "form_missing"'
	run -0 --separate-stderr ipp-search show USR000000002
	expect '.[0].evidence | any(.detail.name == "inbox/scan0815.p7m")'
	[ "$(status_of 4)" = to_identify ]
	signers cades ottavia "$(form 4)" "$PWD/one.p7m"
	run -0 ipp-recognize sign <<<'{"user_id":"USR000000004","form":"one.p7m"}'
	[ "$(status_of 4)" = to_issue ]
}

@test "two signed forms of one order are not guessed at" {
	mkdir inbox
	signers cades francesco "$(form 2)" "$PWD/inbox/a.p7m"
	signers cades francesco "$(form 2)" "$PWD/inbox/b.p7m"
	refused 65 file_ambiguous as ivo ipp-recognize sign USR000000002 --forms=inbox
	mv inbox/a.p7m inbox/USR000000002.p7m
	run -0 as ivo ipp-recognize sign USR000000002 --forms=inbox
}

@test "a form that somebody else signed is refused, whatever may be referred" {
	signs concetta 2
	not_taken 2 'tax_code_failed name_referred'
	not_taken 2 'tax_code_failed' --refer
}

@test "a form of somebody else is refused" {
	signers cades concetta "$(form 3)" "$PWD/out.p7m"
	not_taken 2 'tax_code_failed name_referred document_failed'
	expect_error 'any(.[]; .message | test("ORD000000003"))'
	signers cades francesco "$(form 3)" "$PWD/out.p7m"
	not_taken 2 document_failed
}

@test "a name that differs is for a person to decide, and only if asked for" {
	local code
	code=$(ipp-request show ORD000000002 | jq -r .tax_code)
	signers person married 'Rossi' 'Francesco' "TINIT-$code" qualified
	signs married 2
	not_taken 2 name_referred
	run -0 --separate-stderr recognizes 2 --refer
	valid product
	expect '.[0].status == "to_review" and (.[0].warnings | any(test("Rossi")))'
	[ "$(sql "SELECT verdict FROM evidence WHERE detail ->> 'check' = 'name'")" = referred ]
	[ "$(sql "SELECT count(*) FROM outbox")" = 0 ]
	refused 1 own_evidence as ivo ipp-recognize sign --accept USR000000002
	run -0 as rita ipp-recognize sign --accept USR000000002
	[ "$(status_of 2)" = to_issue ]
}

@test "the name may be written another way" {
	local code
	code=$(ipp-request show ORD000000002 | jq -r .tax_code)
	signers person shouting "DE LUCA" "FRANCESCO MARIA" "IT:$code" qualified
	signs shouting 2
	run -0 recognizes 2
}

@test "omocodia is for a person to decide" {
	signers person twin 'De Luca' Francesco TINIT-DLCFNC81L14H50MS qualified
	signs twin 2
	not_taken 2 tax_code_referred
	expect_error '.[0].message | test("omocodia")'
	run -0 --separate-stderr recognizes 2 --refer
	expect '.[0].status == "to_review"'
}

@test "a signature that is not qualified is for a person to decide" {
	signid_person plain ORD000000002 esign
	signs plain 2
	not_taken 2 qualified_referred
	run -0 --separate-stderr recognizes 2 --refer
	expect '.[0].status == "to_review"'
	refused 65 reason_missing as rita ipp-recognize sign --reject USR000000002
	run -0 as rita ipp-recognize sign --reject --reason='not good enough' USR000000002
	[ "$(status_of 2)" = to_identify ]
}

@test "a certificate that was got by a signature gets no other" {
	signid_person chained ORD000000002 compliance qscd esign eidas2_b
	signs chained 2
	not_taken 2 not_from_signature_failed
	not_taken 2 not_from_signature_failed --refer
	signid_person maybe ORD000000002 compliance qscd esign eidas1_cd
	signs maybe 2
	not_taken 2 not_from_signature_referred
	signid_person silent ORD000000002 compliance qscd esign
	signs silent 2
	run -0 --separate-stderr recognizes 2
	expect '.[0].warnings | any(test("identified"))'
}

@test "a certificate issued on a signature says so, and does not count again" {
	signs francesco 2
	recognizes 2 | ipp-issue --confirm --seal=later >/dev/null
	ipp-search show USR000000002 | jq -r '.certificates[0].pem' >holder.pem
	run -0 bash -c "openssl asn1parse -in holder.pem -strparse \
		\"\$(openssl asn1parse -in holder.pem | grep -A1 qcStatements | tail -n 1 | cut -d: -f1)\""
	[[ $output == *":0.4.0.1862.1.8.4"* ]]
}

@test "what was changed after signing is refused" {
	signs francesco 2
	python3 - out.p7m <<-'PYTHON'
		import sys
		data = bytearray(open(sys.argv[1], "rb").read())
		at = data.index(b"%PDF-") + 2000
		data[at] ^= 1
		open(sys.argv[1], "wb").write(data)
	PYTHON
	not_taken 2 signature_failed
	signers pades giulia "$(form 1)" "$PWD/signed.pdf"
	printf '\n%% one more line\n' >>signed.pdf
	not_taken 1 signature_failed --form=signed.pdf
}

@test "whoever else signed must hold, too, and nobody may after the holder" {
	# rule/sign_check.c, other_broken: the holder's is good and covers it all
	ALGORITHM=rsa:2048 signid_person gone ORD000000004
	ALGORITHM=rsa:2048 signid_person friend ORD000000003
	signers revoke gone
	signers cades francesco "$(form 2)" "$PWD/out.p7m" \
		-signer gone.pem -inkey gone.key
	not_taken 2 signature_failed
	expect_error '.[0].message | test("another signature")'
	signers pades gone "$(form 1)" "$PWD/first.pdf"
	signers pades giulia "$PWD/first.pdf" "$PWD/both.pdf"
	not_taken 1 signature_failed --form=both.pdf
	expect_error '.[0].message | test("another signature")'
	# COVERS_REVISION: both are good
	signers pades giulia "$(form 1)" "$PWD/first.pdf"
	signers pades friend "$PWD/first.pdf" "$PWD/both.pdf"
	not_taken 1 signature_failed --form=both.pdf
	expect_error '.[0].message | test("changed after")'
	# and in that order nothing is wrong
	signers pades friend "$(form 1)" "$PWD/first.pdf"
	signers pades giulia "$PWD/first.pdf" "$PWD/both.pdf"
	run -0 recognizes 1 --form=both.pdf
}

@test "a revoked certificate and an issuer that nobody knows are refused" {
	signid_person revoked ORD000000004
	signers revoke revoked
	signs revoked 4
	not_taken 4 revocation_failed
	signs francesco 2
	ipp-trust remove "$(openssl x509 -in "$SIGNID/pki/ca.pem" -outform DER |
		sha256sum | cut -c1-64)"
	not_taken 2 trust_failed
}

@test "where nothing says that the certificate is good, it is not" {
	signs francesco 2
	not_taken 2 revocation_failed --offline
	run -0 recognizes 2
	signers cades concetta "$(form 3)" "$PWD/out.p7m"
	run -0 recognizes 3 --offline # the list is in the store
}

# looked_at NUMBER PATTERN [OPTION]...: only a person can tell what the holder
# saw, and the finding says so.
looked_at() {
	local number=$1 pattern=$2
	shift 2
	not_taken "$number" document_referred "$@"
	expect_error ".[0].message | test(\"$pattern\") and test(\"--refer\")"
}

pdf() {
	house_then "$house_top/tests/lib/pdf.py" "$@"
}

# pdf_numbers FILE: the numbers of its first page and of what is drawn there
pdf_numbers() {
	qpdf --warning-exit-0 --json --json-key=pages "$1" 2>/dev/null |
		jq -r '.pages[0] | .object, .contents[0] | split(" ")[0]' | xargs
}

@test "pages that were changed before they were signed are for a person to look at" {
	local page drawn
	read -r page drawn < <(pdf_numbers "$(form 1)")
	# drawn over, in an update that the signature covers; the record is whole
	pdf update "$(form 1)" redrawn.pdf \
		"$drawn=$(pdf_stream '1 0 0 rg 50 50 400 700 re f')"
	[ "$(pdftotext redrawn.pdf - | wc -c)" -lt "$(pdftotext "$(form 1)" - | wc -c)" ]
	signers pades giulia "$PWD/redrawn.pdf" "$PWD/signed.pdf"
	looked_at 1 'pages were changed' --form=signed.pdf
	ALGORITHM=rsa:2048 signid_person giulia2 ORD000000001
	signers cades giulia2 "$PWD/redrawn.pdf" "$PWD/out.p7m"
	looked_at 1 'pages were changed'
	# a note lies over them
	pdf update "$(form 1)" noted.pdf \
		"$page=$(pdf_body "$(form 1)" "$page" | sed 's|>>$|/Annots [90 0 R] >>|')" \
		'90=<< /Type /Annot /Subtype /FreeText /Rect [50 50 450 750] /Contents (I pay) /DA (/F1 9 Tf) >>'
	signers cades giulia2 "$PWD/noted.pdf" "$PWD/out.p7m"
	looked_at 1 'pages were changed'
	run -0 --separate-stderr recognizes 1 --refer
	valid product
	expect '.[0].status == "to_review" and (.[0].warnings | any(test("pages were changed")))'
	[ "$(sql "SELECT verdict FROM evidence WHERE detail ->> 'check' = 'document'")" = referred ]
	run -0 as rita ipp-recognize sign --reject --reason='not what was printed' USR000000001
	# whoever signs may forbid changes, and sign twice
	for certify in 1 3; do
		pdf sign "$(form 2)" certified.pdf "$SIGNID/pki/francesco.pem" \
			"$SIGNID/pki/francesco.key" "$SIGNID/pki/ca.pem" \
			certify=$certify page="$page"
		run -0 recognizes 2 --form=certified.pdf --dry-run
	done
	pdf sign certified.pdf twice.pdf "$SIGNID/pki/francesco.pem" \
		"$SIGNID/pki/francesco.key" "$SIGNID/pki/ca.pem" page="$page"
	run -0 recognizes 2 --form=twice.pdf --dry-run
	signers cades francesco "$PWD/twice.pdf" "$PWD/out.p7m"
	run -0 recognizes 2
}

@test "the record of a form that was signed without its pages is for a person, too" {
	pdfdetach -save 1 -o record.json "$(form 2)" 2>/dev/null
	signers apart francesco "$PWD/record.json" "$PWD/out.p7s"
	looked_at 2 'without its pages' --form=out.p7s --content=record.json
	signers cades francesco "$PWD/record.json" "$PWD/out.p7m"
	looked_at 2 'without its pages'
	run -0 --separate-stderr recognizes 2 --form=out.p7s --content=record.json --refer
	expect '.[0].status == "to_review"'
	# it is no signature of the form that it lies in
	signers apart concetta "$PWD/record.json" "$PWD/out.p7s"
	not_taken 3 'signature_failed' --form=out.p7s --content="$(form 3)" --refer
	pdfdetach -save 1 -o record.json "$(form 3)" 2>/dev/null
	{ cat record.json; head -c 1100000 /dev/zero | tr '\0' ' '; } >large.json
	for file in "$PWD/large.json" "$(form 2)"; do
		signers apart concetta "$file" "$PWD/out.p7s"
		not_taken 3 document_failed --form=out.p7s --content="$file" --refer
	done
}

@test "a form that is not the one that was printed is referred or refused" {
	# written anew: its record is that of the order
	qpdf --linearize "$(form 2)" other.pdf
	signers cades francesco "$PWD/other.pdf" "$PWD/out.p7m"
	looked_at 2 'other bytes'
	run -0 --separate-stderr recognizes 2 --refer
	expect '.[0].status == "to_review"'
	# printed by another desk
	signers cades ottavia "$(form 4)" "$PWD/out.p7m"
	sql 'DELETE FROM forms WHERE order_id = 4'
	looked_at 4 'not printed here'
	# another record
	pdfdetach -save 1 -o record.json "$(form 3)" 2>/dev/null
	jq -c '.consent_terms = false | .mobile = "+39333000000"' record.json >changed.json
	qpdf --remove-attachment=record.json "$(form 3)" bare.pdf
	cp changed.json record.json
	qpdf bare.pdf other.pdf --add-attachment record.json --
	signers cades concetta "$PWD/other.pdf" "$PWD/out.p7m"
	not_taken 3 document_failed
	expect_error '.[0].message | test("mobile") and test("consent_terms")'
	# none at all
	signers cades concetta "$PWD/bare.pdf" "$PWD/out.p7m"
	not_taken 3 document_failed
	# no PDF, and one that does something
	signers cades concetta "$PWD/changed.json" "$PWD/out.p7m"
	not_taken 3 document_failed
	echo 'I agree' >text.txt
	signers cades concetta "$PWD/text.txt" "$PWD/out.p7m"
	not_taken 3 antivirus_failed
	sed 's|/Type /Catalog|/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>|' \
		"$(form 3)" >script.pdf
	qpdf --warning-exit-0 script.pdf active.pdf 2>/dev/null
	signers cades concetta "$PWD/active.pdf" "$PWD/out.p7m"
	not_taken 3 document_failed
}

# infected NUMBER: its form with EICAR in it, as out.pdf
infected() {
	signid_eicar >picture.png
	qpdf --compress-streams=n "$(form "$1")" out.pdf \
		--add-attachment picture.png --
}

@test "an infected form is refused, and nobody opens it" {
	infected 2
	signers cades francesco "$PWD/out.pdf" "$PWD/out.p7m"
	not_taken 2 antivirus_failed
	expect_error '.[0].message | test("Test.Eicar")'
	infected 1
	signers pades giulia "$PWD/out.pdf" "$PWD/signed.pdf"
	not_taken 1 antivirus_failed --form=signed.pdf
	signers cades concetta "$(form 3)" "$PWD/out.p7m"
	run -0 recognizes 3
}

@test "without a scanner nothing is recognised" {
	signs francesco 2
	sed -i "s|^socket.*|socket = $PWD/nowhere|" "$IPP_CONFIG"
	refused 69 scan_engine_gone recognizes 2
	sed -i 's|^allow_undated.*||' "$IPP_CONFIG"
	sed -i "s|^socket.*|socket = $SIGNID/clamd/socket|" "$IPP_CONFIG"
	refused 78 scan_database_undated recognizes 2
	[ "$(status_of 2)" = to_identify ]
}

@test "every check that failed is said at once, one line each" {
	signid_person bad ORD000000003 esign
	infected 2
	signers cades bad "$PWD/out.pdf" "$PWD/out.p7m"
	not_taken 2 'qualified_referred tax_code_failed name_referred antivirus_failed'
	run --separate-stderr recognizes 2 --errors=text
	[ "$(wc -l <<<"$stderr")" = 4 ]
}

@test "what is not signed, empty or no file is told as it is" {
	refused 65 not_signed recognizes 2 --form="$(form 2)"
	: >empty.p7m
	refused 65 file_empty recognizes 2 --form=empty.p7m
	refused 74 file_unreadable recognizes 2 --form=missing.p7m
	refused 65 form_missing as ivo ipp-recognize sign USR000000002
}

@test "who may not recognise is refused, and what was asked for otherwise" {
	signs francesco 2
	refused 77 not_permitted as anna ipp-recognize sign USR000000002 --form=out.p7m
	refused 77 other_unit as otto ipp-recognize sign USR000000002 --form=out.p7m
	sql "UPDATE orders SET recognition = 'offline' WHERE order_id = 2;
		UPDATE products SET recognition = 'offline' WHERE order_id = 2"
	refused 1 other_recognition recognizes 2
}

@test "a form is recognised once" {
	signs francesco 2
	run -0 recognizes 2
	refused 1 transition_refused recognizes 2
	[ "$(sql "SELECT count(*) FROM evidence")" = 11 ]
}

@test "a dry run keeps nothing" {
	signs francesco 2
	run -0 --separate-stderr recognizes 2 --dry-run
	expect '.[0].status == "to_issue"'
	[ "$(status_of 2)" = to_identify ]
	[ "$(sql "SELECT count(*) FROM outbox")" = 0 ]
}
