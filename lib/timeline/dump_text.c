#include <string.h>

#include "timeline/dump.h"
#include "timeline/dump_walk.h"
#include "timeline/vocabulary.h"

/* Text of the program's, on one line, in quotes. */
static void quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);
    if (character == '"' || character == '\\')
      g_string_append_printf (out, "\\%c", (char)character);
    else if (character == '\n')
      g_string_append (out, "\\n");
    else if (g_unichar_isprint (character) && g_unichar_type (character) != G_UNICODE_FORMAT)
      g_string_append_unichar (out, character);
    else
      g_string_append_printf (out, "\\u{%x}", character);
  }
  g_string_append_c (out, '"');
}

/* A name of the program's: as it is when it is an identifier, else in quotes. */
static void name (GString *out, const char *text)
{
  gboolean plain = *text != '\0';
  for (const char *at = text; *at != '\0' && plain; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);
    plain = g_unichar_isalnum (character) || strchr ("_<>.-*/", (int)MIN (character, 127)) != NULL;
  }
  if (plain)
    g_string_append (out, text);
  else
    quoted (out, text);
}

static void flag_list (GString *out, char **flags)
{
  for (guint i = 0; flags[i] != NULL; i++)
    g_string_append_printf (out, " %s", flags[i]);
}

static void reference (GString *out, const HrTimelineState *state, guint32 id)
{
  const HrTimelineObject *object = hr_timeline_state_peek_object (state, id);
  if (object != NULL)
    name (out, object->type_name);
  g_string_append_printf (out, object != NULL ? "-%u" : "?-%u", id);
}

static void file_line (GString *out, HrTimeline *timeline, guint32 file, guint32 line)
{
  const HrTimelineSource *source = hr_timeline_peek_source (timeline, file);
  if (source != NULL)
    name (out, source->name);
  else
    g_string_append_printf (out, "file %u", file);
  g_string_append_printf (out, ":%u", line);
}

static void header (HrTimeline *timeline, GString *out)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  g_string_append_printf (out, "timeline of %u steps\ninterpreter ", hr_timeline_n_steps (timeline));
  name (out, info->implementation);
  g_string_append_c (out, ' ');
  name (out, info->version);
  g_string_append (out, "\nprogram ");
  name (out, info->program);
  g_string_append (out, "\noptions ");
  quoted (out, info->options);
  if (info->hash_seed < 0)
    g_string_append (out, "\nhash seed random");
  else
    g_string_append_printf (out, "\nhash seed %" G_GINT64_FORMAT, info->hash_seed);
  g_string_append_printf (out, "\naddresses %s\nprompt %s\n", info->address_randomisation ? "random" : "fixed",
                          info->prompt ? "yes" : "no");
}

static void source (const HrTimelineSource *source, guint32 number, GString *out)
{
  g_string_append_printf (out, "\nsource %u ", number);
  name (out, source->name);
  if (source->text == NULL) {
    g_string_append (out, " without text\n");
    return;
  }
  g_string_append_printf (out, " of %u lines\n", source->n_lines);
  g_auto (GStrv) lines = g_strsplit (source->text, "\n", -1);
  for (guint i = 0; i < source->n_lines; i++) {
    g_string_append_printf (out, "%4u ", i + 1);
    quoted (out, lines[i]);
    g_string_append_c (out, '\n');
  }
}

static void step_head (GString *out, HrTimeline *timeline, const HrTimelineState *state)
{
  const HrTimelineStep *step = &state->step;
  g_string_append_printf (out, "\n#%u %s in ", step->index, hr_timeline_event_name (step->event));
  name (out, step->frame_name);
  g_string_append_printf (out, " (frame %u, depth %u", step->frame, step->depth);
  if (step->thread != 0)
    g_string_append_printf (out, ", thread %u", step->thread);
  g_string_append_c (out, ')');
  if (step->ran_line != 0) {
    g_string_append (out, ", ran ");
    file_line (out, timeline, step->ran_file, step->ran_line);
  }
  if (step->ran_end_line != step->ran_line)
    g_string_append_printf (out, "-%u", step->ran_end_line);
  if (step->next_line != 0) {
    g_string_append (out, ", next ");
    file_line (out, timeline, step->next_file, step->next_line);
  }
  g_string_append_c (out, '\n');
  if (state->exception == 0 && state->exception_text == NULL)
    return;
  g_string_append (out, "  pending ");
  if (state->exception != 0) {
    reference (out, state, state->exception);
    g_string_append_c (out, ' ');
  }
  quoted (out, state->exception_text != NULL ? state->exception_text : "");
  g_string_append_c (out, '\n');
}

static void frame (GString *out, HrTimeline *timeline, const HrTimelineState *state, const HrTimelineFrame *frame)
{
  g_string_append_printf (out, "  frame %u ", frame->id);
  name (out, frame->name);
  g_string_append (out, " at ");
  file_line (out, timeline, frame->file, frame->line);
  g_string_append_printf (out, ", defined at %u", frame->first_line);
  if (frame->thread != 0)
    g_string_append_printf (out, ", thread %u", frame->thread);
  g_string_append_c (out, '\n');
  for (guint i = 0; i < frame->n_names; i++) {
    const HrTimelineName *binding = &frame->names[i];
    g_string_append (out, "    ");
    if (binding->name != NULL)
      name (out, binding->name);
    else
      g_string_append (out, "(value)");
    if (binding->value != 0) {
      g_string_append (out, " = ");
      reference (out, state, binding->value);
    }
    g_auto (GStrv) flags = hr_timeline_dup_name_flags (binding->flags);
    flag_list (out, flags);
    g_string_append_c (out, '\n');
  }
}

static void slot (GString *out, const HrTimelineState *state, const HrTimelineSlot *slot)
{
  g_string_append_printf (out, "    %s", hr_timeline_role_name (slot->role));
  if (hr_slot_role_has_index (slot->role))
    g_string_append_printf (out, " %" G_GUINT64_FORMAT, slot->index);
  if (slot->role == HR_SLOT_ENTRY) {
    g_string_append_c (out, ' ');
    reference (out, state, slot->key);
  }
  if (hr_slot_role_has_name (slot->role)) {
    g_string_append_c (out, ' ');
    name (out, slot->name);
  }
  if (slot->text != NULL) {
    g_string_append (out, " = ");
    quoted (out, slot->text);
  }
  if (slot->value != 0) {
    g_string_append (out, " = ");
    reference (out, state, slot->value);
  }
  g_auto (GStrv) flags = hr_timeline_dup_name_flags (slot->flags);
  flag_list (out, flags);
  g_string_append_c (out, '\n');
}

static void holder (GString *out, const HrTimelineState *state, const HrTimelineHolder *holder)
{
  g_string_append_printf (out, "    held by %s", hr_timeline_holder_name (holder->kind));
  if (holder->object != 0) {
    g_string_append_c (out, ' ');
    reference (out, state, holder->object);
  }
  if (holder->frame != 0)
    g_string_append_printf (out, " frame %u", holder->frame);
  if (holder->text != NULL) {
    g_string_append_c (out, ' ');
    quoted (out, holder->text);
  }
  if (holder->count != 1)
    g_string_append_printf (out, " times %u", holder->count);
  g_string_append_c (out, '\n');
}

static void refcount (GString *out, const HrDumpStep *step, const HrTimelineObject *object,
                      const HrTimelineObject *before)
{
  if ((object->flags & HR_OBJECT_SHARED) != 0)
    g_string_append (out, " shared");
  else if (object->refcount == 0) /* nobody asked for it */
    return;
  else if (before == NULL || before->refcount == object->refcount)
    g_string_append_printf (out, " refs %" G_GINT64_FORMAT, object->refcount);
  else
    g_string_append_printf (out, " refs %" G_GINT64_FORMAT " -> %" G_GINT64_FORMAT, before->refcount, object->refcount);
  if (step->explained == NULL || (object->flags & HR_OBJECT_SHARED) != 0)
    return;
  gint64 explained = GPOINTER_TO_SIZE (g_hash_table_lookup (step->explained, GUINT_TO_POINTER (object->id)));
  if (explained == object->refcount)
    g_string_append (out, " explained");
  else
    g_string_append_printf (out, " explained %" G_GINT64_FORMAT, explained);
}

/* "+" came, "~" is not what it was. */
static void object (GString *out, const HrDumpStep *step, const HrTimelineObject *object)
{
  const HrTimelineObject *before =
      step->before == NULL ? NULL : hr_timeline_state_peek_object (step->before, object->id);
  g_string_append_printf (out, "  %c ", before == NULL ? '+' : '~');
  reference (out, step->state, object->id);
  g_string_append_printf (out, " %s", hr_timeline_kind_name (object->kind));
  refcount (out, step, object, before);
  if (object->type != 0) {
    g_string_append (out, " type ");
    reference (out, step->state, object->type);
  }
  if (object->length != 0)
    g_string_append_printf (out, " length %" G_GUINT64_FORMAT, object->length);
  if (object->size_bytes != 0)
    g_string_append_printf (out, " bytes %" G_GUINT64_FORMAT, object->size_bytes);
  if (object->born != step->state->step.index)
    g_string_append_printf (out, " born #%u", object->born);
  g_auto (GStrv) flags = hr_timeline_dup_object_flags (object->flags);
  flag_list (out, flags);
  if (object->text != NULL) {
    g_string_append_c (out, ' ');
    quoted (out, object->text);
  }
  g_string_append_c (out, '\n');
  for (guint i = 0; i < object->n_slots; i++)
    slot (out, step->state, &object->slots[i]);
  for (guint i = 0; i < object->n_holders; i++)
    holder (out, step->state, &object->holders[i]);
}

static void deaths (GString *out, HrTimeline *timeline, const HrDumpStep *step)
{
  for (guint i = 0; i < step->state->n_deaths; i++) {
    const HrTimelineDeath *death = &step->state->deaths[i];
    g_string_append (out, "  - ");
    if (step->before != NULL)
      reference (out, step->before, death->id);
    else
      g_string_append_printf (out, "?-%u", death->id);
    g_string_append_printf (out, " %s", hr_timeline_gone_name (death->why));
    if (death->why == HR_GONE_COLLECTED)
      g_string_append_printf (out, " in generation %u", death->generation);
    if (death->line != 0) {
      g_string_append (out, " at ");
      file_line (out, timeline, death->file, death->line);
    }
    const char *cause = step->causes == NULL ? NULL : g_hash_table_lookup (step->causes, GUINT_TO_POINTER (death->id));
    if (cause != NULL) {
      g_string_append (out, " because ");
      quoted (out, cause);
    }
    g_string_append_c (out, '\n');
  }
}

static void notes (GString *out, const HrTimelineState *state)
{
  for (guint i = 0; i < state->n_notes; i++) {
    const HrTimelineNote *note = &state->notes[i];
    g_string_append_printf (out, "  ! %s", hr_timeline_note_name (note->kind));
    if (note->object != 0) {
      g_string_append_c (out, ' ');
      reference (out, state, note->object);
    }
    if (note->number != 0 || note->kind == HR_NOTE_COLLECTION)
      g_string_append_printf (out, " %" G_GUINT64_FORMAT, note->number);
    if (note->text != NULL) {
      g_string_append_c (out, ' ');
      quoted (out, note->text);
    }
    g_string_append_c (out, '\n');
  }
}

static void step (HrTimeline *timeline, const HrDumpStep *step, GString *out)
{
  step_head (out, timeline, step->state);
  for (guint i = 0; i < step->state->n_frames; i++)
    frame (out, timeline, step->state, &step->state->frames[i]);
  for (guint i = 0; i < step->objects->len; i++)
    object (out, step, g_ptr_array_index (step->objects, i));
  deaths (out, timeline, step);
  notes (out, step->state);
  for (guint i = 0; i < step->n_output; i++) {
    g_string_append_printf (out, "  %s ", hr_timeline_stream_name (step->output[i].stream));
    quoted (out, step->output[i].text);
    g_string_append_c (out, '\n');
  }
}

static void end (HrTimeline *timeline, GString *out)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  if (!info->complete) {
    g_string_append (out, "\nend: cut off\n");
    return;
  }
  g_string_append_printf (out, "\nend: %s %d", hr_timeline_ending_name (info->ending), info->status);
  if (info->ending_text != NULL) {
    g_string_append_c (out, ' ');
    quoted (out, info->ending_text);
  }
  g_string_append_c (out, '\n');
}

gboolean hr_timeline_dump_text (HrTimeline *timeline, GString *out, GError **error)
{
  static const HrDumpFormat format = { .header = header, .source = source, .step = step, .end = end };
  return hr_dump_walk (timeline, &format, out, error);
}
