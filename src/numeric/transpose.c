#include "base/vectors.h"

#include "numeric/transpose.h"

#include <stdbool.h>

typedef uint64_t __attribute__((vector_size(32), aligned(4), may_alias)) Four; /* pairs of floats too */
typedef uint64_t __attribute__((aligned(4), may_alias)) One;

/* Four rows of four, in two rounds: neighbours, then halves. */
static inline void four_by_four(const char *from, int64_t from_step, char *to, int64_t to_step)
{
    Four a = *(const Four *)from, b = *(const Four *)(from + from_step);
    Four c = *(const Four *)(from + 2 * from_step), d = *(const Four *)(from + 3 * from_step);
    Four ab_even = __builtin_shufflevector(a, b, 0, 4, 2, 6),
         ab_odd = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    Four cd_even = __builtin_shufflevector(c, d, 0, 4, 2, 6),
         cd_odd = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    *(Four *)to = __builtin_shufflevector(ab_even, cd_even, 0, 1, 4, 5);
    *(Four *)(to + to_step) = __builtin_shufflevector(ab_odd, cd_odd, 0, 1, 4, 5);
    *(Four *)(to + 2 * to_step) = __builtin_shufflevector(ab_even, cd_even, 2, 3, 6, 7);
    *(Four *)(to + 3 * to_step) = __builtin_shufflevector(ab_odd, cd_odd, 2, 3, 6, 7);
}

#if defined __x86_64__ && defined __GNUC__
#define HAS_EIGHTS __builtin_cpu_supports("avx512f")

/* Whole eights; how many rows and columns they cover is the caller's business. */
__attribute__((target("avx512f"))) static void move_eights(const char *from, int64_t from_step, char *to,
                                                           int64_t to_step, int64_t rows, int64_t columns)
{
    for (int64_t i = 0; i < rows; i += 8)
        for (int64_t j = 0; j < columns; j += 8) {
            __m512i v[8];
            for (int k = 0; k < 8; k++)
                v[k] = _mm512_loadu_si512(from + (i + k) * from_step + 8 * j);
            transpose_eights(v);
            for (int k = 0; k < 8; k++)
                _mm512_storeu_si512(to + (j + k) * to_step + 8 * i, v[k]);
        }
}
#else
#define HAS_EIGHTS false

static void move_eights(const char *from, int64_t from_step, char *to, int64_t to_step, int64_t rows,
                        int64_t columns)
{
    (void)from, (void)from_step, (void)to, (void)to_step, (void)rows, (void)columns;
}
#endif

VECTORS static void move_fours(const char *from, int64_t from_step, char *to, int64_t to_step, int64_t rows,
                               int64_t columns)
{
    for (int64_t i = 0; i < rows; i += 8)
        for (int64_t j = 0; j < columns; j += 4) { /* whole lines of the cache are written */
            const char *at = from + i * from_step + 8 * j;
            four_by_four(at, from_step, to + j * to_step + 8 * i, to_step);
            four_by_four(at + 4 * from_step, from_step, to + j * to_step + 8 * (i + 4), to_step);
        }
}

void transpose_8(const char *from, int64_t from_step, char *to, int64_t to_step, int64_t rows,
                 int64_t columns)
{
    bool eights = HAS_EIGHTS;
    int64_t whole_rows = rows & -8, whole = columns & (eights ? -8 : -4);
    (eights ? move_eights : move_fours)(from, from_step, to, to_step, whole_rows, whole);
    for (int64_t i = 0; i < rows; i++)
        for (int64_t j = i < whole_rows ? whole : 0; j < columns; j++)
            *(One *)(to + j * to_step + 8 * i) = *(const One *)(from + i * from_step + 8 * j);
}
