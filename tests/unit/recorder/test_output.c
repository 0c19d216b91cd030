/* What the program writes belongs to the step that wrote it, and is complete however it was written. */
#include "recording.h"

static void expect_output (const Recording *recording, guint line, int stream, const char *text)
{
  g_autoptr (HrTimelineState) state = recording_after (recording, line, 1);
  guint n_pieces;
  const HrTimelineOutput *pieces = hr_timeline_peek_output (recording->timeline, &n_pieces);
  g_autoptr (GString) found = g_string_new (NULL);
  for (guint i = 0; i < n_pieces; i++)
    if (pieces[i].step == state->step.index && pieces[i].stream == stream)
      g_string_append (found, pieces[i].text);
  g_assert_cmpstr (found->str, ==, text);
}

static void test_by_step (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("import io, os, sys\n"
                                                   "print('one', 2)\n"
                                                   "sys.stdout.write('no newline')\n"
                                                   "sys.stdout.flush()\n"
                                                   "sys.stdout.buffer.write(b'bytes')\n"
                                                   "sys.stdout.buffer.flush()\n"
                                                   "os.write(1, b'by descriptor')\n"
                                                   "print('err', file=sys.stderr)\n"
                                                   "old, sys.stdout = sys.stdout, io.StringIO()\n"
                                                   "print('not on any stream')\n"
                                                   "sys.stdout = old\n"
                                                   "for i in range(3000): print(i)\n"
                                                   "print('\\u00e9\\n', end='')\n"
                                                   "end = 0\n",
                                                   &(RecordingOptions){ .python = python });
  expect_output (recording, 2, HR_STREAM_STDOUT, "one 2\n");
  expect_output (recording, 3, HR_STREAM_STDOUT, "no newline");
  expect_output (recording, 4, HR_STREAM_STDOUT, "");
  expect_output (recording, 5, HR_STREAM_STDOUT, "bytes");
  expect_output (recording, 7, HR_STREAM_STDOUT, "by descriptor");
  expect_output (recording, 8, HR_STREAM_STDERR, "err\n");
  expect_output (recording, 10, HR_STREAM_STDOUT, "");
  expect_output (recording, 13, HR_STREAM_STDOUT, "é\n");
}

static void test_whole (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("import sys\n"
                                                   "for i in range(3000): print(i)\n"
                                                   "class Tee:\n"
                                                   "    def write(self, text): sys.__stdout__.write('<' + text + '>')\n"
                                                   "    def flush(self): pass\n"
                                                   "sys.stdout = Tee()\n"
                                                   "print('x', end='')\n"
                                                   "1 / 0\n",
                                                   &(RecordingOptions){ .python = python });
  g_autoptr (GString) expected = g_string_new (NULL);
  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (expected, "%u\n", i);
  g_string_append (expected, "<x><>");
  g_autofree char *out = recording_dup_output (recording, HR_STREAM_STDOUT);
  g_autofree char *err = recording_dup_output (recording, HR_STREAM_STDERR);
  g_assert_cmpstr (out, ==, expected->str);
  g_assert_true (g_str_has_prefix (err, "Traceback (most recent call last):\n"));
  g_assert_true (g_str_has_suffix (err, "ZeroDivisionError: division by zero\n"));
}

/* Steps survive however the program ends, and a child does not write into its parent's recording. */
static void test_survival (gconstpointer python)
{
  static const char *const ends[] = { "os._exit(1)", "os.abort()", "os.kill(os.getpid(), 9)",
                                      "import ctypes; ctypes.string_at(0)" };
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autofree char *program = g_strdup_printf ("import os\nx = [1]\nprint('seen')\ny = 2\n%s\n", ends[i]);
    g_autoptr (Recording) recording = recording_new (program, &(RecordingOptions){ .python = python });
    g_autoptr (HrTimelineState) state = recording_after (recording, 4, 1);
    g_assert_cmpstr (recording_name (state, "y")->text, ==, "2");
    g_autofree char *out = recording_dup_output (recording, HR_STREAM_STDOUT);
    g_assert_cmpstr (out, ==, "seen\n");
  }
  g_autoptr (Recording) forked = recording_new ("import os\n"
                                                "child = os.fork()\n"
                                                "if child == 0:\n"
                                                "    x = 'of the child'\n"
                                                "    os._exit(0)\n"
                                                "os.waitpid(child, 0)\n"
                                                "y = 1\n",
                                                &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) last = recording_after (forked, 7, 1);
  g_assert_null (recording_name (last, "x"));
  g_assert_cmpuint (recording_count (forked, HR_EVENT_END), ==, 1);
}

/* No room for the recording: one line, and the program runs on. */
static void test_full (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("import resource, signal\n"
                                                   "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
                                                   "resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
                                                   "for i in range(20000):\n"
                                                   "    x = i\n"
                                                   "assert x == 19999\n",
                                                   &(RecordingOptions){ .python = python });
  g_assert_cmpint (recording->result.status, ==, 0);
  g_assert_cmpuint (hr_timeline_n_steps (recording->timeline), >, 10);
  g_assert_cmpuint (recording_count (recording, HR_EVENT_END), ==, 0);
}

static void test_unbuffered (gconstpointer python)
{
  g_setenv ("PYTHONUNBUFFERED", "1", TRUE);
  test_by_step (python);
  test_whole (python);
  g_unsetenv ("PYTHONUNBUFFERED");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("PYTHONUNBUFFERED");
  recording_add ("/output/by-step", test_by_step);
  recording_add ("/output/whole", test_whole);
  recording_add ("/output/unbuffered", test_unbuffered);
  recording_add ("/output/survival", test_survival);
  recording_add ("/output/full", test_full);
  return g_test_run ();
}
