# ipp-trust - trusted lists: the list of lists, national lists, and attacks

load ../lib/house
load ../lib/serve

setup_file() {
	cd "$BATS_FILE_TMPDIR"
	for name in eu it fr ca old mallory; do root "$name"; done
}

setup() {
	house_store
	mkdir www
	cp "$BATS_FILE_TMPDIR"/*.pem "$BATS_FILE_TMPDIR"/*.key .
}

teardown() {
	serve_stop
}

# A certificate NAME.pem with key NAME.key, valid at the clock of the tests.
root() {
	"$house_top/tests/lib/at" "2026-01-01 00:00:00" openssl req -x509 -newkey ec \
		-pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" \
		-out "$1.pem" -subj "/C=IT/O=Prova/CN=$1" -days 4000 2>/dev/null
}

fingerprint() {
	openssl x509 -in "$1" -outform DER | sha256sum | cut -d' ' -f1
}

# A list signed with NAME.key: list OUT NAME [JQ CHANGE OF THE SPEC].
list() {
	jq "${3:-.}" "${spec:-it.json}" | "$house_top/tests/lib/trusted_list.py" \
		"$1" "$2.key" "$2.pem"
}

# The national list of most tests: one service, granted in 2018.
national() {
	cat >it.json <<-'END'
	{"type": "national", "territory": "IT", "sequence": 3,
	 "issued": "2026-11-01T00:00:00Z", "next": "2027-02-01T00:00:00Z",
	 "providers": [{"name": "Prestatore", "services": [{"type": "CA/QC",
	  "name": "CA uno", "certificates": ["ca.pem"], "status": "granted",
	  "since": "2018-01-01T00:00:00Z", "purposes": ["ForeSignatures"],
	  "history": [{"status": "undersupervision",
	   "since": "2014-01-01T00:00:00Z"}]}]}]}
	END
}

# The list of lists, pointing to Italy and France at $port.
lotl() {
	cat >eu.json <<-END
	{"type": "lotl", "territory": "EU", "sequence": 7,
	 "issued": "2026-11-02T00:00:00Z", "next": "2027-03-01T00:00:00Z",
	 "pointers": [
	  {"territory": "EU", "type": "lotl", "signers": ["eu.pem"],
	   "url": "http://127.0.0.1:$port/eu.xml"},
	  {"territory": "IT", "signers": ["it.pem"], "mime": "application/pdf",
	   "url": "http://127.0.0.1:$port/it.pdf"},
	  {"territory": "IT", "signers": ["it.pem", "old.pem"],
	   "url": "http://127.0.0.1:$port/it.xml"},
	  {"territory": "FR", "signers": ["fr.pem"],
	   "url": "http://127.0.0.1:$port/fr.xml"}]}
	END
}

# Lists on the web, the list of lists imported.
published() {
	serve_start webfolder.py www --log requests
	national
	lotl
	list www/it.xml it
	list www/fr.xml fr '.territory = "FR" | .providers[0].name = "Prestataire"'
	spec=eu.json list www/eu.xml eu
	ipp-trust import www/eu.xml --signers=eu.pem \
		--url="http://127.0.0.1:$port/eu.xml" >/dev/null
}

# The signature is good by itself, as another program sees it.
genuine() {
	xmlsec1 --verify --pubkey-cert-pem "${2:-it.pem}" \
		--id-attr:Id http://uri.etsi.org/02231/v2#:TrustServiceStatusList \
		--id-attr:Id http://uri.etsi.org/02231/v2#:SchemeInformation \
		--id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties \
		"$1" >/dev/null 2>&1
}

# What a list is refused with, and that nothing of it is trusted.
unused() {
	refused "$1" "$2" ipp-trust import "$3" --signers="${4:-it.pem}"
	[ -z "$(ipp-trust list --source=list)" ]
}

@test "a national list from a file: services, status and history" {
	national
	list it.xml it
	run -0 --separate-stderr ipp-trust import it.xml --signers=it.pem
	valid trust_import
	expect '.[0] | .content == "national" and .territory == "IT" and
		.sequence == 3 and .services == 1 and .anchors == 1 and
		.next_update == "2027-02-01T00:00:00Z"'
	run -0 --separate-stderr ipp-trust list --territory=IT
	valid trust_anchor
	expect '.[0] | .provider == "Prestatore" and .service == "CA uno" and
		.service_type == "ca_qc" and .status == "granted" and .fresh'
	run -0 --separate-stderr ipp-trust show "$(fingerprint ca.pem)"
	expect '.[0].history == [
		{since: "2018-01-01T00:00:00Z", status: "granted",
		 purposes: ["signatures"], qualifications: 0},
		{since: "2014-01-01T00:00:00Z", status: "under_supervision",
		 qualifications: 0}]'
	run -0 --separate-stderr ipp-trust lists
	valid trust_list
	expect '.[0].signer == "'"$(fingerprint it.pem)"'" and
		.[0].state == "fresh"'
	refused 1 trust_unknown ipp-trust remove "$(fingerprint ca.pem)"
	run -0 ipp-trust drop IT
	refused 1 trust_unknown ipp-trust drop IT
	run -0 --separate-stderr ipp-trust list --source=list
	expect 'length == 0'
}

@test "the list of lists says where national lists are and who signs them" {
	published
	run -0 --separate-stderr ipp-trust lists
	valid trust_list
	expect 'map([.territory, .state]) ==
		[["EU", "fresh"], ["FR", "missing"], ["IT", "missing"]]'
	run -0 --separate-stderr ipp-trust update
	valid trust_list
	expect 'map([.territory, .replaced]) == [["FR", true], ["IT", true]]'
	run -0 --separate-stderr ipp-trust list --service-type=ca_qc --source=list
	expect 'map(.provider) == ["Prestataire", "Prestatore"]'
	# nothing is due now
	: >requests
	run -0 --separate-stderr ipp-trust update
	expect 'length == 0'
	[ ! -s requests ]
	house_clock +1d
	house_sign_in admin "$house_password" "$house_otp"
	run -0 --separate-stderr ipp-trust update
	expect 'map([.territory, .replaced]) ==
		[["EU", false], ["FR", false], ["IT", false]]'
	run -0 --separate-stderr ipp-trust update --all
	expect 'length == 3'
	run -0 --separate-stderr ipp-trust update --territory=IT
	expect 'map(.territory) == ["IT"]'
	refused 1 trust_unknown ipp-trust update --territory=XX
	run -0 ipp-store check
	run -0 ipp-trust drop EU
	run -0 --separate-stderr ipp-trust lists
	expect 'length == 0'
}

@test "newer editions take the place of older ones, never the other way" {
	published
	ipp-trust update >/dev/null
	cp www/it.xml before.xml
	list www/it.xml it '.sequence = 4 |
		.providers[0].services[0] |= (.status = "withdrawn" |
		.since = "2026-11-10T00:00:00Z")'
	run -0 --separate-stderr ipp-trust update --territory=IT
	expect '.[0].replaced and .[0].sequence == 4'
	run -0 --separate-stderr ipp-trust list --territory=IT
	expect '.[0].status == "withdrawn"'
	cp before.xml www/it.xml
	refused 1 list_older ipp-trust update --territory=IT
	refused 1 list_older ipp-trust import before.xml
	run -0 --separate-stderr ipp-trust list --territory=IT
	expect '.[0].status == "withdrawn"'
	run -0 --separate-stderr ipp-trust lists
	expect '.[2].trouble | startswith("list_older")'
}

@test "a country that the list of lists drops is forgotten, new signers count" {
	published
	ipp-trust update >/dev/null
	spec=eu.json list www/eu.xml eu '.sequence = 8 |
		.pointers |= map(select(.territory != "FR")) |
		.pointers[2].signers = ["mallory.pem"]'
	run -0 --separate-stderr ipp-trust update --territory=EU
	run -0 --separate-stderr ipp-trust lists
	expect 'map(.territory) == ["EU", "IT"]'
	expect '.[1].signers == ["'"$(fingerprint mallory.pem)"'"]'
	list www/it.xml it '.sequence = 5'
	refused 1 list_signature_wrong ipp-trust update --territory=IT
	list www/it.xml mallory '.sequence = 5'
	run -0 ipp-trust update --territory=IT
}

@test "one list that cannot be had leaves the others, and is asked again" {
	published
	rm www/fr.xml
	run -69 --separate-stderr ipp-trust update
	expect 'map([.territory, .replaced, .trouble == null]) ==
		[["FR", false, false], ["IT", true, true]]'
	expect_error 'map(.code) == ["list_unavailable"]'
	# what failed is due at once
	run -69 --separate-stderr ipp-trust update
	expect 'map(.territory) == ["FR"]'
}

@test "a late list is told, and nothing is fresh by it" {
	national
	list it.xml it
	ipp-trust import it.xml --signers=it.pem >/dev/null
	house_clock 2027-02-01T00:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	run -0 --separate-stderr ipp-trust list --source=list
	expect '.[0].fresh'
	house_clock +1m
	run -0 --separate-stderr ipp-trust list --source=list
	expect '.[0].fresh | not'
	run -0 --separate-stderr ipp-trust lists
	expect '.[0].state == "late"'
	printf '[trust]\ngrace_days = 1\n' >conf
	export IPP_CONFIG=$PWD/conf
	run -0 --separate-stderr ipp-trust lists
	expect '.[0].state == "fresh"'
	unset IPP_CONFIG
	list late.xml it '.sequence = 4 | del(.next)'
	run -0 --separate-stderr ipp-trust import late.xml
	expect '.[0].next_update == "2026-11-01T00:00:00Z" and
		(.[0].warnings | length == 1)'
}

@test "a list is verified with its own signers only" {
	national
	list it.xml it
	refused 1 list_signer_unknown ipp-trust import it.xml
	# signed by a stranger, whose certificate stands in its KeyInfo
	list mallory.xml mallory
	genuine mallory.xml mallory.pem
	unused 1 list_signature_wrong mallory.xml
	# unsigned
	jq . it.json | "$house_top/tests/lib/trusted_list.py" bare.xml - -
	unused 1 list_unsigned bare.xml
}

@test "a signer of one country cannot speak for another" {
	published
	list www/it.xml fr
	refused 1 list_signature_wrong ipp-trust update --territory=IT
	refused 1 list_signature_wrong ipp-trust import www/it.xml
	cp www/fr.xml www/it.xml
	refused 1 list_signer_unknown ipp-trust update --territory=IT
	# Italy's signer signs what says that it is France's
	list www/it.xml it '.territory = "FR"'
	refused 1 list_signer_unknown ipp-trust update --territory=IT
	refused 1 list_signature_wrong ipp-trust import www/it.xml
	# nor can he replace the list of lists
	spec=eu.json list eu.xml it '.sequence = 9'
	refused 1 list_signature_wrong ipp-trust import eu.xml
	list eu.xml it '.territory = "EU"'
	refused 1 list_signature_wrong ipp-trust import eu.xml
	[ -z "$(ipp-trust list --source=list)" ]
}

@test "what was changed after signing is refused" {
	national
	list it.xml it
	sed 's|Svcstatus/undersupervision|Svcstatus/granted|' it.xml >changed.xml
	run ! cmp -s it.xml changed.xml
	unused 1 list_signature_wrong changed.xml
	sed 's|2026-11-01T00:00:00Z</a:Sign|2026-11-03T00:00:00Z</a:Sign|' \
		it.xml >changed.xml
	run ! cmp -s it.xml changed.xml
	unused 1 list_signature_wrong changed.xml
}

@test "comments, which nobody signed, change nothing" {
	national
	list it.xml it '.providers[0].services[0].status = "withdrawn"'
	sed 's|Svcstatus/withdrawn|Svcstatus/with<!-- granted -->drawn|
		s|Svcstatus/under|Svcstatus/<!-- -->under|' it.xml >comment.xml
	run ! cmp -s it.xml comment.xml
	run -0 ipp-trust import comment.xml --signers=it.pem
	run -0 --separate-stderr ipp-trust list --source=list
	expect '.[0].status == "withdrawn"'
}

@test "a signature must cover the whole list and nothing else" {
	national
	list part.xml it '.reference = "#part"'
	genuine part.xml
	unused 1 list_signature_wrong part.xml
	list properties.xml it '.cover = false'
	genuine properties.xml
	unused 1 list_reference properties.xml
	# the very bytes are signed but for the services
	list xpath.xml it '.xpath =
		"not(ancestor-or-self::*[local-name() = \"TrustServiceProviderList\"])"'
	sed -i 's|Svcstatus/undersupervision|Svcstatus/granted|' xpath.xml
	genuine xpath.xml
	unused 1 list_signature_wrong xpath.xml
	list whole.xml it '.reference = "#list"'
	run -0 ipp-trust import whole.xml --signers=it.pem
}

@test "a signed list wrapped in another one is refused" {
	national
	list it.xml it '.reference = "#list"'
	python3 - <<-'END'
	import re
	text = open("it.xml").read().replace('<?xml version="1.0" encoding="UTF-8"?>\n', "")
	sig = re.search("<ds:Signature .*</ds:Signature>", text, re.S).group(0)
	inner = text.replace(sig, "")
	root = re.match("<TrustServiceStatusList[^>]*>", text).group(0)
	evil = text.replace(sig, "").replace("undersupervision", "granted").replace(' Id="part"', "")
	for name, outer in (("moved", root.replace('Id="list"', 'Id="other"')),
	                    ("twice", root)):
	    body = evil.replace(root, outer).rsplit("</TrustServiceStatusList>", 1)[0]
	    for where, wrap in (("", inner + sig),
	                        ("in", sig.replace("<ds:Object>", "<ds:Object>" + inner.strip() + "</ds:Object><ds:Object>"))):
	        open(name + where + ".xml", "w").write(
	            body + wrap + "</TrustServiceStatusList>\n")
	END
	genuine moved.xml
	unused 1 list_signature_wrong moved.xml
	unused 1 list_signature_wrong movedin.xml
	unused 1 list_reference twice.xml
	unused 1 list_reference twicein.xml
}

@test "a list with two signatures, or one that is not its own, is refused" {
	national
	list it.xml it
	list more.xml mallory
	python3 - <<-'END'
	import re
	find = lambda t: re.search("<ds:Signature .*</ds:Signature>", t, re.S).group(0)
	text, more = open("it.xml").read(), find(open("more.xml").read())
	sig = find(text)
	more = more.replace('"signature"', '"s2"').replace('properties"', 'p2"')
	open("two.xml", "w").write(text.replace("<ds:Object>", "<ds:Object>" + more + "</ds:Object><ds:Object>"))
	open("beside.xml", "w").write(text.replace(sig, sig + more))
	open("deep.xml", "w").write(text.replace(sig, "").replace(
	    "</SchemeInformation>", sig + "</SchemeInformation>"))
	END
	genuine two.xml
	genuine deep.xml
	unused 1 list_signatures two.xml
	unused 1 list_signatures beside.xml
	unused 1 list_signatures deep.xml
}

@test "a document type is refused before it can declare anything" {
	national
	list it.xml it
	sed 's|^<TrustServiceStatusList|<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "\&a;\&a;\&a;">]>\n&|' \
		it.xml >doctype.xml
	genuine doctype.xml
	unused 65 list_doctype doctype.xml
	sed 's|^<TrustServiceStatusList|<!DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd">\n&|' \
		it.xml >doctype.xml
	unused 65 list_doctype doctype.xml
}

@test "weak algorithms are refused" {
	national
	openssl req -x509 -newkey rsa:2048 -nodes -keyout rsa.key -out rsa.pem \
		-subj /CN=rsa -days 4000 2>/dev/null
	list rsa.xml rsa '.method =
		"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"'
	list sha1.xml rsa '.method = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"'
	list digest.xml rsa '.digest = "http://www.w3.org/2000/09/xmldsig#sha1" |
		.method = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"'
	genuine sha1.xml rsa.pem
	genuine digest.xml rsa.pem
	unused 1 list_signature_wrong sha1.xml rsa.pem
	unused 1 list_signature_wrong digest.xml rsa.pem
	run -0 ipp-trust import rsa.xml --signers=rsa.pem
}

@test "what is no list, broken, not issued yet or of another version is refused" {
	national
	list it.xml it
	head -c 2000 it.xml >cut.xml
	unused 65 list_broken cut.xml
	echo '<a/>' >a.xml
	unused 65 not_a_list a.xml
	list future.xml it '.issued = "2026-11-22T08:05:01Z"'
	unused 1 list_from_future future.xml
	list version.xml it '.version = 4'
	unused 65 list_version version.xml
	list numbers.xml it '.sequence = "x"'
	unused 65 list_broken numbers.xml
	list next.xml it '.next = "2026-10-01T00:00:00Z"'
	unused 65 list_broken next.xml
	list bound.xml it '.issued = "2026-11-22T08:05:00Z"'
	run -0 ipp-trust import bound.xml --signers=it.pem
	refused 64 option_unused ipp-trust import bound.xml --provider=x
	refused 64 option_unused ipp-trust import it.pem --signers=it.pem
}

@test "services that are of no use are left out, strange stretches are never good" {
	national
	list it.xml it '.providers[0].services |= ([
		{type: "Archiv", status: "granted", since: "2018-01-01T00:00:00Z",
		 certificates: ["ca.pem"]},
		{type: "TSA/QTST", status: "granted", since: "2018-01-01T00:00:00Z"},
		{type: "TSA/QTST", status: "granted", since: "2018-01-01T00:00:00Z",
		 certificates: ["old.pem"], extension: "true"},
		{type: "TSA/QTST", status: "http://example.org/granted", name: "odd",
		 since: "2018-01-01T00:00:00Z", certificates: ["fr.pem"],
		 extension: "false"},
		{type: "TSA/QTST", status: "granted", name: "fine",
		 since: "2018-01-01T00:00:00Z", certificates: ["eu.pem"],
		 extension: "false"}] + .)'
	run -0 --separate-stderr ipp-trust import it.xml --signers=it.pem
	expect '.[0].services == 4 and .[0].skipped == 2'
	run -0 --separate-stderr ipp-trust list --service-type=tsa_qtst
	expect 'map([.service, .status]) == [["Service", "other"],
		["odd", "other"], ["fine", "granted"]]'
}

@test "what a list says of some certificates is kept with it" {
	national
	list it.xml it '.providers[0].services[0].qualifications = [
		{qualifiers: ["QCWithQSCD", "QCForESig"], assert: "atLeastOne",
		 policies: [["1.2.3", "1.2.4"]],
		 usages: [{nonRepudiation: true, digitalSignature: false}],
		 lists: [{assert: "none", attributes: [["2.5.4.97"]],
			  purposes: [["1.3.6.1.5.5.7.3.4"]]}]},
		{qualifiers: ["NotQualified", "Unheard"], foreign: ["Strange"]}]'
	run -0 ipp-trust import it.xml --signers=it.pem
	run -0 --separate-stderr ipp-trust show "$(fingerprint ca.pem)"
	expect '.[0].history[0].qualifications == 2'
	run -0 sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT qualifications FROM trust_periods WHERE position = 0"
	jq -e '. == [
		{qualifiers: 36, criteria: {assert: 1,
		 usages: [{mask: 3, value: 2}], policies: [["1.2.3", "1.2.4"]],
		 purposes: [], attributes: [], lists: [{assert: 2, usages: [],
		  policies: [], purposes: [["1.3.6.1.5.5.7.3.4"]],
		  attributes: [["2.5.4.97"]], lists: [], foreign: 0}],
		 foreign: 0}},
		{qualifiers: 258, criteria: {assert: 0, usages: [], policies: [],
		 purposes: [], attributes: [], lists: [], foreign: 1}}]' <<<"$output"
}

@test "a list names so many services, lists, stretches and rules, and no more" {
	local many='.providers[0].services |= [limit($n; repeat(.[0]))]'
	national
	list most.xml it "4096 as \$n | $many"
	run -0 --separate-stderr ipp-trust import most.xml --signers=it.pem
	expect '.[0].services == 4096'
	ipp-trust drop IT
	list over.xml it "4097 as \$n | $many"
	unused 65 list_too_large over.xml
	port=1 lotl
	many='.pointers |= [range($n) as $i | .[3] |
		.territory = ([70 + ($i / 26 | floor), 65 + $i % 26] | implode)]'
	spec=eu.json list most.xml it "128 as \$n | $many"
	run -0 --separate-stderr ipp-trust import most.xml --signers=it.pem
	expect '.[0].pointers == 128'
	ipp-trust drop EU
	spec=eu.json list over.xml it "129 as \$n | $many"
	unused 65 list_too_large over.xml
}

@test "what is too much of one service makes it worthless" {
	local past='.providers[0].services[0].history |= [limit($n; repeat(.[0]))]'
	local rules='.providers[0].services[0].qualifications =
		[range($n) | {qualifiers: ["QCWithQSCD"], policies: [["1.2"]]}]'
	national
	list it.xml it "63 as \$n | $past | 64 as \$n | $rules"
	run -0 ipp-trust import it.xml --signers=it.pem
	run -0 --separate-stderr ipp-trust show "$(fingerprint ca.pem)"
	expect '.[0].history | length == 64 and .[0].qualifications == 64 and
		.[0].status == "granted"'
	list it.xml it "64 as \$n | $past"
	run -0 --separate-stderr ipp-trust import it.xml
	expect '.[0].services == 0 and .[0].skipped == 1'
	list it.xml it "65 as \$n | $rules"
	run -0 ipp-trust import it.xml
	run -0 --separate-stderr ipp-trust show "$(fingerprint ca.pem)"
	expect '.[0].status == "other" and .[0].history[0].qualifications == 0'
}

@test "so many may sign a list, and no more" {
	national
	list it.xml it
	for i in {1..16}; do
		root "s$i"
		[ "$i" = 16 ] || cat "s$i.pem"
	done >signers.pem
	cat it.pem >>signers.pem
	run -0 ipp-trust import it.xml --signers=signers.pem
	cat s16.pem >>signers.pem
	refused 65 too_many_certificates ipp-trust import it.xml --signers=signers.pem
}

@test "a file has a largest size" {
	national
	list it.xml it
	truncate -s 33554432 it.xml
	refused 65 list_broken ipp-trust import it.xml --signers=it.pem
	truncate -s 33554433 it.xml
	refused 65 file_too_large ipp-trust import it.xml --signers=it.pem
	serve_start webfolder.py www --log requests
	mv it.xml www
	national
	list it.xml it
	ipp-trust import it.xml --signers=it.pem \
		--url="http://127.0.0.1:$port/it.xml" >/dev/null
	refused 65 http_reply_too_large ipp-trust update --all
}

@test "only who manages the desk looks for lists" {
	published
	house_operator mrossi rao
	refused 77 not_permitted house_as mrossi ipp-trust update
	refused 77 not_permitted house_as mrossi ipp-trust drop EU
	run -0 house_as mrossi ipp-trust lists
}
