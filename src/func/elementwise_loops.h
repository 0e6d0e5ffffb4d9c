/* elementwise_loops.h: the loops of each function that treats each element alone, by dtype; NULL: it has none
 * for that. */
#ifndef NDCALC_FUNC_ELEMENTWISE_LOOPS_H
#define NDCALC_FUNC_ELEMENTWISE_LOOPS_H

#include "func/elementwise.h"

typedef Loop *const Loops[DTYPES];
extern Loops add_loops, subtract_loops, multiply_loops, divide_loops, floor_divide_loops, remainder_loops,
    fmod_loops, divmod_loops, power_loops, float_power_loops, negative_loops, positive_loops, absolute_loops,
    fabs_loops, sign_loops, square_loops, reciprocal_loops, heaviside_loops, sqrt_loops, cbrt_loops,
    exp_loops, exp2_loops, expm1_loops, log_loops, log2_loops, log10_loops, log1p_loops, logaddexp_loops,
    logaddexp2_loops, sin_loops, cos_loops, tan_loops, arcsin_loops, arccos_loops, arctan_loops,
    arctan2_loops, hypot_loops, sinh_loops, cosh_loops, tanh_loops, arcsinh_loops, arccosh_loops,
    arctanh_loops, degrees_loops, radians_loops, rad2deg_loops, deg2rad_loops, floor_loops, ceil_loops,
    trunc_loops, rint_loops, maximum_loops, minimum_loops, fmax_loops, fmin_loops, greater_loops,
    greater_equal_loops, less_loops, less_equal_loops, equal_loops, not_equal_loops, logical_and_loops,
    logical_or_loops, logical_xor_loops, logical_not_loops, bitwise_and_loops, bitwise_or_loops,
    bitwise_xor_loops, invert_loops, left_shift_loops, right_shift_loops, bitwise_count_loops, isfinite_loops,
    isinf_loops, isnan_loops, signbit_loops, copysign_loops, nextafter_loops, spacing_loops, modf_loops,
    ldexp_loops, frexp_loops, gcd_loops, lcm_loops, conjugate_loops, clip_loops;

#endif
