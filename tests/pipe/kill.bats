# kill - SIGKILL at random moments, again and again: the same command run once
# more ends the work, with nothing lost, doubled or half done
#
# KILLS is how often each command is killed, seal a third as often; .ci/run
# takes 100.

load ../lib/house

KILLS=${KILLS:-15}
PEOPLE=4000     # a batch of several transactions
PRODUCTS=300
REVOKED=800     # several transactions
ENVELOPES=80    # two batches; each costs a key derivation, so fewer kills
CYCLE=10        # kills before the work is ended and looked at

setup() {
	house_store
}

sql() {
	sqlite3 -cmd '.timeout 10000' "$IPP_STORE/ipp.db" "$@"
}

milliseconds() {
	echo $(($(date +%s%N) / 1000000))
}

# victim MILLISECONDS INPUT OUTPUT COMMAND...: runs it and kills it after a
# random time of at most so long; true if it was still alive then.
victim() {
	local most=$1 in=$2 out=$3 pid delay
	shift 3
	"$@" <"$in" >"$out" 2>>errors &
	pid=$!
	delay=$((RANDOM % (most + 1)))
	sleep "$(printf '%d.%03d' $((delay / 1000)) $((delay % 1000)))"
	kill -9 "$pid" 2>/dev/null || true
	! wait "$pid" 2>/dev/null
}

# cycle MILLISECONDS INPUT COMMAND...: kills it CYCLE times or until it has
# ended before its death. Counts in `killed`; its output is in printed.*.
cycle() {
	local most=$1 in=$2 n
	shift 2
	rm -f printed.*
	for ((n = 0; n < CYCLE && killed < KILLS; n++)); do
		if victim "$most" "$in" "printed.$n" "$@"; then
			killed=$((killed + 1))
		else
			break
		fi
	done
}

# What was printed whole before a death; the last line may be cut off.
printed() {
	local name
	for name in printed.*; do
		if [ -n "$(tail -c 1 "$name")" ]; then
			sed '$d' "$name"
		else
			cat "$name"
		fi
	done
}

whole() {
	ipp-store check >check || {
		cat check
		return 1
	}
}

import() {
	ipp-request import <people
}

issue() {
	ipp-issue --confirm --seal=later <products
}

issue_all() {
	ipp-issue --confirm --seal=later | jq -c '{user_id}'
}

revoke() {
	ipp-revoke --motive=office_procedure --resume <products
}

seal() {
	ipp-envelope seal <products
}

@test "import killed at any moment keeps every order once, and every line it printed" {
	"$house_top/tests/lib/people.py" --count "$PEOPLE" >people
	cp -a "$IPP_STORE" new
	begun=$(milliseconds)
	import >/dev/null
	most=$((($(milliseconds) - begun) * 8 / 10))
	jq -r .external_code people | sort >wanted
	killed=0
	for ((tries = 0; killed < KILLS && tries < KILLS; tries++)); do
		rm -rf "$IPP_STORE"
		cp -a new "$IPP_STORE"
		cycle "$most" people ipp-request import
		import >last
		[ "$(wc -l <last)" = "$PEOPLE" ]
		sql 'SELECT external_code FROM orders ORDER BY 1' | cmp - wanted
		[ "$(sql 'SELECT count(*), count(DISTINCT order_id) FROM products')" = \
			"$PEOPLE|$PEOPLE" ]
		[ "$(sql "SELECT count(*), count(DISTINCT order_id) FROM journal
			WHERE event = 'request_submitted'")" = "$PEOPLE|$PEOPLE" ]
		sql "SELECT external_code || ' ' ||
			printf('ORD%09d', order_id) FROM orders ORDER BY 1" >kept
		printed | jq -r '"\(.external_code) \(.order_id)"' | sort -u >said
		[ -z "$(comm -23 said <(sort kept))" ]
		whole
	done
	echo "# killed $killed times" >&3
	[ "$killed" -ge $((KILLS / 2)) ]
	[ ! -s errors ]
}

@test "issue killed at any moment signs every certificate once, under its own serial" {
	"$house_top/tests/lib/people.py" --count "$PRODUCTS" >people
	import | jq -c '{user_id: .user_ids[0]}' >products
	sql "UPDATE products SET status = 'to_issue', recognised_by = 1,
		recognised_at = created_at"
	cp -a "$IPP_STORE" new
	begun=$(milliseconds)
	issue >/dev/null
	most=$((($(milliseconds) - begun) * 8 / 10))
	killed=0
	for ((tries = 0; killed < KILLS && tries < KILLS; tries++)); do
		rm -rf "$IPP_STORE"
		cp -a new "$IPP_STORE"
		cycle "$most" products ipp-issue --confirm --seal=later
		issue >last
		[ "$(wc -l <last)" = "$PRODUCTS" ]
		[ "$(sql "SELECT count(*) FROM products WHERE status = 'active'")" = "$PRODUCTS" ]
		[ "$(sql 'SELECT count(*), count(DISTINCT user_id), count(DISTINCT serial)
			FROM certificates WHERE certificate IS NOT NULL AND user_id IS NOT NULL')" = \
			"$PRODUCTS|$PRODUCTS|$PRODUCTS" ]
		[ "$(sql "SELECT count(*), count(DISTINCT user_id) FROM journal
			WHERE event = 'certificate_issued'")" = "$PRODUCTS|$PRODUCTS" ]
		sql "SELECT printf('USR%09d', user_id) || ' ' || serial
			FROM products ORDER BY 1" >kept
		printed | jq -r '"\(.user_id) \(.serial)"' | sort -u >said
		[ -z "$(comm -23 said <(sort kept))" ]
		whole
	done
	echo "# killed $killed times" >&3
	[ "$killed" -ge $((KILLS / 2)) ]
	[ ! -s errors ]
}

@test "a mass revocation killed at any moment revokes every certificate once" {
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null "$REVOKED"
	ipp-search --section=to_issue | issue_all >products
	cp -a "$IPP_STORE" new
	begun=$(milliseconds)
	revoke >/dev/null
	most=$((($(milliseconds) - begun) * 8 / 10))
	killed=0
	for ((tries = 0; killed < KILLS && tries < KILLS; tries++)); do
		rm -rf "$IPP_STORE"
		cp -a new "$IPP_STORE"
		cycle "$most" products ipp-revoke --motive=office_procedure --resume
		revoke >last
		[ "$(wc -l <last)" = "$REVOKED" ]
		[ "$(sql "SELECT count(*) FROM products WHERE status = 'revoked'")" = "$REVOKED" ]
		[ "$(sql 'SELECT count(*), count(DISTINCT certificate_id), count(DISTINCT change_id)
			FROM certificate_status WHERE reason = 9')" = "$REVOKED|$REVOKED|$REVOKED" ]
		[ "$(sql 'SELECT count(*), count(DISTINCT user_id) FROM status_requests')" = \
			"$REVOKED|$REVOKED" ]
		[ "$(sql "SELECT count(*), count(DISTINCT user_id) FROM outbox
			WHERE template = 'certificate_revoked'")" = "$REVOKED|$REVOKED" ]
		[ "$(sql "SELECT count(*), count(DISTINCT user_id) FROM journal
			WHERE event = 'product_revoked'")" = "$REVOKED|$REVOKED" ]
		sql "SELECT printf('USR%09d', user_id) FROM products ORDER BY 1" >kept
		printed | jq -r .user_id | sort -u >said
		[ -z "$(comm -23 said kept)" ]
		whole
	done
	echo "# killed $killed times" >&3
	[ "$killed" -ge $((KILLS / 2)) ]
	[ ! -s errors ]
}

@test "seal killed at any moment sends every envelope once, with its passphrase" {
	"$house_top/tests/lib/people.py" --count "$ENVELOPES" >people
	import | jq -c '{user_id: .user_ids[0]}' >products
	sql "UPDATE products SET status = 'to_issue', recognised_by = 1,
		recognised_at = created_at"
	issue >/dev/null
	cp -a "$IPP_STORE" new
	begun=$(milliseconds)
	seal >/dev/null
	most=$((($(milliseconds) - begun) * 8 / 10))
	killed=0
	KILLS=$(((KILLS + 2) / 3))
	for ((tries = 0; killed < KILLS && tries < KILLS; tries++)); do
		rm -rf "$IPP_STORE"
		cp -a new "$IPP_STORE"
		cycle "$most" products ipp-envelope seal
		seal >last
		[ "$(jq -r .user_id last | sort -u | wc -l)" = "$ENVELOPES" ]
		[ "$(sql 'SELECT count(*), count(DISTINCT user_id), count(void_at)
			FROM envelopes')" = "$ENVELOPES|$ENVELOPES|0" ]
		[ "$(sql "SELECT count(*) FROM holder_keys k JOIN activation_codes c
			USING (user_id) WHERE k.state = 'wrapped' AND k.pending_key IS NULL
			AND c.sealed_codes IS NOT NULL")" = "$ENVELOPES" ]
		[ "$(sql "SELECT template, count(*), count(DISTINCT user_id), count(attachment)
			FROM outbox WHERE state = 'pending' GROUP BY template ORDER BY template")" = \
			"envelope|$ENVELOPES|$ENVELOPES|$ENVELOPES"$'\n'"passphrase_sms|$ENVELOPES|$ENVELOPES|0" ]
		[ "$(sql "SELECT count(*), count(DISTINCT user_id) FROM journal
			WHERE event = 'envelope_sealed'")" = "$ENVELOPES|$ENVELOPES" ]
		sql "SELECT printf('USR%09d', user_id) || ' ' || lower(hex(sha256))
			FROM envelopes ORDER BY 1" >kept
		{
			printed
			cat last
		} | jq -r '"\(.user_id) \(.sha256)"' | sort -u | cmp - kept
		whole
	done
	echo "# killed $killed times" >&3
	[ "$killed" -ge $((KILLS / 2)) ]
	[ ! -s errors ]
	# the passphrase that was sent opens the envelope that was sent
	ipp-notify deliver >/dev/null
	for n in 1 64 65 "$ENVELOPES"; do
		user=$(printf 'USR%09d' "$n")
		word=$(jq -r --arg user "$user" 'select(.text | contains($user)) | .text' \
			"$IPP_STORE"/sms/new/* | grep -oE '[a-z0-9]{4}(-[a-z0-9]{4}){4}')
		"$house_top/tests/lib/message.py" \
			"$(grep -l "$user\.pdf" "$IPP_STORE"/mail/new/*)" attachment >envelope
		pdftotext -upw "$word" envelope - | grep -q PUK
	done
}
