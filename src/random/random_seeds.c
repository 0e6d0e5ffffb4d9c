/* random_seeds.c: what random numbers begin with: np.random.SeedSequence, which mixes ints, texts or the
 * system's own random bits into seeds. */
#include "random/random.h"

#include "value/number.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

const Class class_seed_sequence[1] = {
    { "SeedSequence", "numpy.random.bit_generator", { class_object }, "SeedSequence" }
};

/* entropy ------------------------------------------------------------------------------------------------ */

/* Words that grow. */
typedef struct Words {
    uint32_t *at;
    int64_t count, room;
} Words;

static void add_word(Words *words, uint32_t word)
{
    if (words->count == words->room)
        words->at = mem_resize(words->at, (size_t)(words->room = 2 * words->room + 8) * sizeof *words->at);
    words->at[words->count++] = word;
}

/* The 32-bit digits of an int, the lowest first. */
static bool add_int(Run *run, Value v, Words *words)
{
    Integer room;
    mpz_srcptr z = integer_of(&room, v);
    if (mpz_sgn(z) < 0)
        return fail(run, ValueError, "expected non-negative integer");
    size_t digits = (mpz_sizeinbase(z, 2) + 31) / 32;
    for (size_t i = 0; i < digits; i++) {
        uint64_t limb = mpz_getlimbn(z, (mp_size_t)(i / 2));
        add_word(words, (uint32_t)(i % 2 ? limb >> 32 : limb));
    }
    return true;
}

static bool add_text(Run *run, Value v, Words *words)
{
    const char *text = v.str->text;
    bool hex = text[0] == '0' && text[1] == 'x';
    Value number;
    if (!hex && !(text[0] >= '0' && text[0] <= '9'))
        return fail(run, ValueError, "unrecognized seed string");
    if (!int_parse(run, text, v.str->bytes, hex ? 16 : 10, &number))
        return false;
    bool ok = add_int(run, number, words);
    value_drop(number);
    return ok;
}

/* An int gives its digits; a sequence those of all its items. */
static bool add_entropy(Run *run, Value v, Words *words)
{
    DType dtype = NO_DTYPE;
    if (v.tag == V_STR)
        return add_text(run, v, words);
    if (value_is_int(v))
        return add_int(run, v, words);
    if (value_is_scalar(v)) {
        const void *at = scalar_data(&v, &dtype);
        Value item = value_item(dtype, at);
        bool ok = dtype_is_int(dtype) ? add_int(run, item, words)
                                      : fail(run, TypeError,
                                             dtype == BOOL ? "object of type 'numpy.bool' has no len()"
                                                           : "seed must be integer");
        value_drop(item);
        return ok;
    }
    if (v.tag == V_FLOAT || v.tag == V_COMPLEX)
        return v.tag == V_FLOAT ? fail(run, TypeError, "seed must be integer")
                                : fail(run, TypeError, "object of type 'complex' has no len()");
    int64_t length;
    Value list;
    if (!value_len(run, v, &length) || !value_to_list(run, v, &list))
        return false;
    bool ok = run_deeper(run);
    for (int64_t i = 0; ok && i < list.list->count; i++)
        ok = add_entropy(run, list.list->item[i], words);
    value_drop(list);
    return ok;
}

/* An int of so many random bits from the system. */
static bool system_entropy(Run *run, int64_t bits, Value *out)
{
    unsigned char byte[256];
    size_t count = (size_t)bits / 8 < sizeof byte ? (size_t)bits / 8 : sizeof byte;
    if (getrandom(byte, count, 0) != (ssize_t)count)
        return fail(run, OSError, "the system has no random bits: %s", strerror(errno));
    mpz_t z;
    mpz_init(z);
    mpz_import(z, count, -1, 1, 0, 0, byte);
    *out = value_bigint(z);
    mpz_clear(z);
    return true;
}

/* seed sequences ------------------------------------------------------------------------------------------
 */

enum { SEED_ENTROPY, SEED_KEY, SEED_POOL_SIZE, SEED_CHILDREN, SEED_FIELDS };
static const char *const seed_field[] = { "entropy", "spawn_key", "pool_size", "n_children_spawned" };

static const uint32_t *seed_pool(Value seed) { return seed.record->state; }
static int64_t seed_pool_size(Value seed) { return seed.record->field[SEED_POOL_SIZE].i; }

static bool is_entropy(Value v)
{
    DType dtype;
    if (value_is_scalar(v))
        return scalar_data(&v, &dtype), dtype_is_int(dtype);
    return value_is_int(v) || is_sequence(v) || v.tag == V_RANGE || v.tag == V_ARRAY;
}

/* Mixes entropy and key (a tuple) into the sequence's pool. */
static bool fill_pool(Run *run, Value seed)
{
    Words words = { 0 };
    int64_t size = seed_pool_size(seed);
    const Value *field = seed.record->field;
    bool ok = add_entropy(run, field[SEED_ENTROPY], &words);
    if (ok && field[SEED_KEY].tuple->count)
        while (words.count < size)
            add_word(&words, 0);
    ok = ok && add_entropy(run, field[SEED_KEY], &words);
    if (ok)
        seed_mix(seed.record->state, size, words.at, words.count);
    mem_free(words.at);
    return ok;
}

static bool fits_uint32(Run *run, int64_t i)
{
    if (i >= 0 && i <= UINT32_MAX)
        return true;
    return fail(run, OverflowError,
                i < 0 ? "can't convert negative value to uint32_t"
                      : "value too large to convert to uint32_t");
}

/* Keeps entropy (None: the system's) and key. */
static bool make_seed(Run *run, Value entropy, Value key, int64_t pool_size, int64_t children, Value *out)
{
    if (!fits_uint32(run, children))
        return false;
    if (pool_size < SEED_POOL)
        return fail(run, ValueError, "The size of the entropy pool should be at least %d", SEED_POOL);
    if (pool_size > 1 << 24)
        return fail_memory(run, shape_tight(run, 1, &pool_size), "uint32", 4.0 * (double)pool_size);
    if (entropy.tag == V_NONE || entropy.tag == V_ABSENT) {
        if (!system_entropy(run, pool_size * 32, &entropy))
            return false;
    } else {
        Text text = { 0 };
        if (!is_entropy(entropy)) {
            if (value_str_of(run, entropy, &text))
                fail(run, TypeError, "SeedSequence expects int or sequence of ints for entropy not %s",
                     text_get(&text));
            text_free(&text);
            return false;
        }
        value_keep(entropy);
    }
    Value seed =
        random_record(class_seed_sequence, SEED_FIELDS, seed_field, (size_t)pool_size * sizeof(uint32_t));
    Value *field = seed.record->field;
    field[SEED_ENTROPY] = entropy;
    field[SEED_KEY] = value_keep(key);
    field[SEED_POOL_SIZE] = value_int(pool_size);
    field[SEED_CHILDREN] = value_int(children);
    if (!fill_pool(run, seed)) {
        value_drop(seed);
        return false;
    }
    *out = seed;
    return true;
}

bool seed_of(Run *run, Value from, Value *sequence)
{
    if (random_is(from, class_seed_sequence)) {
        *sequence = value_keep(from);
        return true;
    }
    Value none = value_tuple(0, NULL);
    bool ok = make_seed(run, from, none, SEED_POOL, 0, sequence);
    value_drop(none);
    return ok;
}

void seed_fill(Value sequence, uint32_t *words, int64_t count)
{
    seed_words(seed_pool(sequence), seed_pool_size(sequence), words, count);
}

static bool run_seed_sequence(Call *call, Value *out)
{
    int64_t pool_size, children;
    Value key = call->arg[1].value, items = ABSENT;
    if (!arg_int(call, 2, &pool_size) || !arg_int(call, 3, &children))
        return false;
    if (key.tag != V_ABSENT && !value_to_list(call->run, key, &items))
        return false;
    Value tuple = value_tuple(items.tag ? items.list->count : 0, items.tag ? items.list->item : NULL);
    value_drop(items);
    bool ok = make_seed(call->run, call->arg[0].value, tuple, pool_size, children, out);
    value_drop(tuple);
    return ok;
}

/* The first n words of a sequence's stream; an array of uint32 or uint64. */
static bool run_generate_state(Call *call, Value *out)
{
    Value seed = call->arg[0].value;
    uint32_t *words = (uint32_t *)(void *)out->tensor->data;
    int64_t count = tensor_size(out->tensor) * (int64_t)tensor_itemsize(out->tensor) / 4;
    seed_words(seed_pool(seed), seed_pool_size(seed), words, count);
    return true;
}

static bool infer_generate_state(Call *call, Value *out)
{
    DType dtype;
    int64_t count;
    if (any_unknown(call))
        return give_unknown(out);
    if (!arg_int(call, 1, &count) || !arg_dtype(call, 2, &dtype))
        return false;
    if (arg_none(call, 2))
        dtype = arg_given(call, 2) ? FLOAT64 : UINT32;
    if (dtype != UINT32 && dtype != UINT64)
        return fail(call->run, ValueError, "only support uint32 or uint64");
    return check_asked(call->run, dtype, 1, &count) && infer_as(out, dtype, 1, &count);
}

/* The i-th child of a sequence. */
static bool child_seed(Run *run, Value parent, int64_t i, Value *out)
{
    Value *field = parent.record->field, key = value_tuple_new(field[SEED_KEY].tuple->count + 1);
    Tuple *of = field[SEED_KEY].tuple;
    for (int64_t k = 0; k < of->count; k++)
        key.tuple->item[k] = value_keep(of->item[k]);
    key.tuple->item[of->count] = value_int(i);
    bool ok = make_seed(run, field[SEED_ENTROPY], key, field[SEED_POOL_SIZE].i, 0, out);
    value_drop(key);
    return ok;
}

bool seed_spawn(Run *run, Value parent, int64_t count, Value *list)
{
    int64_t first = parent.record->field[SEED_CHILDREN].i, next;
    if (__builtin_add_overflow(first, count, &next))
        return fail(run, OverflowError, "Python int too large to convert to C long");
    *list = value_list_new(0);
    for (int64_t i = first; i < next; i++) {
        Value child;
        if (!run_goes_on(run) || !child_seed(run, parent, i, &child)) {
            value_drop(*list);
            return false;
        }
        list_append(list->list, child);
        value_drop(child);
    }
    parent.record->field[SEED_CHILDREN] = value_int(next);
    return true;
}

bool random_children(Call *call, int64_t *count)
{
    if (!arg_int(call, 1, count))
        return false;
    return *count >= 0 || fits_uint32(call->run, *count);
}

static bool run_spawn_seeds(Call *call, Value *out)
{
    int64_t count;
    return random_children(call, &count) && seed_spawn(call->run, call->arg[0].value, count, out);
}

static bool run_seed_repr(Call *call, Value *out)
{
    const Value *field = call->arg[0].value.record->field;
    Text text = { 0 };
    text_puts(&text, "SeedSequence(\n");
    for (int i = 0; i < SEED_FIELDS; i++) {
        bool shown = i == SEED_ENTROPY || (i == SEED_KEY         ? field[i].tuple->count != 0
                                           : i == SEED_POOL_SIZE ? field[i].i != SEED_POOL
                                                                 : field[i].i != 0);
        if (shown)
            text_printf(&text, "    %s=%s,\n", seed_field[i], value_text(call->run, field[i]));
    }
    text_puts(&text, ")");
    *out = value_cstr(text_get(&text));
    text_free(&text);
    return true;
}

static bool run_seed_pool(Call *call, Value *out)
{
    Value seed = call->arg[0].value;
    int64_t size = seed_pool_size(seed);
    Tensor *pool = tensor_new(call->run, UINT32, 1, &size);
    if (!pool)
        return false;
    memcpy(pool->data, seed_pool(seed), (size_t)size * sizeof(uint32_t));
    *out = value_array(pool);
    return true;
}

static bool run_seed_state(Call *call, Value *out)
{
    Value seed = call->arg[0].value;
    *out = value_dict_new();
    for (int i = 0; i < SEED_FIELDS; i++)
        dict_put(out->dict, seed_field[i], seed.record->field[i]);
    return true;
}

const Func random_seed_funcs[] = {
    { .name = "SeedSequence",
      .of = "np.random",
      .params = "entropy: any = None, *, spawn_key: any = ?, pool_size: int = 4, n_children_spawned: int = 0",
      .brief = "Mixes entropy into seeds of any length, and into independent children.",
      .example =
          ">>> np.random.SeedSequence(5).generate_state(2)\narray([  16823399, 2940995229], dtype=uint32)\n",
      .style = CYTHON,
      .says = "__init__",
      .run = run_seed_sequence,
      .effects = true,
      .class = class_seed_sequence },
    { .name = "generate_state",
      .of = "SeedSequence",
      .params = "self: any, n_words: int, dtype: dtype = ?",
      .brief = "So many words of the sequence's stream, as uint32 or uint64.",
      .example = ">>> np.random.SeedSequence(5).generate_state(1, np.uint64)\narray([12631478326263854183], "
                 "dtype=uint64)\n",
      .style = CYTHON,
      .infer = infer_generate_state,
      .run = run_generate_state },
    { .name = "spawn",
      .of = "SeedSequence",
      .params = "self: any, n_children: int",
      .brief = "Independent seed sequences, as many as asked for.",
      .example = ">>> np.random.SeedSequence(5).spawn(2)[1].spawn_key\n(1,)\n",
      .style = CYTHON,
      .run = run_spawn_seeds,
      .effects = true },
    { .name = "pool",
      .of = "SeedSequence",
      .params = "self: any",
      .brief = "The mixed entropy.",
      .example = ">>> np.random.SeedSequence(5).pool[:2]\narray([3796452898, 2853238308], dtype=uint32)\n",
      .style = ATTRIBUTE,
      .run = run_seed_pool },
    { .name = "state",
      .of = "SeedSequence",
      .params = "self: any",
      .brief = "What the sequence was made from, as a dict.",
      .example = ">>> np.random.SeedSequence(5).state['entropy']\n5\n",
      .style = ATTRIBUTE,
      .run = run_seed_state },
    { .name = "__repr__",
      .of = "SeedSequence",
      .params = "self: any",
      .brief = "repr(sequence)",
      .example = ">>> np.random.SeedSequence(5)\nSeedSequence(\n    entropy=5,\n)\n",
      .run = run_seed_repr },
    { 0 },
};
