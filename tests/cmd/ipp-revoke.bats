# ipp-revoke - for good: motives, who may ask, by when, and streams of it

load ../lib/house

# Ten issued products; the fifth and tenth have a role.
setup() {
	house_store
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 10
	seq -f '{"user_id":"USR%09.0f"}' 10 |
		ipp-issue --confirm --seal=later >/dev/null
	house_clock +1d
	house_sign_in admin "$house_password" "$house_otp"
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

whole() {
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

# A page that was signed by hand.
paper() {
	"$house_top/tests/lib/scans.py" --out scans <<<'{"external_code":"P"}'
	mv scans/P/form.pdf "$1"
}


@test "a revocation says why, since when, and by when it must be public" {
	run -0 --separate-stderr ipp-revoke USR1 --motive=device_unusable
	valid status_change
	expect '.[0] | .status == "revoked" and .crl_reason == "superseded"
		and .revoked_at == "2026-11-23T08:00:00Z"
		and .publication == "normal" and .requester == "owner"
		and .publish_by == "2026-11-24T08:00:00Z"
		and (has("warnings") | not)'
	run -0 --separate-stderr ipp-search show USR1
	valid detail
	expect '.[0] | .status == "revoked"
		and .certificates[0].crl_reason == "superseded"
		and .certificates[0].revoked_at == "2026-11-23T08:00:00Z"
		and (.requests | length) == 1 and .requests[0].done_by == "admin"
		and (.requests[0] | has("published_at") | not)
		and (.events | last | .event == "product_revoked"
		     and .detail.from == "active" and .detail.to == "revoked")'
	run -0 --separate-stderr ipp-search --section=revoked
	expect 'map(.user_id) == ["USR000000001"]'
	whole
}

@test "every motive has its reason and its publication" {
	local n=1 motive
	paper contract.pdf
	for motive in contract_withdrawal key_compromised role_revoked \
		device_unusable data_changed office_procedure; do
		jq -cn --arg m "$motive" --arg u "USR00000000$n" \
			'{user_id: $u, motive: $m, attachment: "contract.pdf"}'
		n=$((n + 1))
	done >wanted
	run -0 --separate-stderr ipp-revoke <wanted
	valid status_change
	expect 'map(.crl_reason) == ["cessationOfOperation", "keyCompromise",
		"affiliationChanged", "superseded", "affiliationChanged",
		"privilegeWithdrawn"]'
	expect 'map(.publication) == ["normal", "immediate", "normal", "normal",
		"normal", "normal"]'
	[ "$(sql 'SELECT group_concat(reason) FROM (SELECT reason
		FROM certificate_status ORDER BY change_id)')" = 5,1,3,4,3,9 ]
	whole
}

@test "a compromised key is public within the hour whatever was asked for" {
	run -0 --separate-stderr ipp-revoke USR1 --motive=key_compromised \
		--publication=normal --compromised-at=2026-11-22T20:00:00Z \
		--received-at=2026-11-23T06:30:00Z
	expect '.[0] | .publication == "immediate"
		and .publish_by == "2026-11-23T07:30:00Z"
		and (.warnings | length) == 2 and (.warnings[1] | test("publish at once"))'
	[ "$(sql 'SELECT invalidity_at - revoked_at FROM certificate_status')" = -43200 ]
	refused 65 compromised_unused ipp-revoke USR2 --motive=data_changed \
		--compromised-at=2026-11-22
	refused 65 compromised_in_future ipp-revoke USR2 --motive=key_compromised \
		--compromised-at=2026-11-24
}

@test "times that cannot be are refused" {
	refused 65 received_in_future ipp-revoke USR2 --motive=data_changed \
		--received-at=2026-11-23T08:00:01Z
	refused 65 received_too_early ipp-revoke USR2 --motive=data_changed \
		--received-at=2026-11-21
	[ "$(sql 'SELECT count(*) FROM status_requests, outbox')" = 0 ]
}

@test "to withdraw from the contract its withdrawal is needed, and kept" {
	refused 65 attachment_missing ipp-revoke USR1 --motive=contract_withdrawal
	expect_error '.[0].field == "attachment"'
	paper contract.pdf
	run -0 --separate-stderr ipp-revoke USR1 USR2 --motive=contract_withdrawal \
		--attachment=contract.pdf
	valid status_change
	hash=$(sha256sum contract.pdf | cut -d' ' -f1)
	run -0 --separate-stderr ipp-search show USR2
	expect ".[0].requests[0].attachment == \"$hash\"
		and (.[0].evidence | last | .kind == \"withdrawn_contract\"
		     and .sha256 == \"$hash\" and .mime == \"application/pdf\")"
	[ "$(sql 'SELECT count(*) FROM objects')" = 1 ]
	run ! grep -rq '%PDF' "$IPP_STORE/objects"
	whole
}

@test "a file that is none to be kept stops a revocation" {
	printf '#!/bin/sh\n' >request.pdf
	refused 65 file_kind_refused ipp-revoke USR1 --motive=data_changed \
		--attachment=request.pdf
	expect_error '.[0].field == "attachment"'
	refused 74 file_unreadable ipp-revoke USR1 --motive=data_changed \
		--attachment=absent.pdf
	[ "$(sql "SELECT count(*) FROM products WHERE status = 'revoked'")" = 0 ]
}

@test "a third party acts only where it stands in the certificate" {
	refused 65 third_party_missing ipp-revoke USR5 --motive=role_revoked \
		--requester=third_party
	refused 65 third_party_unused ipp-revoke USR5 --motive=role_revoked \
		--third-party='Ordine degli Avvocati di Forlì'
	refused 1 third_party_not_named ipp-revoke USR5 --motive=role_revoked \
		--requester=third_party --third-party='Ordine dei Medici'
	refused 1 third_party_not_named ipp-revoke USR1 --motive=role_revoked \
		--requester=third_party --third-party='Ordine degli Avvocati di Forlì'
	# who stands there as something else is no organization
	refused 1 third_party_not_named ipp-revoke USR5 --motive=role_revoked \
		--requester=third_party --third-party=Avvocato
	# what was asked for once does not count
	sql "UPDATE orders SET organization_name = 'Ordine dei Medici'"
	refused 1 third_party_not_named ipp-revoke USR5 --motive=role_revoked \
		--requester=third_party --third-party='Ordine dei Medici'
	run -0 --separate-stderr ipp-revoke USR5 --motive=role_revoked \
		--requester=third_party --third-party='ordine degli avvocati di FORLI'
	expect '.[0] | .requester == "third_party" and .crl_reason == "affiliationChanged"'
	run -0 ipp-revoke USR10 --motive=role_revoked --requester=third_party \
		--third-party=CF:IT-80012345678
	[ "$(sql 'SELECT DISTINCT third_party IS NOT NULL FROM status_requests')" = 1 ]
}

@test "unknown, revoked, expired and unissued products are errors" {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 1 11
	ipp-revoke USR1 --motive=data_changed >/dev/null
	refused 65 product_unknown ipp-revoke USR99 --motive=data_changed
	refused 1 already_revoked ipp-revoke USR1 --motive=data_changed
	refused 1 transition_refused ipp-revoke USR11 --motive=data_changed
	refused 65 missing ipp-revoke USR2
	house_clock 2029-11-22T08:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	refused 1 certificate_expired ipp-revoke USR2 --motive=data_changed
}

@test "what was begun is gone on with, for the same motive only" {
	ipp-revoke USR1 USR2 --motive=data_changed >before
	house_clock +20m
	run -0 --separate-stderr ipp-revoke USR1 USR2 USR3 --motive=data_changed --resume
	valid status_change
	expect 'map(.existing // false) == [true, true, false]'
	expect '.[0].publish_by == "2026-11-24T08:00:00Z"'
	refused 1 already_revoked ipp-revoke USR1 --motive=office_procedure --resume
	[ "$(sql 'SELECT count(*) FROM status_requests')" = 3 ]
}

@test "revoked is final, also for whoever writes to the store" {
	ipp-revoke USR1 --motive=data_changed >/dev/null
	for meddling in "UPDATE products SET status = 'active'" \
		"UPDATE certificate_status SET reason = 8" \
		"UPDATE certificate_status SET revoked_at = 0" \
		"DELETE FROM certificate_status" "DELETE FROM status_requests" \
		"UPDATE status_requests SET received_at = received_at - 1"; do
		run sql "$meddling"
		[ "$status" != 0 ]
	done
	sql "DROP TRIGGER certificate_status_final;
		DROP TRIGGER certificate_status_step;
		UPDATE certificate_status SET reason = 8"
	refused 1 store_unsound ipp-store check
	[[ $(found '.[] | select(.check == "status_told") | .finding') == *"told otherwise"* ]]
}

@test "a stream is one document a line; the bad are told and the good are kept" {
	printf '%s\n' '{"user_id":"USR000000001","motive":"data_changed"}' \
		'{"user_id":"USR000000077","motive":"data_changed"}' \
		'{"user_id":"USR000000002","motive":"nonsense"}' \
		'{"user_id":"USR000000003","motive":"data_changed","external_code":"X3"}' >in
	run --separate-stderr ipp-revoke --rejects=bad <in
	[ "$status" = 65 ]
	expect 'map(.user_id) == ["USR000000001", "USR000000003"]
		and .[1].external_code == "X3"'
	[ "$(jq -r .user_id bad | tr '\n' ' ')" = "USR000000077 USR000000002 " ]
	run --separate-stderr ipp-revoke --atomic <<-END
		{"user_id":"USR000000004","motive":"data_changed"}
		{"user_id":"USR000000077","motive":"data_changed"}
	END
	[ "$status" = 65 ]
	[ -z "$output" ]
	[ "$(sql 'SELECT count(*) FROM status_requests')" = 2 ]
}

# The bytes that a program, which reads a file, held at most.
held() {
	python3 - "$@" <<-'END'
		import os, subprocess, sys
		with open(sys.argv[1]) as stdin:
		    process = subprocess.Popen(sys.argv[2:], stdin=stdin,
		                               stdout=subprocess.DEVNULL)
		    _, status, usage = os.wait4(process.pid, 0)
		print(usage.ru_maxrss * 1024)
		sys.exit(os.waitstatus_to_exitcode(status))
	END
}

@test "files that come with a stream do not all lie in memory" {
	paper one.pdf
	for n in {1..24}; do
		head -c 10000000 /dev/zero | cat one.pdf - >"$n.pdf" # refused
		printf '{"user_id":"USR%09d","attachment":"%s.pdf"}\n' 1 "$n"
	done >bad
	run ! held bad ipp-revoke --motive=data_changed
	[[ ${B##*/} == *asan* ]] || [ "${lines[-1]}" -lt 120000000 ]
	printf '{"user_id":"USR000000001","attachment":"one.pdf"}\n' | cat - bad >in
	run ! held in ipp-revoke --motive=data_changed
	[[ ${B##*/} == *asan* ]] || [ "${lines[-1]}" -lt 120000000 ]
	[ "$(sql "SELECT count(*) FROM products WHERE status = 'revoked'")" = 1 ]
}

@test "a query is revoked, and a dry run of it keeps nothing" {
	ipp-search --section=active --tax-code="$(sql 'SELECT tax_code FROM products WHERE user_id = 7')" >one
	run -0 --separate-stderr ipp-revoke --motive=office_procedure \
		--requester=certifier --dry-run <one
	expect 'map(.status) == ["revoked"]'
	[ "$(sql 'SELECT count(*) FROM status_requests')" = 0 ]
	ipp-search --section=active |
		ipp-revoke --motive=office_procedure --requester=certifier >revoked
	[ "$(wc -l <revoked)" = 10 ]
	[ "$(sql "SELECT count(*) FROM products WHERE status = 'revoked'")" = 10 ]
	run -0 ipp-search --section=active
	[ -z "$output" ]
	whole
}

@test "documents come from a CSV file, too" {
	printf 'user_id;motive\nUSR000000001;device_unusable\n' >list.csv
	run -0 --separate-stderr ipp-revoke --csv=list.csv
	expect '.[0].crl_reason == "superseded"'
}

@test "the holder is told in his language" {
	ipp-revoke USR1 USR8 --motive=key_compromised >/dev/null
	ipp-notify deliver >/dev/null
	for mail in "$IPP_STORE"/mail/new/*; do
		"$house_top/tests/lib/message.py" "$mail" subject text
	done >mails
	run -0 cat mails
	[[ $output == *"Il Suo certificato di firma è stato revocato (USR000000001)"* ]]
	[[ $output == *"Motivo: compromissione della chiave"* ]]
	[[ $output == *"Revocato dal: 2026-11-23T08:00:00Z"* ]]
	[[ $output == *"Your signature certificate has been revoked (USR000000008)"* ]]
	[[ $output == *"Reason: the key is compromised"* ]]
	[[ $output == *"revocation list by: 2026-11-23T09:00:00Z"* ]]
	[[ $output != *"sospes"* && $output != *"suspended"* ]]
}

@test "one without an address is revoked all the same, with a warning" {
	sql "UPDATE orders SET email = NULL WHERE order_id = 1;
		UPDATE products SET email = NULL WHERE user_id = 1"
	run -0 --separate-stderr ipp-revoke USR1 --motive=data_changed
	expect '.[0].warnings[0] | test("no e-mail")'
}

@test "the organization that stands in the certificate is told, and not why" {
	ipp-org edit --name='Ordine degli Avvocati di Forlì' \
		--email=ordine@forli.example >/dev/null
	ipp-revoke USR1 USR5 USR10 --motive=key_compromised >lines
	jq -es 'all(.[]; has("warnings") | not)' lines
	ipp-notify deliver >/dev/null
	[ "$(ls "$IPP_STORE/mail/new" | wc -l)" -eq 5 ] # three holders, two roles
	for mail in $(grep -l '<ordine@forli' "$IPP_STORE"/mail/new/*); do
		"$house_top/tests/lib/message.py" "$mail" subject text
	done >mails
	run -0 cat mails
	[[ $output == *"nomina Ordine degli Avvocati di Forlì (USR000000005)"* ]]
	[[ $output == *"Titolare: Mario Rossi"*"Qualifica: Avvocato"* ]]
	[[ $output == *"Revocato dal: 2026-11-23T08:00:00Z"* ]]
	[[ $output != *compromissione* && $output != *USR000000001* ]]
	run -0 --separate-stderr ipp-search show USR5
	expect '.[0].messages | map(.template) | sort
		== ["certificate_revoked", "organization_revoked"]'
}

@test "an organization is not taken for another of its name, and one that cannot be told is a warning" {
	ipp-org edit --name='Ordine degli Avvocati di Forlì' \
		--identifier=VATIT-01234567897 --email=ordine@forli.example >/dev/null
	run -0 --separate-stderr ipp-revoke USR5 --motive=role_revoked
	expect '.[0].warnings == ["the organization that the certificate names has no e-mail address here; tell it otherwise"]'
	sql "UPDATE organizations SET identifier = 'CF:IT-80012345678',
		name = 'Ordine'"
	run -0 --separate-stderr ipp-revoke USR10 --motive=role_revoked
	expect '.[0] | has("warnings") | not'
}

@test "two certificates of a product are revoked together" {
	sql "INSERT INTO certificates (serial, user_id, authority_id, purpose,
			profile, profile_hash, not_before, not_after, reserved_at,
			issued_at, tbs_hash, certificate)
		SELECT '1ABBCC', user_id, authority_id, 'authentication', profile,
			profile_hash, not_before, not_after, reserved_at, issued_at,
			tbs_hash, certificate FROM certificates WHERE user_id = 1"
	ipp-revoke USR1 --motive=data_changed >/dev/null
	[ "$(sql "SELECT count(*), count(DISTINCT change_id), max(hex(serial) = '1ABBCC')
		FROM certificate_status WHERE reason = 3")" = '2|2|1' ]
	[ "$(sql 'SELECT change_id FROM status_requests')" = 2 ]
}

@test "only officers of the unit may revoke" {
	house_operator olga operator
	refused 77 not_permitted house_as olga ipp-revoke USR1 --motive=data_changed
	ipp-org unit-add --code=SECOND --name=Second >/dev/null 2>&1 ||
		sql "INSERT INTO units (client_id, code, name) VALUES (1, 'SECOND', 'Second')"
	house_operator rita rao
	sql "UPDATE products SET unit_id = (SELECT unit_id FROM units WHERE code = 'SECOND')
		WHERE user_id = 2"
	run -0 --separate-stderr house_as rita ipp-revoke USR1 --motive=data_changed
	refused 77 other_unit house_as rita ipp-revoke USR2 --motive=data_changed
}
