"""Compare NeuroML cells with ion channels with jNeuroML, trace by trace."""

import numpy as np
import pytest

from oracle.jneuroml import traces
from oracle.ours import run_networks

STEP, DURATION = 0.02, 40


def rate(tag, kind, height, midpoint, scale):
    """Return an element of a rate or a steady state."""
    return f'<{tag} type="HH{kind}" rate="{height}" midpoint="{midpoint}mV" scale="{scale}mV"/>'


M = rate("forwardRate", "ExpLinearRate", "1per_ms", -40, 10) + rate(
    "reverseRate", "ExpRate", "4per_ms", -65, -18
)
H = rate("forwardRate", "ExpRate", "0.07per_ms", -65, -20) + rate(
    "reverseRate", "SigmoidRate", "1per_ms", -35, 10
)
N = rate("forwardRate", "ExpLinearRate", "0.1per_ms", -55, 10) + rate(
    "reverseRate", "ExpRate", "0.125per_ms", -65, -80
)
WARM = '<q10Settings type="q10ExpTemp" q10Factor="3" experimentalTemp="6.3 degC"/>'
FIXED = '<q10Settings type="q10Fixed" fixedQ10="0.5"/>'
STEADY = rate("steadyState", "SigmoidVariable", 1, -40, 9)
TIME = '<timeCourse type="fixedTimeCourse" tau="4ms"/>'


def channel(name, gates, tag="ionChannelHH"):
    """Return a channel."""
    return f'<{tag} id="{name}" conductance="10pS">{gates}</{tag}>'


CHANNELS = [
    channel("pas", "", "ionChannelPassive"),
    channel("leak", ""),
    channel("na", f'<gateHHrates id="m" instances="3">{M}</gateHHrates><gateHHrates id="h" instances="1">{H}</gateHHrates>'),
    channel("k", f'<gateHHrates id="n" instances="4">{N}</gateHHrates>'),
    channel(
        "warm",
        f'<q10ConductanceScaling q10Factor="1.5" experimentalTemp="22degC"/>'
        f'<gateHHrates id="n" instances="4">{WARM}{N}</gateHHrates>',
        "ionChannel",
    ),
    channel("tauinf", f'<gateHHtauInf id="n" instances="2">{FIXED}{TIME}{STEADY}</gateHHtauInf>', "ionChannel"),
    channel("ratestau", f'<gateHHratesTau id="n" instances="1">{N}{TIME}</gateHHratesTau>'),
    channel("ratesinf", f'<gateHHratesInf id="n" instances="1">{N}{STEADY}</gateHHratesInf>'),
    channel("ratestauinf", f'<gateHHratesTauInf id="n" instances="1">{N}{TIME}{STEADY}</gateHHratesTauInf>'),
    channel("instant", f'<gateHHInstantaneous id="n" instances="2">{STEADY}</gateHHInstantaneous>'),
    channel(
        "fraction",
        f'<gateFractional id="n" instances="1"><subGate id="a" fractionalConductance="0.3">{STEADY}{TIME}</subGate>'
        f'<subGate id="b" fractionalConductance="0.7">{STEADY}<timeCourse type="fixedTimeCourse" tau="20ms"/>'
        "</subGate></gateFractional>",
    ),
    channel(
        "kinetic",
        '<gateKS id="n" instances="2"><closedState id="c1"/><closedState id="c2"/><openState id="o"/>'
        f'<forwardTransition id="ft" from="c1" to="c2">{rate("rate", "SigmoidRate", "0.3per_ms", -45, 8)}</forwardTransition>'
        f'<reverseTransition id="rt" from="c1" to="c2">{rate("rate", "ExpRate", "0.1per_ms", -60, -20)}</reverseTransition>'
        '<vHalfTransition id="vh" from="c2" to="o" vHalf="-40mV" z="1.5" gamma="0.75" tau="3.2ms" tauMin="0.3ms"/>'
        "</gateKS>",
        "ionChannelKS",
    ),
    channel(
        "kinetictau",
        '<gateKS id="n" instances="1"><closedState id="c"/><openState id="o"/>'
        f'<tauInfTransition id="ti" from="c" to="o">{STEADY}{TIME}</tauInfTransition></gateKS>',
        "ionChannelKS",
    ),
    '<ComponentType name="own_rate" extends="baseVoltageDepRate"><Constant name="SCALE" dimension="voltage"'
    ' value="1 mV"/><Constant name="TIME" dimension="time" value="1 ms"/><Dynamics><DerivedVariable name="V"'
    ' dimension="none" value="v / SCALE"/><ConditionalDerivedVariable name="r" exposure="r" dimension="per_time">'
    '<Case condition="V .lt. -50" value="0.1 * exp(-1 * (V + 50)^2 / 400) / TIME"/>'
    '<Case value="0.1 * (1 + (V + 50) / 40) / TIME"/></ConditionalDerivedVariable></Dynamics></ComponentType>',
    channel(
        "own",
        '<gateHHrates id="n" instances="2"><forwardRate type="own_rate"/>'
        f'{rate("reverseRate", "ExpRate", "0.125per_ms", -65, -80)}</gateHHrates>',
    ),
    channel("ca", f'<gateHHtauInf id="q" instances="2">{TIME}{STEADY}</gateHHtauInf>'),
]
POOLS = [
    '<decayingPoolConcentrationModel id="pool" ion="ca" restingConc="1e-7 mol_per_cm3" decayConstant="20ms"'
    ' shellThickness="0.2um"/>',
    '<fixedFactorConcentrationModel id="factor" ion="ca" restingConc="0.0001mM" decayConstant="15ms"'
    ' rho="0.000001mol_per_m_per_A_per_s"/>',
]


def density(name, channel_id, kind="channelDensity", **attributes):
    """Return a density of channels."""
    values = {"condDensity": "0.3 mS_per_cm2", "erev": "-77mV", "ion": "k"} | attributes
    written = "".join(f' {key}="{value}"' for key, value in values.items() if value is not None)
    return f'<{kind} id="{name}" ionChannel="{channel_id}"{written}/>'


BASE = (
    density("leakd", "pas", erev="-54.3mV", ion="non_specific")
    + density("nad", "na", condDensity="120 mS_per_cm2", erev="50mV", ion="na")
    + density("kd", "k", condDensity="36 mS_per_cm2")
)
CALCIUM = {"kind": "channelDensityNernst", "erev": None, "ion": "ca", "condDensity": "0.5 mS_per_cm2"}
# Densities in addition to those of Hodgkin and Huxley, and the model of calcium.
CELLS = {
    "hh": ("", None),
    "leaky": (density("x", "leak"), None),
    "warmed": (density("x", "warm", condDensity="5 mS_per_cm2"), None),
    "tauinf": (density("x", "tauinf", condDensity="2 mS_per_cm2"), None),
    "ratestau": (density("x", "ratestau"), None),
    "ratesinf": (density("x", "ratesinf"), None),
    "ratestauinf": (density("x", "ratestauinf"), None),
    "instant": (density("x", "instant", condDensity="1 mS_per_cm2"), None),
    "fraction": (density("x", "fraction", condDensity="2 mS_per_cm2"), None),
    "kinetic": (density("x", "kinetic", condDensity="3 mS_per_cm2"), None),
    "kinetictau": (density("x", "kinetictau", condDensity="3 mS_per_cm2"), None),
    "own": (density("x", "own", condDensity="3 mS_per_cm2"), None),
    "shifted": (density("x", "tauinf", "channelDensityVShift", vShift="5mV"), None),
    "counted": (
        '<channelPopulation id="x" ionChannel="tauinf" number="5000" erev="-77mV" ion="k"/>',
        None,
    ),
    "pool": (density("x", "ca", **CALCIUM), "pool"),
    "factor": (density("x", "ca", **CALCIUM), "factor"),
    "goldman": (
        density("x", "ca", "channelDensityGHK", condDensity=None, erev=None, ion="ca", permeability="1e-6 m_per_s"),
        "pool",
    ),
    "jaffe": (
        density("x", "ca", "channelDensityGHK2", erev=None, ion="ca", condDensity="0.2 mS_per_cm2"),
        "pool",
    ),
}


def cell(name):
    """Return a cell of one compartment."""
    more, pool = CELLS[name]
    inside = (
        f'<species id="ca" ion="ca" concentrationModel="{pool}" initialConcentration="1e-4 mM"'
        ' initialExtConcentration="2 mM"/>'
        if pool
        else ""
    )
    return (
        f'<cell id="c_{name}"><morphology id="m_{name}"><segment id="0" name="soma">'
        '<proximal x="0" y="0" z="0" diameter="17.841242"/><distal x="0" y="0" z="0" diameter="17.841242"/>'
        f'</segment></morphology><biophysicalProperties id="b_{name}"><membraneProperties>{BASE}{more}'
        '<spikeThresh value="-20mV"/><specificCapacitance value="1.0 uF_per_cm2"/>'
        '<initMembPotential value="-65mV"/></membraneProperties><intracellularProperties>'
        f'<resistivity value="0.03 kohm_cm"/>{inside}</intracellularProperties></biophysicalProperties></cell>'
    )


POINT = (
    '<pointCellCondBased id="c_point" C="10pF" v0="-65mV" thresh="20mV">'
    '<channelPopulation id="leakp" ionChannel="pas" number="300" erev="-54.3mV" ion="non_specific"/>'
    '<channelPopulation id="nap" ionChannel="na" number="120000" erev="50mV" ion="na"/>'
    '<channelPopulation id="kp" ionChannel="k" number="36000" erev="-77mV" ion="k"/></pointCellCondBased>'
)
NAMES = [*CELLS, "point"]


def document():
    """Return a network with a population of one neuron for each cell."""
    populations = "".join(f'<population id="p_{name}" component="c_{name}" size="1"/>' for name in NAMES)
    inputs = "".join(
        f'<explicitInput target="p_{name}[0]" input="pulse" destination="synapses"/>' for name in NAMES
    )
    return (
        '<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="d">'
        f"{''.join(CHANNELS)}{''.join(POOLS)}{''.join(map(cell, CELLS))}{POINT}"
        '<pulseGenerator id="pulse" delay="5ms" duration="40ms" amplitude="0.08nA"/>'
        f'<network id="net" type="networkWithTemperature" temperature="16 degC">{populations}{inputs}'
        "</network></neuroml>"
    )


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """Run all cells in jNeuroML with two steps, and here with Euler's steps and with the default integrator."""
    folder = tmp_path_factory.mktemp("channels")
    file = folder / "channels.nml"
    file.write_text(document())
    keys = [f"p_{name}[0]/v" for name in NAMES] + [
        f"p_{name}[0]/caConc" for name, (_, pool) in CELLS.items() if pool
    ]
    theirs = {
        step: dict(
            zip(
                keys,
                traces(folder, file.name, network="net", quantities=keys, step=step, duration=DURATION),
                strict=True,
            )
        )
        for step in (STEP, STEP / 2)
    }
    record = [
        {
            "population": f"p_{name}",
            "variables": ["v", "conc_ca"] if CELLS.get(name, ("", None))[1] else ["v"],
        }
        for name in NAMES
    ]
    network = {"dt": f"{STEP} ms", "duration": f"{DURATION} ms", "record": record}
    jobs = [
        {"network": network, "read": {"format": "neuroml", "file": str(file), "options": options}}
        for options in ({"integrator": "euler"}, {})
    ]
    ours = []
    for recorders in run_networks(jobs, folder):
        found = {f"p_{name}[0]/v": recorders[k].samples["v"][:, 0] / 1e3 for k, name in enumerate(NAMES)}
        found |= {
            # mM is mol per cubic metre.
            f"p_{name}[0]/caConc": recorders[NAMES.index(name)].samples["conc_ca"][:, 0]
            for name, (_, pool) in CELLS.items()
            if pool
        }
        ours.append(found)
    return theirs, *ours


KEYS = [f"p_{name}[0]/v" for name in NAMES] + [f"p_{name}[0]/caConc" for name, (_, pool) in CELLS.items() if pool]


def apart(mine, theirs):
    """Return the largest difference; the first value of theirs is at 0, and an input may act a step later there."""
    return min(
        np.abs(mine[: len(theirs) - 1 - k] - theirs[1 + k : len(mine) + 1]).max() for k in (0, 1, 2)
    )


@pytest.mark.parametrize("method", ["euler", "chosen"])
@pytest.mark.parametrize("key", KEYS)
def test_channels_are_as_close_as_with_a_halved_step(compared, key, method):
    """Traces differ by at most three times the effect of halving their step.

    Euler's steps are not the same: jLEMS updates gates before the potential, within a step.
    """
    theirs, *ours = compared
    mine = ours[method == "chosen"][key]
    changed = np.abs(theirs[STEP / 2][key][::2][: len(theirs[STEP][key])] - theirs[STEP][key]).max()
    assert apart(mine, theirs[STEP][key]) <= 3 * changed
