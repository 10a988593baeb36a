# cron - the crontab of README at work: its lines, as cron runs them, with tokens
# in files and nobody signed in

load ../lib/house

setup() {
	house_store
	mkdir etc crl prometheus backups
	rm -rf "$IPP_STORE/mail"
	chmod 700 etc
	ipp-token add admin --tools='ipp-suspend ipp-ca' --days=366 \
		--token-file=etc/lists.token >/dev/null
	ipp-token add admin --tools=ipp-notify --days=366 \
		--token-file=etc/notify.token >/dev/null
	ipp-token add admin --tools=ipp-trust --days=366 \
		--token-file=etc/trust.token >/dev/null
	ipp-operator grant admin --profile=issuer --unit=MAIN >/dev/null
	ipp-token add admin --profile=issuer --tools=stash-cert --days=366 \
		--token-file=etc/stash.token >/dev/null
	mkdir -p "$HOME/.config/ipp"
	printf '[crl]\nfolder = %s/crl\n[check]\nthresholds = antivirus:off disk:off\n' \
		"$PWD" >"$HOME/.config/ipp/ipp.conf"
}

# cron WORD: runs the lines of the crontab that speak of it as cron does, with
# its environment, on the store of this test. Leaves status and output, which
# cron would mail.
cron() {
	sed "s|/usr/local/bin|$B/bin|; s|/var/lib/ipp|$IPP_STORE|; s|/etc/ipp|$PWD/etc|
		s|/var/lib/prometheus/node-exporter|$PWD/prometheus|
		s|/var/backups/ipp|$PWD/backups|" "$house_top/share/cron/ipp.cron" >"crontab"
	mapfile -t settings < <(grep -E '^[A-Z_]+=' crontab)
	mapfile -t jobs < <(grep '^[*0-9]' crontab | grep -- "$1" |
		cut -d' ' -f6- | sed 's/\\%/%/g')
	[ "${#jobs[@]}" = 1 ] || { echo "${#jobs[@]} lines speak of $1"; return 1; }
	run env -i HOME="$HOME" LOGNAME=ipp SHELL=/bin/sh "${settings[@]}" \
		IPP_NOW="$IPP_NOW" LD_LIBRARY_PATH="${LD_LIBRARY_PATH-}" \
		ASAN_OPTIONS="${ASAN_OPTIONS-}" UBSAN_OPTIONS="${UBSAN_OPTIONS-}" \
		LSAN_OPTIONS="${LSAN_OPTIONS-}" \
		/bin/sh -c "${jobs[0]}" </dev/null
}

# The line ends so, and there is nothing to mail.
quietly() {
	cron "$2"
	[ "$status" = "$1" ] && [ -z "$output" ] && return
	echo "status $status: $output"
	return 1
}

@test "every line of the crontab works, and says nothing when all is well" {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 3
	seq -f '{"user_id":"USR%09.0f"}' 3 | ipp-issue --confirm >/dev/null
	ipp-suspend USR1 --until=2026-12-01 --motive=loss >/dev/null
	ipp-revoke USR2 --motive=key_compromised >/dev/null
	rm -r "$XDG_RUNTIME_DIR/ipp" # nobody is signed in any more

	quietly 0 ipp-suspend
	house_then openssl crl -inform DER -in crl/ca.crl -noout -text | grep -c 'Serial Number:' |
		grep -qx 2
	quietly 0 'ipp-notify deliver'
	[ "$(find "$IPP_STORE/mail/new" -type f | wc -l)" -ge 3 ]
	quietly 0 'ipp-notify due'
	quietly 0 'stash-cert notices'
	"$house_top/tests/lib/prometheus.py" prometheus/stash.prom >samples
	quietly 0 ipp-trust
	quietly 0 ipp-store
	[ -e "backups/$(date +%F)/complete" ]
	quietly 0 ipp-check
	"$house_top/tests/lib/prometheus.py" prometheus/ipp.prom >samples
	run -0 jq -es 'all(.[] | select(.name == "ipp_check_severity"); .value == 0)' samples
}

@test "time goes by: what ends, ends, and the world is told, by cron alone" {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 2
	seq -f '{"user_id":"USR%09.0f"}' 2 |
		ipp-issue --confirm --seal=later >/dev/null
	ipp-suspend USR1 --until=2026-12-01 --motive=loss >/dev/null
	quietly 0 ipp-suspend
	house_clock 2026-12-01T00:10:00Z
	quietly 3 ipp-check # the list is late, for nobody was there
	quietly 0 ipp-suspend
	[ "$(sqlite3 "$IPP_STORE/ipp.db" 'SELECT status FROM products WHERE user_id = 1')" = active ]
	house_then openssl crl -inform DER -in crl/ca.crl -noout -text |
		grep 'No Revoked Certificates'
	quietly 0 'ipp-notify deliver'
	[ "$(ipp-check --only=lists,deadlines,suspensions,outbox --at-least=info)" = '' ]
}

@test "what goes wrong is mailed, as text that says what to do" {
	chmod 644 etc/notify.token
	cron 'ipp-notify deliver'
	[ "$status" = 77 ]
	[[ $output == *"IPP_TOKEN_FILE"*"chmod 600"* ]]
	rm etc/notify.token
	cron 'ipp-notify deliver'
	[ "$status" = 74 ]
	[[ $output == *"IPP_TOKEN_FILE"*"notify.token"* ]]
	: >etc/trust.token
	cron ipp-trust
	[ "$status" = 77 ]
	[[ $output == *token* ]]
	house_clock 2027-12-01T00:00:00Z # no token works any more
	cron ipp-suspend
	[ "$status" = 77 ]
	[[ $output == *"service token has expired"*"ipp-token add"* ]]
	run --separate-stderr ipp-check --only=tokens
	[ "$status" = 3 ] || [ "$status" = 0 ]
}

@test "a suspension that cannot be ended does not keep the lists back" {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 2
	seq -f '{"user_id":"USR%09.0f"}' 2 |
		ipp-issue --confirm --seal=later >/dev/null
	ipp-suspend USR1 --until=2026-12-01 --motive=loss >/dev/null
	sqlite3 "$IPP_STORE/ipp.db" "CREATE TRIGGER no BEFORE UPDATE ON suspensions
		BEGIN SELECT RAISE(ABORT, 'broken_on_purpose: no'); END"
	house_clock 2026-12-01T00:10:00Z
	cron ipp-suspend
	[[ $output == *broken_on_purpose* ]] || [[ $output == *USR000000001* ]]
	[ -s crl/ca.crl ]
}

@test "a token of the systemd credentials is taken, read through an access list" {
	mkdir -m 700 credentials
	cp etc/notify.token credentials/ipp-token
	rm -r "$XDG_RUNTIME_DIR/ipp"
	for mode in 400 440; do # with an access list the group's bits are its mask
		chmod "$mode" credentials/ipp-token
		run -0 --separate-stderr env CREDENTIALS_DIRECTORY="$PWD/credentials" \
			ipp-notify deliver
	done
	chmod 444 credentials/ipp-token
	CREDENTIALS_DIRECTORY=$PWD/credentials refused 77 secret_exposed ipp-notify deliver
}
