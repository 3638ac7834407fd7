# SPDX-License-Identifier: GPL-3.0-or-later
"""A FreeSWITCH that tests can believe: README.md."""
