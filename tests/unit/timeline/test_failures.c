/* The writer when memory or disk run out, at every point where they can. malloc, calloc and realloc are the linker's
 * --wrap'ped ones. */
#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "timeline/state.h"
#include "timeline/writer.h"

void *__real_malloc (size_t n);
void *__real_calloc (size_t n, size_t size);
void *__real_realloc (void *memory, size_t n);
void *__wrap_malloc (size_t n);
void *__wrap_calloc (size_t n, size_t size);
void *__wrap_realloc (void *memory, size_t n);

static gint64 n_left = G_MAXINT64; /* allocations that still succeed */

static gboolean fails (void)
{
  if (n_left > 0)
    n_left--;
  return n_left == 0;
}

void *__wrap_malloc (size_t n)
{
  return fails () ? NULL : __real_malloc (n);
}

void *__wrap_calloc (size_t n, size_t size)
{
  return fails () ? NULL : __real_calloc (n, size);
}

void *__wrap_realloc (void *memory, size_t n)
{
  return fails () ? NULL : __real_realloc (memory, n);
}

static gboolean say_list (HrTimelineWriter *w, guint32 id, guint n)
{
  HrTimelineWriteSlot slots[64];
  guint32 elements[64];
  for (guint i = 0; i < n; i++) {
    elements[i] = i + 1;
    slots[i] = (HrTimelineWriteSlot){ .role = HR_SLOT_ATTRIBUTE, .name = i % 2 == 0 ? "even" : "odd", .value = i };
    slots[i].name_bytes = (guint32)strlen (slots[i].name);
  }
  HrTimelineWriteObject object = { .id = id, .kind = HR_KIND_LIST, .text = "text", .text_bytes = n % 4 };
  object.type_name = "list";
  object.type_name_bytes = 4;
  object.slots = slots;
  object.elements = elements;
  object.n_slots = object.n_elements = n;
  return hr_timeline_writer_object (w, &object);
}

static gboolean say_step (HrTimelineWriter *w, guint32 number)
{
  HrTimelineWriteStep step = { .event = HR_EVENT_LINE, .frame = 1, .ran_file = 1, .ran_line = 1 + number };
  HrTimelineWriteName names[] = { { .name = "a", .name_bytes = 1, .value = number }, { .name = "b", .name_bytes = 1 } };
  HrTimelineWriteFrame frame = { .id = 1 + number % 3, .name = "f", .name_bytes = 1, .names = names };
  frame.n_names = number % 3;
  return hr_timeline_writer_step_begin (w, &step) && hr_timeline_writer_frame (w, &frame) &&
         say_list (w, 1 + number, number % 64) && say_list (w, 1, (number * 7) % 64) &&
         hr_timeline_writer_gone (w, number / 2, HR_GONE_FREED, 0, 1, 1) &&
         hr_timeline_writer_output (w, HR_STREAM_STDOUT, "much output, so that a keyframe comes in time", 45) &&
         hr_timeline_writer_step_end (w);
}

/* Tells @n_steps into @path; returns how many the writer says are in the file. */
static guint64 record (const char *path, guint32 n_steps, char *message, gsize message_bytes)
{
  HrTimelineRun run = { .implementation = "CPython", .version = "3.11.2", .program = "f.py", .options = "" };
  HrTimelineSourceText source = { .name = "f.py", .text = "x\n", .n_bytes = 2 };
  HrTimelineWriter *w = hr_timeline_writer_new (path, &run, message, message_bytes);
  if (w == NULL)
    return 0;
  gboolean ok = hr_timeline_writer_source (w, &source) == 1;
  for (guint32 number = 0; number < n_steps && ok; number++)
    ok = say_step (w, number);
  g_assert_true (ok == (hr_timeline_writer_message (w) == NULL));
  guint64 n = hr_timeline_writer_n_steps (w);
  if (!ok) { /* dead it stays */
    g_strlcpy (message, hr_timeline_writer_message (w), message_bytes);
    g_assert_false (say_step (w, 0));
    g_assert_cmpuint (hr_timeline_writer_source (w, &source), ==, 0);
    g_assert_cmpstr (hr_timeline_writer_message (w), ==, message);
  }
  g_assert_true (hr_timeline_writer_free (w) == ok);
  return n;
}

static void check_file (const char *path, guint64 n_steps)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HrTimeline) timeline = hr_timeline_open (path, &error);
  g_assert_true ((timeline != NULL) == (n_steps > 0));
  if (timeline == NULL)
    return;
  g_assert_cmpuint (hr_timeline_n_steps (timeline), ==, n_steps);
  g_autoptr (HrTimelineState) state = hr_timeline_state_new (timeline, (guint32)n_steps - 1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (state->step.index, ==, n_steps - 1);
}

static char *temporary (void)
{
  char *path = NULL;
  g_close (g_file_open_tmp ("heapreel-XXXXXX.reel", &path, NULL), NULL);
  return path;
}

static void test_memory (void)
{
  enum { N_STEPS = 40 };
  g_autofree char *path = temporary ();
  guint64 n_steps = 0;
  for (gint64 allocation = 1; n_steps < N_STEPS; allocation++) {
    char message[200] = "";
    n_left = allocation;
    n_steps = record (path, N_STEPS, message, sizeof message);
    n_left = G_MAXINT64;
    g_assert_true (n_steps == N_STEPS || strstr (message, "memory") != NULL);
    check_file (path, n_steps);
    g_assert_cmpint (allocation, <, 5000);
  }
  g_unlink (path);
}

/* A file may not grow beyond @limit bytes: the last write is a short one, then none at all. */
static void test_disk (void)
{
  enum { N_STEPS = 30 };
  g_autofree char *path = temporary ();
  struct rlimit unlimited, limit;
  signal (SIGXFSZ, SIG_IGN); /* as CPython has it */
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &unlimited), ==, 0);
  guint64 n_steps = 0;
  for (guint64 n_bytes = 0; n_steps < N_STEPS; n_bytes += 7) {
    char message[200] = "";
    limit = unlimited;
    limit.rlim_cur = n_bytes;
    setrlimit (RLIMIT_FSIZE, &limit);
    n_steps = record (path, N_STEPS, message, sizeof message);
    setrlimit (RLIMIT_FSIZE, &unlimited);
    g_assert_true (n_steps == N_STEPS || strstr (message, g_strerror (EFBIG)) != NULL);
    check_file (path, n_steps);
    g_assert_cmpuint (n_bytes, <, 100000);
  }
  g_unlink (path);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/failures/memory", test_memory);
  g_test_add_func ("/timeline/failures/disk", test_disk);
  return g_test_run ();
}
