# ipp-check - whether the desk is well: each check sees what it is for, the exit
# status is the worst of them, and Prometheus reads the figures

load ../lib/house
load ../lib/remote
load ../lib/clamav

setup() {
	house_store
	export IPP_CONFIG=$PWD/ipp.conf
	settings
}

teardown() {
	clam_stop "$BATS_TEST_TMPDIR/clamd"
	[ ! -e full ] || chmod 700 full
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

# settings [LINE]...: of section [check]; what no test is about is off
settings() {
	printf '%s\n' '[check]' "${@:-thresholds = antivirus:off}" >ipp.conf
}

# to CLOCK: there, and signed in
to() {
	house_clock "$1"
	house_sign_in admin "$house_password" "$house_otp"
}

# issued N [OPTION]...: so many issued products
issued() {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null "$1"
	seq -f '{"user_id":"USR%09.0f"}' "$1" |
		ipp-issue --confirm "${@:2}" >/dev/null
}

# says STATUS CHECK JQ: that check alone ends so, and its findings are so.
says() {
	run --separate-stderr ipp-check --only="$2"
	valid finding
	[ "$status" = "$1" ] || {
		echo "status $status instead of $1: $output"
		return 1
	}
	expect "$3"
}

@test "every check says something, and a new desk has nothing to mend" {
	run --separate-stderr ipp-check
	[ "$status" = 1 ]
	valid finding
	expect '[.[].check] | unique == ["authorities", "backup", "deadlines",
		"disk", "failures", "issuing", "journal", "lists", "officers",
		"outbox", "remote_access", "remote_notices", "responder", "suspensions", "tokens", "trust_lists", "unsealed"]'
	expect 'all(.[]; .checked_at == "2026-11-22T08:00:00Z")'
	expect 'map(select(.severity != "ok")) |
		length == 2 and all(.[]; .code == "list_missing" and .severity == "info")'
	ipp-ca crl --folder=. >/dev/null
	run -0 --separate-stderr ipp-check --deep
	valid finding
	expect 'all(.[]; .severity == "ok" and (has("code") | not))
		and any(.[]; .check == "store")'
	rm -r "$XDG_RUNTIME_DIR/ipp" # nobody is signed in
	run -0 --separate-stderr ipp-check
	run -0 ipp-check --format=table
	[[ ${lines[0]} == Check*Severity*About*Finding ]]
}

@test "list tells the thresholds, as the settings have them" {
	settings 'thresholds = disk:30%:20% outbox:90m:50h antivirus:off'
	rm -r "$IPP_STORE" # it needs none
	run -0 --separate-stderr ipp-check list
	valid health_check
	expect 'length == 19 and (map(select(.check == "disk"))[0] |
		.warning == "30%" and .critical == "20%" and .enabled)'
	expect 'map(select(.check == "outbox"))[0] |
		.warning == "90m" and .critical == "50h"'
	expect 'map(select(.check == "antivirus"))[0] |
		(.enabled | not) and (has("warning") | not)'
	expect 'map(select(.deep)) | map(.check) == ["store"]'
}

@test "a list of revoked certificates grows old, is late, and is made anew" {
	issued 1 --seal=later
	says 3 lists 'length == 2 and all(.[]; .code == "list_missing")'
	ipp-ca crl --folder=. >/dev/null
	says 0 lists 'length == 2 and (map(select(.subject | test("Signature")))[0] |
		.value == 100 and .at == "2026-11-23T08:00:00Z")'
	house_clock +17h
	says 0 lists '.[1].value == 29'
	house_clock +1h
	says 2 lists '.[1] | .value == 25 and .code == "list_ending"
		and (.text | test("18h old and holds for 6h more"))'
	house_clock +4h
	says 3 lists '.[1] | .value == 8 and .code == "list_ending"'
	house_clock +2h
	says 3 lists '.[1] | .value == 0 and .code == "list_late"'
	run --separate-stderr ipp-check --only=lists --threshold=lists:0%:0%
	[ "$status" = 3 ] # late is late
	to 2026-11-23T08:00:00Z
	run -1 --separate-stderr ipp-ca check
	valid publication_check
	expect 'map(.state) == ["done", "late"]'
	ipp-ca crl --folder=. --due >/dev/null
	says 0 lists '.[1].value == 100'
	run -0 --separate-stderr ipp-ca check
	expect 'map([.kind, .state]) == [["list", "done"], ["list", "done"]]
		and .[1].number > .[0].number'
}

@test "each partition has its list, and lists of changes grow old, too" {
	issued 1 --seal=later
	printf '[crl]\nfolder = .\ndelta_hours = 2\n' >>ipp.conf
	ipp-ca edit --partitions=2 >/dev/null
	issued 3 --seal=later
	says 3 lists 'any(.[]; .code == "list_missing" and (.subject | endswith(", 2")))'
	ipp-ca crl >/dev/null
	says 0 lists 'length == 2'
	house_clock +10m
	ipp-ca crl --delta >/dev/null
	run -0 --separate-stderr ipp-ca check
	valid publication_check
	expect 'map(select(.partition == 2) | .base_number != null) == [false, true]'
	house_clock +90m
	says 2 lists 'any(.[]; .code == "list_ending" and (.subject | endswith("CA 1, changes")))
		and any(.[]; .subject | endswith(", 2, changes"))'
	house_clock +1h
	says 3 lists 'any(.[]; .code == "list_late")'
	sed -i /delta/d ipp.conf # they are made no more
	says 0 lists 'length == 2'
}

@test "requests are due, due soon, late, and public; ipp-ca check tells each" {
	issued 4 --seal=later
	ipp-ca crl --folder=. >/dev/null
	to 2026-11-22T09:00:00Z
	ipp-revoke USR1 --motive=key_compromised >/dev/null
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	says 0 deadlines 'length == 1 and (.[0] | .value == 100
		and .at == "2026-11-22T10:00:00Z")'
	run -0 --separate-stderr ipp-ca check
	valid publication_check
	expect 'map(select(.kind == "request")) | map([.user_id, .state, .publication,
		.due_at]) == [
		["USR000000001", "due", "immediate", "2026-11-22T10:00:00Z"],
		["USR000000002", "due", "normal", "2026-11-23T09:00:00Z"]]'
	house_clock +30m
	house_sign_in admin "$house_password" "$house_otp"
	says 2 deadlines '.[0] | .code == "request_due_soon" and .value == 50'
	run -0 --separate-stderr ipp-ca check --state=soon
	expect 'map(.user_id) == ["USR000000001"] and .[0].left_percent == 50'
	to 2026-11-22T10:00:00Z
	says 3 deadlines '.[0] | .code == "request_late" and .value == 0
		and (.text | test("1 late, 1 more"))'
	refused 1 publication_late ipp-ca check
	expect 'map(select(.state == "late")) | map(.user_id) == ["USR000000001"]'
	house_clock +1s
	ipp-ca crl --folder=. --due >/dev/null
	says 0 deadlines '.[0] | has("value") | not'
	run -0 --separate-stderr ipp-ca check --state=done_late
	expect 'map([.user_id, .published_at]) ==
		[["USR000000001", "2026-11-22T10:00:01Z"]]'
	run -0 --separate-stderr ipp-ca check --state=done
	expect 'map(select(.kind == "request")) | map(.user_id) == ["USR000000002"]'
	refused 64 limit ipp-ca check --limit=0
}

@test "who sees one unit sees its requests, who may not search sees none" {
	issued 2 --seal=later
	ipp-revoke USR1 USR2 --motive=device_unusable >/dev/null
	sql "INSERT INTO units (client_id, code, name) VALUES (1, 'B', 'B')"
	house_operator inmain rao
	sql "UPDATE orders SET unit_id = (SELECT unit_id FROM units WHERE code = 'B')
	      WHERE order_id = (SELECT order_id FROM products WHERE user_id = 2);
	     UPDATE products SET unit_id = (SELECT unit_id FROM units WHERE code = 'B')
	      WHERE user_id = 2"
	run --separate-stderr house_as inmain ipp-ca check --state=due
	expect 'map(.user_id) == ["USR000000001"]'
	run --separate-stderr ipp-ca check --state=due
	expect 'length == 2'
	run --separate-stderr ipp-ca check --state=due --limit=1
	expect 'map(.user_id) == ["USR000000001"]'
	house_operator nosearch issuer
	refused 77 not_permitted house_as nosearch ipp-ca check
}

@test "a suspension that is over and nobody ended is seen, and an expiry" {
	issued 2 --seal=later
	ipp-suspend USR1 --until=2026-12-01 --motive=loss >/dev/null
	house_clock 2026-12-01T00:29:59Z
	says 0 suspensions '.[0].value == 1799'
	house_clock +1s
	says 2 suspensions '.[0].code == "suspension_over" and .[0].value == 1800
		and (.[0].text | test("ipp-suspend --due"))'
	to 2026-12-02T01:00:00Z
	says 3 suspensions 'length == 1'
	ipp-suspend --due >/dev/null
	says 0 suspensions '.[0].value == 0'
	to 2031-01-01T00:00:00Z
	says 3 suspensions '.[0].text | test(": 2,")'
	ipp-suspend --due >/dev/null
	says 0 suspensions '.[0].value == 0'
}

@test "a certificate that was begun, and codes that wait, are seen" {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 2
	mkdir passphrases # so that the last stage fails
	run ! ipp-issue --confirm --passphrases=passphrases USR1
	ipp-issue --confirm --seal=later USR2 >/dev/null
	says 0 'issuing,unsealed' 'length == 2 and all(.[]; .value == 0)'
	house_clock +4h
	says 2 issuing '.[0].code == "issue_unfinished" and .[0].value == 14400'
	says 2 unsealed '.[0].code == "codes_unsealed"'
	to 2026-11-23T08:00:00Z
	says 3 issuing 'length == 1'
	rmdir passphrases
	ipp-issue --confirm --passphrases=passphrases USR1 >/dev/null
	ipp-envelope seal USR2 --passphrases=more >/dev/null
	says 0 'issuing,unsealed' 'all(.[]; .severity == "ok")'
}

@test "messages that wait and messages that failed are seen" {
	issued 1
	says 0 outbox '.[0].value == 0'
	house_clock +1h
	says 2 outbox '.[0] | .code == "messages_waiting" and (.text | test(": [0-9]+, "))'
	house_clock +1d
	says 3 outbox 'length == 1'
	to 2026-11-23T09:00:00Z
	ipp-notify deliver >/dev/null
	says 0 outbox '.[0].value == 0'
	sql "UPDATE outbox SET state = 'failed', sent_at = NULL WHERE message_id = 1"
	says 2 failures '.[0] | .code == "messages_failed" and .value == 1'
	run --separate-stderr ipp-check --only=failures --threshold=failures:1:1
	[ "$status" = 3 ]
	house_clock 2026-11-30T09:00:00Z
	says 0 failures '.[0].value == 0'
}

@test "what ends is told before: officers, tokens, authorities" {
	says 0 officers '.[0].text | test("nobody")'
	house_operator mrossi rao
	ipp-operator edit mrossi --tax-code=RSSMRA80A41H501Y >/dev/null
	(FROM=2026-11-01 DAYS=60 "$house_top/tests/lib/officer" mrossi)
	ipp-operator certificate-add mrossi --file=mrossi.pem >/dev/null
	says 0 officers '.[0].subject == "mrossi"'
	house_clock 2026-12-05T00:00:00Z
	says 2 officers '.[0] | .code == "officer_certificate_ending"
		and .at == "2026-12-31T00:00:00Z"'
	house_clock 2027-01-05T00:00:00Z
	says 3 officers '.[0].text | test("ended on 2026-12-31")'
	sql "UPDATE operators SET enabled = 0 WHERE login = 'mrossi'"
	says 0 officers 'length == 1'
	to 2027-01-06T00:00:00Z
	ipp-token add admin --tools=ipp-notify --days=10 --label=mails \
		--token-file=token >/dev/null
	says 2 tokens '.[0] | .code == "token_ending" and (.text | test("mails"))'
	house_clock 2027-01-14T12:00:00Z
	says 3 tokens 'length == 1'
	to 2027-01-18T00:00:00Z
	says 3 tokens '.[0].text | test("ended")'
	ipp-token add admin --tools=ipp-notify --days=100 --token-file=token2 >/dev/null
	says 0 tokens 'length == 1'
	says 0 authorities 'length == 1'
	house_clock 2036-08-01T00:00:00Z
	says 2 authorities 'map(select(.code == "authority_ending")) | length > 0'
	house_clock 2036-11-20T00:00:00Z
	says 3 authorities 'any(.[]; .severity == "critical")'
}

@test "a responder that nobody asked is not renewed, and that is told" {
	issued 1 --seal=later
	says 0 responder '.[0].text | test("nobody answers")'
	ipp-ca export --issuer=ca.pem
	ipp-ca show --pem | jq -r 'select(.role == "root").pem' >root.pem
	openssl ocsp -issuer ca.pem -serial 0x01 -no_nonce -reqout req.der >/dev/null 2>&1
	ipp-ca ocsp <req.der >answer.der
	says 0 responder '.[0] | (.subject | test("Signature")) and .value > 2500000'
	house_clock 2026-12-16T00:00:00Z
	says 2 responder '.[0].code == "responder_ending"'
	ipp-ca ocsp <req.der >answer.der
	says 0 responder 'length == 1'
	house_clock 2027-01-14T00:00:00Z
	says 3 responder 'length == 1'
}

@test "access to remote certificates ends, and somebody must be told of it" {
	says 0 remote_access '.[0].text | test("no access")'
	says 0 remote_notices '.[0].text | test("no remote certificates")'
	remote_authority MULTICERT
	remote_certificate acme MULTICERT
	remote_certificate beta MULTICERT
	remote_grant acme 60
	remote_grant beta 61
	says 0 remote_access 'length == 1'
	house_clock 2027-01-18T12:00:00Z # three days less four hours
	says 2 remote_access '.[0] | .code == "remote_access_ending" and .value == 244800
		and .at == "2027-01-21T08:00:00Z"'
	says 3 remote_notices '.[0] | .code == "remote_notices_old"'
	remote_set acme "status = 'suspended'"
	says 0 remote_access 'length == 1'
	remote_set acme "status = 'active'"
	remote_set acme "muted_until = $(($(remote_now) + 86400 * 3))"
	says 0 remote_access 'length == 1'
	house_clock 2027-01-22T12:00:00Z
	says 3 remote_access '.[0] | .code == "remote_access_ended"
		and (.text | contains(": 2, the first on 2027-01-21"))'
	remote_grant acme 60
	remote_grant beta 60
	says 0 remote_access 'length == 1'
	remote_sql "INSERT INTO remote_notice_runs VALUES (1, $(remote_now))"
	says 0 remote_notices '.[0].value == 0'
	house_clock +2d
	says 2 remote_notices '.[0].value == 172800'
}

@test "a trusted list comes to its end, is late, or could not be fetched" {
	sql "INSERT INTO trust_lists (kind, territory, sequence, issued_at, next_update)
	     VALUES ('national', 'IT', 7, 1, unixepoch('2026-12-01'));
	     INSERT INTO trust_lists (kind, territory) VALUES ('national', 'FR')"
	says 0 trust_lists 'map(.subject) == ["IT"]'
	house_clock 2026-11-28T00:00:00Z
	says 2 trust_lists '.[0].code == "trust_list_ending"'
	house_clock 2026-12-01T00:00:00Z
	says 3 trust_lists '.[0].subject == "IT"'
	printf '[trust]\ngrace_days = 10\n' >>ipp.conf
	says 0 trust_lists '.[0].value == 864000'
	sql "UPDATE trust_lists SET trouble = 'http_refused: no', checked_at = 1
	      WHERE territory = 'FR'"
	says 2 trust_lists 'map([.subject, .code]) == [["FR", "trust_list_trouble"]]'
}

@test "an antivirus database that is too old is told, of clamd and of libclamav" {
	settings 'thresholds = disk:1%:1%'
	run --separate-stderr ipp-check --only=antivirus
	[ -e /var/lib/clamav/daily.cvd ] || [ "$status" = 1 ]
	"$house_top/tests/lib/clamav.py" database db 2026-11-21T08:00:00Z
	clam_start "$BATS_TEST_TMPDIR/clamd" "$PWD/db"
	for line in "database = $PWD/db" "socket = $BATS_TEST_TMPDIR/clamd/socket"; do
		printf '[scan]\n%s\n' "$line" >ipp.conf
		house_clock 2026-11-22T08:00:00Z
		says 0 antivirus '.[0] | .at == "2026-11-21T08:00:00Z" and .value == 86400'
		house_clock +1d
		says 2 antivirus '.[0].code == "antivirus_old"'
		house_clock 2026-11-28T08:00:00Z
		says 3 antivirus 'length == 1'
		echo 'max_age_days = 1' >>ipp.conf
		house_clock 2026-11-22T08:00:01Z
		says 3 antivirus '.[0].value == 86401'
	done
	house_clock 2026-11-22T08:00:00Z
	printf '[scan]\ndatabase = %s\n' "$PWD/nowhere" >ipp.conf
	says 3 antivirus '.[0].code == "scan_database_missing"'
	printf '[scan]\nsocket = %s\n' "$PWD/nowhere" >ipp.conf
	says 3 antivirus '.[0].code == "scan_engine_gone"'
	"$house_top/tests/lib/clamav.py" database undated
	printf '[scan]\ndatabase = %s\n' "$PWD/undated" >ipp.conf
	says 3 antivirus '.[0].code == "scan_database_undated"'
	echo 'allow_undated = yes' >>ipp.conf
	says 1 antivirus '.[0].code == "antivirus_undated"'
}

@test "a full disk, an old backup, a folder that is gone" {
	run --separate-stderr ipp-check --only=disk --threshold=disk:100%:1%
	[ "$status" = 2 ]
	expect '.[0] | .code == "disk_filling" and .value < 100
		and (.subject | endswith("/store"))'
	house_clock +2d
	says 2 backup '.[0] | .code == "backup_missing" and (.text | test("2d old"))'
	chmod 555 . && run ! ipp-store backup --folder=/dev/null/b
	chmod 755 .
	says 2 backup '.[0].code == "backup_missing"' # it was not finished
	ipp-store backup --folder=b >/dev/null
	says 0 backup '.[0].at == "2026-11-24T08:00:00Z"'
	house_clock +7d
	says 3 backup '.[0].code == "backup_old"'
	printf '[crl]\nfolder = %s\n' "$PWD/gone" >>ipp.conf
	says 3 disk '.[0].code == "folder_unreadable"'
}

@test "a journal that was changed is found, among the newest and among all" {
	sql "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete"
	says 0 journal '.[0].value == 0'
	cp "$IPP_STORE/ipp.db" whole.db
	sql "DELETE FROM journal WHERE entry_id = (SELECT max(entry_id) FROM journal)"
	says 3 journal '.[0] | .code == "journal_unsound" and .value == 1'
	cp whole.db "$IPP_STORE/ipp.db"
	issued 1000 --seal=later # two entries each, and more
	sql "UPDATE journal SET event = 'another' WHERE entry_id = 2"
	says 0 journal '.[0].text | test("the newest of")'
	run --separate-stderr ipp-check --only=journal --deep
	[ "$status" = 3 ]
	expect '.[0].text | test("entries 2 to 2")'
	run --separate-stderr ipp-check --only=store
	[ "$status" = 3 ]
	expect '.[0] | .code == "store_unsound" and (.text | test("^journal:"))'
	sql "UPDATE journal SET detail = '{}'
	      WHERE entry_id = (SELECT max(entry_id) - 10 FROM journal)"
	says 3 journal 'length == 1'
}

@test "a check that cannot be done is critical, and the others are done" {
	sql 'DROP TABLE trust_anchors; DROP TABLE trust_list_signers; DROP TABLE trust_lists'
	run --separate-stderr ipp-check --prometheus=x.prom
	[ "$status" = 3 ]
	expect 'map(select(.check == "trust_lists")) | length == 1
		and (.[0] | .severity == "critical" and has("code")
		and (has("value") | not))'
	expect 'any(.[]; .check == "journal" and .severity == "ok")'
	"$house_top/tests/lib/prometheus.py" x.prom >samples
	run -0 cat samples
	expect 'any(.[]; .labels.check == "trust_lists" and .value == 3)'
	expect 'all(.[]; .name | startswith("ipp_check_trust_lists_") | not)'
}

@test "the file for Prometheus is whole, and holds what was found" {
	issued 1
	ipp-ca crl --folder=. >/dev/null
	ipp-token add admin --tools=ipp-notify --days=10 --token-file=token \
		--label='a "quoted" \ label' >/dev/null
	house_clock +12h
	settings 'thresholds = antivirus:off disk:off' # others write to it, too
	run --separate-stderr ipp-check --prometheus=desk.prom
	[ "$status" = 2 ]
	findings=$output
	[ "$(stat -c %a desk.prom)" = 644 ]
	"$house_top/tests/lib/prometheus.py" desk.prom >samples
	run -0 cat samples
	now=$(date -u -d "$IPP_NOW" +%s)
	expect "any(.[]; .name == \"ipp_check_run_timestamp_seconds\" and .value == $now)"
	expect "any(.[]; .name == \"ipp_check_lists_timestamp_seconds\"
		and (.labels.subject | test(\"Signature\")) and .value == $now + 43200)"
	expect 'any(.[]; .name == "ipp_check_lists_ratio" and .value == 0.5)'
	expect 'any(.[]; .name == "ipp_check_outbox_seconds" and .value == 43200)'
	expect 'any(.[]; .name == "ipp_check_severity" and .labels.check == "outbox"
		and .value == 2)'
	# every finding that has a value is a sample
	[ "$(jq -s '[.[] | select(.value != null)] | length' <<<"$findings")" = \
		"$(jq -s '[.[] | select(.name | test("_(seconds|ratio|faults)$"))
			| select(.name | test("timestamp") | not)] | length' samples)" ]
	# what is filtered for people is not for the file
	run --separate-stderr ipp-check --prometheus=again.prom --at-least=critical
	[ "$status" = 2 ] && [ -z "$output" ]
	cmp desk.prom again.prom
}

@test "an authority's name with quotes and lines stays one label" {
	sql "UPDATE authorities SET name = 'A \"b\" \\ c' || char(10) || 'd'
	      WHERE role = 'root'"
	run --separate-stderr ipp-check --prometheus=x.prom --only=lists
	run -0 "$house_top/tests/lib/prometheus.py" x.prom
	run --separate-stderr ipp-check --prometheus=x.prom --only=authorities \
		--threshold=authorities:10000d:1d
	run -0 "$house_top/tests/lib/prometheus.py" x.prom
	expect 'any(.[]; .labels.subject == "A \"b\" \\ c\nd")'
}

@test "what cannot be written or opened is no finding, but a status of its own" {
	echo old >old.prom
	refused 73 file_uncreatable ipp-check --prometheus=nowhere/x.prom
	run --separate-stderr bash -c 'ipp-check >/dev/full'
	[ "$status" = 74 ]
	refused 64 unknown_check ipp-check --only=disk,disc
	refused 64 threshold_invalid ipp-check --threshold=disk:1%:2%
	refused 64 threshold_invalid ipp-check --threshold=disk
	[[ $stderr == *'\"disk\" are no thresholds'* ]]
	refused 64 unknown_check ipp-check --threshold=disc:1%:2%
	run -64 ipp-check disk
	settings 'thresholds = disk:1%'
	refused 78 setting_invalid ipp-check --prometheus=old.prom
	refused 78 setting_invalid ipp-check list
	settings
	rm "$IPP_STORE/ipp.db"
	refused 78 store_missing ipp-check --prometheus=old.prom
	[ "$(<old.prom)" = old ]
}

@test "severities below what is asked for are not told, and count all the same" {
	run --separate-stderr ipp-check --at-least=warning
	[ "$status" = 1 ] && [ -z "$output" ]
	run --separate-stderr ipp-check --at-least=info
	expect 'length == 2'
	run --separate-stderr ipp-check --only=lists,disk --threshold=disk:off
	expect 'all(.[]; .check == "lists")'
}
