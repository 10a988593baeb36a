# ipp-verify - trust of the store, revocation from the network, time-stamps

load ../lib/house
load ../lib/serve
load ../lib/pki

# Serves ./pki on loopback; sets `url`.
publish() {
	house_then "$house_top/tests/lib/revocation.py" port log 3>&- &
	serve_await port $!
	url=http://127.0.0.1:$(cat port)
}

setup() {
	house_store
	forge=$B/tests/lib/forge
	pki_make
	echo 'What is agreed upon.' >paper.txt
}

teardown() {
	# the program itself, not the faketime around it
	[ ! -e port.pid ] || kill "$(cat port.pid)"
}

@test "anchors that were imported are trusted, and others are not" {
	pki_issue mario
	pki_cades mario paper.txt signed.p7m -nodetach
	set -- ipp-verify --offline --revocation=pki/root.crl --revocation=pki/ca.crl signed.p7m
	indeterminate NO_CERTIFICATE_CHAIN_FOUND "$@"
	ipp-trust import pki/root.pem >/dev/null
	passed "$@"
	expect '.[0].signatures[0].trust_source == "file"'
	# who is named stands in the place of all others
	mkdir other
	(cd other && pki_make)
	indeterminate NO_CERTIFICATE_CHAIN_FOUND "$@" --trust=other/pki/root.pem
	passed "$@" --trust=other/pki/root.pem --trust=pki/root.pem
}

@test "who was imported for time-stamps issues no signers" {
	# lib/port/signed_path.c, signed_anchor_serves
	pki_issue mario
	pki_cades mario paper.txt signed.p7m -nodetach
	ipp-trust import --service-type=tsa pki/ca.pem >/dev/null
	indeterminate NO_CERTIFICATE_CHAIN_FOUND ipp-verify --offline \
		--revocation=pki/ca.crl signed.p7m
}

@test "a store is needed where nobody is named" {
	pki_issue mario
	pki_cades mario paper.txt signed.p7m -nodetach
	export IPP_STORE=$BATS_TEST_TMPDIR/nowhere
	refused 78 store_missing ipp-verify signed.p7m
	passed pki_verify signed.p7m
}

@test "revocation lists are fetched, kept, and fetched again when they are old" {
	publish
	pki_more="crlDistributionPoints=URI:$url/ca.crl" pki_issue mario
	pki_cades mario paper.txt signed.p7m -nodetach
	ipp-trust import pki/ca.pem >/dev/null
	indeterminate TRY_LATER ipp-verify --offline signed.p7m
	passed ipp-verify signed.p7m
	expect '.[0].signatures[0].revocation_source == "crl"'
	[ "$(cat log)" = 'GET /ca.crl' ]
	passed ipp-verify signed.p7m signed.p7m
	passed ipp-verify --offline signed.p7m
	[ "$(cat log)" = 'GET /ca.crl' ]
	house_clock +2d
	pki_revoke mario superseded
	pki_crl ca
	indeterminate REVOKED_NO_POE ipp-verify signed.p7m
	expect '.[0].signatures[0].revocation_reason == "superseded"'
	[ "$(wc -l <log)" = 2 ]
}

@test "OCSP is asked first, and the list where it does not answer" {
	publish
	pki_more=$'crlDistributionPoints=URI:'"$url/ca.crl"$'\nauthorityInfoAccess=OCSP;URI:'"$url/ocsp" \
		pki_issue mario
	printf 'V\t391231235959Z\t\t%s\tunknown\t/CN=mario\n' \
		"$(openssl x509 -in pki/mario.pem -noout -serial | cut -d= -f2)" >pki/ocsp.index
	pki_cades mario paper.txt signed.p7m -nodetach
	ipp-trust import pki/ca.pem >/dev/null
	passed ipp-verify signed.p7m
	expect '.[0].signatures[0].revocation_source == "ocsp"'
	[ "$(cat log)" = 'POST /ocsp' ]
	passed ipp-verify --offline signed.p7m
	: >log
	house_clock +2d
	pki_crl ca
	rm pki/ocsp.index
	passed ipp-verify signed.p7m
	expect '.[0].signatures[0].revocation_source == "crl"'
	[ "$(grep -c . log)" = 2 ]
}

@test "nothing is fetched for who leads to nobody" {
	publish
	pki_more="crlDistributionPoints=URI:$url/ca.crl" pki_issue mario
	pki_cades mario paper.txt signed.p7m -nodetach
	indeterminate NO_CERTIFICATE_CHAIN_FOUND ipp-verify signed.p7m
	[ ! -e log ]
}

# stamp IN OUT: adds a time-stamp of pki/tsa now
stamp() {
	printf '%s\n' '[tsa]' 'default_tsa = it' '[it]' 'serial = pki/tsa.serial' \
		'default_policy = 1.3.6.1.4.1.99999.3' 'digests = sha256' \
		'ess_cert_id_alg = sha256' 'signer_digest = sha256' \
		'crypto_device = builtin' >pki/tsa.cnf
	"$forge" value "$1" value
	openssl ts -query -data value -sha256 -cert -out query 2>/dev/null
	house_then openssl ts -reply -config pki/tsa.cnf -queryfile query \
		-signer pki/tsa.pem -inkey pki/tsa.key -chain pki/ca.pem -token_out \
		-out token 2>/dev/null
	"$forge" stamp "$1" token "$2"
}

tsa() {
	echo 01 >pki/tsa.serial
	pki_usage=critical,digitalSignature \
		pki_more='extendedKeyUsage=critical,timeStamping' pki_issue tsa
}

@test "a time-stamp proves a signature that was revoked or expired later" {
	tsa
	pki_issue mario
	pki_cades mario paper.txt signed.p7m -nodetach
	house_clock +1h
	stamp signed.p7m stamped.p7m
	passed pki_verify stamped.p7m
	expect '.[0].signatures[0] | .level == "T"
		and .proved_time == "2026-11-22T09:00:00Z"
		and .judged_at == .proved_time and .timestamp_authority == "Mario Rossi"'
	house_clock +1h
	pki_revoke mario keyCompromise
	pki_crl ca
	indeterminate REVOKED_NO_POE pki_verify signed.p7m
	passed pki_verify stamped.p7m
	expect '.[0].signatures[0] | .revocation_status == "revoked"
		and (.warnings[0] | test("revoked or suspended after"))'
	stamp signed.p7m late.p7m
	indeterminate REVOKED_NO_POE pki_verify late.p7m
}

@test "trap: time-stamps that prove nothing" {
	local name
	tsa
	pki_issue mario
	pki_cades mario paper.txt signed.p7m -nodetach
	house_clock +1h
	# of another signature: lib/port/signed_stamp.c, imprint_check
	pki_cades mario paper.txt other.p7m -nodetach
	stamp other.p7m other-stamped.p7m
	cp token foreign
	"$forge" stamp signed.p7m foreign foreign.p7m
	# of somebody whom nobody trusts: lib/act/verify_child.c, stamp_proves
	mkdir other
	(cd other && pki_make && tsa && cp ../signed.p7m . && stamp signed.p7m ../stranger.p7m)
	# signed with a certificate for signing: signed_stamp.c, purpose_check
	stamp signed.p7m good.p7m
	openssl cms -verify -noverify -binary -inform DER -in token -out told 2>/dev/null
	openssl asn1parse -inform DER -in told >/dev/null
	pki_issue anna
	pki_cades anna told misused -nodetach \
		-econtent_type 1.2.840.113549.1.9.16.1.4
	"$forge" stamp signed.p7m misused misused.p7m
	house_clock +1h
	pki_revoke mario
	pki_crl ca
	for name in foreign stranger misused; do
		indeterminate REVOKED_NO_POE pki_verify $name.p7m
		expect '.[0].signatures[0] | .proved_time == null
			and any(.warnings[]; test("proves nothing"))'
	done
}

@test "proofs in a PDF count for the time before they were made" {
	local pdf="house_then $house_top/tests/lib/pdf.py" catalog list
	pki_days=3650 tsa
	pki_issue mario
	$pdf new paper.pdf 'Pay 100 euro'
	# what is signed does not depend on what is in the gap
	$pdf sign paper.pdf signed.pdf pki/mario.pem pki/mario.key pki/ca.pem
	python3 - <<-'END'
		import re
		pdf = open("signed.pdf", "rb").read()
		gap = pdf.rindex(b"/Contents <") + len(b"/Contents <")
		message = bytes.fromhex(pdf[gap:pdf.index(b">", gap)].decode())
		size = int.from_bytes(message[2:4], "big") + 4
		open("message", "wb").write(message[:size])
	END
	house_clock +1h
	stamp message stamped
	$pdf sign paper.pdf stamped.pdf pki/mario.pem pki/mario.key pki/ca.pem message=stamped
	house_clock +1h
	pki_crl root
	pki_crl ca
	catalog=$(pdf_body stamped.pdf 1)
	for list in root ca; do
		openssl crl -in pki/$list.crl -outform DER | xxd -p -c 100000 >$list.hex
	done
	$pdf update stamped.pdf lasting.pdf \
		"1=${catalog% >>} /DSS << /CRLs [30 0 R 31 0 R] >> >>" \
		"30=<< /Filter /ASCIIHexDecode /Length $(($(wc -c <root.hex) - 1)) >>"$'\nstream\n'"$(cat root.hex)"$'\nendstream' \
		"31=<< /Filter /ASCIIHexDecode /Length $(($(wc -c <ca.hex) - 1)) >>"$'\nstream\n'"$(cat ca.hex)"$'\nendstream'
	house_clock +500d
	pki_crl root
	pki_crl ca
	indeterminate TRY_LATER pki_verify stamped.pdf
	passed pki_verify lasting.pdf
	expect '.[0].signatures[0] | .level == "LT" and .proved_time == "2026-11-22T09:00:00Z"'
}

# lone NAME FILE OUT: signed, and nothing in it but the signer's certificate
lone() {
	house_then openssl cms -sign -cades -binary -md sha256 -nosmimecap \
		-signer "pki/$1.pem" -inkey "pki/$1.key" -in "$2" -outform DER \
		-out "$3" -nodetach
}

# names URL...: whoever is issued now says that its issuer is there
names() {
	local one
	pki_more=authorityInfoAccess=
	for one; do
		pki_more+="caIssuers;URI:$one,"
	done
	pki_more=${pki_more%,}
}

# A root that is trusted, and an authority below it that only the web has.
missing_issuer() {
	publish
	openssl x509 -in pki/ca.pem -outform DER -out pki/ca.cer
	names "$url/ca.cer"
	pki_issue mario
	lone mario paper.txt lone.p7m
	verify=(ipp-verify --trust=pki/root.pem --revocation=pki/root.crl
		--revocation=pki/ca.crl)
}

@test "an issuer that a file lacks is fetched from where the signer names it" {
	missing_issuer
	indeterminate NO_CERTIFICATE_CHAIN_FOUND "${verify[@]}" --offline lone.p7m
	[ ! -e log ]
	passed "${verify[@]}" lone.p7m lone.p7m
	[ "$(cat log)" = 'GET /ca.cer' ]
	# a bundle of certificates and nothing else, in BER or DER
	openssl crl2pkcs7 -nocrl -certfile pki/root.pem -certfile pki/ca.pem \
		-outform DER -out pki/ca.p7c
	names "$url/ca.p7c"
	pki_issue anna
	lone anna paper.txt anna.p7m
	passed "${verify[@]}" anna.p7m
	# the second address, where the first is of no use
	names "$url/no.cer" "$url/ca.cer"
	pki_issue carla
	lone carla paper.txt carla.p7m
	: >log
	passed "${verify[@]}" carla.p7m
	[ "$(cat log)" = $'GET /no.cer\nGET /ca.cer' ]
}

@test "what an issuer that was fetched leads to is asked of store and network" {
	missing_issuer
	pki_more+=$'\n'"crlDistributionPoints=URI:$url/ca.crl"
	pki_issue mario
	lone mario paper.txt lone.p7m
	ipp-trust import pki/root.pem >/dev/null
	run -0 --separate-stderr ipp-verify --revocation=pki/root.crl lone.p7m
	[ "$(cat log)" = $'GET /ca.cer\nGET /ca.crl' ]
	# the list was kept, the issuer was not
	passed ipp-verify --revocation=pki/root.crl lone.p7m
	[ "$(tail -n 1 log)" = 'GET /ca.cer' ]
	pki_revoke mario keyCompromise
	house_clock +2d
	pki_crl ca
	pki_crl root
	failed REVOKED ipp-verify --revocation=pki/root.crl lone.p7m
}

@test "two issuers may lack, and no more than three" {
	local above name
	missing_issuer
	above=ca
	for name in sub1 sub2 sub3; do
		names "$url/$above.cer"
		pki_request $name "/C=IT/O=Prova/CN=$name"
		{ pki_authority && echo "$pki_more"; } | pki_sign $name $above
		openssl x509 -in pki/$name.pem -outform DER -out pki/$name.cer
		: >pki/$name.index
		pki_crl $name
		verify+=("--revocation=pki/$name.crl")
		names "$url/$name.cer"
		pki_issue "of_$name" $name
		lone "of_$name" paper.txt $name.p7m
		above=$name
	done
	passed "${verify[@]}" sub1.p7m
	passed "${verify[@]}" sub2.p7m
	: >log
	indeterminate NO_CERTIFICATE_CHAIN_FOUND "${verify[@]}" sub3.p7m
	[ "$(cat log)" = $'GET /sub3.cer\nGET /sub2.cer\nGET /sub1.cer' ]
}

@test "trap: issuers that are not taken from the network" {
	local name at
	missing_issuer
	# lib/port/signed_issuer.c, addresses_find: http alone
	for at in "https${url#http}/ca.cer" "file://$PWD/pki/ca.cer" \
		"ftp${url#http}/ca.cer" "ldap${url#http}/ca.cer"; do
		names "$at"
		pki_issue other
		lone other paper.txt other.p7m
		indeterminate NO_CERTIFICATE_CHAIN_FOUND "${verify[@]}" other.p7m
	done
	[ ! -e log ]
	# answer_take and bundle_take, LIMIT_ISSUER_BYTES; no redirect is followed
	cp pki/ca.pem pki/pem.cer
	{ cat pki/ca.cer; printf x; } >pki/longer.cer
	{ cat pki/ca.cer; head -c 66000 /dev/zero; } >pki/huge.cer
	: >pki/empty.cer
	cp paper.txt pki/text.cer
	pki_cades mario paper.txt pki/signed.p7c -nodetach
	for name in $(seq 9); do cat pki/ca.pem; done >nine.pem
	openssl crl2pkcs7 -nocrl -certfile nine.pem -outform DER -out pki/nine.p7c
	{ openssl crl2pkcs7 -nocrl -certfile pki/ca.pem -outform DER; printf x; } >pki/longer.p7c
	for name in pem.cer longer.cer huge.cer empty.cer text.cer signed.p7c \
		nine.p7c longer.p7c moved/ca.cer; do
		names "$url/$name"
		pki_issue other
		lone other paper.txt other.p7m
		: >log
		indeterminate NO_CERTIFICATE_CHAIN_FOUND "${verify[@]}" other.p7m
		[ "$(cat log)" = "GET /$name" ]
	done
	# nobody is trusted for being fetched
	mkdir other
	(cd other && pki_make)
	indeterminate NO_CERTIFICATE_CHAIN_FOUND ipp-verify \
		--trust=other/pki/root.pem lone.p7m
	# nor asked for a signature that does not hold
	python3 - <<-'END'
		b = bytearray(open("lone.p7m", "rb").read())
		b[-5] ^= 1
		open("broken.p7m", "wb").write(b)
	END
	: >log
	failed SIG_CRYPTO_FAILURE "${verify[@]}" broken.p7m
	[ ! -s log ]
}
