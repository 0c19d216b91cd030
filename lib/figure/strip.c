/* A film strip: the moments of one layout side by side, with the references of the object that is followed. */
#include <string.h>

#include "figure/code_strip.h"
#include "figure/panels.h"
#include "figure/phrase.h"

#define DEFAULT_WIDTH_PT 1320.0
#define MOST_PLACES 8

/* The object that the focused names stand for, over all moments. More than one, or one that the interpreter shares,
 * is none: there would be nothing to count. */
typedef struct {
  guint32 id; /* 0 none yet */
  gboolean is_unclear;
  gint64 *refs; /* by moment; -1 before its life */
  gint64 most;
} Followed;

static void follow_name (Followed *followed, const HrTimelineState *state, const HrTimelineName *name)
{
  guint32 id = hr_figure_phrase_value_of (state, name);
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);

  if (object == NULL)
    return;
  if (hr_figure_phrase_is_shared (object) || (followed->id != 0 && followed->id != id))
    followed->is_unclear = TRUE;
  followed->id = id;
}

static void follow_state (Followed *followed, const HrTimelineState *state, const HrLayoutOptions *options,
                          guint moment)
{
  const HrTimelineObject *object;

  for (guint f = 0; f < state->n_frames; f++)
    for (guint i = 0; i < state->frames[f].n_names; i++) {
      const HrTimelineName *name = &state->frames[f].names[i];

      if (name->name != NULL && g_strv_contains (options->focus, name->name))
        follow_name (followed, state, name);
    }
  object = followed->id == 0 ? NULL : hr_timeline_state_peek_object (state, followed->id);
  followed->refs[moment] = object != NULL ? object->refcount : followed->id == 0 ? -1 : 0;
  followed->most = MAX (followed->most, followed->refs[moment]);
}

static gboolean follow (Followed *followed, HrLayout *layout, GError **error)
{
  const HrLayoutOptions *options = hr_layout_peek_options (layout);
  guint n = hr_layout_n_moments (layout);

  followed->refs = g_new (gint64, MAX (n, 1));
  followed->is_unclear = options->focus == NULL || options->refs == HR_REFS_NONE;
  for (guint i = 0; i < n && !followed->is_unclear; i++) {
    g_autoptr (HrTimelineState) state =
        hr_timeline_state_new (hr_layout_peek_timeline (layout), hr_layout_peek_moment (layout, i)->step, error);

    if (state == NULL)
      return FALSE;
    follow_state (followed, state, options, i);
  }
  return TRUE;
}

typedef struct {
  GArray *panels;
  GString *description;
  const HrFigureOptions *options;
} Strip;

static gboolean add_moment (Strip *strip, HrLayout *layout, guint moment, const Followed *followed, GError **error)
{
  HrFigurePanelPicture *panel = hr_figure_panels_add (strip->panels, layout, moment, error);
  g_autofree char *caption = panel == NULL ? NULL : hr_figure_dup_caption (layout, moment, error);
  g_autofree char *plain = NULL;

  if (caption == NULL)
    return FALSE;
  plain = hr_figure_dup_plain (caption);
  panel->number = moment + 1;
  panel->ground = hr_layout_peek_options (layout)->chips || hr_layout_peek_options (layout)->bare;
  panel->heading =
      hr_figure_code_dup_heading (hr_layout_peek_timeline (layout), hr_layout_peek_moment (layout, moment)->step);
  g_string_append_printf (strip->description, "%sPanel %u, %s: %s", strip->description->len == 0 ? "" : " ", moment + 1,
                          panel->heading, plain);
  if (!followed->is_unclear && followed->id != 0) {
    panel->meter = followed->refs[moment];
    panel->meter_places = followed->most <= MOST_PLACES ? (guint)followed->most : 0;
  }
  if (panel->meter >= 0)
    g_string_append_printf (strip->description, " (refs %" G_GINT64_FORMAT ")", panel->meter);
  if (strip->options->caption)
    panel->caption = g_steal_pointer (&caption);
  return TRUE;
}

static gboolean add_row (Strip *strip, const HrFigureRow *row, GError **error)
{
  Followed followed = { 0 };
  guint first = strip->panels->len;
  gboolean ok = follow (&followed, row->layout, error);
  g_autofree G_GNUC_UNUSED gint64 *refs = followed.refs; /* only to free it */

  if (row->heading != NULL && *row->heading != '\0')
    g_string_append_printf (strip->description, "%s%s:", strip->description->len == 0 ? "" : " ", row->heading);
  for (guint i = 0; ok && i < hr_layout_n_moments (row->layout); i++)
    ok = add_moment (strip, row->layout, i, &followed, error);
  if (ok)
    g_array_index (strip->panels, HrFigurePanelPicture, first).row = row->heading != NULL ? row->heading : "";
  return ok;
}

HrScene *hr_figure_new_strip (const HrFigureRow *rows, guint n_rows, const HrFigureOptions *options, GError **error)
{
  const HrLayoutOptions *shown = hr_layout_peek_options (rows[0].layout);
  g_autoptr (GArray) panels = hr_figure_panels_new ();
  g_autoptr (GString) description = g_string_new (NULL);
  Strip strip = { panels, description, options };
  HrFigurePanelsOptions how = { .title = options->title,
                                .legend = (shown->show & HR_SHOW_LEGEND) != 0,
                                .arrows = TRUE,
                                .width_pt = shown->width_pt > 0 ? shown->width_pt : DEFAULT_WIDTH_PT };
  HrScene *scene;

  for (guint i = 0; i < n_rows; i++)
    if (!add_row (&strip, &rows[i], error))
      return NULL;
  scene = hr_scene_new ((HrSize){ 0, 0 });
  hr_figure_panels_draw (panels, &(HrFigurePen){ scene, hr_layout_peek_measure (rows[0].layout) }, &how);
  return hr_figure_finish (scene, options, "Step by step", description->str);
}
