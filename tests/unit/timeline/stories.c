#include "fixture.h"

enum { NO_MORE = HR_FIXTURE_NO_MORE };

#define MODULE "<module>"

static void small_int (HrFixture *f, guint32 id, const char *text)
{
  hr_fixture_atom (f, id, HR_KIND_INT, text, HR_OBJECT_CACHED, 0);
}

static void hide (HrFixture *f, guint32 id)
{
  hr_timeline_writer_gone (hr_fixture_peek_writer (f), id, HR_GONE_HIDDEN, 0, 0, 0);
}

static HrFixture *refs (void)
{
  HrFixture *f = hr_fixture_new ("refs.py", "x = [1, 2, 3]\ny = x\ndel y\ndel x\n", FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 2);
  hr_fixture_frame (f, 1, MODULE, 1, 2, "x", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 3, 2u, 3u, 4u);
  small_int (f, 2, "1");
  small_int (f, 3, "2");
  small_int (f, 4, "3");
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 2, 3);
  hr_fixture_frame (f, 1, MODULE, 1, 3, "x", 1u, "y", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 2, 3, 2u, 3u, 4u);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 3, 4);
  hr_fixture_frame (f, 1, MODULE, 1, 4, "x", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 3, 2u, 3u, 4u);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 4, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 4, NULL);
  hr_fixture_gone (f, 1, 4);
  for (guint32 id = 2; id <= 4; id++)
    hide (f, id);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_END, 1, 0, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 4, NULL);
  hr_fixture_end (f);
  return f;
}

static HrFixture *alias (void)
{
  HrFixture *f = hr_fixture_new ("alias.py", "a = [1, 2, 3]\nb = a\nb.append(4)\n", FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 2);
  hr_fixture_frame (f, 1, MODULE, 1, 2, "a", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 1, 3, 2u, 3u, 4u);
  small_int (f, 2, "1");
  small_int (f, 3, "2");
  small_int (f, 4, "3");
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 2, 3);
  hr_fixture_frame (f, 1, MODULE, 1, 3, "a", 1u, "b", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 2, 3, 2u, 3u, 4u);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 3, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 3, "a", 1u, "b", 1u, NULL);
  hr_fixture_sequence (f, 1, HR_KIND_LIST, 2, 4, 2u, 3u, 4u, 5u);
  small_int (f, 5, "4");
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_END, 1, 0, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 3, "a", 1u, "b", 1u, NULL);
  hr_fixture_end (f);
  return f;
}

enum { CLASS = 1, TYPE = 2, ZERO = 3, INIT = 4, OBJ1 = 5, ONE = 6, OBJ2 = 7, TWO = 8, NONE = 9 };

static void counter_class (HrFixture *f, guint32 num, gint64 refcount)
{
  hr_fixture_object (f, CLASS, HR_KIND_CLASS, TYPE, "type", "ObjectCounter", refcount, HR_SLOT_ATTRIBUTE,
                     "num_instances", num, HR_SLOT_ATTRIBUTE, "__init__", (guint32)INIT, NO_MORE);
}

/* CALL, the line inside, RETURN, and the line outside that made instance @id in frame @frame. */
static void construct (HrFixture *f, guint32 frame, guint32 id, guint32 line, guint32 num, const char *text)
{
  const char *last = id == OBJ1 ? NULL : "obj1", *name = id == OBJ1 ? "obj1" : "obj2";
  guint32 next = id == OBJ1 ? line + 1 : 0;
  hr_fixture_begin (f, HR_EVENT_CALL, frame, 0, 5);
  hr_fixture_frame (f, 1, MODULE, 1, line, "ObjectCounter", (guint32)CLASS, last, (guint32)OBJ1, NULL);
  hr_fixture_frame (f, frame, "__init__", 4, 5, "self", id, NULL);
  hr_fixture_object (f, id, HR_KIND_INSTANCE, CLASS, "ObjectCounter", NULL, 2, NO_MORE);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, frame, 5, 0);
  hr_fixture_frame (f, 1, MODULE, 1, line, "ObjectCounter", (guint32)CLASS, last, (guint32)OBJ1, NULL);
  hr_fixture_frame (f, frame, "__init__", 4, 5, "self", id, NULL);
  counter_class (f, num, id == OBJ1 ? 6 : 7);
  small_int (f, num, text);
  hide (f, id == OBJ1 ? ZERO : ONE);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_RETURN, frame, 0, 0);
  hr_fixture_frame (f, 1, MODULE, 1, line, "ObjectCounter", (guint32)CLASS, last, (guint32)OBJ1, NULL);
  hr_fixture_frame (f, frame, "__init__", 4, 5, "self", id, "return", (guint32)NONE, NULL);
  hr_fixture_atom (f, NONE, HR_KIND_NONE, "None", HR_OBJECT_CACHED, 0);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, line, next);
  if (id == OBJ1)
    hr_fixture_frame (f, 1, MODULE, 1, next, "ObjectCounter", (guint32)CLASS, name, id, NULL);
  else
    hr_fixture_frame (f, 1, MODULE, 1, line, "ObjectCounter", (guint32)CLASS, "obj1", (guint32)OBJ1, name, id, NULL);
  hr_timeline_writer_refcount (hr_fixture_peek_writer (f), id, 1);
  hide (f, NONE);
  hr_fixture_end (f);
}

static HrFixture *counter (void)
{
  HrFixture *f = hr_fixture_new ("counter.py",
                                 "class ObjectCounter:\n    num_instances = 0\n\n    def __init__(self):\n"
                                 "        ObjectCounter.num_instances += 1\n\n"
                                 "obj1 = ObjectCounter()\nobj2 = ObjectCounter()  # reel: two\n",
                                 FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 7);
  hr_fixture_frame (f, 1, MODULE, 1, 7, "ObjectCounter", (guint32)CLASS, NULL);
  counter_class (f, ZERO, 5);
  hr_fixture_object (f, TYPE, HR_KIND_CLASS, TYPE, "type", "type", 0, NO_MORE);
  small_int (f, ZERO, "0");
  hr_fixture_object (f, INIT, HR_KIND_FUNCTION, 0, "function", "__init__(self)", 1, NO_MORE);
  hr_fixture_end (f);
  construct (f, 2, OBJ1, 7, ONE, "1");
  construct (f, 3, OBJ2, 8, TWO, "2");
  hr_fixture_begin (f, HR_EVENT_END, 1, 0, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 8, "ObjectCounter", (guint32)CLASS, "obj1", (guint32)OBJ1, "obj2", (guint32)OBJ2,
                    NULL);
  hr_fixture_end (f);
  return f;
}

/* One call of count(): born, 0, 1, returned. */
static void call_count (HrFixture *f, guint32 frame, guint32 line, guint32 next)
{
  hr_fixture_begin (f, HR_EVENT_CALL, frame, 0, 2);
  hr_fixture_frame (f, 1, MODULE, 1, line, "count", 1u, NULL);
  hr_fixture_frame (f, frame, "count", 1, 2, "num", 0u, NULL);
  hr_fixture_end (f);
  for (guint32 i = 0; i < 2; i++) {
    hr_fixture_begin (f, HR_EVENT_LINE, frame, 2 + i, 3 + i);
    hr_fixture_frame (f, 1, MODULE, 1, line, "count", 1u, NULL);
    hr_fixture_frame (f, frame, "count", 1, 3 + i, "num", 2 + i, NULL);
    small_int (f, 2 + i, i == 0 ? "0" : "1");
    hide (f, 3 - i);
    hr_fixture_end (f);
  }
  hr_fixture_begin (f, HR_EVENT_RETURN, frame, 4, 0);
  hr_fixture_frame (f, 1, MODULE, 1, line, "count", 1u, NULL);
  hr_fixture_frame (f, frame, "count", 1, 4, "num", 3u, "return", 3u, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, line, next);
  hr_fixture_frame (f, 1, MODULE, 1, next != 0 ? next : line, "count", 1u, NULL);
  hide (f, 3);
  hr_fixture_end (f);
}

static HrFixture *calls (void)
{
  HrFixture *f = hr_fixture_new (
      "calls.py", "def count():\n    num = 0\n    num += 1\n    return num\n\ncount()\ncount()\n", FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 6);
  hr_fixture_frame (f, 1, MODULE, 1, 6, "count", 1u, NULL);
  hr_fixture_object (f, 1, HR_KIND_FUNCTION, 0, "function", "count()", 1, NO_MORE);
  hr_fixture_end (f);
  call_count (f, 2, 6, 7);
  call_count (f, 3, 7, 0);
  hr_fixture_begin (f, HR_EVENT_END, 1, 0, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 7, "count", 1u, NULL);
  hr_fixture_end (f);
  return f;
}

static HrFixture *cached (void)
{
  static const char *const names[] = { "a", "b", "c", "d", NULL };
  static const guint32 values[] = { 1, 1, 2, 3 };
  HrFixture *f = hr_fixture_new ("cached.py", "a = 5\nb = 5\nc = 1000\nd = 1000\n", TRUE);
  for (guint32 i = 0; i <= 4; i++) {
    hr_fixture_begin (f, i == 0 ? HR_EVENT_START : HR_EVENT_LINE, 1, i, i == 4 ? 0 : i + 1);
    hr_fixture_frame (f, 1, MODULE, 1, MIN (i + 1, 4), i > 0 ? names[0] : NULL, values[0], i > 1 ? names[1] : NULL,
                      values[1], i > 2 ? names[2] : NULL, values[2], i > 3 ? names[3] : NULL, values[3], NULL);
    if (i == 1)
      small_int (f, 1, "5");
    if (i > 2)
      hr_fixture_atom (f, i - 1, HR_KIND_INT, "1000", 0, 1);
    hr_fixture_end (f);
  }
  return f;
}

static HrFixture *nested (void)
{
  HrFixture *f = hr_fixture_new ("nested.py", "data = {'k': [1, (2, 3)], 's': {4}}\ndata['e'] = []\n", FALSE);
  guint32 text = HR_OBJECT_INTERNED;
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 2);
  hr_fixture_frame (f, 1, MODULE, 1, 2, "data", 1u, NULL);
  hr_fixture_object (f, 1, HR_KIND_DICT, 0, NULL, NULL, 1, HR_SLOT_ENTRY, 2u, 3u, HR_SLOT_ENTRY, 4u, 5u, NO_MORE);
  hr_fixture_atom (f, 2, HR_KIND_STR, "'k'", text, 0);
  hr_fixture_sequence (f, 3, HR_KIND_LIST, 1, 2, 6u, 7u);
  hr_fixture_atom (f, 4, HR_KIND_STR, "'s'", text, 0);
  hr_fixture_sequence (f, 5, HR_KIND_SET, 1, 1, 10u);
  small_int (f, 6, "1");
  hr_fixture_sequence (f, 7, HR_KIND_TUPLE, 2, 2, 8u, 9u);
  small_int (f, 8, "2");
  small_int (f, 9, "3");
  small_int (f, 10, "4");
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 2, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 2, "data", 1u, NULL);
  hr_fixture_object (f, 1, HR_KIND_DICT, 0, NULL, NULL, 1, HR_SLOT_ENTRY, 2u, 3u, HR_SLOT_ENTRY, 4u, 5u, HR_SLOT_ENTRY,
                     11u, 12u, NO_MORE);
  hr_fixture_atom (f, 11, HR_KIND_STR, "'e'", text, 0);
  hr_fixture_sequence (f, 12, HR_KIND_LIST, 1, 0);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_END, 1, 0, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 2, "data", 1u, NULL);
  hr_fixture_end (f);
  return f;
}

/* Object 1 is the class Node, 2 is None; nodes are 3, 4, 5 … Line 8 makes each, line 9 drops the head. */
static HrFixture *linked (guint n)
{
  HrFixture *f = hr_fixture_new ("linked.py",
                                 "class Node:\n    __slots__ = ('next',)\n\n    def __init__(self, next):\n"
                                 "        self.next = next\n\nhead = None\n"
                                 "for _ in range(5): head = Node(head)\nhead = None\n",
                                 FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 7, 8);
  hr_fixture_frame (f, 1, MODULE, 1, 8, "Node", 1u, "head", 2u, NULL);
  hr_fixture_object (f, 1, HR_KIND_CLASS, 0, "type", "Node", 5, NO_MORE);
  hr_fixture_atom (f, 2, HR_KIND_NONE, "None", HR_OBJECT_CACHED, 0);
  hr_fixture_end (f);
  for (guint32 i = 0; i < n; i++) {
    hr_fixture_begin (f, HR_EVENT_LINE, 1, 8, i + 1 < n ? 8 : 9);
    hr_fixture_frame (f, 1, MODULE, 1, i + 1 < n ? 8 : 9, "Node", 1u, "head", 3 + i, NULL);
    hr_fixture_object (f, 3 + i, HR_KIND_INSTANCE, 1, "Node", NULL, 1, HR_SLOT_ATTRIBUTE, "next", 2 + i, NO_MORE);
    hr_fixture_end (f);
  }
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 9, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 9, "Node", 1u, "head", 2u, NULL);
  for (guint32 i = n; i-- > 0;)
    hr_fixture_gone (f, 3 + i, 9);
  hr_fixture_end (f);
  return f;
}

enum { MAKE = 1, ADD = 2, CELL = 3, N0 = 4, N1 = 5 };

static void cell (HrFixture *f, guint32 value, gint64 refcount)
{
  hr_fixture_object (f, CELL, HR_KIND_CELL, 0, NULL, NULL, refcount, HR_SLOT_CONTENT, value, NO_MORE);
}

static void closure_made (HrFixture *f)
{
  hr_fixture_begin (f, HR_EVENT_CALL, 2, 0, 2);
  hr_fixture_frame (f, 1, MODULE, 1, 8, "make", (guint32)MAKE, NULL);
  hr_fixture_frame (f, 2, "make", 1, 2, "add", 0u, "=n", (guint32)CELL, NULL);
  cell (f, 0, 1);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 2, 2, 3);
  hr_fixture_frame (f, 1, MODULE, 1, 8, "make", (guint32)MAKE, NULL);
  hr_fixture_frame (f, 2, "make", 1, 3, "add", 0u, "=n", (guint32)CELL, NULL);
  cell (f, N0, 1);
  small_int (f, N0, "0");
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 2, 3, 7);
  hr_fixture_frame (f, 1, MODULE, 1, 8, "make", (guint32)MAKE, NULL);
  hr_fixture_frame (f, 2, "make", 1, 7, "add", (guint32)ADD, "=n", (guint32)CELL, NULL);
  hr_fixture_object (f, ADD, HR_KIND_FUNCTION, 0, NULL, "add()", 1, HR_SLOT_CLOSURE, "n", (guint32)CELL, NO_MORE);
  cell (f, N0, 2);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_RETURN, 2, 7, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 8, "make", (guint32)MAKE, NULL);
  hr_fixture_frame (f, 2, "make", 1, 7, "add", (guint32)ADD, "=n", (guint32)CELL, "return", (guint32)ADD, NULL);
  hr_timeline_writer_refcount (hr_fixture_peek_writer (f), ADD, 2);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 8, 9);
  hr_fixture_frame (f, 1, MODULE, 1, 9, "make", (guint32)MAKE, "add", (guint32)ADD, NULL);
  hr_timeline_writer_refcount (hr_fixture_peek_writer (f), ADD, 1);
  cell (f, N0, 1);
  hr_fixture_end (f);
}

static HrFixture *closure (void)
{
  HrFixture *f = hr_fixture_new ("closure.py",
                                 "def make():\n    n = 0\n    def add():\n        nonlocal n\n        n += 1\n"
                                 "        return n\n    return add\nadd = make()\nprint(add())\n",
                                 FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 8);
  hr_fixture_frame (f, 1, MODULE, 1, 8, "make", (guint32)MAKE, NULL);
  hr_fixture_object (f, MAKE, HR_KIND_FUNCTION, 0, NULL, "make()", 1, NO_MORE);
  hr_fixture_end (f);
  closure_made (f);
  hr_fixture_begin (f, HR_EVENT_CALL, 3, 0, 5);
  hr_fixture_frame (f, 1, MODULE, 1, 9, "make", (guint32)MAKE, "add", (guint32)ADD, NULL);
  hr_fixture_frame (f, 3, "add", 3, 5, "^n", (guint32)CELL, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 3, 5, 6);
  hr_fixture_frame (f, 1, MODULE, 1, 9, "make", (guint32)MAKE, "add", (guint32)ADD, NULL);
  hr_fixture_frame (f, 3, "add", 3, 6, "^n", (guint32)CELL, NULL);
  cell (f, N1, 1);
  small_int (f, N1, "1");
  hide (f, N0);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_RETURN, 3, 6, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 9, "make", (guint32)MAKE, "add", (guint32)ADD, NULL);
  hr_fixture_frame (f, 3, "add", 3, 6, "^n", (guint32)CELL, "return", (guint32)N1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 9, 0);
  hr_fixture_frame (f, 1, MODULE, 1, 9, "make", (guint32)MAKE, "add", (guint32)ADD, NULL);
  hr_fixture_output (f, "1");
  hr_fixture_output (f, "\n");
  hr_fixture_end (f);
  return f;
}

static void raise_step (HrFixture *f, HrEvent event, guint32 frame, guint32 line, gboolean inside)
{
  HrTimelineWriteStep step = { .event = event, .frame = frame, .ran_file = 1, .ran_line = line, .ran_end_line = line };
  step.exception = 2;
  step.exception_text = "ValueError: bad";
  g_assert_true (hr_timeline_writer_step_begin (hr_fixture_peek_writer (f), &step));
  hr_fixture_frame (f, 1, MODULE, 1, 4, "f", 1u, NULL);
  if (inside)
    hr_fixture_frame (f, 2, "f", 1, 2, NULL);
  hr_fixture_object (f, 2, HR_KIND_EXCEPTION, 0, "ValueError", NULL, 1, HR_SLOT_MEMBER, "args", 3u, NO_MORE);
  hr_fixture_sequence (f, 3, HR_KIND_TUPLE, 1, 1, 4u);
  hr_fixture_atom (f, 4, HR_KIND_STR, "'bad'", HR_OBJECT_INTERNED, 0);
  hr_fixture_end (f);
}

static HrFixture *raising (void)
{
  HrFixture *f = hr_fixture_new ("raise.py", "def f():\n    raise ValueError('bad')\n\nf()\n", FALSE);
  hr_fixture_begin (f, HR_EVENT_START, 1, 0, 1);
  hr_fixture_frame (f, 1, MODULE, 1, 1, NULL);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_LINE, 1, 1, 4);
  hr_fixture_frame (f, 1, MODULE, 1, 4, "f", 1u, NULL);
  hr_fixture_object (f, 1, HR_KIND_FUNCTION, 0, NULL, "f()", 1, NO_MORE);
  hr_fixture_end (f);
  hr_fixture_begin (f, HR_EVENT_CALL, 2, 0, 2);
  hr_fixture_frame (f, 1, MODULE, 1, 4, "f", 1u, NULL);
  hr_fixture_frame (f, 2, "f", 1, 2, NULL);
  hr_fixture_end (f);
  raise_step (f, HR_EVENT_EXCEPTION, 2, 2, TRUE);
  raise_step (f, HR_EVENT_EXCEPTION, 1, 4, FALSE);
  raise_step (f, HR_EVENT_END, 1, 0, FALSE);
  return f;
}

static HrFixture *tell (HrFixtureStory story, guint n)
{
  switch (story) {
  case HR_FIXTURE_REFS:
    return refs ();
  case HR_FIXTURE_ALIAS:
    return alias ();
  case HR_FIXTURE_COUNTER:
    return counter ();
  case HR_FIXTURE_CALLS:
    return calls ();
  case HR_FIXTURE_CACHED:
    return cached ();
  case HR_FIXTURE_NESTED:
    return nested ();
  case HR_FIXTURE_LINKED:
    return linked (n);
  case HR_FIXTURE_CLOSURE:
    return closure ();
  case HR_FIXTURE_RAISE:
    return raising ();
  }
  g_assert_not_reached ();
}

GBytes *hr_fixture_story_bytes (HrFixtureStory story, guint n, gboolean finished)
{
  return hr_fixture_take_bytes (tell (story, n), finished);
}

HrTimeline *hr_fixture_story (HrFixtureStory story, guint n)
{
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (story, n, TRUE);
  g_autoptr (GError) error = NULL;
  HrTimeline *timeline = hr_timeline_open_bytes (bytes, &error);
  g_assert_no_error (error);
  return timeline;
}
