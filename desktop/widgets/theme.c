/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/theme.h"

#include "desktop/model/bidi.h"
#include "desktop/widgets/widgets-resources.h"

#include <adwaita.h>

/* CSS has no query for dark or high contrast, so the colours lie in files of their own, and the
 * provider that holds them is loaded anew when the style manager says so. */

#define RESOURCE_BASE "/org/bellhop/widgets"

static GtkCssProvider *palette;
static GtkCssProvider *contrast;

static void
on_style_changed (AdwStyleManager *manager)
{
  g_assert (ADW_IS_STYLE_MANAGER (manager));
  gtk_css_provider_load_from_resource (palette,
                                       adw_style_manager_get_dark (manager)
                                           ? RESOURCE_BASE "/css/dark.css"
                                           : RESOURCE_BASE "/css/light.css");
  if (adw_style_manager_get_high_contrast (manager))
    gtk_css_provider_load_from_resource (contrast, RESOURCE_BASE "/css/hc.css");
  else
    gtk_css_provider_load_from_data (contrast, "", 0);
}

static void
add_provider (GtkCssProvider *provider, guint priority)
{
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              priority);
}

/* Without a language for a label Pango may choose Japanese forms of Han glyphs: the family is named
 * outright, unless the interface itself is in another language of that script. */
char *
bh_theme_font_css (const char *font_name, const char *language)
{
  g_autoptr (PangoFontDescription) font = NULL;
  const char *han = "Noto Sans CJK SC";

  g_return_val_if_fail (font_name != NULL, NULL);
  font = pango_font_description_from_string (font_name);
  if (language != NULL && g_str_has_prefix (language, "ja"))
    han = "Noto Sans CJK JP";
  else if (language != NULL && g_str_has_prefix (language, "ko"))
    han = "Noto Sans CJK KR";
  else if (language != NULL &&
           (g_str_has_prefix (language, "zh_TW") || g_str_has_prefix (language, "zh_HK")))
    han = "Noto Sans CJK TC";
  return g_strdup_printf ("window, popover, tooltip { font-family: \"%s\", \"%s\"; }",
                          pango_font_description_get_family (font) != NULL
                              ? pango_font_description_get_family (font)
                              : "Sans",
                          han);
}

/* "Sans 10" is GTK's own default: nobody has chosen a font (a bare X server), so take GNOME's. */
static void
choose_font (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();
  g_autofree char *name = NULL;
  g_autofree char *css = NULL;

  g_object_get (settings, "gtk-font-name", &name, NULL);
  if (name == NULL || g_str_equal (name, "Sans 10")) {
    g_object_set (settings, "gtk-font-name", "Cantarell 11", NULL);
  }
  g_free (g_steal_pointer (&name));
  g_object_get (settings, "gtk-font-name", &name, NULL);
  css = bh_theme_font_css (name, g_get_language_names ()[0]);
  gtk_css_provider_load_from_data (provider, css, -1);
  add_provider (provider, GTK_STYLE_PROVIDER_PRIORITY_THEME + 1);
}

/* GTK asks its own catalogue, which may lack our language or have one that we lack; the window goes
 * the way its words go. */
static void
choose_direction (void)
{
  gtk_widget_set_default_direction (bh_bidi_is_rtl () ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
}

void
bh_theme_init (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autoptr (GtkCssProvider) base = gtk_css_provider_new ();

  if (palette != NULL)
    return;
  /* A static library's resources are dropped by the linker unless something names them. */
  g_resources_register (bh_widgets_get_resource ());
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    RESOURCE_BASE "/icons");
  palette = gtk_css_provider_new ();
  contrast = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (base, RESOURCE_BASE "/css/base.css");
  add_provider (palette, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  add_provider (base, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  add_provider (contrast, GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
  choose_font ();
  choose_direction ();
  g_signal_connect (manager, "notify::dark", G_CALLBACK (on_style_changed), NULL);
  g_signal_connect (manager, "notify::high-contrast", G_CALLBACK (on_style_changed), NULL);
  on_style_changed (manager);
}
