/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The service on a computer that is suspended in the middle of a request, and whose clock is
 * wrong or jumps. What is decided depends on the tenant's clock and on time that passes, never on
 * what the time is said to be. */

#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "fake-clock.h"
#include "plug-test.h"
#include "plug-worker.h"

#define SETTLE_MS 1500
#define JUMP_MS   10
#define DAY       (24 * 3600 * (gint64) G_USEC_PER_SEC)
#define TEN_YEARS (3650 * DAY)
/* Longer than a request may take. */
#define SUSPENDED (180 * (gint64) G_USEC_PER_SEC)

typedef struct {
  PlugFixture *fixture;
  PlugWorker *worker;
  char *path; /* of the clock's file */
  int fd;
  FakeClock clock; /* the worker's, once it is set */
  guint jumping;
} Clocks;

static const char *program;

static void
set_clock (Clocks *self)
{
  g_assert_cmpint (pwrite (self->fd, &self->clock, sizeof self->clock, 0), ==,
                   sizeof self->clock);
}

static void
clocks_set_up (Clocks       *self,
               gconstpointer data)
{
  self->fixture = plug_fixture_new ();
  plug_fixture_close (self->fixture);
  self->path = g_build_filename (self->fixture->folder, "clock", NULL);
  self->fd = open (self->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  g_assert_cmpint (self->fd, >=, 0);
  set_clock (self);
}

static void
clocks_tear_down (Clocks       *self,
                  gconstpointer data)
{
  g_clear_handle_id (&self->jumping, g_source_remove);
  g_clear_pointer (&self->worker, plug_worker_free);
  close (self->fd);
  g_free (self->path);
  plug_fixture_free (self->fixture);
}

static void
begin (Clocks *self)
{
  const char *options[] = { "--once=SageCRM", "--clock", self->path, NULL };

  self->worker = plug_worker_start (self->fixture, program, SETTLE_MS, options);
}

static gboolean
is_posted (gpointer user_data)
{
  Clocks *self = user_data;

  return plug_sandbox_count_requests (self->fixture->tenant, "POST", "/instances") > 0;
}

static gboolean
is_answered (gpointer user_data)
{
  Clocks *self = user_data;
  GListModel *requests = plug_sandbox_get_requests (self->fixture->tenant);
  g_autoptr (PlugSandboxRequest) last = NULL;

  last = g_list_model_get_item (requests, g_list_model_get_n_items (requests) - 1);
  return plug_sandbox_request_get_status (last) != 0;
}

static void
assert_outcome (Clocks     *self,
                const char *expected)
{
  g_autofree char *outcome = plug_worker_dup_line (self->worker);

  g_assert_cmpstr (outcome, ==, expected);
}

/* What the next start of the application finds. */
static void
look_at_the_end (Clocks *self)
{
  g_assert_false (plug_worker_wait_ended (self->worker));
  plug_fixture_restart (self->fixture);
  g_assert_cmpuint (plug_sandbox_count_requests (self->fixture->tenant, "POST", "/instances"), ==,
                    1);
}

static void
assert_found (Clocks *self)
{
  g_assert_cmpuint (plug_fixture_count_intents (self->fixture), ==, 0);
  g_assert_cmpuint (plug_fixture_count_instances (self->fixture), ==, 1);
}

static void
suspend (Clocks *self)
{
  plug_worker_signal (self->worker, SIGSTOP);
  self->clock.boot += SUSPENDED;
  self->clock.wall += SUSPENDED;
  set_clock (self);
  plug_worker_signal (self->worker, SIGCONT);
}

/* The deadline passed while the computer was suspended: nobody waits for 120 more seconds. */
static void
test_suspended (Clocks       *self,
                gconstpointer data)
{
  plug_sandbox_push_fault (self->fixture->tenant, "POST /instances hang-after");
  begin (self);
  plug_test_spin_until (is_posted, self);
  suspend (self);
  assert_outcome (self, "in-doubt");
  look_at_the_end (self);
  assert_found (self);
  plug_fixture_assert_agreement (self->fixture);
}

/* The answer came while the computer was suspended: believed or looked for, never lost. */
static void
test_suspended_answered (Clocks       *self,
                         gconstpointer data)
{
  plug_sandbox_push_fault (self->fixture->tenant, "POST /instances slow=50");
  begin (self);
  plug_test_spin_until (is_posted, self);
  plug_worker_signal (self->worker, SIGSTOP);
  plug_test_spin_until (is_answered, self);
  suspend (self);
  look_at_the_end (self);
  assert_found (self);
  plug_fixture_assert_agreement (self->fixture);
}

static gboolean
jumped_cb (gpointer user_data)
{
  Clocks *self = user_data;

  self->clock.wall = g_test_rand_int_range (-1, 2) * TEN_YEARS +
                     g_test_rand_int_range (-1000, 1000) * (gint64) G_USEC_PER_SEC;
  set_clock (self);
  return G_SOURCE_CONTINUE;
}

/* @data: by how much the clock is wrong, NULL when it jumps about */
static void
put_wrong (Clocks       *self,
           gconstpointer data)
{
  const gint64 *wrong_by = data;

  if (wrong_by == NULL)
    self->jumping = g_timeout_add (JUMP_MS, jumped_cb, self);
  else
    {
      self->clock.wall = *wrong_by;
      set_clock (self);
    }
}

/* The worker was really told the wrong time, and wrote it down. */
static void
assert_wrong (const gint64 *wrong_by,
              gint64        time)
{
  if (wrong_by != NULL)
    g_assert_cmpint (ABS (time - g_get_real_time () - *wrong_by), <, DAY);
}

static void
test_clock_found (Clocks       *self,
                  gconstpointer data)
{
  g_autoptr (PlugInstance) instance = NULL;

  put_wrong (self, data);
  plug_sandbox_push_fault (self->fixture->tenant, "POST /instances drop-after");
  begin (self);
  assert_outcome (self, "in-doubt");
  look_at_the_end (self);
  assert_found (self);
  plug_fixture_assert_agreement (self->fixture);
  instance = g_list_model_get_item (plug_inventory_list_instances (self->fixture->inventory), 0);
  assert_wrong (data, plug_instance_get_saved (instance));
  /* The tenant's own. */
  g_assert_cmpint (ABS (plug_instance_get_created (instance) - g_get_real_time ()), <, DAY);
}

/* An instance of that name which was there before is not the one, whatever the clock says, and
 * that there is none is said after the settle time, not before. */
static void
test_clock_not_made (Clocks       *self,
                     gconstpointer data)
{
  g_autofree char *old = NULL;
  PlugIntent *intent;
  gint64 posted;

  old = plug_sandbox_add_instance (self->fixture->tenant, "sagecrm", "SageCRM", NULL);
  put_wrong (self, data);
  plug_sandbox_push_fault (self->fixture->tenant, "POST /instances drop-before");
  begin (self);
  plug_test_spin_until (is_posted, self);
  posted = g_get_monotonic_time ();
  assert_outcome (self, "in-doubt");
  g_assert_false (plug_worker_wait_ended (self->worker));
  g_assert_cmpint (g_get_monotonic_time () - posted, >=, SETTLE_MS * 1000);

  plug_fixture_restart (self->fixture);
  g_assert_cmpuint (plug_fixture_count_instances (self->fixture), ==, 0);
  intent = plug_fixture_get_only_intent (self->fixture);
  g_assert_cmpint (plug_intent_get_state (intent), ==, PLUG_INTENT_NOT_FOUND);
  assert_wrong (data, plug_intent_get_sent (intent));
}

/* In doubt after a deadline, while the tenant is still at it: it appears within the settle time. */
static void
test_clock_late (Clocks       *self,
                 gconstpointer data)
{
  plug_sandbox_push_fault (self->fixture->tenant, "POST /instances late=1600");
  begin (self);
  plug_test_spin_until (is_posted, self);
  self->clock.boot += SUSPENDED;
  set_clock (self);
  put_wrong (self, data);
  assert_outcome (self, "in-doubt");
  look_at_the_end (self);
  assert_found (self);
  plug_fixture_assert_agreement (self->fixture);
}

static void
add (const char   *path,
     const gint64 *wrong_by,
     void        (*run) (Clocks *, gconstpointer))
{
  g_test_add (path, Clocks, wrong_by, clocks_set_up, run, clocks_tear_down);
}

int
main (int   argc,
      char *argv[])
{
  static const gint64 ahead = TEN_YEARS;
  static const gint64 behind = -TEN_YEARS;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];

  add ("/clocks/row-06-suspended", NULL, test_suspended);
  add ("/clocks/row-06-suspended-answered", NULL, test_suspended_answered);
  add ("/clocks/row-52-ahead-found", &ahead, test_clock_found);
  add ("/clocks/row-52-ahead-not-made", &ahead, test_clock_not_made);
  add ("/clocks/row-52-ahead-late", &ahead, test_clock_late);
  add ("/clocks/row-52-behind-found", &behind, test_clock_found);
  add ("/clocks/row-52-behind-not-made", &behind, test_clock_not_made);
  add ("/clocks/row-52-behind-late", &behind, test_clock_late);
  add ("/clocks/row-52-jumping-found", NULL, test_clock_found);
  add ("/clocks/row-52-jumping-not-made", NULL, test_clock_not_made);
  add ("/clocks/row-52-jumping-late", NULL, test_clock_late);
  return g_test_run ();
}
