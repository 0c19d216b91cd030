/* The writer by itself: bytes, failures, thrift. */
#include <fcntl.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "timeline/crc.h"
#include "timeline/wire.h"
#include "timeline/writer.h"

static const HrTimelineRun run = {
  .implementation = "CPython", .version = "3.11.2", .program = "t.py", .options = "", .hash_seed = 0
};

typedef struct {
  char *path;
  HrTimelineWriter *writer;
} Fixture;

static void set_up (Fixture *f, gconstpointer data)
{
  (void)data;
  char message[200];
  int fd = g_file_open_tmp ("heapreel-XXXXXX.reel", &f->path, NULL);
  g_assert_cmpint (fd, >=, 0);
  f->writer = hr_timeline_writer_new_fd (fd, &run, message, sizeof message);
  g_assert_nonnull (f->writer);
}

static void tear_down (Fixture *f, gconstpointer data)
{
  (void)data;
  g_unlink (f->path);
  g_free (f->path);
}

static void begin (HrTimelineWriter *w)
{
  HrTimelineWriteStep step = { .event = HR_EVENT_LINE, .frame = 1, .ran_file = 1, .ran_line = 1 };
  g_assert_true (hr_timeline_writer_step_begin (w, &step));
}

static void frame (HrTimelineWriter *w, guint32 value)
{
  HrTimelineWriteName name = { .name = "a", .name_bytes = 1, .value = value };
  HrTimelineWriteFrame module = {
    .id = 1, .name = "<module>", .name_bytes = 8, .file = 1, .first_line = 1, .line = 1, .names = &name, .n_names = 1
  };
  g_assert_true (hr_timeline_writer_frame (w, &module));
}

static void list (HrTimelineWriter *w, gsize n, gint64 refcount)
{
  g_autofree HrTimelineWriteSlot *slots = g_new0 (HrTimelineWriteSlot, n);
  for (gsize i = 0; i < n; i++)
    slots[i] = (HrTimelineWriteSlot){ .role = HR_SLOT_ELEMENT, .index = i, .value = (guint32)i + 2 };
  HrTimelineWriteObject object = { .id = 1,
                                   .kind = HR_KIND_LIST,
                                   .type_name = "list",
                                   .type_name_bytes = 4,
                                   .refcount = refcount,
                                   .length = n,
                                   .slots = slots,
                                   .n_slots = n };
  g_assert_true (hr_timeline_writer_object (w, &object));
}

/* Bytes that a step with a list of @n elements adds. */
static guint64 step_cost (HrTimelineWriter *w, gsize n, gint64 refcount)
{
  guint64 before = hr_timeline_writer_n_bytes (w);
  begin (w);
  frame (w, 1);
  list (w, n, refcount);
  g_assert_true (hr_timeline_writer_step_end (w));
  return hr_timeline_writer_n_bytes (w) - before;
}

/* RFC 3720, B.4: 32 bytes of zeros, of ones, and rising. */
static void test_crc (void)
{
  HrTimelineCrc crc;
  hr_timeline_crc_init (&crc);
  guint8 bytes[32] = { 0 };
  g_assert_cmphex (hr_timeline_crc_of (&crc, bytes, 32), ==, 0x8A9136AA);
  memset (bytes, 0xFF, 32);
  g_assert_cmphex (hr_timeline_crc_of (&crc, bytes, 32), ==, 0x62A8AB43);
  for (guint8 i = 0; i < 32; i++)
    bytes[i] = i;
  g_assert_cmphex (hr_timeline_crc_of (&crc, bytes, 32), ==, 0x46DD794E);
  g_assert_cmphex (hr_timeline_crc_of (&crc, (const guint8 *)"123456789", 9), ==, 0xE3069283);
}

static void test_only_changes (Fixture *f, gconstpointer data)
{
  (void)data;
  HrTimelineWriter *w = f->writer;
  step_cost (w, 1000, 1);
  guint64 unchanged = step_cost (w, 1000, 1);
  g_assert_cmpuint (unchanged, <=, 6);
  g_assert_cmpuint (step_cost (w, 1000, 2), ==, unchanged + 2);  /* operation, number */
  g_assert_cmpuint (step_cost (w, 1001, 2), <=, unchanged + 14); /* one cell at the end, and the length */
  g_assert_cmpuint (hr_timeline_writer_n_steps (w), ==, 4);
  GStatBuf status;
  g_assert_cmpint (g_stat (f->path, &status), ==, 0);
  g_assert_cmpuint ((guint64)status.st_size, ==, hr_timeline_writer_n_bytes (w));
  g_assert_null (hr_timeline_writer_message (w));
  g_assert_true (hr_timeline_writer_free (w));
}

/* However long the run, keyframes come, and are not most of the file. */
static void test_keyframes (Fixture *f, gconstpointer data)
{
  (void)data;
  HrTimelineWriter *w = f->writer;
  guint64 keyframe = step_cost (w, 5000, 1), largest = 0, n_large = 0;
  for (guint i = 0; i < 60000; i++) {
    guint64 cost = step_cost (w, 5000, i % 2);
    largest = MAX (largest, cost);
    n_large += cost > keyframe / 2;
  }
  g_assert_cmpuint (n_large, >=, 2);
  g_assert_cmpuint (n_large, <=, 5);
  g_assert_cmpuint (largest, <=, keyframe + 10);
  g_assert_true (hr_timeline_writer_free (w));
}

static void test_full_disk (void)
{
  char message[200] = "";
  HrTimelineWriter *w = hr_timeline_writer_new ("/dev/full", &run, message, sizeof message);
  g_assert_null (w);
  g_assert_cmpstr (message, ==, "cannot write after 0 steps: No space left on device");
  g_assert_null (hr_timeline_writer_new ("/nowhere/f.reel", &run, message, sizeof message));
  g_assert_cmpstr (message, ==, "/nowhere/f.reel: cannot write: No such file or directory");
}

/* A program that closes every descriptor and opens its own file must not find our bytes in it. */
static void test_descriptor_taken (Fixture *f, gconstpointer data)
{
  (void)data;
  HrTimelineWriter *w = f->writer;
  step_cost (w, 1, 1);
  g_autofree char *other = NULL;
  int fd = g_file_open_tmp ("heapreel-XXXXXX", &other, NULL);
  for (int i = 10; i < 1100; i++)
    if (fcntl (i, F_GETFD) >= 0)
      g_assert_cmpint (dup2 (fd, i), ==, i);
  begin (w);
  frame (w, 1);
  g_assert_false (hr_timeline_writer_step_end (w));
  g_assert_nonnull (strstr (hr_timeline_writer_message (w), "took the recording's file away after 1 steps"));
  HrTimelineWriteStep step = { .event = HR_EVENT_LINE };
  g_assert_false (hr_timeline_writer_step_begin (w, &step));
  g_assert_false (hr_timeline_writer_free (w));
  struct stat status;
  g_assert_cmpint (fstat (fd, &status), ==, 0);
  g_assert_cmpint (status.st_size, ==, 0);
  close (fd);
  g_unlink (other);
}

static HrTimelineWriter *new_at_path (const char *path)
{
  char message[200];
  HrTimelineWriter *w = hr_timeline_writer_new (path, &run, message, sizeof message);
  g_assert_nonnull (w);
  return w;
}

/* More than the first windows hold. */
static guint64 write_much (HrTimelineWriter *w)
{
  guint64 n_bytes = 0;
  for (guint i = 0; i < 400; i++)
    n_bytes += step_cost (w, 4000 * (i % 2), 1);
  return n_bytes;
}

/* No descriptor is open, and closing them all does no harm. */
static void test_no_descriptor (void)
{
  g_autofree char *path = NULL;
  g_close (g_file_open_tmp ("heapreel-XXXXXX.reel", &path, NULL), NULL);
  int free_before = open ("/dev/null", O_RDONLY);
  g_close (free_before, NULL);
  HrTimelineWriter *w = new_at_path (path);
  int free_after = open ("/dev/null", O_RDONLY);
  g_assert_cmpint (free_after, ==, free_before);
  g_close (free_after, NULL);
  for (int i = free_before; i < 1100; i++)
    g_assert_cmpint (fcntl (i, F_GETFD), <, 0);
  g_assert_cmpuint (write_much (w), >, 1 << 20);
  guint64 n_bytes = hr_timeline_writer_n_bytes (w);
  g_autofree char *content = NULL;
  gsize file_bytes;
  g_assert_true (g_file_get_contents (path, &content, &file_bytes, NULL)); /* while it is being written */
  g_assert_cmpuint (file_bytes, >, n_bytes);
  for (gsize i = n_bytes; i < file_bytes; i++)
    g_assert_cmpint (content[i], ==, 0);
  g_assert_true (hr_timeline_writer_free (w));
  GStatBuf status;
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint ((guint64)status.st_size, ==, n_bytes);
  g_unlink (path);
}

/* Somebody else's file under our name is left alone; one that records there anew does not cut this one short. */
static void test_path_taken (void)
{
  g_autofree char *path = NULL;
  g_close (g_file_open_tmp ("heapreel-XXXXXX.reel", &path, NULL), NULL);
  HrTimelineWriter *first = new_at_path (path), *second = new_at_path (path);
  step_cost (first, 1, 1);
  step_cost (second, 1, 1);
  for (guint i = 0; i < 400 && hr_timeline_writer_message (first) == NULL; i++) {
    HrTimelineWriteStep step = { .event = HR_EVENT_LINE, .frame = 1, .ran_file = 1, .ran_line = 1 };
    if (hr_timeline_writer_step_begin (first, &step)) {
      frame (first, 1);
      list (first, 4000 * (i % 2), 1);
      (void)hr_timeline_writer_step_end (first);
    }
  }
  g_assert_nonnull (strstr (hr_timeline_writer_message (first), "took the recording's file away"));
  g_assert_false (hr_timeline_writer_free (first));
  guint64 n_bytes = hr_timeline_writer_n_bytes (second);
  g_assert_true (hr_timeline_writer_free (second));
  GStatBuf status;
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint ((guint64)status.st_size, ==, n_bytes);
  g_unlink (path);
}

/* A pipe has no positions; what comes out of it is the same timeline. */
static void test_pipe (void)
{
  char message[200];
  int ends[2];
  guint8 bytes[4096];
  g_assert_cmpint (pipe (ends), ==, 0);
  HrTimelineWriter *w = hr_timeline_writer_new_fd (ends[1], &run, message, sizeof message);
  g_assert_nonnull (w);
  step_cost (w, 3, 1);
  guint64 n_bytes = hr_timeline_writer_n_bytes (w);
  g_assert_true (hr_timeline_writer_free (w));
  g_assert_cmpint (read (ends[0], bytes, sizeof bytes), ==, n_bytes);
  g_assert_cmpmem (bytes, HR_WIRE_MAGIC_BYTES, HR_WIRE_MAGIC, HR_WIRE_MAGIC_BYTES);
  close (ends[0]);
}

static void test_misuse (Fixture *f, gconstpointer data)
{
  (void)data;
  HrTimelineWriter *w = f->writer;
  g_assert_false (hr_timeline_writer_refcount (w, 1, 1));
  g_assert_cmpstr (hr_timeline_writer_message (w), ==, "something was said outside a step after 0 steps");
  g_assert_false (hr_timeline_writer_free (w));
}

/* A step that was not ended leaves nothing. */
static void test_unfinished_step (Fixture *f, gconstpointer data)
{
  (void)data;
  HrTimelineWriter *w = f->writer;
  step_cost (w, 1, 1);
  guint64 n_bytes = hr_timeline_writer_n_bytes (w);
  begin (w);
  frame (w, 2);
  list (w, 7, 1);
  g_assert_true (hr_timeline_writer_free (w));
  GStatBuf status;
  g_assert_cmpint (g_stat (f->path, &status), ==, 0);
  g_assert_cmpuint ((guint64)status.st_size, ==, n_bytes);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/writer/crc", test_crc);
  g_test_add_func ("/timeline/writer/full-disk", test_full_disk);
  g_test_add_func ("/timeline/writer/pipe", test_pipe);
  g_test_add_func ("/timeline/writer/no-descriptor", test_no_descriptor);
  g_test_add_func ("/timeline/writer/path-taken", test_path_taken);
  g_test_add ("/timeline/writer/only-changes", Fixture, NULL, set_up, test_only_changes, tear_down);
  g_test_add ("/timeline/writer/keyframes", Fixture, NULL, set_up, test_keyframes, tear_down);
  g_test_add ("/timeline/writer/descriptor-taken", Fixture, NULL, set_up, test_descriptor_taken, tear_down);
  g_test_add ("/timeline/writer/misuse", Fixture, NULL, set_up, test_misuse, tear_down);
  g_test_add ("/timeline/writer/unfinished-step", Fixture, NULL, set_up, test_unfinished_step, tear_down);
  return g_test_run ();
}
