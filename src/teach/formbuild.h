/* formbuild.h: what the parts that build forms share. */
#ifndef NDCALC_TEACH_FORMBUILD_H
#define NDCALC_TEACH_FORMBUILD_H

#include "teach/callee.h"
#include "teach/calls.h"
#include "teach/indexform.h"

typedef struct Build {
    Forms *forms;
    Session *session;
    const Findings *found;
} Build;

/* formbuild.c: the form of a part; what is not looked into is an atom. */
bool build(Build *, const Node *, Form *);
bool build_two(Build *, const Node *left, const Node *right, Form *, Form *);

/* formproducts.c: false: the shapes do not fit, or the form becomes too large. */
bool dot(Build *, Form *, Form *);
bool matrix_product(Build *, Form *, Form *); /* a @ b */
bool inner(Build *, Form *, Form *);
bool outer(Form *, Form *, const Forms *);
bool inner_of_all(Build *, Form *, Form *); /* np.vdot of real arrays */
bool tensordot(Build *, const Arguments *, Form *);
bool einsum(Build *, const Arguments *, Form *);
bool product_of_several(Build *, const Node *list, Form *);

#endif
