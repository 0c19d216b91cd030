/* The lines of a figure in Markdown. Knows what each form looks like to the common renderers; escapes what is not the
 * author's. */
#pragma once

#include <glib.h>

/* How a figure stands in the document. */
typedef enum {
  HR_WEAVE_IMAGE,   /* ![caption](post-1.svg) */
  HR_WEAVE_PICTURE, /* <picture>: one file for light, one for dark */
  HR_WEAVE_INLINE,  /* the SVG itself */
  HR_WEAVE_LINK,    /* [text](post-1.html) */
} HrWeaveForm;

typedef enum { HR_WEAVE_ALIGN_DEFAULT, HR_WEAVE_ALIGN_LEFT, HR_WEAVE_ALIGN_CENTER, HR_WEAVE_ALIGN_RIGHT } HrWeaveAlign;

typedef struct {
  HrWeaveForm form;
  HrWeaveAlign align;
  const char *caption; /* the author's Markdown, in one line; NULL none */
  const char *alt;     /* the author's; NULL: the caption, or the words */
  const char *words;   /* the tool's own, plain text */
  const char *path;    /* as the document names it; IMAGE, PICTURE (light), LINK */
  const char *dark;    /* PICTURE */
  const char *svg;     /* INLINE: the file's text */
} HrWeaveLines;

/* Appends the lines, each with "\n", without blank lines around them; there is one between align's tags and an image.
 */
void hr_weave_lines_append (GString *out, const HrWeaveLines *lines);

/* Plain text as Markdown that shows it as it is, in one line. */
void hr_weave_escape (GString *out, const char *text);
