/* special_methods.c: the methods of arrays and scalars that Python's operators and functions stand for:
 * a.__add__(b). */
#include "array/special_methods.h"

#include "func/results.h"

/* operators -------------------------------------------------------------------------------------------- */

static bool operated(Call *call, Value a, Value b, Value *out)
{
    Value answer = NONE;
    return hooks.operate(call->run, (Operator)call->func->extra, a, b, &answer) && value_instead(out, answer);
}

/* Extra is the operator. */
static bool run_operator(Call *call, Value *out)
{
    return operated(call, call->arg[0].value, call->args > 1 ? call->arg[1].value : ABSENT, out);
}

static bool run_reflected(Call *call, Value *out)
{
    return operated(call, call->arg[1].value, call->arg[0].value, out);
}

/* a.__iadd__(b): the ufunc that the row says, with a as its out. */
static bool run_in_place(Call *call, Value *out)
{
    static const char *const keyword[] = { "out" };
    Value value[3] = { call->arg[0].value, call->arg[1].value, call->arg[0].value }, answer = NONE;
    Given given = { .count = 2, .keywords = 1, .value = value, .keyword = keyword, .whole = call->span };
    return func_call(call->run, func_find("np", call->func->says), &given, &answer) &&
           value_instead(out, answer);
}

static bool run_divmod(Call *call, Value *out)
{
    bool reflected = call->func->extra;
    Value answer = NONE, pair[2] = { call->arg[reflected].value, call->arg[!reflected].value };
    return func_apply(call->run, func_find("np", "divmod"), 2, pair, &answer) && value_instead(out, answer);
}

/* functions -------------------------------------------------------------------------------------------- */

bool special_builtin(Call *call, Value *out)
{
    enum { MOST = 3 };
    Value answer = NONE, arg[MOST];
    int n = 0;
    for (; n < call->args && n < MOST && call->arg[n].value.tag != V_ABSENT; n++)
        arg[n] = call->arg[n].value;
    return func_apply(call->run, func_find("builtins", call->func->says), n, arg, &answer) &&
           value_instead(out, answer);
}

bool special_getitem(Call *call, Value *out)
{
    Value answer = NONE;
    return hooks.item(call->run, call->arg[0].value, call->arg[1].value, &answer) &&
           value_instead(out, answer);
}

bool special_setitem(Call *call, Value *out)
{
    *out = NONE;
    return hooks.set_item(call->run, call->arg[0].value, call->arg[1].value, call->arg[2].value);
}

bool special_contains(Call *call, Value *out)
{
    bool found;
    return hooks.contains(call->run, call->arg[0].value, call->arg[1].value, &found) &&
           value_instead(out, value_bool(found));
}

static bool run_index(Call *call, Value *out)
{
    int64_t index;
    return value_index(call->run, call->arg[0].value, &index) && value_instead(out, value_int(index));
}

bool special_bool(Call *call, Value *out)
{
    bool truth;
    return value_truth(call->run, call->arg[0].value, &truth) && value_instead(out, value_bool(truth));
}

/* A copy; of a scalar, the scalar. */
static bool run_copy(Call *call, Value *out)
{
    Value self = call->arg[0].value;
    return value_instead(out, self.tag == V_ARRAY ? value_array(tensor_copy(call->run, self.tensor, 'C'))
                                                  : value_keep(self));
}

/* a.__array__(dtype): the array as it is, or cast. */
static bool run_array(Call *call, Value *out)
{
    DType dtype;
    if (!arg_dtype(call, 1, &dtype))
        return false;
    Tensor *array = tensor_from_value(call->run, call->arg[0].value, dtype, false);
    return array && value_instead(out, value_array(array));
}

static bool run_format(Call *call, Value *out)
{
    Value answer = NONE, arg[2] = { call->arg[0].value, call->arg[1].value };
    if (arg[1].tag != V_STR)
        return fail(call->run, TypeError, "__format__() argument %smust be str, not %s",
                    arg[0].tag == V_ARRAY ? "" : "1 ", value_type_name(arg[1]));
    return func_apply(call->run, func_find("builtins", "format"), 2, arg, &answer) &&
           value_instead(out, answer);
}

/* the rows --------------------------------------------------------------------------------------------- */

#define ROW(row_name, homes, parameters, what, shown)                                                        \
    .name = row_name, .of = homes, .params = parameters, .brief = what, .example = shown, .style = SLOT,     \
    .gives = AS_ARRAY
#define ARRAYS "ndarray generic"
#define ONE    "a: any, /"
#define TWO    "a: any, value: any, /"
/* The three of an operator: a op value, value op a, a op= value. */
#define OPERATOR(name, sign, op, ufunc, forth, back, into)                                                   \
    { ROW("__" name "__", ARRAYS, TWO, "a " sign " value",                                                   \
          ">>> np.array([2, 3]).__" name "__(2)\n" forth "\n"),                                              \
      .run = run_operator, .extra = op },                                                                    \
        { ROW("__r" name "__", ARRAYS, TWO, "value " sign " a",                                              \
              ">>> np.array([2, 3]).__r" name "__(7)\n" back "\n"),                                          \
          .run = run_reflected, .extra = op },                                                               \
    {                                                                                                        \
        ROW("__i" name "__", "ndarray", TWO, "a " sign "= value",                                            \
            ">>> np.array([2, 3]).__i" name "__(2)\n" into "\n"),                                            \
            .run = run_in_place, .says = ufunc                                                               \
    }
#define COMPARISON(name, sign, op, shown)                                                                    \
    {                                                                                                        \
        ROW("__" name "__", ARRAYS, TWO, "a " sign " value",                                                 \
            ">>> np.arange(3)."                                                                              \
            "__" name "__(1)\n" shown "\n"),                                                                 \
            .run = run_operator, .extra = op                                                                 \
    }
#define UNARY(name, sign, op, shown)                                                                         \
    {                                                                                                        \
        ROW("__" name "__", ARRAYS, ONE, sign "a", ">>> np.arange(3).__" name "__()\n" shown "\n"),          \
            .run = run_operator, .extra = op                                                                 \
    }

const Func special_method_funcs[] = {
    OPERATOR("add", "+", OP_ADD, "add", "array([4, 5])", "array([ 9, 10])", "array([4, 5])"),
    OPERATOR("sub", "-", OP_SUB, "subtract", "array([0, 1])", "array([5, 4])", "array([0, 1])"),
    OPERATOR("mul", "*", OP_MUL, "multiply", "array([4, 6])", "array([14, 21])", "array([4, 6])"),
    OPERATOR("floordiv", "//", OP_FLOORDIV, "floor_divide", "array([1, 1])", "array([3, 2])",
             "array([1, 1])"),
    OPERATOR("mod", "%", OP_MOD, "remainder", "array([0, 1])", "array([1, 1])", "array([0, 1])"),
    OPERATOR("pow", "**", OP_POW, "power", "array([4, 9])", "array([ 49, 343])", "array([4, 9])"),
    OPERATOR("lshift", "<<", OP_LSHIFT, "left_shift", "array([ 8, 12])", "array([28, 56])",
             "array([ 8, 12])"),
    OPERATOR("rshift", ">>", OP_RSHIFT, "right_shift", "array([0, 0])", "array([1, 0])", "array([0, 0])"),
    OPERATOR("and", "&", OP_AND, "bitwise_and", "array([2, 2])", "array([2, 3])", "array([2, 2])"),
    OPERATOR("or", "|", OP_OR, "bitwise_or", "array([2, 3])", "array([7, 7])", "array([2, 3])"),
    OPERATOR("xor", "^", OP_XOR, "bitwise_xor", "array([0, 1])", "array([5, 4])", "array([0, 1])"),
    { ROW("__truediv__", ARRAYS, TWO, "a / value",
          ">>> np.arange(3).__truediv__(2)\narray([0. , 0.5, 1. ])\n"),
      .run = run_operator, .extra = OP_DIV },
    { ROW("__rtruediv__", ARRAYS, TWO, "value / a", ">>> np.float64(2).__rtruediv__(1)\nnp.float64(0.5)\n"),
      .run = run_reflected, .extra = OP_DIV },
    { ROW("__itruediv__", "ndarray", TWO, "a /= value",
          ">>> np.array([1., 2.]).__itruediv__(2)\narray([0.5, 1. ])\n"),
      .run = run_in_place, .says = "divide" },
    { ROW("__matmul__", "ndarray", TWO, "a @ value", ">>> np.arange(3).__matmul__([1, 1, 1])\nnp.int64(3)\n"),
      .run = run_operator, .extra = OP_MATMUL },
    { ROW("__rmatmul__", "ndarray", TWO, "value @ a",
          ">>> np.arange(3).__rmatmul__([1, 1, 1])\nnp.int64(3)\n"),
      .run = run_reflected, .extra = OP_MATMUL },
    { ROW("__imatmul__", "ndarray", TWO, "a @= value",
          ">>> np.eye(2).__imatmul__([[0, 1], [1, 0]])\narray([[0., 1.],\n       [1., 0.]])\n"),
      .run = run_in_place, .says = "matmul" },
    { ROW("__divmod__", ARRAYS, TWO, "divmod(a, value)",
          ">>> np.int64(7).__divmod__(2)\n(np.int64(3), np.int64(1))\n"),
      .run = run_divmod },
    { ROW("__rdivmod__", ARRAYS, TWO, "divmod(value, a)",
          ">>> np.int64(2).__rdivmod__(7)\n(np.int64(3), np.int64(1))\n"),
      .run = run_divmod, .extra = 1 },
    COMPARISON("eq", "==", OP_EQ, "array([False,  True, False])"),
    COMPARISON("ne", "!=", OP_NE, "array([ True, False,  True])"),
    COMPARISON("lt", "<", OP_LT, "array([ True, False, False])"),
    COMPARISON("le", "<=", OP_LE, "array([ True,  True, False])"),
    COMPARISON("gt", ">", OP_GT, "array([False, False,  True])"),
    COMPARISON("ge", ">=", OP_GE, "array([False,  True,  True])"),
    UNARY("neg", "-", OP_NEG, "array([ 0, -1, -2])"),
    UNARY("pos", "+", OP_POS, "array([0, 1, 2])"),
    UNARY("invert", "~", OP_INVERT, "array([-1, -2, -3])"),
    { ROW("__abs__", ARRAYS, ONE, "abs(a)", ">>> np.array([-1, 2]).__abs__()\narray([1, 2])\n"),
      .run = special_builtin, .says = "abs" },
    { ROW("__int__", ARRAYS, ONE, "int(a)", ">>> np.array(2.5).__int__()\n2\n"), .run = special_builtin,
      .says = "int" },
    { ROW("__float__", ARRAYS, ONE, "float(a)", ">>> np.array(2).__float__()\n2.0\n"), .run = special_builtin,
      .says = "float" },
    { ROW("__complex__", ARRAYS, ONE, "complex(a)", ">>> np.array(2).__complex__()\n(2+0j)\n"),
      .run = special_builtin, .says = "complex" },
    { ROW("__bool__", ARRAYS, ONE, "bool(a)", ">>> np.array([2]).__bool__()\nTrue\n"), .run = special_bool },
    { ROW("__index__", "ndarray integer", ONE, "a as an index", ">>> np.int8(2).__index__()\n2\n"),
      .run = run_index },
    { ROW("__len__", "ndarray", ONE, "the size of the first axis", ">>> np.zeros((2, 3)).__len__()\n2\n"),
      .run = special_builtin, .says = "len" },
    { ROW("__iter__", "ndarray", ONE, "iter(a)", ">>> next(np.arange(3).__iter__())\nnp.int64(0)\n"),
      .run = special_builtin, .says = "iter" },
    { ROW("__repr__", ARRAYS, ONE, "repr(a)", ">>> np.int8(2).__repr__()\n'np.int8(2)'\n"),
      .run = special_builtin, .says = "repr" },
    { ROW("__str__", ARRAYS, ONE, "str(a)", ">>> np.int8(2).__str__()\n'2'\n"), .run = special_builtin,
      .says = "str" },
    { ROW("__hash__", "generic", ONE, "hash(a)", ">>> np.int8(2).__hash__()\n2\n"), .run = special_builtin,
      .says = "hash" },
    { .name = "__format__",
      .of = ARRAYS,
      .params = TWO,
      .brief = "format(a, value)",
      .example = ">>> np.float64(2).__format__('.2f')\n'2.00'\n",
      .style = METHOD,
      .gives = AS_ARRAY,
      .run = run_format },
    { ROW("__round__", "integer floating", "a: any, ndigits: any = ?, /", "round(a, ndigits)",
          ">>> np.float64(2.567).__round__(1)\nnp.float64(2.6)\n"),
      .run = special_builtin, .says = "round" },
    { ROW("__getitem__", ARRAYS, TWO, "a[value]", ">>> np.arange(3).__getitem__(-1)\nnp.int64(2)\n"),
      .run = special_getitem },
    { ROW("__setitem__", "ndarray", "a: any, key: any, value: any, /", "a[key] = value",
          ">>> a = np.arange(3)\n>>> a.__setitem__(0, 9)\n>>> a\narray([9, 1, 2])\n"),
      .run = special_setitem, .effects = true },
    { ROW("__contains__", "ndarray", TWO, "value in a", ">>> np.arange(3).__contains__(2)\nTrue\n"),
      .run = special_contains },
    { ROW("__copy__", ARRAYS, ONE, "a copy", ">>> np.arange(3).__copy__()\narray([0, 1, 2])\n"),
      .run = run_copy },
    { ROW("__deepcopy__", ARRAYS, TWO, "a copy", ">>> np.arange(3).__deepcopy__({})\narray([0, 1, 2])\n"),
      .run = run_copy },
    { ROW("__array__", ARRAYS, "a: any, dtype: dtype = None, /", "the array, as a dtype if one is given",
          ">>> np.float64(2).__array__()\narray(2.)\n"),
      .run = run_array },
    { 0 },
};
