# life - a certificate from its issue to its end: three years by the clock, the
# jobs of cron every day, and each mail exactly once
#
# Some days the machine is off, some days the jobs run twice, once they are
# killed. What counts are the files in the Maildir.

load ../lib/house
load ../lib/signid

setup_file() {
	signid_start
}

teardown_file() {
	signid_stop
}

setup() {
	house_store
	signid_desk
	ipp-org policy-add 1 --language=it <<<'How we use what you tell us' >/dev/null
}

# to_day DATE: its morning, and the officer signs in
to_day() {
	house_clock "${1}T07:00:00Z"
	house_sign_in admin "$house_password" "$house_otp"
}

# The jobs of share/cron/ipp.cron, in the order of a day.
cron() {
	ipp-suspend --due >/dev/null && ipp-ca crl --due --folder=www >/dev/null
	ipp-notify due >/dev/null
	ipp-notify deliver >/dev/null
}

victim() {
	"$@" >/dev/null 2>&1 &
	local pid=$!
	sleep "0.0$((RANDOM % 5))$((RANDOM % 10))"
	kill -9 $pid 2>/dev/null || true
	wait $pid 2>/dev/null || true
}

cron_killed() {
	for _ in 1 2 3; do
		victim ipp-suspend --due
		victim ipp-notify due
		victim ipp-notify deliver
	done
}

# days UNTIL: from the day after the clock on; a day listed in $off has no
# jobs, one in $twice has them twice, one in $killed has them killed.
days() {
	local day
	while [[ ${IPP_NOW%T*} < $1 ]]; do
		house_clock +1d
		day=${IPP_NOW%T*}
		case " $off " in *" ${day#*-} "*) continue ;; esac
		case " $killed " in *" ${day#*-} "*) cron_killed && continue ;; esac
		IPP_TOKEN_FILE=$PWD/cron cron
		case " $twice " in *" ${day#*-} "*) IPP_TOKEN_FILE=$PWD/cron cron ;; esac
	done
}

# Who got what: the number in the holder's address, and the subject.
mails() {
	local mail
	for mail in "$IPP_STORE"/mail/new/*; do
		"$house_top/tests/lib/message.py" "$mail" to subject | paste -sd' '
	done | sed -E 's/^.*\.([0-9])@[^>]*> /\1 /' | LC_ALL=C sort
}

issue() {
	"$house_top/tests/lib/people.py" --count 4 --seed 5 --products=REM |
		jq -c '.recognition = "offline" | .document_issue_date = "2021-02-01"
			| .document_expiry_date = "2031-02-01" | .language = "en"' |
		ipp-request import >imported
	jq -c . imported | python3 "$house_top/tests/lib/scans.py" --out inbox >/dev/null
	ipp-search --section=to_identify | ipp-recognize offline --forms=inbox/ |
		ipp-issue --confirm --passphrase=generate --passphrases=phrases >/dev/null
	ipp-notify deliver >/dev/null
}

renew() {
	ipp-request renew USR1 --consent-privacy=yes --consent-terms=yes \
		--consent-marketing=no --consented-at="${IPP_NOW%T*}" |
		ipp-request submit >renewal
	ipp-request form --output=forms/ <renewal >/dev/null
}

# The form comes back, signed by its holder.
renewed() {
	signid_person one ORD000000005
	signers crl
	mkdir signed
	signers cades one "$PWD/forms/ORD000000005-form.pdf" "$PWD/signed/USR000000005.p7m"
	ipp-trust import "$SIGNID/pki/ca.pem" --territory=IT --provider='Test Trust' \
		--service-type=ca_qc >/dev/null
	ipp-search --user-id=USR5 | ipp-recognize sign --forms=signed/ |
		ipp-issue --confirm --passphrase=generate --passphrases=phrases >/dev/null
}

@test "three years: issue, notices, suspension, reinstatement, renewal, expiry, and each mail once" {
	off="09-23 09-24 11-06 11-07 11-08" twice="09-25 10-22 10-24 10-28 11-09 11-15 11-22"
	killed="10-23"
	mkdir www
	issue
	to_day 2029-09-20
	ipp-token add admin --tools='ipp-suspend ipp-ca ipp-notify' --token-file=cron >/dev/null
	days 2029-10-01
	to_day 2029-10-01
	ipp-revoke USR4 --motive=device_unusable >/dev/null
	days 2029-10-10
	to_day 2029-10-10
	ipp-suspend USR3 --until=2029-10-28 --motive=disuse >/dev/null
	days 2029-10-25
	to_day 2029-10-25
	renew
	days 2029-11-01
	to_day 2029-11-01
	renewed
	days 2029-11-24

	run -0 mails
	diff - <(echo "$output") <<-END
		0 Your identity has been confirmed (ORD000000005)
		0 Your signature certificate and its activation codes (USR000000001)
		0 Your signature certificate and its activation codes (USR000000005)
		0 Your signature certificate expires on 2029-11-22 (USR000000001)
		0 Your signature certificate expires on 2029-11-22 (USR000000001)
		1 Your signature certificate and its activation codes (USR000000002)
		1 Your signature certificate expires on 2029-11-22 (USR000000002)
		1 Your signature certificate expires on 2029-11-22 (USR000000002)
		1 Your signature certificate expires on 2029-11-22 (USR000000002)
		1 Your signature certificate expires on 2029-11-22 (USR000000002)
		2 Your signature certificate and its activation codes (USR000000003)
		2 Your signature certificate expires on 2029-11-22 (USR000000003)
		2 Your signature certificate expires on 2029-11-22 (USR000000003)
		2 Your signature certificate expires on 2029-11-22 (USR000000003)
		2 Your signature certificate expires on 2029-11-22 (USR000000003)
		2 Your signature certificate has been suspended (USR000000003)
		2 Your signature certificate is valid again (USR000000003)
		3 Your signature certificate and its activation codes (USR000000004)
		3 Your signature certificate expires on 2029-11-22 (USR000000004)
		3 Your signature certificate has been revoked (USR000000004)
	END
	to_day 2029-11-24
	# each has a number of its own, and all were told to have been sent
	[ "$(grep -ih '^Message-ID:' "$IPP_STORE"/mail/new/* | sort -u | wc -l)" -eq 20 ]
	[ -z "$(ipp-notify list --state=pending)$(ipp-notify list --state=failed)" ]
	# the suspended one heard of the thirty days when it was good again
	told() {
		ipp-search show "$1" | jq -r '[.events[] | select(.event == "expiry_told")
			| "\(.at[5:10]):\(.detail.days)"] | join(" ")'
	}
	[ "$(told USR3)" = "09-25:60 10-28:30 11-09:15 11-15:7" ]
	[[ $(told USR1) == "09-25:60 10-2"[34]":30" ]]
	[[ $(told USR2) == "09-25:60 10-2"[34]":30 11-09:15 11-15:7" ]]
	run -0 --separate-stderr ipp-search --sort=user_id
	expect 'map(.status) == ["expired", "expired", "expired", "revoked", "active"]
		and .[4].renews == "USR000000001" and .[4].recognition == "sign"'
	# who relies on them sees one revoked certificate, and nothing of the suspension
	run -0 openssl crl -inform DER -in www/ca.crl -noout -text
	[ "$(grep -c 'Serial Number:' <<<"$output")" -eq 1 ]
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}
