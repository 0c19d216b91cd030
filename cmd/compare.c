/* heapreel compare: programs, steps or interpreters as panels. */
#include <string.h>

#include "base/error.h"
#include "measure.h"
#include "moments.h"
#include "target.h"
#include "verb.h"

/* What the panels point into, freed together. */
typedef struct {
  const HrCmdOptions *options;
  char **pythons;     /* NULL-terminated; NULL: the one on PATH, or --python's */
  guint n_pythons;    /* from 1 */
  GPtrArray *inputs;  /* HrCmdInput: each program under each interpreter */
  GPtrArray *layouts; /* HrLayout, one a panel: a panel stands alone */
  GPtrArray *texts;   /* char *, headings */
  GArray *panels;     /* HrFigurePanel */
  guint per_input;    /* panels of the first input in the row that was added last */
} Panels;

static void panels_clear (Panels *panels)
{
  g_strfreev (panels->pythons);
  g_clear_pointer (&panels->panels, g_array_unref);
  g_clear_pointer (&panels->layouts, g_ptr_array_unref);
  g_clear_pointer (&panels->texts, g_ptr_array_unref);
  g_clear_pointer (&panels->inputs, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Panels, panels_clear)

static const HrFigurePanel *peek_panel (const Panels *panels, guint i)
{
  return &g_array_index (panels->panels, HrFigurePanel, i);
}

static const char *version_of (const HrFigurePanel *panel)
{
  return hr_timeline_peek_info (hr_layout_peek_timeline (panel->layout))->version;
}

/* Under several interpreters a panel is headed by its version, and by its line where it has several. Borrowed or NULL.
 */
static const char *make_heading (Panels *panels, const HrCmdInput *input, guint32 step, guint n_moments)
{
  const GPtrArray *given = panels->options->headings;
  if (panels->panels->len < given->len)
    return g_ptr_array_index (given, panels->panels->len);
  if (panels->n_pythons == 1)
    return NULL;
  g_autofree char *title = n_moments > 1 || panels->inputs->len > panels->n_pythons
                               ? hr_figure_dup_title (input->timeline, step)
                               : g_strdup ("");
  char *heading = g_strdup_printf ("Python %s%s%s", hr_timeline_peek_info (input->timeline)->version,
                                   *title != '\0' ? ": " : "", title);
  g_ptr_array_add (panels->texts, heading);
  return heading;
}

/* Every panel is a figure of its own: its step against the moment that its line began. */
static gboolean add_panel (Panels *panels, const HrCmdInput *input, const HrCmdRow *row, guint32 step, guint n_moments,
                           HrTextMeasure *measure, GError **error)
{
  g_autoptr (GArray) alone = hr_cmd_moments_alone (input, step);
  HrLayout *layout = hr_cmd_moments_layout (input, alone, HR_CMD_PANELS, row, measure, error);
  if (layout == NULL)
    return FALSE;
  g_ptr_array_add (panels->layouts, layout);
  HrFigurePanel panel = { .layout = layout,
                          .identity = TRUE,
                          .heading = make_heading (panels, input, step, n_moments) };
  g_array_append_val (panels->panels, panel);
  return TRUE;
}

/* The panels of all inputs for @row, or for --at where it is NULL. */
static gboolean add_row (Panels *panels, const HrCmdRow *row, HrTextMeasure *measure, GError **error)
{
  guint first = panels->panels->len;
  for (guint i = 0; i < panels->inputs->len; i++) {
    const HrCmdInput *input = g_ptr_array_index (panels->inputs, i);
    g_autoptr (GArray) moments =
        row != NULL ? hr_cmd_moments_select_at (input, row->at, error) : hr_cmd_moments_select (input, "last", error);
    if (moments == NULL)
      return FALSE;
    panels->per_input = i == 0 ? moments->len : panels->per_input;
    for (guint m = 0; m < moments->len; m++)
      if (!add_panel (panels, input, row, g_array_index (moments, HrLayoutMoment, m).step, moments->len, measure,
                      error))
        return FALSE;
  }
  g_array_index (panels->panels, HrFigurePanel, first).row = row != NULL ? row->heading : "";
  return TRUE;
}

static gboolean add_rows (Panels *panels, HrTextMeasure *measure, GError **error)
{
  const HrCmdInput *first = g_ptr_array_index (panels->inputs, 0);
  const HrCmdOptions *display = first->display;
  if ((display->at != NULL || display->rows->len == 0) && !add_row (panels, NULL, measure, error))
    return FALSE;
  for (guint i = 0; i < display->rows->len; i++)
    if (!add_row (panels, g_ptr_array_index (display->rows, i), measure, error))
      return FALSE;
  if (panels->panels->len > 1)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
               "compare needs two panels: give two programs, or one and two steps, --at SEL,SEL, or two interpreters, "
               "--python 3.11,3.13");
  return FALSE;
}

static gboolean open_inputs (Panels *panels, GError **error)
{
  const HrCmdOptions *options = panels->options;
  gboolean to_stdout = g_strcmp0 (options->output, "-") == 0;
  for (guint i = 0; i < hr_cmd_input_count (options); i++)
    for (guint k = 0; k < panels->n_pythons; k++) {
      const char *python = panels->n_pythons > 1 ? panels->pythons[k] : NULL;
      HrCmdInput *input = hr_cmd_input_open_under (options, i, python, to_stdout, error);
      if (input == NULL)
        return FALSE;
      g_ptr_array_add (panels->inputs, input);
      if (python != NULL && input->recording == NULL) {
        g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
                     "%s is recorded already, under Python %s: --python %s needs the program",
                     (const char *)g_ptr_array_index (options->inputs, i),
                     hr_timeline_peek_info (input->timeline)->version, options->python);
        return FALSE;
      }
    }
  return TRUE;
}

/* What the interpreters hold differently, panel by panel of the last row; NULL under one interpreter. */
static gboolean dup_note (const Panels *panels, char **note, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = panels->per_input, first = panels->panels->len - panels->inputs->len * n;
  *note = NULL;
  if (panels->n_pythons == 1)
    return TRUE;
  for (guint k = 1; k < panels->n_pythons; k++)
    for (guint i = 0; i < n; i++) {
      const HrFigurePanel *old = peek_panel (panels, first + i), *new = peek_panel (panels, first + k * n + i);
      g_autofree char *words = NULL;
      if (!hr_figure_dup_difference (new, old, &words, error))
        return FALSE;
      if (words != NULL)
        g_string_append_printf (text, "%s%s against %s: %s", text->len > 0 ? "; " : "", version_of (new),
                                version_of (old), words);
    }
  *note = text->len > 0 ? g_strdup_printf ("%s.", text->str)
                        : g_strdup ("No difference: the same objects, counts and references.");
  return TRUE;
}

static gboolean init_pythons (Panels *panels, GError **error)
{
  const HrCmdOptions *options = panels->options;
  panels->n_pythons = 1;
  if (options->python == NULL || strchr (options->python, ',') == NULL)
    return TRUE;
  panels->pythons = g_strsplit (options->python, ",", -1);
  panels->n_pythons = g_strv_length (panels->pythons);
  for (guint i = 0; i < options->inputs->len; i++)
    if (strcmp (g_ptr_array_index (options->inputs, i), "-") == 0) {
      g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "stdin can be read once: --python %s needs a file",
                   options->python);
      return FALSE;
    }
  return TRUE;
}

gboolean hr_cmd_compare (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  HrCmdTarget target;
  g_autofree char *stem = hr_cmd_input_dup_stem (options, 0), *note = NULL;
  if (!hr_cmd_target_init (&target, options, stem, 1, 1, error))
    return FALSE;
  g_autoptr (HrTextMeasure) measure = hr_cmd_measure_new (options, error);
  if (measure == NULL)
    return FALSE;
  g_auto (Panels) panels = {
    .options = options,
    .inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_cmd_input_free),
    .layouts = g_ptr_array_new_with_free_func ((GDestroyNotify)hr_layout_free),
    .texts = g_ptr_array_new_with_free_func (g_free),
    .panels = g_array_new (FALSE, FALSE, sizeof (HrFigurePanel)),
  };
  if (!init_pythons (&panels, error) || !open_inputs (&panels, error) || !add_rows (&panels, measure, error) ||
      !dup_note (&panels, &note, error))
    return FALSE;
  const HrCmdInput *first = g_ptr_array_index (panels.inputs, 0);
  HrFigureOptions figure = hr_cmd_options_figure (first->display);
  g_autoptr (HrScene) scene = hr_figure_new_compare (peek_panel (&panels, 0), panels.panels->len, note, &figure, error);
  if (scene == NULL)
    return FALSE;
  g_autofree char *path = hr_cmd_target_dup_path (&target, 1);
  return hr_cmd_write_scene (first->display, scene, target.format, path, error);
}
