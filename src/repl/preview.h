/* preview.h: the line under the input that shows what it comes to, while nothing is typed. */
#ifndef NDCALC_REPL_PREVIEW_H
#define NDCALC_REPL_PREVIEW_H

#include "run/shell.h"

#include <signal.h>

/* Whether a key, or the end of all keys, comes within so many milliseconds; -1: for ever. A signal ends the
 * wait as well; those of `signals` are blocked meanwhile alone, so that none that is let through comes just
 * before it; NULL: those that are blocked anyway. */
bool key_within(int milliseconds, const sigset_t *signals);
/* To be called before Readline waits for a key: shows the preview of the line until there is one, or until a
 * signal comes. `prompt`: columns of the prompt. */
void preview_until_key(Shell *, int prompt);

#endif
