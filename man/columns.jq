# columns - the header names of a batch, from what ipp-request says of itself
# usage: ipp-request --describe | jq -rs -L man -f man/columns.jq

include "text";

[.[].records[]? | select(.name == "request")][0].fields |
map(select(.in and .name != "order" and .name != "order_id" and
	.name != "name")) |
".Bl -tag -width Ds",
(.[] |
	".It Cm \(.alias // .name | arg) Pq \(field_kind | gsub("; at most"; ", at most") | arg)",
	(.help // "" | sentence),
	((.values // []) | if length > 0 then "One of", listing("Cm")
	else empty end),
	(if .alias then "Or", ".Cm \(.name | arg) ." else empty end)),
".El"
