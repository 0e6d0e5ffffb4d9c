#include "run/style.h"

#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const char *const sequence[INKS] = {
    [INK_PLAIN] = "\033[0m", [INK_DIM] = "\033[2m",  [INK_ERROR] = "\033[31m",
    [INK_IN] = "\033[32m",   [INK_OUT] = "\033[31m", [INK_BOLD] = "\033[1m",
};

static bool is_set(const char *name)
{
    const char *text = getenv(name);
    return text && *text;
}

static bool wants_color(FILE *stream, ColorWhen when)
{
    if (when != COLOR_AUTO)
        return when == COLOR_ALWAYS;
    if (is_set("NO_COLOR"))
        return false;
    const char *force = getenv("CLICOLOR_FORCE"), *term = getenv("TERM");
    if (force && *force && strcmp(force, "0") != 0)
        return true;
    return isatty(fileno(stream)) && term && strcmp(term, "dumb") != 0;
}

Style style_of(FILE *stream, ColorWhen when)
{
    struct winsize window;
    bool known = ioctl(fileno(stream), TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
    const char *term = getenv("TERM");
    return (Style){ .color = wants_color(stream, when),
                    .utf8 = isatty(fileno(stream)) && strcmp(nl_langinfo(CODESET), "UTF-8") == 0 && term &&
                            strcmp(term, "dumb") != 0,
                    .width = known ? window.ws_col : 80 };
}

const char *ink(Style style, Ink which) { return style.color ? sequence[which] : ""; }

void style_clear_screen(FILE *out)
{
    if (isatty(fileno(out)))
        fputs("\033[H\033[2J\033[3J", out);
}

void style_draw_below(FILE *out, Style style, int rows, int column, const char *line)
{
    if (rows > 1)
        fprintf(out, "\033[%dB", rows - 1);
    fprintf(out, "\n\r%s%s%s\033[%dA\033[%dG", ink(style, INK_DIM), line, ink(style, INK_PLAIN), rows,
            column + 1);
    fflush(out);
}

void style_erase_below(FILE *out, int rows, int column)
{
    fprintf(out, "\033[%dB\r\033[J\033[%dA\033[%dG", rows, rows, column + 1);
    fflush(out);
}
