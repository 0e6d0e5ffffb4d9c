#include "eval/session.h"

#include "eval/eval.h"
#include "func/describe.h"
#include "tensor/show.h"
#include "tensor/symbol.h"
#include "value/cycles.h"

#include <string.h>
#include <sys/mman.h>

enum { STACK_VALUES = 1 << 20 }; /* address space only: pages come when they are used */

static void drop_object(Object *object)
{
    if (--object->count == 0)
        object_free(object);
}

static const char *function_name(const Object *object) { return ((const Function *)object)->code->qualname; }

static bool is_global_hook(Run *run, Value value)
{
    const Session *s = run->session;
    for (int i = 0; i < s->globals; i++)
        if (s->global[i].tag == value.tag && s->global[i].object == value.object)
            return true;
    return false;
}

static void bind_module(Session *s, const char *name, const char *module)
{
    session_set(s, name_of(name, (int)strlen(name)),
                (Value){ .tag = V_MODULE, .module = module_named(module) });
}

Session *session_new(FILE *out, FILE *err)
{
    Session *s = mem_zeroed(sizeof *s);
    s->stack = mmap(NULL, STACK_VALUES * sizeof(Value), PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (s->stack == MAP_FAILED) {
        mem_free(s);
        return NULL;
    }
    s->top = s->stack;
    s->end = s->stack + STACK_VALUES;
    s->run.out = out;
    s->run.err = err;
    s->run.drop = drop_object;
    s->run.session = s;
    s->run.calls_max = 1000; /* Python's limits */
    s->run.digits_max = 4300;
    s->run.errstate = (ErrorState){
        .divide = ERR_WARN, .over = ERR_WARN, .under = ERR_IGNORE, .invalid = ERR_WARN, .buffer = 8192
    };
    s->run.call_error = errstate_call;
    s->run.print = mem_alloc(sizeof *s->run.print);
    *s->run.print = print_options_default;
    hooks.call = call_hook;
    hooks.call_given = call_given_hook;
    hooks.operate = operate_hook;
    hooks.attribute = attribute_hook;
    hooks.set_attribute = set_attribute_hook;
    hooks.item = item_hook;
    hooks.set_item = set_item_hook;
    hooks.contains = contains_hook;
    hooks.is_global = is_global_hook;
    hooks.free_function = free_function;
    hooks.visit_function = visit_function;
    hooks.empty_function = empty_function;
    hooks.function_name = function_name;
    hooks.func_class = func_class;
    hooks.method_class = method_class;
    hooks.func_repr = func_repr;
    hooks.func_name = func_name;
    s->hole = ABSENT;
    bind_module(s, "np", "numpy");
    bind_module(s, "numpy", "numpy");
    bind_module(s, "math", "math");
    return s;
}

void session_free(Session *s)
{
    if (!s)
        return;
    pop_to(s, s->stack);
    run_clear_error(&s->run);
    for (int i = 0; i < s->globals; i++)
        value_drop(s->global[i]);
    for (int i = 0; i < s->globals; i++)
        value_drop(s->builtin[i]);
    if (s->run.print->given)
        drop_object(s->run.print->given);
    if (s->run.random)
        drop_object(s->run.random);
    if (s->run.errstate.callable)
        drop_object(s->run.errstate.callable);
    if (s->run.twister)
        drop_object(s->run.twister);
    if (s->run.warnings)
        drop_object(s->run.warnings);
    value_drop(s->interned);
    cycles_collect();
    munmap(s->stack, STACK_VALUES * sizeof(Value));
    mem_free(s->run.print);
    mem_free(s->global);
    mem_free(s->builtin);
    mem_free(s->found);
    mem_free(s->handling);
    symbols_free(&s->run);
    arena_free(&s->run.scratch);
    mem_free(s);
}

bool session_run(Session *s, const Tree *tree)
{
    const Tree *before = s->tree;
    Value *mark = s->top;
    s->tree = tree;
    if (cycles_due())
        cycles_collect();
    Outcome outcome = run_block(s, tree->root);
    s->tree = before;
    pop_to(s, mark);
    if (outcome != FAILED && !before)
        arena_reset(&s->run.scratch);
    return outcome != FAILED;
}

void session_grow(Session *s, Name name)
{
    int room = s->globals ? s->globals : 64;
    while (room <= name)
        room *= 2;
    s->global = mem_resize(s->global, (size_t)room * sizeof(Value));
    s->builtin = mem_resize(s->builtin, (size_t)room * sizeof(Value));
    for (int i = s->globals; i < room; i++) {
        s->global[i] = ABSENT;
        s->builtin[i] = (Value){ .tag = V_UNKNOWN };
    }
    s->globals = room;
}

Name session_sharing(const Session *s, Name view, const Tensor *t, int64_t size)
{
    const Tensor *owner = t->base ? t->base : t;
    int steps = size ? t->steps - 1 : t->steps;
    for (Name name = 1; name < s->globals; name++) {
        Value v = s->global[name];
        if (name != view && v.tag == V_ARRAY && *name_text(name) != '_' && v.tensor != t &&
            (v.tensor == owner || (v.tensor->base == owner && v.tensor->steps <= steps)) &&
            tensor_size(v.tensor) >= size && tensor_overlap(v.tensor, t))
            return name;
    }
    return 0;
}

Name session_alias(const Session *s, Name name, const Tensor *t)
{
    for (Name other = 1; other < s->globals; other++)
        if (other != name && s->global[other].tag == V_ARRAY && s->global[other].tensor == t &&
            *name_text(other) != '_')
            return other;
    return 0;
}

void session_set(Session *s, Name name, Value value)
{
    Value *variable = session_variable(s, name), old = *variable;
    *variable = value_keep(value);
    value_drop(old);
}
