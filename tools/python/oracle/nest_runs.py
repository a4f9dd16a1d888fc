"""Run the draws of a model in NEST and in SpikeLoom."""

from dataclasses import dataclass

import nest
import numpy as np

from oracle.draws import SEEDS, STEP_MS, Chance, Draw
from oracle.ours import run_networks

TRAINS_PER_RECEPTOR = 2


@dataclass(frozen=True)
class Trace:
    """Spike stamps in steps, and each variable at the end of steps 1, 2, ... in NEST's units."""

    spikes: np.ndarray
    values: dict


def draw_input(model, seed, steps=4000):
    """Draw a neuron with spikes onto each of its receptors and a current."""
    chance = Chance(model.ours, seed)
    parameters = model.draw(chance)
    trains = tuple(
        chance.train(receptor, weights, steps)
        for receptor, weights in model.receptors.items()
        for _ in range(TRAINS_PER_RECEPTOR)
    )
    current = chance.current(*model.current, steps)
    return Draw(seed, parameters, trains, current, steps)


def run_in_nest(model, draws):
    """Return a trace for each draw; all run in parallel in one kernel."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    made = [_connect_in_nest(model, draw) for draw in draws]
    steps = draws[0].steps
    # Devices lag by a step, so the last value is read a little later.
    nest.Simulate(round((steps + 2) * STEP_MS, 1))
    return [_read_from_nest(model, steps, *one) for one in made]


def _connect_in_nest(model, draw):
    neuron = nest.Create(model.nest, params=model.nest_parameters(draw.parameters))
    neuron.set(model.start(draw.parameters))
    for train in draw.trains:
        times = np.array(train.steps) * STEP_MS
        source = nest.Create("spike_generator", params={"spike_times": np.round(times, 1)})
        weight = train.weight * model.nest_sign.get(train.receptor, 1)
        synapse = {"weight": weight, "delay": round(train.delay * STEP_MS, 1)}
        receptor = model.nest_receptors.get(train.receptor)
        if receptor is not None:
            synapse["receptor_type"] = receptor
        nest.Connect(source, neuron, syn_spec=synapse)
    # A generator with a delay of one step acts one step after its time: measured, V moves first at the
    # end of the step that begins at time + delay. Ours acts in the step that begins at the time itself.
    generator = nest.Create(
        "step_current_generator",
        params={
            "amplitude_times": [round((step - 1) * STEP_MS, 1) for step, _ in draw.current],
            "amplitude_values": [value * model.current_unit[1] for _, value in draw.current],
        },
    )
    nest.Connect(generator, neuron, syn_spec={"delay": STEP_MS})
    spikes = nest.Create("spike_recorder")
    nest.Connect(neuron, spikes, syn_spec={"delay": STEP_MS})
    meter = nest.Create(
        "multimeter",
        params={"interval": STEP_MS, "record_from": list(model.recorded.values())},
    )
    nest.Connect(meter, neuron, syn_spec={"delay": STEP_MS})
    return spikes, meter


def _read_from_nest(model, steps, spikes, meter):
    stamps = np.rint(np.asarray(spikes.get("events")["times"]) / STEP_MS).astype(int)
    events = meter.get("events")
    values = {
        ours: np.asarray(events[theirs])[:steps] for ours, theirs in model.recorded.items()
    }
    if model.crossing is not None:
        above = values["v"] > model.crossing
        stamps = np.flatnonzero(above[1:] & ~above[:-1]) + 2
    return Trace(stamps[stamps <= steps], values)


def run_in_ours(model, draws, folder):
    """Return a trace for each draw.

    The first half are populations of one neuron, so that parameters are constants of their programs;
    the others are one population, whose parameters are arrays.
    """
    # A program with many sub-steps takes a while to generate, so it is generated once.
    half = len(draws) // 2 if model.sub_steps is None else 0
    groups = [*([draw] for draw in draws[:half]), draws[half:]]
    [recorders] = run_networks([{"network": network_of(model, groups)}], folder)
    return [
        Trace(one.spike_steps(k), {name: values[:, k] for name, values in one.samples.items()})
        for one, group in zip(recorders, groups, strict=True)
        for k in range(len(group))
    ]


def network_of(model, groups):
    """Write groups of draws as one network; a group is a population."""
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(groups[0][0].steps * STEP_MS, 1)} ms",
        "convention": "nest",
        "populations": {},
        "projections": [],
        "stimuli": [],
        "record": [],
    }
    for number, draws in enumerate(groups):
        _add_group(network, model, number, draws)
    return network


def _add_group(network, model, number, draws):
    name, source = f"n{number}", f"s{number}"
    trains = [(neuron, train) for neuron, draw in enumerate(draws) for train in draw.trains]
    network["populations"][name] = {
        "model": model.ours,
        "size": len(draws),
        "parameters": {
            key: _value([draw.parameters[key] for draw in draws], model.unit(key))
            for key in draws[0].parameters
        },
    }
    if model.sub_steps is not None:
        network["populations"][name]["integrator"] = {"name": "rk4", "subSteps": model.sub_steps}
    if trains:
        _add_source(network, model, (source, name), trains)
    network["stimuli"] += [
        {
            "kind": "steps",
            "into": name,
            "neurons": {"indices": [neuron]},
            "times": [f"{round(step * STEP_MS, 1)} ms" for step, _ in draw.current],
            "values": [f"{value!r} {model.current_unit[0]}" for _, value in draw.current],
        }
        for neuron, draw in enumerate(draws)
    ]
    network["record"].append({"population": name, "variables": ["spikes", *model.recorded]})


def _add_source(network, model, names, trains):
    source, name = names
    network["populations"][source] = {
        "model": "spike-array",
        "size": len(trains),
        "times": [
            [f"{round(step * STEP_MS, 1)} ms" for step in train.steps] for _, train in trains
        ],
    }
    for receptor in model.receptors:
        chosen = [one for one in enumerate(trains) if one[1][1].receptor == receptor]
        delays = [round(train.delay * STEP_MS, 1) for _, (_, train) in chosen]
        network["projections"].append(
            {
                "from": source,
                "to": name,
                "receptor": receptor,
                "connector": {
                    "kind": "pairs",
                    "pairs": [[index, neuron] for index, (neuron, _) in chosen],
                },
                "weight": _value([train.weight for _, (_, train) in chosen], model.weight_unit),
                "delay": _value(delays, "ms"),
            }
        )


def _value(values, unit):
    if len(values) == 1:
        return f"{values[0]!r} {unit}" if unit != "1" else values[0]
    return {"values": values, "unit": unit}


def run_both(model, folder, seeds=SEEDS):
    """Return the draws, our traces and NEST's."""
    draws = [draw_input(model, seed) for seed in seeds]
    return draws, run_in_ours(model, draws, folder), run_in_nest(model, draws)
