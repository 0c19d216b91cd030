#include "temporary.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"

/* What the signal handler writes: made beforehand, because it may allocate nothing. Old ones are not freed, in case it
 * reads one just now. */
static const char *volatile kept_text;
static GPtrArray *texts;
static GPtrArray *kept_paths;

static void tell_and_stop (int number)
{
  const char *text = kept_text;

  if (text != NULL && write (STDERR_FILENO, text, strlen (text)) < 0) {
    /* nobody is left to be told */
  }
  (void)signal (number, SIG_DFL);
  (void)raise (number);
}

static void set_text (void)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < kept_paths->len; i++)
    g_string_append_printf (text, "heapreel: stopped; the recording is kept in %s\n",
                            (const char *)kept_paths->pdata[i]);
  kept_text = kept_paths->len > 0 ? text->str : NULL;
  g_ptr_array_add (texts, g_string_free (text, FALSE));
}

static void listen (void)
{
  static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    struct sigaction action = { .sa_handler = tell_and_stop }, before;
    if (sigaction (numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
      (void)sigaction (numbers[i], &action, NULL);
  }
}

enum { MOST_STEM_BYTES = 100 }; /* a name of 255 must hold it and what stands around it */

/* "heapreel-STEM-XXXXXX.reel": any name of a program or a module as a part of a file's name. */
static char *dup_template (const char *stem)
{
  gsize n_bytes = strlen (stem);
  if (n_bytes > MOST_STEM_BYTES)
    for (n_bytes = MOST_STEM_BYTES; n_bytes > 0 && (stem[n_bytes] & 0xC0) == 0x80; n_bytes--)
      ; /* not in the middle of a character */
  g_autofree char *part = g_strndup (stem, n_bytes);
  return g_strdup_printf ("heapreel-%s-XXXXXX.reel", g_strdelimit (part, "/", '.'));
}

char *hr_cmd_temporary_new (const char *stem, GError **error)
{
  g_autofree char *name = dup_template (stem);
  char *path = NULL;
  g_autoptr (GError) cause = NULL;
  int fd = g_file_open_tmp (name, &path, &cause);
  if (fd < 0) {
    g_set_error (error, HR_ERROR, HR_ERROR_OUTPUT, "%s: cannot record there (%s); set TMPDIR to a folder with room",
                 g_get_tmp_dir (), cause->message);
    return NULL;
  }
  (void)close (fd);
  if (kept_paths == NULL) {
    kept_paths = g_ptr_array_new_with_free_func (g_free);
    texts = g_ptr_array_new_with_free_func (g_free);
    listen ();
  }
  g_ptr_array_add (kept_paths, g_strdup (path));
  set_text ();
  return path;
}

void hr_cmd_temporary_remove (const char *path)
{
  for (guint i = 0; i < kept_paths->len; i++)
    if (strcmp (kept_paths->pdata[i], path) == 0) {
      (void)g_unlink (path);
      g_ptr_array_remove_index_fast (kept_paths, i);
      break;
    }
  set_text ();
}
