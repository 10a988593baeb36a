# stash - a remote certificate from its registration to its second access: 61
# days by the clock, with an authority that is there

load ../lib/house
load ../lib/serve
load ../lib/csc

setup() {
	csc_desk --access-days=60 --access-signatures=20
	printf 'a contract\n' >contract.txt
	python3 "$house_top/tests/lib/pdf.py" new invoice.pdf 'Fattura 1'
	# what can be said of a certificate's end needs its letters
	cat "$csc_dir/ca.pem" "$csc_dir/root.pem" >ca.pem
}

teardown() {
	serve_stop
}

signs() {
	run -0 --separate-stderr stash-sign --alias=sigillo --overwrite "$@"
}
shows() {
	run -0 --separate-stderr stash-cert show sigillo
	expect "$1"
}
# The mails that came since they were last looked at: to whom, and about what.
mails() {
	local mail
	IPP_TOKEN_FILE=mail.token ipp-notify deliver >/dev/null || return
	for mail in "$IPP_STORE"/mail/new/*; do
		[ -e "$mail" ] || continue
		"$house_top/tests/lib/message.py" "$mail" to subject | paste -sd' '
		rm "$mail"
	done
}
# notices WHAT...: what a run says; NONE of it without arguments
notices() {
	run -0 --separate-stderr stash-cert notices
	[ "$(found 'map(.notice) | join(" ")')" = "$*" ] || {
		echo "output: $output"
		return 1
	}
}

@test "registered, listed, shown, edited, signed with, noticed, ended, and granted anew" {
	run -0 --separate-stderr csc_lend sigillo SEAL-RSA
	valid remote_certificate
	expect '.[0] | .alias == "sigillo" and .wallet == "Principal" and
		.authority == "Firme" and .access == "granted" and .granted_by == "admin" and
		.granted_at == "2026-11-22T08:00:00Z" and
		.access_ends_at == "2027-01-21T08:00:00Z" and
		.access_end_reason == "access_days" and .signature_limit == 20 and
		.signatures_used == 0 and .key_algorithm == "rsa" and .key_bits == 2048 and
		.certificate_status == "valid" and .auth_mode == "implicit" and .scal == 1'
	serial=$(openssl x509 -in "$csc_dir/SEAL-RSA.pem" -noout -serial | cut -d= -f2)
	[ "$(found '.[0].serial')" = "$serial" ]

	# listed by each filter
	for filter in --alias=SIG --status=active --authority=firme --wallet=principal \
		--registered-from=2026-11-22 --expiring=60; do
		run -0 --separate-stderr stash-cert list "$filter"
		[ "$(found '.[0].alias')" = sigillo ] || { echo "$filter"; return 1; }
	done
	for filter in --alias=other --status=blocked --registered-from=2026-11-23 --expiring=59; do
		run -0 --separate-stderr stash-cert list "$filter"
		[ -z "$output" ] || { echo "$filter"; return 1; }
	done
	run -0 --separate-stderr stash-cert edit sigillo --description='Invoices' --wallet=Acquisti
	shows '.[0].wallet == "Acquisti" and .[0].description == "Invoices"'

	# signed with; others verify it
	signs --detached contract.txt
	run -0 house_then openssl cms -verify -cades -binary -inform DER \
		-in contract.txt.p7s -content contract.txt -CAfile ca.pem -purpose any
	signs invoice.pdf
	run -0 pdfsig invoice-signed.pdf
	[[ $output == *"Signature is Valid"* && $output == *"Sigillo SEAL-RSA"* ]]
	shows '.[0].signatures_used == 2 and (.[0].signings | map(.state) == ["signed", "signed"])'
	[ "$(csc_signed)" = 2 ]

	# stopped for a while by the organization itself
	run -0 --separate-stderr stash-cert edit sigillo --status=suspended
	refused 1 certificate_suspended stash-sign --alias=sigillo --overwrite contract.txt
	run -0 --separate-stderr stash-cert edit sigillo --status=active

	# noticed from the seventh day before the end, each day once
	csc_later +52d
	notices
	csc_later +1d
	notices access_ending
	notices
	run -0 mails
	[ "${#lines[@]}" = 1 ]
	csc_later +1d
	notices access_ending
	run -0 mails
	[ "${#lines[@]}" = 1 ]

	# the last second, and the first that is too late
	csc_clock +6d
	csc_later -1s
	signs contract.txt
	before=$(csc_signed)
	csc_clock +1s
	refused 1 access_ended stash-sign --alias=sigillo --overwrite contract.txt
	[ "$(csc_signed)" = "$before" ]
	shows '.[0].access == "ended" and .[0].signatures_used == 3'
	csc_later +1d
	notices access_ended
	run -2 --separate-stderr stash-cert notices --check
	[[ $output == *CRITICAL* ]]

	# granted anew: both counters begin again, and nobody is told any more
	run -0 --separate-stderr csc_flow stash-cert renew sigillo
	expect '.[0] | .access == "granted" and .signatures_used == 0 and
		.granted_at == "2027-01-22T08:00:00Z" and .access_ends_at == "2027-03-23T08:00:00Z"'
	notices
	signs contract.txt
	shows '.[0].signatures_used == 1 and (.[0].grants | length) == 2 and
		(.[0].grants | map(.signatures_used)) == [1, 3]'

	# the journal has it all, and is whole
	ipp-session switch --profile=master_rao --unit=MAIN >/dev/null
	run -0 --separate-stderr ipp-audit verify
	run -0 --separate-stderr ipp-audit log
	for event in remote_authority_added remote_certificate_registered \
		remote_access_granted remote_signed; do
		[ "$(found "any(.[]; .event == \"$event\")")" = true ] || { echo $event; return 1; }
	done
	run -0 --separate-stderr ipp-store check
}

@test "the count of signatures ends an access, and is noticed before" {
	csc_lend sigillo SEAL-EC
	for n in $(seq 18); do cp contract.txt "$n.txt"; done
	signs ./[0-9]*.txt
	expect 'length == 18'
	notices
	signs contract.txt
	notices access_filling
	# one is left
	run --separate-stderr stash-sign --alias=sigillo --overwrite 1.txt 2.txt 3.txt
	[ "$status" = 1 ]
	expect 'length == 1'
	expect_error 'map(select(.code == "signatures_used_up")) | length == 2'
	shows '.[0].access == "used_up" and .[0].signatures_used == 20'
	[ "$(csc_signed)" = 20 ]
	notices access_used_up
	csc_flow stash-cert renew sigillo
	shows '.[0].access == "granted" and .[0].signatures_used == 0'
	signs 1.txt
}

@test "the earliest end counts: the holder's date, and the certificate's" {
	run -0 --separate-stderr csc_lend corto SHORT-EC
	expect '.[0].access_end_reason == "certificate" and
		.[0].access_ends_at == "2027-01-01T08:00:00Z"'
	run -0 --separate-stderr csc_lend mio SEAL-EC --until=2026-12-01T00:00:00Z --signatures=3
	expect '.[0].access_end_reason == "holder_date" and
		.[0].access_ends_at == "2026-12-01T00:00:00Z" and .[0].signature_limit == 3'
	csc_later +41d
	refused 1 certificate_expired stash-sign --alias=corto contract.txt
	refused 1 access_ended stash-sign --alias=mio contract.txt
	[ "$(csc_signed)" = 0 ]
}

@test "PIN, code of the telephone and browser stand before a signature, where the authority wants them" {
	(umask 077 && echo "$csc_pin" >pin)
	csc_lend contratti PIN-EC --pin-file=pin
	run -0 --separate-stderr stash-sign --alias=contratti --pin-file=pin invoice.pdf
	run -0 pdfsig invoice-signed.pdf
	[[ $output == *"Signature is Valid"* ]]
	# the code comes to the telephone while the command waits for it
	(umask 077 && mkfifo otp)
	phone() {
		rm -f "$csc_dir/phone/SMS-RSA"
		serve_await "$csc_dir/phone/SMS-RSA" $$ && csc_phone SMS-RSA >otp
	}
	phone &
	csc_lend mobile SMS-RSA --pin-file=pin --otp-file=otp
	phone &
	run -0 --separate-stderr stash-sign --alias=mobile --pin-file=pin --otp-file=otp \
		--detached contract.txt
	run -0 house_then openssl cms -verify -cades -binary -inform DER \
		-in contract.txt.p7s -content contract.txt -CAfile ca.pem -purpose any
	[ "$(csc_signed)" = 2 ]
}

@test "an authority of version 2 lends, signs and stamps, too" {
	csc_version=2 csc_authority Due --access-days=60
	run -0 --separate-stderr csc_flow stash-cert add sigillo --authority=Due --credential=SEAL-RSA
	expect '.[0].access == "granted" and .[0].signature_limit == null'
	signs --stamp --detached contract.txt
	run -0 house_then openssl cms -verify -cades -binary -inform DER \
		-in contract.txt.p7s -content contract.txt -CAfile ca.pem -purpose any
	[ "$(csc_calls signatures/timestamp)" = 1 ]
}

@test "eight signers at once make as many signatures as were granted, and no more" {
	csc_lend sigillo SEAL-EC
	for n in 1 2 3 4 5 6 7 8; do
		mkdir "$n"
		for m in 1 2 3 4 5; do cp contract.txt "$n/$m.txt"; done
	done
	pids=()
	for n in 1 2 3 4 5 6 7 8; do
		for m in 1 2 3 4 5; do
			stash-sign --alias=sigillo "$n/$m.txt" || :
		done >"$n.out" 2>"$n.err" &
		pids+=($!)
	done
	wait "${pids[@]}"
	[ "$(csc_signed)" = 20 ]
	[ "$(cat ./?.out | wc -l)" = 20 ]
	[ "$(ls ./?/*.p7m | wc -l)" = 20 ]
	shows '.[0].signatures_used == 20 and .[0].access == "used_up"'
	run -0 jq -s 'map(.error.code) | unique' ./?.err
	[[ $output == *signatures_used_up* ]]
}

@test "what is given up is revoked at the authority, and signs no more" {
	csc_lend sigillo SEAL-RSA
	run -0 --separate-stderr stash-cert remove sigillo
	[ "$(csc_calls oauth2/revoke)" -ge 1 ]
	refused 65 remote_certificate_unknown stash-sign --alias=sigillo contract.txt
	run -0 --separate-stderr stash-cert list
	[ -z "$output" ]
	# and may be registered again
	csc_lend sigillo SEAL-RSA
	signs contract.txt
}

@test "an OAuth server that is not ours lets in, too" {
	oauth_mock_start
	csc_down
	csc_up --oauth="$oauth"
	run -0 --separate-stderr csc_flow stash-cert add sigillo --authority=Firme --credential=SEAL-RSA
	expect '.[0].access == "granted"'
	signs contract.txt
	[ "$(jq -r 'select(.grant) | .grant' "$oauth_log" | head -n 1)" = authorization_code ]
	jq -s -e 'any(.[]; .names | index("code_verifier"))' "$oauth_log"
}
