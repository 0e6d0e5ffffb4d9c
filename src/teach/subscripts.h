/* subscripts.h: what is wrong with einsum's letters. */
#ifndef NDCALC_TEACH_SUBSCRIPTS_H
#define NDCALC_TEACH_SUBSCRIPTS_H

#include "teach/problem.h"

bool say_einsum(Problem *);  /* a letter with two sizes */
bool say_letters(Problem *); /* more letters than axes, or fewer */
bool say_groups(Problem *);  /* more groups of letters than arrays, or fewer */
bool say_result(Problem *);  /* a letter of the result that is in no operand, or twice in it */

#endif
