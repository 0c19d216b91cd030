/* heapreel: the table of verbs, the choice of one, and the exit status. */
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "builds.h"
#include "message.h"
#include "run.h"
#include "verb.h"

#define KEPT_BYTES (64 * 1024 * 1024)
#define EVERY (HR_CMD_GROUP_COMMON | HR_CMD_GROUP_BUILD)
#define PICTURES                                                                                                       \
  (EVERY | HR_CMD_GROUP_OUTPUT | HR_CMD_GROUP_SELECT | HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_RECORD |                    \
   HR_CMD_GROUP_LIMITS | HR_CMD_GROUP_TITLE | HR_CMD_GROUP_CHECK)

static const HrCmdVerb verbs[] = {
  { "record", "[OPTION…] PROGRAM.py [-- ARGUMENT…]", "run a program and keep what memory looked like: a .reel file",
    "The program runs by the python3 on PATH, with stdin, stdout, stderr, arguments and folder as if run by itself.\n"
    "Without -o the recording is PROGRAM.reel, here.\n"
    "It can notice that it is slower, that one library more is loaded, that less memory is left under a limit.\n"
    "Under 3.11 also: s += \"x\" copies; dis(adaptive=True) shows nothing specialised, so that at the very recursion\n"
    "limit a builtin is refused a call earlier; a collection can come an object sooner or later where an exception\n"
    "or a profiler was. From 3.12: nothing more is recorded of who takes all numbers of sys.monitoring.",
    EVERY | HR_CMD_GROUP_OUTPUT | HR_CMD_GROUP_CHECK | HR_CMD_GROUP_RECORD | HR_CMD_GROUP_LIMITS | HR_CMD_GROUP_STATUS,
    1, hr_cmd_record,
    "heapreel record labels.py\nlabels.reel\n"
    "heapreel record --python python3 -o run.reel -m json.tool -- --help\na module, with an argument, by that "
    "interpreter\n" },
  { "page", "[OPTION…] PROGRAM.py|FILE.reel [-- ARGUMENT…]", "the walkthrough: code, picture and output, step by step",
    "One HTML file that opens from disk and fetches nothing. Without -o it is PROGRAM.html, here. Of many steps\n"
    "it shows the first, the last, calls, returns, exceptions, prints, and every k-th of the others; it says so.",
    PICTURES | HR_CMD_GROUP_PAGE, 1, hr_cmd_page,
    "heapreel page labels.py\nlabels.html\n"
    "heapreel page --at call:make_two,return:make_two --title 'A call' stack_and_heap.py\ntwo steps, under a "
    "heading\n" },
  { "draw", "[OPTION…] PROGRAM.py|FILE.reel [-- ARGUMENT…]", "one figure: SVG, PNG or PDF; one for each step named",
    "Without --at: the end of the program. Several figures are numbered, PROGRAM-1.svg; -o may say where the number\n"
    "goes, -o step-%03d.png.",
    PICTURES | HR_CMD_GROUP_FIGURE | HR_CMD_GROUP_ALL, 1, hr_cmd_draw,
    "heapreel draw labels.py --at 4 -o labels.svg\nhow things are after line 4 has run\n"
    "heapreel draw labels.py --at first,4,last -o 'labels-%d.png'\nthree pictures, numbered\n" },
  { "strip", "--at SEL,SEL… [OPTION…] PROGRAM.py|FILE.reel [-- ARGUMENT…]", "steps side by side with arrows between",
    "--row \"HEADING=SEL,SEL\" adds a row with a heading; names of --focus and --hide after it are that row's alone.",
    PICTURES | HR_CMD_GROUP_FIGURE | HR_CMD_GROUP_PANELS, 1, hr_cmd_strip,
    "heapreel strip refcounts.py --at 1..4 --focus x,y\nfour steps side by side\n" },
  { "compare", "[OPTION…] A B… [-- ARGUMENT…]", "programs or steps as panels, side by side",
    "Panels are the steps named by --at (the end without it) of each program or recording. With --python 3.11,3.13\n"
    "each program is recorded by each of these interpreters, and what differs is said below.",
    PICTURES | HR_CMD_GROUP_FIGURE | HR_CMD_GROUP_PANELS | HR_CMD_GROUP_HEADINGS, 64, hr_cmd_compare,
    "heapreel compare interning_5.py interning_1000.py --prompt --at 2\ntwo programs, as if typed at the prompt\n"
    "heapreel compare object_counter.py --at 8,9 --heading one --heading two\ntwo moments of one program\n" },
  { "deck", "[OPTION…] PROGRAM.py|FILE.reel [-- ARGUMENT…]", "slides: a PDF with one step a page",
    "Without --at: every step. Without -o: PROGRAM.pdf, here.", PICTURES, 1, hr_cmd_deck,
    "heapreel deck stack_and_heap.py\nstack_and_heap.pdf, a page for every step\n" },
  { "life", "[OPTION…] NAME PROGRAM.py|FILE.reel [-- ARGUMENT…]",
    "one object's history: who held it, how its count went",
    "NAME is x, f.x for a name of f's, or an object as --show ids writes it, list-3. Of several objects in turn\n"
    "it is the first, or the one that NAME means at --at. At most --max-items events are shown (16).",
    PICTURES | HR_CMD_GROUP_FIGURE | HR_CMD_GROUP_SUBJECT, 1, hr_cmd_life,
    "heapreel life x refcounts.py\nthe object that x names, from its making to its end\n"
    "heapreel life --words x refcounts.py\nthe same in words\n" },
  { "why", "[OPTION…] NAME PROGRAM.py|FILE.reel [-- ARGUMENT…]", "what keeps an object alive, or what freed it",
    "NAME is x, f.x for a name of f's, or an object as --show ids writes it, list-3. Without --at: at the end.",
    PICTURES | HR_CMD_GROUP_FIGURE | HR_CMD_GROUP_SUBJECT | HR_CMD_GROUP_ACCOUNT, 1, hr_cmd_why,
    "heapreel why kept stack_and_heap.py --at 16\nwhat holds the object after line 16\n" },
  { "weave", "[OPTION…] POST.md", "every figure that a Markdown file asks for, put into it",
    "Into the file itself, or -o OUT.md. A comment above a ```python fence asks for a figure, in the words of the\n"
    "verbs draw, strip, compare, life, why, page and deck, and options as key=value:\n"
    "  <!-- reel: strip at=1..4 focus=x,y fig-cap=\"One list\" -->\n"
    "<!-- reel: run --> runs a fence only; a comment that begins \"reel: setup\" holds hidden code in its other "
    "lines,\n"
    "one that begins \"reel: defaults\" options for all requests below. Or #| lines in the fence: #| fig-cap: One list",
    EVERY | HR_CMD_GROUP_OUTPUT | HR_CMD_GROUP_WEAVE | HR_CMD_GROUP_CHECK | HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_LIMITS |
        HR_CMD_GROUP_FIGURE | HR_CMD_GROUP_PYTHON,
    1, hr_cmd_weave,
    "heapreel weave post.md\nthe figures of post.md beside it, and their lines in it\n"
    "heapreel weave --check post.md\nstatus 5 when one of them is out of date\n"
    "heapreel weave --figures img -o page.md post.md\nthe same into page.md and the folder img\n" },
  { "mdbook", "[OPTION…] < BOOK > BOOK", "the same for the chapters of a book: a preprocessor for mdBook",
    "mdBook runs it, as book.toml says:\n"
    "  [preprocessor.heapreel]\n"
    "  command = \"heapreel mdbook --theme auto\"\n"
    "  before = [\"links\"]\n"
    "Requests are written as for weave. Figures stand beside their chapter, each under a name with its hash; those\n"
    "that the book no longer has are removed. heapreel mdbook supports RENDERER is how mdBook asks first.",
    EVERY | HR_CMD_GROUP_WEAVE | HR_CMD_GROUP_DISPLAY | HR_CMD_GROUP_LIMITS | HR_CMD_GROUP_FIGURE |
        HR_CMD_GROUP_PYTHON | HR_CMD_GROUP_STDIN,
    2, hr_cmd_mdbook, "heapreel mdbook supports html\nnothing, and status 0: images are shown by every renderer\n" },
  { "dump", "[OPTION…] PROGRAM.py|FILE.reel [-- ARGUMENT…]", "the recording, the layout or its measures, as text", NULL,
    PICTURES | HR_CMD_GROUP_DUMP, 1, hr_cmd_dump,
    "heapreel dump labels.py\nwhat was recorded, to be read\n"
    "heapreel dump --quality labels.py\ncrossings, bends and area of every picture\n" },
  { .name = NULL },
};

const HrCmdVerb *hr_cmd_verb_find (const char *name)
{
  for (const HrCmdVerb *verb = verbs; verb->name != NULL; verb++)
    if (strcmp (verb->name, name) == 0)
      return verb;
  return NULL;
}

/* "heapreel x.py" is the walkthrough; "heapreel drwa" is a slip. */
static gboolean is_input (const char *word)
{
  return strcmp (word, "-") == 0 || strpbrk (word, "./") != NULL || g_file_test (word, G_FILE_TEST_EXISTS);
}

static void set_verb_error (const char *word, GError **error)
{
  const char *names[G_N_ELEMENTS (verbs) + 1] = { NULL };
  for (gsize i = 0; verbs[i].name != NULL; i++)
    names[i] = verbs[i].name;
  const char *near = hr_error_suggest (word, names);
  if (near != NULL)
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" is neither a verb nor a file; did you mean %s?", word, near);
  else
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE, "\"%s\" is neither a verb nor a file; see heapreel --help", word);
}

/* "heapreel help [--man] [VERB]". */
static gboolean show_help (const char *const *words, GError **error)
{
  gboolean manual = g_strcmp0 (words[0], "--man") == 0;
  const char *name = words[manual ? 1 : 0];
  const HrCmdVerb *verb = name != NULL ? hr_cmd_verb_find (name) : NULL;
  if (g_strcmp0 (name, "builds") == 0) {
    if (manual)
      hr_cmd_manual_builds ();
    else
      hr_cmd_help_builds ();
    return TRUE;
  }
  if (name != NULL && verb == NULL) {
    set_verb_error (name, error);
    return FALSE;
  }
  if (manual)
    hr_cmd_manual (verbs, verb);
  else if (verb != NULL)
    hr_cmd_help_verb (verb);
  else
    hr_cmd_help_all (verbs);
  return TRUE;
}

static gboolean run (const char *const *words, int *status, GError **error)
{
  const char *first = words[0];
  if (first == NULL) {
    g_set_error (error, HR_ERROR, HR_ERROR_USAGE,
                 "nothing to do: heapreel PROGRAM.py makes a walkthrough; see heapreel --help");
    return FALSE;
  }
  const HrCmdVerb *verb = hr_cmd_verb_find (first);
  if (verb != NULL)
    return hr_cmd_run (verbs, verb, words + 1, status, error);
  if (strcmp (first, "--help") == 0 || strcmp (first, "-h") == 0 || strcmp (first, "help") == 0)
    return show_help (words + 1, error);
  if (strcmp (first, "completion") == 0)
    return hr_cmd_completion (verbs, words[1], error);
  if (strcmp (first, "--version") == 0) {
    printf ("heapreel %s\n", HR_VERSION);
    return TRUE;
  }
  if (first[0] == '-' || is_input (first))
    return hr_cmd_run (verbs, hr_cmd_verb_find ("page"), words, status, error);
  set_verb_error (first, error);
  return FALSE;
}

int main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status = 0;
  (void)argc;
  /* Fonts are cut in large pieces of memory: given back each time, they would cost more than the cutting. */
  (void)mallopt (M_MMAP_THRESHOLD, KEPT_BYTES);
  (void)mallopt (M_TRIM_THRESHOLD, KEPT_BYTES);
  (void)signal (SIGXFSZ, SIG_IGN); /* a file that may not grow is a write that fails, and can be told */
  setlocale (LC_CTYPE, "C.UTF-8"); /* pango and GLib read it; numbers and sorting stay C's */
  if (!run ((const char *const *)argv + 1, &status, &error)) {
    status = hr_error_exit_status (error);
    hr_cmd_message_error (error->message, status);
  }
  if (fflush (stdout) != 0 && status == 0) {
    status = HR_ERROR_OUTPUT;
    hr_cmd_message_error ("stdout: cannot write all of it", status);
  }
  return status;
}
