/* asarray.h: from Python's values to tensors, and back. */
#ifndef NDCALC_VALUE_ASARRAY_H
#define NDCALC_VALUE_ASARRAY_H

#include "value/value.h"

/* np.asarray(value): arrays as they are (counted once more), scalars as 0-d, nested sequences as NumPy finds
 * their shape and dtype. dtype NO_DTYPE: found from the elements. Python numbers and nothing else give a weak
 * 0-d tensor when `weak` asks so; an int beyond 64 bits then comes as a weak int whose dtype is FLOAT64. NULL
 * on error: "setting an array element with a sequence. The requested array has an inhomogeneous shape after 1
 * dimensions. The detected shape was (2,) + inhomogeneous part."; what only an object array could hold is
 * refused by name. */
Tensor *tensor_from_value(Run *, Value, DType, bool weak);
/* The same for an array of at most this many axes, as a[…] = [[1, 2]] reads its right side: ValueError
 * "setting an array element with a sequence. The requested array would exceed the maximum number of dimension
 * of 1." */
Tensor *tensor_from_value_within(Run *, Value, DType, int axes);
/* The shape of the array that NumPy would make of a value, whatever its items are. *odd: the first item that
 * no array here can hold, borrowed; V_ABSENT: there is none. False on error: an inhomogeneous shape. */
bool shape_from_value(Run *, Value, Shape *, Value *odd);
/* The items of lists and tuples within each other, of that shape, borrowed, in C order; NULL if there is
 * anything between that is neither, or no memory for so many. To be freed with mem_free. */
Value *items_from_value(Value, const Shape *);
/* A Python or NumPy scalar seen as a 0-d tensor whose data is *v itself: no allocation. False: not a scalar
 * number (an int beyond 64 bits included). The tensor lives as long as *v and is never kept or dropped. */
bool tensor_of_scalar(Tensor *out, const Value *v);
/* Stores a Python number as NumPy stores it into an array: OverflowError "Python integer 300 out of bounds
 * for uint8", "int() argument must be …" and so on. */
bool element_store(Run *, DType, char *at, Value);
/* The same for every element of `to`. */
bool tensor_store(Run *, Tensor *to, Value);
/* a.tolist() */
Value tensor_tolist(const Tensor *);
/* The dtype that a value names: a dtype, a class, a text, None (float64). TypeError "data type 'foo' not
 * understood". */
bool value_to_dtype(Run *, Value, DType *out);
/* A tuple of ints from a shape. */
Value value_shape(int ndim, const int64_t *dim);

#endif
