# ipp-token - unattended jobs run what they were let to, and not for ever

load ../lib/house

setup() {
	house_store
}

@test "a service token runs its tools only, does not idle out, and ends" {
	run -0 --separate-stderr ipp-token add admin --days=30 \
		--tools='ipp-catalog ipp-search' --label=nightly --token-file=token
	valid service_token
	expect '.[0].expires_at == "2026-12-22T08:00:00Z"
		and .[0].tools == ["ipp-catalog", "ipp-search"]'
	id=$(found '.[0].token_id')
	[ "$(stat -c %a token)" = 600 ]
	run ! grep -r -F "$(cat token)" "$IPP_STORE"
	rm -r "$XDG_RUNTIME_DIR/ipp"
	house_clock +29d
	export IPP_TOKEN_FILE=$PWD/token
	run -0 --separate-stderr ipp-catalog list
	refused 77 out_of_scope ipp-operator list
	house_clock +1d
	refused 77 session_expired ipp-catalog list
	unset IPP_TOKEN_FILE
	house_sign_in admin "$house_password" "$house_otp"
	run -0 --separate-stderr ipp-token withdraw "$id"
	expect '.[0].ended_at != null'
	refused 1 token_ended ipp-token withdraw "$id"
}

@test "a service token may not say who works here, nor live for ever" {
	for tool in ipp-operator ipp-org ipp-session ipp-store; do
		refused 1 scope_forbidden ipp-token add admin \
			--tools="$tool" --token-file=token
	done
	refused 65 scope_invalid ipp-token add admin --tools=sh --token-file=token
	refused 65 days_invalid ipp-token add admin --tools=ipp-search \
		--days=367 --token-file=token
	run -0 ipp-token add admin --tools=ipp-search --days=366 --token-file=token
}

@test "nobody but a master_rao makes, lists or ends tokens" {
	house_operator mrossi rao
	for verb in "add admin" list "withdraw TKN000000001"; do
		# shellcheck disable=SC2086 # a verb and its argument
		refused 77 not_permitted house_as mrossi ipp-token $verb
		[ "$(last_event)" = permission_refused ]
	done
}
