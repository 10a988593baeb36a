# ipp-notify due - people hear that their certificates end, each notice once

load ../lib/house

# Nine issued products, valid for three years from 2026-11-22: the fifth has a
# role, the eighth is a foreigner who writes English.
setup() {
	house_store
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 9
	seq -f '{"user_id":"USR%09.0f"}' 9 |
		ipp-issue --confirm --seal=later >/dev/null
	house_clock +1m
	ipp-notify deliver >/dev/null
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

# to_day DATE: its morning, signed in
to_day() {
	house_clock "${1}T07:00:00Z"
	house_sign_in admin "$house_password" "$house_otp"
}

# What a run tells: product, notice.
due() {
	run -0 --separate-stderr ipp-notify due "$@"
	[ -n "$output" ] || return 0
	valid expiry_notice
	found '.[] | "\(.user_id // .login) \(.days)"'
}

# The mails that go out now, as files in $mails.
mails=
deliver() {
	mails=$IPP_STORE/mail/new
	rm -rf "$IPP_STORE/mail"
	ipp-notify deliver >/dev/null
}

mail_to() {
	"$house_top/tests/lib/message.py" \
		"$(grep -l "<$1" "$mails"/*)" "${@:2}"
}

one_each() {
	seq -f "USR%09.0f $1" 9
}

@test "holders hear of the end 60, 30, 15 and 7 days before, once each" {
	to_day 2029-09-22
	[ -z "$(due)" ]
	to_day 2029-09-23
	[ "$(due)" = "$(one_each 60)" ]
	[ -z "$(due)" ]
	deliver
	[ "$(find "$mails" -type f | wc -l)" -eq 9 ]
	run mail_to h1@ subject text
	[[ $output == "Il Suo certificato di firma scade il 2029-11-22 (USR000000001)"* ]]
	[[ $output == *"Valido fino al: 2029-11-22T"*"entro il 2029-11-21, scrivendo"* ]]
	run mail_to h8@ subject text
	[[ $output == "Your signature certificate expires on 2029-11-22 (USR000000008)"* ]]
	[[ $output != *"has been asked for"* ]]
	for day in 2029-09-24 2029-10-22; do
		to_day $day
		[ -z "$(due)" ]
	done
	to_day 2029-10-23
	[ "$(due)" = "$(one_each 30)" ]
	to_day 2029-11-07
	[ "$(due)" = "$(one_each 15)" ]
	to_day 2029-11-15
	[ "$(due)" = "$(one_each 7)" ]
	to_day 2029-11-22
	[ -z "$(due)" ]
	ipp-search show USR1 >shown
	jq -e '[.events[] | select(.event == "expiry_told") | .detail.days]
		== [60, 30, 15, 7]
		and ([.messages[] | select(.template == "certificate_expiring")]
			| length) == 4' shown
}

@test "of notices that were missed only the nearest is given" {
	to_day 2029-11-08
	[ "$(due)" = "$(one_each 15)" ]
	to_day 2029-11-09
	[ -z "$(due)" ]
	to_day 2029-11-22
	[ "$(due)" = "$(one_each 7)" ]
	deliver
	run mail_to h1@ text
	[[ $output != *"entro il"* ]] # today is too late
	to_day 2029-11-23
	[ -z "$(due)" ]
}

@test "other days may be asked for, and those of before count" {
	to_day 2029-08-30
	[ "$(due --expiring=90,30)" = "$(one_each 90)" ]
	[ -z "$(due --expiring='30 90 100')" ]
	to_day 2029-10-30
	[ "$(due --expiring=90,30)" = "$(one_each 30)" ]
	[ -z "$(due)" ]
	for wrong in ',' 400 -1 60,x 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17; do
		refused 64 expiring_malformed ipp-notify due --expiring="$wrong"
	done
}

@test "a rehearsal tells who would hear, and nobody does" {
	to_day 2029-09-23
	[ "$(due --dry-run)" = "$(one_each 60)" ]
	[ "$(due)" = "$(one_each 60)" ]
}

@test "nobody hears of what is revoked, suspended, expired or valid for an hour" {
	to_day 2029-09-23
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	ipp-suspend USR2 --until=2029-10-01 >/dev/null
	sql "UPDATE products SET activated_at = valid_until - 3600 WHERE user_id = 3"
	[ "$(due)" = "$(one_each 60 | sed 1,3d)" ]
	# good again, it has not missed its notice
	to_day 2029-10-01
	ipp-suspend --due >/dev/null
	[ "$(due)" = "USR000000002 60" ]
	to_day 2029-11-23
	ipp-suspend --due >/dev/null
	[ -z "$(due)" ]
}

@test "a later certificate of the same kind is enough" {
	# the third holder has a later one, the fourth one of another kind, the
	# sixth one that is revoked, and the fifth the same in another role
	sql "UPDATE products SET holder_id = 3 WHERE user_id = 4;
		UPDATE products SET holder_id = 6 WHERE user_id = 7;
		UPDATE products SET holder_id = 5, product = 'REM-ROLE' WHERE user_id = 9;
		UPDATE orders SET title = 'Perito', organization_name =
			(SELECT organization_name FROM orders WHERE order_id = 5)
			WHERE order_id = 9;
		UPDATE products SET valid_until = valid_until + 864000 WHERE user_id IN (4, 7, 9)"
	ipp-revoke USR7 --motive=device_unusable >/dev/null
	to_day 2029-09-23
	[ "$(due)" = "$(printf 'USR%09d 60\n' 1 2 5 6 8)" ]
	# what is silent is done with, and comes up again at the next notice
	ipp-revoke USR4 --motive=device_unusable >/dev/null
	[ -z "$(due)" ]
	to_day 2029-10-23
	[[ "$(due)" == *"USR000000003 30"* ]]
}

@test "who has no address is named, so that somebody else tells him" {
	sql "UPDATE products SET email = NULL WHERE user_id <> 2"
	to_day 2029-09-23
	run -0 --separate-stderr ipp-notify due
	expect 'length == 9 and (map(select(has("recipients"))) | length) == 1
		and all(.[]; has("recipients") != has("warnings"))'
	[ -z "$(due)" ]
}

@test "what is wrong with one certificate does not silence the others" {
	sql "PRAGMA foreign_keys = OFF;
		UPDATE products SET product = 'GONE' WHERE user_id = 4"
	to_day 2029-09-23
	run -1 --separate-stderr ipp-notify due
	[ "$(found 'map(.user_id) | length')" = 8 ]
	expect_error 'any(.[]; .code == "notices_failed")'
	[[ $stderr == *product_unknown* ]]
	sql "UPDATE products SET product = 'REM' WHERE user_id = 4"
	[ "$(due)" = "USR000000004 60" ]
}

@test "runs at the same time and runs that are killed tell everybody once" {
	to_day 2029-09-23
	sql "CREATE TABLE slow (n); WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL
		SELECT i + 1 FROM n WHERE i < 1509)
		INSERT INTO orders (order_id, client_id, unit_id, created_by, created_at,
			updated_at, submitted_at, recognition, holder_id, language)
		SELECT i, 1, 1, 1, 0, 0, 0, 'offline', 1, 'it' FROM n;
		INSERT INTO products (user_id, order_id, client_id, product, status,
			status_at, unit_id, created_by, created_at, holder_id, surname,
			email, activated_at, valid_until, serial)
		SELECT order_id, order_id, 1, 'AUTO', 'active', 0, 1, 1, 0, NULL, 'Bianchi',
			'n' || order_id || '@mail.example', 0,
			unixepoch('2029-11-22 08:00:00'), 'AA' FROM orders
			WHERE order_id > 9; DROP TABLE slow"
	local killed=0
	for _ in 1 2 3; do # the last ones may find nothing to do, and be gone
		ipp-notify due >/dev/null &
		pid=$!
		sleep 0.05
		kill -9 $pid 2>/dev/null && killed=$((killed + 1))
		wait $pid 2>/dev/null || true
	done
	[ "$killed" -gt 0 ]
	ipp-notify due >first &
	pid=$!
	ipp-notify due >second
	wait $pid
	[ "$(sql "SELECT count(*), count(DISTINCT recipient) FROM outbox
		WHERE template = 'certificate_expiring'")" = "1509|1509" ]
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'expiry_told'")" = 1509 ]
	[ -z "$(due)" ]
}

@test "officers hear of the certificates they sign with, masters at last" {
	house_operator luisa rao
	house_operator carlo master_rao
	ipp-operator edit luisa --email=luisa@example.org >/dev/null
	ipp-operator edit carlo --email=carlo@example.org --language=en >/dev/null
	for days in 200 400; do
		house_then openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 \
			-nodes -keyout key -subj '/CN=Maria Rossi' -days $days \
			-addext keyUsage=critical,nonRepudiation \
			-addext basicConstraints=critical,CA:FALSE -out $days.pem 2>/dev/null
	done
	ipp-operator certificate-add luisa --file=200.pem >/dev/null
	to_day 2027-04-11 # it ends on 10 June
	run -0 --separate-stderr ipp-notify due
	valid expiry_notice
	expect 'length == 1 and (.[0] | .login == "luisa" and .days == 60
		and .recipients == ["luisa@example.org"]
		and (.fingerprint | length) == 64)'
	[ -z "$(due)" ]
	deliver
	run mail_to luisa@ subject text
	[[ $output == "Il Suo certificato di operatore scade il 2027-06-10"*"certificate-add luisa"* ]]
	to_day 2027-06-03
	run -0 --separate-stderr ipp-notify due
	expect '.[0] | .days == 7 and (.recipients | sort) ==
		["carlo@example.org", "luisa@example.org"]'
	deliver
	run mail_to carlo@ subject text
	[[ $output == "The certificate of operator luisa expires on 2027-06-10"*"Maria Rossi"* ]]
	# a later one is registered, then the first is withdrawn
	ipp-operator certificate-add luisa --file=400.pem >/dev/null
	[ -z "$(due --expiring=3,7)" ]
	to_day 2027-11-20
	[ "$(due)" = "luisa 60" ]
	sql "UPDATE operators SET email = NULL WHERE login = 'luisa'"
	to_day 2027-11-28
	run -0 --separate-stderr ipp-notify due
	expect '.[0] | .days == 30 and .recipients == ["carlo@example.org"]
		and (.warnings | length) == 1'
	ipp-operator disable luisa >/dev/null
	to_day 2027-12-20
	[ -z "$(due)" ]
}

@test "an officer hears nothing of a certificate that this desk has stopped" {
	house_operator luisa rao
	sql "UPDATE operators SET surname = p.surname, given_name = p.given_name
		FROM products p WHERE login = 'luisa' AND p.user_id = 1;
		UPDATE operators SET tax_code = (SELECT tax_code FROM products
			WHERE user_id = 1) WHERE login = 'luisa';
		SELECT writefile('one.der', certificate) FROM certificates
			WHERE user_id = 1" >/dev/null
	openssl x509 -inform DER -in one.der -out one.pem
	ipp-operator certificate-add luisa --file=one.pem >/dev/null
	to_day 2029-09-23
	[ "$(due --dry-run | grep -c '^luisa 60')" = 1 ]
	ipp-suspend USR1 --until=2029-10-01 >/dev/null
	[ "$(due --dry-run | grep -c '^luisa')" = 0 ]
	ipp-suspend --lift USR1 >/dev/null
	[ "$(due --dry-run | grep -c '^luisa 60')" = 1 ]
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	[ "$(due | grep -c '^luisa')" = 0 ]
}

@test "a rao tells the holders of his unit, a service token everybody" {
	ipp-org unit-add SOUTH --name=South >/dev/null
	house_operator luisa rao
	sql "UPDATE products SET unit_id = (SELECT unit_id FROM units
		WHERE code = 'SOUTH') WHERE user_id = 2"
	to_day 2029-09-23
	[ "$(house_as luisa ipp-notify due | wc -l)" -eq 8 ]
	house_operator ugo operator
	run -77 --separate-stderr house_as ugo ipp-notify due
	ipp-token add ugo --tools=ipp-notify --token-file=token >/dev/null
	export IPP_TOKEN_FILE=token
	[ "$(due)" = "USR000000002 60" ]
}
