/* The SVG writer. Every element stands on a line of its own, so that differences between two pictures, and what they
 * share, are lines. */
#include <string.h>

#include "base/escape.h"
#include "output/backend.h"
#include "output/fonts.h"
#include "text/outline.h"

#define PREFIX_HASH_DIGITS 8

typedef struct {
  GString *out;
  const HrOutputOptions *options;
  const char *prefix;      /* of ids */
  HrTextContext *outliner; /* with HR_OUTPUT_TEXT_OUTLINE */
  gboolean classes;        /* colours by class: a style sheet may replace them */
  gboolean colours;        /* colours by attribute */
} SvgWriter;

static void append_number_attribute (GString *out, const char *name, double value)
{
  g_string_append_c (out, ' ');
  g_string_append (out, name);
  g_string_append (out, "=\"");
  hr_escape_number (out, value, 2);
  g_string_append_c (out, '"');
}

static void append_text_attribute (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, " %s=\"", name);
  hr_escape_xml_attribute (out, value);
  g_string_append_c (out, '"');
}

/* Path data: a number that needs no separator before it when it has a sign. */
static void append_coordinate (GString *out, double value)
{
  gsize at = out->len;
  hr_escape_number (out, value, 2);
  char before = at > 0 ? out->str[at - 1] : 'M';
  if (out->str[at] != '-' && (g_ascii_isdigit (before) || before == '.'))
    g_string_insert_c (out, (gssize)at, ' ');
}

static void append_point (GString *out, HrPoint point)
{
  append_coordinate (out, point.x);
  append_coordinate (out, point.y);
}

/* The roles that a picture fills or strokes with. */
typedef struct {
  gboolean fill[HR_PAINT_LAST + 1], stroke[HR_PAINT_LAST + 1];
} UsedPaints;

static UsedPaints used_paints (const HrScene *scene)
{
  UsedPaints used = { 0 };
  used.fill[HR_PAINT_GROUND] = hr_scene_has_ground (scene);
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);
    used.fill[node->kind == HR_NODE_TEXT ? node->paint : node->style.fill] = TRUE;
    used.stroke[node->style.stroke] = TRUE;
  }
  return used;
}

static const char *const pattern_names[] = { NULL, "hatch", "dots" }; /* by HrPattern */

static HrPattern pattern_of (const SvgWriter *writer, HrPaint paint)
{
  return paint != HR_PAINT_NONE && writer->colours ? hr_theme_pattern (hr_output_theme (writer->options), paint)
                                                   : HR_PATTERN_PLAIN;
}

/* The patterns that the picture fills with: tiles over the whole plane, as draw.c lays them. */
static void append_patterns (const SvgWriter *writer, const HrScene *scene)
{
  UsedPaints used = used_paints (scene);
  for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
    HrPattern pattern = pattern_of (writer, paint);
    if (!used.fill[paint] || pattern == HR_PATTERN_PLAIN)
      continue;
    GString *out = writer->out;
    g_string_append_printf (out, "<pattern id=\"%s-%s\" patternUnits=\"userSpaceOnUse\"", writer->prefix,
                            pattern_names[pattern]);
    append_number_attribute (out, "width", HR_PATTERN_STEP_PT);
    append_number_attribute (out, "height", HR_PATTERN_STEP_PT);
    if (pattern == HR_PATTERN_HATCH) {
      g_string_append (out, " patternTransform=\"rotate(");
      hr_escape_number (out, HR_PATTERN_DEGREES, 2);
      g_string_append (out, ")\"");
    }
    g_string_append (out, ">\n<rect");
    append_number_attribute (out, "width", HR_PATTERN_STEP_PT);
    append_number_attribute (out, "height", HR_PATTERN_STEP_PT);
    g_string_append_printf (out, " fill=\"#%06x\"/>\n",
                            hr_theme_rgb (hr_output_theme (writer->options), FALSE, HR_PAINT_CARD));
    g_string_append (out, pattern == HR_PATTERN_HATCH ? "<rect" : "<circle");
    if (pattern == HR_PATTERN_HATCH) {
      append_number_attribute (out, "x", (HR_PATTERN_STEP_PT - HR_PATTERN_LINE_PT) / 2);
      append_number_attribute (out, "width", HR_PATTERN_LINE_PT);
      append_number_attribute (out, "height", HR_PATTERN_STEP_PT);
    } else {
      append_number_attribute (out, "cx", HR_PATTERN_STEP_PT / 2);
      append_number_attribute (out, "cy", HR_PATTERN_STEP_PT / 2);
      append_number_attribute (out, "r", HR_PATTERN_LINE_PT);
    }
    g_string_append_printf (out, " fill=\"#%06x\"/>\n</pattern>\n",
                            hr_theme_rgb (hr_output_theme (writer->options), FALSE, paint));
  }
}

static void append_colour (SvgWriter *writer, const char *attribute, HrPaint paint)
{
  if (paint != HR_PAINT_NONE && !writer->colours)
    return;
  if (paint == HR_PAINT_NONE)
    g_string_append_printf (writer->out, " %s=\"none\"", attribute);
  else if (pattern_of (writer, paint) != HR_PATTERN_PLAIN)
    g_string_append_printf (writer->out, " %s=\"url(#%s-%s)\"", attribute, writer->prefix,
                            pattern_names[pattern_of (writer, paint)]);
  else if (writer->colours)
    g_string_append_printf (writer->out, " %s=\"#%06x\"", attribute,
                            hr_theme_rgb (hr_output_theme (writer->options), FALSE, paint));
}

static void append_classes (GString *out, const char *fill, const char *stroke)
{
  g_string_append (out, " class=\"");
  if (fill != NULL)
    g_string_append (out, fill);
  if (fill != NULL && stroke != NULL)
    g_string_append_c (out, ' ');
  if (stroke != NULL) {
    g_string_append (out, stroke);
    g_string_append (out, "-s");
  }
  g_string_append_c (out, '"');
}

/* Classes and attributes of a shape. Without a stroke nothing is said about it: that is SVG's default. */
static void append_style (SvgWriter *writer, const HrStyle *style)
{
  const char *fill = style->fill != HR_PAINT_NONE ? hr_theme_class (style->fill) : NULL;
  const char *stroke = style->stroke != HR_PAINT_NONE ? hr_theme_class (style->stroke) : NULL;
  if (writer->classes && (fill != NULL || stroke != NULL))
    append_classes (writer->out, fill, stroke);
  append_colour (writer, "fill", style->fill);
  if (stroke == NULL)
    return;
  append_colour (writer, "stroke", style->stroke);
  double width_pt = style->stroke_width_pt;
  if (writer->colours)
    width_pt *= hr_theme_stroke_scale (hr_output_theme (writer->options), style->stroke);
  if (width_pt != 1)
    append_number_attribute (writer->out, "stroke-width", width_pt);
  double dash[2];
  if (hr_scene_dash_pattern (style->dash, dash) == 2) {
    g_string_append (writer->out, " stroke-dasharray=\"");
    append_point (writer->out, (HrPoint){ dash[0], dash[1] });
    g_string_append_c (writer->out, '"');
  }
}

static void write_rect (SvgWriter *writer, const HrNode *node)
{
  g_string_append (writer->out, "<rect");
  append_number_attribute (writer->out, "x", node->rect.x);
  append_number_attribute (writer->out, "y", node->rect.y);
  append_number_attribute (writer->out, "width", node->rect.width);
  append_number_attribute (writer->out, "height", node->rect.height);
  if (node->radius_pt > 0)
    append_number_attribute (writer->out, "rx", node->radius_pt);
  append_style (writer, &node->style);
  g_string_append (writer->out, "/>\n");
}

static void write_circle (SvgWriter *writer, const HrNode *node)
{
  g_string_append (writer->out, "<circle");
  append_number_attribute (writer->out, "cx", node->at.x);
  append_number_attribute (writer->out, "cy", node->at.y);
  append_number_attribute (writer->out, "r", node->radius_pt);
  append_style (writer, &node->style);
  g_string_append (writer->out, "/>\n");
}

static void append_line (GString *out, HrPoint from, HrPoint to)
{
  if (from.x == to.x && from.y == to.y)
    return;
  if (from.y == to.y) {
    g_string_append_c (out, 'H');
    append_coordinate (out, to.x);
  } else if (from.x == to.x) {
    g_string_append_c (out, 'V');
    append_coordinate (out, to.y);
  } else {
    g_string_append_c (out, 'L');
    append_point (out, to);
  }
}

static void append_segments (GString *out, const HrPathSegment *segments, guint n_segments)
{
  HrPoint at = { 0, 0 };
  for (guint i = 0; i < n_segments; i++) {
    const HrPathSegment *segment = &segments[i];
    switch (segment->op) {
    case HR_PATH_MOVE:
      g_string_append_c (out, 'M');
      append_point (out, segment->to);
      break;
    case HR_PATH_LINE:
      append_line (out, at, segment->to);
      break;
    case HR_PATH_QUAD:
      g_string_append_c (out, 'Q');
      append_point (out, segment->control);
      append_point (out, segment->to);
      break;
    case HR_PATH_CLOSE:
      g_string_append_c (out, 'Z');
      continue;
    }
    at = segment->to;
  }
}

static void write_path (SvgWriter *writer, const HrNode *node)
{
  g_string_append (writer->out, "<path d=\"");
  append_segments (writer->out, node->segments, node->n_segments);
  g_string_append_c (writer->out, '"');
  append_style (writer, &node->style);
  g_string_append (writer->out, "/>\n");
}

/* Whether both families have @c. Other characters come from whatever font the reader has: those get a guard. */
static gboolean is_embeddable (gunichar c)
{
  return (c >= 0x20 && c < 0x100) || (c >= 0x2018 && c <= 0x201A) || (c >= 0x201C && c <= 0x201E) ||
         (c >= 0x2190 && c <= 0x2193) || c == 0x2013 || c == 0x2014 || c == 0x2022 || c == 0x2026 || c == 0x2212 ||
         c == 0x221E || c == 0x2260;
}

static gboolean needs_guard (const SvgWriter *writer, const HrNode *node)
{
  if (writer->options->text == HR_OUTPUT_TEXT_SYSTEM)
    return TRUE;
  for (const char *p = node->text; *p != '\0'; p = g_utf8_next_char (p))
    if (!is_embeddable (g_utf8_get_char (p)))
      return TRUE;
  return FALSE;
}

/* Whether a renderer that folds white space, as SVG 1.1 has it, would show something else. */
static gboolean needs_space (const char *text)
{
  gsize n = strlen (text);
  return n > 0 && (text[0] == ' ' || text[n - 1] == ' ' || strstr (text, "  ") != NULL);
}

/* SVG counts letter spacing after the last character too; our widths, and pango, do not. */
static double anchor_x (const HrNode *node)
{
  double spacing_pt = node->font.letter_spacing_pt;
  switch (node->anchor) {
  case HR_ANCHOR_START:
    return node->at.x;
  case HR_ANCHOR_MIDDLE:
    return node->at.x + spacing_pt / 2;
  case HR_ANCHOR_END:
    return node->at.x + spacing_pt;
  }
  g_assert_not_reached ();
}

static void append_anchor (GString *out, HrAnchor anchor)
{
  switch (anchor) {
  case HR_ANCHOR_START:
    return;
  case HR_ANCHOR_MIDDLE:
    g_string_append (out, " text-anchor=\"middle\"");
    return;
  case HR_ANCHOR_END:
    g_string_append (out, " text-anchor=\"end\"");
    return;
  }
}

/* A fragment's line holds no line break, whatever the text is. */
static void append_text (GString *out, const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n\r\t", ' ');
  hr_escape_xml_text (out, line);
}

static void write_text (SvgWriter *writer, const HrNode *node)
{
  GString *out = writer->out;
  g_autofree char *font_class = hr_output_fonts_dup_class (&node->font);
  g_string_append (out, "<text");
  append_number_attribute (out, "x", anchor_x (node));
  append_number_attribute (out, "y", node->at.y);
  append_anchor (out, node->anchor);
  g_string_append_printf (out, " class=\"%s", font_class);
  if (writer->classes)
    g_string_append_printf (out, " %s", hr_theme_class (node->paint));
  g_string_append_c (out, '"');
  append_colour (writer, "fill", node->paint);
  if (node->width_pt > 0 && needs_guard (writer, node)) {
    append_number_attribute (out, "textLength", node->width_pt);
    g_string_append (out, " lengthAdjust=\"spacingAndGlyphs\"");
  }
  if (needs_space (node->text))
    g_string_append (out, " xml:space=\"preserve\"");
  g_string_append_c (out, '>');
  append_text (out, node->text);
  g_string_append (out, "</text>\n");
}

static HrPoint moved (HrPoint point, HrPoint by)
{
  return (HrPoint){ point.x + by.x, point.y + by.y };
}

static void append_outline (GString *out, const GArray *segments, HrPoint origin)
{
  for (guint i = 0; i < segments->len; i++) {
    const HrTextOutlineSegment *segment = &g_array_index (segments, HrTextOutlineSegment, i);
    g_string_append_c (out, "MLQCZ"[segment->op]);
    if (segment->op == HR_OUTLINE_CLOSE)
      continue;
    if (segment->op == HR_OUTLINE_QUADRATIC || segment->op == HR_OUTLINE_CUBIC)
      append_point (out, moved (segment->control[0], origin));
    if (segment->op == HR_OUTLINE_CUBIC)
      append_point (out, moved (segment->control[1], origin));
    append_point (out, moved (segment->to, origin));
  }
}

static void write_outlined_text (SvgWriter *writer, const HrNode *node)
{
  double width_pt = 0;
  g_autoptr (GArray) segments = hr_text_outline_new (writer->outliner, &node->font, node->text, &width_pt);
  if (segments->len == 0)
    return;
  double shift = node->anchor == HR_ANCHOR_START ? 0 : node->anchor == HR_ANCHOR_MIDDLE ? width_pt / 2 : width_pt;
  g_string_append (writer->out, "<path d=\"");
  append_outline (writer->out, segments, (HrPoint){ node->at.x - shift, node->at.y });
  g_string_append_c (writer->out, '"');
  append_style (writer, &(HrStyle){ .fill = node->paint });
  g_string_append (writer->out, "/>\n");
}

static void write_group_begin (SvgWriter *writer, const HrNode *node)
{
  GString *out = writer->out;
  g_string_append (out, "<g");
  if (node->id != NULL) {
    g_autofree char *id = g_strconcat (writer->prefix, "-", node->id, NULL);
    append_text_attribute (out, "id", id);
  }
  if (node->classes != NULL)
    append_text_attribute (out, "class", node->classes);
  if (node->opacity < 1)
    append_number_attribute (out, "opacity", node->opacity);
  g_string_append_c (out, '>');
  if (node->text != NULL) {
    g_string_append (out, "<title>");
    append_text (out, node->text);
    g_string_append (out, "</title>");
  }
  g_string_append_c (out, '\n');
}

static void write_node (SvgWriter *writer, const HrNode *node)
{
  switch (node->kind) {
  case HR_NODE_GROUP_BEGIN:
    write_group_begin (writer, node);
    return;
  case HR_NODE_GROUP_END:
    g_string_append (writer->out, "</g>\n");
    return;
  case HR_NODE_RECT:
    write_rect (writer, node);
    return;
  case HR_NODE_CIRCLE:
    write_circle (writer, node);
    return;
  case HR_NODE_PATH:
    write_path (writer, node);
    return;
  case HR_NODE_TEXT:
    if (writer->outliner != NULL)
      write_outlined_text (writer, node);
    else
      write_text (writer, node);
    return;
  }
}

static void write_body (SvgWriter *writer, const HrScene *scene)
{
  if (hr_scene_has_ground (scene)) {
    HrSize size = hr_scene_size (scene);
    HrNode ground = { .kind = HR_NODE_RECT, .rect = { 0, 0, size.width, size.height } };
    ground.style.fill = HR_PAINT_GROUND;
    write_rect (writer, &ground);
  }
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++)
    write_node (writer, hr_scene_peek_node (scene, i));
}

/* Dark colours over the light attributes, where the reader prefers them. */
static void append_dark (GString *out, const HrScene *scene, const HrTheme *theme, const char *scope)
{
  UsedPaints used = used_paints (scene);
  g_string_append (out, "@media (prefers-color-scheme:dark){\n");
  for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
    guint32 rgb = hr_theme_rgb (theme, TRUE, paint);
    if (used.fill[paint])
      g_string_append_printf (out, "%s.%s{fill:#%06x}\n", scope, hr_theme_class (paint), rgb);
    if (used.stroke[paint])
      g_string_append_printf (out, "%s.%s-s{stroke:#%06x}\n", scope, hr_theme_class (paint), rgb);
  }
  g_string_append (out, "}\n");
}

static gboolean append_style_element (SvgWriter *writer, const HrScene *scene, GError **error)
{
  g_autofree char *scope = g_strdup_printf ("#%s ", writer->prefix);
  g_autoptr (HrOutputFonts) fonts = hr_output_fonts_new ();
  hr_output_fonts_add_scene (fonts, scene);
  g_autoptr (GString) css = g_string_new (NULL);
  if (writer->outliner == NULL) {
    const char *prefix = writer->options->text == HR_OUTPUT_TEXT_EMBED ? writer->prefix : NULL;
    if (prefix != NULL && !hr_output_fonts_append_faces (fonts, css, prefix, error))
      return FALSE;
    hr_output_fonts_append_classes (fonts, css, scope, prefix);
    g_string_append_printf (css, "%stext{white-space:pre;font-variant-ligatures:none}\n", scope);
  }
  if (hr_theme_follows_reader (hr_output_theme (writer->options)))
    append_dark (css, scene, hr_output_theme (writer->options), scope);
  if (css->len > 0)
    g_string_append_printf (writer->out, "<style>\n%s</style>\n", css->str);
  return TRUE;
}

static void append_described (GString *out, const char *element, const char *id, const char *text)
{
  g_string_append_printf (out, "<%s id=\"%s\">", element, id);
  append_text (out, text);
  g_string_append_printf (out, "</%s>\n", element);
}

/* <svg …>, then title and description, which name it for a screen reader. */
static void append_head (SvgWriter *writer, const HrScene *scene)
{
  GString *out = writer->out;
  HrSize size = hr_scene_size (scene);
  const char *title = hr_scene_peek_title (scene), *description = hr_scene_peek_description (scene);
  g_autofree char *title_id = g_strconcat (writer->prefix, "-title", NULL);
  g_autofree char *description_id = g_strconcat (writer->prefix, "-desc", NULL);
  g_string_append_printf (
      out, "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"%s\" class=\"hr-picture\" viewBox=\"0 0 ", writer->prefix);
  hr_escape_number (out, size.width, 2);
  g_string_append_c (out, ' ');
  hr_escape_number (out, size.height, 2);
  g_string_append_c (out, '"');
  append_number_attribute (out, "width", size.width);
  append_number_attribute (out, "height", size.height);
  g_string_append (out, " stroke-linejoin=\"round\" role=\"img\"");
  if (title != NULL || description != NULL)
    g_string_append_printf (out, " aria-labelledby=\"%s%s%s\"", title != NULL ? title_id : "",
                            title != NULL && description != NULL ? " " : "", description != NULL ? description_id : "");
  g_string_append (out, ">\n");
  if (title != NULL)
    append_described (out, "title", title_id, title);
  if (description != NULL)
    append_described (out, "desc", description_id, description);
}

/* The same picture has the same prefix, and two different pictures in one page do not meet. */
static char *dup_hashed_prefix (const SvgWriter *like, const HrScene *scene)
{
  g_autoptr (GString) body = g_string_new (NULL);
  SvgWriter probe = *like;
  probe.out = body;
  probe.prefix = "";
  append_head (&probe, scene);
  write_body (&probe, scene);
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, body->str, (gssize)body->len);
  return g_strdup_printf ("hr%.*s", PREFIX_HASH_DIGITS, digest);
}

static GBytes *render (const HrScene *const *scenes, guint n_scenes, const HrOutputOptions *options, GError **error)
{
  g_assert (n_scenes == 1);
  g_autoptr (HrTextContext) outliner = NULL;
  if (options->text == HR_OUTPUT_TEXT_OUTLINE && (outliner = hr_text_shape_context_new (error)) == NULL)
    return NULL;
  g_autoptr (GString) out = g_string_new (NULL);
  SvgWriter writer = { out, options, options->id_prefix, outliner, FALSE, !options->fragment };
  writer.classes = options->fragment || hr_theme_follows_reader (hr_output_theme (options));
  g_autofree char *hashed = options->id_prefix == NULL ? dup_hashed_prefix (&writer, scenes[0]) : NULL;
  if (hashed != NULL)
    writer.prefix = hashed;

  if (!options->fragment)
    g_string_append (out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  append_head (&writer, scenes[0]);
  if (!options->fragment && !append_style_element (&writer, scenes[0], error))
    return NULL;
  append_patterns (&writer, scenes[0]);
  write_body (&writer, scenes[0]);
  g_string_append (out, "</svg>\n");
  return g_string_free_to_bytes (g_steal_pointer (&out));
}

const HrOutputBackend hr_output_backend_svg = { .ending = ".svg", .several_pages = FALSE, .render = render };
