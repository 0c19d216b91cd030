#include <string.h>

#include "figure/code_strip.h"
#include "figure/figure.h"

char *hr_figure_dup_plain (const char *prose)
{
  GString *out = g_string_new (NULL);

  for (const char *p = prose; *p != '\0';) {
    gsize n = strspn (p, "`");
    g_autofree char *fence = g_strndup (p, n);
    const char *end = n == 0 ? NULL : strstr (p + n, fence);

    if (end == NULL) {
      g_string_append_c (out, *p++);
      continue;
    }
    if (n > 1 && end > p + n + 1) /* the padding that a longer fence has */
      g_string_append_len (out, p + n + 1, end - p - (gssize)n - 2);
    else
      g_string_append_len (out, p + n, end - p - (gssize)n);
    p = end + n;
  }
  return g_string_free (out, FALSE);
}

/* ", line 9: code" or "" where the step ran no line; the file's name when it is not the first one's. */
static char *dup_where (HrTimeline *timeline, const HrTimelineStep *step)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, step->ran_file);
  g_autofree char *statement = hr_figure_code_dup_statement (timeline, step->index);
  g_autofree char *file = step->ran_file > 1 && source != NULL ? g_path_get_basename (source->name) : NULL;

  return g_strdup_printf ("line %u%s%s%s%s", step->ran_line, file == NULL ? "" : " of ", file == NULL ? "" : file,
                          *statement == '\0' ? "" : ": ", statement);
}

char *hr_figure_dup_title (HrTimeline *timeline, guint32 step_index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, step_index);
  g_autofree char *where = step->ran_line == 0 ? NULL : dup_where (timeline, step);

  switch (step->event) {
  case HR_EVENT_START:
    return g_strdup ("At the start");
  case HR_EVENT_LINE:
    return where == NULL ? g_strdup ("After a line") : g_strdup_printf ("After %s", where);
  case HR_EVENT_CALL:
    return g_strdup_printf ("Call of %s%s%s", step->frame_name, where == NULL ? "" : ", ", where == NULL ? "" : where);
  case HR_EVENT_RETURN:
    return g_strdup_printf ("%s returns%s%s", step->frame_name, where == NULL ? "" : ", ", where == NULL ? "" : where);
  case HR_EVENT_EXCEPTION:
    return g_strdup_printf ("Exception in %s%s%s", step->frame_name, where == NULL ? "" : ", ",
                            where == NULL ? "" : where);
  case HR_EVENT_END:
    return g_strdup ("At the end");
  }
  g_assert_not_reached ();
}
