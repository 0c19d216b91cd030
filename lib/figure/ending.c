#include "figure/ending.h"

#include <signal.h>
#include <string.h>

static const HrTimelineStep *peek_last (HrTimeline *timeline)
{
  return hr_timeline_peek_step (timeline, hr_timeline_n_steps (timeline) - 1);
}

/* " in line 4", of the line that ran then; "" where it is not known. */
static char *dup_place (HrTimeline *timeline)
{
  const HrTimelineStep *last = peek_last (timeline);

  if (last->event == HR_EVENT_END || last->next_line == 0)
    return g_strdup ("");
  return g_strdup_printf (" in line %u", last->next_line);
}

/* "SIGSEGV", as the manual pages write it. */
static char *dup_signal_name (int number)
{
  const char *name = sigabbrev_np (number);

  return name != NULL ? g_strconcat ("SIG", name, NULL) : g_strdup_printf ("signal %d", number);
}

static char *dup_exit (HrTimeline *timeline, int status, const char *exception)
{
  if (peek_last (timeline)->event != HR_EVENT_END) { /* without the interpreter's own way out */
    g_autofree char *place = dup_place (timeline);

    return g_strdup_printf ("the program left at once with status %d%s", status, place);
  }
  if (exception != NULL && status == 0)
    return g_strdup_printf ("the program ended with %s", exception);
  if (exception != NULL)
    return g_strdup_printf ("the program ended with %s, exit status %d", exception, status);
  return status == 0 ? g_strdup ("the program ended")
                     : g_strdup_printf ("the program ended with exit status %d", status);
}

static char *dup_signal (HrTimeline *timeline, int number)
{
  g_autofree char *name = dup_signal_name (number), *place = dup_place (timeline);

  if (number == SIGINT)
    return g_strdup_printf ("the program was interrupted (Ctrl-C)%s", place);
  return g_strdup_printf ("the program was killed by %s%s", name, place);
}

char *hr_figure_ending_dup (HrTimeline *timeline, const char *exception)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  g_autofree char *place = dup_place (timeline);

  switch (info->ending) {
  case HR_ENDING_EXIT:
    return dup_exit (timeline, info->status, exception);
  case HR_ENDING_SIGNAL:
    return dup_signal (timeline, info->status);
  case HR_ENDING_LIMIT:
  case HR_ENDING_TIMEOUT:
    return g_strdup_printf ("the program was %s%s", info->ending_text != NULL ? info->ending_text : "stopped", place);
  case HR_ENDING_UNKNOWN:
    return g_strdup_printf ("the recording was cut off%s", place);
  }
  g_assert_not_reached ();
}

/* The step before the interpreter's own last one is the last with the program's frames in it. */
static gboolean is_final (HrTimeline *timeline, guint32 step)
{
  guint32 n_steps = hr_timeline_n_steps (timeline);

  return step + 1 == n_steps || (step + 2 == n_steps && peek_last (timeline)->event == HR_EVENT_END);
}

char *hr_figure_ending_dup_note (HrTimeline *timeline, guint32 step)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  g_autofree char *text = NULL;

  if (!is_final (timeline, step))
    return NULL;
  if (info->ending == HR_ENDING_EXIT && info->status == 0)
    return NULL;
  if (info->ending == HR_ENDING_UNKNOWN && peek_last (timeline)->event == HR_EVENT_END)
    return NULL;
  text = hr_figure_ending_dup (timeline, NULL);
  return g_strdup_printf ("%c%s.", g_ascii_toupper (*text), text + 1);
}

/* 12345 as "12,345" */
static char *dup_grouped (guint64 number)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  gsize n = strlen (digits);
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (out, "%s%c", i > 0 && (n - i) % 3 == 0 ? "," : "", digits[i]);
  return g_string_free (out, FALSE);
}

char *hr_figure_left_out_dup (const HrTimelineState *state)
{
  for (guint i = 0; i < state->n_notes; i++) {
    const HrTimelineNote *note = &state->notes[i];
    g_autofree char *number = NULL;

    if (note->kind != HR_NOTE_LEFT_OUT)
      continue;
    number = dup_grouped (note->number);
    return g_strdup_printf ("%s more object%s not shown (%s)", number, note->number == 1 ? " is" : "s are",
                            note->text == NULL ? "a limit" : note->text);
  }
  return NULL;
}
