/* Escaping, one function per target language. Escape where you insert, nowhere else.
 *
 * All take valid UTF-8 and append to @out. Characters that a target cannot hold even escaped (C0 controls in XML)
 * are shown as their Unicode control pictures (U+2400…), so that nothing disappears. Bidirectional controls
 * come out by number, "⟨U+202E⟩", because their effect would leave the string. */
#pragma once

#include <glib.h>

/* How many bytes at the beginning of @text are printable ASCII, which no place shows in another way. */
gsize hr_escape_plain_bytes (const char *text);

/* XML or HTML character data. */
void hr_escape_xml_text (GString *out, const char *text);

/* An XML or HTML attribute value in double quotes. */
void hr_escape_xml_attribute (GString *out, const char *text);

/* A JSON string, quotes included, that is also safe inside an HTML <script> element: '<', '>', '&', U+2028
 * and U+2029 are written as \u escapes. Content is preserved exactly, controls included. */
void hr_escape_json (GString *out, const char *text);

/* A number with at most @decimals decimals, trailing zeros and "-0" removed; independent of the locale. */
void hr_escape_number (GString *out, double value, int decimals);
