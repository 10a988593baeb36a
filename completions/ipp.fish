# fish completion for ipp-* and stash-*: it asks the tool
#
# `TOOL --complete WORD...` prints a candidate a line for the last word, with
# a description after a tab; `@file` and `@folder` ask for names of files.

function __ipp_complete
	set -l words (commandline -opc)
	set -l current (commandline -ct)
	for line in ($words[1] --complete $words[2..-1] "$current" 2>/dev/null)
		switch $line
			case '@file*' '@folder*'
				set -l option (string match -r -- '^--[^=]*=' $current)
				set -l path (string replace -r -- '^--[^=]*=' '' $current)
				for name in $path*
					if test -d $name
						echo $option$name/
					else if string match -q '@file*' $line
						echo $option$name
					end
				end
			case '*'
				echo $line
		end
	end
end

for folder in $PATH
	for program in $folder/ipp-* $folder/stash-*
		complete -c (basename $program) -f -a '(__ipp_complete)'
	end
end
