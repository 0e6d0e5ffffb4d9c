#include "func/func.h"

const Func fft_funcs[] = { { 0 } };
