/* Brought into the interpreter's process by the dynamic loader (LD_PRELOAD), before its main(): stands in front of the
 * C library's functions that open files, and writes down what they opened; see opens.h.
 *
 * Refers to nothing of Python. In a program that is no interpreter, such as a shell script that starts one, it does
 * nothing and is inherited. */
/* open() and open64() are two functions here, and both are ours. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#include "recorder/opens.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <link.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORTED __attribute__ ((visibility ("default")))
enum { N_REMEMBERED = 4096 }; /* a power of two */

static char *list_path; /* NULL: nothing is written down */
static unsigned long long n_libraries;
/* By hash, what was written down last: a file that is opened again and again is one entry, or few. */
static uint64_t remembered[N_REMEMBERED];

/* The C library's function of that name, into the pointer at @next: ISO C has no cast for this. */
static void find_next (const char *name, void *next)
{
  void *symbol = dlsym (RTLD_NEXT, name);

  memcpy (next, &symbol, sizeof symbol);
}

static int open_list (void)
{
  int (*next) (const char *, int, ...);

  find_next ("open64", &next);
  return next (list_path, O_WRONLY | O_APPEND | O_CLOEXEC);
}

/* FNV-1a, Fowler, Noll and Vo. */
static uint64_t hash_of (const char *text, size_t n)
{
  uint64_t hash = 14695981039346656037u;

  for (size_t i = 0; i < n; i++)
    hash = (hash ^ (unsigned char)text[i]) * 1099511628211u;
  return hash | 1;
}

static void write_down (char how, const char *path)
{
  char entry[PATH_MAX + 2];
  int n = snprintf (entry, sizeof entry, "%c%s", how, path);
  uint64_t hash;
  int fd;

  if (n < 0 || (size_t)n >= sizeof entry)
    return;
  hash = hash_of (entry, (size_t)n);
  if (remembered[hash / 2 % N_REMEMBERED] == hash)
    return;
  remembered[hash / 2 % N_REMEMBERED] = hash;
  fd = open_list ();
  if (fd < 0)
    return;
  if (write (fd, entry, (size_t)n + 1) < 0) {
    /* a full disk is told by who reads the recording */
  }
  (void)close (fd);
}

/* An extension module is a library that has the function which the interpreter looks for, PyInit_NAME. */
static int note_library (struct dl_phdr_info *info, size_t size, void *data)
{
  const char *base = strrchr (info->dlpi_name, '/');
  char name[NAME_MAX + 8];
  void *library;

  (void)size;
  (void)data;
  if (base == NULL)
    return 0;
  (void)snprintf (name, sizeof name, "PyInit_%.*s", (int)strcspn (base + 1, "."), base + 1);
  library = dlopen (info->dlpi_name, RTLD_LAZY | RTLD_NOLOAD);
  if (library != NULL && dlsym (library, name) != NULL)
    write_down (HR_OPENS_EXTENSION, info->dlpi_name);
  if (library != NULL)
    (void)dlclose (library);
  return 0;
}

static int count_library (struct dl_phdr_info *info, size_t size, void *data)
{
  (void)size;
  *(unsigned long long *)data = info->dlpi_adds;
  return 1;
}

/* What the loader opens by itself. */
static void note_libraries (void)
{
  unsigned long long n = 0;

  (void)dl_iterate_phdr (count_library, &n);
  if (n == n_libraries)
    return;
  n_libraries = n;
  (void)dl_iterate_phdr (note_library, NULL);
}

/* @folder: what a relative @path counts from, AT_FDCWD for the working directory. */
static void note_open (int folder, const char *path, bool writes)
{
  int kept = errno;
  char whole[PATH_MAX], link[64];
  ssize_t n = 0;

  if (list_path == NULL || path == NULL || *path == '\0')
    return;
  note_libraries ();
  if (*path == '/') {
    write_down (writes ? HR_OPENS_WRITE : HR_OPENS_READ, path);
  } else {
    (void)snprintf (link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
    n = readlink (link, whole, sizeof whole - 1);
    if (n > 0 && (size_t)n + 1 + strlen (path) < sizeof whole) {
      whole[n] = '/';
      memcpy (whole + n + 1, path, strlen (path) + 1);
      write_down (writes ? HR_OPENS_WRITE : HR_OPENS_READ, whole);
    }
  }
  errno = kept;
}

static bool writes_by_flags (int flags)
{
  return (flags & O_ACCMODE) != O_RDONLY;
}

static bool writes_by_mode (const char *mode)
{
  return strpbrk (mode, "wa+") != NULL;
}

/* open() has a third argument only where a file may be made. */
#define MODE_OF(flags, mode)                                                                                           \
  if (((flags) & (O_CREAT | __O_TMPFILE)) != 0) {                                                                      \
    va_list rest_;                                                                                                     \
    va_start (rest_, flags);                                                                                           \
    (mode) = va_arg (rest_, mode_t);                                                                                   \
    va_end (rest_);                                                                                                    \
  }

static int open_by (const char *name, const char *path, int flags, mode_t mode)
{
  int (*next) (const char *, int, ...);
  int fd;

  find_next (name, &next);
  fd = next (path, flags, mode);
  if (fd >= 0)
    note_open (AT_FDCWD, path, writes_by_flags (flags));
  return fd;
}

static int open_at_by (const char *name, int folder, const char *path, int flags, mode_t mode)
{
  int (*next) (int, const char *, int, ...);
  int fd;

  find_next (name, &next);
  fd = next (folder, path, flags, mode);
  if (fd >= 0)
    note_open (folder, path, writes_by_flags (flags));
  return fd;
}

static FILE *open_file_by (const char *name, const char *path, const char *mode)
{
  FILE *(*next) (const char *, const char *);
  FILE *file;

  find_next (name, &next);
  file = next (path, mode);
  if (file != NULL)
    note_open (AT_FDCWD, path, writes_by_mode (mode));
  return file;
}

EXPORTED int open (const char *path, int flags, ...)
{
  mode_t mode = 0;

  MODE_OF (flags, mode)
  return open_by ("open", path, flags, mode);
}

EXPORTED int open64 (const char *path, int flags, ...)
{
  mode_t mode = 0;

  MODE_OF (flags, mode)
  return open_by ("open64", path, flags, mode);
}

EXPORTED int openat (int folder, const char *path, int flags, ...)
{
  mode_t mode = 0;

  MODE_OF (flags, mode)
  return open_at_by ("openat", folder, path, flags, mode);
}

EXPORTED int openat64 (int folder, const char *path, int flags, ...)
{
  mode_t mode = 0;

  MODE_OF (flags, mode)
  return open_at_by ("openat64", folder, path, flags, mode);
}

/* What the compiler makes of open() without a mode where it checks more. */
int __open_2 (const char *path, int flags);
EXPORTED int __open_2 (const char *path, int flags)
{
  return open_by ("__open_2", path, flags, 0);
}

int __open64_2 (const char *path, int flags);
EXPORTED int __open64_2 (const char *path, int flags)
{
  return open_by ("__open64_2", path, flags, 0);
}

EXPORTED FILE *fopen (const char *path, const char *mode)
{
  return open_file_by ("fopen", path, mode);
}

EXPORTED FILE *fopen64 (const char *path, const char *mode)
{
  return open_file_by ("fopen64", path, mode);
}

__attribute__ ((constructor)) static void begin (void)
{
  const char *value = getenv (HR_OPENS_VARIABLE);

  if (value == NULL || dlsym (RTLD_DEFAULT, "PySys_AddAuditHook") == NULL)
    return;
  list_path = strdup (value);
  (void)unsetenv (HR_OPENS_VARIABLE);
}

__attribute__ ((destructor)) static void end (void)
{
  if (list_path != NULL)
    note_libraries ();
}
