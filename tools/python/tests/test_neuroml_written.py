"""Exported NeuroML: it is valid against the schema, and jNeuroML gives the same traces as for the original."""

import json

import numpy as np
import pytest

from oracle.jneuroml import jneuroml, traces

CELLS = {
    "iafCell": 'leakConductance="0.2nS" leakReversal="-70mV" thresh="-55mV" reset="-70mV" C="3.2pF"',
    "izhikevich2007Cell": 'v0="-60mV" C="100pF" k="0.7nS_per_mV" vr="-60mV" vt="-40mV" vpeak="35mV"'
    ' a="0.03per_ms" b="-2nS" c="-50mV" d="100pA"',
    "adExIaFCell": 'C="281pF" gL="30nS" EL="-70.6mV" reset="-48.5mV" VT="-50.4mV" thresh="-40.4mV"'
    ' refract="2ms" delT="2mV" tauw="40ms" a="4nS" b="80pA"',
    "IF_cond_exp": 'cm="1.0" i_offset="0.9" tau_m="20.0" tau_refrac="2.0" tau_syn_E="0.5" tau_syn_I="0.5"'
    ' v_init="-65" v_reset="-62.0" v_rest="-65.0" v_thresh="-52.0" e_rev_E="0.0" e_rev_I="-70.0"',
}
SYNAPSES = {
    "one": '<expOneSynapse id="one" gbase="0.5nS" erev="0mV" tauDecay="3ms"/>',
    "two": '<expTwoSynapse id="two" gbase="0.5nS" erev="0mV" tauRise="0.6ms" tauDecay="4ms"/>',
    "alpha": '<alphaSynapse id="alpha" gbase="0.5nS" erev="-80mV" tau="2ms"/>',
    "current": '<alphaCurrentSynapse id="current" tau="2ms" ibase="10pA"/>',
    "expcond": '<expCondSynapse id="expcond" tau_syn="3" e_rev="0"/>',
}
INPUTS = {
    "iafCell": '<pulseGenerator id="i_iafCell" delay="5ms" duration="20ms" amplitude="4pA"/>',
    "izhikevich2007Cell": '<sineGenerator id="i_izhikevich2007Cell" phase="0.5" delay="5ms" duration="40ms"'
    ' amplitude="80pA" period="13ms"/>',
    "adExIaFCell": '<rampGenerator id="i_adExIaFCell" delay="5ms" duration="30ms" startAmplitude="0.2nA"'
    ' finishAmplitude="0.8nA" baselineAmplitude="1pA"/>',
}

RATE = '<{} type="HH{}Rate" rate="{}per_ms" midpoint="{}mV" scale="{}mV"/>'
M = RATE.format("forwardRate", "ExpLinear", 1, -40, 10) + RATE.format("reverseRate", "Exp", 4, -65, -18)
H = RATE.format("forwardRate", "Exp", 0.07, -65, -20) + RATE.format("reverseRate", "Sigmoid", 1, -35, 10)
WARM = '<q10Settings type="q10Fixed" fixedQ10="1.5"/>'
STEADY = '<steadyState type="HHSigmoidVariable" rate="1" midpoint="-40mV" scale="9mV"/>'
COURSE = '<timeCourse type="fixedTimeCourse" tau="4ms"/>'
CHANNELS = (
    '<ionChannelHH id="pas" conductance="10pS"/><ionChannelHH id="na" conductance="10pS">'
    f'<gateHHrates id="m" instances="3">{M}</gateHHrates><gateHHrates id="h" instances="1">{H}</gateHHrates></ionChannelHH>'
    f'<ionChannelHH id="k" conductance="10pS"><gateHHtauInf id="n" instances="2">{WARM}{COURSE}{STEADY}</gateHHtauInf>'
    '</ionChannelHH><ionChannelHH id="slow" conductance="10pS"><gateHHratesInf id="s" instances="1">'
    f"{M}{STEADY}</gateHHratesInf></ionChannelHH>"
    '<ionChannelKS id="ks" conductance="10pS"><gateKS id="n" instances="2"><closedState id="c"/><openState id="o"/>'
    '<vHalfTransition id="vh" from="c" to="o" vHalf="-40mV" z="1.5" gamma="0.75" tau="3.2ms" tauMin="0.3ms"/>'
    "</gateKS></ionChannelKS>"
    f'<ionChannelHH id="ca" conductance="10pS"><gateHHtauInf id="q" instances="2">{COURSE}{STEADY}</gateHHtauInf>'
    '</ionChannelHH><ionChannelHH id="ahp" conductance="10pS"><gateHHrates id="z" instances="1">'
    '<forwardRate type="rising" height="0.5per_ms"/><reverseRate type="HHExpRate" rate="0.1per_ms" midpoint="-65mV"'
    ' scale="-80mV"/></gateHHrates></ionChannelHH><decayingPoolConcentrationModel id="pool" ion="ca"'
    ' restingConc="1e-10 mol_per_cm3" decayConstant="20ms" shellThickness="0.2um"/>'
)
RISING = (
    '<ComponentType name="rising" extends="baseVoltageConcDepRate"><Parameter name="height" dimension="per_time"/>'
    '<Constant name="CONC" dimension="concentration" value="1 mM"/><Dynamics><DerivedVariable name="r" exposure="r"'
    ' dimension="per_time" value="height * caConc / (caConc + CONC / 100)"/></Dynamics></ComponentType>'
)
DENSITIES = "".join(
    f'<channelDensity id="{name}d" ionChannel="{name}" condDensity="{value} mS_per_cm2" erev="{erev}mV" ion="non_specific"/>'
    for name, value, erev in [
        *[("pas", 0.3, -54), ("na", 120, 50), ("k", 20, -77), ("slow", 0.1, -80), ("ks", 3, -77)],
        ("ahp", 0.5, -85),
    ]
) + (
    '<channelDensityNernst id="nernst" ionChannel="ca" condDensity="0.2 mS_per_cm2" ion="ca"/>'
    '<channelDensityGHK id="goldman" ionChannel="ca" permeability="2e-6 m_per_s" ion="ca"/>'
    '<channelDensityGHK2 id="jaffe" ionChannel="ca" condDensity="0.05 mS_per_cm2" ion="ca"/>'
)
SPECIES = (
    '<species id="ca" ion="ca" concentrationModel="pool" initialConcentration="1e-4 mM"'
    ' initialExtConcentration="2 mM"/>'
)
MEMBRANE = (
    '<cell id="c_membrane"><morphology id="m_membrane"><segment id="0"><proximal x="0" y="0" z="0" diameter="17.8"/>'
    '<distal x="0" y="0" z="0" diameter="17.8"/></segment></morphology><biophysicalProperties id="b_membrane">'
    f'<membraneProperties>{DENSITIES}<spikeThresh value="-20mV"/><specificCapacitance value="1.0 uF_per_cm2"/>'
    '<initMembPotential value="-65mV"/></membraneProperties><intracellularProperties>' + SPECIES + '</intracellularProperties>'
    "</biophysicalProperties></cell>"
)
NMDA = (
    '<blockingPlasticSynapse id="nmda" gbase="0.5nS" erev="0mV" tauRise="1ms" tauDecay="8ms"><plasticityMechanism'
    ' type="tsodyksMarkramDepFacMechanism" initReleaseProb="0.5" tauRec="30ms" tauFac="20ms"/><blockMechanism'
    ' type="voltageConcDepBlockMechanism" species="mg" blockConcentration="1.2 mM" scalingConc="1.92 mM"'
    ' scalingVolt="16.13 mV"/></blockingPlasticSynapse><gapJunction id="gap" conductance="0.1nS"/><silentSynapse id="silent"/>'
    '<gradedSynapse id="graded" conductance="0.5nS" delta="5mV" Vth="-55mV" k="0.025per_ms" erev="0mV"/>'
)
CLAMP = (
    '<voltageClamp id="clamp" delay="10ms" duration="20ms" targetVoltage="-60mV" simpleSeriesResistance="200Mohm"/>'
    '<pulseGenerator id="i_membrane" delay="5ms" duration="20ms" amplitude="0.08nA"/>'
)
COUPLED = (
    '<projection id="train_membrane" presynapticPopulation="train" postsynapticPopulation="p_membrane" synapse="nmda">'
    '<connectionWD id="0" preCellId="../train[0]" postCellId="../p_membrane[1]" weight="2" delay="1.5ms"/></projection>'
    '<electricalProjection id="ep" presynapticPopulation="p_membrane" postsynapticPopulation="p_membrane">'
    '<electricalConnectionInstanceW id="0" preCell="../p_membrane[0]" postCell="../p_membrane[1]" synapse="gap" weight="2"/>'
    '</electricalProjection><continuousProjection id="cp" presynapticPopulation="p_membrane"'
    ' postsynapticPopulation="p_membrane"><continuousConnectionInstanceW id="0" preCell="../p_membrane[0]"'
    ' postCell="../p_membrane[2]" preComponent="silent" postComponent="graded" weight="0.5"/></continuousProjection>'
)


def document():
    """Return a network whose populations each have an input and one of the synapses, and a membrane with channels."""
    components = "".join(f'<{name} id="c_{name}" {text}/>' for name, text in CELLS.items())
    populations = "".join(f'<population id="p_{name}" component="c_{name}" size="2"/>' for name in CELLS)
    projections = "".join(
        f'<projection id="{name}_{synapse}" presynapticPopulation="train" postsynapticPopulation="p_{name}"'
        f' synapse="{synapse}"><connectionWD id="0" preCellId="../train[0]" postCellId="../p_{name}[0]"'
        f' weight="{0.001 if synapse == "expcond" else 2}" delay="1.5ms"/></projection>'
        for name in CELLS
        for synapse in SYNAPSES
    )
    inputs = "".join(
        f'<inputList id="l_{name}" component="i_{name}" population="p_{name}">'
        f'<inputW id="0" target="../p_{name}[1]" destination="synapses" weight="1.5"/></inputList>'
        for name in INPUTS
    )
    train = "".join(f'<spike id="{k}" time="{time}ms"/>' for k, time in enumerate([5, 9, 15, 16.5, 32]))
    return (
        '<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="d">'
        f'{CHANNELS}{"".join(SYNAPSES.values())}{NMDA}{MEMBRANE}{components}{"".join(INPUTS.values())}{CLAMP}'
        f'<spikeArray id="array">{train}</spikeArray>'
        '<network id="net" type="networkWithTemperature" temperature="16 degC"><population id="train" component="array" size="1"/>'
        f'<population id="p_membrane" component="c_membrane" size="4"/>{populations}{projections}{COUPLED}'
        '<explicitInput target="p_membrane[0]" input="i_membrane"/><explicitInput target="p_membrane[3]" input="clamp"/>'
        f"{inputs}</network>{RISING}</neuroml>"
    )


@pytest.fixture(scope="module")
def written(spikeloom, tmp_path_factory):
    """Read a file and write it again; return the folder and both names."""
    folder = tmp_path_factory.mktemp("written")
    (folder / "read.nml").write_text(document())
    said = json.loads(
        spikeloom("convert", "read.nml", "--to", "neuroml", "--out", "out", "--json", cwd=folder)
    )
    assert said["losses"] == []
    [file] = folder.glob("out/*.nml")
    (folder / "again.nml").write_bytes(file.read_bytes())
    return folder


def test_schema_accepts_the_written_network(written):
    said = jneuroml(written, "again.nml", validate=True)
    assert "Valid against schema and all tests" in said or "is valid" in said.lower()


def test_traces_are_those_of_the_network_that_was_read(written):
    quantities = [f"p_{name}[{k}]/v" for name in CELLS for k in (0, 1)]
    quantities += [f"p_membrane[{k}]/{name}" for k in range(4) for name in ("v", "caConc")]
    runs = [
        traces(written, name, network="net", quantities=quantities, step=0.01, duration=50)
        for name in ("read.nml", "again.nml")
    ]
    assert all(np.ptp(trace) > 1e-3 for trace in runs[0])
    # Conductances of a membrane are per area, computed again, and jNeuroML prints traces to some seven digits.
    assert np.abs(runs[0] - runs[1]).max() <= 2e-8
