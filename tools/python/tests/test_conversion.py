"""Write a file in another format from Python, and load and run a file of any format."""

import json

import pytest

import spikeloom as sl
from spikeloom import SpikeLoomError

NETWORK = {
    "format": "spikeloom-network",
    "version": 1,
    "duration": "20 ms",
    "seed": 3,
    "populations": {"E": {"model": "lif-curr-exp", "size": 5}},
    "stimuli": [
        {
            "kind": "poisson",
            "into": "E",
            "receptor": "excitatory",
            "rate": "8 kHz",
            "weight": "0.5 nA",
        }
    ],
    "record": [{"population": "E", "variables": ["spikes"]}],
}

PLUGIN = """
export default {
  kind: "format", contract: 1, name: "boxed", about: "A network in a box.", extensions: [],
  marks: [{ json: { boxed: true } }], holds: ["network"], options: {}, losses: {},
  async read(source) {
    const text = new TextDecoder().decode(await source.read(0, source.size));
    return { thing: { holds: "network", network: JSON.parse(text).boxed }, losses: [] };
  },
};
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.json").write_text(json.dumps(NETWORK))


def test_losses_are_returned_or_refused(tmp_path):
    made = sl.convert("net.json", "pynn", out=tmp_path / "there", options={"for": "5 ms"})
    assert made.written[0] == str(tmp_path / "there" / "network.py")
    assert "DURATION = 5.0" in (tmp_path / "there" / "network.py").read_text()
    assert [(loss.code, loss.place) for loss in made.losses] == [("drawn-anew", "stimuli[0]")]
    sl.convert("net.json", "brian2", out=tmp_path / "steps", convention="brian2", dt="0.2 ms")
    script = (tmp_path / "steps" / "network.py").read_text()
    assert "DT = 0.2*ms" in script
    assert 'SCHEDULE = ["start", "groups", "thresholds", "synapses", "resets", "end"]' in script
    with pytest.raises(SpikeLoomError) as caught:
        sl.convert("net.json", "pynn", out=tmp_path / "strict", strict=True)
    assert caught.value.code == "SL_CONVERT_LOSES"
    assert not (tmp_path / "strict").exists()


def test_a_format_is_detected_from_the_contents(tmp_path):
    (tmp_path / "box.mjs").write_text(PLUGIN)
    (tmp_path / "net.txt").write_text(json.dumps({"boxed": NETWORK}))
    made = sl.convert("net.txt", "spikeloom-network", out="plain.json", plugins=["./box.mjs"])
    assert (made.written, made.losses) == (["plain.json"], [])
    spikes = []
    for path, plugins in (("net.txt", ["./box.mjs"]), ("plain.json", [])):
        with sl.load(path, plugins=plugins) as network:
            simulation = network.prepare()
            simulation.advance("20 ms")
            spikes.append(simulation.spikes("E"))
    assert repr(spikes[0]) == repr(spikes[1])


def test_formats_are_listed():
    listed = {one["name"]: one for one in sl.formats()}
    assert listed["csv"]["write"] is True
    assert listed["spikeloom-network"]["holds"] == ["network"]
    with pytest.raises(SpikeLoomError) as caught:
        sl.convert("net.json", "cvs")
    assert caught.value.code == "SL_UNKNOWN_PLUGIN"
