/* comparison.h: what the parts of compare share. */
#ifndef NDCALC_TEACH_COMPARISON_H
#define NDCALC_TEACH_COMPARISON_H

#include "eval/eval.h"
#include "lang/parser.h"
#include "teach/compare.h"
#include "teach/difference.h"
#include "teach/indexform.h"
#include "teach/rounding.h"

/* One of the two. */
typedef struct Side {
    const char *name; /* "left" */
    Text text;        /* as it is shown: the source, names unfolded */
    Text given;       /* as it was written, if that is something else */
    Source *source;   /* of an unfolded one, kept */
    Subject subject;
    Findings found; /* of the subject */
    Value value;    /* owned */
    bool pure;
    bool has_form;
    Form form;
} Side;

typedef struct Comparison {
    Session *session;
    Origins *origins;
    const Page *page;
    Tolerance tolerance;
    Text *out;
    Side side[2];
    Forms forms;
    Difference difference;
    DType coarse; /* the coarsest float dtype of both sides, in which they are judged */
    Trials trials;
    Verdict verdict;
    Text stale;
    Parser *parser;
} Comparison;

enum { LABEL = 9 }; /* the columns of the labels before the paragraphs */

/* compare.c: the sides */
Side *other_side(Comparison *, const Side *);
/* Parses an expression; the source is the caller's, in either case. */
bool parse(Comparison *, const char *text, Source **, Tree *, const Node **);
bool has_data(Value);
bool equal_on_paper(Comparison *); /* their forms are the same for every size */
/* The function that a side ends in: "dot", "@", "sum"; NULL: none. */
const char *top_function(const Side *);
const char *as_primary(Comparison *, const Side *); /* its text, where an attribute can follow it */

/* compare_text.c */
void say(Comparison *, const char *label, const char *text); /* a paragraph */
void add_shape(const Comparison *, Value, Text *);
void add_dtype(Value, Text *);
void add_value(Comparison *, Value, int most, Text *); /* its repr on one line of so many columns */
void add_number(complex128, Text *);
void add_example(Comparison *, const Sample *, Text *);
void add_form(Comparison *, const Side *, Text *);
void say_head(Comparison *);
void say_verdict(Comparison *);

/* compare_why.c */
void say_why(Comparison *);
void say_always(Comparison *);
void say_numpy(Comparison *); /* what allclose, array_equal and == answer */
/* "(1, N)": the shape of the first array, sizes other than 1 as letters. */
void add_general_shape(Comparison *, Text *);
/* The symbols that the sizes of both sides are made of: "M, N"; nothing if there are none. */
void add_symbols(Comparison *, Text *);
/* " Not for bool (dot ORs) or small ints (dot wraps)."; nothing if no dtype differs. */
void add_dtypes(Comparison *, Text *);
int pairs_of_dtypes(const Comparison *); /* how many were tried of each dtype */

/* compare_match.c */
/* What one form can be of another. */
typedef struct Relation {
    const char *says;   /* "the trace of %s, the sum of its diagonal" */
    const char *source; /* "np.trace(%s)"; of a primary if it begins with %s */
    bool (*make)(Forms *, Form *);
} Relation;
/* The first that makes `to` of `from`; NULL: none does. */
const Relation *relation_between(Comparison *, const Side *from, const Side *to);
void apply_source(Comparison *, const char *source, const Side *, Text *);
/* The side that is a variance or a deviation and would be the other with the other ddof; *sample: it divides
 * by n - 1 as it stands. NULL: none is. */
const Side *divided_otherwise(Comparison *, bool *sample);
void say_match(Comparison *); /* each line was tried */

#endif
