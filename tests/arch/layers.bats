# layers - the law of share/layers holds, and its check can fail

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
	law=$PWD/tests/arch/layers
}

# A tree of two layers that keeps the law, to be spoilt by a test.
small_tree() {
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree"/{share,include/ipp/rule,include/ipp/store,lib/rule,lib/store,build}
	cp share/layers "$tree/share/"
	echo 'int rule_one(void);' >"$tree/include/ipp/rule/one.h"
	echo 'int store_one(void);' >"$tree/include/ipp/store/one.h"
	printf '%s\n' '#include <ipp/rule/one.h>' 'int rule_one(void) { return 1; }' \
		>"$tree/lib/rule/one.c"
	printf '%s\n' '#include <ipp/store/one.h>' 'int store_one(void) { return 2; }' \
		>"$tree/lib/store/one.c"
}

build_tree() {
	local source
	(cd "$tree" && for source in lib/*/*.c; do
		mkdir -p "build/obj/${source%/*}"
		gcc -Iinclude -c -o "build/obj/${source%.c}.o" "$source" || exit 1
	done)
}

@test "every include and every symbol of the tree keeps the law" {
	run "$law" . "${B:-build}"
	echo "$output"
	[ "$status" = 0 ]
	[[ $output == *"looked at "* ]]
}

@test "a tree that keeps the law passes" {
	small_tree
	build_tree
	run -0 "$law" "$tree" "$tree/build"
	[ "$output" = "looked at 4 sources, 2 objects, 0 references" ]
}

@test "an include that looks up is refused" {
	small_tree
	sed -i '1i #include <ipp/store/one.h>' "$tree/lib/rule/one.c"
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"lib/rule/one.c: <ipp/store/one.h>: rule may not look at store"* ]]
}

@test "a header that looks up is refused" {
	small_tree
	sed -i '1i #include <ipp/store/one.h>' "$tree/include/ipp/rule/one.h"
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"include/ipp/rule/one.h: <ipp/store/one.h>"* ]]
}

@test "a call upwards without any include is found by its symbol" {
	small_tree
	cat >>"$tree/lib/rule/one.c" <<-'END'
		extern int store_one(void);
		int rule_two(void);
		int rule_two(void) { return store_one(); }
	END
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"lib/rule/one.c: store_one(): rule may not call store"* ]]
}

@test "a third-party header outside its port file is refused" {
	small_tree
	sed -i '1i #include <sqlite3.h>' "$tree/lib/store/one.c"
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"lib/store/one.c: <sqlite3.h> belongs to lib/port/sql"* ]]
}

@test "a header nobody declared is refused" {
	small_tree
	sed -i '1i #include <sys/acct.h>' "$tree/lib/store/one.c"
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"<sys/acct.h> is not in share/layers"* ]]
}

@test "printing, leaving and reading the clock below cli are refused" {
	small_tree
	cat >>"$tree/lib/rule/one.c" <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		#include <time.h>
		void rule_bad(void);
		void rule_bad(void) { puts("x"); if (time(0)) exit(1); }
	END
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"lib/rule/one.c: puts belongs to"* ]]
	[[ $output == *"lib/rule/one.c: exit belongs to"* ]]
	[[ $output == *"lib/rule/one.c: time belongs to"* ]]
}

@test "a folder that is no layer is refused" {
	small_tree
	mkdir "$tree/lib/helper"
	echo '#include <stdio.h>' >"$tree/lib/helper/x.c"
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *'layer "helper" is not in share/layers'* ]]
}

@test "the same name in two layers is refused" {
	small_tree
	echo 'int rule_one(void) { return 3; }' >>"$tree/lib/store/one.c"
	build_tree
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"rule_one is also defined in rule"* ]]
}

@test "a source without an object proves nothing and is refused" {
	small_tree
	build_tree
	rm "$tree/build/obj/lib/rule/one.o"
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"lib/rule/one.c: has no object"* ]]
}

@test "an empty tree is refused" {
	tree=$BATS_TEST_TMPDIR/empty
	mkdir -p "$tree/share" "$tree/build"
	cp share/layers "$tree/share/"
	run -1 "$law" "$tree" "$tree/build"
	[[ $output == *"nothing to look at"* ]]
}
