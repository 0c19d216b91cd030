#include <math.h>

#include "figure/draw.h"
#include "layout/metrics.h"

/* The head covers the last part of the line; the line ends inside it, so that its end never shows at the tip. */
#define HEAD_OVERLAP_PT 2.0

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

static void draw_label (const HrFigurePen *pen, const HrLayoutArrow *arrow)
{
  HrFont font = hr_metrics_font_arrow ();
  HrPaint paint = arrow->state == HR_STATE_GHOST ? HR_PAINT_FAINT : HR_PAINT_CLASS;

  if (arrow->label != NULL && *arrow->label != '\0')
    hr_figure_draw_text (pen, arrow->label_at, HR_ANCHOR_START, &font, paint, arrow->label);
}

void hr_figure_draw_arrow (const HrFigurePen *pen, const HrLayoutArrow *arrow)
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
  draw_line (pen, points, arrow->n_points, &line);
  head.fill = is_hollow ? HR_PAINT_CARD : line.stroke;
  hr_figure_draw_head (pen, from, shortened (from, tip, head.stroke_width_pt / 2), HR_METRICS_ARROW_HEAD_PT, &head);
  draw_label (pen, arrow);
}
