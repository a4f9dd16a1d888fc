"""Run Nengo's own tests of backends on SpikeLoom's simulator, and compare the outcomes with the published ones.

    python tools/python/nengo_suite.py [-k EXPRESSION]

Needs Nengo 4.1.0 with the packages pytest (before 9, which Nengo's plug-in needs), pytest-rng, pytest-allclose and
pytest-plt, in an environment of its own. Nengo's wheel contains the tests. references/nengo-suite.json lists the tests
that do not pass, with reasons; tests that Nengo itself skips as slow are counted apart.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = Path(__file__).resolve().parent / "references" / "nengo-suite.json"
INI = "[pytest]\nnengo_simulator = spikeloom.nengo.Simulator\n"


class Outcomes:
    """A plugin of pytest that stores outcomes."""

    def __init__(self):
        self.passed = set()
        self.failed = {}
        self.skipped = {}

    def pytest_runtest_logreport(self, report):
        name = report.nodeid.split("/")[-1]
        if report.skipped:
            self.skipped[name] = str(report.longrepr)
        elif report.failed:
            self.failed[name] = str(report.longrepr).splitlines()[-1][:300]
        elif report.when == "call":
            self.passed.add(name)


def run(selection):
    """Run tests, and return their outcomes."""
    sys.path.insert(0, str(ROOT / "packages/python"))
    outcomes = Outcomes()
    with tempfile.TemporaryDirectory() as folder:
        ini = Path(folder) / "pytest.ini"
        ini.write_text(INI)
        options = ["-c", str(ini), "--pyargs", "nengo", "-q", "--tb=no", "-p", "no:cacheprovider"]
        pytest.main([*options, *([] if selection is None else ["-k", selection])], plugins=[outcomes])
    return outcomes


def problems(outcomes, reasons):
    """List tests whose outcome is not the published one."""
    for name, text in sorted(outcomes.failed.items()):
        if name not in reasons:
            yield f"{name} fails: {text}"
    for name in sorted(outcomes.passed & reasons.keys()):
        yield f"{name} passes, but {PUBLISHED.name} lists it"
    for name, text in sorted(outcomes.skipped.items()):
        if "slow" not in text:
            yield f"{name} is skipped: {text}"


def main():
    """Run, compare and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-k", default=None)
    outcomes = run(parser.parse_args().k)
    found = list(problems(outcomes, json.loads(PUBLISHED.read_text())))
    print("\n".join(found))
    count = len(outcomes.passed)
    print(f"{count} tests pass, {len(outcomes.failed)} fail, {len(outcomes.skipped)} are skipped as slow")
    return 1 if found or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
