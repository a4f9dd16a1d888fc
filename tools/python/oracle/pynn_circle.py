"""Run PyNN scripts full circle: through a captured network back into a script, and on NEST both times.

A script is a function of a simulator and of options for its `setup`; it runs and returns populations.
"""

import json
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .pynn_scripts import Written, convert_files, run_script, spike_rows

STEP = 0.1
# Options of `setup` for spikes on NEST's grid, which other simulators ignore.
GRID = {"timestep": STEP, "min_delay": STEP, "max_delay": 10.0, "spike_precision": "on_grid"}


@dataclass
class Half:
    """SpikeLoom's results for a script: everything except NEST."""

    # Spikes by population, as rows of step and neuron.
    live: dict
    captured: dict
    # As a network file: spikes of a run, and a script.
    written: Written


@dataclass
class Circle:
    """Spikes of a script on NEST, and of its exported form."""

    nest: dict
    again: dict


def halves(scripts, folder):
    """Run and capture scripts, then run and convert their networks in one process."""
    import spikeloom.pynn as ours

    live, files = {}, {}
    for name, script in scripts.items():
        live[name] = rows_of(script(ours))
        files[name] = Path(folder) / name / "net.json"
        files[name].parent.mkdir()
        script(ours, capture=files[name])
        ours.end()
    written = convert_files(files, folder, STEP)
    return {
        name: Half(live[name], json.loads(files[name].read_text()), written[name]) for name in scripts
    }


def close_circle(script, half):
    """Run a script on NEST, and its exported form."""
    if isinstance(half.written, RuntimeError):
        raise half.written
    nest = run_on_nest(script)
    arrays = run_script(half.written.script)
    return Circle(nest, {name: spike_rows(arrays, name, STEP) for name in nest})


def run_on_nest(script):
    """Run a script on NEST, with the settings that PyNN 0.13.0 does not pass on."""
    import pyNN.nest as nest

    repair(nest)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return rows_of(script(nest))


def repair(nest):
    """Pass the settings to NEST that PyNN 0.13.0 omits: two potentials and conductances, and the exponents of a
    rule.
    """
    grr = nest.IF_cond_exp_gsfa_grr
    grr.variable_map = {**grr.variable_map, "g_s": "g_sfa", "g_r": "g_rr"}
    grr.scale_factors = {**grr.scale_factors, "g_s": 1, "g_r": 1}
    nest.IF_curr_delta.variable_map = {"v": "V_m"}
    nest.IF_curr_delta.scale_factors = {"v": 1}
    if isinstance(nest.GutigWeightDependence, type):
        given = nest.GutigWeightDependence

        def dependence(w_min=0.0, w_max=1.0, **exponents):
            made = given(w_min=w_min, w_max=w_max)
            made.parameter_space.update(**exponents)
            return made

        nest.GutigWeightDependence = dependence


def rows_of(populations):
    """Return the spikes of populations by label, as rows of step and neuron, in order."""
    found = {}
    for population in populations:
        trains = population.get_data("spikes").segments[0].spiketrains
        steps = [np.rint(train.magnitude / STEP).astype(int).tolist() for train in trains]
        neurons = [int(train.annotations["source_index"]) for train in trains]
        found[population.label] = sorted(
            (step, neuron)
            for neuron, train in zip(neurons, steps, strict=True)
            for step in train
        )
    return found
