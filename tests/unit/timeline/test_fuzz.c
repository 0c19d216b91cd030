/* The reader against files that are not what they should be: mutated ones, the same on every run. */
#include <string.h>

#include "../../fuzz/drive.h"
#include "fixture.h"

enum { N_MUTATIONS = 6000, MOST_EDITS = 6 };

static guint upto (GRand *rand, gsize n)
{
  return n == 0 ? 0 : (guint)g_rand_int_range (rand, 0, (gint32)n);
}

/* One edit: a bit, a byte that is an edge of something, a piece taken out, doubled or moved, the end cut off. */
static void edit (GRand *rand, GByteArray *bytes)
{
  static const guint8 edges[] = { 0, 1, 2, 127, 128, 255, 254, 64, 16 };
  guint at = upto (rand, bytes->len), most = 1 + upto (rand, 12), n = MIN (bytes->len - at, most);
  if (bytes->len < 40)
    return;
  switch (upto (rand, 6)) {
  case 0:
  case 1:
    bytes->data[at] ^= (guint8)(1u << upto (rand, 8));
    break;
  case 2:
  case 3:
    bytes->data[at] = edges[upto (rand, G_N_ELEMENTS (edges))];
    break;
  case 4:
    g_byte_array_remove_range (bytes, at, n);
    break;
  default: {
    g_autofree guint8 *piece = g_memdup2 (bytes->data + at, n);
    guint to = upto (rand, bytes->len - n);
    memmove (bytes->data + to, piece, n);
    break;
  }
  }
}

static guint mutate (GBytes *whole, GRand *rand, guint n_mutations)
{
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (whole, &n_bytes);
  guint n_opened = 0;
  for (guint i = 0; i < n_mutations; i++) {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_byte_array_append (bytes, data, (guint)n_bytes);
    for (guint edits = 1 + upto (rand, MOST_EDITS); edits > 0; edits--)
      edit (rand, bytes);
    if (i % 4 != 0)
      hr_fuzz_reseal_timeline (bytes->data, bytes->len);
    n_opened += hr_fuzz_drive_timeline (bytes->data, bytes->len);
  }
  return n_opened;
}

static void test_mutations (void)
{
  GRand *rand = g_rand_new_with_seed (20240229);
  guint n_stories = (HR_FIXTURE_LAST + 1) * 2, n_opened = 0;
  for (guint i = 0; i < n_stories; i++) {
    g_autoptr (GBytes) bytes = hr_fixture_story_bytes ((HrFixtureStory)(i / 2), 5, i % 2 == 0);
    n_opened += mutate (bytes, rand, N_MUTATIONS / n_stories);
  }
  g_rand_free (rand);
  g_test_message ("%u of %u opened", n_opened, N_MUTATIONS);
  g_assert_cmpuint (n_opened, >, N_MUTATIONS / 3); /* or next to nothing behind the checks was tried */
  g_assert_cmpuint (n_opened, <, N_MUTATIONS);
}

/* Every byte of a small file takes every value of some, sealed: no field is left out. */
static void test_every_byte (void)
{
  static const guint8 values[] = { 0, 1, 5, 127, 255 };
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_RAISE, 0, TRUE);
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  for (gsize at = 0; at < n_bytes; at++) {
    for (guint i = 0; i < G_N_ELEMENTS (values); i++) {
      g_autofree guint8 *copy = g_memdup2 (data, n_bytes);
      copy[at] = values[i];
      hr_fuzz_reseal_timeline (copy, n_bytes);
      hr_fuzz_drive_timeline (copy, n_bytes);
    }
  }
}

/* Resealing a whole file changes nothing, or it would not test what it should. */
static void test_reseal (void)
{
  g_autoptr (GBytes) bytes = hr_fixture_story_bytes (HR_FIXTURE_NESTED, 0, TRUE);
  gsize n_bytes;
  const guint8 *data = g_bytes_get_data (bytes, &n_bytes);
  g_autofree guint8 *copy = g_memdup2 (data, n_bytes);
  hr_fuzz_reseal_timeline (copy, n_bytes);
  g_assert_cmpmem (copy, n_bytes, data, n_bytes);
}

int main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timeline/fuzz/reseal", test_reseal);
  g_test_add_func ("/timeline/fuzz/mutations", test_mutations);
  g_test_add_func ("/timeline/fuzz/every-byte", test_every_byte);
  return g_test_run ();
}
