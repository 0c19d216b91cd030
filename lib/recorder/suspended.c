#include "recorder/suspended.h"

/* As frames.c shows them, without what is not bound. */
static void add_locals (HrContents *contents, HrPyFrame *frame)
{
  PyCodeObject *code = hr_py_frame_code (frame);
  const char *kinds = PyBytes_AS_STRING (code->co_localspluskinds);

  for (int i = 0; i < code->co_nlocalsplus; i++) {
    PyObject *value = frame->localsplus[i], *name = PyTuple_GET_ITEM (code->co_localsplusnames, i);
    uint32_t flags = hr_contents_local_name_flags (name);

    if (value == NULL)
      continue;
    if ((kinds[i] & CO_FAST_FREE) != 0 && PyCell_Check (value))
      flags |= HR_NAME_FREE;
    else if ((kinds[i] & CO_FAST_CELL) != 0 && PyCell_Check (value))
      flags |= HR_NAME_CELL;
    hr_slots_add_named (contents, HR_SLOT_LOCAL, name, value, flags);
  }
}

static int line_of (HrPyFrame *frame)
{
  return PyCode_Addr2Line (hr_py_frame_code (frame), hr_py_frame_offset (frame) * (int)sizeof (_Py_CODEUNIT));
}

/* Whether a suspended frame waits inside yield from or await, for what lies on top of its stack. */
static bool is_delegating (const PyGenObject *generator, HrPyFrame *frame)
{
#if HR_PY_313
  (void)frame;
  return generator->gi_frame_state == FRAME_SUSPENDED_YIELD_FROM;
#else
  _Py_CODEUNIT next = frame->prev_instr[1];

  (void)generator;
#if HR_PY_312
  return (next.op.code == RESUME || next.op.code == INSTRUMENTED_RESUME) && next.op.arg >= 2;
#else
  return (_Py_OPCODE (next) == RESUME || _Py_OPCODE (next) == RESUME_QUICK) && _Py_OPARG (next) >= 2;
#endif
#endif
}

static bool is_suspended (const PyGenObject *generator)
{
#if HR_PY_313
  return FRAME_STATE_SUSPENDED (generator->gi_frame_state);
#else
  return generator->gi_frame_state == FRAME_SUSPENDED;
#endif
}

static const char *state_of (const PyGenObject *generator)
{
  if (generator->gi_frame_state == FRAME_CREATED)
    return "created";
  if (generator->gi_frame_state == FRAME_EXECUTING)
    return "running";
  return is_suspended (generator) ? "suspended" : "closed";
}

void hr_suspended_fill_generator (HrContents *contents, PyObject *object)
{
  PyGenObject *generator = (PyGenObject *)object;
  HrPyFrame *frame = (HrPyFrame *)generator->gi_iframe;
  bool suspended = is_suspended (generator);

  hr_slots_set_text (contents, generator->gi_qualname);
  hr_slots_add_text (contents, "state", "%s", state_of (generator));
  if (suspended)
    hr_slots_add_text (contents, "line", "%d", line_of (frame));
  if (suspended && is_delegating (generator, frame) && frame->stacktop > hr_py_frame_code (frame)->co_nlocalsplus)
    hr_slots_add_member (contents, "awaits", frame->localsplus[frame->stacktop - 1]);
  if (suspended || generator->gi_frame_state == FRAME_CREATED)
    add_locals (contents, frame);
}

void hr_suspended_fill_traceback (HrContents *contents, PyObject *object)
{
  PyTracebackObject *traceback = (PyTracebackObject *)object;
  PyCodeObject *code = NULL;
  int line = traceback->tb_lineno;

  if (traceback->tb_frame != NULL && traceback->tb_frame->f_frame != NULL)
    code = hr_py_frame_code (traceback->tb_frame->f_frame);
  if (code != NULL) {
    hr_slots_set_text (contents, code->co_qualname);
    if (line < 0)
      line = PyCode_Addr2Line (code, traceback->tb_lasti);
  }
  if (line > 0)
    hr_slots_add_text (contents, "line", "%d", line);
  if (traceback->tb_next != NULL)
    hr_slots_add_member (contents, "tb_next", (PyObject *)traceback->tb_next);
}

void hr_suspended_add_frame (HrContents *contents, PyFrameObject *object)
{
  HrPyFrame *frame = object->f_frame;

  if (frame == NULL)
    return;
  hr_slots_set_text (contents, hr_py_frame_code (frame)->co_qualname);
  if (frame->owner == FRAME_OWNED_BY_FRAME_OBJECT) {
    hr_slots_add_text (contents, "state", "ended");
    if (hr_py_frame_offset (frame) >= 0)
      hr_slots_add_text (contents, "line", "%d", line_of (frame));
    add_locals (contents, frame);
  } else {
    hr_slots_add_text (contents, "state", frame->owner == FRAME_OWNED_BY_GENERATOR ? "of a generator" : "running");
  }
}
