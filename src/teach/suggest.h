/* suggest.h: did you mean: names near to one that is not there. */
#ifndef NDCALC_TEACH_SUGGEST_H
#define NDCALC_TEACH_SUGGEST_H

#include <stdbool.h>

/* The names that were compared with one that is not there, the nearest so far kept. */
typedef struct Suggestions {
    const char *wanted;
    int count, distance[3];
    const char *name[3]; /* the nearest first; not copied */
} Suggestions;

/* Compares one more name: by how many letters are wrong, missing, too many or exchanged with their neighbour.
 * More than a third of them, and it is no suggestion. */
void suggest(Suggestions *, const char *name);

#endif
