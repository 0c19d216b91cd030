#include <string.h>

#include "figure/code_strip.h"
#include "figure/figure.h"
#include "figure/frames.h"

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

/* The frame of step @step, looked up in its state, as its sort decides the words. */
static HrFrameSort sort_of_step (HrTimeline *timeline, const HrTimelineStep *step)
{
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, step->index, NULL);
  const HrTimelineFrame *frame = state == NULL ? NULL : hr_figure_find_frame (state, step->frame);

  return frame == NULL ? HR_FRAME_FUNCTION : hr_figure_sort_of_frame (timeline, frame);
}

static char *dup_what (HrTimeline *timeline, const HrTimelineStep *step)
{
  gboolean is_call = step->event == HR_EVENT_CALL;

  switch (sort_of_step (timeline, step)) {
  case HR_FRAME_MODULE:
    return g_strdup (is_call ? "The module begins" : "The module ends");
  case HR_FRAME_CLASS_BODY:
    return g_strdup_printf (is_call ? "Body of class %s" : "Body of class %s ends", step->frame_name);
  case HR_FRAME_FUNCTION:
  case HR_FRAME_GENERATOR:
    return g_strdup_printf (is_call ? "Call of %s" : "%s returns", step->frame_name);
  }
  g_assert_not_reached ();
}

static char *dup_joined (const char *what, const char *where)
{
  return where == NULL ? g_strdup (what) : g_strdup_printf ("%s, %s", what, where);
}

static char *dup_yield_title (HrTimeline *timeline, const HrTimelineStep *step, const char *where)
{
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, step->index, NULL);
  const char *verb = state != NULL && hr_figure_awaits (state) ? "awaits" : "yields";
  g_autofree char *what = g_strdup_printf ("%s %s", step->frame_name, verb);

  return dup_joined (what, where);
}

static char *dup_instruction_title (HrTimeline *timeline, const HrTimelineStep *step, const char *where)
{
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, step->index, NULL);
  const char *text = state == NULL ? NULL : hr_figure_peek_note (state, HR_NOTE_INSTRUCTION);
  g_autofree char *what = g_strdup_printf ("After %s", text == NULL ? "an instruction" : text);

  return dup_joined (what, where);
}

char *hr_figure_dup_title (HrTimeline *timeline, guint32 step_index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, step_index);
  g_autofree char *where = step->ran_line == 0 ? NULL : dup_where (timeline, step);
  g_autofree char *what = NULL;

  switch (step->event) {
  case HR_EVENT_START:
    return g_strdup ("At the start");
  case HR_EVENT_YIELD:
    return dup_yield_title (timeline, step, where);
  case HR_EVENT_RESUME:
    what = g_strdup_printf ("%s goes on", step->frame_name);
    return dup_joined (what, where);
  case HR_EVENT_CATCH:
    what = g_strdup_printf ("Caught in %s", step->frame_name);
    return dup_joined (what, where);
  case HR_EVENT_OPCODE:
    return dup_instruction_title (timeline, step, where);
  case HR_EVENT_LINE:
    return where == NULL ? g_strdup ("After a line") : g_strdup_printf ("After %s", where);
  case HR_EVENT_CALL:
  case HR_EVENT_RETURN:
    /* the last line of the module ran like any other */
    if (step->event == HR_EVENT_RETURN && strcmp (step->frame_name, "<module>") == 0 && where != NULL)
      return g_strdup_printf ("After %s", where);
    what = dup_what (timeline, step);
    return dup_joined (what, where);
  case HR_EVENT_EXCEPTION:
    what = g_strdup_printf ("Exception in %s", step->frame_name);
    return dup_joined (what, where);
  case HR_EVENT_END:
    return g_strdup ("At the end");
  }
  g_assert_not_reached ();
}
