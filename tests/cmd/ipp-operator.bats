# ipp-operator - who may work at the desk, and as what

load ../lib/house

setup() {
	house_store
}

@test "an operator is added, waits for his code, and then signs in" {
	run -0 --separate-stderr ipp-operator add mrossi --surname=Rossi \
		--given-name=Maria --profile=rao --unit=MAIN --code-file=code
	valid operator
	expect '.[0].state == "waiting" and .[0].profiles == ["rao@MAIN"]
		and .[0].code_until == "2026-11-25T08:00:00Z"'
	[ "$(stat -c %a code)" = 600 ]
	[[ $(cat code) =~ ^[a-z2-9]{4}(-[a-z2-9]{4}){4}$ ]]
	run ! grep -r -F "$(cat code)" "$IPP_STORE"
	(umask 077 && echo 'seven green bottles' >mrossi.password)
	ipp-access activate mrossi --code-file=code \
		--password-file=mrossi.password --otp-secret-file=mrossi.otp
	[ "$(stat -c %a mrossi.otp)" = 600 ]
	run -0 --separate-stderr house_as mrossi ipp-session show
	expect '.[0].profile == "rao"'
	run -0 --separate-stderr ipp-operator show mrossi
	expect '.[0].state == "active"'
	# the secret of the second factor is not readable in the store
	run ! grep -r -F "$(cat mrossi.otp)" "$IPP_STORE"
}

@test "all mistakes about an operator are reported at once" {
	refused 65 login_invalid ipp-operator add 'Maria Rossi' --surname=R2D2 \
		--tax-code=RSSMRA80A01H501X --email=nowhere --mobile=12 \
		--profile=rao --unit=MAIN --code-file=code
	expect_error 'map(.field) | sort == ["email", "given_name", "login",
		"mobile", "surname", "tax_code"]'
	refused 65 unit_unknown ipp-operator add mrossi --surname=Rossi \
		--given-name=Maria --profile=rao --unit=SOUTH --code-file=code
	refused 1 duplicate ipp-operator add admin --surname=Rossi \
		--given-name=Maria --profile=rao --unit=MAIN --code-file=code
	[ ! -e code ]
	run -0 --separate-stderr ipp-operator list
	expect 'map(.login) == ["admin"]'
}

@test "nothing is made where nobody would see the code" {
	refused 64 no_terminal ipp-operator add mrossi --surname=Rossi \
		--given-name=Maria --profile=rao --unit=MAIN
	refused 64 no_terminal ipp-operator reset admin
}

@test "reset closes the former access at once and mails the code" {
	house_operator mrossi rao
	house_as mrossi ipp-session show
	ipp-operator edit mrossi --email=maria@Example.IT >/dev/null
	run -0 --separate-stderr ipp-operator reset mrossi --mail
	expect '.[0].state == "waiting" and .[0].email == "maria@example.it"'
	refused 77 session_ended house_as mrossi ipp-session show
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT template, recipient, state FROM outbox")" = \
		"operator_reset_code|maria@example.it|pending" ]
	house_clock +1m
	rm -f code && (umask 077 && house_code mrossi.otp >code)
	refused 77 sign_in_refused ipp-session start --operator=mrossi \
		--password-file=mrossi.password --otp-file=code
}

@test "an operator without an e-mail address gets no mail, and keeps his access" {
	house_operator mrossi rao
	refused 65 no_email ipp-operator reset mrossi --mail
	run -0 --separate-stderr house_as mrossi ipp-session show
}

@test "an operator locked after wrong tries is let in again by enable" {
	house_operator mrossi rao
	house_as mrossi ipp-session show
	(umask 077 && echo 'not his password at all' >wrong && echo 000000 >zero)
	for _ in 1 2 3 4 5; do
		refused 77 sign_in_refused ipp-session start --operator=mrossi \
			--password-file=wrong --otp-file=zero
	done
	run -0 --separate-stderr ipp-operator show mrossi
	expect '.[0].state == "locked" and .[0].locked_until != null'
	run -0 --separate-stderr ipp-operator enable mrossi
	expect '.[0].state == "active" and .[0].locked_until == null'
	house_clock +1m
	rm -r mrossi.run
	run -0 house_as mrossi ipp-session show
}

@test "a disabled operator is out at once, with his tokens, until he is enabled" {
	house_operator mrossi rao
	house_as mrossi ipp-session show
	ipp-token add mrossi --tools=ipp-search --token-file=token
	run -0 --separate-stderr ipp-operator disable mrossi
	expect '.[0].state == "disabled"'
	refused 77 session_ended house_as mrossi ipp-session show
	IPP_TOKEN_FILE=token refused 77 session_ended ipp-session show
	house_clock +1m
	rm -f code && (umask 077 && house_code mrossi.otp >code)
	refused 77 sign_in_refused ipp-session start --operator=mrossi \
		--password-file=mrossi.password --otp-file=code
	ipp-operator enable mrossi
	house_clock +1m
	rm -r mrossi.run
	run -0 --separate-stderr house_as mrossi ipp-session show
}

@test "a profile is given, chosen with switch, and its sessions end when it is taken" {
	house_operator mrossi rao
	run -0 --separate-stderr ipp-operator grant mrossi --profile=ir --unit=MAIN
	expect '.[0].profiles == ["rao@MAIN", "ir@MAIN"]'
	refused 1 has_profile ipp-operator grant mrossi --profile=ir --unit=MAIN
	run -0 --separate-stderr house_as mrossi ipp-session switch --profile=ir
	expect '.[0].profile == "ir"'
	ipp-operator withdraw mrossi --profile=ir --unit=MAIN
	refused 77 session_ended house_as mrossi ipp-session show
	refused 1 has_no_profile ipp-operator withdraw mrossi --profile=ir --unit=MAIN
	ipp-operator grant mrossi --profile=ir --unit=MAIN
	refused 77 session_ended house_as mrossi ipp-session show
}

@test "start takes the profile used last where nobody can be asked, and says so" {
	house_operator mrossi rao
	ipp-operator grant mrossi --profile=ir --unit=MAIN
	house_as mrossi ipp-session switch --profile=ir
	rm -r mrossi.run
	house_clock +1m
	run -0 --separate-stderr setsid -w bash -c '
		umask 077; mkdir again; oathtool --totp -b --now "$2" "$(cat "$1.otp")" >code
		XDG_RUNTIME_DIR=$PWD/again ipp-session start --operator="$1" \
			--password-file="$1.password" --otp-file=code' - \
		mrossi "$(date -u -d "$IPP_NOW" '+%F %T UTC')"
	expect '.[0].profile == "ir"'
	[[ $stderr == *"You work as ir in unit MAIN."* ]]
}

@test "the last master_rao stays" {
	refused 1 last_master ipp-operator withdraw admin --profile=master_rao --unit=MAIN
	refused 1 last_master ipp-operator disable admin
	run -0 --separate-stderr ipp-operator show admin
	expect '.[0].state == "active" and .[0].profiles == ["master_rao@MAIN"]'
	house_operator mrossi master_rao
	run -0 --separate-stderr house_as mrossi ipp-operator disable admin
}

@test "nobody but a master_rao manages operators, and each refusal is journalled" {
	local verbs=("add x" list "show admin" "edit admin" "disable admin"
		"enable admin" "grant admin" "withdraw admin" "reset admin"
		"certificate-add admin" certificate-list
		"certificate-withdraw 00")
	for profile in rao operator ir auditor issuer; do
		house_operator "$profile" "$profile"
		for verb in "${verbs[@]}"; do
			# shellcheck disable=SC2086 # a verb and its argument
			refused 77 not_permitted house_as "$profile" ipp-operator $verb
			[ "$(last_event)" = permission_refused ]
		done
		verbs=(list "grant $profile")
	done
}

@test "a certificate is registered if the officer can sign with it" {
	house_operator mrossi rao
	ipp-operator edit mrossi --tax-code=RSSMRA80A41H501Y >/dev/null
	make() {
		house_then openssl req -x509 -newkey ec \
			-pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem \
			-subj "/CN=Maria Rossi/serialNumber=$1" \
			-addext "keyUsage=critical,$2" -addext basicConstraints=critical,CA:FALSE \
			-days "$3" -out "$4" 2>/dev/null
	}
	make TINIT-RSSMRA80A41H501Y nonRepudiation 3650 good.pem
	make TINIT-RSSMRA80A41H501Y digitalSignature 3650 purpose.pem
	make TINIT-VRDGPP13R10B293P nonRepudiation 3650 other.pem
	run -0 --separate-stderr ipp-operator certificate-add mrossi --file=good.pem
	valid operator_certificate
	expect '.[0].usable and (.[0].subject | test("Maria Rossi"))'
	[ "$(found '.[0].fingerprint')" = "$(openssl x509 -in good.pem -outform DER |
		sha256sum | cut -d' ' -f1)" ]
	refused 1 duplicate ipp-operator certificate-add mrossi --file=good.pem
	refused 1 certificate_purpose ipp-operator certificate-add mrossi --file=purpose.pem
	refused 1 certificate_other_person ipp-operator certificate-add mrossi --file=other.pem
	refused 65 pem_unreadable ipp-operator certificate-add mrossi --file=mrossi.otp
	run -0 --separate-stderr ipp-operator certificate-list
	expect 'map(.login) == ["mrossi"]'
	run -0 --separate-stderr ipp-operator certificate-list --login=admin
	[ -z "$output" ]
}

@test "a certificate is withdrawn, stays known, and does not come back" {
	local print
	house_operator mrossi rao
	house_then openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
		-nodes -keyout key.pem -subj "/CN=Maria Rossi" -days 3650 \
		-addext "keyUsage=critical,nonRepudiation" \
		-addext basicConstraints=critical,CA:FALSE -out good.pem 2>/dev/null
	print=$(ipp-operator certificate-add mrossi --file=good.pem | jq -r .fingerprint)
	refused 65 not_a_hash ipp-operator certificate-withdraw 00
	refused 65 certificate_unknown ipp-operator certificate-withdraw "${print//[0-9]/a}"
	run -0 ipp-operator certificate-withdraw "$print" --dry-run
	house_clock +5m
	run -0 --separate-stderr bash -c 'ipp-operator certificate-list |
		ipp-operator certificate-withdraw'
	valid operator_certificate
	expect 'length == 1 and (.[0].usable | not) and .[0].withdrawn_at == "2026-11-22T08:05:00Z"'
	[ "$(last_event)" = operator_certificate_withdrawn ]
	refused 1 certificate_withdrawn ipp-operator certificate-withdraw "$print"
	refused 1 duplicate ipp-operator certificate-add mrossi --file=good.pem
	run -0 --separate-stderr ipp-operator certificate-list
	expect '.[0].withdrawn_at and (.[0].usable | not)'
	run ! sqlite3 "$IPP_STORE/ipp.db" "DELETE FROM operator_certificates"
	[[ $output == *certificate_immutable* ]]
	run ! sqlite3 "$IPP_STORE/ipp.db" "UPDATE operator_certificates SET withdrawn_at = NULL"
	[[ $output == *certificate_immutable* ]]
	run -0 ipp-store check
}

@test "dry-run changes nothing and writes no code" {
	run -0 ipp-operator add mrossi --surname=Rossi --given-name=Maria \
		--profile=rao --unit=MAIN --code-file=code --dry-run
	[ ! -e code ]
	refused 65 operator_unknown ipp-operator show mrossi
}
