# ipp-store - the store is made once, says what it holds, and guards its files

load ../lib/house

setup() {
	house_clean
}

@test "init makes a store that only its owner can read" {
	run -0 --separate-stderr ipp-store init --demo
	valid store_status
	expect 'length == 1 and .[0].demo and .[0].orders == 0'
	run -0 find "$IPP_STORE" -perm /077
	[ -z "$output" ]
}

@test "init leaves a store that is there alone" {
	ipp-store init --demo
	before=$(sha256sum "$IPP_STORE"/*key*)
	run -73 --separate-stderr ipp-store init --demo
	[ "$before" = "$(sha256sum "$IPP_STORE"/*key*)" ]
	run -0 --separate-stderr ipp-store status
	expect '.[0].demo'
}

@test "status says what the store holds" {
	ipp-store init --demo
	run -0 --separate-stderr ipp-store status
	valid store_status
	expect '.[0].schema == .[0].schema_known and .[0].products == 0'
}

@test "status without a store says how to make one" {
	run --separate-stderr ipp-store status
	[ "$status" = 78 ]
	expect_error '.[0].status == 78 and (.[0].message | test("ipp-store init"))'
}

@test "a database of another program is refused" {
	ipp-store init --demo
	sqlite3 "$IPP_STORE"/*.db 'PRAGMA application_id = 42'
	run --separate-stderr ipp-store status
	[ "$status" = 78 ]
	expect_error '.[0].status == 78'
}

@test "a store newer than the program is refused" {
	ipp-store init --demo
	sqlite3 "$IPP_STORE"/*.db 'PRAGMA user_version = 9999'
	run --separate-stderr ipp-store status
	[ "$status" = 78 ]
	expect_error '.[0].status == 78'
}

@test "a fixed clock is refused by a store for real work" {
	(unset IPP_NOW && ipp-store init)
	refused 78 clock_fixed ipp-store status
}

@test "an unknown option or verb is a mistake of usage" {
	run -64 ipp-store init --nonsense
	run -64 ipp-store nonsense
}
