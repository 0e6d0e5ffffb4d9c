#include "repl/history.h"

#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <readline/history.h>

enum { ENTRIES_MAX = 10000, LINES_MAX = 40000 };

static Text folder, file; /* their paths; "" if there is no home */
static int unsaved;       /* the last entry is not in the file yet */

/* $XDG_STATE_HOME/ndcalc, or ~/.local/state/ndcalc; made if it is not there. */
static int find_folder(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    text_clear(&folder);
    if (state && *state == '/')
        text_printf(&folder, "%s/ndcalc", state);
    else if (home && *home)
        text_printf(&folder, "%s/.local/state/ndcalc", home);
    else
        return 0;
    for (char *slash = folder.at + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = 0;
        mkdir(folder.at, 0700);
    }
    mkdir(folder.at, 0700);
    text_clear(&file);
    text_printf(&file, "%s/history", folder.at);
    return 1;
}

/* Other sessions wait while one has the folder. The file itself will not do: truncating replaces it. */
static int lock_folder(void)
{
    int lock = open(text_get(&folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock >= 0)
        flock(lock, LOCK_EX);
    return lock;
}

static void unlock_folder(int lock)
{
    if (lock >= 0)
        close(lock);
}

void history_load(void)
{
    /* Times stand before the entries in the file; so it is known where one of several lines ends. */
    history_comment_char = '#';
    history_write_timestamps = 1;
    using_history();
    stifle_history(ENTRIES_MAX);
    if (!find_folder())
        return;
    int lock = lock_folder();
    history_truncate_file(file.at, LINES_MAX);
    read_history(file.at);
    unlock_folder(lock);
    using_history();
}

static HIST_ENTRY *last_entry(void)
{
    return history_length ? history_get(history_base + history_length - 1) : NULL;
}

void history_add_line(const char *line, int is_first)
{
    HIST_ENTRY *last = last_entry();
    if (is_first) {
        unsaved = !last || strcmp(last->line, line) != 0;
        if (unsaved)
            add_history(line);
    } else if (last) {
        if (!unsaved) { /* the first line was that of an older entry */
            add_history(last->line);
            last = last_entry();
            unsaved = 1;
        }
        Text whole = { 0 };
        text_printf(&whole, "%s\n%s", last->line, line);
        HIST_ENTRY *replaced = replace_history_entry(history_length - 1, whole.at, NULL);
        if (replaced)
            free_history_entry(replaced);
        text_free(&whole);
    }
}

void history_save(void)
{
    if (!unsaved || !*text_get(&file))
        return;
    unsaved = 0;
    int lock = lock_folder(), made = open(file.at, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (made >= 0) {
        close(made);
        append_history(1, file.at);
    }
    unlock_folder(lock);
}
