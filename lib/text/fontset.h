/* The fonts that pictures may use, and no others, so that what a machine has besides does not change a picture. Private
 * to lib/text. */
#pragma once

#include <fontconfig/fontconfig.h>

/* A configuration that knows the pictures' two families, those that stand in for characters which these have not
 * (DejaVu: Hebrew, Arabic; WenQuanYi Zen Hei: Chinese, Japanese, Korean; Symbola: emoji), and Noto's for other scripts;
 * of all these what is installed. Lives as long as the process; borrowed. */
FcConfig *hr_text_fontset_peek (void);
