/* What differs between two states, and which two a lone figure compares. */
#include "fixture.h"
#include "timeline/changes.h"

typedef struct {
  HrTimeline *timeline;
  HrTimelineState *before, *after;
  HrTimelineChanges *changes;
} Compared;

static void compare (Compared *compared, HrTimeline *timeline, gint64 before, guint32 after)
{
  g_autoptr (GError) error = NULL;
  compared->timeline = timeline;
  compared->before = before < 0 ? NULL : hr_timeline_state_new (timeline, (guint32)before, &error);
  g_assert_no_error (error);
  compared->after = hr_timeline_state_new (timeline, after, &error);
  g_assert_no_error (error);
  compared->changes = hr_timeline_changes_new (timeline, compared->before, compared->after, &error);
  g_assert_no_error (error);
}

static void clear (Compared *compared)
{
  hr_timeline_changes_free (compared->changes);
  hr_timeline_state_free (compared->before);
  hr_timeline_state_free (compared->after);
  hr_timeline_unref (compared->timeline);
}

static const HrObjectChange *object_change (const Compared *compared, guint32 id)
{
  for (guint i = 0; i < compared->changes->objects->len; i++) {
    const HrObjectChange *change = &g_array_index (compared->changes->objects, HrObjectChange, i);
    if (change->object == id)
      return change;
  }
  g_error ("nothing is said about object %u", id);
}

/* b.append(4): one cell is new, the list has changed, its refcount has not. */
static void test_append (void)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_ALIAS, 0), 2, 3);
  g_assert_cmpuint (c.changes->slots->len, ==, 1);
  const HrSlotChange *slot = &g_array_index (c.changes->slots, HrSlotChange, 0);
  g_assert_cmpint (slot->kind, ==, HR_CHANGE_NEW);
  g_assert_cmpuint (slot->object, ==, 1);
  g_assert_cmpuint (slot->after.index, ==, 3);
  g_assert_cmpuint (slot->after.value, ==, 5);
  g_assert_cmpint (hr_timeline_changes_of_object (c.changes, 1), ==, HR_CHANGE_MUTATED);
  g_assert_cmpint (hr_timeline_changes_of_object (c.changes, 5), ==, HR_CHANGE_NEW);
  g_assert_cmpint (hr_timeline_changes_of_object (c.changes, 2), ==, HR_CHANGE_NONE);
  const HrTimelineObject *list = hr_timeline_state_peek_object (c.after, 1);
  g_assert_cmpint (hr_timeline_changes_of_slot (c.changes, 1, &list->slots[3]), ==, HR_CHANGE_NEW);
  g_assert_cmpint (hr_timeline_changes_of_slot (c.changes, 1, &list->slots[2]), ==, HR_CHANGE_NONE);
  g_assert_cmpuint (c.changes->names->len, ==, 0);
  clear (&c);
}

/* What went in between is the same from whatever stretch was looked at before. */
static void test_deaths_between (void)
{
  g_autoptr (HrTimeline) t = hr_fixture_story (HR_FIXTURE_LINKED, 6000);
  guint32 last = hr_timeline_n_steps (t) - 1;
  const guint32 stretches[][2] = { { 5, 40 },  { 5, 41 },   { 39, 5000 }, { 4990, last },
                                   { 10, 30 }, { 3, last }, { 8, last } };
  for (guint i = 0; i < G_N_ELEMENTS (stretches); i++) {
    Compared asked, fresh;
    compare (&asked, hr_timeline_ref (t), stretches[i][0], stretches[i][1]);
    compare (&fresh, hr_fixture_story (HR_FIXTURE_LINKED, 6000), stretches[i][0], stretches[i][1]);
    g_assert_cmpuint (asked.changes->objects->len, ==, fresh.changes->objects->len);
    guint n_freed = 0;
    for (guint k = 0; k < asked.changes->objects->len; k++) {
      const HrObjectChange *one = &g_array_index (asked.changes->objects, HrObjectChange, k);
      const HrObjectChange *other = &g_array_index (fresh.changes->objects, HrObjectChange, k);
      g_assert_true (one->object == other->object && one->kind == other->kind && one->why == other->why &&
                     one->file == other->file && one->line == other->line);
      n_freed += one->kind == HR_CHANGE_GONE && one->why == HR_GONE_FREED;
    }
    g_assert_true (stretches[i][1] < last || n_freed > 0);
    clear (&asked);
    clear (&fresh);
  }
}

static void test_refcount_alone (void)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_REFS, 0), 1, 2);
  const HrObjectChange *list = object_change (&c, 1);
  g_assert_cmpint (list->kind, ==, HR_CHANGE_NONE);
  g_assert_cmpint (list->refs_before, ==, 1);
  g_assert_cmpint (list->refs_after, ==, 2);
  g_assert_cmpuint (c.changes->objects->len, ==, 1);
  g_assert_cmpint (hr_timeline_changes_of_name (c.changes, 1, "y"), ==, HR_CHANGE_NEW);
  g_assert_cmpint (hr_timeline_changes_of_name (c.changes, 1, "x"), ==, HR_CHANGE_NONE);
  clear (&c);
}

/* Freed two steps ago is gone all the same, and the line is known. */
static void check_freed (guint32 after)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_REFS, 0), 2, after);
  const HrObjectChange *list = object_change (&c, 1);
  g_assert_cmpint (list->kind, ==, HR_CHANGE_GONE);
  g_assert_cmpint (list->why, ==, HR_GONE_FREED);
  g_assert_cmpuint (list->line, ==, 4);
  g_assert_cmpint (list->refs_before, ==, 2);
  g_assert_cmpint (list->refs_after, ==, 0);
  g_assert_cmpint (object_change (&c, 2)->why, ==, HR_GONE_HIDDEN);
  g_assert_cmpint (hr_timeline_changes_of_name (c.changes, 1, "x"), ==, HR_CHANGE_GONE);
  clear (&c);
}

static void test_freed (void)
{
  check_freed (4);
  check_freed (5);
}

static void test_everything_new (void)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_ALIAS, 0), -1, 2);
  g_assert_cmpuint (c.changes->frames_new->len, ==, 1);
  g_assert_cmpuint (c.changes->objects->len, ==, 4);
  g_assert_cmpint (hr_timeline_changes_of_object (c.changes, 4), ==, HR_CHANGE_NEW);
  g_assert_cmpint (hr_timeline_changes_of_name (c.changes, 1, "b"), ==, HR_CHANGE_NEW);
  clear (&c);
}

static void test_frames (void)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_CALLS, 0), 5, 7);
  g_assert_cmpuint (c.changes->frames_new->len, ==, 1);
  g_assert_cmpuint (g_array_index (c.changes->frames_new, guint32, 0), ==, 3);
  g_assert_cmpuint (g_array_index (c.changes->frames_gone, guint32, 0), ==, 2);
  g_assert_cmpuint (c.changes->names->len, ==, 0); /* num is there, and unset */
  clear (&c);
  compare (&c, hr_fixture_story (HR_FIXTURE_CALLS, 0), 3, 5);
  g_assert_cmpint (hr_timeline_changes_of_name (c.changes, 2, "num"), ==, HR_CHANGE_REBOUND);
  g_assert_cmpint (hr_timeline_changes_of_name (c.changes, 2, NULL), ==, HR_CHANGE_NEW);
  clear (&c);
}

/* The class attribute goes from 0 to 1; what was hidden comes back without being new. */
static void test_attribute (void)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_COUNTER, 0), 1, 5);
  g_assert_cmpuint (c.changes->slots->len, ==, 1);
  const HrSlotChange *slot = &g_array_index (c.changes->slots, HrSlotChange, 0);
  g_assert_cmpint (slot->kind, ==, HR_CHANGE_REBOUND);
  g_assert_cmpstr (slot->after.name, ==, "num_instances");
  g_assert_cmpuint (slot->before.value, ==, 3);
  g_assert_cmpuint (slot->after.value, ==, 6);
  clear (&c);
  compare (&c, hr_fixture_story (HR_FIXTURE_CALLS, 0), 6, 8);
  g_assert_cmpint (object_change (&c, 2)->kind, ==, HR_CHANGE_NONE);
  g_assert_cmpint (object_change (&c, 2)->refs_before, ==, 0);
  clear (&c);
}

static void test_entry (void)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_NESTED, 0), 1, 2);
  g_assert_cmpuint (c.changes->slots->len, ==, 1);
  const HrSlotChange *slot = &g_array_index (c.changes->slots, HrSlotChange, 0);
  g_assert_cmpint (slot->kind, ==, HR_CHANGE_NEW);
  g_assert_cmpuint (slot->after.key, ==, 11);
  g_assert_cmpuint (slot->after.index, ==, 2);
  clear (&c);
}

static void test_cell (void)
{
  Compared c;
  compare (&c, hr_fixture_story (HR_FIXTURE_CLOSURE, 0), 2, 3);
  g_assert_cmpint (g_array_index (c.changes->slots, HrSlotChange, 0).kind, ==, HR_CHANGE_NEW);
  clear (&c);
  compare (&c, hr_fixture_story (HR_FIXTURE_CLOSURE, 0), 7, 8);
  g_assert_cmpint (g_array_index (c.changes->slots, HrSlotChange, 0).kind, ==, HR_CHANGE_REBOUND);
  clear (&c);
}

/* Two steps, with a sequence of @kind holding @before and then @after (ids below 10); the changes as text:
 * "+2=7" new at 2, "!0=3" rebound, "-1=4" gone. */
static char *sequence_changes (HrObjectKind kind, const char *before, const char *after)
{
  HrFixture *f = hr_fixture_new ("s.py", "", FALSE);
  const char *values[] = { before, after };
  for (guint step = 0; step < 2; step++) {
    HrTimelineWriteSlot slots[10] = { 0 };
    gsize n = 0;
    for (const char *at = values[step]; *at != '\0'; at++, n++)
      slots[n] = (HrTimelineWriteSlot){ .role = HR_SLOT_ELEMENT, .index = n, .value = (guint32)(*at - '0') };
    HrTimelineWriteObject object = { .id = 1, .kind = kind, .length = n, .slots = slots, .n_slots = n };
    hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 0);
    g_assert_true (hr_timeline_writer_object (hr_fixture_peek_writer (f), &object));
    hr_fixture_end (f);
  }
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (f, FALSE);
  Compared c;
  compare (&c, hr_timeline_open_bytes (bytes, NULL), 0, 1);
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < c.changes->slots->len; i++) {
    const HrSlotChange *change = &g_array_index (c.changes->slots, HrSlotChange, i);
    const HrTimelineSlot *slot = change->kind == HR_CHANGE_GONE ? &change->before : &change->after;
    g_string_append_printf (text, " %c%u=%u", " +!?-"[change->kind], (guint)slot -> index, slot -> value);
  }
  clear (&c);
  return g_string_free (text, FALSE);
}

static void check_sequence (HrObjectKind kind, const char *before, const char *after, const char *expected)
{
  g_autofree char *got = sequence_changes (kind, before, after);
  g_assert_cmpstr (got, ==, expected);
}

static void test_sequences (void)
{
  check_sequence (HR_KIND_LIST, "234", "2534", " +1=5");       /* insert: what follows moves, and is as it was */
  check_sequence (HR_KIND_LIST, "2345", "245", " -1=3");       /* del a[1] */
  check_sequence (HR_KIND_LIST, "234", "254", " !1=5");        /* a[1] = x */
  check_sequence (HR_KIND_LIST, "2345", "2675", " !1=6 !2=7"); /* a[1:3] = x, y */
  check_sequence (HR_KIND_LIST, "2345", "26785", " !1=6 !2=7 +3=8");
  check_sequence (HR_KIND_LIST, "234", "", " -0=2 -1=3 -2=4"); /* clear */
  check_sequence (HR_KIND_LIST, "", "22", " +0=2 +1=2");
  check_sequence (HR_KIND_LIST, "22", "222", " +2=2");
  check_sequence (HR_KIND_LIST, "2345", "5342", " !0=5 !3=2"); /* a[0], a[3] = a[3], a[0] */
  check_sequence (HR_KIND_LIST, "234", "234", "");
  check_sequence (HR_KIND_LIST, "2345", "3456", " +3=6 -0=2");           /* a.append(a.pop(0) + 4) */
  check_sequence (HR_KIND_LIST, "2345", "6234", " +0=6 -3=5");           /* a.insert(0, x); a.pop() */
  check_sequence (HR_KIND_LIST, "23456", "723856", " +0=7 !3=8");        /* put in front, and a[2] = x */
  check_sequence (HR_KIND_LIST, "2345", "3452", " !0=3 !1=4 !2=5 !3=2"); /* rotated: the same in another order */
  check_sequence (HR_KIND_SET, "234", "5423", " +0=5");                  /* a set may put its elements elsewhere */
  check_sequence (HR_KIND_SET, "234", "42", " -1=3");
}

static void test_since (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_COUNTER, 0);
  g_assert_cmpint (hr_timeline_since (timeline, 0), ==, -1);
  g_assert_cmpint (hr_timeline_since (timeline, 1), ==, 0);
  g_assert_cmpint (hr_timeline_since (timeline, 3), ==, 2); /* a line after the call that began its frame */
  g_assert_cmpint (hr_timeline_since (timeline, 4), ==, 3); /* a return */
  g_assert_cmpint (hr_timeline_since (timeline, 5), ==, 1); /* a line with a call: before the call */
  g_assert_cmpint (hr_timeline_since (timeline, 9), ==, 5);
  g_assert_cmpint (hr_timeline_since (timeline, 10), ==, 9); /* the end */
  g_autoptr (HrTimeline) raised = hr_fixture_story (HR_FIXTURE_RAISE, 0);
  g_assert_cmpint (hr_timeline_since (raised, 4), ==, 3); /* an exception: f() was left by it */
  g_autoptr (HrTimeline) calls = hr_fixture_story (HR_FIXTURE_CALLS, 0);
  g_assert_cmpint (hr_timeline_since (calls, 5), ==, 4);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/changes/deaths-between", test_deaths_between);
  g_test_add_func ("/timeline/changes/append", test_append);
  g_test_add_func ("/timeline/changes/refcount-alone", test_refcount_alone);
  g_test_add_func ("/timeline/changes/freed", test_freed);
  g_test_add_func ("/timeline/changes/everything-new", test_everything_new);
  g_test_add_func ("/timeline/changes/frames", test_frames);
  g_test_add_func ("/timeline/changes/attribute", test_attribute);
  g_test_add_func ("/timeline/changes/entry", test_entry);
  g_test_add_func ("/timeline/changes/cell", test_cell);
  g_test_add_func ("/timeline/changes/sequences", test_sequences);
  g_test_add_func ("/timeline/changes/since", test_since);
  return g_test_run ();
}
