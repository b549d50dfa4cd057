/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugBulkRow: one row of a file, and what has become of it. */

#include "config.h"

#include "plug-bulk-private.h"
#include "plug-service-enums.h"

typedef enum {
  PROP_NAME = 1,
  PROP_LINE,
  PROP_STATE,
  PROP_MESSAGE,
} PlugBulkRowProperty;

static GParamSpec *properties[PROP_MESSAGE + 1];

G_DEFINE_FINAL_TYPE (PlugBulkRow, plug_bulk_row, G_TYPE_OBJECT)

static void
plug_bulk_row_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  PlugBulkRow *self = PLUG_BULK_ROW (object);

  switch ((PlugBulkRowProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_LINE:
      g_value_set_uint (value, self->line);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
plug_bulk_row_finalize (GObject *object)
{
  PlugBulkRow *self = PLUG_BULK_ROW (object);

  plug_bulk_row_drop_intent (self);
  g_free (self->name);
  g_free (self->connector_key);
  g_free (self->op);
  g_free (self->message);
  g_free (self->instance_id);

  G_OBJECT_CLASS (plug_bulk_row_parent_class)->finalize (object);
}

static void
plug_bulk_row_class_init (PlugBulkRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = plug_bulk_row_get_property;
  object_class->finalize = plug_bulk_row_finalize;

  properties[PROP_NAME] =
    g_param_spec_string ("name", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_LINE] =
    g_param_spec_uint ("line", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, PLUG_TYPE_BULK_ROW_STATE, PLUG_BULK_ROW_FAULTY,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
plug_bulk_row_init (PlugBulkRow *self)
{
}

/* plug_bulk_row_new:
 * Private to the bulk.
 *
 * Returns: (transfer full): a row that is FAULTY until told otherwise */
PlugBulkRow *
plug_bulk_row_new (guint       number,
                   guint       line,
                   const char *name,
                   const char *connector_key)
{
  PlugBulkRow *self = g_object_new (PLUG_TYPE_BULK_ROW, NULL);

  self->number = number;
  self->line = line;
  self->name = g_strdup (name);
  self->connector_key = g_strdup (connector_key);
  return self;
}

/* plug_bulk_row_drop_intent:
 * Private to the bulk. Nothing is looked for any more. */
void
plug_bulk_row_drop_intent (PlugBulkRow *self)
{
  if (self->intent != NULL)
    g_clear_signal_handler (&self->intent_handler, self->intent);
  g_clear_object (&self->intent);
}

/* plug_bulk_row_get_number:
 * Returns: its place among the rows, from 0 */
guint
plug_bulk_row_get_number (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), 0);

  return self->number;
}

/* plug_bulk_row_get_line:
 * Returns: where it begins in the file, from 1 */
guint
plug_bulk_row_get_line (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), 0);

  return self->line;
}

/* plug_bulk_row_get_name:
 * Returns: (transfer none): what the instance is to be called, "" when nothing says it */
const char *
plug_bulk_row_get_name (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), "");

  return self->name;
}

/* plug_bulk_row_get_connector_key:
 * Returns: (transfer none) (nullable): what it is to be of */
const char *
plug_bulk_row_get_connector_key (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), NULL);

  return self->connector_key;
}

/* plug_bulk_row_get_account_name:
 * Returns: (transfer none) (nullable): whose tenant, by name; NULL when no account fits */
const char *
plug_bulk_row_get_account_name (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), NULL);

  return self->lane != NULL ? plug_account_get_name (self->lane->account) : NULL;
}

/* plug_bulk_row_get_state:
 * Returns: what has become of it */
PlugBulkRowState
plug_bulk_row_get_state (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), PLUG_BULK_ROW_FAULTY);

  return self->state;
}

/* plug_bulk_row_get_message:
 * Returns: (transfer none) (nullable): why it is in its state, in words */
const char *
plug_bulk_row_get_message (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), NULL);

  return self->message;
}

/* plug_bulk_row_get_instance_id:
 * Returns: (transfer none) (nullable): the instance that was made */
const char *
plug_bulk_row_get_instance_id (PlugBulkRow *self)
{
  g_return_val_if_fail (PLUG_IS_BULK_ROW (self), NULL);

  return self->instance_id;
}

/* plug_bulk_row_state_to_string:
 * Returns: (transfer none): a word for programs; never changed */
const char *
plug_bulk_row_state_to_string (PlugBulkRowState state)
{
  switch (state)
    {
    case PLUG_BULK_ROW_FAULTY:
      return "faulty";
    case PLUG_BULK_ROW_WAITING:
      return "not-sent";
    case PLUG_BULK_ROW_RUNNING:
      return "running";
    case PLUG_BULK_ROW_DONE:
      return "done";
    case PLUG_BULK_ROW_TOKEN_UNSAVED:
      return "token-unsaved";
    case PLUG_BULK_ROW_FAILED:
      return "failed";
    case PLUG_BULK_ROW_IN_DOUBT:
      return "in-doubt";
    case PLUG_BULK_ROW_NOT_FOUND:
      return "not-found";
    case PLUG_BULK_ROW_AMBIGUOUS:
      return "ambiguous";
    default:
      g_return_val_if_reached ("faulty");
    }
}
