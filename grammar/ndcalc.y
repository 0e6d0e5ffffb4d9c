/* ndcalc.y: the language. README.md tells how it is laid out; mistakes.peg what is said of texts that it refuses. */
%require "3.7"
%code requires {
    #include "lang/inside.h"
    #define YYLTYPE Place
    #define YYLLOC_DEFAULT(to, from, n)                                                              \
        ((to) = (n) ? (Place){ YYRHSLOC(from, 1).start, YYRHSLOC(from, n).end }                      \
                    : (Place){ YYRHSLOC(from, 0).end, YYRHSLOC(from, 0).end })
    /* The stack of a text as deep as Python's own parser bears. */
    #define YYMAXDEPTH 15000
}
%code {
    #include <string.h>

    static void yyerror(Place *, Parser *, const char *message);

    /* What a rule asks for beyond its form; if it is not so, the text is wrong from there to where it was read. */
    #define REQUIRE(condition, where)                                                                \
        do                                                                                           \
            if (!(condition)) {                                                                      \
                p->failed.start = (where).start;                                                           \
                YYABORT;                                                                             \
            }                                                                                        \
        while (0)
    #define NOTHING(where) node_new(p, NODE_NONE, (Place){ (where).end, (where).end })
    /* One expression, or the tuple of several. */
    static Node *one_or_tuple(Parser *p, Place place, Nodes items)
    {
        Node *single = nodes_single(items);
        if (!single)
            return node_list(p, NODE_TUPLE, place, items);
        p->check |= single->kind == NODE_STAR;
        return single;
    }
    /* What slips.c warns of, if it is a literal that is called or taken an item of. */
    static Node *primary_of(Parser *p, Node *node)
    {
        NodeKind kind = node->kid->kind;
        p->slips |= kind != NODE_NAME && kind != NODE_ATTRIBUTE && kind != NODE_CALL && kind != NODE_INDEX;
        return node;
    }
    static Node *checked(Parser *p, Node *node)
    {
        p->check = true;
        return node;
    }
    static const Nodes no_nodes;
}
%define api.pure full
%define api.push-pull push
%define api.token.prefix {T_}
%define api.value.type union
%define parse.error custom
%locations
%param {Parser *p}
%expect 0

/* tokens, as the scanner gives them --------------------------------------------------------------------- */

%token END 0 "end" NEWLINE "newline" INDENT "indent" DEDENT "dedent"
%token <Name> NAME "name"
%token <Node *> NUMBER "number" STRING "string" FTEXT "text"
%token <Node *> MAGIC "%magic"
%token HOLE "?" HELP "??"
%token FSTART "f\"" FEND "\"" FOPEN "{f" FCLOSE "}f" FCONV "!f" FSPEC ":f" FEQUAL "=f"
%token IF "if" ELIF "elif" ELSE "else" FOR "for" IN "in" WHILE "while" DEF "def" LAMBDA "lambda" RETURN "return"
%token PASS "pass" BREAK "break" CONTINUE "continue" DEL "del" ASSERT "assert" IMPORT "import" FROM "from" AS "as"
%token TRY "try" EXCEPT "except" FINALLY "finally" RAISE "raise" WITH "with" GLOBAL "global" NONLOCAL "nonlocal"
%token AND "and" OR "or" NOT "not" IS "is" NONE "None" TRUE "True" FALSE "False"
%token ASSIGN "=" WALRUS ":=" ARROW "->" COMMA "," COLON ":" SEMICOLON ";" DOT "." ELLIPSIS "..." BANG "!"
%token <int> AUGMENT "+="
%token LPAREN "(" RPAREN ")" LBRACKET "[" RBRACKET "]" LBRACE "{" RBRACE "}"
%token EQ "==" NE "!=" LT "<" GT ">" LE "<=" GE ">="
%token BAR "|" CARET "^" AMPERSAND "&" LSHIFT "<<" RSHIFT ">>" PLUS "+" MINUS "-" STAR "*" SLASH "/" AT "@"
%token FLOOR "//" PERCENT "%" TILDE "~" POWER "**"
/* words that only Python knows: scanned so that they can be refused by name, in no rule below */
%token CLASS "class" YIELD "yield" ASYNC "async" AWAIT "await" UNEQUAL "<>" UNKNOWN "character"

/* precedence, loosest first; and, or, not above a comparison, the others below it ------------------------ */

%left "or"
%left "and"
%precedence "not"
%left "|"
%left "^"
%left "&"
%left "<<" ">>"
%left "+" "-"
%left "*" "/" "@" "//" "%"
%precedence UNARY
%right "**"

%type <Nodes> decorators line simples names modules aliases stmt stmts excepts withs with_group with_first with_more param_list
%type <Nodes> lambda_param_list items targets group_items chain args subscripts pairs clauses strings field_parts assigned
%type <Node *> simple module alias compound function block elifs else finally except with with_as return_type
%type <Node *> param annotation default
%type <Node *> params lambda_params lambda_param exprs item starred target_list for_target target group_item named walrus test disj compared arith primary arg subscript bound
%type <Node *> generator pair clause string field_part spec
%type <Place> dotted from_module dots
%type <int> comparison conversion

%%
input: line                         { p->root = node_list(p, NODE_BLOCK, @$, $line); }
     | compound                     { p->root = node_1(p, NODE_BLOCK, @$, $compound); p->semicolon = false; } ;

/* simple statements ------------------------------------------------------------------------------------- */

line: simples "newline"             { $$ = $simples; p->semicolon = false; }
    | simples ";" "newline"         { $$ = $simples; p->semicolon = true; } ;
simples: simple                     { $$ = nodes_of($simple); }
       | simples[all] ";" simple    { $$ = nodes_add($all, $simple); } ;

simple: exprs                       { $$ = node_1(p, NODE_EXPRESSION, @$, $exprs); }
      | test "?"                    { $$ = node_op(p, NODE_HELP, @$, 1, $test, NULL); }
      | test "??"                   { $$ = node_op(p, NODE_HELP, @$, 2, $test, NULL); }
      | MAGIC[magic] exprs          { $$ = node_magic(p, @$, $magic, $exprs); }
      | MAGIC[magic]                { $$ = node_magic(p, @$, $magic, NOTHING(@$)); }
      | assigned                    { $$ = node_list(p, NODE_ASSIGN, @$, $assigned); }
      | exprs[to] AUGMENT exprs[by] { REQUIRE(single_target_fits($to), @AUGMENT);
                                      $$ = node_op(p, NODE_AUGMENTED, @$, $AUGMENT, $to, $by); }
      | test[to] ":" test[type]     { REQUIRE(single_target_fits($to), @to);
                                      $$ = node_3(p, NODE_ANNOTATED, @$, $to, $type, NOTHING(@$)); }
      | test[to] ":" test[type] "=" exprs[value]
                                    { REQUIRE(single_target_fits($to), @to);
                                      $$ = node_3(p, NODE_ANNOTATED, @$, $to, $type, $value); }
      | "pass"                      { $$ = node_new(p, NODE_PASS, @$); }
      | "break"                     { $$ = checked(p, node_new(p, NODE_BREAK, @$)); }
      | "continue"                  { $$ = checked(p, node_new(p, NODE_CONTINUE, @$)); }
      | "del" exprs                 { REQUIRE(delete_fits($exprs), @exprs); $$ = node_del(p, @$, $exprs); }
      | "return"                    { $$ = checked(p, node_1(p, NODE_RETURN, @$, NOTHING(@$))); }
      | "return" exprs              { $$ = checked(p, node_1(p, NODE_RETURN, @$, $exprs)); }
      | "raise"                     { $$ = node_2(p, NODE_RAISE, @$, NOTHING(@$), NOTHING(@$)); }
      | "raise" test                { $$ = node_2(p, NODE_RAISE, @$, $test, NOTHING(@$)); }
      | "raise" test[value] "from" test[cause]
                                    { $$ = node_2(p, NODE_RAISE, @$, $value, $cause); }
      | "global" names              { $$ = checked(p, node_list(p, NODE_GLOBAL, @$, $names)); }
      | "nonlocal" names            { $$ = checked(p, node_list(p, NODE_NONLOCAL, @$, $names)); }
      | "assert" test               { p->slips |= $test->kind == NODE_TUPLE || $test->kind == NODE_PAREN;
                                      $$ = node_2(p, NODE_ASSERT, @$, $test, NOTHING(@$)); }
      | "assert" test[is] "," test[message]
                                    { p->slips |= $is->kind == NODE_TUPLE || $is->kind == NODE_PAREN;
                                      $$ = node_2(p, NODE_ASSERT, @$, $is, $message); }
      | "import" modules            { $$ = node_list(p, NODE_IMPORT, @$, $modules); }
      | "from" from_module[m] "import" "*"
                                    { $$ = checked(p, node_from(p, @$, $m, no_nodes)); }
      | "from" from_module[m] "import" aliases
                                    { $$ = node_from(p, @$, $m, $aliases); }
      | "from" from_module[m] "import" "(" aliases ")"
                                    { $$ = node_from(p, @$, $m, $aliases); }
      | "from" from_module[m] "import" "(" aliases "," ")"
                                    { $$ = node_from(p, @$, $m, $aliases); } ;
/* a target is an expression until "=" follows */
assigned: exprs[to] "=" exprs[value]
                                    { REQUIRE(target_fits($to), @2);
                                      p->check |= $to->kind != NODE_NAME;
                                      $$ = nodes_add(nodes_of($to), $value); }
        | assigned[before] "=" exprs[value]
                                    { REQUIRE(target_fits($before.last), @2);
                                      p->check |= $value->kind != NODE_NAME;
                                      $$ = nodes_add($before, $value); } ;
names: NAME                         { $$ = nodes_of(node_named(p, NODE_NAME, @$, $NAME)); }
     | names[all] "," NAME          { $$ = nodes_add($all, node_named(p, NODE_NAME, @NAME, $NAME)); } ;

dotted: NAME                        { $$ = @$; (void)$NAME; }
      | dotted[path] "." NAME       { $$ = @$; (void)$path; (void)$NAME; } ;
dots: "."                           { $$ = @$; }
    | "..."                         { $$ = @$; }
    | dots[before] "."              { $$ = @$; (void)$before; }
    | dots[before] "..."            { $$ = @$; (void)$before; } ;
from_module: dotted                 { $$ = $dotted; }
           | dots                   { $$ = $dots; }
           | dots dotted            { $$ = @$; (void)$dots; (void)$dotted; } ;
modules: module                     { $$ = nodes_of($module); }
       | modules[all] "," module    { $$ = nodes_add($all, $module); } ;
module: dotted                      { $$ = node_alias(p, @$, $dotted, 0); }
      | dotted "as" NAME            { $$ = node_alias(p, @$, $dotted, $NAME); } ;
aliases: alias                      { $$ = nodes_of($alias); }
       | aliases[all] "," alias     { $$ = nodes_add($all, $alias); } ;
alias: NAME[from]                   { $$ = node_alias(p, @$, @from, 0); (void)$from; }
     | NAME[from] "as" NAME[to]     { $$ = node_alias(p, @$, @from, $to); (void)$from; } ;

/* compound statements ----------------------------------------------------------------------------------- */

compound: "if" named ":" block elifs
                                    { $$ = node_3(p, NODE_IF, @$, $named, $block, $elifs); }
        | "while" named ":" block else
                                    { $$ = checked(p, node_3(p, NODE_WHILE, @$, $named, $block, $else)); }
        | for_target[to] exprs ":" block else
                                    { $$ = checked(p, node_4(p, NODE_FOR, @$, $to, $exprs, $block, $else)); }
        | function                  { $$ = $function; }
        | decorators[all] function[f]
                                    { Name name = $f->name;
                                      $$ = checked(p, node_list(p, NODE_DEF, @$, nodes_join(nodes_of_kids($f), $all)));
                                      $$->name = name; }
        | "with" withs ":" block    { $$ = checked(p, node_list(p, NODE_WITH, @$, nodes_add($withs, $block))); }
        | "with" with_group[withs] ":" block
                                    { $$ = checked(p, node_list(p, NODE_WITH, @$, nodes_add($withs, $block))); }
        | "try" ":" block excepts else finally
                                    { Nodes parts = nodes_add(nodes_add(nodes_before($block, $excepts), $else), $finally);
                                      p->slips |= $finally->kind != NODE_NONE;
                                      $$ = checked(p, node_list(p, NODE_TRY, @$, parts)); }
        | "try" ":" block[body] "finally" ":" block[last]
                                    { p->slips = true;
                                      $$ = checked(p, node_3(p, NODE_TRY, @$, $body, NOTHING(@body), $last)); } ;
function: "def" NAME "(" params ")" return_type ":" block
                                    { $$ = checked(p, node_2(p, NODE_DEF, @$, $params, $block));
                                      $$->name = $NAME; (void)$return_type; } ;
decorators: "@" named "newline"     { $$ = nodes_of($named); }
          | decorators[all] "@" named "newline"
                                    { $$ = nodes_add($all, $named); } ;
block: line                         { $$ = node_list(p, NODE_BLOCK, @$, $line); }
     | "newline" "indent" stmts "dedent"
                                    { $$ = node_list(p, NODE_BLOCK, @stmts, $stmts); } ;
stmts: stmt                         { $$ = $stmt; }
     | stmts[all] stmt              { $$ = nodes_join($all, $stmt); } ;
stmt: line                          { $$ = $line; }
    | compound                      { $$ = nodes_of($compound); } ;
elifs: else                         { $$ = $else; }
     | "elif" named ":" block elifs[more]
                                    { $$ = node_3(p, NODE_IF, @$, $named, $block, $more); } ;
else: %empty                        { $$ = NOTHING(@$); }
    | "else" ":" block              { $$ = $block; } ;
finally: %empty                     { $$ = NOTHING(@$); }
       | "finally" ":" block        { $$ = $block; } ;
excepts: except                     { $$ = nodes_of($except); }
       | excepts[all] except        { $$ = nodes_add($all, $except); } ;
except: "except" ":" block          { $$ = node_2(p, NODE_EXCEPT, @$, NOTHING(@1), $block); }
      | "except" exprs ":" block    { REQUIRE($exprs->kind != NODE_STAR, @exprs);
                                      $$ = node_2(p, NODE_EXCEPT, @$, $exprs, $block); }
      | "except" test "as" NAME ":" block
                                    { $$ = node_2(p, NODE_EXCEPT, @$, $test, $block); $$->name = $NAME; } ;
withs: with                         { $$ = with_items(p, $with); }
     | withs[all] "," with          { $$ = nodes_add($all, $with); } ;
with: test                          { $$ = node_2(p, NODE_WITH_ITEM, @$, $test, NOTHING(@$)); }
    | with_as                       { $$ = $with_as; } ;
with_as: test "as" target           { REQUIRE(target_fits($target), @target);
                                      $$ = node_2(p, NODE_WITH_ITEM, @$, $test, $target); } ;
/* items in brackets: a tuple until the first "as" tells */
with_group: "(" with_first[items] with_more[more] ")"
                                    { $$ = nodes_join($items, $more); } ;
with_first: with_as                 { $$ = nodes_of($with_as); }
          | group_items "," with_as { $$ = nodes_add(with_each(p, $group_items), $with_as); } ;
with_more: %empty                   { $$ = no_nodes; }
         | ","                      { $$ = no_nodes; }
         | "," withs                { $$ = $withs; }
         | "," withs ","            { $$ = $withs; } ;
return_type: %empty                 { $$ = NULL; }
           | "->" test              { $$ = $test; } ;

params: %empty                      { $$ = node_new(p, NODE_PARAMS, @$); }
      | param_list[l]               { REQUIRE(params_fit($l), @$); $$ = node_list(p, NODE_PARAMS, @$, $l); }
      | param_list[l] ","           { REQUIRE(params_fit($l), @$); $$ = node_list(p, NODE_PARAMS, @$, $l); } ;
param_list: param                   { $$ = nodes_of($param); }
          | param_list[all] "," param { $$ = nodes_add($all, $param); } ;
param: NAME annotation default      { $$ = node_param(p, @$, PARAM_PLAIN, $NAME, $annotation, $default); }
     | "*" NAME annotation          { $$ = node_param(p, @$, PARAM_STAR, $NAME, $annotation, NOTHING(@$)); }
     | "*"                          { $$ = node_param(p, @$, PARAM_BARE_STAR, 0, NOTHING(@$), NOTHING(@$)); }
     | "**" NAME annotation         { $$ = node_param(p, @$, PARAM_STARSTAR, $NAME, $annotation, NOTHING(@$)); }
     | "/"                          { $$ = node_param(p, @$, PARAM_SLASH, 0, NOTHING(@$), NOTHING(@$)); } ;
annotation: %empty                  { $$ = NOTHING(@$); }
          | ":" test                { $$ = $test; } ;
default: %empty                     { $$ = NOTHING(@$); }
       | "=" test                   { $$ = $test; } ;

/* a lambda's: no annotations, since ":" ends them */
lambda_params: %empty               { $$ = node_new(p, NODE_PARAMS, @$); }
             | lambda_param_list[l] { REQUIRE(params_fit($l), @$); $$ = node_list(p, NODE_PARAMS, @$, $l); }
             | lambda_param_list[l] ","
                                    { REQUIRE(params_fit($l), @$); $$ = node_list(p, NODE_PARAMS, @$, $l); } ;
lambda_param_list: lambda_param     { $$ = nodes_of($lambda_param); }
                 | lambda_param_list[all] "," lambda_param { $$ = nodes_add($all, $lambda_param); } ;
lambda_param: NAME default          { $$ = node_param(p, @$, PARAM_PLAIN, $NAME, NOTHING(@NAME), $default); }
            | "*" NAME              { $$ = node_param(p, @$, PARAM_STAR, $NAME, NOTHING(@$), NOTHING(@$)); }
            | "*"                   { $$ = node_param(p, @$, PARAM_BARE_STAR, 0, NOTHING(@$), NOTHING(@$)); }
            | "**" NAME             { $$ = node_param(p, @$, PARAM_STARSTAR, $NAME, NOTHING(@$), NOTHING(@$)); }
            | "/"                   { $$ = node_param(p, @$, PARAM_SLASH, 0, NOTHING(@$), NOTHING(@$)); } ;

/* lists of expressions: bare, as targets, in brackets --------------------------------------------------- */

exprs: test                         /* most often: by as few steps as can be */
     | starred                      { $$ = checked(p, $starred); }
     | item ","                     { $$ = node_list(p, NODE_TUPLE, @$, nodes_of($item)); }
     | items                        { $$ = node_list(p, NODE_TUPLE, @$, $items); }
     | items ","                    { $$ = node_list(p, NODE_TUPLE, @$, $items); } ;
items: item[first] "," item[second] { $$ = nodes_add(nodes_of($first), $second); }
     | items[all] "," item          { $$ = nodes_add($all, $item); } ;
item: test
    | starred ;
starred: "*" arith                  { $$ = node_1(p, NODE_STAR, @$, $arith); } ;
target_list: targets                { $$ = one_or_tuple(p, @$, $targets); }
           | targets ","            { $$ = node_list(p, NODE_TUPLE, @$, $targets); } ;
for_target: "for" target_list[to] "in"
                                    { REQUIRE(target_fits($to), @to); $$ = $to; } ;
targets: target                     { $$ = nodes_of($target); }
       | targets[all] "," target    { $$ = nodes_add($all, $target); } ;
target: arith                       /* not a test, in which "in" would be a comparison */
      | starred ;
group_items: group_item             { $$ = nodes_of($group_item); }
           | group_items[all] "," group_item { $$ = nodes_add($all, $group_item); } ;
group_item: test
          | walrus
          | starred ;

/* expressions, in four layers: test > disj > chain > arith ---------------------------------------------- */

named: test
     | walrus ;
walrus: NAME ":=" test              { Node *name = node_named(p, NODE_NAME, @NAME, $NAME);
                                      $$ = checked(p, node_2(p, NODE_WALRUS, @$, name, $test)); } ;
test: disj
    | disj[value] "if" disj[condition] "else" test[other]
                                    { $$ = node_3(p, NODE_IFELSE, @$, $value, $condition, $other); }
    | "lambda" lambda_params[params] ":" test[body]
                                    { $$ = checked(p, node_2(p, NODE_LAMBDA, @$, $params, $body)); } ;
disj: arith
    | chain                         { $$ = node_list(p, NODE_COMPARE, @$, $chain); }
    | disj[left] "or" disj[right]   { $$ = node_2(p, NODE_OR, @$, $left, $right); }
    | disj[left] "and" disj[right]  { $$ = node_2(p, NODE_AND, @$, $left, $right); }
    | "not" disj[value]             { $$ = node_1(p, NODE_NOT, @$, $value); } ;
chain: arith compared               { $$ = nodes_add(nodes_of($arith), $compared); }
     | chain[left] compared         { $$ = nodes_add($left, $compared); } ;
compared: comparison[op] arith      { $$ = node_op(p, NODE_COMPARATOR, @$, $op, $arith, NULL); } ;
comparison: "<"                     { $$ = NODE_OP_LT; }
          | "<="                    { $$ = NODE_OP_LE; }
          | "=="                    { $$ = NODE_OP_EQ; }
          | "!="                    { $$ = NODE_OP_NE; }
          | ">"                     { $$ = NODE_OP_GT; }
          | ">="                    { $$ = NODE_OP_GE; }
          | "in"                    { $$ = NODE_OP_IN; }
          | "not" "in"              { $$ = NODE_OP_NOT_IN; }
          | "is"                    { $$ = NODE_OP_IS; p->slips = true; }
          | "is" "not"              { $$ = NODE_OP_IS_NOT; p->slips = true; } ;
arith: primary
     | arith[a] "|" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_OR, $a, $b); }
     | arith[a] "^" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_XOR, $a, $b); }
     | arith[a] "&" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_AND, $a, $b); }
     | arith[a] "<<" arith[b]       { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_LSHIFT, $a, $b); }
     | arith[a] ">>" arith[b]       { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_RSHIFT, $a, $b); }
     | arith[a] "+" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_ADD, $a, $b); }
     | arith[a] "-" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_SUB, $a, $b); }
     | arith[a] "*" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_MUL, $a, $b); }
     | arith[a] "/" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_DIV, $a, $b); }
     | arith[a] "@" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_MATMUL, $a, $b); }
     | arith[a] "//" arith[b]       { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_FLOORDIV, $a, $b); }
     | arith[a] "%" arith[b]        { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_MOD, $a, $b); }
     | arith[a] "**" arith[b]       { $$ = node_op(p, NODE_BINARY, @$, NODE_OP_POW, $a, $b); }
     | "-" arith[a] %prec UNARY     { $$ = node_op(p, NODE_UNARY, @$, NODE_OP_NEG, $a, NULL); }
     | "+" arith[a] %prec UNARY     { $$ = node_op(p, NODE_UNARY, @$, NODE_OP_POS, $a, NULL); }
     | "~" arith[a] %prec UNARY     { $$ = node_op(p, NODE_UNARY, @$, NODE_OP_INVERT, $a, NULL); } ;

/* what follows an atom: calls, subscripts, attributes --------------------------------------------------- */

primary: primary[callee] "(" ")"    { $$ = primary_of(p, node_1(p, NODE_CALL, @$, $callee)); }
       | primary[callee] "(" args ")"
                                    { REQUIRE(arguments_fit($args), @args);
                                      $$ = primary_of(p, node_list(p, NODE_CALL, @$, nodes_before($callee, $args))); }
       | primary[callee] "(" args "," ")"
                                    { REQUIRE(arguments_fit($args), @args);
                                      $$ = primary_of(p, node_list(p, NODE_CALL, @$, nodes_before($callee, $args))); }
       | primary[callee] generator  { $$ = primary_of(p, node_2(p, NODE_CALL, @$, $callee, $generator)); }
       | primary[value] "[" subscripts "]"
                                    { $$ = primary_of(p, node_index(p, @$, $value, $subscripts, false)); }
       | primary[value] "[" subscripts "," "]"
                                    { $$ = primary_of(p, node_index(p, @$, $value, $subscripts, true)); }
       | primary[value] "." NAME    { $$ = node_1(p, NODE_ATTRIBUTE, @$, $value); $$->name = $NAME; } ;
args: test                          { $$ = nodes_of($test); }
    | arg                           { $$ = nodes_of($arg); }
    | args[all] "," test            { $$ = nodes_add($all, $test); }
    | args[all] "," arg             { $$ = nodes_add($all, $arg); p->check |= $arg->kind == NODE_KEYWORD; } ;
arg: walrus
   | NAME "=" test                  { $$ = node_1(p, NODE_KEYWORD, @$, $test); $$->name = $NAME; }
   | "*" test                       { $$ = node_1(p, NODE_STAR, @$, $test); }
   | "**" test                      { $$ = node_1(p, NODE_STARSTAR, @$, $test); } ;
subscripts: subscript               { $$ = nodes_of($subscript); }
          | subscripts[all] "," subscript { $$ = nodes_add($all, $subscript); } ;
subscript: test
         | walrus
         | starred
         | bound[start] ":" bound[stop]
                                    { $$ = node_3(p, NODE_SLICE, @$, $start, $stop, NOTHING(@$)); }
         | bound[start] ":" bound[stop] ":" bound[step]
                                    { $$ = node_3(p, NODE_SLICE, @$, $start, $stop, $step); } ;
bound: %empty                       { $$ = NOTHING(@$); }
     | test ;

/* atoms ------------------------------------------------------------------------------------------------- */

primary: NAME                       { $$ = node_named(p, NODE_NAME, @$, $NAME); }
       | NUMBER
       | strings                       { $$ = literal_join(p, @$, $strings); if (!$$) YYABORT; }
       | "None"                        { $$ = node_new(p, NODE_NULL, @$); }
       | "True"                        { $$ = node_new(p, NODE_TRUE, @$); }
       | "False"                       { $$ = node_new(p, NODE_FALSE, @$); }
       | "..."                         { $$ = node_new(p, NODE_ELLIPSIS, @$); }
       | "?"                           { $$ = node_new(p, NODE_HOLE, @$); }
       | "(" ")"                       { $$ = node_new(p, NODE_TUPLE, @$); }
       | "(" group_item[x] ")"         { REQUIRE($x->kind != NODE_STAR, @x); $$ = node_1(p, NODE_PAREN, @$, $x); }
       | "(" group_items[x] "," ")"    { $$ = node_list(p, NODE_TUPLE, @$, $x); }
       | "(" group_items[x] "," group_item[y] ")"
                                    { $$ = node_list(p, NODE_TUPLE, @$, nodes_add($x, $y)); }
       | generator
       | "[" "]"                       { $$ = node_new(p, NODE_LIST, @$); }
       | "[" group_items[x] "]"        { $$ = node_list(p, NODE_LIST, @$, $x); }
       | "[" group_items[x] "," "]"    { $$ = node_list(p, NODE_LIST, @$, $x); }
       | "[" named clauses "]"         { $$ = checked(p, node_list(p, NODE_LISTCOMP, @$, nodes_before($named, $clauses))); }
       | "{" "}"                       { $$ = node_new(p, NODE_DICT, @$); }
       | "{" pairs "}"                 { $$ = node_list(p, NODE_DICT, @$, $pairs); }
       | "{" pairs "," "}"             { $$ = node_list(p, NODE_DICT, @$, $pairs); }
       | "{" test[key] ":" test[value] clauses "}"
                                    { Nodes parts = nodes_before($key, nodes_before($value, $clauses));
                                      $$ = checked(p, node_list(p, NODE_DICTCOMP, @$, parts)); }
       | "{" group_items[x] "}"        { $$ = node_list(p, NODE_SET, @$, $x); }
       | "{" group_items[x] "," "}"    { $$ = node_list(p, NODE_SET, @$, $x); }
       | "{" named clauses "}"         { $$ = checked(p, node_list(p, NODE_SETCOMP, @$, nodes_before($named, $clauses))); } ;
generator: "(" named clauses ")"    { $$ = checked(p, node_list(p, NODE_GENERATOR, @$, nodes_before($named, $clauses))); } ;
pairs: pair                         { $$ = nodes_of($pair); }
     | pairs[all] "," pair          { $$ = nodes_add($all, $pair); } ;
pair: test[key] ":" test[value]     { $$ = node_2(p, NODE_PAIR, @$, $key, $value); }
    | "**" arith                    { $$ = node_1(p, NODE_STARSTAR, @$, $arith); } ;
clauses: clause                     { $$ = nodes_of($clause); }
       | clauses[all] clause        { $$ = nodes_add($all, $clause); }
       | clauses[all] "if" disj     { Place place = { @2.start, @disj.end };
                                      $$ = nodes_add($all, node_1(p, NODE_IF_CLAUSE, place, $disj)); } ;
clause: for_target[to] disj         { $$ = node_2(p, NODE_FOR_CLAUSE, @$, $to, $disj); } ;

strings: string                     { $$ = nodes_of($string); }
       | strings[all] string        { $$ = nodes_add($all, $string); } ;
string: STRING
      | FSTART field_parts[parts] FEND { $$ = node_list(p, NODE_FSTRING, @$, $parts); } ;
field_parts: %empty                 { $$ = no_nodes; }
           | field_parts[all] field_part { $$ = nodes_add($all, $field_part); } ;
field_part: FTEXT
          | FOPEN exprs conversion spec FCLOSE
                                    { $$ = node_field(p, @$, $exprs, $conversion, $spec, 0); }
          | FOPEN exprs FEQUAL conversion spec FCLOSE
                                    { $$ = node_field(p, @$, $exprs, $conversion, $spec, @FEQUAL.end - @FOPEN.end); } ;
conversion: %empty                  { $$ = 0; }
          | FCONV NAME              { $$ = conversion_of(p, @FCONV, @NAME, $NAME); REQUIRE($$, @NAME); } ;
spec: %empty                        { $$ = NOTHING(@$); }
    | FSPEC field_parts[parts]      { $$ = node_list(p, NODE_FSTRING, (Place){ @FSPEC.end, @$.end }, $parts); } ;
%%

/* Only where: what is said is syntax.c's. */
static int yyreport_syntax_error(const yypcontext_t *context, Parser *p)
{
    (void)yypcontext_expected_tokens;
    p->failed = *yypcontext_location(context);
    return 0;
}

/* Called when the stack is full. */
static void yyerror(Place *place, Parser *p, const char *message)
{
    (void)message;
    p->run->here = (Span){ p->source, place->start, place->end };
    fail(p->run, MemoryError, "Parser stack overflowed - Python source too complex to parse");
}

int token_of_spelling(const char *spelling, int length)
{
    for (int symbol = YYSYMBOL_YYUNDEF + 1; symbol < YYNTOKENS; symbol++) {
        const char *name = yysymbol_name((yysymbol_kind_t)symbol);
        if (!strncmp(name, spelling, (size_t)length) && !name[length])
            return symbol - YYSYMBOL_YYUNDEF + T_YYUNDEF;
    }
    return T_YYUNDEF;
}

int token_of_name(const char *name, int length)
{
    static const struct {
        const char *name;
        int kind;
    } tokens[] = { { "NAME", T_NAME },     { "NUMBER", T_NUMBER }, { "STRING", T_STRING },   { "NEWLINE", T_NEWLINE },
                   { "INDENT", T_INDENT }, { "DEDENT", T_DEDENT }, { "FSTART", T_FSTART },   { "FEND", T_FEND },
                   { "FTEXT", T_FTEXT },   { "MAGIC", T_MAGIC },   { "END", T_END } };
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (!strncmp(tokens[i].name, name, (size_t)length) && !tokens[i].name[length])
            return tokens[i].kind;
    return T_YYUNDEF;
}
