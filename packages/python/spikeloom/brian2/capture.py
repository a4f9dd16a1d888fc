# SPDX-License-Identifier: GPL-2.0-or-later
"""Describe a network of Brian2 as a network file."""

from __future__ import annotations

import ast
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from brian2.core.clocks import defaultclock
from brian2.core.functions import Function
from brian2.core.namespace import DEFAULT_CONSTANTS, DEFAULT_UNITS
from brian2.core.network import Network
from brian2.core.variables import Constant
from brian2.equations.equations import (
    BOOLEAN,
    DIFFERENTIAL_EQUATION,
    FLOAT,
    PARAMETER,
    SUBEXPRESSION,
)
from brian2.groups.group import CodeRunner
from brian2.groups.neurongroup import (
    NeuronGroup,
    Resetter,
    StateUpdater,
    SubexpressionUpdater,
    Thresholder,
)
from brian2.groups.subgroup import Subgroup
from brian2.input.poissongroup import PoissonGroup
from brian2.input.poissoninput import PoissonInput
from brian2.input.spikegeneratorgroup import SpikeGeneratorGroup
from brian2.input.timedarray import TimedArray
from brian2.monitors import EventMonitor, PopulationRateMonitor, SpikeMonitor, StateMonitor
from brian2.stateupdaters.base import StateUpdateMethod, UnsupportedEquationsException
from brian2.synapses.synapses import (
    SummedVariableUpdater,
    SynapticPathway,
    Synapses,
)
from brian2.synapses.synapses import StateUpdater as SynapseUpdater
from brian2.units.fundamentalunits import DIMENSIONLESS, Quantity
from brian2.units.allunits import second

from spikeloom.brian2.captured_code import (
    RANDOM,
    Unwritable,
    evaluated,
    increment,
    name_of,
    names_in,
    parsed,
    renamed,
    simultaneous,
    statements_of,
    text_of,
    unit_of,
    value_of,
)
from spikeloom.brian2.code import default_name
from spikeloom.brian2.refusals import capture_error, other_file_error

_SCHEDULE = ["start", "groups", "thresholds", "synapses", "resets", "end"]

#: Slot and order of objects that others contain.
_SLOTS: dict[type, set[tuple[str, int]]] = {
    StateUpdater: {("groups", 0)},
    SynapseUpdater: {("groups", 0)},
    SummedVariableUpdater: {("groups", -1)},
    SubexpressionUpdater: {("before_start", 0)},
    Thresholder: {("thresholds", 0)},
    Resetter: {("resets", 0)},
    SynapticPathway: {("synapses", -1), ("synapses", 1)},
    PoissonInput: {("synapses", 0)},
}

#: Integrators by the names of Brian2's state updaters.
_INTEGRATORS = {
    "exact": "exact",
    "linear": "exact",
    "exponential_euler": "exponential-euler",
    **{name: name for name in ("euler", "heun", "milstein", "rk2", "rk4")},
}

#: Variables that every group has, with the values that a network file assumes.
_OWN = {"lastspike": -1e4, "not_refractory": True}


def write_capture(record: Mapping[str, Any], path: Path) -> None:
    """Write a network file; replaces an earlier one, but no other file."""
    if path.exists() and not _is_network(path):
        raise other_file_error(path)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=1)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _is_network(path: Path) -> bool:
    try:
        record = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and record.get("format") == "spikeloom-network"


def capture(network: Network, namespace: Mapping[str, Any], duration: Quantity) -> dict[str, Any]:
    """Return the record of a network at the start of a run."""
    return _Capture(network, namespace, duration).record()


def refuse_changes(before: Mapping[str, Any], record: Mapping[str, Any], network: Network) -> None:
    """Refuse a further run of a network that the script has changed, except for its duration."""
    for part in sorted(record.keys() - {"duration"}):
        then, now = before[part], record[part]
        if then == now:
            continue
        if isinstance(now, dict) and then.keys() == now.keys():
            changed = next(name for name in now if now[name] != then[name])
            one = next((one for one in network.sorted_objects if one.name == changed), network)
        else:
            one = network
        raise capture_error(one, f"a change of {part} between two runs")


class _Model:
    """Names of a model: constants of the script, and what objects add to it."""

    def __init__(self, owner: Any, namespace: Mapping[str, Any], kind: str) -> None:
        self.owner = owner
        self._namespace = namespace
        self.parameters: dict[str, Any] = {}
        self._constants: dict[str, tuple[float, Any]] = {}
        self.tables: dict[str, TimedArray] = {}
        self.record: dict[str, Any] = {
            "kind": kind,
            "contract": 1,
            "name": owner.name.lower().replace("_", "-"),
            "about": f"Equations of {owner.name}, captured from Brian2.",
            "parameters": self.parameters,
        }

    def expression(self, tree: ast.expr, scope: Any = None, known: Any = ()) -> str:
        """Write an expression; constants of the script become parameters.

        Names are looked up in `scope`, by default in the owner; those in `known` stay.
        """
        scope = self.owner if scope is None else scope
        names = {}
        tree = self._with_tables(tree, scope)
        for name in sorted(names_in(tree) - set(known) - self.tables.keys()):
            found = _find(scope, name, self._namespace)
            if isinstance(found, Function):
                if default_name(found) is None:
                    raise Unwritable(f"the function {name} is not one of the equation language")
            elif isinstance(found, Constant) and not _is_unit(name, found):
                names[name] = self._constant(name, float(found.get_value()), found.dim)
        return text_of(renamed(tree, names))

    def _constant(self, name: str, value: float, dim: Any) -> str:
        """Return the name of the parameter with this value."""
        own = name
        while self._constants.setdefault(own, (value, dim)) != (value, dim) or self._is_taken(own):
            own += "_other"
        about = "constant of the script"
        self.parameters[own] = {"default": value_of(value, dim), "about": about}
        return own

    def _is_taken(self, name: str) -> bool:
        return name in self.owner.variables and not isinstance(self.owner.variables[name], Constant)

    def _with_tables(self, tree: ast.expr, scope: Any) -> ast.expr:
        """Replace calls of timed arrays by inputs."""
        model = self

        class Replace(ast.NodeTransformer):
            def visit_Call(self, node: ast.Call) -> ast.expr:
                self.generic_visit(node)
                name = node.func.id  # type: ignore[attr-defined]
                found = _find(scope, name, model._namespace)
                if not isinstance(found, TimedArray):
                    return node
                expected = ["t"] if found.values.ndim == 1 else ["t", "i"]
                if [ast.unparse(one) for one in node.args] != expected:
                    raise Unwritable(f"the timed array {name} is read at another time than t")
                if model.tables.setdefault(name, found) is not found:
                    raise Unwritable(f"two timed arrays have the name {name}")
                return name_of(name)

        return Replace().visit(ast.parse(ast.unparse(tree), mode="eval").body)


class _Capture:
    """Collects the parts of a network file."""

    def __init__(self, network: Network, namespace: Mapping[str, Any], duration: Quantity) -> None:
        self._network = network
        self._namespace = namespace
        self._dt = float(defaultclock.dt)
        self._duration = float(duration)
        self._objects = list(network.sorted_objects)
        #: Variables of groups that something other than their equations changes, or that are recorded.
        self._states: set[tuple[str, str]] = set()
        #: Variables that sums over synapses set.
        self._sums: set[tuple[str, str]] = set()
        self._models: dict[str, _Model] = {}
        self._populations: dict[str, Any] = {}
        self._projections: list[dict[str, Any]] = []
        self._stimuli: list[dict[str, Any]] = []
        self._record: list[dict[str, Any]] = []
        self._synapse_records: list[dict[str, Any]] = []

    def record(self) -> dict[str, Any]:
        """Return the network file."""
        if self._network.schedule != _SCHEDULE:
            raise capture_error(self._network, f"the schedule {self._network.schedule}")
        for one in self._objects:
            self._at(one, self._check)
        for one in self._objects:
            self._at(one, self._find_states)
        order = (
            (NeuronGroup, self._group),
            (PoissonGroup, self._poisson_group),
            (SpikeGeneratorGroup, self._generator),
            (Synapses, self._synapses),
            (PoissonInput, self._poisson_input),
            (StateMonitor, self._state_monitor),
            (EventMonitor, self._spike_monitor),
            (PopulationRateMonitor, self._rate_monitor),
        )
        for kind, add in order:
            for one in self._objects:
                if isinstance(one, kind):
                    self._at(one, add)
        if not self._populations:
            raise capture_error(self._network, "a network without groups")
        for model in self._models.values():
            self._at(model.owner, lambda _, model=model: self._add_tables(model))
        models = {name: model.record for name, model in self._models.items()}
        return {
            "format": "spikeloom-network",
            "version": 1,
            "name": self._network.name,
            "about": "Captured from a script of Brian2.",
            "dt": value_of(self._dt, second.dim),
            "duration": value_of(self._duration, second.dim),
            "convention": "brian2",
            "models": models,
            "populations": self._populations,
            "projections": self._projections,
            "stimuli": self._stimuli,
            "record": self._record,
            "recordSynapses": self._synapse_records,
        }

    def _at(self, one: Any, add: Callable[[Any], None]) -> None:
        """Add an object; what cannot be written is reported with its name and line."""
        try:
            add(one)
        except Unwritable as error:
            raise capture_error(_visible(one), str(error)) from None

    def _check(self, one: Any) -> None:
        is_monitor = isinstance(one, (StateMonitor, EventMonitor, PopulationRateMonitor))
        known = (NeuronGroup, PoissonGroup, SpikeGeneratorGroup, Synapses)
        if type(one) not in _SLOTS and type(one) not in known and not is_monitor:
            kind = "code that run_regularly or run_on_event runs" if type(one) is CodeRunner else type(one).__name__
            raise Unwritable(f"an object of this kind ({kind})")
        if not one.active:
            raise Unwritable("an object that is not active")
        if type(one) in _SLOTS and (one.when, one.order) not in _SLOTS[type(one)]:
            raise Unwritable(f"another place in the schedule ({one.when!r}, {one.order})")
        if not is_monitor and float(one.clock.dt) != self._dt:
            raise Unwritable("a step that differs from that of defaultclock")

    # What changes the variables of groups.

    def _find_states(self, one: Any) -> None:
        if isinstance(one, NeuronGroup):
            for code in one.event_codes.values():
                self._states |= {(one.name, name) for name, _, _ in statements_of(code)}
        elif isinstance(one, Synapses):
            for pathway in one._pathways:
                for name, _, _ in statements_of(pathway.code):
                    found = self._neuron_variable(one, name)
                    if found is not None:
                        self._states.add((_base(found[0]).name, found[1]))
            for updater in one.summed_updaters.values():
                self._sums.add((_base(updater.target).name, updater.target_var.name))
        elif isinstance(one, PoissonInput):
            self._states.add((_base(one._group).name, one._target_var))
        elif isinstance(one, StateMonitor) and isinstance(_base(one.source), NeuronGroup):
            self._states |= {(_base(one.source).name, name) for name in one.record_variables}

    def _neuron_variable(self, synapses: Synapses, name: str) -> tuple[Any, str] | None:
        """Return the group and the variable that a name in the code of synapses refers to."""
        if name in _synapse_names(synapses):
            return None
        for suffix, group in (("_post", synapses.target), ("_pre", synapses.source)):
            if name.endswith(suffix) and name[: -len(suffix)] in group.variables:
                return group, name[: -len(suffix)]
        return (synapses.target, name) if name in synapses.target.variables else None

    # Groups.

    def _group(self, group: NeuronGroup) -> None:
        if set(group.events) - {"spike"}:
            raise Unwritable("further events")
        model = self._models[group.name] = _Model(group, self._namespace, "neuron")
        record = model.record
        inputs: dict[str, Any] = {}
        states: dict[str, Any] = {}
        expressions: dict[str, Any] = {}
        dynamics: dict[str, str] = {}
        values: dict[str, Any] = {}
        initial: dict[str, Any] = {}
        held = []
        for one in group.user_equations.values():
            name = one.varname
            if "linked" in one.flags:
                raise Unwritable(f"the linked variable {name}")
            about = "from the equations of the script"
            unit = {"unit": unit_of(one.dim), "about": about}
            if (group.name, name) in self._sums:
                inputs[name] = {"unit": unit_of(one.dim), "about": "sum over synapses"}
                continue
            if one.type == SUBEXPRESSION:
                expressions[name] = {"value": model.expression(one.expr and parsed(one.expr.code)), **unit}
                if "constant over dt" in one.flags:
                    expressions[name]["constantOverStep"] = True
                continue
            now = value_of(group.variables[name].get_value(), one.dim)
            is_state = one.type == DIFFERENTIAL_EQUATION or (group.name, name) in self._states
            if is_state and one.var_type != FLOAT:
                raise Unwritable(f"the variable {name}, which changes and is not of type float")
            if not is_state:
                kind = {} if one.var_type == FLOAT else {"type": one.var_type}
                first = value_of(group.variables[name].get_value()[:1], one.dim)
                if one.var_type == BOOLEAN:
                    first, now = bool(first), _truths(now)
                model.parameters[name] = {"default": first, "about": about, **kind}
                if now != first:
                    values[name] = now
                continue
            states[name] = {"initial": 0 if one.dim is DIMENSIONLESS else f"0 {unit_of(one.dim)}", **unit}
            initial[name] = now
            if one.type == DIFFERENTIAL_EQUATION:
                dynamics[name] = model.expression(parsed(one.expr.code))
                if "unless refractory" in one.flags and group._refractory is not False:
                    held.append(name)
        for name, usual in _OWN.items():
            if name in group.variables and not (group.variables[name].get_value() == usual).all():
                raise Unwritable(f"the variable {name}, which the script has set")
        record |= {"inputs": inputs, "receptors": {}, "state": states}
        record |= {"expressions": expressions, "dynamics": dynamics}
        if "spike" in group.events:
            record["spike"] = self._spike(group, model, held)
        population: dict[str, Any] = {"model": group.name, "size": int(group.N)}
        if dynamics:
            population["integrator"] = self._integrator(group)
        self._populations[group.name] = {**population, "parameters": values, "initial": initial}

    def _spike(self, group: NeuronGroup, model: _Model, held: list[str]) -> dict[str, Any]:
        known = ("not_refractory",)
        spike: dict[str, Any] = {"when": model.expression(parsed(group.events["spike"]), known=known)}
        code = group.event_codes.get("spike")
        if code:
            changed = simultaneous(statements_of(code), lambda name: name in group.variables)
            spike["reset"] = {name: model.expression(tree) for name, tree in changed.items()}
        refractory = group._refractory
        if refractory is False:
            return spike
        if isinstance(refractory, Quantity):
            return {**spike, "refractory": {"for": value_of(float(refractory), second.dim), "hold": held}}
        tree = parsed(refractory)
        is_time = not isinstance(tree, (ast.Compare, ast.BoolOp)) and not (
            isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not)
        )
        if isinstance(tree, ast.Name) and tree.id in group.variables:
            is_time = group.variables[tree.id].dim is second.dim
        period = {"for": model.expression(tree), "evaluate": "each-step"} if is_time else {"while": model.expression(tree)}
        return {**spike, "refractory": {**period, "hold": held}}

    def _integrator(self, group: NeuronGroup) -> str:
        updater = group.state_updater
        choice = updater.method_choice
        choices = [choice] if isinstance(choice, str) or callable(choice) else list(choice)
        names = group.equations.names | group.equations.identifiers | {"dt"}
        variables = group.resolve_all(names, self._namespace, user_identifiers=set())
        for one in choices:
            if not isinstance(one, str) or one not in _INTEGRATORS:
                raise Unwritable(f"the method {one!r}")
            if len(choices) == 1:
                return _INTEGRATORS[one]
            try:
                method = StateUpdateMethod.stateupdaters[one]
                method(group.equations, variables, updater.method_options)
            except UnsupportedEquationsException:
                continue
            return _INTEGRATORS[one]
        raise Unwritable("no method for its equations")

    def _poisson_group(self, group: PoissonGroup) -> None:
        rates = group._rates
        if isinstance(rates, str):
            used = names_in(parsed(rates))
            found = {name: _find(group, name, self._namespace) for name in used}
            if "t" in used or any(isinstance(one, (TimedArray, Function)) and name in RANDOM or isinstance(one, TimedArray) for name, one in found.items()):
                raise Unwritable("rates that change during a run")
        values = np.asarray(group.rates[:], np.float64)
        rate = value_of(values, (1 / second).dim)
        self._populations[group.name] = {
            "model": "poisson",
            "size": int(group.N),
            "parameters": {"rate": rate},
        }

    def _generator(self, group: SpikeGeneratorGroup) -> None:
        neurons = np.asarray(group._neuron_index)
        times = np.asarray(group._spike_time, np.float64)
        period = float(group.variables["period"].get_value()[0])
        if 0 < period < self._duration:
            count = int(np.ceil(self._duration / period))
            # Brian2 repeats whole steps.
            steps = np.floor(times / self._dt + 1e-3) % round(period / self._dt)
            all_steps = np.concatenate([steps + k * round(period / self._dt) for k in range(count)])
            neurons, times = np.tile(neurons, count), all_steps * self._dt
        lists: list[list[float]] = [[] for _ in range(int(group.N))]
        for k in np.argsort(times, kind="stable"):
            lists[int(neurons[k])].append(round(float(times[k]) * 1e3, 9))
        self._populations[group.name] = {"model": "spike-array", "size": int(group.N), "times": lists}

    def _add_tables(self, model: _Model) -> None:
        for name, table in model.tables.items():
            every = float(table.dt) / self._dt
            if abs(every - round(every)) > 1e-6 or round(every) < 1:
                raise Unwritable(f"the timed array {name}, whose interval is no multiple of the step")
            unit = unit_of(table.dim)
            model.record["inputs"][name] = {"unit": unit, "about": "values of a timed array"}
            columns = table.values.reshape(len(table.values), -1)
            for k in range(columns.shape[1]):
                values = value_of(columns[:, k], table.dim)
                if not isinstance(values, (list, dict)):
                    values = [values] * len(columns)
                stimulus = {
                    "kind": "time-array",
                    "into": model.owner.name,
                    "input": name,
                    "values": values,
                    "every": value_of(float(table.dt), second.dim),
                }
                if table.values.ndim == 2:
                    stimulus["neurons"] = {"indices": [k]}
                self._stimuli.append(stimulus)

    # Synapses.

    def _synapses(self, synapses: Synapses) -> None:
        sources = np.asarray(synapses.variables["_synaptic_pre"].get_value())
        targets = np.asarray(synapses.variables["_synaptic_post"].get_value())
        if len(sources) == 0:
            return
        own = _Synapses(synapses, self._namespace)
        pairs = np.stack([sources, targets], axis=1).tolist()
        ends = {
            "from": _base(synapses.source).name,
            "to": _base(synapses.target).name,
            "connector": {"kind": "pairs", "pairs": pairs},
        }
        for pathway in synapses._pathways:
            if pathway.event != "spike":
                raise Unwritable(f"a pathway of the event {pathway.event!r}")
        for updater in synapses.summed_updaters.values():
            self._sum(own, updater, ends)
        changing = own.changing()
        pre = [one for one in synapses._pathways if one.prepost == "pre"]
        post = [one for one in synapses._pathways if one.prepost == "post"]
        if not changing:
            if any(one.code.strip() for one in post):
                raise Unwritable("code of on_post that changes the target, or only local variables")
            for pathway in pre:
                self._static(own, pathway, ends)
            return
        if synapses.summed_updaters:
            raise Unwritable("variables that change together with a sum over synapses")
        if len(pre) > 1 or len(post) > 1:
            raise Unwritable("several pathways and variables that change")
        if post and np.any(post[0].variables["delay"].get_value() != 0):
            raise Unwritable("a delay of on_post")
        self._plastic(own, pre[0] if pre else None, post[0] if post else None, ends)

    def _delay(self, pathway: SynapticPathway) -> Any:
        # Brian2's compiled queue adds a half and truncates.
        steps = np.trunc(pathway.variables["delay"].get_value() / self._dt + 0.5)
        return value_of(np.round(steps * self._dt * 1e3, 9) / 1e3, second.dim)

    def _effects(self, own: _Synapses, pathway: SynapticPathway) -> tuple[dict[str, ast.expr], dict[str, ast.expr]]:
        """Return what a pathway changes: variables of the target, and of the synapses."""
        synapses = own.synapses
        neurons: dict[str, str] = {}
        statements = statements_of(pathway.code)
        for name in {name for name, _, _ in statements} | names_in(*[tree for _, _, tree in statements]):
            found = self._neuron_variable(synapses, name)
            if found is None:
                continue
            if _base(found[0]) is not _base(synapses.target) or name.endswith("_pre"):
                raise Unwritable(f"the variable {name} of the source, which its code reads or changes")
            neurons[name] = found[1]
        named = [(neurons.get(name, name), op, renamed(tree, neurons)) for name, op, tree in statements]
        changed = simultaneous(named, lambda name: name in neurons.values() or name in own.names)
        both = set(neurons.values()) & set(own.names)
        if both:
            raise Unwritable(f"a variable of the synapses and of the target with the same name ({sorted(both)[0]})")
        targets = {name: tree for name, tree in changed.items() if name not in own.names}
        return targets, {name: tree for name, tree in changed.items() if name in own.names}

    def _target_model(self, ends: dict[str, Any]) -> _Model:
        model = self._models.get(ends["to"])
        if model is None:
            raise Unwritable("a target without equations")
        return model

    def _static(self, own: _Synapses, pathway: SynapticPathway, ends: dict[str, Any]) -> None:
        """Add synapses that never change."""
        targets, _ = self._effects(own, pathway)
        if not targets:
            return
        model = self._target_model(ends)
        receptors = model.record["receptors"]
        target = _base(own.synapses.target).variables
        added = {}
        for name, tree in targets.items():
            change = increment(name, tree)
            if change is None or names_in(change) & targets.keys():
                raise Unwritable(f"a change of {name} that is no increment by a factor that the event leaves unchanged")
            added[name] = change
        used = names_in(*added.values())
        named = sorted(used & set(own.names))
        port = next(iter(added))
        if len(added) == 1 and not used & (set(target) | RANDOM) - own.fixed:
            weight = value_of(own.values(added[port]), target[port].dim)
            receptors[port] = _receptor(port, target[port].dim)
        else:
            port = pathway.name
            if len(named) > 1:
                raise Unwritable(f"code that reads several variables of the synapses ({', '.join(named)})")
            unit, weight = "1", 1
            if named:
                dim = own.synapses.variables[named[0]].dim
                unit, weight = unit_of(dim), value_of(own.values(name_of(named[0])), dim)
            weights = {name: "weight" for name in named}
            known = {*target, "weight"}
            on = {}
            for name, change in added.items():
                text = model.expression(renamed(change, weights), own.synapses, known)
                on[name] = f"{name} + {text}" if named else f"{name} + weight * ({text})"
            receptors[port] = {"unit": unit, "about": f"effect of {pathway.name}", "on": on}
        self._projections.append(
            {
                "name": pathway.name,
                **ends,
                "receptor": port,
                "weight": weight,
                "delay": self._delay(pathway),
            }
        )

    def _plastic(self, own: _Synapses, pre: Any, post: Any, ends: dict[str, Any]) -> None:
        """Add synapses whose variables change."""
        synapses = own.synapses
        targets, changes = self._effects(own, pre) if pre is not None else ({}, {})
        on = {"pre": changes}
        if post is not None:
            others, on["post"] = self._effects(own, post)
            if others:
                raise Unwritable("code of on_post that changes the target")
        target = self._target_model(ends)
        if len(targets) > 1:
            raise Unwritable("code that changes several variables of the target")
        model = _Model(synapses, self._namespace, "synapse")
        deliver: ast.expr | None = None
        port = "unchanged"
        if targets:
            [(port, tree)] = targets.items()
            deliver = increment(port, tree)
            if deliver is None:
                raise Unwritable(f"a change of {port} that is no increment")
        elif pre is not None or post is not None:
            receptor = {"unit": "1", "about": "event without an effect", "on": {}}
            target.record["receptors"][port] = receptor
        trees = [*changes.values(), *on.get("post", {}).values()]
        neurons = set(_base(synapses.target).variables) - set(own.names) - set(synapses.variables)
        read = names_in(*trees, *([deliver] if deliver is not None else [])) & neurons
        if read:
            raise Unwritable(f"code that reads {sorted(read)[0]} of the target, and variables that change")
        # The variable that reaches the target is the weight.
        weights = {deliver.id: "weight"} if isinstance(deliver, ast.Name) and deliver.id in own.changing() else {}
        record = model.record
        states, initial, dynamics = {}, {}, {}
        changing = own.changing()
        for name, one in own.names.items():
            if name in weights or one.type == SUBEXPRESSION:
                continue
            now = value_of(own.values(name_of(name)), one.dim)
            if name not in changing and not isinstance(now, (list, dict)):
                model.parameters[name] = {"default": now, "about": "from the equations of the script"}
                continue
            unit = unit_of(one.dim)
            zero = 0 if unit == "1" else f"0 {unit}"
            states[name] = {"initial": zero, "unit": unit, "about": "from the equations of the script"}
            initial[name] = now

        def written(tree: ast.expr) -> str:
            return model.expression(renamed(tree, weights), synapses, {"weight"})

        record["expressions"] = {
            name: {
                "value": written(parsed(one.expr.code)),
                "unit": unit_of(one.dim),
                "about": "from the equations of the script",
            }
            for name, one in own.names.items()
            if one.type == SUBEXPRESSION
        }
        for name, one in own.names.items():
            if one.type == DIFFERENTIAL_EQUATION:
                when = "event" if name in own.event_driven else "step"
                derivative = written(parsed(one.expr.code))
                dynamics[weights.get(name, name)] = {"derivative": derivative, "when": when}
        record |= {"state": states, "dynamics": dynamics}
        record["on"] = {
            side: {weights.get(name, name): written(tree) for name, tree in each.items()}
            for side, each in on.items()
            if each
        }
        if weights:
            [name] = weights
            dim = own.names[name].dim
            record["weightUnit"] = unit_of(dim)
            weight = value_of(own.values(name_of(name)), dim)
        else:
            unit = unit_of(_base(synapses.target).variables[port].dim) if targets else "1"
            record["weightUnit"] = unit
            weight = 1 if unit == "1" else f"1 {unit}"
            if deliver is not None:
                record["deliver"] = written(deliver)
        if targets:
            target.record["receptors"][port] = _receptor(port, _base(synapses.target).variables[port].dim)
        self._models[synapses.name] = model
        projection = {"name": synapses.name, **ends, "receptor": port, "weight": weight}
        if pre is not None:
            projection["delay"] = self._delay(pre)
        self._projections.append({**projection, "synapse": synapses.name, "initial": initial})

    def _sum(self, own: _Synapses, updater: SummedVariableUpdater, ends: dict[str, Any]) -> None:
        """Add a sum over synapses."""
        synapses = own.synapses
        if _base(updater.target) is not _base(synapses.target):
            raise Unwritable("a sum over synapses of the source")
        if own.changing():
            raise Unwritable("a sum over synapses with variables that change")
        model = _Model(synapses, self._namespace, "synapse")
        name = updater.target_var.name
        model.record["name"] += f"-{name.lower().replace('_', '-')}"
        reads: dict[str, Any] = {}
        tree = own.substituted(parsed(updater.expression.code))
        neurons: dict[str, str] = {}
        for each in names_in(tree):
            found = self._neuron_variable(synapses, each)
            if found is None:
                continue
            side = "pre" if each.endswith("_pre") else "post"
            neurons[each] = own_name = f"{found[1]}_{side}"
            unit = unit_of(found[0].variables[found[1]].dim)
            reads[own_name] = {"of": side, "variable": found[1], "unit": unit}
        used = sorted(names_in(tree) & set(own.names))
        values = {each: value_of(own.values(name_of(each)), own.names[each].dim) for each in used}
        many = [each for each in used if isinstance(values[each], (list, dict))]
        if len(many) > 1:
            raise Unwritable(f"a sum that reads several variables of the synapses ({', '.join(many)})")
        weights = {each: "weight" for each in many}
        for each in set(used) - set(many):
            model.parameters[each] = {"default": values[each], "about": "from the equations of the script"}
        value = model.expression(renamed(tree, {**neurons, **weights}), synapses, {"weight", *reads})
        unit = unit_of(updater.target_var.dim)
        model.record |= {
            "weightUnit": unit_of(own.names[many[0]].dim) if many else "1",
            "reads": reads,
            "coupling": [{"into": name, "value": value if many else f"weight * ({value})", "unit": unit}],
        }
        label = f"{synapses.name}_{name}"
        self._models[label] = model
        weight = values[many[0]] if many else 1
        self._projections.append({"name": label, **ends, "weight": weight, "synapse": label})

    def _poisson_input(self, one: PoissonInput) -> None:
        group, name = one._group, one._target_var
        model = self._models[_base(group).name]
        dim = _base(group).variables[name].dim
        if isinstance(one._weight, str):
            raise Unwritable("a weight given as an expression")
        model.record["receptors"].setdefault(name, _receptor(name, dim))
        self._stimuli.append(
            {
                "kind": "poisson",
                "into": _base(group).name,
                **({"neurons": _selection(group)} if isinstance(group, Subgroup) else {}),
                "receptor": name,
                "rate": value_of(float(one._rate), (1 / second).dim),
                "count": int(one._N),
                "counts": "binomial",
                "weight": value_of(float(one._weight), dim),
            }
        )

    # Monitors.

    def _spike_monitor(self, monitor: EventMonitor) -> None:
        if monitor.event != "spike":
            raise Unwritable(f"the event {monitor.event!r}")
        extra = set(monitor.record_variables) - {"i", "t"}
        if extra:
            raise Unwritable(f"the variable {sorted(extra)[0]} at spikes")
        self._add_recorder(monitor.source, ["spikes"])

    def _rate_monitor(self, monitor: PopulationRateMonitor) -> None:
        self._add_recorder(monitor.source, ["spikes"])

    def _add_recorder(self, source: Any, variables: list[str], **rest: Any) -> None:
        recorder = {"population": _base(source).name, "variables": variables, **rest}
        if isinstance(source, Subgroup) and "neurons" not in rest:
            recorder["neurons"] = _selection(source)
        if recorder not in self._record:
            self._record.append(recorder)

    def _state_monitor(self, monitor: StateMonitor) -> None:
        if (monitor.when, monitor.order) != ("start", 0):
            raise Unwritable(f"another place in the schedule ({monitor.when!r}, {monitor.order})")
        every = value_of(float(monitor.clock.dt), second.dim)
        source = monitor.source
        names = list(monitor.record_variables)
        if isinstance(source, Synapses):
            own = _Synapses(source, self._namespace)
            if not own.changing() >= set(names):
                raise Unwritable("variables of synapses that do not change")
            self._record_synapses(source, names, every)
            return
        if isinstance(source, (PoissonGroup, SpikeGeneratorGroup)):
            raise Unwritable("variables of a source")
        summed = [name for name in names if (_base(source).name, name) in self._sums]
        if summed:
            raise Unwritable(f"the sum over synapses {summed[0]}")
        indices = np.asarray(monitor.variables["_indices"].get_value()) + getattr(source, "start", 0)
        self._add_recorder(source, names, neurons={"indices": indices.tolist()}, every=every)

    def _record_synapses(self, synapses: Synapses, names: list[str], every: str) -> None:
        projection = next((one for one in self._projections if one.get("synapse") == synapses.name), None)
        if projection is None:
            raise Unwritable("variables of synapses that do not exist")
        states = self._models[synapses.name].record["state"]
        variables = [name if name in states else "weight" for name in names]
        recorder = {"projection": synapses.name, "variables": variables, "every": every}
        self._synapse_records.append(recorder)


class _Synapses:
    """Variables of synapses, and which of them change."""

    def __init__(self, synapses: Synapses, namespace: Mapping[str, Any]) -> None:
        self.synapses = synapses
        self._namespace = namespace
        summed = {updater.target_varname for updater in synapses.summed_updaters.values()}
        parts = [synapses.equations, *([synapses.event_driven] if synapses.event_driven else [])]
        #: Equations by the names of variables, without sums.
        self.names = {
            one.varname: one for part in parts for one in part.values() if one.varname not in summed
        }
        self.event_driven = set(synapses.event_driven.names) if synapses.event_driven else set()
        #: Names with one number for each synapse that does not change, or one for all.
        self.fixed = {"i", "j", "N_pre", "N_post", "N"}

    def changing(self) -> set[str]:
        """Return the variables that events or differential equations change."""
        found = {name for name, one in self.names.items() if one.type == DIFFERENTIAL_EQUATION}
        for pathway in self.synapses._pathways:
            found |= {name for name, _, _ in statements_of(pathway.code)} & set(self.names)
        return found

    def substituted(self, tree: ast.expr) -> ast.expr:
        """Replace names of expressions by these."""
        parts = {
            name: parsed(one.expr.code) for name, one in self.names.items() if one.type == SUBEXPRESSION
        }
        while names_in(tree) & parts.keys():
            tree = _replaced(tree, parts)
        return tree

    def values(self, tree: ast.expr) -> np.ndarray:
        """Evaluate an expression of fixed variables, for each synapse or once."""
        tree = self.substituted(tree)
        variables = self.synapses.variables
        values: dict[str, Any] = {}
        for name in names_in(tree):
            one = self.names.get(name)
            if one is not None and one.type == PARAMETER or one is not None and one.type == DIFFERENTIAL_EQUATION:
                values[name] = np.asarray(variables[name].get_value())
            elif name in ("i", "j"):
                side = "_synaptic_pre" if name == "i" else "_synaptic_post"
                group = self.synapses.source if name == "i" else self.synapses.target
                values[name] = np.asarray(variables[side].get_value()) - group.start
            else:
                found = _find(self.synapses, name, self._namespace)
                if not isinstance(found, Function):
                    values[name] = np.asarray(found.get_value())
        return evaluated(tree, values)


def _replaced(tree: ast.expr, parts: Mapping[str, ast.expr]) -> ast.expr:
    class Replace(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return parts.get(node.id, node)

    return Replace().visit(ast.parse(ast.unparse(tree), mode="eval").body)


def _receptor(name: str, dim: Any) -> dict[str, Any]:
    return {"unit": unit_of(dim), "about": f"increment of {name}", "on": {name: f"{name} + weight"}}


def _selection(group: Subgroup) -> dict[str, int]:
    return {"from": int(group.start), "until": int(group.stop)}


def _base(group: Any) -> Any:
    """Return the group that a subgroup is a part of."""
    while isinstance(group, Subgroup):
        group = group.source
    return getattr(group, "__repr__").__self__ if hasattr(group.__repr__, "__self__") else group


def _visible(one: Any) -> Any:
    """Return the object of the script that contains one."""
    for name in ("group", "synapses"):
        found = getattr(one, name, None)
        if found is not None and type(one) in _SLOTS and not isinstance(one, PoissonInput):
            return found
    return one


def _find(scope: Any, name: str, namespace: Mapping[str, Any]) -> Any:
    try:
        return scope._resolve(name, namespace, user_identifier=False)
    except KeyError:
        raise Unwritable(f"the name {name}, which has no value") from None


def _is_unit(name: str, found: Constant) -> bool:
    if name in DEFAULT_CONSTANTS:
        return True
    unit = DEFAULT_UNITS.get(name)
    return unit is not None and float(unit) == float(found.get_value()) and unit.dim is found.dim


def _synapse_names(synapses: Synapses) -> set[str]:
    own = {"i", "j", "N", "t", "dt", "t_in_timesteps", "delay", "lastupdate"}
    names = set(synapses.equations.names)
    return own | names | (set(synapses.event_driven.names) if synapses.event_driven else set())


def _truths(value: Any) -> Any:
    return [bool(one) for one in value] if isinstance(value, list) else bool(value)
