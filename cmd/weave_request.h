/* A request of a Markdown document as a command line: its verb, and its options by the table of the command line. */
#pragma once

#include "verb.h"
#include "weave/document.h"

typedef struct {
  const HrCmdVerb *verb; /* NULL: "run", no figure */
  char **words;          /* what @options was read from: weave's own, the document's defaults, the request's */
  HrCmdOptions *options;
} HrCmdWeaveRequest;

/* What is said beside the request. */
typedef struct {
  char *const *given; /* weave's own options */
  guint shift;        /* line 1 of the fence is line 1 + this of the program */
  const char *more;   /* a word after all others, or NULL */
} HrCmdWeaveSetting;

/* Reads @from. Error: HR_ERROR_USAGE, without place. */
gboolean hr_cmd_weave_request_init (HrCmdWeaveRequest *request, const HrWeaveRequest *from,
                                    const HrCmdWeaveSetting *setting, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_cmd_weave_request_clear (HrCmdWeaveRequest *request);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HrCmdWeaveRequest, hr_cmd_weave_request_clear)
