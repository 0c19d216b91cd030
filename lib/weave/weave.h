/* Markdown in, Markdown with figures out. Finds the requests, asks for the figures, puts their lines in; every other
 * byte stays.
 *
 * Knows documents, names of files and hashes. Makes no figure and touches no file: the caller does both. */
#pragma once

#include "weave/document.h"
#include "weave/lines.h"

/* What came of one figure. */
typedef struct {
  GBytes *bytes;
  GBytes *dark;       /* for HR_WEAVE_PICTURE */
  const char *ending; /* "svg", "png", "html": static */
  char *words;        /* what it shows, plain text */
} HrWeaveFigure;

/* What came of one request. */
typedef struct {
  HrWeaveForm form;
  HrWeaveAlign align;
  char *caption, *alt; /* the author's; NULL none */
  char *label;         /* files are named after it instead of numbered; NULL none */
  GPtrArray *figures;  /* HrWeaveFigure; none for a request that only runs */
} HrWeaveAnswer;

void hr_weave_answer_add (HrWeaveAnswer *answer, GBytes *bytes, GBytes *dark, const char *ending, const char *words);

/* Makes the figures of request number @request of @fence. @answer is empty. Fences come in the order of the document,
 * and requests in that of the fence. */
typedef gboolean HrWeaveMake (gpointer data, const HrWeaveFence *fence, guint request, HrWeaveAnswer *answer,
                              GError **error);

typedef struct {
  const char *name;   /* the document, as messages call it */
  const char *stem;   /* files are STEM-1.svg, STEM-LABEL.svg */
  const char *folder; /* where files are, as seen from the document: "" or "img" */
  gboolean hashed;    /* STEM-1.5f2a9c01.svg: a new name when the picture changes */
  gboolean force;     /* replace figure lines that were changed by hand */
} HrWeaveOptions;

typedef struct {
  char *path; /* as seen from the document */
  GBytes *bytes;
} HrWeaveFile;

typedef struct {
  GString *text;
  GPtrArray *files; /* HrWeaveFile, in the order of the document */
} HrWeaveResult;

/* Errors: those of hr_weave_document_new and of @make; HR_ERROR_INPUT for two figures of one name, for figure lines
 * that do not have the hash in their closing comment. */
HrWeaveResult *hr_weave (const char *text, gsize n_bytes, const HrWeaveOptions *options, HrWeaveMake *make,
                         gpointer data, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_weave_result_free (HrWeaveResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrWeaveResult, hr_weave_result_free)

/* Whether a closing comment in @text has the hash of @bytes: a file that weaving made and nobody changed since. */
gboolean hr_weave_is_recorded (const char *text, const void *bytes, gsize n_bytes);
/* Whether a file's name carries the hash of its @bytes, as HrWeaveOptions.hashed has it: the same of such a file. */
gboolean hr_weave_is_hashed_name (const char *name, const void *bytes, gsize n_bytes);
