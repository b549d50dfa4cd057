/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults on demand: what goes wrong, with which request, how often. */

#include "config.h"

#include "plug-sandbox-faults.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum {
  VALUE_NONE,
  VALUE_NUMBER,          /* has to be there */
  VALUE_OPTIONAL_NUMBER,
  VALUE_TEXT,            /* has to be there */
  VALUE_OPTIONAL_TEXT,
} PlugSandboxFaultValue;

typedef struct {
  const char *name;
  PlugSandboxFaultKind kind;
  gboolean acts;
  PlugSandboxFaultValue value;
  gint64 fallback;
} PlugSandboxFaultWord;

static const PlugSandboxFaultWord words[] = {
  { "big", PLUG_SANDBOX_FAULT_BIG, TRUE, VALUE_NUMBER },
  { "deny", PLUG_SANDBOX_FAULT_DENY, TRUE, VALUE_TEXT },
  { "drip", PLUG_SANDBOX_FAULT_DRIP, TRUE, VALUE_OPTIONAL_NUMBER, 100 },
  { "drop-after", PLUG_SANDBOX_FAULT_DROP, TRUE, VALUE_NONE },
  { "drop-before", PLUG_SANDBOX_FAULT_DROP, FALSE, VALUE_NONE },
  { "echo", PLUG_SANDBOX_FAULT_ECHO, FALSE, VALUE_NONE },
  { "empty", PLUG_SANDBOX_FAULT_EMPTY, TRUE, VALUE_NONE },
  { "hang", PLUG_SANDBOX_FAULT_HANG, FALSE, VALUE_NONE },
  { "hang-after", PLUG_SANDBOX_FAULT_HANG, TRUE, VALUE_NONE },
  { "html", PLUG_SANDBOX_FAULT_HTML, FALSE, VALUE_NONE },
  { "html-after", PLUG_SANDBOX_FAULT_HTML, TRUE, VALUE_NONE },
  { "late", PLUG_SANDBOX_FAULT_LATE, TRUE, VALUE_NUMBER },
  { "list-cut", PLUG_SANDBOX_FAULT_LIST_CUT, TRUE, VALUE_NONE },
  { "list-empty", PLUG_SANDBOX_FAULT_LIST_EMPTY, TRUE, VALUE_NONE },
  { "list-incomplete", PLUG_SANDBOX_FAULT_LIST_INCOMPLETE, TRUE, VALUE_NONE },
  { "malformed", PLUG_SANDBOX_FAULT_MALFORMED, TRUE, VALUE_NONE },
  { "no-id", PLUG_SANDBOX_FAULT_NO_ID, TRUE, VALUE_NONE },
  { "no-state", PLUG_SANDBOX_FAULT_NO_STATE, TRUE, VALUE_NONE },
  { "no-tags", PLUG_SANDBOX_FAULT_NO_TAGS, TRUE, VALUE_NONE },
  { "no-token", PLUG_SANDBOX_FAULT_NO_TOKEN, TRUE, VALUE_NONE },
  { "redirect", PLUG_SANDBOX_FAULT_REDIRECT, FALSE, VALUE_TEXT },
  { "reset-after", PLUG_SANDBOX_FAULT_RESET, TRUE, VALUE_NONE },
  { "reset-before", PLUG_SANDBOX_FAULT_RESET, FALSE, VALUE_NONE },
  { "set", PLUG_SANDBOX_FAULT_SET, TRUE, VALUE_TEXT },
  { "slow", PLUG_SANDBOX_FAULT_SLOW, TRUE, VALUE_NUMBER },
  { "status", PLUG_SANDBOX_FAULT_STATUS, FALSE, VALUE_TEXT },
  { "truncate", PLUG_SANDBOX_FAULT_TRUNCATE, TRUE, VALUE_OPTIONAL_TEXT },
  { "warning", PLUG_SANDBOX_FAULT_WARNING, TRUE, VALUE_TEXT },
  { "wrong-name", PLUG_SANDBOX_FAULT_WRONG_NAME, TRUE, VALUE_NONE },
  { "wrong-state", PLUG_SANDBOX_FAULT_WRONG_STATE, TRUE, VALUE_NONE },
};

static void
fault_clear (gpointer data)
{
  PlugSandboxFault *self = data;

  g_free (self->text);
  g_free (self->method);
  g_free (self->path);
  g_free (self->retry_after);
  g_free (self->body);
}

/* plug_sandbox_fault_unref:
 * @self: (nullable) (transfer full): freed with its last reference */
void
plug_sandbox_fault_unref (PlugSandboxFault *self)
{
  if (self != NULL)
    g_rc_box_release_full (self, fault_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlugSandboxFault, plug_sandbox_fault_unref)

static const PlugSandboxFaultWord *
find_word (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (strcmp (words[i].name, name) == 0)
        return &words[i];
    }
  return NULL;
}

static gboolean
fail (GError     **error,
      const char  *word)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
               _("“%s” is no fault the sandbox knows. “plugboard-sandbox --help” lists them."),
               word);
  return FALSE;
}

static gboolean
parse_number (const char  *text,
              gint64       min,
              gint64       max,
              gint64      *number,
              GError     **error)
{
  return text != NULL && g_ascii_string_to_signed (text, 10, min, max, number, NULL)
           ? TRUE
           : fail (error, text != NULL ? text : "");
}

/* status=504 answers instead, status=504-after does what was asked first. */
static gboolean
parse_status (PlugSandboxFault  *self,
              const char        *value,
              GError           **error)
{
  g_autofree char *digits = g_strdup (value);

  if (g_str_has_suffix (digits, "-after"))
    {
      digits[strlen (digits) - strlen ("-after")] = '\0';
      self->acts = TRUE;
    }
  return parse_number (digits, 200, 599, &self->number, error);
}

static gboolean
parse_value (PlugSandboxFault            *self,
             const PlugSandboxFaultWord  *word,
             const char                  *value,
             GError                     **error)
{
  if (word->kind == PLUG_SANDBOX_FAULT_STATUS)
    return value != NULL ? parse_status (self, value, error) : fail (error, word->name);
  self->number = word->fallback;
  self->text = g_strdup (value);
  switch (word->value)
    {
    case VALUE_NONE:
      return value == NULL || fail (error, value);
    case VALUE_NUMBER:
      return parse_number (value, 0, G_MAXINT, &self->number, error);
    case VALUE_OPTIONAL_NUMBER:
      return value == NULL || parse_number (value, 0, G_MAXINT, &self->number, error);
    case VALUE_TEXT:
      return value != NULL || fail (error, word->name);
    case VALUE_OPTIONAL_TEXT:
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
parse_fault (PlugSandboxFault  *self,
             const char        *text,
             GError           **error)
{
  g_auto (GStrv) pair = g_strsplit (text, "=", 2);
  const PlugSandboxFaultWord *word = pair[0] != NULL ? find_word (pair[0]) : NULL;

  if (word == NULL)
    return fail (error, text);
  self->kind = word->kind;
  self->acts = word->acts;
  return parse_value (self, word, pair[1], error);
}

static gboolean
is_method (const char *word)
{
  for (const char *at = word; *at != '\0'; at++)
    {
      if (!g_ascii_isupper (*at))
        return FALSE;
    }
  return *word != '\0';
}

/* Which requests, how often: everything but the fault itself. FALSE when @word is none of it. */
static gboolean
take_condition (PlugSandboxFault *self,
                const char       *word)
{
  const char *value = strchr (word, '=');

  if (strcmp (word, "*") == 0)
    return TRUE;
  if (is_method (word))
    self->method = g_strdup (word);
  else if (*word == '/')
    self->path = g_strdup (word);
  else if (strcmp (word, "times=*") == 0)
    self->times = -1;
  else if (g_str_has_prefix (word, "times="))
    return g_ascii_string_to_signed (value + 1, 10, 1, G_MAXINT, &self->times, NULL);
  else if (g_str_has_prefix (word, "skip="))
    return g_ascii_string_to_signed (value + 1, 10, 0, G_MAXINT, &self->skip, NULL);
  else if (g_str_has_prefix (word, "retry-after="))
    self->retry_after = g_strdup (value + 1);
  else if (g_str_has_prefix (word, "body="))
    self->body = g_strdup (value + 1);
  else
    return FALSE;
  return TRUE;
}

static PlugSandboxFault *
fault_new (void)
{
  PlugSandboxFault *self = g_rc_box_new0 (PlugSandboxFault);

  self->times = 1;
  return self;
}

static PlugSandboxFault *
fault_parse (const char  *spec,
             GError     **error)
{
  g_autoptr (PlugSandboxFault) self = fault_new ();
  g_auto (GStrv) argv = NULL;
  gboolean found = FALSE;

  if (!g_shell_parse_argv (spec, NULL, &argv, error))
    return NULL;
  for (gsize i = 0; argv[i] != NULL; i++)
    {
      if (take_condition (self, argv[i]))
        continue;
      if (found)
        {
          fail (error, argv[i]);
          return NULL;
        }
      if (!parse_fault (self, argv[i], error))
        return NULL;
      found = TRUE;
    }
  if (!found)
    {
      fail (error, spec);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* plug_sandbox_faults_new:
 * Returns: (transfer full): none yet, free with plug_sandbox_faults_free() */
PlugSandboxFaults *
plug_sandbox_faults_new (void)
{
  PlugSandboxFaults *self = g_new0 (PlugSandboxFaults, 1);

  self->queue = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_sandbox_fault_unref);
  self->rates = g_ptr_array_new_with_free_func ((GDestroyNotify) plug_sandbox_fault_unref);
  self->random = g_rand_new ();
  return self;
}

/* plug_sandbox_faults_free:
 * @self: (transfer full): freed */
void
plug_sandbox_faults_free (PlugSandboxFaults *self)
{
  g_ptr_array_unref (self->queue);
  g_ptr_array_unref (self->rates);
  g_rand_free (self->random);
  g_free (self);
}

/* plug_sandbox_faults_add:
 * Queues one fault; the grammar is above plug_sandbox_add_fault().
 *
 * Returns: whether @spec was understood; else G_IO_ERROR_INVALID_ARGUMENT or a GShellError */
gboolean
plug_sandbox_faults_add (PlugSandboxFaults  *self,
                         const char         *spec,
                         GError            **error)
{
  PlugSandboxFault *fault = fault_parse (spec, error);

  if (fault == NULL)
    return FALSE;
  g_ptr_array_add (self->queue, fault);
  return TRUE;
}

/* "status=504-after=0.05": what stands behind the last equals sign is the rate. */
static PlugSandboxFault *
rate_parse (const char              *item,
            const PlugSandboxFault  *condition,
            GError                 **error)
{
  g_autoptr (PlugSandboxFault) self = fault_new ();
  g_autofree char *text = g_strdup (item);
  char *equals = strrchr (text, '=');
  char *end = NULL;

  if (equals != NULL)
    {
      *equals = '\0';
      self->rate = g_ascii_strtod (equals + 1, &end);
    }
  if (equals == NULL || end == equals + 1 || *end != '\0' || !(self->rate >= 0 && self->rate <= 1))
    {
      fail (error, item);
      return NULL;
    }
  if (!parse_fault (self, text, error))
    return NULL;
  self->method = g_strdup (condition->method);
  self->path = g_strdup (condition->path);
  return g_steal_pointer (&self);
}

static gboolean
add_rates (PlugSandboxFaults       *self,
           const char              *list,
           const PlugSandboxFault  *condition,
           GError                 **error)
{
  g_auto (GStrv) items = g_strsplit (list, ",", -1);

  for (gsize i = 0; items[i] != NULL; i++)
    {
      PlugSandboxFault *fault = rate_parse (items[i], condition, error);

      if (fault == NULL)
        return FALSE;
      g_ptr_array_add (self->rates, fault);
    }
  return TRUE;
}

/* plug_sandbox_faults_add_rate:
 * Adds faults that happen by chance; the grammar is above plug_sandbox_add_fault_rate().
 *
 * Returns: whether @spec was understood; else G_IO_ERROR_INVALID_ARGUMENT or a GShellError */
gboolean
plug_sandbox_faults_add_rate (PlugSandboxFaults  *self,
                              const char         *spec,
                              GError            **error)
{
  g_autoptr (PlugSandboxFault) condition = fault_new ();
  g_auto (GStrv) argv = NULL;

  if (!g_shell_parse_argv (spec, NULL, &argv, error))
    return FALSE;
  for (gsize i = 0; argv[i] != NULL; i++)
    {
      if (!take_condition (condition, argv[i]) && !add_rates (self, argv[i], condition, error))
        return FALSE;
    }
  return TRUE;
}

/* plug_sandbox_faults_clear:
 * Nothing goes wrong any more. */
void
plug_sandbox_faults_clear (PlugSandboxFaults *self)
{
  g_ptr_array_set_size (self->queue, 0);
  g_ptr_array_set_size (self->rates, 0);
}

static gboolean
fault_matches (const PlugSandboxFault *self,
               const char             *method,
               const char             *path)
{
  return (self->method == NULL || strcmp (self->method, method) == 0) &&
         (self->path == NULL || g_pattern_match_simple (self->path, path));
}

/* The first queued fault whose time it is, used up by one. */
static PlugSandboxFault *
take_queued (PlugSandboxFaults *self,
             const char        *method,
             const char        *path)
{
  for (guint i = 0; i < self->queue->len; i++)
    {
      PlugSandboxFault *fault = g_ptr_array_index (self->queue, i);

      if (!fault_matches (fault, method, path))
        continue;
      if (fault->skip > 0)
        {
          fault->skip--;
          continue;
        }
      g_rc_box_acquire (fault);
      if (fault->times > 0 && --fault->times == 0)
        g_ptr_array_remove_index (self->queue, i);
      return fault;
    }
  return NULL;
}

/* At most one, with the rates of those that match added up. */
static PlugSandboxFault *
take_by_chance (PlugSandboxFaults *self,
                const char        *method,
                const char        *path)
{
  double roll;

  if (self->rates->len == 0)
    return NULL;
  roll = g_rand_double (self->random);
  for (guint i = 0; i < self->rates->len; i++)
    {
      PlugSandboxFault *fault = g_ptr_array_index (self->rates, i);

      if (!fault_matches (fault, method, path))
        continue;
      if (roll < fault->rate)
        return g_rc_box_acquire (fault);
      roll -= fault->rate;
    }
  return NULL;
}

/* plug_sandbox_faults_take:
 * @path: below /elements/api-v2, or one of /provider/
 *
 * Returns: (transfer full) (nullable): what goes wrong with this request */
PlugSandboxFault *
plug_sandbox_faults_take (PlugSandboxFaults *self,
                          const char        *method,
                          const char        *path)
{
  PlugSandboxFault *fault = take_queued (self, method, path);

  return fault != NULL ? fault : take_by_chance (self, method, path);
}
