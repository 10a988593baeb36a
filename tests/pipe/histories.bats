# Random histories of certificates: whatever was done, each program that is
# asked says of each of them what the life cycle says
#
# HISTORY_SEED=N repeats one, HISTORY_STEPS=N makes it longer.

load ../lib/house
load ../lib/serve
load ../lib/responder

products=8 waiting=6

setup() {
	: "${HISTORY_SEED:=$((RANDOM * 32768 + RANDOM))}" "${HISTORY_STEPS:=8}"
	echo "HISTORY_SEED=$HISTORY_SEED HISTORY_STEPS=$HISTORY_STEPS"
	RANDOM=$((HISTORY_SEED % 32768))
	responder_desk $products $waiting
	# more are issued on the way
	issued=$products
	local n
	for ((n = 1; n <= products; n++)); do now[n]=good; done
}

# One act, and what becomes of the product by it; what the rules refuse changes
# nothing.
act() {
	local n=$((RANDOM % issued + 1)) wanted=$((RANDOM % 10))
	house_later "+$((RANDOM % 47 + 1))h"
	ended
	case $wanted in
	[0-3])
		echo "$IPP_NOW suspend $n (${now[n]})"
		if [ "${now[n]}" = good ]; then
			ends[n]=$(date -u -d "$IPP_NOW + $((RANDOM % 6 + 2)) days" +%F)
			ipp-suspend "USR$n" --motive=loss --until="${ends[n]}" >/dev/null
			now[n]=held
		else
			run ! ipp-suspend "USR$n" --motive=loss --until=2027-06-01
		fi
		;;
	[4-5])
		echo "$IPP_NOW lift $n (${now[n]})"
		if [ "${now[n]}" = held ]; then
			ipp-suspend "USR$n" --lift >/dev/null
			now[n]=good
		else
			run ! ipp-suspend "USR$n" --lift
		fi
		;;
	[6-7])
		echo "$IPP_NOW revoke $n (${now[n]})"
		if [ "${now[n]}" = revoked ]; then
			run ! ipp-revoke "USR$n" --motive=device_unusable
		else
			ipp-revoke "USR$n" --motive=device_unusable >/dev/null
			now[n]=revoked
		fi
		;;
	8)
		[ $issued -lt $((products + waiting)) ] || return 0
		issued=$((issued + 1))
		echo "$IPP_NOW issue $issued"
		printf '{"user_id":"USR%09d"}\n' "$issued" |
			ipp-issue --confirm --seal=later >/dev/null
		now[issued]=good
		;;
	9) echo "$IPP_NOW nothing" ;;
	esac
}

# Cron: suspensions that have ended.
ended() {
	local n
	ipp-suspend --due >/dev/null
	for ((n = 1; n <= issued; n++)); do
		[ "${now[n]}" = held ] || continue
		[[ ! ${ends[n]}T00:00:00Z > $IPP_NOW ]] && now[n]=good || :
	done
}

# What every relying party finds.
found_by_all() {
	local n wanted said
	ipp-ca crl --folder=www >/dev/null
	openssl crl -inform DER -in www/ca.crl -out ca.crl.pem
	openssl crl -inform DER -in www/root.crl -out root.crl.pem
	cat ca.crl.pem root.crl.pem >lists.pem
	openssl crl -in ca.crl.pem -noout -verify -CAfile chain.pem 2>&1 |
		grep -q 'verify OK'
	house_then certtool --verify-crl --load-ca-certificate=ca.pem \
		--infile=ca.crl.pem >/dev/null
	openssl crl -in ca.crl.pem -noout -text |
		sed -n 's/ *Serial Number: //p' | sort >listed
	for ((n = 1; n <= issued; n++)); do
		[ "${now[n]}" = good ] ||
			sql "SELECT serial FROM certificates WHERE user_id = $n"
	done | sort >expected
	diff expected listed
	answers $(seq $issued) >said
	for ((n = 1; n <= issued; n++)); do
		wanted=good
		[ "${now[n]}" = good ] || wanted=revoked
		said=$(sed -n "${n}p" said)
		[ "$said" = $wanted ] ||
			{ echo "openssl ocsp says $said of $n, not $wanted"; return 1; }
		said=good
		openssl verify -attime "$(date -u -d "$IPP_NOW" +%s)" \
			-crl_check_all -extended_crl -CAfile root.pem \
			-untrusted ca.pem -CRLfile lists.pem "$n.pem" \
			>verify 2>&1 || said=revoked
		[ "$said" = $wanted ] ||
			{ cat verify; echo "openssl verify says $said of $n"; return 1; }
	done
}

@test "after each of a row of random acts lists and answers say what the life cycle says" {
	local step
	for ((step = 1; step <= HISTORY_STEPS; step++)); do
		act
		found_by_all
	done
	run -0 --separate-stderr ipp-store check
	expect 'all(.[]; .passed)'
}

@test "what was done between two lists is in the second, however much it was" {
	local step
	for ((step = 1; step <= 2 * HISTORY_STEPS; step++)); do act; done
	found_by_all
	ipp-ca ocsp --all --folder=www/ocsp >/dev/null
	for ((step = 1; step <= issued; step++)); do
		ask req.der -no_nonce -- $step
		judge "www/ocsp/$(base64 -w0 req.der)" $step 2>/dev/null |
			sed -n 's/^[0-9]*\.pem: //p'
	done | cmp - said
}
