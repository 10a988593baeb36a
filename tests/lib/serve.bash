# serve - servers that a test starts on loopback, and waiting for them
#
#	load ../lib/serve
#	teardown() { serve_stop; }
#	serve_start smtpd.py box --deaf		# sets `port`, adds to `servers`
#	serve_await FILE PID
#
# A machine under load may need many seconds to start a program: who waits
# goes on for a minute, but not for one that has ended.
# shellcheck shell=bash disable=SC2034
# (tests take what is set here)

servers=()

# serve_await FILE PID: waits until PID has written to FILE, or made a socket
# of that name; false if it ended first or took more than a minute.
serve_await() {
	local i
	for ((i = 0; i < 1200; i++)); do
		[ ! -s "$1" ] && [ ! -S "$1" ] || return 0
		kill -0 "$2" 2>/dev/null || break
		sleep 0.05
	done
	echo "process $2 made no $1"
	return 1
}

# serve_start PROGRAM [ARGUMENT]...: PROGRAM of tests/lib, which prints its port.
serve_start() {
	rm -f port
	/usr/bin/python3 "${BASH_SOURCE[0]%/*}/$1" "${@:2}" >port 3>&- &
	servers+=($!)
	serve_await port $! || return
	port=$(<port)
}

serve_stop() {
	local pid
	for pid in "${servers[@]}"; do
		kill "$pid" 2>/dev/null || :
	done
}
