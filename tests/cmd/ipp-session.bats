# ipp-session - who signs in proves it with two things, and not for ever

load ../lib/house

setup() {
	house_store
}

# start OPTION...: signs in as admin with the code of the moment
start() {
	house_code "$house_otp" >code
	chmod 600 code
	ipp-session start --operator=admin --password-file="$house_password" \
		--otp-file=code "$@"
}

events() {
	sqlite3 "$IPP_STORE/ipp.db" "SELECT event FROM journal WHERE event GLOB 'session_*'
		ORDER BY entry_id" | tail -n "$1" | paste -sd' '
}

reason() {
	sqlite3 "$IPP_STORE/ipp.db" "SELECT coalesce(detail ->> 'reason', '')
		FROM journal ORDER BY entry_id DESC LIMIT 1"
}

@test "password and code begin a session that the other tools use" {
	house_clock +30s
	run -0 --separate-stderr start
	valid session
	expect '.[0].login == "admin" and .[0].profile == "master_rao"
		and .[0].unit == "MAIN" and .[0].minutes_left == 30'
	run -0 --separate-stderr ipp-session show
	expect '.[0].service == false and .[0].client_code == "DEMO"'
	[ "$(events 1)" = session_started ]
}

@test "the token is readable by its owner alone and the store has its hash only" {
	token=$XDG_RUNTIME_DIR/ipp/session
	[ "$(stat -c %a "$token" "${token%/*}" | paste -sd' ')" = "600 700" ]
	[ "$(wc -c <"$token")" = 65 ]
	run ! grep -r -F "$(cat "$token")" "$IPP_STORE"
	hash=$(tr -d '\n' <"$token" | sha256sum | cut -d' ' -f1)
	[ "$(sqlite3 "$IPP_STORE/ipp.db" \
		"SELECT count(*) FROM sessions WHERE lower(hex(token_hash)) = '$hash'")" = 1 ]
}

@test "a code works once, also when it comes from the step before" {
	house_clock +60s
	start
	refused 77 sign_in_refused start
	[ "$(reason)" = code_used ]
	house_clock -30s
	refused 77 sign_in_refused start
	[ "$(reason)" = code_used ]
	house_clock +60s
	run -0 --separate-stderr start
}

@test "wrong password, wrong code and unknown login are refused in the same words" {
	house_clock +30s
	(umask 077 && echo 'wrong horse battery staple' >wrong && echo 000000 >zero)
	house_code "$house_otp" >code && chmod 600 code
	words() {
		run --separate-stderr ipp-session start "$@"
		[ "$status" = 77 ]
		jq -r .error.message <<<"$stderr"
	}
	one=$(words --operator=admin --password-file=wrong --otp-file=code)
	[ "$(reason)" = password_wrong ]
	two=$(words --operator=admin --password-file="$house_password" --otp-file=zero)
	[ "$(reason)" = code_wrong ]
	three=$(words --operator=sconosciuta --password-file="$house_password" --otp-file=code)
	[ "$(reason)" = login_unknown ]
	[ -n "$one" ]
	[ "$one" = "$two" ]
	[ "$two" = "$three" ]
	[ "$(events 3)" = "session_refused session_refused session_refused" ]
	run ! grep -a sconosciuta "$IPP_STORE/ipp.db"
}

@test "five wrong tries lock for 15 minutes, even against the right proofs" {
	(umask 077 && echo 'wrong horse battery staple' >wrong && echo 000000 >code)
	for _ in 1 2 3 4 5; do
		refused 77 sign_in_refused ipp-session start --operator=admin \
			--password-file=wrong --otp-file=code
	done
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT detail ->> 'locked' FROM journal
		ORDER BY entry_id DESC LIMIT 1")" = 1 ]
	house_clock +14m
	refused 77 sign_in_refused start
	[ "$(reason)" = locked ]
	house_clock +1m
	run -0 --separate-stderr start
}

@test "a code is held to the time at which it was typed" {
	[[ ${B##*/} != *asan* ]] || skip "the clock's library and the sanitizer's exclude each other"
	cat >slow.exp <<-'END'
		set timeout 60
		spawn -noecho env -u IPP_NOW TZ=UTC DONT_FAKE_MONOTONIC=1 FAKETIME_NO_CACHE=1 \
			FAKETIME_TIMESTAMP_FILE=clock LD_PRELOAD=[lindex $argv 0] \
			ipp-session start --operator=admin --password-file=[lindex $argv 1]
		expect {
			"authenticator app: " {}
			default { exit 99 }
		}
		exec echo "@2026-12-01 08:10:00" >clock
		send -- "[exec oathtool --totp -b --now {2026-12-01 08:10:00 UTC} [lindex $argv 2]]\r"
		expect eof
		exit [lindex [wait] 3]
	END
	echo '@2026-12-01 08:00:00' >clock
	run -0 command expect slow.exp "$(find /usr/lib -name libfaketime.so.1 | head -n 1)" \
		"$house_password" "$(cat "$house_otp")"
}

@test "a right try forgets the wrong ones" {
	(umask 077 && echo 'wrong horse battery staple' >wrong && echo 000000 >zero)
	for _ in 1 2 3 4; do
		refused 77 sign_in_refused ipp-session start --operator=admin \
			--password-file=wrong --otp-file=zero
	done
	house_clock +30s
	start
	for _ in 1 2 3 4; do
		refused 77 sign_in_refused ipp-session start --operator=admin \
			--password-file=wrong --otp-file=zero
	done
	house_clock +30s
	run -0 --separate-stderr start
}

@test "many wrong tries at once do not escape the lock" {
	(umask 077 && echo 'wrong horse battery staple' >wrong && echo 000000 >zero)
	tries=()
	for _ in 1 2 3 4 5 6 7 8; do
		ipp-session start --operator=admin --password-file=wrong \
			--otp-file=zero >/dev/null 2>&1 3>&- &
		tries+=($!)
	done
	wait "${tries[@]}" || true
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM journal
		WHERE event = 'session_refused' AND detail ->> 'reason' <> 'locked'")" = 5 ]
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT locked_until > 0 FROM operators")" = 1 ]
}

@test "a session ends after 30 minutes without use, and after 8 hours anyhow" {
	house_clock +29m
	run -0 --separate-stderr ipp-session show
	house_clock +1m
	run -0 --separate-stderr ipp-session show
	house_clock +1s
	refused 77 session_expired ipp-session show
	house_clock +60s
	start
	for _ in $(seq 16); do
		house_clock +29m
		ipp-session switch --profile=master_rao >/dev/null
	done
	house_clock +16m
	refused 77 session_expired ipp-session show
}

@test "settings shorten a session and cannot lengthen it" {
	printf '[session]\nidle_minutes = 5\nhours = 1\n' >short.conf
	printf '[session]\nhours = 9\n' >long.conf
	house_clock +30s
	run -0 --separate-stderr start --config=short.conf
	expect '.[0].minutes_left == 5 and .[0].expires_at == "2026-11-22T09:00:30Z"'
	house_clock +30s
	refused 78 session_too_long start --config=long.conf
}

@test "end ends the session for whoever kept the token" {
	cp "$XDG_RUNTIME_DIR/ipp/session" kept
	run -0 --separate-stderr ipp-session end
	[ ! -e "$XDG_RUNTIME_DIR/ipp/session" ]
	IPP_TOKEN_FILE=kept refused 77 session_ended ipp-session show
	refused 77 no_session ipp-session show
	refused 77 no_session ipp-session end
	[ "$(events 1)" = session_ended ]
}

@test "signing in again ends the former session of this user" {
	cp "$XDG_RUNTIME_DIR/ipp/session" kept
	house_clock +30s
	start
	IPP_TOKEN_FILE=kept refused 77 session_ended ipp-session show
	[ "$(events 2)" = "session_ended session_started" ]
}

@test "a profile or unit that one does not have cannot be chosen" {
	refused 77 no_such_profile ipp-session switch --profile=rao
	expect_error '.[0].message | test("master_rao@MAIN")'
	refused 77 no_such_profile ipp-session switch --unit=NORTH
}

@test "a token file that others may read is refused" {
	chmod 644 "$XDG_RUNTIME_DIR/ipp/session"
	refused 77 secret_exposed ipp-session show
	chmod 600 "$XDG_RUNTIME_DIR/ipp/session"
	chmod 755 "$XDG_RUNTIME_DIR/ipp"
	refused 77 session_folder ipp-session show
}

@test "start leaves standard input to others" {
	house_clock +30s
	rest=$({ start >/dev/null && cat; } <<<'{"for":"another"}')
	[ "$rest" = '{"for":"another"}' ]
}

@test "at a terminal start asks, and neither password nor code is shown" {
	house_clock +30s
	run -0 env expect -f - "$(house_code "$house_otp")" <<-'END'
		set timeout 60
		spawn ipp-session start
		expect "Operator: " { send "\r" }
		expect "Operator: " { send "admin\r" }
		expect "Password: " { send "correct horse battery staple\r" }
		expect "authenticator app: " { send "[lindex $argv 0]\r" }
		expect eof
		exit [lindex [wait] 3]
	END
	[[ $output == *"Master RAO"* ]]
	[[ $output != *"battery staple"* ]]
}
