#include "text/fontset.h"

#include "text/families.h"

/* Asked for where hr_text_families have nothing; each is one of fonts-noto-core's. */
static const char *const scripts[] = {
  "Noto Sans Armenian",  "Noto Sans Bengali",   "Noto Sans Devanagari", "Noto Sans Ethiopic", "Noto Sans Georgian",
  "Noto Sans Gujarati",  "Noto Sans Gurmukhi",  "Noto Sans Kannada",    "Noto Sans Khmer",    "Noto Sans Lao",
  "Noto Sans Malayalam", "Noto Sans Mongolian", "Noto Sans Myanmar",    "Noto Sans Oriya",    "Noto Sans Sinhala",
  "Noto Sans Syriac",    "Noto Sans Tamil",     "Noto Sans Telugu",     "Noto Sans Thaana",   "Noto Sans Thai",
  "Noto Serif Tibetan",
};

static void append_escaped (GString *xml, const char *element, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_string_append_printf (xml, "<%s>%s</%s>", element, escaped, element);
}

static void append_family (GString *xml, const char *family)
{
  g_string_append (xml, "<pattern><patelt name=\"family\">");
  append_escaped (xml, "string", family);
  g_string_append (xml, "</patelt></pattern>");
}

static void append_families (GString *xml, const char *list)
{
  g_auto (GStrv) families = g_strsplit (list, ",", -1);
  for (gsize i = 0; families[i] != NULL; i++)
    append_family (xml, families[i]);
}

static void append_all (GString *xml, const char *element, FcStrList *texts)
{
  for (const FcChar8 *text; (text = FcStrListNext (texts)) != NULL;)
    append_escaped (xml, element, (const char *)text);
  FcStrListDone (texts);
}

/* Folders and caches are the system's; its rules, which differ from desktop to desktop, are left out. */
static FcConfig *fontset_new (void)
{
  FcConfig *system = FcInitLoadConfig (), *own = FcConfigCreate ();
  g_assert (own != NULL);
  g_autoptr (GString) xml = g_string_new ("<fontconfig>");
  append_all (xml, "dir", FcConfigGetFontDirs (system));
  append_all (xml, "cachedir", FcConfigGetCacheDirs (system));
  g_string_append (xml, "<selectfont><acceptfont>");
  append_families (xml, hr_text_families (HR_FONT_LABEL));
  append_families (xml, hr_text_families (HR_FONT_CODE));
  for (gsize i = 0; i < G_N_ELEMENTS (scripts); i++)
    append_family (xml, scripts[i]);
  g_string_append (xml, "</acceptfont><rejectfont>"
                        "<pattern><patelt name=\"outline\"><bool>true</bool></patelt></pattern>"
                        "<pattern><patelt name=\"outline\"><bool>false</bool></patelt></pattern>"
                        "</rejectfont></selectfont></fontconfig>");
  FcConfigParseAndLoadFromMemory (own, (const FcChar8 *)xml->str, FcTrue);
  FcConfigBuildFonts (own);
  FcConfigDestroy (system);
  return own;
}

FcConfig *hr_text_fontset_peek (void)
{
  static FcConfig *fontset;
  if (g_once_init_enter (&fontset))
    g_once_init_leave (&fontset, fontset_new ());
  return fontset;
}
