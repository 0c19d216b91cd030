/* The bounds of what is drawn. */
#include <math.h>

#include "scene/scene.h"

/* Of the font's size: how far letters reach above and below the baseline. */
#define ASCENT 0.95
#define DESCENT 0.25

static HrRect rect_around (double left, double top, double right, double bottom, double by)
{
  return (HrRect){ left - by, top - by, right - left + 2 * by, bottom - top + 2 * by };
}

static HrRect path_bounds (const HrNode *node, double by)
{
  HrPoint least = node->segments[0].to, most = least;

  for (guint i = 0; i < node->n_segments; i++) {
    HrPathSegment segment = node->segments[i];

    if (segment.op == HR_PATH_CLOSE)
      continue;
    /* a curve stays within its ends and its control point, which for a round corner lies on the corner */
    if (segment.op != HR_PATH_QUAD)
      segment.control = segment.to;
    least.x = fmin (least.x, fmin (segment.to.x, segment.control.x));
    least.y = fmin (least.y, fmin (segment.to.y, segment.control.y));
    most.x = fmax (most.x, fmax (segment.to.x, segment.control.x));
    most.y = fmax (most.y, fmax (segment.to.y, segment.control.y));
  }
  return rect_around (least.x, least.y, most.x, most.y, by);
}

static HrRect text_bounds (const HrNode *node)
{
  static const double before[] = { 0, 0.5, 1 }; /* by anchor: how much of the width stands left of it */
  double left = node->at.x - node->width_pt * before[node->anchor];

  return (HrRect){ left, node->at.y - node->font.size_pt * ASCENT, node->width_pt,
                   node->font.size_pt * (ASCENT + DESCENT) };
}

/* Empty for what is nothing to see. */
static HrRect bounds (const HrNode *node)
{
  double by = node->style.stroke == HR_PAINT_NONE ? 0 : node->style.stroke_width_pt / 2;

  switch (node->kind) {
  case HR_NODE_GROUP_BEGIN:
  case HR_NODE_GROUP_END:
    return (HrRect){ 0 };
  case HR_NODE_RECT:
    return rect_around (node->rect.x, node->rect.y, node->rect.x + node->rect.width, node->rect.y + node->rect.height,
                        by);
  case HR_NODE_CIRCLE:
    return rect_around (node->at.x, node->at.y, node->at.x, node->at.y, node->radius_pt + by);
  case HR_NODE_PATH:
    return path_bounds (node, by);
  case HR_NODE_TEXT:
    return text_bounds (node);
  }
  g_assert_not_reached ();
}

HrScene *hr_scene_new_cropped (const HrScene *scene)
{
  HrScene *cropped = hr_scene_new (hr_scene_size (scene));
  HrRect all = { 0 };

  for (guint i = 0; i < hr_scene_n_nodes (scene); i++)
    all = hr_rect_union (all, bounds (hr_scene_peek_node (scene, i)));
  hr_scene_add_scene (cropped, scene, (HrPoint){ -floor (all.x), -floor (all.y) }, "");
  hr_scene_set_size (cropped, (HrSize){ ceil (all.x + all.width) - floor (all.x) + (all.width > 0 ? 0 : 1),
                                        ceil (all.y + all.height) - floor (all.y) + (all.height > 0 ? 0 : 1) });
  hr_scene_set_title (cropped, hr_scene_peek_title (scene));
  hr_scene_set_description (cropped, hr_scene_peek_description (scene));
  hr_scene_set_ground (cropped, hr_scene_has_ground (scene));
  return cropped;
}
