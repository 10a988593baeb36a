# run - the runner counts what really ran, and does not take silence for success

bats_require_minimum_version 1.5.0

setup() {
	unset B JOBS VERBOSE
	tree=$BATS_TEST_TMPDIR/tree
	mkdir -p "$tree"/tests/{unit,arch} "$tree/build/tests"
	cp "$BATS_TEST_DIRNAME/../run" "$tree/tests/run"
}

# A unit test program that prints its input and ends with a status.
unit() {
	: >"$tree/tests/unit/$1.c"
	{ printf '#!/bin/sh\ncat <<"END"\n'; cat; printf 'END\nexit %s\n' "$2"; } \
		>"$tree/build/tests/$1"
	chmod +x "$tree/build/tests/$1"
}

# A bats file; the marker keeps the bats that reads this file from taking the
# inner tests for its own.
bats_file() {
	sed 's/^TEST /@test /' >"$tree/tests/arch/$1.bats"
}

@test "passed, failed and skipped tests are counted and failures shown" {
	unit test_some 1 <<-'END'
		1..3
		ok 1 - fine
		not ok 2 - broken
		# why it broke
		not ok 3 # SKIP later
	END
	run -1 "$tree/tests/run"
	[[ $output == *"not ok 2 - broken"*"# why it broke"* ]]
	[ "${lines[-1]}" = "1 passed, 1 failed, 1 skipped" ]
}

@test "all green ends with 0" {
	unit test_some 0 <<-'END'
		1..1
		ok 1 - fine
	END
	run -0 "$tree/tests/run"
	[ "${lines[-1]}" = "1 passed, 0 failed" ]
}

@test "two groups in one program are two plans" {
	unit test_some 0 <<-'END'
		1..1
		ok 1 - fine
		1..2
		ok 1 - fine
		ok 2 - fine
	END
	run -0 "$tree/tests/run"
	[ "${lines[-1]}" = "3 passed, 0 failed" ]
}

@test "nothing to run is a failure" {
	run -1 "$tree/tests/run"
	[ "${lines[-1]}" = "0 passed, 0 failed" ]
}

@test "a program that was not built is a failure" {
	unit test_some 0 <<<"1..0"
	rm "$tree/build/tests/test_some"
	run -1 "$tree/tests/run"
	[ "${lines[-1]}" = "0 passed, 1 failed" ]
}

@test "a program that crashes after its tests is a failure" {
	unit test_some 139 <<-'END'
		1..1
		ok 1 - fine
	END
	run -1 "$tree/tests/run"
	[[ $output == *"ended with status 139"* ]]
	[ "${lines[-1]}" = "1 passed, 1 failed" ]
}

@test "a program that stops before its plan is done is a failure" {
	unit test_some 0 <<-'END'
		1..2
		ok 1 - fine
	END
	run -1 "$tree/tests/run"
	[[ $output == *"ran 1 of 2 tests"* ]]
	[ "${lines[-1]}" = "1 passed, 1 failed" ]
}

@test "a test that hangs is stopped and counted" {
	bats_file slow <<-'END'
		TEST "hangs" {
			tail -f /dev/null
		}
		TEST "goes on" {
			true
		}
	END
	TEST_TIMEOUT=1 run -1 "$tree/tests/run"
	[[ $output == *"not ok 1 hangs"*"timeout after 1s"* ]]
	[ "${lines[-1]}" = "1 passed, 1 failed" ]
}

@test "a unit test that hangs is stopped and counted" {
	: >"$tree/tests/unit/test_slow.c"
	printf '#!/bin/sh\necho 1..1\nexec tail -f /dev/null\n' \
		>"$tree/build/tests/test_slow"
	chmod +x "$tree/build/tests/test_slow"
	TEST_TIMEOUT=1 run -1 "$tree/tests/run"
	[ "${lines[-1]}" = "0 passed, 1 failed" ]
}

@test "a bats file with a syntax error is a failure" {
	echo '@test "unfinished" {' >"$tree/tests/arch/bad.bats"
	run -1 "$tree/tests/run"
	[[ ${lines[-1]} == "0 passed, "[1-9]" failed" ]]
}

@test "a file that does not exist is a failure" {
	run -1 "$tree/tests/run" tests/arch/none.bats
	[ "${lines[-1]}" = "0 passed, 1 failed" ]
}

@test "a test sees no settings of the operator who runs it" {
	bats_file clean <<-'END'
		TEST "clean" {
			[ -z "${IPP_STORE-}${IPP_NOW-}${XDG_CONFIG_HOME-}${LANGUAGE-}" ]
			[ "$TZ" = UTC ]
			[[ $PATH == *"$IPP_BIN:"* && -n $IPP_BIN ]]
			[[ $HOME == */ipp-test.*/home ]]
		}
	END
	IPP_STORE=/x IPP_NOW=2 XDG_CONFIG_HOME=/x LANGUAGE=it TZ=Asia/Tokyo \
		run -0 "$tree/tests/run"
	[ "${lines[-1]}" = "1 passed, 0 failed" ]
}
