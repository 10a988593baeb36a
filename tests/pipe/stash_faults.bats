# stash_faults - whatever goes wrong between here and an authority is told, with
# a code that stays, and the ledger is true afterwards

load ../lib/house
load ../lib/serve
load ../lib/csc

setup() {
	csc_desk --access-days=60 --access-signatures=100
	printf 'a contract\n' >contract.txt
}

teardown() {
	serve_stop
}

shows() {
	run -0 --separate-stderr stash-cert show "${2:-sigillo}"
	expect "$1"
}
# true_ledger USED [STATE]...: of sigillo, the newest first, and it is in order
true_ledger() {
	local used=$1
	shift
	shows ".[0].signatures_used == $used and
		((.[0].signings // []) | map(.state) | join(\" \")) == \"$*\""
	run -0 --separate-stderr ipp-store check
	run -0 --separate-stderr ipp-audit verify
}
# not_signed STATUS CODE: a signature is refused so, and there is no output
not_signed() {
	rm -f contract.txt.p7m
	refused "$1" "$2" stash-sign --alias=sigillo "${@:3}" contract.txt
	[ ! -e contract.txt.p7m ]
}

@test "an authority that is down, slow, cut off, not itself or somewhere else lends nothing" {
	csc_down
	refused 69 http_unavailable csc_lend sigillo SEAL-RSA
	csc_up --tls-name=other.example
	refused 78 http_tls csc_lend sigillo SEAL-RSA
	csc_down
	csc_up --old-tls
	refused 78 http_tls csc_lend sigillo SEAL-RSA
	csc_down
	csc_up
	while read -r method fault value status code; do
		csc_clear
		csc_fault "$method" "$fault" 0 "${value#-}"
		refused "$status" "$code" csc_lend sigillo SEAL-RSA || {
			echo "at $method $fault"
			return 1
		}
	done <<-END
		info cut - 69 http_unavailable
		info large - 65 http_reply_too_large
		info not_json - 65 authority_garbled
		info redirect https://evil.example/ 78 authority_elsewhere
		oauth2/token error_before - 69 authority_failed
		oauth2/token cut - 69 http_unavailable
		oauth2/token not_json - 65 authority_garbled
		credentials/info error_before - 69 authority_failed
		credentials/info refuse 400:invalid_request:No 1 authority_refused
		credentials/info refuse 401:invalid_token:No 1 access_refused
		credentials/info bend - 1 chain_broken
	END
	csc_clear
	run -0 --separate-stderr stash-cert list
	[ -z "$output" ]
	csc_lend sigillo SEAL-RSA
	shows '.[0].access == "granted"'
}

@test "another state, a holder who says no, a code that comes twice or late lend nothing" {
	csc_fault oauth2/consent wrong_state
	refused 65 state_wrong csc_lend sigillo SEAL-RSA
	consent=deny refused 1 access_denied csc_lend sigillo SEAL-RSA
	run -0 --separate-stderr stash-cert list
	[ -z "$output" ]
}

# A browser that hands the code to somebody else first.
@test "a code that somebody else used first is refused, and what he got ends" {
	steal() {
		local there
		there=$(csc_consent "$1")
		csc_token grant_type=authorization_code "code=$(csc_code <<<"$there")" \
			"redirect_uri=${there%%\?*}" code_verifier=x >stolen || :
		curl -sS "$there"
	}
	csc_browse() { steal "$@"; }
	refused 1 code_refused csc_lend sigillo SEAL-RSA
	[ "$(jq -r .error stolen)" = invalid_grant ]
	csc_browse() {
		local there
		there=$(csc_consent "$1")
		csc_clock +121s
		curl -sS "$there"
	}
	refused 1 code_refused csc_lend sigillo SEAL-RSA
}

@test "what is not signed for certain is given back, what nobody knows stays counted" {
	csc_lend sigillo SEAL-RSA
	csc_down
	not_signed 69 http_unavailable
	true_ledger 0
	csc_up
	csc_fault signatures/signHash refuse 1 '400:invalid_request:The moon is full'
	not_signed 1 authority_refused
	expect_error 'any(.[]; .text // .message | contains("The moon is full"))'
	true_ledger 0 refused
	csc_fault signatures/signHash error_after
	not_signed 69 signatures_unknown
	true_ledger 1 unknown refused
	csc_fault signatures/signHash cut
	not_signed 69 signatures_unknown
	true_ledger 2 unknown unknown refused
	csc_fault signatures/signHash bend
	not_signed 1 signature_unsound
	csc_fault signatures/signHash busy 1 429:1
	not_signed 75 authority_busy
	[ "$(csc_signed)" = 3 ]
	run -0 stash-sign --alias=sigillo contract.txt
	[ "$(csc_signed)" = 4 ]
	shows '.[0].signatures_used == 4'
}

@test "a signer that is killed while the authority signs leaves a count that is true" {
	csc_lend sigillo SEAL-RSA
	csc_fault signatures/signHash slow 1 2
	stash-sign --alias=sigillo contract.txt &
	pid=$!
	for _ in $(seq 200); do
		[ "$(sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) FROM remote_signings')" = 0 ] || break
		sleep 0.05
	done
	kill -9 $pid
	wait $pid || :
	[ ! -e contract.txt.p7m ]
	true_ledger 1 reserved
	run -0 stash-sign --alias=sigillo --missing contract.txt
	shows '.[0].signatures_used == 2'
}

@test "three wrong codes lock, and each is told" {
	(umask 077 && echo "$csc_pin" >pin && echo 000000 >otp)
	csc_lend sigillo TOTP-EC --otp-file=<(csc_totp)
	csc_later +1m
	for n in 1 2 3; do
		not_signed 1 otp_wrong --otp-file=otp
	done
	not_signed 1 otp_locked --otp-file=otp
	expect_error 'any(.[]; .text // .message | contains("OTP locked"))'
	true_ledger 0
}

@test "access that the authority takes back is seen, shown, and ends" {
	csc_lend sigillo SEAL-RSA
	csc_withdraw
	not_signed 1 access_withdrawn
	shows '.[0].access == "withdrawn" and
		(.[0].grants[0].withdrawn_reason | contains("Invalid parameter refresh_token"))'
	not_signed 1 access_withdrawn
	true_ledger 0
	run -0 --separate-stderr stash-cert notices
	expect 'any(.[]; .notice == "access_withdrawn")'
	csc_flow stash-cert renew sigillo
	run -0 stash-sign --alias=sigillo contract.txt
}

@test "a certificate that is revoked, suspended or has its key disabled is seen by refresh" {
	csc_lend sigillo SEAL-RSA
	csc_credential SEAL-RSA certificate_status suspended
	run -0 --separate-stderr stash-cert refresh sigillo
	shows '.[0].certificate_status == "suspended"'
	csc_credential SEAL-RSA certificate_status valid
	csc_credential SEAL-RSA key_status disabled
	run -0 --separate-stderr stash-cert refresh sigillo
	shows '.[0].key_status == "disabled" and .[0].certificate_status == "valid"'
	csc_credential SEAL-RSA key_status enabled
	csc_revoke SEAL-RSA
	run -0 --separate-stderr stash-cert refresh sigillo
	shows '.[0].certificate_status == "revoked"'
	run -0 --separate-stderr stash-cert notices
	expect 'any(.[]; .notice == "certificate_revoked")'
	run --separate-stderr stash-sign --alias=sigillo contract.txt
	[ "$status" = 1 ]
	[ "$(csc_signed)" = 0 ]
}

@test "a clock that is off by an hour, here or there, changes no end" {
	csc_clock +0s 3600
	csc_lend sigillo SEAL-RSA
	shows '.[0].granted_at == "2026-11-22T08:00:00Z" and
		.[0].access_ends_at == "2027-01-21T08:00:00Z"'
	run -0 stash-sign --alias=sigillo contract.txt
	csc_clock +0s -3600
	run -0 stash-sign --alias=sigillo --overwrite contract.txt
	# an hour behind: a token that is over there is not over here, and another is got
	csc_later +59m 3600
	run -0 stash-sign --alias=sigillo --overwrite contract.txt
	true_ledger 3 signed signed signed
}

@test "tokens are refreshed in time, once, by who comes first" {
	csc_lend sigillo SEAL-EC
	csc_later +3h
	pids=()
	for n in 1 2 3 4; do
		cp contract.txt "$n.txt"
		stash-sign --alias=sigillo "$n.txt" >"$n.out" 2>"$n.err" &
		pids+=($!)
	done
	wait "${pids[@]}"
	cat ./?.err
	[ "$(cat ./?.out | wc -l)" = 4 ]
	run -0 jq -rs 'map(select(.method == "oauth2/token" and .status == 200)) | length' "$csc_dir/calls.jsonl"
	[ "$output" = 2 ]
	shows '.[0].access == "granted" and .[0].signatures_used == 4'
}

@test "a server with manners of its own is understood" {
	for fault in null no_expires lower_sad text_len; do
		csc_fault '*' $fault 0
	done
	csc_lend sigillo SEAL-RSA
	run -0 stash-sign --alias=sigillo contract.txt
	shows '.[0].key_bits == 2048'
}
