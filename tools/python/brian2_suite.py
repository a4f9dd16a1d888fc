"""Run Brian2's own tests of devices on SpikeLoom's device, and compare the outcomes with the published ones.

    python tools/python/brian2_suite.py [--update] [-k EXPRESSION]

Brian2's wheel contains the tests. Outcomes are in references/brian2-suite.json: for each test, how many runs the device
made, or why it does not pass. `--update` writes them, keeping the reasons.
"""

import argparse
import json
import sys
from pathlib import Path

import brian2
import pytest
from brian2.devices import get_device

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "packages/python"))

import spikeloom.brian2  # noqa: E402, F401

# SymPy needs minutes for the solution of Brian2's exact integrator in this test.
SLOW = "test_check_for_invalid_values_linear_integrator"

HERE = Path(__file__).resolve().parent
PUBLISHED = HERE / "references" / "brian2-suite.json"


class Outcomes:
    """A plugin of pytest that stores outcomes and counts runs."""

    def __init__(self):
        self.found = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        before = all_runs()
        try:
            return (yield)
        finally:
            self.found[name_of(item.nodeid)] = {"runs": all_runs() - before}

    def pytest_runtest_logreport(self, report):
        one = self.found.setdefault(name_of(report.nodeid), {"runs": 0})
        if report.skipped:
            one["skipped"] = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
        if report.failed:
            one["failed"] = str(report.longrepr.reprcrash.message).splitlines()[0][:300]


def all_runs():
    """Count the runs of the device."""
    return getattr(get_device(), "runs", 0)


def name_of(node):
    """Return the file and the name of a test."""
    return node.split("/")[-1].removesuffix(".py")


def run(arguments):
    """Run tests, and return their outcomes."""
    outcomes = Outcomes()
    main = pytest.main

    def with_plugin(given, plugins=()):
        return main(given, plugins=[*plugins, outcomes])

    pytest.main = with_plugin
    try:
        brian2.test(
            codegen_targets=[],
            test_codegen_independent=False,
            test_standalone="spikeloom",
            additional_args=["-q", "--tb=no", "--show-capture=no", "-p", "no:cacheprovider", "-p", "no:nengo", *arguments],
        )
    finally:
        pytest.main = main
    return outcomes.found


def differences(found, published):
    """List tests whose outcome is not the published one, and passes of tests that ran nothing."""
    for name, one in sorted(found.items()):
        known = published.get(name)
        if known is None:
            yield f"{name}: not in {PUBLISHED.name}: {one}"
        elif is_pass(one) != ("reason" not in known):
            yield f"{name}: expected {known}, got {one}"
        elif is_pass(one) and one["runs"] != known["runs"]:
            yield f"{name}: made {one['runs']} runs instead of {known['runs']}"


def is_pass(one):
    """Return whether a test passed."""
    return "failed" not in one and "skipped" not in one


def main():
    """Run, compare and report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--out", type=Path, default=PUBLISHED)
    parser.add_argument("-k", default=None)
    given = parser.parse_args()
    selected = f"not {SLOW}" if given.k is None else f"({given.k}) and not {SLOW}"
    found = run(["-k", selected])
    published = json.loads(PUBLISHED.read_text()) if PUBLISHED.exists() else {}
    if given.update:
        rows = dict(published)
        for name, one in found.items():
            reason = published.get(name, {}).get("reason") or one.get("failed") or one.get("skipped")
            rows[name] = {"runs": one["runs"]} if is_pass(one) else {"reason": reason}
        given.out.write_text(json.dumps(dict(sorted(rows.items())), indent=2) + "\n")
    problems = [] if given.update else list(differences(found, published))
    print("\n".join(problems))
    runs = sum(one["runs"] for one in found.values() if is_pass(one))
    passed = sum(map(is_pass, found.values()))
    print(f"{passed} of {len(found)} tests pass; the device made {runs} runs in them")
    return 1 if problems or not found else 0


if __name__ == "__main__":
    sys.exit(main())
