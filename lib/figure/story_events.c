/* What the step is, and what was printed. */
#include <string.h>

#include "figure/ending.h"
#include "figure/frames.h"
#include "figure/story.h"

#define MOST_ARGUMENTS 3
/* A call binds parameters; free variables were bound long before. */
static gboolean is_argument (const HrFigureStory *story, const HrTimelineName *name)
{
  return (name->flags & HR_NAME_FREE) == 0 && hr_figure_phrase_value_of (story->after, name) != 0 &&
         hr_figure_story_shows (story, name->name, name->flags);
}

static char *dup_arguments (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  GString *out = g_string_new (NULL);
  guint n = 0, n_told = 0, n_shown;

  for (guint i = 0; i < frame->n_names; i++)
    n += is_argument (story, &frame->names[i]) ? 1 : 0;
  n_shown = n > MOST_ARGUMENTS ? MOST_ARGUMENTS - 1 : n;
  for (guint i = 0; i < frame->n_names && n_told < n_shown; i++) {
    const HrTimelineName *name = &frame->names[i];
    g_autofree char *code = NULL, *named = NULL;

    if (!is_argument (story, name))
      continue;
    code = hr_figure_phrase_dup_code (name->name);
    named = hr_figure_story_dup_named (story, name->name, hr_figure_phrase_value_of (story->after, name));
    n_told++;
    g_string_append_printf (out, "%s %s names %s", n_told == 1 ? ";" : n_told == n ? " and" : ",", code, named);
  }
  if (n_shown < n)
    g_string_append_printf (out, " and %u more names are bound", n - n_shown);
  return g_string_free (out, FALSE);
}

static char *dup_call (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  g_autofree char *name = hr_figure_phrase_dup_code (frame->name);
  g_autofree char *arguments = NULL;

  switch (hr_figure_sort_of_frame (story->timeline, frame)) {
  case HR_FRAME_MODULE:
    return g_strdup ("the module begins to run");
  case HR_FRAME_CLASS_BODY:
    return g_strdup_printf ("the body of class %s begins to run", name);
  case HR_FRAME_GENERATOR:
  case HR_FRAME_FUNCTION:
    arguments = dup_arguments (story, frame);
    return g_strdup_printf ("%s was called%s", name, arguments);
  }
  g_assert_not_reached ();
}

static guint32 find_return_value (const HrTimelineFrame *frame)
{
  for (guint i = 0; i < frame->n_names; i++)
    if ((frame->names[i].flags & HR_NAME_RETURN) != 0)
      return frame->names[i].value;
  return 0;
}

static char *dup_returned (const HrFigureStory *story, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, id);

  if (object != NULL && hr_timeline_kind_is_atom (object->kind))
    return hr_figure_phrase_dup_value (object);
  return hr_figure_story_dup_named (story, NULL, id);
}

/* What @frame hands out, as "VERB VALUE" and, where that reads well, to whom. */
static char *dup_handed (const HrFigureStory *story, const HrTimelineFrame *frame, const char *verb)
{
  const HrTimelineFrame *caller = hr_figure_find_caller (story->after, frame);
  g_autofree char *name = hr_figure_phrase_dup_code (frame->name);
  g_autofree char *to = caller == NULL ? NULL : hr_figure_phrase_dup_code (caller->name);
  guint32 value = find_return_value (frame);
  g_autofree char *named = value == 0 ? NULL : dup_returned (story, value);

  if (named == NULL)
    return g_strdup_printf ("%s %s", name, verb);
  /* "the list that `a` names to `f`" would read as if names went there */
  if (to == NULL || strstr (named, " that ") != NULL)
    return g_strdup_printf ("%s %s %s", name, verb, named);
  return g_strdup_printf ("%s %s %s to %s", name, verb, named, to);
}

/* Whether what @frame returns is None, which of a generator nobody gets. */
static gboolean returns_none (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, find_return_value (frame));

  return object == NULL || object->kind == HR_KIND_NONE;
}

static char *dup_return (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  g_autofree char *name = hr_figure_phrase_dup_code (frame->name);

  switch (hr_figure_sort_of_frame (story->timeline, frame)) {
  case HR_FRAME_MODULE:
    return g_strdup ("the module has run to its end");
  case HR_FRAME_CLASS_BODY:
    return g_strdup_printf ("the body of class %s has run", name);
  case HR_FRAME_GENERATOR:
    if (returns_none (story, frame))
      return g_strdup_printf ("%s has run to its end", name);
    G_GNUC_FALLTHROUGH;
  case HR_FRAME_FUNCTION:
    return dup_handed (story, frame, "returns");
  }
  g_assert_not_reached ();
}

/* A coroutine that no name leads to is called after its function: "a new coroutine, `sleep`". */
static char *dup_awaited (const HrFigureStory *story, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (story->after, id);
  g_autofree char *named = dup_returned (story, id);
  g_autofree char *function = NULL;

  if (object == NULL || object->kind != HR_KIND_GENERATOR || object->text == NULL || strchr (named, '`') != NULL)
    return g_steal_pointer (&named);
  function = hr_figure_phrase_dup_code (object->text);
  return g_strdup_printf ("%s, %s", named, function);
}

/* "`main` awaits a new coroutine, `sleep`", "`g` yields the int `3` to `<module>`" */
static char *dup_yield (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  guint32 value = find_return_value (frame);
  g_autofree char *name = NULL, *named = NULL;

  if (!hr_figure_awaits (story->after))
    return dup_handed (story, frame, "yields");
  name = hr_figure_phrase_dup_code (frame->name);
  named = value == 0 ? g_strdup ("something") : dup_awaited (story, value);
  return g_strdup_printf ("%s awaits %s", name, named);
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

static char *dup_caught (const HrFigureStory *story, const HrTimelineFrame *frame)
{
  g_autofree char *code = dup_exception_code (story->after);
  g_autofree char *name = hr_figure_phrase_dup_code (frame->name);

  return g_strdup_printf ("%s was caught in %s", code, name);
}

/* "after `LOAD_NAME x`" */
static char *dup_instruction (const HrFigureStory *story)
{
  const char *text = hr_figure_peek_note (story->after, HR_NOTE_INSTRUCTION);
  g_autofree char *code = text == NULL ? NULL : hr_figure_phrase_dup_code (text);

  return code == NULL ? NULL : g_strdup_printf ("after %s", code);
}

static char *dup_end (const HrFigureStory *story)
{
  g_autofree char *exception = story->after->exception_text == NULL ? NULL : dup_exception_code (story->after);

  return hr_figure_ending_dup (story->timeline, exception);
}

void hr_figure_story_tell_event (HrFigureStory *story)
{
  const HrTimelineFrame *frame = hr_figure_find_frame (story->after, story->step->frame);
  g_autofree char *code = NULL;
  char *text = NULL;

  switch (story->step->event) {
  case HR_EVENT_START:
    text = g_strdup ("nothing has run yet");
    break;
  case HR_EVENT_LINE:
    return;
  case HR_EVENT_YIELD:
    text = frame == NULL ? NULL : dup_yield (story, frame);
    break;
  case HR_EVENT_RESUME:
    code = hr_figure_phrase_dup_code (story->step->frame_name);
    text = g_strdup_printf ("%s goes on where it left off", code);
    break;
  case HR_EVENT_CATCH:
    text = frame == NULL ? NULL : dup_caught (story, frame);
    break;
  case HR_EVENT_OPCODE:
    text = dup_instruction (story);
    break;
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
