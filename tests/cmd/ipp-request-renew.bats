# ipp-request renew - a request for what takes the place of a certificate that
# ends: once, in time, with what is verified, and with new consents

load ../lib/house

# Five issued products of people who were recognised offline; their
# certificates end on 2029-11-22, and their identity documents in 2031.
setup() {
	house_store
	"$house_top/tests/lib/people.py" --count 5 --seed 5 --products=REM |
		jq -c '.recognition = "offline" | .document_issue_date = "2021-02-01"
			| .document_expiry_date = "2031-02-01" | del(.mrz)' |
		ipp-request import >/dev/null
	sql "UPDATE products SET status = 'to_issue', recognised_by = 1,
			recognised_at = status_at;
		UPDATE holders SET verified_at = created_at"
	seq -f '{"user_id":"USR%09.0f"}' 5 |
		ipp-issue --confirm --seal=later >/dev/null
	[[ $BATS_TEST_DESCRIPTION == *" ninety "* ]] || to_day 2029-09-23
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

to_day() {
	house_clock "${1}T07:00:00Z"
	house_sign_in admin "$house_password" "$house_otp"
}

consents=(--consent-privacy=yes --consent-terms=yes --consent-marketing=no
	--consented-at=2029-09-20)

@test "what is verified is asked for again, and the holder signs with the certificate that ends" {
	ipp-registry edit HLD1 --email=new@mail.example >/dev/null
	run -0 --separate-stderr ipp-request renew USR1
	valid request
	expect '.[0] | .renews == "USR000000001" and .status == "draft"
		and .order_id == "ORD000000006" and .user_ids == ["USR000000006"]
		and .products == ["REM"] and .recognition == "sign"
		and .holder_id == "HLD000000001" and .email == "new@mail.example"
		and .document_expiry_date == "2031-02-01"
		and (has("existing") | not) and (has("external_code") | not)
		and (has("consent_privacy") | not) and (has("consented_at") | not)
		and .warnings == ["missing: consent_privacy, consent_terms, consent_marketing",
			"privacy_policy_missing: \(.warnings[1] | split(": ")[1])"]
			or (.warnings | any(test("^missing: consent_privacy")))'
	was=$(ipp-request show ORD1 | jq -S '{surname, given_name, tax_code, birth_date,
		street, city, mobile, document_number}')
	[ "$(ipp-request show ORD6 | jq -S '{surname, given_name, tax_code, birth_date,
		street, city, mobile, document_number}')" = "$was" ]
	run -0 --separate-stderr ipp-search show USR1
	expect '.[0] | .renewed_by == "USR000000006"
		and any(.events[]; .event == "renewal_requested"
			and .detail.renewal == "USR000000006")'
	run -0 --separate-stderr ipp-search --order-id=ORD6
	expect '.[0].renews == "USR000000001"'
	run -0 --separate-stderr ipp-search show USR6
	expect '.[0].renews == "USR000000001" and any(.[0].events[];
		.event == "request_created" and .detail.renews == "USR000000001")'
}

@test "a second call tells the renewal that is there" {
	ipp-request renew USR1 >/dev/null
	for _ in 1 2; do
		run -0 --separate-stderr ipp-request renew USR1
		expect '.[0] | .existing and .order_id == "ORD000000006"'
	done
	ipp-request renew USR2 >other &
	ipp-request renew USR2 >another
	wait $!
	[ "$(jq -s 'map(.order_id) | unique | length' other another)" = 1 ]
	[ "$(jq -s 'map(.existing) | sort | tostring' other another)" = '"[null,true]"' ]
	[ "$(sql "SELECT count(*) FROM orders")" = 7 ]
	# also when the time is over
	to_day 2029-11-22
	run -0 --separate-stderr ipp-request renew USR1
	expect '.[0].existing'
}

@test "one that came to nothing is no renewal" {
	ipp-request renew USR1 "${consents[@]}" | ipp-request submit >/dev/null
	ipp-recognize cancel USR6 --reason='He moved away' >/dev/null
	run -0 --separate-stderr ipp-request renew USR1
	expect '.[0] | .order_id == "ORD000000007" and (has("existing") | not)'
	ipp-request delete ORD7 >/dev/null
	run -0 --separate-stderr ipp-request renew USR1
	expect '.[0] | has("existing") | not'
	run ! sql "UPDATE products SET renews = 1 WHERE user_id = 2"
}

@test "from ninety days before until the day before, and not a day more" {
	to_day 2029-08-23
	refused 1 renewal_early ipp-request renew USR1
	expect_error '.[0].message | test("from 2029-08-24 on")'
	to_day 2029-08-24
	run -0 ipp-request renew USR1
	to_day 2029-11-21
	run -0 ipp-request renew USR2
	to_day 2029-11-22
	refused 1 renewal_late ipp-request renew USR3
	to_day 2029-11-23
	refused 1 renewal_expired ipp-request renew USR3
	ipp-suspend --due >/dev/null
	refused 1 renewal_expired ipp-request renew USR3
}

@test "not while suspended, not when revoked, not before it is issued" {
	ipp-suspend USR1 --until=2029-10-01 >/dev/null
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	refused 1 renewal_suspended ipp-request renew USR1
	refused 1 renewal_revoked ipp-request renew USR2
	refused 65 product_unknown ipp-request renew USR99
	ipp-request renew USR3 "${consents[@]}" | ipp-request submit >/dev/null
	refused 1 renewal_unissued ipp-request renew USR6
	to_day 2029-10-01
	ipp-suspend --due >/dev/null
	run -0 ipp-request renew USR1
}

@test "what may not be renewed any more is not submitted either" {
	ipp-request renew USR1 "${consents[@]}" >draft
	ipp-request renew USR2 "${consents[@]}" >other
	ipp-suspend USR1 --until=2029-10-01 >/dev/null
	refused 1 renewal_suspended ipp-request submit ORD6
	run -0 --separate-stderr ipp-request show ORD6
	expect 'any(.[0].warnings[]; test("^renewal_suspended"))'
	ipp-suspend --lift USR1 >/dev/null
	run -0 ipp-request submit ORD6
	to_day 2029-11-22
	refused 1 renewal_late ipp-request submit ORD7
}

@test "the consents are new ones, and dated" {
	refused 65 consent_undated ipp-request renew USR1 --consent-privacy=yes
	refused 65 consent_old ipp-request renew USR1 --consent-privacy=yes \
		--consented-at=2026-11-22
	# what another tool says of the first request is none
	ipp-search show USR1 >shown
	refused 65 consent_undated ipp-request renew <shown
	run -0 --separate-stderr ipp-request renew USR1 "${consents[@]}"
	expect '.[0] | .consent_privacy and .consent_terms
		and .consent_marketing == false
		and .consented_at == "2029-09-20T00:00:00Z"
		and all(.warnings[]?; test("^missing") | not)'
	run -0 --separate-stderr ipp-request submit ORD6
	expect '.[0].status == "to_identify"'
}

@test "a certificate that was issued on a signature identifies nobody again" {
	sql "UPDATE orders SET recognition = 'sign' WHERE order_id IN (1, 2);
		UPDATE products SET recognition = 'sign' WHERE user_id IN (1, 2)"
	run -0 --separate-stderr ipp-request renew USR1
	expect '.[0] | (has("recognition") | not)
		and any(.warnings[]; test("^recognition_chain"))
		and any(.warnings[]; test("^missing: recognition"))'
	run -0 --separate-stderr ipp-request renew USR2 --recognition=sign
	expect '.[0] | .recognition == "sign"
		and any(.warnings[]; test("^recognition_chain"))'
	run -0 --separate-stderr ipp-request renew USR3 --recognition=live
	expect '.[0] | .recognition == "live"
		and all(.warnings[]; test("^recognition_chain") | not)'
	# where the product or the organization has no Sign ID, as before
	ipp-catalog disable --recognition=sign >/dev/null
	run -0 --separate-stderr ipp-request renew USR4
	expect '.[0].recognition == "offline"'
}

@test "an identity document that has expired is asked for anew" {
	sql "UPDATE holders SET document_expiry_date = '2028-01-01' WHERE holder_id = 1;
		UPDATE orders SET document_expiry_date = '2028-01-01' WHERE order_id = 1"
	run -0 --separate-stderr ipp-request renew USR1
	expect 'any(.[0].warnings[]; test("^document_expired: .*2028-01-01"))'
	refused 65 document_expired ipp-request submit ORD6
}

@test "a renewal stays one: of its product, for its holder" {
	ipp-request renew USR1 "${consents[@]}" >/dev/null
	refused 65 renewal_product ipp-request edit ORD6 --products=AUTO
	refused 65 renewal_product ipp-request edit ORD6 --products='REM AUTO'
	refused 65 renewal_holder ipp-request edit ORD6 --holder-id=HLD2
	other=$(ipp-request show ORD2 | jq -r .tax_code)
	ipp-request edit ORD6 --tax-code="$other" >/dev/null
	run ! ipp-request submit ORD6
	run -0 --separate-stderr ipp-request clone ORD6
	expect '.[0] | has("renews") | not'
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "what ends soon is renewed in a stream; the refused are told" {
	sql "UPDATE products SET valid_until = valid_until + 86400 * 10 WHERE user_id = 4"
	ipp-suspend USR5 --until=2029-10-01 >/dev/null
	run -0 --separate-stderr ipp-search --expiring=60
	expect 'map(.user_id) == ["USR000000001", "USR000000002", "USR000000003"]'
	ipp-search --expiring=60 | ipp-request renew "${consents[@]}" |
		ipp-request submit >lines
	jq -es 'map(.status) == ["to_identify", "to_identify", "to_identify"]' lines
	run -0 --separate-stderr ipp-request renew --csv=<(printf 'user_id\nUSR4\n')
	refused 1 renewal_suspended ipp-request renew USR5 USR4
	expect '.[0].existing'
	run -0 --separate-stderr ipp-request renew --dry-run USR1
	refused 64 expiring_twice ipp-search --expiring=60 --section=revoked
	refused 64 expiring_twice ipp-search --expiring=60 --valid-to=today
	refused 64 expiring ipp-search --expiring=-1
}

@test "notices fall silent once a renewal is submitted, but for the last" {
	ipp-request renew USR1 "${consents[@]}" | ipp-request submit >/dev/null
	ipp-request renew USR2 >/dev/null
	run -0 --separate-stderr ipp-notify due
	expect 'map(.user_id) == ["USR000000002", "USR000000003", "USR000000004", "USR000000005"]'
	to_day 2029-11-15
	run -0 --separate-stderr ipp-notify due
	expect 'length == 5 and (.[] | select(.user_id == "USR000000001")
		| .renewal == "USR000000006")'
	rm -rf "$IPP_STORE/mail"
	ipp-notify deliver >/dev/null
	mail=$(grep -l USR000000006 "$IPP_STORE"/mail/new/*)
	run "$house_top/tests/lib/message.py" "$mail" text
	[[ $output == *"rinnovo è già stato chiesto (USR000000006)"* ]]
	[[ $output != *"chieda il rinnovo"* ]]
}

@test "a dossier tells of the renewal on both sides" {
	ipp-request renew USR1 "${consents[@]}" | ipp-request submit >/dev/null
	ipp-audit dossier USR1 --output=one --language=en >/dev/null
	ipp-audit dossier USR6 --output=six --language=it >/dev/null
	jq -e '.renewed_by == "USR000000006"' one/USR*/dossier.json
	jq -e '.renews == "USR000000001"' six/USR*/dossier.json
	run -0 pdftotext -layout one/USR*/dossier.pdf -
	[[ $output == *"Renewed by"*USR000000006*"Renewal asked for"* ]]
	run -0 pdftotext -layout six/USR*/dossier.pdf -
	[[ $output == *Rinnova*USR000000001* ]]
}

@test "the renewal of another unit is that unit's" {
	ipp-org unit-add SOUTH --name=South >/dev/null
	house_operator luisa rao
	sql "UPDATE products SET unit_id = (SELECT unit_id FROM units WHERE code = 'SOUTH')
		WHERE user_id = 1; UPDATE orders SET unit_id = (SELECT unit_id FROM units
		WHERE code = 'SOUTH') WHERE order_id = 1"
	refused 77 other_unit house_as luisa ipp-request renew USR1
	run -0 --separate-stderr ipp-request renew USR1
	expect '.[0].unit == "SOUTH"'
	run -0 house_as luisa ipp-request renew USR2
}
