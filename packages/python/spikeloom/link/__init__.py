# SPDX-License-Identifier: GPL-2.0-or-later
"""Drive SpikeLoom from Python, one call at a time.

``Link`` starts the process and passes calls; see its documentation. ``Spikes``, ``Signal`` and
``Reached`` are what some calls return, ``Lists`` is how parameters with a list for each neuron go
in.
Errors are ``spikeloom.SpikeLoomError`` with a code, whichever side they come from.
"""

from spikeloom.link.link import Link
from spikeloom.link.messages import Lists, Reached, Signal, Spikes

__all__ = ["Link", "Lists", "Reached", "Signal", "Spikes"]
