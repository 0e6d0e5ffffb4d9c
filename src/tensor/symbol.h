/* symbol.h: sizes that have a name and no number: P: (M, N).
 *
 * A symbol stands for a large number of its own. The numbers are such that small sums, products and fractions
 * of them meet neither each other nor a size that is likely: what holds for them holds for every size that is
 * large enough. So each shape rule takes symbols as it takes numbers, and what it answers is spelled back as
 * what it was made of. */
#ifndef NDCALC_TENSOR_SYMBOL_H
#define NDCALC_TENSOR_SYMBOL_H

#include "tensor/tensor.h"

enum { SYMBOLS_MAX = 11 };

typedef struct Symbol {
    char *name;
    int64_t code;  /* the number that it stands for in shapes */
    int64_t value; /* once an array has told its size; -1 before */
} Symbol;

typedef struct Symbols {
    int count;
    Symbol at[SYMBOLS_MAX];
} Symbols;

/* The symbol of a name, NULL if there is none; run->symbols may be NULL. */
Symbol *symbol_named(const Run *, const char *name);
/* The same, made if it is new; NULL (ValueError) when there are too many. */
Symbol *symbol_make(Run *, const char *name);
void symbols_free(Run *);
/* Forgets the symbols that were made after the first `count`; no shape that is kept may have them. */
void symbols_drop(Run *, int count);

/* Adds a size as it is spelled: "8", "M", "M + 1", "2*M*N", "M//2"; "?" for DIM_UNKNOWN. */
void size_spell(const Run *, int64_t size, Text *out);
/* Whether a size has a symbol in it. */
bool size_is_symbolic(const Run *, int64_t size);
bool shape_is_symbolic(const Run *, int ndim, const int64_t *dim);
/* The same text with the numbers that symbols stand for spelled out; lives until the statement is done. */
const char *symbols_spelled(Run *, const char *text);

#endif
