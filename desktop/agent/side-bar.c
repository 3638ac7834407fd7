/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/side-bar.h"

#include "desktop/agent/colleague-row.h"
#include "desktop/agent/contact-row.h"
#include "desktop/model/colleague.h"
#include "desktop/widgets/closures.h"

#include <glib/gi18n.h>

struct _BhSideBar {
  BhContactView parent_instance;

  GtkListBox *contacts;
  GtkListBox *colleagues;
  GtkWidget *no_contact;
  GtkWidget *team_part;
  AdwBin *tasks;
  GtkLabel *n_ready;
  guint counting; /* source */
  gboolean is_bound;
};

G_DEFINE_FINAL_TYPE (BhSideBar, bh_side_bar, BH_TYPE_CONTACT_VIEW)

/* The contact that is shown in the middle is the selected one, whoever chose it. */
static void
select_current (BhSideBar *self)
{
  BhContactItem *current = bh_contact_view_get_contact (self);

  for (int i = 0;; i++) {
    GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->contacts, i);
    if (row == NULL)
      break;
    if (bh_item_row_get_item (row) == current) {
      gtk_list_box_select_row (self->contacts, row);
      return;
    }
  }
  gtk_list_box_unselect_all (self->contacts);
}

static void
on_contacts_changed (BhSideBar *self)
{
  int n = 0;

  for (GtkListBoxRow *row; (row = gtk_list_box_get_row_at_index (self->contacts, n)) != NULL; n++)
    g_object_set (row, "position", (guint) n + 1, NULL);
  gtk_widget_set_visible (self->no_contact, n == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->contacts), n > 0);
  select_current (self);
}

static void
on_contact_activated (BhSideBar *self, GtkListBoxRow *row)
{
  BhContactItem *contact = bh_item_row_get_item (row);

  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.show-contact",
                              "s",
                              bh_contact_item_get_id (contact));
}

static void
count_team (BhSideBar *self)
{
  GListModel *team = bh_desk_get_colleagues (bh_contact_view_get_desk (self));
  guint n = g_list_model_get_n_items (team);
  guint ready = 0;
  g_autofree char *words = NULL;

  for (guint i = 0; i < n; i++) {
    g_autoptr (BhColleague) colleague = g_list_model_get_item (team, i);
    ready += bh_colleague_get_state (colleague) == BH_AGENT_READY;
  }
  words = g_strdup_printf (_ ("%u of %u ready"), ready, n);
  gtk_label_set_label (self->n_ready, words);
  gtk_widget_set_visible (self->team_part, n > 0);
}

static gboolean
on_count (gpointer data)
{
  BhSideBar *self = data;

  self->counting = 0;
  count_team (self);
  return G_SOURCE_REMOVE;
}

/* However many change at once, they are counted once. */
static void
on_presence (BhSideBar *self)
{
  if (self->counting == 0)
    self->counting = g_idle_add (on_count, self);
}

static void
on_team_changed (BhSideBar *self, guint position, guint removed, guint added, GListModel *team)
{
  for (guint i = position; i < position + added; i++) {
    g_autoptr (GObject) colleague = g_list_model_get_item (team, i);
    g_signal_handlers_disconnect_by_func (colleague, on_presence, self);
    g_signal_connect_object (colleague,
                             "notify::state",
                             G_CALLBACK (on_presence),
                             self,
                             G_CONNECT_SWAPPED);
  }
  on_presence (self);
}

/* A double click on a colleague is a wish to call; the dial popover asks first. */
static void
on_colleague_activated (BhSideBar *self, GtkListBoxRow *row)
{
  const char *extension = bh_colleague_get_extension (bh_item_row_get_item (row));

  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.dial-number",
                              "s",
                              extension != NULL ? extension : "");
}

static void
on_desk_set (BhSideBar *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (desk == NULL || self->is_bound)
    return;
  self->is_bound = TRUE;
  bh_item_row_bind (self->contacts, bh_desk_get_contacts (desk), BH_TYPE_CONTACT_ROW, desk);
  bh_item_row_bind (self->colleagues, bh_desk_get_colleagues (desk), BH_TYPE_COLLEAGUE_ROW, desk);
  /* After the list boxes' own handlers, so that the rows are there. */
  g_signal_connect_object (bh_desk_get_contacts (desk),
                           "items-changed",
                           G_CALLBACK (on_contacts_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (bh_desk_get_colleagues (desk),
                           "items-changed",
                           G_CALLBACK (on_team_changed),
                           self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_contacts_changed (self);
  on_team_changed (self,
                   0,
                   0,
                   g_list_model_get_n_items (bh_desk_get_colleagues (desk)),
                   bh_desk_get_colleagues (desk));
}

static void
bh_side_bar_contact_changed (BhContactView *view, BhContactItem *contact)
{
  BhSideBar *self = BH_SIDE_BAR (view);

  if (self->is_bound)
    select_current (self);
}

static char *
device_words (GObject *object, const char *device)
{
  const char *slash = device != NULL ? strrchr (device, '/') : NULL;

  return g_strdup (slash != NULL ? slash + 1 : device);
}

/* The phone itself: the wire's word, what a person reads, and a picture of it. */
static const struct {
  const char *wire;
  const char *words;
  const char *icon;
} phones[] = {
    {"idle", NC_ ("phone", "phone idle"), "bh-check-symbolic"},
    {"ringing", NC_ ("phone", "phone rings"), "bh-offered-symbolic"},
    {"in_use", NC_ ("phone", "phone in use"), "bh-talking-symbolic"},
    {"busy", NC_ ("phone", "phone busy"), "bh-talking-symbolic"},
    {"held", NC_ ("phone", "phone on hold"), "bh-hold-symbolic"},
    {"unreachable", NC_ ("phone", "phone unreachable"), "bh-away-symbolic"},
    {"unknown", NC_ ("phone", "phone unknown"), "bh-unknown-symbolic"},
};

/* A word that this program does not know yet is not shown raw: then the phone is unknown. */
static gsize
find_phone (const char *wire)
{
  gsize i = 0;

  while (i + 1 < G_N_ELEMENTS (phones) && g_strcmp0 (phones[i].wire, wire) != 0)
    i++;
  return i;
}

static char *
phone_words (GObject *object, const char *phone)
{
  if (phone == NULL)
    return NULL;
  return g_strdup (g_dpgettext2 (NULL, "phone", phones[find_phone (phone)].words));
}

static char *
phone_icon (GObject *object, const char *phone)
{
  return g_strdup (phones[find_phone (phone)].icon);
}

static void
bh_side_bar_dispose (GObject *object)
{
  g_clear_handle_id (&BH_SIDE_BAR (object)->counting, g_source_remove);
  BH_SIDE_BAR (object)->is_bound = FALSE;
  G_OBJECT_CLASS (bh_side_bar_parent_class)->dispose (object);
}

static void
bh_side_bar_class_init (BhSideBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_side_bar_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_side_bar_contact_changed;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/side-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhSideBar, contacts);
  gtk_widget_class_bind_template_child (widget_class, BhSideBar, colleagues);
  gtk_widget_class_bind_template_child (widget_class, BhSideBar, no_contact);
  gtk_widget_class_bind_template_child (widget_class, BhSideBar, team_part);
  gtk_widget_class_bind_template_child (widget_class, BhSideBar, tasks);
  gtk_widget_class_bind_template_child (widget_class, BhSideBar, n_ready);
  gtk_widget_class_bind_template_callback (widget_class, on_contact_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_colleague_activated);
  gtk_widget_class_bind_template_callback (widget_class, device_words);
  gtk_widget_class_bind_template_callback (widget_class, phone_words);
  gtk_widget_class_bind_template_callback (widget_class, phone_icon);
}

static void
bh_side_bar_init (BhSideBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

void
bh_side_bar_set_tasks (BhSideBar *self, GtkWidget *tasks)
{
  adw_bin_set_child (self->tasks, tasks);
}
