/* What heapreel says on stderr about its own work: as text, as JSON for programs, as annotations for a build service.
 */
#pragma once

#include "options.h"

typedef enum { HR_CMD_LOG_TEXT, HR_CMD_LOG_JSON } HrCmdLog;
typedef enum { HR_CMD_ANNOTATIONS_NONE, HR_CMD_ANNOTATIONS_GITHUB } HrCmdAnnotations;

/* How all that follows is said. JSON: an object a line with "level" ("note" or "error"), "message", and for an error
 * "status"; where the message names a place, "file", "line" and "column". GitHub: errors as workflow commands, which
 * show up in the change at the place they name (docs.github.com, "Workflow commands for GitHub Actions"). */
void hr_cmd_message_style (HrCmdLog log, HrCmdAnnotations annotations);

/* One line, "heapreel: TEXT". */
void hr_cmd_message_note (const char *text);
void hr_cmd_message_error (const char *text, int status);

/* A line on stderr, "heapreel: …", unless --quiet. */
void hr_cmd_note (const HrCmdOptions *options, const char *format, ...) G_GNUC_PRINTF (2, 3);
