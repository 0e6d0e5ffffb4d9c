#include "teach/problem.h"

#include "lang/parser.h"
#include "tensor/symbol.h"
#include "value/asarray.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* texts ---------------------------------------------------------------------------------------------------
 */

const char *problem_text(Problem *p, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc(&p->out->arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

/* Source on one line: breaks become spaces. "" where that would change what it means. */
static const char *one_line(Problem *p, int start, int end)
{
    const char *source = p->tree->source->text;
    char *text = arena_text(&p->out->arena, source + start, (size_t)(end - start)), *to = text;
    if (!memchr(text, '\n', (size_t)(end - start)))
        return text;
    if (strpbrk(text, "#\\\"'"))
        return "";
    for (const char *from = text; *from;)
        if (*from == '\n') {
            while (to > text && to[-1] == ' ')
                to--;
            from += strspn(from, " \t\r\n");
            if (to > text && !strchr("([{", to[-1]) && *from && !strchr(")]}", *from))
                *to++ = ' ';
        } else
            *to++ = *from++;
    *to = 0;
    return text;
}

const char *written(Problem *p, const Node *node) { return one_line(p, node->start, node->end); }

bool is_simple(const Node *node)
{
    return (node->kind >= NODE_NAME && node->kind <= NODE_PAREN && node->kind != NODE_TUPLE) ||
           (node->kind >= NODE_CALL && node->kind <= NODE_ATTRIBUTE);
}

const char *written_operand(Problem *p, const Node *node)
{
    const char *text = written(p, node);
    switch (node->kind) {
    case NODE_NAME:
    case NODE_CALL:
    case NODE_INDEX:
    case NODE_ATTRIBUTE: return text;
    case NODE_LIST:
    case NODE_LISTCOMP: return problem_text(p, "np.array(%s)", text);
    case NODE_PAREN:
        return node->kid->kind == NODE_LIST   ? written_operand(p, node->kid)
               : node->kid->kind == NODE_NAME ? written(p, node->kid)
                                              : text;
    default: return problem_text(p, *text == '(' && node->kind == NODE_TUPLE ? "np.array(%s)" : "(%s)", text);
    }
}

const char *held(Problem *p, const Node *node)
{
    const char *text = written(p, node);
    return is_simple(node) ? text : problem_text(p, "(%s)", text);
}

const char *problem_with(Problem *p, int n, const Node *const node[], const char *const text[])
{
    const Node *whole = p->node;
    for (int i = 0; i < n; i++) /* what is stored stands beside where it is stored */
        while (whole && (node[i]->start < whole->start || node[i]->end > whole->end))
            whole = node_parent(p->tree, whole);
    if (!whole)
        return "";
    Text all = { 0 };
    int at = whole->start;
    bool broken = false;
    for (int done = 0; done < n; done++) {
        int next = -1; /* in the order of the source */
        for (int i = 0; i < n; i++)
            if (node[i]->start >= at && (next < 0 || node[i]->start < node[next]->start))
                next = i;
        if (next < 0)
            break;
        const char *before = one_line(p, at, node[next]->start);
        broken |= node[next]->start > at && !*before;
        text_puts(&all, before);
        text_puts(&all, text[next] ? text[next] : written(p, node[next]));
        at = node[next]->end;
    }
    text_puts(&all, one_line(p, at, whole->end));
    const char *result = broken ? "" : problem_text(p, "%s", text_get(&all));
    text_free(&all);
    return result;
}

const char *with_one(Problem *p, const Node *node, const char *text)
{
    return problem_with(p, 1, &node, &text);
}

const char *as_whole(Problem *p, const Node *node)
{
    while (node->kind == NODE_PAREN)
        node = node->kid;
    const char *text = written(p, node), *slash;
    if (node->kind == NODE_BINARY && node->op == NODE_OP_DIV && (slash = strchr(text, '/')))
        return problem_text(p, "%.*s//%s", (int)(slash - text), text, slash + 1);
    if (node->kind == NODE_FLOAT)
        return problem_text(p, "%.0f", trunc(strtod(text, NULL)));
    return problem_text(p, "int(%s)", text);
}

const char *problem_around(Problem *p, const char *text)
{
    const Node *whole = p->node, *parent;
    while ((parent = node_parent(p->tree, whole)) && parent->kind < NODE_EXPRESSION &&
           parent->kind != NODE_LAMBDA && !(parent->kind >= NODE_LISTCOMP && parent->kind <= NODE_IF_CLAUSE))
        whole = parent;
    if (whole == p->node || p->node->kind >= NODE_EXPRESSION)
        return NULL;
    const char *before = one_line(p, whole->start, p->node->start),
               *after = one_line(p, p->node->end, whole->end);
    bool name = !text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.")];
    return problem_text(p, name ? "%s%s%s" : "%s(%s)%s", before, text, after);
}

bool text_is(const char *text, const char *form)
{
    for (; *form && *form != '*'; form++, text++)
        if (*form != *text)
            return false;
    if (!*form)
        return !*text;
    for (;; text++) {
        if (text_is(text, form + 1))
            return true;
        if (!*text)
            return false;
    }
}

/* operands ------------------------------------------------------------------------------------------------
 */

const char *size_text(Problem *p, int64_t size)
{
    Text text = { 0 };
    size_spell(&p->session->run, size, &text);
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

const char *operand_shape(Problem *p, const Operand *operand)
{
    Text text = { 0 };
    shape_add(&text, &p->session->run, operand->ndim, operand->dim);
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

const char *axes_text(Problem *p, const Operand *array)
{
    Text text = { 0 };
    text_printf(&text, "%s", array->ndim == 1 ? "one axis, 0" : "axes ");
    for (int i = 0; i < array->ndim && array->ndim > 1; i++)
        text_printf(&text, "%s%d (size %s)",
                    i == 0                 ? ""
                    : i == array->ndim - 1 ? " and "
                                           : ", ",
                    i, size_text(p, array->dim[i]));
    if (array->ndim == 1)
        text_printf(&text, " (size %s)", size_text(p, array->dim[0]));
    const char *result = problem_text(p, "%s", text_get(&text));
    text_free(&text);
    return result;
}

/* Finds out what an operand is as an array. Sequences of more than so many items are not looked into. */
static void read_shape(Problem *p, Operand *operand)
{
    enum { ITEMS_MAX = 10000 };
    Value v = operand->value;
    Tensor scalar, *tensor = NULL, *made = NULL;
    if (v.tag == V_ARRAY)
        tensor = v.tensor;
    else if (tensor_of_scalar(&scalar, &v))
        tensor = &scalar;
    else if ((v.tag == V_LIST && v.list->count < ITEMS_MAX) ||
             (v.tag == V_TUPLE && v.tuple->count < ITEMS_MAX)) {
        Run *run = &p->session->run;
        Error error = run->error;
        run->error = (Error){ 0 };
        operand->sequence = true;
        tensor = made = tensor_from_value(run, v, NO_DTYPE, false);
        run_forget_trial(run);
        run->error = error;
    }
    operand->array = tensor != NULL;
    if (tensor) {
        operand->ndim = tensor->ndim;
        int64_t *dim = arena_alloc(&p->out->arena, (size_t)(tensor->ndim + 1) * sizeof *dim);
        for (int i = 0; i < tensor->ndim; i++)
            dim[i] = tensor->dim[i];
        operand->dim = dim;
    }
    tensor_drop(made);
}

bool problem_operand(Problem *p, Operand *operand, const Node *node, Value value)
{
    *operand = (Operand){ 0 };
    if (node->kind == NODE_KEYWORD) {
        operand->keyword = name_text(node->name);
        node = node->kid;
    }
    operand->node = node;
    operand->text = written(p, node);
    operand->value = value;
    read_shape(p, operand);
    return *operand->text;
}

static void add_operand(Problem *p, const Node *node, Value value)
{
    if (p->operands < PROBLEM_OPERANDS)
        problem_operand(p, &p->operand[p->operands++], node, value);
}

/* The nodes of the values, in the order of the failure: that of the value whose method is called comes first.
 */
static void read_operands(Problem *p, const Failure *failure)
{
    const Node *node = failure->node, *callee = node->kid;
    int arguments = node->kids - 1, n = failure->operands, i = 0;
    if (failure->asked) {
        add_operand(p, node, failure->operand[0]);
        return;
    }
    switch (node->kind) {
    case NODE_CALL:
        p->method = n == arguments + 1 && callee->kind == NODE_ATTRIBUTE;
        if (p->method)
            add_operand(p, callee->kid, failure->operand[i++]);
        else if (n != arguments)
            return;
        for (const Node *arg = callee->next; arg && i < n; arg = arg->next)
            add_operand(p, arg, failure->operand[i++]);
        break;
    case NODE_INDEX: {
        if (n < 2)
            break;
        Value key = failure->operand[1];
        bool tuple = node->tuple && key.tag == V_TUPLE && key.tuple->count == arguments;
        add_operand(p, callee, failure->operand[0]);
        for (const Node *item = callee->next; item; item = item->next, i++)
            if (tuple || arguments == 1)
                add_operand(p, item, tuple ? key.tuple->item[i] : key);
        const Node *statement = n == 3 ? node_parent(p->tree, node) : NULL;
        p->stores = statement && (statement->kind == NODE_ASSIGN || statement->kind == NODE_AUGMENTED);
        if (p->stores) {
            const Node *value = node;
            while (value->next)
                value = value->next;
            add_operand(p, value, failure->operand[2]);
        }
        break;
    }
    case NODE_COMPARE: {
        const Node *const *operand = p->session->operand;
        if (n == 2 && operand[0])
            for (; i < 2; i++)
                add_operand(p, operand[i], failure->operand[i]);
        break;
    }
    case NODE_TUPLE:
    case NODE_LIST: { /* targets; the value stands at the end of the assignment */
        const Node *statement = node_parent(p->tree, node), *value = node;
        while (statement && statement->kind == NODE_ASSIGN && value->next)
            value = value->next;
        if (n)
            add_operand(p, value, failure->operand[0]);
        break;
    }
    default:
        for (const Node *kid = callee; kid && i < n; kid = kid->next)
            add_operand(p, kid, failure->operand[i++]);
    }
}

void problem_begin(Problem *p, Session *s, const Failure *failure, Explanation *out)
{
    explanation_clear(out);
    *p = (Problem){ .session = s, .out = out, .tree = failure->tree, .node = failure->node };
    p->func = failure->func;
    p->asked = failure->asked;
    const Node *callee = failure->node->kind == NODE_CALL && !p->asked ? failure->node->kid : NULL;
    p->name = p->func ? p->func->name
              : callee && (callee->kind == NODE_NAME || callee->kind == NODE_ATTRIBUTE)
                  ? name_text(callee->name)
                  : "";
    p->class = s->run.error.class;
    p->text = problem_text(p, "%s", symbols_spelled(&s->run, s->run.error.text));
    out->class = p->class;
    out->text = problem_text(p, "%s", s->run.error.text);
    out->source = source_keep(failure->tree->source);
    out->place = node_span(failure->tree, failure->node);
    out->label = "fits";
    read_operands(p, failure);
}

void problem_end(Problem *p)
{
    if (p->parser)
        parser_free(p->parser);
}

void problem_mark(Problem *p, const Operand *operand)
{
    Explanation *out = p->out;
    if (out->marks == MARKS_MAX)
        return;
    out->mark[out->marks++] =
        (Mark){ node_span(p->tree, operand->node), operand->array ? operand_shape(p, operand) : NULL };
}

int problem_arrays(Problem *p, const Operand *out[PROBLEM_OPERANDS])
{
    int n = 0;
    for (int i = 0; i < p->operands; i++)
        if (p->operand[i].array)
            out[n++] = &p->operand[i];
    return n;
}
