#include "measure.h"

#include "verb.h"

/* Debian's package with a font for the script of @c, among those that lib/text takes. */
static const char *package_for (gunichar c)
{
  switch ((int)g_unichar_get_script (c)) {
  case G_UNICODE_SCRIPT_HAN:
  case G_UNICODE_SCRIPT_HIRAGANA:
  case G_UNICODE_SCRIPT_KATAKANA:
  case G_UNICODE_SCRIPT_HANGUL:
  case G_UNICODE_SCRIPT_BOPOMOFO:
    return "fonts-wqy-zenhei";
  case G_UNICODE_SCRIPT_ARABIC:
  case G_UNICODE_SCRIPT_HEBREW:
    return "fonts-dejavu-core";
  case G_UNICODE_SCRIPT_COMMON:
    return "fonts-symbola";
  }
  return "fonts-noto-core";
}

static void note_missing (const char *missing, gconstpointer options)
{
  gunichar first = g_utf8_get_char (missing);
  glong others = g_utf8_strlen (missing, -1) - 1;
  g_autofree char *more = others > 0 ? g_strdup_printf (" and %ld more", others) : g_strdup ("");
  hr_cmd_note (options, "no font here has “%.*s” (U+%04X)%s: boxes stand for it; on Debian try apt install %s",
               (int)(g_utf8_next_char (missing) - missing), missing, first, more, package_for (first));
}

HrTextMeasure *hr_cmd_measure_new (const HrCmdOptions *options, GError **error)
{
  HrTextMeasure *measure = hr_text_measure_new_pango (error);
  if (measure != NULL)
    hr_text_measure_set_missing_func (measure, note_missing, options);
  return measure;
}
