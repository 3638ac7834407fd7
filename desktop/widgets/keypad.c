/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/keypad.h"

#include <glib/gi18n-lib.h>

struct _BhKeypad {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (BhKeypad, bh_keypad, ADW_TYPE_BIN)

enum { DIGIT, N_SIGNALS };
static guint signals[N_SIGNALS];

static const struct {
  const char *digit;
  const char *letters;
} keys[] = {{"1", ""},
            {"2", "ABC"},
            {"3", "DEF"},
            {"4", "GHI"},
            {"5", "JKL"},
            {"6", "MNO"},
            {"7", "PQRS"},
            {"8", "TUV"},
            {"9", "WXYZ"},
            {"*", ""},
            {"0", "+"},
            {"#", ""}};

gboolean
bh_keypad_press (BhKeypad *self, gunichar digit)
{
  g_return_val_if_fail (BH_IS_KEYPAD (self), FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++) {
    if ((gunichar) keys[i].digit[0] == digit) {
      g_signal_emit (self, signals[DIGIT], 0, keys[i].digit);
      return TRUE;
    }
  }
  return FALSE;
}

static void
on_clicked (GtkButton *button, BhKeypad *self)
{
  bh_keypad_press (self, (gunichar) gtk_widget_get_name (GTK_WIDGET (button))[4]);
}

static GtkWidget *
key_new (BhKeypad *self, const char *digit, const char *letters)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *small = gtk_label_new (letters);
  g_autofree char *name = g_strconcat ("key-", digit, NULL);
  g_autofree char *spoken = g_strdup_printf (C_ ("keypad", "Key %s"), digit);

  gtk_widget_add_css_class (small, "letters");
  gtk_box_append (GTK_BOX (box), gtk_label_new (digit));
  gtk_box_append (GTK_BOX (box), small);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_set_name (button, name);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  spoken,
                                  -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  return button;
}

static void
bh_keypad_class_init (BhKeypadClass *klass)
{
  signals[DIGIT] = g_signal_new ("digit",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 G_TYPE_STRING);
}

static void
bh_keypad_init (BhKeypad *self)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_grid_attach (GTK_GRID (grid),
                     key_new (self, keys[i].digit, keys[i].letters),
                     (int) (i % 3),
                     (int) (i / 3),
                     1,
                     1);
  gtk_widget_add_css_class (GTK_WIDGET (self), "bh-keypad");
  /* A telephone's keys lie the same way in every script. */
  gtk_widget_set_direction (grid, GTK_TEXT_DIR_LTR);
  adw_bin_set_child (ADW_BIN (self), grid);
}
