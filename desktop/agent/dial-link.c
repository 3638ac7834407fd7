/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/dial-link.h"

#include "desktop/model/number-spans.h"
#include "desktop/model/tel-link.h"
#include "desktop/model/time-text.h"

#include <glib/gi18n.h>

struct _BhDialLink {
  GtkButton parent_instance;

  GtkLabel *label;
  char *number;
  char *text;
};

enum { PROP_NUMBER = 1, PROP_TEXT, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhDialLink, bh_dial_link, GTK_TYPE_BUTTON)

char *
bh_dial_link_words (const char *number)
{
  g_autofree char *shown = NULL;

  if (number == NULL || *number == '\0')
    return NULL;
  shown = bh_number_text (number);
  /* Translators: an act; %s is a telephone number or an extension */
  return g_strdup_printf (_ ("Dial %s"), shown);
}

static void
show (BhDialLink *self)
{
  gboolean there = self->number != NULL && *self->number != '\0';
  g_autofree char *words = bh_dial_link_words (self->number);
  g_autofree char *shown = bh_number_text (self->number);

  gtk_widget_set_visible (GTK_WIDGET (self), there);
  if (!there)
    return;
  gtk_label_set_label (self->label, self->text != NULL ? self->text : shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", self->number);
}

static void
bh_dial_link_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhDialLink *self = BH_DIAL_LINK (object);

  g_value_set_string (value, id == PROP_NUMBER ? self->number : self->text);
}

static void
bh_dial_link_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhDialLink *self = BH_DIAL_LINK (object);
  char **text = id == PROP_NUMBER ? &self->number : &self->text;

  if (g_strcmp0 (*text, g_value_get_string (value)) == 0)
    return;
  g_free (*text);
  *text = g_value_dup_string (value);
  show (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
bh_dial_link_finalize (GObject *object)
{
  BhDialLink *self = BH_DIAL_LINK (object);

  g_free (self->number);
  g_free (self->text);
  G_OBJECT_CLASS (bh_dial_link_parent_class)->finalize (object);
}

static void
bh_dial_link_class_init (BhDialLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_dial_link_get_property;
  object_class->set_property = bh_dial_link_set_property;
  object_class->finalize = bh_dial_link_finalize;
  props[PROP_NUMBER] = g_param_spec_string ("number", NULL, NULL, NULL, flags);
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
bh_dial_link_init (BhDialLink *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (self->label, 0);
  gtk_button_set_child (GTK_BUTTON (self), GTK_WIDGET (self->label));
  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_widget_add_css_class (widget, "flat");
  gtk_widget_add_css_class (widget, "bh-number");
  gtk_widget_add_css_class (widget, "numeric");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", "");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.dial-number");
  gtk_widget_set_visible (widget, FALSE);
}

GtkWidget *
bh_dial_link_new (const char *number)
{
  return g_object_new (BH_TYPE_DIAL_LINK, "number", number, NULL);
}

/* ---- numbers in running text */

static void
add_escaped (GString *markup, const char *text, gsize length)
{
  g_autofree char *escaped = g_markup_escape_text (text, (gssize) length);

  g_string_append (markup, escaped);
}

char *
bh_dial_link_markup (const char *text)
{
  g_autoptr (GArray) spans = bh_number_spans (text);
  GString *markup = g_string_new (NULL);
  gsize at = 0;

  if (text == NULL)
    return g_string_free (markup, FALSE);
  for (guint i = 0; i < spans->len; i++) {
    const BhNumberSpan *span = &g_array_index (spans, BhNumberSpan, i);
    g_autofree char *words = bh_dial_link_words (span->number);
    g_autofree char *title = g_markup_escape_text (words, -1);
    add_escaped (markup, text + at, span->start - at);
    g_string_append_printf (markup, "<a href=\"tel:%s\" title=\"%s\">", span->number, title);
    add_escaped (markup, text + span->start, span->length);
    g_string_append (markup, "</a>");
    at = span->start + span->length;
  }
  add_escaped (markup, text + at, strlen (text + at));
  return g_string_free (markup, FALSE);
}

static char *
dial_words (GObject *object, const char *number)
{
  return bh_dial_link_words (number);
}

static char *
dial_markup (GObject *object, const char *text)
{
  return bh_dial_link_markup (text);
}

/* Never what the system would do with it: it may be another program that dials unasked. */
static gboolean
on_dial_link (GtkLabel *label, const char *uri, gpointer unused)
{
  g_autofree char *number = bh_tel_link_number (uri);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (label));
  GtkWindow *above = GTK_IS_WINDOW (root) ? gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;
  GtkWidget *from = above != NULL ? GTK_WIDGET (above) : GTK_WIDGET (label);

  if (number != NULL)
    gtk_widget_activate_action (from, "win.dial-number", "s", number);
  if (above != NULL) /* calls are made there */
    gtk_window_present (above);
  return TRUE;
}

void
bh_dial_link_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, dial_words);
  gtk_widget_class_bind_template_callback (klass, dial_markup);
  gtk_widget_class_bind_template_callback (klass, on_dial_link);
}

void
bh_dial_link_follow (GtkLabel *label)
{
  g_return_if_fail (GTK_IS_LABEL (label));
  gtk_label_set_use_markup (label, TRUE);
  g_signal_connect (label, "activate-link", G_CALLBACK (on_dial_link), NULL);
}
