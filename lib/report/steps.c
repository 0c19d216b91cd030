#include "report/steps.h"

#include <string.h>

/* What places are made of, in the order of their columns. */
enum {
  PLACE_EVENT,
  PLACE_RAN_FILE,
  PLACE_RAN_FIRST,
  PLACE_RAN_MORE, /* lines after the first */
  PLACE_NEXT_FILE,
  PLACE_NEXT_LINE,
  PLACE_THREAD,
  PLACE_MARK, /* 0 none, else one more than its place among the names */
  N_PLACE_COLUMNS
};

static const char *const place_columns[N_PLACE_COLUMNS] = {
  [PLACE_EVENT] = "event",      [PLACE_RAN_FILE] = "ranFile",   [PLACE_RAN_FIRST] = "ranFirst",
  [PLACE_RAN_MORE] = "ranMore", [PLACE_NEXT_FILE] = "nextFile", [PLACE_NEXT_LINE] = "nextLine",
  [PLACE_THREAD] = "thread",    [PLACE_MARK] = "mark",
};

enum { STEP_NUMBER, STEP_PLACE, STEP_DEPTH, STEP_OUTPUT, STEP_CAPTION, STEP_FLAGS, N_STEP_COLUMNS };

static const char *const step_columns[N_STEP_COLUMNS] = {
  [STEP_NUMBER] = "step",   [STEP_PLACE] = "place",     [STEP_DEPTH] = "depth",
  [STEP_OUTPUT] = "output", [STEP_CAPTION] = "caption", [STEP_FLAGS] = "flags",
};

struct HrReportSteps {
  guint n_steps;
  HrReportWords *captions, *names;
  HrReportWords *places; /* their numbers, told apart as text */
  HrReportColumn place[N_PLACE_COLUMNS], step[N_STEP_COLUMNS];
};

static const char *const event_names[HR_EVENT_LAST + 1] = {
  [HR_EVENT_START] = "start",   [HR_EVENT_LINE] = "line",           [HR_EVENT_CALL] = "call",
  [HR_EVENT_RETURN] = "return", [HR_EVENT_EXCEPTION] = "exception", [HR_EVENT_END] = "end",
  [HR_EVENT_YIELD] = "yield",   [HR_EVENT_RESUME] = "resume",       [HR_EVENT_CATCH] = "catch",
  [HR_EVENT_OPCODE] = "opcode",
};

HrReportSteps *hr_report_steps_new (void)
{
  HrReportSteps *steps = g_new0 (HrReportSteps, 1);
  steps->captions = hr_report_words_new ();
  steps->names = hr_report_words_new ();
  steps->places = hr_report_words_new ();
  for (int i = 0; i < N_PLACE_COLUMNS; i++)
    hr_report_column_init (&steps->place[i]);
  for (int i = 0; i < N_STEP_COLUMNS; i++)
    hr_report_column_init (&steps->step[i]);
  return steps;
}

void hr_report_steps_free (HrReportSteps *steps)
{
  if (steps == NULL)
    return;
  hr_report_words_free (steps->captions);
  hr_report_words_free (steps->names);
  hr_report_words_free (steps->places);
  for (int i = 0; i < N_PLACE_COLUMNS; i++)
    hr_report_column_clear (&steps->place[i]);
  for (int i = 0; i < N_STEP_COLUMNS; i++)
    hr_report_column_clear (&steps->step[i]);
  g_free (steps);
}

/* What stands over the slider at this step; NULL for nothing. */
static const char *find_mark (const HrTimelineStep *step)
{
  switch (step->event) {
  case HR_EVENT_CALL:
    return step->frame_name;
  case HR_EVENT_RETURN:
    return step->depth > 1 ? "return" : NULL; /* the module's is the end of the program */
  case HR_EVENT_EXCEPTION:
    return "raise";
  case HR_EVENT_YIELD:
    return "yield";
  case HR_EVENT_RESUME:
    return "resume";
  case HR_EVENT_CATCH:
    return "caught";
  case HR_EVENT_START:
  case HR_EVENT_LINE:
  case HR_EVENT_OPCODE:
  case HR_EVENT_END:
    return NULL;
  }
  g_assert_not_reached ();
}

static guint add_place (HrReportSteps *steps, const HrTimelineStep *step)
{
  const char *mark = find_mark (step);
  const guint32 numbers[N_PLACE_COLUMNS] = {
    [PLACE_EVENT] = step->event,
    [PLACE_RAN_FILE] = step->ran_file,
    [PLACE_RAN_FIRST] = step->ran_line,
    [PLACE_RAN_MORE] = step->ran_end_line > step->ran_line ? step->ran_end_line - step->ran_line : 0,
    [PLACE_NEXT_FILE] = step->next_file,
    [PLACE_NEXT_LINE] = step->next_line,
    [PLACE_THREAD] = step->thread,
    [PLACE_MARK] = mark != NULL ? hr_report_words_add (steps->names, mark) + 1 : 0,
  };
  g_autoptr (GString) key = g_string_new (NULL);
  for (int i = 0; i < N_PLACE_COLUMNS; i++)
    hr_report_number_append (key, numbers[i]);
  guint n_places = hr_report_words_count (steps->places);
  guint place = hr_report_words_add (steps->places, key->str);
  for (int i = 0; place == n_places && i < N_PLACE_COLUMNS; i++)
    hr_report_column_add (&steps->place[i], numbers[i]);
  return place;
}

void hr_report_steps_add (HrReportSteps *steps, const HrTimelineStep *step, guint n_output, const char *caption,
                          unsigned flags)
{
  const gint64 numbers[N_STEP_COLUMNS] = {
    [STEP_NUMBER] = step->index,
    [STEP_PLACE] = add_place (steps, step),
    [STEP_DEPTH] = step->depth,
    [STEP_OUTPUT] = n_output,
    [STEP_CAPTION] = hr_report_words_add (steps->captions, caption),
    [STEP_FLAGS] = flags,
  };
  steps->n_steps++;
  for (int i = 0; i < N_STEP_COLUMNS; i++)
    hr_report_column_add (&steps->step[i], numbers[i]);
}

static void append_columns (const char *name, guint n_rows, const HrReportColumn *columns, const char *const *names,
                            int n_columns, GString *out)
{
  g_string_append_printf (out, ",\n\"%s\":{\"n\":%u", name, n_rows);
  for (int i = 0; i < n_columns; i++)
    hr_report_column_append_json (&columns[i], names[i], out);
}

void hr_report_steps_append_json (const HrReportSteps *steps, const char *edits, GString *out)
{
  g_string_append (out, ",\n\"events\":[");
  for (guint i = 0; i < G_N_ELEMENTS (event_names); i++)
    g_string_append_printf (out, "%s\"%s\"", i > 0 ? "," : "", event_names[i]);
  g_string_append_c (out, ']');
  hr_report_words_append_json (steps->captions, "captions", out);
  append_columns ("places", hr_report_words_count (steps->places), steps->place, place_columns, N_PLACE_COLUMNS, out);
  g_string_append_c (out, '}');
  append_columns ("steps", steps->n_steps, steps->step, step_columns, N_STEP_COLUMNS, out);
  g_string_append_printf (out, ",\n\"edits\":\"%s\"}", edits);
}

HrReportWords *hr_report_steps_peek_names (HrReportSteps *steps)
{
  return steps->names;
}
