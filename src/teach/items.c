/* items.c: items of Python's lists, tuples and dicts, numbers in texts, arrays without elements. */
#include "teach/advice.h"
#include "teach/callee.h"
#include "teach/fixes.h"
#include "teach/notes.h"
#include "teach/origin.h"
#include "teach/suggest.h"

#include <stdlib.h>
#include <string.h>

static int64_t length_of(Value v)
{
    return v.tag == V_LIST    ? v.list->count
           : v.tag == V_TUPLE ? v.tuple->count
           : v.tag == V_STR   ? (int64_t)v.str->length
                              : -1;
}

static const char *kind_of(Value v)
{
    return v.tag == V_LIST ? "a list" : v.tag == V_TUPLE ? "a tuple" : v.tag == V_STR ? "a text" : "it";
}

/* What stands between the square brackets. */
static const char *keys_text(Problem *p)
{
    const char *source = p->tree->source->text;
    int at = p->node->kid->end;
    while (at < p->node->end && source[at] != '[')
        at++;
    return problem_text(p, "%.*s", p->node->end - 1 - at - 1, source + at + 1);
}

/* l[0, 1], l[[0, 2]], l[1.0] of a list */
static bool say_list_key(Problem *p)
{
    if (p->node->kind != NODE_INDEX || !p->operands || p->stores)
        return false;
    const Operand *list = &p->operand[0];
    if (!list->sequence && list->value.tag != V_STR && list->value.tag != V_LIST &&
        list->value.tag != V_TUPLE)
        return false;
    const Node *first = p->node->kid->next;
    const char *keys = keys_text(p), *kind = kind_of(list->value);
    problem_mark(p, list);
    if (strstr(p->text, "not float")) {
        advise(p, problem_text(p, "%s is a float; places are whole numbers", written(p, first)));
        const char *whole = as_whole(p, first);
        fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &first, &whole));
        return true;
    }
    if (strstr(p->text, "not str")) {
        advise(p, problem_text(p, "%s is %s: its items have places, not names", list->text, kind));
        return true;
    }
    advise(p, problem_text(p, "%s is %s: one place or one slice at a time; arrays take several", list->text,
                           kind));
    if (first->next && !first->next->next && first->kind != NODE_SLICE)
        fix_offer(p, FIX_SAME, NULL,
                  problem_text(p, "%s[%s][%s]", written_operand(p, list->node), written(p, first),
                               written(p, first->next)));
    fix_offer(p, FIX_SAME + 1, NULL, problem_text(p, "np.array(%s)[%s]", list->text, keys));
    bool places =
        p->operands > 1 && p->operand[1].value.tag == V_ARRAY && p->operand[1].value.tensor->dtype != BOOL;
    if (first->kind == NODE_LIST || places)
        fix_offer(p, FIX_SAME + 2, "a list",
                  problem_text(p, "[%s[i] for i in %s]", list->text, written(p, first)));
    return true;
}

/* l[5] of a list of three */
static bool say_list_end(Problem *p)
{
    if (p->node->kind != NODE_INDEX || p->operands < 2 || p->stores)
        return false;
    const Operand *list = &p->operand[0], *key = &p->operand[1];
    int64_t n = length_of(list->value);
    if (n < 0)
        return false;
    problem_mark(p, key);
    if (n == 0) {
        advise(p, problem_text(p, "%s is empty", list->text));
        return true;
    }
    advise(p, problem_text(p, "%s has %lld item%s: 0 to %lld, or -%lld to -1", list->text, (long long)n,
                           n == 1 ? "" : "s", (long long)n - 1, (long long)n));
    bool back = key->value.tag == V_INT && key->value.i < 0;
    const char *last = back ? "0" : problem_text(p, "%lld", (long long)n - 1);
    fix_offer(p, FIX_SAME, back ? "the first" : "the last", problem_with(p, 1, &key->node, &last));
    return true;
}

/* d['b'] of a dict without it */
static bool say_dict_key(Problem *p)
{
    enum { SHOWN = 6 };
    if (p->node->kind != NODE_INDEX || p->operands < 2 || p->operand[0].value.tag != V_DICT || p->stores)
        return false;
    const Operand *dict = &p->operand[0], *key = &p->operand[1];
    Text keys = { 0 };
    Suggestions near = { .wanted = key->value.tag == V_STR ? key->value.str->text : "" };
    int64_t at = 0, n = 0;
    for (Entry *entry; (entry = dict_next(dict->value.dict, &at)); n++) {
        if (entry->key.tag == V_STR)
            suggest(&near, entry->key.str->text);
        if (n < SHOWN) {
            text_puts(&keys, n ? ", " : "");
            value_repr(&p->session->run, entry->key, &keys);
        }
    }
    problem_mark(p, key);
    advise(p, n == 0 ? problem_text(p, "%s is empty", dict->text)
                     : problem_text(p, "%s has %s%s", dict->text, text_get(&keys), n > SHOWN ? " …" : ""));
    text_free(&keys);
    if (near.count) {
        const char *text = problem_text(p, "'%s'", near.name[0]);
        fix_offer(p, FIX_SAME, NULL, problem_with(p, 1, &key->node, &text));
    }
    if (n && *dict->text)
        fix_offer(p, FIX_OTHER, "None if it is not there",
                  problem_text(p, "%s.get(%s)", written_operand(p, dict->node), key->text));
    return true;
}

/* int('2.5'), float('1,5') */
static bool say_number_text(Problem *p)
{
    const Operand *text = p->operands == 1 ? &p->operand[0] : NULL;
    if (p->node->kind != NODE_CALL || !text || text->value.tag != V_STR)
        return false;
    problem_mark(p, text);
    p->out->more =
        "int reads a sign and digits, float also a point and an exponent (2.5, 1e-3) and the words inf and "
        "nan; blanks around them do not matter.";
    const char *comma = strchr(text->value.str->text, ',');
    advise(p, comma ? "the decimal point is a point"
                    : problem_text(p, "%s does not read as a%s number", text->text,
                                   strcmp(p->name, "int") ? "" : " whole"));
    if (!strcmp(p->name, "int"))
        fix_offer(p, FIX_SAME, "rounded towards 0", problem_text(p, "int(float(%s))", text->text));
    if (comma)
        fix_offer(p, FIX_SAME, NULL,
                  problem_text(p, "%s(%s.replace(',', '.'))", written(p, p->node->kid), text->text));
    return true;
}

/* 1 / 0 */
static bool say_zero(Problem *p)
{
    if (p->operands < 2 || (p->node->kind != NODE_BINARY && p->node->kind != NODE_AUGMENTED))
        return false;
    const Operand *divisor = &p->operand[1];
    problem_mark(p, divisor);
    advise(p, strcmp(divisor->text, "0")
                  ? problem_text(p, "%s is 0; NumPy's division gives inf or nan, and warns", divisor->text)
                  : "NumPy's division by 0 gives inf or nan, and warns");
    if (p->node->kind == NODE_BINARY && p->node->op == NODE_OP_DIV)
        fix_offer(p, FIX_OTHER, "NumPy's",
                  problem_text(p, "np.divide(%s, %s)", p->operand[0].text, divisor->text));
    return true;
}

/* np.max([]) */
static bool say_empty(Problem *p)
{
    if (!p->operands || !p->operand[0].array)
        return false;
    const Operand *array = &p->operand[0];
    problem_mark(p, array);
    advise(p, problem_text(p, "%s is %s: there is nothing to choose from", array->text,
                           operand_shape(p, array)));
    if (p->node->kind == NODE_CALL && !p->method && !strstr(p->name, "arg"))
        fix_offer(p, FIX_SAME, "what it is without elements",
                  problem_text(p, "%s(%s, initial=0)", written(p, p->node->kid), array->text));
    return true;
}

/* np.where(a > 1, a) */
static bool say_where(Problem *p)
{
    if (p->operands != 2)
        return false;
    problem_mark(p, &p->operand[1]);
    advise(p, "where takes a condition alone, or with a value for true and one for false");
    fix_offer(p, FIX_SAME, "0 elsewhere",
              problem_text(p, "np.where(%s, %s, 0)", p->operand[0].text, p->operand[1].text));
    fix_offer(p, FIX_SAME + 1, "these alone",
              problem_text(p, "%s[%s]", written_operand(p, p->operand[1].node), p->operand[0].text));
    return true;
}

/* d.keys()[0], zip(a, b)[0], 5[0] */
static bool say_subscript(Problem *p)
{
    if (p->node->kind != NODE_INDEX || !p->operands || p->stores)
        return false;
    const Operand *of = &p->operand[0];
    problem_mark(p, of);
    bool iterable = of->value.tag == V_SET || of->value.tag == V_ITERATOR ||
                    !strncmp(value_type_name(of->value), "dict_", 5);
    if (iterable) {
        advise(p, "it can be walked over, but its items have no places; a list's have");
        fix_offer(p, FIX_SAME, NULL, problem_text(p, "list(%s)[%s]", of->text, keys_text(p)));
    } else if (of->array && of->ndim == 0) {
        advise(p, problem_text(p, "%s is one number: nothing to index", of->text));
        fix_offer(p, FIX_SAME, NULL, of->text);
    } else
        return false;
    return true;
}

/* l.index(7), l.remove(7), [].pop() */
static bool say_not_there(Problem *p)
{
    if (!p->method || !p->operands)
        return false;
    const Operand *list = &p->operand[0];
    problem_mark(p, list);
    if (length_of(list->value) == 0)
        advise(p, problem_text(p, "%s is empty", list->text));
    else if (p->operands > 1)
        advise(p, problem_text(p, "%s is not in %s; `in` asks before", p->operand[1].text, list->text));
    else
        return false;
    return true;
}

/* math.sqrt(-1), math.log(0) */
static bool say_domain(Problem *p)
{
    if (p->node->kind != NODE_CALL || p->operands != 1)
        return false;
    problem_mark(p, &p->operand[0]);
    advise(p,
           problem_text(
               p,
               "%s has no real value there; NumPy's gives nan or -inf and warns, np.emath's a complex number",
               p->name));
    fix_offer(p, FIX_OTHER, NULL, problem_text(p, "np.emath.%s(%s)", p->name, p->operand[0].text));
    fix_offer(p, FIX_OTHER + 1, NULL, problem_text(p, "np.%s(%s)", p->name, p->operand[0].text));
    return true;
}

/* x[0], x.shape, x + 1, where x is None: what made it gave nothing back. */
static bool say_none(Problem *p)
{
    const Operand *none = NULL;
    for (int i = 0; i < p->operands && !none; i++)
        if (p->operand[i].value.tag == V_NONE && p->operand[i].node->kind != NODE_NULL)
            none = &p->operand[i];
    if (!none)
        return false;
    const Notes *notes = p->session->watching;
    const Tree *tree = p->tree;
    const Node *made = node_bare(none->node);
    if (made->kind == NODE_NAME && notes && notes->origins)
        made = origin_of(notes->origins, p->session, made->name, &tree);
    const char *call = made && made->kind == NODE_CALL ? node_words(p->session, tree, made, 40) : NULL;
    problem_mark(p, none);
    advise(p, !call             ? problem_text(p, "%s is None", none->text)
              : tree == p->tree ? problem_text(p, "%s gives nothing back: None", call)
                                : problem_text(p, "%s is None: %s gave nothing back", none->text, call));
    return true;
}

const Advice none_advices[] = {
    { AttributeError, "'NoneType' object has no attribute '*'", NULL, say_none },
    { TypeError, "'NoneType' object is not *", NULL, say_none },
    { TypeError, "object of type 'NoneType' has no len()", NULL, say_none },
    { TypeError, "unsupported operand type(s) for *: *NoneType*", NULL, say_none },
    { TypeError, "'*' not supported between instances of *NoneType*", NULL, say_none },
    { TypeError, "can only concatenate * (not \"NoneType\") to *", NULL, say_none },
    { 0 },
};

const Advice item_advices[] = {
    { TypeError, "'*' object is not subscriptable", NULL, say_subscript },
    { ValueError, "list.*(x): x not in list", NULL, say_not_there },
    { IndexError, "pop from empty list", NULL, say_not_there },
    { ValueError, "expected a * input*", NULL, say_domain },
    { TypeError, "* indices must be integers or slices, not *", NULL, say_list_key },
    { TypeError, "only integer scalar arrays can be converted to a scalar index", NULL, say_list_key },
    { IndexError, "* index out of range", NULL, say_list_end },
    { KeyError, "*", NULL, say_dict_key },
    { ValueError, "invalid literal for int() with base 10: *", NULL, say_number_text },
    { ValueError, "could not convert string to float: *", NULL, say_number_text },
    { ZeroDivisionError, "division by zero", NULL, say_zero },
    { ValueError, "attempt to get * of an empty sequence", NULL, say_empty },
    { ValueError, "zero-size array to reduction operation * which has no identity", NULL, say_empty },
    { ValueError, "either both or neither of x and y should be given", "where", say_where },
    { 0 },
};
