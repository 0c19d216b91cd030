/* Words for what a timeline holds: values, nouns, and how the reader finds an object. Internal to the figure.
 *
 * Knows English and the kinds of objects; knows no step and no change. Code and names stand in backquotes. All results
 * are newly allocated. */
#pragma once

#include "timeline/state.h"
#include "timeline/vocabulary.h"

/* @text in backquotes, shortened to a length that fits a sentence. */
char *hr_figure_phrase_dup_code (const char *text);

gboolean hr_figure_phrase_is_shared (const HrTimelineObject *object);

/* "list", "int", "`Point`", "built-in function". */
char *hr_figure_phrase_dup_noun (const HrTimelineObject *object);
/* "a list", "an int", "a new `Point`" (with @adjective "new"). */
char *hr_figure_phrase_dup_indefinite (const HrTimelineObject *object, const char *adjective);
/* What a name that holds it is said to name: "the int `5`", "`None`", "the function `f`", "a list". */
char *hr_figure_phrase_dup_value (const HrTimelineObject *object);
/* For "went 1 → 2": numbers bare, other atoms as code, else as above. */
char *hr_figure_phrase_dup_brief (const HrTimelineObject *object);

/* The object that @name holds, looked up through its cell; 0 none. */
guint32 hr_figure_phrase_value_of (const HrTimelineState *state, const HrTimelineName *name);

/* How @id is written at this step, beginning with a name: "a", "rows[0]", "d['k']", "self.items"; NULL when no short
 * way leads there. @except: a name that does not count ("x" itself), or NULL. */
char *hr_figure_phrase_dup_path (const HrTimelineState *state, guint32 id, const char *except);

/* The same, the module's names before those of calls: as it can still be written when they have returned. */
char *hr_figure_phrase_dup_lasting_path (const HrTimelineState *state, guint32 id);

/* How what @slot of @object holds is written, when @object itself is written @holder: "rows[0]"; NULL where no such
 * expression says it. */
char *hr_figure_phrase_dup_step (const HrTimelineState *state, const HrTimelineObject *object,
                                 const HrTimelineSlot *slot, const char *holder);

/* The names that hold @id, those of the running frame first, without repeats and without @except; a GPtrArray of
 * borrowed strings. */
GPtrArray *hr_figure_phrase_names_of (const HrTimelineState *state, guint32 id, const char *except);

/* "the list that `a` names", "the one list that `a` and `b` both name", "the list at `rows[0]`", "the class `C`",
 * else "a list". @past: "named" for an object that is gone. */
char *hr_figure_phrase_dup_definite (const HrTimelineState *state, guint32 id, gboolean past);

/* "`a`", "`a` and `b`", "`a`, `b` and `c`", "`a`, `b` and 3 more" of an array of strings. */
char *hr_figure_phrase_dup_list (const GPtrArray *names);

/* "1 line", "2 lines". */
char *hr_figure_phrase_dup_count (guint64 n, const char *noun);
