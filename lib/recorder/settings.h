/* What the launcher asks of the recorder, carried in one environment variable that the program never sees.
 *
 * HEAPREEL_RECORD holds key=value pairs, separated by the character U+001F. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define HR_SETTINGS_VARIABLE "HEAPREEL_RECORD"
#define HR_SETTINGS_SEPARATOR '\x1f'
#define HR_SETTINGS_LIST_SEPARATOR '\x1e'

typedef enum { HR_SETTINGS_FILE, HR_SETTINGS_CODE, HR_SETTINGS_MODULE } HrSettingsWhat;

/* What is asked about references; the numbers are those of the launcher. */
typedef enum { HR_SETTINGS_REFS_COUNT, HR_SETTINGS_REFS_NONE, HR_SETTINGS_REFS_ACCOUNT } HrSettingsRefs;

/* What makes a step: lines, calls only, or every instruction too. */
typedef enum { HR_SETTINGS_STEPS_LINES, HR_SETTINGS_STEPS_CALLS, HR_SETTINGS_STEPS_OPCODES } HrSettingsSteps;

typedef struct {
  char *reel;      /* where to write, absolute */
  char *folder;    /* where recorder.so is */
  char *program;   /* as the user named it */
  char *options;   /* recording options, for the header */
  char *preload;   /* LD_PRELOAD as it was; NULL: it was not set */
  char *hash_seed; /* PYTHONHASHSEED as it was; NULL: it was not set */
  int64_t seed;    /* in force; -1 random */
  HrSettingsWhat what;
  bool prompt;
  bool address_randomisation;
  HrSettingsRefs refs;
  HrSettingsSteps steps;
  char *only, *skip; /* files that make steps and that do not, separated by HR_SETTINGS_LIST_SEPARATOR; NULL none */
  /* 0: no limit */
  uint64_t max_steps, max_objects, max_items, depth, max_file_bytes, memory_bytes, timeout_s;
  bool run_on; /* the program goes on when a limit is reached */
} HrSettings;

/* Parses @text; false when it is not what the launcher of this version writes. */
bool hr_settings_parse (HrSettings *settings, const char *text);
void hr_settings_clear (HrSettings *settings);
