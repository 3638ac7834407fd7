/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/contact-row.h"

#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/timer-label.h"

struct _BhContactRow {
  BhItemRow parent_instance;
};

G_DEFINE_FINAL_TYPE (BhContactRow, bh_contact_row, BH_TYPE_ITEM_ROW)

/* F9 while it rings, else the key that shows it. */
static char *
key_of (GObject *object, BhContactState state, guint position)
{
  if (state == BH_CONTACT_OFFERED)
    return g_strdup ("F9");
  return position >= 1 && position <= 9 ? g_strdup_printf ("<Control>%u", position) : NULL;
}

/* The one at the ear is marked, whichever row is selected. */
static char **
ear_classes (GObject *object, BhContactState state)
{
  const char *classes[] = {"bh-contact", NULL, NULL};

  if (state == BH_CONTACT_TALKING || state == BH_CONTACT_CONSULT || state == BH_CONTACT_DIALING)
    classes[1] = "bh-at-ear";
  return g_strdupv ((char **) classes);
}

static gboolean
is_said (GObject *object, const char *trouble)
{
  return trouble != NULL;
}

static void
bh_contact_row_class_init (BhContactRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (BH_TYPE_CONTACT_ITEM);
  g_type_ensure (BH_TYPE_KEY_CAP);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/contact-row.ui");
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, key_of);
  gtk_widget_class_bind_template_callback (widget_class, ear_classes);
  gtk_widget_class_bind_template_callback (widget_class, is_said);
}

static void
bh_contact_row_init (BhContactRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
