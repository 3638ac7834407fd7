/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/choice-group.h"

#include "desktop/widgets/key-cap.h"

struct _BhChoiceGroup {
  GtkWidget parent_instance;
  BhChoiceKind kind;
  guint first_digit;
  GPtrArray *buttons; /* of GtkCheckButton or GtkToggleButton */
  gboolean quiet;     /* the program chooses, not the person */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhChoiceGroup, bh_choice_group, GTK_TYPE_WIDGET)

/* More than these go into two columns. */
#define MAX_COLUMN 6

gboolean
bh_choice_group_get_chosen (BhChoiceGroup *self, guint index)
{
  gboolean chosen = FALSE;

  g_return_val_if_fail (BH_IS_CHOICE_GROUP (self), FALSE);
  if (index < self->buttons->len)
    g_object_get (self->buttons->pdata[index], "active", &chosen, NULL);
  return chosen;
}

void
bh_choice_group_set_chosen (BhChoiceGroup *self, guint index, gboolean chosen)
{
  g_return_if_fail (BH_IS_CHOICE_GROUP (self));
  if (index >= self->buttons->len)
    return;
  self->quiet = TRUE;
  g_object_set (self->buttons->pdata[index], "active", chosen, NULL);
  self->quiet = FALSE;
}

void
bh_choice_group_clear (BhChoiceGroup *self)
{
  g_return_if_fail (BH_IS_CHOICE_GROUP (self));
  for (guint i = 0; i < self->buttons->len; i++)
    bh_choice_group_set_chosen (self, i, FALSE);
}

int
bh_choice_group_get_first (BhChoiceGroup *self)
{
  g_return_val_if_fail (BH_IS_CHOICE_GROUP (self), -1);
  for (guint i = 0; i < self->buttons->len; i++) {
    if (bh_choice_group_get_chosen (self, i))
      return (int) i;
  }
  return -1;
}

/* Of one change from a word to another GTK tells twice: that the old one went is left out. Only
 * take_back() leaves none. */
static void
on_active_changed (BhChoiceGroup *self, GParamSpec *pspec, GtkWidget *button)
{
  gboolean active;

  g_object_get (button, "active", &active, NULL);
  if (self->quiet)
    return;
  if (self->kind == BH_CHOICE_SEVERAL || active)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* Keys */

static void
choose (BhChoiceGroup *self, guint index)
{
  gboolean chosen = bh_choice_group_get_chosen (self, index);

  gtk_widget_grab_focus (self->buttons->pdata[index]);
  g_object_set (self->buttons->pdata[index],
                "active",
                self->kind == BH_CHOICE_SEVERAL ? !chosen : TRUE,
                NULL);
}

static gboolean
take_back (BhChoiceGroup *self)
{
  if (bh_choice_group_get_first (self) < 0)
    return FALSE;
  bh_choice_group_clear (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

static gboolean
move_focus (BhChoiceGroup *self, int step)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  guint index;
  int next;

  if (!g_ptr_array_find (self->buttons, focus, &index))
    return FALSE;
  next = (int) index + step;
  if (next >= 0 && next < (int) self->buttons->len)
    gtk_widget_grab_focus (self->buttons->pdata[next]);
  return TRUE;
}

static gboolean
on_digit (BhChoiceGroup *self, guint key)
{
  int digit = g_unichar_digit_value (gdk_keyval_to_unicode (key));
  int index;

  if (digit < 0)
    return FALSE;
  index = digit - (int) self->first_digit;
  if (index < 0)
    index += 10;
  if (index >= (int) self->buttons->len)
    return FALSE;
  choose (self, (guint) index);
  return TRUE;
}

static gboolean
on_key (GtkEventController *controller,
        guint key,
        guint code,
        GdkModifierType state,
        BhChoiceGroup *self)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (key) {
  case GDK_KEY_Up:
    return move_focus (self, -1);
  case GDK_KEY_Down:
    return move_focus (self, 1);
  case GDK_KEY_Left:
    return move_focus (self, rtl ? 1 : -1);
  case GDK_KEY_Right:
    return move_focus (self, rtl ? -1 : 1);
  case GDK_KEY_Delete:
  case GDK_KEY_BackSpace:
    return take_back (self);
  default:
    return on_digit (self, key);
  }
}

/* Tab takes the group as one thing: in at what is chosen, out at the next Tab. */
static gboolean
bh_choice_group_focus (GtkWidget *widget, GtkDirectionType direction)
{
  BhChoiceGroup *self = BH_CHOICE_GROUP (widget);

  if (gtk_widget_get_focus_child (widget) != NULL || self->buttons->len == 0)
    return FALSE;
  return gtk_widget_grab_focus (self->buttons->pdata[MAX (bh_choice_group_get_first (self), 0)]);
}

static gboolean
bh_choice_group_grab_focus (GtkWidget *widget)
{
  return bh_choice_group_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
bh_choice_group_dispose (GObject *object)
{
  BhChoiceGroup *self = BH_CHOICE_GROUP (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_ptr_array_set_size (self->buttons, 0);
  G_OBJECT_CLASS (bh_choice_group_parent_class)->dispose (object);
}

static void
bh_choice_group_finalize (GObject *object)
{
  g_ptr_array_unref (BH_CHOICE_GROUP (object)->buttons);
  G_OBJECT_CLASS (bh_choice_group_parent_class)->finalize (object);
}

static void
bh_choice_group_class_init (BhChoiceGroupClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bh_choice_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = bh_choice_group_finalize;
  widget_class->focus = bh_choice_group_focus;
  widget_class->grab_focus = bh_choice_group_grab_focus;
  signals[CHANGED] = g_signal_new ("changed",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
bh_choice_group_init (BhChoiceGroup *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->buttons = g_ptr_array_new ();
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static GtkWidget *
word_with_cap (BhChoiceGroup *self, const char *word, guint index)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (word);
  guint digit = self->first_digit + index;
  g_autofree char *accel = g_strdup_printf ("%u", digit % 10);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  if (digit <= 10)
    gtk_box_append (GTK_BOX (box), bh_key_cap_new (accel));
  return box;
}

/* A rating's words are its digits: they need no cap. */
static GtkWidget *
button_new (BhChoiceGroup *self, const char *word, guint index)
{
  GtkWidget *first = index > 0 ? self->buttons->pdata[0] : NULL;
  gboolean is_digit = g_ascii_isdigit (*word);
  GtkWidget *button;

  if (self->kind == BH_CHOICE_SHORT) {
    button = gtk_toggle_button_new ();
    gtk_button_set_child (GTK_BUTTON (button),
                          is_digit ? gtk_label_new (word) : word_with_cap (self, word, index));
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), (GtkToggleButton *) first);
  } else {
    button = gtk_check_button_new ();
    gtk_check_button_set_child (GTK_CHECK_BUTTON (button), word_with_cap (self, word, index));
    if (self->kind == BH_CHOICE_ONE)
      gtk_check_button_set_group (GTK_CHECK_BUTTON (button), (GtkCheckButton *) first);
  }
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
  g_signal_connect_swapped (button, "notify::active", G_CALLBACK (on_active_changed), self);
  return button;
}

GtkWidget *
bh_choice_group_new (BhChoiceKind kind, const char *const *words, guint first_digit)
{
  BhChoiceGroup *self = g_object_new (BH_TYPE_CHOICE_GROUP, NULL);
  GtkWidget *grid = gtk_grid_new ();
  guint n = g_strv_length ((char **) words);
  guint rows = n > MAX_COLUMN ? (n + 1) / 2 : n;

  self->kind = kind;
  self->first_digit = first_digit;
  gtk_grid_set_column_spacing (GTK_GRID (grid), kind == BH_CHOICE_SHORT ? 6 : 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_widget_set_parent (grid, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "bh-choices");
  for (guint i = 0; i < n; i++) {
    GtkWidget *button = button_new (self, words[i], i);
    g_ptr_array_add (self->buttons, button);
    gtk_grid_attach (GTK_GRID (grid),
                     button,
                     kind == BH_CHOICE_SHORT ? (int) i : (int) (i / rows),
                     kind == BH_CHOICE_SHORT ? 0 : (int) (i % rows),
                     1,
                     1);
  }
  return GTK_WIDGET (self);
}
