"""The API table of the Python package lists every export with its signature."""

import inspect
import re
from pathlib import Path

import pytest

import spikeloom
from spikeloom import link

README = Path(__file__).resolve().parents[3] / "packages/python/README.md"
TABLE = README.read_text().split("<!-- api:start -->")[1].split("<!-- api:end -->")[0]
ROWS = dict(re.findall(r"^\| `(spikeloom[\w.]*)` \| \w+ \| (.*?) \| .* \|$", TABLE, re.MULTILINE))
TUPLES = ("Progress", "Reached", "Signal", "Spikes")


def signature(function):
    """Return the signature without types of parameters, as in the table."""
    whole = inspect.signature(function)
    bare = [p.replace(annotation=p.empty) for p in whole.parameters.values() if p.name != "self"]
    text = str(whole.replace(parameters=bare, return_annotation=whole.empty))
    if function is not link.Link.__init__:
        text += f" -> {whole.return_annotation}"
    return text.replace("|", "\\|")


def methods():
    """List the public methods of the classes in the table."""
    classes = {
        "spikeloom.Network": spikeloom.Network,
        "spikeloom.Simulation": spikeloom.Simulation,
        "spikeloom.Sweep": spikeloom.Sweep,
        "spikeloom.link.Link": link.Link,
        "spikeloom.link.Lists": link.Lists,
    }
    for path, one in classes.items():
        for name, function in inspect.getmembers(one, inspect.isroutine):
            if not name.startswith("_"):
                yield f"{path}.{name}", function


FUNCTIONS = {
    "spikeloom.load": spikeloom.load,
    "spikeloom.sweep": spikeloom.sweep,
    "spikeloom.convert": spikeloom.convert,
    "spikeloom.formats": spikeloom.formats,
    "spikeloom.link.Link": link.Link.__init__,
    **dict(methods()),
}


@pytest.mark.parametrize("path", FUNCTIONS)
def test_signatures_are_those_of_the_code(path):
    assert ROWS[path] == f"`{signature(FUNCTIONS[path])}`"


@pytest.mark.parametrize("name", TUPLES)
def test_tuples_state_their_fields(name):
    assert ROWS[f"spikeloom.link.{name}"] == f"`({', '.join(getattr(link, name)._fields)})`"


def test_every_export_is_listed():
    exports = {f"spikeloom.{name}" for name in spikeloom.__all__ if name != "__version__"}
    exports |= {f"spikeloom.link.{name}" for name in link.__all__}
    assert exports <= set(ROWS)
