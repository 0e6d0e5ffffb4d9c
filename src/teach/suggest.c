#include "teach/suggest.h"

#include <ctype.h>
#include <string.h>

enum { LENGTH_MAX = 40 };

static int least(int a, int b, int c)
{
    int least = a < b ? a : b;
    return least < c ? least : c;
}

/* Twice the edit distance with exchanges of neighbours (optimal string alignment); a letter in the other case
 * is half an edit. */
static int distance_of(const char *a, const char *b)
{
    int n = (int)strlen(a), m = (int)strlen(b), row[3][LENGTH_MAX + 1];
    for (int k = 0; k <= m; k++)
        row[0][k] = 2 * k;
    for (int i = 1; i <= n; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *earlier = row[(i + 1) % 3];
        now[0] = 2 * i;
        for (int k = 1; k <= m; k++) {
            int differs = a[i - 1] == b[k - 1]                                                   ? 0
                          : tolower((unsigned char)a[i - 1]) == tolower((unsigned char)b[k - 1]) ? 1
                                                                                                 : 2;
            now[k] = least(before[k] + 2, now[k - 1] + 2, before[k - 1] + differs);
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && earlier[k - 2] + 2 < now[k])
                now[k] = earlier[k - 2] + 2;
        }
    }
    return row[n % 3][m];
}

void suggest(Suggestions *s, const char *name)
{
    size_t length = strlen(s->wanted), other = strlen(name);
    bool other_case =
        length == 1 && other == 1 && tolower((unsigned char)*name) == tolower((unsigned char)*s->wanted);
    if (length > LENGTH_MAX || other > LENGTH_MAX || (length < 2 && !other_case) || !strcmp(name, s->wanted))
        return;
    int distance = distance_of(s->wanted, name), longer = (int)(length > other ? length : other);
    if (tolower((unsigned char)*name) != tolower((unsigned char)*s->wanted))
        distance++; /* the first letter is rarely the wrong one */
    if (!other_case && (distance > 2 * ((longer + 1) / 3) || distance > 6))
        return;
    int at = s->count;
    for (int i = 0; i < s->count; i++)
        if (!strcmp(s->name[i], name))
            return;
    while (at > 0 && s->distance[at - 1] > distance)
        at--;
    if (at == 3)
        return;
    s->count += s->count < 3;
    for (int i = s->count - 1; i > at; i--) {
        s->name[i] = s->name[i - 1];
        s->distance[i] = s->distance[i - 1];
    }
    s->name[at] = name;
    s->distance[at] = distance;
}
