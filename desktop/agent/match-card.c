/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/match-card.h"

#include "desktop/agent/dial-link.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/tag.h"

#include <glib/gi18n.h>

struct _BhMatchCard {
  BhContactView parent_instance;
  BhCustomer *customer;
  guint position;
  guint differs;
  gboolean likely;
};

enum { PROP_CUSTOMER = 1, PROP_POSITION, PROP_DIFFERS, PROP_LIKELY, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhMatchCard, bh_match_card, BH_TYPE_CONTACT_VIEW)

static char *
digit_of (GObject *object, guint position)
{
  return position >= 1 && position <= 9 ? g_strdup_printf ("%u", position) : NULL;
}

static char *
button_text (GObject *object, GObject *customer)
{
  g_autofree char *name = NULL;

  if (customer == NULL)
    return NULL;
  g_object_get (customer, "name", &name, NULL);
  return g_strdup_printf (_ ("This is %s"), name);
}

static char *
quote (GObject *object, GObject *customer)
{
  g_autofree char *note = NULL;

  if (customer != NULL)
    g_object_get (customer, "last-note", &note, NULL);
  return note != NULL && *note != '\0' ? g_strdup_printf (_ ("“%s”"), note) : NULL;
}

static char *
or_dash (GObject *object, GObject *customer, const char *name)
{
  g_autofree char *text = NULL;

  if (customer != NULL)
    g_object_get (customer, name, &text, NULL);
  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : g_strdup ("–");
}

/* A fact that tells this one apart is marked; one that is not there tells nothing. */
static char **
fact_classes (GObject *object, GObject *customer, guint differs, guint fact)
{
  static const char *const names[] = {"company", "tier-label", "language-label"};
  gboolean marked = FALSE;

  for (gsize i = 0; customer != NULL && i < G_N_ELEMENTS (names); i++) {
    g_autofree char *text = NULL;
    g_object_get (customer, names[i], &text, NULL);
    marked |= (fact & differs & (1u << i)) != 0 && text != NULL && *text != '\0';
  }
  return g_strdupv ((char **) (const char *[]){"bh-fact-value", marked ? "differs" : NULL, NULL});
}

static char **
card_classes (GObject *object, gboolean likely)
{
  const char *classes[] = {"card", "bh-big", "bh-match", likely ? "likely" : NULL, NULL};

  return g_strdupv ((char **) classes);
}

static char **
button_classes (GObject *object, gboolean likely)
{
  const char *classes[] = {likely ? "suggested-action" : NULL, NULL};

  return g_strdupv ((char **) classes);
}

static gint64
last_contact (GObject *object, GObject *customer)
{
  gint64 at = 0;

  if (customer != NULL)
    g_object_get (customer, "last-contact", &at, NULL);
  return at;
}

static void
on_choose (BhMatchCard *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.attach-customer",
                              "s",
                              self->customer != NULL ? bh_customer_get_id (self->customer) : "");
}

static void
bh_match_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhMatchCard *self = BH_MATCH_CARD (object);

  switch (id) {
  case PROP_CUSTOMER:
    g_value_set_object (value, self->customer);
    break;
  case PROP_POSITION:
    g_value_set_uint (value, self->position);
    break;
  case PROP_DIFFERS:
    g_value_set_uint (value, self->differs);
    break;
  default:
    g_value_set_boolean (value, self->likely);
  }
}

static void
bh_match_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhMatchCard *self = BH_MATCH_CARD (object);

  switch (id) {
  case PROP_CUSTOMER:
    g_set_object (&self->customer, g_value_get_object (value));
    break;
  case PROP_POSITION:
    self->position = g_value_get_uint (value);
    break;
  case PROP_DIFFERS:
    self->differs = g_value_get_uint (value);
    break;
  default:
    self->likely = g_value_get_boolean (value);
  }
  g_object_notify_by_pspec (object, pspec);
}

static void
bh_match_card_dispose (GObject *object)
{
  g_clear_object (&BH_MATCH_CARD (object)->customer);
  G_OBJECT_CLASS (bh_match_card_parent_class)->dispose (object);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  bh_closures_bind (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, digit_of);
  gtk_widget_class_bind_template_callback (widget_class, button_text);
  gtk_widget_class_bind_template_callback (widget_class, quote);
  gtk_widget_class_bind_template_callback (widget_class, or_dash);
  gtk_widget_class_bind_template_callback (widget_class, fact_classes);
  gtk_widget_class_bind_template_callback (widget_class, card_classes);
  gtk_widget_class_bind_template_callback (widget_class, button_classes);
  gtk_widget_class_bind_template_callback (widget_class, last_contact);
  gtk_widget_class_bind_template_callback (widget_class, on_choose);
}

static void
bh_match_card_class_init (BhMatchCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_DIAL_LINK);
  g_type_ensure (BH_TYPE_KEY_CAP);
  g_type_ensure (BH_TYPE_TAG);
  object_class->get_property = bh_match_card_get_property;
  object_class->set_property = bh_match_card_set_property;
  object_class->dispose = bh_match_card_dispose;
  props[PROP_CUSTOMER] = g_param_spec_object ("customer", NULL, NULL, BH_TYPE_CUSTOMER, flags);
  props[PROP_POSITION] = g_param_spec_uint ("position", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_DIFFERS] = g_param_spec_uint ("differs", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_LIKELY] = g_param_spec_boolean ("likely", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/match-card.ui");
  bind_callbacks (widget_class);
}

static void
bh_match_card_init (BhMatchCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
