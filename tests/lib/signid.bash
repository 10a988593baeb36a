# signid - what tests of Sign ID share: signers, their list on the web, clamd
#
#	load ../lib/signid
#	setup_file() { signid_start; }
#	teardown_file() { signid_stop; }
#	setup() { house_store; signid_desk; }
#
# signid_start makes $SIGNID: pki/ (tests/lib/signers, anchor pki/ca.pem), a web
# server for its list and a clamd that knows EICAR. Ports and sockets are its
# own. The clock is that of the test.
# shellcheck shell=bash disable=SC2154

# shellcheck source=tests/lib/serve.bash
. "${BASH_SOURCE[0]%/*}/serve.bash"
# shellcheck source=tests/lib/clamav.bash
. "${BASH_SOURCE[0]%/*}/clamav.bash"

# The test file that every antivirus knows, in two halves so that this file is
# not one.
signid_eicar() {
	printf '%s%s' 'X5O!P%@AP[4\PZX54(P^)7CC)7}$' \
		'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
}

signid_start() {
	export SIGNID=$BATS_FILE_TMPDIR/signid
	mkdir -p "$SIGNID/pki/www" "$SIGNID/db" "$SIGNID/clamd"
	"$house_top/tests/lib/webfolder.py" "$SIGNID/pki/www" --seconds 900 \
		--log "$SIGNID/web.log" >"$SIGNID/port" 3>&- &
	echo $! >"$SIGNID/web.pid"
	serve_await "$SIGNID/port" $! || return
	IPP_NOW=$HOUSE_NOW signers authority "http://127.0.0.1:$(<"$SIGNID/port")/"
	printf 'Test.Eicar:0:*:%s\n' \
		"$(signid_eicar | od -An -v -tx1 | tr -d ' \n')" >"$SIGNID/db/test.ndb"
	clam_start "$SIGNID/clamd" "$SIGNID/db"
}

signid_stop() {
	clam_stop "$SIGNID/clamd"
	kill "$(<"$SIGNID/web.pid")" 2>/dev/null || :
}

# signers COMMAND...: in the folder of the authority, at the clock of the test.
signers() {
	(cd "$SIGNID/pki" && house_then "$house_top/tests/lib/signers" "$@")
}

# The desk trusts the authority and scans with the clamd of this file.
signid_desk() {
	export IPP_CONFIG=$BATS_TEST_TMPDIR/ipp.conf
	printf '%s\n' '[scan]' "socket = $SIGNID/clamd/socket" \
		'allow_undated = yes' >"$IPP_CONFIG"
}

# signid_person NAME ORDER [QC]...: whoever asked for the order gets a
# certificate (qualified unless told otherwise).
signid_person() {
	local name=$1 order=$2 surname given code
	shift 2
	[ $# -gt 0 ] || set -- qualified
	IFS=$'\t' read -r surname given code < <(ipp-request show "$order" |
		jq -r '[.surname, .given_name, .tax_code] | @tsv')
	signers person "$name" "$surname" "$given" "TINIT-$code" "$@"
}
