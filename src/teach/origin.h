/* origin.h: names remember the expression that made them.
 *
 * After an assignment at the top of a session the expression stays with the name: its tree, and what the
 * variables that it read were. Nothing is counted and nothing is watched: whether it still holds is found out
 * when somebody asks, by evaluating it once more. */
#ifndef NDCALC_TEACH_ORIGIN_H
#define NDCALC_TEACH_ORIGIN_H

#include "eval/session.h"

typedef struct Origins Origins;

Origins *origins_new(void);
void origins_free(Origins *); /* NULL is fine */

/* Remembers the plain assignments among the statements of a tree that was run. */
void origins_note(Origins *, Session *, const Tree *);
/* Remembers one name, whatever its expression read. */
void origins_note_name(Origins *, Session *, Name, const Tree *, const Node *expression);

/* The expression that made a name, if the name and all that it read are what they were; NULL: it is not
 * known.
 */
const Node *origin_of(const Origins *, Session *, Name, const Tree **);

/* The source of an expression with the names in it replaced by what made them, `depth` deep, and calls of
 * functions that are one return by what they return. What does not hold any more stays as it is and is told
 * in `stale`, a sentence each: "X_Res is np.dot(Y, A2.T) no more: Y was rebound." False: nothing was
 * replaced, or the text would be too long. */
bool origin_unfold(Origins *, Session *, const Tree *, const Node *, int depth, Text *out, Text *stale);

#endif
