#include "figure/panels.h"

#include <math.h>

#include "figure/legend.h"
#include "layout/metrics.h"

#define PAD_PT 16.0
#define HEADING_PT 46.0 /* from the panel's top to its picture */
#define BARE_HEADING_PT 32.0
#define ARROW_GAP_PT 26.0
#define PLAIN_GAP_PT 16.0
#define ROW_GAP_PT 26.0
#define TITLE_PT 30.0
#define ROW_HEADING_PT 24.0 /* the heading of a row of panels, above it */
#define NOTE_PT 30.0
#define FOOT_PT 44.0
#define WIDEST_HEADING_PT 360.0
#define NARROWEST_CAPTION_PT 200.0

static const HrFont title_font = { HR_FONT_LABEL, 14, 600, FALSE, 0 };
static const HrFont row_font = { HR_FONT_LABEL, 13, 600, FALSE, 0 };
static const HrFont note_font = { HR_FONT_LABEL, 13, 500, FALSE, 0 };
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

/* A row of panels, which wraps into lines where it is too long. Panels of a row are of one height. */
typedef struct {
  const char *heading;
  guint first, n_panels;
  double pad_pt, heading_pt;
  double picture_height, caption_height, height;
  double top;
} Row;

/* All panels of a figure are of one width, so that the eye compares places. */
typedef struct {
  const HrFigurePen *pen;
  const HrFigurePanelsOptions *options;
  GArray *rows; /* Row */
  double width; /* of a panel */
  double gap_pt, bottom_pt;
  guint n_columns;
} Grid;

static const HrFigurePanelPicture *peek_panel (const GArray *panels, guint i)
{
  return &g_array_index (panels, HrFigurePanelPicture, i);
}

static const Row *row_of (const Grid *grid, guint panel)
{
  guint i = 0;

  while (i + 1 < grid->rows->len && g_array_index (grid->rows, Row, i + 1).first <= panel)
    i++;
  return &g_array_index (grid->rows, Row, i);
}

static void find_rows (Grid *grid, const GArray *panels)
{
  for (guint i = 0; i < panels->len; i++) {
    const HrFigurePanelPicture *panel = peek_panel (panels, i);
    Row row = { .heading = panel->row, .first = i };

    if (i == 0 || panel->row != NULL) {
      row.pad_pt = panel->ground ? PAD_PT : 0;
      row.heading_pt = panel->ground ? HEADING_PT : BARE_HEADING_PT;
      g_array_append_val (grid->rows, row);
    }
    g_array_index (grid->rows, Row, grid->rows->len - 1).n_panels++;
  }
}

static double number_room (const HrFigurePanelPicture *panel)
{
  return panel->number == 0 ? 0 : panel->number < 10 ? 18 : 26;
}

static double needed_width (const Grid *grid, const HrFigurePanelPicture *panel, double pad_pt)
{
  HrTextMeasure *measure = grid->pen->measure;
  double width = hr_figure_view_inner_size (&panel->view).width;
  double heading = hr_text_measure_width (measure, &heading_font, panel->heading) + number_room (panel);

  width = fmax (width, fmin (heading, WIDEST_HEADING_PT));
  if (panel->statement != NULL)
    width = fmax (width, hr_text_measure_width (measure, &statement_font, panel->statement));
  if (panel->caption != NULL)
    width = fmax (width, NARROWEST_CAPTION_PT);
  return width + 2 * pad_pt;
}

static double caption_height (const Grid *grid, const Row *row, const HrFigurePanelPicture *panel)
{
  HrFigurePen blind = { NULL, grid->pen->measure };
  HrFont font = hr_metrics_font_caption ();

  if (panel->caption == NULL)
    return 0;
  return hr_figure_draw_prose (&blind, (HrPoint){ 0, 0 }, grid->width - 2 * row->pad_pt, &font, HR_PAINT_SOFT,
                               panel->caption) +
         12;
}

static void find_width (Grid *grid, const GArray *panels)
{
  guint most = 1;

  for (guint i = 0; i < panels->len; i++)
    grid->width = fmax (grid->width, ceil (needed_width (grid, peek_panel (panels, i), row_of (grid, i)->pad_pt)));
  for (guint i = 0; i < grid->rows->len; i++)
    most = MAX (most, g_array_index (grid->rows, Row, i).n_panels);
  grid->n_columns = (guint)fmax (
      1, floor ((grid->options->width_pt - 2 * HR_METRICS_MARGIN_PT + grid->gap_pt) / (grid->width + grid->gap_pt)));
  grid->n_columns = MIN (grid->n_columns, most);
  if (grid->n_columns == 2 && most == 3) /* two and one would break the sequence and leave a hole */
    grid->n_columns = 1;
}

static void measure_row (const Grid *grid, Row *row, const GArray *panels)
{
  double foot = 0;

  for (guint i = row->first; i < row->first + row->n_panels; i++) {
    const HrFigurePanelPicture *panel = peek_panel (panels, i);

    row->picture_height = fmax (row->picture_height, hr_figure_view_inner_size (&panel->view).height);
    row->caption_height = fmax (row->caption_height, caption_height (grid, row, panel));
    foot = panel->meter >= 0 || panel->statement != NULL ? FOOT_PT : foot;
  }
  row->height =
      ceil (row->heading_pt + row->picture_height + row->caption_height + foot + (foot > 0 ? 0 : row->pad_pt));
}

static guint n_lines (const Grid *grid, const Row *row)
{
  return (row->n_panels + grid->n_columns - 1) / grid->n_columns;
}

static void place_rows (Grid *grid, const GArray *panels, double top)
{
  for (guint i = 0; i < grid->rows->len; i++) {
    Row *row = &g_array_index (grid->rows, Row, i);

    measure_row (grid, row, panels);
    top += i > 0 ? ROW_GAP_PT : 0;
    top += row->heading != NULL && *row->heading != '\0' ? ROW_HEADING_PT : 0;
    row->top = top;
    top += n_lines (grid, row) * (row->height + ROW_GAP_PT) - ROW_GAP_PT;
  }
  grid->bottom_pt = top;
}

static HrRect panel_rect (const Grid *grid, guint i)
{
  const Row *row = row_of (grid, i);
  guint column = (i - row->first) % grid->n_columns, line = (i - row->first) / grid->n_columns;

  return (HrRect){ HR_METRICS_MARGIN_PT + column * (grid->width + grid->gap_pt),
                   row->top + line * (row->height + ROW_GAP_PT), grid->width, row->height };
}

static void draw_heading (const Grid *grid, const HrFigurePanelPicture *panel, HrRect rect)
{
  const HrFigurePen *pen = grid->pen;
  double pad = panel->ground ? PAD_PT : 0, x = rect.x + pad, baseline = rect.y + (panel->ground ? 26 : 18);
  double room = rect.width - 2 * pad - number_room (panel);
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

static void draw_foot (const Grid *grid, const Row *row, const HrFigurePanelPicture *panel, HrRect rect)
{
  HrFont font = hr_metrics_font_caption ();
  HrPoint at = { rect.x + row->pad_pt, rect.y + row->heading_pt + row->picture_height + 20 };

  if (panel->caption != NULL)
    hr_figure_draw_prose (grid->pen, at, rect.width - 2 * row->pad_pt, &font, HR_PAINT_SOFT, panel->caption);
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
  const Row *row = row_of (grid, i);
  HrRect rect = panel_rect (grid, i);
  HrPoint at = { rect.x + row->pad_pt, rect.y + row->heading_pt };
  g_autoptr (HrScene) picture = hr_figure_view_new_scene (&panel->view, grid->pen->measure);
  g_autofree char *id = g_strdup_printf ("panel-%u", i + 1);
  g_autofree char *prefix = g_strdup_printf ("p%u-", i + 1);

  hr_scene_begin_group (grid->pen->scene, id, "panel", NULL, 1);
  if (panel->ground)
    hr_scene_add_rect (grid->pen->scene, rect, HR_METRICS_LANE_CORNER_PT, &(HrStyle){ .fill = HR_PAINT_LANE });
  draw_heading (grid, panel, rect);
  hr_scene_add_scene (grid->pen->scene, picture, at, prefix);
  draw_foot (grid, row, panel, rect);
  hr_scene_end_group (grid->pen->scene);
}

/* Panels in a row are joined, and those of a single column; where a row wraps there is no arrow, as in text. */
static void draw_step_arrow (const Grid *grid, guint to)
{
  guint place = to - row_of (grid, to)->first;
  HrRect before = panel_rect (grid, to - 1), after = panel_rect (grid, to);
  double x = before.x + before.width / 2, y = before.y + before.height / 2;
  HrPoint from = { before.x + before.width + 2, y }, tip = { after.x - 2, y }, end = { tip.x - 7, y };
  HrStyle stroke = { .stroke = HR_PAINT_FAINT, .stroke_width_pt = 2 };
  HrStyle head = { .fill = HR_PAINT_FAINT, .stroke = HR_PAINT_FAINT, .stroke_width_pt = 1.2 };

  if (place == 0)
    return;
  if (grid->n_columns == 1) {
    from = (HrPoint){ x, before.y + before.height + 2 };
    tip = (HrPoint){ x, after.y - 2 };
    end = (HrPoint){ x, tip.y - 7 };
  } else if (place % grid->n_columns == 0) {
    return;
  }
  hr_scene_add_polyline (grid->pen->scene, (const HrPoint[]){ from, end }, 2, 0, &stroke);
  hr_figure_draw_head (grid->pen, from, tip, HR_METRICS_ARROW_HEAD_PT, &head);
}

/* One line of text that is somebody's: title, heading of a row, note. */
static void draw_line (const Grid *grid, double baseline, const HrFont *font, HrPaint paint, const char *text)
{
  g_autofree char *clean = text == NULL ? NULL : hr_figure_dup_clean_line (text);

  if (clean != NULL && *clean != '\0')
    hr_figure_draw_text (grid->pen, (HrPoint){ HR_METRICS_MARGIN_PT, baseline }, HR_ANCHOR_START, font, paint, clean);
}

static double line_end (const Grid *grid, const HrFont *font, const char *text)
{
  return text == NULL ? 0 : HR_METRICS_MARGIN_PT + hr_text_measure_width (grid->pen->measure, font, text);
}

static HrSize whole_size (const Grid *grid)
{
  double width = HR_METRICS_MARGIN_PT + grid->n_columns * (grid->width + grid->gap_pt) - grid->gap_pt;

  width = fmax (width, line_end (grid, &title_font, grid->options->title));
  width = fmax (width, line_end (grid, &note_font, grid->options->note));
  for (guint i = 0; i < grid->rows->len; i++)
    width = fmax (width, line_end (grid, &row_font, g_array_index (grid->rows, Row, i).heading));
  return (HrSize){ ceil (width + HR_METRICS_MARGIN_PT),
                   ceil (grid->bottom_pt + (grid->options->note == NULL ? 0 : NOTE_PT) + HR_METRICS_MARGIN_PT) };
}

static void draw_legend (Grid *grid)
{
  double top = grid->bottom_pt + (grid->options->note == NULL ? 0 : NOTE_PT) + 12;

  if (grid->options->legend)
    grid->bottom_pt += 12 + hr_figure_draw_legend (grid->pen, (HrPoint){ HR_METRICS_MARGIN_PT, top },
                                                   whole_size (grid).width - 2 * HR_METRICS_MARGIN_PT);
}

void hr_figure_panels_draw (const GArray *panels, const HrFigurePen *pen, const HrFigurePanelsOptions *options)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  Grid grid = { .pen = pen, .options = options, .rows = rows };

  g_assert (panels->len > 0);
  grid.gap_pt = options->arrows ? ARROW_GAP_PT : PLAIN_GAP_PT;
  find_rows (&grid, panels);
  find_width (&grid, panels);
  place_rows (&grid, panels, HR_METRICS_MARGIN_PT + (options->title == NULL ? 0 : TITLE_PT));
  draw_line (&grid, HR_METRICS_MARGIN_PT + 15, &title_font, HR_PAINT_TEXT, options->title);
  for (guint i = 0; i < panels->len; i++) {
    const Row *row = row_of (&grid, i);

    if (i == row->first)
      draw_line (&grid, row->top - 11, &row_font, HR_PAINT_SOFT, row->heading);
    draw_panel (&grid, panels, i);
  }
  for (guint i = 1; options->arrows && i < panels->len; i++)
    draw_step_arrow (&grid, i);
  draw_line (&grid, grid.bottom_pt + 24, &note_font, HR_PAINT_SOFT, options->note);
  draw_legend (&grid);
  hr_scene_set_size (pen->scene, whole_size (&grid));
}
