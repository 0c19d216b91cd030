#include "report/thin.h"

#include "timeline/state.h"

/* How much a step is wanted. */
typedef enum { WANT_ANY, WANT_EVENT, WANT_END } Want;
#define N_WANTS (WANT_END + 1)

static Want want_of (const HrTimelineStep *step)
{
  switch (step->event) {
  case HR_EVENT_CALL:
  case HR_EVENT_RETURN:
  case HR_EVENT_EXCEPTION:
  case HR_EVENT_YIELD:
  case HR_EVENT_RESUME:
  case HR_EVENT_CATCH:
    return WANT_EVENT;
  case HR_EVENT_START:
  case HR_EVENT_LINE:
  case HR_EVENT_END:
  case HR_EVENT_OPCODE:
    return WANT_ANY;
  }
  g_assert_not_reached ();
}

/* By the numbers of recorded steps: those that print. */
static GHashTable *find_prints (HrTimeline *timeline)
{
  GHashTable *prints = g_hash_table_new (g_direct_hash, g_direct_equal);
  guint n_pieces = 0;
  const HrTimelineOutput *pieces = hr_timeline_peek_output (timeline, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    g_hash_table_add (prints, GUINT_TO_POINTER (pieces[i].step));
  return prints;
}

/* One byte a step, a Want; counts[w] gets how many want so. */
static guint8 *find_wants (HrTimeline *timeline, const guint32 *steps, guint n_steps, guint *counts)
{
  g_autoptr (GHashTable) prints = find_prints (timeline);
  guint8 *wants = g_new (guint8, n_steps);
  for (guint i = 0; i < n_steps; i++) {
    Want want = want_of (hr_timeline_peek_step (timeline, steps[i]));
    if (want == WANT_ANY && g_hash_table_contains (prints, GUINT_TO_POINTER (steps[i])))
      want = WANT_EVENT;
    if (i == 0 || i == n_steps - 1)
      want = WANT_END;
    wants[i] = (guint8)want;
    counts[want]++;
  }
  return wants;
}

/* "12th", "1st". */
static char *dup_ordinal (guint k)
{
  guint last = k % 100 >= 11 && k % 100 <= 13 ? 0 : k % 10;
  return g_strdup_printf ("%u%s", k, last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th");
}

static char *dup_rule (const guint *every)
{
  g_autofree char *event = dup_ordinal (every[WANT_EVENT]), *any = dup_ordinal (every[WANT_ANY]);
  if (every[WANT_EVENT] == 0)
    return g_strdup ("the first and the last");
  if (every[WANT_EVENT] > 1)
    return g_strdup_printf ("the first, the last, and every %s of the calls, returns, exceptions and prints", event);
  if (every[WANT_ANY] == 0)
    return g_strdup ("the first, the last, calls, returns, exceptions and prints");
  return g_strdup_printf ("the first, the last, calls, returns, exceptions and prints, and every %s of the others",
                          any);
}

/* Of @n steps every how manieth fits into @room; 0: none. */
static guint find_stride (guint n, guint room)
{
  return room == 0 ? 0 : n <= room ? 1 : (n + room - 1) / room;
}

HrReportThinned *hr_report_thinned_new (HrTimeline *timeline, const guint32 *steps, guint n_steps, guint max_steps)
{
  HrReportThinned *thinned = g_new0 (HrReportThinned, 1);
  thinned->steps = g_array_new (FALSE, FALSE, sizeof (guint32));
  thinned->of = n_steps;
  if (n_steps <= max_steps) {
    g_array_append_vals (thinned->steps, steps, n_steps);
    return thinned;
  }
  guint counts[N_WANTS] = { 0 }, every[N_WANTS] = { [WANT_END] = 1 }, seen[N_WANTS] = { 0 };
  g_autofree guint8 *wants = find_wants (timeline, steps, n_steps, counts);
  guint room = max_steps > counts[WANT_END] ? max_steps - counts[WANT_END] : 0;
  every[WANT_EVENT] = find_stride (counts[WANT_EVENT], room);
  if (every[WANT_EVENT] == 1)
    every[WANT_ANY] = find_stride (counts[WANT_ANY], room - counts[WANT_EVENT]);
  for (guint i = 0; i < n_steps; i++) {
    guint want = wants[i];
    if (every[want] > 0 && seen[want]++ % every[want] == 0)
      g_array_append_val (thinned->steps, steps[i]);
  }
  thinned->rule = dup_rule (every);
  return thinned;
}

void hr_report_thinned_free (HrReportThinned *thinned)
{
  if (thinned == NULL)
    return;
  g_array_unref (thinned->steps);
  g_free (thinned->rule);
  g_free (thinned);
}
