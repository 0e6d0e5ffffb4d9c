"""record.py < EXPRESSIONS > ANSWERS: what NumPy answers to what `sweep write` wrote: the distinct answers, a line "=…" each,
then for every row of functions its name, the hash of its expressions, and the number of the answer to each of them."""
import sys
import warnings

import numpy as np

warnings.simplefilter("ignore")
np.seterr(all="ignore")


def describe(v):
    if isinstance(v, np.ndarray):
        return "(" + "".join(f"{n}," for n in v.shape) + ")" + code(v.dtype)
    if isinstance(v, np.generic):
        return code(v.dtype)
    if isinstance(v, np.dtype) and not v.isnative:
        return "*"
    if isinstance(v, (tuple, list)):
        items = [describe(item) for item in v]
        if "*" in items:
            return "*"
        return "<>[]"[2 * isinstance(v, list)] + " ".join(items) + "<>[]"[2 * isinstance(v, list) + 1]
    return type(v).__name__


def code(dtype):
    return dtype.str[1:] if dtype.kind in "biufc" and dtype.str[1:] not in ("f16", "c32") else "*"


def answer(expression, names):
    try:
        text = describe(eval(expression, names))
        return "*" if "*" in text else text
    except Exception as error:
        return "!" + type(error).__qualname__


names = {"np": np}
numbers, rows, prelude = {}, [], ""
for line in sys.stdin:
    line = line.rstrip("\n")
    if line.startswith("# "):
        rows.append(line[2:])
        exec(prelude, names)  # every row finds the arrays as they were
    elif rows:
        rows[-1] += f" {numbers.setdefault(answer(line, names), len(numbers))}"
    else:
        prelude += line + "\n"
print("# what NumPy", np.__version__, "answers to the expressions of `sweep write`; written by record.py")
for text in numbers:
    print("=" + text)
for row in rows:
    print(row)
