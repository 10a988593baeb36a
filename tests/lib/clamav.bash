# clamav - clamd for tests: its own database, folder and socket
#
#	load ../lib/clamav
#	clam_start FOLDER DATABASE [LINE]...	# lines of clamd.conf besides
#	clam_stop FOLDER
# shellcheck shell=bash disable=SC2034
# (tests take what is set here)

# shellcheck source=tests/lib/serve.bash
. "${BASH_SOURCE[0]%/*}/serve.bash"

# Starts clamd on FOLDER/socket and waits until it answers.
clam_start() {
	local folder=$1 database=$2
	shift 2
	mkdir -p "$folder/tmp"
	{
		echo "DatabaseDirectory $database"
		echo "LocalSocket $folder/socket"
		echo "TemporaryDirectory $folder/tmp"
		echo "Foreground yes"
		echo "LogFile $folder/log"
		[ "$(id -u)" != 0 ] || echo "User root"
		if [ $# = 0 ]; then
			printf '%s yes\n' AlertExceedsMax AlertEncryptedDoc \
				AlertBrokenMedia
		else
			printf '%s\n' "$@"
		fi
	} >"$folder/clamd.conf"
	TZ=UTC /usr/sbin/clamd -c "$folder/clamd.conf" >"$folder/out" 2>&1 3>&- &
	echo $! >"$folder/pid"
	serve_await "$folder/socket" $! || {
		cat "$folder/out"
		return 1
	}
}

# Ends the one that clam_start began; fine if it is gone. One that does not end
# in ten seconds is killed.
clam_stop() {
	local pid i
	[ -e "$1/pid" ] || return 0
	pid=$(<"$1/pid")
	kill "$pid" 2>/dev/null || :
	for ((i = 0; i < 200; i++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	[ "$i" -lt 200 ] || kill -KILL "$pid" 2>/dev/null || :
	rm -f "$1/pid" "$1/socket"
}

# Something that is no clamd: clam_fake SOCKET TEXT...; its pid in fake_pid.
clam_fake() {
	"${BASH_SOURCE[0]%/*}/clamav.py" answer "$@" 3>&- &
	fake_pid=$!
	serve_await "$1" "$fake_pid"
}
