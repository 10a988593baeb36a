# ipp-ca crl - lists of revoked certificates that other programs believe

load ../lib/house
load ../lib/responder

# Eight issued products, eight that wait, and the chain that verifies them.
setup() {
	responder_desk 8 8
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

at() {
	date -u -d "$IPP_NOW" +%s
}

# The serial numbers of a list, as another program reads it.
listed() {
	openssl crl -inform DER -in "$1" -noout -text |
		sed -n 's/ *Serial Number: //p'
}

# Whether another program takes the certificate of a product.
checked() {
	sql "SELECT writefile('one.der', certificate) FROM certificates
		WHERE user_id = $1" >/dev/null
	openssl x509 -inform DER -in one.der -out one.pem
	openssl crl -inform DER -in www/ca.crl >lists.pem
	openssl crl -inform DER -in www/root.crl >>lists.pem
	openssl verify -attime "$(at)" -crl_check_all -extended_crl \
		-CAfile root.pem -untrusted ca.pem -CRLfile lists.pem one.pem
}

@test "openssl and certtool believe the lists, and what is on none is good" {
	run -0 --separate-stderr ipp-ca crl --folder=www/
	valid revocation_list
	expect 'map(.role) == ["root", "issuing"] and map(.entries) == [0, 0]
		and map(.path) == ["www/root.crl", "www/ca.crl"]
		and .[1].next_update == "2026-11-24T08:00:00Z"'
	[ "$(found '.[1].sha256')" = "$(sha256sum www/ca.crl | cut -d' ' -f1)" ]
	[ "$(found '.[1].size')" = "$(stat -c %s www/ca.crl)" ]
	for name in root ca; do
		run -0 openssl crl -inform DER -in "www/$name.crl" -noout -text \
			-verify -CAfile chain.pem
		[[ $output == *"verify OK"* && $output == *"Version 2"* ]]
		[[ $output == *"No Revoked Certificates."* ]]
		[[ $output == *"2.5.29.60"* && $output == *"20261122080000Z"* ]]
	done
	[[ $output == *"Issuing Distribution Point: critical"* ]]
	[[ $output == *"URI:http://ca.example/ca.crl"* ]]
	openssl crl -inform DER -in www/ca.crl -out list.pem
	run -0 house_then certtool --verify-crl --load-ca-certificate=ca.pem \
		--infile=list.pem
	run -0 checked 1
}

@test "what is revoked is on the list, with reason and dates, and public since then" {
	ipp-revoke USR2 --motive=key_compromised --compromised-at=2026-11-22T12:00:00Z >/dev/null
	ipp-revoke USR5 --motive=office_procedure >/dev/null
	house_later +10m
	run -0 --separate-stderr ipp-ca crl --folder=www
	expect 'map(.entries) == [0, 2]'
	run -0 openssl crl -inform DER -in www/ca.crl -noout -text \
		-verify -CAfile chain.pem
	[[ $output == *"verify OK"* ]]
	[[ $output == *"Revocation Date: Nov 23 08:00:00 2026 GMT"* ]]
	[[ $output == *"Key Compromise"* ]]
	[[ $output == *"Invalidity Date: "*"Nov 22 12:00:00 2026 GMT"* ]]
	run -2 checked 2
	[[ $output == *"certificate revoked"* ]]
	run -2 checked 5
	run -0 checked 1
	[ "$(sql "SELECT group_concat(DISTINCT published_at) FROM status_requests")" = \
		"$(at)" ]
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'crl_published'")" = 2 ]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "a list holds the very serial numbers that were revoked, in order, and none twice" {
	for n in 7 3 8 1; do
		ipp-revoke "USR$n" --motive=device_unusable >/dev/null
	done
	ipp-ca crl --folder=www >/dev/null
	listed www/ca.crl >listed
	[ "$(sql "SELECT serial FROM certificates WHERE user_id IN (7, 3, 8, 1)
		ORDER BY serial")" = "$(cat listed)" ]
	# what is on a list stays when its certificate is over
	house_later 2029-12-01T08:00:00Z
	run -0 --separate-stderr ipp-ca crl --folder=www
	listed www/ca.crl | cmp - listed
}

@test "--due makes what has changed, or what is half over, or what is not there" {
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect 'all(.[]; .existing | not)'
	first=$(found '.[1].number')
	cp www/ca.crl before
	house_later +11h
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	valid revocation_list
	expect 'all(.[]; .existing)'
	[ "$(found '.[1].number')" = "$first" ]
	cmp before www/ca.crl
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect '.[0].existing and (.[1].existing | not) and .[1].entries == 1'
	second=$(found '.[1].number')
	[ "$second" -gt "$first" ]
	house_later +12h
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect '.[0].existing and (.[1].existing | not)'
	third=$(found '.[1].number')
	[ "$third" -gt "$second" ]
	rm www/root.crl
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect '(.[0].existing | not) and .[1].existing'
}

@test "numbers increase within a second, and after an old backup was restored" {
	ipp-store backup --folder=old --with-key >/dev/null
	for n in 1 2 3; do
		ipp-revoke "USR$n" --motive=device_unusable >/dev/null
		ipp-ca crl --folder=www | jq -r 'select(.role == "issuing").number'
	done >numbers
	sort -nu numbers | cmp - numbers
	house_later +1h
	ipp-store restore --folder=old --store=again >/dev/null
	export IPP_STORE=$PWD/again
	house_later +1h
	run -0 --separate-stderr ipp-ca crl --folder=www --replace
	[ "$(found '.[1].number')" -gt "$(tail -n 1 numbers)" ]
}

# What the list tells of and the store does not, as the page says.
lost() {
	openssl crl -inform DER -in www/ca.crl -noout -text |
		sed -n 's/^ *Serial Number: //p' |
		while read -r serial; do
			ipp-search --serial="$serial"
		done | jq -c 'select(.status != "revoked")'
}

@test "a revocation that a backup does not know is not taken back" {
	ipp-ca crl --folder=www >/dev/null
	ipp-store backup --folder=old --with-key >/dev/null
	ipp-revoke USR1 USR3 --motive=device_unusable >/dev/null
	house_later +1h
	ipp-ca crl --folder=www >/dev/null
	cp www/ca.crl newest.crl
	ipp-store restore --folder=old --store=again >/dev/null
	export IPP_STORE=$PWD/again
	house_later +1h
	ipp-revoke USR2 --motive=device_unusable >/dev/null
	refused 1 list_unknown ipp-ca crl --folder=www
	expect_error '.[0].message | test("www/ca.crl")'
	refused 1 list_unknown ipp-ca crl --due --folder=www
	cmp newest.crl www/ca.crl
	run -0 lost
	expect 'map(.user_id) | sort == ["USR000000001", "USR000000003"]'
	lost | ipp-revoke --motive=office_procedure >/dev/null
	run -0 lost
	[ -z "$output" ]
	run -0 --separate-stderr ipp-ca crl --due --folder=www --replace
	expect '.[1].entries == 3'
	house_later +1h
	run -0 ipp-ca crl --folder=www # it is its own now
	echo 'no list' >www/ca.crl
	run -0 ipp-ca crl --folder=www
}

# The number of the list that relying parties see, and of the last that is
# public to the store.
seen() {
	printf '%d\n' "$(openssl crl -inform DER -in www/ca.crl -noout -crlnumber |
		cut -d= -f2)"
}
told() {
	sql "SELECT max(number) FROM revocation_lists
		WHERE published_at IS NOT NULL AND authority_id = 2"
}

@test "of many who publish at once, nobody puts an older list over a newer one" {
	local n running
	for _ in 1 2 3; do
		running=()
		for n in 1 2 3 4 5 6; do
			ipp-ca crl --folder=www >"made.$n" 3>&- &
			running+=($!)
		done
		for n in "${running[@]}"; do wait "$n"; done
		[ "$(cat made.? | jq -s 'map(.number) | unique | length')" -ge 6 ]
		[ "$(seen)" = "$(told)" ]
	done
}

@test "who publishes waits for who is at it, and not for ever" {
	ipp-ca crl --folder=www >/dev/null
	local before
	before=$(seen)
	python3 - "$IPP_STORE/lists.lock" 3>&- <<-'END' &
		import fcntl, os, struct, sys, time
		at = os.open(sys.argv[1], os.O_RDWR)
		fcntl.fcntl(at, 37, struct.pack("hhqqixxxx", fcntl.F_WRLCK, 0, 0, 1, 0))
		open("held", "w").write("yes")
		time.sleep(300)
	END
	local holder=$!
	until [ -s held ] || ! kill -0 "$holder"; do sleep 0.05; done
	refused 75 lists_under_way ipp-ca crl --folder=www
	[ "$(seen)" = "$before" ]
	(sleep 1; kill -9 "$holder") &
	run -0 ipp-ca crl --folder=www
	[ "$(seen)" -gt "$before" ]
}

@test "a list that could not be written is not public, and the next one tells all" {
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	refused 73 file_uncreatable ipp-ca crl --folder=nowhere
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL')" = 1 ]
	[ "$(sql 'SELECT count(*) FROM revocation_lists')" = 1 ] # a root's, never seen
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect 'map(.entries) == [0, 1] and all(.[]; .existing | not)'
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL')" = 0 ]
}

@test "where the lists go must be known, and how long they hold be possible" {
	refused 64 folder_missing ipp-ca crl
	export IPP_CONFIG=$PWD/ipp.conf
	printf '%s\n' '[crl]' 'folder = www' 'hours = 48' >ipp.conf
	run -0 --separate-stderr ipp-ca crl
	expect '.[1].next_update == "2026-11-25T08:00:00Z"'
	[ -s www/ca.crl ]
	printf '%s\n' '[crl]' 'folder = www' 'hours = 169' >ipp.conf
	refused 78 setting_invalid ipp-ca crl --due
}

@test "who may not revoke publishes nothing" {
	house_operator audit auditor
	refused 77 not_permitted house_as audit ipp-ca crl --folder=www
	[ ! -e www/ca.crl ]
}

@test "the schema keeps numbers rising and lists as they were" {
	ipp-ca crl --folder=www >/dev/null
	run ! sql "INSERT INTO revocation_lists (authority_id, number, this_update,
		next_update, change_id, made_by) VALUES (2, 5, 1, 2, 0, 1)"
	[[ $output == *list_number_used* ]]
	run ! sql "UPDATE revocation_lists SET entries = 7"
	[[ $output == *list_immutable* ]]
	run ! sql "DELETE FROM revocation_lists"
	[[ $output == *list_immutable* ]]
}

@test "every kind of key signs its lists" {
	(umask 077 && printf 'correct horse battery staple\n' >password)
	for kind in p384 rsa3072 rsa4096; do
		rm -rf bare otp www/*
		export IPP_STORE=$PWD/bare
		ipp-store init --demo --no-authority --password-file=password \
			--otp-secret-file=otp >/dev/null
		house_sign_in admin password otp
		ipp-ca init --key="$kind" >/dev/null
		ipp-ca export --issuer=ca.pem --root=root.pem
		cat ca.pem root.pem >chain.pem
		ipp-ca crl --folder=www >/dev/null
		run -0 openssl crl -inform DER -in www/ca.crl -noout -verify \
			-CAfile chain.pem
	done
}

# What another program says of the certificate of a product, with the lists
# that are named: of a partition, and of the changes since.
judged() {
	local user=$1 name flags=(-crl_check -extended_crl)
	shift
	sql "SELECT writefile('one.der', certificate) FROM certificates
		WHERE user_id = $user" >/dev/null
	openssl x509 -inform DER -in one.der -out one.pem
	: >lists.pem
	for name; do
		openssl crl -inform DER -in "www/$name.crl" >>lists.pem
		if [[ $name == *-delta ]]; then flags+=(-use_deltas); fi
	done
	openssl verify -attime "$(at)" "${flags[@]}" -CAfile chain.pem \
		-CRLfile lists.pem one.pem
}

# The partition of a product's certificate.
partition() {
	sql "SELECT partition FROM certificates WHERE user_id = $1"
}

# The address of the list in a product's certificate.
named() {
	sql "SELECT writefile('one.der', certificate) FROM certificates
		WHERE user_id = $1" >/dev/null
	openssl x509 -inform DER -in one.der -noout -ext crlDistributionPoints |
		sed -n 's/ *URI://p'
}

# The other products, on three partitions.
parted() {
	run -0 --separate-stderr ipp-ca edit --partitions=3
	valid authority
	expect '.[0].partitions == 3 and .[0].role == "issuing"'
	seq -f '{"user_id":"USR%09.0f"}' 9 16 |
		ipp-issue --confirm --seal=later >/dev/null
}

@test "certificates name the list of their partition, and those before keep theirs" {
	parted
	for n in 1 8; do
		[ "$(partition "$n")" = 0 ]
		[ "$(named "$n")" = http://ca.example/ca.crl ]
	done
	for n in 9 12 16; do
		p=$(partition "$n")
		[[ $p == [123] ]]
		[ "$(named "$n")" = "http://ca.example/ca-$p.crl" ]
	done
	run -0 --separate-stderr ipp-ca crl --folder=www
	valid revocation_list
	expect 'map([.role, .partition, .path]) == [["root", 0, "www/root.crl"],
		["issuing", 0, "www/ca.crl"], ["issuing", 1, "www/ca-1.crl"],
		["issuing", 2, "www/ca-2.crl"], ["issuing", 3, "www/ca-3.crl"]]'
	for p in 1 2 3; do
		run -0 openssl crl -inform DER -in "www/ca-$p.crl" -noout -text \
			-verify -CAfile chain.pem
		[[ $output == *"verify OK"* ]]
		[[ $output == *"Issuing Distribution Point: critical"* ]]
		[[ $output == *"URI:http://ca.example/ca-$p.crl"* ]]
	done
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "a partition tells of its certificates, and is no proof for others" {
	parted
	p=$(partition 12)
	ipp-revoke USR12 --motive=device_unusable >/dev/null
	ipp-revoke USR3 --motive=device_unusable >/dev/null
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect "map(select(.partition == $p).entries) == [1]
		and map(.entries) == [0, 1] + [range(1; 4) | if . == $p then 1 else 0 end]"
	run -2 judged 12 "ca-$p"
	[[ $output == *"certificate revoked"* ]]
	run -2 judged 12 ca "ca-$((p % 3 + 1))"
	[[ $output == *"different CRL scope"* ]]
	run -2 judged 3 ca
	[[ $output == *"certificate revoked"* ]]
	run -2 judged 3 ca-1 ca-2 ca-3
	[[ $output != *"certificate revoked"* ]]
	run -0 judged 1 ca
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL')" = 0 ]
}

@test "only the partition in which something changed is made anew, and all that were named for ever" {
	parted
	ipp-ca crl --folder=www >/dev/null
	ipp-ca edit --partitions=1 >/dev/null
	house_later +10m
	p=$(partition 12)
	ipp-revoke USR12 --motive=device_unusable >/dev/null
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect "map(select(.existing | not) | .partition) == [$p] and length == 5"
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL')" = 0 ]
	run ! sql "UPDATE authorities SET partitions_named = 1"
	[[ $output == *partition_named* ]]
	refused 65 partitions_invalid ipp-ca edit --partitions=1001
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'authority_changed'")" = 2 ]
}

# Settings with lists of changes.
with_delta() {
	export IPP_CONFIG=$PWD/ipp.conf
	printf '%s\n' '[crl]' 'folder = www' 'delta_hours = 2' >ipp.conf
}

@test "a list of changes tells what came and went since the complete one" {
	with_delta
	ipp-suspend USR4 --until=2026-12-24 >/dev/null
	run -0 --separate-stderr ipp-ca crl
	base=$(found '.[1].number')
	run -0 openssl crl -inform DER -in www/ca.crl -noout -text
	[[ $output == *"Freshest CRL:"*"URI:http://ca.example/ca-delta.crl"* ]]
	house_later +10m
	ipp-suspend USR4 --lift >/dev/null
	ipp-revoke USR6 --motive=device_unusable >/dev/null
	run -2 judged 4 ca
	run -0 --separate-stderr ipp-ca crl --due --delta
	valid revocation_list
	expect ".[1] | .base_number == $base and .entries == 2 and
		.number > $base and .path == \"www/ca-delta.crl\" and
		.next_update == \"2026-11-23T10:10:00Z\""
	run -0 openssl crl -inform DER -in www/ca-delta.crl -noout -text \
		-verify -CAfile chain.pem
	[[ $output == *"verify OK"* && $output == *"Delta CRL Indicator: critical"* ]]
	[[ $output == *"URI:http://ca.example/ca.crl"* && $output == *"Remove From CRL"* ]]
	[[ $output != *"Freshest"* ]]
	run -0 judged 4 ca ca-delta
	run -2 judged 6 ca ca-delta
	[[ $output == *"certificate revoked"* ]]
	run -0 judged 6 ca
	run -0 judged 1 ca ca-delta
	openssl crl -inform DER -in www/ca-delta.crl -out list.pem
	run -0 house_then certtool --verify-crl --load-ca-certificate=ca.pem \
		--infile=list.pem
	# there are relying parties who do not look at it
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL')" = 2 ]
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1].existing and .[1].path == "www/ca-delta.crl"'
}

@test "a complete list is made where changes are not enough" {
	with_delta
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | has("base_number") | not'
	house_later +10m
	# within the hour everybody must know, also who looks at no changes
	ipp-revoke USR6 --motive=key_compromised --compromised-at=2026-11-23T08:00:00Z >/dev/null
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | .entries == 1 and (has("base_number") | not)'
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL')" = 0 ]
	house_later +10m
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | has("base_number") and .entries == 0'
	house_later +2h
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | has("base_number") and (.existing | not)'
	house_later +10h
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | (has("base_number") | not) and (.existing | not)'
	[ "$(sql 'SELECT group_concat(n) FROM (SELECT count(*) AS n FROM revocation_lists
		WHERE authority_id = 2 GROUP BY number)')" = 1,1,1,1,1 ]
}

@test "what is waited for is public in time, also where cron comes a little late" {
	with_delta
	echo 'hours = 48' >>ipp.conf
	ipp-ca crl >/dev/null
	house_later +10m
	# the next complete list would be made after a day, or ten minutes later
	ipp-revoke USR6 --motive=data_changed >/dev/null
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | .entries == 1 and (has("base_number") | not)'
	house_later +70m
	ipp-revoke USR5 --motive=data_changed >/dev/null
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | .entries == 1 and has("base_number")'
	house_later +22h
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | .entries == 1 and has("base_number")'
	house_later +1h
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect '.[1] | .entries == 2 and (has("base_number") | not)'
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at > due_at
		OR published_at IS NULL')" = 0 ]
}

@test "changes are told since the newest complete list, never since one before" {
	with_delta
	ipp-ca crl >/dev/null
	house_later +10m
	ipp-revoke USR4 --motive=data_changed >/dev/null
	run -0 --separate-stderr ipp-ca crl --delta
	expect '.[1] | .entries == 1 and has("base_number")'
	house_later +10m
	run -0 --separate-stderr ipp-ca crl
	base=$(found '.[1].number')
	run -2 judged 4 ca
	# the list of changes that is out is still good for an hour
	house_later +10m
	run -0 --separate-stderr ipp-ca crl --due --delta
	expect ".[1] | .base_number == $base and .entries == 0 and (.existing | not)"
	run -2 judged 4 ca ca-delta
	[[ $output == *"certificate revoked"* ]]
}

@test "where the clock was set back no list of the future stays, and numbers rise all the same" {
	house_later +1h
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	first=$(found '.[1].number')
	house_clock -1h
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect "all(.[]; .existing | not) and .[1].number > $first
		and .[1].next_update == \"2026-11-24T08:00:00Z\""
	run -0 checked 1
}

@test "a list of changes is on one partition, too, and numbers rise after a restore" {
	with_delta
	parted
	ipp-ca crl >/dev/null
	house_later +10m
	ipp-store backup --folder=old --with-key >/dev/null
	p=$(partition 10)
	ipp-revoke USR10 --motive=data_changed >/dev/null
	house_later +10m
	run -0 --separate-stderr ipp-ca crl --delta
	number=$(found ".[] | select(.partition == $p).number")
	# the lists of the others that tell everything make nothing public
	[ "$(sql 'SELECT count(*) FROM status_requests WHERE published_at IS NULL')" = 1 ]
	run -0 openssl crl -inform DER -in "www/ca-$p-delta.crl" -noout -text
	[[ $output == *"URI:http://ca.example/ca-$p.crl"* ]]
	run -2 judged 10 "ca-$p" "ca-$p-delta"
	[[ $output == *"certificate revoked"* ]]
	house_later +10m
	ipp-store restore --folder=old --store=again >/dev/null
	export IPP_STORE=$PWD/again
	house_later +10m
	ipp-revoke USR10 --motive=data_changed >/dev/null
	refused 1 list_unknown ipp-ca crl --delta
	refused 1 list_unknown ipp-ca crl # which lacks what only changes told
	mv "www/ca-$p.crl" "$BATS_TEST_TMPDIR/"
	refused 1 list_unknown ipp-ca crl
	mv "$BATS_TEST_TMPDIR/ca-$p.crl" www/
	run -0 --separate-stderr ipp-ca crl --delta --replace
	expect "map(select(.partition == $p).number > $number) == [true]"
	run -2 judged 10 "ca-$p" "ca-$p-delta"
	[[ $output == *"certificate revoked"* ]]
}

@test "lists of changes need the word of the complete ones" {
	refused 78 delta_hours_missing ipp-ca crl --delta --folder=www
	export IPP_CONFIG=$PWD/ipp.conf
	printf '%s\n' '[crl]' 'folder = www' 'delta_hours = 0' >ipp.conf
	refused 78 setting_invalid ipp-ca crl
}

# revoked_rows FROM TO: the store tells of so many certificates that it never
# issued, each with serial number and reason alike in length.
revoked_rows() {
	sql "INSERT INTO certificate_status (authority_id, serial, reason, revoked_at,
		certificate_id, not_after, changed_at, change_id)
		WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
		SELECT (SELECT max(authority_id) FROM authorities),
			CAST(x'19' || randomblob(18) AS BLOB), 4, 1790000000 - 7919 * i,
			1000 + i, 1890000000, 1790000000, i FROM n"
}

@test "a list of ten thousand is whole and in order" {
	revoked_rows 1 10000
	run -0 --separate-stderr ipp-ca crl --folder=www
	expect '.[1].entries == 10000'
	[ "$(found '.[1].size')" = "$(stat -c %s www/ca.crl)" ]
	listed www/ca.crl >listed
	sql 'SELECT hex(serial) FROM certificate_status ORDER BY serial' | cmp - listed
	run -0 openssl crl -inform DER -in www/ca.crl -noout -verify -CAfile chain.pem
	[ "$(openssl crl -inform DER -in www/ca.crl -noout -text | grep -c Superseded)" = 10000 ]
}

@test "a list is whole also where its length needs another byte" {
	local n
	rm -rf bare
	export IPP_STORE=$PWD/bare
	(umask 077 && printf 'correct horse battery staple\n' >password)
	ipp-store init --demo --no-authority --password-file=password \
		--otp-secret-file=otp >/dev/null
	house_sign_in admin password otp
	ipp-ca init --key=rsa4096 >/dev/null
	ipp-ca export --issuer=ca.pem --root=root.pem
	cat ca.pem root.pem >chain.pem
	revoked_rows 1 1000
	size=$(ipp-ca crl --folder=www | jq 'select(.role == "issuing").size')
	# the signature alone makes it longer than 65535 bytes
	n=$((1000 + (65540 - size) / 52 + 1))
	revoked_rows 1001 "$n"
	house_clock +1m
	run -0 --separate-stderr ipp-ca crl --folder=www
	expect ".[1].entries == $n and .[1].size > 65539 and .[1].size < 65600"
	run -0 openssl crl -inform DER -in www/ca.crl -noout -verify -CAfile chain.pem
	[[ $output == *"verify OK"* ]]
	[ "$(listed www/ca.crl | sort -u | wc -l)" = "$n" ]
}

# Every file of the folder that lists go to, whatever it is called, is a list.
all_whole() {
	local path
	while read -r path; do
		openssl crl -inform DER -in "$path" -noout -verify \
			-CAfile chain.pem 2>/dev/null || [ ! -e "$path" ] ||
			return 1
	done < <(find www -type f)
}

@test "killed while a list is written, only whole ones are there, and the next run leaves no other" {
	local at die=${B:-build}/tests/lib/die_at
	die=$(cd "$house_top" && realpath "$die")
	ipp-ca crl --folder=www >/dev/null
	cp -a www before
	ipp-revoke USR1 --motive=device_unusable >/dev/null
	house_clock +1m
	for at in fchmod linkat; do
		run -159 "$die" "$at" ipp-ca crl --due --folder=www
		diff -r before www
	done
	run -159 "$die" rename ipp-ca crl --due --folder=www
	all_whole
	run -0 --separate-stderr ipp-ca crl --due --folder=www
	expect '.[1].entries == 1'
	[ "$(find www -type f | sort | xargs)" = "www/ca.crl www/root.crl" ]
	[ "$(listed www/ca.crl | wc -l)" = 1 ]
}

@test "killed at any moment, whoever looks into the folder sees whole lists" {
	local i pid
	revoked_rows 1 20000
	ipp-ca crl --folder=www >/dev/null
	for i in 2 4 6 8 10 12 14 16 18 20; do
		house_clock +1m
		ipp-ca crl --folder=www >/dev/null &
		pid=$!
		sleep "0.$(printf %02d "$i")"
		all_whole
		kill -9 $pid 2>/dev/null || :
		wait $pid || :
		all_whole
	done
	house_clock +1m
	ipp-ca crl --folder=www >/dev/null
	[ "$(find www -type f | sort | xargs)" = "www/ca.crl www/root.crl" ]
}
