#include "recorder/account.h"
#include "recorder/account_native.h"
#include "recorder/calls.h"
#include "recorder/code.h"
#include "recorder/stack_depth.h"

#include <stdlib.h>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wundef"
#include <internal/pycore_interp.h>
#pragma GCC diagnostic pop

static const HrAccountFrame *told_frame (const HrAccount *account, const HrPyFrame *frame)
{
  for (uint32_t i = account->n_frames; i-- > 0;)
    if (account->frames[i].frame == frame)
      return &account->frames[i];
  return NULL;
}

/* "function" or "function: name". */
static const char *label (HrText *text, PyCodeObject *code, PyObject *name)
{
  text->n_bytes = 0;
  hr_text_append_str (text, code->co_qualname);
  if (name != NULL) {
    hr_text_append_z (text, ": ");
    hr_text_append_str (text, name);
  }
  hr_text_append_char (text, '\0');
  return text->bytes;
}

static void look_at_locals (HrAccount *account, HrPyFrame *frame, bool told, HrText *text)
{
  PyCodeObject *code = hr_py_frame_code (frame);

  for (int i = 0; i < code->co_nlocalsplus; i++) {
    PyObject *value = frame->localsplus[i];

    if (value == NULL || hr_account_find (account, value) == NULL)
      continue;
    if (told)
      hr_unit_found (account, value);
    else
      hr_unit_found_in (account, value, HR_HOLDER_LOCAL,
                        label (text, code, PyTuple_GET_ITEM (code->co_localsplusnames, i)), false);
  }
}

/* Values on the stack: as the frame has it, where it stands between instructions; in the middle of one, what the code
 * says lies there. An instruction that has raised has let go of what it took. */
static void look_at_stack (HrAccount *account, HrPyFrame *frame, bool raising, HrText *text)
{
  PyCodeObject *code = hr_py_frame_code (frame);
  bool saved = frame->stacktop >= code->co_nlocalsplus;
  int depth = saved ? frame->stacktop - code->co_nlocalsplus : hr_stack_depth (code, hr_py_frame_offset (frame));

  if (!saved && raising) {
    int argument, opcode = hr_stack_opcode (code, hr_py_frame_offset (frame), &argument);
    int change = opcode < 0 ? 0 : PyCompile_OpcodeStackEffect (opcode, opcode >= HAVE_ARGUMENT ? argument : 0);

    depth += change < 0 && change != PY_INVALID_STACK_EFFECT ? change : 0;
  }
  for (int i = 0; i < depth && i < code->co_stacksize; i++) {
    PyObject *value = frame->localsplus[code->co_nlocalsplus + i];

    if (value != NULL && hr_account_find (account, value) != NULL)
      hr_unit_found_in (account, value, HR_HOLDER_STACK, label (text, code, NULL), !saved);
  }
}

/* What a frame holds besides its values: the function and the code that it runs, the namespace it fills. */
static void look_at_frame_itself (HrAccount *account, HrPyFrame *frame, HrText *text)
{
  PyCodeObject *code = hr_py_frame_code (frame);
  PyObject *held[] = { hr_call_function (frame), (PyObject *)code, (PyObject *)frame->frame_obj, frame->f_locals };
  static const char *const parts[] = { "running ", "running ", "running ", "namespace of " };

  for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
    if (held[i] == NULL || hr_account_find (account, held[i]) == NULL)
      continue;
    text->n_bytes = 0;
    hr_text_append_z (text, parts[i]);
    hr_text_append_str (text, code->co_qualname);
    hr_text_append_char (text, '\0');
    hr_unit_found_in (account, held[i], HR_HOLDER_INTERPRETER, text->bytes, false);
  }
}

static void look_at_namespace (HrAccount *account, PyObject *dict)
{
  Py_ssize_t position = 0;
  PyObject *key, *value;

  if (hr_account_shown (account, dict) != HR_IDENTITY_NONE)
    return; /* in the picture itself: its entries and the names are the same references */
  while (PyDict_Next (dict, &position, &key, &value)) {
    hr_unit_found (account, value);
    hr_unit_found_in (account, key, HR_HOLDER_KEY, "a namespace", false);
  }
}

/* Takes off what the names of the picture show. A reference that two of them show is one all the same. */
static void file_told (HrAccount *account, const HrAccountFrame *told)
{
  for (uint32_t i = told->first; i < told->first + told->n; i++) {
    const HrAccountName *name = &account->names[i];
    bool returned = (name->flags & HR_NAME_RETURN) != 0;

    if (name->value == HR_IDENTITY_NONE || (name->flags & HR_NAME_WEAK) != 0)
      continue;
    /* the value that is returned is on the stack, or on its way to the caller */
    if (!hr_unit_take (account, name->value) && !returned)
      hr_unit_found_in (account, account->walk->identity.records[name->value].object, HR_HOLDER_TWICE, NULL, false);
  }
  hr_unit_file (account, &(HrHolder){ .kind = HR_HOLDER_LOCAL, .frame = told->id }, false);
}

static bool is_comprehension (HrPyFrame *frame)
{
  const HrCode *known = hr_code_get (hr_py_frame_code (frame));

  return known->own && known->comprehension;
}

static void look_at_frame (HrAccount *account, HrPyFrame *frame, bool raising, HrText *text)
{
  const HrAccountFrame *told = told_frame (account, frame);
  bool within = told == NULL && is_comprehension (frame);

  look_at_locals (account, frame, told != NULL || within, text);
  look_at_stack (account, frame, raising, text);
  look_at_frame_itself (account, frame, text);
  if (told != NULL && told->dict != NULL)
    look_at_namespace (account, told->dict);
  if (told != NULL)
    file_told (account, told);
  else if (!within) /* a comprehension's own frame is told as part of the frame around it */
    hr_unit_file (account, &(HrHolder){ .kind = HR_HOLDER_LOCAL }, false);
}

static void found_in_interpreter (HrAccount *account, const PyObject *object, const char *text)
{
  if (object != NULL)
    hr_unit_found_in (account, object, HR_HOLDER_INTERPRETER, text, false);
}

static void look_at_thread_state (HrAccount *account, PyThreadState *state)
{
  for (const _PyErr_StackItem *item = state->exc_info; item != NULL; item = item->previous_item)
    found_in_interpreter (account, item->exc_value, "the exception being handled");
#if HR_PY_311
  found_in_interpreter (account, state->curexc_type, "the exception being raised");
  found_in_interpreter (account, state->curexc_value, "the exception being raised");
  found_in_interpreter (account, state->curexc_traceback, "the exception being raised");
#else
  found_in_interpreter (account, state->current_exception, "the exception being raised");
#endif
  found_in_interpreter (account, state->async_exc, "an exception on its way to the thread");
  found_in_interpreter (account, state->context, "the thread's context");
  found_in_interpreter (account, state->dict, "the thread's own dictionary");
  found_in_interpreter (account, state->c_traceobj, "sys.settrace");
  found_in_interpreter (account, state->c_profileobj, "sys.setprofile");
  found_in_interpreter (account, state->async_gen_firstiter, "sys.set_asyncgen_hooks");
  found_in_interpreter (account, state->async_gen_finalizer, "sys.set_asyncgen_hooks");
}

/* The event that is being told of has the exception in hand: it is none of the thread's while the event lasts. */
static void look_at_event (HrAccount *account)
{
#if HR_PY_311 /* later ones leave it on the stack until the event is over */
  found_in_interpreter (account, account->returned, "the value being returned");
#endif
  found_in_interpreter (account, account->raised, "the exception being raised");
#if HR_PY_311
  if (account->raised != NULL) {
    found_in_interpreter (account, (PyObject *)Py_TYPE (account->raised), "the exception being raised");
    found_in_interpreter (account, ((PyBaseExceptionObject *)account->raised)->traceback, "the exception being raised");
  }
#endif
}

static void look_at_interpreter (HrAccount *account, PyInterpreterState *interpreter)
{
  for (int i = 0; i < interpreter->atexit.ncallbacks; i++) {
    if (interpreter->atexit.callbacks[i] == NULL)
      continue;
    found_in_interpreter (account, interpreter->atexit.callbacks[i]->func, "atexit");
    found_in_interpreter (account, interpreter->atexit.callbacks[i]->args, "atexit");
    found_in_interpreter (account, interpreter->atexit.callbacks[i]->kwargs, "atexit");
  }
  found_in_interpreter (account, interpreter->builtins, "builtins");
  found_in_interpreter (account, interpreter->sysdict, "sys");
#if HR_PY_311
  found_in_interpreter (account, interpreter->import_func, "builtins");
#else
  found_in_interpreter (account, interpreter->imports.import_func, "builtins");
#endif
#if !HR_PY_311
  for (int tool = 0; tool < PY_MONITORING_TOOL_IDS; tool++)
    for (int event = 0; event < _PY_MONITORING_EVENTS; event++)
      found_in_interpreter (account, interpreter->monitoring_callables[tool][event], "sys.monitoring");
#endif
  hr_unit_file (account, &(HrHolder){ .kind = HR_HOLDER_INTERPRETER }, false);
}

void hr_account_look_at_frames (HrAccount *account)
{
  PyInterpreterState *interpreter = PyInterpreterState_Get ();
  const PyThreadState *current = PyThreadState_Get ();
  HrText text = { 0 };

  for (PyThreadState *state = PyInterpreterState_ThreadHead (interpreter); state != NULL;
       state = PyThreadState_Next (state)) {
    bool raising = state == current && account->raised != NULL;

    for (HrPyFrame *frame = hr_py_current_frame (state); frame != NULL; frame = frame->previous) {
      if (hr_py_frame_is_shim (frame))
        continue;
      look_at_frame (account, frame, raising, &text);
      if (hr_call_is_from_c (frame))
        hr_account_look_at_call (account, frame, hr_call_caller (frame));
      raising = false;
    }
    look_at_thread_state (account, state);
  }
  for (uint32_t i = 0; i < account->n_frames; i++)
    if (account->frames[i].frame == NULL && account->frames[i].dict != NULL) {
      look_at_namespace (account, account->frames[i].dict);
      file_told (account, &account->frames[i]);
    }
  look_at_event (account);
  look_at_interpreter (account, interpreter);
  hr_text_clear (&text);
}
