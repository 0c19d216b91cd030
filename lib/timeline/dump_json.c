#include "base/escape.h"
#include "timeline/dump.h"
#include "timeline/dump_walk.h"
#include "timeline/source.h"
#include "timeline/vocabulary.h"

/* A key with its comma, unless it is the first in its object. */
static void key (GString *out, const char *name)
{
  gsize n = out->len;
  if (n > 0 && out->str[n - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_printf (out, "\"%s\":", name);
}

static void item (GString *out)
{
  if (out->str[out->len - 1] != '[')
    g_string_append_c (out, ',');
}

static void text (GString *out, const char *name, const char *value)
{
  key (out, name);
  if (value == NULL)
    g_string_append (out, "null");
  else
    hr_escape_json (out, value);
}

static void number (GString *out, const char *name, guint64 value)
{
  key (out, name);
  g_string_append_printf (out, "%" G_GUINT64_FORMAT, value);
}

static void signed_number (GString *out, const char *name, gint64 value)
{
  key (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

static void truth (GString *out, const char *name, gboolean value)
{
  key (out, name);
  g_string_append (out, value ? "true" : "false");
}

static void flag_list (GString *out, char **flags)
{
  key (out, "flags");
  g_string_append_c (out, '[');
  for (guint i = 0; flags[i] != NULL; i++) {
    item (out);
    hr_escape_json (out, flags[i]);
  }
  g_string_append_c (out, ']');
  g_strfreev (flags);
}

static void place (GString *out, const char *name, guint32 file, guint32 line, guint32 end_line)
{
  if (line == 0)
    return;
  key (out, name);
  g_string_append_c (out, '{');
  number (out, "file", file);
  number (out, "line", line);
  if (end_line != 0)
    number (out, "end_line", end_line);
  g_string_append_c (out, '}');
}

static void header (HrTimeline *timeline, GString *out)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  g_string_append (out, "{\"header\":{");
  text (out, "implementation", info->implementation);
  text (out, "version", info->version);
  text (out, "program", info->program);
  text (out, "options", info->options);
  signed_number (out, "hash_seed", info->hash_seed);
  truth (out, "address_randomisation", info->address_randomisation);
  truth (out, "prompt", info->prompt);
  number (out, "steps", hr_timeline_n_steps (timeline));
  number (out, "sources", hr_timeline_n_sources (timeline));
  g_string_append (out, "}}\n");
}

static void tokens (GString *out, const GArray *tokens)
{
  key (out, "tokens");
  if (tokens == NULL) {
    g_string_append (out, "null");
    return;
  }
  g_string_append_c (out, '[');
  for (guint i = 0; i < tokens->len; i++) {
    const HrTimelineToken *token = &g_array_index (tokens, HrTimelineToken, i);
    g_string_append_printf (out, "%s[%u,%u,%u,\"%s\"]", i > 0 ? "," : "", token->line, token->start, token->end,
                            hr_timeline_token_name (token->kind));
  }
  g_string_append_c (out, ']');
}

static void source (const HrTimelineSource *source, guint32 file, GString *out)
{
  g_string_append (out, "{\"source\":{");
  number (out, "file", file);
  text (out, "name", source->name);
  text (out, "text", source->text);
  tokens (out, ((const HrSource *)source)->tokens);
  g_string_append (out, "}}\n");
}

static void frame (GString *out, const HrTimelineFrame *frame)
{
  item (out);
  g_string_append_c (out, '{');
  number (out, "id", frame->id);
  number (out, "thread", frame->thread);
  text (out, "name", frame->name);
  number (out, "file", frame->file);
  number (out, "first_line", frame->first_line);
  number (out, "line", frame->line);
  key (out, "names");
  g_string_append_c (out, '[');
  for (guint i = 0; i < frame->n_names; i++) {
    item (out);
    g_string_append_c (out, '{');
    text (out, "name", frame->names[i].name);
    number (out, "value", frame->names[i].value);
    flag_list (out, hr_timeline_dup_name_flags (frame->names[i].flags));
    g_string_append_c (out, '}');
  }
  g_string_append (out, "]}");
}

static void slot (GString *out, const HrTimelineSlot *slot)
{
  item (out);
  g_string_append_c (out, '{');
  text (out, "role", hr_timeline_role_name (slot->role));
  if (hr_slot_role_has_index (slot->role))
    number (out, "index", slot->index);
  if (slot->role == HR_SLOT_ENTRY)
    number (out, "key", slot->key);
  if (hr_slot_role_has_name (slot->role))
    text (out, "name", slot->name);
  if (slot->text != NULL)
    text (out, "text", slot->text);
  else
    number (out, "value", slot->value);
  flag_list (out, hr_timeline_dup_name_flags (slot->flags));
  g_string_append_c (out, '}');
}

static void holder (GString *out, const HrTimelineHolder *holder)
{
  item (out);
  g_string_append_c (out, '{');
  text (out, "kind", hr_timeline_holder_name (holder->kind));
  number (out, "object", holder->object);
  number (out, "frame", holder->frame);
  text (out, "text", holder->text);
  number (out, "count", holder->count);
  g_string_append_c (out, '}');
}

static void object (GString *out, const HrDumpStep *step, const HrTimelineObject *object)
{
  item (out);
  g_string_append_c (out, '{');
  number (out, "id", object->id);
  text (out, "kind", hr_timeline_kind_name (object->kind));
  number (out, "type", object->type);
  text (out, "type_name", object->type_name);
  flag_list (out, hr_timeline_dup_object_flags (object->flags));
  signed_number (out, "refcount", object->refcount);
  if (step->explained != NULL && (object->flags & HR_OBJECT_SHARED) == 0)
    signed_number (out, "explained",
                   GPOINTER_TO_SIZE (g_hash_table_lookup (step->explained, GUINT_TO_POINTER (object->id))));
  number (out, "length", object->length);
  number (out, "size_bytes", object->size_bytes);
  text (out, "text", object->text);
  number (out, "born", object->born);
  key (out, "slots");
  g_string_append_c (out, '[');
  for (guint i = 0; i < object->n_slots; i++)
    slot (out, &object->slots[i]);
  g_string_append (out, "],\"holders\":[");
  for (guint i = 0; i < object->n_holders; i++)
    holder (out, &object->holders[i]);
  g_string_append (out, "]}");
}

/* @cause may be NULL. */
static void death (GString *out, const HrTimelineDeath *death, const char *cause)
{
  item (out);
  g_string_append_c (out, '{');
  number (out, "id", death->id);
  text (out, "why", hr_timeline_gone_name (death->why));
  if (death->why == HR_GONE_COLLECTED)
    number (out, "generation", death->generation);
  place (out, "during", death->file, death->line, 0);
  if (cause != NULL)
    text (out, "cause", cause);
  g_string_append_c (out, '}');
}

static void note (GString *out, const HrTimelineNote *note)
{
  item (out);
  g_string_append_c (out, '{');
  text (out, "kind", hr_timeline_note_name (note->kind));
  number (out, "object", note->object);
  number (out, "number", note->number);
  text (out, "text", note->text);
  g_string_append_c (out, '}');
}

static void step_head (GString *out, const HrTimelineState *state)
{
  const HrTimelineStep *step = &state->step;
  number (out, "index", step->index);
  text (out, "event", hr_timeline_event_name (step->event));
  number (out, "thread", step->thread);
  number (out, "frame", step->frame);
  text (out, "frame_name", step->frame_name);
  number (out, "depth", step->depth);
  place (out, "ran", step->ran_file, step->ran_line, step->ran_end_line);
  place (out, "next", step->next_file, step->next_line, 0);
  if (state->exception == 0 && state->exception_text == NULL)
    return;
  key (out, "exception");
  g_string_append_c (out, '{');
  number (out, "object", state->exception);
  text (out, "text", state->exception_text);
  g_string_append_c (out, '}');
}

static void step (HrTimeline *timeline, const HrDumpStep *step, GString *out)
{
  (void)timeline;
  const HrTimelineState *state = step->state;
  g_string_append (out, "{\"step\":{");
  step_head (out, state);
  key (out, "frames");
  g_string_append_c (out, '[');
  for (guint i = 0; i < state->n_frames; i++)
    frame (out, &state->frames[i]);
  g_string_append (out, "],\"objects\":[");
  for (guint i = 0; i < step->objects->len; i++)
    object (out, step, g_ptr_array_index (step->objects, i));
  g_string_append (out, "],\"gone\":[");
  for (guint i = 0; i < state->n_deaths; i++)
    death (out, &state->deaths[i],
           step->causes == NULL ? NULL : g_hash_table_lookup (step->causes, GUINT_TO_POINTER (state->deaths[i].id)));
  g_string_append (out, "],\"notes\":[");
  for (guint i = 0; i < state->n_notes; i++)
    note (out, &state->notes[i]);
  g_string_append (out, "],\"output\":[");
  for (guint i = 0; i < step->n_output; i++) {
    item (out);
    g_string_append_c (out, '{');
    text (out, "stream", hr_timeline_stream_name (step->output[i].stream));
    text (out, "text", step->output[i].text);
    g_string_append_c (out, '}');
  }
  g_string_append (out, "]}}\n");
}

static void end (HrTimeline *timeline, GString *out)
{
  const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
  g_string_append (out, "{\"end\":{");
  truth (out, "complete", info->complete);
  text (out, "ending", hr_timeline_ending_name (info->ending));
  signed_number (out, "status", info->status);
  text (out, "text", info->ending_text);
  g_string_append (out, "}}\n");
}

gboolean hr_timeline_dump_json (HrTimeline *timeline, GString *out, GError **error)
{
  static const HrDumpFormat format = { .header = header, .source = source, .step = step, .end = end };
  return hr_dump_walk (timeline, &format, out, error);
}
