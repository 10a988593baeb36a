# ipp-ca - the local authority is made once, and others can check it

load ../lib/house

setup() {
	house_store
}

# A demo store of this test that has no authority yet.
without_authority() {
	export IPP_STORE=$BATS_TEST_TMPDIR/bare
	(umask 077 && printf 'correct horse battery staple\n' >password)
	ipp-store init --demo --no-authority --password-file=password \
		--otp-secret-file=otp --organization='Ordine di Prova' >/dev/null
	house_sign_in admin password otp
}

# The instant of the tests as openssl wants it.
at() {
	date -u -d "$IPP_NOW" +%s
}

@test "a store is made with a root and an issuing authority" {
	run -0 --separate-stderr ipp-ca show
	valid authority
	expect 'map(.role) == ["root", "issuing"]'
	expect 'all(.[]; .key_kind == "p256" and (has("pem") | not))'
	expect 'all(.[]; .subject | contains("DEMO"))'
	expect '.[1].issuer == .[0].subject'
}

@test "openssl and certtool accept the chain" {
	ipp-ca export --root=root.pem --issuer=ca.pem
	run -0 openssl verify -x509_strict -attime "$(at)" -CAfile root.pem ca.pem
	run -0 certtool --certificate-info --infile ca.pem
	[[ $output == *"Path Length Constraint: 0"* ]]
	run -0 openssl x509 -in root.pem -noout -ext basicConstraints,keyUsage
	[[ $output == *"CA:TRUE"* && $output == *"Certificate Sign, CRL Sign"* ]]
}

@test "show --pem gives the certificates that export writes" {
	ipp-ca export --root=root.pem --issuer=ca.pem
	run -0 --separate-stderr ipp-ca show --pem
	[ "$(found '.[0].pem')" = "$(cat root.pem)" ]
	[ "$(found '.[1].pem')" = "$(cat ca.pem)" ]
}

@test "there is one authority at a time" {
	refused 1 authority_exists ipp-ca init
}

@test "export without a file is a mistake of usage" {
	refused 64 file_missing ipp-ca export
}

@test "keys of every kind, and each certificate says what it was asked for" {
	local kind
	for kind in p256:256 p384:384 rsa3072:3072 rsa4096:4096; do
		rm -rf "$BATS_TEST_TMPDIR/bare" password otp
		without_authority
		run -0 --separate-stderr ipp-ca init --key="${kind%:*}" \
			--name='Firma 7' --organization-identifier=VATIT-97735020584 \
			--base-url=http://ca.test/ --policy-arc=1.3.6.1.4.1.32473.9
		valid authority
		expect '.[0].base_url == "http://ca.test" and .[0].policy_arc == "1.3.6.1.4.1.32473.9"'
		ipp-ca export --issuer=ca.pem --root=root.pem
		run -0 openssl verify -attime "$(at)" -CAfile root.pem ca.pem
		run -0 openssl x509 -in ca.pem -noout -text -nameopt utf8,sep_comma_plus
		[[ $output == *"(${kind#*:} bit)"* ]]
		[[ $output == *"O=Ordine di Prova"* && $output == *"CN=DEMO Firma 7"* ]]
		[[ $output == *"http://ca.test/root.crl"* ]]
	done
}

@test "an address that is none, or a name that is too long, makes nothing" {
	without_authority
	refused 1 url_scheme_wrong ipp-ca init --base-url=ftp://ca.test
	refused 65 subject_value_too_long ipp-ca init --country=Italy ||
		refused 64 too_long ipp-ca init --country=Italy
	run -0 --separate-stderr ipp-ca show
	[ -z "$output" ]
	refused 78 authority_missing ipp-ca export --root=root.pem
	[ ! -e root.pem ]
}

@test "a store for real work needs the address of its authority" {
	export IPP_STORE=$BATS_TEST_TMPDIR/real
	unset IPP_NOW
	(umask 077 && printf 'correct horse battery staple\n' >password)
	ipp-store init --surname=Rossi --given-name=Maria \
		--password-file=password --otp-secret-file=otp >/dev/null
	run -0 ipp-ca show
	[ -z "$output" ]
	IPP_NOW=$(date -u +%FT%TZ) house_code otp >code && chmod 600 code
	ipp-session start --operator=admin --password-file=password --otp-file=code >/dev/null
	refused 64 base_url_missing ipp-ca init
	run -0 --separate-stderr ipp-ca init --base-url=http://ca.test
	expect '.[0].subject | contains("DEMO") | not'
	expect '.[0].policy_arc | test("^2\\.25\\.[0-9]{30,39}$")'
	expect '.[0].remote_qscd == false'
}

# The statements and policies of a certificate that is issued in this store,
# as openssl names them.
promised() {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 8
	ipp-issue --confirm --seal=later USR1 >/dev/null
	sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT writefile('issued.der', certificate) FROM certificates" >/dev/null
	openssl x509 -in issued.der -inform DER -noout -text
	ipp-store check >/dev/null
}

@test "no certificate promises a device that is not there" {
	without_authority
	refused 64 not_a_word ipp-ca init --remote-qscd=perhaps
	run -0 --separate-stderr ipp-ca init --remote-qscd=no
	valid authority
	expect '.[0].remote_qscd == false'
	run -0 promised
	[[ $output == *"Policy: 0.4.0.194112.1.0"* && $output != *"0.4.0.194112.1.2"* ]]
	run -0 sqlite3 "$IPP_STORE/ipp.db" "SELECT instr(hex(certificate), '0604008E460104') FROM certificates"
	[ "$output" = 0 ]
}

@test "an authority with a device says so, and the one of a demo store does" {
	run -0 --separate-stderr ipp-ca show
	expect 'all(.[]; .remote_qscd)'
	run -0 promised
	[[ $output == *"Policy: 0.4.0.194112.1.2"* && $output != *"0.4.0.194112.1.0"* ]]
	run -0 sqlite3 "$IPP_STORE/ipp.db" "SELECT instr(hex(certificate), '0604008E460104') > 0 FROM certificates"
	[ "$output" = 1 ]
}

@test "the keys lie in the database only sealed" {
	run -0 sqlite3 "$IPP_STORE/ipp.db" 'SELECT hex(sealed_key) FROM authorities'
	[[ ${lines[0]} == 01* && ${lines[1]} == 01* ]]
	# id-ecPublicKey, which every private key in the clear would name
	[[ $output != *2A8648CE3D0201* ]]
}

@test "only who manages the desk makes an authority" {
	without_authority
	sqlite3 "$IPP_STORE/ipp.db" "UPDATE profiles SET profile = 'rao'"
	refused 77 not_permitted ipp-ca init
}
