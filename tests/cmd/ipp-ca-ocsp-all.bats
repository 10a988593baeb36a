# ipp-ca ocsp --all - answers that any web server can show

load ../lib/house
load ../lib/serve
load ../lib/responder

setup() {
	command -v lighttpd >/dev/null || PATH=$PATH:/usr/sbin
	responder_desk 40
}
teardown() { serve_stop; }

# The file that answers for a product.
file_of() {
	ask req.der -no_nonce -- "$1"
	printf 'www/%s\n' "$(base64 -w0 req.der)"
}

# What the files say, compared with the store: one line a product.
compare() {
	local n said
	for n in $(seq 1 7 40) "$@"; do
		said=$(judge "$(file_of "$n")" "$n" 2>/dev/null |
			sed -n 's/^[0-9]*\.pem: //p')
		[ "$said" = "$(answers "$n")" ] || { echo "$n: $said"; return 1; }
	done
}

@test "each certificate has a file at the address of its request" {
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	ipp-suspend USR9 --motive=loss --until=2026-12-10 >/dev/null
	ipp-audit export --head=head.p7m >/dev/null
	umask 077
	rmdir www
	run -0 --separate-stderr ipp-ca ocsp --all --folder=www/
	umask 022
	valid ocsp_answers
	expect '.[0].made == 41 and .[0].existing == 0
		and .[0].next_update == "2026-11-23T09:00:00Z"'
	[ "$(find www -type f | wc -l)" = 41 ]
	[ -z "$(find www -name '*.new')" ]
	[ -z "$(find www -type f ! -perm 644)" ]
	[ -z "$(find www -type d ! -perm 755)" ]
	compare 2 9
	[ "$(answers 2 9)" = $'revoked\nrevoked' ]
	[ "$(found '.[0].responder')" = "$(sql "SELECT serial FROM responders")" ]
}

@test "lighttpd shows them without a program" {
	mkdir -p htdocs/ocsp
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	ipp-ca ocsp --all --folder=htdocs/ocsp >/dev/null
	web_start 'mimetype.assign = ( "" => "application/ocsp-response" )'
	local n said=(- good revoked good good good)
	for n in 1 2 3 4 5; do
		ask req.der -no_nonce -- "$n"
		curl -sS --max-time 30 -D head -o body \
			"http://127.0.0.1:$port/ocsp/$(in_path req.der)"
		grep -q '^HTTP/1.1 200' head
		grep -qi '^content-type: application/ocsp-response' head
		run -0 judge body "$n"
		[[ $output == *"$n.pem: ${said[n]}"* ]]
	done
}

@test "--due makes what has changed, is half over, or is not there" {
	ipp-ca ocsp --all --folder=www >/dev/null
	run -0 --separate-stderr ipp-ca ocsp --all --due --folder=www
	expect '.[0].made == 0 and .[0].existing == 40'
	house_later +10m
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	rm "$(file_of 3)"
	: >"$(file_of 4)"
	house_later +1m
	run -0 --separate-stderr ipp-ca ocsp --all --due --folder=www
	expect '.[0].made == 3 and .[0].existing == 37'
	run -0 judge "$(file_of 2)" 2
	[[ $output == *"2.pem: revoked"* ]]
	house_later +19m
	run -0 --separate-stderr ipp-ca ocsp --all --due --folder=www
	expect '.[0].made == 37 and .[0].existing == 3'
	compare 2
	# what changed in the very second is made anew, and what is of the future
	ipp-revoke USR5 --motive=device_unusable >/dev/null
	run -0 --separate-stderr ipp-ca ocsp --all --due --folder=www
	expect '.[0].made == 1'
	run -0 judge "$(file_of 5)" 5
	[[ $output == *"5.pem: revoked"* ]]
	house_clock -2m
	run -0 --separate-stderr ipp-ca ocsp --all --due --folder=www
	expect '.[0].made == 37 and .[0].existing == 3'
	run -0 judge "$(file_of 7)" 7
	grep -q 'This Update: Nov 23 08:28:00' <<<"$output"
	# without it all are made anew
	run -0 --separate-stderr ipp-ca ocsp --all --folder=www
	expect '.[0].made == 40'
}

@test "what was killed is gone on with, and no file is ever half written" {
	local i n made=0
	for i in 1 2 3 4 5 6 7 8; do
		ipp-ca ocsp --all --due --folder=www >/dev/null &
		sleep "0.0$i"
		kill -9 $! 2>/dev/null || :
		wait $! || :
		find www -type f ! -name '*.new' >there
		while read -r n; do
			openssl ocsp -respin "$n" -noverify -resp_text >/dev/null
		done <there
	done
	made=$(find www -type f ! -name '*.new' | wc -l)
	run -0 --separate-stderr ipp-ca ocsp --all --due --folder=www
	expect ".[0].made == $((40 - made)) and .[0].existing == $made"
	[ "$(find www -type f ! -name '*.new' | wc -l)" = 40 ]
	compare
}

@test "a draft that a killed run left goes away with the next one, which waits for another" {
	local die pid
	die=$(cd "$house_top" && realpath "${B:-build}/tests/lib/die_at")
	ipp-ca ocsp --all --folder=www >/dev/null
	run -159 "$die" rename ipp-ca ocsp --all --folder=www
	[ "$(find www -type f -name '*.new' | wc -l)" = 40 ]
	lock_hold answers.lock
	ipp-ca ocsp --all --due --folder=www >said &
	pid=$!
	sleep 1
	[ "$(find www -type f -name '*.new' | wc -l)" = 40 ]
	lock_release
	wait $pid
	[ "$(jq .existing said)" = 40 ]
	[ "$(find www -type f | wc -l)" = 40 ]
	compare
}

@test "where they go is said, or stands in the configuration" {
	refused 64 folder_missing ipp-ca ocsp --all
	refused 64 folder_missing ipp-ca ocsp --all --folder=
	printf '[ocsp]\nfolder = %s\nminutes = 120\n' "$PWD/www" >ipp.conf
	run -0 --separate-stderr ipp-ca ocsp --all --config=ipp.conf
	expect '.[0].made == 40 and .[0].next_update == "2026-11-23T10:00:00Z"'
	printf '[ocsp]\nminutes = 0\n' >ipp.conf
	refused 78 setting_invalid ipp-ca ocsp --all --folder=www --config=ipp.conf
	printf '[ocsp]\nminutes = 1441\n' >ipp.conf
	refused 78 setting_invalid ipp-ca ocsp --all --folder=www --config=ipp.conf
	refused 73 folder_uncreatable ipp-ca ocsp --all --folder=/dev/null/www
}
