#include "figure/frames.h"

#include <string.h>

#define DEFINITION_REACH 12 /* decorator lines passed over to find the statement that a frame runs */
#define BODY_REACH 300      /* lines of a body looked at for a yield */

static gboolean begins_with_one_of (const char *line, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (line, words[i]))
      return TRUE;
  return FALSE;
}

gboolean hr_figure_line_begins_with (HrTimeline *timeline, const HrTimelineStep *step, const char *const *words)
{
  g_autofree char *line = NULL;

  if (step->ran_line == 0)
    return FALSE;
  line = hr_timeline_dup_line (timeline, step->ran_file, step->ran_line);
  return begins_with_one_of (g_strchug (line), words);
}

gboolean hr_figure_line_waits (HrTimeline *timeline, const HrTimelineStep *step)
{
  static const char *const implicit[] = { "async with ", "async for ", NULL };
  g_autofree char *line = hr_timeline_dup_line (timeline, step->ran_file, step->ran_line);

  return strstr (line, "await ") != NULL || hr_figure_line_begins_with (timeline, step, implicit);
}

static gsize indentation (const char *line)
{
  return strspn (line, " \t");
}

/* Whether the body below line @first has the word yield: deeper lines than the statement's belong to it. A word in a
 * string or in an inner function makes a false yes, which only makes the words more careful. */
static gboolean body_yields (HrTimeline *timeline, guint32 file, guint32 first, gsize indent)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);
  guint32 last = source == NULL ? 0 : MIN (source->n_lines, first + BODY_REACH);

  for (guint32 at = first; at <= last; at++) {
    g_autofree char *line = hr_timeline_dup_line (timeline, file, at);

    if (strstr (line, "yield") != NULL || strstr (line, "await ") != NULL)
      return TRUE;
    if (at > first && line[indentation (line)] != '\0' && indentation (line) <= indent &&
        strchr (")]}#", line[indentation (line)]) == NULL)
      return FALSE;
  }
  return FALSE;
}

HrFrameSort hr_figure_sort_of_frame (HrTimeline *timeline, const HrTimelineFrame *frame)
{
  static const char *const definitions[] = { "def ", "async def ", NULL };

  if (strcmp (frame->name, "<module>") == 0)
    return HR_FRAME_MODULE;
  if (strcmp (frame->name, "<genexpr>") == 0)
    return HR_FRAME_GENERATOR;
  for (guint32 reach = 0; reach < DEFINITION_REACH && frame->name[0] != '<'; reach++) {
    g_autofree char *line = hr_timeline_dup_line (timeline, frame->file, frame->first_line + reach);
    gsize indent = indentation (line);

    if (g_str_has_prefix (line + indent, "class "))
      return HR_FRAME_CLASS_BODY;
    if (begins_with_one_of (line + indent, definitions))
      return body_yields (timeline, frame->file, frame->first_line + reach, indent) ? HR_FRAME_GENERATOR
                                                                                    : HR_FRAME_FUNCTION;
    if (reach == 0 && line[indent] != '@')
      break;
  }
  return HR_FRAME_FUNCTION;
}

const char *hr_figure_peek_note (const HrTimelineState *state, HrNoteKind kind)
{
  for (guint i = 0; i < state->n_notes; i++)
    if (state->notes[i].kind == kind)
      return state->notes[i].text;
  return NULL;
}

gboolean hr_figure_awaits (const HrTimelineState *state)
{
  return g_strcmp0 (hr_figure_peek_note (state, HR_NOTE_WAITS), "await") == 0;
}

const HrTimelineFrame *hr_figure_find_frame (const HrTimelineState *state, guint32 id)
{
  for (guint f = 0; f < state->n_frames; f++)
    if (state->frames[f].id == id)
      return &state->frames[f];
  return NULL;
}

const HrTimelineFrame *hr_figure_find_caller (const HrTimelineState *state, const HrTimelineFrame *frame)
{
  const HrTimelineFrame *caller = NULL;

  for (const HrTimelineFrame *f = state->frames; f < frame; f++)
    if (f->thread == frame->thread)
      caller = f;
  return caller;
}
