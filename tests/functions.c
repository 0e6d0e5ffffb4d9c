/* functions: docs/functions.md, made from the rows of functions.
 *
 *   functions write          writes it to standard output
 *   functions check FILE     is FILE what it would write? */
#include "base/text.h"
#include "func/func.h"
#include "run/help.h"

#include <stdio.h>
#include <string.h>

/* Whether a table is the first of its topic; the others follow it. */
static bool begins_topic(const FuncTable *table)
{
    return table == func_tables || strcmp(table[-1].topic, table->topic) != 0;
}

/* Where a name begins in a text that GitHub reads as a heading's link. */
static void add_anchor(Text *out, const char *title)
{
    for (; *title; title++)
        if (*title == ' ')
            text_char(out, '-');
        else if (*title != '\'' && *title != ',')
            text_char(out, *title >= 'A' && *title <= 'Z' ? (char)(*title + 32) : *title);
}

static void add_row(Text *out, const Func *row)
{
    Text signature = { 0 };
    help_signature(row, &signature);
    text_printf(out, "\n**`%s`** &emsp; %s\n", text_get(&signature), row->brief);
    text_printf(out, "```python\n%s```\n", row->example);
    text_free(&signature);
}

static void add_all(Text *out)
{
    int rows = 0;
    FOR_EACH_FUNC(row) rows += row->example != NULL;
    text_printf(
        out,
        "# Functions\n\nWhat ndcalc knows, %d functions, methods and attributes, each with its parameters "
        "and an "
        "example; `np.sum?` shows the\nsame in a session. This page is made from the program's tables: `make "
        "functions` writes it anew.\n\n",
        rows);
    for (const FuncTable *table = func_tables; table->row; table++)
        if (begins_topic(table)) {
            text_printf(out, "- [%s](#", table->topic);
            add_anchor(out, table->topic);
            text_puts(out, ")\n");
        }
    for (const FuncTable *table = func_tables; table->row; table++) {
        if (begins_topic(table))
            text_printf(out, "\n## %s\n", table->topic);
        for (const Func *row = table->row; row->name; row++)
            if (row->example) /* else it is left out */
                add_row(out, row);
    }
}

int main(int argc, char **argv)
{
    Text page = { 0 }, held = { 0 };
    char piece[4096];
    add_all(&page);
    if (argc == 2 && strcmp(argv[1], "write") == 0) {
        fputs(text_get(&page), stdout);
        text_free(&page);
        return 0;
    }
    FILE *file = argc == 3 && strcmp(argv[1], "check") == 0 ? fopen(argv[2], "r") : NULL;
    if (!file) {
        fprintf(stderr, "usage: functions write | functions check FILE\n");
        return 2;
    }
    for (size_t n; (n = fread(piece, 1, sizeof piece, file)) > 0;)
        text_add(&held, piece, n);
    fclose(file);
    bool same = strcmp(text_get(&page), text_get(&held)) == 0;
    puts(same ? "docs/functions.md is what the rows say"
              : "docs/functions.md is not what the rows say: make functions");
    text_free(&page);
    text_free(&held);
    return !same;
}
