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
/* The same in lanes that are folded into one at the end: enough of them that none waits for its last step.
 * Where a nan stays (1), `expr` may forget it: whether there was one is asked apart, of two numbers at a
 * time. */
#define LANES (256 / (int)sizeof(X))
#define IN_LANES(NAN_STAYS, expr)                                                                            \
    enum { HALF = LANES / 2 };                                                                               \
    const int64_t t_ = (int64_t)sizeof(T);                                                                   \
    int64_t from = 0;                                                                                        \
    if (n >= 2 * LANES) {                                                                                    \
        const X start = x;                                                                                   \
        X lane[LANES], odd[HALF] = { 0 };                                                                    \
        for (int k = 0; k < LANES; k++)                                                                      \
            lane[k] = x;                                                                                     \
        if (bs == t_)                                                                                        \
            for (; from + LANES <= n; from += LANES)                                                         \
                LANES_STEP_(NAN_STAYS, expr, t_)                                                             \
        else                                                                                                 \
            for (; from + LANES <= n; from += LANES)                                                         \
                LANES_STEP_(NAN_STAYS, expr, bs)                                                             \
        _Pragma("GCC unroll 6") for (int half = HALF; half; half /= 2) for (int k = 0; k < half; k++)        \
        {                                                                                                    \
            X y = lane[k + half];                                                                            \
            x = lane[k];                                                                                     \
            lane[k] = expr;                                                                                  \
        }                                                                                                    \
        x = NAN_STAYS && isnan(start) ? start : lane[0];                                                     \
        for (int k = 0; k < HALF && NAN_STAYS; k++)                                                          \
            x = isnan(odd[k]) ? odd[k] : x;                                                                  \
    }                                                                                                        \
    X last = x;                                                                                              \
    for (int64_t i = from; i < n; i++) {                                                                     \
        X y = GET(b + i * bs);                                                                               \
        last = isnan(y) ? y : last;                                                                          \
        x = expr;                                                                                            \
    }                                                                                                        \
    x = NAN_STAYS && isnan(last) ? last : x;
#define LANES_STEP_(NAN_STAYS, expr, step)                                                                   \
    for (int k = 0; k < HALF; k++) {                                                                         \
        X y = GET(b + (from + HALF + k) * (step)), other = GET(b + (from + k) * (step));                     \
        if (NAN_STAYS)                                                                                       \
            odd[k] = isunordered(y, other) ? y + other : odd[k];                                             \
        x = lane[k + HALF];                                                                                  \
        lane[k + HALF] = expr;                                                                               \
        y = other;                                                                                           \
        x = lane[k];                                                                                         \
        lane[k] = expr;                                                                                      \
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

/* Two operands, by `quick` in pieces of which `fits` holds for all elements, else by `slow`. */
#define MAP2_WHERE(op, fits, quick, slow)                                                                    \
    VECTORS static bool NAME(JOIN(op, fits_all))(int64_t n, char *const p[], const int64_t s[])              \
    {                                                                                                        \
        const char *const a = p[0], *const b = p[1];                                                         \
        const int64_t as = s[0], bs = s[1], t_ = (int64_t)sizeof(T);                                         \
        int misfits = 0;                                                                                     \
        if (as == t_ && bs == t_) {                                                                          \
            EACH                                                                                             \
            {                                                                                                \
                X x = GET(a + i * t_), y = GET(b + i * t_);                                                  \
                misfits |= !(fits);                                                                          \
            }                                                                                                \
        } else if (as == t_ && bs == 0) {                                                                    \
            X y = GET(b);                                                                                    \
            EACH                                                                                             \
            {                                                                                                \
                X x = GET(a + i * t_);                                                                       \
                misfits |= !(fits);                                                                          \
            }                                                                                                \
        } else {                                                                                             \
            EACH                                                                                             \
            {                                                                                                \
                X x = GET(a + i * as), y = GET(b + i * bs);                                                  \
                misfits |= !(fits);                                                                          \
            }                                                                                                \
        }                                                                                                    \
        return !misfits;                                                                                     \
    }                                                                                                        \
    VECTORS LOOP(JOIN(op, quickly))                                                                          \
    {                                                                                                        \
        typedef T R;                                                                                         \
        OPERANDS2_                                                                                           \
        MAP2_CASES_(PUT, quick)                                                                              \
    }                                                                                                        \
    LOOP(op)                                                                                                 \
    {                                                                                                        \
        bool folds = s[0] == s[2] && p[2] == p[0] + s[0];                                                    \
        for (int64_t from = 0, i; from < n; from += PIECE) {                                                 \
            char *const q[3] = { p[0] + from * s[0], p[1] + from * s[1], p[2] + from * s[2] };               \
            int64_t count = n - from < PIECE ? n - from : PIECE;                                             \
            if (!folds && count >= 8 && NAME(JOIN(op, fits_all))(count, q, s)) {                             \
                NAME(JOIN(op, quickly))(count, q, s);                                                        \
                continue;                                                                                    \
            }                                                                                                \
            for (i = 0; i < count; i++) {                                                                    \
                X x = GET(q[0] + i * s[0]), y = GET(q[1] + i * s[1]);                                        \
                PUT(q[2] + i * s[2], slow);                                                                  \
            }                                                                                                \
        }                                                                                                    \
    }
enum { PIECE = 1024 };

/* floor_divide and remainder side by side; a result may lie where an operand does. */
#define DIVMOD                                                                                               \
    LOOP(divmod)                                                                                             \
    {                                                                                                        \
        T rest[PIECE];                                                                                       \
        for (int64_t from = 0; from < n; from += PIECE) {                                                    \
            int64_t count = n - from < PIECE ? n - from : PIECE;                                             \
            char *const to = p[3] + from * s[3];                                                             \
            char *const q[3] = { p[0] + from * s[0], p[1] + from * s[1], p[2] + from * s[2] };               \
            NAME(remainder)                                                                                  \
            (count, (char *const[]){ q[0], q[1], (char *)rest },                                             \
             (const int64_t[]){ s[0], s[1], sizeof(T) });                                                    \
            NAME(floor_divide)(count, q, s);                                                                 \
            for (int64_t i = 0; i < count; i++)                                                              \
                *(T *)(to + i * s[3]) = rest[i];                                                             \
        }                                                                                                    \
    }

/* Three operands, of which the second and third are often one element each. */
#define MAP3(op, expr)                                                                                       \
    VECTORS LOOP(op)                                                                                         \
    {                                                                                                        \
        const char *const a = p[0], *const b = p[1], *const c = p[2];                                        \
        char *const r = p[3];                                                                                \
        const int64_t as = s[0], bs = s[1], cs = s[2], rs = s[3], t_ = (int64_t)sizeof(T);                   \
        if (as == t_ && bs == 0 && cs == 0 && rs == t_) {                                                    \
            X y = GET(b), z = GET(c);                                                                        \
            INDEPENDENT EACH                                                                                 \
            {                                                                                                \
                X x = GET(a + i * t_);                                                                       \
                PUT(r + i * t_, expr);                                                                       \
            }                                                                                                \
        } else if (as == t_ && bs == t_ && cs == t_ && rs == t_) {                                           \
            INDEPENDENT EACH                                                                                 \
            {                                                                                                \
                X x = GET(a + i * t_), y = GET(b + i * t_), z = GET(c + i * t_);                             \
                PUT(r + i * t_, expr);                                                                       \
            }                                                                                                \
        } else if (as == t_ && bs == t_ && cs == 0 && rs == t_) {                                            \
            X z = GET(c);                                                                                    \
            INDEPENDENT EACH                                                                                 \
            {                                                                                                \
                X x = GET(a + i * t_), y = GET(b + i * t_);                                                  \
                PUT(r + i * t_, expr);                                                                       \
            }                                                                                                \
        } else if (as == t_ && bs == 0 && cs == t_ && rs == t_) {                                            \
            X y = GET(b);                                                                                    \
            INDEPENDENT EACH                                                                                 \
            {                                                                                                \
                X x = GET(a + i * t_), z = GET(c + i * t_);                                                  \
                PUT(r + i * t_, expr);                                                                       \
            }                                                                                                \
        } else {                                                                                             \
            EACH                                                                                             \
            {                                                                                                \
                X x = GET(a + i * as), y = GET(b + i * bs), z = GET(c + i * cs);                             \
                PUT(r + i * rs, expr);                                                                       \
            }                                                                                                \
        }                                                                                                    \
    }
