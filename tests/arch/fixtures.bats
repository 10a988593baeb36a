# fixtures - the invented people and their scans: same bytes each time, and sound

people=tests/lib/people.py

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
	export PYTHONDONTWRITEBYTECODE=1
}

@test "the demo batch is what people.py writes" {
	for part in csv:batch.csv jsonl:batch.jsonl expected:expected.jsonl \
		mended:mended.jsonl; do
		"$people" --demo "${part%%:*}" |
			cmp - "tests/fixtures/demo/${part#*:}"
	done
}

@test "the demo batch has forty people who are right and eight kinds of wrong rows" {
	good=$(jq -s 'map(select(.verdict != "refused")) | length' \
		tests/fixtures/demo/expected.jsonl)
	kinds=$(jq -s 'map(select(.verdict == "refused").why) | unique | length' \
		tests/fixtures/demo/expected.jsonl)
	[ "$good" -ge 40 ]
	[ "$kinds" -ge 8 ]
}

@test "tax codes and machine readable zones are computed as published examples" {
	python3 - <<-'EOF'
	import sys
	sys.path.insert(0, "tests/lib")
	from taxcode import *
	assert tax_code("Rossi", "Mario", "1980-01-01", "M", "H501") == "RSSMRA80A01H501U"
	assert tax_code("Àngelo", "Dario", "2000-02-15", "F", "H501")[:6] == "NGLDRA"
	assert name_code("Fò", False) == "FOX"
	assert name_code("Niccolò", True) == "NCL"
	assert name_code("Gianfranco", True) == "GFR"
	assert omocode("RSSMRA80A01H501U", 7)[:15] == "RSSMRAULALMHRLM"
	assert provisional("9773502058") == "97735020584"
	assert pesel("1944-05-14", 135) == "44051401359"
	card = td1("ITA", "CA00000AA", "1964-12-30", "F", "2022-12-30", "Rossi", "Bianca")
	assert card[:60] == "C<ITACA00000AA4<<<<<<<<<<<<<<<6412308F2212304ITA<<<<<<<<<<<0"
	book = td3("UTO", "L898902C3", "1974-08-12", "F", "2012-04-15", "Eriksson", "Anna Maria")
	assert book[44:72] == "L898902C36UTO7408122F1204159"
	EOF
}

@test "the same seed writes the same rows, another seed others" {
	first=$("$people" --count 3000 --seed 4 | sha256sum)
	again=$("$people" --count 3000 --seed 4 | sha256sum)
	other=$("$people" --count 3000 --seed 5 | sha256sum)
	[ "$first" = "$again" ]
	[ "$first" != "$other" ]
	"$people" --count 10 --seed 4 >"$BATS_TEST_TMPDIR/short"
	"$people" --count 20 --seed 4 | head -n 10 | cmp - "$BATS_TEST_TMPDIR/short"
}

@test "in a big import nobody shares code, e-mail, mobile, tax code or document" {
	"$people" --count 20000 >"$BATS_TEST_TMPDIR/rows"
	for member in external_code email mobile tax_code document_number; do
		jq -r ".$member" "$BATS_TEST_TMPDIR/rows" >"$BATS_TEST_TMPDIR/all"
		[ "$(sort -u "$BATS_TEST_TMPDIR/all" | wc -l)" -eq 20000 ]
	done
}

@test "rows as CSV and as JSON lines tell of the same people" {
	python3 - <(tests/lib/people.py --count 500 --format csv) \
		<(tests/lib/people.py --count 500) <<-'EOF'
	import csv, json, sys
	sys.path.insert(0, "tests/lib")
	from demo_people import COLUMNS, cell
	from taxcode import tax_code
	rows = csv.DictReader(open(sys.argv[1], encoding="utf-8-sig"), delimiter=";")
	for row, line in zip(rows, open(sys.argv[2], encoding="utf-8"), strict=True):
	    person = json.loads(line)
	    assert {COLUMNS[k]: v for k, v in row.items()} == \
	        {k: cell(v) for k, v in person.items()}
	    assert person["tax_code"] == tax_code(
	        person["surname"], person["given_name"], person["birth_date"],
	        person["sex"], person["birth_place_code"])
	EOF
}

@test "each Nth tax code is wrong when that is asked for" {
	run bash -c "diff <(tests/lib/people.py --count 100) \
		<(tests/lib/people.py --count 100 --wrong-every 10) | grep -c '^>'"
	[ "$output" = 10 ]
}

@test "scans are whole PDFs of one page and images, each its own" {
	cd "$BATS_TEST_TMPDIR"
	head -n 2 "$OLDPWD/tests/fixtures/demo/batch.jsonl" |
		"$OLDPWD/tests/lib/scans.py" --out inbox --paths >rows
	[ "$(jq -r '.form, .report, .document_front, .document_back' rows | wc -l)" -eq 8 ]
	jq -r '.form, .report' rows | while read -r file; do
		qpdf --check "$file"
		[ "$(qpdf --show-npages "$file")" = 1 ]
		pdftotext "$file" - | grep -q 'RS-10'
	done
	python3 - inbox/*/*.png <<-'EOF'
	import struct, sys, zlib
	for name in sys.argv[1:]:
	    data = open(name, "rb").read()
	    assert data.startswith(b"\x89PNG\r\n\x1a\n") and data.endswith(b"IEND\xaeB\x60\x82")
	    width, height = struct.unpack(">II", data[16:24])
	    size = struct.unpack(">I", data[33:37])[0]
	    assert len(zlib.decompress(data[41:41 + size])) == (3 * width + 1) * height
	EOF
	[ "$(sha256sum inbox/*/* | cut -d' ' -f1 | sort -u | wc -l)" -eq 8 ]
}
