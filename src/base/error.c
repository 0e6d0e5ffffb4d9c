#include "base/error.h"

#include <stdarg.h>
#include <string.h>

#define DEFINE_CLASS(name_, module_, parent_, other_)                                                        \
    const Class name_[1] = { { #name_, module_, { parent_, other_ }, #name_ } };
EXCEPTION_CLASSES(DEFINE_CLASS)
#undef DEFINE_CLASS

#define LIST_CLASS(name, module, parent, other) name,
const Class *const exception_classes[] = { EXCEPTION_CLASSES(LIST_CLASS) NULL };
#undef LIST_CLASS

bool class_is(const Class *class, const Class *ancestor)
{
    for (; class; class = class->parent[0])
        if (class == ancestor || (class->parent[1] && class_is(class->parent[1], ancestor)))
            return true;
    return false;
}

const char *class_shown_name(const Class *class)
{
    while (*class->name == '_' && class->parent[0] && class_is(class, BaseException))
        class = class->parent[0];
    return class->name;
}

const char *class_full_name(const Class *class, char *room, size_t size)
{
    snprintf(room, size, "%s%s%s", class->module ? class->module : "", class->module ? "." : "", class->name);
    return room;
}

static const char *scratch_text(Run *run, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    char *text = arena_alloc(&run->scratch, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}

const char *run_text(Run *run, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = scratch_text(run, format, args);
    va_end(args);
    return text;
}

static void drop_exception(Run *run)
{
    if (run->error.exception)
        run->drop(run->error.exception);
    run->error.exception = NULL;
}

void run_clear_error(Run *run)
{
    drop_exception(run);
    run->error.class = NULL;
    run->error.notes = 0;
}

Error run_set_aside(Run *run)
{
    Error error = run->error;
    run->error.class = NULL;
    run->error.exception = NULL;
    return error;
}

void run_bring_back(Run *run, Error error)
{
    drop_exception(run);
    run->error = error;
}

bool fail(Run *run, const Class *class, const char *format, ...)
{
    drop_exception(run);
    va_list args;
    va_start(args, format);
    run->error.class = class;
    run->error.text = scratch_text(run, format, args);
    run->error.span = run->here;
    run->error.called = (Span){ 0 };
    run->error.notes = 0;
    run->error.place = NULL;
    run->error.unbound = false;
    va_end(args);
    return false;
}

void note(Run *run, Span span, const char *format, ...)
{
    Error *error = &run->error;
    if (error->notes == NOTES_MAX)
        return;
    va_list args;
    va_start(args, format);
    error->note[error->notes++] = (Note){ span, scratch_text(run, format, args), NULL };
    va_end(args);
}

void note_code(Run *run, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    run->error.note[run->error.notes - 1].code = scratch_text(run, format, args);
    va_end(args);
}

bool warn(Run *run, const Class *class, const char *format, ...)
{
    if (!run->warn)
        return true;
    va_list args;
    va_start(args, format);
    run->warn(run, class, scratch_text(run, format, args));
    va_end(args);
    return !run->error.class;
}

#ifdef RUN_LOOKS
__attribute__((weak)) void run_looks(void) {}
#endif

bool run_recursion_error(Run *run) { return fail(run, RecursionError, "maximum recursion depth exceeded"); }

bool run_stops(Run *run)
{
    *run->interrupt = 0;
    return !fail(run, KeyboardInterrupt, "%s", "");
}

void run_forget_trial(Run *run)
{
    if (run->error.class == KeyboardInterrupt && run->interrupt)
        *run->interrupt = 1;
    run_clear_error(run);
}

bool fail_no_data(Run *run)
{
    return fail(run, NoDataError, "this needs data, and only shapes are known here");
}

bool run_has_memory(Run *run, int64_t count, size_t size)
{
    return mem_fits(count, size) || fail(run, MemoryError, "%s", "");
}

bool fail_memory(Run *run, const char *shape, const char *dtype, double bytes)
{
    static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };
    int unit = 0;
    for (; bytes >= 1024 && unit < 6; unit++)
        bytes /= 1024;
    const char *size = unit == 0     ? run_text(run, "%.0f", bytes)
                       : bytes < 10  ? run_text(run, "%.2f", bytes)
                       : bytes < 100 ? run_text(run, "%.1f", bytes)
                                     : run_text(run, "%.0f.", bytes);
    return fail(run, _ArrayMemoryError,
                "Unable to allocate %s %s for an array with shape %s and data type %s", size, units[unit],
                shape, dtype);
}
