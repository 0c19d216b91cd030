/* The families of type that pictures are written in. */
#pragma once

#include "text/measure.h"

/* "Inter", "JetBrains Mono". */
const char *hr_text_family_name (HrFontFamily family);
/* The family, then those that are asked for characters which it has not; commas between, as pango takes it. */
const char *hr_text_families (HrFontFamily family);
/* The Debian package that has the family. */
const char *hr_text_family_package (HrFontFamily family);
