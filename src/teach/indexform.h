/* indexform.h: an expression as sums of products over labelled indices.
 *
 * np.dot(Y, A2.T) is [i,k] = Σ_j Y[i,j]·A2[k,j]: a Form, with free indices i and k, of one Term of two
 * Factors. Two expressions with the same form are equal, up to rounding, for every size of their axes; what a
 * form says is true of real numbers, not of bools and of ints that wrap. Labels and atoms (what is not looked
 * into: variables, np.linalg.inv(A)) belong to a Forms, so that both sides of a comparison share them. */
#ifndef NDCALC_TEACH_INDEXFORM_H
#define NDCALC_TEACH_INDEXFORM_H

#include "eval/session.h"
#include "teach/page.h"

enum { FORM_AXES = 6, FORM_FACTORS = 6, FORM_TERMS = 24, FORM_SIZES = 6 };

/* An index is a label, or, below zero, the place -1 - index. */
static inline int index_of_place(int place) { return -1 - place; }

typedef struct Factor {
    int atom;
    int index[FORM_AXES]; /* as many as the atom has axes */
} Factor;

typedef struct Term {
    double by; /* the number in front, times each size to its power */
    int factors, sizes;
    Factor factor[FORM_FACTORS];
    struct {
        int size, power;
    } size[FORM_SIZES];
} Term;

/* The sum of the terms; a label of a term that is not among the free ones is summed over. */
typedef struct Form {
    int axes;
    int index[FORM_AXES]; /* the free labels, one an axis */
    int terms;
    bool cancelled; /* terms were left out that come to 0 together */
    Term term[FORM_TERMS];
} Form;

typedef struct Atom {
    char *key;  /* equal keys are the same atom */
    char *text; /* as it is written */
    int axes;
    int size[FORM_AXES];
    bool symmetric; /* a matrix that equals its transpose, taken as such by FORM_SYMMETRIC */
    Form *
        divisor; /* of 1/…: what it divides by, its free labels in the order of the axes; NULL: no quotient */
} Atom;

/* A size: that of an axis of an atom, and of every axis that must be as long. */
typedef struct FormSize {
    int same; /* as this one; itself at the end of the chain */
    int64_t value;
    bool one;   /* it is 1, and the form holds only while it is */
    bool fixed; /* of no atom: np.ones(3), a[:, None] */
    bool tied;  /* as long as a fixed one other than 1: by a number in the text */
} FormSize;

typedef struct Forms {
    Session *session;
    Atom *atom; /* the first is δ, 1 where its two indices are equal and 0 elsewhere */
    int atoms, atoms_room;
    int *label; /* the size of each label */
    int labels, labels_room;
    FormSize *size;
    int sizes, sizes_room;
} Forms;

enum { ATOM_DELTA };

void forms_begin(Forms *, Session *);
void forms_free(Forms *);

/* The form of an expression whose parts were looked at; false: it has none, or too large a one. */
bool form_of(Forms *, const Findings *, const Node *, Form *out);

/* How far equality goes. */
typedef enum {
    FORM_EVERY_SIZE,
    FORM_SYMMETRIC, /* the atoms that are marked so are symmetric */
    FORM_HERE,      /* for the sizes that are there; axes of size 1 do not count as axes */
} FormReach;
bool form_equal(const Forms *, const Form *, const Form *, FormReach);
/* Whether b = *ratio * a, ratio other than 0. */
bool form_ratio(const Forms *, const Form *a, const Form *b, double *ratio);
/* A text that is the same for equal forms and for no others. */
void form_key(const Forms *, const Form *, FormReach, Text *);

/* "[i,k] = Σ_j Y[i,j]·A2[k,j]", "[i,k] = sum_j Y[i,j]*A2[k,j]", or in words. Beside an equal form (NULL:
 * none) the axes have that one's letters. */
void form_spell(const Forms *, const Form *, const Form *beside, const Page *, Text *);
/* The letters that the first term sums over, "i and j", and those of the axes. */
void form_letters(const Forms *, const Form *, const Page *, Text *summed, Text *kept);
/* How many products of two and more factors it adds up; 0: unknown. */
int64_t form_products(const Forms *, const Form *);
/* The labels that a term sums over, in the order in which they stand; returns how many. */
int term_bound(const Form *, const Term *, int label[FORM_FACTORS * FORM_AXES]);
bool term_has(const Term *, int label);
void term_replace(const Forms *, Term *, int index, int by); /* wherever the index stands */
bool form_is_free(const Form *, int label);                  /* it is that of an axis */
int64_t label_length(const Forms *, int label);
/* The size at the end of the chain. */
int size_root(const Forms *, int size);

/* What forms are made with. Those that answer bool are false if the form becomes too large. */
int forms_size(Forms *, int64_t value, bool fixed);
int forms_label(Forms *, int size);
int forms_atom(Forms *, const char *key, const char *text, int axes, const int64_t *dim);
void form_number(Form *, double);
void form_atom(Forms *, int atom, Form *); /* with an index of its own for each axis */
void form_scale(Form *, double);
bool form_by_size(const Forms *, Form *, int size, int power);
bool form_axis_append(Forms *, Form *, int size); /* a new axis, the last, along which nothing changes */
/* Makes two free labels one: the second becomes the first, and their sizes are the same. */
void form_join(Forms *, Form *, int kept, int gone);
void form_place(Forms *, Form *, int label,
                int place); /* the label becomes a place, and is no axis any more */
bool form_sum_axis(Forms *, Form *, int axis);
void form_drop_axis(Form *,
                    int axis); /* one that another axis has the label of, or along which nothing changes */
/* The first two axes become one, the last; false: their lengths are known to differ. */
bool form_diagonal(Forms *, Form *);
bool form_trace(Forms *, Form *);
/* Gives both the same free labels, as broadcasting does. */
bool form_broadcast(Forms *, Form *, Form *);
bool form_add(Form *, const Form *);
bool form_multiply(const Forms *, Form *, const Form *); /* the free labels stay those of the first */
void form_collect(const Forms *, Form *);                /* like terms become one, or none */
void form_settle(Forms *, Form *);                       /* carries out the δs over summed labels */

#endif
