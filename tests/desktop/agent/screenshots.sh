#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Draws every view of the agent desktop: screenshots.sh BUILD FOLDER [NAME...]; LANGUAGE=zh_CN for Chinese,
# TEXT_PERCENT=200 for large text, ADW_DEBUG_HIGH_CONTRAST=1 for high contrast.
set -eu
build=$1
shift
BELLHOP_SOURCE_ROOT=$(cd "$(dirname "$0")/../../.." && pwd)
export BELLHOP_SOURCE_ROOT GDK_BACKEND=x11 GSK_RENDERER=cairo GSETTINGS_BACKEND=memory GTK_A11Y=none TZ=UTC LC_ALL=C.UTF-8
exec sh "$BELLHOP_SOURCE_ROOT/tests/desktop/display.sh" "$build/tests/desktop/agent/screenshots" "$@"
