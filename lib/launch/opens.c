#include "launch/opens.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"

/* The first two letters are those of the recorder's opens.h; the third marks the recording itself. */
enum { READ = 'r', WRITE = 'w', OWN = 'o' };

static gboolean fail (const char *path, GError **error)
{
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot note what the program rests on: %s", path,
               g_strerror (errno));
  return FALSE;
}

gboolean hr_opens_add_tool (const char *opens_path, const char *reel_path, const HrInterpreter *interpreter,
                            GError **error)
{
  static const char *const parts[] = { "recorder.so", "../preload.so", "../opens.so" };
  FILE *file = g_fopen (opens_path, "abe");
  gboolean good = TRUE;

  if (file == NULL)
    return fail (opens_path, error);
  good = fprintf (file, "%c%s%c%c%s%c", OWN, reel_path, '\0', READ, interpreter->executable, '\0') > 0;
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++) {
    g_autofree char *path = g_build_filename (interpreter->recorder, parts[i], NULL);
    good = fprintf (file, "%c%s%c", READ, path, '\0') > 0 && good;
  }
  return (fclose (file) == 0 && good) || fail (opens_path, error);
}

/* The source of a compiled module: "d/__pycache__/m.cpython-311.pyc" is of "d/m.py". Newly allocated; NULL when there
 * is none, or @path is no such file. */
static char *dup_source (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strchr (base, '.');

  if (!g_str_has_suffix (folder, "/__pycache__") || !g_str_has_suffix (base, ".pyc") || dot == NULL)
    return NULL;
  g_autofree char *name = g_strdup_printf ("%.*s.py", (int)(dot - base), base);
  g_autofree char *source = g_build_filename (folder, "..", name, NULL);
  char *canonical = g_canonicalize_filename (source, NULL);
  if (g_file_test (canonical, G_FILE_TEST_IS_REGULAR))
    return canonical;
  g_free (canonical);
  return NULL;
}

/* What the system makes up as it is asked. */
static gboolean is_made_up (const char *path)
{
  return g_str_has_prefix (path, "/proc/") || g_str_has_prefix (path, "/sys/") || g_str_has_prefix (path, "/dev/");
}

static gint compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Whether any of the files @written is still there, but for @own. */
static gboolean has_left (GHashTable *written, GHashTable *own)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, written);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (!is_made_up (path) && !g_hash_table_contains (own, path) && g_file_test (path, G_FILE_TEST_EXISTS))
      return TRUE;
  return FALSE;
}

GPtrArray *hr_launch_read_opens (const char *opens_path, gboolean *wrote, GError **error)
{
  g_autofree char *data = NULL;
  g_autoptr (GHashTable) own = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) written = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gsize n_bytes = 0;

  if (!g_file_get_contents (opens_path, &data, &n_bytes, NULL)) {
    (void)fail (opens_path, error);
    return NULL;
  }
  for (const char *entry = data; entry < data + n_bytes; entry += strlen (entry) + 1) {
    char *path = g_canonicalize_filename (entry + 1, NULL);
    char *source = *entry != READ ? NULL : dup_source (path);
    if (source != NULL) {
      g_free (path);
      path = source;
    }
    g_hash_table_add (*entry == OWN ? own : *entry == WRITE ? written : read, path);
  }
  if (wrote != NULL)
    *wrote = has_left (written, own);
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer key;
  g_hash_table_iter_init (&iter, read);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (written, key) && !is_made_up (key) && g_file_test (key, G_FILE_TEST_IS_REGULAR))
      g_ptr_array_add (paths, g_strdup (key));
  g_ptr_array_sort (paths, compare_paths);
  return paths;
}
