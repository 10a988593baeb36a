# hands - operators with tokens of their own, and looking into the store
#
#	load ../lib/hands
#	hire FOLDER LOGIN PROFILE UNIT	# for ipp-recognize; token FOLDER/LOGIN
#	hands_of FOLDER			# whose tokens `as` takes
#	as LOGIN COMMAND...
# shellcheck shell=bash disable=SC2154

sql() {
	sqlite3 -cmd '.timeout 5000' "$IPP_STORE/ipp.db" "$1"
}

hire() {
	sql "INSERT INTO units (client_id, code, name) SELECT 1, '$4', '$4'
	      WHERE NOT EXISTS (SELECT 1 FROM units WHERE code = '$4')"
	ipp-operator add "$2" --surname="$2" --given-name="$2" --profile="$3" \
		--unit="$4" --code-file=code >/dev/null
	ipp-token add "$2" --tools=ipp-recognize --token-file="$1/$2" >/dev/null
	rm code
}

hands_of() {
	hands_folder=$1
}

as() {
	IPP_TOKEN_FILE=$hands_folder/$1 "${@:2}"
}

status_of() {
	sql "SELECT status FROM products WHERE user_id = $1"
}
