#include "figure/figure.h"
#include "figure/story.h"

static void tell_returned_frames (HrFigureStory *story)
{
  guint n = story->changes->frames_gone->len;
  guint32 id = n > 0 ? g_array_index (story->changes->frames_gone, guint32, 0) : 0;

  for (guint f = 0; story->before != NULL && n == 1 && f < story->before->n_frames; f++) {
    const HrTimelineFrame *frame = &story->before->frames[f];
    g_autofree char *name = frame->id == id ? hr_figure_phrase_dup_code (frame->name) : NULL;

    if (name != NULL)
      hr_figure_story_add (story, HR_STORY_NAME,
                           g_strdup_printf ("the frame of %s is gone, and its names with it", name));
  }
  if (n > 1)
    hr_figure_story_add (story, HR_STORY_NAME, g_strdup_printf ("%u frames are gone, and their names with them", n));
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

char *hr_figure_dup_step_caption (HrTimeline *timeline, guint32 step, gint64 since, const HrLayoutOptions *options,
                                  GError **error)
{
  g_auto (HrFigureStory) story = { 0 };

  if (!hr_figure_story_init (&story, timeline, step, since, options, error))
    return NULL;
  hr_figure_story_tell_event (&story);
  hr_figure_story_tell_names (&story, TRUE);
  hr_figure_story_tell_slots (&story);
  hr_figure_story_tell_names (&story, FALSE);
  hr_figure_story_tell_freed (&story);
  tell_returned_frames (&story);
  hr_figure_story_tell_output (&story);
  tell_nothing (&story);
  return hr_figure_story_dup_text (&story);
}
