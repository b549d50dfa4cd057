/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pure functions for <closure> in templates. */

#include "config.h"

#include "plug-closures.h"

#include "plug-state.h"
#include "plug-text.h"

#include <glib/gi18n-lib.h>

/* plug_closures_bind:
 * Makes all of them known to the template of @klass. */
void
plug_closures_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, plug_closure_window_state);
  gtk_widget_class_bind_template_callback (klass, plug_closure_list_state);
  gtk_widget_class_bind_template_callback (klass, plug_closure_count_text);
  gtk_widget_class_bind_template_callback (klass, plug_closure_list_title);
  gtk_widget_class_bind_template_callback (klass, plug_closure_attention_text);
  gtk_widget_class_bind_template_callback (klass, plug_closure_is_positive);
  gtk_widget_class_bind_template_callback (klass, plug_closure_not);
  gtk_widget_class_bind_template_callback (klass, plug_closure_has_text);
  gtk_widget_class_bind_template_callback (klass, plug_closure_display_text);
}

/* plug_closure_window_state:
 * Returns: (transfer full): the window's page: "loading", "failed", "welcome" or "main" */
char *
plug_closure_window_state (gpointer object,
                           gboolean ready,
                           gboolean failed,
                           guint    n_accounts)
{
  if (failed)
    return g_strdup ("failed");
  if (!ready)
    return g_strdup ("loading");
  return g_strdup (n_accounts > 0 ? "main" : "welcome");
}

/* plug_closure_list_state:
 * @folded: whether the list stands alone
 *
 * Returns: (transfer full): the list's page: "list", "no-match", "empty" with what to do first,
 *   or "empty-beside" the page that says it */
char *
plug_closure_list_state (gpointer object,
                         guint    n_instances,
                         guint    n_shown,
                         gboolean folded)
{
  if (n_instances == 0)
    return g_strdup (folded ? "empty" : "empty-beside");
  return g_strdup (n_shown > 0 ? "list" : "no-match");
}

/* plug_closure_count_text:
 * Returns: (transfer full): how many there are, and how many of them are shown */
char *
plug_closure_count_text (gpointer object,
                         guint    n_instances,
                         guint    n_shown)
{
  if (n_shown < n_instances)
    /* Translators: how many instances match the search, and of how many */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u of %u instance",
                                         "%u of %u instances", n_instances),
                            n_shown, n_instances);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u instance", "%u instances",
                                       n_instances),
                          n_instances);
}

/* plug_closure_list_title:
 * Returns: (transfer full): the list's title, while several are chosen how many */
char *
plug_closure_list_title (gpointer object,
                         gboolean selecting,
                         guint    n_chosen)
{
  if (!selecting)
    return g_strdup (_("Instances"));
  if (n_chosen == 0)
    return g_strdup (_("Select Instances"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Selected", "%u Selected", n_chosen),
                          n_chosen);
}

/* plug_closure_attention_text:
 * Returns: (transfer full): how many outcomes nobody knows yet */
char *
plug_closure_attention_text (gpointer object,
                             guint    n_intents)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u needs attention",
                                       "%u need attention", n_intents),
                          n_intents);
}

/* plug_closure_is_positive:
 * Returns: whether @number is more than 0 */
gboolean
plug_closure_is_positive (gpointer object,
                          guint    number)
{
  return number > 0;
}

/* plug_closure_not:
 * Returns: the opposite */
gboolean
plug_closure_not (gpointer object,
                  gboolean value)
{
  return !value;
}

/* plug_closure_has_text:
 * Returns: whether there is anything to be seen in @text */
gboolean
plug_closure_has_text (gpointer    object,
                       const char *text)
{
  return text != NULL && *text != '\0';
}

/* plug_closure_display_text:
 * @text: (nullable): foreign
 *
 * Returns: (transfer full): fit to be shown */
char *
plug_closure_display_text (gpointer    object,
                           const char *text)
{
  return text != NULL ? plug_text_for_display (text) : g_strdup ("");
}
