/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/act-button.h"

#include "desktop/widgets/key-cap.h"

struct _BhActButton {
  GtkButton parent_instance;
  GtkImage *glyph;
  GtkLabel *label;
  BhKeyCap *cap;
  char *key;
  char *reason;
  char *tip;  /* the tooltip; GTK's own property asks the display server where the pointer is */
  char *told; /* tip, key and text as GTK and the screen reader have them */
  gboolean show_text;
  gboolean show_key;
  gboolean tight;
  gboolean wordless; /* its row has no room for its word */
};

enum { PROP_GLYPH = 1, PROP_TEXT, PROP_KEY, PROP_REASON, PROP_SHOW_TEXT, PROP_SHOW_KEY, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhActButton, bh_act_button, GTK_TYPE_BUTTON)

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
update_words (BhActButton *self)
{
  const char *text = gtk_label_get_label (self->label);
  g_autofree char *key = bh_key_cap_label (self->key);
  g_autofree char *tip = NULL;
  g_autofree char *told = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->label),
                          self->show_text && !self->wordless && is_set (text));
  gtk_widget_set_visible (GTK_WIDGET (self->cap), self->show_key && !self->tight && *key != '\0');
  if (!gtk_widget_is_sensitive (GTK_WIDGET (self)) && is_set (self->reason))
    tip = is_set (text) ? g_strdup_printf ("%s: %s", text, self->reason) : g_strdup (self->reason);
  else
    tip = *key != '\0' ? g_strdup_printf ("%s (%s)", text, key) : g_strdup (text);
  told = g_strdup_printf ("%s\n%s\n%s", tip, key, text);
  if (g_strcmp0 (told, self->told) == 0)
    return;
  g_free (self->told);
  self->told = g_steal_pointer (&told);
  g_free (self->tip);
  self->tip = g_strdup (tip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tip,
                                  GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS,
                                  key,
                                  -1);
}

static void
bh_act_button_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GtkWidgetClass *parent = GTK_WIDGET_CLASS (bh_act_button_parent_class);

  if (parent->state_flags_changed != NULL)
    parent->state_flags_changed (widget, before);
  if ((before ^ gtk_widget_get_state_flags (widget)) & GTK_STATE_FLAG_INSENSITIVE)
    update_words (BH_ACT_BUTTON (widget));
}

static gboolean
bh_act_button_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, BH_ACT_BUTTON (widget)->tip);
  return is_set (BH_ACT_BUTTON (widget)->tip);
}

static void
bh_act_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhActButton *self = BH_ACT_BUTTON (object);

  switch (id) {
  case PROP_GLYPH:
    g_value_set_string (value, gtk_image_get_icon_name (self->glyph));
    break;
  case PROP_TEXT:
    g_value_set_string (value, gtk_label_get_label (self->label));
    break;
  case PROP_KEY:
    g_value_set_string (value, self->key);
    break;
  case PROP_REASON:
    g_value_set_string (value, self->reason);
    break;
  case PROP_SHOW_TEXT:
    g_value_set_boolean (value, self->show_text);
    break;
  default:
    g_value_set_boolean (value, self->show_key);
  }
}

static void
bh_act_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhActButton *self = BH_ACT_BUTTON (object);

  switch (id) {
  case PROP_GLYPH:
    gtk_image_set_from_icon_name (self->glyph, g_value_get_string (value));
    gtk_widget_set_visible (GTK_WIDGET (self->glyph), is_set (g_value_get_string (value)));
    break;
  case PROP_TEXT:
    gtk_label_set_label (self->label,
                         g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
    break;
  case PROP_KEY:
    g_free (self->key);
    self->key = g_value_dup_string (value);
    g_object_set (self->cap, "accel", self->key, NULL);
    break;
  case PROP_REASON:
    if (g_strcmp0 (self->reason, g_value_get_string (value)) == 0)
      return;
    g_free (self->reason);
    self->reason = g_value_dup_string (value);
    break;
  case PROP_SHOW_TEXT:
    self->show_text = g_value_get_boolean (value);
    break;
  default:
    self->show_key = g_value_get_boolean (value);
  }
  update_words (self);
}

static void
bh_act_button_finalize (GObject *object)
{
  BhActButton *self = BH_ACT_BUTTON (object);

  g_free (self->key);
  g_free (self->reason);
  g_free (self->tip);
  g_free (self->told);
  G_OBJECT_CLASS (bh_act_button_parent_class)->finalize (object);
}

static void
bh_act_button_class_init (BhActButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_act_button_get_property;
  object_class->set_property = bh_act_button_set_property;
  object_class->finalize = bh_act_button_finalize;
  GTK_WIDGET_CLASS (klass)->state_flags_changed = bh_act_button_state_flags_changed;
  GTK_WIDGET_CLASS (klass)->query_tooltip = bh_act_button_query_tooltip;
  props[PROP_GLYPH] = g_param_spec_string ("glyph", NULL, NULL, NULL, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  props[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, flags);
  props[PROP_SHOW_TEXT] = g_param_spec_boolean ("show-text", NULL, NULL, TRUE, flags);
  props[PROP_SHOW_KEY] = g_param_spec_boolean ("show-key", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_act_button_init (BhActButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  self->show_text = TRUE;
  self->show_key = TRUE;
  self->glyph = GTK_IMAGE (gtk_image_new ());
  self->label = GTK_LABEL (gtk_label_new (NULL));
  /* Large text in a small window: the tooltip has the words in full. */
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  self->cap = BH_KEY_CAP (bh_key_cap_new (NULL));
  g_signal_connect_object (self->cap,
                           "notify::accel",
                           G_CALLBACK (update_words),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self->glyph), FALSE);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->glyph));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->cap));
  gtk_button_set_child (GTK_BUTTON (self), box);
}

/* ---- rows of them */

/* The padding of a key cap, and the space before it. */
#define CAP_EDGES 18

static gboolean
wants_cap (BhActButton *self)
{
  return self->show_key && is_set (self->key);
}

static int
natural_width (GtkWidget *widget)
{
  int natural;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

typedef void (*EachButton) (BhActButton *button, gpointer data);

static void
each_button (GtkWidget *root, EachButton func, gpointer data)
{
  if (GTK_IS_POPOVER (root))
    return;
  if (BH_IS_ACT_BUTTON (root))
    func (BH_ACT_BUTTON (root), data);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    each_button (child, func, data);
}

typedef struct {
  int all;   /* what key caps take when all are shown */
  int shown; /* and those that are shown now */
} Caps;

static void
add_cap (BhActButton *button, gpointer data)
{
  Caps *caps = data;
  int width;

  if (!wants_cap (button) || !gtk_widget_get_mapped (GTK_WIDGET (button)))
    return;
  width = natural_width (gtk_widget_get_first_child (GTK_WIDGET (button->cap))) + CAP_EDGES;
  caps->all += width;
  if (gtk_widget_get_visible (GTK_WIDGET (button->cap)))
    caps->shown += width;
}

static void
set_tight (BhActButton *button, gpointer data)
{
  if (button->tight == GPOINTER_TO_INT (data))
    return;
  button->tight = GPOINTER_TO_INT (data);
  update_words (button);
}

/* Its words in full, also while it is hidden or cut off. */
static int
label_width (GtkWidget *label)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (label, gtk_label_get_label (GTK_LABEL (label)));
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

static GtkWidget *
find_first_to_go (GtkWidget *root)
{
  GtkWidget *found = NULL;

  if (gtk_widget_has_css_class (root, "bh-first-to-go"))
    return BH_IS_ACT_BUTTON (root) ? GTK_WIDGET (BH_ACT_BUTTON (root)->label) : root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_first_to_go (child);
  return found;
}

static int
spacing_around (GtkWidget *optional)
{
  return gtk_box_get_spacing (GTK_BOX (gtk_widget_get_parent (optional)));
}

static void
show_optional (GtkWidget *optional, gboolean shown)
{
  GtkWidget *button = gtk_widget_get_ancestor (optional, BH_TYPE_ACT_BUTTON);

  if (button == NULL) {
    gtk_widget_set_visible (optional, shown);
  } else if (BH_ACT_BUTTON (button)->wordless == shown) {
    BH_ACT_BUTTON (button)->wordless = !shown;
    update_words (BH_ACT_BUTTON (button));
  }
}

/* What it needs is reckoned from what is there, whatever is left out just now: the answer does not
 * depend on the one before. */
static void
fit_row (GtkWidget *row)
{
  GtkWidget *optional = find_first_to_go (row);
  int width = gtk_widget_get_allocated_width (row);
  Caps caps = {0};
  int word = 0;
  int bare;
  gboolean with_word;

  if (width <= 0)
    return;
  each_button (row, add_cap, &caps);
  bare = natural_width (row) - caps.shown;
  if (optional != NULL) {
    word = label_width (optional) + spacing_around (optional);
    if (gtk_widget_get_visible (optional))
      bare -= word;
  }
  with_word = bare + word <= width;
  if (optional != NULL)
    show_optional (optional, with_word);
  each_button (row, set_tight, GINT_TO_POINTER (bare + (with_word ? word : 0) + caps.all > width));
}

void
bh_act_button_set_tight_below (GtkWidget *root, gboolean tight)
{
  g_return_if_fail (GTK_IS_WIDGET (root));
  each_button (root, set_tight, GINT_TO_POINTER (tight));
}

void
bh_act_button_fit_below (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (!gtk_widget_get_mapped (root) || GTK_IS_POPOVER (root))
    return;
  if (GTK_IS_BOX (root) && gtk_widget_has_css_class (root, "bh-bar")) {
    fit_row (root);
    return;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    bh_act_button_fit_below (child);
}

const char *
bh_act_button_get_tip (BhActButton *self)
{
  g_return_val_if_fail (BH_IS_ACT_BUTTON (self), NULL);

  return self->tip;
}
