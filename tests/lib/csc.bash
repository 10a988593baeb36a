# csc - a remote signing authority on loopback, and the person at its web pages
#
#	load ../lib/house
#	load ../lib/serve
#	load ../lib/csc
#	setup() { house_store && csc_start; }
#	teardown() { serve_stop; }
#	@test "..." {
#		csc_fault signatures/signHash error_after
#		csc_clock +61d
#	}
#
# csc_start sets `csc`, the base (https://localhost:PORT), `csc_dir`, the
# authority's folder (csc_authority.py says what lies there), and `csc_ca`, what
# a client trusts. People, clients and credentials stand in csc_state.py.
# shellcheck shell=bash disable=SC2154,SC2034
# (house and serve set what is used here; tests use what is set here)

csc_secret='quaderno a quadretti' # of the client ipp
csc_password='rosso di sera'      # of anna
csc_pin=73190264
csc_totp_secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP

# csc_start [OPTION]...: the keys are made once a file and copied.
# shellcheck disable=SC2120 # a test may give it options
csc_start() {
	local made=$BATS_FILE_TMPDIR/csc
	csc_dir=$BATS_TEST_TMPDIR/csc
	mkdir -p "$csc_dir"
	if [ -d "$made" ]; then
		cp -a "$made/." "$csc_dir"
	fi
	[ -z "${IPP_NOW-}" ] || echo "$IPP_NOW" >"$csc_dir/clock"
	serve_start csc_authority.py "$csc_dir" "$@" 2>"$csc_dir/stderr" || return
	if [ ! -d "$made" ]; then
		mkdir "$made"
		cp -a "$csc_dir"/*.pem "$csc_dir"/*.key "$made"
	fi
	csc=https://localhost:$port csc_port=$port csc_pid=${servers[-1]}
	csc_ca=$csc_dir/tls-ca.pem
}

# csc_down: it goes away and refuses connections; csc_up: it is back at its
# port and knows what it knew.
csc_down() {
	kill "$csc_pid"
	wait "$csc_pid" || :
}
csc_up() {
	serve_start csc_authority.py "$csc_dir" --port="$csc_port" "$@" \
		2>"$csc_dir/stderr" || return
	csc_pid=${servers[-1]}
}

# csc_clock [AMOUNT | TIME] [OFF]: moves the clock of the test (house_clock) and
# of the authority, which may be OFF by some seconds.
csc_clock() {
	house_clock "${1:-+0s}"
	echo "$IPP_NOW ${2-}" >"$csc_dir/clock"
}

# csc_control WHAT JSON
csc_control() {
	curl -sS --fail --cacert "$csc_ca" -o /dev/null -d "$2" "$csc/-/$1"
}

# csc_fault METHOD FAULT [TIMES] [VALUE]: see csc_faults.py
csc_fault() {
	csc_control faults "$(jq -nc '{method: $ARGS.positional[0],
		fault: $ARGS.positional[1], times: ($ARGS.positional[2] // "1" | tonumber),
		value: $ARGS.positional[3]}' --args "$@")"
}
csc_clear() {
	csc_control clear '{}'
}

# csc_set NAME VALUE: a setting (SETTINGS in csc_state.py)
csc_set() {
	csc_control settings "{\"$1\": $2}"
}

# csc_credential ID MEMBER VALUE: key_status or certificate_status, for example
csc_credential() {
	csc_control credential "{\"id\": \"$1\", \"$2\": \"$3\"}"
}
csc_revoke() {
	csc_control revoke "{\"id\": \"$1\"}"
}

# The authority takes back every access that it gave.
csc_withdraw() {
	csc_control withdraw '{}'
}

# csc_consent URL [allow | deny]: what anna does in her browser with a page that
# a client sent her to; prints where she is sent then, or the error.
csc_consent() {
	local page
	page=$(curl -sS --cacert "$csc_ca" -w '\nto %{redirect_url}' "$1") || return
	if [[ $page == *$'\nto http'* ]]; then
		echo "${page##*$'\nto '}"
		return
	fi
	page=$(sed -n 's/.*name="page" value="\([^"]*\)".*/\1/p' <<<"$page")
	curl -sS --cacert "$csc_ca" -w '%{redirect_url}\n' \
		--data-urlencode "page=$page" --data-urlencode user=anna \
		--data-urlencode "password=$csc_password" -d "decision=${2:-allow}" \
		"${1%%/oauth2/*}/oauth2/consent"
}

# csc_browse URL [allow | deny]: the same, and her browser follows; prints what
# it shows at last.
csc_browse() {
	local there
	there=$(csc_consent "$@") || return
	[[ $there == http* ]] || { echo "$there"; return 1; }
	curl -sS --max-time 20 "$there"
}

# The code on the phone of a credential's owner, and that of her app.
csc_phone() {
	cat "$csc_dir/phone/$1"
}
csc_totp() {
	oathtool --totp -b --now "$(date -u -d "$IPP_NOW" '+%Y-%m-%d %H:%M:%S UTC')" \
		"$csc_totp_secret"
}

# How many signatures were made, and how many calls of a method came.
csc_signed() {
	cat "$csc_dir/signatures.jsonl" 2>/dev/null | wc -l
}
csc_calls() {
	jq -s --arg method "$1" 'map(select(.method == $method)) | length' \
		"$csc_dir/calls.jsonl"
}

# csc_post URL [CURL OPTION]...: what came back, with http_status among it.
csc_post() {
	local url=$1 said status
	shift
	said=$(curl -sS --cacert "$csc_ca" -w '\n%{http_code}' -X POST "$@" "$url") ||
		return
	status=${said##*$'\n'} said=${said%$'\n'*}
	jq -c --argjson status "$status" '. + {http_status: $status}' \
		<<<"${said:-null}"
}

# csc_api METHOD JSON [VERSION]: a call with the access token in $token.
csc_api() {
	csc_post "$csc/csc/v${3:-1}/$1" -H 'Content-Type: application/json' \
		-H "Authorization: Bearer $token" -d "$2"
}

# csc_token PARAMETER=VALUE...: oauth2/token of the client ipp
csc_token() {
	local options=() parameter
	for parameter; do options+=(--data-urlencode "$parameter"); done
	csc_post "$csc/oauth2/token" "${options[@]}" -d client_id=ipp \
		--data-urlencode "client_secret=$csc_secret"
}

# csc_challenge VERIFIER: of RFC 7636, 4.2
csc_challenge() {
	printf %s "$1" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' |
		tr -d '='
}

# csc_url [QUERY]: where a client sends a person for access to the service
csc_verifier=una-parola-segreta-abbastanza-lunga-per-il-server
# shellcheck disable=SC2120 # tests give it a query
csc_url() {
	echo "$csc/oauth2/authorize?response_type=code&client_id=ipp&state=xyz&redirect_uri=http://127.0.0.1:9/&code_challenge_method=S256&code_challenge=$(csc_challenge "$csc_verifier")$1"
}

# The code in an address, and what it is worth.
csc_code() {
	sed -n 's/.*[?&]code=\([^&]*\).*/\1/p'
}
csc_exchange() {
	csc_token grant_type=authorization_code "code=$1" \
		redirect_uri=http://127.0.0.1:9/ "code_verifier=$csc_verifier"
}

# Signs in as anna by hand: sets token and refresh.
csc_sign_in() {
	local answer
	answer=$(csc_exchange "$(csc_consent "$(csc_url)" | csc_code)") || return
	token=$(jq -r .access_token <<<"$answer")
	refresh=$(jq -r .refresh_token <<<"$answer")
}

# csc_desk [OPTION]...: a demo store whose officer admin is an issuer now, with
# the authority under the name Firme: options are those of stash-ca add. The
# file mail.token delivers mails.
csc_desk() {
	house_store && csc_start &&
		ipp-operator edit admin --email=admin@acme.example >/dev/null &&
		ipp-token add admin --tools=ipp-notify --days=366 \
			--token-file=mail.token >/dev/null &&
		ipp-operator grant admin --profile=issuer --unit=MAIN >/dev/null &&
		ipp-session switch --profile=issuer --unit=MAIN >/dev/null &&
		csc_authority Firme "$@"
}

# csc_authority NAME [OPTION]...: stash-ca add, as the client ipp; of the API
# `csc_version`, which is 1.
csc_authority() {
	(umask 077 && echo "$csc_secret" >client.secret)
	stash-ca add "$1" --base-url="$csc/csc/v${csc_version-1}" --oauth-client=ipp \
		--secret-file=client.secret --tls-ca-file="$csc_ca" "${@:2}" >/dev/null
}

# csc_later AMOUNT [OFF]: time goes on, and admin signs in again.
csc_later() {
	csc_clock "$@"
	house_sign_in admin "$house_password" "$house_otp" --profile=issuer \
		--unit=MAIN
}

# csc_flow COMMAND...: a command that waits for a person's consent, and anna at
# her browser. What it says to people comes out only if there was no error.
# `consent=deny` denies.
csc_flow() {
	local pid url i said=$BATS_TEST_TMPDIR/flow.err
	: >"$said"
	"$@" </dev/null 2>"$said" 3>&- &
	pid=$!
	for ((i = 0; i < 600; i++)); do
		url=$(grep -o 'https://[^ ]*/oauth2/authorize?[^ ]*' "$said" | head -n 1)
		[ -z "$url" ] || break
		kill -0 $pid 2>/dev/null || break
		sleep 0.05
	done
	[ -z "$url" ] || csc_browse "$url" "${consent-allow}" >"$BATS_TEST_TMPDIR/page"
	wait $pid
	i=$?
	[ $i != 0 ] || cat "$said" >&2
	[ $i = 0 ] || grep '^{' "$said" >&2 || :
	return $i
}

# csc_lend ALIAS CREDENTIAL [OPTION]...: stash-cert add, with consent
csc_lend() {
	csc_flow stash-cert add "$1" --authority=Firme --credential="$2" "${@:3}"
}

# oauth_mock_start: an OAuth server that is not ours (npm's oauth2-mock-server),
# with the certificate of csc_start; sets `oauth`, its base, and `oauth_log`. It
# consents to everything at once. `csc_down; csc_up --oauth=$oauth` makes it the
# authorization server of the authority.
oauth_mock_start() {
	"$house_top/tests/lib/npm" || return
	oauth_log=$BATS_TEST_TMPDIR/oauth.jsonl
	rm -f oauth.port
	node "$house_top/tests/npm/oauth.js" "$csc_dir/tls.key" "$csc_dir/tls.pem" \
		"$oauth_log" >oauth.port 3>&- &
	servers+=($!)
	serve_await oauth.port $! || return
	oauth=https://localhost:$(<oauth.port)
}
