/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a pasted text: what is wrong and where, what was mended, what was left out. */

#include "config.h"

#include "plug-import-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_PROBLEMS 100
#define MAX_NAMED_COMMANDS 3

typedef struct {
  gsize offset;
  gsize length;
  const char *clause;   /* static; or */
  const char *sentence; /* static, or of a command */
} Found;

/* Problems and notes */

/* plug_import_find_problem:
 * @offset: where in the text as it was pasted
 * @length: in bytes
 * @clause: (nullable): what is wrong, as plug-json says it; static. Or
 * @sentence: (nullable): what is wrong; lives as long as @reading
 *
 * Of very many problems the first ones met are kept. */
void
plug_import_find_problem (PlugImportReading *reading,
                          gsize              offset,
                          gsize              length,
                          const char        *clause,
                          const char        *sentence)
{
  Found found = { offset, length, clause, sentence };

  if (reading->found == NULL)
    reading->found = g_array_new (FALSE, FALSE, sizeof (Found));
  if (reading->found->len < MAX_PROBLEMS)
    g_array_append_val (reading->found, found);
}

/* plug_import_find_flaws:
 * @source: what was read
 * @start: where in it
 * @flaws: (element-type PlugJsonFlaw): what was wrong, from @start */
void
plug_import_find_flaws (PlugImportReading *reading,
                        const PlugSource  *source,
                        gsize              start,
                        GArray            *flaws)
{
  for (guint i = 0; i < flaws->len; i++)
    {
      const PlugJsonFlaw *flaw = &g_array_index (flaws, PlugJsonFlaw, i);
      gsize first = plug_source_get_origin (source, start + flaw->offset);
      gsize end = first + 1;

      if (flaw->length > 0)
        end = plug_source_get_origin (source, start + flaw->offset + flaw->length - 1) + 1;
      plug_import_find_problem (reading, first, end > first ? end - first : 1, flaw->problem, NULL);
    }
}

static int
compare_found (gconstpointer a,
               gconstpointer b)
{
  gsize offset_a = ((const Found *) a)->offset;
  gsize offset_b = ((const Found *) b)->offset;

  return offset_a < offset_b ? -1 : offset_a > offset_b;
}

/* A walk through the text that knows the place. */
typedef struct {
  gsize at;
  guint line;
  guint column;
} Walk;

/* The line breaks a text view knows. */
static gsize
line_break_length (PlugImportReading *reading,
                   gsize              at)
{
  const char *text = reading->text + at;
  gsize left = reading->length - at;

  if (left > 1 && text[0] == '\r' && text[1] == '\n')
    return 2;
  if (text[0] == '\n' || text[0] == '\r')
    return 1;
  return left > 2 && memcmp (text, "\xe2\x80\xa9", 3) == 0 ? 3 : 0;
}

static void
walk_to (PlugImportReading *reading,
         Walk              *walk,
         gsize              offset)
{
  while (walk->at < offset && walk->at < reading->length)
    {
      gsize broken = line_break_length (reading, walk->at);

      if (broken > 0)
        {
          walk->line++;
          walk->column = 1;
          walk->at += broken;
          continue;
        }
      if (((guchar) reading->text[walk->at] & 0xc0) != 0x80)
        walk->column++;
      walk->at++;
    }
}

static guint
count_characters (PlugImportReading *reading,
                  const Found       *found)
{
  guint count = 0;

  for (gsize i = found->offset; i < found->offset + found->length && i < reading->length; i++)
    {
      if (line_break_length (reading, i) > 0)
        break;
      count += ((guchar) reading->text[i] & 0xc0) != 0x80;
    }
  return MAX (count, 1);
}

/* plug_import_place_problems:
 * Gives the result its problems, in the order of the text, with line and column in it. */
void
plug_import_place_problems (PlugImportReading *reading)
{
  Walk walk = { 0, 1, 1 };

  if (reading->found == NULL)
    return;
  g_array_sort (reading->found, compare_found);
  for (guint i = 0; i < reading->found->len; i++)
    {
      const Found *found = &g_array_index (reading->found, Found, i);
      PlugImportProblem problem;

      walk_to (reading, &walk, found->offset);
      problem.line = walk.line;
      problem.column = walk.column;
      problem.length = count_characters (reading, found);
      if (found->clause != NULL)
        /* Translators: the %s is a clause such as “a comma was expected here” */
        problem.message = g_strdup_printf (_("Line %u, column %u: %s."), walk.line, walk.column,
                                           found->clause);
      else
        /* Translators: the %s is a sentence */
        problem.message = g_strdup_printf (_("Line %u, column %u. %s"), walk.line, walk.column,
                                           found->sentence);
      g_array_append_val (reading->import->problems, problem);
    }
}

static void
note (PlugImportReading *reading,
      const char        *text)
{
  g_ptr_array_add (reading->import->notes, g_strdup (text));
}

/* What is said about it */

static void
note_mended (PlugImportReading *reading)
{
  guint shell = reading->command != NULL ? reading->command->shell->mended : 0;

  if ((reading->mended & PLUG_IMPORT_MENDED_NUMBERS) != 0)
    note (reading, _("Line numbers were left out."));
  if ((reading->mended & PLUG_IMPORT_MENDED_INVISIBLE) != 0)
    note (reading, _("Invisible characters and unusual spaces were replaced."));
  if ((reading->mended & PLUG_IMPORT_MENDED_BYTES) != 0)
    note (reading, _("Bytes that are no text were replaced."));
  if ((shell & PLUG_SHELL_CURLY_QUOTES) != 0)
    note (reading, _("Curly quotes around parts of the command were read as straight ones."));
  if ((shell & PLUG_SHELL_DASHES) != 0)
    note (reading, _("Long dashes in front of options were read as hyphens."));
  if ((shell & PLUG_SHELL_BROKEN_LINES) != 0)
    note (reading, _("Lines of the command that nothing connects were read as one command."));
  if ((shell & PLUG_SHELL_INNER_QUOTES) != 0)
    note (reading, _("Quotes within the body were kept, though a shell would leave them out."));
}

static void
note_command (PlugImportReading *reading)
{
  PlugImportCommand *command = reading->command;

  if (command == NULL)
    return;
  if (command->authorization && reading->import->user_secret == NULL &&
      reading->import->organization_secret == NULL)
    note (reading, _("The secrets in the command are placeholders."));
  if (command->url != NULL && command->base_url == NULL && command->url_problem == NULL)
    note (reading, _("The command’s address is not one of the API, or is a placeholder."));
  if (command->insecure)
    note (reading, _("--insecure was left out: certificates are always checked."));
  if (!plug_import_command_creates (command) && reading->import->body != NULL)
    note (reading, _("The command does something else with this body; here it makes a new "
                     "instance."));
}

/* Fit for a sentence. */
static gboolean
is_plain (const char *path)
{
  return path != NULL && g_str_is_ascii (path) && strlen (path) <= 64;
}

static void
note_others (PlugImportReading *reading)
{
  guint others = reading->commands->len - (reading->command != NULL);
  g_autoptr (GString) named = g_string_new (NULL);
  guint n = 0;

  if (others == 0)
    return;
  for (guint i = 0; i < reading->commands->len && n < MAX_NAMED_COMMANDS; i++)
    {
      PlugImportCommand *command = g_ptr_array_index (reading->commands, i);

      if (command == reading->command || command->base_url == NULL || !is_plain (command->path))
        continue;
      g_string_append_printf (named, "%s%s %s", n++ > 0 ? ", " : "", command->method,
                              command->path);
    }
  if (n > 0)
    g_ptr_array_add (reading->import->notes,
                     /* Translators: the last %s is like “GET /instances, DELETE /instances/7” */
                     g_strdup_printf (ngettext ("%u other command was left out: %s",
                                                "%u other commands were left out: %s", others),
                                      others, named->str));
  else
    g_ptr_array_add (reading->import->notes,
                     g_strdup_printf (ngettext ("%u other command was left out.",
                                                "%u other commands were left out.", others),
                                      others));
}

static gboolean
has_other_instance (PlugImportReading *reading)
{
  for (guint i = 0; i < reading->blocks->len; i++)
    {
      PlugImportBlock *block = g_ptr_array_index (reading->blocks, i);

      if (block != reading->block && block->looks == PLUG_IMPORT_JSON_INSTANCE)
        return TRUE;
    }
  return FALSE;
}

static void
note_body (PlugImportReading *reading)
{
  PlugImportBody *body = reading->import->body;

  if (body == NULL)
    return;
  if (body->instance && body->token)
    note (reading, _("The token was left out: a new instance gets one of its own."));
  if (body->n_others > 0)
    note (reading, _("The list has more than one instance; the first was taken."));
  if (!body->instance && has_other_instance (reading))
    note (reading, _("An instance in the text, and its token, were left out."));
}

/* plug_import_add_notes:
 * Gives the result its notes. */
void
plug_import_add_notes (PlugImportReading *reading)
{
  note_mended (reading);
  note_command (reading);
  note_body (reading);
  note_others (reading);
}
