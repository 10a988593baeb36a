# ipp-issue - two certificates on a smart card or key of the holder

load ../lib/house
load ../lib/token

setup() {
	house_store
	tokens_begin
	ROLE='/O=Ordine di Prova/title=RAO' "$house_top/tests/lib/officer" rao
	ipp-operator certificate-add admin --file=rao.pem >/dev/null
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 4
	sql "UPDATE products SET product = 'DEV-SC' WHERE user_id IN (1, 2, 3)"
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

# With the officer's key and the device `card`, or the one in $CARD.
issue() {
	ipp-issue --confirm --device="$hsm" --device-token="${CARD-card}" \
		--device-pin-file=card.pin --device-puk-file=card.puk \
		--pkcs12=rao.p12 --secret-file=rao.pass --passphrases=passphrases \
		"$@"
}

# certificate USER_ID PURPOSE: as the store has it, in PURPOSE.pem.
certificate() {
	sql "SELECT hex(certificate) FROM certificates
		WHERE user_id = $1 AND purpose = '$2'" | xxd -r -p |
		openssl x509 -inform DER -out "$2.pem"
}

at() {
	date -u -d "$IPP_NOW" +%s
}

verified() {
	ipp-ca export --root=root.pem --issuer=ca.pem
	openssl verify -x509_strict -attime "$(at)" -CAfile root.pem \
		-untrusted ca.pem "$@"
}

# The holder's PIN, or another of his codes, from his envelope.
holders() {
	house_unpack
	house_codes "busta-$1.pdf" "$(awk -v id="$1" '$1 == id { print $2 }' passphrases)" |
		awk -v code="${2:-PIN}" '$1 == code { print $2 }'
}

@test "two certificates are put on a blank card, beside keys that it made" {
	token_make card
	run -0 --separate-stderr issue USR1
	valid certificate
	expect '.[0].status == "active" and .[0].profile == "DEV-SIGN-N"
		and .[0].device_serial == "'"$(token_serial card)"'"
		and .[0].device_label == "card"
		and .[0].device_manufacturer == "SoftHSM project"
		and .[0].authentication_serial != .[0].serial'
	certificate 1 signature
	certificate 1 authentication
	run -0 verified signature.pem authentication.pem
	run -0 openssl x509 -in signature.pem -noout -text
	[[ $output == *"Key Usage: critical"*"Non Repudiation"* ]]
	[[ $output == *"0.4.0.194112.1.0"* && $output != *"0.4.0.194112.1.2"* ]]
	run -0 openssl x509 -in authentication.pem -noout -text
	[[ $output == *"Digital Signature"* && $output != *"Non Repudiation"* ]]
	[[ $output == *"TLS Web Client Authentication"* && $output == *"0.4.0.2042.1.1"* ]]
	run -0 certtool --certificate-info --infile authentication.pem
	# what stands on the card, as other programs see it
	pin=$(holders USR000000001)
	[[ $pin =~ ^[0-9]{8}$ ]]
	run ! token_objects card 271828
	run -0 token_objects card "$pin"
	[ "$(grep -c '^Private Key Object' <<<"$output")" = 2 ]
	[ "$(grep -c '^Certificate Object' <<<"$output")" = 2 ]
	[ "$(grep -c 'sensitive, always sensitive, never extractable, local' <<<"$output")" = 2 ]
	[ "$(sed -n 's/^ *ID: *//p' <<<"$output" | sort | uniq -c | awk '{print $1}' | sort -u)" = 3 ]
	run -0 ipp-store check
}

@test "the holder signs with the card, and others believe it" {
	token_make card
	issue USR1 >/dev/null
	certificate 1 signature
	ipp-operator certificate-add admin --file=signature.pem >/dev/null
	(umask 077 && holders USR000000001 >mine)
	echo hello >note.txt
	run -0 ipp-sign --module="$hsm" --token=card --secret-file=mine \
		--offline note.txt
	ipp-ca export --root=root.pem --issuer=ca.pem
	cat root.pem ca.pem >chain.pem
	run -0 openssl cms -verify -inform DER -in note.txt.p7m -purpose any \
		-CAfile chain.pem -attime "$(at)"
	[[ $output == *hello* ]]
	# the PUK is the one in the envelope: it sets another PIN
	puk=$(holders USR000000001 PUK)
	run -0 pkcs11-tool --module "$hsm" --token-label card --login \
		--login-type so --so-pin "$puk" --init-pin --new-pin 87654321
	run ! pkcs11-tool --module "$hsm" --token-label card --login \
		--login-type so --so-pin 314159 --init-pin --new-pin 87654321
}

@test "a card that was never initialized needs no PIN and no PUK" {
	CARD='' run -0 --separate-stderr ipp-issue --confirm --device="$hsm" \
		--pkcs12=rao.p12 --secret-file=rao.pass --passphrases=passphrases USR1
	expect '.[0].device_label == "USR000000001"'
	[ "$(found '.[0].device_serial')" = "$(token_serial USR000000001)" ]
	run -0 token_objects USR000000001 "$(holders USR000000001)"
	[ "$(grep -c '^Certificate Object' <<<"$output")" = 2 ]
}

@test "RSA keys, where the card has no curves" {
	token_make card
	echo 'slots.mechanisms = CKM_RSA_PKCS_KEY_PAIR_GEN,CKM_RSA_PKCS,CKM_SHA256' >>softhsm.conf
	refused 1 mechanism_missing issue USR1
	[ "$(sql 'SELECT count(*) FROM certificates')" = 0 ]
	[ "$(sql 'SELECT count(*) FROM devices')" = 0 ]
	run -0 --separate-stderr issue --device-key=rsa2048 USR1
	expect '.[0].key_kind == "rsa2048"'
	certificate 1 signature
	run -0 verified signature.pem
}

@test "a certified card, and only that, makes certificates that say so" {
	token_make card
	refused 1 device_not_certified eval 'sql "UPDATE products SET
		product = \"DEV-CNS\" WHERE user_id = 2" ; issue USR2'
	printf '[device]\nqscd = Other/card, SoftHSM project/SoftHSM v2\n' >conf
	run -0 --separate-stderr issue --config=conf USR1
	expect '.[0].profile == "DEV-SIGN"'
	certificate 1 signature
	run -0 verified signature.pem
	run -0 openssl x509 -in signature.pem -noout -text
	[[ $output == *"0.4.0.194112.1.2"* ]]
	token_make second
	CARD=second run -0 --separate-stderr issue --config=conf USR2
	certificate 2 authentication
	run -0 openssl x509 -in authentication.pem -noout -subject -nameopt utf8,sep_comma_plus
	[[ $output == *"CN=DEMO "*"/$(token_serial second)"* ]]
	run -0 openssl x509 -in authentication.pem -noout -text
	[[ $output == *"1.3.76.16.2.1"* && $output == *"0.4.0.2042.1.2"* ]]
	run -0 ipp-store check
}

@test "a role stands in both certificates" {
	sql "UPDATE products SET product = 'DEV-BK-ROLE' WHERE user_id = 3;
		UPDATE orders SET organization_name = 'Ordine di Prova', title = 'Avvocato'
		WHERE order_id = (SELECT order_id FROM products WHERE user_id = 3)"
	token_make card
	run -0 issue USR3
	for purpose in signature authentication; do
		certificate 3 "$purpose"
		run -0 openssl x509 -in "$purpose.pem" -noout -subject -nameopt utf8
		[[ $output == *"O=Ordine di Prova"*"title=Avvocato"* ]]
	done
	run -0 verified signature.pem authentication.pem
}

@test "only an officer with a role certificate, and his PIN, issues on a card" {
	token_make card
	"$house_top/tests/lib/officer" me
	refused 1 device_needed ipp-issue --confirm USR1
	refused 64 key_unnamed ipp-issue --confirm --device="$hsm" USR1
	(umask 077 && echo wrong >no.pass)
	refused 65 passphrase_wrong issue --secret-file=no.pass USR1
	ipp-operator certificate-add admin --file=me.pem >/dev/null
	refused 1 role_certificate_needed issue --pkcs12=me.p12 --secret-file=me.pass USR1
	refused 64 device_sealed_now issue --seal=later USR1
	refused 64 device_dry_run issue --dry-run USR1
	[ "$(sql "SELECT count(*) FROM devices")" = 0 ]
	[ "$(sql "SELECT status FROM products WHERE user_id = 1")" = to_issue ]
}

@test "the officer's key on a token of the same maker, and he signs what was proved" {
	token_make card
	token_make rao
	pkcs11-tool --module "$hsm" --token-label rao --login --pin 271828 \
		--keypairgen --id 01 --key-type EC:prime256v1 >/dev/null 2>&1
	pkcs11-tool --module "$hsm" --token-label rao --read-object --type pubkey \
		--id 01 --output-file rao.der >/dev/null 2>&1
	openssl pkey -pubin -inform DER -in rao.der -out rao.pub
	ROLE='/O=Ordine di Prova/title=RAO' PUBLIC=rao.pub \
		"$house_top/tests/lib/officer" card-of-rao
	ipp-operator certificate-add admin --file=card-of-rao.pem >/dev/null
	with_token() {
		ipp-issue --confirm --device="$hsm" --module="$hsm" --token=rao \
			--secret-file=rao.pin --device-pin-file=card.pin \
			--device-puk-file=card.puk --passphrases=passphrases "$@"
	}
	refused 1 device_in_use with_token --device-token=rao --device-erase USR1
	run -0 with_token --device-token=card USR1
	run -0 token_objects rao 271828
	[ "$(grep -c '^Private Key Object' <<<"$output")" = 1 ]
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0].device_serial == "'"$(token_serial card)"'"'
	expect '.[0].evidence | map(select(.detail.check == "device_keys")) | .[0]
		| .verdict == "passed" and .detail.label == "card"'
	# the statement holds requests that the keys on the card have signed
	ipp-audit dossier USR1 --output=dossiers >/dev/null
	file=$(grep -rl --include='*.p7m' '' dossiers | head -n 1)
	run -0 openssl cms -verify -inform DER -in "$file" -CAfile ca.pem \
		-purpose any -out statement.json
	jq -r '.keys[0].request' statement.json >request.pem
	run -0 openssl req -in request.pem -noout -verify -text
	[[ $output == *"challengePassword"*"USR000000001/$(token_serial card)/"* ]]
	certificate 1 signature
	[ "$(openssl req -in request.pem -noout -pubkey)" = \
		"$(openssl x509 -in signature.pem -noout -pubkey)" ]
}

@test "what is no blank card of a known PIN is refused, and nothing is changed" {
	token_make card
	refused 65 device_missing eval 'CARD=other issue USR1'
	(umask 077 && echo 999999 >no.pin)
	refused 65 device_pin_wrong issue --device-pin-file=no.pin USR1
	[ "$(sql "SELECT count(*) FROM devices")" = 0 ]
	refused 65 device_puk_wrong issue --device-puk-file=no.pin USR1
	run ! grep -q 999999 <<<"$stderr"
	# a secret object that only its user sees
	pkcs11-tool --module "$hsm" --token-label card --login --pin 271828 \
		--write-object rao.pem --type data --private --label x >/dev/null 2>&1
	refused 1 device_not_blank eval 'CARD=card issue --device-afresh USR2'
	pkcs11-tool --module "$hsm" --token-label card --login --pin 271828 \
		--keypairgen --id 01 --key-type EC:prime256v1 >/dev/null 2>&1
	refused 1 device_not_blank issue USR2
	refused 64 device_unnamed ipp-issue --confirm --device="$hsm" --device-erase \
		--pkcs12=rao.p12 --secret-file=rao.pass USR2
	run -0 token_objects card 271828
	[[ $output == *"Private Key Object"* && $output == *"Data object"* ]]
	[ "$(sql "SELECT count(*) FROM certificates")" = 0 ]
	run -0 ipp-store check
	# unless said otherwise
	run -0 issue --device-erase USR1
	run -0 token_objects USR000000001 "$(holders USR000000001)"
	[ "$(grep -c '^Private Key Object' <<<"$output")" = 2 ]
	[[ $output != *"Data object"* ]]
}

@test "a card behind a keypad is refused, for nobody can type PIN and PUK of the envelope" {
	token_make card
	keypad_begin
	typed 271828
	hsm=$keypad refused 1 device_keypad issue USR1
	run -0 grep -c . "$KEYPAD"
	[ "$(sql "SELECT count(*) FROM devices")" = 0 ]
	[ "$(sql "SELECT status FROM products WHERE user_id = 1")" = to_issue ]
	run -0 issue USR1
}

@test "one product a card, until that is over" {
	token_make card
	run -0 issue USR1
	refused 1 device_taken issue --device-erase USR2
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	(umask 077 && holders USR000000001 PUK >card.puk)
	CARD=card run -0 --separate-stderr issue --device-erase USR2
	[ "$(sql "SELECT count(*) FROM devices WHERE released_at IS NOT NULL")" -le 1 ]
	run -0 ipp-store check
}

@test "both certificates are put on hold, released and revoked together" {
	token_make card
	issue USR1 >/dev/null
	both() { sql "SELECT group_concat(s.reason) FROM certificates c
		JOIN certificate_status s ON s.certificate_id = c.certificate_id
		WHERE c.user_id = 1"; }
	ipp-suspend USR1 --until=2026-12-24 >/dev/null
	[ "$(both)" = 6,6 ]
	ipp-suspend --lift USR1 >/dev/null
	[ "$(both)" = 8,8 ]
	ipp-revoke USR1 --motive=key_compromised >/dev/null
	[ "$(both)" = 1,1 ]
	ipp-ca crl --folder=. >/dev/null
	run -0 openssl crl -inform DER -in ca.crl -noout -text
	[ "$(grep -c 'Serial Number' <<<"$output")" = 2 ]
	run -0 ipp-store check
}

@test "issuing again shows what is there; the envelope can be sent anew" {
	token_make card
	run -0 --separate-stderr issue USR1
	first=$(found '.[0] | .serial + .authentication_serial + .device_serial')
	run -0 --separate-stderr ipp-issue --confirm USR1
	expect '.[0].existing'
	[ "$(found '.[0] | .serial + .authentication_serial + .device_serial')" = "$first" ]
	run -0 ipp-envelope resend USR1 --passphrases=again
	refused 1 device_not_blank issue --preview USR2
	token_make second
	CARD=second run -0 --separate-stderr issue --preview USR2
	expect '.[0].preview and .[0].device_label == "second"'
	[ "$(sql "SELECT count(*) FROM devices")" = 1 ]
	run -0 token_objects second 271828
	[ -z "$output" ]
}

@test "no PIN or PUK stands in the store, the journal or on a command line" {
	token_make card
	issue USR1 >/dev/null
	pin=$(holders USR000000001) puk=$(holders USR000000001 PUK)
	for secret in "$pin" "$puk" 271828 314159; do
		run ! grep -rqa -- "$secret" "$IPP_STORE/ipp.db"
	done
}

# A library that goes wrong, at a call of your choice, and is SoftHSM else.
faulty() {
	# shellcheck disable=SC2046 # several words
	"${CC:-cc}" -shared -fPIC $(pkg-config --cflags p11-kit-1) \
		"$house_top/tests/lib/token/faulty.c" -o "$PWD/faulty.so" -ldl
	real=$hsm
	hsm=$PWD/faulty.so
}

# The card whose two certificates are those of the store, which is whole.
finished() {
	run -0 ipp-store check
	[ "$(sql "SELECT count(*) FROM certificates WHERE user_id = 1
		AND certificate IS NOT NULL")" = 2 ]
	[ "$(sql "SELECT count(*) FROM envelopes WHERE user_id = 1")" = 1 ]
	hsm=$real
	run -0 token_objects "${1:-card}" "$(holders USR000000001)"
	[ "$(grep -c '^Private Key Object' <<<"$output")" = 2 ]
	[ "$(grep -c '^Public Key Object' <<<"$output")" = 2 ]
	[ "$(grep -c '^Certificate Object' <<<"$output")" = 2 ]
	for purpose in signature authentication; do
		certificate 1 "$purpose"
		openssl x509 -in "$purpose.pem" -outform DER -out "$purpose.der"
		id=$(pkcs11-tool --module "$hsm" --token-label "${1:-card}" \
			--list-objects --type cert 2>/dev/null | grep -A3 "label: *USR000000001 $purpose" |
			sed -n 's/^ *ID: *//p')
		pkcs11-tool --module "$hsm" --token-label "${1:-card}" --read-object \
			--type cert --id "$id" --output-file there.der >/dev/null 2>&1
		cmp there.der "$purpose.der"
	done
	hsm=$PWD/faulty.so
}

@test "killed at any call that changes the card, and run again, it ends as if never killed" {
	faulty
	local call times index when
	cp -a "$IPP_STORE" pristine
	# which calls there are, and how often
	token_make card
	FAULT_LOG=$PWD/calls issue USR1 >/dev/null
	finished
	sort calls | uniq -c >counts
	run -0 awk '$2 == "C_GenerateKeyPair" || $2 == "C_CreateObject" { print $1 }' counts
	[ "$output" = $'2\n2' ]
	while read -r times call; do
		for ((index = 1; index <= times; index++)); do
			for when in before after; do
				rm -rf tokens "$IPP_STORE" passphrases busta-* again-*
				mkdir tokens
				cp -a pristine "$IPP_STORE"
				token_make card
				echo "$call $index $when" >&2
				FAULT=$call:$index:$when run ! issue USR1
				[ "$status" = 137 ]
				run -0 --separate-stderr issue USR1
				expect '.[0].status == "active"'
				finished
			done
		done
	done <counts
}

@test "killed while a card is initialized for the first time" {
	faulty
	local fault
	cp -a "$IPP_STORE" pristine
	for fault in C_InitToken:1:before C_InitToken:1:after C_InitPIN:1:after; do
		rm -rf tokens
		mkdir tokens
		CARD='' FAULT=$fault run ! ipp-issue --confirm --device="$hsm" \
			--pkcs12=rao.p12 --secret-file=rao.pass --passphrases=passphrases USR1
		[ "$status" = 137 ]
		run -0 --separate-stderr ipp-issue --confirm --device="$hsm" \
			--pkcs12=rao.p12 --secret-file=rao.pass --passphrases=passphrases USR1
		finished USR000000001
		rm -rf "$IPP_STORE" passphrases busta-* again-*
		cp -a pristine "$IPP_STORE"
	done
}

@test "certificates that were reserved are signed and written by the next run" {
	token_make card
	sql "CREATE TRIGGER fault BEFORE UPDATE ON certificates
		BEGIN SELECT RAISE(ABORT, 'fault'); END"
	run ! issue USR1
	sql "DROP TRIGGER fault"
	[ "$(sql "SELECT status FROM products WHERE user_id = 1")" = issuing ]
	serials=$(sql "SELECT group_concat(serial) FROM certificates")
	run -0 ipp-store check
	house_clock +10m
	run -0 --separate-stderr issue USR1
	[ "$(sql "SELECT group_concat(serial) FROM certificates")" = "$serials" ]
	certificate 1 signature
	certificate 1 authentication
	run -0 verified signature.pem authentication.pem
	run -0 ipp-store check
}

@test "a card that is full, drawn out or breaks says so, and is gone on with" {
	faulty
	token_make card
	# CKR_DEVICE_MEMORY, CKR_DEVICE_REMOVED, CKR_FUNCTION_FAILED
	FAULT=C_GenerateKeyPair:1:0x31 refused 69 token_full issue USR1
	FAULT=C_GenerateKeyPair:2:0x32 refused 69 token_removed issue USR1
	[ "$(sql "SELECT count(*) FROM certificates")" = 0 ]
	[ "$(sql "SELECT status FROM products WHERE user_id = 1")" = to_issue ]
	refused 1 device_not_blank issue USR2
	FAULT=C_Sign:1:0x6 refused 69 token_failed issue USR1
	FAULT=C_CreateObject:2:0x31 refused 69 token_full issue USR1
	[ "$(sql "SELECT status FROM products WHERE user_id = 1")" = issuing ]
	run -0 ipp-store check
	token_make other
	refused 1 device_begun eval 'CARD=other issue USR1'
	serials=$(sql "SELECT group_concat(serial) FROM certificates")
	run -0 issue USR1
	[ "$(sql "SELECT group_concat(serial) FROM certificates")" = "$serials" ]
	finished
}

@test "where the first card is lost before it has certificates, another is taken" {
	faulty
	token_make card
	FAULT=C_GenerateKeyPair:2:0x32 refused 69 token_removed issue USR1
	softhsm2-util --delete-token --token card >/dev/null
	token_make other
	refused 1 device_begun issue USR1
	CARD=other run -0 --separate-stderr issue --device-afresh USR1
	expect '.[0].device_label == "other"'
	finished other
}

@test "a card that is lost with its certificates half on it is given up, and they are revoked" {
	faulty
	token_make card
	refused 1 device_not_begun ipp-issue --confirm --device-lost USR1
	refused 1 device_not_begun ipp-issue --confirm --device-lost USR4
	FAULT=C_CreateObject:2:0x31 refused 69 token_full issue USR1
	softhsm2-util --delete-token --token card >/dev/null
	token_make other
	CARD=other refused 1 device_begun issue --device-afresh USR1
	[[ $stderr == *--device-lost* ]]
	run -0 --separate-stderr ipp-issue --preview --device-lost USR1
	expect '.[0].preview and .[0].status == "issuing"'
	run -0 --separate-stderr ipp-issue --confirm --device-lost USR1
	expect '.[0].status == "revoked" and (.[0] | has("envelope") | not)'
	run -0 ipp-store check
	[ "$(sql "SELECT count(*) FROM envelopes")" = 0 ]
	[ "$(sql "SELECT group_concat(reason) FROM certificate_status")" = 4,4 ]
	ipp-ca crl --folder=. >/dev/null
	certificate 1 signature
	certificate 1 authentication
	run -0 openssl crl -inform DER -in ca.crl -noout -text
	for purpose in signature authentication; do
		serial=$(openssl x509 -in "$purpose.pem" -noout -serial)
		[[ $output == *"${serial#serial=}"* ]]
	done
	# it is final, and the card that came back serves another product
	refused 1 transition_refused ipp-issue --confirm --device-lost USR1
	run -0 ipp-request clone ORD000000001
	hsm=$real
	CARD=other run -0 issue USR2
	run -0 ipp-store check
}

@test "a card that is lost before its certificates were signed is given up, too" {
	token_make card
	sql "CREATE TRIGGER fault BEFORE UPDATE ON certificates
		BEGIN SELECT RAISE(ABORT, 'fault'); END"
	run ! issue USR1
	sql "DROP TRIGGER fault"
	softhsm2-util --delete-token --token card >/dev/null
	run -0 --separate-stderr ipp-issue --confirm --device-lost USR1
	expect '.[0].status == "revoked"'
	run -0 ipp-store check
	certificate 1 signature
	certificate 1 authentication
	run -0 verified signature.pem authentication.pem
}
