/* How far something long is: told to whoever asked for it. */
#pragma once

#include <glib.h>

/* Part @part of @of, from 1, is begun. */
typedef void HrProgressTell (gpointer data, guint part, guint of);

/* All zero: nobody asks. */
typedef struct {
  HrProgressTell *tell;
  gpointer data;
} HrProgress;

static inline void hr_progress_tell (const HrProgress *progress, guint part, guint of)
{
  if (progress->tell != NULL)
    progress->tell (progress->data, part, of);
}
