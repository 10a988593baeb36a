# stash_secrets - no token, password, PIN, code or activation datum of a remote
# certificate stands in an output, the journal, the store, an argument list, an
# environment or a core

load ../lib/house
load ../lib/serve
load ../lib/csc

setup() {
	csc_desk --access-days=60
	printf 'a contract\n' >contract.txt
	mkdir said
	# what the tools are started with, while they run
	python3 - >started 2>/dev/null 3>&- <<-'END' &
		import glob, sys, time
		seen = set()
		end = time.time() + 240
		while time.time() < end:
		    for path in glob.glob("/proc/[0-9]*/comm"):
		        try:
		            if not open(path).read().startswith(("stash-", "ipp-")):
		                continue
		            for part in ("cmdline", "environ"):
		                text = open(path[:-4] + part, "rb").read()
		                if text not in seen:
		                    seen.add(text)
		                    sys.stdout.buffer.write(text + b"\n")
		                    sys.stdout.flush()
		        except OSError:
		            pass
		    time.sleep(0.005)
	END
	servers+=($!)
}

teardown() {
	serve_stop
}

# does COMMAND...: what it says is kept, whatever becomes of it
does() {
	local n
	n=said/$(find said -type f | wc -l)
	"$@" >"$n.out" 2>"$n.err" </dev/null || :
}

# nowhere FILE...: none of the secrets is in them; short ones must stand alone,
# since their digits may be part of another number
nowhere() {
	awk 'length > 6' "$csc_dir/secrets" | sort -u >long
	awk 'length <= 6' "$csc_dir/secrets" | sort -u >short
	[ "$(wc -l <long)" -gt 12 ]
	# and as forms have them
	sed 's/ /%20/gp; s/%20/+/g' long >forms
	cat forms >>long
	run -1 grep -raFof long "$@"
	[ ! -s short ] || run -1 grep -rawFof short "$@"
}

@test "secrets are nowhere but where they are sealed" {
	(umask 077 && echo "$csc_pin" >pin && mkfifo otp)
	phone() {
		rm -f "$csc_dir/phone/SMS-RSA"
		serve_await "$csc_dir/phone/SMS-RSA" $$ && csc_phone SMS-RSA >otp
	}
	does csc_lend sigillo SEAL-RSA
	phone &
	does csc_lend mobile SMS-RSA --pin-file=pin --otp-file=otp
	does stash-ca show Firme
	does stash-ca check Firme
	for format in table jsonl csv; do
		does stash-cert list --format=$format
		does stash-cert show sigillo --format=$format
	done
	phone &
	does stash-sign --alias=mobile --pin-file=pin --otp-file=otp contract.txt
	[ -e contract.txt.p7m ]
	# what an authority throws back into the face of who asks
	(umask 077 && echo 00000000 >wrong)
	does stash-sign --alias=mobile --pin-file=wrong --otp-file=wrong --overwrite contract.txt
	for fault in error_after cut plain error_code not_json; do
		csc_fault signatures/signHash $fault
		does stash-sign --alias=sigillo --overwrite contract.txt
	done
	for method in credentials/authorize signatures/signHash; do
		csc_fault $method refuse 1 '400:invalid_request:you said ECHO'
		does stash-sign --alias=sigillo --overwrite contract.txt
	done
	grep -q 'you said' said/*.err
	csc_later +2h
	for method in oauth2/token credentials/info; do
		csc_fault $method refuse 1 '400:invalid_request:you said ECHO'
		does csc_flow stash-cert renew sigillo
	done
	does csc_flow stash-cert renew sigillo
	does stash-cert refresh sigillo
	does stash-cert notices
	csc_withdraw
	does stash-sign --alias=sigillo --overwrite contract.txt
	does stash-cert remove sigillo --force
	ipp-session switch --profile=master_rao --unit=MAIN >/dev/null
	does ipp-audit export
	does ipp-audit log
	[ "$(cat said/*.out | grep -c remote_signed)" -gt 3 ]
	does ipp-store check
	sqlite3 "$IPP_STORE/ipp.db" .dump >dump
	[ "$(csc_signed)" -ge 3 ]
	[ -s started ]
	grep -aq stash-sign started
	cp "$csc_dir/calls.jsonl" said/calls
	nowhere said started dump "$IPP_STORE" "$HOME" "$XDG_RUNTIME_DIR"
}

# aborted COMMAND...: whether the process left a core when it was aborted, a
# second after its start
aborted() {
	python3 - "$@" <<-'END'
		import os, resource, signal, sys, time
		resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
		child = os.fork()
		if child == 0:
		    os.execvp(sys.argv[1], sys.argv[1:])
		time.sleep(1)
		os.kill(child, signal.SIGABRT)
		status = os.waitpid(child, 0)[1]
		assert os.WIFSIGNALED(status), status
		print("core" if os.WCOREDUMP(status) else "none")
	END
}

@test "a signer that is aborted while it waits for the authority leaves no core" {
	csc_lend sigillo SEAL-RSA
	run -0 aborted sleep 5
	[ "$output" = core ] || skip "this machine keeps no cores"
	rm -f core*
	csc_fault signatures/signHash slow 1 3
	run -0 aborted stash-sign --alias=sigillo contract.txt
	[ "$output" = none ]
	[ -z "$(ls core* 2>/dev/null)" ]
}
