# translation - what is said to people is said in their language

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
	export IPP_STORE=$BATS_TEST_TMPDIR/no-store
}

# Runs a command as an Italian does.
italian() {
	LANGUAGE=it LC_ALL=C.UTF-8 run "$@"
}

@test "catalogues are well-formed, and nothing in them is missing or in doubt" {
	local catalogue
	for catalogue in share/po/*.po; do
		msgfmt -c --check-format -o /dev/null "$catalogue"
		run -0 msgattrib --untranslated --no-obsolete "$catalogue"
		[ -z "$output" ] || { echo "$output"; false; }
		run -0 msgattrib --only-fuzzy "$catalogue"
		[ -z "$output" ] || { echo "$output"; false; }
	done
}

@test "catalogues have the texts of the sources, all of them and no others" {
	local catalogue copy=$BATS_TEST_TMPDIR/po
	mkdir "$copy"
	cp share/po/*.po "$copy/"
	share/po/update "$copy"
	for catalogue in share/po/*.po; do
		run diff "$catalogue" "$copy/${catalogue##*/}"
		[ -z "$output" ] || {
			echo "$output" | grep msgid | head -n 40
			echo "run: share/po/update, then translate"
			false
		}
	done
}

@test "a text that no catalogue has is noticed" {
	local copy=$BATS_TEST_TMPDIR/po
	mkdir "$copy"
	msggrep -v -K -F -e "Usage:" share/po/it.po >"$copy/it.po"
	share/po/update "$copy"
	run -0 msgattrib --untranslated "$copy/it.po"
	[[ $output == *'msgid "Usage:"'* ]]
}

@test "no message ends in a full stop or begins with a capital by translation" {
	run -0 awk '/^msgid /{id=$0} /^msgstr /{
		if (id ~ /[^.]"$/ && $0 ~ /[^.]\."$/) print
		if (id ~ /^msgid "[a-z]/ && $0 ~ /^msgstr "[A-Z][a-z]/) print }' \
		share/po/it.po
	[ -z "$output" ] || { echo "$output"; false; }
}

@test "help is in Italian, and names of options stay" {
	italian ipp-request --help
	[ "$status" = 0 ]
	[[ $output == "Uso: ipp-request COMANDO [OPZIONE...]"* ]]
	[[ $output == *"import"*"inoltra un lotto di richieste"* ]]
	italian ipp-search --help
	[[ $output == "Uso: ipp-search [OPZIONE...]"* ]]
	[[ $output == *"Opzioni comuni:"* ]]
	[[ $output == *"--columns=NOMI"*"scrive solo questi campi"* ]]
	[[ $output != *"Usage"* ]]
	[[ $output != *"Give this help"* ]]
	[[ $output != *"Project-Id-Version"* ]]
}

@test "an error is in Italian for people and the same for programs" {
	italian ipp-store status --errors=text
	[ "$status" = 78 ]
	[ "$output" = "ipp-store status: non c'è un archivio in \
\"$IPP_STORE/ipp.db\"; crearne uno con: ipp-store init [store_missing]" ]
	italian ipp-store status
	[ "$status" = 78 ]
	[ "$(jq -r '.error | .code, .tool, .status' <<<"$output")" = \
		$'store_missing\nipp-store status\n78' ]
	run ipp-store status
	[[ $(jq -r .error.message <<<"$output") == "there is no store at"* ]]
}

@test "headings and words of a table are in Italian, those of data are not" {
	local words=$BATS_TEST_TMPDIR/store form
	IPP_STORE=$words
	umask 077
	echo 'correct horse battery staple' >"$BATS_TEST_TMPDIR/password"
	ipp-store init --demo --password-file="$BATS_TEST_TMPDIR/password" \
		--otp-secret-file="$BATS_TEST_TMPDIR/otp" >/dev/null
	italian ipp-store check --format=table
	[[ ${lines[0]} == *Controllo*Superato*Rilievo* ]]
	for form in jsonl json csv tsv; do
		italian ipp-store check --format=$form
		echo "$output" >"$BATS_TEST_TMPDIR/italian"
		ipp-store check --format=$form >"$BATS_TEST_TMPDIR/english"
		cmp "$BATS_TEST_TMPDIR/italian" "$BATS_TEST_TMPDIR/english"
	done
}

@test "what a tool tells of itself is the same in every language" {
	local tool
	for tool in "$IPP_BIN"/*; do
		"$tool" --describe >"$BATS_TEST_TMPDIR/english"
		LANGUAGE=it LC_ALL=C.UTF-8 "$tool" --describe \
			>"$BATS_TEST_TMPDIR/italian"
		cmp "$BATS_TEST_TMPDIR/english" "$BATS_TEST_TMPDIR/italian"
	done
}

@test "the C locale speaks English, whatever LANGUAGE says" {
	LANGUAGE=it LC_ALL=C run -0 ipp-request --help
	[[ $output == "Usage: ipp-request VERB"* ]]
}

@test "an installed program speaks Italian from where it lies" {
	local stage=$BATS_TEST_TMPDIR/stage
	DESTDIR=$stage PREFIX=/usr share/install ipp-request
	italian "$stage/usr/bin/ipp-request" --help
	[[ $output == "Uso: ipp-request COMANDO"* ]]
}
