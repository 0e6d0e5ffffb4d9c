/* notes.h: what a statement did that its text does not show: one line each, where it happened.
 *
 * A note is rare and true: it depends on the statement and its values alone. Whoever shows notes gives the
 * session notes_watcher and a Notes, and clears it with every statement. */
#ifndef NDCALC_TEACH_NOTES_H
#define NDCALC_TEACH_NOTES_H

#include "eval/session.h"
#include "teach/explanation.h"

struct Origins;

enum { NOTES_AT_MOST = 3 /* of one statement */, NOTE_FIXES = 3 };

typedef struct Noted {
    Span span;             /* what it is about */
    char *text;            /* one line, without a newline */
    char *more;            /* what %why adds: a paragraph; NULL: nothing */
    char *fix[NOTE_FIXES]; /* what to write instead, to be tried; NULL: no more */
} Noted;

/* What floating-point warnings say that have an element to blame; notes_warned reads it off their text. */
enum { WARNED_INVALID = 1, WARNED_INFINITE = 2, WARNED_OVERFLOW = 4 };

typedef struct Notes {
    int count;
    Noted at[NOTES_AT_MOST];
    unsigned warned;               /* of WARNED_…, since the last step: set by whoever shows warnings */
    unsigned looks;                /* how often whole numbers were looked at in this statement */
    bool thorough;                 /* large arrays are looked at, too: somebody asked */
    const struct Origins *origins; /* what made the names; NULL: nobody knows */
} Notes;

extern const Watcher notes_watcher;          /* session->watching is the Notes */
extern const Watcher notes_thorough_watcher; /* the same for Notes that are thorough */

void notes_clear(Notes *);
void notes_warned(Notes *, const char *text);
/* What the text of a statement alone tells. */
void notes_of_text(Session *, const Tree *);
/* What the value of an expression statement tells. */
void notes_of_value(Session *, const Tree *, const Node *statement, Value);

/* All that is known of a note, its fixes tried. */
void note_explained(Session *, Noted *, Explanation *out);

/* for the families of notes ------------------------------------------------------------------------------ */

/* Whether there is room for a note on this node, and none on it yet. */
bool notes_open(const Session *, const Tree *, const Node *);
Noted *notes_add(Session *, const Tree *, const Node *, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* What more there is to say of it, and what to write instead. */
void noted_more(Noted *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void noted_fix(Noted *, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Takes back the notes on a part of the source that begin with some words. */
void notes_drop_within(Notes *, Span, const char *beginning);
/* The source text of a node, on one line; "…" for what is longer than so many columns. Until the statement is
 * done. */
const char *node_words(Session *, const Tree *, const Node *, int columns);
/* The same; of what is longer the beginning and the end, with "…" between them. */
const char *node_shortened(Session *, const Tree *, const Node *, int columns);
/* An operand's text; `otherwise` for what is longer than 30 columns. */
const char *operand_words(Session *, const Evaluated *, int i, const char *otherwise);
/* Makes code a word that is not broken into lines; in place. */
const char *unbroken(const char *code);
/* The kids of an operator's or a call's node that its operands stand for; NULL past the last. */
const Node *operand_node(const Evaluated *, int i);

/* Moves an index to the next element in C order; false after the last. */
bool next_index(const Tensor *, int64_t *index);

/* broadcasts.c: arrays that met otherwise than was likely meant: the first three operands, lists among them.
 */
void note_broadcast(Session *, const Evaluated *);

/* stores.c: container[key] = what, container op= what (key V_ABSENT). */
void watch_store(Session *, const Node *target, Value container, Value key, Value what);
/* Functions that store numbers into an array's dtype without saying so. */
void note_cut(Session *, const Evaluated *);

/* birth.c: which element a floating-point warning is about. */
void note_birth(Session *, const Evaluated *);

/* overflow.c: whole numbers that did not fit. */
void note_overflow(Session *, const Evaluated *);
/* container op= what, before it is done. */
void note_overflow_in_place(Session *, const Node *target, const Tensor *, Value what);

#endif
