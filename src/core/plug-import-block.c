/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON in a text, prose around it. */

#include "config.h"

#include "plug-import-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "plug-json-lenient-private.h"

#define MAX_BLOCKS 64

static const char *
skip_space (const char *at,
            const char *end)
{
  while (at < end && g_ascii_isspace (*at))
    at++;
  return at;
}

/* Brackets behind the end of what they would close. */
static const char *
note_surplus (PlugImportBlock *block,
              const char      *text,
              const char      *at,
              const char      *end)
{
  const char *next = skip_space (at, end);

  while (next < end && (*next == '}' || *next == ']'))
    {
      PlugJsonFlaw flaw = { (gsize) (next - text) - block->start, 1,
                            _("there is a closing bracket too many") };

      if (block->flaws->len < PLUG_JSON_MAX_FLAWS)
        g_array_append_val (block->flaws, flaw);
      at = next + 1;
      next = skip_space (at, end);
    }
  return at;
}

/* plug_import_block_free:
 * @block: (nullable) (transfer full): wiped and freed */
void
plug_import_block_free (PlugImportBlock *block)
{
  if (block == NULL)
    return;
  plug_json_wipe (block->root);
  g_clear_pointer (&block->root, json_node_unref);
  g_array_unref (block->flaws);
  g_free (block);
}

/* plug_import_read_block:
 * @start: where { or [ is, maybe behind white space
 * @end: the end of what may be read
 *
 * Returns: (nullable) (transfer full): the JSON there */
PlugImportBlock *
plug_import_read_block (const PlugSource *source,
                        gsize             start,
                        gsize             end)
{
  g_autoptr (PlugImportBlock) block = g_new0 (PlugImportBlock, 1);
  const char *text = plug_source_peek (source);
  gsize length;

  block->start = start;
  block->flaws = g_array_new (FALSE, FALSE, sizeof (PlugJsonFlaw));
  block->root = plug_json_read_lenient (text + start, end - start, &length, block->flaws);
  if (block->root == NULL)
    return NULL;
  block->looks = plug_import_classify (block->root);
  block->end = (gsize) (note_surplus (block, text, text + start + length, text + end) - text);
  return g_steal_pointer (&block);
}

/* Whether a bracket within a text begins JSON, and not a placeholder or an aside. */
static gboolean
is_start (const char *text,
          const char *at,
          const char *end)
{
  char before = at > text ? at[-1] : '\n';
  const char *next = skip_space (at + 1, end);
  gsize length;

  if (g_ascii_isalnum (before) || (before != '\0' && strchr ("$/{_", before) != NULL) ||
      next >= end)
    return FALSE;
  if (*at == '[')
    return *next == '{';
  return *next == '/' || plug_quote_at (next, end, &length) != PLUG_QUOTE_NONE ||
         plug_lenient_bare_name (next, end, &length);
}

static gsize
find_command_start (GPtrArray *commands,
                    guint      position,
                    gsize      end)
{
  const PlugImportCommand *command;

  if (position >= commands->len)
    return end;
  command = g_ptr_array_index (commands, position);
  return command->start;
}

static gsize
find_command_end (GPtrArray *commands,
                  guint      position)
{
  const PlugImportCommand *command = g_ptr_array_index (commands, position);

  return command->end;
}

/* plug_import_find_blocks:
 * @commands: (element-type PlugImportCommand): in order; what is in them is not looked at
 *
 * Returns: (transfer full) (element-type PlugImportBlock): the JSON objects and lists of
 *   objects, in order, no more than some */
GPtrArray *
plug_import_find_blocks (const PlugSource *source,
                         GPtrArray        *commands)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_import_block_free);
  const char *text = plug_source_peek (source);
  gsize length = plug_source_get_length (source);
  guint command = 0;

  for (gsize at = 0; at < length && blocks->len < MAX_BLOCKS;)
    {
      PlugImportBlock *block = NULL;

      if (at >= find_command_start (commands, command, length))
        {
          at = MAX (at, find_command_end (commands, command));
          command++;
          continue;
        }
      if ((text[at] == '{' || text[at] == '[') && is_start (text, text + at, text + length))
        block = plug_import_read_block (source, at,
                                        find_command_start (commands, command, length));
      if (block == NULL)
        {
          at++;
          continue;
        }
      at = MAX (block->end, at + 1);
      g_ptr_array_add (blocks, block);
    }
  return blocks;
}
