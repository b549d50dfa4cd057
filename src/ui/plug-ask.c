/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions before a verb: what is to be done, as the user wants it. */

#include "config.h"

#include "plug-ask.h"

#include "plug-compat.h"
#include "plug-delete-form.h"
#include "plug-tag-entry.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

/* A question on the screen: the part of it that is the user's, and the verb it comes to. */
typedef struct {
  GtkWidget *form;
  GStrv tags; /* that all had when they were asked for */
  PlugVerb *(*create_verb) (gpointer asking);
} Asking;

static void
asking_free (Asking *asking)
{
  g_clear_object (&asking->form);
  g_strfreev (asking->tags);
  g_free (asking);
}

static Asking *
asking_new (GtkWidget *form)
{
  Asking *asking = g_new0 (Asking, 1);

  asking->form = g_object_ref_sink (form);
  return asking;
}

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Asking *asking = g_task_get_task_data (task);

  if (plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL))
    g_task_return_pointer (task, asking->create_verb (asking), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not wanted");
}

static GTask *
task_new (GtkWidget           *widget,
          Asking              *asking,
          gpointer             source_tag,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  GTask *task = g_task_new (widget, NULL, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, asking, (GDestroyNotify) asking_free);
  return task;
}

static GtkWidget *
wrap_row (GtkWidget *row)
{
  GtkWidget *list = gtk_list_box_new ();

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  return list;
}

/* A name */

static PlugVerb *
create_rename (gpointer user_data)
{
  Asking *asking = user_data;
  GtkWidget *row = gtk_widget_get_first_child (asking->form);
  g_autofree char *name = plug_text_trim (gtk_editable_get_text (GTK_EDITABLE (row)));

  return plug_verb_new_rename (name);
}

static void
name_changed_cb (GtkEditable *row)
{
  g_autofree char *name = plug_text_trim (gtk_editable_get_text (row));

  plug_compat_confirm_allow (GTK_WIDGET (row), *name != '\0');
}

static void
name_entered_cb (GtkWidget *row)
{
  plug_compat_confirm_answer (row);
}

/* plug_ask_name_async:
 * @widget: on whose window is asked
 *
 * Asks what @instance is to be called. */
void
plug_ask_name_async (GtkWidget           *widget,
                     PlugInstance        *instance,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GtkWidget *row = adw_entry_row_new ();
  Asking *asking;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  asking = asking_new (wrap_row (row));
  asking->create_verb = create_rename;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Name"));
  gtk_editable_set_text (GTK_EDITABLE (row), plug_instance_get_name (instance));
  g_signal_connect (row, "changed", G_CALLBACK (name_changed_cb), NULL);
  g_signal_connect (row, "entry-activated", G_CALLBACK (name_entered_cb), NULL);
  plug_compat_confirm_with_async (
    GTK_WINDOW (gtk_widget_get_root (widget)), _("Rename Instance"),
    _("The tenant is told too; tokens and settings stay as they are."), asking->form,
    _("Rename"), FALSE, NULL, answered_cb,
    task_new (widget, asking, plug_ask_name_async, callback, user_data));
  gtk_widget_grab_focus (row);
}

/* Tags */

static GStrv
subtract (const char *const *from,
          const char *const *what)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; from[i] != NULL; i++)
    {
      if (!g_strv_contains (what, from[i]))
        g_strv_builder_add (builder, from[i]);
    }
  return g_strv_builder_end (builder);
}

static PlugVerb *
create_retag (gpointer user_data)
{
  Asking *asking = user_data;
  GtkWidget *entry = gtk_widget_get_first_child (asking->form);
  g_auto (GStrv) tags = NULL;
  g_auto (GStrv) added = NULL;
  g_auto (GStrv) removed = NULL;

  plug_tag_entry_commit (PLUG_TAG_ENTRY (entry));
  tags = plug_tag_entry_dup_tags (PLUG_TAG_ENTRY (entry));
  added = subtract ((const char *const *) tags, (const char *const *) asking->tags);
  removed = subtract ((const char *const *) asking->tags, (const char *const *) tags);
  return plug_verb_new_retag ((const char *const *) added, (const char *const *) removed);
}

/* Those all of them have. */
static GStrv
dup_common_tags (GListModel *instances)
{
  const char *const none[] = { NULL };
  GStrv common = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (instances); i++)
    {
      g_autoptr (PlugInstance) instance = g_list_model_get_item (instances, i);
      const char *const *tags = plug_instance_get_tags (instance);
      g_auto (GStrv) old = common;
      g_auto (GStrv) lacking = NULL;

      if (tags == NULL)
        tags = none;
      if (old == NULL)
        {
          common = g_strdupv ((char **) tags);
          continue;
        }
      lacking = subtract ((const char *const *) old, tags);
      common = subtract ((const char *const *) old, (const char *const *) lacking);
    }
  return common != NULL ? common : g_strdupv ((char **) none);
}

/* plug_ask_tags_async:
 * @instances: of PlugInstance, at least one
 *
 * Asks for their tags: those all of them have can be taken away, new ones go to all of them, and
 * what only some have is left to them. */
void
plug_ask_tags_async (GtkWidget           *widget,
                     PlugInventory       *inventory,
                     GListModel          *instances,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  GtkWidget *entry = plug_tag_entry_new ();
  g_auto (GStrv) in_use = NULL;
  Asking *asking;
  guint n;

  g_return_if_fail (PLUG_IS_INVENTORY (inventory));
  g_return_if_fail (G_IS_LIST_MODEL (instances));

  n = g_list_model_get_n_items (instances);
  in_use = plug_inventory_dup_tags (inventory);
  asking = asking_new (wrap_row (entry));
  asking->create_verb = create_retag;
  asking->tags = dup_common_tags (instances);
  plug_tag_entry_set_suggestions (PLUG_TAG_ENTRY (entry), (const char *const *) in_use);
  plug_tag_entry_set_tags (PLUG_TAG_ENTRY (entry), (const char *const *) asking->tags);
  g_signal_connect (entry, "submitted", G_CALLBACK (plug_compat_confirm_answer), NULL);
  plug_compat_confirm_with_async (
    GTK_WINDOW (gtk_widget_get_root (widget)), _("Edit Tags"),
    n > 1 ? _("The tags all of them have. What only some have stays with those.") : NULL,
    asking->form, _("Save"), FALSE, NULL, answered_cb,
    task_new (widget, asking, plug_ask_tags_async, callback, user_data));
  gtk_widget_child_focus (entry, GTK_DIR_TAB_FORWARD);
}

/* A deletion */

static PlugVerb *
create_deletion (gpointer user_data)
{
  Asking *asking = user_data;

  return plug_verb_new_delete (plug_delete_form_get_due (PLUG_DELETE_FORM (asking->form)));
}

static void
complete_changed_cb (PlugDeleteForm *form)
{
  plug_compat_confirm_allow (GTK_WIDGET (form), plug_delete_form_is_complete (form));
}

static char *
dup_heading (GListModel *instances)
{
  guint n = g_list_model_get_n_items (instances);
  g_autoptr (PlugInstance) first = g_list_model_get_item (instances, 0);
  g_autofree char *name = NULL;

  if (n > 1)
    return g_strdup_printf (ngettext ("Delete %u Instance on the Tenant?",
                                      "Delete %u Instances on the Tenant?", n), n);
  name = plug_text_for_display (plug_instance_get_name (first));
  /* Translators: the question before an instance is deleted; %s is its name */
  return g_strdup_printf (_("Delete “%s” on the Tenant?"), name);
}

/* plug_ask_delete_async:
 * @instances: of PlugInstance, at least one
 *
 * Asks whether they are to be deleted on their tenants, and when, and says what uses them. */
void
plug_ask_delete_async (GtkWidget           *widget,
                       PlugInventory       *inventory,
                       GListModel          *instances,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autofree char *heading = NULL;
  Asking *asking;

  g_return_if_fail (PLUG_IS_INVENTORY (inventory));
  g_return_if_fail (G_IS_LIST_MODEL (instances) && g_list_model_get_n_items (instances) > 0);

  heading = dup_heading (instances);
  asking = asking_new (plug_delete_form_new (inventory, instances));
  asking->create_verb = create_deletion;
  g_signal_connect (asking->form, "notify::complete", G_CALLBACK (complete_changed_cb), NULL);
  plug_compat_confirm_with_async (
    GTK_WINDOW (gtk_widget_get_root (widget)), heading,
    _("Instance and token stop working for everything that uses them. Until the time you choose"
      " it is disabled only, and you can take that back."),
    asking->form, _("Delete"), TRUE, NULL, answered_cb,
    task_new (widget, asking, plug_ask_delete_async, callback, user_data));
  complete_changed_cb (PLUG_DELETE_FORM (asking->form));
}

/* plug_ask_finish:
 * Returns: (transfer full): what is to be done; NULL and %G_IO_ERROR_CANCELLED when the user does
 *   not want it */
PlugVerb *
plug_ask_finish (GtkWidget     *widget,
                 GAsyncResult  *result,
                 GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, widget), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
