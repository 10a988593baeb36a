# ipp-audit stamp - a head time-stamped through files, by a TSA of openssl's

load ../lib/house
load ../lib/serve
load ../lib/pki
load ../lib/stamper

setup() {
	house_store
	stamper
	ipp-audit export --head=head.p7m
	cp head.p7m bare.p7m
}

teardown() {
	stamper_stop
}

trust() {
	ipp-trust import --service-type=tsa pki/ca.pem >/dev/null
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$1"
}

ask() {
	run --separate-stderr ipp-audit stamp --head=head.p7m "$@"
	[ "$status" = 0 ] && [ -z "$output" ] || {
		echo "status $status: $output $stderr"
		return 1
	}
}

# unstamped STATUS CODE OPTION...: refused, and all is as it was
unstamped() {
	local status=$1 code=$2 count
	shift 2
	count=$(sql 'SELECT count(*) FROM journal')
	refused "$status" "$code" ipp-audit stamp --head=head.p7m "$@"
	cmp head.p7m bare.p7m
	[ "$(sql 'SELECT count(*) FROM journal')" = "$count" ]
}

# stamped: verify believes the time-stamp on the head
stamped() {
	run -0 --separate-stderr ipp-audit verify --head=head.p7m "$@"
	valid journal_check
	expect '.[1] | .passed and (.stamped_at | startswith("2026-11-22T08:0"))
		and (.stamp_authority | length > 0) and (has("stamp_finding") | not)'
}

@test "a query goes out, an answer comes in, and the head is as if it came from a URL" {
	trust
	ask --query=head.tsq
	run -0 openssl ts -query -in head.tsq -text
	[[ $output == *"Hash Algorithm: sha256"*"Policy OID: unspecified"* ]]
	[[ $output == *"Nonce: 0x"*"Certificate required: yes"* ]]
	# what is asked for is the value of the signature
	"$B/tests/lib/forge" value head.p7m value
	openssl ts -query -data value -sha256 -no_nonce -cert -out same.tsq
	imprint() { openssl ts -query -in "$1" -text | sed -n '/^Message data/,/^Policy/p'; }
	[ "$(imprint same.tsq)" = "$(imprint head.tsq)" ]
	stamper_reply head.tsq head.tsr
	run -0 house_then openssl ts -verify -queryfile head.tsq -in head.tsr \
		-CAfile pki/root.pem -untrusted pki/ca.pem
	ask --response=head.tsr --query=head.tsq
	stamped
	run -0 --separate-stderr ipp-audit log --event=journal_head_stamped
	expect "length == 1 and (.[0].detail | (.stamped_at | startswith(\"2026-11-22T08:0\"))
		and .head == $(sql "SELECT json_extract(detail, '\$.head') FROM journal
			WHERE event = 'journal_head_signed'"))"
	ipp-ca export --root=root.pem
	run -0 house_then openssl cms -verify -inform DER -in head.p7m -CAfile root.pem
	run -0 --separate-stderr ipp-verify head.p7m
	expect '.[0].signatures[0] | (.proved_time | startswith("2026-11-22T08:0"))
		and .level == "T"'
	run -0 ipp-store check
}

@test "putting the same time-stamp on again changes nothing, another is refused" {
	trust
	ask --query=head.tsq
	stamper_reply head.tsq head.tsr
	ask --response=head.tsr
	cp head.p7m bare.p7m
	last=$(sql 'SELECT max(entry_id) FROM journal')
	ask --response=head.tsr
	ask --response=head.tsr --query=head.tsq
	cmp head.p7m bare.p7m
	[ "$(sql 'SELECT max(entry_id) FROM journal')" = "$last" ]
	stamper_reply head.tsq other.tsr
	unstamped 1 head_stamped --response=other.tsr
	unstamped 1 head_stamped --query=other.tsq
	[ ! -e other.tsq ]
	# one that came from a URL is one, too
	ipp-audit export --head=url.p7m --stamp-url="$url/stamp"
	refused 1 head_stamped ipp-audit stamp --head=url.p7m --query=url.tsq
}

@test "a bare token is as good, and one that was asked for by other means" {
	trust
	ask --query=head.tsq
	stamper_reply head.tsq token.der -token_out
	ask --response=token.der --query=head.tsq
	stamped
	cp bare.p7m head.p7m
	"$B/tests/lib/forge" value head.p7m value
	openssl ts -query -data value -sha512 -no_nonce -cert -out own.tsq
	stamper_reply own.tsq own.tsr
	ask --response=own.tsr
	stamped
}

@test "a query is written once, and again only if it asks for something else" {
	ask --query=head.tsq
	cp head.tsq first.tsq
	ask --query=head.tsq
	cmp head.tsq first.tsq
	unstamped 73 file_exists --query=head.tsq --policy=1.3.6.1.4.1.99999.4
	ipp-audit export --head=next.p7m
	refused 73 file_exists ipp-audit stamp --head=next.p7m --query=head.tsq
	echo mine >mine
	unstamped 73 file_exists --query=mine
	[ "$(cat mine)" = mine ]
}

@test "a policy is asked for, and insisted on" {
	local four=1.3.6.1.4.1.99999.4
	trust
	ask --query=head.tsq --policy="$four"
	run -0 openssl ts -query -in head.tsq -text
	[[ $output == *"Policy OID: $four"* ]]
	stamper_reply head.tsq four.tsr
	ask --query=plain.tsq
	stamper_reply plain.tsq three.tsr
	unstamped 1 stamp_policy --response=three.tsr --policy="$four"
	stamper_reply plain.tsq three.der -token_out
	unstamped 1 stamp_policy --response=three.der --policy="$four"
	# a TSA that knows no such policy says so
	ask --query=none.tsq --policy=1.2.3.4
	stamper_reply none.tsq none.tsr
	unstamped 1 stamp_refused --response=none.tsr
	unstamped 64 policy_invalid --query=bad.tsq --policy=none
	[ ! -e bad.tsq ]
	ask --response=four.tsr --query=head.tsq --policy="$four"
	stamped
}

@test "an answer to another query is not taken, whatever it has in common" {
	trust
	ask --query=head.tsq
	ask --query=twice.tsq
	stamper_reply twice.tsq twice.tsr
	unstamped 1 stamp_nonce --response=twice.tsr --query=head.tsq
	# nor one without a nonce
	"$B/tests/lib/forge" value head.p7m value
	openssl ts -query -data value -sha256 -no_nonce -cert -out own.tsq
	stamper_reply own.tsq own.tsr
	unstamped 1 stamp_nonce --response=own.tsr --query=head.tsq
	# of another head
	ipp-audit export --head=next.p7m
	ipp-audit stamp --head=next.p7m --query=next.tsq
	stamper_reply next.tsq next.tsr
	unstamped 1 stamp_foreign --response=next.tsr
	unstamped 1 stamp_foreign --response=next.tsr --query=head.tsq
	unstamped 1 query_foreign --response=twice.tsr --query=next.tsq
	unstamped 65 query_unreadable --response=twice.tsr --query=head.p7m
	: >empty
	unstamped 65 query_unreadable --response=twice.tsr --query=empty
	# policy of the query, nonce and imprint being right
	ask --query=four.tsq --policy=1.3.6.1.4.1.99999.4
	"$B/tests/lib/forge" value head.p7m value
	openssl ts -query -data value -sha256 -no_nonce -cert \
		-tspolicy 1.3.6.1.4.1.99999.4 -out wants.tsq
	unstamped 1 stamp_policy --response=own.tsr --query=wants.tsq
}

@test "what is no time-stamp is not put on a head" {
	trust
	ask --query=head.tsq
	stamper_reply head.tsq head.tsr
	head -c 200 head.tsr >cut.tsr
	cat head.tsr - <<<x >long.tsr
	echo none >junk.tsr
	: >empty.tsr
	head -c 300000 /dev/zero >large.tsr
	unstamped 65 stamp_unreadable --response=cut.tsr
	unstamped 65 stamp_unreadable --response=long.tsr
	unstamped 65 stamp_unreadable --response=junk.tsr
	unstamped 65 stamp_unreadable --response=empty.tsr
	unstamped 65 stamp_unreadable --response=head.tsq
	unstamped 65 stamp_unreadable --response=head.p7m
	unstamped 65 file_too_large --response=large.tsr
	unstamped 74 file_unreadable --response=nothing.tsr
	unstamped 74 file_unreadable --response=head.tsr --query=nothing.tsq
	unstamped 64 nothing_to_stamp
	refused 64 nothing_to_stamp ipp-audit stamp --response=head.tsr
	refused 74 file_unreadable ipp-audit stamp --head=nothing.p7m --response=head.tsr
	refused 65 file_broken ipp-audit stamp --head=junk.tsr --response=head.tsr
	refused 65 file_broken ipp-audit stamp --head=junk.tsr --query=junk.tsq
	# the time that it tells, its signature
	for bend in 'bytes.index(b"202611220800") + 7' -20; do
		python3 - "$bend" <<-'END'
			import sys
			bytes = bytearray(open("head.tsr", "rb").read())
			bytes[eval(sys.argv[1])] ^= 1
			open("bent.tsr", "wb").write(bytes)
		END
		unstamped 1 stamp_unproved --response=bent.tsr
		unstamped 1 stamp_unproved --response=bent.tsr --offline
	done
	ask --response=head.tsr
}

# forged NAME: what the time-stamp says, signed by that one as forged.der
forged() {
	house_then openssl cms -verify -noverify -inform DER -in token.der \
		-out said 2>/dev/null
	house_then openssl cms -sign -cades -binary -nodetach -md sha256 -nosmimecap \
		-econtent_type 1.2.840.113549.1.9.16.1.4 -in said -outform DER \
		-signer "pki/$1.pem" -inkey "pki/$1.key" -certfile pki/ca.pem -out forged.der
}

@test "an authority that is not one, or not trusted, or revoked, stamps nothing" {
	ask --query=head.tsq
	stamper_reply head.tsq head.tsr
	stamper_reply head.tsq token.der -token_out
	unstamped 1 stamp_unproved --response=head.tsr --query=head.tsq
	expect_error '.[0].message | test("nobody who is trusted") and test("ipp-trust import")'
	unstamped 1 stamp_unproved --response=head.tsr --offline
	trust
	# a certificate that is not for time-stamps, or for something else besides
	pki_more="crlDistributionPoints=URI:$url/ca.crl" pki_issue plain
	forged plain
	unstamped 1 stamp_unproved --response=forged.der --query=head.tsq
	expect_error '.[0].message | test("not for time-stamps")'
	unstamped 1 stamp_unproved --response=forged.der --offline
	pki_more="crlDistributionPoints=URI:$url/ca.crl
		extendedKeyUsage=critical,timeStamping,clientAuth" pki_issue both
	forged both
	unstamped 1 stamp_unproved --response=forged.der
	# the same way, signed by who may
	forged tsa
	pki_revoke tsa keyCompromise
	pki_crl ca
	house_clock +1m
	unstamped 1 stamp_unproved --response=forged.der
	expect_error '.[0].message | test("revoked")'
}

@test "the status of an authority that cannot be asked is left for verify" {
	trust
	ask --query=head.tsq
	stamper_reply head.tsq head.tsr
	stamper_stop
	unstamped 1 stamp_unproved --response=head.tsr
	expect_error '.[0].message | test("--offline")'
	ask --response=head.tsr --query=head.tsq --offline
	run -0 --separate-stderr ipp-audit verify --head=head.p7m
	expect '.[1] | .passed and .stamped_at == null
		and (.stamp_finding | test("cannot be told"))'
	run -0 --separate-stderr ipp-audit log --event=journal_head_stamped
	expect '.[0].detail | has("stamped_at") | not'
}

@test "a head of somebody else is not time-stamped here" {
	trust
	house_operator clerk operator
	refused 77 not_permitted house_as clerk ipp-audit stamp --head=head.p7m --query=c.tsq
	[ ! -e c.tsq ]
	mkdir other
	(cd other && house_init --demo --store=store >/dev/null)
	IPP_STORE=$PWD/other/store XDG_RUNTIME_DIR=$PWD/other \
		house_sign_in admin other/password other/otp
	refused 1 signer_foreign env IPP_STORE="$PWD/other/store" \
		XDG_RUNTIME_DIR="$PWD/other" ipp-audit stamp --head=head.p7m --query=c.tsq
	[ ! -e c.tsq ]
}
