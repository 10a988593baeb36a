# pki - a small certification authority, made with openssl at the test's clock
#
#	load ../lib/pki
#	pki_make                  root.pem, ca.pem and what they need, in ./pki
#	pki_issue mario           pki/mario.pem, pki/mario.key: a signer
#	pki_crl ca                pki/ca.crl, with what pki_revoke told
# shellcheck shell=bash disable=SC2154
# (bats sets output, stderr and status)

# The distinguished name and extensions of a signer; a test may change them
# for the next pki_issue.
pki_subject='/C=IT/SN=Rossi/GN=Mario/CN=Mario Rossi/serialNumber=TINIT-RSSMRA80A01H501U'
pki_usage='critical,nonRepudiation'
pki_identified=3 # QcIdentMethod, EN 319 412-5
pki_key='ec -pkeyopt ec_paramgen_curve:P-256'
pki_days=365
pki_more=        # more lines of extensions

pki_qc() {
	cat <<-END
		1.3.6.1.5.5.7.1.3 = ASN1:SEQUENCE:qc
		[qc]
		a = SEQUENCE:qc_compliance
		b = SEQUENCE:qc_sscd
		c = SEQUENCE:qc_type
		d = SEQUENCE:qc_identified
		[qc_compliance]
		id = OID:0.4.0.1862.1.1
		[qc_sscd]
		id = OID:0.4.0.1862.1.4
		[qc_type]
		id = OID:0.4.0.1862.1.6
		info = SEQUENCE:qc_types
		[qc_types]
		a = OID:0.4.0.1862.1.6.1
		[qc_identified]
		id = OID:0.4.0.1862.1.8
		info = SEQUENCE:qc_methods
		[qc_methods]
		a = OID:0.4.0.1862.1.8.$pki_identified
	END
}

pki_extensions() {
	cat <<-END
		basicConstraints = critical,CA:FALSE
		keyUsage = $pki_usage
		subjectKeyIdentifier = hash
		authorityKeyIdentifier = keyid
		certificatePolicies = 0.4.0.194112.1.2
		$pki_more
	END
	pki_qc
}

pki_request() {
	# shellcheck disable=SC2086 # the key is some words
	openssl req -new -newkey $pki_key -nodes -keyout "pki/$1.key" \
		-subj "$2" -out "pki/$1.csr" 2>/dev/null
}

# pki_sign NAME ISSUER [OPTION]...: extensions on stdin
pki_sign() {
	local name=$1 issuer=$2
	shift 2
	cat >"pki/$name.ext"
	AT_STANDS=1 house_then openssl x509 -req -in "pki/$name.csr" -CA "pki/$issuer.pem" \
		-CAkey "pki/$issuer.key" -days "$pki_days" -sha256 \
		-extfile "pki/$name.ext" -out "pki/$name.pem" "$@" 2>/dev/null
}

pki_authority() {
	cat <<-END
		basicConstraints = critical,CA:TRUE
		keyUsage = critical,keyCertSign,cRLSign
		subjectKeyIdentifier = hash
		authorityKeyIdentifier = keyid
	END
}

# pki_make: a root and an issuing authority, 30 days old.
pki_make() {
	local now=$IPP_NOW
	mkdir -p pki
	house_clock -30d
	pki_request root '/C=IT/O=Prova/CN=Root di prova'
	pki_authority | sed /authorityKey/d >pki/root.ext
	AT_STANDS=1 house_then openssl x509 -req -in pki/root.csr -signkey pki/root.key \
		-days 3650 -sha256 -extfile pki/root.ext -out pki/root.pem 2>/dev/null
	pki_request ca '/C=IT/O=Prova/CN=CA di prova'
	pki_authority | pki_days=1825 pki_sign ca root
	house_clock "$now"
	: >pki/root.index
	: >pki/ca.index
	pki_crl root
	pki_crl ca
}

# pki_issue NAME [ISSUER] [OPTION]...
pki_issue() {
	local name=$1 issuer=${2:-ca}
	shift $(($# < 2 ? $# : 2))
	pki_request "$name" "$pki_subject"
	pki_extensions | pki_sign "$name" "$issuer" "$@"
}

# pki_crl ISSUER [OPTION]...: pki/ISSUER.crl for a day
pki_crl() {
	local issuer=$1
	shift
	printf '%s\n' '[ca]' 'default_ca = it' '[it]' "database = pki/$issuer.index" \
		'default_md = sha256' 'default_crl_days = 1' >pki/ca.cnf
	AT_STANDS=1 house_then openssl ca -config pki/ca.cnf -gencrl -cert "pki/$issuer.pem" \
		-keyfile "pki/$issuer.key" -out "pki/$issuer.crl" "$@" 2>/dev/null
}

# pki_revoke NAME [REASON] [ISSUER]: revoked now
pki_revoke() {
	local serial
	serial=$(openssl x509 -in "pki/$1.pem" -noout -serial | cut -d= -f2)
	printf 'R\t391231235959Z\t%s%s\t%s\tunknown\t/CN=%s\n' \
		"$(date -u -d "$IPP_NOW" +%y%m%d%H%M%SZ)" "${2:+,$2}" "$serial" \
		"$1" >>"pki/${3:-ca}.index"
}

# pki_cades NAME FILE OUT [OPTION]...: a CAdES signature, with openssl
pki_cades() {
	local name=$1 file=$2 out=$3
	shift 3
	AT_STANDS=1 house_then openssl cms -sign -cades -binary -md sha256 -nosmimecap \
		-signer "pki/$name.pem" -inkey "pki/$name.key" \
		-certfile pki/ca.pem -in "$file" -outform DER -out "$out" "$@"
}

# pki_verify FILE [OPTION]...: ipp-verify with what this authority says
pki_verify() {
	ipp-verify --trust=pki/root.pem --revocation=pki/root.crl \
		--revocation=pki/ca.crl --offline "$@"
}

# verdict INDICATION [SUB] COMMAND...: every file has this one.
verdict() {
	local indication=$1 sub=$2
	shift 2
	run --separate-stderr "$@"
	[ "$status" = "$([ "$indication" = TOTAL_PASSED ] && echo 0 || echo 1)" ] || {
		echo "status $status: $output $stderr"
		return 1
	}
	expect "length > 0 and all(.[]; .indication == \"$indication\" and
		.sub_indication == ${sub:-null})"
}
passed() {
	verdict TOTAL_PASSED '' "$@"
}
indeterminate() {
	verdict INDETERMINATE "\"$1\"" "${@:2}"
}
failed() {
	verdict TOTAL_FAILED "\"$1\"" "${@:2}"
}

# pdf_body FILE NUMBER: the last version of an object of tests/lib/pdf.py
pdf_body() {
	python3 -c 'import re, sys
found = re.findall(rb"(?:^|\n)%d 0 obj\n(.*?)\nendobj" % int(sys.argv[2]),
	open(sys.argv[1], "rb").read(), re.S)
print(found[-1].decode("latin-1"))' "$1" "$2"
}

# pdf_stream TEXT: the body of a stream object
pdf_stream() {
	printf '<< /Length %d >>\nstream\n%s\nendstream' "${#1}" "$1"
}
