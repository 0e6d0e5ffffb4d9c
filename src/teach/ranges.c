/* ranges.c: whole numbers that a dtype has no room for: what is stored, computed with or made. */
#include "teach/advice.h"
#include "teach/fixes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Whether a dtype of ints has room for a whole number. */
static bool has_room(DType dtype, const char *digits)
{
    errno = 0;
    if (*digits == '-')
        return strtoll(digits, NULL, 10) >= dtype_min(dtype) && !errno;
    return strtoull(digits, NULL, 10) <= dtype_max(dtype) && !errno;
}

/* Whether it has room for all of Python's whole numbers in a value. */
static bool has_room_for(Problem *p, DType dtype, Value v)
{
    const Value *item = v.tag == V_LIST ? v.list->item : v.tag == V_TUPLE ? v.tuple->item : NULL;
    int64_t count = v.tag == V_LIST ? v.list->count : v.tag == V_TUPLE ? v.tuple->count : 0;
    for (int64_t i = 0; i < count; i++)
        if (!has_room_for(p, dtype, item[i]))
            return false;
    if (!value_is_int(v))
        return true;
    Text digits = { 0 };
    bool room = value_str_of(&p->session->run, v, &digits) && has_room(dtype, text_get(&digits));
    text_free(&digits);
    return room;
}

enum { WIDER = 4 };

/* The dtypes that are wider than one and have room for the number of the message and for what is stored:
 * those without a sign first where one is not wanted; a float where no ints are wide enough. How many. */
static int wider_dtypes(Problem *p, DType dtype, const char *digits, bool unsign, DType wider[WIDER])
{
    const DType with_sign[] = { INT16, INT32, INT64 }, without[] = { UINT16, UINT32, INT64 };
    int n = 0;
    for (int i = 0; i < 3; i++) {
        DType to = unsign ? without[i] : with_sign[i];
        bool room = has_room(to, digits) &&
                    (dtype_info[to].size > dtype_info[dtype].size || (dtype == UINT64 && to == INT64));
        for (int k = p->stores ? p->operands - 1 : 0; k < p->operands && room; k++)
            room = has_room_for(p, to, p->operand[k].value);
        if (room)
            wider[n++] = to;
    }
    if (n == 0)
        wider[n++] = FLOAT64;
    return n;
}

/* The name of the array that an item is of: img[0][1]; NULL: it has none. */
static const Node *array_of_item(const Node *node)
{
    while (node->kind == NODE_INDEX)
        node = node->kid;
    return node->kind == NODE_NAME ? node : NULL;
}

/* A name made wider before what failed. */
static void offer_before(Problem *p, const char *name, DType wider)
{
    fix_offer(p, FIX_SAME + 1, "with more room, before it",
              problem_text(p, "%s = %s.astype(np.%s)", name, name, dtype_info[wider].name));
}

/* img[0, 1] = 256: the nearest that fits, or an array of another dtype. A copy of it would lose what is
 * stored. */
static void offer_stores(Problem *p, DType dtype, const char *digits, DType wider)
{
    const Node *target = p->node, *name = array_of_item(target),
               *value = p->stores ? p->operand[p->operands - 1].node : NULL;
    bool pixels = dtype == UINT8; /* 0 to 255: what is brighter than white is white */
    while (value && value->kind == NODE_PAREN)
        value = value->kid;
    const char *low = problem_text(p, "%lld", (long long)dtype_min(dtype)),
               *high = problem_text(p, "%llu", (unsigned long long)dtype_max(dtype));
    if (value && dtype_info[dtype].size < 8) {
        Value v = p->operand[p->operands - 1].value;
        bool number = value->kind != NODE_NAME && (value_is_int(v) || value_is_scalar(v));
        fix_offer(p, pixels ? FIX_SAME : FIX_SAME + 2, "the nearest that fits",
                  number ? problem_text(p, "%s = %s", written(p, target), *digits == '-' ? low : high)
                         : problem_text(p, "%s = np.clip(%s, %s, %s)", written(p, target), written(p, value),
                                        low, high));
    }
    if (name)
        offer_before(p, name_text(name->name), wider);
}

/* The function or the array with a wider dtype in place of the one that is too narrow. */
static void offer_wider(Problem *p, DType dtype, int rank, const char *wider)
{
    const Node *callee = p->node->kid;
    const char *type = problem_text(p, "np.%s", wider);
    if (p->node->kind == NODE_CALL && !strcmp(p->name, dtype_info[dtype].name))
        fix_offer(p, rank, NULL, problem_with(p, 1, &callee, &type));
    for (int i = 0; i < p->operands; i++) {
        const Operand *operand = &p->operand[i];
        const char *text = problem_text(p, "%s.astype(%s)", written_operand(p, operand->node), type);
        bool array = operand->value.tag == V_ARRAY && operand->value.tensor->dtype == dtype;
        if (array && p->method && !strcmp(p->name, "fill"))
            offer_before(p, operand->text, dtype_named(wider));
        else if (array && p->node->kind == NODE_AUGMENTED)
            fix_offer(p, rank, "a new array",
                      problem_text(p, "%s = %s %s %s", operand->text, text, operator_text[p->node->op],
                                   held(p, p->operand[1].node)));
        else if (array)
            fix_offer(p, rank, NULL, problem_with(p, 1, &operand->node, &text));
        else if (operand->keyword && !strcmp(operand->keyword, "dtype"))
            fix_offer(p, rank, NULL, problem_with(p, 1, &operand->node, &type));
    }
}

/* img += 300: computed with more room, and what is no pixel's cut off. */
static void offer_pixels(Problem *p, DType dtype)
{
    if (p->node->kind != NODE_AUGMENTED || dtype != UINT8)
        return;
    const char *target = p->operand[0].text;
    fix_offer(p, FIX_SAME + 1, "cut off at 0 and 255",
              problem_text(p, "%s = np.clip(%s.astype(np.int64) %s %s, 0, 255).astype(np.uint8)", target,
                           target, operator_text[p->node->op], held(p, p->operand[1].node)));
}

/* int8 + 200, img[0, 1] = 256 */
static bool say_range(Problem *p)
{
    const char *digits = p->text + strlen("Python integer ");
    DType dtype = dtype_named(strrchr(p->text, ' ') + 1), wider[WIDER];
    if (dtype == NO_DTYPE || !dtype_is_int(dtype))
        return false;
    digits = problem_text(p, "%.*s", (int)strcspn(digits, " "), digits);
    advise(p, problem_text(p, "%s goes from %lld to %llu", dtype_info[dtype].name,
                           (long long)dtype_min(dtype), (unsigned long long)dtype_max(dtype)));
    bool unsign = dtype_min(dtype) == 0 && *digits != '-' && strcmp(p->name, "subtract") != 0;
    int n = wider_dtypes(p, dtype, digits, unsign, wider);
    if (p->node->kind == NODE_INDEX)
        offer_stores(p, dtype, digits, wider[0]);
    else
        offer_pixels(p, dtype);
    for (int k = 0; k < n && p->node->kind != NODE_INDEX; k++)
        offer_wider(p, dtype, FIX_SAME + k, dtype_info[wider[k]].name);
    return true;
}

/* a[0] = 2**70 in any dtype of ints: even int64 has no room for it. An axis or a size that is too large is no
 * such number: where no float helps and nothing is stored there is nothing to say. */
static bool say_huge(Problem *p)
{
    int before = p->candidates;
    bool stores = p->stores || (p->method && !strcmp(p->name, "fill"));
    DType dtype = p->node->kind == NODE_CALL ? dtype_named(p->name) : NO_DTYPE;
    for (int i = 0; i < p->operands && dtype == NO_DTYPE; i++)
        if (p->operand[i].value.tag == V_ARRAY && dtype_is_int((DType)p->operand[i].value.tensor->dtype))
            dtype = (DType)p->operand[i].value.tensor->dtype;
    if (dtype == NO_DTYPE && p->node->kind != NODE_CALL)
        return false;
    if (p->stores)
        offer_stores(p, INT64, "", FLOAT64);
    else
        offer_wider(p, dtype == NO_DTYPE ? INT64 : dtype, FIX_SAME, "float64");
    if (stores || p->candidates > before)
        advise(p, "no dtype of whole numbers is wide enough; a float comes near it");
    return stores || p->candidates > before;
}

const Advice range_advices[] = {
    { OverflowError, "Python integer * out of bounds for *", NULL, say_range },
    { OverflowError, "Python int too large to convert to C long", NULL, say_huge },
    { 0 },
};
