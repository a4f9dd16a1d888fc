# SPDX-License-Identifier: GPL-2.0-or-later
"""Run Brian2 scripts in SpikeLoom.

After the import, ``set_device("spikeloom")`` selects SpikeLoom; nothing else changes in a script::

    from brian2 import *
    import spikeloom.brian2

    set_device("spikeloom")
"""

from brian2.devices.device import all_devices

from spikeloom.brian2.device import SpikeLoomDevice

__all__ = ["SpikeLoomDevice"]

all_devices.setdefault("spikeloom", SpikeLoomDevice())
