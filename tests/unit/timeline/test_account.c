/* Who holds an object, by name, and which reference was its last. */
#include "fixture.h"
#include "timeline/account.h"

static HrTimelineState *state_at (HrTimeline *timeline, guint32 step)
{
  g_autoptr (GError) error = NULL;
  HrTimelineState *state = hr_timeline_state_new (timeline, step, &error);
  g_assert_no_error (error);
  return state;
}

static void assert_holders (const HrTimelineAccount *account, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < account->holders->len; i++) {
    const HrTimelineAccountHolder *holder = &g_array_index (account->holders, HrTimelineAccountHolder, i);
    g_string_append_printf (text, "%s%s", i > 0 ? "; " : "", holder->text);
    if (holder->count != 1)
      g_string_append_printf (text, " times %u", holder->count);
  }
  g_assert_cmpstr (text->str, ==, expected);
}

/* x = [1, 2, 3]; y = x; del y; del x */
static void test_names (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_REFS, 0);
  g_autoptr (HrTimelineState) two = state_at (timeline, 2);
  g_autoptr (HrTimelineState) one = state_at (timeline, 3);
  g_autoptr (HrTimelineState) none = state_at (timeline, 4);
  g_autoptr (HrTimelineAccount) account = hr_timeline_account_new (two, 1);
  assert_holders (account, "name x of <module>; name y of <module>");
  g_assert_cmpint (account->refcount, ==, 2);
  g_assert_cmpint (account->explained, ==, 2);
  g_assert_cmpint (account->unexplained, ==, 0);
  g_autofree char *cause = hr_timeline_death_dup_cause (one, none, 1);
  g_assert_cmpstr (cause, ==, "`x` was its last name");
  g_assert_null (hr_timeline_account_new (two, 99));
  g_assert_false (hr_timeline_has_accounts (timeline));
}

/* A node in a dict and a list, with what the recorder found besides. */
static HrTimeline *new_held (void)
{
  HrFixture *fixture = hr_fixture_new ("held.py", "pass\n", FALSE);
  const HrTimelineWriteHolder holders[] = {
    { .kind = HR_HOLDER_CONSTANT, .text = "f", .text_bytes = 1, .count = 2 },
    { .kind = HR_HOLDER_CONTAINER, .object = 4, .text = "module", .text_bytes = 6, .count = 1 },
    { .kind = HR_HOLDER_STACK, .frame = 1, .text = "<module>", .text_bytes = 8, .count = 1 },
    { .kind = HR_HOLDER_TWICE, .count = 1 },
  };
  hr_fixture_begin (fixture, HR_EVENT_LINE, 1, 1, 1);
  hr_fixture_frame (fixture, 1, "<module>", 1, 1, "d", 3u, NULL);
  hr_fixture_atom (fixture, 2, HR_KIND_STR, "'k'", 0, 1);
  hr_fixture_object (fixture, 5, HR_KIND_INSTANCE, 4, "Node", NULL, 8, HR_FIXTURE_NO_MORE);
  hr_fixture_object (fixture, 4, HR_KIND_CLASS, 0, "type", "Node", 1, HR_FIXTURE_NO_MORE);
  hr_fixture_sequence (fixture, 6, HR_KIND_LIST, 1, 2, 5u, 5u);
  hr_fixture_object (fixture, 3, HR_KIND_DICT, 0, "dict", NULL, 1, HR_SLOT_ENTRY, 2u, 5u, HR_SLOT_ENTRY, 5u, 6u,
                     HR_FIXTURE_NO_MORE);
  g_assert_true (hr_timeline_writer_holders (hr_fixture_peek_writer (fixture), 5, holders, G_N_ELEMENTS (holders)));
  hr_fixture_end (fixture);
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (fixture, TRUE);
  g_autoptr (GError) error = NULL;
  HrTimeline *timeline = hr_timeline_open_bytes (bytes, &error);
  g_assert_no_error (error);
  return timeline;
}

static void test_slots_and_holders (void)
{
  g_autoptr (HrTimeline) timeline = new_held ();
  g_autoptr (HrTimelineState) state = state_at (timeline, 0);
  g_autoptr (HrTimelineAccount) node = hr_timeline_account_new (state, 5);
  g_autoptr (HrTimelineAccount) class = hr_timeline_account_new (state, 4);
  g_autoptr (GHashTable) counts = hr_timeline_account_new_counts (state);
  assert_holders (node, "value of key 'k' of dict-3; key in dict-3; element 0 of list-6; element 1 of list-6; "
                        "constant of f times 2; inside Node: module; evaluation stack of <module>; "
                        "shown twice in the picture");
  g_assert_cmpint (node->explained, ==, 7);
  g_assert_cmpint (node->unexplained, ==, 1);
  assert_holders (class, "class of Node-5");
  g_assert_cmpint (GPOINTER_TO_SIZE (g_hash_table_lookup (counts, GUINT_TO_POINTER (5u))), ==, 7);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account/names", test_names);
  g_test_add_func ("/account/slots-and-holders", test_slots_and_holders);
  return g_test_run ();
}
