# ipp-org - the organization, its units, and what its holders consent to

load ../lib/house

setup() {
	house_store
}

@test "the organization is shown and changed, and the journal says what" {
	run -0 --separate-stderr ipp-org show
	valid organization
	expect '.[0].client_code == "DEMO" and .[0].four_eyes == false'
	run -0 --separate-stderr ipp-org edit --name='Studio Rossi' \
		--identifier=VATIT-01234567897 --email=desk@Example.IT
	valid organization
	run -0 --separate-stderr ipp-org show
	expect '.[0].name == "Studio Rossi" and .[0].email == "desk@example.it"
		and .[0].identifier == "VATIT-01234567897"'
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT detail -> 'changed' FROM journal
		WHERE event = 'organization_changed'")" = '["name","identifier","email"]' ]
}

@test "what cannot be an identifier or an address is refused, all at once" {
	refused 65 identifier_form ipp-org edit --identifier=12345 --email=nowhere
	expect_error 'map(.code) == ["identifier_form", "email_invalid"]'
	[ "$(last_event)" != organization_changed ]
}

@test "four eyes are demanded of the sessions that follow" {
	ipp-org edit --four-eyes=yes
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT four_eyes FROM organizations")" = 1 ]
	ipp-org edit --four-eyes=no
	run -0 --separate-stderr ipp-org show
	expect '.[0].four_eyes == false'
}

@test "main units have secondary units, and these have none" {
	run -0 --separate-stderr ipp-org unit-add NORTH --name=Milano
	valid unit
	run -0 --separate-stderr ipp-org unit-add LAKES --name=Como --parent=NORTH
	expect '.[0] == {"unit": "LAKES", "name": "Como", "parent": "NORTH"}'
	refused 1 unit_not_main ipp-org unit-add ISLE --parent=LAKES
	refused 65 unit_unknown ipp-org unit-add ISLE --parent=SOUTH
	refused 1 duplicate ipp-org unit-add NORTH
	refused 65 code_invalid ipp-org unit-add 'NORTH EAST'
	run -0 --separate-stderr ipp-org unit-list
	expect 'map(.unit) == ["MAIN", "NORTH", "LAKES"]'
	run -0 --separate-stderr ipp-org unit-edit LAKES --name='Como e Lecco'
	run -0 --separate-stderr ipp-org unit-list
	expect '.[2].name == "Como e Lecco" and .[2].parent == "NORTH"'
}

@test "an officer of two units works in the one he switched to" {
	ipp-org unit-add NORTH
	house_operator mrossi rao
	ipp-operator grant mrossi --profile=ir --unit=NORTH
	run -0 --separate-stderr house_as mrossi ipp-session switch --unit=NORTH
	expect '.[0].unit == "NORTH" and .[0].profile == "ir"'
	refused 77 no_such_profile house_as mrossi ipp-session switch --unit=NORTH \
		--profile=rao
}

@test "a policy is in force from its moment, and its words stay" {
	printf 'Prima versione.\r\n\r\n' >first.txt
	run -0 --separate-stderr ipp-org policy-add 1 --language=it --file=first.txt
	valid privacy_policy
	expect '.[0].in_force and .[0].valid_from == "2026-11-22T08:00:00Z"'
	[ "$(found '.[0].sha256')" = "$(printf 'Prima versione.' | sha256sum | cut -d' ' -f1)" ]
	refused 1 duplicate ipp-org policy-add 1 --language=it --file=first.txt
	echo 'Second version.' >second.txt
	ipp-org policy-add 2 --language=en --file=second.txt --valid-from=2026-12-01
	run -0 --separate-stderr ipp-org policy-list
	valid privacy_policy
	expect 'map([.privacy_version, .in_force]) == [["2", false], ["1", true]]'
	house_clock 2026-12-01T00:00:00Z
	house_sign_in admin "$house_password" "$house_otp"
	run -0 --separate-stderr ipp-org policy-show
	expect '.[0].privacy_version == "2" and .[0].text == "Second version."'
	run -0 --separate-stderr ipp-org policy-show --privacy-version=1
	expect '.[0].in_force == false and .[0].text == "Prima versione."'
	run sqlite3 "$IPP_STORE/ipp.db" "UPDATE privacy_policies SET text = ''"
	[[ $output == *policy_immutable* ]]
	run sqlite3 "$IPP_STORE/ipp.db" "DELETE FROM privacy_policies"
	[[ $output == *policy_immutable* ]]
}

@test "a version begins at one moment in both languages, never in the past" {
	refused 65 policy_backdated ipp-org policy-add 1 --language=it \
		--valid-from=2026-11-21 <<<'Testo'
	ipp-org policy-add 1 --language=it <<<'Testo'
	house_clock +10m
	run -0 --separate-stderr ipp-org policy-add 1 --language=en <<<'Text'
	expect '.[0].valid_from == "2026-11-22T08:00:00Z" and .[0].in_force'
	ipp-org policy-add 2 --language=it --valid-from=2027-01-01 <<<'Nuovo'
	refused 65 policy_valid_from ipp-org policy-add 2 --language=en \
		--valid-from=2027-01-02 <<<'New'
	run -0 --separate-stderr ipp-org policy-add 2 --language=en <<<'New'
	expect '.[0].valid_from == "2027-01-01T00:00:00Z"'
}

@test "a policy is a text, not too long, and says its version and language" {
	refused 65 missing ipp-org policy-add --language=it --file=/dev/null
	refused 65 missing ipp-org policy-add 1 --file=/dev/null
	refused 65 missing ipp-org policy-add 1 --language=it --file=/dev/null
	printf 'a\0b' >nul && printf '\377\376' >latin
	refused 65 not_text ipp-org policy-add 1 --language=it --file=nul
	refused 65 not_text ipp-org policy-add 1 --language=it --file=latin
	head -c 65537 /dev/zero | tr '\0' a >long
	refused 65 file_too_large ipp-org policy-add 1 --language=it --file=long
	head -c 65536 long >most
	run -0 ipp-org policy-add 1 --language=it --file=most
	run -0 --separate-stderr ipp-org policy-show --privacy-version=1
	valid privacy_policy
	expect '.[0].text | length == 65536'
	refused 65 policy_unknown ipp-org policy-show --privacy-version=9
}

@test "everybody looks, a master_rao changes, and refusals are journalled" {
	house_operator mrossi rao
	run -0 house_as mrossi ipp-org show
	run -0 house_as mrossi ipp-org unit-list
	run -0 house_as mrossi ipp-org policy-list
	for verb in "edit --four-eyes=no" "unit-add X" "unit-edit MAIN --name=X" \
		"policy-add 1 --language=it --file=mrossi.otp"; do
		# shellcheck disable=SC2086 # a verb and its arguments
		refused 77 not_permitted house_as mrossi ipp-org $verb
		[ "$(last_event)" = permission_refused ]
	done
}

# A second organization, whose officer `carla` is signed in with: other COMMAND...
second() {
	(umask 077 && echo 'seven green bottles' >carla.password)
	ipp-org add --client-code=ORG2 --organization='Studio Verdi' --operator=carla \
		--surname=Verdi --given-name=Carla --password-file=carla.password \
		--otp-secret-file=carla.otp "$@"
}

@test "a second organization is added by who keeps the store, with its first officer" {
	run -0 --separate-stderr second --dry-run
	[ ! -e carla.otp ]
	[ "$(ipp-org list | wc -l)" = 1 ]
	unset XDG_RUNTIME_DIR # no session is needed
	run -0 --separate-stderr second
	valid organization
	expect '.[0].client_code == "ORG2" and .[0].name == "Studio Verdi"'
	[ "$(last_event)" = organization_added ]
	run -0 --separate-stderr ipp-org list
	valid organization
	expect 'map(.client_code) == ["DEMO", "ORG2"]'
	refused 1 duplicate ipp-org add --client-code=ORG2 --operator=dora --surname=D \
		--given-name=D --password-file=carla.password --otp-secret-file=dora.otp
	refused 1 duplicate ipp-org add --client-code=ORG3 --operator=admin --surname=D \
		--given-name=D --password-file=carla.password --otp-secret-file=dora.otp
	refused 65 missing ipp-org add --surname=D
	expect_error 'map(.field) == ["client_code", "operator", "given_name"]'
	[ "$(ipp-org list | wc -l)" = 2 ]
	ipp-store check
}

@test "an organization sees nothing of another's, and changes nothing there" {
	local order user holder
	"$house_top/tests/lib/people.py" --count 3 | ipp-request import >imported
	order=$(jq -r .order_id imported | sed -n 1p)
	user=$(jq -r '.user_ids[0]' imported | sed -n 1p)
	holder=$(jq -r .holder_id imported | sed -n 1p)
	ipp-request new --name=rossi --surname=Rossi >/dev/null
	ipp-org unit-add NORTH >/dev/null
	echo text | ipp-org policy-add 1 --language=it
	house_operator mrossi rao
	ipp-token add mrossi --tools=ipp-search --token-file=token >/dev/null
	second >/dev/null
	run -0 --separate-stderr house_as carla ipp-session show
	expect '.[0].client_code == "ORG2" and .[0].profile == "master_rao"'
	run -0 --separate-stderr house_as carla ipp-org show
	expect '.[0].client_code == "ORG2"'
	run -0 --separate-stderr house_as carla ipp-org unit-list
	expect 'map(.unit) == ["MAIN"]'
	run -0 --separate-stderr house_as carla ipp-operator list
	expect 'map(.login) == ["carla"]'
	for list in ipp-search "ipp-request list" "ipp-token list" "ipp-org policy-list" \
		"ipp-notify list" "ipp-envelope pending" "ipp-search --surname=Rossi"; do
		# shellcheck disable=SC2086 # a tool and its verb
		run -0 --separate-stderr house_as carla $list
		[ -z "$output" ] || { echo "$list"; return 1; }
	done
	run -65 house_as carla ipp-search show "$user"
	run -65 house_as carla ipp-search show "$order"
	run -65 house_as carla ipp-request show "$order"
	run -65 house_as carla ipp-request clone "$order"
	run -65 house_as carla ipp-request form "$order" --output=form.pdf
	run -65 house_as carla ipp-request edit rossi --surname=Verdi
	run -65 house_as carla ipp-request delete rossi
	run -65 house_as carla ipp-registry show "$holder"
	run -65 house_as carla ipp-registry edit "$holder" --city=Roma
	run -65 house_as carla ipp-recognize cancel "$user" --reason=x
	run -65 house_as carla ipp-issue --confirm "$user"
	run -65 house_as carla ipp-envelope seal "$user"
	run -65 house_as carla ipp-envelope resend "$user"
	run -65 house_as carla ipp-operator show mrossi
	run -65 house_as carla ipp-operator disable mrossi
	run -65 house_as carla ipp-operator grant mrossi --profile=ir --unit=MAIN
	run -65 house_as carla ipp-operator certificate-list --login=mrossi
	# the same person, with the same key of the customer, is another holder
	run -0 --separate-stderr house_as carla ipp-request import < \
		<("$house_top/tests/lib/people.py" --count 1)
	expect '.[0].order_id != "'"$order"'" and .[0].holder_id != "'"$holder"'"'
	run -0 --separate-stderr ipp-search
	expect 'length == 4'
	ipp-store check
}
