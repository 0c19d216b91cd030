/* The display list: what is added comes out, corners are rounded where there is room, ids stay unique. */
#include "scene/scene.h"

static const HrStyle line_style = { .stroke = HR_PAINT_SOFT, .stroke_width_pt = 1.7 };

static void assert_dump (const HrScene *scene, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);

  hr_scene_dump (scene, out);
  g_assert_cmpstr (out->str, ==, expected);
}

static void test_dump (void)
{
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 100, 50.126 });
  HrFont font = { HR_FONT_LABEL, 11, 600, TRUE, 1.4 };
  HrStyle dashed = { .fill = HR_PAINT_CARD, .stroke = HR_PAINT_FREED, .stroke_width_pt = 1.6, .dash = HR_DASH_DASHED };

  hr_scene_set_title (scene, "A \"title\"\nof two lines");
  hr_scene_set_description (scene, "In words.");
  hr_scene_begin_group (scene, "object-3", "object list new", "list-3 \\ <b>", 0.5);
  hr_scene_add_rect (scene, (HrRect){ 1, 2, 30, 4 }, 8, &dashed);
  hr_scene_add_circle (scene, (HrPoint){ 5, 6 }, 3.2, &(HrStyle){ .fill = HR_PAINT_SOFT });
  hr_scene_add_text (scene, (HrPoint){ 7, 8 }, HR_ANCHOR_MIDDLE, &font, HR_PAINT_TEXT, 12.345, "é \"x\"");
  hr_scene_end_group (scene);
  assert_dump (scene, "scene 100 50.13 ground title=\"A \\\"title\\\"\\nof two lines\"\n"
                      " description=\"In words.\"\n"
                      "  group id=\"object-3\" class=\"object list new\" opacity 0.5 tip=\"list-3 \\\\ <b>\"\n"
                      "    rect 1 2 30 4 corner 2 fill=card stroke=freed 1.6 dashed\n"
                      "    circle 5 6 3.2 fill=soft\n"
                      "    text 7 8 middle label 11 600 italic spacing 1.4 text width 12.35 \"é \\\"x\\\"\"\n"
                      "  end\n");
}

static void assert_polyline (const HrPoint *points, guint n_points, const char *expected)
{
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 10, 10 });
  g_autofree char *all = g_strconcat ("scene 10 10\n", expected, NULL);

  hr_scene_set_ground (scene, FALSE);
  hr_scene_add_polyline (scene, points, n_points, 9, &line_style);
  assert_dump (scene, all);
}

static void test_crop (void)
{
  g_autoptr (HrScene) scene = hr_scene_new ((HrSize){ 100, 100 });
  g_autoptr (HrScene) empty = hr_scene_new ((HrSize){ 100, 100 });
  HrFont font = { HR_FONT_LABEL, 10, 400, FALSE, 0 };
  g_autoptr (HrScene) cropped = NULL, nothing = hr_scene_new_cropped (empty);

  hr_scene_set_title (scene, "T");
  hr_scene_set_ground (scene, FALSE);
  hr_scene_add_rect (scene, (HrRect){ 20, 30, 10, 10 }, 0, &line_style);
  hr_scene_add_text (scene, (HrPoint){ 60, 50 }, HR_ANCHOR_END, &font, HR_PAINT_TEXT, 20, "word");
  cropped = hr_scene_new_cropped (scene);
  /* from 20 - 0.85 to 60, and from 30 - 0.85 to 50 + 2.5, in whole points */
  assert_dump (cropped, "scene 41 24 title=\"T\"\n"
                        "  rect 1 1 10 10 fill=none stroke=soft 1.7\n"
                        "  text 41 21 end label 10 400 text width 20 \"word\"\n");
  g_assert_cmpfloat (hr_scene_size (nothing).width, >, 0);
}

static void test_polyline_rounds_corners (void)
{
  const HrPoint points[] = { { 0, 0 }, { 30, 0 }, { 30, 40 }, { 60, 40 } };

  assert_polyline (points, G_N_ELEMENTS (points),
                   "  path M 0 0 L 21 0 Q 30 0 30 9 L 30 31 Q 30 40 39 40 L 60 40 fill=none stroke=soft 1.7\n");
}

static void test_polyline_shrinks_corners (void)
{
  const HrPoint points[] = { { 0, 0 }, { 30, 0 }, { 30, 5 }, { 60, 5 } };

  assert_polyline (points, G_N_ELEMENTS (points),
                   "  path M 0 0 L 27.5 0 Q 30 0 30 2.5 L 30 2.5 Q 30 5 32.5 5 L 60 5 fill=none stroke=soft 1.7\n");
}

static void test_polyline_straight_and_repeated_points (void)
{
  const HrPoint points[] = { { 0, 0 }, { 10, 0 }, { 10, 0 }, { 20, 0 } };
  const HrPoint one[] = { { 5, 5 }, { 5, 5 } };

  assert_polyline (points, G_N_ELEMENTS (points), "  path M 0 0 L 10 0 L 20 0 fill=none stroke=soft 1.7\n");
  assert_polyline (one, G_N_ELEMENTS (one), "");
  assert_polyline (NULL, 0, "");
}

static void test_scene_in_scene (void)
{
  g_autoptr (HrScene) inner = hr_scene_new ((HrSize){ 10, 10 });
  g_autoptr (HrScene) outer = hr_scene_new ((HrSize){ 40, 20 });
  const HrPathSegment path[] = { { .op = HR_PATH_MOVE, .to = { 1, 1 } },
                                 { .op = HR_PATH_QUAD, .control = { 2, 2 }, .to = { 3, 3 } },
                                 { .op = HR_PATH_CLOSE } };

  hr_scene_set_title (inner, "inner");
  hr_scene_begin_group (inner, "object-1", NULL, NULL, 1);
  hr_scene_add_path (inner, path, G_N_ELEMENTS (path), &(HrStyle){ .fill = HR_PAINT_NEW });
  hr_scene_end_group (inner);
  hr_scene_add_scene (outer, inner, (HrPoint){ 0, 0 }, "p1-");
  hr_scene_add_scene (outer, inner, (HrPoint){ 20, 5 }, "p2-");
  assert_dump (outer, "scene 40 20 ground\n"
                      "  group id=\"p1-object-1\"\n"
                      "    path M 1 1 Q 2 2 3 3 Z fill=new\n"
                      "  end\n"
                      "  group id=\"p2-object-1\"\n"
                      "    path M 21 6 Q 22 7 23 8 Z fill=new\n"
                      "  end\n");
}

static void test_repeated_id_is_our_mistake (void)
{
  if (g_test_subprocess ()) {
    HrScene *scene = hr_scene_new ((HrSize){ 1, 1 });

    hr_scene_begin_group (scene, "a", NULL, NULL, 1);
    hr_scene_begin_group (scene, "a", NULL, NULL, 1);
    hr_scene_free (scene);
    return;
  }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/crop", test_crop);
  g_test_add_func ("/scene/dump", test_dump);
  g_test_add_func ("/scene/polyline/rounds-corners", test_polyline_rounds_corners);
  g_test_add_func ("/scene/polyline/shrinks-corners", test_polyline_shrinks_corners);
  g_test_add_func ("/scene/polyline/straight-and-repeated", test_polyline_straight_and_repeated_points);
  g_test_add_func ("/scene/scene-in-scene", test_scene_in_scene);
  g_test_add_func ("/scene/repeated-id", test_repeated_id_is_our_mistake);
  return g_test_run ();
}
