/* removed.h: names that NumPy had and has no more: what it says of them, and what to write instead. */
#ifndef NDCALC_FUNC_REMOVED_H
#define NDCALC_FUNC_REMOVED_H

/* The text of NumPy's AttributeError for np.name, NULL if it never was one that is known here. *instead is
 * our advice, "write np.prod", or NULL where NumPy's own text says enough. */
const char *removed_message(const char *name, const char **instead);

#endif
