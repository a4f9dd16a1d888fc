# SPDX-License-Identifier: GPL-2.0-or-later
"""Drive SpikeLoom from Python, one call at a time.

``Link`` starts the process and passes calls; see its documentation. ``Spikes``, ``Signal`` and
``Reached`` are what some calls return, ``Lists`` is how parameters with a list for each neuron go
in.
Errors are ``spikeloom.SpikeLoomError`` with a code, whichever side they come from.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spikeloom.link.link import Link
    from spikeloom.link.messages import Lists, Reached, Signal, Spikes

__all__ = ["Link", "Lists", "Reached", "Signal", "Spikes"]

# Loaded when they are first asked for: the process can then start before numpy is there.
_HOMES = {"Link": "link", "Lists": "messages", "Reached": "messages"}
_HOMES |= {"Signal": "messages", "Spikes": "messages"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
