/* A Markdown document: where figures are asked for, and where their lines stand.
 *
 * cmark says where fences and comments begin, so that one in a quotation, a list or a code block counts as Markdown
 * counts it; the bytes between are the author's, and are copied, never written anew. Knows neither Python nor options.
 *
 *     <!-- reel: at=last theme=auto -->      a request: one figure; several stand one below the other
 *     ```python
 *     a = [1, 2]
 *     ```
 *                                            the figure lines, up to the comment that closes them
 *     ![Two names, one list](post-1.svg)
 *
 *     <!-- /reel 5f2a9c01 77de0b12 -->
 *
 * The closing comment carries hashes: of the figure lines, and of each file that was woven with them. */
#pragma once

#include <glib.h>

/* One request. */
typedef struct {
  guint line;      /* of the document, from 1 */
  char **defaults; /* what "<!-- reel: defaults … -->" comments before it say, as words */
  char **words;    /* its own */
} HrWeaveRequest;

/* What one or several requests stand at: a fence, or nothing but the requests. */
typedef struct {
  guint line;          /* of the first request, from 1 */
  char *setup;         /* hidden code, each line with a newline; "" none */
  guint setup_line;    /* its first line's, from 1 */
  char *code;          /* the fence's lines, each with a newline; NULL: no fence */
  guint code_line;     /* the first one's, from 1 */
  GPtrArray *requests; /* HrWeaveRequest, at least one */

  /* Where the figure lines go. */
  gsize start, end;  /* byte offsets of what is there, [start, end); the closing comment's own line is within */
  gboolean is_woven; /* a closing comment was found */
  guint close_line;  /* its line, from 1 */
  char *prefix;      /* what stands before every line of it: "> ", "   " */
} HrWeaveFence;

typedef struct {
  const char *text; /* borrowed */
  gsize n_bytes;
  const char *line_end; /* "\n" or "\r\n", as the document has it */
  GPtrArray *fences;    /* HrWeaveFence */
} HrWeaveDocument;

/* Reads @text, which must outlive the document. @name is what messages call it. Errors: HR_ERROR_INPUT with file and
 * line: not UTF-8, a request without a fence or above a fence that is not closed or not Python, a closing comment that
 * closes nothing. */
HrWeaveDocument *hr_weave_document_new (const char *name, const char *text, gsize n_bytes,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
void hr_weave_document_free (HrWeaveDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HrWeaveDocument, hr_weave_document_free)

/* The hashes in a closing comment, "/reel 5f2a9c01 77de0b12": of the lines first. @line is the whole line. NULL when it
 * is not one; else NULL-terminated, for g_strfreev. */
char **hr_weave_document_split_close (const char *line);
