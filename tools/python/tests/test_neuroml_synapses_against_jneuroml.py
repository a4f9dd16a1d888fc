"""Compare synapses, couplings and inputs of NeuroML with jNeuroML, trace by trace.

One spike train drives a cell without threshold through each synapse, so only the synapse can differ.
"""

import numpy as np
import pytest

from oracle.jneuroml import traces
from oracle.ours import run_networks

STEP, DURATION = 0.01, 60
MECHANISM = '<plasticityMechanism type="{}" initReleaseProb="0.5" tauRec="30ms"{}/>'
BLOCK = (
    '<blockMechanism type="voltageConcDepBlockMechanism" species="mg" blockConcentration="1.2 mM"'
    ' scalingConc="1.92 mM" scalingVolt="16.13 mV"/>'
)
TWO = 'gbase="0.5nS" erev="0mV" tauRise="0.6ms" tauDecay="4ms"'
SYNAPSES = {
    "one": '<expOneSynapse id="one" gbase="0.5nS" erev="0mV" tauDecay="3ms"/>',
    "two": f'<expTwoSynapse id="two" {TWO}/>',
    "three": '<expThreeSynapse id="three" gbase1="0.3nS" gbase2="0.2nS" erev="0mV" tauRise="0.3ms"'
    ' tauDecay1="2ms" tauDecay2="10ms"/>',
    "alpha": '<alphaSynapse id="alpha" gbase="0.5nS" erev="-80mV" tau="2ms"/>',
    "current": '<alphaCurrentSynapse id="current" tau="2ms" ibase="10pA"/>',
    "expcond": '<expCondSynapse id="expcond" tau_syn="3" e_rev="0"/>',
    "expcurr": '<expCurrSynapse id="expcurr" tau_syn="3"/>',
    "alphacond": '<alphaCondSynapse id="alphacond" tau_syn="3" e_rev="0"/>',
    "alphacurr": '<alphaCurrSynapse id="alphacurr" tau_syn="3"/>',
    "blocked": f'<blockingPlasticSynapse id="blocked" {TWO}>{BLOCK}</blockingPlasticSynapse>',
    "depressed": f'<blockingPlasticSynapse id="depressed" {TWO}>'
    f'{MECHANISM.format("tsodyksMarkramDepMechanism", "")}{BLOCK}</blockingPlasticSynapse>',
    "facilitated": f'<blockingPlasticSynapse id="facilitated" {TWO}>'
    + MECHANISM.format("tsodyksMarkramDepFacMechanism", ' tauFac="20ms"')
    + "</blockingPlasticSynapse>",
    "double": '<doubleSynapse id="double" synapse1="one" synapse1Path="./one" synapse2="alpha" synapse2Path="./alpha"/>',
}
# PyNN's weights are in uS and nA.
WEIGHTS = {"expcond": 0.0005, "alphacond": 0.0005, "expcurr": 0.01, "alphacurr": 0.01}
COUPLINGS = (
    '<gapJunction id="gap" conductance="0.1nS"/><silentSynapse id="silent"/>'
    '<linearGradedSynapse id="linear" conductance="0.1nS"/>'
    '<gradedSynapse id="graded" conductance="0.5nS" delta="5mV" Vth="-55mV" k="0.025per_ms" erev="0mV"/>'
)
# The kind of projection, of connections, and their components.
PAIRS = {
    "electrical": ("electricalConnection", 'synapse="gap"'),
    "continuous_linear": ("continuousConnection", 'preComponent="silent" postComponent="linear"'),
    "continuous_graded": ("continuousConnection", 'preComponent="silent" postComponent="graded"'),
}
TRIPLE = (
    '<voltageClampTriple id="triple" active="1" delay="10ms" duration="20ms" conditioningVoltage="-70mV"'
    ' testingVoltage="-50mV" returnVoltage="-65mV" simpleSeriesResistance="100Mohm"/>'
)
INPUTS = {
    "pulse": '<pulseGenerator id="pulse" delay="5ms" duration="20ms" amplitude="10pA"/>',
    "sine": '<sineGenerator id="sine" phase="0.5" delay="5ms" duration="40ms" amplitude="10pA" period="13ms"/>',
    "ramp": '<rampGenerator id="ramp" delay="5ms" duration="30ms" startAmplitude="2pA" finishAmplitude="20pA"'
    ' baselineAmplitude="1pA"/>',
    "compound": '<compoundInput id="compound"><pulseGenerator id="p" delay="5ms" duration="20ms" amplitude="5pA"/>'
    '<sineGenerator id="s" phase="0" delay="10ms" duration="40ms" amplitude="6pA" period="7ms"/></compoundInput>',
    "clamp": '<voltageClamp id="clamp" delay="10ms" duration="20ms" targetVoltage="-60mV"'
    ' simpleSeriesResistance="200Mohm"/>',
    "triple": TRIPLE,
    "timed": '<timedSynapticInput id="timed" synapse="two" spikeTarget="./two"><spike id="0" time="5ms"/>'
    '<spike id="1" time="12.5ms"/></timedSynapticInput>',
}
CELL = (
    '<iafCell id="cell" leakConductance="0.2nS" leakReversal="-70mV" thresh="200mV" reset="-70mV" C="3.2pF"/>'
    '<iafCell id="high" leakConductance="0.2nS" leakReversal="-50mV" thresh="200mV" reset="-70mV" C="3.2pF"/>'
)
TRAIN = "".join(f'<spike id="{k}" time="{time}ms"/>' for k, time in enumerate([5, 9, 15, 16.5, 32]))


def document():
    """Return a network with a population for each synapse, coupling and input."""
    names = [*SYNAPSES, *INPUTS]
    populations = "".join(f'<population id="p_{name}" component="cell" size="1"/>' for name in names)
    populations += "".join(
        f'<population id="p_{name}" component="cell" size="1"/><population id="q_{name}" component="high" size="1"/>'
        for name in PAIRS
    )
    projections = "".join(
        f'<projection id="pr_{name}" presynapticPopulation="train" postsynapticPopulation="p_{name}" synapse="{name}">'
        f'<connectionWD id="0" preCellId="../train[0]" postCellId="../p_{name}[0]" weight="{WEIGHTS.get(name, 2)}"'
        ' delay="1.5ms"/></projection>'
        for name in SYNAPSES
    )
    couplings = "".join(
        f'<{name.split("_")[0]}Projection id="c_{name}" presynapticPopulation="q_{name}"'
        f' postsynapticPopulation="p_{name}"><{kind} id="0" preCell="0" postCell="0" {components}/>'
        f'</{name.split("_")[0]}Projection>'
        for name, (kind, components) in PAIRS.items()
    )
    inputs = "".join(
        f'<inputList id="i_{name}" component="{name}" population="p_{name}">'
        f'<inputW id="0" target="../p_{name}[0]" destination="synapses" weight="1.5"/></inputList>'
        for name in INPUTS
    )
    return (
        '<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="d">'
        f'{"".join(SYNAPSES.values())}{COUPLINGS}{CELL}{"".join(INPUTS.values())}'
        f'<spikeArray id="array">{TRAIN}</spikeArray>'
        f'<network id="net"><population id="train" component="array" size="1"/>{populations}{projections}{couplings}'
        f"{inputs}</network></neuroml>"
    )


NAMES = [*[f"p_{name}" for name in [*SYNAPSES, *INPUTS, *PAIRS]], *[f"q_{name}" for name in PAIRS]]


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """Run all in jNeuroML with two steps, and here with Euler's steps and with the default integrator."""
    folder = tmp_path_factory.mktemp("synapses")
    file = folder / "synapses.nml"
    file.write_text(document())
    quantities = [f"{name}[0]/v" for name in NAMES]
    theirs = {
        step: dict(
            zip(
                NAMES,
                traces(folder, file.name, network="net", quantities=quantities, step=step, duration=DURATION),
                strict=True,
            )
        )
        for step in (STEP, STEP / 2)
    }
    record = [{"population": name, "variables": ["v"]} for name in NAMES]
    network = {"dt": f"{STEP} ms", "duration": f"{DURATION} ms", "record": record}
    jobs = [
        {"network": network, "read": {"format": "neuroml", "file": str(file), "options": options}}
        for options in ({"integrator": "euler"}, {})
    ]
    ours = [
        {name: recorders[k].samples["v"][:, 0] / 1e3 for k, name in enumerate(NAMES)}
        for recorders in run_networks(jobs, folder)
    ]
    return theirs, *ours


@pytest.mark.parametrize("method", ["euler", "chosen"])
@pytest.mark.parametrize("name", NAMES)
def test_is_as_close_as_with_a_halved_step(compared, name, method):
    """Potentials differ by at most three times the effect of halving their step, and do change."""
    theirs, *ours = compared
    coarse, mine = theirs[STEP][name], ours[method == "chosen"][name]
    changed = np.abs(theirs[STEP / 2][name][::2][: len(coarse)] - coarse).max()
    # Their first value is at 0; an event or an input may act two steps later there.
    apart = min(np.abs(mine[: len(coarse) - 1 - k] - coarse[1 + k : len(mine) + 1]).max() for k in (0, 1, 2))
    assert np.ptp(coarse) > 1e-3 or name.startswith("q_")
    assert apart <= max(3 * changed, 1e-9)
