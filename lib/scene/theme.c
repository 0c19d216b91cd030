#include "scene/theme.h"

#include <math.h>
#include <string.h>

#include "base/error.h"

struct HrTheme {
  gboolean follows_reader;
  gboolean patterns;
  guint32 rgb[2][HR_PAINT_LAST + 1]; /* for a reader who prefers light, and dark */
};

typedef struct {
  const char *class_name;
  guint32 light, dark, print;
} PaintRow;

/* Print tells new, changed and freed by line weight, dash and pattern, never by hue: everything is a grey. */
static const PaintRow paints[HR_PAINT_LAST + 1] = {
  [HR_PAINT_GROUND] = { "hr-ground", 0xffffff, 0x0f172a, 0xffffff },
  [HR_PAINT_LANE] = { "hr-lane", 0xf8fafc, 0x131c31, 0xfafafa },
  [HR_PAINT_CARD] = { "hr-card", 0xffffff, 0x182238, 0xffffff },
  [HR_PAINT_RULE] = { "hr-rule", 0xcbd5e1, 0x334155, 0x9a9a9a },
  [HR_PAINT_TEXT] = { "hr-text", 0x0f172a, 0xe2e8f0, 0x000000 },
  [HR_PAINT_SOFT] = { "hr-soft", 0x475569, 0xa8b5c8, 0x333333 },
  [HR_PAINT_FAINT] = { "hr-faint", 0x5b6b82, 0x94a3b8, 0x555555 },
  [HR_PAINT_FRAME] = { "hr-frame", 0x1d4ed8, 0x60a5fa, 0x000000 },
  [HR_PAINT_FRAME_TINT] = { "hr-frame-tint", 0xeff6ff, 0x1a2a4a, 0xeeeeee },
  [HR_PAINT_NEW] = { "hr-new", 0xb93e0b, 0xfb923c, 0x000000 },
  [HR_PAINT_NEW_TINT] = { "hr-new-tint", 0xfff7ed, 0x2b2019, 0xd0d0d0 },
  [HR_PAINT_CHANGED] = { "hr-changed", 0x92400e, 0xeab308, 0x000000 },
  [HR_PAINT_CHANGED_TINT] = { "hr-changed-tint", 0xfef3c7, 0x3b3113, 0xc0c0c0 },
  [HR_PAINT_FREED] = { "hr-freed", 0xb91c1c, 0xfb8585, 0x000000 },
  [HR_PAINT_SEQUENCE] = { "hr-sequence", 0x1a68ae, 0x7cc0f5, 0x222222 },
  [HR_PAINT_SEQUENCE_TINT] = { "hr-sequence-tint", 0xeaf3fb, 0x17304a, 0xf2f2f2 },
  [HR_PAINT_MAPPING] = { "hr-mapping", 0x0f766e, 0x5fd8c8, 0x222222 },
  [HR_PAINT_MAPPING_TINT] = { "hr-mapping-tint", 0xe6f6f4, 0x123331, 0xf2f2f2 },
  [HR_PAINT_SET] = { "hr-set", 0x6d3fc0, 0xbfa8f7, 0x222222 },
  [HR_PAINT_SET_TINT] = { "hr-set-tint", 0xf2edfc, 0x2a2350, 0xf2f2f2 },
  [HR_PAINT_INSTANCE] = { "hr-instance", 0x127238, 0x7ddc9a, 0x222222 },
  [HR_PAINT_INSTANCE_TINT] = { "hr-instance-tint", 0xeaf7ee, 0x15331f, 0xf2f2f2 },
  [HR_PAINT_CLASS] = { "hr-class", 0x9d3c86, 0xe3a5d3, 0x222222 },
  [HR_PAINT_CLASS_TINT] = { "hr-class-tint", 0xfaeef7, 0x38203a, 0xf2f2f2 },
  [HR_PAINT_FUNCTION] = { "hr-function", 0x946007, 0xe7c268, 0x222222 },
  [HR_PAINT_FUNCTION_TINT] = { "hr-function-tint", 0xfbf5e4, 0x352b12, 0xf2f2f2 },
  [HR_PAINT_ATOM] = { "hr-atom", 0x475569, 0xa7b3c5, 0x222222 },
  [HR_PAINT_ATOM_TINT] = { "hr-atom-tint", 0xf1f5f9, 0x222d44, 0xf7f7f7 },
  [HR_PAINT_OPAQUE] = { "hr-opaque", 0x5f5a52, 0xbdb6ab, 0x222222 },
  [HR_PAINT_OPAQUE_TINT] = { "hr-opaque-tint", 0xf3f1ed, 0x2b2926, 0xf2f2f2 },
  [HR_PAINT_GOOD] = { "hr-good", 0x12763a, 0x7ddc9a, 0x000000 },
};

enum { LIGHT, DARK, AUTO, PRINT, N_BUILTIN };
static const char *const names[] = { "light", "dark", "auto", "print", NULL };

static void fill_builtin (HrTheme *themes)
{
  themes[AUTO].follows_reader = TRUE;
  themes[PRINT].patterns = TRUE;
  for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++) {
    for (int dark = 0; dark < 2; dark++) {
      themes[LIGHT].rgb[dark][paint] = paints[paint].light;
      themes[DARK].rgb[dark][paint] = paints[paint].dark;
      themes[AUTO].rgb[dark][paint] = dark ? paints[paint].dark : paints[paint].light;
      themes[PRINT].rgb[dark][paint] = paints[paint].print;
    }
  }
}

static const HrTheme *peek_builtin (int which)
{
  static HrTheme themes[N_BUILTIN];
  static gsize filled;
  if (g_once_init_enter (&filled)) {
    fill_builtin (themes);
    g_once_init_leave (&filled, 1);
  }
  return &themes[which];
}

const HrTheme *hr_theme_light (void)
{
  return peek_builtin (LIGHT);
}

const HrTheme *hr_theme_dark (void)
{
  return peek_builtin (DARK);
}

const HrTheme *hr_theme_auto (void)
{
  return peek_builtin (AUTO);
}

const HrTheme *hr_theme_print (void)
{
  return peek_builtin (PRINT);
}

static HrPaint find_paint (const char *role)
{
  for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++)
    if (strcmp (hr_theme_class (paint) + strlen ("hr-"), role) == 0)
      return paint;
  return HR_PAINT_NONE;
}

static gboolean fail_role (const char *path, const char *role, GError **error)
{
  const char *roles[HR_PAINT_LAST + 1];
  for (HrPaint paint = HR_PAINT_NONE + 1; paint <= HR_PAINT_LAST; paint++)
    roles[paint - 1] = hr_theme_class (paint) + strlen ("hr-");
  roles[HR_PAINT_LAST] = NULL;
  const char *near = hr_error_suggest (role, roles);
  g_autofree char *all = near == NULL ? g_strjoinv (", ", (char **)roles) : NULL;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: no picture has the role \"%s\"; %s%s%s", path, role,
               near != NULL ? "did you mean " : "roles are ", near != NULL ? near : all, near != NULL ? "?" : "");
  return FALSE;
}

/* "#rrggbb" or "#rgb". */
static gboolean parse_colour (const char *text, guint32 *rgb)
{
  gsize n = strlen (text);
  if (text[0] != '#' || (n != 4 && n != 7) || strspn (text + 1, "0123456789abcdefABCDEF") != n - 1)
    return FALSE;
  guint32 value = (guint32)g_ascii_strtoull (text + 1, NULL, 16);
  *rgb = n == 7 ? value : ((value & 0xF00) << 8 | (value & 0xF0) << 4 | (value & 0xF)) * 0x11;
  return TRUE;
}

/* What stands after "KEY =", without the comment at the line's end. */
static char *dup_value (GKeyFile *file, const char *group, const char *key)
{
  char *value = g_key_file_get_value (file, group, key, NULL);
  char *comment = strstr (value, " #");
  if (comment != NULL)
    *comment = '\0';
  return g_strstrip (value);
}

/* The colours of one group into @rgb. A group that is not there says nothing. */
static gboolean read_group (GKeyFile *file, const char *path, const char *group, guint32 *rgb, GError **error)
{
  g_auto (GStrv) roles = g_key_file_get_keys (file, group, NULL, NULL);
  for (gsize i = 0; roles != NULL && roles[i] != NULL; i++) {
    HrPaint paint = find_paint (roles[i]);
    if (paint == HR_PAINT_NONE)
      return fail_role (path, roles[i], error);
    g_autofree char *value = dup_value (file, group, roles[i]);
    if (!parse_colour (value, &rgb[paint])) {
      g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: [%s] %s is \"%s\": write a colour as #rrggbb", path, group,
                   roles[i], value);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean check_groups (GKeyFile *file, const char *path, GError **error)
{
  static const char *const known[] = { "theme", "colours", "dark", NULL };
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (gsize i = 0; groups[i] != NULL; i++) {
    if (g_strv_contains (known, groups[i]))
      continue;
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: a theme has no group [%s]; it has [theme], [colours] and [dark]",
                 path, groups[i]);
    return FALSE;
  }
  return TRUE;
}

/* What the file builds on. */
static gboolean read_like (GKeyFile *file, const char *path, int *like, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "theme", NULL, NULL);
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++) {
    g_autofree char *value = dup_value (file, "theme", keys[i]);
    for (*like = LIGHT; names[*like] != NULL && strcmp (names[*like], value) != 0;)
      (*like)++;
    if (strcmp (keys[i], "like") == 0 && names[*like] != NULL && *like != AUTO)
      continue;
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: [theme] %s = %s: it says like = light, dark or print", path,
                 keys[i], value);
    return FALSE;
  }
  return TRUE;
}

static gboolean read_theme (GKeyFile *file, const char *path, HrTheme *theme, GError **error)
{
  int like = LIGHT;
  if (!check_groups (file, path, error) || !read_like (file, path, &like, error))
    return FALSE;
  *theme = *peek_builtin (like);
  if (!read_group (file, path, "colours", theme->rgb[0], error))
    return FALSE;
  theme->follows_reader = g_key_file_has_group (file, "dark");
  memcpy (theme->rgb[1], theme->follows_reader ? hr_theme_dark ()->rgb[1] : theme->rgb[0], sizeof theme->rgb[1]);
  return read_group (file, path, "dark", theme->rgb[1], error);
}

static HrTheme *read_file (const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) why = NULL;
  HrTheme theme = { 0 };
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &why)) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "theme %s: %s", path, why->message);
    return NULL;
  }
  return read_theme (file, path, &theme, error) ? g_memdup2 (&theme, sizeof theme) : NULL;
}

HrTheme *hr_theme_new (const char *name, GError **error)
{
  for (int i = 0; names[i] != NULL; i++)
    if (strcmp (name, names[i]) == 0)
      return g_memdup2 (peek_builtin (i), sizeof (HrTheme));
  if (strpbrk (name, "./") != NULL)
    return read_file (name, error);
  const char *near = hr_error_suggest (name, names);
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
               "\"%s\" is not a theme: choose light, dark, auto or print, or a file%s%s%s", name,
               near != NULL ? "; did you mean " : "", near != NULL ? near : "", near != NULL ? "?" : "");
  return NULL;
}

void hr_theme_free (HrTheme *theme)
{
  g_free (theme);
}

guint32 hr_theme_rgb (const HrTheme *theme, gboolean dark, HrPaint paint)
{
  g_assert (paint > HR_PAINT_NONE && paint <= HR_PAINT_LAST);
  return theme->rgb[dark ? 1 : 0][paint];
}

gboolean hr_theme_follows_reader (const HrTheme *theme)
{
  return theme->follows_reader;
}

/* Relative luminance, WCAG 2.1. */
static double luminance (guint32 rgb)
{
  static const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;
  for (int i = 0; i < 3; i++) {
    double c = (double)(rgb >> (16 - 8 * i) & 0xff) / 255;
    sum += weights[i] * (c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4));
  }
  return sum;
}

double hr_theme_contrast (guint32 a, guint32 b)
{
  double one = luminance (a), other = luminance (b);
  return (fmax (one, other) + 0.05) / (fmin (one, other) + 0.05);
}

gboolean hr_theme_is_dark (const HrTheme *theme, gboolean dark)
{
  return luminance (hr_theme_rgb (theme, dark, HR_PAINT_GROUND)) < 0.18;
}

HrPattern hr_theme_pattern (const HrTheme *theme, HrPaint paint)
{
  if (!theme->patterns)
    return HR_PATTERN_PLAIN;
  return paint == HR_PAINT_CHANGED_TINT ? HR_PATTERN_HATCH
         : paint == HR_PAINT_NEW_TINT   ? HR_PATTERN_DOTS
                                        : HR_PATTERN_PLAIN;
}

double hr_theme_stroke_scale (const HrTheme *theme, HrPaint paint)
{
  return theme->patterns && (paint == HR_PAINT_NEW || paint == HR_PAINT_CHANGED) ? 1.5 : 1;
}

const char *hr_theme_class (HrPaint paint)
{
  g_assert (paint > HR_PAINT_NONE && paint <= HR_PAINT_LAST);
  return paints[paint].class_name;
}

static const HrThemePairing pairings[] = {
  { HR_PAINT_GROUND,
    { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_NEW, HR_PAINT_FREED, HR_PAINT_GOOD,
      HR_PAINT_CLASS } },
  { HR_PAINT_LANE,
    { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_NEW, HR_PAINT_FREED, HR_PAINT_GOOD,
      HR_PAINT_CLASS, HR_PAINT_ATOM } },
  { HR_PAINT_CARD,
    { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_NEW, HR_PAINT_FREED, HR_PAINT_CLASS,
      HR_PAINT_FUNCTION, HR_PAINT_OPAQUE } },
  { HR_PAINT_FRAME_TINT, { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_FRAME, HR_PAINT_FREED } },
  { HR_PAINT_NEW_TINT, { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_FAINT, HR_PAINT_NEW, HR_PAINT_FREED } },
  { HR_PAINT_CHANGED_TINT, { HR_PAINT_TEXT, HR_PAINT_SOFT, HR_PAINT_CHANGED } },
  { HR_PAINT_SEQUENCE_TINT, { HR_PAINT_SEQUENCE, HR_PAINT_TEXT } },
  { HR_PAINT_MAPPING_TINT, { HR_PAINT_MAPPING, HR_PAINT_TEXT } },
  { HR_PAINT_SET_TINT, { HR_PAINT_SET, HR_PAINT_TEXT } },
  { HR_PAINT_INSTANCE_TINT, { HR_PAINT_INSTANCE, HR_PAINT_TEXT } },
  { HR_PAINT_CLASS_TINT, { HR_PAINT_CLASS, HR_PAINT_TEXT } },
  { HR_PAINT_FUNCTION_TINT, { HR_PAINT_FUNCTION, HR_PAINT_TEXT } },
  { HR_PAINT_ATOM_TINT, { HR_PAINT_ATOM, HR_PAINT_TEXT, HR_PAINT_SOFT } },
  { HR_PAINT_OPAQUE_TINT, { HR_PAINT_OPAQUE, HR_PAINT_TEXT } },
};

const HrThemePairing *hr_theme_peek_pairings (guint *n_pairings)
{
  *n_pairings = G_N_ELEMENTS (pairings);
  return pairings;
}

double hr_theme_poorest_contrast (const HrTheme *theme, gboolean dark, HrPaint *text, HrPaint *ground)
{
  double poorest = G_MAXDOUBLE;
  for (guint i = 0; i < G_N_ELEMENTS (pairings); i++) {
    for (const HrPaint *at = pairings[i].texts; *at != HR_PAINT_NONE; at++) {
      double ratio =
          hr_theme_contrast (hr_theme_rgb (theme, dark, *at), hr_theme_rgb (theme, dark, pairings[i].ground));
      if (ratio < poorest) {
        poorest = ratio;
        *text = *at;
        *ground = pairings[i].ground;
      }
    }
  }
  return poorest;
}
