/* Panels compared: programs or steps side by side, and whether two names are one object, with the reason. */
#include "figure/code_strip.h"
#include "figure/identity.h"
#include "figure/panels.h"
#include "figure/phrase.h"

#define DEFAULT_WIDTH_PT 1000.0
#define MOST_STATEMENTS 3
#define LONGEST_HEADING 48

/* All that has run, when that is little: "a = 5; b = 5"; else the line that ran last. */
static char *dup_heading (HrTimeline *timeline, guint32 last)
{
  g_autoptr (GPtrArray) statements = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *all = NULL;

  for (guint32 i = 0; i <= last && statements->len <= MOST_STATEMENTS; i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (timeline, i);

    /* a module's last line shows as its return */
    if ((step->event == HR_EVENT_LINE || (step->event == HR_EVENT_RETURN && step->depth == 1)) && step->ran_line > 0)
      g_ptr_array_add (statements, hr_figure_code_dup_statement (timeline, i));
  }
  if (statements->len == 0 || statements->len > MOST_STATEMENTS)
    return hr_figure_code_dup_statement (timeline, last);
  g_ptr_array_add (statements, NULL);
  all = g_strjoinv ("; ", (char **)statements->pdata);
  return g_utf8_strlen (all, -1) <= LONGEST_HEADING ? g_steal_pointer (&all)
                                                    : hr_figure_code_dup_statement (timeline, last);
}

static gboolean add_panel (GArray *panels, const HrFigurePanel *wanted, const HrFigureOptions *options,
                           GString *description, GError **error)
{
  HrTimeline *timeline = hr_layout_peek_timeline (wanted->layout);
  guint32 step = hr_layout_peek_moment (wanted->layout, wanted->moment)->step;
  HrFigurePanelPicture *panel = hr_figure_panels_add (panels, wanted->layout, wanted->moment, error);
  g_autoptr (HrTimelineState) state = panel == NULL ? NULL : hr_timeline_state_new (timeline, step, error);

  if (state == NULL)
    return FALSE;
  panel->row = wanted->row;
  panel->ground = hr_layout_peek_options (wanted->layout)->chips || hr_layout_peek_options (wanted->layout)->bare;
  panel->heading = wanted->heading != NULL ? hr_figure_dup_clean_line (wanted->heading) : dup_heading (timeline, step);
  if (wanted->identity)
    panel->statement = hr_figure_dup_identity (timeline, state, hr_layout_peek_options (wanted->layout), &panel->good);
  if (options->caption) {
    panel->caption = hr_figure_dup_caption (wanted->layout, wanted->moment, error);
    if (panel->caption == NULL)
      return FALSE;
  }
  if (wanted->row != NULL && *wanted->row != '\0')
    g_string_append_printf (description, "%s%s:", description->len == 0 ? "" : " ", wanted->row);
  g_string_append_printf (description, "%s%s%s%s.", description->len == 0 ? "" : " ", panel->heading,
                          panel->statement == NULL ? "" : ": ", panel->statement == NULL ? "" : panel->statement);
  return TRUE;
}

/* Panels of different programs that would be headed alike are told apart by the program's name. */
static void tell_programs_apart (GArray *panels, const HrFigurePanel *wanted)
{
  g_autofree gboolean *alike = g_new0 (gboolean, panels->len);

  for (guint i = 0; i < panels->len; i++)
    for (guint k = 0; k < panels->len && wanted[i].heading == NULL; k++)
      alike[i] |= wanted[k].heading == NULL &&
                  g_strcmp0 (hr_timeline_peek_info (hr_layout_peek_timeline (wanted[i].layout))->program,
                             hr_timeline_peek_info (hr_layout_peek_timeline (wanted[k].layout))->program) != 0 &&
                  g_strcmp0 (g_array_index (panels, HrFigurePanelPicture, i).heading,
                             g_array_index (panels, HrFigurePanelPicture, k).heading) == 0;
  for (guint i = 0; i < panels->len; i++) {
    HrFigurePanelPicture *panel = &g_array_index (panels, HrFigurePanelPicture, i);
    g_autofree char *program =
        g_path_get_basename (hr_timeline_peek_info (hr_layout_peek_timeline (wanted[i].layout))->program);
    g_autofree char *clean = hr_figure_dup_clean_line (program);
    char *heading = alike[i] ? g_strdup_printf ("%s: %s", clean, panel->heading) : NULL;

    if (heading != NULL) {
      g_free (panel->heading);
      panel->heading = heading;
    }
  }
}

HrScene *hr_figure_new_compare (const HrFigurePanel *wanted, guint n_panels, const char *note,
                                const HrFigureOptions *options, GError **error)
{
  g_autoptr (GArray) panels = hr_figure_panels_new ();
  g_autoptr (GString) description = g_string_new (NULL);
  HrFigurePanelsOptions how = { .title = options->title, .note = note, .width_pt = DEFAULT_WIDTH_PT };
  HrScene *scene;

  g_assert (n_panels > 0);
  for (guint i = 0; i < n_panels; i++)
    if (!add_panel (panels, &wanted[i], options, description, error))
      return NULL;
  tell_programs_apart (panels, wanted);
  how.legend = (hr_layout_peek_options (wanted[0].layout)->show & HR_SHOW_LEGEND) != 0;
  if (hr_layout_peek_options (wanted[0].layout)->width_pt > 0)
    how.width_pt = hr_layout_peek_options (wanted[0].layout)->width_pt;
  if (note != NULL)
    g_string_append_printf (description, " %s", note);
  scene = hr_scene_new ((HrSize){ 0, 0 });
  hr_figure_panels_draw (panels, &(HrFigurePen){ scene, hr_layout_peek_measure (wanted[0].layout) }, &how);
  return hr_figure_finish (scene, options, "Comparison", description->str);
}
