#include "figure/code_strip.h"

#include <math.h>
#include <string.h>

#include "figure/frames.h"
#include "layout/metrics.h"

#define ROW_PT 24.0
#define GAP_ROW_PT 16.0
#define PAD_PT 6.0
#define BASELINE_PT 16.5
#define STATEMENT_HEAD 3  /* lines shown of a long statement's start */
#define STATEMENT_MOST 6  /* lines of a statement that are shown in full */
#define NEIGHBOUR_REACH 3 /* blank lines passed over to find a neighbour */

typedef enum { MARK_NONE, MARK_RAN, MARK_NEXT, MARK_RAISED } Mark;

typedef struct {
  guint32 file, line; /* line 0: a gap */
  Mark mark;
  char *text, *label; /* label NULL: none */
} Row;

struct HrFigureCode {
  GArray *rows; /* Row */
};

static const HrFont number_font = { HR_FONT_CODE, 12.5, 400, FALSE, 0 };
static const HrFont label_font = { HR_FONT_LABEL, 10.5, 600, FALSE, 0 };

static void clear_row (gpointer data)
{
  Row *row = (Row *)data;

  g_free (row->text);
  g_free (row->label);
}

/* Trailing spaces say nothing and would widen the strip. */
static char *dup_source_line (HrTimeline *timeline, guint32 file, guint32 line)
{
  g_autofree char *raw = hr_timeline_dup_line (timeline, file, line);

  return g_strchomp (hr_figure_dup_clean_line (raw));
}

static gboolean is_blank (HrTimeline *timeline, guint32 file, guint32 line)
{
  g_autofree char *text = dup_source_line (timeline, file, line);

  return *text == '\0';
}

static guint32 count_lines (HrTimeline *timeline, guint32 file)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);

  return source == NULL || source->text == NULL ? 0 : source->n_lines;
}

/* The nearest line before (@step -1) or after (+1) that has text; 0 none near. */
static guint32 find_neighbour (HrTimeline *timeline, guint32 file, guint32 line, int step)
{
  guint32 n_lines = count_lines (timeline, file);

  for (int reach = 0; reach < NEIGHBOUR_REACH; reach++) {
    if ((step < 0 && line <= 1) || (step > 0 && line >= n_lines))
      return 0;
    line = step < 0 ? line - 1 : line + 1;
    if (!is_blank (timeline, file, line))
      return line;
  }
  return 0;
}

static int compare_lines (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

  return (x > y) - (x < y);
}

static void add_line (GArray *lines, guint32 line)
{
  for (guint i = 0; i < lines->len; i++)
    if (g_array_index (lines, guint32, i) == line)
      return;
  if (line > 0)
    g_array_append_val (lines, line);
}

static void add_statement (GArray *lines, guint32 first, guint32 last)
{
  gboolean is_long = last - first + 1 > STATEMENT_MOST;

  for (guint32 line = first; line <= last; line++)
    if (!is_long || line < first + STATEMENT_HEAD || line == last)
      add_line (lines, line);
}

/* The lines to show of the file in which something ran (or, at the start, is next). */
static GArray *choose_lines (HrTimeline *timeline, const HrTimelineStep *step, guint32 file)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 first = step->ran_line, last = MAX (step->ran_line, step->ran_end_line);

  if (first > 0) {
    add_statement (lines, first, last);
  } else {
    first = last = step->next_line;
    add_line (lines, first);
  }
  add_line (lines, find_neighbour (timeline, file, first, -1));
  add_line (lines, find_neighbour (timeline, file, last, +1));
  if (step->next_file == file)
    add_line (lines, step->next_line);
  g_array_sort (lines, compare_lines);
  return lines;
}

static char *dup_ran_label (HrTimeline *timeline, const HrTimelineStep *step, const char *exception_text)
{
  static const char *const leaving[] = { "return", NULL };
  g_autofree char *type = NULL;

  switch (step->event) {
  case HR_EVENT_START:
    return NULL;
  case HR_EVENT_LINE:
  case HR_EVENT_RESUME:
  case HR_EVENT_END:
    return g_strdup ("just ran");
  case HR_EVENT_YIELD:
    return g_strdup (hr_figure_line_waits (timeline, step) ? "awaits" : "yields");
  case HR_EVENT_CATCH:
    return g_strdup ("caught");
  case HR_EVENT_OPCODE:
    return g_strdup ("is running");
  case HR_EVENT_CALL:
    return g_strdup ("calls");
  case HR_EVENT_RETURN:
    /* a last line without the word ran like any other */
    return g_strdup (hr_figure_line_begins_with (timeline, step, leaving) ? "returns" : "just ran");
  case HR_EVENT_EXCEPTION:
    type = exception_text == NULL ? NULL : g_strndup (exception_text, strcspn (exception_text, ":\n"));
    if (type == NULL)
      return g_strdup ("raised an exception");
    return g_strdup_printf ("raised %s", type);
  }
  g_assert_not_reached ();
}

static gboolean is_in_statement (const HrTimelineStep *step, guint32 file, guint32 line)
{
  return step->ran_line > 0 && file == step->ran_file && line >= step->ran_line &&
         line <= MAX (step->ran_line, step->ran_end_line);
}

static void append_row (HrFigureCode *code, HrTimeline *timeline, const HrTimelineStep *step, guint32 file,
                        guint32 line, const char *ran_label)
{
  Row row = { .file = file, .line = line, .text = dup_source_line (timeline, file, line) };
  gboolean is_next = step->next_line == line && step->next_file == file;

  if (is_in_statement (step, file, line)) {
    row.mark = step->event == HR_EVENT_EXCEPTION ? MARK_RAISED : MARK_RAN;
    if (line == step->ran_line && is_next && ran_label != NULL)
      row.label = g_strdup_printf ("%s · next", ran_label);
    else if (line == step->ran_line)
      row.label = g_strdup (ran_label);
    else if (is_next)
      row.label = g_strdup ("next");
  } else if (is_next) {
    row.mark = MARK_NEXT;
    row.label = g_strdup ("next");
  }
  g_array_append_val (code->rows, row);
}

static void append_gap (HrFigureCode *code)
{
  Row gap = { .line = 0 };

  g_array_append_val (code->rows, gap);
}

/* The rows of one file; where lines are left out between two rows there is a gap, unless one row would fill it. */
static void append_file (HrFigureCode *code, HrTimeline *timeline, const HrTimelineStep *step, guint32 file,
                         const char *ran_label)
{
  g_autoptr (GArray) lines = choose_lines (timeline, step, file);

  for (guint i = 0; i < lines->len; i++) {
    guint32 line = g_array_index (lines, guint32, i);
    guint32 before = i > 0 ? g_array_index (lines, guint32, i - 1) : line - 1;

    if (line == before + 2)
      append_row (code, timeline, step, file, line - 1, ran_label);
    else if (line > before + 2)
      append_gap (code);
    append_row (code, timeline, step, file, line, ran_label);
  }
}

/* A next line in another file stands below, with that file's name. */
static void append_next_file (HrFigureCode *code, HrTimeline *timeline, const HrTimelineStep *step)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, step->next_file);
  g_autofree char *base = NULL;
  Row *row;

  if (source == NULL || source->text == NULL)
    return;
  append_gap (code);
  append_row (code, timeline, step, step->next_file, step->next_line, NULL);
  row = &g_array_index (code->rows, Row, code->rows->len - 1);
  base = g_path_get_basename (source->name);
  g_free (row->label);
  row->label = g_strdup_printf ("next, in %s", base);
}

HrFigureCode *hr_figure_code_new (HrTimeline *timeline, guint32 step_index, const char *exception_text)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, step_index);
  HrFigureCode *code = g_new0 (HrFigureCode, 1);
  guint32 file = step->ran_line > 0 ? step->ran_file : step->next_file;
  g_autofree char *ran_label = dup_ran_label (timeline, step, exception_text);

  code->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (code->rows, clear_row);
  if (count_lines (timeline, file) > 0 && (step->ran_line > 0 || step->next_line > 0))
    append_file (code, timeline, step, file, ran_label);
  if (code->rows->len > 0 && step->next_line > 0 && step->next_file != file)
    append_next_file (code, timeline, step);
  return code;
}

void hr_figure_code_free (HrFigureCode *code)
{
  if (code == NULL)
    return;
  g_array_unref (code->rows);
  g_free (code);
}

static double row_height (const Row *row)
{
  return row->line == 0 ? GAP_ROW_PT : ROW_PT;
}

/* From the strip's left edge to where code begins: the widest line number ends 18 pt before it. */
static double code_x (const HrFigureCode *code, HrTextMeasure *measure)
{
  double widest = hr_text_measure_width (measure, &number_font, "00");

  for (guint i = 0; i < code->rows->len; i++) {
    g_autofree char *number = g_strdup_printf ("%u", g_array_index (code->rows, Row, i).line);

    widest = fmax (widest, hr_text_measure_width (measure, &number_font, number));
  }
  return ceil (widest) + 44;
}

static double label_room (const Row *row, HrTextMeasure *measure)
{
  return row->label == NULL ? 18 : 36 + hr_text_measure_width (measure, &label_font, row->label);
}

HrSize hr_figure_code_size (const HrFigureCode *code, HrTextMeasure *measure)
{
  HrFont font = hr_metrics_font_code ();
  HrSize size = { 0, 2 * PAD_PT };

  if (code->rows->len == 0)
    return (HrSize){ 0, 0 };
  for (guint i = 0; i < code->rows->len; i++) {
    const Row *row = &g_array_index (code->rows, Row, i);
    double text = row->text == NULL ? 0 : hr_text_measure_width (measure, &font, row->text);

    size.height += row_height (row);
    size.width = fmax (size.width, text + label_room (row, measure));
  }
  size.width = ceil (size.width + code_x (code, measure)) + 1;
  return size;
}

static HrPaint mark_paint (Mark mark)
{
  switch (mark) {
  case MARK_NONE:
  case MARK_NEXT:
    return HR_PAINT_SOFT;
  case MARK_RAN:
    return HR_PAINT_FRAME;
  case MARK_RAISED:
    return HR_PAINT_FREED;
  }
  g_assert_not_reached ();
}

static void draw_mark (const HrFigurePen *pen, HrRect row_rect, Mark mark)
{
  HrRect bar = { row_rect.x + 0.5, row_rect.y, 3, row_rect.height };

  if (mark == MARK_NONE)
    return;
  if (mark != MARK_NEXT) {
    HrStyle tint = { .fill = mark == MARK_RAN ? HR_PAINT_FRAME_TINT : HR_PAINT_NEW_TINT };

    hr_scene_add_rect (pen->scene, row_rect, 4, &tint);
  }
  hr_scene_add_rect (pen->scene, bar, 0, &(HrStyle){ .fill = mark_paint (mark) });
}

static void draw_row (const HrFigurePen *pen, const Row *row, HrRect rect, double text_x)
{
  HrFont font = hr_metrics_font_code ();
  double baseline = rect.y + BASELINE_PT, right = rect.x + rect.width;
  double room = right - text_x - label_room (row, pen->measure);
  HrPaint paint = row->mark == MARK_RAN || row->mark == MARK_RAISED ? HR_PAINT_TEXT : HR_PAINT_SOFT;
  g_autofree char *number = g_strdup_printf ("%u", row->line);
  g_autofree char *text = hr_text_measure_dup_elided (pen->measure, &font, row->text, fmax (room, 40));

  draw_mark (pen, (HrRect){ rect.x + 6, rect.y + 0.5, rect.width - 12, rect.height - 1 }, row->mark);
  hr_figure_draw_text (pen, (HrPoint){ text_x - 18, baseline }, HR_ANCHOR_END, &number_font, HR_PAINT_FAINT, number);
  if (*text != '\0')
    hr_figure_draw_text (pen, (HrPoint){ text_x, baseline }, HR_ANCHOR_START, &font, paint, text);
  if (row->label != NULL)
    hr_figure_draw_text (pen, (HrPoint){ right - 18, baseline }, HR_ANCHOR_END, &label_font, mark_paint (row->mark),
                         row->label);
}

void hr_figure_code_draw (const HrFigureCode *code, const HrFigurePen *pen, HrRect rect)
{
  double y = rect.y + PAD_PT, text_x = rect.x + code_x (code, pen->measure);

  if (code->rows->len == 0)
    return;
  hr_scene_begin_group (pen->scene, "code", "code", NULL, 1);
  hr_scene_add_rect (pen->scene, rect, 10, &(HrStyle){ .fill = HR_PAINT_LANE });
  for (guint i = 0; i < code->rows->len; i++) {
    const Row *row = &g_array_index (code->rows, Row, i);

    if (row->line == 0)
      hr_figure_draw_text (pen, (HrPoint){ text_x - 18, y + 12 }, HR_ANCHOR_END, &number_font, HR_PAINT_FAINT, "⋮");
    else
      draw_row (pen, row, (HrRect){ rect.x, y, rect.width, ROW_PT }, text_x);
    y += row_height (row);
  }
  hr_scene_end_group (pen->scene);
}

/* "class C:", too: its body is what ran. */
static gboolean goes_on (const HrTimelineStep *step, const char *line)
{
  return step->ran_end_line > step->ran_line || g_str_has_suffix (line, ":");
}

char *hr_figure_code_dup_statement (HrTimeline *timeline, guint32 step_index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, step_index);
  g_autofree char *line = NULL;

  if (step->ran_line == 0)
    return g_strdup ("");
  line = dup_source_line (timeline, step->ran_file, step->ran_line);
  g_strchug (line);
  return goes_on (step, line) ? g_strconcat (line, " …", NULL) : g_steal_pointer (&line);
}

char *hr_figure_code_dup_heading (HrTimeline *timeline, guint32 step_index)
{
  const HrTimelineStep *step = hr_timeline_peek_step (timeline, step_index);
  g_autofree char *statement = hr_figure_code_dup_statement (timeline, step_index);

  switch (step->event) {
  case HR_EVENT_START:
    return g_strdup ("start");
  case HR_EVENT_END:
    return g_strdup ("end");
  case HR_EVENT_CALL:
    return g_strdup_printf ("%s()", step->frame_name);
  case HR_EVENT_RETURN:
    return *statement != '\0' ? g_steal_pointer (&statement) : g_strdup_printf ("%s() returns", step->frame_name);
  case HR_EVENT_LINE:
  case HR_EVENT_EXCEPTION:
  case HR_EVENT_YIELD:
  case HR_EVENT_RESUME:
  case HR_EVENT_CATCH:
  case HR_EVENT_OPCODE:
    return g_steal_pointer (&statement);
  }
  g_assert_not_reached ();
}
