# certificate_profile - other people's programs on a certificate of each profile

bats_require_minimum_version 1.5.0

start=1772323200 # 2026-03-01, the start of the golden ones
people="REM REM-SPID AUTO DEV-SIGN ROLE-REM ROLE-AUTO ROLE-DEV RAO ONESHOT"
uncertified="DEV-SIGN-N ROLE-DEV-N" # the device is no QSCD

setup_file() {
	cd "$BATS_TEST_DIRNAME/../.."
	driver=${B:-build}/tests/lib/certificates
	mkdir "$BATS_FILE_TMPDIR"/golden "$BATS_FILE_TMPDIR"/now \
		"$BATS_FILE_TMPDIR"/demo
	"$driver" "$BATS_FILE_TMPDIR/golden"
	# certtool knows no time but its own
	"$driver" "$BATS_FILE_TMPDIR/now" $(($(date +%s) - 60))
	"$driver" "$BATS_FILE_TMPDIR/demo" $start demo
}

setup() {
	cd "$BATS_FILE_TMPDIR/golden"
}

# What `openssl asn1parse` says of an extension's octets.
extension() {
	local offset
	offset=$(openssl asn1parse -in "$1.pem" |
		awk -F: -v name="$2" '$0 ~ ":" name "$" { found = 1; next }
			found && /OCTET STRING/ { print $1; exit }')
	openssl asn1parse -in "$1.pem" -strparse "${offset// /}"
}

@test "openssl verifies the chain of each, strictly" {
	for file in *.pem; do
		run -0 openssl verify -x509_strict -check_ss_sig \
			-attime $((start + 60)) -CAfile ROOT.pem \
			-untrusted CA.pem "$file"
	done
}

@test "openssl finds each good for what it is for" {
	run -0 openssl verify -x509_strict -attime $((start + 60)) \
		-CAfile ROOT.pem -untrusted CA.pem -purpose sslclient DEV-AUTH.pem
	run -0 openssl verify -x509_strict -attime $((start + 60)) \
		-CAfile ROOT.pem -untrusted CA.pem -purpose ocsphelper OCSP.pem
	run -0 openssl verify -x509_strict -attime $((start + 60)) \
		-CAfile ROOT.pem -untrusted CA.pem -policy 0.4.0.194112.1.2 \
		-explicit_policy REM.pem
	run -2 openssl verify -x509_strict -attime $((start + 60)) \
		-CAfile ROOT.pem -untrusted CA.pem -policy 0.4.0.194112.1.2 \
		-explicit_policy DEV-AUTH.pem
	run -2 openssl verify -x509_strict -attime $((start + 60)) \
		-CAfile ROOT.pem -untrusted CA.pem -purpose sslserver REM.pem
	for code in DEV-AUTH-N ROLE-AUTH-N; do
		run -0 openssl verify -x509_strict -attime $((start + 60)) \
			-CAfile ROOT.pem -untrusted CA.pem \
			-purpose sslclient $code.pem
	done
	for code in $uncertified; do
		run -0 openssl verify -x509_strict -attime $((start + 60)) \
			-CAfile ROOT.pem -untrusted CA.pem \
			-policy 0.4.0.194112.1.0 -explicit_policy "$code.pem"
		run -2 openssl verify -x509_strict -attime $((start + 60)) \
			-CAfile ROOT.pem -untrusted CA.pem \
			-policy 0.4.0.194112.1.2 -explicit_policy "$code.pem"
	done
}

@test "certtool reads each and verifies its chain" {
	cd ../now
	for file in *.pem; do
		run -0 certtool --certificate-info --infile "$file"
		[[ $output != *"error"* ]]
		case $file in ROOT.pem) continue ;; esac
		cat "$file" >chain
		[ "$file" = CA.pem ] || cat CA.pem >>chain
		run -0 certtool --verify --load-ca-certificate ROOT.pem \
			--infile chain
		[[ $output == *"The certificate is trusted"* ]]
	done
}

@test "a changed certificate verifies nowhere" {
	openssl x509 -in REM.pem -outform DER -out changed.der
	offset=$(openssl asn1parse -inform DER -in changed.der |
		awk -F: '/UTF8STRING.*:Rossi/ { print $1; exit }')
	printf 'X' | dd of=changed.der bs=1 seek=$((offset + 2)) conv=notrunc \
		status=none
	openssl x509 -inform DER -in changed.der -out changed
	run -2 openssl verify -attime $((start + 60)) -CAfile ROOT.pem \
		-untrusted CA.pem changed
	[[ $output == *"signature failure"* ]]
}

@test "signature certificates have nonRepudiation alone, critical" {
	for code in $people $uncertified; do
		openssl x509 -in "$code.pem" -noout -ext keyUsage >usage
		[ "$(tr -s ' \n' ' ' <usage)" = \
			"X509v3 Key Usage: critical Non Repudiation " ]
		[ "$(openssl x509 -in "$code.pem" -noout -text |
			grep -c critical)" = 1 ]
	done
}

@test "the subject stands in the order of the profile" {
	run -0 openssl x509 -in RAO.pem -noout -subject -nameopt utf8,sep_comma_plus
	[ "$output" = "subject=C=IT,O=Ordine degli Avvocati di Forlì,organizationIdentifier=CF:IT-80012345678,SN=Rossi,GN=Mario,serialNumber=TINIT-RSSMRA80A01H501U,title=Registration Authority Officer,CN=Mario Rossi,dnQualifier=20260301000001" ]
	openssl asn1parse -in REM.pem |
		awk '/:serialNumber|:dnQualifier|:countryName/ { getline; print $0 }' |
		tail -n 3 >types
	[ "$(grep -c PRINTABLESTRING types)" = 3 ]
}

@test "policies: our own, the ETSI one, AgID's" {
	for code in $people; do
		openssl x509 -in "$code.pem" -noout -ext certificatePolicies >policies
		[ "$(grep -c 'Policy:' policies)" = 3 ]
		grep -q 'Policy: 0.4.0.194112.1.2$' policies
		grep -q 'Policy: 1.3.76.16.6$' policies
		grep -q 'CPS: https://ca.example/cps$' policies
	done
	run -0 extension REM-SPID "X509v3 Certificate Policies"
	[[ $output == *"UTF8STRING"*"non utilizzabile per richiedere altra identità SPID"* ]]
	run -0 extension AUTO "X509v3 Certificate Policies"
	[[ $output == *"procedura automatica"* ]]
	run -0 openssl x509 -in DEV-AUTH.pem -noout -ext certificatePolicies
	[[ $output == *"Policy: 0.4.0.2042.1.2"* && $output != *194112* ]]
}

@test "QC statements as asn1parse sees them" {
	run -0 extension REM qcStatements
	[ "$(awk -F: '/OBJECT/ { print $NF }' <<<"$output" | paste -sd ' ')" = \
		"0.4.0.1862.1.1 0.4.0.1862.1.3 0.4.0.1862.1.4 0.4.0.1862.1.5 0.4.0.1862.1.6 0.4.0.1862.1.6.1 0.4.0.1862.1.8 0.4.0.1862.1.8.3 1.3.6.1.5.5.7.11.2 0.4.0.194121.1.1" ]
	[[ $output == *"INTEGER           :14"* ]] # 20 years
	[[ $output != *"0.4.0.1862.1.2"* ]]
	run -0 extension ROLE-REM qcStatements
	[[ $output == *":0.4.0.1862.1.2"*":EUR"*":05"*":04"* ]]
	run -0 extension ONESHOT qcStatements
	[[ $output == *":0.4.0.1862.1.8.4"* && $output != *":0.4.0.1862.1.8.3"* ]]
	for code in DEV-AUTH OCSP CA ROOT; do
		run -0 openssl x509 -in $code.pem -noout -text
		[[ $output != *qcStatements* ]]
	done
}

# EN 319 411-2, 5.3 and EN 319 411-1, 5.3: QCP-n and NCP promise no device;
# EN 319 412-5, 4.2.2: QcSSCD is there only for one that is certified.
@test "of a device that is no QSCD nothing says that it is one, and all else is the same" {
	for code in $uncertified; do
		openssl x509 -in "$code.pem" -noout -ext certificatePolicies >policies
		[ "$(grep -c 'Policy:' policies)" = 3 ]
		grep -q 'Policy: 0.4.0.194112.1.0$' policies
		grep -q 'Policy: 1.3.76.16.6$' policies
		extension "${code%-N}" qcStatements |
			awk -F: '/OBJECT/ { print $NF }' >certified
		grep -qx 0.4.0.1862.1.4 certified
		extension "$code" qcStatements |
			awk -F: '/OBJECT/ { print $NF }' |
			diff <(grep -vx 0.4.0.1862.1.4 certified) -
	done
	for code in DEV-AUTH-N ROLE-AUTH-N; do
		openssl x509 -in $code.pem -noout -ext certificatePolicies >policies
		[ "$(grep -c 'Policy:' policies)" = 2 ]
		grep -q 'Policy: 0.4.0.2042.1.1$' policies
		run -0 openssl x509 -in $code.pem -noout -text
		[[ $output != *qcStatements* ]]
	done
	for code in $uncertified DEV-AUTH-N ROLE-AUTH-N; do
		openssl x509 -in "$code.pem" -noout -subject -issuer -dates \
			-ext keyUsage,extendedKeyUsage,crlDistributionPoints,authorityInfoAccess,basicConstraints >one
		openssl x509 -in "${code%-N}.pem" -noout -subject -issuer -dates \
			-ext keyUsage,extendedKeyUsage,crlDistributionPoints,authorityInfoAccess,basicConstraints |
			diff one -
	done
}

@test "a short-term certificate lasts an hour and says that it is one" {
	run -0 openssl x509 -in ONESHOT.pem -noout -dates -text
	[[ $output == *"notAfter=Mar  1 00:59:59 2026 GMT"* ]]
	[[ $output == *"0.4.0.194121.2.1"* ]]
	run -0 openssl x509 -in REM.pem -noout -text
	[[ $output != *"0.4.0.194121.2.1"* ]]
}

@test "authorities are authorities" {
	run -0 openssl x509 -in CA.pem -noout -ext basicConstraints,keyUsage
	[[ $output == *"Basic Constraints: critical"*"CA:TRUE, pathlen:0"* ]]
	[[ $output == *"Key Usage: critical"*"Certificate Sign, CRL Sign"* ]]
	run -0 openssl x509 -in ROOT.pem -noout -ext basicConstraints
	[[ $output == *"CA:TRUE"* && $output != *pathlen* ]]
}

@test "the authority can issue nothing below an authority" {
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout sub.key -subj /CN=sub -out sub.csr 2>/dev/null
	openssl x509 -req -in sub.csr -CA CA.pem -CAkeyform DER \
		-CAkey "$BATS_TEST_DIRNAME/../fixtures/certificate/issuer.p8" \
		-CAcreateserial -extfile <(echo basicConstraints=critical,CA:TRUE) \
		-out sub 2>/dev/null
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout leaf.key -subj /CN=leaf -out leaf.csr 2>/dev/null
	openssl x509 -req -in leaf.csr -CA sub -CAkey sub.key -CAcreateserial \
		-out leaf 2>/dev/null
	run -2 openssl verify -CAfile ROOT.pem -untrusted CA.pem \
		-untrusted sub leaf
	[[ $output == *"path length constraint exceeded"* ]]
}

@test "every certificate of a demo store says so in its subject" {
	for file in ../demo/*.pem; do
		run -0 openssl x509 -in "$file" -noout -subject
		[[ $output == *"CN = DEMO "*"description = DEMO - no legal value"* ]]
		run -0 openssl verify -x509_strict -attime $((start + 60)) \
			-CAfile ../demo/ROOT.pem -untrusted ../demo/CA.pem "$file"
	done
	for file in *.pem; do
		run -0 openssl x509 -in "$file" -noout -subject
		[[ $output != *DEMO* ]]
	done
}
