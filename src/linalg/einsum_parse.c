#include "linalg/einsum.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* What NumPy says of a character that belongs nowhere. */
static bool fail_subscript(Run *run, char c)
{
    return fail(run, ValueError,
                "invalid subscript '%c' in einstein sum subscripts string, subscripts must be letters", c);
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* The labels of one operand; the places that an ellipsis stands for are counted, and are marked 0 for now. */
static bool parse_operand(Run *run, const char *at, int length, int number, int ndim, Labels *labels,
                          int *ellipsis)
{
    int after = -1; /* how many labels came before the ellipsis */
    labels->ndim = 0;
    for (int i = 0; i < length; i++) {
        if (is_letter(at[i])) {
            if (labels->ndim >= ndim)
                return fail(run, ValueError,
                            "einstein sum subscripts string contains too many subscripts for operand %d",
                            number);
            labels->at[labels->ndim++] = (uint8_t)at[i];
        } else if (at[i] == '.') {
            if (after >= 0 || i + 2 >= length || at[i + 1] != '.' || at[i + 2] != '.')
                return fail(run, ValueError,
                            "einstein sum subscripts string contains a '.' that is not part of an ellipsis "
                            "('...') in "
                            "operand %d",
                            number);
            i += 2;
            after = labels->ndim;
        } else if (at[i] != ' ') {
            return fail_subscript(run, at[i]);
        }
    }
    *ellipsis = ndim - labels->ndim;
    if (after < 0 && *ellipsis > 0)
        return fail(run, ValueError,
                    "operand has more dimensions than subscripts given in einstein sum, but no '...' "
                    "ellipsis provided "
                    "to broadcast the extra dimensions.");
    if (*ellipsis > 0) {
        memmove(labels->at + after + *ellipsis, labels->at + after, (size_t)(labels->ndim - after));
        memset(labels->at + after, 0, (size_t)*ellipsis);
        labels->ndim = ndim;
    }
    return true;
}

static bool parse_output(Run *run, const char *at, int length, Einsum *e)
{
    bool ellipsis = false;
    e->out.ndim = 0;
    for (int i = 0; i < length; i++) {
        if (is_letter(at[i])) {
            if (memchr(at + i + 1, at[i], (size_t)(length - i - 1)))
                return fail(run, ValueError,
                            "einstein sum subscripts string includes output subscript '%c' multiple times",
                            at[i]);
            if (!e->uses[(uint8_t)at[i]])
                return fail(run, ValueError,
                            "einstein sum subscripts string included output subscript '%c' which never "
                            "appeared in an "
                            "input",
                            at[i]);
            if (e->out.ndim >= AXES_MAX)
                return fail(run, ValueError,
                            "einstein sum subscripts string contains too many subscripts in the output");
            e->out.at[e->out.ndim++] = (uint8_t)at[i];
        } else if (at[i] == '.') {
            if (ellipsis || i + 2 >= length || at[i + 1] != '.' || at[i + 2] != '.')
                return fail(run, ValueError,
                            "einstein sum subscripts string contains a '.' that is not part of an ellipsis "
                            "('...') in "
                            "the output");
            if (e->out.ndim + e->ellipsis > AXES_MAX)
                return fail(run, ValueError,
                            "einstein sum subscripts string contains too many subscripts in the output");
            i += 2;
            ellipsis = true;
            for (int j = 0; j < e->ellipsis; j++)
                e->out.at[e->out.ndim++] = (uint8_t)(ELLIPSIS_LABEL + AXES_MAX - e->ellipsis + j);
        } else if (at[i] != ' ') {
            return fail_subscript(run, at[i]);
        }
    }
    if (!ellipsis && e->ellipsis)
        return fail(run, ValueError,
                    "output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis "
                    "provided "
                    "to broadcast the extra dimensions.");
    return true;
}

/* Without "->" the result has the axes of the ellipsis, then the labels that stand once, in the order of
 * letters. */
static bool implicit_output(Run *run, Einsum *e)
{
    char text[3 + ELLIPSIS_LABEL] = "...";
    int length = 3;
    for (int label = 'A'; label <= 'z'; label++)
        if (e->uses[label] == 1)
            text[length++] = (char)label;
    return parse_output(run, text, length, e);
}

/* Subscripts are ASCII. */
static bool check_ascii(Run *run, const char *subscripts)
{
    int place = 0;
    for (const unsigned char *at = (const unsigned char *)subscripts; *at; at++, place++) {
        if (*at < 0x80)
            continue;
        int more = *at >= 0xf0 ? 3 : *at >= 0xe0 ? 2 : 1;
        unsigned code = *at & (0x3fu >> more);
        for (int i = 1; i <= more; i++)
            code = code << 6 | (at[i] & 0x3fu);
        const char *form = code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x";
        char text[16];
        snprintf(text, sizeof text, form, code);
        return fail(run, UnicodeEncodeError,
                    "'ascii' codec can't encode character '%s' in position %d: ordinal not in range(128)",
                    text, place);
    }
    return true;
}

bool einsum_parse(Run *run, const char *subscripts, int count, const int ndim[], Einsum *e)
{
    if (!check_ascii(run, subscripts))
        return false;
    int ellipsis = 0;
    memset(e->uses, 0, sizeof e->uses);
    e->count = count;
    e->ellipsis = 0;
    for (int i = 0; i < count; i++) {
        int length = (int)strcspn(subscripts, ",-");
        /* NumPy says it the wrong way round */
        if (i == count - 1 && subscripts[length] == ',')
            return fail(
                run, ValueError,
                "more operands provided to einstein sum function than specified in the subscripts string");
        if (i < count - 1 && subscripts[length] != ',')
            return fail(
                run, ValueError,
                "fewer operands provided to einstein sum function than specified in the subscripts string");
        if (!parse_operand(run, subscripts, length, i, ndim[i], &e->operand[i], &ellipsis))
            return false;
        if (ellipsis > e->ellipsis)
            e->ellipsis = ellipsis;
        int place = AXES_MAX - ellipsis; /* of the first label of the ellipsis */
        for (int j = 0; j < e->operand[i].ndim; j++) {
            if (!e->operand[i].at[j])
                e->operand[i].at[j] = (uint8_t)(ELLIPSIS_LABEL + place++);
            e->uses[e->operand[i].at[j]]++;
        }
        subscripts += length + (subscripts[length] == ',');
    }
    if (!*subscripts)
        return implicit_output(run, e);
    if (subscripts[0] != '-' || subscripts[1] != '>')
        return fail(run, ValueError,
                    "einstein sum subscript string does not contain proper '->' output specified");
    return parse_output(run, subscripts + 2, (int)strlen(subscripts + 2), e);
}

/* the form with lists ---------------------------------------------------------------------------------------
 */

static bool add_labels(Run *run, Value list, bool optimized, Text *text)
{
    bool ellipsis = false;
    int64_t count = list.list->count;
    const Value *item = list.list->item;
    for (int64_t i = 0; i < count; i++) {
        int64_t label;
        if (item[i].tag == V_ELLIPSIS) {
            if (ellipsis && !optimized)
                return fail(run, ValueError, "each subscripts list may have only one ellipsis");
            ellipsis = true;
            text_puts(text, "...");
            continue;
        }
        if (!value_index(run, item[i], &label)) {
            run_clear_error(run);
            return fail(run, TypeError,
                        optimized ? "For this input type lists must contain either int or Ellipsis"
                                  : "each subscript must be either an integer or an ellipsis");
        }
        if (optimized && (label >= 52 || label < -52))
            return fail(run, IndexError, "string index out of range");
        if (!optimized && (label < 0 || label >= 52))
            return fail(run, ValueError, "subscript is not within the valid range [0, 52)");
        label = (label + 52) % 52;
        /* capitals first in C, last in the Python code */
        text_char(text, (char)((label < 26) == optimized ? 'a' + label % 26 : 'A' + label % 26));
    }
    return true;
}

static bool add_list(Run *run, Value sequence, bool optimized, Text *text)
{
    Value list;
    if (!value_to_list(run, sequence, &list)) {
        if (run->error.class == TypeError && !optimized) {
            run_clear_error(run);
            fail(run, TypeError, "the subscripts for each operand must be a list or a tuple");
        }
        return false;
    }
    bool done = add_labels(run, list, optimized, text);
    value_drop(list);
    return done;
}

const char *einsum_subscripts(Run *run, const Tuple *argument, bool optimized)
{
    Text text = { 0 };
    bool done = true;
    int64_t count = argument->count;
    for (int64_t i = 1; i < count && done; i += 2) {
        if (i > 1)
            text_char(&text, ',');
        done = add_list(run, argument->item[i], optimized, &text);
    }
    if (done && count % 2) {
        text_puts(&text, "->");
        done = add_list(run, argument->item[count - 1], optimized, &text);
    }
    const char *subscripts = done ? run_text(run, "%s", text_get(&text)) : NULL;
    text_free(&text);
    return subscripts;
}

/* the Python code's words
 * ------------------------------------------------------------------------------------- */

static int count_of(const char *text, char c)
{
    int count = 0;
    for (; *text; text++)
        count += *text == c;
    return count;
}

/* The text of one operand, without its ellipsis; how many axes that stands for, or -1 for an error. */
static int without_ellipsis(Run *run, const char *term, int length, int ndim, char *plain)
{
    int letters = 0, dots = 0;
    for (int i = 0; i < length; i++)
        dots += term[i] == '.';
    for (int i = 0; i < length; i++)
        if (term[i] != '.')
            plain[letters++] = term[i];
    plain[letters] = 0;
    if (!dots)
        return 0;
    const char *found = memmem(term, (size_t)length, "...", 3);
    if (dots != 3 || !found) {
        fail(run, ValueError, "Invalid Ellipses.");
        return -1;
    }
    if (ndim && ndim < letters) {
        fail(run, ValueError, "Ellipses lengths do not match.");
        return -1;
    }
    return ndim ? ndim - letters : 0;
}

static bool check_output(Run *run, const char *output, const char *inputs)
{
    for (const char *c = output; *c; c++) {
        if (*c == '.')
            continue;
        if (count_of(output, *c) != 1)
            return fail(run, ValueError, "Output character %c appeared more than once in the output.", *c);
        if (!strchr(inputs, *c))
            return fail(run, ValueError, "Output character %c did not appear in the input", *c);
    }
    return true;
}

/* Every label has one size, or 1. */
static bool check_sizes_of(Run *run, const char *const term[], int count, Tensor *const operand[],
                           const char *whole)
{
    int64_t size[256];
    memset(size, -1, sizeof size);
    for (int i = 0; i < count; i++) {
        int letters = (int)strcspn(term[i], ",");
        char plain[512];
        int ellipsis = without_ellipsis(run, term[i], letters, operand[i]->ndim, plain);
        int length = (int)strlen(plain);
        if (length + ellipsis != operand[i]->ndim)
            return fail(
                run, ValueError,
                "Einstein sum subscript %c does not contain the correct number of indices for operand %d.",
                i < (int)strlen(whole) ? whole[i] : '?', i);
        if (ellipsis)
            continue; /* its letters are NumPy's own; C checks them */
        for (int j = 0; j < length; j++) {
            int64_t dim = operand[i]->dim[j], *known = &size[(uint8_t)plain[j]];
            if (*known == -1 || *known == 1)
                *known = dim;
            else if (dim != 1 && dim != *known)
                return fail(run, ValueError,
                            "Size of label '%c' for operand %d (%lld) does not match previous terms (%lld).",
                            plain[j], i, (long long)*known, (long long)dim);
        }
    }
    return true;
}

bool einsum_parse_optimized(Run *run, const char *subscripts, int count, Tensor *const operand[])
{
    char text[512], plain[512];
    size_t length = 0;
    for (const char *c = subscripts; *c && length < sizeof text - 1; c++)
        if (*c != ' ')
            text[length++] = *c;
    text[length] = 0;
    for (char *c = text; *c; c++)
        if (!strchr(".,->", *c) && !is_letter(*c))
            return fail(run, ValueError, "Character %c is not a valid symbol.", *c);
    char *arrow = strstr(text, "->");
    if ((strchr(text, '-') || strchr(text, '>')) &&
        (!arrow || count_of(text, '-') != 1 || count_of(text, '>') != 1))
        return fail(run, ValueError, "Subscripts can only contain one '->'.");
    if (arrow)
        *arrow = 0;
    const char *term[EINSUM_OPERANDS + 1] = { text };
    int terms = 1;
    for (char *c = text; *c; c++)
        if (*c == ',' && terms <= EINSUM_OPERANDS)
            term[terms++] = c + 1;
    for (int i = 0; i < terms && i < count; i++)
        if (without_ellipsis(run, term[i], (int)strcspn(term[i], ","), operand[i]->ndim, plain) < 0)
            return false;
    if (arrow && !check_output(run, arrow + 2, text))
        return false;
    if (terms != count)
        return fail(run, ValueError, "Number of einsum subscripts must be equal to the number of operands.");
    return check_sizes_of(run, term, count, operand, text);
}

bool einsum_fail_path(Run *run, Value optimize)
{
    Text text = { 0 };
    int64_t length;
    if (!value_len(run, optimize, &length))
        return false;
    if (optimize.tag == V_SET && length) /* its first item is looked at */
        return fail(run, TypeError, "'set' object is not subscriptable");
    if (value_str_of(run, optimize, &text))
        fail(run, TypeError, "Did not understand the path: %s", text_get(&text));
    text_free(&text);
    return false;
}
