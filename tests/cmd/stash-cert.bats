# stash-cert - the ledger of certificates that authorities keep

load ../lib/house

setup() {
	house_store
	house_operator maria issuer
}

@test "only an issuer and an auditor see the ledger" {
	house_operator luca auditor
	run -0 --separate-stderr house_as maria stash-cert list
	[ -z "$output" ]
	run -0 --separate-stderr house_as luca stash-cert list
	refused 65 remote_certificate_unknown house_as luca stash-cert show none
	refused 77 not_permitted house_as luca stash-cert edit none --status=blocked
	refused 77 not_permitted stash-cert list
	refused 77 not_permitted stash-cert show none
}
