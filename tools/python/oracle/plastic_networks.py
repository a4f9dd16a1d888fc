"""Run plastic synapses between given spike trains in SpikeLoom."""

import numpy as np

from oracle.draws import STEP_MS
from oracle.ours import run_plastic
from oracle.paired_trains import RUN_STEPS, SOURCES, Learned

DIMENSIONS = {"pA": "amp", "nS": "siemens", "1": "1"}


def relay(unit, tau):
    """Return a neuron that sends a spike for each that arrives at v, and decaying input at h."""
    return {
        "name": "relay",
        "equations": f"v : 1\ndh/dt = -h/({tau}) : {DIMENSIONS[unit]}",
        "method": "exact",
        "threshold": "v >= 1",
        "reset": "v -= 1",
        "receptors": ["v", "h"],
        "initial": {"v": 0, "h": f"0*{unit}"},
    }


def run_all(drawn, folder, **options):
    """Return the learning results for each (model, draws): one network each, all in one process."""
    jobs = [job_of(model, pairings, **options) for model, pairings in drawn]
    return [_learned(*one) for one in run_plastic(jobs, folder)]


def _learned(recorders, synapses):
    [recorder] = recorders
    # A sample has the time to which it refers, the end of a step under NEST's rules.
    seen = np.zeros((RUN_STEPS, len(synapses)))
    steps = recorder.steps["h"]
    inside = steps < RUN_STEPS
    seen[steps[inside]] = recorder.samples["h"][inside]
    return [
        Learned(one.values["weight"], seen[:, k], recorder.spike_steps(k))
        for k, one in enumerate(synapses)
    ]


def job_of(rule, pairings, convention="nest", drive="0.1 ms", tau="1*us"):
    """Write draws as a network: sources 3k to 3k + 2 reach relay k, which is also driven.

    ``drive`` is the delay with which a relay that is reached in a step sends in the next; its input decays with
    ``tau``.
    """
    names = [f"draw {pairing.seed}" for pairing in pairings]
    network = {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(RUN_STEPS * STEP_MS, 1)} ms",
        "convention": convention,
        "populations": {
            "sources": given([train for one in pairings for train in one.sources]),
            "targets": {"model": "relay", "size": len(pairings)},
            "drive": given([np.array(one.target) - 1 for one in pairings]),
            **{
                _pool(one): given([np.array(one.pool) - 1]) for one in pairings if one.pool
            },
        },
        "projections": [
            {
                "from": "drive",
                "to": "targets",
                "receptor": "v",
                "connector": {"kind": "one-to-one"},
                "weight": 1,
                "delay": drive,
            },
            *(_projection(rule, k, *one) for k, one in enumerate(zip(names, pairings, strict=True))),
        ],
        "record": [{"population": "targets", "variables": ["spikes", "h"]}],
    }
    synapses = [{"projection": name, "variables": ["weight"]} for name in names]
    return {"network": network, "equations": [relay(rule.unit, tau)], "synapses": synapses}


def _pool(pairing):
    return f"pool_{pairing.seed}"


def given(trains):
    """Return a population that sends in these steps."""
    times = [[f"{round(float(step) * STEP_MS, 1)} ms" for step in train] for train in trains]
    return {"model": "spike-array", "size": len(trains), "times": times}


def _projection(rule, k, name, pairing):
    delays = [round(delay * STEP_MS, 1) for delay in pairing.delays]
    return {
        "name": name,
        "from": "sources",
        "to": "targets",
        "fromNeurons": {"from": SOURCES * k, "until": SOURCES * (k + 1)},
        "toNeurons": {"from": k, "until": k + 1},
        "receptor": "h",
        "connector": {"kind": "all-to-all"},
        "weight": {"values": list(pairing.weights), "unit": rule.unit},
        "delay": {"values": delays, "unit": "ms"},
        **rule.learns(pairing, _pool(pairing)),
    }
