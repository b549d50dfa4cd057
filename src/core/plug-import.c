/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugImport: what a pasted text says about an instance to be made. */

#include "config.h"

#include "plug-import-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (PlugImport, plug_import, G_TYPE_OBJECT)

static void
clear_problem (gpointer problem)
{
  g_free (((PlugImportProblem *) problem)->message);
}

static void
plug_import_finalize (GObject *object)
{
  PlugImport *self = PLUG_IMPORT (object);

  g_free (self->method);
  g_free (self->path);
  g_free (self->base_url);
  g_free (self->connector_key);
  g_clear_pointer (&self->user_secret, plug_secret_unref);
  g_clear_pointer (&self->organization_secret, plug_secret_unref);
  plug_import_body_free (self->body);
  g_ptr_array_unref (self->unfilled);
  g_ptr_array_unref (self->notes);
  g_array_unref (self->problems);
  G_OBJECT_CLASS (plug_import_parent_class)->finalize (object);
}

static void
plug_import_class_init (PlugImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = plug_import_finalize;
}

static void
plug_import_init (PlugImport *self)
{
  self->unfilled = g_ptr_array_new_with_free_func (g_free);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->problems = g_array_new (FALSE, FALSE, sizeof (PlugImportProblem));
  g_array_set_clear_func (self->problems, clear_problem);
}

/* plug_import_new:
 * @text: (nullable): @length bytes of anything; not kept, and wiping it is the caller's affair
 * @length: how many
 *
 * Never fails: what could not be read is among the problems. Of several commands the one that
 * makes an instance is taken, of several bodies the one that looks most like one. Placeholders
 * are left out and named. Nothing is run, nothing is fetched, no file is read. Takes no longer
 * than the text is long.
 *
 * Returns: (transfer full): what @text says */
PlugImport *
plug_import_new (const char *text,
                 gsize       length)
{
  PlugImport *self = g_object_new (PLUG_TYPE_IMPORT, NULL);
  PlugImportReading reading = { .import = self, .text = text, .length = length };

  g_return_val_if_fail (text != NULL || length == 0, self);

  if (length > PLUG_IMPORT_MAX_BYTES)
    {
      PlugImportProblem problem = { 1, 1, 1, NULL };

      problem.message = g_strdup (_("The text is larger than 1 MB, more than any request has. "
                                    "Paste the request alone."));
      g_array_append_val (self->problems, problem);
    }
  else
    plug_import_read (&reading);
  g_ptr_array_add (self->notes, NULL);
  g_ptr_array_add (self->unfilled, NULL);
  return self;
}

/* plug_import_is_likely:
 * @text: (nullable): @length bytes of anything
 *
 * Returns: whether plug_import_new() makes something of it. Meant for what happens to be in the
 *   clipboard: only an instance counts. */
gboolean
plug_import_is_likely (const char *text,
                       gsize       length)
{
  g_autoptr (PlugImport) import = NULL;

  if (text == NULL || length > PLUG_IMPORT_MAX_BYTES || memchr (text, '{', length) == NULL)
    return FALSE;
  import = plug_import_new (text, length);
  return import->kind != PLUG_IMPORT_NOTHING;
}

/* plug_import_get_kind:
 * Returns: what was found */
PlugImportKind
plug_import_get_kind (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), PLUG_IMPORT_NOTHING);

  return self->kind;
}

/* plug_import_get_method:
 * Returns: (nullable) (transfer none): the request's method, in capitals */
const char *
plug_import_get_method (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->method;
}

/* plug_import_get_path:
 * Returns: (nullable) (transfer none): the request's path under the base URL, /instances for one */
const char *
plug_import_get_path (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->path;
}

/* plug_import_get_base_url:
 * Returns: (nullable) (transfer none): a normal base URL */
const char *
plug_import_get_base_url (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->base_url;
}

/* plug_import_get_user_secret:
 * Returns: (nullable) (transfer none): the user secret, never a placeholder */
PlugSecret *
plug_import_get_user_secret (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->user_secret;
}

/* plug_import_get_organization_secret:
 * Returns: (nullable) (transfer none): the organization secret, never a placeholder */
PlugSecret *
plug_import_get_organization_secret (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->organization_secret;
}

/* plug_import_get_connector_key:
 * Returns: (nullable) (transfer none): what the instance is to be of, by the body or the path */
const char *
plug_import_get_connector_key (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->connector_key;
}

/* plug_import_get_name:
 * Returns: (nullable) (transfer none): the instance's name */
const char *
plug_import_get_name (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->body != NULL ? self->body->name : NULL;
}

/* plug_import_get_n_fields:
 * Returns: how many values "configuration" has, placeholders not counted */
guint
plug_import_get_n_fields (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), 0);

  return self->body != NULL ? self->body->n_fields : 0;
}

/* plug_import_dup_body:
 * The body of POST /instances as far as the text has it: element, configuration, name, tags and
 * what else a request may have; of an answer only what makes another instance like it. Without
 * placeholders.
 *
 * Returns: (nullable) (transfer full): a JSON object, which shares nothing with @self; it may
 *   hold secrets, so plug_json_wipe() before it is freed */
JsonNode *
plug_import_dup_body (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return self->body != NULL ? plug_json_dup (self->body->body) : NULL;
}

/* plug_import_get_unfilled:
 * Returns: (transfer none): the names of what is still to be filled in, where the text has a
 *   placeholder: configuration keys, "name", "tags", "element" */
const char *const *
plug_import_get_unfilled (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return (const char *const *) self->unfilled->pdata;
}

/* plug_import_get_notes:
 * Returns: (transfer none): sentences on what was mended and what was left out */
const char *const *
plug_import_get_notes (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), NULL);

  return (const char *const *) self->notes->pdata;
}

/* plug_import_get_n_problems:
 * Returns: how many places were wrong; of very many only the first are counted */
guint
plug_import_get_n_problems (PlugImport *self)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self), 0);

  return self->problems->len;
}

/* plug_import_get_problem:
 * @position: below plug_import_get_n_problems()
 *
 * Returns: (transfer none): one of them, in the order of the text */
const PlugImportProblem *
plug_import_get_problem (PlugImport *self,
                         guint       position)
{
  g_return_val_if_fail (PLUG_IS_IMPORT (self) && position < self->problems->len, NULL);

  return &g_array_index (self->problems, PlugImportProblem, position);
}
