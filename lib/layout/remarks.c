/* What a card says of its object's references beyond the arrows: that it waits for the collector, and who holds it. */
#include "layout/content.h"
#include "timeline/account.h"

#define MOST_HOLDERS 4
#define MOST_IN_LABEL 2

/* Remarks stand below all else that has no row of its own. */
static guint next_position (const HrContent *content)
{
  guint position = 0;
  for (guint i = 0; i < content->entries->len; i++) {
    const HrEntry *entry = hr_content_entry (content, i);
    if (!entry->named && (entry->kind == HR_ENTRY_ROW || (entry->kind == HR_ENTRY_NOTE && !content->fluid)))
      position = MAX (position, entry->position + 1);
  }
  return position;
}

static void add_remark (HrContent *content, const char *text)
{
  HrEntry entry = { .kind = HR_ENTRY_ROW, .remark = TRUE, .position = next_position (content) };
  entry.name = hr_content_dup_visible (text);
  g_array_append_val (content->entries, entry);
}

/* "+2: constant of f": where references come from that have no arrow. */
static void add_count (HrContent *content, gint64 count, const char *holder)
{
  g_autofree char *text = g_strdup_printf ("+%" G_GINT64_FORMAT ": %s", count, holder);
  add_remark (content, text);
}

/* The holders that no arrow shows. Equal ones were counted together when they were found. */
static void add_holders (HrContent *content, const HrTimelineState *state, guint32 id)
{
  g_autoptr (HrTimelineAccount) account = hr_timeline_account_new (state, id);
  guint n = 0;
  gint64 left = 0;
  for (guint i = 0; account && i < account->holders->len; i++) {
    const HrTimelineAccountHolder *holder = &g_array_index (account->holders, HrTimelineAccountHolder, i);
    if (holder->visible || holder->kind == HR_HOLDER_TWICE)
      continue;
    if (n++ < MOST_HOLDERS)
      add_count (content, holder->count, holder->text);
    else
      left += holder->count;
  }
  if (left > 0)
    add_count (content, left, "other holders");
  if (account && account->unexplained > 0)
    add_count (content, account->unexplained, "unexplained");
}

char *hr_content_dup_holders (const HrTimelineState *state, guint32 id)
{
  g_autoptr (HrTimelineAccount) account = hr_timeline_account_new (state, id);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;
  for (guint i = 0; account && i < account->holders->len; i++) {
    const HrTimelineAccountHolder *holder = &g_array_index (account->holders, HrTimelineAccountHolder, i);
    if (holder->visible || holder->kind == HR_HOLDER_TWICE || n++ >= MOST_IN_LABEL)
      continue;
    g_string_append_printf (text, " + %s", holder->text);
  }
  if (n > MOST_IN_LABEL)
    g_string_append_printf (text, " + %u more", n - MOST_IN_LABEL);
  return hr_content_dup_visible (text->str);
}

void hr_content_add_remarks (HrContent *content, const HrLayoutPlan *plan, const HrLayoutView *view,
                             HrTimeline *timeline, const HrViewObject *item)
{
  if (item->ghost)
    return;
  if (item->object->flags & HR_OBJECT_UNREACHABLE)
    add_remark (content, "unreachable: waits for the collector");
  if (plan->options.subject > 0 && plan->options.subject != item->object->id)
    return;
  if (plan->options.refs == HR_REFS_ACCOUNT && hr_timeline_has_accounts (timeline))
    add_holders (content, view->state, item->object->id);
}
