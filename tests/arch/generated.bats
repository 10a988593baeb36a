# generated - what lies in share/ is what the tables of the house give

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
}

@test "the JSON Schemas and schema.sql in the tree are up to date" {
	ls "$IPP_BIN"/* >/dev/null
	share/generate "$BATS_TEST_TMPDIR/share"
	run diff -r "$BATS_TEST_TMPDIR/share/schema" share/schema
	[ -z "$output" ] || { echo "$output" | head -n 40; echo "run: make generate"; false; }
	run diff "$BATS_TEST_TMPDIR/share/schema.sql" share/schema.sql
	[ -z "$output" ] || { echo "$output" | head -n 40; echo "run: make generate"; false; }
}

# Schemas of the tool that only speaks of itself.
fake_schemas() {
	mkdir -p "$BATS_TEST_TMPDIR/bin"
	cp tests/fixtures/tools/ipp-fake "$BATS_TEST_TMPDIR/bin/"
	B=$BATS_TEST_TMPDIR share/generate "$BATS_TEST_TMPDIR/share"
}

@test "a schema accepts what the field table allows" {
	fake_schemas
	tests/lib/validate.py product "$BATS_TEST_TMPDIR/share/schema" <<-'END'
		{"user_id":"USR1","created_at":"2026-11-22T08:00:00Z","requests":[{"birth_date":"2000-02-29"}]}
	END
}

@test "a schema refuses wrong types, words, dates and twice the same member" {
	fake_schemas
	run -1 tests/lib/validate.py product "$BATS_TEST_TMPDIR/share/schema" <<-'END'
		{"user_id":"ORD1"}
		{"created_at":"2026-02-30T00:00:00Z"}
		{"requests":[{"recognition":"phone"}]}
		{"user_id":"USR1","user_id":"USR2"}
	END
	[ "${#lines[@]}" = 4 ]
}

@test "validating nothing is a failure" {
	fake_schemas
	run -1 tests/lib/validate.py product "$BATS_TEST_TMPDIR/share/schema" </dev/null
	[ "$output" = "no line at all" ]
}

@test "two tools that describe one record differently are refused" {
	fake_schemas
	sed 's/"max":64/"max":65/; s/ipp-fake/ipp-other/' tests/fixtures/tools/ipp-fake \
		>"$BATS_TEST_TMPDIR/bin/ipp-other"
	chmod +x "$BATS_TEST_TMPDIR/bin/ipp-other"
	B=$BATS_TEST_TMPDIR run ! share/generate "$BATS_TEST_TMPDIR/share"
	[[ $output == *"describe the record request differently"* ]]
}
