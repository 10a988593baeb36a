# ipp-audit - the journal read, and proved

load ../lib/house

fixtures=$house_top/tests/fixtures/demo

# A desk with five requests of yesterday, the first one issued today. Made once
# a file.
setup() {
	local made=$BATS_FILE_TMPDIR/desk
	house_store
	if [ ! -d "$made" ]; then
		desk_make
		mkdir "$made.new"
		cp -a "$IPP_STORE" "$XDG_RUNTIME_DIR" ./*.password ./*.otp "$made.new"
		mv "$made.new" "$made"
		return
	fi
	house_clock +1d
	rm -rf "$IPP_STORE" "$XDG_RUNTIME_DIR"
	cp -a "$made"/store "$made"/runtime "$BATS_TEST_TMPDIR"
	cp -a "$made"/*.password "$made"/*.otp .
}

desk_make() {
	head -n 5 "$fixtures/batch.jsonl" >requests.jsonl
	"$house_top/tests/lib/scans.py" --out inbox <requests.jsonl
	ipp-request import <requests.jsonl >/dev/null
	house_clock +1d
	house_sign_in admin "$house_password" "$house_otp"
	ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	ipp-issue USR000000001 --confirm --seal=later >/dev/null
	house_operator auditor auditor
	house_operator clerk operator
}

# log OPTION...: its lines in $output
log() {
	run -0 --separate-stderr ipp-audit log "$@"
}

# What the store says, for comparison: sql QUERY
sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$1"
}

@test "log tells every entry once, in order, by the schema" {
	log
	valid journal_entry
	expect "map(.entry_id) == [range(1; $(sql 'SELECT count(*) FROM journal') + 1)]"
	expect 'all(.tool | test("^ipp-"))'
}

@test "each filter finds what it says and nothing else" {
	log --event=certificate_issued
	expect 'length == 1 and .[0].user_id == "USR000000001" and .[0].operator_login == "admin"'
	log --operator=admin
	expect "length == $(sql 'SELECT count(*) FROM journal WHERE operator_id = 1')"
	expect 'all(.operator_login == "admin")'
	log --unit=MAIN
	expect "length == $(sql 'SELECT count(*) FROM journal WHERE unit_id IS NOT NULL')"
	log --order-id=ORD000000002
	expect "length == $(sql 'SELECT count(*) FROM journal WHERE order_id = 2')"
	expect 'length > 0 and all(.order_id == "ORD000000002")'
	log --from=2026-11-23
	expect "length == $(sql "SELECT count(*) FROM journal WHERE at >= unixepoch('2026-11-23')")"
	expect 'length > 0 and all(.at >= "2026-11-23")'
	log --to=2026-11-23
	expect "length == $(sql "SELECT count(*) FROM journal WHERE at < unixepoch('2026-11-23')")"
	log --from=today --to=2026-11-24
	expect 'length > 0 and all(.at | startswith("2026-11-23"))'
	log --from=yesterday --to=today
	expect 'length > 0 and all(.at | startswith("2026-11-22"))'
	log --from=2030-01-01
	[ -z "$output" ]
	log --event=certificate_issued --operator=auditor
	[ -z "$output" ]
}

@test "what happened to a product includes what happened to its order as a whole" {
	log --user-id=USR000000001
	expect 'any(.event == "certificate_issued") and any(.event == "request_submitted")'
	expect 'all(.user_id == "USR000000001" or .order_id == "ORD000000001")'
	expect "length == $(sql 'SELECT count(*) FROM journal WHERE user_id = 1
		OR (order_id = 1 AND user_id IS NULL)')"
	log --holder-id="$(ipp-search --user-id=USR000000001 | jq -r .holder_id)"
	expect 'length > 0 and all(.order_id == "ORD000000001")'
}

@test "what was refused is found, with who was refused" {
	refused 77 not_permitted house_as clerk ipp-audit log
	echo 'not the password at all' >wrong
	chmod 600 wrong
	run ! house_sign_in admin wrong "$house_otp"
	log --refused
	expect 'map(.event) == ["permission_refused", "session_refused"]'
	expect '.[0].operator_login == "clerk" and .[0].detail.code == "not_permitted"'
}

@test "auditors and master RAOs read the journal, nobody else does" {
	run -0 --separate-stderr house_as auditor ipp-audit log --limit=1
	for profile in ir rao; do
		house_operator "$profile.person" "$profile"
		refused 77 not_permitted house_as "$profile.person" ipp-audit log
	done
	refused 77 no_session env XDG_RUNTIME_DIR="$PWD/nobody" ipp-audit log
}

@test "pages by key leave nothing out and tell nothing twice, either way" {
	for way in '' --reverse; do
		after='' pages=
		while :; do
			log --limit=7 $way ${after:+--after=$after}
			[ -n "$output" ] || break
			expect 'length <= 7'
			pages+=$output$'\n'
			after=$(tail -n 1 <<<"$output" | jq .entry_id)
			ipp-session switch >/dev/null # the journal grows meanwhile
			[ "${#pages}" -lt 1000000 ]
			[ -z "$way" ] && [ "$after" -gt 60 ] && break
		done
		jq -es --arg way "$way" 'map(.entry_id) as $ids |
			if $way == "" then $ids == [range(1; ($ids | length) + 1)]
			else $ids == [range($ids[0]; 0; -1)] end' <<<"$pages"
	done
}

@test "the journal is listed in every format" {
	run -0 --separate-stderr ipp-audit log --limit=2 --format=csv
	[[ ${lines[0]} == entry_id,at,event,* ]]
	[ "${#lines[@]}" = 3 ]
	run -0 --separate-stderr ipp-audit log --limit=2 --format=tsv --columns=event,tool
	[ "${lines[0]}" = $'event\ttool' ]
	run -0 --separate-stderr ipp-audit log --limit=2 --format=json
	jq -e 'length == 2 and .[0].entry_id == 1' <<<"$output"
	run -0 --separate-stderr ipp-audit log --limit=2 --format=table
	[[ ${lines[0]} == *When*Event* ]]
}

@test "an organization does not see another's entries" {
	(umask 077 && echo 'seven green bottles' >other.password)
	ipp-org add --client-code=ORG2 --organization='Studio Verdi' \
		--operator=other --surname=Verdi --given-name=Carla \
		--password-file=other.password --otp-secret-file=other.otp >/dev/null
	run -0 --separate-stderr house_as other ipp-audit log
	expect 'all(.operator_login == "other" or .operator_login == null)'
	expect 'all(.user_id == null)'
	log
	expect 'all(.operator_login != "other")'
}

@test "what makes no sense is refused with what to do" {
	refused 64 limit ipp-audit log --limit=0
	refused 65 operator_unknown ipp-audit log --operator=nobody
	refused 65 unit_unknown ipp-audit log --unit=NOWHERE
	refused 64 not_instant ipp-audit log --from=sometime
	refused 64 period ipp-audit log --from=2026-12-01 --to=2026-11-01
	refused 64 period ipp-audit log --from=today --to=today
}
