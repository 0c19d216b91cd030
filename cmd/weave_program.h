/* The programs of a Markdown document: of each fence, with what came before it in its session, or a file. */
#pragma once

#include "options.h"
#include "weave/document.h"
#include "weave/program.h"

typedef struct {
  HrWeaveProgram *text; /* NULL: it is a file */
  char *file;
  char *name; /* what messages call it: "post.md:12", "counter.py" */
  char *label, *session;
  guint n_before; /* lines before the fence's own; without a fence, before those of the one that it goes on after */
} HrCmdWeaveProgram;

typedef struct {
  const char *document; /* its name */
  GPtrArray *all;       /* HrCmdWeaveProgram, in the order of the document */
} HrCmdWeavePrograms;

HrCmdWeavePrograms *hr_cmd_weave_programs_new (const char *document);
void hr_cmd_weave_programs_free (HrCmdWeavePrograms *programs);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrCmdWeavePrograms, hr_cmd_weave_programs_free)

/* The program of @fence, whose first request has @options; kept. Errors: HR_ERROR_INPUT, without the request's place:
 * nothing to go on after, a file that cannot be read, a fence that is not what its file has in these lines. */
const HrCmdWeaveProgram *hr_cmd_weave_programs_add (HrCmdWeavePrograms *programs, const HrWeaveFence *fence,
                                                    const HrCmdOptions *options,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The last one so far with that label or session; NULL none. */
const HrCmdWeaveProgram *hr_cmd_weave_programs_find (const HrCmdWeavePrograms *programs, const char *name);
