#include "recorder/parts.h"

#include <string.h>

#include "recorder/attributes.h"
#include "recorder/kinds.h"
#include "recorder/layouts.h"
#include "recorder/suspended.h"

static PyObject *object_at (PyObject *object, size_t offset)
{
  return *(PyObject **)((char *)object + offset);
}

/* What a library's function or class leaves in a dictionary to be like what it wraps. */
static uint32_t attribute_flags (PyObject *name)
{
  static const char *const copied[] = { "__name__", "__wrapped__", NULL };

  for (const char *const *at = copied; *at != NULL; at++)
    if (PyUnicode_CompareWithASCIIString (name, *at) == 0)
      return HR_NAME_IMPLICIT;
  return hr_contents_class_name_flags (name);
}

static void add_over_each (HrContents *contents, const HrPart *part, PyObject *tuple)
{
  if (!PyTuple_Check (tuple)) {
    hr_slots_add_member (contents, part->name, tuple);
    return;
  }
  for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE (tuple) && i < (Py_ssize_t)contents->max_items; i++)
    hr_slots_add_member_at (contents, part->name, (size_t)i, PyTuple_GET_ITEM (tuple, i));
}

/* False: there is nothing that it goes over any more. */
static bool add_part (HrContents *contents, const HrPart *part, PyObject *object)
{
  PyObject *value = object_at (object, part->offset);

  switch (part->kind) {
  case HR_PART_OBJECT:
    if (value != NULL && part->name != NULL)
      hr_slots_add_member (contents, part->name, value);
    break;
  case HR_PART_NUMBER:
    if (value != NULL && PyLong_CheckExact (value))
      hr_slots_add_member (contents, part->name, value);
    break;
  case HR_PART_OVER:
    if (value == NULL)
      return false;
    hr_slots_add_member (contents, part->name, value);
    break;
  case HR_PART_OVER_EACH:
    if (value == NULL)
      return false;
    add_over_each (contents, part, value);
    break;
  case HR_PART_COUNT: {
    Py_ssize_t count = *(Py_ssize_t *)((char *)object + part->offset);

    if (count >= 0 && count != PY_SSIZE_T_MAX)
      hr_slots_add_text (contents, part->name, "%zd", count);
    break;
  }
  case HR_PART_SMALL:
    hr_slots_add_text (contents, part->name, "%d", *(const int *)((const char *)object + part->offset));
    break;
  case HR_PART_NAME:
    hr_slots_set_text (contents, value);
    break;
  }
  return true;
}

static void add_parts (HrContents *contents, const HrForm *form, PyObject *object)
{
  for (size_t i = 0; i < sizeof form->parts / sizeof *form->parts && form->parts[i].offset != 0; i++)
    if (!add_part (contents, &form->parts[i], object)) {
      hr_slots_add_text (contents, "state", "exhausted");
      return;
    }
}

static bool is_shown_member (const PyMemberDef *members, const PyMemberDef *member)
{
  if (member->type != T_OBJECT && member->type != T_OBJECT_EX)
    return false;
  if (strcmp (member->name, "__doc__") == 0 || strcmp (member->name, "__dict__") == 0)
    return false;
  for (const PyMemberDef *before = members; before < member; before++)
    if (before->offset == member->offset) /* another name for the same */
      return false;
  return true;
}

static void add_members_of (HrContents *contents, PyObject *object, PyTypeObject *native)
{
  for (const PyMemberDef *member = native->tp_members; member != NULL && member->name != NULL; member++) {
    PyObject *value;

    if (!is_shown_member (native->tp_members, member))
      continue;
    value = object_at (object, (size_t)member->offset);
    if (value != NULL)
      hr_slots_add_member (contents, member->name, value);
  }
}

void hr_parts_add_members (HrContents *contents, PyObject *object, PyTypeObject *base)
{
  for (PyTypeObject *type = Py_TYPE (object); type != NULL && type != base; type = type->tp_base)
    if (!hr_kind_made_in_python (type))
      add_members_of (contents, object, type);
}

PyObject *hr_parts_wrapped (PyObject *method)
{
  const PyMemberDef *members = Py_TYPE (method)->tp_members;

  for (const PyMemberDef *member = members; member != NULL && member->name != NULL; member++)
    if (is_shown_member (members, member))
      return object_at (method, (size_t)member->offset);
  return NULL;
}

typedef struct {
  HrContents *contents;
  const HrForm *form;
} Wanted;

static void add_wanted (void *data, PyObject *key, const char *name, PyObject *value)
{
  const Wanted *wanted = data;

  for (size_t i = 0; i < sizeof wanted->form->parts / sizeof *wanted->form->parts; i++) {
    const char *part = wanted->form->parts[i].name;

    if (part == NULL || value == NULL)
      continue;
    if (key == NULL ? strcmp (name, part) == 0
                    : PyUnicode_Check (key) && PyUnicode_CompareWithASCIIString (key, part) == 0)
      hr_slots_add_member (wanted->contents, part, value);
  }
}

static void add_range_iterator (HrContents *contents, PyObject *object)
{
  const HrLayoutRangeIterator *iterator = (const HrLayoutRangeIterator *)object;
#if HR_PY_311
  long left = iterator->n_left - iterator->index;
  unsigned long next = (unsigned long)iterator->start + (unsigned long)iterator->index * (unsigned long)iterator->step;
#else
  long left = iterator->n_left;
  unsigned long next = (unsigned long)iterator->start;
#endif

  if (left <= 0) {
    hr_slots_add_text (contents, "state", "exhausted");
    return;
  }
  hr_slots_add_text (contents, "next", "%ld", (long)next);
  if (iterator->step != 1)
    hr_slots_add_text (contents, "step", "%ld", iterator->step);
  hr_slots_add_text (contents, "left", "%ld", left);
}

static void add_count (HrContents *contents, PyObject *object)
{
  const HrLayoutCount *count = (const HrLayoutCount *)object;

  if (count->long_count != NULL)
    hr_slots_add_member (contents, "next", count->long_count);
  else
    hr_slots_add_text (contents, "next", "%zd", count->count);
  if (count->long_step != NULL)
    hr_slots_add_member (contents, "step", count->long_step);
}

static void add_memoryview (HrContents *contents, PyObject *object)
{
  PyMemoryViewObject *view = (PyMemoryViewObject *)object;
  HrText shape = { 0 };

  if ((view->flags & _Py_MEMORYVIEW_RELEASED) != 0 || view->mbuf == NULL) {
    hr_slots_add_text (contents, "state", "released");
    return;
  }
  if (view->view.obj != NULL)
    hr_slots_add_member (contents, "obj", view->view.obj);
  hr_slots_add_text (contents, "format", "%s", view->view.format != NULL ? view->view.format : "B");
  for (int i = 0; i < view->view.ndim && view->view.shape != NULL; i++) {
    char size[32];

    PyOS_snprintf (size, sizeof size, "%s%zd", i > 0 ? " × " : "", view->view.shape[i]);
    hr_text_append_z (&shape, size);
  }
  hr_text_append_char (&shape, '\0');
  hr_slots_add_text (contents, "shape", "%s", shape.bytes);
  hr_slots_add_text (contents, "readonly", "%s", view->view.readonly != 0 ? "True" : "False");
  hr_text_clear (&shape);
}

static void fill_by_form (HrContents *contents, const HrTypeFacts *facts, PyObject *object)
{
  const HrForm *form = facts->form;

  switch (form->reading) {
  case HR_FORM_PARTS:
    add_parts (contents, form, object);
    break;
  case HR_FORM_MEMBERS:
    add_members_of (contents, object, facts->native);
    break;
  case HR_FORM_ATTRIBUTES:
    hr_attributes_each (object, add_wanted, &(Wanted){ contents, form });
    return;
  case HR_FORM_RANGE_ITERATOR:
    add_range_iterator (contents, object);
    break;
  case HR_FORM_COUNT:
    add_count (contents, object);
    break;
  case HR_FORM_MEMORYVIEW:
    add_memoryview (contents, object);
    break;
  case HR_FORM_FRAME:
    hr_suspended_add_frame (contents, (PyFrameObject *)object);
    break;
  case HR_FORM_DESCRIPTOR:
    hr_slots_set_text (contents, ((PyDescrObject *)object)->d_name);
    break;
  case HR_FORM_ORDERED_DICT:
    break;
  }
  hr_slots_add_attributes (contents, object, attribute_flags);
}

void hr_parts_fill (HrContents *contents, PyObject *object)
{
  HrTypeFacts facts = *hr_kind_facts (Py_TYPE (object));

  if (facts.form == NULL)
    return;
  if (facts.form->basic_bytes == 0 || hr_form_holds (facts.form, facts.native, object))
    fill_by_form (contents, &facts, object);
}
