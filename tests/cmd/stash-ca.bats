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
