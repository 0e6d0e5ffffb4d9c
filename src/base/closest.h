/* closest.h: the name that was meant: the nearest one to a word, as CPython's suggestions find it
 * (Python/suggestions.c). */
#ifndef NDCALC_BASE_CLOSEST_H
#define NDCALC_BASE_CLOSEST_H

#include <stddef.h>

typedef struct Closest {
    const char *word;  /* as it was written */
    const char *found; /* NULL: none so far is near enough */
    size_t distance;   /* of `found` */
} Closest;

/* Looks at one more name. Of two at the same distance the first is kept. */
void closest_try(Closest *, const char *name);

#endif
