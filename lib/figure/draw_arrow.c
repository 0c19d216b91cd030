#include <math.h>

#include "figure/draw.h"
#include "layout/metrics.h"

/* The head covers the last part of the line; the line ends inside it, so that its end never shows at the tip. */
#define HEAD_OVERLAP_PT 2.0
#define GAP_PT 7.0         /* where it passes under another, */
#define LEAST_PIECE_PT 6.0 /* not so near to a corner */

static HrStyle line_style (const HrLayoutArrow *arrow)
{
  HrStyle style = { .stroke = HR_PAINT_SOFT, .stroke_width_pt = HR_METRICS_ARROW_WIDTH_PT };

  switch (arrow->kind) {
  case HR_ARROW_REFERENCE:
    break;
  case HR_ARROW_TYPE:
    style = (HrStyle){ .stroke = HR_PAINT_CLASS, .stroke_width_pt = 1.3, .dash = HR_DASH_DASHED };
    break;
  case HR_ARROW_BASE:
    style = (HrStyle){ .stroke = HR_PAINT_CLASS, .stroke_width_pt = 1.5 };
    break;
  case HR_ARROW_WEAK:
    style.dash = HR_DASH_DOTTED;
    break;
  }
  if (arrow->state == HR_STATE_GHOST)
    style.stroke = HR_PAINT_FAINT, style.stroke_width_pt = 1.3;
  else if (arrow->state == HR_STATE_NEW || arrow->state == HR_STATE_CHANGED)
    if (arrow->kind == HR_ARROW_REFERENCE || arrow->kind == HR_ARROW_WEAK)
      style.stroke = HR_PAINT_NEW, style.stroke_width_pt = 2;
  return style;
}

static gboolean has_hollow_head (HrArrowKind kind)
{
  return kind == HR_ARROW_TYPE || kind == HR_ARROW_BASE;
}

void hr_figure_draw_head (const HrFigurePen *pen, HrPoint from, HrPoint tip, double length_pt, const HrStyle *style)
{
  double length = hypot (tip.x - from.x, tip.y - from.y);
  double ux = length > 0 ? (tip.x - from.x) / length : 1, uy = length > 0 ? (tip.y - from.y) / length : 0;
  double half = length_pt * 0.51;
  HrPoint foot = { tip.x - ux * length_pt, tip.y - uy * length_pt };
  const HrPathSegment path[] = {
    { .op = HR_PATH_MOVE, .to = tip },
    { .op = HR_PATH_LINE, .to = { foot.x - uy * half, foot.y + ux * half } },
    { .op = HR_PATH_LINE, .to = { foot.x + uy * half, foot.y - ux * half } },
    { .op = HR_PATH_CLOSE },
  };

  hr_scene_add_path (pen->scene, path, G_N_ELEMENTS (path), style);
}

/* The arrow's line without the part that its head covers. */
static HrPoint shortened (HrPoint from, HrPoint tip, double by)
{
  double length = hypot (tip.x - from.x, tip.y - from.y);
  double part = length > 0 ? fmax (0, length - by) / length : 0;

  return (HrPoint){ from.x + (tip.x - from.x) * part, from.y + (tip.y - from.y) * part };
}

/* Arrows that join share their way to the tip. Dashes are counted from there, so that they fall on one another. */
static void draw_line (const HrFigurePen *pen, HrPoint *points, guint n_points, const HrStyle *style)
{
  for (guint i = 0; style->dash != HR_DASH_SOLID && i < n_points / 2; i++) {
    HrPoint other = points[n_points - 1 - i];

    points[n_points - 1 - i] = points[i];
    points[i] = other;
  }
  hr_scene_add_polyline (pen->scene, points, n_points, HR_METRICS_CORNER_PT + 1, style);
}

/* Orders gaps as they come along the arrow @data. */
static gint compare_gaps (gconstpointer a, gconstpointer b, gpointer data)
{
  const HrLayoutArrow *arrow = data;
  const HrFigureGap *x = a, *y = b;
  const HrPoint *from;
  double far_x, far_y;

  if (x->k != y->k)
    return x->k < y->k ? -1 : 1;
  from = &arrow->points[x->k];
  far_x = fabs (x->at.x - from->x) + fabs (x->at.y - from->y);
  far_y = fabs (y->at.x - from->x) + fabs (y->at.y - from->y);
  return far_x < far_y ? -1 : far_x > far_y;
}

static void end_piece (const HrFigurePen *pen, GArray *piece, const HrStyle *style)
{
  if (piece->len > 1)
    draw_line (pen, (HrPoint *)(void *)piece->data, piece->len, style);
  g_array_set_size (piece, 0);
}

/* A gap in the stretch between @from and @to; none so near to a corner or to the gap before that it would not be seen
 * as one. */
static void break_line (const HrFigurePen *pen, GArray *piece, HrPoint from, HrPoint to, HrPoint at,
                        const HrStyle *style)
{
  double length = hypot (to.x - from.x, to.y - from.y), along = hypot (at.x - from.x, at.y - from.y);
  HrPoint last = g_array_index (piece, HrPoint, piece->len - 1), before, behind;

  if (along < LEAST_PIECE_PT + GAP_PT / 2 || length - along < LEAST_PIECE_PT + GAP_PT / 2)
    return;
  before = (HrPoint){ at.x - (to.x - from.x) / length * GAP_PT / 2, at.y - (to.y - from.y) / length * GAP_PT / 2 };
  behind = (HrPoint){ 2 * at.x - before.x, 2 * at.y - before.y };
  if (hypot (before.x - from.x, before.y - from.y) > hypot (last.x - from.x, last.y - from.y) + LEAST_PIECE_PT ||
      piece->len > 1)
    g_array_append_val (piece, before);
  end_piece (pen, piece, style);
  g_array_append_val (piece, behind);
}

/* The line with a gap wherever it passes under another. */
static void draw_pieces (const HrFigurePen *pen, const HrPoint *points, guint n_points, const GArray *gaps,
                         const HrStyle *style)
{
  g_autoptr (GArray) piece = g_array_new (FALSE, FALSE, sizeof (HrPoint));
  guint next = 0;

  g_array_append_val (piece, points[0]);
  for (guint k = 0; k + 1 < n_points; k++) {
    for (; next < gaps->len && g_array_index (gaps, HrFigureGap, next).k == k; next++)
      break_line (pen, piece, points[k], points[k + 1], g_array_index (gaps, HrFigureGap, next).at, style);
    g_array_append_val (piece, points[k + 1]);
  }
  end_piece (pen, piece, style);
}

static void draw_label (const HrFigurePen *pen, const HrLayoutArrow *arrow)
{
  HrFont font = hr_metrics_font_arrow ();
  HrPaint paint = arrow->state == HR_STATE_GHOST ? HR_PAINT_FAINT : HR_PAINT_CLASS;

  if (arrow->label != NULL && *arrow->label != '\0')
    hr_figure_draw_text (pen, arrow->label_at, HR_ANCHOR_START, &font, paint, arrow->label);
}

void hr_figure_draw_arrow (const HrFigurePen *pen, const HrLayoutArrow *arrow, GArray *gaps)
{
  HrStyle line = line_style (arrow), head = { .stroke = line.stroke, .stroke_width_pt = 1.2 };
  gboolean is_hollow = has_hollow_head (arrow->kind);
  double covered = HR_METRICS_ARROW_HEAD_PT - (is_hollow ? 0 : HEAD_OVERLAP_PT);
  g_autofree HrPoint *points = NULL;
  HrPoint tip, from;

  if (arrow->n_points < 2)
    return;
  points = (HrPoint *)g_memdup2 (arrow->points, arrow->n_points * sizeof *points);
  tip = points[arrow->n_points - 1];
  from = points[arrow->n_points - 2];
  points[arrow->n_points - 1] = shortened (from, tip, covered);
  if (gaps != NULL) {
    g_array_sort_with_data (gaps, compare_gaps, (gpointer)arrow);
    draw_pieces (pen, points, arrow->n_points, gaps, &line);
  } else {
    draw_line (pen, points, arrow->n_points, &line);
  }
  head.fill = is_hollow ? HR_PAINT_CARD : line.stroke;
  hr_figure_draw_head (pen, from, shortened (from, tip, head.stroke_width_pt / 2), HR_METRICS_ARROW_HEAD_PT, &head);
  draw_label (pen, arrow);
}
