/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Instances and intents as JSON and as words. */

#include "config.h"

#include "plug-record.h"

#include <glib/gi18n-lib.h>

/* plug_record_get_state:
 * Returns: "enabled" or "disabled", untranslated */
const char *
plug_record_get_state (PlugInstance *instance)
{
  return plug_instance_is_disabled (instance) ? "disabled" : "enabled";
}

/* What both list and show say, from wherever it comes. */
static void
write_members (PlugWriter           *writer,
               const PlugStoreEntry *entry,
               const char *const    *tags)
{
  plug_writer_begin_object (writer, NULL);
  plug_writer_string (writer, "id", entry->id);
  plug_writer_string (writer, "name", entry->name);
  plug_writer_string (writer, "connector", entry->connector_key);
  plug_writer_string (writer, "connector_name", entry->connector_name);
  plug_writer_string (writer, "hub", entry->hub);
  plug_writer_string (writer, "account", entry->account_name);
  plug_writer_string (writer, "account_id", entry->account_id);
  if (entry->tags != NULL)
    plug_writer_json (writer, "tags", entry->tags);
  else
    plug_writer_strings (writer, "tags", tags);
  plug_writer_string (writer, "state", entry->disabled ? "disabled" : "enabled");
  plug_writer_boolean (writer, "token_saved", entry->token_state == PLUG_TOKEN_SAVED);
  plug_writer_time (writer, "created", entry->created);
}

/* plug_record_begin_instance:
 * What list and show say of an instance; the object is left open for what one of them adds. */
void
plug_record_begin_instance (PlugWriter   *writer,
                            PlugInstance *instance)
{
  const PlugStoreEntry entry = {
    .account_id = plug_instance_get_account_id (instance),
    .account_name = plug_instance_get_account_name (instance),
    .id = plug_instance_get_id (instance),
    .name = plug_instance_get_name (instance),
    .connector_key = plug_instance_get_connector_key (instance),
    .connector_name = plug_instance_get_connector_name (instance),
    .hub = plug_instance_get_hub (instance),
    .created = plug_instance_get_created (instance),
    .disabled = plug_instance_is_disabled (instance),
    .token_state = plug_instance_get_token_state (instance),
  };

  write_members (writer, &entry, plug_instance_get_tags (instance));
}

/* plug_record_write_entry:
 * The same of an instance that was not made an object. */
void
plug_record_write_entry (PlugWriter           *writer,
                         const PlugStoreEntry *entry)
{
  write_members (writer, entry, NULL);
  plug_writer_end_object (writer);
}

/* plug_record_write_intent:
 * @account_name: (nullable): the name of its account */
void
plug_record_write_intent (PlugWriter *writer,
                          PlugIntent *intent,
                          const char *account_name)
{
  static const char *const kinds[] = {
    [PLUG_INTENT_CREATE] = "create",
    [PLUG_INTENT_UPDATE] = "update",
    [PLUG_INTENT_DELETE] = "delete",
  };

  plug_writer_begin_object (writer, NULL);
  plug_writer_string (writer, "op", plug_intent_get_op (intent));
  plug_writer_string (writer, "kind", kinds[plug_intent_get_kind (intent)]);
  plug_writer_string (writer, "state",
                      plug_intent_state_to_string (plug_intent_get_state (intent)));
  plug_writer_string (writer, "instance_id", plug_intent_get_instance_id (intent));
  plug_writer_string (writer, "name", plug_intent_get_name (intent));
  plug_writer_string (writer, "connector", plug_intent_get_connector_key (intent));
  plug_writer_string (writer, "account", account_name);
  plug_writer_strings (writer, "tags", plug_intent_get_tags (intent));
  plug_writer_time (writer, "sent", plug_intent_get_sent (intent));
  plug_writer_string (writer, "message", plug_intent_get_message (intent));
  plug_writer_end_object (writer);
}

/* plug_record_get_token_words:
 * Returns: whether the instance's token is in the keyring, in a word */
const char *
plug_record_get_token_words (PlugInstance *instance)
{
  switch (plug_instance_get_token_state (instance))
    {
    case PLUG_TOKEN_SAVED:
      return _("saved");
    case PLUG_TOKEN_UNSAVED:
      return _("not saved");
    case PLUG_TOKEN_ABSENT:
      return _("none here");
    case PLUG_TOKEN_UNKNOWN:
    default:
      return _("unknown");
    }
}

/* plug_record_get_intent_words:
 * Returns: how things stand with something that was set out to be done */
const char *
plug_record_get_intent_words (PlugIntent *intent)
{
  switch (plug_intent_get_state (intent))
    {
    case PLUG_INTENT_DONE:
      return _("done");
    case PLUG_INTENT_TOKEN_UNSAVED:
      return _("done, token not saved");
    case PLUG_INTENT_NOT_FOUND:
      return _("not found on the tenant");
    case PLUG_INTENT_AMBIGUOUS:
      return _("several found");
    case PLUG_INTENT_FAILED:
      return _("refused");
    case PLUG_INTENT_DROPPED:
      return _("dismissed");
    case PLUG_INTENT_QUEUED:
    case PLUG_INTENT_SENT:
    case PLUG_INTENT_UNKNOWN:
    default:
      return _("in doubt");
    }
}
