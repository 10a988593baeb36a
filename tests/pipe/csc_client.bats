# The client of remote signing services against an authority that is there, in
# each version of the API, and with everything that goes wrong on the way.

load ../lib/house
load ../lib/serve
load ../lib/csc

setup() {
	house_clean && csc_start && printf 'a document\n' >doc
}

teardown() {
	serve_stop
}

talk() {
	"$B/tests/lib/talk" "$1" "$csc/csc/v$1" "$csc_ca" "${@:2}"
}
signs() {
	run -0 --separate-stderr talk "$@"
	base64 -d <<<"$output" >sig
	openssl x509 -in "$csc_dir/$3.pem" -pubkey -noout >pub
	openssl dgst -sha256 -verify pub -signature sig "$4"
}
# fails CODE CERTAIN ARGUMENT...: of talk
fails() {
	run --separate-stderr talk "${@:3}"
	[ "$status" != 0 ] && expect ".[0].code == \"$1\" and .[0].certain == \"$2\"" || {
		echo "$output $stderr"
		return 1
	}
}

@test "each version is understood: what it is, the credentials, how they are authorized" {
	for version in 0 1 2; do
		run -0 talk $version info
		expect '.[0].name == "Firme a Distanza"'
		run -0 talk $version list
		[ "${#lines[@]}" = 10 ]
		[ "${lines[9]}" = SHORT-EC ]
		run -0 talk $version show SMS-RSA
		expect '.[0] | .bits == 2048 and .chain == 3 and .mode == 1 and .scal == 2 and
			.factors == 2 and .multisign == 100 and (.expression | startswith("PIN AND "))'
		run -0 talk $version show WEB-EC
		expect '.[0].mode == 2'
	done
}

@test "a person's consent becomes tokens, which are refreshed and revoked" {
	for version in 1 2; do
		coproc talk $version consent
		pid=$COPROC_PID
		read -r url <&"${COPROC[0]}"
		csc_consent "$url" >&"${COPROC[1]}"
		read -r said <&"${COPROC[0]}"
		wait "$pid"
		[ "$said" = '{"revoked":true}' ]
	done
	[ "$(csc_calls oauth2/revoke)" = 2 ]
	run -0 jq -r 'select(.error).error_description' "$csc_dir/calls.jsonl"
	[ -z "$output" ]
}

@test "signatures of each version are good, with what a person types" {
	for version in 0 1 2; do
		factor=()
		[ $version != 2 ] || factor=(APP=)
		signs $version sign SEAL-RSA doc "${factor[@]}"
		signs $version sign SEAL-EC doc "${factor[@]}"
		signs $version sign PIN-EC doc "PIN=$csc_pin"
	done
	signs 1 sign TOTP-EC doc "OTP=$(csc_totp)"
	csc_clock +30s
	signs 2 sign TOTP-EC doc "TOTP=$(csc_totp)"
	signs 2 sign APP-EC doc APP=
	[ "$(csc_signed)" = 12 ]
	fails pin_wrong not_done 1 sign PIN-EC doc PIN=1
	fails authentication_wrong not_done 2 sign PIN-EC doc PIN=1
	fails pin_wrong not_done 1 sign PIN-EC doc PIN=1
	fails pin_locked not_done 1 sign PIN-EC doc "PIN=$csc_pin"
	expect '.[0].says == "PIN locked"'
	fails otp_wrong not_done 1 sign TOTP-EC doc OTP=1
	fails credential_unknown not_done 1 sign BRUNO-EC doc
}

@test "what goes wrong before, and after, it is signed is told apart" {
	while read -r fault value code certain signed; do
		csc_fault signatures/signHash "$fault" 1 "${value#-}"
		before=$(csc_signed)
		fails "$code" "$certain" 1 sign SEAL-RSA doc || {
			echo "at $fault"
			return 1
		}
		[ $(($(csc_signed) - before)) = "$signed" ]
	done <<-END
		down - http_unavailable unknown 0
		busy 429:7 authority_busy not_done 0
		busy 503:7 authority_busy unknown 0
		error_before - authority_failed unknown 0
		error_after - authority_failed unknown 1
		silent - http_unavailable unknown 1
		cut - http_unavailable unknown 1
		large - http_reply_too_large unknown 1
		not_json - authority_garbled unknown 1
		short - authority_garbled unknown 1
		slow 7 http_unavailable unknown 0
		redirect https://evil.example/ authority_elsewhere not_done 0
		refuse 400:invalid_request:SAD+expired authority_refused not_done 0
	END
}

@test "servers that differ are understood" {
	for fault in null no_expires lower_sad text_len; do
		csc_fault '*' $fault 0
	done
	signs 1 sign SEAL-RSA doc
	run -0 talk 1 show SMS-RSA
	expect '.[0].bits == 2048'
	csc_clear
	csc_credential SEAL-RSA key_status disabled
	csc_fault credentials/authorize error_code
	fails credential_disabled not_done 1 sign SEAL-RSA doc
	csc_fault credentials/authorize plain
	fails credential_disabled not_done 1 sign SEAL-RSA doc
	expect '.[0].says == "The credential identified by credentialID is disabled"'
	csc_fault credentials/authorize empty
	fails authority_refused not_done 1 sign SEAL-RSA doc
}

@test "who is not the authority is not talked to" {
	csc_down
	fails http_unavailable not_done 1 info
	csc_up --tls-name=other.example
	fails http_tls not_done 1 info
	csc_down
	csc_up --old-tls
	fails http_tls not_done 1 info
	csc_down
	csc_up
	csc_fault info busy 1 503:1
	run -0 talk 1 info
	[ "$(csc_calls info)" = 2 ]
}
