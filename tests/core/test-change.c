/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to become of an instance that exists: to the journal and back, and whether it came. */

#include "config.h"

#include <string.h>

#include "plug-change.h"

static PlugInstance *
new_instance (const char        *name,
              const char *const *tags,
              gboolean           disabled)
{
  PlugInstance *instance = plug_instance_new ("account", "7", name, "sagecrm");

  plug_instance_set_tags (instance, tags);
  plug_instance_set_disabled (instance, disabled);
  return instance;
}

static const char *const no_tags[] = { NULL };
static const char *const two_tags[] = { "one", "two", NULL };
static const char *const two_turned[] = { "two", "one", NULL };
static const char *const one_tag[] = { "one", NULL };
static const char *const html_tag[] = { "<b>one</b>", NULL };

typedef struct {
  PlugChangeKind kind;
  const char *name;        /* NULL: stays */
  const char *const *tags; /* NULL: stay */
  const char *there_name;
  const char *const *there_tags;
  gboolean there_disabled;
  gboolean carried_out;
} Case;

static const Case cases[] = {
  { PLUG_CHANGE_EDIT, "New", NULL, "New", two_tags, FALSE, TRUE },
  { PLUG_CHANGE_EDIT, "New", NULL, "Old", two_tags, FALSE, FALSE },
  { PLUG_CHANGE_EDIT, "<b>New</b>", NULL, "New", NULL, FALSE, TRUE },
  { PLUG_CHANGE_EDIT, "New ", NULL, "New", NULL, TRUE, TRUE },
  { PLUG_CHANGE_EDIT, NULL, two_tags, "Old", two_turned, FALSE, TRUE },
  { PLUG_CHANGE_EDIT, NULL, two_tags, "Old", one_tag, FALSE, FALSE },
  { PLUG_CHANGE_EDIT, NULL, one_tag, "Old", two_tags, FALSE, FALSE },
  { PLUG_CHANGE_EDIT, NULL, html_tag, "Old", one_tag, FALSE, TRUE },
  { PLUG_CHANGE_EDIT, NULL, no_tags, "Old", NULL, FALSE, TRUE },
  { PLUG_CHANGE_EDIT, NULL, no_tags, "Old", one_tag, FALSE, FALSE },
  { PLUG_CHANGE_EDIT, "New", one_tag, "New", one_tag, FALSE, TRUE },
  { PLUG_CHANGE_EDIT, "New", one_tag, "New", no_tags, FALSE, FALSE },
  { PLUG_CHANGE_ENABLE, NULL, NULL, "Old", NULL, FALSE, TRUE },
  { PLUG_CHANGE_ENABLE, NULL, NULL, "Old", NULL, TRUE, FALSE },
  { PLUG_CHANGE_DISABLE, NULL, NULL, "Old", NULL, TRUE, TRUE },
  { PLUG_CHANGE_DISABLE, NULL, NULL, "Old", NULL, FALSE, FALSE },
  { PLUG_CHANGE_DELETE, NULL, NULL, "Old", NULL, FALSE, FALSE },
  { PLUG_CHANGE_EVENTS_ON, NULL, NULL, "Old", NULL, FALSE, FALSE },
  { PLUG_CHANGE_EVENTS_OFF, NULL, NULL, "Old", NULL, FALSE, TRUE },
  { PLUG_CHANGE_REAUTHENTICATE, NULL, NULL, "Old", NULL, FALSE, FALSE },
};

static PlugChange *
new_change (const Case *c)
{
  g_autoptr (PlugInstance) instance = new_instance ("Old", one_tag, FALSE);
  PlugChange *change = plug_change_new (c->kind, instance);

  plug_change_set_name (change, c->name);
  plug_change_set_tags (change, c->tags);
  return change;
}

static void
test_carried_out (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (PlugChange) change = new_change (c);
      g_autoptr (PlugInstance) there = new_instance (c->there_name, c->there_tags,
                                                     c->there_disabled);

      g_test_message ("case %u", i);
      g_assert_cmpint (plug_change_is_carried_out (change, there), ==, c->carried_out);
    }
}

/* What a crash leaves of a change is enough to tell whether it came, and to make it again. */
static void
test_journal (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *c = &cases[i];
      g_autoptr (PlugChange) change = new_change (c);
      g_autoptr (PlugIntent) intent = plug_change_create_intent (change, "https://example.com");
      g_autoptr (PlugChange) again = plug_change_new_from_intent (intent);
      g_autoptr (PlugInstance) there = new_instance (c->there_name, c->there_tags,
                                                     c->there_disabled);

      g_test_message ("case %u: %s", i, plug_intent_get_wanted (intent));
      g_assert_cmpint (plug_intent_get_kind (intent), ==,
                       c->kind == PLUG_CHANGE_DELETE ? PLUG_INTENT_DELETE : PLUG_INTENT_UPDATE);
      g_assert_cmpstr (plug_intent_get_instance_id (intent), ==, "7");
      g_assert_cmpstr (plug_intent_get_name (intent), ==, "Old");
      g_assert_cmpint (plug_change_get_kind (again), ==, c->kind);
      g_assert_cmpstr (plug_change_get_name (again), ==, c->name);
      g_assert_cmpstr (plug_instance_get_id (plug_change_get_instance (again)), ==, "7");
      g_assert_cmpint (plug_change_is_carried_out (again, there), ==, c->carried_out);
    }
}

/* A journal that somebody wrote into asks for nothing rather than for something else. */
static void
test_foreign_journal (void)
{
  static const char *const texts[] = { NULL, "", "[", "[]", "7", "{}", "{\"name\": 7}",
                                       "{\"tags\": {}}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PlugIntent) intent = plug_intent_new (PLUG_INTENT_UPDATE, "account", "", "", "",
                                                       NULL);
      g_autoptr (PlugChange) change = NULL;
      g_autoptr (PlugSecret) body = NULL;

      plug_intent_set_wanted (intent, texts[i]);
      change = plug_change_new_from_intent (intent);
      g_assert_cmpint (plug_change_get_kind (change), ==, PLUG_CHANGE_EDIT);
      g_assert_null (plug_change_get_name (change));
      g_assert_null (plug_change_get_tags (change));
      body = plug_change_build (change);
      g_assert_cmpstr (plug_secret_peek (body), ==, "{}");
    }
}

static void
test_body (void)
{
  g_autoptr (PlugInstance) instance = new_instance ("Old", NULL, FALSE);
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_EDIT, instance);
  g_autoptr (PlugSecret) empty_tags = NULL;
  g_autoptr (PlugSecret) both = NULL;

  plug_change_set_tags (change, no_tags);
  empty_tags = plug_change_build (change);
  g_assert_cmpstr (plug_secret_peek (empty_tags), ==, "{\"tags\":[]}");
  plug_change_set_name (change, "New");
  plug_change_set_tags (change, two_tags);
  both = plug_change_build (change);
  g_assert_cmpstr (plug_secret_peek (both), ==, "{\"name\":\"New\",\"tags\":[\"one\",\"two\"]}");
}

static void
test_apply (void)
{
  g_autoptr (PlugInstance) instance = new_instance ("Old", one_tag, FALSE);
  g_autoptr (PlugChange) disable = plug_change_new (PLUG_CHANGE_DISABLE, instance);
  g_autoptr (PlugChange) edit = plug_change_new (PLUG_CHANGE_EDIT, instance);

  plug_change_apply (disable, instance);
  g_assert_true (plug_instance_is_disabled (instance));
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "Old");
  plug_change_set_name (edit, "New");
  plug_change_apply (edit, instance);
  g_assert_cmpstr (plug_instance_get_name (instance), ==, "New");
  g_assert_cmpstr (plug_instance_get_tags (instance)[0], ==, "one");
  g_assert_true (plug_instance_is_disabled (instance));
}

/* Only what changes is sent, and of what is masked nothing; the journal has keys and no values. */
static void
test_settings (void)
{
  g_autoptr (PlugInstance) instance = new_instance ("Old", NULL, FALSE);
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_EDIT, instance);
  g_autoptr (PlugSecret) secret = plug_secret_new ("hidden");
  g_autoptr (PlugSecret) mask = plug_secret_new ("********");
  g_autoptr (PlugSecret) body = NULL;
  g_autoptr (PlugIntent) intent = NULL;
  g_autoptr (PlugChange) again = NULL;
  g_auto (GStrv) secrets = NULL;

  plug_instance_set_configuration (instance, "{\"base.url\":\"a\",\"username\":\"u\"}");
  plug_change_set_value (change, "base.url", "a");
  plug_change_set_value (change, "username", "********");
  plug_change_set_secret (change, "password", mask);
  g_assert_false (plug_change_is_sendable (change));
  plug_change_set_value (change, "base.url", "b");
  plug_change_set_secret (change, "password", secret);
  g_assert_true (plug_change_is_sendable (change));
  g_assert_true (plug_change_has_secrets (change));
  g_assert_false (plug_change_is_traceless (change));
  body = plug_change_build (change);
  g_assert_cmpstr (plug_secret_peek (body), ==,
                   "{\"configuration\":{\"base.url\":\"b\",\"password\":\"hidden\"}}");
  secrets = plug_change_dup_secrets (change);
  g_assert_cmpstr (secrets[0], ==, "hidden");
  g_assert_null (secrets[1]);

  intent = plug_change_create_intent (change, "https://example.com");
  g_assert_cmpstr (plug_intent_get_wanted (intent), ==, "{\"keys\":[\"base.url\",\"password\"]}");
  again = plug_change_new_from_intent (intent);
  g_assert_false (plug_change_is_sendable (again));
  g_assert_true (plug_change_has_secrets (again));
}

/* Whether a setting came: by what was entered, and after a crash by what was there before. */
static void
test_settings_carried_out (void)
{
  g_autoptr (PlugInstance) before = new_instance ("Old", NULL, FALSE);
  g_autoptr (PlugInstance) there = new_instance ("Old", NULL, FALSE);
  g_autoptr (PlugInstance) other = new_instance ("Old", NULL, FALSE);
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_EDIT, before);
  g_autoptr (PlugIntent) intent = NULL;
  g_autoptr (PlugChange) again = NULL;

  plug_instance_set_configuration (before, "{\"base.url\":\"a\"}");
  plug_instance_set_configuration (there, "{\"base.url\":\"b\"}");
  plug_instance_set_configuration (other, "{\"base.url\":\"c\"}");
  plug_change_set_value (change, "base.url", "b");
  g_assert_false (plug_change_is_carried_out (change, before));
  g_assert_true (plug_change_is_carried_out (change, there));
  g_assert_false (plug_change_is_carried_out (change, other));

  intent = plug_change_create_intent (change, "https://example.com");
  again = plug_change_new_from_intent (intent);
  plug_change_set_instance (again, before);
  g_assert_false (plug_change_is_carried_out (again, before));
  g_assert_true (plug_change_is_carried_out (again, there));
}

static void
test_traceless (void)
{
  g_autoptr (PlugInstance) instance = new_instance ("Old", NULL, FALSE);
  g_autoptr (PlugChange) password = plug_change_new (PLUG_CHANGE_EDIT, instance);
  g_autoptr (PlugChange) anew = plug_change_new (PLUG_CHANGE_REAUTHENTICATE, instance);
  g_autoptr (PlugSecret) secret = plug_secret_new ("{\"configuration\":{\"password\":\"p\"}}");
  g_autoptr (PlugSecret) body = NULL;
  g_auto (GStrv) secrets = NULL;

  plug_change_set_secret (password, "password", secret);
  g_assert_true (plug_change_is_traceless (password));
  g_assert_false (plug_change_is_carried_out (password, instance));
  plug_change_set_name (password, "New");
  g_assert_false (plug_change_is_traceless (password));

  g_assert_false (plug_change_is_sendable (anew));
  plug_change_set_body (anew, secret);
  g_assert_true (plug_change_is_sendable (anew));
  g_assert_true (plug_change_is_traceless (anew));
  body = plug_change_build (anew);
  g_assert_true (body == secret);
  secrets = plug_change_dup_secrets (anew);
  g_assert_cmpstr (secrets[0], ==, "p");
}

/* What differed before is not accepted by changing something else; what the tenant made of what
 * was sent is what was meant. */
static void
test_settle (void)
{
  g_autoptr (PlugInstance) known = new_instance ("Old", one_tag, FALSE);
  g_autoptr (PlugInstance) drifted = new_instance ("Drifted", one_tag, FALSE);
  g_autoptr (PlugInstance) merged = plug_instance_merge (known, drifted);
  g_autoptr (PlugChange) change = plug_change_new (PLUG_CHANGE_EDIT, merged);
  g_autoptr (PlugInstance) reply = new_instance ("Drifted", one_tag, FALSE);
  g_autoptr (PlugInstance) settled = NULL;
  g_autoptr (PlugInstance) saved = NULL;
  g_autoptr (PlugChange) rename = NULL;
  g_autoptr (PlugInstance) stripped = new_instance ("New", one_tag, FALSE);
  g_autoptr (PlugInstance) renamed = NULL;

  plug_change_set_tags (change, html_tag);
  settled = plug_change_settle (change, merged, reply);
  saved = plug_instance_dup_accepted (settled);
  g_assert_cmpstr (plug_instance_get_name (saved), ==, "Old");
  g_assert_cmpstr (plug_instance_get_tags (saved)[0], ==, "one");
  g_assert_cmpint (plug_instance_get_health (settled), ==, PLUG_HEALTH_CHANGED);

  rename = plug_change_new (PLUG_CHANGE_EDIT, settled);
  plug_change_set_name (rename, "<b>New</b>");
  renamed = plug_change_settle (rename, settled, stripped);
  g_assert_null (plug_instance_get_accepted (renamed));
  g_assert_cmpstr (plug_instance_get_name (renamed), ==, "New");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change/carried-out", test_carried_out);
  g_test_add_func ("/change/journal", test_journal);
  g_test_add_func ("/change/foreign-journal", test_foreign_journal);
  g_test_add_func ("/change/body", test_body);
  g_test_add_func ("/change/apply", test_apply);
  g_test_add_func ("/change/settings", test_settings);
  g_test_add_func ("/change/settings-carried-out", test_settings_carried_out);
  g_test_add_func ("/change/traceless", test_traceless);
  g_test_add_func ("/change/settle", test_settle);
  return g_test_run ();
}
