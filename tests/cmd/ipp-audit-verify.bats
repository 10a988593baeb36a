# ipp-audit - the journal proved: by itself, by signed heads, by other programs

load ../lib/house
load ../lib/serve
load ../lib/pki
load ../lib/stamper

setup() {
	house_store
	for _ in 1 2 3 4; do
		ipp-session switch >/dev/null
	done
	last=$(sql 'SELECT max(entry_id) FROM journal')
}

teardown() {
	stamper_stop
}

# What an attacker does: sql STATEMENT
sql() {
	sqlite3 "$IPP_STORE/ipp.db" "DROP TRIGGER IF EXISTS journal_no_update;
		DROP TRIGGER IF EXISTS journal_no_delete; $1"
}

# verdict WORD [ENTRY] OPTION...: the journal did not pass, and is said so
unsound() {
	local word=$1 entry=$2
	shift 2
	refused 1 journal_unsound ipp-audit verify "$@"
	valid journal_check
	expect "any(.passed == false and .verdict == \"$word\"
		and .entry_id == $entry and (.finding | contains(\"$entry\")))"
}

head_make() {
	run -0 --separate-stderr ipp-audit export --head="$1"
}

@test "a journal left alone is whole, and so says each of its heads" {
	head_make one.p7m
	ipp-session switch >/dev/null
	head_make two.p7m
	run -0 --separate-stderr ipp-audit verify --head=one.p7m --head=two.p7m
	valid journal_check
	expect 'map(.passed) == [true, true, true] and all(.verdict == "whole")'
	expect "map(.count) == [$((last + 3)), $last, $((last + 2))]"
	expect ".[0].hash == \"$(sql "SELECT lower(hex(hash)) FROM journal
		WHERE entry_id = $((last + 3))")\""
	expect '.[1] | .check == "one.p7m" and .signed_at == "2026-11-22T08:00:00Z"
		and .stamped_at == null'
}

@test "an entry that was changed is named, with what it says now" {
	sql "UPDATE journal SET at = at - 3600 WHERE entry_id = 3"
	unsound changed 3
	expect '.[0] | .event == "authority_made" and .at == "2026-11-22T07:00:00Z"'
	expect '.[0].count == 2'
}

@test "entries that were all given hashes that fit again lack the seal of the desk" {
	sql "UPDATE journal SET event = 'session_ended' WHERE entry_id = 4"
	"$house_top/tests/lib/journal.py" rewrite "$IPP_STORE/ipp.db" 4
	unsound rewritten 1
}

@test "an entry that was changed to fit the one before does not fit the one behind" {
	sql 'CREATE TABLE kept AS SELECT * FROM journal'
	sql "UPDATE journal SET event = 'session_ended' WHERE entry_id = 4"
	"$house_top/tests/lib/journal.py" rewrite "$IPP_STORE/ipp.db" 4
	sql "UPDATE journal SET previous = (SELECT k.previous FROM kept k
			WHERE k.entry_id = journal.entry_id),
		hash = (SELECT k.hash FROM kept k WHERE k.entry_id = journal.entry_id)
		WHERE entry_id > 4"
	unsound changed 4
	expect '.[0].event == "session_ended"'
}

@test "entries that were removed are named, first and last" {
	sql "DELETE FROM journal WHERE entry_id IN (3, 4)"
	unsound missing 3
	expect '.[0] | .last_entry_id == 4 and .event == "catalog_loaded" and .count == 2'
	sql "DELETE FROM journal WHERE entry_id < 3"
	unsound missing 1
}

@test "an entry removed and those behind it renumbered is found" {
	sql "DELETE FROM journal WHERE entry_id = 3;
		UPDATE journal SET entry_id = entry_id - 1 WHERE entry_id > 3"
	unsound changed 3
}

@test "a journal that was cut off is told how far" {
	sql "DELETE FROM journal WHERE entry_id > 5"
	unsound cut_off 6
	expect ".[0] | .last_entry_id == $last and .count == 5"
	sql "DELETE FROM journal"
	unsound cut_off 1
}

@test "who has the database alone cannot make a cut or forged end fit" {
	sql "DELETE FROM journal WHERE entry_id > 5; UPDATE store SET journal_count = 5"
	unsound rewritten 1
	sql "UPDATE store SET journal_head = NULL"
	unsound rewritten 1
}

@test "entries written behind the end without the key are found" {
	sql "INSERT INTO journal SELECT entry_id + 1, at, event, client_id, operator_id,
		unit_id, order_id, user_id, detail, previous, hash FROM journal
		WHERE entry_id = $last"
	"$house_top/tests/lib/journal.py" rewrite "$IPP_STORE/ipp.db" $((last + 1))
	unsound rewritten $((last + 1))
}

@test "a head tells that an older store took the place of the newer one" {
	cp -a "$IPP_STORE" older
	ipp-session switch >/dev/null
	head_make head.p7m
	rm -rf "$IPP_STORE"
	cp -a older "$IPP_STORE"
	run -0 ipp-audit verify
	unsound cut_off $((last + 1)) --head=head.p7m
	expect ".[0].passed == true and .[1].last_entry_id == $((last + 1))"
}

@test "heads tell that a journal was written anew with the key, and from where on" {
	head_make first.p7m
	cp -a "$IPP_STORE" other
	ipp-session switch >/dev/null
	ipp-session switch >/dev/null
	head_make second.p7m
	rm -rf "$IPP_STORE"
	mv other "$IPP_STORE"
	house_clock +10m
	for _ in 1 2 3 4 5; do
		ipp-session switch >/dev/null
	done
	run -0 ipp-audit verify --head=first.p7m
	unsound rewritten $((last + 1)) --head=first.p7m --head=second.p7m
	expect '.[2].finding | test("written anew")'
}

@test "a head is good to openssl, and says what it vouches for" {
	ipp-ca export --root=root.pem
	head_make head.p7m
	[ -z "$output" ]
	run -0 --separate-stderr house_then openssl cms -verify -inform DER -in head.p7m -CAfile root.pem
	expect ".[0].entry_id == $last and .[0].at == \"2026-11-22T08:00:00Z\""
	valid journal_head
	expect ".[0].hash == \"$(sql "SELECT lower(hex(hash)) FROM journal
		WHERE entry_id = $last")\""
	run -0 --separate-stderr ipp-verify head.p7m
	expect '.[0].indication == "TOTAL_PASSED"'
	run -0 ipp-store check
}

@test "what is no head, or not of this authority, is no proof" {
	head_make head.p7m
	echo none >junk.p7m
	refused 1 head_invalid ipp-audit verify --head=junk.p7m
	expect '.[0].verdict == "whole" and .[1].verdict == "head_invalid"'
	expect_error '.[0].message | test("the journal is whole")'
	# a bit of what it says
	sed 's/"organization":"DEMO"/"organization":"DEMA"/' head.p7m >bent.p7m
	run ! cmp -s head.p7m bent.p7m
	refused 1 head_invalid ipp-audit verify --head=bent.p7m
	expect '.[1].verdict == "head_invalid"'
	# the same words, signed by somebody else whom the desk trusts
	pki_make
	pki_issue mario
	ipp-trust import --service-type=ca_qc pki/ca.pem >/dev/null
	house_then openssl cms -verify -noverify -inform DER -in head.p7m -out words 2>/dev/null
	pki_cades mario words theirs.p7m -nodetach
	passed ipp-verify --offline --revocation=pki/root.crl \
		--revocation=pki/ca.crl theirs.p7m
	refused 1 head_invalid ipp-audit verify --head=theirs.p7m --offline
	expect '.[1].verdict == "head_invalid" and (.[1].finding | test("not certified"))'
	refused 74 file_unreadable ipp-audit verify --head=nothing.p7m
}

@test "a head of another store does not pass here" {
	mkdir other
	house_init --demo --store=other/store >/dev/null
	head_make head.p7m
	refused 1 head_invalid ipp-audit verify --store=other/store --head=head.p7m
	expect '.[1].verdict == "head_invalid"'
}

@test "a head is time-stamped over HTTP, and the time-stamp believed if its authority is" {
	stamper
	head_make() {
		run -0 --separate-stderr ipp-audit export --head="$1" --stamp-url="$url/stamp"
	}
	head_make head.p7m
	run -0 --separate-stderr ipp-audit verify --head=head.p7m
	expect '.[1].passed == true and .[1].stamped_at == null'
	ipp-trust import --service-type=tsa pki/ca.pem >/dev/null
	run -0 --separate-stderr ipp-audit verify --head=head.p7m
	expect '.[1].stamped_at == "2026-11-22T08:00:00Z"'
	run -0 --separate-stderr ipp-audit log --event=journal_head_signed
	expect '.[0].detail.stamped == true'
	# openssl agrees about the token over the signature
	"$B/tests/lib/forge" value head.p7m value
	openssl asn1parse -inform DER -in head.p7m >parsed
	grep -q id-smime-aa-timeStampToken parsed
}

@test "a time-stamp authority that fails leaves no head" {
	stamper
	refused 69 stamp_unavailable ipp-audit export --head=head.p7m --stamp-url="$url/stamp/no"
	refused 65 stamp_unreadable ipp-audit export --head=head.p7m --stamp-url="$url/stamp/junk"
	refused 1 stamp_foreign ipp-audit export --head=head.p7m --stamp-url="$url/stamp/other"
	refused 64 stamp_url ipp-audit export --head=head.p7m --stamp-url=ftp://127.0.0.1/
	[ ! -e head.p7m ]
	[ "$(sql "SELECT count(*) FROM seals")" = 0 ]
}

@test "other programs prove an export, and find what was changed in it" {
	run -0 --separate-stderr ipp-audit export
	valid journal_proof
	expect "map(.entry_id) == [range(1; $last + 1)]"
	printf '%s\n' "$output" >all.jsonl
	[ "$("$house_top/tests/lib/journal.py" check <all.jsonl)" = \
		"$(ipp-audit verify | jq -r .hash)" ]
	# with the tools of any shell
	jq -r '[.previous, .hash, .entry] | @tsv' <<<"$(sed -n 3p all.jsonl)" >row
	previous=$(cut -f1 row) hash=$(cut -f2 row)
	[ "$( (xxd -r -p <<<"$previous" && jq -j .entry <<<"$(sed -n 3p all.jsonl)") |
		sha256sum | cut -d' ' -f1)" = "$hash" ]
	sed '3s/authority_made/authority_mend/' all.jsonl >bent.jsonl
	run -1 "$house_top/tests/lib/journal.py" check <bent.jsonl
	[[ $output == "entry 3 has another hash" ]]
	run -1 "$house_top/tests/lib/journal.py" check <<<"$(sed 4d all.jsonl)"
	[[ $output == "entry 5 does not follow" ]]
	run -0 --separate-stderr ipp-audit export --first=2 --last=4
	expect 'map(.entry_id) == [2, 3, 4]'
}

@test "what is another organization's is withheld, the chain is not" {
	(umask 077 && echo 'seven green bottles' >other.password)
	ipp-org add --client-code=ORG2 --organization='Studio Verdi' \
		--operator=other --surname=Verdi --given-name=Carla \
		--password-file=other.password --otp-secret-file=other.otp >/dev/null
	run -0 --separate-stderr house_as other ipp-audit export
	expect '[.[] | select(.entry) | .entry | fromjson | .client_id] | unique == [2]'
	"$house_top/tests/lib/journal.py" check <<<"$output"
}

@test "a range, a head and a time-stamp that make no sense are refused" {
	refused 64 range ipp-audit export --first=0
	refused 64 range ipp-audit export --first=3 --last=2
	refused 64 head_alone ipp-audit export --head=h.p7m --first=3
	refused 64 head_missing ipp-audit export --stamp-url=http://127.0.0.1:1
	head_make h.p7m
	refused 73 file_exists ipp-audit export --head=h.p7m
	house_operator clerk operator
	refused 77 not_permitted house_as clerk ipp-audit export --head=c.p7m
	[ ! -e c.p7m ]
}

@test "a head that cannot be written was not signed" {
	refused 73 file_uncreatable ipp-audit export --head=nowhere/h.p7m
	[ "$(sql 'SELECT count(*) FROM seals')" = 0 ]
	[ "$(sql 'SELECT max(entry_id) FROM journal')" = "$last" ]
	run -0 ipp-audit verify
}

@test "a store without an authority signs no head" {
	mkdir bare
	(cd bare && house_init --demo --no-authority --store=store >/dev/null)
	IPP_STORE=$PWD/bare/store XDG_RUNTIME_DIR=$PWD/bare \
		house_sign_in admin bare/password bare/otp
	refused 78 authority_missing env IPP_STORE="$PWD/bare/store" \
		XDG_RUNTIME_DIR="$PWD/bare" ipp-audit export --head=h.p7m
}
