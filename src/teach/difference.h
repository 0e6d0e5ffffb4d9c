/* difference.h: by how much two values differ, element by element. */
#ifndef NDCALC_TEACH_DIFFERENCE_H
#define NDCALC_TEACH_DIFFERENCE_H

#include "value/value.h"

typedef struct Difference {
    bool numbers;    /* both are arrays or numbers, whose data is there */
    bool same_shape; /* … of one shape */
    bool same_axes;  /* … or of shapes that differ in axes of size 1 alone; else nothing was compared */
    bool exact;      /* ints and bools on both sides */
    int64_t count;   /* elements that were compared … */
    int64_t differ;  /* … and those that are not the very same number (nan is nan, -0. is 0.) */
    int64_t beyond;  /* … and those that differ by more than the tolerance */
    double largest;  /* the largest distance; inf where one is infinite or nan and the other is not */
    double scale;    /* the largest finite number on either side */
    double ulps;     /* the same in units in the last place, of the coarser of the two dtypes */
    Shape where;     /* of the left one: the place of the largest distance … */
    complex128 left, right; /* … and the two numbers there */
    bool same_numbers;      /* the same numbers, in another order */
    bool nans;              /* nan stands in the same place on both sides */
} Difference;

/* What is forgiven: |left - right| <= atol + rtol * |right| + bound. */
typedef struct Slack {
    double rtol, atol;
    Value bound[2]; /* of each element of both sides, float64 in C order; V_ABSENT: none */
} Slack;
#define NO_SLACK ((Slack){ .bound = { ABSENT, ABSENT } })

/* False: run.error. */
bool difference_of(Run *, Value left, Value right, const Slack *, Difference *);

/* The units in the last place between two doubles, of float64 or a smaller float dtype. */
double ulps_between(DType, double, double);

/* How far a number of a float dtype is from the next larger one. */
double ulp_of(DType, double);
/* The largest absolute finite number in a value; 0 where there is none. */
double largest_number(Value);
/* The least precise float dtype of a value, FLOAT64 where it has none. */
DType coarsest_dtype(Value);
/* The distance from 1 to the next number of a float dtype. */
double dtype_epsilon(DType);

#endif
