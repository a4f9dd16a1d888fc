# SPDX-License-Identifier: GPL-2.0-or-later
"""The device: Brian2 sets networks up, and SpikeLoom runs them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from brian2.codegen.runtime.numpy_rt import NumpyCodeObject
from brian2.core.functions import Function
from brian2.core.names import find_name
from brian2.core.network import Network, TextReport
from brian2.core.preferences import prefs
from brian2.devices.device import RuntimeDevice
from brian2.groups.group import Group, get_local_namespace
from brian2.stateupdaters.GSL import GSLStateUpdater
from brian2.units import Quantity, check_units, second
from brian2.utils.logger import get_logger

from spikeloom.brian2.capture import capture, refuse_changes, write_capture
from spikeloom.brian2.code import RunCode, is_known
from spikeloom.brian2.definition import RunDefinition
from spikeloom.brian2.derivations import kept_derivations
from spikeloom.brian2.memory import check_memory
from spikeloom.brian2.pending_events import PendingEvents
from spikeloom.brian2.refusals import (
    located_error,
    method_error,
    option_error,
    project_error,
)
from spikeloom.brian2.running import Running
from spikeloom.errors import SpikeLoomError
from spikeloom.link import Link
from spikeloom.network import load

logger = get_logger("brian2.spikeloom")

#: Interval at which a run looks whether it is told to stop.
_SLICE_MS = 100.0

#: Options: those of Brian2's standalone devices, and `capture`.
_OPTIONS = frozenset(
    "additional_source_files capture clean compile debug directory profile results_directory run run_args "
    "with_output".split()
)


class SpikeLoomDevice(RuntimeDevice):
    """Arrays are in Python between runs, and in SpikeLoom's process during a run."""

    def __init__(self) -> None:
        """Start without a process."""
        super().__init__()
        #: Number of runs that SpikeLoom has made.
        self.runs = 0
        self._link: Link | None = None
        self._owner = os.getpid()
        self._is_preparing = False
        self._capture: Path | None = None
        self._captured: tuple[dict[str, Any], float] | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave out the process."""
        return {**super().__getstate__(), "_link": None}

    def activate(self, build_on_run: bool = True, **options: Any) -> None:
        """Select the device; options that only matter to a compiler have no effect."""
        for name in options.keys() - _OPTIONS:
            raise option_error(name, _OPTIONS)
        given = options.pop("capture", None)
        #: File to which the network is written instead of being run.
        self._capture = None if given is None else Path(given).resolve()
        self._captured = None
        super().activate(build_on_run=build_on_run, **options)

    def run(self, *_: Any, **__: Any) -> None:
        """Refuse to run a compiled project again, which Brian2 would ignore without this method."""
        raise project_error()

    def spike_queue(self, source_start: int, source_end: int) -> PendingEvents:
        """Create the queue of a pathway."""
        return PendingEvents(source_start, source_end)

    def code_object_class(self, codeobj_class: Any = None, fallback_pref: str = "codegen.target") -> Any:
        """Return how code is run during set-up: by NumPy, without a compiler, unless a target is set."""
        if self._is_preparing:
            return NumpyCodeObject
        if codeobj_class is None and prefs[fallback_pref] == "auto":
            return NumpyCodeObject
        return super().code_object_class(codeobj_class, fallback_pref)

    def code_object(
        self,
        owner: Any,
        name: str,
        abstract_code: Any,
        variables: Any,
        template_name: str,
        variable_indices: Any,
        codeobj_class: Any = None,
        template_kwds: Any = None,
        override_conditional_write: Any = None,
        compiler_kwds: Any = None,
    ) -> Any:
        """Create a code object: for a run, only its statements."""
        unknown = _unknown_functions(variables) if self._is_preparing else []
        if unknown:
            logger.warn(
                f"The functions {', '.join(unknown)} are not available in SpikeLoom: Python runs the object"
                f" '{owner.name}' in each step, which is slow.",
                name_suffix="python_function",
                once=True,
            )
        in_numpy = super().code_object

        def make_numpy_code() -> Any:
            return in_numpy(
                owner=owner,
                name=name,
                abstract_code=abstract_code,
                variables=variables,
                template_name=template_name,
                variable_indices=variable_indices,
                codeobj_class=codeobj_class,
                template_kwds=template_kwds,
                override_conditional_write=override_conditional_write,
                compiler_kwds=compiler_kwds,
            )

        if unknown or not self._is_preparing:
            return make_numpy_code()
        own_name = find_name(name)
        template = getattr(RunCode.templater, template_name)
        generator = RunCode.generator_class(
            variables=variables,
            variable_indices=variable_indices,
            owner=owner,
            iterate_all=template.iterate_all,
            codeobj_class=RunCode,
            override_conditional_write=override_conditional_write,
            allows_scalar_write=template.allows_scalar_write,
            name=own_name,
            template_name=template_name,
        )
        scalar, vector, _ = generator.translate(
            abstract_code, dtype=prefs["core.default_float_dtype"]
        )
        return RunCode(
            owner,
            (scalar, vector),
            variables,
            variable_indices,
            template_name,
            dict(template_kwds or {}),
            override_conditional_write,
            own_name,
            make_numpy_code,
        )

    def network_run(
        self,
        network: Network,
        duration: Quantity,
        report: Any = None,
        report_period: Quantity = 10 * second,
        namespace: Any = None,
        profile: Any = None,
        level: int = 0,
    ) -> None:
        """Run a network in SpikeLoom's process."""
        _check_duration(duration)
        started = time.time()
        if profile is None:
            profile = self.build_options.get("profile", False)
        if namespace is None:
            namespace = get_local_namespace(level=level + 2)
        start, end = network.t, network.t + duration
        network._clocks = {one.clock for one in network.sorted_objects}
        for clock in network._clocks:
            clock.set_interval(start, end)
        for one in network.sorted_objects:
            if _uses_gsl(one):
                raise method_error(one)
        self._is_preparing = True
        try:
            with kept_derivations():
                network.before_run(namespace)
        finally:
            self._is_preparing = False
        objects = network.sorted_objects
        if len(objects) == 0:
            return
        if self._capture is not None:
            self._write(network, namespace, duration)
            network.after_run()
            return
        definition = RunDefinition(
            [one for one in objects if one.active],
            sorted(network._clocks, key=lambda one: one.name),
            bool(profile),
        )
        check_memory(definition)
        tell = _reporter(report)
        tell(0 * second, 0.0, start, duration)
        told = started

        def tell_at(reached: float) -> None:
            nonlocal told
            if time.time() - told < float(report_period):
                return
            told = time.time()
            done = (reached - float(start)) / float(duration)
            tell((told - started) * second, done, start, duration)

        self._run_definition(network, definition, tell_at)
        was_stopped = network._stopped or Network._globally_stopped
        network.t_ = min(map(_time_of, network._clocks)) if was_stopped else float(end)
        self._last_run_time = time.time() - started
        done = (network.t - start) / duration if duration > 0 else 1.0
        self._last_run_completed_fraction = float(done)
        for one in objects:
            if isinstance(one, Group):
                one._check_for_invalid_states()
        tell(self._last_run_time * second, float(done), start, duration)
        network.after_run()
        network._profiling_info = _profile_of(definition)

    def _write(self, network: Network, namespace: Any, duration: Quantity) -> None:
        """Write the network; a further run of an unchanged network makes it longer."""
        assert self._capture is not None
        before = self._captured
        seconds = float(duration) + (before[1] if before else 0.0)
        with kept_derivations():
            record = capture(network, namespace, seconds * second)
        if before is not None:
            refuse_changes(before[0], record, network)
        try:
            with load(record) as checked:
                faults = checked.check()
        except SpikeLoomError as fault:
            faults = [fault]
        if faults:
            raise located_error(faults[0], network.sorted_objects)
        write_capture(record, self._capture)
        self._captured = (record, seconds)
        if before is None:
            logger.warn(
                f"The network is written to {self._capture}. It is not simulated, so that monitors stay empty.",
                name_suffix="captured",
            )

    def _run_definition(
        self, network: Network, definition: RunDefinition, tell: Callable[[float], None]
    ) -> None:
        if self._link is None or self._owner != os.getpid():
            # A forked process needs a process of its own.
            self._link, self._owner = Link(), os.getpid()
        running = Running(self._link, definition)
        Network._globally_running = True
        self.runs += 1
        try:
            self._finish(network, definition, running, tell)
        except KeyboardInterrupt:
            running.bring_back()
            network.t_ = min(map(_time_of, network._clocks))
            raise
        except SpikeLoomError:
            self._link.close()
            self._link = None
            raise
        finally:
            Network._globally_running = False
        running.bring_back()

    def _finish(
        self, network: Network, definition: RunDefinition, running: Running, tell: Callable[[float], None]
    ) -> None:
        """Run until the end, or until Brian2 is told to stop."""
        started = time.time()
        is_inside = False
        while True:
            longest = self._maximum_run_time
            if longest is not None and time.time() - started > float(longest):
                network._stopped = True
            is_stopped = network._stopped or Network._globally_stopped
            if is_stopped and not is_inside:
                return
            # A run that an object of Python stops ends with its step.
            stopped = running.advance(_SLICE_MS, finish_step=is_stopped)
            is_inside = stopped.object is not None
            if stopped.object is not None:
                one = definition.objects[stopped.object]
                network.t_ = _time_of(one._clock)
                before = time.perf_counter()
                one.run()
                if definition.profile is not None:
                    definition.profile[stopped.object] += time.perf_counter() - before
            elif not stopped.more:
                return
            tell(stopped.time)


def _unknown_functions(variables: Any) -> list[str]:
    return sorted(
        name for name, one in variables.items() if isinstance(one, Function) and not is_known(one)
    )


def _uses_gsl(one: Any) -> bool:
    method = getattr(one, "method_choice", None)
    return isinstance(method, GSLStateUpdater) or (isinstance(method, str) and method.startswith("gsl"))


def _profile_of(definition: RunDefinition) -> list[tuple[str, Quantity]] | None:
    """Return the time that each object has taken, or None if it was not measured."""
    if definition.profile is None:
        return None
    return [(one.name, taken * second) for one, taken in zip(definition.objects, definition.profile)]


def _time_of(clock: Any) -> float:
    return float(clock.variables["t"].get_value()[0])


@check_units(duration=second)
def _check_duration(duration: Quantity) -> None:
    if duration < 0:
        raise ValueError(f"A run needs a duration that is not negative, got {duration}.")


def _reporter(report: Any) -> Any:
    """Return the function that receives progress."""
    if report is None:
        return lambda *_: None
    if callable(report):
        return report
    if report in ("text", "stdout"):
        return TextReport(sys.stdout)
    if report == "stderr":
        return TextReport(sys.stderr)
    if isinstance(report, str):
        raise ValueError(f'The value "{report}" of report is not known.')
    raise TypeError(f"report must be a name or a function, not {type(report)}.")
