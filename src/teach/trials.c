#include "teach/trials.h"

#include "eval/eval.h"
#include "teach/callee.h"
#include "teach/difference.h"
#include "teach/rounding.h"

#include <float.h>
#include <math.h>
#include <string.h>
#include <time.h>

typedef enum { SIZES_SAME, SIZES_ALIKE, SIZES_OTHER } Sizes; /* the user's; equal where those are; any */
typedef enum {
    FILL_WHOLE,
    FILL_POSITIVE,
    FILL_SIGNED,
    FILL_EXTREME,
    FILL_SPECIAL,
    FILL_RANGE,
    FILL_ZEROS,
    FILL_ONES
} Fill;

typedef struct Bench {
    Session *session;
    Parser *parser;
    Subject side[2];
    bool strict;
    bool halves; /* sizes that are equal may be made two */
    int names;
    Name name[TRIAL_NAMES];
    Value was[TRIAL_NAMES];
    uint64_t random;
    double until; /* seconds */
} Bench;

/* chance ----------------------------------------------------------------------------------------------------
 */

static uint64_t draw(Bench *b) /* xorshift64, Marsaglia 2003 */
{
    b->random ^= b->random << 13;
    b->random ^= b->random >> 7;
    return b->random ^= b->random << 17;
}

static int below(Bench *b, int n) { return (int)((draw(b) >> 33) % (uint64_t)n); }
static double uniform(Bench *b) { return (double)(draw(b) >> 11) * 0x1p-53; }

/* Of this program alone, so that what was tried does not depend on others. */
static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* the names -------------------------------------------------------------------------------------------------
 */

static bool is_replaced(Value v)
{
    return (v.tag == V_ARRAY && v.tensor->ndim <= 6) || v.tag == V_FLOAT ||
           (value_is_scalar(v) && coarsest_dtype(v) != FLOAT64) || (v.tag == V_SCALAR && v.dtype == FLOAT64);
}

static void collect(Bench *b, const Node *node, bool *fits)
{
    if (node->kind == NODE_NAME) {
        Value v = session_get(b->session, node->name);
        bool known = !is_replaced(v);
        for (int i = 0; i < b->names; i++)
            known |= b->name[i] == node->name;
        if (!known && b->names == TRIAL_NAMES)
            *fits = false;
        else if (!known) {
            b->name[b->names] = node->name;
            b->was[b->names++] = value_keep(v);
        }
    }
    for (const Node *kid = node->kid; kid; kid = kid->next)
        collect(b, kid, fits);
}

/* samples ---------------------------------------------------------------------------------------------------
 */

static void clear_sample(Sample *sample)
{
    for (int i = 0; i < sample->names; i++)
        value_drop(sample->value[i]);
    value_drop(sample->left);
    value_drop(sample->right);
    *sample = (Sample){ 0 };
}

static double number_for(Bench *b, DType d, Fill fill)
{
    static const double extreme[] = { 0, 0, 1, 1, 1e3, -1e3, 0.5, 2.5 };
    static const double special[] = { -0.0, INFINITY, -INFINITY, NAN, 0, 1, -1, 2 };
    if (fill == FILL_ZEROS || fill == FILL_ONES)
        return fill == FILL_ONES;
    if (d == BOOL)
        return below(b, 2);
    if (dtype_is_int(d)) {
        bool unsign = dtype_is_unsigned(d);
        int bits = 8 * (int)dtype_info[d].size;
        if (fill == FILL_RANGE && bits <= 32) {
            int64_t all = (int64_t)1 << bits;
            return (double)((int64_t)(draw(b) >> 16) % all - (unsign ? 0 : all / 2));
        }
        return fill == FILL_POSITIVE ? below(b, 3) : below(b, 7) - (unsign ? 0 : 3);
    }
    switch (fill) {
    case FILL_WHOLE: return below(b, 7) - 3;
    case FILL_POSITIVE: return 0.1 + 0.85 * uniform(b);
    case FILL_SIGNED:
    case FILL_RANGE: return 4 * uniform(b) - 2;
    case FILL_EXTREME: return below(b, 2) ? extreme[below(b, 8)] : below(b, 7) - 3;
    case FILL_SPECIAL: return below(b, 3) ? below(b, 7) - 3 : special[below(b, 8)];
    default: break;
    }
    return 0;
}

static Value array_for(Bench *b, DType d, int ndim, const int64_t *dim, Fill fill)
{
    Tensor *t = tensor_new(&b->session->run, d, ndim, dim);
    if (!t)
        return ABSENT;
    for (int64_t i = 0; i < tensor_size(t); i++) {
        double re = number_for(b, d, fill), im = dtype_is_complex(d) ? number_for(b, d, fill) : 0;
        char *at = t->data + i * (int64_t)tensor_itemsize(t);
        if (dtype_is_inexact(d))
            element_set_complex(d, at, CMPLX(re, im));
        else
            element_set_int(d, at, (int64_t)re);
    }
    return value_array(t);
}

/* The size of an axis: the same for axes that are of one class. A class is a size of the user's, and for
 * SIZES_OTHER one of two halves of it. */
typedef struct SizeClass {
    int64_t was;
    int half;
    int64_t size;
} SizeClass;

enum { CLASSES = 24 };

static int64_t size_for(Bench *b, SizeClass *class, int *classes, int64_t was, Sizes sizes, int most,
                        bool halves)
{
    if (sizes == SIZES_SAME || (sizes == SIZES_ALIKE && was == 1))
        return was;
    int half = sizes == SIZES_OTHER && halves ? below(b, 2) : 0;
    for (int i = 0; i < *classes; i++)
        if (class[i].was == was && class[i].half == half)
            return class[i].size;
    int64_t size = below(b, 12) == 0 ? 0 : 1 + below(b, most);
    if (*classes < CLASSES)
        class[(*classes)++] = (SizeClass){ was, half, size };
    return size;
}

/* Draws a value for each name; dtype NO_DTYPE: the user's own. */
static bool draw_sample(Bench *b, Sizes sizes, int most, DType dtype, Fill fill, Sample *sample)
{
    SizeClass class[CLASSES];
    int classes = 0;
    bool halves = b->halves && below(b, 3) != 0;
    *sample = (Sample){ .names = b->names };
    for (int i = 0; i < b->names; i++) {
        Value was = b->was[i];
        sample->name[i] = b->name[i];
        if (was.tag != V_ARRAY) {
            double x = number_for(b, FLOAT64, fill);
            if (was.tag == V_SCALAR && dtype == NO_DTYPE) {
                Tensor *t = tensor_new(&b->session->run, (DType)was.dtype, 0, NULL);
                if (!t)
                    return false;
                element_set_complex((DType)was.dtype, t->data, x);
                sample->value[i] = value_scalar((DType)was.dtype, t->data);
                tensor_drop(t);
            } else
                sample->value[i] = value_float(x);
            continue;
        }
        const Tensor *t = was.tensor;
        int64_t dim[6], total = 1;
        for (int axis = 0; axis < t->ndim; axis++) {
            dim[axis] = size_for(b, class, &classes, t->dim[axis], sizes, most, halves);
            total *= dim[axis];
        }
        enum { ELEMENTS_MAX = 20000 };
        if (total > ELEMENTS_MAX)
            return false;
        DType d = dtype == NO_DTYPE ? (DType)t->dtype : dtype;
        sample->value[i] = array_for(b, d, t->ndim, dim, fill);
        if (sample->value[i].tag == V_ABSENT)
            return false;
    }
    return true;
}

/* a trial ---------------------------------------------------------------------------------------------------
 */

/* What adds bools or small ints in their own dtype: the function of the innermost product. */
static const char *product_in(const Bench *b, const Findings *found, const Node *node)
{
    for (const Node *kid = node->kid; kid; kid = kid->next) {
        const char *inner = product_in(b, found, kid);
        if (inner)
            return inner;
    }
    Value v = finding(found, node);
    DType d = NO_DTYPE;
    if (v.tag == V_ARRAY)
        d = (DType)v.tensor->dtype;
    else if (value_is_scalar(v))
        scalar_data(&v, &d);
    if (d != BOOL && !(dtype_is_int(d) && dtype_info[d].size == 1))
        return NULL;
    if (node->kind == NODE_BINARY && node->op == NODE_OP_MATMUL)
        return "@";
    static const char *const products[] = { "dot",   "matmul",    "inner",     "einsum",
                                            "trace", "tensordot", "multi_dot", "vdot" };
    const Node *self;
    const Func *row = node->kind == NODE_CALL ? callee_row(b->session, found, node, &self) : NULL;
    for (size_t i = 0; row && i < sizeof products / sizeof *products; i++)
        if (strcmp(row->name, products[i]) == 0)
            return row->name;
    return NULL;
}

typedef enum { TRIAL_FAILS, TRIAL_SAME, TRIAL_ROUNDS, TRIAL_DIFFERS } Verdict;

/* Whether rounding on the way explains how far apart the two sides are. */
static bool only_rounded(Bench *b, const Sample *sample, const Findings found[2])
{
    DType coarse = FLOAT64;
    Rounding rounding[2];
    Slack slack = NO_SLACK;
    Difference d;
    for (int side = 0; side < 2; side++)
        for (int i = 0; i < found[side].nodes; i++) {
            DType dtype = coarsest_dtype(found[side].value[i]);
            coarse = dtype < coarse ? dtype : coarse;
        }
    double scale = 1;
    bool estimate = false;
    for (int side = 0; side < 2; side++) {
        rounding_of(b->session, b->parser, &found[side], b->side[side].node, dtype_epsilon(coarse),
                    &rounding[side]);
        slack.bound[side] = rounding[side].bound;
        scale = fmax(scale, rounding[side].scale);
        estimate |= rounding[side].estimate;
    }
    if (estimate) {
        slack.rtol = 1e-13;
        slack.atol = 400 * dtype_epsilon(coarse) * scale * scale;
    }
    bool ok = difference_of(&b->session->run, sample->left, sample->right, &slack, &d) && d.beyond == 0;
    run_forget_trial(&b->session->run);
    rounding_free(&rounding[0]);
    rounding_free(&rounding[1]);
    return ok;
}

static Verdict judge(Bench *b, const Sample *sample, const Findings found[2])
{
    Difference d;
    Run *run = &b->session->run;
    if (sample->left.tag == V_ARRAY && !sample->left.tensor->data)
        return TRIAL_FAILS;
    if (!difference_of(run, sample->left, sample->right, &NO_SLACK, &d)) {
        run_forget_trial(run);
        return TRIAL_FAILS;
    }
    if (!d.numbers) {
        bool equal;
        if (!value_equal(run, sample->left, sample->right, &equal)) {
            run_forget_trial(run);
            return TRIAL_FAILS;
        }
        return equal ? TRIAL_SAME : TRIAL_DIFFERS;
    }
    if (b->strict ? !d.same_shape : !d.same_axes)
        return TRIAL_DIFFERS;
    if (d.differ == 0)
        return TRIAL_SAME;
    return !d.exact && isfinite(d.largest) && only_rounded(b, sample, found) ? TRIAL_ROUNDS : TRIAL_DIFFERS;
}

/* Evaluates both sides with the sample's values in place of the names. */
static Verdict attempt(Bench *b, Sample *sample, bool products)
{
    Session *s = b->session;
    Findings found[2] = { { 0 } };
    bool ok = true;
    ArenaMark scratch = arena_mark(&s->run.scratch);
    for (int i = 0; i < b->names; i++)
        session_set(s, sample->name[i], sample->value[i]);
    for (int side = 0; ok && side < 2; side++) {
        const Subject *subject = &b->side[side];
        ok = session_look(s, subject->tree, subject->node, LOOK_AT_VALUES, &found[side]);
        Value *to = side ? &sample->right : &sample->left;
        value_drop(*to);
        *to = ok ? value_keep(finding(&found[side], subject->node)) : ABSENT;
        ok = ok && to->tag != V_ABSENT && to->tag != V_UNKNOWN;
        sample->product[side] = ok && products ? product_in(b, &found[side], subject->node) : NULL;
    }
    run_forget_trial(&s->run);
    Verdict verdict = ok ? judge(b, sample, found) : TRIAL_FAILS;
    findings_free(&found[0]);
    findings_free(&found[1]);
    arena_rewind(&s->run.scratch, scratch);
    return verdict;
}

/* the smallest ----------------------------------------------------------------------------------------------
 */

enum { EMPTY = 1000, SHRUNK_MAX = 60 };

/* How many numbers there are; empty arrays show little, and come last. */
static int64_t sample_size(const Sample *sample)
{
    int64_t size = 0;
    for (int i = 0; i < sample->names; i++)
        if (sample->value[i].tag == V_ARRAY) {
            int64_t elements = tensor_size(sample->value[i].tensor);
            size += elements ? elements : EMPTY;
        }
    return size;
}

/* Makes numbers 0 or 1 as long as the two sides still differ. */
static void shrink(Bench *b, Sample *sample)
{
    if (sample_size(sample) > SHRUNK_MAX)
        return;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < sample->names; i++) {
            if (sample->value[i].tag != V_ARRAY)
                continue;
            Tensor *t = sample->value[i].tensor;
            DType d = (DType)t->dtype;
            for (int64_t k = 0; k < tensor_size(t) && seconds() < b->until; k++) {
                char *at = t->data + k * (int64_t)tensor_itemsize(t), kept[16];
                if (!element_true(d, at))
                    continue;
                memcpy(kept, at, tensor_itemsize(t));
                double values[] = { 0, 1, rint(element_double(d, at)) };
                for (int v = 0; v < 3; v++) {
                    if (!isfinite(values[v]))
                        continue;
                    if (dtype_is_inexact(d))
                        element_set_complex(d, at, values[v]);
                    else
                        element_set_int(d, at, (int64_t)values[v]);
                    if (memcmp(kept, at, tensor_itemsize(t)) == 0 ||
                        attempt(b, sample, false) == TRIAL_DIFFERS)
                        break;
                    memcpy(at, kept, tensor_itemsize(t));
                }
            }
        }
    attempt(b, sample, true);
}

/* Takes a sample if it is the first or smaller than the one that is there; what is not taken is freed. */
static void keep_smaller(Sample *best, Sample *sample)
{
    if (best->names && sample_size(best) <= sample_size(sample)) {
        clear_sample(sample);
        return;
    }
    clear_sample(best);
    *best = *sample;
}

/* all trials ------------------------------------------------------------------------------------------------
 */

static bool goes_on(Bench *b) { return run_goes_on(&b->session->run) && seconds() < b->until; }

/* Whether its arrays are of the sizes that the user's are. */
static bool has_own_sizes(const Bench *b, const Sample *sample)
{
    for (int i = 0; i < b->names; i++)
        if (b->was[i].tag == V_ARRAY) {
            const Tensor *was = b->was[i].tensor, *t = sample->value[i].tensor;
            if (!shape_equal(was->ndim, was->dim, t->ndim, t->dim))
                return false;
        }
    return true;
}

static bool has_same_shapes(Bench *b, const Sample *sample)
{
    Difference d;
    bool same = difference_of(&b->session->run, sample->left, sample->right, &NO_SLACK, &d) && d.same_shape;
    run_forget_trial(&b->session->run);
    return same;
}

/* Arrays of other sizes than the user's may differ only because a number in the text stands for a size, as
 * in np.eye(2). Then they are beyond, unless the user's sizes differ too, with other numbers; and where the
 * shapes came out different, those of the user's sizes show more. */
static void try_own_sizes(Bench *b, bool own_tried, Sample *own, Trials *out)
{
    enum { ATTEMPTS = 60 };
    for (int t = 0; t < ATTEMPTS && own_tried && !own->names && goes_on(b); t++) {
        static const Fill fills[] = { FILL_ZEROS, FILL_ONES, FILL_RANGE, FILL_EXTREME };
        Sample sample;
        if (draw_sample(b, SIZES_SAME, 1, NO_DTYPE, fills[t % 4], &sample) &&
            attempt(b, &sample, false) == TRIAL_DIFFERS)
            *own = sample;
        else
            clear_sample(&sample);
    }
    if (own->names ? sample_size(own) <= SHRUNK_MAX && !has_same_shapes(b, &out->inside)
                   : own_tried && sample_size(&out->inside) < EMPTY) {
        out->alike = !own->names;
        if (out->alike)
            keep_smaller(&out->beyond, &out->inside);
        else
            clear_sample(&out->inside);
        out->inside = *own;
        *own = (Sample){ 0 };
    }
}

static Sample copy_of(const Sample *sample)
{
    Sample copy = *sample;
    for (int i = 0; i < sample->names; i++)
        value_keep(sample->value[i]);
    value_keep(sample->left);
    value_keep(sample->right);
    return copy;
}

static void try_sizes(Bench *b, bool quick, Trials *out)
{
    int attempts = quick ? 60 : 400;
    bool own_tried = false;
    Sample own = { 0 };
    for (int t = 0; t < attempts && goes_on(b); t++) {
        static const Fill fills[] = { FILL_WHOLE,   FILL_POSITIVE, FILL_WHOLE, FILL_SIGNED,
                                      FILL_EXTREME, FILL_RANGE,    FILL_SIGNED };
        enum { FILLS = sizeof fills / sizeof *fills };
        Sizes sizes = t % 4 == 3 ? SIZES_SAME : t % 2 ? SIZES_OTHER : SIZES_ALIKE;
        int most = 10 * t < attempts ? 1 : 3 * t < attempts ? 2 : 3 * t < 2 * attempts ? 3 : 6;
        if (out->inside.names && sizes == SIZES_OTHER)
            continue;
        Sample sample;
        Verdict verdict = TRIAL_FAILS;
        if (draw_sample(b, sizes, most, NO_DTYPE, fills[t % FILLS], &sample))
            verdict = attempt(b, &sample, false);
        out->rounding |= verdict == TRIAL_ROUNDS;
        if (verdict != TRIAL_FAILS && has_own_sizes(b, &sample)) {
            own_tried = true;
            if (verdict == TRIAL_DIFFERS && !own.names)
                own = copy_of(&sample);
        }
        *(sizes == SIZES_OTHER ? &out->beyond_tried : &out->tried) += verdict != TRIAL_FAILS;
        if (verdict == TRIAL_DIFFERS)
            keep_smaller(sizes == SIZES_OTHER ? &out->beyond : &out->inside, &sample);
        else
            clear_sample(&sample);
    }
    if (out->inside.names)
        try_own_sizes(b, own_tried, &own, out);
    clear_sample(&own);
    if (out->inside.names)
        shrink(b, &out->inside);
    else if (out->beyond.names)
        shrink(b, &out->beyond);
}

static void try_special(Bench *b, Trials *out)
{
    DType dtype = FLOAT64;
    for (int i = 0; i < b->names; i++)
        if (b->was[i].tag == V_ARRAY && dtype_is_inexact((DType)b->was[i].tensor->dtype))
            dtype = NO_DTYPE;
    for (int t = 0; t < 80 && !out->special.names && goes_on(b); t++) {
        Sample sample;
        Verdict verdict = TRIAL_FAILS;
        if (draw_sample(b, t % 4 == 3 ? SIZES_SAME : SIZES_ALIKE, 1 + t / 20, dtype, FILL_SPECIAL, &sample))
            verdict = attempt(b, &sample, false);
        if (verdict == TRIAL_DIFFERS) {
            keep_smaller(&out->special, &sample);
            shrink(b, &out->special);
        } else
            clear_sample(&sample);
    }
}

static void try_dtypes(Bench *b, Trials *out)
{
    static const DType dtypes[TRIAL_DTYPES] = { FLOAT64, FLOAT32, BOOL, INT8, UINT8, INT64 };
    enum { PAIRS = 20 };
    for (int i = 0; i < TRIAL_DTYPES; i++) {
        TrialsOfDType *of = &out->dtype[i];
        of->dtype = dtypes[i];
        for (int t = 0; t < 4 * PAIRS && of->tried < PAIRS && goes_on(b); t++) {
            Sample sample;
            Verdict verdict = TRIAL_FAILS;
            if (draw_sample(b, t % 3 == 2 ? SIZES_SAME : SIZES_ALIKE, 1 + t % 6, dtypes[i],
                            t % 2 ? FILL_RANGE : FILL_POSITIVE, &sample))
                verdict = attempt(b, &sample, true);
            of->tried += verdict != TRIAL_FAILS;
            if (verdict == TRIAL_DIFFERS)
                keep_smaller(&of->differs, &sample);
            else
                clear_sample(&sample);
        }
    }
}

static bool is_pure(Session *s, const Subject *subject)
{
    Findings found;
    bool looked = session_look(s, subject->tree, subject->node, LOOK_AT_SHAPES, &found);
    run_forget_trial(&s->run);
    bool pure = node_is_pure(s, looked ? &found : NULL, subject->node);
    findings_free(&found);
    return pure;
}

bool trials_run(Session *s, Subject left, Subject right, bool strict, bool quick, Trials *out)
{
    enum { SECONDS = 1 };
    *out = (Trials){ 0 };
    Bench b = { .session = s,
                .parser = parser_new(),
                .side = { left, right },
                .strict = strict,
                .halves = !quick,
                .random = 0x9E3779B97F4A7C15u,
                .until = seconds() + SECONDS };
    bool fits = true;
    collect(&b, left.node, &fits);
    collect(&b, right.node, &fits);
    out->possible = fits && b.names > 0 && is_pure(s, &left) && is_pure(s, &right);
    if (out->possible) {
        void (*told)(Session *, const Failure *) = s->on_failure;
        void (*warned)(Run *, const Class *, const char *) = s->run.warn;
        bool (*display)(Session *, const Tree *, const Node *, Value) = s->display;
        s->on_failure = NULL;
        s->run.warn = NULL;
        s->display = NULL;
        try_sizes(&b, quick, out);
        if (!out->inside.names)
            try_special(&b, out);
        if (!out->inside.names)
            try_dtypes(&b, out);
        s->on_failure = told;
        s->run.warn = warned;
        s->display = display;
        for (int i = 0; i < b.names; i++)
            session_set(s, b.name[i], b.was[i]);
    }
    for (int i = 0; i < b.names; i++)
        value_drop(b.was[i]);
    parser_free(b.parser);
    return !s->run.error.class;
}

void trials_free(Trials *trials)
{
    clear_sample(&trials->inside);
    clear_sample(&trials->beyond);
    clear_sample(&trials->special);
    for (int i = 0; i < TRIAL_DTYPES; i++)
        clear_sample(&trials->dtype[i].differs);
}
