# stamper - a time-stamp authority (RFC 3161) of openssl's
#
#	load ../lib/house
#	load ../lib/serve
#	load ../lib/pki
#	load ../lib/stamper
#	teardown() { stamper_stop; }
#	stamper				pki/tsa.*, a list of what was revoked; sets url
#	stamper_reply QUERY RESPONSE	what it answers, without a network; that
#					is a minute on its way
# shellcheck shell=bash disable=SC2154,SC2034
# (house sets what is used here; tests use what is set here)

# Its certificate is an hour old: programs at the clock of the test go on with
# it, and a slow machine would make one of the next second.
stamper() {
	local now=$IPP_NOW
	pki_make
	stamper_serve || return
	house_clock -1h
	pki_usage=critical,digitalSignature pki_more="crlDistributionPoints=URI:$url/ca.crl
		extendedKeyUsage=critical,timeStamping" pki_issue tsa
	house_clock "$now"
	pki_crl ca
	echo 01 >pki/tsa.serial
	printf '%s\n' '[tsa]' 'default_tsa = it' '[it]' 'serial = pki/tsa.serial' \
		'default_policy = 1.3.6.1.4.1.99999.3' 'digests = sha256, sha512' \
		'other_policies = 1.3.6.1.4.1.99999.4' \
		'ess_cert_id_alg = sha256' 'signer_digest = sha256' \
		'signer_cert = pki/tsa.pem' 'signer_key = pki/tsa.key' \
		'certs = pki/ca.pem' 'crypto_device = builtin' >pki/tsa.cnf
}

stamper_serve() {
	house_then "$house_top/tests/lib/revocation.py" port log 3>&- &
	serve_await port $! || return
	url=http://127.0.0.1:$(cat port)
}

stamper_stop() {
	[ ! -s port.pid ] || kill "$(cat port.pid)"
	rm -f port port.pid
}

stamper_reply() {
	AT_STANDS=1 house_then openssl ts -reply -config pki/tsa.cnf -queryfile "$1" -out "$2" \
		"${@:3}" 2>/dev/null || return
	house_clock +1m
}
