/* elementwise_map.h: macros that make an elementwise loop of an expression in x (and y).
 *
 * Included by elementwise_loops.c, which includes the files loops_*.inc once for each dtype after it has set:
 * D the dtype's letters (f8), T the type in memory, X the type to compute in, GET(p) and PUT(p, v) to read
 * and write an element, and ROUND(v) what is left of v when it was written and read again.
 *
 * MAP spells out the common cases (contiguous, one operand a scalar), so that the compiler vectorises them;
 * CALL is for expressions that are calls anyway. Outputs never overlap inputs, unless they are the same
 * elements, or in two ways that reductions use: the output is operand 0 (step 0), or it runs one element
 * ahead of operand 0 (accumulate). */
#define JOIN_(a, b) a##_##b
#define JOIN(a, b)  JOIN_(a, b)
#define NAME(op)    JOIN(op, D)
#define LOOP(op)    static void NAME(op)(int64_t n, char *const p[], const int64_t s[])

/* Loops that the compiler makes vectors of are built for each generation of processors; which one runs is
 * decided when the program starts. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#define VECTORS __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORS
#endif

#if defined(__GNUC__) && !defined(__clang__)
#define INDEPENDENT _Pragma("GCC ivdep")
#else
#define INDEPENDENT
#endif
#define EACH for (int64_t i = 0; i < n; i++)

#define SET(at, value) *(R *)(at) = (R)(value)

/* One operand. AS: the result is of the C type R, whatever the dtype. */
#define MAP1_(op, RT, STORE, expr)                                                                           \
    VECTORS LOOP(op)                                                                                         \
    {                                                                                                        \
        typedef RT R;                                                                                        \
        const char *const a = p[0];                                                                          \
        char *const r = p[1];                                                                                \
        const int64_t as = s[0], rs = s[1];                                                                  \
        if (as == sizeof(T) && rs == sizeof(R)) {                                                            \
            INDEPENDENT EACH                                                                                 \
            {                                                                                                \
                X x = GET(a + i * (int64_t)sizeof(T));                                                       \
                STORE(r + i * (int64_t)sizeof(R), expr);                                                     \
            }                                                                                                \
        } else {                                                                                             \
            EACH                                                                                             \
            {                                                                                                \
                X x = GET(a + i * as);                                                                       \
                STORE(r + i * rs, expr);                                                                     \
            }                                                                                                \
        }                                                                                                    \
    }
#define MAP1(op, expr)       MAP1_(op, T, PUT, expr)
#define MAP1_AS(op, R, expr) MAP1_(op, R, SET, expr)

/* Two operands, in the cases that are worth a loop of their own. */
#define MAP2_CASE_(xat, yat, STORE, rat, expr)                                                               \
    INDEPENDENT EACH                                                                                         \
    {                                                                                                        \
        X x = GET(xat), y = GET(yat);                                                                        \
        STORE(rat, expr);                                                                                    \
    }
#define MAP2_CASES_(STORE, expr)                                                                             \
    const int64_t t_ = (int64_t)sizeof(T), r_ = (int64_t)sizeof(R);                                          \
    if (rs == r_ && as == t_ && bs == t_) {                                                                  \
        MAP2_CASE_(a + i * t_, b + i * t_, STORE, r + i * r_, expr)                                          \
    } else if (rs == r_ && as == t_ && bs == 0) {                                                            \
        X y = GET(b);                                                                                        \
        INDEPENDENT EACH                                                                                     \
        {                                                                                                    \
            X x = GET(a + i * t_);                                                                           \
            STORE(r + i * r_, expr);                                                                         \
        }                                                                                                    \
    } else if (rs == r_ && as == 0 && bs == t_) {                                                            \
        X x = GET(a);                                                                                        \
        INDEPENDENT EACH                                                                                     \
        {                                                                                                    \
            X y = GET(b + i * t_);                                                                           \
            STORE(r + i * r_, expr);                                                                         \
        }                                                                                                    \
    } else {                                                                                                 \
        EACH                                                                                                 \
        {                                                                                                    \
            X x = GET(a + i * as), y = GET(b + i * bs);                                                      \
            STORE(r + i * rs, expr);                                                                         \
        }                                                                                                    \
    }
#define OPERANDS2_                                                                                           \
    const char *const a = p[0], *const b = p[1];                                                             \
    char *const r = p[2];                                                                                    \
    const int64_t as = s[0], bs = s[1], rs = s[2];

#define MAP2_FOLD(op, expr, fold)                                                                            \
    VECTORS LOOP(op)                                                                                         \
    {                                                                                                        \
        typedef T R;                                                                                         \
        OPERANDS2_                                                                                           \
        if (as == rs && r == a + as) { /* a reduction, or an accumulation */                                 \
            X x = GET(a);                                                                                    \
            if (rs == 0) {                                                                                   \
                fold PUT(r, x);                                                                              \
            } else {                                                                                         \
                EACH                                                                                         \
                {                                                                                            \
                    X y = GET(b + i * bs);                                                                   \
                    x = ROUND(expr);                                                                         \
                    PUT(r + i * rs, x);                                                                      \
                }                                                                                            \
            }                                                                                                \
            return;                                                                                          \
        }                                                                                                    \
        MAP2_CASES_(PUT, expr)                                                                               \
    }
#define IN_TURN(expr)                                                                                        \
    EACH                                                                                                     \
    {                                                                                                        \
        X y = GET(b + i * bs);                                                                               \
        x = ROUND(expr);                                                                                     \
    }
/* The same elements in a row, for folds whose order is of no account. */
#define AT_ONCE(expr)                                                                                        \
    if (bs == (int64_t)sizeof(T)) {                                                                          \
        EACH                                                                                                 \
        {                                                                                                    \
            X y = GET(b + i * (int64_t)sizeof(T));                                                           \
            x = (X)(expr);                                                                                   \
        }                                                                                                    \
    } else {                                                                                                 \
        IN_TURN(expr)                                                                                        \
    }
/* The same in eight lanes that are folded into one at the end. */
#define IN_LANES(expr)                                                                                       \
    int64_t from = 0;                                                                                        \
    if (bs == (int64_t)sizeof(T) && n >= 32) {                                                               \
        X lane[8];                                                                                           \
        for (int k = 0; k < 8; k++)                                                                          \
            lane[k] = x;                                                                                     \
        for (; from + 8 <= n; from += 8)                                                                     \
            for (int k = 0; k < 8; k++) {                                                                    \
                X y = GET(b + (from + k) * (int64_t)sizeof(T));                                              \
                x = lane[k];                                                                                 \
                lane[k] = expr;                                                                              \
            }                                                                                                \
        x = lane[0];                                                                                         \
        for (int k = 1; k < 8; k++) {                                                                        \
            X y = lane[k];                                                                                   \
            x = expr;                                                                                        \
        }                                                                                                    \
    }                                                                                                        \
    for (int64_t i = from; i < n; i++) {                                                                     \
        X y = GET(b + i * bs);                                                                               \
        x = expr;                                                                                            \
    }
#define MAP2(op, expr) MAP2_FOLD(op, expr, IN_TURN(expr))
#define MAP2_AS(op, RT, expr)                                                                                \
    VECTORS LOOP(op)                                                                                         \
    {                                                                                                        \
        typedef RT R;                                                                                        \
        OPERANDS2_                                                                                           \
        MAP2_CASES_(SET, expr)                                                                               \
    }

#define CALL1(op, expr)                                                                                      \
    LOOP(op)                                                                                                 \
    {                                                                                                        \
        EACH                                                                                                 \
        {                                                                                                    \
            X x = GET(p[0] + i * s[0]);                                                                      \
            PUT(p[1] + i * s[1], expr);                                                                      \
        }                                                                                                    \
    }
#define CALL2(op, expr)                                                                                      \
    LOOP(op)                                                                                                 \
    {                                                                                                        \
        EACH                                                                                                 \
        {                                                                                                    \
            X x = GET(p[0] + i * s[0]), y = GET(p[1] + i * s[1]);                                            \
            PUT(p[2] + i * s[2], expr);                                                                      \
        }                                                                                                    \
    }
