#include <math.h>

#include "layout/layout.h"

/* Closer than this, two parallel arrows are one line to the eye. */
#define TOGETHER_PT 3.0
#define LEAST_STRETCH_PT 0.5

static gboolean is_card (const HrLayoutBox *box)
{
  switch (box->kind) {
  case HR_BOX_LANE:
  case HR_BOX_SHELF:
    return FALSE;
  case HR_BOX_FRAME:
  case HR_BOX_CHIP:
  case HR_BOX_OBJECT:
  case HR_BOX_ATOM:
    return TRUE;
  }
  return FALSE;
}

static gboolean is_level (HrPoint a, HrPoint b)
{
  return fabs (a.y - b.y) < 0.01;
}

static double overlap (double a, double b, double c, double d)
{
  return fmin (fmax (a, b), fmax (c, d)) - fmax (fmin (a, b), fmin (c, d));
}

static gboolean stretches_shared (HrPoint a, HrPoint b, HrPoint c, HrPoint d)
{
  if (is_level (a, b) && is_level (c, d))
    return fabs (a.y - c.y) < TOGETHER_PT && overlap (a.x, b.x, c.x, d.x) > LEAST_STRETCH_PT;
  if (!is_level (a, b) && !is_level (c, d))
    return fabs (a.x - c.x) < TOGETHER_PT && overlap (a.y, b.y, c.y, d.y) > LEAST_STRETCH_PT;
  return FALSE;
}

static gboolean stretches_cross (HrPoint a, HrPoint b, HrPoint c, HrPoint d)
{
  if (is_level (a, b) == is_level (c, d))
    return FALSE;
  if (!is_level (a, b))
    return stretches_cross (c, d, a, b);
  return c.x > fmin (a.x, b.x) && c.x < fmax (a.x, b.x) && a.y > fmin (c.y, d.y) && a.y < fmax (c.y, d.y);
}

static void compare_arrows (const HrLayoutArrow *one, const HrLayoutArrow *two, HrLayoutQuality *quality)
{
  gboolean shared = FALSE;
  for (guint i = 0; i + 1 < one->n_points; i++)
    for (guint j = 0; j + 1 < two->n_points; j++) {
      quality->crossings +=
          stretches_cross (one->points[i], one->points[i + 1], two->points[j], two->points[j + 1]) ? 1 : 0;
      shared |= stretches_shared (one->points[i], one->points[i + 1], two->points[j], two->points[j + 1]);
    }
  if (shared && one->to_box != two->to_box)
    quality->shared_stretches++;
}

/* The first stretch starts inside its own card, at the dot; every other stretch has to stay out of all cards. */
static gboolean runs_through (const HrLayoutPicture *picture, const HrLayoutArrow *arrow)
{
  for (guint i = 0; i < picture->n_boxes; i++)
    for (guint k = 0; is_card (&picture->boxes[i]) && k + 1 < arrow->n_points; k++)
      if (!(k == 0 && i == arrow->from_box) &&
          hr_rect_crossed_by (picture->boxes[i].rect, arrow->points[k], arrow->points[k + 1]) &&
          !(i == arrow->to_box && picture->boxes[i].kind == HR_BOX_ATOM && k + 2 == arrow->n_points))
        return TRUE;
  return FALSE;
}

static double moved (const HrLayoutPicture *picture, const HrLayoutPicture *previous)
{
  double most = 0;
  g_autoptr (GHashTable) before = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < previous->n_boxes; i++)
    if (previous->boxes[i].kind == HR_BOX_OBJECT || previous->boxes[i].kind == HR_BOX_ATOM)
      g_hash_table_insert (before, GUINT_TO_POINTER (previous->boxes[i].id), (gpointer)&previous->boxes[i].rect);
  for (guint i = 0; i < picture->n_boxes; i++) {
    const HrLayoutBox *box = &picture->boxes[i];
    if (box->kind != HR_BOX_OBJECT && box->kind != HR_BOX_ATOM)
      continue;
    const HrRect *old = g_hash_table_lookup (before, GUINT_TO_POINTER (box->id));
    if (old)
      most = fmax (most, hypot (box->rect.x - old->x, box->rect.y - old->y));
  }
  return most;
}

static double count_boxes (const HrLayoutPicture *picture, HrLayoutQuality *quality)
{
  double ink = 0;
  for (guint i = 0; i < picture->n_boxes; i++) {
    const HrLayoutBox *box = &picture->boxes[i];
    if (!is_card (box))
      continue;
    quality->objects += box->kind == HR_BOX_OBJECT || box->kind == HR_BOX_ATOM;
    ink += box->rect.width * box->rect.height;
    for (guint j = 0; j < i; j++)
      quality->overlaps += is_card (&picture->boxes[j]) && hr_rect_overlaps (box->rect, picture->boxes[j].rect);
  }
  return ink;
}

void hr_layout_measure_quality (const HrLayoutPicture *picture, const HrLayoutPicture *previous,
                                HrLayoutQuality *quality)
{
  *quality = (HrLayoutQuality){ .arrows = picture->n_arrows };
  double ink = count_boxes (picture, quality);
  for (guint i = 0; i < picture->n_arrows; i++) {
    const HrLayoutArrow *arrow = &picture->arrows[i];
    quality->bends += arrow->n_points - 2;
    quality->arrows_through_cards += runs_through (picture, arrow) ? 1 : 0;
    for (guint j = 0; j < i; j++)
      compare_arrows (&picture->arrows[j], arrow, quality);
  }
  quality->area_pt2 = picture->size_pt.width * picture->size_pt.height;
  quality->fill = quality->area_pt2 > 0 ? ink / quality->area_pt2 : 0;
  quality->moved_pt = previous ? moved (picture, previous) : 0;
}
