# ipp-audit dossier - everything about one product, for others to verify

load ../lib/house

# A product issued and delivered, and a draft. Made once a file.
setup() {
	local made=$BATS_FILE_TMPDIR/desk
	house_store
	if [ ! -d "$made" ]; then
		head -n 2 "$house_top/tests/fixtures/demo/batch.jsonl" >requests.jsonl
		"$house_top/tests/lib/scans.py" --out inbox <requests.jsonl
		ipp-request import <requests.jsonl >/dev/null
		ipp-recognize offline USR000000001 --forms=inbox >/dev/null
		ipp-issue USR000000001 --confirm --passphrases=passphrases >/dev/null
		ipp-notify deliver >/dev/null
		mkdir "$made.new"
		cp -a "$IPP_STORE" inbox passphrases "$made.new"
		mv "$made.new" "$made"
	else
		rm -rf "$IPP_STORE"
		cp -a "$made/store" "$BATS_TEST_TMPDIR"
		cp -a "$made"/{inbox,passphrases} .
	fi
	ipp-ca export --root=root.pem
}

dossier() {
	run -0 --separate-stderr ipp-audit dossier USR000000001 --output=out "$@"
	at=out/USR000000001
}

# The list is the authority's, and every file in it as listed.
proved() {
	(cd "$at" && sha256sum --quiet -c SHA256SUMS) &&
		house_then openssl cms -verify -binary -inform DER -in "$at/SHA256SUMS.p7s" \
			-content "$at/SHA256SUMS" -CAfile root.pem -out /dev/null
}

@test "a dossier holds every file, and openssl and sha256sum prove it" {
	dossier
	valid dossier
	expect '.[0] | .dossier_path == "out/USR000000001" and .files == 10'
	proved 2>/dev/null
	# nothing beside what is listed
	(cd "$at" && find . -type f ! -name 'SHA256SUMS*' | sed 's|^\./||' | sort) >there
	diff there <(cut -c67- "$at/SHA256SUMS" | sort)
	expect ".[0].sha256 == \"$(sha256sum <"$at/SHA256SUMS" | cut -d' ' -f1)\""
	# the files are those that were handed in
	for file in "$at"/files/*; do
		sha256sum <"$file"
	done | sort >kept
	jq -r '.evidence[] | .sha256 // empty' "$at/dossier.json" | sort -u |
		sed 's/$/  -/' | diff kept -
	[ "$(find "$at/files" -type f | wc -l)" = 4 ]
	run -0 pdftotext "$at"/files/EVD000000001-form.pdf -
	run -0 openssl verify -CAfile root.pem -no_check_time -untrusted "$at"/certificates/ca-*.pem \
		"$at/certificates/$(jq -r .serial "$at/dossier.json").pem"
}

@test "a file, a line of the list or the signature that was changed is found" {
	dossier
	cp -a "$at" kept
	printf x >>"$at/dossier.json"
	run ! proved
	rm -rf "$at" && cp -a kept "$at"
	(cd "$at" && printf x >>dossier.json && sha256sum dossier.json) >line
	sed -i "s/^.*  dossier.json$/$(cat line)/" "$at/SHA256SUMS"
	(cd "$at" && sha256sum --quiet -c SHA256SUMS)
	run ! proved
}

@test "the record is that of ipp-search show, the PDF says it in both languages" {
	ipp-search show USR000000001 | jq -S . >shown
	dossier
	jq -S . "$at/dossier.json" | diff shown -
	output=$(cat "$at/dossier.json") valid detail
	run -0 qpdf --check "$at/dossier.pdf"
	run -0 pdftotext -layout "$at/dossier.pdf" -
	for text in 'Fascicolo del prodotto USR000000001' "Chi l'ha chiesto" 'Come è stato identificato' \
		'Con quali prove' 'Che cosa è stato firmato' 'Che cosa è stato consegnato' \
		'Chi è stato avvisato' 'giulia.bianchi@example.it' 'Certificato emesso' 'Attivo' \
		"$(jq -r .serial "$at/dossier.json")"; do
		[[ $output == *"$text"* ]] || { echo "no $text"; false; }
	done
	run -0 --separate-stderr ipp-audit dossier USR000000001 --output=english --language=en
	run -0 pdftotext -layout english/USR000000001/dossier.pdf -
	[[ $output == *"How he was identified, who approved"*"What was signed"*"Who was told"* ]]
}

@test "the journal in it is proved by other programs, entry by entry" {
	dossier
	while read -r line; do
		"$house_top/tests/lib/journal.py" check <<<"$line" >/dev/null
	done <"$at/journal.jsonl"
	output=$(cat "$at/journal.jsonl")
	valid journal_proof
	expect 'map(.entry | fromjson | .event) |
		index("request_submitted") and index("certificate_issued") and index("message_sent")'
}

@test "codes and passphrases are in no file of it" {
	house_unpack
	house_codes busta-USR000000001.pdf "$(cut -f2 passphrases)" | awk '{ print $2 }' >secrets
	cut -f2 passphrases >>secrets
	[ "$(wc -l <secrets)" = 4 ]
	dossier
	pdftotext "$at/dossier.pdf" "$at/text"
	run -1 grep -rFf secrets "$at"
}

@test "the journal says that it was written, and by whom" {
	dossier
	run -0 --separate-stderr ipp-audit log --event=dossier_written
	expect ".[0] | .user_id == \"USR000000001\" and .operator_login == \"admin\"
		and .detail.files == 10 and .detail.sha256 == \"$(sha256sum <"$at/SHA256SUMS" | cut -d' ' -f1)\""
	run -0 --separate-stderr ipp-verify --content="$at/SHA256SUMS" "$at/SHA256SUMS.p7s"
	expect '.[0].indication == "TOTAL_PASSED"'
	run -0 ipp-audit verify
	run -0 ipp-store check
}

@test "a folder that is there stays, one that was not finished is begun anew" {
	mkdir -p out/USR000000001.new/files
	echo old >out/USR000000001.new/files/old
	dossier
	[ ! -e out/USR000000001.new ] && [ ! -e "$at/files/old" ]
	refused 73 dossier_exists ipp-audit dossier USR000000001 --output=out
	run -0 proved
}

@test "evidence that is gone or was changed leaves no dossier" {
	object=$(find "$IPP_STORE/objects" -type f -size +20k | head -n 1)
	name=$(sqlite3 "$IPP_STORE/ipp.db" "SELECT lower(hex(sha256)) FROM evidence
		WHERE sha256 IS NOT NULL LIMIT 1")
	object=$IPP_STORE/objects/${name:0:2}/${name:2}
	cp "$object" kept
	printf x | dd of="$object" bs=1 seek=100 conv=notrunc status=none
	refused 65 object_broken ipp-audit dossier USR000000001 --output=out
	[ -z "$(ls out)" ]
	rm "$object"
	refused 74 object_missing ipp-audit dossier USR000000001 --output=out
	[ -z "$(ls out)" ]
	[ "$(sqlite3 "$IPP_STORE/ipp.db" 'SELECT count(*) FROM seals')" = 0 ]
	cp kept "$object"
	dossier
	run -0 proved
}

@test "dossiers of a stream, in a folder each; unknown and forbidden ones are refused" {
	run -0 --separate-stderr ipp-audit dossier --output=out < <(ipp-search)
	expect "length == $(ipp-search | wc -l)"
	for at in out/*; do
		run -0 proved
	done
	refused 65 product_unknown ipp-audit dossier USR000000099 --output=out
	refused 65 not_an_id ipp-audit dossier ORD000000001 --output=out
	house_operator clerk rao
	refused 77 not_permitted house_as clerk ipp-audit dossier USR000000001 --output=new
	[ ! -e new ]
	house_operator auditor auditor
	run -0 --separate-stderr house_as auditor ipp-audit dossier USR000000001 --output=new
}
