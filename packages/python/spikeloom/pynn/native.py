# SPDX-License-Identifier: GPL-2.0-or-later
"""SpikeLoom's own models as native PyNN models, by name or as records."""

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
"""The name of a model, or a model record as described in specs/model."""

_QUANTITY = re.compile(r"^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([^\d\s].*)?$")


class NativeCellType(BaseCellType):
    """Cells of a SpikeLoom model, with its own names and units."""

    model: dict[str, str] = {}
    units: dict[str, str] = {}

    def wire(self) -> dict[str, Any]:
        """Describe these cells to the session."""
        return {"native": self.model}


class NativeSynapseType(BaseSynapseType):
    """Connections of a SpikeLoom synapse model and plasticity rule."""

    models: dict[str, dict[str, str]] = {}
    # Variables that a model or rule changes must be read back.
    changing: tuple[str, ...] = ("weight",)
    # State by its names here.
    states: dict[str, str] = {}

    def _get_minimum_delay(self) -> float:
        return state.min_delay

    @property
    def native_parameters(self) -> Any:
        """The parameters; nothing is translated."""
        return self.parameter_space

    def get_native_names(self, *names: str) -> tuple[str, ...]:
        """Return names unchanged."""
        return names

    def wire(self) -> dict[str, Any]:
        """Describe these connections to the session."""
        return {"native": self.models}


def native(model: Record) -> type[NativeCellType]:
    """Create a cell type from a model: `native("adex")`, or a record with custom equations.

    Parameters are numbers in the units of the model's defaults, which are in the type's `units`.
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
    """Create a synapse type from a synapse model, a plasticity rule, or both."""
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
    """Refuse a NEST neuron model, and name the function for SpikeLoom's own models."""
    raise native_error(f"native_cell_type({model_name!r})", 'native("adex")')


def native_synapse_type(model_name: str) -> NoReturn:
    """Refuse a NEST synapse model, and name the function for SpikeLoom's own models."""
    raise native_error(f"native_synapse_type({model_name!r})", "native_synapse(...)")


@cache
def _table() -> dict[str, dict[str, Any]]:
    """Read names, units and defaults of all built-in models."""
    return json.loads(files(__package__).joinpath("models.json").read_text("utf8"))


def _found(kind: str, model: Record) -> tuple[str, dict[str, Any], dict[str, str]]:
    """Return a model's name, record, and representation on the link."""
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
    """Read numeric initial values; expressions are left to the model."""
    found = {}
    for name, entry in states.items():
        value, unit = _quantity(entry.get("initial", ""))
        if value is not None and (value == 0 or unit == entry.get("unit", "dimensionless")):
            found[name] = value
    return found


def _quantity(text: Any) -> tuple[float | None, str]:
    """Parse `"20 ms"` or a plain number; None for other values."""
    if isinstance(text, (int, float)):
        return float(text), "dimensionless"
    match = _QUANTITY.match(str(text))
    if match is None:
        return None, ""
    return float(match[1]), (match[2] or "dimensionless").strip()
