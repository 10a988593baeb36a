# ipp-audit figures - what came of the requests of a period

load ../lib/house

setup() {
	house_store
}

figures() {
	run -0 --separate-stderr ipp-audit figures "$@"
	expect 'all(.issued + .refused + .pending == .received)'
}

# An instant as options take it.
instant() {
	date -u -d "@$1" +%Y-%m-%dT%H:%M:%SZ
}

@test "requests are counted as what became of them" {
	head -n 4 "$house_top/tests/fixtures/demo/batch.jsonl" >requests.jsonl
	"$house_top/tests/lib/scans.py" --out inbox <requests.jsonl
	ipp-request import <requests.jsonl >/dev/null
	ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	ipp-issue USR000000001 --confirm --seal=later >/dev/null
	ipp-request new <<<'{"surname":"Draft"}' >/dev/null
	all=$(sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) FROM products p
		JOIN orders o USING (order_id) WHERE submitted_at IS NOT NULL')
	figures
	valid figures
	expect "length == 1 and .[0].received == $all and .[0].issued == 1
		and .[0].refused == 0 and .[0].pending == $((all - 1))"
	figures --from=2026-11-23 --to=2026-11-24
	expect '.[0] | .group == "all" and .received == 0'
	# at its end only what was done by then counts
	figures --to=2026-11-22T08:00:00Z
	expect '.[0].received == 0'
}

@test "random histories: each request is counted once, as another program counts" {
	ipp-request import <"$house_top/tests/fixtures/demo/batch.jsonl" >/dev/null 2>&1 || [ $? = 65 ]
	counted=0
	for seed in 1 2 3; do
		cp -a "$IPP_STORE" "store$seed"
		base=store$seed/ipp.db
		"$house_top/tests/lib/figures.py" make "$base" $seed
		RANDOM=$seed
		for by in nothing product recognition unit; do
			from=$((1795334400 + RANDOM % 70 * 86400))
			to=$((from + (RANDOM % 40 + 1) * 86400))
			IPP_STORE=$PWD/store$seed IPP_NOW=$HOUSE_NOW figures \
				--from="$(instant $from)" --to="$(instant $to)" --by=$by
			"$house_top/tests/lib/figures.py" count "$base" $from $to \
				1795334400 $by >wanted
			counted=$((counted + $(wc -l <wanted)))
			# where there is nothing one row of zeroes says so
			[ ! -s wanted ] && [ "$by" = nothing ] ||
				diff <(jq -Sc . <<<"$output") <(jq -Sc . wanted)
		done
	done
	[ "$counted" -ge 12 ]
	# what seven fortnights received, the time of all of them did
	part() {
		IPP_STORE=$PWD/store1 figures --from="$(instant $((1795334400 + $1 * 86400)))" \
			--to="$(instant $((1795334400 + $2 * 86400)))"
	}
	part 0 98
	whole=$(found '.[0].received') parts=0
	for day in 0 14 28 42 56 70 84; do
		part $day $((day + 14))
		parts=$((parts + $(found '.[0].received')))
	done
	[ "$whole" -gt 0 ] && [ "$whole" = "$parts" ]
}

@test "a period that ends before it begins, and who may not count, are refused" {
	refused 64 period ipp-audit figures --from=2026-11-23 --to=2026-11-22
	refused 64 not_a_word ipp-audit figures --by=colour
	house_operator clerk rao
	refused 77 not_permitted house_as clerk ipp-audit figures
	run -0 --separate-stderr ipp-audit figures --format=csv
	[[ ${lines[0]} == group,received,issued,refused,pending,* ]]
}
