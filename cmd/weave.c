/* heapreel weave: every figure that a Markdown file asks for, put into it. */
#include "weave.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/output_file.h"
#include "depends.h"
#include "target.h"
#include "verb.h"
#include "weave/weave.h"
#include "weave_make.h"

/* The document and where it goes. */
typedef struct {
  const HrCmdOptions *options;
  const char *input, *output;
  const char *name; /* of the input, for messages */
  char *text;       /* the document's */
  gsize n_bytes;
  char *stem, *folder; /* of the output: what figures are named after, and where their paths begin */
  gboolean hashed;     /* figures' names carry a hash */
  char *recorded;      /* documents whose closing comments count: the one that is read and the one that is replaced */
} Weave;

static void weave_clear (Weave *weave)
{
  g_clear_pointer (&weave->text, g_free);
  g_clear_pointer (&weave->stem, g_free);
  g_clear_pointer (&weave->folder, g_free);
  g_clear_pointer (&weave->recorded, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Weave, weave_clear)

static char *dup_stem (const char *path)
{
  if (strcmp (path, "-") == 0)
    return g_strdup ("document");
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');
  if (dot != NULL && dot != base)
    *dot = '\0';
  return g_steal_pointer (&base);
}

static gboolean weave_init (Weave *weave, const HrCmdOptions *options, GError **error)
{
  *weave = (Weave){ .options = options, .input = g_ptr_array_index (options->inputs, 0) };
  weave->hashed = options->names == HR_CMD_NAMES_HASH;
  weave->output = options->output != NULL ? options->output : weave->input;
  weave->name = strcmp (weave->input, "-") == 0 ? "stdin" : weave->input;
  const char *place = strcmp (weave->output, "-") == 0 ? weave->input : weave->output;
  weave->stem = dup_stem (place);
  hr_cmd_depends_add_file (options->depends, weave->input);
  weave->folder = g_path_get_dirname (place);
  if (!hr_output_file_read (weave->input, &weave->text, &weave->n_bytes, error))
    return FALSE;
  g_autofree char *older = NULL;
  if (weave->output != weave->input && strcmp (weave->output, "-") != 0)
    (void)g_file_get_contents (weave->output, &older, NULL, NULL); /* there need be none */
  weave->recorded = g_strdup_printf ("%s\n%s", weave->text, older != NULL ? older : "");
  return TRUE;
}

/* Programs run in the document's folder, and files that it names are named from there. *before gets the way back. */
static gboolean enter_folder (const Weave *weave, int *before, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (weave->input);
  *before = open (".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (*before >= 0 && g_chdir (folder) == 0)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: cannot work there: %s", folder, g_strerror (errno));
  return FALSE;
}

static void leave_folder (int before)
{
  if (before >= 0 && fchdir (before) == 0)
    (void)close (before);
}

static HrWeaveResult *make (const Weave *weave, GError **error)
{
  const HrCmdOptions *options = weave->options;
  HrWeaveOptions how = {
    .name = weave->name,
    .stem = weave->stem,
    .folder = options->figures_dir != NULL ? options->figures_dir : "",
    .hashed = weave->hashed,
    .force = options->force,
  };
  g_autoptr (HrCmdWeaveMaker) maker = hr_cmd_weave_maker_new (options, weave->name, weave->stem);
  int before = -1;
  HrWeaveResult *result = enter_folder (weave, &before, error)
                              ? hr_weave (weave->text, weave->n_bytes, &how, hr_cmd_weave_make, maker, error)
                              : NULL;
  leave_folder (before);
  return result;
}

static char *dup_place (const Weave *weave, const char *path)
{
  gboolean here = strcmp (weave->folder, ".") == 0 || g_path_is_absolute (path);
  return here ? g_strdup (path) : g_build_filename (weave->folder, path, NULL);
}

/* A file that is there already may be replaced when weaving made it. *is_same: there is nothing to do. */
static gboolean may_write (const Weave *weave, const char *path, GBytes *bytes, gboolean *is_same, GError **error)
{
  g_autofree char *old = NULL;
  gsize n_old = 0, n_new = 0;
  const void *new = g_bytes_get_data (bytes, &n_new);
  *is_same = FALSE;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!hr_output_file_read (path, &old, &n_old, error))
    return FALSE;
  *is_same = n_old == n_new && memcmp (old, new, n_new) == 0;
  if (*is_same || weave->options->force || hr_weave_is_recorded (weave->recorded, old, n_old))
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: changed by hand, or not from this document; --force replaces it",
               path);
  return FALSE;
}

/* One pass to look, so that nothing is written when anything may not be; one to write. */
static gboolean write_figures (const Weave *weave, const HrWeaveResult *result, gboolean writes, guint *n_written,
                               GError **error)
{
  gboolean checks = weave->options->outlet != NULL;
  for (guint i = 0; i < result->files->len; i++) {
    const HrWeaveFile *file = g_ptr_array_index (result->files, i);
    g_autofree char *path = dup_place (weave, file->path);
    gboolean is_same = FALSE;
    if (!checks && !may_write (weave, path, file->bytes, &is_same, error))
      return FALSE;
    if (writes)
      hr_cmd_depends_add_target (weave->options->depends, path);
    if (!writes || is_same)
      continue;
    if (!hr_cmd_write_bytes (weave->options, file->bytes, path, error))
      return FALSE;
    (*n_written)++;
  }
  return TRUE;
}

static gboolean make_figures_dir (const Weave *weave, const HrWeaveResult *result, GError **error)
{
  const HrCmdOptions *options = weave->options;
  if (options->figures_dir == NULL || options->outlet != NULL || result->files->len == 0)
    return TRUE;
  g_autofree char *path = dup_place (weave, options->figures_dir);
  if (g_mkdir_with_parents (path, 0777) == 0)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot make this folder: %s", path, g_strerror (errno));
  return FALSE;
}

static gboolean write_document (const Weave *weave, const HrWeaveResult *result, guint n_written, GError **error)
{
  gboolean in_place = weave->output == weave->input && strcmp (weave->input, "-") != 0;
  gboolean is_same =
      result->text->len == weave->n_bytes && memcmp (result->text->str, weave->text, weave->n_bytes) == 0;
  if (!in_place || !is_same) {
    g_autoptr (GBytes) bytes = g_bytes_new (result->text->str, result->text->len);
    HrCmdOptions options = *weave->options;
    if (in_place)
      options.depends = NULL; /* what figures rest on is not also made from itself */
    return hr_cmd_write_bytes (&options, bytes, weave->output, error);
  }
  if (n_written == 0 && weave->options->outlet == NULL)
    hr_cmd_note (weave->options, "%s: all is as it was", weave->name);
  return TRUE;
}

gboolean hr_cmd_weave (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  g_auto (Weave) weave = { 0 };
  guint n_written = 0;
  if (!weave_init (&weave, options, error))
    return FALSE;
  g_autoptr (HrWeaveResult) result = make (&weave, error);
  return result != NULL && write_figures (&weave, result, FALSE, &n_written, error) &&
         make_figures_dir (&weave, result, error) && write_figures (&weave, result, TRUE, &n_written, error) &&
         write_document (&weave, result, n_written, error);
}

char *hr_cmd_weave_chapter (const HrCmdOptions *options, const char *path, const char *text, GHashTable *made,
                            GError **error)
{
  g_auto (Weave) weave = { .options = options, .input = path, .output = path, .name = path, .hashed = TRUE };
  guint n_written = 0;
  weave.text = g_strdup (text);
  weave.n_bytes = strlen (text);
  weave.recorded = g_strdup (text);
  weave.stem = dup_stem (path);
  weave.folder = g_path_get_dirname (path);
  hr_cmd_depends_add_file (options->depends, path);
  g_autoptr (HrWeaveResult) result = make (&weave, error);
  if (result == NULL || !write_figures (&weave, result, FALSE, &n_written, error) ||
      !make_figures_dir (&weave, result, error) || !write_figures (&weave, result, TRUE, &n_written, error))
    return NULL;
  for (guint i = 0; i < result->files->len; i++) {
    const HrWeaveFile *file = g_ptr_array_index (result->files, i);
    g_autofree char *place = dup_place (&weave, file->path);
    g_hash_table_add (made, g_canonicalize_filename (place, NULL));
  }
  return g_strdup (result->text->str);
}
