"""The CUBA benchmark as in Brian2's documentation: every spike of 4000 neurons is the same for 0.3 s.

Connections and initial potentials are drawn once and passed to both as arrays, because random streams differ.
Noise of one ulp per step changes no spike of CUBA within 0.3 s, so requiring equality is fair.
"""

import brian2 as b
import numpy as np

from oracle.ours import run_networks

EQUATIONS = """
dv/dt = (ge + gi - (v - El))/taum : volt (unless refractory)
dge/dt = -ge/taue : volt
dgi/dt = -gi/taui : volt
"""
PARAMETERS = {"taum": "20 ms", "taue": "5 ms", "taui": "10 ms", "El": "-49 mV", "Vt": "-50 mV", "Vr": "-60 mV"}  # fmt: skip
SIZE, EXCITATORY, STEPS, STEP_MS, SEED = 4000, 3200, 3000, 0.1, 20261124
WEIGHTS = {"ge": 1.62, "gi": -9.0}


def draw():
    """Draw connections with probability 0.02 and potentials between reset and threshold."""
    chance = np.random.default_rng(SEED)
    pairs = {}
    for receptor, sources in (("ge", range(EXCITATORY)), ("gi", range(EXCITATORY, SIZE))):
        chosen = chance.random((len(sources), SIZE)) < 0.02
        i, j = np.nonzero(chosen)
        pairs[receptor] = np.stack([i + sources.start, j], axis=1)
    return pairs, -60 + chance.random(SIZE) * 10


def run_in_brian2(pairs, potentials):
    b.prefs.codegen.target = "numpy"
    b.start_scope()
    b.defaultclock.dt = STEP_MS * b.ms
    namespace = {
        name: float(text.split()[0]) * {"ms": b.ms, "mV": b.mV}[text.split()[1]]
        for name, text in PARAMETERS.items()
    }
    group = b.NeuronGroup(
        SIZE, EQUATIONS, threshold="v > Vt", reset="v = Vr", refractory=5 * b.ms,
        method="exact", namespace=namespace,
    )  # fmt: skip
    group.v = potentials * b.mV
    objects = [group]
    for receptor, weight in WEIGHTS.items():
        synapses = b.Synapses(
            group, group, on_pre=f"{receptor} += weight", namespace={"weight": weight * b.mV}
        )
        synapses.connect(i=pairs[receptor][:, 0], j=pairs[receptor][:, 1])
        objects.append(synapses)
    spikes = b.SpikeMonitor(group)
    network = b.Network(*objects, spikes)
    network.run(STEPS * STEP_MS * b.ms)
    steps = np.rint(np.asarray(spikes.t / b.ms) / STEP_MS).astype(int)
    return np.stack([steps, np.asarray(spikes.i)], axis=1)


def run_in_ours(pairs, potentials, folder):
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(STEPS * STEP_MS)} ms",
        "convention": "brian2",
        "populations": {
            "n": {
                "model": "cuba",
                "size": SIZE,
                "initial": {"v": {"values": potentials.tolist(), "unit": "mV"}},
            }
        },
        "projections": [
            {
                "from": "n",
                "to": "n",
                "receptor": receptor,
                "connector": {"kind": "pairs", "pairs": pairs[receptor].tolist()},
                "weight": f"{weight} mV",
                "delay": "0 ms",
            }
            for receptor, weight in WEIGHTS.items()
        ],
        "record": [{"population": "n", "variables": ["spikes"]}],
    }
    model = {
        "name": "cuba",
        "equations": EQUATIONS,
        "threshold": "v > Vt",
        "reset": "v = Vr",
        "refractory": "5*ms",
        "method": "exact",
        "receptors": list(WEIGHTS),
        "parameters": PARAMETERS,
    }
    [[recorder]] = run_networks([{"network": network, "equations": [model]}], folder)
    return recorder.spikes


def test_all_spikes_of_cuba_are_those_of_brian2(tmp_path):
    pairs, potentials = draw()
    theirs = run_in_brian2(pairs, potentials)
    ours = run_in_ours(pairs, potentials, tmp_path)
    theirs, ours = (rows[np.lexsort((rows[:, 1], rows[:, 0]))] for rows in (theirs, ours))
    assert len(theirs) > 2000, "the network hardly fires"
    same = min(len(ours), len(theirs))
    apart = np.flatnonzero((ours[:same] != theirs[:same]).any(axis=1))
    where = f"seed {SEED}: {len(ours)} and {len(theirs)} spikes"
    if len(apart):
        where += f", first difference {ours[apart[0]]} against {theirs[apart[0]]}"
    assert np.array_equal(ours, theirs), where
