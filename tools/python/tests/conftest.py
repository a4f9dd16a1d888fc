"""Provide the comparison tests with the built command."""

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMMAND = ROOT / "packages" / "cli" / "dist" / "command" / "main.js"

# The Python package is imported from its sources, and runs the built command as well.
NODE = os.environ.get("SPIKELOOM_NODE", "node")
os.environ.setdefault("SPIKELOOM_COMMAND", shlex.join([NODE, str(COMMAND)]))

# Code that the Brian2 device derives is not kept from one test run to the next.
os.environ.setdefault("SPIKELOOM_CACHE", tempfile.mkdtemp(prefix="spikeloom-cache-"))

# PyNN's own scenarios exist only in its repository, under their own licence.
collect_ignore = [] if "SPIKELOOM_PYNN_SOURCE" in os.environ else ["test_pynn_scenarios.py"]
# A cluster takes a minute, and Ray 70 MB: only long tests install it.
collect_ignore += [] if os.environ.get("SPIKELOOM_LONG") == "1" else ["test_sweeps_on_ray.py"]


def pytest_report_header():
    """Report what is omitted."""
    if "test_pynn_scenarios.py" in collect_ignore:
        return "PyNN's system scenarios: omitted, because SPIKELOOM_PYNN_SOURCE names no checkout of PyNN"
    return "PyNN's system scenarios: from SPIKELOOM_PYNN_SOURCE"


@pytest.fixture(scope="session")
def spikeloom():
    """Return a function that runs the built command and returns its output.

    ``spikeloom("run", "network.json", "--json")`` raises with the command's own error text if its exit code is
    not among ``allowed``.
    """

    def run(*arguments, timeout=300, cwd=None, allowed=(0,)):
        command = [NODE, str(COMMAND), *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, cwd=cwd, check=False
        )
        if done.returncode not in allowed:
            shown = " ".join(map(str, arguments))
            raise RuntimeError(f"spikeloom {shown} ended with {done.returncode}:\n{done.stderr}")
        return done.stdout

    return run
