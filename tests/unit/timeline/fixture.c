#include "fixture.h"

#include <glib/gstdio.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

struct HrFixture {
  char *path;
  HrTimelineWriter *writer;
};

static void check (HrFixture *fixture, gboolean ok)
{
  if (!ok)
    g_error ("fixture: %s", hr_timeline_writer_message (fixture->writer));
}

HrFixture *hr_fixture_new (const char *program, const char *text, gboolean prompt)
{
  HrFixture *fixture = g_new0 (HrFixture, 1);
  g_autoptr (GError) error = NULL;
  char message[200] = "";
  int fd = g_file_open_tmp ("heapreel-fixture-XXXXXX.reel", &fixture->path, &error);
  g_assert_no_error (error);
  HrTimelineRun run = { .implementation = "CPython",
                        .version = "3.11.2",
                        .program = program,
                        .options = prompt ? "--prompt" : "",
                        .prompt = prompt };
  fixture->writer = hr_timeline_writer_new_fd (fd, &run, message, sizeof message);
  if (fixture->writer == NULL)
    g_error ("fixture: %s", message);
  HrTimelineSourceText source = { .name = program, .text = text, .n_bytes = strlen (text) };
  check (fixture, hr_timeline_writer_source (fixture->writer, &source) == 1);
  return fixture;
}

HrTimelineWriter *hr_fixture_peek_writer (HrFixture *fixture)
{
  return fixture->writer;
}

void hr_fixture_begin (HrFixture *fixture, HrEvent event, guint32 frame, guint32 ran_line, guint32 next_line)
{
  HrTimelineWriteStep step = { .event = event,
                               .frame = frame,
                               .ran_file = 1,
                               .ran_line = ran_line,
                               .ran_end_line = ran_line,
                               .next_file = 1,
                               .next_line = next_line };
  check (fixture, hr_timeline_writer_step_begin (fixture->writer, &step));
}

void hr_fixture_frame (HrFixture *fixture, guint32 id, const char *name, guint32 first_line, guint32 line, ...)
{
  HrTimelineWriteName names[16];
  gsize n_names = 0;
  va_list arguments;
  va_start (arguments, line);
  for (const char *local; (local = va_arg (arguments, const char *)) != NULL; n_names++) {
    g_assert (n_names < G_N_ELEMENTS (names));
    guint32 value = va_arg (arguments, guint32), flags = value == 0 ? HR_NAME_UNSET : 0;
    gboolean returns = strcmp (local, "return") == 0;
    if (returns)
      flags |= HR_NAME_RETURN;
    if (*local == '=' || *local == '^')
      flags |= *local++ == '=' ? HR_NAME_CELL : HR_NAME_FREE;
    names[n_names] = (HrTimelineWriteName){ .name = returns ? NULL : local,
                                            .name_bytes = returns ? 0 : (guint32)strlen (local),
                                            .flags = flags,
                                            .value = value };
  }
  va_end (arguments);
  HrTimelineWriteFrame frame = { .id = id,
                                 .name = name,
                                 .name_bytes = (guint32)strlen (name),
                                 .file = 1,
                                 .first_line = first_line,
                                 .line = line,
                                 .names = names,
                                 .n_names = n_names };
  check (fixture, hr_timeline_writer_frame (fixture->writer, &frame));
}

static const char *type_name (HrObjectKind kind)
{
  switch (kind) {
  case HR_KIND_NONE:
    return "NoneType";
  case HR_KIND_BOOL:
    return "bool";
  case HR_KIND_INT:
    return "int";
  case HR_KIND_FLOAT:
    return "float";
  case HR_KIND_COMPLEX:
    return "complex";
  case HR_KIND_STR:
    return "str";
  case HR_KIND_BYTES:
    return "bytes";
  case HR_KIND_RANGE:
    return "range";
  case HR_KIND_LIST:
    return "list";
  case HR_KIND_TUPLE:
    return "tuple";
  case HR_KIND_DICT:
    return "dict";
  case HR_KIND_SET:
    return "set";
  case HR_KIND_FROZENSET:
    return "frozenset";
  case HR_KIND_CLASS:
    return "type";
  case HR_KIND_FUNCTION:
    return "function";
  case HR_KIND_METHOD:
    return "method";
  case HR_KIND_CELL:
    return "cell";
  case HR_KIND_MODULE:
    return "module";
  case HR_KIND_BUILTIN:
    return "builtin_function_or_method";
  case HR_KIND_ELLIPSIS:
    return "ellipsis";
  case HR_KIND_EXCEPTION:
    return "ValueError";
  case HR_KIND_BYTEARRAY:
    return "bytearray";
  case HR_KIND_DEQUE:
    return "deque";
  case HR_KIND_ARRAY:
    return "array";
  case HR_KIND_GENERATOR:
    return "generator";
  case HR_KIND_ITERATOR:
    return "list_iterator";
  case HR_KIND_WEAKREF:
    return "ReferenceType";
  case HR_KIND_TRACEBACK:
    return "traceback";
  case HR_KIND_CODE:
    return "code";
  case HR_KIND_STRUCTURE:
    return "slice";
  case HR_KIND_OPAQUE:
  case HR_KIND_INSTANCE:
    return "object";
  }
  return "object";
}

static void put (HrFixture *fixture, HrTimelineWriteObject *object, const char *name, const char *text)
{
  object->type_name = name;
  object->type_name_bytes = (guint32)strlen (name);
  object->text = text;
  object->text_bytes = text == NULL ? 0 : (guint32)strlen (text);
  check (fixture, hr_timeline_writer_object (fixture->writer, object));
}

void hr_fixture_atom (HrFixture *fixture, guint32 id, HrObjectKind kind, const char *text, guint32 flags,
                      gint64 refcount)
{
  HrTimelineWriteObject object = { .id = id,
                                   .kind = kind,
                                   .flags = flags | HR_OBJECT_IMMUTABLE,
                                   .refcount = refcount,
                                   .length = kind == HR_KIND_STR ? strlen (text) - 2 : 0,
                                   .size_bytes = 28 };
  put (fixture, &object, type_name (kind), text);
}

void hr_fixture_sequence (HrFixture *fixture, guint32 id, HrObjectKind kind, gint64 refcount, guint n, ...)
{
  g_autofree HrTimelineWriteSlot *slots = g_new0 (HrTimelineWriteSlot, n + 1);
  va_list arguments;
  va_start (arguments, n);
  for (guint i = 0; i < n; i++)
    slots[i] =
        (HrTimelineWriteSlot){ .role = HR_SLOT_ELEMENT, .index = i, .value = (guint32)va_arg (arguments, guint) };
  va_end (arguments);
  HrTimelineWriteObject object = { .id = id,
                                   .kind = kind,
                                   .flags = kind == HR_KIND_TUPLE ? HR_OBJECT_IMMUTABLE : 0,
                                   .refcount = refcount,
                                   .length = n,
                                   .size_bytes = 56 + 8 * (guint64)n,
                                   .slots = slots,
                                   .n_slots = n };
  put (fixture, &object, type_name (kind), NULL);
}

static gboolean has_name (HrSlotRole role)
{
  return role == HR_SLOT_ATTRIBUTE || role == HR_SLOT_MEMBER || role == HR_SLOT_DEFAULT || role == HR_SLOT_CLOSURE;
}

static gboolean has_index (HrSlotRole role)
{
  return role == HR_SLOT_ELEMENT || role == HR_SLOT_ENTRY || role == HR_SLOT_BASE;
}

void hr_fixture_object (HrFixture *fixture, guint32 id, HrObjectKind kind, guint32 type, const char *named_type,
                        const char *text, gint64 refcount, ...)
{
  HrTimelineWriteSlot slots[16];
  guint64 of_role[HR_SLOT_LAST + 1] = { 0 };
  gsize n = 0;
  va_list arguments;
  va_start (arguments, refcount);
  for (int role; (role = va_arg (arguments, int)) != HR_FIXTURE_NO_MORE; n++) {
    g_assert (n < G_N_ELEMENTS (slots));
    HrTimelineWriteSlot *slot = &slots[n];
    *slot = (HrTimelineWriteSlot){ .role = (HrSlotRole)role };
    slot->name = has_name (slot->role) ? va_arg (arguments, const char *) : NULL;
    slot->name_bytes = slot->name == NULL ? 0 : (guint32)strlen (slot->name);
    slot->key = role == HR_SLOT_ENTRY ? va_arg (arguments, guint32) : 0;
    slot->value = va_arg (arguments, guint32);
    slot->flags = slot->value == 0 ? HR_NAME_UNSET : 0;
    slot->index = has_index (slot->role) ? of_role[role]++ : 0;
  }
  va_end (arguments);
  guint64 length = kind == HR_KIND_DICT ? of_role[HR_SLOT_ENTRY] : of_role[HR_SLOT_ELEMENT];
  HrTimelineWriteObject object = { .id = id,
                                   .kind = kind,
                                   .type = type,
                                   .flags = kind == HR_KIND_CLASS && type == id ? HR_OBJECT_STATIC : 0,
                                   .refcount = refcount,
                                   .length = length,
                                   .size_bytes = 48,
                                   .slots = slots,
                                   .n_slots = n };
  put (fixture, &object, named_type != NULL ? named_type : type_name (kind), text);
}

void hr_fixture_gone (HrFixture *fixture, guint32 id, guint32 line)
{
  check (fixture, hr_timeline_writer_gone (fixture->writer, id, HR_GONE_FREED, 0, 1, line));
}

void hr_fixture_output (HrFixture *fixture, const char *text)
{
  check (fixture, hr_timeline_writer_output (fixture->writer, HR_STREAM_STDOUT, text, strlen (text)));
}

void hr_fixture_end (HrFixture *fixture)
{
  check (fixture, hr_timeline_writer_step_end (fixture->writer));
}

GBytes *hr_fixture_take_bytes (HrFixture *fixture, gboolean finished)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize n_bytes;
  g_assert_true (hr_timeline_writer_free (fixture->writer));
  if (finished && !hr_timeline_finish (fixture->path, HR_ENDING_EXIT, 0, NULL, &error))
    g_error ("fixture: %s", error->message);
  g_file_get_contents (fixture->path, &data, &n_bytes, &error);
  g_assert_no_error (error);
  g_unlink (fixture->path);
  g_free (fixture->path);
  g_free (fixture);
  return g_bytes_new_take (data, n_bytes);
}
