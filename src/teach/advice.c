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

void explain_failure(Session *s, const Failure *failure, Explanation *out)
{
    static const Advice *const tables[] = { argument_advices, mismatches,   position_advices, operand_advices,
                                            count_advices,    item_advices, name_advices };
    Problem p;
    problem_begin(&p, s, failure, out);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (say_first(&p, tables[i]))
            break;
    if (s->run.symbols)
        explain_symbols(&p);
    fixes_choose(&p);
    problem_end(&p);
}
