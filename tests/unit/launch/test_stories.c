/* The six pictures that the tool exists for, as facts in a timeline. */
#include "recording.h"

static void test_refcounts (gconstpointer python)
{
  g_autoptr (Recording) recording =
      recording_new ("x = [1, 2, 3]\ny = x\ndel y\ndel x\n", &(RecordingOptions){ .python = python });
  static const gint64 expected[] = { 1, 2, 1 };
  guint32 id = 0;
  for (guint line = 1; line <= 3; line++) {
    g_autoptr (HrTimelineState) state = recording_after (recording, line, 1);
    const HrTimelineObject *list = recording_name (state, "x");
    g_assert_nonnull (list);
    g_assert_cmpint (list->refcount, ==, expected[line - 1]);
    g_assert_true (id == 0 || list->id == id);
    id = list->id;
  }
  g_autoptr (HrTimelineState) last = recording_after (recording, 4, 1);
  const HrTimelineDeath *death = recording_death (last, id);
  g_assert_nonnull (death);
  g_assert_cmpint (death->why, ==, HR_GONE_FREED);
  g_assert_cmpuint (death->line, ==, 4);
  g_assert_null (hr_timeline_state_peek_object (last, id));
}

static void test_one_cached_int (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("a = 5\nb = 5\n", &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) state = recording_after (recording, 2, 1);
  const HrTimelineObject *a = recording_name (state, "a"), *b = recording_name (state, "b");
  g_assert_true (a == b);
  g_assert_cmpint (a->kind, ==, HR_KIND_INT);
  g_assert_cmpstr (a->text, ==, "5");
  g_assert_cmpuint (a->flags & HR_OBJECT_CACHED, !=, 0);
}

static void test_constant_of_a_script (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("a = 1000\nb = 1000\n", &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) state = recording_after (recording, 2, 1);
  const HrTimelineObject *a = recording_name (state, "a");
  g_assert_true (a == recording_name (state, "b"));
  g_assert_cmpstr (a->text, ==, "1000");
  g_assert_cmpuint (a->flags & HR_OBJECT_CACHED, ==, 0);
}

static void test_two_ints_at_the_prompt (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("a = 1000\nb = 1000\nc = 1000; d = 1000\ne = 5\nf = 5\n",
                                                   &(RecordingOptions){ .python = python, .prompt = TRUE });
  g_autoptr (HrTimelineState) state = recording_after (recording, 5, 1);
  const HrTimelineObject *a = recording_name (state, "a"), *b = recording_name (state, "b");
  g_assert_true (a != b);
  g_assert_cmpstr (a->text, ==, b->text);
  g_assert_cmpint (a->refcount, ==, 1);
  g_assert_true (recording_name (state, "c") == recording_name (state, "d"));
  g_assert_true (recording_name (state, "c") != a);
  g_assert_true (recording_name (state, "e") == recording_name (state, "f"));
  g_assert_cmpuint (state->n_frames, ==, 1);
}

/* What "is" says in a script and at the prompt: the table of constants. */
static void test_constants (gconstpointer python)
{
  static const struct {
    const char *literal;
    gboolean script, prompt;
  } constants[] = { { "1000", TRUE, FALSE },     { "-6", TRUE, FALSE },    { "1.5", TRUE, FALSE },
                    { "(1, 2)", TRUE, FALSE },   { "b'xy'", TRUE, FALSE }, { "'hello world!'", TRUE, FALSE },
                    { "500+500", TRUE, FALSE },  { "256", TRUE, TRUE },    { "'hello'", TRUE, TRUE },
                    { "'a'*20", TRUE, TRUE },    { "()", TRUE, TRUE },     { "'x'", TRUE, TRUE },
                    { "'x'*5000", FALSE, FALSE } };
  g_autoptr (GString) program = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (constants); i++)
    g_string_append_printf (program, "a%u = %s\nb%u = %s\n", i, constants[i].literal, i, constants[i].literal);
  g_string_append (program, "end = 0\n");
  for (int prompt = 0; prompt < 2; prompt++) {
    g_autoptr (Recording) recording =
        recording_new (program->str, &(RecordingOptions){ .python = python, .prompt = prompt == 1 });
    g_autoptr (HrTimelineState) state = recording_last (recording, HR_EVENT_END);
    for (guint i = 0; i < G_N_ELEMENTS (constants); i++) {
      g_autofree char *a = g_strdup_printf ("a%u", i), *b = g_strdup_printf ("b%u", i);
      gboolean same = recording_name (state, a) == recording_name (state, b);
      if (same != (prompt == 1 ? constants[i].prompt : constants[i].script))
        g_error ("%s, prompt %d: %d", constants[i].literal, prompt, same);
    }
  }
}

static void test_class_attribute (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("class ObjectCounter:\n"
                                                   "    num_instances = 0\n"
                                                   "    def __init__(self):\n"
                                                   "        ObjectCounter.num_instances += 1\n"
                                                   "obj1 = ObjectCounter()\n"
                                                   "obj2 = ObjectCounter()\n",
                                                   &(RecordingOptions){ .python = python });
  static const struct {
    guint line;
    const char *value;
  } moments[] = { { 1, "0" }, { 5, "1" }, { 6, "2" } };
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++) {
    g_autoptr (HrTimelineState) state = recording_after (recording, moments[i].line, 1);
    const HrTimelineObject *class = recording_name (state, "ObjectCounter");
    g_assert_cmpint (class->kind, ==, HR_KIND_CLASS);
    g_assert_cmpstr (recording_attribute (state, class, "num_instances")->text, ==, moments[i].value);
  }
  /* the class body ran once */
  guint bodies = 0;
  for (guint32 i = 0; i < hr_timeline_n_steps (recording->timeline); i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (recording->timeline, i);
    bodies += step->event == HR_EVENT_CALL && g_str_equal (step->frame_name, "ObjectCounter");
  }
  g_assert_cmpuint (bodies, ==, 1);
}

static void test_local_born_anew (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("def my_function():\n"
                                                   "    num = 0\n"
                                                   "    num += 1\n"
                                                   "    return num\n"
                                                   "my_function()\n"
                                                   "my_function()\n",
                                                   &(RecordingOptions){ .python = python });
  guint32 frames[2];
  for (guint call = 0; call < 2; call++) {
    g_autoptr (HrTimelineState) born = recording_after (recording, 2, call + 1);
    g_autoptr (HrTimelineState) grown = recording_after (recording, 3, call + 1);
    g_autoptr (HrTimelineState) returned = recording_after (recording, 5 + call, 1);
    g_assert_cmpstr (recording_name (born, "num")->text, ==, "0");
    g_assert_cmpstr (recording_name (grown, "num")->text, ==, "1");
    frames[call] = recording_frame (born, "my_function")->id;
    g_assert_cmpuint (recording_frame (grown, "my_function")->id, ==, frames[call]);
    g_assert_null (recording_frame (returned, "my_function"));
    g_assert_null (recording_name (returned, "num"));
  }
  g_assert_cmpuint (frames[0], !=, frames[1]);
  g_autoptr (HrTimelineState) leaving = recording_after (recording, 4, 1);
  const HrTimelineFrame *frame = recording_frame (leaving, "my_function");
  g_assert_cmpuint (frame->names[frame->n_names - 1].flags & HR_NAME_RETURN, !=, 0);
}

static void test_two_names_one_list (gconstpointer python)
{
  g_autoptr (Recording) recording =
      recording_new ("a = [1, 2, 3]\nb = a\nb.append(4)\n", &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) state = recording_after (recording, 3, 1);
  const HrTimelineObject *list = recording_name (state, "a");
  g_assert_true (list == recording_name (state, "b"));
  g_assert_cmpint (list->refcount, ==, 2);
  g_assert_cmpuint (list->length, ==, 4);
  g_assert_cmpstr (recording_element (state, list, 3)->text, ==, "4");
}

static void test_types_above (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("class Meta(type):\n"
                                                   "    pass\n"
                                                   "class Thing(metaclass=Meta):\n"
                                                   "    pass\n"
                                                   "thing = Thing()\n"
                                                   "x = 5\n",
                                                   &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) state = recording_after (recording, 6, 1);
  const HrTimelineObject *thing = recording_name (state, "thing"), *class = recording_type (state, thing);
  g_assert_true (class == recording_name (state, "Thing"));
  g_assert_cmpint (thing->kind, ==, HR_KIND_INSTANCE);
  const HrTimelineObject *meta = recording_type (state, class), *type = recording_type (state, meta);
  g_assert_true (meta == recording_name (state, "Meta"));
  g_assert_cmpstr (type->text, ==, "type");
  g_assert_true (recording_type (state, type) == type);
  g_assert_cmpuint (type->flags & HR_OBJECT_STATIC, !=, 0);
  g_assert_cmpstr (recording_element (state, class, 0)->text, ==, "object");
  g_assert_true (recording_element (state, meta, 0) == type);
  g_assert_cmpstr (recording_type (state, recording_name (state, "x"))->text, ==, "int");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recording_add ("/stories/refcounts", test_refcounts);
  recording_add ("/stories/one-cached-int", test_one_cached_int);
  recording_add ("/stories/constant-of-a-script", test_constant_of_a_script);
  recording_add ("/stories/two-ints-at-the-prompt", test_two_ints_at_the_prompt);
  recording_add ("/stories/constants", test_constants);
  recording_add ("/stories/class-attribute", test_class_attribute);
  recording_add ("/stories/local-born-anew", test_local_born_anew);
  recording_add ("/stories/two-names-one-list", test_two_names_one_list);
  recording_add ("/stories/types-above", test_types_above);
  return g_test_run ();
}
