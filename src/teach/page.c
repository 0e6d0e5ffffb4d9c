#include "teach/page.h"

#include <string.h>

const char *page_or(const Page *page, const char *utf8, const char *ascii)
{
    return page->utf8 ? utf8 : ascii;
}

void page_cell(Text *out, const char *text, int columns)
{
    text_puts(out, text);
    text_pad(out, ' ', columns - text_columns(text, strlen(text)));
}
