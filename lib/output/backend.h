/* What a format has to offer. Private to lib/output. */
#pragma once

#include "output/output.h"

typedef struct {
  const char *ending;     /* ".svg" */
  gboolean several_pages; /* takes more than one scene */
  /* The whole file. */
  GBytes *(*render) (const HrScene *const *scenes, guint n_scenes, const HrOutputOptions *options, GError **error);
} HrOutputBackend;

static inline const HrTheme *hr_output_theme (const HrOutputOptions *options)
{
  return options->theme != NULL ? options->theme : hr_theme_light ();
}

extern const HrOutputBackend hr_output_backend_svg;
extern const HrOutputBackend hr_output_backend_png;
extern const HrOutputBackend hr_output_backend_pdf;
