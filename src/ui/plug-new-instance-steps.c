/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the page does with what is filled in: the steps from a press of the button to an instance.
 * Read from plug_new_instance_page_submit() on; each stands before the one that leads to it. */

#include "config.h"

#include "plug-new-instance-page-private.h"

#include "plug-authorize-dialog.h"
#include "plug-compat.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

/* The creation */

/* plug_new_instance_page_show_running:
 * @running: whether the page waits. The focus must be elsewhere before what has it is made
 *   insensitive. */
void
plug_new_instance_page_show_running (PlugNewInstancePage *self,
                                     gboolean             running)
{
  if (running)
    gtk_widget_grab_focus (self->cancel_button);
  gtk_widget_set_sensitive (self->form, !running);
  gtk_widget_set_sensitive (self->create_button, !running);
  gtk_revealer_set_reveal_child (self->progress, running);
  gtk_spinner_set_spinning (self->spinner, running);
}

static const char *
get_phase_words (PlugCreation *creation)
{
  switch (plug_creation_get_phase (creation))
    {
    case PLUG_CREATION_CHECKING:
      return _("Checking the keyring…");
    case PLUG_CREATION_LISTING:
    case PLUG_CREATION_WAITING:
      return _("Asking the tenant…");
    case PLUG_CREATION_POSTING:
      return _("Creating the instance…");
    case PLUG_CREATION_SAVING:
      return _("Saving the token…");
    case PLUG_CREATION_FINISHED:
    default:
      return _("Done");
    }
}

static void
phase_changed_cb (PlugNewInstancePage *self)
{
  gtk_label_set_text (self->phase_label, get_phase_words (self->creation));
}

/* plug_new_instance_page_forget_creation:
 * What comes of it is not the page's any more. */
void
plug_new_instance_page_forget_creation (PlugNewInstancePage *self)
{
  if (self->creation != NULL)
    g_signal_handlers_disconnect_by_data (self->creation, self);
  g_clear_object (&self->creation);
}

static void
finish_created (PlugNewInstancePage *self,
                PlugCreation        *creation)
{
  PlugInstance *instance = plug_creation_get_instance (creation);

  g_clear_object (&self->in_doubt);
  plug_form_clear_secrets (self->fields);
  plug_new_instance_page_reset_form (self);
  g_signal_emit_by_name (self, "created", instance);
}

static void
finish_failed (PlugNewInstancePage *self,
               PlugCreation        *creation)
{
  plug_error_view_set_error (self->error_view, plug_creation_get_error (creation));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_widget_grab_focus (self->create_button);
}

/* What was sent stays as it was but for the secrets, so that it can be made again should it turn
 * out not to be there. Until then the button is off: pressed again, it could make a second. */
static void
finish_in_doubt (PlugNewInstancePage *self,
                 PlugCreation        *creation)
{
  PlugIntent *intent = plug_creation_get_intent (creation);

  g_set_object (&self->in_doubt, intent);
  plug_form_clear_secrets (self->fields);
  plug_error_view_set_error (self->error_view, plug_creation_get_error (creation));
  gtk_widget_set_sensitive (self->form, FALSE);
  gtk_widget_set_sensitive (self->create_button, FALSE);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_signal_emit_by_name (self, "in-doubt", intent);
}

static void
outcome_changed_cb (PlugNewInstancePage *self)
{
  g_autoptr (PlugCreation) creation = g_object_ref (self->creation);
  PlugCreationOutcome outcome = plug_creation_get_outcome (creation);

  if (outcome == PLUG_CREATION_PENDING)
    return;
  plug_new_instance_page_forget_creation (self);
  plug_new_instance_page_show_running (self, FALSE);
  switch (outcome)
    {
    case PLUG_CREATION_DONE:
    case PLUG_CREATION_TOKEN_UNSAVED:
      finish_created (self, creation);
      break;
    case PLUG_CREATION_FAILED:
      finish_failed (self, creation);
      break;
    case PLUG_CREATION_IN_DOUBT:
      finish_in_doubt (self, creation);
      break;
    case PLUG_CREATION_CANCELLED:
    case PLUG_CREATION_PENDING:
    default:
      gtk_widget_grab_focus (self->create_button);
      break;
    }
}

static void
start_creation (PlugNewInstancePage *self,
                PlugDraft           *draft)
{
  plug_error_view_set_error (self->error_view, NULL);
  self->creation = plug_inventory_create (self->inventory, self->account, draft);
  g_signal_connect_swapped (self->creation, "notify::phase", G_CALLBACK (phase_changed_cb), self);
  g_signal_connect_swapped (self->creation, "notify::outcome", G_CALLBACK (outcome_changed_cb),
                            self);
  plug_new_instance_page_show_running (self, TRUE);
  phase_changed_cb (self);
  outcome_changed_cb (self);
}

/* The authorization */

static void
authorized_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (PlugNewInstancePage) self = user_data;
  g_autoptr (PlugDraft) draft = g_steal_pointer (&self->authorized_draft);
  g_autoptr (PlugAccount) account = g_steal_pointer (&self->authorized_account);
  g_autoptr (GError) error = NULL;
  gboolean authorized = plug_authorize_dialog_run_finish (GTK_WINDOW (source), result, &error);

  /* The page is gone meanwhile, or the account. */
  if (draft == NULL || self->account != account)
    return;
  if (authorized)
    {
      start_creation (self, draft);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      plug_error_view_set_error (self->error_view, error);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    }
  gtk_widget_grab_focus (self->create_button);
}

/* A code is good once, so each creation has an authorization of its own. */
static void
authorize_and_create (PlugNewInstancePage *self,
                      PlugDraft           *draft)
{
  if (!plug_oauth_is_needed (draft))
    {
      start_creation (self, draft);
      return;
    }
  plug_error_view_set_error (self->error_view, NULL);
  self->authorized_draft = g_object_ref (draft);
  self->authorized_account = g_object_ref (self->account);
  plug_authorize_dialog_run_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   self->oauth, self->account, draft, authorized_cb,
                                   g_object_ref (self));
}

static void
doubling_confirmed_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (PlugNewInstancePage) self = user_data;
  g_autoptr (PlugDraft) draft = g_steal_pointer (&self->asked_draft);

  if (!plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL) || self->creation != NULL ||
      self->account == NULL)
    return;
  authorize_and_create (self, draft);
}

/* While one of that name is looked for, another one is made only if that is really meant. */
static void
confirm_doubling (PlugNewInstancePage *self,
                  PlugDraft           *draft,
                  PlugIntent          *doubt)
{
  g_autofree char *name = plug_text_for_display (plug_intent_get_name (doubt));
  g_autofree char *body = NULL;

  if (self->asked_draft != NULL)
    return;
  self->asked_draft = g_object_ref (draft);
  /* Translators: %s is an instance's name */
  body = g_strdup_printf (_("“%s” was sent before, its answer was lost, and Plugboard is looking"
                            " for it. Creating it now may leave you with two."), name);
  plug_compat_confirm_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                             _("Create a Second One?"), body, _("Create Anyway"), TRUE, NULL,
                             doubling_confirmed_cb, g_object_ref (self));
}

/* Sending it */

/* plug_new_instance_page_submit:
 * What is filled in, checked, asked about, authorized and sent; or nothing, and why. */
void
plug_new_instance_page_submit (PlugNewInstancePage *self)
{
  g_autoptr (PlugDraft) draft = NULL;
  PlugIntent *doubt;

  if (self->creation != NULL || self->authorized_draft != NULL || self->connector == NULL ||
      !gtk_widget_get_sensitive (self->create_button))
    return;
  if (self->account == NULL)
    {
      plug_error_view_set_message (self->error_view,
                                   _("There is no account yet. Add one, then create the"
                                     " instance with it."));
      return;
    }
  draft = plug_form_check (self->fields);
  if (draft == NULL)
    return;
  doubt = plug_inventory_find_doubt (self->inventory, self->account, draft);
  if (doubt != NULL)
    confirm_doubling (self, draft, doubt);
  else
    authorize_and_create (self, draft);
}

/* plug_new_instance_page_cancel:
 * Ends the waiting, or leaves the page. */
void
plug_new_instance_page_cancel (PlugNewInstancePage *self)
{
  if (self->creation != NULL)
    {
      plug_creation_cancel (self->creation);
      return;
    }
  plug_form_clear_secrets (self->fields);
  g_signal_emit_by_name (self, "cancelled");
}
