/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of a tenant's instances may be the one that was to be made. */

#include "config.h"

#include "plug-match.h"

#define NOW (G_GINT64_CONSTANT (1700000000) * G_USEC_PER_SEC)
#define MINUTE (G_GINT64_CONSTANT (60) * G_USEC_PER_SEC)

static PlugIntent *
new_intent (const char *name)
{
  PlugIntent *intent = plug_intent_new (PLUG_INTENT_CREATE, "account", "", "sagecrm", name, NULL);

  plug_intent_set_server_time (intent, NOW);
  return intent;
}

static PlugInstance *
new_instance (const char *id,
              const char *name,
              const char *connector_key,
              gint64      created)
{
  PlugInstance *instance = plug_instance_new ("account", id, name, connector_key);

  plug_instance_set_created (instance, created);
  return instance;
}

typedef struct {
  const char *id;
  const char *name;
  const char *connector_key;
  gint64 created;
  gboolean candidate;
} Listed;

static const Listed listed[] = {
  { "1", "Mine", "sagecrm", NOW + MINUTE, TRUE },
  { "2", "Mine", "sagecrm", 0, TRUE },
  { "3", "Mine", "sagecrm", NOW - MINUTE, TRUE },
  { "4", " Mine ", "sagecrm", NOW, TRUE },
  { "5", "Mine", "sagecrm", NOW - 60 * MINUTE, FALSE },
  { "6", "mine", "sagecrm", NOW, FALSE },
  { "7", "Mine 2", "sagecrm", NOW, FALSE },
  { "8", "Mine", "sageone", NOW, FALSE },
  { "9", "Mine", "", NOW, FALSE },
  { "known", "Mine", "sagecrm", NOW, FALSE },
  { "taken", "Mine", "sagecrm", NOW, FALSE },
};

static void
test_candidates (void)
{
  static const char *const known[] = { "known", NULL };
  g_autoptr (PlugIntent) intent = new_intent ("Mine");
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) candidates = NULL;
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_candidates = 0;

  plug_intent_set_known_ids (intent, known);
  g_hash_table_add (taken, (char *) "taken");
  for (gsize i = 0; i < G_N_ELEMENTS (listed); i++)
    g_ptr_array_add (instances, new_instance (listed[i].id, listed[i].name,
                                              listed[i].connector_key, listed[i].created));
  candidates = plug_match_candidates (intent, instances, taken);
  for (gsize i = 0; i < G_N_ELEMENTS (listed); i++)
    {
      g_test_message ("%s", listed[i].id);
      g_assert_true (g_ptr_array_find (candidates, g_ptr_array_index (instances, i), NULL) ==
                     listed[i].candidate);
      n_candidates += listed[i].candidate;
    }
  g_assert_cmpuint (candidates->len, ==, n_candidates);
}

static void
test_names (void)
{
  g_assert_true (plug_match_names ("Mine", "Mine"));
  g_assert_true (plug_match_names ("<a href=x>Mine</a>", "Mine"));
  g_assert_true (plug_match_names ("<b>x</b>", "<b>x</b>"));
  g_assert_true (plug_match_names ("Mine <b></b>", "Mine"));
  g_assert_false (plug_match_names ("Mine", "<b>Mine</b>"));
  g_assert_false (plug_match_names ("Mine", "Min"));
  g_assert_false (plug_match_names ("Mine", ""));
}

static void
test_plain_names (void)
{
  g_assert_true (plug_match_is_plain_name ("Sage CRM - K\u00fcma (2)"));
  g_assert_false (plug_match_is_plain_name ("<b>x</b>"));
  g_assert_false (plug_match_is_plain_name ("A & B"));
  g_assert_false (plug_match_is_plain_name ("@tag"));
}

/* One candidate alone is not proof: an old instance of the same name must not be adopted. */
static void
test_certain (void)
{
  static const char *const none[] = { NULL };
  g_autoptr (PlugIntent) intent = new_intent ("Mine");
  g_autoptr (PlugIntent) blind = new_intent ("Mine");
  g_autoptr (PlugInstance) dated = new_instance ("1", "Mine", "sagecrm", NOW);
  g_autoptr (PlugInstance) undated = new_instance ("2", "Mine", "sagecrm", 0);

  plug_intent_set_server_time (blind, 0);
  g_assert_true (plug_match_is_certain (intent, dated));
  g_assert_false (plug_match_is_certain (intent, undated));
  g_assert_false (plug_match_is_certain (blind, dated));
  plug_intent_set_known_ids (blind, none);
  g_assert_true (plug_match_is_certain (blind, undated));
}

/* Two requests of one name were lost, the later one having seen the earlier one's instance before
 * it was sent: each must find one, in whatever order they look. */
static void
test_lost_together (void)
{
  static const char *const first[] = { "9", NULL };
  g_autoptr (PlugIntent) earlier = new_intent ("Mine");
  g_autoptr (PlugIntent) later = new_intent ("Mine");
  g_autoptr (PlugIntent) other = new_intent ("Other");
  g_autoptr (GPtrArray) instances = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) taken = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) for_earlier = NULL;
  g_autoptr (GPtrArray) for_later = NULL;

  g_assert_true (plug_match_are_rivals (earlier, later));
  g_assert_false (plug_match_are_rivals (earlier, other));
  plug_intent_set_known_ids (earlier, first + 1);
  plug_intent_set_known_ids (later, first);
  g_ptr_array_add (instances, new_instance ("10", "Mine", "sagecrm", 0));
  g_ptr_array_add (instances, new_instance ("9", "Mine", "sagecrm", 0));

  for_earlier = plug_match_candidates (earlier, instances, NULL);
  g_assert_cmpuint (for_earlier->len, ==, 2);
  g_assert_cmpstr (plug_instance_get_id (g_ptr_array_index (for_earlier, 0)), ==, "9");
  g_hash_table_add (taken, (char *) "9");
  for_later = plug_match_candidates (later, instances, taken);
  g_assert_cmpuint (for_later->len, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/match/candidates", test_candidates);
  g_test_add_func ("/match/names", test_names);
  g_test_add_func ("/match/plain-names", test_plain_names);
  g_test_add_func ("/match/certain", test_certain);
  g_test_add_func ("/match/lost-together", test_lost_together);
  return g_test_run ();
}
