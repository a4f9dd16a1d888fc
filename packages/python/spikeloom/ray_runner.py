# SPDX-License-Identifier: GPL-2.0-or-later
"""Run the jobs of a sweep as tasks of a Ray cluster."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from spikeloom import __version__
from spikeloom.errors import SpikeLoomError
from spikeloom.sweep_command import sweep_command

try:
    import ray
except ImportError as fault:
    raise SpikeLoomError(
        "SL_SWEEP_RAY",
        "The sweep needs Ray, which is not installed.",
        place="runner",
        next='Install it with pip install -e "./packages/python[ray]", or omit runner="ray".',
    ) from fault


def run_on_ray(begun: Mapping[str, Any]) -> None:
    """Run the jobs of a sweep, and store their results in its folder.

    Results are stored atomically, so a stopped sweep keeps its finished runs. Only a few remaining jobs per
    core of the cluster are submitted at a time.
    """
    jobs: list[int] = begun["jobs"]
    if not jobs:
        return
    is_ours = not ray.is_initialized()
    if is_ours:
        ray.init(configure_logging=False, log_to_driver=False)
    try:
        for done, (job, result) in enumerate(_results(begun["plan"], jobs), 1):
            _place(Path(begun["folder"]), job, result)
            _say(done, len(jobs))
    finally:
        if is_ours:
            ray.shutdown()


def _results(plan: str, jobs: list[int]) -> Iterator[tuple[int, bytes]]:
    """Yield the result of each job on completion, in any order."""
    text = ray.put(_movable(plan))
    task = ray.remote(num_cpus=1)(run_job)
    most = 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))
    waiting = iter(jobs)
    running: dict[Any, int] = {}
    try:
        while True:
            while len(running) < most and (job := next(waiting, None)) is not None:
                running[task.remote(text, job, __version__)] = job
            if not running:
                return
            (done,), _ = ray.wait(list(running), num_returns=1)
            job = running.pop(done)
            yield job, _result_of(done, job)
    finally:
        for one in running:
            ray.cancel(one, force=True)


def _movable(plan: str) -> str:
    """Read a list of jobs, with its folder of data files as an absolute path for the nodes."""
    record = json.loads(Path(plan).read_text(encoding="utf-8"))
    if "directory" in record:
        record["directory"] = os.path.abspath(Path(plan).parent / record["directory"])
    return json.dumps(record)


def _result_of(done: Any, job: int) -> bytes:
    try:
        node, result, error = ray.get(done)
    except ray.exceptions.RayError as fault:
        # Ray's message has many lines, of which the last is the most informative.
        raise _node_error(job, str(fault).strip().splitlines()[-1]) from fault
    if error is not None:
        code, message, place, *rest = error
        raise SpikeLoomError(code, message, f"{place or 'sweep'}, job {job} on {node}", *rest)
    return result


def _node_error(job: int, got: str) -> SpikeLoomError:
    return SpikeLoomError(
        "SL_SWEEP_NODE",
        "A job of the sweep could not be run on a node of the cluster.",
        place=f"job {job}",
        expected=f"spikeloom {__version__} on each node",
        got=got,
        next="Install the same spikeloom on each node, then call sweep again to complete the remaining runs.",
    )


def run_job(plan: str, job: int, version: str) -> tuple[str, bytes, tuple[Any, ...] | None]:
    """Run one job here, on a node, with the command and without terminal output.

    Returns the name of the node, and the result file or the parts of an error.
    """
    node = platform.node()
    try:
        if version != __version__:
            raise _node_error(job, f"spikeloom {__version__} on {node}")
        with tempfile.TemporaryDirectory(prefix="spikeloom-job-") as folder:
            file = Path(folder) / "sweep.plan.json"
            file.write_text(plan, encoding="utf-8")
            out = Path(folder) / "sweep.h5"
            sweep_command(str(file), "--out", str(out), "--job", str(job), "--quiet")
            return node, (Path(folder) / "sweep.runs" / f"{job}.h5").read_bytes(), None
    except SpikeLoomError as error:
        # As parts, because Ray would wrap an exception into one of its own.
        return node, b"", error.args


def _place(folder: Path, job: int, result: bytes) -> None:
    """Write a result atomically."""
    draft = folder / f"{job}.{os.getpid()}.running.h5"
    try:
        with open(draft, "wb") as file:
            file.write(result)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, folder / f"{job}.h5")
    finally:
        draft.unlink(missing_ok=True)


def _say(done: int, jobs: int) -> None:
    """Report progress on a terminal."""
    stderr = sys.stderr
    if stderr is None or not stderr.isatty():
        return
    stderr.write(f"\r\x1b[K{done} of {jobs} jobs" if done < jobs else "\r\x1b[K")
    stderr.flush()
