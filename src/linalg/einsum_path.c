/* np.einsum_path: in which order NumPy would multiply, and what that costs (numpy/_core/einsumfunc.py). */
#include "linalg/einsum.h"

#include "func/results.h"

#include <stdlib.h>
#include <string.h>

/* Labels as a set of bits. */
typedef struct Set {
    uint64_t word[3];
} Set;

static void set_put(Set *s, int label) { s->word[label / 64] |= (uint64_t)1 << label % 64; }
static bool set_holds(const Set *s, int label) { return s->word[label / 64] >> label % 64 & 1; }
static Set set_join(Set a, const Set *b)
{
    for (int i = 0; i < 3; i++)
        a.word[i] |= b->word[i];
    return a;
}
static Set set_meet(Set a, const Set *b)
{
    for (int i = 0; i < 3; i++)
        a.word[i] &= b->word[i];
    return a;
}
static bool set_equal(const Set *a, const Set *b) { return !memcmp(a, b, sizeof *a); }
static bool set_empty(const Set *a) { return !(a->word[0] | a->word[1] | a->word[2]); }
static int set_count(const Set *a)
{
    int n = 0;
    for (int i = 0; i < 3; i++)
        n += __builtin_popcountll(a->word[i]);
    return n;
}

/* What the search knows of a call. */
typedef struct Search {
    Run *run;
    Set out;
    double size[EINSUM_LABELS];
    double limit; /* no intermediate is to be larger */
    char letter[EINSUM_LABELS];
} Search;

/* One contraction: operands by place, in one step. */
typedef struct Step {
    int count;
    uint8_t place[EINSUM_OPERANDS];
} Step;

typedef struct Path {
    int count;
    Step step[EINSUM_OPERANDS];
} Path;

static double size_of(const Search *s, const Set *labels)
{
    double size = 1;
    for (int i = 0; i < EINSUM_LABELS; i++)
        if (set_holds(labels, i))
            size *= s->size[i];
    return size;
}

static double flops(const Search *s, const Set *labels, bool inner, int terms)
{
    double factor = terms > 2 ? terms - 1 : 1;
    return size_of(s, labels) * (factor + inner);
}

/* Takes the step's operands out of n sets and appends what they come to; answers how many are left. */
static int contract_sets(const Search *s, const Step *step, int n, const Set in[], Set out[], Set *all,
                         Set *removed)
{
    Set remain = s->out, joined = { { 0 } };
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (memchr(step->place, i, (size_t)step->count)) {
            joined = set_join(joined, &in[i]);
        } else {
            remain = set_join(remain, &in[i]);
            out[kept++] = in[i];
        }
    }
    Set result = set_meet(remain, &joined);
    *all = joined;
    *removed = joined;
    for (int i = 0; i < 3; i++)
        removed->word[i] &= ~result.word[i];
    out[kept++] = result;
    return kept;
}

static Step all_at_once(int n)
{
    Step step = { .count = n };
    for (int i = 0; i < n; i++)
        step.place[i] = (uint8_t)i;
    return step;
}

/* greedy ---------------------------------------------------------------------------------------------------
 */

/* A pair that may be contracted next, and what the operands would be then. */
typedef struct Choice {
    double removed, cost;
    int x, y, n;
    Set set[EINSUM_OPERANDS];
} Choice;

typedef struct Choices {
    int count, room;
    Choice *at;
} Choices;

static void consider(const Search *s, int x, int y, int n, const Set in[], double spent, double naive,
                     Choices *known)
{
    Step step = { 2, { (uint8_t)x, (uint8_t)y } };
    Set all, removed;
    Choice c = { .x = x, .y = y };
    c.n = contract_sets(s, &step, n, in, c.set, &all, &removed);
    double size = size_of(s, &c.set[c.n - 1]);
    if (size > s->limit)
        return;
    c.removed = size_of(s, &in[x]) + size_of(s, &in[y]) - size;
    c.cost = flops(s, &all, !set_empty(&removed), 2);
    if (spent + c.cost > naive)
        return;
    if (known->count == known->room) {
        known->room = known->room ? 2 * known->room : 16;
        known->at = mem_resize(known->at, (size_t)known->room * sizeof *known->at);
    }
    known->at[known->count++] = c;
}

static void drop_set(Choice *c, int i)
{
    memmove(c->set + i, c->set + i + 1, (size_t)(c->n - i - 1) * sizeof c->set[0]);
    c->n--;
}

/* The choices that the best one leaves open, with places as they are after it. */
static void update_choices(Choices *known, const Choice *best)
{
    int kept = 0, bx = best->x, by = best->y;
    for (int i = 0; i < known->count; i++) {
        Choice c = known->at[i];
        int x = c.x, y = c.y;
        if (x == bx || x == by || y == bx || y == by)
            continue;
        drop_set(&c, by - (by > x) - (by > y));
        drop_set(&c, bx - (bx > x) - (bx > y));
        c.set[c.n] = c.set[c.n - 1]; /* the new operand goes before the last one */
        c.set[c.n - 1] = best->set[best->n - 1];
        c.n++;
        c.x = x - (x > bx) - (x > by);
        c.y = y - (y > bx) - (y > by);
        known->at[kept++] = c;
    }
    known->count = kept;
}

static void greedy(const Search *s, int count, const Set input[], Path *path)
{
    Set in[EINSUM_OPERANDS], left[EINSUM_OPERANDS], all, removed;
    Step whole = all_at_once(count);
    Choices known = { 0 };
    double spent = 0;
    int n = count;
    memcpy(in, input, (size_t)n * sizeof in[0]);
    contract_sets(s, &whole, n, in, left, &all, &removed);
    double naive = flops(s, &all, !set_empty(&removed), n);
    for (int round = 0; round < count - 1; round++) {
        for (int x = 0; x < n; x++)
            for (int y = round ? n - 1 : x + 1; y < n && x < y; y++) {
                Set shared = set_meet(in[x], &in[y]);
                if (!set_empty(&shared))
                    consider(s, x, y, n, in, spent, naive, &known);
            }
        for (int x = 0; x < n && !known.count; x++) /* outer products, if there is nothing else */
            for (int y = x + 1; y < n; y++)
                consider(s, x, y, n, in, spent, naive, &known);
        if (!known.count) {
            path->step[path->count++] = all_at_once(n);
            break;
        }
        Choice best = known.at[0];
        for (int i = 1; i < known.count; i++)
            if (known.at[i].removed > best.removed ||
                (known.at[i].removed == best.removed && known.at[i].cost < best.cost))
                best = known.at[i];
        update_choices(&known, &best);
        n = best.n;
        memcpy(in, best.set, (size_t)n * sizeof in[0]);
        path->step[path->count++] = (Step){ 2, { (uint8_t)best.x, (uint8_t)best.y } };
        spent += best.cost;
    }
    mem_free(known.at);
}

/* optimal --------------------------------------------------------------------------------------------------
 */

/* The best path of each length that was found. */
typedef struct Best {
    double cost[EINSUM_OPERANDS];
    bool found[EINSUM_OPERANDS];
    Path path[EINSUM_OPERANDS];
} Best;

/* All orders of pairs, depth first; what already costs as much as a whole path is left. */
static bool explore(const Search *s, int total, int n, const Set in[], double cost, Path *path, Best *best)
{
    int depth = path->count;
    if (best->found[total - 1] && cost >= best->cost[total - 1])
        return true;
    if (!best->found[depth] || cost < best->cost[depth]) {
        best->found[depth] = true;
        best->cost[depth] = cost;
        best->path[depth] = *path;
    }
    if (!run_goes_on(s->run))
        return false;
    for (int x = 0; x < n; x++)
        for (int y = x + 1; y < n; y++) {
            Step step = { 2, { (uint8_t)x, (uint8_t)y } };
            Set left[EINSUM_OPERANDS], all, removed;
            int kept = contract_sets(s, &step, n, in, left, &all, &removed);
            if (size_of(s, &left[kept - 1]) > s->limit)
                continue;
            path->step[path->count++] = step;
            bool goes_on =
                explore(s, total, kept, left, cost + flops(s, &all, !set_empty(&removed), 2), path, best);
            path->count--;
            if (!goes_on)
                return false;
        }
    return true;
}

static bool optimal(const Search *s, int count, const Set input[], Path *path)
{
    Best *best = mem_zeroed(sizeof *best);
    Path *at = mem_zeroed(sizeof *at);
    bool done = explore(s, count, count, input, 0, at, best);
    int depth = count - 1;
    while (depth > 0 && !best->found[depth])
        depth--;
    *path = best->path[depth];
    if (depth < count - 1)
        path->step[path->count++] = all_at_once(count - depth);
    mem_free(best);
    mem_free(at);
    return done;
}

/* the call -------------------------------------------------------------------------------------------------
 */

/* What optimize= asks for. */
typedef struct Asked {
    enum { PATH_NONE, PATH_GREEDY, PATH_OPTIMAL, PATH_GIVEN, PATH_BAD } way;
    double limit; /* -1: as large as the largest of the operands and the result */
    Value given;  /* the path, with its name in front */
} Asked;

static bool named_way(Value v, Asked *asked)
{
    asked->way = !strcmp(v.str->text, "greedy")    ? PATH_GREEDY
                 : !strcmp(v.str->text, "optimal") ? PATH_OPTIMAL
                                                   : PATH_BAD;
    asked->given = v;
    return true;
}

static bool read_way(Call *call, Asked *asked)
{
    Value v = call->arg[1].value;
    int64_t count;
    const Value *item = sequence_items(v, &count);
    *asked = (Asked){ PATH_NONE, -1, v };
    if (v.tag == V_BOOL || v.tag == V_NONE) {
        asked->way = v.tag == V_BOOL && v.i ? PATH_GREEDY : PATH_NONE;
        return true;
    }
    if (v.tag == V_STR)
        return named_way(v, asked);
    if (count && item[0].tag == V_STR && !strcmp(item[0].str->text, "einsum_path")) {
        asked->way = PATH_GIVEN;
        return true;
    }
    if (count == 2 && item[0].tag == V_STR && (value_is_int(item[1]) || item[1].tag == V_FLOAT))
        return named_way(item[0], asked) && value_to_double(call->run, item[1], &asked->limit);
    return einsum_fail_path(call->run, v);
}

static bool read_given(Run *run, Value v, Path *path)
{
    int64_t count = v.tag == V_TUPLE ? v.tuple->count : v.list->count;
    const Value *item = v.tag == V_TUPLE ? v.tuple->item : v.list->item;
    for (int64_t i = 1; i < count && path->count < EINSUM_OPERANDS; i++) {
        Ints places;
        Step *step = &path->step[path->count++];
        if (!ints_of(run, item[i], &places))
            return false;
        step->count = 0;
        for (int k = 0; k < places.count && step->count < EINSUM_OPERANDS; k++)
            step->place[step->count++] = (uint8_t)places.at[k];
    }
    return true;
}

static Set set_of(const Labels *labels)
{
    Set s = { { 0 } };
    for (int i = 0; i < labels->ndim; i++)
        set_put(&s, labels->at[i]);
    return s;
}

static void add_labels(const Search *s, const Labels *labels, Text *text)
{
    for (int i = 0; i < labels->ndim; i++)
        text_char(text, s->letter[labels->at[i]]);
}

/* The labels of an intermediate as NumPy writes them: by size, then by letter. */
static void sorted_labels(const Search *s, const Set *set, Labels *out)
{
    out->ndim = 0;
    for (int i = 0; i < EINSUM_LABELS; i++) {
        if (!set_holds(set, i) || out->ndim == AXES_MAX)
            continue;
        int at = out->ndim++;
        for (; at > 0; at--) {
            int before = out->at[at - 1];
            if (s->size[before] < s->size[i] ||
                (s->size[before] == s->size[i] && s->letter[before] < s->letter[i]))
                break;
            out->at[at] = out->at[at - 1];
        }
        out->at[at] = (uint8_t)i;
    }
}

/* Sizes, and letters: those that an ellipsis stands for get letters that nobody uses. */
static void learn_labels(Search *s, const Einsum *e, Tensor *const operand[])
{
    static const char symbols[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const char *next = symbols;
    for (int i = 0; i < EINSUM_LABELS; i++) {
        s->size[i] = 1;
        s->letter[i] = i < ELLIPSIS_LABEL ? (char)i : '?';
        if (i < ELLIPSIS_LABEL || !e->uses[i])
            continue;
        while (*next && e->uses[(int)*next])
            next++;
        if (*next)
            s->letter[i] = *next++;
    }
    for (int i = 0; i < e->count; i++)
        for (int axis = 0; axis < e->operand[i].ndim; axis++) {
            double *size = &s->size[e->operand[i].at[axis]];
            if (*size == 1)
                *size = (double)operand[i]->dim[axis];
        }
}

static int downwards(const void *a, const void *b) { return *(const uint8_t *)b - *(const uint8_t *)a; }

/* What the steps come to, as the lines of the table; figures for its head. */
typedef struct Report {
    Text lines;
    double cost, largest;
    int scaling;
} Report;

static bool follow(const Search *s, const Einsum *e, const Path *path, Report *report)
{
    Labels term[EINSUM_OPERANDS];
    Set in[EINSUM_OPERANDS], left[EINSUM_OPERANDS], all, removed;
    int n = e->count;
    for (int i = 0; i < n; i++) {
        term[i] = e->operand[i];
        in[i] = set_of(&term[i]);
    }
    for (int k = 0; k < path->count; k++) {
        Step step = path->step[k];
        Text current = { 0 }, rest = { 0 };
        qsort(step.place, (size_t)step.count, 1, downwards);
        if (step.count && step.place[0] >= n)
            return fail(s->run, IndexError, "pop index out of range");
        int kept = contract_sets(s, &step, n, in, left, &all, &removed);
        double cost = flops(s, &all, !set_empty(&removed), step.count), size = size_of(s, &left[kept - 1]);
        report->cost += cost;
        report->largest = size > report->largest ? size : report->largest;
        report->scaling = set_count(&all) > report->scaling ? set_count(&all) : report->scaling;
        for (int i = 0; i < step.count; i++) {
            add_labels(s, &term[step.place[i]], &current);
            text_puts(&current, i + 1 < step.count ? "," : "->");
            memmove(term + step.place[i], term + step.place[i] + 1,
                    (size_t)(n - i - step.place[i] - 1) * sizeof term[0]);
        }
        n = kept;
        memcpy(in, left, (size_t)n * sizeof in[0]);
        if (k + 1 == path->count)
            term[n - 1] = e->out;
        else
            sorted_labels(s, &left[n - 1], &term[n - 1]);
        add_labels(s, &term[n - 1], &current);
        for (int i = 0; i < n; i++) {
            add_labels(s, &term[i], &rest);
            text_puts(&rest, i + 1 < n ? "," : "->");
        }
        add_labels(s, &e->out, &rest);
        text_printf(&report->lines, "\n%4d    %24s %40s", set_count(&all), text_get(&current),
                    text_get(&rest));
        text_free(&current);
        text_free(&rest);
    }
    if (n != 1)
        return fail(s->run, RuntimeError,
                    "Invalid einsum_path is specified: %d more operands has to be contracted.", n - 1);
    return true;
}

static Value path_value(const Path *path)
{
    Value list = value_list_new(path->count + 1), name = value_cstr("einsum_path");
    list_append(list.list, name);
    value_drop(name);
    for (int i = 0; i < path->count; i++) {
        Value step = value_tuple_new(path->step[i].count);
        for (int k = 0; k < path->step[i].count; k++)
            step.tuple->item[k] = value_int(path->step[i].place[k]);
        list_append(list.list, step);
        value_drop(step);
    }
    return list;
}

static Value report_value(const Search *s, const Einsum *e, const Report *r)
{
    static const char rule[] = "--------------------------------------------------------------------------";
    Set all = { { 0 } };
    Text text = { 0 };
    int uses = 0;
    text_puts(&text, "  Complete contraction:  ");
    for (int i = 0; i < e->count; i++) {
        Set own = set_of(&e->operand[i]);
        all = set_join(all, &own);
        uses += set_count(&own);
        add_labels(s, &e->operand[i], &text);
        text_puts(&text, i + 1 < e->count ? "," : "->");
    }
    add_labels(s, &e->out, &text);
    double naive = flops(s, &all, uses > set_count(&all), e->count), cost = r->cost + 1;
    text_printf(&text,
                "\n         Naive scaling:  %d\n     Optimized scaling:  %d\n      Naive FLOP count:  %.3e\n"
                "  Optimized FLOP count:  %.3e\n   Theoretical speedup:  %3.3f\n  Largest intermediate:  "
                "%.3e elements\n"
                "%s\n%6s %24s %40s\n%s%s",
                set_count(&all), r->scaling, naive, cost, naive / cost, r->largest, rule, "scaling",
                "current", "remaining", rule, text_get(&r->lines));
    Value value = value_str(text_get(&text), (int64_t)text.length);
    text_free(&text);
    return value;
}

static bool find_path(Search *s, const Einsum *e, const Asked *asked, Path *path)
{
    Set in[EINSUM_OPERANDS], all = { { 0 } };
    double largest = 0;
    s->out = set_of(&e->out);
    for (int i = 0; i < e->count; i++) {
        double size = 1;
        in[i] = set_of(&e->operand[i]);
        all = set_join(all, &in[i]);
        for (int axis = 0; axis < e->operand[i].ndim; axis++)
            size *= s->size[e->operand[i].at[axis]];
        largest = size > largest ? size : largest;
    }
    double result = size_of(s, &s->out);
    s->limit = asked->limit >= 0 ? asked->limit : result > largest ? result : largest;
    if (asked->way == PATH_GIVEN)
        return read_given(s->run, asked->given, path);
    if (asked->way == PATH_NONE || e->count <= 2 || set_equal(&all, &s->out)) {
        path->step[path->count++] = all_at_once(e->count);
        return true;
    }
    if (asked->way == PATH_BAD)
        return fail(s->run, KeyError, "('Path name %%s not found', %s)", value_text(s->run, asked->given));
    if (asked->way == PATH_OPTIMAL)
        return optimal(s, e->count, in, path);
    greedy(s, e->count, in, path);
    return true;
}

static bool path_infer(Call *call, Value *out)
{
    (void)call;
    return give_unknown(out);
}

static bool path_run(Call *call, Value *out)
{
    Run *run = call->run;
    const Tuple *argument = call->arg[0].value.tuple;
    bool text = argument->count && argument->item[0].tag == V_STR;
    int count = (int)(text ? argument->count - 1 : argument->count / 2), ndim[EINSUM_OPERANDS], made = 0;
    Tensor *operand[EINSUM_OPERANDS];
    Asked asked;
    if (!read_way(call, &asked))
        return false;
    if (!argument->count)
        return fail(run, ValueError, "No input operands");
    if (count > EINSUM_OPERANDS)
        return fail(run, ValueError, "too many operands provided to einstein sum function");
    bool done = true;
    for (; done && made < count; made++) {
        Tensor *t = tensor_from_value(run, argument->item[text ? made + 1 : 2 * made], NO_DTYPE, false);
        if (!(done = t))
            break;
        operand[made] = t;
        ndim[made] = t->ndim;
    }
    const char *subscripts = text   ? argument->item[0].str->text
                             : done ? einsum_subscripts(run, argument, true)
                                    : NULL;
    Einsum *e = mem_zeroed(sizeof *e);
    Search *s = mem_zeroed(sizeof *s);
    Path *path = mem_zeroed(sizeof *path);
    Report report = { .scaling = 0 };
    s->run = run;
    if (done && subscripts && !count)
        done = fail(run, ValueError, "Number of einsum subscripts must be equal to the number of operands.");
    done = done && subscripts && einsum_parse_optimized(run, subscripts, count, operand) &&
           einsum_parse(run, subscripts, count, ndim, e);
    if (done)
        learn_labels(s, e, operand);
    done = done && find_path(s, e, &asked, path) && follow(s, e, path, &report);
    if (done) {
        Value pair = value_tuple_new(2);
        pair.tuple->item[0] = path_value(path);
        pair.tuple->item[1] = report_value(s, e, &report);
        done = value_instead(out, pair);
    }
    text_free(&report.lines);
    mem_free(e);
    mem_free(s);
    mem_free(path);
    for (int i = 0; i < made; i++)
        tensor_drop(operand[i]);
    return done;
}

const Func einsum_path_funcs[] = {
    { .name = "einsum_path",
      .of = "np",
      .params = "*operands, optimize: any = 'greedy', einsum_call: any = False",
      .style = PYTHON,
      .infer = path_infer,
      .run = path_run,
      .brief = "the order in which einsum would multiply that costs least, and what it costs",
      .example = ">>> np.einsum_path('ij,jk,kl', np.ones((2, 3)), np.ones((3, 4)), np.ones((4, 5)))[0]\n"
                 "['einsum_path', (1, 2), (0, 1)]\n" },
    { .name = NULL },
};
