# SPDX-License-Identifier: GPL-2.0-or-later
"""Run Brian2 scripts in SpikeLoom.

After the import, ``set_device("spikeloom")`` selects SpikeLoom; nothing else changes in a script::

    from brian2 import *
    import spikeloom.brian2

    set_device("spikeloom")
"""

from spikeloom.link.ahead import start_ahead

# The process starts while Brian2 is imported and sets the network up.
start_ahead()

from brian2.devices.device import all_devices  # noqa: E402

from spikeloom.brian2.device import SpikeLoomDevice  # noqa: E402

__all__ = ["SpikeLoomDevice"]

all_devices.setdefault("spikeloom", SpikeLoomDevice())
