# token - PKCS #11 tokens of SoftHSM, for the tests of those who use them
# shellcheck shell=bash disable=SC2154
# (house sets what is used here)

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

# A reader with a keypad, in $keypad: what typed() is given is typed there, a
# line each time it is asked for.
keypad_begin() {
	keypad=$PWD/keypad.so
	export KEYPAD=$PWD/typed
	# shellcheck disable=SC2046 # several words
	"${CC:-cc}" -shared -fPIC $(pkg-config --cflags p11-kit-1) \
		"$house_top/tests/lib/token/keypad.c" -o "$keypad" -ldl
}

typed() {
	printf '%s\n' "$@" >"$KEYPAD"
}

# Nothing that was typed is left.
typed_all() {
	[ ! -s "$KEYPAD" ]
}

# at_terminal [TEXT]... -- COMMAND...: runs it at a terminal, which must show
# the texts, one after the other.
at_terminal() {
	: >shown
	while [ "$1" != -- ]; do
		printf '%s\t\n' "$1" >>shown
		shift
	done
	shift
	"$house_top/tests/lib/ask.exp" shown "$@"
}
