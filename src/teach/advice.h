/* advice.h: which explanation an error gets: a row for each sort of error, tried in order. */
#ifndef NDCALC_TEACH_ADVICE_H
#define NDCALC_TEACH_ADVICE_H

#include "teach/problem.h"
#include "teach/suggest.h"

/* A sort of error: its class, the form of its text (* stands for anything), and the functions that it is
 * about. `say` fills the explanation; false: it is none of this sort after all, and the next row is tried. */
typedef struct Advice {
    const Class *class;
    const char *form;
    const char *of; /* names of functions between spaces; NULL: any, and none */
    bool (*say)(Problem *);
} Advice;

/* The tables, in the order in which they are tried; each ends in a row without a class. */
extern const Advice argument_advices[]; /* what functions want in another form */
extern const Advice mismatches[];       /* shapes that do not fit */
extern const Advice position_advices[]; /* axes, sizes, matrices */
extern const Advice place_advices[];    /* indices, masks, what is stored */
extern const Advice operand_advices[];  /* values of the wrong sort */
extern const Advice range_advices[];    /* whole numbers that do not fit */
extern const Advice count_advices[];    /* too many or too few */
extern const Advice none_advices[];     /* of None, where a value was wanted */
extern const Advice item_advices[];     /* of lists and dicts; numbers in texts */
extern const Advice keyword_advices[];  /* parameters */
extern const Advice name_advices[];     /* names that are not there */

/* Explains an error that has just happened, and that stays as it is. Where nothing is known of it, *out has
 * no more than its place. */
void explain_failure(Session *, const Failure *, Explanation *out);

/* What a line comes to, as a fix would say it: "(2, 2)"; NULL: it fails, or nobody knows. In the arena. */
const char *line_result(Session *, Arena *, const char *code);

/* What errors of a class mean, and where to look: for those of which nothing better is known. */
const char *class_meaning(const Class *);

/* Says what was meant, "did you mean np.multiply?"; false: nothing is near. */
bool say_near(Problem *, const Suggestions *, const char *before);
/* For rows: says one thing, in the line of a pipe and in a session alike. Fixes are then what to write. */
void advise(Problem *, const char *words);

#endif
