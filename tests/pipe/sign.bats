# sign - Sign ID from the batch to the certificate: signed forms of many kinds
# come in one folder, the good ones leave as certificates, the others are told

load ../lib/house
load ../lib/hands
load ../lib/signid

setup_file() {
	signid_start
}

teardown_file() {
	signid_stop
}

setup() {
	house_store
	signid_desk
}

# Eight people who want to be recognised by their signatures.
batch() {
	jq -c 'select(.recognition == "offline" and .organization_name == null
	              and .document_type == "identity_card"
	              and (.products | index("REM")))
	       | .recognition = "sign"' \
		"$house_top/tests/fixtures/demo/batch.jsonl" | head -n 8
}

# Their forms come back signed, each in another way; 1 to 4 are good.
inbox() {
	local at=$PWD/inbox form=$PWD/forms/ORD00000000
	mkdir inbox
	signers cades one "${form}1-form.pdf" "$at/USR000000001-form.pdf.p7m"
	signers pades two "${form}2-form.pdf" "$at/scan-0002.pdf"
	signers cades three "${form}3-form.pdf" "$PWD/three.der"
	base64 three.der >inbox/of-three.p7m
	(umask 077 && echo pass >pass)
	ipp-operator certificate-add admin --file="$SIGNID/pki/four.pem" >/dev/null
	ipp-sign --pkcs12="$SIGNID/pki/four.p12" --secret-file=pass \
		"${form}4-form.pdf" --output="$at/ORD000000004-signed.pdf" >/dev/null
	# 5: somebody else signed it
	signers cades one "${form}5-form.pdf" "$at/USR000000005.p7m"
	# 6: there is a virus in it
	signid_eicar >picture.png
	qpdf --compress-streams=n "${form}6-form.pdf" six.pdf --add-attachment picture.png --
	signers cades six "$PWD/six.pdf" "$at/USR000000006.p7m"
	# 7: changed after signing
	signers pades seven "${form}7-form.pdf" "$at/USR000000007.pdf"
	printf '1 0 obj\n<< /Type /Catalog >>\nendobj\n' >>inbox/USR000000007.pdf
	# 8: a married name
	signers cades eight "${form}8-form.pdf" "$at/USR000000008.p7m"
}

# Who they are; the eighth has another name by now.
people() {
	ALGORITHM=rsa:2048
	export ALGORITHM
	local name
	for name in one:1 two:2 three:3 four:4 five:5 six:6 seven:7; do
		signid_person "${name%:*}" "ORD00000000${name#*:}"
	done
	signers person eight Bianchi-Verdi "$(ipp-request show ORD000000008 | jq -r .given_name)" \
		"TINIT-$(ipp-request show ORD000000008 | jq -r .tax_code)" qualified
}

@test "a folder of signed forms becomes certificates, and a line for each that does not" {
	batch | ipp-request import >imported.jsonl
	ipp-request form --output=forms/ <imported.jsonl >/dev/null
	ipp-trust import "$SIGNID/pki/ca.pem" --territory=IT --provider='Test Trust' \
		--service-type=ca_qc >/dev/null
	people
	inbox
	# one command does it all
	ipp-search --section=to_identify --recognition=sign |
		ipp-recognize sign --forms=inbox/ --rejects=mend.jsonl 2>refusals |
		ipp-issue --confirm --passphrase=generate --passphrases=phrases \
			>issued.jsonl
	run -0 cat issued.jsonl
	valid issued
	expect 'map(.user_id) == ["USR000000001", "USR000000002", "USR000000003",
		"USR000000004"] and all(.[]; .status == "active")'
	run -0 jq -r '.error | "\(.user_id) \(.code)"' refusals
	[ "$output" = "USR000000005 tax_code_failed
USR000000005 name_referred
USR000000006 antivirus_failed
USR000000007 signature_failed
USR000000008 name_referred" ]
	# the certificates say how their holders were identified (8.4)
	for user in 1 2 3 4; do
		ipp-search show "USR00000000$user" | jq -r '.certificates[0].pem' |
			openssl x509 -outform DER | xxd -p | tr -d '\n' >holder.hex
		grep -q 3013060604008e4601083009060704008e46010804 holder.hex
	done
	# a line of the web server for each list that was fetched
	[ "$(grep -c ca.crl "$SIGNID/web.log")" = 1 ]

	# what is mended is fed again; the eighth is for another officer
	signers cades five "$PWD/forms/ORD000000005-form.pdf" "$PWD/inbox/USR000000005.p7m"
	run --separate-stderr ipp-recognize sign --forms=inbox --refer <mend.jsonl
	[ "$status" = 1 ]
	expect 'map("\(.user_id) \(.status)") == ["USR000000005 to_issue",
		"USR000000008 to_review"]'
	house_operator rita rao
	run -0 --separate-stderr house_as rita ipp-recognize sign --accept USR000000008
	expect '.[0].status == "to_issue" and .[0].reviewed_by != .[0].recognised_by'

	# the proof: form and checks, bound to the bytes
	run -0 ipp-search show USR000000001
	expect '.[0].evidence | map(select(.kind == "check")) |
		length == 9 and all(.[]; .verdict == "passed")'
	expect "[.[0].evidence[].sha256] | unique == [\"$(sha256sum \
		<inbox/USR000000001-form.pdf.p7m | cut -c1-64)\"]"
	ipp-notify deliver >/dev/null
	[ "$(sql "SELECT count(*) FROM outbox WHERE state = 'sent'
	           AND template = 'recognition_confirmed'")" = 5 ]
	run -0 ipp-store check
}

@test "a form whose request was lost becomes one, and a person looks at its pages" {
	# printed at another desk, as its order 1, without an external_code
	batch | head -n 1 | jq -c 'del(.external_code)' >request.json
	ipp-request new <request.json | ipp-request submit >/dev/null
	signid_person lost ORD000000001
	ipp-request form ORD000000001 -o form.pdf
	mkdir inbox
	signers cades lost "$PWD/form.pdf" "$PWD/inbox/from-him.p7m"
	rm -rf "$IPP_STORE"
	cp -a "$BATS_FILE_TMPDIR/house/store" "$IPP_STORE"
	# here order 1 is somebody else's
	batch | sed -n 2p | ipp-request import >/dev/null
	ipp-trust import "$SIGNID/pki/ca.pem" --service-type=ca_qc >/dev/null
	ipp-request import --from-form inbox/from-him.p7m >found.jsonl
	run -0 jq -r '.order_id + " " + .status' found.jsonl
	[ "$output" = "ORD000000002 to_identify" ]
	jq -c '{user_id: .user_ids[]}' found.jsonl >wanted.jsonl
	refused 1 document_referred ipp-recognize sign --forms=inbox <wanted.jsonl
	run -0 --separate-stderr ipp-recognize sign --forms=inbox --refer <wanted.jsonl
	expect '.[0].user_id == "USR000000002" and .[0].status == "to_review"'
	refused 1 tax_code_failed ipp-recognize sign --forms=inbox USR000000001
}
