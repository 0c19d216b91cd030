/* When objects die, and when they are only out of sight. */
#include "recording.h"

static guint32 id_after (const Recording *recording, guint line, const char *name)
{
  g_autoptr (HrTimelineState) state = recording_after (recording, line, 1);
  return recording_name (state, name)->id;
}

static void expect_death (const Recording *recording, guint after_line, guint32 id, guint during_line)
{
  g_autoptr (HrTimelineState) state = recording_after (recording, after_line, 1);
  const HrTimelineDeath *death = recording_death (state, id);
  g_assert_nonnull (death);
  g_assert_true (death->why == HR_GONE_FREED || death->why == HR_GONE_COLLECTED);
  g_assert_cmpuint (death->line, ==, during_line);
}

static void test_every_type (gconstpointer python)
{
  static const char *const values[] = { "[1]",
                                        "(1, [])",
                                        "{'a': 1}",
                                        "{1}",
                                        "frozenset([1])",
                                        "1.5 * n",
                                        "1000 * n",
                                        "1j * n",
                                        "'a' * 50 * n",
                                        "b'a' * 50 * n",
                                        "range(n)",
                                        "K()",
                                        "lambda: 0",
                                        "K().m",
                                        "ValueError(1)",
                                        "iter([])",
                                        "slice(n)",
                                        "Slots()",
                                        "type('T', (), {})",
                                        "(i for i in ())",
                                        "MemoryError(n)",
                                        "stream().asend(n)" };
  for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autofree char *program = g_strdup_printf ("class K:\n"
                                                "    def m(self): pass\n"
                                                "class Slots: __slots__ = 'a'\n"
                                                "async def stream(): yield\n"
                                                "n = 3\n"
                                                "x = %s\n"
                                                "y = 0\n"
                                                "x = None\n"
                                                "import gc; gc.collect()\n"
                                                "end = 0\n",
                                                values[i]);
    g_autoptr (Recording) recording = recording_new (program, &(RecordingOptions){ .python = python });
    gboolean is_class = g_str_has_prefix (values[i], "type"); /* a class is in cycles with its own parts */
    expect_death (recording, is_class ? 9 : 8, id_after (recording, 6, "x"), is_class ? 9 : 8);
  }
}

static void test_hidden_comes_back (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("x = [1]\n"
                                                   "import queue; q = queue.SimpleQueue(); q.put(x)\n"
                                                   "del x\n"
                                                   "y = q.get()\n"
                                                   "end = 0\n",
                                                   &(RecordingOptions){ .python = python });
  guint32 id = id_after (recording, 1, "x");
  g_autoptr (HrTimelineState) hidden = recording_after (recording, 3, 1);
  g_assert_cmpint (recording_death (hidden, id)->why, ==, HR_GONE_HIDDEN);
  g_assert_cmpuint (id_after (recording, 4, "y"), ==, id);
}

static void test_cycle (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("import gc\n"
                                                   "a = []\n"
                                                   "a.append(a)\n"
                                                   "del a\n"
                                                   "b = 1\n"
                                                   "gc.collect()\n"
                                                   "end = 0\n",
                                                   &(RecordingOptions){ .python = python });
  guint32 id = id_after (recording, 2, "a");
  g_autoptr (HrTimelineState) leaked = recording_after (recording, 4, 1);
  g_assert_null (recording_death (leaked, id));
  g_assert_true ((hr_timeline_state_peek_object (leaked, id)->flags & HR_OBJECT_UNREACHABLE) != 0);
  expect_death (recording, 6, id, 6);
}

static void test_in_a_call (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("def f():\n"
                                                   "    x = [1]\n"
                                                   "    y = [2]\n"
                                                   "    del x\n"
                                                   "    z = 1\n"
                                                   "f()\n"
                                                   "end = 0\n",
                                                   &(RecordingOptions){ .python = python });
  expect_death (recording, 4, id_after (recording, 2, "x"), 4);
  /* a local dies with its frame, in the line of the call */
  expect_death (recording, 6, id_after (recording, 3, "y"), 6);
}

static void test_grown_string (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("s = 'a' * 30 + str(1)\n"
                                                   "s += 'b'\n"
                                                   "end = 0\n",
                                                   &(RecordingOptions){ .python = python });
  guint32 before = id_after (recording, 1, "s");
  g_assert_cmpuint (id_after (recording, 2, "s"), !=, before);
  expect_death (recording, 2, before, 2);
}

static void test_resurrection (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("kept = []\n"
                                                   "class Phoenix:\n"
                                                   "    def __del__(self):\n"
                                                   "        kept.append(self)\n"
                                                   "p = Phoenix()\n"
                                                   "del p\n"
                                                   "end = 0\n",
                                                   &(RecordingOptions){ .python = python });
  guint32 id = id_after (recording, 5, "p");
  g_autoptr (HrTimelineState) after = recording_after (recording, 6, 1);
  g_assert_cmpuint (recording_element (after, recording_name (after, "kept"), 0)->id, ==, id);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recording_add ("/lives/every-type", test_every_type);
  recording_add ("/lives/hidden-comes-back", test_hidden_comes_back);
  recording_add ("/lives/cycle", test_cycle);
  recording_add ("/lives/in-a-call", test_in_a_call);
  recording_add ("/lives/grown-string", test_grown_string);
  recording_add ("/lives/resurrection", test_resurrection);
  return g_test_run ();
}
