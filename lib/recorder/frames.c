#include "recorder/frames.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "recorder/account.h"

static void add_value (HrFrameNames *names, PyObject *name, uint32_t flags, uint32_t value)
{
  if (names->n_names == names->capacity) {
    names->capacity = names->capacity > 0 ? names->capacity * 2 : 64;
    names->names = hr_text_realloc (names->names, names->capacity * sizeof *names->names);
    names->text_offsets = hr_text_realloc (names->text_offsets, names->capacity * sizeof *names->text_offsets);
  }
  names->text_offsets[names->n_names] = SIZE_MAX;
  names->names[names->n_names] = (HrTimelineWriteName){ .flags = flags, .value = value };
  if (name != NULL && PyUnicode_IS_ASCII (name)) {
    names->names[names->n_names].name = PyUnicode_DATA (name);
    names->names[names->n_names].name_bytes = (uint32_t)PyUnicode_GET_LENGTH (name);
  } else if (name != NULL) {
    size_t start = names->text.n_bytes;

    hr_text_append_str (&names->text, name);
    names->text_offsets[names->n_names] = start;
    names->names[names->n_names].name_bytes = (uint32_t)(names->text.n_bytes - start);
  }
  names->n_names++;
}

static uint32_t visit (HrFrameNames *names, HrWalk *walk, PyObject *object)
{
  HrLink link = hr_walk_link (walk, object);

  hr_link_list_add (&names->links, link);
  return link.id;
}

static void add_dict (HrFrameNames *names, HrWalk *walk, PyObject *dict, bool module)
{
  Py_ssize_t position = 0;
  PyObject *key, *value;

  while (PyDict_Next (dict, &position, &key, &value))
    if (PyUnicode_Check (key) && !(module && hr_contents_is_place_name (key)))
      add_value (names, key, module ? hr_contents_module_name_flags (key) : hr_contents_class_name_flags (key),
                 visit (names, walk, value));
}

/* ".0", the argument of a generator expression, and the cells that the compiler makes for super(). */
static uint32_t fast_name_flags (PyObject *name, bool namespace)
{
  if (PyUnicode_GET_LENGTH (name) > 0 && PyUnicode_READ_CHAR (name, 0) == '.')
    return HR_NAME_IMPLICIT;
  if (namespace && PyUnicode_GET_LENGTH (name) > 2 && PyUnicode_READ_CHAR (name, 0) == '_' &&
      PyUnicode_READ_CHAR (name, 1) == '_')
    return HR_NAME_IMPLICIT;
  return 0;
}

/* In a module's or class's frame, whose names are in a dictionary, only cells and what a comprehension binds lie here.
 */
static bool is_plain_local (char kind)
{
#if HR_PY_311
  return (kind & (CO_FAST_CELL | CO_FAST_FREE)) == 0;
#else
  return (kind & (CO_FAST_CELL | CO_FAST_FREE | CO_FAST_HIDDEN)) == 0;
#endif
}

/* Locals, cells and free variables in the code's order. Locals that are not bound are left out: in Python's terms they
 * do not exist. */
static void add_fast (HrFrameNames *names, HrWalk *walk, HrPyFrame *frame, bool namespace)
{
  PyCodeObject *code = hr_py_frame_code (frame);
  const char *kinds = PyBytes_AS_STRING (code->co_localspluskinds);

  for (int i = 0; i < code->co_nlocalsplus; i++) {
    PyObject *value = frame->localsplus[i], *name = PyTuple_GET_ITEM (code->co_localsplusnames, i);
    uint32_t flags = fast_name_flags (name, namespace);

    if (value == NULL || (namespace && is_plain_local (kinds[i])))
      continue;
    if ((kinds[i] & CO_FAST_FREE) != 0 && PyCell_Check (value))
      flags |= HR_NAME_FREE;
    else if ((kinds[i] & CO_FAST_CELL) != 0 && PyCell_Check (value))
      flags |= HR_NAME_CELL;
    add_value (names, name, flags, visit (names, walk, value));
  }
}

static void add_frame (HrFrameNames *names, HrWalk *walk, HrPyFrame *frame)
{
  PyCodeObject *code = hr_py_frame_code (frame);
  bool optimized = (code->co_flags & CO_OPTIMIZED) != 0;

  if (!optimized && frame->f_locals != NULL && PyDict_Check (frame->f_locals))
    add_dict (names, walk, frame->f_locals, frame->f_locals == frame->f_globals);
  add_fast (names, walk, frame, !optimized);
}

static void begin (HrFrameNames *names)
{
  names->n_names = names->text.n_bytes = 0;
  names->links.n_links = 0;
}

/* Names that were put together here are found only now that the text stands still. */
static void settle (HrFrameNames *names)
{
  for (size_t i = 0; i < names->n_names && names->text.n_bytes > 0; i++)
    if (names->text_offsets[i] != SIZE_MAX)
      names->names[i].name = names->text.bytes + names->text_offsets[i];
}

static void tell (HrFrameNames *names, HrWalk *walk, HrTimelineWriteFrame frame, HrPyFrame *source, PyObject *dict)
{
  settle (names);
  frame.names = names->names;
  frame.n_names = names->n_names;
  hr_timeline_writer_frame (walk->writer, &frame);
  if (walk->account != NULL)
    hr_account_frame (walk->account, &frame, source, dict);
}

/* The dictionary that the names of @frame stand in, or NULL. */
static PyObject *namespace_of (const HrPyFrame *frame)
{
  bool optimized = (hr_py_frame_code (frame)->co_flags & CO_OPTIMIZED) != 0;

  return !optimized && frame->f_locals != NULL && PyDict_Check (frame->f_locals) ? frame->f_locals : NULL;
}

/* The evaluation stack, lowest value first: it lies behind the locals. */
static void add_stack (HrFrameNames *names, HrWalk *walk, const HrStackFrame *entry)
{
  for (int i = 0; i < entry->n_stack; i++) {
    PyObject *value = entry->frame->localsplus[entry->code->co_nlocalsplus + i];
    size_t start = names->text.n_bytes;
    char label[24];

    snprintf (label, sizeof label, "stack %d", i);
    add_value (names, NULL, HR_NAME_STACK | (value == NULL ? HR_NAME_UNSET : 0), hr_walk_visit (walk, value));
    hr_text_append_z (&names->text, label);
    names->text_offsets[names->n_names - 1] = start;
    names->names[names->n_names - 1].name_bytes = (uint32_t)(names->text.n_bytes - start);
  }
}

static uint32_t line_of (const HrStackFrame *entry)
{
  if (entry->at != 0)
    return entry->at;
  return entry->line != 0 ? entry->line : (uint32_t)entry->code->co_firstlineno;
}

/* A place for what frame @id holds: one for each frame on a stack, most times. */
static HrFrameMemo *memo_of (HrFrameNames *names, uint32_t id, uint32_t n_frames)
{
  uint32_t wanted = names->n_memos > 0 ? names->n_memos : 64;

  while (wanted < 2 * n_frames)
    wanted *= 2;
  if (wanted > names->n_memos) { /* what was remembered stands at other places now, and is read anew */
    for (uint32_t i = 0; i < names->n_memos; i++)
      free (names->memos[i].links);
    names->memos = hr_text_realloc (names->memos, wanted * sizeof *names->memos);
    memset (names->memos, 0, wanted * sizeof *names->memos);
    names->n_memos = wanted;
  }
  return &names->memos[id & (names->n_memos - 1)];
}

/* Whether frame @index stands alone: no comprehension's frame above it lends it names. */
static bool is_alone (const HrThread *thread, uint32_t index)
{
  return index + 1 >= thread->n_frames || !thread->frames[index + 1].known->comprehension;
}

/* A caller's names cannot change while it waits, but for what debuggers do; so the memory is compared, and that is all.
 */
static bool tell_kept (const HrFrameMemo *memo, HrWalk *walk, const HrStackFrame *entry, const HrRaw *raw)
{
  if (memo->id != entry->id || memo->links == NULL || !hr_links_hold (memo->links, raw))
    return false;
  for (uint32_t i = 0; i < memo->links->n_links; i++)
    if (!hr_walk_follow (walk, memo->links->links[i]))
      return false;
  return hr_timeline_writer_frame_kept (walk->writer, entry->id, line_of (entry));
}

static void tell_afresh (HrFrameNames *names, HrWalk *walk, const HrThread *thread, uint32_t index, PyObject *value)
{
  const HrStackFrame *entry = &thread->frames[index];
  PyCodeObject *code = entry->code;
  HrText *name = &names->name;

  for (uint32_t i = index + 1; i < thread->n_frames && thread->frames[i].known->comprehension; i++)
    add_fast (names, walk, thread->frames[i].frame, false);
  add_stack (names, walk, entry);
  if (value != NULL)
    add_value (names, NULL, HR_NAME_RETURN, hr_walk_visit (walk, value));
  name->n_bytes = 0;
  hr_text_append_str (name, code->co_name);
  tell (names, walk,
        (HrTimelineWriteFrame){ .id = entry->id,
                                .thread = thread->number,
                                .name = name->bytes,
                                .name_bytes = (uint32_t)name->n_bytes,
                                .file = entry->source->number,
                                .first_line = (uint32_t)code->co_firstlineno,
                                .line = line_of (entry) },
        entry->frame, namespace_of (entry->frame));
}

void hr_frames_tell (HrFrameNames *names, HrWalk *walk, const HrThread *thread, uint32_t index, PyObject *value,
                     bool afresh)
{
  const HrStackFrame *entry = &thread->frames[index];
  bool plain = value == NULL && entry->n_stack == 0 && walk->account == NULL && is_alone (thread, index);
  HrFrameMemo *memo = memo_of (names, entry->id, thread->n_frames);
  HrRaw raw;

  plain = plain && hr_raw_of_frame (&raw, entry->frame, namespace_of (entry->frame), walk->contents.max_items);
  if (plain && !afresh && tell_kept (memo, walk, entry, &raw))
    return;
  begin (names);
  add_frame (names, walk, entry->frame);
  if (plain) {
    memo->id = entry->id;
    hr_links_set (&memo->links, &names->links, &raw);
  } else if (memo->id == entry->id) {
    memo->id = 0;
  }
  tell_afresh (names, walk, thread, index, value);
}

void hr_frames_tell_namespace (HrFrameNames *names, HrWalk *walk, const HrTimelineWriteFrame *frame, PyObject *dict)
{
  begin (names);
  add_dict (names, walk, dict, true);
  tell (names, walk, *frame, NULL, dict);
}

void hr_frames_copy_names (HrFrameNames *copy, const HrFrameNames *names)
{
  HrFrameNames result = { .n_names = names->n_names, .capacity = names->n_names };

  result.names = hr_text_alloc (names->n_names * sizeof *result.names);
  result.text_offsets = hr_text_alloc (names->n_names * sizeof *result.text_offsets);
  for (size_t i = 0; i < names->n_names; i++) {
    result.names[i] = names->names[i];
    result.text_offsets[i] = names->names[i].name != NULL ? result.text.n_bytes : SIZE_MAX;
    hr_text_append (&result.text, names->names[i].name, names->names[i].name_bytes);
  }
  settle (&result);
  free (copy->names);
  free (copy->text_offsets);
  hr_text_clear (&copy->text);
  *copy = result;
}
