/* removed.h: names of np and its modules that are not here: what NumPy says of those it had and has no more,
 * and what to write instead of those that a calculator of numbers leaves out. */
#ifndef NDCALC_FUNC_REMOVED_H
#define NDCALC_FUNC_REMOVED_H

/* The text of NumPy's AttributeError for home.name ("np", "trapz"), NULL if it never was one that is known
 * here. *write is what takes its place: "np.prod", or "$.item()" with $ for the first argument of its call;
 * *words are advice. Either is NULL where NumPy's own text says enough ("Use `np.all` instead."), or nothing
 * takes its place. */
const char *removed_message(const char *home, const char *name, const char **write, const char **words);

#endif
