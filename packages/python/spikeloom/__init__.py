# SPDX-License-Identifier: GPL-2.0-or-later
"""Simulate spiking neural networks with SpikeLoom.

The simulator is written in TypeScript and runs in a Node process of its own, which comes with this
package. ``spikeloom.link`` starts it and talks to it; ``spikeloom.pynn`` is a backend of PyNN on top.
"""

from spikeloom.errors import SpikeLoomError

__version__ = "0.1.0"

__all__ = ["SpikeLoomError", "__version__"]
