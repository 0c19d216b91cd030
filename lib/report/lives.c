#include "report/lives.h"

#include <stdlib.h>
#include <string.h>

#include "report/steps.h"
#include "timeline/changes.h"

typedef struct {
  guint32 id;
  guint type;                /* among the types */
  guint born;                /* shown step */
  guint32 born_line;         /* 0: there from the start, or unknown */
  guint freed;               /* shown step, one more; 0: never */
  guint32 freed_line;        /* 0: unknown */
  guint freed_by;            /* among the names, one more; 0: never */
  gboolean drawn;            /* by some picture */
  GString *refs;             /* pairs of differences: shown step, count */
  GString *changed;          /* differences of shown steps */
  guint refs_at, changed_at; /* the last shown step in them */
  gint64 count;              /* as last told */
} Life;

struct HrReportLives {
  HrTimeline *timeline;
  HrReportWords *names, *types;
  GPtrArray *lives;       /* Life *, as they were first seen */
  GHashTable *by_id;      /* object id → Life * */
  HrTimelineState *state; /* of the step shown before; NULL at first */
  guint n_steps;
};

static void free_life (gpointer data)
{
  Life *life = data;
  g_string_free (life->refs, TRUE);
  g_string_free (life->changed, TRUE);
  g_free (life);
}

HrReportLives *hr_report_lives_new (HrTimeline *timeline, HrReportWords *names)
{
  HrReportLives *lives = g_new0 (HrReportLives, 1);
  lives->timeline = timeline;
  lives->names = names;
  lives->types = hr_report_words_new ();
  lives->lives = g_ptr_array_new_with_free_func (free_life);
  lives->by_id = g_hash_table_new (g_direct_hash, g_direct_equal);
  return lives;
}

void hr_report_lives_free (HrReportLives *lives)
{
  if (lives == NULL)
    return;
  hr_report_words_free (lives->types);
  g_ptr_array_unref (lives->lives);
  g_hash_table_unref (lives->by_id);
  hr_timeline_state_free (lives->state);
  g_free (lives);
}

/* The line during which it was first seen; of a call's arguments, the one that runs next. */
static guint32 find_born_line (const HrReportLives *lives, const HrTimelineObject *object)
{
  if (object->born >= hr_timeline_n_steps (lives->timeline))
    return 0;
  const HrTimelineStep *step = hr_timeline_peek_step (lives->timeline, object->born);
  return step->ran_line > 0 || step->event == HR_EVENT_START ? step->ran_line : step->next_line;
}

static Life *ensure_life (HrReportLives *lives, const HrTimelineObject *object)
{
  Life *life = g_hash_table_lookup (lives->by_id, GUINT_TO_POINTER (object->id));
  if (life != NULL)
    return life;
  life = g_new0 (Life, 1);
  life->id = object->id;
  life->type = hr_report_words_add (lives->types, object->type_name != NULL ? object->type_name : "object");
  life->born = life->refs_at = life->changed_at = lives->n_steps;
  life->born_line = find_born_line (lives, object);
  life->refs = g_string_new (NULL);
  life->changed = g_string_new (NULL);
  g_ptr_array_add (lives->lives, life);
  g_hash_table_insert (lives->by_id, GUINT_TO_POINTER (object->id), life);
  return life;
}

/* Of what the interpreter shares, no count is told. */
static void note_count (Life *life, guint step, gint64 count)
{
  if (count <= 0 || count == life->count)
    return;
  hr_report_number_append (life->refs, (gint64)step - life->refs_at);
  hr_report_number_append (life->refs, count - life->count);
  life->refs_at = step;
  life->count = count;
}

static void note_change (Life *life, guint step)
{
  hr_report_number_append (life->changed, (gint64)step - life->changed_at);
  life->changed_at = step;
}

static void note_end (HrReportLives *lives, guint32 id, HrGone why, guint32 generation, guint32 line)
{
  Life *life = g_hash_table_lookup (lives->by_id, GUINT_TO_POINTER (id));
  g_autofree char *words = NULL;
  switch (why) {
  case HR_GONE_HIDDEN:
    return;
  case HR_GONE_FREED:
    words = g_strdup ("freed");
    break;
  case HR_GONE_COLLECTED:
    words = g_strdup_printf ("collected (generation %u)", generation);
    break;
  case HR_GONE_EXIT:
    words = g_strdup ("exit");
    break;
  }
  if (life == NULL || life->freed > 0)
    return;
  life->freed = lives->n_steps + 1;
  life->freed_line = line;
  life->freed_by = hr_report_words_add (lives->names, words) + 1;
}

static void note_object_change (HrReportLives *lives, const HrTimelineState *state, const HrObjectChange *change,
                                unsigned *flags)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, change->object);
  Life *life = object != NULL ? ensure_life (lives, object) : NULL;
  switch (change->kind) {
  case HR_CHANGE_NEW:
    *flags |= HR_REPORT_FRESH;
    break;
  case HR_CHANGE_MUTATED:
    if (life != NULL)
      note_change (life, lives->n_steps);
    break;
  case HR_CHANGE_GONE:
    *flags |= change->why != HR_GONE_HIDDEN ? HR_REPORT_FREED : 0;
    note_end (lives, change->object, change->why, change->generation, change->line);
    break;
  case HR_CHANGE_NONE:
  case HR_CHANGE_REBOUND:
    break;
  }
  if (life != NULL)
    note_count (life, lives->n_steps, object->refcount);
}

/* What only this very step says: that the collector ran; and what went with the interpreter, which stays in the
 * picture of the end. */
static void note_step (HrReportLives *lives, const HrTimelineState *state, unsigned *flags)
{
  for (guint i = 0; i < state->n_notes; i++)
    *flags |= state->notes[i].kind == HR_NOTE_COLLECTION ? HR_REPORT_COLLECTED : 0;
  for (guint i = 0; i < state->n_deaths; i++)
    if (state->deaths[i].why == HR_GONE_EXIT)
      note_end (lives, state->deaths[i].id, HR_GONE_EXIT, 0, 0);
}

static void note_drawn (HrReportLives *lives, const HrScene *scene)
{
  static const char prefix[] = "object-";
  for (guint i = 0; i < hr_scene_n_nodes (scene); i++) {
    const HrNode *node = hr_scene_peek_node (scene, i);
    if (node->kind != HR_NODE_GROUP_BEGIN || node->id == NULL || !g_str_has_prefix (node->id, prefix))
      continue;
    gulong id = strtoul (node->id + strlen (prefix), NULL, 10);
    Life *life = g_hash_table_lookup (lives->by_id, GUINT_TO_POINTER (id));
    if (life != NULL)
      life->drawn = TRUE;
  }
}

gboolean hr_report_lives_add_step (HrReportLives *lives, guint32 step, const HrScene *scene, unsigned *flags,
                                   GError **error)
{
  HrTimelineState *state = hr_timeline_state_new (lives->timeline, step, error);
  if (state == NULL)
    return FALSE;
  gboolean onward = lives->state != NULL && lives->state->step.index <= step;
  g_autoptr (HrTimelineChanges) changes =
      hr_timeline_changes_new (lives->timeline, onward ? lives->state : NULL, state, error);
  if (changes == NULL) {
    hr_timeline_state_free (state);
    return FALSE;
  }
  *flags = 0;
  for (guint i = 0; i < changes->objects->len; i++)
    note_object_change (lives, state, &g_array_index (changes->objects, HrObjectChange, i), flags);
  if (!onward) /* compared to nothing, all is new */
    *flags = 0;
  note_step (lives, state, flags);
  note_drawn (lives, scene);
  hr_timeline_state_free (lives->state);
  lives->state = state;
  lives->n_steps++;
  return TRUE;
}

enum { COLUMN_ID, COLUMN_TYPE, COLUMN_BORN, COLUMN_BORN_LINE, COLUMN_LASTED, COLUMN_LINE, COLUMN_BY, N_COLUMNS };

static void add_row (HrReportColumn *columns, const Life *life)
{
  const gint64 numbers[N_COLUMNS] = {
    [COLUMN_ID] = life->id,
    [COLUMN_TYPE] = life->type,
    [COLUMN_BORN] = life->born,
    [COLUMN_BORN_LINE] = life->born_line,
    [COLUMN_LASTED] = life->freed > 0 ? (gint64)life->freed - life->born : 0,
    [COLUMN_LINE] = life->freed_line,
    [COLUMN_BY] = life->freed_by,
  };
  for (int i = 0; i < N_COLUMNS; i++)
    hr_report_column_add (&columns[i], numbers[i]);
}

void hr_report_lives_append_json (const HrReportLives *lives, GString *out)
{
  static const char *const names[N_COLUMNS] = {
    [COLUMN_ID] = "id",         [COLUMN_TYPE] = "type",      [COLUMN_BORN] = "born",  [COLUMN_BORN_LINE] = "bornLine",
    [COLUMN_LASTED] = "lasted", [COLUMN_LINE] = "freedLine", [COLUMN_BY] = "freedBy",
  };
  HrReportColumn columns[N_COLUMNS];
  g_autoptr (GString) refs = g_string_new (NULL);
  g_autoptr (GString) changed = g_string_new (NULL);
  guint n = 0;
  for (int i = 0; i < N_COLUMNS; i++)
    hr_report_column_init (&columns[i]);
  for (guint i = 0; i < lives->lives->len; i++) {
    const Life *life = g_ptr_array_index (lives->lives, i);
    if (!life->drawn)
      continue;
    g_string_append_printf (refs, "%s%s", n > 0 ? " " : "", life->refs->str);
    g_string_append_printf (changed, "%s%s", n > 0 ? " " : "", life->changed->str);
    add_row (columns, life);
    n++;
  }
  hr_report_words_append_json (lives->types, "types", out);
  g_string_append_printf (out, ",\n\"objects\":{\"n\":%u", n);
  for (int i = 0; i < N_COLUMNS; i++) {
    hr_report_column_append_json (&columns[i], names[i], out);
    hr_report_column_clear (&columns[i]);
  }
  g_string_append_printf (out, ",\n\"refs\":\"%s\",\n\"changed\":\"%s\"}", refs->str, changed->str);
}
