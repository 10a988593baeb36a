# settings - the body of ipp.conf(5) from what a tool says of the settings
# usage: TOOL --describe | jq -rs -f man/settings.jq

include "text";

# `mail_from` is `from` in section [mail], which holds more than one setting.
def section: split("_") | if length > 1 then .[0] else "" end;

.[0].settings.fields | map(. + {section: (.name | section)}) |
[.[] | select(.section == "")], (map(select(.section != "")) | group_by(.section)[]) |
select(length > 0) | .[0].section as $section |
(if $section == "" then ".Ss Before any section"
else ".Ss Section \($section)" end),
".Bl -tag -width Ds",
(.[] |
	".It Cm " + (if $section == "" then .name
		else .name[($section | length) + 1:] end | arg),
	(.help | sentence),
	((.values // []) | if length > 0 then "One of", listing("Cm")
	else empty end)),
".El"
