"""Every Python snippet in the guides about results runs unchanged."""

import json
import re
from pathlib import Path

import pytest

GUIDES = Path(__file__).parents[3] / "docs" / "guides"
NETWORK = {
    "format": "spikeloom-network",
    "version": 1,
    "duration": "500 ms",
    "populations": {"E": {"model": "lif-curr-exp", "size": 5}},
    "stimuli": [
        {"kind": "poisson", "into": "E", "receptor": "excitatory", "rate": "8 kHz", "weight": "0.06 nA"}
    ],
    "record": [{"population": "E", "variables": ["spikes", "v"]}],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, spikeloom):
    made = tmp_path_factory.mktemp("guides")
    (made / "net.json").write_text(json.dumps(NETWORK))
    spikeloom("run", "net.json", "--seed", "1", "--no-plots", "--quiet", "--format", "nwb", cwd=made)
    for table in ("csv", "parquet"):
        # Tables contain no network, which is a loss.
        spikeloom("convert", "results/net.h5", "--to", table, cwd=made, allowed=(3,))
    return made


@pytest.mark.parametrize(("guide", "snippets"), [("results.md", 6), ("nwb.md", 1)])
def test_the_snippets_of_a_guide_run_one_after_another(folder, monkeypatch, guide, snippets):
    monkeypatch.chdir(folder)
    found = re.findall(r"```python\n(.*?)```", (GUIDES / guide).read_text(), re.DOTALL)
    assert len(found) == snippets
    names = {}
    for snippet in found:
        exec(compile(snippet, guide, "exec"), names)
    if guide == "nwb.md":
        assert names["rates"]["E"] > 0
        assert names["volts"].shape == (len(names["seconds"]), 5)
    else:
        assert len(names["times"]) == sum(map(len, names["by_neuron"])) > 0
        assert names["correlation"].shape == (5, 5)
        assert len(names["units"]) == 5
        assert len(names["samples"]) == names["traces"].size > 0
