#include "weave/document.h"

#include <cmark.h>
#include <string.h>

#include "base/error.h"
#include "weave/directive.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_node, cmark_node_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (cmark_iter, cmark_iter_free)

/* A line's bytes are [start, end), the next one begins at next. */
typedef struct {
  gsize start, end, next;
} Line;

/* One comment of ours. */
typedef enum { COMMENT_REQUEST, COMMENT_SETUP, COMMENT_DEFAULTS, COMMENT_CLOSE } CommentKind;

typedef struct {
  CommentKind kind;
  char *text;               /* after "reel:", or after the first word of set-up code and defaults */
  guint line, n_lines;      /* where it begins, from 1 */
  gboolean has_more_behind; /* text on the line after "-->" */
} Comment;

typedef struct {
  const char *name;
  HrWeaveDocument *document;
  GArray *lines;       /* Line */
  GPtrArray *defaults; /* char *, so far */
  GArray *bounds;      /* guint: lines where requests and code begin, in order */
  GHashTable *seen;    /* cmark_node: comments that belong to a fence already, and fences with comments */
} Reader;

static void request_free (gpointer data)
{
  HrWeaveRequest *request = data;
  g_strfreev (request->words);
  g_strfreev (request->defaults);
  g_free (request);
}

static void fence_free (gpointer data)
{
  HrWeaveFence *fence = data;
  g_ptr_array_unref (fence->requests);
  g_free (fence->setup);
  g_free (fence->code);
  g_free (fence->prefix);
  g_free (fence);
}

static void comment_clear (Comment *comment)
{
  g_clear_pointer (&comment->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Comment, comment_clear)

static void reader_clear (Reader *reader)
{
  g_array_unref (reader->lines);
  g_array_unref (reader->bounds);
  g_ptr_array_unref (reader->defaults);
  g_hash_table_unref (reader->seen);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

G_GNUC_PRINTF (4, 5)
static gboolean fail (const Reader *reader, guint line, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s:%u: %s", reader->name, line, text);
  return FALSE;
}

/* Lines as CommonMark ends them: by "\n", "\r\n" or "\r". */
static GArray *split_lines (const char *text, gsize n_bytes)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Line));
  for (gsize at = 0; at < n_bytes;) {
    Line line = { .start = at, .end = at };
    while (line.end < n_bytes && text[line.end] != '\n' && text[line.end] != '\r')
      line.end++;
    gboolean two = line.end + 1 < n_bytes && text[line.end] == '\r' && text[line.end + 1] == '\n';
    at = line.next = MIN (n_bytes, line.end + (two ? 2 : 1));
    g_array_append_val (lines, line);
  }
  return lines;
}

static const Line *peek_line (const Reader *reader, guint number)
{
  return &g_array_index (reader->lines, Line, number - 1);
}

static char *dup_line (const Reader *reader, guint number)
{
  const Line *line = peek_line (reader, number);
  return g_strndup (reader->document->text + line->start, line->end - line->start);
}

static guint line_of (cmark_node *node)
{
  return (guint)cmark_node_get_start_line (node);
}

/* @text with "\n" alone at the ends of its lines, the last one's too. */
static char *dup_unix (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 1);
  for (const char *at = text; *at != '\0'; at++)
    if (at[0] != '\r' || at[1] != '\n')
      g_string_append_c (out, *at == '\r' ? '\n' : *at);
  if (out->len > 0 && out->str[out->len - 1] != '\n')
    g_string_append_c (out, '\n');
  return g_string_free (out, FALSE);
}

static guint count_lines (const char *text)
{
  g_autoptr (GArray) lines = split_lines (text, strlen (text));
  return lines->len;
}

static const char *skip_blanks (const char *at)
{
  while (g_ascii_isspace (*at))
    at++;
  return at;
}

static gboolean starts_with_word (const char *text, const char *word)
{
  gsize n = strlen (word);
  return strncmp (text, word, n) == 0 && !g_ascii_isalnum (text[n]) && text[n] != '=' && text[n] != '_';
}

/* What follows "reel:" in @body, which is the inside of a comment, or NULL. */
static const char *request_text (const char *body)
{
  const char *at = skip_blanks (body);
  return g_str_has_prefix (at, "reel:") ? at + strlen ("reel:") : NULL;
}

static gboolean is_close (const char *body)
{
  return starts_with_word (skip_blanks (body), "/reel");
}

/* Set-up code begins on the line after the word; "" when there is none. */
static char *dup_setup (const char *text)
{
  const char *line_end = strchr (text, '\n');
  g_autofree char *code = g_strchomp (g_strdup (line_end != NULL ? line_end + 1 : ""));
  return *code != '\0' ? g_strconcat (code, "\n", NULL) : g_strdup ("");
}

static gboolean has_other_text (const char *text)
{
  return *skip_blanks (text) != '\0';
}

static void read_request (Comment *comment, const char *text)
{
  const char *at = skip_blanks (text);
  if (starts_with_word (at, "setup")) {
    comment->kind = COMMENT_SETUP;
    comment->text = dup_setup (at);
  } else if (starts_with_word (at, "defaults")) {
    comment->kind = COMMENT_DEFAULTS;
    comment->text = g_strdup (at + strlen ("defaults"));
  } else {
    comment->kind = COMMENT_REQUEST;
    comment->text = g_strdup (at);
  }
}

/* FALSE when @node is no comment of ours. */
static gboolean read_comment (cmark_node *node, Comment *comment)
{
  *comment = (Comment){ 0 };
  if (node == NULL || cmark_node_get_type (node) != CMARK_NODE_HTML_BLOCK)
    return FALSE;
  g_autofree char *literal = dup_unix (cmark_node_get_literal (node));
  const char *open = skip_blanks (literal);
  char *end = g_str_has_prefix (open, "<!--") ? strstr (open + strlen ("<!--"), "-->") : NULL;
  if (end == NULL)
    return FALSE;
  comment->line = line_of (node);
  comment->n_lines = count_lines (literal);
  comment->has_more_behind = has_other_text (end + strlen ("-->"));
  *end = '\0';
  const char *body = open + strlen ("<!--"), *text = request_text (body);
  if (text != NULL)
    read_request (comment, text);
  else if (is_close (body))
    comment->kind = COMMENT_CLOSE;
  else
    return FALSE;
  return TRUE;
}

static char **dup_words (const GPtrArray *words)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  for (guint i = 0; i < words->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (words, i));
  char **copy = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return copy;
}

/* A request at @line of the document. @first takes over more words at its end; NULL none. */
static gboolean add_request (const Reader *reader, HrWeaveFence *fence, const char *text, guint line, GError **error)
{
  g_autoptr (GError) cause = NULL;
  char **words = hr_weave_directive_split (text, &cause);
  if (words == NULL)
    return fail (reader, line, error, "%s", cause->message);
  HrWeaveRequest *request = g_new0 (HrWeaveRequest, 1);
  request->line = line;
  request->words = words;
  request->defaults = dup_words (reader->defaults);
  g_ptr_array_add (fence->requests, request);
  return TRUE;
}

static gboolean add_defaults (const Reader *reader, const Comment *comment, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_auto (GStrv) words = hr_weave_directive_split (comment->text, &cause);
  if (words == NULL)
    return fail (reader, comment->line, error, "%s", cause->message);
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (reader->defaults, g_strdup (words[i]));
  return TRUE;
}

static void add_setup (HrWeaveFence *fence, const Comment *comment)
{
  char *setup = g_strconcat (fence->setup, comment->text, NULL);
  if (*fence->setup == '\0')
    fence->setup_line = comment->line + 1;
  g_free (fence->setup);
  fence->setup = setup;
}

/* The first comment of a fence, or the next. */
static gboolean add_comment (const Reader *reader, HrWeaveFence *fence, const Comment *comment, GError **error)
{
  if (comment->has_more_behind)
    return fail (reader, comment->line, error, "text after \"-->\": a request has its lines for itself");
  switch (comment->kind) {
  case COMMENT_REQUEST:
    return add_request (reader, fence, comment->text, comment->line, error);
  case COMMENT_SETUP:
    add_setup (fence, comment);
    return TRUE;
  case COMMENT_DEFAULTS:
    return add_defaults (reader, comment, error);
  case COMMENT_CLOSE:
    break;
  }
  g_assert_not_reached ();
}

/* What stands before the text in @line, with blanks for the marks of lists: they are not repeated. A ">" takes the
 * blank after it for itself, so that one is given to it where a mark stood. */
static char *dup_prefix (const char *line, const char *const *beginnings)
{
  const char *end = NULL;
  for (guint i = 0; beginnings[i] != NULL; i++) {
    const char *found = strstr (line, beginnings[i]);
    end = found != NULL && (end == NULL || found < end) ? found : end;
  }
  GString *prefix = g_string_new (NULL);
  for (const char *at = line; end != NULL && at < end; at++) {
    g_string_append_c (prefix, *at == '>' || *at == '\t' ? *at : ' ');
    if (*at == '>' && at + 1 < end && strchr (" \t>", at[1]) == NULL)
      g_string_append_c (prefix, ' ');
  }
  return g_string_free (prefix, FALSE);
}

static gboolean is_python (const char *info)
{
  static const char *const names[] = { "python", "python3", "py", "{python}", NULL };
  g_autofree char *word = g_strndup (info, strcspn (info, " \t,;"));
  return g_strv_contains (names, word);
}

/* Whether line @number closes a fence. cmark says where the code ends; this, whether by a fence or with what is around.
 */
static gboolean closes_fence (const Reader *reader, guint number)
{
  if (number > reader->lines->len)
    return FALSE;
  g_autofree char *line = dup_line (reader, number);
  const char *at = line + strspn (line, " \t>");
  return g_str_has_prefix (at, "```") || g_str_has_prefix (at, "~~~");
}

/* Takes over the code of @node. */
static gboolean add_code (const Reader *reader, HrWeaveFence *fence, cmark_node *node, GError **error)
{
  static const char *const marks[] = { "```", "~~~", NULL };
  const char *literal = cmark_node_get_literal (node);
  guint first = line_of (node), last = first + count_lines (literal) + 1;
  g_autofree char *line = dup_line (reader, first);
  if (!is_python (cmark_node_get_fence_info (node)))
    return fail (reader, first, error, "a figure is asked for, but this is no ```python fence");
  if (!closes_fence (reader, last))
    return fail (reader, first, error, "this fence is not closed; a line of ``` ends it");
  g_free (fence->prefix);
  fence->prefix = dup_prefix (line, marks);
  fence->code = dup_unix (literal);
  fence->code_line = first + 1;
  fence->start = fence->end = peek_line (reader, last)->next;
  return TRUE;
}

/* The first line after all that is in the same container as @node, or one more than there are. */
static guint line_behind (const Reader *reader, cmark_node *node)
{
  for (node = cmark_node_parent (node); node != NULL; node = cmark_node_parent (node))
    if (cmark_node_next (node) != NULL)
      return line_of (cmark_node_next (node));
  return reader->lines->len + 1;
}

/* The first line after @last where figure lines cannot stand any more: another request, code, the end of what is
 * around. */
static guint find_bound (const Reader *reader, cmark_node *last)
{
  guint bound = line_behind (reader, last);
  for (guint i = 0; i < reader->bounds->len; i++) {
    guint line = g_array_index (reader->bounds, guint, i);
    if (line > line_of (last))
      return MIN (line, bound);
  }
  return bound;
}

/* Looks for the closing comment in the text, not in the tree: inline SVG may have swallowed it. */
static void find_close (const Reader *reader, HrWeaveFence *fence, cmark_node *last)
{
  guint bound = find_bound (reader, last);
  for (guint number = fence->line; number < bound && number <= reader->lines->len; number++) {
    const Line *line = peek_line (reader, number);
    g_autofree char *text = line->start >= fence->start ? dup_line (reader, number) : g_strdup ("");
    g_auto (GStrv) hashes = hr_weave_document_split_close (text);
    if (hashes == NULL)
      continue;
    fence->is_woven = TRUE;
    fence->close_line = number;
    fence->end = line->end;
    return;
  }
}

/* "#|" lines: their words go to the first request, which they make where there is none. */
static gboolean add_cell_options (const Reader *reader, HrWeaveFence *fence, GError **error)
{
  g_auto (HrWeaveCellOptions) cell = { 0 };
  g_autoptr (GError) cause = NULL;
  guint line = 0;
  if (!hr_weave_cell_options_init (&cell, fence->code, &line, &cause))
    return fail (reader, fence->code_line + line - 1, error, "%s", cause->message);
  for (guint i = 0; i < cell.requests->len; i++)
    if (!add_request (reader, fence, g_ptr_array_index (cell.requests, i), fence->code_line, error))
      return FALSE;
  if (cell.words->len == 0)
    return TRUE;
  if (fence->requests->len == 0 && !add_request (reader, fence, "", fence->code_line, error))
    return FALSE;
  HrWeaveRequest *first = g_ptr_array_index (fence->requests, 0);
  GStrvBuilder *builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **)first->words);
  for (guint i = 0; i < cell.words->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (cell.words, i));
  g_strfreev (first->words);
  first->words = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return TRUE;
}

static HrWeaveFence *fence_new (guint line)
{
  HrWeaveFence *fence = g_new0 (HrWeaveFence, 1);
  fence->line = line;
  fence->requests = g_ptr_array_new_with_free_func (request_free);
  fence->setup = g_strdup ("");
  return fence;
}

/* Takes @fence, whose last node is @last, into the document if it asks for anything. */
static gboolean finish_fence (const Reader *reader, HrWeaveFence *fence, cmark_node *last, GError **error)
{
  if (fence->code != NULL && !add_cell_options (reader, fence, error)) {
    fence_free (fence);
    return FALSE;
  }
  gboolean asks = fence->requests->len > 0, has_setup = *fence->setup != '\0';
  if (!asks && has_setup)
    (void)fail (reader, fence->line, error,
                "set-up code, but no request: <!-- reel: at=last -->, or <!-- reel: run -->");
  if (!asks) {
    fence_free (fence);
    return !has_setup;
  }
  find_close (reader, fence, last);
  g_ptr_array_add (reader->document->fences, fence);
  return TRUE;
}

/* @node is the first of our comments in a row: this and those in the lines right below, and the fence that follows. */
static gboolean read_requests (const Reader *reader, cmark_node *node, GError **error)
{
  static const char *const marks[] = { "<!--", NULL };
  HrWeaveFence *fence = fence_new (line_of (node));
  g_autofree char *line = dup_line (reader, fence->line);
  fence->prefix = dup_prefix (line, marks);
  cmark_node *last = node;
  guint below = 0; /* the line after the last comment */
  for (; node != NULL; node = cmark_node_next (node)) {
    g_auto (Comment) comment = { 0 };
    if (!read_comment (node, &comment) || comment.kind == COMMENT_CLOSE || (below > 0 && comment.line > below))
      break;
    below = comment.line + comment.n_lines;
    if (!add_comment (reader, fence, &comment, error)) {
      fence_free (fence);
      return FALSE;
    }
    g_hash_table_add (reader->seen, node);
    fence->start = fence->end = peek_line (reader, MIN (below - 1, reader->lines->len))->next;
    last = node;
  }
  gboolean asks = fence->requests->len > 0 || *fence->setup != '\0';
  if (asks && node != NULL && cmark_node_get_type (node) == CMARK_NODE_CODE_BLOCK) {
    g_hash_table_add (reader->seen, node);
    last = node;
    if (!add_code (reader, fence, node, error)) {
      fence_free (fence);
      return FALSE;
    }
  }
  return finish_fence (reader, fence, last, error);
}

/* A fence without a comment may ask by its "#|" lines. */
static gboolean read_fence (const Reader *reader, cmark_node *node, GError **error)
{
  if (!is_python (cmark_node_get_fence_info (node)) || !g_str_has_prefix (cmark_node_get_literal (node), "#|"))
    return TRUE;
  g_auto (HrWeaveCellOptions) cell = { 0 };
  g_autofree char *code = dup_unix (cmark_node_get_literal (node));
  guint line = 0;
  if (hr_weave_cell_options_init (&cell, code, &line, NULL) && cell.words->len + cell.requests->len == 0)
    return TRUE;
  HrWeaveFence *fence = fence_new (line_of (node));
  if (!add_code (reader, fence, node, error)) {
    fence_free (fence);
    return FALSE;
  }
  return finish_fence (reader, fence, node, error);
}

static gboolean closes_something (const Reader *reader, guint line)
{
  for (guint i = 0; i < reader->document->fences->len; i++) {
    const HrWeaveFence *fence = g_ptr_array_index (reader->document->fences, i);
    if (fence->is_woven && fence->close_line == line)
      return TRUE;
  }
  return FALSE;
}

static gboolean read_node (const Reader *reader, cmark_node *node, GError **error)
{
  g_auto (Comment) comment = { 0 };
  if (g_hash_table_contains (reader->seen, node))
    return TRUE;
  if (cmark_node_get_type (node) == CMARK_NODE_CODE_BLOCK)
    return read_fence (reader, node, error);
  if (!read_comment (node, &comment))
    return TRUE;
  if (comment.kind != COMMENT_CLOSE)
    return read_requests (reader, node, error);
  return closes_something (reader, comment.line) ||
         fail (reader, comment.line, error, "this closes nothing: no request stands before it");
}

/* Where a request or code begins. */
static void note_bound (const Reader *reader, cmark_node *node)
{
  g_auto (Comment) comment = { 0 };
  guint line = line_of (node);
  if (cmark_node_get_type (node) == CMARK_NODE_CODE_BLOCK ||
      (read_comment (node, &comment) && comment.kind != COMMENT_CLOSE))
    g_array_append_val (reader->bounds, line);
}

static gboolean read_tree (const Reader *reader, GError **error)
{
  const HrWeaveDocument *document = reader->document;
  g_autoptr (cmark_node) root = cmark_parse_document (document->text, document->n_bytes, CMARK_OPT_DEFAULT);
  g_autoptr (cmark_iter) first = cmark_iter_new (root), iter = cmark_iter_new (root);
  while (cmark_iter_next (first) != CMARK_EVENT_DONE)
    if (cmark_iter_get_event_type (first) == CMARK_EVENT_ENTER)
      note_bound (reader, cmark_iter_get_node (first));
  for (cmark_event_type event = cmark_iter_next (iter); event != CMARK_EVENT_DONE; event = cmark_iter_next (iter))
    if (event == CMARK_EVENT_ENTER && !read_node (reader, cmark_iter_get_node (iter), error))
      return FALSE;
  return TRUE;
}

static gboolean check_text (const Reader *reader, GError **error)
{
  const HrWeaveDocument *document = reader->document;
  const char *end = NULL;
  if (g_utf8_validate_len (document->text, document->n_bytes, &end))
    return TRUE;
  guint line = 1;
  while (line < reader->lines->len && peek_line (reader, line)->next <= (gsize)(end - document->text))
    line++;
  return fail (reader, line, error, "not UTF-8 text");
}

HrWeaveDocument *hr_weave_document_new (const char *name, const char *text, gsize n_bytes, GError **error)
{
  g_autoptr (HrWeaveDocument) document = g_new0 (HrWeaveDocument, 1);
  document->text = text;
  document->n_bytes = n_bytes;
  document->fences = g_ptr_array_new_with_free_func (fence_free);
  g_auto (Reader) reader = {
    .name = name,
    .document = document,
    .lines = split_lines (text, n_bytes),
    .defaults = g_ptr_array_new_with_free_func (g_free),
    .bounds = g_array_new (FALSE, FALSE, sizeof (guint)),
    .seen = g_hash_table_new (NULL, NULL),
  };
  const Line *first = reader.lines->len > 0 ? peek_line (&reader, 1) : NULL;
  document->line_end = first != NULL && first->next - first->end == 2 ? "\r\n" : "\n";
  if (!check_text (&reader, error) || !read_tree (&reader, error))
    return NULL;
  return g_steal_pointer (&document);
}

void hr_weave_document_free (HrWeaveDocument *document)
{
  g_ptr_array_unref (document->fences);
  g_free (document);
}

char **hr_weave_document_split_close (const char *line)
{
  const char *at = line + strspn (line, " \t>");
  if (!g_str_has_prefix (at, "<!--") || !is_close (at + strlen ("<!--")))
    return NULL;
  at = skip_blanks (at + strlen ("<!--")) + strlen ("/reel");
  const char *end = strstr (at, "-->");
  if (end == NULL)
    return NULL;
  g_autofree char *inside = g_strstrip (g_strndup (at, (gsize)(end - at)));
  return *inside != '\0' ? g_strsplit_set (inside, " \t", -1) : g_new0 (char *, 1);
}
