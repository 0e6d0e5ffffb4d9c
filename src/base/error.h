/* error.h: Python's classes by name, errors, and the run that every function is handed.
 *
 * A function that can fail takes a Run and returns bool (or a pointer: NULL). `return fail(run, ValueError,
 * "...")` records the error and leaves; nobody cleans up by hand what the operand stack owns. The span of an
 * error is that of the expression being evaluated (run->here); what is under its operands is added by the
 * evaluator, who knows them. */
#ifndef NDCALC_BASE_ERROR_H
#define NDCALC_BASE_ERROR_H

#include "base/source.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* A class of Python's or NumPy's: an exception's, or the type of a value. */
typedef struct Class {
    const char *name;              /* "ValueError", "float64" */
    const char *module;            /* "numpy.exceptions", "numpy"; NULL: builtins */
    const struct Class *parent[2]; /* NULL after the last; an exception without one is BaseException */
    const char *home; /* where its attributes and methods are found, see func/func.h; NULL: nowhere */
} Class;

bool class_is(const Class *, const Class *ancestor); /* itself, or derived from it */
/* "UFuncTypeError" for _UFuncNoLoopError: NumPy's private classes go by the name of what they derive from. */
const char *class_shown_name(const Class *);
const char *class_full_name(const Class *, char *room, size_t size); /* "numpy.exceptions.AxisError" */

/* Every exception class: X(name, module, parent, other parent). Declared below as `extern const Class
 * ValueError[1]`, so that it is written without an &. */
#define EXCEPTION_CLASSES(X)                                                                                 \
    X(BaseException, NULL, NULL, NULL)                                                                       \
    X(SystemExit, NULL, BaseException, NULL)                                                                 \
    X(KeyboardInterrupt, NULL, BaseException, NULL)                                                          \
    X(GeneratorExit, NULL, BaseException, NULL)                                                              \
    X(Exception, NULL, BaseException, NULL)                                                                  \
    X(StopIteration, NULL, Exception, NULL)                                                                  \
    X(StopAsyncIteration, NULL, Exception, NULL)                                                             \
    X(ArithmeticError, NULL, Exception, NULL)                                                                \
    X(FloatingPointError, NULL, ArithmeticError, NULL)                                                       \
    X(OverflowError, NULL, ArithmeticError, NULL)                                                            \
    X(ZeroDivisionError, NULL, ArithmeticError, NULL)                                                        \
    X(AssertionError, NULL, Exception, NULL)                                                                 \
    X(AttributeError, NULL, Exception, NULL)                                                                 \
    X(BufferError, NULL, Exception, NULL)                                                                    \
    X(EOFError, NULL, Exception, NULL)                                                                       \
    X(ImportError, NULL, Exception, NULL)                                                                    \
    X(ModuleNotFoundError, NULL, ImportError, NULL)                                                          \
    X(LookupError, NULL, Exception, NULL)                                                                    \
    X(IndexError, NULL, LookupError, NULL)                                                                   \
    X(KeyError, NULL, LookupError, NULL)                                                                     \
    X(MemoryError, NULL, Exception, NULL)                                                                    \
    X(NameError, NULL, Exception, NULL)                                                                      \
    X(UnboundLocalError, NULL, NameError, NULL)                                                              \
    X(OSError, NULL, Exception, NULL)                                                                        \
    X(FileNotFoundError, NULL, OSError, NULL)                                                                \
    X(FileExistsError, NULL, OSError, NULL)                                                                  \
    X(IsADirectoryError, NULL, OSError, NULL)                                                                \
    X(NotADirectoryError, NULL, OSError, NULL)                                                               \
    X(PermissionError, NULL, OSError, NULL)                                                                  \
    X(TimeoutError, NULL, OSError, NULL)                                                                     \
    X(UnsupportedOperation, "io", OSError, ValueError)                                                       \
    X(ConnectionError, NULL, OSError, NULL)                                                                  \
    X(ReferenceError, NULL, Exception, NULL)                                                                 \
    X(SystemError, NULL, Exception, NULL)                                                                    \
    X(RuntimeError, NULL, Exception, NULL)                                                                   \
    X(NotImplementedError, NULL, RuntimeError, NULL)                                                         \
    X(RecursionError, NULL, RuntimeError, NULL)                                                              \
    X(SyntaxError, NULL, Exception, NULL)                                                                    \
    X(IndentationError, NULL, SyntaxError, NULL)                                                             \
    X(TabError, NULL, IndentationError, NULL)                                                                \
    X(TypeError, NULL, Exception, NULL)                                                                      \
    X(ValueError, NULL, Exception, NULL)                                                                     \
    X(BadZipFile, "zipfile", ValueError, NULL)                                                               \
    X(UnicodeError, NULL, ValueError, NULL)                                                                  \
    X(UnicodeDecodeError, NULL, UnicodeError, NULL)                                                          \
    X(UnicodeEncodeError, NULL, UnicodeError, NULL)                                                          \
    X(Warning, NULL, Exception, NULL)                                                                        \
    X(DeprecationWarning, NULL, Warning, NULL)                                                               \
    X(RuntimeWarning, NULL, Warning, NULL)                                                                   \
    X(UserWarning, NULL, Warning, NULL)                                                                      \
    X(FutureWarning, NULL, Warning, NULL)                                                                    \
    X(PendingDeprecationWarning, NULL, Warning, NULL)                                                        \
    X(ImportWarning, NULL, Warning, NULL)                                                                    \
    X(UnicodeWarning, NULL, Warning, NULL)                                                                   \
    X(ResourceWarning, NULL, Warning, NULL)                                                                  \
    X(SyntaxWarning, NULL, Warning, NULL)                                                                    \
    X(AxisError, "numpy.exceptions", ValueError, IndexError)                                                 \
    X(DTypePromotionError, "numpy.exceptions", TypeError, NULL)                                              \
    X(ModuleDeprecationWarning, "numpy.exceptions", DeprecationWarning, NULL)                                \
    X(VisibleDeprecationWarning, "numpy.exceptions", UserWarning, NULL)                                      \
    X(TooHardError, "numpy.exceptions", RuntimeError, NULL)                                                  \
    X(ComplexWarning, "numpy.exceptions", RuntimeWarning, NULL)                                              \
    X(RankWarning, "numpy.exceptions", RuntimeWarning, NULL)                                                 \
    X(LinAlgError, "numpy.linalg", ValueError, NULL)                                                         \
    X(UFuncTypeError, "numpy._core._exceptions", TypeError, NULL)                                            \
    X(_UFuncNoLoopError, "numpy._core._exceptions", UFuncTypeError, NULL)                                    \
    X(_UFuncInputCastingError, "numpy._core._exceptions", UFuncTypeError, NULL)                              \
    X(_UFuncOutputCastingError, "numpy._core._exceptions", UFuncTypeError, NULL)                             \
    X(_ArrayMemoryError, "numpy._core._exceptions", MemoryError, NULL)                                       \
    X(NoDataError, "ndcalc", Exception, NULL)

#define DECLARE_CLASS(name, module, parent, other) extern const Class name[1];
EXCEPTION_CLASSES(DECLARE_CLASS)
#undef DECLARE_CLASS

extern const Class *const exception_classes[]; /* NULL after the last */

enum { NOTES_MAX = 8 };

typedef struct Note {
    Span span;
    const char *text; /* in the run's scratch arena */
    const char *code; /* what to write in place of the span; NULL: nothing, or not known */
} Note;

typedef struct Error {
    const Class *class; /* NULL: there is none */
    const char *text;   /* in the run's scratch arena; may hold several lines; "" for none */
    Span span;          /* source NULL: nowhere in particular */
    Span called; /* the outermost call of a function of the user's that it happened in; source NULL: none */
    const char
        *place;   /* where in what was read, "<stdin>:7:3", if it is about that; in the run's scratch arena */
    bool unbound; /* a function was called with arguments that are not its own: nothing of it was run */
    Note note[NOTES_MAX];
    int notes;
    struct Object *exception; /* the value that was raised, counted; NULL until somebody asks for one */
} Error;

/* What NumPy does at a floating-point error of one kind. */
typedef enum { ERR_IGNORE, ERR_WARN, ERR_RAISE, ERR_CALL, ERR_PRINT, ERR_LOG } OnError;
typedef struct ErrorState {
    OnError divide, over, under, invalid;
    struct Object *callable; /* what ERR_CALL calls, counted: a tuple of it alone; NULL: nothing */
    int64_t buffer;          /* np.setbufsize */
} ErrorState;

/* How far calls go, see func_call. */
typedef enum {
    RUN_ALL,        /* to the result */
    RUN_WHERE_DATA, /* where an argument has a shape and no data, its result has none either */
    RUN_SHAPES, /* shapes alone: nothing is computed that a shape rule can tell, and nothing that existed is
                   changed */
} Reach;

typedef struct Run {
    Error error;
    Span here;                  /* the expression being evaluated */
    Arena scratch;              /* texts of messages; given back when a statement is done */
    ErrorState errstate;        /* np.errstate: warn, warn, ignore, warn at first */
    struct PrintOptions *print; /* np.printoptions, see tensor/show.h */
    const char *stack_limit;    /* the C stack must not grow past this address */
    int calls_max;              /* calls within calls: sys.setrecursionlimit */
    int digits_max;             /* of an int's text: sys.set_int_max_str_digits; 0: any number */
    uint32_t nans;              /* how many float() has made: each is another object */
    volatile int *interrupt;    /* not 0: the user pressed Ctrl-C */
    FILE *out, *err;
    void (*drop)(struct Object *);                                  /* drops an exception's value */
    void (*warn)(struct Run *, const Class *, const char *text);    /* shows a warning; may record an error */
    bool (*call_error)(struct Run *, const char *error, int flags); /* ERR_CALL: calls errstate.callable; for
                                ERR_LOG, with NULL: says that it has no method write */
    struct Object *twister; /* the same behind Python's module random */
    struct Object *random; /* the generator behind np.random's functions, counted; NULL until one is called */
    struct Object *warnings; /* what the module warnings was asked for, counted; NULL: nothing */
    struct Session *session;
    Reach reach;
    bool lazy; /* the elementwise operation that is called may leave its result pending, see tensor/fuse.h */
    struct Symbols *symbols; /* sizes with a name, see tensor/symbol.h; NULL: there are none */
} Run;

/* Records an error at run->here; always false, so that callers can return it. */
bool fail(Run *, const Class *, const char *format, ...) __attribute__((format(printf, 3, 4)));
void note(Run *, Span, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* What to write in place of the last note's span. */
void note_code(Run *, const char *format, ...) __attribute__((format(printf, 2, 3)));
void run_clear_error(Run *);
/* Sets the recorded error aside, so that others may come and go, and brings it back in place of them. */
Error run_set_aside(Run *);
void run_bring_back(Run *, Error);
bool warn(Run *, const Class *, const char *format, ...)
    __attribute__((format(printf, 3, 4))); /* false: the warning became an error */

/* A text that lives until the statement is done. */
const char *run_text(Run *, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whoever built with RUN_LOOKS, as the fuzz target is, learns of every look whether work may go on, and can
 * press Ctrl-C at any of them. */
#ifdef RUN_LOOKS
void run_looks(void);
#else
static inline void run_looks(void) {}
#endif

bool run_recursion_error(Run *); /* always false */
/* To be called before a recursion that input can make deep: false (and RecursionError) if the stack is used
 * up. */
static inline bool run_has_room(const Run *run)
{
    run_looks();
    return (const char *)__builtin_frame_address(0) > run->stack_limit;
}
static inline bool run_deeper(Run *run) { return run_has_room(run) || run_recursion_error(run); }
/* To be called now and then by long work: false (and KeyboardInterrupt) after Ctrl-C. */
bool run_stops(Run *);
/* Forgets the error of something that was only tried; Ctrl-C during it stays to be heeded. */
void run_forget_trial(Run *);
static inline bool run_goes_on(Run *run)
{
    run_looks();
    return !run->interrupt || !*run->interrupt || !run_stops(run);
}
/* NoDataError: what is asked for cannot be told from a shape alone; always false. */
bool fail_no_data(Run *);
/* To be called before work whose size the user names: false (and Python's MemoryError) if so many members of
 * that size are more than can be had. */
bool run_has_memory(Run *, int64_t count, size_t size);
/* The text of NumPy's MemoryError: "Unable to allocate 8.00 EiB for an array with shape (…) and data type …".
 */
bool fail_memory(Run *, const char *shape, const char *dtype, double bytes);

#endif
