/* Which moments become steps, in which order, and what each says about itself. */
#include "recording.h"

/* "CALL f 3; LINE f 3>4; …": event, frame, line that ran, line that is next. */
static char *dup_story (const Recording *recording)
{
  static const char *const events[] = { "start", "line",  "call",   "return", "raise",
                                        "end",   "yield", "resume", "catch",  "opcode" };
  GString *story = g_string_new (NULL);
  for (guint32 i = 0; i < hr_timeline_n_steps (recording->timeline); i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (recording->timeline, i);
    g_string_append_printf (story, "%s%s", i > 0 ? "; " : "", events[step->event]);
    if (g_strcmp0 (step->frame_name, "<module>") != 0)
      g_string_append_printf (story, " %s", step->frame_name);
    if (step->ran_end_line > step->ran_line)
      g_string_append_printf (story, " %u-%u", step->ran_line, step->ran_end_line);
    else if (step->ran_line > 0)
      g_string_append_printf (story, " %u", step->ran_line);
    if (step->next_line > 0)
      g_string_append_printf (story, ">%u", step->next_line);
  }
  return g_string_free (story, FALSE);
}

static void expect (gconstpointer python, const char *program, const char *story)
{
  g_autoptr (Recording) recording = recording_new (program, &(RecordingOptions){ .python = python });
  g_autofree char *found = dup_story (recording);
  g_assert_cmpstr (found, ==, story);
}

static void test_lines (gconstpointer python)
{
  expect (python, "x = 1\n\ny = 2\n", "start>1; line 1>3; return 3; end");
  expect (python, "x = (1,\n     2)\ny = max(x[0],\n        x[1]\n        )\nz = '''a\nb'''\n",
          "start>1; line 1-2>3; line 3-5>6; return 6-7; end");
}

static void test_calls (gconstpointer python)
{
  expect (python, "def f(n):\n    m = n\n    return m\nf(1)\nx = f(2)\n",
          "start>1; line 1>4; call f>2; line f 2>3; return f 3; line 4>5; call f>2; line f 2>3; return f 3; return 5; "
          "end");
  expect (python, "class A:\n    x = 1\n    y = 2\na = 1\n",
          "start>1; call A>2; line A 2>3; return A 3; line 1>4; return 4; end");
}

static void test_loops (gconstpointer python)
{
  expect (python, "for i in range(2): x = i\ny = 1\n", "start>1; line 1>1; line 1>1; line 1>2; return 2; end");
  expect (python, "n = 2\nwhile n: n -= 1\ny = 1\n", "start>1; line 1>2; line 2>2; line 2>3; return 3; end");
  expect (python, "for i in range(2):\n    x = i\n", "start>1; line 1>2; line 2>1; line 1>2; line 2>1; return 1; end");
}

/* A comprehension is one line's work, whether the interpreter gives it a frame or not. */
static void test_comprehensions (gconstpointer python)
{
  expect (python,
          "a = [i for i in range(3)]\nb = {i: [j\n  for j in range(2)] for i in range(2)}\nc = {i for i in a}\n",
          "start>1; line 1>2; line 2-3>4; return 4; end");
}

static void test_exceptions (gconstpointer python)
{
  expect (python, "def f():\n    return 1 / 0\ntry:\n    f()\nexcept ZeroDivisionError:\n    x = 1\ny = 2\n",
          "start>1; line 1>3; line 3>4; call f>2; raise f 2; raise 4; catch 5>6; line 6>7; return 7; end");
  g_autoptr (Recording) recording =
      recording_new ("def f():\n    raise ValueError('bad')\nf()\n", &(RecordingOptions){ .python = python });
  g_autofree char *story = dup_story (recording);
  g_assert_cmpstr (story, ==, "start>1; line 1>3; call f>2; raise f 2; raise 3; end");
  g_autoptr (HrTimelineState) raised = recording_last (recording, HR_EVENT_EXCEPTION);
  g_autoptr (HrTimelineState) end = recording_last (recording, HR_EVENT_END);
  g_assert_cmpstr (raised->exception_text, ==, "ValueError: bad");
  g_assert_cmpint (hr_timeline_state_peek_object (raised, raised->exception)->kind, ==, HR_KIND_EXCEPTION);
  g_assert_cmpstr (end->exception_text, ==, "ValueError: bad");
  g_assert_nonnull (recording_name (end, "f"));
}

static void test_exception_texts (gconstpointer python)
{
  static const struct {
    const char *raised, *text;
  } cases[] = { { "KeyError('k')", "KeyError: 'k'" },
                { "ValueError", "ValueError" },
                { "ValueError('')", "ValueError" },
                { "ValueError(1, 'two')", "ValueError: (1, 'two')" },
                { "ValueError([1])", "ValueError" },
                { "OSError(2, 'No such file', 'x')", "FileNotFoundError: [Errno 2] No such file: 'x'" },
                { "type('Own', (Exception,), {'__str__': lambda self: 1 / 0})('secret')", "Own" } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *program = g_strdup_printf ("raise %s\n", cases[i].raised);
    g_autoptr (Recording) recording = recording_new (program, &(RecordingOptions){ .python = python });
    g_autoptr (HrTimelineState) end = recording_last (recording, HR_EVENT_END);
    g_assert_cmpstr (end->exception_text, ==, cases[i].text);
  }
}

static void test_generators (gconstpointer python)
{
  expect (python, "def g():\n    x = 1\n    yield x\n    y = 2\nfor v in g():\n    w = v\n",
          "start>1; line 1>5; call g>2; line g 2>3; yield g 3; line 5>6; line 6>5; resume g>4; return g 4; return 5; "
          "end");
}

static void test_frames (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("def outer(a):\n"
                                                   "    kept = a\n"
                                                   "    def inner(b):\n"
                                                   "        c = kept\n"
                                                   "        return c\n"
                                                   "    return inner(3)\n"
                                                   "outer(2)\n",
                                                   &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) state = recording_after (recording, 4, 1);
  g_assert_cmpuint (state->n_frames, ==, 3);
  const HrTimelineFrame *outer = &state->frames[1], *inner = &state->frames[2];
  g_assert_cmpstr (inner->names[0].name, ==, "b");
  g_assert_cmpstr (inner->names[1].name, ==, "c");
  g_assert_cmpstr (inner->names[2].name, ==, "kept");
  g_assert_cmpuint (inner->names[2].flags & HR_NAME_FREE, !=, 0);
  for (guint i = 0; i < outer->n_names; i++)
    if (g_str_equal (outer->names[i].name, "kept")) {
      g_assert_cmpuint (outer->names[i].flags & HR_NAME_CELL, !=, 0);
      g_assert_cmpuint (outer->names[i].value, ==, inner->names[2].value);
    }
  g_assert_cmpstr (recording_name (state, "kept")->text, ==, "2");
}

static void test_threads (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("import threading\n"
                                                   "def work():\n"
                                                   "    local = [1]\n"
                                                   "    local.append(2)\n"
                                                   "thread = threading.Thread(target=work)\n"
                                                   "thread.start()\n"
                                                   "thread.join()\n",
                                                   &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) state = recording_after (recording, 4, 1);
  g_assert_cmpuint (state->step.thread, ==, 1);
  g_assert_nonnull (recording_frame (state, "<module>"));
  g_assert_cmpuint (recording_frame (state, "work")->thread, ==, 1);
  g_assert_cmpuint (recording_name (state, "local")->length, ==, 2);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recording_add ("/steps/lines", test_lines);
  recording_add ("/steps/calls", test_calls);
  recording_add ("/steps/loops", test_loops);
  recording_add ("/steps/comprehensions", test_comprehensions);
  recording_add ("/steps/exceptions", test_exceptions);
  recording_add ("/steps/exception-texts", test_exception_texts);
  recording_add ("/steps/generators", test_generators);
  recording_add ("/steps/frames", test_frames);
  recording_add ("/steps/threads", test_threads);
  return g_test_run ();
}
