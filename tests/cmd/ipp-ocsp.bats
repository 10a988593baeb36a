# ipp-ocsp - answers about certificates through a real web server

load ../lib/house
load ../lib/serve
load ../lib/responder

setup() {
	command -v lighttpd >/dev/null || PATH=$PATH:/usr/sbin
	responder_desk 3
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	certificate 1
	certificate 2
}
teardown() { serve_stop; }

# The program stands in the web server's folder, at the address /ocsp.
cgi='cgi.assign = ( "/ocsp" => "" )'
cgi_start() {
	mkdir -p htdocs
	ln -sf "$B/bin/ipp-ocsp" htdocs/ocsp
	web_start "$cgi"
	url=http://127.0.0.1:$port/ocsp
}

# What openssl says of certificates N..., by POST.
posted() {
	local options=() n
	for n; do options+=(-cert "$n.pem"); done
	house_then openssl ocsp -issuer ca.pem "${options[@]}" -url "$url" \
		-CAfile chain.pem 2>verified
}

# GET of the request in FILE: header into `head`, body into `body`.
get() {
	curl -sS --max-time 30 -D head -o body "$url/$(in_path "$1")"
}

asked_both_ways() {
	run -0 posted 1 2
	[[ $output == *"1.pem: good"*"2.pem: revoked"* ]]
	grep -qx 'Response verify OK' verified # with a nonce
	run -0 posted 2
	[[ $output == *"2.pem: revoked"* ]]
	local n said=(- good revoked)
	for n in 1 2; do
		ask req.der -no_nonce -- "$n"
		get req.der
		grep -q '^HTTP/1.1 200' head
		grep -qi '^content-type: application/ocsp-response' head
		run -0 judge body "$n"
		[[ $output == *"$n.pem: ${said[n]}"* ]]
	done
}

@test "lighttpd serves it by CGI, everything in one process" {
	cgi_start
	asked_both_ways
}

@test "lighttpd serves it by CGI, from the one who serves" {
	responder_start
	cgi_start
	rm "$IPP_STORE/master.key" # who only hands on needs no key
	asked_both_ways
}

@test "lighttpd serves it by SCGI" {
	responder_start
	web_start 'scgi.server = ( "/ocsp" => (( "socket" => "'"$PWD"'/ocsp.sock",
		"check-local" => "disable" )) )'
	url=http://127.0.0.1:$port/ocsp
	asked_both_ways
}

@test "gnutls asks over http, too" {
	responder_start
	cgi_start
	run -0 house_then ocsptool --ask="$url" --load-cert=1.pem \
		--load-issuer=ca.pem --outfile=said.der
	run -0 house_then ocsptool --verify-response --load-response=said.der \
		--load-trust=ca.pem
	[[ $output == *"Certificate Status: good"*Success* ]]
}

@test "what is good for all may be kept for half of its time, nothing else" {
	responder_start
	cgi_start
	ask req.der -no_nonce -- 1
	get req.der
	grep -qi '^cache-control: max-age=1800, public, no-transform, must-revalidate' head
	grep -qi '^last-modified: Mon, 23 Nov 2026 08:00:00 GMT' head
	grep -qi '^expires: Mon, 23 Nov 2026 09:00:00 GMT' head
	grep -qi "^etag: \"$(sha256sum body | cut -c1-64)\"" head
	ask nonce.der -- 1
	get nonce.der
	grep -qi '^cache-control: no-store' head
	[ -z "$(grep -i '^expires' head)" ]
	openssl ocsp -respin body -noverify -resp_text | grep -q 'OCSP Nonce'
	for file in req.der nonce.der; do
		curl -sS --max-time 30 -D head -o body --data-binary "@$file" \
			-H 'Content-Type: application/ocsp-request' "$url"
		grep -qi '^cache-control: no-store' head
	done
	curl -sS --max-time 30 -I -o "head" "$url/$(in_path req.der)"
	grep -qi '^content-type: application/ocsp-response' head
	# as some clients write it
	curl -sS --max-time 30 -o body "$url/$(base64 -w0 req.der | tr '+/' '-_' | tr -d =)"
	run -0 judge body 1
	curl -sS --max-time 30 --path-as-is -o body "$url/$(base64 -w0 req.der)"
	run -0 judge body 1
}

@test "what is no request is refused as HTTP or OCSP have it" {
	responder_start
	cgi_start
	ask req.der -no_nonce -- 1
	status() { curl -sS --max-time 30 -o body -w '%{http_code}' "$@"; }
	[ "$(status "$url")" = 400 ]
	[ "$(status -X PUT --data-binary @req.der "$url")" = 405 ]
	[ "$(status --data-binary @req.der "$url")" = 415 ]
	type='Content-Type: application/ocsp-request'
	head -c 65537 /dev/zero >large
	[ "$(status -H "$type" --data-binary @large "$url")" = 413 ]
	head -c 65536 /dev/zero >large
	[ "$(status -H "$type" --data-binary @large "$url")" = 200 ]
	[ "$(refusal body)" = malformedrequest ]
	for path in MEMwQQ '%%%' 'MEMw%00' ab/../cd "MEMw*"; do
		[ "$(status --path-as-is "$url/$path")" = 200 ] || continue
		[ "$(refusal body)" = malformedrequest ]
	done
	openssl ocsp -issuer root.pem -cert ca.pem -no_nonce -reqout root.der
	[ "$(status -H "$type" --data-binary @root.der "$url")" = 200 ]
	[ "$(refusal body)" = unauthorized ]
	# and the next one is served
	[ "$(status -H "$type" --data-binary @req.der "$url")" = 200 ]
	run -0 judge body 1
}

@test "who serves tells what changed at once, and many at a time" {
	responder_start
	cgi_start
	run -0 posted 1
	[[ $output == *"1.pem: good"* ]]
	ipp-revoke USR1 --motive=key_compromised >/dev/null
	run -0 posted 1
	[[ $output == *"1.pem: revoked"* ]]
	ask req.der -no_nonce -- 1
	seq 40 | xargs -P 20 -I N curl -sS --max-time 60 -o body.N \
		-H 'Content-Type: application/ocsp-request' \
		--data-binary @req.der "$url"
	local n
	for ((n = 1; n <= 40; n++)); do
		[ "$(refusal "body.$n")" = "" ] && [ -s "body.$n" ]
	done
}

@test "who keeps the line busy is let go, and others are served meanwhile" {
	responder_start
	python3 - <<-'END'
		import socket, time
		def link():
		    s = socket.socket(socket.AF_UNIX)
		    s.connect("ocsp.sock")
		    s.settimeout(30)
		    return s
		slow = link()
		slow.send(b"70:CONTENT_LENGTH\0")
		for junk in (b"x", b"9999999:", b"99999:", b"5:abcdeX", b":,"):
		    s = link()
		    s.sendall(junk + b"y" * 20)
		    assert s.recv(100).startswith(b"Status: 400"), junk
		head = b"CONTENT_LENGTH\0" + b"4\0REQUEST_METHOD\0POST\0" \
		    b"CONTENT_TYPE\0application/ocsp-request\0"
		s = link()
		s.sendall(b"%d:%s,abcd" % (len(head), head))
		got = b""
		while (more := s.recv(1000)):
		    got += more
		assert got.endswith(bytes.fromhex("30030a0101")), got
		began = time.time()
		assert slow.recv(100) == b""
		assert time.time() - began < 15
	END
	kill "$responder"
	wait "$responder"
	[ ! -e ocsp.sock ]
}

# Whether somebody listens at ./ocsp.sock.
listened_at() {
	python3 -c 'import socket
socket.socket(socket.AF_UNIX).connect("ocsp.sock")' 2>/dev/null
}

@test "who comes second takes the socket from nobody, and one that was left is used again" {
	responder_start
	refused 75 socket_taken timeout 60 ipp-ca ocsp --serve --socket=ocsp.sock
	listened_at
	kill -9 "$responder"
	wait "$responder" || :
	[ -S ocsp.sock ]
	run ! listened_at
	ipp-ca ocsp --serve --socket=ocsp.sock 3>&- &
	servers+=($!)
	until listened_at || ! kill -0 $!; do sleep 0.05; done
	kill $!
	wait $!
	[ ! -e ocsp.sock ]
}

@test "an address that is longer than any request is refused by who hands on" {
	responder_start
	export GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET SCRIPT_NAME=/ocsp
	export IPP_OCSP_SOCKET=$PWD/ocsp.sock
	ask req.der -no_nonce -- 1
	REQUEST_URI=/ocsp/$(in_path req.der)
	export REQUEST_URI
	run -0 --separate-stderr sh -c 'ipp-ocsp </dev/null >said'
	head -n 1 said | grep -q 'Status: 200 OK'
	for size in 16000 17000 70000; do
		REQUEST_URI=/ocsp/$(head -c $size /dev/zero | tr '\0' A)
		run -0 --separate-stderr sh -c 'ipp-ocsp </dev/null >said'
		if [ $size = 16000 ]; then
			[ "$(tail -c 5 said | xxd -p)" = 30030a0101 ]
		else
			head -n 1 said | grep -q 'Status: 414'
		fi
	done
}

@test "a store that cannot be used is an error, not an answer" {
	ask req.der -no_nonce -- 1
	export GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=POST
	export CONTENT_TYPE=application/ocsp-request
	CONTENT_LENGTH=$(stat -c %s req.der)
	export CONTENT_LENGTH
	IPP_OCSP_SOCKET=$PWD/none
	export IPP_OCSP_SOCKET
	run -0 --separate-stderr sh -c 'ipp-ocsp <req.der >said'
	head -n 1 said | grep -q 'Status: 200 OK'
	sql "UPDATE responders SET sealed_key = NULL"
	mv "$IPP_STORE/master.key" kept
	run -78 --separate-stderr sh -c 'ipp-ocsp <req.der >said'
	[ "$(tail -c 5 said | xxd -p)" = 30030a0102 ]
	expect_error '.[0].code == "key_missing"'
	# a request that is cut short is none
	mv kept "$IPP_STORE/master.key"
	run -0 --separate-stderr sh -c 'head -c 20 req.der | ipp-ocsp >said'
	[ "$(tail -c 5 said | xxd -p)" = 30030a0101 ]
}
