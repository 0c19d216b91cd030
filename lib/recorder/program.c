#include "recorder/program.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recorder/kinds.h"
#include "recorder/settings.h"
#include "recorder/source_text.h"
#include "recorder/text.h"

/* What became of a file name: looked up once for each. */
typedef struct {
  char *name;
  HrSource *source; /* NULL: not the user's */
} KnownFile;

static struct {
  HrTimelineWriter *writer;
  char *folder;            /* of the program: absolute, symbolic links resolved, with a slash at the end */
  char *shown_folder;      /* the same as the user wrote it, with a slash at the end, or "" */
  char *library;           /* the standard library's folder, likewise; NULL unknown */
  const char *only, *skip; /* see hr_program_select */
  KnownFile *files;
  size_t n_files, last_file;
} program;

/* @path as an absolute path without links and with a slash at the end; NULL when there is no such folder. */
static char *resolve_folder (const char *path, size_t n_bytes)
{
  char *copy = strndup (path, n_bytes), *resolved = realpath (n_bytes > 0 ? copy : ".", NULL);
  HrText text = { 0 };

  free (copy);
  if (resolved == NULL)
    return NULL;
  hr_text_append_z (&text, resolved);
  if (text.bytes[text.n_bytes - 1] != '/')
    hr_text_append_char (&text, '/');
  hr_text_append_char (&text, '\0');
  free (resolved);
  return text.bytes;
}

static char *dup_utf8 (PyObject *str)
{
  HrText text = { 0 };

  hr_text_append_str (&text, str);
  hr_text_append_char (&text, '\0');
  return text.bytes;
}

static PyObject *module_file (PyObject *module)
{
  PyObject *dict = PyModule_GetDict (module);
  PyObject *file = dict != NULL ? hr_kind_dict_find (dict, "__file__") : NULL;

  return file != NULL && PyUnicode_Check (file) ? file : NULL;
}

/* A loaded module by its name, or NULL. */
static PyObject *find_module (const char *module_name)
{
  PyObject *modules = PySys_GetObject ("modules");
  PyObject *module = modules != NULL && PyDict_Check (modules) ? hr_kind_dict_find (modules, module_name) : NULL;

  return module != NULL && PyModule_Check (module) ? module : NULL;
}

static size_t folder_bytes (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static void find_library (void)
{
  PyObject *os = find_module ("os"), *name = os != NULL ? module_file (os) : NULL;
  char *file = name != NULL ? dup_utf8 (name) : NULL;

  if (file != NULL)
    program.library = resolve_folder (file, folder_bytes (file));
  free (file);
}

void hr_program_select (const char *only, const char *skip)
{
  program.only = only;
  program.skip = skip;
}

/* A pattern without a slash is about the file's own name; one with, about the end of its path. */
static bool matches (const char *pattern, const char *path)
{
  HrText ending = { 0 };
  bool found;

  if (strchr (pattern, '/') == NULL)
    return fnmatch (pattern, path + folder_bytes (path), 0) == 0;
  hr_text_append_z (&ending, "*/");
  hr_text_append_z (&ending, pattern);
  hr_text_append_char (&ending, '\0');
  found = fnmatch (pattern, path, 0) == 0 || fnmatch (ending.bytes, path, 0) == 0;
  hr_text_clear (&ending);
  return found;
}

static bool is_listed (const char *list, const char *path)
{
  for (; list != NULL && *list != '\0';) {
    const char *end = strchrnul (list, HR_SETTINGS_LIST_SEPARATOR);
    char *pattern = strndup (list, (size_t)(end - list));
    bool found = *pattern != '\0' && matches (pattern, path);

    free (pattern);
    if (found)
      return true;
    list = *end != '\0' ? end + 1 : end;
  }
  return false;
}

static HrSource *new_source (const char *shown_name, const char *text, size_t n_bytes)
{
  HrSource *source = hr_text_alloc (sizeof *source);

  *source = (HrSource){ .steps = (program.only == NULL || is_listed (program.only, shown_name)) &&
                                 !is_listed (program.skip, shown_name) };
  source->number = hr_timeline_writer_source (
      program.writer, &(HrTimelineSourceText){ .name = shown_name, .text = text, .n_bytes = n_bytes });
  if (text != NULL)
    hr_lines_init (&source->lines, text, n_bytes);
  return source;
}

static HrSource *read_source (const char *shown_name, const char *path)
{
  HrText text = { 0 };
  bool ok = hr_source_text_read (&text, path);
  HrSource *source = new_source (shown_name, ok ? (text.bytes != NULL ? text.bytes : "") : NULL, text.n_bytes);

  hr_text_clear (&text);
  return source;
}

static KnownFile *remember (char *name, HrSource *source)
{
  program.files = hr_text_realloc (program.files, (program.n_files + 1) * sizeof *program.files);
  program.files[program.n_files] = (KnownFile){ name, source };
  return &program.files[program.n_files++];
}

void hr_program_init (HrTimelineWriter *writer, HrProgramWhat what, PyObject *main_name, const char *given_name,
                      const char *main_text)
{
  char *name = dup_utf8 (main_name);
  bool is_file = what == HR_PROGRAM_FILE;
  HrSource *main_source;

  program.writer = writer;
  program.folder = resolve_folder (name, is_file ? folder_bytes (name) : 0);
  program.shown_folder = strndup (given_name, is_file ? folder_bytes (given_name) : 0);
  find_library ();
  if (main_text != NULL)
    main_source = new_source (name, main_text, strlen (main_text));
  else if (is_file)
    main_source = read_source (given_name, name);
  else
    main_source = NULL; /* -m: found by its place like any other */
  if (main_source != NULL)
    remember (name, main_source);
  else
    free (name);
}

static bool is_below (const char *path, const char *folder)
{
  return folder != NULL && strncmp (path, folder, strlen (folder)) == 0;
}

static bool is_library (const char *path)
{
  return is_below (path, program.library) || strstr (path, "/site-packages/") != NULL ||
         strstr (path, "/dist-packages/") != NULL;
}

/* The source for a file that is not the main one: absolute as the import system has it, shown as lying beside it. */
static HrSource *source_at (const char *name)
{
  char resolved[PATH_MAX];
  HrText shown = { 0 };
  HrSource *source;

  if (name[0] == '<' || realpath (name, resolved) == NULL || !is_below (resolved, program.folder) ||
      is_library (resolved))
    return NULL;
  hr_text_append_z (&shown, program.shown_folder);
  hr_text_append_z (&shown, resolved + strlen (program.folder));
  hr_text_append_char (&shown, '\0');
  source = read_source (shown.bytes, resolved);
  hr_text_clear (&shown);
  return source;
}

const HrSource *hr_program_source (PyObject *file_name)
{
  char *name = dup_utf8 (file_name);

  if (program.last_file < program.n_files && strcmp (program.files[program.last_file].name, name) == 0) {
    free (name);
    return program.files[program.last_file].source;
  }
  for (size_t i = 0; i < program.n_files; i++)
    if (strcmp (program.files[i].name, name) == 0) {
      program.last_file = i;
      free (name);
      return program.files[i].source;
    }
  program.last_file = program.n_files;
  return remember (name, source_at (name))->source;
}

bool hr_program_owns_module (PyObject *module)
{
  PyObject *file = module_file (module);

  return file != NULL && hr_program_source (file) != NULL;
}

bool hr_program_owns_class (PyTypeObject *type)
{
  PyObject *name, *module;
  char *module_name;

  if (!PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE) || type->tp_dict == NULL)
    return false;
  name = hr_kind_dict_find (type->tp_dict, "__module__");
  if (name == NULL || !PyUnicode_Check (name))
    return false;
  if (PyUnicode_CompareWithASCIIString (name, "__main__") == 0)
    return true;
  module_name = dup_utf8 (name);
  module = find_module (module_name);
  free (module_name);
  return module != NULL && hr_program_owns_module (module);
}
