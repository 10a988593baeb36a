# stash-cert - access to certificates of an authority: granted, renewed, lost

load ../lib/house
load ../lib/serve
load ../lib/csc

setup() {
	house_store
	house_operator maria issuer
	csc_start
	(umask 077 && echo "$csc_secret" >secret)
	as() { house_as maria "$@"; }
	as stash-ca add Acme --oauth-client=ipp --secret-file=secret \
		--base-url="$csc/csc/v1" --tls-ca-file="$csc_ca" --access-days=60 \
		--access-signatures=1000 >/dev/null
}
teardown() { serve_stop; }

# granting [allow | deny] COMMAND...: runs it while anna answers in her browser;
# what she sees at last is in the file page.
granting() {
	local decision=allow
	case $1 in allow | deny) decision=$1 && shift ;; esac
	as "$@" >out 2>err 3>&- &
	local pid=$! url='' i
	for ((i = 0; i < 100; i++)); do
		url=$(grep -m1 ^https: err) && break
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	[ -z "$url" ] || csc_browse "$url" "$decision" >page 2>&1 || :
	wait "$pid"
}

# granted NAME [OPTION]...: adds a certificate
added() {
	granting stash-cert add "$@" && output=$(cat out) stderr=$(cat err)
}

@test "an authority is asked what it can do" {
	run -0 --separate-stderr as stash-ca check Acme
	expect '.[0].info.name == "Firme a Distanza" and .[0].checked_at
		and (.[0].info.methods | index("signatures/signHash"))
		and (.[0].info.auth_types | index("oauth2code"))'
	run -0 --separate-stderr as stash-ca show Acme
	expect '.[0].info.specs == "1.0.4.0"'
	csc_down
	refused 69 http_unavailable as stash-ca check Acme
}

@test "a holder gives access, and the certificate is in the ledger" {
	added "Sigillo" --credential=SEAL-RSA --description='for invoices'
	valid remote_certificate
	expect '.[0] | .alias == "Sigillo" and .wallet == "Principal"
		and .authority == "Acme" and .credential_id == "SEAL-RSA"
		and .access == "granted" and .granted_by == "maria"
		and .access_ends_at == "2027-01-21T08:00:00Z"
		and .access_end_reason == "access_days"
		and .signature_limit == 1000 and .signatures_used == 0
		and .key_algorithm == "rsa" and .key_bits == 2048
		and .certificate_status == "valid" and .scal == 1
		and .multisign == 10000 and .auth_mode == "implicit"'
	grep -F 'Access was given.' page
	grep -F 'Open this address' err
	run -0 ipp-store check
	run -0 ipp-audit verify
	[ "$(sqlite3 "$IPP_STORE/ipp.db" "SELECT group_concat(event) FROM journal
		WHERE event LIKE 'remote%'")" = \
		remote_authority_added,remote_certificate_registered,remote_access_granted ]
}
