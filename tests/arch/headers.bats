# headers - each compiles alone, and sources keep their size and first line

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
}

# Every header below a folder through one compiler, alone.
each_header() {
	local compiler=$1 root=$2 header bad=0 n=0
	while IFS= read -r header; do
		n=$((n + 1))
		"$compiler" -std=gnu11 -D_GNU_SOURCE -Iinclude -Wall -Wextra \
			-Wstrict-prototypes -Werror -fsyntax-only -x c \
			-include "$PWD/$header" /dev/null || {
			echo "$header does not compile alone with $compiler"
			bad=1
		}
	done < <(find "$root" -name '*.h' | sort)
	[ "$n" -gt 0 ] || { echo "no header below $root"; return 1; }
	return $bad
}

@test "each header compiles alone with gcc" {
	each_header gcc include/ipp
}

@test "each header compiles alone with clang" {
	each_header clang include/ipp
}

@test "a header that leans on another's includes is caught" {
	mkdir "$BATS_TEST_TMPDIR/h"
	echo 'size_t needs_stddef(void);' >"$BATS_TEST_TMPDIR/h/bad.h"
	cd "$BATS_TEST_TMPDIR"
	run -1 each_header gcc h
	[[ $output == *"h/bad.h does not compile alone with gcc"* ]]
}

@test "each header has a guard named after its path" {
	local header guard bad=0
	while IFS= read -r header; do
		guard=$(echo "${header#include/}" | tr 'a-z/.-' 'A-Z___')
		grep -qx "#ifndef $guard" "$header" &&
			grep -qx "#define $guard" "$header" ||
			{ echo "$header: no guard $guard"; bad=1; }
	done < <(find include/ipp -name '*.h')
	[ $bad = 0 ]
}

# Breaches of form below the current folder, one a line.
form_breaches() {
	local file name n
	find lib cmd -name "*.c" 2>/dev/null | sort | while IFS= read -r file; do
		name=$(basename "$file" .c)
		head -n 1 "$file" | grep -q "^/\* $name - .*[^ ]" ||
			echo "$file: the first line is not \"/* $name - what it is for */\""
		n=$(wc -l <"$file")
		case $file in
		cmd/*) [ "$n" -le 250 ] || echo "$file: $n lines; split by meaning (250)" ;;
		*) [ "$n" -le 400 ] || echo "$file: $n lines; split by meaning (400)" ;;
		esac
	done
}

@test "each source opens with one sentence and stays readable in one sitting" {
	run -0 form_breaches
	echo "$output"
	[ -z "$output" ]
}

@test "a source without its sentence, or too long, is caught" {
	mkdir -p "$BATS_TEST_TMPDIR"/f/{lib/rule,cmd}
	cd "$BATS_TEST_TMPDIR/f"
	echo '/* other - not its name */' >lib/rule/one.c
	{ echo '/* two - far too long */'; yes ';' | head -n 400; } >lib/rule/two.c
	{ echo '/* three - far too long */'; yes ';' | head -n 250; } >cmd/three.c
	run -0 form_breaches
	[ "${#lines[@]}" = 3 ]
	[[ $output == *"one.c: the first line"* ]]
	[[ $output == *"two.c: 401 lines"* ]]
	[[ $output == *"three.c: 251 lines"* ]]
}
