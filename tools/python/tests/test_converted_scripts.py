"""LEMS and NeuroML files as scripts: Brian2 and NEST give the spikes of a run of the file."""

import json
import shutil
from pathlib import Path

import pytest

from oracle.pynn_scripts import read_spikes, simulate_script, spike_rows

CELLS = """<neuroml xmlns="http://www.neuroml.org/schema/neuroml2" id="document">
  <IF_curr_exp id="pynn" cm="1.0" i_offset="0.9" tau_m="20.0" tau_refrac="2.0" tau_syn_E="3" tau_syn_I="5"
    v_init="-65" v_reset="-62.0" v_rest="-65.0" v_thresh="-52.0"/>
  <iafCell id="plain" leakConductance="10nS" leakReversal="-70mV" thresh="-55mV" reset="-70mV" C="200pF"/>
  <expCurrSynapse id="current" tau_syn="3"/>
  <expOneSynapse id="opened" gbase="2nS" erev="0mV" tauDecay="4ms"/>
  <spikeArray id="given">{spikes}</spikeArray>
  <network id="net">
    <population id="pynns" component="pynn" size="3"/>
    <population id="plains" component="plain" size="2"/>
    <population id="times" component="given" size="1"/>
    <projection id="among" presynapticPopulation="pynns" postsynapticPopulation="pynns" synapse="current">
      <connectionWD id="0" preCellId="../pynns[0]" postCellId="../pynns[1]" weight="2" delay="3ms"/>
      <connectionWD id="1" preCellId="../pynns[1]" postCellId="../pynns[2]" weight="0.5" delay="1.5ms"/>
    </projection>
    <projection id="drive" presynapticPopulation="times" postsynapticPopulation="plains" synapse="opened">
      <connectionWD id="0" preCellId="../times[0]" postCellId="../plains[0]" weight="4" delay="1ms"/>
      <connectionWD id="1" preCellId="../times[0]" postCellId="../plains[1]" weight="6" delay="2ms"/>
    </projection>
  </network>
</neuroml>
"""
SPIKES = "".join(f'<spike id="{k}" time="{5 + 4 * k + k % 4}ms"/>' for k in range(20))
OURS = Path(__file__).resolve().parents[3] / "packages" / "cli" / "test" / "lems"
LEMS = {"pair": OURS / "LEMS_pair.xml", "types": Path(__file__).parent / "lems" / "LEMS_types.xml"}


@pytest.fixture
def spikes_of(spikeloom, tmp_path):
    """Return a function that runs a file and the script exported from it, and returns the spikes of both."""

    def run(file, to, step, *words):
        spikeloom("run", file, "--out", "run.h5", "--no-plots", "--quiet", *words, cwd=tmp_path)
        # NEST solves conductances to a tolerance, which is a loss.
        allowed = (3,) if to == "nest" else (0,)
        said = spikeloom("convert", file, "--to", to, "--out", to, "--json", *words, cwd=tmp_path, allowed=allowed)
        assert {loss["code"] for loss in json.loads(said)["losses"]} <= ({"integration"} if to == "nest" else set())
        arrays = simulate_script(tmp_path / to / "network.py")
        # Several recorders of one population are distinguished by a number.
        ours = {name.split("#")[0]: rows for name, rows in read_spikes(tmp_path / "run.h5", step).items()}
        return ours, {name: spike_rows(arrays, name, step) for name in ours}

    return run


def written(folder):
    """Write a NeuroML document; return its name."""
    (folder / "cells.nml").write_text(CELLS.format(spikes=SPIKES))
    return "cells.nml"


@pytest.mark.parametrize("name", LEMS)
def test_brian2_reproduces_the_spikes_of_lems(spikes_of, tmp_path, name):
    # Types with their own equations, events, a regime and Euler steps.
    shutil.copytree(LEMS[name].parent, tmp_path / "there")
    ours, theirs = spikes_of(Path("there") / LEMS[name].name, "brian2", 0.05)
    assert theirs == ours
    assert all(len(rows) >= 7 for rows in ours.values())


@pytest.mark.parametrize(("to", "words"), [("brian2", ()), ("nest", ("--convention", "nest"))])
def test_scripts_reproduce_the_spikes_of_neuroml(spikes_of, tmp_path, to, words):
    # Conductances are integrated by adaptive steps in NEST; no potential comes so close to a threshold here.
    ours, theirs = spikes_of(written(tmp_path), to, 0.1, "--for", "100ms", *words)
    assert theirs == ours
    assert {name: len(rows) >= 8 for name, rows in ours.items()} == dict.fromkeys(ours, True)


def test_exports_to_nest_refuse_the_steps_of_lems(spikeloom, tmp_path):
    shutil.copytree(OURS, tmp_path / "there")
    with pytest.raises(RuntimeError, match="defines its own step") as caught:
        spikeloom("convert", "there/LEMS_pair.xml", "--to", "nest", "--convention", "nest", cwd=tmp_path)
    assert "convention.order" not in str(caught.value)
