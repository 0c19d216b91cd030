#include "sample_scene.h"

static const HrFont name = { .family = HR_FONT_CODE, .size_pt = 13, .weight = 500 };
static const HrFont label = { .family = HR_FONT_LABEL, .size_pt = 10.5, .weight = 600 };
static const HrFont lane = { .family = HR_FONT_LABEL, .size_pt = 11, .weight = 600, .letter_spacing_pt = 1.4 };
static const HrFont note = { .family = HR_FONT_LABEL, .size_pt = 12, .weight = 400, .italic = TRUE };

static void add_card (HrScene *scene)
{
  hr_scene_begin_group (scene, "object-3", "object list new", "list-3, refs 2 <\"made\" & kept>", 1);
  hr_scene_add_rect (scene, (HrRect){ 150, 40, 160, 76 }, 8,
                     &(HrStyle){ .fill = HR_PAINT_CARD, .stroke = HR_PAINT_NEW, .stroke_width_pt = 1.8 });
  hr_scene_add_text (scene, (HrPoint){ 162, 58 }, HR_ANCHOR_START, &name, HR_PAINT_SEQUENCE, 31.2, "list");
  hr_scene_add_text (scene, (HrPoint){ 300, 58 }, HR_ANCHOR_END, &label, HR_PAINT_SOFT, 0, "refs 1 → 2");
  hr_scene_add_text (scene, (HrPoint){ 230, 84 }, HR_ANCHOR_MIDDLE, &name, HR_PAINT_TEXT, 0, "'</text><script>'");
  hr_scene_add_text (scene, (HrPoint){ 162, 106 }, HR_ANCHOR_START, &note, HR_PAINT_FAINT, 0, "… 94 more");
  hr_scene_end_group (scene);
}

static void add_arrow (HrScene *scene)
{
  const HrPoint bends[] = { { 110, 60 }, { 130, 60 }, { 130, 76 }, { 150, 76 } };
  hr_scene_begin_group (scene, "arrow-1", "arrow", NULL, 1);
  hr_scene_add_circle (scene, bends[0], 3.2, &(HrStyle){ .fill = HR_PAINT_SOFT });
  hr_scene_add_polyline (scene, bends, G_N_ELEMENTS (bends), 8,
                         &(HrStyle){ .stroke = HR_PAINT_SOFT, .stroke_width_pt = 1.7 });
  const HrPathSegment head[] = { { HR_PATH_MOVE, { 0, 0 }, { 150, 76 } },
                                 { HR_PATH_LINE, { 0, 0 }, { 141, 71 } },
                                 { HR_PATH_LINE, { 0, 0 }, { 141, 81 } },
                                 { HR_PATH_CLOSE, { 0, 0 }, { 0, 0 } } };
  hr_scene_add_path (scene, head, G_N_ELEMENTS (head), &(HrStyle){ .fill = HR_PAINT_SOFT });
  hr_scene_end_group (scene);
}

static void add_ghost (HrScene *scene)
{
  hr_scene_begin_group (scene, "object-4", "object ghost", NULL, 0.5);
  hr_scene_add_rect (
      scene, (HrRect){ 150, 130, 160, 40 }, 8,
      &(HrStyle){ .fill = HR_PAINT_CARD, .stroke = HR_PAINT_FREED, .stroke_width_pt = 1.5, .dash = HR_DASH_DASHED });
  hr_scene_add_text (scene, (HrPoint){ 230, 155 }, HR_ANCHOR_MIDDLE, &label, HR_PAINT_FREED, 0, "freed");
  hr_scene_end_group (scene);
}

HrScene *sample_scene_new (void)
{
  HrScene *scene = hr_scene_new ((HrSize){ 330, 190 });
  hr_scene_set_title (scene, "After line 3: b.append(\"<4>\") & more");
  hr_scene_set_description (scene, "Stack: <module> has a, b.\nHeap: one list.");
  hr_scene_add_rect (scene, (HrRect){ 8, 8, 120, 174 }, 12, &(HrStyle){ .fill = HR_PAINT_LANE });
  hr_scene_add_text (scene, (HrPoint){ 20, 30 }, HR_ANCHOR_START, &lane, HR_PAINT_SOFT, 0, "STACK");
  hr_scene_add_text (scene, (HrPoint){ 20, 64 }, HR_ANCHOR_START, &name, HR_PAINT_NEW, 0, "  a != b");
  hr_scene_add_text (scene, (HrPoint){ 20, 90 }, HR_ANCHOR_START, &name, HR_PAINT_TEXT, 52, "'日本 🐍'");
  add_card (scene);
  add_arrow (scene);
  add_ghost (scene);
  return scene;
}
