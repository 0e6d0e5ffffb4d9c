/* preview.h: the line under the input that shows what it comes to, while nothing is typed. */
#ifndef NDCALC_REPL_PREVIEW_H
#define NDCALC_REPL_PREVIEW_H

#include "run/shell.h"

/* To be called before Readline waits for a key: shows the preview of the line until there is one, or until a
 * signal comes. `prompt`: columns of the prompt. */
void preview_until_key(Shell *, int prompt);

#endif
