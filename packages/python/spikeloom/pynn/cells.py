# SPDX-License-Identifier: GPL-2.0-or-later
"""PyNN's standard cells. Names and units are PyNN's own; nothing is translated here."""

from __future__ import annotations

from typing import Any, NoReturn

from pyNN.parameters import ParameterSpace
from pyNN.standardmodels import cells, receptors
from pyNN.standardmodels import build_translations as _translations

from .refusals import compartments_error

_LOCATIONS = "locations"


def identity(names: Any) -> dict[str, dict[str, Any]]:
    """Translate names to themselves."""
    return _translations(*((name, name) for name in names))


class _Own:
    """Additions of a cell component to PyNN's definition."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.translations = identity(getattr(cls, "default_parameters", ()))


class _Cell(_Own):
    def wire(self) -> dict[str, Any]:
        """Describe these cells to the session."""
        return {"standard": type(self).__name__}


class IF_curr_exp(_Cell, cells.IF_curr_exp):
    __doc__ = cells.IF_curr_exp.__doc__


class IF_curr_alpha(_Cell, cells.IF_curr_alpha):
    __doc__ = cells.IF_curr_alpha.__doc__


class IF_curr_delta(_Cell, cells.IF_curr_delta):
    __doc__ = cells.IF_curr_delta.__doc__


class IF_cond_exp(_Cell, cells.IF_cond_exp):
    __doc__ = cells.IF_cond_exp.__doc__


class IF_cond_alpha(_Cell, cells.IF_cond_alpha):
    __doc__ = cells.IF_cond_alpha.__doc__


class IF_cond_exp_gsfa_grr(_Cell, cells.IF_cond_exp_gsfa_grr):
    __doc__ = cells.IF_cond_exp_gsfa_grr.__doc__


class IF_facets_hardware1(_Cell, cells.IF_facets_hardware1):
    __doc__ = cells.IF_facets_hardware1.__doc__


class HH_cond_exp(_Cell, cells.HH_cond_exp):
    __doc__ = cells.HH_cond_exp.__doc__


class EIF_cond_exp_isfa_ista(_Cell, cells.EIF_cond_exp_isfa_ista):
    __doc__ = cells.EIF_cond_exp_isfa_ista.__doc__


class EIF_cond_alpha_isfa_ista(_Cell, cells.EIF_cond_alpha_isfa_ista):
    __doc__ = cells.EIF_cond_alpha_isfa_ista.__doc__


class Izhikevich(_Cell, cells.Izhikevich):
    __doc__ = cells.Izhikevich.__doc__


class GIF_cond_exp(_Cell, cells.GIF_cond_exp):
    __doc__ = cells.GIF_cond_exp.__doc__


class SpikeSourceArray(_Cell, cells.SpikeSourceArray):
    __doc__ = cells.SpikeSourceArray.__doc__


class SpikeSourcePoisson(_Cell, cells.SpikeSourcePoisson):
    __doc__ = cells.SpikeSourcePoisson.__doc__


class SpikeSourcePoissonRefractory(_Cell, cells.SpikeSourcePoissonRefractory):
    __doc__ = cells.SpikeSourcePoissonRefractory.__doc__


class SpikeSourceGamma(_Cell, cells.SpikeSourceGamma):
    __doc__ = cells.SpikeSourceGamma.__doc__
    # PyNN's default is an integer, so its schema would truncate any other value.
    default_parameters = {**cells.SpikeSourceGamma.default_parameters, "alpha": 2.0}


class SpikeSourceInhGamma(_Cell, cells.SpikeSourceInhGamma):
    __doc__ = cells.SpikeSourceInhGamma.__doc__


class LIF(_Own, cells.LIF):
    __doc__ = cells.LIF.__doc__


class AdExp(_Own, cells.AdExp):
    __doc__ = cells.AdExp.__doc__


class CurrExpPostSynapticResponse(_Own, receptors.CurrExpPostSynapticResponse):
    __doc__ = receptors.CurrExpPostSynapticResponse.__doc__
    recordable = ["isyn"]


class CondExpPostSynapticResponse(_Own, receptors.CondExpPostSynapticResponse):
    __doc__ = receptors.CondExpPostSynapticResponse.__doc__
    recordable = ["gsyn"]


class CondAlphaPostSynapticResponse(_Own, receptors.CondAlphaPostSynapticResponse):
    __doc__ = receptors.CondAlphaPostSynapticResponse.__doc__
    recordable = ["gsyn"]


class CondBetaPostSynapticResponse(_Own, receptors.CondBetaPostSynapticResponse):
    __doc__ = receptors.CondBetaPostSynapticResponse.__doc__
    recordable = ["gsyn"]


ExpPSR = CondExpPostSynapticResponse
AlphaPSR = CondAlphaPostSynapticResponse
BetaPSR = CondBetaPostSynapticResponse


class PointNeuron(cells.PointNeuron):
    """A cell made of a neuron and any number of named receptors."""

    def wire(self) -> dict[str, Any]:
        """Describe the components of these cells to the session."""
        made = {name: self.post_synaptic_receptors[name] for name in self.receptor_types}
        return {
            "point_neuron": {
                "neuron": type(self.neuron).__name__,
                "receptors": [
                    {"name": name, "response": type(part).__name__} for name, part in made.items()
                ],
            }
        }

    @property
    def _parts(self) -> dict[str, list[str]]:
        return {
            name: [key for key in part.default_parameters if key != _LOCATIONS]
            for name, part in self.post_synaptic_receptors.items()
        }

    def get_parameter_names(self) -> list[str]:
        """List the neuron's parameters, and those of receptors as `receptor.parameter`."""
        own = list(self.neuron.default_parameters)
        return own + [f"{name}.{key}" for name, keys in self._parts.items() for key in keys]

    def has_parameter(self, name: str) -> bool:
        """Return whether a parameter of this name exists."""
        return name in self.get_parameter_names()

    @property
    def native_parameters(self) -> ParameterSpace:
        """The parameters; nothing is translated."""
        return self.translate(self.parameter_space)

    def translate(self, parameters: ParameterSpace, copy: bool = True) -> ParameterSpace:
        """Return the parameters unchanged."""
        return parameters

    def computed_parameters_include(self, parameter_names: Any) -> bool:
        """Return that no parameter is computed from others."""
        return False


class MultiCompartmentNeuron(cells.MultiCompartmentNeuron):
    """Refused: multi-compartment neurons are not supported."""

    def __init__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise compartments_error(type(self).__name__)


class _Refused:
    def __init__(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise compartments_error(type(self).__name__)


class NaChannel(_Refused):
    """Refused: a channel of a multi-compartment neuron."""


class KdrChannel(_Refused):
    """Refused: a channel of a multi-compartment neuron."""


class PassiveLeak(_Refused):
    """Refused: a channel of a multi-compartment neuron."""


class PassiveLeakHH(_Refused):
    """Refused: a channel of a multi-compartment neuron."""
