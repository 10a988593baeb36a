# ipp-store check - certificates of who works in the name of the authority

load ../lib/house
load ../lib/responder

# A desk that answered once and signed a head: responder.der and proof.der, and
# whole.db to begin from. Made once a file.
setup() {
	local made=$BATS_FILE_TMPDIR/answered
	if [ ! -d "$made" ]; then
		responder_desk 1
		answers 1
		ipp-audit export --head=head.p7m
		sql "PRAGMA wal_checkpoint(TRUNCATE);
			SELECT writefile('responder.der', certificate) FROM responders;
			SELECT writefile('proof.der', certificate) FROM seals" >/dev/null
		openssl ecparam -name prime256v1 -genkey -noout -out other.key
		openssl ec -in other.key -pubout -outform DER -out other.pub 2>/dev/null
		openssl genrsa -out weak.key 2048 2>/dev/null
		openssl rsa -in weak.key -pubout -outform DER -out weak.pub 2>/dev/null
		mkdir "$made.new"
		cp -a "$IPP_STORE" ./*.der ./*.pub "$made.new"
		mv "$made.new" "$made"
	fi
	house_clean
	house_clock +1d
	cp -a "$made/store" "$IPP_STORE"
	cp "$made"/*.der "$made"/*.pub .
	cp "$IPP_STORE/ipp.db" whole.db
}

# unsound CHECK FINDING SQL: after this change the check finds it, and no other
# check of certificates does.
unsound() {
	rm -f "$IPP_STORE"/ipp.db-*
	cp whole.db "$IPP_STORE/ipp.db"
	sql "DROP TRIGGER responders_fixed; DROP TRIGGER seals_no_update; $3"
	refused 1 store_unsound ipp-store check
	valid store_check
	expect "map(select(.passed | not)) | length == 1 and (.[0] |
		.check == \"$1\" and (.finding | test(\"^$2; restore a backup\$\")))" ||
		{ echo "of: $3"; return 1; }
}

# wrong CHECK TABLE CODE CHANGE...: a certificate that differs in this breaks
# its profile, and the first mistake is CODE.
wrong() {
	local check=$1 table=$2 code=$3
	shift 3
	rm -f "$IPP_STORE"/ipp.db-*
	cp whole.db "$IPP_STORE/ipp.db"
	"$B/tests/lib/certify" "$table.der" wrong.der "$@"
	unsound "$check" "$table [0-9A-F]+ breaks its profile: $code" \
		"UPDATE ${table/proof/seal}s SET certificate = readfile('wrong.der')"
}

serial() {
	sql "SELECT serial FROM $1"
}

@test "responders and proofs of a desk at work pass" {
	run -0 --separate-stderr ipp-store check
	expect 'any(.check == "responders" and .passed and .count == 1)'
	expect 'any(.check == "proofs" and .passed and .count == 1)'
}

@test "a responder that breaks its profile is named, and how" {
	wrong responders responder no_check_wrong checked
	wrong responders responder key_usage_wrong other_usage
	wrong responders responder critical_wrong usage_not_critical
	wrong responders responder extended_key_usage_wrong no_purpose
	wrong responders responder extended_key_usage_wrong other_purpose
	wrong responders responder authority_wrong authority
	wrong responders responder policies_wrong no_policy
	wrong responders responder issuer_wrong other_issuer
	wrong responders responder key_weak key=weak.pub
	expect "any(.finding // \"\" | startswith(\"responder $(serial responders) \"))"
}

@test "a responder that lives longer than its profile or its authority is named" {
	local days=345
	"$B/tests/lib/certify" responder.der wrong.der end=$((days * 86400))
	unsound responders 'responder [0-9A-F]+ breaks its profile: validity_too_long' \
		"UPDATE responders SET certificate = readfile('wrong.der'),
			not_after = not_after + $days * 86400"
	days=7300
	"$B/tests/lib/certify" responder.der wrong.der end=$((days * 86400))
	unsound responders 'responder [0-9A-F]+ breaks its profile: validity_too_long' \
		"UPDATE responders SET certificate = readfile('wrong.der'),
			not_after = not_after + $days * 86400"
}

@test "a responder with another key than the one that is kept is named" {
	"$B/tests/lib/certify" responder.der wrong.der key=other.pub
	unsound responders 'responder [0-9A-F]+ is not for the key that is kept with it' \
		"UPDATE responders SET certificate = readfile('wrong.der')"
	unsound responders 'responder [0-9A-F]+ has a key that does not open' \
		"UPDATE responders SET sealed_key = zeroblob(length(sealed_key))"
	# one that is forgotten is replaced when it is needed
	rm -f "$IPP_STORE"/ipp.db-*
	cp whole.db "$IPP_STORE/ipp.db"
	sql "UPDATE responders SET sealed_key = NULL"
	run -0 ipp-store check
}

@test "a responder of another authority is named" {
	load ../lib/pki
	pki_make
	pki_usage=critical,digitalSignature pki_more="extendedKeyUsage=OCSPSigning
		noCheck=ignored" pki_issue strange ca \
		-set_serial "0x$(serial responders)"
	openssl x509 -in pki/strange.pem -outform DER -out wrong.der
	unsound responders "responder [0-9A-F]+ has another validity inside" \
		"UPDATE responders SET certificate = readfile('wrong.der')"
	unsound responders "responder [0-9A-F]+ has a signature that is not its authority's" \
		"UPDATE responders SET certificate = readfile('wrong.der'),
			not_before = unixepoch('$IPP_NOW'),
			not_after = unixepoch('$IPP_NOW') + 365 * 86400"
	unsound responders 'responder [0-9A-F]+ was issued by an authority that is not there' \
		"CREATE TABLE kept AS SELECT * FROM responders; DROP TABLE responders;
		CREATE TABLE responders AS SELECT * FROM kept; DROP TABLE kept;
		UPDATE responders SET authority_id = 77"
}

@test "a responder that is none is named" {
	unsound responders 'responder [0-9A-F]+ cannot be read' \
		"UPDATE responders SET certificate = x'3000'"
	unsound responders 'responder 41 has another serial number inside' \
		"UPDATE responders SET serial = '41'"
	unsound responders "responder [0-9A-F]+ has a signature that is not its authority's" \
		"UPDATE responders SET certificate = CAST(substr(certificate, 1,
			length(certificate) - 1) || x'00' AS BLOB)"
}

@test "what heads and dossiers were signed with is held to its profile, too" {
	wrong proofs proof key_usage_wrong other_usage
	wrong proofs proof policies_wrong no_policy
	wrong proofs proof authority_wrong authority
	unsound proofs 'proof 41 has another serial number inside' \
		"UPDATE seals SET serial = '41'"
	expect 'any(.check == "proofs" and .count == 1)'
}
