/* random.h: the random generators: NumPy's Generator and RandomState over a source of bits.
 *
 * A function that draws stands in up to three homes: as a method of Generator, as one of RandomState, and in
 * np.random, where it draws from the RandomState that the run keeps. Shape rules never draw. */
#ifndef NDCALC_RANDOM_RANDOM_H
#define NDCALC_RANDOM_RANDOM_H

#include "func/results.h"
#include "numeric/distributions.h"

extern const Class class_seed_sequence[1], class_bit_generator[1], class_rng[1], class_random_state[1];

/* The place of a row's first parameter that is not the generator: 1 for methods, 0 in np.random. */
int draw_first(const Call *);
bool draw_is_legacy(const Call *); /* not a Generator's method */
/* The generator that a call draws from; NULL on error. */
Rng *draw_rng(Call *);

/* A parameter size: an int, a sequence of ints, or None, which asks for one number (*single). */
bool draw_size(Call *, int i, bool *single, Shape *);

/* A SeedSequence: `from` itself, or one of what it holds: ints, a text, None (the system's random bits). */
bool seed_of(Run *, Value from, Value *sequence);
void seed_fill(Value sequence, uint32_t *words, int64_t count); /* the first words of its stream */
bool seed_spawn(Run *, Value parent, int64_t count, Value *list);

/* records of generators and of sources of bits, for random.c, random_seeds.c and random_bits.c: is it one of
 * a class, a new one with room for its state, the number of children that spawn is asked for, a value put
 * into a dict (which it takes) */
bool random_is(Value, const Class *);
Value random_record(const Class *, int fields, const char *const *name, size_t state);
bool random_children(Call *, int64_t *count);
void random_put(Value dict, const char *key, Value);

/* A source of bits from a seed: None, ints, or a SeedSequence. */
bool bits_make(Run *, int kind, Value seed, Value *out);
bool bits_spawn(Run *, Value parent, int64_t count, Value *list);
/* The state as a dict, and back; of a twister its words as an array (V_ABSENT on error), and back with the
 * place. */
bool bits_state(Run *, const BitGen *, Value *out);
bool bits_set(Run *, BitGen *, Value dict);
Value twister_words(Run *, const BitGen *);
bool twister_set(Run *, BitGen *, Value words, Value at);

/* bits.state = …, as the state was read. */
bool random_set_state(Run *, Value bits, Value state);

#endif
