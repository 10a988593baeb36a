# examples - the runner of the EXAMPLES of pages finds what does not work

bats_require_minimum_version 1.5.0

setup() {
	examples=$BATS_TEST_DIRNAME/../lib/examples
	cd "$BATS_TEST_TMPDIR"
}

page() {
	{
		printf '%s\n' '.Dd November 22, 2026' '.Dt X 1' .Os '.Sh NAME' \
			'.Nm x' '.Nd x' '.Sh EXAMPLES' 'Try:' \
			'.Bd -literal -offset indent'
		cat
		printf '%s\n' .Ed '.Sh SEE ALSO' '.Bd -literal' '$ exit 9' .Ed
	} >x.1
}

@test "commands run in order in one shell" {
	page <<-'END'
		$ a=1; echo "one" >f
		output is not run
		$ echo "two $a" >>f
	END
	run -0 "$examples" x.1
	[ "$(cat f)" = $'one\ntwo 1' ]
}

@test "a failing command fails the page" {
	page <<-'END'
		$ true
		$ false
		$ touch after
	END
	run -1 "$examples" x.1
	[[ $output == *"status 1 instead of 0"* ]]
	[ ! -e after ]
}

@test "a status that is announced must come" {
	page <<-'END'
		$ sh -c 'exit 65' # status 65
	END
	run -0 "$examples" x.1
	page <<-'END'
		$ true # status 65
	END
	run -1 "$examples" x.1
}

@test "a command goes on over several lines" {
	page <<-'END'
		$ printf '%s-%s\en' \e
		    one two |
		> tr a-z A-Z >f
		$ cat f |
		    tr -d - &&
		    touch g
	END
	run -0 "$examples" x.1
	[ "$(cat f)" = "ONE-TWO" ]
	[[ $output == *ONETWO* ]]
	[ -e g ]
}

@test "a page without an example is a failure" {
	page <<<"nothing"
	run -1 "$examples" x.1
	[[ $output == *"no example to run"* ]]
}
