#include "launch/program.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

static gboolean check_file (const char *path, GError **error)
{
  GStatBuf info;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  int reason = errno;

  if (fd >= 0)
    close (fd);
  if (fd < 0)
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: cannot read: %s", path, g_strerror (reason));
  else if (g_stat (path, &info) == 0 && S_ISDIR (info.st_mode))
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: is a directory; name the program in it", path);
  else if (!S_ISREG (info.st_mode))
    g_set_error (error, HR_ERROR, HR_ERROR_INPUT, "%s: is not a regular file", path);
  else
    return TRUE;
  return FALSE;
}

gboolean hr_program_check (const HrLaunchOptions *options, GError **error)
{
  switch (options->what) {
  case HR_LAUNCH_FILE:
    return check_file (options->program, error);
  case HR_LAUNCH_CODE:
    return TRUE;
  case HR_LAUNCH_MODULE:
    if (*options->program != '\0')
      return TRUE;
    g_set_error_literal (error, HR_ERROR, HR_ERROR_INPUT, "-m needs the name of a module");
    return FALSE;
  }
  g_assert_not_reached ();
}

char **hr_program_new_command (const HrLaunchOptions *options, const HrInterpreter *interpreter)
{
  g_autoptr (GPtrArray) command = g_ptr_array_new ();

  g_ptr_array_add (command, g_strdup (interpreter->executable));
  if (options->what == HR_LAUNCH_CODE)
    g_ptr_array_add (command, g_strdup ("-c"));
  else if (options->what == HR_LAUNCH_MODULE)
    g_ptr_array_add (command, g_strdup ("-m"));
  /* a name that begins like an option is still a file's */
  g_ptr_array_add (command, options->what == HR_LAUNCH_FILE && options->program[0] == '-'
                                ? g_strconcat ("./", options->program, NULL)
                                : g_strdup (options->program));
  for (guint i = 0; options->arguments != NULL && options->arguments[i] != NULL; i++)
    g_ptr_array_add (command, g_strdup (options->arguments[i]));
  g_ptr_array_add (command, NULL);
  return (char **)g_ptr_array_steal (command, NULL);
}
