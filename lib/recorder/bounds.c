#include "recorder/bounds.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "recorder/usage.h"

static struct {
  const HrSettings *settings;
  struct timespec end; /* of the time there is */
} limits;

void hr_bounds_init (const HrSettings *settings)
{
  limits.settings = settings;
  clock_gettime (CLOCK_MONOTONIC, &limits.end);
  limits.end.tv_sec += (time_t)settings->timeout_s;
}

/* 12345 as "12,345". */
static void append_count (HrText *text, uint64_t number)
{
  char digits[24];
  int n = snprintf (digits, sizeof digits, "%" PRIu64, number);

  for (int i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0)
      hr_text_append_char (text, ',');
    hr_text_append_char (text, digits[i]);
  }
}

/* "20 MB"; 1024 bytes are a kB, as in the option. */
static void append_size (HrText *text, uint64_t bytes)
{
  static const char *const units[] = { " bytes", " kB", " MB", " GB" };
  size_t unit = 0;

  while (unit < 3 && bytes >= 1024 && bytes % 1024 == 0) {
    bytes /= 1024;
    unit++;
  }
  append_count (text, bytes);
  hr_text_append_z (text, units[unit]);
}

static bool is_over (void)
{
  struct timespec now;

  if (limits.settings->timeout_s == 0)
    return false;
  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec > limits.end.tv_sec || (now.tv_sec == limits.end.tv_sec && now.tv_nsec >= limits.end.tv_nsec);
}

static bool is_reached (uint64_t limit, uint64_t value)
{
  return limit != 0 && value >= limit;
}

bool hr_bounds_reached (const HrTimelineWriter *writer, HrText *text)
{
  const HrSettings *settings = limits.settings;
  const char *begin = settings->run_on ? "recorded " : "stopped ";

  if (is_reached (settings->max_steps, hr_timeline_writer_n_steps (writer) + 1)) {
    hr_text_append_z (text, settings->run_on ? "recorded for its first " : "stopped after ");
    append_count (text, settings->max_steps);
    hr_text_append_z (text, " steps (--max-steps)");
  } else if (is_reached (settings->max_file_bytes, hr_timeline_writer_n_bytes (writer))) {
    hr_text_append_z (text, begin);
    hr_text_append_z (text, settings->run_on ? "until the recording had " : "when the recording had ");
    append_size (text, settings->max_file_bytes);
    hr_text_append_z (text, " (--max-file)");
  } else if (is_reached (settings->memory_bytes, hr_usage_bytes ())) {
    hr_text_append_z (text, begin);
    hr_text_append_z (text, settings->run_on ? "until recording took " : "when recording took ");
    append_size (text, settings->memory_bytes);
    hr_text_append_z (text, " of memory (--memory)");
  } else if (is_over ()) {
    hr_text_append_z (text, "recorded for its first ");
    append_count (text, settings->timeout_s);
    hr_text_append_z (text, " s (--timeout)");
  } else {
    return false;
  }
  hr_text_append_char (text, '\0');
  return true;
}
