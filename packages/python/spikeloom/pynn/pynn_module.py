# SPDX-License-Identifier: GPL-2.0-or-later
"""Stand for `spikeloom.pynn` under the name `pyNN.spikeloom`, where the wheel puts this file."""

import sys

import spikeloom.pynn

sys.modules[__name__] = spikeloom.pynn
