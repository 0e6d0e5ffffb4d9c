/* np.poly1d: a polynomial that can be added, multiplied, called and printed. */
#include "array/polynomial.h"

#include "func/results.h"

#include <math.h>
#include <string.h>

const Class poly1d_class[1] = { { "poly1d", "numpy", { class_object }, "poly1d" } };

enum { COEFFS, VARIABLE, POLY1D_FIELDS };
static const char *const fields[] = { "coeffs", "variable" };

bool is_poly1d(Value v) { return v.tag == V_RECORD && v.record->class == poly1d_class; }
Value poly1d_coefficients(Value v) { return v.record->field[COEFFS]; }

static Value make(Sheet *s, Value coefficients, Value variable)
{
    if (s->failed || coefficients.tag != V_ARRAY)
        return ABSENT;
    Value made = sheet_hold(s, value_record(poly1d_class, POLY1D_FIELDS, fields));
    made.record->field[COEFFS] = value_keep(coefficients);
    made.record->field[VARIABLE] = variable.tag == V_NONE ? value_cstr("x") : value_keep(variable);
    return made;
}

/* Coefficients as a poly1d keeps them: one axis, no zeros in front. */
static Value trimmed(Sheet *s, Value c)
{
    c = NP(s, "atleast_1d", c);
    if (s->failed)
        return ABSENT;
    if (c.tensor->ndim > 1)
        return sheet_fail(s, ValueError, "Polynomial must be 1d only."), ABSENT;
    int64_t first = 0, n = c.tensor->dim[0], one = 1;
    while (first < n && !element_true((DType)c.tensor->dtype, c.tensor->data + first * c.tensor->stride[0]))
        first++;
    if (first == n)
        return as_value(sheet_zeros(s, (DType)c.tensor->dtype, 1, &one));
    return first ? sheet_part(s, c, 0, first, n) : c;
}

Value poly1d_of(Sheet *s, Value c)
{
    if (s->failed || c.tag == V_ABSENT)
        return ABSENT;
    if (is_poly1d(c))
        return make(s, poly1d_coefficients(c), c.record->field[VARIABLE]);
    return make(s, trimmed(s, c), NONE);
}

static bool infer_poly1d(Call *call, Value *out)
{
    (void)call;
    *out = (Value){ .tag = V_UNKNOWN, .class = poly1d_class };
    return true;
}

static bool run_poly1d(Call *call, Value *out)
{
    Sheet s;
    bool from_roots = false;
    Value c = call->arg[0].value, variable = call->arg[2].value;
    sheet_begin(&s, call->run);
    if (!arg_truth(call, 1, &from_roots))
        s.failed = true;
    if (is_poly1d(c))
        return sheet_answer(
            &s,
            make(&s, poly1d_coefficients(c), variable.tag == V_NONE ? c.record->field[VARIABLE] : variable),
            out);
    if (from_roots)
        c = NP(&s, "poly", c);
    return sheet_answer(&s, make(&s, trimmed(&s, c), variable), out);
}

/* operators ------------------------------------------------------------------------------------------------
 */

static bool is_scalar(Value v) { return value_is_number(v) || value_is_scalar(v) || v.tag == V_STR; }

/* self op other by the row that treats arrays of coefficients; reflected: other op self. */
static bool combine(Call *call, const char *row, bool reflected, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value a = call->arg[0].value, b = poly1d_of(&s, call->arg[1].value);
    if (reflected) {
        Value kept = a;
        a = b;
        b = kept;
    }
    Value result = s.failed ? ABSENT : NP(&s, row, poly1d_coefficients(a), poly1d_coefficients(b));
    return sheet_answer(&s, poly1d_of(&s, result), out);
}

static bool run_add(Call *call, Value *out) { return combine(call, "polyadd", false, out); }
static bool run_sub(Call *call, Value *out) { return combine(call, "polysub", call->func->extra, out); }

/* A number times or by the coefficients; extra: the number stands on the left. */
static bool scale(Call *call, Operator op, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value c = poly1d_coefficients(call->arg[0].value), by = call->arg[1].value;
    return sheet_answer(
        &s, poly1d_of(&s, call->func->extra ? sheet_op(&s, op, by, c) : sheet_op(&s, op, c, by)), out);
}

static bool run_mul(Call *call, Value *out)
{
    if (is_scalar(call->arg[1].value))
        return scale(call, OP_MUL, out);
    return combine(call, "polymul", false, out);
}

static bool run_div(Call *call, Value *out)
{
    if (is_scalar(call->arg[1].value))
        return scale(call, OP_DIV, out);
    Sheet s;
    sheet_begin(&s, call->run);
    Value self = call->arg[0].value, other = poly1d_of(&s, call->arg[1].value);
    bool reflected = call->func->extra;
    return sheet_answer(&s, NP(&s, "polydiv", reflected ? other : self, reflected ? self : other), out);
}

static bool run_pow(Call *call, Value *out)
{
    Value power = call->arg[1].value;
    double d = -1;
    if (is_scalar(power) && power.tag != V_STR && !value_to_double(call->run, power, &d))
        return false;
    if (isinf(d) || isnan(d))
        return fail(call->run, isnan(d) ? ValueError : OverflowError, "cannot convert float %s to integer",
                    isnan(d) ? "NaN" : "infinity");
    if (d < 0 || d != floor(d))
        return fail(call->run, ValueError, "Power to non-negative integers only.");
    Sheet s;
    int64_t n;
    sheet_begin(&s, call->run);
    if (!value_index(call->run, power, &n))
        s.failed = true;
    Value result = s.failed ? ABSENT : sheet_list(&s, 1, (Value[]){ value_int(1) });
    for (int64_t i = 0; !s.failed && i < n && (s.failed = !run_goes_on(call->run), !s.failed); i++)
        result = NP(&s, "polymul", poly1d_coefficients(call->arg[0].value), result);
    return sheet_answer(&s, poly1d_of(&s, result), out);
}

static bool run_neg(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value c = poly1d_coefficients(call->arg[0].value);
    return sheet_answer(&s, poly1d_of(&s, sheet_op(&s, OP_NEG, c, ABSENT)), out);
}

static bool run_pos(Call *call, Value *out) { return value_instead(out, value_keep(call->arg[0].value)); }

/* ==, and with extra !=, which gives a bool of Python's. */
static bool run_equal(Call *call, Value *out)
{
    Value a = call->arg[0].value, b = call->arg[1].value;
    bool differs = call->func->extra;
    if (!is_poly1d(b))
        return value_instead(out, (Value){ .tag = V_NOTIMPLEMENTED });
    Tensor *x = poly1d_coefficients(a).tensor, *y = poly1d_coefficients(b).tensor;
    if (x->dim[0] != y->dim[0])
        return value_instead(out, value_bool(differs));
    Sheet s;
    sheet_begin(&s, call->run);
    Value same = NP(&s, "all", sheet_op(&s, OP_EQ, value_array(x), value_array(y)));
    return sheet_answer(&s, differs && !s.failed ? value_bool(!sheet_truth(&s, same)) : same, out);
}

/* calls, items, attributes ---------------------------------------------------------------------------------
 */

SHEET_RUN(run_call, NP(s, "polyval", poly1d_coefficients(call->arg[0].value), call->arg[1].value))

static bool run_get(Call *call, Value *out)
{
    Tensor *c = poly1d_coefficients(call->arg[0].value).tensor;
    Value key = call->arg[1].value;
    Sheet s;
    sheet_begin(&s, call->run);
    Value order = value_int(c->dim[0] - 1);
    bool outside = sheet_truth(&s, sheet_op(&s, OP_GT, key, order)) ||
                   sheet_truth(&s, sheet_op(&s, OP_LT, key, value_int(0)));
    if (outside) {
        static const char zero[16];
        return sheet_answer(&s, sheet_hold(&s, value_scalar((DType)c->dtype, zero)), out);
    }
    return sheet_answer(&s, sheet_item(&s, value_array(c), sheet_sub(&s, order, key)), out);
}

static bool run_set(Call *call, Value *out)
{
    Value self = call->arg[0].value, c = poly1d_coefficients(self);
    int64_t power, order = c.tensor->dim[0] - 1;
    if (!arg_int(call, 1, &power))
        return false;
    if (power < 0)
        return fail(call->run, ValueError, "Does not support negative powers.");
    if (power > order) {
        Sheet s;
        sheet_begin(&s, call->run);
        int64_t more = power - order;
        Tensor *zeros = sheet_zeros(&s, (DType)c.tensor->dtype, 1, &more);
        Value longer = NP(&s, "concatenate", sheet_tuple(&s, 2, (Value[]){ as_value(zeros), c }));
        if (!sheet_end(&s, longer, &self.record->field[COEFFS]))
            return false;
        value_drop(c);
        c = poly1d_coefficients(self);
        order = power;
    }
    *out = NONE;
    return element_store(call->run, (DType)c.tensor->dtype,
                         c.tensor->data + (order - power) * c.tensor->stride[0], call->arg[2].value);
}

bool poly1d_set(Run *run, Value p, const char *name, Value what, bool *known)
{
    static const char *const coefficients[] = { "coeffs", "c", "coef", "coefficients" };
    static const char *const fixed[] = { "variable", "order", "o", "roots", "r" };
    *known = true;
    for (size_t i = 0; i < sizeof coefficients / sizeof *coefficients; i++)
        if (!strcmp(name, coefficients[i]))
            return value_is(what, p.record->field[COEFFS]) ||
                   fail(run, AttributeError, "Cannot set attribute");
    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (!strcmp(name, fixed[i]))
            return fail(run, AttributeError, "property '%s' of 'poly1d' object has no setter",
                        i == 2   ? "order"
                        : i == 4 ? "roots"
                                 : name);
    *known = false;
    return false;
}

static bool run_iter(Call *call, Value *out)
{
    Value iterator;
    return value_iter(call->run, poly1d_coefficients(call->arg[0].value), &iterator) &&
           value_instead(out, iterator);
}

static bool run_array(Call *call, Value *out)
{
    return value_instead(out, value_keep(poly1d_coefficients(call->arg[0].value)));
}

static bool run_order(Call *call, Value *out)
{
    return value_instead(out, value_int(poly1d_coefficients(call->arg[0].value).tensor->dim[0] - 1));
}

SHEET_RUN(run_own_roots, NP(s, "roots", poly1d_coefficients(call->arg[0].value)))

/* integ, deriv */
static bool run_integ(Call *call, Value *out)
{
    Sheet s;
    sheet_begin(&s, call->run);
    Value c = poly1d_coefficients(call->arg[0].value), m = call->arg[1].value;
    Value result = call->func->extra ? NP(&s, "polyder", c, m) : NP(&s, "polyint", c, m, call->arg[2].value);
    return sheet_answer(&s, poly1d_of(&s, result), out);
}

/* text -----------------------------------------------------------------------------------------------------
 */

static bool run_repr(Call *call, Value *out)
{
    Text array = { 0 }, text = { 0 };
    bool ok = value_repr(call->run, poly1d_coefficients(call->arg[0].value), &array);
    if (ok)
        text_printf(&text, "poly1d(%.*s)", (int)array.length - 7, array.at + 6); /* what array(…) holds */
    text_free(&array);
    return text_result(ok, &text, out);
}

/* "3", "2j", "(1 + 2j)": four digits, as '%.4g' has them. */
static void coefficient_text(complex128 c, Text *out)
{
    if (cimag(c) == 0)
        text_printf(out, "%.4g", creal(c));
    else if (creal(c) == 0)
        text_printf(out, "%.4gj", cimag(c));
    else
        text_printf(out, "(%.4g + %.4gj)", creal(c), cimag(c));
}

/* One term, "3 x**2"; nothing for 0 but where it stands alone. */
static void term_text(complex128 c, int64_t power, bool first, const char *variable, Text *out)
{
    Text number = { 0 };
    coefficient_text(c, &number);
    bool is_zero = !strcmp(text_get(&number), "0");
    if (power == 0 && (!is_zero || first))
        text_puts(out, text_get(&number));
    else if (power == 1 && !is_zero)
        text_printf(out, "%s %s", text_get(&number), variable);
    else if (power > 1 && !is_zero)
        text_printf(out, "%s %s**%lld", text_get(&number), variable, (long long)power);
    text_free(&number);
}

static void polynomial_text(const Tensor *c, const char *variable, Text *out)
{
    int64_t n = c->dim[0], first = 0;
    while (first < n && !element_true((DType)c->dtype, c->data + first * c->stride[0]))
        first++;
    if (first == n)
        text_char(out, '0');
    for (int64_t i = first; i < n; i++) {
        Text term = { 0 };
        term_text(element_complex((DType)c->dtype, c->data + i * c->stride[0]), n - 1 - i, i == first,
                  variable, &term);
        const char *text = text_get(&term);
        if (i == first)
            text_puts(out, text);
        else if (text[0] == '-')
            text_printf(out, " - %s", text + 1);
        else if (text[0])
            text_printf(out, " + %s", text);
        text_free(&term);
    }
}

/* Powers go up to a line of their own above the rest; lines are wrapped at 70. */
static void raise_powers(const char *text, Text *out)
{
    enum { WRAP = 70 };
    Text upper = { 0 }, lower = { 0 };
    const char *star;
    text_char(out, ' ');
    while ((star = strstr(text, "**"))) {
        size_t part = (size_t)(star - text), digits = strspn(star + 2, "0123456789");
        size_t wide = part + (digits ? digits - 1 : 0);
        if (lower.length + wide > WRAP || upper.length + (part ? part - 1 : 0) + digits > WRAP) {
            text_printf(out, "%s\n%s\n ", text_get(&upper), text_get(&lower));
            text_clear(&upper);
            text_clear(&lower);
        }
        text_add(&lower, text, part);
        text_pad(&lower, ' ', (ptrdiff_t)digits - 1);
        text_pad(&upper, ' ', (ptrdiff_t)part - 1);
        text_add(&upper, star + 2, digits);
        text = star + 2 + digits;
    }
    text_printf(out, "%s\n%s%s", text_get(&upper), text_get(&lower), text);
    text_free(&upper);
    text_free(&lower);
}

static bool run_str(Call *call, Value *out)
{
    Value self = call->arg[0].value, name = self.record->field[VARIABLE];
    Text flat = { 0 }, text = { 0 };
    polynomial_text(poly1d_coefficients(self).tensor, name.tag == V_STR ? name.str->text : "x", &flat);
    raise_powers(text_get(&flat), &text);
    text_free(&flat);
    return text_result(true, &text, out);
}

#define METHOD_ROW(title, parameters, kernel, which, text, shown)                                            \
    {                                                                                                        \
        .name = title, .of = "poly1d", .params = parameters, .style = METHOD, .infer = NULL, .run = kernel,  \
        .extra = which, .gives = AS_ARRAY, .brief = text, .example = shown                                   \
    }
#define ATTRIBUTE_ROW(title, kernel, text, shown)                                                            \
    {                                                                                                        \
        .name = title, .of = "poly1d", .params = "p: any", .style = ATTRIBUTE, .run = kernel,                \
        .gives = AS_ARRAY, .brief = text, .example = shown                                                   \
    }

const Func poly1d_funcs[] = {
    { .name = "poly1d",
      .of = "np",
      .params = "c_or_r: any, r: any = False, variable: any = None",
      .style = PYTHON,
      .infer = infer_poly1d,
      .run = run_poly1d,
      .class = poly1d_class,
      .says = "poly1d.__init__",
      .brief = "a polynomial by its coefficients, the highest power's first, or by its roots",
      .example =
          ">>> p = np.poly1d([1, 2, 3])\n>>> print(p)\n   2\n1 x + 2 x + 3\n>>> p(0.5)\nnp.float64(4.25)\n" },
    METHOD_ROW("__add__", "p: any, other: any", run_add, 0, "the sum of two polynomials",
               ">>> np.poly1d([1, 2]) + np.poly1d([1, 1])\npoly1d([2, 3])\n"),
    METHOD_ROW("__radd__", "p: any, other: any", run_add, 0, "the sum of two polynomials",
               ">>> 1 + np.poly1d([1, 2])\npoly1d([1, 3])\n"),
    METHOD_ROW("__sub__", "p: any, other: any", run_sub, 0, "the difference of two polynomials",
               ">>> np.poly1d([1, 2]) - 1\npoly1d([1, 1])\n"),
    METHOD_ROW("__rsub__", "p: any, other: any", run_sub, 1, "the difference of two polynomials",
               ">>> 1 - np.poly1d([1, 2])\npoly1d([-1, -1])\n"),
    METHOD_ROW("__mul__", "p: any, other: any", run_mul, 0, "the product of two polynomials",
               ">>> np.poly1d([1, 2]) * np.poly1d([1, 1])\npoly1d([1, 3, 2])\n"),
    METHOD_ROW("__rmul__", "p: any, other: any", run_mul, 1, "the product of two polynomials",
               ">>> 2 * np.poly1d([1, 2])\npoly1d([2, 4])\n"),
    METHOD_ROW("__truediv__", "p: any, other: any", run_div, 0,
               "the quotient and the remainder, or the quotient by a number",
               ">>> np.poly1d([1, 3, 2]) / np.poly1d([1, 1])\n(poly1d([1., 2.]), poly1d([0.]))\n"),
    METHOD_ROW("__rtruediv__", "p: any, other: any", run_div, 1, "the quotient and the remainder",
               ">>> [1, 3, 2] / np.poly1d([1, 1])\n(poly1d([1., 2.]), poly1d([0.]))\n"),
    METHOD_ROW("__pow__", "p: any, val: any", run_pow, 0, "a polynomial times itself",
               ">>> np.poly1d([1, 1]) ** 2\npoly1d([1, 2, 1])\n"),
    METHOD_ROW("__neg__", "p: any", run_neg, 0, "the polynomial with every sign changed",
               ">>> -np.poly1d([1, 2])\npoly1d([-1, -2])\n"),
    METHOD_ROW("__pos__", "p: any", run_pos, 0, "the polynomial itself",
               ">>> +np.poly1d([1, 2])\npoly1d([1, 2])\n"),
    METHOD_ROW("__eq__", "p: any, other: any", run_equal, 0, "have two polynomials the same coefficients?",
               ">>> np.poly1d([1, 2]) == np.poly1d([1, 2])\nnp.True_\n"),
    METHOD_ROW("__ne__", "p: any, other: any", run_equal, 1, "do two polynomials differ?",
               ">>> np.poly1d([1, 2]) != np.poly1d([1, 2])\nFalse\n"),
    METHOD_ROW("__call__", "p: any, val: any", run_call, 0, "the polynomial's values",
               ">>> np.poly1d([1, 2, 3])(2)\nnp.int64(11)\n"),
    METHOD_ROW("__getitem__", "p: any, val: any", run_get, 0, "the coefficient of a power",
               ">>> np.poly1d([1, 2, 3])[0]\nnp.int64(3)\n"),
    { .name = "__setitem__",
      .of = "poly1d",
      .params = "p: any, key: any, val: any",
      .style = METHOD,
      .run = run_set,
      .effects = true,
      .brief = "sets the coefficient of a power",
      .example = ">>> p = np.poly1d([1, 2, 3])\n>>> p[0] = 10\n>>> p\npoly1d([ 1,  2, 10])\n" },
    METHOD_ROW("__iter__", "p: any", run_iter, 0, "the coefficients, the highest power's first",
               ">>> list(np.poly1d([1, 2]))\n[np.int64(1), np.int64(2)]\n"),
    METHOD_ROW("__len__", "p: any", run_order, 0, "the highest power", ">>> len(np.poly1d([1, 2, 3]))\n2\n"),
    METHOD_ROW("__array__", "p: any", run_array, 0, "the coefficients",
               ">>> np.array(np.poly1d([1, 2]))\narray([1, 2])\n"),
    METHOD_ROW("__repr__", "p: any", run_repr, 0, "the coefficients as text",
               ">>> repr(np.poly1d([1, 2]))\n'poly1d([1, 2])'\n"),
    METHOD_ROW("__str__", "p: any", run_str, 0, "the polynomial as one writes it",
               ">>> print(np.poly1d([2, 0, -1]))\n   2\n2 x - 1\n"),
    METHOD_ROW("integ", "p: any, m: any = 1, k: any = 0", run_integ, 0, "the integral of the polynomial",
               ">>> np.poly1d([2, 1]).integ()\npoly1d([1., 1., 0.])\n"),
    METHOD_ROW("deriv", "p: any, m: any = 1", run_integ, 1, "the derivative of the polynomial",
               ">>> np.poly1d([1, 2, 3]).deriv()\npoly1d([2, 2])\n"),
    ATTRIBUTE_ROW("c", run_array, "the coefficients, the highest power's first",
                  ">>> np.poly1d([1, 2]).c\narray([1, 2])\n"),
    ATTRIBUTE_ROW("coef", run_array, "the coefficients, the highest power's first",
                  ">>> np.poly1d([1, 2]).coef\narray([1, 2])\n"),
    ATTRIBUTE_ROW("coefficients", run_array, "the coefficients, the highest power's first",
                  ">>> np.poly1d([1, 2]).coefficients\narray([1, 2])\n"),
    ATTRIBUTE_ROW("o", run_order, "the highest power", ">>> np.poly1d([1, 2, 3]).o\n2\n"),
    ATTRIBUTE_ROW("order", run_order, "the highest power", ">>> np.poly1d([1, 2, 3]).order\n2\n"),
    ATTRIBUTE_ROW("r", run_own_roots, "where the polynomial is 0",
                  ">>> np.poly1d([1, -3, 2]).r\narray([2., 1.])\n"),
    ATTRIBUTE_ROW("roots", run_own_roots, "where the polynomial is 0",
                  ">>> np.poly1d([1, -3, 2]).roots\narray([2., 1.])\n"),
    { .name = NULL },
};
