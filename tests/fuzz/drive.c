#include "drive.h"

#include <string.h>

#include "timeline/changes.h"
#include "timeline/dump.h"
#include "timeline/handle.h"
#include "timeline/select.h"
#include "timeline/wire.h"

/* An error that is set when and only when there is no result. */
static void check_error (gboolean ok, GError *error)
{
  g_assert_true (ok == (error == NULL));
  g_assert_true (error == NULL || g_utf8_validate (error->message, -1, NULL));
  g_clear_error (&error);
}

static void drive_dumps (HrTimeline *timeline)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) json = g_string_new (NULL);
  GError *error = NULL;
  gboolean ok = hr_timeline_dump_text (timeline, text, &error);
  check_error (ok, error);
  error = NULL;
  ok = hr_timeline_dump_json (timeline, json, &error);
  check_error (ok, error);
  g_assert_true (g_utf8_validate_len (text->str, text->len, NULL));
  g_assert_true (g_utf8_validate_len (json->str, json->len, NULL));
}

static void drive_select (HrTimeline *timeline)
{
  static const char *const selectors[] = { "#0",      "first,last", "1",        "1..5",  "call:count", "return:f",
                                           "raise#2", "mark:two",   "x.py:3#2", "#1..2", "nonsense" };
  for (guint i = 0; i < G_N_ELEMENTS (selectors); i++) {
    GError *error = NULL;
    g_autoptr (GArray) steps = hr_timeline_select (timeline, selectors[i], &error);
    check_error (steps != NULL, error);
    for (guint j = 0; steps != NULL && j < steps->len; j++)
      g_assert_cmpuint (g_array_index (steps, guint32, j), <, hr_timeline_n_steps (timeline));
  }
  GError *error = NULL;
  g_autoptr (GArray) options = hr_timeline_reel_options (timeline, &error);
  check_error (options != NULL, error);
  for (guint32 line = 0; line < 12; line++)
    g_free (hr_timeline_dup_line (timeline, 1, line));
}

/* What drawing does: every reference followed. */
static void drive_state (const HrTimelineState *state)
{
  hr_timeline_state_peek_current_frame (state);
  for (guint i = 0; i < state->n_objects; i++) {
    const HrTimelineObject *object = state->objects[i];
    g_assert_true (hr_timeline_state_peek_object (state, object->id) == object);
    g_assert_true (i == 0 || object->id > state->objects[i - 1]->id);
    g_assert_cmpint (object->kind, <=, HR_KIND_LAST);
    for (guint j = 0; j < object->n_slots; j++) {
      g_assert_cmpint (object->slots[j].role, <=, HR_SLOT_LAST);
      hr_timeline_state_peek_object (state, object->slots[j].value);
    }
  }
}

static void drive_changes (HrTimeline *timeline)
{
  guint32 n_steps = hr_timeline_n_steps (timeline);
  for (guint32 i = 0; i < n_steps; i += 1 + n_steps / 8) {
    GError *error = NULL;
    gint64 since = hr_timeline_since (timeline, i);
    g_assert_cmpint (since, <, i);
    g_autoptr (HrTimelineState) after = hr_timeline_state_new (timeline, i, &error);
    check_error (after != NULL, error);
    g_autoptr (HrTimelineState) before = since < 0 ? NULL : hr_timeline_state_new (timeline, (guint32)since, NULL);
    if (after == NULL)
      continue;
    drive_state (after);
    error = NULL;
    g_autoptr (HrTimelineChanges) changes = hr_timeline_changes_new (timeline, before, after, &error);
    check_error (changes != NULL, error);
    for (guint j = 0; changes != NULL && j < after->n_objects; j++)
      for (guint k = 0; k < after->objects[j]->n_slots; k++)
        hr_timeline_changes_of_slot (changes, after->objects[j]->id, &after->objects[j]->slots[k]);
  }
}

gboolean hr_fuzz_drive_timeline (const guint8 *data, gsize n_bytes)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, n_bytes); /* a copy: a sanitizer sees its end */
  GError *error = NULL;
  g_autoptr (HrTimeline) timeline = hr_timeline_open_bytes (bytes, &error);
  check_error (timeline != NULL, error);
  if (timeline == NULL)
    return FALSE;
  g_assert_cmpuint (hr_timeline_n_steps (timeline), >, 0);
  drive_dumps (timeline);
  drive_select (timeline);
  drive_changes (timeline);
  return TRUE;
}

static void seal (const HrTimelineCrc *crc, guint8 *data, gsize n_bytes, guint check_bytes)
{
  guint32 check = hr_timeline_crc_of (crc, data, n_bytes);
  for (guint i = 0; i < check_bytes; i++)
    data[n_bytes + i] = (guint8)(check >> (8 * i));
}

void hr_fuzz_reseal_timeline (guint8 *data, gsize n_bytes)
{
  HrTimelineCrc crc;
  hr_timeline_crc_init (&crc);
  if (n_bytes < HR_WIRE_HEADER_BYTES)
    return;
  seal (&crc, data, HR_WIRE_HEADER_BYTES - HR_WIRE_CRC_BYTES, HR_WIRE_CRC_BYTES);
  HrTimelineSpan span = { .bytes = data, .n_bytes = n_bytes, .at = HR_WIRE_HEADER_BYTES };
  while (hr_timeline_span_left (&span) > 0) {
    gsize start = span.at;
    guint check_bytes = hr_wire_check_bytes (hr_timeline_span_byte (&span));
    gsize n_payload = hr_timeline_span_count (&span, 1);
    hr_timeline_span_bytes (&span, n_payload);
    if (hr_timeline_span_left (&span) < check_bytes)
      return;
    seal (&crc, data + start, span.at - start, check_bytes);
    span.at += check_bytes;
    if (hr_timeline_span_left (&span) == HR_WIRE_FOOTER_BYTES) {
      seal (&crc, data + span.at, HR_WIRE_FOOTER_BYTES - HR_WIRE_CRC_BYTES, HR_WIRE_CRC_BYTES);
      return;
    }
  }
}
