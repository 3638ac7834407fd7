/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* An article as a Markdown file: front matter between two lines "---" (may be missing), then the
 * first heading, which is the title, then the text.
 *
 *     ---
 *     language: zh_CN
 *     tags: 密码, 账户
 *     ---
 *     # 修改密码
 */

#define BH_KB_TITLE_MAX 200   /* characters */
#define BH_KB_BODY_MAX  20000 /* characters: an editor must be able to send it back */
#define BH_KB_TAGS_MAX  20
#define BH_KB_TAG_MAX   64

typedef enum { BH_KB_ERROR_DOCUMENT, BH_KB_ERROR_SYNONYMS, BH_KB_ERROR_PICTURE } BhKbError;
#define BH_KB_ERROR (bh_kb_error_quark ())
GQuark bh_kb_error_quark (void);

typedef struct {
  char *id; /* UUID, or NULL: the file's place says which article it is */
  char *title;
  char *language; /* "zh_CN", "de"; or NULL */
  char *owner;
  char *review; /* "2027-03-01", or NULL */
  char **tags;  /* never NULL, as all lists */
  char **queues;
  char **reasons;
  char **steps; /* of scripts */
  char *body;   /* Markdown without the title */
} BhKbDocument;

/* NULL with what is wrong, where (*@line, from 1) and the cure. */
BhKbDocument *bh_kb_document_read (const char *text, gsize length, guint *line, GError **error);
/* The file again, owned. */
char *bh_kb_document_write (const BhKbDocument *document);
void bh_kb_document_free (BhKbDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BhKbDocument, bh_kb_document_free)

/* What is wrong with an article's parts, in words with the cure, owned; NULL: nothing. For whoever
 * takes one in, from a file or from a desk. */
char *bh_kb_complaint (const char *title, const char *language, const char *body);
/* A language as articles have it, owned: "zh-cn" is "zh_CN", "ZH" is "zh". NULL: it is none. */
char *bh_kb_language (const char *text);
/* "2027-03-01", a day that there is. */
gboolean bh_kb_is_date (const char *text);
