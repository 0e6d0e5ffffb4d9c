# ndcalc: `make` builds build/ndcalc; `make run` and `make check` also install what is missing.
CFLAGS   ?= -O2 -g
CPPFLAGS += -D_GNU_SOURCE -Isrc -I$B -MMD -MP
WARNINGS  = -Wall -Wextra -Wpedantic -Wshadow
override CFLAGS += -std=c11 $(WARNINGS) -ffp-contract=off

sources = $(wildcard src/*.c src/*/*.c)
B       ?= build
objects = $(sources:%.c=$B/%.o)
LDLIBS  = -lgmp -lunistring -lreadline -lm -lpthread -ldl

$B/ndcalc: $(objects)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$B/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

clean:
	rm -rf $B
.PHONY: clean
-include $(objects:.o=.d)
