/* random_rows.h: the rows of a function that draws: in np.random and as a method of RandomState, or as a
 * method of Generator. CALL is an example's arguments, ANSWER what is drawn from the seed 0. */
#ifndef NDCALC_RANDOM_RANDOM_ROWS_H
#define NDCALC_RANDOM_RANDOM_ROWS_H

#define ROW(NAME, HOME, SELF, PARAMS, BRIEF, EXAMPLE, INFER, KERNEL, EXTRA)                                  \
    {                                                                                                        \
        .name = #NAME, .of = HOME, .params = SELF PARAMS, .brief = BRIEF, .example = EXAMPLE,                \
        .style = CYTHON, .infer = INFER, .run = KERNEL, .gives = AS_ARRAY, .effects = true, .extra = EXTRA   \
    }
#define LEGACY_ROWS(NAME, PARAMS, BRIEF, CALL, ANSWER, INFER, KERNEL, EXTRA)                                 \
    ROW(NAME, "np.random", "", PARAMS, BRIEF,                                                                \
        ">>> np.random.seed(0); np.random." #NAME CALL "\n" ANSWER "\n", INFER, KERNEL, EXTRA),              \
        ROW(NAME, "RandomState", "self: any, ", PARAMS, BRIEF,                                               \
            ">>> np.random.RandomState(0)." #NAME CALL "\n" ANSWER "\n", INFER, KERNEL, EXTRA)
#define MODERN_ROW(NAME, PARAMS, BRIEF, CALL, ANSWER, INFER, KERNEL, EXTRA)                                  \
    ROW(NAME, "Generator", "self: any, ", PARAMS, BRIEF,                                                     \
        ">>> np.random.default_rng(0)." #NAME CALL "\n" ANSWER "\n", INFER, KERNEL, EXTRA)

#endif
