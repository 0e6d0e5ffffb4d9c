/* accuracy WORD [PYTHON…]: how far the elementwise functions of floats are from the true values, by MPFR.
 *
 * Every function is tried on two sets of numbers: its usual range, where most of its use is, evenly; and
 * everywhere: numbers of every binade and both signs, and the neighbourhoods where such functions err. An
 * error is measured in units of the last place (ULP) of the true value; the nearest float errs by at most .5.
 * With a PYTHON that has NumPy, it tells too how many results have NumPy's bits, and how far NumPy's are off.
 * WORD chooses the functions whose name holds it, "" all. The status is 1 if an error is above 1 ULP,
 * or 4 where floats go by NumPy's own operations. */
#include "func/func.h"

#include <float.h>
#include <math.h>
#include <mpfr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef int Function1(mpfr_t, const mpfr_t, mpfr_rnd_t);
typedef int Function2(mpfr_t, const mpfr_t, const mpfr_t, mpfr_rnd_t);

typedef struct Subject {
    const char *name;
    Function1 *one;                /* the true value, of one operand … */
    Function2 *two;                /* … or of two */
    double low, high, low2, high2; /* the usual range */
    bool as_numpy;                 /* floats go by NumPy's own operations */
} Subject;

static const Subject subjects[] = {
    { "exp", mpfr_exp, NULL, -20, 20, 0, 0, true },
    { "exp2", mpfr_exp2, NULL, -20, 20, 0, 0, false },
    { "expm1", mpfr_expm1, NULL, -5, 5, 0, 0, false },
    { "log", mpfr_log, NULL, 0, 100, 0, 0, true },
    { "log2", mpfr_log2, NULL, 0, 100, 0, 0, false },
    { "log10", mpfr_log10, NULL, 0, 100, 0, 0, false },
    { "log1p", mpfr_log1p, NULL, -1, 10, 0, 0, false },
    { "sin", mpfr_sin, NULL, -20, 20, 0, 0, true },
    { "cos", mpfr_cos, NULL, -20, 20, 0, 0, true },
    { "tan", mpfr_tan, NULL, -20, 20, 0, 0, false },
    { "arcsin", mpfr_asin, NULL, -1, 1, 0, 0, false },
    { "arccos", mpfr_acos, NULL, -1, 1, 0, 0, false },
    { "arctan", mpfr_atan, NULL, -10, 10, 0, 0, false },
    { "sinh", mpfr_sinh, NULL, -10, 10, 0, 0, false },
    { "cosh", mpfr_cosh, NULL, -10, 10, 0, 0, false },
    { "tanh", mpfr_tanh, NULL, -5, 5, 0, 0, false },
    { "arcsinh", mpfr_asinh, NULL, -10, 10, 0, 0, false },
    { "arccosh", mpfr_acosh, NULL, 1, 20, 0, 0, false },
    { "arctanh", mpfr_atanh, NULL, -1, 1, 0, 0, false },
    { "cbrt", mpfr_cbrt, NULL, -100, 100, 0, 0, false },
    { "sqrt", mpfr_sqrt, NULL, 0, 100, 0, 0, false },
    { "power", NULL, mpfr_pow, 0, 20, -5, 5, false },
    { "arctan2", NULL, mpfr_atan2, -10, 10, -10, 10, false },
    { "hypot", NULL, mpfr_hypot, -10, 10, -10, 10, false },
};

enum { USUAL = 60000, EVERYWHERE = 60000, PRECISION = 200 };

/* the numbers ----------------------------------------------------------------------------------------- */

static uint64_t state = 1;

static uint64_t bits(void) /* splitmix64 */
{
    uint64_t z = (state += 0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

static double below_one(void) { return (double)(bits() >> 11) * 0x1p-53; }

/* A float of any binade and sign: number `i` of `n`, which go through the exponents in turn. */
static double of_binade(bool single, int64_t i)
{
    if (single) {
        uint32_t word = (uint32_t)(bits() & 0x807fffff) | (uint32_t)(i % 255) << 23;
        float f;
        memcpy(&f, &word, sizeof f);
        return (double)f;
    }
    uint64_t word = (bits() & 0x800fffffffffffff) | (uint64_t)(i % 2047) << 52;
    double f;
    memcpy(&f, &word, sizeof f);
    return f;
}

static const double landmarks[] = {
    0,
    1,
    -1,
    0.5,
    -0.5,
    2,
    M_E,
    M_LN2,
    -M_LN2,
    1e-300,
    88.72283935546875,
    -87.33654,
    -103.97208,
    -103.2789,
    709.782712893384,
    710.4758600739439,
    -708.3964185322641,
    -744.4400719213812,
    -745.1332191019411,
    1024,
    -1022,
    -1074,
    -1075,
    128,
    -126,
    -149,
    -150,
    22,
    44,
    19.0615474653984958,
    9.01091,
    36.7368005696771,
    -37.42994775023705,
    1.0 / 3,
    0x1p27,
};

/* Numbers next to a landmark, or to a multiple of pi/2, as near as a float can be or a little way off. */
static double neighbour(bool single)
{
    double at;
    if (bits() & 1) {
        int64_t k = (int64_t)(bits() >> (24 + bits() % 40));
        at = (double)k * M_PI_2 * (bits() & 1 ? 1 : -1);
    } else {
        at = landmarks[bits() % (sizeof landmarks / sizeof *landmarks)];
    }
    double away = ldexp(below_one() - 0.5, -(int)(bits() % 60));
    if (bits() & 1)
        return single ? (double)nextafterf((float)at, (float)(away * 1e30)) : nextafter(at, away * 1e30);
    return at == 0 ? away : at * (1 + away);
}

static void fill(const Subject *subject, bool single, double *x, double *y)
{
    for (int64_t i = 0; i < USUAL; i++) {
        x[i] = subject->low + (subject->high - subject->low) * below_one();
        y[i] = subject->low2 + (subject->high2 - subject->low2) * below_one();
    }
    x += USUAL;
    y += USUAL;
    for (int64_t i = 0; i < EVERYWHERE; i++) {
        x[i] = i % 3 ? of_binade(single, i) : neighbour(single);
        y[i] = i % 5 ? of_binade(single, (int64_t)(bits() >> 1)) : neighbour(single);
        /* powers that are neither 0 nor infinite, and ratios that are neither */
        if (subject->two == mpfr_pow && i % 2)
            y[i] = (below_one() - 0.5) * (single ? 200 : 1500) / log(fabs(x[i]));
        else if (subject->two && i % 4 == 1)
            y[i] = x[i] * ldexp(below_one(), (int)(bits() % 8) - 4);
    }
}

/* errors ---------------------------------------------------------------------------------------------- */

/* By how many ULP `got` is off the true value; infinite where one is nan or infinite and the other not. */
static double ulps(double got, mpfr_t truth, bool single)
{
    if (mpfr_nan_p(truth) || isnan(got))
        return mpfr_nan_p(truth) && isnan(got) ? 0 : INFINITY;
    int digits = single ? FLT_MANT_DIG : DBL_MANT_DIG, lowest = (single ? FLT_MIN_EXP : DBL_MIN_EXP) - digits,
        highest = single ? FLT_MAX_EXP : DBL_MAX_EXP;
    mpfr_t difference;
    mpfr_init2(difference, PRECISION);
    if (isinf(got)) { /* as if the next power of two were a float */
        mpfr_set_ui_2exp(difference, 1, highest, MPFR_RNDN);
        mpfr_setsign(difference, difference, got < 0, MPFR_RNDN);
        bool both = mpfr_inf_p(truth) && mpfr_signbit(truth) == (got < 0);
        mpfr_sub(difference, both ? difference : truth, difference, MPFR_RNDN);
        if (!both && mpfr_cmpabs_ui(truth, 1) > 0 && mpfr_sgn(truth) == (got > 0 ? 1 : -1) &&
            mpfr_sgn(difference) == (got > 0 ? 1 : -1))
            mpfr_set_zero(difference, 1); /* beyond it */
    } else {
        mpfr_set_d(difference, got, MPFR_RNDN);
        mpfr_sub(difference, difference, truth, MPFR_RNDN);
    }
    long unit = mpfr_zero_p(truth) ? lowest : (long)mpfr_get_exp(truth) - digits;
    if (mpfr_regular_p(truth) && unit > highest - digits)
        unit = highest - digits;
    mpfr_mul_2si(difference, difference, -(unit < lowest ? lowest : unit), MPFR_RNDN);
    double off = fabs(mpfr_get_d(difference, MPFR_RNDU));
    mpfr_clear(difference);
    return off;
}

typedef struct Worst {
    double usual, everywhere; /* ULP */
    double x, y;              /* where everywhere's is */
    int64_t nearest;          /* of the usual ones, so many have the nearest float */
} Worst;

static void worse(Worst *worst, int64_t i, double off, double x, double y)
{
    if (i < USUAL) {
        worst->usual = fmax(worst->usual, off);
        worst->nearest += off <= 0.5;
    }
    if (off > worst->everywhere) {
        worst->everywhere = off;
        worst->x = x;
        worst->y = y;
    }
}

static double element(const char *array, int64_t i, bool single)
{
    return single ? (double)((const float *)array)[i] : ((const double *)array)[i];
}

/* NumPy's answers ------------------------------------------------------------------------------------- */

static const char program[] = "import numpy as np, sys\n"
                              "np.seterr(all='ignore')\n"
                              "name, letter, n, operands = sys.stdin.buffer.readline().decode().split()\n"
                              "x = [np.frombuffer(sys.stdin.buffer.read(int(n) * int(letter[1])), letter) "
                              "for _ in range(int(operands))]\n"
                              "sys.stdout.buffer.write(getattr(np, name)(*x).tobytes())\n";

/* False if the Python failed, or has no NumPy. */
static bool ask(char **python, const char *name, bool single, int operands, char *const p[], char *answer)
{
    int64_t n = USUAL + EVERYWHERE;
    size_t size = (size_t)n * (single ? sizeof(float) : sizeof(double));
    FILE *question = tmpfile(), *told = tmpfile();
    if (!question || !told)
        return false;
    fprintf(question, "%s %s %lld %d\n", name, single ? "f4" : "f8", (long long)n, operands);
    for (int i = 0; i < operands; i++)
        fwrite(p[i], 1, size, question);
    fflush(question);
    pid_t child = fork();
    if (child == 0) {
        char *word[30] = { NULL };
        int words = 0;
        for (; python[words] && words < 26; words++)
            word[words] = python[words];
        word[words++] = "-c";
        word[words] = (char *)program;
        lseek(fileno(question), 0, SEEK_SET);
        dup2(fileno(question), 0);
        dup2(fileno(told), 1);
        if (!freopen("/dev/null", "w", stderr))
            _exit(126);
        execvp(word[0], word);
        _exit(127);
    }
    int status = 1;
    bool good = child > 0 && waitpid(child, &status, 0) == child && status == 0;
    rewind(told);
    good = good && fread(answer, 1, size, told) == size;
    fclose(question);
    fclose(told);
    return good;
}

/* ------------------------------------------------------------------------------------------------------ */

static bool same(double a, double b) { return a == b ? signbit(a) == signbit(b) : isnan(a) && isnan(b); }

/* True if no error is above 1 ULP, of floats by NumPy's operations 4. */
static bool measure(const Subject *subject, bool single, char **python)
{
    static double x[USUAL + EVERYWHERE], y[USUAL + EVERYWHERE], ours[USUAL + EVERYWHERE],
        theirs[USUAL + EVERYWHERE];
    const Func *row = func_find("np", subject->name);
    int64_t n = USUAL + EVERYWHERE, size = single ? sizeof(float) : sizeof(double);
    fill(subject, single, x, y);
    if (single)
        for (int64_t i = 0; i < n; i++) { /* each over what is read already */
            ((float *)x)[i] = (float)x[i];
            ((float *)y)[i] = (float)y[i];
        }
    char *p[3] = { (char *)x, (char *)y, (char *)ours };
    int operands = subject->two ? 2 : 1;
    p[operands] = (char *)ours;
    int64_t s[3] = { size, size, size };
    row->loops[single ? FLOAT32 : FLOAT64](n, p, s);
    bool asked = *python && ask(python, subject->name, single, operands, p, (char *)theirs);
    if (!asked)
        *python = NULL; /* it has no NumPy */

    Worst we = { 0 }, numpy = { 0 };
    int64_t equal_usual = 0, equal = 0;
    mpfr_t a, b, truth;
    mpfr_inits2(PRECISION, a, b, truth, (mpfr_ptr)NULL);
    for (int64_t i = 0; i < n; i++) {
        double at = element((char *)x, i, single), at2 = element((char *)y, i, single);
        double got = element((char *)ours, i, single);
        mpfr_set_d(a, at, MPFR_RNDN);
        mpfr_set_d(b, at2, MPFR_RNDN);
        if (subject->one)
            subject->one(truth, a, MPFR_RNDN);
        else
            subject->two(truth, a, b, MPFR_RNDN);
        worse(&we, i, ulps(got, truth, single), at, at2);
        if (asked) {
            double told = element((char *)theirs, i, single);
            worse(&numpy, i, ulps(told, truth, single), at, at2);
            equal_usual += i < USUAL && same(got, told);
            equal += i >= USUAL && same(got, told);
        }
    }
    mpfr_clears(a, b, truth, (mpfr_ptr)NULL);
    printf("%-10s %-8s %7.4f %7.2f%% %7.4f", subject->name, single ? "float32" : "float64", we.usual,
           100.0 * (double)we.nearest / USUAL, we.everywhere);
    if (asked)
        printf("   %8.3f%% %8.3f%%   %7.4f %7.2f%% %7.4f", 100.0 * (double)equal_usual / USUAL,
               100.0 * (double)equal / EVERYWHERE, numpy.usual, 100.0 * (double)numpy.nearest / USUAL,
               numpy.everywhere);
    double most = single && subject->as_numpy ? 4 : 1;
    if (we.everywhere > most)
        printf(subject->two ? "   at %.17g, %.17g" : "   at %.17g", we.x, we.y);
    puts("");
    fflush(stdout);
    return we.everywhere <= most;
}

int main(int count, char **word)
{
    const char *chosen = count > 1 ? word[1] : "";
    char **python = word + (count > 2 ? 2 : count);
    bool good = true;
    puts("ULP: worst in the usual range, share of nearest floats there, worst everywhere; share of NumPy's "
         "bits, usual and\n"
         "everywhere; NumPy's own ULP and share of nearest floats");
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        if (strstr(subjects[i].name, chosen))
            for (int single = 0; single < 2; single++)
                good &= measure(&subjects[i], single, python);
    return !good;
}
