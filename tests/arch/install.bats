# install - what is installed is complete, and works where it lies

bats_require_minimum_version 1.5.0

setup() {
	cd "$BATS_TEST_DIRNAME/../.."
	stage=$BATS_TEST_TMPDIR/stage
	mapfile -t tools < <(ls "$IPP_BIN")
	DESTDIR=$stage PREFIX=/usr share/install "${tools[@]}"
}

@test "every tool is installed and runs from there" {
	local tool
	for tool in "$IPP_BIN"/*; do
		"$stage/usr/bin/${tool##*/}" --version | grep -q 'ipp-tools.* [0-9]'
	done
}

@test "every built page lies in its section" {
	local page
	ls "$B"/man/*.1
	for page in "$B"/man/*.[1-8]; do
		cmp "$page" "$stage/usr/share/man/man${page##*.}/${page##*/}"
	done
}

@test "schemas and templates are installed, tools of the build are not" {
	[ -e "$stage/usr/share/ipp/schema/product.json" ]
	[ -e "$stage/usr/share/ipp/templates/envelope.it.txt" ]
	[ -e "$stage/usr/share/doc/ipp-tools/SECURITY.md" ]
	run find "$stage" -name '*.awk' -o -name layers -o -name generate
	[ -z "$output" ]
}

@test "bash and fish find a completion by the name of the tool, zsh by pattern" {
	local tool
	for tool in "$IPP_BIN"/*; do
		[ -e "$stage/usr/share/bash-completion/completions/${tool##*/}" ]
		[ -e "$stage/usr/share/fish/vendor_completions.d/${tool##*/}.fish" ]
	done
	PATH=$stage/usr/bin:$PATH run -0 fish -N -c "
		set fish_complete_path $stage/usr/share/fish/vendor_completions.d
		complete -C 'ipp-store in'"
	[[ $output == init* ]]
	PATH=$stage/usr/bin:$PATH run -0 tests/lib/zsh-complete \
		"$stage/usr/share/zsh/site-functions" "ipp-store in"
	[[ $output == *"line <ipp-store init >"* ]]
}

@test "nothing is writable by others, and nothing is left outside the prefix" {
	run find "$stage" ! -type l -perm /022
	[ -z "$output" ]
	run find "$stage" -mindepth 1 -maxdepth 1 ! -name usr
	[ -z "$output" ]
}
