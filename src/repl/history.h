/* history.h: what was typed, kept across sessions in a file of the user's state folder. */
#ifndef NDCALC_REPL_HISTORY_H
#define NDCALC_REPL_HISTORY_H

void history_load(void);
/* Begins an entry with its first line, or goes on with the last one: a block comes back as a whole. */
void history_add_line(const char *line, int is_first);
/* Writes the last entry to the file, if it is not there yet. Several sessions may write at once. */
void history_save(void);

#endif
