/* inside.h: what the grammar, its scanner and the parser share; nobody else includes it.
 *
 * The scanner cuts the text into tokens, the grammar's rules build nodes, parser.c hands the one to the
 * other, and syntax.c says what is wrong with a text that the grammar refused. */
#ifndef NDCALC_LANG_INSIDE_H
#define NDCALC_LANG_INSIDE_H

#include "lang/parser.h"

/* Bytes [start, end) of the source: what Bison calls a location. */
typedef struct Place {
    int start, end;
} Place;

/* Nodes one after another, the kids of a node to be: a ring, held by its last. (One pointer: the grammar
 * copies its values at every step.) */
typedef struct Nodes {
    Node *last; /* its next is the first; NULL: there are none */
} Nodes;

typedef struct Token {
    int kind; /* of the grammar's T_…, or a SCAN_… */
    Place place;
    int level;  /* how many brackets are open around it; a closing bracket counts as outside */
    int op;     /* of an augmented assignment: NODE_OP_… */
    Name name;  /* of T_NAME */
    Place body; /* of a literal: without prefix and quotes, base prefix kept */
    bool raw;   /* of T_STRING, T_FTEXT: backslashes stand for themselves */
    bool bytes; /* of T_STRING: b"…" */
} Token;

enum { SCAN_ERROR = -1, SCAN_UNFINISHED = -2, SCAN_BLANK = -3 /* a blank line, as typed */ };
enum { BRACKETS_MAX = 200, INDENTS_MAX = 100, FSTRINGS_MAX = 149, FIELDS_MAX = 3 };

typedef struct Bracket {
    char open;
    bool field; /* the { of an f-string's field */
    int at;
} Bracket;

typedef struct Fstring {
    char quote;
    bool triple, raw;
    int level;  /* brackets that were open where it began; each field that is open is one more */
    int fields; /* how many of its fields are open, one in another's spec */
    bool spec[FIELDS_MAX + 1]; /* of each field: its format spec has begun */
    int at;                    /* where it began */
} Fstring;

typedef struct Scanner {
    Run *run;
    Source *source;
    int at, limit; /* the next byte to read; where the text ends */
    int origin;    /* where the statement begins: lines are counted from there */
    int last_end;  /* where the last token ended: line ends are placed there */
    bool typed, last;
    bool line_start, any; /* at the start of a line; the line has had a token */
    bool began;           /* the text has had one */
    int dedents;          /* still to be given */
    int indents, indent[INDENTS_MAX], narrow[INDENTS_MAX]; /* columns with tabs to 8, and with tabs of 1 */
    int brackets;
    Bracket bracket[BRACKETS_MAX];
    int fstrings;
    Fstring fstring[FSTRINGS_MAX];
} Scanner;

struct Parser {
    Scanner scan;
    struct yypstate *push; /* Bison's state, reused */
    Run *run;
    Source *source;
    Node *root;
    int nodes;
    bool semicolon;
    bool check, names; /* the tree holds what check.c must look at; a global or nonlocal */
    bool slips;        /* … what slips.c must look at */
    Place failed;      /* where the grammar's rules gave up */
    int pushed;        /* the kind of the last token they were given */
    Place *
        oddity; /* of literals, that Python warns of: backslash sequences, and numbers that run into a word */
    int oddities, oddity_room;
};

/* The scanner, made from grammar/ndcalc.re. */
void scan_begin(Scanner *, Run *, Source *, int at, int limit, bool typed, bool last);
int scan(Scanner *, Token *); /* the token's kind */
bool scan_fail(Scanner *, const Class *, int start, int end, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* literal.c: what literals mean. NULL after an error. */
Node *literal_node(Parser *, const Token *);
Node *literal_join(Parser *, Place,
                   Nodes strings); /* neighbours: NODE_STRING or NODE_FSTRING, or NODE_BYTES */
const char *literal_number_kind(const char *text, int length); /* "decimal", "octal" … */
bool literal_number_error(Scanner *, int start);      /* always false: what is wrong with the number there */
bool identifier_error(Scanner *, int start, int end); /* false if the identifier is none, or not UTF-8 */
bool utf8_error(Scanner *, int start, int end);       /* false if the bytes are not UTF-8 */
bool is_word_character(char);                         /* an ASCII letter, a digit or _ */
Name identifier_name(const char *text, int length);   /* NFKC */

/* tree.c */
Node *node_new(Parser *, NodeKind, Place);
Node *node_list(Parser *, NodeKind, Place, Nodes kids);
Node *node_1(Parser *, NodeKind, Place, Node *);
Node *node_2(Parser *, NodeKind, Place, Node *, Node *);
Node *node_3(Parser *, NodeKind, Place, Node *, Node *, Node *);
Node *node_4(Parser *, NodeKind, Place, Node *, Node *, Node *, Node *);
Node *node_op(Parser *, NodeKind, Place, int op, Node *left, Node *right); /* right NULL: of one operand */
Node *node_named(Parser *, NodeKind, Place, Name);
Node *node_text(Parser *, NodeKind, Place, const char *text, int length);
Nodes nodes_of(Node *);
Nodes nodes_add(Nodes, Node *);
Nodes nodes_join(Nodes, Nodes);
Nodes nodes_before(Node *, Nodes);
Nodes nodes_of_kids(Node *parent); /* which gives them away */
Node *nodes_open(Nodes);           /* the first; the last has no next any more */
Node *nodes_single(Nodes);         /* the only one; NULL: there are more */

/* parts.c: nodes of a form of their own */
Node *node_alias(Parser *, Place, Place dotted, Name as); /* as 0: by its first part */
Node *node_from(Parser *, Place, Place module, Nodes aliases);
Node *node_param(Parser *, Place, int which, Name, Node *annotation, Node *value);
Node *node_field(Parser *, Place, Node *value, int conversion, Node *spec,
                 int shown);                             /* bytes shown by {x = } */
int conversion_of(Parser *, Place bang, Place at, Name); /* 0: it is none */
Node *node_magic(Parser *, Place, const Node *word, Node *argument);
Node *node_index(Parser *, Place, Node *value, Nodes items, bool comma);
Node *node_del(Parser *, Place, Node *targets); /* tuples and lists among them are taken apart */
Nodes with_items(Parser *, Node *item);         /* a tuple in brackets is a list of items */
Nodes with_each(Parser *, Nodes values);

/* … and what the rules ask of them */
bool target_fits(const Node *);        /* something to assign to */
bool single_target_fits(const Node *); /* to annotate, to assign to with += */
bool delete_fits(const Node *);
bool arguments_fit(Nodes); /* positional ones before keywords */
bool params_fit(Nodes);

/* check.c: what Python finds wrong only after parsing: 'return' outside function … */
bool check_tree(Run *, const Tree *, bool names); /* names: it has a global or nonlocal */

/* slips.c: what Python warns of though it accepts it: x is 1, [[1, 2] [3, 4]]. False if a warning is an
 * error. */
bool warn_of_slips(Run *, const Tree *);

/* syntax.c: says what is wrong with the text from `start` on, which the grammar refused at `failed`; the text
 * ends at `limit`. `indent`: what it refused is an INDENT. Always false. */
bool syntax_error(Run *, Source *, int start, int limit, Place failed, bool indent);
/* An expression of the source alone: for syntax.c, which asks what it is. NULL: it is none. */
Node *parse_part(Run *, Source *, int start, int end);

/* The grammar's number of a token, by its spelling there ("if"), or its name (NEWLINE). */
int token_of_spelling(const char *, int length);
int token_of_name(const char *, int length);

/* habits.c: adds notes on what to write instead, for habits of other languages and old answers. */
void habits_note(Run *, Source *, int start, int limit);

#endif
