/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desktop/model/day.h"

#include <glib/gi18n-lib.h>

#include "desktop/client/json-get.h"
#include "desktop/model/desk-ask.h"
#include "desktop/model/reason.h"
#include "desktop/model/time-text.h"

enum {
  PROP_AS_OF = 1,
  PROP_MESSAGE,
};

static const BhItemField fields[] = {
    {"as-of", bh_item_int},
    {"message", bh_item_string},
};

struct _BhDay {
  BhItem parent;

  GListStore *bands;
  GListStore *figures;
};

G_DEFINE_FINAL_TYPE (BhDay, bh_day, BH_TYPE_ITEM)

static guint changed;

static void
bh_day_finalize (GObject *object)
{
  BhDay *self = BH_DAY (object);

  g_object_unref (self->bands);
  g_object_unref (self->figures);
  G_OBJECT_CLASS (bh_day_parent_class)->finalize (object);
}

static void
bh_day_class_init (BhDayClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bh_day_finalize;
  bh_item_class_install (klass, fields, G_N_ELEMENTS (fields));
  changed =
      g_signal_new ("changed", BH_TYPE_DAY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bh_day_init (BhDay *self)
{
  self->bands = g_list_store_new (BH_TYPE_DAY_BAND);
  self->figures = g_list_store_new (BH_TYPE_DAY_BAND);
}

BhDay *
bh_day_new (void)
{
  return g_object_new (BH_TYPE_DAY, NULL);
}

static const char *
word_of (BhDesk *desk, const char *state, const char *reason)
{
  GListModel *reasons = bh_desk_get_reasons (desk);

  for (guint i = 0; reason && i < g_list_model_get_n_items (reasons); i++) {
    g_autoptr (BhReason) known = g_list_model_get_item (reasons, i);
    if (g_strcmp0 (bh_reason_get_code (known), reason) == 0)
      return bh_reason_get_label (known);
  }
  if (reason && g_strcmp0 (state, "not_ready") == 0)
    return bh_reason_word (reason);
  return bh_agent_word (bh_agent_from_string (state, BH_AGENT_UNKNOWN));
}

static void
take_band (BhDay *self, BhDesk *desk, JsonObject *data)
{
  const char *state = bh_json_string (data, "state");
  BhDayBandFacts facts = {
      .state = state,
      .from = bh_json_time (data, "from"),
      .until = bh_json_time (data, "until"),
  };
  g_autofree char *length = NULL;
  g_autoptr (BhDayBand) band = NULL;

  if (state == NULL || g_str_equal (state, "logged_out"))
    return;
  length = bh_time_text_duration_us (facts.until - facts.from);
  facts.word = word_of (desk, state, bh_json_string (data, "reason"));
  facts.value = length;
  band = bh_day_band_new (&facts);
  g_list_store_append (self->bands, band);
}

static double
number_of (JsonObject *figures, const char *name)
{
  JsonNode *node = figures ? json_object_get_member (figures, name) : NULL;

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : -1;
}

typedef enum { COUNT, SECONDS, PERCENT } FigureKind;

static char *
figure_text (FigureKind kind, double value)
{
  if (value < 0)
    return g_strdup ("–");
  if (kind == SECONDS)
    return bh_time_text_duration_us ((gint64) value * G_USEC_PER_SEC);
  /* Translators: a share of a hundred, "71.4 %" */
  return g_strdup_printf (kind == PERCENT ? C_ ("figure", "%.1f %%") : "%.0f", value);
}

static void
take_figures (BhDay *self, JsonObject *figures)
{
  static const struct {
    const char *name;
    const char *label;
    FigureKind kind;
  } rows[] = {
      {"answered", NC_ ("figure", "Contacts"), COUNT},
      {"talking_s", NC_ ("figure", "Talk"), SECONDS},
      {"hold_s", NC_ ("figure", "Hold"), SECONDS},
      {"wrap_up_s", NC_ ("figure", "Wrap-up"), SECONDS},
      {"ready_s", NC_ ("figure", "Ready"), SECONDS},
      {"handling_s", NC_ ("figure", "Handling, each"), SECONDS},
      {"occupancy", NC_ ("figure", "Occupancy"), PERCENT},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *text = figure_text (rows[i].kind, number_of (figures, rows[i].name));
    g_autoptr (BhDayBand) figure = bh_day_band_new (
        &(BhDayBandFacts){.word = g_dpgettext2 (GETTEXT_PACKAGE, "figure", rows[i].label),
                          .value = text});
    g_list_store_append (self->figures, figure);
  }
}

void
bh_day_take (BhDay *self, BhDesk *desk, JsonObject *data)
{
  JsonArray *bands = bh_json_array (data, "bands");

  g_return_if_fail (BH_IS_DAY (self) && BH_IS_DESK (desk));

  g_list_store_remove_all (self->bands);
  g_list_store_remove_all (self->figures);
  for (guint i = 0; i < bh_json_array_length (bands); i++)
    take_band (self, desk, bh_json_array_object (bands, i));
  take_figures (self, bh_json_object (data, "figures"));
  bh_item_set_int (self, PROP_AS_OF, bh_json_time (data, "as_of"));
  bh_item_set_string (self, PROP_MESSAGE, NULL);
  g_signal_emit (self, changed, 0);
}

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (BhDay) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) reply = bh_desk_ask_finish (BH_DESK (source), result, &error);

  if (reply) {
    bh_day_take (self, BH_DESK (source), reply);
    return;
  }
  /* What was read before stays: it says itself of when it is. */
  bh_item_set_string (self, PROP_MESSAGE, error->message);
  g_signal_emit (self, changed, 0);
}

void
bh_day_load (BhDay *self, BhDesk *desk)
{
  g_return_if_fail (BH_IS_DAY (self) && BH_IS_DESK (desk));

  bh_desk_ask_async (desk, "agent.day", json_object_new (), NULL, on_answer, g_object_ref (self));
}

GListModel *
bh_day_get_bands (BhDay *self)
{
  return G_LIST_MODEL (self->bands);
}

GListModel *
bh_day_get_figures (BhDay *self)
{
  return G_LIST_MODEL (self->figures);
}

gint64
bh_day_get_as_of (BhDay *self)
{
  return bh_item_get_int (self, PROP_AS_OF);
}

const char *
bh_day_get_message (BhDay *self)
{
  return bh_item_get_string (self, PROP_MESSAGE);
}
