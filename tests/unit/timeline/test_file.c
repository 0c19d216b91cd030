/* The file as a whole: its index, its finish, and what is said of files that are no good. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "fixture.h"
#include "timeline/buffer.h"
#include "timeline/handle.h"
#include "timeline/state.h"
#include "timeline/wire.h"

/* A loop of @n_steps over a list that grows and a name that is rebound, with output now and then. */
static GBytes *long_run (guint32 n_steps, gboolean finished)
{
  HrFixture *f = hr_fixture_new ("long.py", "for i in range(9):\n    a.append(i)\n", FALSE);
  for (guint32 i = 0; i < n_steps; i++) {
    guint32 cells[200];
    for (guint32 j = 0; j < G_N_ELEMENTS (cells); j++)
      cells[j] = 1 + j % 100;
    HrTimelineWriteObject list = { .id = 1, .kind = HR_KIND_LIST, .type_name = "list", .type_name_bytes = 4 };
    list.refcount = i;
    list.elements = cells;
    list.n_elements = 1 + i % G_N_ELEMENTS (cells);
    hr_fixture_begin (f, HR_EVENT_LINE, 1, 1 + i % 2, 2 - i % 2);
    hr_fixture_frame (f, 1, "<module>", 1, 2 - i % 2, "a", 1u, "i", 1 + i % 100, NULL);
    g_assert_true (hr_timeline_writer_object (hr_fixture_peek_writer (f), &list));
    hr_fixture_end (f);
  }
  return hr_fixture_take_bytes (f, finished);
}

static HrTimeline *open_data (guint8 *data, gsize n_bytes, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, n_bytes);
  return hr_timeline_open_bytes (bytes, error);
}

/* With the index, a step opens though every chunk before its own is rubbish; the steps in those say where. */
static void test_index (void)
{
  g_autoptr (GBytes) bytes = long_run (20000, TRUE);
  g_autoptr (HrTimeline) whole = hr_timeline_open_bytes (bytes, NULL);
  guint n_chunks = whole->chunks->len;
  g_assert_cmpuint (n_chunks, >=, 3);
  const HrTimelineChunk *chunks = (const HrTimelineChunk *)(gpointer)whole->chunks->data;
  gsize n_bytes;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  n_bytes = g_bytes_get_size (bytes);
  memset (data + chunks[0].offset, 0xA5, chunks[n_chunks - 1].offset - chunks[0].offset);

  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) damaged = open_data (data, n_bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hr_timeline_n_steps (damaged), ==, 20000);
  for (guint32 step = chunks[n_chunks - 1].first_step; step < 20000; step += 97) {
    g_autoptr (HrTimelineState) state = hr_timeline_state_new (damaged, step, &error);
    g_assert_no_error (error);
    g_assert_cmpint (hr_timeline_state_peek_object (state, 1)->refcount, ==, step);
    g_assert_cmpuint (hr_timeline_state_peek_object (state, 1)->n_slots, ==, 1 + step % 200);
    g_assert_cmpuint (hr_timeline_peek_step (damaged, step)->ran_line, ==, 1 + step % 2);
  }
  g_autoptr (HrTimelineState) none = hr_timeline_state_new (damaged, 1, &error);
  g_assert_null (none);
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_autofree char *offset = g_strdup_printf ("damaged at offset %" G_GUINT64_FORMAT, chunks[0].offset);
  g_assert_nonnull (strstr (error->message, offset));
  g_clear_error (&error);

  g_assert_null (open_data (data, n_bytes - 1, &error)); /* no footer, no index: the damage comes first */
  g_assert_nonnull (strstr (error->message, offset));
}

/* From a file, too, only what is needed is read: here the rest is not even there. */
static void test_holes (void)
{
  g_autoptr (GBytes) bytes = long_run (20000, TRUE);
  g_autoptr (HrTimeline) whole = hr_timeline_open_bytes (bytes, NULL);
  const HrTimelineChunk *last = &g_array_index (whole->chunks, HrTimelineChunk, whole->chunks->len - 1);
  const HrTimelineChunk *first = &g_array_index (whole->chunks, HrTimelineChunk, 0);
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("heapreel-XXXXXX.reel", &path, NULL);
  gsize n_bytes;
  const char *data = g_bytes_get_data (bytes, &n_bytes);
  g_assert_cmpint (pwrite (fd, data, first->offset, 0), ==, first->offset);
  g_assert_cmpint (pwrite (fd, data + last->offset, n_bytes - last->offset, (off_t)last->offset), ==,
                   n_bytes - last->offset);
  g_close (fd, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) timeline = hr_timeline_open (path, &error);
  g_assert_no_error (error);
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, 19999, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hr_timeline_state_peek_object (state, 1)->refcount, ==, 19999);
  g_assert_cmpint (truncate (path, (off_t)last->offset + 10), ==, 0); /* while it is open */
  /* An earlier step of the chunk: the last one's state still waits in memory. */
  g_assert_null (hr_timeline_state_new (timeline, last->first_step, &error));
  g_assert_nonnull (strstr (error->message, "the file has become shorter"));
  g_unlink (path);
}

/* A writer that was killed leaves room behind its last step. */
static void test_room (void)
{
  g_autoptr (GBytes) bytes = long_run (100, FALSE);
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  g_autofree guint8 *roomy = g_malloc0 (n_bytes + 5000);
  memcpy (roomy, data, n_bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) timeline = open_data (roomy, n_bytes + 5000, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hr_timeline_n_steps (timeline), ==, 100);
  g_assert_cmpuint (timeline->steps_end, ==, n_bytes);
  g_assert_null (timeline->damage);
}

/* No chunk is longer than the rule in FORMAT.md allows, and steps are small. */
static void test_thrift (void)
{
  g_autoptr (GBytes) bytes = long_run (20000, FALSE);
  g_autoptr (HrTimeline) timeline = hr_timeline_open_bytes (bytes, NULL);
  g_assert_cmpuint (g_bytes_get_size (bytes) / 20000, <=, 25);
  for (guint i = 0; i < timeline->chunks->len; i++) {
    const HrTimelineChunk *chunk = &g_array_index (timeline->chunks, HrTimelineChunk, i);
    g_assert_cmpuint (chunk->end - chunk->offset, <=, (guint64)130 * 1024);
  }
}

static char *put (GBytes *bytes)
{
  char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_close (g_file_open_tmp ("heapreel-XXXXXX.reel", &path, &error), NULL);
  g_assert_no_error (error);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  return path;
}

static void test_finish (void)
{
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_ALIAS, 0, FALSE);
  g_autoptr (GBytes) torn = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 3);
  g_autofree char *path = put (torn);
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) before = hr_timeline_open (path, &error);
  g_assert_no_error (error);
  g_assert_false (hr_timeline_peek_info (before)->complete);
  g_assert_cmpint (hr_timeline_peek_info (before)->ending, ==, HR_ENDING_UNKNOWN);
  g_assert_cmpuint (hr_timeline_n_steps (before), ==, 4);
  for (guint i = 0; i < 2; i++) { /* the second time replaces the first */
    g_assert_true (hr_timeline_finish (path, i == 0 ? HR_ENDING_EXIT : HR_ENDING_SIGNAL, i == 0 ? -1 : 9,
                                       i == 0 ? "x" : NULL, &error));
    g_assert_no_error (error);
    g_autoptr (HrTimeline) timeline = hr_timeline_open (path, &error);
    g_assert_no_error (error);
    const HrTimelineInfo *info = hr_timeline_peek_info (timeline);
    g_assert_true (info->complete);
    g_assert_cmpint (info->ending, ==, i == 0 ? HR_ENDING_EXIT : HR_ENDING_SIGNAL);
    g_assert_cmpint (info->status, ==, i == 0 ? -1 : 9);
    g_assert_cmpstr (info->ending_text, ==, i == 0 ? "x" : NULL);
    g_assert_cmpuint (hr_timeline_n_steps (timeline), ==, 4);
    g_assert_null (timeline->damage);
    g_assert_cmpstr (hr_timeline_peek_source (timeline, 1)->name, ==, "alias.py");
  }
  g_unlink (path);
  g_assert_false (hr_timeline_finish (path, HR_ENDING_EXIT, 0, NULL, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
}

/* HrTimelineTokenize: what @data says of the first file. */
static GPtrArray *tokenize (HrTimeline *timeline, gpointer data)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  g_assert_cmpuint (hr_timeline_n_sources (timeline), ==, 1);
  g_ptr_array_add (all, g_array_ref (data));
  return all;
}

static void check_tokens (const char *path, const HrTimelineToken *expected, guint n_expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) timeline = hr_timeline_open (path, &error);
  g_assert_no_error (error);
  guint n = 0;
  const HrTimelineToken *tokens = hr_timeline_peek_tokens (timeline, 1, &n);
  g_assert_cmpuint (n, ==, n_expected);
  for (guint i = 0; i < n; i++)
    g_assert_true (tokens[i].line == expected[i].line && tokens[i].start == expected[i].start &&
                   tokens[i].end == expected[i].end && tokens[i].kind == expected[i].kind);
  g_assert_null (hr_timeline_peek_tokens (timeline, 2, &n));
  g_assert_cmpuint (n, ==, 0);
}

/* a = [1, 2, 3] / b = a / b.append(4). Tokens are kept by an end that knows none; those that leave their line are
 * not believed. */
static void test_tokens (void)
{
  static const HrTimelineToken right[] = { { 1, 5, 6, HR_TOKEN_NUMBER },
                                           { 1, 6, 7, HR_TOKEN_COMMENT },
                                           { 3, 9, 10, HR_TOKEN_NUMBER } };
  static const HrTimelineToken wrong[] = { { 1, 5, 100, HR_TOKEN_NUMBER } };
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_ALIAS, 0, FALSE);
  g_autofree char *path = put (bytes);
  g_autoptr (GArray) tokens = g_array_new (FALSE, FALSE, sizeof (HrTimelineToken));
  g_autoptr (GError) error = NULL;
  check_tokens (path, NULL, 0);
  g_array_append_vals (tokens, right, G_N_ELEMENTS (right));
  g_assert_true (hr_timeline_finish_tokenized (path, HR_ENDING_EXIT, 0, NULL, tokenize, tokens, &error));
  check_tokens (path, right, G_N_ELEMENTS (right));
  g_assert_true (hr_timeline_finish (path, HR_ENDING_SIGNAL, 9, NULL, &error));
  check_tokens (path, right, G_N_ELEMENTS (right));
  g_array_set_size (tokens, 0);
  g_array_append_vals (tokens, wrong, G_N_ELEMENTS (wrong));
  g_assert_true (hr_timeline_finish_tokenized (path, HR_ENDING_EXIT, 0, NULL, tokenize, tokens, &error));
  check_tokens (path, NULL, 0);
  g_assert_no_error (error);
  g_unlink (path);
}

/* Wherever a recording was cut, it can be finished, and has the steps then that it had before. */
static void test_finish_cuts (void)
{
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_CLOSURE, 0, FALSE);
  g_autoptr (HrTimeline) whole = hr_timeline_open_bytes (bytes, NULL);
  guint32 n_whole = 0;
  for (gsize cut = (gsize)g_array_index (whole->chunks, HrTimelineChunk, 0).offset; cut <= g_bytes_get_size (bytes);
       cut++) {
    g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, cut);
    g_autofree char *path = put (part);
    g_autoptr (GError) error = NULL;
    g_autoptr (HrTimeline) before = hr_timeline_open (path, NULL);
    g_assert_true (hr_timeline_finish (path, HR_ENDING_LIMIT, 0, "--max-steps", &error));
    g_assert_no_error (error);
    g_autoptr (HrTimeline) after = hr_timeline_open (path, NULL);
    g_assert_true ((before == NULL) == (after == NULL));
    n_whole = after == NULL ? 0 : hr_timeline_n_steps (after);
    for (guint32 step = 0; step < n_whole; step++) {
      g_autoptr (HrTimelineState) state = hr_timeline_state_new (after, step, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (state->step.index, ==, step);
    }
    g_assert_cmpuint (n_whole, ==, before == NULL ? 0 : hr_timeline_n_steps (before));
    g_unlink (path);
  }
  g_assert_cmpuint (n_whole, ==, hr_timeline_n_steps (whole));
}

/* A long run cut near the ends of its records, around each keyframe above all: no step is lost, none comes in half. */
static void test_long_cuts (void)
{
  g_autoptr (GBytes) bytes = long_run (12000, FALSE);
  HrTimelineSpan stream = { .bytes = g_bytes_get_data (bytes, NULL), .n_bytes = g_bytes_get_size (bytes) };
  HrTimelineRecord record;
  HrTimelineCrc crc;
  guint32 n_steps = 0, n_keyframes = 0;
  hr_timeline_crc_init (&crc);
  for (stream.at = HR_WIRE_HEADER_BYTES; hr_timeline_record_next (&crc, &stream, &record);) {
    gboolean keyframe = record.type == HR_RECORD_KEYFRAME;
    n_keyframes += keyframe;
    n_steps += keyframe || record.type == HR_RECORD_STEP;
    if (!keyframe && n_steps % 1000 != 1)
      continue;
    for (gint around = -2; around <= 2; around++) {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, (gsize)((gint64)record.end + around));
      g_autoptr (HrTimeline) timeline = hr_timeline_open_bytes (part, NULL);
      guint32 expected = around < 0 ? n_steps - 1 : n_steps;
      g_assert_cmpuint (timeline == NULL ? 0 : hr_timeline_n_steps (timeline), ==, expected);
      g_autoptr (HrTimelineState) last = expected == 0 ? NULL : hr_timeline_state_new (timeline, expected - 1, NULL);
      g_assert_cmpint (expected == 0 ? -1 : hr_timeline_state_peek_object (last, 1)->refcount, ==,
                       (gint64)expected - 1);
    }
  }
  g_assert_cmpuint (n_steps, ==, 12000);
  g_assert_cmpuint (n_keyframes, >=, 2);
}

/* A recording that ended before its first step can be finished, and says so when it is opened. */
static void test_no_steps (void)
{
  g_autoptr (GBytes) bytes = hr_fixture_take_bytes (hr_fixture_new ("e.py", "", FALSE), TRUE);
  g_autoptr (GError) error = NULL;
  g_assert_null (hr_timeline_open_bytes (bytes, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_assert_cmpstr (error->message, ==,
                   "timeline: holds no step: the recording ended before any line of the program's own files ran");
}

static void refuse (const char *data, gsize n_bytes, const char *expected)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, n_bytes);
  g_autoptr (GError) error = NULL;
  g_assert_null (hr_timeline_open_bytes (bytes, &error));
  g_assert_error (error, HR_ERROR, HR_ERROR_INPUT);
  g_assert_cmpstr (error->message, ==, expected);
}

/* The header of @bytes with another value at @at, its check made right. */
static void refuse_header (GBytes *bytes, gsize at, guint8 value, const char *expected)
{
  gsize n_bytes = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), n_bytes);
  HrTimelineCrc crc;
  hr_timeline_crc_init (&crc);
  data[at] = value;
  guint32 check = hr_timeline_crc_of (&crc, data, HR_WIRE_HEADER_BYTES - HR_WIRE_CRC_BYTES);
  for (guint i = 0; i < HR_WIRE_CRC_BYTES; i++)
    data[HR_WIRE_HEADER_BYTES - HR_WIRE_CRC_BYTES + i] = (guint8)(check >> (8 * i));
  if (expected != NULL)
    refuse ((const char *)data, n_bytes, expected);
  else
    hr_timeline_unref (open_data (data, n_bytes, NULL));
}

static void test_refusals (void)
{
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_ALIAS, 0, TRUE);
  refuse ("", 0, "timeline: is empty; record the program again");
  refuse ("print(1)\n", 9, "timeline: is not a timeline; give a Python program or a .reel file made by heapreel");
  refuse (g_bytes_get_data (bytes, NULL), 12, "timeline: was cut off before its first step; record the program again");
  refuse (g_bytes_get_data (bytes, NULL), 70,
          "timeline: damaged at offset 57 before its first step: a record is cut off; record the program again");
  refuse_header (
      bytes, 10, 2,
      "timeline: was made by a newer heapreel (format 1, this one reads up to 1); use that one, or record again");
  refuse_header (bytes, 12, 1,
                 "timeline: was made with features that this heapreel does not know; use a newer heapreel");
  refuse_header (bytes, 8, 7, NULL);  /* a newer format that old readers understand */
  refuse_header (bytes, 16, 9, NULL); /* features that may be ignored */
  g_autoptr (GError) error = NULL;
  g_assert_null (hr_timeline_open ("/", &error));
  g_assert_cmpstr (error->message, ==, "/: is a directory; give a file in it");
  g_clear_error (&error);
  g_assert_null (hr_timeline_open ("/nowhere.reel", &error));
  g_assert_cmpstr (error->message, ==, "/nowhere.reel: no such file");
}

/* Optional records that a later version may add are passed over; others end what can be read. */
static void test_unknown_records (void)
{
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_ALIAS, 0, FALSE);
  g_autoptr (HrTimeline) whole = hr_timeline_open_bytes (bytes, NULL);
  static const guint8 types[] = { 200, 100 };
  for (guint i = 0; i < G_N_ELEMENTS (types); i++) {
    HrTimelineBuffer record = { .bytes = NULL }, payload = { .bytes = NULL };
    gsize middle = (gsize)g_array_index (whole->chunks, HrTimelineChunk, 0).end - 32, at = 0;
    HrTimelineSpan stream = { .bytes = g_bytes_get_data (bytes, NULL), .n_bytes = g_bytes_get_size (bytes) };
    HrTimelineRecord any;
    for (stream.at = HR_WIRE_HEADER_BYTES; at < middle; at = stream.at)
      g_assert_true (hr_timeline_record_next (&whole->crc, &stream, &any));
    hr_timeline_buffer_bytes (&payload, "later", 5);
    hr_timeline_buffer_record (&record, &whole->crc, types[i], &payload);
    g_autoptr (GByteArray) data = g_byte_array_new ();
    g_byte_array_append (data, g_bytes_get_data (bytes, NULL), (guint)at);
    g_byte_array_append (data, record.bytes, (guint)record.n_bytes);
    g_byte_array_append (data, stream.bytes + at, (guint)(stream.n_bytes - at));
    g_autoptr (HrTimeline) timeline = open_data (data->data, data->len, NULL);
    guint32 n_whole = hr_timeline_n_steps (whole), n_steps = hr_timeline_n_steps (timeline);
    g_assert_true (types[i] == 200 ? n_steps == n_whole : n_steps < n_whole);
    g_autoptr (HrTimelineState) last = hr_timeline_state_new (timeline, n_steps - 1, NULL);
    g_assert_nonnull (last);
    hr_timeline_buffer_clear (&record);
    hr_timeline_buffer_clear (&payload);
  }
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/file/tokens", test_tokens);
  g_test_add_func ("/timeline/file/index", test_index);
  g_test_add_func ("/timeline/file/holes", test_holes);
  g_test_add_func ("/timeline/file/thrift", test_thrift);
  g_test_add_func ("/timeline/file/room", test_room);
  g_test_add_func ("/timeline/file/finish", test_finish);
  g_test_add_func ("/timeline/file/finish-cuts", test_finish_cuts);
  g_test_add_func ("/timeline/file/long-cuts", test_long_cuts);
  g_test_add_func ("/timeline/file/no-steps", test_no_steps);
  g_test_add_func ("/timeline/file/refusals", test_refusals);
  g_test_add_func ("/timeline/file/unknown-records", test_unknown_records);
  return g_test_run ();
}
