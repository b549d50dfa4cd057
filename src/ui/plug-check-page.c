/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugCheckPage: the report of a check. */

#include "config.h"

#include "plug-check-page.h"

#include "plug-remedy.h"
#include "plug-state.h"
#include "plug-table-page.h"
#include "plug-text.h"
#include "plug-verb.h"

#include <glib/gi18n-lib.h>

struct _PlugCheckPage {
  GtkWidget parent_instance;

  PlugTablePage *page;
  PlugInventory *inventory;
  PlugCheck *check;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugCheckPage, plug_check_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugCheckPageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_SHOW_INSTANCE,
  SIGNAL_EDIT_ACCOUNT,
  SIGNAL_FORGOTTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the table shows */

static const char *
get_word (PlugCheckResult *result)
{
  switch (plug_check_result_get_state (result))
    {
    case PLUG_CHECK_WAITING:
      return C_("check", "Waiting");
    case PLUG_CHECK_RUNNING:
      return _("Checking…");
    case PLUG_CHECK_CANCELLED:
      return C_("check", "Not checked");
    case PLUG_CHECK_DONE:
    default:
      return plug_health_get_name (plug_check_result_get_health (result));
    }
}

static void
fill_state (gpointer       item,
            gboolean       narrow,
            PlugTableCell *cell)
{
  PlugHealth health = plug_check_result_get_health (item);
  const char *icon = "content-loading-symbolic";

  if (plug_check_result_get_state (item) == PLUG_CHECK_DONE)
    icon = plug_state_get_icon (plug_state_of_health (health));
  plug_table_cell_set (cell, icon, get_word (item), NULL);
}

static void
fill_instance (gpointer       item,
               gboolean       narrow,
               PlugTableCell *cell)
{
  PlugInstance *instance = plug_check_result_get_instance (item);
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (instance));
  g_autofree char *account = plug_text_for_display (plug_instance_get_account_name (instance));
  g_autofree char *reason = NULL;
  g_autofree char *caption = NULL;

  if (!narrow)
    {
      plug_table_cell_set (cell, NULL, name, account);
      return;
    }
  if (plug_check_result_get_reason (item) != NULL)
    reason = plug_text_for_display (plug_check_result_get_reason (item));
  caption = reason != NULL ? g_strdup_printf ("%s\n%s", account, reason)
                           : g_strdup_printf ("%s · %s", account, get_word (item));
  plug_table_cell_set (cell, plug_state_get_icon (plug_state_of_health (
                               plug_check_result_get_health (item))),
                       name, caption);
}

static void
fill_reason (gpointer       item,
             gboolean       narrow,
             PlugTableCell *cell)
{
  const char *reason = plug_check_result_get_reason (item);
  g_autofree char *text = reason != NULL ? plug_text_for_display (reason) : NULL;

  plug_table_cell_set (cell, NULL, text,
                       plug_check_result_is_of_account (item)
                         ? _("Every instance of the account has it") : NULL);
}

static const char *
get_verb (gpointer item)
{
  if (plug_check_result_get_state (item) != PLUG_CHECK_DONE)
    return NULL;
  return plug_remedy_get_verb (plug_check_result_get_remedy (item));
}

/* The filter */

static gboolean
matches (gpointer    item,
         const char *needle_folded)
{
  return plug_instance_matches (plug_check_result_get_instance (item), needle_folded);
}

static gboolean
is_of (gpointer item,
       guint    choice)
{
  PlugHealth health = plug_check_result_get_health (item);

  if (choice == 1)
    return plug_check_result_get_state (item) != PLUG_CHECK_DONE || health != PLUG_HEALTH_HEALTHY;
  return plug_check_result_get_state (item) == PLUG_CHECK_DONE
         && health == (PlugHealth) (choice - 2);
}

static void
set_choices (PlugCheckPage *self)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new ();

  g_ptr_array_add (choices, (gpointer) C_("check", "All"));
  g_ptr_array_add (choices, (gpointer) C_("check", "Not Healthy"));
  for (PlugHealth health = PLUG_HEALTH_UNKNOWN; health <= PLUG_HEALTH_CHANGED; health++)
    g_ptr_array_add (choices, (gpointer) plug_health_get_name (health));
  g_ptr_array_add (choices, NULL);
  plug_table_page_set_filter (self->page, matches, (const char *const *) choices->pdata, is_of);
}

/* How far it is */

static char *
dup_summary (PlugCheckPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (PlugHealth health = PLUG_HEALTH_UNKNOWN; health <= PLUG_HEALTH_CHANGED; health++)
    {
      guint n = plug_check_count (self->check, health);

      if (n == 0)
        continue;
      if (text->len > 0)
        g_string_append (text, " · ");
      /* Translators: how many, and a state, such as "12 Healthy" */
      g_string_append_printf (text, _("%u %s"), n, plug_health_get_name (health));
    }
  return g_strdup (text->str);
}

static void
note_remedies (PlugCheckPage *self)
{
  GListModel *results = plug_check_list_results (self->check);

  for (guint i = 0; i < g_list_model_get_n_items (results); i++)
    {
      g_autoptr (PlugCheckResult) result = g_list_model_get_item (results, i);

      if (plug_check_result_get_state (result) == PLUG_CHECK_DONE)
        plug_remedy_note (result);
    }
}

static void
show_progress (PlugCheckPage *self)
{
  guint n_done = plug_check_get_n_done (self->check);
  guint n_total = plug_check_get_n_total (self->check);
  g_autofree char *text = NULL;
  g_autofree char *summary = NULL;

  if (plug_check_is_finished (self->check))
    {
      summary = dup_summary (self);
      plug_table_page_set_progress (self->page, NULL, 0);
      plug_table_page_set_summary (self->page, summary);
      note_remedies (self);
    }
  else
    {
      /* Translators: how many are checked, of how many */
      text = g_strdup_printf (_("Checking: %u of %u"), n_done, n_total);
      plug_table_page_set_progress (self->page, text,
                                    n_total > 0 ? (double) n_done / (double) n_total : 0);
    }
  plug_table_page_refilter (self->page);
}

static void
drop_check (PlugCheckPage *self)
{
  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);
  g_clear_object (&self->check);
}

static void
cancelled_cb (PlugCheckPage *self)
{
  if (self->check != NULL)
    plug_check_cancel (self->check);
}

/* Mending */

typedef struct {
  PlugCheckPage *self;
  PlugInstance *instance;
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->self);
  g_object_unref (run->instance);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
mended_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (Run) run = user_data;
  g_autoptr (GError) error = NULL;

  if (!plug_verb_run_finish (PLUG_VERB (source), result, &error))
    {
      if (run->self->page != NULL)
        plug_table_page_set_error (run->self->page, error);
      return;
    }
  if (plug_verb_get_kind (PLUG_VERB (source)) == PLUG_VERB_FORGET)
    g_signal_emit (run->self, signals[SIGNAL_FORGOTTEN], 0, run->instance);
}

/* Takes @verb. */
static void
mend (PlugCheckPage *self,
      PlugInstance  *instance,
      PlugVerb      *verb)
{
  Run *run = g_new0 (Run, 1);

  run->self = g_object_ref (self);
  run->instance = g_object_ref (instance);
  plug_table_page_set_error (self->page, NULL);
  plug_verb_run_async (verb, self->inventory, instance, NULL, mended_cb, run);
  g_object_unref (verb);
}

static void
check_one (PlugCheckPage *self,
           PlugInstance  *instance)
{
  g_autoptr (GListStore) one = g_list_store_new (PLUG_TYPE_INSTANCE);

  g_list_store_append (one, instance);
  plug_check_page_start (self, G_LIST_MODEL (one));
}

static void
action_cb (PlugCheckPage   *self,
           PlugCheckResult *result)
{
  PlugInstance *instance = plug_check_result_get_instance (result);
  PlugRemedy remedy = plug_check_result_get_remedy (result);
  PlugVerb *verb = plug_verb_new_remedy (remedy);
  PlugAccount *account;

  account = plug_inventory_find_account (self->inventory,
                                         plug_instance_get_account_id (instance));
  if (verb != NULL)
    mend (self, instance, verb);
  else if (remedy == PLUG_REMEDY_UNLOCK_KEYRING)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.unlock", NULL);
  else if (remedy == PLUG_REMEDY_RETRY)
    check_one (self, instance);
  else if (remedy == PLUG_REMEDY_EDIT_ACCOUNT && account != NULL)
    g_signal_emit (self, signals[SIGNAL_EDIT_ACCOUNT], 0, account);
  else
    g_signal_emit (self, signals[SIGNAL_SHOW_INSTANCE], 0, instance);
}

static void
activated_cb (PlugCheckPage   *self,
              PlugCheckResult *result)
{
  g_signal_emit (self, signals[SIGNAL_SHOW_INSTANCE], 0, plug_check_result_get_instance (result));
}

/* The class */

static void
plug_check_page_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  switch ((PlugCheckPageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, PLUG_CHECK_PAGE (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_check_page_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  PlugCheckPage *self = PLUG_CHECK_PAGE (object);

  switch ((PlugCheckPageProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_check_page_dispose (GObject *object)
{
  PlugCheckPage *self = PLUG_CHECK_PAGE (object);

  drop_check (self);
  g_clear_object (&self->inventory);
  if (self->page != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->page));
  self->page = NULL;
  G_OBJECT_CLASS (plug_check_page_parent_class)->dispose (object);
}

static void
plug_check_page_class_init (PlugCheckPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_check_page_get_property;
  object_class->set_property = plug_check_page_set_property;
  object_class->dispose = plug_check_page_dispose;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_SHOW_INSTANCE] = g_signal_new ("show-instance", PLUG_TYPE_CHECK_PAGE,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  signals[SIGNAL_EDIT_ACCOUNT] = g_signal_new ("edit-account", PLUG_TYPE_CHECK_PAGE,
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 1, PLUG_TYPE_ACCOUNT);
  signals[SIGNAL_FORGOTTEN] = g_signal_new ("forgotten", PLUG_TYPE_CHECK_PAGE,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
plug_check_page_init (PlugCheckPage *self)
{
  PlugTableView *table;

  self->page = PLUG_TABLE_PAGE (plug_table_page_new (_("Check Report")));
  table = plug_table_page_get_table (self->page);
  plug_table_view_add_column (table, _("State"), PLUG_COLUMN_WIDE, fill_state);
  plug_table_view_add_column (table, _("Instance"), PLUG_COLUMN_EXPAND, fill_instance);
  plug_table_view_add_column (table, _("Reason"), PLUG_COLUMN_EXPAND | PLUG_COLUMN_WIDE,
                              fill_reason);
  plug_table_view_add_action (table, _("Remedy"), get_verb);
  plug_table_page_set_empty (self->page, "object-select-symbolic", _("Nothing to Check"),
                             _("There is no instance that could be asked about."));
  set_choices (self);
  g_object_bind_property (self, "folded", self->page, "folded", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (table, "action", G_CALLBACK (action_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "cancelled", G_CALLBACK (cancelled_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (self->page), GTK_WIDGET (self));
}

/* plug_check_page_new:
 * @inventory: whose instances are checked
 *
 * Returns: (transfer floating): a page without a report */
GtkWidget *
plug_check_page_new (PlugInventory *inventory)
{
  PlugCheckPage *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_CHECK_PAGE, NULL);
  self->inventory = g_object_ref (inventory);
  return GTK_WIDGET (self);
}

/* plug_check_page_start:
 * @instances: (nullable): of PlugInstance; NULL for all there are
 *
 * Begins a check; the page follows it to its end. */
void
plug_check_page_start (PlugCheckPage *self,
                       GListModel    *instances)
{
  g_return_if_fail (PLUG_IS_CHECK_PAGE (self));

  cancelled_cb (self);
  drop_check (self);
  plug_table_page_set_error (self->page, NULL);
  plug_table_page_set_summary (self->page, NULL);
  self->check = plug_inventory_check (self->inventory, instances);
  plug_table_page_set_model (self->page, plug_check_list_results (self->check));
  g_signal_connect_swapped (self->check, "notify::n-done", G_CALLBACK (show_progress), self);
  g_signal_connect_swapped (self->check, "notify::finished", G_CALLBACK (show_progress), self);
  show_progress (self);
}
