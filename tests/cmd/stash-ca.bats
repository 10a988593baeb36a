# stash-ca - authorities that lend certificates are added, found and changed

load ../lib/house

setup() {
	house_store
	house_operator maria issuer
	(umask 077 && echo 'not to be guessed' >secret)
}

# add NAME [OPTION]...: as maria, with what every authority needs.
add() {
	local name=$1
	shift
	house_as maria stash-ca add "$name" --oauth-client=acme \
		--base-url=https://csc.example/csc/v1 "$@"
}

@test "an authority is added with its limits, and the journal says so without its secret" {
	run -0 --separate-stderr add Multicert --secret-file=secret \
		--access-days=60 --access-signatures=1000000000
	valid remote_authority
	expect '.[0].type == "csc_v1" and .[0].status == "active"
		and .[0].access_days == 60 and .[0].notice_days == 7
		and .[0].notice_percent == 90 and .[0].has_secret
		and .[0].redirect_uri == "http://127.0.0.1:0/"'
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT detail ->> 'authority' FROM journal
		WHERE event = 'remote_authority_added'")" = Multicert ]
	run ! grep -r -F 'not to be guessed' "$IPP_STORE"
	run -0 ipp-store check
}

@test "only an issuer changes authorities, an auditor looks, others do neither" {
	house_operator luca auditor
	add One --secret-file=secret
	run -0 --separate-stderr house_as luca stash-ca list
	expect 'map(.authority) == ["One"]'
	run -0 --separate-stderr house_as luca stash-ca show one
	refused 77 not_permitted house_as luca stash-ca edit One --access-days=1
	refused 77 not_permitted house_as luca stash-ca add Two
	refused 77 not_permitted stash-ca list
	refused 77 not_permitted stash-ca show One
}

@test "what cannot be is refused, all at once, and nothing is added" {
	refused 65 url_in_clear house_as maria stash-ca add Bad \
		--base-url=http://csc.example/csc/v1 --oauth-url=ftp://x \
		--redirect-uri=http://elsewhere.example/ --authentication=basic \
		--access-days=-1 --notice-percent=0 --notice-thresholds=1,7
	expect_error 'map(.field) | sort == ["access_days", "base_url", "notice_percent",
		"notice_thresholds", "oauth_client", "oauth_url", "redirect_uri"]'
	refused 65 secret_missing add Bad --authentication=client_credentials
	refused 65 name_invalid add "'"
	refused 65 missing house_as maria stash-ca add Bad --oauth-client=acme
	add One --secret-file=secret >/dev/null
	refused 1 duplicate add ONE
	run -0 --separate-stderr house_as maria stash-ca list
	expect 'length == 1'
}

@test "the secret is asked for at a terminal, and an empty answer is none" {
	printf '%s\n' 'set timeout 20' \
		'spawn stash-ca add Typed --oauth-client=acme --base-url=https://csc.example/csc/v1' \
		'expect "Client secret"' 'send "typed secret\r"' 'expect eof' \
		'exit [lindex [wait] 3]' >typed.exp
	house_as maria command expect typed.exp >said
	run ! grep -F 'typed secret' said
	run -0 --separate-stderr house_as maria stash-ca show Typed
	expect '.[0].has_secret'
}

@test "authorities are changed: limits, notices, secret, TLS, status" {
	add One --access-days=60 --access-signatures=10 >/dev/null
	run -0 --separate-stderr house_as maria stash-ca edit one --access-days=0 \
		--notice-mode=threshold --notice-days=14
	valid remote_authority
	expect '.[0] | .authority == "One" and (has("access_days") | not)
		and .access_signatures == 10 and .notice_thresholds == "30,15,7,1"
		and .notice_days == 14 and .has_secret == false'
	refused 65 secret_missing house_as maria stash-ca edit One --authentication=basic
	run -0 --separate-stderr house_as maria stash-ca edit One --authentication=basic \
		--secret-file=secret
	expect '.[0].has_secret'
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout tls.key -subj /CN=TLS -out tls.pem 2>/dev/null
	cat tls.key tls.pem >both.pem
	run -0 --separate-stderr house_as maria stash-ca edit One --tls-ca-file=both.pem
	expect '.[0].has_tls_ca'
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT count(*) FROM remote_authorities
		WHERE tls_ca LIKE '%PRIVATE%'")" = 0 ]
	refused 65 pem_unreadable house_as maria stash-ca edit One --tls-ca-file=secret
	run -0 --separate-stderr house_as maria stash-ca edit One --system-tls --status=suspended
	expect '.[0] | .has_tls_ca == false and .status == "suspended"'
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT detail -> 'changed' FROM journal
		WHERE event = 'remote_authority_changed' ORDER BY entry_id DESC LIMIT 1")" = '["status","tls_ca"]' ]
	refused 65 remote_authority_unknown house_as maria stash-ca edit Two --access-days=1
	run -0 ipp-store check
}

@test "authorities are listed by name, type, status and time" {
	local names=(stash-ca list --format=csv --columns=authority)
	add Zeta >/dev/null
	house_clock +10m
	add 'Autorità' --type=csc_v0 >/dev/null
	house_clock +10m
	add Autostrade --type=csc_v2 >/dev/null
	house_as maria stash-ca edit Zeta --status=suspended >/dev/null
	run -0 house_as maria "${names[@]}"
	[ "${lines[*]//$'\r'/}" = 'authority Autorità Autostrade Zeta' ]
	run -0 house_as maria "${names[@]}" --authority=AUTO --sort=registered_at --reverse
	[ "${lines[*]//$'\r'/}" = 'authority Autostrade Autorità' ]
	run -0 house_as maria "${names[@]}" --type=csc_v0
	[ "${lines[*]//$'\r'/}" = 'authority Autorità' ]
	run -0 house_as maria "${names[@]}" --status=suspended
	[ "${lines[*]//$'\r'/}" = 'authority Zeta' ]
	run -0 house_as maria "${names[@]}" --registered-from=2026-11-22T08:10:00Z \
		--registered-to=2026-11-22T08:20:00Z
	[ "${lines[*]//$'\r'/}" = 'authority Autorità' ]
}
