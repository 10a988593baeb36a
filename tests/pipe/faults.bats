# faults - what goes wrong around the desk: each time a clear error, and
# nothing lost, doubled or half done

load ../lib/house
load ../lib/serve

setup() {
	house_store
	many=$BATS_FILE_TMPDIR/many
	[ -s "$many" ] || {
		"$house_top/tests/lib/people.py" --count 3000 >"$many.new"
		mv "$many.new" "$many"
	}
}

teardown() {
	if [ -n "${mounted-}" ]; then
		umount "$mounted"
	fi
}

orders() {
	sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) FROM orders'
}

# Every document of the file is one order, and the store is whole.
once() {
	[ "$(sqlite3 "$IPP_STORE/ipp.db" \
		'SELECT external_code FROM orders ORDER BY external_code')" = \
		"$(jq -r .external_code "$1" | sort)" ]
	[ "$(sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) FROM products')" = \
		"$(jq '.products | length' "$1" | paste -sd+ | bc)" ]
	sound
}

sound() {
	ipp-store check >check || {
		cat check
		return 1
	}
}

# Runs a command as somebody who owns nothing here; root may write anything.
# usage: stranger COMMAND...
stranger() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	else
		"$@"
	fi
}

@test "a full disk is told once, what was printed is kept, and a second run ends the work" {
	mkdir small
	if mount -t tmpfs -o size=4m small small 2>/dev/null; then
		mounted=$PWD/small
		cp -a "$IPP_STORE" small/store
		IPP_STORE=$PWD/small/store
		run --separate-stderr ipp-request import <"$many"
	else
		size=$(($(stat -c %s "$IPP_STORE/ipp.db") / 1024 + 1500))
		run --separate-stderr bash -c "ulimit -f $size; trap '' XFSZ
			exec ipp-request import" <"$many"
	fi
	[ "$status" = 74 ]
	expect_error 'length == 1 and (.[0].code | test("^store_(full|io|lost)$"))'
	printed=$(wc -l <<<"$output")
	[ -n "$output" ] || printed=0
	[ "$printed" -lt 3000 ]
	if [ -n "${mounted-}" ]; then
		mount -o remount,size=64m small
	fi
	[ "$(orders)" = "$printed" ]
	sound
	run -0 --separate-stderr ipp-request import <"$many"
	[ "$(wc -l <<<"$output")" = 3000 ]
	once "$many"
}

@test "a backup onto a full disk says which one, and goes on where there is room" {
	mkdir small
	mount -t tmpfs -o size=300k small small 2>/dev/null ||
		skip "nobody may mount a small disk here"
	mounted=$PWD/small
	refused 74 file_unwritable ipp-store backup --folder=small/copy --with-key
	expect_error '.[0].message | test("small/copy/ipp.db")'
	[ ! -e small/copy/ipp.db ]
	mount -o remount,size=64m small
	run -0 ipp-store backup --folder=small/copy --with-key
	run -0 ipp-store restore --folder=small/copy --store=again
	refused 73 backup_exists ipp-store backup --folder=small/copy
}

@test "with --atomic a full disk keeps nothing" {
	mkdir small
	mount -t tmpfs -o size=4m small small 2>/dev/null || skip "may not mount"
	mounted=$PWD/small
	cp -a "$IPP_STORE" small/store
	IPP_STORE=$PWD/small/store
	run --separate-stderr ipp-request import --atomic <"$many"
	[ "$status" = 74 ]
	[ -z "$output" ]
	expect_error 'length == 1 and (.[0].code | test("^store_(full|io|lost)$"))'
	mount -o remount,size=64m small
	[ "$(orders)" = 0 ]
	sound
}

@test "a read-only disk can be looked at or says why not, and is never written" {
	before=$(sha256sum <"$IPP_STORE/ipp.db")
	if mount --bind "$IPP_STORE" "$IPP_STORE" 2>/dev/null; then
		mounted=$IPP_STORE
		mount -o remount,bind,ro "$IPP_STORE"
	else
		chmod 500 "$IPP_STORE"
		chmod 400 "$IPP_STORE/ipp.db"
	fi
	run --separate-stderr ipp-request import < <(head -n 3 "$many")
	[ "$status" = 78 ]
	expect_error 'length == 1 and (.[0].code | test("^store_(read_only|unusable)$"))'
	run --separate-stderr ipp-store status
	[ "$status" = 0 ] || {
		[ "$status" = 78 ]
		expect_error 'length == 1 and (.[0].code | test("^store_(read_only|unusable)$"))'
	}
	[ "$before" = "$(sha256sum <"$IPP_STORE/ipp.db")" ]
}

@test "somebody else neither reads nor writes the store" {
	[ "$(id -u)" = 0 ] || skip "only root can become somebody else"
	chmod 755 "$BATS_TEST_TMPDIR"
	run --separate-stderr stranger ipp-request import < <(head -n 3 "$many")
	[ "$status" = 78 ]
	expect_error 'length == 1 and (.[0].message | test("owner|folder"))'
	run --separate-stderr stranger ipp-check
	[ "$status" = 78 ]
	expect_error '.[0].code == "store_unusable" and
		(.[0].message | test("owner") and (test("init") | not))'
	[ "$(orders)" = 0 ]
}

@test "a store from the future, of another program, or no store at all is refused" {
	cp "$IPP_STORE/ipp.db" whole
	one=$(head -n 1 "$many")
	sqlite3 "$IPP_STORE/ipp.db" 'PRAGMA user_version = 9999'
	refused 78 store_newer ipp-request import <<<"$one"
	cp whole "$IPP_STORE/ipp.db"
	sqlite3 "$IPP_STORE/ipp.db" 'PRAGMA application_id = 1'
	refused 78 store_foreign ipp-request import <<<"$one"
	: >"$IPP_STORE/ipp.db"
	refused 78 store_foreign ipp-request import <<<"$one"
	head -c 20000 /dev/urandom >"$IPP_STORE/ipp.db"
	refused 78 store_damaged ipp-request import <<<"$one"
	rm "$IPP_STORE/ipp.db"
	refused 78 store_missing ipp-request import <<<"$one"
	mkdir "$IPP_STORE/ipp.db"
	refused 78 store_unusable ipp-request import <<<"$one"
	[ -z "$output" ]
}

@test "a database with a damaged page is told, not written on" {
	ipp-request import <"$many" >/dev/null
	pages=$(sqlite3 "$IPP_STORE/ipp.db" 'PRAGMA wal_checkpoint(TRUNCATE); PRAGMA page_count' | tail -n 1)
	for ((page = 20; page < pages; page += 5)); do
		head -c 4096 /dev/urandom |
			dd of="$IPP_STORE/ipp.db" bs=4096 seek="$page" conv=notrunc status=none
	done
	run --separate-stderr ipp-store check
	[ "$status" != 0 ]
	[[ $stderr != *"please report"* ]] || { echo "$stderr"; false; }
	run --separate-stderr ipp-request import <"$many"
	[ "$status" != 0 ]
	expect_error 'length >= 1'
}

@test "with the wrong key nothing is written" {
	head -c 32 /dev/urandom | xxd -p -c 64 >"$IPP_STORE/master.key"
	run --separate-stderr ipp-request import < <(head -n 3 "$many")
	[ "$status" = 78 ]
	[ -z "$output" ]
	expect_error 'length == 1 and .[0].code == "key_wrong"'
	[ "$(orders)" = 0 ]
	rm "$IPP_STORE/master.key"
	refused 78 key_missing ipp-request import < <(head -n 3 "$many")
	[ "$(orders)" = 0 ]
}

@test "eight writers at once wait for each other and lose nothing" {
	pids=()
	for n in {0..7}; do
		awk -v n="$n" 'NR % 8 == n' "$many" |
			ipp-request import >"out.$n" 2>"error.$n" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid"
	done
	cat error.*
	[ "$(cat out.* | wc -l)" = 3000 ]
	[ "$(cat out.* | jq -r .order_id | sort -u | wc -l)" = 3000 ]
	once "$many"
}

@test "eight writers of the same batch make each order once" {
	head -n 800 "$many" >same
	pids=()
	for n in {0..7}; do
		ipp-request import <same >"out.$n" 2>"error.$n" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid"
	done
	cat error.*
	for n in {0..7}; do
		[ "$(wc -l <"out.$n")" = 800 ]
		cmp <(jq -r '[.external_code, .order_id] | @tsv' "out.$n") \
			<(jq -r '[.external_code, .order_id] | @tsv' out.0)
	done
	[ "$(cat out.* | jq -r 'select(.existing | not) | .order_id' | wc -l)" = 800 ]
	once same
}

@test "a writer that holds the store for long is waited for, and then told" {
	mkfifo hold
	sqlite3 "$IPP_STORE/ipp.db" <hold >held &
	holder=$!
	exec 9>hold
	echo "BEGIN IMMEDIATE; SELECT 'held';" >&9
	serve_await held "$holder"
	head -n 3 "$many" | ipp-request import >out 2>error &
	writer=$!
	sleep 0.7
	kill -0 "$writer" # it waits
	[ ! -s out ]
	echo 'COMMIT;' >&9
	exec 9>&-
	wait "$holder" "$writer"
	[ "$(wc -l <out)" = 3 ]
}

@test "a backup while eight write is whole" {
	pids=()
	for n in {0..7}; do
		awk -v n="$n" 'NR % 8 == n' "$many" | ipp-request import >"out.$n" &
		pids+=($!)
	done
	sleep 0.2
	run -0 --separate-stderr ipp-store backup --folder=copy --with-key
	for pid in "${pids[@]}"; do
		wait "$pid"
	done
	run -0 --separate-stderr ipp-store restore --folder=copy --store=again
	run -0 ipp-store check --store=again
	once "$many"
}
