/* Writes whole timelines into the folder given, for libFuzzer to start from: each with the byte in front that
 * fuzz_timeline.c expects. */
#include "fixture.h"

int main (int argc, char **argv)
{
  if (argc != 2)
    g_error ("usage: fuzz-seeds FOLDER");
  for (guint story = 0; story <= HR_FIXTURE_LAST; story++) {
    g_autoptr (GBytes) bytes = hr_fixture_story_bytes ((HrFixtureStory)story, 4, story % 2 == 0);
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
