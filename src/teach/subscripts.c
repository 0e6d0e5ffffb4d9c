#include "teach/subscripts.h"

#include "teach/advice.h"
#include "teach/fixes.h"

#include <string.h>

/* The subscripts of two operands, "ij,jk->ik". */
typedef struct Subscripts {
    char of[2][DIAGRAM_AXES + 1];
    const char *result; /* "->ik"; "": none is written */
} Subscripts;

static bool read_subscripts(Problem *p, Subscripts *s)
{
    if (p->operands != 3 || p->operand[0].value.tag != V_STR)
        return false;
    const char *at = p->operand[0].value.str->text;
    for (int i = 0; i < 2; i++) {
        int n = 0;
        for (at += i; *at && *at != ',' && *at != '-'; at++)
            if (*at != ' ' && n < DIAGRAM_AXES)
                s->of[i][n++] = *at;
        s->of[i][n] = 0;
        if (i == 0 && *at != ',')
            return false;
        if (n != p->operand[i + 1].ndim || strchr(s->of[i], '.'))
            return false;
    }
    s->result = at;
    return true;
}

static void offer_subscripts(Problem *p, int rank, const char *remark, const char *text)
{
    const Node *node = p->operand[0].node;
    char quote = p->tree->source->text[node->start];
    const char *quoted = problem_text(p, "%c%s%c", quote, text, quote);
    fix_offer(p, rank, remark, problem_with(p, 1, &node, &quoted));
}

/* One letter of an operand as another one that stands for a size already: 'ij,i->i' as 'ij,j->i'. */
static void offer_letters(Problem *p, const Subscripts *s, int which, int rank)
{
    size_t n = strlen(s->of[which]);
    const char *other = s->of[1 - which];
    for (size_t at = 0; at < n; at++)
        for (const char *letter = other; *letter; letter++) {
            if (*letter == s->of[which][at])
                continue;
            Subscripts changed = *s;
            changed.of[which][at] = *letter;
            offer_subscripts(p, rank, NULL,
                             problem_text(p, "%s,%s%s", changed.of[0], changed.of[1], s->result));
        }
}

/* The letters in the reverse order. */
static const char *reversed(Problem *p, const char *letters)
{
    size_t n = strlen(letters);
    char *back = arena_text(&p->out->arena, letters, n);
    for (size_t i = 0; i < n; i++)
        back[i] = letters[n - 1 - i];
    return back;
}

bool say_einsum(Problem *p)
{
    Subscripts s;
    if (!read_subscripts(p, &s))
        return false;
    const Operand *left = &p->operand[1], *right = &p->operand[2];
    int axis[2] = { -1, -1 };
    for (int i = 0; i < left->ndim; i++)
        for (int k = 0; k < right->ndim; k++)
            if (s.of[0][i] == s.of[1][k] && left->dim[i] != right->dim[k] && axis[0] < 0) {
                axis[0] = i;
                axis[1] = k;
            }
    if (axis[0] < 0)
        return false;
    p->out->shapes_told = true;
    problem_mark(p, left);
    problem_mark(p, right);
    p->out->brief = p->out->diagram.sentence =
        problem_text(p, "%c is %s in %s and %s in %s", s.of[0][axis[0]], size_text(p, left->dim[axis[0]]),
                     left->text, size_text(p, right->dim[axis[1]]), right->text);
    p->out->more =
        "A letter stands for one size wherever it stands. Letters that are not in the result are added up: "
        "'ij,jk' keeps i and k, 'ij,ij->ij' keeps both, 'ij,ij' gives one number, of shape ().";
    for (int i = 0; i < 2; i++)
        if (strlen(s.of[i]) == 1) /* of a vector that is all that can be wrong */
            offer_letters(p, &s, i, FIX_SAME);
    offer_subscripts(p, FIX_SAME + 1, NULL,
                     problem_text(p, "%s,%s%s", s.of[0], reversed(p, s.of[1]), s.result));
    offer_subscripts(p, FIX_SAME + 2, NULL,
                     problem_text(p, "%s,%s%s", reversed(p, s.of[0]), s.of[1], s.result));
    for (int i = 0; i < 2; i++) { /* of stacks of matrices: the letters of each matrix */
        Subscripts turned = s;
        size_t n = strlen(s.of[i]);
        if (n < 3)
            continue;
        turned.of[i][n - 1] = s.of[i][n - 2];
        turned.of[i][n - 2] = s.of[i][n - 1];
        offer_subscripts(p, FIX_SAME + (i ? 0 : 1), NULL,
                         problem_text(p, "%s,%s%s", turned.of[0], turned.of[1], s.result));
    }
    offer_subscripts(p, FIX_OTHER, "element by element",
                     problem_text(p, "%s,%s->%s", s.of[0], s.of[0], s.of[0]));
    offer_subscripts(p, FIX_OTHER + 1, "their sum", problem_text(p, "%s,%s->", s.of[0], s.of[0]));
    return true;
}

/* The letters that an operand is given, from one on; where they end. */
static const char *subscript_end(const char *at)
{
    while (*at && *at != ',' && *at != '-')
        at++;
    return at;
}

/* np.einsum('i->', A), np.einsum('ijk', A): as many letters as axes. */
bool say_letters(Problem *p)
{
    if (p->operands < 2 || p->operand[0].value.tag != V_STR)
        return false;
    const char *all = p->operand[0].value.str->text, *at = all;
    for (int i = 1; i < p->operands; i++, at += *at == ',') {
        const char *end = subscript_end(at);
        const Operand *operand = &p->operand[i];
        int letters = (int)(end - at);
        if (operand->array && letters != operand->ndim && !memchr(at, '.', (size_t)letters)) {
            problem_mark(p, &p->operand[0]);
            problem_mark(p, operand);
            advise(p, problem_text(p, "%s is %s: %d ax%s, and '%.*s' names %d", operand->text,
                                   operand_shape(p, operand), operand->ndim, operand->ndim == 1 ? "is" : "es",
                                   letters, at, letters));
            for (int drop = letters - 1; letters == operand->ndim + 1 && drop >= 0; drop--)
                offer_subscripts(p, FIX_SAME, NULL,
                                 problem_text(p, "%.*s%s", (int)(at - all) + drop, all, at + drop + 1));
            for (char letter = 'i'; letters == operand->ndim - 1 && letter <= 'z'; letter++)
                if (!strchr(all, letter)) {
                    offer_subscripts(p, FIX_SAME, NULL,
                                     problem_text(p, "%.*s%c%s", (int)(end - all), all, letter, end));
                    break;
                }
            return true;
        }
        at = end;
    }
    return false;
}

/* np.einsum('ij,jk', A): as many groups of letters as arrays. */
bool say_groups(Problem *p)
{
    if (!p->operands || p->operand[0].value.tag != V_STR)
        return false;
    int groups = 1, arrays = p->operands - 1;
    for (const char *at = p->operand[0].value.str->text; *at && *at != '-'; at++)
        groups += *at == ',';
    problem_mark(p, &p->operand[0]);
    advise(p, problem_text(p, "%s is for %d array%s; %d %s given", p->operand[0].text, groups,
                           groups == 1 ? "" : "s", arrays, arrays == 1 ? "is" : "are"));
    return true;
}

/* np.einsum('ij,jk->il', A, B): what stands in the result stands in an operand, and once. */
bool say_result(Problem *p)
{
    if (!p->operands || p->operand[0].value.tag != V_STR)
        return false;
    const char *all = p->operand[0].value.str->text, *arrow = strstr(all, "->"),
               *bad = strstr(p->text, "subscript '");
    if (!arrow || !bad)
        return false;
    char letter = bad[strlen("subscript '")];
    problem_mark(p, &p->operand[0]);
    advise(p,
           problem_text(p, "behind -> stand letters that stand before it, each once; %c does not", letter));
    const char *at = strrchr(arrow, letter);
    if (!at)
        return false;
    for (const char *other = all; other < arrow; other++)
        if (*other != ',' && *other != ' ' &&
            !strchr(arrow, *other)) /* one that is not summed over, if there is one */
            offer_subscripts(p, FIX_SAME + (strchr(all, *other) != strrchr(all, *other)), NULL,
                             problem_text(p, "%.*s%c%s", (int)(at - all), all, *other, at + 1));
    offer_subscripts(p, FIX_SAME + 1, "added up", problem_text(p, "%.*s%s", (int)(at - all), all, at + 1));
    return true;
}
