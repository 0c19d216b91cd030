#include "cache.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/output_file.h"

static void add_text (GChecksum *sum, const char *text)
{
  g_checksum_update (sum, (const guchar *)(text != NULL ? text : ""), (gssize)strlen (text != NULL ? text : "") + 1);
}

static void add_number (GChecksum *sum, guint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, number);
  add_text (sum, text);
}

static void add_list (GChecksum *sum, const char *const *list)
{
  for (gsize i = 0; list != NULL && list[i] != NULL; i++)
    add_text (sum, list[i]);
  add_text (sum, NULL);
}

/* The variables that decide which interpreter runs, and how it is set up. */
static void add_environment (GChecksum *sum)
{
  static const char *const names[] = {
    "PATH", "LANG", "LANGUAGE", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", NULL
  };
  g_auto (GStrv) all = g_listenv ();
  qsort (all, g_strv_length (all), sizeof *all, (int (*) (const void *, const void *))g_strcmp0);
  for (gsize i = 0; names[i] != NULL; i++)
    add_text (sum, g_getenv (names[i]));
  for (gsize i = 0; all[i] != NULL; i++) {
    if (!g_str_has_prefix (all[i], "PYTHON"))
      continue;
    add_text (sum, all[i]);
    add_text (sum, g_getenv (all[i]));
  }
}

/* How the recording is asked for. Newly allocated, in hexadecimal digits. */
static char *dup_key (const HrLaunchOptions *launch)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  const HrLaunchLimits *limits = &launch->limits;
  const guint64 numbers[] = { launch->what,        launch->prompt,         launch->refs,  launch->steps,
                              limits->max_objects, limits->max_items,      limits->depth, limits->max_steps,
                              limits->timeout_s,   limits->max_file_bytes, limits->after, limits->memory_bytes };
  add_text (sum, "heapreel " HR_VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    add_number (sum, numbers[i]);
  add_text (sum, launch->program);
  add_text (sum, launch->python);
  add_text (sum, launch->hash_seed);
  add_list (sum, launch->arguments);
  add_list (sum, launch->only);
  add_list (sum, launch->skip);
  add_environment (sum);
  return g_strdup (g_checksum_get_string (sum));
}

/* The hash of a file's content; NULL when it cannot be read. Newly allocated. */
static char *dup_hash (const char *path)
{
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  if (!g_file_get_contents (path, &data, &n_bytes, NULL))
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *)data, n_bytes);
}

/* Below the working directory as seen from it, so that the folder can be kept while the project moves. */
static char *dup_portable (const char *path)
{
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *prefix = g_strconcat (here, "/", NULL);
  const char *seen = g_str_has_prefix (path, prefix) ? path + strlen (prefix) : path;
  return g_strescape (seen, NULL);
}

/* The files on which the recording @reel rests; NULL when any is another by now, or nothing whole is kept. The first
 * line of the list is the recording's own hash. */
static GPtrArray *read_files (const char *list_path, const char *reel)
{
  g_autofree char *text = NULL, *own = dup_hash (reel);
  if (own == NULL || !g_file_get_contents (list_path, &text, NULL, NULL) || !g_str_has_prefix (text, own))
    return NULL;
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  for (gsize i = 1; lines[i] != NULL && *lines[i] != '\0'; i++) {
    char *space = strchr (lines[i], ' ');
    if (space == NULL)
      return NULL;
    *space = '\0';
    g_autofree char *path = g_strcompress (space + 1);
    g_autofree char *hash = dup_hash (path);
    if (g_strcmp0 (hash, lines[i]) != 0)
      return NULL;
    g_ptr_array_add (files, g_canonicalize_filename (path, NULL));
  }
  return files->len > 0 ? g_steal_pointer (&files) : NULL;
}

static gboolean copy_file (const char *from, const char *to, GError **error)
{
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  return hr_output_file_read (from, &data, &n_bytes, error) && hr_output_file_write (to, data, n_bytes, error);
}

/* Where a recording and its list are kept. */
typedef struct {
  char *reel, *list;
} Place;

static void place_clear (Place *place)
{
  g_free (place->reel);
  g_free (place->list);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean place_init (Place *place, const char *cache, const HrLaunchOptions *launch, GError **error)
{
  g_autofree char *key = dup_key (launch);
  place->reel = g_strdup_printf ("%s/%s.reel", cache, key);
  place->list = g_strdup_printf ("%s/%s.files", cache, key);
  if (g_mkdir_with_parents (cache, 0777) == 0)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot keep recordings there: %s", cache, g_strerror (errno));
  return FALSE;
}

/* The recording first: a list says that it is there. */
static gboolean keep (const Place *place, const char *reel_path, const GPtrArray *files, GError **error)
{
  g_autofree char *own = dup_hash (reel_path);
  g_autoptr (GString) list = g_string_new (own);
  g_string_append_c (list, '\n');
  for (guint i = 0; i < files->len; i++) {
    g_autofree char *hash = dup_hash (files->pdata[i]);
    g_autofree char *path = dup_portable (files->pdata[i]);
    if (hash == NULL)
      return TRUE; /* it has gone meanwhile */
    g_string_append_printf (list, "%s %s\n", hash, path);
  }
  (void)g_unlink (place->list);
  return copy_file (reel_path, place->reel, error) && hr_output_file_write (place->list, list->str, list->len, error);
}

static gboolean record_and_keep (const Place *place, const HrLaunchOptions *launch, const char *reel_path,
                                 HrLaunchResult *result, GPtrArray **files, GError **error)
{
  HrLaunchOptions noting = *launch;
  g_autofree char *opens = NULL;
  gboolean wrote = FALSE;
  int fd = g_file_open_tmp ("heapreel-opens-XXXXXX", &opens, error);
  if (fd < 0)
    return FALSE;
  (void)g_close (fd, NULL);
  noting.opens_path = opens;
  gboolean good = hr_launch_record (&noting, reel_path, result, error);
  *files = good ? hr_launch_read_opens (opens, &wrote, error) : NULL;
  (void)g_unlink (opens);
  if (*files == NULL)
    return FALSE;
  return !result->exited || result->stopped || wrote || keep (place, reel_path, *files, error);
}

gboolean hr_cmd_cache_record (const char *cache, const HrLaunchOptions *launch, const char *reel_path,
                              HrLaunchResult *result, GPtrArray **files, gboolean *found, GError **error)
{
  g_auto (Place) place = { 0 };
  if (!place_init (&place, cache, launch, error))
    return FALSE;
  *result = (HrLaunchResult){ .exited = TRUE };
  *files = read_files (place.list, place.reel);
  *found = *files != NULL;
  if (*found)
    return copy_file (place.reel, reel_path, error);
  return record_and_keep (&place, launch, reel_path, result, files, error);
}
