/* What two pictures of the same moment show differently: one program under two interpreters. Places do not count, nor
 * do ids, which depend on what an interpreter shows first: boxes are matched by what they are and by their order. */
#include "figure/figure.h"
#include "figure/phrase.h"

#define MOST_TOLD 3
#define NO_MATCH G_MAXUINT

typedef struct {
  const HrLayoutPicture *one, *other;
  const HrTimelineState *one_state, *other_state;
  guint *matches; /* for each box of the one: that of the other, or NO_MATCH */
  guint *back;    /* the other way */
  GString *text;
  guint n;
} Difference;

static const char *peek_title (const HrLayoutPicture *picture, guint box)
{
  const HrLayoutBox *b = &picture->boxes[box];

  return b->n_parts > 0 ? picture->parts[b->first_part].text : NULL;
}

/* The first box of its kind and title that has no partner yet. */
static void match_boxes (Difference *d)
{
  for (guint i = 0; i < d->other->n_boxes; i++)
    d->back[i] = NO_MATCH;
  for (guint i = 0; i < d->one->n_boxes; i++) {
    d->matches[i] = NO_MATCH;
    for (guint k = 0; k < d->other->n_boxes && d->matches[i] == NO_MATCH; k++)
      if (d->back[k] == NO_MATCH && d->one->boxes[i].kind == d->other->boxes[k].kind &&
          g_strcmp0 (peek_title (d->one, i), peek_title (d->other, k)) == 0) {
        d->matches[i] = k;
        d->back[k] = i;
      }
  }
}

static char *dup_name (const HrLayoutPicture *picture, const HrTimelineState *state, guint box)
{
  const HrLayoutBox *b = &picture->boxes[box];
  const char *title = peek_title (picture, box);
  g_autofree char *prose = NULL;

  if (b->kind != HR_BOX_OBJECT && b->kind != HR_BOX_ATOM)
    return g_strdup (title != NULL ? title : "a box");
  prose = hr_figure_phrase_dup_definite (state, b->id, FALSE);
  return hr_figure_dup_plain (prose);
}

/* Takes @what. */
static void tell (Difference *d, gboolean of_other, guint box, char *what)
{
  g_autofree char *name = of_other ? dup_name (d->other, d->other_state, box) : dup_name (d->one, d->one_state, box);

  if (d->n++ < MOST_TOLD)
    g_string_append_printf (d->text, "%s%s: %s", d->text->len > 0 ? "; " : "", name, what);
  g_free (what);
}

static void compare_parts (Difference *d, guint box)
{
  const HrLayoutBox *one = &d->one->boxes[box], *other = &d->other->boxes[d->matches[box]];

  for (guint i = 0; i < one->n_parts && i < other->n_parts; i++) {
    const char *a = d->one->parts[one->first_part + i].text, *b = d->other->parts[other->first_part + i].text;

    if (g_strcmp0 (a, b) != 0) {
      tell (d, FALSE, box, g_strdup_printf ("%s, not %s", a == NULL ? "nothing" : a, b == NULL ? "nothing" : b));
      return;
    }
  }
  if (one->n_parts != other->n_parts || one->state != other->state || one->immutable != other->immutable)
    tell (d, FALSE, box, g_strdup ("it is another size, state or kind"));
}

static gboolean has_arrow (const HrLayoutPicture *picture, HrArrowKind kind, guint from, guint to)
{
  for (guint i = 0; i < picture->n_arrows; i++)
    if (picture->arrows[i].kind == kind && picture->arrows[i].from_box == from && picture->arrows[i].to_box == to)
      return TRUE;
  return FALSE;
}

/* Arrows of the one between boxes that both have, and which the other lacks. */
static void compare_arrows (Difference *d)
{
  for (guint i = 0; i < d->one->n_arrows; i++) {
    const HrLayoutArrow *arrow = &d->one->arrows[i];
    guint from = d->matches[arrow->from_box], to = d->matches[arrow->to_box];

    if (from != NO_MATCH && to != NO_MATCH && !has_arrow (d->other, arrow->kind, from, to))
      tell (d, FALSE, arrow->from_box, g_strdup ("refers to another object"));
  }
}

static void compare_pictures (Difference *d)
{
  match_boxes (d);
  for (guint i = 0; i < d->one->n_boxes; i++)
    if (d->matches[i] == NO_MATCH)
      tell (d, FALSE, i, g_strdup ("only here"));
    else
      compare_parts (d, i);
  for (guint i = 0; i < d->other->n_boxes; i++)
    if (d->back[i] == NO_MATCH)
      tell (d, TRUE, i, g_strdup ("only there"));
  compare_arrows (d);
  if (d->n > MOST_TOLD)
    g_string_append_printf (d->text, "; and %u more", d->n - MOST_TOLD);
}

static HrTimelineState *open_state (const HrFigurePanel *panel, GError **error)
{
  return hr_timeline_state_new (hr_layout_peek_timeline (panel->layout),
                                hr_layout_peek_moment (panel->layout, panel->moment)->step, error);
}

gboolean hr_figure_dup_difference (const HrFigurePanel *panel, const HrFigurePanel *other, char **text, GError **error)
{
  g_autoptr (HrLayoutPicture) one = hr_layout_picture_new (panel->layout, panel->moment, error);
  g_autoptr (HrLayoutPicture) two = one == NULL ? NULL : hr_layout_picture_new (other->layout, other->moment, error);
  g_autoptr (HrTimelineState) one_state = two == NULL ? NULL : open_state (panel, error);
  g_autoptr (HrTimelineState) other_state = one_state == NULL ? NULL : open_state (other, error);
  g_autofree guint *matches = NULL, *back = NULL;

  if (other_state == NULL)
    return FALSE;
  matches = g_new (guint, one->n_boxes + 1);
  back = g_new (guint, two->n_boxes + 1);
  Difference d = { one, two, one_state, other_state, matches, back, g_string_new (NULL), 0 };
  compare_pictures (&d);
  *text = g_string_free (d.text, d.n == 0);
  return TRUE;
}
