#include "base/error.h"

#include <string.h>

G_DEFINE_QUARK (hr - error - quark, hr_error)

int hr_error_exit_status (const GError *error)
{
  if (error->domain == HR_ERROR)
    return error->code;
  return HR_ERROR_INPUT;
}

/* Levenshtein's distance with neighbours that changed places as one slip (optimal string alignment), over bytes. */
static guint edit_distance (const char *a, const char *b)
{
  gsize n = strlen (b);
  g_autofree guint *rows = g_new0 (guint, 3 * (n + 1));
  guint *before = rows, *above = rows + n + 1, *row = rows + 2 * (n + 1);
  for (gsize j = 0; j <= n; j++)
    row[j] = (guint)j;
  for (gsize i = 1; a[i - 1] != '\0'; i++) {
    guint *oldest = before;
    before = above;
    above = row;
    row = oldest;
    row[0] = (guint)i;
    for (gsize j = 1; j <= n; j++) {
      row[j] = MIN (above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1), MIN (above[j], row[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN (row[j], before[j - 2] + 1);
    }
  }
  return row[n];
}

const char *hr_error_suggest (const char *word, const char *const *known)
{
  const char *best = NULL;
  guint best_distance = (guint)MAX (1, strlen (word) / 3) + 1;
  for (gsize i = 0; known[i] != NULL; i++) {
    guint distance = edit_distance (word, known[i]);
    if (distance < best_distance) {
      best = known[i];
      best_distance = distance;
    }
  }
  return best;
}
