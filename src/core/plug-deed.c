/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugDeed: one line of the history. */

#include "config.h"

#include "plug-deed.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-change.h"
#include "plug-instance.h"

struct _PlugDeed {
  GObject parent_instance;

  char *kind;
  char *account_id;
  char *instance_id; /* (nullable) */
  char *name;        /* (nullable): the instance's at the time */
  char *message;     /* (nullable) */
  char *request_id;  /* (nullable) */
  gint64 time;
  PlugDeedOutcome outcome;
};

G_DEFINE_FINAL_TYPE (PlugDeed, plug_deed, G_TYPE_OBJECT)

/* plug_deed_outcome_get_type:
 * Returns: the type of PlugDeedOutcome; its nicks are the words of the database */
G_DEFINE_ENUM_TYPE (PlugDeedOutcome, plug_deed_outcome,
                    G_DEFINE_ENUM_VALUE (PLUG_DEED_DONE, "done"),
                    G_DEFINE_ENUM_VALUE (PLUG_DEED_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (PLUG_DEED_IN_DOUBT, "in-doubt"),
                    G_DEFINE_ENUM_VALUE (PLUG_DEED_GIVEN_UP, "given-up"))

typedef enum {
  PROP_TIME = 1,
  PROP_KIND,
  PROP_ACCOUNT_ID,
  PROP_INSTANCE_ID,
  PROP_NAME,
  PROP_OUTCOME,
  PROP_MESSAGE,
  PROP_REQUEST_ID,
} PlugDeedProperty;

static GParamSpec *properties[PROP_REQUEST_ID + 1];

static void
plug_deed_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  PlugDeed *self = PLUG_DEED (object);

  switch ((PlugDeedProperty) property_id)
    {
    case PROP_TIME:
      g_value_set_int64 (value, self->time);
      break;
    case PROP_KIND:
      g_value_set_string (value, self->kind);
      break;
    case PROP_ACCOUNT_ID:
      g_value_set_string (value, self->account_id);
      break;
    case PROP_INSTANCE_ID:
      g_value_set_string (value, self->instance_id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_OUTCOME:
      g_value_set_enum (value, self->outcome);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    case PROP_REQUEST_ID:
      g_value_set_string (value, self->request_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_deed_finalize (GObject *object)
{
  PlugDeed *self = PLUG_DEED (object);

  g_free (self->kind);
  g_free (self->account_id);
  g_free (self->instance_id);
  g_free (self->name);
  g_free (self->message);
  g_free (self->request_id);
  G_OBJECT_CLASS (plug_deed_parent_class)->finalize (object);
}

static void
plug_deed_class_init (PlugDeedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = plug_deed_get_property;
  object_class->finalize = plug_deed_finalize;

  properties[PROP_TIME] =
    g_param_spec_int64 ("time", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_KIND] = g_param_spec_string ("kind", NULL, NULL, NULL, flags);
  properties[PROP_ACCOUNT_ID] = g_param_spec_string ("account-id", NULL, NULL, NULL, flags);
  properties[PROP_INSTANCE_ID] = g_param_spec_string ("instance-id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_OUTCOME] =
    g_param_spec_enum ("outcome", NULL, NULL, PLUG_TYPE_DEED_OUTCOME, PLUG_DEED_DONE, flags);
  properties[PROP_MESSAGE] = g_param_spec_string ("message", NULL, NULL, NULL, flags);
  properties[PROP_REQUEST_ID] = g_param_spec_string ("request-id", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_deed_init (PlugDeed *self)
{
}

/* plug_deed_new:
 * @kind: a word of the history, never translated
 * @account_id: on which account
 * @instance_id: (nullable): to which instance
 * @name: (nullable): what that was called then
 * @outcome: what came of it
 * @message: (nullable): a sentence, without a secret in it
 * @request_id: (nullable): the tenant's
 *
 * Returns: (transfer full): a line of the history, of now */
PlugDeed *
plug_deed_new (const char        *kind,
                 const char        *account_id,
                 const char        *instance_id,
                 const char        *name,
                 PlugDeedOutcome  outcome,
                 const char        *message,
                 const char        *request_id)
{
  PlugDeed *self;

  g_return_val_if_fail (kind != NULL && account_id != NULL, NULL);

  self = g_object_new (PLUG_TYPE_DEED, NULL);
  self->kind = g_strdup (kind);
  self->account_id = g_strdup (account_id);
  self->instance_id = g_strdup (instance_id);
  self->name = g_strdup (name);
  self->outcome = outcome;
  self->message = g_strdup (message);
  self->request_id = g_strdup (request_id);
  self->time = g_get_real_time ();
  return self;
}

static const char *
kind_of_intent (PlugIntent *intent)
{
  g_autoptr (PlugChange) change = NULL;

  if (plug_intent_get_kind (intent) == PLUG_INTENT_CREATE)
    return "create";
  change = plug_change_new_from_intent (intent);
  switch (plug_change_get_kind (change))
    {
    case PLUG_CHANGE_ENABLE:
      return "enable";
    case PLUG_CHANGE_DISABLE:
      return "disable";
    case PLUG_CHANGE_DELETE:
      return "delete";
    case PLUG_CHANGE_EVENTS_ON:
      return "events-on";
    case PLUG_CHANGE_EVENTS_OFF:
      return "events-off";
    case PLUG_CHANGE_REAUTHENTICATE:
      return "reauthenticate";
    case PLUG_CHANGE_EDIT:
    default:
      return "edit";
    }
}

static PlugDeedOutcome
outcome_of_intent (PlugIntent *intent)
{
  switch (plug_intent_get_state (intent))
    {
    case PLUG_INTENT_DONE:
    case PLUG_INTENT_TOKEN_UNSAVED:
      return PLUG_DEED_DONE;
    case PLUG_INTENT_FAILED:
    case PLUG_INTENT_NOT_FOUND:
      return PLUG_DEED_FAILED;
    case PLUG_INTENT_DROPPED:
      return PLUG_DEED_GIVEN_UP;
    case PLUG_INTENT_QUEUED:
    case PLUG_INTENT_SENT:
    case PLUG_INTENT_UNKNOWN:
    case PLUG_INTENT_AMBIGUOUS:
    default:
      return PLUG_DEED_IN_DOUBT;
    }
}

/* plug_deed_new_from_intent:
 * @intent: of the journal, open or closed
 *
 * Returns: (transfer full): the same as a line of the history */
PlugDeed *
plug_deed_new_from_intent (PlugIntent *intent)
{
  PlugDeed *self;

  g_return_val_if_fail (PLUG_IS_INTENT (intent), NULL);

  self = plug_deed_new (kind_of_intent (intent), plug_intent_get_account_id (intent),
                          plug_intent_get_instance_id (intent), plug_intent_get_name (intent),
                          outcome_of_intent (intent), plug_intent_get_message (intent),
                          plug_intent_get_request_id (intent));
  self->time = plug_intent_get_created (intent);
  return self;
}

/* plug_deed_get_time:
 * Returns: when it was: microseconds since 1970 */
gint64
plug_deed_get_time (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), 0);

  return self->time;
}

/* plug_deed_set_time:
 * @time: when it was: microseconds since 1970 */
void
plug_deed_set_time (PlugDeed *self,
                      gint64      time)
{
  g_return_if_fail (PLUG_IS_DEED (self));

  self->time = time;
}

/* plug_deed_get_kind:
 * Returns: (transfer none): what was done, a word that is never translated */
const char *
plug_deed_get_kind (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), NULL);

  return self->kind;
}

/* plug_deed_get_account_id:
 * Returns: (transfer none): on which account */
const char *
plug_deed_get_account_id (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), NULL);

  return self->account_id;
}

/* plug_deed_get_instance_id:
 * Returns: (nullable) (transfer none): to which instance */
const char *
plug_deed_get_instance_id (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), NULL);

  return self->instance_id;
}

/* plug_deed_get_name:
 * Returns: (nullable) (transfer none): what that was called then */
const char *
plug_deed_get_name (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), NULL);

  return self->name;
}

/* plug_deed_get_outcome:
 * Returns: what came of it */
PlugDeedOutcome
plug_deed_get_outcome (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), PLUG_DEED_DONE);

  return self->outcome;
}

/* plug_deed_get_message:
 * Returns: (nullable) (transfer none): a sentence about that */
const char *
plug_deed_get_message (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), NULL);

  return self->message;
}

/* plug_deed_get_request_id:
 * Returns: (nullable) (transfer none): the tenant’s */
const char *
plug_deed_get_request_id (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), NULL);

  return self->request_id;
}

static const struct {
  const char *kind;
  const char *title;
} titles[] = {
  { "create", NC_("history", "Create") },
  { "edit", NC_("history", "Edit") },
  { "enable", NC_("history", "Enable") },
  { "disable", NC_("history", "Disable") },
  { "delete", NC_("history", "Delete") },
  { "events-on", NC_("history", "Turn events on") },
  { "events-off", NC_("history", "Turn events off") },
  { "reauthenticate", NC_("history", "Authenticate again") },
  { PLUG_DEED_CHECK, NC_("history", "Check") },
  { PLUG_DEED_FETCH_TOKEN, NC_("history", "Fetch token") },
  { PLUG_DEED_FORGET, NC_("history", "Forget") },
  { PLUG_DEED_RECALL, NC_("history", "Undo forget") },
  { PLUG_DEED_ACCEPT, NC_("history", "Accept the tenant’s side") },
  { PLUG_DEED_DELETE_LATER, NC_("history", "Delete later") },
  { PLUG_DEED_KEEP, NC_("history", "Take back a deletion") },
  { PLUG_DEED_EXPORT, NC_("history", "Export") },
  { PLUG_DEED_IMPORT, NC_("history", "Import") },
};

/* plug_deed_dup_title:
 * Returns: (transfer full): what was done, for the eye */
char *
plug_deed_dup_title (PlugDeed *self)
{
  g_return_val_if_fail (PLUG_IS_DEED (self), NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      if (g_str_equal (titles[i].kind, self->kind))
        return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "history", titles[i].title));
    }
  return g_strdup (self->kind);
}

/* plug_deed_outcome_to_string:
 * Returns: (transfer none): its word in the database, never translated */
const char *
plug_deed_outcome_to_string (PlugDeedOutcome outcome)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (PLUG_TYPE_DEED_OUTCOME);
  GEnumValue *value = g_enum_get_value (klass, outcome);

  g_return_val_if_fail (value != NULL, NULL);

  return value->value_nick;
}

/* plug_deed_outcome_from_string:
 * @text: (nullable): a word of the database
 *
 * Returns: the outcome of that word, IN_DOUBT when there is none */
PlugDeedOutcome
plug_deed_outcome_from_string (const char *text)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (PLUG_TYPE_DEED_OUTCOME);
  GEnumValue *value = text != NULL ? g_enum_get_value_by_nick (klass, text) : NULL;

  return value != NULL ? (PlugDeedOutcome) value->value : PLUG_DEED_IN_DOUBT;
}

/* A cell in quotes; one that begins as a formula does gets an apostrophe, as spreadsheets have
 * it for what is only text. */
static void
append_cell (GString    *csv,
             const char *text,
             char        end)
{
  const char *first = text != NULL ? text : "";

  g_string_append_c (csv, '"');
  if (*first != '\0' && strchr ("=+-@\t\r\n", *first) != NULL)
    g_string_append_c (csv, '\'');
  for (const char *p = first; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
  g_string_append_c (csv, end);
}

static void
append_record (GString    *csv,
               PlugDeed *record)
{
  g_autofree char *time = plug_time_format (record->time);

  append_cell (csv, time, ',');
  append_cell (csv, record->kind, ',');
  append_cell (csv, plug_deed_outcome_to_string (record->outcome), ',');
  append_cell (csv, record->account_id, ',');
  append_cell (csv, record->instance_id, ',');
  append_cell (csv, record->name, ',');
  append_cell (csv, record->message, ',');
  append_cell (csv, record->request_id, '\n');
}

/* plug_deed_list_to_csv:
 * @records: (element-type PlugDeed): as plug_inventory_list_history_finish() gives them
 *
 * Returns: (transfer full): CSV with a head; times in UTC */
char *
plug_deed_list_to_csv (GListModel *records)
{
  GString *csv = g_string_new ("time,kind,outcome,account,instance,name,message,request\n");

  g_return_val_if_fail (G_IS_LIST_MODEL (records), g_string_free (csv, FALSE));

  for (guint i = 0; i < g_list_model_get_n_items (records); i++)
    {
      g_autoptr (PlugDeed) record = g_list_model_get_item (records, i);

      append_record (csv, record);
    }
  return g_string_free (csv, FALSE);
}
