"""Run PyNN's own system scenarios on SpikeLoom: a plugin of pytest.

    SPIKELOOM_PYNN_SOURCE=<a checkout of PyNN> python -m pytest -p pynn_scenarios -k spikeloom \
        $SPIKELOOM_PYNN_SOURCE/test/system/scenarios

No file of PyNN is changed: SpikeLoom is added to the simulators of each scenario.
"""

import os
import sys
from pathlib import Path

import pytest

NAME = "spikeloom"
SOURCE = "SPIKELOOM_PYNN_SOURCE"


def source_tree():
    """Return the folder of PyNN's checkout; None if the environment names none."""
    named = os.environ.get(SOURCE)
    return None if named is None else Path(named)


def pytest_configure(config):
    """Add our name to the simulators of each scenario."""
    tree = source_tree()
    if tree is None or not (tree / "test" / "system" / "scenarios").is_dir():
        raise pytest.UsageError(f"{SOURCE} must name a checkout of PyNN; it is {tree}.")
    import spikeloom.pynn

    sys.modules[f"pyNN.{NAME}"] = spikeloom.pynn
    sys.path.insert(0, str(tree / "test"))
    from system.scenarios import fixtures

    theirs = fixtures.run_with_simulators
    fixtures.run_with_simulators = lambda *names: theirs(*names, NAME)
