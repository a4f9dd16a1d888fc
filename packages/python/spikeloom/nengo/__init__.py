# SPDX-License-Identifier: GPL-2.0-or-later
"""Run models of Nengo in SpikeLoom.

``spikeloom.nengo.Simulator`` replaces ``nengo.Simulator``; nothing else changes in a script::

    import nengo
    import spikeloom.nengo

    with spikeloom.nengo.Simulator(model) as sim:
        sim.run(1.0)
"""

from spikeloom.nengo.simulator import Simulator

__all__ = ["Simulator"]
