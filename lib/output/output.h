/* Scenes to files: SVG by our own writer; PNG and PDF by cairo. One backend a format, behind one const vtable. */
#pragma once

#include "scene/scene.h"
#include "scene/theme.h"

typedef enum { HR_OUTPUT_SVG, HR_OUTPUT_PNG, HR_OUTPUT_PDF } HrOutputFormat;
typedef enum {
  HR_OUTPUT_TEXT_EMBED,   /* subset fonts in the file */
  HR_OUTPUT_TEXT_SYSTEM,  /* the reader's fonts */
  HR_OUTPUT_TEXT_OUTLINE, /* glyph paths: no font needed, not selectable */
} HrOutputText;

typedef struct {
  const HrTheme *theme; /* NULL: light */
  HrOutputText text;
  double scale; /* PNG: pixels per pt; 0 is 2 */
  const char
      *id_prefix;    /* SVG: prefix of all ids, a letter then letters, digits, '-' or '_'; NULL hashes the picture */
  gboolean fragment; /* SVG: no XML declaration, no colours, no embedded fonts and no style element: for inlining in a
                        page that has hr_output_dup_fragment_css's. One element a line, the <svg> tags on lines of
                        their own. */
  const char *document_title; /* PDF: metadata title; NULL the first page's */
  HrSize page_pt; /* PDF: the size of every page, each scene scaled to fit and centred; 0 × 0 each scene's own size */
} HrOutputOptions;

/* By the ending of @path (".svg", ".png", ".pdf"). FALSE with HR_ERROR_USAGE, naming the endings. */
gboolean hr_output_format_from_path (const char *path, HrOutputFormat *format,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The file's bytes. SVG and PNG take exactly one scene; PDF one page a scene, each with an outline entry and a page
 * label from the scene's title. The same scenes and options give the same bytes; a PDF's date is SOURCE_DATE_EPOCH's,
 * or the first second of 1980. Errors: HR_ERROR_OUTPUT (cairo's words; a PNG too large), HR_ERROR_INPUT (font missing),
 * HR_ERROR_USAGE (SOURCE_DATE_EPOCH is no time). */
GBytes *hr_output_render (HrOutputFormat format, const HrScene *const *scenes, guint n_scenes,
                          const HrOutputOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* CSS that a page needs around SVG fragments: on :root, as custom properties, the colours of the theme ("--hr-text";
 * dark by prefers-color-scheme when the theme follows the reader, and by data-theme="light" or "dark" on the root
 * element) and the families ("--hr-label-font", "--hr-code-font"); the colour and font classes; @font-face rules with
 * subsets for all of @scenes' characters. */
char *hr_output_dup_fragment_css (const HrScene *const *scenes, guint n_scenes, const HrOutputOptions *options,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
