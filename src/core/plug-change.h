/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "plug-instance.h"
#include "plug-intent.h"

G_BEGIN_DECLS

/* What is to become of an instance that exists; contract sections 2.1, 2.6, 2.7. It holds no
 * secret. */
#define PLUG_TYPE_CHANGE (plug_change_get_type ())
G_DECLARE_FINAL_TYPE (PlugChange, plug_change, PLUG, CHANGE, GObject)

typedef enum {
  PLUG_CHANGE_EDIT,    /* name and tags, those that were set */
  PLUG_CHANGE_ENABLE,
  PLUG_CHANGE_DISABLE,
  PLUG_CHANGE_DELETE,
} PlugChangeKind;

PlugChange        *plug_change_new             (PlugChangeKind     kind,
                                                PlugInstance      *instance);
PlugChange        *plug_change_new_from_intent (PlugIntent        *intent);
PlugChangeKind     plug_change_get_kind        (PlugChange        *self);
PlugInstance      *plug_change_get_instance    (PlugChange        *self);
const char        *plug_change_get_name        (PlugChange        *self);
void               plug_change_set_name        (PlugChange        *self,
                                                const char        *name);
const char *const *plug_change_get_tags        (PlugChange        *self);
void               plug_change_set_tags        (PlugChange        *self,
                                                const char *const *tags);
gboolean           plug_change_is_carried_out  (PlugChange        *self,
                                                PlugInstance      *instance);
void               plug_change_apply           (PlugChange        *self,
                                                PlugInstance      *instance);
char              *plug_change_build_text      (PlugChange        *self);
PlugIntent        *plug_change_create_intent   (PlugChange        *self,
                                                const char        *base_url);

G_END_DECLS
