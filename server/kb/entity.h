/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The character that an entity of HTML stands for ("&eacute;", "&#37;", "&#x25;"), as articles have
 * them: by number, and by the names of Latin letters and of the common signs. @text is not ended.
 * 0: it is not known. */
gunichar bh_kb_entity (const char *text, gsize length);
