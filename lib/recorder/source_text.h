/* The text of a Python source file as UTF-8. */
#pragma once

#include "recorder/text.h"

/* Reads @path, decodes it by its byte order mark or coding cookie, and makes \r\n and \r newlines \n. False when the
 * file cannot be read, is no regular file, or does not decode. */
bool hr_source_text_read (HrText *text, const char *path);

/* Decodes @bytes the same way. */
bool hr_source_text_decode (HrText *text, const char *bytes, size_t n_bytes);
