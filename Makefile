# ndcalc: `make` builds build/ndcalc; `make run` and `make check` also install what is missing.
# Another folder: B=…; warnings are errors: WERROR=1; commands in full: V=1. CPPFLAGS, CFLAGS and LDFLAGS come after ours.
B        ?= build
PREFIX   ?= /usr/local
warnings  = -Wall -Wextra -Wpedantic -Wshadow -Wvla -Wno-psabi $(if $(WERROR),-Werror)
# gcc 12 may move a pair of numbers through an MMX register, after which long doubles are nan: so it is given none.
machine  := $(if $(filter x86_64%,$(shell $(CC) -dumpmachine 2>/dev/null)),-mno-mmx)
# The same bits as NumPy's: a*b + c must stay two operations, whatever CFLAGS say. At a fixed address (no-pie) the program
# starts sooner: the tables of rows are full of pointers.
compile   = $(CC) -std=c11 -D_GNU_SOURCE -Isrc -I$B -MMD -MP $(warnings) -O2 -g -fno-math-errno -fno-pie $(machine) $(CPPFLAGS) $(CFLAGS) -ffp-contract=off
# The archive where there is one (the program starts sooner), else the shared library.
library   = $(or $(filter /%,$(shell $(CC) -print-file-name=lib$1.a 2>/dev/null)),-l$1)
libraries = $(foreach l,readline tinfo gmp unistring z,$(call library,$l)) -lm -lpthread -ldl \
            -Wl,--export-dynamic-symbol=xerbla_ # which LAPACK, opened later, is to find
say       = @$(if $V,,printf '%-6s %s\n' $1 $2;) $(if $V,set -x;)
parallel  = $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc))

generated = $B/ndcalc.y.c $B/ndcalc.re.c
objects   = $(patsubst %.c,$B/%.o,$(wildcard src/*.c src/*/*.c)) $(generated:.c=.o)
tests     = $(patsubst %.c,$B/%,$(filter-out tests/bench/% tests/fuzz/% tests/accuracy/%,$(wildcard tests/*.c tests/*/*.c)))

$B/ndcalc: $(objects)
	$(call say,link,$@) $(CC) -no-pie $(CFLAGS) $(LDFLAGS) -o $@ $^ $(libraries)
$B/%.o: %.c | $B/packages.run
	@mkdir -p $(@D)
	$(call say,cc,$<) $(compile) -c -o $@ $<
$B/%.o: $B/%.c
	$(call say,cc,$<) $(compile) -c -o $@ $<
$B/tests/%: tests/%.c $(filter-out $B/src/main.o,$(objects)) | $B/packages.check
	@mkdir -p $(@D)
	$(call say,cc,$<) $(compile) -MF $@.d -no-pie $(LDFLAGS) -o $@ $(filter %.c %.o,$^) $(shell pkg-config --libs check) $(libraries) -lutil
$B/tests/fuzz/%: $B/tests/fuzz/%.o $B/tests/fuzz/mutate.o $(filter-out $B/src/main.o,$(objects))
	$(call say,link,$@) $(CC) -no-pie -fsanitize=fuzzer $(CFLAGS) $(LDFLAGS) -o $@ $^ $(libraries)

$B/ndcalc.y.c $B/ndcalc.y.h &: grammar/ndcalc.y | $B/packages.run
	$(call say,bison,$<) bison -Wall -Werror --header=$B/ndcalc.y.h -o $B/ndcalc.y.c $<
$B/ndcalc.re.c: grammar/ndcalc.re | $B/packages.run
	$(call say,re2c,$<) re2c -W --no-generation-date -o $@ $<
$B/mistakes.inc: grammar/mistakes.peg
	@mkdir -p $B
	@sed '/^#/d; /^$$/d; s/[\\"]/\\&/g; s/??/?\\?/g; s/.*/"&",/' $< > $@
$(objects): | $B/ndcalc.y.h $B/mistakes.inc
$B/packages.%:
	@mkdir -p $B && CC='$(CC)' .ci/packages $* && touch $@

run:
	@CC='$(CC)' .ci/packages --install run
	@$(MAKE) $(parallel) $B/ndcalc </dev/null >&2
	@$B/ndcalc
check:
	@CC='$(CC)' .ci/packages --install check
	@$(MAKE) $(parallel) $B/ndcalc $(tests) </dev/null
	@tests/run $B
sanitize:
	@$(MAKE) check B=$B/sanitize LDFLAGS= CPPFLAGS=-DSMALL_MAX=0 \
	    CFLAGS='-O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
functions: $B/tests/functions
	@$< write > $B/functions.md && mv $B/functions.md docs/functions.md
# Figures beside those of PYTHON, with NumPy if it has it. LINES=sort: the lines that hold this word.
PYTHON   ?= python3
ROUNDS   ?= 5
bench: $B/ndcalc $B/bench
	@$B/bench $B/ndcalc $B/empty $(ROUNDS) '$(LINES)' $(PYTHON)
$B/bench: $(wildcard tests/bench/*)
	$(call say,cc,tests/bench) $(CC) -std=c11 -D_GNU_SOURCE $(warnings) -O3 -o $@ $(filter %.c,$^) -lm
	@for kind in dynamic static; do echo 'int main(void) { return 0; }' | \
	    $(CC) -x c -O2 -o $B/empty-$$kind $$([ $$kind = dynamic ] || echo -static) -; done
# FUZZ_SECONDS=N: runs both targets for so long; without it, says how. Elements may lie at any byte, as in NumPy: a[1:].view('f8').
fuzz:
	@.ci/packages --install fuzz
	@$(MAKE) $(parallel) B=$B/fuzz CC=clang LDFLAGS= CPPFLAGS="-DMEMORY_MAX=67108864 -DMEMORY_LARGE=SIZE_MAX -DSMALL_MAX=0 -DFUSE_LEAST=4 -DRUN_LOOKS" \
	    CFLAGS='-O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-sanitize=alignment -fsanitize-coverage=inline-8bit-counters,pc-table -fno-omit-frame-pointer' \
	    $(patsubst %,$B/fuzz/%,ndcalc tests/fuzz/parser tests/fuzz/evaluator) </dev/null
	@tests/fuzz/run $B/fuzz $(FUZZ_SECONDS)
# How far functions of floats are from the true values, and how often they have NumPy's bits. FUNCTION=exp: those named so.
accuracy:
	@CC='$(CC)' .ci/packages --install accuracy
	@$(MAKE) $(parallel) $B/accuracy </dev/null
	@$B/accuracy '$(FUNCTION)' $(PYTHON)
$B/accuracy: tests/accuracy/accuracy.c $(filter-out $B/src/main.o,$(objects))
	$(call say,cc,$<) $(compile) -MF $@.d -no-pie $(LDFLAGS) -o $@ $(filter %.c %.o,$^) $(call library,mpfr) $(libraries)
install: $B/ndcalc
	install -D $B/ndcalc $(DESTDIR)$(PREFIX)/bin/ndcalc
	install -D -m 644 docs/ndcalc.1 $(DESTDIR)$(PREFIX)/share/man/man1/ndcalc.1
format:
	clang-format -i $(wildcard src/*.[ch] src/*/*.[ch] tests/*.[ch] tests/*/*.[ch])
clean:
	rm -rf $B
.PHONY: run check sanitize functions bench fuzz accuracy install format clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(objects:.o=.d) $(tests:=.d) $(wildcard $B/tests/fuzz/*.d) $B/accuracy.d
