# SPDX-License-Identifier: GPL-2.0-or-later
"""Models of the simulator itself, by name or as records, where PyNN asks for its own."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any, NoReturn, Union

from pyNN.models import BaseCellType, BaseSynapseType
from pyNN.parameters import Sequence

from .refusals import model_error, native_error
from .simulator import state

Record = Union[str, dict[str, Any]]
"""The name of a model, or a model record as specs/model describes it."""

_QUANTITY = re.compile(r"^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([^\d\s].*)?$")


class NativeCellType(BaseCellType):
    """Cells of a model of the simulator, with its own names and units."""

    model: dict[str, str] = {}
    units: dict[str, str] = {}

    def wire(self) -> dict[str, Any]:
        """Say to the session what these cells are."""
        return {"native": self.model}


class NativeSynapseType(BaseSynapseType):
    """Connections of a synapse model and a plasticity rule of the simulator."""

    models: dict[str, dict[str, str]] = {}
    # Whatever a model or a rule moves has to be read back.
    changing: tuple[str, ...] = ("weight",)
    # State by the names that it has here.
    states: dict[str, str] = {}

    def _get_minimum_delay(self) -> float:
        return state.min_delay

    @property
    def native_parameters(self) -> Any:
        """The parameters: nothing is translated."""
        return self.parameter_space

    def get_native_names(self, *names: str) -> tuple[str, ...]:
        """Give names as they are."""
        return names

    def wire(self) -> dict[str, Any]:
        """Say to the session how these connections behave."""
        return {"native": self.models}


def native(model: Record) -> type[NativeCellType]:
    """Make a cell type of a model: `native("adex")`, or of a record with equations of one's own.

    Parameters are numbers in the units of the model's defaults, which the type's `units` tell.
    """
    name, record, wired = _found("neuron", model)
    defaults, units = _defaults(record)
    states = record.get("state", {})
    seen = {**states, **record.get("expressions", {}), **record.get("outputs", {})}
    units.update({key: entry.get("unit", "dimensionless") for key, entry in seen.items()})
    if record.get("source", {}).get("process") == "times":
        defaults["spike_times"], units["spike_times"] = Sequence([]), "ms"
    fires = "spike" in record or "source" in record
    receptors = record.get("receptors", {})
    return type(
        name,
        (NativeCellType,),
        {
            "__doc__": record.get("about"),
            "model": wired,
            "default_parameters": defaults,
            "default_initial_values": _initial(states),
            "recordable": [*(["spikes"] if fires else []), *seen],
            "receptor_types": list(receptors),
            "injectable": bool(record.get("inputs")),
            "conductance_based": any(e.get("unit", "").endswith("S") for e in receptors.values()),
            "units": units,
        },
    )


def native_synapse(
    synapse: Record | None = None, plasticity: Record | None = None
) -> type[NativeSynapseType]:
    """Make a synapse type of a synapse model, a plasticity rule, or both."""
    if synapse is None and plasticity is None:
        raise ValueError("A native synapse needs a synapse model, a plasticity rule, or both.")
    parameters: dict[str, Any] = {"weight": 0.0, "delay": None}
    wired: dict[str, dict[str, str]] = {}
    names, states = [], []
    for kind, model in (("synapse", synapse), ("plasticity", plasticity)):
        if model is not None:
            name, record, wired[kind] = _found(kind, model)
            parameters.update(_defaults(record)[0])
            names.append(name)
            states.extend(record.get("state", {}))
    return type(
        "_".join(names),
        (NativeSynapseType,),
        {
            "models": wired,
            "states": {state: state for state in states},
            "default_parameters": parameters,
            "get_schema": lambda self: {key: float for key in parameters},
        },
    )


def native_cell_type(model_name: str) -> NoReturn:
    """Refuse a neuron model of NEST, and name what makes cells of the simulator's own models."""
    raise native_error(f"native_cell_type({model_name!r})", 'native("adex")')


def native_synapse_type(model_name: str) -> NoReturn:
    """Refuse a synapse model of NEST, and name what makes synapses of the simulator's own models."""
    raise native_error(f"native_synapse_type({model_name!r})", "native_synapse(...)")


@cache
def _table() -> dict[str, dict[str, Any]]:
    """Read names, units and defaults of all models that come with the simulator."""
    return json.loads(files(__package__).joinpath("models.json").read_text("utf8"))


def _found(kind: str, model: Record) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Find a record: its name, itself, and what stands for it on the link."""
    if isinstance(model, dict):
        return model.get("name", kind), model, {"json": json.dumps(model)}
    known = _table()[kind]
    if model not in known:
        raise model_error(kind, model, known)
    return model, known[model], {"name": model}


def _defaults(record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Read default values and units of parameters."""
    defaults, units = {}, {}
    for name, entry in record.get("parameters", {}).items():
        value, unit = _quantity(entry["default"])
        if value is not None:
            defaults[name], units[name] = value, unit
    return defaults, units


def _initial(states: dict[str, Any]) -> dict[str, float]:
    """Read initial values that are numbers; those that are expressions are left to the model."""
    found = {}
    for name, entry in states.items():
        value, unit = _quantity(entry.get("initial", ""))
        if value is not None and (value == 0 or unit == entry.get("unit", "dimensionless")):
            found[name] = value
    return found


def _quantity(text: Any) -> tuple[float | None, str]:
    """Read `"20 ms"` or a plain number; None where it is something else."""
    if isinstance(text, (int, float)):
        return float(text), "dimensionless"
    match = _QUANTITY.match(str(text))
    if match is None:
        return None, ""
    return float(match[1]), (match[2] or "dimensionless").strip()
