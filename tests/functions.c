/* functions: docs/functions.md, made from the rows of functions.
 *
 *   functions write          writes it to standard output
 *   functions check FILE     is FILE what it would write? */
#include "base/text.h"
#include "func/func.h"
#include "run/help.h"

#include <stdio.h>
#include <string.h>

/* The topics, each of the tables whose rows it lists. */
static const struct {
    const char *title;
    const Func *const table[12];
} topics[] = {
    { "Making arrays", { creation_funcs, range_funcs, matrix_funcs, index_trick_funcs, fromstring_funcs } },
    { "The shape of arrays", { manipulate_funcs, broadcasting_funcs, stride_funcs } },
    { "Joining, splitting, rearranging", { joining_funcs, splitting_funcs, rearrange_funcs, editing_funcs, padding_funcs } },
    { "Elements by index and condition",
      { indexing_funcs, choosing_funcs, coordinate_funcs, placing_funcs } },
    { "Elementwise functions", { elementwise_funcs, emath_funcs, window_funcs } },
    { "Methods and attributes of ufuncs", { ufunc_funcs, ufunc_type_funcs } },
    { "Sums, extremes and statistics",
      { reduce_funcs, argmax_funcs, cumulative_funcs, nan_funcs, median_funcs, quantile_funcs, average_funcs, bincount_funcs, histogram_funcs,
        histogram_grid_funcs } },
    { "Sorting and sets", { sorting_funcs, searching_funcs, unique_funcs, set_funcs } },
    { "Questions about arrays, and assertions", { logic_funcs, testing_funcs, testing_raises_funcs, testing_warning_funcs, testing_string_funcs } },
    { "Products", { matmul_funcs, products_funcs, einsum_funcs, einsum_path_funcs } },
    { "Linear algebra", { linalg_funcs, decomposition_funcs, least_squares_funcs, norm_funcs } },
    { "Polynomials", { poly_funcs, poly1d_funcs, series_class_funcs, series_text_funcs, series_function_funcs, series_gauss_funcs } },
    { "Differences, integrals, interpolation", { calculus_funcs, interpolation_funcs, sliding_funcs } },
    { "Fourier transforms", { fft_funcs } },
    { "Random numbers",
      { random_seed_funcs, random_bit_funcs, random_funcs, random_draw_funcs, random_standard_funcs, random_integer_funcs, random_choice_funcs,
        random_vector_funcs } },
    { "Functions of functions", { functional_funcs, vectorize_funcs } },
    { "Going through arrays", { iterator_funcs, nditer_funcs } },
    { "Files and text",
      { npy_funcs, npz_funcs, memmap_funcs, textfile_funcs, genfromtxt_funcs, file_funcs, text_funcs, bytes_funcs,
        packing_funcs } },
    { "Dtypes and constants", { dtype_funcs, dtype_class_funcs, limit_funcs, errstate_funcs, typing_funcs } },
    { "Attributes and methods of arrays and scalars",
      { attribute_funcs, conversion_funcs, memory_view_funcs, special_method_funcs, dlpack_funcs } },
    { "Python's functions", { builtin_funcs, convert_funcs, fold_funcs, exception_funcs } },
    { "Python's numbers, texts and containers", { number_funcs, special_funcs, str_funcs, codec_funcs, list_funcs, dict_funcs } },
    { "Python's modules",
      { math_funcs, math_many_funcs, pyrandom_funcs, clock_funcs, copy_funcs, functools_funcs, warning_funcs, sys_funcs, path_funcs } },
};
enum { TOPICS = sizeof topics / sizeof *topics };

static bool has_topic(const Func *table)
{
    for (int i = 0; i < TOPICS; i++)
        for (const Func *const *t = topics[i].table; *t; t++)
            if (*t == table)
                return true;
    return false;
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
    for (int i = 0; i < TOPICS; i++) {
        text_printf(out, "- [%s](#", topics[i].title);
        add_anchor(out, topics[i].title);
        text_puts(out, ")\n");
    }
    for (int i = 0; i < TOPICS; i++) {
        text_printf(out, "\n## %s\n", topics[i].title);
        for (const Func *const *table = topics[i].table; *table; table++)
            for (const Func *row = *table; row->name; row++)
                if (row->example) /* else it is left out */
                    add_row(out, row);
    }
}

int main(int argc, char **argv)
{
    Text page = { 0 }, held = { 0 };
    char piece[4096];
    for (const Func *const *table = func_tables; *table; table++)
        if (!has_topic(*table)) {
            fprintf(stderr, "functions: the table of %s has no topic\n", (*table)->name);
            return 1;
        }
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
