# ipp-ca ocsp - answers about certificates that other programs believe

load ../lib/house
load ../lib/serve
load ../lib/responder

setup() { responder_desk 8; }
teardown() { serve_stop; }

@test "openssl believes what is said of what is good, revoked, on hold and good again" {
	run -0 answers 1
	[ "$output" = good ]
	ipp-revoke USR2 --motive=key_compromised \
		--compromised-at=2026-11-22T12:00:00Z >/dev/null
	ipp-suspend USR3 --motive=loss --until=2026-12-10 >/dev/null
	ipp-suspend USR4 --motive=loss --until=2026-12-10 >/dev/null
	house_later +10m
	ipp-suspend USR4 --lift >/dev/null
	run -0 answers 1 2 3 4
	[ "$output" = $'good\nrevoked\nrevoked\ngood' ]
	grep -q 'Revocation Reason: keyCompromise (0x1)' judged
	grep -q 'Revocation Reason: certificateHold (0x6)' judged
	[ "$(grep -c '^    Revocation Time: Nov 23 08:00:00 2026 GMT' judged)" = 2 ]
	grep -A1 'Invalidity Date' judged | grep -q 'Nov 22 12:00:00 2026 GMT'
	grep -q 'This Update: Nov 23 08:10:00 2026 GMT' judged
	grep -q 'Next Update: Nov 23 09:10:00 2026 GMT' judged
	grep -q 'Produced At: Nov 23 08:10:00 2026 GMT' judged
	# revoked on hold is revoked since then
	house_later +10m
	ipp-revoke USR3 --motive=device_unusable >/dev/null
	run -0 answers 3
	[ "$output" = revoked ]
	grep -q 'Revocation Reason: superseded (0x4)' judged
	grep -q 'Revocation Time: Nov 23 08:00:00 2026 GMT' judged
}

@test "gnutls believes it, too" {
	ipp-revoke USR2 --motive=role_revoked >/dev/null
	answers 1
	run -0 house_then ocsptool --verify-response --load-response=resp.der \
		--load-trust=ca.pem
	[[ $output == *Success* ]]
	answers 2
	run -0 house_then ocsptool --response-info --load-response=resp.der --inder
	[[ $output == *"Certificate Status: revoked"* ]]
}

@test "the responder is certified for nothing else, and journaled once" {
	answers 1
	answers 2
	[ "$(sql "SELECT count(*) FROM responders")" = 1 ]
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'responder_made'")" = 1 ]
	sql "SELECT writefile('r.der', certificate) FROM responders" >/dev/null
	run -0 openssl x509 -inform DER -in r.der -noout -text
	[[ $output == *"OCSP Signing"* && $output == *"OCSP No Check"* ]]
	[[ $output == *"Digital Signature"* && $output != *"CA:TRUE"* ]]
	[[ $output == *"Not After : Dec 23 07:59:59 2026 GMT"* ]]
	openssl x509 -inform DER -in r.der -out r.pem
	run -0 house_then openssl verify -purpose ocsphelper -CAfile root.pem \
		-untrusted ca.pem r.pem
	# neither its key nor the master key stands anywhere in clear
	[ "$(sql "SELECT count(*) FROM responders
		WHERE instr(hex(sealed_key), '2A8648CE3D0201')")" = 0 ]
	run ! sql "DELETE FROM responders"
	[[ $output == *certificate_immutable* ]]
	run ! sql "UPDATE responders SET not_after = not_after + 1"
	[[ $output == *certificate_immutable* ]]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "hashes of a certificate's issuer may be of every kind" {
	local hash
	for hash in sha1 sha224 sha256 sha384 sha512; do
		certificate 1
		openssl ocsp -issuer ca.pem "-$hash" -cert 1.pem -no_nonce -reqout req.der
		ipp-ca ocsp <req.der >resp.der
		run -0 house_then openssl ocsp -issuer ca.pem "-$hash" -cert 1.pem \
			-no_nonce -respin resp.der -CAfile chain.pem
		[[ $output == *"1.pem: good"* ]]
	done
}

@test "a nonce of 1 to 128 bytes comes back, no other is taken" {
	local n
	for n in 1 32 128; do
		nonce "$n" >req.der
		ipp-ca ocsp <req.der >resp.der
		openssl ocsp -respin resp.der -noverify -resp_text |
			grep -A1 'OCSP Nonce' >said
		openssl ocsp -reqin req.der -req_text | grep -A1 'OCSP Nonce' >asked
		[ "$(tr -d ' \n' <said)" = "$(tr -d ' \n' <asked)" ]
	done
	for n in 0 129; do
		nonce "$n" >req.der
		run -65 --separate-stderr sh -c 'ipp-ca ocsp <req.der >resp.der'
		[ "$(refusal resp.der)" = malformedrequest ]
	done
}

# A request for product 1 with a nonce of so many bytes.
nonce() {
	ask plain.der -no_nonce -- 1
	python3 - "$1" <<-'END'
		import sys
		def el(tag, body):
		    n = len(body)
		    size = bytes([n]) if n < 128 else (
		        bytes([0x81, n]) if n < 256 else bytes([0x82, n >> 8, n & 255]))
		    return bytes([tag]) + size + body
		def inside(der):
		    skip = 2 + (der[1] & 127 if der[1] & 128 else 0)
		    return der[skip:]
		n = int(sys.argv[1])
		oid = bytes.fromhex("06092b0601050507300102")
		ext = el(0x30, oid + el(4, el(4, bytes(range(n)))))
		tbs = inside(inside(open("plain.der", "rb").read()))
		sys.stdout.buffer.write(el(0x30, el(0x30, tbs + el(0xa2, el(0x30, ext)))))
	END
}

@test "what nobody issued is unknown, what another issued is not ours to tell" {
	certificate 1
	openssl ocsp -issuer ca.pem -serial 0x1AC0A862 -cert 1.pem -no_nonce -reqout req.der
	ipp-ca ocsp <req.der >resp.der
	run -0 house_then openssl ocsp -issuer ca.pem -serial 0x1AC0A862 -cert 1.pem \
		-no_nonce -respin resp.der -CAfile chain.pem
	[[ $output == *"0x1AC0A862: unknown"* && $output == *"1.pem: good"* ]]
	# a serial number that was reserved and not signed was not issued
	sql "SELECT count(*) FROM certificates WHERE certificate IS NULL" >/dev/null
	# of the root's certificates this responder says nothing
	openssl ocsp -issuer root.pem -cert ca.pem -no_nonce -reqout req.der
	ipp-ca ocsp <req.der >resp.der
	[ "$(refusal resp.der)" = unauthorized ]
	# among others of ours it is unknown
	openssl ocsp -issuer root.pem -cert ca.pem -issuer ca.pem -cert 1.pem \
		-no_nonce -reqout req.der
	ipp-ca ocsp <req.der >resp.der
	run -0 openssl ocsp -respin resp.der -noverify -resp_text
	[ "$(grep -c 'Cert Status: unknown' <<<"$output")" = 1 ]
	[ "$(grep -c 'Cert Status: good' <<<"$output")" = 1 ]
}

@test "what the authority signs for itself is known: heads of the journal, responders" {
	ipp-audit export --head=head.p7m >/dev/null
	[ "$(sql "SELECT count(*) FROM seals")" = 1 ]
	answers 1
	local serial
	for serial in $(sql "SELECT serial FROM seals UNION ALL SELECT serial FROM responders"); do
		openssl ocsp -issuer ca.pem -serial "0x$serial" -no_nonce -reqout req.der
		ipp-ca ocsp <req.der >resp.der
		run -0 house_then openssl ocsp -issuer ca.pem -serial "0x$serial" \
			-no_nonce -respin resp.der -CAfile chain.pem
		[[ $output == *"0x$serial: good"* ]]
	done
}

@test "many requests in a stream are answered in their order" {
	ipp-revoke USR5 --motive=device_unusable >/dev/null
	local n
	for n in 1 5 2 5 3; do
		ask one.der -- "$n"
		cat one.der
	done >all.der
	run -0 --separate-stderr sh -c 'ipp-ca ocsp <all.der >said.der'
	[ -z "$stderr" ]
	python3 - <<-'END'
		data, n = open("said.der", "rb").read(), 0
		while data:
		    size = 4 + int.from_bytes(data[2:4], "big")
		    assert data[0] == 0x30 and data[1] == 0x82
		    open(f"said.{n}", "wb").write(data[:size])
		    data, n = data[size:], n + 1
		assert n == 5
	END
	for n in 0 1 2 3 4; do
		openssl ocsp -respin "said.$n" -noverify -resp_text |
			sed -n 's/ *Cert Status: //p'
	done >statuses
	[ "$(cat statuses)" = $'good\nrevoked\ngood\nrevoked\ngood' ]
	# an answer waits for no further request
	mkfifo in
	ipp-ca ocsp <in >out 3>&- &
	servers+=($!)
	exec 9>in
	ask one.der -- 1
	cat one.der >&9
	serve_await out $!
	exec 9>&-
}

@test "more requests than are looked up at a time are answered in their order" {
	local n
	for n in 1 2 3 4 5; do
		ask "$n.der" -- "$n"
	done
	for _ in $(seq 70); do
		cat 1.der 5.der 2.der 4.der 3.der
	done >all.der
	run -0 --separate-stderr sh -c 'ipp-ca ocsp <all.der >said.der'
	sqlite3 "$IPP_STORE/ipp.db" 'SELECT serial FROM certificates ORDER BY user_id' >serials
	python3 - <<-'END'
		data = open("said.der", "rb").read()
		serials = [bytes.fromhex(line) for line in open("serials")][:5]
		for n in range(350):
		    size = 4 + int.from_bytes(data[2:4], "big")
		    assert serials[(0, 4, 1, 3, 2)[n % 5]] in data[:size], n
		    data = data[size:]
		assert not data
	END
}

@test "what is no request is told so, and those behind it are answered" {
	ask good.der -- 1
	{ cat good.der; printf '\060\003\002\001\001'; cat good.der; } >all.der
	run -65 --separate-stderr sh -c 'ipp-ca ocsp <all.der >said.der'
	expect_error '.[0].code == "ocsp_malformed"'
	[ "$(openssl asn1parse -inform DER -in said.der |
		grep ENUMERATED | sed 's/.*://')" = $'00\n01\n00' ]
	# where nobody knows where the next begins, nothing follows
	local bad
	printf '\060\200\000\000' >indefinite
	printf 'GET / HTTP/1.0\r\n\r\n' >text
	head -c 40 good.der >"cut"
	printf '\060\202\377\377' >large && head -c 70000 /dev/zero >>large
	for bad in indefinite text cut large; do
		cat good.der "$bad" good.der >all.der
		run -65 --separate-stderr sh -c 'ipp-ca ocsp <all.der >said.der'
		[ "$(tail -c 5 said.der | xxd -p)" = 30030a0101 ]
	done
	run -0 --separate-stderr sh -c 'ipp-ca ocsp </dev/null >said.der'
	[ ! -s said.der ]
}

@test "a request asks for 1 to 100 certificates" {
	certificate 1
	many() {
		local i options=()
		for ((i = 0; i < $1; i++)); do options+=(-serial "$((i + 1))"); done
		openssl ocsp -issuer ca.pem -no_nonce -reqout req.der "${options[@]}"
	}
	many 100
	ipp-ca ocsp <req.der >resp.der
	run -0 openssl ocsp -respin resp.der -noverify -resp_text
	[ "$(grep -c 'Cert Status: unknown' <<<"$output")" = 100 ]
	many 101
	run -65 --separate-stderr sh -c 'ipp-ca ocsp <req.der >resp.der'
	[ "$(refusal resp.der)" = malformedrequest ]
	printf '\060\004\060\002\060\000' >req.der
	run -65 --separate-stderr sh -c 'ipp-ca ocsp <req.der >resp.der'
	[ "$(refusal resp.der)" = malformedrequest ]
}

@test "an expired certificate is told as it was, since the authority began" {
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	house_clock 2029-12-01T08:00:00Z
	run -0 answers 1 2
	[ "$output" = $'good\nrevoked' ]
	[ "$(grep -A1 'Archive Cutoff' judged | grep -c 'Nov 22 08:00:00 2026 GMT')" = 2 ]
}

@test "the responder renews itself before its end, and one that ended signs no more" {
	answers 1
	house_clock +19d
	answers 1
	[ "$(sql "SELECT count(*) FROM responders")" = 1 ]
	house_clock +2d
	answers 1
	[ "$(sql "SELECT count(*) FROM responders")" = 2 ]
	[ "$(sql "SELECT count(*) FROM responders WHERE sealed_key IS NULL")" = 0 ]
	grep -q 'Not After : Jan 13 07:59:59 2027 GMT' judged
	house_clock +60d
	run -0 answers 1
	[ "$(sql "SELECT count(*) FROM responders")" = 3 ]
	[ "$(sql "SELECT count(*) FROM responders WHERE sealed_key IS NULL")" = 2 ]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "no answer holds longer than who signs it, if another cannot be made" {
	answers 1
	sql "UPDATE authorities SET sealed_key = x'00' WHERE role = 'issuing'"
	house_clock 2026-12-23T07:30:00Z
	run -0 answers 1
	grep -q 'Next Update: Dec 23 07:59:59 2026 GMT' judged
	[ "$(sql "SELECT count(*) FROM responders")" = 1 ]
	house_clock 2026-12-23T08:00:00Z
	run ! sh -c 'ipp-ca ocsp <req.der >resp.der'
	[ ! -s resp.der ]
}

@test "answers equal the list after each act" {
	local acts=("ipp-suspend USR1 --motive=loss --until=2026-12-10"
		"ipp-revoke USR2 --motive=device_unusable"
		"ipp-suspend USR3 --motive=loss --until=2026-12-10"
		"ipp-suspend USR1 --lift"
		"ipp-revoke USR3 --motive=key_compromised"
		"ipp-suspend USR1 --motive=verification --until=2026-12-20")
	local act n
	for act in "${acts[@]}"; do
		house_later +10m
		$act >/dev/null
		ipp-ca crl --folder=www >/dev/null
		openssl crl -inform DER -in www/ca.crl -noout -text |
			sed -n 's/ *Serial Number: //p' | sort >listed
		answers 1 2 3 4 5 6 7 8 >said
		for n in 1 2 3 4 5 6 7 8; do
			[ "$(sed -n "${n}p" said)" = good ] || sql "SELECT serial
				FROM certificates WHERE user_id = $n"
		done | sort | cmp - listed
	done
}

@test "answers go one way, and what belongs to another is told" {
	refused 64 ocsp_one_way ipp-ca ocsp --cgi --all --folder=www
	[ -z "$output" ] # no web server takes it for a page
	refused 64 ocsp_one_way ipp-ca ocsp --serve --all --folder=www
	refused 64 option_unused ipp-ca ocsp --folder=www
	refused 64 option_unused ipp-ca ocsp --due
	refused 64 option_unused ipp-ca ocsp --all --folder=www --socket=s
	[ -z "$(ls www)" ]
}
