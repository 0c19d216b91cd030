/* Why an object is alive: who refers to it, and how the program gets there. */
#include <string.h>

#include "figure/draw.h"
#include "figure/history.h"
#include "figure/panel.h"
#include "figure/phrase.h"
#include "layout/metrics.h"
#include "timeline/account.h"

#define MOST_WAYS 8
#define MOST_CHAIN 60      /* objects of one way that are drawn */
#define MOST_EXPRESSION 12 /* objects of one way that are written as an expression */

struct HrFigureWhy {
  HrTimeline *timeline;
  guint32 id, step; /* the step that is told of: where it died, if it did */
  gboolean ended;
  GArray *only;    /* guint32 */
  GPtrArray *ways; /* char *, prose: one for each reference */
  guint n_more;    /* ways that are not told */
  char *sentence;  /* prose: what it is, when, how often it is referred to, or how it ended */
  char *name;      /* "list-3" */
  char *called;    /* as the user calls it */
};

/* References by the object that they come from, and from where each object was reached first. */
typedef struct {
  const HrTimelineState *state;
  GArray *references;  /* HrTimelineReference */
  GHashTable *parents; /* id → position of the reference that reached it first, from 1 */
} Web;

static void add_reference (gpointer data, const HrTimelineReference *reference)
{
  GArray *references = (GArray *)data;

  g_array_append_vals (references, reference, 1);
}

static const HrTimelineReference *peek_reference (const Web *web, guint i)
{
  return &g_array_index (web->references, HrTimelineReference, i);
}

/* References lie in the order of the objects that they come from: where those of @id begin. */
static guint first_of (const Web *web, guint32 id)
{
  guint low = 0, high = web->references->len;

  while (low < high) {
    guint middle = (low + high) / 2;
    const HrTimelineReference *reference = peek_reference (web, middle);

    if (reference->object == NULL || reference->object->id < id)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static gboolean comes_from (const Web *web, guint position, guint32 id)
{
  const HrTimelineObject *object = peek_reference (web, position)->object;

  return object != NULL && object->id == id;
}

static void reach (Web *web, GArray *queue, guint position)
{
  guint32 value = peek_reference (web, position)->value;

  if (g_hash_table_contains (web->parents, GUINT_TO_POINTER (value)))
    return;
  g_hash_table_insert (web->parents, GUINT_TO_POINTER (value), GUINT_TO_POINTER (position + 1));
  g_array_append_val (queue, value);
}

/* Breadth first from the names: the shortest way to everything. */
static void spread (Web *web)
{
  g_autoptr (GArray) queue = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < web->references->len && peek_reference (web, i)->object == NULL; i++)
    reach (web, queue, i);
  for (guint i = 0; i < queue->len; i++) {
    guint32 id = g_array_index (queue, guint32, i);

    for (guint k = first_of (web, id); k < web->references->len && comes_from (web, k, id); k++)
      reach (web, queue, k);
  }
}

static void web_init (Web *web, const HrTimelineState *state)
{
  *web = (Web){ state, g_array_new (FALSE, FALSE, sizeof (HrTimelineReference)), g_hash_table_new (NULL, NULL) };
  hr_timeline_each_reference (state, add_reference, web->references);
  spread (web);
}

static void web_clear (Web *web)
{
  g_array_unref (web->references);
  g_hash_table_unref (web->parents);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Web, web_clear)

static char *dup_name_way (const HrTimelineReference *reference)
{
  const HrTimelineName *name = reference->name;

  return g_strdup (name->name != NULL && (name->flags & (HR_NAME_RETURN | HR_NAME_STACK)) == 0 ? name->name : "");
}

/* The way that ends with @reference as an expression, "rows[0].next"; NULL where Python has none. *root gets the name
 * that it begins with, NULL: nothing leads there. */
static char *dup_expression (const Web *web, const HrTimelineReference *reference, guint depth,
                             const HrTimelineReference **root)
{
  g_autofree char *holder = NULL;
  guint parent;

  if (reference->object == NULL) {
    *root = reference;
    return dup_name_way (reference);
  }
  parent = GPOINTER_TO_UINT (g_hash_table_lookup (web->parents, GUINT_TO_POINTER (reference->object->id)));
  if (parent == 0 || depth == 0)
    return NULL;
  holder = dup_expression (web, peek_reference (web, parent - 1), depth - 1, root);
  if (holder == NULL || *holder == '\0' || reference->slot == NULL || reference->key)
    return NULL;
  if (reference->object->kind == HR_KIND_CELL) /* a name of a closure stands for what is in its cell */
    return g_steal_pointer (&holder);
  return hr_figure_phrase_dup_step (web->state, reference->object, reference->slot, holder);
}

/* "`rows[0]`", "name `x` of `f`", "class of `obj1`", "element 0 of list-3, which nothing leads to". */
static char *dup_way (const Web *web, const HrTimelineReference *reference)
{
  const HrTimelineReference *root = NULL;
  g_autofree char *expression = dup_expression (web, reference, MOST_EXPRESSION, &root), *code = NULL, *text = NULL,
                  *frame = NULL;

  if (expression != NULL && *expression != '\0') {
    code = hr_figure_phrase_dup_code (expression);
    if (strcmp (root->frame->name, "<module>") == 0)
      return g_steal_pointer (&code);
    frame = hr_figure_phrase_dup_code (root->frame->name);
    return g_strdup_printf ("%s in %s", code, frame);
  }
  text = hr_timeline_reference_dup_text (web->state, reference);
  if (reference->object == NULL)
    return g_steal_pointer (&text);
  code = hr_figure_phrase_dup_lasting_path (web->state, reference->object->id);
  if (code != NULL) {
    g_autofree char *quoted = hr_figure_phrase_dup_code (code);

    return g_strdup_printf ("%s, which is %s", text, quoted);
  }
  if (g_hash_table_contains (web->parents, GUINT_TO_POINTER (reference->object->id)))
    return g_steal_pointer (&text);
  return g_strdup_printf ("%s, to which nothing leads", text);
}

static void add_only (HrFigureWhy *why, guint32 id)
{
  for (guint i = 0; i < why->only->len; i++)
    if (g_array_index (why->only, guint32, i) == id)
      return;
  g_array_append_val (why->only, id);
}

/* The object that @reference comes from, and all on the way to it. */
static void add_chain (HrFigureWhy *why, const Web *web, const HrTimelineReference *reference)
{
  for (guint steps = 0; reference->object != NULL && steps < MOST_CHAIN; steps++) {
    guint parent = GPOINTER_TO_UINT (g_hash_table_lookup (web->parents, GUINT_TO_POINTER (reference->object->id)));

    add_only (why, reference->object->id);
    if (parent == 0)
      return;
    reference = peek_reference (web, parent - 1);
  }
}

static void add_ways (HrFigureWhy *why, const Web *web)
{
  add_only (why, why->id);
  for (guint i = 0; i < web->references->len; i++) {
    const HrTimelineReference *reference = peek_reference (web, i);

    if (reference->value != why->id)
      continue;
    if (why->ways->len >= MOST_WAYS) {
      why->n_more++;
      continue;
    }
    g_ptr_array_add (why->ways, dup_way (web, reference));
    add_chain (why, web, reference);
  }
}

/* Holders that no arrow can show. */
static void add_hidden (HrFigureWhy *why, const HrTimelineState *state)
{
  g_autoptr (HrTimelineAccount) account = hr_timeline_account_new (state, why->id);

  for (guint i = 0; account != NULL && i < account->holders->len; i++) {
    const HrTimelineAccountHolder *holder = &g_array_index (account->holders, HrTimelineAccountHolder, i);

    if (holder->visible || holder->kind == HR_HOLDER_TWICE)
      continue;
    if (why->ways->len < MOST_WAYS)
      g_ptr_array_add (why->ways, holder->count == 1 ? g_strdup (holder->text)
                                                     : g_strdup_printf ("%s, %u times", holder->text, holder->count));
    else
      why->n_more++;
  }
  if (account != NULL && account->unexplained > 0)
    g_ptr_array_add (why->ways,
                     g_strdup_printf ("%" G_GINT64_FORMAT " more outside the picture%s", account->unexplained,
                                      hr_timeline_has_accounts (why->timeline) ? "" : " (--refs account says which)"));
}

/* "Line 9 has run: ", as far as it has; "" at steps without a line. */
static char *dup_when (const HrFigureWhy *why)
{
  const HrTimelineStep *step = hr_timeline_peek_step (why->timeline, why->step);

  return step->ran_line > 0 ? g_strdup_printf ("After line %u", step->ran_line)
                            : g_strdup_printf ("At step #%u", why->step);
}

static char *dup_alive_sentence (const HrFigureWhy *why, const HrTimelineObject *object)
{
  g_autofree char *when = dup_when (why), *noun = hr_figure_phrase_dup_indefinite (object, NULL);

  if (hr_figure_phrase_is_shared (object))
    return g_strdup_printf ("%s, `%s`, %s, is shared by the whole interpreter, which keeps it whatever refers to it.",
                            when, why->name, noun);
  if ((object->flags & HR_OBJECT_UNREACHABLE) != 0)
    return g_strdup_printf (
        "%s, nothing leads to `%s`, %s: only a cycle of references keeps it, until the collector runs.", when,
        why->name, noun);
  if (object->refcount <= 0)
    return g_strdup_printf ("%s, `%s`, %s, is alive.", when, why->name, noun);
  return g_strdup_printf ("%s, `%s`, %s, is alive: refs %" G_GINT64_FORMAT ".", when, why->name, noun,
                          object->refcount);
}

static char *dup_end_sentence (const HrFigureWhy *why, const HrTimelineState *before, const HrTimelineState *after,
                               const HrTimelineDeath *death)
{
  g_autofree char *cause = NULL;

  if (death->why == HR_GONE_COLLECTED)
    return g_strdup_printf ("`%s` was collected by the garbage collector during line %u.", why->name, death->line);
  if (death->why == HR_GONE_EXIT)
    return g_strdup_printf ("`%s` was freed as the interpreter ended.", why->name);
  if (death->why == HR_GONE_HIDDEN)
    return g_strdup_printf ("`%s` may live on, but nothing in the picture leads to it since line %u.", why->name,
                            after->step.ran_line);
  cause = hr_timeline_death_dup_cause (before, after, why->id);
  return g_strdup_printf ("`%s` was freed in line %u%s%s.", why->name,
                          death->line > 0 ? death->line : after->step.ran_line, cause == NULL ? "" : ": ",
                          cause == NULL ? "" : cause);
}

/* The last step until @step that still has the object; -1 none. */
static gint64 find_last_step (HrTimeline *timeline, guint32 id, guint32 step, GError **error)
{
  g_autoptr (HrTimelineCursor) cursor = hr_timeline_cursor_new (timeline, 0, step);
  const HrTimelineState *state = NULL;
  gint64 last = -1;

  while (hr_timeline_cursor_next (cursor, &state, error))
    if (hr_timeline_state_peek_object (state, id) != NULL)
      last = state->step.index;
  return last;
}

static gboolean fill_alive (HrFigureWhy *why, const HrTimelineState *state)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, why->id);
  g_auto (Web) web = { 0 };

  web_init (&web, state);
  why->name = hr_timeline_object_dup_name (object);
  why->sentence = dup_alive_sentence (why, object);
  add_ways (why, &web);
  add_hidden (why, state);
  return TRUE;
}

static gboolean fill_ended (HrFigureWhy *why, const HrTimelineState *before, GError **error)
{
  g_autoptr (HrTimelineState) after = hr_timeline_state_new (why->timeline, why->step, error);
  const HrTimelineObject *object = hr_timeline_state_peek_object (before, why->id);
  g_auto (Web) web = { 0 };

  if (after == NULL)
    return FALSE;
  web_init (&web, before);
  why->name = hr_timeline_object_dup_name (object);
  for (guint i = 0; i < after->n_deaths; i++)
    if (after->deaths[i].id == why->id)
      why->sentence = dup_end_sentence (why, before, after, &after->deaths[i]);
  if (why->sentence == NULL)
    why->sentence = g_strdup_printf ("`%s` is not in the picture any more.", why->name);
  add_ways (why, &web);
  return TRUE;
}

HrFigureWhy *hr_figure_why_new (HrTimeline *timeline, guint32 object, const char *called, guint32 step, GError **error)
{
  g_autoptr (HrFigureWhy) why = g_new0 (HrFigureWhy, 1);
  g_autoptr (HrTimelineState) state = NULL;
  g_autoptr (GError) local = NULL;
  gint64 last = find_last_step (timeline, object, step, &local);

  why->timeline = hr_timeline_ref (timeline);
  why->id = object;
  why->called = g_strdup (called);
  why->only = g_array_new (FALSE, FALSE, sizeof (guint32));
  why->ways = g_ptr_array_new_with_free_func (g_free);
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  g_assert (last >= 0); /* it was found in one of these steps */
  why->ended = last < step;
  why->step = why->ended ? (guint32)last + 1 : step;
  state = hr_timeline_state_new (timeline, (guint32)last, error);
  if (state == NULL || !(why->ended ? fill_ended (why, state, error) : fill_alive (why, state)))
    return NULL;
  return g_steal_pointer (&why);
}

void hr_figure_why_free (HrFigureWhy *why)
{
  if (why == NULL)
    return;
  hr_timeline_unref (why->timeline);
  g_array_unref (why->only);
  g_ptr_array_unref (why->ways);
  g_free (why->sentence);
  g_free (why->name);
  g_free (why->called);
  g_free (why);
}

HrLayoutMoment hr_figure_why_set_options (const HrFigureWhy *why, HrLayoutOptions *options)
{
  options->only = (const guint32 *)(gconstpointer)why->only->data;
  options->n_only = why->only->len;
  options->subject = why->id;
  return (HrLayoutMoment){ why->step, why->ended ? (gint64)why->step - 1 : -1 };
}

/* The sentence, and then who refers to it, as prose. */
static char *dup_prose (const HrFigureWhy *why)
{
  GString *text = g_string_new (why->sentence);

  for (guint i = 0; i < why->ways->len; i++)
    g_string_append_printf (text, "%s%s",
                            i > 0        ? i + 1 == why->ways->len && why->n_more == 0 ? " and " : ", "
                            : why->ended ? " Before that it was held by "
                                         : " It is held by ",
                            (const char *)why->ways->pdata[i]);
  if (why->n_more > 0)
    g_string_append_printf (text, " and %u more", why->n_more);
  if (why->ways->len > 0)
    g_string_append_c (text, '.');
  return g_string_free (text, FALSE);
}

HrScene *hr_figure_why_draw (const HrFigureWhy *why, HrLayout *layout, const HrFigureOptions *options, GError **error)
{
  HrFigureOptions own = *options;
  g_autofree char *prose = dup_prose (why), *plain = hr_figure_dup_plain (prose);
  g_autofree char *title = g_strdup_printf (why->ended ? "Why %s went" : "Why %s is alive", why->called);

  own.title = options->title != NULL ? options->title : title;
  own.crop = TRUE;
  own.prose = prose;
  own.description = plain;
  return hr_figure_new_step (layout, 0, &own, error);
}

char *hr_figure_why_dup_words (const HrFigureWhy *why)
{
  g_autofree char *sentence = hr_figure_dup_plain (why->sentence);
  GString *out = g_string_new (sentence);

  g_string_append (out, why->ways->len == 0 ? "\n"
                        : why->ended        ? " Before that it was held by:\n"
                                            : " It is held by:\n");
  for (guint i = 0; i < why->ways->len; i++) {
    g_autofree char *way = hr_figure_dup_plain ((const char *)why->ways->pdata[i]);

    g_string_append_printf (out, "  %s\n", way);
  }
  if (why->n_more > 0)
    g_string_append_printf (out, "  and %u more\n", why->n_more);
  return g_string_free (out, FALSE);
}
