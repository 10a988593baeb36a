# ipp-notify - every message goes out once, and nobody waits for the network

load ../lib/house
load ../lib/serve

python=/usr/bin/python3 # Debian's, which has Debian's modules
lib=$BATS_TEST_DIRNAME/../lib
greek='Ελένη Παπαδοπούλου'
arabic='محمد بن أحمد الأندلسي'

# A throw-away authority, and a certificate of it for 127.0.0.1.
setup_file() {
	cd "$BATS_FILE_TMPDIR"
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-subj /CN=ca -days 2 -keyout ca.key -out ca.pem 2>/dev/null
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-subj /CN=mail.test -keyout server.key -out server.csr 2>/dev/null
	printf 'subjectAltName=IP:127.0.0.1\n' >server.ext
	openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 2 \
		-CAcreateserial -extfile server.ext -out server.pem 2>/dev/null
}

setup() {
	house_store
	mail=$IPP_STORE/mail/new
}

teardown() {
	serve_stop
}

# Queues a confirmation: queue [NAME=VALUE]...
queue() {
	"$B/tests/lib/queue" holder_name="$greek" product_name=REM \
		user_id=USR000000001 order_id=ORD000000001 \
		valid_until=2029-11-22 certificate_serial=0A "$@"
}

queue_sms() {
	"$B/tests/lib/queue" channel=sms template=passphrase_sms \
		to=+393331234567 user_id=USR000000001 passphrase="$1"
}

configure() {
	cat >"$BATS_TEST_TMPDIR/ipp.conf"
	export IPP_CONFIG=$BATS_TEST_TMPDIR/ipp.conf
}

# The settings for a server that speaks in the clear.
settings_plain() {
	configure <<-END
		[mail]
		transport = smtp
		tls = never
		url = smtp://127.0.0.1:$port
		from = desk@example.org
	END
}

serve_plain() {
	serve_start smtpd.py box
	settings_plain
}

# serve_tls PASSWORD: a server that wants STARTTLS and lets `desk` in with that
# password; the settings take his from the file `password`, see secret.
serve_tls() {
	serve_start smtpd.py box --starttls "$BATS_FILE_TMPDIR/server.pem" \
		"$BATS_FILE_TMPDIR/server.key" --user desk --password "$1"
	configure <<-END
		[mail]
		transport = smtp
		url = smtp://127.0.0.1:$port
		from = desk@example.org
		user = desk
		password_file = $PWD/password
		ca_file = $BATS_FILE_TMPDIR/ca.pem
	END
}

secret() {
	(umask 077 && printf '%s\n' "$1" >password)
}

# Prints what is asked of a message of a folder.
message() {
	"$python" "$lib/message.py" "$1"/* "${@:2}"
}

states() {
	ipp-notify list | jq -rs 'map("\(.state) \(.attempts)") | join(", ")'
}

@test "mail lands in the Maildir of the store, whole and readable" {
	head -c 5000 /dev/urandom >busta.pdf
	queue to_name="$arabic" attachment=busta.pdf
	run -0 --separate-stderr ipp-notify deliver
	valid message
	expect 'length == 1 and .[0].state == "sent" and .[0].attempts == 1'
	message "$mail" to Subject Date defects attachment_name >found
	diff found - <<-END
		$arabic <holder@example.org>
		Your signature certificate has been issued (USR000000001)
		Sun, 22 Nov 2026 08:00:00 +0000
		0
		busta.pdf
	END
	message "$mail" attachment | cmp - busta.pdf
	message "$mail" text >text
	grep -q "^Dear $greek,$" text
	grep -q "demonstration store" text
	run -0 --separate-stderr ipp-notify deliver
	[ -z "$output" ]
}

@test "short messages land in their folder, and what they said is forgotten" {
	queue_sms 'correct horse'
	run -0 --separate-stderr ipp-notify deliver
	expect '.[0].channel == "sms" and .[0].state == "sent"'
	jq -e '.to == "+393331234567" and (.text | test("correct horse"))' \
		"$IPP_STORE"/sms/new/*
	[ "$(sqlite3 "$IPP_STORE/ipp.db" \
		'SELECT count(*) FROM outbox WHERE sealed_values IS NOT NULL')" = 0 ]
	run -0 ipp-store check
}

@test "Italian holders read Italian" {
	queue language=it
	run -0 ipp-notify deliver
	message "$mail" text | grep -q "^Gentile $greek,$"
	[ "$(message "$mail" Content-Language)" = it ]
}

@test "the desk and its sender stand in the mail" {
	configure <<-END
		desk_name = Sportello di Łódź
		desk_email = aiuto@example.org
		[mail]
		from = desk@example.org
		from_name = Desk, "one"
		folder = $PWD/box
	END
	queue
	run -0 ipp-notify deliver
	message box/new from reply_to >found
	diff found - <<-END
		Desk, "one" <desk@example.org>
		 <aiuto@example.org>
	END
	message box/new text | grep -qx 'Sportello di Łódź'
	[[ "$(message box/new Message-ID)" == \<1.*@example.org\> ]]
}

@test "over SMTP with STARTTLS and a password, one connection for all" {
	serve_tls 's3cret "ü'
	secret 's3cret "ü'
	queue count=3 to=h%@example.org to_name="$greek"
	run -0 --separate-stderr ipp-notify deliver
	expect 'map(.state) == ["sent", "sent", "sent"]'
	[ "$(grep -c '^mail tls=True user=desk crlf$' box/log)" = 3 ]
	[ "$(grep -c ^ehlo box/log)" = 2 ] # once more after STARTTLS
	chmod 644 password
	queue
	refused 78 secret_exposed ipp-notify deliver
	[ "$(states | grep -o 'pending 0')" = 'pending 0' ]
}

@test "a wrong password stops the run, counts no attempt, and is not told" {
	serve_tls right
	secret wr0ngpass
	queue count=2
	queue_sms word
	refused 78 smtp_login ipp-notify deliver
	[[ $stderr != *wr0ngpass* ]]
	expect 'map(.channel) == ["sms"]' # which goes out all the same
	[ "$(states)" = 'pending 0, pending 0, sent 1' ]
	secret right
	run -0 ipp-notify deliver
	[ "$(ls box/new | wc -l)" = 2 ]
}

@test "a busy mailbox is tried again, a refused one is reported and put back by hand" {
	serve_plain
	queue to=tempfail@example.org
	queue to=bounce@example.org
	queue to=fine@example.org
	refused 1 delivery_failed ipp-notify deliver
	expect 'map(.state) == ["pending", "failed", "sent"]'
	expect '.[0].next_attempt_at[:16] == "2026-11-22T08:01"'
	run -0 --separate-stderr ipp-notify list --state=failed
	valid message
	expect 'length == 1 and (.[0].last_error | test("mail_refused: .*550 5.1.1"))'
	house_clock +30s
	run -0 ipp-notify deliver
	[ "$(states)" = 'pending 1, failed 1, sent 1' ]
	house_clock +40s
	run -0 --separate-stderr ipp-notify deliver
	expect '.[0].attempts == 2 and .[0].next_attempt_at[:16] == "2026-11-22T08:06"'
	refused 1 message_not_failed ipp-notify retry MSG000000001
	refused 65 message_unknown ipp-notify retry MSG000000009
	refused 64 retry_nothing ipp-notify retry --channel=mail
	run -0 --separate-stderr ipp-notify retry MSG000000002
	expect '.[0].state == "pending" and .[0].attempts == 0'
	run -1 ipp-notify deliver
	run -0 --separate-stderr ipp-notify retry --state=failed
	expect 'map(.message_id) == ["MSG000000002"]'
	sqlite3 "$IPP_STORE/ipp.db" "SELECT group_concat(event, ' ') FROM journal
		WHERE event LIKE 'message%'" >events
	grep -qx 'message_failed message_sent message_retried message_failed message_retried' events
}

@test "after three days a message that never got through has failed" {
	serve_plain
	queue to=tempfail@example.org
	house_clock 2026-11-25T09:00:00Z
	IPP_NOW=$HOUSE_NOW run -0 ipp-notify deliver
	(umask 077 && house_sign_in admin "$house_password" "$house_otp")
	refused 1 delivery_failed ipp-notify deliver
	expect '.[0].state == "failed" and (.[0].last_error | test("451"))'
}

@test "a server that is not there is asked three times, not a hundred" {
	serve_start smtpd.py box
	kill "${servers[0]}"
	wait "${servers[0]}" || true
	settings_plain
	queue count=10
	queue_sms word
	run -0 --separate-stderr ipp-notify deliver
	expect 'map(select(.channel == "mail")) | length == 3'
	expect 'map(select(.channel == "sms"))[0].state == "sent"'
	[ "$(states | grep -o 'pending 0' | wc -l)" = 7 ]
}

@test "the sendmail command may take over" {
	printf '#!/bin/sh\ncat >>%s/mailed; exit $(cat %s/status)\n' "$PWD" "$PWD" >stub
	chmod +x stub
	configure <<-END
		[mail]
		transport = sendmail
		command = $PWD/stub
		from = desk@example.org
	END
	queue
	echo 75 >status
	run -0 --separate-stderr ipp-notify deliver
	expect '.[0].state == "pending" and (.[0].last_error | test("sendmail_failed"))'
	echo 0 >status
	house_clock +2m
	run -0 --separate-stderr ipp-notify deliver
	expect '.[0].state == "sent"'
	[ "$(grep -ic '^Message-ID:' mailed)" = 2 ]
	[ "$(grep -i '^Message-ID:' mailed | sort -u | wc -l)" = 1 ]
}

@test "short messages go to a gateway" {
	mkdir got
	serve_start gateway.py got --token t0ken
	(umask 077 && echo t0ken >token)
	configure <<-END
		[sms]
		transport = http
		url = http://127.0.0.1:$port/sms
		token_file = $PWD/token
		sender = Desk
	END
	queue_sms 'Ωmega'
	run -0 --separate-stderr ipp-notify deliver
	jq -e '.body.sender == "Desk" and (.body.text | test("Ωmega"))' got/1.json
	[[ "$(jq -r '.headers."Idempotency-Key"' got/1.json)" == 1.* ]]
}

@test "settings that cannot work are named" {
	queue
	configure <<<$'[mail]\ntransport = smtp'
	refused 78 delivery_config ipp-notify deliver
	expect_error '.[0].field == "mail_from"'
	configure <<<$'[mail]\ntransport = smtp\nfrom = desk@example.org'
	refused 78 delivery_config ipp-notify deliver
	expect_error '.[0].field == "mail_url"'
	for url in http://example.org smtp://u:p@example.org smtp://example.org/x smtp:; do
		configure <<<$'[mail]\ntransport = smtp\nfrom = desk@example.org\nurl = '"$url"
		refused 78 smtp_config ipp-notify deliver
	done
	configure <<<$'[mail]\ntransport = pigeon'
	refused 78 not_a_word ipp-notify deliver
	unset IPP_CONFIG
	[ "$(states)" = 'pending 0' ]
}

@test "deliver sends no more than it is told" {
	queue count=3
	run -0 --separate-stderr ipp-notify deliver --limit=2
	expect 'length == 2'
	[ "$(states)" = 'sent 1, sent 1, pending 0' ]
	refused 64 limit ipp-notify deliver --limit=0
}

@test "a message that cannot be put into words is not even queued" {
	run "$B/tests/lib/queue" holder_name=Anna
	[ "$status" = 65 ]
	[[ $output == *template_value* ]]
	run "$B/tests/lib/queue" template=none
	[[ $output == *template_unknown* ]]
	run -0 --separate-stderr ipp-notify list
	[ -z "$output" ]
}

@test "list filters and pages" {
	queue count=3
	queue_sms word
	run -0 --separate-stderr ipp-notify list --channel=sms
	expect 'map(.message_id) == ["MSG000000004"]'
	run -0 --separate-stderr ipp-notify list --after=MSG000000001 --limit=2
	expect 'map(.message_id) == ["MSG000000002", "MSG000000003"]'
	run -0 --separate-stderr ipp-notify list --state=sent
	[ -z "$output" ]
	run -0 --separate-stderr ipp-notify list --user-id=USR000000001
	[ -z "$output" ] # the driver names none
	run -0 --separate-stderr ipp-notify list --format=table
	[[ ${lines[0]} == Message*Channel*State* ]]
	refused 64 limit ipp-notify list --limit=0
}

@test "two deliverers at once send each message once" {
	serve_plain
	queue count=40 to=h%@example.org
	ipp-notify deliver >one 3>&- &
	first=$!
	ipp-notify deliver >two
	wait "$first"
	[ "$(ls box/new | wc -l)" = 40 ]
	[ "$(cat one two | jq -r .message_id | sort -u | wc -l)" = 40 ]
	[ "$(cat one two | wc -l)" = 40 ]
	grep -h '^To:' box/new/* | sort -u | wc -l | grep -qx 40
}

@test "killed at any moment, it leaves every message in the Maildir once" {
	queue count=60 to=h%@example.org
	for _ in 1 2 3 4 5 6 7 8; do
		ipp-notify deliver >/dev/null 3>&- &
		pid=$!
		sleep 0.0$((RANDOM % 9 + 1))
		kill -9 "$pid" 2>/dev/null || true
		wait "$pid" || true
	done
	run -0 ipp-notify deliver
	house_clock +11m # what was claimed by the dead is due again
	run -0 ipp-notify deliver
	[ "$(ls "$mail" | wc -l)" = 60 ]
	grep -h '^To:' "$mail"/* | sort -u | wc -l | grep -qx 60
	[ "$(ipp-notify list --state=sent | wc -l)" = 60 ]
	run -0 ipp-store check
}

@test "what was on its way when the program died goes out later, known by its Message-ID" {
	printf '#!/bin/sh\ncat >>%s/mailed; [ -e %s/calm ] || kill -9 $PPID\n' \
		"$PWD" "$PWD" >stub
	chmod +x stub
	configure <<-END
		[mail]
		transport = sendmail
		command = $PWD/stub
		from = desk@example.org
	END
	queue
	run -137 ipp-notify deliver
	touch calm
	run -0 --separate-stderr ipp-notify deliver
	[ -z "$output" ] # somebody may still be at it
	[ "$(states)" = 'pending 1' ]
	house_clock +11m
	run -0 --separate-stderr ipp-notify deliver
	expect '.[0].state == "sent" and .[0].attempts == 2'
	[ "$(grep -ic '^Message-ID:' mailed)" = 2 ]
	[ "$(grep -i '^Message-ID:' mailed | sort -u | wc -l)" = 1 ]
	[ "$(grep '^Date:' mailed | sort -u | wc -l)" = 1 ]
}

@test "the page of the configuration file names every setting" {
	ipp-notify --describe | jq -r '.settings.fields[].name' >names
	[ "$(wc -l <names)" -ge 20 ]
	while read -r name; do
		grep -qE "^\.It Cm (${name#*_}|$name)\$" "$B/man/ipp.conf.5" ||
			{ echo "$name is missing"; return 1; }
	done <names
}

@test "the units of the periodic job are well-formed" {
	command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
	cp "$house_top"/share/systemd/ipp-notify.* .
	sed -i "s|/usr/local/bin|$B/bin|" ipp-notify.service
	run systemd-analyze verify --man=no ./ipp-notify.service ./ipp-notify.timer
	[ "$status" = 0 ]
	[ -z "$output" ]
}
