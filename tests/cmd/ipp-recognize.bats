# ipp-recognize - papers prove who a holder is, or they do not

load ../lib/house
load ../lib/hands

# A store with four requests and their scans, made once:
#   USR000000001, 2  identity card     USR000000003  passport
#   USR000000004     recognition sign  USR000000005  organization and role
# and, beside admin, the operators `anna` (operator), `ivo` (ir), `rita` (rao)
# in the unit MAIN and `otto` (ir) in the unit ELSE.
setup() {
	local made=$BATS_FILE_TMPDIR/recognize
	house_store
	if [ ! -d "$made" ]; then
		mkdir "$made"
		wanted >"$made/batch.jsonl"
		"$house_top/tests/lib/scans.py" --out "$made/inbox" \
			<"$made/batch.jsonl"
		ipp-request import <"$made/batch.jsonl" >"$made/imported.jsonl"
		for operator in anna:operator:MAIN ivo:ir:MAIN rita:rao:MAIN \
			otto:ir:ELSE; do
			IFS=: read -r login profile unit <<<"$operator"
			hire "$made" "$login" "$profile" "$unit"
		done
		cp -a "$IPP_STORE" "$made/store"
	fi
	rm -rf "$IPP_STORE"
	cp -a "$made/store" "$IPP_STORE"
	cp -a "$made/inbox" .
	hands_of "$made"
}

wanted() {
	local batch=$house_top/tests/fixtures/demo/batch.jsonl
	jq -c 'select(.recognition == "offline" and .organization_name == null
	              and .document_type == "identity_card")' "$batch" | head -n 2
	jq -c 'select(.document_type == "passport" and
	              .recognition == "offline")' "$batch" | head -n 1
	jq -c 'select(.recognition == "sign")' "$batch" | head -n 1
	jq -c 'select(.recognition == "offline" and .organization_name == null
	              and .document_type == "identity_card")' "$batch" |
		sed -n 3p | jq -c '. + {products: ["REM-ROLE"], title: "Notaio",
			organization_name: "Studio Bianchi"}'
}

# The folder of a product's scans.
scans_of() {
	sql "SELECT 'inbox/' || external_code FROM products WHERE user_id = $1"
}

events() {
	sql "SELECT event FROM journal WHERE user_id = $1 ORDER BY entry_id"
}

# A PDF with so many pages.
pages() {
	local i arguments=()
	for ((i = 0; i < $1; i++)); do
		arguments+=("$(scans_of 1)/form.pdf" 1)
	done
	qpdf --empty --pages "${arguments[@]}" -- "$2"
}

@test "an officer's recognition goes to issue, its papers bound by SHA-256" {
	local folder hash
	run -0 --separate-stderr as ivo ipp-recognize offline USR000000001 \
		--forms=inbox --recognised-on=2026-11-20
	valid product
	expect '.[0].status == "to_issue" and .[0].recognised_by == .[0].handed_in_by'
	[ "$(status_of 1)" = to_issue ]
	folder=$(scans_of 1)
	for row in form:form.pdf report:report.pdf document_front:front.png \
		document_back:back.png; do
		hash=$(sha256sum <"$folder/${row#*:}" | cut -c1-64)
		[ "$(sql "SELECT lower(hex(sha256)) FROM evidence WHERE user_id = 1
		           AND kind = '${row%:*}'")" = "$hash" ]
		[ -f "$IPP_STORE/objects/${hash:0:2}/${hash:2}" ]
	done
	[ "$(sql "SELECT detail ->> 'recognised_on' FROM evidence
	           WHERE kind = 'statement'")" = 2026-11-20 ]
	[ "$(sql "SELECT size FROM objects JOIN evidence USING (sha256)
	           WHERE kind = 'report'")" = "$(stat -c %s "$folder/report.pdf")" ]
	[ "$(events 1)" = recognition_recorded ]
	[ -n "$(sql "SELECT verified_at FROM holders JOIN orders USING (holder_id)
	              JOIN products USING (order_id) WHERE user_id = 1")" ]
}

# The images of the registry entry of a product's holder.
images_of() {
	sql "SELECT side || ' ' || lower(hex(sha256)) FROM document_images
	       JOIN orders USING (holder_id, document_number)
	       JOIN products USING (order_id) WHERE user_id = $1 ORDER BY side"
}

shot() {
	echo "$1 $(sha256sum <"$2" | cut -c1-64)"
}

@test "what was verified stays in the registry with its images, for the next request" {
	local folder holder
	folder=$(scans_of 1)
	as ivo ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	diff <(images_of 1) <(shot back "$folder/back.png"; shot front "$folder/front.png")
	holder=$(sql "SELECT printf('HLD%09d', holder_id) FROM products
	               WHERE user_id = 1")
	run -0 --separate-stderr ipp-registry show "$holder"
	valid holder
	expect '.[0].images == ["back", "front"] and .[0].verified_at'
	[ "$(sql "SELECT detail ->> '$.files.front' FROM journal
	           WHERE event = 'holder_verified'")" = \
		"$(sha256sum <"$folder/front.png" | cut -c1-64)" ]
	run -0 --separate-stderr ipp-request new --holder-id="$holder" --products=REM
	expect '.[0].document_number and .[0].tax_code'
	ipp-store check
}

@test "the entry says what the officer saw, whatever was written into it meanwhile" {
	sql "UPDATE holders SET city = 'Elsewhere', document_number = 'OLD', mrz = 'OLD'
	      WHERE holder_id = (SELECT holder_id FROM products WHERE user_id = 1)"
	as ivo ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	[ "$(sql "SELECT h.city = o.city, h.document_number = o.document_number,
	                 h.mrz IS o.mrz, h.verified_at IS NOT NULL
	            FROM holders h JOIN orders o USING (holder_id)
	            JOIN products USING (order_id) WHERE user_id = 1")" = '1|1|1|1' ]
	[ "$(images_of 1 | wc -l)" = 2 ]
}

@test "images of papers that were rejected, or wait for review, are not the registry's" {
	local folder
	folder=$(scans_of 1)
	as anna ipp-recognize offline USR000000001 --forms=inbox --recogniser=ivo >/dev/null
	[ -z "$(images_of 1)" ]
	as ivo ipp-recognize offline --reject USR000000001 --reason=blurred >/dev/null
	[ -z "$(images_of 1)" ]
	qpdf --empty --pages "$folder/form.pdf" 1 -- "$folder/document.pdf"
	rm "$folder"/front.png "$folder"/back.png
	as anna ipp-recognize offline USR000000001 --forms=inbox --recogniser=ivo >/dev/null
	as ivo ipp-recognize offline --accept USR000000001 >/dev/null
	diff <(images_of 1) <(shot both "$folder/document.pdf")
}

@test "papers are encrypted on disk" {
	as ivo ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	run -0 grep -q 'Recognition report' "$(scans_of 1)/report.pdf"
	run -1 grep -rqa 'Recognition report' "$IPP_STORE"
	run -1 grep -rqa '%PDF' "$IPP_STORE/objects"
}

@test "a stream of found products is recognised, and goes on as a stream" {
	ipp-search --section=to_identify --recognition=offline |
		as rita ipp-recognize offline --forms=inbox >out.jsonl
	run -0 cat out.jsonl
	valid product
	expect 'length == 4 and all(.[]; .status == "to_issue")'
	[ "$(sql "SELECT count(*) FROM evidence WHERE sha256 IS NOT NULL")" = 17 ]
}

@test "what an operator hands in waits for another's review" {
	refused 65 recogniser_missing as anna ipp-recognize offline \
		USR000000001 --forms=inbox
	refused 65 recogniser_unfit as anna ipp-recognize offline USR000000001 \
		--forms=inbox --recogniser=anna
	refused 65 recogniser_unfit as anna ipp-recognize offline USR000000001 \
		--forms=inbox --recogniser=otto
	refused 65 recogniser_unknown as anna ipp-recognize offline \
		USR000000001 --forms=inbox --recogniser=nobody
	run -0 --separate-stderr as anna ipp-recognize offline USR000000001 \
		--forms=inbox --recogniser=ivo
	expect '.[0].status == "to_review"
		and .[0].recognised_by != .[0].handed_in_by'
	[ -z "$(sql "SELECT verified_at FROM holders JOIN orders USING (holder_id)
	              JOIN products USING (order_id) WHERE user_id = 1")" ]
	refused 77 not_permitted as anna ipp-recognize offline --accept \
		USR000000001
	run -0 --separate-stderr as rita ipp-recognize offline --accept \
		USR000000001
	expect '.[0].status == "to_issue" and .[0].reviewed_by != null'
	[ "$(events 1)" = $'recognition_recorded\nevidence_accepted' ]
	refused 1 transition_refused as rita ipp-recognize offline --accept \
		USR000000001
}

@test "nobody reviews what he handed in" {
	as ivo ipp-recognize offline USR000000001 --forms=inbox \
		--recogniser=rita >/dev/null
	[ "$(status_of 1)" = to_review ]
	refused 1 own_evidence as ivo ipp-recognize offline --accept USR000000001
	refused 1 own_evidence as ivo ipp-recognize offline --reject \
		--reason=mine USR000000001
	[ "$(status_of 1)" = to_review ]
}

@test "rejected papers send the product back, with a reason, to be recognised again" {
	as anna ipp-recognize offline USR000000001 --forms=inbox \
		--recogniser=ivo >/dev/null
	refused 65 reason_missing as rita ipp-recognize offline --reject \
		USR000000001
	run -0 --separate-stderr as rita ipp-recognize offline --reject \
		--reason='the back cannot be read' --notify USR000000001
	valid product
	expect '.[0].status == "to_identify" and .[0].recognised_by == null
		and .[0].reason == "the back cannot be read"'
	[ "$(sql "SELECT template || ' ' || recipient FROM outbox")" = \
		"recognition_refused $(sql "SELECT email FROM products
		  WHERE user_id = 1")" ]
	convert_side "$(scans_of 1)/back.png"
	run -0 --separate-stderr as ivo ipp-recognize offline USR000000001 \
		--forms=inbox
	expect '.[0].status == "to_issue" and .[0].reason == null'
	[ "$(sql "SELECT count(*) FROM evidence WHERE user_id = 1
	           AND kind = 'document_back'")" = 2 ]
}

# Another picture in the place of one.
convert_side() {
	cp "$(scans_of 2)/back.png" "$1"
}

@test "a passport needs no back, an identity card does" {
	rm "$(scans_of 1)/back.png" "$(scans_of 3)/back.png"
	refused 65 paper_missing as ivo ipp-recognize offline USR000000001 \
		--forms=inbox
	expect_error 'length == 1 and .[0].field == "document_back"'
	run -0 as ivo ipp-recognize offline USR000000003 --forms=inbox
}

@test "one file may hold all sides of the document" {
	local folder
	folder=$(scans_of 1)
	pages 2 both.pdf
	run -0 --separate-stderr as ivo ipp-recognize offline USR000000001 \
		--form="$folder/form.pdf" --report="$folder/report.pdf" \
		--document=both.pdf
	[ "$(sql "SELECT kind || pages FROM evidence JOIN objects USING (sha256)
	           WHERE kind LIKE 'document%'")" = document2 ]
}

@test "everything that is missing is said at once, and nothing is kept" {
	refused 65 paper_missing as ivo ipp-recognize offline USR000000001
	expect_error 'map(.field) | sort == ["document_back", "document_front",
		"form", "report"]'
	[ "$(sql "SELECT count(*) FROM evidence")" = 0 ]
	[ "$(status_of 1)" = to_identify ]
}

@test "a role asks for the consent of the organization too" {
	mv "$(scans_of 5)/consent.pdf" consent.pdf
	refused 65 paper_missing as ivo ipp-recognize offline USR000000005 \
		--forms=inbox
	expect_error '.[0].field == "third_party_consent"'
	run -0 as ivo ipp-recognize offline USR000000005 --forms=inbox \
		--third-party-consent=consent.pdf
}

@test "files are found by product, external code or order, side by side or in a folder" {
	mkdir flat
	local folder code
	folder=$(scans_of 1) code=${folder#inbox/}
	cp "$folder/form.pdf" flat/USR000000001-form.pdf
	cp "$folder/report.pdf" flat/ORD000000001-report.pdf
	cp "$folder/front.png" "flat/$code-front.png"
	cp "$folder/back.png" "flat/$code-back.png"
	cp "$folder/back.png" "flat/$code-back.jpg"
	refused 65 file_ambiguous as ivo ipp-recognize offline USR000000001 \
		--forms=flat
	rm "flat/$code-back.jpg"
	run -0 as ivo ipp-recognize offline USR000000001 --forms=flat
}

# wrong CODE FILE: this file is refused as a form.
wrong() {
	refused 65 "$1" as ivo ipp-recognize offline USR000000001 --forms=inbox \
		--form="$2"
	expect_error '.[0].field == "form"'
	[ "$(sql "SELECT count(*) FROM evidence")" = 0 ]
}

@test "a file that is not what it says it is is refused" {
	echo 'just text' >text.pdf
	wrong file_kind_refused text.pdf
	: >empty.pdf
	wrong file_empty empty.pdf
	head -c 700 "$(scans_of 1)/form.pdf" >cut.pdf
	wrong file_broken cut.pdf
	qpdf --encrypt secret secret 256 -- "$(scans_of 1)/form.pdf" locked.pdf
	wrong pdf_encrypted locked.pdf
	sed 's|/Type /Catalog|/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>|' \
		"$(scans_of 1)/form.pdf" >script.pdf
	qpdf --warning-exit-0 script.pdf active.pdf 2>/dev/null
	wrong pdf_active_content active.pdf
	pages 101 long.pdf
	wrong too_many_pages long.pdf
	cp "$(scans_of 1)/form.pdf" huge.pdf
	truncate -s 21M huge.pdf
	wrong file_too_large huge.pdf
	cp "$(scans_of 1)/report.pdf" twice.pdf
	refused 65 same_file as ivo ipp-recognize offline USR000000001 \
		--forms=inbox --form=twice.pdf
	refused 74 file_unreadable as ivo ipp-recognize offline USR000000001 \
		--forms=inbox --form=missing.pdf
	[ "$(status_of 1)" = to_identify ]
}

@test "the bounds: 100 pages are taken, an identity document has 10 at most" {
	pages 100 long.pdf
	pages 11 sides.pdf
	refused 65 too_many_pages as ivo ipp-recognize offline USR000000001 \
		--forms=inbox --document=sides.pdf
	run -0 as ivo ipp-recognize offline USR000000001 --forms=inbox \
		--form=long.pdf
}

@test "an identity document that has expired proves nothing" {
	house_clock 2036-01-01T00:00:00Z
	sql "UPDATE sessions SET used_at = strftime('%s', '$IPP_NOW'),
	      expires_at = used_at * 2 + 4000000000"
	refused 1 document_expired as ivo ipp-recognize offline USR000000001 \
		--forms=inbox
	[ "$(status_of 1)" = to_identify ]
}

@test "a recognition is not in the future, nor before the document was issued" {
	refused 65 recognised_on_future as ivo ipp-recognize offline \
		USR000000001 --forms=inbox --recognised-on=2026-11-23
	refused 65 document_not_issued as ivo ipp-recognize offline \
		USR000000001 --forms=inbox --recognised-on=2001-01-01
}

@test "what was asked for with another recognition is refused" {
	refused 1 other_recognition as ivo ipp-recognize offline USR000000004 \
		--forms=inbox
}

@test "an officer of another unit is refused, and the journal says so" {
	refused 77 other_unit as otto ipp-recognize offline USR000000001 \
		--forms=inbox
	[ "$(sql "SELECT count(*) FROM journal
	           WHERE event = 'permission_refused'")" = 1 ]
	[ "$(status_of 1)" = to_identify ]
}

@test "papers of another order are taken with a warning" {
	as ivo ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	run -0 --separate-stderr as ivo ipp-recognize offline USR000000002 \
		--forms=inbox --form="$(scans_of 1)/form.pdf"
	valid product
	expect '.[0].warnings | length == 1 and (.[0] | test("USR000000001"))'
}

@test "products not yet issued are given up with a reason" {
	refused 65 reason_missing as ivo ipp-recognize cancel USR000000001
	run -0 --separate-stderr as ivo ipp-recognize cancel USR000000001 \
		--reason='asked for twice' --notify
	valid product
	expect '.[0].status == "cancelled" and .[0].reason == "asked for twice"'
	[ "$(sql "SELECT template FROM outbox")" = request_cancelled ]
	refused 1 transition_refused as ivo ipp-recognize cancel USR000000001 \
		--reason=again
	as ivo ipp-recognize offline USR000000002 --forms=inbox >/dev/null
	refused 77 not_permitted as ivo ipp-recognize cancel USR000000002 \
		--reason='not mine to say'
	run -0 as rita ipp-recognize cancel USR000000002 --reason='it is mine'
}

@test "a dry run keeps nothing" {
	run -0 --separate-stderr as ivo ipp-recognize offline USR000000001 \
		--forms=inbox --dry-run
	expect '.[0].status == "to_issue"'
	[ "$(status_of 1)" = to_identify ]
	[ -z "$(find "$IPP_STORE/objects" -type f)" ]
}

@test "evidence cannot be changed or removed, not even by hand" {
	as ivo ipp-recognize offline USR000000001 --forms=inbox >/dev/null
	run ! sql "DELETE FROM evidence"
	run ! sql "UPDATE evidence SET detail = '{}'"
	run -0 --separate-stderr ipp-store check
}

@test "an unknown verb tells which there are" {
	run -64 --separate-stderr ipp-recognize video
	[[ $stderr == *"use one of: offline, sign, cancel"* ]]
	run -64 ipp-recognize offline --accept --reject USR000000001
}
