#include "message.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "progress.h"

static HrCmdLog log_style;
static HrCmdAnnotations annotation_style;

void hr_cmd_message_style (HrCmdLog log, HrCmdAnnotations annotations)
{
  log_style = log;
  annotation_style = annotations;
}

/* The place that a message begins with: "post.md:12:3: no such step". */
typedef struct {
  char *file, *line, *column; /* NULL: not said */
  const char *rest;
} Place;

static void place_clear (Place *place)
{
  g_free (place->file);
  g_free (place->line);
  g_free (place->column);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static Place place_of (const char *text)
{
  Place place = { .rest = text };
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GRegex) numbered =
      g_regex_new ("^([^\\n]+?):(\\d+)(?::(\\d+))?: ", G_REGEX_RAW, G_REGEX_MATCH_DEFAULT, NULL);
  int end = 0;
  if (g_regex_match (numbered, text, G_REGEX_MATCH_DEFAULT, &match) && g_match_info_fetch_pos (match, 0, NULL, &end)) {
    place.file = g_match_info_fetch (match, 1);
    place.line = g_match_info_fetch (match, 2);
    place.column = g_match_info_fetch (match, 3);
    if (place.column != NULL && *place.column == '\0')
      g_clear_pointer (&place.column, g_free);
    place.rest = text + end;
    return place;
  }
  const char *colon = strstr (text, ": ");
  g_autofree char *file = colon != NULL ? g_strndup (text, (gsize)(colon - text)) : NULL;
  if (file != NULL && g_file_test (file, G_FILE_TEST_EXISTS)) {
    place.file = g_steal_pointer (&file);
    place.rest = colon + strlen (": ");
  }
  return place;
}

static void append_json_text (GString *out, const char *key, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1); /* a path may be no UTF-8 */
  g_string_append_printf (out, ",\"%s\":", key);
  hr_escape_json (out, valid);
}

static void say_json (const char *level, const char *text, int status)
{
  g_auto (Place) place = place_of (text);
  g_autoptr (GString) out = g_string_new (NULL);
  g_string_append_printf (out, "{\"level\":\"%s\"", level);
  append_json_text (out, "message", text);
  if (place.file != NULL)
    append_json_text (out, "file", place.file);
  if (place.line != NULL)
    g_string_append_printf (out, ",\"line\":%s", place.line);
  if (place.column != NULL)
    g_string_append_printf (out, ",\"column\":%s", place.column);
  if (status != 0)
    g_string_append_printf (out, ",\"status\":%d", status);
  (void)fprintf (stderr, "%s}\n", out->str);
}

/* As the runner undoes it: what ends the line, and in a property what ends the property. */
static void append_command_text (GString *out, const char *text, gboolean property)
{
  for (const char *p = text; *p != '\0'; p++) {
    if (*p == '%' || *p == '\r' || *p == '\n' || (property && (*p == ':' || *p == ',')))
      g_string_append_printf (out, "%%%02X", (guint)(guchar)*p);
    else
      g_string_append_c (out, *p);
  }
}

static void say_annotation (const char *text)
{
  g_auto (Place) place = place_of (text);
  g_autoptr (GString) out = g_string_new ("::error title=heapreel");
  if (place.file != NULL) {
    g_string_append (out, ",file=");
    append_command_text (out, place.file, TRUE);
  }
  if (place.line != NULL)
    g_string_append_printf (out, ",line=%s", place.line);
  if (place.column != NULL)
    g_string_append_printf (out, ",col=%s", place.column);
  g_string_append (out, "::");
  append_command_text (out, place.rest, FALSE);
  (void)fprintf (stderr, "%s\n", out->str);
}

void hr_cmd_message_note (const char *text)
{
  hr_cmd_progress_hide ();
  if (log_style == HR_CMD_LOG_JSON)
    say_json ("note", text, 0);
  else
    (void)fprintf (stderr, "heapreel: %s\n", text);
}

void hr_cmd_message_error (const char *text, int status)
{
  hr_cmd_progress_hide ();
  if (log_style == HR_CMD_LOG_JSON)
    say_json ("error", text, status);
  else if (annotation_style != HR_CMD_ANNOTATIONS_GITHUB)
    (void)fprintf (stderr, "heapreel: %s\n", text);
  if (annotation_style == HR_CMD_ANNOTATIONS_GITHUB)
    say_annotation (text);
}

void hr_cmd_note (const HrCmdOptions *options, const char *format, ...)
{
  if (options->quiet)
    return;
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  hr_cmd_message_note (text);
}
