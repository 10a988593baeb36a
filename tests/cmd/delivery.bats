# delivery - mail and short messages reach a real server, whole and readable

bats_require_minimum_version 1.5.0

load ../lib/serve

python=/usr/bin/python3 # Debian's, which has Debian's modules
lib=$BATS_TEST_DIRNAME/../lib

# A throw-away authority, a certificate of it for 127.0.0.1, and a stranger's.
setup_file() {
	cd "$BATS_FILE_TMPDIR"
	for name in ca stranger; do
		openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
			-nodes -subj "/CN=$name" -days 2 \
			-keyout $name.key -out $name.pem 2>/dev/null
	done
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-subj /CN=mail.test -keyout server.key -out server.csr 2>/dev/null
	printf 'subjectAltName=IP:127.0.0.1\n' >server.ext
	openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -days 2 \
		-CAcreateserial -extfile server.ext -out server.pem 2>/dev/null
}

setup() {
	tls=$BATS_FILE_TMPDIR
	deliver=$(cd "$BATS_TEST_DIRNAME/../../${B:-build}" && pwd)/tests/lib/deliver
	cd "$BATS_TEST_TMPDIR"
}

teardown() {
	serve_stop
}

smtp() {
	"$deliver" mail=smtp port="$port" "$@"
}

sms() {
	"$deliver" channel=sms sms=http "$@"
}

# Prints what is asked of the one message in a Maildir folder.
message() {
	"$python" "$lib/message.py" "$1"/* "${@:2}"
}

greek='Ελένη Παπαδοπούλου'
arabic='محمد بن أحمد الأندلسي'
subject='Η βεβαίωση — شهادة التوقيع — Łódź 🖋'
body='Γειά σου Ελένη,
.
..dots
From the desk: مرحبا, città, żółć 🖋
'

@test "names, subject and text in any script survive, over SMTP and in a Maildir" {
	serve_start smtpd.py box
	head -c 5000 /dev/urandom >busta
	letter=(from_name="$greek" to_name="$arabic" reply_to=help@example.org
		reply_to_name="Sportello, \"uno\" <x@y>" subject="$subject"
		text="$body" language=el attachment=busta
		attachment_name="busta Ελένης.pdf")
	smtp security=clear "${letter[@]}" send
	"$deliver" "${letter[@]}" send
	for folder in box/new mail/new; do
		[ "$(ls $folder | wc -l)" = 1 ]
		message $folder from to reply_to subject attachment_name \
			Message-ID Date Auto-Submitted defects >found
		diff found - <<-END
			$greek <desk@example.org>
			$arabic <holder@example.org>
			Sportello, "uno" <x@y> <help@example.org>
			$subject
			busta Ελένης.pdf
			<1.letter@desk.example>
			Sun, 22 Nov 2026 08:15:00 +0000
			auto-generated
			0
		END
		[ "$(message $folder text; echo x)" = "${body}x" ]
		message $folder attachment | cmp - busta
	done
	[ "$(message box/new X-Envelope)" = "desk@example.org holder@example.org" ]
	grep -q 'crlf$' box/log
}

@test "STARTTLS with authentication, one connection for many messages" {
	serve_start smtpd.py box --starttls "$tls/server.pem" "$tls/server.key" \
		--user desk --password 's3cret "ü'
	run -0 smtp ca="$tls/ca.pem" user=desk password='s3cret "ü' \
		hello=desk.example send next send next send
	[ "$output" = $'sent 0 - -\nsent 0 - -\nsent 0 - -' ]
	[ "$(ls box/new | wc -l)" = 3 ]
	[ "$(grep -c '^mail tls=True user=desk crlf$' box/log)" = 3 ]
	[ "$(grep -c '^ehlo desk.example tls=True$' box/log)" = 1 ]
}

@test "TLS from the first byte" {
	serve_start smtpd.py box --tls "$tls/server.pem" "$tls/server.key"
	run -0 smtp security=tls ca="$tls/ca.pem" send
	[ "$(ls box/new | wc -l)" = 1 ]
}

@test "a certificate of a stranger's authority is a matter of configuration" {
	serve_start smtpd.py box --starttls "$tls/server.pem" "$tls/server.key"
	run -78 smtp ca="$tls/stranger.pem" send
	[[ $output == "configuration 78 smtp_tls "* ]]
	run -78 smtp security=if-there ca="$tls/stranger.pem" send
	run -78 smtp ca="$tls/none.pem" send
	[[ $output == "configuration 78 smtp_tls "* ]]
	[ "$(ls box/new | wc -l)" = 0 ]
}

@test "a server without STARTTLS gets nothing where TLS is demanded" {
	serve_start smtpd.py box
	run -78 smtp send
	[[ $output == "configuration 78 smtp_tls "* ]]
	[ "$(ls box/new | wc -l)" = 0 ]
	run -0 smtp security=if-there send
	[ "$(ls box/new | wc -l)" = 1 ]
}

@test "a wrong password is a matter of configuration and is not told" {
	serve_start smtpd.py box --starttls "$tls/server.pem" "$tls/server.key" \
		--user desk --password right
	run -78 smtp ca="$tls/ca.pem" user=desk password=wr0ngpass send
	[[ $output == "configuration 78 smtp_login "*"(535"* ]]
	[[ $output != *wr0ngpass* ]]
	run -78 smtp ca="$tls/ca.pem" send # none at all
	[[ $output == "configuration 78 smtp_login "*"(530"* ]]
	[ "$(ls box/new | wc -l)" = 0 ]
}

@test "a password never goes out in clear" {
	serve_start smtpd.py box
	for security in clear if-there; do
		run -78 smtp security=$security user=desk password=word send
		[[ $output == "configuration 78 smtp_secret_in_clear "* ]]
	done
	run ! grep -q ehlo box/log
}

@test "a refused recipient is permanent, a busy one temporary, the next one goes" {
	serve_start smtpd.py box
	run -0 smtp security=clear to=bounce.me@example.org send next \
		to=tempfail@example.org send next to=fine@example.org send
	[[ ${lines[0]} == "permanent 1 mail_refused "*'"bounce.me@example.org" (550 5.1.1 no such mailbox)'* ]]
	[[ ${lines[1]} == "temporary 75 mail_deferred "*"(451 4.2.0 mailbox busy)"* ]]
	[ "${lines[2]}" = "sent 0 - -" ]
	[ "$(ls box/new | wc -l)" = 1 ]
}

@test "refused content is permanent, a refused sender a matter of configuration" {
	serve_start smtpd.py box
	run -1 smtp security=clear text='X-Test: spam' send
	[[ $output == "permanent 1 mail_refused "*"(554 5.6.0"* ]]
	run -78 smtp security=clear from=nobody@example.org send
	[[ $output == "configuration 78 smtp_not_wanted "*"(550 5.7.1"* ]]
	run -69 smtp security=clear to=closing@example.org send
	[[ $output == "temporary 69 smtp_unavailable "*"421"* ]]
}

@test "nobody there and silence are temporary" {
	serve_start smtpd.py box --deaf
	run -69 smtp security=clear seconds=1 send
	[[ $output == "temporary 69 smtp_unavailable "* ]]
	kill "${servers[0]}"
	wait "${servers[0]}" || true
	run -69 smtp security=clear send
	[[ $output == "temporary 69 smtp_unavailable "* ]]
}

@test "a server that went away between two messages is found again" {
	serve_start smtpd.py box
	cat >restart <<-END
		#!/bin/bash
		. $lib/serve.bash
		kill ${servers[0]}
		while kill -0 ${servers[0]} 2>/dev/null; do sleep 0.05; done
		$python $lib/smtpd.py box --port $port >again 2>&1 3>&- &
		echo \$! >pid
		serve_await again \$!
	END
	chmod +x restart
	run smtp security=clear send next run=./restart send
	servers+=("$(cat pid)")
	[ "$status" = 0 ]
	[ "$output" = $'sent 0 - -\nsent 0 - -' ]
	[ "$(grep -c ^ehlo box/log)" = 2 ]
}

@test "addresses and names cannot smuggle commands or headers" {
	serve_start smtpd.py box
	for address in $'a@b.c>\r\nRCPT TO:<x@y.z' 'a b@c' '<a@b>' 'a@b>' ''; do
		run -65 smtp security=clear to="$address" send
		[[ $output == "permanent 65 address_refused "* ]]
	done
	run -65 smtp security=clear to_name=$'A\r\nBcc: x@y.z' send
	[[ $output == "permanent 65 header_refused "* ]]
	run -65 smtp security=clear subject=$'A\nX: y' send
	run ! grep -q ehlo box/log
}

@test "the same letter lands in a Maildir once" {
	run -0 "$deliver" send send
	[ "$output" = $'sent 0 - -\nsent 0 - -' ]
	[ "$(ls mail/new)" = "1.letter@desk.example" ]
	mv mail/new/* "mail/cur/1.letter@desk.example:2,S"
	run -0 "$deliver" send
	[ -z "$(ls mail/new)" ]
}

@test "the sendmail command gets the message and may refuse it" {
	printf '#!/bin/sh\ncat >mailed; echo "$@" >args; exit $(cat status)\n' >stub
	chmod +x stub
	echo 0 >status
	run -0 "$deliver" mail=sendmail sendmail="$PWD/stub" to_name="$greek" send
	[ "$(cat args)" = "-t -oi -f desk@example.org" ]
	mkdir new && mv mailed new/
	[ "$(message new to)" = "$greek <holder@example.org>" ]
	run ! grep -q $'\r' new/mailed
	echo 75 >status
	run -69 "$deliver" mail=sendmail sendmail="$PWD/stub" send
	[[ $output == "temporary 69 sendmail_failed "* ]]
	echo 67 >status
	run -1 "$deliver" mail=sendmail sendmail="$PWD/stub" send
	[[ $output == "permanent 1 mail_refused "* ]]
	run -78 "$deliver" mail=sendmail sendmail=/nowhere/sendmail send
	[[ $output == "configuration 78 command_unusable "* ]]
}

@test "short messages go to the gateway, once, over one connection" {
	mkdir got
	serve_start gateway.py got --token t0ken
	run -0 sms url="http://127.0.0.1:$port/sms" token=t0ken sms_sender=Desk \
		to=+393331234567 text="Η λέξη: \"uno\" € $arabic"$'\n' send send next send
	[ "$(ls got | wc -l)" = 2 ]
	jq -e --arg text "Η λέξη: \"uno\" € $arabic" '.body ==
		{to: "+393331234567", sender: "Desk", text: $text}' got/1.json
	[ "$(jq -r '.headers."Content-Type"' got/1.json)" = application/json ]
	[ "$(jq -r '.headers."Idempotency-Key"' got/2.json)" = 2.letter@desk.example ]
	[ "$(jq -s 'map(.peer) | unique | length' got/*.json)" = 1 ]
	run -0 sms url="http://127.0.0.1:$port/sms" token=t0ken to_member=number \
		to=+393331234567 number=9 send
	jq -e '.body.number == "+393331234567" and (.body | has("to") | not)' got/3.json
}

@test "the gateway's answer decides, and a redirect is not followed" {
	mkdir got
	serve_start gateway.py got --token t0ken
	while read -r digits status words; do
		run "-$status" sms url="http://127.0.0.1:$port/sms" \
			token=t0ken to="+39333123$digits" seconds=2 send
		[[ $output == "$words"* ]]
	done <<-'END'
		400 1 permanent 1 sms_refused
		409 75 temporary 75 sms_deferred
		429 75 temporary 75 sms_deferred
		500 69 temporary 69 sms_unavailable
		503 69 temporary 69 sms_unavailable
		404 78 configuration 78 sms_gateway
		302 78 configuration 78 sms_gateway
		001 69 temporary 69 http_unavailable
		000 65 permanent 65 http_reply_too_large
	END
	run -78 sms url="http://127.0.0.1:$port/sms" token=wr0ng \
		to=+393331234567 send
	[[ $output == "configuration 78 sms_gateway "* ]]
	[[ $output != *wr0ng* ]]
	[ -z "$(ls got)" ]
}

@test "the gateway's certificate is checked, and its token not sent in clear" {
	mkdir got
	serve_start gateway.py got --token t0ken --tls "$tls/server.pem" "$tls/server.key"
	args=(token=t0ken to=+393331234567)
	run -78 sms url="https://127.0.0.1:$port/sms" "${args[@]}" send
	[[ $output == "configuration 78 http_tls "* ]]
	run -78 sms url="https://127.0.0.1:$port/sms" http_ca="$tls/stranger.pem" \
		"${args[@]}" send
	run -0 sms url="https://127.0.0.1:$port/sms" http_ca="$tls/ca.pem" \
		"${args[@]}" send
	[ "$(ls got | wc -l)" = 1 ]
	run -78 sms url="http://gateway.test/sms?key=hidden" "${args[@]}" send
	[[ $output == "configuration 78 http_secret_in_clear "* ]]
	[[ $output != *hidden* ]]
}

@test "short messages land in a folder once, and bad ones nowhere" {
	run -0 "$deliver" channel=sms to=+393331234567 text="Codice: ü €"$'\n' send send
	[ "$(ls sms/new)" = "1.letter@desk.example.json" ]
	[ "$(stat -c %a sms/new/*)" = 600 ]
	[ "$(jq -c . sms/new/*)" = '{"message_id":"1.letter@desk.example","to":"+393331234567","text":"Codice: ü €","parts":1}' ]
	for number in 3331234567 +0331234567 +39333 +39333123456789012 '+39 333' +39x; do
		run -65 "$deliver" channel=sms to="$number" number=2 send
		[[ $output == "permanent 65 phone_refused "* ]]
	done
	run -65 "$deliver" channel=sms to=+393331234567 text= send
	[[ $output == "permanent 65 sms_refused "* ]]
	[ "$(ls sms/new | wc -l)" = 1 ]
}
