"""Run the draws of a model in Brian2 and in SpikeLoom: one population, one neuron per draw."""

import re

import brian2 as b
import numpy as np

from oracle.brian2_models import INPUT
from oracle.draws import SEEDS, STEP_MS, Chance, Draw, Train
from oracle.nest_runs import Trace
from oracle.ours import run_networks

STEPS = 3000
HELD_MS = 1.0
UNITS = ("ms", "mV", "pA", "nS", "uS", "pF", "Mohm", "kHz")
BASE = {"volt": 1e-3, "amp": 1e-12, "siemens": 1e-9}


def draw_input(model, seed):
    """Draw a neuron, spikes onto each receptor, and a current that changes every millisecond."""
    chance = Chance(model.name, seed)
    parameters = {
        name: chance.between(low, high, digits=4) for name, (_, low, high) in model.parameters.items()
    }
    depending = model.depends(parameters)
    parameters |= {name: round(value, 4) for name, (_, value) in depending.items()}
    trains = []
    for receptor, (_, low, high) in model.receptors.items():
        for _ in range(2):
            train = chance.train(receptor, (low, high), STEPS)
            # Any delay, including zero and half steps: rounding is part of the convention.
            delay = chance.one_of([0.0, chance.between(0, 4, digits=2), 0.05, 0.15, 0.25])
            trains.append(Train(receptor, train.steps, train.weight, delay))
    mean = chance.between(*model.current)
    spread = 0.0 if model.steady else 0.2 * mean
    current = tuple(
        (k, round(mean + chance.between(-spread, spread), 2))
        for k in range(round(STEPS * STEP_MS / HELD_MS))
    )
    return Draw(seed, parameters, tuple(trains), current, STEPS)


def units_of(model):
    """Return the unit of every parameter."""
    drawn = {name: unit for name, (unit, _, _) in model.parameters.items()}
    return drawn | {name: unit for name, (unit, _) in model.depends(_middle(model)).items()}


def _middle(model):
    return {name: (low + high) / 2 for name, (_, low, high) in model.parameters.items()}


def brian2_unit(text):
    """Return a unit such as mV/ms as a quantity of Brian2."""
    names = {name: getattr(b, name) for name in UNITS}
    return eval(text, {"__builtins__": {}}, names)  # noqa: S307 (a text of ours)


def _declarations(model):
    """Declare each parameter as a constant of its neuron, in Brian2's notation."""
    words = {
        "mV": "volt", "ms": "second", "pA": "amp", "nS": "siemens", "uS": "siemens",
        "pF": "farad", "Mohm": "ohm", "1/ms": "Hz", "mV/ms": "volt/second", "nS/mV": "siemens/volt",
    }  # fmt: skip
    return [f"{name} : {words[unit]} (constant)" for name, unit in units_of(model).items()]


def equations_of(model, side):
    """Return the text for one simulator; only the origin of the current differs."""
    return "\n".join([model.equations, INPUT[side], *_declarations(model)])


def run_in_brian2(model, draws):
    """Return a trace for each draw."""
    b.prefs.codegen.target = "numpy"
    b.start_scope()
    b.defaultclock.dt = STEP_MS * b.ms
    values = np.array([[value for _, value in draw.current] for draw in draws]).T
    namespace = {"stimulus": b.TimedArray(values * b.pA, dt=HELD_MS * b.ms)}
    options = {} if model.refractory is None else {"refractory": model.refractory}
    group = b.NeuronGroup(
        len(draws),
        equations_of(model, "brian2"),
        threshold=model.threshold,
        reset=model.reset,
        method=model.method,
        namespace=namespace,
        **options,
    )
    for name, unit in units_of(model).items():
        numbers = np.array([draw.parameters[name] for draw in draws])
        setattr(group, name, numbers * brian2_unit(unit))
    for name, value in model.initial.items():
        setattr(group, name, value)
    objects = [group, *_spikes_into(model, draws, group)]
    spikes = b.SpikeMonitor(group)
    states = b.StateMonitor(group, list(model.recorded), record=True)
    network = b.Network(*objects, spikes, states)
    network.run(STEPS * STEP_MS * b.ms)
    trains = spikes.spike_trains()
    return [
        Trace(
            np.rint(np.asarray(trains[k] / b.ms) / STEP_MS).astype(int),
            {
                name: np.asarray(getattr(states, name)[k] / brian2_unit(unit))
                for name, unit in model.recorded.items()
            },
        )
        for k in range(len(draws))
    ]


def _spikes_into(model, draws, group):
    trains = [(k, train) for k, draw in enumerate(draws) for train in draw.trains]
    indices = np.concatenate([[k] * len(train.steps) for k, (_, train) in enumerate(trains)])
    times = np.concatenate([train.steps for _, train in trains]) * STEP_MS
    source = b.SpikeGeneratorGroup(len(trains), indices.astype(int), times * b.ms)
    made = [source]
    for receptor, (unit, _, _) in model.receptors.items():
        chosen = [(k, neuron, train) for k, (neuron, train) in enumerate(trains)
                  if train.receptor == receptor]  # fmt: skip
        dimension = brian2_unit(unit)
        word = {"mV": "volt", "nS": "siemens"}[unit]
        synapses = b.Synapses(
            source, group, f"weight : {word} (constant)", on_pre=f"{receptor}_post += weight"
        )
        synapses.connect(i=[k for k, _, _ in chosen], j=[neuron for _, neuron, _ in chosen])
        synapses.weight = [train.weight for _, _, train in chosen] * dimension
        synapses.delay = [train.delay for _, _, train in chosen] * b.ms
        made.append(synapses)
    return made


def run_in_ours(model, draws, folder):
    """Return a trace for each draw."""
    [[recorder]] = run_networks([job_of(model, draws)], folder)
    return [
        Trace(
            recorder.spike_steps(k),
            {name: values[:, k] for name, values in recorder.samples.items()},
        )
        for k in range(len(draws))
    ]


def job_of(model, draws):
    """Write the draws as a network whose model is the equations' text."""
    trains = [(k, train) for k, draw in enumerate(draws) for train in draw.trains]
    units = units_of(model)
    parameters = {
        name: {"values": [draw.parameters[name] for draw in draws], "unit": unit}
        for name, unit in units.items()
    }
    equations = {
        "name": "m",
        "equations": equations_of(model, "ours"),
        "threshold": model.threshold,
        "reset": model.reset,
        "method": model.method,
        "inputs": ["i_in"],
        "receptors": list(model.receptors),
        "parameters": {name: f"1 {unit}" for name, unit in units.items()},
        "initial": model.initial,
    }
    if model.refractory is not None:
        equations["refractory"] = model.refractory
    projections = []
    for receptor, (unit, _, _) in model.receptors.items():
        chosen = [one for one in enumerate(trains) if one[1][1].receptor == receptor]
        projections.append(
            {
                "from": "s",
                "to": "n",
                "receptor": receptor,
                "connector": {"kind": "pairs", "pairs": [[k, neuron] for k, (neuron, _) in chosen]},
                "weight": {"values": [train.weight for _, (_, train) in chosen], "unit": unit},
                "delay": {"values": [train.delay for _, (_, train) in chosen], "unit": "ms"},
            }
        )
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(STEPS * STEP_MS, 1)} ms",
        "convention": "brian2",
        "populations": {
            "n": {"model": "m", "size": len(draws), "parameters": parameters},
            "s": {
                "model": "spike-array",
                "size": len(trains),
                "times": [[f"{round(k * STEP_MS, 1)} ms" for k in t.steps] for _, t in trains],
            },
        },
        "projections": projections,
        "stimuli": [
            {
                "kind": "time-array",
                "into": "n",
                "input": "i_in",
                "neurons": {"indices": [k]},
                "every": f"{HELD_MS} ms",
                "values": {"values": [value for _, value in draw.current], "unit": "pA"},
            }
            for k, draw in enumerate(draws)
        ],
        "record": [{"population": "n", "variables": ["spikes", *model.recorded]}],
    }
    return {"network": network, "equations": [equations]}


def run_both(model, folder, seeds=SEEDS):
    """Return the draws, our traces and Brian2's."""
    draws = [draw_input(model, seed) for seed in seeds]
    return draws, run_in_ours(model, draws, folder), run_in_brian2(model, draws)
