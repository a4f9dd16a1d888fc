# SPDX-License-Identifier: GPL-2.0-or-later
"""Describe a run of a network: arrays, clocks, and the code of objects in order."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
from brian2.core.base import BrianObject
from brian2.core.functions import Function
from brian2.core.variables import ArrayVariable, Constant
from brian2.groups.group import CodeRunner
from brian2.input.binomial import BinomialFunction
from brian2.input.timedarray import TimedArray, _find_K

from spikeloom.brian2.code import DRAWS, RunCode, default_name
from spikeloom.brian2.refusals import template_error, type_error

_WORD = re.compile(r"[A-Za-z_]\w*")

class RunDefinition:
    """A run as data; arrays are referred to by their numbers."""

    def __init__(self, objects: list[BrianObject], clocks: list[Any], profile: bool) -> None:
        """Describe the active objects, in the order in which they run within a step."""
        self.objects = objects
        #: Seconds that each object takes, if they are measured.
        self.profile = [0.0 for _ in objects] if profile else None
        self.variables: list[ArrayVariable | None] = []
        self.records: list[tuple[Any, list[str]]] = []
        self.queues: list[Any] = []
        self._numbers: dict[int, int] = {}
        self._names: list[str] = []
        self._arrays: list[np.ndarray] = []
        self._written: set[int] = set()
        self._queue_rows: list[dict[str, Any]] = []
        self._clocks = [self._clock(clock) for clock in clocks]
        self._objects = [self._object(one, clocks.index(one._clock)) for one in objects]

    def message(self) -> tuple[str, bytes]:
        """Return the definition as JSON, and its arrays; the state of the generator is NumPy's."""
        words, state = random_state()
        random = {"words": self._add("random", words.view(np.int32)), **state}
        arrays = [
            {"name": name, "type": str(array.dtype), "length": array.size, "written": k in self._written}
            for k, (name, array) in enumerate(zip(self._names, self._arrays))
        ]
        whole = {
            "version": 1,
            "arrays": arrays,
            "clocks": self._clocks,
            "objects": self._objects,
            "queues": self._queue_rows,
            "records": [{"columns": columns} for _, columns in self.records],
            "random": random,
            "profile": self.profile is not None,
        }
        # JSON has no infinity: 1e999 is read as one.
        text = json.dumps(whole).replace("-Infinity", "-1e999").replace("Infinity", "1e999")
        return text, b"".join(padded_bytes(array) for array in self._arrays)

    def array_bytes(self) -> list[tuple[Any, int]]:
        """Return the objects that own the arrays, with the size of each in a run; truth values become numbers."""
        owners = [getattr(one, "owner", None) for one in self.variables]
        sizes = [one.size * (8 if one.dtype == bool else one.itemsize) for one in self._arrays]
        return list(zip(owners, sizes))

    def length(self, number: int) -> int:
        """Return the number of elements of an array."""
        return self._arrays[number].size

    def number(self, variable: ArrayVariable) -> int:
        """Return the number of a variable's array."""
        known = self._numbers.get(id(variable))
        if known is not None:
            return known
        name = f"{getattr(variable.owner, 'name', 'temporary')}.{variable.name}"
        array = np.asarray(variable.get_value())
        if array.dtype.name not in ("float64", "float32", "int64", "int32", "bool"):
            raise type_error(variable.owner, variable.name, array.dtype.name)
        self._numbers[id(variable)] = number = self._add(name, array)
        self.variables[number] = variable
        return number

    def _add(self, name: str, array: np.ndarray) -> int:
        self._names.append(name)
        self._arrays.append(array)
        self.variables.append(None)
        return len(self._arrays) - 1

    def _written_number(self, variable: ArrayVariable) -> int:
        number = self.number(variable)
        self._written.add(number)
        return number

    def _clock(self, clock: Any) -> dict[str, int]:
        variables = clock.variables
        return {
            "t": self._written_number(variables["t"]),
            "dt": self.number(variables["dt"]),
            "step": self._written_number(variables["timestep"]),
            "end": int(clock._i_end),
        }

    def _object(self, one: BrianObject, clock: int) -> dict[str, Any]:
        row: dict[str, Any] = {"name": one.name, "clock": clock}
        if type(one).run not in (BrianObject.run, CodeRunner.run):
            return row
        codes = list(one._code_objects)
        for code in codes:
            if code.template_name not in _ACTIONS:
                raise template_error(one, code.template_name)
        if not all(isinstance(code, RunCode) for code in map(_unwrapped, codes)):
            return row
        actions = []
        for code in codes:
            actions.append(_ACTIONS[code.template_name](self, one, code))
        return {**row, "actions": actions}

    def code(self, code: RunCode, block: Any = None) -> dict[str, Any]:
        """Describe a code object."""
        scalar, vector = code.scalar.get(block, []), code.vector.get(block, [])
        names: dict[str, Any] = {}
        functions: dict[str, Any] = {}
        locals_ = {each.var for each in [*scalar, *vector] if each.op == ":="}
        for each in [*scalar, *vector]:
            for name in {each.var, *_WORD.findall(each.expr)}:
                self._name(code, name, names, functions)
            if each.op != ":=" and each.var in names:
                self._written.add(names[each.var].get("array", -1))
        for name in locals_ & names.keys():
            del names[name]
        return {
            "name": code.name,
            "scalar": [_statement(each) for each in scalar],
            "vector": [_statement(each) for each in vector],
            "names": names,
            "functions": functions,
        }

    def _name(
        self, code: RunCode, name: str, names: dict[str, Any], functions: dict[str, Any]
    ) -> None:
        variable = code.variables.get(name)
        if name in names or name in functions or variable is None:
            return
        if isinstance(variable, Function):
            functions[name] = self._function(code, variable)
        elif isinstance(variable, ArrayVariable):
            self._array_name(code, name, names, functions)
        elif isinstance(variable, Constant):
            names[name] = {"kind": "constant", "value": float(variable.get_value())}

    def _array_name(
        self, code: RunCode, name: str, names: dict[str, Any], functions: dict[str, Any]
    ) -> None:
        variable = code.variables[name]
        index = "0" if variable.scalar else code.variable_indices[name]
        row = {"kind": "array", "array": self.number(variable), "index": index}
        names[name] = row
        condition = getattr(variable, "conditional_write", None)
        if condition is not None and condition.name not in code.override_conditional_write:
            row["condition"] = condition.name
            self._name(code, condition.name, names, functions)
        if index not in ("_idx", "0"):
            self._name(code, index, names, functions)

    def _function(self, code: RunCode, function: Function) -> dict[str, Any]:
        default = default_name(function)
        if default is not None and default in DRAWS:
            return {"kind": DRAWS[default]}
        if default is not None:
            return {"kind": "built-in", "name": default}
        if isinstance(function, TimedArray):
            return self._timed(code, function)
        assert isinstance(function, BinomialFunction)
        return _binomial(function)

    def _timed(self, code: RunCode, function: TimedArray) -> dict[str, Any]:
        parts = _find_K(code.owner.clock.dt_, function.dt)
        values = np.array(function.values, np.float64)
        number = self._add(function.name, values.ravel())
        row = {"kind": "timed", "array": number, "part": float(function.dt / parts), "parts": int(parts)}
        row["rows"] = len(values)
        if values.ndim == 2:
            row["columns"] = values.shape[1]
        return row

    def queue(self, pathway: Any) -> int:
        """Return the number of a pathway's queue."""
        if pathway in self.queues:
            return self.queues.index(pathway)
        queue = pathway.queue
        self.queues.append(pathway)
        self._queue_rows.append(
            {
                "sources": self._add(f"{pathway.name} sources", queue.sources),
                "delays": self._add(f"{pathway.name} delays", queue.delays),
                "steps": self._add(f"{pathway.name} steps", queue.steps),
                "synapses": self._add(f"{pathway.name} synapses", queue.synapses),
                "start": int(queue.start),
                "stop": int(queue.stop),
            }
        )
        return len(self.queues) - 1

    def record(self, monitor: Any, columns: list[str]) -> int:
        """Return the number of a monitor's record."""
        self.records.append((monitor, columns))
        return len(self.records) - 1

    def events(self, code: RunCode) -> int:
        """Return the list of events that a code object uses."""
        return self._written_number(code.template_kwds["eventspace_variable"])

    def update(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe an update of all elements."""
        return {
            "kind": "update",
            "code": self.code(code),
            "count": _count(code.variables["N"]),
        }

    def cable(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe a step of a cable equation."""
        variables = code.variables
        arrays = {role: self.number(variables[name]) for role, name in _CABLE_INPUTS.items()}
        arrays |= {role: self._written_number(variables[name]) for role, name in _CABLE_OUTPUTS.items()}
        return {"kind": "cable", "code": self.code(code), "count": _count(variables["N"]), "arrays": arrays}

    def threshold(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe a threshold."""
        row = {
            "kind": "threshold",
            "code": self.code(code),
            "count": _count(code.variables["N"]),
            "events": self.events(code),
        }
        if code.template_kwds["_uses_refractory"]:
            row["refractory"] = {
                "ready": self._written_number(code.variables["not_refractory"]),
                "last": self._written_number(code.variables["lastspike"]),
                "t": self.number(code.variables["t"]),
            }
        return row

    def reset(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe code that acts on events."""
        return {"kind": "reset", "code": self.code(code), "events": self.events(code)}

    def push(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe how events enter the queue of a pathway."""
        return {"kind": "push", "queue": self.queue(one), "events": self.events(code)}

    def synapses(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe the code of a pathway."""
        return {"kind": "synapses", "queue": self.queue(one), "code": self.code(code)}

    def summed(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe a sum over synapses."""
        given = code.template_kwds
        stop = given["_target_stop"]
        index = np.asarray(given["_index_var"].get_value(), np.int32)
        target = self._written_number(given["_target_var"])
        if self._arrays[target].dtype.name not in ("float64", "float32", "int32"):
            raise type_error(one, given["_target_var"].name, str(self._arrays[target].dtype))
        return {
            "kind": "sum",
            "code": self.code(code),
            "count": _count(code.variables["N"]),
            "target": target,
            "index": self._add(f"{one.name} index", index),
            "start": int(given["_target_start"]),
            "stop": self._arrays[target].size if stop < 0 else int(stop),
        }

    def generator(self, one: BrianObject, code: RunCode) -> dict[str, Any]:
        """Describe a group with given spikes."""
        variables = code.variables
        return {
            "kind": "generator",
            "events": self._written_number(variables["_spikespace"]),
            "neurons": self.number(variables["neuron_index"]),
            "steps": self.number(variables["_timebins"]),
            "period": self.number(variables["_period_bins"]),
            "last": self._written_number(variables["_lastindex"]),
            "now": self.number(variables["t_in_timesteps"]),
        }

    def event_monitor(self, one: Any, code: RunCode) -> dict[str, Any]:
        """Describe a monitor of events."""
        variables = code.variables
        return {
            "kind": "record-events",
            "code": self.code(code),
            "events": self.events(code),
            "start": int(variables["_source_start"].get_value()),
            "stop": int(variables["_source_stop"].get_value()),
            "counts": self._written_number(variables["count"]),
            "record": self.record(one, list(code.template_kwds["record_variables"])),
        }

    def state_monitor(self, one: Any, code: RunCode) -> dict[str, Any]:
        """Describe a monitor of variables."""
        return {
            "kind": "record-state",
            "code": self.code(code),
            "indices": self.number(code.variables["_indices"]),
            "t": self.number(code.variables["_clock_t"]),
            "record": self.record(one, ["t", *code.template_kwds["_recorded_variables"]]),
        }

    def rate_monitor(self, one: Any, code: RunCode) -> dict[str, Any]:
        """Describe a monitor of rates."""
        variables = code.variables
        return {
            "kind": "record-rate",
            "events": self.number(variables["_spikespace"]),
            "start": int(variables["_source_start"].get_value()),
            "stop": int(variables["_source_stop"].get_value()),
            "t": self.number(variables["_clock_t"]),
            "dt": self.number(variables["_clock_dt"]),
            "neurons": _count(variables["_num_source_neurons"]),
            "record": self.record(one, ["t", "rate"]),
        }


#: Arrays of a cable equation, with Brian2's names: those that a step reads, and those that it writes.
_CABLE_INPUTS = {
    "dt": "dt",
    "capacitance": "Cm",
    "above": "_ab_star0",
    "diagonal": "_ab_star1",
    "below": "_ab_star2",
    "endSide": "_b_plus",
    "startSide": "_b_minus",
    "starts": "_starts",
    "ends": "_ends",
    "startConductance": "_invr0",
    "endConductance": "_invrn",
    "parents": "_morph_parent_i",
    "childPositions": "_morph_idxchild",
    "childCounts": "_morph_children_num",
    "children": "_morph_children",
}
_CABLE_OUTPUTS = {
    "v": "v",
    "capacitiveCurrent": "Ic",
    "before": "_v_previous",
    "particular": "_v_star",
    "endSolution": "_u_plus",
    "startSolution": "_u_minus",
    "nodeDiagonal": "_P_diag",
    "nodeParents": "_P_parent",
    "nodeChildren": "_P_children",
    "nodeSide": "_B",
}

_ACTIONS = {
    "spatialstateupdate": RunDefinition.cable,
    "stateupdate": RunDefinition.update,
    "threshold": RunDefinition.threshold,
    "reset": RunDefinition.reset,
    "synapses_push_spikes": RunDefinition.push,
    "synapses": RunDefinition.synapses,
    "summed_variable": RunDefinition.summed,
    "spikegenerator": RunDefinition.generator,
    "spikemonitor": RunDefinition.event_monitor,
    "statemonitor": RunDefinition.state_monitor,
    "ratemonitor": RunDefinition.rate_monitor,
}

def random_state() -> tuple[np.ndarray, dict[str, Any]]:
    """Return the words of NumPy's generator, and the rest of its state."""
    _, words, position, has_spare, spare = np.random.get_state()
    state: dict[str, Any] = {"position": int(position)}
    if has_spare:
        state["spare"] = float(spare)
    return np.asarray(words, np.uint32), state


def padded_bytes(array: np.ndarray) -> bytes:
    """Return the bytes of an array, padded to a multiple of 8."""
    data = np.ascontiguousarray(array).tobytes()
    return data + bytes(-len(data) % 8)


def _count(variable: Any) -> int:
    # It does not change during a run.
    return int(np.asarray(variable.get_value()).item())


def _unwrapped(code: Any) -> Any:
    # Objects refer to their code weakly.
    return code.__repr__.__self__


def _statement(each: Any) -> dict[str, str]:
    return {"to": each.var, "op": each.op, "value": each.expr}


def _binomial(function: BinomialFunction) -> dict[str, Any]:
    # The parameters are only in the variables of the function that samples.
    sample = function.implementations["numpy"].get_code(None)
    held = dict(zip(sample.__code__.co_freevars, (cell.cell_contents for cell in sample.__closure__ or ())))
    if "scale" in held:
        return {"kind": "scaled-normal", "mean": float(held["loc"]), "deviation": float(held["scale"])}
    return {"kind": "binomial", "count": int(held["n"]), "probability": float(held["p"])}
