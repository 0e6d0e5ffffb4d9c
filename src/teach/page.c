#include "teach/page.h"

#include "tensor/symbol.h"

#include <string.h>

const char *page_or(const Page *page, const char *utf8, const char *ascii)
{
    return page->utf8 ? utf8 : ascii;
}

void page_cell(Text *out, const char *text, int columns)
{
    text_puts(out, text);
    text_pad(out, ' ', columns - text_columns(text, strlen(text)));
}

/* Spaces inside of code are no letters yet, but as wide as one. */
static int columns_of(const char *text, size_t length)
{
    int columns = text_columns(text, length);
    for (size_t i = 0; i < length; i++)
        columns += text[i] == PAGE_SPACE;
    return columns;
}

/* The bytes of a text that fit into so many columns, whole characters. */
static size_t fitting(const char *text, int columns)
{
    size_t fits = 0, length = strlen(text);
    for (size_t at = 0; at < length;) {
        do
            at++;
        while (((unsigned char)text[at] & 0xC0) == 0x80);
        if (columns_of(text, at) > columns)
            break;
        fits = at;
    }
    return fits;
}

void page_cut(const Page *page, Text *out, const char *text, int columns)
{
    if (text_columns(text, strlen(text)) <= columns) {
        text_puts(out, text);
        return;
    }
    const char *dots = page_or(page, "…", "...");
    text_add(out, text, fitting(text, columns - text_columns(dots, strlen(dots))));
    text_puts(out, dots);
}

int page_column(const Text *text)
{
    size_t start = text->length;
    while (start && text->at[start - 1] != '\n')
        start--;
    return text->length ? columns_of(text->at + start, text->length - start) : 0;
}

/* The bytes of the next word; brackets that are short, as those of a shape, hold theirs together. */
static size_t word_length(const char *text)
{
    enum { HELD_MAX = 24 };
    size_t word = 0;
    int open = 0;
    while (text[word] && text[word] != '\n' && (text[word] != ' ' || open > 0)) {
        open += text[word] == '(';
        open -= text[word] == ')';
        if (++word == HELD_MAX && open > 0)
            return strcspn(text, " \n");
    }
    return open > 0 ? strcspn(text, " \n") : word;
}

void page_wrap(const Page *page, Text *out, const char *text, const char *rest)
{
    int indent = text_columns(rest, strlen(rest)), room = page->width - indent;
    bool begun = false; /* a word stands on this line */
    size_t start = out->length;
    while (*text) {
        size_t word = word_length(text);
        int columns = columns_of(text, word), at = page_column(out);
        if (at + begun + columns > page->width && (begun || at > indent)) {
            text_char(out, '\n');
            text_puts(out, rest);
            begun = false;
            continue;
        }
        if (columns >
            room) { /* a word wider than any line is broken where the line ends, or in a space of it */
            word = fitting(text, room > 1 ? room : 1);
            for (size_t space = word; space > 0; space--)
                if (text[space] == PAGE_SPACE) {
                    word = space;
                    break;
                }
        }
        if (begun)
            text_char(out, ' ');
        text_add(out, text, word);
        begun = true;
        text += word;
        text += *text == ' ' || *text == PAGE_SPACE;
        if (*text == '\n') {
            text++;
            text_char(out, '\n');
            text_puts(out, rest);
            begun = false;
        }
    }
    for (size_t i = start; i < out->length; i++)
        if (out->at[i] == PAGE_SPACE)
            out->at[i] = ' ';
}

static const struct {
    const char *utf8, *ascii;
} twins[] = { { "·", "." }, { "≠", "!=" }, { "…", "..." } };

void page_puts(const Page *page, Text *out, const char *text)
{
    while (*text) {
        size_t plain = strcspn(text, page->utf8 ? "" : "\xC2\xE2"), i = 0;
        text_add(out, text, plain);
        text += plain;
        for (; *text && i < sizeof twins / sizeof *twins; i++)
            if (strncmp(text, twins[i].utf8, strlen(twins[i].utf8)) == 0) {
                text_puts(out, twins[i].ascii);
                text += strlen(twins[i].utf8);
                break;
            }
        if (*text && i == sizeof twins / sizeof *twins)
            text_char(out, *text++);
    }
}

int page_columns(const Page *page, const char *text)
{
    Text spelled = { 0 };
    page_puts(page, &spelled, text);
    int columns = columns_of(text_get(&spelled), spelled.length);
    text_free(&spelled);
    return columns;
}

void page_paragraph(const Page *page, Text *out, int indent, const char *text)
{
    Text spelled = { 0 }, rest = { 0 };
    page_puts(page, &spelled, text);
    text_pad(&rest, ' ', indent);
    text_puts(out, text_get(&rest));
    page_wrap(page, out, text_get(&spelled), text_get(&rest));
    text_char(out, '\n');
    text_free(&spelled);
    text_free(&rest);
}

void page_shape(const Run *run, Text *out, int ndim, const int64_t *dim)
{
    if (ndim == 0)
        text_puts(out, "a single number");
    for (int i = 0; i < ndim; i++) {
        text_puts(out, i ? " by " : "");
        size_spell(run, dim[i], out);
    }
    if (ndim == 1)
        text_puts(out, dim[0] == 1 ? " element" : " elements");
}
