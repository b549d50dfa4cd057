/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PLUG_FIELD_TEXT,
  PLUG_FIELD_PASSWORD,
  PLUG_FIELD_SWITCH,
  PLUG_FIELD_CHOICE,
  PLUG_FIELD_MULTILINE,
  PLUG_FIELD_CODE,
} PlugFieldKind;

typedef enum {
  PLUG_FIELD_NORMALIZE_TRIM, /* white space at both ends */
  PLUG_FIELD_NORMALIZE_HOST, /* a pasted URL becomes its host */
  PLUG_FIELD_NORMALIZE_URL,  /* http or https, as it was entered */
  PLUG_FIELD_NORMALIZE_COUNT, /* a whole number above zero */
  PLUG_FIELD_NORMALIZE_JSON, /* has to be JSON */
} PlugFieldNormalize;

/* How a value goes into the JSON. */
typedef enum {
  PLUG_FIELD_WIRE_STRING,
  PLUG_FIELD_WIRE_BOOLEAN,
  PLUG_FIELD_WIRE_NUMBER,
  PLUG_FIELD_WIRE_OBJECT, /* or a list, or null: the text is JSON itself */
} PlugFieldWire;

#define PLUG_TYPE_FIELD_KIND (plug_field_kind_get_type ())
GType               plug_field_kind_get_type  (void) G_GNUC_CONST;
#define PLUG_TYPE_FIELD_NORMALIZE (plug_field_normalize_get_type ())
GType               plug_field_normalize_get_type (void) G_GNUC_CONST;
#define PLUG_TYPE_FIELD_WIRE (plug_field_wire_get_type ())
GType               plug_field_wire_get_type  (void) G_GNUC_CONST;

/* One thing a connector asks for; contract section 3.3. */
#define PLUG_TYPE_FIELD (plug_field_get_type ())
G_DECLARE_FINAL_TYPE (PlugField, plug_field, PLUG, FIELD, GObject)

PlugField          *plug_field_new           (const char         *key,
                                              const char         *label,
                                              PlugFieldKind       kind);
const char         *plug_field_get_key       (PlugField          *self);
const char         *plug_field_get_label     (PlugField          *self);
void                plug_field_set_label     (PlugField          *self,
                                              const char         *label);
const char         *plug_field_get_help      (PlugField          *self);
void                plug_field_set_help      (PlugField          *self,
                                              const char         *help);
PlugFieldKind       plug_field_get_kind      (PlugField          *self);
gboolean            plug_field_is_secret     (PlugField          *self);
void                plug_field_mark_secret   (PlugField          *self);
gboolean            plug_field_is_required   (PlugField          *self);
void                plug_field_set_required  (PlugField          *self,
                                              gboolean            required);
const char         *plug_field_get_default   (PlugField          *self);
void                plug_field_set_default   (PlugField          *self,
                                              const char         *value);
PlugFieldNormalize  plug_field_get_normalize (PlugField          *self);
void                plug_field_set_normalize (PlugField          *self,
                                              PlugFieldNormalize  normalize);
PlugFieldWire       plug_field_get_wire      (PlugField          *self);
void                plug_field_set_wire      (PlugField          *self,
                                              PlugFieldWire       wire);
gboolean            plug_field_is_expert     (PlugField          *self);
void                plug_field_set_expert    (PlugField          *self,
                                              gboolean            expert);
/* A field of a group is there while its selector stands at that option. */
gboolean            plug_field_is_group_control (PlugField       *self);
void                plug_field_set_group_control (PlugField      *self,
                                              gboolean            group_control);
const char         *plug_field_get_group     (PlugField          *self);
const char         *plug_field_get_selector  (PlugField          *self);
void                plug_field_set_group     (PlugField          *self,
                                              const char         *selector,
                                              const char         *group);
void                plug_field_add_option    (PlugField          *self,
                                              const char         *value,
                                              const char         *label);
guint               plug_field_get_n_options (PlugField          *self);
const char         *plug_field_get_option    (PlugField          *self,
                                              guint               position,
                                              const char        **label);
gboolean            plug_field_has_option    (PlugField          *self,
                                              const char         *value);
char               *plug_field_normalize     (PlugField          *self,
                                              const char         *text);
char               *plug_field_dup_problem   (PlugField          *self,
                                              const char         *normalized);

/* Secret by name, whatever its type says; contract section 3.3. */
gboolean            plug_field_key_is_secret (const char         *key);

G_END_DECLS
