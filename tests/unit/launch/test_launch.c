/* How a program is found, started and waited for, and what is said when that is not possible. */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "base/error.h"
#include "recording.h"

static void refuse (const char *program, gsize n_bytes, const char *python, const char *says)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Recording) recording =
      recording_new_bytes (program, n_bytes, &(RecordingOptions){ .python = python }, &error);
  g_assert_null (recording);
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  if (strstr (error->message, says) == NULL)
    g_error ("\"%s\" does not say \"%s\"", error->message, says);
}

static void test_syntax_error (gconstpointer python)
{
  refuse ("x = 1\nclass\n", 12, python, "program.py:2:6: ");
  refuse ("x = (1,\n", 8, python, "program.py:1:5: '(' was never closed\n    x = (1,\n        ^");
  refuse ("x = 1\0", 6, python, "program.py: ");
  refuse ("x = '\xe9'\n", 8, python, "program.py:");
}

static void test_no_interpreter (void)
{
  refuse ("", 0, "/no/such/python", "/no/such/python");
  refuse ("", 0, "no-such-python", "--python");
  refuse ("", 0, "3.99", "python3.99");
  refuse ("", 0, "/bin/true", "/bin/true");
}

static void test_no_program (void)
{
  HrLaunchOptions launch = { .what = HR_LAUNCH_FILE, .program = "/no/such/program.py" };
  HrLaunchResult result;
  g_autoptr (GError) missing = NULL, folder = NULL;
  g_assert_false (hr_launch_record (&launch, "/no/such/folder/f.reel", &result, &missing));
  g_assert_error (missing, HR_ERROR, HR_ERROR_INPUT);
  launch.program = "/";
  g_assert_false (hr_launch_record (&launch, "/no/such/folder/f.reel", &result, &folder));
  g_assert_error (folder, HR_ERROR, HR_ERROR_INPUT);
  g_assert_nonnull (strstr (folder->message, "directory"));
}

static void test_unwritable (void)
{
  HrLaunchOptions launch = { .what = HR_LAUNCH_CODE, .program = "x = 1" };
  HrLaunchResult result;
  g_autoptr (GError) error = NULL;
  g_assert_false (hr_launch_record (&launch, "/no/such/folder/f.reel", &result, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_OUTPUT);
}

static void expect_ending (const char *program, const RecordingOptions *options, HrEnding ending, int status)
{
  g_autoptr (Recording) recording = recording_new (program, options);
  const HrTimelineInfo *info = hr_timeline_peek_info (recording->timeline);
  g_assert_true (info->complete);
  g_assert_cmpint (info->ending, ==, ending);
  g_assert_cmpint (info->status, ==, status);
}

static void test_endings (gconstpointer python)
{
  RecordingOptions plain = { .python = python };
  expect_ending ("x = 1\n", &plain, HR_ENDING_EXIT, 0);
  expect_ending ("", &plain, HR_ENDING_EXIT, 0);
  expect_ending ("import sys\nsys.exit(3)", &plain, HR_ENDING_EXIT, 3);
  expect_ending ("1 / 0\n", &plain, HR_ENDING_EXIT, 1);
  expect_ending ("import os\nos._exit(4)\n", &plain, HR_ENDING_EXIT, 4);
  expect_ending ("import os\nos.abort()\n", &plain, HR_ENDING_SIGNAL, SIGABRT);
  RecordingOptions limited = { .python = python, .max_steps = 20 };
  expect_ending ("while True:\n    x = 1\n", &limited, HR_ENDING_LIMIT, 0);
  RecordingOptions timed = { .python = python, .timeout_s = 1 };
  expect_ending ("import time\ntime.sleep(60)\n", &timed, HR_ENDING_TIMEOUT, SIGTERM);
}

static void test_limit_keeps_steps (gconstpointer python)
{
  g_autoptr (Recording) recording =
      recording_new ("while True:\n    x = 1\n", &(RecordingOptions){ .python = python, .max_steps = 20 });
  g_assert_cmpuint (hr_timeline_n_steps (recording->timeline), ==, 20);
}

static void test_arguments (gconstpointer python)
{
  const char *const arguments[] = { "-x", "two words", NULL };
  g_autoptr (Recording) recording =
      recording_new ("import os, sys\n"
                     "print(sys.argv, __name__, __file__ == os.path.abspath('program.py'))\n"
                     "print([k for k in os.environ if k in ('HEAPREEL_RECORD', 'PYTHONPATH', 'PYTHONHASHSEED')])\n"
                     "print('sitecustomize' in sys.modules, [p for p in sys.path if 'recorder' in p])\n",
                     &(RecordingOptions){ .python = python, .arguments = arguments });
  g_autofree char *out = recording_dup_output (recording, HR_STREAM_STDOUT);
  g_assert_true (g_str_has_prefix (out, "['program.py', '-x', 'two words'] __main__ True\n[]\n"));
  g_assert_true (g_str_has_suffix (out, " []\n"));
}

static void test_source_text (gconstpointer python)
{
  static const char latin[] = "# -*- coding: latin-1 -*-\r\nx = '\xe9'\r\nprint(len(x))";
  g_autoptr (GError) error = NULL;
  g_autoptr (Recording) recording =
      recording_new_bytes (latin, sizeof latin - 1, &(RecordingOptions){ .python = python }, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hr_timeline_peek_source (recording->timeline, 1)->text, ==,
                   "# -*- coding: latin-1 -*-\nx = 'é'\nprint(len(x))");
  g_autoptr (HrTimelineState) state = recording_after (recording, 2, 1);
  g_assert_cmpstr (recording_name (state, "x")->text, ==, "'é'");
}

/* How often a path that ends in @end is among @paths. */
static guint count_path (const GPtrArray *paths, const char *end)
{
  guint n = 0;
  for (guint i = 0; i < paths->len; i++)
    n += g_str_has_suffix (paths->pdata[i], end);
  return n;
}

static void check_opens (const char *program, gconstpointer python)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *list = NULL;
  int fd = g_file_open_tmp ("heapreel-opens-XXXXXX", &list, &error);
  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_autoptr (Recording) recording =
      recording_new (program, &(RecordingOptions){ .python = python, .opens_path = list });
  g_autofree char *program_path = g_build_filename (recording->folder, "program.py", NULL);
  gboolean wrote = FALSE;
  g_autoptr (GPtrArray) paths = hr_launch_read_opens (list, &wrote, &error);
  g_assert_no_error (error);
  g_assert_cmpint (wrote, ==, strstr (program, "mine.txt") != NULL);
  g_assert_cmpuint (count_path (paths, program_path), ==, 1);
  g_assert_cmpuint (count_path (paths, "/colorsys.py"), ==, 1); /* by its source, compiled or not */
  g_assert_cmpuint (count_path (paths, "/mine.txt"), ==, 0);    /* the program's own */
  g_assert_cmpuint (count_path (paths, "/recorder.so"), ==, 1);
  g_assert_cmpuint (count_path (paths, "/opens.so"), ==, 1);
  g_assert_cmpuint (count_path (paths, ".reel"), ==, 0);
  g_assert_cmpuint (count_path (paths, ".pyc"), ==, 0);
  g_assert_cmpuint (count_path (paths, "/passwd"), ==, 1);
  guint n_extensions = 0;
  for (guint i = 0; i < paths->len; i++)
    n_extensions += strstr (paths->pdata[i], "/_json.") != NULL;
  g_assert_cmpuint (n_extensions, ==, 1);
  g_assert_cmpint (g_unlink (list), ==, 0);
}

/* What the program could still see of it, it says by its status. */
#define OPENS                                                                                                          \
  "import colorsys, _json, os\n"                                                                                       \
  "open('mine.txt', 'w').close()\n"                                                                                    \
  "os.close(os.open('mine.txt', os.O_RDONLY))\n"                                                                       \
  "os.chdir('/etc')\n"                                                                                                 \
  "for i in range(3):\n"                                                                                               \
  "    os.close(os.open('passwd', os.O_RDONLY))\n"                                                                     \
  "if any('HEAPREEL' in name or 'opens.so' in value for name, value in os.environ.items()): os.abort()\n"

static void test_opens (gconstpointer python)
{
  check_opens ("import colorsys, _json\nopen('/etc/passwd').close()\n", python);
  check_opens (OPENS, python);
  check_opens (OPENS "os._exit(0)\n", python);
  check_opens (OPENS "import signal\nos.kill(os.getpid(), signal.SIGKILL)\n", python);
}

static void test_no_opens (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (hr_launch_read_opens ("/no/such/list", NULL, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_OUTPUT);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("PYTHONPATH");
  g_unsetenv ("PYTHONHASHSEED");
  g_test_add_func ("/launch/no-interpreter", test_no_interpreter);
  g_test_add_func ("/launch/no-program", test_no_program);
  g_test_add_func ("/launch/unwritable", test_unwritable);
  recording_add ("/launch/syntax-error", test_syntax_error);
  recording_add ("/launch/endings", test_endings);
  recording_add ("/launch/limit-keeps-steps", test_limit_keeps_steps);
  recording_add ("/launch/arguments", test_arguments);
  g_test_add_func ("/launch/no-opens", test_no_opens);
  recording_add ("/launch/opens", test_opens);
  recording_add ("/launch/source-text", test_source_text);
  return g_test_run ();
}
