# ipp-verify - signatures whose issuers stand in a trusted list

load ../lib/house
load ../lib/pki

setup() {
	house_store
	pki_make
	pki_issue mario
	echo 'content' >form.txt
	pki_cades mario form.txt form.p7m -nodetach
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout it.key -out it.pem -subj /CN=it 2>/dev/null
}

# listed [JQ CHANGE]: the list with the issuing authority is imported
listed() {
	sequence=$((${sequence-0} + 1))
	jq --argjson sequence "$sequence" ".sequence = \$sequence | ${1:-.}" <<-'END' |
	{"type": "national", "territory": "IT",
	 "issued": "2026-11-20T00:00:00Z", "next": "2026-11-22T20:00:00Z",
	 "providers": [{"name": "Prestatore", "services": [{"type": "CA/QC",
	  "name": "CA di prova", "certificates": ["pki/ca.pem"],
	  "status": "granted", "since": "2018-01-01T00:00:00Z",
	  "purposes": ["ForeSignatures"]}]}]}
	END
		"$house_top/tests/lib/trusted_list.py" it.xml it.key it.pem
	ipp-trust import it.xml --signers=it.pem >/dev/null
}

by_list() {
	ipp-verify --revocation=pki/ca.crl --offline form.p7m
}

@test "a signature passes by the list, and is qualified by it" {
	indeterminate NO_CERTIFICATE_CHAIN_FOUND by_list
	listed
	passed by_list
	expect '.[0].signatures[0] | .qualified and .qscd'
	jq -e '.signatures[0] | tostring | contains("Prestatore") and
		contains("\"IT\"")' <<<"$output"
}

@test "a service for seals, or one whose certificates the list excludes, qualifies nothing" {
	listed '.providers[0].services[0].purposes = ["ForeSeals"]'
	passed by_list
	expect '.[0].signatures[0].qualified | not'
	listed '.providers[0].services[0].qualifications = [{
		qualifiers: ["NotQualified"], policies: [["0.4.0.194112.1.2"]]}]'
	passed by_list
	expect '.[0].signatures[0].qualified | not'
	listed '.providers[0].services[0].qualifications = [{
		qualifiers: ["QCNoQSCD"], usages: [{nonRepudiation: true}]}]'
	passed by_list
	expect '.[0].signatures[0] | .qualified and (.qscd | not)'
}

@test "a service that is withdrawn when the signature counts is no issuer" {
	listed '.providers[0].services[0] |= (.status = "withdrawn" |
		.since = "2026-11-22T00:00:00Z" | .history = [{status: "granted",
		since: "2018-01-01T00:00:00Z", purposes: ["ForeSignatures"]}])'
	run --separate-stderr by_list
	[ "$status" = 1 ]
	expect '.[0].indication == "INDETERMINATE"'
}

@test "by a list that is late nothing is valid, until its days of grace are over" {
	listed
	house_clock +12h
	passed by_list
	house_clock +1m
	pki_crl ca
	run --separate-stderr by_list
	[ "$status" = 1 ]
	expect '.[0].indication == "INDETERMINATE"'
	printf '[trust]\ngrace_days = 1\n' >conf
	IPP_CONFIG=$PWD/conf passed by_list
}
