/* object.h: the head of everything that is counted.
 *
 * Who stores a pointer to an object counts it (object_keep) and, when the pointer goes, drops it.
 * Arguments are borrowed, always: a function that is given an object and keeps it counts it itself. */
#ifndef NDCALC_BASE_OBJECT_H
#define NDCALC_BASE_OBJECT_H

#include <stdint.h>

typedef struct Object {
    uint32_t count; /* how many pointers to it are stored */
    uint8_t tag;    /* which object: a Tag of value/value.h; set by whoever made it */
    uint8_t flags;  /* the object's own */
} Object;

/* The tag of a tensor, which lies below the floor that knows the others: value/value.h's V_ARRAY. */
enum { OBJECT_TENSOR = 23 };

#endif
