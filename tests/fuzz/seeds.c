/* Writes whole timelines into the folder given, for libFuzzer to start from: each with the byte in front that
 * fuzz_timeline.c expects. */
#include <glib/gstdio.h>

#include "fixture.h"

/* HrTimelineTokenize: the first byte of each line is a keyword. */
static GPtrArray *tokenize (HrTimeline *timeline, G_GNUC_UNUSED gpointer data)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint32 file = 1; file <= hr_timeline_n_sources (timeline); file++) {
    GArray *tokens = g_array_new (FALSE, FALSE, sizeof (HrTimelineToken));
    for (guint32 line = 1; line <= hr_timeline_peek_source (timeline, file)->n_lines; line++) {
      HrTimelineToken token = { line, 0, 1, HR_TOKEN_KEYWORD };
      g_array_append_val (tokens, token);
    }
    g_ptr_array_add (all, tokens);
  }
  return all;
}

/* @bytes with an end that tells tokens. */
static GBytes *finish_tokenized (GBytes *bytes, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "unfinished", NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize n_bytes;
  if (!g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error) ||
      !hr_timeline_finish_tokenized (path, HR_ENDING_EXIT, 0, NULL, tokenize, NULL, &error) ||
      !g_file_get_contents (path, &data, &n_bytes, &error))
    g_error ("%s", error->message);
  g_unlink (path);
  return g_bytes_new_take (data, n_bytes);
}

int main (int argc, char **argv)
{
  if (argc != 2)
    g_error ("usage: fuzz-seeds FOLDER");
  for (guint story = 0; story <= HR_FIXTURE_LAST; story++) {
    g_autoptr (GBytes) told = hr_fixture_story_bytes ((HrFixtureStory)story, 4, story % 2 == 0);
    g_autoptr (GBytes) bytes = story % 2 == 0 ? g_bytes_ref (told) : finish_tokenized (told, argv[1]);
    g_autoptr (GByteArray) seed = g_byte_array_new ();
    g_autofree char *path = g_strdup_printf ("%s/story-%u", argv[1], story);
    g_autoptr (GError) error = NULL;
    gsize n_bytes;
    const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
    g_byte_array_append (seed, (const guint8 *)"\1", 1);
    g_byte_array_append (seed, data, (guint)n_bytes);
    if (!g_file_set_contents (path, (const char *)seed->data, seed->len, &error))
      g_error ("%s", error->message);
  }
  return 0;
}
