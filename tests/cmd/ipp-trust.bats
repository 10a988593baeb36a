# ipp-trust - whose certificates signatures may lead to

load ../lib/house

setup() {
	house_store
}

# A root certificate NAME.pem with key NAME.key.
root() {
	"$house_top/tests/lib/at" "2026-01-01 00:00:00" openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout "$1.key" -out "$1.pem" -subj "/C=IT/O=Prova/CN=$1" \
		-days 4000 -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
}

fingerprint() {
	openssl x509 -in "$1" -outform DER | sha256sum | cut -d' ' -f1
}

@test "our own authorities are trusted by themselves" {
	run -0 --separate-stderr ipp-trust list
	valid trust_anchor
	expect 'map(.source) == ["own", "own"]'
	expect 'all(.[]; .status == "granted" and .fresh and (has("pem") | not))'
	ipp-ca export --issuer=ca.pem
	run -0 --separate-stderr ipp-trust show "$(fingerprint ca.pem)"
	valid trust_anchor
	expect 'length == 1 and .[0].source == "own"'
	expect '.[0].history[0].status == "granted"'
	jq -r .pem <<<"$output" | openssl x509 -noout
}

@test "certificates of a file are trusted, and forgotten again" {
	root uno
	root due
	{ echo "Two of them"; cat uno.pem uno.key due.pem uno.pem; } >both.pem
	run -0 --separate-stderr ipp-trust import both.pem --territory=IT \
		--provider=Prova --service-type=ca_qc
	valid trust_import
	expect '.[0].content == "certificates" and .[0].anchors == 2'
	expect ".[0].fingerprints == [\"$(fingerprint uno.pem)\", \"$(fingerprint due.pem)\"]"
	run -0 --separate-stderr ipp-trust list --source=file
	expect 'length == 2 and all(.[]; .service_type == "ca_qc" and
		.provider == "Prova" and .status == "granted")'
	expect '.[0].service == .[0].subject'
	run -0 --separate-stderr ipp-trust list --territory=FR
	expect 'length == 0'
	refused 1 duplicate ipp-trust import both.pem
	run -0 ipp-trust remove "$(fingerprint uno.pem)"
	refused 1 trust_unknown ipp-trust remove "$(fingerprint uno.pem)"
	run -0 --separate-stderr ipp-trust list --source=file
	expect 'map(.fingerprint) == ["'"$(fingerprint due.pem)"'"]'
	run -0 --separate-stderr ipp-trust import both.pem
	expect '.[0].anchors == 1'
	run -0 --separate-stderr ipp-trust list --source=file --service-type=ca
	expect 'length == 1'
}

@test "DER is taken as well, and what is no certificate is not" {
	root uno
	openssl x509 -in uno.pem -outform DER -out uno.der
	run -0 --separate-stderr ipp-trust import uno.der
	expect '.[0].anchors == 1'
	{ cat uno.der; echo; } >long.der
	refused 65 certificate_unreadable ipp-trust import long.der
	refused 65 pem_unreadable ipp-trust import uno.key
	sed '3s|^....|////|' uno.pem >broken.pem
	refused 65 certificate_unreadable ipp-trust import broken.pem
	{ cat uno.pem; sed '$d' uno.pem; } >cut.pem
	refused 65 pem_unreadable ipp-trust import cut.pem
	: >empty.pem
	refused 65 pem_unreadable ipp-trust import empty.pem
	refused 74 file_unreadable ipp-trust import missing.pem
	run -0 --separate-stderr ipp-trust list --source=file
	expect 'length == 1'
}

@test "one file of several that is refused leaves the others" {
	root uno
	root due
	run -65 --separate-stderr ipp-trust import uno.pem uno.key due.pem
	expect 'map(.file) == ["uno.pem", "due.pem"]'
	run -0 --separate-stderr ipp-trust list --source=file
	expect 'length == 2'
}

@test "only who manages the desk says whom to trust" {
	root uno
	house_operator mrossi rao
	refused 77 not_permitted house_as mrossi ipp-trust import uno.pem
	refused 77 not_permitted house_as mrossi ipp-trust remove \
		"$(fingerprint uno.pem)"
	run -0 house_as mrossi ipp-trust list
}

@test "what is trusted is in the journal" {
	root uno
	ipp-trust import uno.pem
	ipp-trust remove "$(fingerprint uno.pem)"
	run -0 sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT event FROM journal WHERE event LIKE 'trust%' ORDER BY entry_id"
	[ "$output" = $'trust_imported\ntrust_removed' ]
	run -0 ipp-store check
}
