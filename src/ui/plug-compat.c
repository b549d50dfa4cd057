/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of our own for what newer libraries do otherwise. */

#include "config.h"

#include "plug-compat.h"

#include "plug-message.h"

#include <glib/gi18n-lib.h>

#define PROJECT_URL "https://github.com/plugboard/plugboard"

/* For a report of a fault: versions and the kind of session; no accounts, names or paths. */
static char *
dup_debug_info (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  return g_strdup_printf ("Plugboard %s\nGTK %u.%u.%u\nlibadwaita %u.%u.%u\nGLib %u.%u.%u\n"
                          "%s, %s\n%s",
                          PLUG_VERSION, gtk_get_major_version (), gtk_get_minor_version (),
                          gtk_get_micro_version (), adw_get_major_version (),
                          adw_get_minor_version (), adw_get_micro_version (), glib_major_version,
                          glib_minor_version, glib_micro_version,
                          display != NULL ? G_OBJECT_TYPE_NAME (display) : "no display",
                          g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) ? "Flatpak"
                                                                            : "no sandbox",
                          pango_language_to_string (gtk_get_default_language ()));
}

/* plug_compat_show_about:
 * @parent: (nullable): the window it stands before */
void
plug_compat_show_about (GtkWindow *parent)
{
  g_autofree char *debug_info = dup_debug_info ();

  adw_show_about_window (parent,
                         "application-name", _("Plugboard"),
                         "application-icon", PLUG_APP_ID,
                         "version", PLUG_VERSION,
                         "developer-name", _("The Plugboard Contributors"),
                         "website", PROJECT_URL,
                         "issue-url", PROJECT_URL "/issues",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         "comments", _("Creates SAP Open Connectors instances and keeps their "
                                       "tokens in the system keyring."),
                         "debug-info", debug_info,
                         "debug-info-filename", "plugboard.txt",
                         /* Translators: your names, one a line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

/* plug_compat_show_shortcuts:
 * @window: the window whose keys they are */
void
plug_compat_show_shortcuts (GtkApplicationWindow *window)
{
  g_autoptr (GtkBuilder) builder = NULL;
  GtkShortcutsWindow *overlay = gtk_application_window_get_help_overlay (window);

  if (overlay == NULL)
    {
      builder = gtk_builder_new_from_resource (
        "/io/github/plugboard/Plugboard/plug-shortcuts.ui");
      overlay = GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "shortcuts"));
      gtk_application_window_set_help_overlay (window, overlay);
    }
  gtk_window_present (GTK_WINDOW (overlay));
}

/* plug_compat_close_with:
 * Closes @dialog when @parent is closed. GTK's own way waits until @parent is disposed of, which
 * never comes when what @dialog is about holds @parent. */
void
plug_compat_close_with (GtkWindow *dialog,
                        GtkWindow *parent)
{
  g_signal_connect_object (parent, "unrealize", G_CALLBACK (gtk_window_destroy), dialog,
                           G_CONNECT_SWAPPED);
}

/* plug_compat_fit_width:
 * Makes @dialog no wider than @parent, where there is little room. */
void
plug_compat_fit_width (GtkWindow *dialog,
                       GtkWindow *parent)
{
  int width, height;

  gtk_window_get_default_size (dialog, &width, &height);
  gtk_window_set_default_size (dialog, MIN (width, gtk_widget_get_width (GTK_WIDGET (parent))),
                               height);
}

/* plug_compat_show_message:
 * @heading: what it is about
 * @body: text, not markup
 *
 * Says something that takes more than a line, with a button to close it. */
void
plug_compat_show_message (GtkWindow  *parent,
                          const char *heading,
                          const char *body)
{
  GtkWidget *dialog = plug_message_new (parent, heading, body, NULL);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  plug_compat_close_with (GTK_WINDOW (dialog), parent);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* GTK 4.8 asks a window for its place on the display before it looks whether it has one.
 * Returns: (transfer none) (nullable): @root when it is a window that is on the display */
static GtkWindow *
get_window_shown (gpointer root)
{
  return GTK_IS_WINDOW (root) && gtk_widget_get_mapped (root) ? root : NULL;
}

/* plug_compat_open_uri:
 * Opens @uri with the program the system has for it. */
void
plug_compat_open_uri (GtkWidget  *widget,
                      const char *uri)
{
  gtk_show_uri (get_window_shown (gtk_widget_get_root (widget)), uri, GDK_CURRENT_TIME);
}

static void
uri_opened_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (gtk_show_uri_full_finish ((GtkWindow *) source, result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* plug_compat_open_uri_async:
 * plug_compat_open_uri() for who has something to say when there is no such program. */
void
plug_compat_open_uri_async (GtkWindow           *parent,
                            const char          *uri,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, plug_compat_open_uri_async);
  gtk_show_uri_full (get_window_shown (parent), uri, GDK_CURRENT_TIME, cancellable, uri_opened_cb,
                     task);
}

/* plug_compat_open_uri_finish:
 * Returns: whether a program was started for it */
gboolean
plug_compat_open_uri_finish (GtkWindow     *parent,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
confirm_answered_cb (AdwMessageDialog *dialog,
                     const char       *response,
                     gpointer          user_data)
{
  g_autoptr (GTask) task = g_object_steal_data (G_OBJECT (dialog), "plug-question");

  if (task != NULL)
    g_task_return_boolean (task, g_str_equal (response, "confirm"));
}

/* A dialog that goes with its parent is never answered. */
static void
question_dropped_cb (gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, FALSE);
}

/* plug_compat_confirm_with_async:
 * @body: (nullable): text, not markup
 * @child: (nullable): what else is asked for, below the text
 * @verb: what the button does, a mnemonic included
 * @destructive: whether it cannot be undone
 *
 * Asks; Cancel is what Esc and closing mean. */
void
plug_compat_confirm_with_async (GtkWindow           *parent,
                                const char          *heading,
                                const char          *body,
                                GtkWidget           *child,
                                const char          *verb,
                                gboolean             destructive,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (plug_message_new (parent, heading, body, child));
  g_autoptr (GTask) task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, plug_compat_confirm_async);
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "confirm", verb, NULL);
  adw_message_dialog_set_response_appearance (dialog, "confirm",
                                              destructive ? ADW_RESPONSE_DESTRUCTIVE
                                                          : ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, destructive ? "cancel" : "confirm");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "plug-question", g_steal_pointer (&task),
                          question_dropped_cb);
  g_signal_connect (dialog, "response", G_CALLBACK (confirm_answered_cb), NULL);
  plug_compat_close_with (GTK_WINDOW (dialog), parent);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* plug_compat_confirm_async:
 * plug_compat_confirm_with_async() with nothing but the text. */
void
plug_compat_confirm_async (GtkWindow           *parent,
                           const char          *heading,
                           const char          *body,
                           const char          *verb,
                           gboolean             destructive,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  plug_compat_confirm_with_async (parent, heading, body, NULL, verb, destructive, cancellable,
                                  callback, user_data);
}

/* plug_compat_confirm_allow:
 * @child: what is asked for in the question, or a part of it
 * @allowed: whether enough was said for yes to be an answer */
void
plug_compat_confirm_allow (GtkWidget *child,
                           gboolean   allowed)
{
  GtkRoot *root = gtk_widget_get_root (child);

  if (ADW_IS_MESSAGE_DIALOG (root))
    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (root), "confirm", allowed);
}

/* plug_compat_confirm_answer:
 * Answers the question @child is in with yes, if that is allowed, and closes it. */
void
plug_compat_confirm_answer (GtkWidget *child)
{
  GtkRoot *root = gtk_widget_get_root (child);

  if (!ADW_IS_MESSAGE_DIALOG (root)
      || !adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (root), "confirm"))
    return;
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (root), "confirm");
  gtk_window_close (GTK_WINDOW (root));
}

/* plug_compat_confirm_finish:
 * Returns: whether the answer was yes; FALSE without an error when it was no */
gboolean
plug_compat_confirm_finish (GtkWindow     *parent,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Files. GTK notes what was chosen among the files used last; one that holds secrets is taken out
 * again, unless another program has noted it too. */

static void
forget_recent (GFile *file)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentInfo *info = gtk_recent_manager_lookup_item (manager, uri, NULL);
  g_auto (GStrv) applications = NULL;
  gsize n = 0;

  if (info == NULL)
    return;
  applications = gtk_recent_info_get_applications (info, &n);
  if (n <= 1)
    gtk_recent_manager_remove_item (manager, uri, NULL);
  gtk_recent_info_unref (info);
}

typedef struct {
  GtkFileChooserNative *chooser;
  gboolean secret;
} FileQuestion;

static void
file_question_free (FileQuestion *question)
{
  gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (question->chooser));
  g_object_unref (question->chooser);
  g_free (question);
}

static void
file_answered_cb (GtkNativeDialog *dialog,
                  int              response,
                  gpointer         user_data)
{
  g_autoptr (GTask) task = user_data;
  FileQuestion *question = g_task_get_task_data (task);
  GFile *file = NULL;

  g_signal_handlers_disconnect_by_data (dialog, task);
  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && question->secret)
    forget_recent (file);
  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
}

static void
ask_file (GtkWindow            *parent,
          GtkFileChooserAction  action,
          const char           *title,
          const char           *name,
          gboolean              secret,
          GTask                *task)
{
  FileQuestion *question = g_new0 (FileQuestion, 1);

  question->chooser = gtk_file_chooser_native_new (title, parent, action, NULL, NULL);
  question->secret = secret;
  if (name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (question->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (question->chooser), TRUE);
  g_task_set_task_data (task, question, (GDestroyNotify) file_question_free);
  g_signal_connect (question->chooser, "response", G_CALLBACK (file_answered_cb), task);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (question->chooser));
}

/* plug_compat_open_file_async:
 * @secret: whether there are secrets in it
 *
 * Asks for a file to be read. Ends with plug_compat_file_finish(). */
void
plug_compat_open_file_async (GtkWindow           *parent,
                             const char          *title,
                             gboolean             secret,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, plug_compat_open_file_async);
  ask_file (parent, GTK_FILE_CHOOSER_ACTION_OPEN, title, NULL, secret, task);
}

/* plug_compat_save_file_async:
 * @name: what it is to be called unless told otherwise
 * @secret: whether there are secrets in it
 *
 * Asks where something is to be written. Ends with plug_compat_file_finish(). */
void
plug_compat_save_file_async (GtkWindow           *parent,
                             const char          *title,
                             const char          *name,
                             gboolean             secret,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task = g_task_new (parent, cancellable, callback, user_data);

  g_task_set_source_tag (task, plug_compat_save_file_async);
  ask_file (parent, GTK_FILE_CHOOSER_ACTION_SAVE, title, name, secret, task);
}

/* plug_compat_file_finish:
 * Returns: (transfer full) (nullable): the file; %G_IO_ERROR_CANCELLED when none was chosen */
GFile *
plug_compat_file_finish (GtkWindow     *parent,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, parent), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* plug_compat_set_label:
 * Names @widget for assistive technology: what has no text would be called by its type. Newer GTK
 * calls a button that has a text by that alone, until it is told not to. */
void
plug_compat_set_label (GtkWidget  *widget,
                       const char *label)
{
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

/* plug_compat_set_label_widget:
 * @label: where the name of @widget stands; must live as long
 *
 * Names @widget for assistive technology by what is written beside it. */
void
plug_compat_set_label_widget (GtkWidget *widget,
                              GtkWidget *label)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  label, NULL, -1);
  /* Of names, only one step is followed. */
  g_object_set_data (G_OBJECT (widget), "plug-label", label);
}

/* plug_compat_name_row:
 * @child: of any cell of a row of a #GtkColumnView
 * @name: what the row, which can have the focus, is called */
void
plug_compat_name_row (GtkWidget  *child,
                      const char *name)
{
  GtkWidget *cell = gtk_widget_get_parent (child);
  GtkWidget *row = cell != NULL ? gtk_widget_get_parent (cell) : NULL;

  if (row != NULL)
    plug_compat_set_label (row, name);
}

static void
name_items (GtkWidget *widget)
{
  g_autofree char *text = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    {
      g_object_get (widget, "text", &text, NULL);
      plug_compat_set_label (widget, text != NULL ? text : "");
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_items (child);
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);
  return found;
}

static const char *
get_button_text (GtkWidget *button)
{
  GtkWidget *label = find_label (button);

  if (label != NULL)
    return gtk_label_get_text (GTK_LABEL (label));
  /* The only one there is in the window of the shortcuts. */
  if (GTK_IS_TOGGLE_BUTTON (button) && GTK_IS_SHORTCUTS_WINDOW (gtk_widget_get_root (button)))
    return _("Search");
  return gtk_widget_get_tooltip_text (button);
}

/* Those of a question are called by their label twice, once with its underscore; some of the
 * libraries' own windows, not at all. */
static void
name_buttons (GtkWidget *widget)
{
  const char *text = GTK_IS_BUTTON (widget) ? get_button_text (widget) : NULL;

  if (text != NULL)
    plug_compat_set_label (widget, text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name_buttons (child);
}

/* What has the focus in a drop-down is a button in it. */
static void
name_drop_down (GtkWidget *widget)
{
  GtkWidget *label = g_object_get_data (G_OBJECT (widget), "plug-label");

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_TOGGLE_BUTTON (child))
      gtk_accessible_update_relation (GTK_ACCESSIBLE (child),
                                      GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                      label != NULL ? label : widget, NULL, -1);
}

static gboolean
widget_mapped_cb (GSignalInvocationHint *hint,
                  guint                  n_values,
                  const GValue          *values,
                  gpointer               user_data)
{
  GObject *widget = g_value_get_object (&values[0]);

  if (GTK_IS_POPOVER_MENU (widget))
    name_items (GTK_WIDGET (widget));
  else if (ADW_IS_MESSAGE_DIALOG (widget) || ADW_IS_ABOUT_WINDOW (widget)
           || GTK_IS_SHORTCUTS_WINDOW (widget))
    name_buttons (GTK_WIDGET (widget));
  else if (GTK_IS_DROP_DOWN (widget))
    name_drop_down (GTK_WIDGET (widget));
  else if (GTK_IS_COLUMN_VIEW (widget))
    plug_compat_set_label (gtk_widget_get_first_child (GTK_WIDGET (widget)), _("Columns"));
  return TRUE;
}

/* plug_compat_name_parts:
 * Names what is a part of another widget, when that comes up: the items of every menu, those of
 * GTK's own entries too, which GTK 4.18 has labelled by what has no name itself; the buttons of
 * every question; the button of a drop-down. A screen reader would have nothing to say of them. */
void
plug_compat_name_parts (void)
{
  static gboolean done = FALSE;
  GTypeClass *klass = g_type_class_ref (GTK_TYPE_WIDGET);

  if (!done)
    g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, widget_mapped_cb,
                                NULL, NULL);
  done = TRUE;
  g_type_class_unref (klass);
}

/* plug_compat_set_description:
 * @description: (nullable): what more is to be said of @widget; an error, for one */
void
plug_compat_set_description (GtkWidget  *widget,
                             const char *description)
{
  if (description != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    description, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

/* plug_compat_set_hidden:
 * Takes @widget and all in it out of what assistive technology sees, or puts it back: what is
 * behind a modal dialog cannot be worked with. */
void
plug_compat_set_hidden (GtkWidget *widget,
                        gboolean   hidden)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, hidden, -1);
}

/* plug_compat_forget_undo:
 * Drops what @editable would bring back with undo. */
void
plug_compat_forget_undo (GtkEditable *editable)
{
  gtk_editable_set_enable_undo (editable, FALSE);
  gtk_editable_set_enable_undo (editable, TRUE);
}

static gboolean
forbid_undo_cb (gpointer user_data)
{
  g_autofree GWeakRef *weak = user_data;
  g_autoptr (GtkEditable) editable = g_weak_ref_get (weak);

  if (editable != NULL)
    gtk_editable_set_enable_undo (editable, FALSE);
  g_weak_ref_clear (weak);
  return G_SOURCE_REMOVE;
}

static void
visibility_changed_cb (GtkEditable *editable)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, editable);
  g_idle_add (forbid_undo_cb, weak);
}

/* plug_compat_guard_secret:
 * @editable: a password entry, or a row that is one
 *
 * Keeps undo from bringing back what was cleared. GTK turns undo on when the text is made
 * visible, after every handler of that, so it is turned off again when all have run. */
void
plug_compat_guard_secret (GtkEditable *editable)
{
  GtkEditable *text = gtk_editable_get_delegate (editable);

  g_return_if_fail (GTK_IS_TEXT (text));

  gtk_editable_set_enable_undo (text, FALSE);
  g_signal_connect (text, "notify::visibility", G_CALLBACK (visibility_changed_cb), NULL);
}

/* plug_compat_scroll_to:
 * Scrolls @list so that the item at @position is seen.
 *
 * Returns: whether the list could */
gboolean
plug_compat_scroll_to (GtkListView *list,
                       guint        position)
{
  return gtk_widget_activate_action (GTK_WIDGET (list), "list.scroll-to-item", "u", position);
}
