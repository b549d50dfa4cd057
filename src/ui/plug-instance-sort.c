/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In which order instances are listed. */

#include "config.h"

#include "plug-instance-sort.h"

#include "plug-state.h"

#include <glib/gi18n-lib.h>

static GtkExpression *
property_of_instance (const char *name)
{
  return gtk_property_expression_new (PLUG_TYPE_INSTANCE, NULL, name);
}

static int
compare_states (const void *a,
                const void *b,
                void       *user_data)
{
  return (int) plug_state_of ((gpointer) a) - (int) plug_state_of ((gpointer) b);
}

static GtkSorter *
create_first (PlugSort sort)
{
  GtkNumericSorter *created;

  switch (sort)
    {
    case PLUG_SORT_CREATED:
      created = gtk_numeric_sorter_new (property_of_instance ("created"));
      gtk_numeric_sorter_set_sort_order (created, GTK_SORT_DESCENDING);
      return GTK_SORTER (created);
    case PLUG_SORT_STATE:
      return GTK_SORTER (gtk_custom_sorter_new (compare_states, NULL, NULL));
    case PLUG_SORT_ACCOUNT:
      return GTK_SORTER (gtk_string_sorter_new (property_of_instance ("account-name")));
    case PLUG_SORT_NAME:
    default:
      return NULL;
    }
}

/* plug_instance_sort_new:
 * Returns: (transfer full): what sorts instances so */
GtkSorter *
plug_instance_sort_new (PlugSort sort)
{
  GtkSorter *by_name = GTK_SORTER (gtk_string_sorter_new (property_of_instance ("name")));
  GtkSorter *first = create_first (sort);
  GtkMultiSorter *sorter;

  if (first == NULL)
    return by_name;
  sorter = gtk_multi_sorter_new ();
  gtk_multi_sorter_append (sorter, first);
  gtk_multi_sorter_append (sorter, by_name);
  return GTK_SORTER (sorter);
}

/* plug_instance_sort_get_name:
 * Returns: (transfer none): its name for the eye, translated */
const char *
plug_instance_sort_get_name (PlugSort sort)
{
  switch (sort)
    {
    case PLUG_SORT_CREATED:
      return C_("sort by", "Newest First");
    case PLUG_SORT_STATE:
      return C_("sort by", "State");
    case PLUG_SORT_ACCOUNT:
      return C_("sort by", "Account");
    case PLUG_SORT_NAME:
    default:
      return C_("sort by", "Name");
    }
}
