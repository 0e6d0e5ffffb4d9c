/* vectors.h: loops that the compiler makes vectors of are built for each generation of processors; which one
 * runs is decided when the program starts.
 *
 * A file of such loops includes this first: it is then compiled with -O3. gcc makes vectors of few loops at
 * -O2. */
#ifndef NDCALC_BASE_VECTORS_H
#define NDCALC_BASE_VECTORS_H

#include <stdint.h>

#if defined __GNUC__ && !defined __clang__
#pragma GCC optimize("O3")
#endif

/* Before a function of such loops. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORS
#endif

/* Before a part of them: it is built for the processor that the whole is built for. */
#if defined(__GNUC__)
#define PART_OF_VECTORS static inline __attribute__((always_inline))
#else
#define PART_OF_VECTORS static inline
#endif

/* For each byte the numbers of its bits, those that are set before the others, as eight bytes from the lowest
 * on: the order in which lanes are packed that a mask chooses. */
extern const uint64_t bits_set_first[256];

#endif
