# examples - what the EXAMPLES of the manual pages tell a reader to type works
#
# tests/run runs this file once for each page, with its name in PAGE.

load ../lib/house

setup() {
	house_clean
}

@test "the EXAMPLES of ${PAGE:-every page} work" {
	local page pages=$PAGE
	[ -n "$pages" ] || pages=$(cd "$house_top/man" &&
		grep -lx '\.Sh EXAMPLES' ./*.[1-8].in ./*.[1-8] | sed 's|^./||; s|\.in$||')
	for page in $pages; do
		rm -rf "${BATS_TEST_TMPDIR:?}"/*
		# who makes the store, and who signs in, begins with nothing
		case $page in
		ipp-store.1 | ipp.7) house_clean ;;
		*) house_store ;;
		esac
		house_examples "$page"
	done
}
