#include "figure/panels.h"

#include <math.h>

#include "layout/metrics.h"

#define PAD_PT 16.0
#define HEADING_PT 46.0 /* from the panel's top to its picture */
#define BARE_HEADING_PT 32.0
#define ARROW_GAP_PT 26.0
#define PLAIN_GAP_PT 16.0
#define ROW_GAP_PT 26.0
#define TITLE_PT 30.0
#define FOOT_PT 44.0
#define WIDEST_HEADING_PT 360.0
#define NARROWEST_CAPTION_PT 200.0

static const HrFont title_font = { HR_FONT_LABEL, 14, 600, FALSE, 0 };
static const HrFont number_font = { HR_FONT_LABEL, 11, 700, FALSE, 0 };
static const HrFont heading_font = { HR_FONT_CODE, 13.5, 600, FALSE, 0 };
static const HrFont statement_font = { HR_FONT_CODE, 12.5, 600, FALSE, 0 };
static const HrFont meter_font = { HR_FONT_LABEL, 10.5, 600, FALSE, 0 };
static const HrFont count_font = { HR_FONT_CODE, 13, 700, FALSE, 0 };

static void clear_panel (gpointer data)
{
  HrFigurePanelPicture *panel = (HrFigurePanelPicture *)data;

  hr_figure_view_clear (&panel->view);
  g_free (panel->heading);
  g_free (panel->caption);
  g_free (panel->statement);
}

GArray *hr_figure_panels_new (void)
{
  GArray *panels = g_array_new (FALSE, TRUE, sizeof (HrFigurePanelPicture));

  g_array_set_clear_func (panels, clear_panel);
  return panels;
}

HrFigurePanelPicture *hr_figure_panels_add (GArray *panels, HrLayout *layout, guint moment, GError **error)
{
  HrFigurePanelPicture *panel;

  g_array_set_size (panels, panels->len + 1);
  panel = &g_array_index (panels, HrFigurePanelPicture, panels->len - 1);
  panel->meter = -1;
  return hr_figure_view_init (&panel->view, layout, moment, error) ? panel : NULL;
}

/* The common measures of all panels of a figure: they are of one size, so that the eye compares places. */
typedef struct {
  const HrFigurePen *pen;
  const HrFigurePanelsOptions *options;
  double pad_pt, heading_pt;
  double width, height; /* of a panel */
  double picture_height, caption_height;
  double gap_pt, top_pt;
  guint n_columns;
} Grid;

static const HrFigurePanelPicture *peek_panel (const GArray *panels, guint i)
{
  return &g_array_index (panels, HrFigurePanelPicture, i);
}

static double number_room (const HrFigurePanelPicture *panel)
{
  return panel->number == 0 ? 0 : panel->number < 10 ? 18 : 26;
}

static double needed_width (const Grid *grid, const HrFigurePanelPicture *panel)
{
  HrTextMeasure *measure = grid->pen->measure;
  double width = hr_figure_view_inner_size (&panel->view).width;
  double heading = hr_text_measure_width (measure, &heading_font, panel->heading) + number_room (panel);

  width = fmax (width, fmin (heading, WIDEST_HEADING_PT));
  if (panel->statement != NULL)
    width = fmax (width, hr_text_measure_width (measure, &statement_font, panel->statement));
  if (panel->caption != NULL)
    width = fmax (width, NARROWEST_CAPTION_PT);
  return width + 2 * grid->pad_pt;
}

static double caption_height (const Grid *grid, const HrFigurePanelPicture *panel)
{
  HrFigurePen blind = { NULL, grid->pen->measure };
  HrFont font = hr_metrics_font_caption ();

  if (panel->caption == NULL)
    return 0;
  return hr_figure_draw_prose (&blind, (HrPoint){ 0, 0 }, grid->width - 2 * grid->pad_pt, &font, HR_PAINT_SOFT,
                               panel->caption) +
         12;
}

static void measure_grid (Grid *grid, const GArray *panels)
{
  double foot = 0;

  for (guint i = 0; i < panels->len; i++) {
    const HrFigurePanelPicture *panel = peek_panel (panels, i);

    grid->width = fmax (grid->width, ceil (needed_width (grid, panel)));
    grid->picture_height = fmax (grid->picture_height, hr_figure_view_inner_size (&panel->view).height);
    foot = panel->meter >= 0 || panel->statement != NULL ? FOOT_PT : foot;
  }
  for (guint i = 0; i < panels->len; i++)
    grid->caption_height = fmax (grid->caption_height, caption_height (grid, peek_panel (panels, i)));
  grid->height =
      ceil (grid->heading_pt + grid->picture_height + grid->caption_height + foot + (foot > 0 ? 0 : grid->pad_pt));
  grid->n_columns = (guint)fmax (
      1, floor ((grid->options->width_pt - 2 * HR_METRICS_MARGIN_PT + grid->gap_pt) / (grid->width + grid->gap_pt)));
  grid->n_columns = MIN (grid->n_columns, MAX (panels->len, 1));
  if (grid->n_columns == 2 && panels->len == 3) /* two and one would break the sequence and leave a hole */
    grid->n_columns = 1;
}

static HrRect panel_rect (const Grid *grid, guint i)
{
  guint column = i % grid->n_columns, row = i / grid->n_columns;

  return (HrRect){ HR_METRICS_MARGIN_PT + column * (grid->width + grid->gap_pt),
                   grid->top_pt + row * (grid->height + ROW_GAP_PT), grid->width, grid->height };
}

static void draw_heading (const Grid *grid, const HrFigurePanelPicture *panel, HrRect rect)
{
  const HrFigurePen *pen = grid->pen;
  double x = rect.x + grid->pad_pt, baseline = rect.y + (grid->options->grounds ? 26 : 18);
  double room = rect.width - 2 * grid->pad_pt - number_room (panel);
  g_autofree char *number = g_strdup_printf ("%u", panel->number);
  g_autofree char *text = hr_text_measure_dup_elided (pen->measure, &heading_font, panel->heading, room);

  if (panel->number > 0)
    hr_figure_draw_text (pen, (HrPoint){ x, baseline }, HR_ANCHOR_START, &number_font, HR_PAINT_SOFT, number);
  if (*text != '\0')
    hr_figure_draw_text (pen, (HrPoint){ x + number_room (panel), baseline }, HR_ANCHOR_START, &heading_font,
                         HR_PAINT_TEXT, text);
}

/* One place for each reference that there ever was at once, filled as far as they go now. */
static void draw_meter (const HrFigurePen *pen, const HrFigurePanelPicture *panel, HrPoint at)
{
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, panel->meter);
  double x = at.x + 32;

  hr_figure_draw_text (pen, at, HR_ANCHOR_START, &meter_font, HR_PAINT_SOFT, "refs");
  for (guint i = 0; i < panel->meter_places; i++) {
    gboolean is_full = (gint64)i < panel->meter;
    HrStyle style = { .fill = is_full ? HR_PAINT_SEQUENCE : HR_PAINT_NONE,
                      .stroke = is_full ? HR_PAINT_SEQUENCE : HR_PAINT_RULE,
                      .stroke_width_pt = 1.2 };

    hr_scene_add_rect (pen->scene, (HrRect){ x, at.y - 10, 20, 12 }, 3, &style);
    x += 26;
  }
  hr_figure_draw_text (pen, (HrPoint){ x + (panel->meter_places > 0 ? 8 : 0), at.y + 0.5 }, HR_ANCHOR_START,
                       &count_font, panel->meter == 0 ? HR_PAINT_FREED : HR_PAINT_TEXT, count);
}

static void draw_foot (const Grid *grid, const HrFigurePanelPicture *panel, HrRect rect)
{
  HrFont font = hr_metrics_font_caption ();
  HrPoint at = { rect.x + grid->pad_pt, rect.y + grid->heading_pt + grid->picture_height + 20 };

  if (panel->caption != NULL)
    hr_figure_draw_prose (grid->pen, at, rect.width - 2 * grid->pad_pt, &font, HR_PAINT_SOFT, panel->caption);
  at.y = rect.y + rect.height - 18;
  if (panel->statement != NULL)
    hr_figure_draw_text (grid->pen, at, HR_ANCHOR_START, &statement_font, panel->good ? HR_PAINT_GOOD : HR_PAINT_NEW,
                         panel->statement);
  if (panel->meter >= 0)
    draw_meter (grid->pen, panel, at);
}

static void draw_panel (const Grid *grid, const GArray *panels, guint i)
{
  const HrFigurePanelPicture *panel = peek_panel (panels, i);
  HrRect rect = panel_rect (grid, i);
  HrPoint at = { rect.x + grid->pad_pt, rect.y + grid->heading_pt };
  g_autoptr (HrScene) picture = hr_figure_view_new_scene (&panel->view, grid->pen->measure);
  g_autofree char *id = g_strdup_printf ("panel-%u", i + 1);
  g_autofree char *prefix = g_strdup_printf ("p%u-", i + 1);

  hr_scene_begin_group (grid->pen->scene, id, "panel", NULL, 1);
  if (grid->options->grounds)
    hr_scene_add_rect (grid->pen->scene, rect, HR_METRICS_LANE_CORNER_PT, &(HrStyle){ .fill = HR_PAINT_LANE });
  draw_heading (grid, panel, rect);
  hr_scene_add_scene (grid->pen->scene, picture, at, prefix);
  draw_foot (grid, panel, rect);
  hr_scene_end_group (grid->pen->scene);
}

/* Panels in a row are joined, and those of a single column; where a row wraps there is no arrow, as in text. */
static void draw_step_arrow (const Grid *grid, guint to)
{
  HrRect before = panel_rect (grid, to - 1), after = panel_rect (grid, to);
  double x = before.x + before.width / 2, y = before.y + before.height / 2;
  HrPoint from = { before.x + before.width + 2, y }, tip = { after.x - 2, y }, end = { tip.x - 7, y };
  HrStyle stroke = { .stroke = HR_PAINT_FAINT, .stroke_width_pt = 2 };
  HrStyle head = { .fill = HR_PAINT_FAINT, .stroke = HR_PAINT_FAINT, .stroke_width_pt = 1.2 };

  if (grid->n_columns == 1) {
    from = (HrPoint){ x, before.y + before.height + 2 };
    tip = (HrPoint){ x, after.y - 2 };
    end = (HrPoint){ x, tip.y - 7 };
  } else if (to % grid->n_columns == 0) {
    return;
  }
  hr_scene_add_polyline (grid->pen->scene, (const HrPoint[]){ from, end }, 2, 0, &stroke);
  hr_figure_draw_head (grid->pen, from, tip, HR_METRICS_ARROW_HEAD_PT, &head);
}

static void draw_title (Grid *grid)
{
  g_autofree char *clean = NULL;

  if (grid->options->title == NULL)
    return;
  clean = hr_figure_dup_clean_line (grid->options->title);
  hr_figure_draw_text (grid->pen, (HrPoint){ HR_METRICS_MARGIN_PT, HR_METRICS_MARGIN_PT + 15 }, HR_ANCHOR_START,
                       &title_font, HR_PAINT_TEXT, clean);
  grid->top_pt += TITLE_PT;
}

static HrSize whole_size (const Grid *grid, guint n_panels)
{
  HrRect last = panel_rect (grid, MAX (n_panels, 1) - 1), widest = panel_rect (grid, grid->n_columns - 1);
  double width = widest.x + widest.width;

  if (grid->options->title != NULL)
    width = fmax (width,
                  HR_METRICS_MARGIN_PT + hr_text_measure_width (grid->pen->measure, &title_font, grid->options->title));
  return (HrSize){ ceil (width + HR_METRICS_MARGIN_PT), ceil (last.y + last.height + HR_METRICS_MARGIN_PT) };
}

void hr_figure_panels_draw (const GArray *panels, const HrFigurePen *pen, const HrFigurePanelsOptions *options)
{
  Grid grid = { .pen = pen, .options = options, .top_pt = HR_METRICS_MARGIN_PT };

  grid.pad_pt = options->grounds ? PAD_PT : 0;
  grid.heading_pt = options->grounds ? HEADING_PT : BARE_HEADING_PT;
  grid.gap_pt = options->arrows ? ARROW_GAP_PT : PLAIN_GAP_PT;
  measure_grid (&grid, panels);
  draw_title (&grid);
  for (guint i = 0; i < panels->len; i++)
    draw_panel (&grid, panels, i);
  for (guint i = 1; options->arrows && i < panels->len; i++)
    draw_step_arrow (&grid, i);
  hr_scene_set_size (pen->scene, whole_size (&grid, panels->len));
}
