/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/agent/preview-page.h"

#include "desktop/agent/record-line-row.h"
#include "desktop/widgets/act-button.h"
#include "desktop/widgets/closures.h"
#include "desktop/widgets/key-cap.h"
#include "desktop/widgets/tag.h"
#include "desktop/widgets/timer-label.h"
#include "desktop/widgets/timer-ring.h"

#include <glib/gi18n.h>

struct _BhPreviewPage {
  AdwBin parent_instance;

  BhDeskCampaign *work;
  BhDesk *desk;
  GtkListBox *rules;
  GtkListBox *numbers;
  GtkListBox *results;
  GtkListBox *facts;
  GtkWidget *no_results;
  GtkWidget *facts_part;
  GtkWidget *skip_button;
  GtkWidget *result_button;
  GtkPopover *reasons;
  GtkPopover *results_menu;
  GtkListBox *reason_list;
};

/* The words are the reason that is written down. */
static const char *const skip_reasons[] = {N_ ("Wrong time for this customer"),
                                           N_ ("Spoke with somebody else lately"),
                                           N_ ("Something in the record is wrong"),
                                           N_ ("Another reason")};
/* Of a call that nobody saw to its end here; a call that is promised has its own act. */
static const char *const outcomes[] = {"reached",
                                       "sold",
                                       "refused",
                                       "do_not_call",
                                       "voicemail",
                                       "no_answer",
                                       "busy",
                                       "wrong_number",
                                       "failed"};

enum { PROP_WORK = 1, PROP_DESK, N_PROPS };
static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (BhPreviewPage, bh_preview_page, ADW_TYPE_BIN)

static void
show (BhPreviewPage *self, GtkListBox *list, BhCampaignRecord *record, const char *property)
{
  g_autoptr (GListModel) lines = NULL;

  g_object_get (record, property, &lines, NULL);
  bh_item_row_bind (list, lines, BH_TYPE_RECORD_LINE_ROW, self->desk);
}

static gboolean
has_rows (GtkListBox *list)
{
  return gtk_list_box_get_row_at_index (list, 0) != NULL;
}

static void
on_record (BhPreviewPage *self)
{
  BhCampaignRecord *record = bh_desk_campaign_get_record (self->work);

  if (record == NULL)
    return;
  show (self, self->rules, record, "rules");
  show (self, self->numbers, record, "numbers");
  show (self, self->results, record, "results");
  show (self, self->facts, record, "facts");
  gtk_widget_set_visible (self->no_results, !has_rows (self->results));
  gtk_widget_set_visible (GTK_WIDGET (self->results), has_rows (self->results));
  gtk_widget_set_visible (self->facts_part, has_rows (self->facts));
}

/* ---- one of several, by its digit */

static void
on_reason (BhPreviewPage *self, guint position)
{
  bh_desk_campaign_skip (self->work, _ (skip_reasons[position]));
}

static void
on_result (BhPreviewPage *self, guint position)
{
  bh_desk_campaign_result (self->work, outcomes[position]);
}

static void
choose (BhPreviewPage *self, GtkListBoxRow *row)
{
  gboolean is_reason = gtk_widget_get_parent (GTK_WIDGET (row)) == GTK_WIDGET (self->reason_list);
  guint position = (guint) gtk_list_box_row_get_index (row);

  gtk_popover_popdown (is_reason ? self->reasons : self->results_menu);
  if (is_reason)
    on_reason (self, position);
  else
    on_result (self, position);
}

static void
on_menu_closed (BhPreviewPage *self, GtkPopover *menu)
{
  gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (menu)));
}

void
bh_preview_page_leave (BhPreviewPage *self)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (BH_IS_PREVIEW_PAGE (self));
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_root_set_focus (root, NULL);
}

/* A digit is enough. */
static gboolean
on_digit (GtkEventControllerKey *keys,
          guint keyval,
          guint code,
          GdkModifierType state,
          gpointer data)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys)));
  int digit = g_unichar_digit_value (gdk_keyval_to_unicode (keyval));
  GtkListBoxRow *row = digit > 0 ? gtk_list_box_get_row_at_index (list, digit - 1) : NULL;

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  choose (data, row);
  return GDK_EVENT_STOP;
}

static void
add_choice (GtkListBox *list, guint digit, const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (words);
  g_autofree char *key = g_strdup_printf ("%u", digit);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), bh_key_cap_new (key));
  gtk_list_box_append (list, box);
}

static void
open_menu (GtkPopover *menu)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_popover_get_child (menu));

  gtk_popover_popup (menu);
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (list, 0)));
}

void
bh_preview_page_ask_reason (BhPreviewPage *self)
{
  g_return_if_fail (BH_IS_PREVIEW_PAGE (self));
  open_menu (self->reasons);
}

void
bh_preview_page_ask_result (BhPreviewPage *self)
{
  g_return_if_fail (BH_IS_PREVIEW_PAGE (self));
  open_menu (self->results_menu);
}

static char *
there (GObject *object, const char *time, const char *country)
{
  if (time == NULL || *time == '\0')
    return g_strdup (country);
  return country != NULL ? g_strdup_printf (_ ("%s there (%s)"), time, country)
                         : g_strdup_printf (_ ("%s there"), time);
}

static gint64
deadline (GObject *object, gint64 dial_at, gint64 until)
{
  return dial_at != 0 ? dial_at : until;
}

/* What the running time ends with. */
static char *
then_words (GObject *object, gint64 dial_at, gboolean dialed)
{
  if (dialed)
    return g_strdup (_ ("Called before the server was started anew: say what became of it"));
  return g_strdup (dial_at != 0 ? _ ("It is dialed by itself") : _ ("Time to decide"));
}

static char *
verdict_tone (GObject *object, gboolean allowed)
{
  return g_strdup (allowed ? "good" : "error");
}

static char *
verdict_word (GObject *object, gboolean allowed)
{
  return g_strdup (allowed ? _ ("Yes, now") : _ ("No"));
}

static void
bh_preview_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BhPreviewPage *self = BH_PREVIEW_PAGE (object);

  if (id == PROP_WORK)
    g_value_set_object (value, self->work);
  else
    g_value_set_object (value, self->desk);
}

static void
bh_preview_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BhPreviewPage *self = BH_PREVIEW_PAGE (object);

  if (id == PROP_WORK)
    self->work = g_value_dup_object (value);
  else
    self->desk = g_value_dup_object (value);
}

static void
bh_preview_page_dispose (GObject *object)
{
  BhPreviewPage *self = BH_PREVIEW_PAGE (object);

  if (self->reasons != NULL) {
    gtk_widget_unparent (GTK_WIDGET (self->reasons));
    gtk_widget_unparent (GTK_WIDGET (self->results_menu));
  }
  self->reasons = NULL;
  g_clear_object (&self->work);
  g_clear_object (&self->desk);
  G_OBJECT_CLASS (bh_preview_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, rules);
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, numbers);
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, results);
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, facts);
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, no_results);
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, facts_part);
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, skip_button);
  gtk_widget_class_bind_template_child (widget_class, BhPreviewPage, result_button);
  gtk_widget_class_bind_template_callback (widget_class, there);
  gtk_widget_class_bind_template_callback (widget_class, deadline);
  gtk_widget_class_bind_template_callback (widget_class, then_words);
  gtk_widget_class_bind_template_callback (widget_class, verdict_tone);
  gtk_widget_class_bind_template_callback (widget_class, verdict_word);
}

static void
bh_preview_page_class_init (BhPreviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  g_type_ensure (BH_TYPE_ACT_BUTTON);
  g_type_ensure (BH_TYPE_CAMPAIGN_RECORD);
  g_type_ensure (BH_TYPE_TAG);
  g_type_ensure (BH_TYPE_TIMER_LABEL);
  g_type_ensure (BH_TYPE_TIMER_RING);
  object_class->get_property = bh_preview_page_get_property;
  object_class->set_property = bh_preview_page_set_property;
  object_class->dispose = bh_preview_page_dispose;
  props[PROP_WORK] = g_param_spec_object ("work", NULL, NULL, BH_TYPE_DESK_CAMPAIGN, flags);
  props[PROP_DESK] = g_param_spec_object ("desk", NULL, NULL, BH_TYPE_DESK, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bellhop/Agent/preview-page.ui");
  bh_closures_bind (widget_class);
  bind_children (widget_class);
}

static GtkPopover *
make_menu (BhPreviewPage *self, GtkWidget *button, const char *name, const char *label)
{
  GtkWidget *list = gtk_list_box_new ();
  GtkPopover *menu = GTK_POPOVER (gtk_popover_new ());
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_set_name (list, name);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "bh-reasons");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (choose), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_digit), self);
  gtk_widget_add_controller (list, keys);
  g_signal_connect_swapped (menu, "closed", G_CALLBACK (on_menu_closed), self);
  gtk_popover_set_child (menu, list);
  gtk_widget_set_parent (GTK_WIDGET (menu), button);
  return menu;
}

static void
bh_preview_page_init (BhPreviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->reasons = make_menu (self, self->skip_button, "skip-reasons", _ ("Why it is skipped"));
  self->reason_list = GTK_LIST_BOX (gtk_popover_get_child (self->reasons));
  for (guint i = 0; i < G_N_ELEMENTS (skip_reasons); i++)
    add_choice (self->reason_list, i + 1, _ (skip_reasons[i]));
  self->results_menu =
      make_menu (self, self->result_button, "record-results", _ ("What became of it"));
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    add_choice (GTK_LIST_BOX (gtk_popover_get_child (self->results_menu)),
                i + 1,
                bh_campaign_outcome_text (outcomes[i]));
}

GtkWidget *
bh_preview_page_new (BhDeskCampaign *work, BhDesk *desk)
{
  BhPreviewPage *self = g_object_new (BH_TYPE_PREVIEW_PAGE, "work", work, "desk", desk, NULL);

  g_signal_connect_object (work, "notify::record", G_CALLBACK (on_record), self, G_CONNECT_SWAPPED);
  on_record (self);
  return GTK_WIDGET (self);
}
