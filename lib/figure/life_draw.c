/* A life as a figure: events down the page, who held the object beside them, and its count as a plot. */
#include <math.h>

#include "figure/draw.h"
#include "figure/life.h"
#include "layout/metrics.h"

#define PAD_PT 16.0
#define ROW_PT 36.0
#define WHAT_PT 18.0 /* a line below the code: what became of the object */
#define WHAT_SIZE_PT 12.0
#define GAP_ROW_PT 26.0
#define TITLE_PT 30.0
#define SUBTITLE_PT 30.0
#define HEADS_PT 26.0
#define GOES_ON_PT 14.0 /* below the last row, for the arrows of what holds on */
#define NUMBER_PT 22.0  /* line numbers end here */
#define CODE_X_PT 36.0
#define CODE_LEAST_PT 150.0
#define CODE_MOST_PT 320.0
#define COLUMN_GAP_PT 28.0
#define CHIP_PT 24.0
#define LANE_GAP_PT 10.0
#define MOST_LANES 8
#define UNIT_PT 20.0
#define PLOT_MOST_PT 140.0

static const HrFont title_font = { HR_FONT_LABEL, 14, 600, FALSE, 0 };
static const HrFont head_font = { HR_FONT_LABEL, 10.5, 600, FALSE, 0 };
static const HrFont number_font = { HR_FONT_CODE, 12.5, 400, FALSE, 0 };
static const HrFont name_font = { HR_FONT_CODE, 12.5, 500, FALSE, 0 };
static const HrFont count_font = { HR_FONT_CODE, 13, 700, FALSE, 0 };
static const HrFont note_font = { HR_FONT_LABEL, 11, 400, TRUE, 0 };

typedef struct {
  double x, width;
  guint free_from; /* the first event at which nobody is in it */
} Lane;

typedef struct {
  const HrFigureLife *life;
  const HrFigurePen *pen;
  double top;   /* of the first row */
  double *tops; /* of each event's row, and the bottom of the last */
  double code_width;
  guint *lane_of; /* of each holder; MOST_LANES: there was none left */
  Lane lanes[MOST_LANES];
  guint n_lanes, n_without_lane;
  double lanes_x, plot_x, unit_pt, right;
} Drawing;

static const HrLifeEvent *peek_event (const Drawing *d, guint i)
{
  return &g_array_index (d->life->events, HrLifeEvent, i);
}

static const HrLifeHolder *peek_holder (const Drawing *d, guint i)
{
  return &g_array_index (d->life->holders, HrLifeHolder, i);
}

static double name_width (const Drawing *d, const char *name)
{
  return fmax (40, ceil (hr_text_measure_width (d->pen->measure, &name_font, name)) + 20);
}

/* Each holder gets the first lane that is free by then, so that short lives share one. */
static void assign_lanes (Drawing *d)
{
  for (guint i = 0; i < d->life->holders->len; i++) {
    const HrLifeHolder *holder = peek_holder (d, i);
    guint lane = 0;

    while (lane < d->n_lanes && d->lanes[lane].free_from > holder->first)
      lane++;
    d->lane_of[i] = lane;
    d->n_without_lane += lane == MOST_LANES ? 1 : 0;
    if (lane == MOST_LANES)
      continue;
    d->n_lanes = MAX (d->n_lanes, lane + 1);
    d->lanes[lane].width = fmax (d->lanes[lane].width, name_width (d, holder->label));
    d->lanes[lane].free_from = holder->end == G_MAXUINT ? G_MAXUINT : holder->end + 1;
  }
}

static double what_height (const Drawing *d, const char *what)
{
  HrFigurePen blind = { NULL, d->pen->measure };
  HrFont font = hr_metrics_font_caption ();

  font.size_pt = WHAT_SIZE_PT;
  return what == NULL ? 0 : hr_figure_draw_prose (&blind, (HrPoint){ 0, 0 }, d->code_width, &font, HR_PAINT_SOFT, what);
}

/* As wide as the widest code or remark, up to a limit past which code is cut and remarks wrap. */
static void find_code_width (Drawing *d)
{
  HrFont code = hr_metrics_font_code (), small = code;

  small.size_pt = WHAT_SIZE_PT;
  d->code_width = CODE_LEAST_PT;
  for (guint i = 0; i < d->life->events->len; i++) {
    const HrLifeEvent *event = peek_event (d, i);
    double width = hr_text_measure_width (d->pen->measure, &code, event->code);

    if (event->what != NULL)
      width = fmax (width, hr_text_measure_width (d->pen->measure, &small, event->what));
    d->code_width = fmax (d->code_width, fmin (CODE_MOST_PT, width));
  }
}

static void measure (Drawing *d)
{
  double x = HR_METRICS_MARGIN_PT + PAD_PT + CODE_X_PT, y = d->top;

  find_code_width (d);
  for (guint i = 0; i < d->life->events->len; i++) {
    const HrLifeEvent *event = peek_event (d, i);

    y += event->skipped > 0 ? GAP_ROW_PT : 0;
    d->tops[i] = y;
    y += ROW_PT + what_height (d, event->what);
  }
  if (!peek_event (d, d->life->events->len - 1)->ended)
    y += GOES_ON_PT;
  d->tops[d->life->events->len] = y;
  d->lanes_x = x + ceil (d->code_width) + COLUMN_GAP_PT;
  x = d->lanes_x;
  for (guint i = 0; i < d->n_lanes; i++) {
    d->lanes[i].x = x;
    x += d->lanes[i].width + LANE_GAP_PT;
  }
  d->plot_x = x - LANE_GAP_PT + COLUMN_GAP_PT;
  d->unit_pt = d->life->most > 0 ? fmin (UNIT_PT, PLOT_MOST_PT / (double)d->life->most) : UNIT_PT;
  d->right = d->life->shared ? d->plot_x - COLUMN_GAP_PT : d->plot_x + (double)MAX (d->life->most, 1) * d->unit_pt + 44;
}

static void draw_rule (const Drawing *d, double y)
{
  const HrPoint line[] = { { HR_METRICS_MARGIN_PT + PAD_PT, y }, { d->right, y } };

  hr_scene_add_polyline (d->pen->scene, line, 2, 0, &(HrStyle){ .stroke = HR_PAINT_RULE, .stroke_width_pt = 1 });
}

static void draw_rules (const Drawing *d)
{
  for (guint i = 0; i < d->life->events->len; i++) {
    if (peek_event (d, i)->skipped > 0)
      draw_rule (d, d->tops[i] - GAP_ROW_PT);
    draw_rule (d, d->tops[i]);
  }
}

static void draw_event (const Drawing *d, guint i)
{
  const HrLifeEvent *event = peek_event (d, i);
  HrFont code = hr_metrics_font_code (), what = hr_metrics_font_caption ();
  double left = HR_METRICS_MARGIN_PT + PAD_PT, baseline = d->tops[i] + 23;
  g_autofree char *number = g_strdup_printf ("%u", event->line);
  g_autofree char *skipped = g_strdup_printf ("… %u more changes", event->skipped);
  g_autofree char *text = hr_text_measure_dup_elided (d->pen->measure, &code, event->code, d->code_width + 0.01);

  if (event->skipped > 0) {
    hr_figure_draw_text (d->pen, (HrPoint){ left + CODE_X_PT, d->tops[i] - 9 }, HR_ANCHOR_START, &note_font,
                         HR_PAINT_FAINT, skipped);
  }
  if (event->line > 0)
    hr_figure_draw_text (d->pen, (HrPoint){ left + NUMBER_PT, baseline }, HR_ANCHOR_END, &number_font, HR_PAINT_FAINT,
                         number);
  hr_figure_draw_text (d->pen, (HrPoint){ left + CODE_X_PT, baseline }, HR_ANCHOR_START, &code, HR_PAINT_TEXT, text);
  what.size_pt = WHAT_SIZE_PT;
  what.weight = event->ended ? 600 : what.weight;
  if (event->what != NULL)
    hr_figure_draw_prose (d->pen, (HrPoint){ left + CODE_X_PT, baseline + WHAT_PT }, d->code_width, &what,
                          event->ended ? HR_PAINT_FREED : HR_PAINT_SOFT, event->what);
}

/* A name that let go is crossed out, as it is in pictures. */
static void draw_let_go (const Drawing *d, double x, double middle, const char *label)
{
  double width = hr_text_measure_width (d->pen->measure, &name_font, label);
  const HrPoint line[] = { { x - width / 2 - 2, middle }, { x + width / 2 + 2, middle } };

  hr_figure_draw_text (d->pen, (HrPoint){ x, middle + 4.5 }, HR_ANCHOR_MIDDLE, &name_font, HR_PAINT_FAINT, label);
  hr_scene_add_polyline (d->pen->scene, line, 2, 0, &(HrStyle){ .stroke = HR_PAINT_FREED, .stroke_width_pt = 1.3 });
}

/* A chip where the holder begins, a line for as long as it holds. */
static void draw_holder (const Drawing *d, guint i)
{
  const HrLifeHolder *holder = peek_holder (d, i);
  const Lane *lane = &d->lanes[d->lane_of[i]];
  HrStyle line = { .stroke = HR_PAINT_SOFT, .stroke_width_pt = HR_METRICS_ARROW_WIDTH_PT };
  HrStyle head = { .fill = HR_PAINT_SOFT, .stroke = HR_PAINT_SOFT, .stroke_width_pt = 1.2 };
  gboolean lasts = holder->end == G_MAXUINT;
  double x = lane->x + lane->width / 2, top = d->tops[holder->first] + (ROW_PT - CHIP_PT) / 2;
  double end = lasts ? d->tops[d->life->events->len] - 4 : d->tops[holder->end] + ROW_PT / 2;
  double width = name_width (d, holder->label);
  HrPoint points[] = { { x, top + CHIP_PT }, { x, lasts ? end - 7 : end - 9 } };

  if (points[1].y > points[0].y)
    hr_scene_add_polyline (d->pen->scene, points, 2, 0, &line);
  hr_scene_add_rect (d->pen->scene, (HrRect){ x - width / 2, top, width, CHIP_PT }, HR_METRICS_CORNER_PT - 2,
                     &(HrStyle){ .fill = HR_PAINT_NEW_TINT, .stroke = HR_PAINT_NEW, .stroke_width_pt = 1.3 });
  hr_figure_draw_text (d->pen, (HrPoint){ x, top + 16.5 }, HR_ANCHOR_MIDDLE, &name_font, HR_PAINT_NEW, holder->label);
  if (lasts && end - 7 > top + CHIP_PT)
    hr_figure_draw_head (d->pen, points[0], (HrPoint){ x, end }, HR_METRICS_ARROW_HEAD_PT, &head);
  if (!lasts)
    draw_let_go (d, x, end, holder->label);
}

static void draw_count (const Drawing *d, guint i, double x)
{
  const HrLifeEvent *event = peek_event (d, i);
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, event->refs);

  if (event->refs >= 0)
    hr_figure_draw_text (d->pen, (HrPoint){ x + 10, d->tops[i] + 23 }, HR_ANCHOR_START, &count_font,
                         event->refs == 0 ? HR_PAINT_FREED : HR_PAINT_TEXT, count);
}

/* The count from event to event, as a stair that runs down the page. */
static void draw_plot (const Drawing *d)
{
  guint n = d->life->events->len;
  g_autoptr (GArray) stair = g_array_new (FALSE, FALSE, sizeof (HrPoint));
  const HrPoint axis[] = { { d->plot_x, d->tops[0] }, { d->plot_x, d->tops[n] } };

  for (guint i = 0; i < n; i++) {
    double x = d->plot_x + (double)MAX (peek_event (d, i)->refs, 0) * d->unit_pt;
    HrPoint from = { x, d->tops[i] }, to = { x, d->tops[i + 1] };

    if (x > d->plot_x)
      hr_scene_add_rect (d->pen->scene, (HrRect){ d->plot_x, from.y, x - d->plot_x, to.y - from.y }, 0,
                         &(HrStyle){ .fill = HR_PAINT_SEQUENCE_TINT });
    g_array_append_val (stair, from);
    if (!peek_event (d, i)->ended)
      g_array_append_val (stair, to);
  }
  hr_scene_add_polyline (d->pen->scene, axis, 2, 0, &(HrStyle){ .stroke = HR_PAINT_RULE, .stroke_width_pt = 1.2 });
  hr_scene_add_polyline (d->pen->scene, (const HrPoint *)(gconstpointer)stair->data, stair->len, 0,
                         &(HrStyle){ .stroke = HR_PAINT_SEQUENCE, .stroke_width_pt = 2 });
  for (guint i = 0; i < n; i++)
    draw_count (d, i, d->plot_x + (double)MAX (peek_event (d, i)->refs, 0) * d->unit_pt);
}

/* "a list, from line 1 to line 4" and what the figure does not tell. */
static char *dup_subtitle (const Drawing *d)
{
  const HrLifeEvent *first = peek_event (d, 0), *last = peek_event (d, d->life->events->len - 1);
  GString *text = g_string_new (d->life->name);

  g_string_append_printf (text, ", %s", d->life->noun);
  if (first->line > 0)
    g_string_append_printf (text, ", from line %u", first->line);
  g_string_append (text, last->ended ? "" : first->line > 0 ? " to the end" : ", to the end");
  if (last->ended && last->line > 0)
    g_string_append_printf (text, " to line %u", last->line);
  if (d->life->shared)
    g_string_append (text, "; shared by the interpreter, which does not count it");
  if (d->n_without_lane > 0)
    g_string_append_printf (text, "; %u more holders are not drawn", d->n_without_lane);
  return g_string_free (text, FALSE);
}

/* Title and subtitle stand on one line each. */
static void make_room_for_heads (Drawing *d, const char *title)
{
  HrFont caption = hr_metrics_font_caption ();
  g_autofree char *subtitle = dup_subtitle (d);
  double width = fmax (hr_text_measure_width (d->pen->measure, &title_font, title),
                       hr_text_measure_width (d->pen->measure, &caption, subtitle) + 24); /* code in it is wider */

  d->right = fmax (d->right, HR_METRICS_MARGIN_PT + PAD_PT + ceil (width));
}

static void draw_heads (const Drawing *d, const char *title)
{
  HrFont caption = hr_metrics_font_caption ();
  double left = HR_METRICS_MARGIN_PT + PAD_PT, baseline = d->top - 8;
  g_autofree char *subtitle = dup_subtitle (d), *clean = hr_figure_dup_clean_line (title);

  hr_figure_draw_text (d->pen, (HrPoint){ left, HR_METRICS_MARGIN_PT + 28 }, HR_ANCHOR_START, &title_font,
                       HR_PAINT_TEXT, clean);
  hr_figure_draw_prose (d->pen, (HrPoint){ left, HR_METRICS_MARGIN_PT + 28 + 22 }, d->right - left, &caption,
                        HR_PAINT_SOFT, subtitle);
  hr_figure_draw_text (d->pen, (HrPoint){ left + NUMBER_PT, baseline }, HR_ANCHOR_END, &head_font, HR_PAINT_SOFT,
                       "line");
  if (d->n_lanes > 0)
    hr_figure_draw_text (d->pen, (HrPoint){ d->lanes_x, baseline }, HR_ANCHOR_START, &head_font, HR_PAINT_SOFT,
                         "held by");
  if (!d->life->shared)
    hr_figure_draw_text (d->pen, (HrPoint){ d->plot_x, baseline }, HR_ANCHOR_START, &head_font, HR_PAINT_SOFT, "refs");
}

/* The words as running text: lines end with a full stop, columns are closed up. */
static char *dup_description (const HrFigureLife *life)
{
  g_autofree char *words = hr_figure_life_dup_words (life);
  g_auto (GStrv) lines = g_strsplit (words, "\n", -1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    for (const char *c = g_strstrip (lines[i]); *c != '\0'; c++) {
      if (c[0] == ' ' && c[1] == ' ')
        continue;
      g_string_append_c (out, *c);
      if (c[1] == '\0')
        g_string_append (out, lines[i + 1] != NULL && *lines[i + 1] != '\0' ? ". " : ".");
    }
  return g_string_free (out, FALSE);
}

HrScene *hr_figure_life_draw (const HrFigureLife *life, HrTextMeasure *text_measure, const HrFigureOptions *options)
{
  HrScene *scene = hr_scene_new ((HrSize){ 0, 0 });
  HrFigurePen pen = { scene, text_measure };
  g_autofree char *words = dup_description (life);
  g_autofree char *title =
      options->title != NULL ? g_strdup (options->title) : g_strdup_printf ("The life of %s", life->called);
  g_autofree double *tops = g_new0 (double, life->events->len + 1);
  g_autofree guint *lane_of = g_new0 (guint, life->holders->len + 1);
  Drawing d = { .life = life, .pen = &pen, .tops = tops, .lane_of = lane_of };
  double bottom;

  d.top = HR_METRICS_MARGIN_PT + TITLE_PT + SUBTITLE_PT + HEADS_PT;
  assign_lanes (&d);
  measure (&d);
  make_room_for_heads (&d, title);
  bottom = tops[life->events->len];
  hr_scene_add_rect (scene,
                     (HrRect){ HR_METRICS_MARGIN_PT, HR_METRICS_MARGIN_PT, d.right + PAD_PT - HR_METRICS_MARGIN_PT,
                               bottom + PAD_PT - HR_METRICS_MARGIN_PT },
                     HR_METRICS_LANE_CORNER_PT, &(HrStyle){ .fill = HR_PAINT_LANE });
  draw_heads (&d, title);
  draw_rules (&d);
  if (!life->shared)
    draw_plot (&d);
  for (guint i = 0; i < life->events->len; i++)
    draw_event (&d, i);
  for (guint i = 0; i < life->holders->len; i++)
    if (lane_of[i] < MOST_LANES)
      draw_holder (&d, i);
  hr_scene_set_size (
      scene, (HrSize){ ceil (d.right + PAD_PT + HR_METRICS_MARGIN_PT), ceil (bottom + PAD_PT + HR_METRICS_MARGIN_PT) });
  return hr_figure_finish (scene, options, title, words);
}
