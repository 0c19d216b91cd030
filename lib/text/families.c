#include "text/families.h"

const char *hr_text_family_name (HrFontFamily family)
{
  return family == HR_FONT_CODE ? "JetBrains Mono" : "Inter";
}

const char *hr_text_family_package (HrFontFamily family)
{
  return family == HR_FONT_CODE ? "fonts-jetbrains-mono" : "fonts-inter";
}

const char *hr_text_families (HrFontFamily family)
{
  return family == HR_FONT_CODE ? "JetBrains Mono,DejaVu Sans,WenQuanYi Zen Hei,Symbola"
                                : "Inter,DejaVu Sans,WenQuanYi Zen Hei,Symbola";
}
