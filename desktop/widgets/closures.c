/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/closures.h"

#include "desktop/model/agent-state.h"
#include "desktop/model/banner.h"
#include "desktop/model/bidi.h"
#include "desktop/model/contact-item.h"
#include "desktop/widgets/format.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/spoken.h"
#include "desktop/widgets/state-look.h"

#include <glib/gi18n-lib.h>

/* Each takes the template's object first, then the values of its expressions, then the data. */

static gboolean
is_set (GObject *object, const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
is_empty (GObject *object, const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean not(GObject * object, gboolean value)
{
  return !value;
}

static gboolean
is_object (GObject *object, GObject *value)
{
  return value != NULL;
}

static char *
day (GObject *object, gint64 at_us, gint64 now_us)
{
  return bh_format_day (at_us, now_us);
}

static char *
due (GObject *object, const char *text, gint64 now_us)
{
  return bh_format_due (text, now_us);
}

static char *
length_ms (GObject *object, gint64 ms)
{
  return ms > 0 ? bh_format_length (ms / 1000) : NULL;
}

static char *
local_time (GObject *object, const char *time_zone, gint64 now_us)
{
  return bh_format_local_time (time_zone, now_us);
}

static char *
agent_icon (GObject *object, BhAgent state)
{
  return g_strdup (bh_state_look_icon (bh_agent_to_string (state)));
}

static char *
agent_nick (GObject *object, BhAgent state)
{
  return g_strdup (bh_agent_to_string (state));
}

static char *
contact_icon (GObject *object, BhContactState state)
{
  return g_strdup (bh_state_look_icon (bh_contact_state_to_string (state)));
}

/* Hold and retrieve are one button in one place; it says what it would do now. */
static char *
hold_text (GObject *object, BhContactState state)
{
  return g_strdup (state == BH_CONTACT_HOLD ? _ ("Retrieve") : _ ("Hold"));
}

static char *
hold_glyph (GObject *object, BhContactState state)
{
  return g_strdup (state == BH_CONTACT_HOLD ? "bh-retrieve-symbolic" : "bh-hold-symbolic");
}

static char *
banner_tone (GObject *object, BhBannerKind kind)
{
  return g_strdup (bh_banner_kind_to_string (kind));
}

static char **
fg_classes (const char *state)
{
  char **classes = g_new0 (char *, 2);

  classes[0] = g_strconcat ("bh-fg-", bh_state_look_class (state), NULL);
  return classes;
}

static char **
agent_fg (GObject *object, BhAgent state)
{
  return fg_classes (bh_agent_to_string (state));
}

static char **
contact_fg (GObject *object, BhContactState state)
{
  return fg_classes (bh_contact_state_to_string (state));
}

/* Facts in one line, with dots between the ones that there are. */
static char *
join (const char *const *parts, gsize n)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < n; i++) {
    g_autofree char *part = NULL;

    if (parts[i] == NULL || *parts[i] == '\0')
      continue;
    if (text->len > 0)
      g_string_append (text, "  ·  ");
    part = bh_bidi_part (parts[i]);
    g_string_append (text, part);
  }
  return g_string_free (text, FALSE);
}

static char *
join2 (GObject *object, const char *a, const char *b)
{
  return join ((const char *[]){a, b}, 2);
}

static char *
join3 (GObject *object, const char *a, const char *b, const char *c)
{
  return join ((const char *[]){a, b, c}, 3);
}

static char *
join4 (GObject *object, const char *a, const char *b, const char *c, const char *d)
{
  return join ((const char *[]){a, b, c, d}, 4);
}

/* A number that stands as the title need not be said again. */
static char *
unless_same (GObject *object, const char *text, const char *other)
{
  return g_strcmp0 (text, other) == 0 ? NULL : g_strdup (text);
}

/* A lookup through an object that is not there fails, and a failed binding keeps its old value: the
 * last customer's company on the next one's card. So what may be missing is asked in one step. */
static char *
text_of (GObject *object, GObject *owner, const char *name)
{
  char *text = NULL;

  if (owner != NULL)
    g_object_get (owner, name, &text, NULL);
  return text;
}

static gboolean
has_text (GObject *object, GObject *owner, const char *name)
{
  g_autofree char *text = text_of (object, owner, name);

  return text != NULL && *text != '\0';
}

/* Pictures of people take the native name; a number has no initials. */
static gboolean
has_letters (GObject *object, const char *text)
{
  for (const char *p = text; p != NULL && *p != '\0'; p = g_utf8_next_char (p)) {
    if (g_unichar_isalpha (g_utf8_get_char (p)))
      return TRUE;
  }
  return FALSE;
}

static char *
key_tip (GObject *object, const char *text, const char *accel)
{
  g_autofree char *key = bh_key_cap_label (accel);

  return g_strdup_printf ("%s (%s)", text, key);
}

/* A handler of query-tooltip: the whole text of a label that is cut off. Setting tooltip-text
 * instead costs a question to the display server each time, just when a call pops up. */
static gboolean
whole_text (GtkLabel *label, int x, int y, gboolean by_key, GtkTooltip *tooltip, gpointer unused)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return pango_layout_is_ellipsized (gtk_label_get_layout (label));
}

/* The same for a row: what it is called. */
static gboolean
spoken_text (GtkWidget *inside, int x, int y, gboolean by_key, GtkTooltip *tooltip, gpointer unused)
{
  GtkWidget *child = gtk_widget_get_first_child (inside);

  while (child != NULL && !BH_IS_SPOKEN (child))
    child = gtk_widget_get_next_sibling (child);
  if (child != NULL)
    gtk_tooltip_set_text (tooltip, bh_spoken_get_text (BH_SPOKEN (child)));
  return child != NULL;
}

void
bh_closures_bind (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, is_set);
  gtk_widget_class_bind_template_callback (klass, is_empty);
  gtk_widget_class_bind_template_callback (klass, not );
  gtk_widget_class_bind_template_callback (klass, is_object);
  gtk_widget_class_bind_template_callback (klass, day);
  gtk_widget_class_bind_template_callback (klass, due);
  gtk_widget_class_bind_template_callback (klass, length_ms);
  gtk_widget_class_bind_template_callback (klass, local_time);
  gtk_widget_class_bind_template_callback (klass, agent_icon);
  gtk_widget_class_bind_template_callback (klass, agent_nick);
  gtk_widget_class_bind_template_callback (klass, agent_fg);
  gtk_widget_class_bind_template_callback (klass, contact_icon);
  gtk_widget_class_bind_template_callback (klass, contact_fg);
  gtk_widget_class_bind_template_callback (klass, banner_tone);
  gtk_widget_class_bind_template_callback (klass, hold_text);
  gtk_widget_class_bind_template_callback (klass, hold_glyph);
  gtk_widget_class_bind_template_callback (klass, join2);
  gtk_widget_class_bind_template_callback (klass, join3);
  gtk_widget_class_bind_template_callback (klass, join4);
  gtk_widget_class_bind_template_callback (klass, has_letters);
  gtk_widget_class_bind_template_callback (klass, text_of);
  gtk_widget_class_bind_template_callback (klass, unless_same);
  gtk_widget_class_bind_template_callback (klass, has_text);
  gtk_widget_class_bind_template_callback (klass, key_tip);
  gtk_widget_class_bind_template_callback (klass, whole_text);
  gtk_widget_class_bind_template_callback (klass, spoken_text);
}
