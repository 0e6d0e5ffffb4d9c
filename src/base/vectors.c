#include "base/vectors.h"

#define BEFORE(m, k) __builtin_popcount((m) & ((1u << (k)) - 1))
#define PLACE(m, k)  ((m) >> (k)&1 ? BEFORE(m, k) : __builtin_popcount(m) + (k)-BEFORE(m, k))
#define BIT(m, k)    (UINT64_C(k) << 8 * PLACE(m, k))
#define ROW(m)       BIT(m, 0) | BIT(m, 1) | BIT(m, 2) | BIT(m, 3) | BIT(m, 4) | BIT(m, 5) | BIT(m, 6) | BIT(m, 7)
#define ROWS4(m)     ROW(m), ROW(m + 1), ROW(m + 2), ROW(m + 3)
#define ROWS16(m)    ROWS4(m), ROWS4(m + 4), ROWS4(m + 8), ROWS4(m + 12)
#define ROWS64(m)    ROWS16(m), ROWS16(m + 16), ROWS16(m + 32), ROWS16(m + 48)

const uint64_t bits_set_first[256] = { ROWS64(0u), ROWS64(64u), ROWS64(128u), ROWS64(192u) };
