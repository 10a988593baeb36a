# completions - bash, zsh and fish ask the tool and offer what it answers

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
	top=$PWD
	PATH=$top/tests/fixtures/tools:$PATH
}

# What bash offers for a line: one candidate a line. The words are split as
# readline does, at blanks and at = and : too.
bash_offers() {
	LINE=$1 bash --norc --noprofile -c '
		source completions/ipp.bash
		COMP_LINE=$LINE COMP_POINT=${#LINE}
		COMP_WORDS=() word=
		for ((i = 0; i < ${#LINE}; i++)); do
			c=${LINE:i:1}
			case $c in
			" ") [ -n "$word" ] && COMP_WORDS+=("$word"); word= ;;
			[=:]) [ -n "$word" ] && COMP_WORDS+=("$word")
			      COMP_WORDS+=("$c"); word= ;;
			*) word+=$c ;;
			esac
		done
		COMP_WORDS+=("$word")
		COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
		f=$(complete -p "${COMP_WORDS[0]}") && f=${f#*-F } && f=${f%% *}
		"$f" "${COMP_WORDS[0]}" "$word" "${COMP_WORDS[COMP_CWORD - 1]}"
		printf "%s\n" "${COMPREPLY[@]}"'
}

@test "bash offers verbs" {
	run -0 bash_offers "ipp-fake "
	[ "$output" = $'import\nshow' ]
	run -0 bash_offers "ipp-fake im"
	[ "$output" = import ]
}

@test "bash offers options, and values after the = it breaks words at" {
	run -0 bash_offers "ipp-fake import --d"
	[ "$output" = --dry-run ]
	run -0 bash_offers "ipp-fake import --recognition="
	[ "$output" = $'offline\nlive\nvideo' ]
	run -0 bash_offers "ipp-fake import --recognition=li"
	[ "$output" = live ]
}

@test "bash offers identifiers of the store after a verb" {
	run -0 bash_offers "ipp-fake show USR1"
	[ "$output" = $'USR1001\nUSR1002' ]
}

@test "bash offers files where the tool asks for one" {
	run -0 bash_offers "ipp-fake import --csv=Make"
	[ "$output" = Makefile ]
	run -0 bash_offers "ipp-fake import -c share/lay"
	[ "$output" = share/layers ]
}

@test "bash offers nothing the tool does not know" {
	run -0 bash_offers "ipp-fake xyz"
	[ -z "$output" ]
}

@test "fish offers verbs, options, values and identifiers with descriptions" {
	offers() { fish -N -c "source completions/ipp.fish; complete -C '$1'"; }
	run -0 offers "ipp-fake im"
	[ "$output" = $'import\ttake requests from a file' ]
	run -0 offers "ipp-fake import --d"
	[ "$output" = $'--dry-run\tchange nothing' ]
	run -0 offers "ipp-fake import --recognition=v"
	[ "$output" = "--recognition=video" ]
	run -0 offers "ipp-fake show USR1002"
	[ "$output" = $'USR1002\tZoë Krüger' ]
	run -0 offers "ipp-fake import --csv=Make"
	[ "$output" = "--csv=Makefile" ]
}

@test "zsh completes a verb" {
	run -0 tests/lib/zsh-complete "$top/completions" "ipp-fake im"
	[[ $output == *"line <ipp-fake import >"* ]]
}

@test "zsh completes a value" {
	run -0 tests/lib/zsh-complete "$top/completions" "ipp-fake import --recognition=of"
	[[ $output == *"line <ipp-fake import --recognition=offline >"* ]]
}

@test "zsh lists options with their descriptions" {
	run -0 tests/lib/zsh-complete "$top/completions" "ipp-fake import --"
	[[ $output == *"--dry-run"*"change nothing"* ]]
	[[ $output == *"line <ipp-fake import -->"* ]]
}

@test "zsh completes files where the tool asks for one" {
	run -0 tests/lib/zsh-complete "$top/completions" "ipp-fake import --csv=Make"
	[[ $output == *"line <ipp-fake import --csv=Makefile >"* ]]
}

@test "every tool of the build answers --complete for all three shells" {
	local tool source bad=0
	for source in cmd/*.c; do
		[ -e "$source" ] || continue
		tool=$IPP_BIN/$(basename "$source" .c)
		"$tool" --complete -- | grep -q '^--help' ||
			{ echo "${tool##*/} --complete -- does not offer --help"; bad=1; }
		[ -n "$(bash_offers "${tool##*/} --he")" ] ||
			{ echo "bash offers nothing for ${tool##*/} --he"; bad=1; }
	done
	[ $bad = 0 ]
}
