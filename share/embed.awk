# Writes the C source of embedded_files[] from the list of files on stdin.
BEGIN {
	print "/* embedded files - generated, do not edit */"
	print "#include <ipp/base/embedded.h>"
}
$0 != "" { # the list may be empty
	n++
	name[n] = $0
	sub(/^share\//, "", name[n])
	printf "__asm__(\".section .rodata\\n.balign 16\\n\"\n"
	printf "\t\"embedded_%d:\\n.incbin \\\"%s\\\"\\n\"\n", n, $0
	printf "\t\"embedded_%d_end:\\n.byte 0\\n.previous\\n\");\n", n
}
END {
	# The sizes are link-time differences, so the table is filled by the
	# assembler too: three words a row.
	print "__asm__(\".section .data.rel.ro,\\\"aw\\\"\\n.balign 8\\n\""
	print "\t\".globl embedded_files\\nembedded_files:\\n\""
	for (i = 1; i <= n; i++) {
		printf "\t\".quad 9f, embedded_%d, embedded_%d_end - embedded_%d\\n\"\n", i, i, i
		printf "\t\".pushsection .rodata.str1.1,\\\"aMS\\\",@progbits,1\\n9: .string \\\"%s\\\"\\n.popsection\\n\"\n", name[i]
	}
	print "\t\".quad 0, 0, 0\\n.previous\\n\");"
}
