#include "teach/advice.h"

#include "teach/fixes.h"
#include "teach/mismatch.h"

#include <string.h>

/* Whether a name is one of those between spaces. */
static bool is_among(const char *name, const char *names)
{
    size_t length = strlen(name);
    for (const char *at = names; length && (at = strstr(at, name)); at += length)
        if ((at == names || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
            return true;
    return false;
}

static bool say_first(Problem *p, const Advice *table)
{
    for (const Advice *row = table; row->class; row++)
        if (class_is(p->class, row->class) && text_is(p->text, row->form) &&
            (!row->of || is_among(p->name, row->of)) && row->say(p))
            return true;
    return false;
}

void advise(Problem *p, const char *words)
{
    p->out->brief = p->out->diagram.sentence = words;
    p->out->label = "write";
}

const char *line_result(Session *s, Arena *arena, const char *code)
{
    Explanation about = { 0 };
    Problem p = { .session = s, .name = "", .text = "", .out = &about };
    const char *result = NULL;
    if (fix_offer(&p, FIX_SAME, NULL, code) && *p.candidate[0].fix.result) {
        const char *text = p.candidate[0].fix.result;
        result = arena_text(arena, text, strlen(text));
    }
    problem_end(&p);
    explanation_clear(&about);
    arena_free(&about.arena);
    return result;
}

const char *class_meaning(const Class *class)
{
    static const struct {
        const Class *class;
        const char *words;
    } rows[] = {
        /* a class stands before those it is made of */
        { IndentationError, "Blanks at the beginning of a line say which block it belongs to: the lines of a "
                            "block begin in one "
                            "column, and a line after a colon begins further right." },
        { SyntaxError,
          "The text could not be read as Python, so nothing of it was run. The mark is where reading "
          "stopped: "
          "what is wrong stands there or a little before it, often a bracket, a comma or a quote too few." },
        { UnboundLocalError,
          "A name that is assigned anywhere in a function is the function's own in all of it, and was read "
          "before it had a value. `global name` in the function means the outer one." },
        { NameError,
          "A name is there once something was assigned to it; capital letters count. NumPy's functions stand "
          "behind np. %who lists your names." },
        { AttributeError, "What stands behind a point belongs to the value before it: arrays, lists and "
                          "texts each have their "
                          "own. x? tells what x is, and Tab after the point lists what it has." },
        { ModuleNotFoundError,
          "Only what this calculator has can be imported; the rest of a program may do without it." },
        { ImportError, "The module is there, the name in it is not. Tab after the module's name and a point "
                       "lists what it has." },
        { AxisError,
          "Axes count from 0: an array of shape (2, 3) has the axes 0 and 1, or from the end -1 and -2. "
          "%shapes EXPR shows the shape of every part." },
        { LinAlgError, "Some matrices have no inverse, and some functions take square ones alone. "
                       "np.linalg.matrix_rank(A) "
                       "tells how many rows do not depend on the others." },
        { _UFuncOutputCastingError,
          "An operation in place, or with out=, keeps the dtype of the array it stores into, and does not "
          "cut "
          "what comes off. A new array, a = a + b, takes the dtype of the result." },
        { TypeError,
          "The values are of a sort that this does not take, or the call gives it too many or too few. x? "
          "tells of what sort x is; np.dot? how np.dot is called." },
        { KeyError, "A dict has the keys that were put into it; d.keys() lists them, d.get(key) gives None "
                    "for others." },
        { IndexError,
          "A place that is not there: n elements have the places 0 to n - 1, or from the end -1 to -n. "
          "x.shape tells how many there are along each axis." },
        { ZeroDivisionError,
          "Python's own numbers cannot be divided by 0; NumPy's give inf, -inf or nan, and warn." },
        { OverflowError, "The number is too large for where it goes. Python's ints have no end; dtypes and "
                         "floats have one: np.iinfo, np.finfo." },
        { FloatingPointError, "np.errstate or np.seterr was told to raise: without it there would be a "
                              "warning, and inf or nan." },
        { FileNotFoundError, "Paths count from the folder the calculator was started in." },
        { OSError, "The machine refused: the folder, the name or the rights. Paths count from the folder the "
                   "calculator was started in." },
        { MemoryError, "The array would be larger than the memory there is. %shapes EXPR shows how large "
                       "each part would be, without making it." },
        { RecursionError, "A function calls itself without end, or 1,000 calls deep. Somewhere it must "
                          "return without calling itself." },
        { AssertionError,
          "What was asserted is not so. np.allclose compares up to rounding; == asks each element." },
        { StopIteration, "An iterator had no more items. next(it, None) gives None instead." },
        { EOFError, "There was nothing more to read." },
        { UnicodeError, "Bytes and texts are different things: encode() and decode() say by which table they "
                        "become each other." },
        { NotImplementedError, "This calculator has not this part of NumPy or Python." },
        { NoDataError, "The name was declared with a shape alone: what it holds is not known. x = np.ones(…) "
                       "gives it numbers." },
        { ValueError,
          "The values are of the right sort, but these do not go: their shape, their size or what they hold. "
          "%shapes EXPR shows the shape of every part." },
        { Warning, "A warning that was made an error." },
        { ArithmeticError, "A calculation that has no result." },
        { RuntimeError, "Something that only running the program could show." },
        { BaseException, "An error of the program's own: what stands in it says what it is about." },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (class_is(class, rows[i].class))
            return rows[i].words;
    return NULL;
}

/* Whether what failed is a call, or of NumPy: Python's own + is not the row of that name. */
static bool is_of_row(const Problem *p)
{
    bool numpy =
        p->node->kind == NODE_CALL || (p->node->kind == NODE_BINARY && p->node->op == NODE_OP_MATMUL);
    for (int i = 0; i < p->operands; i++)
        numpy |= p->operand[i].value.tag == V_ARRAY || value_is_scalar(p->operand[i].value);
    return numpy;
}

void explain_failure(Session *s, const Failure *failure, Explanation *out)
{
    static const Advice *const tables[] = { none_advices,  argument_advices, mismatches,    position_advices,
                                            place_advices, operand_advices,  range_advices, count_advices,
                                            item_advices,  keyword_advices,  name_advices };
    Problem p;
    problem_begin(&p, s, failure, out);
    Error outer = s->run.error; /* which stays, whatever fails while it is explained */
    s->run.error = (Error){ 0 };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (say_first(&p, tables[i]))
            break;
    if (s->run.symbols && p.class != NoDataError)
        explain_symbols(&p);
    if (!out->more && p.func && p.func->brief && is_of_row(&p) &&
        (class_is(p.class, TypeError) || class_is(p.class, ValueError)))
        out->more = problem_text(&p, "%s: %s", p.func->name, p.func->brief);
    fixes_choose(&p);
    problem_end(&p);
    run_forget_trial(&s->run);
    s->run.error = outer;
}
