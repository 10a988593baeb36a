# outputs - after a day at the desk: every output is what its schema says, and
# no secret stands in an output, an argument, a log or the store

load ../lib/house

# does VERB TOOL ARGUMENT...: runs a tool and keeps what it was told and what
# it said; VERB is - for a tool without verbs. Prints its output.
does() {
	local verb=$1 tool=$2 n status=0
	shift 2
	n=$log/$(printf '%03d' "$(find "$log" -name '*.out' | wc -l)")
	echo "$tool $verb" >"$n.who"
	[ "$verb" = - ] || set -- "$verb" "$@"
	printf '%s\n' "$@" >"$n.told"
	"$tool" "$@" >"$n.out" 2>"$n.error" || status=$?
	[ "$status" = "${expected-0}" ] || {
		echo "$tool $*: status $status" >&2
		cat "$n.error" >&2
		return 1
	}
	cat "$n.out"
}

desk() {
	cd "$BATS_FILE_TMPDIR/desk"
	log=$BATS_FILE_TMPDIR/log
	export HOME=$BATS_FILE_TMPDIR/home XDG_RUNTIME_DIR=$BATS_FILE_TMPDIR/runtime
	export IPP_STORE=$BATS_FILE_TMPDIR/store IPP_NOW=$HOUSE_NOW
	unset IPP_CONFIG IPP_TOKEN_FILE XDG_CONFIG_HOME XDG_DATA_HOME
	umask 077
}

setup() {
	desk
}

# The operators: the first one, and another who activates and then loses it.
people_at_work() {
	printf 'correct horse battery staple\n' >password
	printf 'one more staple for the horse\n' >second
	does init ipp-store --demo --password-file=password --otp-secret-file=otp
	house_code otp >code
	does start ipp-session --operator=admin --password-file=password --otp-file=code
	does show ipp-session
	does show ipp-org
	does unit-list ipp-org
	does policy-list ipp-org
	does list ipp-operator
	does list ipp-token
	does list ipp-catalog
	does show ipp-catalog REM
	does limits ipp-catalog
	does recognitions ipp-catalog
	does show ipp-ca
	expected=77 does start ipp-session --operator=admin \
		--password-file=second --otp-file=code
}

certificates() {
	"$house_top/tests/lib/people.py" --count 3 >people
	{ cat people; echo '{"surnam":"x"}'; } >rows
	expected=65 does import ipp-request --rejects=mend.jsonl <rows >imported
	does list ipp-request
	does show ipp-request ORD000000001
	does show ipp-registry HLD000000001
	jq -c . imported | python3 "$house_top/tests/lib/scans.py" --out inbox >/dev/null
	does - ipp-search --section=to_identify >found
	does offline ipp-recognize --forms=inbox/ <found
	does - ipp-search --section=to_issue >found
	does - ipp-issue --preview <found
	does - ipp-issue --confirm --passphrase=generate --passphrases=passphrases \
		--envelope=pdf <found >issued
	does list ipp-notify
	does deliver ipp-notify
	does - ipp-search --section=active
	does show ipp-search USR000000001
	does status ipp-store
	does check ipp-store
	does backup ipp-store --folder=copy
	does end ipp-session
}

# What must not be found anywhere, one a line.
secrets_gather() {
	local user passphrase
	cat password second otp
	cat "$BATS_FILE_TMPDIR/token" "$IPP_STORE/master.key"
	cut -f 2 passphrases
	python3 - "$IPP_STORE"/mail/new/* <<'PYTHON'
import email, email.policy, sys
for name in sys.argv[1:]:
    with open(name, "rb") as f:
        mail = email.message_from_binary_file(f, policy=email.policy.default)
    for part in mail.iter_attachments():
        with open(part.get_filename(), "wb") as out:
            out.write(part.get_payload(decode=True))
PYTHON
	while read -r user passphrase; do
		pdftotext -layout -upw "$passphrase" ./*"$user"*.pdf - |
			awk '$1 == "PIN" || $1 == "PUK" || $1 == "ERC" { print $2 }'
	done <passphrases
}

setup_file() {
	mkdir -m 700 "$BATS_FILE_TMPDIR"/{desk,log,home,runtime}
	desk
	people_at_work
	cat "$XDG_RUNTIME_DIR/ipp/session" >"$BATS_FILE_TMPDIR/token"
	certificates
	secrets_gather | tr -d ' ' | sed '/^$/d' >"$BATS_FILE_TMPDIR/secrets"
	# passwords hold blanks
	cat password second >>"$BATS_FILE_TMPDIR/secrets"
}

@test "the day had its secrets, and they were found" {
	# 3 people: passphrase, PIN, PUK and ERC each
	[ "$(wc -l <"$BATS_FILE_TMPDIR/secrets")" = $((3 * 4 + 3 + 1 + 1 + 2)) ]
	[ "$(sort -u "$BATS_FILE_TMPDIR/secrets" | awk 'length < 8' | wc -l)" = 0 ]
}

@test "jq reads every output and every error" {
	for file in "$log"/*.out "$log"/*.error; do
		jq -es 'all(type == "object")' "$file" >/dev/null || {
			cat "${file%.*}.who" "$file"
			return 1
		}
	done
}

@test "every output is valid by the schema of its record" {
	declare -A records
	for who in "$log"/*.who; do
		read -r tool verb <"$who"
		records[$tool $verb]=$("$tool" --describe | jq -r --arg verb "$verb" '
			.verbs[] | select((.name // "-") == $verb) | .out // ""')
		record=${records[$tool $verb]}
		[ -s "${who%.who}.out" ] || continue
		[ -n "$record" ] || { echo "$tool $verb: no record"; return 1; }
		cat "${who%.who}.out" >>"all.$record"
	done
	for file in all.*; do
		"$house_top/tests/lib/validate.py" "${file#all.}" <"$file" || {
			echo "$file"
			return 1
		}
	done
	[ "$(find . -name 'all.*' | wc -l)" -ge 12 ]
}

# Which secret stands in which of the files; prints nothing but names.
leaks() {
	local n=0 secret found
	while IFS= read -r secret; do
		n=$((n + 1))
		found=$(grep -rlF -e "$secret" "$@") && echo "secret $n: $found"
	done <"$BATS_FILE_TMPDIR/secrets"
	return 0
}

@test "no secret is printed, said in an error, or given as an argument" {
	run -0 leaks "$log"
	[ -z "$output" ]
}

@test "no secret lies in the store, its journal, its mail or its backup" {
	sqlite3 "$IPP_STORE/ipp.db" .dump >dump
	run -0 leaks dump "$IPP_STORE"/ipp.db* "$IPP_STORE/objects" "$IPP_STORE/mail" copy
	[ -z "$output" ]
}

@test "no secret stays at the desk after signing out" {
	run -0 leaks "$HOME" "$XDG_RUNTIME_DIR" mend.jsonl imported found issued
	[ -z "$output" ]
	[ "$(stat -c %a passphrases)" = 600 ]
}

@test "whoever looks for a secret finds it where it is kept" {
	run -0 leaks password passphrases
	[ "$(wc -l <<<"$output")" -ge 4 ]
}
