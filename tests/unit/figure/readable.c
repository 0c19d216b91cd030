#include "readable.h"

#include <math.h>

#include "scene/theme.h"

/* What fills the place where a text stands: the last filled shape before it that holds the text's middle. */
static HrPaint ground_under (const HrScene *scene, guint text_index)
{
  const HrNode *text = hr_scene_peek_node (scene, text_index);
  double x = text->at.x + text->width_pt * (text->anchor == HR_ANCHOR_START ? 0.5
                                            : text->anchor == HR_ANCHOR_END ? -0.5
                                                                            : 0);
  double y = text->at.y - text->font.size_pt * 0.35;
  HrPaint ground = HR_PAINT_GROUND;

  for (guint i = 0; i < text_index; i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);
    HrRect rect = node->rect;

    if ((node->kind != HR_NODE_RECT && node->kind != HR_NODE_PATH) || node->style.fill == HR_PAINT_NONE)
      continue;
    if (node->kind == HR_NODE_PATH) {
      rect = (HrRect){ node->segments[0].to.x, node->segments[0].to.y, 0, 0 };
      for (guint s = 1; s < node->n_segments; s++) {
        HrPoint to = node->segments[s].op == HR_PATH_CLOSE ? node->segments[0].to : node->segments[s].to;
        double right = fmax (rect.x + rect.width, to.x), bottom = fmax (rect.y + rect.height, to.y);

        rect.x = fmin (rect.x, to.x);
        rect.y = fmin (rect.y, to.y);
        rect.width = right - rect.x;
        rect.height = bottom - rect.y;
      }
    }
    if (x >= rect.x && x <= rect.x + rect.width && y >= rect.y && y <= rect.y + rect.height)
      ground = node->style.fill;
  }
  return ground;
}

static void assert_readable_in (const HrScene *scene, const HrTheme *theme)
{
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);
    HrPaint ground;
    double ratio;

    g_assert_cmpfloat (node->opacity, ==, 1); /* a faded text would be less than measured */
    if (node->kind != HR_NODE_TEXT)
      continue;
    ground = ground_under (scene, i);
    ratio = hr_theme_contrast (hr_theme_rgb (theme, FALSE, node->paint), hr_theme_rgb (theme, FALSE, ground));
    if (ratio < 4.5)
      g_test_fail_printf ("“%s”: %s on %s is %.2f:1", node->text, hr_theme_class (node->paint), hr_theme_class (ground),
                          ratio);
  }
}

void hr_test_assert_readable (const HrScene *scene)
{
  assert_readable_in (scene, hr_theme_light ());
  assert_readable_in (scene, hr_theme_dark ());
  assert_readable_in (scene, hr_theme_print ());
}

void hr_test_assert_inside (const HrScene *scene)
{
  HrSize size = hr_scene_size (scene);

  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);
    double before = node->anchor == HR_ANCHOR_START ? 0 : node->anchor == HR_ANCHOR_END ? 1 : 0.5;

    if (node->kind != HR_NODE_TEXT)
      continue;
    g_assert_cmpfloat (node->at.x - before * node->width_pt, >=, 0);
    g_assert_cmpfloat (node->at.x + (1 - before) * node->width_pt, <=, size.width);
    g_assert_cmpfloat (node->at.y - node->font.size_pt, >=, 0);
    g_assert_cmpfloat (node->at.y, <=, size.height);
  }
}
