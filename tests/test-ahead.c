/* test-ahead.c - streams that a second thread reads ahead or writes behind
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/asserts.h"

#include "core/ahead.h"
#include "core/behind.h"
#include "core/error.h"

#define SIZE (3 * 1024 * 1024 + 17) /* more than either stream keeps at once */

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + i / 251);
  return g_bytes_new_take (data, size);
}

/* A stream that breaks after its bytes, in reading; or in writing. */

#define BROKEN_TYPE_INPUT (broken_input_get_type ())
G_DECLARE_FINAL_TYPE (BrokenInput, broken_input, BROKEN, INPUT, GInputStream)

struct _BrokenInput {
  GInputStream parent;
  gsize left;
};

G_DEFINE_FINAL_TYPE (BrokenInput, broken_input, G_TYPE_INPUT_STREAM)

static gssize
broken_input_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                   GError **error)
{
  BrokenInput *broken = BROKEN_INPUT (stream);

  if (broken->left == 0) {
    g_set_error (error, VALISE_ERROR, VALISE_ERROR_DAMAGED, "the stick was pulled out");
    return -1;
  }
  count = MIN (count, broken->left);
  memset (buffer, 'x', count);
  broken->left -= count;
  return (gssize) count;
}

static void
broken_input_class_init (BrokenInputClass *class)
{
  G_INPUT_STREAM_CLASS (class)->read_fn = broken_input_read;
}

static void
broken_input_init (BrokenInput *broken)
{
}

#define BROKEN_TYPE_OUTPUT (broken_output_get_type ())
G_DECLARE_FINAL_TYPE (BrokenOutput, broken_output, BROKEN, OUTPUT, GOutputStream)

struct _BrokenOutput {
  GOutputStream parent;
  gsize left;
};

G_DEFINE_FINAL_TYPE (BrokenOutput, broken_output, G_TYPE_OUTPUT_STREAM)

static gssize
broken_output_write (GOutputStream *stream, const void *buffer, gsize count,
                     GCancellable *cancellable, GError **error)
{
  BrokenOutput *broken = BROKEN_OUTPUT (stream);

  count = MIN (count, broken->left);
  broken->left -= count;
  if (count > 0)
    return (gssize) count;
  g_set_error (error, VALISE_ERROR, VALISE_ERROR_NO_SPACE, "the disk is full");
  return -1;
}

static void
broken_output_class_init (BrokenOutputClass *class)
{
  G_OUTPUT_STREAM_CLASS (class)->write_fn = broken_output_write;
}

static void
broken_output_init (BrokenOutput *broken)
{
}

/* Reading */

static void
what_is_read_ahead_comes_whole_and_in_order (void **state)
{
  g_autoptr (GBytes) bytes = make_bytes (SIZE);
  g_autoptr (GInputStream) base = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GInputStream) ahead = valise_ahead_new (base);
  g_autoptr (GByteArray) came = g_byte_array_new ();
  guint8 buffer[7001];
  gssize got = 1;

  while (got > 0) {
    got = g_input_stream_read (ahead, buffer, sizeof buffer, NULL, NULL);
    assert_true (got >= 0);
    g_byte_array_append (came, buffer, (guint) got);
  }
  assert_int_equal (came->len, SIZE);
  assert_memory_equal (came->data, g_bytes_get_data (bytes, NULL), SIZE);
  assert_int_equal (g_input_stream_read (ahead, buffer, 1, NULL, NULL), 0);
}

static void
a_failure_comes_behind_all_that_came_before_it_and_stays (void **state)
{
  g_autoptr (BrokenInput) base = g_object_new (BROKEN_TYPE_INPUT, NULL);
  g_autoptr (GInputStream) ahead = NULL;
  g_autofree guint8 *buffer = g_malloc (SIZE);
  GError *error = NULL;
  gsize got = 0;

  base->left = 1000 * 1000;
  ahead = valise_ahead_new (G_INPUT_STREAM (base));
  assert_false (g_input_stream_read_all (ahead, buffer, SIZE, &got, NULL, &error));
  assert_int_equal (got, 1000 * 1000);
  assert_error_code (error, VALISE_ERROR_DAMAGED);
  assert_int_equal (g_input_stream_read (ahead, buffer, 1, NULL, &error), -1);
  assert_error_code (error, VALISE_ERROR_DAMAGED);
}

static void
a_reader_may_leave_at_any_time (void **state)
{
  g_autoptr (GBytes) bytes = make_bytes (SIZE);

  for (guint i = 0; i < 20; i++) {
    g_autoptr (GInputStream) base = g_memory_input_stream_new_from_bytes (bytes);
    g_autoptr (GInputStream) ahead = valise_ahead_new (base);
    guint8 buffer[16];

    if (i % 2 == 0)
      assert_int_equal (g_input_stream_read (ahead, buffer, sizeof buffer, NULL, NULL), 16);
  }
}

/* Writing */

static void
what_is_written_behind_arrives_whole_and_the_base_stays_open (void **state)
{
  g_autoptr (GBytes) bytes = make_bytes (SIZE), arrived = NULL;
  g_autoptr (GOutputStream) base = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) behind = valise_behind_new (base);
  const guint8 *data = g_bytes_get_data (bytes, NULL);

  for (gsize at = 0; at < SIZE; at += 7001)
    assert_true (g_output_stream_write_all (behind, data + at, MIN (7001, SIZE - at), NULL, NULL, NULL));
  assert_true (g_output_stream_close (behind, NULL, NULL));
  assert_false (g_output_stream_is_closed (base));
  assert_true (g_output_stream_close (base, NULL, NULL));
  arrived = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (base));
  assert_true (g_bytes_equal (arrived, bytes));
}

static void
a_base_that_fails_is_told_at_the_latest_when_closing (void **state)
{
  for (gsize room = 0; room < SIZE; room += SIZE / 3) {
    g_autoptr (GBytes) bytes = make_bytes (SIZE);
    g_autoptr (BrokenOutput) base = g_object_new (BROKEN_TYPE_OUTPUT, NULL);
    g_autoptr (GOutputStream) behind = NULL;
    GError *error = NULL;

    base->left = room;
    behind = valise_behind_new (G_OUTPUT_STREAM (base));
    if (g_output_stream_write_all (behind, g_bytes_get_data (bytes, NULL), SIZE, NULL, NULL, &error))
      assert_false (g_output_stream_close (behind, NULL, &error));
    assert_error_code (error, VALISE_ERROR_NO_SPACE);
  }
}

static void
dropped_without_a_close_nothing_gets_an_end (void **state)
{
  g_autoptr (GOutputStream) base = g_memory_output_stream_new_resizable ();
  GOutputStream *behind = valise_behind_new (base);

  assert_true (g_output_stream_write_all (behind, "half a word", 11, NULL, NULL, NULL));
  g_object_unref (behind);
  assert_int_equal (g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (base)), 0);
  assert_false (g_output_stream_is_closed (base));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (what_is_read_ahead_comes_whole_and_in_order),
    cmocka_unit_test (a_failure_comes_behind_all_that_came_before_it_and_stays),
    cmocka_unit_test (a_reader_may_leave_at_any_time),
    cmocka_unit_test (what_is_written_behind_arrives_whole_and_the_base_stays_open),
    cmocka_unit_test (a_base_that_fails_is_told_at_the_latest_when_closing),
    cmocka_unit_test (dropped_without_a_close_nothing_gets_an_end),
  };

  return cmocka_run_group_tests_name ("ahead", tests, NULL, NULL);
}
