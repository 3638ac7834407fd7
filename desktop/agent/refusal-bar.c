/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/refusal-bar.h"

#include "desktop/model/desk-refusals.h"
#include "desktop/widgets/closures.h"

#include <glib/gi18n.h>

struct _BhRefusalBar {
  BhContactView parent_instance;

  GtkRevealer *revealer;
  GtkWidget *bar;
  GtkLabel *sentence;
  GtkLabel *text;
  GtkWidget *buttons;
  GtkLabel *more;
  GtkWidget *again;
  GtkWidget *copy;
  GtkWidget *dismiss;
  char *kind;
  GSignalGroup *refusals;
  GSignalGroup *contacts;
};

enum { PROP_KIND = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhRefusalBar, bh_refusal_bar, BH_TYPE_CONTACT_VIEW)

static gboolean
belongs_here (BhRefusalBar *self, BhDesk *desk, BhRefusal *refusal)
{
  BhContactItem *of = bh_desk_find_contact (desk, bh_refusal_get_contact (refusal));

  if (self->kind == NULL)
    return of == NULL;
  return of != NULL && of == bh_contact_view_get_contact (self) &&
         g_str_equal (self->kind, bh_refusal_get_kind (refusal));
}

/* (transfer full) the oldest; *@n: how many there are. */
static BhRefusal *
find_first (BhRefusalBar *self, guint *n)
{
  BhDesk *desk = bh_contact_view_get_desk (self);
  GListModel *all = desk != NULL ? bh_desk_get_refusals (desk) : NULL;
  g_autoptr (BhRefusal) first = NULL;

  *n = 0;
  for (guint i = 0; all != NULL && i < g_list_model_get_n_items (all); i++) {
    g_autoptr (BhRefusal) refusal = g_list_model_get_item (all, i);
    if (!belongs_here (self, desk, refusal))
      continue;
    if (first == NULL)
      first = g_object_ref (refusal);
    (*n)++;
  }
  return g_steal_pointer (&first);
}

static void
show_one (BhRefusalBar *self, BhRefusal *refusal, guint n)
{
  GtkWidget *const buttons[] = {self->again, self->copy, self->dismiss};
  const char *sentence = bh_refusal_get_sentence (refusal);
  const char *text = bh_refusal_get_text (refusal);
  gboolean is_written = g_strcmp0 (bh_refusal_get_kind (refusal), "result") != 0 && *text != '\0';
  /* Translators: what somebody typed, in quotation marks */
  g_autofree char *quoted = g_strdup_printf (_ ("“%s”"), text);
  g_autofree char *more = n > 1 ? g_strdup_printf (ngettext ("%u more", "%u more", n - 1), n - 1)
                                : NULL;

  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->text, quoted);
  gtk_widget_set_visible (GTK_WIDGET (self->text), is_written);
  gtk_label_set_label (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
  gtk_widget_set_visible (self->copy, is_written);
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (buttons[i]),
                                      "s",
                                      bh_refusal_get_id (refusal));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  sentence,
                                  -1);
}

static void
update (BhRefusalBar *self)
{
  guint n;
  g_autoptr (BhRefusal) first = find_first (self, &n);

  if (first != NULL)
    show_one (self, first, n);
  gtk_widget_set_visible (GTK_WIDGET (self), first != NULL);
  gtk_revealer_set_reveal_child (self->revealer, first != NULL);
}

static void
on_desk_set (BhRefusalBar *self)
{
  BhDesk *desk = bh_contact_view_get_desk (self);

  if (self->refusals == NULL) /* we go */
    return;
  g_signal_group_set_target (self->refusals, desk != NULL ? bh_desk_get_refusals (desk) : NULL);
  g_signal_group_set_target (self->contacts, desk != NULL ? bh_desk_get_contacts (desk) : NULL);
  update (self);
}

static void
bh_refusal_bar_contact_changed (BhContactView *view, BhContactItem *contact)
{
  if (BH_REFUSAL_BAR (view)->refusals != NULL)
    update (BH_REFUSAL_BAR (view));
}

/* Beside the form the buttons stand below the words. */
static void
lay_out (BhRefusalBar *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->bar),
                                  self->kind != NULL ? GTK_ORIENTATION_VERTICAL
                                                     : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign (self->buttons, self->kind != NULL ? GTK_ALIGN_END : GTK_ALIGN_FILL);
  if (self->kind != NULL)
    gtk_widget_add_css_class (self->bar, "bh-notice");
}

static void
bh_refusal_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, BH_REFUSAL_BAR (object)->kind);
}

static void
bh_refusal_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhRefusalBar *self = BH_REFUSAL_BAR (object);

  g_free (self->kind);
  self->kind = g_value_dup_string (value);
  lay_out (self);
  update (self);
}

static void
bh_refusal_bar_dispose (GObject *object)
{
  BhRefusalBar *self = BH_REFUSAL_BAR (object);

  g_clear_object (&self->refusals);
  g_clear_object (&self->contacts);
  g_clear_pointer (&self->kind, g_free);
  G_OBJECT_CLASS (bh_refusal_bar_parent_class)->dispose (object);
}

static void
bh_refusal_bar_class_init (BhRefusalBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = bh_refusal_bar_get_property;
  object_class->set_property = bh_refusal_bar_set_property;
  object_class->dispose = bh_refusal_bar_dispose;
  BH_CONTACT_VIEW_CLASS (klass)->contact_changed = bh_refusal_bar_contact_changed;
  props[PROP_KIND] =
      g_param_spec_string ("kind", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/refusal-bar.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, bar);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, sentence);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, text);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, buttons);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, more);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, again);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, copy);
  gtk_widget_class_bind_template_child (widget_class, BhRefusalBar, dismiss);
}

static GSignalGroup *
follow (BhRefusalBar *self)
{
  GSignalGroup *group = g_signal_group_new (G_TYPE_LIST_MODEL);

  g_signal_group_connect_object (group,
                                 "items-changed",
                                 G_CALLBACK (update),
                                 self,
                                 G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return group;
}

static void
bh_refusal_bar_init (BhRefusalBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->refusals = follow (self);
  self->contacts = follow (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (self, "notify::desk", G_CALLBACK (on_desk_set), NULL);
}

gboolean
bh_refusal_bar_focus (BhRefusalBar *self)
{
  g_return_val_if_fail (BH_IS_REFUSAL_BAR (self), FALSE);

  return gtk_widget_get_mapped (self->again) && gtk_widget_grab_focus (self->again);
}
