/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A creation whose n-th exchange with the tenant fails: the look at what is there, the request
 * itself, the looks for it afterwards; before and after the tenant did what it was asked for. */

#include "config.h"

#include "keyring-support.h"
#include "nth-failure.h"
#include "plug-test.h"

typedef struct {
  const char *test;
  const char *spec;
} Case;

static const Case cases[] = {
  { "closed/row-02-nth-exchange-closed-before", "drop-before" },
  { "closed/row-02-nth-exchange-closed-after", "drop-after" },
  { "closed/row-02-nth-exchange-reset-before", "reset-before" },
  { "closed/row-02-nth-exchange-reset-after", "reset-after" },
  { "answered/row-18-nth-exchange-504-before", "status=504" },
  { "answered/row-18-nth-exchange-504-after", "status=504-after" },
  { "answered/row-19-nth-exchange-html-after", "html-after" },
  { "answered/row-22-nth-exchange-cut-at-length", "truncate" },
  { "answered/row-22-nth-exchange-cut-at-chunk", "truncate=chunk" },
  { "answered/row-22-nth-exchange-cut-at-end", "truncate=eof" },
  { "answered/row-24-nth-exchange-malformed", "malformed" },
};

static guint armed; /* the number of the request that is to fail */

static void
arm (const NthFault *self,
     PlugFixture    *fixture,
     guint           nth,
     gboolean        persistent)
{
  g_autofree char *spec = g_strdup_printf ("%s skip=%u times=%s", self->spec, nth - 1,
                                           persistent ? "*" : "1");

  armed = nth;
  plug_sandbox_forget_requests (fixture->tenant);
  plug_sandbox_push_fault (fixture->tenant, spec);
}

static void
disarm (const NthFault *self,
        PlugFixture    *fixture)
{
  plug_sandbox_clear_faults (fixture->tenant);
}

static gboolean
has_failed (const NthFault *self,
            PlugFixture    *fixture)
{
  return g_list_model_get_n_items (plug_sandbox_get_requests (fixture->tenant)) >= armed;
}

static void
test_exchange (gconstpointer data)
{
  const Case *exchange = data;
  const NthFault fault = {
    .spec = exchange->spec, .at_least = 2, .scenarios = NTH_ANSWERED | NTH_LOST | NTH_NO_TOKEN,
    .arm = arm, .disarm = disarm, .has_failed = has_failed,
  };

  nth_failure_go_through (&fault, FALSE);
  nth_failure_go_through (&fault, TRUE);
}

/* The tenant cannot be reached from that moment on. */
typedef struct {
  const char *test;
  PlugCreationPhase phase;
  PlugCreationOutcome outcome;
  guint n_made;
} Refusal;

static const Refusal refusals[] = {
  { "closed/row-01-refused-at-first", PLUG_CREATION_CHECKING, PLUG_CREATION_FAILED, 0 },
  { "closed/row-01-refused-after-the-look", PLUG_CREATION_POSTING, PLUG_CREATION_FAILED, 0 },
  { "closed/row-01-refused-after-the-answer", PLUG_CREATION_SAVING, PLUG_CREATION_DONE, 1 },
  { "closed/row-01-refused-after-a-lost-answer", PLUG_CREATION_FINISHED, PLUG_CREATION_IN_DOUBT, 1 },
};

typedef struct {
  PlugFixture *fixture;
  const Refusal *refusal;
} Cable;

static void
pull_cable_cb (PlugCreation *creation,
               GParamSpec   *pspec,
               const Cable  *cable)
{
  if (plug_creation_get_phase (creation) == cable->refusal->phase)
    plug_sandbox_stop (cable->fixture->tenant);
}

static void
plug_in_again (PlugFixture *fixture)
{
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;

  uri = g_uri_parse (plug_account_get_base_url (fixture->account), G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  plug_sandbox_start (fixture->tenant, (guint) g_uri_get_port (uri), &error);
  g_assert_no_error (error);
}

static void
test_refused (gconstpointer data)
{
  g_autoptr (PlugFixture) fixture = plug_fixture_new ();
  const Cable cable = { fixture, data };
  g_autoptr (PlugCreation) creation = NULL;

  if (cable.refusal->phase == PLUG_CREATION_FINISHED)
    plug_sandbox_push_fault (fixture->tenant, "POST /instances drop-after");
  creation = plug_fixture_create (fixture, "SageCRM");
  g_signal_connect (creation, "notify::phase", G_CALLBACK (pull_cable_cb), (gpointer) &cable);
  pull_cable_cb (creation, NULL, &cable);
  plug_fixture_wait_finished (creation);
  g_assert_cmpint (plug_creation_get_outcome (creation), ==, cable.refusal->outcome);
  if (cable.refusal->outcome == PLUG_CREATION_FAILED)
    g_assert_error (plug_creation_get_error (creation), G_IO_ERROR,
                    G_IO_ERROR_CONNECTION_REFUSED);

  plug_in_again (fixture);
  plug_fixture_wait_settled (fixture);
  g_assert_cmpuint (plug_fixture_count_instances (fixture), ==, cable.refusal->n_made);
  nth_failure_assert_whole (fixture);
  plug_fixture_empty_keyring (fixture);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  start_fake ("ok");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/creation/", cases[i].test, NULL);

      g_test_add_data_func (path, &cases[i], test_exchange);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/creation/", refusals[i].test, NULL);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }

  return g_test_run ();
}
