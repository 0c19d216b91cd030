#include "recorder/atoms.h"

#include <stdlib.h>
#include <string.h>

/* Digits of an int in base 2**PyLong_SHIFT, least significant first. */
typedef struct {
  const digit *digits;
  size_t n_digits;
  bool negative;
} Magnitude;

static Magnitude magnitude (PyObject *object)
{
  PyLongObject *value = (PyLongObject *)object;
  Magnitude result;

#if HR_PY_311
  Py_ssize_t size = Py_SIZE (object);

  result.digits = value->ob_digit;
  result.n_digits = (size_t)Py_ABS (size);
  result.negative = size < 0;
#else
  result.digits = value->long_value.ob_digit;
  result.n_digits = value->long_value.lv_tag >> _PyLong_NON_SIZE_BITS;
  result.negative = (value->long_value.lv_tag & _PyLong_SIGN_MASK) == 2;
#endif
  return result;
}

/* Beyond this many digits of ours an int is shown as hexadecimal: the decimal form would cost time with their square.
 */
enum { MAX_DECIMAL_DIGITS = 160, DECIMAL_BASE = 1000000000 };

static void append_decimal (HrText *text, Magnitude value)
{
  uint32_t chunks[MAX_DECIMAL_DIGITS * 2]; /* base 10**9, least significant first */
  size_t n_chunks = 0;
  char part[16];

  for (size_t i = value.n_digits; i-- > 0;) {
    uint64_t carry = value.digits[i];

    for (size_t j = 0; j < n_chunks; j++) {
      carry += (uint64_t)chunks[j] << PyLong_SHIFT;
      chunks[j] = (uint32_t)(carry % DECIMAL_BASE);
      carry /= DECIMAL_BASE;
    }
    for (; carry > 0; carry /= DECIMAL_BASE)
      chunks[n_chunks++] = (uint32_t)(carry % DECIMAL_BASE);
  }
  snprintf (part, sizeof part, "%u", n_chunks > 0 ? chunks[n_chunks - 1] : 0);
  hr_text_append_z (text, part);
  for (size_t j = n_chunks; j-- > 1;) {
    snprintf (part, sizeof part, "%09u", chunks[j - 1]);
    hr_text_append_z (text, part);
  }
}

static size_t n_bits (Magnitude value)
{
  size_t bits = (value.n_digits - 1) * PyLong_SHIFT;

  for (digit top = value.digits[value.n_digits - 1]; top > 0; top >>= 1)
    bits++;
  return bits;
}

/* The four bits from @bit upwards. */
static unsigned nibble_at (Magnitude value, size_t bit)
{
  size_t index = bit / PyLong_SHIFT, shift = bit % PyLong_SHIFT;
  uint64_t window = value.digits[index];

  if (index + 1 < value.n_digits)
    window |= (uint64_t)value.digits[index + 1] << PyLong_SHIFT;
  return (unsigned)(window >> shift & 15);
}

static HrAtomExtent append_hexadecimal (HrText *text, Magnitude value)
{
  size_t n_nibbles = (n_bits (value) + 3) / 4, shown = n_nibbles;

  if (shown > HR_ATOM_MAX_CHARACTERS)
    shown = HR_ATOM_MAX_CHARACTERS;
  hr_text_append_z (text, "0x");
  for (size_t i = 0; i < shown; i++)
    hr_text_append_char (text, "0123456789abcdef"[nibble_at (value, (n_nibbles - 1 - i) * 4)]);
  return (HrAtomExtent){ .length = n_nibbles, .cut = shown < n_nibbles };
}

static HrAtomExtent append_int (HrText *text, PyObject *object)
{
  Magnitude value = magnitude (object);
  size_t start;
  HrAtomExtent extent = { 0 };

  if (value.negative)
    hr_text_append_char (text, '-');
  start = text->n_bytes;
  if (value.n_digits > MAX_DECIMAL_DIGITS)
    return append_hexadecimal (text, value);
  append_decimal (text, value);
  if (text->n_bytes - start > HR_ATOM_MAX_CHARACTERS) {
    extent = (HrAtomExtent){ .length = text->n_bytes - start, .cut = true };
    text->n_bytes = start + HR_ATOM_MAX_CHARACTERS;
  }
  return extent;
}

static void append_double (HrText *text, double value, int flags, char format)
{
  /* its memory is of the "mem" domain, which no program can watch object by object */
  char *string = PyOS_double_to_string (value, format, 0, flags, NULL);

  if (string == NULL) {
    PyErr_Clear ();
    return;
  }
  hr_text_append_z (text, string);
  PyMem_Free (string);
}

static void append_complex (HrText *text, PyObject *object)
{
  Py_complex value = ((PyComplexObject *)object)->cval;
  bool bare = value.real == 0.0 && copysign (1.0, value.real) > 0;

  if (!bare) {
    hr_text_append_char (text, '(');
    append_double (text, value.real, 0, 'r');
  }
  append_double (text, value.imag, bare ? 0 : Py_DTSF_SIGN, 'r');
  hr_text_append_z (text, bare ? "j" : "j)");
}

/* Escapes that str and bytes share. False: not one of these. */
static bool append_common_escape (HrText *text, Py_UCS4 c, char quote)
{
  switch (c) {
  case '\n':
    hr_text_append_z (text, "\\n");
    return true;
  case '\r':
    hr_text_append_z (text, "\\r");
    return true;
  case '\t':
    hr_text_append_z (text, "\\t");
    return true;
  case '\\':
    hr_text_append_z (text, "\\\\");
    return true;
  default:
    if (c != (Py_UCS4)quote)
      return false;
    hr_text_append_char (text, '\\');
    hr_text_append_char (text, quote);
    return true;
  }
}

static void append_str_character (HrText *text, Py_UCS4 c, char quote)
{
  char escape[16];

  if (append_common_escape (text, c, quote))
    return;
  if (c >= ' ' && c < 0x7F) {
    hr_text_append_char (text, (char)c);
    return;
  }
  if (c >= 0x80 && _PyUnicode_IsPrintable (c)) {
    hr_text_append_code_point (text, c);
    return;
  }
  if (c < 0x100)
    snprintf (escape, sizeof escape, "\\x%02x", (unsigned)c);
  else if (c < 0x10000)
    snprintf (escape, sizeof escape, "\\u%04x", (unsigned)c);
  else
    snprintf (escape, sizeof escape, "\\U%08x", (unsigned)c);
  hr_text_append_z (text, escape);
}

/* repr() prefers single quotes, and takes double ones when that saves escapes. */
static char quote_for (bool has_single, bool has_double)
{
  return has_single && !has_double ? '"' : '\'';
}

static HrAtomExtent append_str (HrText *text, PyObject *object)
{
  Py_ssize_t length = PyUnicode_GET_LENGTH (object);
  Py_ssize_t shown = length < HR_ATOM_MAX_CHARACTERS ? length : HR_ATOM_MAX_CHARACTERS;
  int kind = PyUnicode_KIND (object);
  const void *data = PyUnicode_DATA (object);
  bool has_single = false, has_double = false;
  char quote;

  for (Py_ssize_t i = 0; i < length; i++) {
    Py_UCS4 c = PyUnicode_READ (kind, data, i);

    has_single |= c == '\'';
    has_double |= c == '"';
  }
  quote = quote_for (has_single, has_double);
  hr_text_append_char (text, quote);
  for (Py_ssize_t i = 0; i < shown; i++)
    append_str_character (text, PyUnicode_READ (kind, data, i), quote);
  hr_text_append_char (text, quote);
  return (HrAtomExtent){ .length = (uint64_t)length, .cut = shown < length };
}

static HrAtomExtent append_bytes (HrText *text, const char *bytes, Py_ssize_t n_bytes)
{
  size_t length = (size_t)n_bytes;
  size_t shown = length < HR_ATOM_MAX_CHARACTERS ? length : HR_ATOM_MAX_CHARACTERS;
  char quote = quote_for (memchr (bytes, '\'', length) != NULL, memchr (bytes, '"', length) != NULL);
  char escape[8];

  hr_text_append_char (text, 'b');
  hr_text_append_char (text, quote);
  for (size_t i = 0; i < shown; i++) {
    unsigned char c = (unsigned char)bytes[i];

    if (append_common_escape (text, c, quote))
      continue;
    if (c >= ' ' && c < 0x7F) {
      hr_text_append_char (text, (char)c);
      continue;
    }
    snprintf (escape, sizeof escape, "\\x%02x", c);
    hr_text_append_z (text, escape);
  }
  hr_text_append_char (text, quote);
  return (HrAtomExtent){ .length = length, .cut = shown < length };
}

/* The fields of a range; its own struct is private to rangeobject.c and alike in all versions. */
typedef struct {
  PyObject ob_base;
  PyObject *start, *stop, *step, *length;
} RangeObject;

static void append_range (HrText *text, PyObject *object)
{
  const RangeObject *range = (const RangeObject *)object;
  Magnitude step = magnitude (range->step);

  hr_text_append_z (text, "range(");
  append_int (text, range->start);
  hr_text_append_z (text, ", ");
  append_int (text, range->stop);
  if (step.negative || step.n_digits != 1 || step.digits[0] != 1) {
    hr_text_append_z (text, ", ");
    append_int (text, range->step);
  }
  hr_text_append_char (text, ')');
}

HrAtomExtent hr_atom_append (HrText *text, PyObject *object, HrObjectKind kind)
{
  HrAtomExtent extent = { 0 };

  if (kind == HR_KIND_NONE)
    hr_text_append_z (text, "None");
  else if (kind == HR_KIND_BOOL)
    hr_text_append_z (text, object == Py_True ? "True" : "False");
  else if (kind == HR_KIND_ELLIPSIS)
    hr_text_append_z (text, object == Py_Ellipsis ? "Ellipsis" : "NotImplemented");
  else if (kind == HR_KIND_INT)
    extent = append_int (text, object);
  else if (kind == HR_KIND_FLOAT)
    append_double (text, PyFloat_AS_DOUBLE (object), Py_DTSF_ADD_DOT_0, 'r');
  else if (kind == HR_KIND_COMPLEX)
    append_complex (text, object);
  else if (kind == HR_KIND_STR)
    extent = append_str (text, object);
  else if (kind == HR_KIND_BYTES)
    extent = append_bytes (text, PyBytes_AS_STRING (object), PyBytes_GET_SIZE (object));
  else if (kind == HR_KIND_BYTEARRAY)
    extent = append_bytes (text, PyByteArray_AS_STRING (object), PyByteArray_GET_SIZE (object));
  else if (kind == HR_KIND_RANGE)
    append_range (text, object);
  return extent;
}

uint64_t hr_atom_content (PyObject *object, HrObjectKind kind)
{
  uint64_t bits = 0;

  if (kind != HR_KIND_FLOAT)
    return 0;
  memcpy (&bits, &((PyFloatObject *)object)->ob_fval, sizeof bits);
  /* an odd multiplier keeps distinct values distinct; only one of them may be 0, and it becomes 1 */
  bits = (bits + 0x9E3779B97F4A7C15u) * 0xFF51AFD7ED558CCDu;
  return bits != 0 ? bits : 1;
}

void hr_atom_append_type_name (HrText *text, PyTypeObject *type)
{
  const char *dot;

  if (PyType_HasFeature (type, Py_TPFLAGS_HEAPTYPE)) {
    hr_text_append_str (text, ((PyHeapTypeObject *)type)->ht_name);
    return;
  }
  dot = strrchr (type->tp_name, '.');
  hr_text_append_z (text, dot != NULL ? dot + 1 : type->tp_name);
}
