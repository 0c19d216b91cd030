#include "figure/life.h"

#include <string.h>

#include "figure/code_strip.h"
#include "figure/frames.h"
#include "figure/phrase.h"
#include "timeline/account.h"

#define MOST_EVENTS 16

static void clear_event (gpointer data)
{
  HrLifeEvent *event = (HrLifeEvent *)data;

  g_free (event->code);
  g_free (event->what);
}

static void clear_holder (gpointer data)
{
  HrLifeHolder *holder = (HrLifeHolder *)data;

  g_free (holder->key);
  g_free (holder->label);
}

void hr_figure_life_free (HrFigureLife *life)
{
  if (life == NULL)
    return;
  g_array_unref (life->events);
  g_array_unref (life->holders);
  g_free (life->called);
  g_free (life->name);
  g_free (life->noun);
  g_free (life);
}

/* On the way through the steps. */
typedef struct {
  HrFigureLife *life;
  HrTimeline *timeline;
  guint32 id;
  HrTimelineState *before; /* the step before this one; NULL at the first */
  char *literal;           /* as last told */
} Walk;

static gboolean is_same_slot (const HrTimelineSlot *a, const HrTimelineSlot *b)
{
  return a->role == b->role && a->key == b->key && a->value == b->value && g_strcmp0 (a->name, b->name) == 0 &&
         g_strcmp0 (a->text, b->text) == 0;
}

static gboolean is_same_content (const HrTimelineObject *a, const HrTimelineObject *b)
{
  if (a->n_slots != b->n_slots || a->length != b->length || g_strcmp0 (a->text, b->text) != 0)
    return FALSE;
  for (guint i = 0; a->slots != b->slots && i < a->n_slots; i++)
    if (!is_same_slot (&a->slots[i], &b->slots[i]))
      return FALSE;
  return TRUE;
}

/* "now `[1, 2]`"; where its shortened content reads as before: that something changed, and how long it is. */
static char *dup_content (Walk *walk, const HrTimelineState *state, const HrTimelineObject *object, const char *verb)
{
  char *literal = hr_figure_dup_literal (state, object);
  gboolean is_told = literal != NULL && g_strcmp0 (literal, walk->literal) != 0;
  g_autofree char *code = NULL;

  g_free (walk->literal);
  walk->literal = literal;
  if (is_told) {
    code = hr_figure_phrase_dup_code (literal);
    return g_strdup_printf ("%s %s", verb, code);
  }
  return strcmp (verb, "now") == 0 ? g_strdup ("changed inside") : g_strndup (verb, strcspn (verb, ":"));
}

static char *dup_beginning (Walk *walk, const HrTimelineState *state, const HrTimelineObject *object)
{
  gboolean is_there_before = state->step.event == HR_EVENT_START;

  return dup_content (walk, state, object, is_there_before ? "there from the start:" : "made:");
}

/* NULL when nothing became of the object itself. */
static char *dup_change (Walk *walk, const HrTimelineState *state, const HrTimelineObject *object)
{
  const HrTimelineObject *old = walk->before == NULL ? NULL : hr_timeline_state_peek_object (walk->before, walk->id);

  if (walk->life->events->len == 0)
    return dup_beginning (walk, state, object);
  if (old == NULL)
    return g_strdup ("in reach again");
  if ((object->flags & HR_OBJECT_UNREACHABLE) != 0 && (old->flags & HR_OBJECT_UNREACHABLE) == 0)
    return g_strdup ("unreachable now: waits for the collector");
  return is_same_content (old, object) ? NULL : dup_content (walk, state, object, "now");
}

static char *dup_end (const Walk *walk, const HrTimelineState *state)
{
  g_autofree char *cause = NULL;

  for (guint i = 0; i < state->n_deaths; i++) {
    if (state->deaths[i].id != walk->id)
      continue;
    switch (state->deaths[i].why) {
    case HR_GONE_FREED:
      cause = hr_timeline_death_dup_cause (walk->before, state, walk->id);
      return cause == NULL ? g_strdup ("freed") : g_strdup_printf ("freed: %s", cause);
    case HR_GONE_COLLECTED:
      return g_strdup_printf ("collected by the garbage collector (generation %u)", state->deaths[i].generation);
    case HR_GONE_EXIT:
      return g_strdup ("freed as the interpreter ended");
    case HR_GONE_HIDDEN:
      return NULL;
    }
  }
  return NULL;
}

/* Of a call: the line that calls. */
static guint32 find_line (const HrTimelineState *state)
{
  const HrTimelineFrame *frame = hr_figure_find_frame (state, state->step.frame);
  const HrTimelineFrame *caller = frame == NULL ? NULL : hr_figure_find_caller (state, frame);

  if (state->step.ran_line > 0)
    return state->step.ran_line;
  return caller != NULL && caller->line > 0 ? caller->line : state->step.next_line;
}

/* Takes @what. */
static void add_event (Walk *walk, const HrTimelineState *state, char *what, gint64 refs, gboolean ended)
{
  HrLifeEvent event = {
    .step = state->step.index,
    .line = find_line (state),
    .code = hr_figure_code_dup_heading (walk->timeline, state->step.index),
    .what = what,
    .refs = refs,
    .ended = ended,
  };

  g_array_append_val (walk->life->events, event);
  walk->life->most = MAX (walk->life->most, refs);
}

static void look_at_life (Walk *walk, const HrTimelineState *state, const HrTimelineObject *object)
{
  HrFigureLife *life = walk->life;
  gboolean is_shared = hr_figure_phrase_is_shared (object);
  gint64 refs = is_shared || object->refcount <= 0 ? -1 : object->refcount;
  const HrLifeEvent *last =
      life->events->len == 0 ? NULL : &g_array_index (life->events, HrLifeEvent, life->events->len - 1);
  g_autoptr (GPtrArray) keys = hr_life_holders_keys (state, walk->id);
  char *what = dup_change (walk, state, object);

  if (last == NULL) {
    life->name = hr_timeline_object_dup_name (object);
    life->noun = hr_figure_phrase_dup_indefinite (object, NULL);
  }
  life->shared |= is_shared;
  if (what == NULL && last != NULL && last->refs == refs && hr_life_holders_are (life->holders, keys))
    return;
  add_event (walk, state, what, refs, FALSE);
  hr_life_holders_update (life->holders, keys, state, walk->id, life->events->len - 1);
}

/* FALSE: it is over. */
static gboolean look_at_absence (Walk *walk, const HrTimelineState *state)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  char *end;

  if (hr_timeline_state_peek_object (walk->before, walk->id) == NULL)
    return TRUE;
  end = dup_end (walk, state);
  add_event (walk, state, end != NULL ? end : g_strdup ("out of reach: nothing in the picture leads to it"),
             end != NULL ? 0 : -1, end != NULL);
  hr_life_holders_update (walk->life->holders, none, state, walk->id, walk->life->events->len - 1);
  return end == NULL;
}

static gboolean walk_steps (Walk *walk, GError **error)
{
  g_autoptr (HrTimelineCursor) cursor =
      hr_timeline_cursor_new (walk->timeline, 0, hr_timeline_n_steps (walk->timeline) - 1);
  const HrTimelineState *state = NULL;
  g_autoptr (GError) local = NULL;
  gboolean goes_on = TRUE;

  while (goes_on && hr_timeline_cursor_next (cursor, &state, &local)) {
    const HrTimelineObject *object = hr_timeline_state_peek_object (state, walk->id);

    if (object != NULL)
      look_at_life (walk, state, object);
    else if (walk->life->events->len > 0)
      goes_on = look_at_absence (walk, state);
    g_clear_pointer (&walk->before, hr_timeline_state_free);
    walk->before = hr_timeline_state_copy (state);
  }
  g_clear_pointer (&walk->before, hr_timeline_state_free);
  g_free (walk->literal);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Of many events, the first and the last: those in between are counted. */
static void leave_out (HrFigureLife *life, guint most)
{
  guint head = most * 2 / 3, n = life->events->len - most;

  for (guint i = 0; i < life->holders->len;) {
    HrLifeHolder *holder = &g_array_index (life->holders, HrLifeHolder, i);
    gboolean is_lost = holder->first >= head && holder->end < head + n;

    if (is_lost) {
      g_array_remove_index (life->holders, i);
      continue;
    }
    if (holder->first >= head)
      holder->first = holder->first < head + n ? head : holder->first - n;
    if (holder->end != G_MAXUINT && holder->end >= head)
      holder->end = holder->end < head + n ? head : holder->end - n;
    i++;
  }
  g_array_remove_range (life->events, head, n);
  g_array_index (life->events, HrLifeEvent, head).skipped = n;
  life->n_left_out = n;
}

HrFigureLife *hr_figure_life_new (HrTimeline *timeline, guint32 object, const char *called, guint max_events,
                                  GError **error)
{
  g_autoptr (HrFigureLife) life = g_new0 (HrFigureLife, 1);
  Walk walk = { .life = life, .timeline = timeline, .id = object };
  guint most = max_events > 0 ? MAX (max_events, 2) : MOST_EVENTS;

  life->called = g_strdup (called);
  life->events = g_array_new (FALSE, FALSE, sizeof (HrLifeEvent));
  g_array_set_clear_func (life->events, clear_event);
  life->holders = g_array_new (FALSE, FALSE, sizeof (HrLifeHolder));
  g_array_set_clear_func (life->holders, clear_holder);
  if (!walk_steps (&walk, error))
    return NULL;
  g_assert (life->events->len > 0); /* the object was found in one of these steps */
  if (life->events->len > most)
    leave_out (life, most);
  return g_steal_pointer (&life);
}

/* " + y", " - x": who came and who went with event @event. */
static void append_holders (GString *out, const HrFigureLife *life, guint event)
{
  const char *before = "";

  for (guint i = 0; i < life->holders->len; i++) {
    const HrLifeHolder *holder = &g_array_index (life->holders, HrLifeHolder, i);

    if (holder->first != event && holder->end != event)
      continue;
    g_string_append_printf (out, "%s%s %s", *before == '\0' ? "; " : before, holder->first == event ? "+" : "−",
                            holder->label);
    before = ", ";
  }
}

char *hr_figure_life_dup_words (const HrFigureLife *life)
{
  GString *out = g_string_new (NULL);
  g_autofree char *noun = hr_figure_dup_plain (life->noun);
  gint64 refs = -1;

  g_string_append_printf (out, "%s, %s%s\n", life->name, noun,
                          life->shared ? ", shared by the interpreter, which does not count it" : "");
  for (guint i = 0; i < life->events->len; i++) {
    const HrLifeEvent *event = &g_array_index (life->events, HrLifeEvent, i);
    g_autofree char *what = event->what == NULL ? NULL : hr_figure_dup_plain (event->what);

    if (event->skipped > 0)
      g_string_append_printf (out, "  … %u more changes\n", event->skipped);
    g_string_append_printf (out, "  line %-4u %-28s  ", event->line, event->code);
    if (event->refs >= 0 && refs >= 0 && event->refs != refs)
      g_string_append_printf (out, "refs %" G_GINT64_FORMAT " → %" G_GINT64_FORMAT, refs, event->refs);
    else if (event->refs >= 0)
      g_string_append_printf (out, "refs %" G_GINT64_FORMAT, event->refs);
    else
      g_string_append (out, life->shared ? "shared" : "not counted");
    append_holders (out, life, i);
    g_string_append_printf (out, "%s%s\n", what == NULL ? "" : "; ", what == NULL ? "" : what);
    refs = event->refs;
  }
  return g_string_free (out, FALSE);
}
