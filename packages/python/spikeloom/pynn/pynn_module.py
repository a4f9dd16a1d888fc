# SPDX-License-Identifier: GPL-2.0-or-later
"""Provide `spikeloom.pynn` as `pyNN.spikeloom`, where the wheel installs this file."""

import sys

import spikeloom.pynn

sys.modules[__name__] = spikeloom.pynn
