#include "base/escape.h"
#include "scene/scene.h"
#include "scene/theme.h"

static void dump_number (GString *out, double value)
{
  g_string_append_c (out, ' ');
  hr_escape_number (out, value, 2);
}

static void dump_point (GString *out, HrPoint point)
{
  dump_number (out, point.x);
  dump_number (out, point.y);
}

/* In quotes, on one line, readable: only what would break the line or the quotes is escaped. */
static void dump_string (GString *out, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (out, " %s\"", name);
  for (const char *c = text; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c (out, '\\');
    if (*c == '\n')
      g_string_append (out, "\\n");
    else
      g_string_append_c (out, *c);
  }
  g_string_append_c (out, '"');
}

/* The class name without its "hr-". */
static const char *paint_name (HrPaint paint)
{
  return paint == HR_PAINT_NONE ? "none" : hr_theme_class (paint) + 3;
}

static void dump_style (GString *out, const HrStyle *style)
{
  static const char *const dashes[] = { "", " dashed", " dotted" };

  g_string_append_printf (out, " fill=%s", paint_name (style->fill));
  if (style->stroke == HR_PAINT_NONE)
    return;
  g_string_append_printf (out, " stroke=%s", paint_name (style->stroke));
  dump_number (out, style->stroke_width_pt);
  g_string_append (out, dashes[style->dash]);
}

static void dump_segment (GString *out, const HrPathSegment *segment)
{
  static const char ops[] = { 'M', 'L', 'Q', 'Z' };

  g_string_append_printf (out, " %c", ops[segment->op]);
  if (segment->op == HR_PATH_QUAD)
    dump_point (out, segment->control);
  if (segment->op != HR_PATH_CLOSE)
    dump_point (out, segment->to);
}

static void dump_text (GString *out, const HrNode *node)
{
  static const char *const anchors[] = { "start", "middle", "end" };

  g_string_append (out, "text");
  dump_point (out, node->at);
  g_string_append_printf (out, " %s %s", anchors[node->anchor], node->font.family == HR_FONT_CODE ? "code" : "label");
  dump_number (out, node->font.size_pt);
  g_string_append_printf (out, " %d%s", node->font.weight, node->font.italic ? " italic" : "");
  if (node->font.letter_spacing_pt > 0) {
    g_string_append (out, " spacing");
    dump_number (out, node->font.letter_spacing_pt);
  }
  g_string_append_printf (out, " %s width", paint_name (node->paint));
  dump_number (out, node->width_pt);
  dump_string (out, "", node->text);
}

static void dump_group (GString *out, const HrNode *node)
{
  g_string_append (out, "group");
  dump_string (out, "id=", node->id);
  dump_string (out, "class=", node->classes);
  if (node->opacity < 1) {
    g_string_append (out, " opacity");
    dump_number (out, node->opacity);
  }
  dump_string (out, "tip=", node->text);
}

static void dump_rect (GString *out, const HrNode *node)
{
  g_string_append (out, "rect");
  dump_number (out, node->rect.x);
  dump_number (out, node->rect.y);
  dump_number (out, node->rect.width);
  dump_number (out, node->rect.height);
  if (node->radius_pt > 0) {
    g_string_append (out, " corner");
    dump_number (out, node->radius_pt);
  }
  dump_style (out, &node->style);
}

static void dump_node (GString *out, const HrNode *node)
{
  switch (node->kind) {
  case HR_NODE_GROUP_BEGIN:
    dump_group (out, node);
    return;
  case HR_NODE_GROUP_END:
    g_string_append (out, "end");
    return;
  case HR_NODE_RECT:
    dump_rect (out, node);
    return;
  case HR_NODE_CIRCLE:
    g_string_append (out, "circle");
    dump_point (out, node->at);
    dump_number (out, node->radius_pt);
    dump_style (out, &node->style);
    return;
  case HR_NODE_PATH:
    g_string_append (out, "path");
    for (guint i = 0; i < node->n_segments; i++)
      dump_segment (out, &node->segments[i]);
    dump_style (out, &node->style);
    return;
  case HR_NODE_TEXT:
    dump_text (out, node);
    return;
  }
}

void hr_scene_dump (const HrScene *scene, GString *out)
{
  HrSize size = hr_scene_size (scene);
  guint depth = 0;

  g_string_append (out, "scene");
  dump_number (out, size.width);
  dump_number (out, size.height);
  g_string_append (out, hr_scene_has_ground (scene) ? " ground" : "");
  dump_string (out, "title=", hr_scene_peek_title (scene));
  g_string_append_c (out, '\n');
  if (hr_scene_peek_description (scene) != NULL) {
    dump_string (out, "description=", hr_scene_peek_description (scene));
    g_string_append_c (out, '\n');
  }
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);

    depth -= node->kind == HR_NODE_GROUP_END ? 1 : 0;
    g_string_append_printf (out, "%*s", (int)(2 * (depth + 1)), "");
    depth += node->kind == HR_NODE_GROUP_BEGIN ? 1 : 0;
    dump_node (out, node);
    g_string_append_c (out, '\n');
  }
}
