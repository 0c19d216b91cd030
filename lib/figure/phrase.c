#include "figure/phrase.h"

#include <string.h>

#include "figure/draw.h"

#define CODE_CHARACTERS 40
#define MOST_NAMES 3

/* The longest run of backquotes in @text, as the fence must be longer. */
static guint longest_fence (const char *text)
{
  guint longest = 0, run = 0;

  for (const char *c = text; *c != '\0'; c++) {
    run = *c == '`' ? run + 1 : 0;
    longest = MAX (longest, run);
  }
  return longest;
}

char *hr_figure_phrase_dup_code (const char *text)
{
  g_autofree char *clean = hr_figure_dup_clean_line (text);
  g_autofree char *fence = NULL;
  guint longest;

  if (g_utf8_strlen (clean, -1) > CODE_CHARACTERS) {
    g_autofree char *head = g_utf8_substring (clean, 0, CODE_CHARACTERS - 1);

    g_free (clean);
    clean = g_strconcat (head, "…", NULL);
  }
  longest = longest_fence (clean);
  if (longest == 0)
    return g_strdup_printf ("`%s`", clean);
  fence = g_strnfill (longest + 1, '`');
  return g_strdup_printf ("%s %s %s", fence, clean, fence);
}

gboolean hr_figure_phrase_is_shared (const HrTimelineObject *object)
{
  return (object->flags & HR_OBJECT_SHARED) != 0;
}

/* The word for a kind whose objects are not told apart by their class; NULL: the class's name is the word. */
static const char *kind_word (HrObjectKind kind)
{
  switch (kind) {
  case HR_KIND_CLASS:
    return "class";
  case HR_KIND_FUNCTION:
    return "function";
  case HR_KIND_METHOD:
    return "bound method";
  case HR_KIND_CELL:
    return "cell";
  case HR_KIND_MODULE:
    return "module";
  case HR_KIND_BUILTIN:
    return "built-in function";
  case HR_KIND_WEAKREF:
    return "weak reference";
  case HR_KIND_TRACEBACK:
    return "traceback";
  case HR_KIND_CODE:
    return "code object";
  case HR_KIND_OPAQUE:
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_INSTANCE:
  case HR_KIND_EXCEPTION:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_STRUCTURE:
    return NULL;
  }
  g_assert_not_reached ();
}

/* Built-in types are words of the language; anyone else's class is a name. */
static gboolean is_plain_type (const char *type_name)
{
  static const char *const plain[] = { "list",       "tuple",     "dict",  "set",       "frozenset", "int",
                                       "float",      "complex",   "bool",  "str",       "bytes",     "range",
                                       "deque",      "array",     "slice", "bytearray", "property",  "generator",
                                       "memoryview", "coroutine", NULL };

  return g_strv_contains (plain, type_name);
}

/* "list iterator" for list_iterator, "dict key iterator" for dict_keyiterator; NULL: the type has a name of its own, as
 * zip has. */
static char *dup_iterator_words (const char *type_name)
{
  g_autofree char *words = NULL;
  char *end;

  if (!g_str_has_suffix (type_name, "iterator") || strlen (type_name) == strlen ("iterator"))
    return NULL;
  words = g_strdup (type_name + strspn (type_name, "_"));
  g_strdelimit (words, "_", ' ');
  end = words + strlen (words) - strlen ("iterator");
  if (end == words || end[-1] == ' ')
    return g_steal_pointer (&words);
  *end = '\0';
  return g_strdup_printf ("%s iterator", words);
}

char *hr_figure_phrase_dup_noun (const HrTimelineObject *object)
{
  const char *word = kind_word (object->kind);

  if (word != NULL)
    return g_strdup (word);
  if (object->type_name == NULL || *object->type_name == '\0')
    return g_strdup ("object");
  if (object->kind == HR_KIND_GENERATOR && strcmp (object->type_name, "async_generator") == 0)
    return g_strdup ("asynchronous generator");
  if (object->kind == HR_KIND_ITERATOR) {
    char *words = dup_iterator_words (object->type_name);

    if (words != NULL)
      return words;
  }
  return is_plain_type (object->type_name) ? g_strdup (object->type_name)
                                           : hr_figure_phrase_dup_code (object->type_name);
}

/* "an" by sound, as far as spelling shows it: "an HTMLPage", "a User", "an Uncle", "a Eulogy". */
static gboolean takes_an (const char *noun)
{
  const char *word = noun + strspn (noun, "`_ ");
  gboolean is_spelled = g_ascii_isupper (word[1]) || !g_ascii_isalnum (word[1]); /* "an N", "an HTMLPage" */

  if (g_ascii_isupper (word[0]) && is_spelled)
    return strchr ("AEFHILMNORSX", word[0]) != NULL;
  if (strchr ("uU", word[0]) != NULL && word[0] != '\0')
    return word[1] == '\0' || word[2] == '\0' || strchr ("aeiou", word[2]) == NULL;
  if (g_ascii_strncasecmp (word, "eu", 2) == 0 || g_ascii_strncasecmp (word, "one", 3) == 0)
    return FALSE;
  return word[0] != '\0' && strchr ("aeioAEIO", word[0]) != NULL;
}

char *hr_figure_phrase_dup_indefinite (const HrTimelineObject *object, const char *adjective)
{
  g_autofree char *noun = hr_figure_phrase_dup_noun (object);

  if (adjective != NULL)
    return g_strdup_printf ("%s %s %s", takes_an (adjective) ? "an" : "a", adjective, noun);
  return g_strdup_printf ("%s %s", takes_an (noun) ? "an" : "a", noun);
}

/* A function's text is its signature; its name is what comes before the parenthesis. */
static char *dup_proper_name (const HrTimelineObject *object)
{
  if (object->text == NULL || *object->text == '\0')
    return NULL;
  switch (object->kind) {
  case HR_KIND_FUNCTION:
    return g_strndup (object->text, strcspn (object->text, "("));
  case HR_KIND_CLASS:
  case HR_KIND_MODULE:
  case HR_KIND_BUILTIN:
  case HR_KIND_CODE:
    return g_strdup (object->text);
  case HR_KIND_OPAQUE:
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_INSTANCE:
  case HR_KIND_METHOD:
  case HR_KIND_CELL:
  case HR_KIND_EXCEPTION:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
  case HR_KIND_STRUCTURE:
    return NULL;
  }
  g_assert_not_reached ();
}

char *hr_figure_phrase_dup_value (const HrTimelineObject *object)
{
  g_autofree char *proper = dup_proper_name (object);
  g_autofree char *noun = NULL, *code = NULL;

  if (proper == NULL && !(hr_timeline_kind_is_atom (object->kind) && object->text != NULL))
    return hr_figure_phrase_dup_indefinite (object, NULL);
  code = hr_figure_phrase_dup_code (proper != NULL ? proper : object->text);
  if (object->kind == HR_KIND_NONE || object->kind == HR_KIND_BOOL || object->kind == HR_KIND_ELLIPSIS)
    return g_steal_pointer (&code);
  noun = hr_figure_phrase_dup_noun (object);
  return g_strdup_printf ("the %s %s", noun, code);
}

char *hr_figure_phrase_dup_brief (const HrTimelineObject *object)
{
  gboolean is_number = object->kind == HR_KIND_INT || object->kind == HR_KIND_FLOAT;

  if (!hr_timeline_kind_is_atom (object->kind) || object->text == NULL)
    return hr_figure_phrase_dup_value (object);
  if (is_number && g_utf8_strlen (object->text, -1) <= CODE_CHARACTERS)
    return g_strdup (object->text);
  return hr_figure_phrase_dup_code (object->text);
}

char *hr_figure_phrase_dup_list (const GPtrArray *names)
{
  GString *out = g_string_new (NULL);
  guint shown = names->len > MOST_NAMES ? MOST_NAMES - 1 : names->len;

  for (guint i = 0; i < shown; i++) {
    g_autofree char *code = hr_figure_phrase_dup_code ((const char *)names->pdata[i]);
    gboolean is_last = i + 1 == names->len;

    g_string_append_printf (out, "%s%s", i == 0 ? "" : is_last ? " and " : ", ", code);
  }
  if (shown < names->len)
    g_string_append_printf (out, " and %u more", names->len - shown);
  return g_string_free (out, FALSE);
}

char *hr_figure_phrase_dup_count (guint64 n, const char *noun)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %s%s", n, noun, n == 1 ? "" : "s");
}
