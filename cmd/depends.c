#include "depends.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/output_file.h"
#include "launch/launch.h"
#include "temporary.h"

struct HrCmdDepends {
  GPtrArray *targets; /* char *, each once, in the order made */
  GHashTable *files;  /* char *: absolute paths */
  char *opens_path;
};

HrCmdDepends *hr_cmd_depends_new (GError **error)
{
  g_autoptr (HrCmdDepends) depends = g_new0 (HrCmdDepends, 1);
  depends->targets = g_ptr_array_new_with_free_func (g_free);
  depends->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *cause = NULL;
  int fd = g_file_open_tmp ("heapreel-opens-XXXXXX", &depends->opens_path, &cause);
  if (fd >= 0 && g_close (fd, &cause)) {
    hr_cmd_depends_add_file (depends, "/proc/self/exe");
    return g_steal_pointer (&depends);
  }
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot write there (%s); set TMPDIR to a folder with room",
               g_get_tmp_dir (), cause->message);
  g_error_free (cause);
  return NULL;
}

void hr_cmd_depends_free (HrCmdDepends *depends)
{
  if (depends->opens_path != NULL)
    g_unlink (depends->opens_path);
  g_free (depends->opens_path);
  g_ptr_array_unref (depends->targets);
  g_hash_table_unref (depends->files);
  g_free (depends);
}

static gboolean is_path (const char *path)
{
  return path != NULL && strcmp (path, "-") != 0;
}

void hr_cmd_depends_add_target (HrCmdDepends *depends, const char *path)
{
  if (depends != NULL && is_path (path) &&
      !g_ptr_array_find_with_equal_func (depends->targets, path, g_str_equal, NULL))
    g_ptr_array_add (depends->targets, g_strdup (path));
}

void hr_cmd_depends_add_file (HrCmdDepends *depends, const char *path)
{
  if (depends == NULL || !is_path (path))
    return;
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  for (const char *name; folder != NULL && (name = g_dir_read_name (folder)) != NULL;) {
    g_autofree char *inner = g_build_filename (path, name, NULL);
    hr_cmd_depends_add_file (depends, inner);
  }
  g_autofree char *target = g_file_read_link (path, NULL);
  if (target != NULL && g_str_has_prefix (path, "/proc/"))
    g_hash_table_add (depends->files, g_steal_pointer (&target));
  else if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    g_hash_table_add (depends->files, g_canonicalize_filename (path, NULL));
}

const char *hr_cmd_depends_peek_opens (const HrCmdDepends *depends)
{
  return depends != NULL ? depends->opens_path : NULL;
}

/* As seen from @here, where it is below it: what a build that is run there calls it. */
static char *dup_seen_from (const char *here, const char *path)
{
  gsize n_bytes = strlen (here);
  gboolean below = g_str_has_prefix (path, here) && path[n_bytes] == '/';
  return g_strdup (below ? path + n_bytes + 1 : path);
}

static gint compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *hr_cmd_depends_files (HrCmdDepends *depends, GError **error)
{
  g_autoptr (GPtrArray) opened = hr_launch_read_opens (depends->opens_path, NULL, error);
  if (opened == NULL)
    return NULL;
  for (guint i = 0; i < opened->len; i++)
    g_hash_table_add (depends->files, g_strdup (opened->pdata[i]));
  for (guint i = 0; i < depends->targets->len; i++) { /* a page that is woven in place */
    g_autofree char *target = g_canonicalize_filename (depends->targets->pdata[i], NULL);
    g_hash_table_remove (depends->files, target);
  }
  g_autofree char *here = g_get_current_dir ();
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer path;
  g_hash_table_iter_init (&iter, depends->files);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_ptr_array_add (paths, dup_seen_from (here, path));
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

/* As make reads names of files in rules: gcc's way, which ninja reads too. */
static void append_name (GString *out, const char *path)
{
  for (const char *p = path; *p != '\0'; p++) {
    if (*p == ' ' || *p == '#' || *p == '\t')
      g_string_append_c (out, '\\');
    else if (*p == '$')
      g_string_append_c (out, '$');
    g_string_append_c (out, *p);
  }
}

gboolean hr_cmd_depends_write (HrCmdDepends *depends, const char *path, GError **error)
{
  g_autoptr (GPtrArray) files = hr_cmd_depends_files (depends, error);
  if (files == NULL)
    return FALSE;
  g_autoptr (GString) out = g_string_new (NULL);
  for (guint i = 0; i < depends->targets->len; i++) {
    g_string_append (out, i > 0 ? " " : "");
    append_name (out, depends->targets->pdata[i]);
  }
  g_string_append_c (out, ':');
  for (guint i = 0; i < files->len; i++) {
    g_string_append (out, " \\\n  ");
    append_name (out, files->pdata[i]);
  }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < files->len; i++) {
    append_name (out, files->pdata[i]);
    g_string_append (out, ":\n");
  }
  return hr_output_file_write (path, out->str, out->len, error);
}
