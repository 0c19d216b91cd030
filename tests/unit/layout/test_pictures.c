/* Whole layouts of the fixture stories: what is where, and the eight measures. */
#include <string.h>

#include "fixture.h"
#include "layout/layout.h"

typedef struct {
  HrTimeline *timeline;
  HrTextMeasure *measure;
  HrLayout *layout;
} Laid;

static Laid lay_out (HrTimeline *timeline, const HrLayoutOptions *options)
{
  g_autoptr (GError) error = NULL;
  Laid laid = { timeline, hr_text_measure_new_fixed (), NULL };
  guint n = hr_timeline_n_steps (timeline);
  g_autofree HrLayoutMoment *moments = g_new (HrLayoutMoment, n);
  for (guint i = 0; i < n; i++)
    moments[i] = (HrLayoutMoment){ i, (gint64)i - 1 };
  laid.layout = hr_layout_new (timeline, moments, n, options, laid.measure, &error);
  g_assert_no_error (error);
  return laid;
}

static void clear (Laid *laid)
{
  hr_layout_free (laid->layout);
  hr_text_measure_free (laid->measure);
  hr_timeline_unref (laid->timeline);
}

static HrLayoutPicture *picture_at (const Laid *laid, guint moment)
{
  g_autoptr (GError) error = NULL;
  HrLayoutPicture *picture = hr_layout_picture_new (laid->layout, moment, &error);
  g_assert_no_error (error);
  return picture;
}

static const HrLayoutBox *find_object (const HrLayoutPicture *picture, guint32 id)
{
  for (guint i = 0; i < picture->n_boxes; i++)
    if ((picture->boxes[i].kind == HR_BOX_OBJECT || picture->boxes[i].kind == HR_BOX_ATOM) &&
        picture->boxes[i].id == id)
      return &picture->boxes[i];
  return NULL;
}

static const HrLayoutPart *find_part (const HrLayoutPicture *picture, const HrLayoutBox *box, HrPartRole role,
                                      const char *text)
{
  for (guint i = 0; i < box->n_parts; i++) {
    const HrLayoutPart *part = &picture->parts[box->first_part + i];
    if (part->role == role && (!text || g_strcmp0 (part->text, text) == 0))
      return part;
  }
  return NULL;
}

static const HrLayoutBox *need_object (const HrLayoutPicture *picture, guint32 id)
{
  const HrLayoutBox *box = find_object (picture, id);
  g_assert (box);
  return box;
}

static const HrLayoutPart *need_part (const HrLayoutPicture *picture, const HrLayoutBox *box, HrPartRole role,
                                      const char *text)
{
  const HrLayoutPart *part = find_part (picture, box, role, text);
  g_assert (part);
  return part;
}

static guint count_boxes (const HrLayoutPicture *picture, HrBoxKind kind, HrBoxState state)
{
  guint n = 0;
  for (guint i = 0; i < picture->n_boxes; i++)
    n += picture->boxes[i].kind == kind && picture->boxes[i].state == state;
  return n;
}

/* Every dot has the arrow that it promises. */
static void assert_dots_have_arrows (const HrLayoutPicture *picture)
{
  for (guint i = 0; i < picture->n_boxes; i++)
    for (guint k = 0; k < picture->boxes[i].n_parts; k++) {
      const HrLayoutPart *part = &picture->parts[picture->boxes[i].first_part + k];
      gboolean found = part->role != HR_PART_DOT;
      for (guint a = 0; a < picture->n_arrows && !found; a++)
        found = picture->arrows[a].from_box == i && ABS (picture->arrows[a].points[0].x - part->rect.x) < 0.01 &&
                ABS (picture->arrows[a].points[0].y - part->rect.y) < 0.01;
      g_assert_true (found);
    }
}

static void assert_inside (const HrLayoutPicture *picture)
{
  for (guint i = 0; i < picture->n_boxes; i++) {
    const HrRect *rect = &picture->boxes[i].rect;
    g_assert_cmpfloat (rect->x, >=, 16);
    g_assert_cmpfloat (rect->y, >=, 16);
    g_assert_cmpfloat (rect->x + rect->width, <=, picture->size_pt.width - 15.99);
    g_assert_cmpfloat (rect->y + rect->height, <=, picture->size_pt.height - 15.99);
  }
}

static void assert_good (HrFixtureStory story, const HrLayoutOptions *options)
{
  Laid laid = lay_out (hr_fixture_story (story, 6), options);
  HrLayoutPicture *previous = NULL;
  for (guint i = 0; i < hr_layout_n_moments (laid.layout); i++) {
    HrLayoutPicture *picture = picture_at (&laid, i);
    HrLayoutQuality quality;
    hr_layout_measure_quality (picture, previous, &quality);
    g_assert_cmpuint (quality.overlaps, ==, 0);
    g_assert_cmpuint (quality.arrows_through_cards, ==, 0);
    g_assert_cmpuint (quality.shared_stretches, ==, 0);
    g_assert_cmpfloat (quality.moved_pt, ==, 0);
    assert_dots_have_arrows (picture);
    assert_inside (picture);
    hr_layout_picture_free (previous);
    previous = picture;
  }
  hr_layout_picture_free (previous);
  clear (&laid);
}

static void test_quality (void)
{
  const HrLayoutOptions options[] = {
    { .refs = HR_REFS_COUNT },
    { .refs = HR_REFS_COUNT, .chips = TRUE },
    { .atoms = HR_ATOMS_HEAP, .refs = HR_REFS_COUNT, .show = HR_SHOW_TYPES },
    { .atoms = HR_ATOMS_INLINE, .show = HR_SHOW_IDS | HR_SHOW_DUNDER | HR_SHOW_SIZES },
    { .refs = HR_REFS_COUNT, .depth = 1, .max_items = 2 },
  };
  for (int story = 0; story <= HR_FIXTURE_LAST; story++)
    for (guint i = 0; i < G_N_ELEMENTS (options); i++)
      assert_good ((HrFixtureStory)story, &options[i]);
}

static void test_ghost (void)
{
  Laid laid = lay_out (hr_fixture_story (HR_FIXTURE_REFS, 0), &(HrLayoutOptions){ .refs = HR_REFS_COUNT });
  g_autoptr (HrLayoutPicture) before = picture_at (&laid, 3);
  g_autoptr (HrLayoutPicture) freed = picture_at (&laid, 4);
  g_autoptr (HrLayoutPicture) after = picture_at (&laid, 5);
  const HrLayoutBox *list = need_object (freed, 1);
  g_assert_cmpint (list->state, ==, HR_STATE_GHOST);
  need_part (freed, list, HR_PART_LABEL, "freed");
  need_part (freed, list, HR_PART_REFS, "refs 0");
  need_part (freed, list, HR_PART_CELL, "3");
  need_part (before, need_object (before, 1), HR_PART_REFS, "refs 1");
  g_assert_null (find_object (after, 1));
  clear (&laid);
}

static void test_chips (void)
{
  Laid laid =
      lay_out (hr_fixture_story (HR_FIXTURE_REFS, 0), &(HrLayoutOptions){ .refs = HR_REFS_COUNT, .chips = TRUE });
  g_autoptr (HrLayoutPicture) one = picture_at (&laid, 1);
  g_autoptr (HrLayoutPicture) two = picture_at (&laid, 2);
  g_autoptr (HrLayoutPicture) freed = picture_at (&laid, 4);
  g_assert_cmpuint (count_boxes (one, HR_BOX_LANE, HR_STATE_PLAIN), ==, 0);
  g_assert_cmpuint (count_boxes (one, HR_BOX_CHIP, HR_STATE_VACANT), ==, 1);
  g_assert_cmpuint (count_boxes (one, HR_BOX_CHIP, HR_STATE_NEW), ==, 1);
  g_assert_cmpuint (count_boxes (two, HR_BOX_CHIP, HR_STATE_VACANT), ==, 0);
  g_assert_cmpuint (count_boxes (freed, HR_BOX_CHIP, HR_STATE_VACANT), ==, 2);
  g_assert_cmpuint (freed->n_arrows, ==, 0);
  clear (&laid);
}

/* a and b on the rows of one card: two straight arrows, each with a head of its own. */
static void test_straight (void)
{
  Laid laid = lay_out (hr_fixture_story (HR_FIXTURE_ALIAS, 0), &(HrLayoutOptions){ .refs = HR_REFS_COUNT });
  g_autoptr (HrLayoutPicture) picture = picture_at (&laid, 3);
  g_assert_cmpuint (picture->n_arrows, ==, 2);
  g_assert_cmpuint (picture->arrows[0].n_points, ==, 2);
  g_assert_cmpuint (picture->arrows[1].n_points, ==, 2);
  g_assert_cmpfloat (ABS (picture->arrows[0].points[1].y - picture->arrows[1].points[1].y), >, 9);
  const HrLayoutBox *list = need_object (picture, 1);
  g_assert_cmpint (list->state, ==, HR_STATE_CHANGED);
  g_assert_cmpint (need_part (picture, list, HR_PART_CELL, "4")->state, ==, HR_STATE_NEW);
  g_assert_cmpint (need_part (picture, list, HR_PART_CELL, "3")->state, ==, HR_STATE_PLAIN);
  clear (&laid);
}

static guint count_arrows (const HrLayoutPicture *picture, HrArrowKind kind)
{
  guint n = 0;
  for (guint i = 0; i < picture->n_arrows; i++)
    n += picture->arrows[i].kind == kind;
  return n;
}

static void test_class (void)
{
  Laid laid = lay_out (hr_fixture_story (HR_FIXTURE_COUNTER, 0), &(HrLayoutOptions){ .refs = HR_REFS_COUNT });
  g_autoptr (HrLayoutPicture) picture = picture_at (&laid, 9);
  const HrLayoutBox *class = need_object (picture, 1), *one = need_object (picture, 5), *two = need_object (picture, 7);
  need_part (picture, class, HR_PART_TITLE, "class ObjectCounter");
  need_part (picture, class, HR_PART_VALUE, "2");
  need_part (picture, one, HR_PART_NOTE, "no attributes");
  g_assert_cmpfloat (one->rect.y, >=, class->rect.y + class->rect.height);
  g_assert_cmpfloat (two->rect.y, >=, one->rect.y + one->rect.height);
  g_assert_cmpuint (count_arrows (picture, HR_ARROW_TYPE), ==, 2);
  g_assert_null (find_object (picture, 2));
  clear (&laid);
}

static void test_types (void)
{
  Laid laid = lay_out (hr_fixture_story (HR_FIXTURE_COUNTER, 0),
                       &(HrLayoutOptions){ .refs = HR_REFS_COUNT, .show = HR_SHOW_TYPES });
  g_autoptr (HrLayoutPicture) picture = picture_at (&laid, 10);
  const HrLayoutBox *class = need_object (picture, 1), *type = need_object (picture, 2);
  g_assert_cmpfloat (type->rect.y + type->rect.height, <, class->rect.y);
  g_assert_cmpuint (count_arrows (picture, HR_ARROW_TYPE), ==, 3);
  clear (&laid);
}

static void test_atoms (void)
{
  Laid heap = lay_out (hr_fixture_story (HR_FIXTURE_ALIAS, 0), &(HrLayoutOptions){ .atoms = HR_ATOMS_HEAP });
  Laid inside = lay_out (hr_fixture_story (HR_FIXTURE_CALLS, 0), &(HrLayoutOptions){ .atoms = HR_ATOMS_INLINE });
  g_autoptr (HrLayoutPicture) many = picture_at (&heap, 1);
  g_autoptr (HrLayoutPicture) none = picture_at (&inside, 3);
  g_assert_cmpuint (count_boxes (many, HR_BOX_ATOM, HR_STATE_NEW), ==, 3);
  g_assert_cmpuint (count_boxes (many, HR_BOX_SHELF, HR_STATE_PLAIN), ==, 1);
  g_assert_cmpuint (count_boxes (none, HR_BOX_SHELF, HR_STATE_PLAIN), ==, 0);
  gboolean boxed = FALSE;
  for (guint i = 0; i < none->n_boxes; i++)
    boxed |= none->boxes[i].kind == HR_BOX_FRAME && find_part (none, &none->boxes[i], HR_PART_BOXED, "0");
  g_assert_true (boxed);
  clear (&heap);
  clear (&inside);
}

/* What a limit keeps out is counted. */
static void test_left_out (void)
{
  Laid all = lay_out (hr_fixture_story (HR_FIXTURE_NESTED, 0), &(HrLayoutOptions){ 0 });
  Laid some = lay_out (hr_fixture_story (HR_FIXTURE_NESTED, 0), &(HrLayoutOptions){ .depth = 1 });
  g_autoptr (HrLayoutPicture) full = picture_at (&all, 2);
  g_autoptr (HrLayoutPicture) cut = picture_at (&some, 2);
  g_assert_cmpuint (full->n_left_out, ==, 0);
  g_assert_cmpuint (cut->n_left_out, >, 0);
  clear (&all);
  clear (&some);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layout/pictures/quality", test_quality);
  g_test_add_func ("/layout/pictures/ghost", test_ghost);
  g_test_add_func ("/layout/pictures/chips", test_chips);
  g_test_add_func ("/layout/pictures/straight", test_straight);
  g_test_add_func ("/layout/pictures/class", test_class);
  g_test_add_func ("/layout/pictures/types", test_types);
  g_test_add_func ("/layout/pictures/atoms", test_atoms);
  g_test_add_func ("/layout/pictures/left-out", test_left_out);
  return g_test_run ();
}
