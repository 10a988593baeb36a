# plans - what is done every day or every minute reads what it needs, however
# many products there are: no statement goes through a table for a few rows

load ../lib/house

setup_file() {
	export IPP_STORE=$BATS_FILE_TMPDIR/filled
	"$B/bench/make_store" --products=4000 "$IPP_STORE" 2>/dev/null
	sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) > 3000 FROM products
		WHERE status IN ("active", "suspended", "expired")' | grep -qx 1
}

# Each test has a copy of the store, in the winter after.
setup() {
	[[ ${B##*/} != *asan* ]] || skip "the sanitizer wants to be loaded first"
	house_clean
	cp -a "$BATS_FILE_TMPDIR/filled" "$IPP_STORE"
	export IPP_TOKEN_FILE=$IPP_STORE/token SCANS=$PWD/scans
	house_clock 2027-01-05T08:00:00Z
}

# frugal STATUS COMMAND...: it ends with that, and no statement of it reads 100
# rows more than it prints.
frugal() {
	local status=0 expected=$1 most
	shift
	: >"$SCANS"
	LD_PRELOAD=$B/tests/preload/scans.so "$@" >out.jsonl 2>err.jsonl || status=$?
	[ "$status" = "$expected" ] || {
		echo "$* ended with $status"
		cat err.jsonl
		return 1
	}
	most=$((100 + $(wc -l <out.jsonl)))
	awk -F'\t' -v most="$most" '$1 > most { print; bad = 1 } END { exit bad }' \
		"$SCANS" || {
		echo "$* reads too much for $(wc -l <out.jsonl) lines"
		return 1
	}
}

@test "a statement that goes through a table for a few rows is seen" {
	run -1 frugal 0 ipp-audit log --event=operator_added
	[[ $output == *"FROM journal"*"reads too much"* ]]
}

@test "what cron does" {
	frugal 0 ipp-suspend --due
	[ -s out.jsonl ]
	house_clock +1d
	frugal 0 ipp-suspend --due
	frugal 0 ipp-notify due
	frugal 0 ipp-notify deliver --limit=5
	frugal 3 ipp-check
	frugal 0 ipp-ca check
}

@test "what an officer does" {
	frugal 0 ipp-search --surname=Rossi --limit=5
	frugal 0 ipp-search --section=suspended --limit=5
	frugal 0 ipp-search --status=to_issue --limit=5
	frugal 0 ipp-search --user-id=USR000002000
	frugal 0 ipp-suspend USR000002000 --until=2027-02-01
	frugal 0 ipp-suspend USR000002000 --lift
	frugal 0 ipp-revoke USR000002000 --motive=office_procedure
	frugal 0 ipp-notify list --limit=5
	frugal 0 ipp-audit log --user-id=USR000002000
	frugal 0 ipp-request show ORD000000100
	frugal 0 ipp-envelope pending
	frugal 0 ipp-operator list
	frugal 0 ipp-org list
}
