# remote - remote certificates put into the store of a test as they are, where
# no authority need run. After house: load ../lib/remote
# shellcheck shell=bash

remote_sql() {
	sqlite3 -cmd '.timeout 10000' -cmd 'PRAGMA foreign_keys = ON' \
		"$IPP_STORE/ipp.db" "$@"
}

remote_now() {
	date -u -d "$IPP_NOW" +%s
}

# remote_authority NAME [COLUMN=VALUE]...: daily from seven days and 90 percent
# on, unless columns say otherwise. The organization is $remote_client or 1.
remote_authority() {
	local name=$1 column
	shift
	remote_sql "INSERT INTO remote_authorities (client_id, authority,
		authority_key, type, status, base_url, authentication, oauth_client,
		redirect_uri, notice_days, notice_percent, notice_mode, registered_at)
		VALUES (${remote_client:-1}, '$name', lower('$name'), 'csc_v1', 'active',
		'https://csc.example/csc/v1', 'authorization_code', 'desk',
		'http://127.0.0.1:0/', 7, 90, 'daily', $(remote_now))"
	for column; do
		remote_sql "UPDATE remote_authorities SET $column
			WHERE authority = '$name' AND client_id = ${remote_client:-1}"
	done
}

# remote_certificate ALIAS AUTHORITY [DAYS]: registered now, valid for two years
# or so many days.
remote_certificate() {
	remote_sql "INSERT INTO remote_wallets (client_id, wallet, wallet_key)
		VALUES (${remote_client:-1}, 'Principal', 'principal')
		ON CONFLICT DO NOTHING;
		INSERT INTO remote_certificates (client_id, alias, alias_key,
		wallet_id, authority_id, status, registered_at, credential_id,
		key_status, certificate_status, refreshed_at, auth_mode, scal, pin, otp,
		multisign, algorithms, key_algorithm, key_bits, subject, issuer, serial,
		not_before, not_after, fingerprint)
		SELECT a.client_id, '$1', lower('$1'), w.wallet_id, a.authority_id,
		'active', $(remote_now), 'credential-$1', 'enabled', 'valid',
		$(remote_now), 'oauth2code', 1, 'no', 'no', 1,
		'1.2.840.113549.1.1.11', 'rsa', 2048, 'CN=$1', 'CN=CA', 'AA',
		$(remote_now), $(($(remote_now) + ${3:-730} * 86400)),
		lower(hex(randomblob(32)))
		FROM remote_authorities a JOIN remote_wallets w USING (client_id)
		WHERE a.authority = '$2' AND a.client_id = ${remote_client:-1}"
}

# remote_grant ALIAS DAYS [LIMIT]: access from now on.
remote_grant() {
	remote_sql "INSERT INTO remote_grants (client_id, certificate_id,
		granted_at, granted_by, access_days, certificate_ends_at,
		access_ends_at, access_end_reason, signature_limit)
		SELECT client_id, certificate_id, $(remote_now), 1, $2, not_after,
		min(not_after, $(($(remote_now) + $2 * 86400))),
		iif(not_after < $(($(remote_now) + $2 * 86400)), 'certificate',
		'access_days'), ${3:-NULL} FROM remote_certificates
		WHERE alias = '$1' AND client_id = ${remote_client:-1}"
}

# remote_used ALIAS COUNT: so many signatures are made.
remote_used() {
	remote_sql "UPDATE remote_grants SET signatures_used = $2
		WHERE is_current = 1 AND certificate_id = (SELECT certificate_id
		FROM remote_certificates WHERE alias = '$1'
		AND client_id = ${remote_client:-1})"
}

# remote_set ALIAS ASSIGNMENT: changes a certificate, as a refresh would.
remote_set() {
	remote_sql "UPDATE remote_certificates SET $2 WHERE alias = '$1'
		AND client_id = ${remote_client:-1}"
}
