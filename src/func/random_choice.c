#include "func/func.h"

const Func random_choice_funcs[] = { { 0 } };
