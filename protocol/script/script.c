/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "protocol/script/script.h"

#include <string.h>

#include "protocol/script/script-private.h"

void
bh_script_option_free (gpointer data)
{
  BhScriptOption *option = data;

  g_free (option->value);
  g_clear_pointer (&option->label, bh_script_words_free);
  g_free (option);
}

void
bh_script_question_free (gpointer data)
{
  BhScriptQuestion *question = data;

  g_free (question->id);
  g_clear_pointer (&question->label, bh_script_words_free);
  g_clear_pointer (&question->help, bh_script_words_free);
  g_free (question->from);
  g_free (question->until);
  g_clear_pointer (&question->options, g_ptr_array_unref);
  g_strfreev (question->values);
  g_clear_pointer (&question->show, bh_script_condition_free);
  g_free (question->show_text);
  g_free (question);
}

void
bh_script_way_free (gpointer data)
{
  BhScriptWay *way = data;

  g_clear_pointer (&way->when, bh_script_condition_free);
  g_free (way->when_text);
  g_free (way->go);
  g_clear_pointer (&way->label, bh_script_words_free);
  g_free (way);
}

void
bh_script_link_free (gpointer data)
{
  BhScriptLink *link = data;

  g_free (link->article);
  g_free (link->search);
  g_clear_pointer (&link->title, bh_script_words_free);
  g_free (link);
}

BhScriptStep *
bh_script_step_new (guint index)
{
  BhScriptStep *step = g_new0 (BhScriptStep, 1);

  step->id = g_strdup ("");
  step->index = index;
  step->questions = g_ptr_array_new_with_free_func (bh_script_question_free);
  step->ways = g_ptr_array_new_with_free_func (bh_script_way_free);
  step->links = g_ptr_array_new_with_free_func (bh_script_link_free);
  step->jumps = g_new0 (char *, 1);
  return step;
}

void
bh_script_step_free (gpointer data)
{
  BhScriptStep *step = data;

  g_free (step->id);
  g_clear_pointer (&step->title, bh_script_words_free);
  g_clear_pointer (&step->text, bh_script_words_free);
  g_ptr_array_unref (step->questions);
  g_ptr_array_unref (step->ways);
  g_ptr_array_unref (step->links);
  g_strfreev (step->jumps);
  g_free (step->disposition);
  g_free (step);
}

BhScript *
bh_script_new_empty (JsonNode *document)
{
  BhScript *script = g_new0 (BhScript, 1);

  g_atomic_ref_count_init (&script->refs);
  script->document = json_node_ref (document);
  script->name = g_strdup ("");
  script->language = g_strdup ("");
  script->steps = g_ptr_array_new_with_free_func (bh_script_step_free);
  script->jumps = g_new0 (char *, 1);
  script->languages = g_ptr_array_new_with_free_func (g_free);
  script->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  script->questions = g_hash_table_new (g_str_hash, g_str_equal);
  script->asking = g_hash_table_new (g_str_hash, g_str_equal);
  return script;
}

BhScript *
bh_script_ref (BhScript *script)
{
  g_atomic_ref_count_inc (&script->refs);
  return script;
}

void
bh_script_unref (BhScript *script)
{
  if (!g_atomic_ref_count_dec (&script->refs))
    return;
  json_node_unref (script->document);
  g_free (script->name);
  g_free (script->language);
  g_free (script->start);
  g_clear_pointer (&script->title, bh_script_words_free);
  g_clear_pointer (&script->description, bh_script_words_free);
  g_hash_table_unref (script->by_id);
  g_hash_table_unref (script->questions);
  g_hash_table_unref (script->asking);
  g_ptr_array_unref (script->steps);
  g_strfreev (script->jumps);
  g_ptr_array_unref (script->languages);
  g_free (script);
}

JsonNode *
bh_script_get_document (BhScript *script)
{
  return script->document;
}

const char *
bh_script_get_name (BhScript *script)
{
  return script->name;
}

const char *
bh_script_get_language (BhScript *script)
{
  return script->language;
}

const BhScriptWords *
bh_script_get_title (BhScript *script)
{
  return script->title;
}

const BhScriptWords *
bh_script_get_description (BhScript *script)
{
  return script->description;
}

const char *const *
bh_script_get_languages (BhScript *script)
{
  return (const char *const *) script->languages->pdata;
}

GPtrArray *
bh_script_get_steps (BhScript *script)
{
  return script->steps;
}

BhScriptStep *
bh_script_get_start (BhScript *script)
{
  return script->start != NULL ? bh_script_find_step (script, script->start) : NULL;
}

const char *const *
bh_script_get_jumps (BhScript *script)
{
  return (const char *const *) script->jumps;
}

BhScriptStep *
bh_script_find_step (BhScript *script, const char *id)
{
  return g_hash_table_lookup (script->by_id, id);
}

BhScriptQuestion *
bh_script_find_question (BhScript *script, const char *id)
{
  return g_hash_table_lookup (script->questions, id);
}

BhScriptStep *
bh_script_find_asking (BhScript *script, const char *question)
{
  return g_hash_table_lookup (script->asking, question);
}

char *
bh_script_step_place (const BhScriptStep *step)
{
  return *step->id != '\0' ? g_strdup (step->id) : g_strdup_printf ("#%u", step->index + 1);
}

gboolean
bh_script_is_id (const char *id)
{
  gsize length = strspn (id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

  return g_ascii_isalnum (*id) && length <= 64 && id[length] == '\0';
}
