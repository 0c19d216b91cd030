/* Starts a program under the interpreter the user chose, with the recorder in it, and waits for it.
 *
 * Finds interpreters and the recorder built for them, asks them who they are, spawns. Links no Python. Descriptors,
 * working directory, arguments and signals of the program are the user's own. */
#pragma once

#include "base/progress.h"

typedef enum { HR_LAUNCH_FILE, HR_LAUNCH_CODE, HR_LAUNCH_MODULE } HrLaunchWhat;

/* What is recorded about references: counts, nothing, or counts and who holds them. */
typedef enum { HR_LAUNCH_REFS_COUNT, HR_LAUNCH_REFS_NONE, HR_LAUNCH_REFS_ACCOUNT } HrLaunchRefs;

/* What makes a step. */
typedef enum { HR_LAUNCH_STEPS_LINES, HR_LAUNCH_STEPS_CALLS, HR_LAUNCH_STEPS_OPCODES } HrLaunchSteps;

/* What becomes of the program when a limit is reached. */
typedef enum { HR_LAUNCH_AFTER_STOP, HR_LAUNCH_AFTER_RUN } HrLaunchAfter;

/* 0: the recorder's own (environment.c has them). Of the first three what is more is left out and said to be; the
 * others end the recording, and with it the program unless it is to run on. */
typedef struct {
  guint max_objects, max_items, depth;
  guint64 max_steps, max_file_bytes, memory_bytes;
  guint timeout_s;
  HrLaunchAfter after;
} HrLaunchLimits;

typedef struct {
  HrLaunchWhat what;
  const char *program;          /* path, code or module name */
  const char *const *arguments; /* after "--"; NULL-terminated or NULL */
  const char *python;           /* --python: a path or a name on PATH, or "3.12"; NULL: "python3" */
  gboolean prompt;
  HrLaunchRefs refs;
  gboolean output_to_stderr; /* the program's stdout goes to stderr, because ours is taken */
  const char *hash_seed;     /* NULL: keep PYTHONHASHSEED if set, else "0" */
  HrLaunchSteps steps;
  const char *const *only, *const *skip; /* files that make steps and that do not: names or patterns; NULL none */
  HrLaunchLimits limits;
  HrProgress progress;    /* told about once a second while the program runs: seconds so far, of an unknown number */
  gboolean untokenized;   /* nobody will see the sources highlighted: spares a start of the interpreter */
  const char *opens_path; /* gets what the run rested on, for hr_launch_read_opens; NULL: not asked */
} HrLaunchOptions;

typedef struct {
  gboolean exited;  /* FALSE: killed by a signal */
  int status;       /* exit status or signal */
  gboolean stopped; /* the user interrupted us a second time while it ran, and it was killed */
} HrLaunchResult;

/* Runs and records into @reel_path, and finishes that file with how the program ended. Errors (HR_ERROR_INPUT): no such
 * program, a directory, a syntax error with its place, no such interpreter, an interpreter of another kind or version,
 * no recorder built for it (and how to build it); HR_ERROR_OUTPUT: the file cannot be written. A program that fails is
 * not an error: see @result. */
gboolean hr_launch_record (const HrLaunchOptions *options, const char *reel_path, HrLaunchResult *result,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The files on which runs rested that were given @opens_path, in the order of their names, each once: what the
 * interpreter opened to read, from its own library to the program's data, modules by their source, extension modules,
 * the interpreter and the recorder. Without what the program wrote, and without what is no longer there. Of a program's
 * other processes nothing is known. Free with g_ptr_array_unref. *wrote, unless NULL, gets whether
 * files are left that the program wrote. Error: HR_ERROR_OUTPUT when @opens_path cannot be read. */
GPtrArray *hr_launch_read_opens (const char *opens_path, gboolean *wrote, GError **error) G_GNUC_WARN_UNUSED_RESULT;
