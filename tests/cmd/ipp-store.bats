# ipp-store - the store is made once, says what it holds, and guards its files

load ../lib/house

setup() {
	house_clean
}

@test "init makes a store that only its owner can read" {
	run -0 --separate-stderr house_init --demo
	valid store_status
	expect 'length == 1 and .[0].demo and .[0].orders == 0'
	run -0 find "$IPP_STORE" -perm /077
	[ -z "$output" ]
}

@test "the first officer of a store for real work has a name" {
	refused 65 missing house_init --unit='NO GO' --email=nowhere
	expect_error 'map(.field) == ["unit", "surname", "given_name", "email"]'
	[ ! -e "$IPP_STORE" ]
	[ ! -e otp ]
}

@test "init where nobody can be asked wants files, and makes nothing" {
	refused 64 no_terminal setsid -w ipp-store init --demo
	[ ! -e "$IPP_STORE" ]
	(umask 077 && echo short >weak && echo 'twelve chars' >password)
	refused 65 password_short ipp-store init --demo --password-file=weak \
		--otp-secret-file=otp
	refused 64 no_terminal setsid -w ipp-store init --demo --password-file=password
	chmod 644 password
	refused 77 secret_exposed ipp-store init --demo --password-file=password \
		--otp-secret-file=otp
	[ ! -e "$IPP_STORE" ]
}

@test "init makes organization, unit and officer as it is told" {
	house_init --demo --client-code=ACME --organization='Acme S.p.A.' \
		--four-eyes --unit=ROMA --operator=mrossi --surname=Rossi \
		--given-name=Maria --email=maria@example.it
	[ "$(stat -c %a otp)" = 600 ]
	run -0 sqlite3 "$IPP_STORE/ipp.db" "SELECT client_code, g.name, four_eyes,
		u.code, login, surname, given_name, o.email, profile
		FROM organizations g JOIN units u USING (client_id)
		JOIN profiles USING (unit_id) JOIN operators o USING (operator_id)"
	[ "$output" = 'ACME|Acme S.p.A.|1|ROMA|mrossi|Rossi|Maria|maria@example.it|master_rao' ]
	run -0 sqlite3 "$IPP_STORE/ipp.db" "SELECT password FROM operators"
	[[ $output == '$argon2id$'* ]]
}

@test "at a terminal init asks, shows a QR code, and makes nothing until the app is right" {
	cat >dialogue <<-'END'
		set timeout 60
		proc begin {} {
			spawn ipp-store init --demo
			set ::spawn_id $spawn_id
			expect "New password: " { send "a good long sentence\r" }
			expect "The same again: " { send "a good long sentence\r" }
			expect -re {type the secret: ([A-Z2-7]+)}
			return $expect_out(1,string)
		}
		spawn ipp-store init --demo
		expect "New password: " { send "short\r" }
		expect "fewer than 12 characters" {}
		expect "New password: " { send "a good long sentence\r" }
		expect "The same again: " { send "a god long sentence\r" }
		expect "two passwords differ" {}
		expect "New password: " { send "admin admin admin\r" }
		expect "password_guessable" {}
		expect eof
		if {[lindex [wait] 3] != 65 || [file exists $env(IPP_STORE)]} { exit 2 }
		begin
		expect "shows now: " { send "000\r" }
		expect "not the code of this secret" {}
		expect "shows now: " { send "\r" }
		expect eof
		if {[lindex [wait] 3] != 1 || [file exists $env(IPP_STORE)]} { exit 3 }
		set secret [begin]
		expect "shows now: " {
			send "[exec oathtool --totp -b --now [lindex $argv 0] $secret]\r"
		}
		expect "Sign in, with the next code of the app: ipp-session start --operator=admin\r" {}
		expect eof
		exit [lindex [wait] 3]
	END
	run -0 env expect -f dialogue "$(date -u -d "$IPP_NOW" '+%F %T UTC')"
	[[ $output == *otpauth://totp/DEMO:admin* ]]
	[[ $output != *"good long sentence"* ]]
	run -0 --separate-stderr ipp-store status
	expect '.[0].demo'
}

@test "init leaves a store that is there alone" {
	house_init --demo
	before=$(sha256sum "$IPP_STORE"/*key*)
	run -73 --separate-stderr house_init --demo
	[ "$before" = "$(sha256sum "$IPP_STORE"/*key*)" ]
	run -0 --separate-stderr ipp-store status
	expect '.[0].demo'
}

@test "status says what the store holds" {
	house_init --demo
	run -0 --separate-stderr ipp-store status
	valid store_status
	expect '.[0].schema == .[0].schema_known and .[0].products == 0'
}

@test "status without a store says how to make one" {
	run --separate-stderr ipp-store status
	[ "$status" = 78 ]
	expect_error '.[0].status == 78 and (.[0].message | test("ipp-store init"))'
}

@test "a database of another program is refused" {
	house_init --demo
	sqlite3 "$IPP_STORE"/*.db 'PRAGMA application_id = 42'
	run --separate-stderr ipp-store status
	[ "$status" = 78 ]
	expect_error '.[0].status == 78'
}

@test "a store newer than the program is refused" {
	house_init --demo
	sqlite3 "$IPP_STORE"/*.db 'PRAGMA user_version = 9999'
	run --separate-stderr ipp-store status
	[ "$status" = 78 ]
	expect_error '.[0].status == 78'
}

@test "a fixed clock is refused by a store for real work" {
	refused 78 clock_fixed house_init --surname=Rossi --given-name=Maria
	[ ! -e "$IPP_STORE" ]
	(unset IPP_NOW && house_init --surname=Rossi --given-name=Maria)
	refused 78 clock_fixed ipp-store status
}

@test "an unknown option or verb is a mistake of usage" {
	run -64 ipp-store init --nonsense
	run -64 ipp-store nonsense
}

# The finding of one check of the last `ipp-store check`.
finding() {
	found ".[] | select(.check == \"$1\") | .finding // \"\""
}

@test "a fresh store passes every check" {
	house_init --demo
	run -0 --separate-stderr ipp-store check
	valid store_check
	expect 'length > 8 and all(.passed)'
}

@test "check finds a journal entry that was changed" {
	house_store
	run -0 ipp-store check
	sqlite3 "$IPP_STORE/ipp.db" "DROP TRIGGER journal_no_update;
		UPDATE journal SET at = at + 1 WHERE entry_id = 1"
	refused 1 store_unsound ipp-store check
	[[ $(finding journal) == "entry 1 was changed"* ]]
}

@test "check finds a journal entry that was removed" {
	house_store
	sqlite3 "$IPP_STORE/ipp.db" "DROP TRIGGER journal_no_delete;
		DELETE FROM journal WHERE entry_id = 1"
	refused 1 store_unsound ipp-store check
	[[ $(finding journal) == "entry 1 is missing"* ]]
}

@test "check finds a journal whose end was cut off" {
	house_store
	sqlite3 "$IPP_STORE/ipp.db" "DROP TRIGGER journal_no_delete;
		DELETE FROM journal
		WHERE entry_id = (SELECT max(entry_id) FROM journal)"
	refused 1 store_unsound ipp-store check
	[[ $(finding journal) == *"cut off"* ]]
}

@test "check finds a step that the life cycle does not have" {
	house_init --demo
	sqlite3 "$IPP_STORE/ipp.db" \
		"INSERT INTO transitions VALUES ('revoked', 'active')"
	refused 1 store_unsound ipp-store check
	[[ $(finding transitions) == *"revoked to active"* ]]
}

@test "the journal can be neither changed nor shortened" {
	house_store
	run sqlite3 "$IPP_STORE/ipp.db" "UPDATE journal SET at = 0"
	[[ $output == *journal_immutable* ]]
	run sqlite3 "$IPP_STORE/ipp.db" "DELETE FROM journal"
	[[ $output == *journal_immutable* ]]
}

@test "a wrong master key is told apart from a missing and an open one" {
	house_store
	cp "$IPP_STORE/master.key" "$BATS_TEST_TMPDIR/right"
	head -c 32 /dev/urandom | xxd -p -c 64 >"$IPP_STORE/master.key"
	refused 78 key_wrong ipp-store check
	rm "$IPP_STORE/master.key"
	refused 78 key_missing ipp-store check
	cp "$BATS_TEST_TMPDIR/right" "$IPP_STORE/master.key"
	chmod 644 "$IPP_STORE/master.key"
	refused 77 secret_exposed ipp-store check
}

@test "a backup is complete, without the key, and restores to a sound store" {
	house_store
	cp "$IPP_STORE/master.key" "$BATS_TEST_TMPDIR/key"
	run -0 --separate-stderr ipp-store backup --folder=copy
	[ ! -e copy/master.key ]
	refused 78 key_missing ipp-store restore --folder=copy --store=again
	[ ! -e again/ipp.db ]
	run -0 --separate-stderr ipp-store restore --folder=copy --store=again \
		--key-file="$BATS_TEST_TMPDIR/key"
	valid store_status
	run -0 ipp-store check --store=again
	refused 73 backup_exists ipp-store backup --folder=copy
	refused 73 store_exists ipp-store restore --folder=copy --store=again
}

@test "of two backups at once one waits for another day" {
	house_store
	: >"$IPP_STORE/backup.lock"
	python3 -c 'import fcntl, struct, sys, time
file = open(sys.argv[1], "r+")
fcntl.fcntl(file, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 1, 0))
print(flush=True)
sys.stdin.read()' "$IPP_STORE/backup.lock" < <(sleep 60) > >(cat >held) 3>&- &
	holder=$!
	until [ -s held ] || ! kill -0 "$holder"; do sleep 0.05; done
	refused 75 backup_under_way ipp-store backup --folder=copy
	kill "$holder"
	wait "$holder" || true
	[ ! -e copy ]
	run -0 ipp-store backup --folder=copy
}

@test "a backup that was killed is finished by the next run" {
	house_store
	local i unfinished=0
	for i in $(seq -f %03.0f 1 400); do
		timeout -s KILL "0.$i" ipp-store backup --folder=copy --with-key >said \
			2>/dev/null && break
		[ ! -d copy ] || unfinished=$((unfinished + 1))
		[ -e copy/ipp.db ] || [ ! -d copy ] ||
			refused 65 backup_incomplete ipp-store restore --folder=copy \
				--store=again
		[ ! -e copy/ipp.db ] || break # killed when all was done
	done
	((unfinished > 0))
	run -0 ls copy
	[ "${lines[*]}" = "complete ipp.db master.key objects" ]
	run -0 ipp-store restore --folder=copy --store=again
	run -0 ipp-store check --store=again
}

@test "a backup that was not finished or was changed is not restored" {
	house_store
	ipp-store backup --folder=copy --with-key
	rm copy/complete
	refused 65 backup_incomplete ipp-store restore --folder=copy --store=again
	touch copy/complete
	sqlite3 copy/ipp.db "DROP TRIGGER journal_no_update;
		UPDATE journal SET at = at + 1 WHERE entry_id = 1"
	refused 65 backup_unsound ipp-store restore --folder=copy --store=again
	[ ! -e again/ipp.db ]
}

@test "an older store asks for migrate" {
	house_init --demo
	sqlite3 "$IPP_STORE/ipp.db" 'PRAGMA user_version = 5;
		DROP INDEX products_renews; DROP INDEX products_ending;
		CREATE INDEX products_ending ON products (status, valid_until, user_id, client_id) WHERE valid_until IS NOT NULL;
		ALTER TABLE products DROP COLUMN expiry_days; ALTER TABLE products DROP COLUMN renews;
		ALTER TABLE orders DROP COLUMN renews;
		ALTER TABLE operator_certificates DROP COLUMN expiry_days; DROP TABLE revocation_lists; DROP TABLE devices; DROP TABLE responders;
		DROP TABLE remote_notices; DROP TABLE remote_notice_runs; DROP TABLE remote_signings; DROP TABLE remote_notify;
		DROP TABLE remote_chains; DROP TABLE remote_issuers; DROP TRIGGER remote_certificates_follow;
		DROP TABLE remote_grants; DROP TABLE remote_certificates; DROP TABLE remote_wallets;
		DROP TABLE remote_authorities; DROP INDEX journal_at; DROP INDEX journal_backups; DROP INDEX journal_order;
		CREATE INDEX journal_order ON journal (order_id, entry_id) WHERE order_id IS NOT NULL; DROP TABLE seals; DROP TABLE envelopes;
		DROP TABLE forms; DROP TABLE trust_anchors; DROP TABLE trust_periods; DROP TABLE trust_services;
		DROP TABLE trust_list_signers; DROP TABLE trust_lists; DROP TABLE revocations;
		DROP TABLE activation_codes; DROP TABLE holder_keys;
		DROP TABLE certificate_status; DROP TABLE emergency_attempts; DROP TABLE emergency_guesses;
		DROP TABLE suspensions; DROP TABLE status_requests;
		DROP TABLE certificates; DROP TABLE authorities;
		DROP TRIGGER operator_certificates_no_delete;
		DROP TRIGGER operator_certificates_withdrawn;
		ALTER TABLE operator_certificates DROP COLUMN withdrawn_at;
		ALTER TABLE holders DROP COLUMN single_name;
		ALTER TABLE orders DROP COLUMN single_name'
	refused 78 store_outdated ipp-store status
	run -0 --separate-stderr ipp-store migrate
	expect '.[0].schema == .[0].schema_known'
	run -0 --separate-stderr ipp-store status
	expect '.[0].schema == .[0].schema_known'
}

@test "a store is kept from a full disk and a read-only folder" {
	house_init --demo
	chmod 400 "$IPP_STORE/ipp.db"
	run -0 ipp-store status
	(ulimit -f 8 && trap '' XFSZ && ! house_init --demo --store=small 2>error)
	jq -e '.error.status == 73 or .error.status == 74' error
	[ ! -e small/ipp.db ]
}
