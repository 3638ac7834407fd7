/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/answer-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "desktop/widgets/answer-parse.h"

struct _BhAnswerEntry {
  AdwBin parent_instance;
  const BhQuestionSpec *spec;
  GtkWidget *input; /* a GtkEntry, or a GtkTextView for several lines */
  GtkLabel *words;  /* the day in words */
  GtkCalendar *calendar;
  GtkWidget *calendar_button;
  gboolean quiet;
};

enum { CHANGED, GO_ON, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BhAnswerEntry, bh_answer_entry, ADW_TYPE_BIN)

static char *
dup_text (BhAnswerEntry *self)
{
  GtkTextIter start;
  GtkTextIter end;
  GtkTextBuffer *buffer;

  if (GTK_IS_EDITABLE (self->input))
    return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->input)));
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input));
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
set_text (BhAnswerEntry *self, const char *text)
{
  self->quiet = TRUE;
  if (GTK_IS_EDITABLE (self->input)) {
    gtk_editable_set_text (GTK_EDITABLE (self->input), text);
    gtk_editable_set_position (GTK_EDITABLE (self->input), -1);
  } else {
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input)), text, -1);
  }
  self->quiet = FALSE;
}

static void
show_day (BhAnswerEntry *self)
{
  g_autofree char *text = dup_text (self);
  g_autofree char *words = bh_answer_date_words (text);

  gtk_label_set_label (self->words, words != NULL ? words : "");
}

static void
on_changed (BhAnswerEntry *self)
{
  if (self->words != NULL)
    show_day (self);
  if (!self->quiet)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_activate (BhAnswerEntry *self)
{
  g_signal_emit (self, signals[GO_ON], 0);
}

GVariant *
bh_answer_entry_get_answer (BhAnswerEntry *self)
{
  g_autofree char *text = NULL;
  g_autofree char *date = NULL;
  double number;

  g_return_val_if_fail (BH_IS_ANSWER_ENTRY (self), NULL);
  text = dup_text (self);
  switch (self->spec->kind) {
  case BH_QUESTION_NUMBER:
    return bh_answer_parse_number (text, &number)
               ? g_variant_ref_sink (g_variant_new_double (number))
               : NULL;
  case BH_QUESTION_DATE:
    date = bh_answer_parse_date (text);
    return date != NULL ? g_variant_ref_sink (g_variant_new_string (date)) : NULL;
  default:
    g_strstrip (text);
    return *text != '\0' ? g_variant_ref_sink (g_variant_new_string (text)) : NULL;
  }
}

void
bh_answer_entry_set_answer (BhAnswerEntry *self, GVariant *answer)
{
  g_autofree char *text = NULL;

  g_return_if_fail (BH_IS_ANSWER_ENTRY (self));
  if (answer != NULL && g_variant_is_of_type (answer, G_VARIANT_TYPE_DOUBLE))
    text = bh_answer_format_number (g_variant_get_double (answer), self->spec->decimals);
  else if (answer != NULL && g_variant_is_of_type (answer, G_VARIANT_TYPE_STRING))
    text = g_variant_dup_string (answer, NULL);
  set_text (self, text != NULL ? text : "");
}

/* What may be typed, in words. */

static char *
bounds_words (const BhQuestionSpec *spec)
{
  gboolean day = spec->kind == BH_QUESTION_DATE;
  g_autofree char *min = bh_answer_format_number (spec->min, spec->decimals);
  g_autofree char *max = bh_answer_format_number (spec->max, spec->decimals);
  const char *from = day ? spec->from : spec->has_min ? min : NULL;
  const char *until = day ? spec->until : spec->has_max ? max : NULL;

  if (from != NULL && until != NULL)
    /* Translators: what a number or a day may be. */
    return g_strdup_printf (_ ("from %s to %s"), from, until);
  if (from != NULL)
    return g_strdup_printf (day ? _ ("%s or later") : _ ("%s or more"), from);
  if (until != NULL)
    return g_strdup_printf (day ? _ ("%s or earlier") : _ ("%s or less"), until);
  return NULL;
}

static char *
number_fault (const BhQuestionSpec *spec, double number)
{
  g_autofree char *bounds = bounds_words (spec);
  g_autofree char *rounded = bh_answer_format_number (number, spec->decimals);

  if ((spec->has_min && number < spec->min) || (spec->has_max && number > spec->max))
    return g_strdup_printf (_ ("It must be %s."), bounds);
  if (ABS (g_ascii_strtod (rounded, NULL) - number) > 1e-9 * MAX (1.0, ABS (number)))
    return spec->decimals == 0 ? g_strdup (_ ("It must be a whole number."))
                               : g_strdup_printf (ngettext ("It may have %u decimal.",
                                                            "It may have %u decimals.",
                                                            spec->decimals),
                                                  spec->decimals);
  return NULL;
}

static char *
date_fault (const BhQuestionSpec *spec, const char *date)
{
  g_autofree char *bounds = bounds_words (spec);

  if ((spec->from != NULL && strcmp (date, spec->from) < 0) ||
      (spec->until != NULL && strcmp (date, spec->until) > 0))
    return g_strdup_printf (_ ("It must be %s."), bounds);
  return NULL;
}

static char *
text_fault (const BhQuestionSpec *spec, const char *text)
{
  glong length = g_utf8_strlen (text, -1);

  if (spec->max_length == 0 || length <= (glong) spec->max_length)
    return NULL;
  return g_strdup_printf (ngettext ("It is %ld character too long.",
                                    "It is %ld characters too long.",
                                    (gulong) (length - (glong) spec->max_length)),
                          length - (glong) spec->max_length);
}

char *
bh_answer_entry_find_fault (BhAnswerEntry *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GVariant) answer = NULL;

  g_return_val_if_fail (BH_IS_ANSWER_ENTRY (self), NULL);
  text = dup_text (self);
  g_strstrip (text);
  if (*text == '\0')
    return NULL;
  answer = bh_answer_entry_get_answer (self);
  if (self->spec->kind == BH_QUESTION_NUMBER)
    return answer != NULL ? number_fault (self->spec, g_variant_get_double (answer))
                          : g_strdup (_ ("This is not a number."));
  if (self->spec->kind == BH_QUESTION_DATE)
    return answer != NULL ? date_fault (self->spec, g_variant_get_string (answer, NULL))
                          : g_strdup (_ ("This is not a day. Type it like 2026-11-24."));
  return text_fault (self->spec, text);
}

/* Days */

static void
type_day (BhAnswerEntry *self, const char *date)
{
  set_text (self, date);
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
on_day_key (GtkEventController *controller,
            guint key,
            guint code,
            GdkModifierType state,
            BhAnswerEntry *self)
{
  g_autofree char *text = NULL;
  g_autofree char *shifted = NULL;

  if ((state & gtk_accelerator_get_default_mod_mask ()) != 0 ||
      (key != GDK_KEY_Up && key != GDK_KEY_Down))
    return FALSE;
  text = dup_text (self);
  shifted = bh_answer_shift_date (text, key == GDK_KEY_Up ? 1 : -1);
  if (shifted == NULL)
    return FALSE;
  type_day (self, shifted);
  return TRUE;
}

static void
on_day_selected (BhAnswerEntry *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");

  type_day (self, date);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->calendar_button));
  gtk_widget_grab_focus (self->input);
}

static GtkWidget *
day_entry_new (BhAnswerEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *popover = gtk_popover_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (on_day_selected), self);
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  self->calendar_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->calendar_button),
                                 "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->calendar_button), popover);
  gtk_widget_set_tooltip_text (self->calendar_button, _ ("Calendar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Calendar"),
                                  -1);
  self->words = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->words, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->words, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->words), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "bh-dim");
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_day_key), self);
  gtk_widget_add_controller (self->input, keys);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->input), 12);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->input), 12);
  gtk_box_append (GTK_BOX (box), self->input);
  gtk_box_append (GTK_BOX (box), self->calendar_button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->words));
  return box;
}

static GtkWidget *
lines_new (BhAnswerEntry *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->input = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->input), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->input), FALSE);
  g_object_set (self->input,
                "top-margin",
                6,
                "bottom-margin",
                6,
                "left-margin",
                8,
                "right-margin",
                8,
                NULL);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->input)),
                           "changed",
                           G_CALLBACK (on_changed),
                           self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->input);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), 64);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), 160);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_widget_add_css_class (scrolled, "bh-lines");
  return scrolled;
}

static GtkWidget *
line_new (BhAnswerEntry *self)
{
  g_autofree char *bounds = bounds_words (self->spec);

  self->input = gtk_entry_new ();
  g_signal_connect_object (self->input,
                           "changed",
                           G_CALLBACK (on_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->input,
                           "activate",
                           G_CALLBACK (on_activate),
                           self,
                           G_CONNECT_SWAPPED);
  if (self->spec->kind == BH_QUESTION_DATE)
    return day_entry_new (self);
  if (self->spec->kind == BH_QUESTION_NUMBER) {
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->input), bounds);
    gtk_editable_set_width_chars (GTK_EDITABLE (self->input), 16);
    gtk_widget_set_halign (self->input, GTK_ALIGN_START);
  }
  return self->input;
}

static gboolean
bh_answer_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (BH_ANSWER_ENTRY (widget)->input);
}

static void
bh_answer_entry_class_init (BhAnswerEntryClass *klass)
{
  static const char *const names[] = {"changed", "go-on"};

  GTK_WIDGET_CLASS (klass)->grab_focus = bh_answer_entry_grab_focus;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i],
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               0);
}

static void
bh_answer_entry_init (BhAnswerEntry *self)
{
}

GtkWidget *
bh_answer_entry_new (const BhQuestionSpec *spec)
{
  BhAnswerEntry *self = g_object_new (BH_TYPE_ANSWER_ENTRY, NULL);
  gboolean lines = spec->kind == BH_QUESTION_TEXT && spec->lines;

  self->spec = spec;
  adw_bin_set_child (ADW_BIN (self), lines ? lines_new (self) : line_new (self));
  gtk_widget_set_name (self->input, "answer");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->input),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spec->label,
                                  -1);
  return GTK_WIDGET (self);
}
