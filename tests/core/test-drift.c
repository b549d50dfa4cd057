/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reply and what is known come to, and in what they differ: loud about what was changed,
 * quiet about what is only masked. */

#include "config.h"

#include <string.h>

#include "plug-drift.h"
#include "plug-json.h"

static PlugInstance *
new_instance (const char *name,
              const char *configuration)
{
  PlugInstance *instance = plug_instance_new ("account", "7", name, "sagecrm");

  plug_instance_set_configuration (instance, configuration);
  return instance;
}

static PlugInstance *
parse (const char *json)
{
  g_autoptr (JsonNode) node = plug_json_parse (json, strlen (json), 0, NULL);
  PlugInstance *instance = plug_instance_new_from_json (node, "account", NULL, NULL);

  g_assert_nonnull (instance);
  return instance;
}

/* Two configurations, and the keys that differ in them. */
static const struct {
  const char *saved;
  const char *current;
  const char *keys;
} configurations[] = {
  { "{\"a\":\"1\"}", "{\"a\":\"1\"}", "" },
  { "{\"a\":\"1\"}", "{\"a\":\"2\"}", "a" },
  { "{\"a\":\"1\",\"b\":\"1\"}", "{\"b\":\"2\",\"a\":\"1\"}", "b" },
  { "{\"a\":\"1\",\"b\":\"1\"}", "{\"b\":\"2\",\"a\":\"2\"}", "a b" },
  { "{\"a\":true}", "{\"a\":\"true\"}", "" },
  { "{\"a\":15}", "{\"a\":\"15\"}", "" },
  { "{\"a\":\"1\"}", "{\"a\":\"********\"}", "" },
  { "{\"a\":\"********\"}", "{\"a\":\"1\"}", "" },
  { "{\"a\":\"1\"}", "{\"a\":null}", "" },
  { "{\"a\":\"1\"}", "{}", "" },
  { "{}", "{\"a\":\"1\"}", "" },
  { "{\"password\":\"1\"}", "{\"password\":\"2\"}", "" },
  { "{\"oauth.user.refresh_time\":\"1\"}", "{\"oauth.user.refresh_time\":\"2\"}", "" },
  { "{\"expires_in\":\"1\"}", "{\"expires_in\":\"2\"}", "" },
  { "{\"event.metadata\":\"1\"}", "{\"event.metadata\":\"2\"}", "" },
  { "{\"event.poller.refresh_interval\":\"5\"}", "{\"event.poller.refresh_interval\":\"15\"}",
    "event.poller.refresh_interval" },
  { "[", "{\"a\":\"2\"}", "" },
  { "[]", "{}", "" },
};

static void
test_configurations (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (configurations); i++)
    {
      g_autoptr (PlugInstance) saved = new_instance ("One", configurations[i].saved);
      g_autoptr (PlugInstance) current = new_instance ("One", configurations[i].current);
      g_autoptr (GPtrArray) drifts = plug_drift_compare (saved, current);
      g_autoptr (GString) keys = g_string_new (NULL);

      for (guint j = 0; j < drifts->len; j++)
        g_string_append_printf (keys, "%s%s", j > 0 ? " " : "",
                                plug_drift_get_key (drifts->pdata[j]));
      g_test_message ("%s %s", configurations[i].saved, configurations[i].current);
      g_assert_cmpstr (keys->str, ==, configurations[i].keys);
    }
}

static void
test_kinds (void)
{
  static const char *const two[] = { "one", "two", NULL };
  static const char *const turned[] = { "two", "one", NULL };
  static const char *const one[] = { "one", NULL };
  g_autoptr (PlugInstance) saved = new_instance ("One", "{}");
  g_autoptr (PlugInstance) current = new_instance ("Two", "{}");
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) all = NULL;

  plug_instance_set_tags (saved, two);
  plug_instance_set_tags (current, turned);
  plug_instance_set_name (current, "One");
  none = plug_drift_compare (saved, current);
  g_assert_cmpuint (none->len, ==, 0);

  plug_instance_set_name (current, "Two");
  plug_instance_set_tags (current, one);
  plug_instance_set_disabled (current, TRUE);
  plug_instance_set_events (saved, TRUE);
  all = plug_drift_compare (saved, current);
  g_assert_cmpuint (all->len, ==, 4);
  g_assert_cmpint (plug_drift_get_kind (all->pdata[0]), ==, PLUG_DRIFT_RENAMED);
  g_assert_cmpint (plug_drift_get_kind (all->pdata[1]), ==, PLUG_DRIFT_RETAGGED);
  g_assert_cmpstr (plug_drift_get_old (all->pdata[1]), ==, "one, two");
  g_assert_cmpint (plug_drift_get_kind (all->pdata[2]), ==, PLUG_DRIFT_DISABLED);
  g_assert_cmpint (plug_drift_get_remedy (all->pdata[2]), ==, PLUG_REMEDY_ENABLE);
  g_assert_cmpint (plug_drift_get_kind (all->pdata[3]), ==, PLUG_DRIFT_EVENTS_OFF);
  for (guint i = 0; i < all->len; i++)
    {
      g_autofree char *sentence = plug_drift_dup_sentence (all->pdata[i]);

      g_assert_true (g_str_has_suffix (sentence, "."));
    }
}

static void
test_find (void)
{
  g_autoptr (PlugInstance) instance = new_instance ("One", "{}");
  g_autoptr (GPtrArray) unknown = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GPtrArray) gone = NULL;

  plug_instance_set_origin (instance, PLUG_ORIGIN_ELSEWHERE);
  unknown = plug_drift_find (instance);
  g_assert_cmpint (plug_drift_get_kind (unknown->pdata[0]), ==, PLUG_DRIFT_UNKNOWN_HERE);
  plug_instance_set_origin (instance, PLUG_ORIGIN_HERE);
  plug_instance_set_token_state (instance, PLUG_TOKEN_ABSENT);
  missing = plug_drift_find (instance);
  g_assert_cmpint (plug_drift_get_kind (missing->pdata[0]), ==, PLUG_DRIFT_TOKEN_MISSING);
  plug_instance_set_health (instance, PLUG_HEALTH_GONE, NULL);
  gone = plug_drift_find (instance);
  g_assert_cmpuint (gone->len, ==, 1);
  g_assert_cmpint (plug_drift_get_kind (gone->pdata[0]), ==, PLUG_DRIFT_GONE);
}

static void
test_merge_same (void)
{
  g_autoptr (PlugInstance) known = parse ("{\"id\":7,\"name\":\"One\",\"tags\":[\"a\"],"
                                          "\"disabled\":false,\"configuration\":{\"k\":\"v\"}}");
  g_autoptr (PlugInstance) bare = parse ("{\"id\":7,\"name\":\"One\"}");
  g_autoptr (PlugInstance) merged = NULL;

  plug_instance_set_token_state (known, PLUG_TOKEN_SAVED);
  g_assert_cmpint (plug_instance_get_lacks (bare), ==,
                   PLUG_INSTANCE_TAGS | PLUG_INSTANCE_CONFIGURATION | PLUG_INSTANCE_DISABLED |
                     PLUG_INSTANCE_EVENTS);
  merged = plug_instance_merge (known, bare);
  g_assert_null (merged);
}

static void
test_merge_changed (void)
{
  g_autoptr (PlugInstance) known = parse ("{\"id\":7,\"name\":\"One\",\"tags\":[\"a\"],"
                                          "\"createdDate\":\"2017-06-12T14:09:00Z\"}");
  g_autoptr (PlugInstance) first = parse ("{\"id\":7,\"name\":\"Two\",\"tags\":[\"a\"]}");
  g_autoptr (PlugInstance) second = parse ("{\"id\":7,\"name\":\"Three\",\"tags\":[\"a\"]}");
  g_autoptr (PlugInstance) back = parse ("{\"id\":7,\"name\":\"One\",\"tags\":[\"a\"]}");
  g_autoptr (PlugInstance) renamed = NULL;
  g_autoptr (PlugInstance) again = NULL;
  g_autoptr (PlugInstance) put_back = NULL;
  g_autoptr (PlugInstance) saved = NULL;

  plug_instance_set_origin (known, PLUG_ORIGIN_ELSEWHERE);
  plug_instance_set_due (known, 5);
  renamed = plug_instance_merge (known, first);
  g_assert_cmpint (plug_instance_get_health (renamed), ==, PLUG_HEALTH_CHANGED);
  g_assert_cmpint (plug_instance_get_origin (renamed), ==, PLUG_ORIGIN_ELSEWHERE);
  g_assert_cmpint (plug_instance_get_created (renamed), ==, plug_instance_get_created (known));
  /* Nothing that is enabled waits to be deleted. */
  g_assert_cmpint (plug_instance_get_due (renamed), ==, 0);

  /* What was saved stays what it was, whatever comes. */
  again = plug_instance_merge (renamed, second);
  saved = plug_instance_dup_accepted (again);
  g_assert_cmpstr (plug_instance_get_name (saved), ==, "One");
  put_back = plug_instance_merge (again, back);
  g_assert_null (plug_instance_get_accepted (put_back));
  g_assert_cmpint (plug_instance_get_health (put_back), ==, PLUG_HEALTH_UNKNOWN);

  plug_instance_accept (again);
  g_assert_null (plug_instance_get_accepted (again));
  g_assert_cmpstr (plug_instance_get_name (again), ==, "Three");
}

/* Rejected is not forgotten over a new name; gone is, when it is there again. */
static void
test_merge_health (void)
{
  g_autoptr (PlugInstance) rejected = new_instance ("One", "{}");
  g_autoptr (PlugInstance) gone = new_instance ("One", "{}");
  g_autoptr (PlugInstance) other = parse ("{\"id\":7,\"name\":\"Two\"}");
  g_autoptr (PlugInstance) same = parse ("{\"id\":7,\"name\":\"One\"}");
  g_autoptr (PlugInstance) first = NULL;
  g_autoptr (PlugInstance) second = NULL;

  plug_instance_set_health (rejected, PLUG_HEALTH_REJECTED, "why");
  first = plug_instance_merge (rejected, other);
  g_assert_cmpint (plug_instance_get_health (first), ==, PLUG_HEALTH_REJECTED);
  g_assert_cmpstr (plug_instance_get_health_reason (first), ==, "why");
  plug_instance_set_health (gone, PLUG_HEALTH_GONE, "why");
  second = plug_instance_merge (gone, same);
  g_assert_cmpint (plug_instance_get_health (second), ==, PLUG_HEALTH_UNKNOWN);
}

static void
test_events (void)
{
  static const struct {
    const char *json;
    gboolean events;
  } replies[] = {
    { "{\"id\":7}", FALSE },
    { "{\"id\":7,\"eventsEnabled\":true}", TRUE },
    { "{\"id\":7,\"configuration\":{\"event.notification.enabled\":\"true\"}}", TRUE },
    { "{\"id\":7,\"eventsEnabled\":true,\"configuration\":{\"event.notification.enabled\":"
      "\"false\"}}", FALSE },
    { "{\"id\":7,\"eventsEnabled\":\"yes\",\"configuration\":{\"event.notification.enabled\":7}}",
      FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_autoptr (PlugInstance) instance = parse (replies[i].json);

      g_assert_cmpint (plug_instance_has_events (instance), ==, replies[i].events);
    }
}

/* A database somebody wrote into: what was saved is then what there is. */
static void
test_foreign_accepted (void)
{
  static const char *const texts[] = { "", "[", "[]", "7", "{}", "{\"name\":7,\"tags\":{}}" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (PlugInstance) instance = new_instance ("One", "{}");
      g_autoptr (PlugInstance) saved = NULL;
      g_autoptr (GPtrArray) drifts = NULL;

      plug_instance_set_accepted (instance, texts[i]);
      saved = plug_instance_dup_accepted (instance);
      g_assert_null (plug_instance_get_accepted (saved));
      drifts = plug_drift_find (instance);
      g_assert_cmpuint (drifts->len, <=, 1);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drift/configurations", test_configurations);
  g_test_add_func ("/drift/kinds", test_kinds);
  g_test_add_func ("/drift/find", test_find);
  g_test_add_func ("/drift/merge-same", test_merge_same);
  g_test_add_func ("/drift/merge-changed", test_merge_changed);
  g_test_add_func ("/drift/merge-health", test_merge_health);
  g_test_add_func ("/drift/events", test_events);
  g_test_add_func ("/drift/foreign-accepted", test_foreign_accepted);
  return g_test_run ();
}
