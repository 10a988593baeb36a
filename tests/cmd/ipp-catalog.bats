# ipp-catalog - what may be asked for, and what the organization may use

load ../lib/house

setup() {
	house_store
}

journalled() {
	sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT count(*) FROM journal WHERE event LIKE 'catalog_%abled'"
}

@test "every product of a new store is enabled, and every recognition" {
	run -0 --separate-stderr ipp-catalog list
	valid catalog_item
	expect 'length == 16 and all(.[]; .enabled)'
	expect 'map(.product) | index("DEV-CNS-ROLE")'
	run -0 --separate-stderr ipp-catalog recognitions
	valid catalog_change
	expect 'map(.recognition) == ["offline", "live", "video", "sign", "spid"]'
	expect 'all(.[]; .enabled)'
}

@test "show tells everything about a product" {
	run -0 --separate-stderr ipp-catalog show REM-SPID ONESHOT
	valid catalog_item
	expect '.[0].recognitions == ["spid"] and .[0].validity_unit == "months"'
	expect '.[0].limit_en | test("not usable to require other SPID")'
	expect '.[1].profiles == ["signature_short"] and .[1].validity_max == 1440'
}

@test "a table of the products fits people" {
	run -0 --separate-stderr ipp-catalog list --format=table
	[[ ${lines[0]} == *Product*Name*Enabled* ]]
	[ "${#lines[@]}" -ge 17 ]
	run -0 script -qec "stty cols 80; ipp-catalog list" /dev/null
	[[ $output == *"DEV-CNS-ROLE National services card with role"* ]]
	[ "$(sed 's/\x1b\[[0-9;]*m//g; s/\r//' <<<"$output" | wc -L)" -le 80 ]
}

@test "what is disabled stays disabled, also when the catalogue is loaded anew" {
	run -0 --separate-stderr ipp-catalog disable REM AUTO
	valid catalog_change
	expect 'map(.product) == ["REM", "AUTO"] and all(.[]; .enabled == false)'
	run -0 ipp-catalog load
	run -0 --separate-stderr ipp-catalog list
	expect 'map(select(.enabled | not) | .product) == ["AUTO", "REM"]'
	run -0 --separate-stderr ipp-catalog enable --product=REM
	run -0 --separate-stderr ipp-catalog show REM
	expect '.[0].enabled'
}

@test "a recognition is switched like a product" {
	run -0 --separate-stderr ipp-catalog disable --recognition=video
	expect '.[0] == {recognition: "video", enabled: false}'
	run -0 --separate-stderr ipp-catalog recognitions
	expect 'map(select(.enabled | not) | .recognition) == ["video"]'
	run -0 --separate-stderr ipp-catalog enable <<<'{"recognition":"video"}'
	run -0 --separate-stderr ipp-catalog recognitions
	expect 'all(.[]; .enabled)'
}

@test "a change is journalled, once" {
	before=$(journalled)
	ipp-catalog disable REM
	ipp-catalog disable REM
	ipp-catalog disable --recognition=spid
	[ "$(journalled)" = $((before + 2)) ]
}

@test "a dry run changes nothing" {
	run -0 --separate-stderr ipp-catalog disable REM --dry-run
	expect '.[0].enabled == false'
	run -0 --separate-stderr ipp-catalog show REM
	expect '.[0].enabled'
}

@test "a product or recognition that is not there is refused by name" {
	refused 65 catalog_unknown ipp-catalog enable REM2
	expect_error '.[0].field == "product"'
	refused 65 catalog_unknown ipp-catalog show rem
	refused 64 not_a_word ipp-catalog enable --recognition=telepathy
	refused 64 catalog_change ipp-catalog enable REM --recognition=video
	refused 64 catalog_change ipp-catalog enable <<<'{}'
}

@test "the limits of use to choose from are listed in both languages" {
	run -0 --separate-stderr ipp-catalog limits
	valid limit_of_use
	expect 'map(.limit) | index("relations")'
	expect 'all(.[]; (.text_it | length) <= 200 and (.text_en | length) <= 200)'
}
