#include "launch/interpreter.h"

#include <gio/gio.h>
#include <string.h>

#include "base/error.h"

/* Runs under any Python, 2 included, so that it can say which it is. Prints the implementation, the version, what rules
 * it out ("", "free-threaded", "debug") and its executable; then "ok", or where and how the program's syntax is wrong.
 * Fields end with NUL, because texts hold everything else. */
static const char question[] = "import sys\n"
                               "def say(*fields):\n"
                               "    out = getattr(sys.stdout, 'buffer', sys.stdout)\n"
                               "    for field in fields:\n"
                               "        if not isinstance(field, bytes):\n"
                               "            field = field.encode('utf-8', 'backslashreplace')\n"
                               "        out.write(field + b'\\0')\n"
                               "    out.flush()\n"
                               "name = getattr(getattr(sys, 'implementation', None), 'name', 'CPython')\n"
                               "if name == 'cpython':\n"
                               "    name = 'CPython'\n"
                               "unfit = ''\n"
                               "if 't' in getattr(sys, 'abiflags', ''):\n"
                               "    unfit = 'free-threaded'\n"
                               "elif hasattr(sys, 'gettotalrefcount'):\n"
                               "    unfit = 'debug'\n"
                               "say(name, '%d.%d.%d' % tuple(sys.version_info[:3]), unfit, sys.executable or '')\n"
                               "if sys.version_info < (3, 11):\n"
                               "    sys.exit(0)\n"
                               "what, program = sys.argv[1:3]\n"
                               "try:\n"
                               "    if what == 'file':\n"
                               "        with open(program, 'rb') as f:\n"
                               "            compile(f.read(), program, 'exec', dont_inherit=True)\n"
                               "    elif what == 'code':\n"
                               "        compile(program, '<string>', 'exec', dont_inherit=True)\n"
                               "except SyntaxError as e:\n"
                               "    say('syntax', str(e.lineno or 0), str(e.offset or 0), e.text or '', e.msg or '')\n"
                               "except ValueError as e:\n"
                               "    say('syntax', '0', '0', '', str(e))\n"
                               "except (MemoryError, RecursionError):\n"
                               "    say('ok')\n"
                               "else:\n"
                               "    say('ok')\n";

static gboolean is_version (const char *text)
{
  return g_regex_match_simple ("^[0-9]+\\.[0-9]+$", text, 0, 0);
}

static char *find_executable (const char *wanted, GError **error)
{
  g_autofree char *searched = wanted == NULL        ? g_strdup ("python3")
                              : is_version (wanted) ? g_strconcat ("python", wanted, NULL)
                                                    : g_strdup (wanted);
  char *found = g_find_program_in_path (searched);

  if (found == NULL)
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
                 strchr (searched, '/') != NULL ? "%s: no such interpreter, or it cannot be executed"
                                                : "%s: not found on PATH; install it, or name another with --python",
                 searched);
  return found;
}

static const char *const what_names[] = {
  [HR_LAUNCH_FILE] = "file", [HR_LAUNCH_CODE] = "code", [HR_LAUNCH_MODULE] = "module"
};

/* The fields that the interpreter answered, or NULL. */
static GPtrArray *ask (const char *executable, const HrLaunchOptions *options, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process =
      g_subprocess_launcher_spawn (launcher, &local, executable, "-I", "-S", "-W", "ignore", "-c", question,
                                   what_names[options->what], options->program, NULL);
  g_autoptr (GBytes) out = NULL, err = NULL;

  if (process == NULL || !g_subprocess_communicate (process, NULL, NULL, &out, &err, &local)) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: cannot be run: %s", executable, local->message);
    return NULL;
  }
  gsize n_bytes, n_error_bytes;
  const char *bytes = g_bytes_get_data (out, &n_bytes), *message = g_bytes_get_data (err, &n_error_bytes);
  GPtrArray *fields = g_ptr_array_new_with_free_func (g_free);
  for (gsize at = 0; at < n_bytes;) {
    gsize length = strnlen (bytes + at, n_bytes - at);
    g_ptr_array_add (fields, g_strndup (bytes + at, length));
    at += length + 1;
  }
  if (fields->len >= 4)
    return fields;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: not a Python that can be asked its version: %.*s", executable,
               (int)MIN (n_error_bytes, 400), message != NULL ? message : "");
  g_ptr_array_unref (fields);
  return NULL;
}

static gboolean check_identity (const char *asked, GPtrArray *fields, GError **error)
{
  const char *name = fields->pdata[0], *version = fields->pdata[1], *unfit = fields->pdata[2];

  if (strcmp (name, "CPython") != 0)
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s is %s; heapreel records CPython 3.11, 3.12 and 3.13", asked,
                 name);
  else if (!g_regex_match_simple ("^3\\.1[123]\\.", version, 0, 0))
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
                 "%s is CPython %s; heapreel records CPython 3.11, 3.12 and 3.13: choose one with --python", asked,
                 version);
  else if (*unfit != '\0')
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
                 "%s is a %s build of CPython %s, which heapreel cannot record: choose another with --python", asked,
                 unfit, version);
  else
    return TRUE;
  return FALSE;
}

/* "file.py:3:5: invalid syntax" and the line with a caret under it. */
static gboolean check_syntax (const HrLaunchOptions *options, GPtrArray *fields, GError **error)
{
  if (fields->len < 9 || strcmp (fields->pdata[4], "syntax") != 0)
    return TRUE;
  const char *line = fields->pdata[5], *text = fields->pdata[7], *message = fields->pdata[8];
  guint64 column = g_ascii_strtoull (fields->pdata[6], NULL, 10);
  const char *program = options->what == HR_LAUNCH_CODE ? "-c" : options->program;
  g_autoptr (GString) whole = g_string_new (program);

  if (strcmp (line, "0") != 0)
    g_string_append_printf (whole, ":%s:%" G_GUINT64_FORMAT, line, MAX (column, 1));
  g_string_append_printf (whole, ": %s", message);
  g_autofree char *shown = g_utf8_make_valid (text, -1);
  const char *start = shown + strspn (shown, " \t\f");
  glong indent = start - shown;
  g_strchomp (shown);
  if (*start != '\0') {
    g_string_append_printf (whole, "\n    %s", start);
    if (column > 0 && (glong)column - 1 >= indent && (glong)column - 1 - indent <= g_utf8_strlen (start, -1))
      g_string_append_printf (whole, "\n    %*s^", (int)((glong)column - 1 - indent), "");
  }
  g_set_error_literal (error, HR_ERROR, HR_ERROR_INPUT, whole->str);
  return FALSE;
}

static char *folder_if_recorder (const char *base, const char *minor)
{
  g_autofree char *folder = g_strdup_printf ("%s/python-%s", base, minor);
  g_autofree char *file = g_build_filename (folder, "recorder.so", NULL);

  return g_file_test (file, G_FILE_TEST_IS_REGULAR) ? g_steal_pointer (&folder) : NULL;
}

/* Beside the executable's own place: in the build's tree while it stands there, in libdir once installed. */
static char *find_recorder (const char *minor)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : g_strdup (".");
  char *found = NULL;

  for (int level = 0; level < 4 && found == NULL; level++) {
    g_autofree char *built = g_build_filename (folder, "lib", "recorder", NULL);
    g_autofree char *installed = g_build_filename (folder, HR_LAUNCH_LIBDIR, "heapreel", NULL);
    char *up = g_path_get_dirname (folder);

    found = folder_if_recorder (built, minor);
    if (found == NULL)
      found = folder_if_recorder (installed, minor);
    g_free (folder);
    folder = up;
  }
  return found;
}

gboolean hr_interpreter_init (HrInterpreter *interpreter, const HrLaunchOptions *options, GError **error)
{
  g_autofree char *executable = find_executable (options->python, error);
  g_autoptr (GPtrArray) fields = executable != NULL ? ask (executable, options, error) : NULL;

  *interpreter = (HrInterpreter){ 0 };
  if (fields == NULL || !check_identity (executable, fields, error) || !check_syntax (options, fields, error))
    return FALSE;
  const char *version = fields->pdata[1], *own_name = fields->pdata[3];
  g_autofree char *minor = g_strndup (version, (gsize)(strrchr (version, '.') - version));
  interpreter->recorder = find_recorder (minor);
  if (interpreter->recorder == NULL) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
                 "%s is CPython %s, and this heapreel was built without a recorder for %s: configure the build again "
                 "with HEAPREEL_PYTHONS=%s (it needs that Python's headers)",
                 executable, version, minor, *own_name != '\0' ? own_name : executable);
    return FALSE;
  }
  interpreter->version = g_strdup (version);
  interpreter->executable = g_strdup (*own_name != '\0' ? own_name : executable);
  return TRUE;
}

void hr_interpreter_clear (HrInterpreter *interpreter)
{
  g_free (interpreter->executable);
  g_free (interpreter->version);
  g_free (interpreter->recorder);
  *interpreter = (HrInterpreter){ 0 };
}
