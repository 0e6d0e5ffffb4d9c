/* random.c: what random numbers are drawn from: Generator and RandomState, and the one behind np.random's
 * functions. */
#include "random/random.h"

#include <string.h>

const Class class_rng[1] = { { "Generator", "numpy.random._generator", { class_object }, "Generator" } };
const Class class_random_state[1] = {
    { "RandomState", "numpy.random.mtrand", { class_object }, "RandomState" }
};
/* generators --------------------------------------------------------------------------------------------- */

static const char *const generator_field[] = { "bit_generator" };
static const char *const state_field[] = { "_bit_generator" };

/* A Generator or RandomState over bits, which it keeps. */
static Value make_generator(const Class *class, Value bits)
{
    bool legacy = class == class_random_state;
    Value made = random_record(class, 1, legacy ? state_field : generator_field, sizeof(Rng));
    made.record->field[0] = value_keep(bits);
    *(Rng *)made.record->state = (Rng){ .bits = bits.record->state, .legacy = legacy };
    return made;
}

static bool fail_no_bits(Run *run, Value v)
{
    return fail(run, AttributeError, "'%s' object has no attribute 'capsule'", value_type_name(v));
}

static bool run_generator(Call *call, Value *out)
{
    Value bits = call->arg[0].value;
    if (!random_is(bits, class_bit_generator))
        return fail_no_bits(call->run, bits);
    *out = make_generator(class_rng, bits);
    return true;
}

static bool run_default_rng(Call *call, Value *out)
{
    Value seed = call->arg[0].value, bits;
    if (random_is(seed, class_rng)) {
        *out = value_keep(seed);
        return true;
    }
    if (random_is(seed, class_bit_generator))
        bits = value_keep(seed);
    else if (random_is(seed, class_random_state))
        bits = value_keep(seed.record->field[0]);
    else if (!bits_make(call->run, BITS_PCG64, seed, &bits))
        return false;
    *out = make_generator(class_rng, bits);
    value_drop(bits);
    return true;
}

static bool run_spawn_generators(Call *call, Value *out)
{
    int64_t count;
    Value bits;
    if (!random_children(call, &count) ||
        !bits_spawn(call->run, call->arg[0].value.record->field[0], count, &bits))
        return false;
    for (int64_t i = 0; i < bits.list->count; i++) {
        Value made = make_generator(class_rng, bits.list->item[i]);
        value_drop(bits.list->item[i]);
        bits.list->item[i] = made;
    }
    *out = bits;
    return true;
}

static void add_name(Text *text, Record *generator)
{
    text_printf(text, "%s(%s)", generator->class->name, generator->field[0].record->class->name);
}

/* extra: 1 for str(). */
static bool run_generator_repr(Call *call, Value *out)
{
    Text text = { 0 };
    add_name(&text, call->arg[0].value.record);
    if (!call->func->extra)
        text_printf(&text, " at 0x%llX", (unsigned long long)(uintptr_t)call->arg[0].value.record);
    *out = value_cstr(text_get(&text));
    text_free(&text);
    return true;
}

/* the legacy seed ------------------------------------------------------------------------------------------
 */

static bool fail_seed_range(Run *run)
{
    return fail(run, ValueError, "Seed must be between 0 and 2**32 - 1");
}

/* One dimension of ints as words. */
static bool seed_from_array(Run *run, BitGen *bits, Tensor *from)
{
    if (tensor_size(from) == 0)
        return fail(run, ValueError, "Seed must be non-empty");
    if (!dtype_can_cast(from->dtype, INT64, CAST_SAFE))
        return fail(run, TypeError,
                    "Cannot cast %s from dtype('%s') to dtype('int64') according to the rule 'safe'",
                    from->ndim ? "array data" : "scalar", dtype_info[from->dtype].name);
    if (from->ndim != 1)
        return fail(run, ValueError, "Seed array must be 1-d");
    int64_t count = from->dim[0];
    uint32_t *words = mem_alloc((size_t)count * sizeof *words);
    bool ok = true;
    for (int64_t i = 0; ok && i < count; i++) {
        int64_t word = element_int(from->dtype, from->data + i * from->stride[0]);
        ok = (word >= 0 && word <= UINT32_MAX) || fail_seed_range(run);
        words[i] = (uint32_t)word;
    }
    if (ok)
        twister_seed_words(bits, words, count);
    mem_free(words);
    return ok;
}

static bool is_index(Value v)
{
    DType dtype;
    if (value_is_scalar(v))
        return scalar_data(&v, &dtype), dtype_is_int(dtype);
    return value_is_int(v) ||
           (v.tag == V_ARRAY && tensor_size(v.tensor) == 1 && dtype_is_int(v.tensor->dtype));
}

static bool seed_from_int(Run *run, BitGen *bits, Value seed)
{
    int64_t number = -1;
    if (seed.tag == V_ARRAY)
        number = element_int(seed.tensor->dtype, seed.tensor->data);
    else if (seed.tag != V_BIGINT && !value_index(run, seed, &number))
        return false;
    if (number < 0 || number > UINT32_MAX)
        return fail_seed_range(run);
    twister_seed(bits, (uint32_t)number);
    return true;
}

/* As np.random.seed reads it: an int, several, or None. */
static bool legacy_seed(Run *run, Value record, Value seed)
{
    BitGen *bits = record.record->state, made = { 0 };
    bool ok;
    if (seed.tag == V_NONE || seed.tag == V_ABSENT) {
        Value fresh;
        if (!bits_make(run, BITS_MT19937, NONE, &fresh))
            return false;
        memcpy(&made, fresh.record->state, sizeof made);
        value_drop(fresh);
        ok = true;
    } else if (is_index(seed)) {
        ok = seed_from_int(run, &made, seed);
    } else if (seed.tag == V_STR) {
        ok = fail(run, TypeError,
                  "Cannot cast scalar from dtype('<U%lld') to dtype('int64') according to the rule 'safe'",
                  (long long)(seed.str->length ? seed.str->length : 1));
    } else {
        Tensor *from = tensor_from_value(run, seed, NO_DTYPE, false);
        ok = from && seed_from_array(run, &made, from);
        tensor_drop(from);
    }
    if (!ok)
        return false;
    *bits = made;
    value_drop(record.record->field[0]);
    record.record->field[0] = NONE;
    return true;
}

static bool make_random_state(Run *run, Value seed, Value *out)
{
    Value bits;
    if (random_is(seed, class_bit_generator))
        bits = value_keep(seed);
    else if (!bits_make(run, BITS_MT19937, NONE, &bits))
        return false;
    bool ok = random_is(seed, class_bit_generator) || seed.tag == V_NONE || seed.tag == V_ABSENT ||
              legacy_seed(run, bits, seed);
    if (ok)
        *out = make_generator(class_random_state, bits);
    value_drop(bits);
    return ok;
}

static bool run_random_state(Call *call, Value *out)
{
    return make_random_state(call->run, call->arg[0].value, out);
}

/* The RandomState of a legacy call: its own, or the one that np.random's functions share. NULL on error. */
static Record *legacy_state(Call *call)
{
    if (draw_first(call))
        return call->arg[0].value.record;
    if (!call->run->random) {
        Value made;
        if (!make_random_state(call->run, NONE, &made))
            return NULL;
        call->run->random = made.object;
    }
    return (Record *)call->run->random;
}

/* np.random.seed, where the bits are no Mersenne Twister's: as new ones of their class begin. */
static bool seed_other(Run *run, Value bits, Value seed, Value *out)
{
    Value fresh;
    if (!bits_make(run, (int)((const BitGen *)bits.record->state)->kind, seed, &fresh))
        return false;
    *(BitGen *)bits.record->state = *(const BitGen *)fresh.record->state;
    value_drop(fresh);
    *out = NONE;
    return true;
}

static bool run_seed(Call *call, Value *out)
{
    Record *state = legacy_state(call);
    if (!state)
        return false;
    Rng *rng = state->state;
    if (rng->bits->kind != BITS_MT19937)
        return draw_first(call) ? fail(call->run, TypeError, "can only re-seed a MT19937 BitGenerator")
                                : seed_other(call->run, state->field[0], call->arg[0].value, out);
    if (!legacy_seed(call->run, state->field[0], call->arg[draw_first(call)].value))
        return false;
    rng->has_gauss = false;
    rng->gauss = 0;
    *out = NONE;
    return true;
}

/* get_bit_generator and set_bit_generator: the bits of the state that np.random's functions share. */
static bool run_get_bits(Call *call, Value *out)
{
    const Record *state = legacy_state(call);
    if (!state)
        return false;
    *out = value_keep(state->field[0]);
    return true;
}

static bool run_set_bits(Call *call, Value *out)
{
    Value bits = ARG(call, 0);
    if (!random_is(bits, class_bit_generator))
        return fail_no_bits(call->run, bits);
    Value made = make_generator(class_random_state, bits);
    if (call->run->random)
        value_drop((Value){ .tag = V_RECORD, .object = call->run->random });
    call->run->random = made.object;
    *out = NONE;
    return true;
}

/* get_state and set_state ----------------------------------------------------------------------------------
 */

static bool run_get_state(Call *call, Value *out)
{
    bool legacy;
    Record *state = legacy_state(call);
    if (!state || !arg_truth(call, draw_first(call), &legacy))
        return false;
    const Rng *rng = state->state;
    if (legacy && rng->bits->kind == BITS_MT19937) {
        Value key = twister_words(call->run, rng->bits);
        if (key.tag == V_ABSENT)
            return false;
        *out = value_tuple_new(5);
        Value *item = out->tuple->item;
        item[0] = value_cstr(bitgen_name[rng->bits->kind]);
        item[1] = key;
        item[2] = value_int(rng->bits->at);
        item[3] = value_int(rng->has_gauss);
        item[4] = value_float(rng->gauss);
        return true;
    }
    if (!bits_state(call->run, rng->bits, out))
        return false;
    random_put(*out, "has_gauss", value_int(rng->has_gauss));
    random_put(*out, "gauss", value_float(rng->gauss));
    return true;
}

/* The two last items of a state: whether a gauss is kept, and which. */
static bool set_gauss(Run *run, Rng *rng, Value has, Value gauss)
{
    int64_t kept = 0;
    double value = 0;
    if ((has.tag != V_ABSENT && !value_index(run, has, &kept)) ||
        (gauss.tag != V_ABSENT && !value_to_double(run, gauss, &value)))
        return false;
    rng->has_gauss = kept != 0;
    rng->gauss = value;
    return true;
}

static bool run_set_state(Call *call, Value *out)
{
    Value state = call->arg[draw_first(call)].value;
    Record *record = legacy_state(call);
    Run *run = call->run;
    if (!record)
        return false;
    Rng *rng = record->state;
    *out = NONE;
    if (state.tag == V_DICT)
        return bits_set(run, rng->bits, state) &&
               set_gauss(run, rng, dict_find(state.dict, "has_gauss"), dict_find(state.dict, "gauss"));
    if (!is_sequence(state))
        return fail(run, TypeError, "state must be a dict or a tuple.");
    int64_t count = state.tag == V_TUPLE ? state.tuple->count : state.list->count;
    const Value *item = state.tag == V_TUPLE ? state.tuple->item : state.list->item;
    const char *short_of = run_text(run, "%s index out of range", state.tag == V_TUPLE ? "tuple" : "list");
    if (count < 1)
        return fail(run, IndexError, "%s", short_of);
    if (item[0].tag != V_STR || strcmp(item[0].str->text, "MT19937"))
        return fail(run, ValueError, "set_state can only be used with legacy MT19937 state instances.");
    if (count < 3)
        return fail(run, IndexError, "%s", short_of);
    return twister_set(run, rng->bits, item[1], item[2]) &&
           set_gauss(run, rng, count > 4 ? item[3] : ABSENT, count > 4 ? item[4] : ABSENT);
}

/* for the rows that draw -----------------------------------------------------------------------------------
 */

int draw_first(const Call *call) { return strncmp(call->func->of, "np.", 3) != 0; }
bool draw_is_legacy(const Call *call) { return strcmp(call->func->of, "Generator") != 0; }

Rng *draw_rng(Call *call)
{
    if (!draw_is_legacy(call))
        return call->arg[0].value.record->state;
    Record *state = legacy_state(call);
    return state ? state->state : NULL;
}

bool draw_size(Call *call, int i, bool *single, Shape *shape)
{
    *single = arg_none(call, i);
    shape->ndim = 0;
    return *single || (arg_shape(call, i, shape) && check_asked(call->run, FLOAT64, shape->ndim, shape->dim));
}

/* rows -----------------------------------------------------------------------------------------------------
 */

const Func random_funcs[] = {
    { .name = "default_rng",
      .of = "np.random",
      .params = "seed: any = None",
      .brief = "A random generator from a seed: None for an unpredictable one, an int, several.",
      .example = ">>> np.random.default_rng(0).random()\n0.6369616873214543\n",
      .style = CYTHON,
      .run = run_default_rng,
      .effects = true },
    { .name = "Generator",
      .of = "np.random",
      .params = "bit_generator: any",
      .brief = "A random generator over a source of bits.",
      .example = ">>> np.random.Generator(np.random.PCG64(5)).random()\n0.8050029237453802\n",
      .style = CYTHON,
      .says = "__init__",
      .run = run_generator,
      .effects = true,
      .class = class_rng },
    { .name = "RandomState",
      .of = "np.random",
      .params = "seed: any = None",
      .brief = "A legacy random generator, from a seed: its numbers never change.",
      .example = ">>> np.random.RandomState(0).rand()\n0.5488135039273248\n",
      .style = CYTHON,
      .says = "__init__",
      .run = run_random_state,
      .effects = true,
      .class = class_random_state },
    { .name = "spawn",
      .of = "Generator",
      .params = "self: any, n_children: int",
      .brief = "Independent generators, as many as asked for.",
      .example = ">>> np.random.default_rng(5).spawn(2)[0].random()\n0.4031184756244418\n",
      .style = CYTHON,
      .run = run_spawn_generators,
      .effects = true },
    { .name = "__repr__",
      .of = "Generator RandomState",
      .params = "self: any",
      .brief = "repr(generator)",
      .example = ">>> repr(np.random.default_rng(5))[:16]\n'Generator(PCG64)'\n",
      .run = run_generator_repr },
    { .name = "__str__",
      .of = "Generator RandomState",
      .params = "self: any",
      .brief = "str(generator)",
      .example = ">>> print(np.random.default_rng(5))\nGenerator(PCG64)\n",
      .run = run_generator_repr,
      .extra = 1 },
#define STATE_ROWS(HOME, SELF, BEFORE)                                                                       \
    { .name = "seed",                                                                                        \
      .of = HOME,                                                                                            \
      .params = SELF "seed: any = None",                                                                     \
      .brief = "Begins the legacy generator's numbers anew.",                                                \
      .example = BEFORE "seed(0); "                                                                          \
                        "r.rand()\n0.5488135039273248\n",                                                    \
      .style = CYTHON,                                                                                       \
      .run = run_seed,                                                                                       \
      .effects = true },                                                                                     \
        { .name = "get_state",                                                                               \
          .of = HOME,                                                                                        \
          .params = SELF "legacy: any = True",                                                               \
          .brief = "The legacy generator's state, to be given to set_state.",                                \
          .example = BEFORE "seed(0); r.get_state()[2:]\n(624, 0, 0.0)\n",                                   \
          .style = CYTHON,                                                                                   \
          .run = run_get_state,                                                                              \
          .effects = true },                                                                                 \
    {                                                                                                        \
        .name = "set_state", .of = HOME, .params = SELF "state: any",                                        \
        .brief = "Sets the legacy generator's state.",                                                       \
        .example = BEFORE "seed(0); s = r.get_state(); x = r.rand(); r.set_state(s); r.rand() == x\nTrue\n", \
        .style = CYTHON, .run = run_set_state, .effects = true                                               \
    }
    { .name = "get_bit_generator",
      .of = "np.random",
      .params = "",
      .brief = "The source of bits of np.random's functions.",
      .example = ">>> type(np.random.get_bit_generator())\n<class 'numpy.random._mt19937.MT19937'>\n",
      .style = CYTHON,
      .run = run_get_bits,
      .effects = true },
    { .name = "set_bit_generator",
      .of = "np.random",
      .params = "bitgen: any",
      .brief = "Gives np.random's functions another source of bits.",
      .example = ">>> np.random.set_bit_generator(np.random.MT19937(3))\n",
      .style = CYTHON,
      .run = run_set_bits,
      .effects = true },
    STATE_ROWS("np.random", "", ">>> r = np.random; r."),
    STATE_ROWS("RandomState", "self: any, ", ">>> r = np.random.RandomState(); r."),
    { 0 }
};
