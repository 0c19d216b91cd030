/* heapreel mdbook: a preprocessor for mdBook, which hands over a book as JSON and takes it back (the manual of mdBook,
 * "Preprocessors"). All that is known of JSON and of books is here. */
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/error.h"
#include "base/output_file.h"
#include "verb.h"
#include "weave.h"
#include "weave/weave.h"

typedef struct {
  const HrCmdOptions *options;
  char *source;        /* the folder that chapters' paths begin in */
  GHashTable *made;    /* char *: whole paths of figures */
  GHashTable *folders; /* char *: where chapters' figures are */
} Book;

static void book_clear (Book *book)
{
  g_clear_pointer (&book->source, g_free);
  g_clear_pointer (&book->made, g_hash_table_unref);
  g_clear_pointer (&book->folders, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Book, book_clear)

/* A member that is text; NULL where there is none. */
static const char *peek_text (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

static JsonObject *peek_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static JsonArray *peek_array (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* The file of a chapter as messages name it: from here, where it is below. NULL: a draft, which has none. */
static char *dup_path (const Book *book, JsonObject *chapter)
{
  const char *name = peek_text (chapter, "source_path");
  if (name == NULL) /* an index is called otherwise than its file */
    name = peek_text (chapter, "path");
  if (name == NULL)
    return NULL;
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *path = g_canonicalize_filename (name, book->source);
  gsize n_bytes = strlen (here);
  gboolean below = g_str_has_prefix (path, here) && path[n_bytes] == '/';
  return g_strdup (below ? path + n_bytes + 1 : path);
}

static gboolean weave_chapter (Book *book, JsonObject *chapter, GError **error)
{
  g_autofree char *path = dup_path (book, chapter);
  const char *text = peek_text (chapter, "content");
  if (path == NULL || text == NULL)
    return TRUE;
  g_autofree char *woven = hr_cmd_weave_chapter (book->options, path, text, book->made, error);
  if (woven == NULL)
    return FALSE;
  g_autofree char *folder = g_path_get_dirname (path);
  const char *figures = book->options->figures_dir != NULL ? book->options->figures_dir : "";
  g_autofree char *place = g_path_is_absolute (figures) ? g_strdup (figures) : g_build_filename (folder, figures, NULL);
  g_hash_table_add (book->folders, g_canonicalize_filename (place, NULL));
  json_object_set_string_member (chapter, "content", woven);
  return TRUE;
}

/* Chapters among other things, separators and headings of parts, and chapters in them. */
static gboolean weave_items (Book *book, JsonArray *items, GError **error)
{
  guint n_items = items != NULL ? json_array_get_length (items) : 0;
  for (guint i = 0; i < n_items; i++) {
    JsonNode *item = json_array_get_element (items, i);
    JsonObject *chapter = JSON_NODE_HOLDS_OBJECT (item) ? peek_object (json_node_get_object (item), "Chapter") : NULL;
    if (chapter != NULL &&
        (!weave_chapter (book, chapter, error) || !weave_items (book, peek_array (chapter, "sub_items"), error)))
      return FALSE;
  }
  return TRUE;
}

/* Removes the figures in @folder that are not of this book any more. Their names carry the hash of what is in them, so
 * that nobody else's are taken for ours; where one stays, it does no harm. */
static void sweep (const Book *book, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autofree char *data = NULL;
    gsize n_bytes = 0;
    if (g_pattern_match_simple ("*-*.????????.*", name) && !g_hash_table_contains (book->made, path) &&
        g_file_test (path, G_FILE_TEST_IS_REGULAR) && g_file_get_contents (path, &data, &n_bytes, NULL) &&
        hr_weave_is_hashed_name (name, data, n_bytes) && g_unlink (path) == 0)
      hr_cmd_note (book->options, "removed %s", path);
  }
}

/* Where the chapters are, by the context that mdBook gives. */
static void book_init (Book *book, const HrCmdOptions *options, JsonObject *context)
{
  const char *root = peek_text (context, "root");
  const char *source = peek_text (peek_object (peek_object (context, "config"), "book"), "src");
  g_autofree char *whole = g_canonicalize_filename (root != NULL ? root : ".", NULL);
  *book = (Book){
    .options = options,
    .source = g_canonicalize_filename (source != NULL ? source : "src", whole),
    .made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
}

static gboolean weave_book (const HrCmdOptions *options, JsonObject *context, JsonObject *content, GError **error)
{
  g_auto (Book) book = { 0 };
  book_init (&book, options, context);
  JsonArray *items = peek_array (content, "sections");
  if (items == NULL) /* from mdBook 0.5 */
    items = peek_array (content, "items");
  if (!weave_items (&book, items, error))
    return FALSE;
  GHashTableIter iter;
  gpointer folder = NULL;
  g_hash_table_iter_init (&iter, book.folders);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    sweep (&book, folder);
  return TRUE;
}

static gboolean set_form_error (const char *what, GError **error)
{
  g_set_error (error, HR_ERROR, HR_ERROR_INPUT,
               "stdin: not what mdBook hands to a preprocessor: %s; heapreel weave takes Markdown files", what);
  return FALSE;
}

static gboolean run (const HrCmdOptions *options, const char *input, GError **error)
{
  g_autofree char *data = NULL;
  gsize n_bytes = 0;
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  if (!hr_output_file_read (input, &data, &n_bytes, error))
    return FALSE;
  if (!json_parser_load_from_data (parser, data, (gssize)n_bytes, &cause))
    return set_form_error (cause->message, error);
  JsonNode *root = json_parser_get_root (parser);
  JsonArray *pair = root != NULL && JSON_NODE_HOLDS_ARRAY (root) ? json_node_get_array (root) : NULL;
  if (pair == NULL || json_array_get_length (pair) != 2)
    return set_form_error ("it needs a context and a book", error);
  JsonNode *context = json_array_get_element (pair, 0), *book = json_array_get_element (pair, 1);
  if (!JSON_NODE_HOLDS_OBJECT (context) || !JSON_NODE_HOLDS_OBJECT (book))
    return set_form_error ("it needs a context and a book", error);
  if (!weave_book (options, json_node_get_object (context), json_node_get_object (book), error))
    return FALSE;
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  json_generator_set_root (generator, book);
  gsize n_out = 0;
  g_autofree char *out = json_generator_to_data (generator, &n_out);
  return hr_output_file_write ("-", out, n_out, error);
}

gboolean hr_cmd_mdbook (const HrCmdOptions *options, G_GNUC_UNUSED int *status, GError **error)
{
  const char *first = g_ptr_array_index (options->inputs, 0);
  if (options->inputs->len == 1 && strcmp (first, "supports") != 0)
    return run (options, first, error);
  if (options->inputs->len == 2 && strcmp (first, "supports") == 0)
    return TRUE; /* every renderer shows images */
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "mdbook takes a book on stdin, or: heapreel mdbook supports RENDERER");
  return FALSE;
}
