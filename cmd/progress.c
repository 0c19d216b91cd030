#include "progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "message.h"

#define FIRST_US G_USEC_PER_SEC
#define AGAIN_US (G_USEC_PER_SEC / 10)

enum { USUAL_COLUMNS = 80 };

static struct {
  gboolean wanted, shown, titled;
  gint64 next_us; /* not before this time */
} line;

static gboolean can_erase (void)
{
  const char *terminal = g_getenv ("TERM");
  return terminal != NULL && *terminal != '\0' && strcmp (terminal, "dumb") != 0 && isatty (STDERR_FILENO);
}

void hr_cmd_progress_start (const HrCmdOptions *options)
{
  line.wanted = !options->quiet && options->log != HR_CMD_LOG_JSON && can_erase ();
  line.next_us = g_get_monotonic_time () + FIRST_US;
}

/* What the program wrote last may be no whole line, and must stay. As many blanks as the terminal is wide, less one,
 * end up in the next line then, and else in this one. */
static void begin_line (void)
{
  struct winsize size = { 0 };
  gboolean known = ioctl (STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 1;
  (void)fprintf (stderr, "%*s", (known ? size.ws_col : USUAL_COLUMNS) - 1, "");
}

void hr_cmd_progress_tell (const char *what, guint part, guint of)
{
  gint64 now_us = line.wanted ? g_get_monotonic_time () : 0;
  if (!line.wanted || now_us < line.next_us)
    return;
  line.next_us = now_us + AGAIN_US;
  if (!line.shown)
    begin_line ();
  line.shown = TRUE;
  if (of > 0)
    (void)fprintf (stderr, "\r\033[K%s %u of %u", what, part, of);
  else
    (void)fprintf (stderr, "\r\033[K%s %u", what, part);
  (void)fflush (stderr);
}

static void tell (gpointer data, guint part, guint of)
{
  hr_cmd_progress_tell (data, part, of);
}

HrProgress hr_cmd_progress_of (const char *what)
{
  return (HrProgress){ tell, (gpointer)what };
}

void hr_cmd_progress_hide (void)
{
  if (!line.shown)
    return;
  line.shown = FALSE;
  (void)fputs ("\r\033[K", stderr);
  (void)fflush (stderr);
}

/* Whether the terminal is of a kind that has a title: XTerm Control Sequences, "Operating System Commands" and "Window
 * manipulation". */
static gboolean has_title (void)
{
  static const char *const kinds[] = { "xterm", "rxvt",  "screen", "tmux",    "foot",   "alacritty",
                                       "kitty", "gnome", "vte",    "konsole", "wezterm" };
  const char *terminal = g_getenv ("TERM");
  for (gsize i = 0; line.wanted && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (terminal, kinds[i]))
      return TRUE;
  return FALSE;
}

static void set_title (G_GNUC_UNUSED gpointer data, guint seconds, G_GNUC_UNUSED guint of)
{
  (void)fprintf (stderr, "%s\033]2;heapreel: recording, %u s\033\\", line.titled ? "" : "\033[22;2t", seconds);
  (void)fflush (stderr);
  line.titled = TRUE;
}

HrProgress hr_cmd_progress_of_recording (void)
{
  return (HrProgress){ .tell = has_title () ? set_title : NULL };
}

void hr_cmd_progress_untitle (void)
{
  if (!line.titled)
    return;
  line.titled = FALSE;
  (void)fputs ("\033[23;2t", stderr);
  (void)fflush (stderr);
}
