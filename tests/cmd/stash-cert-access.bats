# stash-cert - access to certificates of an authority: granted, renewed, lost

load ../lib/house
load ../lib/serve
load ../lib/csc

setup() {
	csc_desk --access-days=60 --access-signatures=1000
}
teardown() {
	serve_stop
}

# lend ALIAS CREDENTIAL [OPTION]...: sets output and stderr
lend() {
	output=$(csc_lend "$@" 2>err) || { cat err; return 1; }
}

# refused_flow STATUS CODE COMMAND...: as refused, with anna at her browser
refused_flow() {
	refused "$1" "$2" quiet csc_flow "${@:3}"
}

# quiet COMMAND...: says what was wrong only, not what a person is told
quiet() {
	local rc=0
	"$@" 2>said || rc=$?
	grep '^{' said >&2
	return $rc
}

# master COMMAND...: as the officer's other profile
master() {
	ipp-session switch --profile=master_rao --unit=MAIN >/dev/null && "$@" &&
		ipp-session switch --profile=issuer --unit=MAIN >/dev/null
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$1"
}

events() {
	sql "SELECT group_concat(event, ' ') FROM journal WHERE event LIKE 'remote%'"
}

# What is secret at the authority is nowhere here.
no_secret() {
	sort -u "$csc_dir/secrets" >all
	[ "$(wc -l <all)" -gt 6 ]
	run -1 grep -raFf all "$IPP_STORE"
	run -1 grep -FRf all --exclude=all --exclude=client.secret --exclude=pin .
}

# ---- what an authority is

@test "an authority is asked what it can do, and the answer is kept" {
	run -0 --separate-stderr stash-ca check Firme
	valid remote_authority
	expect '.[0].info.name == "Firme a Distanza" and .[0].checked_at
		and (.[0].info.methods | index("signatures/signHash"))
		and (.[0].info.auth_types | index("oauth2code"))'
	run -0 --separate-stderr stash-ca show Firme
	expect '.[0].info.specs == "1.0.4.0"'
	csc_down
	refused 69 http_unavailable stash-ca check Firme
	run -0 --separate-stderr stash-ca show Firme
	expect '.[0].info.specs == "1.0.4.0"'
}

@test "an authority that is no such thing is told from one that is" {
	csc_fault info not_json
	refused 65 authority_garbled stash-ca check Firme
	csc_fault info redirect 1 https://other.test/
	refused 78 authority_elsewhere stash-ca check Firme
	csc_fault info large 1 16
	refused 65 http_reply_too_large stash-ca check Firme
	csc_fault info error_before
	refused 69 authority_failed stash-ca check Firme
	csc_fault info plain
	csc_fault info refuse 1 400:nope:no
	refused 1 authority_refused stash-ca check Firme
	[[ $stderr == *": no\""* ]]
	stash-ca edit Firme --base-url="$csc/csc/v1/x/" >/dev/null
	refused 78 authority_method stash-ca check Firme
	stash-ca edit Firme --base-url="$csc/csc/v1/" >/dev/null
	run -0 --separate-stderr stash-ca check Firme
}

@test "an authority that is busy is asked again, for a while" {
	csc_fault info busy 1 503:1
	run -0 --separate-stderr stash-ca check Firme
	[ "$(csc_calls info)" = 2 ]
	csc_fault info busy 1 429:3600
	refused 75 authority_busy stash-ca check Firme
}

@test "an authority whose TLS leads elsewhere is not talked to" {
	stash-ca edit Firme --system-tls >/dev/null
	refused 78 http_tls stash-ca check Firme
	[ ! -e "$csc_dir/calls.jsonl" ] || [ "$(csc_calls info)" = 0 ]
}

# ---- the first access

@test "a holder gives access, and the certificate is in the ledger" {
	lend Sigillo SEAL-RSA --description='for invoices'
	valid remote_certificate
	expect '.[0] | .alias == "Sigillo" and .wallet == "Principal"
		and .authority == "Firme" and .credential_id == "SEAL-RSA"
		and .access == "granted" and .granted_by == "admin"
		and .access_ends_at == "2027-01-21T08:00:00Z"
		and .access_end_reason == "access_days"
		and .signature_limit == 1000 and .signatures_used == 0
		and .key_algorithm == "rsa" and .key_bits == 2048
		and .certificate_status == "valid" and .scal == 1
		and .multisign == 10000 and .auth_mode == "implicit"
		and (.subject | test("Sigillo SEAL-RSA"))'
	grep -F 'Access was given.' "$BATS_TEST_TMPDIR/page"
	grep -F 'Open this address' err
	[ "$(events)" = "remote_authority_added remote_certificate_registered remote_access_granted" ]
	[ "$(sql 'SELECT count(*) FROM remote_chains WHERE issuers IS NOT NULL')" = 1 ]
	run -0 ipp-store check
	run -0 ipp-audit verify
	no_secret
}

@test "the holder may give less than the authority lets" {
	lend short SEAL-RSA --until=2026-12-01 --signatures=7
	expect '.[0] | .access_ends_at == "2026-12-01T00:00:00Z"
		and .access_end_reason == "holder_date" and .signature_limit == 7'
	lend long SEAL-EC --until=2029-12-01 --signatures=70000
	expect '.[0] | .access_end_reason == "access_days"
		and .signature_limit == 1000 and .key_curve == "1.2.840.10045.3.1.7"'
	lend ends SHORT-EC
	expect '.[0] | .access_end_reason == "certificate"
		and .access_ends_at == .not_after'
	refused 1 access_over_before stash-cert add x --until=2026-11-22
}

@test "what the operator says of a certificate comes along" {
	master house_operator maria issuer
	lend One SEAL-RSA --wallet=Sales --notify=maria --status=suspended
	expect '.[0] | .wallet == "Sales" and .notify == ["maria"]
		and .status == "suspended"'
	refused 64 new_alias_misplaced stash-cert add a --new-alias=b
}

@test "nothing is asked of anybody before the names are looked at" {
	lend One SEAL-RSA
	refused 1 duplicate stash-cert add ONE --credential=SEAL-EC
	refused 65 missing stash-cert add
	refused 65 remote_authority_unknown stash-cert add Two --authority=Nobody
	refused 64 limit stash-cert add Two --signatures=0
	refused 64 limit stash-cert add Two --wait=0
	csc_authority Other
	refused 65 authority_ambiguous stash-cert add Two
	stash-ca edit Other --status=suspended >/dev/null
	refused 1 authority_not_active stash-cert add Two --authority=Other
	run -0 --separate-stderr stash-cert add Two --dry-run
	expect '.[0].alias == "Two" and .[0].access == null'
	[ "$(csc_calls oauth2/token)" = 1 ]
	refused_flow 1 credential_registered stash-cert add Two --authority=Firme \
		--credential=SEAL-RSA
	[ "$(sql 'SELECT count(*) FROM remote_certificates')" = 1 ]
}

@test "one of several certificates is named, or asked for at the terminal" {
	refused_flow 65 credential_ambiguous stash-cert add One
	[[ $stderr == *'SEAL-RSA, SEAL-EC, SMS-RSA'* ]]
	refused_flow 65 credential_unknown stash-cert add One --credential=BRUNO-EC
	[ "$(sql 'SELECT count(*) FROM remote_grants')" = 0 ]
	# what was given is given up again
	[ "$(csc_calls oauth2/revoke)" = 4 ]
	stash-ca edit Firme --authentication=client_credentials >/dev/null
	printf 'Which one\t2\n' >answers
	run -0 "$house_top/tests/lib/ask.exp" answers stash-cert add One
	[[ $output == *'11  SHORT-EC'* || $output == *'10  SHORT-EC'* ]]
	run -0 --separate-stderr stash-cert show One
	expect '.[0].credential_id == "SEAL-EC"'
}

@test "a certificate whose key is disabled, or that has ended, is not taken" {
	csc_credential SEAL-RSA key_status disabled
	refused_flow 1 credential_disabled stash-cert add One --credential=SEAL-RSA
	csc_credential SEAL-RSA key_status enabled
	csc_revoke SEAL-RSA
	refused_flow 1 certificate_revoked stash-cert add One --credential=SEAL-RSA
	csc_later +41d
	refused_flow 1 certificate_ended stash-cert add One --credential=SHORT-EC
	[ "$(sql 'SELECT count(*) FROM remote_certificates')" = 0 ]
}

# revoked: every access that the authority gave is dead there
revoked() {
	csc_down
	run -0 jq -e '[.grants[] | select(.withdrawn | not)] == []' "$csc_dir/state.json"
	csc_up
}

@test "access that the store does not keep after the consent is given up again" {
	sql "CREATE TRIGGER full BEFORE INSERT ON remote_grants
		BEGIN SELECT RAISE(ABORT, 'no_room: nothing fits'); END"
	refused_flow 1 no_room stash-cert add One --credential=SEAL-RSA
	[[ $stderr != *access_not_revoked* ]]
	[ "$(csc_calls oauth2/revoke)" = 2 ]
	[ "$(sql 'SELECT count(*) FROM remote_certificates')" = 0 ]
	revoked
	# where the authority cannot be told, the operator is
	csc_fault oauth2/revoke error_before 0
	refused_flow 69 no_room stash-cert add One --credential=SEAL-RSA
	[[ $stderr == *access_not_revoked* ]]
	csc_clear
	sql 'DROP TRIGGER full'
	lend One SEAL-RSA
	# the access before stays as it is
	sql "CREATE TRIGGER full BEFORE INSERT ON remote_grants
		BEGIN SELECT RAISE(ABORT, 'no_room: nothing fits'); END"
	refused_flow 1 no_room stash-cert renew One
	[ "$(csc_calls oauth2/revoke)" = 5 ]
	sql 'DROP TRIGGER full'
	run -0 --separate-stderr stash-cert refresh One
	expect '.[0].access == "granted"'
	run -0 ipp-store check
	no_secret
}

# ---- the way through the browser

@test "a holder who says no is heard, and the browser is told to look here" {
	consent=deny refused_flow 1 access_denied stash-cert add One
	[[ $stderr == *'The user denied the request.'* ]]
	grep -F 'No access was given.' "$BATS_TEST_TMPDIR/page"
	csc_fault oauth2/authorize wrong_state
	csc_fault oauth2/consent wrong_state
	refused_flow 65 state_wrong stash-cert add One
	[ "$(csc_calls oauth2/token)" = 0 ]
}

@test "a code that is too late or was used is no access" {
	csc_set code_seconds 0
	refused_flow 1 code_refused stash-cert add One
	grep -F 'No access was given.' "$BATS_TEST_TMPDIR/page"
	csc_set code_seconds 120
	csc_fault oauth2/token refuse 1 400:invalid_client:nobody
	refused_flow 1 client_refused stash-cert add One
	csc_fault oauth2/token cut
	refused_flow 69 http_unavailable stash-cert add One
	[ "$(sql 'SELECT count(*) FROM remote_certificates')" = 0 ]
	no_secret
}

@test "nobody at the browser is waited for, but not for ever" {
	refused 69 consent_timeout quiet stash-cert add One --wait=1
	stash-ca edit Firme --redirect-uri=https://ipp.example/done >/dev/null
	refused 64 no_terminal quiet setsid stash-cert add One
}

@test "where the browser ends is pasted at the terminal, or the code alone" {
	cat >"$BATS_TEST_TMPDIR/paste" <<-'END'
		#!/usr/bin/expect -f
		# paste FILTER COMMAND...: what the filter makes of the address
		set timeout 30
		eval spawn -noecho [lrange $argv 1 end]
		expect -re {(https://[^ \r\n]*/oauth2/authorize\?[^ \r\n]*)}
		set back [exec [lindex $argv 0] $expect_out(1,string)]
		expect -re {the code: |ends at\.}
		send -- "$back\r"
		expect eof
		exit [lindex [wait] 3]
	END
	cat >whole <<-END
		#!/bin/bash
		house_top=$house_top csc=$csc csc_ca=$csc_ca
		. "$house_top/tests/lib/csc.bash"
		csc_ca=$csc_ca
		csc_consent "\$1"
	END
	sed 's/csc_consent "$1"/& | csc_code/' whole >code
	sed 's/csc_consent "$1"/& | sed s,state=,state=x,/' whole >bent
	chmod +x "$BATS_TEST_TMPDIR/paste" whole code bent
	run -0 "$BATS_TEST_TMPDIR/paste" ./whole stash-cert add One --credential=SEAL-RSA
	[[ $output == *'█'* || $output == *'▀'* ]] # the QR code
	run -65 "$BATS_TEST_TMPDIR/paste" ./bent stash-cert add Two --credential=SEAL-EC
	stash-ca edit Firme --redirect-uri=https://ipp.example/done >/dev/null
	run -0 "$BATS_TEST_TMPDIR/paste" ./code stash-cert add Two --credential=SEAL-EC
	run -0 --separate-stderr stash-cert list
	expect 'map(.alias) == ["One", "Two"]'
}

@test "a browser is opened here when asked for" {
	mkdir bin
	printf '#!/bin/sh\necho "$1" >%s/opened\n' "$PWD" >bin/firefox
	chmod +x bin/firefox
	refused 69 consent_timeout quiet env BROWSER="$PWD/bin/firefox" \
		stash-cert add One --browser --wait=2
	grep '^https://localhost.*code_challenge_method=S256' opened
}

# ---- PIN and code

@test "a PIN is asked for, a wrong one is told, and is not tried again" {
	(umask 077 && echo "$csc_pin" >pin && echo 1 >wrong)
	lend One PIN-EC --pin-file=pin
	expect '.[0] | .pin == "yes" and .otp == "no" and .scal == 2
		and .auth_mode == "explicit" and .key_curve == "1.3.132.0.34"'
	refused_flow 1 pin_wrong stash-cert renew One --pin-file=wrong
	[[ $stderr == *'The PIN is invalid'* ]]
	run -0 --separate-stderr stash-cert show One
	expect '.[0].grants | length == 1'
	refused_flow 1 pin_wrong stash-cert renew One --pin-file=wrong
	refused_flow 1 pin_wrong stash-cert renew One --pin-file=wrong
	refused_flow 1 pin_locked stash-cert renew One --pin-file=pin
	[[ $stderr == *'PIN locked'* ]]
	[ "$(csc_calls credentials/authorize)" = 5 ]
	[ "$(csc_signed)" = 0 ]
	no_secret
}

@test "a code is sent to the holder's phone and typed at the terminal" {
	cat >"$BATS_TEST_TMPDIR/phone" <<-'END'
		#!/usr/bin/expect -f
		# phone PIN FILE COMMAND...
		set timeout 30
		eval spawn -noecho [lrange $argv 2 end]
		expect {PIN of} { send -- "[lindex $argv 0]\r" }
		expect {One-time code of} { send -- "[exec cat [lindex $argv 1]]\r" }
		expect eof
		exit [lindex [wait] 3]
	END
	chmod +x "$BATS_TEST_TMPDIR/phone"
	stash-ca edit Firme --authentication=client_credentials >/dev/null
	run -0 "$BATS_TEST_TMPDIR/phone" "$csc_pin" "$csc_dir/phone/SMS-RSA" \
		stash-cert add One --credential=SMS-RSA
	[ "$(csc_calls credentials/sendOTP)" = 1 ]
	run -0 --separate-stderr stash-cert show One
	expect '.[0] | .pin == "yes" and .otp == "yes"'
	csc_set otp_seconds 0
	run -1 "$BATS_TEST_TMPDIR/phone" "$csc_pin" "$csc_dir/phone/SMS-RSA" \
		stash-cert renew One
	[[ $output == *otp_wrong* || $output == *'one-time code is wrong'* ]]
}

@test "the second version of the API is another dialect of the same" {
	stash-ca edit Firme --type=csc_v2 --base-url="$csc/csc/v2" >/dev/null
	(umask 077 && echo "$csc_pin" >pin && echo "$(csc_totp)" >totp)
	run -0 --separate-stderr stash-ca check Firme
	expect '.[0].info.specs == "2.0.0.2"'
	lend pin PIN-EC --pin-file=pin
	expect '.[0] | .auth_mode == "explicit" and .pin == "yes"'
	lend totp TOTP-EC --otp-file=totp
	expect '.[0] | .pin == "no" and .otp == "yes"'
	lend web WEB-RSA
	expect '.[0].auth_mode == "oauth2code"'
	# who says yes on the phone is waited for
	csc_set polls 1
	lend app APP-EC
	[ "$(csc_calls credentials/authorizeCheck)" = 2 ]
	csc_set agrees false
	refused_flow 1 access_denied stash-cert renew app
}

@test "version 0 is a dialect, too" {
	stash-ca edit Firme --type=csc_v0 --base-url="$csc" >/dev/null
	lend One SEAL-RSA
	expect '.[0].alias == "One"'
}

@test "careless answers are read as they are meant" {
	for fault in null text_len; do csc_fault credentials/info $fault; done
	csc_fault info null
	csc_fault oauth2/token no_expires
	lend One SEAL-RSA
	expect '.[0].key_bits == 2048'
	[ "$(sql "SELECT access_token_ends_at - granted_at FROM remote_grants")" = 3600 ]
}

# ---- the same access later

@test "an access is renewed: both counters begin anew, the old tokens are dead" {
	lend One SEAL-RSA
	sql "INSERT INTO remote_signings (client_id, certificate_id, grant_id,
		asked_by, signatures, algorithm, sha256, reserved_at)
		SELECT client_id, certificate_id, grant_id, granted_by, 9, '1.2.3',
		zeroblob(32), granted_at FROM remote_grants"
	sql "UPDATE remote_signings SET state = 'signed', settled_at = reserved_at"
	csc_later +20d
	output=$(csc_flow stash-cert renew one --signatures=5 2>err)
	valid remote_certificate
	expect '.[0] | .granted_at == "2026-12-12T08:00:00Z"
		and .access_ends_at == "2027-02-10T08:00:00Z"
		and .signatures_used == 0 and .signature_limit == 5
		and (.grants | length) == 2 and .grants[1].signatures_used == 9'
	[ "$(csc_calls oauth2/revoke)" = 2 ]
	[ "$(jq '[.grants[] | select(.withdrawn)] | length' "$csc_dir/state.json" 2>/dev/null ||
		echo 1)" = 1 ]
	run -0 --separate-stderr stash-cert refresh One
	run -0 ipp-store check
	no_secret
	# an authority that is not there any more when tokens are given up
	csc_fault oauth2/revoke down 0
	output=$(csc_flow stash-cert renew one 2>err)
	expect '.[0].grants | length == 3'
}

@test "what the authority says of a certificate is read again" {
	lend One SEAL-RSA
	lend Two SEAL-EC
	csc_later +1d
	csc_revoke SEAL-RSA
	csc_credential SEAL-EC key_status disabled
	run -0 --separate-stderr bash -c 'stash-cert list | stash-cert refresh'
	expect 'map(.certificate_status) == ["revoked", "valid"]
		and map(.key_status) == ["enabled", "disabled"]
		and all(.refreshed_at == "2026-11-23T08:00:00Z")'
	[[ $(events) == *'remote_certificate_refreshed remote_certificate_refreshed' ]]
	run -0 --separate-stderr stash-cert refresh One
	[ "$(sql "SELECT count(*) FROM journal
		WHERE event = 'remote_certificate_refreshed'")" = 2 ]
}

@test "an access token that is over is got again, and the new refresh token kept" {
	lend One SEAL-RSA
	before=$(sql 'SELECT hex(sealed_refresh_token) FROM remote_grants')
	csc_later +2h
	run -0 --separate-stderr stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 2 ]
	[ "$(sql 'SELECT hex(sealed_refresh_token) FROM remote_grants')" != "$before" ]
	run -0 --separate-stderr stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 2 ]
	csc_later +2h
	run -0 --separate-stderr stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 3 ]
	no_secret
}

@test "many that need another token at once get one, and lose none" {
	lend One SEAL-RSA
	csc_later +2h
	csc_fault oauth2/token slow 1 1
	for i in 1 2 3 4 5 6; do
		stash-cert refresh One >"$i.out" 2>"$i.err" 3>&- &
		pids[i]=$!
	done
	for i in 1 2 3 4 5 6; do
		wait "${pids[i]}" || { cat "$i.err" && return 1; }
	done
	[ "$(csc_calls oauth2/token)" = 2 ]
	csc_later +2h
	run -0 --separate-stderr stash-cert refresh One
}

@test "an access that the authority takes back is seen and told" {
	lend One SEAL-RSA
	csc_withdraw
	refused 1 access_withdrawn stash-cert refresh One
	run -0 --separate-stderr stash-cert show One
	expect '.[0] | .access == "withdrawn" and .trouble
		and (.grants[0].withdrawn_reason | test("refresh_token"))'
	[[ $(events) == *remote_access_withdrawn ]]
	[ "$(sql 'SELECT count(*) FROM remote_grants
		WHERE sealed_refresh_token IS NULL AND sealed_access_token IS NULL')" = 1 ]
	refused 1 access_withdrawn stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 2 ]
	output=$(csc_flow stash-cert renew One 2>err)
	expect '.[0] | .access == "granted" and .trouble == null'
}

# asked ALIAS: when a token went out whose answer nobody has
asked() {
	stash-cert show "$1" | jq -r '.grants[0].refresh_asked_at'
}

# killed: asks for another token, and is killed when the authority has answered
# and nothing has come yet.
killed() {
	local calls pid i
	calls=$(csc_calls oauth2/token)
	csc_fault oauth2/token late 1 3
	stash-cert refresh One >/dev/null 2>&1 3>&- &
	pid=$!
	for ((i = 0; i < 200; i++)); do
		[ "$(csc_calls oauth2/token)" = "$calls" ] || break
		sleep 0.05
	done
	kill -9 $pid
	wait $pid || [ $? = 137 ]
	[ "$(csc_calls oauth2/token)" = $((calls + 1)) ]
}

@test "an answer with new tokens that is cut off is asked for once more" {
	lend One SEAL-RSA
	csc_set grace_seconds 60
	csc_later +2h
	csc_fault oauth2/token cut
	run -0 --separate-stderr stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 3 ]
	[ "$(asked One)" = null ]
	# by nobody but the next who needs it, if it is cut off once more
	csc_later +2h
	csc_fault oauth2/token cut 2
	refused 69 http_unavailable stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 5 ]
	[ "$(asked One)" = 2026-11-22T12:00:00Z ]
	run -0 --separate-stderr stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 6 ]
	[ "$(asked One)" = null ]
	# nobody was reached, or was told no for another reason: nothing is unsure
	csc_later +2h
	csc_fault oauth2/token refuse 1 400:invalid_client:nobody
	refused 1 client_refused stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 7 ]
	[ "$(asked One)" = null ]
	csc_fault oauth2/token busy 1 503
	refused 75 authority_busy stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 8 ]
	[ "$(asked One)" = 2026-11-22T14:00:00Z ]
	no_secret
}

@test "an authority that gives each token once loses the access, and that is told" {
	lend One SEAL-RSA
	csc_later +2h
	csc_fault oauth2/token cut
	refused 1 access_lost stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 3 ]
	run -0 --separate-stderr stash-cert show One
	valid remote_certificate
	expect '.[0] | .access == "lost" and .grants[0].withdrawn_at
		and .grants[0].refresh_asked_at'
	[[ $(events) == *remote_access_lost ]]
	refused 1 access_lost stash-cert refresh One
	refused 1 access_lost stash-sign --alias=One err
	[ "$(csc_calls oauth2/token)" = 3 ]
	lend Two SEAL-EC
	csc_withdraw
	refused 1 access_withdrawn stash-cert refresh Two
	[ "$(stash-cert list --access=lost | jq -r .alias)" = One ]
	[ "$(stash-cert list --access=withdrawn | jq -r .alias)" = Two ]
	[ "$(stash-cert list --access=lost --sort=registered_at -r | jq -r .alias)" = One ]
	run -0 --separate-stderr stash-cert notices
	expect 'map([.alias, .notice]) | contains([["One", "access_lost"], ["Two", "access_withdrawn"]])'
	output=$(csc_flow stash-cert renew One 2>err)
	expect '.[0] | .access == "granted" and .grants[0].refresh_asked_at == null'
	run -0 ipp-store check
	run -0 ipp-audit verify
}

@test "whoever is killed between an answer and its keeping leaves word of it" {
	lend One SEAL-RSA
	csc_set grace_seconds 60
	csc_later +2h
	killed
	run -0 --separate-stderr stash-cert show One
	expect '.[0] | .access == "granted"
		and .grants[0].refresh_asked_at == "2026-11-22T10:00:00Z"'
	run -0 --separate-stderr stash-cert refresh One
	[ "$(asked One)" = null ]
	csc_later +2h
	killed
	# the grace is over before anybody comes again
	csc_later +2m
	refused 1 access_lost stash-cert refresh One
	[ "$(stash-cert list --access=lost | jq -r .alias)" = One ]
	run -0 ipp-store check
	run -0 ipp-audit verify
}

@test "nobody is asked for tokens that could not be kept" {
	lend One SEAL-RSA
	csc_later +2h
	sql "CREATE TRIGGER full BEFORE UPDATE OF refresh_asked_at ON remote_grants
		WHEN NEW.refresh_asked_at IS NOT NULL
		BEGIN SELECT RAISE(ABORT, 'no'); END"
	run ! stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 1 ]
	sql 'DROP TRIGGER full'
	run -0 --separate-stderr stash-cert refresh One
	[ "$(csc_calls oauth2/token)" = 2 ]
}

@test "whoever is killed while tokens are got blocks nobody" {
	lend One SEAL-RSA
	csc_later +2h
	csc_fault oauth2/token slow 1 20
	stash-cert refresh One >/dev/null 2>&1 3>&- &
	pid=$!
	for ((i = 0; i < 100; i++)); do
		[ "$(csc_calls credentials/info)" -gt 1 ] && break
		[ -e "$IPP_STORE/remote.lock" ] && sleep 0.5 && break
		sleep 0.1
	done
	kill -9 $pid
	wait $pid || :
	csc_clear
	run -0 --separate-stderr timeout 20 stash-cert refresh One
}

@test "an access that has ended is not used, whatever the token is good for" {
	lend One SEAL-RSA
	csc_later +61d
	refused 1 access_ended stash-cert refresh One
	[ "$(csc_calls credentials/info)" = 1 ]
}

@test "faults of the authority are told, and kept where they are of the certificate" {
	lend One SEAL-RSA
	csc_fault credentials/info refuse 1 '400:invalid_request:Invalid parameter credentialID'
	refused 1 credential_unknown stash-cert refresh One
	run -0 --separate-stderr stash-cert show One
	expect '.[0].trouble == "Invalid parameter credentialID"'
	csc_fault credentials/info error_before
	refused 69 authority_failed stash-cert refresh One
	csc_down
	refused 69 http_unavailable stash-cert refresh One
	csc_up
	run -0 --separate-stderr stash-cert refresh One
	expect '.[0].trouble == null and .[0].access == "granted"'
}

@test "a certificate is given up: its tokens are dead, its history stays" {
	lend One SEAL-RSA
	csc_fault oauth2/revoke down 0
	refused 69 http_unavailable stash-cert remove One
	[[ $stderr == *access_not_revoked* ]]
	run -0 --separate-stderr stash-cert show One
	expect '.[0].access == "granted"'
	csc_clear
	run -0 --separate-stderr stash-cert remove one
	expect '.[0].removed_at == "2026-11-22T08:00:00Z"'
	[ "$(csc_calls oauth2/revoke)" -ge 2 ]
	refused 65 remote_certificate_unknown stash-cert show One
	[ "$(sql 'SELECT withdrawn_reason FROM remote_grants')" = 'removed here' ]
	[[ $(events) == *remote_certificate_removed ]]
	# the same credential, and the same alias, once more
	lend One SEAL-RSA
	csc_down
	run -0 --separate-stderr stash-cert remove One --force
	run -0 ipp-store check
}

# ---- whom a certificate leads to

# listed [JQ CHANGE]: a trusted list with the authority's issuer is imported.
listed() {
	sequence=$((${sequence-0} + 1))
	[ -e it.pem ] || openssl req -x509 -newkey ec -nodes -keyout it.key -out it.pem \
		-pkeyopt ec_paramgen_curve:P-256 -subj /CN=it 2>/dev/null
	jq --argjson sequence "$sequence" --arg ca "$csc_dir/ca.pem" \
		".sequence = \$sequence | .providers[0].services[0].certificates = [\$ca] |
		${1:-.}" <<-'END' |
	{"type": "national", "territory": "IT",
	 "issued": "2026-11-20T00:00:00Z", "next": "2026-11-25T00:00:00Z",
	 "providers": [{"name": "Prestatore", "services": [{"type": "CA/QC",
	  "name": "CA di prova", "status": "granted",
	  "since": "2018-01-01T00:00:00Z", "purposes": ["ForeSeals"]}]}]}
	END
		"$house_top/tests/lib/trusted_list.py" it.xml it.key it.pem
	master ipp-trust import it.xml --signers=it.pem >/dev/null
}

# trust: what is shown of the issuer of One
trust() {
	stash-cert show One | jq -r .issuer_trust
}

@test "whether the issuer of a certificate is a qualified service is shown" {
	local service='.providers[0].services[0]'
	lend One SEAL-RSA
	valid remote_certificate
	expect '.[0] | .issuer_trust == "unknown" and .trust_provider == null'
	master ipp-trust import "$csc_dir/root.pem" >/dev/null
	[ "$(trust)" = trusted ]
	listed "$service.status = \"withdrawn\""
	[ "$(trust)" = trusted ] # by what was imported
	listed "$service.type = \"CA/PKC\" | $service.status = \"recognisedatnationallevel\""
	[ "$(trust)" = trusted ]
	listed
	run -0 --separate-stderr stash-cert show One
	valid remote_certificate
	expect '.[0] | .issuer_trust == "qualified" and .trust_territory == "IT"
		and .trust_provider == "Prestatore" and .trust_service == "CA di prova"'
	run -0 --separate-stderr stash-cert refresh One
	expect '.[0].issuer_trust == "qualified"'
	# now, though not yet when it was issued
	listed "$service.since = \"2026-11-22T07:00:00Z\""
	[ "$(trust)" = trusted ]
	# another with its name is not who issued it
	openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out "$csc_dir/other.pem" \
		-subj "$(openssl x509 -in "$csc_dir/ca.pem" -noout -subject -nameopt compat |
			sed 's/^subject= *//')" 2>/dev/null
	listed "$service.certificates = [\"$csc_dir/other.pem\"]"
	[ "$(trust)" = trusted ]
}

@test "an issuer who is not qualified keeps nobody out, unless the setting asks for it" {
	local service='.providers[0].services[0]'
	printf '[remote]\nissuer = qualified\n' >conf
	lend One SEAL-RSA
	IPP_CONFIG=$PWD/conf refused_flow 1 issuer_not_trusted stash-cert renew One
	IPP_CONFIG=$PWD/conf refused_flow 1 issuer_not_trusted stash-cert add Two \
		--authority=Firme --credential=SEAL-EC
	IPP_CONFIG=$PWD/conf refused 1 issuer_not_trusted stash-sign --alias=One err
	listed "$service.status = \"withdrawn\""
	[ "$(trust)" = withdrawn ]
	[ "$(csc_signed)" = 0 ]
	run -0 --separate-stderr stash-sign --alias=One err
	listed
	run -0 --separate-stderr env IPP_CONFIG="$PWD/conf" stash-sign --alias=One err --overwrite
	csc_later +4d
	[ "$(trust)" = outdated ]
	IPP_CONFIG=$PWD/conf refused 1 issuer_not_trusted stash-sign --alias=One err --overwrite
	[[ $stderr == *outdated* ]]
	[ "$(csc_signed)" = 2 ]
}

# ---- other ways in

@test "the organization itself is let in by its client secret" {
	stash-ca edit Firme --authentication=client_credentials >/dev/null
	run -0 --separate-stderr stash-cert add One --credential=SEAL-RSA
	expect '.[0].access == "granted"'
	run -0 --separate-stderr stash-cert add Two --user=anna --credential=SEAL-EC
	refused 65 credential_unknown stash-cert add Three --user=bruno \
		--credential=SEAL-RSA
	csc_later +2h
	run -0 --separate-stderr stash-cert refresh One
	run -0 --separate-stderr stash-cert renew One
	expect '.[0].grants | length == 2'
	no_secret
}

@test "a user gets in by his password" {
	(umask 077 && echo "$csc_password" >password && echo wrong >wrong)
	stash-ca edit Firme --authentication=basic --oauth-client=anna \
		--secret-file=wrong >/dev/null
	refused 1 login_refused stash-cert add One --credential=SEAL-RSA
	stash-ca edit Firme --secret-file=password >/dev/null
	run -0 --separate-stderr stash-cert add One --credential=SEAL-RSA
	csc_later +2h
	run -0 --separate-stderr stash-cert refresh One
	[ "$(csc_calls auth/login)" = 3 ]
	csc_withdraw
	run -0 --separate-stderr stash-cert refresh One
	# the access token is over, the refresh token is not: it is given up
	csc_later +2h
	run -0 --separate-stderr stash-cert remove One
	csc_down
	run -0 jq -e '[.grants[] | select(.withdrawn | not)] == []' \
		"$csc_dir/state.json"
}

@test "an authorization server that is not ours gives access, too" {
	oauth_mock_start
	csc_down
	csc_up --oauth="$oauth"
	lend One SEAL-RSA
	expect '.[0].access == "granted"'
	[ "$(jq -r .grant "$oauth_log")" = authorization_code ]
	csc_later +2h
	run -0 --separate-stderr stash-cert refresh One
	[ "$(jq -r .grant "$oauth_log" | tail -n 1)" = refresh_token ]
}

@test "only an issuer has access granted, and organizations do not meet" {
	lend One SEAL-RSA
	master house_operator luca auditor
	refused 77 not_permitted house_as luca stash-cert renew One
	refused 77 not_permitted house_as luca stash-cert refresh One
	refused 77 not_permitted house_as luca stash-cert remove One
	refused 77 not_permitted house_as luca stash-cert add Two
	refused 77 not_permitted house_as luca stash-ca check Firme
}
