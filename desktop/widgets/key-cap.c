/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/key-cap.h"

#include <glib/gi18n-lib.h>

struct _BhKeyCap {
  AdwBin parent_instance;
  GtkLabel *label;
  char *accel;
};

enum { PROP_ACCEL = 1, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhKeyCap, bh_key_cap, ADW_TYPE_BIN)

/* The few keys whose usual name is shorter, or clearer on a cap, than GTK's. */
static const struct {
  guint key;
  const char *label;
} short_names[] = {{GDK_KEY_Return, NC_ ("key", "Enter")},
                   {GDK_KEY_KP_Enter, NC_ ("key", "Enter")},
                   {GDK_KEY_Escape, NC_ ("key", "Esc")},
                   {GDK_KEY_Up, "↑"},
                   {GDK_KEY_Down, "↓"}};

static BhKeyNow key_now;
static GHashTable *caps; /* all that there are: the keys may change */

static char *
name_of (guint key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (short_names); i++) {
    if (short_names[i].key == key)
      return g_strdup (g_dpgettext2 (NULL, "key", short_names[i].label));
  }
  return gtk_accelerator_get_label (key, 0);
}

char *
bh_key_cap_words (const char *accel)
{
  guint key = 0;
  GdkModifierType mods = 0;
  g_autofree char *name = NULL;

  if (accel == NULL || *accel == '\0' || !gtk_accelerator_parse (accel, &key, &mods))
    return g_strdup (accel != NULL ? accel : "");
  name = name_of (key);
  return g_strconcat (mods & GDK_CONTROL_MASK ? C_ ("key", "Ctrl+") : "",
                      mods & GDK_ALT_MASK ? C_ ("key", "Alt+") : "",
                      mods & GDK_SHIFT_MASK ? C_ ("key", "Shift+") : "",
                      name,
                      NULL);
}

char *
bh_key_cap_label (const char *accel)
{
  g_autofree char *now = key_now != NULL && accel != NULL ? key_now (accel) : g_strdup (accel);

  return bh_key_cap_words (now);
}

static void
update_label (BhKeyCap *self)
{
  g_autofree char *text = bh_key_cap_label (self->accel);

  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), *text != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ACCEL]);
}

static void
bh_key_cap_set_accel (BhKeyCap *self, const char *accel)
{
  if (g_strcmp0 (self->accel, accel) == 0)
    return;
  g_free (self->accel);
  self->accel = g_strdup (accel);
  update_label (self);
}

void
bh_key_cap_follow (BhKeyNow now)
{
  g_autoptr (GList) all = caps != NULL ? g_hash_table_get_keys (caps) : NULL;

  key_now = now;
  for (GList *cap = all; cap != NULL; cap = cap->next)
    update_label (cap->data);
}

static void
bh_key_cap_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, BH_KEY_CAP (object)->accel);
}

static void
bh_key_cap_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  bh_key_cap_set_accel (BH_KEY_CAP (object), g_value_get_string (value));
}

static void
bh_key_cap_finalize (GObject *object)
{
  g_hash_table_remove (caps, object);
  g_free (BH_KEY_CAP (object)->accel);
  G_OBJECT_CLASS (bh_key_cap_parent_class)->finalize (object);
}

static void
bh_key_cap_class_init (BhKeyCapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bh_key_cap_get_property;
  object_class->set_property = bh_key_cap_set_property;
  object_class->finalize = bh_key_cap_finalize;
  props[PROP_ACCEL] =
      g_param_spec_string ("accel",
                           NULL,
                           NULL,
                           NULL,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "keycap");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
bh_key_cap_init (BhKeyCap *self)
{
  if (caps == NULL)
    caps = g_hash_table_new (NULL, NULL);
  g_hash_table_add (caps, self);
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self), "bh-keycap");
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
}

GtkWidget *
bh_key_cap_new (const char *accel)
{
  return g_object_new (BH_TYPE_KEY_CAP, "accel", accel, NULL);
}
