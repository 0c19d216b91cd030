#include "base/caption.h"

#include <string.h>

/* The end of a run of exactly @n backquotes at @p or after it; NULL none. */
static const char *find_fence (const char *p, gsize n)
{
  while (*p != '\0') {
    gsize run = strspn (p, "`");
    if (run == n)
      return p + n;
    p += run > 0 ? run : strcspn (p, "`");
  }
  return NULL;
}

static char *dup_code (const char *start, const char *end, gsize n)
{
  gboolean padded = n > 1 && end - start > 1 && *start == ' ' && end[-1] == ' ';
  return padded ? g_strndup (start + 1, (gsize)(end - start) - 2) : g_strndup (start, (gsize)(end - start));
}

char *hr_caption_next (const char **caption, gboolean *is_code)
{
  const char *p = *caption;
  gsize n = strspn (p, "`");
  const char *after = n > 0 ? find_fence (p + n, n) : NULL;
  *is_code = after != NULL;
  if (*p == '\0')
    return NULL;
  *caption = after != NULL ? after : p + n + strcspn (p + n, "`");
  return after != NULL ? dup_code (p + n, after - n, n) : g_strndup (p, (gsize)(*caption - p));
}
