/* Thousands of random steps told to the writer, and every one of them asked of the reader again. */
#include <glib/gstdio.h>
#include <string.h>

#include "fixture.h"
#include "timeline/handle.h"
#include "timeline/state.h"

enum { N_OBJECTS = 40, MOST_SLOTS = 200, N_FRAMES = 12, N_NAMES = 8, N_WORDS = 40, MOST_HOLDERS = 4 };

typedef struct {
  HrTimelineWriteObject object;
  HrTimelineWriteSlot slots[MOST_SLOTS];
  HrTimelineWriteHolder holders[MOST_HOLDERS];
  guint n_holders;
  guint32 elements[MOST_SLOTS];
  char text[16];
  guint32 born;
  gboolean there;
} ModelObject;

typedef struct {
  HrTimelineWriteFrame frame;
  HrTimelineWriteName names[N_NAMES];
} ModelFrame;

/* What the program "holds", kept apart from anything the writer does. */
typedef struct {
  GRand *rand;
  ModelObject objects[N_OBJECTS]; /* id is the place, from 1 */
  ModelFrame frames[N_FRAMES];    /* oldest first */
  guint n_frames, n_frames_ever;
  guint64 output_bytes;
  HrTimelineWriteNote note; /* of the step */
  char words[N_WORDS][8];
  GPtrArray *expected; /* char *, of each step */
} Model;

static guint upto (Model *model, guint n)
{
  return (guint)g_rand_int_range (model->rand, 0, (gint32)n);
}

/* Below @n, and at most @most. */
static gsize some (Model *model, guint n, gsize most)
{
  gsize number = upto (model, n);
  return number < most ? number : most;
}

static const char *word (Model *model)
{
  return model->words[upto (model, N_WORDS)];
}

static HrTimelineWriteSlot random_slot (Model *model, HrSlotRole role, gsize position)
{
  HrTimelineWriteSlot slot = { .role = role, .value = upto (model, 1000), .flags = upto (model, 8) == 0 ? 1 : 0 };
  if (hr_slot_role_has_name (role)) {
    slot.name = word (model);
    slot.name_bytes = (guint32)strlen (slot.name);
  }
  if (role == HR_SLOT_ENTRY)
    slot.key = upto (model, 100000);
  if (hr_slot_role_has_index (role))
    slot.index = position;
  if (upto (model, 10) == 0) {
    slot.value = 0;
    slot.text = word (model);
    slot.text_bytes = (guint32)strlen (slot.text);
  }
  return slot;
}

/* Indices follow from positions, with a gap in the middle as elision leaves it. */
static void renumber (ModelObject *object)
{
  for (gsize i = 0; i < object->object.n_slots; i++)
    if (hr_slot_role_has_index (object->slots[i].role))
      object->slots[i].index = i < 20 ? i : i + 1000;
}

static void splice_slots (Model *model, ModelObject *object)
{
  gsize n = object->object.n_slots, from = upto (model, (guint)n + 1), removed = some (model, 4, n - from);
  gsize inserted = some (model, 5, MOST_SLOTS - n);
  HrSlotRole role = object->object.kind == HR_KIND_DICT       ? HR_SLOT_ENTRY
                    : object->object.kind == HR_KIND_INSTANCE ? HR_SLOT_ATTRIBUTE
                    : object->object.kind == HR_KIND_TUPLE    ? HR_SLOT_FIELD
                                                              : HR_SLOT_ELEMENT;
  memmove (object->slots + from + inserted, object->slots + from + removed,
           (n - from - removed) * sizeof *object->slots);
  for (gsize i = from; i < from + inserted; i++)
    object->slots[i] = random_slot (model, role, i);
  object->object.n_slots = n - removed + inserted;
  renumber (object);
}

static void splice_elements (Model *model, ModelObject *object)
{
  gsize n = object->object.n_elements, from = upto (model, (guint)n + 1), removed = some (model, 4, n - from);
  gsize inserted = some (model, 5, MOST_SLOTS - n);
  memmove (object->elements + from + inserted, object->elements + from + removed,
           (n - from - removed) * sizeof *object->elements);
  for (gsize i = from; i < from + inserted; i++)
    object->elements[i] = upto (model, 1000);
  object->object.n_elements = n - removed + inserted;
}

static void change_object (Model *model, ModelObject *object)
{
  HrTimelineWriteObject *o = &object->object;
  guint what = upto (model, 8);
  if (what <= 3)
    splice_slots (model, object);
  if (what == 3 || what == 4)
    splice_elements (model, object);
  if (what == 5)
    o->refcount += (gint64)upto (model, 5) - 2;
  if (what == 6) {
    o->text_bytes = (guint32)g_snprintf (object->text, sizeof object->text, "%u", upto (model, 100000));
    o->text = upto (model, 4) == 0 ? NULL : object->text;
  }
  if (what == 7) {
    o->flags ^= 1u << upto (model, 5);
    o->type = upto (model, 50);
    o->length = upto (model, 100000);
    o->size_bytes = upto (model, 1000);
    o->type_name = word (model);
    o->type_name_bytes = (guint32)strlen (o->type_name);
  }
}

static void change_holders (Model *model, ModelObject *object)
{
  object->n_holders = upto (model, MOST_HOLDERS + 1);
  for (guint i = 0; i < object->n_holders; i++) {
    HrTimelineWriteHolder *holder = &object->holders[i];
    *holder = (HrTimelineWriteHolder){ .kind = (HrHolderKind)upto (model, HR_HOLDER_LAST + 1),
                                       .object = upto (model, 50),
                                       .frame = upto (model, 5),
                                       .count = 1 + upto (model, 3) };
    if (upto (model, 3) > 0) {
      holder->text = word (model);
      holder->text_bytes = (guint32)strlen (holder->text);
    }
  }
}

static void begin_object (Model *model, ModelObject *object, guint32 step)
{
  static const HrObjectKind kinds[] = { HR_KIND_LIST, HR_KIND_DICT, HR_KIND_INSTANCE, HR_KIND_INT, HR_KIND_TUPLE };
  guint32 id = (guint32)(object - model->objects) + 1;
  object->object = (HrTimelineWriteObject){ .id = id, .kind = kinds[upto (model, 5)], .refcount = 1 };
  object->object.type_name = word (model);
  object->object.type_name_bytes = (guint32)strlen (object->object.type_name);
  object->object.slots = object->slots;
  object->object.elements = object->elements;
  object->n_holders = 0;
  object->there = TRUE;
  object->born = step;
}

static void change_frames (Model *model)
{
  guint what = upto (model, 6);
  if ((what == 0 || model->n_frames == 0) && model->n_frames < N_FRAMES) { /* in the middle: another thread's */
    guint at = upto (model, model->n_frames + 1);
    memmove (model->frames + at + 1, model->frames + at, (model->n_frames - at) * sizeof *model->frames);
    model->frames[at].frame = (HrTimelineWriteFrame){ .id = ++model->n_frames_ever, .thread = upto (model, 3) };
    model->frames[at].frame.name = word (model);
    model->frames[at].frame.name_bytes = (guint32)strlen (model->frames[at].frame.name);
    model->frames[at].frame.first_line = upto (model, 1000);
    model->n_frames++;
  } else if (what == 1) {
    guint at = upto (model, model->n_frames);
    memmove (model->frames + at, model->frames + at + 1, (model->n_frames - at - 1) * sizeof *model->frames);
    model->n_frames--;
  } else if (what == 2) { /* a thread's frames come before another's */
    ModelFrame first = model->frames[0];
    memmove (model->frames, model->frames + 1, (model->n_frames - 1) * sizeof *model->frames);
    model->frames[model->n_frames - 1] = first;
  } else {
    ModelFrame *frame = &model->frames[upto (model, model->n_frames)];
    frame->frame.line = upto (model, 300);
    frame->frame.n_names = upto (model, N_NAMES + 1);
    HrTimelineWriteName *name = &frame->names[upto (model, N_NAMES)];
    *name = (HrTimelineWriteName){ .name = word (model), .value = upto (model, 100), .flags = upto (model, 3) };
    for (guint i = 0; i < N_NAMES; i++) {
      frame->names[i].name = frame->names[i].name == NULL ? word (model) : frame->names[i].name;
      frame->names[i].name_bytes = (guint32)strlen (frame->names[i].name);
    }
  }
  for (guint i = 0; i < model->n_frames; i++)
    model->frames[i].frame.names = model->frames[i].names;
}

static void expect_slot (GString *out, const HrTimelineWriteSlot *slot)
{
  g_string_append_printf (out, " %d/%u/%.*s/%u/%u=%u%.*s", slot->role, slot->flags, (int)slot->name_bytes,
                          slot->name == NULL ? "" : slot->name, slot->key, (guint)slot->index, slot->value,
                          (int)slot->text_bytes, slot->text == NULL ? "" : slot->text);
}

static void expect_object (GString *out, const ModelObject *model)
{
  const HrTimelineWriteObject *o = &model->object;
  gboolean shared = (o->flags & HR_OBJECT_SHARED) != 0;
  g_string_append_printf (out, "\n%u kind %d type %u %s flags %u refs %d length %u size %u born %u %s", o->id, o->kind,
                          o->type, o->type_name, o->flags, shared ? 0 : (int)o->refcount, (guint)o->length,
                          (guint)o->size_bytes, model->born, o->text == NULL ? "(none)" : o->text);
  for (guint i = 0; i < o->n_elements; i++)
    expect_slot (out, &(HrTimelineWriteSlot){ .role = HR_SLOT_ELEMENT,
                                              .flags = o->elements[i] == 0 ? HR_NAME_UNSET : 0,
                                              .index = i,
                                              .value = o->elements[i] });
  for (guint i = 0; i < o->n_slots; i++)
    expect_slot (out, &o->slots[i]);
  for (guint i = 0; i < model->n_holders; i++) {
    const HrTimelineWriteHolder *holder = &model->holders[i];
    g_string_append_printf (out, " held %d/%u/%u/%u/%s", holder->kind, holder->object, holder->frame, holder->count,
                            holder->text == NULL ? "(none)" : holder->text);
  }
}

static char *expectation (const Model *model)
{
  GString *out = g_string_new (NULL);
  g_string_append_printf (out, "output %u note %d %u %u %s", (guint)model->output_bytes, model->note.kind,
                          model->note.object, (guint)model->note.number, model->note.text);
  for (guint i = 0; i < model->n_frames; i++) {
    const HrTimelineWriteFrame *frame = &model->frames[i].frame;
    g_string_append_printf (out, "\nframe %u %u %s %u %u:", frame->id, frame->thread, frame->name, frame->first_line,
                            frame->line);
    for (guint j = 0; j < frame->n_names; j++)
      g_string_append_printf (out, " %s/%u=%u", frame->names[j].name, frame->names[j].flags, frame->names[j].value);
  }
  for (guint i = 0; i < N_OBJECTS; i++)
    if (model->objects[i].there)
      expect_object (out, &model->objects[i]);
  return g_string_free (out, FALSE);
}

static char *found (const HrTimelineState *state)
{
  GString *out = g_string_new (NULL);
  g_assert_cmpuint (state->n_notes, ==, 1);
  g_string_append_printf (out, "output %u note %d %u %u %s", (guint)state->output_bytes, state->notes->kind,
                          state->notes->object, (guint)state->notes->number, state->notes->text);
  for (guint i = 0; i < state->n_frames; i++) {
    const HrTimelineFrame *frame = &state->frames[i];
    g_string_append_printf (out, "\nframe %u %u %s %u %u:", frame->id, frame->thread, frame->name, frame->first_line,
                            frame->line);
    for (guint j = 0; j < frame->n_names; j++)
      g_string_append_printf (out, " %s/%u=%u", frame->names[j].name, frame->names[j].flags, frame->names[j].value);
  }
  for (guint i = 0; i < state->n_objects; i++) {
    const HrTimelineObject *o = state->objects[i];
    g_string_append_printf (out, "\n%u kind %d type %u %s flags %u refs %d length %u size %u born %u %s", o->id,
                            o->kind, o->type, o->type_name, o->flags, (int)o->refcount, (guint)o->length,
                            (guint)o->size_bytes, o->born, o->text == NULL ? "(none)" : o->text);
    for (guint j = 0; j < o->n_slots; j++) {
      const HrTimelineSlot *slot = &o->slots[j];
      g_string_append_printf (out, " %d/%u/%s/%u/%u=%u%s", slot->role, slot->flags,
                              slot->name == NULL ? "" : slot->name, slot->key, (guint)slot->index, slot->value,
                              slot->text == NULL ? "" : slot->text);
    }
    for (guint j = 0; j < o->n_holders; j++)
      g_string_append_printf (out, " held %d/%u/%u/%u/%s", o->holders[j].kind, o->holders[j].object,
                              o->holders[j].frame, o->holders[j].count,
                              o->holders[j].text == NULL ? "(none)" : o->holders[j].text);
  }
  return g_string_free (out, FALSE);
}

static void lose_object (Model *model, HrTimelineWriter *writer, ModelObject *object)
{
  HrGone why = (HrGone)upto (model, HR_GONE_LAST + 1);
  g_assert_true (hr_timeline_writer_gone (writer, object->object.id, why, 2, 1, upto (model, 100)));
  if (why == HR_GONE_EXIT) /* stays in the last picture; here it just stays */
    return;
  object->there = FALSE;
  object->n_holders = 0;
  if (why != HR_GONE_HIDDEN)
    object->object.id = 0;
}

static void random_step (Model *model, HrFixture *fixture, guint32 step)
{
  HrTimelineWriter *writer = hr_fixture_peek_writer (fixture);
  hr_fixture_begin (fixture, HR_EVENT_LINE, 1 + upto (model, 5), upto (model, 50), upto (model, 50));
  change_frames (model);
  for (guint i = 0; i < model->n_frames; i++)
    g_assert_true (hr_timeline_writer_frame (writer, &model->frames[i].frame));
  for (guint n = upto (model, 4); n > 0; n--) {
    ModelObject *object = &model->objects[upto (model, N_OBJECTS)];
    if (object->there && upto (model, 20) == 0)
      lose_object (model, writer, object);
    else if (object->there && upto (model, 5) == 0)
      change_holders (model, object);
    else if (object->there)
      change_object (model, object);
    else if (object->object.id == 0)
      begin_object (model, object, step);
    else
      object->there = TRUE; /* back from hiding */
  }
  for (guint i = 0; i < N_OBJECTS; i++) {
    ModelObject *object = &model->objects[i];
    if (!object->there)
      continue;
    g_assert_true (hr_timeline_writer_object (writer, &object->object));
    g_assert_true (hr_timeline_writer_holders (writer, object->object.id, object->holders, object->n_holders));
  }
  model->note = (HrTimelineWriteNote){ .kind = (HrNoteKind)upto (model, HR_NOTE_LAST + 1),
                                       .object = upto (model, 100),
                                       .number = upto (model, 1000),
                                       .text = word (model) };
  g_assert_true (hr_timeline_writer_note (writer, &model->note));
  static const char text[500] = "much of it, so that keyframes come often";
  guint n_output = upto (model, sizeof text);
  g_assert_true (hr_timeline_writer_output (writer, HR_STREAM_STDOUT, text, n_output));
  model->output_bytes += n_output;
  hr_fixture_end (fixture);
  g_ptr_array_add (model->expected, expectation (model));
}

static void check_state (const HrTimelineState *state, const Model *model, guint32 step)
{
  g_autofree char *got = found (state);
  g_assert_cmpuint (state->step.index, ==, step);
  g_assert_cmpstr (got, ==, g_ptr_array_index (model->expected, step));
}

static void check_all (HrTimeline *timeline, Model *model)
{
  guint32 n_steps = model->expected->len;
  g_autoptr (GError) error = NULL;
  g_assert_cmpuint (hr_timeline_n_steps (timeline), ==, n_steps);
  g_assert_cmpuint (timeline->chunks->len, >=, 3); /* or the test is not about keyframes */
  g_autoptr (HrTimelineCursor) cursor = hr_timeline_cursor_new (timeline, 0, n_steps - 1);
  const HrTimelineState *state;
  g_autoptr (HrTimelineState) kept = NULL;
  for (guint32 step = 0; hr_timeline_cursor_next (cursor, &state, &error); step++) {
    check_state (state, model, step);
    if (kept != NULL && step % 8 == 0)
      check_state (kept, model, step - 1); /* a copy stays as it was while the cursor goes on */
    g_clear_pointer (&kept, hr_timeline_state_free);
    kept = hr_timeline_state_copy (state);
  }
  g_assert_no_error (error);
  g_assert_nonnull (kept);
  g_assert_cmpuint (kept->step.index, ==, n_steps - 1);
  for (guint i = 0; i < 100; i++) {
    guint32 step = upto (model, n_steps);
    g_autoptr (HrTimelineState) alone = hr_timeline_state_new (timeline, step, &error);
    g_assert_no_error (error);
    check_state (alone, model, step);
  }
}

static void check_random (guint32 seed, guint n_steps)
{
  g_autofree Model *model = g_new0 (Model, 1);
  model->rand = g_rand_new_with_seed (seed);
  model->expected = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < N_WORDS; i++)
    g_snprintf (model->words[i], sizeof model->words[i], "w%u", i);
  HrFixture *fixture = hr_fixture_new ("random.py", "", FALSE);
  for (guint32 step = 0; step < n_steps; step++)
    random_step (model, fixture, step);
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (fixture, TRUE);
  g_autoptr (HrTimeline) indexed = hr_timeline_open_bytes (bytes, NULL);
  g_assert_true (hr_timeline_peek_info (indexed)->complete);
  check_all (indexed, model);
  g_autoptr (GBytes) without = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 1);
  g_autoptr (HrTimeline) scanned = hr_timeline_open_bytes (without, NULL);
  check_all (scanned, model);
  for (guint32 i = 0; i < n_steps; i++) {
    const HrTimelineStep *a = hr_timeline_peek_step (indexed, i), *b = hr_timeline_peek_step (scanned, i);
    g_assert_cmpuint (a->frame, ==, b->frame);
    g_assert_cmpuint (a->depth, ==, b->depth);
    g_assert_cmpuint (a->ran_line, ==, b->ran_line);
    g_assert_cmpuint (a->next_line, ==, b->next_line);
    g_assert_cmpstr (a->frame_name, ==, b->frame_name);
  }
  g_ptr_array_unref (model->expected);
  g_rand_free (model->rand);
}

static void test_random (void)
{
  for (guint32 seed = 1; seed <= 2; seed++)
    check_random (seed, 1200);
}

/* Texts that are no UTF-8, or hold NUL, come out as something that is; a torn character of the output is joined. */
static void test_texts (void)
{
  HrFixture *fixture = hr_fixture_new ("t.py", "x\n", FALSE);
  HrTimelineWriter *writer = hr_fixture_peek_writer (fixture);
  static const char bad[] = "a\0b\xFF\xC0\x80\xED\xA0\x80\xE2\x82\xAC";
  HrTimelineWriteSlot slot = { .role = HR_SLOT_ATTRIBUTE, .name = bad, .name_bytes = 5, .value = 1 };
  HrTimelineWriteObject object = {
    .id = 1, .kind = HR_KIND_STR, .text = bad, .text_bytes = sizeof bad - 1, .slots = &slot, .n_slots = 1
  };
  guint64 n_bytes[3];
  for (guint i = 0; i < 3; i++) {
    hr_fixture_begin (fixture, HR_EVENT_LINE, 1, 1, 1);
    g_assert_true (hr_timeline_writer_object (writer, &object));
    g_assert_true (hr_timeline_writer_output (writer, HR_STREAM_STDOUT, &"\xE2\x82\xAC"[i], 1));
    g_assert_true (hr_timeline_writer_output (writer, HR_STREAM_STDERR, "\xFF", i == 2));
    hr_fixture_end (fixture);
    n_bytes[i] = hr_timeline_writer_n_bytes (writer);
  }
  g_assert_cmpuint (n_bytes[2] - n_bytes[1], <=, 24); /* what was put right is no change */
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (fixture, TRUE);
  g_autoptr (HrTimeline) timeline = hr_timeline_open_bytes (bytes, NULL);
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, 1, NULL);
  const HrTimelineObject *text = hr_timeline_state_peek_object (state, 1);
  g_assert_cmpstr (text->text, ==, "a\u2400b\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\u20AC");
  g_assert_cmpstr (text->slots[0].name, ==, "a\u2400b\uFFFD\uFFFD");
  guint n_pieces;
  const HrTimelineOutput *output = hr_timeline_peek_output (timeline, &n_pieces);
  g_assert_cmpuint (n_pieces, ==, 2);
  g_assert_cmpstr (output[0].text, ==, "\u20AC");
  g_assert_cmpuint (output[0].step, ==, 2);
  g_assert_cmpint (output[1].stream, ==, HR_STREAM_STDERR);
  g_assert_cmpstr (output[1].text, ==, "\uFFFD");
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/roundtrip/random", test_random);
  g_test_add_func ("/timeline/roundtrip/texts", test_texts);
  return g_test_run ();
}
