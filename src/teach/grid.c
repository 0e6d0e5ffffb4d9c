#include "teach/grid.h"

#include <string.h>

static int columns_of(const char *text) { return text ? text_columns(text, strlen(text)) : 0; }

static int column_width(const Grid *grid, int column)
{
    int width = 0;
    for (int row = 0; row < grid->rows; row++) {
        int columns = columns_of(grid->cell[row][column]);
        width = columns > width ? columns : width;
    }
    return width;
}

static int before_width(const Grid *grid)
{
    int width = 0;
    for (int row = 0; row < grid->rows; row++) {
        int columns = columns_of(grid->before[row]);
        width = columns > width ? columns : width;
    }
    return width;
}

int grid_width(const Grid *grid)
{
    int before = before_width(grid), width = before + (before ? 2 : 0);
    for (int column = 0; column < grid->columns; column++)
        width += column_width(grid, column) + (column ? 2 : 0);
    return width;
}

static void add_row(const Grid *grid, int row, Text *out)
{
    int before = before_width(grid);
    if (before) {
        const char *text = grid->before[row] ? grid->before[row] : "";
        text_pad(out, ' ', before - columns_of(text));
        text_puts(out, text);
        text_puts(out, "  ");
    }
    for (int column = 0; column < grid->columns; column++) {
        const char *text = grid->cell[row][column] ? grid->cell[row][column] : "";
        text_pad(out, ' ', column_width(grid, column) - columns_of(text) + (column ? 2 : 0));
        text_puts(out, text);
    }
}

static void end_line(Text *out)
{
    while (out->length && out->at[out->length - 1] == ' ')
        out->at[--out->length] = 0;
    text_char(out, '\n');
}

void grids_draw(const Page *page, int n, const Grid *const grid[], int gap, Text *out)
{
    for (int first = 0, last; first < n; first = last) {
        int width = grid_width(grid[first]);
        for (last = first + 1; last < n && width + gap + grid_width(grid[last]) <= page->width; last++)
            width += gap + grid_width(grid[last]);
        if (first)
            text_char(out, '\n');
        int rows = 0;
        for (int i = first; i < last; i++)
            rows = grid[i]->rows > rows ? grid[i]->rows : rows;
        for (int row = 0; row < rows; row++) {
            for (int i = first; i < last; i++) {
                text_pad(out, ' ', i > first ? gap : 0);
                if (row < grid[i]->rows)
                    add_row(grid[i], row, out);
                else
                    text_pad(out, ' ', grid_width(grid[i]));
            }
            end_line(out);
        }
    }
}
