# ipp-scan - never clean, unless an engine that is up to date read all of it

load ../lib/house
load ../lib/clamav

setup_file() {
	local made=$BATS_FILE_TMPDIR
	"$BATS_TEST_DIRNAME/../lib/clamav.py" database "$made/db" 2026-11-21T08:00:00Z
	"$BATS_TEST_DIRNAME/../lib/clamav.py" database "$made/undated"
	"$BATS_TEST_DIRNAME/../lib/clamav.py" samples "$made/samples"
	clam_start "$made/clamd" "$made/db"
}

teardown_file() {
	clam_stop "$BATS_FILE_TMPDIR/clamd"
}

setup() {
	house_clean
	made=$BATS_FILE_TMPDIR
	samples=$made/samples
	export IPP_CONFIG=$PWD/ipp.conf TMPDIR=$BATS_TEST_TMPDIR/tmp
	mkdir "$TMPDIR"
	use_clamd
}

teardown() {
	[ -z "${fake_pid-}" ] || kill "$fake_pid"
	clam_stop "$BATS_TEST_TMPDIR/clamd"
}

# settings LINE...: of section [scan]
settings() {
	printf '%s\n' '[scan]' "$@" >ipp.conf
}

use_clamd() {
	settings "socket = $made/clamd/socket" "$@"
}

use_library() {
	settings "database = $made/db" "$@"
}

each_engine() {
	local use
	for use in use_clamd use_library; do
		"$use" || return
		"$@" || { echo "with $use"; return 1; }
	done
}

# verdicts JQ: scans the samples that $names names, and asks.
verdicts() {
	cd "$samples" || return
	run --separate-stderr ipp-scan $names
	cd "$OLDPWD" || return
	valid scan_verdict && expect "$1"
}

@test "a harmless file is clean, and the verdict names engine and database" {
	names='form.pdf record.pdf picture.png record.json'
	each_engine verdicts 'length == 4 and all(.[]; .verdict == "clean" and
		(.engine | startswith("ClamAV 1.")) and .reason == null and
		.database_version == "27500" and
		.database_date == "2026-11-21T08:00:00Z" and
		.scanned_at == "2026-11-22T08:00:00Z")'
	[ "$status" = 0 ]
	[ "$(found '.[0].sha256')" = "$(sha256sum "$samples/form.pdf" | cut -d' ' -f1)" ]
}

@test "a virus is found, also in an attachment, and the status is 1" {
	names='eicar.com eicar.pdf form.pdf'
	each_engine verdicts '[.[].verdict] == ["infected", "infected", "clean"] and
		all(.[:2][]; .name == "Test.Eicar.UNOFFICIAL" and .part == "whole")'
	[ "$status" = 1 ]
}

@test "what other programs packed is looked into" {
	names=$(echo /usr/share/clamav-testfiles/clam*)
	each_engine verdicts 'length > 40 and all(.[]; .verdict == "infected" and
		.name == "Test.Clam.UNOFFICIAL")'
}

@test "what cannot be read to its end is refused, with the reason" {
	names='deep.zip broken.jpg broken.pdf'
	each_engine verdicts 'all(.[]; .verdict == "refused") and
		[.[].reason] == ["too_deep", "broken", "broken"]'
	[ "$status" = 1 ]
	names=large.pdf
	use_clamd
	verdicts '.[0].reason == "too_large"'
	# libclamav lets what it unpacks grow bit by bit: with the allocator of
	# the address sanitizer that takes more than a minute
	[[ ${B##*/} == *asan* ]] || {
		use_library
		verdicts '.[0].reason == "too_large"'
	}
	names='encrypted.zip'
	use_library
	verdicts '.[0].reason == "encrypted"'
}

@test "an encrypted PDF is refused, whether it needs a passphrase or not" {
	qpdf --encrypt secret owner 256 -- "$samples/form.pdf" user.pdf
	qpdf --encrypt '' owner 256 -- "$samples/form.pdf" owner.pdf
	for use in use_clamd use_library; do
		$use
		run --separate-stderr -1 ipp-scan user.pdf owner.pdf
		expect 'all(.[]; .verdict == "refused" and .reason == "encrypted")'
	done
}

@test "a virus behind 200 MB in a packed file is never clean, nor attached, nor behind a picture" {
	# clamd itself says OK of all of them
	run clamdscan -c "$made/clamd/clamd.conf" --fdpass --no-summary \
		"$samples/bomb.zip" "$samples/bomb.pdf" "$samples/both.png"
	[ "$(grep -c ': OK$' <<<"$output")" = 3 ]
	names='bomb.zip bomb.pdf both.png'
	use_clamd
	verdicts 'all(.[]; .verdict == "refused" and .reason == "not_vouched")'
	use_library
	verdicts 'all(.[]; .verdict == "refused" and .reason == "too_large")'
	[ -z "$(ls "$TMPDIR")" ]
}

@test "20 MiB are scanned, a byte more is not" {
	names='limit.json'
	each_engine verdicts '.[0].verdict == "clean" and .[0].size == 20971520'
	refused 65 file_too_large ipp-scan "$samples/past.json"
	[ -z "$output" ]
}

sign() { # FILE OUT [OPTION]...: by another program
	[ -e key.pem ] || openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=x \
		-keyout key.pem -out cert.pem -days 9 2>/dev/null
	openssl cms -sign -binary -signer cert.pem -inkey key.pem \
		-in "$1" -out "$2" "${@:3}"
}

@test "the content of a signed message is scanned: DER, PEM, streamed, base64, signed twice" {
	local clam=/usr/share/clamav-testfiles/clam.exe
	sign $clam a.p7m -outform DER -nodetach
	sign $clam b.p7m -outform PEM -nodetach
	sign $clam c.p7m -outform DER -nodetach -stream
	openssl base64 -in a.p7m -out d.p7m
	sign b.p7m e.p7m -outform DER -nodetach
	# the engine alone does not see them all
	run -0 clamdscan -c "$made/clamd/clamd.conf" --fdpass --no-summary d.p7m
	for use in use_clamd use_library; do
		$use
		run --separate-stderr -1 ipp-scan [a-e].p7m
		expect 'length == 5 and all(.[]; .verdict == "infected" and
			.name == "Test.Clam.UNOFFICIAL" and .part == "content")'
	done
	[ "$(found '.[0].sha256')" = "$(sha256sum a.p7m | cut -d' ' -f1)" ]
}

@test "a signed form is clean, detached signatures too; cut or sealed messages are refused" {
	sign "$samples/record.pdf" a.p7m -outform DER -nodetach
	sign "$samples/record.pdf" b.p7s -outform DER
	head -c 900 a.p7m >cut.p7m
	openssl cms -encrypt -binary -aes256 -in "$samples/form.pdf" -outform DER \
		-out sealed.p7m cert.pem
	openssl base64 -in sealed.p7m -out sealed.b64
	for use in use_clamd use_library; do
		$use
		run -0 --separate-stderr ipp-scan a.p7m b.p7s
		expect 'all(.[]; .verdict == "clean" and .part == null)'
		run --separate-stderr ipp-scan cut.p7m sealed.p7m sealed.b64
		expect '[.[].reason] == ["broken", "encrypted", "encrypted"]'
	done
}

@test "what is in a signed message counts as it does alone" {
	sign "$samples/bomb.zip" bomb.p7m -outform DER -nodetach
	cp "$samples/form.pdf" n.p7m
	for _ in 1 2 3 4 5 6 7 8 9; do
		sign n.p7m m.p7m -outform DER -nodetach
		mv m.p7m n.p7m
	done
	for use in use_clamd use_library; do
		$use
		run --separate-stderr ipp-scan bomb.p7m n.p7m
		expect '.[0].verdict == "refused" and .[1].reason == "too_deep"'
	done
}

@test "files come as arguments, as documents, and from stdin" {
	use_library
	run -0 --separate-stderr ipp-scan - <"$samples/form.pdf"
	expect '.[0].file == "-" and .[0].verdict == "clean"'
	run -0 --separate-stderr ipp-scan <<<"{\"file\":\"$samples/form.pdf\",\"external_code\":\"7\"}"
	expect '.[0].verdict == "clean" and .[0].external_code == "7"'
	refused 74 file_unreadable ipp-scan nowhere.pdf
	run --separate-stderr ipp-scan --fail-fast "$samples/eicar.com" "$samples/form.pdf"
	[ "$status" = 1 ]
}

@test "without a database, or with an empty or a broken one, nothing is scanned" {
	mkdir empty broken
	printf 'ClamAV-VDB:21 Nov 2026 08-00 +0000:1:1:1:X:X:x:1' >broken/daily.cvd
	settings "database = $PWD/nowhere"
	refused 78 scan_database_missing ipp-scan "$samples/form.pdf"
	[ -z "$output" ]
	settings "database = $PWD/empty"
	refused 78 scan_database_missing ipp-scan "$samples/form.pdf"
	settings "database = $PWD/broken"
	refused 78 scan_database_broken ipp-scan "$samples/form.pdf"
	cp "$made/db/daily.cud" broken/daily.cvd # as if ClamAV had signed it
	refused 78 scan_database_broken ipp-scan "$samples/form.pdf"
	[ -z "$output" ]
}

@test "a database is believed to its last second, and not before its first" {
	house_clock 2026-11-28T08:00:00Z
	names=form.pdf
	each_engine verdicts '.[0].verdict == "clean"'
	house_clock +1s
	for use in use_clamd use_library; do
		$use
		house_clock 2026-11-28T08:00:01Z
		refused 78 scan_database_old ipp-scan "$samples/form.pdf"
		[ -z "$output" ]
		house_clock 2026-11-20T07:59:59Z
		refused 78 scan_database_future ipp-scan "$samples/form.pdf"
		house_clock 2026-11-23T08:00:01Z
		$use 'max_age_days = 2'
		refused 78 scan_database_old ipp-scan "$samples/form.pdf"
	done
}

@test "a database of unknown age is believed only where that is allowed" {
	clam_start "$BATS_TEST_TMPDIR/clamd" "$made/undated"
	for line in "socket = $BATS_TEST_TMPDIR/clamd/socket" "database = $made/undated"; do
		settings "$line"
		refused 78 scan_database_undated ipp-scan "$samples/form.pdf"
		[ -z "$output" ]
		settings "$line" 'allow_undated = yes'
		run -0 --separate-stderr ipp-scan "$samples/form.pdf"
		expect '.[0].verdict == "clean" and .[0].database_date == null'
	done
}

@test "settings that make no sense are refused" {
	use_clamd 'timeout_seconds = 0'
	refused 78 scan_config ipp-scan "$samples/form.pdf"
	use_clamd 'max_age_days = 366'
	refused 78 scan_config ipp-scan "$samples/form.pdf"
}

@test "a clamd that does not tell what it left out is not believed" {
	clam_start "$BATS_TEST_TMPDIR/clamd" "$made/db" 'AlertEncryptedDoc yes'
	settings "socket = $BATS_TEST_TMPDIR/clamd/socket"
	refused 78 scan_engine_lenient ipp-scan "$samples/form.pdf"
	[ -z "$output" ]
	expect_error 'length == 2 and (.[0].message | contains("AlertBrokenMedia")) and
		(.[1].message | contains("AlertExceedsMax"))'
}

@test "clamd may be at a port, where it is sent the bytes" {
	local port=$((20000 + RANDOM % 20000))
	clam_start "$BATS_TEST_TMPDIR/clamd" "$made/db" 'AlertExceedsMax yes' \
		'AlertEncryptedDoc yes' 'AlertBrokenMedia yes' \
		'StreamMaxLength 1M' "TCPSocket $port" 'TCPAddr 127.0.0.1'
	settings "socket = 127.0.0.1:$port"
	names='form.pdf eicar.pdf limit.json'
	verdicts '[.[].verdict] == ["clean", "infected", "refused"] and
		.[2].reason == "too_large"'
}

@test "no clamd, or one that was killed, is no verdict" {
	clam_start "$BATS_TEST_TMPDIR/clamd" "$made/db"
	settings "socket = $BATS_TEST_TMPDIR/clamd/socket"
	run -0 ipp-scan "$samples/form.pdf"
	kill -9 "$(<"$BATS_TEST_TMPDIR/clamd/pid")"
	refused 69 scan_engine_gone ipp-scan "$samples/form.pdf"
	[ -z "$output" ]
	settings "socket = $PWD/nothing/socket"
	refused 69 scan_engine_gone ipp-scan "$samples/form.pdf"
	settings 'socket = 127.0.0.1:1'
	refused 69 scan_engine_gone ipp-scan "$samples/form.pdf"
	settings 'socket = nowhere'
	refused 69 scan_engine_gone ipp-scan "$samples/form.pdf"
}

version='ClamAV 1.4.6/27500/Sat Nov 21 08:00:00 2026|'
found='stream: Heuristics.Encrypted.PDF FOUND|'

@test "what is no clamd, or ends amid a scan, is no verdict" {
	local row
	for row in 'HTTP/1.1 200 OK' 'ClamAV 1.4.6' "$version$version" '|' \
		'ClamAV 1.4.6/27500/soon|'; do
		rm -f fake
		clam_fake "$PWD/fake" "$row"
		settings "socket = $PWD/fake"
		refused 69 scan_engine_garbled ipp-scan "$samples/form.pdf"
		[ -z "$output" ]
		kill "$fake_pid"
	done
	for row in 'OK|' 'fd[1]: OKAY|' 'fd[]: OK|' 'fd[1]: OK|fd[1]: OK|' 'fd[1]: OK'; do
		rm -f fake
		clam_fake "$PWD/fake" "$version" "$found" "$found" "$found" "$version" "$row"
		settings "socket = $PWD/fake"
		refused 69 scan_engine_garbled ipp-scan "$samples/form.pdf"
		[ -z "$output" ]
		kill "$fake_pid"
	done
	rm -f fake
	clam_fake "$PWD/fake" "$version" "$found" "$found" "$found" "$version" -
	refused 69 scan_engine_gone ipp-scan "$samples/form.pdf"
}

@test "the fake of these tests would be believed if it said so" {
	clam_fake "$PWD/fake" "$version" "$found" "$found" "$found" "$version" 'fd[1]: OK|'
	settings "socket = $PWD/fake"
	run -0 --separate-stderr ipp-scan "$samples/form.pdf"
	expect '.[0].verdict == "clean"'
}

@test "a scan that takes too long is refused" {
	clam_fake "$PWD/fake" "$version" "$found" "$found" "$found" "$version" ...
	settings "socket = $PWD/fake" 'timeout_seconds = 1'
	run --separate-stderr -1 ipp-scan "$samples/form.pdf"
	expect '.[0].verdict == "refused" and .[0].reason == "timed_out"'
}

@test "the papers of a product are scanned, and the verdicts are evidence" {
	unset TMPDIR
	house_store
	export IPP_CONFIG=$PWD/ipp.conf
	use_clamd
	head -n 1 "$house_top/tests/fixtures/demo/batch.jsonl" >batch.jsonl
	"$house_top/tests/lib/scans.py" --out inbox <batch.jsonl
	ipp-request import <batch.jsonl >/dev/null
	cp "$samples/eicar.pdf" inbox/RS-101/form.pdf
	ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	run --separate-stderr -1 ipp-scan papers USR000000001
	valid scan_verdict
	expect 'map({(.file): .verdict}) | add == {form: "infected",
		report: "clean", document_front: "clean", document_back: "clean"}'
	expect 'all(.[]; .user_id == "USR000000001")'
	run -0 ipp-search show USR000000001
	expect '.[0].evidence | map(select(.kind == "check")) | length == 4 and
		(map(select(.verdict == "failed")) | length == 1 and
		.[0].detail.check == "antivirus" and
		.[0].detail.name == "Test.Eicar.UNOFFICIAL" and
		.[0].sha256 == .[0].detail.sha256)'
	run -0 ipp-store check
	refused 65 product_unknown ipp-scan papers USR000000099
}
