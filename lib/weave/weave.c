#include "weave/weave.h"

#include <string.h>

#include "base/error.h"

enum { HASH_DIGITS = 8 };

typedef struct {
  const HrWeaveOptions *options;
  const HrWeaveDocument *document;
  HrWeaveResult *result;
  GHashTable *names; /* char *: file names so far, without hashes */
  guint n_numbered;  /* figures without a label so far */
} Weaving;

static void figure_free (gpointer data)
{
  HrWeaveFigure *figure = data;
  g_bytes_unref (figure->bytes);
  g_clear_pointer (&figure->dark, g_bytes_unref);
  g_free (figure->words);
  g_free (figure);
}

static void answer_clear (HrWeaveAnswer *answer)
{
  g_clear_pointer (&answer->figures, g_ptr_array_unref);
  g_clear_pointer (&answer->caption, g_free);
  g_clear_pointer (&answer->alt, g_free);
  g_clear_pointer (&answer->label, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrWeaveAnswer, answer_clear)

static void file_free (gpointer data)
{
  HrWeaveFile *file = data;
  g_free (file->path);
  g_bytes_unref (file->bytes);
  g_free (file);
}

void hr_weave_answer_add (HrWeaveAnswer *answer, GBytes *bytes, GBytes *dark, const char *ending, const char *words)
{
  HrWeaveFigure *figure = g_new0 (HrWeaveFigure, 1);
  figure->bytes = g_bytes_ref (bytes);
  figure->dark = dark != NULL ? g_bytes_ref (dark) : NULL;
  figure->ending = ending;
  figure->words = g_strdup (words);
  g_ptr_array_add (answer->figures, figure);
}

static char *dup_hash (const void *data, gsize n_bytes)
{
  char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, n_bytes);
  hash[HASH_DIGITS] = '\0';
  return hash;
}

static char *dup_bytes_hash (GBytes *bytes)
{
  gsize n_bytes = 0;
  const void *data = g_bytes_get_data (bytes, &n_bytes);
  return dup_hash (data, n_bytes);
}

/* Of figure lines as they are read: without what stands before them, without blank lines, however lines end. */
static char *dup_lines_hash (const char *text, gsize n_bytes)
{
  g_autofree char *copy = g_strndup (text, n_bytes);
  g_auto (GStrv) lines = g_strsplit_set (copy, "\r\n", -1);
  g_autoptr (GString) kept = g_string_new (NULL);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = g_strchomp (lines[i]);
    line += strspn (line, " \t>");
    if (*line != '\0')
      g_string_append_printf (kept, "%s\n", line);
  }
  return dup_hash (kept->str, kept->len);
}

/* "img/post-1-dark.svg". */
static char *dup_path (Weaving *weaving, const char *name, const char *suffix, const HrWeaveFigure *figure,
                       GBytes *bytes)
{
  const HrWeaveOptions *options = weaving->options;
  g_autofree char *hash = dup_bytes_hash (bytes);
  g_autofree char *file = g_strdup_printf ("%s%s%s%s.%s", name, suffix, options->hashed ? "." : "",
                                           options->hashed ? hash : "", figure->ending);
  return *options->folder != '\0' ? g_build_filename (options->folder, file, NULL) : g_steal_pointer (&file);
}

/* "post-1", or "post-LABEL", and "post-LABEL-2" for the second figure of that request. */
static char *dup_name (Weaving *weaving, const HrWeaveAnswer *answer, guint index)
{
  const char *stem = weaving->options->stem;
  if (answer->label == NULL)
    return g_strdup_printf ("%s-%u", stem, ++weaving->n_numbered);
  g_autofree char *label = g_strdup (answer->label);
  g_strcanon (label, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_", '-');
  return index == 0 ? g_strdup_printf ("%s-%s", stem, label) : g_strdup_printf ("%s-%s-%u", stem, label, index + 1);
}

static void add_file (Weaving *weaving, const char *path, GBytes *bytes, GString *hashes)
{
  HrWeaveFile *file = g_new0 (HrWeaveFile, 1);
  g_autofree char *hash = dup_bytes_hash (bytes);
  file->path = g_strdup (path);
  file->bytes = g_bytes_ref (bytes);
  g_ptr_array_add (weaving->result->files, file);
  g_string_append_printf (hashes, " %s", hash);
}

static gboolean append_figure (Weaving *weaving, const HrWeaveFence *fence, const HrWeaveAnswer *answer, guint index,
                               GString *out, GString *hashes, GError **error)
{
  const HrWeaveFigure *figure = g_ptr_array_index (answer->figures, index);
  HrWeaveLines lines = {
    .form = answer->form, .align = answer->align, .caption = answer->caption, .alt = answer->alt, .words = figure->words
  };
  if (answer->form == HR_WEAVE_INLINE) {
    g_autofree char *svg = g_strndup (g_bytes_get_data (figure->bytes, NULL), g_bytes_get_size (figure->bytes));
    lines.svg = svg;
    hr_weave_lines_append (out, &lines);
    return TRUE;
  }
  char *name = dup_name (weaving, answer, index);
  if (!g_hash_table_add (weaving->names, name)) {
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s:%u: a second figure named %s; give it another label",
                 weaving->options->name, fence->line, name);
    return FALSE;
  }
  gboolean two = answer->form == HR_WEAVE_PICTURE;
  g_autofree char *path = dup_path (weaving, name, two ? "-light" : "", figure, figure->bytes);
  g_autofree char *dark = two ? dup_path (weaving, name, "-dark", figure, figure->dark) : NULL;
  add_file (weaving, path, figure->bytes, hashes);
  if (two)
    add_file (weaving, dark, figure->dark, hashes);
  lines.path = path;
  lines.dark = dark;
  hr_weave_lines_append (out, &lines);
  return TRUE;
}

/* Lines that are no image, no link and no HTML are text that somebody wrote where figures go. */
static gboolean looks_like_figures (const char *text, gsize n_bytes)
{
  g_autofree char *copy = g_strndup (text, n_bytes);
  g_auto (GStrv) lines = g_strsplit_set (copy, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    const char *line = lines[i] + strspn (lines[i], " \t>");
    if (*line != '\0' && *line != '<' && *line != '[' && !g_str_has_prefix (line, "!["))
      return FALSE;
  }
  return TRUE;
}

/* Whether the figure lines of @fence are as they were woven: by their hash, or, where an author closed by hand, by
 * their looks. */
static gboolean check_lines (const Weaving *weaving, const HrWeaveFence *fence, GError **error)
{
  if (!fence->is_woven || weaving->options->force)
    return TRUE;
  const char *old = weaving->document->text + fence->start;
  gsize n_bytes = fence->end - fence->start;
  while (n_bytes > 0 && old[n_bytes - 1] != '\n' && old[n_bytes - 1] != '\r')
    n_bytes--; /* the closing comment's own line */
  g_autofree char *line = g_strndup (old + n_bytes, fence->end - fence->start - n_bytes);
  g_autofree char *hash = dup_lines_hash (old, n_bytes);
  g_auto (GStrv) recorded = hr_weave_document_split_close (line);
  if (recorded[0] != NULL ? g_str_equal (recorded[0], hash) : looks_like_figures (old, n_bytes))
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
               "%s:%u: the figure lines before this were changed by hand; --force replaces them",
               weaving->options->name, fence->close_line);
  return FALSE;
}

/* @lines with what stands before them in the document, and its line ends. The last line gets none. */
static void append_prefixed (const Weaving *weaving, const HrWeaveFence *fence, const char *lines)
{
  GString *out = weaving->result->text;
  g_auto (GStrv) rows = g_strsplit (lines, "\n", -1);
  g_autofree char *bare = g_strchomp (g_strdup (fence->prefix));
  for (guint i = 0; rows[i] != NULL; i++) {
    g_string_append (out, i > 0 ? weaving->document->line_end : "");
    g_string_append (out, *rows[i] != '\0' ? fence->prefix : bare);
    g_string_append (out, rows[i]);
  }
}

static gboolean ends_in_mid_line (const GString *text)
{
  return text->len > 0 && text->str[text->len - 1] != '\n' && text->str[text->len - 1] != '\r';
}

/* A first weaving parts its lines from what follows. */
static void append_end (const Weaving *weaving, const HrWeaveFence *fence)
{
  const HrWeaveDocument *document = weaving->document;
  g_autofree char *bare = g_strchomp (g_strdup (fence->prefix));
  g_string_append (weaving->result->text, document->line_end);
  if (fence->end >= document->n_bytes)
    return;
  const char *next = document->text + fence->end;
  gsize n_blanks = strspn (next, " \t>");
  if (next[n_blanks] != '\n' && next[n_blanks] != '\r' && next[n_blanks] != '\0')
    g_string_append_printf (weaving->result->text, "%s%s", bare, document->line_end);
}

static gboolean weave_fence (Weaving *weaving, const HrWeaveFence *fence, HrWeaveMake *make, gpointer data,
                             GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL), hashes = g_string_new (NULL);
  if (!check_lines (weaving, fence, error))
    return FALSE;
  for (guint i = 0; i < fence->requests->len; i++) {
    g_auto (HrWeaveAnswer) answer = { .figures = g_ptr_array_new_with_free_func (figure_free) };
    if (!make (data, fence, i, &answer, error))
      return FALSE;
    for (guint k = 0; k < answer.figures->len; k++) {
      g_string_append (lines, lines->len > 0 ? "\n" : "");
      if (!append_figure (weaving, fence, &answer, k, lines, hashes, error))
        return FALSE;
    }
  }
  if (lines->len == 0 && !fence->is_woven)
    return TRUE;
  g_autofree char *hash = dup_lines_hash (lines->str, lines->len);
  if (ends_in_mid_line (weaving->result->text))
    g_string_append (weaving->result->text, weaving->document->line_end);
  g_autofree char *block =
      g_strdup_printf ("\n%s%s<!-- /reel %s%s -->", lines->str, lines->len > 0 ? "\n" : "", hash, hashes->str);
  append_prefixed (weaving, fence, block);
  if (!fence->is_woven)
    append_end (weaving, fence);
  return TRUE;
}

HrWeaveResult *hr_weave (const char *text, gsize n_bytes, const HrWeaveOptions *options, HrWeaveMake *make,
                         gpointer data, GError **error)
{
  g_autoptr (HrWeaveDocument) document = hr_weave_document_new (options->name, text, n_bytes, error);
  if (document == NULL)
    return NULL;
  g_autoptr (HrWeaveResult) result = g_new0 (HrWeaveResult, 1);
  result->text = g_string_sized_new (n_bytes);
  result->files = g_ptr_array_new_with_free_func (file_free);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Weaving weaving = { .options = options, .document = document, .result = result, .names = names };
  gsize done = 0;
  for (guint i = 0; i < document->fences->len; i++) {
    const HrWeaveFence *fence = g_ptr_array_index (document->fences, i);
    g_string_append_len (result->text, text + done, (gssize)(fence->start - done));
    done = fence->start;
    gsize before = result->text->len;
    if (!weave_fence (&weaving, fence, make, data, error))
      return NULL;
    if (result->text->len > before)
      done = fence->end;
  }
  g_string_append_len (result->text, text + done, (gssize)(n_bytes - done));
  return g_steal_pointer (&result);
}

void hr_weave_result_free (HrWeaveResult *result)
{
  (void)g_string_free (result->text, TRUE);
  g_ptr_array_unref (result->files);
  g_free (result);
}

gboolean hr_weave_is_recorded (const char *text, const void *bytes, gsize n_bytes)
{
  g_autofree char *hash = dup_hash (bytes, n_bytes);
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++) {
    g_auto (GStrv) recorded = hr_weave_document_split_close (lines[i]);
    if (recorded != NULL && recorded[0] != NULL && g_strv_contains ((const char *const *)recorded + 1, hash))
      return TRUE;
  }
  return FALSE;
}

gboolean hr_weave_is_hashed_name (const char *name, const void *bytes, gsize n_bytes)
{
  g_autofree char *hash = dup_hash (bytes, n_bytes);
  g_autofree char *part = g_strdup_printf (".%s.", hash);
  const char *found = g_strrstr (name, part);
  return found != NULL && strchr (found + strlen (part), '.') == NULL;
}
