#include "scene/scene.h"

#include <math.h>
#include <string.h>

struct HrScene {
  HrSize size_pt;
  gboolean ground;
  char *title, *description;
  GArray *nodes; /* HrNode */
  GHashTable *ids;
  guint depth; /* groups begun and not ended */
};

static void clear_node (gpointer data)
{
  HrNode *node = (HrNode *)data;

  g_free (node->segments);
  g_free (node->text);
  g_free (node->id);
  g_free (node->classes);
}

HrScene *hr_scene_new (HrSize size_pt)
{
  HrScene *scene = g_new0 (HrScene, 1);

  scene->size_pt = size_pt;
  scene->ground = TRUE;
  scene->nodes = g_array_new (FALSE, TRUE, sizeof (HrNode));
  g_array_set_clear_func (scene->nodes, clear_node);
  scene->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return scene;
}

void hr_scene_free (HrScene *scene)
{
  if (scene == NULL)
    return;
  g_array_unref (scene->nodes);
  g_hash_table_unref (scene->ids);
  g_free (scene->title);
  g_free (scene->description);
  g_free (scene);
}

HrSize hr_scene_size (const HrScene *scene)
{
  return scene->size_pt;
}

void hr_scene_set_size (HrScene *scene, HrSize size_pt)
{
  scene->size_pt = size_pt;
}

void hr_scene_set_title (HrScene *scene, const char *title)
{
  g_free (scene->title);
  scene->title = g_strdup (title);
}

void hr_scene_set_description (HrScene *scene, const char *description)
{
  g_free (scene->description);
  scene->description = g_strdup (description);
}

const char *hr_scene_peek_title (const HrScene *scene)
{
  return scene->title;
}

const char *hr_scene_peek_description (const HrScene *scene)
{
  return scene->description;
}

void hr_scene_set_ground (HrScene *scene, gboolean ground)
{
  scene->ground = ground;
}

gboolean hr_scene_has_ground (const HrScene *scene)
{
  return scene->ground;
}

static HrNode *append_node (HrScene *scene, HrNodeKind kind)
{
  HrNode *node;

  g_array_set_size (scene->nodes, scene->nodes->len + 1);
  node = &g_array_index (scene->nodes, HrNode, scene->nodes->len - 1);
  node->kind = kind;
  node->opacity = 1;
  return node;
}

void hr_scene_begin_group (HrScene *scene, const char *id, const char *classes, const char *tooltip, double opacity)
{
  HrNode *node = append_node (scene, HR_NODE_GROUP_BEGIN);
  gboolean is_new_id = id == NULL || g_hash_table_add (scene->ids, g_strdup (id));

  g_assert (is_new_id);
  g_assert (tooltip == NULL || g_utf8_validate (tooltip, -1, NULL));
  node->id = g_strdup (id);
  node->classes = g_strdup (classes);
  node->text = g_strdup (tooltip);
  node->opacity = opacity;
  scene->depth++;
}

void hr_scene_end_group (HrScene *scene)
{
  g_assert (scene->depth > 0);
  append_node (scene, HR_NODE_GROUP_END);
  scene->depth--;
}

void hr_scene_add_rect (HrScene *scene, HrRect rect, double corner_pt, const HrStyle *style)
{
  HrNode *node = append_node (scene, HR_NODE_RECT);

  node->rect = rect;
  node->radius_pt = fmin (corner_pt, fmin (rect.width, rect.height) / 2);
  node->style = *style;
}

void hr_scene_add_circle (HrScene *scene, HrPoint centre, double radius_pt, const HrStyle *style)
{
  HrNode *node = append_node (scene, HR_NODE_CIRCLE);

  node->at = centre;
  node->radius_pt = radius_pt;
  node->style = *style;
}

void hr_scene_add_path (HrScene *scene, const HrPathSegment *segments, guint n_segments, const HrStyle *style)
{
  HrNode *node = append_node (scene, HR_NODE_PATH);

  g_assert (n_segments > 0 && segments[0].op == HR_PATH_MOVE);
  node->segments = (HrPathSegment *)g_memdup2 (segments, n_segments * sizeof *segments);
  node->n_segments = n_segments;
  node->style = *style;
}

static double distance (HrPoint a, HrPoint b)
{
  return hypot (b.x - a.x, b.y - a.y);
}

/* The point @length from @from on the way to @to. */
static HrPoint point_towards (HrPoint from, HrPoint to, double length)
{
  double part = length / distance (from, to);

  return (HrPoint){ from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part };
}

/* Straight on: no corner to round. */
static gboolean is_straight (HrPoint a, HrPoint b, HrPoint c)
{
  double cross = (b.x - a.x) * (c.y - b.y) - (b.y - a.y) * (c.x - b.x);

  return fabs (cross) < 1e-6 * (distance (a, b) * distance (b, c) + 1e-12);
}

/* Points that repeat the one before say nothing and would divide by zero. */
static GArray *drop_repeats (const HrPoint *points, guint n_points)
{
  GArray *kept = g_array_sized_new (FALSE, FALSE, sizeof (HrPoint), n_points);

  for (guint i = 0; i < n_points; i++)
    if (kept->len == 0 || distance (g_array_index (kept, HrPoint, kept->len - 1), points[i]) > 1e-6)
      g_array_append_val (kept, points[i]);
  return kept;
}

/* Room for the corner at @i on the stretch between points @from and @from + 1: two corners share an inner stretch. */
static double room_on_stretch (const GArray *points, guint from)
{
  double length = distance (g_array_index (points, HrPoint, from), g_array_index (points, HrPoint, from + 1));
  gboolean is_shared = from > 0 && from + 2 < points->len;

  return is_shared ? length / 2 : length;
}

static void append_corner (GArray *segments, const GArray *points, guint i, double corner_pt)
{
  HrPoint before = g_array_index (points, HrPoint, i - 1);
  HrPoint corner = g_array_index (points, HrPoint, i);
  HrPoint after = g_array_index (points, HrPoint, i + 1);
  double radius = fmin (corner_pt, fmin (room_on_stretch (points, i - 1), room_on_stretch (points, i)));
  HrPathSegment line = { .op = HR_PATH_LINE }, curve = { .op = HR_PATH_QUAD, .control = corner };

  if (is_straight (before, corner, after) || radius <= 0) {
    line.to = corner;
    g_array_append_val (segments, line);
    return;
  }
  line.to = point_towards (corner, before, radius);
  curve.to = point_towards (corner, after, radius);
  g_array_append_val (segments, line);
  g_array_append_val (segments, curve);
}

void hr_scene_add_polyline (HrScene *scene, const HrPoint *points, guint n_points, double corner_pt,
                            const HrStyle *style)
{
  g_autoptr (GArray) kept = drop_repeats (points, n_points);
  g_autoptr (GArray) segments = g_array_new (FALSE, TRUE, sizeof (HrPathSegment));
  HrPathSegment segment = { .op = HR_PATH_MOVE };

  if (kept->len < 2)
    return;
  segment.to = g_array_index (kept, HrPoint, 0);
  g_array_append_val (segments, segment);
  for (guint i = 1; i + 1 < kept->len; i++)
    append_corner (segments, kept, i, corner_pt);
  segment = (HrPathSegment){ .op = HR_PATH_LINE, .to = g_array_index (kept, HrPoint, kept->len - 1) };
  g_array_append_val (segments, segment);
  hr_scene_add_path (scene, (const HrPathSegment *)(void *)segments->data, segments->len, style);
}

void hr_scene_add_text (HrScene *scene, HrPoint at, HrAnchor anchor, const HrFont *font, HrPaint paint, double width_pt,
                        const char *text)
{
  HrNode *node = append_node (scene, HR_NODE_TEXT);

  g_assert (g_utf8_validate (text, -1, NULL));
  g_assert (paint != HR_PAINT_NONE);
  node->at = at;
  node->anchor = anchor;
  node->font = *font;
  node->paint = paint;
  node->width_pt = width_pt;
  node->text = g_strdup (text);
}

static HrPoint moved (HrPoint point, HrPoint by)
{
  return (HrPoint){ point.x + by.x, point.y + by.y };
}

static void copy_node (HrNode *to, const HrNode *from, HrPoint by, const char *id_prefix)
{
  *to = *from;
  to->rect.x += by.x;
  to->rect.y += by.y;
  to->at = moved (from->at, by);
  to->segments = (HrPathSegment *)g_memdup2 (from->segments, from->n_segments * sizeof *from->segments);
  for (guint i = 0; i < to->n_segments; i++) {
    to->segments[i].control = moved (to->segments[i].control, by);
    to->segments[i].to = moved (to->segments[i].to, by);
  }
  to->text = g_strdup (from->text);
  to->classes = g_strdup (from->classes);
  to->id = from->id == NULL ? NULL : g_strconcat (id_prefix, from->id, NULL);
}

void hr_scene_add_scene (HrScene *scene, const HrScene *other, HrPoint by, const char *id_prefix)
{
  g_assert (other != scene && other->depth == 0);
  for (guint i = 0; i < other->nodes->len; i++) {
    const HrNode *from = &g_array_index (other->nodes, HrNode, i);
    HrNode *to = append_node (scene, from->kind);

    copy_node (to, from, by, id_prefix == NULL ? "" : id_prefix);
    if (to->id != NULL) {
      gboolean is_new_id = g_hash_table_add (scene->ids, g_strdup (to->id));

      g_assert (is_new_id);
    }
  }
}

guint hr_scene_n_nodes (const HrScene *scene)
{
  return scene->nodes->len;
}

const HrNode *hr_scene_peek_node (const HrScene *scene, guint index)
{
  g_assert (index < scene->nodes->len);
  return &g_array_index (scene->nodes, HrNode, index);
}

guint hr_scene_dash_pattern (HrDash dash, double pattern_pt[2])
{
  switch (dash) {
  case HR_DASH_SOLID:
    return 0;
  case HR_DASH_DASHED:
    pattern_pt[0] = 4;
    pattern_pt[1] = 3;
    return 2;
  case HR_DASH_DOTTED:
    pattern_pt[0] = 1.5;
    pattern_pt[1] = 2.5;
    return 2;
  }
  g_assert_not_reached ();
}
