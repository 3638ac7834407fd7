/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/widgets/line-label.h"

struct _BhLineLabel {
  GtkWidget parent_instance;

  char *text;
  int lines;
  int width_chars;
  PangoLayout *layout; /* NULL until somebody needs it */
  int laid_out_for;    /* width in pixels of that layout */
};

enum { PROP_TEXT = 1, PROP_LINES, PROP_WIDTH_CHARS, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhLineLabel, bh_line_label, GTK_TYPE_WIDGET)

/* In Pango units. */
static int
metric (BhLineLabel *self, int (*get) (PangoFontMetrics *metrics))
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontMetrics *metrics = pango_context_get_metrics (context, NULL, NULL);
  int value = get (metrics);

  pango_font_metrics_unref (metrics);
  return value;
}

static gboolean
is_rtl (BhLineLabel *self)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
}

/* GTK hands font features of a style to its own labels only. */
static PangoLayout *
make_layout (BhLineLabel *self)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->text);
  PangoAttrList *attributes;

  if (!gtk_widget_has_css_class (GTK_WIDGET (self), "numeric"))
    return layout;
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

static PangoLayout *
ensure_layout (BhLineLabel *self, int width)
{
  if (self->layout != NULL && self->laid_out_for == width)
    return self->layout;
  if (self->layout == NULL)
    self->layout = make_layout (self);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (self->layout, is_rtl (self) ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_set_ellipsize (self->layout,
                              self->lines > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_height (self->layout, self->lines > 0 ? -self->lines : -1);
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  self->laid_out_for = width;
  return self->layout;
}

static void
forget_layout (BhLineLabel *self)
{
  g_clear_object (&self->layout);
}

static int
measure_width (BhLineLabel *self)
{
  int width;

  if (self->width_chars <= 0)
    return 0;
  width = MAX (metric (self, pango_font_metrics_get_approximate_char_width),
               metric (self, pango_font_metrics_get_approximate_digit_width));
  return PANGO_PIXELS_CEIL (width * self->width_chars);
}

static void
measure_height (BhLineLabel *self, int width, int *height, int *baseline)
{
  *baseline = PANGO_PIXELS (metric (self, pango_font_metrics_get_ascent));
  *height = PANGO_PIXELS_CEIL (metric (self, pango_font_metrics_get_height));
  if (self->lines == 1 || width <= 0)
    return;
  pango_layout_get_pixel_size (ensure_layout (self, width), NULL, height);
}

static void
bh_line_label_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  BhLineLabel *self = BH_LINE_LABEL (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = *natural = measure_width (self);
    return;
  }
  measure_height (self, for_size, natural, natural_baseline);
  *minimum = *natural;
  *minimum_baseline = *natural_baseline;
}

static GtkSizeRequestMode
bh_line_label_get_request_mode (GtkWidget *widget)
{
  return BH_LINE_LABEL (widget)->lines == 1 ? GTK_SIZE_REQUEST_CONSTANT_SIZE
                                            : GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* Letters of another script may be taller than the line that was kept for them: they stand on its
 * baseline all the same. */
static int
top_of (BhLineLabel *self, PangoLayout *layout)
{
  if (self->lines != 1)
    return 0;
  return PANGO_PIXELS (metric (self, pango_font_metrics_get_ascent)) -
         PANGO_PIXELS (pango_layout_get_baseline (layout));
}

/* The block as a whole lies at the side where one begins to read, whatever is written in it. */
static void
bh_line_label_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BhLineLabel *self = BH_LINE_LABEL (widget);
  int width = gtk_widget_get_width (widget);
  PangoLayout *layout;
  PangoRectangle place;

  if (*self->text == '\0' || width <= 0)
    return;
  layout = ensure_layout (self, width);
  pango_layout_get_pixel_extents (layout, NULL, &place);
  gtk_snapshot_render_layout (snapshot,
                              gtk_widget_get_style_context (widget),
                              (is_rtl (self) ? width - place.width : 0) - place.x,
                              top_of (self, layout),
                              layout);
}

static gboolean
bh_line_label_query_tooltip (GtkWidget *widget, int x, int y, gboolean by_key, GtkTooltip *tooltip)
{
  BhLineLabel *self = BH_LINE_LABEL (widget);

  gtk_tooltip_set_text (tooltip, self->text);
  return self->layout != NULL && pango_layout_is_ellipsized (self->layout);
}

static void
bh_line_label_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (bh_line_label_parent_class)->css_changed (widget, change);
  forget_layout (BH_LINE_LABEL (widget));
}

static void
bh_line_label_direction_changed (GtkWidget *widget, GtkTextDirection before)
{
  GTK_WIDGET_CLASS (bh_line_label_parent_class)->direction_changed (widget, before);
  forget_layout (BH_LINE_LABEL (widget));
}

static void
bh_line_label_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (bh_line_label_parent_class)->system_setting_changed (widget, setting);
  forget_layout (BH_LINE_LABEL (widget));
}

static void
bh_line_label_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhLineLabel *self = BH_LINE_LABEL (object);

  if (id == PROP_TEXT)
    g_value_set_string (value, self->text);
  else
    g_value_set_int (value, id == PROP_LINES ? self->lines : self->width_chars);
}

static void
bh_line_label_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhLineLabel *self = BH_LINE_LABEL (object);

  switch (id) {
  case PROP_TEXT:
    bh_line_label_set_text (self, g_value_get_string (value));
    break;
  case PROP_LINES:
    bh_line_label_set_lines (self, g_value_get_int (value));
    break;
  default:
    self->width_chars = g_value_get_int (value);
    gtk_widget_queue_resize (GTK_WIDGET (self));
  }
}

static void
bh_line_label_finalize (GObject *object)
{
  BhLineLabel *self = BH_LINE_LABEL (object);

  g_clear_object (&self->layout);
  g_free (self->text);
  G_OBJECT_CLASS (bh_line_label_parent_class)->finalize (object);
}

static void
bh_line_label_class_init (BhLineLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bh_line_label_get_property;
  object_class->set_property = bh_line_label_set_property;
  object_class->finalize = bh_line_label_finalize;
  widget_class->measure = bh_line_label_measure;
  widget_class->get_request_mode = bh_line_label_get_request_mode;
  widget_class->snapshot = bh_line_label_snapshot;
  widget_class->query_tooltip = bh_line_label_query_tooltip;
  widget_class->system_setting_changed = bh_line_label_system_setting_changed;
  widget_class->css_changed = bh_line_label_css_changed;
  widget_class->direction_changed = bh_line_label_direction_changed;
  props[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  props[PROP_LINES] = g_param_spec_int ("lines", NULL, NULL, 0, G_MAXINT, 1, flags);
  props[PROP_WIDTH_CHARS] = g_param_spec_int ("width-chars", NULL, NULL, 0, G_MAXINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
bh_line_label_init (BhLineLabel *self)
{
  self->text = g_strdup ("");
  self->lines = 1;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

void
bh_line_label_set_text (BhLineLabel *self, const char *text)
{
  g_return_if_fail (BH_IS_LINE_LABEL (self));
  if (g_str_equal (self->text, text != NULL ? text : ""))
    return;
  g_free (self->text);
  self->text = g_strdup (text != NULL ? text : "");
  forget_layout (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  self->text,
                                  -1);
  if (self->lines == 1)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

const char *
bh_line_label_get_text (BhLineLabel *self)
{
  g_return_val_if_fail (BH_IS_LINE_LABEL (self), NULL);
  return self->text;
}

void
bh_line_label_set_lines (BhLineLabel *self, int lines)
{
  g_return_if_fail (BH_IS_LINE_LABEL (self));
  if (self->lines == lines)
    return;
  self->lines = lines;
  forget_layout (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
