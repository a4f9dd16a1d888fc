# SPDX-License-Identifier: GPL-2.0-or-later
"""PyNN's synapse types. Names and units are PyNN's own; nothing is translated here."""

from __future__ import annotations

from typing import Any

from pyNN.standardmodels import synapses

from .cells import identity
from .simulator import state


class _Synapse:
    """Additions of a synapse type to PyNN's definition."""

    # Whether an attribute changes during a run.
    changing: tuple[str, ...] = ()
    # State that can be set before a run: PyNN's name, and the session's.
    states: dict[str, str] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.translations = identity(getattr(cls, "default_parameters", ()))

    def _get_minimum_delay(self) -> float:
        return state.min_delay

    def wire(self) -> dict[str, Any]:
        """Describe these connections to the session."""
        return {"standard": type(self).__name__}


class StaticSynapse(_Synapse, synapses.StaticSynapse):
    __doc__ = synapses.StaticSynapse.__doc__


class ElectricalSynapse(_Synapse, synapses.ElectricalSynapse):
    __doc__ = synapses.ElectricalSynapse.__doc__


class TsodyksMarkramSynapse(_Synapse, synapses.TsodyksMarkramSynapse):
    __doc__ = synapses.TsodyksMarkramSynapse.__doc__
    states = {"u": "u"}


class SimpleStochasticSynapse(_Synapse, synapses.SimpleStochasticSynapse):
    __doc__ = synapses.SimpleStochasticSynapse.__doc__


class StochasticTsodyksMarkramSynapse(_Synapse, synapses.StochasticTsodyksMarkramSynapse):
    __doc__ = synapses.StochasticTsodyksMarkramSynapse.__doc__
    states = {"u": "u"}


class MultiQuantalSynapse(_Synapse, synapses.MultiQuantalSynapse):
    __doc__ = synapses.MultiQuantalSynapse.__doc__
    states = {"u": "u", "a": "full"}


class STDPMechanism(_Synapse, synapses.STDPMechanism):
    __doc__ = synapses.STDPMechanism.__doc__
    base_translations = identity(("weight", "delay", "dendritic_delay_fraction"))
    changing = ("weight",)

    def _build_translations(self) -> None:
        # PyNN's own method writes to a table of the class, so that mechanisms would share their names.
        self.translations = identity(self.get_schema())

    @property
    def possible_models(self) -> set[str]:
        """The combined model of the two parts."""
        return {f"{type(self.timing_dependence).__name__}/{type(self.weight_dependence).__name__}"}

    def wire(self) -> dict[str, Any]:
        """Describe the parts of the mechanism to the session."""
        return {
            "stdp": {
                "timing": type(self.timing_dependence).__name__,
                "weight": type(self.weight_dependence).__name__,
                "dendritic_delay_fraction": float(self.dendritic_delay_fraction),
            }
        }


class _Part:
    possible_models: set[str] = set()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.translations = identity(cls.default_parameters)


class SpikePairRule(_Part, synapses.SpikePairRule):
    __doc__ = synapses.SpikePairRule.__doc__


class Vogels2011Rule(_Part, synapses.Vogels2011Rule):
    __doc__ = synapses.Vogels2011Rule.__doc__


class AdditiveWeightDependence(_Part, synapses.AdditiveWeightDependence):
    __doc__ = synapses.AdditiveWeightDependence.__doc__


class MultiplicativeWeightDependence(_Part, synapses.MultiplicativeWeightDependence):
    __doc__ = synapses.MultiplicativeWeightDependence.__doc__


class AdditivePotentiationMultiplicativeDepression(
    _Part, synapses.AdditivePotentiationMultiplicativeDepression
):
    __doc__ = synapses.AdditivePotentiationMultiplicativeDepression.__doc__


class GutigWeightDependence(_Part, synapses.GutigWeightDependence):
    __doc__ = synapses.GutigWeightDependence.__doc__
