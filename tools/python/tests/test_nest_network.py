"""A recurrent network with individual weights and delays: NEST's spikes, all of them."""

import nest
import numpy as np
import pytest

from oracle.ours import run_networks

STEP_MS, STEPS = 0.1, 3000
EXCITATORY, INHIBITORY = 160, 40
SIZE = EXCITATORY + INHIBITORY
IN_DEGREE = 20


def draw(seed):
    """Draw connections with weights and delays, and a current for each neuron."""
    chance = np.random.default_rng([seed, 77])
    sources = np.concatenate([chance.choice(SIZE, IN_DEGREE) for _ in range(SIZE)])
    targets = np.repeat(np.arange(SIZE), IN_DEGREE)
    strength = np.round(chance.uniform(20, 60, len(sources)), 3)
    weights = np.where(sources < EXCITATORY, strength, -4 * strength)
    delays = chance.integers(1, 50, len(sources))
    currents = np.round(chance.uniform(380, 450, SIZE), 3)
    return sources, targets, weights, delays, currents


def run_in_nest(sources, targets, weights, delays, currents):
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    neurons = nest.Create("iaf_psc_exp", SIZE)
    neurons.I_e = list(currents)
    first = neurons[0].global_id
    nest.Connect(
        sources + first,
        targets + first,
        conn_spec="one_to_one",
        syn_spec={"weight": weights, "delay": np.round(delays * STEP_MS, 1)},
    )
    recorder = nest.Create("spike_recorder")
    nest.Connect(neurons, recorder)
    nest.Simulate(round(STEPS * STEP_MS, 1))
    events = recorder.get("events")
    steps = np.rint(np.asarray(events["times"]) / STEP_MS).astype(int)
    return np.stack([steps, np.asarray(events["senders"]) - first], axis=1)


def run_in_ours(sources, targets, weights, delays, currents, folder):
    projections = []
    for receptor, chosen in (("excitatory", weights > 0), ("inhibitory", weights < 0)):
        pairs = np.stack([sources[chosen], targets[chosen]], axis=1)
        late = np.round(delays[chosen] * STEP_MS, 1)
        projections.append(
            {
                "from": "n",
                "to": "n",
                "receptor": receptor,
                "connector": {"kind": "pairs", "pairs": pairs.tolist()},
                "weight": {"values": weights[chosen].tolist(), "unit": "pA"},
                "delay": {"values": late.tolist(), "unit": "ms"},
            }
        )
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(STEPS * STEP_MS)} ms",
        "convention": "nest",
        "populations": {
            "n": {
                "model": "lif-curr-exp",
                "size": SIZE,
                "parameters": {"i_offset": {"values": currents.tolist(), "unit": "pA"}},
            }
        },
        "projections": projections,
        "record": [{"population": "n", "variables": ["spikes"]}],
    }
    [[recorder]] = run_networks([{"network": network}], folder)
    return recorder.spikes


@pytest.mark.parametrize("seed", range(3))
def test_all_spikes_of_a_network_are_those_of_nest(tmp_path, seed):
    drawn = draw(seed)
    theirs, ours = run_in_nest(*drawn), run_in_ours(*drawn, tmp_path)
    theirs, ours = (rows[np.lexsort((rows[:, 1], rows[:, 0]))] for rows in (theirs, ours))
    # NEST's recorder lags by its delay of one millisecond.
    last = STEPS - round(1 / STEP_MS)
    theirs, ours = (rows[rows[:, 0] <= last] for rows in (theirs, ours))
    assert len(theirs) > 500, f"seed {seed}: the network hardly fires"
    assert np.array_equal(ours, theirs), f"seed {seed}: {len(ours)} and {len(theirs)} spikes"


def test_a_source_may_send_several_spikes_per_step(tmp_path):
    """NEST's generator accepts a repeated time; each repetition counts."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    neuron = nest.Create("iaf_psc_exp")
    times = [1.0, 1.0, 1.0, 2.5, 4.0, 4.0]
    source = nest.Create("spike_generator", params={"spike_times": times})
    nest.Connect(source, neuron, syn_spec={"weight": 50.0, "delay": 0.3})
    meter = nest.Create("multimeter", params={"interval": STEP_MS, "record_from": ["I_syn_ex"]})
    nest.Connect(meter, neuron, syn_spec={"delay": STEP_MS})
    nest.Simulate(10.0)
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": "10 ms",
        "convention": "nest",
        "populations": {
            "s": {"model": "spike-array", "size": 1, "times": [[f"{time} ms" for time in times]]},
            "n": {"model": "lif-curr-exp", "size": 1},
        },
        "projections": [
            {
                "from": "s",
                "to": "n",
                "receptor": "excitatory",
                "connector": {"kind": "all-to-all"},
                "weight": "50 pA",
                "delay": "0.3 ms",
            }
        ],
        "record": [{"population": "n", "variables": ["i_syn_exc"]}],
    }
    [[recorder]] = run_networks([{"network": network}], tmp_path)
    theirs = np.asarray(meter.get("events")["I_syn_ex"])
    ours = recorder.samples["i_syn_exc"][: len(theirs), 0]
    # Three weights at once; a few roundings in a hundred steps of decay.
    assert ours.max() >= 150
    assert np.abs(ours - theirs).max() <= 100 * np.spacing(256.0)
