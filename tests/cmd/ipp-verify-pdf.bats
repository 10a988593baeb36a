# ipp-verify - whose signature a file bears: PAdES

load ../lib/house
load ../lib/pki

pdf() {
	house_then "$house_top/tests/lib/pdf.py" "$@"
}

# pdf_sign IN OUT [NAME] [OPTION=VALUE]...
pdf_sign() {
	local in=$1 out=$2 name=${3:-mario}
	shift $(($# < 3 ? $# : 3))
	pdf sign "$in" "$out" "pki/$name.pem" "pki/$name.key" pki/ca.pem "$@"
}

setup_file() {
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR/first
	mkdir "$BATS_TEST_TMPDIR"
	house_clean
	pki_make
	house_clock -10d
	pki_issue mario
	pki_issue anna
	house_clock +10d
	pdf new paper.pdf 'Pay 100 euro'
	pdf_sign paper.pdf signed.pdf
	cp -a . "$BATS_FILE_TMPDIR/made"
}

setup() {
	house_clean
	cp -a "$BATS_FILE_TMPDIR/made/." .
}

@test "a signature of a PDF is told" {
	passed pki_verify signed.pdf
	valid signature_report
	expect '.[0] | .kind == "pades" and .content_sha256 == .sha256'
	expect '.[0].signatures[0] | .format == "pades_cades" and .level == "B"
		and .tax_code == "RSSMRA80A01H501U" and .covers == "whole_file"'
	expect ".[0].signatures[0].covered_bytes == $(stat -c %s signed.pdf)"
	run -0 pdfsig -nocert signed.pdf
	[[ $output == *"Signature is Valid"* ]]
}

@test "what pdfsig signs is verified, with the same result" {
	pki_key=rsa:2048 pki_issue rsa
	openssl pkcs12 -export -in pki/rsa.pem -inkey pki/rsa.key -certfile pki/ca.pem \
		-name mario -passout pass: -out mario.p12
	mkdir nss
	certutil -N -d sql:nss --empty-password
	pk12util -i mario.p12 -d sql:nss -W '' >/dev/null
	certutil -A -d sql:nss -n root -t CT,CT,CT -i pki/root.pem
	house_then pdfsig -nssdir sql:nss -add-signature -nick mario paper.pdf by-pdfsig.pdf \
		>/dev/null
	passed pki_verify by-pdfsig.pdf
	expect '.[0].signatures[0] | .format == "pades_pkcs7" and .covers == "whole_file"
		and .signer_name == "Mario Rossi"'
	run -0 house_then pdfsig -nssdir sql:nss by-pdfsig.pdf
	[[ $output == *"Signature is Valid"*"Certificate is Trusted"* ]]
}

@test "a second signature leaves the first one good" {
	pdf_sign signed.pdf second.pdf anna
	passed pki_verify second.pdf
	expect '.[0].signatures | map(.covers) == ["revision","whole_file"]'
	expect '.[0].signatures[0].warnings[0] | test("added after")'
	run -0 pdfsig -nocert second.pdf
	[[ $output == *"Signature #2"*"Signature is Valid"* ]]
}

@test "proofs that were added later are no change" {
	pdf update signed.pdf proofs.pdf \
		"1=$(pdf_body signed.pdf 1 | sed 's/ >>$/ \/DSS << \/CRLs [] >> >>/')"
	passed pki_verify proofs.pdf
	expect '.[0].signatures[0].covers == "revision"'
}

@test "trap: signed again after a signature that forbids any change" {
	pdf_sign paper.pdf final.pdf mario certify=1
	passed pki_verify final.pdf
	pdf_sign final.pdf again.pdf anna
	run -0 pdfsig -nocert again.pdf
	[[ $output == *"Signature #2"*"Signature is Valid"* ]]
	failed FORMAT_FAILURE pki_verify again.pdf
	expect '.[0].signatures | map(.indication) == ["TOTAL_FAILED","TOTAL_PASSED"]'
	expect '.[0].signatures[0].reason | test("DocMDP")'
	# a level that nobody has defined allows nothing
	pdf_sign paper.pdf odd.pdf mario certify=7
	pdf_sign odd.pdf again.pdf anna
	failed FORMAT_FAILURE pki_verify again.pdf
	for level in 2 3 null; do
		pdf_sign paper.pdf open.pdf mario "certify=$level"
		pdf_sign open.pdf again.pdf anna
		passed pki_verify again.pdf
	done
}

@test "what is no signed PDF is refused" {
	refused 65 not_signed pki_verify paper.pdf
	qpdf --encrypt '' secret 256 -- signed.pdf secret.pdf
	refused 65 pdf_encrypted pki_verify secret.pdf
	head -c 9000 signed.pdf >cut.pdf
	refused 65 file_broken pki_verify cut.pdf
	printf '%s\n' %PDF-1.7 >head.pdf
	refused 65 file_broken pki_verify head.pdf
}

# Each of the following would pass if one check were missing; which, says the
# comment.

@test "trap: a changed byte is noticed" {
	# lib/port/signed_cms.c, content_check
	sed 's/Pay 100 euro/Pay 900 euro/' signed.pdf >changed.pdf
	failed HASH_FAILURE pki_verify changed.pdf
}

@test "trap: a page replaced by an update" {
	# lib/port/pdf_revision.c, page_hash
	pdf update signed.pdf replaced.pdf \
		"4=$(pdf_stream 'BT /F1 24 Tf 50 700 Td (Pay 900 euro) Tj ET')"
	failed FORMAT_FAILURE pki_verify replaced.pdf
	[[ $(found '.[0].reason') == *"changed after this signature"* ]]
	pdf update signed.pdf font.pdf \
		'5=<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>'
	failed FORMAT_FAILURE pki_verify font.pdf
}

@test "trap: an annotation laid over the page by an update" {
	# lib/port/pdf_revision.c, annotations_hash
	local page
	page=$(pdf_body signed.pdf 3)
	pdf update signed.pdf over.pdf "3=${page/\[/\[20 0 R }" \
		'20=<< /Type /Annot /Subtype /FreeText /Rect [0 0 595 842] /DA (/F1 12 Tf) /Contents (Pay 900 euro) >>'
	failed FORMAT_FAILURE pki_verify over.pdf
	# as a field that waits for a signature, is_free_signature
	pdf update signed.pdf field.pdf "3=${page/\[/\[20 0 R }" \
		'20=<< /Type /Annot /Subtype /Widget /FT /Sig /T (x) /Rect [0 0 595 842] /AP << /N 21 0 R >> >>' \
		"21=$(pdf_stream '0 0 595 842 re f')"
	failed FORMAT_FAILURE pki_verify field.pdf
}

@test "trap: an update that adds scripts or layers" {
	# lib/port/pdf_revision.c, catalog_keys
	local catalog
	catalog=$(pdf_body signed.pdf 1)
	pdf update signed.pdf script.pdf \
		"1=${catalog% >>} /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"
	failed FORMAT_FAILURE pki_verify script.pdf
	pdf update signed.pdf layers.pdf \
		"1=${catalog% >>} /OCProperties << /OCGs [] /D << >> >> >>"
	failed FORMAT_FAILURE pki_verify layers.pdf
}

@test "trap: a changed document signed again by somebody else" {
	# lib/act/verify_pades.c, change_judge of each signature
	pdf update signed.pdf replaced.pdf \
		"4=$(pdf_stream 'BT /F1 24 Tf 50 700 Td (Pay 900 euro) Tj ET')"
	pdf_sign replaced.pdf again.pdf anna
	failed FORMAT_FAILURE pki_verify again.pdf
	expect '.[0].signatures | map(.indication) == ["TOTAL_FAILED","TOTAL_PASSED"]'
}

@test "trap: bytes behind the signed document" {
	# lib/port/pdf_revision.c, is_update
	{ cat signed.pdf; printf '\n\n'; } >lines.pdf
	failed FORMAT_FAILURE pki_verify lines.pdf
	pdf append signed.pdf objects.pdf \
		"4=$(pdf_stream 'BT /F1 24 Tf 50 700 Td (Pay 900 euro) Tj ET')"
	failed FORMAT_FAILURE pki_verify objects.pdf
	[[ $(found '.[0].reason') == *"nobody signed"* ]]
}

@test "trap: games with ByteRange" {
	# lib/port/pdf_signed.c, range_read
	local range
	for range in null 0,10,20 0,10,20,30,40 -1,10,20,30 0,10,5,30 \
		0,10,20,99999999 1,10,20,30 0,0,0,100 0,10,20,-3 0,1.0,20,30; do
		pdf_sign paper.pdf range.pdf mario "range=$range"
		failed FORMAT_FAILURE pki_verify range.pdf
		[[ $(found '.[0].reason') == *ByteRange* ]]
	done
}

@test "trap: something beside the signature in the gap" {
	# lib/port/pdf_signed.c, gap_matches
	pdf_sign paper.pdf wrapped.pdf mario 'wrap= /Evil (x) /X <00'
	failed FORMAT_FAILURE pki_verify wrapped.pdf
	[[ $(found '.[0].reason') == *"not the signature alone"* ]]
}

@test "trap: bytes behind the message in its padding" {
	# lib/port/signed_cms.c, nothing_follows
	python3 - <<-'END'
		b = open("signed.pdf", "rb").read()
		at = b.rindex(b"00> >>")
		open("padded.pdf", "wb").write(b[:at] + b"41" + b[at + 2:])
	END
	failed FORMAT_FAILURE pki_verify padded.pdf
}

@test "trap: a message of another form in the place of the signature" {
	# lib/act/verify_pades.c, message_read: detached, one signer
	pki_cades mario paper.pdf inside.der -nodetach
	pdf_sign paper.pdf inside.pdf mario message=inside.der
	failed FORMAT_FAILURE pki_verify inside.pdf
	pki_cades mario paper.pdf two.der -signer pki/anna.pem -inkey pki/anna.key
	pdf_sign paper.pdf two.pdf mario message=two.der
	failed FORMAT_FAILURE pki_verify two.pdf
	pdf_sign paper.pdf kind.pdf mario subfilter=adbe.pkcs7.sha1
	failed FORMAT_FAILURE pki_verify kind.pdf
	[[ $(found '.[0].reason') == *SubFilter* ]]
}

@test "trap: scripts, actions, forms and layers inside what was signed" {
	# lib/act/verify_pades.c, content_fault
	local entry
	for entry in '/OpenAction << /S /JavaScript /JS (this.x=1) >>' \
		'/AA << /WC << /S /JavaScript /JS (1) >> >>' \
		'/OpenAction << /S /Launch /F (x) >>' \
		'/OpenAction << /S /URI /URI (http://127.0.0.1/) >>' \
		'/OCProperties << /OCGs [] /D << >> >>'; do
		pdf new active.pdf 'Pay 100 euro' "$entry"
		pdf_sign active.pdf active-signed.pdf
		indeterminate SIG_CONSTRAINTS_FAILURE pki_verify active-signed.pdf
	done
}

@test "trap: weak digests in a PDF" {
	# lib/port/signed_strength.c
	pdf_sign paper.pdf sha1.pdf mario md=sha1
	indeterminate CRYPTO_CONSTRAINTS_FAILURE pki_verify sha1.pdf
}
