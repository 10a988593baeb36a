# ipp-issue - from a recognised holder to a certificate and its envelope

load ../lib/house

setup() {
	house_store
}

# waiting COUNT: products USR1 to USRn that only wait to be issued. The fifth,
# tenth, ... have a role, the eighth, sixteenth, ... a holder from Greece.
waiting() {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null "$1"
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

# certificate USER_ID FILE: the certificate of a product, as DER.
certificate() {
	sql "SELECT hex(certificate) FROM certificates WHERE user_id = ${1#USR}" |
		xxd -r -p >"$2"
}

verified() {
	ipp-ca export --root=root.pem --issuer=ca.pem
	openssl verify -x509_strict -attime "$(date -u -d "$IPP_NOW" +%s)" \
		-CAfile root.pem -untrusted ca.pem "$1"
}

# The attachments of all mails that were delivered, by their names.
unpack() {
	ipp-notify deliver >/dev/null
	python3 - "$IPP_STORE/mail/new" <<-'END'
		import email, pathlib, sys
		from email import policy
		for path in pathlib.Path(sys.argv[1]).iterdir():
		    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
		    for part in mail.iter_attachments():
		        pathlib.Path(part.get_filename()).write_bytes(part.get_content())
	END
}

@test "a holder gets a certificate that openssl and certtool accept" {
	waiting 1
	run -0 --separate-stderr ipp-issue --confirm USR1
	valid certificate
	expect '.[0].status == "active" and .[0].not_after == "2029-11-22T07:59:59Z"'
	expect '.[0].serial | test("^1[0-9A-F]{37}$")'
	certificate USR1 c.der
	verified c.der
	[ "$(found '.[0].serial')" = "$(openssl x509 -in c.der -noout -serial | cut -d= -f2)" ]
	[ "$(found '.[0].fingerprint')" = "$(sha256sum c.der | cut -d' ' -f1)" ]
	run -0 openssl x509 -in c.der -noout -text -nameopt utf8,sep_comma_plus
	[[ $output == *"serialNumber=TINIT-"*"CN=DEMO Mario Rossi,dnQualifier=IUT000000001"* ]]
	[[ $output == *"Key Usage: critical"*"Non Repudiation"* ]]
	[[ $output == *"0.4.0.194112.1.2"*"1.3.76.16.6"* ]]
	run -0 certtool --certificate-info --inder --infile c.der
	[[ $output == *"Subject Public Key Algorithm: EC/ECDSA"* ]]
}

@test "a role and a holder without Italian tax code stand in the certificate" {
	waiting 8
	run -0 --separate-stderr ipp-issue --confirm USR5 USR8
	certificate USR5 role.der
	certificate USR8 greek.der
	run -0 openssl x509 -in role.der -noout -subject -nameopt utf8,sep_comma_plus
	[[ $output == *"O=Ordine degli Avvocati di Forlì,organizationIdentifier=CF:IT-80012345678"* ]]
	[[ $output == *"title=Avvocato"* ]]
	run -0 openssl x509 -in greek.der -noout -subject -nameopt utf8,sep_comma_plus
	[[ $output == *"C=GR,SN=Παπαδοπούλου,GN=Ελένη,serialNumber=PASGR-AE0000008"* ]]
}

@test "limit of use, recognition and validity follow product and request" {
	waiting 3
	sql "UPDATE products SET product = 'REM-SPID' WHERE user_id = 1;
	     UPDATE orders SET recognition = 'spid' WHERE order_id = 1;
	     UPDATE orders SET recognition = 'sign', validity = 12 WHERE order_id = 2;
	     UPDATE products SET product = 'AUTO' WHERE user_id = 3"
	run -0 --separate-stderr ipp-issue --confirm USR1 USR2 USR3
	expect '.[0].limit_text | test("SPID")'
	expect '.[1].not_after == "2027-11-22T07:59:59Z"'
	expect '.[2].limit_text | test("procedura automatica")'
	certificate USR1 spid.der
	certificate USR2 sign.der
	# QcIdentMethod (EN 319 412-5): .8.3, and .8.4 for who signed to be known
	run -0 openssl asn1parse -inform DER -in spid.der
	run -0 bash -c 'xxd -p spid.der | tr -d "\n" | grep -c 060704008e46010803'
	run -0 bash -c 'xxd -p sign.der | tr -d "\n" | grep -c 060704008e46010804'
}

@test "every remote product of the catalogue can be issued" {
	local product
	waiting 5
	for product in $(sql "SELECT product FROM catalog WHERE key_place = 'remote'"); do
		sql "UPDATE products SET product = '$product' WHERE user_id = 5"
		run -0 --separate-stderr ipp-issue --preview USR5
		expect ".[0].product == \"$product\" and (.[0].policies | length == 3)"
		case $product in
		*ROLE | RAO) expect '.[0].subject | test("title=Avvocato")' ;;
		*) expect '.[0].subject | test("title") | not' ;;
		esac
	done
}

@test "the preview shows the certificate and issues nothing" {
	waiting 1
	run -0 --separate-stderr ipp-issue --preview USR1
	valid certificate
	expect '.[0].preview and .[0].status == "to_issue" and (.[0] | has("serial") | not)'
	expect '.[0].subject | contains("Mario Rossi")'
	[ "$(sql 'SELECT count(*) FROM certificates')" = 0 ]
}

@test "where nobody can be asked, nothing is issued without --confirm" {
	waiting 1
	refused 64 confirmation_needed setsid -w ipp-issue USR1
	[ "$(sql 'SELECT status FROM products')" = to_issue ]
}

@test "on a terminal the certificate is shown and a question asked" {
	waiting 2
	printf 'Issue this certificate?\tn\n' >no
	printf 'Issue this certificate?\ty\n' >yes
	run -1 "$house_top/tests/lib/ask.exp" no ipp-issue USR1
	[[ $output == *"Mario Rossi"*"2029-11-22"*"not confirmed"* ]]
	[ "$(sql 'SELECT status FROM products WHERE user_id = 1')" = to_issue ]
	run -0 "$house_top/tests/lib/ask.exp" yes ipp-issue USR2
	[ "$(sql 'SELECT status FROM products WHERE user_id = 2')" = active ]
}

@test "the envelope opens with its passphrase, in any reader of PDF" {
	waiting 1
	run -0 --separate-stderr ipp-issue --confirm --passphrases=passphrases USR1
	expect '.[0].envelope == "pdf" and .[0].passphrase_kind == "generated"'
	[ "$(stat -c %a passphrases)" = 600 ]
	passphrase=$(cut -f2 passphrases)
	[[ $passphrase =~ ^[2-9a-z]{4}(-[2-9a-z]{4}){4}$ ]]
	unpack
	run -0 qpdf --password="$passphrase" --check busta-USR000000001.pdf
	[[ $output == *"R = 6"*"AESv3"* ]]
	run -0 pdftotext -layout -upw "$passphrase" busta-USR000000001.pdf -
	[[ $output =~ PIN\ +[0-9]{8} && $output =~ PUK\ +[0-9]{8} && $output =~ ERC\ +[2-9A-Z]{10} ]]
	[[ $output == *"Mario Rossi"*"USR000000001"*"IUT000000001"* ]]
	run ! pdftotext -upw wrong busta-USR000000001.pdf -
}

@test "a generated passphrase leaves by short message, and only by that" {
	waiting 1
	run -0 --separate-stderr ipp-issue --confirm --passphrases=passphrases USR1
	ipp-notify deliver >/dev/null
	run -0 grep -rl "$(cut -f2 passphrases)" "$HOME" "$IPP_STORE"
	[[ ${#lines[@]} = 1 && $output == "$IPP_STORE/sms/"* ]]
}

@test "a CMS envelope opens with openssl" {
	waiting 1
	run -0 --separate-stderr ipp-issue --confirm --envelope=cms --passphrases=passphrases USR1
	unpack
	run -0 openssl cms -decrypt -inform DER -in busta-USR000000001.p7m \
		-pwri_password "$(cut -f2 passphrases)"
	[[ $output =~ PIN:\ [0-9]{8} ]]
}

@test "passphrases that somebody chooses: from a file, and on the terminal" {
	waiting 3
	(umask 077 && printf 'perché no, amico\n' >secret && printf 'short\n' >weak)
	refused 65 passphrase_short ipp-issue --confirm --passphrase=file --passphrase-file=weak USR1
	refused 64 passphrase_file_missing ipp-issue --confirm --passphrase=file USR1
	chmod 644 weak
	refused 77 secret_exposed ipp-issue --confirm --passphrase=file --passphrase-file=weak USR1
	run -0 --separate-stderr ipp-issue --confirm --passphrase=file --passphrase-file=secret USR1
	expect '.[0].passphrase_kind == "chosen"'
	printf 'USR000000002:\tuna frase lunga\nOnce more:\tuna frase lunga\n' >answers
	run -0 "$house_top/tests/lib/ask.exp" answers ipp-issue --confirm --passphrase=ask USR2
	[[ $output != *"una frase"* ]]
	# what differs or is too short is asked again, twice
	printf 'USR000000003:\t%s\nOnce more:\t%s\n' corta corta 'una frase lunga' \
		'altra frase lunga' corta corta >answers
	run -65 "$house_top/tests/lib/ask.exp" answers ipp-issue --confirm --passphrase=ask USR3
	[[ $output == *"less than 12"*"two passphrases differ"*"[passphrase_short]"* ]]
	head -4 answers >some
	printf 'USR000000003:\t%s\nOnce more:\t%s\n' 'terza frase lunga' \
		'terza frase lunga' >>some
	run -0 "$house_top/tests/lib/ask.exp" some ipp-issue --confirm --passphrase=ask USR3
	unpack
	pdftotext -upw 'perché no, amico' busta-USR000000001.pdf - >/dev/null
	pdftotext -upw 'una frase lunga' busta-USR000000002.pdf - >/dev/null
	pdftotext -upw 'terza frase lunga' busta-USR000000003.pdf - >/dev/null
	[ "$(sql "SELECT count(*) FROM outbox WHERE channel = 'sms'")" = 0 ]
}

@test "the tax code as passphrase comes with a warning" {
	waiting 1
	run -0 --separate-stderr ipp-issue --confirm --passphrase=tax-code USR1
	expect '.[0].passphrase_kind == "tax_code" and (.[0].warnings | length == 1)'
	unpack
	pdftotext -upw "$(sql 'SELECT tax_code FROM orders')" busta-USR000000001.pdf - >/dev/null
	waiting 8
	refused 65 tax_code_missing ipp-issue --confirm --passphrase=tax-code USR8
}

@test "a holder who cannot be reached is refused before anything is made" {
	waiting 2
	sql "UPDATE orders SET mobile = NULL WHERE order_id = 1; UPDATE orders SET email = NULL WHERE order_id = 2"
	refused 65 mobile_missing ipp-issue --confirm USR1
	refused 65 email_missing ipp-issue --confirm USR2
	[ "$(sql 'SELECT count(*) FROM certificates')" = 0 ]
	run -0 ipp-issue --confirm --passphrases=passphrases USR1
	run -0 --separate-stderr ipp-issue --confirm --seal=later USR2
}

@test "what is wrong with the data is told before anything is signed" {
	waiting 3
	sql "UPDATE orders SET tax_code = 'RSSMRA80A01H501X' WHERE order_id = 1;
	     UPDATE orders SET validity = 37 WHERE order_id = 2;
	     UPDATE orders SET limit_text = hex(zeroblob(150)) WHERE order_id = 3"
	refused 65 tax_code_check ipp-issue --confirm USR1
	refused 1 validity_too_long ipp-issue --confirm USR2
	refused 1 notice_too_long ipp-issue --confirm USR3
	[ "$(sql 'SELECT count(*) FROM certificates')" = 0 ]
	[ "$(sql "SELECT count(*) FROM products WHERE status = 'to_issue'")" = 3 ]
}

@test "no certificate ends after its authority" {
	waiting 1
	house_clock 2034-01-01T00:00:00Z
	sql "UPDATE sessions SET used_at = strftime('%s', '$IPP_NOW'), expires_at = 9999999999"
	refused 1 validity_outside_issuer ipp-issue --confirm USR1
	sql "UPDATE orders SET validity = 12"
	run -0 ipp-issue --confirm USR1
}

@test "who may not issue is refused, and it is journalled" {
	waiting 2
	refused 65 product_unknown ipp-issue --confirm USR99
	sql "UPDATE profiles SET profile = 'ir'"
	refused 77 not_permitted ipp-issue --confirm USR1
	sql "UPDATE profiles SET profile = 'rao';
	     INSERT INTO units (unit_id, client_id, code, name) VALUES (77, 1, 'FAR', 'Far');
	     UPDATE orders SET unit_id = 77 WHERE order_id = 1;
	     UPDATE products SET unit_id = 77 WHERE order_id = 1"
	refused 77 other_unit ipp-issue --confirm USR1
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'permission_refused'")" = 2 ]
}

@test "four eyes: whoever recognised cannot issue" {
	waiting 2
	sql "UPDATE organizations SET four_eyes = 1; UPDATE products SET recognised_by = 1 WHERE user_id = 1"
	refused 1 four_eyes ipp-issue --confirm USR1
	run -0 ipp-issue --confirm USR2
}

@test "what is not ready, or needs a device, is refused" {
	waiting 2
	sql "UPDATE products SET status = 'cancelled' WHERE user_id = 1; UPDATE products SET product = 'DEV-SC' WHERE user_id = 2"
	refused 1 transition_refused ipp-issue --confirm USR1
	refused 1 device_needed ipp-issue --confirm USR2
}

@test "issuing again shows what is there and changes nothing" {
	waiting 1
	run -0 --separate-stderr ipp-issue --confirm USR1
	first=$(found '.[0] | .serial + .fingerprint + .subject')
	before=$(sql 'SELECT count(*) FROM journal; SELECT count(*) FROM outbox')
	run -0 --separate-stderr ipp-issue --confirm USR1
	expect '.[0].existing'
	[ "$(found '.[0] | .serial + .fingerprint + .subject')" = "$first" ]
	[ "$(sql 'SELECT count(*) FROM journal; SELECT count(*) FROM outbox')" = "$before" ]
}

@test "a dry run issues nothing" {
	waiting 1
	run -0 --separate-stderr ipp-issue --confirm --dry-run USR1
	expect '.[0].status == "active"'
	[ "$(sql 'SELECT count(*) FROM certificates; SELECT count(*) FROM envelopes')" = "$(printf '0\n0')" ]
	[ -z "$(find "$IPP_STORE/objects" -type f)" ]
}

@test "a bad one among many does not stop the others" {
	waiting 20
	sql "UPDATE orders SET tax_code = 'X' WHERE order_id = 3"
	run -65 --separate-stderr ipp-issue --confirm --seal=later --rejects=mend \
		<<<"$(seq 20 | jq -c '{user_id: "USR\(.)", external_code: "e\(.)"}')"
	expect 'length == 19 and .[18].external_code == "e20"'
	[ "$(jq -r .user_id mend)" = USR3 ]
}

@test "a batch that passes in two parts comes out whole and in order" {
	waiting 96
	sql "UPDATE orders SET tax_code = 'X' WHERE order_id IN (7, 80)"
	{
		seq -f 'USR%09.0f' 1 96
		echo USR000000003
		echo USR000000090
	} | jq -Rc '{user_id: .}' >wanted
	run -75 --separate-stderr ipp-issue --confirm --seal=later <wanted
	expect 'length == 94 and all(.status == "active") and ([.[].user_id] | . == sort)'
	expect_error 'map(.document) == [7, 80, 97, 98]'
	expect_error '.[2:] | all(.code == "product_changed")'
	[ "$(sql "SELECT count(*), count(DISTINCT serial) FROM certificates
		WHERE certificate IS NOT NULL")" = "94|94" ]
	sql "UPDATE orders SET tax_code = (SELECT p.tax_code FROM products p
		WHERE p.order_id = orders.order_id) WHERE order_id IN (7, 80)"
	run -0 ipp-store check
}

@test "one that the store refuses late leaves the others whole" {
	waiting 4
	sql "CREATE TRIGGER no2 BEFORE UPDATE OF status ON products
	       WHEN NEW.status = 'issuing' AND NEW.user_id = 2
	     BEGIN SELECT RAISE(ABORT, 'refused_here: not this one'); END;
	     CREATE TRIGGER no3 BEFORE UPDATE OF status ON products
	       WHEN NEW.status = 'active' AND NEW.user_id = 3
	     BEGIN SELECT RAISE(ABORT, 'refused_here: nor this one'); END;"
	run -1 --separate-stderr ipp-issue --confirm --seal=later USR1 USR2 USR3 USR4
	expect 'map(.user_id) == ["USR000000001", "USR000000004"]'
	expect_error 'map(.code) == ["refused_here", "refused_here"]'
	[ "$(sql "SELECT group_concat(status, ' ') FROM (SELECT status FROM products ORDER BY user_id)")" = "active to_issue issuing active" ]
	[ "$(sql "SELECT count(*) FROM holder_keys")" = 3 ]
	sql "DROP TRIGGER no2; DROP TRIGGER no3"
	run -0 ipp-issue --confirm --seal=later USR1 USR2 USR3 USR4
	[ "$(sql "SELECT count(*) FROM certificates WHERE certificate IS NOT NULL")" = 4 ]
	run -0 ipp-store check
}

@test "serial numbers differ, and no two products share one" {
	waiting 200
	seq -f '{"user_id":"USR%.0f"}' 200 | ipp-issue --confirm --seal=later >out
	[ "$(jq -r .serial out | sort -u | wc -l)" = 200 ]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "neither PIN nor passphrase lies in the clear in store, journal or output" {
	waiting 1
	ipp-issue --confirm --passphrases=passphrases USR1 >out 2>err
	unpack
	pdftotext -layout -upw "$(cut -f2 passphrases)" busta-USR000000001.pdf codes
	for secret in $(sed -nE 's/^(PIN|PUK|ERC) +([0-9A-Z]+)$/\2/p' codes) "$(cut -f2 passphrases)"; do
		run ! grep -ra --exclude-dir=sms "$secret" out err "$IPP_STORE"
	done
	run -0 sql 'SELECT state, pending_key IS NULL, length(pin_wrapped) > 100, derivation FROM holder_keys'
	[ "$output" = 'wrapped|1|1|argon2id-8m-1' ]
}

@test "killed at any moment, the same command finishes the work" {
	local list n=0
	waiting 40
	list=$(seq -f '{"user_id":"USR%.0f"}' 40)
	for delay in 0.02 0.05 0.07 0.1 0.13 0.16 0.2 0.25 0.3 0.4; do
		timeout -s KILL "$delay" ipp-issue --confirm <<<"$list" >/dev/null 2>&1 && break
		[ "$(sql "SELECT count(*) FROM products WHERE status NOT IN ('to_issue', 'issuing', 'active')")" = 0 ]
		n=$((n + 1))
	done
	[ "$n" -gt 1 ]
	run -0 --separate-stderr ipp-issue --confirm <<<"$list"
	expect 'length == 40 and all(.[]; .status == "active")'
	[ "$(sql "SELECT count(*) FROM certificates WHERE certificate IS NULL")" = 0 ]
	[ "$(sql "SELECT count(*) FROM envelopes")" = 40 ]
	[ "$(sql "SELECT count(*) FROM outbox")" = 80 ]
	[ "$(sql "SELECT count(DISTINCT serial) FROM certificates")" = 40 ]
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'certificate_issued'")" = 40 ]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "a reservation is finished with the very bytes that were stored" {
	waiting 1
	# the last stage fails: the passphrase cannot be written
	mkdir passphrases
	run ! ipp-issue --confirm --passphrases=passphrases USR1
	[ "$(sql 'SELECT status FROM products')" = issuing ]
	tbs=$(sql 'SELECT hex(tbs) FROM certificates')
	house_clock +20m
	run -0 --separate-stderr ipp-issue --confirm USR1
	expect '.[0].not_before == "2026-11-22T08:00:00Z"'
	certificate USR1 c.der
	run -0 bash -c "xxd -p c.der | tr -d '\n' | tr a-f A-F"
	[[ $output == *"$tbs"* ]]
}

@test "bytes that were changed meanwhile are not signed" {
	waiting 1
	mkdir passphrases
	run ! ipp-issue --confirm --passphrases=passphrases USR1
	sql "DROP TRIGGER certificates_fixed;
	     UPDATE certificates SET profile_hash = zeroblob(32)"
	refused 1 profile_changed ipp-issue --confirm USR1
	sql "UPDATE certificates SET profile = 'REM', tbs = unhex('3000')" 2>/dev/null ||
		sql "UPDATE certificates SET tbs = x'3000'"
	refused 65 certificate_unreadable ipp-issue --confirm USR1
}

# unsound FINDING SQL: after this change `ipp-store check` finds it.
unsound() {
	local finding=$1
	cp "$IPP_STORE/ipp.db" whole.db
	sql "DROP TRIGGER certificates_fixed; $2"
	run -1 --separate-stderr ipp-store check
	expect "any(.[]; .check == \"certificates\" and (.passed | not) and (.finding | test(\"$finding\")))"
	rm -f "$IPP_STORE"/ipp.db-*
	cp whole.db "$IPP_STORE/ipp.db"
}

@test "the check reads every certificate again and finds what was changed" {
	waiting 3
	ipp-issue --confirm --seal=later USR1 USR2 USR3 >/dev/null
	sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
	run -0 --separate-stderr ipp-store check
	expect 'any(.[]; .check == "certificates" and .passed and .count == 3)'
	unsound 'other bytes' 'UPDATE certificates SET tbs_hash = zeroblob(32) WHERE user_id = 2'
	unsound 'another serial' "UPDATE certificates SET serial = '41' WHERE user_id = 2"
	unsound 'cannot be read' "UPDATE certificates SET certificate = x'3000' WHERE user_id = 2"
	unsound 'another validity' "UPDATE certificates SET not_after = not_after + 1 WHERE user_id = 2"
	unsound 'signature' "UPDATE certificates SET certificate = CAST(substr(certificate, 1, length(certificate) - 1) || x'00' AS BLOB) WHERE user_id = 2"
	unsound 'breaks its profile' "UPDATE certificates SET profile = 'RAO' WHERE user_id = 2"
	unsound 'does not exist' "UPDATE certificates SET profile = 'NONE' WHERE user_id = 2"
	run -0 ipp-store check
}

@test "two at once issue each product once" {
	waiting 60
	seq -f '{"user_id":"USR%.0f"}' 60 >list
	tac list >tsil
	ipp-issue --confirm --seal=later <list >a 2>a.err &
	ipp-issue --confirm --seal=later <tsil >b 2>b.err || true
	wait $! || true
	[ "$(sql "SELECT count(*) FROM certificates")" = 60 ]
	[ "$(sql "SELECT count(*) FROM products WHERE status = 'active'")" = 60 ]
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'certificate_issued'")" = 60 ]
}
