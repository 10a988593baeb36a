# ipp-ca crl - lists that go out by HTTP count when the world sees them

load ../lib/house
load ../lib/serve

# Four issued products of an authority whose addresses are on this machine.
setup() {
	house_store
	mkdir web
	(umask 077 && printf 'sesame-7\n' >password.web)
	serve_start webfolder.py web --log requests --user desk:sesame-7 --behave behave
	sql "UPDATE authorities SET base_url = 'http://127.0.0.1:$port'"
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 4
	seq -f '{"user_id":"USR%09.0f"}' 4 |
		ipp-issue --confirm --seal=later >/dev/null
	ipp-ca export --root=root.pem --issuer=ca.pem
	house_later +1h
	export IPP_CONFIG=$PWD/ipp.conf
	configure
}

teardown() {
	serve_stop
}

# Time goes on, and the officer signs in again.
house_later() {
	house_clock "$1"
	house_sign_in admin "$house_password" "$house_otp"
}

# configure [LINE]...: section [crl], with what is needed and the lines.
configure() {
	printf '%s\n' '[crl]' "url = http://127.0.0.1:$port" 'user = desk' \
		"password_file = $PWD/password.web" 'look = address' "$@" >ipp.conf
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

waiting() {
	sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL'
}

# The list as a relying party gets it, from the address in a certificate.
fetched() {
	local url
	sql "SELECT writefile('one.der', certificate) FROM certificates
		WHERE user_id = 1" >/dev/null
	url=$(openssl x509 -inform DER -in one.der -noout -ext crlDistributionPoints |
		sed -n 's/ *URI://p')
	curl -sf --noproxy '*' "$url" | openssl crl -inform DER -noout -text
}

@test "a list is put to a web server, looked at where certificates say, and public then" {
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	run -0 --separate-stderr ipp-ca crl
	valid revocation_list
	expect 'map(.entries) == [0, 1] and all(.[]; has("path") | not)'
	[ "$(found '.[1].sha256')" = "$(sha256sum web/ca.crl | cut -d' ' -f1)" ]
	run -0 fetched
	[[ $output == *"Superseded"* ]]
	[ "$(waiting)" = 0 ]
	grep -x 'PUT /ca.crl HTTP/1.1' requests
	grep -x 'GET /ca.crl HTTP/1.1' requests
	: >requests
	house_later +1h
	run -0 --separate-stderr ipp-ca crl --due
	expect 'all(.[]; .existing)'
	[ ! -s requests ]
	# the password is nobody's business
	run ! grep -r sesame-7 <(sql .dump) ipp.conf requests
}

@test "a folder and a web server get the same list" {
	mkdir www
	configure 'folder = www'
	run -0 --separate-stderr ipp-ca crl
	cmp www/ca.crl web/ca.crl
	cmp www/root.crl web/root.crl
	# and each of several web servers
	mkdir other
	serve_start webfolder.py other --user desk:sesame-7
	sed -i "s|^url = .*|& http://127.0.0.1:$port/|" ipp.conf
	run -0 --separate-stderr ipp-ca crl
	cmp www/ca.crl web/ca.crl
	cmp www/ca.crl other/ca.crl
}

@test "what the world does not see is not public, and the next run tries again" {
	local how
	ipp-ca crl >/dev/null
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	for how in lose bend; do
		echo "$how" >behave
		house_clock +1m
		refused 69 list_not_seen ipp-ca crl --due
		[ "$(waiting)" = 1 ]
	done
	echo 503 >behave
	refused 69 publication_unavailable ipp-ca crl --due
	echo 403 >behave
	refused 78 publication_refused ipp-ca crl --due
	[ "$(waiting)" = 1 ]
	rm behave
	house_clock +1m
	run -0 --separate-stderr ipp-ca crl --due
	expect '.[1].entries == 1 and (.[1].existing | not)'
	[ "$(waiting)" = 0 ]
	run -0 fetched
	[[ $output == *"Superseded"* ]]
}

@test "a wrong password, a server that is down, an address that shows another" {
	(umask 077 && printf 'wrong\n' >password.web)
	refused 78 publication_refused ipp-ca crl
	chmod 644 password.web
	refused 78 secret_exposed ipp-ca crl
	(umask 077 && rm password.web && printf 'sesame-7\n' >password.web)
	mkdir other
	serve_start webfolder.py other --user desk:sesame-7
	configure
	# put to the one, certificates name the other
	refused 69 publication_unavailable ipp-ca crl
	[ -s other/root.crl ]
	configure 'look = place'
	sed -i '/look = address/d' ipp.conf
	run -0 ipp-ca crl
	serve_stop
	refused 69 http_unavailable ipp-ca crl
	[ "$(sql 'SELECT count(*) FROM revocation_lists WHERE published_at IS NOT NULL')" = 2 ]
}

@test "where the web fails, folders get their lists all the same, and one failure is told" {
	mkdir www
	configure 'folder = www'
	ipp-ca edit --partitions=2 >/dev/null
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	echo 500 >behave
	refused 69 publication_unavailable ipp-ca crl
	[ -s www/root.crl ] && [ -s www/ca.crl ] && [ -s www/ca-2.crl ]
	[ "$(waiting)" = 1 ]
	[ "$(sql 'SELECT count(published_at) FROM revocation_lists')" = 0 ]
	rm behave
	run -0 --separate-stderr ipp-ca crl --due
	expect 'length == 4 and all(.[]; .existing | not)'
	[ "$(waiting)" = 0 ]
	cmp www/ca-2.crl web/ca-2.crl
}

@test "killed while a list is on its way, the next run finishes" {
	local first=0 i
	ipp-ca crl >/dev/null
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	echo hang >behave
	for _ in 1 2; do
		house_clock +1m
		: >requests
		ipp-ca crl --due >/dev/null 3>&- &
		for ((i = 0; i < 400; i++)); do
			first=$(sql 'SELECT max(number) FROM revocation_lists
				WHERE published_at IS NULL')
			[ -z "$first" ] || break
			sleep 0.05
		done
		sleep 0.3
		kill -9 $!
		wait $! || :
		[ "$(waiting)" = 1 ]
		[ -n "$first" ]
	done
	rm behave
	house_clock +1m
	run -0 --separate-stderr ipp-ca crl --due
	expect ".[1].entries == 1 and .[1].number > $first"
	[ "$(waiting)" = 0 ]
	run -0 fetched
	[[ $output == *"Superseded"* ]]
	run -0 --separate-stderr ipp-ca crl --due
	expect 'all(.[]; .existing)'
}

@test "TLS is checked against the CA that is named, and a password goes in clear to nobody" {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout key.pem -out web.pem -subj /CN=localhost \
		-addext subjectAltName=IP:127.0.0.1 -days 30000 2>/dev/null
	cat key.pem web.pem >both.pem
	mkdir other
	serve_start webfolder.py other --user desk:sesame-7 --tls both.pem
	printf '%s\n' '[crl]' "url = https://127.0.0.1:$port" 'user = desk' \
		"password_file = $PWD/password.web" >ipp.conf
	refused 78 http_tls ipp-ca crl
	echo "ca_file = $PWD/web.pem" >>ipp.conf
	run -0 ipp-ca crl
	[ -s other/ca.crl ]
	printf '%s\n' '[crl]' 'url = http://lists.example' 'user = desk' \
		"password_file = $PWD/password.web" >ipp.conf
	refused 78 http_secret_in_clear ipp-ca crl
}
