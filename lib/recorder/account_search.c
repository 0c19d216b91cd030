#include "recorder/account.h"

#include <stdlib.h>
#include <string.h>

#include "recorder/account_label.h"
#include "recorder/attributes.h"
#include "recorder/calls.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wundef"
#include <internal/pycore_gc.h>
#include <internal/pycore_interp.h>
#pragma GCC diagnostic pop

typedef struct {
  HrAccount *account;
  PyObject **done; /* looked into already, by address; NULL empty */
  uint32_t done_size, n_done;
  PyObject **parts; /* of the unit, still to be looked into */
  uint32_t n_parts, parts_capacity;
  PyObject **pending; /* pairs: what the collector does not list, and no part of anything shown; who refers to it */
  uint32_t n_pending, pending_capacity;
  PyObject *unit;   /* whose references are gathered */
  bool shown;       /* it is in the picture */
  const char *part; /* name of the part that is looked into, or NULL */
} Search;

static bool grow_done (Search *search)
{
  uint32_t old_size = search->done_size;
  PyObject **old = search->done;

  search->done_size = old_size > 0 ? old_size * 2 : 4096;
  search->done = hr_text_alloc (search->done_size * sizeof *search->done);
  memset (search->done, 0, search->done_size * sizeof *search->done);
  search->n_done = 0;
  for (uint32_t i = 0; i < old_size; i++)
    if (old[i] != NULL) {
      uint32_t at = (uint32_t)(((uint64_t)(uintptr_t)old[i] * 0x9E3779B97F4A7C15u) >> 32) & (search->done_size - 1);

      while (search->done[at] != NULL)
        at = (at + 1) & (search->done_size - 1);
      search->done[at] = old[i];
      search->n_done++;
    }
  free (old);
  return true;
}

/* Where @object stands among those that are done, or the free place where it would. */
static PyObject **place_of (const Search *search, PyObject *object)
{
  uint32_t at = (uint32_t)(((uint64_t)(uintptr_t)object * 0x9E3779B97F4A7C15u) >> 32) & (search->done_size - 1);

  while (search->done[at] != NULL && search->done[at] != object)
    at = (at + 1) & (search->done_size - 1);
  return &search->done[at];
}

static bool is_done (const Search *search, PyObject *object)
{
  return *place_of (search, object) != NULL;
}

/* False: it was already. */
static bool mark_done (Search *search, PyObject *object)
{
  PyObject **place;

  if (search->n_done * 2 >= search->done_size)
    grow_done (search);
  place = place_of (search, object);
  if (*place != NULL)
    return false;
  *place = object;
  search->n_done++;
  return true;
}

static void push (PyObject ***array, uint32_t *n, uint32_t *capacity, PyObject *object)
{
  if (*n == *capacity) {
    *capacity = *capacity > 0 ? *capacity * 2 : 64;
    *array = hr_text_realloc (*array, *capacity * sizeof **array);
  }
  (*array)[(*n)++] = object;
}

/* Objects that hold others and are on none of the collector's lists. */
static bool is_unlisted_holder (PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  if (type == &PyTuple_Type || type == &PyDict_Type)
    return !_PyObject_GC_IS_TRACKED (object);
  if (type == &PyCode_Type || type == &PyRange_Type)
    return true;
  return PyObject_IS_GC (object) && type->tp_traverse != NULL && Py_REFCNT (object) > 0 &&
         !_PyObject_GC_IS_TRACKED (object);
}

/* A tuple or dictionary that only the unit refers to is its own inner affair: the names and slots of the picture show
 * what is in there as the unit's. */
static bool is_part (const Search *search, PyObject *object)
{
  return search->shown && !PyModule_Check (search->unit) &&
         (PyTuple_CheckExact (object) || PyDict_CheckExact (object)) && Py_REFCNT (object) == 1 &&
         hr_account_shown (search->account, object) == HR_IDENTITY_NONE;
}

static void take_part (Search *search, PyObject *object)
{
  if (object != NULL && hr_account_shown (search->account, object) == HR_IDENTITY_NONE && mark_done (search, object))
    push (&search->parts, &search->n_parts, &search->parts_capacity, object);
}

static int visit (PyObject *object, void *data)
{
  Search *search = data;

  if (search->part == NULL)
    hr_unit_found (search->account, object);
  else
    hr_unit_found_in (search->account, object, hr_account_kind_of_part (search->unit), search->part, false);
  if (is_part (search, object)) {
    take_part (search, object);
  } else if (is_unlisted_holder (object) && hr_account_shown (search->account, object) == HR_IDENTITY_NONE &&
             mark_done (search, object)) {
    push (&search->pending, &search->n_pending, &search->pending_capacity, object);
    push (&search->pending, &search->n_pending, &search->pending_capacity, search->unit);
  }
  return 0;
}

static void visit_part (Search *search, PyObject *object, const char *part)
{
  search->part = part;
  if (object != NULL)
    visit (object, search);
  search->part = NULL;
}

/* dict's own traversal leaves out keys that are all strings. */
static void visit_string_keys (Search *search, PyObject *dict)
{
  const PyDictObject *table = (const PyDictObject *)dict;
  Py_ssize_t position = 0;
  PyObject *key, *value;

  if (!DK_IS_UNICODE (table->ma_keys) || table->ma_values != NULL)
    return; /* keys shared between instances are their class's */
  while (PyDict_Next (dict, &position, &key, &value))
    visit (key, search);
}

/* A tuple that is the inner affair of the unit, and what it holds. */
static void visit_tuple (Search *search, PyObject *tuple, const char *part)
{
  if (tuple == NULL)
    return;
  hr_unit_found (search->account, tuple);
  if (!PyTuple_CheckExact (tuple) || hr_account_shown (search->account, tuple) != HR_IDENTITY_NONE ||
      !mark_done (search, tuple))
    return;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (tuple); i++) {
    search->part = part;
    visit (PyTuple_GET_ITEM (tuple, i), search);
    search->part = NULL;
  }
}

static void visit_class (Search *search, PyTypeObject *type)
{
  const PyHeapTypeObject *heap = (const PyHeapTypeObject *)type;
  PyDictKeysObject *keys;

  if (!PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE))
    return;
  if (search->shown)
    take_part (search, type->tp_dict);
  visit (type->tp_dict, search);
  visit_tuple (search, type->tp_bases, search->shown ? NULL : "bases");
  visit_tuple (search, type->tp_mro, "order of bases");
  visit_part (search, (PyObject *)type->tp_base, "base");
  visit_part (search, type->tp_cache, "cache");
  visit_part (search, heap->ht_module, "module");
  visit_part (search, heap->ht_name, "name");
  visit_part (search, heap->ht_qualname, "name");
  visit_part (search, heap->ht_slots, "slots");
  keys = heap->ht_cached_keys;
  for (Py_ssize_t i = 0; keys != NULL && DK_IS_UNICODE (keys) && i < keys->dk_nentries; i++)
    visit_part (search, DK_UNICODE_ENTRIES (keys)[i].me_key, "names of attributes");
  if (PyType_HasFeature (Py_TYPE (type), Py_TPFLAGS_HEAPTYPE))
    visit ((PyObject *)Py_TYPE (type), search);
}

/* Constants, and those inside of constants. */
static void visit_constants (Search *search, PyObject *tuple)
{
  hr_unit_found (search->account, tuple);
  if (hr_account_shown (search->account, tuple) != HR_IDENTITY_NONE || !mark_done (search, tuple))
    return;
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (tuple); i++) {
    if (PyTuple_CheckExact (PyTuple_GET_ITEM (tuple, i)))
      visit_constants (search, PyTuple_GET_ITEM (tuple, i));
    else
      visit (PyTuple_GET_ITEM (tuple, i), search);
  }
}

static void visit_code (Search *search, PyCodeObject *code)
{
  PyObject *others[] = { code->co_names,           code->co_filename,      code->co_name,
                         code->co_qualname,        code->co_linetable,     code->co_localsplusnames,
                         code->co_localspluskinds, code->co_exceptiontable };

  visit_constants (search, code->co_consts);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    visit_part (search, others[i], "names");
#if !HR_PY_311
  if (code->_co_cached != NULL) {
    visit_part (search, code->_co_cached->_co_code, "what it was asked for");
    visit_part (search, code->_co_cached->_co_varnames, "what it was asked for");
    visit_part (search, code->_co_cached->_co_cellvars, "what it was asked for");
    visit_part (search, code->_co_cached->_co_freevars, "what it was asked for");
  }
#endif
}

/* The fields of a range; its own struct is private to the interpreter and alike in all versions. */
typedef struct {
  PyObject ob_base;
  PyObject *start, *stop, *step, *length;
} RangeObject;

static void visit_range (Search *search, const RangeObject *range)
{
  visit (range->start, search);
  visit (range->stop, search);
  visit (range->step, search);
  visit (range->length, search);
}

static bool is_generator (PyObject *object)
{
  return PyGen_CheckExact (object) || PyCoro_CheckExact (object) || PyAsyncGen_CheckExact (object);
}

/* Whether the generator's frame is on a thread's stack. Its own state says that it is suspended as soon as it is about
 * to yield. */
static bool is_running (PyObject *generator)
{
  const HrPyFrame *frame = (const HrPyFrame *)((const PyGenObject *)generator)->gi_iframe;
  PyInterpreterState *interpreter = PyInterpreterState_Get ();

  for (PyThreadState *state = PyInterpreterState_ThreadHead (interpreter); state != NULL;
       state = PyThreadState_Next (state))
    for (const HrPyFrame *other = hr_py_current_frame (state); other != NULL; other = other->previous)
      if (other == frame)
        return true;
  return false;
}

/* What a running generator holds is in a frame that was looked at. */
static void visit_running_generator (Search *search, const PyGenObject *generator)
{
  visit_part (search, generator->gi_name, "name");
  visit_part (search, generator->gi_qualname, "name");
#if HR_PY_311
  visit_part (search, (PyObject *)generator->gi_code, "code");
#endif
}

/* @part was found once already, among all that the unit holds: it is called after what it is. */
static void rename_part (Search *search, PyObject *part, const char *text)
{
  HrCandidate *candidate = part != NULL ? hr_account_find (search->account, part) : NULL;

  if (candidate == NULL || candidate->found == 0)
    return;
  candidate->found--;
  visit_part (search, part, text);
}

/* The traversal of a waiting generator tells what it runs just as it does its local variables. */
static void rename_parts_of_generator (Search *search, const PyGenObject *generator)
{
  const HrPyFrame *frame = (const HrPyFrame *)generator->gi_iframe;

  if (generator->gi_frame_state >= FRAME_COMPLETED)
    return;
  rename_part (search, hr_call_function (frame), "function");
  rename_part (search, (PyObject *)hr_py_frame_code (frame), "code");
}

/* Parts that the picture shows as the object's own: what a function holds in tuples, attributes in a dictionary. */
static void take_known_parts (Search *search, PyObject *object)
{
  if (PyFunction_Check (object)) {
    const PyFunctionObject *function = (const PyFunctionObject *)object;

    take_part (search, function->func_defaults);
    take_part (search, function->func_kwdefaults);
    take_part (search, function->func_closure);
    take_part (search, function->func_dict);
  } else if (!PyModule_Check (object)) { /* a module's names are called after it, in the picture or not */
    take_part (search, hr_attributes_dict (object));
  }
}

static void look_into (Search *search, PyObject *object)
{
  PyTypeObject *type = Py_TYPE (object);

  if (PyType_Check (object)) {
    visit_class (search, (PyTypeObject *)object);
    return;
  }
  if (PyCode_Check (object)) {
    visit_code (search, (PyCodeObject *)object);
    return;
  }
  if (type == &PyRange_Type) {
    visit_range (search, (const RangeObject *)object);
    return;
  }
  if (is_generator (object) && is_running (object)) {
    visit_running_generator (search, (const PyGenObject *)object);
    return;
  }
  if (PyObject_IS_GC (object) && type->tp_traverse != NULL)
    type->tp_traverse (object, visit, search);
  else if (PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE))
    visit ((PyObject *)type, search);
  if (is_generator (object))
    rename_parts_of_generator (search, (const PyGenObject *)object);
  if (PyDict_Check (object))
    visit_string_keys (search, object);
  if (PyModule_Check (object)) /* left out by its own traversal, as strings make no cycles */
    visit_part (search, ((PyModuleObject *)object)->md_name, "name");
}

static void take_visible (void *data, uint32_t record)
{
  HrAccount *account = data;

  if (!hr_unit_take (account, record))
    hr_unit_found_in (account, account->walk->identity.records[record].object, HR_HOLDER_TWICE, NULL, false);
}

/* One object of the picture, with its parts. */
static void search_shown (Search *search, uint32_t record)
{
  HrAccount *account = search->account;
  PyObject *object = account->walk->identity.records[record].object;
  HrHolder holder;

  search->unit = object;
  search->shown = true;
  take_known_parts (search, object);
  look_into (search, object);
  while (search->n_parts > 0)
    look_into (search, search->parts[--search->n_parts]);
  hr_account_each_visible (account, record, take_visible, account);
  holder =
      (HrHolder){ .kind = hr_account_kind_of_holder (object), .object = account->walk->identity.records[record].id };
  hr_unit_file (account, &holder, true);
  search->shown = false;
}

static void search_hidden (Search *search, PyObject *object, PyObject *referrer)
{
  HrAccount *account = search->account;

  search->unit = object;
  look_into (search, object);
  if (account->unit.n_finds + account->unit.n_touched > 0)
    hr_account_file_under_label (account, object, referrer);
}

static void search_pending (Search *search)
{
  while (search->n_pending > 0) {
    search->n_pending -= 2;
    search_hidden (search, search->pending[search->n_pending], search->pending[search->n_pending + 1]);
  }
}

static void search_list (Search *search, PyGC_Head *list)
{
  for (PyGC_Head *head = _PyGCHead_NEXT (list); head != list; head = _PyGCHead_NEXT (head)) {
    PyObject *object = (PyObject *)(head + 1);

    if (hr_account_shown (search->account, object) != HR_IDENTITY_NONE || is_done (search, object))
      continue;
    search_hidden (search, object, NULL);
    search_pending (search);
  }
}

/* Namespaces of frames in the picture were looked at with those. */
static void mark_namespaces (Search *search)
{
  const HrAccount *account = search->account;

  for (uint32_t i = 0; i < account->n_frames; i++)
    if (account->frames[i].dict != NULL && hr_account_shown (account, account->frames[i].dict) == HR_IDENTITY_NONE)
      mark_done (search, account->frames[i].dict);
}

/* Codes that run may belong to no function any more. */
static void search_running_codes (Search *search)
{
  PyInterpreterState *interpreter = PyInterpreterState_Get ();

  for (PyThreadState *state = PyInterpreterState_ThreadHead (interpreter); state != NULL;
       state = PyThreadState_Next (state))
    for (HrPyFrame *frame = hr_py_current_frame (state); frame != NULL; frame = frame->previous) {
      PyObject *code = (PyObject *)hr_py_frame_code (frame);

      if (!hr_py_frame_is_shim (frame) && hr_account_shown (search->account, code) == HR_IDENTITY_NONE &&
          mark_done (search, code))
        search_hidden (search, code, NULL);
    }
  search_pending (search);
}

void hr_account_search (HrAccount *account)
{
  Search search = { .account = account };
  struct _gc_runtime_state *gc = &PyInterpreterState_Get ()->gc;
  const HrWalk *walk = account->walk;

  grow_done (&search);
  for (uint32_t i = 0; i < account->n_candidates; i++)
    hr_holders_clear (&account->entries[account->candidates[i].record].stored);
  mark_namespaces (&search);
  if (walk->held_tuple != NULL)
    mark_done (&search, walk->held_tuple);
  for (uint32_t i = 0; i < walk->n_queue; i++)
    search_shown (&search, walk->queue[i]);
  search_pending (&search);
  search_running_codes (&search);
  for (int i = 0; i < NUM_GENERATIONS; i++)
    search_list (&search, &gc->generations[i].head);
  search_list (&search, &gc->permanent_generation.head);
  free (search.done);
  free (search.parts);
  free (search.pending);
}
