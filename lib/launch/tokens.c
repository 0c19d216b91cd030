#include "launch/tokens.h"

#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "launch_tokens.h"

#define SCRIPT "/heapreel/launch/tokens.py"

static char *dup_script (void)
{
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (hr_launch_get_resource (), SCRIPT, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* A file without a name: a child that does not read it all does not break a pipe. -1: there is no room. */
static int open_sources (GBytes *sources)
{
  gsize n_bytes, done = 0;
  const char *bytes = g_bytes_get_data (sources, &n_bytes);
  int fd = memfd_create ("sources", MFD_CLOEXEC);
  while (fd >= 0 && done < n_bytes) {
    gssize n = write (fd, bytes + done, n_bytes - done);
    if (n <= 0 && errno != EINTR) {
      close (fd);
      return -1;
    }
    done += n > 0 ? (gsize)n : 0;
  }
  if (fd >= 0)
    (void)lseek (fd, 0, SEEK_SET);
  return fd;
}

/* tokens.py says what is asked and answered. */
static GBytes *ask (const char *executable, GBytes *sources)
{
  g_autofree char *script = dup_script ();
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  int fd = open_sources (sources);
  if (fd < 0)
    return NULL;
  g_subprocess_launcher_take_stdin_fd (launcher, fd);
  g_autoptr (GSubprocess) process =
      g_subprocess_launcher_spawn (launcher, NULL, executable, "-I", "-S", "-B", "-W", "ignore", "-c", script, NULL);
  GBytes *answer = NULL;
  if (process == NULL || !g_subprocess_communicate (process, NULL, NULL, &answer, NULL, NULL))
    return NULL;
  if (!g_subprocess_get_successful (process))
    g_clear_pointer (&answer, g_bytes_unref);
  return answer;
}

static GBytes *put_sources (HrTimeline *timeline)
{
  GString *all = g_string_new (NULL);
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++) {
    const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);
    if (source->text == NULL)
      continue;
    g_string_append_printf (all, "%zu\n", strlen (source->text));
    g_string_append (all, source->text);
  }
  return g_string_free_to_bytes (all);
}

/* A number and the character after it, which *text gets past. */
static gboolean read_number (const char **text, char after, guint32 *number)
{
  char *end = NULL;
  guint64 value = g_ascii_strtoull (*text, &end, 10);
  if (!g_ascii_isdigit (**text) || *end != after || value > G_MAXUINT32)
    return FALSE;
  *number = (guint32)value;
  *text = end + 1;
  return TRUE;
}

static gboolean follows (const HrTimelineToken *token, const GArray *tokens)
{
  const HrTimelineToken *last = tokens->len > 0 ? &g_array_index (tokens, HrTimelineToken, tokens->len - 1) : NULL;
  return token->line > 0 && token->start < token->end && token->kind > 0 && token->kind <= HR_TOKEN_LAST &&
         (last == NULL || token->line > last->line || (token->line == last->line && token->start >= last->end));
}

/* The tokens of one source, up to the empty line. NULL: that is no answer. */
static GArray *read_tokens (const char **text)
{
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (HrTimelineToken));
  while (**text != '\n') {
    HrTimelineToken token;
    guint32 kind = 0;
    if (!read_number (text, ' ', &token.line) || !read_number (text, ' ', &token.start) ||
        !read_number (text, ' ', &token.end) || !read_number (text, '\n', &kind))
      return NULL;
    token.kind = (HrTokenKind)kind;
    if (!follows (&token, tokens))
      return NULL;
    g_array_append_val (tokens, token);
  }
  (*text)++;
  return g_steal_pointer (&tokens);
}

static void free_tokens (gpointer tokens)
{
  if (tokens != NULL)
    g_array_unref (tokens);
}

GPtrArray *hr_tokens_new (HrTimeline *timeline, const char *executable)
{
  g_autoptr (GBytes) sources = put_sources (timeline);
  if (g_bytes_get_size (sources) == 0)
    return NULL;
  g_autoptr (GBytes) answer = ask (executable, sources);
  if (answer == NULL)
    return NULL;
  gsize n_bytes;
  const char *bytes = g_bytes_get_data (answer, &n_bytes);
  g_autofree char *whole = g_strndup (bytes != NULL ? bytes : "", n_bytes);
  const char *text = whole;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_tokens);
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++) {
    GArray *tokens = NULL;
    if (hr_timeline_peek_source (timeline, file)->text != NULL && (tokens = read_tokens (&text)) == NULL)
      return NULL;
    g_ptr_array_add (all, tokens);
  }
  return g_steal_pointer (&all);
}
