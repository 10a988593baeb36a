# pages - every tool has a manual page, and it is true and well-formed

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
	fake=tests/fixtures/tools/ipp-fake
}

# A page with every block of the machinery.
whole_page() {
	printf '%s\n' '.Dd November 22, 2026' '.Dt IPP-FAKE 1' .Os '.Sh NAME' \
		'.Nm ipp-fake' '.Nd @SUMMARY@' @SYNOPSIS@ '.Sh DESCRIPTION' \
		'Pretends.' @COMMANDS@ @OPTIONS@ @INPUT@ @OUTPUT@ @ENVIRONMENT@ \
		@EXIT@ >"$BATS_TEST_TMPDIR/ipp-fake.1.in"
	man/page "$BATS_TEST_TMPDIR/ipp-fake.1.in" "$fake" \
		>"$BATS_TEST_TMPDIR/ipp-fake.1"
}

@test "blocks of a page are expanded and pass mandoc's lint" {
	whole_page
	run ! grep '@[A-Z]*@' "$BATS_TEST_TMPDIR/ipp-fake.1"
	run -0 mandoc -T lint -W warning "$BATS_TEST_TMPDIR/ipp-fake.1"
	[ -z "$output" ]
}

@test "a page shows options, members, words and secrets as people read them" {
	whole_page
	run -0 sh -c "mandoc '$BATS_TEST_TMPDIR/ipp-fake.1' | col -b"
	[[ $output == *"ipp-fake import [--csv=FILE] [--dry-run] [--member=VALUE ...]"* ]]
	[[ $output == *"-c FILE, --csv=FILE"* ]]
	[[ $output == *"One of offline, live,"* ]]
	[[ $output == *"passphrase (text; at most 127 characters; secret"* ]]
	[[ $output == *'.opens the envelope \ and more.'* ]]
}

@test "a page that names an unknown block is refused" {
	echo @NOSUCH@ >"$BATS_TEST_TMPDIR/bad.1.in"
	run -65 man/page "$BATS_TEST_TMPDIR/bad.1.in" "$fake"
	[[ $output == *"block @NOSUCH@ is empty"* ]]
}

@test "the page of records names each record and who reads and writes it" {
	printf '%s\n' '.Dd November 22, 2026' '.Dt IPP-RECORDS 5' .Os '.Sh NAME' \
		'.Nm ipp-records' '.Nd records' '.Sh DESCRIPTION' 'All:' @RECORDS@ \
		>"$BATS_TEST_TMPDIR/r.5.in"
	man/page "$BATS_TEST_TMPDIR/r.5.in" tests/fixtures/tools >"$BATS_TEST_TMPDIR/r.5"
	run -0 mandoc -T lint -W warning "$BATS_TEST_TMPDIR/r.5"
	[ -z "$(grep -v 'bad cross reference\|Xr ipp-fake' <<<"$output")" ]
	run -0 sh -c "mandoc '$BATS_TEST_TMPDIR/r.5' | col -b"
	[[ $output == *"Read by ipp-fake(1)."* ]]
	[[ $output == *"birth_date (date, YYYY-MM-DD; required)"* ]]
}

@test "every tool has a page, a summary, and a test named like it" {
	local source tool bad=0
	for source in cmd/*.c; do
		[ -e "$source" ] || continue
		tool=$(basename "$source" .c)
		[ -e "man/$tool.1.in" ] || { echo "no man/$tool.1.in"; bad=1; }
		[ -e "tests/cmd/$tool.bats" ] || { echo "no tests/cmd/$tool.bats"; bad=1; }
		"$IPP_BIN/$tool" --describe | jq -e '.summary | length > 10' >/dev/null ||
			{ echo "$tool has no summary"; bad=1; }
	done
	[ $bad = 0 ]
}

@test "every page of the tree is built and passes mandoc's lint" {
	local source page bad=0 said
	for source in man/*.in man/*.[1-8]; do
		[ -e "$source" ] || continue
		page=$B/man/$(basename "$source" .in)
		[ -s "$page" ] || { echo "$page is not built"; bad=1; continue; }
		said=$(mandoc -T lint -W warning "$page" 2>&1) && [ -z "$said" ] ||
			{ echo "$said"; bad=1; }
	done
	[ $bad = 0 ]
}

@test "every page of a tool has the sections a reader looks for" {
	local source section bad=0
	for source in man/*.1.in; do
		[ -e "$source" ] || continue
		for section in '.Sh NAME' @SYNOPSIS@ '.Sh DESCRIPTION' @OPTIONS@ \
			@EXIT@ '.Sh EXAMPLES' '.Sh SEE ALSO'; do
			grep -qxF "$section" "$source" ||
				{ echo "$source: no $section"; bad=1; }
		done
	done
	[ $bad = 0 ]
}

@test "every option a page speaks of exists in that tool or one it runs" {
	local source options option bad=0
	options=$(for tool in "$IPP_BIN"/*; do
		[ -x "$tool" ] && "$tool" --describe |
			jq -r '.verbs[].options[].name'
	done; printf '%s\n' help usage version)
	for source in man/*.in man/*.[1-8]; do
		[ -e "$source" ] || continue
		for option in $(grep -oE '^\.(It |Op )?Fl -[a-z0-9-]+' "$source" |
			sed 's/.*Fl -//'); do
			grep -qx -- "$option" <<<"$options" ||
				{ echo "$source: no tool has --$option"; bad=1; }
		done
	done
	[ $bad = 0 ]
}
