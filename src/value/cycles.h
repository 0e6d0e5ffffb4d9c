/* cycles.h: objects that can hold themselves, and the collection of those that only do that.
 *
 * Counting frees everything but cycles: a list that holds itself, a function that its own cell knows. Lists,
 * dicts, sets, functions, cells, iterators and exceptions are kept in one row; when it has doubled since the
 * last time, counts are taken back for each reference that comes from within the row (trial deletion, as
 * Bacon and Rajan 2001 and CPython's gcmodule have it): what is left with a count is held from outside, and
 * what it reaches lives. */
#ifndef NDCALC_VALUE_CYCLES_H
#define NDCALC_VALUE_CYCLES_H

#include "value/value.h"

void *cycle_alloc(size_t size); /* an object that may take part in cycles; never NULL, not zeroed */
void cycle_free(void *object);  /* its memory alone */

/* Whether it is time for cycles_collect. */
bool cycles_due(void);
/* Frees the cycles that nothing outside holds. Every live value must be counted by whoever holds it. */
void cycles_collect(void);

/* Shows a value that an object holds to a visitor, which sees only what can be part of a cycle. */
void visit_value(Value, Visitor *, void *with);

#endif
