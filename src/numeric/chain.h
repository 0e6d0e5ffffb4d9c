/* chain.h: arithmetic on doubles that stay in the processor's registers from one operation to the next.
 *
 * A chain is a row of steps. Each is done to a few vectors at a time, and goes on to the next by a jump; what
 * it needs beside them it reads from memory. So sqrt(x * x + y * y) reads x and y once and writes its result
 * once, where a loop for each operation would write and read what lies between. Every element gets the bits,
 * and the processor the floating-point flags, that the operations give one after the other. */
#ifndef NDCALC_NUMERIC_CHAIN_H
#define NDCALC_NUMERIC_CHAIN_H

#include <stdint.h>

/* X(name): operations of two numbers, of which one lies in memory, and of one. */
#define CHAIN_OPS2(X) X(add) X(subtract) X(multiply) X(divide)
#define CHAIN_OPS1(X) X(negative) X(absolute) X(square) X(sqrt) X(exp) X(log)

#define CHAIN_NAME(op) CHAIN_##op,
typedef enum ChainOp {
    NO_CHAIN,
    CHAIN_load,   /* begins with elements that lie in memory */
    CHAIN_save,   /* stores them … */
    CHAIN_stream, /* … past the caches; to a multiple of 64 bytes */
    CHAIN_OPS2(CHAIN_NAME) CHAIN_OPS1(CHAIN_NAME) CHAIN_OPS,
} ChainOp;
#undef CHAIN_NAME

/* What lies in memory: a row of elements, or one for all; the second operand, or the first. Operations of one
 * number, and CHAIN_save, are CHAIN_ROW. */
typedef enum ChainForm { CHAIN_ROW, CHAIN_ONE, CHAIN_ROW_FIRST, CHAIN_ONE_FIRST, CHAIN_FORMS } ChainForm;

typedef struct ChainStep {
    void (*run)(void); /* what chain_step gives */
    char *at;          /* what it reads or writes; NULL: nothing */
} ChainStep;

/* How many elements are in the registers at a time; 0: this processor has no vectors for it. */
int64_t chain_width(void);
void (*chain_step(ChainOp, ChainForm))(void);
/* Does the steps, which begin with a load and end in a save, and after which one without `run` stands, to the
 * elements of rows from one on up to another, a multiple of chain_width() later. */
void chain_run(const ChainStep *, int64_t from, int64_t to);

#endif
