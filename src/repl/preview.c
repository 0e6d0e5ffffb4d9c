#include "repl/preview.h"

#include "base/utf8.h"
#include "run/preview.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <readline/readline.h>

/* What does not fit is told after a rest: it may just not be finished. */
enum { REST = 300 /* milliseconds */, COLUMNS_MIN = 20, ROWS_MIN = 4 };

bool key_within(int milliseconds, const sigset_t *signals)
{
    struct pollfd keys = { fileno(rl_instream), POLLIN, 0 };
    struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000L };
    return ppoll(&keys, 1, milliseconds < 0 ? NULL : &time, signals) != 0;
}

/* Where the line under the input is, seen from the cursor. */
typedef struct Spot {
    int rows;   /* it is so many below */
    int column; /* of the cursor, from 0 */
    int width;  /* of the screen */
} Spot;

/* False: Readline is showing something else there, or there is no room. */
static bool find_spot(int prompt, Spot *spot)
{
    if (RL_ISSTATE(RL_STATE_ISEARCH | RL_STATE_NSEARCH | RL_STATE_COMPLETING | RL_STATE_DONE |
                   RL_STATE_NUMERICARG | RL_STATE_MOREINPUT))
        return false;
    for (int i = 0; i < rl_end; i++)
        if ((unsigned char)rl_line_buffer[i] < ' ' || rl_line_buffer[i] == 127)
            return false;
    if (strcmp(rl_variable_value("horizontal-scroll-mode"), "on") == 0)
        return false;
    int height;
    rl_get_screen_size(&height, &spot->width);
    if (spot->width < COLUMNS_MIN || height < ROWS_MIN)
        return false;
    int end = prompt + text_columns(rl_line_buffer, (size_t)rl_end);
    int cursor = prompt + text_columns(rl_line_buffer, (size_t)rl_point);
    spot->column = cursor % spot->width;
    spot->rows = end / spot->width - cursor / spot->width + 1;
    /* At the edge terminals differ in where the cursor is. */
    return end % spot->width && spot->column && end / spot->width + 2 < height;
}

/* The arrow, the text as far as there are columns for it, and back. */
static void draw(Shell *shell, Spot spot, int prompt, Preview what, Text *text)
{
    static const char *const signs[][2] = {
        [PREVIEW_RESULT] = { "-> ", "→ " }, [PREVIEW_MISFIT] = { "x  ", "✗ " }, [PREVIEW_HOLE] = { "", "" }
    };
    Text line = { 0 };
    text_pad(&line, ' ', prompt);
    text_printf(&line, "%s%s", signs[what][shell->out.utf8], text_get(text));
    while (text_columns(line.at, line.length) >= spot.width)
        do
            line.length--;
        while (utf8_goes_on(line.at[line.length]));
    line.at[line.length] = 0;
    style_draw_below(rl_outstream, shell->out, spot.rows, spot.column, line.at);
    text_free(&line);
}

static void show(Shell *shell, int prompt, const sigset_t *signals)
{
    static Text text;
    Spot spot;
    if (key_within(0, signals) || rl_pending_signal() || !find_spot(prompt, &spot))
        return;
    rl_line_buffer[rl_end] = 0;
    Preview what = preview_line(shell, rl_line_buffer, &text);
    if (what == PREVIEW_NOTHING || (what == PREVIEW_MISFIT && key_within(REST, signals)))
        return;
    draw(shell, spot, prompt, what, &text);
    key_within(-1, signals);
    style_erase_below(rl_outstream, spot.rows, spot.column);
}

void preview_until_key(Shell *shell, int prompt)
{
    if (rl_end == 0)
        return;
    sigset_t all, before;
    sigfillset(&all);
    sigdelset(&all, SIGALRM); /* which ends a look that takes long */
    sigprocmask(SIG_BLOCK, &all, &before);
    show(shell, prompt, &before);
    sigprocmask(SIG_SETMASK, &before, NULL);
}
