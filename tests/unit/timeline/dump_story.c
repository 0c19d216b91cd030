/* Prints a story of the fixture as JSON lines: dump-story NUMBER. */
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"
#include "timeline/dump.h"

int main (int argc, char **argv)
{
  g_assert (argc == 2);
  g_autoptr (HrTimeline) timeline = hr_fixture_story ((HrFixtureStory)atoi (argv[1]), 3);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  if (!hr_timeline_dump_json (timeline, out, &error))
    g_error ("%s", error->message);
  return fputs (out->str, stdout) < 0 || fflush (stdout) != 0;
}
