"""Compare NeuroML cells with jNeuroML, trace by trace.

jNeuroML takes forward Euler steps. With ``integrator: euler`` SpikeLoom takes the same steps, so the traces
agree closely; with the default integrator, they agree within three times the effect of halving its step.
"""

import numpy as np
import pytest

from oracle.jneuroml import traces
from oracle.ours import run_networks

STEP, DURATION = 0.01, 100
MV, NA, ONE = 1e-3, 1e-9, 1

# Element, attributes, input, then the comparison: name in NeuroML, name here, our unit in SI.
CELLS = {
    "iafTauCell": ('leakReversal="-50mV" thresh="-55mV" reset="-70mV" tau="30ms"', None, [("v", "v", MV)]),
    "iafTauRefCell": (
        'leakReversal="-50mV" thresh="-55mV" reset="-70mV" tau="30ms" refract="5ms"',
        None,
        [("v", "v", MV)],
    ),
    "iafCell": (
        'leakConductance="0.2nS" leakReversal="-70mV" thresh="-55mV" reset="-70mV" C="3.2pF"',
        "pulse",
        [("v", "v", MV)],
    ),
    "iafRefCell": (
        'leakConductance="0.2nS" leakReversal="-70mV" thresh="-55mV" reset="-70mV" C="3.2pF" refract="5ms"',
        "pulse",
        [("v", "v", MV)],
    ),
    "izhikevichCell": (
        'v0="-70mV" thresh="30mV" a="0.02" b="0.2" c="-50" d="2"',
        "pulseDL",
        [("v", "v", MV), ("U", "u", ONE)],
    ),
    "izhikevich2007Cell": (
        'v0="-60mV" C="100pF" k="0.7nS_per_mV" vr="-60mV" vt="-40mV" vpeak="35mV" a="0.03per_ms" b="-2nS"'
        ' c="-50mV" d="100pA"',
        "strong",
        [("v", "v", MV), ("u", "u", NA * 1e-3)],
    ),
    "adExIaFCell": (
        'C="281pF" gL="30nS" EL="-70.6mV" reset="-48.5mV" VT="-50.4mV" thresh="-40.4mV" refract="2ms"'
        ' delT="2mV" tauw="40ms" a="4nS" b="80pA"',
        "strongest",
        [("v", "v", MV), ("w", "w", NA * 1e-3)],
    ),
    "fitzHughNagumoCell": ('I="0.8"', None, [("V", "v", ONE), ("W", "w", ONE)]),
    "fitzHughNagumo1969Cell": (
        'a="0.7" b="0.8" I="0.5" phi="0.08" V0="-1" W0="0.2"',
        None,
        [("V", "v", ONE), ("W", "w", ONE)],
    ),
    "hindmarshRose1984Cell": (
        'C="10pF" a="1" b="3" c="-3" d="5" r="0.002" s="4" x1="-1.3" v_scaling="1mV" x0="-1" y0="0" z0="0"',
        "weak",
        [("v", "v", MV), ("y", "y_fast", ONE), ("z", "z_slow", ONE)],
    ),
    "pinskyRinzelCA3Cell": (
        'iSoma="0.75 uA_per_cm2" iDend="0 uA_per_cm2" gc="2.1 mS_per_cm2" qd0="0" gLs="0.1 mS_per_cm2"'
        ' gLd="0.1 mS_per_cm2" gNa="30 mS_per_cm2" gKdr="15 mS_per_cm2" gCa="10 mS_per_cm2"'
        ' gKahp="0.8 mS_per_cm2" gKC="15 mS_per_cm2" eNa="60 mV" eCa="80 mV" eK="-75 mV" eL="-60 mV" pp="0.5"'
        ' cm="3 uF_per_cm2" alphac="2" betac="0.1" gNmda="0 mS_per_cm2" gAmpa="0 mS_per_cm2"',
        None,
        [("Vs", "v", MV), ("Vd", "v_d", MV), ("Cad", "ca_d", ONE), ("qd", "q_d", ONE)],
    ),
}
LEAKY = (
    'cm="1.0" i_offset="0.9" tau_m="20.0" tau_refrac="2.0" tau_syn_E="0.5" tau_syn_I="0.5" v_init="-65"'
    ' v_reset="-62.0" v_rest="-65.0" v_thresh="-52.0"'
)
REVERSED = f'{LEAKY} e_rev_E="0.0" e_rev_I="-70.0"'
ADAPTIVE = (
    'cm="0.281" i_offset="0.6" tau_m="9.3667" tau_refrac="2.0" tau_syn_E="5.0" tau_syn_I="5.0" v_init="-65"'
    ' v_reset="-68" v_rest="-70.6" v_thresh="-52.0" e_rev_E="0.0" e_rev_I="-80.0" a="0.004" b="0.0805"'
    ' delta_T="2.0" tau_w="144.0" v_spike="-40.0"'
)
CELLS |= {
    "IF_curr_alpha": (LEAKY, "pulse", [("v", "v", MV)]),
    "IF_curr_exp": (LEAKY, "pulse", [("v", "v", MV)]),
    "IF_cond_alpha": (REVERSED, "pulse", [("v", "v", MV)]),
    "IF_cond_exp": (REVERSED, None, [("v", "v", MV)]),
    "EIF_cond_exp_isfa_ista": (ADAPTIVE, None, [("v", "v", MV), ("w", "w", 1e-3)]),
    "EIF_cond_alpha_isfa_ista": (ADAPTIVE, "pulse", [("v", "v", MV)]),
    "HH_cond_exp": (
        'cm="0.2" i_offset="0.5" tau_syn_E="0.2" tau_syn_I="2.0" v_init="-65" gbar_K="6.0" gbar_Na="20.0"'
        ' g_leak="0.01" e_rev_K="-90.0" e_rev_Na="50.0" e_rev_leak="-65.0" v_offset="-63.0" e_rev_E="0.0"'
        ' e_rev_I="-80.0"',
        None,
        [("v", "v", MV), ("m", "m", ONE), ("h", "h", ONE), ("n", "n", ONE)],
    ),
}
INPUTS = """
<pulseGenerator id="pulse" delay="5ms" duration="80ms" amplitude="5pA"/>
<pulseGenerator id="strong" delay="5ms" duration="80ms" amplitude="100pA"/>
<pulseGenerator id="strongest" delay="5ms" duration="80ms" amplitude="0.8nA"/>
<pulseGenerator id="weak" delay="0ms" duration="200ms" amplitude="30pA"/>
<pulseGeneratorDL id="pulseDL" delay="5ms" duration="80ms" amplitude="10"/>
"""
# Cells whose spike is a jump of the potential, and those of them that are held for some time after it.
HELD = {name for name in CELLS if name.startswith(("IF_", "EIF_")) or "Ref" in name} | {"adExIaFCell"}
JUMPING = HELD | {"iafTauCell", "iafCell", "izhikevichCell", "izhikevich2007Cell"}


def document():
    """Return a network with one population of one neuron for each cell, in NeuroML."""
    components = "".join(f'<{name} id="c_{name}" {CELLS[name][0]}/>' for name in CELLS)
    populations = "".join(f'<population id="p_{name}" component="c_{name}" size="1"/>' for name in CELLS)
    inputs = "".join(
        f'<explicitInput target="p_{name}[0]" input="{CELLS[name][1]}" destination="synapses"/>'
        for name in CELLS
        if CELLS[name][1]
    )
    return (
        f'<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="d">{components}{INPUTS}'
        f'<network id="net">{populations}{inputs}</network></neuroml>'
    )


def ours(file, folder, options):
    """Return our traces, each as in jNeuroML: SI units, with the value at 0 in front."""
    record = [
        {"population": f"p_{name}", "variables": [one for _, one, _ in CELLS[name][2]]} for name in CELLS
    ]
    network = {"dt": f"{STEP} ms", "duration": f"{DURATION} ms", "record": record}
    read = {"format": "neuroml", "file": str(file), "options": options}
    [recorders] = run_networks([{"network": network, "read": read}], folder)
    return {
        (name, theirs): recorders[k].samples[one][:, 0] * unit
        for k, name in enumerate(CELLS)
        for theirs, one, unit in CELLS[name][2]
    }


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """Run all cells in jNeuroML with two steps, and here in two ways."""
    folder = tmp_path_factory.mktemp("neuroml")
    file = folder / "cells.nml"
    file.write_text(document())
    keys = [(name, theirs) for name in CELLS for theirs, _, _ in CELLS[name][2]]
    quantities = [f"p_{name}[0]/{theirs}" for name, theirs in keys]
    runs = {}
    for step in (STEP, STEP / 2):
        rows = traces(folder, file.name, network="net", quantities=quantities, step=step, duration=DURATION)
        runs[step] = dict(zip(keys, rows, strict=True))
    euler = ours(file, folder, {"integrator": "euler"})
    chosen = ours(file, folder, {})
    return runs, euler, chosen


KEYS = [(name, theirs) for name in CELLS for theirs, _, _ in CELLS[name][2]]
STEPPED = [key for key in KEYS if key[0] not in HELD]
SMOOTH = [key for key in KEYS if key[0] not in JUMPING]


def jumps(trace):
    """Return the steps in which a potential falls by 5 mV or more, except the very first.

    A cell that starts above its threshold spikes before SpikeLoom has a value to compare.
    """
    found = np.flatnonzero(np.diff(trace) < -5e-3)
    return found[found > 4]


@pytest.mark.parametrize(("name", "variable"), STEPPED)
def test_cell_takes_the_steps_of_jneuroml(compared, name, variable):
    """Euler's steps are the same, except for the order of sums; an input acts up to a step later there."""
    runs, euler, _ = compared
    theirs = runs[STEP][name, variable]
    mine = euler[name, variable]
    apart = [
        np.abs(mine[: len(theirs) - 1 - k] - theirs[1 + k : len(mine) + 1]).max() for k in (0, 1)
    ]
    assert min(apart) <= 1e-6 * np.ptp(theirs)


@pytest.mark.parametrize("name", sorted(HELD))
def test_held_cell_spikes_with_jneuroml(compared, name):
    """The first spike is within two steps, and so is each interval.

    jLEMS enters a regime a step later, and leaves it when a sum of steps exceeds a time: sometimes a step late.
    """
    runs, euler, _ = compared
    theirs, mine = jumps(runs[STEP][name, "v"]), jumps(euler[name, "v"])
    assert len(theirs) == len(mine) > 0
    # The first value of their trace is at 0, that of ours at the first step.
    assert abs(theirs[0] - 1 - mine[0]) <= 2
    assert np.abs(np.diff(theirs) - np.diff(mine)).max(initial=0) <= 2


@pytest.mark.parametrize(("name", "variable"), SMOOTH)
def test_smooth_cell_is_as_close_as_a_halved_step(compared, name, variable):
    """More accurate integration differs by at most three times the effect of halving their step."""
    runs, _, chosen = compared
    theirs = runs[STEP][name, variable]
    halved = runs[STEP / 2][name, variable][::2][: len(theirs)]
    allowed = 3 * np.abs(halved - theirs).max()
    mine = chosen[name, variable]
    assert np.abs(mine[: len(theirs) - 1] - theirs[1 : len(mine) + 1]).max() <= allowed


@pytest.mark.parametrize("name", sorted(JUMPING))
def test_spikes_are_as_close_as_with_a_halved_step(compared, name):
    """The first spike and the intervals differ by two steps, or by three times the effect of halving theirs."""
    runs, _, chosen = compared
    coarse, halved = jumps(runs[STEP][name, "v"]) * STEP, jumps(runs[STEP / 2][name, "v"]) * STEP / 2
    mine = (jumps(chosen[name, "v"]) + 1) * STEP
    assert len(coarse) == len(mine) == len(halved) > 0
    theirs = np.diff(coarse, prepend=0)
    allowed = np.maximum(3 * np.abs(theirs - np.diff(halved, prepend=0)), 2 * STEP) + STEP / 2
    assert (np.abs(theirs - np.diff(mine, prepend=0)) <= allowed).all()
