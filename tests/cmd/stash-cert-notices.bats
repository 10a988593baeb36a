# stash-cert notices - nobody's access to a remote certificate ends unnoticed

load ../lib/house
load ../lib/remote

# An organization with two issuers, luisa (Italian) and carlo (English), and
# certificates at the authority MULTICERT: daily from seven days and 90 percent.
setup() {
	house_store
	house_operator luisa issuer
	house_operator carlo issuer
	ipp-operator edit luisa --email=luisa@example.org >/dev/null
	ipp-operator edit carlo --email=carlo@example.org --language=en >/dev/null
	ipp-token add luisa --tools=stash-cert --days=366 --token-file=token >/dev/null
	ipp-token add admin --tools=ipp-notify --days=366 --token-file=mail.token >/dev/null
	remote_authority MULTICERT
	remote_certificate acme MULTICERT
	remote_grant acme 60 1000
	export IPP_TOKEN_FILE=token
}

# to_day N [HOUR]: so many days after the grant.
to_day() {
	house_clock "$HOUSE_NOW"
	house_clock "+$(($1 * 24 + ${2:-0}))h"
}

# What a run tells: alias and notice.
told() {
	run -0 --separate-stderr stash-cert notices "$@"
	[ -n "$output" ] || return 0
	valid remote_notice
	found '.[] | "\(.alias) \(.notice)"'
}

mails=
deliver() {
	mails=$IPP_STORE/mail/new
	rm -rf "$IPP_STORE/mail"
	IPP_TOKEN_FILE=mail.token ipp-notify deliver >/dev/null
}

mail_to() {
	"$house_top/tests/lib/message.py" \
		"$(grep -l "<$1" "$mails"/*)" "${@:2}"
}

queued() {
	remote_sql "SELECT count(*) FROM outbox WHERE template = 'remote_notices'"
}

# monitor STATUS [OPTION]...: the line, which has the form of a plug-in's.
monitor() {
	run --separate-stderr stash-cert notices --check "${@:2}"
	[ "$status" = "$1" ] || { echo "status $status: $output $stderr"; return 1; }
	[ "${#lines[@]}" = 1 ]
	local states=(OK WARNING CRITICAL UNKNOWN)
	[[ $output == "STASH-CERT ${states[$1]} - "* ]]
	# Monitoring Plugins Development Guidelines, 2.6
	[ "$1" = 3 ] || grep -Eqx "[^|]+ \| ('[^'=]+'|[a-z_]+)=-?[0-9.]+(s|%|B|c)?(;-?[0-9.]*){0,4}( ('[^'=]+'|[a-z_]+)=-?[0-9.]+(s|%|B|c)?(;-?[0-9.]*){0,4})*" \
		<<<"$output"
}

@test "the end of access is told daily from seven days before, then as often after" {
	[ -z "$(told)" ]
	to_day 52
	[ -z "$(told)" ]
	for day in {53..59}; do
		to_day "$day"
		[ "$(told)" = "acme access_ending" ]
		[ -z "$(told)" ]
		[ "$(queued)" = $((2 * (day - 52))) ]
	done
	to_day 60 -7
	[ "$(told)" = "acme access_ending" ]
	for day in {60..100}; do
		to_day "$day"
		if [ "$day" -lt 68 ]; then
			[ "$(told)" = "acme access_ended" ]
		else
			[ -z "$(told)" ]
		fi
	done
	[ "$(queued)" = 32 ]
	[ "$(remote_sql "SELECT count(*) FROM journal
		WHERE event = 'remote_notice_told'")" = 16 ]
}

@test "every issuer has one mail with all, in his language" {
	for n in $(seq 2 60); do
		remote_certificate "c$n" MULTICERT
		remote_grant "c$n" 60
	done
	remote_set c2 "certificate_status = 'revoked'"
	remote_set c3 "trouble = 'invalid_grant: gone
for good', trouble_at = 0"
	to_day 0 1
	[ "$(told | sort)" = $'c2 certificate_revoked\nc3 refresh_refused' ]
	to_day 55
	run -0 --separate-stderr stash-cert notices
	valid remote_notice
	expect '(map(select(.notice == "access_ending")) | length) == 59 and
		all(.[]; .recipients == ["carlo@example.org", "luisa@example.org"])'
	expect 'map(select(.alias == "acme"))[0] | .days == 5 and
		.severity == "warning" and .signature_limit == 1000 and
		.ends_at == "2027-01-21T08:00:00Z"'
	[ "$(queued)" = 4 ]
	deliver
	[ "$(find "$mails" -type f | wc -l)" = 4 ]
	rm "$(grep -l '<luisa' "$mails"/* | head -1)" "$(grep -l '<carlo' "$mails"/* | head -1)"
	run mail_to carlo subject text
	[[ $output == "60 remote certificates need somebody"* ]]
	[[ $output == *"revoked the certificate"*"    c2 (MULTICERT)"* ]]
	[[ $output == *"    acme (MULTICERT): 2027-01-21T08:00:00Z"* ]]
	[ "$(grep -c '^    .* (MULTICERT)' <<<"$output")" = 50 ]
	[[ $output == *"    and more: 10"* ]]
	[[ $output == *"    and more: 1"* ]] # the one of which reading was refused
	[[ $output != *"{"* ]]
	run mail_to luisa subject text
	[[ $output == "60 certificati remoti richiedono attenzione"*"e altri: 10"* ]]
}

@test "signatures are told of from nine tenths on, and when they are used up" {
	to_day 1
	remote_used acme 899
	[ -z "$(told)" ]
	remote_used acme 905
	[ "$(told)" = "acme access_filling" ]
	remote_used acme 950
	[ -z "$(told)" ]
	to_day 2
	run -0 --separate-stderr stash-cert notices
	expect '.[0] | .percent == 95 and .signatures_used == 950'
	remote_used acme 1000
	[ "$(told)" = "acme access_used_up" ]
	deliver
	rm -f "$(grep -L '1000/1000' "$mails"/* | sed -n 1,4p)"
	monitor 2
	[[ $output == *"acme access_used_up"* ]]
}

@test "one threshold after the other, each of each grant once" {
	remote_authority SLOW "notice_mode = 'threshold'" "notice_thresholds = '400,30,15,7,1'"
	remote_certificate beta SLOW
	remote_grant beta 60
	remote_set acme "status = 'blocked'"
	for day in 1 29 30 31 44 45 46 52 53 54 58 59 60 61 70; do
		to_day "$day" 1
		found=$(told)
		case $day in
		30 | 45 | 53 | 59) [ "$found" = "beta access_ending" ] ;;
		60) [ "$found" = "beta access_ended" ] ;;
		*) [ -z "$found" ] ;;
		esac
	done
	# renewed, and a run that is late finds the nearest
	remote_grant beta 60
	[ -z "$(told)" ]
	to_day 125
	[ "$(told)" = "beta access_ending" ]
	run -0 remote_sql "SELECT threshold FROM remote_notices WHERE notice = 'access_ending'"
	[ "$output" = 7 ]
	to_day 126
	[ -z "$(told)" ]
}

@test "what is renewed, muted, blocked, removed or of a suspended authority is silent" {
	for name in renewed muted blocked removed; do
		remote_certificate $name MULTICERT
		remote_grant $name 60
	done
	remote_authority OTHER
	remote_certificate idle OTHER
	remote_grant idle 60
	remote_sql "UPDATE remote_authorities SET status = 'suspended' WHERE authority = 'OTHER'"
	to_day 54
	remote_grant renewed 60
	remote_set muted "muted_until = $(date -u -d "$IPP_NOW + 2 days" +%s)"
	remote_set blocked "status = 'blocked'"
	remote_set removed "removed_at = $(remote_now)"
	[ "$(told)" = "acme access_ending" ]
	to_day 56
	[ "$(told | sort)" = $'acme access_ending\nmuted access_ending' ]
	remote_grant acme 60
	remote_grant muted 60
	for day in {57..106}; do
		to_day "$day"
		[ -z "$(told)" ]
	done
	to_day 107
	[ "$(told)" = "renewed access_ending" ]
}

@test "what the authority says of key, certificate and tokens is told" {
	to_day 3
	remote_set acme "key_status = 'disabled'"
	[ "$(told)" = "acme key_disabled" ]
	[ -z "$(told)" ]
	remote_set acme "key_status = 'enabled'"
	[ -z "$(told)" ]
	remote_set acme "certificate_status = 'suspended'"
	[ "$(told)" = "acme certificate_suspended" ]
	remote_set acme "certificate_status = 'valid'"
	remote_sql "UPDATE remote_grants SET withdrawn_at = 1, withdrawn_reason = 'invalid_grant'"
	[ "$(told)" = "acme access_withdrawn" ]
	monitor 2
	remote_grant acme 60
	[ -z "$(told)" ]
	monitor 0
	remote_certificate brief MULTICERT 30
	remote_grant brief 60
	[ -z "$(told)" ]
	to_day 27
	[ "$(told)" = "brief certificate_ending" ]
	to_day 33 1
	[ "$(told)" = "brief certificate_expired" ]
}

@test "a clock that goes back repeats nothing, one that was far ahead hides nothing" {
	to_day 55
	[ "$(told)" = "acme access_ending" ]
	to_day 54
	[ -z "$(told)" ]
	to_day 55 1
	[ -z "$(told)" ]
	to_day 200 # nobody noticed that the battery was flat
	[ "$(told)" = "acme access_ended" ]
	to_day 56
	[ "$(told)" = "acme access_ending" ]
	to_day 60
	[ "$(told)" = "acme access_ended" ]
}

@test "those who are named are told, and everybody if none of them can be" {
	remote_certificate named MULTICERT
	remote_grant named 60
	remote_sql "INSERT INTO remote_notify SELECT certificate_id, operator_id
		FROM remote_certificates, operators WHERE alias = 'named' AND login = 'carlo'"
	to_day 55
	run -0 --separate-stderr stash-cert notices
	expect 'map({(.alias): .recipients}) | add == {"acme": ["carlo@example.org",
		"luisa@example.org"], "named": ["carlo@example.org"]}'
	deliver
	run mail_to carlo subject
	[[ $output == "2 remote certificates"* ]]
	run mail_to luisa subject text
	[[ $output == "Un certificato remoto"* ]]
	[[ $output != *named* ]]
	remote_sql "UPDATE operators SET enabled = 0 WHERE login = 'carlo'"
	to_day 56
	run -0 --separate-stderr stash-cert notices
	expect 'all(.[]; .recipients == ["luisa@example.org"])'
	# nobody: they wait until there is somebody
	remote_sql "UPDATE operators SET email = NULL"
	to_day 57
	run -1 --separate-stderr stash-cert notices
	expect 'length == 2 and all(.[]; has("warnings") and (has("recipients") | not))'
	expect_error 'any(.[]; .code == "notices_unheard")'
	deliver
	remote_sql "UPDATE operators SET email = 'luisa@example.org' WHERE login = 'luisa'"
	[ -z "$(told)" ]
	deliver
	run mail_to luisa text
	[[ $output == *acme* && $output == *named* ]]
}

@test "a rehearsal tells what would be told, and does nothing" {
	to_day 55
	[ "$(told --dry-run --prometheus=p --ical=i --exec=/bin/false)" = "acme access_ending" ]
	[ "$(queued)" = 0 ]
	[ ! -e p ] && [ ! -e i ]
	[ "$(told)" = "acme access_ending" ]
}

@test "a monitor hears the worst, and nobody else hears anything" {
	monitor 0
	[[ $output == *"certificates=1;;;0"* ]]
	remote_certificate 'b|eta' MULTICERT
	remote_grant 'b|eta' 58
	to_day 55
	monitor 1
	[[ $output == *"2 warning: acme access_ending, b_eta access_ending | "* ]]
	[[ $output == *" next_end=259200s"* ]]
	monitor 2 --critical=3
	[[ $output == *"1 critical: b_eta access_ending; 1 warning: acme access_ending | critical=1"* ]]
	remote_set acme "muted_until = $(($(remote_now) + 86400 * 30))"
	monitor 1
	to_day 59
	monitor 2
	to_day 61 # muted or not, what is over is critical
	monitor 2
	[[ $output == *"2 critical: acme access_ended, b_eta access_ended"* ]]
	[ "$(queued)" = 0 ]
	[ -z "$(remote_sql 'SELECT * FROM remote_notices')" ]
	for n in {1..9}; do
		remote_certificate "n$n" MULTICERT
		remote_set "n$n" "key_status = 'disabled'"
	done
	monitor 2
	[[ $output == *"11 critical: "*", ... | critical=11"* ]]
}

@test "a monitor is told with status 3 what keeps it from looking" {
	monitor 3 --critical=9999
	for broken in IPP_STORE=/nowhere IPP_TOKEN_FILE=/nowhere; do
		run --separate-stderr env $broken stash-cert notices --check
		[ "$status" = 3 ]
		[ "${#lines[@]}" = 1 ]
		[[ $output == "UNKNOWN - "* ]]
	done
	run --separate-stderr env IPP_STORE=/nowhere stash-cert notices
	[ "$status" = 78 ]
	[ -z "$output" ]
}

@test "prometheus finds every end and count, in a file that is never half" {
	remote_certificate $'we\\ird "x"' MULTICERT
	remote_grant $'we\\ird "x"' 10
	remote_certificate bare MULTICERT
	remote_certificate shut MULTICERT
	remote_set shut "status = 'blocked'"
	remote_used acme 7
	mkdir prom
	[ -z "$(told --prometheus=prom/stash.prom)" ]
	[ "$(ls -A prom)" = stash.prom ]
	"$house_top/tests/lib/prometheus.py" prom/stash.prom >samples
	/usr/bin/python3 -c 'import sys, prometheus_client.parser as p
list(p.text_string_to_metric_families(open(sys.argv[1]).read()))' prom/stash.prom
	run -0 jq -es --argjson now "$(remote_now)" '
		def value($name; $alias): [.[] | select(.name == $name
			and .labels.alias == $alias) | .value][0];
		value("ipp_stash_access_end_timestamp_seconds"; "acme") == $now + 5184000
		and value("ipp_stash_access_end_timestamp_seconds"; "we\\ird \"x\"") == $now + 864000
		and value("ipp_stash_access_end_timestamp_seconds"; "bare") == null
		and value("ipp_stash_certificate_end_timestamp_seconds"; "bare") == $now + 63072000
		and value("ipp_stash_signatures_used"; "acme") == 7
		and value("ipp_stash_signatures_limit"; "acme") == 1000
		and value("ipp_stash_signatures_limit"; "bare") == null
		and value("ipp_stash_severity"; "acme") == 0
		and all(.[]; .labels.alias != "shut")
		and ([.[] | select(.name == "ipp_stash_certificates") | .value] == [4])' samples
	to_day 61
	monitor 2 --prometheus=prom/stash.prom
	"$house_top/tests/lib/prometheus.py" prom/stash.prom >samples
	run -0 jq -es 'any(.[]; .name == "ipp_stash_severity" and .labels.alias == "acme"
		and .value == 3)' samples
	run -73 --separate-stderr stash-cert notices --prometheus=/nowhere/x
	monitor 3 --prometheus=/nowhere/x
}

@test "a calendar has each coming end, which moves when it is renewed" {
	remote_certificate $'b;e,t\\a\u2013\u20ac' MULTICERT
	remote_grant $'b;e,t\\a\u2013\u20ac' 30
	remote_certificate "$(printf 'x%.0s' {1..90})" MULTICERT
	told --ical=c.ics
	"$house_top/tests/lib/ical.py" c.ics >events
	run -0 jq -es 'length == 5 and (map(.uid) | unique | length) == 5 and
		all(.[]; .alarms == [-7]) and
		(map(select(.summary == "Access to remote certificate acme ends")) | length == 1
			and .[0].start == "2027-01-21T08:00:00Z") and
		any(.[]; .summary == "Remote certificate b;e,t\\a\u2013\u20ac ends") and
		any(.[]; .description | startswith("Alias: acme\nAuthority: MULTICERT\n"))' events
	to_day 1
	cp c.ics before.ics
	told --ical=c.ics
	cmp c.ics before.ics # nothing changed
	to_day 20
	remote_grant acme 60
	told --ical=c.ics
	"$house_top/tests/lib/ical.py" c.ics >after
	jq -c 'select(.summary | endswith("acme ends")) | [.uid, .summary, .start]' events after |
		sort | uniq -u >moved
	[ "$(wc -l <moved)" = 2 ]
	[ "$(jq -r '.[0]' moved | sort -u | wc -l)" = 1 ]
	run -0 jq -es 'map(select(.start == "2027-02-10T08:00:00Z")) | length == 1
		and .[0].sequence > 0' after
	to_day 300 # the ends of the certificates themselves are left
	told --ical=c.ics
	"$house_top/tests/lib/ical.py" c.ics >after
	run -0 jq -es 'length == 3 and all(.[]; .uid | startswith("certificate-"))' after
}

@test "a program is run for each certificate, and again if it fails" {
	remote_certificate beta MULTICERT
	remote_grant beta 60 10
	cat >take <<-'END'
		#!/bin/sh
		[ ! -e broken ] || { cat >/dev/null; echo no such desk >&2; exit 4; }
		cat >>taken
	END
	chmod +x take
	to_day 55
	touch broken
	run -1 --separate-stderr stash-cert notices --exec=./take
	expect 'length == 2'
	expect_error 'any(.[]; .code == "exec_failed" and
		(.message | contains("acme") and contains("status 4: no such desk")))'
	[ "$(queued)" = 2 ] # the mails went out
	run -1 --separate-stderr stash-cert notices --exec=./take
	[ -z "$output" ] # nothing new, but it was tried again
	[ ! -e taken ]
	remote_grant beta 60 # renewed meanwhile
	rm broken
	[ -z "$(told --exec=./take)" ]
	run -0 jq -es 'length == 1 and (.[0] | .alias == "acme"
		and .authority == "MULTICERT" and .notices[0].notice == "access_ending"
		and .notices[0].days == 5)' taken
	[ -z "$(told --exec=./take)" ]
	[ "$(wc -l <taken)" = 1 ]
	to_day 56
	[ "$(told)" = "acme access_ending" ] # without one, it waits for none
	[ -z "$(told --exec=./take)" ]
	to_day 57
	printf '#!/bin/sh\nexec sleep 60\n' >take
	SECONDS=0
	run -1 --separate-stderr stash-cert notices --exec=./take --timeout=1
	[ "$SECONDS" -lt 20 ]
	[[ $stderr == *exec_failed*"took too long"* ]]
	refused 78 command_unusable stash-cert notices --exec=/nowhere
	refused 64 timeout stash-cert notices --exec=./take --timeout=0
}

@test "a run that is killed while its program works has it run again, and mails nobody twice" {
	cat >take <<-'END'
		#!/bin/sh
		cat >document
		if mkdir first 2>/dev/null; then
			echo $$ >pid.new && mv pid.new pid
			exec sleep 60 >/dev/null 2>&1
		fi
		cat document >>taken
	END
	chmod +x take
	to_day 55
	stash-cert notices --exec=./take --timeout=60 >first.out 2>&1 3>&- &
	run=$!
	for ((i = 0; i < 400; i++)); do
		[ ! -e pid ] || break
		sleep 0.05
	done
	kill -9 $run
	wait $run || [ $? = 137 ]
	kill "$(cat pid)" || true # it may have ended with the run
	[ "$(queued)" = 2 ]
	[ ! -e taken ]
	[ -z "$(told --exec=./take)" ]
	run -0 jq -es 'length == 1 and .[0].alias == "acme"
		and .[0].notices[0].notice == "access_ending"' taken
	[ -z "$(told --exec=./take)" ]
	[ "$(wc -l <taken) $(queued)" = '1 2' ]
}

@test "mails that a run died before are queued by the next, and none twice" {
	to_day 55
	[ "$(told)" = "acme access_ending" ]
	# told, and it died before any mail was queued
	remote_sql "UPDATE remote_notices SET mail_waits = 1;
		DELETE FROM outbox WHERE template = 'remote_notices'"
	[ -z "$(told)" ]
	[ "$(queued)" = 2 ]
	# a store that was put together from two: the mails are there already
	remote_sql "UPDATE remote_notices SET mail_waits = 1"
	[ -z "$(told)" ]
	[ "$(queued)" = 2 ]
	# renewed, or muted, before anybody could hear: nobody need
	remote_sql "UPDATE remote_notices SET mail_waits = 1, command_waits = 1,
		told_at = told_at - 60; DELETE FROM outbox WHERE template = 'remote_notices'"
	remote_set acme "muted_until = $(($(remote_now) + 864000))"
	[ -z "$(told --exec=/bin/false)" ]
	[ "$(queued)" = 0 ]
	[ "$(remote_sql "SELECT sum(mail_waits + command_waits) FROM remote_notices")" = 0 ]
}

@test "organizations never hear of each other" {
	unset IPP_TOKEN_FILE
	ipp-org add --operator=boss --surname=Boss --given-name=Bea \
		--email=boss@example.net --client-code=FIRM \
		--password-file="$house_password" --otp-secret-file=boss.otp >/dev/null
	other=$(remote_sql "SELECT client_id FROM organizations WHERE client_id <> 1")
	XDG_RUNTIME_DIR=$PWD house_sign_in boss "$house_password" boss.otp
	XDG_RUNTIME_DIR=$PWD ipp-operator grant boss --profile=issuer --unit=MAIN >/dev/null
	remote_client=$other remote_authority MULTICERT
	remote_client=$other remote_certificate acme MULTICERT
	remote_client=$other remote_grant acme 60
	remote_client=$other remote_certificate theirs MULTICERT
	remote_client=$other remote_set theirs "key_status = 'disabled'"
	export IPP_TOKEN_FILE=token
	to_day 55
	run -0 --separate-stderr stash-cert notices --prometheus=p --ical=i
	expect 'length == 1 and .[0].alias == "acme" and .[0].recipients == ["carlo@example.org", "luisa@example.org"]'
	run -1 grep theirs p i
	monitor 1
	[[ $output == *certificates=1* ]]
	[ "$(remote_sql "SELECT DISTINCT client_id FROM remote_notices")" = 1 ]
	[ "$(remote_sql "SELECT group_concat(DISTINCT recipient) FROM outbox
		WHERE template = 'remote_notices'")" = "carlo@example.org,luisa@example.org" ]
}

@test "only issuers are told by, and only tokens that name the tool work" {
	unset IPP_TOKEN_FILE
	refused 77 not_permitted stash-cert notices
	export IPP_TOKEN_FILE=mail.token
	run --separate-stderr stash-cert notices
	[ "$status" = 77 ]
}

@test "runs at the same time and runs that are killed tell everything once" {
	remote_sql "WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
		INSERT INTO remote_certificates (certificate_id, client_id, alias, alias_key,
		wallet_id, authority_id, status, registered_at, credential_id,
		key_status, certificate_status, refreshed_at, auth_mode, scal, pin, otp,
		multisign, algorithms, key_algorithm, key_bits, subject, issuer, serial,
		not_before, not_after, fingerprint)
		SELECT i, client_id, 'c' || i, 'c' || i, wallet_id, authority_id, status,
		registered_at, 'x' || i, key_status, certificate_status, refreshed_at,
		auth_mode, scal, pin, otp, multisign, algorithms, key_algorithm, key_bits,
		subject, issuer, serial, not_before, not_after, fingerprint
		FROM n, remote_certificates WHERE certificate_id = 1;
		INSERT INTO remote_grants (client_id, certificate_id, granted_at, granted_by,
		access_days, certificate_ends_at, access_ends_at, access_end_reason)
		SELECT 1, certificate_id, $(remote_now), 1, 60, not_after,
		$(remote_now) + 5184000, 'access_days' FROM remote_certificates
		WHERE certificate_id > 1"
	to_day 55
	for n in {1..8}; do
		stash-cert notices >/dev/null 2>&1 &
		pid=$!
		sleep "0.0$n"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
	done
	stash-cert notices >first &
	pid=$!
	stash-cert notices >second
	wait $pid
	[ "$(remote_sql "SELECT count(*), count(DISTINCT detail) FROM journal
		WHERE event = 'remote_notice_told'")" = "4000|4000" ]
	[ "$(remote_sql "SELECT count(*), sum(mail_waits) FROM remote_notices")" = "4000|0" ]
	# one mail or two a reader, and together they count every certificate once
	deliver
	total=0
	for mail in $(grep -l '<carlo' "$mails"/*); do
		subject=$("$house_top/tests/lib/message.py" "$mail" subject)
		total=$((total + ${subject%% *}))
	done
	[ "$total" = 4000 ]
	[ -z "$(told)" ]
}
