# ipp-access - operators choose and change what they prove themselves with

load ../lib/house

setup() {
	house_store
}

@test "a one-time code works once, for three days, and only for its operator" {
	ipp-operator add mrossi --surname=Rossi --given-name=Maria --profile=rao \
		--unit=MAIN --code-file=code
	ipp-operator add lbianchi --surname=Bianchi --given-name=Luca \
		--profile=ir --unit=MAIN --code-file=other
	(umask 077 && echo 'a good long sentence' >password)
	try() {
		ipp-access activate "$1" --code-file="$2" \
			--password-file=password --otp-secret-file="$1.otp"
	}
	refused 77 code_refused try mrossi other
	refused 77 code_refused try nobody code
	house_clock +71h
	run -0 try mrossi code
	refused 77 code_refused try mrossi code
	house_clock +1h
	refused 77 code_refused try lbianchi other
	[ ! -e lbianchi.otp ]
}

@test "five wrong codes lock, so that codes cannot be guessed" {
	ipp-operator add mrossi --surname=Rossi --given-name=Maria --profile=rao \
		--unit=MAIN --code-file=code
	(umask 077 && echo 'a good long sentence' >password &&
		echo aaaa-aaaa-aaaa-aaaa-aaaa >wrong)
	for _ in 1 2 3 4 5; do
		refused 77 code_refused ipp-access activate mrossi \
			--code-file=wrong --password-file=password --otp-secret-file=otp
	done
	refused 77 code_refused ipp-access activate mrossi --code-file=code \
		--password-file=password --otp-secret-file=otp
	run -0 --separate-stderr ipp-operator show mrossi
	expect '.[0].state == "locked"'
	house_clock +15m
	run -0 ipp-access activate mrossi --code-file=code \
		--password-file=password --otp-secret-file=otp
}

@test "weak passwords are refused and the code stays good" {
	ipp-operator add mrossi --surname=Rossi --given-name=Maria --profile=rao \
		--unit=MAIN --code-file=code
	choose() {
		(umask 077 && echo "$1" >password)
		ipp-access activate mrossi --code-file=code \
			--password-file=password --otp-secret-file=otp
	}
	refused 65 password_short choose 'eleven char'
	refused 65 password_guessable choose 'my name is MRossi here'
	refused 65 password_guessable choose 'abababababababab'
	run -0 choose 'ünïcödé lock'
}

@test "an operator changes his own password with the old one, and others' sessions end" {
	house_operator mrossi rao
	house_as mrossi ipp-session show
	mv mrossi.run former
	house_clock +1m
	house_as mrossi ipp-session show
	(umask 077 && echo 'a brand new sentence' >new && echo 'not the password' >wrong)
	refused 77 password_refused house_as mrossi ipp-access password \
		--password-file=wrong --new-password-file=new
	run -0 house_as mrossi ipp-access password --password-file=mrossi.password \
		--new-password-file=new
	[ "$(last_event)" = password_changed ]
	run -0 house_as mrossi ipp-session show
	XDG_RUNTIME_DIR=$PWD/former refused 77 session_ended ipp-session show
	cp -p new mrossi.password
	rm -r mrossi.run
	house_clock +1m
	run -0 house_as mrossi ipp-session show
}

@test "an operator changes his own second factor, and the former one is dead" {
	house_operator mrossi rao
	house_as mrossi ipp-access totp --password-file=mrossi.password \
		--otp-secret-file=fresh
	house_clock +1m
	house_code mrossi.otp >code && chmod 600 code
	refused 77 sign_in_refused ipp-session start --operator=mrossi \
		--password-file=mrossi.password --otp-file=code
	cp -p fresh mrossi.otp
	rm -r mrossi.run
	run -0 house_as mrossi ipp-session show
}

@test "at a terminal activate shows a QR code and wants its code before anything changes" {
	ipp-operator add mrossi --surname=Rossi --given-name=Maria --profile=rao \
		--unit=MAIN --code-file=code
	cat >dialogue <<-'END'
		set timeout 60
		spawn ipp-access activate mrossi
		expect "One-time code: " { send "[lindex $argv 0]\r" }
		expect "New password: " { send "a good long sentence\r" }
		expect "The same again: " { send "a good long sentence\r" }
		expect -re {type the secret: ([A-Z2-7]+)} { set secret $expect_out(1,string) }
		expect "shows now: " { send "000000\r" }
		expect "shows now: " {
			set code [exec oathtool --totp -b --now [lindex $argv 1] $secret]
			send "$code\r"
		}
		expect eof
		exit [lindex [wait] 3]
	END
	run -0 env expect -f dialogue "$(cat code)" \
		"$(date -u -d "$IPP_NOW" '+%F %T UTC')"
	[[ $output == *otpauth://totp/DEMO:mrossi* ]]
	[[ $output == *▄* || $output == *█* ]]
	[[ $output != *"good long sentence"* ]]
	run -0 --separate-stderr ipp-operator show mrossi
	expect '.[0].state == "active"'
}
