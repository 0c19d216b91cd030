#include "timeline/vocabulary.h"

const char *hr_timeline_kind_name (HrObjectKind kind)
{
  static const char *const names[] = {
    [HR_KIND_OPAQUE] = "opaque",
    [HR_KIND_NONE] = "none",
    [HR_KIND_BOOL] = "bool",
    [HR_KIND_INT] = "int",
    [HR_KIND_FLOAT] = "float",
    [HR_KIND_COMPLEX] = "complex",
    [HR_KIND_STR] = "str",
    [HR_KIND_BYTES] = "bytes",
    [HR_KIND_RANGE] = "range",
    [HR_KIND_ELLIPSIS] = "ellipsis",
    [HR_KIND_LIST] = "list",
    [HR_KIND_TUPLE] = "tuple",
    [HR_KIND_DICT] = "dict",
    [HR_KIND_SET] = "set",
    [HR_KIND_FROZENSET] = "frozenset",
    [HR_KIND_INSTANCE] = "instance",
    [HR_KIND_CLASS] = "class",
    [HR_KIND_FUNCTION] = "function",
    [HR_KIND_METHOD] = "method",
    [HR_KIND_CELL] = "cell",
    [HR_KIND_MODULE] = "module",
    [HR_KIND_BUILTIN] = "builtin",
    [HR_KIND_EXCEPTION] = "exception",
    [HR_KIND_BYTEARRAY] = "bytearray",
    [HR_KIND_DEQUE] = "deque",
    [HR_KIND_ARRAY] = "array",
    [HR_KIND_GENERATOR] = "generator",
    [HR_KIND_ITERATOR] = "iterator",
    [HR_KIND_WEAKREF] = "weakref",
    [HR_KIND_TRACEBACK] = "traceback",
    [HR_KIND_CODE] = "code",
    [HR_KIND_STRUCTURE] = "structure",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (names) == HR_KIND_LAST + 1);
  return names[kind];
}

const char *hr_timeline_role_name (HrSlotRole role)
{
  static const char *const names[] = {
    [HR_SLOT_ELEMENT] = "element", [HR_SLOT_ENTRY] = "entry",     [HR_SLOT_ATTRIBUTE] = "attribute",
    [HR_SLOT_MEMBER] = "member",   [HR_SLOT_BASE] = "base",       [HR_SLOT_DEFAULT] = "default",
    [HR_SLOT_CLOSURE] = "closure", [HR_SLOT_CONTENT] = "content", [HR_SLOT_FIELD] = "field",
    [HR_SLOT_LOCAL] = "local",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (names) == HR_SLOT_LAST + 1);
  return names[role];
}

const char *hr_timeline_event_name (HrEvent event)
{
  static const char *const names[] = {
    [HR_EVENT_START] = "start",   [HR_EVENT_LINE] = "line",           [HR_EVENT_CALL] = "call",
    [HR_EVENT_RETURN] = "return", [HR_EVENT_EXCEPTION] = "exception", [HR_EVENT_END] = "end",
    [HR_EVENT_YIELD] = "yield",   [HR_EVENT_RESUME] = "resume",       [HR_EVENT_CATCH] = "catch",
    [HR_EVENT_OPCODE] = "opcode",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (names) == HR_EVENT_LAST + 1);
  return names[event];
}

const char *hr_timeline_gone_name (HrGone why)
{
  switch (why) {
  case HR_GONE_FREED:
    return "freed";
  case HR_GONE_HIDDEN:
    return "hidden";
  case HR_GONE_COLLECTED:
    return "collected";
  case HR_GONE_EXIT:
    return "exit";
  }
  return "";
}

const char *hr_timeline_holder_name (HrHolderKind kind)
{
  static const char *const names[] = {
    [HR_HOLDER_STACK] = "stack",         [HR_HOLDER_LOCAL] = "local",       [HR_HOLDER_CONSTANT] = "constant",
    [HR_HOLDER_CODE] = "code",           [HR_HOLDER_CLASS] = "class",       [HR_HOLDER_METHOD] = "method",
    [HR_HOLDER_ITERATOR] = "iterator",   [HR_HOLDER_INTERNED] = "interned", [HR_HOLDER_MODULE] = "module",
    [HR_HOLDER_CONTAINER] = "container", [HR_HOLDER_KEY] = "key",           [HR_HOLDER_INTERPRETER] = "interpreter",
    [HR_HOLDER_NATIVE] = "native",       [HR_HOLDER_TWICE] = "twice",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (names) == HR_HOLDER_LAST + 1);
  return names[kind];
}

const char *hr_timeline_note_name (HrNoteKind kind)
{
  static const char *const names[] = {
    [HR_NOTE_FINALIZER] = "finalizer",   [HR_NOTE_RESURRECTED] = "resurrected", [HR_NOTE_CALLBACK] = "callback",
    [HR_NOTE_COLLECTION] = "collection", [HR_NOTE_LEFT_OUT] = "left out",       [HR_NOTE_STOPPED] = "stopped",
    [HR_NOTE_WAITS] = "waits",           [HR_NOTE_INSTRUCTION] = "instruction",
  };
  G_STATIC_ASSERT (G_N_ELEMENTS (names) == HR_NOTE_LAST + 1);
  return names[kind];
}

const char *hr_timeline_ending_name (HrEnding ending)
{
  switch (ending) {
  case HR_ENDING_UNKNOWN:
    return "unknown";
  case HR_ENDING_EXIT:
    return "exit";
  case HR_ENDING_SIGNAL:
    return "signal";
  case HR_ENDING_LIMIT:
    return "limit";
  case HR_ENDING_TIMEOUT:
    return "timeout";
  }
  return "";
}

const char *hr_timeline_token_name (HrTokenKind kind)
{
  switch (kind) {
  case HR_TOKEN_KEYWORD:
    return "keyword";
  case HR_TOKEN_STRING:
    return "string";
  case HR_TOKEN_NUMBER:
    return "number";
  case HR_TOKEN_COMMENT:
    return "comment";
  case HR_TOKEN_DEFINED:
    return "defined";
  case HR_TOKEN_DECORATOR:
    return "decorator";
  case HR_TOKEN_BUILTIN:
    return "builtin";
  }
  return "";
}

const char *hr_timeline_stream_name (int stream)
{
  return stream == HR_STREAM_STDERR ? "stderr" : "stdout";
}

static char **dup_flags (guint32 flags, const char *const *names, guint n_names)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  for (guint bit = 0; bit < 32; bit++) {
    if ((flags >> bit & 1) == 0)
      continue;
    g_autofree char *name = bit < n_names ? g_strdup (names[bit]) : g_strdup_printf ("bit %u", bit);
    g_strv_builder_add (builder, name);
  }
  return g_strv_builder_end (builder);
}

char **hr_timeline_dup_object_flags (guint32 flags)
{
  static const char *const names[] = { "immortal", "interned", "cached", "static", "cut", "immutable", "unreachable" };
  return dup_flags (flags, names, G_N_ELEMENTS (names));
}

char **hr_timeline_dup_name_flags (guint32 flags)
{
  static const char *const names[] = { "implicit", "unset", "cell", "free", "return", "weak", "stack" };
  return dup_flags (flags, names, G_N_ELEMENTS (names));
}

gboolean hr_timeline_kind_is_atom (HrObjectKind kind)
{
  switch (kind) {
  case HR_KIND_NONE:
  case HR_KIND_BOOL:
  case HR_KIND_INT:
  case HR_KIND_FLOAT:
  case HR_KIND_COMPLEX:
  case HR_KIND_STR:
  case HR_KIND_BYTES:
  case HR_KIND_RANGE:
  case HR_KIND_ELLIPSIS:
    return TRUE;
  case HR_KIND_OPAQUE:
  case HR_KIND_LIST:
  case HR_KIND_TUPLE:
  case HR_KIND_DICT:
  case HR_KIND_SET:
  case HR_KIND_FROZENSET:
  case HR_KIND_INSTANCE:
  case HR_KIND_CLASS:
  case HR_KIND_FUNCTION:
  case HR_KIND_METHOD:
  case HR_KIND_CELL:
  case HR_KIND_MODULE:
  case HR_KIND_BUILTIN:
  case HR_KIND_EXCEPTION:
  case HR_KIND_BYTEARRAY:
  case HR_KIND_DEQUE:
  case HR_KIND_ARRAY:
  case HR_KIND_GENERATOR:
  case HR_KIND_ITERATOR:
  case HR_KIND_WEAKREF:
  case HR_KIND_TRACEBACK:
  case HR_KIND_CODE:
  case HR_KIND_STRUCTURE:
    return FALSE;
  }
  return FALSE;
}
