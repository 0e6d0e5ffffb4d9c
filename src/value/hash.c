/* hash.c: hash(x), CPython's to the bit for numbers and tuples: they decide the order in which sets are
 * shown. */
#include "value/value.h"

#include <math.h>
#include <string.h>

/* Python/pyhash.c: numbers are hashed modulo this prime, so that equal ones of all types have equal hashes.
 */
#define MODULUS ((UINT64_C(1) << 61) - 1)
static const uint64_t IMAGINARY = 1000003, INFINITE = 314159;

static uint64_t not_minus_one(uint64_t hash) { return hash == UINT64_MAX ? (uint64_t)-2 : hash; }

static uint64_t hash_int(int64_t i)
{
    uint64_t size = i < 0 ? 0 - (uint64_t)i : (uint64_t)i;
    size %= MODULUS;
    return not_minus_one(i < 0 ? 0 - size : size);
}

static uint64_t hash_bigint(const mpz_t z)
{
    uint64_t size = mpz_tdiv_ui(z, MODULUS);
    return not_minus_one(mpz_sgn(z) < 0 ? 0 - size : size);
}

/* The numerator's bits, 28 at a time, times a power of two that wraps around the modulus. */
static uint64_t hash_float(double f)
{
    if (isinf(f))
        return f > 0 ? INFINITE : 0 - INFINITE;
    if (isnan(f))
        return 0;
    int exponent;
    double fraction = frexp(fabs(f), &exponent);
    uint64_t x = 0;
    while (fraction != 0) {
        x = ((x << 28) & MODULUS) | x >> (61 - 28);
        fraction *= 268435456.0; /* 2**28 */
        exponent -= 28;
        uint64_t part = (uint64_t)fraction;
        fraction -= (double)part;
        x += part;
        if (x >= MODULUS)
            x -= MODULUS;
    }
    exponent = exponent >= 0 ? exponent % 61 : 60 - (-1 - exponent) % 61;
    x = ((x << exponent) & MODULUS) | x >> (61 - exponent);
    return not_minus_one(f < 0 ? 0 - x : x);
}

static uint64_t hash_complex(complex128 z)
{
    return not_minus_one(hash_float(creal(z)) + IMAGINARY * hash_float(cimag(z)));
}

static uint64_t hash_text(const char *text, int64_t bytes)
{
    uint64_t x = UINT64_C(14695981039346656037); /* FNV-1a */
    for (int64_t i = 0; i < bytes; i++)
        x = (x ^ (unsigned char)text[i]) * UINT64_C(1099511628211);
    x ^= x >> 32;
    return x ? not_minus_one(x) : 1;
}

/* Objects/tupleobject.c: a simplified xxHash. */
static const uint64_t PRIME1 = UINT64_C(11400714785074694791), PRIME2 = UINT64_C(14029467366897019727),
                      PRIME5 = UINT64_C(2870177450012600261);

static uint64_t mix(uint64_t sum, uint64_t lane)
{
    sum += lane * PRIME2;
    sum = sum << 31 | sum >> 33;
    return sum * PRIME1;
}

static bool hash_items(Run *run, int64_t count, const Value *item, uint64_t length_mark, uint64_t *out)
{
    uint64_t sum = PRIME5;
    for (int64_t i = 0; i < count; i++) {
        uint64_t lane;
        if (!value_hash(run, item[i], &lane))
            return false;
        sum = mix(sum, lane);
    }
    sum += length_mark;
    *out = sum == UINT64_MAX ? 1546275796 : sum;
    return true;
}

static uint64_t tuple_mark(int64_t count) { return (uint64_t)count ^ (PRIME5 ^ UINT64_C(3527539)); }

/* As the tuple (length, start, step), with None for what does not matter. */
static bool hash_range(Run *run, const Range *r, uint64_t *out)
{
    Value item[3] = { value_int(r->count), r->count ? value_int(r->start) : NONE,
                      r->count > 1 ? value_int(r->step) : NONE };
    return hash_items(run, 3, item, tuple_mark(3), out);
}

static uint64_t hash_pointer(const void *p)
{
    uint64_t x = (uint64_t)(uintptr_t)p;
    return not_minus_one(x >> 4 | x << 60);
}

static uint64_t hash_element(const Value *v)
{
    DType dtype;
    const void *at = scalar_data(v, &dtype);
    Value python = value_item(dtype, at);
    uint64_t hash = python.tag == V_FLOAT     ? hash_float(python.f)
                    : python.tag == V_COMPLEX ? hash_complex(python.number->z)
                    : python.tag == V_BIGINT  ? hash_bigint(python.bigint->z)
                                              : hash_int(python.i);
    value_drop(python);
    return hash;
}

bool value_hash(Run *run, Value v, uint64_t *out)
{
    switch (v.tag) {
    case V_NONE: *out = UINT64_C(0xfca86420); return true;
    case V_BOOL:
    case V_INT: *out = hash_int(v.i); return true;
    case V_BIGINT: *out = hash_bigint(v.bigint->z); return true;
    case V_FLOAT: *out = hash_float(v.f); return true;
    case V_COMPLEX: *out = hash_complex(v.number->z); return true;
    case V_SCALAR:
    case V_CSCALAR: *out = hash_element(&v); return true;
    case V_STR:
        if (!v.str->hash)
            v.str->hash = hash_text(v.str->text, v.str->bytes);
        *out = v.str->hash;
        return true;
    case V_TUPLE:
        return run_deeper(run) &&
               hash_items(run, v.tuple->count, v.tuple->item, tuple_mark(v.tuple->count), out);
    case V_SLICE: return run_deeper(run) && hash_items(run, 3, &v.slice->start, 0, out);
    case V_RANGE: return hash_range(run, v.range, out);
    case V_DTYPE: *out = hash_pointer(&dtype_info[v.dtype]); return true;
    case V_UNKNOWN: return fail_no_data(run);
    case V_ABSENT:
    case V_ELLIPSIS:
    case V_NOTIMPLEMENTED: *out = v.tag; return true;
    case V_LIST:
    case V_DICT:
    case V_SET:
    case V_ARRAY: return fail(run, TypeError, "unhashable type: '%s'", value_type_name(v));
    case V_RECORD: { /* as in Python, an equality of one's own takes the hash away */
        Value equality, own;
        if (value_is_annotation(v))
            return annotation_hash(run, v, out);
        int asked = record_call(run, v, "__hash__", &own);
        if (asked) {
            *out = asked > 0 ? own.i : 0;
            return asked > 0;
        }
        if (value_is_dict_view(v) && v.record->class != class_dict_values)
            return fail(run, TypeError, "unhashable type: '%s'", value_type_name(v));
        if (v.record->class->home && hooks.attribute && hooks.attribute(run, v, "__eq__", &equality)) {
            value_drop(equality);
            return fail(run, TypeError, "unhashable type: '%s'", value_type_name(v));
        }
        run_clear_error(run);
        *out = hash_pointer(v.object);
        return true;
    }
    default: *out = hash_pointer(v.object); return true;
    }
}
