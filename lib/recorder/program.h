/* Which code is the user's, and where its text is.
 *
 * Steps are made in the program's own files: the main file, and those in its folder (for -c and -m the working
 * directory) or below, but nothing in the standard library, "site-packages" or "dist-packages". */
#pragma once

#include "recorder/lines.h"
#include "recorder/python.h"

#include "timeline/writer.h"

/* A file of the program, registered with the timeline. */
typedef struct {
  uint32_t number;
  bool steps;    /* makes steps: neither skipped nor left out of those that alone do */
  HrLines lines; /* which lines make one statement; empty when the text could not be had */
} HrSource;

typedef enum { HR_PROGRAM_FILE, HR_PROGRAM_CODE, HR_PROGRAM_MODULE } HrProgramWhat;

/* Takes in what is run. @main_name is the main module's co_filename, @given_name the same as the user wrote it, which
 * is how it is shown; @main_text its UTF-8 text where it is in no file (-c), else NULL. */
void hr_program_init (HrTimelineWriter *writer, HrProgramWhat what, PyObject *main_name, const char *given_name,
                      const char *main_text);

/* Which files make steps: names or patterns, separated by HR_SETTINGS_LIST_SEPARATOR; NULL @only: all, NULL @skip: none
 * do not. Call first. */
void hr_program_select (const char *only, const char *skip);

/* The source with @file_name (a co_filename), or NULL when it is not the user's. Lives as long as the process. */
const HrSource *hr_program_source (PyObject *file_name);

/* Whether @type was made by a class statement in the user's code: by its __module__. */
bool hr_program_owns_class (PyTypeObject *type);

/* Whether @module was read from one of the user's files. */
bool hr_program_owns_module (PyObject *module);
