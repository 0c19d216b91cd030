/* Captions: the sentences for stories and for single changes, word for word. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "figure/figure.h"
#include "figure/phrase.h"
#include "fixture.h"

enum { NO_MORE = HR_FIXTURE_NO_MORE };

static const HrLayoutOptions plain = { .refs = HR_REFS_COUNT };

static void assert_caption (HrTimeline *timeline, guint32 step, const HrLayoutOptions *options, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *caption =
      hr_figure_dup_step_caption (timeline, step, hr_timeline_since (timeline, step), options, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (caption, ==, expected);
}

static void assert_story (HrFixtureStory story, const char *const *captions)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (story, 4);
  guint n = g_strv_length ((char **)captions);

  g_assert_cmpuint (hr_timeline_n_steps (timeline), ==, n);
  for (guint i = 0; i < n; i++)
    assert_caption (timeline, i, &plain, captions[i]);
}

static void test_refs (void)
{
  static const char *const captions[] = { "Nothing has run yet.",
                                          "`x` names a new list.",
                                          "`y` now names the list that `x` names: refs 1 → 2.",
                                          "`y` was deleted; the list is still named by `x`: refs 2 → 1.",
                                          "`x` was deleted; the list had no other reference and was freed.",
                                          "The program ended.",
                                          NULL };

  assert_story (HR_FIXTURE_REFS, captions);
}

static void test_alias (void)
{
  static const char *const captions[] = {
    "Nothing has run yet.",
    "`a` names a new list.",
    "`b` now names the list that `a` names: refs 1 → 2.",
    "`b.append(4)` put `4` at index 3 of the one list that `a` and `b` both name.",
    "The program ended.",
    NULL
  };

  assert_story (HR_FIXTURE_ALIAS, captions);
}

static void test_counter (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_COUNTER, 0);

  assert_caption (timeline, 1, &plain, "`ObjectCounter` names a new class.");
  assert_caption (timeline, 2, &plain, "`__init__` was called; `self` names a new `ObjectCounter`.");
  assert_caption (timeline, 3, &plain, "`ObjectCounter.num_instances` went 0 → 1.");
  assert_caption (timeline, 4, &plain, "`__init__` returns `None` to `<module>`.");
  assert_caption (timeline, 9, &plain, "`obj2` names a new `ObjectCounter`; `ObjectCounter.num_instances` went 1 → 2.");
}

static void test_calls (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_CALLS, 0);

  assert_caption (timeline, 2, &plain, "`count` was called.");
  assert_caption (timeline, 3, &plain, "`num` names the int `0`.");
  assert_caption (timeline, 4, &plain, "`num` now names the int `1` instead of `0`.");
  assert_caption (timeline, 5, &plain, "`count` returns the int `1` to `<module>`.");
  assert_caption (timeline, 6, &plain, "No name and no object changed; line 7 is next.");
}

static void test_cached (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_CACHED, 0);

  assert_caption (timeline, 1, &plain, "`a` names the int `5`.");
  assert_caption (timeline, 2, &plain, "`b` names the same int `5` as `a`.");
  assert_caption (timeline, 4, &plain, "`d` names another int `1000`, not the one of `c`.");
}

static void test_linked (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_LINKED, 4);

  assert_caption (timeline, 3, &plain,
                  "`head` now names a new `Node`; the `Node` it named before is now at `head.next`.");
  assert_caption (timeline, 6, &plain,
                  "`head` now names `None`; the `Node` it named before had no other reference and was freed; "
                  "3 more objects were freed.");
}

static void test_closure (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_CLOSURE, 0);

  assert_caption (timeline, 3, &plain, "`n` names the int `0`.");
  assert_caption (timeline, 5, &plain, "`make` returns the function `add` to `<module>`.");
  assert_caption (timeline, 7, &plain, "`add` was called.");
  assert_caption (timeline, 8, &plain, "`n` now names the int `1` instead of `0`.");
  assert_caption (timeline, 10, &plain, "The program printed `1`.");
}

static void test_raise (void)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (HR_FIXTURE_RAISE, 0);

  assert_caption (timeline, 3, &plain, "`ValueError: bad` was raised in `f`.");
  assert_caption (timeline, 4, &plain,
                  "`ValueError: bad` reached `<module>`. The frame of `f` is gone, and its names with it.");
}

/* One line between two states, each told by a function. */
typedef void (*Tell) (HrFixture *fixture);

static void assert_change (const char *line, Tell before, Tell after, const HrLayoutOptions *options,
                           const char *expected)
{
  g_autofree char *text = g_strdup_printf ("pass\n%s\n", line);
  HrFixture *fixture = hr_fixture_new ("change.py", text, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HrTimeline) timeline = NULL;

  hr_fixture_begin (fixture, HR_EVENT_LINE, 1, 1, 2);
  before (fixture);
  hr_fixture_end (fixture);
  hr_fixture_begin (fixture, HR_EVENT_LINE, 1, 2, 0);
  after (fixture);
  hr_fixture_end (fixture);
  bytes = hr_fixture_take_bytes (fixture, TRUE);
  timeline = hr_timeline_open_bytes (bytes, &error);
  g_assert_no_error (error);
  assert_caption (timeline, 1, options, expected);
}

static void numbers (HrFixture *f)
{
  static const char *const texts[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9" };

  for (guint32 i = 0; i < G_N_ELEMENTS (texts); i++)
    hr_fixture_atom (f, 10 + i, HR_KIND_INT, texts[i], HR_OBJECT_CACHED, 0);
}

static void one_name (HrFixture *f, const char *name, guint32 value)
{
  hr_fixture_frame (f, 1, "<module>", 1, 2, name, value, NULL);
  numbers (f);
}

static void list_123 (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 3, 11u, 12u, 13u);
}

static void list_9123 (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 4, 19u, 11u, 12u, 13u);
}

static void list_12 (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 2, 11u, 12u);
}

static void list_239 (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 3, 12u, 13u, 19u);
}

static void list_193 (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 3, 11u, 19u, 13u);
}

static void list_321 (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 3, 13u, 12u, 11u);
}

static void list_empty (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 0);
}

static void list_78993 (HrFixture *f)
{
  one_name (f, "a", 1);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 5, 17u, 18u, 19u, 19u, 13u);
}

static void test_lists (void)
{
  assert_change ("a.insert(0, 9)", list_123, list_9123, &plain,
                 "`a.insert(0, 9)` put `9` at index 0 of the list that `a` names.");
  assert_change ("if True: a.insert(0, 9)", list_123, list_9123, &plain,
                 "`9` was put at index 0 of the list that `a` names.");
  assert_change ("a.pop()", list_123, list_12, &plain, "`a.pop()` took `3` from index 2 of the list that `a` names.");
  assert_change ("a += [1, 2, 3]", list_empty, list_123, &plain,
                 "3 elements were put at index 0 of the list that `a` names.");
  assert_change ("a[1] = 9", list_123, list_193, &plain, "`a[1]` went 2 → 9.");
  assert_change ("a.append(a.pop(0) + 8)", list_123, list_239, &plain,
                 "`1` was taken from index 0 of the list that `a` names, and `9` was put at index 2.");
  assert_change ("a.reverse()", list_123, list_321, &plain,
                 "The elements of the list that `a` names were put in another order.");
  assert_change ("a.clear()", list_123, list_empty, &plain, "The list that `a` names is empty now.");
  assert_change ("a[:2] = [7, 8, 9, 9]", list_123, list_78993, &plain,
                 "The list that `a` names went from 3 to 5 elements.");
  assert_change ("pass", list_123, list_123, &plain, "No name and no object changed.");
}

static void dict_empty (HrFixture *f)
{
  one_name (f, "d", 1);
  hr_fixture_atom (f, 2, HR_KIND_STR, "'k'", HR_OBJECT_INTERNED, 0);
  hr_fixture_object (f, 1, HR_KIND_DICT, 0, NULL, NULL, 1, NO_MORE);
}

static void dict_k1 (HrFixture *f)
{
  dict_empty (f);
  hr_fixture_object (f, 1, HR_KIND_DICT, 0, NULL, NULL, 1, HR_SLOT_ENTRY, 2u, 11u, NO_MORE);
}

static void dict_k2 (HrFixture *f)
{
  dict_empty (f);
  hr_fixture_object (f, 1, HR_KIND_DICT, 0, NULL, NULL, 1, HR_SLOT_ENTRY, 2u, 12u, NO_MORE);
}

static void dict_three (HrFixture *f)
{
  dict_empty (f);
  hr_fixture_object (f, 1, HR_KIND_DICT, 0, NULL, NULL, 1, HR_SLOT_ENTRY, 2u, 12u, HR_SLOT_ENTRY, 13u, 14u,
                     HR_SLOT_ENTRY, 15u, 16u, NO_MORE);
}

static void test_dicts (void)
{
  assert_change ("d['k'] = 1", dict_empty, dict_k1, &plain, "`d['k']` was set to `1`.");
  assert_change ("d['k'] += 1", dict_k1, dict_k2, &plain, "`d['k']` went 1 → 2.");
  assert_change ("del d['k']", dict_k1, dict_empty, &plain, "`d['k']` was removed.");
  assert_change ("d.update(x)", dict_empty, dict_three, &plain, "3 entries of the dict that `d` names changed.");
}

static void set_12 (HrFixture *f)
{
  one_name (f, "s", 1);
  hr_fixture_sequence (f, 1, HR_KIND_SET, 1, 2, 11u, 12u);
}

static void set_321 (HrFixture *f)
{
  one_name (f, "s", 1);
  hr_fixture_sequence (f, 1, HR_KIND_SET, 1, 3, 13u, 12u, 11u);
}

static void test_sets (void)
{
  assert_change ("s.add(3)", set_12, set_321, &plain, "`3` was added to the set that `s` names.");
  assert_change ("s.discard(3)", set_321, set_12, &plain, "`3` was removed from the set that `s` names.");
}

static void point (HrFixture *f, guint32 x, guint32 y)
{
  one_name (f, "p", 1);
  if (y == 0)
    hr_fixture_object (f, 1, HR_KIND_INSTANCE, 0, "Point", NULL, 1, HR_SLOT_ATTRIBUTE, "x", x, NO_MORE);
  else
    hr_fixture_object (f, 1, HR_KIND_INSTANCE, 0, "Point", NULL, 1, HR_SLOT_ATTRIBUTE, "x", x, HR_SLOT_ATTRIBUTE, "y",
                       y, NO_MORE);
}

static void point_1 (HrFixture *f)
{
  point (f, 11, 0);
}

static void point_2 (HrFixture *f)
{
  point (f, 12, 0);
}

static void point_13 (HrFixture *f)
{
  point (f, 11, 13);
}

static void point_of_list_1 (HrFixture *f)
{
  point (f, 2, 0);
  hr_fixture_sequence (f, 2, HR_KIND_LIST, 1, 0);
}

static void point_of_list_3 (HrFixture *f)
{
  point (f, 3, 0);
  hr_fixture_sequence (f, 3, HR_KIND_LIST, 1, 0);
  hr_fixture_gone (f, 2, 2);
}

static void test_attributes (void)
{
  HrLayoutOptions hiding = plain;
  const char *const hidden[] = { "x", NULL };

  hiding.hide = hidden;
  assert_change ("p.x = 2", point_1, point_2, &plain, "`p.x` went 1 → 2.");
  assert_change ("p.y = 3", point_1, point_13, &plain, "`p.y` was set to `3`.");
  assert_change ("p.x = []", point_of_list_1, point_of_list_3, &plain,
                 "`p.x` was set to a new list; the list that was at `p.x` was freed.");
  assert_change ("p.x = 2", point_1, point_2, &hiding, "No name and no object changed.");
}

static void two_lists (HrFixture *f, guint32 a, guint32 b)
{
  hr_fixture_frame (f, 1, "<module>", 1, 2, "a", a, "b", b, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 0);
  hr_fixture_sequence (f, 2, HR_KIND_LIST, 1, 0);
}

static void lists_12 (HrFixture *f)
{
  two_lists (f, 1, 2);
}

static void lists_21 (HrFixture *f)
{
  two_lists (f, 2, 1);
}

static void no_names (HrFixture *f)
{
  hr_fixture_frame (f, 1, "<module>", 1, 2, NULL);
}

static void one_list_two_names (HrFixture *f)
{
  hr_fixture_frame (f, 1, "<module>", 1, 2, "a", 1u, "b", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 2, 0);
}

static void five_names (HrFixture *f)
{
  numbers (f);
  hr_fixture_frame (f, 1, "<module>", 1, 2, "a", 11u, "b", 12u, "c", 13u, "d", 14u, "e", 15u, NULL);
}

static void a_string (HrFixture *f)
{
  hr_fixture_frame (f, 1, "<module>", 1, 2, "s", 1u, NULL);
  hr_fixture_atom (f, 1, HR_KIND_STR, "'a`b'", 0, 1);
}

static void held_elsewhere (HrFixture *f)
{
  hr_fixture_frame (f, 1, "<module>", 1, 2, "path", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 3, 0);
}

static void printed (HrFixture *f)
{
  no_names (f);
  hr_fixture_output (f, "one\ntwo\n\n");
}

static void test_names (void)
{
  HrLayoutOptions hiding = plain, focusing = plain;
  const char *const some[] = { "b", "c", "d", "e", NULL };

  hiding.hide = some;
  focusing.focus = some;
  assert_change ("a, b = b, a", lists_12, lists_21, &plain,
                 "`a` now names the list that `b` named before; `b` now names the list that `a` named before.");
  assert_change ("a = b = []", no_names, one_list_two_names, &plain, "`a` and `b` name one object, a new list.");
  assert_change ("a, b, c, d, e = 1, 2, 3, 4, 5", no_names, five_names, &plain,
                 "`a` names the int `1`; `b` names the int `2`. 3 other names changed.");
  assert_change ("a, b, c, d, e = 1, 2, 3, 4, 5", no_names, five_names, &hiding, "`a` names the int `1`.");
  assert_change ("a, b, c, d, e = 1, 2, 3, 4, 5", no_names, five_names, &focusing,
                 "`b` names the int `2`; `c` names the int `3`. 2 other names changed.");
  assert_change ("s = 'a`b'", no_names, a_string, &plain, "`s` names the str `` 'a`b' ``.");
  assert_change ("path = sys.path", no_names, held_elsewhere, &plain, "`path` names a list.");
  assert_change ("print('one\\ntwo\\n')", no_names, printed, &plain, "The program printed 3 lines.");
}

static void test_class_body_and_generator (void)
{
  HrFixture *f = hr_fixture_new ("kinds.py", "@final\nclass A:\n    x = 1\n\ndef g():\n    yield 1\n", FALSE);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HrTimeline) timeline = NULL;

  hr_fixture_begin (f, HR_EVENT_CALL, 2, 0, 3);
  hr_fixture_frame (f, 1, "<module>", 1, 1, NULL);
  hr_fixture_frame (f, 2, "A", 1, 3, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_RETURN, 3, 6, 0);
  hr_fixture_frame (f, 1, "<module>", 1, 1, NULL);
  hr_fixture_frame (f, 3, "g", 5, 6, "return", 11u, NULL);
  numbers (f);
  hr_fixture_end (f);
  bytes = hr_fixture_take_bytes (f, TRUE);
  timeline = hr_timeline_open_bytes (bytes, NULL);
  g_assert_nonnull (timeline);
  assert_caption (timeline, 0, &plain, "The body of class `A` begins to run.");
  assert_caption (timeline, 1, &plain, "`g` returns the int `1` to `<module>`.");
}

static void note (HrFixture *f, HrNoteKind kind, const char *text)
{
  g_assert_true (
      hr_timeline_writer_note (hr_fixture_peek_writer (f), &(HrTimelineWriteNote){ .kind = kind, .text = text }));
}

/* One step of f(), line 2 of a generator that yields 1. */
static void add_step_of_f (HrFixture *f, HrEvent event, guint32 ran_line, HrNoteKind kind, const char *text)
{
  hr_fixture_begin (f, event, 2, ran_line, 0);
  hr_fixture_frame (f, 1, "<module>", 1, 1, NULL);
  if (event == HR_EVENT_YIELD)
    hr_fixture_frame (f, 2, "f", 1, 2, "return", 11u, NULL);
  else
    hr_fixture_frame (f, 2, "f", 1, 2, NULL);
  numbers (f);
  if (text != NULL)
    note (f, kind, text);
  hr_fixture_end (f);
}

static void test_waiting_and_catching (void)
{
  HrFixture *f = hr_fixture_new ("g.py", "def f():\n    yield 1\n", FALSE);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (HrTimeline) timeline = NULL;

  add_step_of_f (f, HR_EVENT_YIELD, 2, HR_NOTE_WAITS, NULL);
  add_step_of_f (f, HR_EVENT_RESUME, 0, HR_NOTE_WAITS, NULL);
  add_step_of_f (f, HR_EVENT_YIELD, 2, HR_NOTE_WAITS, "await");
  add_step_of_f (f, HR_EVENT_CATCH, 2, HR_NOTE_WAITS, NULL);
  add_step_of_f (f, HR_EVENT_OPCODE, 2, HR_NOTE_INSTRUCTION, "LOAD_CONST 1");
  add_step_of_f (f, HR_EVENT_END, 0, HR_NOTE_WAITS, NULL);
  bytes = hr_fixture_take_bytes (f, FALSE);
  timeline = hr_timeline_open_bytes (bytes, NULL);
  g_assert_nonnull (timeline);
  assert_caption (timeline, 0, &plain, "`f` yields the int `1` to `<module>`.");
  assert_caption (timeline, 1, &plain, "`f` goes on where it left off.");
  assert_caption (timeline, 2, &plain, "`f` awaits the int `1`.");
  assert_caption (timeline, 3, &plain, "An exception was caught in `f`.");
  assert_caption (timeline, 4, &plain, "After `LOAD_CONST 1`.");
}

/* A program of which the last step recorded says that line 2 is next. */
static HrTimeline *new_ended (HrEnding ending, int status, const char *text, gboolean in_order)
{
  HrFixture *f = hr_fixture_new ("end.py", "a = 1\nb = 2\n", FALSE);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("ended-XXXXXX.reel", &path, &error);
  HrTimeline *timeline;

  g_assert_no_error (error);
  (void)close (fd);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 2);
  numbers (f);
  hr_fixture_frame (f, 1, "<module>", 1, 2, "a", 11u, NULL);
  hr_fixture_end (f);
  if (in_order) {
    hr_fixture_begin (f, HR_EVENT_END, 1, 0, 0);
    hr_fixture_end (f);
  }
  bytes = hr_fixture_take_bytes (f, FALSE);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  if (ending != HR_ENDING_UNKNOWN)
    g_assert_true (hr_timeline_finish (path, ending, status, text, &error));
  timeline = hr_timeline_open (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return timeline;
}

static void test_endings (void)
{
  static const struct {
    HrEnding ending;
    int status;
    const char *text;
    gboolean in_order;
    const char *expected;
  } cases[] = {
    { HR_ENDING_EXIT, 0, NULL, TRUE, "" },
    { HR_ENDING_EXIT, 3, NULL, TRUE, " The program ended with exit status 3." },
    { HR_ENDING_EXIT, 3, NULL, FALSE, " The program left at once with status 3 in line 2." },
    { HR_ENDING_SIGNAL, 11, NULL, FALSE, " The program was killed by SIGSEGV in line 2." },
    { HR_ENDING_SIGNAL, 9, NULL, TRUE, " The program was killed by SIGKILL." },
    { HR_ENDING_SIGNAL, 2, NULL, TRUE, " The program was interrupted (Ctrl-C)." },
    { HR_ENDING_SIGNAL, 64, NULL, FALSE, " The program was killed by signal 64 in line 2." },
    { HR_ENDING_LIMIT, 9, "stopped after 5 steps", FALSE, " The program was stopped after 5 steps in line 2." },
    { HR_ENDING_TIMEOUT, 15, "stopped after 1 s", FALSE, " The program was stopped after 1 s in line 2." },
    { HR_ENDING_UNKNOWN, 0, NULL, FALSE, " The recording was cut off in line 2." },
    { HR_ENDING_UNKNOWN, 0, NULL, TRUE, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (HrTimeline) timeline = new_ended (cases[i].ending, cases[i].status, cases[i].text, cases[i].in_order);
    g_autofree char *expected = g_strconcat ("`a` names the int `1`.", cases[i].expected, NULL);

    assert_caption (timeline, 0, &plain, expected);
  }
}

static void assert_indefinite (const char *type_name, const char *expected)
{
  HrTimelineObject object = { .kind = HR_KIND_INSTANCE, .type_name = type_name };
  g_autofree char *phrase = hr_figure_phrase_dup_indefinite (&object, NULL);

  g_assert_cmpstr (phrase, ==, expected);
}

static void test_articles (void)
{
  assert_indefinite ("list", "a list");
  assert_indefinite ("int", "an int");
  assert_indefinite ("ObjectCounter", "an `ObjectCounter`");
  assert_indefinite ("User", "a `User`");
  assert_indefinite ("Uncle", "an `Uncle`");
  assert_indefinite ("HTMLPage", "an `HTMLPage`");
  assert_indefinite ("URL", "a `URL`");
  assert_indefinite ("_Node", "a `_Node`");
  assert_indefinite ("OneShot", "a `OneShot`");
}

static void test_plain (void)
{
  g_autofree char *text = hr_figure_dup_plain ("`a` names `` 'b`c' ``; a lone ` stays.");

  g_assert_cmpstr (text, ==, "a names 'b`c'; a lone ` stays.");
}

static void assert_title (HrFixtureStory story, guint32 step, const char *expected)
{
  g_autoptr (HrTimeline) timeline = hr_fixture_story (story, 0);
  g_autofree char *title = hr_figure_dup_title (timeline, step);

  g_assert_cmpstr (title, ==, expected);
}

static void test_titles (void)
{
  assert_title (HR_FIXTURE_COUNTER, 0, "At the start");
  assert_title (HR_FIXTURE_COUNTER, 2, "Call of __init__");
  assert_title (HR_FIXTURE_COUNTER, 9, "After line 8: obj2 = ObjectCounter()");
  assert_title (HR_FIXTURE_CALLS, 5, "count returns, line 4: return num");
  assert_title (HR_FIXTURE_RAISE, 3, "Exception in f, line 2: raise ValueError('bad')");
  assert_title (HR_FIXTURE_RAISE, 5, "At the end");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caption/refs", test_refs);
  g_test_add_func ("/caption/alias", test_alias);
  g_test_add_func ("/caption/counter", test_counter);
  g_test_add_func ("/caption/calls", test_calls);
  g_test_add_func ("/caption/cached", test_cached);
  g_test_add_func ("/caption/linked", test_linked);
  g_test_add_func ("/caption/closure", test_closure);
  g_test_add_func ("/caption/raise", test_raise);
  g_test_add_func ("/caption/lists", test_lists);
  g_test_add_func ("/caption/dicts", test_dicts);
  g_test_add_func ("/caption/sets", test_sets);
  g_test_add_func ("/caption/attributes", test_attributes);
  g_test_add_func ("/caption/names", test_names);
  g_test_add_func ("/caption/class-body-and-generator", test_class_body_and_generator);
  g_test_add_func ("/caption/endings", test_endings);
  g_test_add_func ("/caption/waiting-and-catching", test_waiting_and_catching);
  g_test_add_func ("/caption/articles", test_articles);
  g_test_add_func ("/caption/plain", test_plain);
  g_test_add_func ("/caption/titles", test_titles);
  return g_test_run ();
}
