"""Run PyNN's examples on SpikeLoom and on NEST, and compare spike for spike.

    SPIKELOOM_PYNN_SOURCE=<a checkout of PyNN> python compare_examples.py [name ...]

Each script runs unchanged in a separate process; only the name of the simulator differs. All spikes of all
populations are recorded. The minimum delay is the time step, and NEST and given spike times stay on its grid,
because NEST's sources are late otherwise. Prints a line for each script; exits with 1 if one does not run.
"""

import argparse
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

# Arguments beside the name of the simulator.
ARGUMENTS = {
    "VAbenchmarks": ["CUBA"],
    "Potjans2014/microcircuit": [],
}
# Scripts that need another simulator, or packages that are not installed: with the reason.
LEFT_OUT = {
    "distrib_example": "mpi4py",
    "simpleRandomNetwork_csa": "a random-number argument that PyNN no longer has",
    "nineml_brunel": "NineML",
    "nineml_neuron": "NineML",
    "nrn_artificial_cell": "a native cell of NEURON",
    "random_distributions": "random numbers of other simulators",
}
# Input drawn by the simulator, or by a generator without a seed: only spike counts can be compared.
DRAWN = {"brunel", "random_numbers", "update_spike_source_array", "varying_poisson"}
NAMES = ("spikeloom", "nest")


def load(name):
    """Import a simulator of PyNN."""
    import importlib

    if name == "spikeloom":
        import spikeloom.pynn

        sys.modules["pyNN.spikeloom"] = spikeloom.pynn
    return importlib.import_module(f"pyNN.{name}")


class Watcher:
    """Record the spikes of all populations that a script creates."""

    def __init__(self, sim, name):
        from pyNN import common

        self.sim, self.name, self.step = sim, name, 0.1
        self.populations, self.trains = [], []
        self.setup, sim.setup = sim.setup, self.pinned_setup
        sim.SpikeSourceArray = self.gridded_source(sim.SpikeSourceArray)
        make, change = common.Population.__init__, common.populations.BasePopulation.set

        def made(population, *args, **kwargs):
            make(population, *args, **kwargs)
            if population.can_record("spikes"):
                population.record("spikes")
            self.populations.append(population)

        def changed(population, **parameters):
            change(population, **self.gridded(parameters))

        common.Population.__init__ = made
        common.populations.BasePopulation.set = changed
        if name == "nest":
            connect_single_cells()

    def pinned_setup(self, timestep=0.1, *args, **kwargs):
        self.collect()
        self.step = timestep
        kwargs["min_delay"] = timestep
        if kwargs.get("max_delay", "auto") == "auto":
            kwargs["max_delay"] = 50.0
        if self.name == "nest":
            kwargs["spike_precision"] = "on_grid"
        return self.setup(timestep, **kwargs)

    def gridded_source(self, source):
        """Create the class that replaces a source while a script runs."""

        def init(made, **parameters):
            source.__init__(made, **self.gridded(parameters))

        return type(source.__name__, (source,), {"__init__": init, "__doc__": source.__doc__})

    def gridded(self, parameters):
        """Move spike times just before the grid, where NEST does not round them up by a step."""
        if "spike_times" not in parameters:
            return parameters
        return {**parameters, "spike_times": self.rounded(parameters["spike_times"])}

    def rounded(self, times):
        from pyNN.parameters import ArrayParameter, Sequence

        if callable(times):
            return lambda i: self.rounded(times(i))
        if isinstance(times, ArrayParameter):
            return Sequence(self.rounded_array(times.value))
        if len(times) > 0 and (isinstance(times[0], ArrayParameter) or np.ndim(times[0]) > 0):
            return [self.rounded(one) for one in times]
        return self.rounded_array(times)

    def rounded_array(self, times):
        steps = np.unique(np.rint(np.asarray(times, dtype=float) / self.step))
        return steps[steps > 1] * self.step - 1e-9

    def collect(self):
        """Store the spikes of all populations so far."""
        for population in self.populations:
            if self.sim.get_current_time() == 0:
                continue
            for segment in population.get_data("spikes").segments:
                self.trains += [np.asarray(train.magnitude) for train in segment.spiketrains]
        self.populations.clear()


def connect_single_cells():
    """Let PyNN's one-to-one connections work from a single cell with NumPy 2.1 and later."""
    from pyNN import connectors
    from pyNN.parameters import LazyArray

    def connect(connector, projection):
        pairs = LazyArray(np.eye(*projection.shape, dtype=bool))
        connector._connect_with_map(projection, pairs)

    connectors.OneToOneConnector.connect = connect


def run_watched(script, name, output):
    """Run a script on a simulator and store its spikes."""
    watcher = Watcher(load(name), name)
    sys.argv = [str(script), name, *ARGUMENTS.get(script.stem, [])]
    sys.path.insert(0, str(script.parent))
    runpy.run_path(str(script), run_name="__main__")
    watcher.collect()
    lengths = [len(train) for train in watcher.trains]
    times = np.concatenate([np.empty(0), *watcher.trains])
    np.savez(output, lengths=lengths, times=times)


def run_apart(script, name, timeout):
    """Run a script in a separate process; return its spikes, or the end of its output."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "spikes.npz"
        command = [sys.executable, __file__, "--run", str(script), name, str(output)]
        environment = {**os.environ, "MPLBACKEND": "Agg"}
        try:
            done = subprocess.run(
                command, cwd=folder, env=environment, capture_output=True, text=True,
                timeout=timeout, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return None, f"longer than {timeout} s"
        if done.returncode != 0 or not output.exists():
            lines = (done.stderr or done.stdout).strip().splitlines()
            return None, lines[-1] if lines else f"exit {done.returncode}"
        with np.load(output) as found:
            return np.split(found["times"], np.cumsum(found["lengths"])[:-1]), ""


def compare(name, ours, theirs):
    """Describe how many spikes are the same."""
    counts = sum(map(len, ours)), sum(map(len, theirs))
    if len(ours) != len(theirs):
        return f"{len(ours)} trains against {len(theirs)}"
    if name in DRAWN:
        return f"drawn input, {counts[0]} spikes against {counts[1]}"
    # Times are whole microseconds.
    whole = [[set(np.rint(1000 * train)) for train in trains] for trains in (ours, theirs)]
    same = sum(len(a & b) for a, b in zip(*whole))
    equal = sum(a == b for a, b in zip(*whole))
    return f"{equal} of {len(ours)} trains equal; {same} spikes, of {counts[0]} against {counts[1]}"


def main():
    """Compare all examples, or the named ones."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--timeout", type=float, default=600)
    options = parser.parse_args()
    folder = Path(os.environ["SPIKELOOM_PYNN_SOURCE"]) / "examples"
    names = options.names or sorted(path.stem for path in folder.glob("*.py"))
    failed = 0
    for name in names:
        if name in LEFT_OUT:
            print(f"{name}: omitted, it needs {LEFT_OUT[name]}", flush=True)
            continue
        script = folder / f"{name}.py"
        found = {simulator: run_apart(script, simulator, options.timeout) for simulator in NAMES}
        (ours, fault), (theirs, their_fault) = found.values()
        if ours is None:
            failed += 1
            print(f"{name}: DOES NOT RUN, {fault}; on NEST: {their_fault or 'runs'}", flush=True)
        elif theirs is None:
            print(f"{name}: runs; not on NEST, {their_fault}", flush=True)
        else:
            print(f"{name}: {compare(name, ours, theirs)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        run_watched(Path(sys.argv[2]), sys.argv[3], sys.argv[4])
    else:
        sys.exit(main())
