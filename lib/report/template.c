#include "report/template.h"

#include <gio/gio.h>
#include <string.h>

#include "base/error.h"
#include "base/escape.h"
#include "base/output_file.h"
#include "report_templates.h"

#define RESOURCE_FOLDER "/heapreel/templates/"

typedef enum { ESCAPE_TEXT, ESCAPE_ATTRIBUTE, ESCAPE_JSON, ESCAPE_MARKUP } Escaping;

/* Where in which template an insertion point stands. */
typedef struct {
  const char *file;
  guint line;
  const char *escaping, *name;
} Point;

static char *load_compiled_in (const char *file)
{
  g_autofree char *path = g_strconcat (RESOURCE_FOLDER, file, NULL);
  g_autoptr (GBytes) bytes =
      g_resource_lookup_data (hr_report_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

char *hr_report_template_load (const char *folder, const char *file, GError **error)
{
  if (folder == NULL)
    return load_compiled_in (file);
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR)) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: is not a folder; --templates takes a folder with %s in it",
                 folder, file);
    return NULL;
  }
  g_autofree char *path = g_build_filename (folder, file, NULL);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return load_compiled_in (file);
  return hr_output_file_read_text (path, error);
}

char *hr_report_template_load_all (const char *folder, const char *const *files, GError **error)
{
  g_autoptr (GString) all = g_string_new (NULL);
  for (gsize i = 0; files[i] != NULL; i++) {
    g_autofree char *text = hr_report_template_load (folder, files[i], error);
    if (text == NULL)
      return NULL;
    g_string_append (all, text);
  }
  return g_string_free (g_steal_pointer (&all), FALSE);
}

static gboolean is_compiled_in (const char *file)
{
  g_autofree char *path = g_strconcat (RESOURCE_FOLDER, file, NULL);
  return g_resource_get_info (hr_report_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL);
}

/* Adds the unknown files of @folder/@below, whose names begin with @below. */
static void add_unknown (GPtrArray *unknown, const char *folder, const char *below)
{
  static const char *const endings[] = { ".html", ".css", ".js", NULL };
  g_autofree char *path = g_build_filename (folder, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *file = g_strconcat (below, name, NULL);
    gboolean looks = FALSE;
    for (int i = 0; endings[i] != NULL; i++)
      looks |= g_str_has_suffix (name, endings[i]);
    if (looks && !is_compiled_in (file))
      g_ptr_array_add (unknown, g_steal_pointer (&file));
  }
}

static int compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

char **hr_report_template_dup_unknown (const char *folder)
{
  GPtrArray *unknown = g_ptr_array_new ();
  add_unknown (unknown, folder, "");
  add_unknown (unknown, folder, "walkthrough/");
  g_ptr_array_sort (unknown, compare_names);
  g_ptr_array_add (unknown, NULL);
  return (char **)g_ptr_array_free (unknown, FALSE);
}

static gboolean parse_escaping (const Point *point, Escaping *escaping, GError **error)
{
  static const char *const names[] = { "text", "attribute", "json", "markup", NULL };
  for (int i = 0; names[i] != NULL; i++) {
    if (strcmp (names[i], point->escaping) == 0) {
      *escaping = (Escaping)i;
      return TRUE;
    }
  }
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
               "%s:%u: {{%s:%s}}: no such escaping; there are text, attribute, json, markup", point->file, point->line,
               point->escaping, point->name);
  return FALSE;
}

static const HrReportValue *find_value (const Point *point, const HrReportValue *values, guint n_values, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  for (guint i = 0; i < n_values; i++) {
    if (strcmp (values[i].name, point->name) == 0)
      return &values[i];
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", values[i].name);
  }
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s:%u: {{%s:%s}}: no such value; there are %s", point->file,
               point->line, point->escaping, point->name, known->str);
  return NULL;
}

static gboolean insert (GString *out, const Point *point, const HrReportValue *values, guint n_values, GError **error)
{
  Escaping escaping = ESCAPE_TEXT;
  const HrReportValue *value = find_value (point, values, n_values, error);
  if (value == NULL || !parse_escaping (point, &escaping, error))
    return FALSE;
  if (value->markup != (escaping == ESCAPE_MARKUP)) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s:%u: {{%s:%s}}: this value %s", point->file, point->line,
                 point->escaping, point->name,
                 value->markup ? "is markup and takes no other escaping" : "is no markup; use text, attribute or json");
    return FALSE;
  }
  switch (escaping) {
  case ESCAPE_TEXT:
    hr_escape_xml_text (out, value->value);
    break;
  case ESCAPE_ATTRIBUTE:
    hr_escape_xml_attribute (out, value->value);
    break;
  case ESCAPE_JSON:
    hr_escape_json (out, value->value);
    break;
  case ESCAPE_MARKUP:
    g_string_append (out, value->value);
    break;
  }
  return TRUE;
}

static guint line_of (const char *text, const char *at)
{
  guint line = 1;
  for (const char *p = text; p < at; p++)
    line += *p == '\n';
  return line;
}

char *hr_report_template_fill (const char *file, const char *text, const HrReportValue *values, guint n_values,
                               GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = text, *open = NULL;
  while ((open = strstr (p, "{{")) != NULL) {
    const char *close = strstr (open, "}}"), *colon = strchr (open, ':');
    Point point = { .file = file, .line = line_of (text, open) };
    if (close == NULL || colon == NULL || colon > close) {
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s:%u: an insertion point is written {{escaping:name}}", file,
                   point.line);
      return NULL;
    }
    g_autofree char *escaping = g_strndup (open + 2, (gsize)(colon - open - 2));
    g_autofree char *name = g_strndup (colon + 1, (gsize)(close - colon - 1));
    point.escaping = escaping;
    point.name = name;
    g_string_append_len (out, p, open - p);
    if (!insert (out, &point, values, n_values, error))
      return NULL;
    p = close + 2;
  }
  g_string_append (out, p);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
