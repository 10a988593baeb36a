# ipp-ca - the authority's keys on a PKCS #11 token

load ../lib/house
load ../lib/token

setup() {
	house_store
	tokens_begin
	token_make ca
	export IPP_STORE=$BATS_TEST_TMPDIR/bare
	(umask 077 && printf 'correct horse battery staple\n' >password)
	ipp-store init --demo --no-authority --password-file=password \
		--otp-secret-file=otp --organization='Ordine di Prova' >/dev/null
	house_sign_in admin password otp
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

at() {
	date -u -d "$IPP_NOW" +%s
}

initiate() {
	ipp-ca init --module="$hsm" --token=ca --secret-file=ca.pin "$@"
}

# A day of the desk, and what others say of it.
day() {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 3
	seq -f '{"user_id":"USR%09.0f"}' 3 | ipp-issue --confirm --seal=later >issued
	[ "$(jq -s length issued)" = 3 ]
	ipp-revoke USR2 --motive=key_compromised >/dev/null
	mkdir www
	ipp-ca crl --folder=www >/dev/null
	ipp-ca export --root=root.pem --issuer=ca.pem
	for name in root ca; do
		openssl crl -inform DER -in "www/$name.crl"
	done >lists.pem
	for n in 1 2 3; do
		sql "SELECT writefile('$n.der', certificate) FROM certificates
			WHERE user_id = $n" >/dev/null
		openssl x509 -inform DER -in "$n.der" -out "$n.pem"
		openssl verify -x509_strict -attime "$(at)" -CAfile root.pem \
			-untrusted ca.pem "$n.pem"
	done
	run -0 openssl verify -attime "$(at)" -crl_check_all -CAfile root.pem \
		-untrusted ca.pem -CRLfile lists.pem 1.pem 3.pem
	run ! openssl verify -attime "$(at)" -crl_check_all -CAfile root.pem \
		-untrusted ca.pem -CRLfile lists.pem 2.pem
	[[ $output == *"certificate revoked"* ]]
	run -0 ipp-store check
}

@test "a day with the authority's keys on a token, which made them and keeps them" {
	run -0 --separate-stderr initiate
	valid authority
	expect '.[0].key_token == "'"$(token_serial ca)"'"
		and .[0].key_module == "'"$hsm"'"'
	run -0 token_objects ca 271828
	[ "$(grep -c '^Private Key Object' <<<"$output")" = 2 ]
	[ "$(grep -c 'Access:.*always sensitive, never extractable, local' <<<"$output")" = 2 ]
	day
	# heads of the journal and dossiers, too
	run -0 ipp-audit export --head=head.p7m
	run -0 openssl cms -verify -inform DER -in head.p7m -CAfile root.pem \
		-certfile ca.pem -purpose any -attime "$(at)"
}

@test "the PIN is sealed under the master key, or is read from its file each time" {
	run -0 initiate
	rm ca.pin
	run ! grep -rq 271828 "$IPP_STORE"
	day
}

@test "what becomes of a PIN in a file that is gone, open to others, or wrong" {
	run -0 initiate --pin=file
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 2
	run -0 ipp-issue --confirm --seal=later USR1
	mv ca.pin away
	refused 74 file_unreadable ipp-issue --confirm --seal=later USR2
	install -m 644 away ca.pin
	refused 77 secret_exposed ipp-issue --confirm --seal=later USR2
	(umask 077 && rm ca.pin && echo 999999 >ca.pin)
	refused 78 key_pin_wrong ipp-issue --confirm --seal=later USR2
	run ! grep -q 999999 <<<"$stderr"
	[ "$(sql "SELECT status FROM products WHERE user_id = 2")" = to_issue ]
	(umask 077 && rm ca.pin && cp away ca.pin)
	run -0 ipp-issue --confirm --seal=later USR2
	run -0 ipp-store check
}

@test "without its token the authority issues nothing and reserves nothing" {
	run -0 initiate
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 1
	mv tokens away
	mkdir tokens
	refused 69 key_token_missing ipp-issue --confirm --seal=later USR1
	refused 69 key_token_missing ipp-ca crl --folder=.
	[ "$(sql "SELECT status FROM products WHERE user_id = 1")" = to_issue ]
	run -0 ipp-store check
	run -0 ipp-ca show
	rmdir tokens
	mv away tokens
	run -0 ipp-issue --confirm --seal=later USR1
}

@test "an RSA key on a token signs, too" {
	run -0 initiate --key=rsa3072
	day
	run -0 openssl x509 -in ca.pem -noout -text
	[[ $output == *"Public-Key: (3072 bit)"* ]]
}

@test "a token whose key was changed, or is another, is refused" {
	run -0 initiate
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 1
	run -0 token_objects ca 271828
	local id
	for id in $(sed -n 's/^ *ID: *//p' <<<"$output" | sort -u); do
		for type in privkey pubkey; do
			pkcs11-tool --module "$hsm" --token-label ca --login \
				--pin 271828 --delete-object --type "$type" --id "$id"
		done
		pkcs11-tool --module "$hsm" --token-label ca --login --pin 271828 \
			--keypairgen --key-type EC:prime256v1 --id "$id"
	done >/dev/null 2>&1
	refused 78 key_changed ipp-issue --confirm --seal=later USR1
}

@test "an init that was killed goes on with the key that it made" {
	# the key of the root is there, and nothing in the store
	run -0 initiate
	before=$(token_objects ca 271828 | sed -n 's/^ *ID: *//p' | sort -u)
	sql "PRAGMA foreign_keys = OFF; DELETE FROM authorities"
	run -0 initiate
	[ "$(token_objects ca 271828 | sed -n 's/^ *ID: *//p' | sort -u)" = "$before" ]
	day
}

@test "what is said of a token must be whole and right" {
	refused 64 module_missing ipp-ca init --token=ca
	refused 64 secret_file_missing ipp-ca init --module="$hsm" --pin=file
	refused 78 module_unusable ipp-ca init --module=/nowhere.so --secret-file=ca.pin
	refused 65 token_missing ipp-ca init --module="$hsm" --token=other \
		--secret-file=ca.pin
	(umask 077 && echo 999999 >wrong)
	refused 78 key_pin_wrong ipp-ca init --module="$hsm" --token=ca \
		--secret-file=wrong
	echo 'slots.mechanisms = CKM_RSA_PKCS_KEY_PAIR_GEN,CKM_RSA_PKCS' >>softhsm.conf
	refused 1 mechanism_missing initiate
	run -0 token_objects ca 271828
	[ -z "$output" ]
	run -0 initiate --key=rsa3072
}

@test "where the library lies and what the PIN is may change, the key may not" {
	run -0 initiate
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 3
	# a PIN that was changed at the token is told, and nothing else is lost
	pkcs11-tool --module "$hsm" --token-label ca --login --pin 271828 \
		--change-pin --new-pin 314159 >/dev/null 2>&1
	refused 78 key_pin_wrong ipp-issue --confirm --seal=later USR1
	(umask 077 && echo 314159 >new.pin && echo 999999 >wrong)
	refused 78 key_pin_wrong ipp-ca edit --secret-file=wrong
	refused 78 key_pin_wrong ipp-issue --confirm --seal=later USR1
	run -0 ipp-ca edit --secret-file=new.pin
	run -0 ipp-issue --confirm --seal=later USR1
	# the library of the next release, and a PIN that is in a file only
	cp "$hsm" moved.so
	refused 78 module_unusable ipp-ca edit --module=/nowhere.so
	refused 64 secret_file_missing ipp-ca edit --pin=file
	run -0 --separate-stderr ipp-ca edit --module="$PWD/moved.so" \
		--secret-file=new.pin --pin=file
	expect '.[0].key_module == "'"$PWD/moved.so"'"'
	run -0 ipp-issue --confirm --seal=later USR2
	mv new.pin elsewhere
	run ! ipp-issue --confirm --seal=later USR3
	mv elsewhere new.pin
	run -0 ipp-issue --confirm --seal=later USR3
	# who did that is known, the PIN is not
	run -0 --separate-stderr ipp-audit log --event=authority_key_moved
	expect 'length == 4 and .[3].detail.pin == "file"
		and (tostring | contains("314159") | not)'
	run -0 ipp-store check
}

@test "a key in the store does not move" {
	run -0 ipp-ca init
	refused 1 key_in_store ipp-ca edit --module="$hsm"
}

@test "a token with a keypad: somebody types the PIN, and no job goes without him" {
	keypad_begin
	refused 64 keypad_pin ipp-ca init --module="$keypad" --token=ca \
		--secret-file=ca.pin
	typed 271828
	refused 64 keypad_unattended setsid -w ipp-ca init --module="$keypad" --token=ca
	run -0 at_terminal 'Type the PIN of token ca on its keypad.' -- \
		ipp-ca init --module="$keypad" --token=ca
	[[ $output != *"PIN of the authority"* ]]
	typed_all
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 2
	typed 271828
	run -0 at_terminal 'Type the PIN' -- ipp-issue --confirm --seal=later USR1
	mkdir www
	typed 271828
	run -0 at_terminal 'Type the PIN' -- ipp-ca crl --folder=www
	typed_all
	ipp-ca export --root=root.pem --issuer=ca.pem
	run -0 openssl crl -inform DER -in www/ca.crl -noout -verify -CAfile ca.pem
	house_clock +1m
	typed 271828
	refused 64 keypad_unattended setsid -w ipp-ca crl --folder=www
	refused 64 keypad_unattended setsid -w ipp-issue --confirm --seal=later USR2
	[ "$(sql "SELECT count(*) FROM certificates")" = 1 ]
	: >"$KEYPAD"
	run -1 at_terminal 'Type the PIN' -- ipp-ca crl --folder=www --errors=json
	[[ $output == *'"keypad_cancelled"'* ]]
	run -0 ipp-store check
}
