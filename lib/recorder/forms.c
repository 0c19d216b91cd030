#include "recorder/forms.h"

#include <string.h>

#include "recorder/kinds.h"
#include "recorder/layouts.h"

/* clang-format off */
#define AT(structure, field) offsetof (structure, field)
#define OBJECT(name, structure, field) { name, HR_PART_OBJECT, AT (structure, field) }
#define OVER(structure) { "over", HR_PART_OVER, AT (structure, over) }
#define OVER_EACH(structure, field) { "over", HR_PART_OVER_EACH, AT (structure, field) }
#define COUNT(name, structure, field) { name, HR_PART_COUNT, AT (structure, field) }
#define SMALL(name, structure, field) { name, HR_PART_SMALL, AT (structure, field) }
#define NUMBER(name, structure, field) { name, HR_PART_NUMBER, AT (structure, field) }
#define NAME(structure) { "name", HR_PART_NAME, AT (structure, name) }
#define ATTRIBUTE(name) { name, HR_PART_OBJECT, 0 }

#define INDEX_ITERATOR(type) \
  { &(type), NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutIndexIterator), \
    { OVER (HrLayoutIndexIterator), COUNT ("index", HrLayoutIndexIterator, index) } }
#define DICT_ITERATOR(type) \
  { &(type), NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutDictIterator), \
    { OVER (HrLayoutDictIterator), COUNT ("left", HrLayoutDictIterator, n_left) } }
#define DICT_VIEW(type) \
  { &(type), NULL, HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (_PyDictViewObject), \
    { OBJECT ("mapping", _PyDictViewObject, dv_dict) } }
#define DEQUE_ITERATOR(name) \
  { NULL, name, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutDequeIterator), \
    { OVER (HrLayoutDequeIterator), COUNT ("left", HrLayoutDequeIterator, n_left) } }
#define COMBINATIONS(name) \
  { NULL, name, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutCombinations), \
    { { "over", HR_PART_OVER, AT (HrLayoutCombinations, pool) } } }
#define MEMBERS_OF(type) { &(type), NULL, HR_KIND_STRUCTURE, HR_FORM_MEMBERS, 0, { { 0 } } }
#define MEMBERS_OF_NAMED(name) { NULL, name, HR_KIND_STRUCTURE, HR_FORM_MEMBERS, 0, { { 0 } } }
#define KIND(type, kind) { &(type), NULL, kind, HR_FORM_PARTS, 0, { { 0 } } }
#define READING(type, kind, reading) { &(type), NULL, kind, reading, 0, { { 0 } } }
#define ASYNC_STEP(name) \
  { NULL, name, HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutAsyncStep), \
    { OBJECT ("generator", HrLayoutAsyncStep, generator), OBJECT ("value", HrLayoutAsyncStep, value) } }
#define ONE(name, part) \
  { NULL, name, HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutOne), { OBJECT (part, HrLayoutOne, one) } }

static const HrForm forms[] = {
  KIND (PyBool_Type, HR_KIND_BOOL),
  KIND (PyEllipsis_Type, HR_KIND_ELLIPSIS),
  KIND (PyFunction_Type, HR_KIND_FUNCTION),
  KIND (PyMethod_Type, HR_KIND_METHOD),
  KIND (PyCell_Type, HR_KIND_CELL),
  KIND (PyCFunction_Type, HR_KIND_BUILTIN),
  KIND (PyCMethod_Type, HR_KIND_BUILTIN),
  KIND (PyMethodDescr_Type, HR_KIND_BUILTIN),
  KIND (PyClassMethodDescr_Type, HR_KIND_BUILTIN),
  KIND (PyWrapperDescr_Type, HR_KIND_BUILTIN),
  KIND (PyRange_Type, HR_KIND_RANGE),
  KIND (PyByteArray_Type, HR_KIND_BYTEARRAY),
  KIND (PyGen_Type, HR_KIND_GENERATOR),
  KIND (PyCoro_Type, HR_KIND_GENERATOR),
  KIND (PyAsyncGen_Type, HR_KIND_GENERATOR),
  KIND (PyTraceBack_Type, HR_KIND_TRACEBACK),
  KIND (PyCode_Type, HR_KIND_CODE),
  KIND (_PyWeakref_RefType, HR_KIND_WEAKREF),
  KIND (_PyWeakref_ProxyType, HR_KIND_WEAKREF),
  KIND (_PyWeakref_CallableProxyType, HR_KIND_WEAKREF),
  READING (PyODict_Type, HR_KIND_DICT, HR_FORM_ORDERED_DICT),
  READING (PyMemoryView_Type, HR_KIND_STRUCTURE, HR_FORM_MEMORYVIEW),
  READING (PyFrame_Type, HR_KIND_STRUCTURE, HR_FORM_FRAME),
  READING (PyMemberDescr_Type, HR_KIND_STRUCTURE, HR_FORM_DESCRIPTOR),
  READING (PyGetSetDescr_Type, HR_KIND_STRUCTURE, HR_FORM_DESCRIPTOR),
  { NULL, "types.SimpleNamespace", HR_KIND_INSTANCE, HR_FORM_PARTS, 0, { { 0 } } },
  { NULL, "collections.deque", HR_KIND_DEQUE, HR_FORM_PARTS, sizeof (HrLayoutDeque), { { 0 } } },
  { NULL, "array.array", HR_KIND_ARRAY, HR_FORM_PARTS, sizeof (HrLayoutArray), { { 0 } } },

  INDEX_ITERATOR (PyListIter_Type),
  INDEX_ITERATOR (PyListRevIter_Type),
  INDEX_ITERATOR (PyTupleIter_Type),
  INDEX_ITERATOR (PyUnicodeIter_Type),
  { NULL, "str_ascii_iterator", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutIndexIterator),
    { OVER (HrLayoutIndexIterator), COUNT ("index", HrLayoutIndexIterator, index) } },
  INDEX_ITERATOR (PyBytesIter_Type),
  INDEX_ITERATOR (PyByteArrayIter_Type),
  INDEX_ITERATOR (PySeqIter_Type),
  INDEX_ITERATOR (PyReversed_Type),
  DICT_ITERATOR (PyDictIterKey_Type),
  DICT_ITERATOR (PyDictIterValue_Type),
  DICT_ITERATOR (PyDictIterItem_Type),
  DICT_ITERATOR (PyDictRevIterKey_Type),
  DICT_ITERATOR (PyDictRevIterValue_Type),
  DICT_ITERATOR (PyDictRevIterItem_Type),
  { &PySetIter_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutSetIterator),
    { OVER (HrLayoutSetIterator), COUNT ("left", HrLayoutSetIterator, n_left) } },
  { &PyODictIter_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutOrderedDictIterator),
    { OVER (HrLayoutOrderedDictIterator), OBJECT ("next key", HrLayoutOrderedDictIterator, next_key) } },
  { &PyRangeIter_Type, NULL, HR_KIND_ITERATOR, HR_FORM_RANGE_ITERATOR, sizeof (HrLayoutRangeIterator), { { 0 } } },
  { &PyLongRangeIter_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutLongRangeIterator),
    { NUMBER ("start", HrLayoutLongRangeIterator, start), NUMBER ("step", HrLayoutLongRangeIterator, step),
#if HR_PY_311
      NUMBER ("index", HrLayoutLongRangeIterator, index), NUMBER ("length", HrLayoutLongRangeIterator, n_left) } },
#else
      NUMBER ("left", HrLayoutLongRangeIterator, n_left) } },
#endif
  { &PyEnum_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutEnumerate),
    { OVER (HrLayoutEnumerate), COUNT ("index", HrLayoutEnumerate, index),
      OBJECT ("long index", HrLayoutEnumerate, long_index) } },
  { &PyZip_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutZip), { OVER_EACH (HrLayoutZip, over) } },
  { &PyMap_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutMap),
    { OBJECT ("function", HrLayoutMap, function), OVER_EACH (HrLayoutMap, over) } },
  { &PyFilter_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutFilter),
    { OBJECT ("function", HrLayoutFilter, function), OVER (HrLayoutFilter) } },
  { &PyCallIter_Type, NULL, HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutCallIterator),
    { { "callable", HR_PART_OVER, AT (HrLayoutCallIterator, callable) },
      OBJECT ("sentinel", HrLayoutCallIterator, sentinel) } },
  DEQUE_ITERATOR ("collections._deque_iterator"),
  DEQUE_ITERATOR ("collections._deque_reverse_iterator"),
  { NULL, "array.arrayiterator", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutArrayIterator),
    { OVER (HrLayoutArrayIterator), COUNT ("index", HrLayoutArrayIterator, index) } },
  { NULL, "generic_alias_iterator", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutOne),
    { { "over", HR_PART_OVER, AT (HrLayoutOne, one) } } },

  { NULL, "itertools.count", HR_KIND_ITERATOR, HR_FORM_COUNT, sizeof (HrLayoutCount),
    { OBJECT (NULL, HrLayoutCount, long_count), OBJECT (NULL, HrLayoutCount, long_step) } },
  { NULL, "itertools.repeat", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutRepeat),
    { OBJECT ("element", HrLayoutRepeat, element), COUNT ("left", HrLayoutRepeat, count) } },
  { NULL, "itertools.cycle", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutCycle),
    { OBJECT ("over", HrLayoutCycle, over), OBJECT ("saved", HrLayoutCycle, saved) } },
  { NULL, "itertools.chain", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutChain),
    { { "over", HR_PART_OVER, AT (HrLayoutChain, source) }, OBJECT ("active", HrLayoutChain, active) } },
  { NULL, "itertools.islice", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutSlice),
    { OVER (HrLayoutSlice), COUNT ("index", HrLayoutSlice, count), COUNT ("next", HrLayoutSlice, next),
      COUNT ("stop", HrLayoutSlice, stop) } },
  { NULL, "itertools.takewhile", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutWhile),
    { OBJECT ("function", HrLayoutWhile, function), OVER (HrLayoutWhile) } },
  { NULL, "itertools.dropwhile", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutWhile),
    { OBJECT ("function", HrLayoutWhile, function), OVER (HrLayoutWhile) } },
  { NULL, "itertools.filterfalse", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutFilter),
    { OBJECT ("function", HrLayoutFilter, function), OVER (HrLayoutFilter) } },
  { NULL, "itertools.starmap", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutFilter),
    { OBJECT ("function", HrLayoutFilter, function), OVER (HrLayoutFilter) } },
  { NULL, "itertools.accumulate", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutAccumulate),
    { OVER (HrLayoutAccumulate), OBJECT ("function", HrLayoutAccumulate, function),
      OBJECT ("total", HrLayoutAccumulate, total), OBJECT ("initial", HrLayoutAccumulate, initial) } },
  { NULL, "itertools.pairwise", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutPairwise),
    { OVER (HrLayoutPairwise), OBJECT ("previous", HrLayoutPairwise, old) } },
  { NULL, "itertools.zip_longest", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutZipLongest),
    { OVER_EACH (HrLayoutZipLongest, over), OBJECT ("fillvalue", HrLayoutZipLongest, fill_value) } },
  { NULL, "itertools.product", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutProduct),
    { OVER_EACH (HrLayoutProduct, pools) } },
  COMBINATIONS ("itertools.combinations"),
  COMBINATIONS ("itertools.combinations_with_replacement"),
  { NULL, "itertools.permutations", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutPermutations),
    { { "over", HR_PART_OVER, AT (HrLayoutPermutations, pool) } } },
  { NULL, "itertools.compress", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutCompress),
    { { "over", HR_PART_OVER, AT (HrLayoutCompress, data) }, OBJECT ("selectors", HrLayoutCompress, selectors) } },
  { NULL, "itertools.groupby", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutGroupBy),
    { OVER (HrLayoutGroupBy), OBJECT ("function", HrLayoutGroupBy, function), OBJECT ("key", HrLayoutGroupBy, key),
      OBJECT ("value", HrLayoutGroupBy, value) } },
  { NULL, "itertools._grouper", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutGrouper),
    { { "over", HR_PART_OVER, AT (HrLayoutGrouper, parent) }, OBJECT ("key", HrLayoutGrouper, key) } },
  { NULL, "itertools._tee", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutTee),
    { { "over", HR_PART_OVER, AT (HrLayoutTee, data) }, SMALL ("index", HrLayoutTee, index) } },
  { NULL, "itertools._tee_dataobject", HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutTeeData),
    { OBJECT ("over", HrLayoutTeeData, over), SMALL ("length", HrLayoutTeeData, n_read),
      OBJECT ("next", HrLayoutTeeData, next) } },
  { NULL, "itertools.batched", HR_KIND_ITERATOR, HR_FORM_PARTS, sizeof (HrLayoutBatched),
    { OVER (HrLayoutBatched), COUNT ("size", HrLayoutBatched, n) } },

  MEMBERS_OF (PySlice_Type),
  MEMBERS_OF (PyProperty_Type),
  MEMBERS_OF (PyStaticMethod_Type),
  MEMBERS_OF (PyClassMethod_Type),
  MEMBERS_OF (PySuper_Type),
  MEMBERS_OF (Py_GenericAliasType),
  MEMBERS_OF_NAMED ("types.UnionType"),
  MEMBERS_OF_NAMED ("functools.partial"),
#if !HR_PY_311
  MEMBERS_OF_NAMED ("typing.ParamSpec"),
  MEMBERS_OF_NAMED ("typing.TypeVarTuple"),
#endif
  DICT_VIEW (PyDictKeys_Type),
  DICT_VIEW (PyDictValues_Type),
  DICT_VIEW (PyDictItems_Type),
  DICT_VIEW (PyODictKeys_Type),
  DICT_VIEW (PyODictValues_Type),
  DICT_VIEW (PyODictItems_Type),
  { &PyDictProxy_Type, NULL, HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutOne),
    { OBJECT ("mapping", HrLayoutOne, one) } },
  { NULL, "method-wrapper", HR_KIND_BUILTIN, HR_FORM_PARTS, sizeof (HrLayoutTwo),
    { OBJECT (NULL, HrLayoutTwo, one), OBJECT ("__self__", HrLayoutTwo, other) } },
  ASYNC_STEP ("async_generator_asend"),
  ASYNC_STEP ("async_generator_athrow"),
  ONE ("async_generator_wrapped_value", "value"),
  ONE ("coroutine_wrapper", "coroutine"),
  ONE ("asyncio.FutureIter", "future"),
  { NULL, "anext_awaitable", HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutTwo),
    { OBJECT ("wrapped", HrLayoutTwo, one), OBJECT ("default", HrLayoutTwo, other) } },
  { NULL, "collections._tuplegetter", HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutTupleGetter),
    { COUNT ("index", HrLayoutTupleGetter, index) } },
  { &PyContextVar_Type, NULL, HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutContextVar),
    { NAME (HrLayoutContextVar), OBJECT ("default", HrLayoutContextVar, default_value) } },
#if !HR_PY_311
  { NULL, "typing.TypeVar", HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutTypeVar),
    { NAME (HrLayoutTypeVar), OBJECT ("__bound__", HrLayoutTypeVar, bound),
      OBJECT ("__constraints__", HrLayoutTypeVar, constraints) } },
  { NULL, "typing.TypeAliasType", HR_KIND_STRUCTURE, HR_FORM_PARTS, sizeof (HrLayoutTypeAlias),
    { NAME (HrLayoutTypeAlias), OBJECT ("__value__", HrLayoutTypeAlias, value),
      OBJECT ("__type_params__", HrLayoutTypeAlias, type_parameters),
      OBJECT ("compute_value", HrLayoutTypeAlias, compute_value) } },
#endif

  { NULL, "functools._lru_cache_wrapper", HR_KIND_STRUCTURE, HR_FORM_ATTRIBUTES, 0, { ATTRIBUTE ("__wrapped__") } },
};

/* Classes of the standard library made in Python, known by module and name. */
static const HrForm library_classes[] = {
#define LIBRARY(name, ...) { NULL, name, HR_KIND_STRUCTURE, HR_FORM_ATTRIBUTES, 0, { __VA_ARGS__ } }
  LIBRARY ("functools.cached_property", ATTRIBUTE ("func")),
  LIBRARY ("functools.partialmethod", ATTRIBUTE ("func"), ATTRIBUTE ("args"), ATTRIBUTE ("keywords")),
  LIBRARY ("weakref.WeakValueDictionary", ATTRIBUTE ("data")),
  LIBRARY ("weakref.WeakKeyDictionary", ATTRIBUTE ("data")),
  LIBRARY ("_weakrefset.WeakSet", ATTRIBUTE ("data")),
  LIBRARY ("typing.TypeVar", ATTRIBUTE ("__name__"), ATTRIBUTE ("__bound__"), ATTRIBUTE ("__constraints__")),
  LIBRARY ("typing._GenericAlias", ATTRIBUTE ("__origin__"), ATTRIBUTE ("__args__")),
  LIBRARY ("typing._UnionGenericAlias", ATTRIBUTE ("__origin__"), ATTRIBUTE ("__args__")),
  LIBRARY ("typing._LiteralGenericAlias", ATTRIBUTE ("__origin__"), ATTRIBUTE ("__args__")),
  LIBRARY ("typing._CallableGenericAlias", ATTRIBUTE ("__origin__"), ATTRIBUTE ("__args__")),
#undef LIBRARY
};
/* clang-format on */

enum { N_FORMS = sizeof forms / sizeof *forms, N_LIBRARY = sizeof library_classes / sizeof *library_classes };
static bool distrusted[N_FORMS];

static bool is_library_class (const HrForm *form, PyTypeObject *type)
{
  const char *dot = strrchr (form->name, '.');
  PyObject *module = type->tp_dict != NULL ? hr_kind_dict_find (type->tp_dict, "__module__") : NULL;

  return module != NULL && PyUnicode_Check (module) && PyUnicode_IS_ASCII (module) &&
         strcmp (type->tp_name, dot + 1) == 0 && (size_t)PyUnicode_GET_LENGTH (module) == (size_t)(dot - form->name) &&
         memcmp (PyUnicode_DATA (module), form->name, (size_t)(dot - form->name)) == 0;
}

static bool is_native (const HrForm *form, PyTypeObject *type)
{
  const char *name = type->tp_name;

  if (form->type != NULL)
    return form->type == type;
  /* some say the module in C that they come from */
  return strcmp (name, form->name) == 0 || (name[0] == '_' && strcmp (name + 1, form->name) == 0);
}

const HrForm *hr_form_find (PyTypeObject *type, bool made_in_python)
{
  for (size_t i = 0; made_in_python && i < N_LIBRARY; i++)
    if (is_library_class (&library_classes[i], type))
      return &library_classes[i];
  for (size_t i = 0; !made_in_python && i < N_FORMS; i++)
    if (is_native (&forms[i], type))
      return forms[i].basic_bytes == 0 || forms[i].basic_bytes == (size_t)type->tp_basicsize ? &forms[i] : NULL;
  return NULL;
}

typedef struct {
  PyObject *object;
  bool found;
} Search;

static int compare_reference (PyObject *object, void *data)
{
  Search *search = data;

  search->found = search->found || object == search->object;
  return 0;
}

static bool is_held (PyTypeObject *native, PyObject *object, PyObject *reference)
{
  Search search = { reference, false };

  native->tp_traverse (object, compare_reference, &search);
  return search.found;
}

bool hr_form_holds (const HrForm *form, PyTypeObject *native, PyObject *object)
{
  size_t index = (size_t)(form - forms);

  if (distrusted[index])
    return false;
  for (size_t i = 0; i < sizeof form->parts / sizeof *form->parts && form->parts[i].offset != 0; i++) {
    const HrPart *part = &form->parts[i];
    PyObject *reference = *(PyObject **)((char *)object + part->offset);

    if (part->kind == HR_PART_COUNT || part->kind == HR_PART_SMALL || part->kind == HR_PART_NAME ||
        part->kind == HR_PART_NUMBER || reference == NULL)
      continue;
    if (native->tp_traverse == NULL || !is_held (native, object, reference)) {
      distrusted[index] = true;
      return false;
    }
  }
  return true;
}
