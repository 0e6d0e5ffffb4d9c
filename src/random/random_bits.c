/* random_bits.c: the sources of random bits: PCG64, PCG64DXSM, MT19937, Philox and SFC64. */
#include "random/random.h"

#include "value/number.h"

#include <string.h>

const Class class_bit_generator[1] = {
    { "BitGenerator", "numpy.random.bit_generator", { class_object }, "BitGenerator" }
};
static const Class class_pcg64[1] = { { "PCG64", "numpy.random._pcg64", { class_bit_generator }, "PCG64" } };
static const Class class_dxsm[1] = {
    { "PCG64DXSM", "numpy.random._pcg64", { class_bit_generator }, "PCG64DXSM" }
};
static const Class class_mt19937[1] = {
    { "MT19937", "numpy.random._mt19937", { class_bit_generator }, "MT19937" }
};
static const Class class_philox[1] = {
    { "Philox", "numpy.random._philox", { class_bit_generator }, "Philox" }
};
static const Class class_sfc64[1] = { { "SFC64", "numpy.random._sfc64", { class_bit_generator }, "SFC64" } };
static const Class *const class_of_bits[] = {
    [BITS_PCG64] = class_pcg64,   [BITS_PCG64DXSM] = class_dxsm, [BITS_MT19937] = class_mt19937,
    [BITS_PHILOX] = class_philox, [BITS_SFC64] = class_sfc64,
};

bool random_is(Value v, const Class *class) { return v.tag == V_RECORD && class_is(v.record->class, class); }
static void free_state(Record *record) { mem_free(record->state); }

Value random_record(const Class *class, int fields, const char *const *name, size_t state)
{
    Value record = value_record(class, fields, name);
    record.record->state = mem_zeroed(state);
    record.record->drop = free_state;
    return record;
}

/* bit generators ------------------------------------------------------------------------------------------
 */

static const char *const bits_field[] = { "seed_seq" };

/* A source of bits from a seed: None, ints, or a SeedSequence. */
bool bits_make(Run *run, int kind, Value seed, Value *out)
{
    Value sequence;
    if (!seed_of(run, seed, &sequence))
        return false;
    uint32_t words[TWISTER_WORDS];
    seed_fill(sequence, words, bitgen_seed_words(kind));
    *out = random_record(class_of_bits[kind], 1, bits_field, sizeof(BitGen));
    out->record->field[0] = sequence;
    bitgen_seed(out->record->state, kind, words);
    return true;
}

static bool run_bits(Call *call, Value *out)
{
    return bits_make(call->run, (int)call->func->extra, call->arg[0].value, out);
}

bool bits_spawn(Run *run, Value parent, int64_t count, Value *out)
{
    Value seeds, seed = parent.record->field[0];
    const BitGen *bits = parent.record->state;
    if (!random_is(seed, class_seed_sequence))
        return fail(run, TypeError, "The underlying SeedSequence does not implement spawning.");
    if (!seed_spawn(run, seed, count, &seeds))
        return false;
    *out = value_list_new(count);
    bool ok = true;
    for (int64_t i = 0; ok && i < count; i++) {
        Value child;
        ok = bits_make(run, bits->kind, seeds.list->item[i], &child);
        if (ok) {
            list_append(out->list, child);
            value_drop(child);
        }
    }
    value_drop(seeds);
    if (!ok)
        value_drop(*out);
    return ok;
}

static bool run_spawn_bits(Call *call, Value *out)
{
    int64_t count;
    return random_children(call, &count) && bits_spawn(call->run, call->arg[0].value, count, out);
}

static bool infer_random_raw(Call *call, Value *out)
{
    bool single;
    Shape shape;
    if (any_unknown(call))
        return give_unknown(out);
    if (!draw_size(call, 1, &single, &shape))
        return false;
    return single ? give_unknown(out) : infer_as(out, UINT64, shape.ndim, shape.dim);
}

static bool run_random_raw(Call *call, Value *out)
{
    BitGen *bits = call->arg[0].value.record->state;
    bool output;
    if (!arg_truth(call, 2, &output))
        return false;
    int64_t n = out->tag == V_ARRAY ? tensor_size(out->tensor) : 1;
    uint64_t one, *at = out->tag == V_ARRAY ? (uint64_t *)(void *)out->tensor->data : &one;
    for (int64_t i = 0; i < n; i++)
        at[i] = bitgen_raw(bits);
    if (!output)
        return value_instead(out, NONE);
    return out->tag == V_ARRAY || value_instead(out, value_uint(one));
}

static Value value_uint128(Uint128 n)
{
    mpz_t z;
    mpz_init(z);
    mpz_import(z, 1, -1, sizeof n, 0, 0, &n);
    Value v = value_bigint(z);
    mpz_clear(z);
    return v;
}

void random_put(Value dict, const char *key, Value value) /* takes the value */
{
    dict_put(dict.dict, key, value);
    value_drop(value);
}

/* Words of 64 bits as an array; V_ABSENT on error. */
static Value wide_words(Run *run, const uint64_t *word, int64_t count)
{
    Tensor *words = tensor_new(run, UINT64, 1, &count);
    if (!words)
        return ABSENT;
    memcpy(words->data, word, (size_t)count * sizeof *word);
    return value_array(words);
}

Value twister_words(Run *run, const BitGen *bits)
{
    int64_t words = TWISTER_WORDS;
    Tensor *key = tensor_new(run, UINT32, 1, &words);
    if (!key)
        return ABSENT;
    memcpy(key->data, bits->word, sizeof bits->word);
    return value_array(key);
}

bool bits_state(Run *run, const BitGen *bits, Value *out)
{
    Value state = value_dict_new();
    *out = value_dict_new();
    random_put(*out, "bit_generator", value_cstr(bitgen_name[bits->kind]));
    if (bits->kind == BITS_MT19937) {
        Value key = twister_words(run, bits);
        if (key.tag == V_ABSENT) {
            value_drop(state);
            value_drop(*out);
            return false;
        }
        random_put(state, "key", key);
        random_put(state, "pos", value_int(bits->at));
        random_put(*out, "state", state);
        return true;
    }
    if (bits->kind == BITS_PCG64 || bits->kind == BITS_PCG64DXSM) {
        random_put(state, "state", value_uint128(bits->state));
        random_put(state, "inc", value_uint128(bits->increment));
    } else {
        random_put(state, bits->kind == BITS_PHILOX ? "counter" : "state", wide_words(run, bits->four, 4));
        if (bits->kind == BITS_PHILOX)
            random_put(state, "key", wide_words(run, bits->key, 2));
    }
    random_put(*out, "state", state);
    if (bits->kind == BITS_PHILOX) {
        random_put(*out, "buffer", wide_words(run, bits->buffer, 4));
        random_put(*out, "buffer_pos", value_int(bits->place));
    }
    random_put(*out, "has_uint32", value_int(bits->has_half));
    random_put(*out, "uinteger", value_int(bits->half));
    return true;
}

static bool run_bits_state(Call *call, Value *out)
{
    return bits_state(call->run, call->arg[0].value.record->state, out);
}

/* An int as 128 bits, higher ones cut off. */
static bool arg_uint128(Run *run, Value v, Uint128 *out)
{
    if (!value_is_int(v)) {
        int64_t small;
        if (!value_index(run, v, &small))
            return false;
        *out = (Uint128)small;
        return true;
    }
    Integer room;
    mpz_t z;
    mpz_init(z);
    mpz_fdiv_r_2exp(z, integer_of(&room, v), 128);
    *out = (Uint128)mpz_getlimbn(z, 1) << 64 | mpz_getlimbn(z, 0);
    mpz_clear(z);
    return true;
}

/* The lowest 256 bits of an int, as four words. */
static bool arg_four_words(Run *run, Value v, uint64_t word[4])
{
    Uint128 low;
    Integer room;
    if (!value_is_int(v)) {
        if (!arg_uint128(run, v, &low))
            return false;
        word[0] = (uint64_t)low;
        word[1] = (uint64_t)(low >> 64);
        word[2] = word[3] = -(word[1] >> 63);
        return true;
    }
    mpz_t z;
    mpz_init(z);
    mpz_fdiv_r_2exp(z, integer_of(&room, v), 256);
    for (int i = 0; i < 4; i++)
        word[i] = mpz_getlimbn(z, i);
    mpz_clear(z);
    return true;
}

static bool run_advance(Call *call, Value *out)
{
    BitGen *bits = call->arg[0].value.record->state;
    Uint128 delta;
    uint64_t word[4];
    if (bits->kind == BITS_PHILOX ? !arg_four_words(call->run, call->arg[1].value, word)
                                  : !arg_uint128(call->run, call->arg[1].value, &delta))
        return false;
    if (bits->kind == BITS_PHILOX)
        philox_advance(bits, word);
    else
        pcg_advance(bits, delta);
    *out = value_keep(call->arg[0].value);
    return true;
}

/* Another source, as if so many times a very large number of draws had been made: the golden section of all
 * of PCG's states, 2**128 of Philox's and of the twister's. */
static bool run_jumped(Call *call, Value *out)
{
    const BitGen *from = call->arg[0].value.record->state;
    Uint128 jumps;
    if (!arg_uint128(call->run, call->arg[1].value, &jumps))
        return false;
    *out = random_record(class_of_bits[from->kind], 1, bits_field, sizeof(BitGen));
    out->record->field[0] = value_keep(call->arg[0].value.record->field[0]);
    BitGen *bits = out->record->state;
    *bits = *from;
    if (bits->kind == BITS_PHILOX)
        philox_advance(bits, (uint64_t[4]){ 0, 0, (uint64_t)jumps, (uint64_t)(jumps >> 64) });
    else if (bits->kind == BITS_MT19937)
        twister_jump(bits, jumps >> 127 ? 0 : jumps, call->run->interrupt);
    else
        pcg_advance(bits, jumps * ((Uint128)0x9e3779b97f4a7c15 << 64 | 0xf39cc0605cedc835));
    return true;
}

/* Philox(seed, counter, key): the last two as ints or as their words. */
static bool read_philox(Call *call, int i, const char *name, int words, uint64_t *word)
{
    Run *run = call->run;
    Value v = call->arg[i].value;
    if (v.tag == V_ARRAY || is_sequence(v)) {
        Tensor *given = tensor_from_value(run, v, UINT64, false);
        bool ok = given != NULL;
        if (ok && !(given->ndim == 1 && given->dim[0] == words))
            ok = fail(run, ValueError, "%s must have %d elements when using array form", name, words);
        for (int k = 0; ok && k < words; k++)
            word[k] = (uint64_t)element_int(UINT64, given->data + k * given->stride[0]);
        tensor_drop(given);
        return ok;
    }
    Integer room;
    uint64_t all[4];
    if (!arg_four_words(run, v, all))
        return false;
    if (value_is_int(v)) {
        mpz_srcptr z = integer_of(&room, v);
        if (mpz_sgn(z) < 0 || mpz_sizeinbase(z, 2) > (size_t)words * 64)
            return fail(run, ValueError, "%s must be positive and less than 2**%d.", name, words * 64);
    }
    memcpy(word, all, (size_t)words * sizeof *word);
    return true;
}

static bool run_philox(Call *call, Value *out)
{
    enum { SEED, COUNTER, KEY };
    if (!arg_none(call, SEED) && !arg_none(call, KEY))
        return fail(call->run, ValueError, "seed and key cannot be both used");
    if (!bits_make(call->run, BITS_PHILOX, call->arg[SEED].value, out))
        return false;
    BitGen *bits = out->record->state;
    if ((arg_none(call, KEY) || read_philox(call, KEY, "key", 2, bits->key)) &&
        (arg_none(call, COUNTER) || read_philox(call, COUNTER, "counter", 4, bits->four)))
        return true;
    value_drop(*out);
    return false;
}

/* Words and place of a twister, from what get_state gave. */
bool twister_set(Run *run, BitGen *bits, Value key, Value at)
{
    int64_t place;
    Tensor *words = tensor_from_value(run, key, UINT32, false);
    bool ok = words && value_index(run, at, &place);
    if (ok && !(words->ndim == 1 && words->dim[0] == TWISTER_WORDS && place >= 0 && place <= TWISTER_WORDS))
        ok = fail(run, ValueError, "state must be the %d words and the place of a MT19937", TWISTER_WORDS);
    for (int i = 0; ok && i < TWISTER_WORDS; i++)
        bits->word[i] = (uint32_t)element_int(UINT32, words->data + i * words->stride[0]);
    if (ok)
        bits->at = (int)place;
    tensor_drop(words);
    return ok;
}

static bool set_pcg(Run *run, BitGen *bits, Dict *whole, Dict *state)
{
    Uint128 number, increment;
    int64_t has_half, half;
    if (!arg_uint128(run, dict_find(state, "state"), &number) ||
        !arg_uint128(run, dict_find(state, "inc"), &increment) ||
        !value_index(run, dict_find(whole, "has_uint32"), &has_half) ||
        !value_index(run, dict_find(whole, "uinteger"), &half))
        return false;
    bits->state = number;
    bits->increment = increment;
    bits->has_half = has_half != 0;
    bits->half = (uint32_t)half;
    return true;
}

/* So many words of 64 bits from an array or a sequence. */
static bool read_wide(Run *run, Value v, uint64_t *word, int64_t count)
{
    Tensor *words = v.tag == V_ABSENT ? NULL : tensor_from_value(run, v, UINT64, false);
    bool ok = words && words->ndim == 1 && words->dim[0] == count;
    for (int64_t i = 0; ok && i < count; i++)
        word[i] = (uint64_t)element_int(UINT64, words->data + i * words->stride[0]);
    tensor_drop(words);
    return ok || run->error.class ||
           fail(run, ValueError, "state must hold %lld words of 64 bits", (long long)count);
}

static bool set_words(Run *run, BitGen *bits, Dict *whole, Dict *state)
{
    BitGen made = *bits;
    int64_t place = 4, has_half, half;
    bool philox = bits->kind == BITS_PHILOX;
    if (!read_wide(run, dict_find(state, philox ? "counter" : "state"), made.four, 4) ||
        (philox && (!read_wide(run, dict_find(state, "key"), made.key, 2) ||
                    !read_wide(run, dict_find(whole, "buffer"), made.buffer, 4) ||
                    !value_index(run, dict_find(whole, "buffer_pos"), &place))) ||
        !value_index(run, dict_find(whole, "has_uint32"), &has_half) ||
        !value_index(run, dict_find(whole, "uinteger"), &half))
        return false;
    made.place = place >= 0 && place < 4 ? (int)place : 4;
    made.has_half = has_half != 0;
    made.half = (uint32_t)half;
    *bits = made;
    return true;
}

/* A dict as `state` gives it. */
bool bits_set(Run *run, BitGen *bits, Value dict)
{
    if (dict.tag != V_DICT)
        return fail(run, TypeError, "state must be a dict");
    Value name = dict_find(dict.dict, "bit_generator"), state = dict_find(dict.dict, "state");
    if (name.tag != V_STR || strcmp(name.str->text, bitgen_name[bits->kind]) || state.tag != V_DICT)
        return fail(run, ValueError, "state must be for a %s RNG", bitgen_name[bits->kind]);
    return bits->kind == BITS_MT19937
               ? twister_set(run, bits, dict_find(state.dict, "key"), dict_find(state.dict, "pos"))
           : bits->kind == BITS_PHILOX || bits->kind == BITS_SFC64
               ? set_words(run, bits, dict.dict, state.dict)
               : set_pcg(run, bits, dict.dict, state.dict);
}

bool random_set_state(Run *run, Value bits, Value state) { return bits_set(run, bits.record->state, state); }

/* rows -----------------------------------------------------------------------------------------------------
 */

#define BITS_ROWS(NAME, KIND, CLASS, NUMBER)                                                                 \
    {                                                                                                        \
        .name = #NAME, .says = "__init__", .of = "np.random", .params = "seed: any = None",                  \
        .brief = "A source of random bits, " #NAME ", from a seed.",                                         \
        .example = ">>> np.random." #NAME "(5).random_raw()\n" NUMBER "\n", .style = CYTHON,                 \
        .run = run_bits, .effects = true, .extra = KIND, .class = CLASS                                      \
    }

const Func random_bit_funcs[] = {
    BITS_ROWS(PCG64, BITS_PCG64, class_pcg64, "14849682912918955432"),
    BITS_ROWS(PCG64DXSM, BITS_PCG64DXSM, class_dxsm, "18372055152263355045"),
    BITS_ROWS(MT19937, BITS_MT19937, class_mt19937, "1463718072"),
    BITS_ROWS(SFC64, BITS_SFC64, class_sfc64, "12614612106463595544"),
    { .name = "Philox",
      .says = "__init__",
      .of = "np.random",
      .params = "seed: any = None, counter: any = None, key: any = None",
      .brief = "A source of random bits, Philox, from a seed or from a key and a counter.",
      .example = ">>> np.random.Philox(5).random_raw()\n15819541710926433573\n",
      .style = CYTHON,
      .run = run_philox,
      .effects = true,
      .class = class_philox },
    { .name = "random_raw",
      .of = "BitGenerator",
      .params = "self: any, size: any = None, output: any = True",
      .brief = "The generator's bits as they come.",
      .example = ">>> np.random.PCG64(5).random_raw(1)\narray([14849682912918955432], dtype=uint64)\n",
      .style = CYTHON,
      .infer = infer_random_raw,
      .run = run_random_raw,
      .effects = true },
    { .name = "spawn",
      .of = "BitGenerator",
      .params = "self: any, n_children: int",
      .brief = "Independent sources of bits, as many as asked for.",
      .example = ">>> len(np.random.PCG64(5).spawn(2))\n2\n",
      .style = CYTHON,
      .run = run_spawn_bits,
      .effects = true },
    { .name = "state",
      .of = "BitGenerator",
      .params = "self: any",
      .brief = "The generator's state as a dict, which can be set too.",
      .example = ">>> np.random.PCG64(5).state['has_uint32']\n0\n",
      .style = ATTRIBUTE,
      .run = run_bits_state },
    { .name = "advance",
      .of = "PCG64 PCG64DXSM Philox",
      .params = "self: any, delta: int",
      .brief = "Goes on as if so many numbers had been drawn.",
      .example = ">>> np.random.PCG64(5).advance(0).random_raw()\n14849682912918955432\n",
      .style = CYTHON,
      .run = run_advance,
      .effects = true },
    { .name = "jumped",
      .of = "PCG64 PCG64DXSM Philox MT19937",
      .params = "self: any, jumps: int = 1",
      .brief = "Another source, far ahead in the same stream.",
      .example = ">>> np.random.PCG64(5).jumped().random_raw()\n16329593702355817750\n",
      .style = CYTHON,
      .run = run_jumped,
      .effects = true },
    { 0 }
};
