/* The figures that a Markdown document asks for, made by the verbs of the command line. */
#pragma once

#include "weave/weave.h"

#include "options.h"

typedef struct HrCmdWeaveMaker HrCmdWeaveMaker;

/* @options: weave's; borrowed. @document and @stem: its name, and what its figures are named after. */
HrCmdWeaveMaker *hr_cmd_weave_maker_new (const HrCmdOptions *options, const char *document, const char *stem);
/* Removes the recordings too. */
void hr_cmd_weave_maker_free (HrCmdWeaveMaker *maker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrCmdWeaveMaker, hr_cmd_weave_maker_free)

/* An HrWeaveMake; @data is the maker. */
HrWeaveMake hr_cmd_weave_make;
