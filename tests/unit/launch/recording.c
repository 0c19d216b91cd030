#include "recording.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

Recording *recording_new_bytes (const char *program, gsize n_bytes, const RecordingOptions *options, GError **error)
{
  g_autoptr (Recording) recording = g_new0 (Recording, 1);
  g_autoptr (GError) local = NULL;
  g_autofree char *back = g_get_current_dir ();
  recording->folder = g_dir_make_tmp ("heapreel-XXXXXX", &local);
  g_assert_no_error (local);
  g_assert_cmpint (g_chdir (recording->folder), ==, 0);
  g_file_set_contents ("program.py", program, (gssize)n_bytes, &local);
  g_assert_no_error (local);
  HrLaunchOptions launch = { .what = HR_LAUNCH_FILE,
                             .program = "program.py",
                             .arguments = options->arguments,
                             .python = options->python,
                             .prompt = options->prompt,
                             .opens_path = options->opens_path,
                             .output_to_stderr = TRUE,
                             .hash_seed = "0",
                             .limits = { .max_steps = options->max_steps, .timeout_s = options->timeout_s } };
  gboolean ok = hr_launch_record (&launch, "program.reel", &recording->result, error);
  if (ok) {
    recording->timeline = hr_timeline_open ("program.reel", &local);
    g_assert_no_error (local);
  }
  g_assert_cmpint (g_chdir (back), ==, 0);
  return ok ? g_steal_pointer (&recording) : NULL;
}

Recording *recording_new (const char *program, const RecordingOptions *options)
{
  g_autoptr (GError) error = NULL;
  Recording *recording = recording_new_bytes (program, strlen (program), options, &error);
  g_assert_no_error (error);
  return recording;
}

void recording_free (Recording *recording)
{
  const char *const names[] = { "program.py", "program.reel" };
  for (guint i = 0; recording->folder != NULL && i < G_N_ELEMENTS (names); i++) {
    g_autofree char *path = g_build_filename (recording->folder, names[i], NULL);
    g_unlink (path);
  }
  if (recording->folder != NULL)
    g_rmdir (recording->folder);
  g_clear_pointer (&recording->timeline, hr_timeline_unref);
  g_free (recording->folder);
  g_free (recording);
}

void recording_add (const char *path, GTestDataFunc function)
{
  g_auto (GStrv) pythons = g_strsplit (RECORDING_PYTHONS, ":", -1);
  for (guint i = 0; pythons[i] != NULL; i++) {
    char *executable = strchr (pythons[i], '=');
    *executable++ = '\0';
    g_autofree char *whole = g_strdup_printf ("%s/%s", path, pythons[i]);
    g_test_add_data_func_full (whole, g_strdup (executable), function, g_free);
  }
}

static HrTimelineState *state_at (const Recording *recording, guint32 index)
{
  g_autoptr (GError) error = NULL;
  HrTimelineState *state = hr_timeline_state_new (recording->timeline, index, &error);
  g_assert_no_error (error);
  return state;
}

HrTimelineState *recording_after (const Recording *recording, guint line, guint nth)
{
  for (guint32 i = 0; i < hr_timeline_n_steps (recording->timeline); i++) {
    const HrTimelineStep *step = hr_timeline_peek_step (recording->timeline, i);
    gboolean ran = step->event == HR_EVENT_LINE || step->event == HR_EVENT_RETURN;
    if (ran && step->ran_line == line && --nth == 0)
      return state_at (recording, i);
  }
  g_error ("line %u did not run that often", line);
}

HrTimelineState *recording_last (const Recording *recording, HrEvent event)
{
  for (guint32 i = hr_timeline_n_steps (recording->timeline); i-- > 0;)
    if (hr_timeline_peek_step (recording->timeline, i)->event == event)
      return state_at (recording, i);
  g_error ("no event %d", event);
}

guint recording_count (const Recording *recording, HrEvent event)
{
  guint n = 0;
  for (guint32 i = 0; i < hr_timeline_n_steps (recording->timeline); i++)
    n += hr_timeline_peek_step (recording->timeline, i)->event == event;
  return n;
}

const HrTimelineObject *recording_name (const HrTimelineState *state, const char *name)
{
  for (guint i = state->n_frames; i-- > 0;) {
    const HrTimelineFrame *frame = &state->frames[i];
    for (guint j = 0; j < frame->n_names; j++)
      if (g_strcmp0 (frame->names[j].name, name) == 0) {
        const HrTimelineObject *object = hr_timeline_state_peek_object (state, frame->names[j].value);
        if (object != NULL && object->kind == HR_KIND_CELL)
          object = hr_timeline_state_peek_object (state, object->slots[0].value);
        return object;
      }
  }
  return NULL;
}

const HrTimelineObject *recording_attribute (const HrTimelineState *state, const HrTimelineObject *object,
                                             const char *name)
{
  for (guint i = 0; i < object->n_slots; i++)
    if (g_strcmp0 (object->slots[i].name, name) == 0)
      return hr_timeline_state_peek_object (state, object->slots[i].value);
  return NULL;
}

const HrTimelineObject *recording_element (const HrTimelineState *state, const HrTimelineObject *object, guint64 index)
{
  for (guint i = 0; i < object->n_slots; i++) {
    const HrTimelineSlot *slot = &object->slots[i];
    if ((slot->role == HR_SLOT_ELEMENT || slot->role == HR_SLOT_ENTRY || slot->role == HR_SLOT_BASE) &&
        slot->index == index)
      return hr_timeline_state_peek_object (state, slot->value);
  }
  return NULL;
}

const HrTimelineObject *recording_type (const HrTimelineState *state, const HrTimelineObject *object)
{
  return hr_timeline_state_peek_object (state, object->type);
}

const HrTimelineFrame *recording_frame (const HrTimelineState *state, const char *name)
{
  for (guint i = state->n_frames; i-- > 0;)
    if (strcmp (state->frames[i].name, name) == 0)
      return &state->frames[i];
  return NULL;
}

const HrTimelineDeath *recording_death (const HrTimelineState *state, guint32 id)
{
  for (guint i = 0; i < state->n_deaths; i++)
    if (state->deaths[i].id == id)
      return &state->deaths[i];
  return NULL;
}

char *recording_dup_output (const Recording *recording, int stream)
{
  GString *text = g_string_new (NULL);
  guint n_pieces;
  const HrTimelineOutput *pieces = hr_timeline_peek_output (recording->timeline, &n_pieces);
  for (guint i = 0; i < n_pieces; i++)
    if (pieces[i].stream == stream)
      g_string_append (text, pieces[i].text);
  return g_string_free (text, FALSE);
}
