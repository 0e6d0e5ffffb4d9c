#include "base/source.h"

/* One freed source is kept, so that a script of single lines allocates nothing for each. */
static _Thread_local Source *spare;

Source *source_new(const char *name, int first_line, const char *text, int length)
{
    Source *source = spare ? spare : mem_zeroed(sizeof *source);
    spare = NULL;
    arena_reset(&source->arena);
    source->count = 1;
    source->name = name;
    source->first_line = first_line;
    source->counted_from = 1;
    source->text = arena_text(&source->arena, text, (size_t)length);
    source->length = length;
    return source;
}

Source *source_keep(Source *source)
{
    source->count++;
    return source;
}

void source_drop(Source *source)
{
    if (!source || --source->count)
        return;
    if (source->drop_constants)
        source->drop_constants(source);
    source->drop_constants = NULL;
    source->constants = NULL;
    if (!spare) {
        spare = source;
        return;
    }
    arena_free(&source->arena);
    mem_free(source);
}

int span_line(Span span)
{
    int line = span.source->first_line;
    for (int i = 0; i < span.start; i++)
        line += span.source->text[i] == '\n';
    return line;
}
