# SPDX-License-Identifier: GPL-2.0-or-later
"""Drive SpikeLoom from Python, one call at a time.

``Link`` starts the process and sends calls; see its documentation. Some calls return ``Spikes``, ``Signal`` and
``Reached``; ``Lists`` holds parameters with a list for each neuron. Errors of either side are
``spikeloom.SpikeLoomError`` with a code.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spikeloom.link.link import Link
    from spikeloom.link.messages import Lists
    from spikeloom.link.replies import Progress, Reached, Signal, Spikes

__all__ = ["Link", "Lists", "Progress", "Reached", "Signal", "Spikes"]

# Imported on first access: the process can then start before numpy is imported.
_HOMES = {"Link": "link", "Lists": "messages", "Progress": "replies", "Reached": "replies"}
_HOMES |= {"Signal": "replies", "Spikes": "replies"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
