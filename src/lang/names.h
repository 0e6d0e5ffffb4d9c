/* names.h: identifiers as numbers. The same text always gives the same number; numbers stay as long as the
 * program. */
#ifndef NDCALC_LANG_NAMES_H
#define NDCALC_LANG_NAMES_H

#include "base/memory.h"

typedef int Name; /* from 1; 0 is no name */

Name name_of(const char *text,
             int length);    /* makes it if it is new. Text is as Python keeps it: NFKC for non-ASCII */
const char *name_text(Name); /* ends in a 0 byte; lives as long as the program */
int name_count(void);        /* one more than the greatest */

/* Forgets the names that were made since a mark was taken, which nobody may use any more: for programs that
 * run many sessions one after another, as the fuzz targets do. */
typedef struct NamesMark {
    int count;
    ArenaMark texts;
} NamesMark;
NamesMark names_mark(void);
void names_rewind(NamesMark);

#endif
