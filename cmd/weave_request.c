#include "weave_request.h"

#include <string.h>

#include "base/error.h"
#include "weave/program.h"

#define POINTS_PER_INCH 72.0

static const char *const verbs_in_documents[] = { "draw", "strip", "compare", "life", "why", "page", "deck", NULL };

/* The options that the document's defaults may hold for any request, whether its verb has them or not. */
enum { ANY_FIGURES = HR_CMD_GROUP_FIGURE | HR_CMD_GROUP_PANELS | HR_CMD_GROUP_REQUEST };

static gboolean is_option (const char *word)
{
  return g_str_has_prefix (word, "--");
}

/* "2,4" or "Heading=2,4" with lines of the program instead of the fence. */
static char *dup_shifted (const char *word, guint by)
{
  gboolean is_at = g_str_has_prefix (word, "--at="), is_row = g_str_has_prefix (word, "--row=");
  const char *equals = is_at ? strchr (word, '=') : is_row ? strrchr (word, '=') : NULL;
  if (by == 0 || equals == NULL)
    return g_strdup (word);
  g_autofree char *selectors = hr_weave_shift_selectors (equals + 1, by);
  return g_strdup_printf ("%.*s%s", (int)(equals + 1 - word), word, selectors);
}

/* The request's words as the verb would have them: a bare word is an option without a value, or the name that the verb
 * is about. */
static char **dup_own (const HrWeaveRequest *from, guint first, const HrCmdVerb *verb, guint shift)
{
  gboolean wants_subject = verb != NULL && (verb->groups & HR_CMD_GROUP_SUBJECT) != 0;
  GStrvBuilder *builder = g_strv_builder_new ();
  for (guint i = first; from->words[i] != NULL; i++) {
    const char *word = from->words[i];
    g_autofree char *own = is_option (word)                 ? dup_shifted (word, shift)
                           : wants_subject                  ? g_strdup (word)
                           : g_str_equal (word, "continue") ? g_strdup ("--continue=")
                                                            : g_strconcat ("--", word, NULL);
    wants_subject = wants_subject && is_option (word);
    g_strv_builder_add (builder, own);
  }
  char **own = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return own;
}

/* A first word that is no option is the verb, unless it is none. */
static gboolean find_verb (const HrWeaveRequest *from, const HrCmdVerb **verb, guint *first, GError **error)
{
  const char *word = from->words[0];
  gboolean named = word != NULL && !is_option (word);
  *first = 0;
  *verb = hr_cmd_verb_find ("draw");
  if (!named)
    return TRUE;
  *first = 1;
  *verb = g_strv_contains (verbs_in_documents, word) ? hr_cmd_verb_find (word) : NULL;
  if (*verb != NULL || g_str_equal (word, "run"))
    return TRUE;
  *first = 0;
  *verb = hr_cmd_verb_find ("draw");
  const char *near = hr_error_suggest (word, verbs_in_documents);
  if (near == NULL)
    return TRUE; /* an option without a value */
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" is no verb for a request; did you mean %s?", word, near);
  return FALSE;
}

static gboolean is_complete (const HrCmdWeaveRequest *request, GError **error)
{
  if (request->verb == NULL || (request->verb->groups & HR_CMD_GROUP_SUBJECT) == 0 || request->options->subject != NULL)
    return TRUE;
  g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "%s needs a name: reel: %s x", request->verb->name,
               request->verb->name);
  return FALSE;
}

static char **join (const HrCmdWeaveSetting *setting, const HrWeaveRequest *from, char *const *own, double width_in)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  g_strv_builder_addv (builder, (const char **)setting->given);
  g_strv_builder_addv (builder, (const char **)from->defaults);
  g_strv_builder_addv (builder, (const char **)own);
  if (width_in > 0) {
    g_autofree char *width = g_strdup_printf ("--width=%.0f", width_in * POINTS_PER_INCH);
    g_strv_builder_add (builder, width);
  }
  if (setting->more != NULL)
    g_strv_builder_add (builder, setting->more);
  char **words = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return words;
}

gboolean hr_cmd_weave_request_init (HrCmdWeaveRequest *request, const HrWeaveRequest *from,
                                    const HrCmdWeaveSetting *setting, GError **error)
{
  guint first = 0;
  *request = (HrCmdWeaveRequest){ .options = hr_cmd_options_new () };
  if (!find_verb (from, &request->verb, &first, error))
    return FALSE;
  const char *name = request->verb != NULL ? request->verb->name : "run";
  unsigned verbs_own = request->verb != NULL ? request->verb->groups : 0;
  unsigned groups =
      HR_CMD_GROUP_REQUEST | (verbs_own & ~(unsigned)(HR_CMD_GROUP_OUTPUT | HR_CMD_GROUP_COMMON | HR_CMD_GROUP_CHECK));
  g_auto (GStrv) own = dup_own (from, first, request->verb, setting->shift);
  g_autoptr (HrCmdOptions) alone = hr_cmd_options_new (); /* what the verb has not, it is told here */
  if (!hr_cmd_options_parse (alone, name, groups, (const char *const *)own, error))
    return FALSE;
  request->words = join (setting, from, own, alone->fig_width_in);
  if (!hr_cmd_options_parse (request->options, name,
                             request->verb != NULL
                                 ? verbs_own | ANY_FIGURES
                                 : HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_LIMITS | HR_CMD_GROUP_PYTHON | ANY_FIGURES,
                             (const char *const *)request->words, error))
    return FALSE;
  return is_complete (request, error);
}

void hr_cmd_weave_request_clear (HrCmdWeaveRequest *request)
{
  g_clear_pointer (&request->options, hr_cmd_options_free);
  g_clear_pointer (&request->words, g_strfreev);
}
