/* series_class.c: polynomials that are values: np.polynomial.Polynomial (numpy/polynomial/_polybase.py). What
 * is said of a class is said by rows whose extra is its basis; its values know their basis by their class. */
#include "array/series_class.h"

#include <string.h>

static const char *const field_name[] = { "coef", "domain", "window", "symbol" };

bool series_is(Value v) { return basis_of(v); }

/* making ---------------------------------------------------------------------------------------------------
 */

/* An interval: two numbers; None: the basis' own. */
static Value interval(Sheet *s, const Basis *basis, Value given, const char *name)
{
    if (given.tag == V_NONE || given.tag == V_ABSENT)
        return series_pair(s, basis->domain[0], basis->domain[1]);
    if (series_read(s, 1, &given, false, &given) && series_length(given) != 2)
        sheet_fail(s, ValueError, "%s has wrong number of elements.", name);
    return s->failed ? ABSENT : given;
}

static Value make(Sheet *s, const Basis *basis, Value coef, Value domain, Value window, Value symbol)
{
    if (s->failed || !series_read(s, 1, &coef, false, &coef))
        return ABSENT;
    domain = interval(s, basis, domain, "Domain");
    window = interval(s, basis, window, "Window");
    if (!s->failed && symbol.tag != V_STR)
        sheet_fail(s, TypeError, "Symbol must be a non-empty string");
    if (!s->failed && !sheet_truth(s, sheet_method(s, symbol, "isidentifier")) && !s->failed)
        sheet_fail(s, ValueError, "Symbol string must be a valid Python identifier");
    if (s->failed)
        return ABSENT;
    Value made = sheet_hold(s, value_record(basis->class, SERIES_FIELDS, field_name)),
          part[SERIES_FIELDS] = { coef, domain, window, symbol };
    for (int i = 0; i < SERIES_FIELDS; i++)
        made.record->field[i] = value_keep(part[i]);
    return made;
}

/* One like another, with other coefficients. */
static Value like(Sheet *s, Value v, Value coef)
{
    return make(s, basis_of(v), coef, part_of(v, DOMAIN), part_of(v, WINDOW), part_of(v, SYMBOL));
}

SHEET_RUN(run_make,
          make(s, &bases[call->func->extra], ARG(call, 0), ARG(call, 1), ARG(call, 2), ARG(call, 3)))

/* operators ------------------------------------------------------------------------------------------------
 */

/* The coefficients of what stands beside a series, or the thing itself. */
static bool coefficients_of(Sheet *s, Value self, Value other, Value *out)
{
    *out = other;
    if (!series_is(other))
        return true;
    *out = part_of(other, COEF);
    if (other.record->class != self.record->class)
        return sheet_fail(s, TypeError, "Polynomial types differ");
    for (int i = DOMAIN; i <= WINDOW && !s->failed; i++) {
        Value same = NP(s, "all", sheet_op(s, OP_EQ, part_of(self, i), part_of(other, i)));
        if (!sheet_truth(s, same) && !s->failed)
            sheet_fail(s, TypeError, i == DOMAIN ? "Domains differ" : "Windows differ");
    }
    if (!s->failed && strcmp(part_of(self, SYMBOL).str->text, part_of(other, SYMBOL).str->text))
        sheet_fail(s, ValueError, "Polynomial symbols differ");
    return !s->failed;
}

/* An operation that fails says that it is none. */
static bool none_of_it(Sheet *s, Value *out)
{
    Value unused;
    sheet_end(s, ABSENT, &unused);
    run_clear_error(s->run);
    return value_instead(out, (Value){ .tag = V_NOTIMPLEMENTED });
}

typedef enum { ADD, SUBTRACT, MULTIPLY } Simple;

static bool combine(Call *call, Simple what, bool reflected, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0), other, result = ABSENT;
    sheet_begin(&s, call->run);
    if (!coefficients_of(&s, self, ARG(call, 1), &other))
        return sheet_answer(&s, ABSENT, out);
    Value a = reflected ? other : part_of(self, COEF), b = reflected ? part_of(self, COEF) : other;
    switch (what) {
    case ADD: result = series_add(&s, a, b); break;
    case SUBTRACT: result = series_subtract(&s, a, b); break;
    default: result = series_multiply(basis_of(self), &s, a, b);
    }
    if (s.failed)
        return none_of_it(&s, out);
    return sheet_answer(&s, like(&s, self, result), out);
}

static bool run_add(Call *call, Value *out) { return combine(call, ADD, call->func->extra, out); }
static bool run_sub(Call *call, Value *out) { return combine(call, SUBTRACT, call->func->extra, out); }
static bool run_mul(Call *call, Value *out) { return combine(call, MULTIPLY, call->func->extra, out); }

/* extra: which of quotient and rest, 2: both; 3 more: reflected. */
static bool run_divide(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0), other, part[2];
    bool reflected = call->func->extra >= 3;
    int which = (int)call->func->extra % 3;
    sheet_begin(&s, call->run);
    if (!coefficients_of(&s, self, ARG(call, 1), &other))
        return sheet_answer(&s, ABSENT, out);
    Value a = reflected ? other : part_of(self, COEF), b = reflected ? part_of(self, COEF) : other;
    part[0] = series_divide(basis_of(self), &s, a, b, &part[1]);
    if (s.failed && call->run->error.class == ZeroDivisionError)
        return sheet_answer(&s, ABSENT, out);
    if (s.failed)
        return none_of_it(&s, out);
    for (int i = 0; i < 2; i++)
        part[i] = like(&s, self, part[i]);
    return sheet_answer(&s, s.failed ? ABSENT : which == 2 ? sheet_tuple(&s, 2, part) : part[which], out);
}

static bool run_truediv(Call *call, Value *out)
{
    Value other = ARG(call, 1);
    char own[100], name[100];
    bool number = (value_is_number(other) && other.tag != V_BOOL) ||
                  (value_is_scalar(other) && value_type(other) != class_np_bool);
    if (!number)
        return fail(call->run, TypeError,
                    "unsupported types for true division: '<class '%s'>', '<class '%s'>'",
                    class_full_name(ARG(call, 0).record->class, own, sizeof own),
                    class_full_name(value_type(other), name, sizeof name));
    return run_divide(call, out);
}

static const int64_t POWER_MAX = 100;

static bool run_pow(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0);
    sheet_begin(&s, call->run);
    Value c = series_power(basis_of(self), &s, part_of(self, COEF), ARG(call, 1), value_int(POWER_MAX));
    return sheet_answer(&s, like(&s, self, c), out);
}

static bool run_neg(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0);
    sheet_begin(&s, call->run);
    return sheet_answer(&s, like(&s, self, sheet_op(&s, OP_NEG, part_of(self, COEF), ABSENT)), out);
}

static bool run_itself(Call *call, Value *out)
{
    *out = value_keep(ARG(call, 0));
    return true;
}

/* Two parts, compared: *same, and the answer if they differ. */
static Value compare_parts(Sheet *s, Value a, Value b, int which, bool *same)
{
    Value all = NP(s, "all", sheet_op(s, OP_EQ, part_of(a, which), part_of(b, which)));
    *same = sheet_truth(s, all);
    return all;
}

static Value equal(Sheet *s, Value a, Value b)
{
    bool same;
    Value answer;
    if (!series_is(b) || a.record->class != b.record->class)
        return value_bool(false);
    for (int i = DOMAIN; i <= WINDOW; i++) {
        answer = compare_parts(s, a, b, i, &same);
        if (!same)
            return answer;
    }
    if (series_length(part_of(a, COEF)) != series_length(part_of(b, COEF)))
        return value_bool(false);
    answer = compare_parts(s, a, b, COEF, &same);
    return same ? value_bool(!strcmp(part_of(a, SYMBOL).str->text, part_of(b, SYMBOL).str->text)) : answer;
}

static bool run_equal(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value answer = equal(&s, ARG(call, 0), ARG(call, 1));
    if (call->func->extra && !s.failed)
        answer = value_bool(!sheet_truth(&s, answer));
    return sheet_answer(&s, answer, out);
}

/* what else they have --------------------------------------------------------------------------------------
 */

static Value value_at(Sheet *s, Value self, Value x)
{
    x = series_mapped(s, x, part_of(self, DOMAIN), part_of(self, WINDOW));
    return s->failed ? ABSENT : series_value(basis_of(self), s, x, part_of(self, COEF), true);
}

SHEET_RUN(run_call, value_at(s, ARG(call, 0), ARG(call, 1)))

static bool run_iter(Call *call, Value *out)
{
    Value iterator;
    return value_iter(call->run, part_of(ARG(call, 0), COEF), &iterator) && value_instead(out, iterator);
}

/* The number of coefficients, less extra. */
static bool run_length(Call *call, Value *out)
{
    *out = value_int(series_length(part_of(ARG(call, 0), COEF)) - call->func->extra);
    return true;
}

SHEET_RUN(run_copy, like(s, ARG(call, 0), part_of(ARG(call, 0), COEF)))

static bool run_trim(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0);
    sheet_begin(&s, call->run);
    return sheet_answer(&s, like(&s, self, series_trim(&s, part_of(self, COEF), ARG(call, 1))), out);
}

/* int(v) */
static Value as_int(Sheet *s, Value v)
{
    Value whole;
    return s->failed
               ? ABSENT
               : sheet_hold(s,
                            func_apply(s->run, func_find("builtins", "int"), 1, &v, &whole) ? whole : ABSENT);
}

/* extra 1: the degree is given, not the size. */
static bool run_truncate(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0), size = ARG(call, 1), whole = ABSENT;
    int64_t n = 0;
    sheet_begin(&s, call->run);
    if (call->func->extra)
        size = sheet_add(&s, size, value_int(1));
    whole = as_int(&s, size);
    if (!s.failed &&
        (!sheet_truth(&s, sheet_op(&s, OP_EQ, whole, size)) || whole.tag != V_INT || whole.i < 1) &&
        !(whole.tag == V_BIGINT && mpz_sgn(whole.bigint->z) > 0))
        sheet_fail(&s, ValueError, "size must be a positive integer");
    Value c = part_of(self, COEF);
    n = whole.tag == V_INT ? whole.i : INT64_MAX;
    if (!s.failed && n < series_length(c))
        c = sheet_part(&s, c, 0, 0, n);
    return sheet_answer(&s, like(&s, self, c), out);
}

static Value identity(Sheet *s, const Basis *basis, Value domain, Value window, Value symbol)
{
    Value off, scale;
    domain = domain.tag == V_NONE ? series_pair(s, basis->domain[0], basis->domain[1]) : domain;
    window = window.tag == V_NONE ? series_pair(s, basis->domain[0], basis->domain[1]) : window;
    series_map(s, window, domain, &off, &scale);
    return make(s, basis, s->failed ? ABSENT : basis->line(s, off, scale), domain, window, symbol);
}

static Value convert(Sheet *s, Value self, const Basis *to, Value domain, Value window)
{
    Value x = identity(s, to, domain, window, part_of(self, SYMBOL));
    return s->failed ? ABSENT : value_at(s, self, x);
}

static bool run_convert(Call *call, Value *out)
{
    enum { SELF, TO_DOMAIN, KIND, TO_WINDOW };
    Sheet s;
    Value kind = ARG(call, KIND);
    const Basis *to = kind.tag == V_NONE    ? basis_of(ARG(call, SELF))
                      : kind.tag == V_CLASS ? basis_of_class(kind.class)
                                            : NULL;
    if (!to)
        return fail(call->run, AttributeError, "'%s' object has no attribute 'domain'",
                    value_type_name(kind));
    sheet_begin(&s, call->run);
    return sheet_answer(&s, convert(&s, ARG(call, SELF), to, ARG(call, TO_DOMAIN), ARG(call, TO_WINDOW)),
                        out);
}

static bool run_mapparms(Call *call, Value *out)
{
    Sheet s;
    Value part[2], self = ARG(call, 0);
    sheet_begin(&s, call->run);
    series_map(&s, part_of(self, DOMAIN), part_of(self, WINDOW), &part[0], &part[1]);
    return sheet_answer(&s, s.failed ? ABSENT : sheet_tuple(&s, 2, part), out);
}

static bool run_integ(Call *call, Value *out)
{
    enum { SELF, M, K, LBND };
    Sheet s;
    Value off, scale, self = ARG(call, SELF), from = value_int(0);
    sheet_begin(&s, call->run);
    series_map(&s, part_of(self, DOMAIN), part_of(self, WINDOW), &off, &scale);
    if (!arg_none(call, LBND))
        from = sheet_add(&s, off, sheet_mul(&s, scale, ARG(call, LBND)));
    Value k = arg_given(call, K) ? ARG(call, K) : sheet_list(&s, 0, NULL);
    Value c = s.failed ? ABSENT
                       : series_integral(basis_of(self), &s, part_of(self, COEF), ARG(call, M), k, from,
                                         sheet_div(&s, value_float(1), scale), value_int(0));
    return sheet_answer(&s, like(&s, self, c), out);
}

static bool run_deriv(Call *call, Value *out)
{
    Sheet s;
    Value off, scale, self = ARG(call, 0);
    sheet_begin(&s, call->run);
    series_map(&s, part_of(self, DOMAIN), part_of(self, WINDOW), &off, &scale);
    Value c = s.failed ? ABSENT
                       : series_derivative(basis_of(self), &s, part_of(self, COEF), ARG(call, 1), scale,
                                           value_int(0));
    return sheet_answer(&s, like(&s, self, c), out);
}

static bool run_roots(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0);
    sheet_begin(&s, call->run);
    Value roots = series_roots(basis_of(self), &s, part_of(self, COEF));
    return sheet_answer(
        &s, s.failed ? ABSENT : series_mapped(&s, roots, part_of(self, WINDOW), part_of(self, DOMAIN)), out);
}

static bool run_linspace(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0), domain = arg_none(call, 2) ? part_of(self, DOMAIN) : ARG(call, 2), part[2];
    sheet_begin(&s, call->run);
    part[0] = NP(&s, "linspace", sheet_at(&s, domain, 0), sheet_at(&s, domain, 1), ARG(call, 1));
    part[1] = s.failed ? ABSENT : value_at(&s, self, part[0]);
    return sheet_answer(&s, s.failed ? ABSENT : sheet_tuple(&s, 2, part), out);
}

/* extra: which part is to be the same; SYMBOL: the class. */
static bool run_has_same(Call *call, Value *out)
{
    Sheet s;
    Value self = ARG(call, 0), other = ARG(call, 1), theirs;
    int which = (int)call->func->extra;
    if (which == SYMBOL)
        return value_instead(out, value_bool(series_is(other) && other.record->class == self.record->class));
    sheet_begin(&s, call->run);
    if (!hooks.attribute(call->run, other, field_name[which], &theirs))
        s.failed = true;
    else
        sheet_hold(&s, theirs);
    int64_t n = 0;
    if (!s.failed && which == COEF &&
        (!value_len(call->run, theirs, &n) || n != series_length(part_of(self, COEF))))
        return sheet_answer(&s, call->run->error.class ? ABSENT : value_bool(false), out);
    return sheet_answer(
        &s, s.failed ? ABSENT : NP(&s, "all", sheet_op(&s, OP_EQ, part_of(self, which), theirs)), out);
}

/* of the class ---------------------------------------------------------------------------------------------
 */

/* domain=[] and window=None: those of the class. */
static Value own_interval(Sheet *s, const Basis *basis, Value given)
{
    bool own = given.tag == V_NONE || (given.tag == V_LIST && given.list->count == 0);
    return own ? series_pair(s, basis->domain[0], basis->domain[1]) : given;
}

static bool run_fit(Call *call, Value *out)
{
    enum { X, Y, DEG, AT, RCOND, FULL, W, WITHIN, NAMED };
    Sheet s;
    const Basis *basis = &bases[call->func->extra];
    Value domain = ARG(call, AT), window = ARG(call, WITHIN);
    bool full;
    if (!arg_truth(call, FULL, &full))
        return false;
    sheet_begin(&s, call->run);
    if (domain.tag == V_NONE) {
        domain = series_domain_of(&s, ARG(call, X));
        Value ends[2] = { sheet_at(&s, domain, 0), sheet_at(&s, domain, 1) };
        if (sheet_truth(&s, sheet_op(&s, OP_EQ, ends[0], ends[1]))) {
            ends[0] = sheet_sub(&s, ends[0], value_int(1));
            ends[1] = sheet_add(&s, ends[1], value_int(1));
            domain = NP(&s, "array", sheet_list(&s, 2, ends),
                        value_of_dtype(s.failed ? FLOAT64 : (DType)domain.tensor->dtype));
        }
    }
    domain = own_interval(&s, basis, domain);
    window = window.tag == V_NONE ? own_interval(&s, basis, window) : window;
    Value x = s.failed ? ABSENT : series_mapped(&s, ARG(call, X), domain, window);
    Value found = s.failed ? ABSENT
                           : series_fit(basis, &s, x, ARG(call, Y), ARG(call, DEG), ARG(call, RCOND), full,
                                        ARG(call, W));
    if (s.failed)
        return sheet_answer(&s, ABSENT, out);
    Value made = make(&s, basis, full ? found.tuple->item[0] : found, domain, window, ARG(call, NAMED));
    if (!full || s.failed)
        return sheet_answer(&s, made, out);
    Value both[2] = { made, found.tuple->item[1] };
    return sheet_answer(&s, sheet_tuple(&s, 2, both), out);
}

static bool run_fromroots(Call *call, Value *out)
{
    enum { ROOTS, AT, WITHIN, NAMED };
    Sheet s;
    const Basis *basis = &bases[call->func->extra];
    Value roots = ARG(call, ROOTS), domain = arg_given(call, AT) ? ARG(call, AT) : ABSENT,
          window = ARG(call, WITHIN), off, scale;
    sheet_begin(&s, call->run);
    if (series_read(&s, 1, &roots, false, &roots) && domain.tag == V_NONE)
        domain = series_domain_of(&s, roots);
    if (domain.tag == V_ABSENT && !s.failed)
        domain = NONE;
    domain = own_interval(&s, basis, domain);
    window = window.tag == V_NONE ? own_interval(&s, basis, window) : window;
    series_map(&s, domain, window, &off, &scale);
    Value moved = sheet_add(&s, off, sheet_mul(&s, scale, roots));
    Value c = sheet_div(&s, series_from_roots(basis, &s, moved),
                        sheet_op(&s, OP_POW, scale, value_int(s.failed ? 0 : series_length(roots))));
    return sheet_answer(&s, make(&s, basis, c, domain, window, ARG(call, NAMED)), out);
}

SHEET_RUN(run_identity, identity(s, &bases[call->func->extra], ARG(call, 0), ARG(call, 1), ARG(call, 2)))

static bool run_basis(Call *call, Value *out)
{
    enum { DEG, AT, WITHIN, NAMED };
    Sheet s;
    Value degree = ARG(call, DEG), whole = ABSENT;
    sheet_begin(&s, call->run);
    whole = as_int(&s, degree);
    if (!s.failed &&
        (!sheet_truth(&s, sheet_op(&s, OP_EQ, whole, degree)) || (whole.tag == V_INT && whole.i < 0)))
        sheet_fail(&s, ValueError, "deg must be non-negative integer");
    int64_t n = 0;
    if (!s.failed && (!value_index(call->run, whole, &n) || !run_has_memory(call->run, n, sizeof(double))))
        s.failed = call->run->error.class || !fail(call->run, MemoryError, "%s", "");
    Value one = value_int(1), item[2];
    item[0] = s.failed ? ABSENT : NP(&s, "zeros", value_int(n));
    item[1] = NP(&s, "array", sheet_list(&s, 1, &one));
    Value c = s.failed ? ABSENT : NP(&s, "concatenate", sheet_tuple(&s, 2, item));
    return sheet_answer(
        &s, make(&s, &bases[call->func->extra], c, ARG(call, AT), ARG(call, WITHIN), ARG(call, NAMED)), out);
}

static bool run_cast(Call *call, Value *out)
{
    Sheet s;
    Value series = ARG(call, 0);
    if (!series_is(series))
        return fail(call->run, AttributeError, "'%s' object has no attribute 'convert'",
                    value_type_name(series));
    sheet_begin(&s, call->run);
    return sheet_answer(&s, convert(&s, series, &bases[call->func->extra], ARG(call, 1), ARG(call, 2)), out);
}

/* Of Chebyshev alone. */
static bool run_interpolate(Call *call, Value *out)
{
    enum { FUNC, DEG, AT, ARGS };
    Sheet s;
    const Basis *basis = &bases[call->func->extra];
    sheet_begin(&s, call->run);
    Value window = series_pair(&s, basis->domain[0], basis->domain[1]);
    Value domain = arg_none(call, AT) ? window : ARG(call, AT);
    Value args = arg_given(call, ARGS) ? ARG(call, ARGS) : sheet_tuple(&s, 0, NULL);
    Value c = series_interpolate(&s, ARG(call, FUNC), ARG(call, DEG), args, window, domain);
    Value name = sheet_hold(&s, value_cstr("x"));
    return sheet_answer(&s, make(&s, basis, c, domain, NONE, name), out);
}

static bool run_own_domain(Call *call, Value *out)
{
    Sheet s;
    const Basis *basis = &bases[call->func->extra];
    sheet_begin(&s, call->run);
    return sheet_answer(&s, series_pair(&s, basis->domain[0], basis->domain[1]), out);
}

static bool run_basis_name(Call *call, Value *out)
{
    const char *letter = bases[call->func->extra].letter;
    *out = letter ? value_cstr(letter) : NONE;
    return true;
}

static bool run_maxpower(Call *call, Value *out)
{
    (void)call;
    *out = value_int(POWER_MAX);
    return true;
}

bool series_set(Run *run, Value series, const char *name, Value what, bool *known)
{
    int which = 0;
    while (which < SYMBOL && strcmp(field_name[which], name))
        which++;
    *known = which < SYMBOL || !strcmp(name, "symbol");
    if (which == SYMBOL)
        return *known && fail(run, AttributeError, "property 'symbol' of '%s' object has no setter",
                              series.record->class->name);
    Sheet s;
    Value array;
    sheet_begin(&s, run);
    bool read = series_read(&s, 1, &what, false, &what) && (which == COEF || series_length(what) == 2);
    if (!read && !s.failed)
        sheet_fail(&s, ValueError, "%s has wrong number of elements.", which == DOMAIN ? "Domain" : "Window");
    if (!sheet_end(&s, s.failed ? ABSENT : what, &array))
        return false;
    value_drop(series.record->field[which]);
    series.record->field[which] = array;
    return true;
}

/* rows -----------------------------------------------------------------------------------------------------
 */

#define OF_CLASS(home, basis, title, parameters, kernel, text, shown)                                        \
    {                                                                                                        \
        .name = title, .of = home, .params = parameters, .brief = text,                                      \
        .example = ">>> from numpy.polynomial import " home "\n>>> " shown, .style = PYTHON, .run = kernel,  \
        .gives = AS_ARRAY, .of_class = true, .extra = basis                                                  \
    }
#define CLASS_PART(home, basis, title, kernel, text, shown)                                                  \
    {                                                                                                        \
        .name = title, .of = home, .params = "self: any = None", .brief = text,                              \
        .example = ">>> from numpy.polynomial import " home "\n>>> " shown, .style = ATTRIBUTE,              \
        .run = kernel, .gives = AS_ARRAY, .of_class = true, .extra = basis                                   \
    }
#define MORE "domain: any = None, window: any = None, symbol: any = 'x'"
/* A class: its name, its module, its basis and C's name of the class. */
#define SERIES_CLASS(home, module, basis, c)                                                                 \
    { .name = home,                                                                                          \
      .of = "np.polynomial " module,                                                                         \
      .params = "coef: any, " MORE,                                                                          \
      .brief = "A polynomial by its coefficients, that of the lowest degree first.",                         \
      .example = ">>> from numpy.polynomial import " home "\n>>> " home "([1])(5)\nnp.float64(1.0)\n",       \
      .style = PYTHON,                                                                                       \
      .run = run_make,                                                                                       \
      .class = c,                                                                                            \
      .says = "ABCPolyBase.__init__",                                                                        \
      .extra = basis },                                                                                      \
        OF_CLASS(home, basis, "fit",                                                                         \
                 "x: any, y: any, deg: any, domain: any = None, rcond: any = None, full: any = False, "      \
                 "w: any = None, window: any = None, symbol: any = 'x'",                                     \
                 run_fit, "The polynomial that is nearest to points, by the sum of squares.",                \
                 home ".fit([0, 1, 2], [3, 3, 3], 0).coef.round(9)\narray([3.])\n"),                         \
        OF_CLASS(home, basis, "fromroots",                                                                   \
                 "roots: any, domain: any = ?, window: any = None, symbol: any = 'x'", run_fromroots,        \
                 "The polynomial with these roots.", home ".fromroots([0.5]).degree()\n1\n"),                \
        OF_CLASS(home, basis, "identity", MORE, run_identity, "The polynomial that is x.",                   \
                 home ".identity()(5)\nnp.float64(5.0)\n"),                                                  \
        OF_CLASS(home, basis, "basis", "deg: any, " MORE, run_basis, "A member of the basis.",               \
                 home ".basis(2).coef\narray([0., 0., 1.])\n"),                                              \
        OF_CLASS(home, basis, "cast", "series: any, domain: any = None, window: any = None", run_cast,       \
                 "A polynomial of any class in this basis.",                                                 \
                 home ".cast(" home "([1, 2])).coef\narray([1., 2.])\n"),                                    \
        CLASS_PART(home, basis, "domain", run_own_domain, "The interval where the basis is at home.",        \
                   home ".domain.shape\n(2,)\n"),                                                            \
        CLASS_PART(home, basis, "window", run_own_domain, "The interval where the basis is at home.",        \
                   home ".window.shape\n(2,)\n"),                                                            \
        CLASS_PART(home, basis, "basis_name", run_basis_name, "The letter of the basis, if it has one.",     \
                   "len(" home ".basis_name or '')  < 3\nTrue\n"),                                           \
        CLASS_PART(home, basis, "maxpower", run_maxpower, "The highest power that can be taken.",            \
                   home ".maxpower\n100\n")

const Func series_class_funcs[] = {
    SERIES_CLASS("Polynomial", "np.polynomial.polynomial", BASIS_POWER, class_polynomial),
    SERIES_CLASS("Chebyshev", "np.polynomial.chebyshev", BASIS_CHEBYSHEV, class_chebyshev),
    OF_CLASS("Chebyshev", BASIS_CHEBYSHEV, "interpolate",
             "func: any, deg: any, domain: any = None, args: any = ?", run_interpolate,
             "The series that meets a function at Chebyshev's points.",
             "Chebyshev.interpolate(np.exp, 1).coef.round(8)\narray([1.26059184, 1.08544164])\n"),
    SERIES_CLASS("Legendre", "np.polynomial.legendre", BASIS_LEGENDRE, class_legendre),
    SERIES_CLASS("Hermite", "np.polynomial.hermite", BASIS_HERMITE, class_hermite),
    SERIES_CLASS("HermiteE", "np.polynomial.hermite_e", BASIS_HERMITE_E, class_hermite_e),
    SERIES_CLASS("Laguerre", "np.polynomial.laguerre", BASIS_LAGUERRE, class_laguerre),
    OF_SERIES("__call__", "p: any, arg: any", run_call, 0, "The values.",
              ">>> Polynomial([1, 2, 3])(2)\nnp.float64(17.0)\n"),
    OF_SERIES("__iter__", "p: any", run_iter, 0, "The coefficients.",
              ">>> list(Polynomial([1, 2]))\n[np.float64(1.0), np.float64(2.0)]\n"),
    OF_SERIES("__len__", "p: any", run_length, 0, "The number of coefficients.",
              ">>> len(Polynomial([1, 2]))\n2\n"),
    OF_SERIES("__add__", "p: any, other: any", run_add, 0, "The sum.",
              ">>> (Polynomial([1, 2]) + Polynomial([3])).coef\narray([4., 2.])\n"),
    OF_SERIES("__radd__", "p: any, other: any", run_add, 1, "The sum.",
              ">>> (3 + Polynomial([1, 2])).coef\narray([4., 2.])\n"),
    OF_SERIES("__sub__", "p: any, other: any", run_sub, 0, "The difference.",
              ">>> (Polynomial([1, 2]) - 3).coef\narray([-2.,  2.])\n"),
    OF_SERIES("__rsub__", "p: any, other: any", run_sub, 1, "The difference.",
              ">>> (3 - Polynomial([1, 2])).coef\narray([ 2., -2.])\n"),
    OF_SERIES("__mul__", "p: any, other: any", run_mul, 0, "The product.",
              ">>> (Polynomial([1, 2]) * Polynomial([1, 2])).coef\narray([1., 4., 4.])\n"),
    OF_SERIES("__rmul__", "p: any, other: any", run_mul, 1, "The product.",
              ">>> (3 * Polynomial([1, 2])).coef\narray([3., 6.])\n"),
    OF_SERIES("__truediv__", "p: any, other: any", run_truediv, 0, "The quotient by a number.",
              ">>> (Polynomial([1, 2]) / 2).coef\narray([0.5, 1. ])\n"),
    OF_SERIES("__floordiv__", "p: any, other: any", run_divide, 0, "The quotient.",
              ">>> (Polynomial([1, 3, 2]) // Polynomial([1, 1])).coef\narray([1., 2.])\n"),
    OF_SERIES("__mod__", "p: any, other: any", run_divide, 1, "The rest of a division.",
              ">>> (Polynomial([1, 3, 2]) % Polynomial([1, 1])).coef\narray([0.])\n"),
    OF_SERIES("__divmod__", "p: any, other: any", run_divide, 2, "The quotient and the rest.",
              ">>> divmod(Polynomial([1, 3, 2]), 2)[0].coef\narray([0.5, 1.5, 1. ])\n"),
    OF_SERIES("__rfloordiv__", "p: any, other: any", run_divide, 3, "The quotient.",
              ">>> (3 // Polynomial([1, 2])).coef\narray([0.])\n"),
    OF_SERIES("__rmod__", "p: any, other: any", run_divide, 4, "The rest of a division.",
              ">>> (3 % Polynomial([1, 2])).coef\narray([3.])\n"),
    OF_SERIES("__rdivmod__", "p: any, other: any", run_divide, 5, "The quotient and the rest.",
              ">>> divmod(3, Polynomial([1, 2]))[1].coef\narray([3.])\n"),
    OF_SERIES("__pow__", "p: any, other: any", run_pow, 0, "A power.",
              ">>> (Polynomial([1, 2]) ** 2).coef\narray([1., 4., 4.])\n"),
    OF_SERIES("__neg__", "p: any", run_neg, 0, "Every sign changed.",
              ">>> (-Polynomial([1, 2])).coef\narray([-1., -2.])\n"),
    OF_SERIES("__pos__", "p: any", run_itself, 0, "The polynomial itself.",
              ">>> (+Polynomial([1, 2])).coef\narray([1., 2.])\n"),
    OF_SERIES("__eq__", "p: any, other: any", run_equal, 0, "Is it the same in all parts?",
              ">>> Polynomial([1, 2]) == Polynomial([1, 2])\nTrue\n"),
    OF_SERIES("__ne__", "p: any, other: any", run_equal, 1, "Does a part differ?",
              ">>> Polynomial([1, 2]) != Polynomial([1, 2])\nFalse\n"),
    OF_SERIES("copy", "p: any", run_copy, 0, "The same polynomial as another object.",
              ">>> Polynomial([1, 2]).copy().coef\narray([1., 2.])\n"),
    OF_SERIES("degree", "p: any", run_length, 1, "The degree.", ">>> Polynomial([1, 2]).degree()\n1\n"),
    OF_SERIES("cutdeg", "p: any, deg: any", run_truncate, 1, "Without what is above a degree.",
              ">>> Polynomial([1, 2, 3]).cutdeg(1).coef\narray([1., 2.])\n"),
    OF_SERIES("truncate", "p: any, size: any", run_truncate, 0, "So many coefficients.",
              ">>> Polynomial([1, 2, 3]).truncate(2).coef\narray([1., 2.])\n"),
    OF_SERIES("trim", "p: any, tol: any = 0", run_trim, 0, "Without what is small at the end.",
              ">>> Polynomial([1, 2, 0]).trim().coef\narray([1., 2.])\n"),
    OF_SERIES("convert", "p: any, domain: any = None, kind: any = None, window: any = None", run_convert, 0,
              "The same polynomial in another basis or interval.",
              ">>> Polynomial([1, 2], domain=[0, 1]).convert().coef\narray([-1.,  4.])\n"),
    OF_SERIES("mapparms", "p: any", run_mapparms, 0, "The line that takes the domain to the window.",
              ">>> Polynomial([1, 2], domain=[0, 1]).mapparms()\n(np.float64(-1.0), np.float64(2.0))\n"),
    OF_SERIES("integ", "p: any, m: any = 1, k: any = ?, lbnd: any = None", run_integ, 0, "The integral.",
              ">>> Polynomial([1, 2]).integ().coef\narray([0., 1., 1.])\n"),
    OF_SERIES("deriv", "p: any, m: any = 1", run_deriv, 0, "The derivative.",
              ">>> Polynomial([1, 2, 3]).deriv().coef\narray([2., 6.])\n"),
    OF_SERIES("roots", "p: any", run_roots, 0, "Where it is 0.",
              ">>> Polynomial([-6, 3]).roots()\narray([2.])\n"),
    OF_SERIES("linspace", "p: any, n: any = 100, domain: any = None", run_linspace, 0,
              "Points of its domain and its values there.",
              ">>> Polynomial([1, 2]).linspace(2)\n(array([-1.,  1.]), array([-1.,  3.]))\n"),
    OF_SERIES("has_samecoef", "p: any, other: any", run_has_same, COEF, "Are the coefficients the same?",
              ">>> Polynomial([1, 2]).has_samecoef(Polynomial([1, 2]))\nnp.True_\n"),
    OF_SERIES("has_samedomain", "p: any, other: any", run_has_same, DOMAIN, "Are the domains the same?",
              ">>> Polynomial([1]).has_samedomain(Polynomial([2]))\nnp.True_\n"),
    OF_SERIES("has_samewindow", "p: any, other: any", run_has_same, WINDOW, "Are the windows the same?",
              ">>> Polynomial([1]).has_samewindow(Polynomial([2]))\nnp.True_\n"),
    OF_SERIES("has_sametype", "p: any, other: any", run_has_same, SYMBOL, "Are the classes the same?",
              ">>> Polynomial([1]).has_sametype(3)\nFalse\n"),
    { .name = NULL },
};
