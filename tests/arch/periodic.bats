# periodic - what a desk does unattended: crontab, timers and README say the
# same, and systemd takes the units

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
	cron=share/cron/ipp.cron
}

# The units as they are installed below a prefix where their programs are.
stage() {
	local tools
	stage=$BATS_TEST_TMPDIR/stage
	mapfile -t tools < <(ls "$IPP_BIN")
	DESTDIR='' PREFIX=$stage share/install "${tools[@]}"
	cd "$stage/lib/systemd/system"
}

# One line a command: when, and what without where its output goes.
jobs_of_cron() {
	grep '^[*0-9]' "$1" | while read -r minute hour day month week line; do
		[ "$day $month $week" = '* * *' ] || return
		sed 's/; */\n/g' <<<"$line" |
			sed -E "/^export /d; s/^[A-Z_]+=[^ ]+ //; s| >/dev/null||; s|^|$minute $hour |"
	done | sort
}

# The same of the timers: of each the unit that it starts, and before it those
# that this one wants.
jobs_of_timers() {
	local timer unit calendar
	for timer in share/systemd/*.timer; do
		calendar=$(sed -n 's/^OnCalendar=//p' "$timer")
		unit=${timer%.timer}.service
		for unit in "$unit" $(sed -nE 's|^Wants=(ipp-.*)|share/systemd/\1|p' "$unit"); do
			sed -nE "s|^ExecStart=||; t a; d; :a
				s|^/bin/sh -c 'exec (.*)'$|\1|; s|/usr/local/bin/||
				s|\\$\\$|\\$|g; s|%%|\\\\%|g; s|^|$(as_cron "$calendar") |; p" "$unit"
		done
	done | sort
}

# OnCalendar as the first two fields of a crontab.
as_cron() {
	case $1 in
	'*:0/'*) echo "*/${1#*/} *" ;;
	'*:'*) echo "${1#*:} *" ;;
	*) echo "$((10#${1#*:})) $((10#${1%:*}))" ;;
	esac
}

@test "the crontab and the timers do the same at the same times" {
	[ "$(jobs_of_cron $cron | wc -l)" = 8 ]
	diff <(jobs_of_cron $cron) <(jobs_of_timers)
}

@test "a job that only one of them has is noticed" {
	sed '/ipp-trust/d' $cron >"$BATS_TEST_TMPDIR/cron"
	run ! diff <(jobs_of_cron "$BATS_TEST_TMPDIR/cron") <(jobs_of_timers)
	sed 's|^\*/10|*/20|' $cron >"$BATS_TEST_TMPDIR/cron"
	run ! diff <(jobs_of_cron "$BATS_TEST_TMPDIR/cron") <(jobs_of_timers)
}

@test "README shows the crontab that is installed" {
	diff <(grep '^[*0-9]' $cron) <(sed -nE 's/^    ([*0-9].* (ipp|stash)-.*)/\1/p' README.md)
}

@test "each job writes its errors as text, and nothing else" {
	run -1 grep -v -e '^#' -e '^$' -e '^[A-Z_]*=' \
		-e ' --errors=text.* >/dev/null$' $cron
	[ -z "$output" ]
}

@test "systemd takes every unit as it is installed, without a word" {
	stage
	[ "$(printf '%s\n' ./*.timer | wc -l)" = 7 ]
	run -0 systemd-analyze verify --man=no ./*.service ./*.timer ./*.socket
	[ -z "$output" ]
}

@test "every service runs as the desk's user, and can do little" {
	local unit
	stage
	for unit in ./*.service; do
		# 0 is safe, 10 is not
		run systemd-analyze security --offline=true --threshold=20 \
			--no-pager "$unit"
		[ "$status" = 0 ] || { echo "$output" | tail -n 3; false; }
	done
	run grep -L -e LoadCredential -e ipp-store -e ipp-check -e --serve ./*.service
	[ -z "$output" ]
}

@test "a unit with a mistake is refused" {
	stage
	echo 'Frobnicate=yes' >>ipp-check.service
	run systemd-analyze verify --man=no ./ipp-check.service
	[[ $output == *Frobnicate* ]]
}
