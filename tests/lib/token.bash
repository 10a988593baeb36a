# token - PKCS #11 tokens of SoftHSM, for the tests of those who use them
# shellcheck shell=bash

hsm=/usr/lib/softhsm/libsofthsm2.so

# Tokens of this test lie in the folder `tokens` and nowhere else.
tokens_begin() {
	export SOFTHSM2_CONF=$PWD/softhsm.conf
	mkdir -p tokens
	echo "directories.tokendir = $PWD/tokens" >softhsm.conf
}

# token_make LABEL [PIN] [SO-PIN]: a token without objects, as a shop sells it;
# its PINs lie in LABEL.pin and LABEL.puk.
token_make() {
	local label=$1 pin=${2:-271828} puk=${3:-314159}
	softhsm2-util --init-token --free --label "$label" --pin "$pin" \
		--so-pin "$puk" >/dev/null
	(umask 077 && echo "$pin" >"$label.pin" && echo "$puk" >"$label.puk")
}

# The serial number of a token.
token_serial() {
	softhsm2-util --show-slots | awk -v label="$1" '
		/Serial number:/ { serial = $3 }
		/Label:/ && $2 == label { print serial }'
}

# token_objects LABEL [PIN]: what is on it, as OpenSC tells.
token_objects() {
	pkcs11-tool --module "$hsm" --token-label "$1" --list-objects \
		${2:+--login --pin "$2"} 2>/dev/null
}
