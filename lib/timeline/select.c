#include "timeline/select.h"

#include <string.h>

#include "base/error.h"
#include "timeline/recorded.h"
#include "timeline/source.h"

/* One selector on its way to steps. */
typedef struct {
  HrTimeline *timeline;
  const char *text; /* as it was given, for messages */
  GArray *steps;    /* guint32 */
} Selection;

static gboolean fail (const Selection *selection, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean fail (const Selection *selection, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *problem = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "selector \"%s\": %s", selection->text, problem);
  return FALSE;
}

/* "; did you mean \"WORD\"?" or "". */
static char *dup_suggestion (const char *word, char **known)
{
  const char *near = hr_error_suggest (word, (const char *const *)known);
  return near == NULL ? g_strdup ("") : g_strdup_printf ("; did you mean \"%s\"?", near);
}

/* Digits only, 1 to 9 of them. */
static gboolean parse_number (const char *text, guint32 *number)
{
  g_assert (text != NULL);
  gsize n = strspn (text, "0123456789");
  if (n == 0 || n > 9 || text[n] != '\0')
    return FALSE;
  *number = (guint32)g_ascii_strtoull (text, NULL, 10);
  return TRUE;
}

/* Splits "WORD#2" into its word and which time is meant, 1 where nothing is said. */
static gboolean split_time (Selection *selection, const char *text, char **word, guint32 *time, GError **error)
{
  const char *mark = strrchr (text, '#');
  *time = 1;
  *word = mark == NULL ? g_strdup (text) : g_strndup (text, (gsize)(mark - text));
  if (mark == NULL || (parse_number (mark + 1, time) && *time > 0))
    return TRUE;
  g_clear_pointer (word, g_free);
  fail (selection, error, "after \"#\" stands which time it happened: 1, 2, 3 …");
  return FALSE;
}

static void take (Selection *selection, guint32 index)
{
  g_array_append_val (selection->steps, index);
}

static gboolean last_part_is (const char *name, const char *wanted, char separator)
{
  const char *last = strrchr (name, separator);
  return g_str_equal (name, wanted) || (last != NULL && g_str_equal (last + 1, wanted));
}

/* The @time-th call or return (@event) of function @name. *n is how many there were. */
static gboolean take_call (Selection *selection, HrEvent event, const char *name, guint32 time, guint32 *n)
{
  *n = 0;
  for (guint32 i = 0; i < hr_timeline_n_steps (selection->timeline); i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (selection->timeline, i);
    if (step->event != event || !last_part_is (step->frame_name, name, '.') || ++*n != time)
      continue;
    take (selection, i);
    return TRUE;
  }
  return FALSE;
}

static gboolean select_function (Selection *selection, HrEvent event, const char *text, GError **error)
{
  g_autofree char *name = NULL;
  guint32 time, n;
  if (!split_time (selection, text, &name, &time, error))
    return FALSE;
  if (take_call (selection, event, name, time, &n))
    return TRUE;
  const char *done = event == HR_EVENT_CALL ? "was called" : "returned";
  if (n > 0)
    return fail (selection, error, "\"%s\" %s %u time%s only", name, done, n, n == 1 ? "" : "s");
  g_auto (GStrv) known = hr_recorded_dup_functions (selection->timeline, event);
  g_autofree char *list = hr_recorded_dup_list (known), *suggestion = dup_suggestion (name, known);
  return fail (selection, error, "no function \"%s\" %s%s (there are: %s)", name, done, suggestion, list);
}

/* An exception that the step before saw in the frame called from this one was not raised again: it came through. */
static gboolean raises (HrTimeline *timeline, guint32 index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, index);
  const HrTimelineStep *before = index > 0 ? hr_timeline_peek_step (timeline, index - 1) : step;
  gboolean came_through =
      before->event == HR_EVENT_EXCEPTION && before->thread == step->thread && before->depth == step->depth + 1;
  return step->event == HR_EVENT_EXCEPTION && !came_through;
}

static gboolean select_raise (Selection *selection, const char *text, GError **error)
{
  g_autofree char *word = NULL;
  guint32 time, n = 0;
  if (!split_time (selection, text, &word, &time, error))
    return FALSE;
  for (guint32 i = 0; i < hr_timeline_n_steps (selection->timeline); i++) {
    if (!raises (selection->timeline, i) || ++n != time)
      continue;
    take (selection, i);
    return TRUE;
  }
  if (n == 0)
    return fail (selection, error, "no exception was raised");
  return fail (selection, error, "an exception was raised %u time%s only", n, n == 1 ? "" : "s");
}

/* Whether the frame that step @index suspends finishes its line when it goes on: "x = yield". */
static gboolean is_finished_later (HrTimeline *timeline, guint32 index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, index);
  for (guint32 i = index + 1; i < hr_timeline_n_steps (timeline); i++) {
    const HrTimelineStep *next = hr_timeline_peek_step (timeline, i);
    if (next->frame == step->frame)
      return next->event == HR_EVENT_RESUME && next->ran_line != 0;
  }
  return FALSE;
}

/* Whether step @index is the end of an execution of a line: of a "return", that is the return itself. */
static gboolean completes_line (HrTimeline *timeline, guint32 index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, index);
  const HrTimelineStep *before = index > 0 ? hr_timeline_peek_step (timeline, index - 1) : NULL;
  if (step->ran_line == 0)
    return FALSE;
  switch (step->event) {
  case HR_EVENT_LINE:
  case HR_EVENT_RESUME:
    return TRUE;
  case HR_EVENT_CATCH: /* else the clause goes on in its line */
    return step->next_line != step->ran_line;
  case HR_EVENT_YIELD:
    return !is_finished_later (timeline, index);
  case HR_EVENT_RETURN:
    return before == NULL || before->event != HR_EVENT_LINE || before->frame != step->frame ||
           before->ran_line != step->ran_line;
  case HR_EVENT_START:
  case HR_EVENT_CALL:
  case HR_EVENT_EXCEPTION:
  case HR_EVENT_END:
  case HR_EVENT_OPCODE:
    return FALSE;
  }
  return FALSE;
}

/* How a line is looked for: completed under its number; completed as part of a statement of several lines; or, as it
 * never was completed, where it raised. */
typedef enum { FIND_EXACT, FIND_COVERING, FIND_RAISING } Find;

static gboolean ran_line (HrTimeline *timeline, guint32 index, guint32 file, guint32 first, guint32 last, Find find)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, index);
  if (step->ran_file != file || step->ran_line == 0)
    return FALSE;
  switch (find) {
  case FIND_EXACT:
    return step->ran_line >= first && step->ran_line <= last && completes_line (timeline, index);
  case FIND_COVERING:
    return step->ran_line <= last && step->ran_end_line >= first && completes_line (timeline, index);
  case FIND_RAISING:
    return step->event == HR_EVENT_EXCEPTION && step->ran_line >= first && step->ran_line <= last;
  }
  return FALSE;
}

/* Takes the @time-th execution of the lines, or all for 0. Returns how many there were. */
static guint32 take_lines (Selection *selection, guint32 file, guint32 first, guint32 last, guint32 time)
{
  for (Find find = FIND_EXACT; find <= FIND_RAISING; find++) {
    guint32 n = 0;
    for (guint32 i = 0; i < hr_timeline_n_steps (selection->timeline); i++)
      if (ran_line (selection->timeline, i, file, first, last, find) && (++n == time || time == 0))
        take (selection, i);
    if (n > 0)
      return n;
  }
  return 0;
}

static gboolean no_line (const Selection *selection, guint32 file, guint32 line, GError **error)
{
  const HrTimelineSource *source = hr_timeline_peek_source (selection->timeline, file);
  if (source != NULL && source->text != NULL && line > source->n_lines)
    return fail (selection, error, "%s has %u line%s only", source->name, source->n_lines,
                 source->n_lines == 1 ? "" : "s");
  g_autofree char *lines = hr_recorded_dup_lines (selection->timeline, file);
  return fail (selection, error, "line %u of %s never ran (lines that ran: %s)", line,
               source != NULL ? source->name : "the program", lines);
}

static gboolean select_line (Selection *selection, guint32 file, guint32 line, guint32 time, GError **error)
{
  guint32 n = take_lines (selection, file, line, line, time);
  if (n == 0)
    return no_line (selection, file, line, error);
  return n >= time || fail (selection, error, "line %u ran %u time%s only", line, n, n == 1 ? "" : "s");
}

/* "9", "9#2" or "3..7" in @file. */
static gboolean select_lines (Selection *selection, guint32 file, const char *text, GError **error)
{
  const char *dots = strstr (text, "..");
  guint32 first, last, time;
  if (dots == NULL) {
    g_autofree char *word = NULL;
    if (!split_time (selection, text, &word, &time, error))
      return FALSE;
    return parse_number (word, &first) ? select_line (selection, file, first, time, error)
                                       : fail (selection, error, "\"%s\" is no line number", word);
  }
  g_autofree char *from = g_strndup (text, (gsize)(dots - text));
  if (!parse_number (from, &first) || !parse_number (dots + 2, &last))
    return fail (selection, error, "a range is written 3..7 (lines) or #3..#7 (steps)");
  if (first > last)
    return fail (selection, error, "the range is empty; did you mean \"%u..%u\"?", last, first);
  return take_lines (selection, file, first, last, 0) > 0 || no_line (selection, file, first, error);
}

static gboolean has_step (const Selection *selection, guint32 index, GError **error)
{
  guint32 n_steps = hr_timeline_n_steps (selection->timeline);
  return index < n_steps ||
         fail (selection, error, "there is no step #%u; the recording has #0 to #%u", index, n_steps - 1);
}

/* "#3" or "#3..#7". */
static gboolean select_steps (Selection *selection, const char *text, GError **error)
{
  const char *dots = strstr (text, "..");
  guint32 first, last;
  g_autofree char *from = dots == NULL ? g_strdup (text + 1) : g_strndup (text + 1, (gsize)(dots - text - 1));
  const char *to = dots == NULL ? from : dots[2] == '#' ? dots + 3 : dots + 2;
  if (!parse_number (from, &first) || !parse_number (to, &last))
    return fail (selection, error, "a step is written #12, a range of them #3..#7");
  if (!has_step (selection, first, error) || !has_step (selection, last, error))
    return FALSE;
  if (first > last)
    return fail (selection, error, "the range is empty; did you mean \"#%u..#%u\"?", last, first);
  for (guint32 i = first; i <= last; i++)
    take (selection, i);
  return TRUE;
}

static gboolean select_mark (Selection *selection, const char *text, GError **error)
{
  g_autofree char *name = NULL;
  guint32 time;
  if (!split_time (selection, text, &name, &time, error))
    return FALSE;
  g_assert (name != NULL);
  for (guint32 file = 1; file <= hr_timeline_n_sources (selection->timeline); file++) {
    const HrSource *source = hr_timeline_peek_source_lines (selection->timeline, file);
    for (guint i = 0; i < source->reels->len; i++) {
      const HrReelComment *comment = &g_array_index (source->reels, HrReelComment, i);
      if (hr_reel_comment_is_mark (comment) && g_str_equal (comment->text, name))
        return select_line (selection, file, hr_source_line_of (source, comment), time, error);
    }
  }
  g_auto (GStrv) known = hr_recorded_dup_marks (selection->timeline);
  g_autofree char *list = hr_recorded_dup_list (known), *suggestion = dup_suggestion (name, known);
  return fail (selection, error, "no line carries the comment \"# reel: %s\"%s (marks: %s)", name, suggestion, list);
}

/* The file that the first @n_bytes of @text name: in full, or by the end of its path. 0 if none. */
static guint32 find_file (HrTimeline *timeline, const char *name)
{
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++) {
    const char *path = hr_timeline_peek_source (timeline, file)->name;
    g_autofree char *end = g_strconcat ("/", name, NULL);
    if (g_str_equal (path, name) || g_str_has_suffix (path, end))
      return file;
  }
  return 0;
}

/* "FILE:9", split at the last colon. */
static gboolean select_in_file (Selection *selection, const char *text, GError **error)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *name = g_strndup (text, (gsize)(colon - text));
  guint32 file = find_file (selection->timeline, name);
  if (file != 0)
    return select_lines (selection, file, colon + 1, error);
  g_auto (GStrv) known = hr_recorded_dup_files (selection->timeline);
  g_autofree char *list = hr_recorded_dup_list (known), *suggestion = dup_suggestion (name, known);
  return fail (selection, error, "the recording has no file \"%s\"%s (files: %s)", name, suggestion, list);
}

/* The first step after which anything has happened, the last before the end itself: what a reader of a program means.
 */
static void take_end_of_program (Selection *selection, gboolean last)
{
  guint32 n_steps = hr_timeline_n_steps (selection->timeline), index = last ? n_steps - 1 : 0;
  if (last && index > 0 && hr_timeline_peek_step (selection->timeline, index)->event == HR_EVENT_END)
    index--;
  if (!last && n_steps > 1 && hr_timeline_peek_step (selection->timeline, 0)->event == HR_EVENT_START)
    index++;
  take (selection, index);
}

static gboolean no_selector (const Selection *selection, GError **error)
{
  static const char *const words[] = { "first", "last", "raise", "call:", "return:", "mark:", NULL };
  g_autofree char *suggestion = dup_suggestion (selection->text, (char **)words);
  g_auto (GStrv) functions = hr_recorded_dup_functions (selection->timeline, HR_EVENT_CALL);
  g_auto (GStrv) marks = hr_recorded_dup_marks (selection->timeline);
  if (g_strv_contains ((const char *const *)marks, selection->text))
    return fail (selection, error, "did you mean \"mark:%s\"?", selection->text);
  if (g_strv_contains ((const char *const *)functions, selection->text))
    return fail (selection, error, "did you mean \"call:%s\"?", selection->text);
  return fail (selection, error,
               "names no step%s Write 9 (after line 9), 9#2 (the second time), FILE:9, 3..7 (lines), #12 (a step), "
               "#3..#7, call:f, return:f, raise, first, last or mark:NAME",
               *suggestion == '\0' ? "." : suggestion);
}

static gboolean select_one (Selection *selection, GError **error)
{
  const char *text = selection->text;
  if (*text == '#')
    return select_steps (selection, text, error);
  if (g_ascii_isdigit (*text) && strchr (text, ':') == NULL)
    return select_lines (selection, hr_timeline_main_file (selection->timeline), text, error);
  if (g_str_has_prefix (text, "call:"))
    return select_function (selection, HR_EVENT_CALL, text + strlen ("call:"), error);
  if (g_str_has_prefix (text, "return:"))
    return select_function (selection, HR_EVENT_RETURN, text + strlen ("return:"), error);
  if (g_str_has_prefix (text, "mark:"))
    return select_mark (selection, text + strlen ("mark:"), error);
  if (g_str_equal (text, "raise") || g_str_has_prefix (text, "raise#"))
    return select_raise (selection, text, error);
  if (g_str_equal (text, "first") || g_str_equal (text, "last")) {
    take_end_of_program (selection, g_str_equal (text, "last"));
    return TRUE;
  }
  return strchr (text, ':') != NULL ? select_in_file (selection, text, error) : no_selector (selection, error);
}

GArray *hr_timeline_select (HrTimeline *timeline, const char *selectors, GError **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_auto (GStrv) parts = g_strsplit (selectors, ",", -1);
  for (guint i = 0; parts[i] != NULL; i++) {
    Selection selection = { .timeline = timeline, .text = g_strstrip (parts[i]), .steps = steps };
    if (*selection.text == '\0') {
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "selectors \"%s\": nothing stands %s a comma", selectors,
                   i == 0 ? "before" : "after");
      return NULL;
    }
    if (!select_one (&selection, error))
      return NULL;
  }
  if (steps->len > 0)
    return g_steal_pointer (&steps);
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "no step is selected; write --at 9 (after line 9), --at last …");
  return NULL;
}
