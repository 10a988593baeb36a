# ipp-verify - whose signature a file bears: CAdES

load ../lib/house
load ../lib/pki

setup_file() {
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR/first
	mkdir "$BATS_TEST_TMPDIR"
	house_clean
	pki_make
	house_clock -10d
	pki_issue mario
	pki_issue anna
	house_clock +10d
	head -c 3000 /dev/urandom | base64 >paper.txt
	pki_cades mario paper.txt signed.p7m -nodetach
	cp -a . "$BATS_FILE_TMPDIR/made"
}

setup() {
	house_clean
	cp -a "$BATS_FILE_TMPDIR/made/." .
	forge=$B/tests/lib/forge
}

sha() {
	sha256sum "$1" | cut -d' ' -f1
}

@test "a signature is told with signer, certificate and what it rests on" {
	passed pki_verify signed.p7m
	valid signature_report
	expect '.[0] | .kind == "cades" and .file == "signed.p7m"'
	expect ".[0].content_sha256 == \"$(sha paper.txt)\""
	expect ".[0].sha256 == \"$(sha signed.p7m)\""
	expect '.[0].signatures[0] | .number == 1 and .format == "cades_attached"
		and .level == "B" and .signer_name == "Mario Rossi"
		and .surname == "Rossi" and .given_name == "Mario"
		and .signer_serial_number == "TINIT-RSSMRA80A01H501U"
		and .tax_code == "RSSMRA80A01H501U" and .country == "IT"
		and .issuer == "CN=CA di prova,O=Prova,C=IT"
		and .qualified and .qscd and .qc_types == ["esign"]
		and .identified == ["eidas2_acd"]
		and .policies == ["0.4.0.194112.1.2"] and .key == "EC 256"
		and .digest_algorithm == "sha256"
		and .signing_time == "2026-11-22T08:00:00Z"
		and .judged_at == "2026-11-22T08:00:00Z"
		and .revocation_source == "crl" and .revocation_status == "good"
		and .revocation_at == "2026-11-22T08:00:00Z"
		and .revocation_next_update == "2026-11-23T08:00:00Z"
		and .covers == "whole_file" and .trust_source == "file"
		and .warnings == null'
	[ "$(found '.[0].signatures[0].certificate')" = "$(openssl x509 -in pki/mario.pem)" ]
}

@test "every form of a message is read: DER, PEM, base64, BER, by openssl" {
	pki_cades mario paper.txt pem.p7m -nodetach -outform PEM
	base64 signed.p7m >lines.p7m
	base64 -w0 signed.p7m >line.p7m
	pki_cades mario paper.txt ber.p7m -nodetach -stream
	openssl asn1parse -inform DER -in ber.p7m | grep -q 'l=inf'
	passed pki_verify pem.p7m lines.p7m line.p7m ber.p7m
	expect "length == 4 and all(.[]; .content_sha256 == \"$(sha paper.txt)\")"
}

@test "openssl and ipp-verify agree, with every kind of key" {
	local key
	for key in 'rsa:2048' 'rsa:3072' 'ec -pkeyopt ec_paramgen_curve:P-384'; do
		pki_key=$key pki_issue other
		pki_cades other paper.txt other.p7m -nodetach
		house_then openssl cms -verify -cades -binary -inform DER -in other.p7m \
			-purpose any -CAfile pki/root.pem -out /dev/null
		passed pki_verify other.p7m
	done
	pki_key=rsa:2048 pki_issue other
	pki_cades other paper.txt pss.p7m -nodetach -keyopt rsa_padding_mode:pss
	passed pki_verify pss.p7m
	expect '.[0].signatures[0].signature_algorithm == "rsassaPss"'
}

@test "a signature apart from its content needs the content" {
	pki_cades mario paper.txt apart.p7s
	passed pki_verify --content=paper.txt apart.p7s
	expect '.[0].signatures[0].format == "cades_detached"'
	expect ".[0].content_sha256 == \"$(sha paper.txt)\""
	indeterminate SIGNED_DATA_NOT_FOUND pki_verify apart.p7s
	# what is named is what is believed to be signed: another one is refused
	passed pki_verify --content=paper.txt signed.p7m
	echo more >>paper.txt
	failed HASH_FAILURE pki_verify --content=paper.txt apart.p7s
	refused 65 content_differs pki_verify --content=paper.txt signed.p7m
	run -0 --separate-stderr sh -c 'printf "{\"file\":\"signed.p7m\"}\n" |
		ipp-verify --trust=pki/root.pem --revocation=pki/root.crl \
		--revocation=pki/ca.crl'
	expect '.[0].indication == "TOTAL_PASSED"'
}

@test "a signed file may come on standard input" {
	passed pki_verify - <signed.p7m
	expect '.[0].file == "-"'
}

@test "messages in messages and several signers are all verified" {
	pki_cades anna signed.p7m outer.p7m -nodetach
	passed pki_verify outer.p7m
	expect '.[0].signatures | length == 2'
	expect ".[0].content_sha256 == \"$(sha paper.txt)\""
	pki_cades mario paper.txt two.p7m -nodetach -signer pki/anna.pem \
		-inkey pki/anna.key
	passed pki_verify two.p7m
	expect '.[0].signatures | length == 2'
	pki_revoke anna
	pki_crl ca
	failed REVOKED pki_verify two.p7m
	expect '[.[0].signatures[].indication] | sort == ["TOTAL_FAILED","TOTAL_PASSED"]'
	failed REVOKED pki_verify outer.p7m
}

@test "who leads to nobody trusted is told as such" {
	local now=$IPP_NOW
	mkdir other
	(cd other && pki_make)
	indeterminate NO_CERTIFICATE_CHAIN_FOUND ipp-verify --trust=other/pki/root.pem \
		--offline signed.p7m
	expect '.[0].signatures[0].signer_name == "Mario Rossi"'
	[ "$IPP_NOW" = "$now" ]
}

@test "a revoked certificate is refused, harder where the signer signed after" {
	pki_revoke mario keyCompromise
	pki_crl ca
	failed REVOKED pki_verify signed.p7m
	expect '.[0].signatures[0] | .revocation_status == "revoked"
		and .revoked_at == "2026-11-22T08:00:00Z"
		and .revocation_reason == "keyCompromise"'
	house_clock -1d
	pki_cades mario paper.txt before.p7m -nodetach
	house_clock +1d
	indeterminate REVOKED_NO_POE pki_verify before.p7m
	house_clock +1h
	pki_cades mario paper.txt after.p7m -nodetach
	failed REVOKED pki_verify after.p7m
	[[ $(found '.[0].reason') == *"revoked at 2026-11-22T08:00:00Z" ]]
}

@test "a suspended certificate is refused as long as it is" {
	pki_revoke mario certificateHold
	pki_crl ca
	failed REVOKED pki_verify signed.p7m
	[[ $(found '.[0].reason') == *"suspended at"* ]]
	: >pki/ca.index
	house_clock +1h
	pki_crl ca
	passed pki_verify signed.p7m
}

@test "without a current list of revoked ones nothing is said" {
	indeterminate TRY_LATER ipp-verify --trust=pki/root.pem --offline signed.p7m
	indeterminate TRY_LATER ipp-verify --trust=pki/root.pem \
		--revocation=pki/ca.crl --offline signed.p7m
	[[ $(found '.[0].reason') == *"issuer"* ]]
	house_clock +2d
	indeterminate TRY_LATER pki_verify signed.p7m
}

@test "lists of others, of parts and of changes do not count" {
	local now=$IPP_NOW list
	mkdir other
	(cd other && pki_make)
	cp other/pki/ca.crl pki/ca.crl # the same name, another key
	indeterminate TRY_LATER pki_verify signed.p7m
	for list in 'issuingDistributionPoint = critical,@idp' \
		'2.5.29.27 = critical,ASN1:INTEGER:1'; do
		printf '%s\n' '[ca]' 'default_ca = it' '[it]' 'database = pki/ca.index' \
			'default_md = sha256' 'default_crl_days = 1' \
			'crl_extensions = e' '[e]' "$list" '[idp]' \
			'onlyCA = TRUE' >pki/part.cnf
		house_then openssl ca -config pki/part.cnf -gencrl -cert pki/ca.pem \
			-keyfile pki/ca.key -out pki/ca.crl
		indeterminate TRY_LATER pki_verify signed.p7m
	done
	pki_crl ca -md sha1
	indeterminate TRY_LATER pki_verify signed.p7m
	pki_crl ca
	passed pki_verify signed.p7m
	[ "$IPP_NOW" = "$now" ]
}

@test "a certificate is judged in its time" {
	house_clock -11d
	pki_crl root
	pki_crl ca
	failed NOT_YET_VALID pki_verify signed.p7m
	house_clock +400d
	pki_crl root
	pki_crl ca
	indeterminate OUT_OF_BOUNDS_NO_POE pki_verify signed.p7m
	pki_cades mario paper.txt late.p7m -nodetach
	failed EXPIRED pki_verify late.p7m
	# as of a day in its life
	indeterminate TRY_LATER pki_verify --at=2026-11-22 signed.p7m
}

@test "a revoked issuer is told" {
	pki_revoke ca keyCompromise root
	pki_crl root
	indeterminate REVOKED_CA_NO_POE pki_verify signed.p7m
}

@test "OCSP responses count: of the issuer or of whom it made a responder" {
	local name
	pki_usage=digitalSignature pki_more=$'extendedKeyUsage=OCSPSigning\n1.3.6.1.5.5.7.48.1.5=ASN1:NULL' \
		pki_issue responder
	pki_usage=digitalSignature pki_more=$'extendedKeyUsage=emailProtection\n1.3.6.1.5.5.7.48.1.5=ASN1:NULL' \
		pki_issue impostor
	printf 'V\t391231235959Z\t\t%s\tunknown\t/CN=mario\n' \
		"$(openssl x509 -in pki/mario.pem -noout -serial | cut -d= -f2)" \
		>pki/ocsp.index
	for name in ca responder impostor; do
		house_then openssl ocsp -issuer pki/ca.pem -cert pki/mario.pem -CA pki/ca.pem \
			-index pki/ocsp.index -rsigner "pki/$name.pem" -rkey "pki/$name.key" \
			-ndays 1 -no_nonce -respout "$name.ors" >/dev/null 2>&1
	done
	set -- ipp-verify --trust=pki/root.pem --revocation=pki/root.crl --offline signed.p7m
	indeterminate TRY_LATER "$@" --revocation=impostor.ors
	passed "$@" --revocation=responder.ors
	expect '.[0].signatures[0].revocation_source == "ocsp"'
	passed "$@" --revocation=ca.ors
	printf 'R\t391231235959Z\t%s\t%s\tunknown\t/CN=mario\n' \
		"$(date -u -d "$IPP_NOW" +%y%m%d%H%M%SZ),keyCompromise" \
		"$(openssl x509 -in pki/mario.pem -noout -serial | cut -d= -f2)" \
		>pki/ocsp.index
	house_then openssl ocsp -issuer pki/ca.pem -cert pki/mario.pem -CA pki/ca.pem \
		-index pki/ocsp.index -rsigner pki/ca.pem -rkey pki/ca.key \
		-ndays 1 -no_nonce -respout no.ors >/dev/null 2>&1
	failed REVOKED "$@" --revocation=ca.ors --revocation=no.ors
	expect '.[0].signatures[0].revocation_reason == "keyCompromise"'
}

# Each of the following would pass if one check were missing; which, says the
# comment.

@test "trap: an old list inside the message does not hide a revocation" {
	# lib/port/signed_status.c, inside_read: younger than the proved time
	"$forge" crl signed.p7m pki/ca.crl old.p7m
	house_clock +1h
	pki_revoke mario
	cp pki/ca.crl old.crl
	indeterminate TRY_LATER ipp-verify --trust=pki/root.pem \
		--revocation=pki/root.crl --offline old.p7m
	passed ipp-verify --trust=pki/root.pem --revocation=pki/root.crl \
		--revocation=old.crl --offline old.p7m
}

@test "trap: a message without signed attributes is refused" {
	# lib/port/signed_cms.c, digest_find
	house_then openssl cms -sign -noattr -binary -md sha256 -signer pki/mario.pem \
		-inkey pki/mario.key -certfile pki/ca.pem -in paper.txt -nodetach \
		-outform DER -out bare.p7m
	house_then openssl cms -verify -cades -binary -inform DER -in bare.p7m \
		-purpose any -CAfile pki/root.pem -out /dev/null # takes it
	failed FORMAT_FAILURE pki_verify bare.p7m
	[[ $(found '.[0].reason') == *"no signed attributes"* ]]
}

@test "trap: a signature that does not name its certificate is not CAdES" {
	# lib/rule/signature_verdict.c, names_certificate
	house_then openssl cms -sign -binary -md sha256 -signer pki/mario.pem \
		-inkey pki/mario.key -certfile pki/ca.pem -in paper.txt -nodetach \
		-outform DER -out plain.p7m
	indeterminate SIG_CONSTRAINTS_FAILURE pki_verify plain.p7m
}

@test "trap: another certificate of the same key in place of the signer's" {
	# lib/port/signed_cms.c, meant_check
	local size
	mkdir rsa
	cd rsa
	export pki_key=rsa:2048
	pki_make
	pki_issue mario ca -set_serial 4711
	pki_subject=${pki_subject//Mario Rossi/Maria Rossa}
	cp pki/mario.csr pki/other.csr
	pki_request other "$pki_subject"
	openssl req -new -key pki/mario.key -subj "$pki_subject" -out pki/other.csr
	pki_extensions | pki_sign other ca -set_serial 4711
	pki_cades mario ../paper.txt signed.p7m -nodetach
	openssl x509 -in pki/mario.pem -outform DER -out mario.der
	openssl x509 -in pki/other.pem -outform DER -out other.der
	size=$(stat -c %s mario.der)
	[ "$size" = "$(stat -c %s other.der)" ]
	python3 - <<-'END'
		read = lambda name: open(name, "rb").read()
		swapped = read("signed.p7m").replace(read("mario.der"), read("other.der"))
		assert swapped != read("signed.p7m")
		open("swapped.p7m", "wb").write(swapped)
	END
	passed pki_verify signed.p7m
	indeterminate NO_SIGNING_CERTIFICATE_FOUND pki_verify swapped.p7m
}

@test "trap: weak digests and keys are refused" {
	# lib/port/signed_strength.c
	pki_cades mario paper.txt sha1.p7m -nodetach -md sha1
	indeterminate CRYPTO_CONSTRAINTS_FAILURE pki_verify sha1.p7m
	pki_key=rsa:2048 pki_issue other
	pki_cades other paper.txt pss.p7m -nodetach -keyopt rsa_padding_mode:pss \
		-md sha1
	indeterminate CRYPTO_CONSTRAINTS_FAILURE pki_verify pss.p7m
	pki_key=rsa:1024 pki_issue weak
	pki_cades weak paper.txt weak.p7m -nodetach
	indeterminate CRYPTO_CONSTRAINTS_FAILURE pki_verify weak.p7m
	pki_key='ec -pkeyopt ec_paramgen_curve:prime192v1' pki_issue small
	pki_cades small paper.txt small.p7m -nodetach
	indeterminate CRYPTO_CONSTRAINTS_FAILURE pki_verify small.p7m
}

@test "trap: bytes behind the end of the message are refused" {
	# lib/port/signed_cms.c, nothing_follows
	{ cat signed.p7m; printf x; } >one.p7m
	{ cat signed.p7m; head -c 100 /dev/zero; } >zeroes.p7m
	{ cat signed.p7m; cat signed.p7m; } >twice.p7m
	{ cat signed.p7m; printf x; } | base64 >text.p7m
	refused 65 file_broken pki_verify one.p7m
	refused 65 file_broken pki_verify zeroes.p7m
	refused 65 file_broken pki_verify twice.p7m
	refused 65 file_broken pki_verify text.p7m
}

@test "trap: a changed byte anywhere is noticed" {
	# lib/port/signed_cms.c, content_check and CMS_SignerInfo_verify
	python3 - <<-'END'
		b = bytearray(open("signed.p7m", "rb").read())
		at = b.find(open("paper.txt", "rb").read())
		b[at + 7] ^= 1
		open("content.p7m", "wb").write(b)
		b[at + 7] ^= 1
		b[-5] ^= 1
		open("value.p7m", "wb").write(b)
	END
	failed HASH_FAILURE pki_verify content.p7m
	failed SIG_CRYPTO_FAILURE pki_verify value.p7m
}

@test "trap: certificates that are not for signing, or no issuers" {
	# lib/port/signed_path.c, leaf_check; OpenSSL's path building
	pki_usage=critical,keyAgreement pki_issue agree
	pki_cades agree paper.txt agree.p7m -nodetach
	indeterminate CHAIN_CONSTRAINTS_FAILURE pki_verify agree.p7m
	pki_issue forged mario
	cat pki/mario.pem pki/ca.pem >chain.pem
	pki_cades forged paper.txt forged.p7m -nodetach -certfile chain.pem
	indeterminate CHAIN_CONSTRAINTS_FAILURE pki_verify forged.p7m
	pki_usage=critical,keyCertSign pki_issue half # CA:FALSE
	pki_issue forged half
	cat pki/half.pem pki/ca.pem >chain.pem
	pki_cades forged paper.txt forged.p7m -nodetach -certfile chain.pem
	indeterminate CHAIN_CONSTRAINTS_FAILURE pki_verify forged.p7m
}

@test "a certificate that is not qualified is told, and passes" {
	pki_qc() { :; }
	pki_usage=critical,digitalSignature pki_issue plain
	pki_cades plain paper.txt plain.p7m -nodetach
	passed pki_verify plain.p7m
	expect '.[0].signatures[0] | (.qualified | not) and (.qscd | not)
		and (.warnings[0] | test("not for signing documents"))'
}

@test "what is no signed file is refused" {
	openssl crl2pkcs7 -nocrl -certfile pki/ca.pem -outform DER -out certs.p7b
	refused 65 not_signed pki_verify certs.p7b
	refused 65 file_broken pki_verify paper.txt
	: >empty
	refused 65 file_empty pki_verify empty
	refused 74 file_unreadable pki_verify nowhere.p7m
	head -c 1000 signed.p7m >cut.p7m
	refused 65 file_broken pki_verify cut.p7m
	openssl cms -encrypt -binary -in paper.txt -outform DER -out secret.p7m pki/mario.pem
	refused 65 file_broken pki_verify secret.p7m
}

@test "who is named as trusted has to be a certificate" {
	refused 65 pem_unreadable ipp-verify --trust=paper.txt signed.p7m
	printf '%s\n' '-----BEGIN CERTIFICATE-----' AAAA '-----END CERTIFICATE-----' >no.pem
	refused 65 certificate_unreadable ipp-verify --trust=no.pem signed.p7m
}

@test "the exit status of a stream is that of its worst file" {
	echo x >>paper.txt
	pki_cades mario paper.txt apart.p7s
	run --separate-stderr pki_verify signed.p7m apart.p7s
	[ "$status" = 1 ]
	expect 'map(.indication) == ["TOTAL_PASSED","INDETERMINATE"]'
	run --separate-stderr pki_verify signed.p7m apart.p7s paper.txt signed.p7m
	[ "$status" = 65 ]
	expect 'length == 3'
}

@test "on a terminal it is told in words" {
	run -0 pki_verify --format=table signed.p7m
	[[ $output == *"indication             TOTAL_PASSED"* ]]
	[[ $output == *"  signer_name            Mario Rossi"* ]]
	[[ $output != *"BEGIN CERTIFICATE"* ]]
}
