/* series_text.c: polynomials as text: repr(p), str(p), f'{p:ascii}' (numpy/polynomial/_polybase.py). */
#include "array/series_class.h"

#include "tensor/show.h"

#include <string.h>

/* The variable as the basis is given it, mapped from the domain to the window. */
static bool add_variable(Sheet *s, Value v, Text *out)
{
    Value off, scale;
    const char *symbol = part_of(v, SYMBOL).str->text;
    series_map(s, part_of(v, DOMAIN), part_of(v, WINDOW), &off, &scale);
    bool still = sheet_truth(s, sheet_op(s, OP_EQ, off, value_int(0))),
         plain = sheet_truth(s, sheet_op(s, OP_EQ, scale, value_int(1)));
    if (s->failed)
        return false;
    if (still && plain) {
        text_puts(out, symbol);
        return true;
    }
    text_char(out, '(');
    bool fine = still || series_number(s->run, off, false, out);
    text_puts(out, still ? "" : " + ");
    fine = fine && (plain || series_number(s->run, scale, false, out));
    text_printf(out, "%s)", symbol);
    return fine;
}

/* The digits of a degree above the line, or below it. */
static void add_small(Text *out, const char *digits, bool below)
{
    static const char *const above[10] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
    for (; *digits; digits++)
        if (below)
            text_printf(out, "\xE2\x82%c", 0x80 + (*digits - '0'));
        else
            text_puts(out, above[*digits - '0']);
}

static void add_term(const Basis *basis, bool ascii, int64_t degree, const char *variable, Text *out)
{
    const char *digits = NULL;
    Text number = { 0 };
    text_printf(&number, "%lld", (long long)degree);
    digits = text_get(&number);
    if (basis->letter) {
        text_printf(out, ascii ? " %s_%s" : "·%s", basis->letter, digits);
        if (!ascii)
            add_small(out, digits, true);
        text_printf(out, "(%s)", variable);
    } else {
        text_printf(out, ascii ? " %s" : "·%s", variable);
        if (degree > 1 && ascii)
            text_printf(out, "**%s", digits);
        else if (degree > 1)
            add_small(out, digits, false);
    }
    text_free(&number);
}

static int64_t characters(const char *text)
{
    int64_t n = 0;
    for (; *text; text++)
        n += (*text & 0xC0) != 0x80;
    return n;
}

static bool add_series(Run *run, Value v, bool ascii, Text *out)
{
    Sheet s;
    Value unused, coef = part_of(v, COEF);
    Text variable = { 0 }, term = { 0 };
    int64_t n = series_length(coef), width = run->print->linewidth < 1 ? 1 : run->print->linewidth;
    sheet_begin(&s, run);
    bool fine = series_number(run, sheet_at(&s, coef, 0), false, out) && add_variable(&s, v, &variable);
    for (int64_t i = 1; fine && i < n && !s.failed; i++) {
        Value c = sheet_at(&s, coef, i);
        bool above = sheet_truth(&s, sheet_op(&s, OP_GE, c, value_int(0)));
        text_clear(&term);
        text_puts(&term, above ? "+ " : "- ");
        fine = !s.failed && series_number(run, above ? c : sheet_op(&s, OP_NEG, c, ABSENT), true, &term);
        add_term(basis_of(v), ascii, i, text_get(&variable), &term);
        text_char(out, ' ');
        const char *line = strrchr(text_get(out), '\n');
        int64_t wide =
            characters(line ? line + 1 : text_get(out)) + characters(text_get(&term)) + 2 * (i < n - 1);
        char *space = wide >= width ? strchr(term.at, ' ') : NULL;
        if (space)
            *space = '\n';
        text_puts(out, text_get(&term));
    }
    text_free(&variable);
    text_free(&term);
    if (!fine)
        s.failed = true;
    return sheet_end(&s, NONE, &unused);
}

static bool run_str(Call *call, Value *out)
{
    Text text = { 0 };
    return text_result(add_series(call->run, ARG(call, 0), call->run->print->ascii_series, &text), &text,
                       out);
}

static bool run_format(Call *call, Value *out)
{
    char name[100];
    Value style = ARG(call, 1);
    const char *text = style.tag == V_STR ? style.str->text : "?";
    bool plain = !*text, ascii = plain ? call->run->print->ascii_series : !strcmp(text, "ascii");
    if (!plain && !ascii && strcmp(text, "unicode"))
        return fail(
            call->run, ValueError,
            "Unsupported format string '%s' passed to <class '%s'>.__format__. Valid options are 'ascii' and "
            "'unicode'",
            text, class_full_name(ARG(call, 0).record->class, name, sizeof name));
    Text shown = { 0 };
    return text_result(add_series(call->run, ARG(call, 0), ascii, &shown), &shown, out);
}

static bool run_repr(Call *call, Value *out)
{
    Value self = ARG(call, 0);
    Text text = { 0 };
    bool fine = true;
    text_puts(&text, self.record->class->name);
    for (int i = COEF; i <= WINDOW && fine; i++) {
        Text array = { 0 };
        fine = tensor_repr(call->run, part_of(self, i).tensor, &array);
        text_puts(&text, i == COEF ? "(" : i == DOMAIN ? ", domain=" : ", window=");
        if (fine && array.length > 7) /* without "array(" and ")" */
            text_add(&text, array.at + 6, array.length - 7);
        text_free(&array);
    }
    text_printf(&text, ", symbol='%s')", part_of(self, SYMBOL).str->text);
    return text_result(fine, &text, out);
}

static bool run_printstyle(Call *call, Value *out)
{
    Value style = ARG(call, 0);
    const char *text = style.tag == V_STR ? style.str->text : "";
    bool ascii = !strcmp(text, "ascii");
    *out = NONE;
    if (!ascii && strcmp(text, "unicode"))
        return fail(call->run, ValueError,
                    "Unsupported format string '%s'. Valid options are 'ascii' and 'unicode'",
                    style.tag == V_STR ? text : value_text(call->run, style));
    call->run->print->ascii_series = ascii;
    return true;
}

const Func series_text_funcs[] = {
    OF_SERIES(
        "__repr__", "p: any", run_repr, 0, "All its parts as text.",
        ">>> Polynomial([1, 2])\nPolynomial([1., 2.], domain=[-1.,  1.], window=[-1.,  1.], symbol='x')\n"),
    OF_SERIES("__str__", "p: any", run_str, 0, "The polynomial as one writes it.",
              ">>> print(Polynomial([1, 2, 3]))\n1.0 + 2.0·x + 3.0·x²\n"),
    OF_SERIES("__format__", "p: any, format_spec: any, /", run_format, 0,
              "The same, as 'ascii' or 'unicode'.",
              ">>> f'{Polynomial([1, 2, 3]):ascii}'\n'1.0 + 2.0 x + 3.0 x**2'\n"),
    { .name = "set_default_printstyle",
      .of = "np.polynomial",
      .params = "style: any",
      .brief = "How polynomials are written: 'ascii' or 'unicode'.",
      .example = ">>> np.polynomial.set_default_printstyle('ascii')\n>>> print(np.polynomial.Polynomial([1, "
                 "2, 3]))\n"
                 "1.0 + 2.0 x + 3.0 x**2\n",
      .style = PYTHON,
      .run = run_printstyle,
      .effects = true },
    { .name = NULL },
};
