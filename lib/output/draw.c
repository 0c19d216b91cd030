#include "output/draw.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "base/error.h"
#include "output/backend.h"

typedef struct {
  cairo_t *cr;
  HrTextContext *context;
  const HrOutputOptions *options;
  GArray *opacities; /* double, of the groups around */
} Drawing;

gboolean hr_output_check_cairo (cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "the picture could not be drawn: %s", cairo_status_to_string (status));
  return FALSE;
}

cairo_status_t hr_output_append_bytes (void *closure, const unsigned char *data, unsigned n_bytes)
{
  g_byte_array_append (closure, data, n_bytes);
  return CAIRO_STATUS_SUCCESS;
}

static void set_colour (const Drawing *drawing, HrPaint paint)
{
  guint32 rgb = hr_theme_rgb (hr_output_theme (drawing->options), FALSE, paint);
  cairo_set_source_rgb (drawing->cr, (rgb >> 16 & 0xFF) / 255.0, (rgb >> 8 & 0xFF) / 255.0, (rgb & 0xFF) / 255.0);
}

/* The first and the last tile of the pattern between two lengths. */
static int first_tile (double from)
{
  return (int)floor (from / HR_PATTERN_STEP_PT);
}

static int last_tile (double to)
{
  return (int)ceil (to / HR_PATTERN_STEP_PT);
}

static double middle_of (int tile)
{
  return (tile + 0.5) * HR_PATTERN_STEP_PT;
}

static void add_stripes (cairo_t *cr)
{
  double left = 0, top = 0, right = 0, bottom = 0;
  cairo_rotate (cr, HR_PATTERN_DEGREES * G_PI / 180);
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  for (int i = first_tile (left); i <= last_tile (right); i++)
    cairo_rectangle (cr, middle_of (i) - HR_PATTERN_LINE_PT / 2, top, HR_PATTERN_LINE_PT, bottom - top);
}

static void add_dots (cairo_t *cr)
{
  double left = 0, top = 0, right = 0, bottom = 0;
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  for (int j = first_tile (top); j <= last_tile (bottom); j++)
    for (int i = first_tile (left); i <= last_tile (right); i++) {
      cairo_new_sub_path (cr);
      cairo_arc (cr, middle_of (i), middle_of (j), HR_PATTERN_LINE_PT, 0, 2 * G_PI);
    }
}

/* The current path with a card's ground and the pattern on it; the path stays. */
static void fill_pattern (const Drawing *drawing, HrPattern pattern, HrPaint paint)
{
  cairo_t *cr = drawing->cr;
  cairo_path_t *path = cairo_copy_path (cr);
  cairo_save (cr);
  set_colour (drawing, HR_PAINT_CARD);
  cairo_fill_preserve (cr);
  cairo_clip (cr);
  set_colour (drawing, paint);
  if (pattern == HR_PATTERN_HATCH)
    add_stripes (cr);
  else
    add_dots (cr);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_append_path (cr, path);
  cairo_path_destroy (path);
}

/* Fills and strokes the current path. */
static void paint_path (const Drawing *drawing, const HrStyle *style)
{
  const HrTheme *theme = hr_output_theme (drawing->options);
  if (style->fill != HR_PAINT_NONE && hr_theme_pattern (theme, style->fill) != HR_PATTERN_PLAIN) {
    fill_pattern (drawing, hr_theme_pattern (theme, style->fill), style->fill);
  } else if (style->fill != HR_PAINT_NONE) {
    set_colour (drawing, style->fill);
    cairo_fill_preserve (drawing->cr);
  }
  if (style->stroke != HR_PAINT_NONE) {
    double dash[2];
    int n_dashes = (int)hr_scene_dash_pattern (style->dash, dash);
    set_colour (drawing, style->stroke);
    cairo_set_dash (drawing->cr, dash, n_dashes, 0);
    cairo_set_line_width (drawing->cr, style->stroke_width_pt * hr_theme_stroke_scale (theme, style->stroke));
    cairo_stroke_preserve (drawing->cr);
  }
  cairo_new_path (drawing->cr);
}

static void add_rounded (cairo_t *cr, HrRect rect, double radius)
{
  radius = fmin (radius, fmin (rect.width, rect.height) / 2);
  double right = rect.x + rect.width, bottom = rect.y + rect.height;
  cairo_new_sub_path (cr);
  cairo_arc (cr, right - radius, rect.y + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, right - radius, bottom - radius, radius, 0, G_PI_2);
  cairo_arc (cr, rect.x + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, rect.x + radius, rect.y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

static void draw_rect (const Drawing *drawing, HrRect rect, double radius_pt, const HrStyle *style)
{
  if (radius_pt > 0)
    add_rounded (drawing->cr, rect, radius_pt);
  else
    cairo_rectangle (drawing->cr, rect.x, rect.y, rect.width, rect.height);
  paint_path (drawing, style);
}

static void draw_circle (const Drawing *drawing, const HrNode *node)
{
  cairo_new_sub_path (drawing->cr);
  cairo_arc (drawing->cr, node->at.x, node->at.y, node->radius_pt, 0, 2 * G_PI);
  cairo_close_path (drawing->cr);
  paint_path (drawing, &node->style);
}

/* cairo knows cubic curves only: the control points stand two thirds of the way to the quadratic's one. */
static void add_quadratic (cairo_t *cr, HrPoint control, HrPoint to)
{
  double x = 0, y = 0;
  cairo_get_current_point (cr, &x, &y);
  cairo_curve_to (cr, x + (control.x - x) * 2 / 3, y + (control.y - y) * 2 / 3, to.x + (control.x - to.x) * 2 / 3,
                  to.y + (control.y - to.y) * 2 / 3, to.x, to.y);
}

static void draw_path (const Drawing *drawing, const HrNode *node)
{
  for (guint i = 0; i < node->n_segments; i++) {
    const HrPathSegment *segment = &node->segments[i];
    switch (segment->op) {
    case HR_PATH_MOVE:
      cairo_move_to (drawing->cr, segment->to.x, segment->to.y);
      break;
    case HR_PATH_LINE:
      cairo_line_to (drawing->cr, segment->to.x, segment->to.y);
      break;
    case HR_PATH_QUAD:
      add_quadratic (drawing->cr, segment->control, segment->to);
      break;
    case HR_PATH_CLOSE:
      cairo_close_path (drawing->cr);
      break;
    }
  }
  paint_path (drawing, &node->style);
}

static double anchored_x (const HrNode *node, double width_pt)
{
  switch (node->anchor) {
  case HR_ANCHOR_START:
    return node->at.x;
  case HR_ANCHOR_MIDDLE:
    return node->at.x - width_pt / 2;
  case HR_ANCHOR_END:
    return node->at.x - width_pt;
  }
  g_assert_not_reached ();
}

static void draw_text (const Drawing *drawing, const HrNode *node)
{
  g_autoptr (PangoLayout) layout = hr_text_shape_layout_new (drawing->context, &node->font, node->text);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  int width = 0;
  pango_layout_get_size (layout, &width, NULL);
  set_colour (drawing, node->paint);
  cairo_move_to (drawing->cr, anchored_x (node, (double)width / PANGO_SCALE), node->at.y);
  if (drawing->options->text == HR_OUTPUT_TEXT_OUTLINE) {
    pango_cairo_layout_line_path (drawing->cr, line);
    cairo_fill (drawing->cr);
  } else {
    pango_cairo_show_layout_line (drawing->cr, line);
  }
  cairo_new_path (drawing->cr);
}

/* A group that is not opaque is drawn aside and laid down as one, so that what overlaps inside does not add up. */
static void begin_group (const Drawing *drawing, double opacity)
{
  g_array_append_val (drawing->opacities, opacity);
  if (opacity < 1)
    cairo_push_group (drawing->cr);
}

static void end_group (const Drawing *drawing)
{
  double opacity = g_array_index (drawing->opacities, double, drawing->opacities->len - 1);
  g_array_set_size (drawing->opacities, drawing->opacities->len - 1);
  if (opacity < 1) {
    cairo_pop_group_to_source (drawing->cr);
    cairo_paint_with_alpha (drawing->cr, opacity);
  }
}

static void draw_node (const Drawing *drawing, const HrNode *node)
{
  switch (node->kind) {
  case HR_NODE_GROUP_BEGIN:
    begin_group (drawing, node->opacity);
    return;
  case HR_NODE_GROUP_END:
    end_group (drawing);
    return;
  case HR_NODE_RECT:
    draw_rect (drawing, node->rect, node->radius_pt, &node->style);
    return;
  case HR_NODE_CIRCLE:
    draw_circle (drawing, node);
    return;
  case HR_NODE_PATH:
    draw_path (drawing, node);
    return;
  case HR_NODE_TEXT:
    draw_text (drawing, node);
    return;
  }
}

void hr_output_draw (cairo_t *cr, HrTextContext *context, const HrScene *scene, const HrOutputOptions *options)
{
  g_autoptr (GArray) opacities = g_array_new (FALSE, FALSE, sizeof (double));
  Drawing drawing = { cr, context, options, opacities };
  cairo_save (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (hr_scene_has_ground (scene)) {
    HrSize size = hr_scene_size (scene);
    draw_rect (&drawing, (HrRect){ 0, 0, size.width, size.height }, 0, &(HrStyle){ .fill = HR_PAINT_GROUND });
  }
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++)
    draw_node (&drawing, hr_scene_peek_node (scene, i));
  cairo_restore (cr);
}
