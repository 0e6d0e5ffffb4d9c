/* special.c: the methods of Python's own values that operators and functions stand for: d.__getitem__,
 * int.__add__. */
#include "array/special_methods.h"

#include "func/results.h"

/* How far up a number stands: an int's methods take ints alone, a float's also floats; 0: no number. */
static int rank(Value v) { return value_is_int(v) ? 1 : v.tag == V_FLOAT ? 2 : v.tag == V_COMPLEX ? 3 : 0; }

static bool is_comparison(Operator op) { return op >= OP_LT && op <= OP_GE; }

/* Whether the method of one value has an answer for the other; if not it says NotImplemented, and an operator
 * would ask the other one. */
static bool takes(Operator op, Value self, Value other)
{
    if (rank(self))
        return rank(other) && rank(other) <= rank(self);
    if (is_comparison(op) || self.tag == V_SET || self.tag == V_DICT)
        return self.tag == other.tag;
    return true;
}

/* Extra is the operator. */
static bool operated(Call *call, Value self, Value other, bool reflected, bool inplace, Value *out)
{
    Operator op = (Operator)call->func->extra;
    bool done;
    if (other.tag != V_ABSENT && !takes(op, self, other)) {
        *out = (Value){ .tag = V_NOTIMPLEMENTED };
        return true;
    }
    int64_t times;
    if (op == OP_MUL && !rank(self) && !value_index(call->run, other, &times))
        return false;
    return python_operate(call->run, op, reflected ? other : self, reflected ? self : other, inplace, &done,
                          out);
}

static bool run_operator(Call *call, Value *out)
{
    return operated(call, ARG(call, 0), call->args > 1 ? ARG(call, 1) : ABSENT, false, false, out);
}

static bool run_reflected(Call *call, Value *out)
{
    return operated(call, ARG(call, 0), ARG(call, 1), true, false, out);
}

static bool run_in_place(Call *call, Value *out)
{
    return operated(call, ARG(call, 0), ARG(call, 1), false, true, out);
}

static bool run_power(Call *call, Value *out)
{
    if (ARG(call, 2).tag == V_NONE || !takes(OP_POW, ARG(call, 0), ARG(call, 1)))
        return run_operator(call, out);
    return special_builtin(call, out);
}

static bool run_divmod(Call *call, Value *out)
{
    if (takes(OP_FLOORDIV, ARG(call, 0), ARG(call, 1)))
        return special_builtin(call, out);
    *out = (Value){ .tag = V_NOTIMPLEMENTED };
    return true;
}

#define NUMBERS   "int float complex"
#define REALS     "int float"
#define SEQUENCES "str list tuple"
#define ALL       "int float complex str list tuple dict set range"
#define ROW(row_name, homes, parameters, what, shown)                                                        \
    .name = row_name, .of = homes, .params = parameters, .brief = what, .example = ">>> " shown "\n",        \
    .style = SLOT, .gives = AS_ARRAY
#define ONE "self: any, /"
#define TWO "self: any, value: any, /"
#define OPERATOR(name, sign, op, homes, shown)                                                               \
    {                                                                                                        \
        ROW("__" name "__", homes, TWO, "self " sign " value", shown), .run = run_operator, .extra = op      \
    }
#define REFLECTED(name, sign, op, homes, shown)                                                              \
    {                                                                                                        \
        ROW("__r" name "__", homes, TWO, "value " sign " self", shown), .run = run_reflected, .extra = op    \
    }
#define IN_PLACE(name, sign, op, homes, shown)                                                               \
    {                                                                                                        \
        ROW("__i" name "__", homes, TWO, "self " sign "= value", shown), .run = run_in_place, .extra = op    \
    }
#define UNARY(name, sign, op, homes, shown)                                                                  \
    {                                                                                                        \
        ROW("__" name "__", homes, ONE, sign "self", shown), .run = run_operator, .extra = op                \
    }
#define FUNCTION(name, function, homes, shown)                                                               \
    {                                                                                                        \
        ROW("__" name "__", homes, ONE, function "(self)", shown), .run = special_builtin, .says = function  \
    }

const Func special_funcs[] = {
    OPERATOR("add", "+", OP_ADD, NUMBERS " " SEQUENCES, "int.__add__(2, 3)\n5"),
    OPERATOR("sub", "-", OP_SUB, NUMBERS " set", "(2).__sub__(3)\n-1"),
    OPERATOR("mul", "*", OP_MUL, NUMBERS " " SEQUENCES, "(2.5).__mul__(2)\n5.0"),
    OPERATOR("truediv", "/", OP_DIV, NUMBERS, "(1).__truediv__(2)\n0.5"),
    OPERATOR("floordiv", "//", OP_FLOORDIV, REALS, "(7).__floordiv__(2)\n3"),
    OPERATOR("mod", "%", OP_MOD, REALS " str", "(7).__mod__(4)\n3"),
    OPERATOR("and", "&", OP_AND, "int set", "(6).__and__(3)\n2"),
    OPERATOR("or", "|", OP_OR, "int set dict", "(6).__or__(3)\n7"),
    OPERATOR("xor", "^", OP_XOR, "int set", "(6).__xor__(3)\n5"),
    OPERATOR("lshift", "<<", OP_LSHIFT, "int", "(3).__lshift__(2)\n12"),
    OPERATOR("rshift", ">>", OP_RSHIFT, "int", "(12).__rshift__(2)\n3"),
    REFLECTED("add", "+", OP_ADD, NUMBERS, "(2).__radd__(3)\n5"),
    REFLECTED("sub", "-", OP_SUB, NUMBERS " set", "(2).__rsub__(3)\n1"),
    REFLECTED("mul", "*", OP_MUL, NUMBERS " " SEQUENCES, "'ab'.__rmul__(2)\n'abab'"),
    REFLECTED("truediv", "/", OP_DIV, NUMBERS, "(2).__rtruediv__(1)\n0.5"),
    REFLECTED("floordiv", "//", OP_FLOORDIV, REALS, "(2).__rfloordiv__(7)\n3"),
    REFLECTED("mod", "%", OP_MOD, REALS, "(4).__rmod__(7)\n3"),
    REFLECTED("pow", "**", OP_POW, NUMBERS, "(2).__rpow__(3)\n9"),
    REFLECTED("and", "&", OP_AND, "int set", "(6).__rand__(3)\n2"),
    REFLECTED("or", "|", OP_OR, "int set dict", "(6).__ror__(3)\n7"),
    REFLECTED("xor", "^", OP_XOR, "int set", "(6).__rxor__(3)\n5"),
    REFLECTED("lshift", "<<", OP_LSHIFT, "int", "(2).__rlshift__(3)\n12"),
    REFLECTED("rshift", ">>", OP_RSHIFT, "int", "(2).__rrshift__(12)\n3"),
    IN_PLACE("add", "+", OP_ADD, "list", "[1].__iadd__([2])\n[1, 2]"),
    IN_PLACE("mul", "*", OP_MUL, "list", "[1].__imul__(2)\n[1, 1]"),
    IN_PLACE("sub", "-", OP_SUB, "set", "{1, 2}.__isub__({2})\n{1}"),
    IN_PLACE("and", "&", OP_AND, "set", "{1, 2}.__iand__({2})\n{2}"),
    IN_PLACE("or", "|", OP_OR, "set dict", "{1}.__ior__({2})\n{1, 2}"),
    IN_PLACE("xor", "^", OP_XOR, "set", "{1}.__ixor__({2})\n{1, 2}"),
    OPERATOR("eq", "==", OP_EQ, ALL, "(1).__eq__(1), (1).__eq__(1.0)\n(True, NotImplemented)"),
    OPERATOR("ne", "!=", OP_NE, ALL, "'a'.__ne__('b')\nTrue"),
    OPERATOR("lt", "<", OP_LT, REALS " set " SEQUENCES, "(1).__lt__(2)\nTrue"),
    OPERATOR("le", "<=", OP_LE, REALS " set " SEQUENCES, "(1).__le__(2)\nTrue"),
    OPERATOR("gt", ">", OP_GT, REALS " set " SEQUENCES, "(1).__gt__(2)\nFalse"),
    OPERATOR("ge", ">=", OP_GE, REALS " set " SEQUENCES, "(1).__ge__(2)\nFalse"),
    UNARY("neg", "-", OP_NEG, NUMBERS, "sorted([1, 3, 2], key=int.__neg__)\n[3, 2, 1]"),
    UNARY("pos", "+", OP_POS, NUMBERS, "(2.5).__pos__()\n2.5"),
    UNARY("invert", "~", OP_INVERT, "int", "(6).__invert__()\n-7"),
    { ROW("__pow__", NUMBERS, "self: any, value: any, mod: any = None, /", "self ** value",
          "(2).__pow__(5), (2).__pow__(5, 7)\n(32, 4)"),
      .run = run_power, .extra = OP_POW, .says = "pow" },
    { ROW("__divmod__", REALS, TWO, "divmod(self, value)", "(7).__divmod__(2)\n(3, 1)"), .run = run_divmod,
      .says = "divmod" },
    { ROW("__round__", REALS, "self: any, ndigits: any = ?, /", "round(self, ndigits)",
          "(2.567).__round__(1)\n2.6"),
      .run = special_builtin, .says = "round" },
    { ROW("__bool__", NUMBERS, ONE, "bool(self)", "(0).__bool__()\nFalse"), .run = special_bool },
    FUNCTION("abs", "abs", NUMBERS, "(-2).__abs__()\n2"),
    FUNCTION("str", "str", ALL, "(12).__str__()\n'12'"),
    FUNCTION("repr", "repr", ALL, "'a'.__repr__()\n\"'a'\""),
    FUNCTION("hash", "hash", "int float complex str tuple range", "(5).__hash__()\n5"),
    FUNCTION("len", "len", "str", "'abc'.__len__()\n3"),
    FUNCTION("iter", "iter", "str list tuple dict set range iterator", "next([4, 5].__iter__())\n4"),
    FUNCTION("next", "next", "iterator", "iter([4, 5]).__next__()\n4"),
    FUNCTION("reversed", "reversed", "list dict range", "list([4, 5].__reversed__())\n[5, 4]"),
    { ROW("__getitem__", "str list tuple dict range", "self: any, key: any, /", "self[key]",
          "d = {'a': 3, 'b': 1}\n>>> max(d, key=d.__getitem__)\n'a'"),
      .run = special_getitem },
    { ROW("__setitem__", "list dict", "self: any, key: any, value: any, /", "self[key] = value",
          "d = {}\n>>> d.__setitem__('a', 1)\n>>> d\n{'a': 1}"),
      .run = special_setitem, .effects = true },
    { ROW("__contains__", "str list tuple dict set range", "self: any, key: any, /", "key in self",
          "list(filter('aeiou'.__contains__, 'table'))\n['a', 'e']"),
      .run = special_contains },
    { 0 },
};
