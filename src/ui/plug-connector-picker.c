/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugConnectorPicker: where a connector is chosen. */

#include "config.h"

#include "plug-connector-picker.h"

#include "plug-compat.h"
#include "plug-connector-list.h"
#include "plug-date.h"
#include "plug-field-row.h"
#include "plug-picker-model.h"
#include "plug-picker-row.h"
#include "plug-text.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define MAX_RECENT 5
#define MAX_KEY_BYTES 256
#define PAGE_OF_LINES 8

struct _PlugConnectorPicker {
  GtkWidget parent_instance;

  GtkWidget *root;
  GtkStack *pages;
  GtkSearchEntry *search_entry;
  GtkStack *results;
  GtkListView *list;
  GtkSingleSelection *selection;
  AdwStatusPage *no_match_page;
  GtkWidget *status_bar;
  GtkWidget *spinner;
  GtkWidget *status_icon;
  GtkLabel *status_label;
  GtkWidget *retry_button;
  AdwPreferencesGroup *other_group;
  PlugFieldRow *key_row;

  PlugInventory *inventory;
  PlugConnectorList *connectors;
  PlugPickerModel *model;
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugConnectorPicker, plug_connector_picker, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugConnectorPickerProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_CHOSEN,
  SIGNAL_CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_page (PlugConnectorPicker *self,
           const char          *name)
{
  gtk_stack_set_visible_child_name (self->pages, name);
}

/* The status of what is listed */

static char *
dup_account_name (PlugConnectorPicker *self)
{
  PlugAccount *account = plug_connector_list_get_account (self->connectors);

  return account != NULL ? plug_text_for_display (plug_account_get_name (account)) : NULL;
}

static char *
dup_offer_text (PlugConnectorPicker *self,
                const char          *account)
{
  gint64 asked = plug_connector_list_get_asked (self->connectors);
  guint n_skipped = plug_connector_list_get_n_skipped (self->connectors);
  g_autofree char *ago = plug_date_dup_ago (asked, g_get_real_time ());
  g_autofree char *text = NULL;
  g_autofree char *skipped = NULL;

  if (asked == 0)
    /* Translators: %s is the name of an account */
    return g_strdup_printf (_("Built into Plugboard; %s was not asked yet"), account);
  /* Translators: the name of an account, and how long ago */
  text = g_strdup_printf (_("Includes what %s offers, asked %s"), account, ago);
  if (n_skipped == 0)
    return g_steal_pointer (&text);
  skipped = g_strdup_printf (ngettext ("%u entry could not be read",
                                       "%u entries could not be read", n_skipped), n_skipped);
  return g_strconcat (text, " · ", skipped, NULL);
}

static char *
dup_status_text (PlugConnectorPicker *self)
{
  const GError *error = plug_connector_list_get_error (self->connectors);
  g_autofree char *account = dup_account_name (self);
  g_autofree char *message = NULL;

  if (account == NULL)
    return g_strdup (_("Built into Plugboard; an account adds what its tenant offers"));
  if (plug_connector_list_is_refreshing (self->connectors))
    /* Translators: %s is the name of an account */
    return g_strdup_printf (_("Asking %s for its connectors…"), account);
  if (error == NULL)
    return dup_offer_text (self, account);
  message = plug_text_for_display (error->message);
  /* Translators: the name of an account, and a sentence on what went wrong */
  return g_strdup_printf (_("%s could not be asked for its connectors. %s"), account, message);
}

static void
status_changed_cb (PlugConnectorPicker *self)
{
  gboolean refreshing = plug_connector_list_is_refreshing (self->connectors);
  gboolean failed = !refreshing && plug_connector_list_get_error (self->connectors) != NULL;
  gboolean has_account = plug_connector_list_get_account (self->connectors) != NULL;
  g_autofree char *text = dup_status_text (self);

  gtk_label_set_text (self->status_label, text);
  gtk_widget_set_visible (self->spinner, refreshing);
  gtk_widget_set_visible (self->status_icon, failed);
  gtk_widget_set_visible (self->retry_button, failed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "picker.refresh",
                                 has_account && !refreshing);
  if (failed)
    gtk_widget_add_css_class (self->status_bar, "problem");
  else
    gtk_widget_remove_css_class (self->status_bar, "problem");
}

static void
refresh_activated_cb (GtkWidget  *widget,
                      const char *action_name,
                      GVariant   *parameter)
{
  plug_connector_list_refresh (PLUG_CONNECTOR_PICKER (widget)->connectors);
}

/* The lines */

static PlugPickerItem *
get_line (PlugConnectorPicker *self,
          guint                position)
{
  g_autoptr (PlugPickerItem) item =
    g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  return item; /* the model holds it */
}

static void
select_line (PlugConnectorPicker *self,
             guint                position)
{
  gtk_single_selection_set_selected (self->selection, position);
  plug_compat_scroll_to (self->list, position);
}

/* The next line that can be chosen, from @position on in the direction of @step. */
static guint
find_choice (PlugConnectorPicker *self,
             guint                position,
             int                  step)
{
  guint n_lines = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  while (position < n_lines && !plug_picker_item_is_choice (get_line (self, position)))
    position = (guint) ((int) position + step);
  return position < n_lines ? position : GTK_INVALID_LIST_POSITION;
}

static void
move_selection (PlugConnectorPicker *self,
                int                  n_lines)
{
  int last = (int) g_list_model_get_n_items (G_LIST_MODEL (self->selection)) - 1;
  guint selected = gtk_single_selection_get_selected (self->selection);
  int wanted = selected == GTK_INVALID_LIST_POSITION ? 0 : (int) selected + n_lines;
  guint position = find_choice (self, (guint) CLAMP (wanted, 0, last), n_lines < 0 ? -1 : 1);

  if (position != GTK_INVALID_LIST_POSITION)
    select_line (self, position);
}

static void
lines_changed_cb (PlugConnectorPicker *self)
{
  guint n_matches = plug_picker_model_get_n_matches (self->model);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *shown = plug_text_for_display (text);
  g_autofree char *title = NULL;
  guint first = find_choice (self, 0, 1);

  /* Translators: %s is what was searched for */
  title = g_strdup_printf (_("No connector matches “%s”"), shown);
  adw_status_page_set_title (self->no_match_page, title);
  gtk_stack_set_visible_child_name (self->results, n_matches > 0 ? "matches" : "no-match");
  if (first != GTK_INVALID_LIST_POSITION)
    select_line (self, first);
  if (first == 1)
    plug_compat_scroll_to (self->list, 0);
}

static int
compare_creation (gconstpointer a,
                  gconstpointer b)
{
  gint64 first = plug_instance_get_created (*(PlugInstance *const *) a);
  gint64 second = plug_instance_get_created (*(PlugInstance *const *) b);

  return first == second ? 0 : first < second ? 1 : -1;
}

/* What the instances there are were made of, the newest first. */
static GStrv
dup_recent (PlugConnectorPicker *self)
{
  GListModel *instances = plug_inventory_list_instances (self->inventory);
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    g_ptr_array_add (sorted, g_list_model_get_item (instances, i));
  g_ptr_array_sort (sorted, compare_creation);
  for (guint i = 0; i < sorted->len && keys->len < MAX_RECENT; i++)
    {
      const char *key = plug_instance_get_connector_key (g_ptr_array_index (sorted, i));

      if (key != NULL && !g_ptr_array_find_with_equal_func (keys, key, g_str_equal, NULL))
        g_ptr_array_add (keys, g_strdup (key));
    }
  g_ptr_array_add (keys, NULL);
  return (GStrv) g_ptr_array_steal (keys, NULL);
}

/* What was chosen */

static void
choose (PlugConnectorPicker *self,
        PlugConnector       *connector)
{
  g_autoptr (PlugConnector) chosen = g_object_ref (connector);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, chosen);
}

/* Any other connector */

static void
show_other (PlugConnectorPicker *self)
{
  g_autofree char *key = plug_text_trim (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));

  plug_field_row_set_value (self->key_row, key);
  plug_field_row_set_problem (self->key_row, NULL);
  show_page (self, "other");
  gtk_widget_grab_focus (GTK_WIDGET (self->key_row));
}

/* Keys are no identifiers: blanks, brackets and dots are in those there are. */
static const char *
get_key_problem (const char *key)
{
  if (*key == '\0')
    return _("The key is empty. The tenant’s list of connectors has it.");
  if (strlen (key) > MAX_KEY_BYTES)
    return _("The key is too long to be one.");
  if (g_str_equal (key, ".") || g_str_equal (key, ".."))
    return _("The tenant has no connector of that key.");
  for (const char *c = key; *c != '\0'; c = g_utf8_next_char (c))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (c)))
        return _("The key has a character in it that cannot be seen. Enter it by hand.");
    }
  return NULL;
}

static void
use_key (PlugConnectorPicker *self)
{
  g_autofree char *key = plug_field_row_dup_value (self->key_row);
  const char *problem = get_key_problem (key);
  g_autoptr (PlugConnector) other = NULL;
  PlugConnector *known;

  plug_field_row_set_problem (self->key_row, problem);
  if (problem != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->key_row));
      return;
    }
  known = plug_connector_list_find (self->connectors, key);
  if (known == NULL)
    known = other = plug_connector_new (key, key, NULL, NULL);
  choose (self, known);
}

static void
add_key_row (PlugConnectorPicker *self)
{
  g_autoptr (PlugField) field = plug_field_new ("connector", _("Connector"), PLUG_FIELD_TEXT);

  plug_field_set_help (field, _("Its key as the API has it, sagecrm for one"));
  self->key_row = PLUG_FIELD_ROW (plug_field_row_new (field));
  g_signal_connect_object (self->key_row, "submitted", G_CALLBACK (use_key), self,
                           G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->other_group, GTK_WIDGET (self->key_row));
}

static void
other_clicked_cb (PlugConnectorPicker *self)
{
  show_other (self);
}

static void
line_activated_cb (PlugConnectorPicker *self,
                   guint                position)
{
  PlugPickerItem *item = get_line (self, position);

  if (item == NULL || !plug_picker_item_is_choice (item))
    return;
  if (plug_picker_item_get_connector (item) != NULL)
    choose (self, plug_picker_item_get_connector (item));
  else
    show_other (self);
}

/* The search */

static void
search_changed_cb (PlugConnectorPicker *self)
{
  plug_picker_model_set_search (self->model,
                                gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
search_activated_cb (PlugConnectorPicker *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (selected != GTK_INVALID_LIST_POSITION)
    line_activated_cb (self, selected);
}

/* The list is moved through from the search, so that one need not go there. */
static gboolean
search_key_pressed_cb (GtkEventControllerKey *controller,
                       guint                  keyval,
                       guint                  keycode,
                       GdkModifierType        state,
                       PlugConnectorPicker   *self)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      move_selection (self, PAGE_OF_LINES);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      move_selection (self, -PAGE_OF_LINES);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Back */

static void
go_back (PlugConnectorPicker *self)
{
  gboolean in_list = g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), "list") == 0;

  if (in_list)
    {
      g_signal_emit (self, signals[SIGNAL_CANCELLED], 0);
      return;
    }
  show_page (self, "list");
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
search_stopped_cb (PlugConnectorPicker *self)
{
  go_back (self);
}

static void
back_activated_cb (GtkWidget  *widget,
                   const char *action_name,
                   GVariant   *parameter)
{
  go_back (PLUG_CONNECTOR_PICKER (widget));
}

/* The class */

static void
plug_connector_picker_get_property (GObject    *object,
                                    guint       property_id,
                                    GValue     *value,
                                    GParamSpec *pspec)
{
  PlugConnectorPicker *self = PLUG_CONNECTOR_PICKER (object);

  switch ((PlugConnectorPickerProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, self->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_connector_picker_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  PlugConnectorPicker *self = PLUG_CONNECTOR_PICKER (object);

  switch ((PlugConnectorPickerProperty) property_id)
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
plug_connector_picker_dispose (GObject *object)
{
  PlugConnectorPicker *self = PLUG_CONNECTOR_PICKER (object);

  if (self->connectors != NULL)
    plug_connector_list_set_account (self->connectors, NULL);
  g_clear_object (&self->model);
  g_clear_object (&self->connectors);
  g_clear_object (&self->inventory);
  g_clear_pointer (&self->root, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), PLUG_TYPE_CONNECTOR_PICKER);
  G_OBJECT_CLASS (plug_connector_picker_parent_class)->dispose (object);
}

static gboolean
plug_connector_picker_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (PLUG_CONNECTOR_PICKER (widget)->search_entry));
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-connector-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, root);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, pages);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, search_entry);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, results);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, list);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, selection);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, no_match_page);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, status_bar);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, status_icon);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, status_label);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, retry_button);
  gtk_widget_class_bind_template_child (widget_class, PlugConnectorPicker, other_group);
  gtk_widget_class_bind_template_callback (widget_class, line_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_key);
}

static void
plug_connector_picker_class_init (PlugConnectorPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_connector_picker_get_property;
  object_class->set_property = plug_connector_picker_set_property;
  object_class->dispose = plug_connector_picker_dispose;
  widget_class->grab_focus = plug_connector_picker_grab_focus;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", PLUG_TYPE_CONNECTOR_PICKER,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                         PLUG_TYPE_CONNECTOR);
  signals[SIGNAL_CANCELLED] = g_signal_new ("cancelled", PLUG_TYPE_CONNECTOR_PICKER,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            0);
  gtk_widget_class_install_action (widget_class, "picker.back", NULL, back_activated_cb);
  gtk_widget_class_install_action (widget_class, "picker.refresh", NULL, refresh_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "picker.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "picker.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F5, 0, "picker.refresh", NULL);
  g_type_ensure (PLUG_TYPE_PICKER_ITEM);
  g_type_ensure (PLUG_TYPE_PICKER_ROW);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  bind_template (widget_class);
}

static void
plug_connector_picker_init (PlugConnectorPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_entry_set_key_capture_widget (self->search_entry, GTK_WIDGET (self->list));
  add_key_row (self);
}

/* plug_connector_picker_new:
 * @inventory: what was used last is known from it, and the accounts
 *
 * Returns: (transfer floating): a picker of what is built in */
GtkWidget *
plug_connector_picker_new (PlugInventory *inventory)
{
  PlugConnectorPicker *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_CONNECTOR_PICKER, NULL);
  self->inventory = g_object_ref (inventory);
  self->connectors = plug_connector_list_new (inventory);
  self->model = plug_picker_model_new (G_LIST_MODEL (self->connectors));
  gtk_single_selection_set_model (self->selection, plug_picker_model_get_lines (self->model));
  g_signal_connect_object (plug_picker_model_get_lines (self->model), "items-changed",
                           G_CALLBACK (lines_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->connectors, "items-changed", G_CALLBACK (status_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->connectors, "notify::refreshing",
                           G_CALLBACK (status_changed_cb), self, G_CONNECT_SWAPPED);
  lines_changed_cb (self);
  status_changed_cb (self);
  return GTK_WIDGET (self);
}

/* plug_connector_picker_set_account:
 * @account: (nullable): whose tenant is asked, by itself once a day */
void
plug_connector_picker_set_account (PlugConnectorPicker *self,
                                   PlugAccount         *account)
{
  g_return_if_fail (PLUG_IS_CONNECTOR_PICKER (self));

  plug_connector_list_set_account (self->connectors, account);
  status_changed_cb (self);
}

/* plug_connector_picker_start:
 * Shows everything there is to choose from, and puts the focus into the search. */
void
plug_connector_picker_start (PlugConnectorPicker *self)
{
  g_auto (GStrv) recent = NULL;

  g_return_if_fail (PLUG_IS_CONNECTOR_PICKER (self));

  recent = dup_recent (self);
  show_page (self, "list");
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  plug_picker_model_set_recent (self->model, (const char *const *) recent);
  status_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}
