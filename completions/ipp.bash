# bash completion for ipp-* and stash-*: it asks the tool
#
# `TOOL --complete WORD...` prints a candidate a line for the last word, with
# a description after a tab; `@file` and `@folder` ask for names of files.

# Sets `words` to the words up to the cursor. Readline splits at = and : too;
# what has no blank before it belongs to the word before.
_ipp_words() {
	local rest=${COMP_LINE:0:COMP_POINT} blank word i
	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		blank=${rest%%[![:blank:]]*}
		rest=${rest#"$blank"}
		((i == COMP_CWORD)) && word=$rest
		if ((i == 0)) || [[ -n $blank ]]; then
			words+=("$word")
		else
			words[-1]+=$word
		fi
		rest=${rest#"$word"}
	done
}

_ipp() {
	local words candidate current glued=''
	_ipp_words
	current=${words[-1]}
	COMPREPLY=()
	# readline replaces only what follows the last word break
	if [[ $current == *[=:]* && $COMP_WORDBREAKS == *[=:]* ]]; then
		glued=${current%"${current##*[=:]}"}
	fi
	while IFS=$'\t' read -r candidate _; do
		case $candidate in
		@file | @folder)
			local kind=-f
			[[ $candidate == @folder ]] && kind=-d
			compopt -o filenames 2>/dev/null
			mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(
				compgen "$kind" -- "${current#"$glued"}")
			;;
		"$current"*)
			[[ $candidate == *[=/] ]] && compopt -o nospace 2>/dev/null
			COMPREPLY+=("${candidate#"$glued"}")
			;;
		esac
	done < <("$1" --complete "${words[@]:1}" 2>/dev/null)
}

# The tools that can be found now; when a loader sources this file for one
# command, that command too.
_ipp_register() {
	local tool
	while read -r tool; do
		case $tool in
		ipp-* | stash-*) complete -F _ipp "$tool" ;;
		esac
	done < <(compgen -c ipp-; compgen -c stash-)
}
_ipp_register
unset -f _ipp_register
