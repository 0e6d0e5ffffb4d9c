#include "base/closest.h"

#include <ctype.h>
#include <string.h>

/* A letter more, less or other costs 2, one in the other case 1. */
enum { MOVE = 2, CASE = 1, LONGEST = 40 };

static size_t exchange(char a, char b)
{
    if (a == b)
        return 0;
    return tolower((unsigned char)a) == tolower((unsigned char)b) ? CASE : MOVE;
}

/* Levenshtein's distance; more than `most` if it is more than that. */
static size_t distance_of(const char *a, size_t a_size, const char *b, size_t b_size, size_t most)
{
    size_t row[LONGEST], result = 0;
    for (; a_size && b_size && *a == *b; a_size--, b_size--)
        a++, b++;
    while (a_size && b_size && a[a_size - 1] == b[b_size - 1])
        a_size--, b_size--;
    if (!a_size || !b_size)
        return (a_size + b_size) * MOVE;
    if (a_size > LONGEST || b_size > LONGEST)
        return most + 1;
    for (size_t i = 0; i < a_size; i++)
        row[i] = (i + 1) * MOVE;
    for (size_t k = 0; k < b_size; k++) {
        size_t before = k * MOVE, least = (size_t)-1;
        result = before;
        for (size_t i = 0; i < a_size; i++) {
            size_t exchanged = before + exchange(b[k], a[i]);
            before = row[i];
            size_t moved = (result < before ? result : before) + MOVE;
            row[i] = result = moved < exchanged ? moved : exchanged;
            least = result < least ? result : least;
        }
        if (least > most)
            return most + 1;
    }
    return result;
}

void closest_try(Closest *c, const char *name)
{
    size_t size = strlen(c->word), name_size = strlen(name);
    size_t most = (size + name_size + 3) * MOVE / 6; /* a third of the letters may be wrong */
    if (c->found && c->distance <= most)
        most = c->distance ? c->distance - 1 : 0;
    if (!strcmp(c->word, name) || (c->found && !c->distance))
        return;
    size_t distance = distance_of(c->word, size, name, name_size, most);
    if (distance > most)
        return;
    c->found = name;
    c->distance = distance;
}
