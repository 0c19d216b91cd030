#include "figure/legend.h"

#include "layout/metrics.h"

#define ROW_PT 22.0
#define SAMPLE_PT 30.0
#define ENTRY_GAP_PT 20.0

typedef struct {
  const char *text;
  gboolean is_arrow;
  HrArrowKind arrow;
  HrStyle box; /* when it is not an arrow */
  gboolean is_double;
} Entry;

static const Entry entries[] = {
  { .text = "refers to", .is_arrow = TRUE, .arrow = HR_ARROW_REFERENCE },
  { .text = "type", .is_arrow = TRUE, .arrow = HR_ARROW_TYPE },
  { .text = "base class", .is_arrow = TRUE, .arrow = HR_ARROW_BASE },
  { .text = "weak reference", .is_arrow = TRUE, .arrow = HR_ARROW_WEAK },
  { .text = "new", .box = { HR_PAINT_CARD, HR_PAINT_NEW, 2.2, HR_DASH_SOLID } },
  { .text = "changed", .box = { HR_PAINT_CHANGED_TINT, HR_PAINT_CHANGED, 1.8, HR_DASH_SOLID } },
  { .text = "freed or gone", .box = { HR_PAINT_NONE, HR_PAINT_FREED, 1.6, HR_DASH_DASHED } },
  { .text = "waits for the collector", .box = { HR_PAINT_CARD, HR_PAINT_INSTANCE, 1.3, HR_DASH_DASHED } },
  { .text = "running frame", .box = { HR_PAINT_CARD, HR_PAINT_FRAME, 1.8, HR_DASH_SOLID } },
  { .text = "cannot change", .box = { HR_PAINT_CARD, HR_PAINT_SEQUENCE, 1.3, HR_DASH_SOLID }, .is_double = TRUE },
  { .text = "shared by the interpreter", .box = { HR_PAINT_NONE, HR_PAINT_FAINT, 1.2, HR_DASH_DASHED } },
};

static const HrFont font = { HR_FONT_LABEL, 10.5, 500, FALSE, 0 };

static void draw_sample (const HrFigurePen *pen, const Entry *entry, HrPoint at)
{
  HrRect rect = { at.x + 3, at.y - 12, SAMPLE_PT - 6, 16 };
  const HrPoint points[] = { { at.x, at.y - 4 }, { at.x + SAMPLE_PT, at.y - 4 } };
  HrLayoutArrow arrow = { .kind = entry->arrow, .points = points, .n_points = 2 };
  HrStyle inner = entry->box;

  if (entry->is_arrow) {
    hr_figure_draw_arrow (pen, &arrow, NULL);
    return;
  }
  hr_scene_add_rect (pen->scene, rect, 4, &entry->box);
  inner.stroke_width_pt = 0.9;
  if (entry->is_double)
    hr_scene_add_rect (pen->scene, (HrRect){ rect.x + 3, rect.y + 3, rect.width - 6, rect.height - 6 }, 2, &inner);
}

double hr_figure_draw_legend (const HrFigurePen *pen, HrPoint at, double width_pt)
{
  double x = 0, y = 14;

  hr_scene_begin_group (pen->scene, "legend", "legend", NULL, 1);
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++) {
    double text_width = hr_text_measure_width (pen->measure, &font, entries[i].text);

    if (x > 0 && x + SAMPLE_PT + 6 + text_width > width_pt) {
      x = 0;
      y += ROW_PT;
    }
    draw_sample (pen, &entries[i], (HrPoint){ at.x + x, at.y + y });
    hr_figure_draw_text (pen, (HrPoint){ at.x + x + SAMPLE_PT + 6, at.y + y }, HR_ANCHOR_START, &font, HR_PAINT_SOFT,
                         entries[i].text);
    x += SAMPLE_PT + 6 + text_width + ENTRY_GAP_PT;
  }
  hr_scene_end_group (pen->scene);
  return y + 6;
}
