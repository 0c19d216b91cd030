/* Adds slots to what is being read of an object, and mixes each into its fingerprint. */
#pragma once

#include "recorder/contents.h"

/* Anything else that tells whether the object changed. */
void hr_slots_mix (HrContents *contents, uint64_t value);

/* The number of @object, which is in view from now on; 0 for NULL. */
uint32_t hr_slots_visit (HrContents *contents, PyObject *object);

/* Values are borrowed; NULL is an unset slot. */
void hr_slots_add_element (HrContents *contents, PyObject *value); /* the fast way: not after slots were added */
void hr_slots_add_element_at (HrContents *contents, uint64_t index, PyObject *value);
void hr_slots_add_entry (HrContents *contents, uint64_t index, PyObject *key, PyObject *value);
void hr_slots_add_base (HrContents *contents, uint64_t index, PyObject *base);
void hr_slots_add_content (HrContents *contents, PyObject *value);
void hr_slots_add_named (HrContents *contents, HrSlotRole role, PyObject *name, PyObject *value, uint32_t flags);
/* @name lives as long as the type of the object. */
void hr_slots_add_attribute (HrContents *contents, const char *name, PyObject *value);
void hr_slots_add_member (HrContents *contents, const char *name, PyObject *value);
void hr_slots_add_field (HrContents *contents, uint64_t index, const char *name, PyObject *value);
void hr_slots_add_field_str (HrContents *contents, uint64_t index, PyObject *name, PyObject *value);
/* "over[2]": one of several parts of the same name. */
void hr_slots_add_member_at (HrContents *contents, const char *name, size_t index, PyObject *value);
/* A part that refers without holding: in view only if something else leads there. */
void hr_slots_add_weak_member (HrContents *contents, const char *name, PyObject *value);

/* Parts and elements that are no objects. @format as for printf. */
void hr_slots_add_text (HrContents *contents, const char *name, const char *format, ...)
    __attribute__ ((format (printf, 3, 4)));
void hr_slots_add_text_at (HrContents *contents, uint64_t index, const char *text, size_t n_bytes);

/* The attributes of @object, in dictionary, values or slots. @flags of each name: by its name; NULL for none. */
void hr_slots_add_attributes (HrContents *contents, PyObject *object, uint32_t (*flags) (PyObject *name));

/* The text of the object as a whole, a str. Nothing when it is none. */
void hr_slots_set_text (HrContents *contents, PyObject *text);

/* Which of @n items are recorded: all, or the head below @head_end and the tail from @tail_start. The tail starts at a
 * multiple of a sixteenth of the limit, so that it stands still while a container grows. */
typedef struct {
  uint64_t head_end, tail_start;
} HrWindow;

HrWindow hr_slots_window_of (uint64_t limit, uint64_t n);
/* Notes that the object has @n items. */
HrWindow hr_slots_window (HrContents *contents, uint64_t n);

static inline bool hr_slots_in_window (HrWindow window, uint64_t index)
{
  return index < window.head_end || index >= window.tail_start;
}

/* Begins and ends the reading of one object. */
void hr_slots_begin (HrContents *contents, HrObjectKind kind);
void hr_slots_end (HrContents *contents);
