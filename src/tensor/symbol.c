#include "tensor/symbol.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Primes, searched for so that a symbol's multiples up to 12 times, the products of two, and sums and
 * differences of one with up to four times another lie at least 198 apart from each other: with an offset of
 * up to 99 to either side no size can be taken for another. The product of three fits an int64. */
static const int64_t codes[SYMBOLS_MAX] = { 185599, 339071, 363313, 450787, 475807, 524957,
                                            574439, 617311, 632117, 659501, 712477 };

Symbol *symbol_named(const Run *run, const char *name)
{
    for (int i = 0; run->symbols && i < run->symbols->count; i++)
        if (strcmp(run->symbols->at[i].name, name) == 0)
            return &run->symbols->at[i];
    return NULL;
}

Symbol *symbol_make(Run *run, const char *name)
{
    Symbol *symbol = symbol_named(run, name);
    if (symbol)
        return symbol;
    if (!run->symbols)
        run->symbols = mem_zeroed(sizeof *run->symbols);
    Symbols *all = run->symbols;
    if (all->count == SYMBOLS_MAX) {
        fail(run, ValueError, "there can be at most %d symbols in shapes", SYMBOLS_MAX);
        return NULL;
    }
    symbol = &all->at[all->count];
    *symbol = (Symbol){ mem_text(name, strlen(name)), codes[all->count++], -1 };
    return symbol;
}

void symbols_drop(Run *run, int count)
{
    while (run->symbols && run->symbols->count > count)
        mem_free(run->symbols->at[--run->symbols->count].name);
}

void symbols_free(Run *run)
{
    for (int i = 0; run->symbols && i < run->symbols->count; i++)
        mem_free(run->symbols->at[i].name);
    mem_free(run->symbols);
    run->symbols = NULL;
}

/* spelling ------------------------------------------------------------------------------------------------
 */

enum { FACTOR_MAX = 12, OFFSET_MAX = 99 };

/* What a size is made of: factor * a * b * c / divisor + other factor * d + offset. */
typedef struct Spelling {
    const char *name[3]; /* of a product; NULL: fewer */
    int64_t factor, divisor;
    bool up;           /* the fraction is rounded up */
    const char *other; /* a further symbol; NULL: none */
    int64_t other_factor, offset;
} Spelling;

static bool is_small(int64_t n) { return n >= -OFFSET_MAX && n <= OFFSET_MAX; }

/* rest = factor * product + offset, the factor small. */
static bool multiple_of(int64_t rest, int64_t product, Spelling *out)
{
    int64_t middle;
    if (__builtin_add_overflow(rest, (rest < 0 ? -product : product) / 2, &middle))
        return false;
    int64_t factor = middle / product;
    if (factor == 0 || factor > FACTOR_MAX || factor < -FACTOR_MAX || !is_small(rest - factor * product))
        return false;
    out->factor = factor;
    out->offset = rest - factor * product;
    return true;
}

/* Each product of up to three symbols, the smaller ones first. */
static bool spell_product(const Symbols *all, int64_t size, Spelling *out)
{
    for (int i = 0; i < all->count; i++) {
        *out = (Spelling){ .name = { all->at[i].name }, .divisor = 1 };
        if (multiple_of(size, all->at[i].code, out))
            return true;
    }
    for (int i = 0; i < all->count; i++)
        for (int j = i; j < all->count; j++) {
            *out = (Spelling){ .name = { all->at[i].name, all->at[j].name }, .divisor = 1 };
            if (multiple_of(size, all->at[i].code * all->at[j].code, out))
                return true;
            for (int k = j; k < all->count; k++) {
                out->name[2] = all->at[k].name;
                if (multiple_of(size, all->at[i].code * all->at[j].code * all->at[k].code, out) &&
                    !out->offset)
                    return true;
            }
        }
    return false;
}

/* a ± b + offset, and a*b ± c */
static bool spell_sum(const Symbols *all, int64_t size, Spelling *out)
{
    for (int i = 0; i < all->count; i++)
        for (int factor = 1; factor <= 4; factor++)
            for (int sign = 1; sign >= -1; sign -= 2) {
                int64_t rest;
                if (!__builtin_sub_overflow(size, sign * factor * all->at[i].code, &rest) &&
                    spell_product(all, rest, out)) {
                    out->other = all->at[i].name;
                    out->other_factor = sign * factor;
                    return true;
                }
            }
    return false;
}

/* Half of M, a third of M*N: of slices with a step. */
static bool spell_fraction(const Symbols *all, int64_t size, Spelling *out)
{
    for (int divisor = 2; divisor <= FACTOR_MAX; divisor++)
        for (int up = 0; up <= 1; up++)
            for (int i = 0; i < all->count; i++)
                if ((all->at[i].code + up * (divisor - 1)) / divisor == size) {
                    *out =
                        (Spelling){ .name = { all->at[i].name }, .factor = 1, .divisor = divisor, .up = up };
                    return true;
                }
    return false;
}

static bool find_spelling(const Symbols *all, int64_t size, Spelling *out)
{
    if (!all || !all->count || size < codes[0] / FACTOR_MAX)
        return false;
    return spell_product(all, size, out) || spell_fraction(all, size, out) || spell_sum(all, size, out);
}

static void add_factor(int64_t factor, bool first, Text *out)
{
    if (!first)
        text_puts(out, factor < 0 ? " - " : " + ");
    else if (factor < 0)
        text_char(out, '-');
    int64_t amount = factor < 0 ? -factor : factor;
    if (amount != 1)
        text_printf(out, "%" PRId64 "*", amount);
}

/* A sum with a negative symbol in front has the other one first: N - M. */
static void spell(const Spelling *s, Text *out)
{
    bool turned = s->other && s->factor < 0 && s->other_factor > 0;
    if (turned) {
        add_factor(s->other_factor, true, out);
        text_puts(out, s->other);
    }
    add_factor(s->factor, !turned, out);
    if (s->up)
        text_printf(out, "(%s + %" PRId64 ")", s->name[0], s->divisor - 1);
    else
        for (int i = 0; i < 3 && s->name[i]; i++)
            text_printf(out, "%s%s", i ? "*" : "", s->name[i]);
    if (s->divisor > 1)
        text_printf(out, "//%" PRId64, s->divisor);
    if (s->other && !turned) {
        add_factor(s->other_factor, false, out);
        text_puts(out, s->other);
    }
    if (s->offset)
        text_printf(out, " %c %" PRId64, s->offset < 0 ? '-' : '+', s->offset < 0 ? -s->offset : s->offset);
}

bool size_is_symbolic(const Run *run, int64_t size)
{
    Spelling spelling;
    return find_spelling(run->symbols, size, &spelling);
}

bool shape_is_symbolic(const Run *run, int ndim, const int64_t *dim)
{
    for (int i = 0; run->symbols && i < ndim; i++)
        if (size_is_symbolic(run, dim[i]))
            return true;
    return false;
}

void size_spell(const Run *run, int64_t size, Text *out)
{
    Spelling spelling;
    if (size == DIM_UNKNOWN)
        text_char(out, '?');
    else if (find_spelling(run->symbols, size, &spelling))
        spell(&spelling, out);
    else
        text_printf(out, "%" PRId64, size);
}

const char *symbols_spelled(Run *run, const char *text)
{
    if (!run->symbols || !run->symbols->count)
        return text;
    Text out = { 0 };
    for (const char *at = text; *at;) {
        size_t word = 0;
        while (isalnum((unsigned char)at[word]) || at[word] == '_' || at[word] == '.')
            word++;
        size_t digits = strspn(at, "0123456789");
        if (digits && digits == word && digits < 19)
            size_spell(run, strtoll(at, NULL, 10), &out);
        else
            text_add(&out, at, word ? word : 1);
        at += word ? word : 1;
    }
    const char *kept = arena_text(&run->scratch, text_get(&out), out.length);
    text_free(&out);
    return kept;
}
