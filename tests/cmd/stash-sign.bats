# stash-sign - what an authority signs for us, others accept, and every signature is counted

load ../lib/house
load ../lib/serve
load ../lib/csc
load ../lib/pki

# maria, an issuer, has an authority of each version of the API, in which the
# organization speaks for itself.
setup() {
	local version
	house_store
	house_operator maria issuer
	csc_start
	(umask 077 && echo "$csc_secret" >secret && echo "$csc_pin" >pin)
	for version in 1 2; do
		issuer stash-ca add "Firme$version" --type="csc_v$version" \
			--base-url="$csc/csc/v$version" --oauth-client=ipp \
			--authentication=client_credentials --secret-file=secret \
			--tls-ca-file="$csc_ca" --access-days=60 >/dev/null
	done
	echo 'What is agreed upon.' >note.txt
}

teardown() {
	serve_stop
}

issuer() {
	house_as maria "$@"
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$1"
}

# lends ALIAS CREDENTIAL [VERSION] [OPTION]...: registered, and access granted.
lends() {
	issuer stash-cert add "$1" --authority="Firme${3:-1}" --credential="$2" \
		"${@:4}" >/dev/null
}

# signs ALIAS [OPTION]... FILE...
signs() {
	issuer stash-sign --alias="$1" "${@:2}"
}

# accepts FILE [CONTENT]: openssl verifies it as CAdES, back to the authority.
accepts() {
	openssl cms -verify -cades -binary -inform DER -in "$1" -purpose any \
		-CAfile "$csc_dir/chain.pem" ${2:+-content "$2"} -out content 2>&1
}

# files N: that many, with a line each, in `files`.
files() {
	local i
	mkdir -p files
	for ((i = 1; i <= $1; i++)); do echo "file $i" >"files/$i"; done
}

# later AMOUNT: sessions have ended by then.
later() {
	csc_clock "+$1"
	rm -rf maria.run
}

# The ledger's count of an alias, and the authority's own.
used() {
	sql "SELECT g.signatures_used FROM remote_grants g
	       JOIN remote_certificates c USING (certificate_id)
	      WHERE c.alias = '$1' AND g.is_current = 1"
}

report() {
	[ -e report.pdf ] || head -n 1 "$house_top/tests/fixtures/demo/batch.jsonl" |
		"$house_top/tests/lib/scans.py" --out inbox
	[ -e report.pdf ] || cp inbox/*/report.pdf .
}

@test "RSA and EC keys sign inside, apart and in PDF, by either version of the API" {
	local alias
	report
	lends rsa SEAL-RSA
	lends ec SEAL-EC 2
	for alias in rsa ec; do
		run -0 --separate-stderr signs $alias note.txt
		valid signed_file
		expect '.[0].format == "cades_attached" and .[0].output == "note.txt.p7m"
			and .[0].alias == "'$alias'" and (.[0].signer | test("CN=Sigillo"))'
		[ "$(found '.[0].sha256')" = "$(sha256sum <note.txt.p7m | cut -c1-64)" ]
		run -0 accepts note.txt.p7m
		cmp content note.txt
		run -0 --separate-stderr signs $alias --detached note.txt
		expect '.[0].output == "note.txt.p7s"'
		run -0 accepts note.txt.p7s note.txt
		run -0 --separate-stderr signs $alias report.pdf --reason=Fattura
		expect '.[0].format == "pades_cades"'
		run -0 pdfsig -nocert report-signed.pdf
		[[ $output == *"ETSI.CAdES.detached"* ]]
		[[ $output == *"Signature is Valid"* ]]
		[[ $output == *"Total document signed"* ]]
		rm note.txt.p7? report-signed.pdf
	done
	[ "$(used rsa) $(used ec)" = '3 3' ]
	[ "$(csc_signed)" = 6 ]
	run -0 ipp-store check
}

@test "ipp-verify finds the signatures good" {
	lends rsa SEAL-RSA
	signs rsa note.txt >/dev/null
	ipp-verify note.txt.p7m --trust="$csc_dir/root.pem" --offline >verdict ||
		[ $? = 1 ]
	run -0 jq -e '.signatures[0].sub_indication | . == null or
		(. != "HASH_FAILURE" and . != "SIG_CRYPTO_FAILURE" and . != "FORMAT_FAILURE")' verdict
}

@test "RSASSA-PSS signs where it is asked for" {
	lends rsa SEAL-RSA
	run -0 --separate-stderr signs rsa --padding=pss note.txt
	run -0 openssl cms -cmsout -print -inform DER -in note.txt.p7m
	[[ $output == *rsassaPss* ]]
	run -0 accepts note.txt.p7m
}

@test "a PIN is read from a file, and many files take few authorizations" {
	files 25
	lends pin PIN-EC 1 --pin-file=pin
	run -0 --separate-stderr signs pin --pin-file=pin files/*
	[ "${#lines[@]}" = 25 ]
	[ "$(csc_signed) $(used pin)" = '25 25' ]
	# ten at once is what the certificate allows; one was for the access itself
	[ "$(csc_calls credentials/authorize)" = 4 ]
	run -0 accepts files/25.p7m
	run -0 openssl cms -cmsout -print -inform DER -in files/1.p7m
	[[ $output == *sha384* ]]
	run ! grep -rqF "$csc_pin" "$IPP_STORE"
}

@test "a thousand files are signed by one authorization, in calls of a hundred" {
	files 1000
	lends ec SEAL-EC
	run -0 --separate-stderr signs ec --detached files/*
	[ "${#lines[@]}" = 1000 ]
	[ "$(csc_calls credentials/authorize)" = 1 ]
	[ "$(csc_calls signatures/signHash)" = 10 ]
	[ "$(csc_calls credentials/extendTransaction)" = 9 ]
	[ "$(csc_signed) $(used ec)" = '1000 1000' ]
	run -0 accepts files/777.p7s files/777
	run -0 accepts files/1000.p7s files/1000
}

@test "signatures are time-stamped by the authority, or by another" {
	report
	lends rsa SEAL-RSA
	run -0 --separate-stderr signs rsa --stamp note.txt
	run -0 openssl cms -cmsout -print -inform DER -in note.txt.p7m
	[[ $output == *timeStampToken* ]]
	run -0 accepts note.txt.p7m
	run -0 --separate-stderr signs rsa --stamp report.pdf
	run -0 pdfsig -nocert report-signed.pdf
	[[ $output == *"Signature is Valid"* ]]
	refused 64 stamp_ambiguous signs rsa --stamp --stamp-url="$csc/tsa" report.pdf
}

# A time-stamp authority that has nothing to do with the one that signs: sets url.
stamper() {
	pki_make
	pki_usage=critical,digitalSignature \
		pki_more='extendedKeyUsage=critical,timeStamping' pki_issue tsa
	echo 01 >pki/tsa.serial
	printf '%s\n' '[tsa]' 'default_tsa = it' '[it]' 'serial = pki/tsa.serial' \
		'default_policy = 1.3.6.1.4.1.99999.3' 'digests = sha256' \
		'ess_cert_id_alg = sha256' 'signer_digest = sha256' \
		'signer_cert = pki/tsa.pem' 'signer_key = pki/tsa.key' \
		'certs = pki/ca.pem' 'crypto_device = builtin' >pki/tsa.cnf
	house_then "$house_top/tests/lib/revocation.py" stamper.port log 3>&- &
	serve_await stamper.port $! || return
	servers+=("$(cat stamper.port.pid)")
	url=http://127.0.0.1:$(cat stamper.port)
}

# token_good MESSAGE: its time-stamp is over its very signature, says openssl.
token_good() {
	local at
	"$B/tests/lib/forge" value "$1" value
	at=$(openssl asn1parse -inform DER -in "$1" |
		awk -F: '/timeStampToken/ { found = 1 } found && /SEQUENCE/ { print $1; exit }')
	openssl asn1parse -inform DER -in "$1" -strparse "$((at))" -noout -out token
	house_then openssl ts -verify -data value -in token -token_in \
		-CAfile pki/root.pem -untrusted pki/ca.pem 2>&1
}

@test "a time-stamp of an authority of its own is over the signature, says openssl" {
	stamper
	report
	lends rsa SEAL-RSA
	run -0 --separate-stderr signs rsa --stamp-url="$url/stamp" note.txt report.pdf
	[ "$(grep -c 'POST /stamp' log)" = 2 ]
	run -0 token_good note.txt.p7m
	[[ $output == *'Verification: OK'* ]]
	run -0 accepts note.txt.p7m
	run -0 pdfsig -nocert report-signed.pdf
	[[ $output == *"Signature is Valid"* ]]
	pdfsig -dump report-signed.pdf >/dev/null
	run -0 token_good report-signed.pdf.sig0
	# over another signature it would not be
	"$B/tests/lib/forge" value report-signed.pdf.sig0 value
	run -1 house_then openssl ts -verify -data note.txt -in token -token_in \
		-CAfile pki/root.pem -untrusted pki/ca.pem
	[[ $output == *'message imprint mismatch'* ]]
	# what is no time-stamp, or that of something else, leaves no file
	rm note.txt.p7m
	for way in other no junk; do
		run ! signs rsa --stamp-url="$url/stamp/$way" note.txt
		[ ! -e note.txt.p7m ]
	done
}

@test "a limit of signatures is kept to the last one, whoever signs at the same time" {
	local i pids=()
	files 160
	issuer stash-ca edit Firme1 --access-signatures=100 >/dev/null
	lends rsa SEAL-RSA
	for ((i = 0; i < 8; i++)); do
		signs rsa --output=files $(seq -f 'files/%g' $((i * 20 + 1)) $((i * 20 + 20))) \
			>"out$i" 2>"err$i" &
		pids+=($!)
	done
	for i in "${pids[@]}"; do wait "$i" || [ $? = 1 ]; done
	[ "$(cat out? | wc -l)" = 100 ]
	[ "$(ls files/*.p7m | wc -l)" = 100 ]
	[ "$(csc_signed) $(used rsa)" = '100 100' ]
	[ "$(cat err? | jq -r .error.code | sort -u)" = signatures_used_up ]
	refused 1 signatures_used_up signs rsa note.txt
	run -0 ipp-store check
}

@test "an answer of 500 after it has signed leaves the signatures counted" {
	lends rsa SEAL-RSA
	csc_fault signatures/signHash error_after
	refused 69 signatures_unknown signs rsa note.txt
	[ ! -e note.txt.p7m ]
	[ "$(csc_signed) $(used rsa)" = '1 1' ]
	[ "$(sql 'SELECT state FROM remote_signings')" = unknown ]
	csc_fault signatures/signHash cut
	run ! signs rsa note.txt
	[ "$(csc_signed) $(used rsa)" = '2 2' ]
	run -0 signs rsa note.txt
	run -0 accepts note.txt.p7m
	[ "$(csc_signed) $(used rsa)" = '3 3' ]
}

@test "what was refused for certain is given back" {
	lends rsa SEAL-RSA
	csc_fault signatures/signHash refuse 1 '400:invalid_request:SAD expired'
	refused 1 sad_ended signs rsa note.txt
	[ "$(csc_signed) $(used rsa)" = '0 0' ]
	[ "$(sql 'SELECT state || refusal FROM remote_signings')" = 'refusedSAD expired' ]
	csc_fault signatures/signHash down
	run ! signs rsa note.txt
	[ "$(csc_signed)" = 0 ]
	csc_down
	refused 69 http_unavailable signs rsa note.txt
	[ "$(sql 'SELECT count(*) FROM remote_signings')" = 2 ]
}

@test "access that the authority took back is seen, and what it said is kept" {
	lends rsa SEAL-RSA
	csc_fault credentials/authorize refuse 1 '401:invalid_token:The grant was withdrawn.'
	refused 1 access_refused signs rsa note.txt
	run -0 --separate-stderr issuer stash-cert show rsa
	expect '.[0].trouble == "The grant was withdrawn."'
	[ "$(csc_signed) $(used rsa)" = '0 0' ]
}

@test "a signature that is bent is not written, and counted" {
	lends ec SEAL-EC
	csc_fault signatures/signHash bend
	refused 1 signature_unsound signs ec note.txt
	[ ! -e note.txt.p7m ]
	[ "$(csc_signed) $(used ec)" = '1 1' ]
}

@test "a signer that was killed leaves its signatures counted, and a rerun makes what is missing" {
	local signer
	files 30
	lends rsa SEAL-RSA
	run -0 signs rsa $(seq -f 'files/%g' 10)
	csc_fault signatures/signHash slow 1 30
	signs rsa --missing $(seq -f 'files/%g' 30) >out 2>err &
	signer=$!
	for ((i = 0; i < 100; i++)); do
		[ "$(used rsa)" = 10 ] || break
		sleep 0.1
	done
	pkill -KILL -P $signer || kill -KILL $signer
	wait $signer || true
	[ "$(used rsa)" = 30 ]
	[ "$(sql "SELECT count(*) FROM remote_signings WHERE state = 'reserved'")" = 1 ]
	[ "$(ls files/*.p7m | wc -l)" = 10 ]
	csc_clear
	run -0 --separate-stderr signs rsa --missing $(seq -f 'files/%g' 30)
	expect '(map(select(.passed)) | length) == 10 and length == 30'
	[ "$(ls files/*.p7m | wc -l)" = 30 ]
	[ "$(used rsa)" = 50 ]
	run -0 accepts files/30.p7m
	# what lies there and is another file's signature is not passed over
	cp files/30.p7m files/29.p7m
	refused 65 output_exists signs rsa --missing files/29
}

@test "a wrong code is not tried again, and a right one signs" {
	files 12
	lends totp TOTP-EC 1 --otp-file=<(csc_totp)
	csc_clock +60s
	(umask 077 && echo 000000 >otp)
	run -1 --separate-stderr signs totp --otp-file=otp files/*
	expect_error 'map(.code) | unique == ["otp_wrong"]'
	[ "$(csc_signed) $(used totp)" = '0 0' ]
	csc_totp >otp
	# five at once, and a code is good for once
	run -1 --separate-stderr signs totp --otp-file=otp files/*
	[ "${#lines[@]}" = 5 ]
	expect_error 'map(.code) | unique == ["otp_used"]'
	[ "$(csc_signed) $(used totp)" = '5 5' ]
}

@test "a holder who has to say yes in his browser says it once for all files, and for no others" {
	files 7
	ipp-operator grant admin --profile=issuer --unit=MAIN >/dev/null
	ipp-session switch --profile=issuer --unit=MAIN >/dev/null
	csc_authority Web --access-days=60
	csc_flow stash-cert add web --authority=Web --credential=WEB-RSA >/dev/null
	run -0 --separate-stderr csc_flow stash-sign --alias=web files/*
	[ "${#lines[@]}" = 7 ]
	run -0 accepts files/7.p7m
	[ "$(csc_signed) $(used web)" = '7 7' ]
	consent=deny run -1 --separate-stderr csc_flow stash-sign --alias=web note.txt
	[[ $stderr == *access_denied* ]]
	[ "$(csc_signed) $(used web)" = '7 7' ]
}

@test "in the second version, too, a holder says yes in his browser, to access and to signatures" {
	files 3
	ipp-operator grant admin --profile=issuer --unit=MAIN >/dev/null
	ipp-session switch --profile=issuer --unit=MAIN >/dev/null
	csc_version=2 csc_authority Web --type=csc_v2 --access-days=60
	csc_flow stash-cert add web --authority=Web --credential=WEB-RSA >/dev/null
	csc_flow stash-cert renew web >/dev/null
	csc_clock +2h
	ipp-session switch --profile=issuer --unit=MAIN >/dev/null || house_sign_in \
		admin "$house_password" "$house_otp" --profile=issuer --unit=MAIN
	run -0 --separate-stderr csc_flow stash-sign --alias=web files/*
	[ "${#lines[@]}" = 3 ]
	run -0 accepts files/3.p7m
	[ "$(csc_signed) $(used web)" = '3 3' ]
	# all of it by that version, whose server asks for a challenge (RFC 7636)
	run -0 jq -es 'map(select(.method == "oauth2/token" or .method == "signatures/signHash"))
		| length > 4 and all(.version == 2)' "$csc_dir/calls.jsonl"
	consent=deny run -1 --separate-stderr csc_flow stash-sign --alias=web note.txt
	[[ $stderr == *access_denied* ]]
	[ "$(csc_signed) $(used web)" = '3 3' ]
}

@test "access ends, whatever the token says" {
	lends rsa SEAL-RSA
	later 59d
	run -0 signs rsa note.txt
	later 1d
	refused 1 access_ended signs rsa note.txt --overwrite
	[ "$(csc_signed) $(used rsa)" = '1 1' ]
}

@test "what is suspended here or there does not sign" {
	lends rsa SEAL-RSA
	issuer stash-cert edit rsa --status=suspended >/dev/null
	refused 1 certificate_suspended signs rsa note.txt
	issuer stash-cert edit rsa --status=blocked >/dev/null
	refused 1 certificate_blocked signs rsa note.txt
	issuer stash-cert edit rsa --status=active >/dev/null
	issuer stash-ca edit Firme1 --status=suspended >/dev/null
	refused 1 authority_not_active signs rsa note.txt
	issuer stash-ca edit Firme1 --status=active >/dev/null
	csc_credential SEAL-RSA key_status disabled
	refused 1 key_disabled signs rsa note.txt
	csc_credential SEAL-RSA key_status enabled
	csc_credential SEAL-RSA certificate_status revoked
	refused 1 certificate_not_valid signs rsa note.txt
	[ "$(csc_signed)" = 0 ]
}

@test "only an issuer signs, and only with what is the organization's" {
	lends rsa SEAL-RSA
	house_operator luca auditor
	refused 77 not_permitted house_as luca stash-sign --alias=rsa note.txt
	refused 77 not_permitted stash-sign --alias=rsa note.txt
	refused 65 remote_certificate_unknown signs nobody note.txt
	run -0 --separate-stderr issuer stash-sign note.txt
	expect '.[0].alias == "rsa"'
	lends ec SEAL-EC
	refused 65 alias_missing issuer stash-sign note.txt --overwrite
	refused 65 wallet_unknown issuer stash-sign --wallet=other note.txt
}

# What of an organization lies in the store: remote_state NUMBER
remote_state() {
	sql "SELECT * FROM remote_authorities WHERE client_id = $1;
		SELECT * FROM remote_certificates WHERE client_id = $1;
		SELECT * FROM remote_grants WHERE client_id = $1;
		SELECT * FROM remote_signings WHERE client_id = $1;
		SELECT * FROM remote_notices WHERE client_id = $1" | sha256sum
}

# The verbs of stash-*, each as it is with what is another organization's: the
# status and code it ends with, 0 and - for one that shows nothing.
strangers='
65 remote_authority_unknown stash-ca show Firme1
65 remote_authority_unknown stash-ca edit Firme1 --status=suspended
65 remote_authority_unknown stash-ca check Firme1
0 - stash-ca list
65 remote_authority_unknown stash-cert add mine --authority=Firme1 --credential=SEAL-EC
65 authority_ambiguous stash-cert add mine --credential=SEAL-EC
0 - stash-cert list
65 remote_authority_unknown stash-cert list --authority=Firme1
65 wallet_unknown stash-cert list --wallet=Principal
65 remote_certificate_unknown stash-cert list --after=rsa
65 remote_certificate_unknown stash-cert show rsa
65 remote_certificate_unknown stash-cert edit rsa --status=blocked
65 remote_certificate_unknown stash-cert renew rsa
65 remote_certificate_unknown stash-cert refresh rsa
65 remote_certificate_unknown stash-cert remove rsa --force
0 - stash-cert notices
65 remote_certificate_unknown stash-sign --alias=rsa note.txt
65 wallet_unknown stash-sign --wallet=Principal note.txt'

@test "no verb meets what is another organization's, or what has the same name there" {
	local expected code command before calls
	lends rsa SEAL-RSA
	# something to be told of, were it hers
	sql "UPDATE remote_certificates SET key_status = 'disabled'"
	(umask 077 && echo 'seven green bottles' >carla.password)
	ipp-org add --client-code=ORG2 --operator=carla --surname=Verdi --given-name=Carla \
		--password-file=carla.password --otp-secret-file=carla.otp >/dev/null
	house_as carla ipp-operator grant carla --profile=issuer --unit=MAIN >/dev/null
	house_as carla ipp-session switch --profile=issuer >/dev/null
	before=$(remote_state 1) calls=$(wc -l <"$csc_dir/calls.jsonl")
	while read -r expected code command; do
		[ -n "$expected" ] || continue
		# shellcheck disable=SC2086 # a verb and its arguments
		if [ "$expected" = 0 ]; then
			run -0 --separate-stderr house_as carla $command
			[ -z "$output" ] || { echo "$command: $output"; return 1; }
		else
			refused "$expected" "$code" house_as carla $command
		fi
	done <<<"$strangers"
	[ "$(remote_state 1)" = "$before" ]
	[ "$(wc -l <"$csc_dir/calls.jsonl")" = "$calls" ]
	[ ! -e note.txt.p7m ]
	# none is left out; an authority that is added is hers, and so is a file
	for command in stash-ca stash-cert; do
		for code in $($command --describe | jq -r '.verbs[].name'); do
			[[ $strangers == *" $command $code"* || $command$code == stash-caadd ]]
		done
	done
	# hers may have the same names, and is another
	house_as carla stash-ca add Firme1 --base-url="$csc/csc/v1" --oauth-client=ipp \
		--authentication=client_credentials --secret-file=secret \
		--tls-ca-file="$csc_ca" >/dev/null
	house_as carla stash-cert add rsa --authority=Firme1 --credential=SEAL-EC >/dev/null
	run -0 --separate-stderr house_as carla stash-sign --alias=rsa note.txt
	expect '.[0].signer | test("SEAL-EC")'
	run -0 --separate-stderr house_as carla stash-cert refresh rsa
	run -0 --separate-stderr house_as carla stash-cert renew rsa
	run -0 --separate-stderr house_as carla stash-cert remove rsa
	[ "$(remote_state 1)" = "$before" ]
	run -0 ipp-store check
}

@test "a dry run asks nobody to sign" {
	lends rsa SEAL-RSA
	run -0 --separate-stderr signs rsa --dry-run note.txt
	expect '.[0].output == "note.txt.p7m" and .[0].sha256 == null'
	[ ! -e note.txt.p7m ]
	[ "$(csc_signed) $(used rsa)" = '0 0' ]
	[ "$(sql 'SELECT count(*) FROM remote_signings')" = 0 ]
}

@test "the journal tells what was signed, and nothing secret" {
	files 3
	lends pin PIN-EC 1 --pin-file=pin
	run -0 signs pin --pin-file=pin files/*
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'file_signed'")" = 3 ]
	[ "$(sql "SELECT detail ->> 'signatures' FROM journal WHERE event = 'remote_signed'")" = 3 ]
	run ! grep -rqFf "$csc_dir/secrets" "$IPP_STORE"
}

@test "an officer signs with a remote certificate that is registered for him" {
	lends ec SEAL-EC
	refused 1 certificate_not_registered ipp-sign --remote=ec note.txt
	ipp-operator certificate-add admin --file="$csc_dir/SEAL-EC.pem" >/dev/null
	run -0 --separate-stderr ipp-sign --remote=ec note.txt --offline
	expect '.[0].alias == "ec"'
	run -0 accepts note.txt.p7m
	[ "$(csc_signed) $(used ec)" = '1 1' ]
	refused 64 key_ambiguous ipp-sign --remote=ec --pkcs12=me.p12 note.txt
}
