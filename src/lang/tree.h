/* tree.h: a statement as a tree.
 *
 * A node knows its place in the source, so that whatever goes wrong later can be shown there. Trees lie in
 * their Source's arena and are never changed after parsing, but for the one field kept for the evaluator. */
#ifndef NDCALC_LANG_TREE_H
#define NDCALC_LANG_TREE_H

#include "base/source.h"
#include "lang/names.h"

#include <stdbool.h>
#include <stdint.h>

/* Kinds, each with its kids in order; "a?" may be a NODE_NONE, "a…" are as many as there are. `name` and `op`
 * are the node's own fields. */
typedef enum {
    NODE_NONE, /* nothing stands here: slice bounds, an absent else … */

    /* expressions */
    NODE_NAME,      /* name */
    NODE_INT,       /* text: digits with base prefix, no underscores */
    NODE_FLOAT,     /* text */
    NODE_IMAGINARY, /* text without the j */
    NODE_BYTES,     /* text, length: b"…" */
    NODE_STRING,    /* text, length: the string's own bytes (escapes done, neighbours joined) */
    NODE_FSTRING,   /* parts: NODE_STRING or NODE_FIELD… */
    NODE_FIELD, /* value, spec? (NODE_FSTRING): {value!r:spec}; op: 'r', 's', 'a' or 0; text: "x = " for {x =
                   } or NULL */
    NODE_TRUE,
    NODE_FALSE,
    NODE_NULL /* None */,
    NODE_ELLIPSIS,
    NODE_HOLE,       /* ? */
    NODE_TUPLE,      /* item… (NODE_STAR among them) */
    NODE_LIST,       /* item… */
    NODE_SET,        /* item… */
    NODE_DICT,       /* NODE_PAIR or NODE_STARSTAR… */
    NODE_PAIR,       /* key, value */
    NODE_STAR,       /* value: *value */
    NODE_STARSTAR,   /* value: **value */
    NODE_PAREN,      /* value: (value), kept for spans and for targets */
    NODE_UNARY,      /* value; op: '-', '+', '~' as OP_* below */
    NODE_BINARY,     /* left, right; op */
    NODE_COMPARE,    /* operand, NODE_COMPARATOR… : a < b <= c */
    NODE_COMPARATOR, /* operand; op: CMP_* */
    NODE_NOT,        /* value */
    NODE_AND,
    NODE_OR,      /* left, right */
    NODE_IFELSE,  /* value, condition, other */
    NODE_LAMBDA,  /* NODE_PARAMS, body */
    NODE_WALRUS,  /* NODE_NAME, value */
    NODE_CALL,    /* function, argument… : expressions, NODE_STAR, NODE_STARSTAR, NODE_KEYWORD */
    NODE_KEYWORD, /* value; name */
    NODE_INDEX,   /* value, item… ; tuple: true if a comma makes the items a tuple. Items may be NODE_SLICE,
                     NODE_STAR */
    NODE_SLICE,   /* start?, stop?, step? */
    NODE_ATTRIBUTE, /* value; name */
    NODE_LISTCOMP,
    NODE_SETCOMP,
    NODE_GENERATOR,  /* element, NODE_FOR_CLAUSE or NODE_IF_CLAUSE… */
    NODE_DICTCOMP,   /* key, value, clause… */
    NODE_FOR_CLAUSE, /* target, iterable */
    NODE_IF_CLAUSE,  /* condition */

    /* simple statements */
    NODE_EXPRESSION, /* value */
    NODE_ASSIGN,     /* target…, value: the last kid is the value */
    NODE_AUGMENTED,  /* target, value; op */
    NODE_ANNOTATED,  /* target, annotation, value? */
    NODE_DEL,        /* target… */
    NODE_PASS,
    NODE_BREAK,
    NODE_CONTINUE,
    NODE_RETURN, /* value? */
    NODE_RAISE,  /* value?, cause? */
    NODE_GLOBAL,
    NODE_NONLOCAL, /* NODE_NAME… */
    NODE_ASSERT,   /* condition, message? */
    NODE_IMPORT,   /* NODE_ALIAS… */
    NODE_FROM,     /* NODE_ALIAS… or none for *; text: the module's dotted name */
    NODE_ALIAS, /* text: the dotted name; name: what it is bound to (its first part without `as`); tuple: true
                   if `as` */
    NODE_HELP,  /* value; op: 1 for ?, 2 for ?? */
    NODE_MAGIC, /* argument? ; text: the magic's word */

    /* compound statements; a body is a NODE_BLOCK */
    NODE_BLOCK,     /* statement… */
    NODE_IF,        /* condition, body, else? (a NODE_BLOCK, or a NODE_IF for elif) */
    NODE_WHILE,     /* condition, body, else? */
    NODE_FOR,       /* target, iterable, body, else? */
    NODE_DEF,       /* NODE_PARAMS, body, decorator… ; name */
    NODE_PARAMS,    /* NODE_PARAM… */
    NODE_PARAM,     /* annotation?, default? ; name; op: PARAM_* */
    NODE_WITH,      /* NODE_WITH_ITEM…, body last */
    NODE_WITH_ITEM, /* value, target? */
    NODE_TRY,       /* body, NODE_EXCEPT…, else?, finally? (the last two always there, perhaps NODE_NONE) */
    NODE_EXCEPT,    /* class?, body; name: 0 if none */
} NodeKind;

/* Operators of NODE_BINARY, NODE_UNARY and NODE_AUGMENTED; in the order of value/value.h's Operator. */
enum {
    NODE_OP_ADD,
    NODE_OP_SUB,
    NODE_OP_MUL,
    NODE_OP_DIV,
    NODE_OP_FLOORDIV,
    NODE_OP_MOD,
    NODE_OP_POW,
    NODE_OP_MATMUL,
    NODE_OP_AND,
    NODE_OP_OR,
    NODE_OP_XOR,
    NODE_OP_LSHIFT,
    NODE_OP_RSHIFT,
    NODE_OP_LT,
    NODE_OP_LE,
    NODE_OP_EQ,
    NODE_OP_NE,
    NODE_OP_GT,
    NODE_OP_GE,
    NODE_OP_NEG,
    NODE_OP_POS,
    NODE_OP_INVERT,
    /* of NODE_COMPARATOR alone, beside LT … GE */
    NODE_OP_IN,
    NODE_OP_NOT_IN,
    NODE_OP_IS,
    NODE_OP_IS_NOT,
};

enum { PARAM_PLAIN, PARAM_STAR /* *name */, PARAM_STARSTAR, PARAM_BARE_STAR /* * */, PARAM_SLASH };

typedef struct Node {
    uint8_t kind; /* a NodeKind */
    uint8_t op;
    bool tuple;
    uint16_t
        depth; /* of the tree below it, so that deep ones are refused before they are walked; at most 65535 */
    int start, end; /* bytes of the source */
    int number;     /* counted from 0 in its tree */
    int kids;
    Name name;
    int length; /* of text */
    const char *text;
    struct Node *kid, *next; /* the first kid; the next kid of the same parent */
    void *cache;             /* the evaluator's: NULL after parsing */
} Node;

typedef struct Tree {
    Source *source; /* not counted */
    Node *root;     /* a NODE_BLOCK with the statements of one line, or with one compound statement */
    int nodes;      /* how many there are: numbers run from 0 to nodes - 1 */
    bool semicolon; /* the line ends in ';' */
} Tree;

/* The node that a node is a kid of; NULL: the root, or it is not in the tree. */
const Node *node_parent(const Tree *, const Node *);

static inline Span node_span(const Tree *tree, const Node *node)
{
    return (Span){ tree->source, node->start, node->end };
}

#endif
