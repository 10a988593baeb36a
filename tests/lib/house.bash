# house - what the tests of tools share: a demo store, and looking at results
#
#	load ../lib/house
#	setup() { house_store; }
#	@test "..." {
#		run -0 --separate-stderr ipp-request new <<<'{"surname":"Rossi"}'
#		valid request
#		expect '.[0].status == "draft"'
#		refused 65 unknown_member ipp-request new <<<'{"surnam":"Rossi"}'
#	}
# shellcheck shell=bash disable=SC2154,SC2034
# (bats sets output, stderr and status; tests use what is set here)

bats_require_minimum_version 1.5.0

house_top=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
: "${B:=$house_top/build}"
[[ $B == /* ]] || B=$house_top/$B
[[ :$PATH: == *:$B/bin:* ]] || PATH=$B/bin:$PATH
export PATH TZ=UTC LC_ALL=C.UTF-8
export HOUSE_NOW=2026-11-22T08:00:00Z # a Sunday morning

# A folder of its own for this test, as home, with the clock standing still.
house_clean() {
	export HOME=$BATS_TEST_TMPDIR/home
	export XDG_RUNTIME_DIR=$BATS_TEST_TMPDIR/runtime
	export IPP_STORE=$BATS_TEST_TMPDIR/store IPP_NOW=$HOUSE_NOW
	unset IPP_CONFIG IPP_TOKEN_FILE XDG_CONFIG_HOME XDG_DATA_HOME
	(umask 077 && mkdir -p "$HOME" "$XDG_RUNTIME_DIR" "$BATS_TEST_TMPDIR/desk")
	cd "$BATS_TEST_TMPDIR/desk" || return
}

# Moves the clock: house_clock 2026-11-23T08:00:00Z, or +90m, +1d, -30s.
house_clock() {
	local amount now
	case $1 in
	[+-]*)
		amount=${1//[^0-9]/}
		case $1 in
		*d) amount=$((amount * 86400)) ;;
		*h) amount=$((amount * 3600)) ;;
		*m) amount=$((amount * 60)) ;;
		esac
		[[ $1 == -* ]] && amount=-$amount
		now=$(date -u -d "$IPP_NOW" +%s)
		IPP_NOW=$(date -u -d "@$((now + amount))" +%Y-%m-%dT%H:%M:%SZ)
		;;
	*) IPP_NOW=$1 ;;
	esac
}

# house_then COMMAND...: somebody else's program, at the clock of the test.
house_then() {
	"$house_top/tests/lib/at" "$(date -u -d "$IPP_NOW" '+%Y-%m-%d %H:%M:%S')" "$@"
}

# The one-time code of a secret (base32, in a file) at the clock of the test.
house_code() {
	oathtool --totp -b --now "$(date -u -d "$IPP_NOW" '+%Y-%m-%d %H:%M:%S UTC')" \
		"$(tr -d ' \n' <"$1")"
}

# Makes a store whose first officer's password and second factor lie in the
# files `password` and `otp` here: house_init [OPTION]...
house_init() {
	(umask 077 && printf 'correct horse battery staple\n' >password)
	ipp-store init --password-file=password --otp-secret-file=otp "$@"
}

# A demo store with the operator `admin` (master_rao), signed in. It is made
# once a file and copied for each test.
house_store() {
	local made=$BATS_FILE_TMPDIR/house new=$BATS_FILE_TMPDIR/house.new
	house_clean || return
	if [ ! -d "$made" ]; then
		rm -rf "$new"
		(umask 077 && mkdir "$new")
		(cd "$new" && house_init --demo --store=store >init.jsonl) || return
		IPP_STORE=$new/store house_sign_in admin "$new/password" "$new/otp" ||
			return
		cp -a "$XDG_RUNTIME_DIR" "$new/runtime"
		mv "$new" "$made"
	fi
	cp -a "$made/store" "$IPP_STORE"
	rm -rf "$XDG_RUNTIME_DIR"
	cp -a "$made/runtime" "$XDG_RUNTIME_DIR"
	house_password=$made/password house_otp=$made/otp
}

# house_sign_in OPERATOR PASSWORD_FILE OTP_SECRET_FILE [OPTION]...
house_sign_in() {
	local operator=$1 password=$2 secret=$3
	shift 3
	(umask 077 && house_code "$secret" >"$BATS_TEST_TMPDIR/code")
	ipp-session start --operator="$operator" --password-file="$password" \
		--otp-file="$BATS_TEST_TMPDIR/code" "$@" >/dev/null
}

# house_operator LOGIN PROFILE: an operator of unit MAIN who can sign in; his
# password and the secret of his codes lie in LOGIN.password and LOGIN.otp.
house_operator() {
	ipp-operator add "$1" --surname=Rossi --given-name=Maria --profile="$2" \
		--unit=MAIN --code-file="$1.code" >/dev/null || return
	(umask 077 && echo 'seven green bottles' >"$1.password")
	ipp-access activate "$1" --code-file="$1.code" \
		--password-file="$1.password" --otp-secret-file="$1.otp" 2>/dev/null
}

# house_as LOGIN COMMAND...: runs it in a session of that operator, which
# begins with the first command.
house_as() {
	local login=$1
	shift
	[ -e "$login.run" ] || {
		mkdir -m 700 "$login.run"
		XDG_RUNTIME_DIR=$PWD/$login.run house_sign_in "$login" \
			"$login.password" "$login.otp" || return
	}
	XDG_RUNTIME_DIR=$PWD/$login.run "$@"
}

# The attachments of the mails that were delivered, each by its name here; one
# of a name that is taken is again-NAME.
house_unpack() {
	ipp-notify deliver >/dev/null
	python3 - "$IPP_STORE/mail/new" <<-'END'
		import email, pathlib, sys
		from email import policy
		for path in sorted(pathlib.Path(sys.argv[1]).iterdir(),
		                   key=lambda p: int(p.name.split(".")[0])):
		    mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
		    for part in mail.iter_attachments():
		        name = pathlib.Path(part.get_filename())
		        while name.exists():
		            name = pathlib.Path("again-" + str(name))
		        name.write_bytes(part.get_content())
	END
}

# house_codes ENVELOPE PASSPHRASE: the lines with PIN, PUK and ERC.
house_codes() {
	pdftotext -layout -upw "$2" "$1" - | grep -E '^(PIN|PUK|ERC) '
}

# The lines in $output, as one array, satisfy a jq filter.
expect() {
	jq -es "$1" <<<"$output" >/dev/null && return
	echo "not so: $1"
	echo "output: $output"
	[ -z "${stderr-}" ] || echo "stderr: $stderr"
	return 1
}

# What a jq filter finds in the lines of $output, as text.
found() {
	jq -rs "$1" <<<"$output"
}

# Every line of $output is a record of this kind, by its JSON Schema.
valid() {
	"$house_top/tests/lib/validate.py" "$1" <<<"$output" && return
	echo "output: $output"
	return 1
}

# refused STATUS CODE COMMAND...: the command ends so, and says why in one of
# its error lines. Leaves output, stderr, status as run does.
refused() {
	local expected=$1 code=$2
	shift 2
	run --separate-stderr "$@"
	[ "$status" = "$expected" ] || {
		echo "status $status instead of $expected"
		echo "output: $output"
		echo "stderr: $stderr"
		return 1
	}
	jq -es --arg code "$code" 'any(.[]; .error.code == $code)' \
		<<<"$stderr" >/dev/null 2>&1 || {
		echo "no error $code in: $stderr"
		return 1
	}
}

# The error lines of the last command, as one array, satisfy a jq filter.
expect_error() {
	jq -es "map(.error) | $1" <<<"$stderr" >/dev/null && return
	echo "not so: $1"
	echo "stderr: $stderr"
	return 1
}

# Runs the EXAMPLES of a page (ipp-store.1) in the store and folder of this
# test. Files the examples speak of lie in tests/fixtures/desk; a script there
# named like the page (ipp-store.1.setup) prepares the store for it.
house_examples() {
	if [ -d "$house_top/tests/fixtures/desk" ]; then
		cp -a "$house_top/tests/fixtures/desk/." . || return
	fi
	if [ -x "./$1.setup" ]; then
		house_top=$house_top "./$1.setup" || return
	fi
	rm -f ./*.setup
	"$house_top/tests/lib/examples" "$B/man/$1"
}

# What the journal of the store says last.
last_event() {
	sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT event FROM journal ORDER BY entry_id DESC LIMIT 1"
}
