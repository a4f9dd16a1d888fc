"""Voltage-based plasticity under NEST's spike pairing protocol, in NEST and here.

NEST's neurons filter their potential and store the filtered values for some milliseconds; the synapse reads
those. Here each neuron is a model of the network: equations, and a delay line of variables that shift by one in
each step. The delay between target and synapse is one step in both.
"""

from dataclasses import dataclass

import nest
import numpy as np

from oracle.clopath_neurons import BETWEEN, adaptive, hodgkin_huxley, kept_steps
from oracle.draws import STEP_MS
from oracle.ours import run_snapshots

START = 0.5
# Both express NEST's results as percent of the start after fifteen times as many pairs.
REPEATS = 15
BEFORE = (
    [29.0, 129.0, 229.0, 329.0, 429.0],
    [29.0, 62.3, 95.7, 129.0, 162.3],
    [29.0, 49.0, 69.0, 89.0, 109.0],
)
AFTER = (
    [129.0, 229.0, 329.0, 429.0, 529.0, 629.0],
    [62.3, 95.6, 129.0, 162.3, 195.6, 229.0],
    [49.0, 69.0, 89.0, 109.0, 129.0, 149.0],
)


@dataclass(frozen=True)
class Protocol:
    """Times in ms at which a source sends, and at which a strong spike reaches the target's input."""

    sources: list
    drive: list

    @property
    def steps(self):
        """Return the duration of the run."""
        return round((10 + max(self.sources[-1], self.drive[-1])) / STEP_MS)


# The target fires 10 ms before the source, then after it; at 10, 30 and 50 Hz.
PROTOCOLS = [Protocol(times, [round(time - 10, 1) for time in times]) for times in BEFORE]
PROTOCOLS += [Protocol(times, [round(time + 10, 1) for time in times]) for times in AFTER]


@dataclass(frozen=True)
class Target:
    """A neuron that the rule reads: NEST's model with the protocol's settings, and the same equations here."""

    nest: str
    overrides: dict
    drive: float
    """Weight of the spikes that make it fire."""
    unit: str
    """Unit of weights onto it."""
    recorded: dict
    """Our variables by NEST's names."""
    parts: int
    """Maximum number of parts in which a step is integrated."""

    def parameters(self):
        """Return all of NEST's parameters."""
        defaults = nest.GetDefaults(self.nest).items()
        return {key: value for key, value in defaults if isinstance(value, float)} | self.overrides


ADAPTIVE = Target(
    "aeif_psc_delta_clopath",
    {
        "V_m": -70.6, "E_L": -70.6, "V_peak": 33.0, "C_m": 281.0, "theta_minus": -70.6, "theta_plus": -45.3,
        "A_LTD": 14.0e-5, "A_LTP": 8.0e-5, "tau_u_bar_minus": 10.0, "tau_u_bar_plus": 7.0, "a": 4.0,
        "delay_u_bars": 4.0, "b": 0.0805, "V_reset": -49.6, "V_clamp": 33.0, "t_clamp": 2.0, "t_ref": 0.0,
    },
    80.0,
    "mV",
    {"v": "V_m", "w": "w", "z": "z", "v_t": "V_th", "u_plus": "u_bar_plus", "u_minus": "u_bar_minus"},
    32,
)  # fmt: skip
HODGKIN_HUXLEY = Target(
    "hh_psc_alpha_clopath",
    {
        "V_m": -64.9, "C_m": 100.0, "tau_syn_ex": 0.2, "tau_syn_in": 2.0, "theta_minus": -64.9,
        "theta_plus": -35.0, "A_LTD": 14.0e-5, "A_LTP": 8.0e-5, "tau_u_bar_minus": 10.0,
        "tau_u_bar_plus": 114.0, "delay_u_bars": 5.0,
    },
    2000.0,
    "pA",
    {"v": "V_m", "u_plus": "u_bar_plus", "u_minus": "u_bar_minus"},
    8,
)  # fmt: skip
TARGETS = {target.nest: target for target in (ADAPTIVE, HODGKIN_HUXLEY)}
RECORDS = {"aeif_psc_delta_clopath": adaptive, "hh_psc_alpha_clopath": hodgkin_huxley}


def run_in_nest(target, protocol):
    """Return the weight that each spike of the source transmits, and recorded variables by our names."""
    nest.verbosity = nest.VerbosityLevel.ERROR
    nest.ResetKernel()
    nest.resolution = STEP_MS
    neuron = nest.Create(target.nest, params=target.overrides)
    parrot = nest.Create("parrot_neuron")
    generators = [
        nest.Create("spike_generator", params={"spike_times": times})
        for times in (protocol.sources, protocol.drive)
    ]
    nest.Connect(generators[0], parrot, syn_spec={"delay": STEP_MS})
    nest.Connect(generators[1], neuron, syn_spec={"delay": STEP_MS, "weight": target.drive})
    weights = nest.Create("weight_recorder")
    nest.CopyModel("clopath_synapse", "recorded", {"weight_recorder": weights})
    synapse = {"synapse_model": "recorded", "weight": START, "delay": STEP_MS}
    nest.Connect(parrot, neuron, syn_spec=synapse)
    meter = nest.Create(
        "multimeter", params={"interval": STEP_MS, "record_from": list(target.recorded.values())}
    )
    nest.Connect(meter, neuron, syn_spec={"delay": STEP_MS})
    nest.Simulate(round(protocol.steps * STEP_MS, 1))
    events = meter.get("events")
    traces = {ours: np.asarray(events[theirs]) for ours, theirs in target.recorded.items()}
    return np.asarray(weights.get("events")["weights"]), traces


def percent(weight):
    """Return a weight as reported by NEST's test suite."""
    return 100 * REPEATS * (weight - START) / START + 100


def weights_from_traces(target, protocol, traces):
    """Return the weight that each spike transmits, by the rule alone: sums over NEST's recordings."""
    p = target.parameters() | {
        key: nest.GetDefaults("clopath_synapse")[key] for key in ("tau_x", "Wmin", "Wmax")
    }
    late = kept_steps(p)
    # Before a line is full it holds zeros. Index k holds the value at the end of step k + 1, which is at the
    # synapse a step later.
    plus, minus = (
        np.concatenate([np.zeros(late), traces[f"u_{name}"][:-late]]) for name in ("plus", "minus")
    )
    above = np.maximum(traces["v"] - p["theta_plus"], 0) * np.maximum(plus - p["theta_minus"], 0)
    below = np.maximum(minus - p["theta_minus"], 0)
    arrivals = np.array([round(time / STEP_MS) + 1 for time in protocol.sources])
    weight, last, carried = START, 1, []
    for step in arrivals:
        for at in range(last + 1, step + 1):
            since = (at - arrivals[arrivals < at]) * STEP_MS
            x_bar = np.exp(-since / p["tau_x"]).sum() / p["tau_x"]
            weight = min(weight + p["A_LTP"] * STEP_MS * above[at - 2] * x_bar, p["Wmax"])
        weight = max(weight - p["A_LTD"] * below[step - 2], p["Wmin"])
        carried.append(weight)
        last = step
    return np.array(carried)


def network_of(target, parts):
    """Write all protocols as one network: source k and drive k reach neuron k."""
    record = RECORDS[target.nest](target.parameters(), parts)
    longest = max(protocol.steps for protocol in PROTOCOLS)
    one_to_one = {"connector": {"kind": "one-to-one"}, "delay": f"{STEP_MS} ms", "receptor": "v"}
    return {
        "dt": f"{STEP_MS} ms",
        "duration": f"{round(longest * STEP_MS, 1)} ms",
        "convention": "nest",
        "models": {record["name"]: record},
        "populations": {
            # A generator's spike leaves a parrot a step later.
            "sources": _given([[time + STEP_MS for time in one.sources] for one in PROTOCOLS]),
            "drive": _given([one.drive for one in PROTOCOLS]),
            "targets": {
                "model": record["name"],
                "size": len(PROTOCOLS),
            },
        },
        "projections": [
            {"from": "drive", "to": "targets", "weight": f"{target.drive!r} {target.unit}", **one_to_one},
            {
                "name": "learns",
                "from": "sources",
                "to": "targets",
                "weight": f"{START!r} {target.unit}",
                "plasticity": rule_of(target),
                **one_to_one,
            },
        ],
        "record": [{"population": "targets", "variables": list(target.recorded)}],
        "recordSynapses": [{"projection": "learns", "every": f"{STEP_MS} ms"}],
    }


def run_in_ours(folder):
    """Return the weight after each spike of the source, by target and protocol."""
    jobs = [{"network": network_of(target, target.parts)} for target in TARGETS.values()]
    found = {}
    for name, [snapshots] in zip(TARGETS, run_snapshots(jobs, folder), strict=True):
        for number, protocol in enumerate(PROTOCOLS):
            # A spike reaches the synapse in the step after the one in which a parrot would send.
            after = [round(time / STEP_MS) + 1 + BETWEEN for time in protocol.sources]
            places = np.searchsorted(snapshots.steps, after)
            found[name, number] = snapshots.values[places, number]
    return found


def rule_of(target):
    """Return the rule as a model of the network: it reads the ends of the target's lines."""
    p = target.parameters() | nest.GetDefaults("clopath_synapse")
    unit, late = target.unit, kept_steps(target.parameters())
    below = f"({p['theta_minus']!r})*mV"
    # NEST's trace of the source is older by the same time when it is combined with the target's potential.
    a_ltp = p["A_LTP"] * np.exp((1 - 2 * BETWEEN) * STEP_MS / p["tau_x"])
    return {
        "kind": "plasticity",
        "contract": 1,
        "name": "voltage-based",
        "about": "Plasticity by the target's potential and by what it was some milliseconds before.",
        "cite": ["doi:10.1038/nn.2479"],
        "parameters": {},
        "weightUnit": unit,
        "reads": {
            name: {"of": "post", "variable": variable, "unit": "mV"}
            for name, variable in (
                ("v", "v"),
                ("u_plus", f"plus_{late}"),
                ("u_minus", f"minus_{late + 2 * BETWEEN - 1}"),
            )
        },
        "traces": {"x_bar": {"of": "pre", "decay": f"{p['tau_x']!r}*ms", "unit": "1/ms"}},
        "on": {
            "pre": {
                "x_bar": f"x_bar + 1/({p['tau_x']!r}*ms)",
                "weight": f"weight - {p['A_LTD']!r}*{unit}/mV * max(u_minus - {below}, 0*mV)",
            }
        },
        "dynamics": {
            "weight": {
                "derivative": f"{float(a_ltp)!r}*{unit}/mV**2 * x_bar"
                f" * max(v - ({p['theta_plus']!r})*mV, 0*mV) * max(u_plus - {below}, 0*mV)",
                "when": "step",
            }
        },
        "bounds": {"weight": {"min": f"{p['Wmin']!r}*{unit}", "max": f"{p['Wmax']!r}*{unit}"}},
    }


def _given(trains):
    times = [[f"{round(time, 1)} ms" for time in train] for train in trains]
    return {"model": "spike-array", "size": len(trains), "times": times}
