#include "func/func.h"

const Func random_vector_funcs[] = { { 0 } };
