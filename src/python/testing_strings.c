/* testing_strings.c: np.testing.assert_string_equal, and what differs between two texts, as Python's difflib
 * finds it (CPython's Lib/difflib.py: SequenceMatcher, and Differ without junk). */
#include "func/results.h"

#include <string.h>
#include <unistr.h>

/* what two sequences share ------------------------------------------------------------------------------ */

typedef struct Sequence {
    int64_t count;
    uint32_t *at; /* characters, or lines by number */
} Sequence;

typedef struct Match {
    int64_t a, b, size;
} Match;

typedef struct Matcher {
    Run *run;
    Sequence a, b;
    bool *popular;   /* items of b that are too frequent to begin a match with */
    int64_t *length; /* of the match that ends at each item of b */
    Match *found;    /* ends in an empty one */
    int64_t count;
} Matcher;

/* The longest of the first ones, in b's part too. */
static Match longest(Matcher *m, int64_t alo, int64_t ahi, int64_t blo, int64_t bhi)
{
    const uint32_t *a = m->a.at, *b = m->b.at;
    Match best = { alo, blo, 0 };
    memset(m->length + blo, 0, (size_t)(bhi - blo) * sizeof *m->length);
    for (int64_t i = alo; i < ahi; i++)
        for (int64_t j = blo, before = 0; j < bhi; j++) {
            int64_t above = m->length[j];
            m->length[j] = a[i] == b[j] && !m->popular[j] ? before + 1 : 0;
            before = above;
            if (m->length[j] > best.size)
                best = (Match){ i - m->length[j] + 1, j - m->length[j] + 1, m->length[j] };
        }
    while (best.a > alo && best.b > blo && a[best.a - 1] == b[best.b - 1])
        best = (Match){ best.a - 1, best.b - 1, best.size + 1 };
    while (best.a + best.size < ahi && best.b + best.size < bhi &&
           a[best.a + best.size] == b[best.b + best.size])
        best.size++;
    return best;
}

static bool find_matches(Matcher *m, int64_t alo, int64_t ahi, int64_t blo, int64_t bhi)
{
    while (alo < ahi && blo < bhi) {
        if (!run_goes_on(m->run) || !run_deeper(m->run))
            return false;
        Match best = longest(m, alo, ahi, blo, bhi);
        if (!best.size)
            return true;
        if (!find_matches(m, alo, best.a, blo, best.b))
            return false;
        Match *last = m->count ? &m->found[m->count - 1] : NULL;
        if (last && last->a + last->size == best.a && last->b + last->size == best.b)
            last->size += best.size;
        else
            m->found[m->count++] = best;
        alo = best.a + best.size;
        blo = best.b + best.size;
    }
    return true;
}

static void matcher_end(Matcher *m)
{
    mem_free(m->popular);
    mem_free(m->length);
    mem_free(m->found);
}

/* Finds what a and b share; matcher_end ends it. False: an error, and nothing to end. */
static bool matcher_begin(Run *run, Matcher *m, Sequence a, Sequence b)
{
    enum { POPULAR_FROM = 200 };
    int64_t few = b.count / 100 + 1;
    *m = (Matcher){ .run = run, .a = a, .b = b };
    m->popular = mem_zeroed((size_t)b.count + 1);
    m->length = mem_zeroed(((size_t)b.count + 1) * sizeof *m->length);
    m->found = mem_zeroed(((size_t)(a.count < b.count ? a.count : b.count) + 2) * sizeof *m->found);
    for (int64_t j = 0; b.count >= POPULAR_FROM && j < b.count; j++) {
        int64_t same = 0;
        for (int64_t k = 0; k < b.count && same <= few; k++)
            same += b.at[k] == b.at[j];
        m->popular[j] = same > few;
    }
    bool fine = find_matches(m, 0, a.count, 0, b.count);
    m->found[m->count++] = (Match){ a.count, b.count, 0 };
    if (!fine)
        matcher_end(m);
    return fine;
}

/* lines ------------------------------------------------------------------------------------------------- */

typedef struct Lines {
    Value list; /* of str */
    Sequence *characters;
} Lines;

typedef struct Differ {
    Run *run;
    Lines a, b;
    Value told; /* a list of lines that begin with "- ", "+ ", "? " or two spaces */
} Differ;

static bool lines_of(Run *run, Value text, Lines *out)
{
    Value asked[2] = { text, value_bool(true) };
    *out = (Lines){ .list = NONE };
    if (!func_apply(run, func_find("str", "splitlines"), 2, asked, &out->list))
        return false;
    const List *list = out->list.list;
    out->characters = mem_zeroed((size_t)(list->count + 1) * sizeof *out->characters);
    for (int64_t i = 0; i < list->count; i++) {
        const Str *line = list->item[i].str;
        size_t room = (size_t)line->bytes + 1;
        out->characters[i].at = mem_alloc(room * sizeof(uint32_t));
        u8_to_u32((const uint8_t *)line->text, (size_t)line->bytes, out->characters[i].at, &room);
        out->characters[i].count = (int64_t)room;
    }
    return true;
}

static void lines_drop(Lines *lines)
{
    for (int64_t i = 0; lines->characters && i < lines->list.list->count; i++)
        mem_free(lines->characters[i].at);
    mem_free(lines->characters);
    value_drop(lines->list);
}

static void tell(Differ *d, const char *before, const char *line, size_t length, const char *after)
{
    Text text = { 0 };
    text_puts(&text, before);
    text_add(&text, line, length);
    text_puts(&text, after);
    Value made = value_str(text_get(&text), (int64_t)text.length);
    list_append(d->told.list, made);
    value_drop(made);
    text_free(&text);
}

static void tell_lines(Differ *d, const char *before, const Lines *lines, int64_t from, int64_t to)
{
    for (int64_t i = from; i < to; i++) {
        const Str *line = lines->list.list->item[i].str;
        tell(d, before, line->text, (size_t)line->bytes, "");
    }
}

/* Lines that resemble no others. */
static void tell_apart(Differ *d, int64_t alo, int64_t ahi, int64_t blo, int64_t bhi)
{
    bool b_first = blo < bhi && alo < ahi && bhi - blo < ahi - alo;
    if (b_first)
        tell_lines(d, "+ ", &d->b, blo, bhi);
    tell_lines(d, "- ", &d->a, alo, ahi);
    if (!b_first)
        tell_lines(d, "+ ", &d->b, blo, bhi);
}

/* A blank of ASCII, as str.isspace() has it. */
static bool is_blank(uint32_t c) { return c == ' ' || (c >= 9 && c <= 13) || (c >= 0x1c && c <= 0x1f); }

/* A line, and under it what became of its characters. */
static void tell_marked(Differ *d, const char *before, const Lines *lines, int64_t i, const Text *marks)
{
    const Sequence *characters = &lines->characters[i];
    Text kept = { 0 };
    tell_lines(d, before, lines, i, i + 1);
    for (int64_t k = 0; k < characters->count && k < (int64_t)marks->length; k++) {
        uint32_t c = characters->at[k];
        text_char(&kept, marks->at[k] == ' ' && is_blank(c) ? (char)c : marks->at[k]);
    }
    size_t length = kept.length;
    while (length && is_blank((unsigned char)kept.at[length - 1]))
        length--;
    if (length)
        tell(d, "? ", text_get(&kept), length, "\n");
    text_free(&kept);
}

static void mark(Text *text, char with, int64_t count)
{
    while (count-- > 0)
        text_char(text, with);
}

static bool tell_pair(Differ *d, int64_t i, int64_t j)
{
    Matcher m;
    Text marks[2] = { { 0 }, { 0 } };
    int64_t a = 0, b = 0;
    const Str *one = d->a.list.list->item[i].str, *other = d->b.list.list->item[j].str;
    if (one->bytes == other->bytes && !memcmp(one->text, other->text, (size_t)one->bytes)) {
        tell_lines(d, "  ", &d->a, i, i + 1);
        return true;
    }
    if (!matcher_begin(d->run, &m, d->a.characters[i], d->b.characters[j]))
        return false;
    for (const Match *match = m.found; match < m.found + m.count; match++) {
        bool replaced = a < match->a && b < match->b;
        mark(&marks[0], replaced ? '^' : '-', match->a - a);
        mark(&marks[1], replaced ? '^' : '+', match->b - b);
        mark(&marks[0], ' ', match->size);
        mark(&marks[1], ' ', match->size);
        a = match->a + match->size;
        b = match->b + match->size;
    }
    matcher_end(&m);
    tell_marked(d, "- ", &d->a, i, &marks[0]);
    tell_marked(d, "+ ", &d->b, j, &marks[1]);
    text_free(&marks[0]);
    text_free(&marks[1]);
    return true;
}

/* How much of two lines is the same, from 0 to 1. */
static bool find_ratio(Differ *d, int64_t i, int64_t j, double *ratio)
{
    Matcher m;
    const Sequence *a = &d->a.characters[i], *b = &d->b.characters[j];
    int64_t shared = 0;
    if (!matcher_begin(d->run, &m, *a, *b))
        return false;
    for (int64_t k = 0; k < m.count; k++)
        shared += m.found[k].size;
    matcher_end(&m);
    *ratio = a->count + b->count ? 2.0 * (double)shared / (double)(a->count + b->count) : 1;
    return true;
}

/* Lines that took the place of others: those that resemble each other are shown together. */
static bool tell_replaced(Differ *d, int64_t alo, int64_t ahi, int64_t blo, int64_t bhi)
{
    enum { WINDOW = 10 };
    int64_t told_a = alo, told_b = blo;
    for (int64_t j = blo; j < bhi; j++) {
        int64_t near = alo + (j - blo), from = near - WINDOW > told_a ? near - WINDOW : told_a,
                to = near + WINDOW + 1 < ahi ? near + WINDOW + 1 : ahi, best = -1;
        double most = 0.74999, ratio;
        if (from >= to)
            break;
        for (int64_t i = from; i < to; i++) {
            if (!find_ratio(d, i, j, &ratio))
                return false;
            if (ratio > most) {
                best = i;
                most = ratio;
            }
        }
        if (best < 0)
            continue;
        tell_apart(d, told_a, best, told_b, j);
        if (!tell_pair(d, best, j))
            return false;
        told_a = best + 1;
        told_b = j + 1;
    }
    tell_apart(d, told_a, ahi, told_b, bhi);
    return true;
}

/* Lines by number: equal ones have the same. */
static Sequence number_lines(const Lines *lines, const Lines *others)
{
    const List *list = lines->list.list, *first = others->list.list;
    Sequence numbers = { list->count, mem_zeroed(((size_t)list->count + 1) * sizeof(uint32_t)) };
    for (int64_t i = 0; i < list->count; i++) {
        int64_t k = 0;
        while (k < first->count && strcmp(first->item[k].str->text, list->item[i].str->text))
            k++;
        for (int64_t before = 0; k == first->count && before < i; before++)
            if (!strcmp(list->item[before].str->text, list->item[i].str->text))
                k = first->count + 1 + before;
        numbers.at[i] = (uint32_t)(k == first->count ? first->count + 1 + i : k);
    }
    return numbers;
}

static bool compare(Differ *d)
{
    Matcher m;
    Sequence a = number_lines(&d->a, &d->a), b = number_lines(&d->b, &d->a);
    bool begun = matcher_begin(d->run, &m, a, b), fine = begun;
    int64_t i = 0, j = 0;
    for (int64_t k = 0; fine && k < m.count; k++) {
        const Match *match = &m.found[k];
        if (i < match->a && j < match->b)
            fine = tell_replaced(d, i, match->a, j, match->b);
        else
            tell_apart(d, i, match->a, j, match->b);
        i = match->a + match->size;
        j = match->b + match->size;
        tell_lines(d, "  ", &d->a, match->a, i);
    }
    if (begun)
        matcher_end(&m);
    mem_free(a.at);
    mem_free(b.at);
    return fine;
}

/* the assertion
 * --------------------------------------------------------------------------------------------------------
 */

static bool begins(const Value *line, const char *with) { return !strncmp(line->str->text, with, 2); }

/* NumPy's reading of what differs, which stops at lines that are in one of the texts alone. */
static bool refute(Run *run, const List *told)
{
    Text text = { 0 };
    bool known = true, some = false;
    int64_t at = 0;
    text_puts(&text, "Differences in strings:\n");
    while (known && at < told->count) {
        const Value *first = &told->item[at++], *second;
        if (begins(first, "  "))
            continue;
        if (!begins(first, "- ")) {
            known = fail(run, AssertionError, "%s", value_text(run, *first));
            break;
        }
        int64_t from = at - 1;
        second = at < told->count ? &told->item[at++] : NULL;
        if (second && begins(second, "? "))
            second = at < told->count ? &told->item[at++] : NULL;
        if (!second || !begins(second, "+ ")) {
            known = second ? fail(run, AssertionError, "%s", value_text(run, *second))
                           : fail(run, IndexError, "pop from empty list");
            break;
        }
        if (at < told->count && begins(&told->item[at], "? "))
            at++;
        if (!strcmp(second->str->text + 2, first->str->text + 2))
            continue;
        some = true;
        for (int64_t i = from; i < at; i++)
            text_add(&text, told->item[i].str->text, (size_t)told->item[i].str->bytes);
    }
    size_t length = text.length;
    while (length && is_blank((unsigned char)text.at[length - 1]))
        length--;
    if (known && some)
        fail(run, AssertionError, "%s", run_text(run, "%.*s", (int)length, text_get(&text)));
    text_free(&text);
    return known && !some;
}

static bool run_string_equal(Call *call, Value *out)
{
    Run *run = call->run;
    char name[100];
    for (int i = 0; i < 2; i++)
        if (ARG(call, i).tag != V_STR)
            return fail(run, AssertionError, "<class '%s'>",
                        class_full_name(value_type(ARG(call, i)), name, sizeof name));
    const Str *a = ARG(call, 0).str, *b = ARG(call, 1).str;
    *out = NONE;
    if (a->bytes == b->bytes && !memcmp(a->text, b->text, (size_t)a->bytes))
        return true;
    Differ d = { .run = run, .told = value_list_new(0), .b = { .list = NONE } };
    bool fine = lines_of(run, ARG(call, 0), &d.a) && lines_of(run, ARG(call, 1), &d.b) && compare(&d) &&
                refute(run, d.told.list);
    lines_drop(&d.a);
    lines_drop(&d.b);
    value_drop(d.told);
    return fine;
}

const Func testing_string_funcs[] = {
    { .name = "assert_string_equal",
      .of = "np.testing",
      .params = "actual: any, desired: any",
      .brief = "An AssertionError that shows what differs, unless two texts are equal.",
      .example = ">>> np.testing.assert_string_equal('abc', 'abc')\n",
      .style = PYTHON,
      .run = run_string_equal },
    { .name = NULL },
};
