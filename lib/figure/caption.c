#include "figure/ending.h"
#include "figure/figure.h"
#include "figure/frames.h"
#include "figure/story.h"

/* Whether the step before was that frame @id suspended itself. */
static gboolean was_suspended (const HrFigureStory *story, guint32 id)
{
  const HrTimelineStep *before =
      story->step->index > 0 ? hr_timeline_peek_step (story->timeline, story->step->index - 1) : NULL;

  return before != NULL && before->event == HR_EVENT_YIELD && before->frame == id;
}

/* That the frame of a finished call is gone belongs to the step that goes on after it. A generator's frame only left
 * the stack. */
static void tell_returned_frame (HrFigureStory *story)
{
  gboolean goes_on = story->step->event == HR_EVENT_LINE || story->step->event == HR_EVENT_EXCEPTION;
  const HrTimelineFrame *frame;
  g_autofree char *name = NULL;

  if (!goes_on || story->before == NULL || story->changes->frames_gone->len != 1)
    return;
  frame = hr_figure_find_frame (story->before, g_array_index (story->changes->frames_gone, guint32, 0));
  if (frame == NULL || was_suspended (story, frame->id) ||
      hr_figure_sort_of_frame (story->timeline, frame) != HR_FRAME_FUNCTION)
    return;
  name = hr_figure_phrase_dup_code (frame->name);
  hr_figure_story_add (story, HR_STORY_NAME, g_strdup_printf ("the frame of %s is gone, and its names with it", name));
}

static void tell_nothing (HrFigureStory *story)
{
  if (story->clauses->len > 0)
    return;
  if (story->step->next_line > 0 && story->step->next_file == story->step->ran_file)
    hr_figure_story_add (story, HR_STORY_EVENT,
                         g_strdup_printf ("no name and no object changed; line %u is next", story->step->next_line));
  else
    hr_figure_story_add (story, HR_STORY_EVENT, g_strdup ("no name and no object changed"));
}

static void tell_changes (HrFigureStory *story)
{
  static const char *const printing[] = { "print(", "print (", "sys.stdout.", NULL };
  gboolean prints = hr_figure_line_begins_with (story->timeline, story->step, printing);

  if (prints)
    hr_figure_story_tell_output (story);
  hr_figure_story_tell_names (story, TRUE);
  hr_figure_story_tell_slots (story);
  hr_figure_story_tell_names (story, FALSE);
  hr_figure_story_tell_unreachable (story);
  hr_figure_story_tell_notes (story);
  hr_figure_story_tell_freed (story);
  tell_returned_frame (story);
  if (!prints)
    hr_figure_story_tell_output (story);
}

/* A last line that is not a return statement did something first, and then its frame was left. Of the module, that is
 * worth a word only when there is nothing else. */
static void tell_all (HrFigureStory *story)
{
  static const char *const leaving[] = { "return", "yield", NULL };
  gboolean is_after =
      story->step->event == HR_EVENT_RETURN && !hr_figure_line_begins_with (story->timeline, story->step, leaving);
  const HrTimelineFrame *frame = hr_figure_find_frame (story->after, story->step->frame);
  gboolean is_module = frame != NULL && hr_figure_sort_of_frame (story->timeline, frame) == HR_FRAME_MODULE;

  if (!is_after)
    hr_figure_story_tell_event (story);
  tell_changes (story);
  if (is_after && (!is_module || story->clauses->len == 0))
    hr_figure_story_tell_event (story);
  tell_nothing (story);
}

static char *dup_with_ending (const HrFigureStory *story)
{
  g_autofree char *text = hr_figure_story_dup_text (story);
  g_autofree char *ending =
      story->step->event != HR_EVENT_END ? hr_figure_ending_dup_note (story->timeline, story->step->index) : NULL;

  g_autofree char *left_out = hr_figure_left_out_dup (story->after);

  return g_strconcat (text, left_out != NULL ? " " : "", left_out != NULL ? left_out : "", left_out != NULL ? "." : "",
                      ending != NULL && *text != '\0' ? " " : "", ending, NULL);
}

char *hr_figure_dup_step_caption (HrTimeline *timeline, guint32 step, gint64 since, const HrLayoutOptions *options,
                                  GError **error)
{
  g_auto (HrFigureStory) story = { 0 };

  if (!hr_figure_story_init (&story, timeline, step, since, options, error))
    return NULL;
  tell_all (&story);
  return dup_with_ending (&story);
}
