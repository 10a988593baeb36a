# ipp-sign - what an officer signs, other programs accept; what he may not is refused

load ../lib/house
load ../lib/serve
load ../lib/pki
load ../lib/token

# A store whose `admin` has the registered key me.p12; made once. The papers
# note.txt and report.pdf lie here.
setup() {
	local made=$BATS_FILE_TMPDIR/sign
	house_store
	if [ ! -d "$made" ]; then
		mkdir "$made"
		(cd "$made" && "$house_top/tests/lib/officer" me &&
			ALGORITHM=rsa:2048 "$house_top/tests/lib/officer" rsa &&
			"$house_top/tests/lib/officer" other &&
			head -n 1 "$house_top/tests/fixtures/demo/batch.jsonl" |
			"$house_top/tests/lib/scans.py" --out inbox)
		ipp-operator certificate-add admin --file="$made/me.pem" >/dev/null
		ipp-operator certificate-add admin --file="$made/rsa.pem" >/dev/null
		cp -a "$IPP_STORE" "$made/store"
	fi
	rm -rf "$IPP_STORE"
	cp -a "$made/store" "$IPP_STORE"
	cp "$made"/*.p* "$made"/*.key .
	cp "$made"/inbox/*/report.pdf .
	echo 'What is agreed upon.' >note.txt
}

teardown() {
	serve_stop
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$1"
}

# signs [OPTION]... FILE...: with the key of admin.
signs() {
	ipp-sign --pkcs12=me.p12 --secret-file=me.pass "$@"
}

# accepts FILE [CONTENT]: openssl verifies it as CAdES, back to the authority.
accepts() {
	openssl cms -verify -cades -binary -inform DER -in "$1" -purpose any \
		-CAfile ca.pem ${2:+-content "$2"} -out content 2>&1
}

@test "a file is put inside a signature that openssl accepts as CAdES" {
	run -0 --separate-stderr signs note.txt
	valid signed_file
	expect '.[0].format == "cades_attached" and .[0].output == "note.txt.p7m"
		and .[0].signed_at == "2026-11-22T08:00:00Z"
		and (.[0].signer | test("CN=me"))'
	[ "$(stat -c %a note.txt.p7m)" = 600 ]
	[ "$(found '.[0].sha256')" = "$(sha256sum <note.txt.p7m | cut -c1-64)" ]
	[ "$(found '.[0].certificate_sha256')" = "$(openssl x509 -in me.pem \
		-outform DER | sha256sum | cut -c1-64)" ]
	run -0 accepts note.txt.p7m
	cmp content note.txt
	run -0 openssl cms -cmsout -print -inform DER -in note.txt.p7m
	[[ $output == *"UTCTIME:Nov 22 08:00:00 2026 GMT"* ]]
	[[ $output == *signingCertificateV2* ]]
}

@test "a signature stands alone beside its file" {
	run -0 --separate-stderr signs --detached note.txt
	expect '.[0].format == "cades_detached" and .[0].output == "note.txt.p7s"'
	run -0 accepts note.txt.p7s note.txt
	echo more >>note.txt
	run -4 accepts note.txt.p7s note.txt
}

@test "a PDF is signed inside, and the reader trusts it" {
	run -0 --separate-stderr signs report.pdf --reason='Riconoscimento'
	expect '.[0].format == "pades_cades" and .[0].output == "report-signed.pdf"'
	mkdir nss
	certutil -N -d sql:nss --empty-password
	certutil -A -d sql:nss -n ca -t CT,C,C -i ca.pem
	run -0 pdfsig -nssdir sql:nss report-signed.pdf
	[[ $output == *"ETSI.CAdES.detached"* ]]
	[[ $output == *"Signature is Valid"* ]]
	[[ $output == *"Certificate is Trusted"* ]]
	[[ $output == *"Total document signed"* ]]
	[[ $output == *"Nov 22 2026 08:00:00"* ]]
	cmp -n "$(stat -c %s report.pdf)" report.pdf report-signed.pdf
	# and once more, by another key
	run -0 --separate-stderr ipp-sign --pkcs12=rsa.p12 --secret-file=rsa.pass \
		report-signed.pdf --output=both.pdf
	run -0 pdfsig -nssdir sql:nss both.pdf
	[ "$(grep -c 'Signature is Valid' <<<"$output")" = 2 ]
	[ "$(grep -c 'Certificate is Trusted' <<<"$output")" = 2 ]
	# what is changed afterwards is seen
	sed 's/EOF/EOG/' both.pdf >changed.pdf
	run pdfsig -nssdir sql:nss changed.pdf
	[[ $output != *"Signature is Valid"*"Signature is Valid"* ]]
}

@test "a PDF is put inside a signature where that is asked for" {
	run -0 --separate-stderr signs --cades report.pdf
	expect '.[0].output == "report.pdf.p7m"'
	run -0 accepts report.pdf.p7m
	cmp content report.pdf
	refused 64 style_ambiguous signs --cades --detached report.pdf
}

@test "files come as a stream, and the passphrase is read once" {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo "$i" >"n$i"; done
	printf '{"file":"n%s"}\n' 1 2 3 4 5 6 nowhere 7 8 9 10 11 12 >list
	run -74 --separate-stderr ipp-sign --pkcs12=me.p12 --secret-file=fd:7 \
		<list 7<me.pass
	valid signed_file
	expect 'map(.output) == [range(1; 13) | "n\(.).p7m"]'
	expect_error '.[0].code == "file_unreadable"'
	run -0 accepts n12.p7m
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'file_signed'")" = 12 ]
}

@test "what is there stays, unless told otherwise" {
	echo precious >note.txt.p7m
	refused 65 output_exists signs note.txt
	[ "$(cat note.txt.p7m)" = precious ]
	ln -s nowhere link
	refused 65 output_exists signs note.txt --output=link
	run -0 signs note.txt --overwrite
	run -0 accepts note.txt.p7m
	# two of a batch that aim at one place
	run -73 --separate-stderr signs note.txt report.pdf --cades --output=one
	expect_error '.[0].code == "file_exists"'
	run -0 accepts one
	mkdir folder
	run -0 signs note.txt --output=folder
	run -0 accepts folder/note.txt.p7m
	[ -z "$(find . -name '*.??????' -newer note.txt -name '*p7m.*')" ]
}

@test "stdin is signed to a named output" {
	refused 65 output_missing signs - <note.txt
	run -0 signs - --output=piped.p7m <note.txt
	run -0 accepts piped.p7m
	cmp content note.txt
}

@test "the journal knows what was signed, by SHA-256, and a dry run leaves nothing" {
	run -0 --separate-stderr signs --dry-run note.txt
	expect '.[0].output == "note.txt.p7m"'
	[ ! -e note.txt.p7m ]
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'file_signed'")" = 0 ]
	run -0 signs note.txt
	[ "$(sql "SELECT (detail ->> 'content_sha256') || (detail ->> 'sha256')
	           FROM journal WHERE event = 'file_signed'")" = \
		"$(cat <(sha256sum <note.txt) <(sha256sum <note.txt.p7m) |
			cut -c1-64 | tr -d '\n')" ]
	run -0 ipp-store check
}

@test "a wrong passphrase, file or key is refused and nothing is written" {
	refused 65 passphrase_wrong ipp-sign --pkcs12=me.p12 \
		--secret-file=rsa.pass note.txt
	run ! grep -qF "$(cat rsa.pass)" <<<"$stderr"
	chmod 644 me.pass
	refused 77 secret_exposed signs note.txt
	chmod 600 me.pass
	refused 65 pkcs12_unreadable ipp-sign --pkcs12=report.pdf \
		--secret-file=me.pass note.txt
	refused 64 key_unnamed ipp-sign --secret-file=me.pass note.txt
	refused 64 no_terminal setsid -w ipp-sign --pkcs12=me.p12 note.txt
	# the certificate is registered, but the key beside it is another
	openssl pkcs12 -export -inkey other.key -in other.pem -certfile me.pem \
		-passout file:me.pass -out mixed.p12
	refused 1 key_mismatch ipp-sign --pkcs12=mixed.p12 --secret-file=me.pass \
		note.txt
	[ ! -e note.txt.p7m ]
}

@test "a passphrase that was mistyped is asked for again, three times in all" {
	printf 'Passphrase of me.p12:\twrong\nThat does not open it. Passphrase of me.p12:\t%s\n' \
		"$(<me.pass)" >answers
	run -0 "$house_top/tests/lib/ask.exp" answers ipp-sign --pkcs12=me.p12 note.txt
	[[ $output == *note.txt* ]]
	[ -e note.txt.p7m ]
	rm note.txt.p7m
	printf 'Passphrase of me.p12:\twrong\n%.0s' 1 2 3 >answers
	run -65 "$house_top/tests/lib/ask.exp" answers ipp-sign --pkcs12=me.p12 note.txt
	[ ! -e note.txt.p7m ]
}

@test "a certificate that is not registered for this officer is refused" {
	refused 1 certificate_not_registered ipp-sign --pkcs12=other.p12 \
		--secret-file=other.pass note.txt
	house_operator mrossi rao
	ipp-operator certificate-add mrossi --file=other.pem >/dev/null
	refused 1 certificate_not_registered ipp-sign --pkcs12=other.p12 \
		--secret-file=other.pass note.txt
	run -0 house_as mrossi ipp-sign --pkcs12=other.p12 \
		--secret-file=other.pass note.txt
	refused 1 certificate_not_registered house_as mrossi ipp-sign \
		--pkcs12=me.p12 --secret-file=me.pass report.pdf
}

@test "a certificate that is over, or not yet valid, is refused" {
	FROM=2025-11-20 DAYS=368 "$house_top/tests/lib/officer" short
	FROM=2026-11-23 DAYS=365 "$house_top/tests/lib/officer" early
	for who in short early; do
		ipp-operator certificate-add admin --file=$who.pem >/dev/null
	done
	run -0 ipp-sign --pkcs12=short.p12 --secret-file=short.pass note.txt
	refused 1 certificate_not_yet_valid ipp-sign --pkcs12=early.p12 \
		--secret-file=early.pass report.pdf
	house_clock 2026-11-23T08:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	refused 1 certificate_expired ipp-sign --pkcs12=short.p12 \
		--secret-file=short.pass report.pdf
	run -0 ipp-sign --pkcs12=early.p12 --secret-file=early.pass report.pdf
}

@test "a certificate without nonRepudiation is refused, even if it got registered" {
	USAGE=digitalSignature "$house_top/tests/lib/officer" login
	openssl x509 -in login.pem -outform DER -out login.der
	refused 1 certificate_purpose ipp-operator certificate-add admin \
		--file=login.pem
	sql "INSERT INTO operator_certificates
	      SELECT x'$(sha256sum <login.der | cut -c1-64)', operator_id,
	             x'$(od -An -v -tx1 login.der | tr -d ' \n')', not_before,
	             not_after, added_at, NULL, NULL FROM operator_certificates LIMIT 1"
	refused 1 certificate_purpose ipp-sign --pkcs12=login.p12 \
		--secret-file=login.pass note.txt
}

@test "of several certificates the one that belongs to the key signs, or the one asked for" {
	local print
	run -0 --separate-stderr ipp-sign --pkcs12=rsa.p12 --secret-file=rsa.pass \
		note.txt
	expect '.[0].signer | test("CN=rsa")'
	print=$(found '.[0].certificate_sha256')
	run -0 signs --overwrite note.txt
	refused 1 certificate_not_registered signs --overwrite note.txt \
		--certificate="${print:0:8}"
	refused 65 certificate_unknown signs note.txt --certificate=zz
}

@test "what is no file to sign is refused" {
	: >empty
	refused 65 file_empty signs empty
	cp note.txt huge
	truncate -s 21M huge
	refused 65 file_too_large signs huge
	head -c 900 report.pdf >cut.pdf
	refused 65 file_broken signs cut.pdf
	qpdf --encrypt '' x 256 -- report.pdf locked.pdf
	refused 65 pdf_encrypted signs locked.pdf
	sed 's|/Type /Catalog|/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>|' \
		report.pdf >script.pdf
	qpdf --warning-exit-0 script.pdf active.pdf 2>/dev/null
	refused 65 pdf_active_content signs active.pdf
	run ! ls ./*-signed.pdf
}

@test "only who works with papers signs" {
	house_operator auditor auditor
	refused 77 not_permitted house_as auditor ipp-sign --pkcs12=me.p12 \
		--secret-file=me.pass note.txt
}

# A token `desk` of SoftHSM, its PIN in the file `pin`: token ID OPTION...
# makes a key on it that never leaves, with a certificate ID.pem that is
# registered for admin.
hsm=/usr/lib/softhsm/libsofthsm2.so
token_begin() {
	export SOFTHSM2_CONF=$PWD/softhsm.conf
	mkdir -p tokens
	echo "directories.tokendir = $PWD/tokens" >softhsm.conf
	softhsm2-util --init-token --free --label "${1:-desk}" --pin 271828 \
		--so-pin 314159 >/dev/null
	(umask 077 && echo 271828 >pin)
}
tool() {
	pkcs11-tool --module "$hsm" --token-label desk --login --pin 271828 "$@" \
		>/dev/null 2>&1
}
token_key() {
	local id=$1
	shift
	tool --keypairgen --id "$id" --label "k$id" "$@"
	tool --read-object --type pubkey --id "$id" --output-file "$id.der"
	openssl pkey -pubin -inform DER -in "$id.der" -out "$id.pub"
	PUBLIC=$id.pub "$house_top/tests/lib/officer" "$id"
	ipp-operator certificate-add admin --file="$id.pem" >/dev/null
}

@test "the key on a token signs, whatever kind it is, with or without its certificate there" {
	token_begin
	token_key 01 --key-type EC:prime256v1
	token_key 02 --key-type rsa:2048
	openssl x509 -in 02.pem -outform DER -out 02.der
	tool --write-object 02.der --type cert --id 02
	run -0 --separate-stderr ipp-sign --module="$hsm" --secret-file=pin \
		--certificate="$(openssl x509 -in 01.pem -outform DER |
			sha256sum | cut -c1-16)" note.txt
	valid signed_file
	expect '.[0].signer | test("CN=01")'
	run -0 accepts note.txt.p7m
	# the newest registered certificate that the token has a key for
	run -0 --separate-stderr ipp-sign --module="$hsm" --token=desk \
		--secret-file=pin note.txt --output=signed.p7m
	expect '.[0].signer | test("CN=0[12]")'
	run -0 accepts signed.p7m
	for i in 1 2 3 4 5 6 7 8 9; do echo "$i" >"n$i"; done
	run -0 --separate-stderr ipp-sign --module="$hsm" --secret-file=pin \
		--certificate="$(openssl x509 -in 02.pem -outform DER |
			sha256sum | cut -c1-64)" n? report.pdf
	expect 'length == 10 and all(.[]; .signer | test("CN=02"))'
	run -0 accepts n9.p7m
	run -0 pdfsig -nocert report-signed.pdf
	[[ $output == *"Signature is Valid"* ]]
}

@test "a key that wants the PIN for each signature gets it" {
	token_begin
	token_key 03 --key-type rsa:3072 --always-auth
	run -0 --separate-stderr ipp-sign --module="$hsm" --secret-file=pin \
		note.txt report.pdf
	expect 'length == 2'
	run -0 accepts note.txt.p7m
}

@test "a token with a keypad takes the PIN there, and only where somebody is told" {
	keypad_begin
	token_begin
	token_key 01 --key-type EC:prime256v1
	typed 271828
	run -0 at_terminal 'Type the PIN of token desk on its keypad.' -- \
		ipp-sign --module="$keypad" note.txt report.pdf
	[[ $output == *note.txt.p7m* && $output != *"PIN of token desk: "* ]]
	run -0 accepts note.txt.p7m
	typed_all
	rm note.txt.p7m
	# nobody there, a wrong PIN, none
	typed 271828
	refused 64 keypad_unattended setsid -w ipp-sign --module="$keypad" note.txt
	run -0 grep -c . "$KEYPAD"
	typed 99999999
	run -65 at_terminal 'Type the PIN' -- \
		ipp-sign --module="$keypad" --errors=json note.txt
	[[ $output == *'"pin_wrong"'* ]]
	run -1 at_terminal 'Type the PIN' -- \
		ipp-sign --module="$keypad" --errors=json note.txt
	[[ $output == *'"keypad_cancelled"'* ]]
	[ ! -e note.txt.p7m ]
}

@test "a key that wants the PIN for each signature says so each time, on a keypad" {
	keypad_begin
	token_begin
	token_key 03 --key-type rsa:3072 --always-auth
	typed 271828 271828 271828
	run -0 at_terminal 'Type the PIN' 'Type the PIN' 'Type the PIN' -- \
		ipp-sign --module="$keypad" note.txt report.pdf
	typed_all
	run -0 accepts note.txt.p7m
}

@test "a key that was brought to the token signs with a digest as strong as its curve" {
	token_begin
	ALGORITHM='ec -pkeyopt ec_paramgen_curve:P-384' \
		"$house_top/tests/lib/officer" p384
	softhsm2-util --import p384.key --token desk --pin 271828 --id 06 \
		--label p384 >/dev/null
	ipp-operator certificate-add admin --file=p384.pem >/dev/null
	run -0 ipp-sign --module="$hsm" --secret-file=pin note.txt
	run -0 accepts note.txt.p7m
	run -0 openssl cms -cmsout -print -inform DER -in note.txt.p7m
	[[ $output == *sha384* ]]
}

@test "a token that is not there, not known, or not opened is refused" {
	token_begin
	refused 65 token_missing ipp-sign --module="$hsm" --token=other \
		--secret-file=pin note.txt
	refused 65 key_missing ipp-sign --module="$hsm" --secret-file=pin note.txt
	tool --keypairgen --id 09 --key-type EC:prime256v1
	refused 1 certificate_not_registered ipp-sign --module="$hsm" \
		--secret-file=pin note.txt
	(umask 077 && echo 111111 >wrong)
	refused 65 pin_wrong ipp-sign --module="$hsm" --secret-file=wrong note.txt
	run ! grep -q 111111 <<<"$stderr"
	token_begin second
	refused 65 token_ambiguous ipp-sign --module="$hsm" --secret-file=pin \
		note.txt
	refused 78 module_unusable ipp-sign --module=/nowhere.so \
		--secret-file=pin note.txt
	refused 78 module_unusable ipp-sign --module=/lib/x86_64-linux-gnu/libm.so.6 \
		--secret-file=pin note.txt
	refused 64 key_ambiguous signs --module="$hsm" note.txt
	[ ! -e note.txt.p7m ]
}

@test "a certificate on the token whose key is another makes no signature" {
	token_begin
	tool --keypairgen --id 04 --key-type EC:prime256v1
	openssl x509 -in me.pem -outform DER -out me.der
	tool --write-object me.der --type cert --id 04
	refused 1 key_mismatch ipp-sign --module="$hsm" --secret-file=pin note.txt
	[ ! -e note.txt.p7m ]
}

@test "what is set in ipp.conf need not be said" {
	token_begin
	token_key 05 --key-type EC:prime256v1
	printf '[sign]\nmodule = %s\ntoken = desk\n' "$hsm" >conf
	run -0 --separate-stderr ipp-sign --config=conf --secret-file=pin note.txt
	expect '.[0].signer | test("CN=05")'
	run -0 --separate-stderr signs --config=conf note.txt --output=mine.p7m
	expect '.[0].signer | test("CN=me")'
}

@test "a certificate that was withdrawn from the officer is refused" {
	run -0 --separate-stderr ipp-operator certificate-list
	ipp-operator certificate-withdraw \
		"$(found '.[] | select(.subject | test("CN=me")) | .fingerprint')"
	refused 1 certificate_withdrawn signs note.txt
}

# An active product of this desk whose certificate is me.pem, step by step.
# (No product has a key in a file yet, so the rows are made by hand.)
issued() {
	local step serial
	ipp-request import < <(head -n 1 \
		"$house_top/tests/fixtures/demo/batch.jsonl") >/dev/null
	openssl x509 -in me.pem -outform DER -out me.der
	serial=$(openssl x509 -in me.pem -noout -serial | cut -d= -f2)
	sql "INSERT INTO certificates (serial, user_id, authority_id, purpose,
	      profile, profile_hash, not_before, not_after, reserved_at,
	      issued_at, tbs_hash, certificate)
	     SELECT '$serial', 1, min(authority_id), 'signature', 'REM', x'00',
	      0, 9, 0, 0, x'00', x'$(od -An -v -tx1 me.der | tr -d ' \n')'
	       FROM authorities"
	for step in to_issue issuing active; do
		sql "UPDATE products SET status = '$step',
		      activated_at = 1795334400, valid_until = 1995334400,
		      recognised_by = 1, issued_by = 1, recognised_at = 0
		      WHERE user_id = 1"
	done
}

@test "a certificate of this desk signs while it is active, and no longer" {
	issued
	run -0 signs note.txt
	sql "UPDATE products SET status = 'suspended' WHERE user_id = 1"
	refused 1 certificate_suspended signs report.pdf
	sql "UPDATE products SET status = 'active' WHERE user_id = 1"
	run -0 signs note.txt --output=again.p7m
	sql "UPDATE products SET status = 'revoked' WHERE user_id = 1"
	refused 1 certificate_revoked signs report.pdf
	[ ! -e report-signed.pdf ]
}

# A new list of revocations, in DER as RFC 5280 wants it published.
publish() {
	pki_crl ca
	openssl crl -in pki/ca.crl -outform DER -out pki/list.crl
}

@test "a certificate of another authority signs while its list of revocations lets it" {
	pki_make
	publish
	serve_start webfolder.py pki
	# shellcheck disable=SC2034 # pki_issue uses it
	pki_more="crlDistributionPoints = URI:http://127.0.0.1:$port/list.crl"
	pki_issue mario
	(umask 077 && echo secret >mario.pass)
	openssl pkcs12 -export -inkey pki/mario.key -in pki/mario.pem \
		-certfile pki/ca.pem -passout file:mario.pass -out mario.p12
	ipp-operator certificate-add admin --file=pki/mario.pem >/dev/null
	set -- ipp-sign --pkcs12=mario.p12 --secret-file=mario.pass
	# nobody knows the authority yet
	run -0 --separate-stderr "$@" note.txt --output=unknown.p7m
	expect '.[0].warnings | length == 1'
	ipp-trust import pki/ca.pem >/dev/null
	run -0 --separate-stderr "$@" note.txt report.pdf
	valid signed_file
	expect 'all(.[]; has("warnings") | not)'
	# the list is kept until it is over
	serve_stop
	run -0 --separate-stderr "$@" --detached note.txt
	expect '.[0] | has("warnings") | not'
	house_clock 2026-11-24T08:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	run -0 --separate-stderr "$@" --offline note.txt --output=late.p7m
	expect '.[0].warnings | length == 1'
	pki_revoke mario certificateHold
	publish
	serve_start webfolder.py pki --port "$port"
	refused 1 certificate_suspended "$@" note.txt --output=held.p7m
	[ ! -e held.p7m ]
	: >pki/ca.index
	pki_revoke mario keyCompromise
	house_clock 2026-11-26T08:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	publish
	refused 1 certificate_revoked "$@" report.pdf --cades
	run ! ls held.p7m report.pdf.p7m
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'file_signed'")" = 5 ]
}
