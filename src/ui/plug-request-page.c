/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PlugRequestPage: a request is put together, sent once, and its answer shown. */

#include "config.h"

#include "plug-request-page.h"

#include "plug-clipboard.h"
#include "plug-compat.h"
#include "plug-curl.h"
#include "plug-date.h"
#include "plug-error-view.h"
#include "plug-request-form.h"
#include "plug-request-result.h"
#include "plug-request.h"
#include "plug-store-requests.h"
#include "plug-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define MAX_ROWS 20

struct _PlugRequestPage {
  GtkWidget parent_instance;

  GtkWidget *box;
  AdwWindowTitle *title;
  AdwToastOverlay *toasts;
  PlugErrorView *docs_error;
  GtkWidget *docs_spinner;
  PlugRequestForm *form;
  GtkWidget *send_button;
  GtkWidget *cancel_button;
  GtkWidget *spinner;
  PlugErrorView *error_view;
  PlugRequestResult *result;
  GtkWidget *next_button;
  GtkWidget *save_button;
  GtkWidget *curl_button;
  AdwPreferencesGroup *history;
  GPtrArray *history_rows; /* GtkWidget, unowned */

  PlugInventory *inventory;
  PlugInstance *instance;
  GCancellable *leaving;     /* what is read for an instance that is not shown any more */
  GCancellable *cancellable; /* of the request under way; NULL when none is */
  PlugRequestAnswer *answer; /* nullable */
  char *target;              /* of the last request; nullable */
  GHashTable *allowed;       /* keys of instances that may be changed from here */
  gboolean folded;
};

G_DEFINE_FINAL_TYPE (PlugRequestPage, plug_request_page, GTK_TYPE_WIDGET)

typedef enum {
  PROP_FOLDED = 1,
} PlugRequestPageProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

enum {
  SIGNAL_SHOW_INSTANCE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void read_history (PlugRequestPage *self);

/* A call whose answer may come when another instance is shown, or none. */
typedef struct {
  PlugRequestPage *self;
  PlugInstance *instance;
  char *method;
  char *target;
  char *body; /* nullable */
  char **headers;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->self);
  g_clear_object (&call->instance);
  g_free (call->method);
  g_free (call->target);
  g_free (call->body);
  g_strfreev (call->headers);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static Call *
call_new (PlugRequestPage *self)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  call->instance = g_object_ref (self->instance);
  return call;
}

static gboolean
is_current (Call *call)
{
  return call->self->inventory != NULL && call->self->instance == call->instance;
}

static void
update_buttons (PlugRequestPage *self)
{
  gboolean busy = self->cancellable != NULL;
  g_autofree char *next = NULL;

  if (self->answer != NULL && self->target != NULL)
    next = plug_request_answer_dup_next_target (self->answer, self->target);
  gtk_widget_set_visible (self->send_button, !busy);
  gtk_widget_set_visible (self->cancel_button, busy);
  gtk_widget_set_visible (self->spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  gtk_widget_set_visible (self->next_button, next != NULL);
  gtk_widget_set_sensitive (self->next_button, !busy);
  gtk_widget_set_visible (self->save_button,
                          self->answer != NULL &&
                          g_bytes_get_size (plug_request_answer_get_body (self->answer)) > 0);
  gtk_widget_set_visible (self->curl_button, self->answer != NULL);
}

/* @answer: (nullable) */
static void
show_answer (PlugRequestPage   *self,
             PlugRequestAnswer *answer)
{
  g_set_object (&self->answer, answer);
  plug_request_result_set_answer (self->result, answer);
  update_buttons (self);
}

/* Sending */

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  PlugRequestPage *self = call->self;
  g_autoptr (PlugRequestAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  answer = plug_request_send_finish (PLUG_INVENTORY (source), result, &error);
  if (!is_current (call))
    return;
  g_clear_object (&self->cancellable);
  g_free (self->target);
  self->target = g_strdup (call->target);
  plug_error_view_set_error (self->error_view,
                             g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL
                                                                                       : error);
  show_answer (self, answer);
  gtk_widget_grab_focus (self->send_button);
  read_history (self);
}

/* @call: (transfer full) */
static void
send_call (Call *call)
{
  PlugRequestPage *self = call->self;
  g_autoptr (PlugSecret) body = call->body != NULL ? plug_secret_new (call->body) : NULL;

  self->cancellable = g_cancellable_new ();
  plug_error_view_set_error (self->error_view, NULL);
  show_answer (self, NULL);
  gtk_widget_grab_focus (self->cancel_button);
  plug_request_send_async (self->inventory, call->instance,
                           &(PlugRequestDraft) {
                             .method = call->method,
                             .target = call->target,
                             .body = body,
                             .headers = (const char *const *) call->headers,
                           },
                           self->cancellable, answered_cb, call);
}

static char *
dup_key (PlugInstance *instance)
{
  return g_strconcat (plug_instance_get_account_id (instance), "/",
                      plug_instance_get_id (instance), NULL);
}

static void
confirmed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (Call) call = user_data;

  if (!plug_compat_confirm_finish (GTK_WINDOW (source), result, NULL) || !is_current (call) ||
      call->self->cancellable != NULL)
    return;
  g_hash_table_add (call->self->allowed, dup_key (call->instance));
  send_call (g_steal_pointer (&call));
}

/* Asked once an instance while the window lives.
 * @call: (transfer full) */
static void
confirm_change (Call *call)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (call->self));
  g_autofree char *name = plug_text_for_display (plug_instance_get_name (call->instance));
  g_autofree char *body = NULL;

  body = g_strdup_printf (_("“%s” is connected to a real system, and %s may change what is there. "
                            "You are asked once for this instance."), name, call->method);
  plug_compat_confirm_async (GTK_WINDOW (root), _("Send a Request That Changes Something?"), body,
                             _("Send"), FALSE, NULL, confirmed_cb, call);
}

static void
ask (PlugRequestPage *self,
     Call            *call)
{
  g_autofree char *key = dup_key (self->instance);

  if (plug_docs_method_changes (call->method) && !g_hash_table_contains (self->allowed, key))
    confirm_change (call);
  else
    send_call (call);
}

static void
send_clicked_cb (PlugRequestPage *self)
{
  PlugAccount *account;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (Call) call = NULL;

  if (self->instance == NULL || self->cancellable != NULL)
    return;
  account = plug_inventory_find_account (self->inventory,
                                         plug_instance_get_account_id (self->instance));
  if (account == NULL)
    return;
  call = call_new (self);
  path = plug_request_form_dup_path (self->form, &error);
  if (path != NULL)
    call->target = plug_request_dup_target (account, path, &error);
  plug_error_view_set_error (self->error_view, error);
  if (call->target == NULL)
    return;
  call->method = g_strdup (plug_request_form_get_method (self->form));
  call->body = plug_request_form_dup_body (self->form);
  call->headers = plug_request_form_dup_headers (self->form);
  ask (self, g_steal_pointer (&call));
}

static void
cancel_clicked_cb (PlugRequestPage *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
next_clicked_cb (PlugRequestPage *self)
{
  Call *call;

  if (self->answer == NULL || self->cancellable != NULL)
    return;
  call = call_new (self);
  call->method = g_strdup ("GET");
  call->target = plug_request_answer_dup_next_target (self->answer, self->target);
  send_call (call);
}

/* What is done with an answer */

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (PlugRequestPage) self = user_data;
  g_autoptr (GError) error = NULL;

  g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  if (self->inventory == NULL)
    return;
  plug_error_view_set_error (self->error_view, error);
  if (error == NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("Answer saved")));
}

static void
file_chosen_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (PlugRequestPage) self = user_data;
  g_autoptr (GFile) file = plug_compat_file_finish (GTK_WINDOW (source), result, NULL);

  if (file != NULL && self->answer != NULL)
    g_file_replace_contents_bytes_async (file, plug_request_answer_get_body (self->answer), NULL,
                                         FALSE, G_FILE_CREATE_PRIVATE, NULL, saved_cb,
                                         g_object_ref (self));
}

static void
save_clicked_cb (PlugRequestPage *self)
{
  gboolean is_text = plug_request_answer_is_text (self->answer);

  plug_compat_save_file_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                               _("Save Answer"), is_text ? "answer.json" : "answer.bin", FALSE,
                               NULL, file_chosen_cb, g_object_ref (self));
}

static void
curl_clicked_cb (PlugRequestPage *self)
{
  PlugAccount *account;
  g_autofree char *curl = NULL;

  account = plug_inventory_find_account (self->inventory,
                                         plug_instance_get_account_id (self->instance));
  if (account == NULL || self->target == NULL)
    return;
  curl = plug_curl_dup_request (self->instance, account, self->target);
  plug_clipboard_copy_text (GTK_WIDGET (self), curl);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_("cURL without secrets copied")));
}

/* What was asked before */

static void
history_activated_cb (AdwActionRow      *row,
                      PlugRequestRecord *record)
{
  PlugRequestPage *self;

  self = PLUG_REQUEST_PAGE (gtk_widget_get_ancestor (GTK_WIDGET (row), PLUG_TYPE_REQUEST_PAGE));
  plug_request_form_fill (self->form, plug_request_record_get_method (record),
                          plug_request_record_get_target (record),
                          plug_request_record_get_body (record));
  gtk_widget_grab_focus (self->send_button);
}

static GtkWidget *
history_row_new (PlugRequestRecord *record)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = plug_request_record_dup_title (record);
  g_autofree char *date = plug_date_dup_text (plug_request_record_get_time (record));
  g_autofree char *target = plug_text_for_display (plug_request_record_get_target (record));
  g_autofree char *whole = g_strdup_printf ("%s · %s", title, date);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), target);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), whole);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, _("Fill the form with this request"));
  g_object_set_data_full (G_OBJECT (row), "record", g_object_ref (record), g_object_unref);
  g_signal_connect_object (row, "activated", G_CALLBACK (history_activated_cb), record, 0);
  return row;
}

static void
clear_history (PlugRequestPage *self)
{
  for (guint i = 0; i < self->history_rows->len; i++)
    adw_preferences_group_remove (self->history, self->history_rows->pdata[i]);
  g_ptr_array_set_size (self->history_rows, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->history), FALSE);
}

static void
history_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  PlugRequestPage *self = call->self;
  g_autoptr (GListModel) records = NULL;
  guint n;

  records = plug_store_list_requests_finish (PLUG_STORE (source), result, NULL);
  if (records == NULL || !is_current (call))
    return;
  clear_history (self);
  n = MIN (g_list_model_get_n_items (records), MAX_ROWS);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PlugRequestRecord) record = g_list_model_get_item (records, i);
      GtkWidget *row = history_row_new (record);

      adw_preferences_group_add (self->history, row);
      g_ptr_array_add (self->history_rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->history), n > 0);
}

static void
read_history (PlugRequestPage *self)
{
  plug_store_list_requests_async (plug_inventory_get_store (self->inventory),
                                  plug_instance_get_account_id (self->instance),
                                  plug_instance_get_id (self->instance), self->leaving,
                                  history_read_cb, call_new (self));
}

static void
docs_loaded_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (Call) call = user_data;
  PlugRequestPage *self = call->self;
  g_autoptr (PlugDocs) docs = NULL;
  g_autoptr (GError) error = NULL;

  docs = plug_request_load_docs_finish (PLUG_INVENTORY (source), result, &error);
  if (!is_current (call))
    return;
  gtk_spinner_stop (GTK_SPINNER (self->docs_spinner));
  gtk_widget_set_visible (self->docs_spinner, FALSE);
  plug_request_form_set_docs (self->form, docs);
  plug_error_view_set_error (self->docs_error, error);
}

static void
load_docs (PlugRequestPage *self,
           gboolean         renew)
{
  plug_error_view_set_error (self->docs_error, NULL);
  gtk_widget_set_visible (self->docs_spinner, TRUE);
  gtk_spinner_start (GTK_SPINNER (self->docs_spinner));
  plug_request_load_docs_async (self->inventory, self->instance, renew, self->leaving,
                                docs_loaded_cb, call_new (self));
}

static void
renew_clicked_cb (PlugRequestPage *self)
{
  if (self->instance != NULL)
    load_docs (self, TRUE);
}

static void
back_clicked_cb (PlugRequestPage *self)
{
  if (self->instance != NULL)
    g_signal_emit (self, signals[SIGNAL_SHOW_INSTANCE], 0, self->instance);
}

/* The class */

static void
plug_request_page_get_property (GObject    *object,
                                guint       property_id,
                                GValue     *value,
                                GParamSpec *pspec)
{
  switch ((PlugRequestPageProperty) property_id)
    {
    case PROP_FOLDED:
      g_value_set_boolean (value, PLUG_REQUEST_PAGE (object)->folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
plug_request_page_set_property (GObject      *object,
                                guint         property_id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PlugRequestPage *self = PLUG_REQUEST_PAGE (object);

  switch ((PlugRequestPageProperty) property_id)
    {
    case PROP_FOLDED:
      if (self->folded == g_value_get_boolean (value))
        break;
      self->folded = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

/* What runs for the instance that was shown is not wanted any more. */
static void
stop (PlugRequestPage *self)
{
  if (self->leaving != NULL)
    g_cancellable_cancel (self->leaving);
  g_clear_object (&self->leaving);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
plug_request_page_dispose (GObject *object)
{
  PlugRequestPage *self = PLUG_REQUEST_PAGE (object);

  stop (self);
  g_clear_object (&self->inventory);
  g_clear_object (&self->instance);
  g_clear_object (&self->answer);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (plug_request_page_parent_class)->dispose (object);
}

static void
plug_request_page_finalize (GObject *object)
{
  PlugRequestPage *self = PLUG_REQUEST_PAGE (object);

  g_free (self->target);
  g_hash_table_unref (self->allowed);
  g_ptr_array_unref (self->history_rows);
  G_OBJECT_CLASS (plug_request_page_parent_class)->finalize (object);
}

static void
plug_request_page_class_init (PlugRequestPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = plug_request_page_get_property;
  object_class->set_property = plug_request_page_set_property;
  object_class->dispose = plug_request_page_dispose;
  object_class->finalize = plug_request_page_finalize;
  properties[PROP_FOLDED] =
    g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[SIGNAL_SHOW_INSTANCE] = g_signal_new ("show-instance", PLUG_TYPE_REQUEST_PAGE,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, PLUG_TYPE_INSTANCE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static GtkWidget *
icon_button_new (PlugRequestPage *self,
                 const char      *icon,
                 const char      *label,
                 GCallback        clicked)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  plug_compat_set_label (button, label);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
button_new (PlugRequestPage *self,
            const char      *label,
            GCallback        clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  return button;
}

static void
add_header (PlugRequestPage *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->title = ADW_WINDOW_TITLE (adw_window_title_new (_("Requests"), ""));
  self->send_button = button_new (self, _("Send"), G_CALLBACK (send_clicked_cb));
  gtk_widget_add_css_class (self->send_button, "suggested-action");
  self->cancel_button = button_new (self, _("Cancel"), G_CALLBACK (cancel_clicked_cb));
  self->spinner = gtk_spinner_new ();
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), GTK_WIDGET (self->title));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header),
                             icon_button_new (self, "go-previous-symbolic",
                                              _("Back to the Instance"),
                                              G_CALLBACK (back_clicked_cb)));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->send_button);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->cancel_button);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header),
                           icon_button_new (self, "view-refresh-symbolic",
                                            _("Refresh Documentation"),
                                            G_CALLBACK (renew_clicked_cb)));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->spinner);
  gtk_box_append (GTK_BOX (self->box), header);
}

static void
add_answer (PlugRequestPage *self,
            GtkBox          *content)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->error_view = PLUG_ERROR_VIEW (plug_error_view_new ());
  self->result = PLUG_REQUEST_RESULT (plug_request_result_new ());
  self->next_button = button_new (self, _("Next Page"), G_CALLBACK (next_clicked_cb));
  self->save_button = button_new (self, _("Save to File…"), G_CALLBACK (save_clicked_cb));
  self->curl_button = button_new (self, _("Copy as cURL"), G_CALLBACK (curl_clicked_cb));
  gtk_box_append (GTK_BOX (buttons), self->next_button);
  gtk_box_append (GTK_BOX (buttons), self->save_button);
  gtk_box_append (GTK_BOX (buttons), self->curl_button);
  gtk_box_append (content, GTK_WIDGET (self->error_view));
  gtk_box_append (content, GTK_WIDGET (self->result));
  gtk_box_append (content, buttons);
}

static void
add_content (PlugRequestPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->docs_error = PLUG_ERROR_VIEW (plug_error_view_new ());
  self->docs_spinner = gtk_spinner_new ();
  self->form = PLUG_REQUEST_FORM (plug_request_form_new ());
  self->history = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->history, _("Asked Before"));
  g_signal_connect_object (self->form, "submitted", G_CALLBACK (send_clicked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_margin_start (content, 12);
  gtk_widget_set_margin_end (content, 12);
  gtk_widget_set_margin_top (content, 18);
  gtk_widget_set_margin_bottom (content, 24);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->docs_error));
  gtk_box_append (GTK_BOX (content), self->docs_spinner);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->form));
  add_answer (self, GTK_BOX (content));
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (self->history));
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 720);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 500);
  adw_clamp_set_child (ADW_CLAMP (clamp), content);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, scroller);
  gtk_widget_set_vexpand (GTK_WIDGET (self->toasts), TRUE);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->toasts));
}

static void
plug_request_page_init (PlugRequestPage *self)
{
  self->allowed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->history_rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  add_header (self);
  add_content (self);
  clear_history (self);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  update_buttons (self);
}

/* plug_request_page_new:
 * @inventory: where the instances are
 *
 * Returns: (transfer floating): a page without an instance */
GtkWidget *
plug_request_page_new (PlugInventory *inventory)
{
  PlugRequestPage *self;

  g_return_val_if_fail (PLUG_IS_INVENTORY (inventory), NULL);

  self = g_object_new (PLUG_TYPE_REQUEST_PAGE, NULL);
  self->inventory = g_object_ref (inventory);
  return GTK_WIDGET (self);
}

/* plug_request_page_start:
 * @instance: which is to be asked; when it is shown already, everything stays as it is */
void
plug_request_page_start (PlugRequestPage *self,
                         PlugInstance    *instance)
{
  g_autofree char *name = NULL;

  g_return_if_fail (PLUG_IS_REQUEST_PAGE (self));
  g_return_if_fail (PLUG_IS_INSTANCE (instance));

  if (self->instance == instance)
    return;
  stop (self);
  g_set_object (&self->instance, instance);
  self->leaving = g_cancellable_new ();
  name = plug_text_for_display (plug_instance_get_name (instance));
  adw_window_title_set_subtitle (self->title, name);
  plug_request_form_set_docs (self->form, NULL);
  plug_request_form_fill (self->form, "GET", "", NULL);
  plug_error_view_set_error (self->error_view, NULL);
  g_clear_pointer (&self->target, g_free);
  show_answer (self, NULL);
  clear_history (self);
  load_docs (self, FALSE);
  read_history (self);
}
