# ipp-suspend - on hold for a while: ends, limits, what time brings, and the
# holder's emergency code

load ../lib/house

# Eight issued products, the eighth of a foreigner, with codes for the first
# two; a day later.
setup() {
	house_store
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 8
	seq -f '{"user_id":"USR%09.0f"}' 8 |
		ipp-issue --confirm --seal=later >/dev/null
	ipp-envelope seal USR1 USR2 --passphrases=passphrases >/dev/null
	to_day 2026-11-23
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

# to_day DATE: its morning, signed in
to_day() {
	house_clock "${1}T08:00:00Z"
	house_sign_in admin "$house_password" "$house_otp"
}

whole() {
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

# The subjects of the mails that went out since, by their names.
subjects() {
	rm -rf "$IPP_STORE/mail"
	ipp-notify deliver >/dev/null
	for mail in "$IPP_STORE"/mail/new/*; do
		[ -e "$mail" ] || continue
		"$house_top/tests/lib/message.py" "$mail" subject text
	done
}

# The emergency code of a product, from its envelope.
erc() {
	rm -rf "$IPP_STORE/mail"
	ipp-notify deliver >/dev/null
	"$house_top/tests/lib/message.py" \
		"$(grep -l "$1\.pdf" "$IPP_STORE"/mail/new/*)" attachment >envelope.pdf
	pdftotext -layout -upw "$(grep "$1" passphrases | cut -f2)" envelope.pdf - |
		sed -nE 's/^ERC +([0-9A-Z]{10})$/\1/p'
}

@test "a suspension has an end, and is public within the hour" {
	run -0 --separate-stderr ipp-suspend USR1 --until=2026-12-01 --motive=loss
	valid status_change
	expect '.[0] | .status == "suspended" and .crl_reason == "certificateHold"
		and .suspended_until == "2026-12-01T00:00:00Z" and .motive == "loss"
		and .publication == "immediate"
		and .publish_by == "2026-11-23T09:00:00Z"'
	run -0 --separate-stderr ipp-search --section=suspended
	expect 'map(.user_id) == ["USR000000001"]'
	run -0 --separate-stderr ipp-search show USR1
	valid detail
	expect '.[0] | .certificates[0].crl_reason == "certificateHold"
		and (.suspensions | length) == 1
		and .suspensions[0].ends_at == "2026-12-01T00:00:00Z"
		and (.suspensions[0] | has("ended_at") | not)
		and .requests[0].action == "suspend"'
	refused 1 already_suspended ipp-suspend USR1
	whole
}

@test "a suspension that ends leaves the certificate as it was" {
	ipp-suspend USR1 USR2 --until=2026-12-01 >/dev/null
	ipp-suspend USR3 --until=2026-12-09 >/dev/null
	run -0 --separate-stderr ipp-suspend --due
	[ -z "$output" ]
	to_day 2026-12-01
	run -0 --separate-stderr ipp-suspend --due
	valid status_change
	expect 'map([.user_id, .status]) == [["USR000000001", "active"],
		["USR000000002", "active"]]'
	run -0 ipp-suspend --due
	[ -z "$output" ]
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0] | .status == "active" and .suspensions[0].ended_how == "end"
		and (.certificates[0] | has("crl_reason") | not)
		and (.events | map(.event) | .[-2:]) ==
			["product_suspended", "product_reinstated"]'
	[ "$(sql 'SELECT group_concat(reason) FROM (SELECT reason
		FROM certificate_status ORDER BY certificate_id)')" = 8,8,6 ]
	whole
	# and it may be suspended again
	run -0 ipp-suspend USR1 --until=2026-12-24
	whole
}

@test "a suspension is lifted before its end, on request" {
	refused 1 not_suspended ipp-suspend --lift USR1
	ipp-suspend USR1 --until=2026-12-01 >held
	house_clock +10m
	# not now, when somebody thinks of a later day
	refused 65 until_unused ipp-suspend --lift USR1 --until=2026-11-30
	refused 1 already_suspended ipp-suspend USR1
	run -0 --separate-stderr ipp-suspend --lift <held
	valid status_change
	expect '.[0] | .status == "active" and .publish_by == "2026-11-24T08:10:00Z"'
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0] | .suspensions[0].ended_how == "lift"
		and (.requests | map(.action)) == ["suspend", "reinstate"]'
	whole
}

@test "the organization in the certificate hears of the suspension and its end" {
	sql "UPDATE organizations SET name = 'Ordine degli Avvocati di Forlì',
		email = 'ordine@forli.example'"
	ipp-suspend USR5 --until=2026-12-01 --motive=loss >/dev/null
	run -0 subjects
	[[ $output == *"nomina Ordine degli Avvocati di Forlì"*"Sospeso fino al: 2026-12-01"* ]]
	[ "$(grep -c "Motivo: smarrimento" <<<"$output")" -eq 1 ] # to the holder
	to_day 2026-12-01
	ipp-suspend --due >/dev/null
	run -0 subjects
	[ "$(grep -c "di nuovo valido" <<<"$output")" -ge 2 ]
	[ "$(sql "SELECT group_concat(template) FROM (SELECT template FROM outbox
		WHERE recipient = 'ordine@forli.example' ORDER BY message_id)")" \
		= organization_suspended,organization_reinstated ]
}

@test "revoking a suspended certificate dates back to where that began" {
	ipp-suspend USR1 --until=2026-12-20 >/dev/null
	to_day 2026-12-05
	run -0 --separate-stderr ipp-revoke USR1 --motive=key_compromised
	expect '.[0] | .status == "revoked"
		and .revoked_at == "2026-11-23T08:00:00Z"
		and .publish_by == "2026-12-05T09:00:00Z"'
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0] | .suspensions[0].ended_how == "revocation"
		and .certificates[0].revoked_at == "2026-11-23T08:00:00Z"'
	refused 1 transition_refused ipp-suspend USR1
	refused 1 not_suspended ipp-suspend --lift USR1
	run -0 subjects
	[[ $output == *"decorre dall'inizio della"* ]]
	to_day 2026-12-20
	run -0 ipp-suspend --due
	[ -z "$output" ]
	whole
}

@test "a clock that was set back keeps nobody from lifting and revoking" {
	ipp-suspend USR1 USR2 USR3 --until=2026-12-20 >/dev/null
	ipp-suspend --lift USR3 >/dev/null
	house_clock -3h
	run -0 --separate-stderr ipp-suspend --lift USR1
	expect '.[0].status == "active"'
	run -0 --separate-stderr ipp-suspend USR3
	expect '.[0] | .status == "suspended"
		and .revoked_at == "2026-11-23T05:00:00Z"'
	run -0 --separate-stderr ipp-revoke USR2 --motive=key_compromised
	expect '.[0].revoked_at == "2026-11-23T08:00:00Z"'
	[ "$(sql 'SELECT sum(ended_at < started_at) FROM suspensions')" = 0 ]
	ipp-ca crl --folder=. >/dev/null
	[ "$(openssl crl -inform DER -in ca.crl -noout -text |
		grep -c 'Serial Number')" = 2 ]
	whole
}

@test "an end must lie between now, the longest allowed, and the expiry" {
	refused 65 until_in_past ipp-suspend USR1 --until=2026-11-23
	refused 65 until_too_late ipp-suspend USR1 --until=2027-06-01
	refused 65 until_after_expiry ipp-suspend USR1 --until=2029-12-01
	run -0 --separate-stderr ipp-suspend USR1
	expect '.[0].suspended_until == "2027-05-22T08:00:00Z"'
	printf '[suspension]\nmax_days = 30\nat_end = revoke\n' >conf
	export IPP_CONFIG=$PWD/conf
	refused 65 until_too_late ipp-suspend USR2 --until=2026-12-24
	run -0 --separate-stderr ipp-suspend USR2 USR3
	expect '.[0].suspended_until == "2026-12-23T08:00:00Z"'
	ipp-suspend USR4 --until=2026-12-23 >/dev/null
	ipp-suspend --lift USR3 >/dev/null
	to_day 2026-12-24
	run -0 --separate-stderr ipp-suspend --due
	expect 'map([.user_id, .status]) == [["USR000000002", "revoked"],
		["USR000000004", "active"]]'
	expect '.[0] | .crl_reason == "privilegeWithdrawn"
		and .revoked_at == "2026-11-23T08:00:00Z" and .requester == "certifier"'
	whole
	printf '[suspension]\nmax_days = 0\n' >conf
	refused 78 suspension_limits ipp-suspend USR5
}

@test "what is over expires, suspended or not" {
	sql "UPDATE products SET valid_until = $(date -d 2026-12-01Z +%s)
		WHERE user_id IN (1, 2)"
	ipp-suspend USR1 >/dev/null
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0].suspensions[0].ends_at == "2026-12-01T00:00:00Z"'
	to_day 2026-12-02
	run -0 --separate-stderr ipp-suspend --due
	valid status_change
	expect 'map([.user_id, .status]) == [["USR000000001", "expired"],
		["USR000000002", "expired"]]'
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0].suspensions[0].ended_how == "expiry"'
	refused 1 transition_refused ipp-suspend USR2
	whole
}

# The serial numbers on the list that is made now.
listed() {
	ipp-ca crl --folder=. >/dev/null
	openssl crl -inform DER -in ca.crl -noout -text |
		sed -n 's/ *Serial Number: //p'
}

@test "a suspension is over at its end, also where cron was not there" {
	ipp-suspend USR1 USR2 --until=2026-12-01 --motive=disuse >/dev/null
	printf '[suspension]\nmax_days = 5\nat_end = revoke\n' >conf
	IPP_CONFIG=$PWD/conf ipp-suspend USR3 >/dev/null
	to_day 2026-11-30
	refused 1 already_suspended ipp-suspend USR2 --until=2026-12-24
	to_day 2026-12-05
	# so that a revocation does not date back to it
	run -0 --separate-stderr ipp-revoke USR1 --motive=key_compromised
	expect '.[0].revoked_at == "2026-12-05T08:00:00Z"'
	run -0 --separate-stderr ipp-suspend USR2 --until=2026-12-24 --motive=loss
	expect '.[0].status == "suspended"'
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0] | .suspensions[0].ended_how == "end"
		and (.events | map(.event) | .[-3:]) == ["product_suspended",
			"product_reinstated", "product_revoked"]'
	run -0 --separate-stderr ipp-search show USR2
	expect '.[0] | (.suspensions | map(.ended_how)) == ["end", null]
		and .certificates[0].revoked_at == "2026-12-05T08:00:00Z"'
	# but one that is revoked at its end was on hold all the time
	refused 1 already_suspended ipp-suspend USR3
	run -0 --separate-stderr ipp-revoke USR3 --motive=device_unusable
	expect '.[0].revoked_at == "2026-11-23T08:00:00Z"'
	run -0 ipp-suspend --due
	[ -z "$output" ]
	whole
}

@test "what expires after the end of its suspension was never suspended" {
	sql "UPDATE products SET valid_until = $(date -d 2026-12-01Z +%s)
		WHERE user_id IN (1, 2, 3)"
	ipp-suspend USR1 --until=2026-11-30T23:59:59Z >/dev/null
	ipp-suspend USR2 --until=2026-12-01 >/dev/null
	printf '[suspension]\nmax_days = 5\nat_end = revoke\n' >conf
	IPP_CONFIG=$PWD/conf ipp-suspend USR3 >/dev/null
	[ "$(listed | wc -l)" = 3 ]
	to_day 2026-12-02
	run -0 --separate-stderr ipp-suspend --due
	valid status_change
	expect 'map(.status) == ["expired", "expired", "expired"]'
	[ "$(listed)" = "$(sql 'SELECT serial FROM certificates
		WHERE user_id IN (2, 3) ORDER BY serial')" ]
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0] | .suspensions[0].ended_how == "end"
		and (.events | map(.event) | .[-2:]) ==
			["product_reinstated", "product_expired"]
		and all(.messages[]; .template != "certificate_reinstated")'
	run -0 --separate-stderr ipp-search show USR2
	expect '.[0].suspensions[0].ended_how == "expiry"'
	whole
}

@test "who demanded four eyes since is reinstated all the same" {
	ipp-suspend USR1 --until=2026-12-01 >/dev/null
	sql "UPDATE organizations SET four_eyes = 1;
		UPDATE products SET recognised_by = issued_by WHERE user_id = 1"
	run -0 --separate-stderr ipp-suspend --lift USR1
	expect '.[0].status == "active"'
}

@test "the holder hears of suspension and reinstatement, once each" {
	subjects >/dev/null
	ipp-suspend USR1 USR8 --until=2026-12-01 --motive=disuse >/dev/null
	run -0 subjects
	[[ $output == *"Il Suo certificato di firma è stato sospeso (USR000000001)"* ]]
	[[ $output == *"Motivo: inutilizzo temporaneo"* ]]
	[[ $output == *"Sospeso fino al: 2026-12-01T00:00:00Z"* ]]
	[[ $output == *"Your signature certificate has been suspended (USR000000008)"* ]]
	[[ $output != *"emergen"* && $output != *"revoked"* ]]
	ipp-suspend --lift USR8 >/dev/null
	to_day 2026-12-02
	ipp-suspend --due >/dev/null
	run -0 subjects
	[[ $output == *"di nuovo valido (USR000000001)"*"giunta al termine"* ]]
	[[ $output == *"is valid again (USR000000008)"* ]]
	[ "$(grep -c certificat <<<"$(sql "SELECT template FROM outbox
		WHERE template LIKE 'certificate_%'")")" = 4 ]
}

@test "the signed request is kept as evidence" {
	"$house_top/tests/lib/scans.py" --out scans <<<'{"external_code":"P"}'
	run -0 --separate-stderr ipp-suspend USR1 --until=2026-12-01 \
		--attachment=scans/P/form.pdf --status-note='signed at the desk'
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0] | (.evidence | last | .kind) == "status_request"
		and .requests[0].attachment == (.evidence | last | .sha256)
		and .requests[0].status_note == "signed at the desk"'
	whole
}

@test "what was due waits in the log for the next that writes" {
	ipp-suspend USR1 --until=2026-11-30T09:00:00Z --motive=loss >/dev/null
	to_day 2026-12-01
	ipp-suspend --due >/dev/null
	[ -s "$IPP_STORE/ipp.db-wal" ]
	cp -r "$IPP_STORE" crashed
	rm -f crashed/ipp.db-shm
	[ "$(sql 'SELECT status FROM products WHERE user_id = 1')" = active ]
	[ ! -e "$IPP_STORE/ipp.db-wal" ]
	IPP_STORE=crashed
	whole
	[ "$(sql 'SELECT status FROM products WHERE user_id = 1')" = active ]
}

@test "what is due leaves no room for what people name" {
	refused 64 too_much_named ipp-suspend --due USR1
	refused 64 too_much_named ipp-suspend --due --motive=loss
	refused 64 lift_or_due ipp-suspend --due --lift
	ipp-suspend USR1 --until=2026-12-01 >/dev/null
	to_day 2026-12-02
	run -0 --separate-stderr ipp-suspend --due --dry-run
	expect 'map(.status) == ["active"]'
	run -0 --separate-stderr ipp-search --section=suspended
	expect 'length == 1'
}

@test "a stream is suspended, and lifted again" {
	ipp-search --section=active | ipp-suspend --until=2026-12-01 >held
	[ "$(wc -l <held)" = 8 ]
	run -0 --separate-stderr ipp-suspend --lift <held
	expect 'length == 8 and all(.[]; .status == "active")'
	whole
}

@test "the emergency code suspends at once, whoever answers the telephone" {
	erc USR000000001 >code
	chmod 600 code
	house_operator olga operator
	refused 77 not_permitted house_as olga ipp-suspend USR1
	refused 64 no_terminal setsid -w ipp-suspend emergency USR1
	expect_error '.[0].message | test("Emergency code")'
	run -0 --separate-stderr house_as olga ipp-suspend emergency USR1 \
		--erc-file=code --until=2026-12-01
	valid status_change
	expect '.[0] | .status == "suspended" and .motive == "loss"
		and .requester == "owner" and .suspended_until == "2026-12-01T00:00:00Z"'
	[ "$(sql 'SELECT way FROM status_requests')" = emergency ]
	[ "$(sql "SELECT json_extract(detail, '\$.way') FROM journal
		WHERE event = 'product_suspended'")" = emergency ]
	run -0 subjects
	[[ $output == *"al telefono con il Suo codice di emergenza"* ]]
	whole
	sql .dump >dumped
	run ! grep -qF "$(cat code)" dumped
}

@test "who tries one wrong code on many products is stopped, and others are not" {
	erc USR000000001 >code
	printf 'WWWWWWWWWW\n' >wrong
	chmod 600 code wrong
	for n in {1..20}; do
		refused 1 erc_wrong ipp-suspend emergency "USR$((n % 7 + 2))$((n / 8))" \
			--erc-file=wrong
	done
	refused 1 erc_locked ipp-suspend emergency USR1 --erc-file=code
	[ "$(sql "SELECT json_extract(detail, '\$.failures') FROM journal
		WHERE event = 'emergency_operator_locked'")" = 20 ]
	house_operator olga operator
	refused 1 erc_wrong house_as olga ipp-suspend emergency USR1 --erc-file=wrong
	house_clock +15m
	run -0 ipp-suspend emergency USR1 --erc-file=code
	# the day after, it begins anew
	to_day 2026-11-25
	refused 1 erc_wrong ipp-suspend emergency USR2 --erc-file=wrong
	[ "$(sql 'SELECT failures FROM emergency_guesses WHERE operator_id = 1')" = 1 ]
	whole
}

@test "the right code of what is suspended is told from a wrong one, and counts again at its end" {
	erc USR000000001 >code
	printf 'WWWWWWWWWW\n' >wrong
	chmod 600 code wrong
	ipp-suspend USR1 --until=2026-12-01 --motive=disuse >/dev/null
	[ "$(sql "SELECT json_extract(detail, '\$.way') IS NULL FROM journal
		WHERE event = 'product_suspended'")" = 1 ]
	refused 1 already_suspended ipp-suspend emergency USR1 --erc-file=code
	refused 1 erc_wrong ipp-suspend emergency USR1 --erc-file=wrong
	# he lost it just when it became good again
	house_clock 2026-12-01T00:01:00Z
	house_sign_in admin "$house_password" "$house_otp"
	run -0 --separate-stderr ipp-suspend emergency USR1 --erc-file=code
	expect '.[0] | .status == "suspended" and .motive == "loss"'
	run -0 ipp-suspend --due
	[ -z "$output" ]
	ipp-revoke USR1 --motive=key_compromised >/dev/null
	refused 1 erc_wrong ipp-suspend emergency USR1 --erc-file=code
	whole
}

@test "the code is known by the holder's identifier, and as it is said" {
	code=$(erc USR000000002)
	printf '{"iut":"IUT000000002","erc":"%s"}\n' \
		"$(sed 's/..../& - /g' <<<"${code,,}")" >said
	run -0 --separate-stderr ipp-suspend emergency <said
	expect '.[0] | .user_id == "USR000000002" and .status == "suspended"'
	[[ $output != *"$code"* ]]
}

@test "wrong codes are all answered alike, counted, and lock" {
	erc USR000000001 >code
	chmod 600 code
	printf 'WWWWWWWWWW\n' >wrong
	chmod 600 wrong
	refused 1 erc_wrong ipp-suspend emergency USR99 --erc-file=wrong
	said=$(jq -c '.error | {code, message}' <<<"$stderr")
	refused 1 erc_wrong ipp-suspend emergency USR3 --erc-file=wrong
	[ "$(jq -c '.error | {code, message}' <<<"$stderr")" = "$said" ]
	printf '%sA\n' "$(cat code)" >longer
	chmod 600 longer
	refused 1 erc_wrong ipp-suspend emergency USR1 --erc-file=longer
	for _ in 1 2 3 4; do
		refused 1 erc_wrong ipp-suspend emergency USR1 --erc-file=wrong
		[ "$(jq -c '.error | {code, message}' <<<"$stderr")" = "$said" ]
	done
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'emergency_code_wrong'
		AND user_id = 1")" = 5 ]
	refused 1 erc_locked ipp-suspend emergency USR1 --erc-file=code
	house_clock +14m
	refused 1 erc_locked ipp-suspend emergency USR1 --erc-file=code
	house_clock +1m
	run -0 --separate-stderr ipp-suspend emergency USR1 --erc-file=code
	[ "$(sql 'SELECT failures FROM emergency_attempts WHERE user_id = 1')" = 0 ]
	run ipp-suspend emergency USR1 --erc-file=code --dry-run
	[ "$status" = 64 ]
	refused 65 product_missing ipp-suspend emergency --erc-file=code
}
