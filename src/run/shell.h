/* shell.h: a session together with the way its answers are shown: what a script, a pipe and a terminal share.
 *
 * A statement goes through two steps: shell_next reads one from a text, shell_run evaluates it and shows its
 * values, warnings and errors. Who feeds the texts (script.h, repl/) only decides where they come from. */
#ifndef NDCALC_RUN_SHELL_H
#define NDCALC_RUN_SHELL_H

#include "eval/session.h"
#include "lang/parser.h"
#include "run/style.h"
#include "teach/notes.h"

#define NDCALC_VERSION "1.0"

struct Format;
struct Magic;
struct Explanation;
struct Origins;
struct Piped;

/* A set of hashes: what was told once. */
typedef struct Once {
    uint64_t *seen;
    int count, room;
} Once;

typedef struct Shell {
    Session *session;
    Parser *parser;
    const struct Format *format; /* run/formats.h */
    bool interactive;            /* at a terminal: In and Out, no file names in errors */
    bool echo;                   /* write the inputs too; errors in place */
    bool stop;                   /* leave at the first error */
    bool commands;               /* those of the command line come after the files, and may ask for data */
    bool tags_off;               /* %tags off */
    bool notes_off;              /* %notes off, --no-notes */
    bool preview_off;            /* %preview off, --no-preview */
    bool noted;                  /* the statement's notes stand above its value already */
    Notes notes;                 /* of the statement being run */
    bool narrate;                /* --narrate: sentences in place of drawings */
    double rtol, atol;           /* of comparisons; below 0: not given */
    ColorWhen color;
    Style out, err;
    bool leave;              /* exit was asked for, or an error ended all */
    int status;              /* the exit status: 0, or 1 after an error */
    int entry;               /* n of In [n], from 1; 0 where entries have no number */
    Value last;              /* what the shell bound _ to; V_ABSENT: nothing yet */
    struct Dict *results;    /* Out */
    struct List *inputs;     /* In */
    struct Origins *origins; /* what made the variables; NULL in plain format */
    const Node *told;    /* of the line being run: the first statement whose assignments were not told yet */
    Span statement;      /* the line being run */
    Once warned;         /* places where a warning was shown */
    Once told_notes;     /* statements whose notes were told */
    struct Piped *piped; /* data on standard input, see run/piped.h; NULL: none */
    struct Explanation *why;   /* of the last error, see run/why.h; NULL: none yet */
    struct Happened *happened; /* what else %why can tell of; NULL: nothing yet */
    long statements;           /* how many were run, … */
    long failed;               /* … and which of them failed last */
    const Class *failure;      /* the class of the last error that was told; NULL: none was */
    Text text;                 /* room to write a value in, reused */
    volatile int interrupted;  /* Ctrl-C was pressed */
} Shell;

/* What stands on one line of input, or in one compound statement. */
typedef struct Statement {
    const struct Magic *magic; /* a command of run/magics.h; NULL: Python */
    Span argument;             /* of a magic: what follows its name */
    Tree tree;                 /* Python, or the argument of a magic that takes an expression */
} Statement;

Shell *shell_new(const struct Format *, ColorWhen);
void shell_free(Shell *);

/* Like parser_next, for commands too. */
ParseResult shell_next(Shell *, Source *, int *at, Reading, bool last, Statement *out);
/* Evaluates a statement and shows what comes of it; false after an error, which has been reported. */
bool shell_run(Shell *, const Statement *);
/* Reports the error in session->run, counts it, and clears it. */
void shell_failed(Shell *);

/* The value of an expression node of a tree; an error is left in session->run. */
bool shell_evaluate(Shell *, const Tree *, const Node *expression, Value *out);

/* Begins the entry In [n] with this text. */
void shell_begin_entry(Shell *, const char *text);

#endif
