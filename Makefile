# ipp-tools. `make` builds, `make check` tests, `make demo` shows the main job.
# B is the build folder, one per flavour: B=build (plain), B=build-asan.

B	 = build
VERSION	 = 0.1.0
PREFIX	 = /usr/local
CC	 = gcc
OPTIMIZE = -O2 -g
WARN	 = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	   -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 \
	   -Wno-missing-field-initializers
FLAVOUR	 = # -fsanitize=address,undefined -fno-sanitize-recover=all
LAYERS	 = act peer store rule model port base
LIBRARIES = sqlite3 jansson libcrypto libcurl libsodium liboath libqrencode \
	   libqpdf pangocairo cairo-pdf gmime-3.0 libidn2 smartcols inih lept \
	   libseccomp p11-kit-1 xmlsec1-openssl libical

ifneq ($(filter-out deps clean dist help,$(or $(MAKECMDGOALS),all)),)
PKG_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES) 2>/dev/null)
PKG_LIBS   := $(shell pkg-config --libs $(LIBRARIES) 2>/dev/null)
endif

CPPFLAGS = -D_GNU_SOURCE -DIPP_VERSION='"$(VERSION)"' \
	   -DIPP_LOCALEDIR='"$(PREFIX)/share/locale"' -Iinclude $(PKG_CFLAGS)
CFLAGS	 = -std=gnu11 $(OPTIMIZE) $(WARN) $(FLAVOUR) -fstack-protector-strong \
	   -ffunction-sections -fdata-sections -fPIE
LDFLAGS	 = $(FLAVOUR) -pie -Wl,--as-needed -Wl,--gc-sections -Wl,-z,relro,-z,now
LDLIBS	 = $(PKG_LIBS) -lcsv -lmagic -lunistring -lm -lpthread

SHARED	 = $(sort $(wildcard share/migrations/*.sql share/catalog/* \
	   share/templates/*))
TOOLS	 = $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/*.c)))
PROGRAMS = $(TOOLS:%=$B/bin/%)
ARCHIVES = $B/libcli.a $(LAYERS:%=$B/lib%.a)
UNITS	 = $(patsubst tests/unit/%.c,$B/tests/%,$(wildcard tests/unit/test_*.c))
DRIVERS	 = $(patsubst tests/lib/%.c,$B/tests/lib/%,$(wildcard tests/lib/*.c))
PRELOADS = $(patsubst tests/preload/%.c,$B/tests/preload/%.so,\
	   $(wildcard tests/preload/*.c))
FUZZERS	 = $(patsubst tests/fuzz/%.c,$B/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES	 = $(patsubst tests/bench/%.c,$B/bench/%,$(wildcard tests/bench/*.c))
objects	 = $(patsubst %.c,$B/obj/%.o,$(wildcard lib/$(1)/*.c))
parts	 = $(patsubst %.c,$B/obj/%.o,$(wildcard tests/bench/$(1)/*.c))

PAGES	 = $(patsubst man/%.in,$B/man/%,$(wildcard man/*.in)) \
	   $(patsubst man/%,$B/man/%,$(wildcard man/*.[1-8]))
PAGE_PARTS = man/page $(wildcard man/*.jq man/blocks/*)
LOCALES	 = $(patsubst share/po/%.po,$B/share/locale/%/LC_MESSAGES/ipp-tools.mo,\
	   $(wildcard share/po/*.po))
FUZZ_TIME = 60
FUZZ_FLAVOUR = -fsanitize=fuzzer-no-link,address,undefined \
	   -fno-sanitize-recover=all

.PHONY: all bin units deps doc check demo bench fuzz fuzzers lint generate \
	install dist clean help always
.DELETE_ON_ERROR:
.SECONDARY:

all: deps
	@$(MAKE) --no-print-directory bin doc

bin: $(PROGRAMS)

# Pages and catalogues of messages.
doc: $(PAGES) $(LOCALES)

check: deps
	@$(MAKE) --no-print-directory bin units doc $(ARCHIVES)
	@tests/lib/npm || echo 'tests that need packages of npm will fail' >&2
	@B=$B tests/run $(TESTS)

lint: deps
	@$(MAKE) --no-print-directory doc
	@B=$B tests/lint

fuzz: deps
	@$(MAKE) --no-print-directory B=build-fuzz CC=clang \
	  FLAVOUR='$(FUZZ_FLAVOUR)' fuzzers
	@B=build-fuzz FUZZ_TIME=$(FUZZ_TIME) tests/fuzz/run

fuzzers: $(FUZZERS)

# BENCH_SCALE=0.01 is a try that takes seconds.
bench: deps
	@$(MAKE) --no-print-directory bin $(BENCHES)
	@B=$B tests/bench/run $(FIGURES)

help:
	@printf '%s\n' 'make            build into $B/bin' \
	  'make deps       install the Debian packages that are missing' \
	  'make demo       run the main job on invented people' \
	  'make check      run every test (TESTS="unit arch cmd pipe" or files)' \
	  'make bench      measure against peers' \
	  'make fuzz       fuzz the parsers, FUZZ_TIME=60 seconds each' \
	  'make lint       check pages, scripts and sources' \
	  'make generate   write share/schema from the field tables' \
	  'make install    DESTDIR= PREFIX=/usr/local' \
	  'make dist       write ipp-tools-$(VERSION).tar.gz'

deps:
	@tests/lib/deps

$B/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# What knows the prefix is compiled anew when it changes.
$B/obj/lib/cli/tool.o $B/obj/lib/cli/language.o: $B/gen/prefix
$B/gen/prefix: always
	@mkdir -p $(@D)
	@printf '%s\n' '$(PREFIX) $(VERSION)' | cmp -s - $@ || \
	  printf '%s\n' '$(PREFIX) $(VERSION)' > $@

$B/gen/embedded.c: share/embed.awk Makefile $(SHARED)
	@mkdir -p $(@D)
	printf '%s\n' $(SHARED) | awk -f share/embed.awk > $@

$B/obj/gen/embedded.o: $B/gen/embedded.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

define archive
$B/lib$(1).a: $(call objects,$(1)) $(if $(filter base,$(1)),$B/obj/gen/embedded.o)
	@rm -f $$@
	$(AR) rcsD $$@ $$^
endef
$(foreach layer,cli $(LAYERS),$(eval $(call archive,$(layer))))

$B/bin/%: $B/obj/cmd/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LDLIBS)

$B/tests/%: $B/obj/tests/unit/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LDLIBS) -lcmocka

# Programs that only the tests run.
$B/tests/lib/%: $B/obj/tests/lib/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LDLIBS)

# Libraries that the tests put before others.
$B/tests/preload/%.so: tests/preload/%.c
	@mkdir -p $(@D)
	$(CC) -D_GNU_SOURCE $(PKG_CFLAGS) -std=gnu11 $(OPTIMIZE) $(WARN) -fPIC -shared -o $@ $< -ldl

# A program's further parts stand in a folder of its name.
$B/bench/make_store: $(call parts,make_store)
$B/bench/%: $B/obj/tests/bench/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LDLIBS)

$B/fuzz/%: $B/obj/tests/fuzz/%.o $(ARCHIVES)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $< -Wl,--start-group $(ARCHIVES) -Wl,--end-group $(LDLIBS)

units: $(UNITS) $(DRIVERS) $(PRELOADS) $B/bench/make_store

$B/man/%.1: man/%.1.in $(PAGE_PARTS) $B/bin/%
	@mkdir -p $(@D)
	man/page $< $B/bin/$* > $@

$B/man/%: man/%.in $(PAGE_PARTS) $(PROGRAMS)
	@mkdir -p $(@D)
	man/page $< $B/bin > $@

$B/man/%: man/%
	@mkdir -p $(@D)
	cp $< $@

$B/share/locale/%/LC_MESSAGES/ipp-tools.mo: share/po/%.po
	@mkdir -p $(@D)
	msgfmt -c -o $@ $<

# The main job on invented people, with commands that you could type.
demo: all
	@B=$B share/demo

# What is derived from the tables of the house and kept in the tree.
generate: bin
	@B=$B share/generate

install: bin doc
	B=$B DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' share/install $(TOOLS)

dist:
	git archive --prefix=ipp-tools-$(VERSION)/ HEAD | gzip -9n > ipp-tools-$(VERSION).tar.gz

clean:
	rm -rf $B

-include $(shell find $B/obj -type f -name '*.d' 2>/dev/null)
