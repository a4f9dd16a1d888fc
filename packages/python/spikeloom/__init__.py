# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulate spiking neural networks with SpikeLoom.

The simulator is written in TypeScript and runs in a separate Node process, which this package contains.
``load`` loads a network of any format and runs it, ``sweep`` runs it for several values and seeds, ``convert``
writes it, or a result, in another format; ``spikeloom.pynn`` is a PyNN backend; ``spikeloom.link`` is the
protocol that both use to talk to the process.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from spikeloom.errors import SpikeLoomError

if TYPE_CHECKING:
    from spikeloom.conversion import Converted, Loss, convert, formats
    from spikeloom.network import Network, load
    from spikeloom.simulation import Simulation
    from spikeloom.sweeps import Sweep, sweep

__version__ = "0.1.0"

__all__ = [
    "Converted",
    "Loss",
    "Network",
    "Simulation",
    "SpikeLoomError",
    "Sweep",
    "__version__",
    "convert",
    "formats",
    "load",
    "sweep",
]

# Imported on first access: the process can then start before numpy is imported.
_HOMES = {
    "Converted": "conversion",
    "Loss": "conversion",
    "convert": "conversion",
    "formats": "conversion",
    "Network": "network",
    "Simulation": "simulation",
    "Sweep": "sweeps",
    "load": "network",
    "sweep": "sweeps",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
