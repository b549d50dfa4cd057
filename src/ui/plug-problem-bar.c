/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugProblemBar: at most one problem that concerns everything. */

#include "config.h"

#include "plug-problem-bar.h"

#include "plug-compat.h"

#include <glib/gi18n-lib.h>

struct _PlugProblemBar {
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkImage *icon;
  GtkSpinner *spinner;
  GtkLabel *text;
  GtkButton *button;

  PlugKeyring *keyring;
  char *notice;
  const char *more;
};

G_DEFINE_FINAL_TYPE (PlugProblemBar, plug_problem_bar, GTK_TYPE_WIDGET)

/* A problem as it is said: what happened and what it means, what the button does, what more
 * there is to know. */
typedef struct {
  const char *text;
  const char *button;
  const char *action;
  const char *more;
} Problem;

static const Problem problems[] = {
  [PLUG_KEYRING_UNKNOWN] = { NULL },
  [PLUG_KEYRING_UNLOCKED] = { NULL },
  [PLUG_KEYRING_LOCKED] = {
    N_("The keyring is locked. Instances are listed; tokens and secrets are out of reach."),
    N_("Unlock"), "win.unlock", NULL },
  [PLUG_KEYRING_UNLOCKING] = { N_("Waiting for the keyring to be unlocked…"), NULL, NULL, NULL },
  [PLUG_KEYRING_NO_SERVICE] = {
    N_("There is no keyring in this session, so no token can be kept. Nothing can be created."),
    N_("Learn More…"), "problem.learn-more",
    N_("Plugboard keeps tokens and secrets in the keyring of the desktop and nowhere else. No "
       "program offers one in this session.\n\nInstall gnome-keyring, KWallet or KeePassXC with "
       "its Secret Service turned on, then log in again. Until then the instances already "
       "saved can be looked at.") },
  [PLUG_KEYRING_NO_COLLECTION] = {
    N_("No default keyring is set up, so no token can be kept. Nothing can be created."),
    N_("Learn More…"), "problem.learn-more",
    N_("The keyring service runs, but it has no keyring that is the default.\n\nOpen Passwords "
       "and Keys, add a password keyring, choose Set as Default in its menu, then start "
       "Plugboard again.") },
  [PLUG_KEYRING_DENIED] = {
    N_("The keyring was not unlocked. Tokens and secrets stay out of reach."),
    N_("Try Again"), "win.unlock", NULL },
  [PLUG_KEYRING_HANGING] = {
    N_("The keyring does not answer. Look for an open question of its, or try again."),
    N_("Try Again"), "win.unlock", NULL },
  [PLUG_KEYRING_NOT_KEEPING] = {
    N_("The keyring took something and did not keep it. Nothing is created until it does."),
    N_("Learn More…"), "problem.learn-more",
    N_("Before it creates anything, Plugboard stores a trial secret and reads it back. This "
       "keyring said yes and had nothing to give back.\n\nIt may be temporary, or it may ask "
       "for confirmation and have been refused. Choose another default keyring, or allow "
       "Plugboard to store in this one, then start it again.") },
  [PLUG_KEYRING_FAILED] = {
    N_("The keyring could not read or write. The disk it is on may be full."),
    N_("Try Again"), "win.unlock", NULL },
};

static Problem
find_problem (PlugProblemBar *self)
{
  const Problem notice = { self->notice, N_("Dismiss"), "problem.dismiss", NULL };
  PlugKeyringState state = PLUG_KEYRING_UNKNOWN;

  if (self->keyring != NULL)
    state = plug_keyring_get_state (self->keyring);
  g_return_val_if_fail (state < G_N_ELEMENTS (problems), notice);

  return problems[state].text != NULL ? problems[state] : notice;
}

static void
show_problem (PlugProblemBar *self)
{
  const Problem problem = find_problem (self);
  gboolean waits = problem.action == NULL;

  self->more = problem.more;
  /* What is being hidden keeps its words while it goes. */
  if (problem.text != NULL)
    {
      gtk_label_set_text (self->text, _(problem.text));
      gtk_widget_set_visible (GTK_WIDGET (self->button), !waits);
      gtk_widget_set_visible (GTK_WIDGET (self->icon), !waits);
      gtk_widget_set_visible (GTK_WIDGET (self->spinner), waits);
      gtk_spinner_set_spinning (self->spinner, waits);
      gtk_button_set_label (self->button, waits ? "" : _(problem.button));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), problem.action);
    }
  gtk_revealer_set_reveal_child (self->revealer, problem.text != NULL);
}

static void
learn_more (GtkWidget  *widget,
            const char *action_name,
            GVariant   *parameter)
{
  PlugProblemBar *self = PLUG_PROBLEM_BAR (widget);

  if (self->more != NULL)
    plug_compat_show_message (GTK_WINDOW (gtk_widget_get_root (widget)), _("The Keyring"),
                              _(self->more));
}

static void
dismiss (GtkWidget  *widget,
         const char *action_name,
         GVariant   *parameter)
{
  plug_problem_bar_set_notice (PLUG_PROBLEM_BAR (widget), NULL);
}

static void
plug_problem_bar_dispose (GObject *object)
{
  PlugProblemBar *self = PLUG_PROBLEM_BAR (object);

  g_clear_pointer ((GtkWidget **) &self->revealer, gtk_widget_unparent);
  plug_problem_bar_set_keyring (self, NULL);

  G_OBJECT_CLASS (plug_problem_bar_parent_class)->dispose (object);
}

static void
plug_problem_bar_finalize (GObject *object)
{
  PlugProblemBar *self = PLUG_PROBLEM_BAR (object);

  g_free (self->notice);

  G_OBJECT_CLASS (plug_problem_bar_parent_class)->finalize (object);
}

static void
plug_problem_bar_class_init (PlugProblemBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = plug_problem_bar_dispose;
  object_class->finalize = plug_problem_bar_finalize;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/plugboard/Plugboard/plug-problem-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PlugProblemBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PlugProblemBar, icon);
  gtk_widget_class_bind_template_child (widget_class, PlugProblemBar, spinner);
  gtk_widget_class_bind_template_child (widget_class, PlugProblemBar, text);
  gtk_widget_class_bind_template_child (widget_class, PlugProblemBar, button);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  gtk_widget_class_install_action (widget_class, "problem.learn-more", NULL, learn_more);
  gtk_widget_class_install_action (widget_class, "problem.dismiss", NULL, dismiss);
}

static void
plug_problem_bar_init (PlugProblemBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* plug_problem_bar_new:
 * Returns: (transfer floating): a bar with nothing to say */
GtkWidget *
plug_problem_bar_new (void)
{
  return g_object_new (PLUG_TYPE_PROBLEM_BAR, NULL);
}

/* plug_problem_bar_set_keyring:
 * @keyring: (nullable): whose state is shown, now and as it changes */
void
plug_problem_bar_set_keyring (PlugProblemBar *self,
                              PlugKeyring    *keyring)
{
  g_return_if_fail (PLUG_IS_PROBLEM_BAR (self));

  if (self->keyring == keyring)
    return;
  if (self->keyring != NULL)
    g_signal_handlers_disconnect_by_func (self->keyring, show_problem, self);
  g_set_object (&self->keyring, keyring);
  if (self->keyring != NULL)
    g_signal_connect_object (self->keyring, "notify::state", G_CALLBACK (show_problem), self,
                             G_CONNECT_SWAPPED);
  if (self->revealer != NULL)
    show_problem (self);
}

/* plug_problem_bar_set_notice:
 * @notice: (nullable): what is shown, until dismissed, while there is no worse problem */
void
plug_problem_bar_set_notice (PlugProblemBar *self,
                             const char     *notice)
{
  g_return_if_fail (PLUG_IS_PROBLEM_BAR (self));

  g_free (self->notice);
  self->notice = g_strdup (notice);
  show_problem (self);
}

/* plug_problem_bar_get_text:
 * Returns: (transfer none) (nullable): the sentence shown, NULL when there is no problem */
const char *
plug_problem_bar_get_text (PlugProblemBar *self)
{
  g_return_val_if_fail (PLUG_IS_PROBLEM_BAR (self), NULL);

  return gtk_revealer_get_reveal_child (self->revealer) ? gtk_label_get_text (self->text) : NULL;
}
