/* Timelines for tests, made without an interpreter: told to the real writer, opened by the real reader.
 *
 * Either take a whole story, or put one together step by step. Objects stay as they were last said until they are said
 * again or gone; frames are said in every step, as the writer wants it. Line numbers are of the one source, number 1.
 * Any failure is a g_error. */
#pragma once

#include "timeline/reader.h"
#include "timeline/writer.h"

typedef enum {
  HR_FIXTURE_REFS,    /* x = [1, 2, 3]; y = x; del y; del x: refs 1, 2, 1, freed */
  HR_FIXTURE_ALIAS,   /* a = [1, 2, 3]; b = a; b.append(4) */
  HR_FIXTURE_COUNTER, /* class ObjectCounter with num_instances 0, 1, 2; obj1, obj2 */
  HR_FIXTURE_CALLS,   /* count() twice: a local num that is born anew in each call */
  HR_FIXTURE_CACHED,  /* a = 5; b = 5; c = 1000; d = 1000 at the prompt: one int, then two */
  HR_FIXTURE_NESTED,  /* a dict of a list of a tuple, a set, an empty list */
  HR_FIXTURE_LINKED,  /* head = Node(head), n times, then head = None frees them all */
  HR_FIXTURE_CLOSURE, /* make() returns add(), whose cell holds n; add() counts it up; prints */
  HR_FIXTURE_RAISE,   /* f() raises ValueError, which ends the program */
} HrFixtureStory;
#define HR_FIXTURE_LAST HR_FIXTURE_RAISE

/* Open and finished. @n is the number of nodes of HR_FIXTURE_LINKED, and ignored for the others. */
HrTimeline *hr_fixture_story (HrFixtureStory story, guint n);
/* The same as a file's bytes, with or without index and trailer. */
GBytes *hr_fixture_story_bytes (HrFixtureStory story, guint n, gboolean finished);

typedef struct HrFixture HrFixture;
HrFixture *hr_fixture_new (const char *program, const char *text, gboolean prompt);
HrTimelineWriter *hr_fixture_peek_writer (HrFixture *fixture);
void hr_fixture_begin (HrFixture *fixture, HrEvent event, guint32 frame, guint32 ran_line, guint32 next_line);
/* Names and values in turn, "a", 2u, "b", 3u, NULL. The name "return" stands for the return value; a value 0 is an
 * unset name; a name that begins with "=" is a cell variable, with "^" a free one. */
void hr_fixture_frame (HrFixture *fixture, guint32 id, const char *name, guint32 first_line, guint32 line,
                       ...) G_GNUC_NULL_TERMINATED;
/* An object without slots. Type names follow from the kind; an instance needs hr_fixture_object. */
void hr_fixture_atom (HrFixture *fixture, guint32 id, HrObjectKind kind, const char *text, guint32 flags,
                      gint64 refcount);
/* List, tuple, set: @n values. */
void hr_fixture_sequence (HrFixture *fixture, guint32 id, HrObjectKind kind, gint64 refcount, guint n, ...);
/* Any object with slots: role, then for ENTRY a key id, for named roles a name, for others nothing, then the value;
 * closed by HR_FIXTURE_NO_MORE. A class that is its own type is static. */
#define HR_FIXTURE_NO_MORE (-1)
void hr_fixture_object (HrFixture *fixture, guint32 id, HrObjectKind kind, guint32 type, const char *type_name,
                        const char *text, gint64 refcount, ...);
void hr_fixture_gone (HrFixture *fixture, guint32 id, guint32 line);
void hr_fixture_output (HrFixture *fixture, const char *text);
void hr_fixture_end (HrFixture *fixture);
/* The file so far; frees the fixture. */
GBytes *hr_fixture_take_bytes (HrFixture *fixture, gboolean finished);
