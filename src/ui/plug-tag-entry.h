/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Tags as chips, with an entry for more and those in use offered. What stands in the entry is
 * a tag too, whether or not Enter was pressed.
 *
 * Signals: "changed" (), "submitted" (): Enter was pressed with nothing to add. */
#define PLUG_TYPE_TAG_ENTRY (plug_tag_entry_get_type ())
G_DECLARE_FINAL_TYPE (PlugTagEntry, plug_tag_entry, PLUG, TAG_ENTRY, AdwPreferencesRow)

GtkWidget  *plug_tag_entry_new             (void);
char      **plug_tag_entry_dup_tags        (PlugTagEntry      *self);
void        plug_tag_entry_set_tags        (PlugTagEntry      *self,
                                            const char *const *tags);
void        plug_tag_entry_set_suggestions (PlugTagEntry      *self,
                                            const char *const *tags);
void        plug_tag_entry_commit          (PlugTagEntry      *self);
void        plug_tag_entry_set_problem     (PlugTagEntry      *self,
                                            const char        *problem);

/* Cuts a text at its commas; no empty ones, none twice. */
char      **plug_tags_split                (const char        *text);

G_END_DECLS
