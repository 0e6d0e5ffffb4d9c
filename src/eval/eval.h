/* eval.h: what the parts of the evaluator share.
 *
 * The operand stack owns what lies on it. Evaluating an expression pushes its value, if that is counted; what
 * is small (ints, floats, bools …) needs no owner and is handed on in registers, see evaluate(). After a
 * failure the stack may hold more than before: whoever goes on pops it to a mark taken earlier. */
#ifndef NDCALC_EVAL_EVAL_H
#define NDCALC_EVAL_EVAL_H

#include "eval/session.h"
#include "func/func.h"
#include "tensor/fuse.h"

/* A variable that closures share. */
typedef struct Cell {
    Object object;
    Value value; /* V_ABSENT: not bound yet */
} Cell;

/* What a def or a lambda is before it is run: worked out once, kept in its node (see scope.c). */
typedef struct Code {
    const Tree *tree;     /* lasts as long as its source */
    struct Scope *scope;  /* while its names are being resolved; NULL afterwards */
    const Node *node;     /* NODE_DEF, NODE_LAMBDA */
    const Node *body;     /* a NODE_BLOCK, or a lambda's expression */
    Name name;            /* 0: a lambda */
    const char *qualname; /* "f", "outer.<locals>.inner", "<lambda>" */
    void *bind;           /* of a def: the place of its name, as in a name node's cache */
    int params;           /* all of them; slots 0 to params - 1 are theirs */
    int positional;       /* those that may be given by position … */
    int positional_only;  /* … the first of which must be */
    int star, starstar;   /* the slots of *args and **kwargs; -1: none */
    int slots;            /* of all its variables */
    Name *slot_name;      /* of each slot */
    const Node **param;   /* the NODE_PARAM of each of the first `params` slots */
    int frees;            /* variables of enclosing functions: cells copied into slots when it is called */
    int *free_slot;       /* where each goes in this code's frame */
    int *free_from;       /* the slot of the enclosing frame that it is taken from */
    int cells;            /* own variables that inner functions share */
    int *cell_slot;
} Code;

typedef struct Function {
    Object object;
    const Code *code;
    Source *source; /* kept: the code lies in its arena */
    int defaults;
    Value *value; /* of the defaults, by parameter slot; V_ABSENT: none */
    Cell **cell;  /* code->frees of them */
    Value names;  /* a dict of what was set on it: f.calls = 0; V_ABSENT: nothing */
} Function;

/* A call of the user's function, or the variables of a comprehension outside of any. */
typedef struct Frame {
    struct Frame *caller;
    const Code *code; /* NULL: a comprehension at the top */
    Value *local;     /* its slots */
    Value result;     /* what return gave */
} Frame;

/* What became of a statement. */
typedef enum { DONE, FAILED, BROKE, CONTINUED, RETURNED } Outcome;

static inline bool push(Session *s, Value owned)
{
    if (s->top == s->end) {
        value_drop(owned);
        return run_recursion_error(&s->run);
    }
    *s->top++ = owned;
    return true;
}
static inline void drop_top(Session *s) { value_drop(*--s->top); }
static inline Value take_top(Session *s) { return *--s->top; }
static inline void pop_to(Session *s, Value *mark)
{
    while (s->top > mark)
        drop_top(s);
}
static inline void at(Session *s, const Node *node) { s->run.here = node_span(s->tree, node); }

/* Where a variable lies: in the cache of the node of its name, by scope.c. */
typedef enum { AT_GLOBAL, AT_LOCAL, AT_CELL } Place;
static inline Place name_place(const Node *name) { return (Place)((uintptr_t)name->cache & 3); }
static inline int name_slot(const Node *name) { return (int)((uintptr_t)name->cache >> 2); }
/* The variable that a name means. */
static inline Value *variable_at(Session *s, const void *place, Name name)
{
    uintptr_t code = (uintptr_t)place;
    switch ((Place)(code & 3)) {
    case AT_LOCAL: return &s->frame->local[code >> 2];
    case AT_CELL: return &((Cell *)s->frame->local[code >> 2].object)->value;
    default: return session_variable(s, name);
    }
}
static inline Value *variable(Session *s, const Node *name)
{
    return variable_at(s, name->cache, name->name);
}
static inline void set_variable(Value *variable, Value owned)
{
    Value old = *variable;
    *variable = owned;
    value_drop(old);
}
/* The value of a literal, in the cache of its node; kept with its source. */
struct Constant {
    Value value;
    struct Constant *next;
};

/* look.c: a node while the evaluation is recorded, or the C stack is used up */
Value evaluate_watched(Session *, const Node *);
/* Whether shapes alone are looked at, see session_look. */
bool looks_at_shapes(const Session *);
/* A variable of a closure is met in a look: what it is bound to by one at shapes, it was not. */
void keep_cell(Session *, Cell *);

/* declare.c: `P: (M, N)`, a shape without data, and `A: (1, N) = value`, which tells what N is. *declared
 * false: the annotation is none of these, nothing happened. */
bool run_declaration(Session *, const Node *annotated, bool *declared);

/* The size that a name stands for in declared shapes; V_ABSENT: it is no symbol. */
Value symbol_value(const Session *, Name);

/* expression.c */
typedef Value Evaluator(Session *, const Node *);
extern Evaluator *const evaluators[NODE_EXPRESSION]; /* by the kind of the node */
/* Without a look at the stack. */
static inline Value evaluate_inside(Session *s, const Node *node) { return evaluators[node->kind](s, node); }
/* The value: the stack owns it, as its top, if it is counted; else it lies nowhere. ABSENT after an error. */
static inline Value evaluate(Session *s, const Node *node)
{
    /* the small values of local variables and literals, without a call */
    if (node->kind == NODE_NAME && name_place(node) == AT_LOCAL) {
        Value value = s->frame->local[name_slot(node)];
        if (value.tag != V_ABSENT && !value_is_counted(value))
            return value;
    } else if ((node->kind == NODE_INT || node->kind == NODE_FLOAT) && node->cache) {
        const struct Constant *constant = node->cache;
        if (!value_is_counted(constant->value))
            return constant->value;
    }
    run_looks();
    if ((const char *)__builtin_frame_address(0) <= s->eval_limit)
        return evaluate_watched(s, node);
    return evaluate_inside(s, node);
}
/* The same with every value pushed. */
static inline bool eval(Session *s, const Node *node)
{
    Value value = evaluate(s, node);
    return value.tag != V_ABSENT && (value_is_counted(value) || push(s, value));
}
/* What evaluate() gives of an owned value, and the reverse. */
static inline Value give(Session *s, Value owned)
{
    return !value_is_counted(owned) || push(s, owned) ? owned : ABSENT;
}
static inline Value take(Session *s, Value evaluated)
{
    if (value_is_counted(evaluated))
        s->top--;
    return evaluated;
}
/* The value of an operand, or an argument, whose taker knows pending tensors (tensor/fuse.h). */
static inline Value evaluate_operand(Session *s, const Node *node)
{
    s->lazy = node;
    return evaluate(s, node);
}
/* Whether an operation on a value may be left pending. */
static inline bool is_large(Value v) { return v.tag == V_ARRAY && tensor_size(v.tensor) >= FUSE_LEAST; }
static inline bool is_operand(Value v)
{
    return v.tag == V_ARRAY || value_is_number(v) || value_is_scalar(v);
}
/* Before something may change arrays: computes what is pending and would read them afterwards. */
bool force_pending(Session *);
bool eval_truth(Session *, const Node *, bool *out); /* pushes nothing */
Value evaluate_keys(Session *, const Node *index);   /* what stands between the brackets, as a tuple */
static inline Value evaluate_key(Session *s, const Node *index) /* as one value, whatever it is */
{
    const Node *first = index->kid->next;
    bool alone = !index->tuple && first && !first->next && first->kind != NODE_STAR;
    return alone ? evaluate(s, first) : evaluate_keys(s, index);
}
static inline bool push_key(Session *s, const Node *index)
{
    Value key = evaluate_key(s, index);
    return key.tag != V_ABSENT && (value_is_counted(key) || push(s, key));
}
bool unbound(Session *, const Node *name); /* records what is wrong with a name that has no value */

/* call.c */
Value eval_call(Session *, const Node *);
bool call_value(Session *, Value callee, const Given *, Value *out); /* any callable */
/* Tells whoever wants to know (session.h, on_failure) of a call, an operator or an item that failed. */
void tell_failure(Session *, const Node *, const Func *, int n, const Value operand[]);
/* The same for what was asked of the value of a node: its truth, its items. */
void tell_asked(Session *, const Node *, Value);
/* Tells the watcher, if there is one, of what a node came to. */
static inline bool is_watched(const Session *s) { return s->watcher && !s->looking; }
static inline bool is_eager(const Session *s) { return s->watcher && s->watcher->eager; }
static inline void tell_step(Session *s, const Node *node, const Func *func, int n, const Value operand[],
                             Value result)
{
    if (is_watched(s) && (result.tag == V_ARRAY || result.tag == V_BOOL || value_is_scalar(result)))
        s->watcher->step(s, &(Evaluated){ s->tree, node, func, n, operand, result });
}
bool call_hook(Run *, Value callee, int n, const Value arg[], Value *out);
bool call_given_hook(Run *, Value callee, const struct Given *, Value *out); /* the same with keywords */

/* attribute.c */
bool get_attribute(Session *, Value, const char *name, Value *out);
/* The same for the name of a node, remembering what was found. */
bool get_named(Session *, Value, const Node *attribute, Value *out);
bool set_attribute(Session *, Value, const char *name, Value);
bool delete_attribute(Session *, Value, const char *name);
bool attribute_hook(Run *, Value, const char *name, Value *out);
bool set_attribute_hook(Run *, Value, const char *name, Value what);
/* The row that `value.name(…)` calls; NULL: there is none of that kind. Remembers what it found. */
const Func *find_method(Session *, Value, const Node *attribute);

/* operator.c */
/* The common operations on ints and floats, whose result is small too; ABSENT: operate() knows. */
static inline Value operate_small(Operator op, Value a, Value b)
{
    enum { EXACT = 53 }; /* ints of so many bits are doubles */
    if (a.tag == V_INT && b.tag == V_INT) {
        int64_t r;
        switch (op) {
        case OP_ADD: return __builtin_add_overflow(a.i, b.i, &r) ? ABSENT : value_int(r);
        case OP_SUB: return __builtin_sub_overflow(a.i, b.i, &r) ? ABSENT : value_int(r);
        case OP_MUL: return __builtin_mul_overflow(a.i, b.i, &r) ? ABSENT : value_int(r);
        case OP_FLOORDIV: return b.i <= 0 ? ABSENT : value_int(a.i / b.i - (a.i % b.i < 0));
        case OP_MOD: return b.i <= 0 ? ABSENT : value_int(a.i % b.i + (a.i % b.i < 0 ? b.i : 0));
        case OP_AND: return value_int(a.i & b.i);
        case OP_OR: return value_int(a.i | b.i);
        case OP_XOR: return value_int(a.i ^ b.i);
        case OP_LT: return value_bool(a.i < b.i);
        case OP_LE: return value_bool(a.i <= b.i);
        case OP_EQ: return value_bool(a.i == b.i);
        case OP_NE: return value_bool(a.i != b.i);
        case OP_GT: return value_bool(a.i > b.i);
        case OP_GE: return value_bool(a.i >= b.i);
        case OP_DIV: break;
        default: return ABSENT;
        }
    }
    if (!(a.tag == V_FLOAT || (a.tag == V_INT && a.i >> EXACT == a.i >> 63)) ||
        !(b.tag == V_FLOAT || (b.tag == V_INT && b.i >> EXACT == b.i >> 63)))
        return ABSENT;
    double x = a.tag == V_FLOAT ? a.f : (double)a.i, y = b.tag == V_FLOAT ? b.f : (double)b.i;
    switch (op) {
    case OP_ADD: return value_float(x + y);
    case OP_SUB: return value_float(x - y);
    case OP_MUL: return value_float(x * y);
    case OP_DIV: return y == 0 ? ABSENT : value_float(x / y);
    case OP_LT: return value_bool(x < y);
    case OP_LE: return value_bool(x <= y);
    case OP_EQ: return value_bool(x == y);
    case OP_NE: return value_bool(x != y);
    case OP_GT: return value_bool(x > y);
    case OP_GE: return value_bool(x >= y);
    default: return ABSENT;
    }
}
/* The row that an operator on arrays calls. */
const Func *operator_row(Session *, Operator);
bool operate(Session *, Operator, Value a, Value b, bool inplace, Value *out);
void tell_operation(Session *, const Node *, Operator, Value a, Value b, Value result);
bool operate_hook(Run *, Operator, Value a, Value b, Value *out);
bool contains(Session *, Value container, Value item, bool *out);

/* subscript.c */
/* What `list[i]` finds in local variables, in the cache of its node: the list and a literal, or both. */
typedef enum { ELSEWHERE = 1, LIST_LOCAL, BOTH_LOCAL } ItemPlace;
uintptr_t item_place(
    const Node *index); /* it; from bit 2 on the slot of the list, from bit 32 on that of i, or i */
/* The item of a list that is a local variable, at an index that is one or a literal: as nothing can change
 * the list on the way, nothing need hold it. NULL: it is another case, or the index is out of range. */
static inline Value *local_item(Session *s, const Node *index)
{
    uintptr_t place = index->cache ? (uintptr_t)index->cache : item_place(index);
    if ((place & 3) == ELSEWHERE || s->run.reach)
        return NULL;
    Value list = s->frame->local[(uint32_t)place >> 2];
    Value key = (place & 3) == BOTH_LOCAL ? s->frame->local[place >> 32] : value_int((int64_t)(place >> 32));
    bool there = list.tag == V_LIST && key.tag == V_INT && (uint64_t)key.i < (uint64_t)list.list->count;
    return there ? &list.list->item[key.i] : NULL;
}
bool get_item(Session *, Value, Value key, Value *out);
bool item_hook(Run *, Value, Value key, Value *out);
bool set_item_hook(Run *, Value, Value key, Value what);
bool contains_hook(Run *, Value container, Value what, bool *out);
bool set_item(Session *, Value, Value key, Value);
bool delete_item(Session *, Value, Value key);

/* target.c */
bool assign_to(Session *, const Node *target, Value); /* the value is borrowed */
bool delete_target(Session *, const Node *target);

/* statement.c */
Outcome run_block(Session *, const Node *);

/* with.c: `with` calls the rows __enter__ and __exit__ of a value's class */
Outcome run_with(Session *, const Node *);

/* exception.c: the error as a value */
Outcome run_try(Session *, const Node *);
Outcome run_raise(Session *, const Node *);
bool raise_value(Run *, Value); /* always false */

/* scope.c */
/* The code of a def or lambda; made, and its names resolved, when it is first asked for. */
const Code *code_of(Session *, const Node *);
/* The number of slots that a comprehension outside of any function needs; resolved at first. */
const Code *comprehension_code(Session *, const Node *);

/* function.c */
bool make_function(Session *, const Node *); /* pushes it */
/* A call with the arguments that lie on top of the stack, from `arg` on: they become variables there, if no
 * parameter is of another sort. What is left on the stack is the caller's to pop; the caller counts the
 * function. */
Value call_in_place(Session *, const Function *, Value *arg); /* owned; ABSENT after an error */
bool call_function(Session *, const Function *, const Given *, Value *out);
void free_function(Object *);
void visit_function(Object *, Visitor *, void *with);
void empty_function(Object *);

/* comprehension.c */
bool eval_comprehension(Session *, const Node *);
/* Fresh cells where a frame's own variables are shared, the function's cells where its free ones go. */
void fill_cells(const Code *, Value *local, Cell *const *cell);
Cell *cell_new(Value); /* keeps the value */

/* module.c */
const Module *module_named(const char *dotted); /* NULL: there is none */
/* The next module right below one (NULL: those that can be imported), after the last one given; NULL: none.
 */
const Module *modules_below(const Module *, const Module *last);
const char *modules_text(Run *); /* "numpy, math, time and os": those that can be imported */
bool run_import(Session *, const Node *);
bool module_attribute(Session *, const Module *, const char *name, Value *out);

/* Builtins by name: V_ABSENT if there is none. Not counted. */
Value builtin_value(Session *, Name);
/* The value that a row is when it is looked up: its class, its constant's value, or itself. */
bool row_value(Session *, const Func *, Value *out);

#endif
