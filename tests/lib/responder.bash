# responder - asking for the status of certificates as relying parties do
#
#	load ../lib/house
#	load ../lib/serve
#	load ../lib/responder
#	setup() { responder_desk 8; }		# eight issued products
#	@test "..." {
#		answers 1 2			# asks the filter; good, revoked ...
#	}
# shellcheck shell=bash disable=SC2154,SC2034
# (house sets what is used here; tests use what is set here)

# A store with COUNT issued products and perhaps others that wait for it,
# root.pem, ca.pem, chain.pem: responder_desk COUNT [WAITING]
responder_desk() {
	house_store || return
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null "$(($1 + ${2:-0}))" ||
		return
	seq -f '{"user_id":"USR%09.0f"}' "$1" |
		ipp-issue --confirm --seal=later >/dev/null || return
	ipp-ca export --root=root.pem --issuer=ca.pem
	cat root.pem ca.pem >chain.pem
	mkdir www
	house_later +1d
}

# Time goes on, and the officer signs in again.
house_later() {
	house_clock "$1"
	house_sign_in admin "$house_password" "$house_otp"
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

# lock_hold NAME: has this lock of the store, as another run would, until
# lock_release.
lock_hold() {
	: >lock.held
	python3 -c 'import fcntl, os, sys, time
file = open(sys.argv[1], "r+" if os.path.exists(sys.argv[1]) else "w+")
fcntl.lockf(file, fcntl.LOCK_EX)
os.unlink("lock.held")
for _ in range(1200):
    if os.path.exists("lock.over"):
        break
    time.sleep(0.05)' "$IPP_STORE/$1" 3>&- &
	while [ -e lock.held ]; do sleep 0.05; done
}

lock_release() {
	: >lock.over
}

# The certificate of a product as N.pem.
certificate() {
	sql "SELECT writefile('$1.der', certificate) FROM certificates
		WHERE user_id = $1" >/dev/null
	openssl x509 -inform DER -in "$1.der" -out "$1.pem"
}

# The request for products as FILE: ask FILE [OPTION]... -- N...
ask() {
	local file=$1 options=() n
	shift
	while [ "$1" != -- ]; do options+=("$1"); shift; done
	shift
	for n; do
		[ -e "$n.pem" ] || certificate "$n"
		options+=(-cert "$n.pem")
	done
	openssl ocsp -issuer ca.pem -reqout "$file" "${options[@]}"
}

# What openssl reads in FILE of the answer to the request in req.der, after it
# has verified it: judge FILE N...
judge() {
	local file=$1 options=() n
	shift
	for n; do options+=(-cert "$n.pem"); done
	# a nonce of openssl's own would be another one
	AT_STANDS=1 house_then openssl ocsp -issuer ca.pem -no_nonce "${options[@]}" \
		-respin "$file" -CAfile chain.pem -resp_text
}

# answers N...: the status of each, one a line, as the filter tells it.
answers() {
	ask req.der -no_nonce -- "$@" || return
	ipp-ca ocsp <req.der >resp.der || return
	judge resp.der "$@" >judged 2>verified &&
		grep -qx 'Response verify OK' verified ||
		{ cat judged verified; return 1; }
	sed -n 's/^[0-9]*\.pem: //p' judged
}

# What `openssl ocsp` calls an answer that is none.
refusal() {
	openssl ocsp -respin "$1" -noverify -resp_text 2>&1 |
		sed -n 's/.*[Rr]esponder Error: \([a-z]*\) .*/\1/p' | head -n 1
}

# web_start CONFIGURATION: lighttpd on loopback, its root ./htdocs; sets `port`.
web_start() {
	mkdir -p htdocs
	port=$(python3 -c 'import socket; s = socket.socket()
s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
	cat >lighttpd.conf <<-END
		server.document-root = "$PWD/htdocs"
		server.bind = "127.0.0.1"
		server.port = $port
		server.errorlog = "$PWD/lighttpd.log"
		server.pid-file = "$PWD/lighttpd.pid"
		server.modules = ( "mod_setenv", "mod_cgi", "mod_scgi" )
		setenv.add-environment = (
			"IPP_STORE" => "$IPP_STORE", "IPP_NOW" => "$IPP_NOW",
			"IPP_OCSP_SOCKET" => "$PWD/ocsp.sock" )
		$1
	END
	lighttpd -D -f lighttpd.conf 3>&- &
	servers+=($!)
	serve_await lighttpd.pid $!
}

# responder_start: ipp-ca ocsp --serve at ./ocsp.sock
responder_start() {
	ipp-ca ocsp --serve --socket=ocsp.sock 3>&- &
	responder=$!
	servers+=($!)
	serve_await ocsp.sock $!
}

# The path of a request in an address (RFC 6960, A.1).
in_path() {
	base64 -w0 "$1" | sed 's/+/%2B/g; s,/,%2F,g; s/=/%3D/g'
}
