/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugHistoryPage: what this application did. */

#include "config.h"

#include "plug-history-page.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-date.h"
#include "plug-deed.h"
#include "plug-table-page.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define PAGE_SIZE  500
#define EXPORT_MAX 100000

struct _PlugHistoryPage {
  GtkWidget parent_instance;

  PlugTablePage *page;
  GtkWidget *older_button;
  GtkWidget *export_button;
  PlugInventory *inventory;
  PlugInstance *instance; /* (nullable): only of this one */
  GListStore *deeds;
  GCancellable *cancellable; /* of what is being read; NULL when nothing is */
  gboolean more;             /* there may be older ones */
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugHistoryPage, plug_history_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugHistoryPageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_SHOW_INSTANCE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the table shows */

static const char *
get_outcome_name (gpointer deed)
{
  switch (plug_deed_get_outcome (deed))
    {
    case PLUG_DEED_DONE:
      return C_("outcome", "Done");
    case PLUG_DEED_FAILED:
      return C_("outcome", "Failed");
    case PLUG_DEED_GIVEN_UP:
      return C_("outcome", "Given up");
    case PLUG_DEED_IN_DOUBT:
    default:
      return C_("outcome", "In doubt");
    }
}

static const char *
get_outcome_icon (gpointer deed)
{
  switch (plug_deed_get_outcome (deed))
    {
    case PLUG_DEED_DONE:
      return "emblem-ok-symbolic";
    case PLUG_DEED_FAILED:
      return "dialog-error-symbolic";
    case PLUG_DEED_GIVEN_UP:
      return "action-unavailable-symbolic";
    case PLUG_DEED_IN_DOUBT:
    default:
      return "dialog-question-symbolic";
    }
}

static char *
dup_message (gpointer deed)
{
  const char *message = plug_deed_get_message (deed);

  return message != NULL ? plug_text_for_display (message) : NULL;
}

static void
fill_time (gpointer       item,
           gboolean       narrow,
           PlugTableCell *cell)
{
  g_autofree char *text = plug_date_dup_text (plug_deed_get_time (item));

  plug_table_cell_set (cell, NULL, text, NULL);
}

static void
fill_deed (gpointer       item,
           gboolean       narrow,
           PlugTableCell *cell)
{
  g_autofree char *title = plug_deed_dup_title (item);
  g_autofree char *shown = plug_text_for_display (title);
  g_autofree char *name = NULL;
  g_autofree char *time = NULL;
  g_autofree char *caption = NULL;

  name = plug_text_for_display (plug_deed_get_name (item) != NULL ? plug_deed_get_name (item)
                                                                  : "");
  if (!narrow)
    {
      plug_table_cell_set (cell, NULL, shown, name);
      return;
    }
  time = plug_date_dup_text (plug_deed_get_time (item));
  /* Translators: an instance's name, a date and what came of it */
  caption = g_strdup_printf (_("%s · %s · %s"), name, time, get_outcome_name (item));
  plug_table_cell_set (cell, get_outcome_icon (item), shown, caption);
}

static void
fill_outcome (gpointer       item,
              gboolean       narrow,
              PlugTableCell *cell)
{
  g_autofree char *message = dup_message (item);

  plug_table_cell_set (cell, get_outcome_icon (item), get_outcome_name (item), message);
}

static const char *
get_verb (gpointer item)
{
  const char *id = plug_deed_get_request_id (item);

  return id != NULL && *id != '\0' ? _("Copy ID") : NULL;
}

/* The filter */

static gboolean
has (const char *text,
     const char *needle_folded)
{
  g_autofree char *folded = text != NULL ? plug_text_fold (text) : NULL;

  return folded != NULL && plug_text_matches (folded, needle_folded);
}

static gboolean
matches (gpointer    item,
         const char *needle_folded)
{
  g_autofree char *title = plug_deed_dup_title (item);

  return has (title, needle_folded) || has (plug_deed_get_name (item), needle_folded)
         || has (plug_deed_get_message (item), needle_folded)
         || has (plug_deed_get_instance_id (item), needle_folded)
         || has (plug_deed_get_request_id (item), needle_folded);
}

static gboolean
is_of (gpointer item,
       guint    choice)
{
  return plug_deed_get_outcome (item) == (PlugDeedOutcome) (choice - 1);
}

/* Reading */

static void
update (PlugHistoryPage *self)
{
  g_autofree char *name = NULL;
  g_autofree char *summary = NULL;

  if (self->instance != NULL)
    {
      name = plug_text_for_display (plug_instance_get_name (self->instance));
      /* Translators: an instance's name */
      summary = g_strdup_printf (_("What was done to “%s”"), name);
    }
  plug_table_page_set_summary (self->page, summary);
  plug_table_page_set_progress (self->page, self->cancellable != NULL ? _("Reading…") : NULL, -1);
  gtk_widget_set_visible (self->older_button, self->more);
  gtk_widget_set_sensitive (self->older_button, self->cancellable == NULL);
  gtk_widget_set_sensitive (self->export_button,
                            g_list_model_get_n_items (G_LIST_MODEL (self->deeds)) > 0);
}

/* A page and what was being read: by the time of the answer it may read something else. */
typedef struct {
  PlugHistoryPage *self;
  GCancellable *cancellable;
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->self);
  g_object_unref (call->cancellable);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  PlugHistoryPage *self = call->self;
  g_autoptr (GListModel) deeds = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  deeds = plug_inventory_list_history_finish (PLUG_INVENTORY (source), result, &error);
  if (self->page == NULL || self->cancellable != call->cancellable)
    return;
  g_clear_object (&self->cancellable);
  if (deeds != NULL)
    n = g_list_model_get_n_items (deeds);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PlugDeed) deed = g_list_model_get_item (deeds, i);

      g_list_store_append (self->deeds, deed);
    }
  self->more = n == PAGE_SIZE;
  plug_table_page_set_error (self->page, error);
  update (self);
}

static void
read_before (PlugHistoryPage *self,
             gint64           before)
{
  Call *call = g_new0 (Call, 1);

  self->cancellable = g_cancellable_new ();
  call->self = g_object_ref (self);
  call->cancellable = g_object_ref (self->cancellable);
  update (self);
  plug_inventory_list_history_async (
    self->inventory, self->instance != NULL ? plug_instance_get_account_id (self->instance) : NULL,
    self->instance != NULL ? plug_instance_get_id (self->instance) : NULL, before, PAGE_SIZE,
    self->cancellable, read_cb, call);
}

static void
stop (PlugHistoryPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
cancelled_cb (PlugHistoryPage *self)
{
  stop (self);
  update (self);
}

static void
older_clicked_cb (PlugHistoryPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->deeds));
  g_autoptr (PlugDeed) last = NULL;

  if (n == 0 || self->cancellable != NULL)
    return;
  last = g_list_model_get_item (G_LIST_MODEL (self->deeds), n - 1);
  read_before (self, plug_deed_get_time (last));
}

/* Exporting */

typedef struct {
  PlugHistoryPage *self;
  GFile *file;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->self);
  g_object_unref (export->file);
  g_free (export);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (export->file);
  g_autofree char *shown = plug_text_for_display (name);
  g_autofree char *text = NULL;

  if (export->self->page == NULL)
    return;
  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      plug_table_page_set_error (export->self->page, error);
      return;
    }
  /* Translators: a file's name */
  text = g_strdup_printf (_("History written to “%s”"), shown);
  plug_table_page_set_summary (export->self->page, text);
}

static void
all_read_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Export) export = user_data;
  g_autoptr (GListModel) deeds = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GFile *file = export->file;
  char *csv;

  deeds = plug_inventory_list_history_finish (PLUG_INVENTORY (source), result, &error);
  if (deeds == NULL)
    {
      if (export->self->page != NULL)
        plug_table_page_set_error (export->self->page, error);
      return;
    }
  csv = plug_deed_list_to_csv (deeds);
  bytes = g_bytes_new_take (csv, strlen (csv));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL,
                                       written_cb, g_steal_pointer (&export));
}

/* plug_history_page_export:
 * @file: replaced by the whole history as CSV, of one instance when only that is shown */
void
plug_history_page_export (PlugHistoryPage *self,
                          GFile           *file)
{
  Export *export = g_new0 (Export, 1);

  g_return_if_fail (PLUG_IS_HISTORY_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  export->self = g_object_ref (self);
  export->file = g_object_ref (file);
  plug_table_page_set_error (self->page, NULL);
  plug_inventory_list_history_async (
    self->inventory, self->instance != NULL ? plug_instance_get_account_id (self->instance) : NULL,
    self->instance != NULL ? plug_instance_get_id (self->instance) : NULL, 0, EXPORT_MAX, NULL,
    all_read_cb, export);
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (PlugHistoryPage) self = user_data;
  g_autoptr (GFile) file = plug_compat_file_finish (GTK_WINDOW (source), result, NULL);

  if (file != NULL && self->inventory != NULL)
    plug_history_page_export (self, file);
}

static void
export_clicked_cb (PlugHistoryPage *self)
{
  plug_compat_save_file_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                               _("Export History"), "plugboard-history.csv", FALSE, NULL,
                               file_chosen_cb, g_object_ref (self));
}

/* Rows */

static void
action_cb (PlugHistoryPage *self,
           PlugDeed        *deed)
{
  if (plug_deed_get_request_id (deed) != NULL)
    plug_clipboard_copy_text (GTK_WIDGET (self), plug_deed_get_request_id (deed));
}

static void
activated_cb (PlugHistoryPage *self,
              PlugDeed        *deed)
{
  PlugInstance *instance = NULL;

  if (plug_deed_get_account_id (deed) != NULL && plug_deed_get_instance_id (deed) != NULL)
    instance = plug_inventory_find_instance (self->inventory, plug_deed_get_account_id (deed),
                                             plug_deed_get_instance_id (deed));
  if (instance != NULL)
    g_signal_emit (self, signals[SIGNAL_SHOW_INSTANCE], 0, instance);
}

/* The class */

static void
plug_history_page_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch ((PlugHistoryPageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, PLUG_HISTORY_PAGE (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_history_page_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PlugHistoryPage *self = PLUG_HISTORY_PAGE (object);

  switch ((PlugHistoryPageProperty) property_id)
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
plug_history_page_dispose (GObject *object)
{
  PlugHistoryPage *self = PLUG_HISTORY_PAGE (object);

  stop (self);
  g_clear_object (&self->inventory);
  g_clear_object (&self->instance);
  if (self->page != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->page));
  self->page = NULL;
  G_OBJECT_CLASS (plug_history_page_parent_class)->dispose (object);
}

static void
plug_history_page_finalize (GObject *object)
{
  g_object_unref (PLUG_HISTORY_PAGE (object)->deeds);
  G_OBJECT_CLASS (plug_history_page_parent_class)->finalize (object);
}

static void
plug_history_page_class_init (PlugHistoryPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_history_page_get_property;
  object_class->set_property = plug_history_page_set_property;
  object_class->dispose = plug_history_page_dispose;
  object_class->finalize = plug_history_page_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_SHOW_INSTANCE] = g_signal_new ("show-instance", PLUG_TYPE_HISTORY_PAGE,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
add_button (PlugHistoryPage *self,
            const char      *label,
            GCallback        clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  plug_table_page_add_button (self->page, button);
  return button;
}

static void
plug_history_page_init (PlugHistoryPage *self)
{
  const char *const choices[] = {
    C_("outcome", "All"), C_("outcome", "Done"), C_("outcome", "Failed"),
    C_("outcome", "In doubt"), C_("outcome", "Given up"), NULL
  };
  PlugTableView *table;

  self->deeds = g_list_store_new (PLUG_TYPE_DEED);
  self->page = PLUG_TABLE_PAGE (plug_table_page_new (_("History")));
  self->export_button = add_button (self, _("Export…"), G_CALLBACK (export_clicked_cb));
  self->older_button = add_button (self, _("Show Older"), G_CALLBACK (older_clicked_cb));
  table = plug_table_page_get_table (self->page);
  plug_table_view_add_column (table, _("When"), PLUG_COLUMN_WIDE, fill_time);
  plug_table_view_add_column (table, _("What"), PLUG_COLUMN_EXPAND, fill_deed);
  plug_table_view_add_column (table, _("Outcome"), PLUG_COLUMN_EXPAND | PLUG_COLUMN_WIDE,
                              fill_outcome);
  plug_table_view_add_action (table, _("Request"), get_verb);
  plug_table_page_set_filter (self->page, matches, choices, is_of);
  plug_table_page_set_empty (self->page, "document-open-recent-symbolic", _("Nothing Done Yet"),
                             _("What Plugboard does to instances is written down here."));
  g_object_bind_property (self, "folded", self->page, "folded", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (table, "action", G_CALLBACK (action_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (table, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "cancelled", G_CALLBACK (cancelled_cb), self,
                           G_CONNECT_SWAPPED);
  plug_table_page_set_model (self->page, G_LIST_MODEL (self->deeds));
  gtk_widget_set_parent (GTK_WIDGET (self->page), GTK_WIDGET (self));
}

/* plug_history_page_new:
 * @inventory: whose history it is
 *
 * Returns: (transfer floating): a page with nothing on it yet */
GtkWidget *
plug_history_page_new (PlugInventory *inventory)
{
  PlugHistoryPage *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_HISTORY_PAGE, NULL);
  self->inventory = g_object_ref (inventory);
  return GTK_WIDGET (self);
}

/* plug_history_page_start:
 * @instance: (nullable): what was done to it; NULL for everything */
void
plug_history_page_start (PlugHistoryPage *self,
                         PlugInstance    *instance)
{
  g_return_if_fail (PLUG_IS_HISTORY_PAGE (self));

  stop (self);
  g_set_object (&self->instance, instance);
  g_list_store_remove_all (self->deeds);
  self->more = FALSE;
  plug_table_page_set_error (self->page, NULL);
  read_before (self, 0);
}
