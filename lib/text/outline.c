#include "text/outline.h"

#include <hb.h>

typedef struct {
  GArray *segments;
  HrPoint origin; /* of the glyph being drawn */
} Pen;

/* HarfBuzz draws y up, in the units of the font's scale, which pango sets to PANGO_SCALE per pt. */
static HrPoint pen_point (const Pen *pen, float x, float y)
{
  return (HrPoint){ pen->origin.x + (double)x / PANGO_SCALE, pen->origin.y - (double)y / PANGO_SCALE };
}

static void pen_add (Pen *pen, HrTextOutlineOp op, HrPoint first, HrPoint second, HrPoint to)
{
  HrTextOutlineSegment segment = { op, { first, second }, to };
  g_array_append_val (pen->segments, segment);
}

static void pen_move (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user_data)
{
  (void)funcs, (void)state, (void)user_data;
  pen_add (data, HR_OUTLINE_MOVE, (HrPoint){ 0 }, (HrPoint){ 0 }, pen_point (data, x, y));
}

static void pen_line (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x, float y, void *user_data)
{
  (void)funcs, (void)state, (void)user_data;
  pen_add (data, HR_OUTLINE_LINE, (HrPoint){ 0 }, (HrPoint){ 0 }, pen_point (data, x, y));
}

static void pen_quadratic (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float control_x, float control_y,
                           float x, float y, void *user_data)
{
  (void)funcs, (void)state, (void)user_data;
  pen_add (data, HR_OUTLINE_QUADRATIC, pen_point (data, control_x, control_y), (HrPoint){ 0 }, pen_point (data, x, y));
}

static void pen_cubic (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float first_x, float first_y,
                       float second_x, float second_y, float x, float y, void *user_data)
{
  (void)funcs, (void)state, (void)user_data;
  pen_add (data, HR_OUTLINE_CUBIC, pen_point (data, first_x, first_y), pen_point (data, second_x, second_y),
           pen_point (data, x, y));
}

static void pen_close (hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user_data)
{
  (void)funcs, (void)state, (void)user_data;
  pen_add (data, HR_OUTLINE_CLOSE, (HrPoint){ 0 }, (HrPoint){ 0 }, (HrPoint){ 0 });
}

static hb_draw_funcs_t *draw_funcs_new (void)
{
  hb_draw_funcs_t *funcs = hb_draw_funcs_create ();
  hb_draw_funcs_set_move_to_func (funcs, pen_move, NULL, NULL);
  hb_draw_funcs_set_line_to_func (funcs, pen_line, NULL, NULL);
  hb_draw_funcs_set_quadratic_to_func (funcs, pen_quadratic, NULL, NULL);
  hb_draw_funcs_set_cubic_to_func (funcs, pen_cubic, NULL, NULL);
  hb_draw_funcs_set_close_path_func (funcs, pen_close, NULL, NULL);
  return funcs;
}

static void draw_glyph (hb_font_t *font, PangoGlyph glyph, hb_draw_funcs_t *funcs, Pen *pen)
{
#if HB_VERSION_ATLEAST(7, 0, 0)
  hb_font_draw_glyph (font, glyph, funcs, pen);
#else
  hb_font_get_glyph_shape (font, glyph, funcs, pen);
#endif
}

/* Returns the run's advance in pt. */
static double draw_run (const PangoGlyphItem *run, double x, hb_draw_funcs_t *funcs, GArray *segments)
{
  hb_font_t *font = pango_font_get_hb_font (run->item->analysis.font);
  double start = x;
  for (int i = 0; i < run->glyphs->num_glyphs; i++) {
    const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
    Pen pen = { segments,
                { x + (double)info->geometry.x_offset / PANGO_SCALE, (double)info->geometry.y_offset / PANGO_SCALE } };
    if (info->glyph != PANGO_GLYPH_EMPTY && (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) == 0)
      draw_glyph (font, info->glyph, funcs, &pen);
    x += (double)info->geometry.width / PANGO_SCALE;
  }
  return x - start;
}

GArray *hr_text_outline_new (HrTextContext *context, const HrFont *font, const char *text, double *width_pt)
{
  GArray *segments = g_array_new (FALSE, FALSE, sizeof (HrTextOutlineSegment));
  g_autoptr (PangoLayout) layout = hr_text_shape_layout_new (context, font, text);
  PangoLayoutLine *line = pango_layout_get_line_readonly (layout, 0);
  hb_draw_funcs_t *funcs = draw_funcs_new ();
  double x = 0;
  for (const GSList *run = line->runs; run != NULL; run = run->next)
    x += draw_run (run->data, x, funcs, segments);
  hb_draw_funcs_destroy (funcs);
  *width_pt = x;
  return segments;
}
