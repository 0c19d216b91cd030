#include "report/story.h"

#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "timeline/state.h"

HrLayout *hr_report_layout_new (HrTimeline *timeline, const guint32 *steps, guint n_steps,
                                const HrLayoutOptions *options, HrTextMeasure *measure, GError **error)
{
  g_autofree HrLayoutMoment *moments = g_new (HrLayoutMoment, n_steps);
  for (guint i = 0; i < n_steps; i++) {
    gboolean onward = i > 0 && steps[i - 1] < steps[i];
    moments[i] = (HrLayoutMoment){ steps[i], onward ? (gint64)steps[i - 1] : hr_timeline_since (timeline, steps[i]) };
  }
  return hr_layout_new (timeline, moments, n_steps, options, measure, error);
}

static void output_clear (gpointer data)
{
  g_free (((HrReportOutput *)data)->text);
}

/* Adds @text, joined to the piece before when that is of the same step and stream. */
static void add_output (HrReportOutputs *outputs, guint first_of_step, gboolean error, const char *text)
{
  GArray *pieces = outputs->pieces;
  HrReportOutput *last = pieces->len > first_of_step ? &g_array_index (pieces, HrReportOutput, pieces->len - 1) : NULL;
  if (last != NULL && last->error == error) {
    char *joined = g_strconcat (last->text, text, NULL);
    g_free (last->text);
    last->text = joined;
    return;
  }
  HrReportOutput piece = { error, g_strdup (text) };
  g_array_append_val (pieces, piece);
}

/* The longest beginning of @text of at most @max_bytes that cuts no character. */
static char *dup_head (const char *text, gsize max_bytes)
{
  gsize n = strnlen (text, max_bytes + 1);
  if (n > max_bytes) {
    n = max_bytes;
    while (n > 0 && ((guchar)text[n] & 0xC0) == 0x80)
      n--;
  }
  return g_strndup (text, n);
}

static void add_piece (HrReportOutputs *outputs, guint first_of_step, const HrTimelineOutput *piece, gsize *room_bytes)
{
  gboolean error = piece->stream == HR_STREAM_STDERR;
  gsize n = strlen (piece->text);
  if (*room_bytes == 0)
    return;
  if (n < *room_bytes) {
    add_output (outputs, first_of_step, error, piece->text);
    *room_bytes -= n;
    return;
  }
  g_autofree char *head = dup_head (piece->text, *room_bytes);
  g_autofree char *cut = g_strconcat (head, "\n… more output is in the recording\n", NULL);
  add_output (outputs, first_of_step, error, cut);
  *room_bytes = 0;
}

static int compare_steps (gconstpointer a, gconstpointer b)
{
  guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;
  return (left > right) - (left < right);
}

/* Joins the output into pieces that end where one of @sorted steps does; step → how many pieces there are by then. */
static GHashTable *join_pieces (HrReportOutputs *outputs, HrTimeline *timeline, const guint32 *sorted, guint n_steps)
{
  GHashTable *n_by_then = g_hash_table_new (g_direct_hash, g_direct_equal);
  guint n_pieces = 0, next = 0;
  gsize room_bytes = HR_REPORT_MAX_OUTPUT_BYTES;
  const HrTimelineOutput *pieces = hr_timeline_peek_output (timeline, &n_pieces);
  for (guint i = 0; i < n_steps; i++) {
    guint first_of_step = outputs->pieces->len;
    for (; next < n_pieces && pieces[next].step <= sorted[i]; next++)
      add_piece (outputs, first_of_step, &pieces[next], &room_bytes);
    g_hash_table_insert (n_by_then, GUINT_TO_POINTER (sorted[i]), GUINT_TO_POINTER (outputs->pieces->len));
  }
  return n_by_then;
}

HrReportOutputs *hr_report_outputs_new (HrTimeline *timeline, const guint32 *steps, guint n_steps)
{
  HrReportOutputs *outputs = g_new0 (HrReportOutputs, 1);
  outputs->pieces = g_array_new (FALSE, FALSE, sizeof (HrReportOutput));
  g_array_set_clear_func (outputs->pieces, output_clear);
  outputs->n_by_step = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint32 *sorted = g_memdup2 (steps, n_steps * sizeof *steps);
  qsort (sorted, n_steps, sizeof *sorted, compare_steps);
  g_autoptr (GHashTable) n_by_then = join_pieces (outputs, timeline, sorted, n_steps);
  for (guint i = 0; i < n_steps; i++) {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (n_by_then, GUINT_TO_POINTER (steps[i])));
    g_array_append_val (outputs->n_by_step, n);
  }
  return outputs;
}

void hr_report_outputs_free (HrReportOutputs *outputs)
{
  if (outputs == NULL)
    return;
  g_array_unref (outputs->pieces);
  g_array_unref (outputs->n_by_step);
  g_free (outputs);
}

char *hr_report_outputs_dup_fresh (const HrReportOutputs *outputs, guint step)
{
  GString *out = g_string_new (NULL);
  guint first = step > 0 ? g_array_index (outputs->n_by_step, guint, step - 1) : 0;
  guint end = g_array_index (outputs->n_by_step, guint, step);
  for (guint i = first; i < end; i++)
    g_string_append (out, g_array_index (outputs->pieces, HrReportOutput, i).text);
  return g_string_free (out, FALSE);
}

/* Where a program lay is nobody's business, and would make its page differ from folder to folder. */
static char *dup_base_name (const char *path)
{
  return path != NULL && *path != '\0' ? g_path_get_basename (path) : g_strdup ("program");
}

char *hr_report_dup_program (HrTimeline *timeline)
{
  return dup_base_name (hr_timeline_peek_info (timeline)->program);
}

char *hr_report_dup_file (HrTimeline *timeline, guint32 file)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);
  return dup_base_name (source != NULL ? source->name : NULL);
}

char *hr_report_dup_python (HrTimeline *timeline)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  gboolean cpython = info->implementation == NULL || g_ascii_strcasecmp (info->implementation, "cpython") == 0;
  return g_strdup_printf ("%s %s", cpython ? "CPython" : info->implementation,
                          info->version != NULL ? info->version : "");
}

static void append_ending (GString *out, const HrTimelineInfo *info)
{
  switch (info->ending) {
  case HR_ENDING_UNKNOWN:
    g_string_append (out, " · the recording was cut off");
    return;
  case HR_ENDING_EXIT:
    if (info->status != 0)
      g_string_append_printf (out, " · ended with status %d", info->status);
    return;
  case HR_ENDING_SIGNAL:
    g_string_append_printf (out, " · killed by signal %d", info->status);
    return;
  case HR_ENDING_LIMIT:
    g_string_append_printf (out, " · %s", info->ending_text != NULL ? info->ending_text : "stopped at a limit");
    return;
  case HR_ENDING_TIMEOUT:
    g_string_append (out, " · recording stopped: time was up");
    return;
  }
}

char *hr_report_dup_facts (HrTimeline *timeline, const char *title, guint n_steps, guint n_all)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  g_autofree char *program = hr_report_dup_program (timeline);
  GString *out = g_string_new (NULL);
  if (strcmp (program, title) != 0)
    g_string_append_printf (out, "%s · ", program);
  g_autofree char *python = hr_report_dup_python (timeline);
  g_string_append_printf (out, "%s · %u", python, n_steps);
  if (n_all > n_steps)
    g_string_append_printf (out, " of %u", n_all);
  g_string_append (out, n_all == 1 ? " step" : " steps");
  append_ending (out, info);
  return g_string_free (out, FALSE);
}
