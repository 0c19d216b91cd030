#include "timeline/deaths.h"

#include "timeline/handle.h"

/* With so many, those before the stretch that is asked for are let go. */
#define MANY 65536

typedef struct {
  guint32 step;
  HrTimelineDeath death;
} Entry;

/* The cursor holds no reference on the timeline while it waits here. */
struct HrTimelineDeathLog {
  GArray *entries; /* Entry, of the steps from @first up to, and without, @next */
  guint32 first, next;
  HrTimelineCursor *cursor; /* its next step is @next */
};

static void log_free (HrTimelineDeathLog *log, HrTimeline *timeline)
{
  if (log == NULL)
    return;
  hr_timeline_ref (timeline); /* the one that the cursor gives back */
  hr_timeline_cursor_free (log->cursor);
  g_array_unref (log->entries);
  g_free (log);
}

/* Begins with the chunk that @step stands in: it has to be read from there anyway. */
static HrTimelineDeathLog *log_new (HrTimeline *timeline, guint32 step)
{
  HrTimelineDeathLog *log = g_new0 (HrTimelineDeathLog, 1);
  log->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  log->first = log->next = hr_timeline_first_of_chunk (timeline, step);
  log->cursor = hr_timeline_cursor_new (timeline, log->first, hr_timeline_n_steps (timeline) - 1);
  hr_timeline_unref (timeline);
  return log;
}

static gboolean log_read_on (HrTimelineDeathLog *log, guint32 last, GError **error)
{
  const HrTimelineState *state = NULL;
  while (log->next <= last) {
    if (!hr_timeline_cursor_next (log->cursor, &state, error))
      return FALSE;
    for (guint i = 0; i < state->n_deaths; i++) {
      Entry entry = { log->next, state->deaths[i] };
      g_array_append_val (log->entries, entry);
    }
    log->next++;
  }
  return TRUE;
}

/* The first entry of @step or later. */
static guint log_find (const HrTimelineDeathLog *log, guint32 step)
{
  guint low = 0, high = log->entries->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (g_array_index (log->entries, Entry, middle).step < step)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static void log_trim (HrTimelineDeathLog *log, guint32 first)
{
  guint n = log->entries->len > MANY ? log_find (log, first) : 0;
  if (n == 0)
    return;
  g_array_remove_range (log->entries, 0, n);
  log->first = first;
}

gboolean hr_timeline_deaths_visit (HrTimeline *timeline, guint32 first, guint32 last, HrTimelineDeathVisit *visit,
                                   gpointer data, GError **error)
{
  g_assert (first <= last && last < hr_timeline_n_steps (timeline));
  g_mutex_lock (&timeline->deaths_lock);
  HrTimelineDeathLog *log = timeline->deaths;
  if (log == NULL || first < log->first || hr_timeline_first_of_chunk (timeline, first) > log->next) {
    log_free (log, timeline);
    log = log_new (timeline, first);
  }
  log_trim (log, first);
  gboolean whole = log_read_on (log, last, error);
  for (guint i = log_find (log, first); whole && i < log->entries->len; i++) {
    const Entry *entry = &g_array_index (log->entries, Entry, i);
    if (entry->step > last)
      break;
    visit (&entry->death, data);
  }
  if (!whole) { /* its cursor is of no more use */
    log_free (log, timeline);
    log = NULL;
  }
  timeline->deaths = log;
  g_mutex_unlock (&timeline->deaths_lock);
  return whole;
}

void hr_timeline_forget_deaths (HrTimeline *timeline)
{
  log_free (timeline->deaths, timeline);
  timeline->deaths = NULL;
}
