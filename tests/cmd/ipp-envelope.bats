# ipp-envelope - codes sealed later, sealed anew, and shown to their owner only

load ../lib/house

setup() {
	house_store
	"$house_top/tests/lib/desk.py" "$IPP_STORE" /dev/null 8
}

sql() {
	sqlite3 "$IPP_STORE/ipp.db" "$@"
}

@test "what was issued without codes is listed, and sealed in one go" {
	ipp-issue --confirm --seal=later USR1 USR2 USR8 >/dev/null
	[ "$(sql "SELECT count(*) FROM outbox; SELECT count(*) FROM activation_codes")" = "$(printf '0\n0')" ]
	run -0 --separate-stderr ipp-envelope pending
	valid envelope
	expect 'map(.user_id) == ["USR000000001", "USR000000002", "USR000000008"]'
	run -0 --separate-stderr ipp-envelope seal --passphrases=passphrases <<<"$output"
	valid envelope
	expect 'map(.file) == ["busta-USR000000001.pdf", "busta-USR000000002.pdf", "envelope-USR000000008.pdf"]'
	expect 'all(.[]; .status == "active" and (has("replaced") | not))'
	run -0 ipp-envelope pending
	[ -z "$output" ]
	house_unpack
	run -0 house_codes envelope-USR000000008.pdf "$(grep USR000000008 passphrases | cut -f2)"
	[ "${#lines[@]}" = 3 ]
	run -0 pdftotext -upw "$(grep USR000000008 passphrases | cut -f2)" envelope-USR000000008.pdf -
	[[ $output == *"Activation codes"*"Ελένη Παπαδοπούλου"* ]]
	run -0 sql "SELECT DISTINCT state, pending_key IS NULL FROM holder_keys"
	[ "$output" = 'wrapped|1' ]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "sealing again shows the envelope that is there" {
	ipp-issue --confirm --seal=later USR1 >/dev/null
	run -0 --separate-stderr ipp-envelope seal USR1
	first=$(found '.[0].sha256')
	run -0 --separate-stderr ipp-envelope seal USR1
	expect '.[0].existing'
	[ "$(found '.[0].sha256')" = "$first" ]
	[ "$(sql 'SELECT count(*) FROM outbox')" = 2 ]
}

@test "a new envelope has the same codes, a new passphrase, and voids the old one" {
	ipp-issue --confirm --passphrases=first USR1 >/dev/null
	house_unpack
	mv busta-USR000000001.pdf old.pdf
	run -0 --separate-stderr ipp-envelope resend --passphrases=second USR1
	valid envelope
	expect '.[0].replaced'
	house_unpack
	mv again-* new.pdf
	[ "$(cut -f2 first)" != "$(cut -f2 second)" ]
	run ! house_codes new.pdf "$(cut -f2 first)"
	[ "$(house_codes new.pdf "$(cut -f2 second)")" = "$(house_codes old.pdf "$(cut -f2 first)")" ]
	pdftotext -upw "$(cut -f2 second)" new.pdf - | grep -q sostituisce
	[ "$(sql 'SELECT count(*), count(void_at) FROM envelopes')" = '2|1' ]
	[ "$(sql "SELECT template FROM outbox WHERE channel = 'mail' ORDER BY message_id")" = "$(printf 'envelope\nenvelope_resent')" ]
	[ "$(sql "SELECT count(*) FROM journal WHERE event = 'envelope_resent'")" = 1 ]
}

@test "messages about the old envelope that did not leave are taken back" {
	ipp-issue --confirm USR1 >/dev/null
	ipp-envelope resend USR1 >/dev/null
	[ "$(sql "SELECT state || ' ' || count(*) FROM outbox GROUP BY state ORDER BY state")" = "$(printf 'pending 2\nvoid 2')" ]
}

@test "what has no codes cannot be sent again" {
	refused 1 not_active ipp-envelope resend USR1
	refused 1 not_active ipp-envelope seal USR1
	ipp-issue --confirm --seal=later USR1 >/dev/null
	refused 1 codes_not_sealed ipp-envelope resend USR1
	ipp-envelope seal USR1 >/dev/null
	sql "UPDATE activation_codes SET sealed_codes = NULL, forgotten_at = 1"
	refused 1 codes_forgotten ipp-envelope resend USR1
	sql "UPDATE products SET status = 'suspended' WHERE user_id = 1"
	refused 1 not_active ipp-envelope resend USR1
	refused 65 product_unknown ipp-envelope resend USR99
	[ "$(sql 'SELECT count(*) FROM envelopes')" = 1 ]
}

@test "only officers may seal and resend" {
	ipp-issue --confirm --seal=later USR1 >/dev/null
	sql "UPDATE profiles SET profile = 'ir'"
	refused 77 not_permitted ipp-envelope seal USR1
	refused 77 not_permitted ipp-envelope resend USR1
	refused 77 not_permitted ipp-envelope pending
}

@test "open shows the codes on the terminal, and never on standard output" {
	ipp-issue --confirm --passphrases=passphrases USR1 >/dev/null
	house_unpack
	(umask 077 && cut -f2 passphrases >secret)
	: >nothing
	run -0 "$house_top/tests/lib/ask.exp" nothing ipp-envelope open \
		--passphrase-file=secret busta-USR000000001.pdf
	[[ $output =~ PIN:\ [0-9]{8} ]]
	printf 'Passphrase:\t%s\n' "$(cat secret)" >answers
	run -0 "$house_top/tests/lib/ask.exp" answers ipp-envelope open busta-USR000000001.pdf
	[[ $output =~ PIN:\ [0-9]{8} ]]
	refused 64 no_terminal setsid -w ipp-envelope open --passphrase-file=secret busta-USR000000001.pdf
	[ -z "$output" ]
	run -0 ipp-envelope open --passphrase-file=secret --output-file=codes busta-USR000000001.pdf
	[ -z "$output" ]
	[ "$(stat -c %a codes)" = 600 ]
	[ "$(grep -E '^PIN: [0-9]' codes | tr -d :)" = "$(house_codes busta-USR000000001.pdf "$(cat secret)" | awk '/PIN/ {print $1, $2}')" ]
}

@test "open takes both kinds, and refuses a wrong passphrase and other files" {
	ipp-issue --confirm --envelope=cms --passphrases=passphrases USR1 >/dev/null
	ipp-issue --confirm --passphrases=passphrases USR2 >/dev/null
	house_unpack
	(umask 077 && sed -n 1p passphrases | cut -f2 >first && sed -n 2p passphrases | cut -f2 >second)
	run -0 ipp-envelope open --passphrase-file=first --output-file=codes busta-USR000000001.p7m
	refused 65 passphrase_wrong ipp-envelope open --passphrase-file=second --output-file=codes busta-USR000000001.p7m
	refused 65 passphrase_wrong ipp-envelope open --passphrase-file=first --output-file=codes busta-USR000000002.pdf
	refused 65 envelope_broken ipp-envelope open --passphrase-file=first --output-file=codes first
	head -c 300 busta-USR000000002.pdf >broken.pdf
	refused 65 file_broken ipp-envelope open --passphrase-file=second --output-file=codes broken.pdf
	refused 74 file_unreadable ipp-envelope open --passphrase-file=second --output-file=codes none.pdf
}

@test "killed while sealing, the same command ends it, and nothing is sent twice" {
	local n
	ipp-issue --confirm --seal=later USR1 USR2 USR3 USR4 USR5 USR6 USR7 USR8 >list
	for n in 0.02 0.04 0.06 0.08 0.12 0.2; do
		timeout -s KILL "$n" ipp-envelope seal <list >/dev/null 2>&1 || true
	done
	run -0 --separate-stderr ipp-envelope seal <list
	expect 'length == 8'
	[ "$(sql 'SELECT count(*) FROM envelopes; SELECT count(*) FROM outbox; SELECT count(*) FROM activation_codes')" = "$(printf '8\n16\n8')" ]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}
