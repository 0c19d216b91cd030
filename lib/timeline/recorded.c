#include "timeline/recorded.h"

#include <string.h>

#include "timeline/source.h"

enum { MOST = 12 }; /* in a message */

static void add_once (GPtrArray *names, GHashTable *seen, const char *name)
{
  if (*name != '\0' && g_hash_table_add (seen, (gpointer)name))
    g_ptr_array_add (names, g_strdup (name));
}

static char **end_list (GPtrArray *names)
{
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}

char **hr_recorded_dup_functions (HrTimeline *timeline, HrEvent event)
{
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint32 i = 0; i < hr_timeline_n_steps (timeline); i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (timeline, i);
    if (step->event == event)
      add_once (names, seen, step->frame_name);
  }
  return end_list (names);
}

char **hr_recorded_dup_marks (HrTimeline *timeline)
{
  GPtrArray *names = g_ptr_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++) {
    const HrSource *source = hr_timeline_peek_source_lines (timeline, file);
    for (guint i = 0; i < source->reels->len; i++) {
      const HrReelComment *comment = &g_array_index (source->reels, HrReelComment, i);
      if (hr_reel_comment_is_mark (comment))
        add_once (names, seen, comment->text);
    }
  }
  return end_list (names);
}

char **hr_recorded_dup_files (HrTimeline *timeline)
{
  GPtrArray *names = g_ptr_array_new ();
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++)
    g_ptr_array_add (names, g_path_get_basename (hr_timeline_peek_source (timeline, file)->name));
  return end_list (names);
}

char *hr_recorded_dup_list (char **names)
{
  GString *list = g_string_new (names[0] == NULL ? "none" : NULL);
  guint n = g_strv_length (names), shown = n > MOST + 1 ? MOST : n;
  for (guint i = 0; i < shown; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", names[i]);
  if (shown < n)
    g_string_append_printf (list, " … and %u more", n - shown);
  return g_string_free (list, FALSE);
}

static gint ascending (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
  return (left > right) - (left < right);
}

static GArray *lines_that_ran (HrTimeline *timeline, guint32 file)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  for (guint32 i = 0; i < hr_timeline_n_steps (timeline); i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (timeline, i);
    if (step->ran_line != 0 && step->ran_file == file && g_hash_table_add (seen, GUINT_TO_POINTER (step->ran_line)))
      g_array_append_val (lines, step->ran_line);
  }
  g_array_sort (lines, ascending);
  return lines;
}

char *hr_recorded_dup_lines (HrTimeline *timeline, guint32 file)
{
  g_autoptr (GArray) lines = lines_that_ran (timeline, file);
  GPtrArray *ranges = g_ptr_array_new ();
  for (guint i = 0, next; i < lines->len; i = next) {
    guint32 first = g_array_index (lines, guint32, i), last = first;
    for (next = i + 1; next < lines->len && g_array_index (lines, guint32, next) == last + 1; next++)
      last++;
    g_ptr_array_add (ranges, last > first + 1 ? g_strdup_printf ("%u to %u", first, last)
                             : last > first   ? g_strdup_printf ("%u, %u", first, last)
                                              : g_strdup_printf ("%u", first));
  }
  g_auto (GStrv) names = end_list (ranges);
  return hr_recorded_dup_list (names);
}
