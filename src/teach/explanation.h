/* explanation.h: what is said under an error's own line: where it is, what does not fit, what to write
 * instead.
 *
 * It is worked out at once, while the operands are there, and shown later, on whatever page: under the error,
 * and once more by %why. Its texts lie in its arena, so that it outlives the statement. */
#ifndef NDCALC_TEACH_EXPLANATION_H
#define NDCALC_TEACH_EXPLANATION_H

#include "base/error.h"
#include "teach/diagram.h"

enum { MARKS_MAX = 8, FIXES_MAX = 3 };

/* A part of the source that is underlined. */
typedef struct Mark {
    Span span;
    const char *shape; /* of the operand that stands there; NULL: not said */
} Mark;

/* What to write instead. It was tried. */
typedef struct Fix {
    const char *code;
    const char *shapes; /* "(1, 8)·(8, 1)"; "": nothing to say */
    const char *result; /* "(1, 1)", "(3,) bool", "3.6" */
    const char *remark; /* NULL: none */
} Fix;

typedef struct Explanation {
    Arena arena;
    const Class *class; /* of the error; NULL: nothing is explained */
    const char *text;   /* its text, sizes spelled */
    Source *source;     /* counted; NULL: it stands nowhere */
    Span place;         /* the expression that failed */
    int marks;
    Mark mark[MARKS_MAX];
    bool short_form;   /* in a session without the source: the line is short and the fix says it all */
    bool shapes_told;  /* the pipe's line begins with the shapes of the marks */
    const char *sign;  /* what stands between these shapes: "·"; NULL: ", " */
    const char *brief; /* what is wrong, in a few words, for one line; NULL: nothing to add */
    Diagram diagram;   /* the same at length */
    const char *needs; /* "N == M": with these sizes it would hold; NULL */
    const char *label; /* of the fixes: "fits", "write" */
    int fixes;
    Fix fix[FIXES_MAX];
    bool shown;       /* its error was told */
    const char *more; /* paragraphs that only %why says, one a line; NULL: none */
} Explanation;

void explanation_clear(Explanation *);
/* Whether it is about this error. */
bool explanation_is_of(const Explanation *, const Error *);

/* The lines under the source: what does not fit, then the fixes. */
void explanation_full(const Explanation *, const Page *, Text *);
/* The same for a line that stands at a column already: what is wrong and the first fix, in as many lines as
 * the page needs, those after the first indented. */
void explanation_brief(const Explanation *, const Page *, int column, int indent, Text *);
/* Sentences alone: the operands and their shapes, what is wrong, the fixes (all of them, or the first). */
void explanation_narrate(const Explanation *, const Page *, bool all, Text *);

#endif
