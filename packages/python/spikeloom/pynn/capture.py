# SPDX-License-Identifier: GPL-2.0-or-later
"""Write the network of a PyNN script to a file, without running it.

    python -m spikeloom.pynn.capture network.json script.py [arguments of the script]

Any PyNN simulator that the script imports is replaced by this one. Losses are printed.
"""

from __future__ import annotations

import runpy
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

import pyNN

from . import simulator

# Simulators that scripts import.
_SIMULATORS = ("nest", "neuron", "brian2", "mock", "spikeloom")


def capture(script: str | Path, file: str | Path, arguments: Sequence[str] = ()) -> list[str]:
    """Run a PyNN script to its end, write its network, and report the losses."""
    import spikeloom.pynn as sim

    path = str(Path(script).resolve())
    with _in_place(sim, path, arguments):
        simulator.state.always_capture = str(Path(file).resolve())
        try:
            runpy.run_path(path, run_name="__main__")
            if simulator.state.capture is not None:
                simulator.state.write_capture()
        finally:
            simulator.state.always_capture = None
    return list(simulator.state.losses)


@contextmanager
def _in_place(sim: ModuleType, script: str, arguments: Sequence[str]) -> Iterator[None]:
    """Replace PyNN's simulators by this one, and set the script's arguments."""
    argv, path = sys.argv, list(sys.path)
    modules = {name: sys.modules.get(f"pyNN.{name}") for name in _SIMULATORS}
    attributes = {name: getattr(pyNN, name, None) for name in _SIMULATORS}
    sys.argv = [script, *arguments]
    sys.path.insert(0, str(Path(script).parent))
    for name in _SIMULATORS:
        sys.modules[f"pyNN.{name}"] = sim
        setattr(pyNN, name, sim)
    try:
        yield
    finally:
        sys.argv, sys.path = argv, path
        for name in _SIMULATORS:
            _put_back(name, modules[name], attributes[name])


def _put_back(name: str, module: ModuleType | None, attribute: object) -> None:
    if module is None:
        del sys.modules[f"pyNN.{name}"]
    else:
        sys.modules[f"pyNN.{name}"] = module
    if attribute is None:
        delattr(pyNN, name)
    else:
        setattr(pyNN, name, attribute)


def main(arguments: Sequence[str]) -> int:
    """Capture the script given on the command line."""
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    for loss in capture(arguments[1], arguments[0], arguments[2:]):
        print(loss)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
