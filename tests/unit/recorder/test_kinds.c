/* Every kind of object is recorded as what it is, with what it holds. */
#include <string.h>

#include "recording.h"

static const char program[] =
    "import math, os\n"
    "import enum\n"
    "class Base:\n"
    "    'documented'\n"
    "    shared = 1\n"
    "    def method(self, a, b=2, *rest, c=3, **more):\n"
    "        return self\n"
    "class Slots(Base):\n"
    "    __slots__ = ('one', 'two')\n"
    "class Items(list):\n"
    "    pass\n"
    "def outer(x, /, y=[1]):\n"
    "    kept = x\n"
    "    def inner():\n"
    "        return kept\n"
    "    return inner\n"
    "none, yes, dots = None, True, ...\n"
    "small, large, minus, zero = 7, 12345678901234567890, -300, 0\n"
    "power, cut, hexa = 2 ** 100, 10 ** 1200, 1 << 20000\n"
    "real, whole, nan, tiny = 0.1, 2.0, float('nan'), -0.0\n"
    "compl, imaginary = 1 + 2j, 3j\n"
    "word, quoted, odd, long_word = 'hello', \"it's\", 'a\\n\\x00\\u202eé\\ud800\\U0001f600', 'x' * 5000\n"
    "raw, spread = b'ab\\xff\\'', range(1, 10, 3)\n"
    "numbers, empty = [1, 'two', None], []\n"
    "pair, nothing = (1, [2]), ()\n"
    "table = {'k': 1, 2: 'v'}\n"
    "group, ice = {'only'}, frozenset([3])\n"
    "thing = Base()\n"
    "thing.b = 1\n"
    "thing.a = thing\n"
    "slotted = Slots()\n"
    "slotted.one = 1\n"
    "slotted.free = 2\n"
    "items = Items([1])\n"
    "items.extra = 2\n"
    "bound, closure, anonymous = thing.method, outer(5), lambda: 0\n"
    "builtin, described = len, str.upper\n"
    "error = ValueError('bad', 1)\n"
    "error.note = 2\n"
    "iterator, generator = iter(numbers), (n for n in ())\n"
    "exposed = Base()\n"
    "names = exposed.__dict__\n"
    "exposed.late = 3\n"
    "many = list(range(5000))\n"
    "loop = []\n"
    "loop.append(loop)\n"
    "name = 'é'\n"
    "über = 1\n"
    "end = 0\n";

static const struct {
  const char *name;
  HrObjectKind kind;
  const char *text; /* NULL: none */
} expected[] = {
  { "math", HR_KIND_MODULE, "math" },
  { "Base", HR_KIND_CLASS, "Base" },
  { "outer", HR_KIND_FUNCTION, "outer(x, /, y=…)" },
  { "none", HR_KIND_NONE, "None" },
  { "yes", HR_KIND_BOOL, "True" },
  { "dots", HR_KIND_ELLIPSIS, "Ellipsis" },
  { "small", HR_KIND_INT, "7" },
  { "large", HR_KIND_INT, "12345678901234567890" },
  { "minus", HR_KIND_INT, "-300" },
  { "zero", HR_KIND_INT, "0" },
  { "power", HR_KIND_INT, "1267650600228229401496703205376" },
  { "real", HR_KIND_FLOAT, "0.1" },
  { "whole", HR_KIND_FLOAT, "2.0" },
  { "nan", HR_KIND_FLOAT, "nan" },
  { "tiny", HR_KIND_FLOAT, "-0.0" },
  { "compl", HR_KIND_COMPLEX, "(1+2j)" },
  { "imaginary", HR_KIND_COMPLEX, "3j" },
  { "word", HR_KIND_STR, "'hello'" },
  { "quoted", HR_KIND_STR, "\"it's\"" },
  { "odd", HR_KIND_STR, "'a\\n\\x00\\u202eé\\ud800😀'" },
  { "raw", HR_KIND_BYTES, "b\"ab\\xff'\"" },
  { "spread", HR_KIND_RANGE, "range(1, 10, 3)" },
  { "numbers", HR_KIND_LIST, NULL },
  { "pair", HR_KIND_TUPLE, NULL },
  { "table", HR_KIND_DICT, NULL },
  { "group", HR_KIND_SET, NULL },
  { "ice", HR_KIND_FROZENSET, NULL },
  { "thing", HR_KIND_INSTANCE, NULL },
  { "slotted", HR_KIND_INSTANCE, NULL },
  { "items", HR_KIND_LIST, NULL },
  { "bound", HR_KIND_METHOD, NULL },
  { "closure", HR_KIND_FUNCTION, "inner()" },
  { "anonymous", HR_KIND_FUNCTION, "<lambda>()" },
  { "builtin", HR_KIND_BUILTIN, "len" },
  { "described", HR_KIND_BUILTIN, "upper" },
  { "error", HR_KIND_EXCEPTION, NULL },
  { "iterator", HR_KIND_ITERATOR, NULL },
  { "generator", HR_KIND_GENERATOR, "<genexpr>" },
  { "über", HR_KIND_INT, "1" },
};

static HrTimelineState *record (gconstpointer python, Recording **recording)
{
  *recording = recording_new (program, &(RecordingOptions){ .python = python });
  return recording_last (*recording, HR_EVENT_RETURN);
}

static void test_kinds (gconstpointer python)
{
  g_autoptr (Recording) recording = NULL;
  g_autoptr (HrTimelineState) state = record (python, &recording);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++) {
    const HrTimelineObject *object = recording_name (state, expected[i].name);
    if (object == NULL)
      g_error ("%s is not there", expected[i].name);
    if (object->kind != expected[i].kind)
      g_error ("%s is of kind %d", expected[i].name, object->kind);
    if (expected[i].text != NULL || object->kind == HR_KIND_LIST)
      g_assert_cmpstr (object->text, ==, expected[i].text);
    g_assert_nonnull (recording_type (state, object));
    g_assert_cmpstr (recording_type (state, object)->text, ==, object->type_name);
  }
}

static guint32 id_of (const HrTimelineState *state, const char *name)
{
  return recording_name (state, name)->id;
}

static const HrTimelineObject *held (const HrTimelineState *state, const char *name, const char *attribute)
{
  return recording_attribute (state, recording_name (state, name), attribute);
}

static void test_contents (gconstpointer python)
{
  g_autoptr (Recording) recording = NULL;
  g_autoptr (HrTimelineState) state = record (python, &recording);
  const HrTimelineObject *numbers = recording_name (state, "numbers"), *table = recording_name (state, "table");
  g_assert_cmpuint (numbers->length, ==, 3);
  g_assert_cmpstr (recording_element (state, numbers, 1)->text, ==, "'two'");
  g_assert_cmpuint (table->n_slots, ==, 2);
  g_assert_cmpint (table->slots[1].role, ==, HR_SLOT_ENTRY);
  g_assert_cmpstr (hr_timeline_state_peek_object (state, table->slots[1].key)->text, ==, "2");
  g_assert_cmpstr (hr_timeline_state_peek_object (state, table->slots[1].value)->text, ==, "'v'");
  g_assert_cmpstr (recording_element (state, recording_name (state, "group"), 0)->text, ==, "'only'");
  g_assert_cmpuint (recording_element (state, recording_name (state, "loop"), 0)->id, ==, id_of (state, "loop"));
  g_assert_cmpuint (held (state, "bound", "__self__")->id, ==, id_of (state, "thing"));
  g_assert_cmpstr (held (state, "bound", "__func__")->text, ==, "method(self, a, b=…, *rest, c=…, **more)");
  g_assert_cmpint (held (state, "closure", "kept")->kind, ==, HR_KIND_CELL);
  g_assert_cmpint (held (state, "outer", "y")->kind, ==, HR_KIND_LIST);
  g_assert_cmpint (held (state, "error", "args")->kind, ==, HR_KIND_TUPLE);
  g_assert_cmpstr (held (state, "error", "note")->text, ==, "2");
  g_assert_cmpstr (held (state, "Base", "__doc__")->text, ==, "'documented'");
  g_assert_cmpstr (held (state, "Base", "shared")->text, ==, "1");
}

static void test_attributes (gconstpointer python)
{
  g_autoptr (Recording) recording = NULL;
  g_autoptr (HrTimelineState) state = record (python, &recording);
  const HrTimelineObject *thing = recording_name (state, "thing"), *slotted = recording_name (state, "slotted");
  g_assert_cmpuint (thing->n_slots, ==, 2);
  g_assert_cmpstr (thing->slots[0].name, ==, "b");
  g_assert_cmpstr (thing->slots[1].name, ==, "a");
  g_assert_cmpuint (thing->slots[1].value, ==, thing->id);
  /* a slot that was never set is there, and empty */
  g_assert_cmpuint (slotted->n_slots, ==, 3);
  g_assert_cmpstr (slotted->slots[1].name, ==, "two");
  g_assert_cmpuint (slotted->slots[1].flags & HR_NAME_UNSET, !=, 0);
  g_assert_cmpstr (slotted->slots[2].name, ==, "free");
  /* looking did not make dictionaries, and one that the program made is read */
  g_assert_cmpstr (held (state, "exposed", "late")->text, ==, "3");
  g_assert_cmpstr (held (state, "items", "extra")->text, ==, "2");
  g_assert_cmpstr (recording_element (state, recording_name (state, "items"), 0)->text, ==, "1");
}

static void test_limits (gconstpointer python)
{
  g_autoptr (Recording) recording = NULL;
  g_autoptr (HrTimelineState) state = record (python, &recording);
  const HrTimelineObject *many = recording_name (state, "many"), *long_word = recording_name (state, "long_word");
  g_assert_cmpuint (many->length, ==, 5000);
  g_assert_cmpuint (many->flags & HR_OBJECT_CUT, !=, 0);
  g_assert_cmpuint (many->n_slots, <=, 1000);
  g_assert_cmpstr (recording_element (state, many, 0)->text, ==, "0");
  g_assert_cmpstr (recording_element (state, many, 4999)->text, ==, "4999");
  g_assert_null (recording_element (state, many, 2500));
  g_assert_cmpuint (long_word->length, ==, 5000);
  g_assert_cmpuint (strlen (long_word->text), ==, 1002);
  g_assert_cmpuint (long_word->flags & HR_OBJECT_CUT, !=, 0);
  const HrTimelineObject *cut = recording_name (state, "cut"), *hexa = recording_name (state, "hexa");
  g_assert_cmpuint (cut->length, ==, 1201);
  g_assert_cmpuint (strlen (cut->text), ==, 1000);
  g_assert_true (g_str_has_prefix (hexa->text, "0x1000"));
}

static void test_flags (gconstpointer python)
{
  static const struct {
    const char *name;
    guint32 set, unset;
  } flags[] = {
    { "small", HR_OBJECT_CACHED | HR_OBJECT_IMMUTABLE, 0 },
    { "large", HR_OBJECT_IMMUTABLE, HR_OBJECT_SHARED },
    { "none", HR_OBJECT_CACHED, 0 },
    { "nothing", HR_OBJECT_CACHED | HR_OBJECT_IMMUTABLE, 0 },
    { "word", HR_OBJECT_INTERNED, HR_OBJECT_CACHED },
    { "odd", HR_OBJECT_IMMUTABLE, HR_OBJECT_SHARED },
    { "name", HR_OBJECT_CACHED, 0 },
    { "math", HR_OBJECT_STATIC, 0 },
    { "Base", 0, HR_OBJECT_SHARED },
    { "numbers", 0, HR_OBJECT_SHARED | HR_OBJECT_IMMUTABLE },
    { "pair", HR_OBJECT_IMMUTABLE, HR_OBJECT_SHARED },
  };
  g_autoptr (Recording) recording = NULL;
  g_autoptr (HrTimelineState) state = record (python, &recording);
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++) {
    const HrTimelineObject *object = recording_name (state, flags[i].name);
    if ((object->flags & flags[i].set) != flags[i].set || (object->flags & flags[i].unset) != 0)
      g_error ("%s has flags %x", flags[i].name, object->flags);
  }
}

/* Every refcount that the program can ask for itself is the one recorded. */
static void test_refcounts (gconstpointer python)
{
  g_autoptr (Recording) recording = recording_new ("import sys\n"
                                                   "a, b, c, d = [1], {'x': 1}, (1, [2]), 1234567\n"
                                                   "class K: pass\n"
                                                   "k = K()\n"
                                                   "more = [a, a, b, k, k.__init__, c, K]\n"
                                                   "def f(p, q):\n"
                                                   "    counts = [sys.getrefcount(x) - 2 for x in (p, q)]\n"
                                                   "    return counts\n"
                                                   "inside = f(a, k)\n"
                                                   "e = ValueError(a)\n"
                                                   "try:\n"
                                                   "    raise e\n"
                                                   "except ValueError as caught:\n"
                                                   "    pass\n"
                                                   "counts = [sys.getrefcount(x) for x in [a, b, c, k, K, e]]\n"
                                                   "end = 0\n",
                                                   &(RecordingOptions){ .python = python });
  g_autoptr (HrTimelineState) state = recording_last (recording, HR_EVENT_RETURN);
  static const char *const names[] = { "a", "b", "c", "k", "K", "e" };
  const HrTimelineObject *counts = recording_name (state, "counts");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    /* the list in the loop, the loop's name and the argument held it too when the program asked */
    gint64 asked = g_ascii_strtoll (recording_element (state, counts, i)->text, NULL, 10) - 3;
    if (recording_name (state, names[i])->refcount != asked)
      g_error ("%s: recorded %" G_GINT64_FORMAT ", asked %" G_GINT64_FORMAT, names[i],
               recording_name (state, names[i])->refcount, asked);
  }
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  recording_add ("/kinds/kinds", test_kinds);
  recording_add ("/kinds/contents", test_contents);
  recording_add ("/kinds/attributes", test_attributes);
  recording_add ("/kinds/limits", test_limits);
  recording_add ("/kinds/flags", test_flags);
  recording_add ("/kinds/refcounts", test_refcounts);
  return g_test_run ();
}
