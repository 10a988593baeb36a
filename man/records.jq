# records - the body of ipp-records(5) from what all tools say of themselves
# usage: (each TOOL --describe) | jq -rs -f man/records.jq

include "text";

. as $tools |
[.[].records[]?] | unique_by(.name) | .[] | . as $record |
".Ss \(.name | arg)",
(.title // "" | sentence),
(
	[$tools[] | select(any(.verbs[]; .in == $record.name)) | .name] as $readers |
	[$tools[] | select(any(.verbs[]; .out == $record.name)) | .name] as $writers |
	(if ($readers | length) > 0 then "Read by",
		($readers | . as $w | range(length) as $i | ".Xr \($w[$i]) 1 " +
			(if $i == ($w | length) - 1 then "." else "," end))
	else empty end),
	(if ($writers | length) > 0 then "Written by",
		($writers | . as $w | range(length) as $i | ".Xr \($w[$i]) 1 " +
			(if $i == ($w | length) - 1 then "." else "," end))
	else empty end)
),
(.fields | field_list)
