/* Writes a timeline while the program runs.
 *
 * Plain C, no GLib, no Python: it lives in the user's interpreter. It keeps a shadow of every object it has been told
 * of, so that it writes changes and can write a keyframe by itself; the caller says what it sees, and need not know
 * what was written before. Every step is in the file, as far as the kernel is concerned, when it is complete. After a
 * failed write the writer is dead: every call returns false and hr_timeline_writer_message() says why; the program goes
 * on.
 *
 * The file is known by its path and kept as shared memory (sink.h): no descriptor of it is open, so that the program's
 * own get the numbers they would get without us, and closing them all does no harm.
 *
 * Order within a step: step_begin; then frames (oldest first), objects, refcounts, holders, gone, notes, output in any
 * order, an object before its holders; step_end.
 */
#pragma once

#include "timeline/model.h"

typedef struct HrTimelineWriter HrTimelineWriter;

/* What the header says about the run. All strings UTF-8, borrowed for the call. */
typedef struct {
  const char *implementation; /* "CPython" */
  const char *version;        /* "3.11.2" */
  const char *program;        /* as the user gave it: "counter.py", "-c", "-m pkg" */
  const char *options;        /* recording options that change what is in the file, "--prompt" */
  int64_t hash_seed;          /* -1: random */
  bool address_randomisation; /* false: switched off, addresses repeat */
  bool prompt;
} HrTimelineRun;

/* A source file. Registered once; its number is used in steps. */
typedef struct {
  const char *name; /* as the interpreter has it in co_filename */
  const char *text; /* UTF-8, decoded by the file's coding cookie, newlines as \n; NULL when it cannot be had */
  size_t n_bytes;
} HrTimelineSourceText;

/* A name in a frame, or a slot in an object. */
typedef struct {
  const char *name; /* UTF-8, not NUL-terminated; NULL where the role has no name */
  uint32_t name_bytes;
  uint32_t flags; /* HR_NAME_* */
  uint32_t value; /* object id, 0 with HR_NAME_UNSET */
} HrTimelineWriteName;

typedef struct {
  HrSlotRole role;
  uint32_t flags;   /* HR_NAME_* */
  const char *name; /* ATTRIBUTE, MEMBER, DEFAULT, CLOSURE, FIELD, LOCAL; else NULL */
  uint32_t name_bytes;
  uint32_t key;     /* ENTRY: object id of the key */
  uint64_t index;   /* ELEMENT, BASE, ENTRY, FIELD: position */
  uint32_t value;   /* object id */
  const char *text; /* where the value is no object of its own: what it is ("3"); @value is 0. Else NULL. UTF-8 */
  uint32_t text_bytes;
} HrTimelineWriteSlot;

/* An object as it is now. */
typedef struct {
  uint32_t id;
  HrObjectKind kind;
  uint32_t type;         /* object id of its class; 0 while that is not recorded */
  const char *type_name; /* "list", "ObjectCounter" */
  uint32_t type_name_bytes;
  uint32_t flags;      /* HR_OBJECT_* */
  int64_t refcount;    /* the interpreter's; ignored (0 in the file) when @flags say HR_OBJECT_SHARED */
  uint64_t length;     /* elements, characters, bytes or entries in all; 0 where there is no such thing */
  uint64_t size_bytes; /* memory of the object itself, 0 unknown */
  const char *text;    /* atoms: the literal; function: signature; class, module, builtin: name; else NULL. UTF-8 */
  uint32_t text_bytes;
  const HrTimelineWriteSlot *slots; /* those within the limits, in order */
  size_t n_slots;
  /* Optional, the fast way for long sequences: the values (object ids, 0 unset) of ELEMENT slots at 0, 1, 2, …
   * They stand before @slots. NULL and 0 where not used. */
  const uint32_t *elements;
  size_t n_elements;
} HrTimelineWriteObject;

/* References to one object from one holder that is no name or slot of the picture. */
typedef struct {
  HrHolderKind kind;
  uint32_t object, frame; /* ids of the holder where it is in the picture all the same; 0 otherwise */
  const char *text;       /* says which; NULL none. UTF-8 */
  uint32_t text_bytes;
  uint32_t count; /* references, from 1 */
} HrTimelineWriteHolder;

typedef struct {
  HrNoteKind kind;
  uint32_t object; /* id, 0 none */
  uint64_t number;
  const char *text; /* NULL none. UTF-8 */
} HrTimelineWriteNote;

typedef struct {
  uint32_t id;      /* unique for the frame's whole life */
  uint32_t thread;  /* 0 is the main thread */
  const char *name; /* "<module>", "f", "<lambda>" */
  uint32_t name_bytes;
  uint32_t file;       /* source number */
  uint32_t first_line; /* of its code */
  uint32_t line;       /* where it stands */
  const HrTimelineWriteName *names;
  size_t n_names;
} HrTimelineWriteFrame;

/* Lines are 1-based; 0 is "none". Files are source numbers, meaningful where the line is not 0. */
typedef struct {
  HrEvent event;
  uint32_t thread;
  uint32_t frame;                            /* id of the frame it is about */
  uint32_t ran_file, ran_line, ran_end_line; /* what just ran (END of a statement's lines, for multi-line ones) */
  uint32_t next_file, next_line;             /* what runs next */
  uint32_t exception;                        /* object id of a pending exception, or 0 */
  const char *exception_text;                /* "ValueError: bad", made without running user code; NULL none */
} HrTimelineWriteStep;

/* Creates (truncates) @path. NULL on failure, with the reason in @message (a buffer of @message_bytes, UTF-8). */
HrTimelineWriter *hr_timeline_writer_new (const char *path, const HrTimelineRun *run, char *message,
                                          size_t message_bytes);

/* Takes over an open descriptor instead (and closes it on failure); used by the tests and by a launcher that opened the
 * file. */
HrTimelineWriter *hr_timeline_writer_new_fd (int fd, const HrTimelineRun *run, char *message, size_t message_bytes);

/* Registers a source, returns its number from 1; the same name gives the same number. 0 on failure. */
uint32_t hr_timeline_writer_source (HrTimelineWriter *w, const HrTimelineSourceText *source);

bool hr_timeline_writer_step_begin (HrTimelineWriter *w, const HrTimelineWriteStep *step);
bool hr_timeline_writer_frame (HrTimelineWriter *w, const HrTimelineWriteFrame *frame);
/* The frame with @id as it was said last, at @line. False, too: it was never said, or has gone; it is to be said in
 * full. */
bool hr_timeline_writer_frame_kept (HrTimelineWriter *w, uint32_t id, uint32_t line);
/* New or possibly changed. Nothing is written if it equals what was said last. */
bool hr_timeline_writer_object (HrTimelineWriter *w, const HrTimelineWriteObject *object);
/* Only the refcount may have changed. */
bool hr_timeline_writer_refcount (HrTimelineWriter *w, uint32_t id, int64_t refcount);
/* Who holds the references to an object in the picture that no name and no slot shows; replaces what was said before.
 * Nothing is written if that was the same. An object that is hidden or changes its kind loses its holders. */
bool hr_timeline_writer_holders (HrTimelineWriter *w, uint32_t id, const HrTimelineWriteHolder *holders,
                                 size_t n_holders);
/* It left the picture: freed while @file:@line ran (0 unknown), or hidden. A hidden object may come back under its id.
 * @generation: of the collection that freed it, with HR_GONE_COLLECTED; else 0. An id that the writer has not been told
 * of is ignored. */
bool hr_timeline_writer_gone (HrTimelineWriter *w, uint32_t id, HrGone why, uint32_t generation, uint32_t file,
                              uint32_t line);
bool hr_timeline_writer_note (HrTimelineWriter *w, const HrTimelineWriteNote *note);
/* Raw bytes as the program wrote them, in pieces of any size. */
bool hr_timeline_writer_output (HrTimelineWriter *w, int stream, const void *bytes, size_t n_bytes);
/* Frames that were not named since step_begin have gone. The step is in the file when this returns true. */
bool hr_timeline_writer_step_end (HrTimelineWriter *w);

uint64_t hr_timeline_writer_n_steps (const HrTimelineWriter *w);
uint64_t hr_timeline_writer_n_bytes (const HrTimelineWriter *w);
/* Why the writer is dead, or NULL. */
const char *hr_timeline_writer_message (const HrTimelineWriter *w);

/* Writes what is pending and closes the file; the index and the trailer are the launcher's (hr_timeline_finish). */
bool hr_timeline_writer_free (HrTimelineWriter *w);

/* In a forked child: forgets the file without writing to it. */
void hr_timeline_writer_abandon (HrTimelineWriter *w);
