/* What the step is, what was freed, what was printed. */
#include <string.h>

#include "figure/story.h"

#define MOST_ARGUMENTS 3
#define DEFINITION_REACH 12 /* decorator lines passed over to find the statement that a frame runs */

typedef enum { FRAME_MODULE, FRAME_CLASS_BODY, FRAME_FUNCTION } FrameSort;

static const HrTimelineFrame *find_frame (const HrTimelineState *state, guint32 id)
{
  for (guint f = 0; f < state->n_frames; f++)
    if (state->frames[f].id == id)
      return &state->frames[f];
  return NULL;
}

/* A class's body runs in a frame of its own, which nobody called: its source tells it from a function's. */
static FrameSort sort_of_frame (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  if (strcmp (frame->name, "<module>") == 0)
    return FRAME_MODULE;
  for (guint32 reach = 0; reach < DEFINITION_REACH; reach++) {
    g_autofree char *line = hr_timeline_dup_line (story->timeline, frame->file, frame->first_line + reach);

    g_strchug (line);
    if (g_str_has_prefix (line, "class ") && frame->name[0] != '<')
      return FRAME_CLASS_BODY;
    if (*line != '@' && reach == 0)
      break;
    if (g_str_has_prefix (line, "def ") || g_str_has_prefix (line, "async def "))
      break;
  }
  return FRAME_FUNCTION;
}

static char *dup_arguments (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  GString *out = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < frame->n_names; i++) {
    const HrTimelineName *name = &frame->names[i];
    guint32 value = hr_figure_phrase_value_of (story->after, name);
    g_autofree char *code = NULL, *named = NULL;

    if (value == 0 || !hr_figure_story_shows (story, name->name, name->flags) || n++ >= MOST_ARGUMENTS)
      continue;
    code = hr_figure_phrase_dup_code (name->name);
    named = hr_figure_story_dup_named (story, name->name, value);
    g_string_append_printf (out, "%s %s names %s", n == 1 ? ";" : ",", code, named);
  }
  if (n > MOST_ARGUMENTS)
    g_string_append_printf (out, ", and %u more", n - MOST_ARGUMENTS);
  return g_string_free (out, FALSE);
}

static char *dup_call (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  g_autofree char *name = hr_figure_phrase_dup_code (frame->name);
  g_autofree char *arguments = NULL;

  switch (sort_of_frame (story, frame)) {
  case FRAME_MODULE:
    return g_strdup ("the module begins to run");
  case FRAME_CLASS_BODY:
    return g_strdup_printf ("the body of class %s begins to run", name);
  case FRAME_FUNCTION:
    arguments = dup_arguments (story, frame);
    return g_strdup_printf ("%s was called%s", name, arguments);
  }
  g_assert_not_reached ();
}

static const HrTimelineFrame *find_caller (const HrTimelineState *state, const HrTimelineFrame *frame)
{
  const HrTimelineFrame *caller = NULL;

  for (const HrTimelineFrame *f = state->frames; f < frame; f++)
    if (f->thread == frame->thread)
      caller = f;
  return caller;
}

static guint32 find_return_value (const HrTimelineFrame *frame)
{
  for (guint i = 0; i < frame->n_names; i++)
    if ((frame->names[i].flags & HR_NAME_RETURN) != 0)
      return frame->names[i].value;
  return 0;
}

/* A generator hands a value over and stays; only its source says that it is one. */
static gboolean is_yield (const HrFigureStory *story)
{
  g_autofree char *line = NULL;

  if (story->step->ran_line == 0)
    return FALSE;
  line = hr_timeline_dup_line (story->timeline, story->step->ran_file, story->step->ran_line);
  g_strchug (line);
  return strstr (line, "yield") != NULL && !g_str_has_prefix (line, "return");
}

static char *dup_return (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  const HrTimelineFrame *caller = find_caller (story->after, frame);
  guint32 value = find_return_value (frame);
  const HrTimelineObject *object;
  g_autofree char *name = hr_figure_phrase_dup_code (frame->name);
  g_autofree char *to = caller == NULL ? NULL : hr_figure_phrase_dup_code (caller->name);
  g_autofree char *named = NULL;

  switch (sort_of_frame (story, frame)) {
  case FRAME_MODULE:
    return g_strdup ("the module has run to its end");
  case FRAME_CLASS_BODY:
    return g_strdup_printf ("the body of class %s has run", name);
  case FRAME_FUNCTION:
    break;
  }
  if (value == 0)
    return g_strdup_printf ("%s returns", name);
  object = hr_timeline_state_peek_object (story->after, value);
  named = object != NULL && hr_figure_phrase_is_atom (object->kind) ? hr_figure_phrase_dup_value (object)
                                                                    : hr_figure_story_dup_named (story, NULL, value);
  return g_strdup_printf ("%s %s %s%s%s", name, is_yield (story) ? "yields" : "returns", named,
                          to == NULL ? "" : " to ", to == NULL ? "" : to);
}

static char *dup_exception_code (const HrTimelineState *state)
{
  return state->exception_text == NULL ? g_strdup ("an exception") : hr_figure_phrase_dup_code (state->exception_text);
}

static char *dup_exception (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  g_autofree char *code = dup_exception_code (story->after);
  g_autofree char *name = frame == NULL ? NULL : hr_figure_phrase_dup_code (frame->name);
  gboolean was_pending = story->before != NULL && story->before->exception != 0 &&
                         story->before->exception == story->after->exception &&
                         story->before->step.frame != story->after->step.frame;

  if (name == NULL)
    return g_strdup_printf ("%s was raised", code);
  return g_strdup_printf (was_pending ? "%s reached %s" : "%s was raised in %s", code, name);
}

static char *dup_end (const HrFigureStory *story)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (story->timeline);
  g_autofree char *exception = story->after->exception_text == NULL ? NULL : dup_exception_code (story->after);

  switch (info->ending) {
  case HR_ENDING_EXIT:
    if (exception != NULL && info->status == 0)
      return g_strdup_printf ("the program ended with %s", exception);
    if (exception != NULL)
      return g_strdup_printf ("the program ended with %s, exit status %d", exception, info->status);
    return info->status == 0 ? g_strdup ("the program ended")
                             : g_strdup_printf ("the program ended with exit status %d", info->status);
  case HR_ENDING_SIGNAL:
    return g_strdup_printf ("the program was killed by signal %d", info->status);
  case HR_ENDING_LIMIT:
    return g_strdup_printf ("the recording stopped at a limit%s%s", info->ending_text == NULL ? "" : ": ",
                            info->ending_text == NULL ? "" : info->ending_text);
  case HR_ENDING_TIMEOUT:
    return g_strdup ("the recording stopped because its time was up");
  case HR_ENDING_UNKNOWN:
    return g_strdup ("the recording ends here");
  }
  g_assert_not_reached ();
}

void hr_figure_story_tell_event (HrFigureStory *story)
{
  const HrTimelineFrame *frame = find_frame (story->after, story->step->frame);
  char *text = NULL;

  switch (story->step->event) {
  case HR_EVENT_START:
    text = g_strdup ("nothing has run yet");
    break;
  case HR_EVENT_LINE:
    return;
  case HR_EVENT_CALL:
    text = frame == NULL ? NULL : dup_call (story, frame);
    break;
  case HR_EVENT_RETURN:
    text = frame == NULL ? NULL : dup_return (story, frame);
    break;
  case HR_EVENT_EXCEPTION:
    text = dup_exception (story, frame);
    break;
  case HR_EVENT_END:
    text = dup_end (story);
    break;
  }
  if (text != NULL)
    hr_figure_story_add (story, HR_STORY_EVENT, text);
}

static gboolean is_untold_death (const HrFigureStory *story, const HrObjectChange *change)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->before, change->object);

  return change->kind == HR_CHANGE_GONE && change->why == HR_GONE_FREED && object != NULL &&
         object->kind != HR_KIND_CELL && !hr_figure_phrase_is_atom (object->kind) &&
         !g_hash_table_contains (story->fates, GUINT_TO_POINTER (change->object));
}

void hr_figure_story_tell_freed (HrFigureStory *story)
{
  guint n = 0;
  guint32 only = 0;
  g_autofree char *object = NULL, *count = NULL;

  for (guint i = 0; story->before != NULL && i < story->changes->objects->len; i++) {
    const HrObjectChange *change = &g_array_index (story->changes->objects, HrObjectChange, i);

    if (is_untold_death (story, change)) {
      n++;
      only = change->object;
    }
  }
  if (n == 0)
    return;
  if (n == 1) {
    object = hr_figure_phrase_dup_definite (story->before, only, TRUE);
    hr_figure_story_add (story, HR_STORY_FREED, g_strdup_printf ("%s was freed", object));
    return;
  }
  count = hr_figure_phrase_dup_count (n, g_hash_table_size (story->fates) > 0 ? "more object" : "object");
  hr_figure_story_add (story, HR_STORY_FREED, g_strdup_printf ("%s were freed", count));
}

/* What steps after @since up to this one wrote to @stream. */
static char *dup_written (const HrFigureStory *story, int stream)
{
  guint n_pieces = 0;
  const HrTimelineOutput *pieces = hr_timeline_peek_output (story->timeline, &n_pieces);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n_pieces; i++)
    if (pieces[i].stream == stream && pieces[i].step <= story->step->index && (gint64)pieces[i].step > story->since)
      g_string_append (out, pieces[i].text);
  return g_string_free (out, FALSE);
}

static guint count_text_lines (const char *text)
{
  guint n = 0;

  for (const char *c = text; *c != '\0'; c++)
    n += *c == '\n' ? 1 : 0;
  return n + (*text != '\0' && text[strlen (text) - 1] != '\n' ? 1 : 0);
}

static void tell_stream (HrFigureStory *story, int stream, const char *verb, const char *where)
{
  g_autofree char *text = dup_written (story, stream);
  guint n_lines = count_text_lines (text);
  g_autofree char *what = NULL;

  if (*text == '\0')
    return;
  if (n_lines == 1) {
    g_strchomp (text);
    what = *text == '\0' ? g_strdup ("an empty line") : hr_figure_phrase_dup_code (text);
  } else {
    what = hr_figure_phrase_dup_count (n_lines, "line");
  }
  hr_figure_story_add (story, HR_STORY_OUTPUT, g_strdup_printf ("the program %s %s%s", verb, what, where));
}

void hr_figure_story_tell_output (HrFigureStory *story)
{
  tell_stream (story, HR_STREAM_STDOUT, "printed", "");
  tell_stream (story, HR_STREAM_STDERR, "wrote", " to the error stream");
}
