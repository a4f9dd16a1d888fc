"""NeuroML that is written: the schema takes it, and jNeuroML gives the same traces as for what was read."""

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


def document():
    """Return a network whose populations each have an input and one of the synapses."""
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
        f'{"".join(SYNAPSES.values())}{components}{"".join(INPUTS.values())}<spikeArray id="array">{train}</spikeArray>'
        f'<network id="net"><population id="train" component="array" size="1"/>{populations}{projections}{inputs}'
        "</network></neuroml>"
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


def test_schema_takes_what_is_written(written):
    said = jneuroml(written, "again.nml", validate=True)
    assert "Valid against schema and all tests" in said or "is valid" in said.lower()


def test_traces_are_those_of_what_was_read(written):
    quantities = [f"p_{name}[{k}]/v" for name in CELLS for k in (0, 1)]
    runs = [
        traces(written, name, network="net", quantities=quantities, step=0.01, duration=50)
        for name in ("read.nml", "again.nml")
    ]
    assert all(np.ptp(trace) > 1e-3 for trace in runs[0])
    assert np.abs(runs[0] - runs[1]).max() <= 1e-9
