/* paste.c: what IPython's inputtransformer2 takes away; and the answers, which it leaves. */
#include "repl/paste.h"

#include <ctype.h>
#include <string.h>

static size_t blanks(const char *line) { return strspn(line, " \t"); }

/* The length of the prompt that a line begins with: ">>> ", "... ", "In [3]: ", "   ...: "; 0 without one. */
static size_t prompt_length(const char *line)
{
    size_t length = 0;
    if (!strncmp(line, ">>>", 3) || (!strncmp(line, "...", 3) && line[3] != ':'))
        length = 3;
    else if (!strncmp(line, "In [", 4)) {
        size_t digits = 4;
        while (isdigit((unsigned char)line[digits]))
            digits++;
        return digits > 4 && !strncmp(line + digits, "]: ", 3) ? digits + 3 : 0;
    } else {
        size_t dots = blanks(line) + strspn(line + blanks(line), ".");
        if (dots < blanks(line) + 3 || line[dots] != ':')
            return 0;
        length = dots + 1;
    }
    bool ends = line[length] == '\n' || line[length] == 0;
    return line[length] == ' ' ? length + 1 : ends ? length : 0;
}

static const char *line_after(const char *line)
{
    const char *end = strchr(line, '\n');
    return end ? end + 1 : NULL;
}

static bool begins_statement(const char *line) { return prompt_length(line) && strchr(">I", *line); }

Pasted paste_of(const char *text)
{
    const char *first = text + strspn(text, "\r\n");
    Pasted pasted = { .indent = blanks(first) };
    if (prompt_length(first)) /* the dots of a block's next line have blanks before them */
        pasted.indent = 0;
    const char *second = line_after(first);
    while (second && (*second == '\n' || *second == '\r'))
        second++;
    /* A mouse easily misses the first prompt. */
    pasted.prompts = begins_statement(first + pasted.indent) ||
                     (second && blanks(second) >= pasted.indent && prompt_length(second + pasted.indent));
    return pasted;
}

void paste_clean(Pasted pasted, const char *text, Text *out)
{
    bool several = strchr(text, '\n') != NULL, begun = false;
    for (const char *next, *line = text; line; line = next) {
        next = line_after(line);
        size_t length = next ? (size_t)(next - line) : strlen(line);
        size_t skipped = blanks(line) < pasted.indent ? 0 : pasted.indent;
        size_t prompt = pasted.prompts ? prompt_length(line + skipped) : 0;
        bool answer = pasted.prompts && several && begun && !prompt;
        begun |= line[strspn(line, " \t\r\n")] != 0;
        skipped += prompt;
        if (!answer)
            text_add(out, line + skipped, length - skipped);
    }
}
