#!/usr/bin/env bats
# The test authority for remote signatures does what CSC 1.0.4.0 and OAuth say:
# asked with curl, its signatures verified with openssl.

load ../lib/house
load ../lib/serve
load ../lib/csc

setup() {
	house_clean && csc_start && printf 'a document\n' >doc
}

teardown() {
	serve_stop
}

# api, hash, sad: short words of this file
api() {
	run -0 csc_api "$@"
}
hash_of() {
	openssl dgst -sha256 -binary "$1" | base64 -w0
}
refusal() {
	expect ".[0].http_status == $1 and .[0].error == \"$2\" and
		.[0].error_description == \"$3\"" || {
		echo "$output"
		return 1
	}
}
# sad CREDENTIAL [MEMBERS]: one signature of doc is authorized
sad() {
	csc_api credentials/authorize "{\"credentialID\":\"$1\",
		\"numSignatures\":1,\"hash\":[\"$(hash_of doc)\"]${2-}}" | jq -r .SAD
}
# signature CREDENTIAL SAD MEMBERS: of doc, as `sig`
signature() {
	run -0 csc_api signatures/signHash "{\"credentialID\":\"$1\",\"SAD\":\"$2\",
		\"hash\":[\"$(hash_of doc)\"],$3}"
	expect '.[0].http_status == 200 and (.[0].signatures | length) == 1'
	found '.[0].signatures[0]' | base64 -d >sig
	openssl x509 -in "$csc_dir/$1.pem" -pubkey -noout >pub
}

@test "info needs nobody and tells methods, version and authorization server" {
	run -0 csc_post "$csc/csc/v1/info" -H 'Content-Type: application/json' -d '{}'
	expect ".[0].specs == \"1.0.4.0\" and .[0].oauth2 == \"$csc/\" and
		(.[0].methods | index(\"credentials/sendOTP\")) and
		(.[0].authType | index(\"oauth2code\"))"
	run -0 csc_post "$csc/csc/v2/info" -H 'Content-Type: application/json' -d '{}'
	expect '.[0].specs == "2.0.0.2" and
		(.[0].methods | index("credentials/sendOTP") | not)'
	run -0 csc_post "$csc/csc/v0/info" -H 'Content-Type: application/json' -d '{}'
	expect '.[0].specs == "0.1.7.9"'
}

@test "its certificate is trusted by its own authority, and a wrong name is not" {
	run -0 openssl verify -x509_strict -CAfile "$csc_dir/tls-ca.pem" \
		-verify_hostname localhost "$csc_dir/tls.pem"
	csc_down
	csc_up --tls-name=other.example
	run -60 curl -sS --cacert "$csc_ca" "$csc/csc/v1/info"
	csc_down
	csc_up --old-tls
	run -35 curl -sS --cacert "$csc_ca" "$csc/csc/v1/info"
}

@test "a person signs in, and a code is worth tokens once, in its time, with its verifier" {
	run -0 csc_consent "$(csc_url)"
	[[ $output == "http://127.0.0.1:9/?code="*"&state=xyz" ]]
	code=$(csc_code <<<"$output")
	run -0 csc_token grant_type=authorization_code "code=$code" \
		redirect_uri=http://127.0.0.1:8/ "code_verifier=$csc_verifier"
	refusal 400 invalid_grant "redirect_uri parameter does not match redirect_uri parameter of authorization request"
	run -0 csc_exchange "$code"
	refusal 400 invalid_grant "Authorization code is invalid or expired"

	code=$(csc_consent "$(csc_url)" | csc_code)
	run -0 csc_exchange "$code"
	expect '.[0].token_type == "Bearer" and .[0].expires_in == 3600'
	token=$(found '.[0].access_token')
	api credentials/list '{}'
	expect '.[0].http_status == 200'
	# the code comes again: what it gave ends
	run -0 csc_exchange "$code"
	refusal 400 invalid_grant "Authorization code is invalid or expired"
	api credentials/list '{}'
	refusal 401 expired_token "The access or refresh token is expired or has been revoked."

	code=$(csc_consent "$(csc_url)" | csc_code)
	csc_verifier=another-word-that-is-long-enough-for-the-server run -0 csc_exchange "$code"
	refusal 400 invalid_grant "Invalid parameter code_verifier"
	code=$(csc_consent "$(csc_url)" | csc_code)
	csc_clock +121s
	run -0 csc_exchange "$code"
	refusal 400 invalid_grant "Authorization code is invalid or expired"
}

@test "a wrong request goes back with its error, or nowhere" {
	run -0 csc_consent "$(csc_url "&scope=everything")"
	[[ $output == "http://127.0.0.1:9/?error=invalid_scope&"*"&state=xyz" ]]
	run -0 csc_consent "$(csc_url)" deny
	[[ $output == "http://127.0.0.1:9/?error=access_denied&"*"&state=xyz" ]]
	run -0 curl -sS --cacert "$csc_ca" -w '%{http_code} %{redirect_url}' \
		"$csc/oauth2/authorize?response_type=code&client_id=ipp&redirect_uri=https://evil.example/"
	[[ $output == *"Invalid parameter redirect_uri"*"400 " ]]
	# the server of v2 wants a code challenge
	run -0 csc_consent "$csc/two/oauth2/authorize?response_type=code&client_id=ipp&redirect_uri=http://127.0.0.1:9/"
	[[ $output == *"error=invalid_request&error_description=Missing%20parameter%20code_challenge" ]]
	csc_fault oauth2/consent wrong_state
	run -0 csc_consent "$(csc_url)"
	[[ $output != *"state=xyz" && $output == *"code="* ]]
}

@test "a client proves itself, a refresh token is good once, and revocation ends access" {
	csc_sign_in
	first=$token
	run -0 csc_token grant_type=refresh_token "refresh_token=$refresh"
	token=$(found '.[0].access_token') next=$(found '.[0].refresh_token')
	[ "$next" != "$refresh" ]
	api credentials/list '{}'
	expect '.[0].http_status == 200'
	csc_secret=wrong run -0 csc_token grant_type=refresh_token "refresh_token=$next"
	refusal 400 invalid_request "Invalid parameter client_secret"
	run -0 csc_post "$csc/oauth2/token" -d "grant_type=refresh_token&client_id=ipp"
	refusal 401 invalid_request "Client authorization required"
	# the old one comes back: nothing of this access is good now
	run -0 csc_token grant_type=refresh_token "refresh_token=$refresh"
	refusal 400 invalid_grant "Invalid parameter refresh_token"
	api credentials/list '{}'
	refusal 401 expired_token "The access or refresh token is expired or has been revoked."

	csc_sign_in
	run -0 csc_post "$csc/oauth2/revoke" --user "ipp:${csc_secret// /+}" \
		-d "token_type_hint=refresh_token" --data-urlencode "token=$refresh"
	expect '.[0].http_status == 204'
	api credentials/list '{}'
	expect '.[0].http_status == 401'
	token=$first
	csc_clock +1h
	api credentials/list '{}'
	expect '.[0].error == "expired_token"'
}

@test "client credentials and basic credentials open the service, too" {
	run -0 csc_token grant_type=client_credentials scope=service
	expect '.[0].refresh_token == null'
	token=$(found '.[0].access_token')
	api credentials/list '{"userID":"bruno"}'
	expect '.[0].credentialIDs == ["BRUNO-EC"]'
	run -0 csc_post "$csc/csc/v1/auth/login" -H 'Content-Type: application/json' \
		--user "anna:$csc_password" -d '{"rememberMe":true}'
	token=$(found '.[0].access_token') refresh=$(found '.[0].refresh_token')
	api credentials/list '{"userID":"anna"}'
	refusal 400 invalid_request "userID parameter MUST be null"
	run -0 csc_post "$csc/csc/v1/auth/login" -H 'Content-Type: application/json' \
		-d "{\"refresh_token\":\"$refresh\"}"
	expect '.[0].http_status == 200'
	run -0 csc_post "$csc/csc/v1/auth/login" -H 'Content-Type: application/json' \
		--user "anna:wrong" -d '{}'
	refusal 400 authentication_error "An error occurred during authentication process"
}

@test "credentials are listed in pages, each of the owner's" {
	csc_sign_in
	next="" all=()
	while :; do
		api credentials/list "{\"maxResults\":3${next:+,\"pageToken\":\"$next\"}}"
		mapfile -t -O "${#all[@]}" all < <(found '.[0].credentialIDs[]')
		next=$(found '.[0].nextPageToken // empty')
		[ -n "$next" ] || break
	done
	[ "${#all[@]}" = 10 ]
	[[ " ${all[*]} " != *" BRUNO-EC "* ]]
	api credentials/list '{}'
	expect '.[0].credentialIDs | length == 4'
	api credentials/list '{"pageToken":"page-x"}'
	refusal 400 invalid_request "Invalid parameter pageToken"
	api credentials/list '{"credentialInfo":true,"authInfo":true}' 2
	expect '(.[0].credentialIDs | length) == 10 and
		(.[0].credentialInfos[] | select(.credentialID == "SMS-RSA") |
			.auth.expression == "PIN AND SMS")'
	api credentials/info '{"credentialID":"BRUNO-EC"}'
	refusal 400 invalid_request "Invalid parameter credentialID"
}

@test "a credential's chain is a real one, and what is told of it is so" {
	csc_sign_in
	for id in SEAL-RSA PIN-EC; do
		api credentials/info "{\"credentialID\":\"$id\",\"certificates\":\"chain\",
			\"certInfo\":true,\"authInfo\":true}"
		for n in 0 1 2; do
			found ".[0].cert.certificates[$n]" | base64 -d |
				openssl x509 -inform DER -out "$n.pem"
		done
		run -0 house_then openssl verify -x509_strict -CAfile 2.pem -untrusted 1.pem 0.pem
		run -0 csc_api credentials/info "{\"credentialID\":\"$id\",\"certInfo\":true,\"authInfo\":true}"
		serial=$(openssl x509 -in 0.pem -noout -serial | cut -d= -f2)
		[ "$(found '.[0].cert.serialNumber' | sed 's/^0*//')" = "${serial#0}" ]
		expect '(.[0].cert.certificates | length) == 1 and .[0].cert.status == "valid"'
	done
	expect '.[0].key.curve == "1.3.132.0.34" and .[0].authMode == "explicit" and
		.[0].PIN.presence == "true" and .[0].OTP.presence == "false" and .[0].SCAL == "2"'
	csc_clock +41d
	csc_sign_in
	api credentials/info '{"credentialID":"SHORT-EC","certificates":"none"}'
	expect '.[0].cert == {status: "expired"}'
}

@test "signatures of every kind are verified by openssl" {
	csc_sign_in
	sha256='"hashAlgo":"2.16.840.1.101.3.4.2.1"'
	signature SEAL-RSA "$(sad SEAL-RSA)" "\"signAlgo\":\"1.2.840.113549.1.1.1\",$sha256"
	openssl dgst -sha256 -verify pub -signature sig doc
	signature SEAL-RSA "$(sad SEAL-RSA)" '"signAlgo":"1.2.840.113549.1.1.11"'
	openssl dgst -sha256 -verify pub -signature sig doc
	# the parameters as openssl writes them
	openssl req -x509 -newkey rsa:2048 -nodes -keyout k -out c -subj /CN=x -sha256 \
		-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32 2>/dev/null
	at=$(openssl asn1parse -in c | awk '/rsassaPss/ { getline; print $1 + 0; exit }')
	params=$(openssl asn1parse -in c -strparse "$at" -noout -out - | base64 -w0)
	signature SEAL-RSA "$(sad SEAL-RSA)" \
		"\"signAlgo\":\"1.2.840.113549.1.1.10\",$sha256,\"signAlgoParams\":\"$params\""
	openssl dgst -sha256 -verify pub -signature sig -sigopt rsa_padding_mode:pss \
		-sigopt rsa_pss_saltlen:32 doc
	run -1 openssl dgst -sha256 -verify pub -signature sig doc
	signature SEAL-EC "$(sad SEAL-EC)" '"signAlgo":"1.2.840.10045.4.3.2"'
	openssl dgst -sha256 -verify pub -signature sig doc
	[ "$(csc_signed)" = 4 ]
}

@test "a SAD is for its hashes, its number of signatures, one call and its time" {
	csc_sign_in
	one=$(hash_of doc) other=$(printf other | openssl dgst -sha256 -binary | base64)
	ec='"signAlgo":"1.2.840.10045.4.3.2"'
	sad=$(sad SEAL-EC)
	api signatures/signHash "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$other\"],$ec}"
	refusal 400 invalid_request "Hash is not authorized by the SAD."
	api signatures/signHash "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$one\",\"$one\"],$ec}"
	refusal 400 invalid_request "Numbers of signatures is too high"
	api signatures/signHash "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$one\"],$ec}"
	expect '.[0].http_status == 200'
	api signatures/signHash "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$one\"],$ec}"
	refusal 400 invalid_request "Invalid parameter SAD"

	# two signatures in two calls: the second SAD is asked for between them
	api credentials/authorize "{\"credentialID\":\"SEAL-EC\",\"numSignatures\":2,\"hash\":[\"$one\"]}"
	sad=$(found '.[0].SAD')
	api signatures/signHash "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$one\"],$ec}"
	expect '.[0].http_status == 200'
	api credentials/extendTransaction "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$other\"]}"
	sad=$(found '.[0].SAD')
	api signatures/signHash "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$other\"],$ec}"
	expect '.[0].http_status == 200'
	api credentials/extendTransaction "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$one\"]}"
	refusal 400 invalid_request "Invalid parameter SAD"

	sad=$(sad SEAL-EC)
	csc_clock +301s
	api signatures/signHash "{\"credentialID\":\"SEAL-EC\",\"SAD\":\"$sad\",\"hash\":[\"$one\"],$ec}"
	refusal 400 invalid_request "SAD expired"
	api credentials/authorize '{"credentialID":"SEAL-EC","numSignatures":1}'
	refusal 400 invalid_request "Missing (or invalid type) array parameter hash"
	api credentials/authorize '{"credentialID":"SEAL-EC","numSignatures":1001}'
	refusal 400 invalid_request "Numbers of signatures is too high"
	[ "$(csc_signed)" = 3 ]
}

@test "what a call of signHash gets wrong is told in the words of the specification" {
	csc_sign_in
	one=$(hash_of doc) sad=$(sad SEAL-RSA)
	begin="\"credentialID\":\"SEAL-RSA\",\"SAD\":\"$sad\""
	while IFS='|' read -r rest text; do
		api signatures/signHash "{$begin,$rest}"
		refusal 400 invalid_request "$text" || { echo "for $rest"; return 1; }
	done <<-END
		"signAlgo":"1.2.840.113549.1.1.11"|Missing (or invalid type) array parameter hash
		"hash":[],"signAlgo":"1.2.840.113549.1.1.11"|Empty hash array
		"hash":["_-_-"],"signAlgo":"1.2.840.113549.1.1.11"|Invalid Base64 hash string parameter
		"hash":["AAAA"],"signAlgo":"1.2.840.113549.1.1.11"|Invalid digest value length
		"hash":["$one"]|Missing (or invalid type) string parameter signAlgo
		"hash":["$one"],"signAlgo":"1.2.840.10045.4.3.2"|Invalid parameter signAlgo
		"hash":["$one"],"signAlgo":"1.2.840.113549.1.1.1"|Missing (or invalid type) string parameter hashAlgo
		"hash":["$one"],"signAlgo":"1.2.840.113549.1.1.1","hashAlgo":"1.3.14.3.2.26"|Invalid parameter hashAlgo
		"hash":["$one"],"signAlgo":"1.2.840.113549.1.1.12"|Invalid digest value length
		"hash":["$one"],"signAlgo":"1.2.840.113549.1.1.10"|Missing (or invalid type) string parameter signAlgoParams
		"hashes":["$one"],"signAlgo":"1.2.840.113549.1.1.11"|Invalid parameter hashes
	END
	csc_credential SEAL-RSA key_status disabled
	api signatures/signHash "{$begin,\"hash\":[\"$one\"],\"signAlgo\":\"1.2.840.113549.1.1.11\"}"
	refusal 400 invalid_request "The credential identified by credentialID is disabled"
	csc_credential SEAL-RSA key_status enabled
	csc_credential SEAL-RSA certificate_status suspended
	api signatures/signHash "{$begin,\"hash\":[\"$one\"],\"signAlgo\":\"1.2.840.113549.1.1.11\"}"
	refusal 400 invalid_request "Signing certificate 'O=Acme Registrazioni S.r.l.,CN=Sigillo SEAL-RSA' is suspended."
	[ "$(csc_signed)" = 0 ]
	token=nonsense
	api signatures/signHash '{}'
	refusal 401 invalid_token "The token provided is not a valid OAuth access or refresh token."
}

@test "a PIN is locked after three wrong ones, a code of the phone is good once and soon" {
	csc_sign_in
	run -0 csc_api credentials/sendOTP '{"credentialID":"SMS-RSA"}'
	expect '.[0].http_status == 204'
	code=$(csc_phone SMS-RSA)
	[ -n "$(sad SMS-RSA ",\"PIN\":\"$csc_pin\",\"OTP\":\"$code\"")" ]
	ask() {
		api credentials/authorize "{\"credentialID\":\"$1\",\"numSignatures\":1,
			\"hash\":[\"$(hash_of doc)\"],$2}"
	}
	ask SMS-RSA "\"PIN\":\"$csc_pin\",\"OTP\":\"$code\""
	refusal 400 invalid_otp "The OTP is invalid"
	csc_api credentials/sendOTP '{"credentialID":"SMS-RSA"}'
	csc_clock +121s
	ask SMS-RSA "\"PIN\":\"$csc_pin\",\"OTP\":\"$(csc_phone SMS-RSA)\""
	refusal 400 invalid_otp "The OTP is invalid"
	ask SMS-RSA "\"PIN\":\"$csc_pin\",\"OTP\":\"x\""
	ask SMS-RSA "\"PIN\":\"$csc_pin\",\"OTP\":\"x\""
	refusal 400 invalid_request "OTP locked"
	api credentials/sendOTP '{"credentialID":"SMS-RSA"}'
	refusal 400 invalid_request "OTP locked"
	for n in 1 2 3; do
		ask PIN-EC '"PIN":"1"'
		refusal 400 invalid_pin "The PIN is invalid"
	done
	ask PIN-EC "\"PIN\":\"$csc_pin\""
	refusal 400 invalid_request "PIN locked"
	ask TOTP-EC "\"OTP\":\"$(csc_totp)\""
	expect '.[0].SAD'
	ask TOTP-EC "\"OTP\":\"$(csc_totp)\""
	refusal 400 invalid_otp "The OTP is invalid"
	ask TOTP-EC "\"OTP\":\"1\",\"PIN\":\"1\""
	refusal 400 invalid_request "Invalid parameter PIN"
	api credentials/sendOTP '{"credentialID":"TOTP-EC"}'
	refusal 400 invalid_request "Invalid parameter credentialID"
}

@test "v2: hashes with their algorithm, objects of authorization, and a person's app" {
	csc_sign_in
	one=$(hash_of doc) more='"hashAlgorithmOID":"2.16.840.1.101.3.4.2.1"'
	api credentials/getChallenge '{"credentialID":"SMS-RSA","authObjectID":"SMS"}' 2
	expect '.[0].http_status == 204'
	api credentials/authorize "{\"credentialID\":\"SMS-RSA\",\"numSignatures\":1,\"hashes\":[\"$one\"],$more,
		\"authData\":[{\"id\":\"PIN\",\"value\":\"$csc_pin\"},{\"id\":\"SMS\",\"value\":\"$(csc_phone SMS-RSA)\"}]}" 2
	sad=$(found '.[0].SAD')
	api signatures/signHash "{\"credentialID\":\"SMS-RSA\",\"SAD\":\"$sad\",\"hashes\":[\"$one\"],$more,\"signAlgo\":\"1.2.840.113549.1.1.1\"}" 2
	found '.[0].signatures[0]' | base64 -d >sig
	openssl x509 -in "$csc_dir/SMS-RSA.pem" -pubkey -noout >pub
	openssl dgst -sha256 -verify pub -signature sig doc
	api credentials/authorize "{\"credentialID\":\"PIN-EC\",\"numSignatures\":1,\"hashes\":[\"$one\"],
		\"authData\":[{\"id\":\"PIN\",\"value\":\"$csc_pin\"}]}" 2
	refusal 400 invalid_request "Missing (or invalid type) string parameter hashAlgorithmOID"
	api credentials/authorize "{\"credentialID\":\"PIN-EC\",\"numSignatures\":1,\"hashes\":[\"$one\"],$more,
		\"authData\":[{\"id\":\"PIN\",\"value\":\"1\"}]}" 2
	refusal 400 invalid_authentication_data "The authentication data is invalid"

	api credentials/getChallenge '{"credentialID":"ASK-EC","authObjectID":"CHALLENGE"}' 2
	expect '.[0].challenge'
	api credentials/authorize "{\"credentialID\":\"ASK-EC\",\"numSignatures\":1,
		\"authData\":[{\"id\":\"CHALLENGE\",\"value\":\"$(csc_phone ASK-EC)\"}]}" 2
	expect '.[0].SAD'

	api credentials/authorize '{"credentialID":"APP-EC","numSignatures":1,"authData":[{"id":"APP"}]}' 2
	expect '.[0].http_status == 202'
	handle=$(found '.[0].handle')
	for n in 1 2; do
		api credentials/authorizeCheck "{\"handle\":\"$handle\"}" 2
		expect '.[0].http_status == 202'
	done
	api credentials/authorizeCheck "{\"handle\":\"$handle\"}" 2
	expect '.[0].http_status == 200 and .[0].SAD'
}

@test "a credential is authorized in the browser, bound to the hashes in the address" {
	csc_sign_in
	one=$(hash_of doc) url=$(hash_of doc | tr '+/' '-_' | tr -d =)
	run -0 csc_consent "$(csc_url "&scope=credential&credentialID=WEB-RSA&numSignatures=1")"
	[[ $output == *"Missing%20%28or%20invalid%20type%29%20string%20parameter%20hash&"* ]]
	run -0 csc_consent "$(csc_url "&scope=credential&credentialID=WEB-RSA&numSignatures=1&hash=a%2Bb%2F")"
	[[ $output == *"Invalid%20Base64%20hash%20string%20parameter&"* ]]
	run -0 csc_exchange "$(csc_consent "$(csc_url \
		"&scope=credential&credentialID=WEB-RSA&numSignatures=1&hash=$url")" | csc_code)"
	expect '.[0].token_type == "SAD" and .[0].refresh_token == null'
	signature WEB-RSA "$(found '.[0].access_token')" '"signAlgo":"1.2.840.113549.1.1.11"'
	openssl dgst -sha256 -verify pub -signature sig doc
	api credentials/authorize "{\"credentialID\":\"WEB-RSA\",\"numSignatures\":1,\"hash\":[\"$one\"]}"
	expect '.[0].error == "unauthorized_client"'
}

@test "a time stamp is one of RFC 3161, with the nonce and the authority's time" {
	csc_sign_in
	api signatures/timestamp "{\"hash\":\"$(hash_of doc)\",
		\"hashAlgo\":\"2.16.840.1.101.3.4.2.1\",\"nonce\":\"a1b2c3\"}"
	found '.[0].timestamp' | base64 -d >token.der
	run -0 house_then openssl ts -verify -data doc -in token.der -token_in \
		-CAfile "$csc_dir/root.pem" -untrusted "$csc_dir/ca.pem"
	run -0 openssl ts -reply -in token.der -token_in -text
	[[ $output == *"Nov 22 08:00:00 2026"* && $output == *"Nonce: 0xA1B2C3"* ]]
	openssl ts -query -data doc -sha256 -cert -out q 2>/dev/null
	curl -sS --cacert "$csc_ca" -H 'Content-Type: application/timestamp-query' \
		--data-binary @q -o r "$csc/tsa"
	run -0 house_then openssl ts -verify -queryfile q -in r \
		-CAfile "$csc_dir/root.pem" -untrusted "$csc_dir/ca.pem"
}

@test "what goes wrong goes wrong as often as it is asked for" {
	csc_sign_in
	signed() {
		csc_api signatures/signHash "{\"credentialID\":\"SEAL-RSA\",\"SAD\":\"$(sad SEAL-RSA)\",
			\"hash\":[\"$(hash_of doc)\"],\"signAlgo\":\"1.2.840.113549.1.1.11\"}"
	}
	csc_fault signatures/signHash error_before
	run -0 signed
	expect '.[0].http_status == 500'
	[ "$(csc_signed)" = 0 ]
	csc_fault signatures/signHash error_after
	run -0 signed
	expect '.[0].http_status == 500'
	[ "$(csc_signed)" = 1 ]
	csc_fault signatures/signHash cut
	run -18 signed
	csc_fault signatures/signHash silent
	run signed
	[ "$status" = 56 ] || [ "$status" = 52 ]
	[ "$(csc_signed)" = 3 ]
	csc_fault info down 2
	for n in 1 2; do
		run csc_api info '{}'
		[ "$status" = 56 ] || [ "$status" = 35 ]
	done
	run -0 csc_api info '{}'
	csc_fault info busy 1 503:7
	run -0 curl -sSi --cacert "$csc_ca" -H 'Content-Type: application/json' -d '{}' "$csc/csc/v1/info"
	[[ $output == *" 503 "*"Retry-After: 7"* ]]
	csc_fault info large 1 2
	[ "$(csc_api info '{}' | wc -c)" -lt 5000 ]
	csc_fault credentials/authorize lower_sad
	run -0 csc_api credentials/authorize '{"credentialID":"SEAL-RSA","numSignatures":1}'
	expect '.[0].sad and .[0].SAD == null'
	csc_fault credentials/info text_len 0
	csc_fault credentials/info null 0
	for n in 1 2; do
		run -0 csc_api credentials/info '{"credentialID":"SEAL-RSA"}'
		expect '.[0].key.len == "2048" and (.[0] | has("PIN")) and .[0].PIN == null'
	done
	csc_clear
	csc_fault credentials/list error_code
	run -0 csc_api credentials/list '{"userID":"x"}'
	expect '.[0].errorCode == "invalid_request" and .[0].error == null'
	csc_withdraw
	run -0 csc_api credentials/list '{}'
	expect '.[0].error == "expired_token"'
}

@test "it comes back with what it knew, and its log has none of the secrets" {
	csc_sign_in
	csc_down
	run -7 curl -sS --cacert "$csc_ca" "$csc/csc/v1/info"
	csc_up
	api credentials/list '{}'
	expect '.[0].http_status == 200'
	sort -u "$csc_dir/secrets" >all
	[ "$(wc -l <all)" -gt 6 ]
	run -1 grep -Ff all "$csc_dir/calls.jsonl"
	[ "$(csc_calls credentials/list)" = 1 ]
}

@test "tokens of an authorization server that is not ours are held against its keys" {
	oauth_mock_start
	csc_down
	csc_up --oauth="$oauth"
	run -0 csc_post "$csc/csc/v1/info" -H 'Content-Type: application/json' -d '{}'
	expect ".[0].oauth2 == \"$oauth\""
	url=$(csc_url)
	code=$(csc_consent "$oauth${url#"$csc"}" | csc_code)
	[ -n "$code" ]
	run -0 csc_post "$oauth/oauth2/token" -d grant_type=authorization_code \
		-d "code=$code" -d "code_verifier=$csc_verifier" -d client_id=ipp
	expect '.[0].http_status == 200 and .[0].refresh_token'
	token=$(found '.[0].access_token')
	api credentials/list '{}'
	expect '.[0].credentialIDs[0] == "SEAL-RSA"'
	token=${token%?????}AAAAA
	api credentials/list '{}'
	refusal 401 invalid_token "The token provided is not a valid OAuth access or refresh token."
	[ "$(jq -r .grant "$oauth_log")" = authorization_code ]
}
